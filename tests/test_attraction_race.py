"""Oracle 4, first half: outbidding parks place leads by a logit and pay the runner-up's surplus."""

import math
import os
import subprocess
import sys

import numpy as np
import pytest

from crosspark.model.attraction import OUTSIDE, choose_place, common_taste
from crosspark.model.kernel import JIT
from crosspark.model.randomness import gumbel, key_of, stream_of

LEADS = 200_000 if JIT else 20_000
TASTE = stream_of(1, "taste")
PARKS = np.array(
    [key_of(name) for name in ("medical_city", "health_services", "agriculture")], dtype=np.uint64
)
U, V = np.array([0.3, 0.1, 0.6]), np.array([1.0, 0.5, 0.2])


def race(lead, *, u=U, v=V, keys=PARKS, outside=-math.inf, shading=0.0, nest=1.0):
    return choose_place(u, v, keys, outside, TASTE, np.uint64(lead), shading, nest)


def races(leads, **conditions):
    """Return winners and concessions of the first `leads` leads."""
    winners, concessions = zip(*(race(lead, **conditions) for lead in range(leads)), strict=True)
    return np.array(winners), np.array(concessions)


def logit(*exponents):
    weights = np.exp(exponents)
    return weights / weights.sum()


def assert_shares(winners, expected):
    """`expected`: outside first, then the parks."""
    for place, share in enumerate(expected, start=-1):
        bound = 4.0 * math.sqrt(share * (1.0 - share) / len(winners))
        assert abs(np.mean(winners == place) - share) <= bound, place


def test_placement_is_the_logit_of_utility_and_value():
    winners, _ = races(LEADS)

    # e^1.3 : e^0.6 : e^0.8 = 3.669 : 1.822 : 2.226, of 7.717
    assert logit(*(U + V)) == pytest.approx((0.475, 0.236, 0.288), abs=5e-4)
    assert_shares(winners, (0.0, *logit(*(U + V))))


def test_with_an_outside_option_placement_is_the_logit_with_its_utility():
    winners, _ = races(LEADS, outside=0.9)

    assert_shares(winners, logit(0.9, *(U + V)))


@pytest.mark.parametrize("outside", [-math.inf, 0.9])
def test_the_concession_is_the_surplus_that_the_runner_up_would_have_given(outside):
    for lead in range(2000):
        taste = np.array([gumbel(TASTE, np.uint64(lead), key) for key in PARKS])
        other = outside + gumbel(TASTE, np.uint64(lead), OUTSIDE)
        surplus = U + V + taste
        best = int(np.argmax(surplus))
        runner_up = max(other, *np.delete(surplus, best))

        winner, concession = race(lead, outside=outside)

        if other > surplus[best]:
            assert (winner, concession) == (-1, 0.0)
        else:
            assert winner == best
            assert concession == pytest.approx(max(0.0, runner_up - U[best] - taste[best]), abs=1e-12)
            assert 0.0 <= concession <= V[best]


def test_what_a_winner_keeps_is_on_average_what_it_adds_to_the_logsum():
    # E[first − second] = Σ_j (I − I without j) for logsums I; V = 40 keeps concessions off their floor of 0.
    v = np.full(3, 40.0)
    logsum = np.log(np.exp(U).sum())
    expected = sum(logsum - np.log(np.delete(np.exp(U), j).sum()) for j in range(3))

    _, concessions = races(LEADS, v=v)
    kept = 40.0 - concessions

    assert abs(kept.mean() - expected) < 4.0 * kept.std() / math.sqrt(LEADS)


def test_one_park_alone_pays_nothing_and_against_outside_no_more_than_it_must():
    one = {"u": np.array([0.3]), "v": np.array([1.0]), "keys": PARKS[:1]}

    for lead in range(200):
        assert race(lead, **one) == (0, 0.0)
        winner, concession = race(lead, outside=0.5, **one)
        mine, other = gumbel(TASTE, np.uint64(lead), PARKS[0]), gumbel(TASTE, np.uint64(lead), OUTSIDE)
        needed = 0.5 + other - 0.3 - mine
        assert winner == (0 if needed < 1.0 else -1)
        assert concession == pytest.approx(max(0.0, needed) if winner == 0 else 0.0, abs=1e-12)


