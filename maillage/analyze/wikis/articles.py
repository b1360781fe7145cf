"""The articles of participatory sites: how many, whose, in which sections, and how they came to be published.

The thesis counts the articles of nine sites up to September 2017 (Table 11) and of two of them up to June 2018 (annex
3). An article of an editor waits for an administrator before it is published (003:L11161-11170, L14803-14817): what
stands in the archive is how many such articles there are, which of them wait, and which were refused.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import NamedTuple

from maillage.analyze.contributions import local_days
from maillage.analyze.regulars import share
from maillage.analyze.volume import months_between
from maillage.analyze.wikis.naming import Names
from maillage.analyze.wikis.portraits import LAST, Period
from maillage.analyze.wikis.sites import AUTHORS, BEING_WRITTEN, PROPOSED, PUBLISHED, REFUSED, REMOVED, is_site
from maillage.decisions import Decisions
from maillage.project import Source, Study
from maillage.store import Store, table

DAY = 86_400
"""Seconds."""


@table("site_articles", pk=("source",))
@dataclass(frozen=True)
class SiteArticles:
    """The articles of one participatory site in the study's period (A28), and who may write and who wrote them (A29).

    `articles`: published up to its end; `articles_held`: up to the day when the archive was made. `copies`: those of
    `articles` that refer to another site, where they came from by syndication or what they are about, so that there are
    no more copies than these; `unsigned`: without an author. `authors`: accounts that
    wrote at least one (A26). `administrators` (A27), `editors`, `visitors`: accounts by what they may do when the
    archive was made, neither bots nor blocked; `may_write`: the first two together (A29), and `wrote`: those of them
    that are among the authors. None where the archive does not tell accounts. `begun`, `ended`: the first and the last
    day of publication.

    `of_administrators`: articles that an administrator is an author of; `validated`: the others that have an author,
    which an administrator had to publish, with their `validated_share` of both. The rights are those of the day when
    the archive was made, which no site keeps older ones of. `by_several`: articles of two authors and more. `timed`:
    articles of which the archive has a state from before they were published, and `median_days` from the first of
    these to the publication, in fractions; None without any.
    """

    source: str
    articles: int
    articles_held: int
    copies: int
    unsigned: int
    authors: int
    administrators: int | None
    editors: int | None
    visitors: int | None
    may_write: int | None
    wrote: int | None
    begun: str | None
    ended: str | None
    of_administrators: int | None
    validated: int | None
    validated_share: float | None
    by_several: int
    timed: int
    median_days: float | None


@table("site_statuses", pk=("source", "status"))
@dataclass(frozen=True)
class SiteStatus:
    """The articles of a site that came so far, when the archive was made.

    `status`: `published`, `proposed` (waits for an administrator), `being-written`, `refused`, `removed`, or another
    word as the site has it. `of_editors`: those none of whose authors is an administrator, None where nothing tells who
    is. `share`: of the articles of all statuses.
    """

    source: str
    status: str
    articles: int
    of_editors: int | None
    authors: int
    share: float | None


@table("site_sections", pk=("source", "section"))
@dataclass(frozen=True)
class SiteSection:
    """A section of a site (rubrique), with its articles that were published in the study's period.

    `parent`: the section that it is in, 0 at the top. `path`: the titles from the top to it, between ` / `. `articles`:
    its own, `articles_below`: those of the sections below it too; `authors`: accounts that wrote its own. `waiting`:
    its own that are proposed. `last_day`: of publication.
    """

    source: str
    section: int
    parent: int
    path: str
    articles: int
    articles_below: int
    authors: int
    waiting: int
    last_day: str | None


@table("site_months", pk=("source", "month"))
@dataclass(frozen=True)
class SiteMonth:
    """One month of a site from its first article to the end of its archive, whatever the study's period.

    `published`: articles of the month, `copies` among them; `articles`: all from the first to the end of the month
    (A28). `authors`: accounts that wrote those of the month; `contributors`: those that wrote any so far (A26).
    """

    source: str
    month: str
    published: int
    copies: int
    articles: int
    authors: int
    contributors: int


@table("site_years", pk=("source", "year"))
@dataclass(frozen=True)
class SiteYear:
    """One year of a site, of its months. `new_authors`: accounts whose first article it has."""

    source: str
    year: str
    published: int
    copies: int
    articles: int
    authors: int
    new_authors: int


ROWS = (SiteArticles, SiteStatus, SiteSection, SiteMonth, SiteYear)

WORDS = {
    PUBLISHED: "published",
    PROPOSED: "proposed",
    BEING_WRITTEN: "being-written",
    REFUSED: "refused",
    REMOVED: "removed",
}

ARTICLES = "select page, status, section, published_at, copied_from from articles where source = ? order by page"
EARLIEST = """
    select page, min(r.at) as first_at from articles as a join revisions as r using (source, page)
    where source = ? and status = 'publie' and r.at < published_at group by page
