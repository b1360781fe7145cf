"""Archives of a real Sympa: pages for visitors and members, whole mails for owners, and the button for no spammers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fetch.archives import IMPATIENT, fetched, files
from fetch.copies import well
from fetch.stopping import as_it_is, killed
from servers.correspondence import Posted
from servers.fixtures import LIST, PEOPLE
from servers.sympa import OWNER, PASSWORD, Sympa

from maillage import ingest
from maillage.fetch.addressed import Wanted, fetch_address
from maillage.fetch.page import Page
from maillage.fetch.sympa import lists, overview
from maillage.ingest import rosters
from maillage.records import Message, Subscription

SMALL, CLOSED = "atelier", "bureau"
MEMBER, SECRET = "rozenn.kerbrat@quai-des-cartes.example", "Le-phare-de-Saint-Mathieu"
FEW = 12


def messages(path: Path) -> dict[str, Message]:
    """The messages of a copy as the kind of the source reads them, by their ids."""
    reader = ingest.reader("sympa")
    found = [record for part in reader.parts(path) for record in reader.read(part) if isinstance(record, Message)]
    assert len({message.message_id for message in found}) == len(found)
    return {message.message_id: message for message in found}


def said(found: dict[str, Message]) -> set[tuple[object, ...]]:
    """Who says what and when."""
    return {(one.message_id, one.address, one.sent_at, one.subject) for one in found.values()}


@pytest.fixture(scope="module")
def few(posted: list[Posted]) -> list[Posted]:
    """Some mails of one year."""
    return [mail for mail in posted if mail.at.year == 2013 and b"\nMessage-ID:" in mail.raw][::5][:FEW]


@pytest.fixture(scope="module")
def server(sympa_server: Sympa, few: list[Posted]) -> Sympa:
    """The server with two lists more, one of them for its members alone."""
    for name in (SMALL, CLOSED):
        sympa_server.create_list(name, name)
        sympa_server.subscribe(name, PEOPLE)
        sympa_server.fill(name, few)
    sympa_server.keep_for_members(CLOSED)
    sympa_server.give_account(MEMBER, SECRET)
    sympa_server.subscribe(CLOSED, {MEMBER: "Rozenn Kerbrat"})
    return sympa_server


def of(server: Sympa, name: str, action: str = "arc") -> str:
    """The address of a page of a list."""
    return f"{server.url}/{action}/{name}"


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the study says of the owner, whose password the environment has."""
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", PASSWORD)
    return {"login": OWNER}


def test_a_visitor_gets_the_page_of_each_mail(server: Sympa, few: list[Posted], tmp_path: Path) -> None:
    done = well(fetched("sympa", of(server, SMALL, "info"), tmp_path))
    assert done.new == FEW == len(files(tmp_path))
    assert {name.partition("/")[0] for name in files(tmp_path)} == {f"{mail.at:%Y-%m}" for mail in few}
    ids = {re.search(rb"(?im)^message-id: *<([^>]+)", mail.raw)[1].decode() for mail in few}  # type: ignore[index]
    assert messages(tmp_path).keys() == ids
    assert {message.sent_at for message in messages(tmp_path).values()} == {
        f"{mail.at:%Y-%m-%dT%H:%M:%SZ}" for mail in few
    }


def test_a_fetch_without_news_asks_for_little_and_leaves_the_folder_as_it_is(server: Sympa, tmp_path: Path) -> None:
    well(fetched("sympa", of(server, SMALL), tmp_path))
    before = as_it_is(tmp_path)
    done = well(fetched("sympa", of(server, SMALL), tmp_path))
    assert (done.new, done.changed, done.requests) == (0, 0, 4)  # robots.txt, the last month twice, its index
    assert as_it_is(tmp_path) == before


def test_months_come_again_that_have_more_mails_than_before(
    server: Sympa, few: list[Posted], tmp_path: Path, owner: dict[str, str]
) -> None:
    server.create_list("retards", "retards")
    server.fill("retards", few[1:])
    for folder, options in (("pages", {}), ("zips", owner)):
        well(fetched("sympa", of(server, "retards"), tmp_path / folder, **options))
    late = few[3].raw.replace(b"Message-ID: <", b"Message-ID: <late.")
    server.fill("retards", [few[0], Posted(few[3].sender, few[3].at, late)])
    months = len({f"{mail.at:%Y-%m}" for mail in (few[0], few[3])})
    assert well(fetched("sympa", of(server, "retards"), tmp_path / "pages")).new == 2
    done = well(fetched("sympa", of(server, "retards"), tmp_path / "zips", **owner))
    assert done.new + done.changed == months
    assert said(messages(tmp_path / "pages")) == said(messages(tmp_path / "zips"))
    assert len(messages(tmp_path / "zips")) == FEW + 1


