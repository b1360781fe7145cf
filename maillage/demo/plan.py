"""Who sends how many mails to which list in which month, so that all published tables hold together.

An author of one list is a `Slot`. Slots of several lists are joined into one `Member` where tables 36 and 37
show a person on several lists, and for some occasional authors, who are on several lists too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from maillage.demo import published
from maillage.demo.words import communes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from maillage.demo.published import Month

END: Month = (2016, 12)
OCCASIONAL_MOST = 10  # table 28: regular is more than 10
REGULAR_MOST = 19  # tables 36 and 37: intensive is at least 20

# Occasional authors of several lists: scale by list, and how many such people.
JOINED: tuple[tuple[dict[str, str], int], ...] = (
    ({"catalyst": "city", "makers": "city", "ac-lille": "city"}, 2),
    ({"catalyst": "city", "makers": "city"}, 12),
    ({"catalyst": "metropolis", "makers": "metropolis"}, 3),
    ({"catalyst": "region", "makers": "region"}, 1),
    ({"catalyst": "elsewhere", "makers": "elsewhere"}, 3),
    ({"catalyst": "unidentified", "makers": "unidentified"}, 1),
    ({"catalyst": "city", "ac-lille": "city"}, 4),
    ({"catalyst": "metropolis", "ac-lille": "metropolis"}, 1),
    ({"catalyst": "city", "tiers-lieux": "city"}, 4),
    ({"catalyst": "metropolis", "tiers-lieux": "metropolis"}, 2),
    ({"catalyst": "region", "tiers-lieux": "region"}, 1),
    ({"catalyst": "city", "unisson": "city"}, 1),
    ({"catalyst": "elsewhere", "unisson": "elsewhere"}, 3),
    ({"makers": "city", "ac-lille": "city"}, 2),
    ({"makers": "city", "tiers-lieux": "city"}, 2),
    ({"makers": "region", "tiers-lieux": "region"}, 2),
    ({"ac-lille": "elsewhere", "unisson": "elsewhere"}, 2),
    ({"wiki-brest": "city", "brest-bc": "city", "cartes-ouvertes": "city"}, 1),
    ({"wiki-brest": "city", "cartes-ouvertes": "city"}, 4),
    ({"wiki-brest": "pays", "cartes-ouvertes": "pays"}, 1),
    ({"wiki-brest": "unidentified", "cartes-ouvertes": "unidentified"}, 1),
    ({"wiki-brest": "city", "brest-bc": "city"}, 6),
    ({"wiki-brest": "unidentified", "brest-bc": "unidentified"}, 1),
    ({"cartes-ouvertes": "metropolis", "brest-bc": "metropolis"}, 1),
    # Commons bring the two territories together: whoever works in Brest is elsewhere for Lille.
    ({"brest-bc": "city", "unisson": "elsewhere"}, 2),
    ({"wiki-brest": "city", "makers": "elsewhere"}, 1),
)

# Lists where an intensive person of tables 36 and 37 writes too, less than 20 times: print shows "-" there.
ALSO = {
    "lille-01": ("ac-lille",),
    "lille-02": ("ac-lille",),
    "lille-03": ("ac-lille",),
    "lille-05": ("makers", "unisson"),
    "lille-06": ("unisson",),
    "lille-10": ("ac-lille",),
    "lille-20": ("catalyst",),
    "lille-21": ("catalyst", "makers"),
    "lille-23": ("catalyst",),
    "lille-32": ("catalyst", "ac-lille"),
    "lille-39": ("catalyst",),
    "brest-03": ("cartes-ouvertes",),
    "brest-07": ("wiki-brest",),
    "brest-08": ("brest-bc",),
    "brest-09": ("brest-bc",),
    "brest-10": ("brest-bc",),
    "brest-15": ("wiki-brest",),
}

MERGED = "brest-en-communs"  # merged into brest-bc
MERGED_MESSAGES = 10

ROBOT = "robot"  # notices of an invented software forge: an author like others, as the thesis counts
ROBOT_COUNTS = {"makers": 14, "cartes-ouvertes": 3}

# How busy the months of a year are, August being the least.
SEASON = (1.0, 1.1, 1.2, 1.0, 1.0, 1.1, 0.6, 0.35, 1.1, 1.2, 1.2, 0.85)

# Mails after the period of the thesis: how many existing authors send one in January to June 2017.
AFTER = {"makers": 24, "catalyst": 18, "ac-lille": 12, "tiers-lieux": 9, "unisson": 2}
# Lists with few exchanges (003:L10963-10967): who sends how many mails in which month.
FEW_EXCHANGES = (
    *(("ac-lille-info", "lille-21", (2016, month)) for month in (6, 6, 7, 8, 9, 9, 10, 10, 11, 11, 12, 12)),
    *(("ac-lille-info", "lille-23", (2016, month)) for month in (6, 7, 9, 10, 11, 12)),
    ("chambre-communs", "lille-21", (2016, 6)),
    ("chambre-communs", "lille-10", (2016, 9)),
    ("financement-communs", "lille-05", (2016, 6)),
    ("financement-communs", "lille-04", (2016, 11)),
)

# Two people write their first mail to Tiers-Lieux after the period: our reading of INCONSISTENCIES 11.
LATE_TIERS_LIEUX = ((2017, 2), (2017, 4))


@dataclass(frozen=True)
class Slot:
    """One author of one list: messages up to December 2016, and the scale tables 31 and 32 count the author in."""

    list: str
    messages: int
    scale: str
    key: str = ""


@dataclass(frozen=True)
class Member:
    """One person of the plan: messages and scale by list. `place` is a commune where a table names it."""

    key: str
    messages: dict[str, int]
    scales: dict[str, str]
    place: str = ""


@dataclass(frozen=True)
class Post:
    """One mail to be written."""

    list: str
    member: str
    month: Month


@dataclass
class Plan:
    """All members by key, and all their mails."""

    members: dict[str, Member] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)


def plan(rng: Random) -> Plan:
    """The plan of the study."""
    made = Plan()
    for member in _members([slot for name in published.ANALYSED for slot in _slots(name, rng)], rng):
        made.members[member.key] = member
    for name in published.ANALYSED:
        made.posts += _posts(name, made.members, rng)
    made.posts = _moved(made.posts, rng)
    made.posts += [Post(*post) for post in FEW_EXCHANGES]
    made.posts += _after(made, rng)
    return made


def spread(total: int, people: int, most: int, least: int, rng: Random) -> list[int]:
    """`total` messages over `people`, each between `least` and `most`, a few with many and many with few."""
    counts = [least] * people
    for _ in range(total - least * people):
        lucky = int(people * rng.random() ** 3)
        while counts[lucky] == most:
            lucky = (lucky + 1) % people
        counts[lucky] += 1
    return counts


def _slots(name: str, rng: Random) -> list[Slot]:
    """Every author of a list, with messages and scale."""
    fixed = [
        Slot(name, counts[name], _scale_of(key, place, name), key)
        for key, (place, counts) in published.intensive().items()
        if name in counts
    ]
    if name in ROBOT_COUNTS:
        fixed.append(Slot(name, ROBOT_COUNTS[name], "unidentified", ROBOT))
    left = Counter({scale: published.places().get((name, scale), 0) for scale in published.SCALES})
    left.subtract(slot.scale for slot in fixed)
    if name == "tiers-lieux":
        return fixed + _tiers_lieux_slots(left, rng)
    known = published.lists()[name]
    regular = known.regular - sum(slot.messages > OCCASIONAL_MOST for slot in fixed)
    occasional = known.authors - len(fixed) - regular
    counts = spread(regular * 14, regular, REGULAR_MOST, OCCASIONAL_MOST + 1, rng)
    rest = known.messages - sum(slot.messages for slot in fixed) - sum(counts)
    counts += spread(rest, occasional, OCCASIONAL_MOST, 1, rng)
    return fixed + [Slot(name, count, scale) for count, scale in _located(counts, left, rng)]


def _tiers_lieux_slots(left: Counter[str], rng: Random) -> list[Slot]:
    """The other rows of table 35; the two of which only a first name is known are the unidentified."""
    rows = [row for row in published.tiers_lieux() if row not in published.TIERS_LIEUX_ROWS]
    unidentified = {5, 8}
    scales = [scale for scale in left.elements() if scale != "unidentified"]
    rng.shuffle(scales)
    return [
        Slot(
            "tiers-lieux",
            published.tiers_lieux()[row].total(),
            "unidentified" if row in unidentified else scales.pop(),
            f"tl-{row:02}",
        )
        for row in rows
    ]


def _located(counts: list[int], left: Counter[str], rng: Random) -> list[tuple[int, str]]:
    """A scale for each count. Who is not identified has mostly written once (003:L16053-16059)."""
    ordered = sorted(counts, key=lambda count: count + 6 * rng.random())
    unidentified = left.pop("unidentified")
    scales = list(left.elements())
    rng.shuffle(scales)
    return list(zip(ordered, ["unidentified"] * unidentified + scales, strict=True))


def _scale_of(key: str, place: str, name: str) -> str:
    """The scale of a commune, as seen from the network of a list."""
    network = published.lists()[name].network
    for scale in published.SCALES[:-1]:
        if place in {known.commune for known in communes(network, scale)}:
            return scale
    raise LookupError(f"{key}: {place} is in no scale of {network}")


def _members(slots: list[Slot], rng: Random) -> list[Member]:
    """The people of the study: slots of one key together, and the joins of `ALSO` and `JOINED`."""
    members: dict[str, Member] = {}
    pools: dict[tuple[str, str], list[Slot]] = {}
    for slot in slots:
        if slot.key in published.intensive() or slot.key == ROBOT:
            members[slot.key] = _with(members.get(slot.key, _empty(slot.key)), slot)
        else:
            pools.setdefault((slot.list, slot.scale), []).append(slot)
    for pool in pools.values():
        rng.shuffle(pool)
    for key, names in ALSO.items():
        for name in names:
            scale = next(iter(members[key].scales.values()))
            members[key] = _with(members[key], pools[name, scale].pop())
    number = 0
    for scales, times in JOINED:
        for _ in range(times):
            number += 1
            joined = [pools[pair].pop() for pair in scales.items()]
            key = next((slot.key for slot in joined if slot.key), f"joined-{number:02}")
            members[key] = _joined(key, joined)
    for name, scale in sorted(pools):
        for slot in pools[name, scale]:
            number += 1
            key = slot.key or f"{name}-{number:03}"
            members[key] = _joined(key, [slot])
    return list(members.values())


def _empty(key: str) -> Member:
    return Member(key, {}, {}, published.intensive()[key][0] if key in published.intensive() else "")


def _joined(key: str, slots: list[Slot]) -> Member:
    member = _empty(key)
    for slot in slots:
        member = _with(member, slot)
    return member


def _with(member: Member, slot: Slot) -> Member:
    return replace(
        member,
        messages={**member.messages, slot.list: slot.messages},
        scales={**member.scales, slot.list: slot.scale},
    )


def _posts(name: str, members: dict[str, Member], rng: Random) -> list[Post]:
    """The mails of a list, each with its author and month."""
    if name == "tiers-lieux":
        keys = {row: published.TIERS_LIEUX_ROWS.get(row, f"tl-{row:02}") for row in published.tiers_lieux()}
        cells = published.tiers_lieux().items()
        return [Post(name, keys[row], month) for row, months in cells for month in sorted(months.elements())]
    free = [month for month, count in _months(name, rng).items() for _ in range(count)]
    authors = sorted((member.messages[name], key) for key, member in members.items() if name in member.messages)
    posts = []
    for count, key in authors:
        # Occasional authors come and go, regular ones stay: a window of the list's mails, wider with the count.
        width = min(len(free), count * 8 if count <= OCCASIONAL_MOST else max(count * 3, len(free) * 2 // 3))
        start = rng.randrange(len(free) - width + 1)
        chosen = sorted(rng.sample(range(start, start + width), count), reverse=True)
        posts += [Post(name, key, free.pop(index)) for index in chosen]
    return posts


def _moved(posts: list[Post], rng: Random) -> list[Post]:
    """Ten mails of 2016 of brest-bc, one of them in January, sent to the list merged into it (note 116)."""
    candidates = [index for index, post in enumerate(posts) if post.list == "brest-bc" and post.month[0] == 2016]
    january = next(index for index in candidates if posts[index].month == (2016, 1))
    others = rng.sample([index for index in candidates if index != january], MERGED_MESSAGES - 1)
    moved = {january, *others}
    return [replace(post, list=MERGED) if index in moved else post for index, post in enumerate(posts)]


def _months(name: str, rng: Random) -> dict[Month, int]:
    """Messages by month: the year's messages after the season, the first one in the month of creation."""
    created = published.lists()[name].created
    found: dict[Month, int] = {}
    for year, messages in published.years()[name].items():
        months = [(year, number) for number in range(1, 13) if (year, number) >= created]
        weights = [SEASON[number - 1] * rng.uniform(0.6, 1.4) for _, number in months]
        if name == "brest-bc" and year % 2:  # its meeting is every second October (003:L15683-15691)
            weights = [
                weight * (4 if month[1] in {9, 10} else 1) for weight, month in zip(weights, months, strict=True)
            ]
        counts = _apportion(messages, weights)
        first = 2 if (name, year) == ("brest-bc", 2016) else 1  # January 2016: one for each of the merged lists
        while counts[0] < first:
            counts[counts.index(max(counts))] -= 1
            counts[0] += 1
        found |= dict(zip(months, counts, strict=True))
    return found


def _apportion(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole numbers after weights: largest remainders."""
    shares = [total * weight / sum(weights) for weight in weights]
    counts = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: (counts[index] - shares[index], index))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


def _after(made: Plan, rng: Random) -> list[Post]:
    """Mails of January to June 2017, before the day of the subscriber lists, which the study leaves out."""
    posts = []
    for name, count in AFTER.items():
        known = sorted(key for key, member in made.members.items() if member.messages.get(name, 0) > 2)
        posts += [
            Post(name, key, (2017, 1 + index * 5 // count)) for index, key in enumerate(rng.choices(known, k=count))
        ]
    for number, month in enumerate(LATE_TIERS_LIEUX, 1):
        key = f"late-{number}"
        made.members[key] = Member(key, {"tiers-lieux": 0}, {"tiers-lieux": ("city", "region")[number - 1]})
        posts.append(Post("tiers-lieux", key, month))
    return posts
