"""Under which conditions does one mode beat another? Boxes of conditions, found by PRIM.

PRIM [1]_ peels a box of futures, a slice at a time, until nearly all of what is left is what is looked for:
scenario discovery [2]_. The EMA workbench [3]_ does the peeling. Two guards are ours, since a search finds
something in any noise. A limit stays only if the box would be significantly less dense without it (the
quasi-p value of [2]_, at 5 % over all limits that could have been drawn). A box stays only if it is denser
than the rest among the third of the futures that the search never saw (Fisher's exact test at 2.5 %).

Where no box is as dense as was asked for, the nearest to a condition is looked for
(`crosspark.studies.nearest`), at 2.5 % as well, so that noise yields something in one study of twenty.

References
----------
.. [1] Friedman and Fisher (1999), Bump hunting in high-dimensional data.
.. [2] Bryant and Lempert (2010), Thinking inside the box.
.. [3] Kwakkel (2017), The Exploratory Modeling Workbench.
"""

import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom, binomtest, fisher_exact

from crosspark.governance.errors import NOT_INSTALLED, BadInput, Text, pip
from crosspark.model.case import Scenario
from crosspark.model.indicators import INDICATORS
from crosspark.studies import nearest
from crosspark.studies.design import unit_sample
from crosspark.studies.entries import PRESENT, ModeLike
from crosspark.studies.futures import (
    Futures,
    Named,
    Vary,
    directed,
    smallest,
)
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.sets import AUTO, Sets
from crosspark.studies.statistics import LEVEL
from crosspark.studies.sweep import Estimate, Sweep

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_ALPHA = 1 - LEVEL

#: Of a box, and of the nearest to a condition: together they come to 5 %.
_ALPHA_OF_EACH = _ALPHA / 2

#: Futures unless given.
FUTURES = 256

#: Fewer futures than this say nothing about boxes.
LEAST_FUTURES = 32

#: Boxes that are looked for, one after the other.
_MOST_BOXES = 3

#: A share of the futures that a peel takes off, and that a box must hold at the least.
_PEEL, _MASS = 0.05, 0.05

#: Parameters that are peeled again by themselves and in pairs.
_PEELED_AGAIN = 3

#: Fewer than these of what is looked for are no ground for a search.
LEAST_WANTED = 5

_WHERE = "<discover>"


@dataclass(frozen=True)
class Limit:
    """The limits of a box in one parameter, in canonical units; nan where it has none on that side.

    Attributes
    ----------
    low_p, high_p : float
        Quasi-p values of the limits; of the nearest to a condition those of `crosspark.studies.nearest`.
    """

    path: str
    unit: str
    low: float
    high: float
    low_p: float
    high_p: float

    def holds(self, values: Array) -> Mask:
        """Return which values lie within."""
        low = -math.inf if math.isnan(self.low) else self.low
        high = math.inf if math.isnan(self.high) else self.high
        return (values >= low) & (values <= high)


@dataclass(frozen=True)
class Box:
    """A box of futures in which one outcome is dense.

    Attributes
    ----------
    limits : tuple of Limit
        The most significant first.
    points : int
        Futures in it, less those of an earlier box.
    coverage : float
        Share of all that is looked for that lies in it.
    density : float
        Share of its futures that are looked for.
    dense : bool
        Whether that is as much as was asked for; if not, this is the nearest to a condition.
    unseen_points : int
        Futures in it that did not draw it; of the nearest to a condition those counted by cross-fitting.
    unseen_density : float
        Share of those that are looked for.
    unseen_low, unseen_high : float
        Its interval: Wilson's at 95 %, of the nearest to a condition at 99 %.
    p : float
        Of Fisher's exact test among the unseen, the box against the rest; of the nearest to a condition the
        largest of its limits.
    """

    limits: tuple[Limit, ...]
    points: int
    coverage: float
    density: float
    dense: bool
    unseen_points: int
    unseen_density: float
    unseen_low: float
    unseen_high: float
    p: float

    def holds(self, points: pd.DataFrame) -> Mask:
        """Return which futures lie in it."""
        return _inside(self.limits, points)


