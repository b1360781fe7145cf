"""Which accounts are one person: what people decided first, then the pairs whose evidence is sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from maillage.analyze.people.blocking import pairs
from maillage.analyze.people.directory import Directory
from maillage.analyze.people.evidence import NO_NAMESAKE, OF_NAMES, SUGGESTED, SURE, Evidence, Link, Weighing
from maillage.analyze.people.groups import Groups
from maillage.analyze.people.names import Name
from maillage.analyze.people.portraits import Portrait
from maillage.analyze.people.rarity import Rarity
from maillage.decisions import Decisions, Merge, Split

DOUBTFUL = 4.0
"""A score below which a pair that has something against it keeps two persons apart, whoever might link them."""

CLOSE = 5.0
"""Bits between two persons that an account fits, up to which it is left open whose it is."""

MOST_ASKED = 5
"""Suggestions of one account and accounts of wikis, the likeliest: of more namesakes nobody can tell one."""

MOST_PARTNERS = 8
"""Accounts, the likeliest, among which two that exclude each other are looked for."""

Verdict = Literal["joined", "suggested", "kept-apart"]


@dataclass
class Joined:
    """Accounts in groups, and why each is where it is. `unused`: decisions without effect, and why.

    `links`: the pairs with evidence worth telling, and what came of each.
    """

    groups: Groups
    rules: list[str]
    unused: list[tuple[Merge | Split, str]] = field(default_factory=list)
    links: list[tuple[Link, Verdict]] = field(default_factory=list)


def joined(portraits: Sequence[Portrait], rarity: Rarity, directory: Directory, decisions: Decisions) -> Joined:
    """The accounts that belong together. Decisions win over evidence, and splits over merges."""
    result = Joined(Groups(len(portraits)), ["alone"] * len(portraits))
    for split in decisions.splits:
        _split(split, directory, result)
    for merge in decisions.merges:
        _merge(merge, directory, result)
    _join(portraits, rarity, result)
    return result


# ------------------------------------------------------------------------------------------- decisions


def _split(split: Split, directory: Directory, result: Joined) -> None:
    first, second = directory.named(split.first), directory.named(split.second)
    if unknown := _unknown(split, first, second):
        result.unused.append((split, unknown))
        return
    apart = [(one, other) for one in first for other in second if one != other]
    if not apart:
        result.unused.append((split, "both are one account"))
    for one, other in apart:
        result.groups.keep_apart(one, other)


def _merge(merge: Merge, directory: Directory, result: Joined) -> None:
    first, second = directory.named(merge.first), directory.named(merge.second)
    if unknown := _unknown(merge, first, second):
        result.unused.append((merge, unknown))
        return
    accounts = sorted({*first, *second})
    if len(accounts) == 1:
        result.unused.append((merge, "both are one account"))
    for account in accounts[1:]:
        if result.groups.join(accounts[0], account):
            result.rules[accounts[0]] = result.rules[account] = "decision"
        else:
            result.unused.append((merge, "a split keeps them apart"))


def _unknown(decision: Merge | Split, first: list[int], second: list[int]) -> str:
    missing = [written for written, accounts in ((decision.first, first), (decision.second, second)) if not accounts]
    return f"no account is called {' nor '.join(missing)}" if missing else ""


# -------------------------------------------------------------------------------------------- evidence


def _join(portraits: Sequence[Portrait], rarity: Rarity, result: Joined) -> None:
    weighing = Weighing(portraits, rarity)
    found, doubtful = [], Doubts()
    for first, second in pairs(portraits, rarity):
        link = weighing.link(first, second)
        if link is None:
            continue
        if link.score >= SUGGESTED:
            found.append(link)
        if link.conflict or (link.score < DOUBTFUL and any(_is_against(piece) for piece in link.evidence[1:])):
            doubtful.add(first, second)
    found.sort(key=lambda link: (-link.score, link.first, link.second))
    open_links = _open(found, weighing, doubtful, result.groups)
    linked = {result.groups.of(account) for link in found for account in (link.first, link.second)}
    clusters = Clusters(portraits, weighing, doubtful, result.groups, linked)
    for link in found:
        if not link.is_sure or (link.first, link.second) in open_links:
            continue
        if clusters.join(link.first, link.second):
            _explain(result, link, link.rule)
        elif result.groups.are_apart(link.first, link.second):
            _explain(result, link, "decision")
        else:
            open_links[link.first, link.second] = "against-others"
    if any(portrait.user for portrait in portraits):
        found = _join_namesakes(found, portraits, clusters, result)
    _tell(found, open_links, portraits, result)


def _tell(
    found: Iterable[Link], open_links: Mapping[tuple[int, int], str], portraits: Sequence[Portrait], result: Joined
) -> None:
    """Keep the links, from the surest on; of those of an account with accounts of wikis, no more than people answer."""
    asked: Counter[int] = Counter()
    for link in found:
        why = open_links.get((link.first, link.second))
        told = replace(link, evidence=(*link.evidence, Evidence(why, 0.0))) if why else link
        verdict = _verdict(link, result.groups)
        if verdict == "suggested" and _is_of_wiki(link, portraits):
            asked.update((link.first, link.second))
            if max(asked[link.first], asked[link.second]) > MOST_ASKED:
                continue
        result.links.append((told, verdict))


def _is_of_wiki(link: Link, portraits: Sequence[Portrait]) -> bool:
    return bool(portraits[link.first].user or portraits[link.second].user)


def _join_namesakes(
    found: Sequence[Link], portraits: Sequence[Portrait], clusters: Clusters, result: Joined
) -> list[Link]:
    """Join an account of a wiki to the only other one that has its full name; all links, these with their reason."""
    rivals: dict[tuple[int, str], list[tuple[float, int]]] = {}
    for link in found:
        for account, other in ((link.first, link.second), (link.second, link.first)):
            rivals.setdefault((account, _tool(portraits[other])), []).append((link.score, other))

    def is_only(account: int, other: int, score: float) -> bool:
        theirs = {result.groups.of(account), result.groups.of(other)}
        near = rivals[account, _tool(portraits[other])]
        return all(score - worth >= CLOSE or result.groups.of(rival) in theirs for worth, rival in near)

    told = []
    for link in found:
        first, second, kept = link.first, link.second, link
        is_apart = result.groups.of(first) != result.groups.of(second)
        if (
            is_apart
            and _is_by_name_alone(link, portraits)
            and is_only(first, second, link.score)
            and is_only(second, first, link.score)
        ):
            kept = replace(link, evidence=(*link.evidence, Evidence("no-namesake", NO_NAMESAKE)))
            if clusters.join(first, second):
                _explain(result, kept, kept.rule)
        told.append(kept)
    return sorted(told, key=lambda link: (-link.score, link.first, link.second))


def _is_by_name_alone(link: Link, portraits: Sequence[Portrait]) -> bool:
    """Whether an account of a wiki has one full name with another, and needs little more to be joined to it."""
    one, other = portraits[link.first], portraits[link.second]
    return (
        _tool(one) != _tool(other)
        and not link.conflict
        and SURE - NO_NAMESAKE <= link.score < SURE
        and any(piece.rule in OF_NAMES for piece in link.evidence)
        and all(piece.weight >= 0 for piece in link.evidence[1:])
    )


def _is_against(piece: Evidence) -> bool:
    """Whether a piece of evidence contradicts that two accounts are one person's; years apart only make it rarer."""
    return piece.weight < 0 and piece.rule != "other-years"


