from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from derived_rows import authors_of, fill
from factories import Archive, source, study

from maillage.analyze import authors, comparison, contributions, regulars, scales, silence, structures, volume
from maillage.analyze.compared_profiles import family
from maillage.analyze.comparison import MARKS, Comparison, Summary, published
from maillage.analyze.profiles import profiles
from maillage.analyze.wikis import articles
from maillage.analyze.wikis.affordances import WikiAffordance
from maillage.analyze.wikis.census import WikiCensus
from maillage.decisions import Decisions
from maillage.project import Source, Study, WikiOptions
from maillage.store import Store

LISTS = ("wiki-brest", "cartes-ouvertes", "brest-bc", "makers", "catalyst", "unisson", "tiers-lieux", "ac-lille")
AGES = dict(zip(LISTS, (116, 82, 93, 50, 45, 35, 22, 22), strict=True))
SILENT = {"catalyst": 84, "makers": 53, "unisson": 30, "ac-lille": 39, "tiers-lieux": 77}
WIKIS = (
    "wiki-des-communs", "wikiversite-construire", "wikiversite-financement", "wikilivre-construire",
    "wiki-de-brest", "wiki-abrest", "wiki-ecosol", "wiki-fuc",
)  # fmt: skip
SITES = ("a-brest", "eco-sol-brest")
COUNTED = (*SITES, "pel-brest", "participation-brest", "sante-brest", "egalite-brest", "mobilite-brest")
VALUES = 1256 + 43 + 20 + 226  # counts; Tables 31 and 32, 29 and 30, and the words of 36 and 37
MONTHS = [name for name in published("table35")[0] if "-" in name]


def printed(table_id: str, what: str) -> dict[str, str]:
    return {
        row["list"]: row["printed"] for row in published("values") if (row["table_id"], row["what"]) == (table_id, what)
    }


@pytest.fixture
def thesis(tmp_path: Path) -> Iterator[Store]:
    """A study whose figures are the thesis's, but for the errors of its print."""
    with Archive(tmp_path) as archive:
        archive.messages(10, "brest-en-communs", by="a@x.fr")
        store = archive.store
        merged = [contributions.Contribution(n, "brest-bc", 1, "2016-03-01", "2016-03", True, "") for n in range(1, 11)]  # noqa: FBT003  # as the row has it
        fill(store, contributions.Contribution, merged)
        fill(store, volume.ListVolume, map(list_volume, LISTS))
        fill(store, volume.ListYear, list_years())
        fill(store, regulars.ListRegulars, map(list_regulars, LISTS))
        fill(store, silence.RosterSize, roster_sizes())
        fill(store, silence.Silence, silences())
        fill(store, authors.PersonMonth, person_months())
        authors_of(store, persons())
        fill(store, volume.ListPeriod, map(list_period, LISTS))
        fill(store, scales.ListScale, list_scales())
        fill(store, profiles.NetworkProfile, network_profiles())
        fill(store, structures.NetworkStructure, network_structures())
        fill(store, WikiCensus, map(wiki_census, (*WIKIS, *SITES)))
        fill(store, articles.SiteArticles, map(site_articles, COUNTED))
        fill(store, articles.SiteMonth, site_months())
        fill(store, WikiAffordance, wiki_affordances())
        yield store


def list_volume(name: str) -> volume.ListVolume:
    messages = 175 if name == "tiers-lieux" else int(printed("9", "messages")[name])
    return volume.ListVolume(name, messages, 0, 0, messages / AGES[name] * 12, None, None, None, None, None)


def list_period(name: str) -> volume.ListPeriod:
    created = printed("9", "created")[name]
    return volume.ListPeriod(name, created, created, "2016-12", AGES[name])


def list_years() -> Iterator[volume.ListYear]:
    for row in published("values"):
        if row["table_id"] == "figure 42" and row["list"] in LISTS:
            yield volume.ListYear(row["list"], int(row["key"]), int(row["printed"]), 12, in_figure=True)


def list_regulars(name: str) -> regulars.ListRegulars:
    wrote = 35 if name == "tiers-lieux" else int(printed("28", "authors")[name])
    regular = int(printed("28", "regular-authors")[name])
    return regulars.ListRegulars(name, wrote, regular, regular / wrote, 0, 0, 0)


