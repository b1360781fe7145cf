"""Copying live MediaWikis, politely and completely, through their API."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from maillage.fetch import credentials
from maillage.fetch.folder import held
from maillage.fetch.mediawiki import address
from maillage.fetch.mediawiki.connection import Connection
from maillage.fetch.mediawiki.copy import Copy
from maillage.fetch.mediawiki.steps import Fetch
from maillage.fetch.page import Page
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.project import Source, WikiOptions
from maillage.sentences import Said


def recognizes(page: Page) -> bool:
    """Whether a page is one of a MediaWiki."""
    return page.generator.startswith("mediawiki") or address.named_by(page.content, page.url) is not None


def lists(page: Page) -> Sequence[Listed]:  # noqa: ARG001  a contract
    """A wiki is one source."""
    return ()


def fetch(task: Task) -> None:
    """Copy what is new of a wiki to the source's path. Raises NotFetched, OSError."""
    source, options = task.source, task.source.wiki or WikiOptions()
    with Connection(options.url, options.contact, task.patience, task.progress.tell) as connection:
        _open(connection, source, options)
        with held(source.path, options.url):  # not before there is something to keep
            copy = Copy(source.path)
            try:
                Fetch(source, copy, connection, task.progress, task.done).run()
            finally:
                copy.close()


def _open(connection: Connection, source: Source, options: WikiOptions) -> None:
    """Find the API, and log in where the study has a login. Raises NotFetched."""
    api = address.find(connection, options.url)
    if options.login:
        _log_in(connection, source, options, api)
    connection.ask(address.PROBE)  # a wiki that is closed says so here


def _log_in(connection: Connection, source: Source, options: WikiOptions, api: str) -> None:
    """Log in, with the secret of the environment or of the keyring. Raises NotFetched."""
    if (urlsplit(options.url).scheme, urlsplit(api).scheme) == ("https", "http"):
        said = Said("it answers from {api}, where no password is sent to", api=api)
        raise connection.refusal(said, Said("if that is the wiki, write this address into the study file"))
    connection.log_in(options.login, credentials.required(source.name, options.login, options.url))
