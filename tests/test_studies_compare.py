"""Comparisons: means, paired differences, what is held equal, what is refused."""

import math

import fake_runs
import pandas as pd
import pytest
from fake_runs import compared

from crosspark.governance.errors import BadInput
from crosspark.model.indicators import INDICATORS
from crosspark.scenarios.loader import load_scenario
from crosspark.studies.compare import Comparison
from crosspark.studies.jobs import seed_of
from crosspark.studies.runner import Interrupted

JOBS = {"present": {"jobs": [10.0, 20.0, 30.0]}, "one_plus_two": {"jobs": [11.0, 22.0, 33.0]}}


def of(**options):
    settings = {"replicates": 3, "years": 1, "jobs": 1, "quiet": True, "simulate": fake_runs.simulate}
    return Comparison.of("two_parks", **{**settings, **options})


def test_the_summary_holds_each_modes_mean_of_each_indicator_with_unit_and_titles():
    summary = compared(JOBS).summary()

    row = summary[(summary["indicator"] == "jobs") & (summary["mode"] == "one_plus_two")].iloc[0]
    assert row["mean"] == 22.0
    assert (row["replicates"], row["unit"], row["title_en"], row["title_zh"]) == (3, "person", "Jobs", "就業")
    assert len(summary) == 3 * len(INDICATORS)


def test_differences_are_paired_by_replicate():
    # 1, 2, 3: mean 2, s.d. 1, so 2 ± 4.302653/√3 by chance and 2 ± 4.302653·√(4/3) for one decade.
    found = compared(JOBS)
    chance, decade = (
        frame[(frame["indicator"] == "jobs") & (frame["mode"] == "one_plus_two")].iloc[0]
        for frame in (found.differences(), found.differences("decade"))
    )

    assert (chance["mean"], chance["better"], chance["pairs"]) == (2.0, 3, 3)
    assert (chance["low"], chance["high"]) == pytest.approx((2 - 2.484138, 2 + 2.484138), abs=1e-5)
    assert (decade["low"], decade["high"]) == pytest.approx((2 - 4.968276, 2 + 4.968276), abs=1e-5)
    # Half of 2.48414 is 1.24207: t(3)/√4 = 1.59122 is too wide, t(4)/√5 = 1.24166 is not.
    assert chance["to_halve"] == 5


def test_a_pair_of_clause_and_indicator_is_wired_only_where_the_clause_sets_the_modes_apart():
    found = compared({})

    assert found.wired("approval_only", "leaders_hours") == ()
    assert found.wired("one_plus_two", "leaders_hours") == ("H1",)


def test_runs_are_tidy():
    runs = compared(JOBS).runs

    assert list(runs.columns) == ["run", "mode", "seed", "replicate", "indicator", "value", "unit"]
    jobs = runs[(runs["indicator"] == "jobs") & (runs["mode"] == "present")]
    assert jobs["value"].tolist() == [10.0, 20.0, 30.0]
    assert jobs["seed"].tolist() == [seed_of(1, replicate) for replicate in range(3)]


@pytest.mark.parametrize("jobs", [2, -1])
def test_any_number_of_workers_gives_the_same_numbers(jobs):
    one, several = of(), of(jobs=jobs)

    pd.testing.assert_frame_equal(one.runs, several.runs)
    pd.testing.assert_frame_equal(one.monthly(), several.monthly())
    assert one.manifest == several.manifest


def test_what_is_held_equal_is_added_up_from_the_scenario():
    case = load_scenario("two_parks")

    held = of().held_equal()

    posts = sum(
        body.posts for bodies in (case.parks, case.subdistricts, case.departments) for body in bodies.values()
    )
    assert held.loc["posts", ["present", "one_plus_two"]].tolist() == [posts, posts]
    assert held.loc["wage_bill", "present"] == posts * case.budgets.wage_per_post
    assert held.loc["posts", "equal"]
    assert held.loc["attraction.lead_share", "present"] == pytest.approx(0.7 + 0.3 * 0.15)
    assert held.loc["attraction.lead_share", "one_plus_two"] == pytest.approx(0.85)
    assert not held.loc["attraction.lead_share", "equal"]


