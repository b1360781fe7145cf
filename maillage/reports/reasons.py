"""Why a message does not count, looks automatic, or could not be read: codes and English texts as people read them.

The database has them in one form whatever the language, so that the same archives make the same bytes.
"""

from __future__ import annotations

from functools import lru_cache

from maillage.reports.table import Text
from maillage.reports.wording import typeset
from maillage.sentences import recognised

LEFT_OUT: dict[str, Text] = {
    "duplicate": {"fr": "doublon", "en": "duplicate"},
    "before-period": {"fr": "avant la période", "en": "before the period"},
    "after-period": {"fr": "après la période", "en": "after the period"},
    "undated": {"fr": "sans date lisible", "en": "without a readable date"},
    "decision": {"fr": "décision", "en": "decision"},
    "set-aside": {"fr": "mis de côté", "en": "set aside"},
    "not-published": {"fr": "article qui n'est pas publié", "en": "article that is not published"},
}

LABELS: dict[str, Text] = {
    "auto-reply": {"fr": "réponse automatique", "en": "automatic reply"},
    "administrative": {"fr": "message d'administration", "en": "administrative message"},
    "robot": {"fr": "robot", "en": "robot"},
    "newsletter": {"fr": "lettre d'information", "en": "newsletter"},
}

SIGNS: dict[str, Text] = {
    "header": {"fr": "en-tête", "en": "header"},
    "author": {"fr": "expéditeur", "en": "author"},
    "subject": {"fr": "sujet", "en": "subject"},
}


@lru_cache(maxsize=4096)
def problem(text: str, language: str) -> str:
    """Why bytes could not be read; what is not known is shown as it stands."""
    return recognised(text).said(language)


def left_out(code: str, language: str) -> str:
    """Why a message does not count: `decision: spam`, with what a person wrote left as it is."""
    known, colon, rest = code.partition(": ")
    name = typeset(LEFT_OUT[known][language], language) if known in LEFT_OUT else known
    if known == "set-aside":
        rest = label(rest, language)
    return name + (typeset(" :", language) + " " if colon and language == "fr" else colon) + rest


def label(code: str, language: str) -> str:
    """A kind of automatic traffic."""
    return typeset(LABELS[code][language], language) if code in LABELS else code


def sign(text: str, language: str) -> str:
    """What shows that a message is automatic: `header x-cron-env`, of which the first word is ours."""
    kind, blank, rest = text.partition(" ")
    return (SIGNS[kind][language] if kind in SIGNS else kind) + blank + rest
