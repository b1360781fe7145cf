"""The report as one HTML page that needs nothing else: no script, no font, no network.

Text, figures and tables in the order of a reader's questions; each table with what it counts, the table of the
thesis it reproduces, its data as CSV, and the command that shows the messages behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from shlex import quote

import maillage
from maillage.analyze.lists import analysed
from maillage.analyze.networks import tools
from maillage.project import Study
from maillage.reports import provenance, wording
from maillage.reports.drawing import FAINT, INK, PAPER, Figure
from maillage.reports.formats import markup
from maillage.reports.people import People
from maillage.reports.table import Cell, Kind, Table
from maillage.reports.tables.comparison import VERDICTS
from maillage.store import Store

MATRIX = "author-by-month"

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "lists": ("lists", "volume", "volume-by-year", "natures"),
    "authors": ("regular-authors", "intensive", "memberships"),
    "profiles": ("structures", "profiles", "intensive-shares", "sectors", "capacities"),
    "places": ("places", "locations", "workplaces", "sizes"),
    "known": ("coverage", "dated", "coder-agreement"),
    "months": (MATRIX,),
    "silent": ("silent", "silent-members", "silent-months"),
    "tiers": ("tiers", "tier-rules", "tier-sensitivity", "ninety-nine-one"),
    "concentration": ("concentration", "lorenz"),
    "wikis": ("wiki-census", "wiki-annex4", "wiki-classes", "wiki-months", "wiki-renewal"),
    "articles": (
        "site-table11",
        "site-articles",
        "site-validation",
        "site-statuses",
        "site-sections",
        "site-years",
        "site-months",
    ),
    "writers": (
        "wiki-regulars",
        "wiki-tiers",
        "wiki-writers",
        "wiki-administrators",
        "wiki-promotions",
        "wiki-careers",
        "wiki-sectors",
        "wiki-survival",
        "wiki-survival-authors",
        "wiki-sessions",
    ),
    "together": (
        "wiki-cowriting",
        "wiki-cowriting-ties",
        "wiki-discussion",
        "wiki-reverts",
        "wiki-revert-pairs",
        "wiki-revert-roles",
        "wiki-duplicate-pages",
    ),
    "sites": ("wiki-affordances", "wiki-affordance-rights", "wiki-elements"),
    "tools": (),
    "comparison": ("comparison",),
    "quality": ("ledger", "problems", "exclusions", "automatic", "gaps", "doubles"),
}
"""The tables of each section; a table that none names stands in that of its `FAMILIES`, or in one more, after them."""

FAMILIES = {"wiki": "wikis", "site": "articles", "tools": "tools"}
"""The section of tables by what their names begin with."""

MARKS = {"unexplained": "differs", "known-error": "explained"}

FOLDED = frozenset(
    {
        "lorenz",
        "silent-members",
        "silent-months",
        "volume-by-year",
        "tier-sensitivity",
        "coverage",
        "dated",
        "wiki-months",
        "wiki-affordance-rights",
        "wiki-elements",
        "site-sections",
        "site-months",
        "tools-link-places",
        "tools-overlap",
    }
)
OPEN = frozenset({"comparison", "ledger"})
_BOXED_ROWS = 30  # a longer table scrolls in a box of its own
_UNFOLDED_ROWS = 150  # a still longer one is folded, matrices apart
_MOST_ROWS = 500
_MOST_CELLS = 25_000
_LEAST_ROWS = 50

SPACES = {
    "wiki-discussion": "talk",
    **dict.fromkeys(
        ("wiki-writers", "wiki-administrators", "wiki-sectors", "wiki-renewal", "wiki-cowriting"), "content"
    ),
    **dict.fromkeys(("wiki-cowriting-ties", "wiki-survival", "wiki-survival-authors"), "content"),
}
"""The kind of pages that a table of wikis looks at, where it does not look at all."""

OF_EVERY_WIKI = frozenset({"wiki-annex4", "wiki-statistics", "wiki-affordance-rights"})
"""Tables of wikis in which no row counts edits."""

# Where a command shows the messages behind a row: by the kinds of its columns.
_COMMANDS = {MATRIX: "command-month", "regular-authors": "command-source", "intensive": "command-list"}


@dataclass(frozen=True)
class Key:
    """A figure of the whole study, at the head of the page."""

    label: str
    value: str


@dataclass(frozen=True)
class Part:
    """A table as the page shows it; everything but `name` and `csv` is HTML, set in its language."""

    name: str
    csv: str
    caption: str
    table: str
    fold: str
    boxed: bool
    remarks: tuple[str, ...]
    definition: str
    measures: str
    empty: str
    figures: tuple[Shown, ...]


@dataclass(frozen=True)
class Shown:
    """A figure as the page shows it."""

    name: str
    caption: str
    alt: str
    note: str
    svg: str


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    id: str
    title: str
    parts: tuple[Part, ...]
    remarks: tuple[str, ...] = ()


def page(  # a study, what was found, and how to show it
    tables: Sequence[Table],
    figures: Sequence[Figure],
    study: Study,
    store: Store,
    language: str,
    people: People,
) -> str:
    """The whole page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # late: only this needs it

    environment = Environment(
        loader=PackageLoader("maillage.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["prose"] = prose
    by_name = {table.name: table for table in tables}
    return environment.get_template("page.html.j2").render(
        language=language,
        say=lambda key, **values: wording.say(key, language, **values),
        version=maillage.__version__,
        title=wording.typeset(study.title, language),
        period=provenance.period(study, store, language),
        sources=wording.enumerated([source.label for source in tools(study)], language),
        private=wording.say("named" if people.names else "private", language),
        keys=list(keys(by_name, study, language)),
        sections=list(_sections(tables, figures, study, language, people)),
        settings=_settings(study, language),
        facts=list(provenance.facts(study, store, language, people)),
    )


# --------------------------------------------------------------------------------------- head figures

_KEYS = (
    ("volume", "messages"),
    ("regular-authors", "authors"),
    ("regular-authors", "regular"),
    ("silent", "silent_share"),
    ("wiki-census", "contributors"),
    ("wiki-census", "content_pages"),
    ("wiki-census", "edits"),
)
_ADDED_UP = frozenset({"content_pages", "edits"})  # of several wikis; persons may be on two of them


def keys(tables: Mapping[str, Table], study: Study, language: str) -> Iterator[Key]:
    """The figures of the whole study: totals of its tables, or the range over the lists of a share."""
    for table_name, column_name in _KEYS:
        table = tables.get(table_name)
        names = [column.name for column in table.columns] if table else []
        if table is None or column_name not in names:
            continue
        value = _whole(table, names.index(column_name), language)
        if value:
            several = f"key-{column_name}-several" if len(table.rows) > 1 else ""
            label = several if wording.knows(several) else f"key-{column_name}"
            label = f"{label}-sites" if study.sites and wording.knows(f"{label}-sites") else label
            yield Key(wording.say(label, language, **vars(study.thresholds)), value)


def _whole(table: Table, index: int, language: str) -> str:
    kind = table.columns[index].kind
    if table.totals is not None:
        return "" if table.totals[index] is None else wording.plain(table.totals[index], kind, language)
    found = [row[index] for row in table.rows]
    known = [cell for cell in found if isinstance(cell, int | float)]
    if known and table.columns[index].name in _ADDED_UP:
        return wording.plain(sum(known), kind, language)
    if not known or (kind is not Kind.SHARE and len(found) > 1 and base_name(table) != "wiki-census"):
        return ""
    least, most = (wording.plain(cell, kind, language) for cell in (min(known), max(known)))
    return least if least == most else wording.say("range", language, least=least, most=most)


# ------------------------------------------------------------------------------------------ sections


def _sections(
    tables: Sequence[Table], figures: Sequence[Figure], study: Study, language: str, people: People
) -> Iterator[Section]:
    numbers = {table.name: number for number, table in enumerate(_in_page_order(tables), start=1)}
    figure_numbers = {figure.name: number for number, figure in enumerate(figures, start=1)}
    for key, found in _grouped(tables):
        parts = tuple(
            _part(
                table,
                numbers[table.name],
                [(figure_numbers[one.name], one) for one in figures if one.table == table.name],
                language,
                people,
                frozenset(source.name for source in study.wikis),
            )
            for table in found
        )
        remarks = tuple(_remarks(key, found, study, language))
        if parts or remarks:
            yield Section(key, _title(key, study, language), parts, remarks)


def _title(key: str, study: Study, language: str) -> str:
    """The heading of a section, which says sites where the study has any."""
    name = f"section-{key}" if study.lists or key != "tools" else "section-tools-wikis"
    if study.sites and wording.knows(f"{name}-sites"):
        name = f"{name}-sites"
    return wording.say(name, language)


def _grouped(tables: Sequence[Table]) -> Iterator[tuple[str, list[Table]]]:
    named = {name for names in SECTIONS.values() for name in names}
    others = [table for table in tables if base_name(table) not in named]
    family = {table.name: FAMILIES.get(table.name.partition("-")[0], "others") for table in others}
    for key, names in SECTIONS.items():
        found = [table for name in names for table in tables if base_name(table) == name]
        yield key, [*found, *(table for table in others if family[table.name] == key)]
    yield "others", [table for table in others if family[table.name] == "others"]


def _in_page_order(tables: Sequence[Table]) -> list[Table]:
    return [table for _, found in _grouped(tables) for table in found]


def base_name(table: Table) -> str:
    """The table's name without the list of one that there is for every list."""
    return MATRIX if table.name.startswith(f"{MATRIX}-") else table.name


def _remarks(key: str, tables: Sequence[Table], study: Study, language: str) -> Iterator[str]:
    """What a section says before its tables."""
    if key == "silent":
        missing = _without_subscribers(tables, study)
        if missing:
            yield wording.say("silent-unknown", language, sources=wording.enumerated(missing, language))
    if key == "comparison" and not tables:
        yield wording.say("no-comparison", language)
    if key == "wikis" and tables and study.sites:
        yield wording.say("of-sites", language)
    if key == "months" and tables:
        yield wording.say("shading", language)


def _without_subscribers(tables: Sequence[Table], study: Study) -> list[str]:
    """The titles of analysed lists that no row gives a silent share for."""
    known = set()
    for table in tables:
        shares = [index for index, column in enumerate(table.columns) if column.kind is Kind.SHARE]
        lists = [index for index, column in enumerate(table.columns) if column.kind is Kind.LIST]
        known |= {row[lists[0]] for row in table.rows if lists and any(row[i] is not None for i in shares)}
    return [source.label for source in analysed(study) if source.name not in known]


def _part(  # a table, where it stands, and how to show it
    table: Table,
    number: int,
    figures: Sequence[tuple[int, Figure]],
    language: str,
    people: People,
    wikis: frozenset[str],
) -> Part:
    title = wording.typeset(table.title[language], language)
    caption = escape(wording.say("caption", language, number=number, title=title))
    rows = table.rows[: _most_rows(table)]
    remarks = [prose(remark) for remark in markup.remarks(table, language)]
    if len(rows) < len(table.rows):
        shown, whole = (wording.count(len(some), language) for some in (rows, table.rows))
        remarks.insert(0, prose(wording.say("cut", language, shown=shown, rows=whole)))
    remarks += _examples(table, language, people, wikis)
    return Part(
        name=table.name,
        csv=f"tables/{table.name}.csv",
        caption=caption,
        table=markup.html_table(table, language, people, caption=caption, rows=rows, marked=_marker(table))
        if rows
        else "",
        fold=_fold(table, len(rows), language),
        boxed=is_matrix(table) or len(rows) > _BOXED_ROWS,
        remarks=tuple(remarks),
        definition=prose(wording.typeset(table.definition[language], language)),
        measures=escape(wording.say("measures", language, measures=", ".join(table.measures)))
        if table.measures
        else "",
        empty="" if rows else _empty(table, language),
        figures=tuple(_shown(one, nth, language) for nth, one in figures),
    )


def _marker(table: Table) -> Callable[[tuple[Cell, ...]], str]:
    """Which rows of a comparison differ from print, by their verdict in whichever language."""
    names = [column.name for column in table.columns]
    if "verdict" not in names:
        return lambda _: ""
    marks = {text: MARKS[key] for key in MARKS for text in VERDICTS[key].values()}
    place = names.index("verdict")
    return lambda row: marks.get(str(row[place]), "")


def _most_rows(table: Table) -> int:
    return min(_MOST_ROWS, max(_LEAST_ROWS, _MOST_CELLS // len(table.columns)))


def _fold(table: Table, rows: int, language: str) -> str:
    """What unfolds the table; "" for one that is open."""
    open_ = is_matrix(table) or table.name in OPEN or rows <= _UNFOLDED_ROWS
    if not rows or (open_ and table.name not in FOLDED):
        return ""
    shown = wording.count(len(table.rows), language)
    return wording.say("unfold-one" if rows == 1 else "unfold", language, rows=shown)


def is_matrix(table: Table) -> bool:
    """Whether months stand side by side."""
    return any(map(wording.is_month, table.columns))


def _empty(table: Table, language: str) -> str:
    key = f"no-{base_name(table)}"
    return prose(wording.say(key if wording.knows(key) else "empty", language))


def _settings(study: Study, language: str) -> list[tuple[str, str]]:
    return [
        (label, value if isinstance(value, str) else _number(value, language))
        for label, value in provenance.settings(study, language)
    ]


def _number(value: float, language: str) -> str:
    if isinstance(value, int):
        return wording.count(value, language)
    return wording.share(value, language) if value <= 1 else wording.mean(value, language)


# ------------------------------------------------------------------------------------------- commands


def _examples(table: Table, language: str, people: People, wikis: frozenset[str]) -> Iterator[str]:
    """The commands behind one row of the table, as HTML; none for a table of anything but sources and persons."""
    name = base_name(table)
    if not table.rows or name in OF_EVERY_WIKI:
        return
    if name.startswith("tools-"):
        yield from _of_person(table, language, people, wikis)
    elif FAMILIES.get(name.partition("-")[0]) == "wikis":
        row = next((row for row in table.rows if _counts(table, row)), table.rows[0])
        if arguments := _arguments_of_edits(table, row, people):
            space = f" --space {SPACES[name]}" if name in SPACES else ""
            yield _said("command-edits", f"revisions {arguments}{space}", language)
    elif kind := _COMMANDS.get(name):
        written = (row for row in table.rows if not is_matrix(table) or any(_months(table, row)))
        if arguments := _arguments(table, next(written, table.rows[0]), people):
            yield _said(kind, f"messages {arguments}", language)


def _said(key: str, command: str, language: str) -> str:
    return f"{escape(wording.say(key, language))} <code>maillage {escape(command)}</code>"


def _of_person(table: Table, language: str, people: People, wikis: frozenset[str]) -> Iterator[str]:
    """What the first person of a table of lists and wikis wrote on each of them."""
    kinds = [column.kind for column in table.columns]
    if Kind.PERSON not in kinds or kinds.count(Kind.LIST) < 2:
        return
    row = table.rows[0]
    person = row[kinds.index(Kind.PERSON)]
    if not isinstance(person, int):
        return
    label = quote(people.label(person))
    for column, source in zip(table.columns, row, strict=True):
        if column.kind is not Kind.LIST or column.name == "target" or not source:
            continue
        if source in wikis:
            yield _said("command-edits-person", f"revisions --source {quote(str(source))} --person {label}", language)
        else:
            yield _said("command-list", f"messages --source {quote(str(source))} --author {label}", language)


def _counts(table: Table, row: Sequence[Cell]) -> bool:
    """Whether the first number of a row is not 0."""
    kinds = [column.kind for column in table.columns]
    return Kind.COUNT not in kinds or bool(row[kinds.index(Kind.COUNT)])


def _arguments_of_edits(table: Table, row: Sequence[Cell], people: People) -> str:
    """The wiki, the person and the month or year of a row, as far as it has them; "" without a wiki."""
    options = {Kind.LIST: "--source", Kind.PERSON: "--person", Kind.MONTH: "--month", Kind.YEAR: "--month"}
    found: dict[str, str] = {}
    for column, cell in zip(table.columns, row, strict=True):
        option = options.get(column.kind)
        if option and cell is not None and column.name not in {"created", "begun", "ended"}:
            shown = people.label(cell) if column.kind is Kind.PERSON and isinstance(cell, int) else str(cell)
            found.setdefault(option, quote(shown))
    return " ".join(f"{option} {value}" for option, value in found.items()) if "--source" in found else ""


def _arguments(table: Table, row: Sequence[Cell], people: People) -> str:
    """The source, the author and the first month of a row, as far as it has them."""
    found = []
    if table.name.startswith(f"{MATRIX}-"):
        found.append(f"--source {quote(table.name.removeprefix(f'{MATRIX}-'))}")
    for column, cell in zip(table.columns, row, strict=True):
        if column.kind is Kind.LIST and isinstance(cell, str):
            found.append(f"--source {quote(cell)}")
        if column.kind is Kind.PERSON and isinstance(cell, int):
            found.append(f"--author {quote(people.label(cell))}")
    months = (column.name for column, cell in zip(table.columns, row, strict=True) if wording.is_month(column) and cell)
    month = next(months, None)
    return " ".join([*found, f"--month {month}"] if month else found)


def _months(table: Table, row: Sequence[Cell]) -> Iterator[str]:
    """The months in which somebody wrote, of a row of a matrix."""
    for column, cell in zip(table.columns, row, strict=True):
        if cell and wording.is_month(column):
            yield column.name


# -------------------------------------------------------------------------------------------- figures

_SVG = re.compile(r"<svg .*</svg>", re.DOTALL)
_SVG_HEAD = re.compile(r"<svg [^>]*?>")
_VIEW_BOX = re.compile(r'viewBox="[^"]*"')
_DROPPED = re.compile(r"<metadata>.*?</metadata>\s*|<style[^>]*>.*?</style>\s*", re.DOTALL)
_GROUP_ID = re.compile(r'<g id="[^"]*"')
_ID = re.compile(r'(\bid="|url\(#|href="#)')


def _shown(figure: Figure, number: int, language: str) -> Shown:
    caption = wording.say("figure-caption", language, number=number, title=figure.title)
    return Shown(figure.name, escape(caption), figure.alt, figure.note, inline(figure))


def inline(figure: Figure) -> str:
    """The SVG as a part of the page: in the page's colours, with ids of its own and a text for who cannot see it."""
    drawn = _SVG.search(figure.svg)
    if drawn is None:
        return ""
    svg = _ID.sub(rf"\g<1>{figure.name}-", _GROUP_ID.sub("<g", _DROPPED.sub("", drawn[0])))
    for colour, role in ((INK, "currentColor"), (FAINT, "var(--rule)"), (PAPER, "var(--paper)")):
        svg = svg.replace(colour, role)
    view = _VIEW_BOX.search(svg)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {view[0]}'
        if view
        else "<svg"
    )
    return _SVG_HEAD.sub(f'{head} role="img" aria-label="{escape(figure.alt)}">', svg, count=1)


_CODE = re.compile(r"`([^`]*)`")


def prose(text: str) -> str:
    """A sentence of ours as HTML, its `code` as such."""
    from markupsafe import Markup  # late: comes with jinja2

    return Markup(_CODE.sub(r"<code>\1</code>", escape(text, quote=False)))  # noqa: S704  # escaped just before
