"""Oracle 4 in the kernel that a month runs: who settles where, and what it is paid."""

import math

import numpy as np
import pytest

from crosspark.agents.enterprise import ENTERPRISE, LOST, SIGNED
from crosspark.model.attraction import OUTSIDE, common_taste, pooled_offer
from crosspark.model.kernel import JIT
from crosspark.model.leads import ATTRACTION, TALLY, attract
from crosspark.model.randomness import gumbel, key_of, stream_of

LEADS = 200_000 if JIT else 5_000
INVEST = 10**12  # yuan, and the scale of tastes is all of it: one unit of taste is this much
AREA = 1000
STREAMS = np.array([stream_of(1, name) for name in ("screening", "taste", "local knowledge")], np.uint64)
KEYS = np.array([key_of(f"park {name}") for name in ("a", "b", "c")], np.uint64)
U, V = np.array([0.3, 0.1, 0.6]), np.array([1.0, 0.5, 0.2])


def attracted(u=U, v=V, keys=KEYS, outside=-math.inf, centre=0.0, noise=0.0, leads=LEADS, **fields):
    """Let leads, all good and earnest, choose among parks that get round to all of them."""
    rows = np.zeros(leads, ENTERPRISE)
    rows["key"] = np.arange(leads, dtype=np.uint64) * np.uint64(7919) + np.uint64(1)
    rows["area"], rows["invest"], rows["earnest"], rows["park"] = AREA, INVEST, 1.0, -1
    parks = np.zeros(len(u), ATTRACTION)
    parks["key"], parks["room"], parks["outcome"] = keys, 2**60, 1.0
    for name in ("hours", "centre_hours", "worked", "centre_worked"):
        parks[name] = 1.0
    parks["centre"] = centre
    for name, value in fields.items():
        parks[name] = value
    per_m2 = np.array(v) * INVEST / AREA
    tables = np.stack([np.array(u), per_m2, per_m2])[:, :, None].copy()
    terms = np.array([outside, 1.0, 1.0, 0.0, noise, 12.0, 0.35, -1e9, 0.25, 2.0])
    tally = np.zeros(1, TALLY)
    attract(rows, np.arange(leads), parks, tables, terms, STREAMS, tally)
    return rows, parks, tally[0]


def tastes(rows, keys=KEYS, count=2000):
    """Return the tastes of the first leads for each park, and for going elsewhere."""
    here = np.array([[gumbel(STREAMS[1], row["key"], key) for key in keys] for row in rows[:count]])
    away = np.array([gumbel(STREAMS[1], row["key"], OUTSIDE) for row in rows[:count]])
    return here, away


def assert_shares(chosen, expected):
    for place, share in expected.items():
        bound = 4.0 * math.sqrt(share * (1.0 - share) / len(chosen))
        assert abs(np.mean(chosen == place) - share) <= bound, place


def test_racing_parks_share_the_leads_by_the_logit_of_utility_and_value():
    rows, _, tally = attracted()

    # e^1.3 : e^0.6 : e^0.8 = 3.669 : 1.822 : 2.226, of 7.717
    assert_shares(rows["park"], {0: 0.4754, 1: 0.2361, 2: 0.2884})
    assert tally["signed"] == LEADS


def test_with_an_elsewhere_the_logit_has_one_place_more():
    rows, _, tally = attracted(outside=0.9)

    weights = np.exp([0.9, 1.3, 0.6, 0.8])
    shares = weights / weights.sum()
    assert_shares(rows["park"], {-1: shares[0], 0: shares[1], 1: shares[2], 2: shares[3]})
    assert (rows["stage"][rows["park"] < 0] == LOST).all()
    assert (rows["stage"][rows["park"] >= 0] == SIGNED).all()
    assert tally["signed"] == (rows["park"] >= 0).sum()


