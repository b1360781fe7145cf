"""The steps of copying a live MediaWiki: what is asked, in what order, and where a fetch that was stopped goes on.

A fetch is a row of steps: site, users, blocks, log, pages, revisions, then again what the log says was rewritten.
Each step adds the answers to the copy as they come. The journal says which steps are done; how far the one at work
has come is told by the last whole line in its file. Asked again with nothing new, a wiki leaves the copy as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from maillage.fetch.fetched import Fetched
from maillage.fetch.mediawiki import questions
from maillage.fetch.mediawiki.answers import Answer, Request, following, holds, items
from maillage.fetch.mediawiki.connection import Connection, Refused
from maillage.fetch.mediawiki.copy import Copy, Line, Lines, read
from maillage.fetch.mediawiki.rewritten import RENAMING, REWRITING, rewritten
from maillage.fetch.mediawiki.selection import CATEGORY, Namespaces, listings, members, namespaces_of
from maillage.fetch.mediawiki.told import Newest, before, events_of, revisions_of, users_of
from maillage.progress import Progress
from maillage.project import Source, WikiOptions
from maillage.sentences import Said

LOG, REVISIONS = "log", "revisions"
ALL_REVISIONS_SINCE = (1, 27)
_KEPT_EVENTS = {*REWRITING, *RENAMING, "delete", "move"}
_VOLATILE = ("time", "jobs", "activeusers")  # what a wiki says otherwise at each request though nobody did anything


class Existing(NamedTuple):
    """A page that exists: its namespace, title and newest revision."""

    namespace: int
    title: str
    newest: int


@dataclass
class _FoundPages:
    """What the listing of pages leads to: redirects, subcategories in the order of asking, talk pages."""

    redirects: set[int] = field(default_factory=set)
    categories: list[str] = field(default_factory=list)
    talk: set[int] = field(default_factory=set)


@dataclass
class _Told:
    """What the files of this fetch hold so far, by stem."""

    known: Mapping[str, frozenset[int]]  # of the last minutes of the fetch before
    count: dict[str, int] = field(default_factory=lambda: {LOG: 0, REVISIONS: 0})
    last: dict[str, Line] = field(default_factory=dict)
    newest: dict[str, Newest] = field(default_factory=dict)
    events: list[Mapping[str, Any]] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    users: set[str] = field(default_factory=set)

    def add(self, request: dict[str, str], answer: Mapping[str, Any]) -> None:
        """What an answer says, whether it is kept or not."""
        if name := questions.name_of(request):
            dated = events_of(answer) if name.startswith(LOG) else revisions_of(answer)
            self.newest.setdefault(name, Newest()).add(dated)
        events = (event for event in items(answer, "logevents") if event.get("type") in _KEPT_EVENTS)
        self.events += (event for event in events if event.get("logid") not in self.known[LOG])
        for kind in ("allrevisions", "pages"):
            self.pages |= {int(page["pageid"]) for page in items(answer, kind) if page.get("revisions")}
        self.users |= users_of(answer)


class Fetch:
    """One fetch of one wiki, into its copy."""

    def __init__(self, source: Source, copy: Copy, connection: Connection, progress: Progress, done: Fetched) -> None:
        self.options = source.wiki or WikiOptions()
        self.done = done
        self._copy = copy
        self._connection = connection
        self._progress = progress
        self._journal: dict[str, Any] = {}
        self._pass: dict[str, Any] = {}
        self._told = _Told({})
        self._pages: dict[int, Existing] = {}
        self._namespaces = Namespaces({}, {})
        self._by_page = False

    @property
    def _is_part(self) -> bool:
        """Whether the study means a part of the wiki only."""
        return bool(self.options.prefixes or self.options.categories)

    def run(self) -> None:
        """Go on with the fetch that was stopped, if one was; then bring what is new. Raises NotFetched."""
        self._journal = self._copy.journal()
        wants = {
            "texts": self.options.texts,
            "live": self.options.live,
            "prefixes": list(self.options.prefixes),
            "categories": list(self.options.categories),
        }
        if self._journal.get("wants") != wants or self._copy.lacks(self._journal.get("files", {})):
            self._journal = {"wants": wants}  # what is there is not what is wanted now, or not what was kept
        if "pass" in self._journal:
            self._once()
        self._once()

    # ------------------------------------------------------------------------------------------- one pass

    def _once(self) -> None:
        site = self._site()
        self._begin()
        self._progress.begin("fetch", 0 if self._journal.get("newest") else _edits(site))
        self._step("log", self._fetch_log)
        if not self._is_part:
            self._step("users", lambda: self._snapshot("users", [questions.USERS]))
            self._step("blocks", lambda: self._snapshot("blocks", [questions.BLOCKS]))
        self._step("pages", self._fetch_pages)
        self._pages = self._pages or self._pages_in_copy()
        if self.options.live == "all":
            self._step("revisions", self._fetch_revisions)
            if self._journal.get("newest"):
                self._step("again", self._fetch_again)
            if not self._is_part and not self._told.pages <= self._pages.keys():
                self._step("pages again", self._fetch_pages)
        if self._is_part:
            self._step("users", self._fetch_users)
        self._end()

    def _site(self) -> Answer:
        """What the wiki says of itself, which decides how the rest is asked."""
        answer = self._connection.ask(questions.SITE)
        general = answer.query.get("general")
        if not isinstance(general, Mapping) or not items(answer.values, "namespaces"):
            raise self._connection.refusal(Said("it does not tell its namespaces"), Said("check the url"))
        kept = self._copy.site()
        if kept is None:
            self._copy.keep_site(questions.SITE, answer.json)
        elif not _is_same_wiki(kept.answer, answer.values):
            raise self._connection.refusal(
                Said("{folder} holds a copy of another wiki", folder=self._copy.folder),
                Said("give this source a path of its own in the study file"),
            )
        self._namespaces = namespaces_of(answer.values)
        self._by_page = self._is_part or not self._has_all_revisions(str(general.get("generator", "")))
        return answer

    def _has_all_revisions(self, generator: str) -> bool:
        """Whether the wiki lists the revisions of all pages in one row; where it does not, it is asked page by page."""
        if _version(generator) < ALL_REVISIONS_SINCE:
            return False
        try:
            return "allrevisions" in self._connection.ask({"list": "allrevisions", "arvlimit": "1"}).query
        except Refused:
            return False

    def _begin(self) -> None:
        """A new pass, or the one that was stopped with what it had brought."""
        self._told = _Told(known={stem: self._ids(stem) for stem in (LOG, REVISIONS)})
        self._pages = {}
        if "pass" not in self._journal:
            numbers = {stem: self._copy.last_number(stem) + 1 for stem in (LOG, REVISIONS)}
            self._journal["pass"] = {**numbers, "done": [], "begun": {}}
            for name in ("users", "blocks", "pages"):
                self._copy.draft(name).unlink(missing_ok=True)
            self._copy.keep_journal(self._journal)
        self._pass = self._journal["pass"]
        for stem in (LOG, REVISIONS):
            for file in self._copy.numbered(stem, self._pass[stem]):
                for line in read(file):
                    self._told.count[stem] += 1
                    self._told.last[stem] = line
                    self._told.add(line.request, line.answer)

    def _step(self, name: str, step: Callable[[], None]) -> None:
        """Do a step that is not done yet, and note that it is."""
        if name in self._pass["done"]:
            return
        if name not in self._pass["begun"]:
            self._pass["begun"][name] = dict(self._told.count)
            self._copy.keep_journal(self._journal)
        self._pass["at"] = name
        step()
        self._copy.close()
        self._pass["done"].append(name)
        self._journal["files"] = self._copy.sizes()
        self._copy.keep_journal(self._journal)

    def _end(self) -> None:
        """All is there: the wiki's own numbers of this moment are kept, and what is newest."""
        answer = self._connection.ask(questions.SITE)
        kept = self._copy.site()
        if kept is None or _lasting(kept.answer) != _lasting(answer.values):
            self._copy.keep_site(questions.SITE, answer.json)
        newest = self._journal.setdefault("newest", {})
        newest |= {name: told.kept() for name, told in self._told.newest.items() if told.at}
        del self._journal["pass"]
        self._copy.keep_journal(self._journal)

    # -------------------------------------------------------------------------------------- the listings

    def _walk(self, base: Request, begin: Request | None = None) -> Iterator[tuple[dict[str, str], Answer]]:
        """A listing to its end, or from where it goes on."""
        asked: dict[str, str] | None = dict(begin or base)
        seen: set[tuple[tuple[str, str], ...]] = set()
        while asked is not None:
            mark = tuple(sorted(asked.items()))
            if mark in seen:
                said = Said("its listing {name} comes back to where it was, and would never end", name=_listing(base))
                raise self._connection.refusal(said, Said("tell the wiki's administrators"))
            seen.add(mark)
            answer = self._connection.ask(asked)
            self.done.requests += 1
            yield asked, answer
            asked = following(base, asked, answer.values)

    def _append(self, stem: str, bases: Iterable[Request], is_news: Callable[[Mapping[str, Any]], bool]) -> None:
        """Add listings to the copy, from where the copy ends; of what is known already nothing is added."""
        last = self._told.last.get(stem)
        if self._told.count[stem] == self._pass["begun"][self._pass["at"]][stem]:
            last = None  # what there is belongs to an earlier step
        waiting = list(bases)
        begin: Request | None = None
        if last is not None:
            for index, base in enumerate(waiting):
                if base.items() <= last.request.items():
                    begin = following(base, last.request, last.answer)
                    waiting = waiting[index if begin else index + 1 :]
                    break
        for base in waiting:
            for asked, answer in self._walk_page(base, begin):
                if is_news(answer.values):
                    self._copy.add(stem, self._pass[stem], asked, answer.json)
                    self._told.count[stem] += 1
                self._told.add(asked, answer.values)
                self._count(answer.values)
            begin = None

    def _walk_page(self, base: Request, begin: Request | None) -> Iterator[tuple[dict[str, str], Answer]]:
        """A listing; one of a page from a revision on that is no longer there begins with its first one."""
        try:
            yield from self._walk(base, begin)
        except Refused as error:
            if "rvstartid" not in base or not error.code.startswith(("badid", "nosuchrev", "badcontinue")):
                raise
            yield from self._walk({key: value for key, value in base.items() if key != "rvstartid"})

    def _count(self, answer: Mapping[str, Any]) -> None:
        """Of what is asked again to be sure that nothing is missed, only what was not known is news."""
        known, revisions = self._told.known, revisions_of(answer)
        self.done.revisions += sum(number not in known[REVISIONS] for _, number in revisions)
        self.done.events += sum(number not in known[LOG] for _, number in events_of(answer))
        self._progress.advance(len(revisions))

    def _snapshot(
        self, name: str, bases: Iterable[Request], take: Callable[[Request, Mapping[str, Any]], None] = lambda *_: None
    ) -> None:
        """Write a file of listings anew; then it takes the place of the last one."""
        self._draft(name, bases, take)
        self._copy.publish(name)

    def _draft(
        self, name: str, bases: Iterable[Request], take: Callable[[Request, Mapping[str, Any]], None] = lambda *_: None
    ) -> None:
        """Write the listings of a snapshot, or what is missing of them."""
        last: Line | None = None
        for last in read(self._copy.draft(name)):
            take(last.request, last.answer)
        file = Lines(self._copy.draft(name))
        try:
            for base in bases:
                begin: Request | None = None
                if last is not None:
                    if not base.items() <= last.request.items():
                        continue  # it is through
                    begin, last = following(base, last.request, last.answer), None
                    if begin is None:
                        continue
                for asked, answer in self._walk(base, begin):
                    file.add(asked, answer.json)
                    take(asked, answer.values)
        finally:
            file.close()

    # ------------------------------------------------------------------------------------------ the steps

    def _since(self, name: str) -> str:
        """From which moment on a listing is asked for; "" for all of it."""
        return before(str(self._journal.get("newest", {}).get(name, {}).get("at", "")))

    def _is_news(self, answer: Mapping[str, Any]) -> bool:
        """Whether an answer has anything that was not known at the end of the last fetch."""
        known = self._told.known
        is_new = any(number not in known[REVISIONS] for _, number in revisions_of(answer))
        return is_new or any(number not in known[LOG] for _, number in events_of(answer))

    def _ids(self, stem: str) -> frozenset[int]:
        """The ids that the fetch before told last, of log events or of revisions."""
        newest = self._journal.get("newest", {})
        return frozenset(
            number for name, kept in newest.items() if name.startswith(LOG) == (stem == LOG) for number in kept["ids"]
        )

    def _fetch_log(self) -> None:
        kinds = questions.LOGS_OF_A_PART if self._is_part else ("",)
        bases = [questions.log(self._since(f"log:{kind}" if kind else LOG), kind) for kind in kinds]
        self._append(LOG, bases, self._is_news)

    def _fetch_pages(self) -> None:
        """The pages that exist; where revisions are asked for page by page, also those that changed."""
        if self._pass.get("todo") is not None and self._pass["at"] == "pages":
            if self._copy.draft("pages").exists():  # it was stopped just here
                self._copy.publish("pages")
            return
        known = {page: found.newest for page, found in self._known_pages().items()} if self._by_page else {}
        self._pages = {}
        found = _FoundPages()
        self._draft(
            "pages", self._listings_of_pages(found), lambda asked, answer: self._take_pages(found, asked, answer)
        )
        if self._is_part and not self._pages:
            said = Said("no page of it is in the prefixes and categories of the study")
            raise self._connection.refusal(said, Said("check prefixes and categories in the study file"))
        if self._by_page:
            changed = {
                page
                for page, existing in self._pages.items()
                if not existing.newest or known.get(page) != existing.newest
            }
            self._pass["todo"] = [[page, known.get(page, 0)] for page in sorted(changed)]
            self._copy.keep_journal(self._journal)  # once published, the snapshot does not tell any more
        self._copy.publish("pages")

    def _known_pages(self) -> dict[int, Existing]:
        """The pages of the last whole fetch."""
        if self._journal.get("newest") is None:
            return {}
        return self._pages_in_copy()

    def _pages_in_copy(self) -> dict[int, Existing]:
        lines = read(self._copy.snapshot("pages"))
        return {number: existing for line in lines for number, existing, _ in _existing(line.request, line.answer)}

    def _listings_of_pages(self, found: _FoundPages) -> Iterator[dict[str, str]]:
        """The requests for all pages that are meant; `found` is filled in while they are answered."""
        if self._is_part:
            yield from listings(self._namespaces, self.options.prefixes, questions.INFO)
            found.categories += [self._namespaces.category(name) for name in self.options.categories]
            asked: set[str] = set()
            for category in found.categories:  # which grows meanwhile
                if category not in asked:
                    asked.add(category)
                    yield members(category, questions.INFO)
            for chunk in questions.chunks(sorted(found.talk - self._pages.keys())):
                yield questions.pages_numbered(chunk)
        else:
            for namespace in self._namespaces.all:
                yield questions.pages_of(namespace)
        for chunk in questions.chunks(sorted(found.redirects)):
            yield questions.targets_of(chunk)

    def _take_pages(self, found: _FoundPages, asked: Request, answer: Mapping[str, Any]) -> None:
        """Note the pages that an answer tells, and what they lead to."""
        in_category = asked.get("generator") == "categorymembers"
        for number, existing, page in _existing(asked, answer):
            self._pages[number] = existing
            if holds(page, "redirect"):
                found.redirects.add(number)
            if in_category:
                found.talk |= {int(page["talkid"])} if page.get("talkid") else set()
                found.categories += [existing.title] if existing.namespace == CATEGORY else []

    def _fetch_revisions(self) -> None:
        if self._by_page:
            bases = [self._of_page(page, since) for page, since in self._pass["todo"] if page in self._pages]
        else:
            since = {name: self._since(name) for name in ("revisions", "discussion")}
            bases = questions.revisions(self.options.texts, self._namespaces, since)
        self._append(
            REVISIONS, bases, self._is_news if not self._by_page else lambda answer: bool(revisions_of(answer))
        )

    def _of_page(self, page: int, since: int = 0) -> dict[str, str]:
        """The request for a page's revisions, with their texts where the study wants them."""
        texts, space = self.options.texts, self._pages[page].namespace
        with_text = texts == "all" or (texts == "discussion" and space in set(self._namespaces.discussion))
        return questions.revisions_of(page, since, with_text=with_text)

    def _fetch_again(self) -> None:
        """What the log says was rewritten is told again: whole pages, and all that a renamed user ever wrote."""
        found = rewritten(self._told.events)
        titles = {existing.title: page for page, existing in self._pages.items()}
        pages = found.pages | {titles[title] for title in found.titles if title in titles}
        bases: list[dict[str, str]] = []
        for user in sorted(found.users):
            if self._by_page:
                pages |= self._pages_of(user)
            else:
                bases += questions.revisions(self.options.texts, self._namespaces, {}, user)
        told = {page for page, since in self._pass.get("todo", ()) if not since}  # from their first revision on
        bases += [self._of_page(page) for page in sorted(pages & self._pages.keys() - told)]
        self._append(
            LOG, [questions.log(user=user) for user in sorted(found.users)], lambda answer: bool(events_of(answer))
        )
        self._append(REVISIONS, bases, lambda answer: bool(revisions_of(answer)))

    def _pages_of(self, user: str) -> set[int]:
        """The pages that a user wrote in, by their numbers."""
        answers = (answer for _, answer in self._walk(questions.contributions_of(user)))
        return {int(item["pageid"]) for answer in answers for item in items(answer.values, "usercontribs")}

    def _fetch_users(self) -> None:
        """The accounts of those who wrote in a part of a wiki: those of before, and those that this fetch met."""
        names = set(self._told.users)
        for line in read(self._copy.snapshot("users")):
            names |= {str(user["name"]) for user in items(line.answer, "users")}
        chunks = list(questions.chunks(sorted(names)))
        self._snapshot("users", [questions.users_named(chunk) for chunk in chunks])
        self._snapshot("blocks", [questions.blocks_of(chunk) for chunk in chunks])


