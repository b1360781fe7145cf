"""What an organisation is: its legal status by its name, what a mail domain tells, and which names are one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from maillage.analyze.profiles.vocabulary.words import Phrases, fold, rows, spelt, words


class Status(NamedTuple):
    """The legal status of an organisation. `label_fr`: as the thesis prints it.

    `sector`: public, business, social economy, academia, civil society or quasi-institutional. `employer`: how it
    employs, for the nomenclature of professions: business, public, academia, independent or civil. `legal`: INSEE's
    code of the legal category where one fits, else "". `rule`: what told it: "form" (SARL, loi 1901), "name" (its
    first words), "beside" (the words around it), "domain" (its mail).
    """

    code: str
    label_fr: str
    label_en: str
    sector: str
    employer: str
    legal: str
    rule: str

    def label(self, language: str = "fr") -> str:
        """What reports call it."""
        return self.label_fr if language == "fr" else self.label_en


class Evidence(NamedTuple):
    """What the domain of an address tells: a name to verify, a status where the domain is of a known kind."""

    name: str
    status: Status | None
    domain: str
    rule: str
    confidence: float


SECTORS: Mapping[str, tuple[str, str]] = {
    "public": ("secteur public", "public sector"),
    "quasi-institutional": ("quasi-institutionnel", "quasi-institutional"),
    "academia": ("enseignement et recherche", "academia"),
    "civil society": ("société civile", "civil society"),
    "social economy": ("économie sociale", "social economy"),
    "business": ("entreprise", "business"),
}
"""Each sector with its French and its English name."""

UNKNOWN_DOMAIN = 0.3  # a label of a domain may be a firm, a society, a project or a nickname
_GENERIC = frozenset(("asso", "association", "coop", "cooperativ", "collectif", "compan", "entrepris", "societ"))
_TOWN = frozenset(("commun", "mairi", "municipalit", "vil"))  # keys of words that name one and the same authority
_ARTICLE = re.compile(r"^(?:l'|la |le |les |the )")
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,7}")
_NO_EMPLOYER = frozenset(("alum", "alumni", "dialup", "list", "liste", "listes", "lists", "members", "mailman", "adsl"))
_ELIDED = re.compile(r"\bde (?=[AEIOUY])")
_INTERNET_ADDRESS = re.compile(r"\[?[\d.]+\]?|.*:.*")


# ------------------------------------------------------------------------------------------------ status


def status_of(name: str, context: str = "") -> Status | None:
    """The status of an organisation, None where neither its name nor the words beside it tell.

    `context`: the line or sentence it stands in. What directly precedes the name ("la SCOP Untel") and what directly
    follows it ("Untel (association loi 1901)") wins over the name; the rest of the context is not looked at.
    """
    before, after = _beside(name, context)
    return _by_form(after, "beside") or _ending(before) or _by_form(name, "form") or _by_name(name)


def by_code(code: str, rule: str = "") -> Status:
    """The status of a code, in its first variety. Raises KeyError."""
    return _status(_rows_by_code()[code], rule)


def is_status(value: str) -> bool:
    """Whether this is the word for a status and nobody's name: "association", "SARL", "profession libérale"."""
    return tuple(word.key for word in words(value)) in _words_of_statuses()


@cache
def _words_of_statuses() -> frozenset[tuple[str, ...]]:
    """The words of each status, neutral."""
    said = (phrase for row in rows("statuses.csv") for name in ("heads", "forms") for phrase in row[name].split("|"))
    return frozenset(tuple(word.key for word in words(phrase)) for phrase in said if phrase)


def _beside(name: str, context: str) -> tuple[str, str]:
    """The few characters before a name and after it."""
    at = context.find(name) if name else -1
    if at < 0:
        return "", ""
    before = re.split(r"[.;:,()|\n]|\s[-–—]+\s", context[max(0, at - 80) : at])[-1]
    after = re.match(
        r"\s*(?:\(([^)\n]{0,80})\)|[,–-]\s*([^,.;\n]{0,60})|((?:[A-Z]{2,6}\b)?))", context[at + len(name) :]
    )
    return before, next(filter(None, after.groups()), "") if after else ""


