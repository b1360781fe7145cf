"""How much is known of authors, and how much of it is right: on the demo's truth, and on authors coded by hand.

The coded sample is of real people and stays outside the repository: `MAILLAGE_CODED` names its file, a CSV with one
line for each person and period (main_address, function, organisation, status, commune, country; "non identifié" where
nothing is said), of the archive `caml-list` beside the annotated ones.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from evaluation.scores import HEADER, Counts, Section, row, scores
from maillage import demo, pipeline
from maillage.analyze.lists import targets
from maillage.analyze.profiles.places import countries, gazetteer
from maillage.analyze.profiles.vocabulary import organisations
from maillage.analyze.profiles.vocabulary.words import words
from maillage.progress import Silent
from maillage.project import Study, load
from maillage.store import Store

CODED = "MAILLAGE_CODED"
NOT_SAID = frozenset({"", "non identifié"})
FIELDS = ("function", "organisation", "status", "domain", "place", "scale")
OF_SAMPLE = ("function", "organisation", "status", "commune", "country")

PROFILES = """
    select accounts.address, list_profiles.source, function, organisation, status, domain, place, place_level, scale,
      coalesce((select group_concat(field) from profile_evidence join attributions using (attribution, field)
        where profile_evidence.person = list_profiles.person and scope = 'list' and name = list_profiles.source
          and attributions.source = 'address'), '') as weak
    from list_profiles join accounts using (person) where accounts.address != ''
"""

STUDY = """
[study]
title = "coded"
language = "en"
to = 2003-12-31