def _tool(portrait: Portrait) -> str:
    """The wiki that an account is of; "" for all lists."""
    return min(portrait.sources) if portrait.user else ""


def _verdict(link: Link, groups: Groups) -> Verdict:
    if groups.of(link.first) == groups.of(link.second):
        return "joined"
    return "kept-apart" if groups.are_apart(link.first, link.second) else "suggested"


def _explain(result: Joined, link: Link, rule: str) -> None:
    for account in (link.first, link.second):
        if result.rules[account] == "alone":
            result.rules[account] = rule


class Doubts:
    """Pairs of accounts that have something against their being one person's."""

    def __init__(self) -> None:
        self._others: dict[int, set[int]] = {}

    def add(self, first: int, second: int) -> None:
        """Note a pair."""
        self._others.setdefault(first, set()).add(second)
        self._others.setdefault(second, set()).add(first)

    def of(self, account: int) -> set[int]:
        """The accounts that are doubtful beside one."""
        return self._others.get(account, set())


def _open(found: Iterable[Link], weighing: Weighing, doubtful: Doubts, groups: Groups) -> dict[tuple[int, int], str]:
    """The sure links of an account that fits two persons about as well: whose it is, people must say."""
    partners: dict[int, list[tuple[int, Link]]] = {}
    for link in found:
        if link.is_sure:
            for account, other in ((link.first, link.second), (link.second, link.first)):
                known = partners.setdefault(account, [])
                if len(known) < MOST_PARTNERS:
                    known.append((other, link))
    undecided: dict[tuple[int, int], str] = {}
    for known in partners.values():
        for (one, first), (other, second) in combinations(known, 2):
            if first.score - second.score >= CLOSE or groups.of(one) == groups.of(other):
                continue
            bears_both = first.rule == second.rule == "same-name"
            conflict = not bears_both and weighing.conflict(one, other)
            if conflict or other in doubtful.of(one) or groups.are_apart(one, other):
                undecided[second.first, second.second] = "several-fit"
                if first.rule != "same-name" or second.rule == "same-name":
                    undecided[first.first, first.second] = "several-fit"
    return undecided


