"""What a site shows of its articles, in its feeds and on its pages, as records of a wiki.

It is less than its base tells: who signed what and when, and no accounts, statuses or sections beyond the article's.
What is told of both by a base and by the site is the same revision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from maillage.ingest.dates import read_date
from maillage.ingest.mediawiki.titles import folded
from maillage.ingest.spip import numbers
from maillage.ingest.spip.moments import instant
from maillage.ingest.spip.numbers import ARTICLES, FORUM
from maillage.ingest.spip.site import MODEL, NAMESPACES, PUBLISHED
from maillage.ingest.spip.texts import title
from maillage.records import Article, Page, Revision, Section, Selection, Skipped, WikiRecord, WikiSite

_ARTICLE = re.compile(r"(?:\barticle|[?&/]id_article=|[?&]article=)(\d{1,9})(?!\d)|,(\d{1,9})(?:\.html?)?$")
_SECTION = re.compile(r"(?:\brubrique|[?&]id_rubrique=)(\d{1,9})(?!\d)|-(\d{1,9})-(?:\.html?)?$|,\+?(\d{1,9})\+?$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv", "février fevrier february févr", "mars march", "avril april", "mai may",
            "juin june", "juillet july juil", "août aout august", "septembre september sept", "octobre october oct",
            "novembre november nov", "décembre decembre december déc",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DAY = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d_]{3,9})\.?,?\s+((?:19|20)\d\d)(?!\d)"
    r"(?:[\s,]*(?:à|at)?\s*(\d{1,2})\s?[h:]\s?(\d\d)(?!\d))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)


class Comment(NamedTuple):
    """A message of a forum as a page shows it. `number`: SPIP's own, `author`: a name that anybody may have typed."""

    number: int
    title: str
    author: str
    at: str | None
    text: str


class Shown(NamedTuple):
    """An article as a site shows it.

    `address`: of its page, `number`: its own, 0 where the address does not tell it; `authors`: their names; `at`: UTC;
    `sections`: those it stands in, number (0: not told) and title, the top one first; `text`: None where only an
    excerpt is shown; `place`, `size`: where it stands in its part.
    """

    address: str
    number: int
    title: str
    authors: tuple[str, ...]
    at: str | None
    sections: tuple[tuple[int, str], ...]
    text: str | None
    language: str
    copied_from: str
    messages: tuple[Comment, ...]
    place: str
    size: int

    @property
    def page(self) -> int:
        """The number of its page."""
        return numbers.page(ARTICLES, self.number) if self.number else numbers.page_at(self.address)


def number_in(address: str) -> int:
    """The number of an article in its address, `spip.php?article12` or `article12.html`; 0 where there is none."""
    return _number(_ARTICLE, address)


def section_in(address: str) -> int:
    """The number of a section in its address, 0 where there is none."""
    return _number(_SECTION, address)


def _number(pattern: re.Pattern[str], address: str) -> int:
    found = pattern.search(address)
    return int(next(filter(None, found.groups()))) if found else 0


def moment(written: str, zone: str) -> str | None:
    """The moment that a page or a feed shows: ISO 8601, a date as of a mail, or `le 12 mars 2015 à 10:30` (local)."""
    if found := _ISO.search(written):
        told = read_date(found[0])
        return told.sent_at if told else None
    if day := _DAY.search(written):
        number, month, year, hour, minute = day.groups()
        if month.lower() in _MONTHS:
            local = f"{year}-{_MONTHS[month.lower()]:02}-{int(number):02} {int(hour or 0):02}:{minute or '00'}:00"
            return instant(local, zone)
    plain = re.search(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?", written)
    if plain:
        return instant(plain[0], zone)
    told = read_date(written) if ":" in written else None
    return told.sent_at if told else None


def names(written: str) -> tuple[str, ...]:
    """The names of authors as SPIP lists them, between commas; each once."""
    found = (folded(title(name)) for name in written.split(", "))
    return tuple(dict.fromkeys(name for name in found if name))


def site(name: str, address: str, language: str = "") -> Iterator[WikiRecord]:
    """What a site says of itself, and the namespaces of its pages."""
    facts = (("sitename", name), ("base", address), ("lang", language))
    yield WikiSite(tuple((key, value) for key, value in facts if value))
    yield from NAMESPACES


class Telling:
    """The articles of one part, as far as a study selects them."""

    def __init__(self, selection: Selection) -> None:
        self._wanted = {folded(title(name)) for name in selection.categories}
        self._texts = selection.texts
        self._sections: set[int] = set()

    def records(self, article: Shown) -> Iterator[WikiRecord]:
        """What an article is in the tables of a wiki."""
        if not self._takes(article.sections):
            yield Skipped(1, article.size)
            return
        yield from self._sections_of(article.sections)
        yield Page(article.page, ARTICLES, article.title, None)
        section = article.sections[-1][0] if article.sections else 0
        yield Article(
            article.page, PUBLISHED, section or None, article.at, None, None, article.language, article.copied_from
        )
        sizes = _shares(article)
        for author, size in zip(article.authors or ("",), sizes, strict=False):
            yield self._revision(article, author, size)
        if article.messages:
            yield Page(numbers.page(FORUM, article.page), FORUM, f"Forum:{article.title}", "")
        for said, size in zip(article.messages, sizes[len(article.authors or ("",)) :], strict=True):
            yield self._message(article, said, size)

    def _takes(self, sections: Iterable[tuple[int, str]]) -> bool:
        told = {one for number, name in sections for one in (str(number), folded(name))}
        return not self._wanted or not told.isdisjoint(self._wanted)

    def _sections_of(self, sections: Sequence[tuple[int, str]]) -> Iterator[Section]:
        parent = 0
        for number, name in sections:
            if number and number not in self._sections:
                self._sections.add(number)
                yield Section(number, parent, name, PUBLISHED)
            parent = number

    def _revision(self, article: Shown, author: str, size: int) -> Revision:
        return Revision(
            place=f"{article.place}/{author}",
            size=size,
            page=article.page,
            revision=numbers.revision("article", article.page, author),
            parent=None,
            at=article.at,
            user=author,
            user_id=None,
            user_class="registered" if author else "unknown",
            minor=False,
            comment="",
            length=None if article.text is None else len(article.text.encode("utf-8", "replace")),
            sha1="",
            model=MODEL,
            tags="",
            hidden="",
            text=article.text if self._texts == "all" else None,
        )

    def _message(self, article: Shown, said: Comment, size: int) -> Revision:
        return Revision(
            place=f"{article.place}#{said.number}",
            size=size,
            page=numbers.page(FORUM, article.page),
            revision=numbers.revision("forum", said.number),
            parent=0,
            at=said.at,
            user=said.author,
            user_id=None,
            user_class="unknown",
            minor=False,
            comment=said.title,
            length=len(said.text.encode("utf-8", "replace")),
            sha1="",
            model=MODEL,
            tags="",
            hidden="",
            text=said.text if self._texts in ("all", "discussion") else None,
        )


def _shares(article: Shown) -> list[int]:
    """The bytes of each of an article's authors, then of each message: its own text's; the article has the rest."""
    left, messages = article.size, []
    for said in article.messages:
        messages.append(min(left, len(said.text.encode("utf-8", "replace"))))
        left -= messages[-1]
    count = max(len(article.authors), 1)
    others = [left // count] * (count - 1)
    return [left - sum(others), *others, *messages]
