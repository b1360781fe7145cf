"""Newsgroups over NNTP (RFC 3977), `nntp://host/group` or `nntps://host/group`: as public-inbox and news servers give.

Articles have numbers that are never given twice. So many at a time become a mailbox, `000000001-000000500.mbox.gz`,
which is not touched again; the next fetch goes on behind the last number.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import NamedTuple, Self
from urllib.parse import unquote, urlsplit

from maillage.fetch.guard import Deadline, Guard, watched
from maillage.fetch.patience import LATER, Passing, patiently
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL, innermost
from maillage.sentences import Said

AT_A_TIME = 500  # numbers of one file
LARGEST = 1 << 25  # bytes of articles of one file
LONGEST_ARTICLE = 1 << 26
LONGEST_LINE = 1 << 20
HOLE = 100_000  # numbers in a row without an article after which no more are tried
TIME_OUT = 60.0  # seconds to connect
SEPARATOR = b"From mboxrd@z Thu Jan  1 00:00:00 1970\n"  # as public-inbox writes it
_GROUP = re.compile(r"[^\s*?!,\[\]\\/\x00-\x1f\x7f]{1,400}")
_ANSWER = re.compile(rb"([1-5]\d\d)(?:[ \t]([^\r\n]*))?\r?\n")
_SELECTED = re.compile(rb"(\d{1,18}) (\d{1,18}) (\d{1,18})\b.*")
_TO_ESCAPE = re.compile(rb"^(>*From )", re.MULTILINE)


def is_news(url: str) -> bool:
    """Whether an address is one of NNTP."""
    return url.lower().startswith(("nntp://", "nntps://"))


class _Answer(NamedTuple):
    """A server's answer of one line: its number, and what stands behind it."""

    code: int
    said: bytes


class _Lost(Exception):
    """The connection ended, or what came cannot be understood any more."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


@contextmanager
def _on_the_way() -> Iterator[None]:
    """What the system says of a connection, told apart from what it says of files."""
    try:
        yield
    except OSError as error:
        raise _Lost(Said("the connection is lost ({reason})", reason=innermost(error))) from error


class _Server:
    """A connection to a news server. What it sends is bounded: lines, articles, and the time that an answer takes."""

    def __init__(self, guard: Guard) -> None:
        self._deadline = Deadline()
        with _on_the_way():
            self._socket = guard.connected(TIME_OUT)
        self._file: BufferedReader = watched(self._socket, self._deadline)
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._socket.close()

    def answer(self) -> _Answer:
        """The next answer. Raises _Lost."""
        self._deadline.begin()
        found = _ANSWER.fullmatch(self._line(4096))
        if not found:
            raise _Lost(Said("it does not speak NNTP"))
        return _Answer(int(found[1]), (found[2] or b"").strip())

    def ask(self, *words: str) -> _Answer:
        """The answer to a command. Raises _Lost; ValueError for words that would be two commands."""
        command = " ".join(words)
        if not command.isprintable():
            raise ValueError(command)
        with _on_the_way():
            self._socket.sendall(f"{command}\r\n".encode())
        return self.answer()

    def text(self) -> bytes | None:
        """The lines that follow an answer, with line ends of one character; None where they are longer than allowed."""
        lines: list[bytes] = []
        size, begins = 0, True
        while not ((line := self._line(LONGEST_LINE)) in (b".\r\n", b".\n") and begins):
            size += len(line)
            if size <= LONGEST_ARTICLE:
                lines.append(line[1:] if begins and line.startswith(b".") else line)
            begins = line.endswith(b"\n")
        return None if size > LONGEST_ARTICLE else b"".join(lines).replace(b"\r\n", b"\n")

    def _line(self, longest: int) -> bytes:
        with _on_the_way():
            line = self._file.readline(longest)
        if not line:
            raise _Lost(Said("its answer is cut off"))
        self.size += len(line)
        return line


# ------------------------------------------------------------------------------------------- fetching


def fetch(task: Task) -> None:
    """Bring the articles that are new, the oldest first. Raises NotFetched, OSError."""
    group = unquote(urlsplit(task.url).path).strip("/")
    if not _GROUP.fullmatch(group):
        raise task.web.refusal(Said("no newsgroup is named at {url}", url=task.url), Said("write nntp://HOST/GROUP"))
    is_done = False
    while not is_done:
        is_done = patiently(lambda: _connected(task, group), task.patience, task.web.refusal, task.progress.tell)


def _connected(task: Task, group: str) -> bool:
    """What one connection brings: whether all is there. Raises NotFetched, Passing."""
    before = task.web.requests
    try:
        with _Server(task.web.guard) as server:
            try:
                _greet(task, server)
                _bring(task, server, group)
            finally:
                task.web.size += server.size
    except _Lost as lost:
        if not task.web.requests:
            said = Said("there is no connection to {host} ({reason})", host=task.web.guard.host, reason=lost.said)
            raise task.web.refusal(said, Said("check the url, and the network")) from lost
        if task.web.requests - before > AT_A_TIME:  # it gave something: patience begins anew
            return False
        raise Passing(lost.said) from lost
    return True


def _greet(task: Task, server: _Server) -> None:
    """Wait for the server's first word, and log in where the study has a login. Raises NotFetched, Passing."""
    first = server.answer()
    task.web.requests += 1
    if first.code == 400:
        raise Passing(Said("it does not serve now: {said}", said=_shown(first)))
    if first.code not in (200, 201):
        raise task.web.refusal(Said("it refuses: {said}", said=_shown(first)), LATER)
    if not task.options.login:
        return
    answer = server.ask("AUTHINFO", "USER", task.options.login)
    if answer.code == 381:
        answer = server.ask("AUTHINFO", "PASS", task.secret().revealed)
    if answer.code != 281:
        said = Said("it refuses the login {login}", login=task.options.login)
        raise task.web.refusal(said, Said("check the login, and the password in the environment or the keyring"))