[[source]]
name = "coded"
kind = "mbox"
path = "{path}"
"""


class Profile(NamedTuple):
    """What is found of an author on a list. `weak`: the fields that only a mail domain tells."""

    values: Mapping[str, str]
    weak: frozenset[str]


class Coded(NamedTuple):
    """What a field of an author is: any of the `values`; `either`: what is neither right nor wrong."""

    values: frozenset[str]
    either: frozenset[str] = frozenset()


def sections(corpora: Path) -> Iterator[Section]:
    """The demo, and the coded sample where there is one."""
    with TemporaryDirectory() as folder:
        yield _demo(Path(folder, "demo"))
        coded = os.environ.get(CODED, "")
        if Path(coded).is_file():
            yield sample(Path(coded), corpora / "caml-list", Path(folder, "coded"))


def judged(found: str, coded: Coded) -> Counts:
    """One field of one author: right where what is found holds, or is held by, one of the coded values."""
    told = {value for value in coded.values if value not in NOT_SAID}
    if found and any(holds(found, value) for value in coded.either):
        return Counts(0, 0, 0)
    right = bool(found) and any(holds(found, value) for value in told)
    return Counts(int(right), int(bool(found) and not right), int(bool(told) and not right))


def holds(one: str, other: str) -> bool:
    """Whether the words of one value stand in the other, or the other way round; or both are one organisation."""
    mine, yours = ([word.key for word in words(text)] for text in (one, other))
    if not mine or not yours:
        return False
    return _within(mine, yours) or _within(yours, mine) or organisations.same(one, other)


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    return any(list(many[at : at + len(few)]) == list(few) for at in range(len(many) - len(few) + 1))


# ----------------------------------------------------------------------------------------------- the demo


def _demo(folder: Path) -> Section:
    demo.generate(folder)
    study = load(folder)
    found = analysed(study)
    into = targets(study)
    units: dict[str, dict[tuple[str, str], Counts]] = defaultdict(dict)
    for line in _lines(folder / "truth.csv"):
        author = line["person"], into.get(line["list"], line["list"])
        profile = found.get((line["address"], author[1]))
        if int(line["messages_to_2016_12"]) and profile:
            for field, truth in _truth(line).items():
                units[field][author] = judged(_of_demo(field, profile), Coded(frozenset({truth})))
    return Section(
        title="Attributes of the demo's authors",
        about="What each author of each list is found to be, against what the generator knows; the domain is in the "
        "mails of some only. Units of the intervals are authors by list.",
        header=HEADER,
        rows=[row(field, scores([*units[field].values()])) for field in FIELDS],
        notes=(
            "One status comes from a coding; all else from the mails. Recall is coverage.",
            "Of towns abroad the country is told, which gives the scale and no commune.",
        ),
    )


def _of_demo(field: str, profile: Profile) -> str:
    """What is found of a field; a country is no commune, and a place that is not known at no scale."""
    value = profile.values[field]
    if field == "place":
        return value if profile.values["place_level"] == "commune" else ""
    return "" if value == "unidentified" else value


def _truth(line: Mapping[str, str]) -> dict[str, str]:
    status = organisations.status_of(line["status"].rstrip(" ?"))
    return {
        "function": line["function"],
        "organisation": line["structure"],
        "status": status.code if status else "",
        "domain": line["domain"],
        "place": next((one.name for one in gazetteer.shipped().named(line["commune"])), line["commune"]),
        "scale": "" if line["scale"] == "unidentified" else line["scale"],
    }


# ------------------------------------------------------------------------------------- authors coded by hand


def sample(coded: Path, archive: Path, folder: Path) -> Section:
    """The authors of a sample, coded by hand, against what is found of them in the archive."""
    folder.mkdir(parents=True)
    (folder / "maillage.toml").write_text(STUDY.format(path=archive), encoding="utf-8")
    found = {address: profile for (address, _), profile in analysed(load(folder)).items()}
    lines: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in _lines(coded):
        if line.get("kind", "") != "spam":
            lines[line["main_address"]].append(line)
    rows = []
    for field in OF_SAMPLE:
        everybody = [_of_author(field, found.get(address), of_author) for address, of_author in sorted(lines.items())]
        certain = [
            _of_author(field, found.get(address), of_author)
            for address, of_author in sorted(lines.items())
            if not any(_doubted(field, line) for line in of_author)
        ]
        rows += [row(field, scores(everybody)), row(f"{field}, without doubts", scores(certain))]
    weak = sum(bool(found[address].weak) for address in lines if address in found)
    return Section(
        title="Attributes of authors coded by hand",
        about=f"{len(lines)} authors drawn at random from caml-list 1992-2003 and coded from their mails, before the "
        "program read them. Recall is coverage of what the mails say. Units of the intervals are authors.",
        header=HEADER,
        rows=rows,
        notes=(
            "A value is right where it holds, or is held by, a coded one; of a laboratory and its university, either.",
            f"Of {weak} authors the mail domain tells something, which is no part of these figures.",
        ),
    )


def _of_author(field: str, profile: Profile | None, lines: Sequence[Mapping[str, str]]) -> Counts:
    values = frozenset(value for line in lines for value in _said(field, line[field]))
    either = frozenset(line.get("commune_inferred", "") for line in lines) - NOT_SAID if field == "commune" else ()
    found = "" if profile is None else _found(field, profile)
    return judged(found, Coded(values, frozenset(either)))


def _said(field: str, cell: str) -> Iterator[str]:
    """The values of a cell: a status by its code, a country by its name in French, as places are."""
    if cell in NOT_SAID:
        return
    yield cell
    if field == "country" and (code := countries.by_name().get(cell.casefold())):
        yield countries.name_of(code)
    if field == "status":
        yield from (status.code for part in cell.split("/") if (status := organisations.status_of(part.strip())))


def _found(field: str, profile: Profile) -> str:
    """What is found of a field; a mail domain tells nothing here."""
    level = profile.values["place_level"]
    if field in ("commune", "country"):
        if field == "commune":
            return profile.values["place"] if level == "commune" else ""
        return profile.values["place"] if level == "country" else "France" if level else ""
    return "" if field in profile.weak else profile.values[field]


def _doubted(field: str, line: Mapping[str, str]) -> bool:
    doubts = line.get("doubt", "")
    return field in doubts or (field in ("commune", "country") and "place" in doubts)


# ------------------------------------------------------------------------------------------------- reading


def analysed(study: Study) -> dict[tuple[str, str], Profile]:
    """What is found of each author on each list, by address and list."""
    pipeline.ingest(study)
    with Store.open(study.database, write=True) as store:
        pipeline.analyze(store, study, Silent())
        return {
            (line["address"], line["source"]): Profile(
                {name: line[name] for name in line.keys() if name not in ("address", "source", "weak")},  # noqa: SIM118
                frozenset(filter(None, line["weak"].split(","))),
            )
            for line in store.rows(PROFILES)
        }


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
