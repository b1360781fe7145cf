"""How many pages and people each wiki has: what the thesis gives of its sites (annexes 3 and 4), and what it could not.

The wiki's own numbers stand beside what the archive holds, so that a reader sees how much of the wiki is there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from maillage.analyze.regulars import share
from maillage.analyze.volume import age_months
from maillage.analyze.wikis import analysed
from maillage.analyze.wikis.accounts import (
    BLOCKED,
    BOT,
    COMMENTER,
    CONTRIBUTOR,
    ELSEWHERE,
    EXCLUDED,
    OUTSIDE,
    SILENT,
    UNPUBLISHED,
    VISITOR,
)
from maillage.analyze.wikis.administrators import is_told
from maillage.analyze.wikis.portraits import TELLS_USERS, Period
from maillage.analyze.wikis.sites import is_site
from maillage.decisions import Decisions
from maillage.project import Source, Study
from maillage.store import Store, table

NAMELESS = "nameless"
"""Edits whose author the wiki masks or the archive does not name."""

CLASSES = (
    CONTRIBUTOR, COMMENTER, "ip", "temporary", "imported", NAMELESS, BOT, BLOCKED, EXCLUDED, UNPUBLISHED, SILENT,
    VISITOR, ELSEWHERE, OUTSIDE,
)  # fmt: skip

PAGES_OF_WIKIS, ARTICLES = "pages", "articles"
"""What the contents of a wiki and of a participatory site are counted in (annex 3)."""

MOST_CONTENTS = 12
"""How many subjects stand for the contents of a wiki."""


@table("wiki_censuses", pk=("source",))
@dataclass(frozen=True)
class WikiCensus:
    """One wiki in the study's period; its pages as they stood when the archive was made.

    `unit`: what the contents are: `pages` of a wiki, `articles` of a participatory site. `pages`: of all namespaces,
    redirects too; `content_pages` (A25): without redirects, or articles that are published (A28); `redirects`: among
    content pages; all without what came after the period. `contributors` (A26). `silent`: registered and never edited,
    None where the wiki does not list its users or a part of it is selected. `registered` (A29): accounts that may write
    when the period ends, of a site administrators and editors, no bots and none blocked, None likewise.
    `administrators` (A27): None where nothing tells. `blocked`, None likewise, `bots`: accounts. `edits`: that count;
    `ip_edits`, `temporary_edits`, `imported_edits`: among them (B5); `ips`, `temporaries`: distinct addresses and
    temporary accounts. `begun`, `ended`: the first and last month looked at; `age_months`: from one to the other, both
    included, None without edits. `first_day`, `last_day`: of the edits that count.
    """

    source: str
    pages: int
    content_pages: int
    redirects: int
    contributors: int
    silent: int | None
    registered: int | None
    administrators: int | None
    blocked: int | None
    bots: int
    edits: int
    ips: int
    ip_edits: int
    temporaries: int
    temporary_edits: int
    imported_edits: int
    begun: str | None
    ended: str | None
    age_months: int | None
    first_day: str | None
    last_day: str | None
    unit: str = PAGES_OF_WIKIS


@table("wiki_classes", pk=("source", "standing"))
@dataclass(frozen=True)
class WikiClass:
    """The accounts of a wiki that are one thing to it (see `wiki_accounts.standing`), and their edits.

    `standing`: one of these, or `nameless` for edits without a name. `accounts`: None where the archive cannot tell.
    `edits`: in the period on pages that exist. `share`: of all of these, those of bots and blocked accounts too.
    """

    source: str
    standing: str
    accounts: int | None
    edits: int
    share: float | None


@table("wiki_statistics_compared", pk=("source", "name"))
@dataclass(frozen=True)
class WikiStatistic:
    """A number that a wiki gives of itself, and what the archive holds of that.

    `name`: `edits`, `pages`, `articles`, `users`, `admins`. `difference`: held − said; below 0, the archive lacks some.
    """

    source: str
    name: str
    said: int
    held: int
    difference: int


@table("wiki_contents", pk=("source", "rank"))
@dataclass(frozen=True)
class WikiContent:
    """A subject that stands for the contents of a wiki (annex 4). `rank`: from 1.

    `what`: `category`, `portal`, or `page` where the wiki has neither; of a site `section`. `pages`: in the category,
    published in the section (A28), None else.
    """

    source: str
    rank: int
    what: str
    subject: str
    pages: int | None


ROWS = (WikiCensus, WikiClass, WikiStatistic, WikiContent)

PAGES = """
    select count(*) as pages, coalesce(sum(space = 'content' and coalesce(is_redirect, 0) = 0), 0) as content_pages,
      coalesce(sum(space = 'content' and coalesce(is_redirect, 0) = 1), 0) as redirects
    from wiki_pages left join articles using (source, page)
    where source = :source and not deleted and space != 'unpublished' and coalesce(published_at, created_at, '') < :end
