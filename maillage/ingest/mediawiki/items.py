"""What the answers of MediaWiki's API hold, item by item, as records: formatversion 1 and 2, from 1.19 on.

In formatversion 1 a flag is an empty string that is there or is not, a text is at the key `*` and lists may be objects;
in formatversion 2 a flag is true or false. Both are read alike. What a wiki masks is not kept, even if the answer
was made for somebody who may see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from maillage.ingest.mediawiki.logs import params_of
from maillage.ingest.mediawiki.revisions import instant
from maillage.ingest.mediawiki.users import user_class
from maillage.records import (
    Block,
    GroupRight,
    LogEvent,
    Namespace,
    Page,
    Revision,
    SiteStatistic,
    WikiSite,
    WikiUser,
)

Item = Mapping[str, object]

_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII)
_LARGEST = 2**63 - 1  # what a column of integers holds
_FACTS = {
    "sitename": "sitename",
    "generator": "generator",
    "base": "base",
    "lang": "lang",
    "wikiid": "dbname",
    "case": "case",
    "time": "time",
    "mainpage": "mainpage",
    "server": "server",
    "timezone": "timezone",
}
IMPLICIT_GROUPS = frozenset({"*", "user", "autoconfirmed", "named", "temp"})
UNTOLD_TARGET = "#"  # no page can be called that
"""The target of a redirect of which an answer says no more than that it is one."""


# ------------------------------------------------------------------------------------------- values


def objects_in(value: object) -> list[Item]:
    """The objects of a list, or the values of an object that stands for a list; others are passed over."""
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [one for one in values if isinstance(one, Mapping)]


def text_of(item: Item, *keys: str) -> str:
    """The first of these keys whose value is a text, "" where none is."""
    for key in keys:
        value = item.get(key)
        if isinstance(value, str):
            return value
    return ""


def number_of(item: Item, key: str) -> int | None:
    """A whole number, also where it is written as text; None where it is absent or none."""
    value = item.get(key)
    if type(value) is int and -_LARGEST <= value <= _LARGEST:
        return value
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal() and len(value) < 19:
        return int(value)
    return None


def flag(item: Item, key: str) -> bool:
    """Whether a flag is set: there (formatversion 1) or true (2)."""
    return item.get(key, False) not in (False, None)


def moment_of(item: Item, key: str) -> str | None:
    """A timestamp as `YYYY-MM-DDTHH:MM:SSZ`, also one of 14 digits; None where it is none, such as `infinity`."""
    written = text_of(item, key)
    found = _DIGITS.fullmatch(written)
    return instant("{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else written)


def texts_in(value: object) -> list[str]:
    """The texts of a list, or of an object that stands for one."""
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [one for one in values if isinstance(one, str)]


# ------------------------------------------------------------------------------------ pages and their history


def page_of(item: Item, target: str | None = None) -> Page | None:
    """A page; None for a title that has no page. `target`: where it redirects to, if that is known otherwise."""
    number, title = number_of(item, "pageid"), text_of(item, "title")
    if not number or number < 0 or not title or flag(item, "missing") or flag(item, "invalid"):
        return None
    said = "lastrevid" in item or "touched" in item  # prop=info was asked for: no flag means no redirect
    redirect = (target or UNTOLD_TARGET) if flag(item, "redirect") else target or ("" if said else None)
    return Page(number, number_of(item, "ns") or 0, title, redirect)


def revision_of(item: Item, page: int) -> Revision | None:
    """A revision of a page, its place and size still to be told; None where it says no more than its number."""
    number = number_of(item, "revid")
    at = moment_of(item, "timestamp")
    if not number or number < 0 or "timestamp" not in item:
        return None
    slots = item.get("slots")
    slot = slots.get("main") if isinstance(slots, Mapping) else None
    main: Item = slot if isinstance(slot, Mapping) else item
    # The digest is masked with the text, and is told even where the text was not asked for.
    hides_text = flag(item, "sha1hidden") or flag(main, "texthidden") or flag(main, "sha1hidden")
    hides_user, hides_comment = flag(item, "userhidden"), flag(item, "commenthidden")
    content = main.get("content", main.get("*"))
    text = content if isinstance(content, str) and not hides_text else None
    user, user_id = _author(item, hidden=hides_user)
    length = number_of(item, "size")
    return Revision(
        "",
        0,
        page,
        number,
        number_of(item, "parentid"),
        at,
        user,
        user_id,
        "hidden" if hides_user else user_class(user, user_id),
        flag(item, "minor"),
        "" if hides_comment else text_of(item, "comment"),
        len(text.encode()) if length is None and text is not None else length,
        "" if hides_text else text_of(item, "sha1"),
        text_of(main, "contentmodel") or text_of(item, "contentmodel"),
        " ".join(sorted(tag.replace(" ", "_") for tag in texts_in(item.get("tags")))),
        _hidden(user=hides_user, comment=hides_comment, text=hides_text),
        text,
    )


def _author(item: Item, *, hidden: bool) -> tuple[str, int | None]:
    """The name and the number of who did something; an `anon` has no account, whatever the name."""
    if hidden:
        return "", None
    return text_of(item, "user"), 0 if flag(item, "anon") else number_of(item, "userid")


def _hidden(**masked: bool) -> str:
    return " ".join(name for name, is_masked in masked.items() if is_masked)


# ------------------------------------------------------------------------------------------- logs


def log_event_of(item: Item) -> LogEvent | None:
    """An entry of the logs, its place and size still to be told."""
    number, type_ = number_of(item, "logid"), text_of(item, "type")
    if not number or number < 0:
        return None
    hides_action = flag(item, "actionhidden")
    hides_user, hides_comment = flag(item, "userhidden"), flag(item, "commenthidden")
    user, user_id = _author(item, hidden=hides_user)
    return LogEvent(
        "",
        0,
        number,
        type_,
        text_of(item, "action"),
        moment_of(item, "timestamp"),
        user,
        user_id,
        None if hides_action else _page_then(item),
        None if hides_action else number_of(item, "ns"),
        "" if hides_action else text_of(item, "title"),
        "" if hides_comment else text_of(item, "comment"),
        "{}" if hides_action else params_of(type_, item.get("params", _old_params(item, type_))),
        _hidden(action=hides_action, user=hides_user, comment=hides_comment),
    )


def _page_then(item: Item) -> int | None:
    """The page that an entry was about when it was made; old wikis only say which has the title today."""
    return number_of(item, "logpage" if "logpage" in item else "pageid") or None


def _old_params(item: Item, type_: str) -> Item:
    """Before 1.25 the parameters stand beside the rest: at the type's own key, or at numbers."""
    inner = item.get(type_)
    return inner if isinstance(inner, Mapping) else {key: value for key, value in item.items() if key.isdecimal()}


