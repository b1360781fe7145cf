"""In which capacity a mail is written: for oneself, or for an organisation (methodology.md 4, measure B30).

A mail written for oneself must not be given the writer's employer (003:L16074-16086).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from maillage.analyze.profiles.vocabulary.words import fold, speaks_of_oneself


class Capacity(NamedTuple):
    """`private`: for herself; `organisation`: for one; `opinion`: a standing formula that the opinions are her own.

    The last says whose the opinions are and not for whom the mail was sent: "Opinions are my own" under every mail
    of an employee does not make them private. `begin`, `end`: the characters that say it, the end exclusive.
    """

    kind: Literal["private", "organisation", "opinion"]
    begin: int
    end: int
    rule: str


_BODIES = (
    r"(?:structure|association|asso|collectif|equipe|collectivite|mairie|ville|bureau|ca|conseil|comite|federation|reseau|"
    r"cooperative|scop|scic|societe|entreprise|universite|laboratoire|labo|ecole|institut|fondation|syndicat|groupe|"
    r"groupement|organisation|institution|commune|metropole|communaute|region|departement|direction|service|ministere|"
    r"consortium|redaction|team|tous les (?:membres|adherents|organisateurs)|membres|adherents|organisateurs)"
)
_THE = r"(?:e (?:la |l'|notre |mon |ma |nos |toute la |toute l')|u |es |e tous les )"
_ENGLISH_BODIES = (
    r"(?:the|our|my|all|all the|both)\s(?:[\w'-]+\s){0,5}?(?:association|company|team|committee|committees|"
    r"organi[sz]ers|organi[sz]ation|group|board|council|foundation|university|institute|department|society|members|community|"
    r"consortium|developers|chairs?|editors?|lab|laboratory|school|project|employer|staff)\b"
)

_PRIVATE = {
    "a-titre-personnel": r"\ba titre (?:\w+ )?(?:personnel|prive)\b",
    "en-mon-nom": r"\ben mon (?:propre nom|nom (?:propre|personnel))\b|\ben mon seul nom\b",
    "en-tant-que-citoyen": (
        r"\b(?:en tant qu(?:e |')(?:simples? )?|en qualite de (?:simples? )?|comme simples? )"
        r"(?:citoyen|habitant|particulier|riverain|contribuable)(?:ne|e)?s?\b"
    ),
    "n-engage-que-moi": r"\bn'engage(?:nt)? que (?:moi|mon auteur|leur auteur|son auteur|ma personne)\b",
    "sans-engager": r"\bsans engager (?:mon|ma|notre|l'|la |le )\s?\w+",
    "not-for": (
        r"(?:\b(?:pas|non|et non pas|nullement|not|rather than)|n't) (?:speaking |writing )?"
        rf"(?:au nom d{_THE}{_BODIES}\b|on behalf of (?:my|our|the) \w+|"
        r"for my (?:employer|company|organi[sz]ation|university))"
    ),
    "speaking-for-myself": r"\b(?:speaking|talking|writing) (?:only |just |purely |strictly |here )*for myself\b",
    "private-capacity": r"\bin (?:a|my) (?:purely |strictly |own )?(?:personal|private|individual) capacity\b",
    "my-own-opinion": r"\b(?:this is|just|only|purely) my (?:own|personal) (?:personal )?(?:opinion|view)\b",
}
_ORGANISATION = {
    "au-nom-de": rf"\bau nom d{_THE}{_BODIES}\b",
    "en-tant-que-representant": (
        r"\ben (?:tant que|qualite de) (?:representante?|porte-parole|deleguee?) d(?:e |u |es |')"
    ),
    "on-behalf-of": rf"\bon behalf of {_ENGLISH_BODIES}",
}
_OPINION = {
    "opinions-my-own": (
        r"\b(?:opinions?|views?|statements?)\b[^.]{0,120}\b(?:are|is) "
        r"(?:solely |strictly |entirely |purely |all |only )?"
        r"(?:my own|mine|those of the (?:author|sender|writer)|personal)\b"
    ),
    "not-those-of-my-employer": (
        r"\bnot\s(?:necessarily\s)?(?:(?:reflect|represent|express)\w*\s)?"
        r"(?:those|the (?:opinions?|views?|positions?))\s"
        r"(?:\w+\s){0,2}?of\s(?:my|his|her|the)\s(?:employer|company|university|organi[sz]ation)\b"
    ),
    "i-do-not-speak-for": r"\bi (?:do not|don't) speak for (?:my|the) \w+",
}
_CUE = re.compile(
    r"a titre|n(?:om d|ot (?:necessarily|those))|m(?:on (?:propre |seul )?nom|y (?:own|personal))|"
    r"en(?: tant qu| qualite|gage)|c(?:omme simple|apacity)|behalf|for my|opinion|views?\b|s(?:tatement|peak for)"
)


_OF_SOMEBODY = frozenset({"en-tant-que-citoyen", "en-tant-que-representant"})
"""Rules that are of the author only where the words around speak of "je" or "nous"."""


def _one(rules: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<r{number}>{pattern})" for number, pattern in enumerate(rules.values())))


_RULES: tuple[tuple[Literal["private", "organisation", "opinion"], tuple[str, ...], re.Pattern[str]], ...] = (
    ("private", tuple(_PRIVATE), _one(_PRIVATE)),
    ("organisation", tuple(_ORGANISATION), _one(_ORGANISATION)),
    ("opinion", tuple(_OPINION), _one(_OPINION)),
)


def capacity(text: str) -> Capacity | None:
    """The capacity that a text says it is written in, None where it says nothing; for oneself before all others."""
    plain = fold(text).replace("\n", " ")
    if not _CUE.search(plain):
        return None
    for kind, names, pattern in _RULES:
        for found in pattern.finditer(plain):
            rule = names[int((found.lastgroup or "r0")[1:])]
            if rule not in _OF_SOMEBODY or speaks_of_oneself(plain, found.start(), found.end()):
                return Capacity(kind, found.start(), found.end(), rule)
    return None
