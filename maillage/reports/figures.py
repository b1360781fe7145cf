"""Figures drawn from tables, and from nothing else: SVG and PNG that come out the same every time.

They are narrow, so that a telephone shows them with letters one can read; colours are those of Okabe and Ito,
which people of all colour visions tell apart, and lines differ by their dashes too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maillage.reports import wording
from maillage.reports.people import People
from maillage.reports.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

INK = "#1b1b19"  # the page swaps these three for its own colours, light or dark
FAINT = "#d6d3ca"
PAPER = "#fefefe"
LINE = "#0072b2"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a5a00", "#7f7f7f")
DASHES: tuple[Any, ...] = ("solid", (0, (5, 1.5)), (0, (1, 1)), (0, (6, 1.5, 1, 1.5)))
STEPS = ("#154a8a", "#5fa8d8", "#b5d7ec", "#e3e6ea")  # tiers, from the inside out
ON_STEPS = ("#ffffff", "#111111", "#111111", "#111111")
SCALES = ("#154a8a", "#5fa8d8", "#009e73", "#b5d7ec", "#e69f00", "#e3e6ea")  # from the city out; the last: not known
ON_SCALES = ("#ffffff", "#111111", "#ffffff", "#111111", "#111111", "#111111")

WIDTH = 4.4  # inches; 422 pixels on a page
_LABELLED = 12  # years: over no more than these, every point bears its number
_READABLE = 0.085  # share of a bar: narrower pieces bear no number

_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so every machine draws the same
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.fonttype": "none",  # text stays text: it can be searched and read aloud
    "svg.hashsalt": "maillage",
}


@dataclass(frozen=True)
class Figure:
    """A drawn figure. `alt`: what it shows, for who does not see it. `table`: the table it is drawn from."""

    name: str
    table: str
    title: str
    alt: str
    note: str
    svg: str
    png: bytes


Draw = Callable[[Mapping[str, Table], str, People], Figure | None]


def figures(tables: Mapping[str, Table], language: str, people: People) -> list[Figure]:
    """All figures that the tables have rows for, in the order of the reports."""
    drawn = [draw(tables, language, people) for draw in (volume, silent, tiers, lorenz)]
    return [figure for figure in (*drawn, *places(tables, language, people)) if figure is not None]


# ------------------------------------------------------------------------------------------- volume


def volume(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """Messages per year: a strip for each list, as figure 42 of the thesis, each on its own scale."""
    table = tables.get("volume-by-year")
    series: dict[str, list[tuple[int, int]]] = {}
    for source, year, messages, shown in _cells(table, "source", "year", "messages", "in_figure"):
        if shown and isinstance(year, int) and isinstance(messages, int):
            series.setdefault(people.title(str(source)), []).append((year, messages))
    if not series:
        return None

    def draw(canvas: Canvas) -> None:
        years = [year for points in series.values() for year, _ in points]
        for index, (name, points) in enumerate(series.items()):
            axes = canvas.add_subplot(len(series), 1, index + 1)
            margin = 0.06 * (max(years) - min(years)) or 0.6
            axes.set_xlim(min(years) - margin, max(years) + margin)
            _strip(axes, name, sorted(points), language)
            axes.tick_params(labelbottom=index == len(series) - 1)

    messages, year, name = max((n, -y, title) for title, points in series.items() for y, n in points)
    reads = wording.say("volume-reads", language, list=name, year=-year, messages=wording.count(messages, language))
    note = wording.say("volume-own-scale", language) if len(series) > 1 else ""
    height = 0.35 + 0.95 * len(series)
    return _figure("volume-by-year", "volume-by-year", "figure-volume", (note, reads), height, draw, language)


def _strip(axes: Axes, name: str, points: Sequence[tuple[int, int]], language: str) -> None:
    from matplotlib.ticker import MaxNLocator

    years, messages = [year for year, _ in points], [count for _, count in points]
    axes.plot(years, messages, color=LINE, linewidth=1.6, marker="o", markersize=3.5)
    axes.set_title(name, loc="left", fontsize=9, fontweight="bold", pad=9)
    axes.set_ylim(0, max(1, *messages) * 1.3)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=9, integer=True, min_n_ticks=1))
    axes.tick_params(axis="x", length=2.5, labelsize=8.5)
    first, last = axes.get_xlim()
    for year, count in points:
        if last - first <= _LABELLED or year in {years[0], years[-1]} or count == max(messages):
            axes.annotate(
                wording.count(count, language),
                (year, count),
                (0, 4),
                textcoords="offset points",
                ha="center",
                fontsize=8.5,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.4},
                zorder=3,
            )


# ------------------------------------------------------------------------------------ tiers, silence


def tiers(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """The persons of each list by tier, from the core out: bars of one length, cut by share."""
    table = tables.get("tiers")
    bars: dict[str, list[tuple[str, float]]] = {}
    for source, tier, share in _cells(table, "source", "tier", "share_of_persons"):
        if isinstance(share, int | float):
            bars.setdefault(people.title(str(source)), []).append((str(tier), float(share)))
    if not bars:
        return None
    names = list(dict.fromkeys(tier for pieces in bars.values() for tier, _ in pieces))

    def draw(canvas: Canvas) -> None:
        axes = _bar_axes(canvas, list(bars))
        for row, pieces in enumerate(bars.values()):
            _stack(axes, row, [(names.index(tier), share) for tier, share in pieces], language)
        _key(canvas, names)

    share, tier, name = max((share, tier, name) for name, pieces in bars.items() for tier, share in pieces)
    reads = wording.say("tiers-reads", language, list=name, tier=tier, share=wording.share(share, language))
    height = 0.75 + 0.52 * len(bars)
    return _figure("tiers", "tiers", "figure-tiers", ("", reads), height, draw, language)


def _stack(  # where it stands, what it shows, and its colours
    axes: Axes,
    row: int,
    pieces: Sequence[tuple[int, float]],
    language: str,
    colours: Sequence[str] = STEPS,
    inks: Sequence[str] = ON_STEPS,
) -> None:
    left = 0.0
    for step, share in pieces:
        colour, on = colours[step % len(colours)], inks[step % len(inks)]
        axes.barh(row, share, left=left, height=0.5, color=colour, edgecolor=PAPER, linewidth=1)
        if share >= _READABLE:
            text = wording.share(share, language)
            axes.text(left + share / 2, row, text, ha="center", va="center", fontsize=8.5, color=on)
        left += share


def _key(canvas: Canvas, names: Sequence[str], colours: Sequence[str] = STEPS) -> None:
    from matplotlib.patches import Patch

    patches = [Patch(color=colours[index % len(colours)], label=name) for index, name in enumerate(names)]
    canvas.legend(
        handles=patches,
        loc="outside upper left",
        ncols=2 if sum(map(len, names)) > 40 else max(1, len(names)),
        frameon=False,
        handlelength=1,
        handleheight=1,
        columnspacing=1.2,
        fontsize=8.5,
    )


def places(tables: Mapping[str, Table], language: str, people: People) -> Iterator[Figure]:
    """The authors of each list by scale, from the city out: figures 43 and 44 of the thesis, one for each network."""
    networks: dict[str, dict[str, list[tuple[str, float]]]] = {}
    for source, network, scale, share in _cells(tables.get("places"), "source", "network", "scale", "share_of_authors"):
        if isinstance(share, int | float):
            bars = networks.setdefault(str(network), {})
            bars.setdefault(people.title(str(source)), []).append((str(scale), float(share)))
    for number, (network, bars) in enumerate(networks.items(), start=1):
        yield _of_network(f"places-{number}" if len(networks) > 1 else "places", network, bars, language)


def _of_network(name: str, network: str, bars: Mapping[str, list[tuple[str, float]]], language: str) -> Figure:
    names = list(dict.fromkeys(scale for pieces in bars.values() for scale, _ in pieces))
    kept = [scale for scale in names if any(share for pieces in bars.values() for one, share in pieces if one == scale)]

    def draw(canvas: Canvas) -> None:
        axes = _bar_axes(canvas, list(bars))
        for row, pieces in enumerate(bars.values()):
            shown = [(names.index(scale), share) for scale, share in pieces if scale in kept]
            _stack(axes, row, shown, language, SCALES, ON_SCALES)
        _key(canvas, kept, [SCALES[names.index(scale)] for scale in kept])

    share, scale, title = max((share, scale, title) for title, pieces in bars.items() for scale, share in pieces)
    reads = wording.say("places-reads", language, list=title, scale=scale, share=wording.share(share, language))
    note = wording.say("places-of", language, network=network) if network else ""
    height = 0.95 + 0.52 * len(bars)
    return _figure(name, "places", "figure-places", (note, reads), height, draw, language)


def silent(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """The share of subscribers of each list who never wrote to it, on its latest subscriber list."""
    latest: dict[str, tuple[str, float]] = {}
    for source, taken_on, share in _cells(tables.get("silent"), "source", "taken_on", "silent_share"):
        if isinstance(share, int | float) and str(taken_on) >= latest.get(str(source), ("", 0.0))[0]:
            latest[str(source)] = (str(taken_on), float(share))
    shares = [(people.title(source), share) for source, (_, share) in latest.items()]
    if not shares:
        return None

    def draw(canvas: Canvas) -> None:
        axes = _bar_axes(canvas, [name for name, _ in shares])
        for row, (_, share) in enumerate(shares):
            axes.barh(row, 1, height=0.5, color=FAINT)
            axes.barh(row, share, height=0.5, color=LINE)
            inside = share > 0.25
            axes.text(
                share - 0.01 if inside else share + 0.01,
                row,
                wording.share(share, language),
                ha="right" if inside else "left",
                va="center",
                fontsize=8.5,
                color="#ffffff" if inside else INK,
            )

    share, name = max((share, name) for name, share in shares)
    reads = wording.say("silent-reads", language, list=name, share=wording.share(share, language))
    height = 0.3 + 0.52 * len(shares)
    return _figure("silent", "silent", "figure-silent", ("", reads), height, draw, language)


def _bar_axes(canvas: Canvas, names: Sequence[str]) -> Axes:
    """Bars from 0 to 1, the name of each above it, the first one on top."""
    axes = canvas.add_subplot()
    axes.set_xlim(0, 1)
    axes.set_ylim(len(names) - 0.6, -0.75)
    axes.set_axis_off()
    for row, name in enumerate(names):
        axes.text(0, row - 0.31, name, va="bottom", fontsize=9, fontweight="bold")
    return axes


# ------------------------------------------------------------------------------------------- Lorenz


def lorenz(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """What share of the messages the least active authors make, and the Gini index of each list."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for source, authors, messages in _cells(tables.get("lorenz"), "source", "authors_share", "messages_share"):
        if isinstance(authors, int | float) and isinstance(messages, int | float):
            curves.setdefault(str(source), []).append((float(authors), float(messages)))
    if not curves:
        return None
    ginis = {
        str(source): float(gini)
        for source, gini in _cells(tables.get("concentration"), "source", "gini")
        if isinstance(gini, int | float)
    }
    ranked = sorted(curves, key=lambda source: -ginis.get(source, 0.0))
    labels = {source: _with_gini(people.title(source), ginis.get(source), language) for source in curves}

    def draw(canvas: Canvas) -> None:
        axes = canvas.add_subplot()
        axes.plot([0, 1], [0, 1], color=INK, linewidth=0.8)
        axes.annotate(wording.say("equality", language), (0.9, 0.9), (0, 3), textcoords="offset points",
                      ha="right", va="bottom", fontsize=8)  # fmt: skip
        for index, source in enumerate(ranked):
            points = [(0.0, 0.0), *sorted(curves[source])]
            axes.plot(
                [x for x, _ in points],
                [y for _, y in points],
                color=COLOURS[index % len(COLOURS)],
                linestyle=DASHES[index % len(DASHES)],
                linewidth=1.7,
                label=labels[source],
            )
        _lorenz_frame(canvas, axes, language)

    gini = ginis.get(ranked[0])
    reads = ""
    if gini is not None:
        shown = wording.mean(gini, language)
        reads = wording.say("lorenz-reads", language, list=people.title(ranked[0]), gini=shown)
    height = 4.1 + 0.2 * len(curves)
    return _figure("lorenz", "lorenz", "figure-lorenz", ("", reads), height, draw, language)


