"""Figures drawn from tables, and from nothing else: SVG and PNG that come out the same every time.

Those of lists are here, those of wikis in `figures_of_wikis`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from maillage.reports import figures_of_wikis, wording
from maillage.reports.drawing import (
    COLOURS,
    DASHES,
    FAINT,
    INK,
    LINE,
    ON_SCALES,
    SCALES,
    Figure,
    bar_axes,
    cells,
    drawn,
    key,
    stack,
    strips,
)
from maillage.reports.people import People
from maillage.reports.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

Draw = Callable[[Mapping[str, Table], str, People], Figure | None]


def figures(tables: Mapping[str, Table], language: str, people: People) -> list[Figure]:
    """All figures that the tables have rows for, in the order of the reports."""
    of_lists = [draw(tables, language, people) for draw in (volume, silent, tiers, lorenz)]
    found = [*of_lists, *places(tables, language, people), *figures_of_wikis.figures(tables, language, people)]
    return [figure for figure in found if figure is not None]


# ------------------------------------------------------------------------------------------- volume


def volume(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """Messages per year: a strip for each list, as figure 42 of the thesis, each on its own scale."""
    table = tables.get("volume-by-year")
    series: dict[str, list[tuple[int, int]]] = {}
    for source, year, messages, shown in cells(table, "source", "year", "messages", "in_figure"):
        if shown and isinstance(year, int) and isinstance(messages, int):
            series.setdefault(people.title(str(source)), []).append((year, messages))
    if not series:
        return None

    def draw(canvas: Canvas) -> None:
        strips(canvas, series, language)

    messages, year, name = max((n, -y, title) for title, points in series.items() for y, n in points)
    reads = wording.say("volume-reads", language, list=name, year=-year, messages=wording.count(messages, language))
    note = wording.say("volume-own-scale", language) if len(series) > 1 else ""
    height = 0.35 + 0.95 * len(series)
    return drawn("volume-by-year", "volume-by-year", "figure-volume", (note, reads), height, draw, language)


# ------------------------------------------------------------------------------------ tiers, silence


def tiers(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """The persons of each list by tier, from the core out: bars of one length, cut by share."""
    table = tables.get("tiers")
    bars: dict[str, list[tuple[str, float]]] = {}
    for source, tier, share in cells(table, "source", "tier", "share_of_persons"):
        if isinstance(share, int | float):
            bars.setdefault(people.title(str(source)), []).append((str(tier), float(share)))
    if not bars:
        return None
    names = list(dict.fromkeys(tier for pieces in bars.values() for tier, _ in pieces))

    def draw(canvas: Canvas) -> None:
        axes = bar_axes(canvas, list(bars))
        for row, pieces in enumerate(bars.values()):
            stack(axes, row, [(names.index(tier), share) for tier, share in pieces], language)
        key(canvas, names)

    share, tier, name = max((share, tier, name) for name, pieces in bars.items() for tier, share in pieces)
    reads = wording.say("tiers-reads", language, list=name, tier=tier, share=wording.share(share, language))
    height = 0.75 + 0.52 * len(bars)
    return drawn("tiers", "tiers", "figure-tiers", ("", reads), height, draw, language)


def places(tables: Mapping[str, Table], language: str, people: People) -> Iterator[Figure]:
    """The authors of each list by scale, from the city out: figures 43 and 44 of the thesis, one for each network."""
    networks: dict[str, dict[str, list[tuple[str, float]]]] = {}
    for source, network, scale, share in cells(tables.get("places"), "source", "network", "scale", "share_of_authors"):
        if isinstance(share, int | float):
            bars = networks.setdefault(str(network), {})
            bars.setdefault(people.title(str(source)), []).append((str(scale), float(share)))
    for number, (network, bars) in enumerate(networks.items(), start=1):
        yield _of_network(f"places-{number}" if len(networks) > 1 else "places", network, bars, language)


def _of_network(name: str, network: str, bars: Mapping[str, list[tuple[str, float]]], language: str) -> Figure:
    names = list(dict.fromkeys(scale for pieces in bars.values() for scale, _ in pieces))
    kept = [scale for scale in names if any(share for pieces in bars.values() for one, share in pieces if one == scale)]

    def draw(canvas: Canvas) -> None:
        axes = bar_axes(canvas, list(bars))
        for row, pieces in enumerate(bars.values()):
            shown = [(names.index(scale), share) for scale, share in pieces if scale in kept]
            stack(axes, row, shown, language, SCALES, ON_SCALES)
        key(canvas, kept, [SCALES[names.index(scale)] for scale in kept])

    share, scale, title = max((share, scale, title) for title, pieces in bars.items() for scale, share in pieces)
    reads = wording.say("places-reads", language, list=title, scale=scale, share=wording.share(share, language))
    note = wording.say("places-of", language, network=network) if network else ""
    height = 0.95 + 0.52 * len(bars)
    return drawn(name, "places", "figure-places", (note, reads), height, draw, language)


def silent(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """The share of subscribers of each list who never wrote to it, on its latest subscriber list."""
    latest: dict[str, tuple[str, float]] = {}
    for source, taken_on, share in cells(tables.get("silent"), "source", "taken_on", "silent_share"):
        if isinstance(share, int | float) and str(taken_on) >= latest.get(str(source), ("", 0.0))[0]:
            latest[str(source)] = (str(taken_on), float(share))
    shares = [(people.title(source), share) for source, (_, share) in latest.items()]
    if not shares:
        return None

    def draw(canvas: Canvas) -> None:
        axes = bar_axes(canvas, [name for name, _ in shares])
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
    return drawn("silent", "silent", "figure-silent", ("", reads), height, draw, language)


# ------------------------------------------------------------------------------------------- Lorenz


def lorenz(tables: Mapping[str, Table], language: str, people: People) -> Figure | None:
    """What share of the messages the least active authors make, and the Gini index of each list."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for source, authors, messages in cells(tables.get("lorenz"), "source", "authors_share", "messages_share"):
        if isinstance(authors, int | float) and isinstance(messages, int | float):
            curves.setdefault(str(source), []).append((float(authors), float(messages)))
    if not curves:
        return None
    ginis = {
        str(source): float(gini)
        for source, gini in cells(tables.get("concentration"), "source", "gini")
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
    return drawn("lorenz", "lorenz", "figure-lorenz", ("", reads), height, draw, language)


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
