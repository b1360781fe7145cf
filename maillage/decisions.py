"""What people decided: who is who, what does not count, who held which role, and who is what.

CSV files in the study's folder of decisions, which people write, version and share; they win over everything
that is computed. Their format is in docs/decisions.md.
"""

from __future__ import annotations

import calendar
import csv
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  # the records have a field `date`
from pathlib import Path
from typing import Literal, NamedTuple, cast

from maillage.errors import InvalidStudy
from maillage.project import Study, meant
from maillage.sentences import Said, because

PERSONS = "persons.csv"
EXCLUSIONS = "exclusions.csv"
ROLES = "roles.csv"

HELD = ("animator", "administrator", "bot", "human")
"""What `roles.csv` may say that an account is."""

COLUMNS = {
    PERSONS: ("action", "first", "second", "reason", "by", "date"),
    EXCLUSIONS: ("what", "value", "source", "reason", "by", "date"),
    ROLES: ("account", "source", "role", "from", "to", "reason", "by", "date"),
}

SUGGESTIONS = "suggestions.csv"
LATER = "later.csv"
ASKED_COLUMNS = {
    SUGGESTIONS: (
        "answer", "first", "first_name", "second", "second_name", "probability", "messages", "reasons", "by", "note",
    ),
    LATER: ("first", "second", "reason", "by", "date"),
}  # fmt: skip
"""What people are asked, and what they will answer later: these files decide nothing."""

CODINGS = "codings"  # a folder: a file for each coder, named after her
CODING_COLUMNS = ("field", "account", "value", "code", "from", "to", "source", "note", "date")

FIELDS = ("function", "organisation", "status", "domain", "place")
"""What coders say of an author (methodology.md, 4)."""

SETTLED = "settled"
"""The coder of what several agreed on after discussion; it wins over what each of them said."""

UNIDENTIFIED = "unidentified"
"""The code of who was looked for in vain: a finding, which an empty cell is not."""

_DAY = re.compile(r"(\d{4})-(\d\d?)(?:-(\d\d?))?|(?:(\d\d?)/)?(\d\d?)/(\d{4})")


@dataclass(frozen=True)
class Merge:
    """Two accounts belong to one person. An account is an address in lower case, or a name."""

    first: str
    second: str
    reason: str
    by: str
    date: Date | None


@dataclass(frozen=True)
class Split:
    """Two accounts belong to two persons, whatever suggests otherwise."""

    first: str
    second: str
    reason: str
    by: str
    date: Date | None


@dataclass(frozen=True)
class Exclusion:
    """An author (an account) or a message (its Message-ID) that does not count; on one source, or on all."""

    what: Literal["author", "message"]
    value: str
    source: str | None
    reason: str
    by: str
    date: Date | None


@dataclass(frozen=True)
class Role:
    """What an account is to a source, or to all of them; `begin` and `end` are inclusive.

    An `animator` or `administrator` of it; on a wiki also a `bot`, or a `human` whatever its name and groups say.
    """

    account: str
    source: str | None
    role: Literal["animator", "administrator", "bot", "human"]
    begin: Date | None
    end: Date | None
    reason: str
    by: str
    date: Date | None


@dataclass(frozen=True)
class Coding:
    """What a coder found a field of an author to be, from `begin` to `end`, inclusive; None: always.

    `value`: the codebook's word, or her own. `code`: the codebook's or a place's; "" where her own words have none.
    `source`: where she saw it, such as the mails or the address of a page.
    """

    account: str
    field: str
    value: str
    code: str
    begin: Date | None
    end: Date | None
    source: str
    coder: str
    note: str
    date: Date | None

    @property
    def answer(self) -> tuple[str, Date | None, Date | None]:
        """What makes two codings the same: the code, or the words where there is none; and when it held."""
        return self.code or alike(self.value), self.begin, self.end


