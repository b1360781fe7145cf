"""Monthly text volumes as Mailman 2.1 writes them: `2014-June.txt.gz`, the last month not yet compressed."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from maillage.demo import calendar_fr
from maillage.demo.headers import header
from maillage.demo.mails import PREFIXES
from maillage.demo.oddities import twice
from maillage.demo.packing import gzipped

if TYPE_CHECKING:
    from pathlib import Path

    from maillage.demo.mails import Mail

HOST = "listes.lille-coop.example"
ADDRESS = re.compile(r"([-+,.\w]+)@([-+.\w]+)", re.ASCII)
TYPES = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text", "doc": "application/msword"}
ENGLISH_NOTICES = {"makers", "unisson"}
HTML_TOO = 40  # one author of so many sends HTML beside the text


def write(folder: Path, mails: list[Mail]) -> None:
    """Write the volumes of one list, by the month of the server's clock."""
    folder.mkdir(parents=True, exist_ok=True)
    name = mails[0].list
    kept_twice = twice(name, mails)
    volumes: dict[tuple[int, int], list[str]] = {}
    for number, mail in enumerate(mails):
        there = mail.sent.astimezone(UTC)
        text = entry(mail, number)
        volume = volumes.setdefault((there.year, there.month), [])
        volume += [text, text] if mail.message_id in kept_twice else [text]
    for year, month in sorted(volumes):
        content = "".join(volumes[year, month]).encode()
        path = folder / f"{year}-{calendar_fr.LONG_ENGLISH_MONTHS[month - 1]}.txt"
        if (year, month) == max(volumes):
            path.write_bytes(content)
        else:
            path.with_suffix(".txt.gz").write_bytes(gzipped(content))


def entry(mail: Mail, number: int) -> str:
    """One mail of a volume, from its separator to its last empty line."""
    address = _hidden(mail.address)
    name = header(mail.name, encoding="bq"[mail.style % 2]) if mail.name else address
    lines = [
        f"From {address}  {calendar_fr.ctime(mail.sent)}",
        f"From: {address} ({name})",
        f"Date: {date(mail)}",
        f"Subject: {subject(mail)}",
    ]
    if mail.parents:
        lines.append(f"In-Reply-To: {mail.parents[-1]}")
        lines.append(f"References: {chr(10).join(_folded(mail.parents))}")
    made_up = f"<mailman.{number}.{int(mail.sent.timestamp())}.{1000 + mail.style}.{mail.list}@{HOST}>"
    lines.append(f"Message-ID: {mail.message_id or made_up}")
    body = [_hidden(line) for line in _body(mail)]
    return "\n".join([*lines, "", *body, ""]) + "\n" * (1 + mail.style % 2)


def subject(mail: Mail) -> str:
    """The subject as archived: a leading `Re: ` is gone, unless it was encoded with the rest."""
    if mail.oddity == "no subject":
        return "No subject" if mail.list in ENGLISH_NOTICES else "Sans objet"
    encoded_whole = not mail.subject.isascii() and mail.style % 3 == 0
    text = mail.subject if mail.mark == "Re: " and not encoded_whole else f"{mail.mark}{mail.subject}"
    return f"{PREFIXES.get(mail.list, '')} {header(text)}".strip()


def date(mail: Mail) -> str:
    """The Date header as the mailer wrote it, which may be no date."""
    return "Thu, 31 Foo 20xx 99:99" if mail.oddity == "undecodable date" else calendar_fr.rfc5322(mail.sent)


def _body(mail: Mail) -> list[str]:
    english = mail.list in ENGLISH_NOTICES
    part = "-------------- next part --------------" if english else "-------------- section suivante --------------"
    if mail.oddity == "html only":
        return _html_notice(mail, english=english)
    lines = list(mail.lines)
    if mail.style % HTML_TOO == 3:
        lines += [part, *_html_notice(mail, english=english)]
    if mail.attachment:
        lines += [part, *_file_notice(mail, english=english)]
    return lines


def _html_notice(mail: Mail, *, english: bool) -> list[str]:
    words = "An HTML attachment was scrubbed..." if english else "Une pièce jointe HTML a été nettoyée..."
    return [words, f"URL: <{_url(mail, 'attachment.html')}>"]


def _file_notice(mail: Mail, *, english: bool) -> list[str]:
    ending = mail.attachment.rpartition(".")[2]
    kind = TYPES.get(ending, f"image/{ending.replace('jpg', 'jpeg')}")
    size = 4_000 + 97 * (mail.sent.minute * 60 + mail.sent.second)
    url = f"URL: <{_url(mail, f'attachment.{ending}')}>"
    if english:
        first = "A non-text attachment was scrubbed..."
        return [first, f"Name: {mail.attachment}", f"Type: {kind}", f"Size: {size} bytes", "Desc: not available", url]
    first = "Une pièce jointe autre que texte a été nettoyée..."
    return [first, f"Nom: {mail.attachment}", f"Type: {kind}", f"Taille: {size} octets", "Desc: non disponible", url]


def _url(mail: Mail, name: str) -> str:
    there = mail.sent.astimezone(UTC)
    digest = f"{hash_of(mail):08x}"
    return f"http://{HOST}/pipermail/{mail.list}/attachments/{there:%Y%m%d}/{digest}/{name}"


def hash_of(mail: Mail) -> int:
    """A number that only depends on the moment and the author's style."""
    return (int(mail.sent.timestamp()) * 2_654_435_761 + mail.style) % 2**32


def _folded(ids: tuple[str, ...]) -> list[str]:
    lines = [ids[0]]
    for identifier in ids[1:]:
        if len(lines[-1]) + len(identifier) < 78:
            lines[-1] += f" {identifier}"
        else:
            lines.append(f" {identifier}")
    return lines


def _hidden(text: str) -> str:
    """Addresses with ` at `, as Mailman hides them."""
    return ADDRESS.sub(r"\1 at \2", text)
