"""What the invented mails say: pieces of sentences put together, quotes of what is answered, signatures."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING

from maillage.demo import calendar_fr
from maillage.demo.plan import MERGED
from maillage.demo.words import alternatives, cast, sections

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from maillage.demo.people import Office, Person

WIDTH = 74
ENGLISH_LINE = "From scratch, c'est plus long : mieux vaut partir d'un exemple."  # asks mbox writers to escape
ENGLISH = 0.004

# How often each kind of mail opens a thread.
KINDS = {"annonce": 28, "question": 27, "partage": 20, "appel": 10, "compte-rendu": 7, "dispo": 8}
REPLIES = {"oui": 24, "detail": 34, "non": 9, "merci": 12, "question": 13, "courte": 8}


Topic = dict[str, str]
SLOTS = ("evenement", "lieu", "outil", "objet", "theme", "action", "public")


@dataclass(frozen=True)
class Setting:
    """Where and when something is written: what fills the braces of a piece. `topic`: what its thread is about."""

    list: str
    sent: datetime
    rng: Random
    topic: Topic

    def fill(self, piece: str, first_name: str = "", *, faithful: float = 0.4) -> str:
        """The piece with its braces filled, in correct French; `faithful`: how often it stays with the topic."""
        stay = self.rng.random() < faithful
        words = {name: self.topic[name] if stay else word(self.list, name, self.rng) for name in SLOTS}
        other = word(self.list, "outil", self.rng, unlike=words["outil"])
        ahead = self.sent + timedelta(days=self.rng.randrange(4, 25))
        chosen = CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), piece)
        filled = chosen.format(
            **words,
            **{name.capitalize(): _capital(word) for name, word in words.items()},
            outil2=other,
            jour=calendar_fr.day(ahead),
            Jour=_capital(calendar_fr.day(ahead)),
            heure=self.rng.choice(("9h30", "10h", "12h30", "14h", "17h30", "18h", "18h30", "19h", "20h")),
            n=self.rng.randrange(4, 29),
            orga=self.rng.choice(_structures(self.list)),
            prenom=first_name,
            lien=f"http://{self.rng.choice(SITES)}/{self.rng.randrange(100, 9999)}",
        )
        return contracted(filled)


def topic(name: str, rng: Random) -> Topic:
    """What a new thread of a list is about."""
    return {slot: word(name, slot, rng) for slot in SLOTS}


def word(name: str, slot: str, rng: Random, *, unlike: str = "") -> str:
    """One of the list's words for a slot."""
    known = alternatives("lists.txt", f"{vocabulary(name)}.{slot}")
    return rng.choice([found for found in known if found != unlike])


CHOICE = re.compile(r"<([^>]*)>")  # alternatives inside a piece

SITES = ("notes.exemple.example", "wiki.asso.example", "bloc.lille-coop.example", "doc.voisins.example")


def vocabulary(name: str) -> str:
    """The list whose words a list uses."""
    return {
        MERGED: "brest-bc",
        "ac-lille-info": "ac-lille",
        "chambre-communs": "ac-lille",
        "financement-communs": "ac-lille",
    }.get(name, name)


def contracted(text: str) -> str:
    """`à les` as `aux`, `de le` as `du`, `de` before a vowel as `d'`."""
    for pattern, replacement in CONTRACTIONS:
        text = pattern.sub(replacement, text)
    return text


CONTRACTIONS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bà [lL]es\b", "aux"),
        (r"\bde [lL]es\b", "des"),
        (r"\bà [lL]e\b", "au"),
        (r"\bde [lL]e\b", "du"),
        (r"\bÀ les\b", "Aux"),
        (r"\bde (?=[aeiouéèêâœAEIOUÉÈÊ])", "d'"),
        (r"\bque (?=[aeiouéèê])", "qu'"),
        (r"\bsi il\b", "s'il"),
    )
)


def subject(kind: str, setting: Setting) -> str:
    """What a thread is called."""
    return setting.fill(setting.rng.choice(sections("phrases.txt")[f"sujet.{kind}"]), faithful=1)


def opening(kind: str, setting: Setting) -> list[str]:
    """The paragraphs of a mail that opens a thread."""
    rng, pieces = setting.rng, sections("phrases.txt")
    first = setting.fill(rng.choice(pieces[f"{kind}.1"]), faithful=1)
    if kind == "compte-rendu":
        points = rng.sample(pieces["compte-rendu.point"], rng.randrange(3, 8))
        return [rng.choice(pieces["salut"]), first, "\n".join(setting.fill(point) for point in points)]
    details = [setting.fill(piece) for piece in rng.sample(pieces[f"{kind}.2"], rng.randrange(1, 4))]
    middle = [" ".join([first, *details])] if rng.random() < 0.5 else [first, " ".join(details)]
    if rng.random() < ENGLISH:
        middle.append(ENGLISH_LINE)
    return [rng.choice(pieces["salut"]), *middle]


