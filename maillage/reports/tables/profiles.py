"""Who the persons are that write intensively, and their messages on each list: Tables 36 and 37."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from sqlite3 import Row

from maillage.project import Source, Study
from maillage.reports.profiles import SMALL_GROUPS, Profile, generalised, said, status_label
from maillage.reports.selection import NETWORK, PERSON, chosen
from maillage.reports.table import Cell, Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Profils des personnes qui écrivent intensivement", "en": "Profiles of persons who write intensively"}
ORDER = 62

STRUCTURE = Column("structure", {"fr": "Structure", "en": "Structure"})
STATUS = Column("status", {"fr": "Statut", "en": "Status"})
FUNCTION = Column("function", {"fr": "Fonction", "en": "Function"})
DOMAIN = Column("domain", {"fr": "Domaine", "en": "Domain"})
PLACE = Column("place", {"fr": "Lieu", "en": "Place"})

DEFINITION = {
    "fr": "Personnes qui ont envoyé au moins {intensive_from} mails à l'une des listes du réseau, ce qu'elles étaient "
    "dans la plupart de ces mails, et leurs mails sur chaque liste (A13). « – » : moins de {intensive_from}, peut-être "
    "aucun. « non identifié » : ni les mails ni les codages ne le disent.",
    "en": "Persons who sent at least {intensive_from} mails to one of the lists of the network, what they were in most "
    "of these mails, and their mails on each list (A13). “–”: less than {intensive_from}, perhaps none. “not "
    "identified”: neither mails nor codings say it.",
}

PERSONS = """
    select profiles.network, profiles.person, source, intensive_lists.messages, organisation, status, function, domain,
      place
    from intensive_lists join network_profiles as profiles using (network, person)
    where source in (select value from json_each(:sources)) and intensive_lists.messages >= :least
    order by profiles.network, profiles.person, source
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a person of a network, one column a list; in full with structure, function, domain and place."""
    sources = chosen(study, choice)
    least = study.thresholds.intensive_from
    names = json.dumps([source.name for source in sources])
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in store.rows(PERSONS, {"sources": names, "least": least}):
        found[row["network"], row["person"]].append(row)
    order = sorted(found, key=lambda key: (key[0], -sum(row["messages"] for row in found[key]), key[1]))
    persons = [found[key] for key in order]
    counts = tuple(Column(source.name, {"fr": source.label, "en": source.label}, Kind.COUNT) for source in sources)
    table = Table(
        name="profiles",
        title=TITLE,
        columns=(PERSON, NETWORK, STATUS, DOMAIN, *counts),
        rows=tuple(_rows(persons, sources, study)),
        definition={language: text.format(intensive_from=least) for language, text in DEFINITION.items()},
        reproduces="36, 37",
        notes=({language: text.format(least=study.smallest_group) for language, text in SMALL_GROUPS.items()},),
        measures=("A13",),
    )
    full = replace(
        table,
        columns=(PERSON, NETWORK, STRUCTURE, STATUS, FUNCTION, DOMAIN, PLACE, *counts),
        rows=tuple(_in_full(rows, sources, study.language) for rows in persons),
        notes=(),
    )
    return replace(table, in_full=full)


def _rows(persons: Sequence[Sequence[Row]], sources: Sequence[Source], study: Study) -> Iterator[tuple[Cell, ...]]:
    """Status and domain only, those of small groups merged."""
    profiles = {
        (rows[0]["network"], rows[0]["person"]): Profile(rows[0]["status"], rows[0]["domain"]) for rows in persons
    }
    shown = generalised(profiles, study.smallest_group, study.language)
    for rows in persons:
        network, person = rows[0]["network"], rows[0]["person"]
        yield person, network, *shown[network, person], *_counts(rows, sources)


def _in_full(rows: Sequence[Row], sources: Sequence[Source], language: str) -> tuple[Cell, ...]:
    first = rows[0]
    return (
        first["person"],
        first["network"],
        said(first["organisation"], language),
        status_label(first["status"], language),
        *(said(first[field], language) for field in ("function", "domain", "place")),
        *_counts(rows, sources),
    )


def _counts(rows: Sequence[Row], sources: Sequence[Source]) -> tuple[Cell, ...]:
    messages = {row["source"]: row["messages"] for row in rows}
    return tuple(messages.get(source.name) for source in sources)
