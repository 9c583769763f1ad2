"""Paired differences between two modes, and how surely they are known.

Two layers of uncertainty stand apart. *Chance* is the error of the mean over replicates: more
replicates shrink it. *Decade* is the luck of the one decade that a district will live through: no
number of replicates shrinks it. Nothing here is a p-value.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

Array = NDArray[np.float64]

LEVEL = 0.95

#: What the range over futures, or over parameter sets, leaves out at either end.
TAIL = 0.1

#: Beyond this many replicates nobody will wait; the search for them stops there.
MOST_REPLICATES = 10_000_000


@dataclass(frozen=True)
class PairedDifference:
    """One mode less the baseline, over replicates that share their random numbers.

    Attributes
    ----------
    pairs : int
        Replicates in which both modes have a value.
    mean : float
        Mean difference; nan without a pair.
    chance_low, chance_high : float
        Interval of the mean difference; nan with fewer than two pairs.
    decade_low, decade_high : float
        Interval in which the difference of one further decade falls; nan with fewer than two pairs.
    higher, lower : int
        Replicates in which the mode lies above the baseline, and below it.
    halving : int or None
        Replicates that would halve the chance interval; None where nothing is left to halve, or too
        little is known to say.
    """

    pairs: int
    mean: float
    chance_low: float
    chance_high: float
    decade_low: float
    decade_high: float
    higher: int
    lower: int
    halving: int | None

    def better(self, direction: int) -> int | None:
        """Return in how many replicates the mode is better; None where neither way is."""
        if direction == 0:
            return None
        return self.higher if direction > 0 else self.lower

    @property
    def surely_differs(self) -> bool:
        """Whether the chance interval leaves out zero. An interval that is unknown does not."""
        return self.chance_low > 0 or self.chance_high < 0


def paired_difference(
    mode: Sequence[float], baseline: Sequence[float], level: float = LEVEL
) -> PairedDifference:
    """Compare two modes replicate by replicate.

    Parameters
    ----------
    mode, baseline : sequence of float, of one length
        Values of one indicator, by replicate. A pair with a value that is not finite is left out.
    level : float
        Coverage of both intervals.

    Notes
    -----
    With mean difference d, standard deviation s and n pairs, chance is d ± t·s/√n and decade is
    d ± t·s·√(1 + 1/n), t the quantile of Student's distribution with n − 1 degrees of freedom.

    Examples
    --------
    >>> found = paired_difference([3.0, 5.0, 7.0], [2.0, 3.0, 4.0])
    >>> found.mean, found.higher
    (2.0, 3)
    """
    difference = np.asarray(mode, dtype=float) - np.asarray(baseline, dtype=float)
    difference = difference[np.isfinite(difference)]
    pairs = len(difference)
    higher, lower = int((difference > 0).sum()), int((difference < 0).sum())
    mean = float(difference.mean()) if pairs else math.nan
    if pairs < 2:
        unknown = math.nan
        return PairedDifference(pairs, mean, unknown, unknown, unknown, unknown, higher, lower, None)
    spread = float(difference.std(ddof=1))
    if bool((difference == difference[0]).all()):
        # Rounding of the mean can leave a spread of 1e-17 where every pair says the same.
        mean, spread = float(difference[0]), 0.0
    reach = student(pairs, level) * spread
    chance, decade = reach / math.sqrt(pairs), reach * math.sqrt(1 + 1 / pairs)
    return PairedDifference(
        pairs=pairs,
        mean=mean,
        chance_low=mean - chance,
        chance_high=mean + chance,
        decade_low=mean - decade,
        decade_high=mean + decade,
        higher=higher,
        lower=lower,
        halving=replicates_to_halve(pairs, level) if spread > 0 else None,
    )


def student(replicates: int, level: float = LEVEL) -> float:
    """Return the two-sided quantile of Student's distribution for the mean of that many replicates."""
    # scipy.special alone loads in a tenth of the time that scipy.stats takes.
    return float(stdtrit(replicates - 1, (1 + level) / 2))


def replicates_to_halve(replicates: int, level: float = LEVEL) -> int:
    """Return the fewest replicates whose chance interval is half as wide, if the spread stays.

    A quarter of the variance of the mean needs about four times the replicates, and fewer where few
    replicates make Student's quantile large.

    Examples
    --------
    >>> replicates_to_halve(16)
    57
    """
    return replicates_to_narrow(replicates, 0.5, level)


