"""MediaWiki 1.23 and 1.28 as Perceval recorded them, replayed on loopback; what there is no record of is empty."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fetch.copies import copied, holding, lines, well
from neighbours import corpus

REVISIONS = {476583: 500, 592384: 2}  # how many the records hold of each page


class Replay:
    """A wiki that only knows its records; `is_endless`: it tells the same continuation again and again, as recorded."""

    def __init__(self, version: str, *, is_endless: bool = False) -> None:
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

    @contextmanager
    def serving(self) -> Iterator[str]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = {key: values[-1] for key, values in parse_qs(urlsplit(self.path).query).items()}
                outer.asked.append(asked)
                body = json.dumps(outer.answer(asked)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/w/api.php"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def test_1_23_is_asked_page_by_page(tmp_path: Path) -> None:
    old = Replay("1.23")
    with old.serving() as url:
        well(copied(url, tmp_path))
    assert len(holding(tmp_path).revisions) == sum(REVISIONS.values())
    assert not [asked for asked in old.asked if asked.get("list") == "allrevisions"]


def test_1_28_lists_all_revisions_in_one_row(tmp_path: Path) -> None:
    wiki = Replay("1.28")
    with wiki.serving() as url:
        well(copied(url, tmp_path))
    assert holding(tmp_path).revisions.keys() == {2169840, 2169844, 2170296}
    assert len(lines(tmp_path, "revisions-")) == 1  # a continuation that says nothing is none


def test_a_continuation_that_comes_back_is_not_followed_for_ever(tmp_path: Path) -> None:
    with Replay("1.23", is_endless=True).serving() as url:
        done = copied(url, tmp_path)
    assert done.failure
    assert "would never end" in str(done.failure)
    assert len(holding(tmp_path).revisions) == 500


@pytest.mark.parametrize("version", ["1.23", "1.28"])
def test_again_it_leaves_what_there_is(tmp_path: Path, version: str) -> None:
    with Replay(version).serving() as url:
        well(copied(url, tmp_path))
        before = holding(tmp_path)
        well(copied(url, tmp_path))
    assert holding(tmp_path) == before
