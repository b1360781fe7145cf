"""What reports say of who somebody is: labels of statuses, sectors and scales, and profiles that tell nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import NamedTuple, TypeVar

from maillage.analyze.profiles.vocabulary import organisations
from maillage.reports.table import Text

UNIDENTIFIED: Text = {"fr": "non identifié", "en": "not identified"}
OTHER: Text = {"fr": "autres", "en": "other"}
SMALL_GROUPS: Text = {
    "fr": "« autres » : statut ou domaine que partagent moins de {least} de ces personnes. Structure, fonction, "
    "domaine et lieu de chacune : `--names`.",
    "en": "“other”: a status or domain that fewer than {least} of these persons share. Structure, function, domain and "
    "place of each: `--names`.",
}
SCALES: Mapping[str, Text] = {
    "city": {"fr": "ville (intra-muros)", "en": "city"},
    "metropolis": {"fr": "métropole", "en": "metropolis"},
    "pays": {"fr": "pays", "en": "pays"},
    "region": {"fr": "région", "en": "region"},
    "elsewhere": {"fr": "autres régions ou étranger", "en": "other regions or abroad"},
    "unidentified": {"fr": "localisation non identifiée", "en": "place not identified"},
}
FIELDS: Mapping[str, Text] = {
    "function": {"fr": "fonction", "en": "function"},
    "organisation": {"fr": "organisation", "en": "organisation"},
    "status": {"fr": "statut", "en": "status"},
    "domain": {"fr": "domaine", "en": "domain"},
    "place": {"fr": "lieu de travail", "en": "place of work"},
}

Key = TypeVar("Key", bound=Hashable)


class Profile(NamedTuple):
    """What may be shown of somebody without names; "" where it is not identified."""

    status: str
    domain: str


def status_label(code: str, language: str) -> str:
    """What a status is called; a coder's own word stays as it is, "" is not identified."""
    try:
        return organisations.by_code(code).label(language)
    except KeyError:
        return code or UNIDENTIFIED[language]


def sector_label(sector: str, language: str) -> str:
    """What a sector is called."""
    if sector not in organisations.SECTORS:
        return UNIDENTIFIED[language]
    return organisations.SECTORS[sector][language != "fr"]


def said(value: str, language: str) -> str:
    """A value as it is written, with a capital in front; "" is not identified."""
    return value[:1].upper() + value[1:] or UNIDENTIFIED[language]


def generalised(persons: Mapping[Key, Profile], least: int, language: str) -> dict[Key, Profile]:
    """Profiles in words, such that each is that of at least so many persons, or says no more than "other".

    A domain is shown where enough persons share it together with its status, a status where enough persons have it
    whose domain is not shown; what is not identified is said as such, for it tells nobody.
    """
    persons = {key: Profile(status, domain[:1].upper() + domain[1:]) for key, (status, domain) in persons.items()}
    pairs = Counter(persons.values())
    shared = {profile for profile, count in pairs.items() if count >= least}
    rest = Counter(profile.status for profile in persons.values() if profile not in shared)
    return {key: _generalised(profile, shared, rest, least, language) for key, profile in persons.items()}


def _generalised(profile: Profile, shared: set[Profile], rest: Mapping[str, int], least: int, language: str) -> Profile:
    status, domain = status_label(profile.status, language), said(profile.domain, language)
    if profile in shared or not any(profile):
        return Profile(status, domain)
    if not profile.status or rest[profile.status] < least:
        return Profile(OTHER[language], OTHER[language])
    return Profile(status, OTHER[language])
