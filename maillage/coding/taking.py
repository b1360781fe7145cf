"""Taking a filled sheet back: every cell checked, all mistakes told at once, then the coder's file written."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from maillage.analyze.people.lookup import Lookup
from maillage.analyze.profiles.places.gazetteer import Gazetteer, shipped
from maillage.coding.codebook import CLOSED, NOT_FOUND, Codebook, unidentified, word_for
from maillage.coding.columns import AUTHOR, WHEN_AND_WHERE, filled_in, letters
from maillage.coding.places import code_of
from maillage.coding.sheets import Line, read
from maillage.decisions import CODING_COLUMNS, CODINGS, FIELDS, UNIDENTIFIED, Coding, Decisions, to_account, to_day
from maillage.errors import InvalidStudy, MaillageError
from maillage.project import Study, meant
from maillage.sentences import Said, because
from maillage.store import Store

CODER = re.compile(r"\w[\w-]*")
ON_THE_WEB = re.compile(r"https?://|www\.", re.IGNORECASE)

MAIN_ACCOUNTS = """
    select person, address, case kind when 'wiki' then source || ':' || name else name end as name
    from accounts order by person, kind = 'wiki', address = '', messages desc, account
"""


_DAYS: tuple[tuple[str, Literal["first", "last"] | None], ...] = (("from", "first"), ("to", "last"), ("date", None))


class InvalidCoder(MaillageError):
    """A coder's name that cannot be the name of a file."""

    exit_code = 2

    def __init__(self, coder: str) -> None:
        super().__init__(Said("{coder!r} cannot name a coder; take letters, digits, - and _", coder=coder))


class Taken(NamedTuple):
    """What was taken from a sheet. `unfilled`: lines of authors of whom nothing is said; they change nothing."""

    file: Path
    authors: int
    codings: int
    unfilled: int
    own_words: tuple[str, ...]  # what is not in the codebook


@dataclass(frozen=True)
class _Sheet:
    """The lines of a sheet, what its columns are, and what they are checked against."""

    file: Path
    coder: str
    language: str
    headings: Sequence[str]
    columns: Mapping[str, int]
    lines: Sequence[Line]
    lookup: Lookup
    pseudonyms: Sequence[str]
    accounts: Mapping[int, str]
    codebook: Codebook
    gazetteer: Callable[[], Gazetteer]
    mistakes: list[Said] = field(default_factory=list)

    def cell(self, line: Line, name: str) -> str:
        """A cell; "" where the sheet has no such column, or the line ends before it."""
        at = self.columns.get(name, len(line.cells))
        return line.cells[at] if at < len(line.cells) else ""

    def wrong(self, line: Line, name: str, said: Said) -> None:
        """Note a mistake with its row and column, as the spreadsheet calls them."""
        at = self.columns[name]
        where = {"row": line.number, "column": letters(at), "heading": self.headings[at]}
        self.mistakes.append(Said("row {row}, column {column} ({heading}): {said}", **where, said=said))


def take(store: Store, study: Study, decided: Decisions, codebook: Codebook, file: Path, coder: str) -> Taken:
    """Check a filled sheet and keep what it says as that coder's; of each author, the fields that are filled in.

    Raises InvalidStudy with all mistakes of the sheet, InvalidCoder. Nothing is changed then.
    """
    if not CODER.fullmatch(coder):
        raise InvalidCoder(coder)
    sheet = _sheet(store, study.language, codebook, file, coder)
    found = list(_codings(sheet))
    _check_study(sheet, found)
    if sheet.mistakes:
        raise InvalidStudy(file, sheet.mistakes)
    codings = [coding for _, coding in found]
    replaced = {(person, coding.field) for person, coding in found}
    kept = [
        coding
        for coding in decided.codings
        if coding.coder == coder
        and not any((person, coding.field) in replaced for person in sheet.lookup.persons(coding.account))
    ]
    target = study.decisions / CODINGS / f"{coder}.csv"
    write(target, [*kept, *codings])
    return Taken(
        file=target,
        authors=len({person for person, _ in found}),
        codings=len(codings),
        unfilled=sum(not any(sheet.cell(line, name) for name in FIELDS) for line in sheet.lines),
        own_words=tuple(_own_words(codings, codebook)),
    )


