"""Measures against hand calculations, brute force, scipy and what else a run tells of itself."""

import math

import numpy as np
import pandas as pd
import pytest
from district_bench import MODES, district
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from crosspark.agents.facts import TALENT_CLASSES
from crosspark.agents.park import Park
from crosspark.agents.subdistrict import SubDistrict
from crosspark.model import records
from crosspark.model.coordination import yearly_plan
from crosspark.model.duties import competence_gain
from crosspark.model.economy import chain_completeness
from crosspark.model.indicators import INDICATORS
from crosspark.model.ledger import RESOURCES
from crosspark.model.measures import HORIZON, krugman_similarity, restricted_mean, theil
from crosspark.model.production import ces

# Days


def kaplan_meier(times, events, horizon):
    """Return the area under the product-limit curve by its definition, day by day."""
    area = 0.0
    for day in range(int(horizon)):
        alive = 1.0
        for t in sorted({t for t, e in zip(times, events, strict=True) if e and t <= day}):
            at_risk = sum(other >= t for other in times)
            alive *= 1.0 - sum(o == t and e for o, e in zip(times, events, strict=True)) / at_risk
        area += alive
    return area


def test_the_restricted_mean_of_four_projects_is_the_area_worked_out_by_hand():
    days, started = np.array([30.0, 10.0, 20.0, 40.0]), np.array([True, True, False, False])

    # Started on day 10 of four, lost from sight on 20, started on 30 of two left: S = 1, 3/4, 3/8.
    assert restricted_mean(days, started, 50.0) == pytest.approx(10 + 20 * 3 / 4 + 20 * 3 / 8)


@given(
    observed=st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=25),
    horizon=st.integers(1, 80),
)
def test_the_restricted_mean_is_the_area_under_the_product_limit_curve(observed, horizon):
    times, events = zip(*observed, strict=True)

    found = restricted_mean(np.array(times, float), np.array(events), float(horizon))

    assert found == pytest.approx(kaplan_meier(times, events, horizon))


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_where_all_start_in_time_the_restricted_mean_is_the_mean(days):
    assert restricted_mean(np.array(days, float), np.ones(len(days), bool), 504.0) == pytest.approx(
        np.mean(days)
    )


def test_where_nobody_starts_the_restricted_mean_is_the_horizon():
    assert restricted_mean(np.full(3, 504.0), np.zeros(3, bool), 504.0) == 504.0
    assert math.isnan(restricted_mean(np.zeros(0), np.zeros(0, bool), 504.0))


# Parks


@given(
    parks=st.lists(
        st.tuples(st.one_of(st.just(0.0), st.floats(1e-3, 1e6)), st.floats(0.1, 1e3)), min_size=1, max_size=12
    ).filter(lambda parks: sum(v * w for v, w in parks) > 0)
)
def test_the_theil_index_is_the_sum_of_its_definition(parks):
    values, weights = map(np.array, zip(*parks, strict=True))
    mean = sum(v * w for v, w in parks) / sum(weights)
    expected = sum(w / sum(weights) * (v / mean) * math.log(v / mean) for v, w in parks if v > 0)

    assert theil(values, weights) == pytest.approx(expected, abs=1e-9)
    assert theil(values, weights) >= -1e-9


def test_the_theil_index_of_two_parks_of_which_one_has_all_is_log_two():
    assert theil(np.array([4.0, 0.0]), np.ones(2)) == pytest.approx(math.log(2))
    assert theil(np.array([3.0, 3.0]), np.array([1.0, 9.0])) == pytest.approx(0.0, abs=1e-15)


@given(
    st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=8).filter(
        lambda parks: sum(any(p) for p in parks) > 1
    )
)
def test_the_similarity_of_parks_is_the_mean_over_all_pairs(parks):
    shares = [[f / sum(park) for f in park] for park in parks if sum(park)]
    pairs = [(a, b) for i, a in enumerate(shares) for b in shares[:i]]
    krugman = [sum(abs(x - y) for x, y in zip(a, b, strict=True)) for a, b in pairs]

    assert krugman_similarity(np.array(parks)) == pytest.approx(1 - np.mean(krugman) / 2)


