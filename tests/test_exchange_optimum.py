"""Oracle 5: no rule gains more than the planner, and the planner as much as HiGHS finds."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from crosspark.model.exchange import NO_LIMIT, RULES, Block, Position, Terms, exchange, gain_of, worth
from crosspark.model.randomness import plain_mix64

# Quarters of a yuan: ties between parks, needs and costs are common.
values = st.integers(0, 40).map(lambda quarters: quarters / 4.0)
blocks = st.lists(st.builds(Block, st.integers(0, 60), values), max_size=4).map(tuple)
parks = st.builds(Position, st.integers(0, 100), blocks, values, st.one_of(st.just(()), blocks))
districts = st.lists(parks, min_size=1, max_size=5)
shares = st.sampled_from([0.0, 0.3, 0.5, 1.0])
costs = st.sampled_from([0.0, 0.25, 1.1])
quarters = st.integers(0, 1000)


def keys_of(positions):
    return [plain_mix64(j) for j in range(len(positions))]


def run(rule, positions, *, share=1.0, cost=0.0, noise=0.0, agenda=NO_LIMIT, quarter=0):
    terms = Terms(share, cost, noise, agenda, tax_share=0.4)
    return exchange(rule, positions, keys_of(positions), terms, stream=17, quarter=quarter)


def served_at_home(position):
    """Return what a park serves from its own stock: of each need, and of each later use; the rest lies idle.

    A use gets what all better uses leave; equal needs go in order, needs before later uses.
    """
    uses = [(block.value, 0, k, block.amount) for k, block in enumerate(position.blocks)]
    uses += [(block.value, 1, k, block.amount) for k, block in enumerate(position.expected)]
    served = {}
    for value, kind, k, amount in uses:
        better = sum(a for v, kd, i, a in uses if v > value or (v == value and (kd, i) < (kind, k)))
        better += position.stock if position.reserve_value > value else 0
        served[kind, k] = min(max(position.stock - better, 0), amount)
    return served


def optimum_by_highs(positions, share, cost):
    """Return the largest gain over autarky of a linear program written from the definitions.

    Stock of one's own serves needs or later uses, lies idle at the floor's value, or is sent; what is
    received serves needs that the own stock leaves unmet.
    """
    objective, upper, rows, limits, equalities, totals = [], [], [], [], [], []

    def variable(value, most=math.inf):
        objective.append(-value)
        upper.append(most)
        return len(objective) - 1

    flows = {
        (giver, receiver): variable(-cost)
        for giver in range(len(positions))
        for receiver in range(len(positions))
        if giver != receiver
    }
    at_home = 0.0
    for j, position in enumerate(positions):
        served = served_at_home(position)
        at_home += sum(served[0, k] * b.value for k, b in enumerate(position.blocks))
        at_home += sum(served[1, k] * b.value for k, b in enumerate(position.expected))
        at_home += (position.stock - sum(served.values())) * position.reserve_value
        own = [variable(b.value, b.amount) for b in position.expected] + [variable(position.reserve_value)]
        got = []
        for k, block in enumerate(position.blocks):
            own.append(variable(block.value, block.amount))
            got.append(variable(block.value, block.amount - served[0, k]))
            rows.append({own[-1]: 1.0, got[-1]: 1.0})
            limits.append(block.amount)
        sent = [flow for (giver, _), flow in flows.items() if giver == j]
        equalities.append(dict.fromkeys(own + sent, 1.0))
        totals.append(position.stock)
        rows.append(dict.fromkeys(sent, 1.0))
        limits.append(math.floor(share * position.stock))
        received = dict.fromkeys((flow for (_, receiver), flow in flows.items() if receiver == j), -1.0)
        equalities.append(dict.fromkeys(got, 1.0) | received)
        totals.append(0.0)

    def matrix(lines):
        dense = np.zeros((len(lines), len(objective)))
        for i, line in enumerate(lines):
            for column, coefficient in line.items():
                dense[i, column] = coefficient
        return dense

    solved = linprog(
        objective,
        A_ub=matrix(rows),
        b_ub=limits,
        A_eq=matrix(equalities),
        b_eq=totals,
        bounds=[(0.0, most) for most in upper],
        method="highs",
    )
    assert solved.success
    return -solved.fun - at_home


def assert_sound(positions, transfers, share):
    """Integers; nothing created; no more than the share leaves; no park gives and takes; one line a pair."""
    givers = {t.giver for t in transfers}
    receivers = {t.receiver for t in transfers}
    assert not givers & receivers
    assert len({(t.giver, t.receiver) for t in transfers}) == len(transfers)
    for transfer in transfers:
        assert isinstance(transfer.amount, int)
        assert transfer.amount > 0
        assert math.isfinite(transfer.price)
    for park in givers:
        given = sum(t.amount for t in transfers if t.giver == park)
        assert given <= share * positions[park].stock
    for park in receivers:
        unmet = sum(b.amount for b in positions[park].blocks)
        assert sum(t.amount for t in transfers if t.receiver == park) <= unmet


@settings(max_examples=150, deadline=None)
@given(districts, shares, costs)
def test_planner_market_and_noise_free_headquarters_gain_what_highs_gains(positions, share, cost):
    best = optimum_by_highs(positions, share, cost)

    for rule in ("planner_exchange", "headquarters", "market"):
        transfers = run(rule, positions, share=share, cost=cost)
        assert_sound(positions, transfers, share)
        assert gain_of(positions, transfers, cost) == pytest.approx(best, abs=1e-6)


@settings(max_examples=150, deadline=None)
@given(districts, shares, costs, quarters, st.integers(0, 3))
def test_no_rule_gains_more_than_the_planner_in_the_same_quarter(positions, share, cost, quarter, agenda):
    best = gain_of(positions, run("planner_exchange", positions, share=share, cost=cost), cost)

    for rule in RULES:
        made = run(rule, positions, share=share, cost=cost, noise=0.8, agenda=agenda, quarter=quarter)
        assert_sound(positions, made, share)
        assert gain_of(positions, made, cost) <= best + 1e-9
        assert gain_of(positions, made, cost) == pytest.approx(sum(t.gain for t in made))


@settings(max_examples=150, deadline=None)
@given(districts, shares, costs, quarters)
def test_a_voluntary_trade_leaves_both_no_worse_by_their_own_values(positions, share, cost, quarter):
    for rule in ("bilateral", "market"):
        net = dict.fromkeys(range(len(positions)), 0)
        for t in run(rule, positions, share=share, cost=cost, quarter=quarter):
            gives = worth(positions[t.giver], net[t.giver] - t.amount) - worth(
                positions[t.giver], net[t.giver]
            )
            takes = worth(positions[t.receiver], net[t.receiver] + t.amount)
            takes -= worth(positions[t.receiver], net[t.receiver])
            net[t.giver] -= t.amount
            net[t.receiver] += t.amount
            assert gives + t.amount * (t.price - cost / 2.0) >= -1e-9
            assert takes - t.amount * (t.price + cost / 2.0) >= -1e-9
            if rule == "bilateral":  # Nash: the surplus is halved
                assert gives + t.amount * t.price == pytest.approx(takes - t.amount * t.price)


@settings(max_examples=100, deadline=None)
@given(districts, shares, costs, st.data(), quarters)
def test_relabelled_parks_get_relabelled_transfers(positions, share, cost, data, quarter):
    order = data.draw(st.permutations(range(len(positions))))
    keys = keys_of(positions)
    terms = Terms(share, cost, noise=0.5, agenda=2, tax_share=0.4)

    for rule in RULES:
        first = exchange(rule, positions, keys, terms, stream=17, quarter=quarter)
        again = exchange(
            rule, [positions[j] for j in order], [keys[j] for j in order], terms, stream=17, quarter=quarter
        )
        assert [t._replace(giver=order[t.giver], receiver=order[t.receiver]) for t in again] == first


@settings(max_examples=100, deadline=None)
@given(districts, costs, st.data())
def test_a_park_split_in_two_halves_changes_no_gain_of_a_pool(positions, cost, data):
    def times(position, factor):
        return Position(
            position.stock * factor,
            tuple(Block(b.amount * factor, b.value) for b in position.blocks),
            position.reserve_value,
            tuple(Block(b.amount * factor, b.value) for b in position.expected),
        )

    split = data.draw(st.integers(0, len(positions) - 1))
    whole = [times(p, 2) for p in positions]
    halves = [*whole[:split], positions[split], positions[split], *whole[split + 1 :]]

    for rule in ("planner_exchange", "market"):
        gains = [gain_of(p, run(rule, p, cost=cost), cost) for p in (whole, halves)]
        assert gains[0] == pytest.approx(gains[1])


@given(parks, quarters)
def test_one_park_makes_all_rules_alike(position, quarter):
    assert all(run(rule, [position], quarter=quarter, noise=0.5) == [] for rule in RULES)


@given(districts, costs)
def test_after_the_planner_nobody_wants_to_move_another_unit(positions, cost):
    # The spread of marginal values left between any two parks is within the cost of moving a unit.
    net = [0] * len(positions)
    for t in run("planner_exchange", positions, cost=cost):
        net[t.giver] -= t.amount
        net[t.receiver] += t.amount

    for giver, receiver in ((g, r) for g in range(len(net)) for r in range(len(net)) if g != r):
        if positions[giver].stock + net[giver] > 0:
            lost = worth(positions[giver], net[giver]) - worth(positions[giver], net[giver] - 1)
            won = worth(positions[receiver], net[receiver] + 1) - worth(positions[receiver], net[receiver])
            if net[giver] <= 0 and net[receiver] >= 0:
                assert won - lost <= cost + 1e-9
