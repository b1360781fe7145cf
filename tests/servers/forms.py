"""The same mails in every form in which an archive of a list comes: by real servers, or as they write them."""

from __future__ import annotations

import json
import mailbox
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from servers import hypermail, mailman, mhonarc, pipermail
from servers.correspondence import Posted, mbox
from servers.fixtures import LIST
from servers.mailman import Mailman
from servers.public_inbox import PublicInbox
from servers.sympa import Sympa

ESCAPED = re.compile(rb"(?m)^(>*From )")
LABELS = "Boîte de réception,Listes/Cartes ouvertes"


class Given(NamedTuple):
    """What an archive is made of: a new folder for it, the mails, and the servers that already hold them."""

    folder: Path
    posted: Sequence[Posted]
    request: pytest.FixtureRequest


Make = Callable[[Given], Path]


class Form(NamedTuple):
    """A form of archive. `of`: which of the mails it is made of, where making it of all takes too long."""

    kind: str
    make: Make
    of: Callable[[Posted], bool] = bool


def late_in_2013(mail: Posted) -> bool:
    """Whether a mail is of the last months of the last year: a robot's are among them, and lines with `From `."""
    return mail.at.year == 2013 and mail.at.month >= 7


# ------------------------------------------------------------------------------------------ files of mails


def mbox_file(given: Given) -> Path:
    """One mbox file."""
    path = given.folder / "archive.mbox"
    path.write_bytes(mbox(given.posted))
    return path


def maildir(given: Given) -> Path:
    """A Maildir, delivered to by Python's own code."""
    box = mailbox.Maildir(given.folder / "Maildir")
    for mail in given.posted:
        box.add(mail.raw)
    return given.folder / "Maildir"


def mh(given: Given) -> Path:
    """An MH folder, written by Python's own code."""
    box = mailbox.MH(given.folder / "mh")
    for mail in given.posted:
        box.add(mail.raw)
    box.close()
    return given.folder / "mh"


def eml(given: Given) -> Path:
    """A file for each mail, with the line ends of Windows, as mailers save them."""
    for number, mail in enumerate(given.posted):
        (given.folder / f"message {number}.eml").write_bytes(mail.raw.replace(b"\n", b"\r\n"))
    return given.folder


def pipermail_volumes(given: Given) -> Path:
    """Pipermail's text volumes."""
    return pipermail.volumes(given.folder / LIST, LIST, given.posted)


def pipermail_pages(given: Given) -> Path:
    """Pipermail's pages, without the volumes."""
    return pipermail.pages(given.folder / LIST, LIST, given.posted)


def hypermail_pages(given: Given) -> Path:
    """Hypermail's pages."""
    return hypermail.pages(given.folder / LIST, LIST, given.posted)


def takeout(given: Given) -> Path:
    """A mailbox as Google's Takeout writes it: with CRLF, numbers for senders, and labels."""
    path = given.folder / "Takeout/Mail/Listes-Cartes ouvertes.mbox"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(map(_taken_out, range(len(given.posted)), given.posted)))
    return path


def _taken_out(number: int, mail: Posted) -> bytes:
    thread = 1_400_000_000_000_000_000 + number
    line = f"From {thread}@xxx {mail.at:%a %b %d %H:%M:%S +0000 %Y}\n"
    labels = "=?UTF-8?Q?" + "".join(f"={byte:02X}" for byte in LABELS.encode()) + "?="
    top = f"X-GM-THRID: {thread}\nX-Gmail-Labels: {labels}\nDelivered-To: claire.morvan@boite.example\n"
    return f"{line}{top}".replace("\n", "\r\n").encode() + _escaped(mail.raw).replace(b"\n", b"\r\n") + b"\r\n"


def _escaped(raw: bytes) -> bytes:
    return ESCAPED.sub(rb">\1", raw)


def groups_io(given: Given) -> Path:
    """The zip with `messages.mbox` that groups.io gives a group's owner."""
    path = given.folder / f"{LIST}.zip"
    lines = (f"From {LIST}@groups.example {mail.at:%a %b %e %H:%M:%S %Y}\n".encode() for mail in given.posted)
    content = b"".join(line + _escaped(mail.raw) + b"\n" for line, mail in zip(lines, given.posted, strict=True))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{LIST}/messages.mbox", content)
    return path


# ------------------------------------------------------------------------------------------ servers


def sympa_folder(given: Given) -> Path:
    """The archive in Sympa's own folder, with its pages."""
    return _sympa(given).tree(LIST)