# ------------------------------------------------------------------------------------ accounts and blocks


def account_of(item: Item) -> Iterator[WikiUser | Block]:
    """An account as `allusers` and `users` list it, and the block in force that it may tell with it."""
    name = text_of(item, "name", "user")
    if not name or flag(item, "missing") or flag(item, "invalid"):
        return
    implicit = IMPLICIT_GROUPS.union(texts_in(item.get("implicitgroups")))
    groups = " ".join(sorted({*texts_in(item.get("groups"))} - implicit))
    number = number_of(item, "userid")
    yield WikiUser(name, number, moment_of(item, "registration"), number_of(item, "editcount"), groups)
    if "blockid" in item or "blockedby" in item:
        yield Block(
            name,
            moment_of(item, "blockedtimestamp"),
            moment_of(item, "blockexpiry"),
            text_of(item, "blockedby"),
            text_of(item, "blockreason"),
            flag(item, "blockpartial"),
        )


def block_of(item: Item) -> Block | None:
    """A block as `list=blocks` tells it; None for one that the wiki made by itself, of an address that it hides."""
    user = text_of(item, "user")
    if not user or flag(item, "automatic"):
        return None
    return Block(
        user,
        moment_of(item, "timestamp"),
        moment_of(item, "expiry"),
        text_of(item, "by"),
        text_of(item, "reason"),
        flag(item, "partial"),
    )


# ------------------------------------------------------------------------------------------- the site


def site_of(general: Item) -> WikiSite:
    """The facts that `siprop=general` gives, under the names that dumps have for them."""
    told = ((name, text_of(general, key)) for key, name in _FACTS.items())
    return WikiSite(tuple((name, value) for name, value in told if value))


def namespace_of(item: Item) -> Namespace | None:
    """A namespace of `siprop=namespaces`."""
    number = number_of(item, "id")
    if number is None:
        return None
    return Namespace(number, text_of(item, "name", "*"), text_of(item, "canonical"), flag(item, "content"))


def rights_of(item: Item) -> Iterator[GroupRight]:
    """The rights of a group of `siprop=usergroups`."""
    group = text_of(item, "name")
    if group:
        yield from (GroupRight(group, right) for right in texts_in(item.get("rights")))


def statistics_of(item: Item) -> Iterator[SiteStatistic]:
    """The numbers of `siprop=statistics`."""
    for name in item:
        number = number_of(item, name)
        if number is not None:
            yield SiteStatistic(name, number)
