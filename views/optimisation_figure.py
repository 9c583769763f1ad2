"""The figure of a search for a better mode: its front over two objectives."""

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from crosspark.model.indicators import INDICATORS
from crosspark.views import fonts
from crosspark.views.figures import (
    BLUE,
    GREY,
    LATIN_UNITS,
    LIGHT_GREY,
    VERMILLION,
    Chart,
    both,
    pick,
    style,
)
from crosspark.views.words import say

if TYPE_CHECKING:
    from crosspark.studies.optimisation import Optimisation


def front(found: "Optimisation", x: str, y: str) -> Chart:
    """Draw what was tried and the front as differences from the start; up and to the right is better."""
    if fonts.chinese_font() is None:
        fonts.warn_without_font()
    with style():
        figure = Chart(figsize=(8.6, 6.2), layout="constrained")
        axis = figure.subplots()
        kept = found.tried[found.tried["keeps"]]
        across, up = (
            (kept[name] - found.tried[name].iloc[0]).to_numpy() / INDICATORS[name].scale for name in (x, y)
        )
        axis.scatter(across, up, s=12, color=LIGHT_GREY, linewidths=0, zorder=2)
        marks = [(label, BLUE, "o") for label in found.front()["mode"]]
        for label, colour, marker in [*marks, (found.baseline.label, GREY, "s")]:
            (right, wide), (top, high) = (
                (one.mean / scale, (one.chance_high - one.mean) / scale)
                for one, scale in ((found.difference(label, name), INDICATORS[name].scale) for name in (x, y))
            )
            axis.errorbar(
                right, top, xerr=wide, yerr=high, fmt=marker, color=colour, markersize=7, elinewidth=1,
                zorder=3,
            )  # fmt: skip
            if label in found.found:
                named = label.removeprefix("found_")
                axis.annotate(named, (right, top), xytext=(6, 5), textcoords="offset points", fontsize=8.5)
        axis.plot(0, 0, "D", color=VERMILLION, markersize=9, zorder=4)
        for name, of_axis, invert in ((x, axis.xaxis, axis.invert_xaxis), (y, axis.yaxis, axis.invert_yaxis)):
            about = INDICATORS[name]
            unit = pick(LATIN_UNITS.get(about.shown_en, about.shown_en), about.unit_zh)
            of_axis.set_label_text(f"{pick(about.title_en, about.title_zh)} ({unit})")
            if about.direction < 0:
                invert()
        # From the start to the better end of both axes.
        right, top = axis.get_xlim()[1], axis.get_ylim()[1]
        axis.fill_between([0, right], 0, top, color=BLUE, alpha=0.07, linewidth=0, zorder=0)
        axis.set_xlim(right=right)
        axis.set_ylim(top=top)
        axis.axhline(0, color=GREY, linewidth=0.8, zorder=1)
        axis.axvline(0, color=GREY, linewidth=0.8, zorder=1)
        start, baseline = (pick(one.title_en, one.title_zh) for one in (found.start, found.baseline))
        figure.legend(
            handles=[
                _dot("D", VERMILLION, start),
                _dot("s", GREY, baseline),
                _dot("o", BLUE, both("points_front")),
                _dot("o", LIGHT_GREY, both("points_tried")),
                Patch(color=BLUE, alpha=0.15, label=both("better_in_both")),
            ],
            loc="outside lower center",
            ncols=3,
        )
        named = pick(
            say("figure_optimise", "en", start=found.start.title_en),
            say("figure_optimise", "zh", start=found.start.title_zh),
        )
        figure.suptitle(f"{named} △", x=0.01, ha="left", fontsize=12)
    return figure


def _dot(marker: str, colour: str, label: str) -> Line2D:
    return Line2D([], [], marker=marker, color=colour, linestyle="", label=label)
