"""Who signs: the names of persons, by their shape, their place, the first name, and the e-mail beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maillage.analyze.profiles.signature.domains import is_domain
from maillage.analyze.profiles.signature.layout import SILENT, Layout, Segment
from maillage.analyze.profiles.signature.lexicon import function_heads, listed, words_of
from maillage.analyze.profiles.signature.titles import ACRONYMS, FORMS_OF_ADDRESS, is_head, is_of_person
from maillage.analyze.profiles.signature.words import Word, fold

FIRST_NAMES = listed("first_names.txt")
ORGANISATIONS = listed("organisation_heads.txt")
_TAILS = listed("organisation_tails.txt")
TITLES = words_of("people: titles")
_BEFORE = TITLES | {"p/o", "po", "pour", "par"}
_BEHIND = words_of("people: behind")
_PARTICLES = words_of("people: particles")
_UNITS = words_of("organisations: units")
_NO_NAMES = words_of("people: no names")
_NO_DEGREE = frozenset(("student", "candidate", "researcher", "fellow", "scholar"))  # "PhD student"
_BRAND = re.compile(r"[a-z][A-Z]{2}")  # MathSTIC
_MOST_WORDS = 6
ENOUGH, SURE = 3, 5


def take(layout: Layout) -> None:
    """Take the names of persons: the likeliest, and the others that are certain."""
    segments = list(layout.segments())
    _split(layout, segments)
    scored = []
    opening = True
    for segment in segments:
        name = _name(layout, segment)
        if name:
            begin, end, score = name
            scored.append((score + 2 * opening, begin, end))
        opening = opening and not name and _is_slight(layout, segment)
    if not scored:
        return
    best = max(scored, key=lambda each: (each[0], -each[1]))
    for score, begin, end in scored:
        if (score, begin, end) == best and score >= ENOUGH:
            layout.take("human", begin, end, "name", min(0.99, 0.55 + 0.07 * score))
            _silence_degree(layout, end)
            if begin and layout.words[begin - 1].key in ("docteur", "maitre", "prof") and not layout.taken[begin - 1]:
                layout.take(SILENT, begin - 1, begin, "form-of-address", 1)
        elif score > SURE or _is_another(layout, begin, end, score):
            layout.take("human", begin, end, "another-name", 0.8)


def _is_another(layout: Layout, begin: int, end: int, score: int) -> bool:
    """Whether a name that is not certain by itself is made so: "Mme Haddad", "Anne et Pierre Lavandier"."""
    if score >= ENOUGH and begin and layout.words[begin - 1].key in FORMS_OF_ADDRESS:
        return True
    if score >= ENOUGH and _is_served(layout, begin):
        return True
    return score >= 2 and (_coupled(layout, begin, end) or _signs_again(layout, begin, end))


def _is_served(layout: Layout, begin: int) -> bool:
    """Whether a title that one has with a person leads to a name: "Assistante de direction de" Anne Brun."""
    words = layout.words
    if not begin or words[begin - 1].key not in ("de", "d'"):
        return False
    at = begin - 1
    while at and words[at - 1].look not in ("mark", "break"):
        at -= 1
    return is_of_person(words[at:begin])


def _silence_degree(layout: Layout, index: int) -> None:
    """A degree, or what one is to be called, behind a name is neither function nor organisation: "…, PhD"."""
    words = layout.words
    while index < len(words) and words[index].text in ",(-–":
        index += 1
    if index + 1 < len(words) and words[index + 1].key in _NO_DEGREE:
        return
    if index < len(words) and not layout.taken[index] and words[index].key in _BEHIND:
        layout.take(SILENT, index, index + 1, "degree", 1)


def _coupled(layout: Layout, begin: int, end: int) -> bool:
    """Whether a name stands beside another: "Anne et Pierre Lavandier"."""
    around = [layout.words[at].key for at in (begin - 1, end) if 0 <= at < len(layout.words)]
    return any(key in ("et", "&", "and") for key in around)


def _signs_again(layout: Layout, begin: int, end: int) -> bool:
    """Whether the name of the header stands in full below a first name that closed the mail."""
    keys = [word.key for word in layout.words[begin:end] if word.look != "mark" and word.key not in _PARTICLES]
    return len(keys) > 1 and _is_called(layout, keys)


def _is_slight(layout: Layout, segment: Segment) -> bool:
    """Whether a segment is too slight to be what opens a signature: marks, a single letter."""
    return all(len(layout.words[index].text) < 2 for index in range(segment.begin, segment.end))


def _split(layout: Layout, segments: list[Segment]) -> None:
    """Part a name from another one, and from what stands behind or before it, where no mark does."""
    for number in range(len(segments) - 1, -1, -1):
        segment = segments[number]
        words = layout.words[segment.begin : segment.end]
        if len(words) < 3:
            continue
        if both := _couple(words):
            at, between, behind = segment.begin + both, "&", segment.begin + both + 1
        elif cut := _behind_name(words) or _before_name(words):
            at, between, behind = segment.begin + cut, " ", segment.begin + cut
        else:
            continue
        head = Segment(segment.begin, at, segment.line, segment.before, between, segment.label)
        segments[number : number + 1] = [head, Segment(behind, segment.end, segment.line, between, segment.after)]


def _behind_name(words: Sequence[Word]) -> int:
    """Where the name ends that a first name opens: before a title, an organisation's acronym, "pour"; 0 without one."""
    if not (_is_first_name(words[0].key) or _is_initial(words[0])) or words[0].look not in ("title", "upper"):
        return 0
    if words[1].key == "pour" or (words[1].key == "du" and len(words) > 2 and words[2].key in ORGANISATIONS):
        return 1
    return next((at for at in range(2, min(len(words), 6)) if _opens_another(words, at)), 0)