def test_two_parks_of_one_segment_each_are_alike_or_have_nothing_in_common():
    assert krugman_similarity(np.array([[5, 0], [7, 0]])) == pytest.approx(1.0)
    assert krugman_similarity(np.array([[5, 0], [0, 7]])) == pytest.approx(0.0)
    assert math.isnan(krugman_similarity(np.array([[5, 0], [0, 0]])))


def test_chain_completeness_of_two_parks_is_what_it_is_by_hand():
    firms = np.array([[6, 0], [2, 12]])
    buys = np.array([[0.0, 0.3], [0.1, 0.1]])

    found = chain_completeness(firms, buys, np.array([0.25, 0.5]), 6.0)

    def near(own, away, reach):
        return 1 - math.exp(-(own + reach * away) / 6.0)

    north = [near(0, 12, 0.25), 0.5 * near(6, 2, 0.25) + 0.5 * near(0, 12, 0.25)]
    south = [near(12, 0, 0.5), 0.5 * near(2, 6, 0.5) + 0.5 * near(12, 0, 0.5)]
    assert found == pytest.approx(np.array([north, south]))


def test_who_buys_nothing_misses_nothing_and_finds_nothing():
    assert chain_completeness(np.array([[5]]), np.array([[0.0]]), np.array([0.5]), 10.0).tolist() == [[0.0]]


# Decisions against scipy


@pytest.mark.parametrize("candidates", [1, 2, 3, 4, 5, 6])
def test_the_best_of_so_many_candidates_is_the_largest_of_so_many_normals(candidates):
    def density(x):
        return x * candidates * stats.norm.pdf(x) * stats.norm.cdf(x) ** (candidates - 1)

    largest, _ = integrate.quad(density, -12, 12)

    assert competence_gain(candidates, 0.1) == pytest.approx(1 + 0.1 * largest, abs=2e-5)


@pytest.mark.parametrize("weight", [0.3, 0.8, 1.0, 1.5, 3.0])
def test_a_department_chooses_the_effort_that_its_objective_asks_for(weight):
    for department in district("wenjiang").departments:
        b = department.professional_weight
        best = optimize.minimize_scalar(
            lambda e, b=b: -(weight * math.sqrt(e) + b * math.sqrt(1 - e)),
            bounds=(1e-9, 1 - 1e-9),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert department.choose_effort(weight) == pytest.approx(best.x, abs=1e-6)


def test_under_the_present_weight_a_department_works_as_it_does_now():
    model = district("wenjiang")

    for department in model.departments:
        assert department.choose_effort(1.0) == pytest.approx(model.present_effort[department.index])


@given(
    hours=st.floats(0, 3000),
    service=st.floats(1, 2000),
    matters=st.floats(1, 2000),
    weight=st.floats(0.3, 3),
)
def test_a_sub_district_splits_its_shortfall_as_its_objective_asks(hours, service, matters, weight):
    served, park = SubDistrict.split_hours(None, hours, service, matters, weight)

    assert 0 <= served <= service * (1 + 1e-12)
    assert 0 <= park <= matters * (1 + 1e-12)
    if hours >= service + matters:
        assert (served, park) == (service, matters)
        return
    assert served + park == pytest.approx(hours, abs=1e-9), "hours are neither made nor lost"

    def loss(p):
        return (service - (hours - p)) ** 2 / service + weight * (matters - p) ** 2 / matters

    low, high = max(0.0, hours - service), min(hours, matters)
    best = optimize.minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-9})
    assert loss(park) <= min(best.fun, loss(low), loss(high)) + 1e-6 * (1 + best.fun)


