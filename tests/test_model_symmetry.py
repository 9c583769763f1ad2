"""Oracle 7: order does not matter, likes stay alike, and who is alone has nobody to trade with."""

import math

import numpy as np
import pytest
from district_bench import MODES, district, mode_of, numbers_of, rebuilt

from crosspark.agents.facts import TALENT_CLASSES
from crosspark.model.district import simulate
from crosspark.model.economy import chain_completeness

RULES = ("none", "bilateral", "headquarters", "market", "planner_exchange")


def parks_turned_round(data):
    data["parks"] = dict(reversed(data["parks"].items()))


REVERSED = {name: rebuilt(name, parks_turned_round) for name in ("two_parks", "wenjiang")}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scenario", REVERSED)
def test_parks_in_another_order_live_through_the_same_years(scenario, mode):
    one = district(scenario, mode, seed=2, years=2)
    other = district(REVERSED[scenario], mode, seed=2, years=2)
    place = [other.park_ids.index(park) for park in one.park_ids]

    for _ in range(one.months):
        one.step()
        other.step()
        for (resource, account), balances in one.ledger._views.items():
            moved = other.ledger.of(resource, account)
            moved = moved[place] if len(moved) > 1 else moved
            assert balances.tolist() == moved.tolist(), (one.month, resource, account)

    assert list(one.park_ids) == list(reversed(other.park_ids))
    mine, theirs = one.result(), other.result()
    for name, value in mine.values.items():
        assert value == pytest.approx(theirs.values[name], rel=1e-9, nan_ok=True), name
    for name, series in mine.park_values.items():
        np.testing.assert_array_equal(series, theirs.park_values[name][:, place], err_msg=name)
    columns = ["signed_day", "park", "segment", "area_mu", "days", "returns", "status"]
    assert sorted(map(tuple, mine.projects[columns].values.tolist())) == sorted(
        map(tuple, theirs.projects[columns].values.tolist())
    )
    assert {k: v for k, v in mine.flow_totals.items() if v} == theirs.flow_totals


def twins(data):
    """Make the second park and its town as the first are, in everything but the name."""
    north, south = data["parks"]["north"], data["parks"]["south"]
    for key, value in north.items():
        if key not in {"subdistricts", "title_en", "title_zh"}:
            south[key] = value
    data["subdistricts"]["lower_town"] = {
        **data["subdistricts"]["upper_town"],
        "title_en": "Lower Town",
        "title_zh": "下鎮",
    }
    data["demand"]["leads"] = "40 leads/year"
    data["budgets"]["quota_per_year"] = "400 mu"


TWINS = rebuilt("two_parks", twins)


@pytest.mark.parametrize("mode", ["present", "one_plus_two", "market"])
def test_twin_parks_fare_alike_over_many_seeds(mode):
    names = ("signed", "started", "operating_firms", "output", "jobs", "land_leased", "fund", "quota")
    differences = {name: [] for name in names}
    for seed in range(24):
        run = simulate(TWINS, mode, seed=seed, years=3)
        for name in names:
            values = run.park_values[name]
            total = values.sum(axis=0) if name in {"signed", "started", "output"} else values[-1]
            differences[name].append(float(total[0] - total[1]))

    for name, found in differences.items():
        error = np.std(found, ddof=1) / math.sqrt(len(found))
        assert error > 0, name
        assert abs(np.mean(found)) < 4 * error, name


def alone(data):
    del data["parks"]["south"], data["subdistricts"]["lower_town"]


ALONE = rebuilt("two_parks", alone)


@pytest.mark.parametrize("mode", ["present", "one_plus_two"])
def test_for_one_park_all_rules_of_exchange_are_alike(mode):
    runs = [
        simulate(ALONE, mode, seed=4, years=2, overrides={"exchange.rule": rule, "exchange.share": 0.5})
        for rule in RULES
    ]

    for run in runs[1:]:
        assert numbers_of(run.values) == numbers_of(runs[0].values)
        assert run.flow_totals == runs[0].flow_totals
    assert runs[0].values["exchange_volume"] == 0


def test_for_one_park_the_scopes_of_its_bodies_are_alike():
    zone = simulate(ALONE, "one_plus_two", seed=4, years=2)
    everywhere = {f"{body}.scope": "park" for body in ("headquarters", "promotion_centre", "committee")}
    park = simulate(ALONE, "one_plus_two", seed=4, years=2, overrides=everywhere)

    def unlike_by_luck(run):
        # The draw of how many whole matters a meeting takes is the headquarters' own.
        return {n: v for n, v in numbers_of(run.values) if n in {"signed", "operating_firms", "concessions"}}

    assert unlike_by_luck(zone) == unlike_by_luck(park)


def test_for_one_park_no_friction_between_parks_matters():
    numbers = [
        numbers_of(
            simulate(
                ALONE,
                mode_of({"F3": 1.0}),
                seed=4,
                years=2,
                overrides={"circulation.goods_friction": x, "circulation.talent_friction": x},
            ).values
        )
        for x in (0.0, 1.0)
    ]

    assert numbers[0] == numbers[1]


def test_a_chain_without_friction_does_not_see_that_a_park_is_cut_in_two():
    buys = np.array([[0.1, 0.2], [0.3, 0.0]])
    whole = chain_completeness(np.array([[10, 4], [3, 8]]), buys, np.ones(2), 60.0)
    halves = chain_completeness(np.array([[5, 2], [5, 2], [3, 8]]), buys, np.ones(3), 60.0)

    np.testing.assert_allclose(halves, whole[[0, 0, 1]], rtol=1e-12)


def test_people_are_neither_made_nor_lost_by_moving_between_parks():
    model = district("wenjiang", mode_of({"F1": 1.0}), years=2)
    before = [sum(model.ledger.totals()[name] for name in TALENT_CLASSES)]
    model.run()

    assert [sum(model.ledger.totals()[name] for name in TALENT_CLASSES)] == before
    moved = sum(v for k, v in model.ledger.sums().items() if k[3] == "moved to another park")
    assert moved == sum(model.recorder.series["moved"]) > 0
