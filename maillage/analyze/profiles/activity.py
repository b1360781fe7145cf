"""The field of activity that an author names as such: on a line of her signature, or in a sentence of her own.

"Domaine : Espace de coworking", "Notre secteur d'activité est l'épargne solidaire". What stands there is the field in
the author's words, whether the vocabulary knows it or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from maillage.analyze.profiles.found import Found

LONGEST = 90
"""Characters of a field: a longer text is a sentence about something."""

_FIELD = (
    r"(?:domaines?|secteurs?|champs?)(?:[ ](?:principal|d['’](?:activités?|action|intervention|expertise)))?|"
    r"activités?(?:[ ]principales?)?|(?:fields?|areas?)(?:[ ]of[ ](?:work|activity|expertise))?|sector|activity"
)
_LINE = re.compile(
    rf"^[ \t>*•-]{{0,4}}(?:{_FIELD})[ \u00a0\u202f]?:[ \u00a0]*(?P<field>[^\n]{{3,{LONGEST}}})$",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE = re.compile(
    rf"\b(?:mon|ma|mes|notre|nos|my|our)\s(?:{_FIELD})"
    rf"(?:[ \u00a0]?:\s*|,?\s(?:c['’]est|ce\ssont|est|sont|is|are)\s)"
    rf"(?P<field>[^.;!?\n][^.;!?]{{2,{LONGEST}}}?)(?=[.;!]|\n\n|$)",
    re.IGNORECASE,
)
_NAMED = ("domaine", "secteur", "champ", "activit", "field", "area", "sector")
"""One of them stands in every match."""

_ADDRESS = re.compile(r"@|://|\w\.\w")  # a domain of the internet is none of activity
_ARTICLE = re.compile(r"(?:l['’]|la\s|le\s|les\s|the\s|celui\sde\s(?:la\s|l['’])?|celui\s(?:du|des)\s)", re.IGNORECASE)


def find(words: str) -> list[Found]:
    """The fields named in a signature or in an author's own text, as `domain`."""
    return list(_found(words))


def _found(words: str) -> Iterator[Found]:
    small = words.lower()
    if not any(named in small for named in _NAMED):
        return
    for pattern, rule in ((_LINE, "field-line"), (_SENTENCE, "field-sentence")):
        for match in pattern.finditer(words):
            begin, end = match.span("field")
            if article := _ARTICLE.match(words, begin, end):
                begin = article.end()
            value = " ".join(words[begin:end].split()).rstrip(" .,")
            end = begin + len(words[begin:end].rstrip(" .,\n"))
            if len(value) > 2 and not _ADDRESS.search(value):
                yield Found("domain", value, begin, end, rule, 0.9)
