"""What says nothing of the person: labels, closings, citations, slogans, opening hours; nothing is found in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maillage.analyze.profiles.signature.layout import SILENT, Layout
from maillage.analyze.profiles.signature.lexicon import listed, words_of
from maillage.analyze.profiles.signature.words import Word

# What a word before a colon, or before a telephone or an address, says of what follows.
LABELS = dict.fromkeys(words_of("labels: silent"), "") | {
    word: kind
    for kind in ("location", "function", "organization", "human", "project")
    for word in words_of(f"labels: {kind}")
}
_SHAPED = frozenset(("phone", "email", "url", "user", "social"))

CLOSINGS = words_of("silence: closings")
_CLOSING_COMPANY = words_of("silence: closing company")

# Words of sentences: no name, title or address has them.
_SENTENCE = words_of("silence: sentence")
_DAYS = words_of("silence: days")
_QUOTES = {"«": "»", "“": "”", '"': '"', "„": "“", "``": "''"}
_INSIDE_LINES = frozenset(("poste", "ext", "extension", "bip", "dect"))
_DASHES = frozenset("-–—")
_HOUR = re.compile(r"\d{1,2}h(?:\d\d)?$")
_APPOINTMENTS = frozenset(("rdv", "rendez-vous"))
_SENT = words_of("silence: sent")
_SENT_BY = words_of("silence: sent by")
_COLUMNS = frozenset("|•·►▪■●")
_MOST_WORDS = 24  # a line of more words is a sentence, whatever they are


def silence(layout: Layout) -> None:
    """Take the labels, then what is a sentence, a citation or a closing."""
    _labels(layout)
    _citations(layout)
    above, open_ = False, False
    for begin, end in lines(layout):
        if open_ and layout.words[begin].look == "lower" and not layout.taken[begin]:
            _silence(layout, begin, end)
        else:
            author = above and _names_its_author(layout, begin, end)
            sentences = [_line(layout, *part) for part in _columns(layout, begin, end)]
            above = author or any(sentences)
        open_ = above and end - begin > 6 and layout.words[end - 1].text[-1] not in ".!?:"


def lines(layout: Layout) -> list[tuple[int, int]]:
    """The lines of the signature, as words."""
    breaks = [index for index, word in enumerate(layout.words) if word.look == "break"]
    begins = [0, *(index + 1 for index in breaks)]
    return [(begin, end) for begin, end in zip(begins, [*breaks, len(layout.words)], strict=True) if begin < end]


def _labels(layout: Layout) -> None:
    words, taken = layout.words, layout.taken
    for index, word in enumerate(words):
        if word.text in ":☎✆" and index:
            _label_before(layout, index)
        elif word.key in _INSIDE_LINES and index + 1 < len(words) and words[index + 1].look == "digits":
            layout.take(SILENT, index, index + 2, "inside-line", 1)
        elif taken[index] in _SHAPED and index and not taken[index - 1]:
            _labels_before_shape(layout, index)


def _label_before(layout: Layout, colon: int) -> None:
    """The word before a colon, if it opens its line or segment, or is a label; with at most two words before it."""
    words, taken = layout.words, layout.taken
    begin = last = colon - (words[colon - 1].text[0].isspace() and words[colon - 1].look == "mark")
    while (
        begin
        and last - begin < 4
        and not taken[begin - 1]
        and (words[begin - 1].look not in ("break", "mark") or (words[begin - 1].text == "/" and begin < last))
    ):
        begin -= 1
    known = [index for index in range(begin, colon) if words[index].key in LABELS]
    if not known:
        return
    said = LABELS[words[known[0]].key]
    following = colon + 1
    while following < len(words) and words[following].look == "mark":
        following += 1
    if following >= len(words) or (words[following].look == "break"):
        following = following + 1
    if following < len(words) and not taken[following]:
        if words[known[0]].key == "poste":
            said = "" if words[following].look == "digits" else "function"
        layout.labels[following] = said
    layout.take(SILENT, known[0] if known[0] - begin > 2 else begin, colon, "label", 1)


def _labels_before_shape(layout: Layout, index: int) -> None:
    """Labels without a colon: "Tél. 02 98 …", "T 02 98 …", "Port. / Fax"."""
    words, taken = layout.words, layout.taken
    begin = index
    while begin and not taken[begin - 1]:
        word = words[begin - 1]
        if word.look == "break" or not (word.key in LABELS or (word.look == "mark" and not word.text[0].isspace())):
            break
        begin -= 1
    if any(words[each].key in LABELS for each in range(begin, index)):
        layout.take(SILENT, begin, index, "label", 1)


def _citations(layout: Layout) -> None:
    """What stands between quotation marks, over several lines too, if it is more than a word or two."""
    words = layout.words
    index = 0
    unclosed: set[str] = set()
    while index < len(words):
        closing = _QUOTES.get(words[index].text)
        if closing is None or closing in unclosed:
            index += 1
            continue
        end = next((each for each in range(index + 1, len(words)) if words[each].text == closing), None)
        if end is None:
            unclosed.add(closing)
        elif sum(word.look not in ("mark", "break") for word in words[index:end]) >= 4:
            end = _behind_author(words, end + 1)
            _silence(layout, index, end)
            index = end - 1
        else:
            index = end  # a word or two between quotation marks
        index += 1


def _behind_author(words: Sequence[Word], index: int) -> int:
    """Behind the name of who is cited, which a dash leads to on the same line."""
    if index < len(words) and words[index].text in _DASHES:
        while index < len(words) and words[index].look != "break":
            index += 1
    return index


def _names_its_author(layout: Layout, begin: int, end: int) -> bool:
    """Below a citation, a line that opens with a dash or a bracket names who said it: it is taken."""
    while begin < end and layout.words[begin].text[0].isspace():
        begin += 1
    if begin == end or (layout.words[begin].text not in _DASHES and layout.words[begin].text not in "(~"):
        return False
    name = [index for index in range(begin, end) if layout.words[index].look != "mark"]
    if _is_plain_name([layout.words[index] for index in name]):
        layout.take("human", name[0], name[-1] + 1, "author-of-citation", 0.5)
    _silence(layout, begin, end)
    return True


def _is_plain_name(words: Sequence[Word]) -> bool:
    """As in "Anne Brun", of a first name that many have."""
    known = 1 < len(words) < 4 and words[0].key in listed("first_names.txt")
    return known and all(word.look in ("title", "upper") for word in words)


def _columns(layout: Layout, begin: int, end: int) -> list[tuple[int, int]]:
    """The parts of a line that a bar, a bullet or a wide gap keeps apart: a name, and a slogan beside it."""
    words = layout.words
    at = [
        index
        for index in range(begin, end)
        if words[index].look == "mark" and (words[index].text in _COLUMNS or words[index].text[0].isspace())
    ]
    if not at:
        return [(begin, end)]
    begins = [begin, *(index + 1 for index in at)]
    return [(first, last) for first, last in zip(begins, [*at, end], strict=True) if first < last]


def _line(layout: Layout, begin: int, end: int) -> bool:
    """Take what is a closing or a sentence; whether a sentence stands here."""
    words = layout.words
    free = [words[index] for index in range(begin, end) if not layout.taken[index] and words[index].look != "mark"]
    if not free:
        return all(layout.taken[index] == SILENT for index in range(begin, end)) and end - begin > 3
    closing = _closing(layout, begin, end)
    if closing > begin:
        _silence(layout, begin, closing)
        free = [
            words[index] for index in range(closing, end) if not layout.taken[index] and words[index].look != "mark"
        ]
    if not _is_sentence(free, words[end - 1].text):
        return False
    _silence(layout, _behind_name(words, begin, end), end)
    return True


def _behind_name(words: Sequence[Word], begin: int, end: int) -> int:
    """Behind the name that a dash parts from a sentence: "Anne - absente le lundi"; `begin` without one."""
    dash = next((at for at in range(begin + 1, min(begin + 4, end)) if words[at].text in _DASHES), begin)
    name = words[begin:dash]
    known = bool(name) and name[0].key in listed("first_names.txt")
    return dash if known and all(word.look in ("title", "upper") for word in name) else begin


def _closing(layout: Layout, begin: int, end: int) -> int:
    """Behind a closing that opens the line: "Bien cordialement,", "Best regards"; `begin` without one."""
    seen = False
    for index in range(begin, end):
        word = layout.words[index]
        if layout.taken[index] or word.look == "mark":
            if word.text in ",.!;:-–—" or not word.text.strip():
                continue
            break
        if word.key in CLOSINGS:
            seen = True
        elif word.key not in _CLOSING_COMPANY:
            return index if seen else begin
    return index + 1 if seen else begin


def _is_notice(free: Sequence[Word]) -> bool:
    """What a program adds, when somebody is there, and how to be received: "Envoyé de…", "9h-12h", "sur RDV"."""
    if len(free) > 1 and free[0].key in _SENT and free[1].key in _SENT_BY:
        return True
    if any(word.look == "digits" and _HOUR.match(word.text) for word in free):
        return True
    if free and free[0].key.endswith("-moi"):
        return True
    return len(free) < 4 and any(word.key in _APPOINTMENTS for word in free)


def _is_sentence(free: Sequence[Word], last: str) -> bool:
    if _is_notice(free):
        return True
    if len(free) < 3:
        return any(word.key in _DAYS or word.key.endswith(("ez-nous", "ez-vous")) for word in free)
    signs = sum(word.key in _SENTENCE or word.key.endswith(("-nous", "-vous")) for word in free)
    if signs >= 2 or (signs and (last in ".!?…" or len(free) > 8)):
        return True
    if signs and (free[0].key in _SENTENCE or free[0].key.endswith(("-nous", "-vous"))):
        return True
    if sum(word.key in _DAYS for word in free) >= 1 and not signs:
        return True
    lower = sum(word.look == "lower" for word in free)
    if last in "!?" and lower >= 2:
        return True
    return len(free) > _MOST_WORDS and lower > 0.6 * len(free)


def _silence(layout: Layout, begin: int, end: int) -> None:
    for index in range(begin, end):
        if not layout.taken[index] and layout.words[index].look != "break":
            layout.taken[index] = SILENT
