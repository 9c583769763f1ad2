"""The library's districts: each is what its name says, and every mode runs on every one of them."""

import csv
import math

import numpy as np
import pytest
from district_bench import MODES, assert_books_balance, assert_projects_add_up, district, numbers_of
from preparation_bench import Bench
from test_model_preparation import FLOW, waits_of

from crosspark.governance.errors import BadInput
from crosspark.model import founding
from crosspark.model.district import simulate
from crosspark.model.indicators import INDICATORS
from crosspark.scenarios import load_scenario
from crosspark.scenarios.listing import scenario_rows
from crosspark.scenarios.loader import LIBRARY, scenario_names

ASKED = {
    "wenjiang", "two_parks", "one_park", "ten_parks", "thirty_parks", "ten_parks_finer", "land_scarce",
    "capital_scarce", "talent_scarce", "boom_and_slump", "overloaded_headquarters", "official_flow",
}  # fmt: skip
RULES = ("none", "bilateral", "headquarters", "market", "planner_exchange")
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def wenjiang():
    return load_scenario("wenjiang")


def stocks(parks):
    """Return what parks hold in all, each kind to its unit."""
    names = ("collective", "acquired", "serviced", "idle", "quota", "fund", "posts", "social_hours", "places")
    held = {name: sum(getattr(park, name) for park in parks) for name in names}
    for park in parks:
        for group in ("talent", "enterprises"):
            for name, number in dict(getattr(park, group)).items():
                held[group, name] = held.get((group, name), 0) + number
    return held


def people(case):
    names = ("population", "posts", "social_hours", "communities")
    return {name: sum(getattr(sub, name) for sub in case.subdistricts.values()) for name in names}


# What is there


def test_the_library_holds_what_was_asked_for_and_says_in_two_languages_what_it_is_for():
    assert {row["id"] for row in scenario_rows()} >= ASKED
    for name in scenario_names():
        case = load_scenario(name)
        for text, assumption in ((case.description_en, "assumption"), (case.description_zh, "假設")):
            assert assumption in text or name == "wenjiang", (name, text)


def test_files_are_short_for_they_hold_what_differs():
    for name in scenario_names():
        lines = (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
        assert name == "wenjiang" or len(lines) <= 160, (name, len(lines))


# Every mode on every district


def undefined(model, run):
    """Return the indicators of which a run has nothing to take the mean of."""
    projects = run.projects[run.projects["status"] == "started"]
    empty = {name for name in INDICATORS if name.startswith(("days_", "zero_"))} if projects.empty else set()
    empty |= {"days_small"} if projects["major"].all() else set()
    empty |= set() if projects["major"].any() else {"days_major"}
    if len(model.case.parks) == 1:
        empty.add("park_similarity")
    if not model.value_spread:
        empty.add("value_spread")
    if not any(procedure.consent for procedure in model.case.procedures):
        empty.add("decision_days")
    return empty


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scenario", scenario_names())
def test_every_mode_runs_on_every_district_with_books_that_add_up(scenario, mode):
    model = district(scenario, mode, seed=1, years=1)
    totals = model.ledger.totals()

    run = model.run()

    assert_books_balance(model, totals)
    assert_projects_add_up(model)
    assert run.values.keys() == INDICATORS.keys()
    without = {name for name, value in run.values.items() if not math.isfinite(value)}
    assert without <= undefined(model, run)


# One park, many parks


def test_a_park_alone_is_the_medical_city_as_it_is_in_wenjiang(wenjiang):
    case = load_scenario("one_park")

    assert case.parks == {"medical_city": wenjiang.parks["medical_city"]}
    assert case.subdistricts == {
        name: wenjiang.subdistricts[name] for name in wenjiang.parks["medical_city"].subdistricts
    }
    assert case.demand.leads == wenjiang.demand.leads / 3
    assert case.demand.signed_per_year == pytest.approx(wenjiang.demand.signed_per_year / 3, rel=1e-3)


@pytest.mark.parametrize("mode", ["present", "one_plus_two"])
def test_for_a_park_alone_all_rules_of_exchange_are_the_same_run(mode):
    first, *others = [
        simulate("one_park", mode, seed=4, years=3, overrides={"exchange.rule": rule, "exchange.share": 0.5})
        for rule in RULES
    ]

    for run in others:
        assert numbers_of(run.values) == numbers_of(first.values)
        assert run.flow_totals == first.flow_totals
    assert first.values["exchange_volume"] == 0


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("ten_parks", {"medical_city": 4, "health_services": 3, "modern_agriculture": 3}),
        ("thirty_parks", {"medical_city": 10, "health_services": 10, "modern_agriculture": 10}),
    ],
)
def test_a_larger_district_has_more_of_everything_in_proportion_to_its_parks(name, kinds, wenjiang):
    case = load_scenario(name)
    times = sum(kinds.values()) / 3
    alike = [wenjiang.parks[kind] for kind, count in kinds.items() for _ in range(count)]

    assert len(case.parks) == sum(kinds.values())
    assert stocks(case.parks.values()) == pytest.approx(stocks(alike), rel=1e-12)
    assert len(case.subdistricts) == 9 * times
    served = [sub for park in alike for sub in park.subdistricts]
    assert people(case)["population"] == sum(wenjiang.subdistricts[sub].population for sub in served)
    assert case.budgets == wenjiang.budgets  # of an average park
    assert case.economy == wenjiang.economy
    assert case.demand.leads == wenjiang.demand.leads * times
    assert case.demand.signed_per_year == pytest.approx(wenjiang.demand.signed_per_year * times, rel=1e-4)
    for group, names in (("departments", ("posts", "other_hours")), ("servers", ("posts",))):
        for server, facts in getattr(case, group).items():
            before = getattr(wenjiang, group)[server]
            grown = times if getattr(facts, "per", "district") == "district" else 1  # one each
            for fact in names:
                expected = getattr(before, fact) * grown
                assert getattr(facts, fact) == pytest.approx(expected, rel=1e-3), (server, fact)


