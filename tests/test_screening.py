"""Oracle 4, second half: error rates of screening equal the normal formula."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from crosspark.model.kernel import JIT
from crosspark.model.randomness import normal, stream_of
from crosspark.model.screening import all_pass, any_passes, error_rates, pass_rate, posterior_mean, screen

LEADS = 200_000 if JIT else 20_000
QUALITY, NOISE = stream_of(5, "quality"), stream_of(5, "screening")


def share_within(count, of, expected):
    return abs(count / of - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / of)


@pytest.mark.parametrize(("hours", "threshold"), [(12.0, 0.0), (3.0, 0.5), (60.0, -0.8)])
def test_simulated_false_accepts_and_rejects_equal_the_normal_formula(hours, threshold):
    quality = [normal(QUALITY, np.uint64(lead), 0) for lead in range(LEADS)]
    passed = np.array(
        [screen(q, hours, 12.0, threshold, normal(NOISE, np.uint64(e), 0)) for e, q in enumerate(quality)]
    )
    good = np.array(quality) > threshold

    false_accept, false_reject = error_rates(hours, 12.0, threshold)

    assert share_within((passed & ~good).sum(), (~good).sum(), false_accept)
    assert share_within((~passed & good).sum(), good.sum(), false_reject)


@pytest.mark.parametrize(
    ("hours", "threshold"), [(12.0, 0.0), (3.0, 0.5), (60.0, -0.8), (4000.0, 1.5), (0.1, 0.2)]
)
def test_error_rates_integrate_the_pass_rate_over_the_prior(hours, threshold):
    def share(low, high):
        return integrate.quad(
            lambda q: pass_rate(q, hours, 12.0, threshold) * stats.norm.pdf(q),
            low,
            high,
            epsabs=1e-13,
            limit=200,
        )[0]

    bad = stats.norm.cdf(threshold)
    false_accept, false_reject = error_rates(hours, 12.0, threshold)

    assert false_accept == pytest.approx(share(-9.0, threshold) / bad, abs=1e-9)
    assert false_reject == pytest.approx(1.0 - share(threshold, 9.0) / (1.0 - bad), abs=1e-9)


def test_at_the_mean_as_threshold_errors_are_an_arc_of_the_circle():
    # Sheppard: P(q < 0, expected > 0) = 1/4 − asin(ρ)/2π; 36 hours on h0 = 12 give ρ² = 3/4, asin ρ = π/3.
    assert error_rates(36.0, 12.0, 0.0) == pytest.approx((1 / 6, 1 / 6))


@pytest.mark.parametrize("quality", [-1.0, 0.2, 1.3])
def test_the_pass_rate_of_a_known_quality_is_the_normal_tail(quality):
    # Passing means a signal above threshold (1 + τ)/τ; τ = 1/2, threshold 0.1: signal above 0.3, noise √2.
    expected = stats.norm.sf(0.3, loc=quality, scale=math.sqrt(2.0))
    passed = sum(screen(quality, 6.0, 12.0, 0.1, normal(NOISE, np.uint64(e), 1)) for e in range(LEADS))

    assert pass_rate(quality, 6.0, 12.0, 0.1) == pytest.approx(expected)
    assert share_within(passed, LEADS, expected)


def test_expected_quality_is_the_average_quality_of_leads_with_that_expectation():
    quality = np.array([normal(QUALITY, np.uint64(e), 1) for e in range(LEADS)])
    expected = np.array(
        [posterior_mean(q, 8.0, 12.0, normal(NOISE, np.uint64(e), 2)) for e, q in enumerate(quality)]
    )

    for low in (-1.0, -0.3, 0.4):
        cell = (expected > low) & (expected < low + 0.3)
        error = quality[cell] - expected[cell]
        assert abs(error.mean()) < 4.0 * error.std() / math.sqrt(cell.sum())


def test_without_hours_a_screener_knows_the_prior_only():
    assert not screen(9.0, 0.0, 12.0, 0.1, 3.0)
    assert screen(-9.0, 0.0, 12.0, -0.1, -3.0)
    assert pass_rate(9.0, 0.0, 12.0, 0.1) == 0.0
    assert pass_rate(-9.0, 0.0, 12.0, -0.1) == 1.0
    assert error_rates(0.0, 12.0, 0.1) == (0.0, 1.0)
    assert error_rates(0.0, 12.0, -0.1) == (1.0, 0.0)


def test_more_hours_mean_fewer_errors_in_all():
    # Of both kinds together: with few hours a high threshold lets nothing through, bad or good.
    bad = stats.norm.cdf(0.2)
    rates = [error_rates(hours, 12.0, 0.2) for hours in (1.0, 6.0, 12.0, 24.0, 96.0, 1e5)]
    errors = [bad * accepted + (1.0 - bad) * rejected for accepted, rejected in rates]

    assert errors == sorted(errors, reverse=True)
    assert errors[-1] == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("screeners", [1, 3])
def test_many_eyes_pass_what_sah_and_stiglitz_say(screeners):
    quality, of = -0.4, LEADS // 2
    votes = np.array(
        [
            [screen(quality, 4.0, 12.0, 0.0, normal(NOISE, np.uint64(e), 10 + k)) for k in range(screeners)]
            for e in range(of)
        ]
    )
    one = pass_rate(quality, 4.0, 12.0, 0.0)

    assert share_within(votes.any(axis=1).sum(), of, any_passes(one, screeners))
    assert share_within(votes.all(axis=1).sum(), of, all_pass(one, screeners))
    assert any_passes(one, screeners) == pytest.approx(stats.binom.sf(0, screeners, one))
    assert all_pass(one, screeners) == pytest.approx(stats.binom.pmf(screeners, screeners, one))
