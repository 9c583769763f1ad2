"""Each mode at its best: a search that finds a planted optimum, with one budget and seeds of its own."""

from collections import Counter

import fake_runs
import pytest

from crosspark.governance.errors import BadInput
from crosspark.governance.fields import FIELDS
from crosspark.governance.mode import load_mode
from crosspark.scenarios import load_scenario
from crosspark.studies.jobs import seed_of
from crosspark.studies.tuning import FREE, ROUNDS, SEEDS, TRIALS
from crosspark.views.comparison import compare

TWO_PARKS = load_scenario("two_parks")
PLANTED = "service.posts_share"
PILOT = {"north": "one_plus_two", "south": "present"}


def planted(best, sign=1.0, indicator="resource_npv", seen=None):
    """Return a model whose indicator is best where the planted field has the value `best`."""

    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        value = mode.parameters.get(PLANTED, FIELDS[PLANTED].value)
        run.values[indicator] = -sign * (value - best) ** 2 + fake_runs.luck(seed)
        if seen is not None:
            seen.append((mode.id, seed))
        return run

    return simulate


def tuned(simulate, **given):
    settings = {"replicates": 2, "years": 1, "jobs": 1, "quiet": True, "simulate": simulate, **given}
    return compare(TWO_PARKS, ["one_plus_two"], fair="at_its_best", **settings)


def test_every_mode_comes_nearer_to_the_planted_optimum_than_it_was():
    found = tuned(planted(0.22))

    start = FIELDS[PLANTED].value
    for mode in ("present", "one_plus_two"):
        assert abs(found.tuned[mode][PLANTED] - 0.22) < 0.2 * abs(start - 0.22)


def test_where_less_is_better_the_least_wins():
    found = tuned(planted(0.1, sign=-1.0, indicator="days_to_start"), objective="days_to_start")

    assert abs(found.tuned["present"][PLANTED] - 0.1) < 0.01


def test_a_mode_that_is_best_as_it_is_keeps_its_values():
    found = tuned(planted(FIELDS[PLANTED].value))

    assert found.tuned["present"] == {path: FIELDS[path].value for path in FREE}


def test_every_mode_has_the_same_budget_on_seeds_that_the_comparison_does_not_use():
    seen = []
    found = tuned(planted(0.22, seen=seen))

    of_comparison = {seed_of(1, 0), seed_of(1, 1)}
    searched = Counter(mode for mode, seed in seen if seed not in of_comparison)
    assert set(searched.values()) == {ROUNDS * TRIALS * SEEDS}
    assert len({seed for _, seed in seen} - of_comparison) == SEEDS
    assert found.replicates == 2


def test_values_stay_in_their_ranges():
    found = tuned(planted(10.0))

    for values in found.tuned.values():
        for path, value in values.items():
            assert FIELDS[path].low <= value <= FIELDS[path].high


def test_a_choice_at_which_a_run_fails_never_wins():
    best = planted(0.22)

    def simulate(scenario, mode, *, seed, years, overrides=None):
        if mode.parameters.get(PLANTED, 0) > FIELDS[PLANTED].value:
            raise RuntimeError("broken")
        return best(scenario, mode, seed=seed, years=years)

    assert tuned(simulate).tuned["present"][PLANTED] <= FIELDS[PLANTED].value


def test_the_comparison_runs_what_was_chosen_and_says_so():
    found = tuned(planted(0.22))

    chosen = found.tuned["one_plus_two"]
    mode = found.entries["one_plus_two"].mode
    assert mode.digest == load_mode("one_plus_two").with_parameters(chosen).digest
    assert found.manifest["tuned"] == found.tuned
    assert "at its best" in found.text("en")
    assert "均取最佳" in found.text("zh")


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ({"fair": "at_its_best", "objective": "operating_firm"}, 'did you mean "operating_firms"'),
        ({"objective": "value_added"}, "which alone tunes the modes"),
        ({"fair": "at_its_best", "overrides": {PLANTED: 0.2}}, "at_its_best chooses it for every mode"),
        ({"fair": "at_its_best", "modes": [PILOT]}, "cannot be tuned as one"),
    ],
)
def test_an_objective_that_cannot_be_used_is_one_line(given, hint):
    with pytest.raises(BadInput, match=hint):
        compare(TWO_PARKS, quiet=True, simulate=fake_runs.simulate, **given)
