"""How often each wiki is used, and how its contents are renewed (B3)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Fréquence d'usage et renouvellement des wikis", "en": "Frequency of use and renewal of wikis"}
ORDER = 530

COLUMNS = (
    WIKI,
    Column("until", {"fr": "Au", "en": "On"}, Kind.DATE),
    Column("edits_per_month", {"fr": "Modifications par mois", "en": "Edits per month"}, Kind.MEAN),
    Column("created_per_month", {"fr": "Pages créées par mois", "en": "Pages created per month"}, Kind.MEAN),
    Column("median_gap", {"fr": "Jours entre deux modifications", "en": "Days between two edits"}, Kind.MEAN),
    Column(
        "median_pause",
        {"fr": "Jours entre deux jours de modification", "en": "Days between days with edits"},
        Kind.MEAN,
    ),
    Column("content_pages", {"fr": "Pages de contenu", "en": "Content pages"}, Kind.COUNT),
    Column("renewed", {"fr": "Renouvelées dans l'année", "en": "Renewed in the year"}, Kind.COUNT),
    Column("share", {"fr": "Part renouvelée", "en": "Share renewed"}, Kind.SHARE),
    Column("median_age", {"fr": "Âge médian (jours)", "en": "Median age (days)"}, Kind.MEAN),
)
DEFINITION = {
    "fr": "Au dernier jour de la période, ou de l'archive si elle finit avant (B3). Par mois : moyennes du premier "
    "au dernier mois qui a des modifications. Jours entre deux modifications du site : la médiane, souvent très "
    "courte, car on modifie par séances. Renouvelées : pages de contenu modifiées dans les 365 jours précédents. Âge "
    ": jours depuis la dernière modification d'une page, la médiane.",
    "en": "On the last day of the period, or of the archive where that ends before (B3). Per month: means from the "
    "first to the last month with edits. Days between two edits of the site: the median, often very short, as people "
    "edit in sessions. Renewed: content pages edited in the 365 days before. Age: days since the last edit of a "
    "page, the median.",
}
QUERY = """
    select source, until, edits_per_month, created_per_month, median_gap, median_pause, content_pages, renewed, share,
      median_age
    from wiki_renewals where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    return Table(
        name="wiki-renewal",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition=DEFINITION,
        measures=("B3",),
    )
