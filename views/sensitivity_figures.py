"""The figures of a sensitivity: a tornado, Morris's plane of size and spread, Sobol's shares."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import StrMethodFormatter

from crosspark.governance import units
from crosspark.model.indicators import INDICATORS
from crosspark.studies.sensitivity import BY
from crosspark.views import fonts
from crosspark.views.figures import (
    BLACK,
    BLUE,
    GREY,
    LATIN_UNITS,
    SKY,
    VERMILLION,
    Chart,
    both,
    pick,
    stacked,
    style,
)
from crosspark.views.text import MISSING, interval, number, shorten_title

if TYPE_CHECKING:
    from crosspark.studies.sensitivity import Sensitivity

Rows = Sequence[dict[str, Any]]

#: Parameters that are drawn.
_MOST = 10

_TITLE_WIDTH = 46


def drawn(sensitivity: "Sensitivity", indicator: str) -> Chart:
    """Draw what moves an indicator most, by the method of the study."""
    if fonts.chinese_font() is None:
        fonts.warn_without_font()
    rows = [row for row in sensitivity.rows(indicator)[:_MOST] if row[BY[sensitivity.method]] > 0]
    about = INDICATORS[indicator]
    with style():
        figure = Chart(figsize=(9.6, 2.2 + 0.5 * max(len(rows), 3)), layout="constrained")
        axis = figure.subplots()
        if not rows:
            axis.set_axis_off()
            axis.annotate(both("nothing_moves"), (0, 0.5), xycoords="axes fraction")
        elif sensitivity.method == "morris":
            _plane(axis, rows, about.scale)
        elif sensitivity.method == "sobol":
            _shares(axis, rows)
        else:
            stands = sensitivity.stands(indicator)[0]
            _tornado(axis, rows, stands, about.scale, differs=sensitivity.baseline is not None)
        if sensitivity.method != "sobol":
            unit = LATIN_UNITS.get(about.shown_en, about.shown_en)
            axis.set_xlabel(" · ".join([*filter(None, [axis.get_xlabel()]), pick(unit, about.unit_zh)]))
            axis.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
        against = (
            [sensitivity.mode] if sensitivity.baseline is None else [sensitivity.mode, sensitivity.baseline]
        )
        axis.set_title(" − ".join(pick(entry.title_en, entry.title_zh) for entry in against), fontsize=10)
        named = f"{pick(about.title_en, about.title_zh)}: {both('figure_sensitivity')} △"
        figure.suptitle(named, x=0.01, ha="left", fontsize=12)
    return figure


def _tornado(axis: Axes, rows: Rows, stands: float, scale: float, *, differs: bool) -> None:
    """Draw a bar from where the indicator stands to each end of a parameter's range."""
    places = np.arange(len(rows))
    for name, colour in (("low", BLUE), ("high", VERMILLION)):
        mean, left = np.array([row[f"at_{name}"] for row in rows]) / scale, stands / scale
        bars = axis.barh(places, mean - left, left=left, height=0.6, color=colour, label=both(f"at_{name}"))
        for bar, row in zip(bars, rows, strict=True):
            # Where both ends move it one way, the shorter bar lies upon the longer one.
            other = row["at_high" if name == "low" else "at_low"]
            bar.set_zorder(2.2 if abs(row[f"at_{name}"] - stands) < abs(other - stands) else 2.1)
        for place, row in enumerate(rows):
            # The two words stand on either side of the bar, even where both ends move it one way.
            other = row["at_high" if name == "low" else "at_low"]
            right = row[f"at_{name}"] > other or (row[f"at_{name}"] == other and name == "high")
            axis.annotate(
                _latin(units.show(row[name], row["unit"])),
                (max(mean[place], left) if right else min(mean[place], left), place + 0.42),
                ha="left" if right else "right", va="center", fontsize=7.5, color=colour,
            )  # fmt: skip
    for place, row in enumerate(rows):
        moves, ends = (
            number(row["moves"] / scale),
            interval(row["moves_low"] / scale, row["moves_high"] / scale),
        )
        text = moves if ends == MISSING else f"{moves} {ends}"
        axis.annotate(
            text, (1.01, place), xycoords=("axes fraction", "data"), va="center", fontsize=8.5,
            annotation_clip=False,
        )  # fmt: skip
    axis.annotate(
        both("moves_by"),
        (1.01, -0.75),
        xycoords=("axes fraction", "data"),
        fontsize=8.5,
        annotation_clip=False,
    )
    axis.axvline(stands / scale, color=GREY, linewidth=0.8)
    if differs:
        axis.axvline(0, color=BLACK, linewidth=0.8, linestyle="--")
    _named(axis, rows)
    axis.margins(x=0.18)
    axis.figure.legend(loc="outside lower center", ncols=2)


def _plane(axis: Axes, rows: Rows, scale: float) -> None:
    """Draw size against spread; beyond the line a parameter acts unevenly or together with others."""
    moves, low, high, spread = (
        np.array([row[key] for row in rows]) / scale for key in ("moves", "moves_low", "moves_high", "spread")
    )
    axis.errorbar(
        moves, spread, xerr=[moves - low, high - moves], fmt="o", color=BLUE, ecolor=SKY, elinewidth=1.2,
        capsize=2,
    )  # fmt: skip
    end = float(max(moves.max(initial=0), spread.max(initial=0)))
    axis.plot([0, end], [0, end], color=GREY, linewidth=0.8, linestyle="--")
    for place, row in enumerate(rows, start=1):
        axis.annotate(
            str(place), (moves[place - 1], spread[place - 1]), xytext=(5, 5), textcoords="offset points"
        )
        axis.plot([], [], " ", label=f"{place}  {_title(row)}")
    axis.set_xlabel(both("moves_by"))
    axis.set_ylabel(both("unevenness"))
    axis.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8, handlelength=0, borderpad=0)


def _shares(axis: Axes, rows: Rows) -> None:
    """Draw the shares of the variance, alone and with all others."""
    places = np.arange(len(rows))
    for name, colour, shift in (("first", BLUE, -0.18), ("total", SKY, 0.18)):
        share, low, high = (
            100 * np.array([row[f"{name}{end}"] for row in rows]) for end in ("", "_low", "_high")
        )
        axis.barh(places + shift, share, height=0.34, color=colour, label=both(f"{name}_order"))
        ends = [share - low, high - share]
        axis.errorbar(share, places + shift, xerr=ends, fmt="none", ecolor=BLACK, elinewidth=0.9, capsize=2)
    axis.axvline(0, color=BLACK, linewidth=0.8)
    axis.set_xlabel("%")
    _named(axis, rows)
    axis.figure.legend(loc="outside lower center", ncols=2)


def _named(axis: Axes, rows: Rows) -> None:
    axis.set_yticks(range(len(rows)), [_title(row) for row in rows])
    axis.invert_yaxis()
    axis.grid(visible=False, axis="y")
    axis.tick_params(axis="y", length=0)


def _title(row: dict[str, Any]) -> str:
    return stacked(*(shorten_title(row[key], _TITLE_WIDTH) for key in ("title_en", "title_zh")))


def _latin(quantity: str) -> str:
    """Return a quantity for machines whose fonts have no Chinese."""
    if fonts.chinese_font() is not None:
        return quantity
    return quantity.replace("亿元", "00m yuan").replace("万元", "0k yuan")
