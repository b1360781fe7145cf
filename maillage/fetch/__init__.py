"""Bringing what is on servers to disk, politely and completely: the only part of the program that opens a connection.

What is fetched becomes files below the source's path, which can be kept and hashed, and which `ingest` reads with the
reader of the source's kind. Each kind that can be fetched has a module here of the same name, named in `FETCHERS`:

- `recognizes(page) -> bool`: whether a page (`page.Page`, the beginning of what is at an address) is of this kind,
  either the archive of one list or the index of a server of them. Sure, and from the page alone.
- `lists(page) -> Sequence[recognition.Listed]`: the lists that such a page is an index of; empty for one list's page.
- `overview(page) -> str`, where there is such a thing: the address of the page of the same server that is an index of
  all its lists; "" where it cannot be told.
- `fetch(task) -> None`: bring what is new. `task.url` is what people wrote, any page of the archive; `task.web` asks
  (`page`, `save`, forms), `task.bring(url, name)` brings a file under a name (`folder.safe`), conditionally, whole,
  going on where it was cut off, and counts it; `task.keep(name, bytes)` keeps what came as a page;
  `task.folder.keep_state(…)` keeps where a fetch stands; `task.progress.begin("fetch", total)` and `advance`;
  `task.secret()` is the password of the source's login; `task.note(Said(…))` tells people something.
  Raises NotFetched (`task.web.refusal(reason, next_step)`); an OSError is told by who calls.

A fetcher that is asked again with nothing new must leave the folder as it is, byte for byte. It may be killed at any
moment: what `bring` and `keep` wrote is whole, and is not asked for again without a condition. It uses no other way to
the network than `task.web`, whose guard says where a request may go; for other protocols, `task.web.guard.connected`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from maillage.errors import NotFetched
from maillage.fetch.fetched import Fetched
from maillage.fetch.patience import Patience
from maillage.progress import Progress, Silent
from maillage.project import Source
from maillage.sentences import Said, because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maillage.fetch.page import Page
    from maillage.fetch.recognition import Listed
    from maillage.fetch.task import Task

__all__ = ["FETCHERS", "Fetched", "Patience", "fetch"]

# In the order in which a page is tried: what is surest first.
FETCHERS = (
    "mediawiki",
    "discourse",
    "spip",
    "hyperkitty",
    "sympa",
    "pipermail",
    "pipermail_html",
    "mhonarc",
    "osm",
    "geojson",
    "mbox",
)


class Fetcher(Protocol):
    """What the module of a kind offers; see above."""

    @staticmethod
    def recognizes(page: Page) -> bool:
        """Whether a page is of this kind."""

    @staticmethod
    def lists(page: Page) -> Sequence[Listed]:
        """The lists that a page is an index of."""

    @staticmethod
    def fetch(task: Task) -> None:
        """Bring what is new. Raises NotFetched, OSError."""


def fetcher(kind: str) -> Fetcher:
    """The module of a kind, one of `FETCHERS`."""
    return cast("Fetcher", import_module(f"{__name__}.{kind}"))


def fetch(source: Source, progress: Progress | None = None, patience: Patience | None = None) -> Fetched:
    """Bring what is new of a source to its path. What came before a failure is kept, and the failure told."""
    done = Fetched(source.name, source.kind)
    try:
        _check(source)
        from maillage.fetch.task import Task  # late: it needs requests

        with Task(source, progress or Silent(), patience or Patience(), done) as task:
            fetcher(source.kind).fetch(task)
    except NotFetched as error:
        done.failure = error
    except OSError as error:
        said = Said("{path} cannot be written ({reason})", path=source.path, reason=because(error))
        done.failure = NotFetched(source.url, said, Said("check its rights and the space on the disk"))
    return done


def _check(source: Source) -> None:
    """Raise NotFetched where a source cannot be fetched at all."""
    require_libraries(source.url)
    if source.kind == "public_inbox":
        said = Said("what comes of an inbox are mailboxes")
        raise NotFetched(source.url, said, Said('write kind = "mbox"'))
    if source.kind not in FETCHERS:
        said = Said("archives of the kind {kind} are read from files only", kind=source.kind)
        from maillage.fetch.recognition import BY_HAND  # late: it needs requests

        step = BY_HAND.get(source.kind, Said("take its url out, and bring the files to its path"))
        raise NotFetched(source.url, said, step)


def require_libraries(url: str) -> None:
    """Raise NotFetched where what opens connections is not installed."""
    try:
        import_module("requests")
    except ImportError as error:
        step = Said("install it: pip install 'maillage[fetch]'")
        raise NotFetched(url, Said("the library requests is not installed"), step) from error
