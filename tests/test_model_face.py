"""The district as a Mesa model: steps, agents, replaced decisions, modes that differ by park, memory."""

import gc
import subprocess
import sys
import weakref
from pathlib import Path

import mesa
import numpy as np
import pytest
from district_bench import district

from crosspark.agents.bodies import Committee, Headquarters, PromotionCentre
from crosspark.agents.department import Department
from crosspark.agents.enterprise import Enterprise
from crosspark.agents.park import Park
from crosspark.agents.subdistrict import SubDistrict
from crosspark.governance.errors import BadInput
from crosspark.model.case import resolve
from crosspark.model.district import AGENTS, DistrictModel, simulate


def test_the_district_is_a_mesa_model_that_runs_a_month_a_step_until_its_horizon():
    model = DistrictModel("two_parks", "one_plus_two", rng=3, years=1, adopt=2)

    assert isinstance(model, mesa.Model)
    assert model.running
    for month in range(1, 15):
        model.step()
        assert (model.month, model.steps) == (month, month)
        assert model.running == (month < 14)


def test_run_steps_to_the_horizon_and_returns_what_result_returns():
    model = district(years=1, adopt=2)
    model.step()

    run = model.run()

    assert not model.running
    assert run.months == 12
    assert run.values.keys() == model.result().values.keys()
    assert model.run().months == 12, "a district that has run returns its run again"


def test_a_result_can_be_asked_for_before_the_horizon():
    model = district("wenjiang", adopt=0)
    for _ in range(5):
        model.step()

    run = model.result()

    assert run.months == 5
    assert len(run.monthly) == 5


def test_the_default_district_and_mode_are_wenjiangs():
    model = DistrictModel()

    assert model.case.id == "wenjiang"
    assert {mode.id for mode in model.modes.values()} == {"one_plus_two"}
    assert model.seed == 0
    assert model.months == 24 + 120


def test_agents_by_type_holds_every_kind_of_agent():
    model = district("wenjiang")
    model.step()
    counts = {kind: len(agents) for kind, agents in model.agents_by_type.items()}

    assert counts[Park] == 3
    assert counts[SubDistrict] == 9
    assert counts[Department] == 9
    assert counts[Headquarters] == counts[PromotionCentre] == 1
    assert counts[Committee] == 3
    assert counts[Enterprise] >= 520
    assert set(AGENTS.values()) <= set(counts)


def test_bodies_are_founded_where_the_mode_founds_them_and_none_is_left_over():
    model = district("wenjiang", "one_plus_two_local_hq", adopt=2)
    founded = []
    for _ in range(4):
        founded.append(len(model.agents_by_type[Headquarters]))
        model.step()

    # Headquarters of the zone before the change in month 2, one in each park after it.
    assert founded == [1, 1, 1, 3]
    assert sorted(hq.parks for hq in model.agents_by_type[Headquarters]) == [(0,), (1,), (2,)]


@pytest.fixture(scope="module")
def wenjiang():
    model = district("wenjiang", seed=2, years=1)
    model.run()
    return model


def test_the_set_of_enterprises_is_a_real_agent_set(wenjiang):
    firms = wenjiang.agents_by_type[Enterprise]

    assert isinstance(firms, mesa.agent.AgentSet)
    large = firms.select(lambda firm: firm.area > 20_000)
    assert 0 < len(large) < len(firms)
    assert all(firm.area > 20_000 for firm in large)
    shuffled = firms.shuffle()
    assert {firm.row for firm in shuffled} == {firm.row for firm in firms}
    assert [firm.row for firm in shuffled] != [firm.row for firm in firms]
    areas = firms.sort("area").get("area")
    assert areas == sorted(areas, reverse=True)
    by_segment = firms.groupby("segment")
    assert {name: len(group) for name, group in by_segment} == {
        name: sum(firm.segment == name for firm in firms) for name, _ in by_segment
    }
    seen = []
    firms.do(lambda firm: seen.append(firm.row))
    assert sorted(seen) == sorted(firm.row for firm in firms)


def test_a_view_reads_the_row_of_its_enterprise(wenjiang):
    rows = wenjiang.enterprises
    for firm in wenjiang.agents_by_type[Enterprise]:
        row = rows[firm.row]
        assert (firm.area, firm.cash, firm.output) == (row["area"], row["cash"], row["output"])
        assert firm.park.id == wenjiang.park_ids[row["park"]]
        assert firm.segment == wenjiang.segment_ids[row["segment"]]
        assert list(firm.staff.values()) == row["staff"].tolist()
    operating = [f for f in wenjiang.agents_by_type[Enterprise] if f.stage in {"operating", "expanding"}]
    assert len(operating) == wenjiang.operating_firms


def test_what_is_set_in_a_row_is_seen_by_the_view_and_views_last_as_long_as_membership():
    model = district()
    model.step()
    firm = next(iter(model.agents_by_type[Enterprise]))
    model.enterprises[firm.row]["area"] = 4321

    assert firm.area == 4321
    assert next(iter(model.agents_by_type[Enterprise])) is firm