@pytest.mark.parametrize("outside", [-math.inf, 0.9])
def test_the_concession_is_the_surplus_that_the_runner_up_would_have_given(outside):
    rows, _, _ = attracted(outside=outside)

    here, away = tastes(rows)
    for row, taste, elsewhere in zip(rows, here, outside + away, strict=False):
        surplus = U + V + taste
        best = surplus.max()
        if elsewhere > best:
            assert row["park"] == -1
            continue
        winner = int(surplus.argmax())
        second = max(elsewhere, np.delete(surplus, winner).max())
        paid = min(max(0.0, second - U[winner] - taste[winner]), V[winner])
        assert row["park"] == winner
        assert row["concession"] == pytest.approx(paid * INVEST, abs=2.0 + 1e-9 * INVEST)


def test_under_a_centre_each_lead_gets_the_one_offer_that_the_pool_makes():
    rows, _, tally = attracted(outside=0.9, centre=1.0, noise=0.5, leads=3000)

    stop = np.uint64
    for row in rows:
        park, offer = pooled_offer(U, V, V, KEYS, 0.9, 0.5, STREAMS[1], STREAMS[2], stop(row["key"]), 1.0)
        assert row["park"] == park
        assert row["concession"] == pytest.approx(offer * INVEST, abs=2.0)
    assert tally["by_centre"] == tally["signed"] == rows["by_centre"].sum()
    assert 0 < tally["signed"] < len(rows)


def test_a_centre_that_knows_all_offers_what_maximises_its_gain_times_the_chance():
    rows, _, _ = attracted(outside=0.9, centre=1.0, noise=0.0, leads=3000)

    # By brute force: (V − b) × Λ(u + b − outside) over a fine grid of offers.
    offers = np.linspace(0.0, 1.0, 100_001)
    payoff = {j: (V[j] - offers) / (1.0 + np.exp(0.9 - U[j] - offers)) * (offers <= V[j]) for j in range(3)}
    best = max(payoff, key=lambda j: payoff[j].max())
    offer = offers[payoff[best].argmax()]
    came = rows[rows["park"] >= 0]
    assert set(came["park"].tolist()) == {best}
    assert came["concession"] / INVEST == pytest.approx(offer, abs=2e-5)
    chance = 1.0 / (1.0 + math.exp(0.9 - U[best] - offer))
    assert abs(len(came) / len(rows) - chance) < 4 * math.sqrt(chance * (1 - chance) / len(rows))


def test_a_centre_that_handles_half_of_the_leads_leaves_the_others_their_race():
    half, _, tally = attracted(outside=0.9, centre=0.5, leads=5000)
    pool, _, _ = attracted(outside=0.9, centre=1.0, leads=5000)
    race, _, _ = attracted(outside=0.9, centre=0.0, leads=5000)

    like_pool = (half["park"] == pool["park"]) & (half["concession"] == pool["concession"])
    like_race = (half["park"] == race["park"]) & (half["concession"] == race["concession"])
    assert (like_pool | like_race).all()
    told_apart = like_pool != like_race
    assert abs(like_pool[told_apart].mean() - 0.5) < 4 * 0.5 / math.sqrt(told_apart.sum())
    assert 0 < tally["by_centre"] < tally["signed"]


def test_parks_in_another_order_get_the_same_leads_at_the_same_price():
    order = np.array([2, 0, 1])
    for fields in ({}, {"centre": 1.0, "noise": 0.5}, {"centre": 0.6, "noise": 0.3, "reopened": 0.5}):
        one, parks, _ = attracted(outside=0.9, leads=5000, **fields)
        other, moved, _ = attracted(U[order], V[order], KEYS[order], outside=0.9, leads=5000, **fields)

        relabelled = np.where(other["park"] >= 0, order[other["park"]], -1)
        assert (relabelled == one["park"]).all()
        assert (other["concession"] == one["concession"]).all()
        assert (moved["room"] == parks["room"][order]).all()


def test_a_park_without_room_gets_nobody_and_the_others_share_the_rest():
    rows, parks, _ = attracted(room=[2**60, 10 * AREA, 0])

    assert (rows["park"] == 2).sum() == 0
    assert (rows["park"] == 1).sum() == 10
    assert parks["room"][1] == 0


