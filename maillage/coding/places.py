"""A place as a coder writes it: what the gazetteer knows it as, or why it cannot tell.

Codes: of INSEE for a commune (29019), a departement (29), a region (R53), and of an EPCI its SIREN; of ISO 3166
for a country (BE).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from maillage.analyze.profiles.places import areas, countries
from maillage.analyze.profiles.places.folding import fold
from maillage.analyze.profiles.places.gazetteer import Commune, Gazetteer, departement_of
from maillage.project import meant
from maillage.sentences import Said

_POSTCODE = re.compile(r"\b(\d{5})\b")
_REGION = re.compile(r"R\d{2,3}", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Z]{2}")
_MOST_SHOWN = 6
_TOWN = 10_000  # inhabitants: a smaller commune does not hide the departement or region that is called like it


def code_of(written: str, gazetteer: Gazetteer) -> str | Said:
    """The code of a place, or what is wrong with it."""
    text = written.strip()
    if found := _by_code(text, gazetteer):
        return found
    postcode = _POSTCODE.search(text)
    if postcode:
        name = _POSTCODE.sub(" ", text).strip(" ,-()")
        return _at(postcode[1], name, text, gazetteer)
    *_, last = text.split(",")
    if country := countries.by_name().get(fold(last)):  # Bruxelles, Belgique
        return country
    return _named(text, gazetteer)


def _by_code(text: str, gazetteer: Gazetteer) -> str | None:
    upper = text.upper()
    if upper in gazetteer.departements or upper in gazetteer.epci:
        return upper
    if _REGION.fullmatch(text) and upper in areas.regions(gazetteer).values():
        return upper
    if _COUNTRY.fullmatch(text) and text in countries.by_name().values():
        return text
    commune = gazetteer.commune(upper) if len(text) == 5 else None
    if commune and not gazetteer.at_postcode(upper):
        return commune.code
    return None


def _at(postcode: str, name: str, written: str, gazetteer: Gazetteer) -> str | Said:
    """The commune of a postcode and a name, or of five digits that are one commune's in whatever way."""
    there = gazetteer.at_postcode(postcode)
    if name:
        around = departement_of(postcode)
        named = [commune for commune in gazetteer.named(name) if commune.departement == around]
        both = [commune for commune in named if commune in there] or named  # the postcode may be a CEDEX
        return both[0].code if both else _unknown(written, gazetteer)
    coded = gazetteer.commune(postcode)
    meanings = tuple(dict.fromkeys([*there, *([coded] if coded else [])]))
    return _one_of(meanings, written) if meanings else _unknown(written, gazetteer)


def _named(text: str, gazetteer: Gazetteer) -> str | Said:
    matches = gazetteer.matches(text)
    exact = tuple(match.commune for match in matches if match.how == "name")
    communes = exact or tuple(dict.fromkeys(match.commune for match in matches))
    area = areas.region(text, gazetteer) or areas.departement(text, gazetteer)
    if area:
        towns = [commune for commune in communes if (commune.population or 0) >= _TOWN]
        if not towns:
            return area
        if len(towns) == 1 and area in (towns[0].departement, f"R{towns[0].region}"):  # Paris
            return towns[0].code
        return _several([*map(_shown, towns), area], text)
    if communes:
        return _one_of(communes, text)
    if (metropolis := areas.metropolis(text, gazetteer)) and metropolis.epci:
        return metropolis.epci
    grouped = areas.epci(gazetteer).get(fold(text), ())
    if len(grouped) == 1:
        return grouped[0]
    abroad = countries.by_name().get(fold(text)) or countries.towns().get(fold(text))
    return abroad or _unknown(text, gazetteer)


def _one_of(communes: Sequence[Commune], written: str) -> str | Said:
    if len(communes) == 1:
        return communes[0].code
    return _several(list(map(_shown, communes)), written)


def _several(meanings: Sequence[str], written: str) -> Said:
    shown = ", ".join(meanings[:_MOST_SHOWN]) + (", …" if len(meanings) > _MOST_SHOWN else "")
    return Said('"{value}" may be several places: write one of these: {names}', value=written, names=shown)


def _shown(commune: Commune) -> str:
    return f"{commune.name} ({commune.departement})"


def _unknown(written: str, gazetteer: Gazetteer) -> Said:
    """Nobody knows it; the nearest commune, among those that begin alike."""
    start = fold(_POSTCODE.sub(" ", written))[:2]
    near = [commune.name for commune in gazetteer if fold(commune.name[:2]) == start]
    hint = meant(written, near, Said("known"))
    if hint.template != 'did you mean "{name}"?':
        hint = Said("write a commune, departement, region or country, or its code")
    return Said('the place "{value}" is not known; {hint}', value=written, hint=hint)
