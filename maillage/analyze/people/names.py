"""Names as people write them in From: which are full names, which are the same, and which tell nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PARTICLES = frozenset({"de", "du", "des", "d", "von", "van", "der", "den", "zu"})
"""Left out of a name's key: they come and go, also between the mails of one person."""

ARTICLES_OF_PARTICLES = frozenset({"la", "le", "l", "les"})
"""Left out behind a particle only ("de la Tour"); the "Le" of "Le Goff" is the name."""

TITLES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mrs", "ms", "dr", "pr", "me"})

GENERIC = frozenset(
    (  # a word a line would fill a screen
        "accueil admin administrateur administration administrator asso association bureau collectif comite "
        "communication contact daemon direction equipe info infos information informations inscription list liste "
        "listes lists listmaster mailer mailing mairie moderateur moderation newsletter noreply notification "
        "notifications postmaster presidence redaction reponse reply root secretariat secretary service services "
        "support team tresorerie ville webmaster "
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
    ).split()
)
"""First words of addresses that an office or a machine answers, not one person."""

ROLE_ENDINGS = frozenset({"admin", "bounces", "confirm", "owner", "request", "subscribe", "unsubscribe"})
"""Last words of the addresses by which a list server is spoken to (`makers-request@`)."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_WORD = re.compile(r"[^\W\d_]+")
_PARTICLE = re.compile(rf"\b(?:{'|'.join(sorted(PARTICLES))})\b(?: (?:la|le|les)\b)?(?=[ '’])", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[\d@]")


def clean(name: str) -> str:
    """A name as it was written, without the quotes around it and with single blanks."""
    return unicodedata.normalize("NFC", " ".join(name.split()).strip("\"'«»“” "))


def folded(name: str) -> str:
    """A name without accents, capitals and superfluous blanks: what tells accounts without address apart."""
    plain = unicodedata.normalize("NFKD", clean(name).casefold().translate(_LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """The words of a full name, sorted: equal for two ways to write one name; "" where it is no full name.

    Accents, capitals, order, punctuation, titles and particles are left out. A full name has at least two
    words of two letters, no digit and no @, is not "X via List", and has no word of an office.
    """
    text = folded(name)
    words = _WORD.findall(text)
    if _NOT_A_NAME.search(text) or "via" in words[1:] or not GENERIC.isdisjoint(words):
        return ""
    kept = _without_particles([word for word in words if word not in TITLES])
    return " ".join(sorted(kept)) if sum(len(word) > 1 for word in kept) > 1 else ""


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
