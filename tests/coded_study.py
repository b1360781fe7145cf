"""A study of a few invented authors, analysed, with what the program found of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import derived_rows
import factories

from maillage.analyze.profiles.attributions import Attribution
from maillage.analyze.profiles.readings import Finding
from maillage.project import Study
from maillage.store import Store

SIGNED = (
    "Bonjour à tous,\n\nLa réunion aura lieu mardi.\n\n--\nAline Morvan\nAnimatrice de réseau, Les Ateliers du Port\n"
    "12 rue des Quais, 29200 Brest\naline@asso.example\n"
)
FOUND = (
    ("function", "Animatrice de réseau", "animateur de réseau", 0.9),
    ("function", "Coordinatrice", "coordinateur / coordinatrice", 0.4),
    ("organisation", "Les Ateliers du Port", "", 0.8),
    ("status", "association", "association", 0.6),
    ("place", "29200 Brest", "29019", 0.95),
)


class Coded(NamedTuple):
    """The study, its database, and the pseudonyms of its authors, the most active first."""

    study: Study
    store: Store
    aline: str
    bruno: str
    celia: str


@contextmanager
def coded_study(root: Path, language: str = "fr") -> Iterator[Coded]:
    """Aline, who signs, Bruno, and Célia, who writes without an address; a folder of decisions that is empty."""
    lists = (factories.source("makers", network="Lille"), factories.source("unisson", network="Brest"))
    study = factories.study(root, *lists, language=language, decisions=root / "decisions", database=root / "study.db")
    with factories.Archive(root) as archive:
        archive.messages(3, by="aline@asso.example", name="Aline Morvan", sent="2015-03-02")
        archive.message(by="morvan@perso.example", name="Aline Morvan", sent="2016-01-02", source="unisson")
        archive.messages(2, by="bruno@exemple.example", name="Bruno Celik", sent="2015-04-02")
        archive.message(name="Célia Le Bihan", sent="2015-05-02")
        archive.store.connection.execute("insert into texts select message, '' from messages")
        archive.store.connection.execute("update texts set text = ? where message = 1", (SIGNED,))
        factories.derive(archive, study)
        found = archive.store.rows("select pseudonym from persons order by person")
        derived_rows.fill(archive.store, Attribution, attributions())
        derived_rows.fill(archive.store, Finding, personal())
        yield Coded(study, archive.store, *(row["pseudonym"] for row in found))


def personal() -> Iterator[Finding]:
    """Who signs Aline's first mail."""
    begin = SIGNED.index("Aline Morvan")
    yield Finding(1, begin, begin + len("Aline Morvan"), "human", "Aline Morvan", "", 0.9, "signature")


def attributions() -> Iterator[Attribution]:
    """What was found of Aline, all in her first mail."""
    for number, (field, value, code, confidence) in enumerate(FOUND, start=1):
        begin = SIGNED.find(value)
        yield Attribution(
            attribution=number,
            person=1,
            field=field,
            value=value,
            code=code,
            level="commune" if field == "place" else "",
            valid_from="2015-03-02T10:00:00Z",
            valid_to="2015-03-02T10:00:00Z",
            messages=1,
            message=1,
            begin=begin if begin >= 0 else None,
            end=begin + len(value) if begin >= 0 else None,
            source="signature",
            rule="",
            confidence=confidence,
            conflict=False,
        )