def answer(first_name: str, setting: Setting) -> list[str]:
    """The paragraphs of a mail that answers somebody of that first name."""
    rng, pieces = setting.rng, sections("phrases.txt")
    tone = rng.choices(list(REPLIES), weights=list(REPLIES.values()))[0]
    said = [rng.choice(pieces[f"reponse.{tone}"])]
    if tone != "courte":
        extra = rng.sample(pieces["reponse.detail"], rng.choice((0, 1, 1, 2)))
        said += [piece for piece in extra if piece not in said]
    sentences = [setting.fill(piece) for piece in said]
    paragraphs = [" ".join(sentences)]
    if rng.random() < ENGLISH:
        paragraphs.append(ENGLISH_LINE)
    if rng.random() < 0.55:
        greetings = [piece for piece in pieces["salut.reponse"] if first_name or "{prenom}" not in piece]
        paragraphs.insert(0, setting.fill(rng.choice(greetings), first_name))
    return paragraphs


def introduction(person: Person) -> str:
    """How somebody presents herself in a first mail."""
    where = f" à {person.office.place.commune}" if person.office else ""
    at = f", {person.office.structure}" if person.office and person.office.structure else ""
    return f"Je me présente en deux mots : {person.full_name}, {lower_first(person.function)}{at}{where}."


def field_told(person: Person) -> str:
    """Where somebody names her field of activity: `signature`, `sentence`, or "" for who never does.

    Those of the printed tables all do, in one way or the other.
    """
    if person.office is None or not person.office.domain:
        return ""
    number = int(hashlib.sha256(f"field {person.key}".encode()).hexdigest(), 16)
    ways = ("signature", "sentence") if person.key in cast() else ("signature", "sentence", "", "")
    return ways[number % len(ways)]


def field_sentence(person: Person) -> str:
    """How somebody names her field in the text of a mail."""
    domain = person.office.domain if person.office else ""
    return f"Pour situer, mon domaine d'activité : {domain if domain[1:2].isupper() else lower_first(domain)}."


def venue(setting: Setting) -> str:
    """The address of a meeting in the town of the list: a trap for who looks for offices outside signatures."""
    town = "29200 Brest" if vocabulary(setting.list) in {"wiki-brest", "brest-bc", "cartes-ouvertes"} else "59000 Lille"
    street = setting.rng.choice(alternatives("structures.txt", "streets"))
    return f"Lieu : {setting.rng.randrange(1, 90)} {street}, {town}."


def closing(person: Person, setting: Setting) -> list[str]:
    """The last words, before the signature."""
    word = setting.rng.choice(sections("phrases.txt")["fin"])
    return [f"{word}\n{person.first}"] if setting.rng.random() < 0.6 else [person.first]


PUNCTUATION = re.compile(r" ([?!:;])")


