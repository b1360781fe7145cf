"""Pipermail's volumes and pages of mails, in the form of Mailman 2.1.26 with an English list in UTF-8.

No server can make them any more: Mailman 2 needs a Python that is gone. What is written here follows, byte for byte
where it matters to a reader, the pages and volumes that the real program wrote of other mails (`fixtures/`).
"""

from __future__ import annotations

import email.policy
import gzip
import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html import escape as escaped
from pathlib import Path
from urllib.parse import quote

from servers.correspondence import Posted

HOST = "listes.ponant-asso.example"
THREAD_LEVELS = 3  # of nested lists in a thread index; deeper ones stay there
ADDRESS = re.compile(r"([-+,.\w]+)@([-+.\w]+)", re.ASCII)
_LINK = re.compile(r"&lt;(https?://[^\s&]+)&gt;|(https?://[^\s<>&]+)|([-+,.\w]+ at (?:[-+\w]+\.)+[-+\w]+)", re.ASCII)
NEXT_PART = "-------------- next part --------------\n"
PAGE = """\
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML>
 <HEAD>
   <TITLE> {subject}
   </TITLE>
   <LINK REL="Index" HREF="index.html" >
   <LINK REL="made" HREF="mailto:{mailto}">
   <META NAME="robots" CONTENT="index,nofollow">
   <style type="text/css">
       pre {{
           white-space: pre-wrap;       /* css-2.1, curent FF, Opera, Safari */
           }}
   </style>
   <META http-equiv="Content-Type" content="text/html; charset=utf-8">
   {near}
 </HEAD>
 <BODY BGCOLOR="#ffffff">
   <H1>{subject}</H1>
    <B>{name}</B>\x20
    <A HREF="mailto:{mailto}"
       TITLE="{subject}">{address}
       </A><BR>
    <I>{date}</I>
    <P><UL>
        {links}
         <LI> <B>Messages sorted by:</B>\x20
              <a href="date.html#{number}">[ date ]</a>
              <a href="thread.html#{number}">[ thread ]</a>
              <a href="subject.html#{number}">[ subject ]</a>
              <a href="author.html#{number}">[ author ]</a>
         </LI>
       </UL>
    <HR>\x20\x20
<!--beginarticle-->
<PRE>{body}</PRE>

<!--endarticle-->
    <HR>
    <P><UL>
        <!--threads-->
\t{links}
         <LI> <B>Messages sorted by:</B>\x20
              <a href="date.html#{number}">[ date ]</a>
              <a href="thread.html#{number}">[ thread ]</a>
              <a href="subject.html#{number}">[ subject ]</a>
              <a href="author.html#{number}">[ author ]</a>
         </LI>
       </UL>

<hr>
<a href="http://{host}/cgi-bin/mailman/listinfo/{list}">More information about the {list}
mailing list</a><br>
</body></html>
"""
INDEX = """\
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML>
  <HEAD>
     <title>The {list} {month} Archive by {by}</title>
     <META NAME="robots" CONTENT="noindex,follow">
     <META http-equiv="Content-Type" content="text/html; charset=utf-8">
  </HEAD>
  <BODY BGCOLOR="#ffffff">
      <a name="start"></A>
      <h1>{month} Archives by {by}</h1>
      <p><b>Messages:</b> {count}<p>
     <ul>
{entries}    </ul>
    <p>
      <a name="end"><b>Last message date:</b></a>
       <i>{last}</i><br>
   </BODY>
</HTML>
"""
ENTRY = """
<LI><A HREF="{number:06}.html">{subject}
</A><A NAME="{number}">&nbsp;</A>
<I>{name}
</I>
"""


@dataclass
class Article:
    """A mail as pipermail keeps it. `number`: over the whole life of the list; `branch`: its thread's key."""

    number: int
    mail: Posted
    header: Message
    message_id: str
    subject: str
    name: str
    address: str
    text: str
    branch: str = ""
    answers: list[str] = field(default_factory=list)

    @property
    def month(self) -> tuple[int, int]:
        """The volume it is in, by the server's clock."""
        return self.mail.at.year, self.mail.at.month

    @property
    def date(self) -> str:
        """The moment as pages show it."""
        return f"{self.mail.at:%a %b %e %H:%M:%S UTC %Y}"


def articles(name: str, mails: Iterable[Posted]) -> list[Article]:
    """The mails as pipermail keeps them."""
    return [_article(name, number, mail) for number, mail in enumerate(mails)]


