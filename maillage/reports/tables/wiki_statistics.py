"""The numbers that each wiki gives of itself beside what its archive holds: a part of the ledger."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Ce que le wiki dit, ce que l'archive contient", "en": "What the wiki says, what the archive holds"}
ORDER = 590

NAMES: dict[str, Text] = {
    "edits": {"fr": "modifications", "en": "edits"},
    "pages": {"fr": "pages", "en": "pages"},
    "articles": {"fr": "pages de contenu", "en": "content pages"},
    "users": {"fr": "comptes inscrits", "en": "registered accounts"},
    "admins": {"fr": "administrateurs", "en": "administrators"},
}
COLUMNS = (
    WIKI,
    Column("number", {"fr": "Nombre de", "en": "Number of"}),
    Column("said", {"fr": "Selon le wiki", "en": "By the wiki"}, Kind.COUNT),
    Column("held", {"fr": "Dans l'archive", "en": "In the archive"}, Kind.COUNT),
    Column("difference", {"fr": "Différence", "en": "Difference"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Les nombres que le wiki donne de lui-même (Spécial:Statistiques) et ce que l'archive en a, toutes dates "
    "confondues. Différence : archive − wiki ; au-dessous de 0, l'archive en a moins.",
    "en": "The numbers that the wiki gives of itself (Special:Statistics) and what the archive has of them, of all "
    "dates. Difference: archive − wiki; below 0, the archive has less.",
}
DIFFER = {
    "fr": "Un wiki compte aussi les modifications de pages supprimées, et ses pages de contenu sont souvent celles "
    "qui ont un lien : une différence ne dit pas à elle seule qu'il manque quelque chose.",
    "en": "A wiki counts edits of deleted pages too, and its content pages are often those with a link: a difference "
    "alone does not tell that something is missing.",
}
QUERY = """
    select source, name, said, held, difference from wiki_statistics_compared
    where source in (select value from json_each(?)) order by instr('edits pages articles users admins', name)
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """The numbers of each wiki that gives them, in the study's order."""
    rows = tuple(
        (row["source"], NAMES[row["name"]][study.language], *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
    )
    return Table(
        name="wiki-statistics",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        notes=(DIFFER,),
    )