def test_with_a_common_taste_for_the_district_the_choice_is_a_nested_logit():
    # One nest of the three parks with dissimilarity 0.5 against going elsewhere at 0.9.
    nest, outside = 0.5, 0.9
    draws = [common_taste(STREAMS[1], np.uint64(k), nest) for k in range(2000)]
    inclusive = nest * math.log(np.exp((U + V) / nest).sum())
    stay = math.exp(inclusive) / (math.exp(inclusive) + math.exp(outside))
    rows = np.zeros(LEADS, ENTERPRISE)
    rows["key"] = np.arange(LEADS, dtype=np.uint64)
    rows["area"], rows["invest"], rows["earnest"], rows["park"] = AREA, INVEST, 1.0, -1
    parks = np.zeros(3, ATTRACTION)
    parks["key"], parks["room"], parks["outcome"], parks["hours"], parks["worked"] = KEYS, 2**60, 1, 1, 1
    per_m2 = V * INVEST / AREA
    tables = np.stack([U, per_m2, per_m2])[:, :, None].copy()
    terms = np.array([outside, 1.0, nest, 0.0, 0.0, 12.0, 0.35, -1e9, 0.25, 2.0])
    attract(rows, np.arange(LEADS), parks, tables, terms, STREAMS, np.zeros(1, TALLY))

    within = np.exp((U + V) / nest) / np.exp((U + V) / nest).sum()
    assert np.isfinite(draws).all()
    assert_shares(rows["park"], {-1: 1 - stay, **{j: stay * within[j] for j in range(3)}})


# Who is let in


def screened(quality, outcome, hours=12.0, admission=0.0, earnest=1.0, leads=20_000):
    rows = np.zeros(leads, ENTERPRISE)
    rows["key"] = np.arange(leads, dtype=np.uint64)
    rows["area"], rows["invest"], rows["quality"], rows["earnest"], rows["park"] = (
        AREA, INVEST, quality, earnest, -1,
    )  # fmt: skip
    parks = np.zeros(1, ATTRACTION)
    parks["key"], parks["room"], parks["outcome"], parks["hours"], parks["worked"] = (
        5,
        2**60,
        outcome,
        hours,
        1,
    )
    terms = np.array([-math.inf, 1.0, 1.0, 0.0, 0.0, 12.0, 1.0, admission, 0.25, 2.0])
    tally = np.zeros(1, TALLY)
    attract(rows, np.arange(leads), parks, np.zeros((3, 1, 1)), terms, STREAMS, tally)
    return np.mean(rows["park"] == 0), tally[0]


def phi(x):
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


@pytest.mark.parametrize(("outcome", "threshold"), [(1.0, 0.3), (0.5, -0.7), (0.0, -1.7)])
def test_a_lead_passes_as_often_as_the_normal_formula_says(outcome, threshold):
    quality = 0.4
    share, tally = screened(quality, outcome, admission=0.3)

    # h₀ hours: what is expected of it is (q + noise) / 2. Who is assessed on signings alone asks for two
    # standard deviations less.
    expected = phi(quality - 2 * threshold)
    assert abs(share - expected) < 4 * math.sqrt(expected * (1 - expected) / 20_000)
    assert tally["wrong_out"] == round((1 - share) * 20_000)
    assert tally["wrong_in"] == 0


def test_a_loose_lead_is_seen_through_by_those_assessed_on_outcomes_with_hours_to_look():
    earnest, _ = screened(2.0, 1.0, admission=-9, earnest=0.9)
    loose, _ = screened(2.0, 1.0, admission=-9, earnest=0.1)
    unseen, _ = screened(2.0, 0.0, admission=-9, earnest=0.1)

    # h₀ hours see half of them; who is assessed on signings alone does not look.
    assert earnest == unseen == 1.0
    assert abs(loose - 0.5) < 4 * 0.5 / math.sqrt(20_000)
