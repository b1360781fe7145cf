"""Which wiki a file is of: what its beginning says, so that the files of one wiki are found to belong together."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from maillage.ingest import mediawiki
from maillage.ingest.parts import UNREADABLE, Part
from maillage.records import WikiSite

LOOKED_AT = 40
"""Records of a file, among which a wiki tells of itself if it does."""


class Identity(NamedTuple):
    """What a wiki calls itself, "" for what its file does not say."""

    sitename: str = ""
    dbname: str = ""
    base: str = ""

    def may_be(self, other: Identity) -> bool:
        """Whether two files may be of one wiki: nothing of what both say of themselves tells them apart.

        A wiki has one database; without that, one place on the web, whatever its main page and protocol.
        """
        if self.dbname and other.dbname:
            return self.dbname == other.dbname
        if self.base and other.base:
            return _place(self.base) == _place(other.base)
        return not (self.sitename and other.sitename) or self.sitename == other.sitename


def _place(base: str) -> str:
    """Where a wiki is, by the address of its main page."""
    host, _, path = base.partition("//")[2].partition("/")
    return f"{host}/{path.rpartition('/')[0]}".casefold()


def identity(file: Path) -> Identity:
    """What a dump or an answer of the API says of its wiki at its beginning."""
    try:
        with closing(mediawiki.read(Part(file, file.name))) as records:
            site = next((one for one in islice(records, LOOKED_AT) if isinstance(one, WikiSite)), None)
    except UNREADABLE:
        return Identity()
    facts = dict(site.facts) if site else {}
    return Identity(facts.get("sitename", ""), facts.get("dbname", ""), facts.get("base", ""))
