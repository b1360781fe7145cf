"""The mails of the study: when each is sent, what it answers, what it says. Nothing here knows a file format."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from maillage.demo import calendar_fr, texts
from maillage.demo.plan import FEW_EXCHANGES, MERGED, ROBOT
from maillage.demo.words import sections

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from maillage.demo.people import Person
    from maillage.demo.plan import Plan, Post

ONE_WAY = {name for name, _, _ in FEW_EXCHANGES}
SIGNED = 0.13  # of the mails of located people, beside the one that everybody signs on each list
THREAD_DAYS = 25
VENUE = 0.06  # of the announcements of located people: the address of the meeting, which is not the author's
CAPITALS = 23  # one author of so many sometimes writes her address with capitals
CROSS_POSTS = (("catalyst", "makers", 4), ("wiki-brest", "cartes-ouvertes", 2))
NIGHT = 0.004  # of mails: half past midnight in Paris on the first of the month, still the month before in UTC

PREFIXES = {
    "makers": "[Makers]",
    "catalyst": "[Catalyst]",
    "tiers-lieux": "[Tiers-lieux]",
    "ac-lille": "[AC-Lille]",
    "ac-lille-info": "[AC-Lille-info]",
    "wiki-brest": "[wiki-brest]",
    "cartes-ouvertes": "[cartes-ouvertes]",
}


@dataclass(frozen=True)
class Mail:
    """One mail. `subject` is without prefix and `Re:`; `oddity` names what a writer must do wrong with it."""

    list: str
    author: str
    address: str
    name: str
    sent: datetime
    message_id: str
    subject: str
    kind: str
    lines: tuple[str, ...]
    own: tuple[str, ...]
    style: int
    signed: bool = False
    parents: tuple[str, ...] = ()
    other: str = ""
    attachment: str = ""
    topic: texts.Topic = field(default_factory=dict)
    oddity: str = ""

    @property
    def is_reply(self) -> bool:
        """Whether it answers another mail."""
        return bool(self.parents)

    @property
    def mark(self) -> str:
        """What the author's mailer puts before the subject."""
        if self.kind == "absence":
            return "Réponse automatique : "
        return "" if not self.is_reply else "RE: " if self.style % 6 == 2 else "Re: "


@dataclass(frozen=True)
class Timed:
    """A post with its moment. `copy` numbers what is sent to two lists at once, `other` is the other list."""

    post: Post
    sent: datetime
    number: int
    copy: int = 0
    other: str = ""


