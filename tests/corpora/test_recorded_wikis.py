"""MediaWiki 1.23 and 1.28 as Perceval recorded them, replayed on loopback; what there is no record of is empty."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fetch.copies import copied, holding, lines, well
from fetch.loopback import Loopback, last_of_each, send_head
from neighbours import corpus

REVISIONS = {476583: 500, 592384: 2}  # how many the records hold of each page


class Replay(Loopback):
    """A wiki that only knows its records; `is_endless`: it tells the same continuation again and again, as recorded."""

    def __init__(self, version: str, *, is_endless: bool = False) -> None:
        super().__init__()
        self.folder = corpus("peer-tests/perceval/mediawiki")
        self.version = version
        self.is_endless = is_endless
        self.asked: list[dict[str, str]] = []

    def answer(self, asked: dict[str, str]) -> Any:
        if asked.get("meta") == "siteinfo":
            site = self.recorded(f"siteinfo_{self.version}")
            site["query"] |= self.recorded("namespaces")["query"]
            return site
        if asked.get("list") == "allrevisions":
            return self.recorded("pages_allrevisions")
        if asked.get("generator") == "allpages" and asked["gapnamespace"] == "0":
            pages = self.recorded("pages_all")["query"]["allpages"]
            return {"query": {"pages": {str(page["pageid"]): page for page in pages}}}
        if asked.get("prop") == "revisions" and int(asked["pageids"]) in REVISIONS:
            if "rvcontinue" in asked and not self.is_endless:
                return {"batchcomplete": ""}
            return self.recorded(f"page_{asked['pageids']}_revisions")
        return {"batchcomplete": ""}

    def recorded(self, name: str) -> Any:
        return json.loads((self.folder / f"mediawiki_{name}.json").read_bytes())

    def respond(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        asked = last_of_each(urlsplit(handler.path).query)
        self.asked.append(asked)
        body = json.dumps(self.answer(asked)).encode()
        send_head(handler, 200, {"Content-Type": "application/json; charset=utf-8"}, len(body))
        handler.wfile.write(body)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/w/api.php"


def test_1_23_is_asked_page_by_page(tmp_path: Path) -> None:
    old = Replay("1.23")
    with old.serving():
        well(copied(old.url, tmp_path))
    assert len(holding(tmp_path).revisions) == sum(REVISIONS.values())
    assert not [asked for asked in old.asked if asked.get("list") == "allrevisions"]


def test_1_28_lists_all_revisions_in_one_row(tmp_path: Path) -> None:
    wiki = Replay("1.28")
    with wiki.serving():
        well(copied(wiki.url, tmp_path))
    assert holding(tmp_path).revisions.keys() == {2169840, 2169844, 2170296}
    assert len(lines(tmp_path, "revisions-")) == 1  # a continuation that says nothing is none


def test_a_continuation_that_comes_back_is_not_followed_for_ever(tmp_path: Path) -> None:
    with Replay("1.23", is_endless=True).serving() as wiki:
        done = copied(wiki.url, tmp_path)
    assert done.failure
    assert "would never end" in str(done.failure)
    assert len(holding(tmp_path).revisions) == 500


@pytest.mark.parametrize("version", ["1.23", "1.28"])
def test_again_it_leaves_what_there_is(tmp_path: Path, version: str) -> None:
    with Replay(version).serving() as wiki:
        well(copied(wiki.url, tmp_path))
        before = holding(tmp_path)
        well(copied(wiki.url, tmp_path))
    assert holding(tmp_path) == before
