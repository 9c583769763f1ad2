"""A saved baseline of every bundled district: numbers change only where somebody means them to.

It proves nothing right; the oracles do that. It says when a change moved results. Then:

- raise `RESULTS_VERSION` in studies/design.py, so that no folder goes on with the numbers of another model;
- save the new baselines by `python tests/test_baselines.py`;
- run the stored studies again: docs/make_clauses.py, docs/make_calibration.py, docs/make_reality.py;
- give CHANGELOG.md a line.
"""

import json
from pathlib import Path

import pytest

from crosspark.model.district import simulate
from crosspark.model.indicators import HEADLINES
from crosspark.scenarios.loader import load_scenario, scenario_names
from crosspark.studies.design import RESULTS_VERSION

BASELINES = Path(__file__).parent / "baselines.json"
MODES = ("present", "one_plus_two")
YEARS = 2


def headlines_of(scenario):
    """Return the headlines of both modes, as they are after two years under seed 1."""
    case = load_scenario(scenario)
    found = {}
    for mode in MODES:
        values = simulate(case, mode, seed=1, years=YEARS).values
        found[mode] = {name: values[name] for name in HEADLINES}
    return found


@pytest.mark.parametrize("scenario", scenario_names())
def test_a_bundled_district_gives_the_numbers_that_were_saved(scenario):
    saved = json.loads(BASELINES.read_text(encoding="utf-8"))[scenario]

    for mode, values in headlines_of(scenario).items():
        assert values == pytest.approx(saved[mode], rel=1e-9, nan_ok=True), __doc__


def test_the_baselines_are_those_of_the_library_and_of_this_version():
    saved = json.loads(BASELINES.read_text(encoding="utf-8"))

    assert saved.pop("results_version") == RESULTS_VERSION, __doc__
    assert sorted(saved) == sorted(scenario_names())


if __name__ == "__main__":
    found = {name: headlines_of(name) for name in scenario_names()}
    found["results_version"] = RESULTS_VERSION
    BASELINES.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