"""
ACCOUNTS = """
    select user, groups from wiki_accounts
    where source = ? and user_class = 'registered' and standing not in ('bot', 'blocked') and groups is not null
"""
ADMINISTRATORS = """
    select user from wiki_accounts where source = ? and user_class = 'registered' and is_administrator
"""
TELLS = """
    select max(is_administrator) is not null from wiki_accounts where source = ? and user_class = 'registered'
"""
SECTIONS = "select section, parent, title from sections where source = ? order by section"


class Article(NamedTuple):
    """An article. `day`, `month`: of its publication, in the study's time zone; `authors`: names of today."""

    page: int
    status: str
    section: int | None
    published_at: str | None
    day: str | None
    month: str | None
    is_copy: bool
    authors: frozenset[str]

    @property
    def is_published(self) -> bool:
        """Whether it stands before readers, since a moment that is known."""
        return self.status == PUBLISHED and self.month is not None


@dataclass(frozen=True)
class Site:
    """What is known of a site. `administrators`: accounts that are, None where nothing tells."""

    source: str
    articles: Sequence[Article]
    administrators: frozenset[str] | None
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    first_states: Mapping[int, str] = field(default_factory=dict)


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[SiteArticles | SiteStatus | SiteSection | SiteMonth | SiteYear]:
    """Every participatory site of the study in its order, those too that are only counted."""
    local_day = local_days(study.time_zone)
    end = Period.of(study).end
    for source in study.wikis:
        if not is_site(store, source.name):
            continue
        site = _site(store, source, local_day)
        in_period = [one for one in site.articles if one.is_published and (one.published_at or "") < end]
        yield counted(site, in_period)
        yield from statuses(site)
        yield from sections(source.name, [tuple(row) for row in store.rows(SECTIONS, (source.name,))], site, in_period)
        months = list(by_month(site, _last_month(store, source.name, local_day)))
        yield from months
        yield from by_year(site, months)


def counted(site: Site, articles: Sequence[Article]) -> SiteArticles:
    """The articles of a site that were published in the period, and who wrote them."""
    authors = frozenset().union(*(one.authors for one in articles))
    signed = [one for one in articles if one.authors]
    days = sorted(one.day for one in articles if one.day)
    waits = [
        days_between(first, one.published_at)
        for one in articles
        if one.published_at and (first := site.first_states.get(one.page))
    ]
    chiefs, editors, visitors = (None, None, None)
    of_administrators = None
    if site.administrators is not None:
        known = site.administrators
        of_administrators = sum(not known.isdisjoint(one.authors) for one in signed)
    if site.groups:
        chiefs = {user for user, groups in site.groups.items() if "sysop" in groups}
        editors = {user for user, groups in site.groups.items() if "editor" in groups} - chiefs
        visitors = sum("visitor" in groups for groups in site.groups.values())
    may_write = None if chiefs is None or editors is None else chiefs | editors
    validated = None if of_administrators is None else len(signed) - of_administrators
    return SiteArticles(
        source=site.source,
        articles=len(articles),
        articles_held=sum(one.is_published for one in site.articles),
        copies=sum(one.is_copy for one in articles),
        unsigned=len(articles) - len(signed),
        authors=len(authors),
        administrators=None if chiefs is None else len(chiefs),
        editors=None if editors is None else len(editors),
        visitors=visitors,
        may_write=None if may_write is None else len(may_write),
        wrote=None if may_write is None else len(may_write & authors),
        begun=days[0] if days else None,
        ended=days[-1] if days else None,
        of_administrators=of_administrators,
        validated=validated,
        validated_share=None if validated is None else share(validated, len(signed)),
        by_several=sum(len(one.authors) > 1 for one in articles),
        timed=len(waits),
        median_days=median(waits) if waits else None,
    )


def days_between(first: str, second: str) -> float:
    """Days from one moment to another, in fractions."""
    return (datetime.fromisoformat(second) - datetime.fromisoformat(first)).total_seconds() / DAY


def statuses(site: Site) -> Iterator[SiteStatus]:
    """The articles of every status that the site has one of, in the order of an article's way."""
    by_status: dict[str, list[Article]] = defaultdict(list)
    for one in site.articles:
        by_status[one.status].append(one)
    for status in sorted(by_status, key=lambda one: (list(WORDS).index(one) if one in WORDS else len(WORDS), one)):
        found = by_status[status]
        chiefs = site.administrators
        yield SiteStatus(
            source=site.source,
            status=WORDS.get(status, status),
            articles=len(found),
            of_editors=None if chiefs is None else sum(chiefs.isdisjoint(one.authors) for one in found if one.authors),
            authors=len(frozenset().union(*(one.authors for one in found))),
            share=share(len(found), len(site.articles)),
        )