def _opens_another(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.key == "pour":
        return True
    if word.look == "upper":
        if at + 2 < len(words) and words[at + 1].text == "/" and words[at + 2].look == "upper":
            return True  # FT/CNET
        return (word.key in ORGANISATIONS or word.key in ACRONYMS) and words[at - 1].look != "upper"
    return word.key in function_heads() and word.key not in FIRST_NAMES


def _before_name(words: Sequence[Word]) -> int:
    """Where the name begins that ends a segment: "Professeur Jean Brun", "Secrétariat du Dr Brun"; 0 without one."""
    opens = is_head(words[0].key)
    for at in range(len(words) - 2, 0, -1):
        rest = words[at:]
        if len(rest) > _MOST_WORDS or not all(_is_capital(word) for word in rest):
            return 0
        if _is_of_person(words, at):
            return at
        if words[at].key in TITLES and words[at].look == "title" and words[at].key not in function_heads():
            return at
        if (
            opens
            and _is_first_name(words[at].key)
            and words[at - 1].key not in _PARTICLES
            and _is_capital(words[at - 1])
        ):
            return at
    return 0


def _is_of_person(words: Sequence[Word], at: int) -> bool:
    """Whether the person is named whose assistant signs: "Assistante de direction de" Anne Brun."""
    if words[at].key in TITLES and at + 2 < len(words):
        return words[at - 1].key in ("de", "du") and is_of_person(words[:at]) and _is_of_person_named(words[at + 1 :])
    if words[at - 1].key not in ("de", "d'") or not is_of_person(words[:at]) or not 1 < len(words) - at < 4:
        return False
    return _is_of_person_named(words[at:])


def _is_of_person_named(rest: Sequence[Word]) -> bool:
    """As in "Anne Brun"."""
    return rest[0].look != "lower" and _is_first_name(rest[0].key) and rest[-1].look in ("title", "upper")


def _is_capital(word: Word) -> bool:
    return word.look in ("title", "upper") or word.key in _PARTICLES


def _couple(words: Sequence[Word]) -> int:
    """Where "et" or "&" parts two first names: "Anne et Pierre Lavandier"; 0 where it does not."""
    at = next((index for index, word in enumerate(words) if word.key in ("et", "&", "and")), 0)
    if not at or at + 1 >= len(words) or len(words) > _MOST_WORDS:
        return 0
    return at if _is_first_name(words[0].key) and _is_first_name(words[at + 1].key) else 0


def _name(layout: Layout, segment: Segment) -> tuple[int, int, int] | None:
    """The words of a name in a segment, and how much speaks for it."""
    begin, end = segment.begin, segment.end
    words = layout.words
    titled = False
    if [word.text for word in words[begin : begin + 3]] == ["p", "/", "o"]:
        begin += 3
    while begin < end and end - begin > 1 and (words[begin].key in _BEFORE or words[begin].look == "mark"):
        titled = titled or words[begin].key in TITLES
        begin += 1
    while end > begin and (words[end - 1].look == "mark" or (words[end - 1].key in _BEHIND and end - begin > 1)):
        end -= 1
    name = words[begin:end]
    if not name or len(name) > _MOST_WORDS or not _has_shape(name):
        return None
    whole = segment.before == "\n" and segment.after == "\n" and begin == segment.begin and end == segment.end
    score = (
        _weight(layout, name, titled=titled)
        + (whole and len(name) == 1 and _may_be_alone(layout, name[0]))
        + 3 * titled
        + 3 * layout.hinted("human", begin, end)
    )
    if segment.after == "," and _is_title_behind(words, segment.end):
        score += 2
    following = layout.taken[end : end + 2]
    if segment.after in ("(", "<") and "email" in following and len(name) > 1:
        score += 2  # "Anne Brun (anne@brun.example)"
    if segment.before == ":" and len(name) > 1 and _is_first_name(name[0].key):
        score += 2  # "Assistante : Anne Brun"
    if segment.label:
        score += 4 if segment.label == "human" else -4
    return begin, end, score


def _is_title_behind(words: Sequence[Word], comma: int) -> bool:
    """Whether a function follows a comma: "Léa Ferrand, assistante"."""
    return comma + 1 < len(words) and words[comma + 1].key in function_heads()


def _may_be_alone(layout: Layout, word: Word) -> bool:
    """Whether one word on its line can be a first name: not a domain's, not a word of organisations."""
    if word.key in FIRST_NAMES:
        return True
    if len(word.text) < 3 or word.look != "title" or word.key in ORGANISATIONS or is_head(word.key):
        return False
    return not is_domain(layout, [word])


def _has_shape(name: Sequence[Word]) -> bool:
    for word in name:
        if word.look in ("digits", "mark"):
            if word.text not in ("'", "’", "-", "."):
                return False
        elif word.look == "lower" and word.key not in _PARTICLES:
            return _in_small_letters(name)
    return True


def _in_small_letters(name: Sequence[Word]) -> bool:
    """A name written without capitals: a known first name, alone or before one or two words."""
    return len(name) < 4 and name[0].key in FIRST_NAMES and all(word.look == "lower" for word in name)


def _weight(layout: Layout, name: Sequence[Word], *, titled: bool) -> int:
    """How much speaks for a name: its first name, its form, the mail's header, the addresses beside it."""
    full = [word for word in name if word.look != "mark" and word.key not in _PARTICLES]
    if not full:
        return -ENOUGH
    keys = [word.key for word in full]
    known = _is_first_name(keys[0])
    score = _form(full, known=known)
    if known or (len(keys) > 1 and _is_first_name(keys[-1])):
        score += 3 if len(keys) > 1 else 2
    if _is_called(layout, keys):
        score += 4
    elif _is_addressed(layout, keys):
        score += 3
    return score - _against(name, keys, known=known, titled=titled)


def _is_first_name(key: str) -> bool:
    """Whether a word, or the first half of one with a hyphen, is a first name that many have."""
    return key in FIRST_NAMES or key.partition("-")[0] in FIRST_NAMES


def _form(full: Sequence[Word], *, known: bool) -> int:
    """What the form says: two or three words, one of them in capitals, an initial. `known`: of the first name."""
    if len(full) == 1:
        return 0 if known or full[0].look == "title" else -4
    if len(full) > 3:
        return -2 * (len(full) > 4)
    capitals = [word.look == "upper" for word in full]
    score = 1
    if all(capitals):
        score -= not known
    elif any(capitals):
        score += 2 if known or capitals[-1] else 1
    return score + (_is_initial(full[0]) and len(full[-1].text) > 2 and not known)


def _is_initial(word: Word) -> bool:
    """As in "J. Brun"."""
    return len(word.text) == 2 and word.text.endswith(".")


def _against(name: Sequence[Word], keys: Sequence[str], *, known: bool, titled: bool) -> int:
    """What speaks against a name: words that no name has, words of functions and of organisations."""
    score = 4 * any(word.look == "title" and _BRAND.search(word.text) is not None for word in name)
    score += 4 * (not titled and any(key in _NO_NAMES for key in (name[0].key, *keys)))  # but "Mme Le Meur"
    if not known:
        score += 3 * (keys[0] in function_heads()) + 4 * (keys[0] in _UNITS)
    if not known or name[0].look == "upper":  # the GRETA is no Greta
        score += 4 * (keys[0] in ORGANISATIONS)
    return score + 3 * (len(keys) > 1 and keys[-1] in _TAILS)


def _is_called(layout: Layout, keys: Sequence[str]) -> bool:
    """Whether the mail's header calls its author so."""
    called = {
        part
        for name in layout.names
        for part in fold(name).replace("-", " ").replace(".", " ").replace(",", " ").split()
    }
    parts = [part for key in keys for part in key.split("-")]
    long = [part for part in parts if len(part) > 1]
    return bool(long) and all(part in called for part in long)


def _is_addressed(layout: Layout, keys: Sequence[str]) -> bool:
    """Whether an address of the signature has the last name, or first name and initials."""
    for local in layout.locals:
        letters = "".join(each for each in local if each.isalpha())
        plain = [part for key in keys for part in key.replace("'", "").split("-") if part]
        if len(plain) > 1 and any(len(key) > 3 and key == letters for key in plain):
            return True
        if sum(len(key) > 2 and key in letters for key in plain) >= min(2, len(plain)):
            return True
        if len(plain) > 1 and any(
            len(key) > 3 and key in letters and other[0] + key in letters
            for key in plain
            for other in plain
            if other != key
        ):
            return True
        if len(plain) > 1 and letters in ("".join(key[0] for key in plain), plain[0] + plain[-1][0]):
            return True
    return False
