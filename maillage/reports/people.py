"""What reports call a person or a list: a pseudonym or a name, and a list's title.

Nothing else of the reports reads names or addresses; free texts go through `clean` first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Self

from maillage.project import Study
from maillage.reports import wording
from maillage.reports.table import Cell, Kind, Table
from maillage.store import Store

_LETTER = r"[^\s<>()\[\],;:\"'«»/\\]"
# As it is, as in a URL, and as Mailman's archives have it: `name at host.org`. It is looked for where words begin
# only: from every letter on, a word of a megabyte would take hours.
_ADDRESS = re.compile(
    rf"(?<!{_LETTER})(?:{_LETTER}+(?:@|%40){_LETTER}+|{_LETTER}+ (?:at|chez) (?:[\w-]+\.)+[a-z]{{2,}}\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_PROGRAMS = frozenset(
    ("mail", "mailer", "daemon", "delivery", "failed", "failure", "system", "subsystem", "mailman", "no", "reply")
)
_LONGEST_NAME = 6  # words
_WIDEST_GAP = 3  # characters between two words of one name


@dataclass(frozen=True)
class People:
    """`labels`: what each person is called. `titles`: what each list is. `names`: whether names may show.

    `hidden`: names of two words or more, folded, that free texts must not show.
    """

    labels: Mapping[int, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    names: bool = False
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, store: Store, study: Study, *, names: bool = False) -> Self:
        """Those of a study: by pseudonyms, or by `names`."""
        return cls(
            labels=_names(store) if names else _pseudonyms(store),
            titles={source.name: source.label for source in study.sources},
            names=names,
            hidden=frozenset() if names else frozenset(_hidden(store)) - frozenset(_public(study)),
        )

    def label(self, person: int) -> str:
        """What a person is called."""
        return self.labels.get(person, f"#{person}")

    def title(self, source: str) -> str:
        """What a list is called."""
        return self.titles.get(source, source)

    def seen(self, table: Table) -> Table:
        """The table as it may be seen: in full where names may show, else what tells nobody."""
        return table.in_full if self.names and table.in_full else replace(table, in_full=None)

    def clean(self, text: str, language: str) -> str:
        """A free text, such as a path or a reason, without addresses and names unless they may show."""
        if self.names:
            return text
        if any(sign in text for sign in ("@", "%40", " at ", " chez ")):
            text = _ADDRESS.sub(wording.say("hidden-address", language), text)
        return self._without_names(text, language)

    def shown(self, value: Cell, kind: Kind, language: str) -> str:
        """A cell as people read it."""
        if kind is Kind.PERSON and isinstance(value, int):
            return self.label(value)
        if kind is Kind.LIST and isinstance(value, str):
            return self.title(value)
        if kind is Kind.TEXT and isinstance(value, str):
            return self.clean(value, language)
        return wording.plain(value, kind, language)

    def _without_names(self, text: str, language: str) -> str:
        words = list(_WORD.finditer(text))
        if len(words) < 2 or not self.hidden:
            return text
        kept, at, skip = [], 0, 0
        for index, word in enumerate(words):
            if index < skip:
                continue
            length = self._name_at(words, index)
            if length:
                kept += [text[at : word.start()], wording.say("hidden-name", language)]
                at, skip = words[index + length - 1].end(), index + length
        return "".join([*kept, text[at:]])

    def _name_at(self, words: list[re.Match[str]], index: int) -> int:
        """How many words from this one on make a hidden name; 0 where none do."""
        length = 1
        for before, word in pairwise(words[index : index + _LONGEST_NAME]):
            if word.start() - before.end() > _WIDEST_GAP:
                break
            length += 1
        for last in range(length, 1, -1):
            if _folded(word[0] for word in words[index : index + last]) in self.hidden:
                return last
        return 0


def _folded(words: Iterable[str]) -> str:
    return " ".join(words).casefold()


def _pseudonyms(store: Store) -> dict[int, str]:
    return {row["person"]: row["pseudonym"] for row in store.rows("select person, pseudonym from persons")}


NAMES = """
    select persons.person, pseudonym, coalesce(nullif(persons.name, ''), (
      select address from accounts where accounts.person = persons.person and address != ''
      order by messages desc, account limit 1), pseudonym) as name
    from persons
"""


def _names(store: Store) -> dict[int, str]:
    """Names, or the main address of who has none; two persons of one name bear their pseudonyms too."""
    rows = list(store.rows(NAMES))
    bearers = Counter(row["name"] for row in rows)
    return {
        row["person"]: row["name"] if bearers[row["name"]] == 1 else f"{row['name']} ({row['pseudonym']})"
        for row in rows
    }


def _hidden(store: Store) -> Iterator[str]:
    """Every name of two words or more, the last word also first; not those of mail programs."""
    for row in store.rows("select name from persons union select name from account_names"):
        words = _WORD.findall(row["name"])
        if 2 <= len(words) <= _LONGEST_NAME and not _PROGRAMS.issuperset(_folded(words).split(" ")):
            yield _folded(words)
            yield _folded([words[-1], *words[:-1]])


def _public(study: Study) -> Iterator[str]:
    """What lists and networks are called, which accounts may be called too."""
    for source in study.sources:
        for called in (source.name, source.title, source.network):
            yield _folded(_WORD.findall(called))
