"""The modes of a study: names, files, objects and mixtures, each under a label of its own."""

import pytest

from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.scenarios.loader import load_scenario
from crosspark.studies.entries import entries_of

SCENARIO = load_scenario("two_parks")
PARKS = tuple(SCENARIO.parks)


def test_the_default_modes_are_present_approvals_alone_and_one_plus_two():
    assert list(entries_of(SCENARIO, None, "present")) == ["present", "approval_only", "one_plus_two"]


def test_a_baseline_that_is_not_listed_is_added_and_stands_first():
    assert list(entries_of(SCENARIO, ["market", "present"], "fragmented")) == [
        "fragmented",
        "market",
        "present",
    ]


def test_one_mode_alone_needs_no_list():
    assert list(entries_of(SCENARIO, "market", "present")) == ["present", "market"]


def test_the_same_mode_by_name_and_as_an_object_is_one_entry():
    assert list(entries_of(SCENARIO, ["market", load_mode("market")], "present")) == ["present", "market"]


def test_two_modes_of_one_name_that_differ_are_told_apart_by_a_number():
    other = load_mode("market").with_parameters({"headquarters.agenda": "20 matters"})

    found = entries_of(SCENARIO, ["market", other], "present")

    assert list(found) == ["present", "market", "market_2"]
    assert found["market_2"].title_en.endswith("(2)")
    assert found["market_2"].label == "market_2"


def test_a_file_is_a_mode_by_the_name_of_the_file(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("title: {en: Mine, zh: 我的}\nextends: present\nclauses: {S1: 1}\n", encoding="utf-8")

    found = entries_of(SCENARIO, [str(file)], "present")["mine"]

    assert (found.title("en"), found.title("zh")) == ("Mine", "我的")
    assert found.clauses_apart(entries_of(SCENARIO, None, "present")["present"]) == ("S1",)


def test_a_mixed_mode_names_a_mode_for_every_park():
    mixed = {PARKS[0]: "one_plus_two", PARKS[1]: "present"}

    found = entries_of(SCENARIO, [mixed], "present")["one_plus_two+present"]

    assert found.mixed
    assert {park: mode.id for park, mode in found.mode.items()} == mixed
    # Half of the parks have it fully, the others not at all: 1 and 0 in the order of the parks.
    assert found.intensities()["H1"] == (1.0, 0.0)
    assert found.field("duties.social_share") == pytest.approx(
        (load_mode("one_plus_two").institution.duties.social_share + 0.35) / 2
    )


def test_a_mixed_mode_without_a_park_or_with_an_unknown_one_is_refused():
    with pytest.raises(BadInput, match=f"{PARKS[1]} is missing"):
        entries_of(SCENARIO, [{PARKS[0]: "present"}], "present")
    with pytest.raises(BadInput, match="did you mean"):
        entries_of(SCENARIO, [{PARKS[0] + "s": "present", PARKS[1]: "present"}], "present")


def test_an_unknown_mode_is_refused_with_the_nearest_one():
    with pytest.raises(BadInput, match='did you mean "one_plus_two"'):
        entries_of(SCENARIO, ["one_plus_tow"], "present")


def test_something_that_is_no_mode_is_refused():
    with pytest.raises(BadInput, match="give a mode's name"):
        entries_of(SCENARIO, [3], "present")


def test_clauses_that_set_two_modes_apart_are_those_whose_intensity_differs():
    found = entries_of(SCENARIO, None, "present")

    # present has M1–M6 at .3; approvals alone has S1–S5 and M1–M6 at 1.
    assert found["approval_only"].clauses_apart(found["present"]) == (
        *("M1", "M2", "M3", "M4", "M5", "M6"),
        *("S1", "S2", "S3", "S4", "S5"),
    )


def test_other_values_reach_the_modes_of_all_parks():
    found = entries_of(SCENARIO, None, "present")["present"].with_parameters({"handover.days": 1.0})

    assert found.field("handover.days") == 1.0
