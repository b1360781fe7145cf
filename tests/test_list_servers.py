"""The servers of lists in the tests are real ones, hold the mails they were given, and leave nothing behind."""

from __future__ import annotations

import gzip
import io
import os
import socket
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from servers import mailman, sympa
from servers.correspondence import Posted, mails_of, mbox
from servers.fixtures import GONE, LIST, PEOPLE
from servers.mailman import Mailman
from servers.public_inbox import PublicInbox
from servers.sympa import Sympa

STAYED = PEOPLE.keys() - {GONE}


def test_a_mailbox_of_the_mails_is_the_one_they_come_from(demo_study: Path) -> None:
    for path in (demo_study / "archives/cartes-ouvertes.mbox", demo_study / "archives/brest-en-communs.mbox"):
        assert mbox(mails_of([path])) == path.read_bytes()


def test_sympa_archives_each_mail_once_in_the_month_it_was_sent(sympa_server: Sympa, posted: list[Posted]) -> None:
    files = list(sympa_server.tree(LIST).glob("*/arctxt/[0-9]*"))
    assert {file.parts[-3] for file in files} == {f"{mail.at:%Y-%m}" for mail in posted}
    assert len(files) == len(posted) - 1, "one was sent twice"
    assert len(list(sympa_server.tree(LIST).glob("*/msg*.html"))) == len(files)


def test_sympa_gives_its_owner_the_archive_and_the_members(sympa_server: Sympa) -> None:
    owner = sympa_server.visitor()
    owner.log_in()
    with zipfile.ZipFile(io.BytesIO(owner.archive(LIST))) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    assert len(names) == len(list(sympa_server.tree(LIST).glob("*/arctxt/[0-9]*")))
    assert {line.split("\t")[0] for line in owner.members(LIST).decode().splitlines()} == STAYED


def test_sympa_tells_its_members_on_the_command_line(sympa_server: Sympa) -> None:
    told = sympa_server.cli("review", f"{LIST}@{sympa.DOMAIN}").splitlines()
    assert (told[0], set(told[1:])) == (f"3 member(s) in list {LIST}@{sympa.DOMAIN}.", STAYED)
    sympa_server.cli("dump", f"{LIST}@{sympa.DOMAIN}")
    dumped = (sympa_server.folder / f"list_data/{LIST}/member.dump").read_text(encoding="utf-8")
    assert dumped.count("\nemail ") == 3


def test_a_page_of_sympa_is_open_to_everybody(sympa_server: Sympa) -> None:
    page = sympa_server.visitor().page(f"arc/{LIST}/2011-05/msg00000.html")
    assert b"<!--X-From-R13: " in page


def test_sympa_asks_visitors_whether_they_are_robots_where_it_is_told_to(sympa_server: Sympa) -> None:
    with sympa_server.protected("cookie"):
        page = sympa_server.visitor().page(f"arc/{LIST}/2011-05/msg00000.html")
    assert b'name="response_action_confirm"' in page
    assert b"<!--X-From-R13: " not in page


def test_mailman_tells_its_members_to_its_administrator(mailman_server: Mailman) -> None:
    members = mailman_server.told(f"lists/{LIST}@{mailman.DOMAIN}/roster/member")
    assert {member["email"] for member in members["entries"]} == STAYED
    assert len(mailman_server.core("members", f"{LIST}@{mailman.DOMAIN}").splitlines()) == 3


def test_hyperkitty_exports_what_its_interface_lists(mailman_server: Mailman, posted: list[Posted]) -> None:
    exported = gzip.decompress(mailman_server.export(LIST))
    listed = mailman_server.api(f"list/{LIST}@{mailman.DOMAIN}/emails/")
    assert exported.count(b"\nMessage-ID:") == len(listed) == len(posted) - 1


def test_an_inbox_of_either_form_gives_the_same_mailbox(inbox_server: PublicInbox, posted: list[Posted]) -> None:
    new, old = (gzip.decompress(inbox_server.all_mails(name)) for name in (LIST, f"{LIST}-v1"))
    assert new.count(b"From mboxrd@z ") == old.count(b"From mboxrd@z ") == len(posted) - 1


def test_an_inbox_is_a_group_of_news(inbox_server: PublicInbox, posted: list[Posted]) -> None:
    address = urlsplit(inbox_server.news)
    assert address.hostname
    assert address.port
    with socket.create_connection((address.hostname, address.port), timeout=30) as news, news.makefile("rwb") as stream:
        assert stream.readline().startswith(b"201 ")
        stream.write(f"GROUP inbox.{LIST}\r\nQUIT\r\n".encode())
        stream.flush()
        told = stream.readline().split()[:2]
    assert told == [b"211", str(len(posted) - 2).encode()], (
        "one was sent twice, one is in a charset that it cannot index"
    )


def test_mhonarc_makes_a_page_of_each_mail(mhonarc_pages: Path, posted: list[Posted]) -> None:
    assert len(list(mhonarc_pages.glob("msg*.html"))) == len(posted) - 1


@pytest.mark.parametrize("fixture", ["sympa_server", "mailman_server", "inbox_server"])
def test_a_server_stops_with_its_context(fixture: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue(fixture)
    serving = server._serving if isinstance(server._serving, list) else [server._serving]
    groups = [os.getpgid(one.number) for one in serving]
    server.__exit__()
    try:
        told = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
        running = {line.split()[0] for line in told.splitlines() if "Z" not in line}
        assert not {str(group) for group in groups} & running
    finally:
        server.__enter__()
