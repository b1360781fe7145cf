"""Spreadsheets of subscribers saved as CSV: a first line of headings, in English or French, in any order."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from maillage.errors import UnreadableArchive
from maillage.ingest.rosters.lines import HEAD, Line, is_comment, lines, problem, to_address, to_day, to_name
from maillage.records import Problem, Subscription
from maillage.sentences import Said

_HEADINGS = {
    "address": ("address", "adresse", "email", "e-mail", "mail", "courriel", "mél", "mel", "email address",
                "e-mail address", "adresse email", "adresse e-mail", "adresse mail", "adresse électronique"),
    "name": ("name", "nom", "full name", "nom complet", "gecos", "display name", "real name", "nom et prénom",
             "last name", "surname", "nom de famille"),
    "first_name": ("prénom", "prenom", "first name", "firstname", "given name"),
    "subscribed": ("subscribed", "abonné", "abonne", "abonnée", "abonné le", "inscrit", "inscrit le",
                   "abonnement", "inscription", "date d'abonnement", "date d'inscription", "joined",
                   "subscription date", "date"),
    "unsubscribed": ("unsubscribed", "désabonné", "desabonne", "désabonnée", "désabonné le", "désinscrit",
                     "désinscrit le", "désabonnement", "désinscription", "date de désabonnement", "left"),
}  # fmt: skip
_COLUMN = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_YES = {"oui", "yes", "o", "y", "x", "1", "true", "vrai"}
_NO = {"non", "no", "n", "0", "false", "faux"}


class _Heading(NamedTuple):
    """The first line: what parts its columns, and where each known column stands."""

    delimiter: str
    columns: dict[str, int]


class _Dates(NamedTuple):
    subscribed: str | None
    unsubscribed: str | None
    wrong: str
    absent: bool


def recognizes(path: Path) -> bool:
    """A first line of headings, at least two, one of which is that of addresses."""
    head = _content(lines(path, HEAD))
    heading = _heading(head[0]) if head else None
    return heading is not None and len(_fields(head[0].text, heading.delimiter) or ()) > 1


def read(path: Path) -> Iterator[Subscription | Problem]:
    """The subscribers, in the order of the file.

    A date that is not understood is a problem, and the subscriber is kept without it. Raises
    `UnreadableArchive` where no heading is that of addresses.
    """
    content = _content(lines(path))
    heading = _heading(content[0]) if content else None
    if heading is None:
        unknown = unknown_heading(path)
        reason = Said("its first line has no column for addresses")
        if unknown:
            reason = Said('its column "{heading}" has addresses, under a heading that is not known', heading=unknown)
        raise UnreadableArchive(path, reason, Said("name the columns address, name, subscribed, unsubscribed"))
    for line in content[1:]:
        yield from _row(line, heading)


def unknown_heading(path: Path) -> str:
    """The heading, in whatever language, of a column with addresses below it; "" where there is no such table."""
    content = _content(lines(path, HEAD))
    if len(content) < 2 or _heading(content[0]) is not None:
        return ""
    for delimiter in ",;\t":
        headings, below = (_fields(line.text, delimiter) or [] for line in content[:2])
        if len(headings) < 2 or len(headings) != len(below) or any(map(to_address, headings)):
            continue
        for heading, field in zip(headings, below, strict=True):
            if heading.strip() and to_address(field):
                return heading.strip()
    return ""


def _content(found: list[Line]) -> list[Line]:
    """Without comments, and without Excel's `sep=;`."""
    content = [line for line in found if not is_comment(line)]
    return content[1:] if content and content[0].text.lower().startswith("sep=") else content


def _heading(line: Line) -> _Heading | None:
    best: dict[str, int] = {}
    delimiter = ","
    for candidate in ",;\t":
        columns: dict[str, int] = {}
        for index, written in enumerate(_fields(line.text, candidate) or ()):
            name = _COLUMN.get(" ".join(written.replace("_", " ").replace("’", "'").casefold().split()))
            if name:
                columns.setdefault(name, index)
        if len(columns) > len(best):
            best, delimiter = columns, candidate
    return _Heading(delimiter, best) if "address" in best else None


def _fields(text: str, delimiter: str) -> list[str] | None:
    """The columns of one line; None where its quotes do not close."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _row(line: Line, heading: _Heading) -> Iterator[Subscription | Problem]:
    fields = _fields(line.text, heading.delimiter)
    if fields is None:
        yield problem(line, "a quotation mark opens and does not close on this line")
        return
    if not any(field.strip() for field in fields):
        return
    row = {name: fields[at].strip() for name, at in heading.columns.items() if at < len(fields)}
    address = to_address(row.get("address", ""))
    if address is None:
        yield problem(line, f"the column of addresses has {row.get('address', '')!r}, which is not one")
        return
    dates = _dates(row.get("subscribed", ""), row.get("unsubscribed", ""))
    if not dates.absent:
        name = to_name(f"{row.get('first_name', '')} {to_name(row.get('name', ''))}")
        yield Subscription(line.place, address, name, dates.subscribed, dates.unsubscribed, line.text)
    if dates.wrong:
        yield problem(line, dates.wrong)


def _dates(subscribed: str, unsubscribed: str) -> _Dates:
    """The two days of a row. Some spreadsheets say yes or no there: `absent` is a row that says no."""
    if subscribed.casefold() in _NO:
        return _Dates(None, None, "says that this address is not subscribed: left out", absent=True)
    wrong = []
    begin = to_day(subscribed)
    if subscribed and begin is None and subscribed.casefold() not in _YES:
        wrong.append(f"the date of subscription {subscribed!r} is not one")
    end = to_day(unsubscribed)
    if unsubscribed and end is None and unsubscribed.casefold() not in _NO:
        wrong.append(f"the date of unsubscription {unsubscribed!r} is not one")
    if begin and end and end < begin:
        wrong.append(f"unsubscribed ({end}) before subscribed ({begin}): neither date is kept")
        begin = end = None
    return _Dates(begin, end, "; ".join(wrong), absent=False)
