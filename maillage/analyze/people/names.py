"""Names as people write them in From: which are full names, which are the same, and which tell nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

PARTICLES = frozenset({"de", "du", "des", "d", "von", "van", "der", "den", "zu"})
"""Left out of a name's key: they come and go, also between the mails of one person."""

ARTICLES_OF_PARTICLES = frozenset({"la", "le", "l", "les"})
"""Left out behind a particle only ("de la Tour"); the "Le" of "Le Goff" is the name."""

TITLES = frozenset("docteur dr m madame maitre me mlle mme monsieur mr mrs ms pr prof professeur professor".split())

GENERIC = frozenset(
    (  # a word a line would fill a screen
        "accueil admin administrateur administration administrator asso association bureau collectif comite "
        "communication contact daemon direction equipe info infos information informations inscription list liste "
        "listes lists listmaster mailer mailing mairie moderateur moderation newsletter noreply notification "
        "notifications postmaster presidence redaction reponse reply root secretariat secretary service services "
        "support team tresorerie ville webmaster webmestre "
    ).split()
)
"""Words of a name that stands for an office, an organisation or a machine, which several people share."""

ROLES = frozenset(
    (  # a word a line would fill a screen
        "abuse accueil adherents admin administrateur administration administrator asso association bureau collectif "
        "com communication compta comptabilite contact contacts coordination daemon direction donotreply equipe hello "
        "info infos information inscription inscriptions listmaster mailer mailman majordomo moderateur moderation "
        "nepasrepondre news newsletter noreply notification notifications office orga postmaster presidence presse "
        "redaction root secretaire secretariat service services support sympa team tresorerie tresorier webmaster "
        "webmestre "
    ).split()
)
"""First words of addresses that an office or a machine answers, not one person."""

ROLE_ENDINGS = frozenset({"admin", "bounces", "confirm", "owner", "request", "subscribe", "unsubscribe"})
"""Last words of the addresses by which a list server is spoken to (`makers-request@`)."""

SUFFIXES = {
    "jr": "jr",
    "junior": "jr",
    "sr": "sr",
    "senior": "sr",
    "fils": "jr",
    "pere": "sr",
    "ii": "ii",
    "iii": "iii",
}
"""Words behind a name that tell a child from a parent of the same name, each with its usual form."""

MOST_WORDS = 6
"""A name of more words is a sentence: what is behind the sixth is not compared."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_WORD = re.compile(r"[^\W\d_]+")
_PARTICLE = re.compile(rf"\b(?:{'|'.join(sorted(PARTICLES))})\b(?: (?:la|le|les)\b)?(?=[ '’])", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[\d@]")
_VIA = re.compile(r"\S\s+\(?(?:via|par l['’]interm[ée]diaire de)\s+\S", re.IGNORECASE)
_SEVERAL = re.compile(r"[^\W\d_]\s*(?:&|\+|\bet\b|\band\b|\bund\b)\s*[^\W\d_]", re.IGNORECASE)
_REMARK = re.compile(r"[(\[][^()\[\]]*[)\]]")
_OF_FAMILIES = frozenset({"ben", "el", "la", "le", "mac", "mc", "o", "saint", "san", "st"})  # "Le Goff" is one name
_ASCII_ACCENT = re.compile(r"(?<=[a-z])[\\{]*['`^\"]\{?(?=[aeiou])|(?<=[aeiou])['`^](?=[a-z]|$|\s)|(?<=[a-z])\}")
"""An accent as it was written before terminals had any: "Andre'", "Andr\\'e", "Andr{\\'e}"."""

_ELISION = re.compile(r"\b[dl]['’](?=\w)", re.IGNORECASE)
_ONE_WORD = re.compile(r"(?<=\b[^\W\d_dlDL])['’](?=[^\W\d_]{2})|(?<=[cC])['’](?=[hH])")
"""An apostrophe inside a word: N'Diaye, O'Brien, Kerc'h. The letter before it is no initial."""

_HYPHENS = frozenset({"-", ".-", "‐", "‑"})
_PARTICLE_WORDS = PARTICLES - {"d"}  # without its apostrophe, a D is an initial
_RUN_TOGETHER = re.compile(r"(?<=[a-zà-öø-ÿ]{2})(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2})")  # "JeanDupont"


class Name(NamedTuple):
    """A name taken apart to be compared with others: its words folded, in their order, without titles and particles.

    `hyphens`: for each word, the number of the compound it is a part of ("Jean-Pierre" is one), or its own.
    `suffix`: `jr`, `sr`, `ii`, `iii` or "". `family`: the numbers of the words that look like the family name.
    """

    words: tuple[str, ...]
    hyphens: tuple[int, ...]
    suffix: str
    family: tuple[int, ...]

    @property
    def is_full(self) -> bool:
        """Whether two words or more are written out, as in a given and a family name."""
        return not self.is_bare and sum(len(word) > 1 for word in self.words) > 1

    @property
    def is_bare(self) -> bool:
        """Whether it is one word, or one compound as Marie-Jo: a first name, a family name, a nickname or a login."""
        return bool(self.hyphens) and self.hyphens[0] == self.hyphens[-1]


NO_NAME = Name((), (), "", ())


def clean(name: str) -> str:
    """A name as it was written, without the quotes around it and with single blanks."""
    return unicodedata.normalize("NFC", " ".join(name.split()).strip("\"'«»“” "))


