"""For whom the messages of each list say that they speak."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Messages à titre privé ou au nom d'une structure", "en": "Messages in private or on behalf of others"}
ORDER = 72

NAMES: dict[str, Text] = {
    "private": {"fr": "à titre privé", "en": "in a private capacity"},
    "organisation": {"fr": "au nom d'une structure", "en": "on behalf of an organisation"},
    "": {"fr": "non dit", "en": "not said"},
}
COLUMNS = (
    SOURCE,
    Column("capacity", {"fr": "À quel titre", "en": "Capacity"}),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("share", {"fr": "Part des messages", "en": "Share of messages"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Messages qui disent être écrits à titre personnel, en tant que citoyen ou au nom d'une structure, et ceux "
    "qui n'en disent rien (B30). Seuls les mots comptent : une signature ne dit pas au nom de qui l'on parle.",
    "en": "Messages that say they are written in a personal capacity, as a citizen or on behalf of an organisation, "
    "and those that say nothing of it (B30). Words alone count: a signature does not say for whom one speaks.",
}
QUERY = "select * from list_capacities where source in (select value from json_each(?)) order by rowid"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Three rows a list, in the study's order."""
    rows = tuple(
        (row["source"], NAMES[row["capacity"]][study.language], *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen(study, choice))
    )
    return Table(name="capacities", title=TITLE, columns=COLUMNS, rows=rows, definition=DEFINITION, measures=("B30",))
