"""What the columns of a coding sheet are called: by an id, and in each language.

A sheet is taken back under any of these names, so that it may be written in one language and read in another.
"""

from __future__ import annotations

from collections.abc import Mapping

from maillage.analyze.people.names import folded
from maillage.decisions import FIELDS

AUTHOR = "author"
WHEN_AND_WHERE = ("from", "to", "source", "date", "note")
"""What a coder adds to the fields of a line."""

LABELS: Mapping[str, Mapping[str, str]] = {
    AUTHOR: {"fr": "Auteur", "en": "Author"},
    "name": {"fr": "Nom", "en": "Name"},
    "addresses": {"fr": "Adresses", "en": "Addresses"},
    "messages": {"fr": "Messages", "en": "Messages"},
    "first": {"fr": "Premier message", "en": "First message"},
    "last": {"fr": "Dernier message", "en": "Last message"},
    "read": {"fr": "Pour lire ses messages", "en": "To read the messages"},
    "function": {"fr": "Fonction", "en": "Function"},
    "organisation": {"fr": "Organisation", "en": "Organisation"},
    "status": {"fr": "Statut", "en": "Status"},
    "domain": {"fr": "Domaine", "en": "Domain"},
    "place": {"fr": "Lieu de travail", "en": "Place of work"},
    "from": {"fr": "Depuis", "en": "From"},
    "to": {"fr": "Jusqu'à", "en": "To"},
    "source": {"fr": "Source", "en": "Source"},
    "date": {"fr": "Vu le", "en": "Seen on"},
    "note": {"fr": "Remarque", "en": "Note"},
}

OF_PROPOSAL: Mapping[str, Mapping[str, str]] = {
    "proposal": {"fr": "proposition", "en": "proposal"},
    "confidence": {"fr": "confiance", "en": "confidence"},
    "evidence": {"fr": "extrait", "en": "evidence"},
    "evidence_date": {"fr": "date de l'extrait", "en": "date of the evidence"},
    "seen_in": {"fr": "vu dans", "en": "seen in"},
    "others": {"fr": "autres trouvailles", "en": "other findings"},
}
"""What the program found of a field: each a column of its own, before the coder's."""

SAID = "said"
OF_DISPUTE: Mapping[str, Mapping[str, str]] = {SAID: {"fr": "ce qui est dit", "en": "what is said"}}


def label(name: str, language: str) -> str:
    """The heading of a column for people; `function_evidence` is that of a part of a field."""
    field, _, part = name.partition("_")
    if not part:
        return LABELS[name][language]
    parts = {**OF_PROPOSAL, **OF_DISPUTE}
    return (
        f"{LABELS[field][language]} : {parts[part][language]}"
        if language == "fr"
        else (f"{LABELS[field][language]}: {parts[part][language]}")
    )


def filled_in(heading: str) -> str | None:
    """The id of the column that a heading names, where it is the author's or one that coders fill in; else None."""
    return _FILLED_IN.get(folded(heading).replace("’", "'"))


def letters(index: int) -> str:
    """What a spreadsheet calls a column, counted from 0: Z is followed by AA."""
    found = ""
    while index >= 0:
        found = chr(ord("A") + index % 26) + found
        index = index // 26 - 1
    return found


_FILLED_IN = {
    folded(called): name for name in (AUTHOR, *FIELDS, *WHEN_AND_WHERE) for called in (name, *LABELS[name].values())
}
