"""What an author says of herself in her own sentences: "je suis chargée de mission à…", "I work at…".

Precision comes before recall: a sentence has to begin with one of a few words of the first person, and what follows
has to be a known function, a name behind the right preposition, or a place. Others are never spoken of in these forms,
and what is denied, supposed, asked or quoted does not begin so. Asked are the author's own words only (zone `text`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import NamedTuple

from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.vocabulary import cues, domains, organisations, professions
from maillage.analyze.profiles.vocabulary.words import Phrases, fold, located, rows, speaks_of_oneself

REACH = 260
"""Characters of a sentence behind its first words that are read: who introduces herself comes to the point."""

MOST_CUES = 200
"""How many sentences of one text are looked at: nobody speaks of herself more often, but a line may repeat itself."""

SURE, LIKELY, PERHAPS = 0.9, 0.8, 0.6


class _Sentence(NamedTuple):
    """What follows a cue: the text and its folded form, from `begin` to `end`; `cue`: its own first character."""

    text: str
    folded: str
    cue: int
    begin: int
    end: int


def find(text: str) -> list[Found]:
    """What the author says of herself: human, function, organization, status, location, domain, residence.

    `residence` is where she lives: never a place of work (methodology.md 4).
    """
    folded, joined = cues.WRAPPED.sub(" ", fold(text)), ""
    found: dict[tuple[int, int, str], Found] = {}
    for cue in islice(cues.CUE.finditer(folded), MOST_CUES):
        before = folded[max(0, cue.start() - 30) : cue.start()]
        if cues.SUPPOSED.search(before) or before.rpartition("\n")[2].lstrip().startswith((">", "|")):
            continue
        joined = joined or cues.WRAPPED.sub(" ", text)
        sentence = _Sentence(joined, folded, cue.start(), cue.end(), _end(folded, cue.end()))
        for one in _READERS[str(cue.lastgroup)](sentence):
            found.setdefault((one.begin, one.end, one.kind), one)
    return sorted(found.values(), key=lambda one: (one.begin, one.end, one.kind))


def _end(folded: str, begin: int) -> int:
    limit = min(len(folded), begin + REACH)
    found = cues.SENTENCE_END.search(folded, begin, limit)
    return found.start() if found else limit


# ------------------------------------------------------------------------------------ one reader for each cue


def _am(sentence: _Sentence) -> Iterator[Found]:
    """Behind "je suis": a function, a member, somebody based somewhere, an inhabitant."""
    begin, end = sentence.begin, sentence.end
    if at := cues.SITUATED.match(sentence.folded, begin, end):
        yield from _place(sentence, at.end() - 1, "location", "based-in")
    elif at := cues.MEMBER.match(sentence.folded, begin, end):
        yield from _organisation(sentence, at.end(), "member-of", PERHAPS)
    elif at := cues.INHABITANT.match(sentence.folded, begin, end):
        yield from _place(sentence, at.end(), "residence", "inhabitant-of", cues.OF_PLACE)
    elif at := cues.CALLED.match(sentence.text, begin, end):
        yield _found(sentence, "human", at.start(1), at.end(1), "i-am", LIKELY)
        if behind := cues.BEHIND_NAME.match(sentence.folded, at.end(1), end):
            yield from _held(sentence, behind.end(), "i-am", after_name=True)
    else:
        yield from _held(sentence, begin, "i-am")


def _work(sentence: _Sentence) -> Iterator[Found]:
    """Behind "je travaille": a function, an organisation, a field, a place."""
    begin, end = sentence.begin, sentence.end
    if at := cues.WORKING_AS.match(sentence.folded, begin, end):
        yield from _held(sentence, at.end(), "i-work-as")
        return
    gap = cues.SINCE.match(sentence.folded, begin, end)
    begin = gap.end() if gap else begin
    prefix = cues.AT.match(sentence.text, begin, end)
    if prefix and prefix[0].strip().startswith("in") and not _headed(sentence, prefix.end()):
        prefix = None
    if prefix and not cues.WITHOUT_ARTICLE.fullmatch(prefix[0]):
        yield from _organisation(sentence, prefix.end(), "i-work-at", LIKELY, following=True)
    elif prefix and (acronym := cues.ACRONYM.match(sentence.text, prefix.end(), end)):
        yield _found(sentence, "organization", acronym.start(), acronym.end(), "i-work-at", PERHAPS)
    elif prefix and _headed(sentence, prefix.end()):
        yield from _organisation(sentence, prefix.end(), "i-work-at", LIKELY, following=True)
    else:
        yield from _place(sentence, begin, "location", "i-work-in")
    if field := cues.IN_FIELD.match(sentence.folded, begin, end):
        yield from _fields(sentence, field.end(), end)


def _name(sentence: _Sentence) -> Iterator[Found]:
    """Behind "je m'appelle": a name, and a function behind it."""
    yield from _person(sentence, sentence.begin, "my-name-is", alone=True)


def _present(sentence: _Sentence) -> Iterator[Found]:
    """Behind "je me présente": a name, a function, an organisation, a place, one after the other."""
    begin = sentence.begin
    if again := cues.CUE.match(sentence.folded, begin, sentence.end):
        begin = again.end()
    yield from _person(sentence, begin, "i-introduce-myself", alone=False)
    if not cues.PERSON.match(sentence.text, begin, sentence.end):
        yield from _held(sentence, begin, "i-introduce-myself")


def _role(sentence: _Sentence) -> Iterator[Found]:
    """Behind "en tant que", in a sentence that speaks of the author."""
    if not speaks_of_oneself(sentence.folded, sentence.cue, sentence.end):
        return
    if at := cues.MEMBER.match(sentence.folded, sentence.begin, sentence.end):
        yield from _organisation(sentence, at.end(), "as-member-of", PERHAPS)
    elif at := cues.INHABITANT.match(sentence.folded, sentence.begin, sentence.end):
        yield from _place(sentence, at.end(), "residence", "inhabitant-of", cues.OF_PLACE)
    else:
        yield from _held(sentence, sentence.begin, "in-the-role-of")


def _home(sentence: _Sentence) -> Iterator[Found]:
    """Behind "j'habite": a residence."""
    adverb = cues.ADVERBS.match(sentence.folded, sentence.begin, sentence.end)
    begin = adverb.end() if adverb else sentence.begin
    yield from _place(sentence, begin - 1, "residence", "i-live-in")


def _based(sentence: _Sentence) -> Iterator[Found]:
    """Behind "nous sommes basés": a place."""
    yield from _place(sentence, sentence.begin - 1, "location", "based-in")


def _member(sentence: _Sentence) -> Iterator[Found]:
    """Behind "je fais partie de", "je représente": an organisation of a known kind."""
    article = cues.LEADING.match(sentence.text, sentence.begin, sentence.end)
    begin = article.end() if article else sentence.begin
    if _headed(sentence, begin):
        yield from _organisation(sentence, begin, "member-of", PERHAPS)


def _own(sentence: _Sentence) -> Iterator[Found]:
    """Behind "mon association", "notre labo": its name, where it follows at once."""
    word = cues.OWN.match(sentence.text, sentence.begin, sentence.end)
    if word and (name := cues.NAME.match(sentence.text, word.end(), sentence.end)):
        yield _found(sentence, "organization", name.start(), name.end(), "my-own", PERHAPS)
        yield from _status(sentence, word.start(1), word.end(1))


_READERS: Mapping[str, Callable[[_Sentence], Iterator[Found]]] = {
    "am": _am,
    "work": _work,
    "name": _name,
    "present": _present,
    "role": _role,
    "home": _home,
    "based": _based,
    "member": _member,
    "own": _own,
}

# -------------------------------------------------------------------------------------------- what is said


def _person(sentence: _Sentence, begin: int, rule: str, *, alone: bool) -> Iterator[Found]:
    """A person's name and the function behind it. `alone`: a first name is enough."""
    named = cues.PERSON.match(sentence.text, begin, sentence.end)
    if not named:
        return
    full = " " in named[0]
    if full or alone:
        yield _found(sentence, "human", named.start(), named.end(), rule, SURE if full else PERHAPS)
    behind = cues.BEHIND_NAME.match(sentence.folded, named.end(), sentence.end)
    if behind:
        yield from _held(sentence, behind.end(), rule, after_name=True)


