"""Mails that say something of their author: findings of our own, in a store of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from derived_rows import fill
from factories import Archive, derive

from maillage.analyze.profiles.readings import Finding
from maillage.decisions import Decisions
from maillage.project import Study

STEPS = (
    "people.accounts",
    "contributions",
    "volume",
    "authors",
    "regulars",
    "intensive",
    "profiles.attributions",
    "profiles.profiles",
)


class Sayings:
    """An archive of mails, with what is found in each."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._findings: list[Finding] = []

    def mail(
        self,
        text: str = "",
        *found: tuple[str, str],
        by: str = "marie@orange.fr",
        zone: str = "signature",
        confidence: float = 0.9,
        rule: str = "test",
        **columns: Any,
    ) -> int:
        """Add a mail in which these kinds and values are found; its number."""
        store = self.archive.store
        self.archive.message(by=by, **columns)
        message = int(store.value("select max(message) from messages"))
        store.connection.execute("insert into texts values (?, ?)", (message, text))
        for kind, value in found:
            begin = text.index(value)
            self._findings.append(Finding(message, begin, begin + len(value), kind, value, rule, confidence, zone))
        return message

    def capacity(self, kind: str, **columns: Any) -> int:
        """Add a mail that says for whom it speaks; its number."""
        message = self.mail("Je le dis ici.", **columns)
        self._findings.append(Finding(message, 0, 13, "capacity", kind, "test", 0.9, "text"))
        return message

    def mails(self, times: int, text: str = "", *found: tuple[str, str], **columns: Any) -> None:
        """Add the same mail several times."""
        for _ in range(times):
            self.mail(text, *found, **columns)

    def derive(self, of: Study, *steps: str, decisions: Decisions | None = None) -> None:
        """Rebuild who is what, and then these steps."""
        fill(self.archive.store, Finding, self._findings)
        derive(self.archive, of, *STEPS, *steps, decisions=decisions)


def job(function: str, organisation: str = "", town: str = "") -> tuple[str, Sequence[tuple[str, str]]]:
    """A signature that says these, and what is found in it."""
    found = (("function", function), ("organization", organisation), ("location", town))
    return f"--\n{function}\n{organisation}\n{town}", tuple(pair for pair in found if pair[1])
