"""The public names: there, sorted, loaded when asked for, and robust to how rooms are imported."""

import subprocess
import sys

import pandas as pd
import pytest

import crosspark as cp
from crosspark.governance.clauses import CLAUSES
from crosspark.model.indicators import INDICATORS
from crosspark.scenarios.loader import scenario_names

NAMES = [
    *("BadInput", "Department", "DistrictModel", "Enterprise", "Park", "SubDistrict", "__version__"),
    "attribute",
    "calibrate",
    *("clauses", "compare", "discover", "diverge", "frontier", "indicators", "load_mode", "load_scenario"),
    *("load_study", "modes", "optimise", "parameters", "robust", "scenarios", "sensitivity", "simulate"),
    *("stored_sets", "sweep"),
]


def fresh(code: str) -> str:
    """Return what a new interpreter prints: what is imported here already must not help."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_names_are_those_of_the_contract_and_sorted():
    assert cp.__all__ == NAMES
    assert cp.__all__ == sorted(cp.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_there_listed_and_the_same_when_asked_again(name):
    assert getattr(cp, name) is getattr(cp, name)
    assert name in dir(cp)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'compere'"):
        cp.compere  # noqa: B018


def test_importing_the_package_loads_nothing_heavy():
    heavy = ["numpy", "pandas", "mesa", "numba", "matplotlib", "scipy", "pydantic", "click", "yaml"]

    assert fresh(f"import crosspark, sys; print([m for m in {heavy} if m in sys.modules])") == "[]\n"


@pytest.mark.parametrize(
    "code",
    [
        "import crosspark as cp; print(list(cp.scenarios().index))",
        "import crosspark.scenarios.loader; import crosspark as cp; print(list(cp.scenarios().index))",
        "import crosspark.scenarios.loader as x; print([s for s in x.scenario_names()])",
        "from crosspark import scenarios; print(list(scenarios().index))",
        "from crosspark import *; print(list(scenarios().index))",
        "import crosspark.scenarios as s, crosspark as cp; assert s is cp.scenarios; print(list(s().index))",
        "import crosspark as cp; cp.scenarios(); import crosspark.scenarios as s; print(list(s().index))",
    ],
)
def test_scenarios_is_a_function_and_a_room_however_it_was_imported(code):
    assert fresh(code) == f"{scenario_names()}\n"


def test_the_model_finds_scenarios_by_name_without_further_imports():
    code = "import crosspark as cp; print(cp.DistrictModel('two_parks', 'present', rng=1, years=1).case.id)"

    assert fresh(code) == "two_parks\n"


def test_tables_of_what_there_is_are_indexed_by_id_and_titled_in_both_languages():
    for table in (cp.scenarios(), cp.modes(), cp.clauses(), cp.indicators()):
        assert table.index.name == "id"
        assert {"title_en", "title_zh"} <= set(table.columns)
        assert table.index.is_unique


def test_modes_have_a_kind():
    modes = cp.modes()

    assert modes.loc["one_plus_two", "kind"] == "real"
    assert modes.loc["market", "kind"] == "yardstick"


def test_clauses_carry_the_sources_own_words():
    clauses = cp.clauses()

    assert list(clauses.index) == list(CLAUSES)
    assert clauses.loc["S4", "quote"] == "賦予1個機構綜合監管權"


def test_the_table_of_indicators_is_the_registry():
    assert list(cp.indicators().index) == list(INDICATORS)


def test_parameters_are_all_that_can_be_overridden_with_range_grade_and_source():
    table = cp.parameters("two_parks", "one_plus_two").set_index("path")

    assert {"value", "unit", "low", "high", "grade", "source"} <= set(table.columns)
    assert table.index.is_unique
    assert table.loc["parks.north.posts", "value"] == 20
    assert table.loc["handover.days", "value"] == 2.2
    # R3 multiplies hand-over by .65 at full intensity.
    assert table.loc["handover.days", "in_force"] == pytest.approx(2.2 * 0.65)
    assert table.loc["clauses.S1.share", "high"] == 1


def test_a_mode_tells_how_it_differs_as_a_table():
    full = cp.load_mode("one_plus_two")
    differs = full.without("S4").diff(full)

    assert isinstance(differs, pd.DataFrame)
    assert list(differs.index) == ["inspection.visits"]
    # S4 takes six visits a year times .4.
    assert differs.loc["inspection.visits", ["value", "other"]].tolist() == pytest.approx([6.0, 2.4])


def test_a_mode_of_the_face_is_compared_as_the_one_of_the_library():
    from crosspark.scenarios.loader import load_scenario
    from crosspark.studies.entries import entries_of

    found = entries_of(load_scenario("two_parks"), [cp.load_mode("market")], cp.load_mode("present"))

    assert list(entries_of(load_scenario("two_parks"), [*found, cp.load_mode("market")], "present")) == [
        "present",
        "market",
    ]
