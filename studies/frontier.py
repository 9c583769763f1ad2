"""Where does it turn? One mode against another over a grid of two conditions, and the border between them."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crosspark.governance.errors import MUST_DIFFER, BadInput, Text
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import INDICATORS
from crosspark.studies.assumptions import own_paths
from crosspark.studies.design import Design, Factor
from crosspark.studies.entries import PRESENT, ModeLike, entries_of
from crosspark.studies.futures import Futures, Named, axis, directed, ratio, run_study
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.sets import ParameterSets, Sets, read_sets
from crosspark.studies.statistics import TAIL, paired_difference
from crosspark.studies.sweep import Estimate

Array = NDArray[np.float64]

Axis = str | tuple[str, Any, Any]

_WHERE = "<frontier>"


@dataclass(frozen=True, repr=False)
class Frontier:
    """The difference of two modes over a grid; made by `Frontier.of`.

    Attributes
    ----------
    scenario, mode, baseline : Named
    indicator : str
    x, y : Factor
        The two conditions.
    xs, ys : ndarray of float64
        Their values in the grid, in canonical units.
    differences : ndarray of float64, shape (n_sets, n_y, n_x, n_replicates)
        The mode less the baseline, replicate by replicate; nan where a run failed or has no value. Without
        parameter sets there is one: the scenario as it stands.
    failed : int
        Runs that failed.
    message : str
        What the first of them said.
    sets : ParameterSets
        The same in every cell.
    seed, years : int
    digest : str
        Of the design.
    """

    scenario: Named
    mode: Named
    baseline: Named
    indicator: str
    x: Factor
    y: Factor
    xs: Array
    ys: Array
    differences: Array
    failed: int
    message: str
    sets: ParameterSets
    seed: int
    years: int
    digest: str

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario = "wenjiang",
        mode: ModeLike = "one_plus_two",
        *,
        x: Axis,
        y: Axis,
        baseline: ModeLike = PRESENT,
        indicator: str = "days_to_start",
        sets: Sets | None = None,
        steps: int | tuple[int, int] = 7,
        replicates: int = 4,
        seed: int = 1,
        years: int | None = None,
        out: str | Path | None = None,
        retry: bool = False,
        jobs: int = -1,
        executor: Executor | None = None,
        quiet: bool = False,
        simulate: Simulate = simulate_model,
        announce: Callable[[Estimate], None] | None = None,
    ) -> Self:
        """Run both modes over a grid of two conditions.

        Parameters
        ----------
        scenario : name, file or Scenario
        mode, baseline : name, file or Mode
        x, y : ``PATH``, ``PATH:LOW:HIGH`` or (path, low, high)
            Two paths of `crosspark.parameters`; over their whole range unless ends are given.
        indicator : str
        sets : list, file or ``"stored"``, optional
            Parameter sets (`crosspark.studies.sets`) over which each cell is a mean, the same in all cells;
            intervals hold them. In what a set says of the two conditions the grid wins.
        steps : int or pair of int
            Values of each condition, evenly spaced, both ends included; of x and of y.
        replicates : int
            Of every cell, and of every set there, on common random numbers; with one there are no intervals.
        seed : int
        years : int, optional
            After adoption; the scenario's horizon unless given.
        out : path, optional
            A folder in which runs are kept as they finish; the same call goes on from there.
        retry, jobs, executor, quiet, simulate, announce
            As in `crosspark.studies.sweep.sweep`.

        Raises
        ------
        BadInput
            If something given cannot be used.

        Examples
        --------
        >>> Frontier.of(
        ...     "two_parks", x="headquarters.meeting_interval", y="demand.leads", steps=5
        ... ).table()  # doctest: +SKIP
        """
        directed(_WHERE, "indicator", indicator)
        case = resolve(scenario)
        entries = entries_of(case, [mode], baseline)
        if len(entries) < 2:
            raise BadInput(_WHERE, None, "mode", str(mode), MUST_DIFFER)
        of_x, of_y = (_factor(case, name, given) for name, given in (("x", x), ("y", y)))
        if of_x.path == of_y.path:
            raise BadInput(
                _WHERE,
                None,
                "y",
                of_y.path,
                Text("it must be another path than that of x", "須與 x 的路徑不同"),
            )
        wide, high = steps if isinstance(steps, tuple) else (steps, steps)
        xs, ys = _values(of_x, wide), _values(of_y, high)
        years = case.years if years is None else years
        rules = [one for entry in entries.values() for one in entry.by_park.values()]
        taken = read_sets(_WHERE, case, sets, fixed=(of_x.path, of_y.path), own=own_paths(rules))
        grid = Design.of(
            {
                "scenario": case,
                "modes": [baseline, mode],
                "vary": {of_x.path: {"values": xs.tolist()}, of_y.path: {"values": ys.tolist()}},
                "replicates": replicates,
                "seed": seed,
                "years": years,
            }
        )
        points = tuple({**one, **cell} for one in taken.points or ({},) for cell in grid.points)
        design = replace(grid, points=points)
        running = {
            "retry": retry,
            "jobs": jobs,
            "executor": executor,
            "quiet": quiet,
            "simulate": simulate,
            "announce": announce,
        }
        futures = Futures.of_sweep(run_study(design, out, running), [indicator], where=_WHERE)
        values = futures.values[indicator]
        # In the design sets go slowest, then x.
        differences = values[:, 1] - values[:, 0]
        differences = differences.reshape(-1, len(xs), len(ys), replicates).swapaxes(1, 2)
        return cls(
            scenario=futures.scenario,
            mode=futures.modes[1],
            baseline=futures.modes[0],
            indicator=indicator,
            x=of_x,
            y=of_y,
            xs=xs,
            ys=ys,
            differences=differences,
            failed=futures.failed,
            message=futures.message,
            sets=taken,
            seed=seed,
            years=years,
            digest=futures.digest,
        )

    def __repr__(self) -> str:
        return (
            f"<Frontier of {self.mode.id} against {self.baseline.id} on {self.indicator}: "
            f"{len(self.xs)} × {len(self.ys)} cells>"
        )

    @property
    def replicates(self) -> int:
        """How often each cell was run, in each set."""
        return int(self.differences.shape[3])

    @property
    def of_sets(self) -> Array:
        """Mean difference of each cell in each set, shape (n_sets, n_y, n_x); nan where there is none."""
        return _mean(self.differences, axis=3)

    @property
    def means(self) -> Array:
        """Mean difference of each cell over the sets that have one there, shape (n_y, n_x); else nan."""
        return _mean(self.of_sets, axis=0)

    def table(self) -> pd.DataFrame:
        """Return a row for each cell.

        Returns
        -------
        DataFrame
            x, y (canonical units), mean difference, low and high, pairs, better: the id of the mode that
            surely does better, empty where the interval holds zero; better_in of sets: those in which the
            mean is for the mode. The interval is 95 % by chance; over sets it reaches from the 10th
            percentile of the lower ends to the 90th of the upper ones.
        """
        direction = INDICATORS[self.indicator].direction
        ahead = (self.of_sets * direction > 0).sum(axis=0)
        known = np.isfinite(self.of_sets).sum(axis=0)
        rows = []
        for row, y in enumerate(self.ys.tolist()):
            for column, x in enumerate(self.xs.tolist()):
                cell = self.differences[:, row, column]
                found = [paired_difference(of_set, np.zeros_like(of_set)) for of_set in cell]
                low = _percentile([one.chance_low for one in found], TAIL)
                high = _percentile([one.chance_high for one in found], 1 - TAIL)
                mean = float(self.means[row, column])
                side = direction * (int(low > 0) - int(high < 0))
                better = {1: self.mode.id, -1: self.baseline.id}.get(side, "")
                counts = (int(ahead[row, column]), int(known[row, column]))
                pairs = sum(one.pairs for one in found)
                rows.append((x, y, mean, low, high, pairs, better, *counts))
        columns = ["x", "y", "mean", "low", "high", "pairs", "better", "better_in", "sets"]
        return pd.DataFrame(rows, columns=columns)

    def border(self, of_set: int | None = None) -> list[Array]:
        """Return the lines on which the mean difference, or that of a set, is zero.

        Returns
        -------
        list of ndarray, each of shape (n, 2)
            x and y.
        """
        from contourpy import contour_generator  # Matplotlib brings it

        values = np.ma.masked_invalid(self.means if of_set is None else self.of_sets[of_set])
        return [np.asarray(line) for line in contour_generator(self.xs, self.ys, values).lines(0.0)]

    def turns(self, column: int, of_set: int | None = None) -> list[float]:
        """Return at which y the mean difference, or that of a set, changes its sign along a column."""
        means = (self.means if of_set is None else self.of_sets[of_set])[:, column]
        # A cell that is zero lies on the border itself: the sign changes between its neighbours.
        told = np.isfinite(means) & (means != 0)
        sides = zip(self.ys[told].tolist(), means[told].tolist(), strict=True)
        return [
            y - mean * (upper - y) / (after - mean)
            for (y, mean), (upper, after) in pairwise(sides)
            if mean * after < 0
        ]

    def turns_once(self, column: int) -> tuple[float, float, int]:
        """Return the 10th and the 90th percentile of where sets turn along a column, and how many do once."""
        turns = [self.turns(column, of_set) for of_set in range(len(self.differences))]
        once = [found[0] for found in turns if len(found) == 1]
        low, high = (_percentile(once, share) for share in (TAIL, 1 - TAIL))
        return low, high, len(once)


frontier = Frontier.of


def _mean(values: Array, axis: int) -> Array:
    return ratio(np.nansum(values, axis=axis), np.isfinite(values).sum(axis=axis))


def _percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile of those that are known; nan without any."""
    known = [value for value in values if math.isfinite(value)]
    return float(np.quantile(known, share)) if known else math.nan


def _factor(case: Scenario, name: str, written: Axis) -> Factor:
    """Return what a condition is: its path, unit and range, as a design reads them."""
    path, ends = axis(_WHERE, name, written)
    sample = {"method": "latin_hypercube", "size": 1}
    try:
        return Design.of({"scenario": case, "vary": {path: ends}, "sample": sample}).factors[0]
    except BadInput as error:
        raise BadInput(_WHERE, None, name, error.value, error.hint) from error


def _values(factor: Factor, steps: int) -> Array:
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 2:
        raise BadInput(
            _WHERE,
            None,
            "steps",
            steps,
            Text("a whole number, at least 2: both ends of the range", "整數,至少2:即範圍的兩端"),
        )
    values = np.linspace(factor.low, factor.high, steps)
    return np.unique(np.round(values)) if factor.whole else values
