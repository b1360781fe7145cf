"""The figures of wikis, and of lists and wikis together, from their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from maillage.reports import wording
from maillage.reports.drawing import FAINT, INK, LINE, PAPER, Figure, cells, drawn, key, strips
from maillage.reports.people import People
from maillage.reports.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

MOVES = ("list_to_wiki", "wiki_to_list", "together")
MOVE_COLOURS = ("#0072b2", "#e69f00", "#7f7f7f")

_MOST_TOOLS = 16  # of the matrix: more do not fit the width
_LONGEST_NAME = 20
_DARK = 0.75  # of the highest index: from there on letters are white


def figures(tables: Mapping[str, Table], language: str, people: People) -> Iterator[Figure | None]:
    """All of them, in the order of reports; None for one that its table has no rows for."""
    yield edits(tables, language, people)
    yield administrators(tables, language, people)
    yield overlap(tables, language, people)
    yield from moves(tables, language)


# -------------------------------------------------------------------------------------------- wikis


def edits(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """Edits per year: a strip for each wiki, each on its own scale."""
    years: dict[str, dict[int, int]] = {}
    for source, month, number in cells(tables.get("wiki-months"), "source", "month", "edits"):
        if isinstance(number, int):
            of = years.setdefault(people.title(str(source)), {})
            year = int(str(month)[:4])
            of[year] = of.get(year, 0) + number
    if not years:
        return None
    series = {name: list(of.items()) for name, of in years.items()}

    def draw(canvas: Canvas) -> None:
        strips(canvas, series, language)

    number, year, name = max((n, -y, title) for title, points in series.items() for y, n in points)
    reads = wording.say("edits-reads", language, wiki=name, year=-year, edits=wording.count(number, language))
    note = wording.say("edits-own-scale", language) if len(series) > 1 else ""
    height = 0.35 + 0.95 * len(series)
    return drawn("wiki-edits", "wiki-months", "figure-edits", (note, reads), height, draw, language)


def administrators(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """The share of administrators in writing each wiki, by all that it is counted in."""
    wikis: dict[str, list[tuple[str, float]]] = {}
    for source, counted_in, share in cells(tables.get("wiki-administrators"), "source", "counted_in", "share"):
        if isinstance(share, int | float):
            wikis.setdefault(people.title(str(source)), []).append((str(counted_in), float(share)))
    if not wikis:
        return None
    lines = sum(0.75 + len(bars) for bars in wikis.values())

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        axes.set_xlim(0, 1)
        axes.set_ylim(lines - 0.4, -0.45)
        axes.set_axis_off()
        at = 0.0
        for name, bars in wikis.items():
            axes.text(0, at, name, va="center", fontsize=9, fontweight="bold")
            for step, (counted_in, share) in enumerate(bars):
                _bar(axes, at + 0.8 + step, counted_in, share, language)
            at += 0.75 + len(bars)

    share, counted_in, name = max((share, what, name) for name, bars in wikis.items() for what, share in bars)
    shown = wording.share(share, language)
    reads = wording.say("administrators-reads", language, wiki=name, counted_in=counted_in, share=shown)
    height = 0.25 + 0.27 * lines
    return drawn(
        "wiki-administrators", "wiki-administrators", "figure-administrators", ("", reads), height, draw, language
    )


_BAR_FROM = 0.36  # where bars begin: their labels stand before them


def _bar(axes: Axes, row: float, label: str, share: float, language: str) -> None:
    """A bar over its full length, its label before it and its share behind."""
    length = 0.86 - _BAR_FROM
    axes.text(_BAR_FROM - 0.02, row, label, ha="right", va="center", fontsize=8.5)
    axes.barh(row, length, left=_BAR_FROM, height=0.62, color=FAINT)
    axes.barh(row, share * length, left=_BAR_FROM, height=0.62, color=LINE)
    axes.text(0.88, row, wording.share(share, language), ha="left", va="center", fontsize=8.5)


# ---------------------------------------------------------------------------------- lists and wikis


def overlap(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """The persons whom each two tools share: a matrix, the darker the higher the Jaccard index."""
    pairs: dict[tuple[str, str], tuple[int, float]] = {}
    persons: dict[str, int] = {}
    names = ("least", "source", "other", "persons", "other_persons", "shared", "jaccard")
    for least, one, other, of_one, of_other, shared, jaccard in cells(tables.get("tools-overlap"), *names):
        if least == 1 and isinstance(shared, int) and isinstance(jaccard, int | float):
            pairs[str(one), str(other)] = shared, float(jaccard)
            persons |= {str(one): int(of_one or 0), str(other): int(of_other or 0)}
    ranked = sorted(persons, key=lambda tool: -persons[tool])[:_MOST_TOOLS]
    kept = [tool for tool in persons if tool in ranked]
    found = {pair: of for pair, of in pairs.items() if pair[0] in kept and pair[1] in kept}
    if not found:
        return None

    def draw(canvas: Canvas) -> None:
        _matrix(canvas.add_subplot(), kept, persons, found, language, people)

    (one, other), (shared, _) = max(found.items(), key=lambda item: (item[1][1], item[1][0], item[0]))
    reads = wording.say(
        "overlap-reads" if shared else "overlap-none",
        language,
        one=people.title(one),
        other=people.title(other),
        shared=wording.count(shared, language),
    )
    notes = [wording.say("overlap-diagonal", language)]
    if len(kept) < len(persons):
        notes.append(wording.say("overlap-cut", language, shown=len(kept)))
    height = 0.4 + 0.22 * len(kept)
    return drawn("tools-overlap", "tools-overlap", "figure-overlap", (" ".join(notes), reads), height, draw, language)


def _matrix(  # where it stands, and what it shows
    axes: Axes,
    tools: Sequence[str],
    persons: Mapping[str, int],
    pairs: Mapping[tuple[str, str], tuple[int, float]],
    language: str,
    people: People,
) -> None:
    """The tools by number, which stands before their names and above; a cell without a number is nobody's."""
    most = max((jaccard for _, jaccard in pairs.values()), default=0.0) or 1.0
    for row, one in enumerate(tools):
        for column, other in enumerate(tools):
            shared, jaccard = pairs.get((one, other)) or pairs.get((other, one)) or (0, 0.0)
            if shared:
                depth = jaccard / most
                ink = "#ffffff" if depth > _DARK else "#111111"
                _cell(axes, (row, column), mixed(depth), wording.count(shared, language), ink)
            else:
                _cell(axes, (row, column), FAINT if row == column else PAPER)
    names = [
        wording.say(
            "overlap-tool",
            language,
            number=number,
            tool=_short(people.title(tool)),
            persons=wording.count(persons[tool], language),
        )
        for number, tool in enumerate(tools, start=1)
    ]
    axes.set_xlim(-0.5, len(tools) - 0.5)
    axes.set_ylim(len(tools) - 0.5, -0.5)
    axes.set_yticks(range(len(tools)), names)
    axes.set_xticks(range(len(tools)), [str(number) for number in range(1, len(tools) + 1)])
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=8)
    for side in axes.spines.values():
        side.set_visible(False)