"""
ACCOUNTS = """
    select standing, count(*) as accounts, sum(edits) as edits, coalesce(sum(is_administrator), 0) as administrators,
      sum(user_class = 'registered' and coalesce(registered_at, first_at, '') < :end and (not :is_site
        or groups is null or ' ' || groups || ' ' like '% sysop %' or ' ' || groups || ' ' like '% editor %')
      ) as registered
    from wiki_accounts where source = :source group by standing
"""
EDITS = """
    select coalesce(sum(counted), 0) as edits,
      min(case when counted then day end) as first_day, max(case when counted then day end) as last_day,
      min(case when counted or left_out = 'before-period' then month end) as first_month
    from edits where source = ?
"""
NAMELESS_EDITS = """
    select count(*) from revisions join edits using (source, revision)
    where source = ? and counted and user_class in ('hidden', 'unknown')
"""
BLOCKS_TOLD = "select exists (select 1 from wiki_accounts where source = ? and blocked is not null)"
SAID = "select name, value from wiki_statistics where source = ? order by name"
HELD = """
    select
      (select count(*) from revisions join pages using (source, page) where source = :source) as edits,
      (select count(*) from pages where source = :source) as pages,
      (select count(*) from wiki_pages where source = :source and not deleted and space = 'content'
        and coalesce(is_redirect, 0) = 0) as articles,
      (select count(*) from wiki_accounts where source = :source and user_class = 'registered') as users,
      (select count(*) from wiki_users where source = :source and ' ' || groups || ' ' like '% sysop %') as admins
"""
PORTALS = """
    select title from wiki_pages
    where source = ? and not deleted and space in ('content', 'other') and coalesce(is_redirect, 0) = 0
      and (title like 'portail%' or title like 'portal%')
    order by edits desc, page
"""
LARGEST_SECTIONS = """
    select sections.title, count(*) as articles from articles join sections using (source, section)
    where source = :source and articles.status = 'publie' and published_at < :end
    group by section order by articles desc, section limit :most
"""
MOST_EDITED = """
    select title from wiki_pages
    where source = :source and not deleted and space = 'content' and coalesce(is_redirect, 0) = 0 and edits
    order by edits desc, page limit :most
"""
TEXTS = """
    select text from wiki_pages join revision_texts using (source, page)
    where source = :source and not deleted and space = 'content' and coalesce(is_redirect, 0) = 0
      and revision_texts.revision = (
        select revision from revisions where revisions.source = wiki_pages.source and revisions.page = wiki_pages.page
        order by at desc, revision desc limit 1)
"""
CATEGORY_NAMES = "select name, canonical from wiki_namespaces where source = ? and namespace = 14"
PORTAL = re.compile(r"(?:portail|portal)\s*:\s*([^/]+)|portail\s+([^/]+)", re.IGNORECASE)


class Held(NamedTuple):
    """The accounts of one standing, the edits they made, and how many of them registered before the period ended."""

    accounts: int = 0
    edits: int = 0
    administrators: int = 0
    registered: int = 0


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[WikiCensus | WikiClass | WikiStatistic | WikiContent]:
    """The census of every analysed wiki, in the study's order."""
    for wiki in analysed(study):
        asked = {"source": wiki.name, "end": Period.of(study).end, "is_site": is_site(store, wiki.name)}
        held = {row["standing"]: Held(*tuple(row)[1:]) for row in store.rows(ACCOUNTS, asked)}
        nameless = store.value(NAMELESS_EDITS, (wiki.name,))
        yield _census(store, study, wiki, held)
        yield from classes(wiki.name, held, nameless, tells_silent=_tells_silent(store, wiki))
        yield from _statistics(store, wiki.name)
        yield from _contents(store, wiki.name, Period.of(study).end)


def classes(source: str, held: Mapping[str, Held], nameless: int, *, tells_silent: bool) -> Iterator[WikiClass]:
    """Every class of a wiki: their edits add up to all that were made in the period on pages that exist."""
    none = Held()
    whole = sum(one.edits for one in held.values()) + nameless
    for name in CLASSES:
        accounts, edits, *_ = held.get(name, none)
        if name == NAMELESS:
            yield WikiClass(source, name, None, nameless, share(nameless, whole))
        elif name == SILENT and not tells_silent:
            yield WikiClass(source, name, None, 0, share(0, whole))
        else:
            yield WikiClass(source, name, accounts, edits, share(edits, whole))


