"""The demo study against the published tables. Expected counts are written out here, or come from the table's file."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from statistics import median

import pytest
from demo_reader import Study, folded

# list: created, messages, authors, authors above 10 (tables 27 and 28; Tiers-Lieux as in table 35)
LISTS = {
    "wiki-brest": ("2007-05", 1146, 93, 18),
    "brest-bc": ("2009-04", 333, 32, 6),
    "cartes-ouvertes": ("2010-03", 720, 51, 16),
    "makers": ("2012-11", 3674, 390, 50),
    "catalyst": ("2013-04", 1732, 119, 25),
    "unisson": ("2014-02", 333, 33, 8),
    "tiers-lieux": ("2015-03", 175, 35, 4),
    "ac-lille": ("2015-03", 223, 27, 3),
}
FEW_EXCHANGES = {"ac-lille-info": 18, "chambre-communs": 2, "financement-communs": 2}
YEARS = {
    ("makers", "2013"): 1208,
    ("unisson", "2014"): 234,
    ("unisson", "2015"): 77,
    ("unisson", "2016"): 22,
    ("cartes-ouvertes", "2010"): 301,
    ("ac-lille", "2015"): 9,
    ("ac-lille", "2016"): 214,
    ("tiers-lieux", "2015"): 48,
    ("tiers-lieux", "2016"): 127,
}
# tables 31 and 32: city, metropolis, pays, region, elsewhere, unidentified (Cartes ouvertes: 18, not 19, in the city)
PLACES = {
    "makers": (160, 48, 0, 19, 70, 93),
    "catalyst": (75, 12, 0, 8, 15, 9),
    "unisson": (9, 0, 0, 0, 23, 1),
    "tiers-lieux": (16, 6, 0, 10, 1, 2),
    "ac-lille": (19, 3, 0, 0, 4, 1),
    "wiki-brest": (56, 1, 3, 3, 3, 27),
    "brest-bc": (23, 3, 1, 0, 0, 5),
    "cartes-ouvertes": (18, 8, 6, 8, 2, 9),
}
SCALES = ("city", "metropolis", "pays", "region", "elsewhere", "unidentified")
# table 34: subscribers, silent, percent
SILENT = {
    "catalyst": (167, 84, 50),
    "makers": (125, 52, 42),
    "unisson": (54, 30, 56),
    "ac-lille": (63, 39, 62),
    "tiers-lieux": (114, 78, 68),
}
INTENSIVE = {"catalyst": 17, "tiers-lieux": 3, "ac-lille": 2, "unisson": 6, "makers": 26}
LILLE = tuple(INTENSIVE)
BREST = ("wiki-brest", "brest-bc", "cartes-ouvertes")


def printed(name: str) -> list[dict[str, str]]:
    """A table as the comparison with the thesis has it: taken from the thesis apart from the generator's own."""
    text = (files("maillage.analyze.published") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def intensive_rows(name: str) -> Counter[tuple[tuple[str, int], ...]]:
    """The counts of each row: 20 and more on a list."""
    return Counter(
        tuple(sorted((key, int(value)) for key, value in row.items() if key != "row" and value.isdigit()))
        for row in printed(name)
    )


def intensive_of(study: Study, lists: tuple[str, ...]) -> Counter[tuple[tuple[str, int], ...]]:
    persons = sorted({person for name in lists for person, count in study.counts[name].items() if count >= 20})
    return Counter(
        tuple(sorted((name, study.counts[name][person]) for name in lists if study.counts[name][person] >= 20))
        for person in persons
    )


@pytest.mark.parametrize("name", LISTS)
def test_table_27_messages_and_month_of_creation(study: Study, name: str) -> None:
    months = [mail.month for mail in study.mails if study.heirs[mail.source] == name]
    assert (min(months), len(months)) == LISTS[name][:2]


def test_the_list_merged_into_brest_bc_holds_ten_messages_of_2016(study: Study) -> None:
    months = [mail.month for mail in study.mails if mail.source == "brest-en-communs"]
    assert (len(months), min(months), max(months) < "2017") == (10, "2016-01", True)
    assert sum(mail.source == "brest-bc" for mail in study.copies) == 323


def test_lists_with_few_exchanges(study: Study) -> None:
    assert {name: sum(study.counts[name].values()) for name in FEW_EXCHANGES} == FEW_EXCHANGES
    left_out = {source["name"] for source in study.lists if not source.get("analysed", True)}
    assert left_out == set(FEW_EXCHANGES)


@pytest.mark.parametrize("name", LISTS)
def test_table_28_authors(study: Study, name: str) -> None:
    counts = study.counts[name].values()
    assert (len(counts), sum(count > 10 for count in counts)) == LISTS[name][2:]


def test_figure_42_messages_by_year(study: Study) -> None:
    found = Counter((study.heirs[mail.source], mail.month[:4]) for mail in study.mails)
    assert {pair: found[pair] for pair in YEARS} == YEARS
    makers = {year: count for (name, year), count in found.items() if name == "makers"}
    assert max(makers, key=lambda year: makers[year]) == "2013"


def test_only_wiki_brest_is_rising(study: Study) -> None:
    rising = set()
    for name in set(LISTS) - {"tiers-lieux", "ac-lille"}:
        found = Counter(int(mail.month[:4]) for mail in study.mails if study.heirs[mail.source] == name)
        years = sorted(found)
        slopes = [(found[b] - found[a]) / (b - a) for a in years for b in years if a < b]
        if median(slopes) > 0:
            rising.add(name)
    assert rising == {"wiki-brest"}


def test_table_31_and_32_places(study: Study) -> None:
    scales: dict[str, dict[str, str]] = defaultdict(dict)
    for row in study.truth:
        if int(row["messages_to_2016_12"]):
            known = scales[study.heirs[row["list"]]]
            assert known.setdefault(row["person"], row["scale"]) == row["scale"]
    for name, expected in PLACES.items():
        found = Counter(scales[name].values())
        assert tuple(found[scale] for scale in SCALES) == expected, name


def test_one_place_for_each_person(study: Study) -> None:
    communes = defaultdict(set)
    for row in study.truth:
        communes[row["person"]].add(row["commune"])
    assert all(len(found) == 1 for found in communes.values())


def test_each_located_author_signs_with_her_place_on_each_list(study: Study) -> None:
    truth = {(row["address"], row["list"]): row for row in study.truth if row["scale"]}
    told = {(row["person"], row["list"]): False for row in truth.values() if int(row["messages_to_2016_12"])}
    for mail in study.mails:
        row = truth[mail.address, mail.source]
        if row["commune"].encode() in mail.raw or encoded(mail.raw, row["commune"]):
            told[row["person"], row["list"]] = True
    places = {(row["person"], row["list"]): row["commune"] for row in truth.values()}
    assert [pair for pair, known in told.items() if not known and places[pair]] == []


def test_who_is_not_identified_tells_no_place(study: Study) -> None:
    truth = study.truth
    places = re.compile(r"\b(" + "|".join(sorted({row["commune"] for row in truth} - {""})) + r")\b|\b\d{5} [A-Z]")
    unidentified = {row["address"] for row in truth if row["scale"] == "unidentified"}
    told = []
    for mail in study.copies:
        if mail.address in unidentified:
            body = own_text(mail.raw)
            told += [(mail.address, found.group()) for found in places.finditer(body)]
    assert told == []


def own_text(raw: bytes) -> str:
    """What the author wrote, as far as a simple reader can tell."""
    import email

    whole = email.message_from_bytes(raw)
    part = next((part for part in whole.walk() if part.get_content_type() == "text/plain"), whole)
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    text = re.split(r"-----Message d'origine|-------- Message original|_{32}", payload.decode("utf-8", "replace"))[0]
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.startswith((">", "|", "URL:")))