def roster_sizes() -> Iterator[silence.RosterSize]:
    for number, (name, subscribers) in enumerate(printed("9", "subscribers").items(), start=1):
        yield silence.RosterSize(number, name, "2017-06-15", int(subscribers), int(subscribers))
        yield silence.RosterSize(number + 100, name, "2016-06-15", 3, 3)


def silences() -> Iterator[silence.Silence]:
    for number, (name, silent) in enumerate(SILENT.items(), start=1):
        subscribers = int(printed("9", "subscribers")[name])
        yield silence.Silence(number, name, "2017-06-15", subscribers, silent, silent / subscribers, 0, 0)


def person_months() -> Iterator[authors.PersonMonth]:
    """Table 35, its persons numbered the other way round."""
    for row in published("table35")[:-1]:
        for month in MONTHS:
            if row[month]:
                yield authors.PersonMonth("tiers-lieux", 100 - int(row["row"]), month, int(row[month]))


def wiki(name: str) -> Source:
    return Source(name, "mediawiki", Path(name), wiki=WikiOptions())


def wiki_census(name: str) -> WikiCensus:
    """Annex 3; where it prints nothing, any number."""
    counts = {what: printed("annex 3", what).get(name) for what in ("contributors", "content-pages", "administrators")}
    contributors, pages, administrators = (int(counts[what] or 7) for what in counts)
    return WikiCensus(
        source=name,
        pages=pages,
        content_pages=pages,
        redirects=0,
        contributors=contributors,
        silent=138,
        registered=1222,
        administrators=administrators,
        blocked=0,
        bots=0,
        edits=0,
        ips=0,
        ip_edits=0,
        temporaries=0,
        temporary_edits=0,
        imported_edits=0,
        begun=f"{printed('annex 3', 'year-created')[name]}-02",
        ended="2016-12",
        age_months=None,
        first_day=None,
        last_day=None,
    )


def site_articles(name: str) -> articles.SiteArticles:
    """The year of Table 11, and nothing else."""
    begun = f"{printed('11', 'year-created')[name]}-05-02"
    rest = None, None, None, None, None, begun, begun, None, None, None, 0, 0, None
    return articles.SiteArticles(name, 0, 0, 0, 0, 0, *rest)


def site_months() -> Iterator[articles.SiteMonth]:
    """Table 11, and annex 3."""
    for name in COUNTED:
        months = {"2017-09": printed("11", "articles")[name], "2018-06": printed("annex 3", "articles").get(name, "0")}
        contributors = int(printed("annex 3", "contributors")[name]) if name in SITES else 0
        for month, count in months.items():
            yield articles.SiteMonth(name, month, 0, 0, int(count), 0, contributors)


def wiki_affordances() -> Iterator[WikiAffordance]:
    """Table 16."""
    for place, row in enumerate(published("affordances"), start=1):
        for name in (*WIKIS, *SITES):
            yield WikiAffordance(name, place, row["affordance"], MARKS[row[name]], "")


def list_scales() -> Iterator[scales.ListScale]:
    """Tables 31 and 32, without their two slips."""
    known = {("tiers-lieux", "unidentified"): 2, ("cartes-ouvertes", "city"): 18}
    for row in published("places"):
        authors = known.get((row["list"], row["scale"]), int(row["authors"]))
        yield scales.ListScale(row["list"], row["scale"], authors, None, None)


def network_profiles() -> Iterator[profiles.NetworkProfile]:
    """Who the persons of Tables 36 and 37 are, as it is printed."""
    for table, network, first in (("profiles36", "Lille", 1000), ("profiles37", "Brest", 2000)):
        for row in published(table):
            status = "" if row["status"] == "-" else family(row["status"])
            cells = row["function"], "", "", "", status, "", row["domain"], row["place"], "", "", "", 20
            yield profiles.NetworkProfile(first + int(row["row"]), network, *cells)


