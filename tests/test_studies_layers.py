"""The third layer: futures are drawn within ranges, meet every mode alike, and are counted as told."""

import math

import fake_runs
import numpy as np
import pandas as pd
import pytest

from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.governance.settings import SETTINGS
from crosspark.scenarios.loader import load_scenario
from crosspark.studies.batch import Row
from crosspark.studies.design import knobs
from crosspark.studies.entries import entries_of
from crosspark.studies.jobs import seed_of
from crosspark.studies.layers import READINGS, Layer, Over, Plan, run_layer
from crosspark.views.comparison import Comparison

CASE = load_scenario("two_parks")


def of(**options):
    settings = {"replicates": 2, "years": 1, "jobs": 1, "quiet": True, "simulate": fake_runs.simulate}
    return Comparison.of("two_parks", **{**settings, **options})


def plan(number=8, modes=("one_plus_two",), **options):
    return Plan.of(CASE, entries_of(CASE, list(modes), "present"), number, **options)


def recorded(seen):
    def simulate(scenario, mode, *, seed, years, overrides=None):
        seen.append((scenario, mode, seed, dict(overrides or {})))
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    return simulate


def test_each_parameter_meets_every_nth_of_its_range_once():
    drawn = plan(8)

    for factor in drawn.factors:
        if not factor.whole:
            shares = [
                (point[factor.path] - factor.low) / (factor.high - factor.low) for point in drawn.points
            ]
            assert sorted(int(8 * share) for share in shares) == list(range(8)), factor.path


def test_what_is_drawn_are_clauses_institution_economy_and_demand_and_no_inventory():
    paths = {factor.path for factor in plan().factors}

    groups = {path.split(".")[0] for path in paths if path not in SETTINGS}
    assert groups == {"economy", "demand"}
    assert {"clauses.S1.share", "handover.days", "economy.self_interest"} <= paths
    # Intensities are the modes' own, and posts on top of the total would end the fair comparison.
    assert not {"clauses.S1", "adoption.extra_posts"} & paths


def test_clauses_that_no_mode_has_are_not_drawn():
    assert not any(factor.path.startswith("clauses.H1.") for factor in plan(modes=["approval_only"]).factors)


def test_what_a_mode_sets_itself_and_what_the_planner_fixed_is_not_drawn():
    paths = {factor.path for factor in plan(modes=["reverse_assessment"], fixed=["handover.days"]).factors}

    set_by_it = load_mode("reverse_assessment").parameters
    assert not paths & set(set_by_it)
    assert "headquarters.meeting_interval" in set_by_it
    assert "handover.days" not in paths


def test_every_reading_comes_equally_often():
    drawn = plan(12)

    for question, answers in READINGS.items():
        counted = [read[question] for read in drawn.read]
        assert {answer: counted.count(answer) for answer in answers} == dict.fromkeys(
            answers, 12 // len(answers)
        )


def test_a_mode_that_says_how_many_bodies_it_has_is_not_read_otherwise():
    seen = []
    of(modes=["one_plus_two_literal"], futures=4, simulate=recorded(seen))

    scopes = {
        tuple(mode.institution.get(f"{body}.scope") for body in ("committee",))
        for _, mode, _, _ in seen
        if mode.id == "one_plus_two_literal"
    }
    assert scopes == {("zone",)}


def test_a_mode_that_is_read_one_way_leaves_the_question_to_the_others():
    seen = []
    assert {"decision.power_holder", "handover.days"} <= set(load_mode("co_built").parameters)
    of(modes=["co_built", "one_plus_two"], futures=12, simulate=recorded(seen))

    def holders(id_):
        return {mode.institution.get("decision.power_holder") for _, mode, _, _ in seen if mode.id == id_}

    assert holders("one_plus_two") == {"park", "headquarters", "shared"}
    assert holders("co_built") == {"shared"}
    # A parameter is drawn for all modes alike, and so not at all where one of them sets it.
    assert "handover.days" not in {factor.path for factor in plan(modes=["co_built", "one_plus_two"]).factors}


