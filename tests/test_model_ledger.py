"""Oracle 1: the books are exact after every step, whatever the seed, the mode and the facts."""

import numpy as np
import pytest
from district_bench import (
    IDS,
    MODES,
    assert_books_balance,
    assert_projects_add_up,
    district,
    mode_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from crosspark.governance.errors import BadInput
from crosspark.model.case import resolve
from crosspark.model.ledger import Ledger, OverdrawnError, share_out

SEEDS = st.integers(0, 2**63)
INTENSITIES = st.one_of(st.just(1.0), st.floats(0.0, 1.0))
CLAUSE_SETS = st.dictionaries(st.sampled_from(IDS), INTENSITIES)


def run_with_books_kept_twice(model):
    totals = model.ledger.totals()
    while model.month < model.months:
        model.step()
        assert_books_balance(model, totals)
    assert_projects_add_up(model)


@settings(max_examples=40)
@given(
    clauses=CLAUSE_SETS, seed=SEEDS, rule=st.sampled_from((None, "bilateral", "market", "planner_exchange"))
)
def test_the_books_are_exact_after_every_month_of_any_clauses(clauses, seed, rule):
    mode = mode_of(clauses)
    if rule:
        mode = mode.with_parameters({"exchange.rule": rule, "exchange.share": 0.5})

    run_with_books_kept_twice(district(mode=mode, seed=seed, years=2))


@settings(max_examples=8)
@given(clauses=CLAUSE_SETS, seed=SEEDS)
def test_the_books_of_a_large_district_are_exact_after_every_month_of_any_clauses(clauses, seed):
    run_with_books_kept_twice(district("wenjiang", mode_of(clauses), seed=seed, years=1, adopt=6))


@pytest.mark.parametrize("mode", MODES)
def test_the_books_are_exact_after_every_month_of_every_mode_of_the_library(mode):
    run_with_books_kept_twice(district("wenjiang", mode, years=2))


FACTS = {
    fact.path: fact
    for fact in resolve("two_parks").facts
    if fact.path.split(".")[0] in {"demand", "budgets", "economy"}
}


@settings(max_examples=40)
@given(
    ends=st.dictionaries(st.sampled_from(sorted(FACTS)), st.booleans(), max_size=12),
    mode=st.sampled_from(MODES),
    seed=SEEDS,
)
def test_the_books_are_exact_at_the_ends_of_the_ranges_of_the_facts(ends, mode, seed):
    overrides = {}
    for path, high in ends.items():
        fact = FACTS[path]
        value = fact.high if high else fact.low
        overrides[path] = value if fact.unit in {"share", "number"} else f"{value!r} {fact.unit}"
    try:
        model = district(mode=mode, seed=seed, years=1, overrides=overrides)
    except BadInput:
        return  # the fact's own file refuses it: two bounds that cross, posts that cannot do their cases

    run_with_books_kept_twice(model)


@pytest.mark.parametrize("scenario", ["two_parks", "wenjiang"])
def test_enterprises_near_each_other_buy_no_more_along_the_chain_than_they_buy(scenario):
    # At a scale of a tenth of an enterprise one supplier near is as good as a full chain: 1 − e^−10.
    everything_near = {"economy.chain_scale": "0.1 enterprises", "circulation.goods_friction": 0.0}
    model = district(scenario, years=1, overrides=everything_near)

    run_with_books_kept_twice(model)

    assert model.result().values["local_sourcing"] <= 1.0


def test_land_that_changes_hands_again_and_again_gives_its_quota_back_only_once():
    fast = {
        "economy.exit_hazard": "20 %/month",
        "economy.recovery_months": "1 month",
        "economy.build_months": "1 month",
    }

    run_with_books_kept_twice(district(years=10, overrides=fast))


def test_a_park_without_a_project_keeps_every_square_metre():
    nobody = {"demand.leads": "0 leads/year", "economy.expansion_hazard": "0 %/month"}
    model = district(overrides={**nobody, "economy.recovery_months": "48 months"})
    before = {s: model.ledger.at("land", s) for s in ("collective", "leased", "idle")}
    stock = model.ledger.at("land", "acquired") + model.ledger.at("land", "serviced")

    run_with_books_kept_twice(model)

    freed = before["leased"] - model.ledger.at("land", "leased")
    assert model.ledger.at("land", "collective") == before["collective"]
    assert model.ledger.at("land", "idle") == before["idle"] + freed
    assert model.ledger.at("land", "acquired") + model.ledger.at("land", "serviced") == stock


# The ledger by itself


@pytest.fixture
def ledger():
    books = Ledger(("north", "south"))
    books.endow("land", "serviced", [100, 50])
    books.endow("capital", "fund", [7, 3])
    return books


def test_a_transfer_takes_from_one_account_and_gives_to_the_other(ledger):
    ledger.move("land", "serviced", "leased", [30, 50], "lease")

    assert ledger.of("land", "serviced").tolist() == [70, 0]
    assert ledger.of("land", "leased").tolist() == [30, 50]
    assert list(ledger.flows())[1][1:] == ("serviced:south", "leased:south", 50)


def test_named_parks_give_to_named_parks_however_often_they_are_named(ledger):
    parks = {"giver_parks": [0, 0, 1], "receiver_parks": [1, 1, 0]}

    ledger.move("capital", "fund", "fund", [2, 3, 1], "loan", **parks)

    assert ledger.of("capital", "fund").tolist() == [7 - 5 + 1, 3 + 5 - 1]


def test_overdrawing_an_account_raises(ledger):
    with pytest.raises(OverdrawnError, match="lease: serviced 1 of land would be -1"):
        ledger.move("land", "serviced", "leased", [0, 51], "lease")


def test_a_negative_amount_raises(ledger):
    with pytest.raises(OverdrawnError, match="negative"):
        ledger.move("land", "serviced", "leased", [-1, 0], "lease")


def test_the_treasury_and_the_world_outside_may_owe(ledger):
    ledger.move("capital", "treasury", "outside", 10, "costs")
    ledger.move("capital", "outside", "fund", [25, 0], "receipts")

    assert ledger.at("capital", "treasury") == -10
    assert ledger.at("capital", "outside") == -15


@pytest.mark.parametrize("amounts", [5, [5], [1, 2, 3]])
def test_a_transfer_between_accounts_of_parks_names_one_amount_for_each(ledger, amounts):
    with pytest.raises(ValueError, match="amounts of land"):
        ledger.move("land", "serviced", "leased", amounts, "lease")


def test_nothing_moved_is_not_booked(ledger):
    ledger.move("land", "serviced", "leased", [0, 0], "lease")

    assert not ledger.transfers


WEIGHTS = st.lists(
    st.one_of(st.just(0.0), st.integers(1, 1000).map(float), st.floats(1e-6, 1e9)), min_size=1, max_size=12
)


@given(total=st.integers(0, 10**13), weights=WEIGHTS)
def test_shares_add_up_and_are_within_one_of_the_exact_share(total, weights):
    parts = share_out(total, np.array(weights))

    if sum(weights) == 0:
        assert not parts.any()
        return
    assert parts.sum() == total
    exact = total * np.array(weights) / sum(weights)
    slack = 1e-15 * total * len(weights)
    assert (np.abs(parts - exact) < 1.0 + slack).all()
    assert (parts >= 0).all()


@given(left=st.lists(st.integers(0, 10**6), min_size=1, max_size=12), part=st.floats(0.0, 1.0))
def test_nobody_gives_more_than_it_has_where_a_part_of_all_is_shared_out(left, part):
    stock = np.array(left)

    parts = share_out(int(part * stock.sum()), stock.astype(float))

    assert (parts <= stock).all()


@given(total=st.integers(0, 1000), count=st.integers(1, 9))
def test_among_equals_the_first_get_one_more(total, count):
    parts = share_out(total, np.ones(count)).tolist()

    each, rest = divmod(total, count)
    assert parts == [each + 1] * rest + [each] * (count - rest)
