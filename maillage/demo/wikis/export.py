"""A wiki as MediaWiki hands it out: the dump of its pages, and what dumps lack as the answers of its API."""

from __future__ import annotations

import bz2
import hashlib
import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from maillage.demo.packing import gzipped
from maillage.demo.wikis.history import edits_of
from maillage.demo.wikis.sites import DUMPED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maillage.demo.wikis.accounts import Account
    from maillage.demo.wikis.history import Edit, Fact, Wiki, WikiPage

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SHA1_LENGTH = 31
HELD_BACK = 7  # revision numbers between two edits, now and then: those of pages that are gone

NAMESPACES = (
    (-2, "Média", "Media"),
    (-1, "Spécial", "Special"),
    (0, "", ""),
    (1, "Discussion", "Talk"),
    (2, "Utilisateur", "User"),
    (3, "Discussion utilisateur", "User talk"),
    (4, "{project}", "Project"),
    (5, "Discussion {project}", "Project talk"),
    (6, "Fichier", "File"),
    (7, "Discussion fichier", "File talk"),
    (8, "MediaWiki", "MediaWiki"),
    (9, "Discussion MediaWiki", "MediaWiki talk"),
    (10, "Modèle", "Template"),
    (11, "Discussion modèle", "Template talk"),
    (12, "Aide", "Help"),
    (13, "Discussion aide", "Help talk"),
    (14, "Catégorie", "Category"),
    (15, "Discussion catégorie", "Category talk"),
    (100, "Portail", "Portail"),
    (101, "Discussion Portail", "Discussion Portail"),
)

# Rights of the groups, as a wiki that is open to all has them; `CLOSED` are those that a closed one takes from all.
RIGHTS: dict[str, tuple[str, ...]] = {
    "*": ("createaccount", "read", "edit", "createpage", "createtalk", "writeapi"),
    "user": ("move", "read", "edit", "createpage", "createtalk", "upload", "minoredit", "editmyusercss", "writeapi"),
    "autoconfirmed": ("autoconfirmed", "editsemiprotected"),
    "bot": ("bot", "autoconfirmed", "nominornewtalk", "apihighlimits"),
    "sysop": ("block", "createaccount", "delete", "undelete", "editinterface", "import", "move", "protect", "rollback"),
    "bureaucrat": ("userrights", "noratelimit"),
}
CLOSED = frozenset({"edit", "createpage", "createtalk", "writeapi"})


def files(wiki: Wiki) -> Iterator[tuple[str, bytes]]:
    """The files of a wiki's folder: the dump, plain or packed, and four answers."""
    content = "".join(dump(wiki)).encode()
    name = "pages-meta-history.xml"
    if wiki.site.packing == "gz":
        yield f"{name}.gz", gzipped(content)
    elif wiki.site.packing == "bz2":
        yield f"{name}.bz2", bz2.compress(content)
    else:
        yield name, content
    for kind, query in answers(wiki):
        text = json.dumps({"batchcomplete": True, "query": query}, ensure_ascii=False, indent=1)
        yield f"{kind}.json", text.encode() + b"\n"


# ------------------------------------------------------------------------------------------- the dump


def dump(wiki: Wiki) -> Iterator[str]:
    """The dump in pieces, as `dumpBackup.php --full` writes it."""
    site = wiki.site
    schema = f"http://www.mediawiki.org/xml/export-{site.version}/"
    yield (
        f'<mediawiki xmlns="{schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{schema} http://www.mediawiki.org/xml/export-{site.version}.xsd" '
        f'version="{site.version}" xml:lang="fr">\n'
        f"  <siteinfo>\n    <sitename>{escape(site.sitename)}</sitename>\n"
    )
    if site.version >= "0.8" or site.version == "0.10":
        yield f"    <dbname>{site.dbname}</dbname>\n"
    yield f"    <base>{escape(site.base)}</base>\n    <generator>{site.generator}</generator>\n"
    yield "    <case>first-letter</case>\n    <namespaces>\n"
    for number, name, _ in namespaces(wiki):
        end = f">{escape(name)}</namespace>" if name else " />"
        yield f'      <namespace key="{number}" case="first-letter"{end}\n'
    yield "    </namespaces>\n  </siteinfo>\n"
    numbers = numbered(wiki)
    for number, page in enumerate(wiki.pages, 1):
        yield from _page(wiki, page, number, numbers)
    yield "</mediawiki>\n"


