"""Archives of a real HyperKitty: exports of months, each mail by itself where it refuses, lists for members alone."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fetch.archives import IMPATIENT, fetched, files
from fetch.copies import well
from fetch.stopping import as_it_is, killed
from servers.correspondence import Posted
from servers.fixtures import LIST
from servers.mailman import DOMAIN, Mailman

from maillage import ingest
from maillage.errors import NotFetched
from maillage.fetch import hyperkitty
from maillage.fetch.addressed import Wanted, fetch_address
from maillage.fetch.hyperkitty import _months
from maillage.fetch.page import Page
from maillage.records import Message

SMALL, CLOSED = "atelier", "bureau"
MEMBER, PASSWORD = "h.cosquer@mairie-du-ponant.example", "Le-phare-de-Saint-Mathieu"
FEW = 14


def messages(path: Path) -> dict[str, Message]:
    """The messages of a copy, by their ids."""
    assert ingest.recognize(path) == "hyperkitty"
    reader = ingest.reader("hyperkitty")
    found = [record for part in reader.parts(path) for record in reader.read(part) if isinstance(record, Message)]
    assert len({message.message_id for message in found}) == len(found)
    return {message.message_id: message for message in found}


def months(path: Path) -> dict[str, bytes]:
    """What the exports of a copy say, without what is another each time."""
    return {name: re.sub(rb"={15}\d+==", b"", gzip.decompress(content)) for name, content in files(path).items()}


@pytest.fixture(scope="module")
def few(posted: list[Posted]) -> list[Posted]:
    """Some mails of one year."""
    return [mail for mail in posted if mail.at.year == 2013 and b"\nMessage-ID:" in mail.raw][::5][:FEW]


@pytest.fixture(scope="module")
def server(mailman_server: Mailman, few: list[Posted]) -> Mailman:
    """The server with two lists more, one of them for its members alone."""
    for name in (SMALL, CLOSED):
        mailman_server.create_list(name)
        mailman_server.fill(name, few)
    mailman_server.subscribe(CLOSED, {MEMBER: "Hervé Cosquer"})
    mailman_server.close(CLOSED, MEMBER, PASSWORD)
    return mailman_server


def of(server: Mailman, name: str) -> str:
    """The address of a list's archive."""
    return f"{server.url}list/{name}@{DOMAIN}/"


def test_all_lists_of_a_server_come_with_all_of_their_mails(server: Mailman, few: list[Posted], tmp_path: Path) -> None:
    done = list(fetch_address(Wanted(server.url, tmp_path / "copy", every=True), None, IMPATIENT))
    assert {well(one).source: one.kind for one in done} == {
        f"{name}-listes-ponant-asso-example": "hyperkitty" for name in (LIST, SMALL)
    }
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole/all.mbox.gz").write_bytes(server.export(LIST))
    whole, copy = messages(tmp_path / "whole"), messages(tmp_path / f"copy/{LIST}@{DOMAIN}")
    assert copy.keys() == whole.keys()
    assert {one: copy[one]._replace(place="") for one in copy} == {one: whole[one]._replace(place="") for one in whole}
    ids = {re.search(rb"(?im)^message-id: *<([^>]+)", mail.raw)[1].decode() for mail in few}  # type: ignore[index]
    assert messages(tmp_path / f"copy/{SMALL}@{DOMAIN}").keys() == ids


def test_a_fetch_without_news_asks_for_little_and_leaves_the_folder_as_it_is(server: Mailman, tmp_path: Path) -> None:
    assert well(fetched("hyperkitty", of(server, SMALL), tmp_path)).new > 3
    before = as_it_is(tmp_path)
    done = well(fetched("hyperkitty", of(server, SMALL), tmp_path))
    assert (done.new, done.changed, done.requests) == (0, 0, 4)  # robots.txt, its page, its last mails, this month
    assert as_it_is(tmp_path) == before


def test_an_export_is_another_each_time_and_stays_where_it_says_the_same(server: Mailman, tmp_path: Path) -> None:
    well(fetched("hyperkitty", of(server, SMALL), tmp_path))
    (tmp_path / ".fetch.jsonl").unlink()
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in files(tmp_path)}
    done = well(fetched("hyperkitty", of(server, SMALL), tmp_path))
    assert (done.new, done.changed, done.unchanged) == (0, 0, len(before))
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in files(tmp_path)} == before


def test_of_late_mails_the_months_come_again(server: Mailman, few: list[Posted], tmp_path: Path) -> None:
    server.create_list("retards")
    server.fill("retards", few)
    well(fetched("hyperkitty", of(server, "retards"), tmp_path))
    old, future = (few[0].raw.replace(b"Message-ID: <", f"Message-ID: <{name}.".encode()) for name in ("old", "future"))
    future = re.sub(rb"(?m)^Date: .*", b"Date: Thu, 02 Jan 2098 10:00:00 +0100", future)
    for late in (old, future):
        server.archive("retards", late)
    done = well(fetched("hyperkitty", of(server, "retards"), tmp_path))
    assert (done.new, done.changed, done.requests) == (1, 1, 5)
    assert f"{datetime.now(UTC):%Y-%m}.mbox.gz" in files(tmp_path)
    assert len(messages(tmp_path)) == FEW + 2