def _held(sentence: _Sentence, begin: int, rule: str, *, after_name: bool = False) -> Iterator[Found]:
    """A function from a character on, and where it is held."""
    head = _function(sentence, begin)
    if head is None:
        return
    row, start, end = head
    folded, limit = sentence.folded, sentence.end
    if (
        row["term"] in cues.NO_FUNCTION
        or cues.BY_TRAINING.match(folded, end, limit)
        or cues.OF_THIS.match(folded, end, limit)
    ):
        return
    place = _office(sentence, row, end, after_name=after_name)
    field = cues.FIELD.match(folded, end, limit)
    if row["term"] in cues.WEAK and not place and not field and not after_name:
        return
    if place:
        end += len(sentence.text[end : place.begin].rstrip(" ,("))
    else:
        end = max(field.end() if field else end, _complemented(sentence, end))
    yield _found(sentence, "function", start, end, rule, LIKELY if place or after_name else PERHAPS)
    yield from _fields(sentence, start, end)
    if place:
        yield from place.found


class _Office(NamedTuple):
    """Where a function is held: what was found, and where the words that lead to it begin."""

    begin: int
    found: list[Found]


def _function(sentence: _Sentence, begin: int) -> tuple[Mapping[str, str], int, int] | None:
    """The function that begins here, behind an article and a few adverbs; in English behind a few other words too."""
    determiner = cues.DETERMINER.match(sentence.folded, begin, sentence.end)
    begin = determiner.end() if determiner else begin
    found = list(located(sentence.text[begin : min(sentence.end, begin + 120)]))[:12]
    if not found or (
        found[0].begin > 0 and not cues.ONLY_LINKS.fullmatch(sentence.folded, begin, begin + found[0].begin)
    ):
        return None
    english = sentence.folded[sentence.cue] in "im" and bool(determiner and determiner["article"])
    plain = [one.word for one in found]
    for at in range(min(len(found), cues.MOST_MODIFIERS + 1 if english else 2)):
        if match := professions.functions().at(plain, at):
            last = found[at + match[0] - 1]
            start = begin + found[0 if english else at].begin
            return match[1], start - _led_in(sentence.folded, start), begin + last.end
        word = sentence.folded[begin + found[at].begin : begin + found[at].end]
        gap = sentence.folded[begin + found[at].end : begin + found[at + 1].begin] if at + 1 < len(found) else ""
        if word in cues.FORMER or gap != " " or (word in cues.NO_MODIFIER if english else word not in cues.QUALIFIED):
            return None
    return None


