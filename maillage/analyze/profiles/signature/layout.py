"""A signature as it lies on the page: its words, its lines, and the segments between separators."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.signature.words import Word, words

SILENT = "silent"  # taken by what says nothing of the person: labels, closings, citations
WITHIN = frozenset("&'’.!?%@°€$§…")
"""The marks that stand within a phrase; every other one parts it, be it a bar, a bullet or a picture."""


@dataclass(slots=True)
class Segment:
    """Words `begin` to `end` of the layout, on one line, not parted and not taken.

    `before`: what parts it from what stands before it on its line; a line break if it opens it. `label`: what a word
    with a colon said of it ("function" for "Poste :"), or "".
    """

    begin: int
    end: int
    line: int
    before: str
    after: str = "\n"
    label: str = ""


@dataclass(slots=True)
class Layout:
    """What the pipeline works on: each component takes words and says what they are.

    `names`: what the author is called in the mail's header. `taken`: the kind that each word was given, or "".
    `walls`: which words part segments whatever takes them.
    `hosts` and `locals`: the words of the e-mail and web addresses, which name organisation and person.
    """

    text: str
    words: Sequence[Word]
    names: tuple[str, ...] = ()
    taken: list[str] = field(default_factory=list)
    walls: list[bool] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)  # by the word that follows the label
    hints: dict[int, str] = field(default_factory=dict)  # what a language model takes a word for
    hosts: tuple[str, ...] = ()
    locals: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, names: Sequence[str] = ()) -> Layout:
        """The layout of a text, nothing taken yet."""
        each = words(text)
        layout = cls(text, each, tuple(names), [""] * len(each))
        layout.walls = [word.look == "break" or layout._separates(index) for index, word in enumerate(each)]
        return layout

    def take(self, kind: str, begin: int, end: int, rule: str, confidence: float) -> None:
        """Say that the words from `begin` to `end` are one finding."""
        for index in range(begin, end):
            self.taken[index] = kind
        if kind != SILENT:
            self.add(kind, self.words[begin].begin, _without_period(self.words[end - 1]), rule, confidence)

    def add(self, kind: str, begin: int, end: int, rule: str, confidence: float) -> None:
        """Note a finding by its characters."""
        value = " ".join(self.text[begin:end].split())
        self.found.append(Found(kind, value, begin, end, rule, round(confidence, 2)))

    def segments(self) -> Iterator[Segment]:
        """The runs of words that nothing took yet, between line ends, separators and what was taken."""
        begin, line, before = -1, 0, "\n"
        for index, (wall, taken) in enumerate(zip(self.walls, self.taken, strict=True)):
            if not wall and not taken:
                if begin < 0:
                    begin = index
                continue
            word = self.words[index]
            text = word.text
            if begin >= 0:
                yield Segment(begin, index, line, before, text, self.labels.get(begin, ""))
                begin = -1
            if word.look == "break":
                line += 1
                before = "\n"
            elif not (text[0].isspace() and before != "\n"):
                before = "taken" if taken else text[0]
        if begin >= 0:
            yield Segment(begin, len(self.words), line, before, "\n", self.labels.get(begin, ""))

    def _separates(self, index: int) -> bool:
        word = self.words[index]
        if word.look != "mark":
            return False
        text = word.text
        if text == "/":  # "directeur/trice", "Nantes/Rennes" stay together
            begins = index == 0 or self.words[index - 1].end < word.begin
            return begins or index + 1 == len(self.words) or self.words[index + 1].begin > word.end
        return text not in WITHIN

    def hinted(self, kind: str, begin: int, end: int) -> bool:
        """Whether a language model takes most of these words for that."""
        return bool(self.hints) and 2 * sum(self.hints.get(index) == kind for index in range(begin, end)) > end - begin

    def at(self, begin: int, end: int) -> tuple[int, int]:
        """The words that touch these characters, from the first to behind the last."""
        first = bisect_right(self.words, begin, key=_end)
        return first, bisect_left(self.words, end, lo=first, key=_begin)


def _without_period(word: Word) -> int:
    """Where a last word ends, without the period of the sentence; one of an abbreviation stays."""
    text = word.text
    return word.end - (text.endswith(".") and len(text) > 4 and "." not in text[:-1])


def _begin(word: Word) -> int:
    return word.begin


def _end(word: Word) -> int:
    return word.end