def volumes(folder: Path, name: str, mails: Iterable[Posted]) -> Path:
    """The text volumes of a list, `2011-May.txt.gz`, the last not yet packed."""
    folder.mkdir(parents=True)
    months = _months(articles(name, mails))
    for month, there in months.items():
        content = "".join(map(_entry, there)).encode()
        path = folder / f"{_volume(month)}.txt"
        if month == max(months):
            path.write_bytes(content)
        else:
            path.with_suffix(".txt.gz").write_bytes(gzip.compress(content, mtime=0))
    return folder


def pages(folder: Path, name: str, mails: Iterable[Posted]) -> Path:
    """The pages of a list, `2011-May/000012.html`, and of each month its indexes."""
    for month, there in _months(articles(name, mails)).items():
        volume = folder / _volume(month)
        volume.mkdir(parents=True)
        for before, article, after in zip([None, *there], there, [*there[1:], None], strict=False):
            page = _page(name, before, article, after)
            (volume / f"{article.number:06}.html").write_text(page, encoding="utf-8")
        threaded = sorted(_threaded(there), key=lambda article: article.branch)
        indexes = {"thread": _nested(threaded), "date": "".join(map(_listed, there))}
        for by, entries in indexes.items():
            index = INDEX.format(
                list=name.title(), month=f"{month_name[month[1]]} {month[0]}", by=by, count=len(there), entries=entries,
                last=there[-1].date,
            )  # fmt: skip
            (volume / f"{by}.html").write_text(index, encoding="utf-8")
    return folder


def _months(found: Iterable[Article]) -> dict[tuple[int, int], list[Article]]:
    months: dict[tuple[int, int], list[Article]] = {}
    for article in found:
        months.setdefault(article.month, []).append(article)
    return months


def _volume(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month_name[month[1]]}"


def _article(name: str, number: int, mail: Posted) -> Article:
    header = email.message_from_bytes(mail.raw, policy=email.policy.compat32)
    shown, address = parseaddr(_raw(header, "From"))
    subject = re.sub(r"(?i)^re: ?", "", _raw(header, "Subject")) or "No subject"
    made = f"<mailman.{number}.{int(mail.at.timestamp())}.2471.{name}@{HOST}>"
    return Article(
        number,
        mail,
        header,
        message_id=_raw(header, "Message-ID") or made,
        subject=subject,
        name=shown or _hidden(address),
        address=_hidden(address),
        text=_scrubbed(name, mail, header),
        answers=re.findall(r"<[^<>\s]+>", f"{_raw(header, 'References')} {_raw(header, 'In-Reply-To')}"),
    )


def _raw(header: Message, name: str) -> str:
    """A header on its lines, as it stands in the mail; bytes in no charset are lost, as they were."""
    value = header.get(name, "")
    return str(value).encode("utf-8", "surrogateescape").decode("ascii", "replace").replace("�", "?")


def _read(written: str) -> str:
    """A header as people read it."""
    return str(make_header(decode_header(" ".join(written.split()))))


def escape(text: str, *, quote: bool = True) -> str:
    """A text in HTML, as Python 2 wrote it: with its apostrophes."""
    return escaped(text, quote=False).replace('"', "&quot;") if quote else escaped(text, quote=False)


def _hidden(text: str) -> str:
    return ADDRESS.sub(r"\1 at \2", text)


# ------------------------------------------------------------------------------------------ what is in a mail


def _scrubbed(name: str, mail: Posted, header: Message) -> str:
    """The first text of a mail, and what stands for its other parts."""
    texts = []
    for part in header.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_content_type() == "text/plain" and not part.get_filename():
            charset = part.get_content_charset() or "us-ascii"
            texts.append(_decoded(content, charset))
        else:
            texts.append(_notice(name, mail, part, content))
    return _hidden(NEXT_PART.join(text if text.endswith("\n") else f"{text}\n" for text in texts))


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("us-ascii", "replace")


def _notice(name: str, mail: Posted, part: Message, content: bytes) -> str:
    shown = _read(part.get_filename() or "")
    place = f"http://{HOST}/pipermail/{name}/attachments/{mail.at:%Y%m%d}/{int(mail.at.timestamp()):08x}"
    if part.get_content_type() == "text/html":
        return f"An HTML attachment was scrubbed...\nURL: <{place}/attachment.html>\n"
    ending = shown.rpartition(".")[2] or "bin"
    return (
        f"A non-text attachment was scrubbed...\nName: {shown or 'not available'}\nType: {part.get_content_type()}\n"
        f"Size: {len(content)} bytes\nDesc: not available\nURL: <{place}/attachment.{ending}>\n"
    )