def _ending(before: str) -> Status | None:
    """The status that the words before a name end with: "membre de l'association", "de la SARL"."""
    plain = before.strip(" «\"'“")
    if formed := re.search(r"[\w.]+$", plain):
        row = _forms().get(spelt(formed[0]))
        if row:
            return _status(row, "beside")
    found = words(plain)
    for begin in range(max(0, len(found) - 6), len(found)):
        match = _heads().at(found, begin)
        if match and begin + match[0] == len(found):
            return _status(match[1], "beside")
    return None


def _by_form(written: str, rule: str) -> Status | None:
    """The legal form in a name; one of two letters counts at the end, and at the beginning but among capitals."""
    if not written:
        return None
    plain = spelt(written).strip(" .()")
    for found in _form_pattern().finditer(plain):
        first = found.start() == 0 and not plain.isupper()
        if len(found[0]) > 2 or found.end() == len(plain) or first:
            return _status(_forms()[found[0]], rule)
    if rule == "beside":
        return (status := _by_name(written)) and status._replace(rule=rule)
    return None


def _by_name(name: str) -> Status | None:
    plain = _ARTICLE.sub("", " ".join(fold(name).split()))
    for beginning, row in _beginnings():
        if plain.startswith(beginning) if beginning.endswith((" ", "'")) else plain == beginning:
            return _status(row, "name")
    head = next(_heads().all(words(name)), None)
    return _status(head[1], "name") if head else None


def _status(row: Mapping[str, str], rule: str) -> Status:
    return Status(
        code=row["code"],
        label_fr=row["label_fr"],
        label_en=row["label_en"],
        sector=row["sector"],
        employer=row["employer"],
        legal=row["legal"],
        rule=rule,
    )


@cache
def _rows_by_code() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in reversed(rows("statuses.csv"))}


@cache
def _heads() -> Phrases[Mapping[str, str]]:
    return Phrases((phrase, row) for row in rows("statuses.csv") for phrase in row["heads"].split("|") if phrase)


@cache
def _beginnings() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """How names begin, the longest first; without a blank at its end it is the whole name."""
    found = [(begins, row) for row in rows("statuses.csv") for begins in row["begins"].split("|") if begins]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """Legal forms as they are written, the co-operative ones first: a SCOP is a SARL or an SA too."""
    found: dict[str, Mapping[str, str]] = {}
    for row in rows("statuses.csv"):
        for form in filter(None, row["forms"].split("|")):
            found.setdefault(spelt(form), row)
    return found


@cache
def _form_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _forms()))})(?![\w-])")


# ---------------------------------------------------------------------------------------------- domains


def by_domain(address: str, name: str = "") -> Evidence | None:
    """What the domain of an address tells of the organisation; None for providers, forges, lists, own domains.

    `name`: what the author is called; a domain of her own name is no organisation.
    """
    local, _, host = address.rpartition("@")
    host = host.strip("<> .").lower()
    labels = host.split(".")
    if not local or len(labels) < 2 or _INTERNET_ADDRESS.fullmatch(host) or not _NO_EMPLOYER.isdisjoint(labels[:-1]):
        return None
    registered = _registered(labels)
    label = registered.partition(".")[0]
    if labels[-1] == "name" or _is_provider(labels, label) or _is_own(label, f"{local} {name}"):
        return None
    for row in rows("domains_of_mail.csv"):
        rest = _rest(row, registered)
        if rest is not None:
            status = by_code(row["status"], "domain")
            readable = _readable(rest) if row["where"] == "under" else _capitalised(rest)
            named = _ELIDED.sub("d'", row["name"].format(readable).strip())
            return Evidence(
                named, status, registered, f"domain-{row['where']}-{row['pattern']}", float(row["confidence"])
            )
    return Evidence(_readable(label), None, registered, "domain", UNKNOWN_DOMAIN)


def _registered(labels: list[str]) -> str:
    """The part of a host that an organisation registered: `lille.example.fr` is of `example.fr`."""
    parts = 3 if len(labels[-1]) == 2 and labels[-2] in _public_suffixes() else 2
    return ".".join(labels[-parts:])


def _is_provider(labels: list[str], label: str) -> bool:
    providers = _providers()
    if label.startswith("mail") or label.endswith("mail"):
        return True
    return label in providers or any(".".join(labels[at:]) in providers for at in range(len(labels)))


