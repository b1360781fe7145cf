"""What is larger than a commune and named without one: metropolises, pays, departements and regions."""

from __future__ import annotations

import re
from functools import cache

from maillage.analyze.profiles.places.folding import fold
from maillage.analyze.profiles.places.gazetteer import Commune, Gazetteer

_REGIONS_ALSO = {
    "11": "IDF,Région parisienne,Paris region,Greater Paris",
    "24": "Centre,Région Centre",
    "27": "BFC",
    "28": "Normandy",
    "32": "HDF",
    "52": "PDL,Pays de Loire",
    "53": "Brittany,Breizh,BZH,Bretagne Breizh",
    "75": "NAQ",
    "84": "AURA,ARA",
    "93": "PACA,Région Sud,Provence,Paca Corse",
    "94": "Corsica",
    "26": "Burgundy",
    "31": "NPDC,NPC,Nord Pas de Calais Picardie",
    "42": "Elsass,Alsatia",
}
"""Other names of regions, by INSEE code; those of before 2016 under the code that they had."""

_DEPARTEMENTS_ALSO = {
    "29": "Penn-ar-Bed,Finistère Nord,Finistère Sud,Nord-Finistère,Sud-Finistère",
    "22": "Côtes-du-Nord,Aodoù-an-Arvor",
    "44": "Loire-Inférieure",
    "64": "Basses-Pyrénées,Pays basque,Béarn",
    "04": "Basses-Alpes",
    "17": "Charente-Inférieure",
    "76": "Seine-Inférieure",
    "69": "Métropole du Rhône",
    "2A": "Corse du Sud",
    "2B": "Haute Corse",
}

_METROPOLITAN = {
    "lilloise": "59350", "brestoise": "29019", "rennaise": "35238", "nantaise": "44109", "bordelaise": "33063",
    "toulousaine": "31555", "lyonnaise": "69123", "marseillaise": "13055", "grenobloise": "38185",
    "strasbourgeoise": "67482", "montpellieraine": "34172", "nicoise": "06088", "rouennaise": "76540",
    "tourangelle": "37261", "dijonnaise": "21231", "messine": "57463", "nanceienne": "54395", "orleanaise": "45234",
    "stephanoise": "42218", "toulonnaise": "83137", "clermontoise": "63113", "rochelaise": "17300",
    "lorientaise": "56121", "quimperoise": "29232", "dunkerquoise": "59183", "valenciennoise": "59606",
    "amienoise": "80021", "caennaise": "14118", "angevine": "49007", "mancelle": "72181", "parisienne": "75056",
}  # fmt: skip
"""The commune that an adjective behind "métropole" or "agglomération" speaks of."""

_ALSO_METROPOLISES = {
    "mel": "59350", "metropole europeenne de lille": "59350", "lmcu": "59350",
    "lille metropole communaute urbaine": "59350",
    "bmo": "29019", "brest metropole oceane": "29019", "cub": "33063", "grand lyon": "69123", "grand nancy": "54395",
    "grand paris": "75056", "eurometropole de strasbourg": "67482", "greater lille": "59350",
}  # fmt: skip
_GROUPING = (
    r"(?:metropole|agglomeration|agglo|communaute urbaine|communaute d agglomeration|aire urbaine|bassin|grand|greater)"
)
_METROPOLIS_BEFORE = re.compile(
    rf"^(?:la )?{_GROUPING} (?:europeenne |urbaine )?(?:de la |de l |des |du |de |d )?(.+)$"
)
_METROPOLIS_BEHIND = re.compile(r"^(.+?) (?:metropole|agglomeration|agglo|communaute urbaine|et agglomeration)$")
_PAYS = re.compile(r"^(?:le )?pays (?:de la |de l |des |du |de |d )(.+)$")
_REGION = re.compile(r"^(?:la |en )?region (?:de la |de l |des |du |de |d )?")
_DEPARTEMENT = re.compile(r"^(?:le )?(?:departement|dept|dpt|dep) (?:de la |de l |des |du |de |d )?")
_CODE = re.compile(r"^\(?\s*(\d\d|2[ABab]|97\d)\s*\)?$")


@cache
def regions(gazetteer: Gazetteer) -> dict[str, str]:
    """Codes of regions, R53, by folded name; a region of before 2016 has a code of its own."""
    found = {fold(region.name): f"R{region.code}" for region in gazetteer.former_regions.values()}
    found |= {fold(region.name): f"R{region.code}" for region in gazetteer.regions.values()}
    for code, names in _REGIONS_ALSO.items():
        found |= {fold(name): f"R{code}" for name in names.split(",")}
    return found


@cache
def departements(gazetteer: Gazetteer) -> dict[str, str]:
    """Codes of departements by folded name."""
    found = {fold(name): code for code, names in _DEPARTEMENTS_ALSO.items() for name in names.split(",")}
    return found | {fold(each.name): each.code for each in gazetteer.departements.values()}


@cache
def epci(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """SIREN of EPCI by folded name, with its kind as an abbreviation, written out, and left away."""
    written_out = {"cc": "communaute de communes", "ca": "communaute d agglomeration", "cu": "communaute urbaine"}
    found: dict[str, list[str]] = {}
    for each in gazetteer.epci.values():
        key = fold(each.name)
        kind, _, rest = key.partition(" ")
        keys = {key}
        if kind in written_out:
            bare = re.sub(r"^(?:de la|de l|des|du|de|d) ", "", rest)
            keys |= {f"{written_out[kind]} {rest}", bare}
        for name in sorted(keys):
            found.setdefault(name, []).append(each.code)
    return {key: tuple(codes) for key, codes in found.items()}


def region(written: str, gazetteer: Gazetteer) -> str | None:
    """The code of a named region: R53 for "Bretagne", "région Bretagne"."""
    key = fold(written)
    known = regions(gazetteer)
    return known.get(key) or known.get(_REGION.sub("", key))


def departement(written: str, gazetteer: Gazetteer) -> str | None:
    """The code of a named departement: 29 for "Finistère", "(29)"."""
    if code := _CODE.match(written.strip()):
        return code[1].upper() if code[1].upper() in gazetteer.departements else None
    key = fold(written)
    known = departements(gazetteer)
    return known.get(key) or known.get(_DEPARTEMENT.sub("", key))


def metropolis(written: str, gazetteer: Gazetteer) -> Commune | None:
    """The commune in the middle of a metropolis or agglomeration: Lille for "métropole lilloise", "Lille Métropole"."""
    key = fold(written)
    if key in _ALSO_METROPOLISES:
        return gazetteer.commune(_ALSO_METROPOLISES[key])
    found = _METROPOLIS_BEHIND.match(key) or _METROPOLIS_BEFORE.match(key)
    if not found:
        return None
    if found[1] in _METROPOLITAN:
        return gazetteer.commune(_METROPOLITAN[found[1]])
    return _populated(found[1], gazetteer)


def pays(written: str, gazetteer: Gazetteer) -> Commune | None:
    """The commune that a pays is called after: Brest for "pays de Brest"; not every pays is called after one."""
    found = _PAYS.match(fold(written))
    return _populated(found[1], gazetteer) if found else None


_POPULATED = 5_000  # inhabitants: the middle of an agglomeration has more


def _populated(key: str, gazetteer: Gazetteer) -> Commune | None:
    named = [match.commune for match in gazetteer.matches(key) if match.how == "name"]
    return named[0] if named and (named[0].population or 0) >= _POPULATED else None