def network_structures() -> Iterator[structures.NetworkStructure]:
    """The structures of Tables 29 and 30 as Tables 36 and 37 have them: what known errors expect."""
    expected = {
        (row["list"], row["key"]): int(row["expected"])
        for row in published("known_errors")
        if row["what"] == "structures"
    }
    for number, row in enumerate(published("structures"), start=1):
        status, grouped = ("", "independents") if row["status"] == "-" else (family(row["status"]), "")
        for time in range(expected.get((row["list"], f"{row['status']}, {row['place']}"), int(row["structures"]))):
            network, key = row["list"].capitalize(), 100 * number + time
            yield structures.NetworkStructure(network, key, "", grouped, status, "", "", row["place"], 1)


def persons() -> dict[str, dict[int, int]]:
    """Tables 36 and 37, with what they do not show, and the two persons missing in print."""
    counts: dict[str, dict[int, int]] = {name: {} for name in sorted(LISTS)}
    for table, first in (("table36", 1000), ("table37", 2000)):
        for row in published(table):
            for name in list(row)[1:]:
                counts[name][first + int(row["row"])] = 19 if row[name] == "-" else int(row[name])
    counts["makers"][3000] = counts["unisson"][3001] = 20
    return counts


def compared(store: Store, of: Study) -> dict[tuple[str, str, str, str], Comparison]:
    rows = comparison.run(store, of, Decisions())
    return {(row.table_id, row.list, row.what, row.key): row for row in rows}


def test_nothing_is_compared_unless_the_study_asks_for_it(thesis: Store, tmp_path: Path) -> None:
    assert compared(thesis, study(tmp_path)) == {}


def test_the_figures_of_the_thesis_leave_nothing_unexplained(thesis: Store, tmp_path: Path) -> None:
    found = compared(thesis, study(tmp_path, compare_with_thesis=True))
    assert [row for row in found.values() if not row.agrees and not row.known_error] == []
    assert comparison.summary(found.values()) == Summary(VALUES, VALUES - 21, known_errors=21, unexplained=0)


def test_every_difference_is_an_error_of_the_print_by_its_number(thesis: Store, tmp_path: Path) -> None:
    found = compared(thesis, study(tmp_path, compare_with_thesis=True))
    numbers = Counter(row.known_error.split(":")[0] for row in found.values() if row.known_error)
    assert numbers == {
        "incohérence 1": 3,
        "incohérence 2": 3,
        "incohérence 3": 1,
        "incohérence 4": 1,
        "incohérence 5": 1,
        "incohérence 6": 1,
        "incohérence 7": 3,
        "incohérence 9": 1,
        "incohérence 16": 3,
        "incohérence 17": 4,
    }


def test_the_cause_is_told_in_the_language_of_the_study(thesis: Store, tmp_path: Path) -> None:
    place = "27", "unisson", "mean-per-year", ""
    french = compared(thesis, study(tmp_path, compare_with_thesis=True))[place]
    english = compared(thesis, study(tmp_path, compare_with_thesis=True, language="en"))[place]
    assert french.known_error.startswith("incohérence 3: 333 messages en 35 mois")
    assert english.known_error.startswith("inconsistency 3: 333 messages in 35 months")
    assert french.computed == pytest.approx(114.1714, abs=1e-4)
    assert french.difference == pytest.approx(9.1714, abs=1e-4)


def test_another_value_than_the_one_an_error_expects_stays_unexplained(thesis: Store, tmp_path: Path) -> None:
    fill(thesis, volume.ListVolume, [replace(list_volume(name), mean_per_year=110.0) for name in LISTS])
    row = compared(thesis, study(tmp_path, compare_with_thesis=True))["27", "unisson", "mean-per-year", ""]
    assert (row.agrees, row.known_error) == (False, "")


def test_a_list_that_the_study_has_not_is_a_difference_without_value(thesis: Store, tmp_path: Path) -> None:
    fill(thesis, volume.ListVolume, [list_volume(name) for name in LISTS if name != "makers"])
    row = compared(thesis, study(tmp_path, compare_with_thesis=True))["9", "makers", "messages", ""]
    assert row == Comparison("9", "makers", "messages", "", "3674", None, None, 0.0, "", agrees=False)


