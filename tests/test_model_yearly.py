"""What happens once a year, against hand calculations: budgets, land ahead, assessment, posts that move."""

import numpy as np
import pytest

from crosspark.governance.mode import load_mode
from crosspark.model import yearly
from crosspark.model.district import DistrictModel
from crosspark.model.duties import move_posts
from crosspark.scenarios import load_scenario


def model_of(parameters=None):
    mode = load_mode("fragmented").with_parameters(parameters or {})
    return DistrictModel(load_scenario("two_parks"), mode, rng=1, adopt=0, years=1)


def moved(model, reason):
    return [t for t in model.ledger.transfers if t.reason == reason]


def test_a_year_s_quota_and_money_go_half_equally_and_half_by_the_area_signed():
    model = model_of()
    model.last_year["signed_area"] = np.array([30_000.0, 10_000.0])

    yearly.pay_budgets(model)

    # Halves equally: 1/4 each of all. Halves by area: 3/4 and 1/4 of one half. So 5/8 and 3/8.
    for reason, of_a_park in (
        ("annual land quota", model.case.budgets.quota_per_year),
        ("annual budget", model.case.budgets.fund_per_year),
    ):
        (transfer,) = moved(model, reason)
        assert transfer.amounts.sum() == 2 * of_a_park
        assert transfer.amounts == pytest.approx([1.25 * of_a_park, 0.75 * of_a_park], abs=1)


@pytest.mark.parametrize(("shared", "platforms"), [(0.0, 2.0), (0.4, 1.8), (0.8, 1.6)])
def test_shared_platforms_cost_what_they_save_in_duplicates(shared, platforms):
    # Two parks: 2(1 − s) + s(1 + 1/2).
    model = model_of({"platforms.shared": shared})
    model.rulebook = model.target_rules

    yearly.pay_budgets(model)

    (transfer,) = moved(model, "platforms")
    assert transfer.amounts[0] == pytest.approx(platforms * model.case.economy.platform_cost, abs=1)


@pytest.mark.parametrize(
    ("signed", "serviced_ahead"),
    [
        (50_000, 20_000),  # it expects to need what was signed, and has 30,000 serviced
        (30_000, 0),
        (400_000, 25_000),  # half of its quota of 50,000 is the least of what it could
    ],
)
def test_a_park_services_ahead_what_it_lacks_of_last_year_s_area_as_its_means_go(signed, serviced_ahead):
    model = model_of()
    cost = model.case.economy.servicing_cost
    for account, amount in (("acquired", 300_000), ("serviced", 30_000)):
        model.ledger.endow("land", account, [amount, 0])
    model.ledger.endow("quota", "quota", [50_000, 0])
    model.ledger.endow("capital", "fund", [int(2 * cost * 100_000), 0])
    model.last_year["signed_area"] = np.array([float(signed), 0.0])

    yearly.develop_land(model)

    assert model.ledger.at("land", "serviced", 0) == 30_000 + serviced_ahead
    assert model.ledger.at("quota", "quota_used", 0) - model_of().ledger.at("quota", "quota_used", 0) == (
        serviced_ahead
    )
    paid = sum(int(t.amounts.sum()) for t in moved(model, "land serviced ahead") if t.resource == "capital")
    assert paid == int(serviced_ahead * cost)


def test_part_of_what_goes_beyond_a_target_is_asked_for_next_year_and_effort_is_held_back():
    model = model_of({"assessment.ratchet": 0.4})
    model.rulebook = model.target_rules
    department = model.departments[0]
    seen = []

    for year, served in enumerate((100, 140, 60, 580), start=1):
        model.month = 12 * year
        model.servers["served"][department.index] += served
        yearly.assess(model)
        seen.append((department.pressure, department.target))

    assert seen == [
        (1.0, 100.0),  # the first score is the first target
        (pytest.approx(1 - 0.4 * 40 / 100), 116.0),
        (1.0, 116.0),  # no target is lowered
        (0.7, pytest.approx(116 + 0.4 * 464)),  # 1 − 0.4 × 4 would be below the least
    ]


@pytest.mark.parametrize(
    ("mobile_share", "lent"),
    [
        (0.5, 5.0),  # 2 posts' work on 5 posts and 6 posts' work on 15: both are busy for 0.4 of their time
        (0.3, 3.0),  # no more than this share of what the giver has
    ],
)
def test_the_idlest_department_lends_the_busiest_what_makes_both_equally_busy(mobile_share, lent):
    model = model_of({"posts.mobile_share": mobile_share, "posts.learning_months": 4})
    model.rulebook = model.target_rules
    departments = [department.index for department in model.departments]
    idle, *between, busy = departments
    model.posts[departments] = 10.0
    utilisation = np.full(len(model.servers), 0.4)  # those who are alike lend each other nothing
    utilisation[idle], utilisation[busy] = 0.2, 0.6

    move_posts(model, utilisation)

    assert model.posts[idle] == pytest.approx(10 - lent)
    assert model.posts[busy] == pytest.approx(10 + lent)
    assert model.posts[between] == pytest.approx(10)
    assert model.newcomers[busy] == pytest.approx(lent / (10 + lent))
    assert model.newcomer_months[busy] == 4
