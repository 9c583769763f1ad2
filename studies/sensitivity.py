"""On which assumptions does the answer hang? Morris and Sobol by SALib, and one at a time.

What is explained is an indicator under a mode, or the difference of two modes: on common random numbers
either is a function of the parameters alone. SALib draws the designs and computes the indices; intervals are
its bootstrap's over the design, at 95 %.

References
----------
Morris (1991), with the mean of absolute effects of Campolongo, Cariboni and Saltelli (2007); Sobol (2001),
with the estimators of Saltelli et al. (2010); SALib: Herman and Usher (2017), Iwanaga et al. (2022).
"""

import fnmatch
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, suggestion
from crosspark.governance.fields import FIELDS
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies.design import Design, Knob, Settings, knobs
from crosspark.studies.entries import PRESENT, Entry, ModeLike, entries_of
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.sweep import Estimate, sweep

Array = NDArray[np.float64]

METHODS = ("morris", "sobol", "tornado")

#: The least sizes whose indices mean something: trajectories of Morris, base points of Sobol.
LEAST = {"morris": 4, "sobol": 64, "tornado": 1}

#: The sizes that are taken unless another is given.
USUAL = {"morris": 10, "sobol": 256, "tornado": 1}

#: What varies unless told otherwise: sizes of clauses, fields of the institution, economy and demand.
PATTERNS = ("clauses.*.*", *sorted({f"{path.split('.')[0]}.*" for path in FIELDS}), "economy.*", "demand.*")

_WHERE = "<sensitivity>"


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """How far each parameter moves an indicator.

    Attributes
    ----------
    scenario : Scenario
    mode : Entry
    baseline : Entry or None
        Where there is one, what is explained is the difference of the mode from it.
    method : str
    knobs : tuple of Knob
        What varied, with its range.
    indicators : tuple of str
    points : ndarray of float64, shape (n_points, n_knobs)
        The design, in canonical units.
    values : ndarray of float64, shape (n_points, n_indicators)
        Means over replicates.
    replicates, seed, years : int
    """

    scenario: Scenario
    mode: Entry
    baseline: Entry | None
    method: str
    knobs: tuple[Knob, ...]
    indicators: tuple[str, ...]
    points: Array
    values: Array
    replicates: int
    seed: int
    years: int

    def __repr__(self) -> str:
        against = "" if self.baseline is None else f" against {self.baseline.label}"
        return (
            f"<Sensitivity of {self.mode.label}{against} on {self.scenario.id}: {self.method}, "
            f"{len(self.knobs)} parameters, {len(self.points)} points>"
        )

    def table(self, indicator: str) -> pd.DataFrame:
        """Return a row for each parameter, the one that moves most first.

        Returns
        -------
        DataFrame
            path, unit, low, high, and by method. *morris*: moves (mean absolute effect of the whole range),
            moves_error (half its 95 % interval), mean (with its sign), spread (large beside moves: it acts
            unevenly, or together with others). *sobol*: first and total (shares of the variance, by itself
            and with all that it interacts in), first_error and total_error. *tornado*: at_low and at_high
            (the indicator at the ends of its range, all else as it stands), as_it_stands, moves.

        Raises
        ------
        BadInput
            If the indicator was not among those of the study.
        """
        if indicator not in self.indicators:
            hint = suggestion(indicator, self.indicators, "indicator of this study")
            raise BadInput(_WHERE, None, "indicator", indicator, hint)
        y = self.values[:, self.indicators.index(indicator)]
        if not np.isfinite(y).all():
            lost = int((~np.isfinite(y)).sum())
            hint = f"{lost} points have no value of it; choose an indicator that all have"
            raise BadInput(_WHERE, None, "indicator", indicator, hint)
        rows = pd.DataFrame(
            [(knob.path, knob.unit, knob.low, knob.high) for knob in self.knobs],
            columns=["path", "unit", "low", "high"],
        )
        found = rows.assign(**_INDICES[self.method](self._problem, self.points, y))
        by = "total" if self.method == "sobol" else "moves"
        return found.sort_values(by, ascending=False, ignore_index=True)

    @property
    def _problem(self) -> dict[str, Any]:
        return _problem(self.knobs)


