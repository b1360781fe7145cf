"""Titles as French and English write them: a head noun, what completes it, and where an organisation begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from maillage.analyze.profiles.signature.lexicon import function_heads, listed, phrases, words_of
from maillage.analyze.profiles.signature.words import Word, words

_PREFIX = re.compile(
    r"^(?:vice|co|sous|ex|neo|auto|inter|demi|aide|micro|multi|tele|radio|neuro|cyber|web|geo|eco|bio|electro|photo)-?"
    r"(?=\w{4})"
)
_ENDINGS = re.compile(
    r".{3,}(?:teur|trice|teuse|seur|seuse|geur|geuse|deur|deuse|neur|neuse|leur|leuse|reur|reuse|veur|veuse|ceur|ceuse"
    r"|meur|meuse|peur|queur|gueur|yeur|iste|icien|icienne|ologue|ologiste|ographe|ometre|onome|iatre|peute|nicien"
    r"|nicienne|ticien|ticienne|iculteur|icultrice|thecaire|logicien|eutique|nome|isseur|isseuse)$"
)
_MOST_WORDS = 44

ACRONYMS = listed("function_acronyms.txt")
ORGANISATIONS = listed("organisation_heads.txt")
_OPENINGS = phrases("title_openings.txt")
_OPEN_ALONE = words_of("titles: open alone")
_WITH_DE = words_of("titles: with de")
_BEHIND_ACRONYMS = words_of("titles: behind acronyms")
_ADJECTIVES_BEFORE = words_of("titles: adjectives before")
_NOT_TITLES = words_of("titles: not")
_ENGLISH_NOUNS = listed("function_words_en.txt")
_ENGLISH_MODIFIERS = listed("english_modifiers.txt")
_ENGLISH_END = words_of("titles: english end")
_ENGLISH_HEADS = words_of("titles: english heads")
_BETWEEN = words_of("titles: between")
_HANGING = words_of("titles: hanging")
_LED_TO = words_of("titles: led to")
_OF = words_of("titles: of")
_ARTICLES = words_of("titles: articles")
_LEADING = words_of("titles: leading")
_UNITS = words_of("titles: units")
_NOT_CUT = words_of("titles: not cut")
_NAMED_BY_TYPE = words_of("titles: named by type")
_KEPT_ACRONYMS = words_of("titles: kept acronyms")
_SECOND = words_of("titles: second")
_NAMED_BEHIND = words_of("titles: named behind")
_BEHIND_NAMED = words_of("titles: behind named")
_INSTITUTIONS = words_of("titles: institutions")
_OF_EMPLOYERS = words_of("titles: of employers")
_OF_PLACES = words_of("titles: of places")
_OF_PERSONS = words_of("titles: of persons")
_PERIODICALS = words_of("titles: periodicals")
_REGIONS = words_of("titles: regions")
_STATES = words_of("titles: states")  # "diplômé", "inscrit": behind a title they tell a degree or a register
_COURTS = frozenset(("d'", "de", "des", "administrative", "nationale"))
FORMS_OF_ADDRESS = frozenset(("m", "mr", "mme", "mlle", "madame", "monsieur", "dr", "pr", "docteur"))


class Title(NamedTuple):
    """Where a title stands among words, why it is one, and how sure that is."""

    begin: int
    end: int
    rule: str
    confidence: float


def title(written: str) -> Title | None:
    """The title in a phrase of its own, by its words; None if it is none."""
    return read(words(written))


def read(phrase: Sequence[Word]) -> Title | None:
    """The title that opens a phrase, or that closes it in English; without an article before it."""
    begin = 0
    while begin < len(phrase) and (phrase[begin].look == "mark" or phrase[begin].key in _ARTICLES):
        begin += 1
    if begin == len(phrase) or len(phrase) > _MOST_WORDS:
        return None
    found = _opened(phrase, begin)
    if found is None or is_degree(phrase, begin):
        return None
    end = _end(phrase, begin)
    return Title(begin, without_hanging(phrase, begin, end) if end < len(phrase) else end, *found)


def is_degree(phrase: Sequence[Word], begin: int) -> bool:
    """What a doctor is called, no function: "Docteur en droit", "Docteur ès sciences"."""
    keys = [word.key for word in phrase[begin : begin + 3]]
    return len(keys) > 1 and keys[0] == "docteur" and (keys[1] in ("en", "es") or keys[1:] == ["d'", "etat"])


def is_of_person(phrase: Sequence[Word]) -> bool:
    """Whether a title opens that one has with a person: "Assistante", "Collaborateur"."""
    return phrase[0].key in _OF_PERSONS


def is_of_place(phrase: Sequence[Word]) -> bool:
    """Whether a title is one that a place gives: "Députée", "Adjoint au maire"."""
    return any(word.key in _OF_PLACES for word in phrase)


def without_hanging(phrase: Sequence[Word], begin: int, end: int) -> int:
    """Where a phrase ends without the prepositions and articles behind it."""
    while end - 1 > begin and phrase[end - 1].key in _HANGING:
        end -= 1
    return end


def hangs(word: Word) -> bool:
    """Whether a word asks for another one: "de", "et", "for"."""
    return word.key in _HANGING


def is_head(key: str) -> bool:
    """Whether a folded word, plural too, opens French titles; "vice-", "co-" and the like set aside."""
    heads = function_heads()
    if key in heads:
        return True
    if key.endswith(("s", "x")) and key[:-1] in heads and key[:-1] not in listed("first_names.txt"):
        return True
    first, hyphen, second = key.partition("-")
    if hyphen and first in heads:
        return second in heads or second in _SECOND or bool(_ENDINGS.match(second))
    bare = _PREFIX.sub("", key)
    return bare != key and bare in heads


def _opened(phrase: Sequence[Word], begin: int) -> tuple[str, float] | None:
    """By which rule a title opens here, and how sure that is."""
    keys = [word.key for word in phrase[begin:]]
    if _opens_with(keys):
        return "opening", 0.9
    if phrase[begin].look == "upper" and keys[0] in ACRONYMS and _is_acronym(keys):
        return "acronym", 0.9
    at = 0
    while at < min(len(keys) - 1, 3) and keys[at] in _ADJECTIVES_BEFORE and not is_head(keys[at]):
        at += 1
    if is_head(keys[at]):
        return "head-noun", 0.95
    if at < 2 and _is_english(keys):
        return "english-title", 0.9
    stem = keys[at].partition("-")[0]
    if _ENDINGS.match(stem) and stem not in _NOT_TITLES:
        return "ending", 0.7
    return None


def _opens_with(keys: Sequence[str]) -> bool:
    if len(keys) == 1:
        return keys[0] in _OPEN_ALONE
    return any(tuple(keys[:length]) in _OPENINGS for length in (1, 2))


def _is_acronym(keys: Sequence[str]) -> bool:
    if len(keys) == 1 or keys[1] in _BEHIND_ACRONYMS or keys[1] in ORGANISATIONS:
        return True
    return keys[0] in _WITH_DE and keys[1] in _OF


def _is_english(keys: Sequence[str]) -> bool:
    """Whether an English noun of a person closes the phrase, behind its modifiers, or stands before "of" or "for"."""
    for at, key in enumerate(keys):
        if key not in _ENGLISH_NOUNS:
            continue
        before = keys[:at]
        modified = at > 0 and all(
            each in _ENGLISH_MODIFIERS or each in _ENGLISH_NOUNS or each in _BETWEEN for each in before
        )
        last = at + 1 == len(keys)
        stops = last or keys[at + 1] in _ENGLISH_END
        if modified or (stops and (at == 0 or (at <= 4 and keys[at - 1] in _ENGLISH_MODIFIERS))):
            return True
        if at and last and key in _ENGLISH_HEADS:
            return len(keys) <= 5
    return False


def _end(phrase: Sequence[Word], begin: int) -> int:
    """Behind the last word of the title: before an organisation that is named in the same breath."""
    for at in range(begin + 1, len(phrase)):
        if phrase[at].key in ("chez", "@", "at") or phrase[at].key in _STATES or _leads_into(phrase, at):
            return at
        start = _names_organisation(phrase, begin, at)
        if start is not None and start > begin:
            return start
    return len(phrase)


def _leads_into(phrase: Sequence[Word], at: int) -> bool:
    """As in "au sein de", "auprès de l'Agence" with a name behind it."""
    return phrase[at].key in ("au", "a") and at + 1 < len(phrase) and phrase[at + 1].key == "sein"


def _names_organisation(phrase: Sequence[Word], begin: int, at: int) -> int | None:
    """Where the words that lead to an organisation begin, if one is named here."""
    word = phrase[at]
    start, leads = _before_preposition(phrase, at, begin)
    if word.look == "lower":
        return _names_institution(phrase, at, start, leads)
    if word.look not in ("title", "upper"):
        return None
    if leads and _is_of_proper_name(phrase, begin, at, start):
        return start
    if word.key in ORGANISATIONS and not _is_region(phrase, at) and not _is_kept_unit(phrase, at):
        return _before_organisation(phrase, at, start, leads)
    if _is_foreign_acronym(phrase, begin, at):
        return start if leads & {"to", "du"} else None
    named = phrase[at - 1].key in _NAMED_BEHIND and word.key not in _BEHIND_NAMED and not is_head(word.key)
    return at if named and not _all_capitals(phrase[begin:]) else None


def _before_organisation(phrase: Sequence[Word], at: int, start: int, leads: set[str]) -> int | None:
    """Where the title ends before a word of organisations; None where that belongs to it."""
    if "to" in leads:
        return start
    if "of" in leads:
        return start if _is_named(phrase, at) else None
    return at if phrase[at - 1].key not in _LEADING and phrase[at].key not in _NOT_CUT else None


def _is_region(phrase: Sequence[Word], at: int) -> bool:
    """What a salesman travels: "Grand Ouest"."""
    return phrase[at].key == "grand" and at + 1 < len(phrase) and phrase[at + 1].key in _REGIONS


def _names_institution(phrase: Sequence[Word], at: int, start: int, leads: set[str]) -> int | None:
    """Where an institution opens in small letters: "secrétaire mairie de", "au lycée", "du collège Jean-Moulin"."""
    key = phrase[at].key
    if not leads:
        named = at + 2 if at + 1 < len(phrase) and phrase[at + 1].key in _OF else at + 1
        known = key in _NAMED_BY_TYPE or (key in _INSTITUTIONS and _is_capital(phrase, named))
        return at if known and (not at or phrase[at - 1].key not in _LEADING) else None
    if key not in _INSTITUTIONS or at + 1 == len(phrase):
        return None
    return start if "to" in leads or _is_capital(phrase, at + 1) else None


def names_institution(phrase: Sequence[Word]) -> bool:
    """Whether a phrase opens with an institution in small letters: "lycée Kerichen", "mairie de Brest"."""
    return phrase[0].look == "lower" and _names_institution(phrase, 0, 0, set()) == 0


def _is_capital(phrase: Sequence[Word], at: int) -> bool:
    return at < len(phrase) and phrase[at].look in ("title", "upper") and phrase[at].key not in _KEPT_ACRONYMS


def _is_of_proper_name(phrase: Sequence[Word], begin: int, at: int, start: int) -> bool:
    """Whether a name follows that no function has: of an employer, a person, a periodical."""
    if _all_capitals(phrase[begin:]):
        return False
    heads = {word.key for word in phrase[begin:start]}
    word = phrase[at]
    if word.key in _PERIODICALS:
        return at + 1 < len(phrase)
    if heads & _OF_PERSONS and word.key in FORMS_OF_ADDRESS and _is_capital(phrase, at + 1):
        return True
    direct = start == begin + 1 and len(word.text) > 2
    return direct and bool(heads & _OF_EMPLOYERS)


def _is_kept_unit(phrase: Sequence[Word], at: int) -> bool:
    """A service or pole that somebody is head of belongs to the title; Pôle emploi and courts of law do not."""
    following = phrase[at + 1].key if at + 1 < len(phrase) else ""
    if phrase[at].key == "pole":
        return following != "emploi"
    if phrase[at].key == "cour":
        return following not in _COURTS
    return phrase[at].key in _UNITS


def _before_preposition(phrase: Sequence[Word], at: int, begin: int) -> tuple[int, set[str]]:
    """Where the prepositions and articles before a word begin, and of which sort they are."""
    start = at
    leads: set[str] = set()
    while start - 1 > begin:
        key = phrase[start - 1].key
        if key in _LED_TO:
            leads.add("to")
        elif key in _OF:
            leads |= {"of", key}
        elif key not in _ARTICLES:
            break
        start -= 1
    return start, leads


def _is_named(phrase: Sequence[Word], at: int) -> bool:
    """Whether the organisation has a name: "de la Société Durand", "du Groupe X"; or is one: "du CNRS"."""
    if _all_capitals(phrase[:at]):
        return False  # nothing tells a name then
    if phrase[at].look == "upper" and phrase[at].key not in _KEPT_ACRONYMS:
        return True
    return any(word.look in ("title", "upper") for word in phrase[at + 1 :])


def _is_foreign_acronym(phrase: Sequence[Word], begin: int, at: int) -> bool:
    """An acronym that is no field of work, in a title that is not all in capitals: "chercheur au LIRMM"."""
    word = phrase[at]
    return (
        word.look == "upper" and len(word.text) > 2 and word.key not in _KEPT_ACRONYMS and phrase[begin].look != "upper"
    )


def _all_capitals(phrase: Sequence[Word]) -> bool:
    long = [word for word in phrase if len(word.text) > 3 and word.look != "mark"]
    return bool(long) and all(word.look in ("upper", "digits") for word in long)