def test_readings_reach_the_modes_that_have_the_clauses_and_no_other():
    seen = []
    of(modes=["approval_only", "one_plus_two"], futures=12, simulate=recorded(seen))

    def words(id_):
        return {
            tuple(mode.institution.get(path) for path in ("headquarters.scope", "committee.scope"))
            for _, mode, _, _ in seen
            if mode.id == id_
        }

    assert words("one_plus_two") == {("zone", "park"), ("zone", "zone"), ("park", "park")}
    plain = load_mode("present").institution
    assert words("present") == words("approval_only") == {("zone", plain.committee.scope)}


def test_modes_meet_the_same_parameters_and_the_same_luck_in_a_future():
    seen = []
    of(modes=["one_plus_two"], futures=3, simulate=recorded(seen))
    futures = seen[2 * 2 :]

    assert len(futures) == 3 * 2 * 4
    assert {seed for _, _, seed, _ in futures} == {seed_of(1, replicate) for replicate in range(4)}
    for place in range(0, len(futures), 2):
        (case, _, seed, overrides), (other_case, _, other_seed, other_overrides) = futures[place : place + 2]
        assert (case.digest, seed, overrides) == (other_case.digest, other_seed, other_overrides)
    assert len({case.digest for case, *_ in futures}) == 3


def test_drawn_figures_lie_in_their_ranges():
    known = knobs(CASE)

    for point in plan(16).points:
        assert all(known[path].low <= value <= known[path].high for path, value in point.items())


def layer(differences, modes=("present", "market"), drawn=None):
    """Return a layer in whose futures the second mode differs by so much from the first, in jobs."""
    values = np.zeros((len(differences), 2, len(differences[0])))
    values[:, 1] = differences
    drawn = drawn or Plan(({},) * len(differences), (), ({},) * len(differences))
    return Layer(drawn, modes, {"jobs": values}, 0, "", 1)


def test_futures_are_counted_by_the_mean_over_luck_and_surely_by_its_interval():
    # The means are 2, 1, −1, 0; t(2) = 4.303, so 1 ± 1 ·4.303/√3 holds zero and 2 ± 0.1·4.303/√3 does not.
    over = layer([[1.9, 2.0, 2.1], [0, 1, 2], [-1.1, -1, -0.9], [-1, 0, 1]]).over("market", "jobs")

    assert over.means == pytest.approx([2, 1, -1, 0])
    assert (over.futures, over.better(), over.better(surely=True)) == (4, 2, 1)
    assert (over.worse(), over.worse(surely=True)) == (1, 1)
    assert over.mean == pytest.approx(0.5)


def test_the_range_is_that_of_the_middle_eight_tenths():
    low, high = Over(np.arange(11.0), np.zeros(11, bool), 1).range

    assert (low, high) == (1.0, 9.0)


def test_less_is_better_where_the_direction_says_so():
    over = Over(np.array([-1.0, 2.0, math.nan]), np.array([True, False, False]), -1)

    assert (over.better(), over.worse(), over.futures) == (1, 1, 2)
    assert Over(np.array([1.0]), np.array([True]), 0).better() is None


def test_a_parameter_that_makes_the_difference_is_named_and_luck_is_not():
    known = plan(16)
    factors, named = known.factors, known.factors[7]
    points = [point[named.path] for point in known.points]
    swing = layer([[value, value] for value in np.argsort(np.argsort(points)).astype(float)], drawn=known)

    factor, size = swing.goes_with("market", "jobs")
    assert (factor.path, size) == (named.path, pytest.approx(1.0))
    assert len(factors) > 100
    # With a hundred parameters and sixteen futures the best of them reaches a correlation of 0.6 by luck.
    luck = [[value, value] for value in np.modf(np.arange(16) * 0.6180339887)[0]]
    assert layer(luck, drawn=known).goes_with("market", "jobs") is None


