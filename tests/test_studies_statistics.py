"""Paired differences against hand calculation and SciPy's own intervals."""

import math

import numpy as np
import pytest
from scipy import stats

from crosspark.studies.statistics import (
    band,
    paired_difference,
    ratio_of_means,
    replicates_to_halve,
    student,
)


def test_intervals_of_three_pairs_are_those_computed_by_hand():
    # Differences 1, 2, 3: mean 2, s.d. 1. Student's t with 2 degrees of freedom at 97.5 % is 4.302653.
    found = paired_difference([11.0, 22.0, 33.0], [10.0, 20.0, 30.0])

    assert found.pairs == 3
    assert found.mean == pytest.approx(2.0)
    assert found.chance_low == pytest.approx(2 - 4.302653 / math.sqrt(3), abs=1e-6)
    assert found.chance_high == pytest.approx(2 + 4.302653 / math.sqrt(3), abs=1e-6)
    assert found.decade_low == pytest.approx(2 - 4.302653 * math.sqrt(4 / 3), abs=1e-6)
    assert found.decade_high == pytest.approx(2 + 4.302653 * math.sqrt(4 / 3), abs=1e-6)


def test_the_chance_interval_is_the_one_that_scipy_gives_for_paired_samples():
    mode, baseline = [4.1, 3.9, 6.0, 5.2, 4.4], [3.0, 4.2, 5.1, 3.3, 4.0]

    found = paired_difference(mode, baseline)

    expected = stats.ttest_rel(mode, baseline).confidence_interval(0.95)
    assert (found.chance_low, found.chance_high) == pytest.approx((expected.low, expected.high))


def test_better_counts_replicates_in_the_direction_of_the_indicator():
    # Differences +1, −1, −2, 0: higher once, lower twice, equal once.
    found = paired_difference([2.0, 1.0, 1.0, 5.0], [1.0, 2.0, 3.0, 5.0])

    assert found.better(1) == 1
    assert found.better(-1) == 2
    assert found.better(0) is None


def test_a_difference_without_spread_has_an_interval_of_no_width_and_nothing_to_halve():
    found = paired_difference([0.3, 0.4, 0.4], [0.3, 0.4, 0.4])

    assert (found.mean, found.chance_low, found.chance_high) == (0.0, 0.0, 0.0)
    assert (found.decade_low, found.decade_high) == (0.0, 0.0)
    assert found.halving is None
    assert not found.surely_differs


def test_one_replicate_gives_a_difference_and_no_interval():
    found = paired_difference([3.0], [1.0])

    assert found.mean == 2.0
    assert all(
        math.isnan(bound)
        for bound in (found.chance_low, found.chance_high, found.decade_low, found.decade_high)
    )
    assert found.halving is None
    assert not found.surely_differs


def test_a_pair_without_a_value_is_left_out():
    found = paired_difference([3.0, math.nan, 5.0], [1.0, 1.0, math.nan])

    assert (found.pairs, found.mean) == (1, 2.0)


def test_no_pair_at_all_gives_no_mean():
    assert math.isnan(paired_difference([], []).mean)


@pytest.mark.parametrize(
    ("replicates", "expected"),
    [
        # n = 16: t(15) = 2.13145, half width .53286 s; half of it .26643.
        # N = 56: t(55) = 2.00404, .26780 s, too wide. N = 57: t(56) = 2.00325, .26534 s, narrow enough.
        (16, 57),
        # n = 2: t(1) = 12.70620, half of its half width is 4.49232 s. N = 3: 4.30265/√3 = 2.48414 s.
        (2, 3),
        # n = 4: t(3) = 3.18245, half is .79561 s. N = 8: 2.36462/√8 = .83602; N = 9: 2.30600/3 = .76867.
        (4, 9),
    ],
)
def test_replicates_to_halve_are_those_found_in_a_table_of_student(replicates, expected):
    assert replicates_to_halve(replicates) == expected


def test_halving_always_asks_for_at_least_one_more_replicate_and_for_the_fewest_that_do():
    for replicates in range(2, 200):
        wanted = student(replicates) / math.sqrt(replicates) / 2
        found = replicates_to_halve(replicates)
        assert found > replicates
        assert student(found) / math.sqrt(found) <= wanted
        assert found == replicates + 1 or student(found - 1) / math.sqrt(found - 1) > wanted


def test_one_replicate_cannot_say_how_many_would_halve():
    with pytest.raises(ValueError, match="give 2 or more"):
        replicates_to_halve(1)


def test_intervals_cover_the_truth_and_the_next_decade_as_often_as_they_say():
    # 4,000 comparisons of 8 pairs with a true difference of 0.5 and a further decade each: coverage
    # has a standard error of √(.95 × .05 / 4000) = .0034; four of them are allowed.
    draws = stats.norm.rvs(loc=0.5, scale=2.0, size=(4000, 9), random_state=20260101)
    mean_covered = decade_covered = 0
    for row in draws:
        found = paired_difference(row[:8], np.zeros(8))
        mean_covered += found.chance_low <= 0.5 <= found.chance_high
        decade_covered += found.decade_low <= row[8] <= found.decade_high

    assert mean_covered / 4000 == pytest.approx(0.95, abs=4 * 0.0034)
    assert decade_covered / 4000 == pytest.approx(0.95, abs=4 * 0.0034)


def test_the_band_of_eleven_replicates_is_the_second_sixth_and_tenth_smallest():
    series = np.arange(11.0)[:, None] * np.ones((1, 2))

    assert band(series).tolist() == [[1.0, 1.0], [5.0, 5.0], [9.0, 9.0]]


def test_the_ends_of_a_ratio_are_where_the_paired_difference_just_touches_zero():
    numerator, denominator = [31.0, 45.0, 38.0, 52.0, 40.0], [60.0, 84.0, 79.0, 95.0, 66.0]

    ratio, low, high = ratio_of_means(numerator, denominator)

    assert ratio == pytest.approx(sum(numerator) / sum(denominator))
    assert low < ratio < high
    ends = [paired_difference(numerator, [end * value for value in denominator]) for end in (low, high)]
    assert ends[0].chance_low == pytest.approx(0, abs=1e-9)
    assert ends[1].chance_high == pytest.approx(0, abs=1e-9)


def test_a_ratio_to_what_may_be_nothing_has_no_interval():
    ratio, low, high = ratio_of_means([1.0, 2.0, 3.0], [-1.0, 1.0, 6.0])

    assert ratio == pytest.approx(1.0)
    assert math.isnan(low)
    assert math.isnan(high)


def test_a_ratio_of_one_pair_or_to_zero_is_no_more_than_is_known():
    assert ratio_of_means([1.0], [2.0])[0] == 0.5
    assert math.isnan(ratio_of_means([1.0], [2.0])[1])
    assert all(math.isnan(number) for number in ratio_of_means([1.0, 2.0], [0.0, 0.0]))
    assert all(math.isnan(number) for number in ratio_of_means([math.nan], [1.0]))
