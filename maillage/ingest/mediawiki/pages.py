"""What is known of a wiki, and of the page that is being read, while a dump goes by."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from maillage.ingest.mediawiki.revisions import number, redirect_target
from maillage.ingest.mediawiki.titles import Choice, Namespaces, namespace_number
from maillage.records import LogEvent, Page, Selection

UNTOLD_TARGET = "#"
"""The target of a redirect of which a dump says no more than that it is one: no page can be called that."""

LONGEST = 16 << 20  # bytes of a text, which is what MediaWiki's own tables hold; a longer one is not kept
BEGINNING = 1000  # characters of a text in which a redirect stands
_FIRST_WITH_REDIRECTS = (0, 4)
_FIRST_WITH_PARENTS = (0, 7)


class OpenPage:
    """A page whose revisions are being read. `number`: None where the dump has none.

    `is_taken`: whether the study selects it; `keeps_text`: whether the texts of its revisions are kept; `wants_text`:
    whether its last text has to tell where it redirects to. `no_parent`: the parent of a revision that names none.
    """

    __slots__ = ("_last", "is_taken", "keeps_text", "no_parent", "number", "page", "wants_text")

    def __init__(self, page: Page | None, choice: Choice, no_parent: int | None) -> None:
        self.page = page
        self.no_parent = no_parent
        self.number = page.page if page else None
        self.is_taken = page is None or choice.takes(page.namespace, page.title)
        self.keeps_text = page is None or choice.keeps_text(page.namespace)
        self.wants_text = page is not None and page.redirect in (None, UNTOLD_TARGET)
        self._last: tuple[int, str] | None = None

    def seen(self, revision: int, text: str) -> None:
        """Note the text of a revision of a page that wants it."""
        if self._last is None or revision >= self._last[0]:
            self._last = revision, text[:BEGINNING]

    def at_first(self) -> list[Page]:
        """The page, if it is one and selected."""
        return [self.page] if self.page and self.is_taken else []

    def at_last(self) -> list[Page]:
        """The page again, if its texts told where it redirects to."""
        if not (self.page and self.is_taken and self._last):
            return []
        target = redirect_target(self._last[1])
        told = target or (self.page.redirect if self.page.redirect is not None else "")
        return [] if told == self.page.redirect else [self.page._replace(redirect=told)]


class Wiki:
    """What has been learned of the wiki. `version`: of the export format. `members`: see `Choice`."""

    def __init__(self, selection: Selection, members: Collection[str] = ()) -> None:
        self.namespaces = Namespaces()
        self.version: tuple[int, ...] = (0, 11)
        self._choice = Choice(selection, self.namespaces, members)

    def learn_version(self, written: str) -> None:
        """The version that the root element says."""
        pieces = written.split(".")
        if all(piece.isdecimal() and len(piece) < 6 for piece in pieces):
            self.version = tuple(int(piece) for piece in pieces)

    def open_page(self, fields: Mapping[str, str]) -> OpenPage:
        """The page that the elements before its revisions describe."""
        page, title = number(fields.get("id")), fields.get("title", "").strip()
        if page is None:
            return OpenPage(None, self._choice, None)
        redirect: str | None = "" if self.version >= _FIRST_WITH_REDIRECTS else None
        if "redirect" in fields:
            redirect = fields.get("redirect@title") or UNTOLD_TARGET
        no_parent = 0 if self.version >= _FIRST_WITH_PARENTS else None
        return OpenPage(Page(page, self._namespace(fields, title), title, redirect), self._choice, no_parent)

    def takes_event(self, event: LogEvent) -> bool:
        """Whether the study selects an entry of the logs."""
        return self._choice.takes_event(event)

    def _namespace(self, fields: Mapping[str, str], title: str) -> int:
        """The namespace of a page: as it is said (since 0.5), else as its title shows."""
        said = namespace_number(fields.get("ns", ""))
        return self.namespaces.of(title) if said is None else said
