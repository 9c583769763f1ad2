"""History matching: what was observed rules parameter sets out.

A parameter set is ruled out if what it gives lies too far from some target, measured by all that may keep the
two apart [1]_ [2]_ [3]_::

    I = |mean of its runs − observed| / sqrt(tolerance² + discrepancy² + luck² · (1 + 1/replicates))

Luck is the standard deviation of one run: what was observed is itself one course of luck, and the mean is
of a few runs. A few runs show their spread badly; so every point draws luck of its own, and luck is at least
what it is at the middle one of all points. The runs of a stored sweep may share their luck among points: then
it is as many standard deviations wider as Student's distribution is.
What is left is no distribution: sets that are not ruled out, which say nothing of which is likelier.

References
----------
.. [1] Craig, Goldstein, Seheult and Smith (1997), Pressure matching for hydrocarbon reservoirs.
.. [2] Vernon, Goldstein and Bower (2010), Galaxy formation: a Bayesian uncertainty analysis.
.. [3] Andrianakis et al. (2015), Bayesian history matching of complex infectious disease models: the luck of
   a run counts. Cut-off 3: Pukelsheim (1994), The three sigma rule.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, chi2, norm
from scipy.stats import t as student

from crosspark.studies.design import Factor
from crosspark.studies.targets import Target

Array = NDArray[np.float64]

#: What is more implausible by some target is ruled out.
CUTOFF = 3.0

#: A range counts as narrowed if chance would leave one as narrow less often than this.
CHANCE = 0.01


def implausibility(
    values: Array,
    targets: Sequence[Target],
    typical: Array | None = None,
    *,
    shared: bool = False,
    cutoff: float = CUTOFF,
) -> Array:
    """Return how implausible each point is by each target.

    Parameters
    ----------
    values : ndarray of float64, shape (n_points, n_replicates, n_targets)
    targets : sequence of Target
    typical : ndarray of float64, shape (n_targets,), optional
        The least variance of a run that is believed; `usual_variance` of these points unless given.
    shared : bool
        Whether all points had the same luck, so that they tell no more of it than one of them.
    cutoff : float
        At which points with the same luck are ruled out: how much wider luck is depends on how rare that is.

    Returns
    -------
    ndarray of float64, shape (n_points, n_targets)
        nan where fewer than two runs have a value.
    """
    finite = np.isfinite(values)
    count = finite.sum(axis=1)
    known = count >= 2
    count = np.maximum(count, 1)
    mean = np.where(finite, values, 0.0).sum(axis=1) / count
    variance = _variance(values)
    typical = usual_variance(values) if typical is None else typical
    luck = np.fmax(variance, typical) * (1 + 1 / count)
    if shared:
        luck = luck * (student.isf(norm.sf(cutoff), np.maximum(count - 1, 1)) / cutoff) ** 2
    observed = np.array([one.value for one in targets])
    stated = np.array([one.tolerance**2 + one.discrepancy**2 for one in targets])
    apart, spread = np.abs(mean - observed), np.sqrt(stated + luck)
    # Where nothing may keep the two apart, they are equal or they are not.
    certain = np.where(apart == 0, 0.0, math.inf)
    return np.where(known, np.divide(apart, spread, out=certain, where=spread > 0), math.nan)


def usual_variance(values: Array) -> Array:
    """Return the variance of a run at the middle one of the points, by target; 0 where none is known.

    The middle one of variances of a few normal draws lies below the true one, by the median of chi-squared.
    """
    variance = _variance(values)
    known = [one[np.isfinite(one)] for one in variance.T]
    freedom = max(values.shape[1] - 1, 1)
    below = float(chi2.median(freedom)) / freedom
    return np.array([np.median(one) / below if one.size else 0.0 for one in known])


def _variance(values: Array) -> Array:
    finite = np.isfinite(values)
    count = finite.sum(axis=1)
    mean = np.where(finite, values, 0.0).sum(axis=1) / np.maximum(count, 1)
    squares = np.where(finite, values - mean[:, np.newaxis], 0.0) ** 2
    return np.where(count >= 2, squares.sum(axis=1) / np.maximum(count - 1, 1), math.nan)


@dataclass(frozen=True)
class Wave:
    """Points that were run, and how implausible they are.

    Attributes
    ----------
    factors : tuple of Factor
        Over what they lie.
    points : ndarray of float64, shape (n_points, n_factors)
    values : ndarray of float64, shape (n_points, n_replicates, n_targets)
    implausible : ndarray of float64, shape (n_points, n_targets)
    cutoff : float
    """

    factors: tuple[Factor, ...]
    points: Array
    values: Array
    implausible: Array
    cutoff: float

    @property
    def worst(self) -> Array:
        """The implausibility of each point by the target that it misses most; nan where one is not known."""
        return np.asarray(self.implausible.max(axis=1))

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which points are not ruled out. One that cannot be judged by some target is not among them."""
        return self.worst <= self.cutoff

    def narrowed(self) -> tuple[Factor, ...]:
        """Return the ranges that the points left standing leave, where chance would not leave one as narrow.

        The range of k uniform draws is Beta(k − 1, 2) of the whole; a narrowed one is widened at either
        end by one gap between draws, which makes up for what a sample leaves out.
        """
        found = []
        for factor, column in zip(self.factors, self.points.T, strict=True):
            left, whole = column[self.kept], factor.high - factor.low
            if len(left) >= 2 and len(left) < len(column) and whole > 0:
                span = float(np.ptp(left))
                if beta.cdf(span / whole, len(left) - 1, 2) < CHANCE:
                    gap = max(span / (len(left) - 1), whole / len(column))
                    low, high = max(factor.low, float(left.min()) - gap), float(left.max()) + gap
                    found.append(replace(factor, low=low, high=min(factor.high, high)))
                    continue
            found.append(factor)
        return tuple(found)

    def sets(self) -> list[dict[str, float]]:
        """Return the points that are not ruled out, by path."""
        paths = [factor.path for factor in self.factors]
        return [dict(zip(paths, row, strict=True)) for row in self.points[self.kept].tolist()]


def mean_of_runs(values: Array) -> Array:
    """Return the mean of the runs of each point, shape (n_points, n_targets); nan without any."""
    finite = np.isfinite(values)
    count = finite.sum(axis=1)
    sums = np.where(finite, values, 0.0).sum(axis=1)
    found: Array = np.divide(sums, count, out=np.full(sums.shape, math.nan), where=count > 0)
    return found


def missed(implausible: Array) -> Array:
    """Return by how much each point misses all targets: the root of the mean square of implausibilities."""
    found: Array = np.sqrt((implausible**2).mean(axis=1))
    return found
