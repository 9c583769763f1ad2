"""Location choice: parks that outbid each other, or a centre that makes one offer (clauses P2 and D2).

All quantities are in units of the scale of tastes: the caller divides utilities and values in yuan by it.
A taste belongs to a lead and a park, not to a mode or an order of parks: under every mode the same lead
meets the same tastes, whoever attracts it. Tastes are Gumbel draws, so that placement is a logit in
closed form.
"""

import math

import numpy as np
from numpy.typing import NDArray

from crosspark.model.kernel import kernel
from crosspark.model.randomness import exponential, gumbel, normal, uniform

# Occurrences of a lead's draws in the stream of tastes; a park's own is its key.
OUTSIDE, ANGLE, WAITING = 0, 1, 2


@kernel
def common_taste(taste_stream: np.uint64, lead_key: np.uint64, nest: float) -> float:
    """Return the part of a lead's taste that all parks share, for ``nest`` λ in (0, 1].

    With it ``common + λ × Gumbel`` is a standard Gumbel for each park, correlated 1 − λ² between parks, and
    the choice is the nested logit "outside or in". λ = 1 is the plain logit and has no common part.

    References
    ----------
    .. [1] Cardell (1997), Variance components structures for the extreme-value and logistic distributions,
       Econometric Theory 13.
    .. [2] Kanter (1975), Stable densities under change of scale, Annals of Probability 3.
    """
    if nest == 1.0:
        return 0.0
    angle = math.pi * uniform(taste_stream, lead_key, ANGLE)
    waiting = exponential(taste_stream, lead_key, WAITING)
    rest = (1.0 - nest) * math.log(math.sin((1.0 - nest) * angle) / waiting)
    return nest * math.log(math.sin(nest * angle)) - math.log(math.sin(angle)) + rest


@kernel
def choose_place(
    utility: NDArray[np.float64],
    ceiling: NDArray[np.float64],
    park_keys: NDArray[np.uint64],
    outside: float,
    taste_stream: np.uint64,
    lead_key: np.uint64,
    shading: float,
    nest: float,
) -> tuple[int, float]:
    """Return where a lead settles when every park may raise its offer, and the concession it is paid.

    Parks raise their offers until all but one have reached their ceilings: the lead takes the largest
    surplus ``u + V + ε`` and is paid what makes it as well off as the runner-up, outside included, would
    have made it. Placement is logit in ``u + V``.

    Parameters
    ----------
    utility : ndarray of float64, shape (n_parks,)
        What the lead gets at each park without a concession, taste apart.
    ceiling : ndarray of float64, shape (n_parks,)
        The most that each park can offer: its own value of the lead, not negative.
    park_keys : ndarray of uint64, shape (n_parks,)
        The parks' keys.
    outside : float
        Utility of settling elsewhere, where nothing is conceded; ``-inf`` if there is no elsewhere.
    taste_stream, lead_key : uint64
        The stream of tastes and the lead's key.
    shading : float
        In [0, 1]; with n places in the race (outside included) parks stop at ``V × (1 − shading / n)``.
    nest : float
        In (0, 1]; see `common_taste`.

    Returns
    -------
    tuple of (int, float)
        Index of the park, or −1 for outside; the concession, in [0, V of the winner].

    Notes
    -----
    Shading is bounded by what bidders with uniform values hold back in a sealed first-price auction, V / n
    (at 1). For one park against an outside of uniform worth that is the best single offer, V / 2.

    References
    ----------
    .. [1] McFadden (1978), Modelling the choice of residential location.
    .. [2] Vickrey (1961), Counterspeculation, auctions, and competitive sealed tenders, J. Finance 16.
    """
    winner = -1
    first = outside + gumbel(taste_stream, lead_key, OUTSIDE)
    second = -math.inf
    places = len(utility) + (outside > -math.inf)
    common = common_taste(taste_stream, lead_key, nest)
    bare = 0.0
    for j in range(len(utility)):
        unpaid = utility[j] + common + nest * gumbel(taste_stream, lead_key, park_keys[j])
        surplus = unpaid + ceiling[j] * (1.0 - shading / places)
        if surplus > first:
            second = first
            winner, first, bare = j, surplus, unpaid
        elif surplus > second:
            second = surplus
    if winner < 0:
        return -1, 0.0
    return winner, min(max(0.0, second - bare), ceiling[winner])


