"""Members of Mailman: the settings of a list of version 2, the REST interface and the commands of version 3."""

from __future__ import annotations

import json
import os
import pickle
import struct
from pathlib import Path

import pytest

from maillage.errors import UnreadableArchive
from maillage.ingest import rosters
from maillage.ingest.rosters import mailman_config
from maillage.ingest.rosters.mailman_config import Refused
from maillage.records import Problem, Subscription

PEOPLE = [("mael@exemple.example", "Maël Kervéant"), ("soizic@exemple.example", ""), ("yann@a.example", "Yann Le Goff")]


def binary(text: str | bytes) -> bytes:
    """A short string as protocol 1 of Python 2 writes it."""
    raw = text.encode() if isinstance(text, str) else text
    return b"U" + bytes([len(raw)]) + raw


def mapping(*pairs: tuple[bytes, bytes]) -> bytes:
    return b"}(" + b"".join(key + value for key, value in pairs) + b"u"


BOUNCE = b"(cMailman.Bouncer\n_BounceInfo\noq\x01}(" + binary("member") + binary("yann@a.example") + b"ub"
PICKLE = (
    mapping(
        (binary("accept_these_nonmembers"), b"]"),
        (binary("members"), mapping(
            (binary("yann@a.example"), b"K\x00"), (binary("mael@exemple.example"), binary("Mael@Exemple.example")))),
        (binary("digest_members"), mapping((binary("soizic@exemple.example"), b"K\x00"))),
        (binary("usernames"), mapping(
            (binary("yann@a.example"), b"X\x0c\x00\x00\x00Yann Le Goff"),
            (binary("mael@exemple.example"), binary("Maël Kervéant".encode("latin-1"))))),
        (binary("passwords"), mapping((binary("yann@a.example"), binary("motdepasse")))),
        (binary("bounce_info"), mapping((binary("yann@a.example"), BOUNCE))),
        (binary("created_at"), b"G" + struct.pack(">d", 1170322200.5)),
    )
    + b"."
)  # fmt: skip

DUMPED = """\
[----- start pickle file -----]
<----- start object 1 ----->
{   'accept_these_nonmembers': [],
    'bounce_info': {   'yann@a.example': <bounce info for member yann@a.example
        current score: 1.0>},
    'digest_members': {   'soizic@exemple.example': 0},
    'members': {   'mael@exemple.example': 'Mael@Exemple.example', 'yann@a.example': 0},
    'passwords': {   'yann@a.example': 'motdepasse'},
    'usernames': {   'mael@exemple.example': 'Ma\\xc3\\xabl Kerv\\xc3\\xa9ant',
                     'yann@a.example': u'Yann Le Goff'}}
[----- end pickle file -----]
"""


def people(path: Path, kind: str | None = None) -> list[tuple[str, str]]:
    return [(one.address, one.name) for one in rosters.read(path, kind) if isinstance(one, Subscription)]


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("data", [PICKLE, DUMPED], ids=["config.pck", "dumpdb"])
def test_the_settings_of_a_list_tell_its_members_and_no_password(data: str | bytes, tmp_path: Path) -> None:
    path = write(tmp_path / "config.pck", data)
    assert rosters.recognize(path) == "mailman_config"
    assert people(path) == PEOPLE
    assert "motdepasse" not in repr(list(rosters.read(path)))


@pytest.mark.parametrize("protocol", [0, 1, 2])
def test_pickles_of_every_protocol_of_python_2_are_read(protocol: int, tmp_path: Path) -> None:
    settings = {"digest_members": {}, "bounce_info": {}, "topics": [("a", 1, True)], "created_at": 1.5, "nothing": None,
                "members": {"a@b.example": 0, "c@d.example": 1 << 40}}  # fmt: skip
    data = pickle.dumps(settings, protocol)
    assert people(write(tmp_path / "config.pck", data), "mailman_config") == [("a@b.example", ""), ("c@d.example", "")]