@dataclass
class Correspondence:
    """All mails by list, in the order of sending."""

    rng: Random
    people: dict[str, Person]
    mails: dict[str, list[Mail]] = field(default_factory=dict)
    copies: dict[int, Mail] = field(default_factory=dict)

    def write(self, made: Plan) -> dict[str, list[Mail]]:
        """Write every mail of the plan."""
        timed = _crossed(_timed(made, self.rng), self.rng)
        for name, posts in timed.items():
            self.mails[name] = self._of_list(sorted(posts, key=lambda item: (item.sent, item.post.member)))
        return self.mails

    def _of_list(self, timed: list[Timed]) -> list[Mail]:
        recent: deque[Mail] = deque(maxlen=9)
        must_sign = self._first_signatures(timed)
        seen: Counter[str] = Counter()
        written = []
        for index, item in enumerate(timed):
            key = item.post.member
            account = self.people[key].account(item.post.list, seen[key])
            parent = self._parent(item, recent)
            signed = index in must_sign or (self.people[key].office is not None and self.rng.random() < SIGNED)
            mail = self._mail(item, parent, signed=signed, is_first=not seen[key], in_full=index in must_sign)
            if item.copy not in self.copies:
                mail = replace(mail, address=_as_typed(account.address, mail.style, seen[key]), name=account.name)
            seen[key] += 1
            if item.copy:
                self.copies.setdefault(item.copy, mail)
            if key != ROBOT:
                recent.append(mail)
            written.append(mail)
        return written

    def _first_signatures(self, timed: list[Timed]) -> set[int]:
        """One mail of each located author, in the period where there is one: it is the one that is signed in full."""
        by_author: dict[str, list[int]] = {}
        for index, item in enumerate(timed):
            if self.people[item.post.member].office is not None:
                by_author.setdefault(item.post.member, []).append(index)
        chosen = set()
        for indexes in by_author.values():
            inside = [index for index in indexes if timed[index].post.month[0] < 2017]
            chosen.add(self.rng.choice(inside or indexes))
        return chosen

    def _parent(self, item: Timed, recent: deque[Mail]) -> Mail | None:
        """What this mail answers: something recent, rather the last mails, by somebody else."""
        if item.copy or item.post.member == ROBOT or item.post.list in ONE_WAY or self.rng.random() > 0.66:
            return None
        near = [
            mail
            for mail in reversed(recent)
            if (item.sent - mail.sent).days < THREAD_DAYS and mail.author != item.post.member
        ]
        if not near:
            return None
        return near[min(len(near) - 1, int(self.rng.expovariate(0.7)))]

    def _mail(self, item: Timed, parent: Mail | None, *, signed: bool, is_first: bool, in_full: bool) -> Mail:
        post, person = item.post, self.people[item.post.member]
        topic = parent.topic if parent else texts.topic(post.list, self.rng)
        setting = texts.Setting(post.list, item.sent, self.rng, topic)
        style = int(hashlib.sha256(person.key.encode()).hexdigest(), 16) % 1000
        copied = self.copies.get(item.copy)
        if copied:
            return replace(copied, list=post.list, other=item.other)
        kind, subject, above, below = "reponse", "", list[str](), list[str]()
        if person.key == ROBOT:
            kind, subject = "robot", setting.fill(self.rng.choice(sections("phrases.txt")["robot"]))
            paragraphs = [
                "Ceci est un avis automatique de la forge. Merci de ne pas y répondre.",
                setting.fill("{lien}"),
            ]
        elif parent:
            subject = parent.subject if self.rng.random() < 0.97 else texts.subject("question", setting)
            paragraphs = texts.answer(self.people[parent.author].first, setting)
            if signed and is_first and self.rng.random() < 0.15:
                paragraphs.append(texts.introduction(person))
            if in_full and texts.field_told(person) == "sentence":
                paragraphs.append(texts.field_sentence(person))
            paragraphs += texts.closing(person, setting)
            quoted = texts.Quoted(
                parent.name, parent.address, parent.sent, parent.subject, list(parent.lines), list(parent.own)
            )
            above, below = texts.quote(quoted, self.rng)
        else:
            weights = {**texts.KINDS, "question": 45} if person.office is None else texts.KINDS
            kind = self.rng.choices(list(weights), weights=list(weights.values()))[0]
            subject = texts.subject(kind, setting)
            paragraphs = texts.opening(kind, setting)
            if signed and is_first and self.rng.random() < 0.4:
                paragraphs.insert(1, texts.introduction(person))
            if kind == "annonce" and person.office is not None and self.rng.random() < VENUE:
                paragraphs.append(texts.venue(setting))
            if in_full and texts.field_told(person) == "sentence":
                paragraphs.append(texts.field_sentence(person))
            paragraphs += texts.closing(person, setting)
        own = lines = texts.wrapped(paragraphs)
        if signed:
            lines = [*own, "", *texts.signature(person, style, phone(person))]
        return Mail(
            list=post.list,
            author=person.key,
            address="",
            name="",
            sent=item.sent,
            message_id=_message_id(item, person, style),
            subject=subject,
            kind=kind,
            lines=(*above, *lines, *below),
            own=tuple(own),
            style=style,
            signed=signed,
            parents=(*parent.parents[-6:], parent.message_id) if parent else (),
            other=item.other,
            attachment=_attachment(kind, style, self.rng),
            topic=topic,
        )


