"""At which scale of a territory a place is, by the borders of a day: city, metropolis, pays, region, elsewhere.

Each scale leaves out those inside it, so that tables add up. The borders are data: `territories.toml` beside this file
for Lille and Brest, `[[territory]]` in the study for any other.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from maillage.analyze.profiles.places import areas, gazetteer, official
from maillage.analyze.profiles.places.folding import fold
from maillage.analyze.profiles.places.gazetteer import Commune, Gazetteer
from maillage.analyze.profiles.places.resolve import Place
from maillage.errors import InvalidStudy
from maillage.project import SCALES, THESIS_BORDERS, Period, Study, Territory, territories
from maillage.sentences import Said

ELSEWHERE, UNIDENTIFIED = "elsewhere", "unidentified"


@dataclass(frozen=True)
class Step:
    """One scale's communes and departements, by code, from `begin` to `end`, both inclusive."""

    scale: str
    begin: date
    end: date
    codes: frozenset[str]


@dataclass(frozen=True)
class Borders:
    """A territory whose names are codes. `fixed`: the day whose borders hold for all years.

    `steps`: of each scale, periods before the borders of all other days.
    """

    name: str
    steps: tuple[Step, ...]
    gazetteer: Gazetteer
    fixed: date | None = None

    def codes(self, scale: str, on: date | None = None) -> frozenset[str]:
        """The communes and departements of a scale on a day, with those inside it; by default at the end of 2016."""
        day = self.fixed or on or THESIS_BORDERS
        return next(
            (step.codes for step in self.steps if step.scale == scale and step.begin <= day <= step.end), frozenset()
        )


def scale(place: Place | None, territory: Borders, on: date | None = None) -> str:
    """The scale at which a place is: `city`, `metropolis`, `pays`, `region`, `elsewhere` or `unidentified`.

    A departement or region is at the scale that holds all of it, so that the Morbihan is in the region of Brest, and
    so is the Finistère, although Brest is in it: what is certain is the region (rule 3 of the thesis's territories).
    A metropolis named without commune is outside its city. France alone tells nothing. A homonym left open is at a
    scale only where all its candidates are.
    """
    if place is None:
        return UNIDENTIFIED
    if place.candidates:
        scales = {_of_commune(code, territory, on) for code in place.candidates}
        if len(scales) == 1:
            return scales.pop()
    return scale_of(place.level, place.code, territory, on)


def scale_of(level: str, code: str, territory: Borders, on: date | None = None) -> str:
    """The scale of what a `Place` of that level and code is."""
    if level == "commune":
        return _of_commune(code, territory, on)
    if level == "metropolis":
        return _of_metropolis(code, territory, on)
    if level == "pays":
        return _of_pays(code, territory, on)
    if level == "departement":
        return _of_departements({code}, territory, on)
    if level == "region":
        return _of_departements(departements_of(code, territory.gazetteer), territory, on)
    if level == "country" and code != "FR":
        return ELSEWHERE
    return UNIDENTIFIED


def _of_commune(code: str, territory: Borders, on: date | None) -> str:
    commune = territory.gazetteer.commune(code)
    if commune is None:
        return UNIDENTIFIED
    return next((each for each in SCALES if _holds(territory.codes(each, on), commune)), ELSEWHERE)


def _holds(codes: frozenset[str], commune: Commune) -> bool:
    return commune.code in codes or commune.departement in codes


def _of_metropolis(code: str, territory: Borders, on: date | None) -> str:
    """That of its most populated commune outside the territory's city."""
    table, city = territory.gazetteer, territory.codes("city", on)
    members = [commune for each in table.in_epci(code) if (commune := table.commune(each))]
    outside = [commune for commune in members if not _holds(city, commune)]
    if not outside:
        return UNIDENTIFIED
    return _of_commune(max(outside, key=lambda each: (each.population or 0, each.code)).code, territory, on)


def _of_pays(code: str, territory: Borders, on: date | None) -> str:
    """The pays of the territory if it is called after a commune in it, else the scale of that commune."""
    pays, commune = territory.codes("pays", on), territory.gazetteer.commune(code)
    return "pays" if commune and _holds(pays, commune) else _of_commune(code, territory, on)


def _of_departements(codes: Collection[str], territory: Borders, on: date | None) -> str:
    if not codes:
        return UNIDENTIFIED
    held = {each: territory.codes(each, on) for each in SCALES}
    for each, inside in held.items():
        if all(code in inside for code in codes):
            return each
    partly = {code if len(code) < 5 else gazetteer.departement_of(code) for inside in held.values() for code in inside}
    if partly.isdisjoint(codes):
        return ELSEWHERE
    return "region" if held["region"] else UNIDENTIFIED


def departements_of(region: str, table: Gazetteer) -> frozenset[str]:
    """The departements of a region, R53, of today or of before 2016."""
    code = region.removeprefix("R")
    if code in table.former_regions:
        return frozenset(table.former_regions[code].departements)
    return frozenset(each.code for each in table.departements.values() if each.within == code)


# ----------------------------------------------------------------------------------------- their names


@cache
def shipped() -> dict[str, Territory]:
    """The territories that ship with the program, by name."""
    place = files(__package__).joinpath("territories.toml")
    return {str(each.name): each for each in territories(place.read_text(encoding="utf-8"), Path(str(place)))}


