"""Other people's tools run the model as their own, and get the numbers that it gives by itself."""

import inspect

import mesa
import numpy as np
import pytest

from crosspark.governance.errors import BadInput
from crosspark.model.district import simulate
from crosspark.model.indicators import HEADLINES
from crosspark.scenarios import load_scenario
from crosspark.studies.bridges import BatchDistrict, Function, ema_model, salib_problem
from crosspark.studies.jobs import seed_of

TWO_PARKS = load_scenario("two_parks")
PATHS = ["headquarters.meeting_interval", "economy.self_interest"]


@pytest.fixture(scope="module")
def function():
    return Function(TWO_PARKS, "one_plus_two", PATHS, outcomes=("days_to_start", "jobs"), years=1)


def by_hand(interval, self_interest):
    overrides = {"headquarters.meeting_interval": interval, "economy.self_interest": self_interest}
    run = simulate(TWO_PARKS, "one_plus_two", seed=seed_of(1, 0), years=1, overrides=overrides)
    return [run.values["days_to_start"], run.values["jobs"]]


def test_batch_run_keeps_the_swept_seed_and_the_last_month_with_the_indicators():
    swept = {"case": [TWO_PARKS], "mode": ["present", "one_plus_two"], "draw": [3, 4], "years": 1}
    rows = mesa.batch_run(BatchDistrict, swept, number_processes=1, display_progress=False)

    assert [(row["mode"], row["draw"]) for row in rows] == [
        ("present", 3), ("present", 4), ("one_plus_two", 3), ("one_plus_two", 4),
    ]  # fmt: skip
    for row in rows:
        run = simulate(TWO_PARKS, row["mode"], seed=row["draw"], years=1)
        assert {name: row[name] for name in HEADLINES} == pytest.approx(
            {name: run.values[name] for name in HEADLINES}, nan_ok=True
        )
        assert row["month"] == TWO_PARKS.burn_in_months + 12 - 1


def test_batch_run_by_month_has_every_month_and_indicators_in_the_last_alone():
    swept = {"case": [TWO_PARKS], "draw": 3, "years": 1}
    rows = mesa.batch_run(
        BatchDistrict, swept, number_processes=1, data_collection_period=1, display_progress=False
    )

    months = TWO_PARKS.burn_in_months + 12
    assert [row["month"] for row in rows] == list(range(months))
    assert [row["value_added"] is None for row in rows] == [True] * (months - 1) + [False]


def batch(swept, **how):
    parameters = {"case": [TWO_PARKS], "years": 1, **swept}
    return mesa.batch_run(BatchDistrict, parameters, number_processes=1, display_progress=False, **how)


@pytest.mark.filterwarnings("ignore:The `iterations` keyword")
@pytest.mark.parametrize(
    ("swept", "how"), [({}, {}), ({}, {"iterations": 2}), ({"mode": ["present", "one_plus_two"]}, {})]
)
def test_batch_run_without_seeds_is_told_how_to_have_replicates(swept, how):
    # Mesa tells the model nothing of its iterations, so that both rows would be of one run.
    with pytest.raises(BadInput, match=r'draw is missing; give a seed .* "draw": \[1, 2, 3\]') as raised:
        batch(swept, **how)
    assert '種子,如在參數中寫 "draw": [1, 2, 3]' in raised.value.text("zh")


def test_replicates_differ_and_a_second_sweep_brings_them_again():
    first, second = (
        [[row[name] for name in HEADLINES] for row in batch({"mode": "present", "draw": [1, 2]})]
        for _ in range(2)
    )

    np.testing.assert_array_equal(first, second)
    assert first[0] != first[1]


def test_the_seeds_that_mesa_hands_on_are_those_of_the_runs():
    # Up to 3.3 `rng` is a parameter like others, from 3.4 on batch_run has it.
    by_mesa = "rng" in inspect.signature(mesa.batch_run).parameters
    rows = batch({} if by_mesa else {"rng": [3, 4]}, **({"rng": [3, 4]} if by_mesa else {}))

    assert [row["rng"] for row in rows] == [3, 4]
    jobs = [simulate(TWO_PARKS, "one_plus_two", seed=seed, years=1).values["jobs"] for seed in (3, 4)]
    assert [row["jobs"] for row in rows] == jobs


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"draw": 1, "rng": 1}, "given beside rng"),
        ({"draw": 1.5}, "draw is 1.5; it must be a whole number"),
        ({"rng": "1"}, 'rng is "1"; it must be a whole number'),
    ],
)
def test_two_seeds_or_what_is_no_number_are_one_line(given, line):
    with pytest.raises(BadInput) as raised:
        BatchDistrict(TWO_PARKS, **given)
    assert line in str(raised.value)


def test_a_function_gives_what_a_run_gives_by_mapping_and_by_name(function):
    point = dict(zip(PATHS, (12.0, 0.8), strict=True))

    assert list(function(point).values()) == by_hand(12.0, 0.8)
    assert function(**point) == function(point)


def test_ema_workbench_runs_it(function):
    from ema_workbench import Samplers, perform_experiments

    experiments, outcomes = perform_experiments(
        ema_model(function), scenarios=3, uncertainty_sampling=Samplers.LHS
    )

    for place in range(3):
        drawn = [float(experiments[path].iloc[place]) for path in PATHS]
        assert [outcomes["days_to_start"][place], outcomes["jobs"][place]] == by_hand(*drawn)
    low, high = function.knobs[0].low, function.knobs[0].high
    assert experiments[PATHS[0]].between(low, high).all()


def test_salib_samples_and_evaluates_it(function):
    problem = salib_problem(function)
    problem.sample_latin(4, seed=1).evaluate(function.of_rows)

    assert problem.results.shape == (4, 2)
    np.testing.assert_array_equal(problem.results[1], by_hand(*problem.samples[1]))