def wrapped(paragraphs: list[str]) -> list[str]:
    """Paragraphs as lines, with an empty line between two of them."""
    lines: list[str] = []
    for paragraph in paragraphs:
        if lines:
            lines.append("")
        for line in paragraph.split("\n"):
            kept = PUNCTUATION.sub("\N{NO-BREAK SPACE}\\1", line)
            folded = wrap(kept, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
            lines += [part.replace("\N{NO-BREAK SPACE}", " ") for part in folded]
    return lines


@dataclass(frozen=True)
class Quoted:
    """What a mail answers: its author, its lines, and those of its own text without signature and quotes."""

    name: str
    address: str
    sent: datetime
    subject: str
    lines: list[str]
    own: list[str]


def quote(quoted: Quoted, rng: Random) -> tuple[list[str], list[str]]:
    """Lines to put above and below an answer: one of the layouts that mailers use, or none."""
    layout = rng.choices(("above", "below", "original", "none"), weights=(48, 12, 10, 30))[0]
    if layout == "none":
        return [], []
    own = (
        [line for line in quoted.lines if line][: rng.choice((2, 3, 4, 6))] if layout != "below" else quoted.lines[:16]
    )
    if layout == "original":
        return [], ["", *_original(quoted, rng), "", *quoted.own[:8]]
    marked = [_attribution(quoted, rng), *_marks(own, rng)]
    return ([*marked, ""], []) if layout == "above" else ([], ["", *marked])


def _marks(lines: list[str], rng: Random) -> list[str]:
    mark = rng.choices(("> ", ">", "| "), weights=(88, 9, 3))[0]
    return [f"{mark}{line}".rstrip() if not line.startswith("-- ") else f"{mark}-- " for line in lines]


def _attribution(quoted: Quoted, rng: Random) -> str:
    who, sent = quoted.name or quoted.address, quoted.sent
    clock = calendar_fr.clock(sent)
    date = f"{sent.day} {calendar_fr.MONTHS[sent.month - 1]} {sent.year}"
    zone = f"+0{int((sent.utcoffset() or timedelta()).total_seconds()) // 3600}00"
    number = f"{sent.day:02}/{sent.month:02}/{sent.year}"
    english = f"{calendar_fr.ENGLISH_MONTHS[sent.month - 1]} {sent.day}, {sent.year}"
    return rng.choices(
        (
            f"Le {calendar_fr.short_day(sent)} à {clock}, {who} <{quoted.address}> a écrit :",
            f"Le {number} {clock}, {who} a écrit :",
            f"Le {number} à {clock}, {who} a écrit :",
            f"Le {date} {clock}, {who} <{quoted.address}> a écrit :",
            f"Le {calendar_fr.DAYS[sent.weekday()]} {date} à {clock} {zone}, {who} a écrit :",
            f"{who} a écrit :",
            f"On {calendar_fr.ENGLISH_DAYS[sent.weekday()]}, {english} at {clock}, {who} wrote:",
        ),
        weights=(24, 24, 12, 14, 8, 12, 6),
    )[0]


def _original(quoted: Quoted, rng: Random) -> list[str]:
    sent = quoted.sent
    when = f"{calendar_fr.DAYS[sent.weekday()]} {sent.day} {calendar_fr.MONTHS[sent.month - 1]} {sent.year}"
    return [
        rng.choice(
            ("-----Message d'origine-----", "-------- Message original --------", "________________________________")
        ),
        f"De : {quoted.name or quoted.address} [mailto:{quoted.address}]",
        f"Envoyé : {when} {calendar_fr.clock(sent)}",
        f"Objet : {quoted.subject}",
    ]


def signature(person: Person, style: int, phone: str) -> list[str]:
    """The whole signature of a located person, in one of some layouts; a person keeps hers."""
    office = person.office
    if office is None:
        return []
    town = f"{office.place.postcode} {office.place.commune}"
    if office.place.scale == "elsewhere" and not office.place.insee:
        town += ", Belgique" if style % 2 else " (Belgique)"
    body = _layouts(person, office, town, phone)[style % 5]
    if field_told(person) == "signature":
        body.append(f"Domaine : {office.domain}")
    if office.head_office:
        body.append(f"Siège social : {office.head_office}")
    delimiter = ("-- ", "-- ", "-- ", "--", "_____________________", "")[style // 5 % 6]
    return [delimiter, *body]


def _layouts(person: Person, office: Office, town: str, phone: str) -> list[list[str]]:
    who, what, status = person.full_name, person.function, office.status
    where = office.structure
    known = _with_status(where, status)
    numbers = [f"Tél. {phone}"] if phone else []
    address = person.accounts[0].address
    head = [part for part in (who, _capital(what), known) if part]
    return [
        [*head, office.street, town, *numbers],
        [f"{who} - {_capital(what)}", *([known] if known else []), f"{office.street} - {town}", *numbers, address],
        [who, *([f"{_capital(what)}, {known}"] if known else [_capital(what)]), f"{office.street}, {town}", *numbers],
        [
            who.upper(),
            *([known] if known else []),
            _capital(what),
            office.street,
            town,
            *[f"T : {phone}" for _ in numbers],
        ],
        [*head, f"Adresse : {office.street}, {town}", *[f"Tel : {phone}" for _ in numbers], f"Courriel : {address}"],
    ]


def _with_status(structure: str, status: str) -> str:
    if not structure:
        return "" if status in {"", "Indépendant", "-"} else status
    if fold_in(status, structure) or status.endswith("?"):  # what the researcher doubted, nobody wrote
        return structure
    if "(" in status:  # Entreprise (SAS)
        return f"{structure} ({status.partition('(')[2]}"
    return f"{structure} ({lower_first(status) if status[:2].istitle() else status})"


def fold_in(status: str, structure: str) -> bool:
    """Whether the name of a structure tells its status: `Fondation Horizon`."""
    return status.casefold() in structure.casefold()


def lower_first(text: str) -> str:
    """The text with a small first letter."""
    return text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _structures(name: str) -> list[str]:
    prefix = "brest" if vocabulary(name) in {"wiki-brest", "brest-bc", "cartes-ouvertes"} else "lille"
    return sorted({role.structure for key, role in cast().items() if key.startswith(prefix) and role.structure})
