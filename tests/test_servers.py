"""The wiki of the tests is a real one, stays what it is, and leaves nothing behind."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from servers.history import BOT, RENAMED, SILENT
from servers.mediawiki import ADMIN, PASSWORD, MediaWiki
from servers.people import Person, Refused

LATER = datetime(2014, 1, 1, 12, 0)  # noqa: DTZ001 the wiki's clock, UTC


def query(wiki: MediaWiki, **asked: object) -> dict[str, object]:
    told = wiki.get(action="query", **asked)["query"]
    assert isinstance(told, dict)
    return told


def test_its_statistics_and_accounts_are_always_the_same(wiki: MediaWiki) -> None:
    statistics = query(wiki, meta="siteinfo", siprop="statistics")["statistics"]
    users = query(wiki, list="allusers", auprop="groups|editcount", aulimit=50)["allusers"]
    assert isinstance(statistics, dict)
    assert isinstance(users, list)
    by_name = {user["name"]: user for user in users}
    assert [statistics[name] for name in ("pages", "edits", "users", "admins")] == [66, 286, 17, 3]
    assert "bot" in by_name[BOT]["groups"]
    assert [by_name[name]["editcount"] for name in SILENT] == [0, 0]
    assert RENAMED in by_name


def test_its_clock_is_the_one_that_a_request_brings(own_wiki: MediaWiki) -> None:
    visitor = Person(own_wiki, "192.0.2.99")
    number = visitor.edit(LATER, "Gué", "Un gué.")
    pages = query(own_wiki, revids=number, prop="revisions", rvprop="timestamp|user")["pages"]
    assert isinstance(pages, list)
    assert pages[0]["revisions"] == [{"user": "192.0.2.99", "anon": True, "timestamp": "2014-01-01T12:00:00Z"}]


def test_a_copy_is_another_wiki(wiki: MediaWiki, own_wiki: MediaWiki) -> None:
    before = wiki.dump("--full", "--stub")
    Person(own_wiki, "192.0.2.99").edit(LATER, "Gué", "Un gué.")
    assert own_wiki.url != wiki.url
    assert wiki.dump("--full", "--stub") == before
    assert own_wiki.dump("--full", "--stub") != before


def test_it_can_be_private_or_read_only(own_wiki: MediaWiki) -> None:
    visitor = Person(own_wiki, "192.0.2.99")
    with own_wiki.switched(private=True):
        error = own_wiki.get(action="query", list="allpages")["error"]
        assert isinstance(error, dict)
        assert error["code"] == "readapidenied"
        name, secret = own_wiki.bot_password()
        visitor.log_in(LATER, name, secret)
    with own_wiki.switched(read_only="Travaux"), pytest.raises(Refused, match="readonly"):
        visitor.edit(LATER, "Gué", "Un gué.")
    Person(own_wiki).log_in(LATER, ADMIN, PASSWORD)


def test_it_stops_with_its_context(wiki: MediaWiki, tmp_path: Path) -> None:
    with wiki.copy(tmp_path / "wiki") as served:
        server = served._server
        assert server
    with pytest.raises(ProcessLookupError):
        os.kill(server.pid, 0)
    with pytest.raises(OSError, match="refused"):
        served.get(action="query")