def sections(
    source: str, told: Iterable[Sequence[object]], site: Site, in_period: Sequence[Article]
) -> Iterator[SiteSection]:
    """Every section that the site tells, with its articles; one that is its own ancestor stands at the top."""
    known = {int(str(section)): (int(str(parent)), str(title)) for section, parent, title in told}
    own: dict[int, list[Article]] = defaultdict(list)
    for one in in_period:
        if one.section is not None:
            own[one.section].append(one)
    waiting = Counter(one.section for one in site.articles if one.status == PROPOSED)
    above = {section: ancestors(section, known) for section in known}
    below: Counter[int] = Counter()
    for section in known:
        for upper in (section, *above[section]):
            below[upper] += len(own[section])
    for section, (parent, title) in known.items():
        articles = own[section]
        titles = [known[one][1] for one in reversed(above[section])]
        yield SiteSection(
            source=source,
            section=section,
            parent=parent,
            path=" / ".join([*titles, title]),
            articles=len(articles),
            articles_below=below[section],
            authors=len(frozenset().union(*(one.authors for one in articles))),
            waiting=waiting[section],
            last_day=max((one.day for one in articles if one.day), default=None),
        )


def ancestors(section: int, known: Mapping[int, tuple[int, str]]) -> list[int]:
    """The sections that one is in, the nearest first; those of a circle once each."""
    found: list[int] = []
    parent = known[section][0]
    while parent in known and parent != section and parent not in found:
        found.append(parent)
        parent = known[parent][0]
    return found


def by_month(site: Site, last_month: str) -> Iterator[SiteMonth]:
    """Every month from the first article to the last month of the archive, those without any too."""
    of_month: dict[str, list[Article]] = defaultdict(list)
    for one in site.articles:
        if one.is_published and one.month:
            of_month[one.month].append(one)
    if not of_month:
        return
    articles = 0
    contributors: set[str] = set()
    for month in months_between(min(of_month), max(last_month, *of_month)):
        published = of_month.get(month, [])
        authors = frozenset().union(*(one.authors for one in published))
        articles += len(published)
        contributors |= authors
        copies = sum(one.is_copy for one in published)
        yield SiteMonth(site.source, month, len(published), copies, articles, len(authors), len(contributors))


def by_year(site: Site, months: Sequence[SiteMonth]) -> Iterator[SiteYear]:
    """The years of those months."""
    authors: dict[str, set[str]] = defaultdict(set)
    for one in site.articles:
        if one.is_published and one.month:
            authors[one.month[:4]] |= one.authors
    seen: set[str] = set()
    for year in dict.fromkeys(one.month[:4] for one in months):
        of_year = [one for one in months if one.month[:4] == year]
        yield SiteYear(
            source=site.source,
            year=year,
            published=sum(one.published for one in of_year),
            copies=sum(one.copies for one in of_year),
            articles=of_year[-1].articles,
            authors=len(authors[year]),
            new_authors=len(authors[year] - seen),
        )
        seen |= authors[year]


# ------------------------------------------------------------------------------------- what the store has


def _site(store: Store, source: Source, local_day: Callable[[str], tuple[str, str]]) -> Site:
    asked = (source.name,)
    names = Names.of(store, source.name)
    authors: dict[int, set[str]] = defaultdict(set)
    for row in store.rows(AUTHORS, {"source": source.name}):
        if row["user"]:
            is_account = row["user_class"] == "registered"
            authors[row["page"]].add(names.account(row["user"]).user if is_account else row["user"])
    articles = []
    for page, status, section, published_at, copied_from in store.rows(ARTICLES, asked):
        day, month = local_day(published_at) if published_at else (None, None)
        whose = frozenset(authors.get(page, ()))
        articles.append(Article(page, status, section, published_at, day, month, bool(copied_from), whose))
    tells = bool(store.value(TELLS, asked))
    return Site(
        source=source.name,
        articles=articles,
        administrators=frozenset(user for (user,) in store.rows(ADMINISTRATORS, asked)) if tells else None,
        groups={user: frozenset(groups.split()) for user, groups in store.rows(ACCOUNTS, asked)},
        first_states=dict(tuple(row) for row in store.rows(EARLIEST, asked)),
    )


def _last_month(store: Store, source: str, local_day: Callable[[str], tuple[str, str]]) -> str:
    """The month that the archive reaches; "" where nothing tells."""
    last = store.value(LAST, {"source": source})
    return local_day(last)[1] if last else ""