def sympa_zip(given: Given) -> Path:
    """The zip that the list's owner downloads."""
    owner = _sympa(given).visitor()
    owner.log_in()
    path = given.folder / f"{LIST}_archives.zip"
    path.write_bytes(owner.archive(LIST))
    return path


def sympa_web(given: Given) -> Path:
    """The pages of Sympa's web archive, as they are served to visitors."""
    return web_pages(_sympa(given), given.folder, sorted({f"{mail.at:%Y-%m}" for mail in given.posted}))


def web_pages(server: Sympa, folder: Path, months: Sequence[str]) -> Path:
    """The pages of some months of Sympa's web archive, in a folder each."""
    visitor = server.visitor()
    for month in months:
        (folder / month).mkdir()
        for page in sorted(server.tree(LIST).glob(f"{month}/msg*.html")):
            (folder / month / page.name).write_bytes(visitor.page(f"arc/{LIST}/{month}/{page.name}"))
    return folder


def mhonarc_own(given: Given) -> Path:
    """MHonArc's pages with its own settings, which hide addresses."""
    path: Path = given.request.getfixturevalue("mhonarc_pages")
    return path


def mhonarc_utf_8(given: Given) -> Path:
    """MHonArc's pages in UTF-8, with addresses."""
    given.request.getfixturevalue("mhonarc_pages")
    return mhonarc.pages(given.folder / LIST, given.posted, "-nospammode", utf_8=True)


def hyperkitty_export(given: Given) -> Path:
    """The `mbox.gz` of the whole list."""
    path = given.folder / f"{LIST}.mbox.gz"
    path.write_bytes(_mailman(given).export(LIST))
    return path


def hyperkitty_api(given: Given) -> Path:
    """What the interface of HyperKitty answers for the list and for each email."""
    server, base = _mailman(given), f"list/{LIST}@{mailman.DOMAIN}"
    emails = server.api(f"{base}/emails/")
    (given.folder / "emails.json").write_text(json.dumps(emails), encoding="utf-8")
    for email in emails:
        digest = email["message_id_hash"]
        answer = server.api(f"{base}/email/{digest}/")
        (given.folder / f"{digest}.json").write_text(json.dumps(answer), encoding="utf-8")
    return given.folder


def public_inbox_2(given: Given) -> Path:
    """An inbox of version 2."""
    return _inboxes(given).folder / LIST


def public_inbox_1(given: Given) -> Path:
    """An inbox of version 1."""
    return _inboxes(given).folder / f"{LIST}-v1"


def public_inbox_mbox(given: Given) -> Path:
    """The mailbox that visitors of an inbox download."""
    path = given.folder / "all.mbox.gz"
    path.write_bytes(_inboxes(given).all_mails(LIST))
    return path


def _sympa(given: Given) -> Sympa:
    return cast("Sympa", given.request.getfixturevalue("sympa_server"))


def _mailman(given: Given) -> Mailman:
    return cast("Mailman", given.request.getfixturevalue("mailman_server"))


def _inboxes(given: Given) -> PublicInbox:
    return cast("PublicInbox", given.request.getfixturevalue("inbox_server"))


FORMS = {
    "mbox": Form("mbox", mbox_file),
    "Maildir": Form("maildir", maildir),
    "MH": Form("mh", mh),
    "`.eml` files": Form("eml", eml),
    "pipermail, text volumes": Form("pipermail", pipermail_volumes),
    "pipermail, pages": Form("pipermail_html", pipermail_pages),
    "Sympa, folder": Form("sympa", sympa_folder),
    "Sympa, owner's zip": Form("sympa", sympa_zip),
    "Sympa, web archive": Form("mhonarc", sympa_web, late_in_2013),
    "MHonArc, own settings": Form("mhonarc", mhonarc_own),
    "MHonArc, UTF-8": Form("mhonarc", mhonarc_utf_8),
    "Hypermail": Form("hypermail", hypermail_pages),
    "HyperKitty, export": Form("hyperkitty", hyperkitty_export),
    "HyperKitty, API": Form("hyperkitty", hyperkitty_api),
    "public-inbox, version 2": Form("public_inbox", public_inbox_2),
    "public-inbox, version 1": Form("public_inbox", public_inbox_1),
    "public-inbox, `all.mbox.gz`": Form("mbox", public_inbox_mbox),
    "Gmail Takeout": Form("takeout", takeout),
    "groups.io export": Form("groups_io", groups_io),
}
"""Every form, by what docs/formats.md calls it; with the kind that a study gives it."""
