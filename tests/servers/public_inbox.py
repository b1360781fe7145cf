"""A real public-inbox for tests: Debian's package, its inboxes of both forms, its web pages and NNTP on loopback."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from servers.correspondence import Posted, mbox
from servers.serving import Serving, environment, free_port, listens, ran

PACKAGES = "public-inbox libplack-perl libdbd-sqlite3-perl libsearch-xapian-perl git"
PROGRAMS = ("public-inbox-init", "public-inbox-index", "public-inbox-httpd", "public-inbox-nntpd", "git")
# Its own way of taking a mailbox in, for inboxes of both forms.
IMPORT = """
use strict; use warnings;
use PublicInbox::Config; use PublicInbox::InboxWritable;
my $inbox = PublicInbox::Config->new->lookup_name($ARGV[0]) or die "no inbox $ARGV[0]\\n";
PublicInbox::InboxWritable->new($inbox)->import_mbox(\\*STDIN, 'mboxrd');
"""


def lacking() -> str:
    """What this machine lacks to run a public-inbox, "" when nothing."""
    if all(map(shutil.which, (*PROGRAMS, "perl"))):
        return ""
    return f"no public-inbox here: apt-get install {PACKAGES}"


class PublicInbox:
    """Inboxes below a folder. As a context they are served: `url` over HTTP, `news` over NNTP."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = self.news = ""
        self._ports = (free_port(), free_port())
        self._serving: list[Serving] = []
        folder.mkdir(parents=True, exist_ok=True)

    def inbox(self, name: str, mails: Iterable[Posted], version: int = 2) -> Path:
        """A new inbox of these mails, and where it is. `version`: 1, all mails in one tree, or 2, one a commit."""
        path, address = self.folder / name, f"{name}@listes.ponant-asso.example"
        form = ["-V2", "-j1"] if version == 2 else []
        ran(
            "public-inbox-init", *form, "--ng", f"inbox.{name}", name, path,
            f"http://listes.ponant-asso.example/{name}", address, env=self._environment(),
        )  # fmt: skip
        ran("git", "config", "-f", self._config, "publicinbox.wwwlisting", "all", env=self._environment())
        self.add(name, mails, version)
        return path

    def add(self, name: str, mails: Iterable[Posted], version: int = 2) -> None:
        """Take mails into an inbox."""
        ran("perl", "-e", IMPORT, name, env=self._environment(), said=mbox(mails))
        if version == 1:
            ran("public-inbox-index", self.folder / name, env=self._environment())

    @property
    def _config(self) -> Path:
        return self.folder / "config"

    def _environment(self) -> dict[str, str]:
        return environment(HOME=str(self.folder), PI_DIR=str(self.folder), PI_CONFIG=str(self._config))

    def __enter__(self) -> Self:
        """Serve the inboxes on free ports of loopback until the context ends."""
        web, news = self._ports
        for program, port in (("public-inbox-httpd", web), ("public-inbox-nntpd", news)):
            command = [program, "-W0", "-l", f"127.0.0.1:{port}"]
            serving = Serving(self.folder / f"{program}.log", command, self._environment())
            self._serving.append(serving)
            serving.wait(lambda port=port: listens(port))  # type: ignore[misc]  # one port a program
        self.url, self.news = f"http://127.0.0.1:{web}/", f"nntp://127.0.0.1:{news}/"
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        while self._serving:
            self._serving.pop().stop()

    def serve_again(self) -> None:
        """Serve what has come since: new inboxes are not seen before, and new mails not at once."""
        self.__exit__()
        self.__enter__()

    def all_mails(self, name: str) -> bytes:
        """The `all.mbox.gz` of an inbox, as its visitors download it."""
        with urllib.request.urlopen(f"{self.url}{name}/all.mbox.gz", timeout=60) as answer:  # noqa: S310 on loopback
            content: bytes = answer.read()
        return content