def test_an_old_archive_that_is_taken_in_later_comes_too(server: Mailman, few: list[Posted], tmp_path: Path) -> None:
    server.create_list("reprise")
    server.fill("reprise", few[3:])
    well(fetched("hyperkitty", of(server, "reprise"), tmp_path))
    server.fill("reprise", few[:3], since="1970-01-01")
    well(fetched("hyperkitty", of(server, "reprise"), tmp_path))
    assert len(messages(tmp_path)) == FEW
    assert well(fetched("hyperkitty", of(server, "reprise"), tmp_path)).requests == 4


def test_a_fetch_that_is_killed_goes_on(server: Mailman, tmp_path: Path) -> None:
    well(fetched("hyperkitty", of(server, SMALL) + "latest", tmp_path / "unbroken"))
    there = killed("hyperkitty", of(server, SMALL), tmp_path / "copy", 2)
    done = well(fetched("hyperkitty", of(server, SMALL), tmp_path / "copy"))
    assert done.new == len(files(tmp_path / "unbroken")) - there > 0
    assert done.unchanged <= 1
    assert months(tmp_path / "copy") == months(tmp_path / "unbroken")


def test_where_exports_are_refused_each_mail_comes_by_itself(server: Mailman, tmp_path: Path) -> None:
    well(fetched("hyperkitty", of(server, SMALL), tmp_path / "exports"))
    with server.without_exports():
        there = killed("hyperkitty", of(server, SMALL), tmp_path / "copy", 2)
        done = well(fetched("hyperkitty", of(server, SMALL), tmp_path / "copy"))
        assert done.new == FEW - there
        assert [str(note) for note in done.notes] == ["it gives no exports: each mail comes by itself"]
        before = as_it_is(tmp_path / "copy")
        again = well(fetched("hyperkitty", of(server, SMALL), tmp_path / "copy"))
        assert (again.new, again.changed) == (0, 0)
        assert as_it_is(tmp_path / "copy") == before
    exports, copy = messages(tmp_path / "exports"), messages(tmp_path / "copy")
    assert {one: (copy[one].subject, copy[one].sent_at, copy[one].address) for one in copy} == {
        one: (exports[one].subject, exports[one].sent_at, exports[one].address) for one in exports
    }


def test_a_list_of_members_opens_to_a_member(server: Mailman, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    closed = fetched("hyperkitty", of(server, CLOSED), tmp_path).failure
    assert closed
    assert "only its members may read it" in closed.reason
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "faux")
    refused = fetched("hyperkitty", of(server, CLOSED), tmp_path, login=MEMBER).failure
    assert refused
    assert f"it refuses the login {MEMBER}" in refused.reason
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", PASSWORD)
    well(fetched("hyperkitty", of(server, CLOSED), tmp_path, login=MEMBER))
    assert len(messages(tmp_path)) == FEW
    assert not [path for path in tmp_path.iterdir() if PASSWORD.encode() in path.read_bytes()]


def test_a_browsers_cookie_opens_it_too(server: Mailman, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", f"sessionid={server.session(MEMBER)}")
    well(fetched("hyperkitty", of(server, CLOSED), tmp_path, login="cookie"))
    assert len(messages(tmp_path)) == FEW


def test_the_page_of_no_list_is_told(server: Mailman, tmp_path: Path) -> None:
    failure = fetched("hyperkitty", server.url, tmp_path / "copy").failure
    assert failure
    assert "it is a server of lists, and no list" in failure.reason
    with pytest.raises(NotFetched, match=r"lists \(\d\): atelier@"):
        list(fetch_address(Wanted(server.url, tmp_path / "copy"), None, IMPATIENT))
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ([{"name": f"b@{DOMAIN}"}, {"name": f"a@{DOMAIN}"}], [f"a@{DOMAIN}", f"b@{DOMAIN}"]),
        ({"count": 1, "results": [{"name": f"a@{DOMAIN}"}]}, [f"a@{DOMAIN}"]),
        ([{"name": "../../etc"}, {"name": None}, 3], []),
        ("x", []),
    ],
)
def test_the_rest_interface_names_the_lists(answer: object, names: list[str]) -> None:
    page = Page("https://listes.example/archives/api/lists/?format=json", json.dumps(answer).encode(), {})
    assert [one.name for one in hyperkitty.lists(page)] == names
    assert all(one.url == f"https://listes.example/archives/list/{one.name}/" for one in hyperkitty.lists(page))


@pytest.mark.parametrize(
    ("first", "today", "expected"),
    [
        ("2013-11", date(2014, 2, 1), ["2013-11", "2013-12", "2014-01", "2014-02"]),
        ("2014-02", date(2014, 2, 28), ["2014-02"]),
        ("2031-01", date(2014, 2, 28), ["2014-02"]),
    ],
)
def test_months_follow_one_another(first: str, today: date, expected: list[str]) -> None:
    assert list(_months(first, today)) == expected
