"""The study: `maillage.toml` read into one frozen `Study`, all its mistakes reported at once.

`Study` is what every other part is handed; nothing else of the program reads the file.
"""

from maillage.project.mistakes import meant
from maillage.project.reading import load
from maillage.project.study import (
    AUTOMATIC_LABELS,
    FORUM_KINDS,
    KINDS,
    LANGUAGES,
    LIST_KINDS,
    LIVE,
    ROSTER_KINDS,
    SITE_KINDS,
    STUDY_FILE,
    TEXTS,
    THESIS_BORDERS,
    WIKI_KINDS,
    Moves,
    OfficialFiles,
    Period,
    Source,
    Study,
    SubscriberList,
    Territory,
    Thresholds,
    Tiers,
    WebOptions,
    WikiOptions,
    Written,
)
from maillage.project.territories import SCALES, territories

__all__ = [
    "AUTOMATIC_LABELS",
    "FORUM_KINDS",
    "KINDS",
    "LANGUAGES",
    "LIST_KINDS",
    "LIVE",
    "ROSTER_KINDS",
    "SCALES",
    "SITE_KINDS",
    "STUDY_FILE",
    "TEXTS",
    "THESIS_BORDERS",
    "WIKI_KINDS",
    "Moves",
    "OfficialFiles",
    "Period",
    "Source",
    "Study",
    "SubscriberList",
    "Territory",
    "Thresholds",
    "Tiers",
    "WebOptions",
    "WikiOptions",
    "Written",
    "load",
    "meant",
    "territories",
]