def test_shading_parks_place_by_the_logit_of_what_they_stop_at_and_pay_less():
    # Three parks and outside: at full shading parks stop at V (1 − 1/4).
    winners, concessions = races(LEADS, outside=0.9, shading=1.0)
    _, unshaded = races(LEADS, outside=0.9)

    assert_shares(winners, logit(0.9, *(U + 0.75 * V)))
    assert concessions.mean() < unshaded.mean()


@pytest.mark.parametrize("nest", [0.3, 0.7])
def test_with_a_nest_placement_is_the_nested_logit(nest):
    inside = np.exp((U + V) / nest)
    inclusive = nest * math.log(inside.sum())
    out, into = logit(1.8, inclusive)

    winners, _ = races(LEADS, outside=1.8, nest=nest)

    assert_shares(winners, (out, *(into * inside / inside.sum())))


def test_within_a_nest_each_taste_is_a_gumbel_and_parks_correlate_as_the_nest_says():
    nest, leads = 0.6, LEADS // 2
    tastes = np.array(
        [
            [
                common_taste(TASTE, np.uint64(e), nest) + nest * gumbel(TASTE, np.uint64(e), k)
                for k in PARKS[:2]
            ]
            for e in range(leads)
        ]
    )

    assert tastes.mean() == pytest.approx(0.5772156649, abs=4.0 * 1.283 / math.sqrt(leads))
    assert tastes.var() == pytest.approx(math.pi**2 / 6.0, rel=0.05)
    assert np.corrcoef(tastes.T)[0, 1] == pytest.approx(1.0 - nest**2, abs=0.03)


def test_relabelled_parks_place_every_lead_alike():
    order = [2, 0, 1]

    for lead in range(500):
        winner, concession = race(lead, outside=0.9, nest=0.8, shading=0.5)
        again, same = race(
            lead, outside=0.9, nest=0.8, shading=0.5, u=U[order], v=V[order], keys=PARKS[order]
        )
        assert (order[again] if again >= 0 else -1) == winner
        assert same == pytest.approx(concession, abs=1e-12)


def test_a_park_that_nobody_wants_changes_no_lead_and_no_concession():
    more = {
        "u": np.append(U, -50.0),
        "v": np.append(V, 0.0),
        "keys": np.append(PARKS, np.uint64(key_of("nowhere"))),
    }

    for lead in range(500):
        assert race(lead, outside=0.9, **more) == race(lead, outside=0.9)


def test_compiled_choices_equal_those_of_plain_python():
    script = """
import math
import numpy as np
from crosspark.model.attraction import best_offer, choose_place, pooled_offer
from crosspark.model.randomness import key_of, stream_of
from crosspark.model.screening import screen
keys = np.array([key_of(name) for name in "abc"], dtype=np.uint64)
u, v = np.array([0.3, 0.1, 0.6]), np.array([1.0, 0.5, 0.2])
taste, noise = stream_of(1, "taste"), stream_of(1, "noise")
for lead in range(300):
    lead = np.uint64(lead)
    for outside in (-math.inf, 0.5):
        for nest in (1.0, 0.6):
            for j, b in (choose_place(u, v, keys, outside, taste, lead, 0.5, nest),
                         pooled_offer(u, v, v + 1.5, keys, outside, 0.5, taste, noise, lead, nest)):
                print(int(j), float(b).hex())
    print(float(best_offer(3.0, 9.0, 0.01 * float(lead))).hex())
    print(bool(screen(0.1, 4.0, 12.0, 0.1, 0.01 * float(lead))))
"""
    plain, compiled = (
        subprocess.run(
            [sys.executable, "-W", "error::RuntimeWarning", "-c", script],
            env={**os.environ, "NUMBA_DISABLE_JIT": flag},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for flag in ("1", "0")
    )

    assert plain.count("\n") == 300 * 10
    assert compiled == plain
