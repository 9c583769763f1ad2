"""Where does it turn? One mode against another over a grid of two conditions, and the border between them."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import INDICATORS
from crosspark.studies.design import Design, Factor
from crosspark.studies.entries import PRESENT, ModeLike, entries_of
from crosspark.studies.futures import Futures, Named, axis, directed, ratio, run_study
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.statistics import paired_difference
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
    differences : ndarray of float64, shape (n_y, n_x, n_replicates)
        The mode less the baseline, replicate by replicate; nan where a run failed or has no value.
    failed : int
        Runs that failed.
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
        steps: int | tuple[int, int] = 7,
        replicates: int = 4,
        seed: int = 1,
        years: int | None = None,
        out: str | Path | None = None,
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
        steps : int or pair of int
            Values of each condition, evenly spaced, both ends included; of x and of y.
        replicates : int
            Of every cell, on common random numbers; with one there are no intervals.
        seed : int
        years : int, optional
            After adoption; the scenario's horizon unless given.
        out : path, optional
            A folder in which runs are kept as they finish; the same call goes on from there.
        jobs, executor, quiet, simulate, announce
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
        if len(entries_of(case, [mode], baseline)) < 2:
            raise BadInput(_WHERE, None, "mode", str(mode), "it must differ from the baseline")
        of_x, of_y = (_factor(case, name, given) for name, given in (("x", x), ("y", y)))
        if of_x.path == of_y.path:
            raise BadInput(_WHERE, None, "y", of_y.path, "it must be another path than that of x")
        wide, high = steps if isinstance(steps, tuple) else (steps, steps)
        xs, ys = _values(of_x, wide), _values(of_y, high)
        years = case.years if years is None else years
        design = {
            "scenario": case,
            "modes": [baseline, mode],
            "vary": {of_x.path: {"values": xs.tolist()}, of_y.path: {"values": ys.tolist()}},
            "replicates": replicates,
            "seed": seed,
            "years": years,
        }
        running = {
            "jobs": jobs,
            "executor": executor,
            "quiet": quiet,
            "simulate": simulate,
            "announce": announce,
        }
        futures = Futures.of_sweep(run_study(design, out, running), [indicator], where=_WHERE)
        values = futures.values[indicator]
        # In the design x goes slowest.
        differences = (values[:, 1] - values[:, 0]).reshape(len(xs), len(ys), -1).swapaxes(0, 1)
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
        """How often each cell was run."""
        return int(self.differences.shape[2])

    @property
    def means(self) -> Array:
        """Mean difference of each cell, shape (n_y, n_x); nan where no pair has a value."""
        count = np.isfinite(self.differences).sum(axis=2)
        sums = np.nansum(self.differences, axis=2)
        return ratio(sums, count)

    def table(self) -> pd.DataFrame:
        """Return a row for each cell.

        Returns
        -------
        DataFrame
            x, y (canonical units), mean difference, low and high (95 % by chance), pairs, better: the id of
            the mode that surely does better, empty where the interval holds zero.
        """
        direction = INDICATORS[self.indicator].direction
        rows = []
        for row, y in enumerate(self.ys.tolist()):
            for column, x in enumerate(self.xs.tolist()):
                cell = self.differences[row, column]
                found = paired_difference(cell, np.zeros_like(cell))
                better = ""
                if found.surely_differs:
                    better = self.mode.id if found.mean * direction > 0 else self.baseline.id
                rows.append((x, y, found.mean, found.chance_low, found.chance_high, found.pairs, better))
        return pd.DataFrame(rows, columns=["x", "y", "mean", "low", "high", "pairs", "better"])

    def border(self) -> list[Array]:
        """Return the lines on which the mean difference is zero, each of shape (n, 2): x and y."""
        from contourpy import contour_generator  # Matplotlib brings it

        values = np.ma.masked_invalid(self.means)
        return [np.asarray(line) for line in contour_generator(self.xs, self.ys, values).lines(0.0)]

    def turns(self, column: int) -> list[float]:
        """Return at which y the mean difference changes its sign along a column of the grid."""
        means = self.means[:, column]
        # A cell that is zero lies on the border itself: the sign changes between its neighbours.
        told = np.isfinite(means) & (means != 0)
        sides = zip(self.ys[told].tolist(), means[told].tolist(), strict=True)
        return [
            y - mean * (upper - y) / (after - mean)
            for (y, mean), (upper, after) in pairwise(sides)
            if mean * after < 0
        ]


frontier = Frontier.of


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
        raise BadInput(_WHERE, None, "steps", steps, "a whole number, at least 2: both ends of the range")
    values = np.linspace(factor.low, factor.high, steps)
    return np.unique(np.round(values)) if factor.whole else values