@given(
    hours=st.floats(0, 5000),
    social=st.floats(0, 5000),
    shares=st.lists(st.floats(0, 0.6), min_size=4, max_size=4),
)
def test_a_park_splits_all_of_its_hours_and_no_more(hours, social, shares):
    duties = dict(zip(("research", "attraction", "service", "operation"), shares, strict=True))

    split = Park.split_hours(None, hours, social, duties)

    assert sum(split.values()) == pytest.approx(hours, abs=1e-9)
    assert min(split.values()) >= 0
    assert split["social"] <= social


@given(
    theta=st.lists(st.floats(0, 1), min_size=2, max_size=2),
    need=st.floats(0, 4),
)
def test_the_yearly_plan_of_an_informed_zone_is_the_paper_s(theta, need):
    # Full information and full weight on the zone: d₁ = ((1 + 2δ)θ₁ + 2δθ₂) / (1 + 4δ).
    plan = yearly_plan(
        np.array(theta),
        prior_mean=0.5,
        prior_halfwidth=0.5,
        weight_on_zone=1.0,
        need_to_coordinate=need,
        self_interest=0.5,
        central=1.0,
    )

    one, other = theta
    # A report is told apart from its neighbours to a hundred-millionth.
    paper = [((1 + 2 * need) * a + 2 * need * b) / (1 + 4 * need) for a, b in ((one, other), (other, one))]
    assert plan == pytest.approx(paper, abs=1e-7)


@pytest.mark.parametrize("sigma", [0.03, 0.3, 0.7, 1.7])
def test_the_ces_is_its_formula_with_its_limits(sigma):
    rho = (sigma - 1) / sigma
    for land, rest in ((1.0, 0.5), (1.0, 0.9), (0.7, 1.2), (1.0, 1.0)):
        expected = (0.5 * land**rho + 0.5 * rest**rho) ** (1 / rho)
        assert ces(land, rest, sigma) == pytest.approx(expected)
    assert ces(1.0, 0.4, 0.0) == 0.4
    assert ces(1.0, 0.25, 1.0) == pytest.approx(0.5)
    assert ces(1.0, 0.4, 1e-3) == pytest.approx(0.4, rel=1e-3)
    assert ces(1.0, 0.4, 1 + 1e-6) == pytest.approx(math.sqrt(0.4), rel=1e-4)


# What a run tells of itself, two ways


@pytest.fixture(scope="module", params=["present", "one_plus_two", "market"])
def told(request):
    """A run with the balances at adoption and at the end."""
    model = district("wenjiang", request.param, seed=6, years=3, adopt=12)
    while model.month < model.adopt:
        model.step()
    before = {key: view.copy() for key, view in model.ledger._views.items()}
    return model, before, model.run()


def test_frames_have_the_columns_of_the_contract(told):
    model, _, run = told
    projects = ["project", "park", "segment", "area_mu", "investment", "major", "signed_day", "started_day"]
    projects += ["days", "queue", "work", "own", "handover", "consent", "community", "factor", "rework"]

    assert [c for c in run.projects.columns if c in {*projects, "status"}] == [*projects, "status"]
    assert list(run.hours.columns) == ["organisation", "kind", "duty", "hours"]
    columns = ["month", "giver", "receiver", "resource", "amount", "price", "reason", "clause"]
    assert list(run.flows.columns) == columns
    assert len(run.monthly) == run.months == 36
    assert run.parks.index.names == ["month", "park"]
    assert len(run.parks) == 36 * model.n_parks
    assert set(run.indicators.index) == set(run.values) == set(INDICATORS)
    tidy = ["run", "mode", "seed", "park", "subdistrict", "month", "indicator", "value", "unit"]
    assert list(run.tidy().columns) == tidy
    assert {"seed", "scenario_hash", "mode_hash", "versions"} <= set(run.manifest)


def test_flows_explain_every_change_of_every_account(told):
    model, before, run = told
    for resource, (_, accounts) in RESOURCES.items():
        flows = run.flows[run.flows["resource"] == resource]
        inward = flows.groupby("receiver")["amount"].sum()
        outward = flows.groupby("giver")["amount"].sum()
        for account, by_park in accounts.items():
            names = [f"{account}:{park}" for park in model.park_ids] if by_park else [account]
            change = model.ledger.of(resource, account) - before[resource, account]
            found = [inward.get(name, 0) - outward.get(name, 0) for name in names]
            assert found == change.tolist(), (resource, account)