class Clusters:
    """Groups of accounts that grow, unless something in one speaks against something in the other."""

    def __init__(  # accounts and what is known of them
        self,
        portraits: Sequence[Portrait],
        weighing: Weighing,
        doubtful: Doubts,
        groups: Groups,
        linked: Collection[int],
    ) -> None:
        """Take the groups that a link leads to, `linked`; all others stay as they are."""
        self._weighing = weighing
        self._doubtful = doubtful
        self._groups = groups
        self._members: dict[int, list[int]] = {}
        self._names: dict[int, dict[frozenset[str], Name]] = {}
        for number, portrait in enumerate(portraits):
            group = groups.of(number)
            if group not in linked:
                continue
            self._members.setdefault(group, []).append(number)
            named = self._names.setdefault(group, {})
            named.update((frozenset(name.words), name) for name in portrait.full_names)

    def join(self, first: int, second: int) -> bool:
        """Join the groups of two accounts; False where a decision or what is known of them forbids it."""
        one, other = self._groups.of(first), self._groups.of(second)
        if one == other:
            return True
        if self._contradict(one, other) or not self._groups.join(one, other):
            return False
        kept = self._groups.of(one)
        gone = other if kept == one else one
        self._members[kept] += self._members.pop(gone)
        self._names[kept] |= self._names.pop(gone)
        return True

    def _contradict(self, one: int, other: int) -> bool:
        small, large = sorted((one, other), key=lambda group: len(self._members[group]))
        return any(
            self._groups.of(doubted) == large
            for account in self._members[small]
            for doubted in self._doubtful.of(account)
        ) or self._names_contradict(self._names[one], self._names[other])

    def _names_contradict(self, ours: Mapping[frozenset[str], Name], theirs: Mapping[frozenset[str], Name]) -> bool:
        """Whether a name of one group conflicts with one of the other, and no name of it is in both."""
        if len(ours) * len(theirs) <= 1:  # the link between them has weighed these
            return False
        return any(
            self._weighing.names_conflict(name, other)
            for words, name in ours.items()
            for others, other in theirs.items()
            if words not in theirs and others not in ours
        )
