"""What a study of the thesis's lists finds, beside what the thesis prints (D6).

The printed figures are data, in `published/`: single values with their lines in the thesis, the marks of Table 16, and
Tables 35 to 37 as counts by row number. Those name persons by initials, and so cannot be joined by person: a printed
row is compared with the computed row that is equal to it, else with the nearest that is left. Differences that the
print explains by itself are data too (`known_errors.csv`, by their number in docs/measures.md).
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files

from maillage.analyze import compared_profiles
from maillage.analyze.volume import months_since_0
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

Vector = tuple[int, ...]
Key = tuple[str, str, str]  # what, list, key

# What the thesis calls a list that is merged in the analysis keeps its own count (note 116).
COMPUTED = """
    with latest_sizes as (
      select source, subscribers, row_number() over (partition by source order by taken_on desc, roster desc) as rank
      from roster_sizes
    ), latest_silences as (
      select source, silent_share, row_number() over (partition by source order by taken_on desc, roster desc) as rank
      from silences
    )
    select 'messages' as what, source, '' as key, messages as value from list_volumes
    union all select 'mean-per-year', source, '', mean_per_year from list_volumes
    union all select 'created', source, '', replace(created, '-', '') + 0 from list_periods
    union all select 'messages-in-year', source, year, messages from list_years
    union all select 'messages-in-year', messages.source, substr(month, 1, 4), count(*)
      from contributions join messages using (message)
      where counted and messages.source != contributions.source group by 2, 3
    union all select 'authors', source, '', authors from list_regulars
    union all select 'regular-authors', source, '', regular from list_regulars
    union all select 'regular-percent', source, '', 100.0 * regular_share from list_regulars
    union all select 'subscribers', source, '', subscribers from latest_sizes where rank = 1
    union all select 'silent-percent', source, '', 100.0 * silent_share from latest_silences where rank = 1
    union all select 'year-created', source, '', substr(begun, 1, 4) + 0 from wiki_censuses
    union all select 'administrators', source, '', administrators from wiki_censuses
    union all select 'contributors', source, '', contributors from wiki_censuses
    union all select 'registered-users', source, '', registered from wiki_censuses
    union all select 'content-pages', source, '', content_pages from wiki_censuses
    union all select 'year-created', source, '', substr(coalesce(created, begun), 1, 4) + 0
      from site_articles join sources using (source) where source not in (select source from wiki_censuses)
    union all select 'articles', source, month, articles from site_months
    union all select 'contributors', source, month, contributors from site_months
"""

SCALES = "select source, scale, authors from list_scales"
PERSON_LISTS = "select person, source, messages from person_lists order by person, source"
AFFORDANCES = "select source, affordance, value from wiki_affordances"
PERSON_MONTHS = "select person, month, messages from person_months where source = ? order by person, month"

NETWORKS = {"lille": "36", "brest": "37"}
"""The thesis's two groups of lists, and the table of the intensive persons of each."""

INCONSISTENCY = {"fr": "incohérence", "en": "inconsistency"}
"""What docs/measures.md numbers: the places where the thesis contradicts itself."""

OF_WIKIS = frozenset(
    {"year-created", "administrators", "contributors", "registered-users", "content-pages", "articles"}
)
"""What Table 11, annex 3 and the text tell of wikis and sites; a study without one has nothing to compare there."""

MARKS = {
    "x": "yes",
    "": "no",
    "Réservé aux inscrits": "registered",
    "Sur un portail réservé aux inscrits": "registered",
}
"""What a cell of Table 16 stands for."""

MATRIX_LIST = "tiers-lieux"
"""The list of Table 35."""


@table("comparisons", pk=("table_id", "list", "what", "key"))
@dataclass(frozen=True)
class Comparison:
    """One printed value and the computed one.

    `printed`: as it stands in print, "" for a blank. `computed`: None where the study has no such value; months
    are written as numbers, 2015-03 as 201503. `difference`: computed - printed, in months for months.
    `agrees`: within `tolerance`, which is what rounding in print may hide. `known_error`: the error of the print
    that explains a difference, "" where none does. `computed_text`: what is found where a word is printed; such a
    value has neither `computed` nor `difference`.
    """

    table_id: str
    list: str
    what: str
    key: str
    printed: str
    computed: float | None
    difference: float | None
    tolerance: float
    known_error: str
    agrees: bool
    computed_text: str = ""