def write(file: Path, codings: Iterable[Coding]) -> None:
    """Write a coder's file: the same codings in whatever order give the same bytes. It is replaced whole."""
    rows = sorted({_row(coding) for coding in codings}, key=_order)
    fresh = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened, lineterminator="\n")
            writer.writerow(CODING_COLUMNS)
            writer.writerows(rows)
        fresh.replace(file)
    except OSError as error:
        raise InvalidStudy(file, [Said("it cannot be written: {reason}", reason=because(error))]) from error


def _row(coding: Coding) -> tuple[str, ...]:
    begin, end, seen = (moment.isoformat() if moment else "" for moment in (coding.begin, coding.end, coding.date))
    told = coding.value, coding.code, begin, end, coding.source, coding.note, seen
    return coding.field, coding.account, *told


def _order(row: tuple[str, ...]) -> tuple[str, int, tuple[str, ...]]:
    return row[1], FIELDS.index(row[0]), row


# -------------------------------------------------------------------------------------------- the sheet


def _sheet(store: Store, language: str, codebook: Codebook, file: Path, coder: str) -> _Sheet:
    lines = next((lines for lines in read(file) if lines and AUTHOR in map(filled_in, lines[0].cells)), None)
    if lines is None:
        said = Said("no sheet of it has the column {column}, which `maillage code export` writes", column=AUTHOR)
        raise InvalidStudy(file, [said])
    named = [filled_in(heading) for heading in lines[0].cells]
    mistakes = [
        Said('the column "{column}" stands twice', column=name)
        for name in (AUTHOR, *FIELDS, *WHEN_AND_WHERE)
        if named.count(name) > 1
    ]
    if not set(FIELDS) & set(named):
        mistakes.append(Said("no column to code is there; they are {columns}", columns=", ".join(FIELDS)))
    if mistakes:
        raise InvalidStudy(file, mistakes)
    return _Sheet(
        file=file,
        coder=coder,
        language=language,
        headings=lines[0].cells,
        columns={name: at for at, name in enumerate(named) if name},
        lines=lines[1:],
        lookup=Lookup(store),
        pseudonyms=[row["pseudonym"] for row in store.rows("select pseudonym from persons order by pseudonym")],
        accounts=main_accounts(store),
        codebook=codebook,
        gazetteer=shipped,
    )


def main_accounts(store: Store) -> dict[int, str]:
    """What a person is called in decisions: her most used address, her name without one, else her pseudonym.

    A name that several persons bear would not tell them apart.
    """
    lookup = Lookup(store)
    found = {row["person"]: row["pseudonym"] for row in store.rows("select person, pseudonym from persons")}
    named: set[int] = set()
    for row in store.rows(MAIN_ACCOUNTS):
        person, account = row["person"], to_account(row["address"] or row["name"])
        if person not in named and lookup.persons(account) == {person}:
            found[person] = account
            named.add(person)
    return found


def _codings(sheet: _Sheet) -> Iterator[tuple[int, Coding]]:
    """What each line says, with the person that it is about."""
    for line in sheet.lines:
        persons = sheet.lookup.persons(sheet.cell(line, AUTHOR))
        filled = [name for name in FIELDS if sheet.cell(line, name)]
        if len(persons) != 1:
            _wrong_author(sheet, line, persons)
        begin, end, seen = _days(sheet, line)
        if not filled:
            _nothing_coded(sheet, line)
        for name in filled:
            value, code = _value(sheet, line, name)
            for person in persons:
                yield (
                    person,
                    Coding(
                        account=sheet.accounts[person],
                        field=name,
                        value=value,
                        code=code,
                        begin=begin,
                        end=end,
                        source=sheet.cell(line, "source"),
                        coder=sheet.coder,
                        note=sheet.cell(line, "note"),
                        date=seen,
                    ),
                )


