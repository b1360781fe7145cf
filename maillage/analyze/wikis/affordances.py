"""What a wiki lets people do: the eight affordances of Table 16 (A30: 003:L11595-11677), read from its rights.

Each has the fact that it was read from, so that nobody need believe it. A wiki that tells no rights (a dump does not)
has most of them unknown; what its history shows all the same is taken from there: who edited without an account could.

A participatory site (SPIP) has its settings instead of rights, and its groups: an editor writes and administrators
publish, whatever the settings are (003:L11161-11170).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from maillage.analyze.wikis import analysed
from maillage.analyze.wikis.sites import AUTHORS, EDITOR, PROPOSED, PUBLISHED, is_site
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

YES, NO, REGISTERED, RESTRICTED = "yes", "no", "registered", "restricted"

EVERYBODY, ALL_USERS = "*", "user"
IMPLICIT = (ALL_USERS, "autoconfirmed", "named")
"""Groups that every registered account is in, at once or after some days."""

AFFORDANCES = (
    "registration_required", "anyone_can_write", "anyone_can_edit", "user_profile",
    "admin_validation_before_publication", "edit_history_visible", "author_identified", "discussion_space",
)  # fmt: skip
"""Those of Table 16, in its order."""

VALIDATION = ("review", "validate", "approverevisions", "moderation")
"""Rights that are there where edits wait for approval: of Flagged Revisions, Approved Revs, Moderation."""


@table("wiki_affordances", pk=("source", "affordance"))
@dataclass(frozen=True)
class WikiAffordance:
    """One affordance of one wiki. `place`: its row in Table 16, from 1.

    `value`: `yes`, `no`, `registered` (for accounts only), `restricted` (for some groups only), None where nothing
    tells. `read_from`: the right of a group (`edit of *`), a namespace, or edits that show it; "" for none.
    """

    source: str
    place: int
    affordance: str
    value: str | None
    read_from: str


ROWS = (WikiAffordance,)

RIGHTS = 'select user_group, "right" from wiki_rights where source = ? order by user_group, "right"'
NAMESPACES = "select namespace from wiki_namespaces where source = ? order by namespace"
SHOWN = """
    select sum(user_class in ('ip', 'temporary')) as edits,
      sum(user_class in ('ip', 'temporary') and coalesce(creates, 0)) as pages,
      sum(namespace % 2 = 1 and namespace > 0) as talk, sum(namespace = 2) as user_pages, count(*) as revisions,
      sum(revisions.user != '') as named
    from revisions join edits using (source, page, revision) left join pages using (source, page)
    where source = ?
"""


@dataclass(frozen=True)
class Site:
    """What an archive tells of how a wiki is set up, and what its history shows that it allows.

    `rights`: of each group; empty where it does not tell. `edits`, `pages`: made without an account. `talk`,
    `user_pages`: revisions in those namespaces; `named`: revisions with an author.
    """

    rights: Mapping[str, Collection[str]] = field(default_factory=dict)
    namespaces: Collection[int] = ()
    edits: int = 0
    pages: int = 0
    talk: int = 0
    user_pages: int = 0
    revisions: int = 0
    named: int = 0


Found = tuple[str | None, str]
"""A value, and what it was read from."""

UNKNOWN: Found = (None, "")


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[WikiAffordance]:  # noqa: ARG001  # the contract of steps
    """The eight affordances of every analysed wiki, in the order of Table 16."""
    for wiki in analysed(study):
        found = (
            of_site(_participatory(store, wiki.name))
            if is_site(store, wiki.name)
            else affordances(_site(store, wiki.name))
        )
        for place, name in enumerate(AFFORDANCES, start=1):
            yield WikiAffordance(wiki.name, place, name, *found[name])


def affordances(site: Site) -> dict[str, Found]:
    """The value of each affordance, and what it was read from."""
    edit, read = who(site, "edit"), who(site, "read")
    if edit == UNKNOWN and site.edits:
        edit = YES, f"edits without an account: {site.edits}"
    write = who(site, "createpage")
    if write == UNKNOWN and site.pages:
        write = YES, f"pages made without an account: {site.pages}"
    if edit[0] in {REGISTERED, RESTRICTED}:  # nobody makes a page that he may not edit
        write = edit if write[0] in {YES, None} else write
    required = {YES: NO, REGISTERED: YES, RESTRICTED: YES}
    return {
        "registration_required": (required[edit[0]], edit[1]) if edit[0] in required else UNKNOWN,
        "anyone_can_write": write,
        "anyone_can_edit": edit,
        "user_profile": _user_profile(site),
        "admin_validation_before_publication": _validation(site),
        "edit_history_visible": read,
        "author_identified": _authors(site, read),
        "discussion_space": _discussion(site),
    }


def who(site: Site, right: str) -> Found:
    """Who has a right: everybody, the registered, or some groups of them; nobody at all is `no`."""
    if not site.rights:
        return UNKNOWN
    if right in site.rights.get(EVERYBODY, ()):
        return YES, f"{right} of {EVERYBODY}"
    for group in IMPLICIT:
        if right in site.rights.get(group, ()):
            return REGISTERED, f"{right} of {group}"
    holders = [group for group, rights in sorted(site.rights.items()) if right in rights]
    return (RESTRICTED, f"{right} of {', '.join(holders)}") if holders else (NO, f"{right} of nobody")


@dataclass(frozen=True)
class Participatory:
    """What the archive of a participatory site tells of how it is set up, and what it shows.

    `settings`: SPIP's own, by name, those that the archive has. `editors`: accounts that write and do not publish;
    `waiting`: articles that are proposed; `signed`: those of the published `articles` whose author is an account;
    `profiles`: biographies; `messages`: of forums, `anonymous` those without an account.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    editors: int = 0
    waiting: int = 0
    signed: int = 0
    articles: int = 0
    profiles: int = 0
    messages: int = 0
    anonymous: int = 0