@dataclass(frozen=True, repr=False)
class Discovery:
    """In which futures a mode beats another on an indicator; made by `Discovery.of`.

    Attributes
    ----------
    futures : Futures
        With the baseline first.
    indicator : str
    least : float
        The smallest difference that matters, as a share of the baseline.
    density : float
        The least share of a box's futures that are looked for.
    """

    futures: Futures
    indicator: str
    least: float
    density: float

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario | None = None,
        mode: ModeLike = "one_plus_two",
        *,
        baseline: ModeLike = PRESENT,
        indicator: str = "days_to_start",
        vary: Vary = None,
        sets: Sets | None = AUTO,
        method: str = "latin_hypercube",
        size: int | None = None,
        least: float | None = None,
        density: float = 0.8,
        study: str | Path | Sweep | None = None,
        replicates: int = 2,
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
        """Find the conditions under which a mode beats another, or fails to: whichever is rarer.

        Parameters
        ----------
        scenario : name, file or Scenario, optional
            ``wenjiang`` unless given; of a stored study its id.
        mode, baseline : name, file or Mode
            Of a stored study their labels. The mode beats the baseline in a future where it is better by more
            than the smallest difference that matters, in the mean over replicates.
        indicator : str
        vary : sequence of str, or mapping, optional
            Paths, patterns such as ``headquarters.*``, ``PATH:LOW:HIGH``, or a mapping as a design writes it.
            Unless given what `crosspark.studies.sensitivity` varies; of a stored study, what it varied.
            With `sets` these and `vary` go together; an empty list leaves the sets alone.
        sets : list, file, ``"auto"``, ``"stored"`` or None
            Parameter sets (`crosspark.studies.sets`): each future takes one, all about equally often. What
            they name is not drawn. Unless given, those in store if the scenario is as it ships and `vary`
            names nothing that they set.
        method : {"latin_hypercube", "sobol", "halton"}
        size : int, optional
            Futures; at least 32, and more for more parameters; 256 unless given, or where nothing but the set
            varies one for each set.
        least : float, optional
            The smallest difference that matters, as a share of the baseline; unless given
            `crosspark.studies.futures.SMALLEST`: two per cent of days and hours, one of all else.
        density : float
            Share of a box's futures that must be of the rarer kind, in (0.5, 1].
        study : folder or Sweep, optional
            A sweep that was run before; nothing is run then.
        replicates : int
            Of every future, on common random numbers.
        seed : int
            Of the runs, of the design, and of which futures are held back.
        years : int, optional
            After adoption; the scenario's horizon unless given.
        out : path, optional
            A folder in which runs are kept as they finish; the same call goes on from there.
        retry, jobs, executor, quiet, simulate, announce
            As in `crosspark.studies.sweep.sweep`.

        Raises
        ------
        BadInput
            If something given cannot be used, or PRIM is not installed.

        Examples
        --------
        >>> found = Discovery.of("two_parks", baseline="approval_only")  # doctest: +SKIP
        >>> found.table()  # doctest: +SKIP
        """
        directed(_WHERE, "indicator", indicator)
        share = smallest(_WHERE, indicator, least)
        if isinstance(density, bool) or not isinstance(density, int | float) or not 0.5 < density <= 1:
            raise BadInput(
                _WHERE,
                None,
                "density",
                density,
                Text("a share above 0.5 and at most 1, such as 0.8", "大於0.5、至多1的份額,如 0.8"),
            )
        _prim()
        futures = Futures.of(
            scenario,
            [baseline, mode],
            [indicator],
            where=_WHERE,
            vary=vary,
            sets=sets,
            study=study,
            out=out,
            drawn={
                "method": method,
                "size": None if size is None else _size(size),
                "usual": FUTURES,
                "replicates": replicates,
                "seed": seed,
                "years": years,
            },
            running={
                "retry": retry,
                "jobs": jobs,
                "executor": executor,
                "quiet": quiet,
                "simulate": simulate,
                "announce": announce,
            },
        )
        if not futures.factors:
            hint = Text(
                "nothing varies in this study that is a number and set at every point",
                "本研究中沒有在每點都設定而又有變化的數",
            )
            raise BadInput(_WHERE, None, "vary", None, hint)
        _size(len(futures.points))
        return cls(futures, indicator, share, float(density))

    def __repr__(self) -> str:
        return (
            f"<Discovery of {self.mode.id} against {self.baseline.id} on {self.indicator}: "
            f"{len(self.futures.points)} futures, {len(self.boxes)} boxes>"
        )

    @property
    def baseline(self) -> Named:
        """What the mode is set against."""
        return self.futures.modes[0]

    @property
    def mode(self) -> Named:
        """Whose conditions are looked for."""
        return self.futures.modes[1]

    @cached_property
    def differences(self) -> Array:
        """The mode less the baseline in each future, shape (n_points,); nan where a value is missing."""
        means = self.futures.means(self.indicator)
        return np.asarray(means[:, 1] - means[:, 0])

    @cached_property
    def known(self) -> Mask:
        """The futures in which both modes have a value, shape (n_points,)."""
        return np.isfinite(self.differences)

    @cached_property
    def beats(self) -> Mask:
        """The futures in which the mode beats the baseline, shape (n_points,)."""
        level = np.abs(self.futures.means(self.indicator)[:, 0])
        better = INDICATORS[self.indicator].direction * np.nan_to_num(self.differences)
        return self.known & (better > self.least * np.nan_to_num(level))

    def share(self) -> tuple[float, float, float]:
        """Return in what share of the futures the mode beats the baseline, with Wilson's 95 % interval."""
        return _share(int(self.beats.sum()), int(self.known.sum()))

    @cached_property
    def seeks(self) -> str:
        """What the boxes hold: ``defeats`` or ``victories``, whichever are fewer."""
        return "victories" if 2 * self.beats.sum() < self.known.sum() else "defeats"

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes that stand up, the one that was found first at the head; none where nothing does."""
        points = self.futures.points[self.known]
        seed = self.futures.seed
        return tuple(_boxes(points.reset_index(drop=True), self.wanted, self.density, self._units(), seed))

    @cached_property
    def nearest(self) -> Box | None:
        """Where no box stands up, one of lower density that does; None where there is none either."""
        if self.boxes or self.wanted.sum() < LEAST_WANTED:
            return None
        return _nearest(self.futures.points[self.known], self.wanted, self._units(), self.futures.seed)

    @property
    def found(self) -> tuple[Box, ...]:
        """The boxes that stand up, or else the nearest to a condition."""
        return self.boxes or tuple(box for box in [self.nearest] if box)

    def halves(self) -> tuple[float, float]:
        """Return what is looked for in the half of one parameter that has most of it.

        Returns
        -------
        tuple of float
            The largest share of any half, and an upper bound, at 95 %, of what that of any is in truth; nan
            where no future is known.
        """
        if not self.known.any():
            return math.nan, math.nan
        return nearest.halves(self.futures.points[self.known].to_numpy(dtype=float), self.wanted, LEVEL)

    @property
    def wanted(self) -> Mask:
        """Which of the known futures are looked for."""
        return np.asarray(self.beats[self.known] == (self.seeks == "victories"))

    def _units(self) -> dict[str, str]:
        return {factor.path: factor.unit for factor in self.futures.factors}

    def table(self) -> pd.DataFrame:
        """Return a row for each limit of each box, or of the nearest to a condition.

        Returns
        -------
        DataFrame
            box (from 1), holds (defeats or victories), dense (false of the nearest to a condition), path,
            title_en, title_zh, unit, low and high (nan where there is none), low_p and high_p, coverage,
            density, points, unseen_density, unseen_low, unseen_high, unseen_points, p, as `Limit` and `Box`
            have them. Limits that are not significant are lifted before, so all that stand here are.
        """
        rows = [
            {
                "box": number,
                "holds": self.seeks,
                "dense": box.dense,
                "path": limit.path,
                "title_en": self.futures.factor(limit.path).title_en,
                "title_zh": self.futures.factor(limit.path).title_zh,
                "unit": limit.unit,
                "low": limit.low,
                "high": limit.high,
                "low_p": limit.low_p,
                "high_p": limit.high_p,
                "coverage": box.coverage,
                "density": box.density,
                "points": box.points,
                "unseen_density": box.unseen_density,
                "unseen_low": box.unseen_low,
                "unseen_high": box.unseen_high,
                "unseen_points": box.unseen_points,
                "p": box.p,
            }
            for number, box in enumerate(self.found, start=1)
            for limit in box.limits
        ]
        return pd.DataFrame(rows, columns=None if rows else ["box", "holds", "path", "unit", "low", "high"])

    def cases(self) -> pd.DataFrame:
        """Return a row for each future: its point, the difference, whether the mode beats, and its box."""
        box = np.zeros(len(self.futures.points), int)
        for number, one in reversed(list(enumerate(self.found, start=1))):
            box[one.holds(self.futures.points) & self.known] = number
        return self.futures.points.assign(difference=self.differences, beats=self.beats, box=box)


discover = Discovery.of


def _size(size: int) -> int:
    if isinstance(size, bool) or not isinstance(size, int) or size < LEAST_FUTURES:
        hint = Text(
            f"at least {LEAST_FUTURES} futures; a box needs some inside and many outside of it",
            f"至少{LEAST_FUTURES}種未來;條件框內外都須有足夠數目",
        )
        raise BadInput(_WHERE, None, "size", size, hint)
    return size


def _prim() -> Any:
    """Return PRIM of the EMA workbench, which takes seconds to load.

    Raises
    ------
    BadInput
        If it is not installed.
    """
    try:
        with warnings.catch_warnings():
            # It says what it could do besides.
            warnings.simplefilter("ignore")
            from ema_workbench.analysis.prim import Prim, PRIMObjectiveFunctions
    except ImportError as error:
        hint = pip("explore")
        raise BadInput(
            _WHERE, None, Text("PRIM of ema-workbench", "ema-workbench 的 PRIM"), NOT_INSTALLED, hint
        ) from error
    settings = {"peel_alpha": _PEEL, "paste_alpha": _PEEL, "mass_min": _MASS}
    # The lenient objectives stop where a slice happens to be no less dense than what stays. The threshold is
    # asked of the last box of a trail alone; ours is asked of each.
    return partial(Prim, threshold=0.01, obj_function=PRIMObjectiveFunctions.ORIGINAL, **settings)


def _boxes(
    points: pd.DataFrame, wanted: Mask, density: float, units: dict[str, str], seed: int
) -> Iterator[Box]:
    """Yield boxes dense in what is wanted until one does not stand up."""
    rank = np.argsort(unit_sample("latin_hypercube", 1, len(points), seed)[:, 0])
    unseen = rank % 3 == 0
    free = np.ones(len(points), bool)
    for _ in range(_MOST_BOXES):
        seen = free & ~unseen
        limits = _searched(points[seen].reset_index(drop=True), wanted[seen], density, units)
        if not limits:
            return
        box = _judged(limits, points, wanted, free, unseen)
        if not box.p <= _ALPHA_OF_EACH:
            return
        yield box
        free &= ~box.holds(points)


def _searched(points: pd.DataFrame, wanted: Mask, density: float, units: dict[str, str]) -> tuple[Limit, ...]:
    """Return the limits of the best box that PRIM finds; none where there is none.

    A peel is greedy: where either of two conditions does, it cuts into both. So those that mattered most are
    peeled again by themselves and in pairs, as Kwakkel (2019), A generalized many-objective optimization
    approach for scenario discovery, does with all subsets.
    """
    if wanted.sum() < LEAST_WANTED or wanted.all():
        return ()
    prim, alpha = _prim(), _ALPHA / (2 * len(units))
    trail = prim(points, wanted.astype(int)).find_box()
    strength: dict[str, float] = {}
    for limits in trail.qp:
        for path, pair in limits.items():
            # The workbench writes -1 where there is no limit.
            p = min(value for value in pair if value >= 0)
            strength[path] = min(p, strength.get(path, 1.0))
    first = sorted(strength, key=lambda path: strength[path])[:_PEELED_AGAIN]
    few = [list(some) for count in (1, 2) for some in combinations(first, count)]
    trails = [trail, *(prim(points[some], wanted.astype(int)).find_box() for some in few)]
    found = [_best(each, wanted, density, alpha, units) for each in trails]
    return max(found, key=lambda pair: pair[0])[1]


def _best(
    trail: Any, wanted: Mask, density: float, alpha: float, units: dict[str, str]
) -> tuple[float, tuple[Limit, ...]]:
    """Return the best box of a trail that is dense enough and has significant limits alone, with its score.

    The score is the harmonic mean of coverage and density: neither all of the space nor a corner is best.
    """
    best: tuple[float, tuple[Limit, ...]] = (0.0, ())
    points, whole = trail.prim.x, trail.prim.box_init.to_numpy(dtype=float)
    dense_enough = trail.peeling_trajectory["density"] >= density
    for step in np.flatnonzero(dense_enough):
        ends = trail.box_lims[step][points.columns].to_numpy(dtype=float)
        drawn = np.where(ends == whole, np.nan, ends)
        limits, p = lifted(drawn, points.to_numpy(dtype=float), wanted, alpha)
        kept = [place for place in range(len(points.columns)) if not np.isnan(limits[:, place]).all()]
        box = tuple(
            Limit(path, units[path], *limits[:, place].tolist(), *p[:, place].tolist())
            for place, path in zip(kept, points.columns[kept], strict=True)
        )
        inside = _inside(box, points)
        score = 2 * wanted[inside].sum() / (wanted.sum() + inside.sum())
        if box and wanted[inside].mean() >= density and score > best[0]:
            best = score, tuple(sorted(box, key=lambda limit: np.nanmin([limit.low_p, limit.high_p])))
    return best


def lifted(limits: Array, points: Array, wanted: Mask, alpha: float) -> tuple[Array, Array]:
    """Lift limits of a box, the least significant first, until those that are left are significant.

    Parameters
    ----------
    limits : ndarray, shape (2, n_parameters)
        Low and high ends; nan where there is none.
    points : ndarray, shape (n_points, n_parameters)
    wanted : ndarray of bool, shape (n_points,)
    alpha : float

    Returns
    -------
    tuple of ndarray, shape (2, n_parameters)
        The limits that are left, and their quasi-p values: the chance that as many points of the box are
        wanted, or more, were each as likely as in the box without that limit.
    """
    limits = limits.copy()
    while True:
        low, high = np.nonzero(~np.isnan(limits[0]))[0], np.nonzero(~np.isnan(limits[1]))[0]
        outside = np.hstack([points[:, low] < limits[0, low], points[:, high] > limits[1, high]])
        count = outside.sum(axis=1)
        without = count[:, np.newaxis] == outside
        inside = count == 0
        share = (without & wanted[:, np.newaxis]).sum(axis=0) / without.sum(axis=0)
        found = binom.sf(wanted[inside].sum() - 1, inside.sum(), share)
        p = np.full(limits.shape, np.nan)
        p[0, low], p[1, high] = np.split(found, [len(low)])
        if not found.size or found.max() <= alpha:
            return limits, p
        limits[np.unravel_index(np.nanargmax(p), p.shape)] = np.nan


def _inside(limits: Sequence[Limit], points: pd.DataFrame) -> Mask:
    inside = np.ones(len(points), bool)
    for limit in limits:
        inside &= limit.holds(points[limit.path].to_numpy())
    return inside


def _judged(limits: tuple[Limit, ...], points: pd.DataFrame, wanted: Mask, free: Mask, unseen: Mask) -> Box:
    """Return the box with its figures over all futures, and over those that the search did not see."""
    inside = free & _inside(limits, points)
    held, rest = inside & unseen, free & ~inside & unseen
    counts = np.array([[(part & wanted).sum(), (part & ~wanted).sum()] for part in (held, rest)])
    p = float(fisher_exact(counts, alternative="greater").pvalue)
    unseen_share = _share(int(wanted[held].sum()), int(held.sum()))
    return _box(limits, wanted, inside, int(held.sum()), unseen_share, dense=True, p=p)


def _nearest(points: pd.DataFrame, wanted: Mask, units: dict[str, str], seed: int) -> Box | None:
    """Return the nearest to a condition; None where nothing is denser beyond chance."""
    values, least = points.to_numpy(dtype=float), math.ceil(_MASS * len(points))
    cuts = nearest.draw(values, wanted, least, _ALPHA_OF_EACH, seed)
    if not cuts:
        return None
    limits = []
    for column in dict.fromkeys(cut.column for cut in cuts):
        ends = {"low": math.nan, "high": math.nan, "low_p": math.nan, "high_p": math.nan}
        for cut in cuts:
            # Of two limits on the same side the later is the tighter.
            if cut.column == column:
                side = "low" if cut.above else "high"
                ends |= {side: cut.end, f"{side}_p": cut.p}
        path = str(points.columns[column])
        limits.append(Limit(path, units[path], **ends))
    count, unseen = nearest.counted(values, wanted, least, len(cuts), seed)
    share = _share(count, unseen, nearest.INTERVAL)
    p = max(cut.p for cut in cuts)
    box = _box(tuple(limits), wanted, _inside(limits, points), unseen, share, dense=False, p=p)
    return box if box.unseen_low > wanted.mean() else None


def _box(
    limits: tuple[Limit, ...],
    wanted: Mask,
    inside: Mask,
    unseen: int,
    unseen_share: tuple[float, float, float],
    *,
    dense: bool,
    p: float,
) -> Box:
    share, low, high = unseen_share
    return Box(
        limits=limits,
        points=int(inside.sum()),
        coverage=float(wanted[inside].sum() / wanted.sum()),
        density=float(wanted[inside].mean()),
        dense=dense,
        unseen_points=unseen,
        unseen_density=share,
        unseen_low=low,
        unseen_high=high,
        p=p,
    )


def _share(count: int, total: int, level: float = LEVEL) -> tuple[float, float, float]:
    """Return a share and its interval (Wilson's); nan of nothing."""
    if not total:
        return math.nan, math.nan, math.nan
    ends = binomtest(count, total).proportion_ci(level, method="wilson")
    return count / total, float(ends.low), float(ends.high)
