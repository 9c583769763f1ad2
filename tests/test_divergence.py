"""Two runs stepped until they part: where, when, and which input makes it so."""

import pytest

from crosspark.agents.park import Park
from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.model.district import simulate
from crosspark.model.founding import DAYS
from crosspark.scenarios import load_scenario
from crosspark.studies.divergence import diverge

#: What never parts is stepped to the end, so the end comes early.
TWO_PARKS = load_scenario("two_parks").with_overrides({"burn_in_months": "3 months"})


def run(mode="one_plus_two", **given):
    return {"scenario": TWO_PARKS, "mode": mode, "years": 1, **given}


def test_runs_with_the_same_input_never_part():
    assert not diverge(run(), run())


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
    assert not diverge(run(present), run(present.with_clauses("H2")))
    found = diverge(run(present), run(present.with_clauses("H2", "R1")))
    assert [cause.path for cause in found.causes] == ["R1"]


def test_another_horizon_is_no_difference_and_the_shorter_one_is_told():
    found = diverge(run(), run(years=3))

    assert not found
    assert found.months == TWO_PARKS.burn_in_months + 12
    assert f"do not part within {found.months} months, the horizon of the shorter one" in str(found)
    assert f"{found.months} 個月內(較短者的期限)沒有不同" in found.text("zh")
    assert str(diverge(run(), run())) == "The runs do not part within 15 months."


def test_beside_another_horizon_what_else_differs_parts_as_it_would_without():
    rarer = {"headquarters.meeting_interval": "15 working days"}
    alike = diverge(run(), run(overrides=rarer))

    assert diverge(run(), run(years=2, overrides=rarer)) == alike
    assert diverge(run(years=2), run(overrides=rarer)) == alike


def test_a_burn_in_that_is_shorter_parts_at_the_earlier_adoption():
    early, late = ({"burn_in_months": f"{months} months"} for months in (6, 18))

    for first, second, values in ((early, late, (6, 18)), (late, early, (18, 6))):
        found = diverge(run(overrides=first), run(overrides=second))
        assert found.month == 6
        assert found.process.title_en == "Adoption of the compared mode"
        assert [(cause.path, cause.first, cause.second) for cause in found.causes] == [
            ("burn_in_months", *values)
        ]
    # The present mode is no change whenever it is adopted.
    assert not diverge(run("present", overrides=early), run("present", overrides=late))


def test_an_override_of_a_field_holds_in_the_burn_in_too():
    # The present mode hands over in 2.2 days, from the first projects on.
    for mode in ("present", "one_plus_two"):
        found = diverge(run(mode, overrides={"handover.days": "5 working days"}), run(mode))

        assert found.month < TWO_PARKS.burn_in_months
        assert [(cause.path, cause.first) for cause in found.causes] == [("handover.days", 5.0)]


OVERRIDES = {"headquarters.meeting_interval": "15 working days", "demand.leads": "20 leads/year"}


def test_runs_of_simulate_part_as_what_they_were_asked_for():
    asked = [run(), run(overrides=OVERRIDES), run({"north": "one_plus_two"}, seed=2)]
    made = [simulate(one["scenario"], one["mode"], years=1, seed=one.get("seed", 1),
                     overrides=one.get("overrides")) for one in asked]  # fmt: skip

    for one, of_one in zip(asked[1:], made[1:], strict=True):
        assert not diverge(of_one, one)
    assert diverge(made[1], made[2]) == diverge(asked[1], made[2])
    assert [cause.path for cause in diverge(made[0], made[1]).causes] == ["demand.leads"]


def test_a_run_with_agents_of_its_own_is_refused_in_one_line():
    class Thrifty(Park):
        """Decides as a park does."""

    own = simulate(TWO_PARKS, "present", seed=1, years=1, agents={"park": Thrifty})

    with pytest.raises(BadInput, match=r"of other classes \(park\)") as raised:
        diverge(own, own)
    assert "使用了其他類別(park);只有" in raised.value.text("zh")
    assert not diverge(*[simulate(TWO_PARKS, "present", seed=1, years=1, agents={"park": Park})] * 2)


def test_two_districts_part_at_once_and_what_cannot_be_changed_alone_is_no_cause():
    one, two = ({"scenario": name, "years": 1} for name in ("one_park", "two_parks"))

    for first, second in ((one, two), (two, one)):
        found = diverge(first, second)
        assert (found.month, found.field) == (0, "value")
        causes = {cause.path: (cause.first, cause.second) for cause in found.causes}
        leads = [load_scenario(side["scenario"]).demand.leads for side in (first, second)]
        assert causes["demand.leads"] == tuple(leads)
        # One post more or fewer of the other district cannot do the cases of this one.
        assert "departments.land_planning.posts" not in causes


def test_of_a_mode_for_each_park_the_park_that_differs_is_named():
    mixed = {"north": "one_plus_two", "south": "present"}
    against = {park: diverge(run(mixed), run(mode)) for park, mode in
               (("north", "present"), ("south", "one_plus_two"))}  # fmt: skip

    for park, found in against.items():
        assert found.month == TWO_PARKS.burn_in_months
        # What takes money or moves staff on the day of the change does so by itself.
        assert {f"{park}: {id_}" for id_ in ("R3", "H1", "P1", "P2", "C1", "C2", "S2", "S3")} <= {
            cause.path for cause in found.causes
        }
        assert all(cause.path.startswith(f"{park}: ") for cause in found.causes)
    # A park that is left out keeps the present mode, and the same mode in each is one mode.
    assert not diverge(run(mixed), run({"north": "one_plus_two"}))
    assert not diverge(run(dict.fromkeys(mixed, "one_plus_two")), run("one_plus_two"))


def test_it_says_so_in_both_languages():
    found = diverge(run(seed=1), run(seed=2))

    assert str(found) == found.text("en")
    assert found.text("en").startswith("The runs part in month 0")
    assert found.text("zh").startswith("第 0 個月")
    assert "seed" in found.text("zh")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"mod": "present"}, "it must be a Run, or a mapping"),
        ("present", "it must be a Run, or a mapping"),
        ({"scenario": "two_park"}, "did you mean"),
        (run({"nort": "present"}), 'did you mean "north"'),
        (run({"north": 3}), "give a mode's name"),
        (run(seed=1.5), "seed is 1.5; it must be a whole number"),
        (run(years="2"), 'years is "2"; it must be a whole number, at least 1'),
    ],
)
def test_what_cannot_be_run_is_one_line(given, line):
    with pytest.raises(BadInput) as raised:
        diverge(given, run())
    assert line in str(raised.value)
    assert raised.value.text("zh") != str(raised.value)
