"""Mails that lead to wiki pages: in their text, and in the signature of some who have a name of their own there."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from maillage.demo import published, texts
from maillage.demo.mails import merged, phone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from maillage.demo.mails import Mail
    from maillage.demo.people import Person
    from maillage.demo.wikis import Wikis
    from maillage.demo.wikis.history import Wiki

WRITTEN = re.compile(r"http://wiki\.asso\.example/(\d+)")
"""A link as the lists' texts have it before there is a wiki that it may lead to."""

TALKED_OF = {"Brest": "wiki-de-brest", "Lille": "wiki-des-communs"}


def with_links(
    mails: Mapping[str, Sequence[Mail]], people: Mapping[str, Person], written: Wikis
) -> dict[str, list[Mail]]:
    """The mails with the addresses of pages that existed when they were sent; a link that is quoted stays the same."""
    wikis = {wiki.site.folder: wiki for wiki in written.made}
    shelves = {network: _Shelf(wikis[name]) for network, name in TALKED_OF.items()}
    pages = _pages_of_people(written)
    found = {}
    for name, listed in mails.items():
        shelf = shelves[published.lists()[merged(name)].network]
        found[name] = [_signed(shelf.linked(mail), people[mail.author], pages) for mail in listed]
    return found


class _Shelf:
    """The pages of a wiki by the day they were begun."""

    def __init__(self, wiki: Wiki) -> None:
        self.site = wiki.site
        self.pages = [page for page in wiki.pages if page.namespace == 0 and not page.redirect]
        self.days: list[datetime] = [page.edits[0].at for page in self.pages]
        self.known: dict[str, str] = {}

    def linked(self, mail: Mail) -> Mail:
        """The mail with its links to a wiki leading to pages of this one."""
        if not any("http://wiki.asso" in line for line in (*mail.lines, *mail.own)):
            return mail

        def address(found: re.Match[str]) -> str:
            if found[0] not in self.known:
                number = bisect_left(self.days, mail.sent)
                page = self.pages[int(found[1]) % number] if number else None
                self.known[found[0]] = self.site.address(page.title) if page else found[0]
            return self.known[found[0]]

        lines, own = (tuple(WRITTEN.sub(address, line) for line in part) for part in (mail.lines, mail.own))
        return replace(mail, lines=lines, own=own)


def _pages_of_people(written: Wikis) -> dict[str, str]:
    """The address of the user page of each person who gives it in her signature."""
    return {
        account.writer.key: wiki.site.address(f"Utilisateur:{account.user}")
        for wiki in written.made
        for account in wiki.accounts
        if account.writer.style == "linked" and wiki.site.folder in TALKED_OF.values()
    }


def _signed(mail: Mail, person: Person, pages: Mapping[str, str]) -> Mail:
    """The mail with her page on the wiki below her signature, where she has one and the signature ends the mail."""
    if not mail.signed or mail.author not in pages:
        return mail
    if mail.lines[-1:] != tuple(texts.signature(person, mail.style, phone(person))[-1:]):
        return mail
    return replace(mail, lines=(*mail.lines, pages[mail.author]))
