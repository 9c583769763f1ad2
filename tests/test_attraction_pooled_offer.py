"""The centre's one take-it-or-leave-it offer (P2)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special, stats

from crosspark.model.attraction import OUTSIDE, best_offer, pooled_offer
from crosspark.model.kernel import JIT
from crosspark.model.randomness import gumbel, key_of, stream_of

LEADS = 100_000 if JIT else 10_000
TASTE, NOISE = stream_of(1, "taste"), stream_of(1, "local knowledge")
PARKS = np.array(
    [key_of(name) for name in ("medical_city", "health_services", "agriculture")], dtype=np.uint64
)
U, V = np.array([0.3, 0.1, 0.6]), np.array([1.0, 0.5, 0.2])


def offer(lead, *, u=U, v=V, value=None, keys=PARKS, outside=0.5, noise=0.0, nest=1.0):
    value = v if value is None else value
    return pooled_offer(u, v, value, keys, outside, noise, TASTE, NOISE, np.uint64(lead), nest)


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


def assert_share(count, of, expected):
    assert abs(count / of - expected) <= 4.0 * math.sqrt(expected * (1.0 - expected) / of)


@given(st.floats(-5.0, 40.0), st.floats(0.0, 40.0), st.floats(-30.0, 30.0))
def test_the_best_offer_is_what_a_numerical_search_finds(value, most, advantage):
    def loss(b):
        return -(value - b) * special.expit(advantage + b)

    found = best_offer(value, most, advantage)

    assert 0.0 <= found <= most
    if value > 0.0:
        searched = optimize.minimize_scalar(
            loss, bounds=(0.0, max(most, 1e-9)), method="bounded", options={"xatol": 1e-10}
        ).fun
        best = min(searched, loss(0.0), loss(most))
        assert loss(found) <= best + 1e-9 * abs(best)


@given(st.floats(-5.0, 40.0), st.floats(-30.0, 30.0))
def test_the_unbounded_best_offer_is_given_by_lamberts_function(value, advantage):
    expected = value - 1.0 - special.wrightomega(value - 1.0 + advantage)

    assert best_offer(value, 1e9, advantage) == pytest.approx(max(0.0, expected), abs=1e-9)


def test_where_everybody_comes_anyway_nothing_is_offered():
    assert best_offer(5.0, 5.0, math.inf) == 0.0
    for lead in range(50):
        assert offer(lead, outside=-math.inf) == (0, 0.0)  # largest value


def test_the_lead_accepts_as_often_as_the_logit_says_and_is_paid_the_offer():
    # All three parks: without error the centre makes every lead the same offer, the best of three.
    v = np.array([4.0, 2.0, 1.0])
    payoffs = []
    for u_j, v_j in zip(U, v, strict=True):
        grid = np.linspace(0.0, v_j, 100_001)
        payoffs.append(max(zip((v_j - grid) * special.expit(u_j + grid - 0.5), grid, strict=True)))
    park = int(np.argmax([best for best, _ in payoffs]))
    b = payoffs[park][1]

    outcomes = [offer(lead, v=v) for lead in range(LEADS)]

    assert {winner for winner, _ in outcomes} == {-1, park}
    assert {concession for winner, concession in outcomes if winner < 0} == {0.0}
    accepted = [concession for winner, concession in outcomes if winner == park]
    assert accepted[0] == pytest.approx(b, abs=1e-4)
    assert len(set(accepted)) == 1
    assert_share(len(accepted), LEADS, logistic(U[park] + b - 0.5))


@pytest.mark.parametrize("nest", [1.0, 0.5])
def test_a_lead_accepts_exactly_when_the_offer_beats_its_other_places(nest):
    # One park with nothing to offer: it comes if u + ε > u_0 + ε_0, nest or not a logit.
    one = {"u": U[:1], "v": np.zeros(1), "value": np.ones(1), "keys": PARKS[:1], "nest": nest}

    outcomes = [offer(lead, **one) for lead in range(LEADS)]

    assert_share(sum(winner == 0 for winner, _ in outcomes), LEADS, logistic(0.3 - 0.5))
    if nest == 1.0:
        for lead in range(500):
            mine, other = gumbel(TASTE, np.uint64(lead), PARKS[0]), gumbel(TASTE, np.uint64(lead), OUTSIDE)
            assert outcomes[lead] == ((0, 0.0) if 0.3 + mine > 0.5 + other else (-1, 0.0))


def test_a_centre_that_knows_parks_less_well_sends_leads_to_the_wrong_one_as_often_as_a_normal_says():
    # Nothing to offer and equal value: it picks the park that it thinks the lead likes best.
    two = {"u": np.array([0.3, 0.7]), "v": np.zeros(2), "value": np.ones(2), "keys": PARKS[:2]}
    right = stats.norm.cdf(0.4 / (0.5 * math.sqrt(2.0)))

    winners = np.array([offer(lead, noise=0.5, **two)[0] for lead in range(LEADS)])

    assert_share((winners == 1).sum(), LEADS, right * logistic(0.7 - 0.5))
    assert_share((winners == 0).sum(), LEADS, (1.0 - right) * logistic(0.3 - 0.5))


def test_a_centre_assessed_on_signings_gives_away_all_that_the_park_has():
    # A signing counts far more to the centre than what it costs the park.
    for lead in range(50):
        winner, concession = offer(lead, value=np.array([50.0, 1.0, 1.0]))
        assert (winner, concession) in {(-1, 0.0), (0, V[0])}


def test_no_offer_is_made_where_no_park_is_worth_it():
    for lead in range(50):
        assert offer(lead, value=np.array([0.0, -1.0, 0.0])) == (-1, 0.0)


def test_relabelled_parks_get_relabelled_offers_ties_included():
    order = [2, 0, 1]
    alike = np.full(3, 0.4)

    for u, v, noise in ((U, V, 0.5), (alike, alike, 0.0)):
        for lead in range(300):
            winner, concession = offer(lead, u=u, v=v, noise=noise, nest=0.7)
            again, same = offer(lead, u=u[order], v=v[order], keys=PARKS[order], noise=noise, nest=0.7)
            assert ((order[again] if again >= 0 else -1), same) == (winner, concession)
