"""Hypermail's pages of mails, in the form of version 2.1.8, which no distribution has any more.

What is written here has the form of `fixtures/hypermail/2.1.8`, which follows the program's print.c.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterable
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html import escape
from pathlib import Path

from servers.correspondence import Posted

PAGE = """\
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"
                      "http://www.w3.org/TR/html4/loose.dtd">
<html lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="generator" content="hypermail 2.1.8, see http://www.hypermail.org/">
<title>{list}: {subject}</title>
</head>
<body bgcolor="#FFFFFF" text="#000000">
<h1>{subject}</h1>
<!-- received="{received:%a %b %e %H:%M:%S %Y}" -->
<!-- isoreceived="{received:%Y%m%d%H%M%S}" -->
<!-- sent="{sent}" -->
<!-- isosent="{received:%Y%m%d%H%M%S}" -->
<!-- name="{name}" -->
<!-- email="{address}" -->
<!-- subject="{subject}" -->
<!-- id="{id}" -->
<!-- charset="utf-8" -->
<!-- inreplyto="{answers}" -->
<!-- expires="-1" -->
<p>
<strong>From:</strong> {name} (<em>{address}</em>)<br>
<strong>Date:</strong> {sent}
</p>
<hr>
<!-- body="start" -->
{body}
<!-- body="end" -->
<hr>
<ul>
<li><strong>Next message:</strong> <a href="{next:04}.html">Next</a>
</ul>
</body>
</html>
"""


def pages(folder: Path, name: str, mails: Iterable[Posted]) -> Path:
    """The pages of a list, `0012.html`, and what came with their mails, each in `att-0012/`."""
    folder.mkdir(parents=True)
    for number, mail in enumerate(mails):
        (folder / f"{number:04}.html").write_text(_page(folder, name, number, mail), encoding="utf-8")
    return folder


def _page(folder: Path, name: str, number: int, mail: Posted) -> str:
    header = email.message_from_bytes(mail.raw, policy=email.policy.compat32)
    shown, address = parseaddr(str(header["From"]))
    answers = re.findall(r"<([^<>\s]+)>", str(header["In-Reply-To"] or ""))
    return PAGE.format(
        list=name, received=mail.at, next=number + 1, sent=header["Date"], body=_body(folder, number, header),
        subject=escape(_read(header["Subject"])), name=escape(_read(shown) or address), address=_hidden(address),
        id=_hidden(str(header["Message-ID"] or f"no.id.{number}@hypermail").strip("<>")),
        answers=_hidden(answers[-1]) if answers else "",
    )  # fmt: skip


def _read(written: object) -> str:
    """A header as people read it; bytes in no charset as they are taken for Latin-1."""
    text = str(written).encode("utf-8", "surrogateescape").decode("latin-1")
    return str(make_header(decode_header(" ".join(text.split()))))


def _hidden(written: str) -> str:
    return written.replace("@", "_at_")


def _body(folder: Path, number: int, header: Message) -> str:
    """The first text of a mail, and links to what came with it; other forms of the same text are left out."""
    text, files = "", []
    for part in header.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename():
            files.append(_stored(folder, number, part, content))
        elif not text:
            written = _decoded(content, part.get_content_charset() or "us-ascii")
            text = written if part.get_content_type() == "text/html" else _lines(written)
    return "\n".join([text, *files])


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("latin-1")


def _stored(folder: Path, number: int, part: Message, content: bytes) -> str:
    name = re.sub(r"[^\w.-]", "_", _read(part.get_filename()))
    (folder / f"att-{number:04}").mkdir(exist_ok=True)
    (folder / f"att-{number:04}" / name).write_bytes(content)
    link = f'<a href="att-{number:04}/{name}">{name}</a>'
    item = f"<li>{part.get_content_type()} attachment: {link}"
    return f'<!-- attachment="{name}" -->\n<hr noshade>\n<ul>\n{item}\n</ul>\n'


def _lines(text: str) -> str:
    """A text as lines with breaks, its blank ones as paragraphs, its quotes marked by their depth."""
    shown, begins = ["<p>"], ""
    for line in text.strip("\n").split("\n"):
        quoted = re.match(r"[> ]*>", line)
        if not line.strip():
            begins = "<p>"
        elif quoted:
            depth = quoted[0].count(">")
            shown.append(f'{begins}<span class="quotelev{depth}">{escape(line, quote=False)}\n</span><br>')
        else:
            shown.append(f"{begins}{escape(line, quote=False)}\n<br>")
        begins = "<p>" if not line.strip() else ""
    return "\n".join(shown)
