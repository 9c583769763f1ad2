"""The figure of a sweep: where each mode lies over the points, in one indicator or in every headline."""

import math
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from crosspark.model.indicators import INDICATORS
from crosspark.views import fonts
from crosspark.views.figures import LATIN_UNITS, MODE_COLOURS, Chart, both, pick, style
from crosspark.views.text import shorten

if TYPE_CHECKING:
    from crosspark.views.sweep import Sweep

_TITLE_WIDTH = 40


def drawn(study: "Sweep", best: pd.DataFrame) -> Chart:
    """Draw the mean over the points and the span of most of them, a panel for each indicator of `best`."""
    if fonts.chinese_font() is None:
        fonts.warn_without_font()
    tables = list(best.groupby("indicator", sort=False))
    columns = min(2, len(tables))
    rows = math.ceil(len(tables) / columns)
    with style():
        size = (9.6, 1.3 + rows * (0.85 + 0.24 * len(study.modes)))
        figure = Chart(figsize=size, layout="constrained")
        axes = figure.subplots(rows, columns, sharey=True, squeeze=False)
        for axis, (indicator, of_modes) in zip(axes.flat, tables, strict=False):
            _panel(axis, str(indicator), of_modes)
        for axis in axes.flat[len(tables) :]:
            axis.set_axis_off()
        axes[0, 0].set_yticks(range(len(study.modes)), [_named(study, mode) for mode in study.modes])
        axes[0, 0].invert_yaxis()
        axes[0, 0].margins(y=0.2)
        handles, labels = axes[0, 0].get_legend_handles_labels()
        figure.legend(handles[:2], labels[:2], loc="outside lower center", ncols=2)
        scenarios = study.design["scenarios"].values()
        where = ", ".join(pick(one["title_en"], one["title_zh"]) for one in scenarios)
        figure.suptitle(f"{where}: {both('figure_sweep')} △", x=0.01, ha="left", fontsize=12)
    return figure


def _panel(axis: Axes, indicator: str, of_modes: pd.DataFrame) -> None:
    about = INDICATORS[indicator]
    for place, row in enumerate(of_modes.to_dict("records")):
        colour = MODE_COLOURS[place % len(MODE_COLOURS)]
        low, mean, high = (row[key] / about.scale for key in ("low", "mean", "high"))
        axis.plot(mean, place, "o", color=colour, label=both("mean_of_points"))
        axis.plot([low, high], [place] * 2, color=colour, linewidth=5, alpha=0.3, label=both("sweep_spread"))
    if not of_modes["points"].any():
        axis.annotate(both("nothing_finished"), (0.5, 0.5), xycoords="axes fraction", ha="center")
    axis.set_title(pick(about.title_en, about.title_zh), fontsize=10)
    axis.set_xlabel(pick(LATIN_UNITS.get(about.shown_en, about.shown_en), about.unit_zh))
    axis.xaxis.set_major_locator(MaxNLocator(5))
    axis.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axis.grid(visible=False, axis="y")
    axis.tick_params(axis="y", length=0)


def _named(study: "Sweep", mode: str) -> str:
    about = study.design["modes"][mode]
    return shorten(pick(about["title_en"], about["title_zh"]), _TITLE_WIDTH)
