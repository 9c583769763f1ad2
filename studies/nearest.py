"""The nearest to a condition: where something is denser than by luck, though less dense than was asked for.

Limits are drawn one after another, as a tree of conditional inference [1]_ splits, but on the denser side
alone. Each is maximally selected [2]_: of all parameters, both sides and nine places on each, the one beyond
which what is looked for lies the most standard errors above its share. Its p-value comes from the same search
over labels that were dealt out by lot, and so allows for all that was looked at. How dense it is within is
counted among futures that did not draw it, by cross-fitting.

References
----------
.. [1] Hothorn, Hornik and Zeileis (2006), Unbiased recursive partitioning.
.. [2] Lausen and Schumacher (1992), Maximally selected rank statistics.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from crosspark.studies.design import unit_sample

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Limits at the most: a sentence holds no more.
_MOST_LIMITS = 2

#: Where a limit may lie, as shares of the futures that are left.
_PLACES = np.arange(1, 10) / 10

#: How often labels are dealt out by lot.
DEALT = 999

#: Parts of the futures, each of which is counted in a box that the others drew.
FOLDS = 10


#: Of the interval of what is counted so. All futures have a part in the test, so that at 95 % it covers too
#: seldom; at 99 % it covers as often as one at 95 % over a third held back, and is narrower.
INTERVAL = 0.99


@dataclass(frozen=True)
class Cut:
    """One limit: values of the parameter in this column at or above an end, or at or below it.

    Attributes
    ----------
    p : float
        How likely the best of all limits is as good as this by luck; nan where that was not asked.
    """

    column: int
    end: float
    above: bool
    p: float = math.nan

    def holds(self, points: Array) -> Mask:
        """Return which points lie within."""
        values = points[:, self.column]
        return values >= self.end if self.above else values <= self.end


def inside(cuts: Sequence[Cut], points: Array) -> Mask:
    """Return which points lie within all limits."""
    within = np.ones(len(points), bool)
    for cut in cuts:
        within &= cut.holds(points)
    return within


def draw(points: Array, wanted: Mask, least: int, alpha: float, seed: int) -> list[Cut]:
    """Return limits within which what is wanted is denser beyond chance; none where nothing is.

    Parameters
    ----------
    points : ndarray, shape (n_points, n_parameters)
    wanted : ndarray of bool, shape (n_points,)
    least : int
        Points within the limits at the least.
    alpha : float
        The chance of a limit where labels have nothing to do with the points.
    seed : int
    """
    cuts: list[Cut] = []
    while len(cuts) < _MOST_LIMITS:
        left = inside(cuts, points)
        cut = _best(points[left], wanted[left], least, seed + len(cuts))
        if cut is None or not cut.p <= alpha:
            break
        cuts.append(cut)
    return cuts


def counted(points: Array, wanted: Mask, least: int, limits: int, seed: int) -> tuple[int, int]:
    """Return how many of the points within limits that others drew are wanted, and how many points these are.

    Each tenth of the points is counted in the box of so many limits that the other nine draw.
    """
    rank = np.argsort(unit_sample("latin_hypercube", 1, len(points), seed)[:, 0])
    held = np.zeros(len(points), bool)
    for fold in range(FOLDS):
        out = rank % FOLDS == fold
        cuts: list[Cut] = []
        for _ in range(limits):
            left = ~out & inside(cuts, points)
            cut = _best(points[left], wanted[left], least, None)
            if cut is not None:
                cuts.append(cut)
        held |= out & inside(cuts, points)
    return int(wanted[held].sum()), int(held.sum())


def halves(points: Array, wanted: Mask, level: float) -> tuple[float, float]:
    """Return the largest share that is wanted in a half of any one parameter, and what it is at the most.

    The second is an upper bound of the largest true share of any half: the largest of the one-sided bounds
    (Wilson's, at `level`). It needs no allowance for how many halves there are, for it fails only where the
    bound of that one half does.
    """
    middle = np.median(points, axis=0)
    parts = np.hstack([points >= middle, points <= middle])
    bounds = []
    for part in parts.T:
        test = binomtest(int(wanted[part].sum()), int(part.sum()), alternative="less")
        ends = test.proportion_ci(level, method="wilson")
        bounds.append((float(test.statistic), float(ends.high)))
    return max(share for share, _ in bounds), max(high for _, high in bounds)


def _best(points: Array, wanted: Mask, least: int, seed: int | None) -> Cut | None:
    """Return the limit within which what is wanted lies the most standard errors above its share.

    It is tested if a seed is given.
    """
    if not 0 < wanted.sum() < len(wanted):
        return None
    ends = np.quantile(points, _PLACES, axis=0)
    sides = np.stack([points[:, None] >= ends, points[:, None] <= ends], axis=1)
    parts = sides.reshape(len(points), -1).astype(np.float32)
    size = parts.sum(axis=0)
    usable = np.flatnonzero((size >= least) & (size < len(points)))
    if not usable.size:
        return None
    parts, size = parts[:, usable], size[usable]
    share = wanted.mean()
    # Mean and spread of what a part holds, were labels dealt out by lot (hypergeometric).
    spread = np.sqrt(size * (len(points) - size) * share * (1 - share) / (len(points) - 1))

    def above(labels: Mask) -> Array:
        counts = np.asarray(parts.T @ labels.astype(np.float32), dtype=float)
        found: Array = (counts - (size * share)[:, np.newaxis]) / spread[:, np.newaxis]
        return found

    errors = above(wanted[:, np.newaxis])[:, 0]
    best = int(errors.argmax())
    side, place, column = np.unravel_index(usable[best], sides.shape[1:])
    p = math.nan
    if seed is not None:
        order = np.argsort(unit_sample("latin_hypercube", DEALT, len(points), seed), axis=0)
        by_lot = above(wanted[order]).max(axis=0)
        # Equal counts may differ by the rounding of their means.
        p = float((1 + (by_lot >= errors[best] - 1e-9).sum()) / (1 + DEALT))
    return Cut(int(column), float(ends[place, column]), bool(side == 0), p)
