"""For whom the person works: organisations and projects, by their words, their form, their place and the domain."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.analyze.profiles.signature.domains import is_domain
from maillage.analyze.profiles.signature.layout import Layout, Segment
from maillage.analyze.profiles.signature.lexicon import function_heads, listed, words_of
from maillage.analyze.profiles.signature.words import Word

_UNITS = words_of("organisations: units")
_PUBLIC_UNITS = words_of("organisations: public units")  # services of the State and of places, which are organisations
_LITTLE = words_of("organisations: little")
_DESKS = frozenset(("accueil", "secretariat", "standard", "contact"))
ENOUGH = 0.4
_MOST_WORDS = 12


def take(layout: Layout) -> None:
    """Take projects and units by their words; then organisations, by all that speaks for each segment."""
    kinds = _kinds_of_lines(layout)
    segments = list(layout.segments())
    for segment in segments:
        phrase = layout.words[segment.begin : segment.end]
        begin, end = _trimmed(phrase)
        if begin >= end:
            continue
        phrase = phrase[begin:end]
        place = segment.begin + begin, segment.begin + end
        if segment.label == "project" or _is_unit(phrase):
            layout.take("project", *place, "unit", 0.6)
            continue
        if segment.line and phrase[0].key in ("direction",) and "organization" in _kinds_above(layout, segment.begin):
            layout.take("project", *place, "unit-of-organisation", 0.5)
            continue
        if _is_trade(phrase, segments, segment) or (len(phrase) == 1 and phrase[0].key in _DESKS):
            continue
        confidence, rule = _weight(layout, segment, phrase, kinds)
        if confidence >= ENOUGH:
            layout.take("organization", *place, rule, round(min(confidence, 0.97), 2))


def _is_trade(phrase: Sequence[Word], segments: Sequence[Segment], segment: Segment) -> bool:
    """What a firm does, word by word on a line: "Plomberie - Chauffage - Climatisation"."""
    if len(phrase) > 2 or phrase[0].look != "title":
        return False
    line = [each for each in segments if each.line == segment.line and each.before in "\n-–—,/|•"]
    return len(line) > 1 and _parts_of_line(line) > 2 and all(each.end - each.begin <= 2 for each in line)


def _parts_of_line(line: Sequence[Segment]) -> int:
    """The parts of a line: its segments, and what was taken before the first of them."""
    return len(line) + (line[0].before != "\n")


def _kinds_of_lines(layout: Layout) -> list[set[str]]:
    kinds: list[set[str]] = [set()]
    for word, taken in zip(layout.words, layout.taken, strict=True):
        if word.look == "break":
            kinds.append(set())
        elif taken:
            kinds[-1].add(taken)
    return kinds


def _kinds_above(layout: Layout, index: int) -> set[str]:
    """What the line above holds."""
    breaks = [at for at in range(index - 1, -1, -1) if layout.words[at].look == "break"][:2]
    begin = breaks[1] if len(breaks) > 1 else 0
    return set(layout.taken[begin : breaks[0]]) if breaks else set()


def _trimmed(phrase: Sequence[Word]) -> tuple[int, int]:
    """Without the prepositions and marks around."""
    begin, end = 0, len(phrase)
    while begin < end and (
        phrase[begin].look == "mark"
        or phrase[begin].key
        in (
            "a",
            "au",
            "aux",
            "chez",
            "at",
            "pour",
            "et",
            "and",
            "of",
            "de",
            "du",
            "d'",
            "dans",
            "par",
            "en",
            "@",
            "sein",
        )
        or (phrase[begin].look == "lower" and phrase[begin].key in ("la", "l'", "le", "les", "des"))
    ):
        begin += 1
    while end > begin and (phrase[end - 1].look == "mark" or phrase[end - 1].key in ("et", "de", "du")):
        end -= 1
    return begin, end


def _is_unit(phrase: Sequence[Word]) -> bool:
    keys = [word.key for word in phrase]
    if keys[-1] in ("project", "projet", "program", "programme") and len(keys) > 1:
        return True
    if keys[0] not in _UNITS or len(keys) == 1:
        return False
    return keys[1] not in _PUBLIC_UNITS


def _weight(layout: Layout, segment: Segment, phrase: Sequence[Word], kinds: Sequence[set[str]]) -> tuple[float, str]:
    full = [word for word in phrase if word.look != "mark" and word.key not in _LITTLE]
    if not full or len(phrase) > _MOST_WORDS * 2:
        return 0, ""
    if segment.label == "organization":
        return 0.95, "labelled-organisation"
    letters = sum(len(word.text) for word in full)
    if letters < 2 or all(word.look == "digits" for word in full):
        return 0, ""
    weight, rule = 0.35, "place"
    heads = listed("organisation_heads.txt")
    head = next((word for word in phrase[:4] if word.key in heads or _article_off(word.key) in heads), None)
    if head is not None and (head.look != "lower" or head is phrase[0]):
        weight, rule = 0.8, "organisation-word"
    elif full[-1].key in listed("organisation_tails.txt") and len(full) > 1:
        weight, rule = 0.7, "legal-form"
    elif any(word.key in ("sarl", "sas", "eurl", "sasu", "scop", "gmbh", "ltd", "inc", "scic") for word in full):
        weight, rule = 0.85, "legal-form"
    elif full[0].look == "upper" and len(full) > 1 and phrase[1].key in ("de", "du", "d'", "des"):
        weight, rule = 0.6, "acronym"
    elif full[0].key == "direction":
        weight, rule = 0.6, "unit-of-the-state"
    if is_domain(layout, full):
        weight, rule = max(weight, 0.6) + 0.3, "domain"
    if layout.hinted("organization", segment.begin, segment.end):
        weight, rule = max(weight + 0.2, 0.6), rule if weight > ENOUGH else "model"
    capitals = sum(word.look in ("title", "upper") for word in full)
    lower = sum(word.look == "lower" for word in full)
    if len(full) == 1 and full[0].look == "upper" and 2 <= len(full[0].text) <= 8:
        weight += 0.15
    if segment.before in "-–—|@/," and "function" in kinds[segment.line]:
        weight += 0.15
    if segment.line and kinds[segment.line - 1] & {"function", "human"}:
        weight += 0.12
    if segment.line + 1 < len(kinds) and kinds[segment.line + 1] & {"location", "postcode", "url", "phone"}:
        weight += 0.06
    if segment.line and kinds[segment.line - 1] & {"location", "postcode", "phone"}:
        weight += 0.06
    if not capitals:
        weight -= 0.35
    if lower > capitals:
        weight -= 0.15
    if len(full) > 6 and rule == "place":
        weight -= 0.2
    if phrase[-1].text in ".!?…":
        weight -= 0.2
    if rule == "place" and full[0].key in function_heads():
        weight -= 0.2
    return weight, rule


def _article_off(key: str) -> str:
    return key.removeprefix("l'").removeprefix("d'")