def test_an_enterprise_that_closed_is_no_agent_any_more():
    model = district(overrides={"economy.exit_hazard": "60 %/month"})
    before = {firm.row for firm in model.agents_by_type[Enterprise]}
    for _ in range(3):
        model.step()

    after = {firm.row for firm in model.agents_by_type[Enterprise]}
    closed = set(np.flatnonzero(model.enterprises["stage"] == 7).tolist())
    assert closed & before
    assert not closed & after
    assert {agent.row for agent in model.agents if isinstance(agent, Enterprise)} == after


def test_all_agents_of_a_district_have_numbers_of_their_own():
    model = district("wenjiang")
    model.step()
    numbers = [agent.unique_id for kind in model.agents_by_type.values() for agent in kind]

    assert len(set(numbers)) == len(numbers)


def test_a_park_tells_what_the_books_say(wenjiang):
    for park in wenjiang.agents_by_type[Park]:
        assert park.fund == wenjiang.ledger.at("capital", "fund", park.index)
        assert park.quota == wenjiang.ledger.at("quota", "quota", park.index)
        assert park.firms == wenjiang.firms[park.index]


def test_the_data_collector_has_a_row_for_each_month():
    model = district(years=1, adopt=2)
    run = model.run()
    frame = model.datacollector.get_model_vars_dataframe()

    assert len(frame) == 14
    assert frame["month"].tolist() == list(range(14))
    for name in ("operating_firms", "output", "jobs", "started", "signed"):
        assert frame[name].tolist()[2:] == run.monthly[name].tolist(), name


# Decisions that a caller replaces


class Stingy(Park):
    def offer_ceiling(self, tax, credit, outcome_weight):
        return 0.0 * tax


class Generous(Park):
    def offer_ceiling(self, tax, credit, outcome_weight):
        return 3.0 * super().offer_ceiling(tax, credit, outcome_weight)


def test_a_park_that_offers_nothing_concedes_nothing_and_one_that_offers_more_concedes_more():
    paid = {
        kind: simulate("wenjiang", "fragmented", seed=2, years=2, agents={"park": kind}).values
        for kind in (Stingy, Park, Generous)
    }

    assert paid[Stingy]["concessions"] == 0
    assert 0 < paid[Park]["concessions"] < paid[Generous]["concessions"]


def test_agents_of_a_subclass_are_what_the_model_holds():
    model = district(agents={"park": Stingy})

    assert len(model.agents_by_type[Stingy]) == 2
    assert all(isinstance(park, Stingy) for park in model.parks)


class Idle(Department):
    def choose_effort(self, park_weight):
        return 0.2 * super().choose_effort(park_weight)


class Patient(Headquarters):
    def delegate(self, backlog, agenda, willing):
        return 0.0


class Cautious(PromotionCentre):
    def value_of_lead(self, tax, credit, outcome_weight):
        return 0.0 * tax


class Absent(Committee):
    def triggered_share(self, trigger, officers, case_load, projects):
        return 0.0


class Stubborn(SubDistrict):
    def consent_hazard(self, free_hazard, chores):
        return 0.2 * super().consent_hazard(free_hazard, chores)


@pytest.mark.parametrize(
    ("kind", "agent", "indicator", "more"),
    [
        ("department", Idle, "days_queue", True),
        ("promotion_centre", Cautious, "concessions", False),
        ("committee", Absent, "days_handover", True),
        ("subdistrict", Stubborn, "days_community", True),
    ],
)
def test_a_replaced_decision_of_every_kind_of_agent_is_felt(kind, agent, indicator, more):
    usual = simulate("wenjiang", "one_plus_two", seed=2, years=2).values[indicator]
    changed = simulate("wenjiang", "one_plus_two", seed=2, years=2, agents={kind: agent}).values[indicator]

    assert (changed > usual) == more
    assert changed != usual


def test_a_headquarters_that_delegates_nothing_keeps_matters_waiting_where_the_agenda_is_short():
    few = {"headquarters.agenda": "3 matters"}
    usual = simulate("wenjiang", "one_plus_two", seed=2, years=2, overrides=few).values
    changed = simulate(
        "wenjiang", "one_plus_two", seed=2, years=2, overrides=few, agents={"headquarters": Patient}
    ).values

    assert changed["decision_days"] > usual["decision_days"]


def test_an_unknown_kind_of_agent_is_refused_with_the_nearest():
    with pytest.raises(BadInput, match="park"):
        DistrictModel("two_parks", agents={"parks": Stingy})


# Modes that differ by park, overrides


def test_a_pilot_park_has_its_mode_and_the_others_keep_the_present_one():
    model = district("wenjiang", {"health_services": "one_plus_two"}, years=3)
    run = model.run()

    joint = dict(zip(model.park_ids, model.rulebook.numbers("review.joint_share"), strict=True))
    assert joint == {"medical_city": 0.0, "health_services": 1.0, "modern_agriculture": 0.0}
    assert run.mode == (
        "medical_city:present+health_services:one_plus_two+modern_agriculture:present"
    )  # fmt: skip
    days = run.projects[run.projects["status"] == "started"].groupby("park")["days"].mean()
    assert days["health_services"] < min(days["medical_city"], days["modern_agriculture"])