def test_totals_of_flows_are_the_sums_of_the_flows(told):
    _, _, run = told
    by = ["giver", "receiver", "resource", "reason"]

    assert run.flows.groupby(by)["amount"].sum().to_dict() == run.flow_totals
    assert (run.flows["amount"] > 0).all()
    assert run.flows["month"].between(0, run.months - 1).all()


def test_the_districts_series_are_the_sums_of_the_parks(told):
    _, _, run = told
    sums = run.parks.groupby("month").sum()

    for name in ("operating_firms", "output", "jobs", "signed", "started"):
        assert sums[name].tolist() == run.monthly[name].tolist(), name


def flow(run, reason, **where):
    rows = run.flows[run.flows["reason"] == reason]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    return int(rows["amount"].sum())


def test_indicators_of_money_and_land_are_what_the_flows_say(told):
    model, before, run = told
    values, flows = run.values, run.flows
    assert values["concessions"] == flow(run, "concessions")
    leased = flows[flows["receiver"].str.startswith("leased")]["amount"].sum()
    leased -= flows[flows["giver"].str.startswith("leased")]["amount"].sum()
    assert values["land_leased"] == leased
    along = flow(run, "purchases along the chain")
    assert values["local_sourcing"] == pytest.approx(along / (along + flow(run, "purchases")))
    assert values["output"] == flow(run, "sales") + along
    assert values["value_added"] == flow(run, "sales") - flow(run, "purchases")

    def public(names):
        return names.str.startswith("fund:") | (names == "treasury")

    capital = flows[flows["resource"] == "capital"]
    inward = capital[public(capital["receiver"])].groupby("month")["amount"].sum()
    outward = capital[public(capital["giver"])].groupby("month")["amount"].sum()
    net = inward.reindex(range(36), fill_value=0) - outward.reindex(range(36), fill_value=0)
    rate = 1 + model.case.budgets.interest
    assert values["fiscal_npv"] == pytest.approx(sum(net[m] / rate ** ((m + 1) / 12) for m in range(36)))
    opening = before["capital", "fund"].sum() + before["capital", "treasury"].sum()
    assert values["treasury_balance"] == opening + net.sum()


def test_indicators_of_people_are_what_series_and_flows_say(told):
    model, _, run = told
    monthly = run.monthly
    wanted = monthly["jobs"] + monthly["vacant"]
    assert run.values["vacancies_rate"] == pytest.approx(monthly["vacant"].sum() / wanted.sum())
    left = sum(flow(run, "left the district", resource=name) for name in TALENT_CLASSES)
    people = (monthly["jobs"] + monthly["seeking"]).mean()
    assert run.values["retention"] == pytest.approx(1 - left / 3 / people)
    staff = {name: model.ledger.at(name, "employed") for name in TALENT_CLASSES}
    assert run.values["jobs"] == sum(staff.values())
    assert run.values["talent_employed"] == staff["research"] + staff["medical"]


def test_projects_signed_before_adoption_count_as_started_but_not_as_signed(told):
    _, _, run = told
    since_adoption = int((run.projects["status"] == "started").sum())

    assert run.values["started"] > since_adoption
    assert run.values["start_rate"] == pytest.approx(since_adoption / run.values["signed"])


