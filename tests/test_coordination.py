"""Oracle 6: Alonso, Dessein & Matouschek (2008), formulas numbered as in model.md."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosspark.model.coordination import (
    bias_central,
    bias_decentralised,
    payoffs,
    plan_central,
    plan_decentralised,
    report,
    residual_share,
    yearly_plan,
)
from crosspark.model.randomness import stream_of, uniform

WORLDS = 50_000
deltas = st.floats(0.0, 50.0)
lambdas = st.floats(0.5, 1.0)
ideals = st.lists(st.floats(-1.0, 1.0), min_size=2, max_size=9).map(np.array)


def worlds(n_parks, halfwidth=1.0):
    """Return uniform ideals of shape (n_parks, WORLDS)."""
    stream = stream_of(3, "ideal")
    draws = [[uniform(stream, np.uint64(w), j) for w in range(WORLDS)] for j in range(n_parks)]
    return halfwidth * (2.0 * np.array(draws) - 1.0)


def planned(theta, **changed):
    arguments = {
        "prior_mean": 0.0,
        "prior_halfwidth": 1.0,
        "weight_on_zone": 0.0,
        "need_to_coordinate": 0.5,
        "self_interest": 0.75,
        "central": 1.0,
    }
    return yearly_plan(theta, **(arguments | changed))


def test_two_parks_under_one_headquarters_decide_as_alonso_dessein_matouschek_say():
    decided = plan_central(np.array([0.2, 0.8]), need_to_coordinate=0.5)

    assert decided == pytest.approx([0.4, 0.6])  # ((1+2δ)θ1 + 2δθ2) / (1+4δ), δ = 1/2


def test_the_yearly_plan_of_a_full_team_under_headquarters_is_the_full_information_plan():
    decided = planned(np.array([0.2, 0.8]), weight_on_zone=1.0)

    assert decided == pytest.approx([0.4, 0.6])


@given(ideals, deltas)
def test_the_headquarters_plan_solves_the_linear_system_of_all_parks(theta, delta):
    # First-order conditions of Σ(d_j − θ_j)² + 2δ/(n−1) Σ_pairs (d_j − d_k)².
    n = len(theta)
    link = 2.0 * delta / (n - 1)
    system = (1.0 + n * link) * np.eye(n) - link * np.ones((n, n))

    assert plan_central(theta, delta) == pytest.approx(np.linalg.solve(system, theta))


@given(ideals, lambdas, deltas)
def test_parks_alone_play_best_replies_to_what_they_expect(theta, lam, delta):
    n = len(theta)
    believed = np.round(theta, 1)
    others = (np.ones((n, n)) - np.eye(n)) / (n - 1)
    # E[d] = (λ ν + δ mean of others' E[d]) / (λ + δ) as a linear system
    expected = np.linalg.solve((lam + delta) * np.eye(n) - delta * others, lam * believed)

    decided = plan_decentralised(theta, believed, lam, delta)

    assert decided == pytest.approx((lam * theta + delta * others @ expected) / (lam + delta))


@given(ideals, lambdas, deltas)
def test_no_park_gains_by_leaving_the_decentralised_plan(theta, lam, delta):
    decided = plan_decentralised(theta, theta, lam, delta)
    weight = np.full(len(theta), 1.0 - lam)
    weight[0] = lam
    own = weight @ payoffs(decided, theta, delta)

    for step in (-1e-3, 1e-3):
        moved = decided.copy()
        moved[0] += step
        assert weight @ payoffs(moved, theta, delta) <= own + 1e-12


@given(lambdas, st.floats(0.01, 50.0))
def test_two_parks_exaggerate_by_the_biases_of_the_paper(lam, delta):
    central = (2 * lam - 1) * delta / (lam + delta)
    decentralised = (2 * lam - 1) * (lam + delta) / (lam * (1 - lam) + delta)

    assert bias_central(lam, delta, 2) == pytest.approx(central, abs=1e-12)
    assert bias_decentralised(lam, delta, 2) == pytest.approx(decentralised, abs=1e-12)


@pytest.mark.parametrize("n_parks", [2, 3, 7])
@pytest.mark.parametrize(("lam", "delta"), [(0.6, 0.3), (0.8, 1.0), (0.95, 4.0)])
def test_the_bias_is_the_exaggeration_that_a_believed_park_would_choose(n_parks, lam, delta):
    # Others' ideals average zero and enter every term additively, so the certainty-equivalent game decides.
    theta = np.zeros(n_parks)
    theta[0] = 1.0
    weight = np.full(n_parks, 1.0 - lam)
    weight[0] = lam

    def wanted(plan):
        # The payoff is quadratic in what is said: its vertex from three points.
        said = np.array([0.0, 1.0, 2.0])
        low, middle, high = (weight @ payoffs(plan(x), theta, delta) for x in said)
        return 1.0 - (high - low) / (2.0 * (high - 2.0 * middle + low))

    def believed(x):
        reports = np.zeros(n_parks)
        reports[0] = x
        return reports

    central = wanted(lambda x: plan_central(believed(x), delta))
    alone = wanted(lambda x: plan_decentralised(theta, believed(x), lam, delta))

    assert bias_central(lam, delta, n_parks) == pytest.approx(central - 1.0)
    assert bias_decentralised(lam, delta, n_parks) == pytest.approx(alone - 1.0)


@pytest.mark.parametrize("bias", [0.01, 0.2, 1.0, 8.0, math.inf])
def test_reports_leave_the_share_of_variance_that_cheap_talk_must(bias):
    theta = 3.0 + worlds(1, halfwidth=2.0)[0]
    believed = report(theta, bias, prior_mean=3.0, prior_halfwidth=2.0)
    error = (theta - believed) ** 2 / (2.0**2 / 3.0)

    expected = 0.25 if math.isinf(bias) else bias / (3.0 + 4.0 * bias)
    assert residual_share(bias) == pytest.approx(expected)
    assert abs(error.mean() - expected) < 4.0 * error.std() / math.sqrt(WORLDS)


@pytest.mark.parametrize("bias", [0.05, 0.5, 3.0])
def test_a_park_at_the_border_of_two_cells_is_indifferent_between_them(bias):
    # Crawford & Sobel: at bound a the wish (1 + b)a lies midway between the two beliefs.
    bound = 1.0 + 2.0 * bias - 2.0 * math.sqrt(bias * (1.0 + bias))
    below, above = report(np.array([bound - 1e-9, bound + 1e-9]), bias, 0.0, 1.0)

    assert (1.0 + bias) * bound == pytest.approx((below + above) / 2.0)


def test_a_full_team_tells_the_truth_and_one_park_has_nobody_to_persuade():
    theta = np.array([0.3, -0.7, 0.1])

    for delta in (0.0, 0.5, 20.0):
        for bias in (bias_central(0.5, delta, 3), bias_decentralised(0.5, delta, 3)):
            assert report(theta, bias, 0.0, 1.0) == pytest.approx(theta, abs=1e-6)
    for central in (0.0, 1.0):
        assert planned(np.array([0.4]), self_interest=1.0, central=central) == pytest.approx([0.4])


def loss_central(lam, delta):
    """Expected loss per unit of the ideals' variance, derived by hand from d_1 with residual share S."""
    left = residual_share(bias_central(lam, delta, 2))
    return (1 - left) * 4 * delta / (1 + 4 * delta) + 2 * left


