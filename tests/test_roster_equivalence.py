"""The same subscribers by every way in which real servers tell them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from servers import mailman, sympa
from servers.fixtures import GONE, LIST, PEOPLE
from servers.mailman import Mailman
from servers.sympa import Sympa

from maillage.ingest import rosters
from maillage.records import Subscription

STAYED = {address: name for address, name in PEOPLE.items() if address != GONE}
NAMELESS = dict.fromkeys(STAYED, "")


def subscriptions(path: Path, kind: str, wanted: str = "") -> list[Subscription]:
    """What a subscriber list says, all of which can be read, once it is recognised; `wanted`: of which list."""
    assert rosters.recognize(path) == kind
    found = list(rosters.read(path, wanted=wanted))
    assert all(isinstance(one, Subscription) for one in found), found
    return [one for one in found if isinstance(one, Subscription)]


def review(server: Sympa) -> bytes:
    return server.cli("review", f"{LIST}@{sympa.DOMAIN}").encode()


def dump(server: Sympa) -> bytes:
    server.cli("dump", f"{LIST}@{sympa.DOMAIN}")
    return (server.folder / f"list_data/{LIST}/member.dump").read_bytes()


def export(server: Sympa) -> bytes:
    owner = server.visitor()
    owner.log_in()
    return owner.members(LIST)


def tables(server: Sympa) -> bytes:
    with closing(sqlite3.connect(server.database)) as database:
        return "".join(f"{line}\n" for line in database.iterdump()).encode()


@pytest.mark.parametrize(
    ("told", "kind", "expected"),
    [(review, "sympa_review", NAMELESS), (dump, "sympa_dump", STAYED), (export, "sympa_review", STAYED)],
)
def test_sympa_tells_who_is_subscribed(
    told: Callable[[Sympa], bytes], kind: str, expected: dict[str, str], sympa_server: Sympa, tmp_path: Path
) -> None:
    path = tmp_path / "members.txt"
    path.write_bytes(told(sympa_server))
    found = subscriptions(path, kind)
    assert {one.address: one.name for one in found} == expected
    assert len({one.subscribed for one in found}) == 1


def test_the_tables_of_sympa_tell_who_left_too(sympa_server: Sympa, tmp_path: Path) -> None:
    path = tmp_path / "sympa.sql"
    path.write_bytes(tables(sympa_server))
    found = {one.address: one for one in subscriptions(path, "sympa_tables", f"{LIST}@{sympa.DOMAIN}")}
    assert {address: one.name for address, one in found.items() if not one.unsubscribed} == STAYED
    assert {address for address, one in found.items() if one.unsubscribed} == {GONE}
    assert all(one.subscribed for one in found.values())


def test_mailman_tells_the_same_on_its_command_line_and_by_its_interface(
    mailman_server: Mailman, tmp_path: Path
) -> None:
    address = f"{LIST}@{mailman.DOMAIN}"
    for name, kind, told in (
        ("members.txt", "list_members", mailman_server.core("members", address)),
        ("members.json", "mailman_rest", json.dumps(mailman_server.told(f"lists/{address}/roster/member"))),
    ):
        (tmp_path / name).write_text(told, encoding="utf-8")
        assert {one.address: one.name for one in subscriptions(tmp_path / name, kind)} == STAYED
