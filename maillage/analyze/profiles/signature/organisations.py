"""For whom the person works: organisations, their units and projects, by all that speaks for each segment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from maillage.analyze.profiles.signature import titles
from maillage.analyze.profiles.signature.domains import is_domain
from maillage.analyze.profiles.signature.layout import Layout, Segment
from maillage.analyze.profiles.signature.lexicon import function_heads, listed, words_of
from maillage.analyze.profiles.signature.words import Word

HEADS = listed("organisation_heads.txt")
_TAILS = listed("organisation_tails.txt")
_FORMS = words_of("functions: forms")
_UNITS = words_of("organisations: units")
_PUBLIC_UNITS = words_of("organisations: public units")  # services of the State and of places are organisations
_UNITS_AT_END = words_of("organisations: units at end")
_STATES = words_of("titles: states") | words_of("organisations: states")
_FORMS_ALONE = words_of("organisations: forms alone")
_FORMS_BEHIND = words_of("organisations: forms in brackets")
_LITTLE = words_of("organisations: little")
_BEFORE = words_of("organisations: before")
_ARTICLES = words_of("titles: articles") | {"des"}
_BEHIND = frozenset(("et", "de", "du", "dr", "m", "mme", "me", "pr"))
_OF = words_of("titles: of")
_TITLES = words_of("people: titles")
_DESKS = frozenset(("accueil", "secretariat", "standard", "contact"))
_NUMBERED = re.compile(r"[A-Z]{2,5}\d[A-Z]?\d?$")  # IN2P3
_MOST_WORDS = 24

ENOUGH = 0.4
"""The confidence from which a segment is taken for an organisation."""


WITH_ANOTHER = 0.05
"""What a guess by place alone needs more where an organisation is known without it."""
AT_MOST = 0.5
"""The confidence of such a guess, whatever speaks for it."""


class Guess(NamedTuple):
    """A segment that only its place may make an organisation, and its words without prepositions."""

    segment: Segment
    begin: int
    end: int


class Page(NamedTuple):
    """What has been found on each line, and the segments that are left."""

    kinds: Sequence[set[str]]
    segments: Sequence[Segment]


def take(layout: Layout) -> None:
    """Take units and projects by their words; then organisations, by all that speaks for each segment."""
    page = Page(_kinds_of_lines(layout), list(layout.segments()))
    guesses: list[Guess] = []
    for segment in page.segments:
        begin, end = _trimmed(layout.words, segment)
        phrase = layout.words[begin:end]
        if not phrase or len(phrase) > _MOST_WORDS or _is_trade(phrase, page, segment):
            continue
        if segment.label == "project" or _is_unit(layout, phrase):
            layout.take("project", begin, end, "unit", 0.6)
            page.kinds[segment.line].add("project")
            continue
        rule, confidence = _judged(layout, segment, phrase, page)
        if rule == "place":
            guesses.append(Guess(segment, begin, end))
        elif confidence >= ENOUGH:
            kind = "project" if rule == "unit-of-organisation" else "organization"
            layout.take(kind, begin, end, rule, min(confidence, 0.97))
            page.kinds[segment.line].add(kind)
    _take_guesses(layout, page, guesses)


def _take_guesses(layout: Layout, page: Page, guesses: Sequence[Guess]) -> None:
    """Take what only its place speaks for; where words, addresses or forms name an organisation, more must speak."""
    enough = ENOUGH + WITH_ANOTHER * any("organization" in kinds for kinds in page.kinds)
    for segment, begin, end in guesses:
        rule, confidence = _judged(layout, segment, layout.words[begin:end], page)
        if confidence >= enough:
            layout.take("organization", begin, end, rule, min(confidence, AT_MOST))
            page.kinds[segment.line].add("organization")


def _kinds_of_lines(layout: Layout) -> list[set[str]]:
    kinds: list[set[str]] = [set()]
    for word, taken in zip(layout.words, layout.taken, strict=True):
        if word.look == "break":
            kinds.append(set())
        elif taken:
            kinds[-1].add(taken)
    return kinds


def _trimmed(words: Sequence[Word], segment: Segment) -> tuple[int, int]:
    """A segment without the prepositions, articles and marks around it."""
    begin, end = segment.begin, segment.end
    while begin < end and (
        words[begin].look == "mark"
        or words[begin].key in _BEFORE
        or (words[begin].look == "lower" and words[begin].key in _ARTICLES)
    ):
        begin += 1
    chez = next((at for at in range(begin, min(begin + 4, end - 1)) if words[at].key == "chez"), -1)
    begin = max(begin, chez + 1)
    while end > begin and (words[end - 1].look == "mark" or words[end - 1].key in _BEHIND):
        end -= 1
    return begin, end


def _is_trade(phrase: Sequence[Word], page: Page, segment: Segment) -> bool:
    """What a firm does, word by word on a line: "Plomberie - Chauffage - Gaz"; or a desk, or a title alone."""
    if len(phrase) == 1 and (phrase[0].key in _DESKS or phrase[0].key in _TITLES):
        return True
    if len(phrase) > 2 or phrase[0].look != "title":
        return False
    line = [each for each in page.segments if each.line == segment.line and each.before in "\n-–—,/|•"]
    if len(line) < 2 or any(each.end - each.begin > 2 for each in line):
        return False
    return len(line) + (line[0].before != "\n") > 2


def _is_unit(layout: Layout, phrase: Sequence[Word]) -> bool:
    """A project, a course or a unit of an organisation, by its word."""
    keys = [word.key for word in phrase]
    if len(keys) == 1:
        return False
    if keys[-1] in _UNITS_AT_END and not is_domain(layout, phrase):
        return True
    return keys[0] in _UNITS and keys[1] not in _PUBLIC_UNITS


def _form_behind(words: Sequence[Word]) -> bool:
    """Whether the words behind a segment are its legal form or status: "(SAS)", "(association)"."""
    return len(words) == 3 and words[0].text == "(" and words[1].key in _FORMS_BEHIND and words[2].text == ")"


def _judged(layout: Layout, segment: Segment, phrase: Sequence[Word], page: Page) -> tuple[str, float]:
    """Why a segment may be an organisation, and how sure that is."""
    full = [word for word in phrase if word.look != "mark" and word.key not in _LITTLE]
    if segment.label == "organization":
        return "labelled-organisation", 0.95
    if _form_behind(layout.words[segment.end : segment.end + 3]):
        return "form-in-brackets", 0.97
    if _is_silent(segment, phrase, full, page) and not is_domain(layout, full):
        return "", 0
    if sum(len(word.text) for word in full if word.look != "digits") < 2:
        return "", 0
    if [word.key for word in full[:2]] == ["direction", "generale"] and len(full) > 2 and full[2].look != "lower":
        return "unit-of-the-state", 0.6
    if full[0].key == "direction":
        below = segment.line > 0 and "organization" in page.kinds[segment.line - 1]
        return "unit-of-organisation" if below else "unit-of-the-state", 0.6
    rule, confidence = _by_words(phrase, full)
    if is_domain(layout, full):
        rule, confidence = "domain", max(confidence, 0.6) + 0.3
    if layout.hinted("organization", segment.begin, segment.end):
        rule, confidence = rule if confidence > ENOUGH else "model", max(confidence + 0.2, 0.6)
    return rule, confidence + _by_place(segment, page.kinds) - _against(phrase, full, rule)


def _is_silent(segment: Segment, phrase: Sequence[Word], full: Sequence[Word], page: Page) -> bool:
    """A register, a certificate, a form alone, an unknown label: "inscrite à l'Ordre", "SARL", "Astreinte :"."""
    if (
        titles.is_degree(phrase, 0)
        or phrase[0].key in _STATES
        or any(word.key in _STATES and word.look == "lower" for word in phrase)
    ):
        return True
    if full and all(word.key in _FORMS_ALONE for word in full) and "organization" not in page.kinds[segment.line]:
        return True
    if len(full) == 1 and full[0].look == "upper" and len(full[0].text) < 3 and full[0].key not in HEADS:
        return True  # a council, a region of the USA, a class
    named = any(word.key in HEADS or word.key in _FORMS for word in phrase)
    return segment.after == ":" and (len(full) == 1 or not named)  # one word before a colon says what follows


def _by_words(phrase: Sequence[Word], full: Sequence[Word]) -> tuple[str, float]:
    """What the words of a segment say for an organisation."""
    head = next((word for word in phrase[:4] if word.key in HEADS or word.key.removeprefix("l'") in HEADS), None)
    if head is not None and (head.look != "lower" or head is phrase[0]):
        return "organisation-word", 0.8
    if len(full) > 1 and full[-1].key in _TAILS and (full[-1].look != "lower" or len(full) < 4):
        return "legal-form", 0.7
    if any(word.key in _FORMS for word in full):
        return "legal-form", 0.85
    if full[0].look == "upper":
        if len(full) > 1 and phrase[1].key in _OF:
            return "acronym", 0.6
        if len(full) == 1 and 2 < len(full[0].text) <= 8:
            return "acronym", 0.5
    if len(full) == 1 and _NUMBERED.match(full[0].text):
        return "acronym", 0.5
    return "place", 0.35


def _by_place(segment: Segment, kinds: Sequence[set[str]]) -> float:
    """What the place of a segment says: behind a function on its line, below the person, above the address."""
    above = kinds[segment.line - 1] if segment.line else set()
    below = kinds[segment.line + 1] if segment.line + 1 < len(kinds) else set()
    weight = 0.15 * (segment.before not in ("\n", "(", "taken") and "function" in kinds[segment.line])
    weight += 0.12 * bool(above & {"function", "human", "project"})
    weight += 0.1 * (segment.before in ",(" and "organization" in kinds[segment.line])
    weight += 0.06 * bool(above & {"location", "postcode", "phone"})
    return weight + 0.06 * bool(below & {"location", "postcode", "url", "phone"})


def _against(phrase: Sequence[Word], full: Sequence[Word], rule: str) -> float:
    """What speaks against an organisation: no capital, many words, the end of a sentence."""
    if rule == "model":
        return 0
    capitals = sum(word.look in ("title", "upper") for word in full)
    lower = sum(word.look == "lower" for word in full)
    weight = 0.35 * (not capitals) + 0.15 * (lower > capitals) + 0.2 * (phrase[-1].text in ".!?…")
    if rule == "place":
        weight += 0.1 * (any(word.look == "digits" for word in full) and all(word.look != "upper" for word in full))
        weight += 0.2 * (len(full) > 6) + 0.2 * (full[0].key in function_heads())
    return weight