ROWS = (Comparison,)


@dataclass(frozen=True)
class Summary:
    """Of all values compared: those that agree, those that an error of the print explains, and the others."""

    values: int
    exact: int
    known_errors: int
    unexplained: int


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[Comparison]:
    """Every printed value that can be computed; nothing unless the study reproduces the thesis."""
    if not study.compare_with_thesis:
        return
    known = known_errors(study.language)
    for comparison in _comparisons(store, study):
        yield explained(comparison, known)


def summary(comparisons: Iterable[Comparison]) -> Summary:
    """How many values there are, and how they came out: the three others add up to the first."""
    verdicts = Counter("exact" if one.agrees else "known" if one.known_error else "unexplained" for one in comparisons)
    return Summary(verdicts.total(), verdicts["exact"], verdicts["known"], verdicts["unexplained"])


def compared(printed: str, computed: float | None, tolerance: float = 0.0) -> tuple[float | None, bool]:
    """Computed - printed, and whether it is within the tolerance; None and no for what is not computed.

    A blank agrees with 0, and so does "-", which Tables 36 and 37 print for anything under the threshold. "> 1200"
    agrees with anything above.
    """
    if computed is None:
        return None, False
    if printed.startswith(">"):
        return computed - float(printed[1:]), computed > float(printed[1:])
    if "-" in printed.strip("-"):
        month = f"{computed:06.0f}"
        difference = float(months_since_0(f"{month[:4]}-{month[4:]}") - months_since_0(printed))
    else:
        difference = computed - float(printed.strip("-") or 0)
    return difference, abs(difference) <= tolerance + 1e-9


def explained(comparison: Comparison, known: Mapping[tuple[str, Key], Sequence[tuple[float, str]]]) -> Comparison:
    """The comparison with the error of the print that explains it: one that expects just the computed value."""
    if comparison.agrees or comparison.computed is None:
        return comparison
    place = comparison.table_id, (comparison.what, comparison.list, comparison.key)
    for expected, cause in known.get(place, ()):
        if abs(comparison.computed - expected) <= 0.005 + 1e-9:  # they are written with two decimals
            return replace(comparison, known_error=cause)
    return comparison


def paired(printed: Sequence[Vector], computed: Iterable[Vector]) -> list[Vector | None]:
    """For each printed row the computed one it is compared with, each used once; None when all are used.

    Rows are matched as multisets, since nobody's name is in print: equal rows first, then each printed row that
    is left, in their order by value, with the nearest (smallest sum of differences, then smallest row).
    """
    rest = Counter(computed)
    found: list[Vector | None] = []
    for row in printed:
        found.append(row if rest[row] else None)
        rest[row] -= bool(rest[row])
    left = sorted(rest.elements())
    for index in sorted((at for at, row in enumerate(found) if row is None), key=lambda at: printed[at]):
        if left:
            nearest = min(left, key=partial(_distance, printed[index]))
            left.remove(nearest)
            found[index] = nearest
    return found


def _distance(one: Vector, other: Vector) -> int:
    return sum(abs(here - there) for here, there in zip(one, other, strict=True))


# ------------------------------------------------------------------------------------ what is in print


