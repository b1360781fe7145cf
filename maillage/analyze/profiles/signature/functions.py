"""What the person does: the titles in the segments of a signature, and what goes on with them."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.analyze.profiles.signature import titles
from maillage.analyze.profiles.signature.domains import is_whole_domain
from maillage.analyze.profiles.signature.layout import SILENT, Layout, Segment
from maillage.analyze.profiles.signature.lexicon import function_heads, words_of
from maillage.analyze.profiles.signature.titles import Title
from maillage.analyze.profiles.signature.towns import is_commune, is_country, is_departement
from maillage.analyze.profiles.signature.words import Word

_FORMS = words_of("functions: forms")
_NO_CONTINUATION = words_of("functions: no continuation")
_ADJECTIVES = words_of("functions: adjectives")
_DIRECTIONS = words_of("functions: directions")
_CONTINUING = frozenset(
    ("de", "du", "des", "d'", "et", "en", "pour", "adjoint", "adjointe", "aupres", "sur", "delegue", "deleguee")
)


def take(layout: Layout) -> None:
    """Take the titles of all segments, and what continues them on the same line or the next."""
    previous: Segment | None = None
    for segment in list(layout.segments()):
        phrase = layout.words[segment.begin : segment.end]
        if segment.label:
            if segment.label == "function":
                layout.take("function", segment.begin, segment.end, "labelled-function", 0.97)
            previous = None
            continue
        found = titles.read(_before_person(layout, segment, phrase))
        if found and _is_direction(layout, phrase):
            layout.take("project", segment.begin, segment.end, "unit", 0.6)
            previous = None
        elif found and not _is_organisation(layout, phrase, found):
            found = _before_place(layout, segment.begin, phrase, _without_host(layout, phrase, found))
            _take(layout, segment.begin, phrase, found)
            _silence_skills(layout, segment.begin + found.end)
            previous = segment if found.end == len(phrase) else None
        elif previous and _continues(layout, previous, segment, phrase):
            layout.take("function", segment.begin, segment.end, "continued", 0.8)
            previous = segment
        else:
            previous = None


def _take(layout: Layout, offset: int, phrase: Sequence[Word], found: Title) -> None:
    """Take a title; two of them that "et" joins are two."""
    begin = found.begin
    for at in range(found.begin + 1, found.end - 1):
        joins = phrase[at].key in ("et", "&", "and") and titles.is_head(phrase[at + 1].key)
        if joins and not (at - 1 > begin and phrase[at + 1].key in _ADJECTIVES):
            layout.take("function", offset + begin, offset + at, found.rule, found.confidence)
            begin = at + 1
    layout.take("function", offset + begin, offset + found.end, found.rule, found.confidence)


def _before_person(layout: Layout, segment: Segment, phrase: Sequence[Word]) -> Sequence[Word]:
    """What stands before the person whom a title names: "Assistante de" Mme Anne Brun."""
    if segment.end >= len(layout.words) or layout.taken[segment.end] != "human":
        return phrase
    end = len(phrase)
    while end > 1 and (titles.hangs(phrase[end - 1]) or phrase[end - 1].key in titles.FORMS_OF_ADDRESS):
        end -= 1
    return phrase[:end]


def _before_place(layout: Layout, offset: int, phrase: Sequence[Word], found: Title) -> Title:
    """The title before the commune, departement or country of which somebody is mayor or consul, which is taken."""
    if not titles.is_of_place(phrase[found.begin : found.end]):
        return found
    for at in range(found.begin + 1, found.end):
        if phrase[at].look not in ("title", "upper") or not titles.hangs(phrase[at - 1]):
            continue
        name = layout.text[phrase[at].begin : phrase[found.end - 1].end]
        if is_commune(name) or is_country(name) or is_departement(name):
            layout.take("location", offset + at, offset + found.end, "place-of-office", 0.85)
            return found._replace(end=titles.without_hanging(phrase, found.begin, at))
    return found


def _is_direction(layout: Layout, phrase: Sequence[Word]) -> bool:
    """Whether an acronym is the direction where a function that was named is held: "Ingénieure | DSI"."""
    return len(phrase) == 1 and phrase[0].key in _DIRECTIONS and "function" in layout.taken


def _silence_skills(layout: Layout, index: int) -> None:
    """What somebody works with, in brackets behind a title: "Développeuse (Python, Rust)"; nothing is found in it."""
    words = layout.words
    if index >= len(words) or words[index].text != "(":
        return
    end = next((at for at in range(index, len(words)) if words[at].text == ")" or words[at].look == "break"), index)
    inside = words[index + 1 : end]
    if any(word.text == "," for word in inside) and not _names_other(inside):
        layout.take(SILENT, index, end, "skills", 1)


def _names_other(inside: Sequence[Word]) -> bool:
    """Whether words in brackets open with a place, or have a word of organisations."""
    first = inside[0].text
    return is_commune(first) or is_country(first) or any(word.key in titles.ORGANISATIONS for word in inside)


def _without_host(layout: Layout, phrase: Sequence[Word], found: Title) -> Title:
    """The title before the organisation whose domain tells its name: "Fondateur Exemple Nord", exemple-nord.fr."""
    for at in range(found.begin + 1, found.end):
        if phrase[at].look in ("title", "upper") and is_whole_domain(layout, phrase[at : found.end]):
            return found._replace(end=titles.without_hanging(phrase, found.begin, at))
    return found


def _is_organisation(layout: Layout, phrase: Sequence[Word], found: Title) -> bool:
    """Names of organisations that open like a title: "Avocats Associés", "Compagnons du Devoir", "Pompiers de…"."""
    first, last = phrase[found.begin], phrase[-1]
    if found.end == len(phrase) and len(phrase) > 1 and last.key in _FORMS:
        return True
    if found.rule in ("english-title", "ending") and is_whole_domain(layout, phrase):
        return True
    plural = first.key.endswith("s") and first.key[:-1] in function_heads() and first.key not in function_heads()
    if not plural:
        return False
    second = phrase[found.begin + 1].key if found.begin + 1 < len(phrase) else ""
    signing = sum(found.kind == "human" for found in layout.found)
    return signing < 2 and layout.taken.count("human") < 3 and second not in ("en", "a", "aux", "associes")


def _continues(layout: Layout, previous: Segment, segment: Segment, phrase: Sequence[Word]) -> bool:
    """Whether a segment goes on with the title before it."""
    first = phrase[0]
    if segment.line == previous.line:
        between = [word.text for word in layout.words[previous.end : segment.begin]]
        if len(between) == 1 and between[0] in '"«“':
            return True
        if len(between) > 2 or not all(text in ",/-–—()" for text in between):
            return False
        return first.look == "lower" and first.key not in _NO_CONTINUATION and not titles.names_institution(phrase)
    if segment.line != previous.line + 1 or segment.before != "\n":
        return False
    if any(word.key in titles.ORGANISATIONS and word.look != "lower" for word in phrase[:4]):
        return False
    return titles.hangs(layout.words[previous.end - 1]) or (first.look == "lower" and first.key in _CONTINUING)
