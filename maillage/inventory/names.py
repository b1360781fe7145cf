"""What the names of files and folders tell: the list that they name, apart from years and forms; a day."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

_MONTHS = (
    "jan(?:uary|vier)?|feb(?:ruary)?|f[eé]v(?:rier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|"
    "july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sep(?:t(?:ember|embre)?)?|oct(?:ober|obre)?|"
    "nov(?:ember|embre)?|d[eé]c(?:ember|embre)?"
)
_PERIOD = re.compile(
    rf"(?<!\d)(?:19|20)\d\d(?:[-_. ]?(?:{_MONTHS})(?![a-zé])|[-_. ]?(?:0[1-9]|1[0-2])(?:[-_. ]?[0-3]\d)?|q[1-4])?"
    rf"(?!\d)|(?<![a-zé])(?:{_MONTHS})[-_. ]?(?:19|20)\d\d(?!\d)|week-of-[a-z]{{3}}-\d{{8}}",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\.(?:mbox|mbx|mbs|mail|txt|text|eml|zip|gz|bz2|xz|csv|tsv|dump|lst|list|osm|osh|osc|geojson|umap|xml|rss|sql|sqlite)$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"-(?:from|to|until)$")  # HyperKitty's exports between two days
PACKING = re.compile(r"\.(?:7z|zst|bz2|gz|xz|lzma)$", re.IGNORECASE)
_OF_DUMPS = re.compile(
    r"[-_.]?(?:(?:pages|stub)[-_]meta[-_]history|history|current|full|dump)\d*$|\.xml$", re.IGNORECASE
)
_DUMP = re.compile(r"(?:\.xml|history|dump|wiki).*\.(?:7z|zst)$", re.IGNORECASE)
_HINT = re.compile(r"abonn|inscrit|souscri|subscri|membre|members?(?![a-z])|roster|adherent|adhérent", re.IGNORECASE)
_OF_ROSTERS = (".txt", ".csv", ".tsv", ".dump", ".xls", ".xlsx", ".ods", ".lst", "")
GENERIC = {"archive", "archives", "arc", "cur", "data", "list", "liste", "mail", "mails", "mbox", "txt", "text"}


def bare(name: str) -> str:
    """A file's name without what tells its form only: `makers.mbox.gz` is `makers`."""
    while (shorter := _FORM.sub("", name)) and shorter != name:
        name = shorter
    return name


def stem(path: Path) -> str:
    """A file's name without its form and without years and months: what names the list."""
    return _RANGE.sub("", re.sub(r"[-_. ]{2,}", "-", _PERIOD.sub("", bare(path.name))).strip("-_. "))


def of_dump(path: Path) -> str:
    """The name of a wiki, by the file or folder of its dump."""
    name = _FORM.sub("", PACKING.sub("", path.name)) if path.is_file() else path.name
    while (shorter := _OF_DUMPS.sub("", name)) and shorter != name:
        name = shorter
    return name


def source_name(title: str) -> str:
    """A source name made of a title: letters without accents, digits, - and _."""
    local = title.partition("@")[0] or title
    plain = unicodedata.normalize("NFKD", local).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-") or "list"


def is_writable(path: Path) -> bool:
    """Whether a name can be written in a TOML file."""
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_packed_dump(path: Path) -> bool:
    """Whether a name is that of a wiki's dump, in a packing that needs more than the standard library."""
    return _DUMP.search(path.name) is not None


def hints_at_subscribers(path: Path) -> bool:
    """Whether a name hints at subscribers, and the file is of a form that lists come in."""
    return _HINT.search(path.name) is not None and path.suffix.lower() in _OF_ROSTERS


def day_of(path: Path) -> date:
    """The day in a file's name; without one, the day the file was last changed."""
    if found := re.search(r"((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])(?:[-_.]?([0-3]\d))?(?!\d)", path.name):
        try:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:  # a 31st of February
            return date(int(found[1]), int(found[2]), 1)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
