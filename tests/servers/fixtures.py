"""Real servers of lists for a session of tests, each filled once with the same mails of the demo study.

Where MAILLAGE_SERVERS is set, as in CI, a machine that cannot run one is a failure.
"""

from __future__ import annotations

import email
import email.policy
import os
import tempfile
from collections.abc import Iterator
from email.utils import parsedate_tz
from pathlib import Path

import pytest
from servers import mailman, mhonarc, public_inbox, sympa
from servers.correspondence import Posted, mails_of

LIST = "cartes-ouvertes"
TITLE = "Cartes ouvertes"
OTHER = "wiki-brest"
TOLD_IN_HEADER = b"Auto-Submitted: auto-generated\nCc: regie@ponant-asso.example\n"
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
    """What is written to a list in less than three years, and before that what is odd: some 250 mails.

    Among them one with a header in no charset, one without Message-ID, one of HTML alone, one sent twice, one in no
    known charset, dates that are none, a robot's mails, the answer of somebody who is absent, lines that begin with
    `From `. What is odd on another list stands here as if it had been sent to this one, and the last of 2013
    says in its header alone that it is automatic, and who gets a copy.
    """
    archives = demo_study / "archives"
    written = mails_of([archives / f"{LIST}.mbox"])
    others = mails_of(sorted((archives / OTHER).glob("*.mbox")))
    *mails, last = [
        mail for mail in written if (2011, 5) <= (mail.at.year, mail.at.month) <= (2013, 12) or is_odd(mail)
    ]
    mails += [mail._replace(raw=mail.raw.replace(OTHER.encode(), LIST.encode())) for mail in others if is_odd(mail)]
    mails.append(last._replace(raw=TOLD_IN_HEADER + last.raw))
    return sorted(mails, key=lambda mail: mail.at)


def is_odd(mail: Posted) -> bool:
    """Whether a mail lacks an id, a date or a known charset, has odd bytes in its header, or is of somebody absent."""
    header = email.message_from_bytes(mail.raw, policy=email.policy.compat32)
    head = mail.raw.partition(b"\n\n")[0]
    return (
        "Message-ID" not in header
        or parsedate_tz(header["Date"]) is None
        or header["Auto-Submitted"] == "auto-replied"
        or b"charset=x-" in head
        or not head.isascii()
    )


@pytest.fixture(scope="session")
def sympa_server(posted: list[Posted]) -> Iterator[sympa.Sympa]:
    """A Sympa with the list, its archive and subscribers, served. Its web archive shows pages to everybody."""
    needed(sympa.lacking())
    with tempfile.TemporaryDirectory(prefix="sympa-") as folder:
        Path(folder).chmod(0o711)  # its own user goes through here
        server = sympa.Sympa.create(Path(folder) / "sympa")
        server.create_list(LIST, TITLE)
        server.subscribe(LIST, PEOPLE)
        server.fill(LIST, posted)
        server.unsubscribe(LIST, [GONE])  # later, and not in the same second
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