def test_the_same_district_cut_finer_has_the_same_totals_to_the_unit(wenjiang):
    case = load_scenario("ten_parks_finer")

    assert len(case.parks) == 10
    after, before = stocks(case.parks.values()), stocks(wenjiang.parks.values())
    for name, total in before.items():
        assert after[name] == total if isinstance(total, int) else after[name] == pytest.approx(total), name
    assert people(case) == pytest.approx(people(wenjiang), rel=1e-12)
    assert case.demand == wenjiang.demand
    assert case.departments == wenjiang.departments
    for fact in ("quota_per_year", "fund_per_year"):
        assert getattr(case.budgets, fact) * 10 == getattr(wenjiang.budgets, fact) * 3
    for fact in ("other_matters", "platform_cost"):
        assert getattr(case.economy, fact) * 10 == pytest.approx(getattr(wenjiang.economy, fact) * 3)
    same = ("fit", "competence", "amenity", "land_price", "x_km", "y_km")
    for name, park in case.parks.items():
        whole = wenjiang.parks[name.rstrip("_234")]
        assert all(getattr(park, fact) == getattr(whole, fact) for fact in same), name


@pytest.mark.parametrize("name", ["one_park", "ten_parks", "thirty_parks", "ten_parks_finer"])
def test_officers_work_as_fast_as_in_wenjiang_however_many_parks_they_serve(name, wenjiang):
    def speeds(case):
        layout = founding.Layout.of(case)
        plan = founding.procedures_of(case, layout)
        servers = founding.servers_of(case, layout, founding.demand_on_servers(case, plan, layout))
        return {server: float(servers["speed"][k]) for server, k in layout.index.items()}

    assert speeds(load_scenario(name)) == pytest.approx(speeds(wenjiang), rel=0.01)


# Scarce factors


@pytest.fixture(scope="module")
def present():
    """Return what gives an indicator of a district under the present mode, seed by seed."""
    runs = {
        scenario: [simulate(scenario, "present", seed=seed, years=6).values for seed in SEEDS]
        for scenario in ("wenjiang", "land_scarce", "capital_scarce", "talent_scarce")
    }
    return lambda scenario, indicator: np.array([values[indicator] for values in runs[scenario]])