def test_a_mapping_of_one_mode_for_all_is_that_mode():
    everywhere = dict.fromkeys(("north", "south"), "market")
    one, other = (simulate("two_parks", mode, seed=2, years=1) for mode in ("market", everywhere))

    assert one.mode == other.mode == "market"
    assert str(one.values) == str(other.values)


def test_a_mode_for_an_unknown_park_is_refused_with_the_nearest():
    with pytest.raises(BadInput, match="north"):
        DistrictModel("two_parks", {"nort": "market"})


def test_overrides_by_path_reach_the_scenario_and_the_mode():
    model = district(overrides={"parks.north.posts": "31 posts", "headquarters.agenda": "7 matters"})

    assert model.parks[0].facts.posts == 31
    assert model.target_rules.number("headquarters.agenda") == 7


def test_an_override_changes_the_run():
    none = simulate("two_parks", "present", seed=2, years=1, overrides={"demand.leads": "0 leads/year"})

    assert none.values["signed"] == 0
    assert np.isnan(none.values["days_started"])


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("demand.lead", "demand.leads"),
        ("headquarters.meeting_intervall", "headquarters.meeting_interval"),
        ("parks.nort.posts", "parks.north.posts"),
    ],
)
def test_an_unknown_override_is_refused_with_the_nearest_name(path, nearest):
    with pytest.raises(BadInput, match=nearest):
        DistrictModel("two_parks", overrides={path: 1})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seed": "x"}, 'seed is "x"; it must be a whole number, at least 0'),
        ({"seed": -1}, "seed is -1; it must be a whole number, at least 0"),
        ({"seed": 1.5}, "seed is 1.5; it must be a whole number, at least 0"),
        ({"years": 0}, "years is 0; it must be a whole number, at least 1 and at most 50"),
        ({"years": 51}, "years is 51; it must be a whole number, at least 1 and at most 50"),
        (
            {"overrides": ["years"]},
            "overrides is [years]; give a mapping of paths to quantities, as in "
            '{"handover.days": "2 working days"}',
        ),
        ({"overrides": {"years": "51 years"}}, 'years is "51 years"; it must be in [1, 50] year'),
    ],
)
def test_a_seed_or_a_horizon_that_is_none_is_refused_in_a_line(given, said):
    with pytest.raises(BadInput) as caught:
        simulate("two_parks", "present", **{"seed": 1, **given})
    assert str(caught.value).partition(": ")[2] == said


def test_the_horizon_that_is_listed_is_the_one_that_is_kept():
    (fact,) = (fact for fact in resolve("two_parks").facts if fact.path == "years")

    assert (fact.low, fact.high) == (1, 50)
    for years in (1, 50):
        assert DistrictModel("two_parks", years=years).years == years
        assert DistrictModel("two_parks", overrides={"years": f"{years} years"}).years == years
    assert DistrictModel("two_parks", rng=np.int64(3), years=np.int64(2)).months == 24 + 24


def test_a_clauses_strength_can_be_overridden_where_the_mode_has_the_clause():
    path = "clauses.M5.homes_ahead"

    usual, none = (district(overrides=o) for o in ({}, {path: 0.0}))

    assert usual.target_rules.number("resettlement.homes_ahead") > 0
    assert none.target_rules.number("resettlement.homes_ahead") == 0


def test_adoption_can_be_phased_in():
    model = district(mode="approval_only", adopt=2, overrides={"adoption.phase_months": "3 months"})
    shares = []
    for _ in range(8):
        model.step()
        shares.append(model.rulebook.number("review.joint_share"))

    assert shares == pytest.approx([0, 0, 0.25, 0.5, 0.75, 1, 1, 1])


# Memory


def test_a_model_that_nobody_holds_is_let_go():
    seen = []
    for _ in range(3):
        model = district()
        model.step()
        list(model.agents_by_type[Enterprise])
        seen.append(weakref.ref(model))
    del model
    gc.collect()

    assert [model() for model in seen] == [None] * 3


FLAT = """
import gc, os
import crosspark.scenarios
from crosspark.model.case import resolve
from crosspark.model.district import simulate
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
case = resolve("two_parks").with_overrides({"burn_in_months": "1 month"})
for number in range(1000):
    simulate(case, "one_plus_two", seed=number, years=1)
    if number == 20:
        gc.freeze()  # as workers do: the collector need not go round what was loaded
    if number in (199, 999):
        print(resident())
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads resident memory from /proc")
def test_a_thousand_small_runs_in_one_process_take_no_more_memory_than_two_hundred():
    done = subprocess.run(
        [sys.executable, "-c", FLAT], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    early, late = map(float, done.stdout.split())

    assert late - early < 10
