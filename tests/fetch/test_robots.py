"""What servers ask of programs, as RFC 9309 reads it."""

from __future__ import annotations

import time

import pytest

from maillage.fetch.robots import Robots, robots_of

SITE = "https://lists.example.org"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /\n", "/a", False),
        ("User-agent: *\nDisallow:\n", "/a", True),
        ("User-agent: *\nDisallow: /arc\n", "/archive", False),
        ("User-agent: *\nDisallow: /arc/\n", "/archive", True),
        ("User-agent: *\nDisallow: /arc\nAllow: /arc/open\n", "/arc/open/1", True),
        ("User-agent: *\nAllow: /arc\nDisallow: /arc\n", "/arc", True),
        ("User-agent: *\nDisallow: /*/attachments/\n", "/pipermail/x/attachments/1", False),
        ("User-agent: *\nDisallow: /*.gz$\n", "/x.txt.gz", False),
        ("User-agent: *\nDisallow: /*.gz$\n", "/x.gz/y", True),
        ("User-agent: *\nDisallow: /a%20b\n", "/a b", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Maillage/1.0\nDisallow: /b\n", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: maillage\nDisallow: /b\n", "/b", False),
        ("User-agent: other\nUser-agent: maillage\nDisallow: /a\n", "/a", False),
        ("User-agent: other\nDisallow: /a\n", "/a", True),
        ("user-AGENT : *   # all\n  disallow : /a # this\n", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("Disallow: /a\n", "/a", True),
        ("User-agent: *\nDisallow: /?q=\n", "/?q=1", False),
    ],
)
def test_the_longest_rule_that_fits_decides(text: str, path: str, *, allowed: bool) -> None:
    assert robots_of(text).allow(SITE + path) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 10\n", 10.0),
        ("User-agent: *\nCrawl-delay: 0.5\nDisallow: /x\n", 0.5),
        ("User-agent: *\nCrawl-delay: 100000\n", 120.0),
        ("User-agent: *\nCrawl-delay: soon\n", 0.0),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: maillage\nCrawl-delay: 2\n", 2.0),
    ],
)
def test_the_pause_that_is_asked_for(text: str, delay: float) -> None:
    assert robots_of(text).delay == delay


def test_no_rule_takes_long() -> None:
    hostile = "User-agent: *\n" + "Disallow: /" + "*a" * 2000 + "\n" + "Disallow: /x\n" * 30_000
    begin = time.perf_counter()
    robots = robots_of(hostile)
    assert robots.allow(SITE + "/" + "a" * 1999)
    assert time.perf_counter() - begin < 1
    assert isinstance(robots, Robots)