def folded(name: str) -> str:
    """A name without accents, capitals and superfluous blanks: what tells accounts without address apart."""
    small = clean(name).casefold()
    if small.isascii():
        return small
    plain = unicodedata.normalize("NFKD", small.translate(_LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """The words of a full name, sorted: equal for two ways to write one name; "" where it is no full name.

    Accents, capitals, order, punctuation, titles and particles are left out. A full name has at least two
    words of two letters, no digit and no @, is not "X via List", and has no word of an office.
    """
    text = folded(name)
    words = _WORD.findall(_ONE_WORD.sub("", text))
    if _NOT_A_NAME.search(text) or "via" in words[1:] or not GENERIC.isdisjoint(words):
        return ""
    kept = _without_particles([word for word in words if word not in TITLES])
    return " ".join(sorted(kept)) if sum(len(word) > 1 for word in kept) > 1 else ""


@lru_cache(maxsize=4096)
def parsed(name: str) -> Name:
    """A name taken apart; without words where it is that of an office, of several people, of a list, or no name.

    What stands in brackets is a remark. `Dupont, Jean` and `JeanDupont` are two words each.
    """
    text = _REMARK.sub(" ", clean(name)) if "(" in name or "[" in name else clean(name)
    if _NOT_A_NAME.search(text) or is_several(text) or is_via(text):
        return NO_NAME
    if " " not in text:
        text = _RUN_TOGETHER.sub(" ", text, count=1)
    found = list(_WORD.finditer(_ASCII_ACCENT.sub("", _ONE_WORD.sub("", _ELISION.sub("", text)))))
    if not GENERIC.isdisjoint(folded(word[0]) for word in found):
        return NO_NAME
    parts: list[_Part] = []
    suffix, compound, behind_particle, commas = "", 0, False, 0
    for number, (before, word) in enumerate(zip([None, *found], found, strict=False)):
        between = word.string[before.end() : word.start()] if before else ""
        compound += between not in _HYPHENS or not before
        commas += "," in between
        plain = folded(word[0])
        if plain in _PARTICLE_WORDS:
            behind_particle = True
        elif plain in SUFFIXES and number:
            suffix = SUFFIXES[plain]
        elif not _is_title(plain, first=number == 0) and not (behind_particle and plain in ARTICLES_OF_PARTICLES):
            behind_particle = False
            parts.append(_Part(plain, compound, word[0].isupper() and len(word[0]) > 1, commas))
    parts = parts[:MOST_WORDS]
    return Name(tuple(part.word for part in parts), tuple(part.compound for part in parts), suffix, _family(parts))


class _Part(NamedTuple):
    word: str
    compound: int
    is_upper: bool
    commas: int  # before it


def _is_title(word: str, *, first: bool) -> bool:
    """Whether a word is a title; an M elsewhere than in front is an initial."""
    return word in TITLES and (first or len(word) > 1)


def _family(parts: list[_Part]) -> tuple[int, ...]:
    """The numbers of the words that are the family name: before a comma, in capitals, or else the last compound."""
    numbers = range(len(parts))
    if len(parts) < 2:
        return tuple(numbers)
    before_comma = tuple(number for number in numbers if not parts[number].commas)
    if 0 < len(before_comma) < len(parts):
        return before_comma
    capitals = tuple(number for number in numbers if parts[number].is_upper)
    if 0 < len(capitals) < len(parts):
        return capitals
    last = next(number for number in numbers if parts[number].compound == parts[-1].compound)
    if last > 1 and parts[last - 1].word in _OF_FAMILIES:
        last -= 1
    return tuple(range(max(1, last), len(parts)))


def is_several(name: str) -> bool:
    """Whether a name is that of several people: "Jean & Marie Dupont"."""
    return bool(_SEVERAL.search(name))


def is_via(name: str) -> bool:
    """Whether a list has put its own address beside a name: "Jean Dupont via Makers"."""
    return bool(_VIA.search(name))


def _without_particles(words: list[str]) -> list[str]:
    kept, behind_particle = [], False
    for word in words:
        if word in PARTICLES:
            behind_particle = True
        elif not (behind_particle and word in ARTICLES_OF_PARTICLES):
            behind_particle = False
            kept.append(word)
    return kept


def is_role(address: str) -> bool:
    """Whether an address is answered by an office or a machine: `contact@`, `info-makers@`, `makers-owner@`."""
    local = folded(address.partition("@")[0])
    words = [word for word in re.split(r"[._+-]+", local) if word] or [""]
    joined = "".join(words)
    return (
        words[0] in ROLES
        or joined.startswith(("noreply", "donotreply", "nepasrepondre", "mailerdaemon"))
        or (len(words) > 1 and (words[-1] in ROLE_ENDINGS or words[0] == "owner"))
    )


def natural(name: str) -> str:
    """A full name in natural case: "LE GOFF Jean-pierre" is "Le Goff Jean-Pierre".

    Words that mix capitals and small letters ("McAdam") stay, and so do names of one word and of offices.
    """
    written = clean(name)
    if not key(written):
        return written
    return _PARTICLE.sub(lambda found: found[0].lower(), _WORD.sub(lambda word: _natural(word[0]), written))


def _natural(word: str) -> str:
    return word.capitalize() if word.isupper() or word.islower() else word
