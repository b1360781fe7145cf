"""What happens on a wiki, edit after edit: pages, revisions and logs. Nothing here knows a file format."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from maillage.demo.wikis.accounts import Account, user_page
from maillage.demo.wikis.agenda import LAST_DAY, Agenda, Event
from maillage.demo.wikis.prose import Prose
from maillage.demo.words import sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from maillage.demo.wikis.sites import Site, Space

CHORES = frozenset({"move", "redirect", "delete", "revert"})  # of administrators only
ADDRESSES = ("192.0.2.17", "198.51.100.4", "198.51.100.77", "203.0.113.9", "203.0.113.250", "2001:DB8:0:0:0:0:0:7")
IMPORTED = "imported>Mouvement voisin"
PAIRS = 0.0015  # of the pages: written a second time under nearly the same title
LOOKED_AT = 5  # pages, of which the first is taken that has another title

SENTENCE = ". "
"""Where a first sentence ends."""

Fact = dict[str, Any]
"""An entry of a log or an account, with the keys that the wiki's API gives it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One revision. `number` and its parent's are given when all is written; `masked`: an administrator hides it."""

    at: datetime
    order: int
    user: str
    user_id: int
    comment: str
    text: str
    minor: bool = False
    masked: bool = False


@dataclass
class WikiPage:
    """A page and its revisions. `subject`: how sentences call what it is about."""

    namespace: int
    title: str
    order: int
    space: str = ""
    subject: str = ""
    redirect: str = ""
    edits: list[Edit] = field(default_factory=list)

    @property
    def text(self) -> str:
        """How it stands."""
        return self.edits[-1].text


@dataclass
class Wiki:
    """A whole wiki, as it stands in June 2018."""

    site: Site
    accounts: list[Account]
    pages: list[WikiPage]
    logs: list[Fact]
    blocks: list[Fact]


class History:
    """Makes a wiki: lets everything happen that its agenda has, in its order."""

    def __init__(self, site: Site, accounts: list[Account], prose: Prose, rng: Random) -> None:
        self.site, self.accounts, self.prose, self.rng = site, accounts, prose, rng
        self.chiefs = [account for account in accounts if "sysop" in account.groups]
        self.pages: dict[str, WikiPage] = {}
        self.content: dict[str, list[WikiPage]] = {space.source: [] for space in site.spaces}
        self.own: dict[str, list[WikiPage]] = {}
        self.talked: dict[str, list[WikiPage]] = {space.source: [] for space in site.spaces}
        self.seen: set[tuple[str, str]] = set()
        self.spoiled: dict[int, str] = {}
        self.agenda = Agenda(site, accounts, rng)
        self.logs: list[Fact] = []
        self.blocks: list[Fact] = []
        self.count = 0

    def write(self) -> Wiki:
        """Everything that happens on the wiki."""
        while self.agenda.events:
            self._happen(heapq.heappop(self.agenda.events))
        self._log_rights()
        self.logs.sort(key=lambda fact: (fact["timestamp"], fact["title"]))
        return Wiki(self.site, self.accounts, sorted(self.pages.values(), key=_first), self.logs, self.blocks)

    # --------------------------------------------------------------------------------------- what happens

    def _happen(self, event: Event) -> None:
        account = event.account
        if account is not None and account.promoted and event.at < account.promoted and event.what in CHORES:
            event = replace(event, account=self.chiefs[0])
        happenings = {
            "create": self._create,
            "edit": self._edit,
            "touch": self._content_edit,
            "answer": self._answer,
            "welcome": self._welcome,
            "passer-by": self._passer_by,
            "vandal": self._vandal,
            "restore": self._restore,
            "revert": self._revert,
            "robot": self._robot,
            "elsewhere": self._elsewhere,
            "import": self._import,
            "move": self._move,
            "redirect": self._redirect,
            "delete": self._delete,
            "block": self._block,
        }
        happenings[event.what](event)

    def _create(self, event: Event) -> None:
        space = _known(event.space)
        twin, title = self._twin(space)
        if twin:
            subject = twin.subject
        else:
            title, subject = self.prose.title(space, len(self.content[space.source]), event.at, self.pages)
        page = self._page(0, title, space.source, subject)
        self.content[space.source].append(page)
        self.own.setdefault(f"{space.source}/{_name(event)}", []).append(page)
        self.seen.add((space.source, _name(event)))
        near = self.content[space.source][-2].title if len(self.content[space.source]) > 1 else ""
        article = self.prose.article(space, page.subject, near, event.at)
        self._save(page, event, f"{twin.text.partition(SENTENCE)[0]}.\n\n{article}" if twin else article, "")

    def _twin(self, space: Space) -> tuple[WikiPage | None, str]:
        """Now and then, the page that somebody does not know when she begins one on the same subject, and its title."""
        pages = self.content[space.source][1:-20]
        if space.prefix or not pages or self.rng.random() > max(PAIRS, 1.5 / space.counts.pages):
            return None, ""
        pages = [self.rng.choice(pages) for _ in range(LOOKED_AT)]
        titled = ((page, self.prose.second(space, page.title, self.pages)) for page in pages)
        return next(((page, title) for page, title in titled if title), (None, ""))

    def _edit(self, event: Event) -> None:
        """An edit of somebody with an account; the first is on a page of contents."""
        space, rng = _known(event.space), self.rng
        is_first = (space.source, _name(event)) not in self.seen
        chance = rng.random()
        self.seen.add((space.source, _name(event)))
        if is_first or chance < 0.70:
            self._content_edit(event)
        elif chance < 0.84:
            self._talk(event)
        elif chance < 0.91 or f"Utilisateur:{_name(event)}" not in self.pages:
            self._own_page(event)
        elif chance < 0.96:
            self._project(event)
        else:
            self._file(event)

    def _content_edit(self, event: Event) -> None:
        space = _known(event.space)
        page = self._chosen(space, _name(event))
        text, comment = self.prose.changed(space, page.text, page.subject, event.at)
        self._save(page, event, text, comment, minor=comment in {"orthographe", "lien"})

    def _chosen(self, space: Space, user: str) -> WikiPage:
        """A page to edit: often one's own, else a recent one, sometimes any."""
        rng, pages = self.rng, self.content[space.source]
        mine = self.own.get(f"{space.source}/{user}")
        chance = rng.random()
        if mine and chance < 0.5:
            return mine[-1 - min(len(mine) - 1, int(rng.expovariate(0.5)))]
        if chance < 0.58:
            return pages[0]
        if chance < 0.8:
            return pages[-1 - min(len(pages) - 1, int(rng.expovariate(0.1)))]
        return rng.choice(pages)

    def _talk(self, event: Event) -> None:
        """A question on the talk page of a page, which often gets an answer; or a word to somebody."""
        space, rng = _known(event.space), self.rng
        talked = self.talked[space.source]
        if talked and rng.random() < 0.25:
            page = talked[-1 - min(len(talked) - 1, int(rng.expovariate(0.4)))]
            self._save(page, event, page.text + self.prose.answer(_name(event), event.at), "réponse")
            return
        about = self._chosen(space, _name(event))
        page = self._page(1, f"Discussion:{about.title}", space.source)
        subject, text = self.prose.question(_name(event), event.at)
        self._save(page, event, (page.text if page.edits else "") + text, f"/* {subject} */ nouvelle section")
        talked.append(page)
        others = [one for one in self.chiefs if one.user != _name(event) and one.space == space.source]
        others = [one for one in others if one.registered < event.at and (not one.promoted or one.promoted < event.at)]
        if others and rng.random() < 0.5 and event.at < LAST_DAY - timedelta(days=9):
            self.agenda.add(
                event.at + timedelta(hours=rng.randrange(1, 160)), "answer", rng.choice(others), space, page
            )

    def _answer(self, event: Event) -> None:
        page = event.page
        if page is not None:
            self._save(page, event, page.text + self.prose.answer(_name(event), event.at), "réponse")

    def _own_page(self, event: Event) -> None:
        account = event.account
        if account is None:
            return
        page = self._page(2, f"Utilisateur:{account.user}")
        if not page.edits:
            text, comment = user_page(account.writer, self.rng) + "\n", "présentation"
        else:
            told = self.rng.choice(self.content[_known(event.space).source])
            text, comment = self.prose.profile_line(page.text, told.title)
        self._save(page, event, text, comment)

    def _project(self, event: Event) -> None:
        rng, space = self.rng, _known(event.space)
        kinds = [(4, f"{self.site.project}:", 5), (10, "Modèle:", 2), (12, "Aide:", 2), (14, "Catégorie:", 4)]
        if self.site.portal:
            kinds.append((100, "Portail:", 6))
        namespace, prefix, _ = rng.choices(kinds, weights=[kind[2] for kind in kinds])[0]
        page = self._page(namespace, prefix + self.prose.heading(space, namespace), space.source)
        if page.edits:
            text, comment = self.prose.changed(space, page.text, "cette page", event.at)
        else:
            text, comment = self.prose.article(space, "cette page", "", event.at), "création"
        self._save(page, event, text, comment)

    def _file(self, event: Event) -> None:
        name = f"Photo {len(self.pages)} {_name(event)}.jpg".replace("/", "-")
        page = self._page(6, f"Fichier:{name}")
        self._save(page, event, "== Licence ==\n{{Domaine public}}\n", "import d'une photographie")

    def _welcome(self, event: Event) -> None:
        account = event.account
        chiefs = [one for one in self.chiefs if (one.promoted or one.registered) < event.at and one is not account]
        if account is None or not chiefs or event.at > LAST_DAY:
            return
        chief = chiefs[account.number % len(chiefs)]
        page = self._page(3, f"Discussion utilisateur:{account.user}")
        text = self.prose.welcome(chief.user, event.at)
        self._save(
            page, Event(event.at, event.order, "welcome", chief), (page.text if page.edits else "") + text, "bienvenue"
        )

    def _passer_by(self, event: Event) -> None:
        """An edit without an account: mostly a line, now and then a joke that somebody takes back."""
        space = _known(event.space)
        if not self.content[space.source]:
            return
        page = self._chosen(space, "")
        if self.rng.random() < 0.2:
            self._spoil(page, event, space)
        else:
            text, comment = self.prose.changed(space, page.text, page.subject, event.at)
            self._save(page, event, text, comment if self.rng.random() < 0.5 else "")

    def _vandal(self, event: Event) -> None:
        space = _known(event.space)
        pages = self.content[space.source]
        if pages:
            self._spoil(self.rng.choice(pages), event, space)

    def _spoil(self, page: WikiPage, event: Event, space: Space) -> None:
        good = self.spoiled.setdefault(page.order, page.text)
        words = self.rng.choice(sections("wikis.txt")["vandale"])
        self._save(page, event, words if self.rng.random() < 0.6 else f"{good}\n{words}\n", "")
        known = [one for one in self.accounts if one.space == space.source and one.registered < event.at]
        guards = [one for one in known if one.band in {"yearly", "late"}] or self.chiefs
        at = event.at + timedelta(minutes=self.rng.choice((4, 9, 25, 70, 150)))
        self.agenda.add(at, "restore", self.rng.choice(guards), space, page)

    def _restore(self, event: Event) -> None:
        """The page as it was before a vandal came, unless somebody has seen to it."""
        page = event.page
        if page is None or page.order not in self.spoiled:
            return
        good, spoiler = self.spoiled.pop(page.order), page.edits[-1].user
        self._save(page, event, good, f"Révocation des modifications de [[Spécial:Contributions/{spoiler}|{spoiler}]]")

    def _revert(self, event: Event) -> None:
        """Two people of one mind about a page, and a third of another: the last edit is undone."""
        pages = [page for page in self.content[_known(event.space).source] if len(page.edits) > 2]
        if pages:
            page = self.rng.choice(pages)
            self._save(page, event, page.edits[-2].text, f"Annulation de la modification de {page.edits[-1].user}")

    def _robot(self, event: Event) -> None:
        pages = self.content[_known(event.space).source]
        if pages:
            page = self.rng.choice(pages)
            self._save(page, event, self.prose.tidied(page.text), "Bot : catégories et typographie", minor=True)

    def _elsewhere(self, event: Event) -> None:
        """A page of the wiki that no space has."""
        title = f"Leçon {self.rng.randrange(1, 25)} de {self.rng.choice(('géographie', 'chimie', 'solfège'))}"
        page = self._page(0, title)
        text, comment = self.prose.changed(
            _known(event.space), page.text if page.edits else "", "cette leçon", event.at
        )
        self._save(page, event, text, comment)

    def _import(self, event: Event) -> None:
        """An older revision, brought with its page from another wiki whose people have no account here."""
        space = _known(event.space)
        page = self.rng.choice(self.content[space.source][:9])
        text, _ = self.prose.changed(space, page.text, page.subject, event.at)
        self._write(page, event, IMPORTED, 0, text, "une révision importée")

    def _move(self, event: Event) -> None:
        """A page gets another title, and its old one leads there."""
        pages = self.content[_known(event.space).source]
        page = self.rng.choice(pages[1:] or pages)
        old, new = page.title, self.prose.retitled(page.title, self.pages)
        if new == old:
            return
        del self.pages[old]
        page.title = new
        self.pages[new] = page
        comment = f"{_name(event)} a déplacé la page [[{old}]] vers [[{new}]] : titre plus court"
        self._save(page, event, page.text, comment, minor=True)
        self._redirect_to(event, old, new, comment)
        self._log(event, "move", "move", old, {"target_ns": 0, "target_title": new}, "titre plus court")

    def _redirect(self, event: Event) -> None:
        pages = self.content[_known(event.space).source]
        page = self.rng.choice(pages)
        short = self.prose.short(page.title, self.pages)
        if short:
            self._redirect_to(event, short, page.title, "redirection")

    def _redirect_to(self, event: Event, title: str, target: str, comment: str) -> None:
        page = self._page(0, title)
        page.redirect = target
        self._save(page, event, f"#REDIRECTION [[{target}]]", comment)

    def _delete(self, event: Event) -> None:
        """A page that is gone: only the log tells."""
        title = f"Publicité {self.rng.randrange(10, 999)}"
        self._log(event, "delete", "delete", title, {}, "page publicitaire")

    def _block(self, event: Event) -> None:
        account = event.account
        if account is None:
            return
        chief = self._acting(event.at)
        at = _stamp(event.at)
        title = f"Utilisateur:{account.user}"
        said = {"duration": "infinity", "flags": ["nocreate"], "sitewide": True}
        self._log(replace(event, account=chief), "block", "block", title, said, "vandalisme")
        self.blocks.append(
            {
                "id": len(self.blocks) + 1,
                "user": account.user,
                "userid": account.number,
                "by": chief.user,
                "byid": chief.number,
                "timestamp": at,
                "expiry": "infinity",
                "reason": "vandalisme",
                "automatic": False,
                "anononly": False,
                "nocreate": True,
                "autoblock": True,
                "noemail": False,
                "hidden": False,
                "allowusertalk": True,
                "partial": False,
            }
        )

    def _acting(self, at: datetime) -> Account:
        """An administrator of that moment."""
        there = [one for one in self.chiefs if (one.promoted or one.registered) <= at]
        return self.rng.choice(there or self.chiefs[:1])

    # ------------------------------------------------------------------------------------------- writing

    def _page(self, namespace: int, title: str, space: str = "", subject: str = "") -> WikiPage:
        if title not in self.pages:
            self.count += 1
            self.pages[title] = WikiPage(namespace, title, self.count, space, subject or "cette page")
        return self.pages[title]

    def _save(self, page: WikiPage, event: Event, text: str, comment: str, *, minor: bool = False) -> None:
        account = event.account
        user = account.user if account else ADDRESSES[event.order % len(ADDRESSES)]
        self._write(page, event, user, account.number if account else 0, text, comment, minor=minor)

    def _write(
        self, page: WikiPage, event: Event, user: str, user_id: int, text: str, comment: str, *, minor: bool = False
    ) -> None:
        self.count += 1
        at = max(event.at, page.edits[-1].at + timedelta(seconds=1)) if page.edits else event.at
        masked = event.what == "vandal" and event.order % 5 == 0
        page.edits.append(Edit(at, self.count, user, user_id, comment, text, minor, masked))

    def _log(self, event: Event, kind: str, action: str, title: str, params: Fact, comment: str) -> None:
        account = event.account
        self.logs.append(
            {
                "ns": 2 if title.startswith("Utilisateur:") else 0,
                "title": title,
                "pageid": 0,
                "logpage": 0,
                "params": params,
                "type": kind,
                "action": action,
                "user": account.user if account else "",
                "userid": account.number if account else 0,
                "timestamp": _stamp(event.at),
                "comment": comment,
            }
        )

    def _log_rights(self) -> None:
        """Who became an administrator, and the one who gave that up again."""
        giver = self.chiefs[0]
        for account in self.chiefs:
            if account.promoted:
                self._log_right(account, account.promoted, giver, [], ["sysop"], "décision du comité de rédaction")
        former = [one for one in self.accounts if one.band == "past" and one not in self.chiefs][:1]
        for account in former:
            begin = account.registered + timedelta(days=60)
            self._log_right(account, begin, giver, [], ["sysop"], "pour aider aux permanences")
            self._log_right(account, begin + timedelta(days=500), giver, ["sysop"], [], "à sa demande")

    def _log_right(
        self, account: Account, at: datetime, giver: Account, old: Sequence[str], new: Sequence[str], comment: str
    ) -> None:
        params = {
            "oldgroups": list(old),
            "newgroups": list(new),
            "oldmetadata": [{"group": group, "expiry": "infinity"} for group in old],
            "newmetadata": [{"group": group, "expiry": "infinity"} for group in new],
        }
        event = Event(at, 0, "rights", giver)
        self._log(event, "rights", "rights", f"Utilisateur:{account.user}", params, comment)


def edits_of(pages: Iterable[WikiPage], last_year: int) -> Counter[int]:
    """Edits by user id up to the end of a year, as the wiki counts them."""
    return Counter(edit.user_id for page in pages for edit in page.edits if edit.at.year <= last_year)


def _first(page: WikiPage) -> tuple[datetime, int]:
    return page.edits[0].at, page.order


def _name(event: Event) -> str:
    return event.account.user if event.account else ""


def _known(space: Space | None) -> Space:
    if space is None:
        raise LookupError("an event without a space")
    return space


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
