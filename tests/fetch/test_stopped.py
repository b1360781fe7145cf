"""A fetch that is stopped at any moment goes on, and the copy is the one that was never stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import COMMAND, environment, maillage
from fetch.copies import copied, holding, lasting, well
from fetch.troublemaker import Asked, Response, Troublemaker
from servers.mediawiki import MediaWiki

STUDY = """\
[study]
title = "Essai"
language = "en"
[[source]]
name = "wiki-essai"
kind = "mediawiki"
url = "{url}"
path = "copy"
texts = "discussion"
"""


class Stop:
    """Lets so many requests through, then holds the next one until somebody has stopped whoever asked."""

    def __init__(self, after: int, wait: float = 0.0) -> None:
        self.after = after
        self.wait = wait
        self.reached = False
        self.is_open = False

    def __call__(self, number: int, _asked: Asked, good: Callable[[], Response]) -> Response:
        if number >= self.after and not self.is_open:
            self.reached = True
            return Response(b"", 503, wait=self.wait)
        return good()


class InSmallPieces(Troublemaker):
    """As a wiki that gives little at a time, so that there are many places to stop at."""

    def _of_wiki(self, handler: Any, body: bytes) -> Response:
        handler.path = handler.path.replace("limit=max", "limit=6")
        return super()._of_wiki(handler, body)


@pytest.fixture(scope="module")
def unbroken(wiki: MediaWiki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unbroken") / "copy"
    with InSmallPieces(wiki.url).serving() as pieces:
        well(copied(pieces.url, path, texts="discussion"))
        assert len(pieces.asked) > 95
    return path


@pytest.mark.parametrize(
    ("after", "way"),
    [
        (1, signal.SIGKILL),
        (30, signal.SIGKILL),
        (60, signal.SIGKILL),
        (75, signal.SIGINT),
        (90, signal.SIGTERM),
    ],
)
def test_a_fetch_that_is_killed_goes_on(
    wiki: MediaWiki, unbroken: Path, tmp_path: Path, after: int, way: signal.Signals
) -> None:
    stop = Stop(after, wait=20)
    with InSmallPieces(wiki.url, stop).serving() as pieces:
        (tmp_path / "maillage.toml").write_text(STUDY.format(url=pieces.url), encoding="utf-8")
        with subprocess.Popen(
            [COMMAND, "fetch", "--quiet"], cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True
        ) as process:
            while not stop.reached:
                assert process.poll() is None, process.communicate()
                time.sleep(0.01)
            process.send_signal(way)
            _, said = process.communicate(timeout=20)
        assert "Traceback" not in said
        assert process.returncode == {signal.SIGKILL: -9, signal.SIGINT: 130, signal.SIGTERM: -15}[way]
        stop.is_open = True
        assert maillage("fetch", "--quiet", cwd=tmp_path).returncode == 0
    assert lasting(tmp_path / "copy") == lasting(unbroken)
    assert holding(tmp_path / "copy") == holding(unbroken)
    places = Counter(asked["arvcontinue"] for asked in pieces.asked if "arvcontinue" in asked)
    assert sum(places.values()) - len(places) <= 1  # but for the place where it stopped, nothing was asked twice


def test_a_line_that_was_half_written_is_written_anew(wiki: MediaWiki, unbroken: Path, tmp_path: Path) -> None:
    stop = Stop(85)
    with InSmallPieces(wiki.url, stop).serving() as pieces:
        assert copied(pieces.url, tmp_path / "copy", texts="discussion").failure
        last = max((tmp_path / "copy").glob("revisions-*"))
        os.truncate(last, last.stat().st_size - 11)
        stop.is_open = True
        well(copied(pieces.url, tmp_path / "copy", texts="discussion"))
    assert lasting(tmp_path / "copy") == lasting(unbroken)


def test_what_came_before_a_failure_is_kept(wiki: MediaWiki, tmp_path: Path) -> None:
    def out_of_order(number: int, _asked: Asked, good: Callable[[], Response]) -> Response:
        return good() if number < 85 else Response(b"", 503)

    with InSmallPieces(wiki.url, out_of_order).serving() as pieces:
        done = copied(pieces.url, tmp_path, texts="discussion")
    assert done.failure
    assert "HTTP 503" in str(done.failure)
    assert done.revisions == len(holding(tmp_path).revisions) > 20
