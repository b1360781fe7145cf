"""MHonArc's pages of mails, `msg00012.html`, by its indexes: `maillist.html`, `mail2.html`, `thrd2.html`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maillage.fetch import numbered_pages
from maillage.fetch.page import Page
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task

_MARKS = (b"<!--X-Message-Id: ", b"<!--X-Head-of-Message-->", b"<!--X-Body-of-Message-->", b"<!--X-Subject: ")


def is_mail(content: bytes) -> bool:
    """Whether a page is that of a mail."""
    return any(mark in content for mark in _MARKS)


FORM = numbered_pages.Form(
    re.compile(r"(?P<stem>[A-Za-z_-]{0,20})(?P<number>\d{5,9})(?P<ending>\.s?html?)"),
    (
        re.compile(r"(?:maillist|mail\d+)\.s?html?"),
        re.compile(r"date\d*\.s?html?"),
        re.compile(r"index\d*\.s?html?"),
        re.compile(r"(?:threads?\d*|thrd\d+)\.s?html?"),
    ),
    is_mail,
)


def recognizes(page: Page) -> bool:
    """Whether a page is an index that MHonArc made, of mails or of months, or a mail's page."""
    return b"MHonArc" in page.content and (
        bool(page.below(FORM.page)) or is_mail(page.content) or "mail" in page.title.lower()
    )


def lists(page: Page) -> Sequence[Listed]:  # noqa: ARG001  a contract
    """MHonArc knows one archive at a time."""
    return ()


def fetch(task: Task) -> None:
    """Bring the pages of the mails that are not there yet. Raises NotFetched, OSError."""
    numbered_pages.fetch(task, FORM)