def _cell(axes: Axes, place: tuple[int, int], colour: str, text: str = "", ink: str = INK) -> None:
    from matplotlib.patches import Rectangle

    row, column = place
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, edgecolor=PAPER, linewidth=1))
    axes.text(column, row, text, ha="center", va="center", fontsize=7.5, color=ink)


def mixed(depth: float) -> str:
    """A blue, from nearly white at 0 to that of lines at 1."""
    light, dark = (225, 238, 246), (0, 90, 150)
    red, green, blue = (round(low + (high - low) * depth) for low, high in zip(light, dark, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def moves(tables: Mapping[str, Table], language: str) -> Iterator[Figure]:
    """Who first comes from lists to wikis and from wikis to lists, year by year: a figure for each network."""
    networks: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
    for network, year, *counts in cells(tables.get("tools-moves-by-year"), "network", "year", *MOVES):
        if isinstance(year, int):
            networks.setdefault(str(network), []).append((year, tuple(int(count or 0) for count in counts)))
    told = {network: years for network, years in networks.items() if any(sum(counts) for _, counts in years)}
    for number, (network, years) in enumerate(told.items(), start=1):
        yield _of_network(f"tools-moves-{number}" if len(told) > 1 else "tools-moves", network, years, language)


def _of_network(name: str, network: str, years: Sequence[tuple[int, tuple[int, ...]]], language: str) -> Figure:
    labels = [wording.say(f"move-{move}", language) for move in MOVES]
    kept = [step for step in range(len(MOVES)) if any(counts[step] for _, counts in years)]

    def draw(canvas: Canvas) -> None:
        from matplotlib.ticker import MaxNLocator

        axes = canvas.add_subplot()
        below = [0] * len(years)
        for step in kept:
            heights = [counts[step] for _, counts in years]
            axes.bar([year for year, _ in years], heights, bottom=below, width=0.7, color=MOVE_COLOURS[step])
            below = [low + height for low, height in zip(below, heights, strict=True)]
        axes.xaxis.set_major_locator(MaxNLocator(nbins=9, integer=True, min_n_ticks=1))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=1))
        axes.set_xlim(years[0][0] - 0.6, years[-1][0] + 0.6)
        axes.grid(axis="y", color=FAINT, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(length=2.5, labelsize=8.5)
        axes.set_ylabel(wording.say("axis-persons", language))
        key(canvas, [labels[step] for step in kept], [MOVE_COLOURS[step] for step in kept])

    sums = [sum(counts[step] for _, counts in years) for step in range(len(MOVES))]
    shown = {move: wording.count(count, language) for move, count in zip(MOVES, sums, strict=True)}
    reads = wording.say("moves-reads", language, **shown)
    note = wording.say("moves-of", language, network=network) if network else ""
    return drawn(name, "tools-moves-by-year", "figure-moves", (note, reads), 2.5, draw, language)