def _wrong_author(sheet: _Sheet, line: Line, persons: set[int]) -> None:
    written = sheet.cell(line, AUTHOR)
    if not written:
        sheet.wrong(line, AUTHOR, Said("the author is missing"))
    elif persons:
        sheet.wrong(line, AUTHOR, Said('"{value}" is the name of several authors; give the pseudonym', value=written))
    else:
        hint = meant(written, sheet.pseudonyms, Said("known")) if len(written) < 20 else None
        near = hint if hint and hint.template == 'did you mean "{name}"?' else Said("take the pseudonym of the export")
        sheet.wrong(line, AUTHOR, Said('no author of this study is called "{value}"; {hint}', value=written, hint=near))


def _days(sheet: _Sheet, line: Line) -> tuple[date | None, date | None, date | None]:
    found: dict[str, date | None] = {}
    for name, months in _DAYS:
        written = sheet.cell(line, name)
        found[name] = to_day(written, months=months)
        if written and found[name] is None:
            said = Said('"{value}" is not a day such as 2017-06-15 or 15/06/2017', value=written)
            sheet.wrong(line, name, said)
    begin, end, seen = found.values()
    if begin and end and end < begin:
        sheet.wrong(line, "to", Said("to ({end}) is before from ({begin})", end=end, begin=begin))
    if ON_THE_WEB.match(sheet.cell(line, "source")) and not sheet.cell(line, "date"):
        of = "date" if "date" in sheet.columns else "source"
        sheet.wrong(line, of, Said("a page of the web changes: say on which day you saw it"))
    return begin, end, seen


def _nothing_coded(sheet: _Sheet, line: Line) -> None:
    """A line of which only the date, the source or the note is filled in would be lost."""
    for name in WHEN_AND_WHERE:
        if sheet.cell(line, name):
            said = Said('"{value}" is said of nothing: no field is filled in', value=sheet.cell(line, name))
            sheet.wrong(line, name, said)


def _value(sheet: _Sheet, line: Line, name: str) -> tuple[str, str]:
    """The codebook's word that a cell means and its code; or the words themselves, with a code where they have one."""
    written = sheet.cell(line, name)
    if unidentified(written):
        return NOT_FOUND[sheet.language], UNIDENTIFIED
    if entry := sheet.codebook.named(name, written):
        return entry.label(sheet.language), entry.code
    if name == "place":
        found = code_of(written, sheet.gazetteer())
        if isinstance(found, Said):
            sheet.wrong(line, name, found)
            return written, ""
        return written, found
    if name in CLOSED:
        known = [entry.label_fr for entry in sheet.codebook.of(name)]
        known += [word for entry in sheet.codebook.of(name) for word in (entry.label_en, entry.code) if word]
        hint = meant(written, known, Said("known"))
        if hint.template != 'did you mean "{name}"?':
            hint = Said("take one from the codebook")
        sheet.wrong(line, name, Said('"{value}" is not in the codebook; {hint}', value=written, hint=hint))
    return written, word_for(name, written)


def _check_study(sheet: _Sheet, found: Sequence[tuple[int, Coding]]) -> None:
    """Where no author at all is known, the sheet is another study's: say so once."""
    if sheet.lines and not any(sheet.lookup.persons(sheet.cell(line, AUTHOR)) for line in sheet.lines):
        said = Said("none of its authors is of this study: it was exported from another one, or with another key")
        sheet.mistakes[:] = [said]
    elif not sheet.mistakes and not found:
        sheet.mistakes.append(Said("nothing is filled in"))


def _own_words(codings: Iterable[Coding], codebook: Codebook) -> Iterator[str]:
    """The words that the codebook does not have, of the fields for which it has some; each once."""
    listed = {entry.field for entry in codebook.entries}
    yield from sorted({coding.value for coding in codings if coding.field in listed and not coding.code})
