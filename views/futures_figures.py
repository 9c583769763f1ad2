"""The figures of conditions, of borders, and of modes over many futures."""

import math
import textwrap
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import StrMethodFormatter

from crosspark.governance import units
from crosspark.model.indicators import INDICATORS, Indicator
from crosspark.views import fonts, words
from crosspark.views.figures import (
    BLACK,
    BLUE,
    LATIN_UNITS,
    LIGHT_GREY,
    MODE_COLOURS,
    VERMILLION,
    Chart,
    both,
    pick,
    stacked,
    style,
)

if TYPE_CHECKING:
    from crosspark.studies.design import Factor
    from crosspark.studies.discovery import Box, Discovery
    from crosspark.studies.frontier import Frontier
    from crosspark.studies.futures import Named
    from crosspark.studies.robust import Robust

#: Limits of a box that are drawn; the table has the others.
_MOST_LIMITS = 12

#: Characters of a line beside an axis.
_LINE = 40


def conditions(discovery: "Discovery") -> Chart:
    """Draw the futures by whether the mode beats in them, and the limits of each box within the ranges."""
    _warn()
    boxes = discovery.found
    shown = [(place, limit) for place, box in enumerate(boxes, start=1) for limit in box.limits][
        :_MOST_LIMITS
    ]
    with style():
        figure = Chart(figsize=(11.4, max(4.8, 2.6 + 0.5 * len(shown))), layout="constrained")
        left, right = figure.subplots(1, 2) if boxes else (figure.subplots(), None)
        if boxes and len(boxes[0].limits) > 1:
            _scatter(left, discovery, boxes)
        else:
            _differences(left, discovery, boxes)
        if right is not None:
            _limits(right, discovery, shown)
        colours = ((BLUE, "beats"), (VERMILLION, "does_not"))
        handles = [Patch(color=colour, label=both(key)) for colour, key in colours]
        figure.legend(handles=handles, loc="outside lower center", ncols=2)
        about = INDICATORS[discovery.indicator]
        modes = f"{_mode(discovery.mode)} – {_mode(discovery.baseline)}"
        title = f"{pick(about.title_en, about.title_zh)}: {modes} △"
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def _scatter(axis: Axes, discovery: "Discovery", boxes: "tuple[Box, ...]") -> None:
    """Draw the futures over the two most significant parameters of the first box."""
    points = discovery.futures.points[discovery.known]
    beats = discovery.beats[discovery.known]
    limits = boxes[0].limits[:2]
    scales = [
        _axis(axis, discovery.futures.factor(limit.path), points[limit.path].max(), name)
        for limit, name in zip(limits, "xy", strict=True)
    ]
    for which, colour, marker in ((beats, BLUE, "o"), (~beats, VERMILLION, "X")):
        x, y = (points[limit.path][which] / scale for limit, scale in zip(limits, scales, strict=True))
        axis.scatter(x, y, s=20, color=colour, marker=marker, alpha=0.75, linewidths=0)
    # A side without a limit is drawn at the end of the range.
    ends = [
        (
            np.nanmax([limit.low, points[limit.path].min()]) / scale,
            np.nanmin([limit.high, points[limit.path].max()]) / scale,
        )
        for limit, scale in zip(limits, scales, strict=True)
    ]
    (x, right), (y, top) = ends
    line = "-" if boxes[0].dense else "--"
    axis.add_patch(
        Rectangle((x, y), right - x, top - y, fill=False, edgecolor=BLACK, linewidth=1.6, linestyle=line)
    )


def _differences(axis: Axes, discovery: "Discovery", boxes: "tuple[Box, ...]") -> None:
    """Draw the differences over the parameter of the first box, or how many futures have which."""
    about = INDICATORS[discovery.indicator]
    known, beats = discovery.known, discovery.beats[discovery.known]
    differences = discovery.differences[known] / about.scale
    if boxes:
        limit = boxes[0].limits[0]
        values = discovery.futures.points[known][limit.path].to_numpy()
        scale = _axis(axis, discovery.futures.factor(limit.path), float(values.max()), "x")
        for which, colour, marker in ((beats, BLUE, "o"), (~beats, VERMILLION, "X")):
            axis.scatter(
                values[which] / scale, differences[which], s=20, color=colour, marker=marker, alpha=0.75
            )
        low, high = np.nanmax([limit.low, values.min()]), np.nanmin([limit.high, values.max()])
        axis.axvspan(low / scale, high / scale, color=LIGHT_GREY, alpha=0.4, linewidth=0, zorder=0)
        axis.axhline(0, color=BLACK, linewidth=0.8)
        axis.set_ylabel("△ " + _unit(about))
        return
    # With zero among them, so that the side on which they lie shows, and bins have a width.
    bins = np.histogram_bin_edges([*differences, 0.0], 24).tolist()
    axis.hist([differences[beats], differences[~beats]], bins=bins, stacked=True, color=[BLUE, VERMILLION])
    axis.axvline(0, color=BLACK, linewidth=0.8)
    axis.set_xlabel(_unit(about))
    axis.set_ylabel(both("count_of_futures"))


