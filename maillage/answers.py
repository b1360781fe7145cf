"""Whether two persons are one: the file that asks, and what becomes of its answers.

`suggestions.csv` is written anew whenever one asks for it. An answer becomes a line of `persons.csv`, or of
`later.csv`, with who gave it, when, and the evidence as its reason; nobody is asked again while that line stands.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from maillage.decisions import (
    ASKED_COLUMNS,
    COLUMNS,
    LATER,
    PERSONS,
    SUGGESTIONS,
    Decisions,
    Row,
    load,
    read_rows,
    to_account,
)
from maillage.errors import InvalidStudy, UnwritableReport
from maillage.project import Study
from maillage.sentences import Said, because

ANSWERS = ("merge", "never", "later")
ACTIONS = {"merge": "merge", "never": "split"}
LOG = "answers.log"


class Question(NamedTuple):
    """Two accounts that may be one person's, and what is told of them; `reasons` in words."""

    first: str
    first_name: str
    second: str
    second_name: str
    probability: str
    messages: str
    reasons: str


class Taken(NamedTuple):
    """How many answers of each kind were taken in, and how many questions are left."""

    merged: int
    apart: int
    later: int
    left: int


def ask(study: Study, questions: Iterable[Question]) -> int:
    """Write the file of suggestions; how many there are.

    Answers that stand in the file and were not taken in stay in it; what is answered already, or will be later, is
    not asked. Raises InvalidStudy for a file that cannot be read.
    """
    mistakes: list[Said] = []
    answered = {_pair(row): row.cells for row in _rows(study, SUGGESTIONS, mistakes) if row.cells["answer"]}
    settled = {_pair(row) for name in (PERSONS, LATER) for row in _rows(study, name, mistakes)}
    if mistakes:
        raise InvalidStudy(study.decisions, mistakes)
    cells = [one._asdict() | {"answer": "", "by": "", "note": ""} for one in questions]
    new = [one for one in cells if frozenset((to_account(one["first"]), to_account(one["second"]))) not in settled]
    open_ones = [answered.pop(frozenset((to_account(one["first"]), to_account(one["second"]))), one) for one in new]
    rows = [*answered.values(), *open_ones]
    _write(study.decisions / SUGGESTIONS, _text(ASKED_COLUMNS[SUGGESTIONS], rows))
    return len(rows)


def take(study: Study, by: str, today: date) -> Taken:
    """Turn the answers of the file into decisions. `by`: who gave those that do not say it themselves.

    Raises InvalidStudy with every mistake; then nothing is taken in.
    """
    decided = load(study)
    mistakes: list[Said] = []
    rows = list(_rows(study, SUGGESTIONS, mistakes))
    answered = [row for row in rows if row.cells["answer"]]
    for row in answered:
        row.cells["answer"] = row.cells["answer"].lower()
        row.choice("answer", ANSWERS)
        row.account("first")
        row.account("second")
        if not (row.cells["by"] or by):
            row.wrong(Said("nobody is named who answers; fill in the column by, or add `--by NAME`"))
    if not mistakes:
        _check(answered, decided)
    if mistakes:
        raise InvalidStudy(study.decisions, mistakes)
    if not answered:
        return Taken(0, 0, 0, len(rows))
    lines = [_decision(row, by, today) for row in answered]
    _append(study.decisions / PERSONS, COLUMNS[PERSONS], [line for line in lines if line["action"] != "later"])
    _append(study.decisions / LATER, ASKED_COLUMNS[LATER], [line for line in lines if line["action"] == "later"])
    _log(study.decisions / LOG, lines)
    left = [row.cells for row in rows if not row.cells["answer"]]
    _write(study.decisions / SUGGESTIONS, _text(ASKED_COLUMNS[SUGGESTIONS], left))
    given = Counter(line["action"] for line in lines)
    return Taken(given["merge"], given["split"], given["later"], len(left))


def _rows(study: Study, name: str, mistakes: list[Said]) -> list[Row]:
    return list(read_rows(study.decisions, name, [source.name for source in study.sources], mistakes))


def _pair(row: Row) -> frozenset[str]:
    return frozenset((to_account(row.cells["first"]), to_account(row.cells["second"])))


def _check(answered: Sequence[Row], decided: Decisions) -> None:
    """Two accounts that were split, by a decision or another answer, cannot be merged, be it through others."""
    together: dict[str, str] = {}

    def of(account: str) -> str:
        while account in together:
            account = together[account]
        return account

    merges = [(one.first, one.second) for one in decided.merges]
    apart = [(one.first, one.second) for one in decided.splits]
    for row in answered:
        pair = to_account(row.cells["first"]), to_account(row.cells["second"])
        if row.cells["answer"] == "merge":
            merges.append(pair)
        elif row.cells["answer"] == "never":
            apart.append(pair)
    for first, second in merges:
        if of(first) != of(second):
            together[of(first)] = of(second)
    at_odds = {frozenset((of(first), of(second))) for first, second in apart if of(first) == of(second)}
    for row in answered:
        if row.cells["answer"] != "later" and frozenset({of(to_account(row.cells["first"]))}) in at_odds:
            said = Said("{answer} contradicts another answer or a decision", answer=row.cells["answer"])
            row.wrong(said)


def _decision(row: Row, by: str, today: date) -> dict[str, str]:
    """The line that an answer becomes."""
    reason = " — ".join(filter(None, (row.cells["note"], row.cells["reasons"]))) or row.cells["answer"]
    return {
        "action": ACTIONS.get(row.cells["answer"], "later"),
        "first": row.cells["first"],
        "second": row.cells["second"],
        "reason": reason,
        "by": row.cells["by"] or by,
        "date": today.isoformat(),
    }


def _append(file: Path, columns: Sequence[str], lines: Sequence[dict[str, str]]) -> None:
    """Add lines to a file that people write, in its own order of columns and with its own separator."""
    if not lines:
        return
    try:
        before = file.read_text("utf-8-sig") if file.exists() else ""
    except OSError as error:
        raise _unwritable(file, error) from error
    heading = next((line for line in before.splitlines() if line.strip() and not line.startswith(("#", '"#'))), "")
    delimiter = max(",;\t", key=heading.count)
    known = [name.strip().lower() for name in next(csv.reader([heading], delimiter=delimiter), [])] or list(columns)
    added = _text(known, lines, delimiter, heading=not heading)
    _write(file, before + ("\n" if before and not before.endswith("\n") else "") + added)


def _text(columns: Sequence[str], rows: Iterable[dict[str, str]], delimiter: str = ",", *, heading: bool = True) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    if heading:
        writer.writeheader()
    writer.writerows({name: " ".join(str(value).split()) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _log(file: Path, lines: Sequence[dict[str, str]]) -> None:
    """One line for each answer ever taken in; nothing reads it but people."""
    try:
        with file.open("a", encoding="utf-8", newline="\n") as log:
            for line in lines:
                log.write("\t".join(line[name] for name in ("date", "by", "action", "first", "second")) + "\n")
    except OSError as error:
        raise _unwritable(file, error) from error


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(text, encoding="utf-8", newline="")
        new.replace(file)
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> UnwritableReport:
    return UnwritableReport(file, because(error), Said("check the folder and its rights"))
