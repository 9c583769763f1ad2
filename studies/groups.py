"""Who waits longer and who loses: differences of groups between a mode and the baseline."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from crosspark.governance.errors import BadInput, suggestion
from crosspark.model.indicators import INDICATORS
from crosspark.studies.jobs import GroupKey
from crosspark.studies.statistics import paired_difference

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison

#: In which indicators each kind of group is better or worse off.
WELFARE: dict[str, tuple[str, ...]] = {
    "park": ("value_added", "jobs", "days_to_start"),
    "subdistrict": ("service_level",),
    "department": ("other_backlog",),
    "segment": ("days_to_start",),
    "size": ("days_to_start",),
    "rank": ("days_to_start",),
    "enterprises": ("operating_firms", "jobs"),
}
#: Who is one for the whole district.
ALONE: dict[str, tuple[str, ...]] = {
    "treasury": ("fiscal_npv",),
    "leaders": ("leaders_hours",),
    "households": ("jobs", "wages"),
}
WAITING = ("park", "segment", "size", "rank")

_COLUMNS = [
    "by", "group", "indicator", "mode", "baseline", "mean", "difference", "low", "high", "relative", "worse",
    "pairs", "unit",
]  # fmt: skip


def who_waits(comparison: "Comparison") -> pd.DataFrame:
    """Return how days from signing to start differ from the baseline's, by group of projects and mode."""
    rows = [
        _difference(comparison, mode, key)
        for key in _keys(comparison)
        if key[0] in WAITING and key[2] == "days_to_start"
        for mode in comparison.others
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def who_loses(comparison: "Comparison", mode: str) -> pd.DataFrame:
    """Return the groups that are worse off under a mode than under the baseline, beyond chance."""
    if mode not in comparison.others:
        hint = suggestion(mode, comparison.others, "mode besides the baseline", "基準以外的模式")
        raise BadInput("<who_loses>", None, "mode", mode, hint)
    found = []
    for key in _keys(comparison):
        row = _difference(comparison, mode, key)
        toward = row["difference"] * INDICATORS[key[2]].direction
        if toward < 0 and (row["low"] > 0 or row["high"] < 0):
            found.append(row)
    found.sort(key=lambda row: -abs(row["relative"]))
    return pd.DataFrame(found, columns=_COLUMNS)


def _keys(comparison: "Comparison") -> Iterator[GroupKey]:
    """Yield what is asked of whom, each once, in the order of the first run."""
    held = dict.fromkeys(key for outcome in comparison.outcomes for key in outcome.groups)
    yield from (key for key in held if key[2] in WELFARE.get(key[0], ()))
    for group, indicators in ALONE.items():
        yield from (("district", group, i) for i in indicators if i in comparison.indicators)


def _difference(comparison: "Comparison", mode: str, key: GroupKey) -> dict[str, Any]:
    mine, base = (_values(comparison, label, key) for label in (mode, comparison.baseline))
    found = paired_difference(mine, base)
    means = [_mean(base), _mean(mine)]
    better = found.better(INDICATORS[key[2]].direction)
    return {
        "by": key[0],
        "group": key[1],
        "indicator": key[2],
        "mode": mode,
        "baseline": means[0],
        "mean": means[1],
        "difference": found.mean,
        "low": found.chance_low,
        "high": found.chance_high,
        "relative": found.mean / abs(means[0]) if means[0] else math.inf,
        "worse": found.higher + found.lower - (better or 0),
        "pairs": found.pairs,
        "unit": INDICATORS[key[2]].unit,
    }


def _values(comparison: "Comparison", mode: str, key: GroupKey) -> list[float]:
    if key[0] == "district":
        return comparison.values(mode, key[2])
    known = {
        outcome.job.replicate: outcome.groups.get(key, math.nan)
        for outcome in comparison.outcomes
        if outcome.job.mode == mode
    }
    return [known.get(replicate, math.nan) for replicate in range(comparison.replicates)]


def _mean(values: list[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    return math.fsum(known) / len(known) if known else math.nan
