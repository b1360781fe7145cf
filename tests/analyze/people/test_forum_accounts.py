"""Accounts of forums: their handles are logins at nobody's host, and join as addresses do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from factories import Archive, derive, study

from maillage.analyze.people import accounts
from maillage.analyze.people.accounts import Account, LinkEvidence
from maillage.decisions import Decisions, Merge
from maillage.project import Source, Study
from maillage.update import update

HOST = "forum.univ-brest.fr"
"""A host by which mail addresses tell an employer."""


def a_post(number: int, username: str, name: str) -> dict[str, Any]:
    """A post of an answer, a topic of its own."""
    told = {"id": number, "topic_id": number, "post_number": 1, "post_type": 1, "user_id": number}
    return told | {
        "username": username,
        "name": name,
        "created_at": f"2015-03-02T10:00:{number:02}.000Z",
        "topic_slug": "bonjour",
        "raw": "Bonjour.",
        "trust_level": 1,
        "avatar_template": "/x.png",
    }


def a_mail(number: int, address: str, name: str) -> str:
    """A mail of an mbox."""
    fields = {
        "From": f"{name} <{address}>",
        "Date": f"Mon, 02 Mar 2015 10:{number:02}:00 +0000",
        "Message-ID": f"<m{number}@x.fr>",
        "Subject": "Bonjour",
    }
    header = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"From a@x.fr Mon Mar  2 10:00:00 2015\n{header}\nBonjour.\n\n"


def study_of(archive: Archive, forum: Sequence[tuple[str, str]], mails: Sequence[tuple[str, str]] = ()) -> Study:
    """A forum with a post of each (account, name), and a list with a mail of each (address, name), ingested."""
    answers = archive.root / "posts.jsonl"
    answers.write_text("".join(json.dumps(a_post(number, *who)) + "\n" for number, who in enumerate(forum, 1)))
    sources = [Source("forum", "discourse", answers, addresses=(f"https://{HOST}/",))]
    if mails:
        box = archive.root / "makers.mbox"
        box.write_text("".join(a_mail(number, *who) for number, who in enumerate(mails, 1)))
        sources.append(Source("makers", "mbox", box))
    made = study(archive.root, *sources)
    update(archive.store, made)
    return made


def found(archive: Archive, made: Study, kind: type = Account, decisions: Decisions | None = None) -> list[Any]:
    return [row for row in accounts.run(archive.store, made, decisions or Decisions()) if type(row) is kind]


def test_a_handle_is_an_account_of_a_forum(archive: Archive) -> None:
    made = study_of(archive, [("Marie", "Marie Martin")], [("jp@asso.example", "Jean-Pierre Le Goff")])
    assert {(one.address, one.kind) for one in found(archive, made)} == {
        (f"marie@{HOST}", "forum"), ("jp@asso.example", "address"),
    }  # fmt: skip


@pytest.mark.parametrize("username", ["contact", "webmaster", "info", "bureau"])
def test_who_calls_herself_as_an_office_does_is_a_person(username: str, archive: Archive) -> None:
    made = study_of(archive, [(username, "Marie Martin")], [(f"{username}@asso.example", "Marie Martin")])
    assert {one.kind: one.is_role for one in found(archive, made)} == {"forum": False, "address": True}


def test_the_host_of_a_forum_is_nobody_s_employer(archive: Archive) -> None:
    made = study_of(archive, [("Marie", "Marie Martin")], [(f"jp@{HOST}", "Jean-Pierre Le Goff")])
    derive(archive, made)
    told = archive.store.rows("""
        select address from attributions join accounts using (person) where field = 'organisation' order by 1
    """)
    assert [row["address"] for row in told] == [f"jp@{HOST}"]


def test_a_forum_s_host_says_nothing_of_two_of_its_accounts(archive: Archive) -> None:
    made = study_of(archive, [("mm", "Marie Martin"), ("marie", "M. Martin"), ("marie29", "Marie M.")])
    rules = {one.rule for one in found(archive, made, LinkEvidence)}
    assert rules.isdisjoint({"same-organisation", "host-of-domain", "two-employers", "same-mailbox"})


def test_a_full_name_joins_a_forum_s_account_and_an_address(archive: Archive) -> None:
    made = study_of(
        archive, [("elo", "Élodie Kerbiriou"), ("paul", "Paul Durand")], [("ek@asso.example", "Elodie Kerbiriou")]
    )
    persons = {one.address: one.person for one in found(archive, made)}
    assert persons[f"elo@{HOST}"] == persons["ek@asso.example"] != persons[f"paul@{HOST}"]


def test_a_decision_may_name_a_handle(archive: Archive) -> None:
    made = study_of(archive, [("elo", "elo")], [("ek@asso.example", "Elodie Kerbiriou")])
    apart = {one.person for one in found(archive, made)}
    merged = Decisions(merges=(Merge(f"elo@{HOST}", "ek@asso.example", "known", "me", None),))
    together = {one.person for one in found(archive, made, decisions=merged)}
    assert (len(apart), len(together)) == (2, 1)


def test_an_address_that_writes_mails_too_is_no_handle(archive: Archive) -> None:
    made = study_of(archive, [("jp", "Jean-Pierre Le Goff")], [(f"jp@{HOST}", "Jean-Pierre Le Goff")])
    assert [(one.address, one.kind) for one in found(archive, made)] == [(f"jp@{HOST}", "address")]


def test_addresses_that_a_backup_tells_are_addresses(archive: Archive) -> None:
    dump = Path(__file__).parents[3] / "fixtures" / "discourse" / "backup" / "dump.sql"
    made = study(archive.root, Source("forum", "discourse", dump))
    update(archive.store, made)
    kinds = {one.address: one.kind for one in found(archive, made) if one.address}
    assert {address for address, kind in kinds.items() if kind == "forum"} == {
        "system@forum.ateliers.example", "anon123@forum.ateliers.example",
    }  # fmt: skip
    assert kinds["mael@exemple.example"] == "address"
