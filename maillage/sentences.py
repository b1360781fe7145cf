"""What the commands say to people, in French and English. `{…}` are filled in by who says it."""

from __future__ import annotations

import os

NNBSP, NBSP = "\u202f", "\u00a0"  # narrow, before ; ! ? and in numbers; plain, before a colon and in « »

SENTENCES: dict[str, dict[str, str]] = {
    "written": {
        "fr": f"{{path}} est écrit{NBSP}: relisez-le, complétez-le, puis lancez «{NBSP}maillage run{NBSP}».",
        "en": "{path} is written: read it, complete it, then run `maillage run`.",
    },
    "read": {
        "fr": f"lus{NBSP}: {{read}} — enregistrés{NBSP}: {{stored}}, en double{NBSP}: {{duplicates}}, "
        f"illisibles{NBSP}: {{problems}} ({{parts}} parties lues, {{unchanged}} inchangées)",
        "en": "read: {read} — stored: {stored}, found twice: {duplicates}, refused: {problems} "
        "({parts} parts read, {unchanged} unchanged)",
    },
    "unchanged": {
        "fr": f"rien de nouveau{NBSP}: {{unchanged}} parties inchangées, rien n’a été enregistré",
        "en": "nothing new: {unchanged} parts unchanged, nothing was stored",
    },
    "removed": {
        "fr": "{removed} parties ont disparu des archives et de la base",
        "en": "{removed} parts are gone from the archives, and from the database",
    },
    "broken": {
        "fr": f"{{source}}, {{path}}{NBSP}: la lecture s’arrête avant la fin ({{reason}}){NNBSP}; ce qui précède est "
        f"enregistré{NNBSP}; récupérez ce fichier et relancez",
        "en": "{source}, {path}: reading ends before the end ({reason}); what comes before is stored; "
        "fetch this file again and run again",
    },
    "analysed": {"fr": "l’analyse est refaite", "en": "the analysis is done again"},
    "report": {
        "fr": f"le rapport est écrit{NBSP}: ouvrez {{path}}",
        "en": "the report is written: open {path}",
    },
    "report-unchanged": {
        "fr": f"le rapport est à jour{NBSP}: {{path}}",
        "en": "the report is up to date: {path}",
    },
    "open": {"fr": f"ouvrez cette page{NBSP}: {{path}}", "en": "open this page: {path}"},
    "messages": {"fr": "{count} messages", "en": "{count} messages"},
    "stale": {
        "fr": f"attention{NBSP}: l’étude, les décisions ou les archives ont changé depuis la dernière analyse"
        f"{NNBSP}; lancez «{NBSP}maillage run{NBSP}»",
        "en": "mind: the study, its decisions or its archives changed since the last analysis; run `maillage run`",
    },
    "ingest": {"fr": "lecture des archives", "en": "reading the archives"},
    "analyze": {"fr": "analyse", "en": "analysis"},
    "report-stage": {"fr": "rapports", "en": "reports"},
}


def say(key: str, language: str, **values: object) -> str:
    """A sentence in a language; numbers are grouped in its manner."""
    gap = NNBSP if language == "fr" else ","
    shown = {
        name: f"{value:,}".replace(",", gap) if isinstance(value, int) else value for name, value in values.items()
    }
    return SENTENCES[key][language].format(**shown)


def language_of_user() -> str:
    """French where the environment says so, else English."""
    set_to = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "fr" if set_to.lower().startswith("fr") else "en"