@pytest.mark.parametrize("scenario", ["land_scarce", "capital_scarce"])
def test_where_land_or_capital_is_scarce_projects_wait_for_it_under_the_present_mode(scenario, present):
    days, share = present(scenario, "days_factor"), present(scenario, "zero_obstacle")

    # Working days, mean of all projects; the share of projects that waited at all.
    assert (days > present("wenjiang", "days_factor") + 5).all()
    assert (share > present("wenjiang", "zero_obstacle") + 0.05).all()


def test_what_is_scarce_is_quota_in_one_district_and_the_fund_in_the_other(wenjiang):
    for scenario, scarce, ample in (("land_scarce", "quota", "fund"), ("capital_scarce", "fund", "quota")):
        case = load_scenario(scenario)
        for park, facts in case.parks.items():
            before = wenjiang.parks[park]
            assert getattr(facts, scarce) == pytest.approx(getattr(before, scarce) / 3, rel=1e-3)
            assert getattr(facts, ample) == getattr(before, ample)
        a_year, still = f"{scarce}_per_year", f"{ample}_per_year"
        assert getattr(case.budgets, a_year) == pytest.approx(getattr(wenjiang.budgets, a_year) / 3, rel=1e-3)
        assert getattr(case.budgets, still) == getattr(wenjiang.budgets, still)


def test_where_talent_is_scarce_half_as_many_posts_again_stay_vacant(present):
    scarce, usual = present("talent_scarce", "vacancies_rate"), present("wenjiang", "vacancies_rate")

    assert (scarce > 1.5 * usual).all()


# Boom and slump


def test_the_ten_years_after_adoption_hold_whole_cycles(wenjiang):
    case = load_scenario("boom_and_slump")

    assert case.demand.cycle_amplitude == pytest.approx(1 / 3, abs=1e-3)
    assert 12 * case.years % case.demand.cycle_period == 0
    changed = case.demand.model_dump() | {"cycle_amplitude": 0.0}
    assert changed == wenjiang.demand.model_dump()


# A headquarters with more matters than meetings


def test_more_matters_reach_the_headquarters_than_its_meetings_clear():
    for seed in SEEDS:
        values, usual = (
            simulate(scenario, "one_plus_two", seed=seed, years=3).values
            for scenario in ("overloaded_headquarters", "wenjiang")
        )
        assert values["agenda_load"] > 1 > usual["agenda_load"]
        assert values["decision_days"] > usual["decision_days"]


def test_without_a_headquarters_its_load_changes_nothing():
    runs = [
        simulate(scenario, "present", seed=1, years=2) for scenario in ("overloaded_headquarters", "wenjiang")
    ]

    assert numbers_of(runs[0].values) == numbers_of(runs[1].values)
    assert runs[0].flow_totals == runs[1].flow_totals


# The official flow

#: Who a department of the document is in the district.
DEPARTMENTS = {
    "規劃建設": "housing_construction", "國土": "land_planning", "環保": "environment", "水利": "water",
    "林業": "forestry", "發改": "development_reform",
}  # fmt: skip


@pytest.fixture(scope="module")
def flow():
    return load_scenario("official_flow")


def test_each_step_of_the_flow_has_the_limit_that_the_document_states(flow):
    with FLOW.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    work = 252 * 0.75 / flow.demand.signed_per_year  # working days of an officer that a review takes

    assert work == 3
    limits = [float(row["limit_working_days"]) for row in rows]
    assert [procedure.statutory_days + work for procedure in flow.procedures] == limits
    first = tuple(p.id for p, row in zip(flow.procedures, rows, strict=True) if row["parallel_group"] == "P1")
    after = {"": (), "P1": first, "核准": ("approval",)}
    assert [procedure.after for procedure in flow.procedures] == [after[row["after"]] for row in rows]
    for procedure, row in zip(flow.procedures, rows, strict=True):
        assert [review.server for review in procedure.reviews] == [DEPARTMENTS[row["department"]]]


