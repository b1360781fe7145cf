"""Which pages of a dump are in a category: the ones whose last text says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maillage.ingest.mediawiki import dump
from maillage.ingest.mediawiki.revisions import categories_in
from maillage.ingest.mediawiki.titles import Namespaces, folded
from maillage.ingest.parts import Part
from maillage.records import Namespace, Page, Revision, Selection, WikiRecord


def members(part: Part, categories: Iterable[str]) -> frozenset[str]:
    """The pages of a part, by folded titles, whose last text puts them into one of these categories.

    A talk page that is in one stands for the page that it discusses. Raises what `parts.UNREADABLE` lists only when
    reading the part would.
    """
    namespaces = Namespaces()
    return frozenset(_found(dump.read_before_damage(part, Selection()), namespaces, tuple(categories)))


def _found(records: Iterable[WikiRecord], namespaces: Namespaces, categories: tuple[str, ...]) -> Iterator[str]:
    """The members, page by page; a text says it in the wiki's own words, or in English."""
    page: Page | None = None
    last, is_member = -1, False
    for record in records:
        if isinstance(record, Namespace):
            namespaces.add(record.namespace, record.name)
        elif isinstance(record, Page):
            if page and is_member and record.page != page.page:
                yield namespaces.subject(page.namespace, page.title)
            if page is None or record.page != page.page:
                last, is_member = -1, False
            page = record
        elif isinstance(record, Revision) and record.revision > last:
            last, is_member = record.revision, _is_in(_text(record), namespaces, categories)
    if page and is_member:
        yield namespaces.subject(page.namespace, page.title)


def _text(revision: Revision) -> str:
    return revision.text.decode() if isinstance(revision.text, bytes) else revision.text or ""


def _is_in(text: str, namespaces: Namespaces, categories: tuple[str, ...]) -> bool:
    wanted = {_name(category, namespaces) for category in categories}
    return any(folded(name) in wanted for name in categories_in(text, namespaces.category_names()))


def _name(category: str, namespaces: Namespaces) -> str:
    """A category without its prefix, if it was written with one."""
    prefix, colon, rest = category.partition(":")
    return folded(rest if colon and prefix.strip() in namespaces.category_names() else category)
