"""What a function is called: the thesis's word for it, its place in the French nomenclature, its official code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from maillage.analyze.profiles.vocabulary.organisations import Status
from maillage.analyze.profiles.vocabulary.words import Phrases, Word, rows, words
from maillage.errors import InvalidStudy
from maillage.sentences import Said, because


class Profession(NamedTuple):
    """A profession. `term`: the word of the thesis, or ours where it has none; `gloss`: its English; `group`: its kind.

    `pcs`: the code in the French nomenclature of 2003 (INSEE), of two digits (the 42 detailed categories), of one
    (the 8 groups) where the title does not tell more, None where it does not even tell that. `rome`: the code of
    the ROME card with just this title, where the study brings that file.
    """

    term: str
    gloss: str
    group: str
    pcs: str | None
    rome: str | None = None

    def pcs_label(self, language: str = "fr") -> str:
        """What INSEE calls the category; "" where it is not decided."""
        return pcs_labels(language).get(self.pcs or "", "")


Rome = Mapping[tuple[str, ...], str]
"""Official titles: the words of each, neutral, and the code of its card."""

EMPLOYERS = ("business", "public", "academia", "independent")
"""The columns of functions.csv that tell the category by who employs."""

_FORMER = frozenset({"ancien", "ex", "former", "formerly", "futur", "future", "vic", "sous"})
_ALONE = frozenset({"indépendant(e)", "freelance", "profession libérale", "travailleur indépendant"})
_RETIRED = "retraité(e)"
_OWN_ACCOUNT = frozenset({"liberal"})
_BETWEEN = re.compile(r"\s*[;|\n]\s*|\s+/\s+|\s*,\s+|\s+(?:et|and|&|\+|[-–—])\s+")

# The official files of France Travail, and what others make of them
_TITLES = ("libelle_appellation_long", "libelle_appellation_court", "appellation", "libelle_appellation", "libelle")
_CODES = ("code_rome", "rome", "code rome")


def classify(function: str, status: Status | None = None, rome: Rome | None = None) -> Profession | None:
    """The profession that a function names; None where it names none that is known, or only a former one.

    `status`: that of the organisation, which decides between the categories of firms and of the public service.
    `rome`: official titles, see `load_rome`. Of several functions it is the first: see `several`.
    """
    found = words(function)
    named = _named(found)
    if not named:
        return None
    row = next((row for row in named if row["term"] == _RETIRED), named[0])
    alone = any(row["term"] in _ALONE for row in named[1:]) or any(word.key in _OWN_ACCOUNT for word in found)
    employer = "independent" if alone else status.employer if status else ""
    return Profession(
        row["term"], row["gloss"], row["group"], _pcs(row, employer), (official(function, rome) if rome else "") or None
    )


def official(function: str, rome: Rome) -> str:
    """The code of the ROME card with just this title, "" where there is none."""
    return rome.get(tuple(word.key for word in words(function)), "")


def several(cell: str) -> tuple[str, ...]:
    """The functions that are named together: "Co-fondatrice / consultant" are two, "Initiateur ; Élu à Ys" too.

    What does not begin with a function of its own belongs to the one before: "chef de projet entrepreneuriat et
    innovation" is one, and so is "animateur / animatrice", twice the same.
    """
    functions: list[str] = []
    begin = after = 0
    for gap in _BETWEEN.finditer(cell):
        after = gap.end()
        if _is_another(cell[begin : gap.start()], cell[after:]):
            functions.append(cell[begin : gap.start()].strip())
            begin = after
    functions.append(cell[begin:].strip())
    return tuple(filter(None, functions))


def load_rome(path: Path) -> Rome:
    """The titles of a ROME file: a table with a title and its `code_rome` in each row, comma, semicolon or tab between.

    The title stands in `libelle_appellation_long` and `libelle_appellation_court` (the file "referentiel_appellation"
    of France Travail), or in `appellation`, `libelle_appellation` or `libelle`. A title of two cards is left out.
    Raises `InvalidStudy`.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise InvalidStudy(path, [Said("it cannot be read: {reason}", reason=because(error))]) from None
    except UnicodeDecodeError as error:
        said = Said("the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8", byte=error.object[error.start])
        raise InvalidStudy(path, [said]) from None
    heading = lines[0] if lines else ""
    table = csv.DictReader(lines, delimiter=max(",;\t|", key=heading.count))
    columns = {str(name).strip().lower(): name for name in table.fieldnames or ()}
    titles = [columns[name] for name in _TITLES if name in columns]
    code = next((columns[name] for name in _CODES if name in columns), None)
    if code is None or not titles:
        said = Said("it is no file of ROME titles: a column code_rome and one of {titles}", titles=", ".join(_TITLES))
        raise InvalidStudy(path, [said])
    return _official((row[title] or "", row[code] or "") for row in table for title in titles)


@cache
def pcs_labels(language: str = "fr") -> Mapping[str, str]:
    """The categories of the nomenclature of 2003, the 8 groups and the 42 detailed ones, by their code."""
    return {row["code"]: row[f"label_{language}"] for row in rows("pcs.csv")}


@cache
def functions() -> Phrases[Mapping[str, str]]:
    """The words for functions, each with its row of `functions.csv`."""
    return Phrases((phrase, row) for row in rows("functions.csv") for phrase in row["phrases"].split("|"))


def _named(found: tuple[Word, ...]) -> list[Mapping[str, str]]:
    """The functions named, but for those of the past."""
    return [row for begin, row in functions().all(found) if not (begin and found[begin - 1].key in _FORMER)]


def _pcs(row: Mapping[str, str], employer: str) -> str | None:
    if employer == "civil":  # a society employs as firms do, but who founds or heads it owns no firm
        employer = "" if row["business"].startswith("2") else "business"
    return (row[employer] if employer in EMPLOYERS else "") or row["pcs"] or None


def _is_another(before: str, after: str) -> bool:
    """Whether a function begins behind a separator, and another one than before it."""
    first, second = _beginning(before), _beginning(after)
    return first is not None and second is not None and first["term"] != second["term"]


@lru_cache(maxsize=1024)
def _beginning(written: str) -> Mapping[str, str] | None:
    """The function that the first or second word begins."""
    begin, row = next(functions().all(words(written)), (9, None))
    return row if begin < 2 else None


def _official(titles: Iterable[tuple[str, str]]) -> Rome:
    codes: dict[tuple[str, ...], set[str]] = {}
    for title, code in titles:
        if key := tuple(word.key for word in words(title)):
            codes.setdefault(key, set()).add(code.strip())
    return {key: next(iter(of_title)) for key, of_title in codes.items() if len(of_title) == 1}