def of_study(study: Study, table: Gazetteer | None = None) -> dict[str, Borders]:
    """The territory of each network of the study.

    That of the study which names the network, or has its name; else the one that ships with the program under the
    name of the network. Raises `InvalidStudy` with every name and code that is nobody's, each with its line.
    """
    known = table or official.of_study(study)
    mistakes: list[tuple[int, Said]] = []
    networks = {source.network for source in study.sources if source.network}
    found: dict[str, Borders] = {}
    for territory in study.territories:
        meant = _with_scales(territory, mistakes)
        borders = _borders(territory, meant, known, mistakes)
        for network in territory.networks or (territory.name,):
            if network in found:
                said = Said('the network "{network}" has another territory already', network=network)
                mistakes.append(_mistake(territory, territory.name, said))
            found.setdefault(network, borders)
    for network in sorted(networks - found.keys()):
        if network in shipped():
            found[network] = _borders(shipped()[network], shipped()[network], known, mistakes)
    if mistakes:
        in_order = [said for _, said in sorted(mistakes, key=lambda mistake: mistake[0])]
        raise InvalidStudy(study.file, in_order, language=study.language)
    return found


def _with_scales(territory: Territory, mistakes: list[tuple[int, Said]]) -> Territory:
    """The territory itself, or the shipped one of its name where it has no scale of its own."""
    if any(getattr(territory, each) for each in SCALES) or territory.periods:
        return territory
    if territory.name in shipped():
        return shipped()[territory.name]
    names = ", ".join(f'"{name}"' for name in shipped())
    said = Said("it has no scale, and only these come with the program: {names}", names=names)
    mistakes.append(_mistake(territory, territory.name, said))
    return territory


def _borders(written: Territory, meant: Territory, table: Gazetteer, mistakes: list[tuple[int, Said]]) -> Borders:
    steps = [
        Step(
            each,
            part.begin or date.min,
            part.end or date.max,
            _codes(meant, each, getattr(part, each), table, mistakes),
        )
        for part in (*meant.periods, Period(None, None, meant.city, meant.metropolis, meant.pays, meant.region))
        for each in SCALES
        if getattr(part, each)
    ]
    return Borders(str(written.name), tuple(steps), table, written.borders or meant.borders)


def _codes(
    territory: Territory, each: str, members: Sequence[str], table: Gazetteer, mistakes: list[tuple[int, Said]]
) -> frozenset[str]:
    found: set[str] = set()
    for written in members:
        meant = members_of(written, table, larger_first=each == "region")
        if isinstance(meant, Said):
            mistakes.append(_mistake(territory, written, Said("{scale}: {said}", scale=each, said=meant)))
        else:
            found |= meant
    return frozenset(found)


def _mistake(territory: Territory, written: str, said: Said) -> tuple[int, Said]:
    line = getattr(written, "line", 1)
    label = f'[territory "{territory.name}"]'
    return line, Said("line {line}: {label} {said}", line=line, label=label, said=said)


def members_of(written: str, table: Gazetteer, *, larger_first: bool = False) -> frozenset[str] | Said:
    """The codes of communes and departements that a name or code of a study stands for; or what is wrong with it.

    A name is a commune's before it is an EPCI's, a departement's or a region's; the other way round with
    `larger_first`, as for the region of a territory.
    """
    if written[:1].isdigit() or (written[:1] == "R" and written[1:].isdigit()):
        return _by_code(written, table)
    communes = {match.commune for match in table.matches(written) if match.how == "name"}
    larger = _larger(written, table)
    if larger and (larger_first or not communes):
        return larger
    if len(communes) == 1:
        return frozenset(each.code for each in communes)
    if communes:
        several = ", ".join(sorted(f"{each.name} ({each.code})" for each in communes))
        return Said('"{name}" is several communes; write the code of one: {several}', name=written, several=several)
    near = _near(written, table)
    hint = Said('did you mean "{name}"?', name=near) if near else Said("write its INSEE code")
    return Said('no commune, EPCI, departement or region is called "{name}"; {hint}', name=written, hint=hint)


def _near(written: str, table: Gazetteer) -> str:
    """The most populated commune of a similar name, else an area of one; "" without any."""
    larger: Mapping[str, object] = {**areas.epci(table), **areas.departements(table), **areas.regions(table)}
    alike = difflib.get_close_matches(fold(written), sorted({*table.names, *larger}), n=5)
    communes = [commune for key in alike for commune in table.named(key)[:1]]
    if communes:
        return max(communes, key=lambda commune: (commune.population or 0, commune.code)).name
    return alike[0] if alike else ""


def _by_code(code: str, table: Gazetteer) -> frozenset[str] | Said:
    if code.startswith("R"):
        found: Iterable[str] = departements_of(code, table)
    elif len(code) == 9:
        found = table.in_epci(code)
    elif len(code) == 5:
        commune = table.commune(code)
        found = [commune.code] if commune else []
    else:
        found = [code] if code in table.departements else []
    if codes := frozenset(found):
        return codes
    if there := table.at_postcode(code):
        return Said(
            '"{code}" is a postcode; the INSEE code of {name} is {insee}',
            code=code,
            name=there[0].name,
            insee=there[0].code,
        )
    return Said('the code "{code}" is that of no commune, EPCI, departement or region', code=code)


def _larger(written: str, table: Gazetteer) -> frozenset[str]:
    """The codes of an EPCI, departement or region by name; none where there is none."""
    if region := areas.region(written, table):
        return departements_of(region, table)
    if departement := areas.departement(written, table):
        return frozenset({departement})
    groups = areas.epci(table).get(fold(written), ())
    centre = areas.metropolis(written, table)
    siren = groups[0] if len(groups) == 1 else centre.epci if centre else ""
    return frozenset(table.in_epci(siren)) if siren else frozenset()
