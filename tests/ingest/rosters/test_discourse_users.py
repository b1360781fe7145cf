"""The accounts of a forum as its list of subscribers: who never posted is known, and since when."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import factories
import pytest

from maillage.analyze.people import accounts
from maillage.analyze.people.accounts import Account, Subscriber
from maillage.decisions import Decisions
from maillage.ingest import rosters
from maillage.project import Source, SubscriberList
from maillage.records import Problem, Subscription
from maillage.store import Store
from maillage.update import update

FORUM = Path(__file__).parents[3] / "fixtures" / "discourse"
DUMP = FORUM / "backup" / "dump.sql"
BACKUP = next(DUMP.parent.glob("*.tar.gz"))
DIRECTORY = FORUM / "answers" / "directory_items.json"


@pytest.mark.parametrize("path", [DUMP, BACKUP, DIRECTORY])
def test_a_forum_s_people_are_recognised(path: Path) -> None:
    assert rosters.recognize(path) == "discourse_users"


@pytest.mark.parametrize("name", ["latest.json", "categories.json", "t/12.json", "posts/103.json"])
def test_other_answers_of_a_forum_are_none(name: str) -> None:
    assert rosters.recognize(FORUM / "answers" / name) is None


def test_the_backup_tells_addresses_and_days_and_leaves_out_who_is_nobody() -> None:
    told = list(rosters.read(DUMP))
    assert [tuple(one[1:5]) for one in told if isinstance(one, Subscription)] == [
        ("yannick@atelier.example", "Yannick Le Goff", "2007-03-02", None),
        ("mael@exemple.example", "Maël Kervéant", "2007-03-03", None),
        ("claire.morvan@boite.example", "claire", "2007-03-04", None),
        ("vente@pub.example", "Vendeur", "2007-03-05", "2007-03-21"),
        ("anon123@forum.ateliers.example", "anon123", "2007-03-06", None),
        ("anne@exemple.example", "Anne Le Bras", "2007-03-09", None),
    ]
    assert [(one.place, one.reason.rpartition(": ")[0]) for one in told if isinstance(one, Problem)] == [
        ("-2", "the forum's own account"),
        ("-1", "the forum's own account"),
        ("7", "an account that mails to the forum made, nobody registered"),
        ("8", "an account that was never confirmed"),
    ]
    assert list(rosters.read(BACKUP)) == told


def test_nothing_but_who_it_is_is_kept_of_an_account() -> None:
    written = " ".join(one.written for one in rosters.read(DUMP) if isinstance(one, Subscription))
    assert "192.0.2.7" not in written
    assert "vieux-mael" not in written


def test_the_directory_tells_handles_at_the_host_of_the_study() -> None:
    told = [one for one in rosters.read(DIRECTORY, host="forum.example.org") if isinstance(one, Subscription)]
    assert [(one.address, one.name, one.subscribed, one.written) for one in told] == [
        ("yannick@forum.example.org", "Yannick Le Goff", None, "@Yannick"),
        ("mael.k@forum.example.org", "Maël Kervéant", None, "@mael.k"),
        ("claire@forum.example.org", "claire", None, "@claire"),
        ("silencieux@forum.example.org", "Anne Le Bras", None, "@silencieux"),
    ]


def test_pages_of_people_may_stand_one_a_line(tmp_path: Path) -> None:
    user = {
        "id": 3,
        "username": "mael.k",
        "name": "",
        "avatar_template": "/x",
        "created_at": "2007-03-03T08:00:00.000Z",
    }
    lines = [
        {"request": {"url": "https://forum.example.org/u/mael.k.json"}, "answer": {"user": user}},
        {"request": {}, "answer": {"user": {**user, "username": "z", "active": False}}},
        {"request": {}, "answer": [{**user, "username": "anne", "email": "Anne@exemple.example"}]},
    ]
    path = tmp_path / "people.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert rosters.recognize(path) == "discourse_users"
    told = list(rosters.read(path, host="forum.example.org"))
    assert [(one.address, one.subscribed) for one in told if isinstance(one, Subscription)] == [
        ("mael.k@forum.example.org", "2007-03-03"), ("anne@exemple.example", "2007-03-03"),
    ]  # fmt: skip
    assert [type(one) for one in told] == [Subscription, Problem, Subscription]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"[1, null]", b'{"users": [[]], "user": 3}', b"\xff" * 100])
def test_what_is_broken_gives_nothing_and_raises_nothing(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(raw)
    assert rosters.recognize(tmp_path / "a.json") is None
    assert not [one for one in rosters.read(tmp_path / "a.json", "discourse_users") if isinstance(one, Subscription)]


@pytest.mark.parametrize(("archive", "people"), [(FORUM / "answers", DIRECTORY), (DUMP, DUMP)])
def test_who_never_posted_is_a_silent_member_and_who_did_is_one_person(
    archive: Path, people: Path, tmp_path: Path
) -> None:
    members = (SubscriberList(people, date(2007, 4, 1)),)
    source = Source("forum", "discourse", archive, addresses=("https://forum.example.org/",), subscribers=members)
    study = factories.study(tmp_path, source, database=tmp_path / "study.db")
    with Store.open(study.database, write=True) as store:
        update(store, study)
        again = update(store, study)
        rows = list(accounts.run(store, study, Decisions()))
    known = {row.person: row for row in rows if isinstance(row, Account)}
    subscribed = [known[row.person] for row in rows if isinstance(row, Subscriber)]
    assert [row.name for row in subscribed if not row.messages] == ["Anne Le Bras"]
    assert {row.name for row in subscribed if row.messages} >= {"Yannick Le Goff", "Maël Kervéant", "claire"}
    assert not again.changed
    if people is DIRECTORY:
        assert {row.kind for row in subscribed} == {"forum"}
