"""Make the table of communes that ships with maillage, from the French State's own package.

    python3 scripts/communes.py

It needs `npm`, fetches two versions of @etalab/decoupage-administratif (data: Licence Ouverte 2.0; sources: INSEE,
DGCL, La Poste), the current one for what is and the last one with a history for what was, and writes
`maillage/analyze/profiles/places/communes.tsv.gz`. The same versions give the same bytes.
"""  # noqa: INP001  # a script, not a package

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PACKAGE = "@etalab/decoupage-administratif"
CURRENT = "6.0.0"
"""The borders and names of 2026, with the postcodes and populations of that edition."""
HISTORY = "0.7.0"
"""The last version with `historique-communes.json`: every name of a commune since 1943."""

TABLE = Path(__file__).parent.parent / "maillage" / "analyze" / "profiles" / "places" / "communes.tsv.gz"

NOTICE = f"""\
# Communes, departements, regions and EPCI of France, as maillage reads them; made by scripts/communes.py.
# Source: {PACKAGE} {CURRENT}, names of the past from {HISTORY} (npm), by Etalab, from INSEE (code officiel
# géographique, populations légales), DGCL (EPCI à fiscalité propre) and La Poste (codes postaux).
# Licence Ouverte / Open Licence 2.0: https://www.etalab.gouv.fr/licence-ouverte-open-licence
# Changed: only these columns are kept; the regions of before 2016 are added.
"""

FORMER_REGIONS = {
    "21": ("Champagne-Ardenne", "08 10 51 52"),
    "22": ("Picardie", "02 60 80"),
    "23": ("Haute-Normandie", "27 76"),
    "25": ("Basse-Normandie", "14 50 61"),
    "26": ("Bourgogne", "21 58 71 89"),
    "31": ("Nord-Pas-de-Calais", "59 62"),
    "41": ("Lorraine", "54 55 57 88"),
    "42": ("Alsace", "67 68"),
    "43": ("Franche-Comté", "25 39 70 90"),
    "54": ("Poitou-Charentes", "16 17 79 86"),
    "72": ("Aquitaine", "24 33 40 47 64"),
    "73": ("Midi-Pyrénées", "09 12 31 32 46 65 81 82"),
    "74": ("Limousin", "19 23 87"),
    "82": ("Rhône-Alpes", "01 07 26 38 42 69 73 74"),
    "83": ("Auvergne", "03 15 43 63"),
    "91": ("Languedoc-Roussillon", "11 30 34 48 66"),
}
"""The regions that ended on 2015-12-31 (law 2015-29 of 16 January 2015), with their INSEE codes and departements."""

KINDS = {"commune-deleguee": "delegated", "commune-associee": "associated", "arrondissement-municipal": "district"}


def main() -> int:
    """Fetch, check and write; the exit code of the script."""
    with tempfile.TemporaryDirectory() as folder:
        current, history = (_fetched(version, Path(folder)) for version in (CURRENT, HISTORY))
        text = table(current, history)
    with TABLE.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())
    sys.stdout.write(f"{TABLE}: {text.count(chr(10))} lines, {TABLE.stat().st_size} bytes\n")
    return 0


def _fetched(version: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The JSON files of one version of the package, by name."""
    pack = ["npm", "pack", "--silent", f"{PACKAGE}@{version}"]
    packed = subprocess.run(pack, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        files = {
            Path(member.name).stem: archive.extractfile(member)
            for member in archive
            if member.isfile() and member.name.startswith("package/data/")
        }
        return {name: json.load(file) for name, file in files.items() if file}


def table(current: dict[str, list[dict[str, Any]]], history: dict[str, list[dict[str, Any]]]) -> str:
    """The whole table: blocks between blank lines, each with its heading."""
    epci_of = {member["code"]: group["code"] for group in current["epci"] for member in group["membres"]}
    communes = [each for each in current["communes"] if each["type"] == "commune-actuelle"]
    return NOTICE + "\n".join(
        (
            _block("regions code name", ((each["code"], each["nom"]) for each in current["regions"])),
            _block("former_regions code name departements", ((code, *rest) for code, rest in FORMER_REGIONS.items())),
            _block(
                "departements code name region",
                ((each["code"], each["nom"], each["region"]) for each in current["departements"]),
            ),
            _block("epci code name type", ((each["code"], each["nom"], each["type"]) for each in current["epci"])),
            _block(
                "communes code name postcodes population epci",
                (
                    (
                        each["code"],
                        each["nom"],
                        " ".join(each.get("codesPostaux", ())),
                        str(each.get("population", "")),
                        epci_of.get(each["code"], ""),
                    )
                    for each in communes
                ),
            ),
            _block("within code name commune kind", _within(current["communes"], history["historique-communes"])),
        )
    )


def _block(heading: str, rows: Iterable[tuple[str, ...]]) -> str:
    return "".join("\t".join(row) + "\n" for row in [tuple(heading.split()), *sorted(rows)])


def _within(now: list[dict[str, Any]], then: list[dict[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Districts, associated, delegated and former communes, with the commune that each is in today."""
    today = {each["code"]: each for each in now if each["type"] == "commune-actuelle"}
    belongs = {code: code for code in today}
    for each in now:
        for code in each.get("anciensCodes", ()):
            belongs.setdefault(code, each["code"])
    seen = {(code, each["nom"]) for code, each in today.items()}
    for each in now:
        if kind := KINDS.get(each["type"]):
            commune = each.get("chefLieu") or each["commune"]
            belongs.setdefault(each["code"], commune)
            if (each["code"], each["nom"]) not in seen:
                seen.add((each["code"], each["nom"]))
                yield each["code"], each["nom"], commune, kind
    for each in then:
        commune = belongs.get(each["code"], "")
        written = each["code"], each["nom"]
        if commune and written not in seen and each["nom"] != today[commune]["nom"]:
            seen.add(written)
            yield *written, commune, "former"


if __name__ == "__main__":
    sys.exit(main())