def _led_in(folded: str, start: int) -> int:
    """The length of the word by which a function is led in that is none without it: "en thèse", "à mon compte"."""
    if folded.startswith(("these", "stage", "retraite"), start) and folded.startswith("en ", start - 3):
        return 3
    return 2 if folded.startswith("mon compte", start) and folded.startswith("a ", start - 2) else 0


def _office(sentence: _Sentence, row: Mapping[str, str], begin: int, *, after_name: bool) -> _Office | None:
    """The organisation or the place behind a function: at, in or of something."""
    text, folded = sentence.text, sentence.folded
    limit = min(sentence.end, begin + 110)
    gap_end = cues.GAP.match(folded, begin, limit)
    reach = gap_end.end() if gap_end else begin
    for at in cues.BEHIND_AT.finditer(text, begin, limit):
        if at.start() > reach:
            break
        if row["group"] in cues.STUDY and at[0].lstrip().startswith("in ") and not _headed(sentence, at.end()):
            continue  # a student in computer science is in no such place
        found = list(_behind(sentence, at))
        if found:
            return _Office(at.start(), found)
    if aside := cues.ASIDE.match(text, begin, limit):
        found = [_found(sentence, "organization", aside.start(1), aside.end(1), "function-at", PERHAPS)]
        return _Office(begin, [*found, *_place(sentence, aside.end(), "location", "function-in")])
    unit = cues.UNIT.match(text, begin, limit)
    begin = unit.end() if unit else begin
    of = cues.OF.match(text, begin, limit)
    if of and row["group"] in cues.OF_TOWN:
        found = list(_place(sentence, of.end() - 1, "location", "office-of", cues.PLACE))
        return _Office(begin, found) if found else None
    if of and (row["group"] not in cues.STUDY or _headed(sentence, of.end())):
        found = list(_organisation(sentence, of.end(), "function-of", PERHAPS, following=True))
        if found:
            return _Office(begin, found)
    comma = cues.AFTER_COMMA.match(text, begin, limit) if after_name else None
    if comma:
        found = [_found(sentence, "organization", comma.start(2), comma.end(2), "function-of", PERHAPS)]
        return _Office(comma.start("gap"), [*found, *_place(sentence, comma.end(), "location", "function-in")])
    return None


