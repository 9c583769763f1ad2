"""A saved baseline of every bundled district: numbers change only where somebody means them to.

It proves nothing right; the oracles do that. It says when a change moved results, so that what was published
from them is made again: `python tests/test_baselines.py` saves the new ones, `python docs/make_clauses.py`
and `python docs/make_reality.py` run the stored studies, and CHANGELOG.md gets a line.
"""

import json
from pathlib import Path

import pytest

from crosspark.model.district import simulate
from crosspark.model.indicators import HEADLINES
from crosspark.scenarios.loader import load_scenario, scenario_names

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


def test_the_baselines_are_those_of_the_library():
    assert sorted(json.loads(BASELINES.read_text(encoding="utf-8"))) == sorted(scenario_names())


if __name__ == "__main__":
    found = {name: headlines_of(name) for name in scenario_names()}
    BASELINES.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