@kernel
def best_offer(value: float, most: float, advantage: float) -> float:
    """Return the offer ``b`` in [0, most] that maximises ``(value − b) × Λ(advantage + b)``, Λ the logistic.

    Without the bounds ``b = value − 1 − W(exp(value − 1 + advantage))`` with Lambert's W; ``y + ln y = z`` is
    solved for ``y = W(e^z)`` by Newton steps from below, where they rise without overshooting.
    """
    z = min(max(value - 1.0 + advantage, -500.0), 1e9)
    y = z - math.log(z) if z > 1.0 else math.exp(z) / (1.0 + math.exp(z))
    for _ in range(6):
        y *= (1.0 + z - math.log(y)) / (1.0 + y)
    return min(max(0.0, value - 1.0 - y), most)


@kernel
def centre_offer(
    utility: NDArray[np.float64],
    ceiling: NDArray[np.float64],
    value: NDArray[np.float64],
    park_keys: NDArray[np.uint64],
    outside: float,
    noise: float,
    noise_stream: np.uint64,
    lead_key: np.uint64,
) -> tuple[int, float]:
    """Return the park for which the centre makes its one offer, and the offer; (−1, 0) if none is worth it.

    Parameters are those of `pooled_offer`.
    """
    chosen, offer, best = -1, 0.0, 0.0
    for j in range(len(utility)):
        seen = utility[j] + noise * normal(noise_stream, lead_key, park_keys[j]) - outside
        b = best_offer(value[j], ceiling[j], seen)
        payoff = (value[j] - b) / (1.0 + math.exp(-max(seen + b, -500.0)))
        if payoff > best or (payoff == best and chosen >= 0 and park_keys[j] < park_keys[chosen]):
            chosen, offer, best = j, b, payoff
    return chosen, offer


@kernel
def pooled_offer(
    utility: NDArray[np.float64],
    ceiling: NDArray[np.float64],
    value: NDArray[np.float64],
    park_keys: NDArray[np.uint64],
    outside: float,
    noise: float,
    taste_stream: np.uint64,
    noise_stream: np.uint64,
    lead_key: np.uint64,
    nest: float,
) -> tuple[int, float]:
    """Return where a lead settles when the centre makes it one offer, and the concession it is paid.

    The centre picks the park and the offer that maximise what it is assessed on, less the offer, times the
    chance that the lead comes. It knows each park's utility to the lead with an error; the lead then
    compares that one park with settling elsewhere by its true utility and taste.

    Parameters
    ----------
    utility, ceiling, park_keys, outside, taste_stream, lead_key, nest
        As in `choose_place`.
    value : ndarray of float64, shape (n_parks,)
        What the centre is assessed on if the lead settles at each park, in the units of `ceiling`.
    noise : float
        Standard deviation of the centre's error about each park (the institution's
        `promotion_centre.local_noise`).
    noise_stream : uint64
        The stream of those errors.

    Returns
    -------
    tuple of (int, float)
        Index of the park, or −1 if the lead settles elsewhere or no park is worth an offer; the concession.

    References
    ----------
    .. [1] Clause P2, the promotion centre attracts for all parks.
    """
    chosen, offer = centre_offer(utility, ceiling, value, park_keys, outside, noise, noise_stream, lead_key)
    if chosen < 0:
        return -1, 0.0
    taste = common_taste(taste_stream, lead_key, nest) + nest * gumbel(
        taste_stream, lead_key, park_keys[chosen]
    )
    if utility[chosen] + offer + taste > outside + gumbel(taste_stream, lead_key, OUTSIDE):
        return chosen, offer
    return -1, 0.0