def _bring(task: Task, server: _Server, group: str) -> None:
    """Bring the articles behind the last one that was brought. Raises NotFetched, _Lost; OSError of files."""
    selected = server.ask("GROUP", group)
    task.web.requests += 1
    if selected.code == 480:
        said = Said("only its members may read it")
        raise task.web.refusal(said, Said("give the `login` of somebody who may, or ask the administrators"))
    found = _SELECTED.fullmatch(selected.said)
    if selected.code != 211 or not found:
        said = Said("there is no newsgroup {group} ({said})", group=group, said=_shown(selected))
        raise task.web.refusal(said, CHECK_URL)
    first, last = max(int(found[2]), 1), int(found[3])
    known = int(task.folder.state.get("last", 0))
    if last < known:
        task.note(Said("its last number is {last}, and was {known}: it was made anew", last=last, known=known))
    task.progress.begin("fetch", max(last - max(known, first - 1), 0))
    numbers = iter(range(max(first, known + 1), last + 1))
    missing = 0
    while stretch := _stretch(task, server, numbers):
        missing = 0 if stretch.content else missing + stretch.last - stretch.first + 1
        if missing > HOLE:
            raise task.web.refusal(Said("its numbers have no end"), Said("tell the administrators"))
        if stretch.content:
            packed = gzip.compress(stretch.content, mtime=0)
            task.keep(f"{stretch.first:09}-{stretch.last:09}.mbox.gz", packed, task.url)
        task.folder.keep_state(last=stretch.last)


class _Stretch(NamedTuple):
    """Articles of some numbers in a row, as a mailbox; there may be none."""

    first: int
    last: int
    content: bytes


def _stretch(task: Task, server: _Server, numbers: Iterator[int]) -> _Stretch | None:
    """The articles of the next numbers; None when there are no more. Raises _Lost."""
    articles: list[bytes] = []
    first = last = 0
    size = 0
    for last in numbers:
        first = first or last
        answer = server.ask("ARTICLE", str(last))
        task.web.requests += 1
        task.progress.advance(1)
        if answer.code == 220:
            content = server.text()
            if content is None:
                task.note(Said("article {number} is too long", number=last))
                continue
            articles.append(SEPARATOR + _TO_ESCAPE.sub(rb">\1", content) + b"\n")
            size += len(content)
        elif answer.code not in (420, 423, 430):
            raise _Lost(Said("it refuses: {said}", said=_shown(answer)))
        if last - first + 1 >= AT_A_TIME or size > LARGEST:
            break
    return _Stretch(first, last, b"".join(articles)) if first else None


def _shown(answer: _Answer) -> str:
    return f"{answer.code} {answer.said[:200].decode('utf-8', 'replace')}".strip()
