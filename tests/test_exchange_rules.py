"""Each rule of the exchange by hand."""

import math
import time

import numpy as np
import pytest

from crosspark.model.exchange import (
    NO_LIMIT,
    RULES,
    Block,
    Position,
    Terms,
    Transfer,
    exchange,
    gain_of,
    worth,
)
from crosspark.model.kernel import JIT
from crosspark.model.randomness import normal, plain_mix64, uniform

# The rich park keeps 20 units for a need at 8 and holds 80 at 3. The poor one has needs of 30 at 9 and 40 at
# 5, and 10 units, which serve the first: it bids 20 at 9 and 40 at 5.
RICH = Position(100, (Block(20, 8.0),), reserve_value=3.0)
POOR = Position(10, (Block(30, 9.0), Block(40, 5.0)), reserve_value=1.0)
KEYS = [101, 102]
TRADING = ("bilateral", "headquarters", "market", "planner_exchange")


def terms(**changed):
    return Terms(share=1.0, transaction_cost=0.0, noise=0.0, agenda=NO_LIMIT, tax_share=0.4)._replace(
        **changed
    )


def two(rule, *, quarter=0, **changed):
    return exchange(rule, [RICH, POOR], KEYS, terms(**changed), stream=5, quarter=quarter)


def test_two_parks_exchange_the_amount_and_the_gain_of_the_closed_form():
    # Half of 100 may leave: 20 from 3 to 9 and 30 from 3 to 5; gain 20 × 6 + 30 × 2 less 1 a unit.
    for rule in TRADING:
        (made,) = two(rule, share=0.5, transaction_cost=1.0)
        assert (made.giver, made.receiver, made.amount) == (0, 1, 50)
        assert made.gain == pytest.approx(20 * 6 + 30 * 2 - 50)


def test_a_cost_as_large_as_the_difference_of_values_stops_the_trade():
    # From 3 to 5 at a cost of 2 nothing is gained: only the 20 units worth 9 move.
    for rule in TRADING:
        (made,) = two(rule, transaction_cost=2.0)
        assert made.amount == 20


def test_the_market_price_lies_midway_between_the_marginal_ask_and_bid():
    (made,) = two("market")

    assert made.amount == 60
    assert made.price == pytest.approx((3 + 5) / 2)


def test_the_bilateral_price_is_the_mean_midpoint_of_the_two_values():
    (made,) = two("bilateral")

    assert made.price == pytest.approx((20 * (3 + 9) / 2 + 40 * (3 + 5) / 2) / 60)


def test_under_headquarters_the_giver_gets_a_share_of_tax_and_no_money():
    (made,) = two("headquarters", tax_share=0.25)

    assert (made.price, made.tax_share) == (0.0, 0.25)
    assert two("market")[0].tax_share == 0.0


def test_the_rule_none_and_a_share_of_nothing_move_nothing():
    assert two("none") == []
    assert all(two(rule, share=0.0) == [] for rule in RULES)


def test_a_park_gives_what_it_expects_to_use_only_for_more_than_that_is_worth():
    # Of 100 units the rich park expects to use 70 at 6, so that it offers 30 at 1 and then 70 at 6.
    careful = Position(100, (), reserve_value=1.0, expected=(Block(70, 6.0),))
    asking = Position(0, (Block(50, 9.0), Block(50, 5.0)), reserve_value=0.0)

    (made,) = exchange("planner_exchange", [careful, asking], KEYS, terms(), stream=5, quarter=0)

    # 30 from 1 to 9, 20 from 6 to 9; the other needs at 5 are not worth it.
    assert (made.amount, made.gain) == (50, pytest.approx(30 * 8 + 20 * 3))


def test_nobody_takes_in_stock_for_later_use():
    hoarder = Position(0, (), reserve_value=50.0, expected=(Block(100, 90.0),))

    assert all(exchange(rule, [hoarder, RICH], KEYS, terms(), stream=5, quarter=0) == [] for rule in RULES)


def test_what_a_movement_is_worth_to_a_park_follows_its_own_steps():
    assert worth(POOR, 25) == pytest.approx(20 * 9 + 5 * 5)
    assert worth(POOR, 1000) == pytest.approx(20 * 9 + 40 * 5)  # more than it needs is worth nothing to it
    assert worth(RICH, -90) == pytest.approx(-(80 * 3 + 10 * 8))
    assert worth(RICH, 0) == 0.0


def test_the_gain_of_given_transfers_counts_true_values_and_the_cost():
    moved = [Transfer(giver=0, receiver=1, amount=90, price=7.0, gain=0.0)]

    assert gain_of([RICH, POOR], moved, 0.5) == pytest.approx(20 * 9 + 40 * 5 - (80 * 3 + 10 * 8) - 45)


