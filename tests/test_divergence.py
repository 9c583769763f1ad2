"""Two runs stepped until they part: where, when, and which input makes it so."""

import pytest

from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.model.founding import DAYS
from crosspark.scenarios import load_scenario
from crosspark.studies.divergence import diverge

TWO_PARKS = load_scenario("two_parks")


def run(mode="one_plus_two", **given):
    return {"scenario": TWO_PARKS, "mode": mode, "years": 2, **given}


def test_runs_with_the_same_input_never_part():
    assert diverge(run(), run()) is None


def test_another_seed_parts_at_once_and_is_the_cause():
    found = diverge(run(seed=1), run(seed=2))

    assert found.month == 0
    assert [cause.path for cause in found.causes] == ["seed"]


def test_a_mode_parts_at_its_adoption_and_the_clauses_with_a_one_off_cost_are_among_the_causes():
    found = diverge(run("present"), run("one_plus_two"))

    assert found.month == TWO_PARKS.burn_in_months
    assert found.process.title_en == "Adoption of the compared mode"
    # Whatever takes money or moves staff on the day of the change does so by itself.
    assert {"R3", "H1", "P1", "P2", "C1", "C2", "S2", "S3"} <= {cause.path for cause in found.causes}
    # Four of the clauses read nothing before somebody attracts, reviews or exchanges.
    assert not {"A2", "F3", "S4", "D2"} & {cause.path for cause in found.causes}


def test_a_rarer_meeting_parts_on_a_day_after_adoption_and_is_named_with_both_values():
    rarer = run(overrides={"headquarters.meeting_interval": "15 working days"})
    found = diverge(run(), rarer)

    assert found.month >= TWO_PARKS.burn_in_months
    assert [(cause.path, cause.first, cause.second) for cause in found.causes] == [
        ("headquarters.meeting_interval", 10.0, 15.0)
    ]
    if found.day is not None:
        assert found.month * DAYS <= found.day < (found.month + 1) * DAYS


def test_a_figure_of_the_district_parts_when_it_is_first_used():
    found = diverge(run("present"), run("present", overrides={"economy.quit_rate": "2 %/month"}))

    assert found.month == 0
    assert [cause.path for cause in found.causes] == ["economy.quit_rate"]


def test_of_two_inputs_the_one_that_has_no_carrier_is_no_cause():
    present = load_mode("present")
    # Deputies sit at no table where there is no headquarters.
    assert diverge(run(present), run(present.with_clauses("H2"))) is None
    found = diverge(run(present), run(present.with_clauses("H2", "R1")))
    assert [cause.path for cause in found.causes] == ["R1"]


def test_it_says_so_in_both_languages():
    found = diverge(run(seed=1), run(seed=2))

    assert found.text("en").startswith("The runs part in month 0")
    assert found.text("zh").startswith("第 0 個月")
    assert "seed" in found.text("zh")


@pytest.mark.parametrize("given", [{"mod": "present"}, "present", {"scenario": "two_park"}])
def test_what_cannot_be_run_is_one_line(given):
    with pytest.raises(BadInput, match=r"it must be a mapping|did you mean"):
        diverge(given, run())
