"""The yearly plan of the parks' segment mix: coordination against adaptation.

Park j does best with its own ideal θ_j and worse the farther its decision d_j lies from the others':

    π_j = K_j − (d_j − θ_j)² − δ / (n − 1) · Σ_k (d_j − d_k)²

A park's management weighs its own π by λ and each other park's by 1 − λ: λ = 1/2 is the full team, λ = 1
looks at itself alone (the paper's convention). Only the park sees its θ_j; what it tells others
is cheap talk, so the noise of its report follows from λ and δ and is no free parameter. The paper has two
divisions; with n = 2 every formula here is the paper's, and for n parks it is the same argument with the
need to coordinate spread evenly over the other parks.

References
----------
.. [1] Alonso, Dessein & Matouschek (2008), When does coordination require centralization?, American
   Economic Review 98.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def plan_central(reports: Array, need_to_coordinate: float) -> Array:
    """Return the decisions that maximise Σπ_j for ideals as reported.

    Parameters
    ----------
    reports : ndarray of float64, shape (n_parks, ...)
        What the headquarters believe each park's ideal to be; columns are planned apart.
    need_to_coordinate : float
        δ ≥ 0.

    Returns
    -------
    ndarray of float64, shape of `reports`
        For two parks d_1 = ((1 + 2δ)θ_1 + 2δθ_2) / (1 + 4δ).
    """
    pull = 2.0 * len(reports) * _per_other_park(need_to_coordinate, len(reports))
    decided: Array = (reports + pull * reports.mean(axis=0)) / (1.0 + pull)
    return decided


def plan_decentralised(
    ideals: Array, reports: Array, self_interest: float, need_to_coordinate: float
) -> Array:
    """Return the parks' own decisions: each knows its ideal, and of the others what they report.

    Parameters
    ----------
    ideals, reports : ndarray of float64, shape (n_parks, ...)
        θ, and what the others believe it to be.
    self_interest : float
        λ in [1/2, 1].
    need_to_coordinate : float
        δ ≥ 0.

    Returns
    -------
    ndarray of float64, shape of `ideals`
        d_j = (λθ_j + δ E[mean of the others' d]) / (λ + δ), with expectations that come true on average.
    """
    n, delta = len(ideals), need_to_coordinate
    if n == 1:
        return ideals.copy()
    pull = n * _per_other_park(delta, n)
    total = reports.sum(axis=0)
    expected = (self_interest * reports + pull * total / n) / (self_interest + pull)
    others = (total - expected) / (n - 1)
    decided: Array = (self_interest * ideals + delta * others) / (self_interest + delta)
    return decided


def bias_central(self_interest: float, need_to_coordinate: float, n_parks: int) -> float:
    """Return b_C: by what share of its θ a park would exaggerate to headquarters that believed it.

    For two parks b_C = (2λ − 1)δ / (λ + δ).
    """
    lam, p = self_interest, 2.0 * _per_other_park(need_to_coordinate, n_parks)
    others = n_parks - 1
    wish = lam * (1.0 + n_parks * p) * (1.0 + p)
    bound = lam * (1.0 + p) ** 2 + others * p / 2.0 + (1.0 - lam) * others * p * p
    return max(0.0, wish / bound - 1.0)


def bias_decentralised(self_interest: float, need_to_coordinate: float, n_parks: int) -> float:
    """Return b_D: by what share of its θ a park would exaggerate to parks that believed it.

    For two parks b_D = (2λ − 1)(λ + δ) / (λ(1 − λ) + δ); infinite where no exaggeration
    would be enough.
    """
    lam, delta, others = self_interest, need_to_coordinate, n_parks - 1
    if others == 0:
        return 0.0
    wish = lam * (lam * others + n_parks * delta)
    bound = lam * delta + (1.0 - lam) * others * (lam + delta)
    return max(0.0, wish / bound - 1.0) if bound > 0.0 else math.inf


def residual_share(bias: float) -> float:
    """Return the share of θ's variance that cheap talk leaves unknown, b / (3 + 4b), for uniform θ."""
    return 0.25 if math.isinf(bias) else bias / (3.0 + 4.0 * bias)


def report(ideals: Array, bias: float, prior_mean: float, prior_halfwidth: float) -> Array:
    """Return what others believe after the most informative cheap talk.

    Parameters
    ----------
    ideals : ndarray of float64, any shape
        θ.
    bias : float
        b ≥ 0, see `bias_central` and `bias_decentralised`.
    prior_mean, prior_halfwidth : float
        θ is commonly held to be uniform on mean ± halfwidth.

    Returns
    -------
    ndarray of float64, shape of `ideals`
        The middle of the cell that θ lies in.

    Notes
    -----
    In the limit equilibrium of the paper the cells shrink geometrically towards the prior mean: bounds at
    halfwidth × r^i with r + 1/r = 2 + 4b. Close to the mean a park is precise; far from it, where it would
    exaggerate most, only the order of magnitude can be believed. No draw is needed. Beyond the
    halfwidth the cells go on growing by the same ratio.
    """
    if bias == 0.0:
        return ideals.copy()
    ratio = 1.0 / (1.0 + 2.0 * bias + 2.0 * math.sqrt(bias * (1.0 + bias)))
    away = (ideals - prior_mean) / prior_halfwidth
    size = np.abs(away)
    if ratio == 0.0:
        return prior_mean + prior_halfwidth * np.sign(away) * 0.5
    cell = np.floor(np.log(np.where(size > 0.0, size, 1.0)) / math.log(ratio))
    return prior_mean + prior_halfwidth * np.sign(away) * ratio**cell * (1.0 + ratio) / 2.0


def payoffs(decisions: Array, ideals: Array, need_to_coordinate: float) -> Array:
    """Return π_j − K_j of every park, shape of `decisions` (n_parks, ...)."""
    n = len(decisions)
    deviation = decisions - decisions.mean(axis=0)
    # Σ_k (d_j − d_k)² = n(d_j − mean)² + Σ_k (d_k − mean)²
    distance = n * deviation**2 + (deviation**2).sum(axis=0)
    result: Array = -((decisions - ideals) ** 2) - _per_other_park(need_to_coordinate, n) * distance
    return result


def yearly_plan(
    ideals: Array,
    *,
    prior_mean: float,
    prior_halfwidth: float,
    weight_on_zone: float,
    need_to_coordinate: float,
    self_interest: float,
    central: float,
) -> Array:
    """Return the parks' decisions for a year: what each will lean towards in its mix of segments.

    Parameters
    ----------
    ideals : ndarray of float64, shape (n_parks, ...)
        The mix that would suit each park best by its own lights; columns (segments) are planned apart.
    prior_mean, prior_halfwidth : float
        What everybody holds possible: uniform on mean ± halfwidth.
    weight_on_zone : float
        In [0, 1], the institution's `planning.coordination`: moves λ from `self_interest` (at 0) to the
        full team's 1/2 (at 1).
    need_to_coordinate : float
        δ ≥ 0.
    self_interest : float
        λ in [1/2, 1] of a management that nobody holds to the zone's plan.
    central : float
        In [0, 1], the share of the matter that the headquarters decide (the institution's
        `headquarters.route_share`); the decision is the mean, so weighted, of theirs and the park's own.

    Returns
    -------
    ndarray of float64, shape of `ideals`
        Reports are believed only so far as interests agree, so shares that add up to one in `ideals` need
        not do so here: the caller makes them.

    References
    ----------
    .. [1] Clause D1, 「五規劃」; clause H1, 「統籌協調重大決策」.
    """
    n = len(ideals)
    lam = self_interest + (0.5 - self_interest) * weight_on_zone
    told_up = report(ideals, bias_central(lam, need_to_coordinate, n), prior_mean, prior_halfwidth)
    told_across = report(ideals, bias_decentralised(lam, need_to_coordinate, n), prior_mean, prior_halfwidth)
    decided = plan_central(told_up, need_to_coordinate)
    own = plan_decentralised(ideals, told_across, lam, need_to_coordinate)
    return central * decided + (1.0 - central) * own


def _per_other_park(need_to_coordinate: float, n_parks: int) -> float:
    return need_to_coordinate / (n_parks - 1) if n_parks > 1 else 0.0
