"""Once a year: budgets and quota, the plan of segments, assessment, posts, and what the bodies cost."""

from typing import TYPE_CHECKING

import numpy as np

from crosspark.model.coordination import yearly_plan
from crosspark.model.duties import move_posts, park_posts
from crosspark.model.founding import DAYS
from crosspark.model.ledger import share_out
from crosspark.model.randomness import uniform

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel


def pay_budgets(model: "DistrictModel") -> None:
    """Issue the year's quota and funds; pay wages and the standing costs of clauses."""
    case, ledger, rb = model.case, model.ledger, model.rulebook
    budgets, n = case.budgets, model.n_parks
    # Quota and funds go by what a park signed lately, half of them equally.
    equal = np.full(n, 1.0 / n)
    asked = model.last_year["signed_area"]
    claim = asked / asked.sum() if asked.sum() > 0 else equal
    weights = 0.5 * equal + 0.5 * claim
    quota = share_out(budgets.quota_per_year * n, weights, model.park_keys)
    fund = share_out(budgets.fund_per_year * n, weights, model.park_keys)
    ledger.move("quota", "province", "quota", quota, "annual land quota")
    ledger.move("capital", "treasury", "fund", fund, "annual budget")
    extra = rb.number("filing.posts") * n * rb.number("adoption.extra_posts")
    dearer = sum(
        posts * wage - park.facts.posts
        for posts, wage, park in zip(park_posts(model), rb.floats("posts.wage"), model.parks, strict=True)
    )
    # Within one wage bill what is dearer is nothing but rounding.
    wages = int((model.total_posts + extra) * budgets.wage_per_post) + round(dearer * budgets.wage_per_post)
    ledger.move("capital", "treasury", "households", wages, "wages of posts")
    shared = rb.number("platforms.shared")
    duplicates = n * (1.0 - shared) + shared * (1.0 + 0.5 * (n - 1))
    costs = {
        "promotion network": rb.number("attraction.network_cost"),
        "roads and shuttles between parks": rb.number("circulation.cost"),
        "platforms": case.economy.platform_cost * duplicates,
    }
    for reason, cost in costs.items():
        ledger.move("capital", "treasury", "outside", int(cost), reason)
    model.count("admin_cost", wages + int(sum(costs.values())))


def plan_segments(model: "DistrictModel") -> None:
    """Plan the parks' mix of segments, a number for each: it wants its own, and loses where plans differ.

    The ideal of a park moves from year to year within [0, 1]; what planning loses in all lowers
    productivity by up to `economy.plan_gain`.
    """
    economy, rb = model.case.economy, model.rulebook
    year = model.month // 12
    zone = rb.word("headquarters.scope") == "zone"  # one park's headquarters cannot plan for another
    ideals = np.array([uniform(model.plan_stream, key, year) for key in model.park_keys])
    decided = yearly_plan(
        ideals,
        prior_mean=0.5,
        prior_halfwidth=0.5,
        weight_on_zone=rb.number("planning.coordination"),
        need_to_coordinate=economy.coordination_need,
        self_interest=economy.self_interest,
        central=rb.number("headquarters.route_share") if zone else 0.0,
    )
    need = economy.coordination_need
    apart = decided[:, None] - decided[None, :]
    others = max(model.n_parks - 1, 1)
    loss = (decided - ideals) ** 2 + need * (apart**2).sum(axis=1) / others
    model.plan_factor = 1.0 - economy.plan_gain * np.minimum(loss, 1.0)


def assess(model: "DistrictModel") -> None:
    """Assess departments by the cases that they served; part of an excess is next year's target (A2)."""
    if not model.month:
        return  # nothing was served yet
    servers, rb = model.servers, model.rulebook
    busy = servers["busy_days"] - model.busy_before
    model.busy_before = servers["busy_days"].copy()
    utilisation = busy / np.maximum(servers["workers"] * 12.0 * DAYS, 1.0)
    ratchet = rb.number("assessment.ratchet")
    for department in model.departments:
        k = department.index
        score = float(servers["served"][k] - model.served_before[k])
        target = department.target or score
        excess = max(score - target, 0.0)
        # Part of what went beyond the target is asked for next year: showing what one can do costs, and
        # effort is held back.
        department.pressure = max(1.0 - ratchet * excess / max(target, 1.0), 0.7)
        department.target = target + ratchet * excess
    model.served_before = servers["served"].copy()
    move_posts(model, utilisation)


def develop_land(model: "DistrictModel") -> None:
    """Let parks service acquired land ahead of demand, from at most half of their funds."""
    ledger, case = model.ledger, model.case
    cost = case.economy.servicing_cost
    amounts = np.zeros(model.n_parks, np.int64)
    for j, park in enumerate(model.parks):
        # Land serviced ahead uses quota, of which projects keep half, as of the fund.
        affordable = int(ledger.at("capital", "fund", j) / 2 / cost) if cost > 0 else 2**40
        affordable = min(affordable, ledger.at("quota", "quota", j) // 2)
        amounts[j] = park.develop_land(
            ledger.at("land", "acquired", j),
            ledger.at("land", "serviced", j),
            float(model.last_year["signed_area"][j]),
            affordable,
        )
    ledger.move(
        "capital", "fund", "outside", np.floor(amounts * cost).astype(np.int64), "land serviced ahead"
    )
    ledger.move("land", "acquired", "serviced", amounts, "land serviced ahead")
    ledger.move("quota", "quota", "quota_used", amounts, "land serviced ahead")
    model.count_parks("works", amounts * cost)
