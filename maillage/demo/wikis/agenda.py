"""Who does something on a wiki, and when: edits in sessions, vandals, robots, passers-by, what administrators do."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from maillage.demo.wikis.sites import DUMPED

if TYPE_CHECKING:
    from random import Random

    from maillage.demo.wikis.accounts import Account
    from maillage.demo.wikis.sites import Site, Space

LAST_DAY = datetime(2016, 12, 29, 18, tzinfo=UTC)
"""Of the contributors and pages that annex 3 counts: later edits are theirs too, on the same pages."""

YEAR = (datetime(2015, 1, 5, tzinfo=UTC), datetime(2015, 12, 20, tzinfo=UTC))
REGULAR = 11  # edits of a year: more than ten
CREATES = {"yearly": 5.0, "past": 4.0, "late": 3.0, "occasional": 0.7}
BY_ADDRESS = 0.11  # of the edits of a wiki where one needs no account
WELCOMED = 10  # one new account of so many: a word on its talk page
MOVES = 0.008
REDIRECTS = 0.03
PAGES_A_QUARREL = 250
ROUND = 12  # pages that a robot sees to in one go


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that somebody is about to do: `what` names it; `page`: the one it is about, if that is settled."""

    at: datetime
    order: int
    what: str = field(compare=False)
    account: Account | None = field(compare=False, default=None)
    space: Space | None = field(compare=False, default=None)
    page: Any = field(compare=False, default=None)


class Agenda:
    """All events to come, as a heap."""

    def __init__(self, site: Site, accounts: list[Account], rng: Random) -> None:
        self.site, self.accounts, self.rng = site, accounts, rng
        self.events: list[Event] = []
        self.count = 0
        self.begin = accounts[0].registered + timedelta(days=150 if not site.is_open else 40)
        for space in site.spaces:
            self._contributions(space)
        self._strangers(site.spaces[0])
        self._passers_by()
        self._chores(site.spaces[0])

    def add(
        self, at: datetime, what: str, account: Account | None = None, space: Space | None = None, page: object = None
    ) -> None:
        """Put down something to come."""
        self.count += 1
        heapq.heappush(self.events, Event(at.replace(microsecond=0), self.count, what, account, space, page))

    def _contributions(self, space: Space) -> None:
        """The edits of the contributors of a space, exactly so many of which begin a page."""
        members = [account for account in self.accounts if account.space == space.source]
        planned = [(at, account) for account in members for at in self._moments(account)]
        planned.sort(key=lambda pair: (pair[0], pair[1].number))
        began: set[str] = set()
        keys = []
        for index, (_, account) in enumerate(planned):
            again = account.user in began and account.band == "occasional"
            began.add(account.user)
            keys.append((self.rng.random() ** (1 / (CREATES[account.band] * (0.3 if again else 1))), index))
        creating = {index for _, index in sorted(keys[1:], reverse=True)[: space.counts.pages - 1]} | {0}
        for index, (at, account) in enumerate(planned):
            self.add(at, "create" if index in creating else "edit", account, space)
        regulars = [account for account in members if account.band == "yearly"] or members[:3]
        for _ in range(self.site.after):
            at = between(datetime(2017, 1, 10, tzinfo=UTC), DUMPED - timedelta(days=9), self.rng)
            self.add(at, "touch", self.rng.choice(regulars), space)

    def _moments(self, account: Account) -> list[datetime]:
        """When an account edits: in sessions, more than ten times in 2015 if it is one of that year."""
        left = account.edits
        begin, end = account.registered + timedelta(minutes=4), LAST_DAY
        found: list[datetime] = []
        if account.band == "yearly":
            inside = max(REGULAR, left // 9)
            found += self._sessions(max(YEAR[0], begin), YEAR[1], inside)
            left -= inside
        elif account.band == "past":
            end = min(begin + (datetime(2014, 12, 20, tzinfo=UTC) - begin) * self.rng.uniform(0.3, 1), LAST_DAY)
        elif account.band == "occasional":
            end = min(LAST_DAY, begin + timedelta(days=self.rng.choice((1, 1, 2, 20, 90, 400))))
        found += self._sessions(begin, max(end, begin + timedelta(hours=2)), left)
        return found

    def _sessions(self, begin: datetime, end: datetime, number: int) -> list[datetime]:
        """So many moments between two, some minutes apart inside a session."""
        found: list[datetime] = []
        while len(found) < number:
            at = between(begin, end, self.rng)
            while True:
                found.append(at)
                at += timedelta(seconds=self.rng.randrange(50, 1500))
                if len(found) == number or at > end or self.rng.random() > 0.62:
                    break
        return found

    def _strangers(self, space: Space) -> None:
        """Vandals until they are blocked, robots, people of other parts of the wiki, and words to new people."""
        for account in self.accounts:
            start = max(account.registered + timedelta(minutes=6), self.begin)
            if account.band == "vandal":
                for number in range(account.edits):
                    self.add(start + timedelta(minutes=3 * number), "vandal", account, space)
                self.add(start + timedelta(minutes=200), "block", account, space)
            elif account.band == "bot":
                for _ in range(account.edits // ROUND):
                    at = between(start, LAST_DAY, self.rng)
                    for number in range(ROUND):
                        self.add(at + timedelta(seconds=11 * number), "robot", account, space)
            elif account.band == "other":
                for at in self._sessions(start, LAST_DAY, account.edits):
                    self.add(at, "elsewhere", account, space)
            elif account.band != "silent" and account.number % WELCOMED == 0:
                self.add(account.registered + timedelta(hours=self.rng.randrange(20, 90)), "welcome", account, space)

    def _passers_by(self) -> None:
        """Edits without an account, where that is allowed."""
        for space in self.site.spaces if self.site.is_open else ():
            for _ in range(round(space.edits * BY_ADDRESS)):
                self.add(between(self.begin, LAST_DAY, self.rng), "passer-by", None, space)
        if self.site.folder == "wiki-des-communs":
            for _ in range(6):
                self.add(self.begin - timedelta(days=20), "import", None, self.site.spaces[0])

    def _chores(self, space: Space) -> None:
        """What administrators do to pages, in proportion to their number."""
        if space.prefix:
            return
        chiefs = [account for account in self.accounts if "sysop" in account.groups]
        pages = space.counts.pages
        times = {"move": round(pages * MOVES), "redirect": round(pages * REDIRECTS)}
        times |= dict.fromkeys(("delete", "revert"), round(pages / PAGES_A_QUARREL))
        for what, number in times.items():
            for _ in range(number):
                self.add(between(self.begin, LAST_DAY, self.rng), what, self.rng.choice(chiefs[:6]), space)


def between(begin: datetime, end: datetime, rng: Random) -> datetime:
    """A moment between two, at an hour when people are awake."""
    at = begin + timedelta(seconds=int((end - begin).total_seconds() * rng.random()))
    hour = rng.choices((9, 10, 11, 14, 15, 16, 18, 20, 21), weights=(3, 4, 3, 4, 5, 4, 3, 4, 3))[0]
    shifted = at.replace(hour=hour)
    return shifted if begin <= shifted <= end else at
