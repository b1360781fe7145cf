"""Pages of a wiki on one subject, by their titles (B27)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Pages en double sur les wikis", "en": "Double pages of wikis"}
ORDER = 605

REASONS: dict[str, Text] = {
    "letters": {"fr": "mêmes lettres", "en": "same letters"},
    "articles": {"fr": "aux articles près", "en": "but for articles"},
    "plural": {"fr": "singulier et pluriel", "en": "singular and plural"},
    "order": {"fr": "ordre des mots", "en": "order of words"},
    "spelling": {"fr": "une lettre d'écart", "en": "one letter apart"},
    "brackets": {"fr": "précision entre parenthèses", "en": "precision in brackets"},
}
COLUMNS = (
    WIKI,
    Column("title", {"fr": "Page", "en": "Page"}),
    Column("other_title", {"fr": "Autre page", "en": "Other page"}),
    Column("reason", {"fr": "Titres égaux", "en": "Titles equal"}),
    Column("score", {"fr": "Proximité", "en": "Nearness"}, Kind.MEAN),
    Column("creators_differ", {"fr": "Créées par deux personnes", "en": "Begun by two persons"}, Kind.FLAG),
)
DEFINITION = {
    "fr": "Pages de contenu aux titres presque égaux : qui n'ose pas modifier une page en commence une autre sur le "
    "même sujet (L17059-17091). Les titres sont comparés sans majuscules, accents ni ponctuation ; les nombres, les "
    "barres obliques et deux parenthèses différentes distinguent toujours. La proximité, de 0,7 à 1, est une échelle "
    "de maillage.",
    "en": "Content pages of nearly equal titles: who does not dare to change a page begins another on the same subject "
    "(L17059-17091). Titles are compared without capitals, accents and punctuation; numbers, slashes and two different "
    "brackets always tell them apart. Nearness, from 0.7 to 1, is a scale of maillage's own.",
}
SUBJECTS = {
    "fr": "Des titres presque égaux ne prouvent pas un même sujet, et deux pages sur un sujet peuvent avoir des titres "
    "sans rapport. Une redirection unit déjà ses deux pages.",
    "en": "Nearly equal titles do not prove one subject, and two pages on one subject may have unlike titles. A "
    "redirect already joins its two pages.",
}
QUERY = """
    select source, title, other_title, reason, score, creators_differ from duplicate_pages
    where source in (select value from json_each(?)) order by score desc, page, other
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a pair, in the study's order, the surest first."""
    rows = tuple(
        (*tuple(row)[:3], REASONS[row["reason"]][study.language], *tuple(row)[4:])
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
    )
    return Table(
        name="wiki-duplicate-pages",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        notes=(SUBJECTS,),
        measures=("B27",),
    )
