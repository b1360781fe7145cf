"""Whether 90-9-1 holds: what the top 1 %, the next 9 % and the other 90 % of members write."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "La règle 90-9-1", "en": "The 90-9-1 rule"}
ORDER = 86

RANKS: dict[str, Text] = {
    "one": {"fr": "premier 1 %", "en": "top 1%"},
    "nine": {"fr": "9 % suivants", "en": "next 9%"},
    "ninety": {"fr": "les autres", "en": "the others"},
}
BASES: dict[str, Text] = {
    "members": {"fr": "auteurs et abonnés", "en": "authors and subscribers"},
    "authors": {"fr": "auteurs seuls", "en": "authors only"},
}

COLUMNS = (
    SOURCE,
    Column("basis", {"fr": "Parmi", "en": "Among"}),
    Column("share_rank", {"fr": "Classe", "en": "Class"}),
    Column("members", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("share_of_messages", {"fr": "Part des messages", "en": "Share of messages"}, Kind.SHARE),
)

DEFINITION = {
    "fr": "Les membres rangés par nombre de messages dans la période : le premier centième, les neuf suivants, les "
    "autres ; une fraction de personne compte pour une. Selon la règle empirique de Nielsen (2006), ces classes "
    "font 90, 10 et presque 0 % des contributions.",
    "en": "The members by number of messages in the period: the first hundredth, the next nine, the others; a part "
    "of a person counts as one. By Nielsen's rule of thumb (2006) these classes make 90, 10 and almost 0% of the "
    "contributions.",
}
TIES = {
    "fr": "Les membres à égalité ne sont jamais séparés : tous sont dans la classe intérieure, qui peut donc "
    "dépasser sa part ; mais qui n'a rien écrit est toujours parmi les autres.",
    "en": "Members with equal numbers are never parted: all are in the inner class, which may thus exceed its part; "
    "but who wrote nothing is always among the others.",
}
SHORT = {
    "fr": "« auteurs seuls » : aucune liste d'abonnés n'est connue, les silencieux manquent.",
    "en": "“authors only”: no subscriber list is known, the silent are missing.",
}

QUERY = """
    select source, basis, share_rank, members, messages, share_of_messages from ninety_nine_one
    where source in (select value from json_each(?)) order by instr('one nine ninety', share_rank)
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Three rows a list, the top first."""
    language = study.language
    found = rows_of(store, QUERY, chosen(study, choice))
    return Table(
        name="ninety-nine-one",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(
            (row["source"], BASES[row["basis"]][language], RANKS[row["share_rank"]][language], *tuple(row)[3:])
            for row in found
        ),
        definition=DEFINITION,
        notes=(TIES, SHORT) if any(row["basis"] == "authors" for row in found) else (TIES,),
        measures=("90-9-1",),
    )