def published(name: str) -> list[dict[str, str]]:
    """The rows of a file of `published/`."""
    text = files(__package__).joinpath("published", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def known_errors(language: str) -> dict[tuple[str, Key], list[tuple[float, str]]]:
    """The errors of the print: for a value, what is expected instead and why, in this language."""
    errors = defaultdict(list)
    for row in published("known_errors"):
        place = row["table_id"], (row["what"], row["list"], row["key"])
        cause = f"{INCONSISTENCY[language]} {row['inconsistency']}: {row[f'cause_{language}']}"
        errors[place].append((float(row["expected"]), cause))
    return dict(errors)


# -------------------------------------------------------------------------------------- what is compared


def _comparisons(store: Store, study: Study) -> Iterator[Comparison]:
    computed = {(row["what"], row["source"], str(row["key"])): row["value"] for row in store.rows(COMPUTED)}
    by_person: dict[int, dict[str, int]] = defaultdict(dict)
    for person, source, messages in store.rows(PERSON_LISTS):
        by_person[person][source] = messages
    for network, table_id in NETWORKS.items():
        computed |= persons_above(network, lists_of(table_id), by_person.values(), study)
    wikis = {wiki.name for wiki in study.wikis}
    for row in published("values"):
        if row["what"] in OF_WIKIS and row["list"] not in wikis:
            continue
        key = row["what"], row["list"], row["key"]
        yield _comparison(row["table_id"], key, row["printed"], computed.get(key), float(row["tolerance"]))
    yield from _places(store)
    yield from _structures(store)
    yield from _authors_by_month(store)
    yield from _affordances(store, wikis)
    for network, table_id in NETWORKS.items():
        yield from _intensive(table_id, network, by_person.values(), computed, study)
        yield from _profiles(store, table_id, network, by_person, study.thresholds.intensive_from)


def _comparison(table_id: str, key: Key, printed: str, computed: float | None, tolerance: float = 0.0) -> Comparison:
    what, source, where = key
    difference, agrees = compared(printed, computed, tolerance)
    return Comparison(table_id, source, what, where, printed, computed, difference, tolerance, "", agrees)


def lists_of(table_id: str) -> tuple[str, ...]:
    """The lists that Table 36 or 37 has a column for."""
    return tuple(published(f"table{table_id}")[0])[1:]


def persons_above(
    network: str, lists: Sequence[str], by_person: Collection[Mapping[str, int]], study: Study
) -> dict[Key, float]:
    """How many persons are intensive on each of these lists and on one at least, and how many very intensive.

    "without makers" leaves that list out: the text's 6 persons above 100 are those (inconsistency 9).
    """
    limits = study.thresholds
    without = [name for name in lists if name != "makers"]
    intensive = {name: _reaching(by_person, [name], limits.intensive_from) for name in lists}
    intensive[network] = _reaching(by_person, lists, limits.intensive_from)
    very = {
        "": _reaching(by_person, lists, limits.very_intensive_over + 1),
        "without makers": _reaching(by_person, without, limits.very_intensive_over + 1),
    }
    return {("intensive-persons", name, ""): float(persons) for name, persons in intensive.items()} | {
        ("very-intensive-persons", network, key): float(persons) for key, persons in very.items()
    }


def _reaching(by_person: Collection[Mapping[str, int]], lists: Iterable[str], least: int) -> int:
    """How many persons have at least so many messages on one of the lists."""
    return len([person for person in by_person if any(person.get(name, 0) >= least for name in lists)])


def _places(store: Store) -> Iterator[Comparison]:
    """Tables 31 and 32: the authors of each list at each scale."""
    found = {(row["source"], row["scale"]): row["authors"] for row in store.rows(SCALES)}
    for row in published("places"):
        key = "authors-by-scale", row["list"], row["scale"]
        yield _comparison(row["table_id"], key, row["authors"], found.get((row["list"], row["scale"])))


def _structures(store: Store) -> Iterator[Comparison]:
    """Tables 29 and 30: the structures of each status at each place."""
    codes = compared_profiles.codes_of_places(store)
    by_network = {network: compared_profiles.structures(store, network) for network in NETWORKS}
    for row in published("structures"):
        found = by_network[row["list"]]
        number = compared_profiles.structures_at(found, codes, row["status"], row["place"]) if found else None
        key = "structures", row["list"], f"{row['status']}, {row['place']}"
        yield _comparison(row["table_id"], key, row["structures"], number)


def _affordances(store: Store, wikis: Collection[str]) -> Iterator[Comparison]:
    """Table 16: what each wiki of the study lets people do. Its columns of several wikis are compared for each."""
    found = {(source, affordance): value for source, affordance, value in store.rows(AFFORDANCES)}
    for row in published("affordances"):
        name = row["affordance"]
        for source in (source for source in row if source in wikis):
            value = found.get((source, name)) or ""
            agrees = value == MARKS[row[source]]
            yield Comparison(
                "16", source, "affordance", name, row[source], None, None, 0.0, "", agrees, computed_text=value
            )


def _profiles(
    store: Store, table_id: str, network: str, by_person: Mapping[int, Mapping[str, int]], limit: int
) -> Iterator[Comparison]:
    """Tables 36 and 37: who the person of each row is; structures are not compared."""
    lists = lists_of(table_id)
    known = compared_profiles.persons_of(store, network)
    persons: dict[Vector, list[compared_profiles.Person]] = defaultdict(list)
    vectors = []
    for person, written in by_person.items():
        vector = tuple(_from(limit, written.get(name, 0)) for name in lists)
        if any(vector):
            vectors.append(vector)
            persons[vector].append(known.get(person, compared_profiles.NOBODY))
    counts = [_vector(row, lists) for row in published(f"table{table_id}")]
    for one in compared_profiles.compared(published(f"profiles{table_id}"), paired(counts, vectors), persons):
        what, key = f"{one.field}-of-intensive", f"row {one.row:02d}"
        yield Comparison(
            table_id, network, what, key, one.printed, None, None, 0.0, "", one.agrees, computed_text=one.computed
        )


def _authors_by_month(store: Store) -> Iterator[Comparison]:
    """Table 35: cells and sums of every row, and the sums of every column."""
    *printed, total = published("table35")
    months = [name for name in printed[0] if "-" in name]
    persons: dict[int, Counter[str]] = defaultdict(Counter)
    for person, month, messages in store.rows(PERSON_MONTHS, (MATRIX_LIST,)):
        persons[person][month] += messages
    vectors = [tuple(person[month] for month in months) for person in persons.values()]
    for row, found in zip(printed, paired([_vector(row, months) for row in printed], vectors), strict=True):
        cells = {} if found is None else _with_sums(dict(zip(months, found, strict=True)))
        yield from _cells(row, cells, f"row {int(row['row']):02d}")
    columns = sum(persons.values(), Counter[str]())
    yield from _cells(total, _with_sums(columns) if columns else {}, "total")
    authors = float(len(persons)) if persons else None
    yield _comparison("35", ("authors", MATRIX_LIST, ""), str(len(printed)), authors)


def _cells(row: Mapping[str, str], computed: Mapping[str, int], label: str) -> Iterator[Comparison]:
    for column in list(row)[1:]:
        value = computed.get(column, 0) if computed else None
        yield _comparison("35", ("messages", MATRIX_LIST, f"{label} {column}"), row[column], value)


def _with_sums(cells: Mapping[str, int]) -> dict[str, int]:
    sums = {f"T{year}": sum(count for month, count in cells.items() if month[:4] == year) for year in ("2015", "2016")}
    return {**cells, **sums, "Total": sum(cells.values())}


def _intensive(
    table_id: str,
    network: str,
    by_person: Collection[Mapping[str, int]],
    computed: Mapping[Key, float],
    study: Study,
) -> Iterator[Comparison]:
    """Tables 36 and 37: how many rows, how many of them by list, and every cell; "-" is anything under 20."""
    printed, lists = published(f"table{table_id}"), lists_of(table_id)
    rows = {network: len(printed)} | {name: sum(row[name] != "-" for row in printed) for name in lists}
    for name, persons in rows.items():
        key = "intensive-persons", name, ""
        yield _comparison(table_id, key, str(persons), computed[key])
    limit = study.thresholds.intensive_from
    vectors = [tuple(_from(limit, person.get(name, 0)) for name in lists) for person in by_person]
    found = paired([_vector(row, lists) for row in printed], filter(any, vectors))
    for row, vector in zip(printed, found, strict=True):
        for index, name in enumerate(lists):
            key = "messages-of-intensive", name, f"row {int(row['row']):02d}"
            yield _cell_or_dash(_comparison(table_id, key, row[name], None if vector is None else vector[index]))


def _from(limit: int, messages: int) -> int:
    return messages if messages >= limit else 0


def _cell_or_dash(comparison: Comparison) -> Comparison:
    """Anything under the threshold is not known to be 0, neither in print ("-") nor here."""
    under = comparison.computed == 0
    return replace(comparison, computed=None, difference=None) if under else comparison


def _vector(row: Mapping[str, str], columns: Iterable[str]) -> Vector:
    return tuple(int(row[column].strip("-") or 0) for column in columns)