def _existing(asked: Request, answer: Mapping[str, Any]) -> Iterator[tuple[int, Existing, Mapping[str, Any]]]:
    """The pages that an answer describes; where redirects were asked for, their targets are only named."""
    for page in () if "redirects" in asked else items(answer, "pages"):
        if page.get("pageid") and not holds(page, "missing"):
            existing = Existing(int(page["ns"]), str(page["title"]), int(page.get("lastrevid", 0)))
            yield int(page["pageid"]), existing, page


def _edits(site: Answer) -> int:
    """How many revisions the wiki says it has, for the bar; 0 where it does not."""
    statistics = site.query.get("statistics")
    return int(statistics.get("edits", 0)) if isinstance(statistics, Mapping) else 0


def _version(generator: str) -> tuple[int, ...]:
    """`MediaWiki 1.39.17` as numbers; those of an unknown generator are the highest."""
    numbers = generator.removeprefix("MediaWiki ").split(".")
    return tuple(int(part) for part in numbers[:2]) if all(part.isdigit() for part in numbers[:2]) else (99,)


def _lasting(site: Mapping[str, Any]) -> Any:
    """What a wiki says of itself without what changes by itself."""
    if isinstance(site, Mapping):
        return {key: _lasting(value) for key, value in site.items() if key not in _VOLATILE}
    return site


def _is_same_wiki(kept: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    """Whether the copy is of the wiki that answers: its database or its name is the same."""
    before_, now = (site.get("query", {}).get("general", {}) for site in (kept, answer))
    return any(before_.get(key) == now.get(key) for key in ("wikiid", "sitename"))


def _listing(base: Request) -> str:
    return base.get("list") or base.get("generator") or base.get("prop") or base.get("meta") or "query"
