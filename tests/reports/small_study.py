"""A study of two small lists, from its mbox files to its database, with names and addresses wherever they can be."""

from __future__ import annotations

from pathlib import Path

from maillage import pipeline, project
from maillage.project import Study
from maillage.store import Store
from maillage.update import Silent, update

STUDY = """
[study]
title = "Deux listes d'essai"
language = "{language}"
to = 2016-12-31

[[source]]
name = "makers"
title = "Les Makers"
kind = "mbox"
path = "archives/makers.mbox"
created = "2014-11"
network = "Lille"
administrators = ["chef@mairie.example"]

[[source.subscribers]]
path = "abonnes/marie-durand.csv"
date = 2016-06-15
kind = "csv"

[[source]]
name = "unisson"
kind = "mbox"
path = "archives/unisson.mbox"
network = "Lille"
"""
SUBSCRIBERS = """email,name
marie@exemple.example,Marie Durand
silence@exemple.example,Sylvain Tait
"""
PEOPLE = (
    ("Marie Durand", "marie@exemple.example", 24),
    ("Jean Petit", "jp@labo.example", 3),
    ("Élise Ça", "elise.ca@labo.example", 1),
    ("Chef Brun", "chef@mairie.example", 12),
)
SECRETS = (
    *(name for name, _, _ in PEOPLE),
    *(address for _, address, _ in PEOPLE),
    "Sylvain Tait",
    "silence@exemple.example",
    "perdu@exemple.example",
)
MAIL = (
    "From {address} Mon Jan  5 10:00:00 2015\n"
    "From: =?utf-8?q?{quoted}?= <{address}>\nTo: {source}@listes.example\n"
    "Date: {day:02d} {month} {year} 10:00:00 +0100\nMessage-ID: <{number}.{source}@x.example>\n"
    "Subject: Un sujet de {number}\n\nBonjour,\n-- \n{address}\n\n"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PROBLEM = "the header of Marie Durand <perdu@exemple.example> never ends"


def write(root: Path, language: str = "fr") -> Study:
    """Write the study's files, ingest and analyse them; one problem is added that names a person."""
    for folder in ("archives", "abonnes", "decisions"):
        (root / folder).mkdir(parents=True)
    (root / "maillage.toml").write_text(STUDY.format(language=language), encoding="utf-8")
    (root / "abonnes" / "marie-durand.csv").write_text(SUBSCRIBERS, encoding="utf-8")
    (root / "archives" / "makers.mbox").write_text(mbox("makers", 1), encoding="utf-8")
    (root / "archives" / "unisson.mbox").write_text(mbox("unisson", 4), encoding="utf-8")
    study = project.load(root)
    with Store.open(study.database, write=True) as store:
        update(store, study)
        pipeline.analyze(store, study, Silent())
        with store.transaction():
            store.connection.execute("insert into problems values (1, '7', 9, ?)", (PROBLEM,))
            store.connection.execute(
                "update parts set problems = 1, problem_bytes = 9, read = read + 1, bytes_read = bytes_read + 9 "
                "where part = 1"
            )
    return study


def mbox(source: str, divisor: int) -> str:
    """Everybody's mails, a month apart, or one of several of them."""
    mails = [(name, address) for name, address, times in PEOPLE for _ in range(1 + (times - 1) // divisor)]
    return "".join(
        MAIL.format(
            address=address,
            quoted=quoted(name),
            source=source,
            number=number,
            day=1 + number % 28,
            month=MONTHS[number % 12],
            year=2015 + number // 12 % 2,
        )
        for number, (name, address) in enumerate(mails)
    )


def quoted(name: str) -> str:
    """A name as an encoded word has it."""
    encoded = (f"={byte:02X}" if byte > 127 else chr(byte) for byte in name.encode())
    return "".join(encoded).replace(" ", "_")