def encoded(raw: bytes, text: str) -> bool:
    import email

    parts = [part for part in email.message_from_bytes(raw).walk() if part.get_content_type() == "text/plain"]
    found = [part.get_payload(decode=True) for part in parts]
    charsets = ("utf-8", "iso-8859-1", "windows-1252", "iso-8859-15")
    return any(
        text.encode(charset, "ignore") in body for body in found if isinstance(body, bytes) for charset in charsets
    )


@pytest.mark.parametrize("name", SILENT)
def test_table_34_silent_subscribers(study: Study, name: str) -> None:
    persons = {study.persons[address] for address, _ in study.subscribers[name]}
    authors = {study.persons[mail.address] for mail in study.copies if mail.source == name}
    silent = len(persons - authors)
    share = 100 * silent / len(persons)
    assert (len(study.subscribers[name]), len(persons), silent) == (SILENT[name][0], *SILENT[name][:2])
    assert abs(share - SILENT[name][2]) <= 0.6


def test_subscribers_of_table_9(study: Study) -> None:
    found = {name: len(subscribed) for name, subscribed in study.subscribers.items() if name not in SILENT}
    assert found == {
        "ac-lille-info": 165,
        "chambre-communs": 15,
        "financement-communs": 35,
        "wiki-brest": 99,
        "cartes-ouvertes": 76,
        "brest-bc": 128,
    }


