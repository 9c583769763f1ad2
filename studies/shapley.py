"""The maths of a game: what each player brings, which go together, and how sure that is.

References
----------
.. [1] Shapley (1953), A value for n-person games. Interactions: Grabisch and Roubens (1999). Sampled orders:
   Castro, Gómez and Tejada (2009), with each order and its reverse (Mitchell et al. 2022). Intervals over
   orders and replicates: the pigeonhole bootstrap, Owen (2007), wider for few of them, Hesterberg (2015).
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import multinomial

from crosspark.studies.design import unit_sample
from crosspark.studies.statistics import LEVEL, student

Array = NDArray[np.float64]

#: Resamples of the bootstrap.
RESAMPLES = 2_000


def shapley(worth: Array) -> Array:
    """Return the Shapley value of each player.

    Parameters
    ----------
    worth : ndarray of float64, shape (2**n, ...)
        Worth of every coalition; bit i of the place says whether player i is in.

    Returns
    -------
    ndarray of float64, shape (n, ...)

    Notes
    -----
    φᵢ = Σ over S without i of |S|! (n − |S| − 1)! / n! · [v(S ∪ i) − v(S)].

    Examples
    --------
    >>> shapley(np.array([0.0, 0.0, 0.0, 1.0])).tolist()  # both are needed
    [0.5, 0.5]
    """
    n, masks, size = _coalitions(worth)
    weights = np.array([1.0 / (n * math.comb(n - 1, s)) for s in range(n)])
    values = []
    for i in range(n):
        without = masks[(masks >> i) & 1 == 0]
        gain = worth[without | (1 << i)] - worth[without]
        values.append(np.tensordot(weights[size[without]], gain, axes=(0, 0)))
    return np.array(values)


def interactions(worth: Array) -> Array:
    """Return the Shapley interaction index of each pair: what both add beyond the sum of what each adds.

    Parameters
    ----------
    worth : ndarray of float64, shape (2**n, ...)

    Returns
    -------
    ndarray of float64, shape (n, n, ...)
        Symmetric; 0 on the diagonal.

    Notes
    -----
    Iᵢⱼ = Σ over S without i, j of |S|! (n − |S| − 2)! / (n − 1)! · [v(S ∪ ij) − v(S ∪ i) − v(S ∪ j) + v(S)].
    """
    n, masks, size = _coalitions(worth)
    found = np.zeros((n, n, *worth.shape[1:]))
    weights = np.array([1.0 / ((n - 1) * math.comb(n - 2, s)) for s in range(n - 1)])
    for i in range(n):
        for j in range(i):
            a, b = 1 << i, 1 << j
            without = masks[(masks & (a | b)) == 0]
            gain = worth[without | a | b] - worth[without | a] - worth[without | b] + worth[without]
            found[i, j] = found[j, i] = np.tensordot(weights[size[without]], gain, axes=(0, 0))
    return found


def _coalitions(worth: Array) -> tuple[int, NDArray[np.int64], NDArray[np.int64]]:
    """Return how many players there are, every coalition, and how many each holds."""
    masks = np.arange(len(worth))
    return len(worth).bit_length() - 1, masks, np.array([mask.bit_count() for mask in range(len(worth))])


def orders(n: int, count: int, seed: int) -> tuple[tuple[int, ...], ...]:
    """Return orders in which n players come: each drawn one is followed by its reverse.

    Every order is as likely as any other; the pair takes out what lies in being early or late.
    """
    keys = unit_sample("halton", n, count // 2, seed)
    drawn = (tuple(int(i) for i in row) for row in np.argsort(keys, axis=1))
    return tuple(order for one in drawn for order in (one, one[::-1]))


def bootstrap(values: Array) -> tuple[Array, Array]:
    """Return the ends of the 95 % interval of a mean over orders and replicates.

    Parameters
    ----------
    values : ndarray of float64, shape (n_orders, n_replicates, ...)

    Returns
    -------
    tuple of ndarray
        Low and high, of the trailing shape; nan where there is one replicate, which says nothing of luck.

    Notes
    -----
    Orders and replicates are resampled each for itself. A resample of few values spreads too little: the
    percentiles of 4 normal values cover their mean in 81 % of all cases. They are moved away from the mean by
    t/z · √(n/(n − 1)), with which they cover it in 95 %; n is the smaller of the two counts that exceed 1.
    """
    counts = values.shape[:2]
    several = [count for count in counts if count > 1]
    if counts[1] < 2 or 0 in counts:
        unknown = np.full(values.shape[2:], np.nan)
        return unknown, unknown
    weights = [
        multinomial(count, np.full(count, 1 / count)).rvs(RESAMPLES, random_state=place) / count
        for place, count in enumerate(counts)
    ]
    means = np.einsum("kb,kr,br...->k...", *weights, values, optimize=True)
    tail = (1 - LEVEL) / 2
    few = min(several)
    wider = student(few) / float(ndtri(1 - tail)) * math.sqrt(few / (few - 1))
    middle = values.mean(axis=(0, 1))
    low, high = middle + wider * (np.percentile(means, [100 * tail, 100 * (1 - tail)], axis=0) - middle)
    return low, high
