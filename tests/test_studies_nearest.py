"""Noise yields nothing, planted conditions are found, and what is said of them holds."""

import math

import numpy as np
import pytest
from scipy.stats import binomtest, uniform

from crosspark.studies import nearest

MANY = 197


@pytest.fixture
def few_dealt(monkeypatch):
    """Deal labels out less often: a p-value is coarser, and as right."""
    monkeypatch.setattr(nearest, "DEALT", 199)


def drawn(share, size, parameters, repetition):
    """Return points in the unit cube, labels as often true as a function of the points says, and limits."""
    points = uniform.rvs(size=(size, parameters), random_state=repetition)
    wanted = uniform.rvs(size=size, random_state=MANY + repetition) < share(points)
    return points, wanted, nearest.draw(points, wanted, math.ceil(0.05 * size), 0.025, repetition)


def noise(points):
    return np.full(len(points), 0.26)


def single(points):
    return np.where(points[:, 0] > 0.5, 0.5, 0.05)


def corner(points):
    return np.where((points[:, 0] > 0.4) & (points[:, 1] < 0.6), 0.6, 0.1)


def test_noise_over_many_parameters_yields_nothing_in_95_percent_of_repetitions(few_dealt):
    found = [bool(drawn(noise, 128, MANY, repetition)[2]) for repetition in range(60)]

    assert np.mean(found) <= 0.05


@pytest.mark.parametrize(
    ("share", "columns"), [(single, {0: True}), (corner, {0: True, 1: False})], ids=["single", "corner"]
)
def test_planted_conditions_are_found_among_many_parameters(share, columns, few_dealt):
    found = [
        {cut.column: cut.above for cut in drawn(share, 256, MANY, repetition)[2]} for repetition in range(8)
    ]

    # Of the mean difference of its first limit the corner has 0.5·0.6 = 0.3, some five standard errors.
    assert found.count(columns) >= 6


def test_a_limit_is_where_it_was_planted():
    *_, cuts = drawn(single, 256, 4, 1)

    # Limits lie at tenths of the futures.
    assert cuts[0].end == pytest.approx(0.5, abs=0.11)


@pytest.mark.parametrize("share", [single, corner], ids=["single", "corner"])
def test_the_interval_holds_the_true_share_in_the_limits_that_were_drawn(share, few_dealt):
    fresh = uniform.rvs(size=(20_000, 6), random_state=1)
    held = []
    for repetition in range(40):
        points, wanted, cuts = drawn(share, 160, 6, repetition)
        if cuts:
            counts = nearest.counted(points, wanted, 8, len(cuts), repetition)
            ends = binomtest(*counts).proportion_ci(nearest.INTERVAL, method="wilson")
            truth = share(fresh)[nearest.inside(cuts, fresh)].mean()
            held.append(ends.low <= truth <= ends.high)

    assert len(held) > 30
    assert np.mean(held) >= 0.95


def test_the_chance_of_a_limit_is_that_of_a_draw_without_replacement():
    points = np.array([[0.0]] * 6 + [[1.0]] * 4)
    wanted = points[:, 0] == 1

    (cut, *_) = nearest.draw(points, wanted, 1, 1.0, seed=1)

    # All four wanted among the four: one draw of 210. Four of them among the six are fewer standard errors.
    assert cut.above
    assert (cut.holds(points) == wanted).all()
    assert cut.p == pytest.approx(1 / 1000 + 1 / 210, abs=3 * math.sqrt(1 / 210 / 999))


def test_no_limit_leaves_fewer_points_than_the_least():
    points = np.arange(100.0)[:, np.newaxis]
    wanted = points[:, 0] >= 90

    for least, end in ((10, 89.1), (25, 69.3)):
        assert nearest.draw(points, wanted, least, 0.025, seed=1)[0].end == pytest.approx(end)


def test_labels_that_are_all_alike_have_no_condition():
    points = np.arange(40.0)[:, np.newaxis]

    assert nearest.draw(points, np.ones(40, bool), 2, 1.0, seed=1) == []


def test_each_point_is_counted_in_limits_that_it_did_not_draw():
    points = uniform.rvs(size=(50, 3), random_state=1)
    wanted = np.zeros(50, bool)
    wanted[7] = True

    # Without the only one that is wanted there is nothing to draw; and where it draws, it is not counted.
    count, total = nearest.counted(points, wanted, 3, 1, seed=1)
    assert count == 1
    assert total >= 5


def test_the_bound_of_all_halves_holds_in_95_percent_of_repetitions():
    # It hangs on the first parameter alone: 0.4 in its upper half, 0.2 in its lower one.
    def share(points):
        return np.where(points[:, 0] > 0.5, 0.4, 0.2)

    held = []
    for repetition in range(100):
        points = uniform.rvs(size=(100, 10), random_state=repetition)
        wanted = uniform.rvs(size=100, random_state=MANY + repetition) < share(points)
        held.append(nearest.halves(points, wanted, 0.95)[1] >= 0.4)

    assert np.mean(held) >= 0.95


def test_the_half_with_most_comes_with_wilsons_one_sided_bound():
    points = np.array([[value, value % 4] for value in range(100)], dtype=float)
    wanted = points[:, 0] >= 70

    share, high = nearest.halves(points, wanted, 0.95)

    # 30 of the upper 50 by the first; the normal quantile of 0.95.
    n, z = 50, 1.644854
    middle, reach = 0.6 + z * z / (2 * n), z * math.sqrt(0.6 * 0.4 / n + z * z / (4 * n * n))
    assert share == 0.6
    assert high == pytest.approx((middle + reach) / (1 + z * z / n))