def test_table_35_every_author_and_month(study: Study) -> None:
    expected = Counter(
        tuple(
            (month, int(value))
            for month, value in sorted(row.items())
            if month.startswith("20") and value not in {"", "0"}
        )
        for row in printed("table35.csv")
        if row["row"].isdigit()
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for mail in study.mails:
        if mail.source == "tiers-lieux":
            found[study.persons[mail.address]][mail.month] += 1
    assert Counter(tuple(sorted(months.items())) for months in found.values()) == expected
    assert (len(found), sum(months.total() for months in found.values())) == (35, 175)


def test_table_36_and_the_two_rows_that_are_missing_in_print(study: Study) -> None:
    expected = intensive_rows("table36.csv")
    assert expected.total() == 42
    found = intensive_of(study, LILLE)
    assert not expected - found
    assert sorted((found - expected).elements()) == [(("makers", 40),), (("unisson", 35),)]
    assert found.total() == 44
    assert {name: sum(name in dict(row) for row in found.elements()) for name in LILLE} == INTENSIVE


def test_table_37(study: Study) -> None:
    expected = intensive_rows("table37.csv")
    assert expected.total() == 15
    assert intensive_of(study, BREST) == expected


def test_persons_above_100_on_one_list(study: Study) -> None:
    def above(lists: tuple[str, ...]) -> int:
        return len({person for name in lists for person, count in study.counts[name].items() if count > 100})

    without_makers = tuple(name for name in LILLE if name != "makers")
    assert (above(LILLE), above(without_makers), above(BREST)) == (12, 6, 3)


def test_persons_are_those_of_the_truth(study: Study) -> None:
    truth = {row["address"]: row["person"] for row in study.truth}
    assert set(truth) == set(study.persons)
    pairs = {(person, truth[address]) for address, person in study.persons.items()}
    assert len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs})


def test_twelve_people_have_two_addresses_under_one_name_and_four_are_joined_by_hand(study: Study) -> None:
    addresses = defaultdict(set)
    for mail in study.copies:
        addresses[study.persons[mail.address]].add(mail.address)
    assert sum(len(found) == 2 for found in addresses.values()) == 12 + 4
    on_lists = [row for row in study.decisions if ":" not in row["second"]]
    assert Counter(row["action"] for row in on_lists) == {"merge": 4, "split": 1}
    names = {mail.name for mail in study.copies}
    assert {"Jean-Pierre Le Goff", "LE GOFF Jean-Pierre"} <= names


def test_two_people_of_one_name_are_kept_apart(study: Study) -> None:
    marie = {mail.address for mail in study.mails if folded(mail.name) == ("marie", "martin")}
    assert len({study.persons[address] for address in marie}) == len(marie) == 2


def test_six_mails_went_to_two_lists(study: Study) -> None:
    lists = defaultdict(set)
    for mail in study.mails:
        lists[mail.message_id].add(mail.source)
    lists.pop("None")
    assert sum(len(found) == 2 for found in lists.values()) == 6


def test_seven_mails_stand_twice_in_their_archive(study: Study) -> None:
    copies = Counter((mail.source, mail.raw) for mail in study.copies)
    assert Counter(copies.values())[2] == 7


def test_automatic_mails_say_so_where_headers_are_whole(study: Study) -> None:
    raw = b"".join(mail.raw for mail in study.copies)
    assert raw.count(b"\nAuto-Submitted: auto-replied") == 2
    assert raw.count(b"\nAuto-Submitted: auto-generated") == 3
    robot = [mail for mail in study.mails if mail.name == "Forge des voisins"]
    assert Counter(mail.source for mail in robot) == {"makers": 14, "cartes-ouvertes": 3}


def test_one_mailbox_begins_with_something_that_is_no_mail(study: Study) -> None:
    volumes = sorted((study.folder / "archives/wiki-brest").iterdir())
    assert [file.name for file in volumes if not file.read_bytes().startswith(b"From ")] == ["2010.mbox"]


def test_the_last_month_of_a_list_is_not_compressed(study: Study) -> None:
    endings = Counter(path.suffix for path in (study.folder / "archives/makers").iterdir())
    assert endings[".txt"] == 1
    assert endings[".gz"] > 50


def test_the_same_bytes_every_time(study: Study, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-m", "maillage.demo", str(tmp_path)], check=True, env=environment)
    assert digests(tmp_path) == digests(study.folder)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
