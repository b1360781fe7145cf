"""How much is known of authors, and how much of it is right: on the demo's truth, and on authors coded by hand.

The coded samples are of real people and stay outside the repository. `MAILLAGE_CODED` names the first one, a CSV with
one line for each person and period (main_address, function, organisation, status, commune, country; "non identifié"
where nothing is said). Beside it, where they are: the same name with "-second-look", what was decided on a second look
for each value that is not the coded one (main_address, field, found, verdict); and `second-sample.csv`, values found
of other persons and judged (sample, archive, main_address, field, found, verdict). Of all of them only counts are told.
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
      coalesce((select group_concat(field || '=' || attributions.source)
        from profile_evidence join attributions using (attribution, field)
        where profile_evidence.person = list_profiles.person and scope = 'list' and name = list_profiles.source
      ), '') as sources
    from list_profiles join accounts using (person) where accounts.address != ''
"""

STUDY = """
[study]
title = "coded"
language = "en"
to = 2010-12-31
"""
SOURCE = """
[[source]]
name = "{name}"
kind = "{kind}"
path = "{path}"
"""
ARCHIVES = {
    "caml-list": (("caml-list", "mbox"),),
    "others": (
        ("caml-list-fr", "mbox"),
        ("berlios-jelix-public-fr", "pipermail"),
        ("berlios-gpsd-users/txt", "pipermail"),
    ),
}
"""The archives that the samples were drawn from, each with its kind; `others`: by one draw from all of them."""

Lines = Sequence[Mapping[str, str]]
Found = Mapping[str, Sequence["Profile"]]
"""What is found of each author, by address: her profile on each list."""


class Profile(NamedTuple):
    """What is found of an author on a list, and from what source each field comes: signature, introduction, address."""

    values: Mapping[str, str]
    sources: Mapping[str, str]


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
            yield from _coded(Path(coded), corpora, Path(folder))


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


def _coded(coded: Path, corpora: Path, folder: Path) -> Iterator[Section]:
    """The sections on all samples that stand beside the first."""
    found = {name: _of_archives(corpora, ARCHIVES[name], folder / name) for name in ARCHIVES}
    authors: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for line in _lines(coded):
        if line.get("kind", "") != "spam":
            authors[line["main_address"]].append(line)
    again = second_look(coded.with_name(f"{coded.stem}-second-look.csv"))
    yield sample(authors, found["caml-list"], again)
    yield by_source(authors, found["caml-list"], again)
    judged_values = coded.with_name("second-sample.csv")
    if judged_values.is_file():
        yield others(list(_lines(judged_values)), found)


def _of_archives(corpora: Path, archives: Sequence[tuple[str, str]], folder: Path) -> Found:
    """What is found of each author of some archives."""
    folder.mkdir(parents=True)
    sources = (SOURCE.format(name=name.partition("/")[0], kind=kind, path=corpora / name) for name, kind in archives)
    (folder / "maillage.toml").write_text(STUDY + "".join(sources), encoding="utf-8")
    profiles: dict[str, list[Profile]] = defaultdict(list)
    for (address, _), profile in sorted(analysed(load(folder)).items()):
        profiles[address].append(profile)
    return profiles


def second_look(path: Path) -> dict[tuple[str, str, str], str]:
    """What was decided of disputed values, by address, field and what is found; "" where nothing is."""
    if not path.is_file():
        return {}
    return {(line["main_address"], line["field"], line["found"]): line["verdict"] for line in _lines(path)}


def sample(authors: Mapping[str, Lines], found: Found, again: Mapping[tuple[str, str, str], str]) -> Section:
    """The authors of a sample, coded by hand, against what is found of them in the archive."""
    rows = []
    for field in OF_SAMPLE:
        counted = {address: _of_author(field, _first(found, address), lines) for address, lines in authors.items()}
        certain = [
            counts for address, counts in counted.items() if not any(_doubted(field, line) for line in authors[address])
        ]
        looked = [_again(field, address, found, counts, again) for address, counts in counted.items()]
        rows += [
            row(field, scores([*counted.values()])),
            row(f"{field}, without doubts", scores(certain)),
            row(f"{field}, after a second look", scores(looked)),
        ]
    weak = sum("address" in profile.sources.values() for address in authors for profile in found.get(address, ()))
    return Section(
        title="Attributes of authors coded by hand",
        about=f"{len(authors)} authors of caml-list 1992-2003, of 100 drawn at random from all 1,439 persons with a "
        "counted message; the others sent advertising. One coder read their mails before the program did. "
        "Recall is coverage of what the mails say. Units of the intervals are authors.",
        header=HEADER,
        rows=rows,
        notes=(
            "A value is right where it holds, or is held by, a coded one; of a laboratory and its university, either.",
            (
                "One coder, so no agreement can be told; the list is of the nineties, technical, and half in English: "
                "signatures are fewer and more fanciful than on the networks of the thesis."
            ),
            (
                "The coder saw the mails of the sampled addresses; the program also reads those of the other addresses "
                "of the same person, and what it finds there counts as wrong against the coding."
            ),
            (
                "The second look was one at each value that is not the coded one, by another reader, who knew what the "
                "program had found: it can only be kinder. Towns abroad, of which the program tells the country, and "
                "roles at conferences, which are no professions, are not asked for in it."
            ),
            "The errors of these authors led to rules: the figures are those of a set that was worked on.",
            f"Of {weak} authors the mail domain tells something, which is no part of these figures.",
        ),
    )


