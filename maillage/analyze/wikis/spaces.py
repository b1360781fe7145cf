"""What the pages of a namespace are for."""

from __future__ import annotations

from collections.abc import Mapping

from maillage.store import Store

CONTENT, TALK, USER, PROJECT, FILE = "content", "talk", "user", "project", "file"
TEMPLATE, CATEGORY, HELP, OTHER = "template", "category", "help", "other"
UNPUBLISHED = "unpublished"
"""The space of articles of a participatory site that nobody but its authors and administrators can read."""

SPACES = (CONTENT, TALK, USER, PROJECT, FILE, TEMPLATE, CATEGORY, HELP, OTHER, UNPUBLISHED)

MAIN = 0
_NUMBERED = {2: USER, 4: PROJECT, 6: FILE, 10: TEMPLATE, 12: HELP, 14: CATEGORY}

SAID = "select namespace, content from wiki_namespaces where source = ? and content is not null"

# Not every archive says which pages redirect; their texts do, in the words of their language.
NOT_PUBLISHED = "select page from articles where source = ? and status != 'publie'"

REDIRECTS = """
    select page from pages join revision_texts using (source, page)
    where source = :source and coalesce(redirect, '') = ''
      and revision = (select max(revision) from revisions where source = :source and revisions.page = pages.page)
      and (text like '#redirec%' or text like '#weiterleitung%' or text like '#rinvia%')
"""


def redirects(store: Store, source: str) -> frozenset[int]:
    """The pages of a wiki that only their texts show to redirect."""
    return frozenset(page for (page,) in store.rows(REDIRECTS, {"source": source}))


def unpublished(store: Store, source: str) -> frozenset[int]:
    """The articles of a participatory site that are not published: being written, proposed, refused, removed."""
    return frozenset(page for (page,) in store.rows(NOT_PUBLISHED, (source,)))


class Spaces:
    """The spaces of one wiki. Contents are in the namespaces that the wiki says, and else in the main one."""

    def __init__(self, said: Mapping[int, bool]) -> None:
        self.contents = {number for number, is_content in said.items() if is_content} or {MAIN}

    @classmethod
    def of(cls, store: Store, source: str) -> Spaces:
        """Those of one wiki."""
        return cls({number: bool(content) for number, content in store.rows(SAID, (source,))})

    def of_namespace(self, namespace: int | None) -> str:
        """The space of a namespace; `other` for one that is not known. Odd numbers are talk, all of them."""
        if namespace is None:
            return OTHER
        if namespace in self.contents:
            return CONTENT
        if namespace > 0 and namespace % 2:
            return TALK
        return _NUMBERED.get(namespace, OTHER)
