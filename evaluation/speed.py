"""How many mails a second are cut into zones and asked what they say of their author, on one core."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from evaluation.scores import Section
from maillage import ingest
from maillage.analyze.profiles.readings import called
from maillage.records import Message

Mail = tuple[str, tuple[str, ...]]

LISTS = {
    "caml-list 1992-2003, every fourth mail": ("caml-list", 4),
    "its French mails": ("caml-list-fr", 1),
    "gpsd-users, text volumes": ("berlios-gpsd-users/txt", 1),
}
START = """
import time
begun = time.perf_counter()
from maillage.analyze.profiles.reader import read
imported = time.perf_counter()
read("Bonjour\\n-- \\nMaëlle Kerdoncuff\\nAnimatrice\\n12 rue de Siam\\n29200 Brest\\n", ("Maëlle Kerdoncuff",))
print(imported - begun, time.perf_counter() - imported)
"""
TARGET = "1,000"


def sections(corpora: Path) -> Iterator[Section]:
    """Mails a second on real lists, and what starting costs."""
    from maillage.analyze.profiles import zones
    from maillage.analyze.profiles.reader import read

    rows = []
    for title, (folder, every) in LISTS.items():
        mails = list(_mails(corpora / folder))[::every]
        cut = _rate(lambda mail: zones.cut(*mail), mails)
        whole = _rate(lambda mail: read(*mail), mails)
        rows.append((title, f"{len(mails):,}", f"{cut:,.0f}", f"{whole:,.0f}", TARGET))
    imported, first = _start()
    yield Section(
        "Speed",
        "Mails a second on one core, bodies as the ingest decodes them. Whole: zones and attributes together.",
        ("list", "mails", "zones", "whole", "target (whole)"),
        rows,
        (
            (
                f"Starting: {imported:.1f} s to import, {first:.1f} s for the first mail (spaCy and the gazetteer load "
                "then); a run that reads no new mail pays none of it."
            ),
            "Times are of the machine that wrote this page, with whatever else it did.",
        ),
    )


def _mails(archive: Path) -> Iterator[Mail]:
    """The texts of an archive, each with what its author is called."""
    kind = ingest.recognize(archive)
    if kind is None:
        raise SystemExit(f"{archive} is no archive of mails")
    reader = ingest.reader(kind)
    for part in reader.parts(archive):
        for record in reader.read(part):
            if isinstance(record, Message):
                yield record.text, called(record.name, record.address)


def _rate(work: Callable[[Mail], object], mails: list[Mail]) -> float:
    work(mails[0])
    begun = time.perf_counter()
    for mail in mails:
        work(mail)
    return len(mails) / (time.perf_counter() - begun)


def _start() -> tuple[float, float]:
    """Seconds to import the reader, and to read a first mail, in a process of its own."""
    said = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True).stdout
    imported, first = map(float, said.split())
    return imported, first