def loss_decentralised(lam, delta):
    left = residual_share(bias_decentralised(lam, delta, 2))
    shared = 4 * delta * (delta + lam**2) / (lam + 2 * delta) ** 2
    return (1 - left) * shared + left * (2 * delta**2 + 4 * delta * lam**2) / (lam + delta) ** 2


@pytest.mark.parametrize(("lam", "delta"), [(0.5, 1.0), (0.6, 0.2), (0.75, 1.0), (1.0, 5.0)])
def test_the_yearly_plan_loses_on_average_what_the_paper_expects(lam, delta):
    theta = worlds(2)

    for central, expected in ((1.0, loss_central(lam, delta)), (0.0, loss_decentralised(lam, delta))):
        decided = planned(theta, self_interest=lam, need_to_coordinate=delta, central=central)
        lost = -payoffs(decided, theta, delta).sum(axis=0) * 3.0  # the variance of θ is 1/3

        assert abs(lost.mean() - expected) < 4.0 * lost.std() / math.sqrt(WORLDS)


def test_for_strong_need_to_coordinate_the_headquarters_win_only_above_17_of_28():
    for delta in (1e4, 1e6):
        assert loss_central(17 / 28 + 0.01, delta) < loss_decentralised(17 / 28 + 0.01, delta)
        assert loss_central(17 / 28 - 0.01, delta) > loss_decentralised(17 / 28 - 0.01, delta)


def test_the_yearly_plan_itself_turns_at_17_of_28():
    # Common ideals for both modes make the difference visible: paired, in units of its own standard error.
    theta = worlds(2)

    def advantage_of_headquarters(lam):
        central, alone = (
            payoffs(planned(theta, self_interest=lam, need_to_coordinate=6.0, central=c), theta, 6.0).sum(
                axis=0
            )
            for c in (1.0, 0.0)
        )
        difference = central - alone
        return difference.mean() / (difference.std() / math.sqrt(WORLDS))

    assert advantage_of_headquarters(0.9) > 4.0
    assert advantage_of_headquarters(0.52) < -4.0


def test_payoffs_are_those_of_the_paper_for_two_parks_and_sum_over_pairs_for_three():
    two = payoffs(np.array([0.1, 0.5]), np.array([0.0, 1.0]), 2.0)
    assert two == pytest.approx([-(0.1**2) - 2 * 0.4**2, -(0.5**2) - 2 * 0.4**2])

    three = payoffs(np.array([0.0, 1.0, 3.0]), np.array([0.0, 1.0, 3.0]), 2.0)
    assert three == pytest.approx([-(1 + 9), -(1 + 4), -(9 + 4)])  # δ/(n−1) = 1


def test_relabelled_parks_get_relabelled_plans_and_segments_are_planned_apart():
    theta = np.array([[0.2, 0.5, 0.3], [0.7, 0.1, 0.2], [0.4, 0.4, 0.2]])
    order = [2, 0, 1]

    for central in (0.0, 0.4, 1.0):
        decided = planned(theta, central=central)
        assert planned(theta[order], central=central) == pytest.approx(decided[order])
        assert planned(theta[:, 1], central=central) == pytest.approx(decided[:, 1])


def test_more_weight_on_the_zone_brings_decisions_nearer_to_each_other():
    theta = worlds(3)

    spread = [planned(theta, central=0.0, weight_on_zone=w).std(axis=0).mean() for w in (0.0, 0.5, 1.0)]

    assert spread[0] > spread[1] > spread[2]


def test_ideals_on_the_prior_mean_and_beyond_its_bounds_are_reported_finitely():
    theta = np.array([3.0, 9.0, -5.0])

    believed = report(theta, 0.5, prior_mean=3.0, prior_halfwidth=1.0)

    assert believed[0] == 3.0
    assert believed[1] > 4.0
    assert believed[2] < 2.0