def _limits(axis: Axes, discovery: "Discovery", shown: list[tuple[int, Any]]) -> None:
    """Draw each limit as a bar within the range of its parameter."""
    colour = BLUE if discovery.seeks == "victories" else VERMILLION
    for place, (_, limit) in enumerate(shown):
        factor = discovery.futures.factor(limit.path)
        width = factor.high - factor.low
        low, high = (np.nanmax([limit.low, factor.low]), np.nanmin([limit.high, factor.high]))
        start, end = (low - factor.low) / width, (high - factor.low) / width
        axis.barh(place, 1, height=0.5, color="#EEEEEE")
        axis.barh(place, end - start, left=start, height=0.5, color=colour, alpha=0.85)
        for value, at in ((limit.low, start), (limit.high, end)):
            if not math.isnan(value):
                text = f" {units.show(value, limit.unit)} "
                axis.text(at, place - 0.34, text, ha="center", va="bottom", fontsize=8.5)
    titles = [f"{number}  {_parameter(discovery.futures.factor(limit.path))}" for number, limit in shown]
    axis.set_yticks(range(len(shown)), titles, fontsize=8.5)
    axis.set_ylim(len(shown) - 0.4, -0.8)
    axis.set_xlim(-0.08, 1.08)
    axis.grid(visible=False)
    axis.tick_params(axis="y", length=0)
    axis.set_xlabel(both("share_of_range"))


def border_map(frontier: "Frontier") -> Chart:
    """Draw the mean difference over the grid, blue where the mode does better, hatched where not sure."""
    _warn()
    about = INDICATORS[frontier.indicator]
    means = frontier.means / about.scale
    better = frontier.table()["better"].to_numpy().reshape(means.shape)
    with style():
        figure = Chart(figsize=(8.4, 6.4), layout="constrained")
        axis = figure.subplots()
        scales = [
            _axis(axis, factor, float(values[-1]), name)
            for factor, values, name in ((frontier.x, frontier.xs, "x"), (frontier.y, frontier.ys, "y"))
        ]
        xs, ys = frontier.xs / scales[0], frontier.ys / scales[1]
        ends = [VERMILLION, "#FFFFFF", BLUE]
        colours = LinearSegmentedColormap.from_list("sides", ends if about.direction > 0 else ends[::-1])
        reach = float(np.nanmax(np.abs(means), initial=0.0)) or 1.0
        mesh = axis.pcolormesh(
            xs, ys, means, cmap=colours, norm=TwoSlopeNorm(0, -reach, reach), shading="nearest",
            edgecolors="white", linewidth=0.5,
        )  # fmt: skip
        wide, high = _edges(xs), _edges(ys)
        for row, column in zip(*np.nonzero(better == ""), strict=True):
            corner = (wide[column], high[row])
            size = (wide[column + 1] - wide[column], high[row + 1] - high[row])
            axis.add_patch(
                Rectangle(corner, *size, fill=False, hatch="///", edgecolor="#777777", linewidth=0)
            )
        for of_set in range(len(frontier.sets)):
            for line in frontier.border(of_set):
                axis.plot(line[:, 0] / scales[0], line[:, 1] / scales[1], color=BLACK, linewidth=0.4)
        for line in frontier.border():
            axis.plot(line[:, 0] / scales[0], line[:, 1] / scales[1], color=BLACK, linewidth=2)
        axis.grid(visible=False)
        axis.set_xticks(xs, [f"{value:,.4g}" for value in xs])
        axis.set_yticks(ys, [f"{value:,.4g}" for value in ys])
        bar = figure.colorbar(mesh, ax=axis)
        modes = f"{_mode(frontier.mode)}\n– {_mode(frontier.baseline)}"
        bar.set_label(f"{modes}, {_unit(about)}", fontsize=9)
        lines = {"border": 2.0} | ({"border_of_sets": 0.4} if frontier.sets else {})
        figure.legend(
            handles=[
                Patch(color=BLUE, label=_mode(frontier.mode)),
                Patch(color=VERMILLION, label=_mode(frontier.baseline)),
                Patch(facecolor="white", edgecolor="#777777", hatch="///", label=both("not_sure_cells")),
                *(
                    mpl.lines.Line2D([], [], color=BLACK, linewidth=width, label=both(name))
                    for name, width in lines.items()
                ),
            ],
            loc="outside lower center",
            ncols=2,
        )
        title = f"{pick(about.title_en, about.title_zh)}: {both('which_better')} △"
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return figure


