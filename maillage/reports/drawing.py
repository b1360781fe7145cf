"""How figures are drawn: SVG and PNG that come out the same every time, from the rows of tables.

They are narrow, so that a telephone shows them with letters one can read; colours are those of Okabe and Ito,
which people of all colour visions tell apart, and lines differ by their dashes too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maillage.reports import wording
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


def strips(canvas: Canvas, series: Mapping[str, Sequence[tuple[int, int]]], language: str) -> None:
    """A strip for each series of years and counts, one below the other over the same years."""
    years = [year for points in series.values() for year, _ in points]
    margin = 0.06 * (max(years) - min(years)) or 0.6
    for index, (name, points) in enumerate(series.items()):
        axes = canvas.add_subplot(len(series), 1, index + 1)
        axes.set_xlim(min(years) - margin, max(years) + margin)
        _strip(axes, name, sorted(points), language)
        axes.tick_params(labelbottom=index == len(series) - 1)


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
                (0, 3.5),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=8.5,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.4},
                zorder=3,
            )


def stack(  # where it stands, what it shows, and its colours
    axes: Axes,
    row: int,
    pieces: Sequence[tuple[int, float]],
    language: str,
    colours: Sequence[str] = STEPS,
    inks: Sequence[str] = ON_STEPS,
) -> None:
    """A bar of pieces: the step of each, which tells its colour, and its share."""
    left = 0.0
    for step, share in pieces:
        colour, on = colours[step % len(colours)], inks[step % len(inks)]
        axes.barh(row, share, left=left, height=0.5, color=colour, edgecolor=PAPER, linewidth=1)
        if share >= _READABLE:
            text = wording.share(share, language)
            axes.text(left + share / 2, row, text, ha="center", va="center", fontsize=8.5, color=on)
        left += share


def key(canvas: Canvas, names: Sequence[str], colours: Sequence[str] = STEPS) -> None:
    """What the colours mean, above the drawing."""
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


def bar_axes(canvas: Canvas, names: Sequence[str]) -> Axes:
    """Bars from 0 to 1, the name of each above it, the first one on top."""
    axes = canvas.add_subplot()
    axes.set_xlim(0, 1)
    axes.set_ylim(len(names) - 0.6, -0.75)
    axes.set_axis_off()
    for row, name in enumerate(names):
        axes.text(0, row - 0.31, name, va="bottom", fontsize=9, fontweight="bold")
    return axes


def cells(table: Table | None, *names: str) -> Iterator[tuple[Cell, ...]]:
    """The named columns of each row; nothing where the table lacks one."""
    if table is None:
        return
    where = {column.name: index for index, column in enumerate(table.columns)}
    if any(name not in where for name in names):
        return
    for row in table.rows:
        yield tuple(row[where[name]] for name in names)


def drawn(  # noqa: PLR0917  # what it is called, what it says, and how it is drawn
    name: str,
    table: str,
    title_key: str,
    said: tuple[str, str],
    height: float,
    draw: Callable[[Canvas], None],
    language: str,
) -> Figure:
    """A figure, drawn; `said`: what to mind, and what one reads in it."""
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
        canvas.set_layout_engine("none")  # everything keeps its place, which takes as long to find as to draw
        canvas.savefig(png, format="png", dpi=200, facecolor="white", metadata={"Software": None})
    alt = f"{title}. {reads}".strip()
    return Figure(name, table, title, alt, note, svg.getvalue().decode(), png.getvalue())
