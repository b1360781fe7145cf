"""How far the articles of each participatory site came."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SITE, chosen_sites, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.sentences import typeset
from maillage.store import Store

TITLE = {"fr": "Articles par statut", "en": "Articles by status"}
ORDER = 573

NAMES: dict[str, Text] = {
    "published": {"fr": "publiés", "en": "published"},
    "proposed": {"fr": "proposés à l'évaluation", "en": "proposed"},
    "being-written": {"fr": "en cours de rédaction", "en": "being written"},
    "refused": {"fr": "refusés", "en": "refused"},
    "removed": {"fr": "à la poubelle", "en": "removed"},
}
COLUMNS = (
    SITE,
    Column("status", {"fr": "Statut", "en": "Status"}),
    Column("articles", {"fr": "Articles", "en": "Articles"}, Kind.COUNT),
    Column("of_editors", {"fr": "dont de rédacteurs", "en": "of these, of editors"}, Kind.COUNT),
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("share", {"fr": "Part", "en": "Share"}, Kind.SHARE),
)
DEFINITION: Text = {
    "fr": "Tous les articles quand l'archive est faite, de toutes dates. De rédacteurs : signés, sans administrateur "
    "parmi leurs auteurs. Seuls les articles publiés comptent dans les autres tableaux.",
    "en": "All articles when the archive was made, of all dates. Of editors: signed, without an administrator among "
    "their authors. Only published articles count in the other tables.",
}
QUERY = """
    select source, status, articles, of_editors, authors, share from site_statuses
    where source in (select value from json_each(?)) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a status that a site has an article of, in the study's order."""
    rows = tuple(
        (row["source"], _named(row["status"], study.language), *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen_sites(study, choice))
    )
    return Table(name="site-statuses", title=TITLE, columns=COLUMNS, rows=rows, definition=DEFINITION)


def _named(status: str, language: str) -> str:
    """A status in words; one of a site's own as it stands."""
    return typeset(NAMES[status][language], language) if status in NAMES else status
