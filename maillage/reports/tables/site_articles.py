"""The articles of the study's period on each participatory site, who may write and who does (A26-A29)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SITE, chosen_sites, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {
    "fr": "Articles et rédacteurs des sites participatifs",
    "en": "Articles and writers of participatory sites",
}
ORDER = 571

COLUMNS = (
    SITE,
    Column("articles", {"fr": "Articles publiés", "en": "Published articles"}, Kind.COUNT),
    Column("copies", {"fr": "Renvoient à un autre site", "en": "Refer to another site"}, Kind.COUNT),
    Column("by_several", {"fr": "À plusieurs auteurs", "en": "By several authors"}, Kind.COUNT),
    Column("unsigned", {"fr": "Sans auteur", "en": "Without author"}, Kind.COUNT),
    Column("authors", {"fr": "Contributeurs", "en": "Contributors"}, Kind.COUNT),
    Column("may_write", {"fr": "Comptes autorisés à écrire", "en": "Accounts that may write"}, Kind.COUNT),
    Column("wrote", {"fr": "dont ont écrit", "en": "of these, wrote"}, Kind.COUNT),
    Column("administrators", {"fr": "Administrateurs", "en": "Administrators"}, Kind.COUNT),
    Column("editors", {"fr": "Rédacteurs", "en": "Editors"}, Kind.COUNT),
    Column("visitors", {"fr": "Visiteurs", "en": "Visitors"}, Kind.COUNT),
    Column("begun", {"fr": "Premier article", "en": "First article"}, Kind.DATE),
    Column("ended", {"fr": "Dernier article", "en": "Last article"}, Kind.DATE),
)
DEFINITION: Text = {
    "fr": "Articles publiés jusqu'à la fin de la période (A28). Contributeurs : comptes qui en ont écrit au moins un "
    "(A26). Comptes autorisés à écrire : administrateurs et rédacteurs quand l'archive est faite (A27, A29) ; un "
    "visiteur ne peut que commenter. Renvoient à un autre site : SPIP garde sous « voir en ligne » l'adresse dont un "
    "article vient par syndication, ou dont il parle ; les copies ne sont pas plus nombreuses.",
    "en": "Articles published up to the end of the period (A28). Contributors: accounts that wrote at least one (A26). "
    "Accounts that may write: administrators and editors when the archive was made (A27, A29); a visitor may only "
    "comment. Refer to another site: SPIP keeps the address that an article came from by syndication, or that it is "
    "about; there are no more copies than these.",
}
QUERY = """
    select source, articles, copies, by_several, unsigned, authors, may_write, wrote, administrators, editors,
      visitors, begun, ended
    from site_articles where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a site, in the study's order."""
    return Table(
        name="site-articles",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_sites(study, choice)))),
        definition=DEFINITION,
        measures=("A26", "A27", "A28", "A29"),
    )
