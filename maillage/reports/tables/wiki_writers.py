"""How many write each wiki, really: the effective number of writers, and how unequal they are (B2, B8)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Diversité des rédacteurs des wikis", "en": "Diversity of the writers of wikis"}
ORDER = 540

COLUMNS = (
    WIKI,
    Column("writers", {"fr": "Rédacteurs", "en": "Writers"}, Kind.COUNT),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("unregistered", {"fr": "Modifications sans compte", "en": "Edits without an account"}, Kind.COUNT),
    Column("nameless", {"fr": "Auteur masqué ou inconnu", "en": "Author masked or not known"}, Kind.COUNT),
    Column("effective", {"fr": "Nombre effectif de rédacteurs", "en": "Effective number of writers"}, Kind.MEAN),
    Column("gini", {"fr": "Indice de Gini", "en": "Gini index"}, Kind.MEAN),
    Column("half_makers", {"fr": "Rédacteurs de la moitié", "en": "Writers of half"}, Kind.COUNT),
    Column("half_makers_edits", {"fr": "Leurs modifications", "en": "Their edits"}, Kind.COUNT),
    Column("sectors", {"fr": "Rédacteurs au secteur connu", "en": "Writers of a known sector"}, Kind.COUNT),
    Column("effective_sectors", {"fr": "Nombre effectif de secteurs", "en": "Effective number of sectors"}, Kind.MEAN),
)
DEFINITION = {
    "fr": "Personnes inscrites, par leurs modifications de pages de contenu. Nombre effectif (B2) : exponentielle de "
    "l'entropie de Shannon ; autant de rédacteurs égaux donneraient la même diversité, de 1, un seul écrit, au "
    "nombre de rédacteurs, tous écrivent autant. Gini et rédacteurs de la moitié comme pour les listes (B8). "
    "Secteurs (C2) : de la structure que les mails ou la page d'utilisateur montrent.",
    "en": "Registered persons, by their edits of content pages. Effective number (B2): the exponential of Shannon's "
    "entropy; as many equal writers would be as diverse, from 1, one writes alone, to the number of writers, all "
    "write as much. Gini and writers of half as for lists (B8). Sectors (C2): of the organisation that mails or the "
    "user page show.",
}
QUERY = """
    select source, writers, edits, unregistered, nameless, effective, gini, half_makers, half_makers_edits,
      sectors, effective_sectors
    from wiki_writers where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    return Table(
        name="wiki-writers",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition=DEFINITION,
        measures=("B2", "B8"),
    )