def three_givers_one_receiver():
    return [
        Position(10, (), 1.0),
        Position(10, (), 2.0),
        Position(10, (), 3.0),
        Position(0, (Block(30, 4.0),), 0.0),
    ]


def test_the_headquarters_keep_the_transfers_that_gain_most_within_their_agenda():
    positions = three_givers_one_receiver()

    for agenda, gain in ((0, 0.0), (1, 30.0), (2, 50.0), (3, 60.0), (9, 60.0)):
        made = exchange("headquarters", positions, [1, 2, 3, 4], terms(agenda=agenda), stream=5, quarter=0)
        assert [t.giver for t in made] == [0, 1, 2][: min(agenda, 3)]
        assert gain_of(positions, made, 0.0) == pytest.approx(gain)


def test_what_counts_on_the_agenda_is_the_gain_of_a_transfer_not_of_a_unit():
    # One unit from 1 to 10 gains 9; thirty units from 1 to 4 gain 90.
    positions = [
        Position(99, (), 1.0),
        Position(0, (Block(1, 10.0),), 0.0),
        Position(0, (Block(30, 4.0),), 0.0),
    ]

    (made,) = exchange("headquarters", positions, [1, 2, 3], terms(agenda=1), stream=5, quarter=0)

    assert (made.receiver, made.gain) == (2, 90.0)


def test_the_headquarters_act_on_reports_and_err_as_often_as_the_reports_do():
    # True values 3 and 2.5: nothing should move. They move it when noise turns the order.
    holding, needing = Position(10, (), 3.0), Position(0, (Block(10, 2.5),), 0.0)
    gains = []
    for quarter in range(300):
        made = exchange("headquarters", [holding, needing], KEYS, terms(noise=0.3), stream=5, quarter=quarter)
        z = [normal(np.uint64(5), np.uint64(key), quarter) for key in KEYS]
        assert bool(made) == (2.5 * math.exp(0.3 * z[1]) > 3.0 * math.exp(0.3 * z[0]))
        gains.append(gain_of([holding, needing], made, 0.0))

    assert set(gains) == {0.0, -5.0}  # ten units from 3 to 2.5


def test_parks_meet_in_the_random_pairs_of_the_quarter():
    # Four parks, one rich: whom it serves is whoever it meets, first with second, third with fourth.
    positions = [RICH, POOR, POOR, POOR]
    keys = [11, 12, 13, 14]
    met = set()
    for quarter in range(60):
        queue = sorted(range(4), key=lambda j: uniform(np.uint64(5), np.uint64(keys[j]), quarter))
        place = queue.index(0)

        (made,) = exchange("bilateral", positions, keys, terms(), stream=5, quarter=quarter)

        assert (made.giver, made.receiver) == (0, queue[place ^ 1])
        met.add(made.receiver)
    assert met == {1, 2, 3}


def test_an_odd_park_out_meets_nobody():
    positions, keys = [RICH, POOR, POOR], [11, 12, 13]

    idle = [exchange("bilateral", positions, keys, terms(), stream=5, quarter=q) == [] for q in range(90)]

    # The rich park is the odd one with chance 1/3: 30 of 90, standard deviation √20.
    assert abs(sum(idle) - 30) < 4 * math.sqrt(20)


def test_an_unknown_rule_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"exchange\.rule is auction; it must be one of none, bilateral"):
        two("auction")


def many_parks(n):
    return [
        Position(1000 + j % 7 * 500, (Block(300 + j % 11 * 100, 9.0 - j % 13), Block(1800, 4.0)), 1.0 + j % 3)
        for j in range(n)
    ]


@pytest.mark.parametrize("rule", TRADING)
def test_three_parks_take_a_fraction_of_a_millisecond(rule):
    positions, keys = many_parks(3), [1, 2, 3]
    limits = terms(share=0.5, noise=0.2, agenda=6)
    exchange(rule, positions, keys, limits, stream=5, quarter=0)

    best = math.inf
    for _ in range(20):
        begun = time.perf_counter()
        for quarter in range(20):
            exchange(rule, positions, keys, limits, stream=5, quarter=quarter)
        best = min(best, (time.perf_counter() - begun) / 20)

    assert best < (2e-4 if JIT else 1e-3)


@pytest.mark.parametrize("rule", TRADING)
def test_thousands_of_parks_make_sound_transfers_at_once(rule):
    positions = many_parks(5000)
    keys = [plain_mix64(j) for j in range(5000)]

    made = exchange(rule, positions, keys, terms(share=0.5, agenda=NO_LIMIT), stream=5, quarter=0)

    given = np.zeros(5000, dtype=np.int64)
    for t in made:
        given[t.giver] += t.amount
    assert 1000 < len(made) < 15000
    assert (given <= [p.stock // 2 for p in positions]).all()
    assert not {t.giver for t in made} & {t.receiver for t in made}
