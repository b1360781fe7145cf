"""Who wrote each word of a page: followed through its revisions, from the first to the last.

A word belongs to the revision that added it for as long as it stays, wherever it is moved to, and again when a revert
brings it back (see `reverting`). So `mwpersistence` has it, whose words are those of `deltas`' text_split: runs of
letters, and runs of digits. Lines and sentences that stand in the earlier revision are taken from there, also moved
or copied ones (two words at least); what differs between the others is looked for word by word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from maillage.analyze.wikis.differences import Budget, Element, common_start, equal_runs
from maillage.analyze.wikis.reverting import Recent

WORD = re.compile(r"[^\W\d]+|\d+")
SENTENCE_END = re.compile(r"[.!?](?=\s)")
FEWEST_WORDS = 2  # of a line or sentence that is known again out of its place: shorter ones are everywhere
FEW = 50  # sentences that are looked for one by one
MOST_SEARCHED = 200_000  # characters of a text: of a longer one no word is told from others of its line


class Word:
    """A word of a page. `weight`: how many words it stands for; `present`: how often it is in the text now.

    `birth`: the revision that added it; `since`: the one from which on it is in the text without a gap.
    """

    __slots__ = ("birth", "present", "since", "weight")

    def __init__(self, birth: int, weight: int = 1) -> None:
        self.birth = birth
        self.weight = weight
        self.present = 0
        self.since = 0


class Line:
    """A line of a text. `size`: how many words it has."""

    __slots__ = ("_sentences", "size", "text", "words")

    def __init__(self, text: str, words: list[Word]) -> None:
        self.text = text
        self.words = words
        self.size = sum(word.weight for word in words)
        self._sentences: list[Sentence] | None = None

    def sentences(self) -> list[Sentence]:
        """Its sentences; none where its words are not told from each other."""
        if self._sentences is None:
            self._sentences, at = [], 0
            for text in split_sentences(self.text) if len(self.words) == self.size else ():
                end = at + sum(1 for _ in WORD.finditer(text))
                self._sentences.append(Sentence(text, self.words[at:end]))
                at = end
        return self._sentences

    def findable(self) -> Iterator[Sentence]:
        """Those of its sentences that are known again wherever they stand."""
        return (sentence for sentence in self.sentences() if len(sentence.words) >= FEWEST_WORDS)


class Sentence(NamedTuple):
    """A sentence and its words."""

    text: str
    words: list[Word]


def split_sentences(line: str) -> list[str]:
    """The sentences of a line, without the blanks between: each ends with a mark and a blank, or with the line."""
    ends = [0, *(found.end() for found in SENTENCE_END.finditer(line)), len(line)]
    pieces = (line[begin:end].strip() for begin, end in pairwise(ends))
    return [piece for piece in pieces if piece]


Version = list[Line]


@dataclass
class Tally:
    """What became of the words that one revision added, once its page is followed to its end.

    `persisted`: revisions after it that each of them was in, added up; `persisted_others`: those by other users.
    """

    added: int = 0
    removed: int = 0
    persisted: int = 0
    persisted_others: int = 0
    surviving: int = 0


@dataclass
class Followed:
    """A page that is followed: give it each text in its order, then `finish` it.

    `tallies`: one a revision; `coarse`: revisions of which not every word was compared.
    """

    radius: int = 15
    tallies: list[Tally] = field(default_factory=list)
    coarse: int = 0

    def __post_init__(self) -> None:
        self._version: Version = []
        self._recent: Recent[Version] = Recent(self.radius)
        self._users: list[str] = []
        self._by_user: dict[str, list[int]] = defaultdict(list)  # the revisions of each user

    def add(self, text: str, user: str) -> Tally:
        """Follow the words into the next revision."""
        now = len(self.tallies)
        tally = Tally()
        self.tallies.append(tally)
        self._users.append(user)
        self._by_user[user].append(now)
        version: Version = []
        revert = self._recent.revert(digest(text), version)
        if revert:
            version += revert.reverted_to
            self._replace(version, now)
            return tally
        version += self._changed(text, now)
        tally.removed = self._replace(version, now)
        return tally

    def finish(self) -> list[Tally]:
        """The tallies of all revisions. Nothing can be added any more."""
        now = len(self.tallies)
        words = {id(word): word for line in self._version for word in line.words}
        for word in words.values():
            self.tallies[word.birth].surviving += word.weight
        self._gone(words.values(), now)
        for tally in self.tallies:
            tally.persisted -= tally.added  # the revision that adds a word has it, and is none after it
        return self.tallies

    def _replace(self, version: Version, now: int) -> int:
        """Make this the text from this revision on; how many words it has no more."""
        old, self._version = self._version, version
        head = common_start(old, version)
        old, new = old[head:], version[head:]
        tail = common_start(old[::-1], new[::-1])
        changes = Counter(map(id, new[: len(new) - tail]))
        changes.subtract(map(id, old[: len(old) - tail]))
        lines = {id(line): line for line in (*old, *new)}
        gone: list[Word] = []
        for key, times in changes.items():
            for word in lines[key].words if times > 0 else ():
                if not word.present:
                    word.since = now
                word.present += times
        for key, times in changes.items():
            for word in lines[key].words if times < 0 else ():
                word.present += times
                if not word.present:
                    gone.append(word)
        self._gone(gone, now)
        return sum(word.weight for word in gone)

    def _gone(self, words: Iterable[Word], now: int) -> None:
        """Add up how long these words were in the text, this revision left out."""
        spans: Counter[tuple[int, int]] = Counter()
        for word in words:
            spans[word.birth, word.since] += word.weight
        for (birth, since), weight in spans.items():
            own = self._by_user[self._users[birth]]
            by_its_user = bisect_left(own, now) - bisect_left(own, since)
            self.tallies[birth].persisted += weight * (now - since)
            self.tallies[birth].persisted_others += weight * (now - since - by_its_user)

    def _changed(self, text: str, now: int) -> Version:
        """The next version: lines of the present one where they are the same, new ones where they are not."""
        old, texts = self._version, text.split("\n")
        old_texts = [line.text for line in old]
        head = common_start(old_texts, texts)
        tail = common_start(old_texts[: head - len(old) - 1 : -1], texts[: head - len(texts) - 1 : -1])
        changed = texts[head : len(texts) - tail]
        if not changed:
            middle: Version = []
        elif len(text) > MOST_SEARCHED:
            self.coarse += 1
            middle = whole_lines(old[head : len(old) - tail], changed, now)
        elif not any(line.words for line in self._version):
            middle = [Line(line, [Word(now) for _ in WORD.finditer(line)]) for line in changed]
        else:
            budget = Budget()
            middle = Comparison(old, old[head : len(old) - tail], changed).lines(now, budget)
            self.coarse += budget.exceeded
        added = {id(word): word for line in middle for word in line.words if word.birth == now}
        self.tallies[now].added = sum(word.weight for word in added.values())
        return [*old[:head], *middle, *old[len(old) - tail :]]


class Comparison:
    """The lines of a text that changed, beside those that they replace.

    `whole`: all lines of the earlier text; `old`: those that are replaced; `texts`: the lines that replace them.
    """

    def __init__(self, whole: Version, old: Version, texts: Sequence[str]) -> None:
        self._whole = whole
        self._old = old
        self._known: list[Line | None] = self._find_lines(texts)
        self._taken = {id(line) for line in self._known if line}
        drafts = [[] if line else split_sentences(text) for line, text in zip(self._known, texts, strict=True)]
        self._texts = texts
        self._drafts = self._find_sentences(drafts)

    def lines(self, now: int, budget: Budget) -> Version:
        """The changed lines, with the words of the earlier text that they still have."""
        old, old_words = self._old_words()
        new, new_words = self._new_words()
        for run in equal_runs(old, new, budget):
            new_words[run.new : run.new + run.length] = old_words[run.old : run.old + run.length]
        following = iter(new_words)
        made: Version = []
        for known, text, draft in zip(self._known, self._texts, self._drafts, strict=True):
            if known:
                next(following)
                made.append(known)
                continue
            words: list[Word] = []
            for sentence in draft:
                if isinstance(sentence, Sentence):
                    next(following)
                    words += sentence.words
                else:
                    words += (next(following) or Word(now) for _ in sentence)
            made.append(Line(text, words))
        return made

    def _find_lines(self, texts: Sequence[str]) -> list[Line | None]:
        """The line of the earlier text that each line is: one that it replaces if it can be, else any."""
        waiting = defaultdict[str, deque[Line]](deque)
        for line in self._old:
            if line.size >= FEWEST_WORDS:
                waiting[line.text].append(line)
        anywhere = {line.text: line for line in reversed(self._whole) if line.size >= FEWEST_WORDS}
        return [waiting[text].popleft() if waiting.get(text) else anywhere.get(text) for text in texts]

    def _find_sentences(self, drafts: Sequence[Sequence[str]]) -> list[list[Sentence | list[str]]]:
        """The sentences of the earlier text that new lines have, and the words of their other sentences."""
        waiting = defaultdict[str, deque[Sentence]](deque)
        for line in self._old:
            for sentence in line.findable() if id(line) not in self._taken else ():
                waiting[sentence.text].append(sentence)
        wanted = Counter(text for draft in drafts for text in draft)
        missing = [text for text, times in wanted.items() if times > len(waiting.get(text, ()))]
        anywhere: dict[str, Sentence] = {}
        if self._may_have(missing):
            for line in reversed(self._whole):
                anywhere |= {sentence.text: sentence for sentence in line.findable()}
        found: list[list[Sentence | list[str]]] = []
        for draft in drafts:
            sentences: list[Sentence | list[str]] = []
            for text in draft:
                known = waiting[text].popleft() if waiting.get(text) else anywhere.get(text)
                if known:
                    self._taken.add(id(known))
                sentences.append(known or WORD.findall(text))
            found.append(sentences)
        return found

    def _may_have(self, sentences: Sequence[str]) -> bool:
        """Whether the earlier text has one of these sentences, as far as a quick look tells."""
        if len(sentences) > FEW:
            return True
        whole = "\n".join(line.text for line in self._whole)
        return any(sentence in whole for sentence in sentences)

    def _old_words(self) -> tuple[list[Element], list[Word | None]]:
        """The words that are replaced, as they are spelt and as they are followed; what is known again is one."""
        spelt: list[Element] = []
        words: list[Word | None] = []
        for line in self._old:
            if id(line) in self._taken:
                spelt.append(id(line))
                words.append(None)
                continue
            for sentence in line.sentences():
                if id(sentence) in self._taken:
                    spelt.append(id(sentence))
                    words.append(None)
                else:
                    spelt += WORD.findall(sentence.text)
                    words += sentence.words
        return spelt, words

    def _new_words(self) -> tuple[list[Element], list[Word | None]]:
        """The words of the changed lines in the same way, none of which is followed yet."""
        spelt: list[Element] = []
        for known, draft in zip(self._known, self._drafts, strict=True):
            if known:
                spelt.append(id(known))
            for sentence in draft:
                spelt += [id(sentence)] if isinstance(sentence, Sentence) else sentence
        return spelt, [None] * len(spelt)


def whole_lines(old: Version, texts: Sequence[str], now: int) -> Version:
    """Lines that are the same, in any order, and new ones, whose words are not told from each other."""
    waiting = defaultdict[str, deque[Line]](deque)
    for line in old:
        waiting[line.text].append(line)
    made: Version = []
    for text in texts:
        if waiting.get(text):
            made.append(waiting[text].popleft())
        else:
            weight = sum(1 for _ in WORD.finditer(text))
            made.append(Line(text, [Word(now, weight)] if weight else []))
    return made


def digest(text: str) -> str:
    """What tells a text from others."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