def test_indicators_of_projects_are_what_the_projects_say(told):
    model, _, run = told
    projects, values = run.projects, run.values
    started = projects[projects["status"] == "started"]
    assert values["signed"] == len(projects)
    assert values["unfinished"] == (projects["status"] == "preparing").sum()
    assert values["never_started_rate"] == pytest.approx((projects["status"] == "withdrawn").mean())
    assert values["days_started"] == pytest.approx(started["days"].mean())
    assert values["days_sd"] == pytest.approx(started["days"].std(ddof=0))
    for major, name in ((True, "days_major"), (False, "days_small")):
        assert values[name] == pytest.approx(started[started["major"] == major]["days"].mean())
    for cause in records.CAUSES:
        assert values[f"days_{cause}"] == pytest.approx(started[cause].mean())
        assert run.causes[cause] == pytest.approx(started[cause].mean())
    assert values["zero_obstacle"] == pytest.approx((started["factor"] > 0).mean())
    times = {
        "started": projects["days"],
        "withdrawn": pd.Series(HORIZON, projects.index),
        "preparing": model.day - projects["signed_day"],
    }
    seen = [int(min(times[s][i], HORIZON)) for i, s in projects["status"].items()]
    event = [s == "started" and t < HORIZON for s, t in zip(projects["status"], seen, strict=True)]
    assert values["days_to_start"] == pytest.approx(kaplan_meier(seen, event, HORIZON))


def test_indicators_of_the_last_year_are_per_mu_of_leased_land(told):
    model, _, run = told
    mu = model.ledger.at("land", "leased") / (2000 / 3)
    last = run.monthly.tail(12)
    assert run.values["output_per_mu"] == pytest.approx(last["output"].sum() / mu)
    assert run.values["tax_per_mu"] == pytest.approx(last["tax"].sum() / mu)
    rows = model.enterprises
    at_work = np.isin(rows["stage"], (5, 6))
    area = rows["area"][at_work].sum() / (2000 / 3)
    assert run.values["investment_per_mu"] == pytest.approx(rows["invest"][at_work].sum() / area)
    idle = model.ledger.at("land", "idle")
    assert run.values["idle_land_share"] == pytest.approx(idle / (idle + model.ledger.at("land", "leased")))
    parks = run.parks["output"].unstack("park").tail(12).sum()[list(model.park_ids)].to_numpy(float)
    leased = model.ledger.of("land", "leased").astype(float)
    assert run.values["park_theil"] == pytest.approx(theil(parks / leased, leased))


def test_no_organisation_works_more_hours_than_its_posts_have(told):
    model, _, run = told
    hours = run.hours.groupby(["kind", "organisation"])["hours"].sum()
    months = run.months
    for sub in model.subdistricts:
        assert hours["subdistrict", sub.id] <= sub.facts.posts * 168 * months * (1 + 1e-9)
    for department in model.departments:
        assert (run.hours["hours"] >= 0).all()
        spent = run.hours[run.hours["organisation"] == department.id]["hours"].sum()
        # Posts that moved in are paid in hours too; mobile posts are at most half of all.
        assert spent > 0
    assert run.values["leaders_hours"] * 3 == pytest.approx(
        run.hours[run.hours["duty"] == "leaders"]["hours"].sum()
    )


@pytest.mark.parametrize("adopt", [0, 1, 12])
@pytest.mark.parametrize("mode", MODES)
def test_a_run_counts_from_adoption_however_early_that_is(mode, adopt):
    model = district("wenjiang", mode, seed=6, years=1, adopt=adopt)
    while model.month < model.adopt:
        model.step()
    leased = model.ledger.at("land", "leased")
    funds = model.ledger.at("capital", "fund") + model.ledger.at("capital", "treasury")
    run = model.run()

    assert run.months == 12
    assert run.values["land_leased"] == model.ledger.at("land", "leased") - leased
    change = model.ledger.at("capital", "fund") + model.ledger.at("capital", "treasury") - funds
    assert run.values["treasury_balance"] - change == funds
    assert all(day >= adopt * 21 for day in run.projects["signed_day"])


def test_every_indicator_is_a_number_or_says_that_there_is_none(told):
    _, _, run = told

    for name, value in run.values.items():
        assert isinstance(value, int | float), name
        assert not math.isinf(value), name
    for name, indicator in INDICATORS.items():
        if indicator.unit == "share" and name != "local_sourcing" and not math.isnan(run.values[name]):
            assert 0 <= run.values[name] <= 1, name