def _census(store: Store, study: Study, wiki: Source, held: Mapping[str, Held]) -> WikiCensus:
    asked = {"source": wiki.name, "end": Period.of(study).end}
    (pages,), (edits,) = store.rows(PAGES, asked), store.rows(EDITS, (wiki.name,))
    none = Held()

    def of(standing: str) -> Held:
        return held.get(standing, none)

    tells_silent = _tells_silent(store, wiki)
    begun, ended = period(wiki, study, edits["first_month"], edits["last_day"])
    age = age_months(begun, ended) if begun and ended else 0
    may_write = [one.registered for standing, one in held.items() if standing not in {BOT, BLOCKED}]
    return WikiCensus(
        source=wiki.name,
        unit=ARTICLES if is_site(store, wiki.name) else PAGES_OF_WIKIS,
        pages=pages["pages"],
        content_pages=pages["content_pages"],
        redirects=pages["redirects"],
        contributors=of(CONTRIBUTOR).accounts,
        silent=of(SILENT).accounts if tells_silent else None,
        registered=sum(may_write) if tells_silent else None,
        administrators=sum(one.administrators for one in held.values()) if is_told(store, wiki.name) else None,
        blocked=of(BLOCKED).accounts if store.value(BLOCKS_TOLD, (wiki.name,)) else None,
        bots=of(BOT).accounts,
        edits=edits["edits"],
        ips=of("ip").accounts,
        ip_edits=of("ip").edits,
        temporaries=of("temporary").accounts,
        temporary_edits=of("temporary").edits,
        imported_edits=of("imported").edits,
        begun=begun,
        ended=ended,
        age_months=age if age > 0 else None,
        first_day=edits["first_day"],
        last_day=edits["last_day"],
    )


def period(wiki: Source, study: Study, first: str | None, last_day: str | None) -> tuple[str | None, str | None]:
    """The first and the last month of a wiki that are looked at, by the rules that lists follow (A2).

    From its creation as the study says, else its first edit, to the end of the study's period, else its last edit.
    """
    created = f"{wiki.created:%Y-%m}" if wiki.created else first
    begun = max(created, f"{study.begin:%Y-%m}") if created and study.begin else created
    return begun, f"{study.end:%Y-%m}" if study.end else last_day and last_day[:7]


def _tells_silent(store: Store, wiki: Source) -> bool:
    """Whether who never edited is known: the wiki lists its users, and is not a part of one that many others use."""
    is_part = wiki.wiki is not None and bool(wiki.wiki.prefixes or wiki.wiki.categories)
    return bool(store.value(TELLS_USERS, (wiki.name,))) and not is_part


def _statistics(store: Store, source: str) -> Iterator[WikiStatistic]:
    said = {row["name"]: row["value"] for row in store.rows(SAID, (source,))}
    if not said:
        return
    (held,) = store.rows(HELD, {"source": source})
    for name in held.keys():  # noqa: SIM118  # of a row, not a dict
        if name in said:
            yield WikiStatistic(source, name, said[name], held[name], held[name] - said[name])


# ------------------------------------------------------------------------------------------- annex 4


def _contents(store: Store, source: str, end: str) -> Iterator[WikiContent]:
    """The subjects of a wiki: its portals, else its largest categories, else the pages that are edited most.

    Of a participatory site: its largest sections.
    """
    asked = {"source": source, "end": end, "most": MOST_CONTENTS}
    sections = [tuple(row) for row in store.rows(LARGEST_SECTIONS, asked)]
    if sections:
        for rank, (title, articles) in enumerate(sections, start=1):
            yield WikiContent(source, rank, "section", title, articles)
        return
    titles = (PORTAL.fullmatch(title) for (title,) in store.rows(PORTALS, (source,)))
    portals = [found[1] or found[2] for found in titles if found]
    if portals:
        for rank, subject in enumerate(portals[:MOST_CONTENTS], start=1):
            yield WikiContent(source, rank, "portal", subject, None)
        return
    counted = _categories(store, source)
    if counted:
        largest = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_CONTENTS]
        for rank, (subject, pages) in enumerate(largest, start=1):
            yield WikiContent(source, rank, "category", subject, pages)
        return
    for rank, (title,) in enumerate(store.rows(MOST_EDITED, {"source": source, "most": MOST_CONTENTS}), start=1):
        yield WikiContent(source, rank, "page", title, None)


def _categories(store: Store, source: str) -> Counter[str]:
    """How many content pages are in each category, by the text of each as it stands."""
    names = {name for row in store.rows(CATEGORY_NAMES, (source,)) for name in row if name} | {"Category"}
    written = "|".join(re.escape(name) for name in sorted(names))
    link = re.compile(rf"\[\[\s*(?:{written})\s*:\s*([^|\]\n]+)", re.IGNORECASE)
    found: Counter[str] = Counter()
    for (text,) in store.rows(TEXTS, {"source": source}):
        found.update({subject(name) for name in link.findall(text)})
    return found


def subject(written: str) -> str:
    """A category as its page is titled: single blanks, its first letter a capital."""
    name = " ".join(written.replace("_", " ").split())
    return name[:1].upper() + name[1:]
