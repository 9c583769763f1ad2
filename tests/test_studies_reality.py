"""Oracle 9: what the published number counts, by hand; what is ruled out; the rivals."""

from pathlib import Path

import numpy as np
import pytest
from district_bench import rebuilt
from preparation_bench import Bench, procedure
from scipy.stats import norm

import crosspark.scenarios  # noqa: F401 - it finds scenarios by their names
from crosspark.governance import yamlfile
from crosspark.governance.fields import FIELDS
from crosspark.governance.institution import BASE
from crosspark.model import records
from crosspark.model.case import resolve
from crosspark.model.district import DistrictModel
from crosspark.model.founding import Layout, demand_on_servers, procedures_of
from crosspark.studies import reality, reform

QUESTIONS = Path(__file__).parents[1] / "docs" / "data" / "pilot_reform.yaml"

# A flow with whole days: registration 3 d; land 10 d of work; filing 4 d of review and 2 d of the
# enterprise's own; the permit 5 d, which may not close before the land is there; works 7 d after the permit.
REGISTER, LAND, FILE, PERMIT, BUILD = range(5)
DAYS = [3, 10, 4, 5, 7]
COUNTED = [False, False, True, True, False]
ALL = [True] * 8
NOT_OWN = [cause != "own" for cause in records.CAUSES]


def flow(closes=-1):
    after = {FILE: [REGISTER], PERMIT: [FILE], BUILD: [PERMIT]}
    return [
        procedure(
            after.get(p, []),
            chain=[p - 1] if p else [],
            server=[p],
            hours=[8.0 * DAYS[p]],
            own=2.0 if p == FILE else 0.0,
            closes=closes if p == PERMIT else -1,
        )
        for p in range(5)
    ]


def walked(linked, closes=-1, **rules):
    bench = Bench(flow(closes), workers=[1] * 5, **rules)
    slots = bench.sign(1, linked=linked)
    bench.run(200)
    assert bench.room.slots[slots]["state"] == records.STARTED
    return bench, slots


def counted(bench, slots, linked, procedures=COUNTED, causes=ALL):
    return reality.published_days(bench.room.steps[slots], bench.plan, linked, procedures, causes).tolist()


@pytest.mark.parametrize("linked", [False, True])
def test_filing_to_permit_counts_neither_land_nor_works(linked):
    bench, slots = walked(linked)

    # 4 days of review, 2 of its own, 5 of the permit, in a chain and in threads alike.
    assert counted(bench, slots, linked) == [11]
    # With the clock stopped while the enterprise itself is at work.
    assert counted(bench, slots, linked, causes=NOT_OWN) == [9]


def test_a_permit_that_waited_for_the_land_counts_as_if_the_land_were_there():
    bench, slots = walked(True, closes=LAND)

    # Land takes 10 days from signing, the permit would be there after 3 + 6 + 5 = 14: no wait at all.
    assert bench.room.slots[slots]["ended"] - bench.room.slots[slots]["signed"] == [21]
    slow = Bench([*flow(LAND)[:1], procedure(server=[1], hours=[8.0 * 30]), *flow(LAND)[2:]], workers=[1] * 5)
    chosen = slow.sign(1, linked=1)
    slow.run(200)
    # With 30 days of land the permit closes on day 30 and the works end on 37; what is published stays 11.
    assert slow.room.slots[chosen]["ended"] - slow.room.slots[chosen]["signed"] == [37]
    assert counted(slow, chosen, True) == [11]


def test_hand_overs_of_what_is_counted_count_and_others_do_not():
    bench, slots = walked(0, handover=2.0)

    # Two days before each of five steps of a chain: 29 + 2 + 10; two of them are counted.
    assert bench.room.slots[slots]["ended"] - bench.room.slots[slots]["signed"] == [41]
    assert counted(bench, slots, False) == [15]


def test_parallel_steps_count_by_the_longer_one():
    plan = [
        procedure(chain=[], server=[0], hours=[8.0 * 6]),
        procedure(chain=[0], server=[1], hours=[8.0 * 9]),
    ]
    bench = Bench(plan, workers=[1, 1])
    chain, threads = bench.sign([0, 50], linked=[0, 1])
    bench.run(200)

    assert counted(bench, [chain], False, procedures=[True, True]) == [15]
    assert counted(bench, [threads], True, procedures=[True, True]) == [9]


def test_nothing_counted_takes_no_time():
    bench, slots = walked(0)

    assert counted(bench, slots, False, procedures=[False] * 5) == [0]


@pytest.mark.parametrize("mode", ["present", "approval_only", "one_plus_two"])
def test_with_everything_counted_it_is_the_time_from_signing_to_start_of_every_project(mode):
    class Everything(reality.Observed):
        readings = (
            reality.Reading("all", tuple(f.id for f in resolve("wenjiang").procedures), records.CAUSES),
        )

    model = Everything("wenjiang", mode, rng=3, years=2, adopt=6)
    model.run()
    seen = np.concatenate(model.observed)

    assert len(seen) > 50
    np.testing.assert_array_equal(seen[:, 2], seen[:, 1])