def _is_own(label: str, person: str) -> bool:
    """Whether a domain is made of the words by which its owner is called: durand, ana-durand, anadurand, adurand."""
    called = {word for word in re.split(r"[\W_\d]+", fold(person)) if len(word) > 1}
    parts = set(label.split("-"))
    return parts <= called or any(label in (one + other, one[0] + other) for one, other in _pairs(called))


def _pairs(called: Iterable[str]) -> Iterable[tuple[str, str]]:
    few = sorted(called)[:8]
    return ((one, other) for one in few for other in few if one != other)


def _rest(row: Mapping[str, str], registered: str) -> str | None:
    """What a registered domain has besides a pattern; None where the pattern is not of it."""
    where, pattern = row["where"], row["pattern"]
    label, _, ending = registered.partition(".")
    if where == "is":
        return "" if registered == pattern else None
    if where == "under":
        return label if ending.partition(".")[0] == pattern else None
    if ending not in row["ending"].split():
        return None
    rest = label.removeprefix(pattern) if where == "begins" else label.removesuffix(pattern)
    return rest.strip("-") if rest != label and len(rest) > 1 else None


def _readable(label: str) -> str:
    """A label as a name may be written: "ovh" is OVH, "okidoki" is Okidoki."""
    return label.upper() if len(label) < 5 and "-" not in label else _capitalised(label)


def _capitalised(label: str) -> str:
    return " ".join(map(str.capitalize, label.split("-")))


@cache
def _providers() -> frozenset[str]:
    return _lines("mail_providers.txt")


@cache
def _public_suffixes() -> frozenset[str]:
    return _lines("public_suffixes.txt")


def _lines(name: str) -> frozenset[str]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


# ------------------------------------------------------------------------------------------------- names


def same(name: str, other: str) -> bool:
    """Whether two names are of one organisation: but for accents, articles and legal form, or the initials of it."""
    one, two = key(name), key(other)
    if not one or not two:
        return False
    return one == two or _stands_for(name, other) or _stands_for(other, name)


def key(name: str) -> str:
    """What is alike in all spellings of a name, without blanks: "CoworkingLille" is "Coworking Lille".

    Legal forms, "association" and the like are left out where something else remains; "ville de" is "mairie de".
    """
    plain = spelt(_ASIDE.sub("", name) or name)
    found = [word.key for word in words(_form_pattern().sub(" ", plain))] or [word.key for word in words(plain)]
    kept = [word for word in found if word not in _GENERIC] or found
    return "".join("mairi" if word in _TOWN and len(kept) > 1 else word for word in kept)


def initials(name: str) -> str:
    """The first letters of the words of a name, links left out; "" for a name of one word."""
    found = words(_ASIDE.sub("", name))
    return "".join(word.key[0] for word in found) if len(found) > 1 else ""


def best_spelling(spellings: Mapping[str, int]) -> str:
    """The spelling to show, by the number of its uses; then not all capitals, with accents, long, first of all."""
    return min(
        spellings,
        key=lambda name: (-spellings[name], name.isupper() and len(name) > 5, -_accents(name), -len(name), name),
    )


def grouped(spellings: Mapping[str, int]) -> dict[str, str]:
    """For each name the spelling to show. An acronym joins the only name it can stand for, else it stays alone."""
    of_key: dict[str, list[str]] = defaultdict(list)
    for name in sorted(spellings):
        of_key[key(name)].append(name)
    of_initials: dict[str, list[str]] = defaultdict(list)
    for known, names in of_key.items():
        for short in {initials(name) for name in names} - {""}:
            of_initials[short].append(known)
    for known in sorted(of_key):
        acronym = any(_ACRONYM.fullmatch(spelt(name)) for name in of_key[known])
        meant = [long for long in of_initials.get(known, ()) if long != known]
        if acronym and len(meant) == 1:
            of_key[meant[0]] += of_key.pop(known)
    shown = {}
    for names in of_key.values():
        full = {name: spellings[name] for name in names if not _ACRONYM.fullmatch(spelt(name))}
        best = best_spelling(full or {name: spellings[name] for name in names})
        shown.update(dict.fromkeys(names, best))
    return shown


def _stands_for(acronym: str, name: str) -> bool:
    short = spelt(acronym.strip())
    return bool(_ACRONYM.fullmatch(short)) and fold(short) == initials(name)


def _accents(name: str) -> int:
    return sum(letter != plain for letter, plain in zip(name.lower(), fold(name), strict=True))
