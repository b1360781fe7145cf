from __future__ import annotations

from pathlib import Path

from factories import Archive, study

from maillage.analyze.people import accounts
from maillage.analyze.people.unused import UnusedDecision
from maillage.decisions import Coding, Decisions, Split


def test_a_coding_of_nobody_or_of_a_name_that_two_bear_is_reported(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.message(by="marie@lille.example", name="Marie Martin")
        archive.message(by="marie@brest.example", name="Marie Martin")
        apart = Split("marie@lille.example", "marie@brest.example", "two towns", "er", None)
        coded = ("marie@lille.example", "gone@x.example", "Marie Martin")
        codings = tuple(Coding(account, "place", "Brest", "29019", None, None, "", "er", "", None) for account in coded)
        found = accounts.run(archive.store, study(tmp_path), Decisions(splits=(apart,), codings=codings))
        unused = [row for row in found if isinstance(row, UnusedDecision)]
    several = UnusedDecision("codings/er.csv", "place", "Marie Martin", "several persons are called Marie Martin")
    gone = UnusedDecision("codings/er.csv", "place", "gone@x.example", "no account is called gone@x.example")
    assert unused == [several, gone]