def test_works_apart_leave_the_work_of_every_server_as_it_was():
    case = resolve("wenjiang")
    apart = reality.with_works_apart(case)

    def asked(scenario):
        layout = Layout.of(scenario)
        return demand_on_servers(scenario, procedures_of(scenario, layout), layout)

    np.testing.assert_allclose(asked(apart), asked(case))
    by_id = {facts.id: facts for facts in apart.procedures}
    assert [review.server for review in by_id["G4"].reviews] == ["utilities"]
    assert [review.server for review in by_id["G4_works"].reviews] == ["builders"]
    assert by_id["G4_works"].after == ("G4",)
    # Tendering waited for the infrastructure, and waits for its works.
    assert by_id["E4"].closes_after == "G4_works"
    assert by_id["E4"].assumes == ("G4_works",)


def test_the_published_number_counts_procedures_that_the_district_has_and_no_land():
    case = reality.with_works_apart(resolve("wenjiang"))
    by_id = {facts.id: facts for facts in case.procedures}

    assert set(reality.COUNTED) <= set(by_id)
    assert not any(by_id[name].community or by_id[name].quota for name in reality.COUNTED)
    servers = {review.server for name in reality.COUNTED for review in by_id[name].reviews}
    assert not servers & {"builders", "resettlement", "park_desk"}
    assert servers >= {"intermediaries", "utilities"}


# What is ruled out, and scores


def test_a_set_is_ruled_out_when_it_falls_three_deviations_short_of_the_floor():
    rule = reality.Rule(published_before=200, part_of_stages=0.75, discrepancy=0.1, beyond=3)

    assert rule.floor == 150
    # 30 and 50 days short, with a deviation of 15.
    assert rule.implausibility(120, chance=0) == pytest.approx(2)
    assert not rule.rules_out(120, chance=0)
    assert rule.rules_out(100, chance=0)
    # A mean known to 20 days makes the deviation 25 (15² + 20² = 25²): 75 days are allowed.
    assert not rule.rules_out(76, chance=20)
    assert rule.rules_out(74, chance=20)


def test_a_floor_rules_out_nothing_above_it_and_no_days_at_all_are_out():
    rule = reality.Rule(published_before=200, part_of_stages=0.75, discrepancy=0.1, beyond=3)

    assert rule.implausibility(400, chance=0) == 0
    assert rule.rules_out(float("nan"), chance=0)


def test_the_score_of_two_forecasts_by_hand():
    # |0.4 − 0.6| and |0.8 − 0.6| are 0.2 on average; half the mean distance of all four pairs is 0.1.
    assert reality.crps([0.8, 0.4], 0.6) == pytest.approx(0.1)


def test_the_score_of_a_normal_ensemble_is_the_formula_of_gneiting_and_raftery():
    n, y = 4001, 0.7
    sample = norm.ppf((np.arange(n) + 0.5) / n)

    formula = y * (2 * norm.cdf(y) - 1) + 2 * norm.pdf(y) - 1 / np.sqrt(np.pi)
    assert reality.crps(sample, y) == pytest.approx(formula, abs=1e-3)


# The rival of the critical path


def two_procedures(data):
    """Edit a district: E2 with two reviews and 4 own days, E3 with one and 6; each review takes 2 days.

    A review that is a server's only one takes 21 × posts × utilisation × 12 ÷ projects a year, in days:
    21 × 1 × 0.5 × 12 / 63 = 2.
    """
    data["demand"]["signed_per_year"] = "63 projects/year"
    for name in ("land_planning", "housing_construction", "environment"):
        data["departments"][name].update(posts=1, target_utilisation=0.5)
    titles = {"title_en": "A step", "title_zh": "一步", "statutory_days": "0 working days"}
    hours = "4 hours"
    data["procedures"] = [
        {
            "id": "E2",
            **titles,
            "stage": "initiation",
            "reviews": [
                {"server": "land_planning", "hours": hours},
                {"server": "environment", "hours": hours},
            ],
            "own_days": "4 working days",
        },
        {
            "id": "E3",
            **titles,
            "stage": "planning",
            "reviews": [{"server": "housing_construction", "hours": hours}],
            "own_days": "6 working days",
        },
    ]


@pytest.mark.parametrize(
    ("threads", "joint", "days"),
    [
        (0, 0, 20),  # the chain: 1 + 1 to hand over and file, 2 + 2 of review, 4 own; 2, 2 and 6
        (1, 0, 10),  # the longer of two threads of 10
        (0, 1, 18),  # two reviews in one room take 2
        (1, 1, 10),  # the thread of E3 is the longer one now
        (0.5, 0, 15),
    ],
)
def test_the_critical_path_without_queues_by_hand(threads, joint, days):
    case = rebuilt("two_parks", two_procedures)
    present = BASE.replace({"handover.days": 1, "filing.days": 1})

    ratio = reality.critical_path_ratio(case, present, reality.ELAPSED, threads, joint)

    assert ratio == pytest.approx(days / 20)


# Sampled figures and the four ways