def test_better_is_counted_by_reading():
    words = [{"powers": answer} for answer in ("park", "park", "shared", "headquarters")]
    drawn = Plan(({},) * 4, (), tuple(words))
    found = list(layer([[1, 1], [-1, -1], [2, 2], [math.nan] * 2], drawn=drawn).by_reading("market", "jobs"))

    assert found == [("powers", "park", 1, 2), ("powers", "shared", 1, 1)]


def test_differences_have_the_third_layer_once_futures_were_run():
    # Under the fake model a mode differs by the sum of its intensities in firms, whatever the parameters are.
    found = of(modes=["one_plus_two"], futures=5)

    frame = found.differences("parameters").set_index("indicator")
    effect = fake_runs.strength(load_mode("one_plus_two")) - fake_runs.strength(load_mode("present"))
    assert frame.loc["operating_firms", ["mean", "low", "high"]].tolist() == pytest.approx([effect] * 3)
    assert frame.loc["operating_firms", ["pairs", "better"]].tolist() == [5, 5]
    assert list(frame.columns) == list(found.differences().set_index("indicator").columns)
    # What is luck is left to the layers of luck.
    pd.testing.assert_frame_equal(found.differences(), of(modes=["one_plus_two"]).differences())


def test_any_number_of_workers_gives_the_same_futures():
    one, two = of(futures=4), of(futures=4, jobs=2)

    pd.testing.assert_frame_equal(one.differences("parameters"), two.differences("parameters"))
    assert one.manifest == two.manifest


def test_a_run_that_fails_leaves_its_replicate_out():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        if overrides and seed == seed_of(1, 3) and mode.id == "present":
            raise ZeroDivisionError
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    found = of(modes=["one_plus_two"], futures=4, simulate=simulate)

    assert found.futures.failed == 4
    assert found.differences("parameters")["pairs"].max() == 4
    assert found.futures.lost == 0
    for text in (found.text(part="futures"), found.answer()):
        assert "4 runs failed on values that the study itself took" in text
        assert "the first: ZeroDivisionError" in " ".join(text.split())


def test_the_first_failure_is_that_of_the_first_run_whatever_finishes_first():
    case, entries = CASE, entries_of(CASE, ["one_plus_two"], "present")

    class Backwards:
        """Runs finish in the reverse of the order in which they are asked for."""

        quiet = True
        simulate = fake_runs.simulate

        def run(self, context, tasks, total):
            yield [Row(task, {}, f"run {task.index} failed") for task in reversed(tasks)]

    drawn = Plan.of(case, entries, 2)
    found = run_layer(drawn, case, entries, overrides={}, seed=1, years=1, runner=Backwards())

    assert (found.failed, found.message) == (2 * 2 * 4, "run 0 failed")


def test_a_future_that_cannot_be_is_left_out_and_told():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        if overrides and overrides["handover.days"] > 2.0:
            raise BadInput("<scenario>", None, "posts", 1, "no such district")
        return run

    sets = [{"handover.days": f"{days} working days"} for days in (1, 1.5, 2, 2.5)]
    found = of(modes=["one_plus_two"], sets=sets, simulate=simulate)

    assert (found.futures.lost, found.futures.failed) == (1, 8)
    assert found.differences("parameters")["pairs"].max() == 3
    page = " ".join(found.answer().split())
    assert "1 of 4 futures is left out: there runs failed, or" in page
    assert "8 runs failed on values that the study itself took (drawn, of a grid, or of a set)" in page
    assert "no such district" in page
    assert "In all 3 futures what is better here stays better." in page


def test_sets_are_taken_as_they_are_each_with_a_reading():
    seen = []
    sets = [{"handover.days": "1 working day"}, {"handover.days": "3 working days"}]
    found = of(modes=["one_plus_two"], sets=sets, simulate=recorded(seen))

    assert [point["handover.days"] for point in found.futures.plan.points] == [1.0, 3.0]
    assert {overrides["handover.days"] for _, _, _, overrides in seen if overrides} == {1.0, 3.0}
    assert (found.manifest["futures"]["sets"], found.manifest["futures"]["ranges"]) == (2, {})
    assert "the parameter sets that were handed in" in found.text(part="futures")