class Harmful:
    """What an attacker would pickle."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self._file),)


@pytest.mark.parametrize("protocol", [0, 1, 2, 4])
def test_a_pickle_that_would_do_something_is_refused_and_does_nothing(protocol: int, tmp_path: Path) -> None:
    target = tmp_path / "written"
    data = pickle.dumps({"digest_members": {}, "members": Harmful(target)}, protocol)
    path = write(tmp_path / "config.pck", data)
    with pytest.raises(UnreadableArchive, match=r"no settings of a Mailman 2 list.*list_members -f"):
        list(rosters.read(path, "mailman_config"))
    assert not target.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"cos\nsystem\n(S'true'\ntR.",
        b"(cposix\nsystem\no.",
        b"(iMailmanX\nlist\n.",
        b"cMailman.Utils\nmaketext\n(tR.",  # a call, even of Mailman's own
        b"}r\xff\xff\xff\x7f.K",
        b"h\x05.",
        b"}(K\x01u.",
        b"}(]K\x01u.",
        b"((((",
        b"]a.",
        b"X\xff\xff\xff\x7fabc.",
        b"}",
        b"",
        b"K\x01.",
        b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xff}.",
        b"(" * 100_000 + b".",
    ],
)
def test_broken_pickles_are_refused(data: bytes) -> None:
    try:
        found = mailman_config.unpickled(data)
    except Refused:
        return
    assert found == {}


@pytest.mark.parametrize("members", ["{'a': " * 500, "{1: 2", "[]", "{'a@b.example': __import__('os').getcwd()}"])
def test_a_print_that_is_no_literal_gives_nobody(members: str, tmp_path: Path) -> None:
    text = f"[----- start pickle file -----]\n{{   'digest_members': {members},\n    'z': 1}}\n[----- end"
    path = write(tmp_path / "dump.txt", text)
    try:
        found = list(rosters.read(path, "mailman_config"))
    except UnreadableArchive:
        return
    assert [type(one) for one in found] == [Subscription]  # the value behind an address says nothing


# ------------------------------------------------------------------------------------------ Mailman 3


def entry(number: int, **values: object) -> dict[str, object]:
    return {
        "email": f"p{number}@a.example", "display_name": f"Personne {number}", "role": "member",
        "delivery_mode": "regular", "subscription_mode": "as_address", "list_id": "reunions.l.example",
        "address": f"http://127.0.0.1:8001/3.1/addresses/p{number}@a.example", "member_id": f"{number}", **values,
    }  # fmt: skip


def page(*entries: dict[str, object], total: int | None = None) -> dict[str, object]:
    told: dict[str, object] = {"start": 0, "total_size": len(entries) if total is None else total}
    return {**told, "entries": list(entries)} if entries else told


TWO = [("p1@a.example", "Personne 1"), ("p2@a.example", "Personne 2")]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(page(entry(1), entry(2)), indent=4),
        json.dumps([page(entry(1), total=2), page(entry(2), total=2)]),
        json.dumps(page(entry(1), total=2)) + "\n" + json.dumps(page(entry(2), total=2)) + "\n",
        json.dumps([entry(1), entry(2)]),
    ],
    ids=["page", "list of pages", "lines of pages", "entries"],
)
def test_one_page_or_several_are_read(text: str, tmp_path: Path) -> None:
    path = write(tmp_path / "roster.json", text)
    assert rosters.recognize(path) == "mailman_rest"
    assert people(path) == TWO
    assert all(isinstance(one, Subscription) for one in rosters.read(path))


def test_an_empty_list_has_no_entries_at_all(tmp_path: Path) -> None:
    path = write(tmp_path / "roster.json", json.dumps({**page(), "http_etag": '"6d"'}))
    assert rosters.recognize(path) == "mailman_rest"
    assert list(rosters.read(path)) == []


def test_a_page_of_a_longer_roster_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "roster.json", json.dumps(page(entry(1), total=20)))
    (_, problem) = rosters.read(path)
    assert isinstance(problem, Problem)
    assert problem.reason == "says 20 members, but there are 1"


def test_other_roles_and_entries_without_address_are_problems(tmp_path: Path) -> None:
    odd = [entry(1, role="owner"), entry(2, role="nonmember"), entry(3, email=None), entry(4, email=5, address=None)]
    path = write(tmp_path / "roster.json", json.dumps(page(*odd)))
    reasons = [one.reason if isinstance(one, Problem) else one.address for one in rosters.read(path)]
    assert reasons == [
        "its role is 'owner': no subscriber", "its role is 'nonmember': no subscriber", "p3@a.example",
        "a member without an address",
    ]  # fmt: skip


@pytest.mark.parametrize("wanted", ["reunions", "reunions@l.example", "reunions.l.example"])
def test_one_of_several_lists_is_selected(wanted: str, tmp_path: Path) -> None:
    members = page(entry(1), entry(2, list_id="annonces.l.example"), entry(2))
    path = write(tmp_path / "members.json", json.dumps(members))
    assert [one[1:3] for one in rosters.read(path, None, wanted)] == TWO
    with pytest.raises(UnreadableArchive, match=r"several lists: annonces\.l\.example, reunions\.l\.example"):
        list(rosters.read(path))


@pytest.mark.parametrize("text", ['{"entries": 5}', '{"entries": [1]}'])
def test_an_entry_that_is_no_member_is_a_problem(text: str, tmp_path: Path) -> None:
    (problem,) = rosters.read(write(tmp_path / "roster.json", text), "mailman_rest")
    assert (problem.place, type(problem)) == ("0/0", Problem)


@pytest.mark.parametrize("text", ["{", "[1, 2]", "[[", "null"])
def test_json_of_something_else_is_refused(text: str, tmp_path: Path) -> None:
    path = write(tmp_path / "roster.json", text)
    with pytest.raises(UnreadableArchive, match="tells of no subscription"):
        list(rosters.read(path, "mailman_rest"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Personne 1 <p1@a.example>\nPersonne 2 <p2@a.example>\n", TWO),
        ("p1@a.example\np2@a.example\n", [("p1@a.example", ""), ("p2@a.example", "")]),
        ("reunions.l.example has no members\n", []),
        ("reunions.l.example n'a pas d'abonnés\n", []),
    ],
)
def test_what_the_command_members_prints_is_read(text: str, expected: list[object], tmp_path: Path) -> None:
    path = write(tmp_path / "members.txt", text)
    assert rosters.recognize(path) == "list_members"
    assert people(path) == expected
