"""Copying live wikis, politely and completely: the only part of the program that opens a connection."""

from __future__ import annotations

from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from maillage.errors import WikiNotFetched
from maillage.fetch import address, credentials
from maillage.fetch.connection import Connection, Patience
from maillage.fetch.copy import LOCK, Copy
from maillage.fetch.mediawiki import Fetch, Fetched
from maillage.progress import Progress, Silent
from maillage.project import Source, WikiOptions
from maillage.sentences import Said, because

__all__ = ["Fetched", "Patience", "fetch"]


def fetch(source: Source, progress: Progress | None = None, patience: Patience | None = None) -> Fetched:
    """Copy what is new of a live wiki to the source's path. What came before a failure is kept, and told."""
    shown = progress or Silent()
    options = source.wiki or WikiOptions()
    done = Fetched(source.name)
    try:
        with Connection(options.url, options.contact, patience, shown.tell) as connection:
            _open(connection, source, options)
            source.path.mkdir(parents=True, exist_ok=True)  # not before there is something to keep
            with FileLock(source.path / LOCK, timeout=0):
                copy = Copy(source.path)
                task = Fetch(source, copy, connection, shown)
                done = task.done
                try:
                    task.run()
                finally:
                    copy.close()
    except WikiNotFetched as error:
        done.failure = error
    except Timeout:
        said = Said("another fetch of it is at work")
        done.failure = WikiNotFetched(options.url, said, Said("wait until it has ended"))
    except OSError as error:
        said = Said("{path} cannot be written ({reason})", path=source.path, reason=because(error))
        done.failure = WikiNotFetched(options.url, said, Said("check its rights and the space on the disk"))
    return done


def _open(connection: Connection, source: Source, options: WikiOptions) -> None:
    """Find the API, and log in where the study has a login. Raises WikiNotFetched."""
    api = address.find(connection, options.url)
    if options.login:
        _log_in(connection, source, options, api)
    connection.ask(address.PROBE)  # a wiki that is closed says so here


def _log_in(connection: Connection, source: Source, options: WikiOptions, api: str) -> None:
    """Log in, with the secret of the environment or of the keyring. Raises WikiNotFetched."""
    there, here = urlsplit(api), urlsplit(options.url)
    is_elsewhere = _host(there.hostname) != _host(here.hostname)
    if is_elsewhere or (here.scheme, there.scheme) == ("https", "http"):
        said = Said("it answers from {api}, where no password is sent to", api=api)
        raise connection.refusal(said, Said("if that is the wiki, write this address into the study file"))
    secret = credentials.secret(source.name, options.login)
    if secret is None:
        said = Said("there is no password for {login}", login=options.login)
        step = Said(
            "set {variable}, or keep it with: keyring set {service} {login}",
            variable=credentials.variable(source.name),
            service=credentials.service(source.name),
            login=options.login,
        )
        raise connection.refusal(said, step)
    connection.log_in(options.login, secret)


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")