def test_an_owner_gets_whole_mails_and_the_subscribers(
    server: Sympa, few: list[Posted], tmp_path: Path, owner: dict[str, str]
) -> None:
    well(fetched("sympa", of(server, SMALL), tmp_path))
    pages = said(messages(tmp_path))
    done = well(fetched("sympa", of(server, SMALL), tmp_path, **owner))
    months = {f"{mail.at:%Y-%m}.zip" for mail in few}
    assert done.new == len(months) + 1
    roster = (files(tmp_path).keys() - months).pop()
    assert re.fullmatch(r"subscribers-\d{4}-\d\d-\d\d\.txt", roster)
    assert ingest.recognize(tmp_path) == "sympa"
    assert said(messages(tmp_path)) == pages
    kind = rosters.recognize(tmp_path / roster)
    assert kind == "sympa_review"
    found = [one for one in rosters.read(tmp_path / roster, kind) if isinstance(one, Subscription)]
    assert {one.address for one in found} == set(PEOPLE)
    before = as_it_is(tmp_path)
    again = well(fetched("sympa", of(server, SMALL), tmp_path, **owner))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    assert as_it_is(tmp_path) == before
    assert not [path for path in tmp_path.iterdir() if path.is_file() and PASSWORD.encode() in path.read_bytes()]


def test_a_fetch_that_is_killed_goes_on(server: Sympa, tmp_path: Path) -> None:
    well(fetched("sympa", of(server, SMALL), tmp_path / "unbroken"))
    there = killed("sympa", of(server, SMALL), tmp_path / "copy", 3)
    assert well(fetched("sympa", of(server, SMALL), tmp_path / "copy")).new == FEW - there > 0
    assert files(tmp_path / "copy").keys() == files(tmp_path / "unbroken").keys()
    assert messages(tmp_path / "copy") == messages(tmp_path / "unbroken")


def test_nobody_is_said_to_be_no_spammer_who_has_not_said_so(server: Sympa, tmp_path: Path) -> None:
    with server.protected("cookie"):
        failure = fetched("sympa", of(server, SMALL), tmp_path / "copy").failure
        assert failure
        assert "it asks visitors to press a button that says that they are no spammers" in failure.reason
        assert "--confirm" in failure.next_step
        assert not (tmp_path / "copy").exists() or not files(tmp_path / "copy")
        done = well(fetched("sympa", of(server, SMALL), tmp_path / "copy", confirm=True))
    assert done.new == FEW == len(messages(tmp_path / "copy"))


def test_a_member_is_not_asked(server: Sympa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    closed = fetched("sympa", of(server, CLOSED), tmp_path / "copy").failure
    assert closed
    assert f"it shows no archive of {CLOSED}: there is none, or only its members may read it" in closed.reason
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", "faux")
    refused = fetched("sympa", of(server, CLOSED), tmp_path / "copy", login=MEMBER).failure
    assert refused
    assert f"it refuses the login {MEMBER}" in refused.reason
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", SECRET)
    with server.protected("cookie"):
        assert well(fetched("sympa", of(server, CLOSED), tmp_path / "copy", login=MEMBER)).new == FEW
    assert set(map(len, (messages(tmp_path / "copy"), files(tmp_path / "copy")))) == {FEW}  # pages: she is no owner


def test_a_browsers_cookie_opens_it_too(server: Sympa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = server.visitor()
    visitor.log_in(MEMBER, SECRET)
    monkeypatch.setenv("MAILLAGE_PASSWORD_ESSAI", visitor.cookies())
    assert well(fetched("sympa", of(server, CLOSED), tmp_path, login="cookie")).new == FEW


def test_all_lists_of_a_server_come_on_request(server: Sympa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_PASSWORD_LIST", PASSWORD)
    page = Page(f"{server.url}/lists", server.visitor().page("lists"), {"content-type": "text/html"})
    assert {LIST, SMALL, CLOSED} <= {one.name for one in lists(page)}
    for name in (LIST, SMALL, CLOSED):
        monkeypatch.setenv(f"MAILLAGE_PASSWORD_{name.replace('-', '_').upper()}", PASSWORD)
    monkeypatch.setenv("MAILLAGE_PASSWORD_RETARDS", PASSWORD)
    done = list(fetch_address(Wanted(server.url, tmp_path, login=OWNER, every=True), None, IMPATIENT))
    assert {LIST, SMALL, CLOSED} <= {one.source for one in done if one.failure is None and one.kind == "sympa"}
    assert len(messages(tmp_path / LIST)) > 250


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://listes.example/sympa", "https://listes.example/sympa/lists"),
        ("https://listes.example/", "https://listes.example/lists"),
        ("https://listes.example/wws/lists/emploi", "https://listes.example/wws/lists"),
        ("https://listes.example/sympa/info/atelier", "https://listes.example/sympa/lists"),
    ],
)
def test_all_lists_stand_on_one_page(url: str, expected: str) -> None:
    assert overview(Page(url, b"<html></html>", {})) == expected
