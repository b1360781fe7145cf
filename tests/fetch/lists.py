"""The archives of an invented list, as Mailman's and MHonArc's pages lay them out; the mails are of nobody."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

MONTHS = ("2014-May", "2014-June", "2014-July")
ROW = """
	<tr>
	<td>{volume} :</td>
        <td>
	<A href="{volume}/thread.html">[ Enfilade ]</a>
	<A href="{volume}/subject.html">[ Sujet ]</a>
	<A href="{volume}/author.html">[ Auteur ]</a>
	<A href="{volume}/date.html">[ Date ]</a>
	</td>
	<td>{file}</td>
        </tr>
"""


def volume(month: str, count: int = 3) -> bytes:
    """A month's mails, as pipermail writes them."""
    year, name = month.split("-")
    return b"".join(
        f"From ana at atelier.example  Mon {name[:3]} {day:2} 10:00:00 {year}\n"
        f"From: ana at atelier.example (Ana Prigent)\nDate: {day} {name[:3]} {year} 10:00:00 +0200\n"
        f"Subject: Jour {day}\nMessage-ID: <{name.lower()}-{day}@atelier.example>\n\nBonjour.\n\n".encode()
        for day in range(1, count + 1)
    )


def write_list_page(folder: Path, names: Sequence[str], *, has_pages: bool = True, text: str = "Mailman") -> None:
    """The page of a list's archive, with these volumes, the newest first; `""` for one whose file is gone."""
    rows = []
    for name in reversed(names):
        month = name.removesuffix(".gz").removesuffix(".txt")
        file = f'<A href="{name}">[ Texte 1 Ko ]</a>' if name.endswith((".txt", ".gz")) else ""
        row = ROW.format(volume=month, file=file)
        rows.append(row if has_pages else f"<tr><td>{file}</td></tr>")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(
        f"<!DOCTYPE HTML><HTML><HEAD><title>Les Archives de Atelier</title></HEAD><BODY>"
        f"<table border=3>{''.join(rows)}</table><p>{text}</BODY></HTML>",
        encoding="utf-8",
    )


def write_volumes(folder: Path, months: Sequence[str] = MONTHS) -> None:
    """A list of Mailman 2: packed volumes, the last one not packed yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for month in months[:-1]:
        (folder / f"{month}.txt.gz").write_bytes(gzip.compress(volume(month), mtime=0))
    (folder / f"{months[-1]}.txt").write_bytes(volume(months[-1]))
    write_list_page(folder, [*(f"{month}.txt.gz" for month in months[:-1]), f"{months[-1]}.txt"])


def write_pages(folder: Path, months: Sequence[str] = MONTHS, each: int = 3) -> None:
    """The pages of the same list, with their indexes."""
    number = 0
    for month in months:
        entries = []
        (folder / month).mkdir(parents=True, exist_ok=True)
        for _ in range(each):
            page = f"<HTML><H1>Jour</H1><!--beginarticle--><PRE>Bonjour {number}.</PRE><!--endarticle--></HTML>"
            (folder / month / f"{number:06}.html").write_text(page, encoding="utf-8")
            entries.append(f'<LI><A HREF="{number:06}.html">Jour</A><A NAME="{number}">&nbsp;</A>')
            number += 1
        for index in ("date", "thread", "subject", "author"):
            (folder / month / f"{index}.html").write_text(f"<HTML><ul>{''.join(entries)}</ul></HTML>", encoding="utf-8")


def mhonarc_page(number: int) -> str:
    """A mail's page, with the comments that MHonArc leaves in it."""
    return (
        f"<!-- MHonArc v2.6.19 -->\n<!--X-Subject: Jour {number} -->\n<!--X-From-R13: Oan Bevtrag -->\n"
        f"<!--X-Message-Id: {number}@atelier.example -->\n<!--X-Head-End-->\n<html><body>\n"
        f"<!--X-Body-of-Message-->\n<pre>Bonjour {number}.</pre>\n<!--X-Body-of-Message-End-->\n</body></html>\n"
    )


def write_mhonarc(folder: Path, count: int = 9, *, on_a_page: int = 4, without: Sequence[int] = ()) -> None:
    """The archive of MHonArc in one folder: `maillist.html` with the newest, `mail2.html`…; `without`: not indexed."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"msg{number:05}.html").write_text(mhonarc_page(number), encoding="utf-8")
    listed = [number for number in reversed(range(count)) if number not in without]
    pages = [listed[begin : begin + on_a_page] for begin in range(0, len(listed), on_a_page)]
    names = ["maillist.html", *(f"mail{place}.html" for place in range(2, len(pages) + 1))]
    for place, (name, numbers) in enumerate(zip(names, pages, strict=True)):
        following = f'<a href="{names[place + 1]}">Next Page</a>' if place + 1 < len(names) else ""
        entries = "".join(f'<li><a name="{n:05}" href="msg{n:05}.html">Jour {n}</a></li>' for n in numbers)
        for index in (name, name.replace("maillist", "threads").replace("mail", "thrd")):
            (folder / index).write_text(
                f"<!-- MHonArc v2.6.19 --><html><title>Mail Index</title><a href='threads.html'>Thread Index</a>"
                f"{following}<ul>{entries}</ul></html>",
                encoding="utf-8",
            )