def sensitivity(
    scenario: str | Path | Scenario = "wenjiang",
    mode: ModeLike = "one_plus_two",
    *,
    baseline: ModeLike | None = PRESENT,
    method: str = "morris",
    paths: Sequence[str] = PATTERNS,
    size: int | None = None,
    indicators: Sequence[str] | None = None,
    replicates: int = 1,
    seed: int = 1,
    years: int | None = None,
    out: str | Path | None = None,
    jobs: int = -1,
    executor: Executor | None = None,
    quiet: bool = False,
    simulate: Simulate = simulate_model,
    announce: Callable[[Estimate], None] | None = None,
) -> Sensitivity:
    """Vary parameters over their ranges and say which of them move the indicators.

    Parameters
    ----------
    scenario : name, file or Scenario
    mode : name, file or Mode
    baseline : name, file, Mode or None
        The difference from it is explained; None explains the mode's own indicators.
    method : {"morris", "sobol", "tornado"}
        Morris screens many parameters, Sobol shares out the variance among few, tornado moves one at a time.
    paths : sequence of str
        Paths, or patterns such as ``headquarters.*``.
    size : int, optional
        Trajectories of Morris (10 unless given) or base points of Sobol (256).
    out : path, optional
        A folder in which runs are kept as they finish; the same call goes on from there.

    Raises
    ------
    BadInput
        If the design is too small to mean anything; it says how many runs are needed.
    """
    case = resolve(scenario)
    if method not in METHODS:
        raise BadInput(_WHERE, None, "method", method, suggestion(method, METHODS, "method"))
    chosen = HEADLINES if indicators is None else tuple(indicators)
    for name in chosen:
        if name not in INDICATORS:
            raise BadInput(_WHERE, None, "indicators", name, suggestion(name, INDICATORS, "indicator"))
    modes = [mode] if baseline is None else [baseline, mode]
    entries = entries_of(case, modes[1:], modes[0])
    varied = varying(case, [one for entry in entries.values() for one in entry.by_park.values()], paths)
    count = _size(method, size, len(varied), len(entries) * replicates)
    points = _DESIGNS[method](_problem(varied), count, seed)
    settings: list[Settings] = [
        {knob.path: float(value) for knob, value in zip(varied, row, strict=True)} for row in points
    ]
    if method == "tornado":
        settings = [{}, *({k.path: end} for k in varied for end in (k.low, k.high))]
    given = Design.of(
        {"scenario": case, "modes": modes, "points": settings, "replicates": replicates, "seed": seed,
         "years": years}
    )  # fmt: skip
    run = partial(sweep, jobs=jobs, executor=executor, quiet=quiet, simulate=simulate, announce=announce)
    runs = run(given, out=out).runs
    lost = runs[runs["message"] != ""]
    if len(lost):
        first = lost.iloc[0]
        raise RuntimeError(f"{len(lost)} of {len(runs)} runs failed; the first says: {first['message']}")
    means = runs.groupby(["point", "mode"], sort=False)[list(chosen)].mean()
    labels = list(entries)
    values = means.xs(labels[-1], level="mode")
    if baseline is not None and len(labels) > 1:
        values = values - means.xs(labels[0], level="mode")
    return Sensitivity(
        scenario=case,
        mode=entries[labels[-1]],
        baseline=entries[labels[0]] if baseline is not None else None,
        method=method,
        knobs=varied,
        indicators=chosen,
        points=points,
        values=values.to_numpy(dtype=float),
        replicates=replicates,
        seed=seed,
        years=given.years_of(case.id),
    )


