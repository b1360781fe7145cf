"""How many persons of each list are in each tier by volume, and how much they write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Niveaux de participation par liste", "en": "Tiers of participation by list"}
ORDER = 80

NAMES: dict[str, Text] = {
    "core": {"fr": "noyau (par le volume)", "en": "core (by volume)"},
    "active": {"fr": "actifs", "en": "active"},
    "occasional": {"fr": "occasionnels", "en": "occasional"},
    "silent": {"fr": "silencieux", "en": "silent"},
}

PERSONS = Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT)
SHARE_OF_PERSONS = Column("share_of_persons", {"fr": "Part des membres", "en": "Share of members"}, Kind.SHARE)
MESSAGES = Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT)
SHARE_OF_MESSAGES = Column("share_of_messages", {"fr": "Part des messages", "en": "Share of messages"}, Kind.SHARE)

COLUMNS = (
    SOURCE,
    Column("tier", {"fr": "Niveau", "en": "Tier"}),
    Column("least", {"fr": "Au moins … messages", "en": "At least … messages"}, Kind.COUNT),
    PERSONS,
    SHARE_OF_PERSONS,
    MESSAGES,
    SHARE_OF_MESSAGES,
)

DEFINITION = {
    "fr": "Niveaux exclusifs, par messages d'une personne sur une liste pendant la période. Noyau : {core} ou plus ; "
    "actifs : de {active} à {under_core} ; occasionnels : de 1 à {under_active} ; silencieux : sur la dernière liste "
    "d'abonnés connue, et aucun message dans la période. Membres : auteurs et abonnés ensemble ; les auteurs "
    "seuls où l'on ne connaît pas d'abonnés. Le noyau est ici un volume de mails : ce n'est pas le noyau dur de "
    "la thèse, qui est un rôle et que l'on peut tenir sans écrire (L16035-16041, L16263-16267).",
    "en": "Exclusive tiers, by the messages of one person on one list in the period. Core: {core} or more; active: "
    "{active} to {under_core}; occasional: 1 to {under_active}; silent: on the latest subscriber list that is known, "
    "and no message in the period. Members: authors and subscribers together; the authors alone where no subscribers "
    "are known. Core is a volume of mail here: it is not the core (noyau dur) of the thesis, which is a role "
    "that one may hold without writing (L16035-16041, L16263-16267).",
}
NO_SUBSCRIBERS = {
    "fr": "« – » pour les silencieux : aucune liste d'abonnés n'est connue, ils ne peuvent pas être comptés.",
    "en": "“–” for the silent: no subscriber list is known, they cannot be counted.",
}
OTHER_SILENT = {
    "fr": "Le tableau des abonnés silencieux (A22) compte autrement : à la date de la liste d'abonnés, période ou non.",
    "en": "The table of silent subscribers (A22) counts otherwise: on the day of the subscriber list, period or not.",
}

QUERY = """
    select source, tier, persons, share_of_persons, messages, share_of_messages from tier_counts
    where rule = 'volume' and source in (select value from json_each(?))
    order by instr('core active occasional silent', tier)
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Four rows a list, from the core out, in the study's order."""
    tiers = study.tiers
    least = {"core": tiers.core, "active": tiers.active, "occasional": 1, "silent": 0}
    rows = tuple(
        (row["source"], NAMES[row["tier"]][study.language], least[row["tier"]], *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen(study, choice))
    )
    limits = {
        "core": tiers.core,
        "active": tiers.active,
        "under_core": tiers.core - 1,
        "under_active": tiers.active - 1,
    }
    return Table(
        name="tiers",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition={language: text.format(**limits) for language, text in DEFINITION.items()},
        notes=tuple(notes(rows, COLUMNS.index(PERSONS))),
        measures=("tiers",),
    )


def notes(rows: Sequence[Sequence[Cell]], persons: int) -> Iterator[Text]:
    """What to mind about the silent; `persons` is the place of their number."""
    if any(row[persons] is None for row in rows):
        yield NO_SUBSCRIBERS
    if any(row[persons] is not None for row in rows):
        yield OTHER_SILENT