def test_the_latest_subscriber_list_is_compared(thesis: Store, tmp_path: Path) -> None:
    row = compared(thesis, study(tmp_path, compare_with_thesis=True))["9", "makers", "subscribers", ""]
    assert (row.computed, row.agrees) == (125, True)


def test_a_list_merged_in_the_analysis_has_its_own_count(thesis: Store, tmp_path: Path) -> None:
    of = study(tmp_path, source("brest-en-communs", merged_into="brest-bc"), compare_with_thesis=True)
    assert compared(thesis, of)["figure 42", "brest-en-communs", "messages-in-year", "2016"].computed == 10


def test_a_message_moved_to_another_month_is_found_in_its_row_and_its_columns(thesis: Store, tmp_path: Path) -> None:
    moved = [
        replace(row, month="2016-01") if (row.person, row.month) == (100 - 13, "2016-02") else row
        for row in person_months()
    ]
    fill(thesis, authors.PersonMonth, moved)
    found = compared(thesis, study(tmp_path, compare_with_thesis=True))
    different = {row.key: row.difference for row in found.values() if row.table_id == "35" and not row.agrees}
    assert different == {"row 13 2016-01": 1, "row 13 2016-02": -1, "total 2016-01": 1, "total 2016-02": -1}


def test_wikis_are_compared_where_the_study_has_them(thesis: Store, tmp_path: Path) -> None:
    of = study(tmp_path, *map(wiki, WIKIS), compare_with_thesis=True)
    found = {place: row for place, row in compared(thesis, of).items() if row.list in WIKIS}
    assert Counter(row.table_id for row in found.values()) == {"annex 3": 28, "16": 64, "text": 3}
    assert [row for row in found.values() if not row.agrees and not row.known_error] == []
    alone = study(tmp_path, wiki("wiki-fuc"), compare_with_thesis=True)
    assert {row.list for row in compared(thesis, alone).values()} & set(WIKIS) == {"wiki-fuc"}


def test_participatory_sites_are_compared_at_the_dates_of_the_print(thesis: Store, tmp_path: Path) -> None:
    for name in COUNTED:
        row = (name, "", "spip", "", None, "", None, int(name in SITES))
        thesis.connection.execute("insert into sources values (?, ?, ?, ?, ?, ?, ?, ?)", row)
    of = study(tmp_path, *(Source(name, "spip", Path(name), wiki=WikiOptions()) for name in COUNTED))
    found = {
        place: row
        for place, row in compared(thesis, replace(of, compare_with_thesis=True)).items()
        if row.list in COUNTED
    }
    assert Counter(row.table_id for row in found.values()) == {"11": 14, "annex 3": 8, "16": 16}
    assert [row for row in found.values() if not row.agrees] == []
    assert found["11", "a-brest", "articles", "2017-09"].computed == 13463
    assert found["annex 3", "a-brest", "articles", "2018-06"].computed == 13839


def test_what_is_not_printed_of_a_wiki_is_not_compared(thesis: Store, tmp_path: Path) -> None:
    of = study(tmp_path, *map(wiki, WIKIS), compare_with_thesis=True)
    found = compared(thesis, of)
    assert ("annex 3", "wiki-abrest", "content-pages", "") in found
    assert ("annex 3", "wiki-abrest", "contributors", "") not in found  # "Nb": inconsistency 37
    assert ("annex 3", "wikilivre-construire", "administrators", "") not in found


def test_the_text_takes_the_registered_of_wiki_brest_for_contributors(thesis: Store, tmp_path: Path) -> None:
    row = compared(thesis, study(tmp_path, wiki("wiki-de-brest"), compare_with_thesis=True))[
        "text", "wiki-de-brest", "contributors", ""
    ]
    assert (row.printed, row.computed) == ("1200", 1084)
    assert row.known_error.startswith("incohérence 14: ")


