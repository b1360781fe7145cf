"""What is written on a participatory site: articles on their days, by their authors, and the messages below them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from maillage.demo import calendar_fr
from maillage.demo.sites.authors import VISITOR
from maillage.demo.sites.settings import BACKED_UP, COUNTED, STUDIED
from maillage.demo.words import alternatives, sections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from maillage.demo.sites.authors import Author
    from maillage.demo.sites.settings import Settings

PUBLISHED = "publie"
UNPUBLISHED = {"prop": 0.004, "prepa": 0.007, "refuse": 0.009, "poubelle": 0.004}
"""Articles that are not published, by status: how many beside one that is."""

FIRST_YEARS = 5  # until a site is written on as much as it will ever be
DECLINE = 0.93  # of each year's articles, in the next, after the best one
TOGETHER = 0.03  # of the articles: by two authors
COPIED = 0.04  # of the articles: from another site


@dataclass(frozen=True, slots=True)
class Article:
    """An article. `section`: the number of its section; `authors`: numbers of accounts."""

    title: str
    text: str
    at: datetime
    status: str
    section: int
    authors: tuple[int, ...]
    copied_from: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the forum of an article, by the account of that number."""

    article: int
    author: int
    text: str
    at: datetime


@dataclass(frozen=True)
class Site:
    """A whole site, as it stands in June 2018. Articles and messages are numbered from 1 in their order."""

    settings: Settings
    authors: Sequence[Author]
    sections: Sequence[tuple[int, str]]
    articles: Sequence[Article]
    messages: Sequence[Message]

    def articles_of(self, end: datetime) -> Counter[int]:
        """How many articles of each account are published before a moment."""
        return Counter(
            author
            for article in self.articles
            if article.status == PUBLISHED and article.at < end
            for author in article.authors
        )


def written(settings: Settings, authors: Sequence[Author], rng: Random) -> Site:
    """Everything that happens on a site."""
    told = [
        (int(parent), title) for parent, title in map(_split, alternatives("sites.txt", f"rubrique.{settings.words}"))
    ]
    days = [*_days(settings, rng)]
    whose = _authors(days, [one.number for one in authors if one.writes], rng)
    articles = [_article(settings, day, PUBLISHED, by, len(told), rng) for day, by in zip(days, whose, strict=True)]
    writing = [one.number for one in authors if one.status != VISITOR]
    articles += [
        _article(settings, rng.choice(days), status, (rng.choice(writing),), len(told), rng)
        for status, share in UNPUBLISHED.items()
        for _ in range(round(len(days) * share))
    ]
    articles.sort(key=lambda one: one.at)
    return Site(settings, authors, told, articles, _messages(settings, authors, articles, rng))


def _split(written_: str) -> tuple[str, str]:
    parent, _, title = written_.partition(";")
    return parent, title


def _days(settings: Settings, rng: Random) -> list[datetime]:
    """When articles are published: as many as Table 11 counts before its day, the others after it."""
    year, month = settings.counts.created
    first = datetime(year, month, 2)  # noqa: DTZ001 - SPIP writes local times
    months = [(first + timedelta(days=30.44 * number)) for number in range(round((COUNTED - first).days / 30.44))]
    weights = [_use(number) for number in range(len(months))]
    before = rng.choices(months, weights, k=settings.counts.articles_2017_09)
    spread = [at + timedelta(days=rng.randrange(30), minutes=rng.randrange(8 * 60, 21 * 60)) for at in before]
    last = COUNTED - timedelta(hours=3)
    spread = [min(at, last - timedelta(minutes=rng.randrange(9000))) if at > last else at for at in spread]
    after = settings.articles - len(spread)
    length = int((BACKED_UP - COUNTED).total_seconds() // 60) - 60
    spread += [COUNTED + timedelta(minutes=30 + rng.randrange(length)) for _ in range(after)]
    return sorted(spread)


def _use(month: int) -> float:
    """How much a site is written on in a month of its life."""
    years = month / 12
    return min(1.0, 0.25 + 0.75 * years / FIRST_YEARS) * float(DECLINE ** max(0.0, years - FIRST_YEARS))


def _authors(days: Sequence[datetime], writing: Sequence[int], rng: Random) -> list[tuple[int, ...]]:
    """The authors of each article: some write most, and everybody has one that is of the study's period."""
    weights = [(rank + 2.0) ** -1.15 for rank in range(len(writing))]
    found = [(one,) for one in rng.choices(writing, weights, k=len(days))]
    for place, one in zip(rng.sample(range(bisect_left(days, STUDIED)), len(writing)), writing, strict=True):
        found[place] = (one,)
    others = rng.choices(writing, weights, k=len(days))
    return [
        (*by, other) if rng.random() < TOGETHER and other not in by else by
        for by, other in zip(found, others, strict=True)
    ]


def _article(
    settings: Settings, at: datetime, status: str, authors: tuple[int, ...], of_sections: int, rng: Random
) -> Article:
    return Article(
        title=_filled("titre", settings.words, at, rng),
        text=_filled("phrase", settings.words, at, rng),
        at=at,
        status=status,
        section=1 + min(int(rng.expovariate(0.3)), of_sections - 1),
        authors=authors,
        copied_from=rng.choice(alternatives("sites.txt", "ailleurs")) if rng.random() < COPIED else "",
    )


@cache
def _words(words: str) -> dict[str, tuple[str, ...]]:
    kinds = {"annonce": "annonce", "suite": "suite", "lieu": "lieu", "sujet": f"sujet.{words}"}
    return {name: alternatives("sites.txt", section) for name, section in kinds.items()}


def _filled(section: str, words: str, at: datetime, rng: Random) -> str:
    """A line of a section with its braces filled; `{sujet_}` begins with a capital."""
    drawn = {name: rng.choice(known) for name, known in _words(words).items()}
    drawn |= {f"{name}_": word[:1].upper() + word[1:] for name, word in drawn.items()}
    day = f"{at.day} {calendar_fr.MONTHS[at.month - 1]} {at.year}"
    return rng.choice(sections("sites.txt")[section]).format(jour=day, **drawn)


def _messages(settings: Settings, authors: Sequence[Author], articles: Sequence[Article], rng: Random) -> list[Message]:
    """The messages of forums: by readers, and by some who write articles too."""
    published = [number for number, one in enumerate(articles, start=1) if one.status == PUBLISHED]
    talking = [one.number for one in authors if one.status == VISITOR][: max(1, settings.readers * 2 // 3)]
    talking += rng.sample([one.number for one in authors if one.writes], min(40, settings.contributors // 4))
    found = []
    for number in rng.choices(published, k=settings.messages):
        at = articles[number - 1].at + timedelta(minutes=rng.randrange(60, 20_000))
        text = rng.choice(alternatives("sites.txt", "message"))
        found.append(Message(number, rng.choice(talking), text, min(at, BACKED_UP - timedelta(hours=1))))
    return sorted(found, key=lambda one: (one.at, one.article))
