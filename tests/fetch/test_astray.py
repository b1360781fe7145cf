"""Servers that lead astray: to other hosts, to addresses that are none, and to files outside of the folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest
from fetch.archives import IMPATIENT, Archive, Asked, Response, fetched, files

from maillage.errors import NotFetched
from maillage.fetch import FETCHERS, Fetched
from maillage.fetch.addressed import Wanted, fetch_address
from maillage.fetch.guard import Guard
from maillage.fetch.page import Page
from maillage.fetch.patience import seconds_of
from maillage.project import WIKI_KINDS

MAIL = b"From a@b.example Mon Mar 12 10:15:03 2007\nFrom: a@b.example\n\nBonjour.\n"
SIGNS = (
    b"<title>Index of /pipermail</title> Mailman", b"<!-- MHonArc v2.6.19 --><!--X-Message-Id: x-->",
    b"HyperKitty version 1.3.12", b'<meta name="generator" content="SPIP 4.1">', b"Powered by Sympa",
    b'<meta name="generator" content="Discourse 3">', b'<meta name="generator" content="MediaWiki 1.39">', b"",
)  # fmt: skip
NAMES = (
    "../../ailleurs.mbox", "..%2f..%2failleurs.mbox", "%2e%2e/%2e%2e/2007-March.txt.gz", "/etc/x.mbox",
    "..5/maillist.html", ".5/msg00001.html", "C:\\x.mbox", "..\\..\\2007-March.txt", ".fetch.jsonl", ".2007.mbox",
    f"{'a' * 300}.mbox", "x%00y.mbox", "x\ny.mbox", "2007-March.txt.gz", "2007-March/date.html", "000123.html",
    "msg00001.html", "2007-03/mail1.html", "2007-99/", "list/a@b.example/2007/99/", "list/..@x/", "arc/essai/2007-13/",
    "info/%2e%2e%2f%2e%2e", "info/x", "listinfo/..", "listinfo/%2e%2e", "listinfo/x", "t/x/1", "spip.php?article1",
    "mail2.html", "thrd1.html", "x.mbox.gz",
)  # fmt: skip
ANSWERS = (
    MAIL, b"", b"\x1f\x8b\x08", b"PK\x03\x04x", b"[]", b"null", b"1e999", b"[" * 50_000,
    b'{"results":[{"name":"../../x@y"},{"name":"a@b.example","message_id_hash":"../../x"}],"count":3}',
    b'{"topic_list":{"topics":[{"id":"../../x"},{"id":1,"posts_count":1e999}],"more_topics_url":"//x/latest"}}',
    b'{"id":1,"post_stream":{"posts":[{"id":1,"raw":"x"}],"stream":["../x",1e5]},"title":"\\ud800"}',
    b'{"category_list":{"categories":[{"id":-1,"slug":"../..","topic_count":9}]}}',
    b"<rss><item><link>http://[::1</link></item></rss>", b"<urlset><url><loc>http://[::1</loc></url></urlset>",
)  # fmt: skip


class Astray:
    """What a server answers that leads astray, by chance; `other` is the port of another server."""

    def __init__(self, other: int) -> None:
        self.random = Random(0)  # noqa: S311
        self.port = 0
        self.other = other
        self.asked = 0

    def begin(self, seed: int) -> None:
        """Another server."""
        self.random.seed(seed)
        self.asked = 0

    def __call__(self, asked: Asked) -> Response:
        self.asked += 1
        chance = self.random.random()
        if self.asked > 60 or asked.path == "/robots.txt":
            return Response(b"", 404)
        if chance < 0.1:
            return Response(b"", self.random.choice((301, 302, 307)), {"Location": self.place().replace("\n", "")})
        if chance < 0.15:
            headers = {"Retry-After": self.random.choice(("9" * 400, "-1", "x", "Wed, 99 Foo 2007"))}
            return Response(b"x", self.random.choice((401, 403, 416, 206, 429, 503)), headers)
        if chance < 0.7:
            return Response(
                self.page(), 200, {"Content-Type": self.random.choice(("text/html", "text/html;charset=idna"))}
            )
        return Response(self.random.choice(ANSWERS))

    def place(self) -> str:
        """An address of it, of the other server, or of none."""
        here, there = f"127.0.0.1:{self.port}", f"127.0.0.1:{self.other}"
        begin = self.random.choice((
            "", "", "", "/", "/essai/", f"http://{here}/essai/", f"http://{there}/", f"//{there}/", f"\\\\{there}\\",
            f"http://{here}@{there}/", f"http://{there}\\@{here}/", f"http://{there}#@{here}/", f"http:/{there}/",
            f"http:\\\\{there}/", f"http://localhost:{self.other}/", f"http://127.1:{self.other}/", "http://[::1", "file:///",
            "http://127.0.0.1:99999/", "http:///", "http://..../", f"http://{'a' * 300}/", "http://x y/",
        ))  # fmt: skip
        return begin + self.random.choice(NAMES)

    def page(self) -> bytes:
        """A page that says that it is of some program, with links to all of these."""
        links = "".join(f'<a href="{self.place()}" title="{"9" * 5000}">x</a>' for _ in range(self.random.randrange(9)))
        base = f'<base href="{self.place()}">' if self.random.random() < 0.2 else ""
        return b"<html>" + self.random.choice(SIGNS) + f"{base}{links}</html>".encode()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[Archive, Archive, Astray]]:
    """One that leads astray, and the one where it leads to."""
    (tmp_path / "www").mkdir()
    with ExitStack() as stack:
        other = stack.enter_context(Archive(tmp_path / "www").serving())
        astray = Astray(other.port)
        one = stack.enter_context(Archive(tmp_path / "www", astray).serving())
        astray.port = one.port
        yield one, other, astray


def results(kind: str, url: str, folder: Path, *, every: bool) -> list[Fetched]:
    if kind in WIKI_KINDS or every:
        try:
            return list(fetch_address(Wanted(url, folder, kind, every=every), None, IMPATIENT))
        except NotFetched:
            return []
    return [fetched(kind, url, folder)]


@pytest.mark.parametrize("kind", FETCHERS)
def test_nothing_leaves_for_another_host_and_no_file_for_another_folder(
    kind: str, servers: tuple[Archive, Archive, Astray], tmp_path: Path
) -> None:
    one, other, astray = servers
    target = tmp_path / "a" / "b" / "copy"
    rounds = 1 if kind == "mediawiki" else 4  # it waits longest
    for number, path in enumerate(("essai/", "list/a@b.example/", "arc/essai", "listinfo", "x.mbox", "") * rounds):
        astray.begin(number)
        for done in results(kind, one.url(path), target / str(number), every=number % 3 == 2):
            assert done.failure is None or str(done.failure)
    assert other.asked == []
    outside = [file for file in tmp_path.rglob("*") if file.is_file() and not file.is_relative_to(target)]
    assert outside == []


def test_the_lists_of_a_server_are_its_own(servers: tuple[Archive, Archive, Astray], tmp_path: Path) -> None:
    one, other, _ = servers
    index = f'<title>x</title>Mailman <a href="{other.url("mailman/listinfo/loin")}">loin</a>'
    one.answer = lambda _: Response(index.encode(), 200, {"Content-Type": "text/html"})
    wanted = Wanted(one.url("mailman/listinfo"), tmp_path / "copy", "pipermail", every=True)
    (done,) = fetch_address(wanted, None, IMPATIENT)
    assert done.failure
    assert "it sends to another port" in done.failure.reason
    assert other.asked == []
    assert files(tmp_path / "copy") == {}


@pytest.mark.parametrize(
    "other", ["http://xn--cole-9oa.example/a", "http://École.example./a", "https://école.example/"]
)
def test_a_host_with_accents_is_the_same_in_ascii(other: str) -> None:
    Guard("http://école.example/").check(other)
    Guard("http://xn--cole-9oa.example/").check(other)


@pytest.mark.parametrize(
    "other", ["http://аsso.example/", "http://asso.example。evil.example/", "http://[::1", "http://x℀/"]
)
def test_a_host_that_looks_alike_is_another(other: str) -> None:
    with pytest.raises(NotFetched):
        Guard("http://asso.example/").check(other)


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "base64", "undefined", "x" * 30])
def test_a_page_in_a_charset_that_is_none_is_read(name: str) -> None:
    page = Page(
        "http://x.example/", b"<a href='y'>\xc3\xa9t\xc3\xa9</a>", {"content-type": f"text/html; charset={name}"}
    )
    assert [link.text for link in page.links] == ["été"]


@pytest.mark.parametrize("said", ["9" * 400, "inf", "1e999", "1 Jan 99999999999999999999 00:00:00 GMT"])
def test_a_wait_without_end_is_a_number(said: str) -> None:
    seconds = seconds_of(said)
    assert seconds is None or 0 <= seconds <= 1e9
