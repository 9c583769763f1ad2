"""Who waits longer and who loses: groups of two modes, paired, against hand calculations."""

import pytest
from fake_runs import compared, strength

from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.studies.statistics import paired_difference


@pytest.fixture(scope="module")
def comparison():
    """Runs in which a unit of clauses takes a day from the north's projects and brings the south's one."""
    return compared({})


def more():
    """Return by how many units of clauses `one_plus_two` is stronger than the baseline."""
    return strength(load_mode("one_plus_two")) - strength(load_mode("present"))


def test_who_waits_sets_each_group_against_itself_under_the_same_luck(comparison):
    found = comparison.who_waits().set_index(["group", "mode"])
    assert found.loc[("north", "one_plus_two"), "difference"] == pytest.approx(-more())
    assert found.loc[("south", "one_plus_two"), "difference"] == pytest.approx(more())
    assert set(found["by"]) == {"park"}
    south = found.loc[("south", "one_plus_two")]
    assert south["mean"] - south["baseline"] == pytest.approx(more())
    assert (south["worse"], south["pairs"]) == (3, 3)
    assert found.loc[("north", "one_plus_two"), "worse"] == 0


def test_who_loses_names_those_that_are_worse_off_beyond_chance(comparison):
    lost = comparison.who_loses("one_plus_two").set_index(["by", "group", "indicator"])

    assert set(lost.index) == {("park", "south", "days_to_start"), ("subdistrict", "town", "service_level")}
    town = lost.loc[("subdistrict", "town", "service_level")]
    assert town["difference"] == pytest.approx(-0.01 * more())
    assert town["low"] <= town["difference"] <= town["high"] < 0
    assert town["relative"] == pytest.approx(town["difference"] / town["baseline"])


def test_a_loss_within_chance_is_none():
    treasury = [100.0, 90.0, 120.0, 101.0, 99.0]
    less = [99.0, 91.0, 117.0, 101.0, 98.0]
    found = compared(
        {"present": {"fiscal_npv": treasury}, "one_plus_two": {"fiscal_npv": less}}, replicates=5
    )
    assert paired_difference(less, treasury).chance_high > 0
    assert "treasury" not in set(found.who_loses("one_plus_two")["group"])


def test_the_treasury_the_leaders_and_households_are_asked_too():
    present = {"fiscal_npv": [100.0] * 3, "leaders_hours": [0.0] * 3, "wages": [10.0] * 3, "jobs": [5.0] * 3}
    other = {"fiscal_npv": [90.0] * 3, "leaders_hours": [7.0] * 3, "wages": [11.0] * 3, "jobs": [4.0] * 3}
    lost = compared({"present": present, "one_plus_two": other}).who_loses("one_plus_two")
    whole = lost[lost["by"] == "district"].set_index(["group", "indicator"])["difference"]
    assert whole.to_dict() == {
        ("treasury", "fiscal_npv"): -10.0,
        ("leaders", "leaders_hours"): 7.0,
        ("households", "jobs"): -1.0,
    }


def test_nobody_loses_against_oneself(comparison):
    with pytest.raises(BadInput, match="mode"):
        comparison.who_loses("present")


def test_the_answer_names_who_loses_in_both_languages(comparison):
    said, zh = (" ".join(comparison.answer(lang).split()) for lang in ("en", "zh"))
    points = f"−{more():.3g}"
    assert "Worse off beyond chance under One plus two" in said
    assert f"({points} points)" in said.replace(".00", "")
    assert "境況變差(超出偶然)" in zh


def test_the_two_accounts_stand_apart_with_their_sums(comparison):
    lines = comparison.text(part="accounts").splitlines()
    treasury = next(k for k, line in enumerate(lines) if "The treasury" in line)
    resource = next(k for k, line in enumerate(lines) if "Resources" in line)
    assert treasury < next(k for k, line in enumerate(lines) if "wages of posts" in line) < resource
    assert resource < next(k for k, line in enumerate(lines) if "value added" in line)
    assert sum("Total" in line for line in lines) == 2
    frame = comparison.accounts().set_index(["account", "line"])
    wages = -1e8 * (1 + strength(load_mode("one_plus_two")))
    assert frame.loc[("treasury", "wages of posts"), "one_plus_two"] == pytest.approx(wages)
