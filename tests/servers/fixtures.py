"""Real servers of lists for a session of tests, each filled once with the same mails of the demo study.

Where MAILLAGE_SERVERS is set, as in CI, a machine that cannot run one is a failure.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import mailman, mhonarc, public_inbox, sympa
from servers.correspondence import Posted, mails_of

LIST = "cartes-ouvertes"
TITLE = "Cartes ouvertes"
PEOPLE = {
    "soizic.legall@quai-des-cartes.example": "Soizic Le Gall",
    "h.cosquer@mairie-du-ponant.example": "Hervé Cosquer",
    "abonnements@phare.example": "",
    "yann.ar-bihan@boite-libre.example": "Yann ar Bihan",
}
GONE = "abonnements@phare.example"  # who leaves again


def needed(reason: str) -> None:
    """Skip for this reason, or fail where servers may not be lacking; nothing without a reason."""
    if reason:
        (pytest.fail if os.environ.get("MAILLAGE_SERVERS") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def posted(demo_study: Path) -> list[Posted]:
    """What is written to a list in less than three years, and before that what is odd: 250 mails.

    Among them one with a header in no charset, one without Message-ID, one of HTML alone, one sent twice, a date that
    is none, a robot's mails, lines that begin with `From `.
    """
    written = mails_of([demo_study / f"archives/{LIST}.mbox"])
    return [mail for mail in written if (2011, 5) <= (mail.at.year, mail.at.month) <= (2013, 12) or is_odd(mail)]


def is_odd(mail: Posted) -> bool:
    """Whether a header has no Message-ID, or bytes in no charset."""
    header = mail.raw.partition(b"\n\n")[0]
    return b"\nMessage-ID:" not in header or not header.isascii()


@pytest.fixture(scope="session")
def sympa_server(posted: list[Posted]) -> Iterator[sympa.Sympa]:
    """A Sympa with the list, its archive and subscribers, served. Its web archive shows pages to everybody."""
    needed(sympa.lacking())
    with tempfile.TemporaryDirectory(prefix="sympa-") as folder:
        Path(folder).chmod(0o711)  # its own user goes through here
        server = sympa.Sympa.create(Path(folder) / "sympa")
        server.create_list(LIST, TITLE)
        server.subscribe(LIST, PEOPLE)
        server.unsubscribe(LIST, [GONE])
        server.fill(LIST, posted)
        with server:
            yield server


@pytest.fixture(scope="session")
def mailman_server(posted: list[Posted], tmp_path_factory: pytest.TempPathFactory) -> Iterator[mailman.Mailman]:
    """A Mailman 3 with the list, its archive in HyperKitty and its members, served."""
    needed(mailman.lacking())
    server = mailman.Mailman.create(tmp_path_factory.mktemp("mailman") / "mailman")
    server.create_list(LIST)
    server.subscribe(LIST, {address: name for address, name in PEOPLE.items() if address != GONE})
    server.fill(LIST, posted)
    with server:
        yield server


@pytest.fixture(scope="session")
def inbox_server(posted: list[Posted], tmp_path_factory: pytest.TempPathFactory) -> Iterator[public_inbox.PublicInbox]:
    """A public-inbox with the list twice, as an inbox of version 2, and as `cartes-ouvertes-v1`; served."""
    needed(public_inbox.lacking())
    server = public_inbox.PublicInbox(tmp_path_factory.mktemp("inbox") / "inbox")
    server.inbox(LIST, posted)
    server.inbox(f"{LIST}-v1", posted, version=1)
    with server:
        yield server


@pytest.fixture(scope="session")
def mhonarc_pages(posted: list[Posted], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list as pages of MHonArc with its own settings, which hide addresses, and in the mails' charsets."""
    needed(mhonarc.lacking())
    return mhonarc.pages(tmp_path_factory.mktemp("mhonarc") / LIST, posted, "-spammode")