def test_with_a_number_of_futures_each_takes_a_set_and_all_else_is_drawn():
    sets = [{"handover.days": "1 working day"}, {"handover.days": "3 working days"}]
    with_sets, without = plan(5, sets=sets), plan(5)

    days = [point["handover.days"] for point in with_sets.points]
    assert {days.count(1.0), days.count(3.0)} == {2, 3}
    drawn = [factor.path for factor in with_sets.factors]
    assert drawn == [factor.path for factor in without.factors if factor.path != "handover.days"]
    assert len({point["handover.days"] for point in without.points}) == 5


def test_a_reading_that_a_set_names_is_not_drawn():
    seen = []
    of(modes=["one_plus_two"], sets=[{"decision.power_holder": "shared"}] * 4, simulate=recorded(seen))

    futures = [(mode, overrides) for _, mode, _, overrides in seen if overrides]
    assert {overrides["decision.power_holder"] for _, overrides in futures} == {"shared"}
    assert {mode.institution.get("decision.power_holder") for mode, _ in futures} == {"park"}


def test_what_the_planner_fixed_is_fixed_in_every_future():
    seen = []
    fixed = {"handover.days": "1 working day", "demand.leads": "7 leads/year"}
    of(modes=["one_plus_two"], futures=3, overrides=fixed, simulate=recorded(seen))

    assert {overrides.get("handover.days") for _, _, _, overrides in seen} == {"1 working day"}
    assert {case.demand.leads for case, *_ in seen} == {7.0}


def test_ctrl_c_among_futures_keeps_the_comparison():
    from crosspark.studies.runner import Interrupted

    def simulate(scenario, mode, *, seed, years, overrides=None):
        if overrides:
            raise KeyboardInterrupt
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    with pytest.raises(Interrupted) as caught:
        of(futures=3, simulate=simulate)

    assert caught.value.comparison.replicates == 2
    assert caught.value.comparison.futures is None


def test_the_same_modes_are_compared_in_other_scenarios():
    found = of(modes=["one_plus_two"], besides=["wenjiang"])

    (other,) = found.besides
    assert (other.scenario.id, list(other.entries), other.replicates) == ("wenjiang", list(found.entries), 8)
    assert [one["scenario"]["id"] for one in found.manifest["besides"]] == ["wenjiang"]


def test_time_and_runs_are_announced_before_they_are_spent():
    told = []
    of(modes=["one_plus_two"], futures=3, besides=["wenjiang"], announce=told.append)

    replicates, beyond = told
    assert replicates.runs == 2 * 2
    assert math.isnan(replicates.seconds)
    assert beyond.runs == 3 * 2 * 4 + 2 * 8
    assert beyond.seconds >= 0
    of(modes=["one_plus_two"], announce=told.append)
    assert len(told) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"futures": 0}, "futures is 0; it must be a whole number, at least 1"),
        ({"futures": 2.5}, "futures is 2.5"),
        ({"sets": [{"handover.dais": 1}]}, 'did you mean "handover.days"'),
        ({"sets": [{"clauses.S1": 0.5}]}, "which clauses are on is what is compared"),
        ({"sets": "no_such.yaml"}, "no_such.yaml"),
        ({"besides": ["nowhere"]}, "nowhere"),
        # A figure that the other scenario has not.
        ({"besides": ["wenjiang"], "overrides": {"parks.north.fund": "3 亿元"}}, "parks.north.fund"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_runs(options, message):
    def nothing_runs(*args, **kwargs):
        raise AssertionError

    with pytest.raises(BadInput, match=message):
        of(simulate=nothing_runs, **options)


def test_a_layer_that_was_not_run_is_refused():
    with pytest.raises(BadInput, match="no futures were run: give futures=20"):
        of().differences("parameters")


def test_the_real_model_runs_in_a_future():
    found = Comparison.of("two_parks", ["one_plus_two"], replicates=2, futures=2, years=1, jobs=1, quiet=True)

    assert found.futures.failed == 0
    assert found.futures.over("one_plus_two", "service_level").futures == 2
