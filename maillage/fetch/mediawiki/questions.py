"""What a wiki is asked: each listing by its first request, as small as it can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from maillage.fetch.mediawiki.selection import Namespaces

T = TypeVar("T")

SITE = {
    "meta": "siteinfo",
    "siprop": "general|namespaces|namespacealiases|statistics|usergroups|extensions|rightsinfo|restrictions"
    "|autopromote|autopromoteonce",
}
_OF_USERS = "groups|editcount|registration|blockinfo"
USERS = {"list": "allusers", "aulimit": "max", "auprop": _OF_USERS}
_OF_BLOCKS = "id|user|userid|by|byid|timestamp|expiry|reason|range|flags|restrictions"
BLOCKS = {"list": "blocks", "bklimit": "max", "bkprop": _OF_BLOCKS}
_LOG = {
    "list": "logevents",
    "ledir": "newer",
    "lelimit": "max",
    "leprop": "ids|title|type|user|userid|timestamp|comment|details|tags",
}
LOGS_OF_A_PART = ("block", "delete", "import", "merge", "move", "protect", "renameuser", "rights")
"""The logs that are asked for where only a part of a wiki is meant: of a big wiki the others are long."""
INFO = {"prop": "info", "inprop": "protection|talkid"}
_OF_REVISIONS = "ids|flags|timestamp|user|userid|size|sha1|contentmodel|comment|tags"
AT_ONCE = 50  # titles, numbers or names in one request


def chunks(values: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """So many at a time as a request may name."""
    rest = iter(values)
    while chunk := tuple(islice(rest, AT_ONCE)):
        yield chunk


def joined(values: Iterable[object]) -> str:
    """Several values of one parameter."""
    return "|".join(map(str, values))


def log(since: str = "", kind: str = "", user: str = "") -> dict[str, str]:
    """The log events since a moment, of a type, or by a user."""
    chosen = {"lestart": since, "letype": kind, "leuser": user}
    return _LOG | {key: value for key, value in chosen.items() if value}


def pages_of(namespace: int) -> dict[str, str]:
    """The pages of a namespace, with what they are."""
    return {"generator": "allpages", "gapnamespace": str(namespace), "gaplimit": "max", **INFO}


def pages_numbered(pages: Sequence[int]) -> dict[str, str]:
    """These pages, with what they are."""
    return {"pageids": joined(pages), **INFO}


def targets_of(redirects: Sequence[int]) -> dict[str, str]:
    """Where these redirects lead."""
    return {"pageids": joined(redirects), "redirects": "1"}


def users_named(names: Sequence[str]) -> dict[str, str]:
    """These accounts."""
    return {"list": "users", "ususers": joined(names), "usprop": _OF_USERS}


def blocks_of(names: Sequence[str]) -> dict[str, str]:
    """The blocks of these accounts."""
    return {**BLOCKS, "bkusers": joined(names)}


def contributions_of(user: str) -> dict[str, str]:
    """In which pages a user wrote."""
    return {"list": "usercontribs", "ucuser": user, "uclimit": "max", "ucprop": "ids"}


def revisions(texts: str, namespaces: Namespaces, since: dict[str, str], user: str = "") -> list[dict[str, str]]:
    """All revisions of the wiki since a moment, or those of a user, with the texts that the study wants.

    `since`: the moment for those of "discussion" (user and talk pages, when only their texts are wanted) and for
    "revisions", the rest; two listings, for the texts of others are not even asked for.
    """
    if texts != "discussion":
        return [_all_revisions(since.get("revisions", ""), user, with_text=texts == "all")]
    found = []
    for name, spaces in (("revisions", namespaces.others), ("discussion", namespaces.discussion)):
        for chunk in chunks(spaces):
            request = _all_revisions(since.get(name, ""), user, with_text=name == "discussion")
            found.append({**request, "arvnamespace": joined(chunk)})
    return found


def _all_revisions(since: str, user: str, *, with_text: bool) -> dict[str, str]:
    request = {"list": "allrevisions", "arvdir": "newer", "arvlimit": "max"}
    request["arvprop"] = _OF_REVISIONS + ("|content" if with_text else "")
    if with_text:
        request["arvslots"] = "main"
    if since:
        request["arvstart"] = since
    if user:
        request["arvuser"] = user
    return request


def revisions_of(page: int, since: int = 0, *, with_text: bool) -> dict[str, str]:
    """The revisions of a page, from one on that is known."""
    request = {"prop": "revisions", "pageids": str(page), "rvdir": "newer", "rvlimit": "max"}
    request["rvprop"] = _OF_REVISIONS + ("|content" if with_text else "")
    if with_text:
        request["rvslots"] = "main"
    if since:
        request["rvstartid"] = str(since)
    return request


def name_of(request: dict[str, str]) -> str:
    """The name of a listing that is in the order of time, under which its newest moment is kept; "" of others."""
    if request.get("list") == "logevents" and "leuser" not in request:
        return f"log:{request['letype']}" if "letype" in request else "log"
    if request.get("list") == "allrevisions" and "arvuser" not in request:
        return "discussion" if "arvnamespace" in request and request["arvprop"].endswith("|content") else "revisions"
    return ""