def _with_gini(name: str, gini: float | None, language: str) -> str:
    if gini is None:
        return name
    return wording.say("gini", language, list=name, gini=wording.mean(gini, language))


def _lorenz_frame(canvas: Canvas, axes: Axes, language: str) -> None:
    axes.set_aspect("equal")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    percent = [wording.count(tick * 100, language) + wording.percent_sign(language) for tick in ticks]
    axes.set_xticks(ticks, percent)
    axes.set_yticks(ticks, percent)
    axes.grid(color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(wording.say("axis-authors", language))
    axes.set_ylabel(wording.say("axis-messages", language))
    canvas.legend(
        *axes.get_legend_handles_labels(),
        loc="outside lower left",
        frameon=False,
        fontsize=8.5,
        handlelength=3,
    )


# ------------------------------------------------------------------------------------------ drawing


def _cells(table: Table | None, *names: str) -> Iterator[tuple[Cell, ...]]:
    """The named columns of each row; nothing where the table lacks one."""
    if table is None:
        return
    where = {column.name: index for index, column in enumerate(table.columns)}
    if any(name not in where for name in names):
        return
    for row in table.rows:
        yield tuple(row[where[name]] for name in names)


def _figure(  # noqa: PLR0917  # what it is called, what it says, and how it is drawn
    name: str,
    table: str,
    title_key: str,
    said: tuple[str, str],
    height: float,
    draw: Callable[[Canvas], None],
    language: str,
) -> Figure:
    from matplotlib import rc_context  # late: half a second
    from matplotlib.figure import Figure as Canvas

    note, reads = said
    title = wording.say(title_key, language)
    with rc_context(_STYLE):
        canvas = Canvas(figsize=(WIDTH, height), layout="constrained")
        draw(canvas)
        svg, png = io.BytesIO(), io.BytesIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        canvas.savefig(svg, format="svg", metadata={**nothing, "Title": title}, transparent=True)
        canvas.savefig(png, format="png", dpi=200, facecolor="white", metadata={"Software": None})
    alt = f"{title}. {reads}".strip()
    return Figure(name, table, title, alt, note, svg.getvalue().decode(), png.getvalue())