def numbered(wiki: Wiki) -> dict[int, int]:
    """The number of each revision by its order of writing: in the order of time, with gaps."""
    edits = sorted((edit.at, edit.order) for page in wiki.pages for edit in page.edits)
    return {order: number + number // 61 * HELD_BACK for number, (_, order) in enumerate(edits, 1)}


def _page(wiki: Wiki, page: WikiPage, number: int, numbers: dict[int, int]) -> Iterator[str]:
    yield f"  <page>\n    <title>{escape(page.title)}</title>\n    <ns>{page.namespace}</ns>\n    <id>{number}</id>\n"
    if page.redirect:
        yield f"    <redirect title={quoteattr(page.redirect)} />\n"
    parent = 0
    for edit in page.edits:
        yield _revision(wiki.site.version, edit, numbers[edit.order], parent)
        parent = numbers[edit.order]
    yield "  </page>\n"


def _revision(version: str, edit: Edit, number: int, parent: int) -> str:
    has_model = version in {"0.8", "0.9", "0.10"}
    text = edit.text.rstrip()  # MediaWiki keeps no blank at the end
    raw = text.encode()
    kept = f' bytes="{len(raw)}"' if not edit.masked else f' bytes="{len(raw)}" deleted="deleted"'
    body = f' xml:space="preserve"{kept}>{escape(text)}</text>' if not edit.masked else f"{kept} />"
    return "".join(
        (
            f"    <revision>\n      <id>{number}</id>\n",
            f"      <parentid>{parent}</parentid>\n" if parent and version != "0.6" else "",
            f"      <timestamp>{edit.at:%Y-%m-%dT%H:%M:%SZ}</timestamp>\n",
            _contributor(edit),
            "      <minor/>\n" if edit.minor else "",
            f"      <comment>{escape(edit.comment)}</comment>\n" if edit.comment else "",
            "      <model>wikitext</model>\n      <format>text/x-wiki</format>\n" if has_model else "",
            f"      <text{body}\n",
            "      <sha1/>\n" if edit.masked else f"      <sha1>{sha1_base36(raw)}</sha1>\n",
            "    </revision>\n",
        )
    )


def _contributor(edit: Edit) -> str:
    if edit.masked:
        return '      <contributor deleted="deleted" />\n'
    if edit.user_id or ">" in edit.user:
        inside = f"        <username>{escape(edit.user)}</username>\n        <id>{edit.user_id}</id>\n"
    else:
        inside = f"        <ip>{edit.user}</ip>\n"
    return f"      <contributor>\n{inside}      </contributor>\n"


def sha1_base36(raw: bytes) -> str:
    """The SHA-1 as dumps write it: 31 digits of base 36."""
    number = int.from_bytes(hashlib.sha1(raw, usedforsecurity=False).digest())
    digits = []
    while number:
        number, digit = divmod(number, 36)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits)).zfill(SHA1_LENGTH)


# ------------------------------------------------------------------------------------------- the answers


def namespaces(wiki: Wiki) -> list[tuple[int, str, str]]:
    """Number, local and canonical name of the wiki's namespaces."""
    return [
        (number, name.format(project=wiki.site.project), canonical)
        for number, name, canonical in NAMESPACES
        if number < 100 or wiki.site.portal
    ]


def answers(wiki: Wiki) -> Iterator[tuple[str, Fact]]:
    """What dumps lack, by the name of its file: the answers of `action=query` with `formatversion=2`."""
    yield "siteinfo", _siteinfo(wiki)
    counts = edits_of(wiki.pages, DUMPED.year)
    yield "users", {"allusers": [_user(account, counts[account.number]) for account in _by_name(wiki)]}
    yield "blocks", {"blocks": list(reversed(wiki.blocks))}
    events = [{"logid": number, **fact} for number, fact in enumerate(wiki.logs, 1)]
    yield "logs", {"logevents": list(reversed(events))}


def _siteinfo(wiki: Wiki) -> Fact:
    site = wiki.site
    rights = {
        group: [right for right in known if site.is_open or group != "*" or right not in CLOSED]
        for group, known in RIGHTS.items()
    }
    content = [page for page in wiki.pages if page.namespace == 0 and not page.redirect]
    return {
        "general": {
            "mainpage": site.base.rpartition("/")[2],
            "base": site.base,
            "sitename": site.sitename,
            "generator": site.generator,
            "case": "first-letter",
            "lang": "fr",
            "wikiid": site.dbname,
            "articlepath": site.base.split("/", 3)[3].rpartition("/")[0].join(("/", "/$1")),
            "server": "/".join(site.base.split("/", 3)[:3]),
            "time": f"{DUMPED:%Y-%m-%dT%H:%M:%SZ}",
        },
        "namespaces": {
            str(number): {
                "id": number,
                "case": "first-letter",
                "name": name,
                "subpages": number > 0,
                "canonical": canonical,
                "content": number == 0,
            }
            for number, name, canonical in namespaces(wiki)
        },
        "usergroups": [{"name": group, "rights": known} for group, known in rights.items()],
        "statistics": {
            "pages": len(wiki.pages),
            "articles": len(content),
            "edits": sum(len(page.edits) for page in wiki.pages),
            "images": sum(page.namespace == 6 for page in wiki.pages),
            "users": len(wiki.accounts),
            "admins": sum("sysop" in account.groups for account in wiki.accounts),
        },
    }


def _by_name(wiki: Wiki) -> list[Account]:
    return sorted(wiki.accounts, key=lambda account: account.user)


def _user(account: Account, edits: int) -> Fact:
    groups = [*account.groups, "*", "user", "autoconfirmed"]
    return {
        "userid": account.number,
        "name": account.user,
        "editcount": edits,
        "registration": f"{account.registered:%Y-%m-%dT%H:%M:%SZ}",
        "groups": groups,
    }