def _again(field: str, address: str, found: Found, counts: Counts, again: Mapping[tuple[str, str, str], str]) -> Counts:
    """The same author after the second look."""
    profile = _first(found, address)
    verdict = again.get((address, field, "" if profile is None else _found(field, profile)), "")
    if verdict == "right":
        return Counts(1, 0, 0)
    return counts._replace(missed=0) if again.get((address, field, "")) == "not asked" else counts


def by_source(authors: Mapping[str, Lines], found: Found, again: Mapping[tuple[str, str, str], str]) -> Section:
    """The same values by what tells them, and what mail domains tell."""
    rows = []
    for field in ("function", "organisation", "status"):
        for source in ("signature", "introduction", "address"):
            first, looked = [], []
            for address, lines in authors.items():
                profile = _first(found, address)
                if profile is None or profile.sources.get(field) != source:
                    continue
                counts = _of_domain(field, profile, lines) if source == "address" else _of_author(field, profile, lines)
                first.append(counts)
                looked.append(counts if source == "address" else _again(field, address, found, counts, again))
            if first:
                rows.append([field, source, str(len(first)), *(str(scores(one).precision) for one in (first, looked))])
    return Section(
        title="Attributes of authors coded by hand, by source",
        about="The same authors: how many values come from each source, and how many of them are right.",
        header=("", "source", "found", "precision", "after a second look"),
        rows=rows,
        notes=(
            (
                "An address tells what its domain belongs to, and is held against what the coder read from the domain; "
                "the right house named by the bare word of its domain, a university by letters, counts as wrong."
            ),
        ),
    )


def _of_domain(field: str, profile: Profile, lines: Lines) -> Counts:
    """What a mail domain tells against what the coder read from it."""
    values = frozenset(value for line in lines for value in _said(field, line.get(f"{field}_by_domain", "")))
    return judged(profile.values[field], Coded(values))


def others(lines: Lines, found: Mapping[str, Found]) -> Section:
    """Values found of other persons, judged one by one."""
    verdicts = {
        (line["archive"], line["main_address"], line["field"], line["found"]): line["verdict"] for line in lines
    }
    drawn = sorted({(line["sample"], line["archive"], line["main_address"]) for line in lines})
    rows = []
    for name in sorted({sample for sample, _, _ in drawn}):
        for field in OF_SAMPLE:
            units, unjudged = [], 0
            for of_sample, archive, address in drawn:
                if of_sample != name or field == "status":
                    continue
                profiles = found[archive].get(address, ())
                if field == "country":  # a commune tells its country
                    profiles = [profile for profile in profiles if profile.values["place_level"] == "country"]
                values = {_found(field, profile) for profile in profiles} - {""}
                told = [verdicts.get((archive, address, field, value), "") for value in values]
                unjudged += told.count("")
                units.append(Counts(told.count("right"), told.count("wrong") + told.count("doubtful"), 0))
            if any(unit.right + unit.wrong for unit in units):
                right, wrong = sum(unit.right for unit in units), sum(unit.wrong for unit in units)
                rows.append([f"{name}, {field}", str(right), str(wrong), str(unjudged), str(scores(units).precision)])
    return Section(
        title="Values found of other persons",
        about=f"{len(drawn)} other persons with a found function, organisation or commune, two thirds of caml-list and "
        "one of caml-list-fr, jelix and gpsd-users, drawn at random: each value judged by one reader in its mail.",
        header=("", "right", "wrong or doubtful", "not judged", "precision"),
        rows=rows,
        notes=(
            (
                "Both were drawn among what the program found, the second before the rules on what is believed were "
                "written and the third after. Freshly drawn, the third had 40 organisations right and 15 wrong or "
                "doubtful (0.73); since then, departments go behind their houses because of it."
            ),
            (
                "A department, or a bare unit of a house, counts as wrong or doubtful, as does a country that only a "
                "sentence in passing tells."
            ),
        ),
    )


def _first(found: Found, address: str) -> Profile | None:
    return next(iter(found.get(address, ())), None)


def _of_author(field: str, profile: Profile | None, lines: Lines) -> Counts:
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
    return "" if profile.sources.get(field) == "address" else profile.values[field]


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
                {name: line[name] for name in line.keys() if name not in ("address", "source", "sources")},  # noqa: SIM118
                dict(pair.split("=") for pair in filter(None, line["sources"].split(","))),
            )
            for line in store.rows(PROFILES)
        }


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
