"""The words of every content page, followed through its texts and kept from run to run.

What is followed depends on nothing but the page's revisions and the rules, so only pages that are new, or whose
revisions changed, are followed again; all are when the rules change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from maillage.analyze.wikis import analysed
from maillage.analyze.wikis.authorship import Followed
from maillage.analyze.wikis.spaces import CONTENT, Spaces
from maillage.executors import mapped, workers
from maillage.project import Study
from maillage.store import Store, table

FOLLOWED_BY = ("authorship.py", "differences.py", "reverting.py", "words.py")
RULES = "words-rules"  # the setting that keeps what the words were followed by
BATCH = 2_000_000  # bytes of texts that are followed and written together
MOST_SENT = 16_000_000  # bytes of the texts of a page: those of a longer history are read one by one
WORTH_WORKERS = 50_000_000  # bytes: a worker takes a moment to start


@table("page_words", pk=("source", "page"))
@dataclass(frozen=True, slots=True)
class PageWords:
    """That a page was followed. `digest`: of its revisions, as they were then.

    `followed`: its revisions whose text is kept; `unread`: the others, whose words are taken for those of the next;
    `words`: in its last text; `coarse`: revisions too long or too different for every word to be compared.
    """

    source: str
    page: int
    digest: str
    followed: int
    unread: int
    words: int
    coarse: int


@table("revision_words", pk=("source", "page", "revision"))
@dataclass(frozen=True, slots=True)
class RevisionWords:
    """What became of the words that a revision added. A revert adds none: it brings back the words of others.

    `removed`: words that it took away. `later`: followed revisions after it; `persisted`: those of them that had each
    of its words, added up over its words; `persisted_others`: the same of those by other users. `surviving`: its
    words in the last text.
    """

    source: str
    page: int
    revision: int
    added: int
    removed: int
    later: int
    persisted: int
    persisted_others: int
    surviving: int


ROWS = (PageWords, RevisionWords)
KEY = ("source", "page")

Row = PageWords | RevisionWords
PageKey = tuple[str, int]

# Of an article a site keeps the text as it stands: that all of its words are there tells nothing.
PAGES = """
    select page, namespace from pages where source = :source and exists (
      select 1 from revision_texts as t where t.source = :source and t.page = pages.page
    ) and page not in (select page from articles where source = :source) order by page
"""
HISTORIES = """
    select page, revision, at, user, sha1, hidden, length, part from revisions where source = ? order by page
"""
SIZE = "select coalesce(sum(length), 0) from revisions where source = ? and page = ?"
REVISIONS = "select revision, at, user from revisions where source = ? and page = ?"
TEXT = "select text from revision_texts where source = ? and page = ? and revision = ?"
KNOWN = "select source, page, digest from page_words"


class Moment(NamedTuple):
    """A revision without its text."""

    revision: int
    at: str | None
    user: str


class State(NamedTuple):
    """A revision of a page, and its text, None where it is not kept."""

    revision: int
    user: str
    text: str | None


class History(NamedTuple):
    """A page to be followed: its revisions in the order of time."""

    key: PageKey
    digest: str
    states: Iterable[State]


@dataclass(frozen=True)
class Plan:
    """What is to be done: the pages whose rows go, the pages to follow; `anew` where the rules changed."""

    anew: bool
    gone: frozenset[PageKey]
    new: dict[PageKey, str]
    rules: str


def plan(store: Store, study: Study) -> Plan:
    """Which pages were not followed by the rules of today, or have other revisions now."""
    rules = rules_in_force()
    present = dict(_present(store, study))
    if store.setting(RULES) != rules:
        return Plan(anew=True, gone=frozenset(), new=present, rules=rules)
    known = {(source, page): digest for source, page, digest in store.rows(KNOWN)}
    new = {key: digest for key, digest in present.items() if known.get(key) != digest}
    gone = frozenset(known.keys() & new.keys() | known.keys() - present.keys())
    return Plan(anew=False, gone=gone, new=new, rules=rules)


def batches(store: Store, new: dict[PageKey, str]) -> Iterator[list[Row]]:
    """The rows of these pages, some at a time: those with the longest histories last."""
    sizes = {key: int(store.value(SIZE, key)) for key in sorted(new)}
    usual = [key for key, size in sizes.items() if size <= MOST_SENT]
    sent = ([_history(store, key, new[key]) for key in batch] for batch in _packed(usual, sizes))
    whole = ([History(key, digest, list(states)) for key, digest, states in batch] for batch in sent)
    yield from mapped(rows_of, whole, workers() if sum(sizes.values()) >= WORTH_WORKERS else 1)
    for key, size in sizes.items():
        if size > MOST_SENT:
            yield rows_of([_history(store, key, new[key])])


def rows_of(histories: Iterable[History]) -> list[Row]:
    """The rows of some pages, in their order."""
    rows: list[Row] = []
    for (source, page), digest, states in histories:
        followed = Followed()
        revisions: list[int] = []
        unread = 0
        for state in states:
            if state.text is None:
                unread += 1
            else:
                followed.add(state.text, state.user)
                revisions.append(state.revision)
        tallies = followed.finish()
        words = sum(tally.surviving for tally in tallies)
        rows.append(PageWords(source, page, digest, len(tallies), unread, words, followed.coarse))
        rows += (
            RevisionWords(
                source,
                page,
                revision,
                tally.added,
                tally.removed,
                later,
                tally.persisted,
                tally.persisted_others,
                tally.surviving,
            )
            for later, (revision, tally) in zip(
                range(len(tallies) - 1, -1, -1), zip(revisions, tallies, strict=True), strict=True
            )
        )
    return rows


def rules_in_force() -> str:
    """A digest of the modules that follow words."""
    state = blake2b(digest_size=16)
    for name in FOLLOWED_BY:
        state.update((files("maillage.analyze.wikis") / name).read_bytes())
    return state.hexdigest()


def _present(store: Store, study: Study) -> Iterator[tuple[PageKey, str]]:
    """The content pages of which texts are kept, each with the digest of its revisions."""
    for source in analysed(study):
        spaces = Spaces.of(store, source.name)
        contents = {
            page
            for page, namespace in store.rows(PAGES, {"source": source.name})
            if spaces.of_namespace(namespace) == CONTENT
        }
        if not contents:
            continue
        for page, revisions in groupby(store.rows(HISTORIES, (source.name,)), key=itemgetter(0)):
            if page in contents:
                state = blake2b(digest_size=12)
                for row in revisions:
                    state.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
                yield (source.name, page), state.hexdigest()


def _history(store: Store, key: PageKey, digest: str) -> History:
    """A page, whose texts are read one by one."""
    found = (Moment(*row) for row in store.rows(REVISIONS, key))
    moments = sorted(found, key=lambda one: (one.at is None, one.at or "", one.revision))
    states = (State(one.revision, one.user, store.value(TEXT, (*key, one.revision))) for one in moments)
    return History(key, digest, states)


def _packed(pages: Iterable[PageKey], sizes: Mapping[PageKey, int]) -> Iterator[Sequence[PageKey]]:
    """The pages in batches of about as much text."""
    batch, size = list[PageKey](), 0
    for key in pages:
        batch.append(key)
        size += sizes[key]
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