# ------------------------------------------------------------------------------------------ volumes


def _entry(article: Article) -> str:
    fields = [f"From: {article.address} ({article.name})", f"Date: {_raw(article.header, 'Date')}"]
    fields.append(f"Subject: {article.subject}")
    folded = {name: re.sub(r"\n\s+", "\n ", _raw(article.header, name)) for name in ("In-Reply-To", "References")}
    fields += [f"{name}: {value}" for name, value in folded.items() if value]
    fields.append(f"Message-ID: {article.message_id}")
    lines = "\n".join(fields)
    return f"From {article.address}  {article.mail.at:%a %b %e %H:%M:%S %Y}\n{lines}\n\n{article.text}\n"


# ------------------------------------------------------------------------------------------ pages


def _page(name: str, before: Article | None, article: Article, after: Article | None) -> str:
    subject = escape(_read(article.subject))
    mailto = (
        f"{quote(f'{name}@{HOST}', safe='')}?Subject={quote(f'Re: {_read(article.subject)}', safe='')}"
        f"&In-Reply-To={quote(article.message_id, safe='')}"
    )
    near, links = [], []
    for rel, told, other in (("Previous", "Previous", before), ("Next", "Next", after)):
        if other is not None:
            near.append(f'<LINK REL="{rel}"  HREF="{other.number:06}.html">')
            shown = escape(_read(other.subject))
            links.append(f'<LI>{told} message (by thread): <A HREF="{other.number:06}.html">{shown}\n</A></li>')
    return PAGE.format(
        subject=subject, mailto=mailto, near="\n   ".join(near), name=escape(_read(article.name)),
        address=escape(article.address), date=article.date, links="\n        ".join(links), number=article.number,
        body=_marked(name, article.text), host=HOST, list=name,
    )  # fmt: skip


def _marked(name: str, text: str) -> str:
    """A text as HTML: quotes in italics, addresses of the web as links, those of mail as links to the list's page."""

    def linked(found: re.Match[str]) -> str:
        bracketed, bare, hidden = found.groups()
        if hidden:
            return f'<A HREF="http://{HOST}/cgi-bin/mailman/listinfo/{name}">{hidden}</A>'
        link = f'<A HREF="{bracketed or bare}">{bracketed or bare}</A>'
        return f"&lt;{link}&gt;" if bracketed else link

    lines = []
    for line in text.split("\n"):
        quoted = re.match(r"(\s*>)(.*)", line)
        if quoted:
            lines.append(
                f"{escape(quoted[1], quote=False)}<i>{_LINK.sub(linked, escape(quoted[2], quote=False))}\n</I>"
            )
        else:
            lines.append(_LINK.sub(linked, escape(line, quote=False)) + "\n")
    return "".join(lines).removesuffix("\n")


def _threaded(there: list[Article]) -> list[Article]:
    """The articles of a volume, each with its branch: below what it answers, or the oldest of its subject."""
    known: dict[str, Article] = {}
    oldest: dict[str, Article] = {}
    for article in there:
        parent = next((known[one] for one in reversed(article.answers) if one in known), None)
        if not article.answers:
            parent = oldest.get(article.subject.lower())
        key = f"{int(article.mail.at.timestamp()):011}.{article.number}-"
        article.branch = f"{parent.branch if parent else ''}{key}"
        known.setdefault(article.message_id, article)
        oldest.setdefault(article.subject.lower(), article)
    return there


def _listed(article: Article) -> str:
    subject, name = escape(_read(article.subject)), escape(_read(article.name))
    return ENTRY.format(number=article.number, subject=subject, name=name)


def _nested(threaded: list[Article]) -> str:
    """The thread index: a list in a list for each answer, down to a level."""
    lines, level = [], 0
    for article in threaded:
        depth = min(article.branch.count("-") - 1, THREAD_LEVELS)
        lines += ["</UL>\n"] * (level - depth) if depth < level else ["<UL>\n"] * (depth - level)
        lines.append(f"<!--{depth} {article.branch} -->{_listed(article)}")
        level = depth
    return "".join([*lines, *["</UL>\n"] * level])
