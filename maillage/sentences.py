"""What the program says to people, in French and English.

What commands say stands here, both languages side by side, by a key: `say`. What goes wrong is said in English
where it goes wrong, by a `Said`, whose French is in `french.py`.
"""

from __future__ import annotations

import errno
import os
import re
from functools import cache
from string import Formatter
from typing import Self

NNBSP, NBSP = "\u202f", "\u00a0"  # narrow, before ; ! ? and in numbers; plain, before a colon and in « »

SENTENCES: dict[str, dict[str, str]] = {
    "written": {
        "fr": f"{{path}} est écrit{NBSP}: relisez-le, complétez-le, puis lancez «{NBSP}maillage run{NBSP}».",
        "en": "{path} is written: read it, complete it, then run `maillage run`.",
    },
    "read": {
        "fr": f"lus{NBSP}: {{read}} — enregistrés{NBSP}: {{stored}}, en double{NBSP}: {{duplicates}}, "
        f"illisibles{NBSP}: {{problems}}, non choisis{NBSP}: {{skipped}} ({{parts}} partie{{parts_s}} lue{{parts_s}}, "
        "{unchanged} inchangée{unchanged_s})",
        "en": "read: {read} — stored: {stored}, found twice: {duplicates}, refused: {problems}, "
        "not selected: {skipped} ({parts} part{parts_s} read, {unchanged} unchanged)",
    },
    "unchanged": {
        "fr": f"rien de nouveau{NBSP}: {{unchanged}} partie{{unchanged_s}} inchangée{{unchanged_s}}, "
        "rien n’a été enregistré",
        "en": "nothing new: {unchanged} part{unchanged_s} unchanged, nothing was stored",
    },
    "removed": {
        "fr": "{removed} partie{removed_s} disparue{removed_s} des archives et de la base",
        "en": "{removed} part{removed_s} gone from the archives, and from the database",
    },
    "broken": {
        "fr": f"{{source}}, {{path}}{NBSP}: la lecture s’arrête avant la fin ({{reason}}){NNBSP}; ce qui précède est "
        f"enregistré{NNBSP}; récupérez ce fichier et relancez",
        "en": "{source}, {path}: reading ends before the end ({reason}); what comes before is stored; "
        "fetch this file again and run again",
    },
    "see-problems": {
        "fr": f"pour voir ce qui n’a pas pu être lu{NBSP}: maillage table problems",
        "en": "to see what could not be read: maillage table problems",
    },
    "unselected": {
        "fr": f"attention{NBSP}: l’étude ne retient rien de {{source}}{NNBSP}; vérifiez ses clés prefixes, categories, "
        "labels et list_ids dans le fichier d’étude",
        "en": "mind: the study selects nothing of {source}; "
        "check its keys prefixes, categories, labels and list_ids in the study file",
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
    "revisions": {"fr": "{count} version{count_s}", "en": "{count} revision{count_s}"},
    "messages": {"fr": "{count} message{count_s}", "en": "{count} message{count_s}"},
    "unused": {
        "fr": f"attention{NBSP}: {{file}}, {{decision}} «{NBSP}{{value}}{NBSP}»{NBSP}: cette décision est sans effet, "
        "car {why}",
        "en": "mind: {file}, {decision} `{value}`: this decision has no effect, as {why}",
    },
    "model-absent": {
        "fr": f"attention{NBSP}: le modèle de langue {{name}} n’est pas installé{NNBSP}; la lecture se fait sans lui",
        "en": "mind: the language model {name} is not installed; signatures are read without it",
    },
    "coding-exported": {
        "fr": f"{{authors}} auteur{{authors_s}} à coder dans {{path}}{NNBSP}; ensuite{NBSP}: "
        f"«{NBSP}maillage code import {{path}} --coder NOM{NBSP}»",
        "en": "{authors} author{authors_s} to code in {path}; then: `maillage code import {path} --coder NAME`",
    },
    "coding-taken": {
        "fr": f"{{path}}{NBSP}: {{codings}} réponse{{codings_s}} sur {{authors}} auteur{{authors_s}} "
        f"({{unfilled}} ligne{{unfilled_s}} sans réponse){NNBSP}; lancez «{NBSP}maillage run{NBSP}»",
        "en": "{path}: {codings} answer{codings_s} about {authors} author{authors_s} "
        "({unfilled} line{unfilled_s} without any); run `maillage run`",
    },
    "coding-own-words": {
        "fr": f"hors de la liste des codes{NBSP}: {{words}}",
        "en": "not in the codebook: {words}",
    },
    "coding-to-settle": {
        "fr": f"{{authors}} auteur{{authors_s}} à trancher dans {{path}}{NNBSP}; ensuite{NBSP}: "
        f"«{NBSP}maillage code import {{path}} --settled{NBSP}»",
        "en": "{authors} author{authors_s} to settle in {path}; then: `maillage code import {path} --settled`",
    },
    "codebook-written": {
        "fr": f"{{path}} est écrit{NBSP}: changez-y les mots que les codeurs peuvent choisir",
        "en": "{path} is written: change the words in it that coders choose from",
    },
    "codebook-there": {
        "fr": "{path} existe déjà, rien n’est changé",
        "en": "{path} is there already, nothing is changed",
    },
    "stale": {
        "fr": f"attention{NBSP}: l’étude, les décisions ou les archives ont changé depuis la dernière analyse"
        f"{NNBSP}; lancez «{NBSP}maillage run{NBSP}»",
        "en": "mind: the study, its decisions or its archives changed since the last analysis; run `maillage run`",
    },
    "suggestions": {
        "fr": f"{{count}} question{{count_s}} dans {{path}}{NBSP}: répondez merge, never ou later dans la colonne "
        f"answer, puis lancez «{NBSP}maillage persons answer{NBSP}»",
        "en": "{count} question{count_s} in {path}: answer merge, never or later in the column answer, then run "
        "`maillage persons answer`",
    },
    "no-suggestions": {"fr": "rien à demander", "en": "nothing to ask"},
    "answers": {
        "fr": f"{{merged}} réunion{{merged_s}}, {{apart}} séparation{{apart_s}}, {{later}} pour plus tard{NNBSP}; "
        f"{{left}} question{{left_s}} sans réponse. «{NBSP}maillage run{NBSP}» en tient compte.",
        "en": "{merged} merged, {apart} kept apart, {later} for later; {left} without an answer. "
        "`maillage run` takes them into account.",
    },
    "person": {"fr": f"{{person}}{NBSP}: {{count}} compte{{count_s}}", "en": "{person}: {count} account{count_s}"},
    "account": {
        "fr": f"compte {{account}}{NBSP}: {{rule}}, {{messages}} message{{messages_s}}",
        "en": "account {account}: {rule}, {messages} message{messages_s}",
    },
    "wiki-account": {
        "fr": f"compte {{account}} de {{source}}{NBSP}: {{rule}}, {{messages}} modification{{messages_s}}",
        "en": "account {account} of {source}: {rule}, {messages} edit{messages_s}",
    },
    "told-on-page": {
        "fr": f"page d’utilisateur de {{source}} (révision {{revision}}, {{days}}){NBSP}: {{field}}, {{value}}",
        "en": "user page of {source} (revision {revision}, {days}): {field}, {value}",
    },
    "account-link": {
        "fr": f"avec {{other}}, {{probability}}{NNBSP}%{NBSP}: {{reasons}}",
        "en": "with {other}, {probability}%: {reasons}",
    },
    "fetched": {
        "fr": f"{{source}}{NBSP}: {{revisions}} révision{{revisions_s}} et {{events}} action{{events_s}} des journaux "
        "reçues en {requests} requête{requests_s}",
        "en": "{source}: {revisions} revision{revisions_s} and {events} log event{events_s} came in {requests} "
        "request{requests_s}",
    },
    "fetched-files": {
        "fr": f"{{source}}{NBSP}: {{new}} fichier{{new_s}} de plus, {{changed}} changé{{changed_s}}, "
        f"{{unchanged}} inchangé{{unchanged_s}}{NNBSP}; {{kb}}{NBSP}ko reçus en {{requests}} requête{{requests_s}}",
        "en": "{source}: {new} new file{new_s}, {changed} changed, {unchanged} unchanged; "
        "{kb} kB came in {requests} request{requests_s}",
    },
    "fetched-note": {
        "fr": f"attention{NBSP}: {{source}}, {{note}}",
        "en": "mind: {source}, {note}",
    },
    "now-init": {
        "fr": f"ensuite{NBSP}: maillage init {{folder}}",
        "en": "then: maillage init {folder}",
    },
    "nothing-to-fetch": {
        "fr": f"rien à copier{NBSP}: aucune source n’a d’url dans le fichier d’étude",
        "en": "nothing to fetch: no source of the study file has a url",
    },
    "fetching": {"fr": "copie des archives", "en": "fetching the archives"},
    "ingest": {"fr": "lecture des archives", "en": "reading the archives"},
    "reading": {"fr": "lecture des mails", "en": "reading of mails"},
    "reading-pages": {"fr": "lecture des pages d’utilisateurs", "en": "reading of user pages"},
    "following": {"fr": "suivi des mots des wikis", "en": "following the words of wikis"},
    "analyze": {"fr": "analyse", "en": "analysis"},
    "report-stage": {"fr": "rapports", "en": "reports"},
}


def say(key: str, language: str, **values: object) -> str:
    """A sentence in a language; numbers are grouped in its manner, and `{…_s}` is the s of their plural."""
    gap = NNBSP if language == "fr" else ","
    shown = dict(values)
    for name, value in values.items():
        if isinstance(value, int):
            shown[name] = f"{value:,}".replace(",", gap)
            shown[f"{name}_s"] = "s" if value > 1 or (value == 0 and language == "en") else ""
    return SENTENCES[key][language].format(**shown)


def language_of_user() -> str:
    """French where the environment says so, else English."""
    set_to = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "fr" if set_to.lower().startswith("fr") else "en"


# ------------------------------------------------------------------------------------ what goes wrong


class Said(str):
    """A sentence in English that can be said in French too: a template, a key of `french.py`, and its values.

    Values that are sentences are translated with it; all others stand as they are.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """The sentence; `{…}` of the template are filled in with the values."""
        said = super().__new__(cls, template.format(**values))
        said.template = template
        said.values = values
        return said

    def about(self, **values: object) -> Said:
        """The same sentence with other values."""
        return Said(self.template, **{**self.values, **values})

    def said(self, language: str) -> str:
        """The sentence in a language."""
        if language != "fr":
            return str(self)
        values = {name: value.said("fr") if isinstance(value, Said) else value for name, value in self.values.items()}
        return _french(self.template).format(**values)


def recognised(text: str) -> Said:
    """A sentence that is known as a text only: from the database, or raised by a library.

    One that `french.REASONS` does not have is said as it stands.
    """
    from maillage.french import REASONS  # late: only French needs it

    if "{" not in text and text in REASONS:
        return Said(text)
    for template, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return Said(template, **{name: recognised(value) for name, value in found.groupdict().items()})
    return Said("{text}", text=text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The templates of reasons and what each looks like when filled in, those with most words first."""
    from maillage.french import REASONS

    found = []
    for template in REASONS:
        pieces = list(Formatter().parse(template))
        literal = sum(len(piece[0]) for piece in pieces)
        pattern = "".join(re.escape(text) + (f"(?P<{name}>.+)" if name else "") for text, name, _, _ in pieces)
        found.append((-literal, template, re.compile(pattern, re.DOTALL)))
    return tuple((template, pattern) for _, template, pattern in sorted(found, key=lambda one: one[:2]))


@cache
def _french(template: str) -> str:
    """The French of a template, typeset; the English where there is none, which a test excludes."""
    from maillage.french import ERRORS, REASONS

    return typeset(ERRORS.get(template) or REASONS.get(template, template), "fr")


_OF_SYSTEM = {
    errno.ENOENT: Said("No such file or directory"),
    errno.EACCES: Said("Permission denied"),
    errno.EPERM: Said("Operation not permitted"),
    errno.EEXIST: Said("File exists"),
    errno.ENOSPC: Said("No space left on device"),
    errno.EDQUOT: Said("Disk quota exceeded"),
    errno.EISDIR: Said("Is a directory"),
    errno.ENOTDIR: Said("Not a directory"),
    errno.EROFS: Said("Read-only file system"),
    errno.EMFILE: Said("Too many open files"),
    errno.ENAMETOOLONG: Said("File name too long"),
    errno.EIO: Said("Input/output error"),
}


def because(error: OSError) -> Said:
    """Why the system refused something; what is not common is said in its own words."""
    return _OF_SYSTEM.get(error.errno or 0) or recognised(error.strerror or str(error))


# ----------------------------------------------------------------------------------------- typography

_CODE = re.compile(r"(`[^`]*`)")
_FRENCH = (
    (re.compile(r"\s+:"), f"{NBSP}:"),
    (re.compile(r"\s+([;!?])"), rf"{NNBSP}\1"),
    (re.compile(r"«\s*"), f"«{NBSP}"),
    (re.compile(r"\s*»"), f"{NBSP}»"),
    (re.compile(r"(?<=\d)\s+(?=\d{3}(?!\d))"), NNBSP),
    (re.compile(r"(?<=\d)\s+%"), f"{NNBSP}%"),
)


def typeset(text: str, language: str) -> str:
    """The text with the spaces and apostrophes of the language; what stands in backticks is left alone."""
    pieces = _CODE.split(text)
    return "".join(piece if piece.startswith("`") else _typeset(piece, language) for piece in pieces)


def _typeset(text: str, language: str) -> str:
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    if language == "fr":
        for pattern, replacement in _FRENCH:
            text = pattern.sub(replacement, text)
    return text