def figures_of(**written):
    return reform.read_figures(written, resolve("wenjiang"))


def test_a_figure_without_a_range_of_its_own_runs_over_that_of_its_path():
    of_field, of_scenario = figures_of(a={"paths": ["filing.days"]}, b={"paths": ["economy.own_time_sd"]})

    assert (of_field.low, of_field.high) == (FIELDS["filing.days"].low, FIELDS["filing.days"].high)
    assert (of_scenario.low, of_scenario.high) == (0, 0.8)
    assert (of_scenario.usual, of_field.usual) == (0.35, FIELDS["filing.days"].value)


def test_a_factor_is_uniform_in_its_logarithm():
    (figure,) = figures_of(a={"paths": ["demand.leads"], "factor": [0.5, 2]})

    assert [figure.at(u) for u in (0, 0.5, 1)] == pytest.approx([0.5, 1, 2])
    assert figure.usual == 1


def test_a_point_multiplies_or_sets_every_path_that_it_names():
    figures = figures_of(
        strained={"paths": ["departments.*.target_utilisation"], "value": [0.5, 0.85]},
        slow={"paths": ["procedures.*.own_days"], "factor": [0.5, 2]},
        filing={"paths": ["filing.days"]},
    )
    case = resolve("wenjiang")
    found = reform.overrides_of(figures, {"strained": 0.7, "slow": 1.5, "filing": 3.0}, case)
    changed = case.with_overrides({path: v for path, v in found.items() if path != "filing.days"})

    assert found["filing.days"] == 3.0
    assert {d.target_utilisation for d in changed.departments.values()} == {0.7}
    own = {p.id: p.own_days for p in changed.procedures}
    assert (own["E2"], own["E3"], own["G3"]) == (9, 24, 0)  # 6, 16 and 0 in the file
    assert changed.demand == case.demand


def test_points_fill_each_range_evenly():
    figures = figures_of(a={"paths": ["filing.days"]}, b={"paths": ["handover.days"], "value": [1, 2]})
    points = reform.draw(figures, 8, seed=3)

    assert sorted(int((point["b"] - 1) * 8) for point in points) == list(range(8))


@pytest.fixture(scope="module")
def small():
    """Return what runs one way of a quarter of Wenjiang's reform at a point."""
    asked = yamlfile.load(QUESTIONS).data
    case = reality.with_works_apart(resolve("wenjiang"))
    before = reform.read_figures(asked["before"], case)
    sizes = reform.read_figures(asked["reform"], case)
    middle = {figure.name: figure.at(0.5) for figure in (*before, *sizes)}

    def run(way, **changes):
        point = {**middle, **changes}
        found = reform.run_ways(0, case, point, before, sizes, [way], seeds=[1], years=1, signed_within=3)
        return [(row.accepted, row.elapsed, row.stopped, row.to_start, row.output) for row in found]

    return run


def test_a_reform_that_abolishes_no_item_changes_no_number(small):
    assert small("items", items_before=66) == small("neither")


def test_items_and_structure_without_items_are_structure(small):
    assert small("both", items_before=66) == small("structure")
    assert small("structure") != small("neither")


def test_items_abolished_shrink_what_is_counted_from_adoption_on_and_nothing_else():
    model = reform.Reformed(
        "wenjiang",
        "present",
        rng=1,
        years=1,
        adopt=1,
        hours={("E2", "*"): 0.5, ("E2", "environment"): 0.5},
        other=0.75,
        fields={"filing.days": 0.75},
    )
    names = [facts.id for facts in model.case.procedures]
    e2, e1 = names.index("E2"), names.index("E1")
    filing = model.rulebook.number("filing.days")

    model.step()
    assert model.room.plan["hours"][e2, :3].tolist() == [8, 7, 7]
    model.step()
    # Half of every review, and the environment's by half again; 6 own days × 0.75.
    assert model.room.plan["hours"][e2, :3].tolist() == [4, 1.75, 3.5]
    assert model.room.plan["own"][e2] == 4.5
    assert model.room.plan["hours"][e1, 0] == 6
    assert model.room.plan["own"][e1] == 1
    assert model.rulebook.number("filing.days") == pytest.approx(0.75 * filing)


def test_growth_is_what_entered_stayed_and_left():
    case = resolve("wenjiang")
    found = reform.growth_by_origin(case, "present", seed=1, years=1)
    run = DistrictModel(case, "present", rng=1, years=1)
    while run.month < run.adopt:
        run.step()
    before = run.output * 12
    while run.month < run.months:
        run.step()

    assert found["before"] == pytest.approx(before)
    growth = found["entered"] + found["stayed"] + found["left"]
    assert growth == pytest.approx(run.output * 12 - before)
    assert found["entered"] > 0 > found["left"]


def test_every_measure_of_the_reform_names_a_part_and_figures_that_are_sampled():
    asked = yamlfile.load(QUESTIONS).data

    used = [name for measure in asked["measures"] for name in measure["figures"]]
    assert sorted(used) == sorted(asked["reform"])
    assert {measure["part"] for measure in asked["measures"]} == {"items", "structure", "none"}