def _behind(sentence: _Sentence, preposition: re.Match[str]) -> Iterator[Found]:
    """What stands behind "at": an organisation, or a place where it is "à" without an article."""
    begin = preposition.end()
    if preposition[0].lstrip(" ,(\n").startswith("in ") and not _headed(sentence, begin):
        yield from _place(sentence, preposition.start(), "location", "function-in")
    elif not cues.WITHOUT_ARTICLE.fullmatch(preposition[0].lstrip(" ,(\n")) or _headed(sentence, begin):
        yield from _organisation(sentence, begin, "function-at", LIKELY, following=True)
    elif acronym := cues.ACRONYM.match(sentence.text, begin, sentence.end):
        yield _found(sentence, "organization", acronym.start(), acronym.end(), "function-at", PERHAPS)
    else:
        yield from _place(sentence, preposition.start(), "location", "function-in")


def _organisation(
    sentence: _Sentence, begin: int, rule: str, confidence: float, *, following: bool = False
) -> Iterator[Found]:
    """The name of an organisation, with what it is called before ("l'association X"); or what it is alone.

    `following`: look for a place right behind it too.
    """
    begin = _unquoted(sentence, begin)
    headed = 0 if sentence.text[begin : begin + 1].isupper() else _headed(sentence, begin)
    behind = cues.LEADING.match(sentence.text, headed, sentence.end) if headed else None
    start = behind.end() if behind else _unquoted(sentence, headed) if headed else begin
    name = cues.NAME.match(sentence.text, start, sentence.end)
    if name and name[0].lower() not in cues.NO_ORGANISATION:
        end = name.end()
        own = not headed or fold(sentence.text[begin:headed]) in cues.BEFORE_NAMES
        yield _found(sentence, "organization", name.start() if own else begin, end, rule, confidence)
        if following:
            yield from _place(sentence, end, "location", rule)
    elif headed:
        end = headed
    else:
        return
    if headed:
        yield from _status(sentence, begin, headed)


def _headed(sentence: _Sentence, begin: int) -> int:
    """Where the words end by which an organisation of a known kind begins ("association", "université de"); else 0."""
    begin = _unquoted(sentence, begin)
    found = list(located(sentence.text[begin : min(sentence.end, begin + 80)]))[:6]
    match = _kinds().at([one.word for one in found], 0) if found and found[0].begin == 0 else None
    return begin + found[match[0] - 1].end if match else 0


def _status(sentence: _Sentence, begin: int, end: int) -> Iterator[Found]:
    """The kind of an organisation where it tells the status: a mairie does, a team does not."""
    if organisations.status_of(sentence.text[begin:end]):
        yield _found(sentence, "status", begin, end, "kind-of-organisation", PERHAPS)


def _place(
    sentence: _Sentence, begin: int, kind: str, rule: str, pattern: re.Pattern[str] = cues.IN_PLACE
) -> Iterator[Found]:
    """A place behind "à", "en", "in", or behind what else the pattern says."""
    at = pattern.match(sentence.text, begin, sentence.end)
    if at and fold(at[1]) not in cues.NO_PLACE:
        yield _found(sentence, kind, at.start(1), at.end(1), rule, LIKELY if kind == "residence" else PERHAPS)


def _fields(sentence: _Sentence, begin: int, end: int) -> Iterator[Found]:
    """The fields named in a function."""
    for one in domains.find(sentence.text[begin:end], generic=False):
        yield one._replace(begin=one.begin + begin, end=one.end + begin)


def _complemented(sentence: _Sentence, end: int) -> int:
    """The end of a function with a word that says more of it: "développeur web", "professeur de musique"."""
    more = cues.COMPLEMENT.match(sentence.text, end, sentence.end)
    return more.end() if more else end


def _unquoted(sentence: _Sentence, begin: int) -> int:
    while begin < sentence.end and sentence.text[begin] in cues.QUOTE:
        begin += 1
    return begin


def _found(sentence: _Sentence, kind: str, begin: int, end: int, rule: str, confidence: float) -> Found:
    return Found(kind, " ".join(sentence.text[begin:end].split()), begin, end, rule, confidence)


@cache
def _kinds() -> Phrases[str]:
    """What organisations are called by the kind they are of."""
    found = [(phrase, row["code"]) for row in rows("statuses.csv") for phrase in row["heads"].split("|") if phrase]
    return Phrases([*found, *((kind, "") for kind in cues.MORE_KINDS)])
