"""Inboxes of a real public-inbox, over HTTP and over NNTP; and news servers that misbehave."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch.archives import IMPATIENT, certified, fetched, files
from fetch.copies import well
from fetch.newsroom import GROUP, Newsroom
from fetch.stopping import as_it_is, killed
from servers.correspondence import Posted, mbox
from servers.fixtures import LIST
from servers.public_inbox import PublicInbox

from maillage import ingest
from maillage.fetch import news, public_inbox
from maillage.fetch.addressed import Wanted, fetch_address
from maillage.fetch.page import Page
from maillage.records import Message

FEW = 12


def messages(path: Path) -> dict[str, Message]:
    """The messages of a copy, by their ids; over NNTP they have fields more, and are longer."""
    assert ingest.recognize(path) == "mbox"
    reader = ingest.reader("mbox")
    found = [record for part in reader.parts(path) for record in reader.read(part) if isinstance(record, Message)]
    assert len({message.message_id for message in found}) == len(found)
    return {message.message_id: message._replace(place="", size=0) for message in found}


@pytest.fixture(scope="module")
def few(posted: list[Posted]) -> list[Posted]:
    """Some mails of one year."""
    return [mail for mail in posted if mail.at.year == 2013 and b"\nMessage-ID:" in mail.raw][::5][:FEW]


@pytest.fixture
def growing(inbox_server: PublicInbox, few: list[Posted]) -> str:
    """An inbox that has all but the last of these mails; its name."""
    inbox_server.inbox("atelier", few[:-1])
    inbox_server.serve_again()
    return "atelier"


def test_an_inbox_comes_month_by_month_with_all_of_its_mails(inbox_server: PublicInbox, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole/all.mbox.gz").write_bytes(inbox_server.all_mails(LIST))
    whole = messages(tmp_path / "whole")
    for name in (LIST, f"{LIST}-v1"):
        done = well(fetched("mbox", f"{inbox_server.url}{name}/", tmp_path / name))
        assert done.new == len(files(tmp_path / name)) > 30
        assert messages(tmp_path / name) == whole
    before = as_it_is(tmp_path / LIST)
    for requests in (6, 3):  # robots.txt, its page, its manifest; at first the last months, as it may have indexed more
        done = well(fetched("mbox", f"{inbox_server.url}{LIST}/", tmp_path / LIST))
        assert (done.new, done.changed) == (0, 0)
        assert done.requests <= requests
    assert as_it_is(tmp_path / LIST) == before


def test_a_newsgroup_comes_by_numbers_with_all_of_its_mails(inbox_server: PublicInbox, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole/all.mbox.gz").write_bytes(inbox_server.all_mails(LIST))
    done = list(fetch_address(Wanted(f"{inbox_server.news}inbox.{LIST}", tmp_path / "copy"), None, IMPATIENT))
    assert [(well(one).kind, one.new) for one in done] == [("mbox", 1)]
    assert messages(tmp_path / "copy") == messages(tmp_path / "whole")
    before = as_it_is(tmp_path / "copy")
    again = well(fetched("mbox", f"{inbox_server.news}inbox.{LIST}", tmp_path / "copy"))
    assert (again.new, again.changed, again.requests) == (0, 0, 2)  # its greeting, its numbers
    assert as_it_is(tmp_path / "copy") == before


def test_only_what_is_new_comes_of_what_has_grown(
    inbox_server: PublicInbox, growing: str, few: list[Posted], tmp_path: Path
) -> None:
    places = {"web": f"{inbox_server.url}{growing}/", "news": f"{inbox_server.news}inbox.{growing}"}
    for name, url in places.items():
        well(fetched("mbox", url, tmp_path / name))
        assert len(messages(tmp_path / name)) == FEW - 1
    inbox_server.add(growing, [few[-1]._replace(raw=few[-1].raw.replace(b" 2013 ", b" 2098 "))])
    inbox_server.serve_again()
    for name, url in places.items():
        done = well(fetched("mbox", url, tmp_path / name))
        assert (done.new, done.changed) == (1, 0)
        assert len(messages(tmp_path / name)) == FEW


def test_a_fetch_that_is_killed_goes_on(inbox_server: PublicInbox, tmp_path: Path) -> None:
    url = f"{inbox_server.url}{LIST}/"
    well(fetched("mbox", url, tmp_path / "unbroken"))
    there = killed("mbox", url, tmp_path / "copy", 1)
    done = well(fetched("mbox", url, tmp_path / "copy"))
    assert done.new == len(files(tmp_path / "unbroken")) - there > 0
    assert files(tmp_path / "copy") == files(tmp_path / "unbroken")


def test_all_inboxes_of_a_server_are_named(inbox_server: PublicInbox, tmp_path: Path) -> None:
    failure = fetched("mbox", inbox_server.url, tmp_path / "copy").failure
    assert failure
    assert "it is a server of lists, and no list" in failure.reason
    manifest = gzip.compress(b'{"/atelier/git/0.git": {}, "/atelier/git/1.git": {}, "/vieux": {}, "/a/b": {}}')
    page = Page("https://boites.example/manifest.js.gz", manifest, {})
    assert [tuple(one) for one in public_inbox.lists(page)] == [
        (name, f"https://boites.example/{name}/") for name in ("a/b", "atelier", "vieux")
    ]


def test_the_kind_of_what_comes_is_told(inbox_server: PublicInbox, tmp_path: Path) -> None:
    failure = fetched("public_inbox", f"{inbox_server.url}{LIST}/", tmp_path / "copy").failure
    assert failure
    assert failure.next_step == 'write kind = "mbox"'


# ------------------------------------------------------------------------------------------ news servers


def article(number: int, body: bytes = b"Bonjour.\r\n") -> bytes:
    """An article as it is sent."""
    head = (
        f"From: Ana <ana@atelier.example>\r\nSubject: Jour {number}\r\nMessage-ID: <{number}@atelier.example>\r\n\r\n"
    )
    return head.encode() + body


ARTICLES = {number: article(number) for number in (3, 4, 7, 8, 9, 12)}


def test_over_tls_the_certificate_is_that_of_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Newsroom(ARTICLES, context=certified(tmp_path)).serving() as room:
        for url in (room.url("nntps", "localhost"), room.url("nntps")):
            refused = fetched("mbox", url, tmp_path / "copy").failure
            assert refused
            assert "its certificate is not valid" in refused.reason
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "cert.pem"))
        assert room.heard == []
        well(fetched("mbox", room.url("nntps", "localhost"), tmp_path / "copy"))
    assert len(messages(tmp_path / "copy")) == len(ARTICLES)


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom(ARTICLES).serving() as served:
        yield served


def test_numbers_without_articles_are_passed_over(room: Newsroom, tmp_path: Path) -> None:
    well(fetched("mbox", room.url(), tmp_path))
    assert files(tmp_path).keys() == {"000000003-000000012.mbox.gz"}
    assert len(messages(tmp_path)) == len(ARTICLES)


def test_lines_are_those_of_the_mail(room: Newsroom, tmp_path: Path) -> None:
    long = b"x" * (news.LONGEST_LINE - 1) + b"..fin"
    room.articles = {1: article(1, b"From ici\r\n>From la\r\n..\r\n...x\r\n" + long + b"\r\n")}
    well(fetched("mbox", room.url(), tmp_path))
    (content,) = files(tmp_path).values()
    body = gzip.decompress(content).partition(b"\n\n")[2]
    assert body == b">From ici\n>>From la\n.\n..x\n" + long + b"\n\n"


def test_a_connection_that_is_lost_is_made_again(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "AT_A_TIME", 2)
    room.cuts_at = {7, 9}
    well(fetched("mbox", room.url(), tmp_path))
    assert sorted(files(tmp_path)) == [
        "000000003-000000004.mbox.gz", "000000007-000000008.mbox.gz", "000000009-000000010.mbox.gz",
        "000000011-000000012.mbox.gz",
    ]  # fmt: skip
    assert len(messages(tmp_path)) == len(ARTICLES)


def test_a_group_of_members_opens_to_a_member(room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room.account = ("ana", "un-secret")
    closed = fetched("mbox", room.url(), tmp_path).failure
    assert closed
    assert "only its members may read it" in closed.reason
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "faux")
    refused = fetched("mbox", room.url(), tmp_path, login="ana").failure
    assert refused
    assert "it refuses the login ana" in refused.reason
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "un-secret")
    well(fetched("mbox", room.url(), tmp_path, login="ana"))
    assert len(messages(tmp_path)) == len(ARTICLES)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"greeting": b"502 not for you"}, "it refuses: 502 not for you"),
        ({"greeting": b"400 asleep"}, "it does not serve now: 400 asleep"),
        ({"greeting": b"HTTP/1.1 400 Bad Request"}, "there is no connection to 127.0.0.1"),
        ({"greeting": b"x" * 5000}, "there is no connection to 127.0.0.1"),
        ({"articles": {1: ARTICLES[3]}, "last": 10**17}, "its numbers have no end"),
    ],
)
def test_what_is_no_news_server_is_told(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], reason: str
) -> None:
    monkeypatch.setattr(news, "HOLE", 1000)
    for name, value in changes.items():
        setattr(room, name, value)
    failure = fetched("mbox", room.url(), tmp_path).failure
    assert failure
    assert reason in failure.reason


def test_an_article_without_end_is_passed_over(room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "LONGEST_ARTICLE", 1000)
    room.articles = {1: article(1, b"y" * 998 + b"\r\n"), 2: article(2)}
    done = well(fetched("mbox", room.url(), tmp_path))
    assert [str(note) for note in done.notes] == ["article 1 is too long"]
    assert messages(tmp_path).keys() == {"2@atelier.example"}


def test_a_group_that_is_not_there_and_one_that_is_none(room: Newsroom, tmp_path: Path) -> None:
    for group, reason in (
        (f"{GROUP}.x", "there is no newsgroup"),
        ("", "no newsgroup is named"),
        ("a%0d%0aQUIT", "no newsgroup is named"),
    ):
        failure = fetched("mbox", f"nntp://127.0.0.1:{room.port}/{group}", tmp_path / "copy").failure
        assert failure
        assert reason in failure.reason
    assert not [line for line in room.heard if line.startswith("QUIT")]


def test_news_go_to_no_private_address_either(room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    found = socket.getaddrinfo("127.0.0.1", room.port, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    failure = fetched("mbox", room.url(host="news.example"), tmp_path / "copy").failure
    assert failure
    assert "news.example has a private address, 127.0.0.1" in failure.reason
    assert room.heard == []


def test_mails_are_those_of_an_mbox(few: list[Posted]) -> None:
    again = news.SEPARATOR + news._TO_ESCAPE.sub(rb">\1", few[0].raw) + b"\n"
    assert again.partition(b"\n")[2] == mbox(few[:1]).partition(b"\n")[2]