def of_site(site: Participatory) -> dict[str, Found]:
    """The value of each affordance of a participatory site, and what it was read from."""
    return {
        "registration_required": (YES, f"articles with an account as author: {site.signed} of {site.articles}")
        if site.signed
        else UNKNOWN,
        "anyone_can_write": _setting(site, "accepter_inscriptions", {"oui": REGISTERED, "non": RESTRICTED}),
        "anyone_can_edit": (NO, "editors change their own articles only") if site.editors else UNKNOWN,
        "user_profile": (YES, f"biographies of authors: {site.profiles}") if site.profiles else UNKNOWN,
        "admin_validation_before_publication": _publication(site),
        "edit_history_visible": _setting(site, "articles_versions", {"oui": REGISTERED, "non": NO}),
        "author_identified": (YES, f"articles with an account as author: {site.signed} of {site.articles}")
        if site.signed
        else UNKNOWN,
        "discussion_space": _forum(site),
    }


def _setting(site: Participatory, name: str, values: Mapping[str, str]) -> Found:
    """What a setting of SPIP stands for; not known where the archive does not have it, or another word."""
    written = site.settings.get(name, "")
    return (values[written], f"{name} = {written}") if written in values else UNKNOWN


def _publication(site: Participatory) -> Found:
    """Editors propose, administrators publish: so it is wherever there are editors."""
    if site.waiting:
        return YES, f"articles that wait: {site.waiting}"
    return (YES, f"accounts of editors: {site.editors}") if site.editors else UNKNOWN


def _forum(site: Participatory) -> Found:
    """Who may write to the forums of articles: by the setting for new ones, else by the messages that are there."""
    values = {"posteriori": YES, "priori": YES, "pos": YES, "pri": YES, "abo": REGISTERED, "non": NO}
    found = _setting(site, "forums_publics", values)
    if found != UNKNOWN or not site.messages:
        return found
    if site.anonymous:
        return YES, f"messages without an account: {site.anonymous}"
    return REGISTERED, f"messages of accounts: {site.messages}"


def _user_profile(site: Site) -> Found:
    if 2 in site.namespaces:
        return YES, "namespace 2"
    return (YES, f"edits of user pages: {site.user_pages}") if site.user_pages else UNKNOWN


def _validation(site: Site) -> Found:
    for right in VALIDATION:
        value, read_from = who(site, right)
        if value not in {None, NO}:
            return YES, read_from
    return (NO, "rights of all groups") if site.rights else UNKNOWN


def _authors(site: Site, read: Found) -> Found:
    """Who wrote stands in the history: it is told to whoever may read that."""
    if read[0] is not None:
        return read
    return (YES, f"revisions with an author: {site.named} of {site.revisions}") if site.named else UNKNOWN


def _discussion(site: Site) -> Found:
    talks = any(number > 0 and number % 2 for number in site.namespaces)
    if not talks and not site.talk:
        return (NO, "namespaces") if site.namespaces else UNKNOWN
    create, edit = who(site, "createtalk"), who(site, "edit")
    if edit[0] in {REGISTERED, RESTRICTED}:
        return edit
    if create == UNKNOWN:
        return (YES, f"edits of talk pages: {site.talk}") if site.talk else (YES, "namespaces")
    return create


SETTINGS = """
    select name, value from wiki_facts
    where source = ? and name in ('accepter_inscriptions', 'articles_versions', 'forums_publics')
"""
SHOWN_OF_SITE = f"""
    select
      (select count(*) from wiki_users where source = :source and ' ' || groups || ' ' like '% {EDITOR} %') as editors,
      (select count(*) from articles where source = :source and status = '{PROPOSED}') as waiting,
      (select count(*) from articles where source = :source and status = '{PUBLISHED}') as articles,
      (select count(distinct page) from ({AUTHORS})
        where status = '{PUBLISHED}' and user_class = 'registered') as signed,
      (select count(distinct page) from pages where source = :source and namespace = 2) as profiles,
      (select count(*) from revisions join pages using (source, page)
        where source = :source and namespace = 1) as messages,
      (select count(*) from revisions join pages using (source, page)
        where source = :source and namespace = 1 and user_class != 'registered') as anonymous
"""


def _participatory(store: Store, source: str) -> Participatory:
    (shown,) = store.rows(SHOWN_OF_SITE, {"source": source})
    return Participatory(dict(tuple(row) for row in store.rows(SETTINGS, (source,))), **dict(shown))


def _site(store: Store, source: str) -> Site:
    rights: dict[str, list[str]] = {}
    for group, right in store.rows(RIGHTS, (source,)):
        rights.setdefault(group, []).append(right)
    (shown,) = store.rows(SHOWN, (source,))
    counts = {name: shown[name] or 0 for name in shown.keys()}  # noqa: SIM118  # of a row, not a dict
    return Site(rights, [number for (number,) in store.rows(NAMESPACES, (source,))], **counts)
