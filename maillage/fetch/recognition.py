"""What is at an address: the archive of a list, a whole server of them, or something that can be named at least.

`SIGNS` tells the programs that say who they are, from one page of theirs. Their kinds are tried first, before what is
told by the links of a page alone. A fetcher of such a kind uses its sign: `recognizes = recognition.SIGNS["sympa"]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from maillage.fetch.page import Page
from maillage.sentences import Said


class Listed(NamedTuple):
    """A list of a server: its name, which becomes that of its folder, and the address of its archive."""

    name: str
    url: str


_SYMPA = re.compile(rb"/static-sympa/|/css-sympa/|powered by sympa|sympa\.org/", re.IGNORECASE)
_HYPERKITTY = re.compile(rb"hyperkitty", re.IGNORECASE)
_POSTORIUS = re.compile(rb"postorius|/static/django-mailman3/", re.IGNORECASE)
_PUBLIC_INBOX = re.compile(rb"public-inbox\.(?:git|org)|\bpublic-inbox listing\b|_/text/mirror/")
_SPIP = re.compile(rb"spip\.php\?|/plugins-dist/|\bspip_(?:logos?|lien_ok|out)\b|Composed-By: SPIP")
OF_OSM = re.compile(r"/api/0\.[67]/changesets$")
_OF_SYMPA = re.compile(r"/(?:sympa|wws|wwsympa(?:\.fcgi)?)/")


def _is_sympa(page: Page) -> bool:
    is_named = page.generator.startswith("sympa") or bool(_SYMPA.search(page.content))
    return is_named or (bool(_OF_SYMPA.search(urlsplit(page.url).path)) and b"MHonArc" in page.content)


def _is_hyperkitty(page: Page) -> bool:
    if page.generator:  # the first page of a MediaWiki links to its makers' list, which Postorius shows
        return False
    return bool(_HYPERKITTY.search(page.content) or _POSTORIUS.search(page.content)) and page.is_html


def _is_public_inbox(page: Page) -> bool:
    return page.is_html and bool(_PUBLIC_INBOX.search(page.content)) and b"<pre" in page.content


def _is_discourse(page: Page) -> bool:
    return page.generator.startswith("discourse")


def _is_spip(page: Page) -> bool:
    named = page.headers.get("composed-by", "")
    return page.generator.startswith("spip") or "SPIP" in named or (page.is_html and bool(_SPIP.search(page.content)))


SIGNS: Mapping[str, Callable[[Page], bool]] = {
    "sympa": _is_sympa,
    "hyperkitty": _is_hyperkitty,
    "public_inbox": _is_public_inbox,
    "discourse": _is_discourse,
    "spip": _is_spip,
}

_FILE = Said("ask its administrators for the archive as a file, and run `maillage init` on its folder")
# What a kind that has no fetcher yet is brought to disk by.
BY_HAND: Mapping[str, Said] = {
    "sympa": Said("its owners download the archive as a zip from the list's page: Admin, Manage archives"),
    "hyperkitty": Said("download the mbox.gz of each month from its page"),
    "public_inbox": Said("clone it with git, or download its all.mbox.gz"),
    "discourse": Said("ask its administrators for a backup"),
    "spip": Said("ask its administrators for a backup: Maintenance, Backup"),
    "takeout": Said("its owners download it with Google Takeout"),
    "groups_io": Said("its owners download it: Admin, Settings, Export Group Data"),
}
HOSTS: Mapping[str, Said] = {
    "groups.google.com": BY_HAND["takeout"],
    "groups.io": BY_HAND["groups_io"],
    "framagroupes.org": BY_HAND["sympa"],
    "www.mail-archive.com": Said("it gives its archives on request only: see its page on dumps"),
    "www.freelists.org": Said("ask its administrators for the archive as a file"),
}
NO_IDEA = _FILE


def kind_at(url: str) -> str:
    """The kind that an address tells by itself, before anything is asked; "" for most."""
    return "osm" if OF_OSM.search(urlsplit(url).path) else ""


def program_of(page: Page) -> str | None:
    """The kind of the program that a page says it is made by; None where it is none of `SIGNS`."""
    return next((kind for kind, sign in SIGNS.items() if sign(page)), None)