def test_an_affordance_that_is_not_known_agrees_with_nothing(thesis: Store, tmp_path: Path) -> None:
    unknown = WikiAffordance("wiki-fuc", 1, "registration_required", None, "")
    other = WikiAffordance("wiki-fuc", 2, "anyone_can_write", "yes", "createpage of *")
    fill(thesis, WikiAffordance, [unknown, other])
    found = compared(thesis, study(tmp_path, wiki("wiki-fuc"), compare_with_thesis=True))
    marks = [
        (row.printed, row.computed_text, row.agrees, row.known_error)
        for row in found.values()
        if row.table_id == "16" and row.key in {"registration_required", "anyone_can_write"}
    ]
    assert marks == [("x", "", False, ""), ("Réservé aux inscrits", "yes", False, "")]


def test_a_missing_author_leaves_one_row_of_table_35_without_values(thesis: Store, tmp_path: Path) -> None:
    fill(thesis, authors.PersonMonth, [row for row in person_months() if row.person != 100 - 13])
    found = compared(thesis, study(tmp_path, compare_with_thesis=True))
    cells = [row for row in found.values() if row.table_id == "35" and row.key.startswith("row") and not row.agrees]
    assert {row.key[:6] for row in cells} == {"row 13"}
    assert {row.computed for row in cells} == {None}
    assert found["35", "tiers-lieux", "authors", ""].difference == -1


def test_a_dash_agrees_with_anything_under_the_threshold_and_is_not_a_zero(thesis: Store, tmp_path: Path) -> None:
    found = compared(thesis, study(tmp_path, compare_with_thesis=True))
    row = found["36", "makers", "messages-of-intensive", "row 05"]
    assert (row.printed, row.computed, row.difference, row.agrees) == ("-", None, None, True)


def test_the_profiles_of_print_have_neither_initials_nor_structures() -> None:
    for table in ("profiles36", "profiles37"):
        assert {tuple(row) for row in published(table)} == {("row", "status", "function", "domain", "place")}


def test_the_published_counts_name_nobody() -> None:
    for name in ("table35", "table36", "table37"):
        for row in published(name):
            assert all(value in {"", "-", "total"} or value.isdecimal() for value in row.values())


def test_tables_36_and_37_print_nothing_under_the_threshold() -> None:
    for name in ("table36", "table37"):
        cells = [value for row in published(name) for value in list(row.values())[1:] if value != "-"]
        assert min(map(int, cells)) >= 20


@pytest.mark.parametrize(
    ("printed", "computed", "tolerance", "difference", "agrees"),
    [
        ("174", 174, 0, 0, True),
        ("174", 175, 0, 1, False),
        ("118", 118.4, 0.5, 0.4, True),
        ("118", 118.55, 0.5, 0.55, False),
        ("50", 50.5, 0.5, 0.5, True),
        ("", 0, 0, 0, True),
        ("", 2, 0, 2, False),
        ("-", 25, 0, 25, False),
        ("2015-03", 201503, 0, 0, True),
        ("2015-03", 201412, 0, -3, False),
        ("3", None, 0, None, False),
        ("> 1200", 1222, 0, 22, True),
        ("> 1200", 1200, 0, 0, False),
    ],
)
def test_a_value_agrees_within_what_rounding_may_hide(
    printed: str,
    computed: float | None,
    tolerance: float,
    difference: float | None,
    agrees: bool,  # noqa: FBT001  # a row of cases
) -> None:
    found, within = comparison.compared(printed, computed, tolerance)
    assert found == (None if difference is None else pytest.approx(difference))
    assert within is agrees


def test_rows_are_matched_as_a_multiset_and_the_rest_with_the_nearest() -> None:
    printed = [(1, 0), (5, 5), (1, 0), (9, 9)]
    computed = [(9, 8), (1, 0), (5, 5), (2, 0)]
    assert comparison.paired(printed, computed) == [(1, 0), (5, 5), (2, 0), (9, 8)]


def test_a_printed_row_without_a_computed_one_is_left_alone() -> None:
    assert comparison.paired([(1,), (2,)], [(2,)]) == [None, (2,)]
    assert comparison.paired([], [(2,)]) == []


def test_known_errors_are_about_values_that_are_compared(thesis: Store, tmp_path: Path) -> None:
    found = compared(thesis, study(tmp_path, *map(wiki, WIKIS), compare_with_thesis=True))
    for row in published("known_errors"):
        assert (row["table_id"], row["list"], row["what"], row["key"]) in found