def replicates_to_narrow(replicates: int, share: float, level: float = LEVEL) -> int:
    """Return the fewest replicates whose chance interval is that share as wide, if the spread stays.

    Parameters
    ----------
    replicates : int
        That the interval rests on now.
    share : float
        Below 1.
    level : float

    Examples
    --------
    >>> replicates_to_narrow(16, 0.25)
    219
    """
    if replicates < 2:
        raise ValueError(f"replicates is {replicates}; one replicate has no spread, give 2 or more")
    wanted = student(replicates, level) / math.sqrt(replicates) * share
    low, high = replicates, replicates + 1
    while student(high, level) / math.sqrt(high) > wanted and high < MOST_REPLICATES:
        low, high = high, min(2 * high, MOST_REPLICATES)
    while high - low > 1:
        middle = (low + high) // 2
        if student(middle, level) / math.sqrt(middle) > wanted:
            low = middle
        else:
            high = middle
    return high


def band(
    series: np.ndarray[tuple[int, int], np.dtype[np.float64]], low: float = 10, high: float = 90
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return lower percentile, median and upper percentile over replicates, for each month.

    Parameters
    ----------
    series : ndarray of float64, shape (n_replicates, n_months)

    Returns
    -------
    ndarray of float64, shape (3, n_months)
    """
    found: np.ndarray[tuple[int, int], np.dtype[np.float64]] = np.percentile(series, [low, 50, high], axis=0)
    return found


def ratio_of_means(
    numerator: Sequence[float], denominator: Sequence[float], level: float = LEVEL
) -> tuple[float, float, float]:
    """Return the ratio of two paired means and its interval, after Fieller (1954).

    Parameters
    ----------
    numerator, denominator : sequence of float, of one length
        By replicate, such as two effects on the same luck. A pair with a value that is not finite is
        left out.
    level : float
        Coverage.

    Returns
    -------
    tuple of float
        Ratio, low, high. The interval holds each r for which zero lies in the chance interval of
        numerator − r·denominator; low and high are nan where no such interval is bounded, because the
        denominator does not differ from zero beyond chance, or with fewer than two pairs.

    Examples
    --------
    >>> ratio_of_means([9.0, 10.0, 11.0], [18.0, 20.0, 22.0])
    (0.5, 0.5, 0.5)
    """
    pairs = np.array([numerator, denominator], dtype=float)
    pairs = pairs[:, np.isfinite(pairs).all(axis=0)]
    count = pairs.shape[1]
    if not count:
        return math.nan, math.nan, math.nan
    above, below = (float(mean) for mean in pairs.mean(axis=1))
    ratio = above / below if below else math.nan
    if count < 2:
        return ratio, math.nan, math.nan
    (spread_above, both), (_, spread_below) = np.cov(pairs) * student(count, level) ** 2 / count
    square, middle = below**2 - spread_below, above * below - both
    if square <= 0:
        return ratio, math.nan, math.nan
    reach = math.sqrt(max(middle**2 - square * (above**2 - spread_above), 0.0))
    return ratio, float((middle - reach) / square), float((middle + reach) / square)


def wilson(share: Array, total: Array, level: float = LEVEL) -> tuple[Array, Array]:
    """Return the interval of shares after Wilson (1927).

    Parameters
    ----------
    share, total : ndarray of float64
        Shares, and of how many.
    level : float
        Coverage.

    Returns
    -------
    tuple of ndarray of float64
        Low and high, of the shape of `share`; nan where there is nothing to share.

    Examples
    --------
    >>> low, high = wilson(np.array([0.5]), np.array([10.0]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.237], [0.763])
    """
    square = float(ndtri((1 + level) / 2)) ** 2
    count = np.where(total > 0, total, np.nan)
    narrow = 1 + square / count
    middle = (share + square / (2 * count)) / narrow
    reach = np.sqrt(square * (share * (1 - share) / count + square / (4 * count**2))) / narrow
    # At the ends what is left is rounding.
    return np.where(share <= 0, 0.0, middle - reach), np.where(share >= 1, 1.0, middle + reach)


def best_alone(signed: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return in how many rows each column alone has the highest value; ties are nobody's.

    Examples
    --------
    >>> best_alone(np.array([[1.0, 2.0], [3.0, 0.0], [4.0, 4.0]])).tolist()
    [1, 1]
    """
    top = signed == signed.max(axis=1, keepdims=True)
    return np.asarray((top & (top.sum(axis=1, keepdims=True) == 1)).sum(axis=0))