class Verdict(NamedTuple):
    """What the codings of one field of one author come to: those in force, none where coders dispute it."""

    codings: tuple[Coding, ...]
    disputed: bool


@dataclass(frozen=True)
class Decisions:
    """All that people decided for a study, in the order of the files."""

    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    roles: tuple[Role, ...] = ()
    codings: tuple[Coding, ...] = ()


def load(study: Study) -> Decisions:
    """Read the decisions of a study; a file that is not there decides nothing.

    Raises `InvalidStudy` with every mistake of all the files, each with its file and line.
    """
    mistakes: list[Said] = []
    sources = [source.name for source in study.sources]
    persons = [(row, _person(row)) for row in read_rows(study.decisions, PERSONS, sources, mistakes)]
    _check_persons(persons)
    exclusions = [_exclusion(row) for row in read_rows(study.decisions, EXCLUSIONS, sources, mistakes)]
    roles = [_role(row) for row in read_rows(study.decisions, ROLES, sources, mistakes)]
    codings = [
        _coding(row, file.stem)
        for file in sorted((study.decisions / CODINGS).glob("*.csv"))
        for row in read_rows(study.decisions, f"{CODINGS}/{file.name}", sources, mistakes)
    ]
    if mistakes:
        raise InvalidStudy(study.decisions, mistakes)
    return Decisions(
        merges=tuple(person for _, person in persons if isinstance(person, Merge)),
        splits=tuple(person for _, person in persons if isinstance(person, Split)),
        exclusions=tuple(exclusions),
        roles=tuple(roles),
        codings=tuple(codings),
    )