@pytest.mark.parametrize(
    ("steps", "parallel", "chain"),
    # As its own text says: the longest of the first phase, 25, + 15 to the approval, + 20; or all in turn.
    [(6, 40, 135), (7, 60, 155)],
)
def test_alone_a_project_takes_as_long_as_the_document_says(steps, parallel, chain, flow):
    layout = founding.Layout.of(flow)
    plan = founding.procedures_of(flow, layout)
    servers = founding.servers_of(flow, layout, founding.demand_on_servers(flow, plan, layout))
    days = {}
    for linked in (0, 1):
        bench = Bench(plan[:steps], workers=servers["workers"], speed=servers["speed"])
        (slot,) = bench.sign(1, linked=linked)
        bench.run(400)
        days[linked] = waits_of(bench, slot)

    # Three days of each step on the path are work; the limit's rest is nobody's but the law's.
    assert days[1] == {"work": 3 * (steps - 4), "own": parallel - 3 * (steps - 4)}
    assert days[0] == {"work": 3 * steps, "own": chain - 3 * steps}


@pytest.mark.parametrize(("mode", "least"), [("fragmented", 155), ("approval_only", 60)])
def test_in_the_whole_district_nobody_is_faster_than_the_flow(mode, least):
    projects = simulate("official_flow", mode, seed=1, years=3).projects

    started = projects[projects["status"] == "started"]
    assert len(started) > 50
    assert started["days"].min() >= least


# Copies of parks

HEAD = "id: mine\ntitle_en: Mine\ntitle_zh: 我的\nextends: two_parks\n"


def load(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_scenario(path)


def test_a_copy_is_its_park_with_sub_districts_of_its_own_but_for_what_the_file_says_of_it(tmp_path):
    case = load(tmp_path, "copies: {north: 3}\nparks:\n  north: {posts: 30}\n  north_3: {fund: 9 亿元}\n")
    first, second, third = (case.parks[name] for name in ("north", "north_2", "north_3"))

    assert list(case.parks) == ["north", "south", "north_3", "north_2"]
    assert (second.title_en, second.title_zh) == ("North Park 2", "北園2")
    assert (second.subdistricts, third.subdistricts) == (("upper_town_2",), ("upper_town_3",))
    own = {"title_en", "title_zh", "subdistricts"}
    assert second.model_dump(exclude=own) == first.model_dump(exclude=own)
    assert third.model_dump(exclude=own | {"fund"}) == first.model_dump(exclude=own | {"fund"})
    assert (first.posts, third.posts, third.fund) == (30, 30, 900_000_000)
    assert case.subdistricts["upper_town_2"].population == case.subdistricts["upper_town"].population


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("copies: {nroth: 2}\n", '5: copies.nroth is 2; no such park to copy, did you mean "north"?'),
        ("copies: {north: 0}\n", "5: copies.north is 0; write a whole number from 1 to 100"),
        ("copies: {north: 1.5}\n", "5: copies.north is 1.5; write a whole number from 1 to 100"),
        ("copies: {north: true}\n", "5: copies.north is True; write a whole number from 1 to 100"),
        ("copies: 3\n", "5: copies is 3; write parks and how often each stands"),
        (
            "copies: {north: 2}\nparks:\n  north: {subdistricts: [far_town]}\n",
            '7: parks.north.subdistricts.0 is "far_town"; no such sub-district, did you mean "upper_town"?',
        ),
        (
            "copies: {north: 2}\nparks:\n  north: {subdistricts: [upper_town: 1]}\n",
            "7: parks.north.subdistricts.0 is {upper_town: 1}; input should be a valid string",
        ),
        (
            "copies: {north: 2}\nparks:\n  north:\n    posts: many\n",
            '8: parks.north.posts is "many"; write a number of posts, such as "12 posts"',
        ),
        (
            "copies: {north: 2}\nparks:\n  north_2: {psots: 3}\n",
            '7: parks.north_2.psots is 3; no such key here, did you mean "posts"?',
        ),
    ],
)
def test_wrong_copies_are_told_with_their_line(text, expected, tmp_path):
    with pytest.raises(BadInput) as caught:
        load(tmp_path, text)

    assert str(caught.value).removeprefix(f"{tmp_path}/") == f"mine.yaml:{expected}"