def test_as_written_the_posts_that_a_mode_brings_come_on_top():
    equal, written = of().held_equal(), of(fair="as_written").held_equal()

    # S2 asks for three posts in each of the two parks; the present has no S2.
    assert written.loc["posts", "one_plus_two"] == equal.loc["posts", "one_plus_two"] + 6
    assert written.loc["posts", "present"] == equal.loc["posts", "present"]
    assert not written.loc["posts", "equal"]


def test_overrides_reach_the_scenario_and_the_modes():
    found = of(overrides={"demand.leads": "7 leads/year", "handover.days": "1 working day"})

    assert found.held_equal().loc["leads", "present"] == 7
    assert found.entries["present"].field("handover.days") == 1.0
    assert found.entries["one_plus_two"].field("handover.days") == pytest.approx(0.65)


def test_a_failed_run_leaves_its_pair_out_and_is_told():
    found = of(simulate=fake_runs.failing_in_the_second_replicate)

    assert found.failures[["mode", "replicate", "message"]].values.tolist() == [
        [mode, 1, "ZeroDivisionError: no land left"] for mode in found.entries
    ]
    assert found.difference("one_plus_two", "operating_firms").pairs == 2


def test_an_indicator_without_a_value_has_a_mean_that_is_not_a_number():
    assert math.isnan(of().mean("present", "days_started"))


def test_flows_between_parks_leave_out_what_stays_in_a_park_or_passes_outside():
    north, south = load_scenario("two_parks").parks

    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.flow_totals.clear()
        run.flow_totals.update(
            {
                (f"quota:{north}", f"quota:{south}", "quota", "exchange, headquarters"): 30,
                (f"quota:{north}", f"quota_used:{north}", "quota", "land supply"): 50,
                ("province", f"quota:{north}", "quota", "annual land quota"): 90,
            }
        )
        return run

    between = of(simulate=simulate).flows_between_parks()

    found = between[["giver", "receiver", "unit", "present"]].values.tolist()
    assert found == [[north, south, "m2", 30.0]]


def test_ctrl_c_keeps_the_replicates_that_every_mode_has_behind_it():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        # The second replicate of the last mode is the one in which somebody presses Ctrl-C.
        if mode.id == "one_plus_two" and seed == seed_of(1, 1):
            raise KeyboardInterrupt
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    with pytest.raises(Interrupted) as caught:
        of(simulate=simulate)

    kept = caught.value.comparison
    assert kept.replicates == 1
    assert [(row.job.mode, row.job.replicate) for row in kept.outcomes] == [
        ("present", 0),
        ("approval_only", 0),
        ("one_plus_two", 0),
    ]
    assert (len(caught.value.finished.outcomes), caught.value.planned) == (5, 9)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fair": "at_its_bast"}, 'did you mean "at_its_best"'),
        ({"fair": "as_writen"}, 'did you mean "as_written"'),
        ({"precision": 0.1}, "with a precision at least 8"),
        ({"replicates": 0}, "replicates is 0; it must be a whole number, at least 1"),
        ({"years": 2.5}, "years is 2.5; it must be a whole number"),
        ({"seed": -1}, "seed is -1; it must be a whole number, at least 0"),
        ({"jobs": 0}, "jobs is 0; it must be a number of processes"),
        ({"modes": ["marked"]}, 'did you mean "market"'),
        ({"overrides": {"handover.dais": "1 working day"}}, 'did you mean "handover.days"'),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_runs(options, message):
    def nothing_runs(*args, **kwargs):
        raise AssertionError

    with pytest.raises(BadInput, match=message):
        of(simulate=nothing_runs, **options)


@pytest.mark.parametrize("layer", ["parameters", "chnace"])
def test_a_layer_that_is_not_there_is_refused(layer):
    with pytest.raises(BadInput, match="layer"):
        of().differences(layer)


def test_the_manifest_says_how_to_run_it_again_and_holds_no_clock():
    manifest = of().manifest

    assert manifest["seeds"]["by_replicate"] == [seed_of(1, replicate) for replicate in range(3)]
    assert set(manifest["versions"]) >= {"python", "crosspark", "numpy", "numba", "mesa"}
    assert manifest["scenario"]["sha256"] == load_scenario("two_parks").digest
    assert manifest == of().manifest
