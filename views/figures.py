"""The figures of a comparison (trajectories, waiting days by cause, hours), and of an attribution."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from crosspark.model.indicators import CAUSES, INDICATORS
from crosspark.studies.statistics import band
from crosspark.views import fonts, words
from crosspark.views.text import interval, number

if TYPE_CHECKING:
    from crosspark.studies.attribution import Attribution
    from crosspark.studies.compare import Comparison

# Okabe & Ito's palette: told apart with every common kind of colour blindness.
BLUE, VERMILLION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
SKY, PINK, YELLOW, BLACK = "#56B4E9", "#CC79A7", "#F0E442", "#000000"
GREY, LIGHT_GREY = "#555555", "#BBBBBB"

MODE_COLOURS = (GREY, BLUE, VERMILLION, GREEN, PINK, ORANGE, SKY, BLACK)
CAUSE_COLOURS = {
    "queue": BLUE, "work": SKY, "own": LIGHT_GREY, "handover": ORANGE,
    "consent": VERMILLION, "community": GREEN, "factor": PINK, "rework": YELLOW,
}  # fmt: skip
DUTY_COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY, VERMILLION, YELLOW, LIGHT_GREY, GREY, BLACK)

#: Series of the trajectories: how a month's figures become a curve, and in which indicator's unit.
_STOCK, _SUM, _YEAR = "stock", "sum", "year"
TRAJECTORIES = (
    ("operating_firms", _STOCK),
    ("jobs", _STOCK),
    ("started", _SUM),
    ("value_added", _YEAR),
)

#: Units whose English name is a Chinese word, for machines whose fonts have none.
LATIN_UNITS = {"亿元": "100m yuan"}

_PER = {_STOCK: ("", ""), _SUM: (", so far", ",累計"), _YEAR: (" a year", "/年")}

_STYLE: dict[str, Any] = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.unicode_minus": True,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.8,
    "font.size": 9.5,
    "legend.frameon": False,
    "figure.dpi": 110,
    "savefig.dpi": 160,
    # The text of an SVG or PNG must not change from one run to the next.
    "svg.hashsalt": "crosspark",
}


class Chart(Figure):
    """A figure that a notebook shows without any backend."""

    def png(self) -> bytes:
        """Return the figure as PNG, the same bytes for the same figure."""
        buffer = BytesIO()
        with style():
            self.savefig(buffer, format="png", metadata={"Software": None})
        return buffer.getvalue()

    def _repr_png_(self) -> bytes:
        return self.png()


class Charts(dict[str, Figure]):
    """Figures by name, shown one below the other in a notebook."""

    def _repr_html_(self) -> str:
        import base64

        images = [
            base64.b64encode(figure.png()).decode() for figure in self.values() if isinstance(figure, Chart)
        ]
        return "\n".join(f'<img src="data:image/png;base64,{image}"/>' for image in images)


def style() -> Any:
    """Return a context in which figures have our style."""
    settings: Any = {**_STYLE, "font.family": fonts.families()}
    return mpl.rc_context(settings)


def charts(comparison: "Comparison") -> Charts:
    """Return every figure of a comparison by name."""
    if fonts.chinese_font() is None:
        fonts.warn_without_font()
    with style():
        return Charts(
            trajectories=trajectories(comparison),
            days_by_cause=days_by_cause(comparison),
            hours=hours(comparison),
        )


def trajectories(comparison: "Comparison") -> Chart:
    """Draw median and 10–90 % band of what grows, over the years after adoption."""
    figure = Chart(figsize=(9.6, 6.6), layout="constrained")
    axes = figure.subplots(2, 2, sharex=True)
    for axis, (name, kind) in zip(axes.flat, TRAJECTORIES, strict=True):
        _trajectory(axis, comparison, name, kind)
    for axis in axes[1]:
        axis.set_xlabel(both("years_after"))
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=min(4, len(labels)))
    _title(figure, "trajectories")
    return figure


def _trajectory(axis: Axes, comparison: "Comparison", name: str, kind: str) -> None:
    about = INDICATORS[name]
    for colour, mode in zip(_cycle(MODE_COLOURS, len(comparison.entries)), comparison.entries, strict=True):
        series = comparison.series(mode, name)
        if series.ndim != 2 or not series.size:
            continue
        curve = _curve(series, kind) / about.scale
        # A sum over twelve months begins after the first year.
        years = np.arange(series.shape[1] - curve.shape[1] + 1, series.shape[1] + 1) / 12
        low, middle, high = band(curve)
        axis.fill_between(years, low, high, color=colour, alpha=0.16, linewidth=0)
        axis.plot(years, middle, color=colour, linewidth=1.8, label=_mode_label(comparison, mode))
    axis.set_title(pick(about.title_en, about.title_zh))
    per_en, per_zh = _PER[kind]
    unit = LATIN_UNITS.get(about.shown_en, about.shown_en)
    axis.set_ylabel(pick(unit + per_en, about.unit_zh + per_zh))
    axis.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axis.margins(x=0.01)


def _curve(series: np.ndarray[Any, Any], kind: str) -> np.ndarray[Any, Any]:
    if kind == _SUM:
        return np.cumsum(series, axis=1)
    if kind == _YEAR and series.shape[1] >= 12:
        sums = np.cumsum(np.pad(series, ((0, 0), (1, 0))), axis=1)
        return np.asarray(sums[:, 12:] - sums[:, :-12])
    return series


def days_by_cause(comparison: "Comparison") -> Chart:
    """Draw the working days from signing to start as one stacked bar per mode."""
    frame = comparison.causes()
    modes = list(comparison.entries)
    figure = Chart(figsize=(9.6, 1.9 + 0.62 * len(modes)), layout="constrained")
    axis = figure.subplots()
    left = np.zeros(len(modes))
    total = float(np.nanmax(frame.sum().to_numpy(), initial=1.0))
    for cause in CAUSES:
        days = np.nan_to_num(frame.loc[cause, modes].to_numpy(dtype=float))
        bars = axis.barh(
            range(len(modes)), days, left=left, height=0.62, color=CAUSE_COLOURS[cause],
            edgecolor="white", linewidth=0.8, label=pick(*words.CAUSES[cause]),
        )  # fmt: skip
        labels = [f"{value:.0f}" if value > 0.028 * total else "" for value in days]
        dark = cause in ("queue", "consent", "community")
        axis.bar_label(bars, labels, label_type="center", color="white" if dark else BLACK, fontsize=8.5)
        left += days
    for place, days in enumerate(left):
        axis.text(days + 0.008 * total, place, f"{days:.0f}", va="center", fontweight="bold")
    _modes_axis(axis, comparison)
    axis.set_xlim(0, 1.06 * total)
    axis.set_xlabel(both("working_days"))
    figure.legend(loc="outside lower center", ncols=4)
    _title(figure, "figure_causes")
    return figure


def hours(comparison: "Comparison") -> Chart:
    """Draw hours a year by duty, one panel with a legend of its own for each kind of organisation."""
    frame = comparison.hours()
    kinds = words.in_order(frame["kind"])
    figure = Chart(
        figsize=(9.6, 0.8 + (0.62 + 0.24 * len(comparison.entries)) * len(kinds)), layout="constrained"
    )
    axes = figure.subplots(max(len(kinds), 1), 1, squeeze=False).flat
    colours: dict[str, str] = {}
    for axis, kind in zip(axes, kinds, strict=False):
        _hours_panel(axis, comparison, frame[frame["kind"] == kind], colours)
        _modes_axis(axis, comparison)
        axis.set_title(pick(words.name(kind, "en"), words.name(kind, "zh")), fontsize=10)
    axes[-1].set_xlabel(both("hours_a_year"))
    _title(figure, "figure_hours")
    return figure


def _hours_panel(axis: Axes, comparison: "Comparison", frame: pd.DataFrame, colours: dict[str, str]) -> None:
    """Draw one kind of organisation. A duty has one colour in all panels; no panel has a colour twice."""
    modes = list(comparison.entries)
    kind = str(frame["kind"].iloc[0])
    left = np.zeros(len(modes))
    used = {colours[duty] for duty in frame["duty"] if duty in colours}
    for duty, found in frame.groupby("duty", sort=False):
        name = str(duty)
        if name not in colours:
            free = [colour for colour in DUTY_COLOURS if colour not in used]
            colours[name] = (free or list(DUTY_COLOURS))[0]
            used.add(colours[name])
        spent = found[modes].sum().to_numpy(dtype=float) / 1000
        axis.barh(
            range(len(modes)), spent, left=left, height=0.66, color=colours[name],
            edgecolor="white", linewidth=0.6,
            label=pick(words.duty(kind, name, "en"), words.duty(kind, name, "zh")),
        )  # fmt: skip
        left += spent
    axis.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=8, handlelength=1, borderpad=0)


def contributions(attribution: "Attribution", indicator: str) -> Chart:
    """Draw what each part of a mode brings to an indicator, with its interval, alone and missed for."""
    if fonts.chinese_font() is None:
        fonts.warn_without_font()
    about = INDICATORS[indicator]
    *shown, rest, whole = attribution.rows(indicator)
    toward = 1 if whole["value"] >= 0 else -1
    shown.sort(key=lambda row: -row["value"] * toward)
    shown += [rest] if rest["value"] else []
    keys = ("value", "low", "high", "alone", "missing")
    value, low, high, alone, missing = (np.array([row[key] for row in shown]) / about.scale for key in keys)
    places = np.arange(len(shown))
    colours = [GREY if row is rest else SKY if row["wired"] else BLUE for row in shown]
    with style():
        figure = Chart(figsize=(9.6, 2.2 + 0.52 * len(shown)), layout="constrained")
        axis = figure.subplots()
        axis.barh(places, value, height=0.6, color=colours)
        # Where nothing varies, the last bit of a mean may lie outside its interval.
        ends = np.maximum(np.nan_to_num([value - low, high - value]), 0)
        axis.errorbar(value, places, xerr=ends, fmt="none", ecolor=BLACK, elinewidth=1.2, capsize=3)
        marks: dict[str, Any] = {"facecolors": "white", "edgecolors": BLACK, "zorder": 3}
        axis.scatter(alone, places - 0.18, s=30, marker="o", label=both("alone_short"), **marks)
        axis.scatter(missing, places + 0.18, s=30, marker="D", label=both("missing_short"), **marks)
        for colour, key in ((BLUE, "emergent"), (SKY, "by_definition"), (GREY, "set_besides")):
            if colour in colours:
                axis.barh([0], [0], color=colour, label=both(key))
        axis.axvline(0, color=BLACK, linewidth=0.8)
        titles = [stacked(row["title_en"], row["title_zh"]) for row in shown]
        if attribution.over != "coarse":
            titles = [
                title if row is rest else f"{row['player']}  {title}"
                for row, title in zip(shown, titles, strict=True)
            ]
        axis.set_yticks(places, titles)
        axis.invert_yaxis()
        axis.grid(visible=False, axis="y")
        axis.tick_params(axis="y", length=0)
        axis.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
        unit = LATIN_UNITS.get(about.shown_en, about.shown_en)
        axis.set_xlabel(pick(unit, about.unit_zh))
        figure.legend(loc="outside lower center", ncols=5)
        total = f"{both('whole_effect')} {number(whole['value'] / about.scale, signed=True)}"
        span = interval(whole["low"] / about.scale, whole["high"] / about.scale)
        axis.set_title(f"{total} {span}", fontsize=10)
        named = f"{pick(about.title_en, about.title_zh)}: {both('figure_attribution')} △"
        figure.suptitle(named, x=0.01, ha="left", fontsize=12)
    return figure


def _title(figure: Figure, key: str) -> None:
    # What a figure shows rests on assumptions, as the tables say: it carries their mark.
    figure.suptitle(both(key) + " △", x=0.01, ha="left", fontsize=12)


def _modes_axis(axis: Axes, comparison: "Comparison", names: bool = True) -> None:
    modes = list(comparison.entries)
    axis.set_yticks(range(len(modes)), [_mode_label(comparison, mode) if names else "" for mode in modes])
    axis.invert_yaxis()
    axis.grid(visible=False, axis="y")
    axis.tick_params(axis="y", length=0)


def _mode_label(comparison: "Comparison", mode: str) -> str:
    entry = comparison.entries[mode]
    return entry.label if entry.mixed else pick(entry.title_en, entry.title_zh)


def _cycle(colours: Sequence[str], count: int) -> list[str]:
    return [colours[place % len(colours)] for place in range(count)]


def _chinese() -> bool:
    return fonts.chinese_font() is not None


def pick(english: str, chinese: str) -> str:
    """Return both words, or the English one where no font has the Chinese."""
    return f"{english} {chinese}" if _chinese() and chinese != english else english


def stacked(english: str, chinese: str) -> str:
    """Return both words, the Chinese one below, or the English one where no font has the Chinese."""
    return f"{english}\n{chinese}" if _chinese() and chinese != english else english


def both(key: str) -> str:
    """Return a fixed phrase in both languages, or in English where no font has the Chinese."""
    return pick(*words.WORDS[key])