def alike(words: str) -> str:
    """What words of one's own are compared by: letters and digits, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def settled(codings: Iterable[Coding]) -> Verdict:
    """What holds of one field of one author, all coders' codings of it given.

    What was settled after discussion; else what all who coded it say alike, dates included; else nothing, and
    it is disputed: the program's own finding then stands.
    """
    by_coder: dict[str, list[Coding]] = {}
    for coding in codings:
        by_coder.setdefault(coding.coder, []).append(coding)
    if SETTLED in by_coder:
        return Verdict(tuple(by_coder[SETTLED]), disputed=False)
    answers = {frozenset(coding.answer for coding in said) for said in by_coder.values()}
    if len(answers) > 1:
        return Verdict((), disputed=True)
    return Verdict(tuple(by_coder[min(by_coder)]) if by_coder else (), disputed=False)


# ----------------------------------------------------------------------------------------------- files


class Row(NamedTuple):
    """A line of a file: its cells, and where its mistakes go."""

    file: str
    line: int
    cells: dict[str, str]
    sources: Sequence[str]
    mistakes: list[Said]

    def wrong(self, said: Said) -> None:
        """Note a mistake of this line."""
        self.mistakes.append(_at(self.file, self.line, said))

    def text(self, column: str) -> str:
        """A cell that must not be empty."""
        value = self.cells[column]
        if not value:
            required = Said("a decision needs a reason") if column == "reason" else Said("it is required")
            self.wrong(Said("the column {column} is empty: {required}", column=column, required=required))
        return value

    def choice(self, column: str, choices: Sequence[str]) -> str:
        """A cell that must be one of these."""
        value = self.text(column)
        if value and value not in choices:
            hint = meant(value, choices, Said("known"))
            self.wrong(Said('unknown {key} "{value}"; {hint}', key=column, value=value, hint=hint))
        return value

    def account(self, column: str) -> str:
        """A cell that must name an account."""
        return to_account(self.text(column))

    def source(self) -> str | None:
        """The source a decision is for, None for all."""
        value = self.cells["source"]
        if value and value not in self.sources:
            hint = meant(value, self.sources, Said("sources"))
            self.wrong(Said('there is no source "{name}"; {hint}', name=value, hint=hint))
        return value or None

    def day(self, column: str, *, months: Literal["first", "last"] | None = None) -> Date | None:
        """A day, see `to_day`; None, and a mistake, for what is none."""
        value = self.cells[column]
        found = to_day(value, months=months)
        if value and found is None:
            said = Said('{column}: "{value}" is not a day such as 2017-06-15 or 15/06/2017', column=column, value=value)
            self.wrong(said)
        return found


def to_day(written: str, *, months: Literal["first", "last"] | None = None) -> Date | None:
    """A day, as 2017-06-15 or 15/06/2017; a month alone too where `months` says for which of its days it stands."""
    found = _DAY.fullmatch(written)
    if not found:
        return None
    iso = found[1] is not None
    year, month = int(found[1] if iso else found[6]), int(found[2] if iso else found[5])
    day = found[3] if iso else found[4]
    if not (day or months):
        return None
    try:
        last = calendar.monthrange(year, month)[1] if months == "last" else 1
        return Date(year, month, int(day) if day else last)
    except ValueError:  # a 31st of February, a 13th month
        return None


def columns_of(name: str) -> tuple[str, ...]:
    """The headings of a decisions file, by its name in the folder of decisions."""
    return COLUMNS.get(name) or ASKED_COLUMNS.get(name, CODING_COLUMNS)


def _at(file: str, line: int, said: Said) -> Said:
    return Said("{file}, line {line}: {said}", file=file, line=line, said=said)


def to_account(written: str) -> str:
    """An account as it is compared: an address in lower case, a name with single spaces."""
    text = " ".join(written.split())
    return text.lower() if "@" in text else text


def read_rows(folder: Path, name: str, sources: Sequence[str], mistakes: list[Said]) -> Iterator[Row]:
    """The lines of a file of the folder; what is wrong with it goes to the mistakes."""
    lines = _lines(folder / name, mistakes)
    header = next(lines, None)
    if header is None:
        return
    delimiter = max(",;\t", key=header[1].count)
    columns = _columns(name, header, delimiter, mistakes)
    if columns is None:
        return
    for number, text in lines:
        fields = _fields(text, delimiter)
        row = Row(name, number, {}, sources, mistakes)
        if fields is None:
            row.wrong(Said("a quotation mark opens and does not close on this line"))
        elif len(fields) > len(columns) and any(fields[len(columns) :]):
            said = Said(
                "has {count} columns, but the headings are {headings}; "
                "a reason with a comma or semicolon stands between quotation marks",
                count=len(fields),
                headings=len(columns),
            )
            row.wrong(said)
        elif any(fields):
            row.cells.update(dict.fromkeys(columns_of(name), ""))
            row.cells.update((column, field) for column, field in zip(columns, fields, strict=False) if column)
            yield row


def _lines(file: Path, mistakes: list[Said]) -> Iterator[tuple[int, str]]:
    """The numbered lines of a file without blank ones and comments; none where there is no file."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        mistakes.append(Said("{file} cannot be read: {reason}", file=file.name, reason=because(error)))
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
        mistakes.append(_at(file.name, at, Said("not UTF-8; save the file as CSV UTF-8")))
        return
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if line.strip() and not line.lstrip().startswith(("#", '"#')):
            yield number, line


def _columns(name: str, header: tuple[int, str], delimiter: str, mistakes: list[Said]) -> list[str] | None:
    """The headings of a file; None where its rows cannot be told without one that is missing."""
    number, text = header
    columns = [column.lower() for column in _fields(text, delimiter) or ()]
    while columns and not columns[-1]:
        columns.pop()
    known = columns_of(name)
    for column in columns:
        if column not in known:
            hint = meant(column, known, Said("the columns are"))
            mistakes.append(_at(name, number, Said('unknown column "{column}"; {hint}', column=column, hint=hint)))
    twice = {column for column in columns if columns.count(column) > 1}
    mistakes += [
        _at(name, number, Said('the column "{column}" stands twice', column=column)) for column in sorted(twice)
    ]
    missing = [column for column in known if column not in columns]
    if missing:
        names = {"missing": ", ".join(missing), "known": ",".join(known)}
        one = Said("missing column: {missing}; the headings are {known}", **names)
        more = Said("missing columns: {missing}; the headings are {known}", **names)
        mistakes.append(_at(name, number, one if len(missing) == 1 else more))
    return None if missing or twice else columns