def regrets_and_ranks(robust: "Robust") -> Chart:
    """Draw the largest regret of each mode by indicator, and how often it takes each rank."""
    _warn()
    ids, titles = robust.ids, [_mode(mode) for mode in robust.modes]
    accepted = robust.acceptability
    with style():
        figure = Chart(figsize=(10.4, 2.6 + 0.46 * len(robust.indicators)), layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=[3, 2])
        for place, indicator in enumerate(robust.indicators):
            values, regrets = robust.values(indicator), robust.regrets(indicator)
            if not len(values):
                continue
            width = float(values.max() - values.min()) or 1.0
            largest = regrets.max(axis=0) / width
            left.axhline(place + 0.5, color="#E6E6E6", linewidth=0.8)
            for mode, value in enumerate(largest):
                colour = MODE_COLOURS[mode % len(MODE_COLOURS)]
                left.scatter(
                    value,
                    place + 0.18 * (mode - (len(ids) - 1) / 2),
                    s=58,
                    color=colour,
                    zorder=3,
                    edgecolors="white",
                    linewidths=0.6,
                )
        named = [INDICATORS[name] for name in robust.indicators]
        labels = [stacked(about.title_en, about.title_zh) for about in named]
        left.set_yticks(range(len(labels)), labels)
        left.set_ylim(len(labels) - 0.5, -0.5)
        left.grid(visible=False, axis="y")
        left.tick_params(axis="y", length=0)
        left.set_xlim(left=-0.02)
        left.set_xlabel(both("regret_of_range"))
        start = np.zeros(len(ids))
        for mode in range(len(ids)):
            shares = accepted.loc[mode, [f"rank_{place + 1}" for place in range(len(ids))]].to_numpy(
                dtype=float
            )
            shares = np.nan_to_num(shares)
            colour = MODE_COLOURS[mode % len(MODE_COLOURS)]
            right.barh(range(len(ids)), shares, left=start, color=colour, height=0.62, label=titles[mode])
            start += shares
        ranks = [
            pick(*(words.say("rank_of", lang, rank=place + 1) for lang in words.LANGUAGES))
            for place in range(len(ids))
        ]
        right.set_yticks(range(len(ids)), ranks)
        right.invert_yaxis()
        right.grid(visible=False, axis="y")
        right.tick_params(axis="y", length=0)
        right.set_xlabel(both("share_of_ranks"), fontsize=8.5)
        handles, names = right.get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=min(3, len(names)))
        figure.suptitle(both("figure_robust") + " △", x=0.01, ha="left", fontsize=12)
    return figure


def _axis(axis: Axes, factor: "Factor", high: float, name: str) -> float:
    """Label an axis with a parameter and the unit in which its high end reads; return that unit's size."""
    shown = {lang: units.show(high, factor.unit, lang).partition(" ")[2] for lang in words.LANGUAGES}
    size = units.parse(f"1 {shown['en']}", factor.unit) if shown["en"] else 1.0
    english = LATIN_UNITS.get(shown["en"], shown["en"])
    named = _parameter(factor)
    label = f"{named} ({pick(english, shown['zh'])})" if shown["en"] else named
    of_axis = axis.xaxis if name == "x" else axis.yaxis
    of_axis.set_label_text(label)
    of_axis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    return size


def _edges(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the edges of cells around evenly spaced centres."""
    middle = (values[1:] + values[:-1]) / 2
    return np.concatenate([[2 * values[0] - middle[0]], middle, [2 * values[-1] - middle[-1]]])


def _unit(about: Indicator) -> str:
    return pick(LATIN_UNITS.get(about.shown_en, about.shown_en), about.unit_zh)


def _mode(mode: "Named") -> str:
    return pick(mode.title_en, mode.title_zh)


def _parameter(factor: "Factor") -> str:
    """Return what a parameter is called, in lines that fit beside an axis."""
    english, chinese = (factor.title(lang) for lang in words.LANGUAGES)
    return stacked(textwrap.fill(english, _LINE), textwrap.fill(chinese, _LINE // 2))


def _warn() -> None:
    if fonts.chinese_font() is None:
        fonts.warn_without_font()