def _timed(made: Plan, rng: Random) -> dict[str, list[Timed]]:
    """A day and an hour for every post, mostly of a working day."""
    found: dict[str, list[Timed]] = {}
    for number, post in enumerate(made.posts):
        found.setdefault(post.list, []).append(Timed(post, _moment(post, rng), number))
    return found


def _moment(post: Post, rng: Random) -> datetime:
    year, month = post.month
    if rng.random() < NIGHT and _has_month_before(post):
        return calendar_fr.paris(year, month, 1, 0, rng.randrange(20, 50), rng.randrange(60))
    last = 14 if post.month == (2017, 6) else 28 if month == 2 else 30
    while True:
        moment = calendar_fr.paris(
            year, month, rng.randrange(1, last + 1), rng.randrange(7, 24), rng.randrange(60), rng.randrange(60)
        )
        if moment.weekday() < 5 or rng.random() < 0.35:
            return moment


def _has_month_before(post: Post) -> bool:
    """Whether the list surely existed the month before, so that a mail of midnight has a volume to be in."""
    year, month = post.month
    return month not in {1, 12} and year in {2014, 2015} and post.list in {"makers", "catalyst", "wiki-brest"}


def _crossed(timed: dict[str, list[Timed]], rng: Random) -> dict[str, list[Timed]]:
    """Some mails are sent to two lists at once: same person, same month on both."""
    number = 0
    for first, second, times in CROSS_POSTS:
        there = {(item.post.member, item.post.month): index for index, item in enumerate(timed[second])}
        both = [
            (index, there[item.post.member, item.post.month])
            for index, item in enumerate(timed[first])
            if (item.post.member, item.post.month) in there and item.post.month[0] < 2017
        ]
        seen: set[str] = set()
        rng.shuffle(both)
        for one, other in both:
            author = timed[first][one].post.member
            if author in seen or len(seen) == times:
                continue
            seen.add(author)
            number += 1
            timed[first][one] = replace(timed[first][one], copy=number, other=second)
            timed[second][other] = replace(timed[second][other], sent=timed[first][one].sent, copy=number, other=first)
    return timed


def _as_typed(address: str, style: int, number: int) -> str:
    """The address as it stands in the mail: the same one, sometimes with capitals."""
    return address.title().replace(".Example", ".example") if style % CAPITALS == 5 and number % 3 == 1 else address


def phone(person: Person) -> str:
    """A number of the ranges kept for works of fiction, always the same for a person."""
    if person.office is None or not person.office.place.phone:
        return ""
    digits = int(hashlib.sha256(f"phone {person.key}".encode()).hexdigest(), 16) % 10_000
    return f"{person.office.place.phone} {digits // 100:02} {digits % 100:02}"


def _message_id(item: Timed, person: Person, style: int) -> str:
    """A unique id, in one of the forms that mailers give it."""
    digest = hashlib.sha256(f"{item.number} {person.key}".encode()).hexdigest()
    host = person.accounts[0].address.split("@")[1]
    forms = (f"{digest[:8].upper()}.{item.number + 10**6}", f"CA+{digest[:26]}", f"{digest[:12]}${digest[12:20]}$")
    return f"<{forms[style % 3]}@{host}>"


def _attachment(kind: str, style: int, rng: Random) -> str:
    """The name of a file that comes with some mails."""
    if kind == "compte-rendu" and rng.random() < 0.5:
        return rng.choice(("compte-rendu.pdf", "compte rendu réunion.odt", "CR.doc"))
    if kind in {"annonce", "appel"} and rng.random() < 0.12:
        return rng.choice(("affiche.pdf", "invitation.jpg", "programme.pdf", "dossier à compléter.odt"))
    return "logo.png" if style % 40 == 7 and rng.random() < 0.3 else ""


def merged(name: str) -> str:
    """The list that an archive counts in."""
    return "brest-bc" if name == MERGED else name