def _fields(text: str, delimiter: str) -> list[str] | None:
    try:
        return [field.strip() for field in next(csv.reader([text], delimiter=delimiter, strict=True))]
    except csv.Error:
        return None


# ----------------------------------------------------------------------------------------------- lines


def _person(row: Row) -> Merge | Split:
    action = row.choice("action", ("merge", "split"))
    first, second = row.account("first"), row.account("second")
    if first and first == second:
        row.wrong(Said("first and second are the same account, {account}", account=first))
    decided = Split if action == "split" else Merge
    return decided(first, second, row.text("reason"), row.cells["by"], row.day("date"))


def _exclusion(row: Row) -> Exclusion:
    what = row.choice("what", ("author", "message"))
    value = row.text("value")
    return Exclusion(
        what=cast("Literal['author', 'message']", what),
        value=to_account(value) if what == "author" else value.strip("<>"),
        source=row.source(),
        reason=row.text("reason"),
        by=row.cells["by"],
        date=row.day("date"),
    )


def _role(row: Row) -> Role:
    begin, end = _period(row)
    return Role(
        account=row.account("account"),
        source=row.source(),
        role=cast("Literal['animator', 'administrator', 'bot', 'human']", row.choice("role", HELD)),
        begin=begin,
        end=end,
        reason=row.text("reason"),
        by=row.cells["by"],
        date=row.day("date"),
    )


def _coding(row: Row, coder: str) -> Coding:
    begin, end = _period(row)
    return Coding(
        account=row.account("account"),
        field=row.choice("field", FIELDS),
        value=row.text("value"),
        code=row.cells["code"],
        begin=begin,
        end=end,
        source=row.cells["source"],
        coder=coder,
        note=row.cells["note"],
        date=row.day("date"),
    )


def _period(row: Row) -> tuple[Date | None, Date | None]:
    """From the first day to the last, both inclusive; a month stands for its first or its last day."""
    begin, end = row.day("from", months="first"), row.day("to", months="last")
    if begin and end and end < begin:
        row.wrong(Said("to ({end}) is before from ({begin})", end=end, begin=begin))
    return begin, end


def _check_persons(persons: Sequence[tuple[Row, Merge | Split]]) -> None:
    """Two accounts that are split cannot be merged, be it through others."""
    links: dict[str, list[tuple[str, int]]] = {}
    for row, person in persons:
        if isinstance(person, Merge) and person.first and person.second:
            links.setdefault(person.first, []).append((person.second, row.line))
            links.setdefault(person.second, []).append((person.first, row.line))
    for row, person in persons:
        if isinstance(person, Split) and person.first != person.second:
            lines = _lines_between(person.first, person.second, links)
            if lines:
                pair = {"first": person.first, "second": person.second, "lines": ", ".join(map(str, sorted(lines)))}
                one = Said("{first} and {second} are split here, and merged by line {lines}", **pair)
                more = Said("{first} and {second} are split here, and merged by lines {lines}", **pair)
                row.wrong(one if len(lines) == 1 else more)


def _lines_between(first: str, second: str, links: dict[str, list[tuple[str, int]]]) -> list[int]:
    """The lines that merge one account with another, by the shortest way; none if they are apart."""
    ways: dict[str, list[int]] = {first: []}
    waiting = deque([first])
    while waiting:
        account = waiting.popleft()
        for following, line in links.get(account, ()):
            if following not in ways:
                ways[following] = [*ways[account], line]
                waiting.append(following)
    return ways.get(second, [])