def varying(case: Scenario, modes: Sequence[Mode], patterns: Sequence[str]) -> tuple[Knob, ...]:
    """Return the numbers that patterns name and that some mode carries; those of no width are left out.

    Raises
    ------
    BadInput
        If a pattern names nothing.
    """
    known = {
        path: knob
        for path, knob in knobs(case).items()
        if not knob.words and knob.low < knob.high and _carried(modes, path)
    }
    found: dict[str, Knob] = {}
    for pattern in patterns:
        named = [path for path in known if fnmatch.fnmatchcase(path, pattern)]
        if not named:
            raise BadInput(_WHERE, None, "paths", pattern, suggestion(pattern, known, "parameter to vary"))
        found.update({path: known[path] for path in named})
    return tuple(found.values())


def _carried(modes: Sequence[Mode], path: str) -> bool:
    """Whether some mode has the clause whose size stands at `path`; an intensity needs none."""
    parts = path.split(".")
    return parts[0] != "clauses" or len(parts) == 2 or any(parts[1] in mode.clauses for mode in modes)


def _size(method: str, size: int | None, varied: int, each: int) -> int:
    count = USUAL[method] if size is None else size
    least = LEAST[method]
    if isinstance(count, bool) or not isinstance(count, int) or count < least:
        runs = {"morris": least * (varied + 1), "sobol": least * (varied + 2)}.get(
            method, 2 * varied + 1
        ) * each
        hint = f"at least {least}, which takes {runs:,} runs for {varied} parameters"
        raise BadInput(_WHERE, None, "size", count, hint)
    if method == "sobol" and count & (count - 1):
        hint = f"a power of two, such as {1 << count.bit_length()}"
        raise BadInput(_WHERE, None, "size", count, hint)
    return count


def _problem(varied: Sequence[Knob]) -> dict[str, Any]:
    return {
        "num_vars": len(varied),
        "names": [knob.path for knob in varied],
        "bounds": [[knob.low, knob.high] for knob in varied],
    }


def _morris_design(problem: dict[str, Any], size: int, seed: int) -> Array:
    from SALib.sample import morris

    points: Array = morris.sample(problem, size, num_levels=4, seed=seed)
    return points


def _sobol_design(problem: dict[str, Any], size: int, seed: int) -> Array:
    from SALib.sample import sobol

    points: Array = sobol.sample(problem, size, calc_second_order=False, seed=seed)
    return points


def _morris(problem: dict[str, Any], points: Array, y: Array) -> dict[str, Array]:
    from SALib.analyze import morris

    found = morris.analyze(problem, points, y, num_levels=4, seed=0)
    # SALib's effects are per unit of the whole range.
    return {
        "moves": np.asarray(found["mu_star"]),
        "moves_error": np.asarray(found["mu_star_conf"]),
        "mean": np.asarray(found["mu"]),
        "spread": np.asarray(found["sigma"]),
    }


def _sobol(problem: dict[str, Any], points: Array, y: Array) -> dict[str, Array]:
    from SALib.analyze import sobol

    found = sobol.analyze(problem, y, calc_second_order=False, seed=0)
    return {
        "first": np.asarray(found["S1"]),
        "first_error": np.asarray(found["S1_conf"]),
        "total": np.asarray(found["ST"]),
        "total_error": np.asarray(found["ST_conf"]),
    }


def _tornado_design(problem: dict[str, Any], size: int, seed: int) -> Array:
    """Return the ends of each range; all else stays as it stands, which is nan here."""
    count = problem["num_vars"]
    points = np.full((2 * count + 1, count), math.nan)
    for place, ends in enumerate(problem["bounds"]):
        points[2 * place + 1 : 2 * place + 3, place] = ends
    return points


def _tornado(problem: dict[str, Any], points: Array, y: Array) -> dict[str, Array]:
    low, high = y[1::2], y[2::2]
    return {
        "as_it_stands": np.full(len(low), y[0]),
        "at_low": low,
        "at_high": high,
        "moves": np.abs(high - low),
    }


_DESIGNS: dict[str, Callable[[dict[str, Any], int, int], Array]] = {
    "morris": _morris_design,
    "sobol": _sobol_design,
    "tornado": _tornado_design,
}
_INDICES: dict[str, Callable[[dict[str, Any], Array, Array], Mapping[str, Array]]] = {
    "morris": _morris,
    "sobol": _sobol,
    "tornado": _tornado,
}
