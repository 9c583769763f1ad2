"""Parameter sets: read alike by all studies, dealt evenly, and carried by what each study says."""

from collections import Counter
from functools import partial

import condition_runs as runs
import fake_runs
import numpy as np
import pytest

import crosspark as cp
from crosspark.cli import main
from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.scenarios.loader import load_scenario
from crosspark.studies import sets as sets_module
from crosspark.studies.attribution import attribute
from crosspark.studies.design import unit_sample
from crosspark.studies.jobs import seed_of
from crosspark.studies.sets import ParameterSets, read_sets, write_sets
from crosspark.views.comparison import Comparison
from crosspark.views.discovery import Discovery
from crosspark.views.frontier import Frontier
from crosspark.views.robust import Robust
from crosspark.views.sensitivity import Sensitivity

CASE = load_scenario("two_parks")
LEADS, HANDOVER, MEETINGS, AGENDA = "demand.leads", runs.HANDOVER, runs.MEETINGS, "headquarters.agenda"
THREE = [{LEADS: 8.0, HANDOVER: 1.0}, {LEADS: 12.0, HANDOVER: 2.0}, {LEADS: 20.0, HANDOVER: 3.0}]
QUICK = {"years": 1, "jobs": 1, "quiet": True}


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Three sets that ship with two_parks."""
    monkeypatch.setattr(sets_module, "FOLDER", tmp_path)
    write_sets("two_parks", THREE, {"manifest": {"scenario": CASE.digest}})
    return THREE


def read(given, case=CASE, **options):
    return read_sets("<test>", case, given, **options)


def refused(given, **options):
    with pytest.raises(BadInput) as told:
        read(given, **options)
    return str(told.value)


# Read alike


def test_a_list_a_design_and_a_csv_file_say_the_same(tmp_path):
    (tmp_path / "sets.csv").write_text(
        f"{LEADS},{HANDOVER}\n8,1 working day\n12,2\n20,3 working days\n", encoding="utf-8-sig"
    )
    points = "\n".join(
        f"- {{{LEADS}: {one[LEADS]} leads/year, {HANDOVER}: {one[HANDOVER]} working days}}" for one in THREE
    )
    (tmp_path / "sets.yaml").write_text(f"scenario: two_parks\npoints:\n{points}\n", encoding="utf-8")

    for given in (THREE, {"points": THREE}, tmp_path / "sets.csv", str(tmp_path / "sets.yaml")):
        assert list(read(given).points) == THREE


def test_an_empty_cell_leaves_a_path_out_of_its_set(tmp_path):
    (tmp_path / "sets.csv").write_text(f"{LEADS},{HANDOVER}\n8,\n,2\n", encoding="utf-8")

    assert list(read(tmp_path / "sets.csv").points) == [{LEADS: 8.0}, {HANDOVER: 2.0}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "demand.lead\n8\n",
            'sets.csv:1: column is "demand.lead"; no such parameter, did you mean "demand.leads"?',
        ),
        (f"{LEADS}\n8\n\n1e9\n", f'sets.csv:4: {LEADS} is "1e9"; it must lie in'),
        (f"{LEADS}\n8,2\n", 'sets.csv:2: the line is "2 cells"; it needs 1'),
        (f"{LEADS};{HANDOVER}\n8;1,5\n", f'sets.csv:2: {HANDOVER} is "1,5"; write a decimal point: "1.5"'),
        (f"{LEADS};{HANDOVER}\n1,250;1\n", 'is "1,250"; write a decimal point: "1.250"'),
        ("會議\n1\n", 'column is "會議"; no such parameter; crosspark list parameters shows them'),
        (f"{LEADS}\n", "no set"),
        ("", "no set"),
        (None, "sets.csv"),
    ],
)
def test_a_csv_file_that_cannot_be_used_is_told_with_its_line(tmp_path, text, message):
    if text is not None:
        (tmp_path / "sets.csv").write_text(text, encoding="utf-8")

    assert message in refused(tmp_path / "sets.csv")


def test_sets_that_are_none_are_refused_in_a_line(tmp_path):
    assert "sets is 5; give a list of mappings" in refused(5)
    assert 'the file is "a folder"; name a file of sets, CSV or YAML' in refused(tmp_path)


@pytest.mark.parametrize("empty", [[], (), {}], ids=["list", "tuple", "mapping"])
def test_sets_of_which_a_calibration_left_none_are_not_taken_for_no_sets(empty):
    with pytest.raises(BadInput, match=r"sets is (\[\]|\(\)|\{\}); there is no set in it"):
        Robust.of("two_parks", ["present", "one_plus_two"], sets=empty)


def test_nothing_is_carried_unless_asked():
    for given in (None, "none", "auto"):
        assert len(read(given)) == 0


# Those in store


def test_stored_sets_are_taken_by_name_and_some_of_them_by_number(stored):
    assert list(read("stored").points) == list(read("auto").points) == THREE
    assert list(read("stored:2").points) == [THREE[0], THREE[1]]
    assert (read("stored").stored, read(THREE).stored) == (True, False)
    for number in ("0", "4", "many"):
        assert "write stored, or stored:16 for so many of the 3" in refused(f"stored:{number}")


def test_a_changed_scenario_takes_none_by_itself_and_is_refused_them_by_name(stored):
    changed = CASE.with_overrides({"economy.self_interest": 0.9})

    assert len(read("auto", changed)) == 0
    with pytest.raises(BadInput, match="they were made for two_parks as it ships"):
        read("stored", changed)


def test_a_scenario_that_was_not_calibrated_has_none_by_name(stored):
    with pytest.raises(BadInput, match="wenjiang has none; calibrated are: two_parks"):
        read("stored", load_scenario("wenjiang"))


def test_what_is_set_by_hand_wins_and_keeps_stored_sets_from_being_taken_by_themselves(stored):
    assert read("auto", by_hand=[LEADS]) == ParameterSets(withheld=(LEADS,))
    assert list(read("auto", by_hand=[MEETINGS]).points) == THREE
    for given in ("stored", THREE):
        assert list(read(given, by_hand=[LEADS]).points) == [{HANDOVER: one[HANDOVER]} for one in THREE]
    assert "nothing is left of them" in refused(THREE, by_hand=[LEADS], fixed=[HANDOVER])


def test_stored_sets_leave_to_a_mode_what_it_sets_itself_and_a_list_means_it(stored):
    assert [*read("stored", own=[HANDOVER]).paths] == [LEADS]
    assert [*read(THREE, own=[HANDOVER]).paths] == [LEADS, HANDOVER]


# Dealt evenly


@pytest.mark.parametrize("count", [1, 2, 3, 7, 60, 64])
def test_each_set_is_used_as_often_as_any_other(count):
    dealt = read(THREE).dealt(count, seed=1)

    used = Counter(one[LEADS] for one in dealt)
    often = [used[one[LEADS]] for one in THREE]
    assert sum(often) == count
    assert max(often) - min(often) <= 1


def test_which_set_a_future_gets_has_nothing_to_do_with_the_futures_that_a_search_holds_back():
    dealt = read(THREE).dealt(300, seed=1)
    held = np.argsort(unit_sample("latin_hypercube", 1, 300, 1)[:, 0]) % 3 == 0

    # Of 100 futures held back each set has 33 ± 4.
    used = Counter(one[LEADS] for one, back in zip(dealt, held, strict=True) if back)
    assert all(17 <= used[one[LEADS]] <= 50 for one in THREE)


def test_the_first_sets_of_the_list_are_not_preferred():
    chosen = {read(THREE).dealt(1, seed)[0][LEADS] for seed in range(20)}

    assert chosen == {8.0, 12.0, 20.0}


# Robust and discover


def robust(**options):
    simulate = runs.planted(lambda point, seed: point.get(HANDOVER, 0.0) - 2.0, "jobs")
    how = {"indicators": "jobs", "replicates": 1, **QUICK}
    return Robust.of("two_parks", ["present", "one_plus_two"], simulate=simulate, **{**how, **options})


def test_without_ranges_each_set_is_a_future():
    found = robust(sets=THREE, vary=[])

    assert found.futures.points[[LEADS, HANDOVER]].to_dict("records") == THREE
    # The mode is ahead by -1, 0 and 1: once it alone is best, once it alone is last.
    assert found.table("jobs").set_index("mode").loc[
        "one_plus_two", ["best_in", "last_in", "regret"]
    ].tolist() == [1, 1, 1]
    assert len(robust(sets=THREE, vary=[], size=2).futures.points) == 2
    with pytest.raises(BadInput, match="there are 3 sets and nothing else varies"):
        robust(sets=THREE, vary=[], size=4)


def test_ranges_are_drawn_beside_the_sets_but_for_what_they_name():
    found = robust(sets=THREE, vary=[MEETINGS, "demand.*"], size=9)

    points = found.futures.points
    assert Counter(points[LEADS]) == {8.0: 3, 12.0: 3, 20.0: 3}
    assert points[MEETINGS].nunique() == points["demand.outside_value"].nunique() == 9
    with pytest.raises(BadInput, match=f'vary is "{LEADS}"; its values come with the parameter sets'):
        robust(sets=THREE, vary=[f"{LEADS}:5:30"])


def test_sets_that_are_all_equal_give_the_study_of_that_scenario():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values["jobs"] += scenario.demand.leads * (mode.id != "present") + overrides[MEETINGS]
        return run

    how = {"indicators": "jobs", "vary": MEETINGS, "size": 8, "simulate": simulate, **QUICK}
    modes = ["present", "one_plus_two"]
    carried = Robust.of(CASE, modes, sets=[{LEADS: 20.0}] * 3, **how)
    case = CASE.with_overrides({LEADS: "20 leads/year"})
    changed = Robust.of(case, modes, **how)

    assert carried.table("jobs").equals(changed.table("jobs"))
    border = {"x": MEETINGS, "y": AGENDA, "indicator": "jobs", "steps": 3, "simulate": simulate, **QUICK}
    one, other = Frontier.of(CASE, sets=[{LEADS: 20.0}] * 3, **border), Frontier.of(case, **border)
    columns = ["x", "y", "mean", "low", "high", "better"]
    assert np.allclose(one.table()[columns[:-1]], other.table()[columns[:-1]])
    assert one.table()["better"].tolist() == other.table()["better"].tolist()


def test_a_stored_study_takes_no_sets(tmp_path):
    robust(vary=MEETINGS, size=4, out=tmp_path / "study")

    with pytest.raises(BadInput, match="a stored study has the runs that it has"):
        Robust.of(study=tmp_path / "study", indicators="jobs", sets=THREE)


def test_what_the_sets_name_can_be_a_condition():
    many = [{HANDOVER: 0.5 + 0.05 * place} for place in range(64)]
    found = Discovery.of(
        "two_parks", indicator="days_to_start", vary=[MEETINGS, AGENDA], sets=many, size=128, replicates=1,
        simulate=runs.planted(lambda point, seed: 20.0 if point[HANDOVER] > 2.5 else -20.0), **QUICK,
    )  # fmt: skip

    assert {factor.path for factor in found.futures.factors} == {MEETINGS, AGENDA, HANDOVER}
    (limit,) = found.boxes[0].limits
    assert limit.path == HANDOVER
    assert 2.3 < limit.low < 2.7
    assert "Each future takes one of the parameter sets that were handed in: 64." in found.text()


def test_lost_futures_are_told_with_their_reason():
    def difference(point, seed):
        if point[HANDOVER] > 2.5:
            raise ZeroDivisionError("no land left")
        return 1.0

    simulate = runs.planted(difference, "jobs")
    told = Robust.of("two_parks", ["present", "one_plus_two"], indicators="jobs", sets=THREE, vary=[],
                     replicates=2, simulate=simulate, **QUICK).text()  # fmt: skip
    many = [{HANDOVER: 0.5 + 0.05 * place} for place in range(64)]
    also = Discovery.of("two_parks", indicator="jobs", vary=[], sets=many, replicates=2, simulate=simulate,
                        **QUICK).text()  # fmt: skip

    # Runs of one mode fail, in one future of three; and in those beyond 2.5, which are 23 of 64.
    for text, lost in ((told, (1, 3)), (also, (23, 64))):
        said = " ".join(text.split())
        verb = "is" if lost[0] == 1 else "are"
        assert f"{lost[0]} of {lost[1]} futures {verb} left out: there runs failed, or" in said
        assert f"{2 * lost[0]} runs failed on values that the study itself took" in said
        assert "the first: ZeroDivisionError: no land left" in said


# Frontier

LUCK = dict(zip((seed_of(1, replicate) for replicate in range(4)), (-3.0, -1.0, 1.0, 3.0), strict=True))
REACH = 3.182446 * np.std([-3, -1, 1, 3], ddof=1) / 2


def border_of(difference, **options):
    ends = {"x": f"{MEETINGS}:5 working days:25 working days", "y": (AGENDA, 4, 28)}
    how = {**ends, "indicator": "jobs", "steps": 3, **QUICK}
    return Frontier.of("two_parks", simulate=runs.planted(difference, "jobs"), **{**how, **options})


def test_two_sets_of_opposite_sign_leave_every_cell_unsure_though_each_alone_is_sure():
    def swing(point, seed):
        return 10.0 * (point[HANDOVER] - 2.0) + LUCK[seed]

    one, other = border_of(swing, sets=[THREE[0]]), border_of(swing, sets=[THREE[2]])
    both = border_of(swing, sets=[THREE[0], THREE[2]])

    assert set(one.table()["better"]) == {"present"}
    assert set(other.table()["better"]) == {"one_plus_two"}
    cells = both.table()
    assert set(cells["better"]) == {""}
    assert cells["mean"].to_numpy() == pytest.approx(0, abs=1e-9)
    # The lower ends are -10 - REACH and 10 - REACH; a tenth of the way between them is their 10th percentile.
    assert cells["low"].to_numpy() == pytest.approx(-8 - REACH, abs=1e-5)
    assert cells["high"].to_numpy() == pytest.approx(8 + REACH, abs=1e-5)
    assert (cells["better_in"].tolist(), cells["sets"].tolist()) == ([1] * 9, [2] * 9)


def test_every_cell_meets_the_same_sets_and_where_each_turns_is_told():
    found = border_of(lambda point, seed: point[AGENDA] - 8 - 4 * point[HANDOVER], sets=THREE, steps=(2, 7))

    # Set by set it turns at 12, 16 and 20; by the mean at 16.
    assert [found.turns(0, of_set) for of_set in range(3)] == [[12], [16], [20]]
    assert found.turns(0) == pytest.approx([16])
    assert found.turns_once(0) == (pytest.approx(12.8), pytest.approx(19.2), 3)
    said = " ".join(found.text().split())
    assert "Each cell is a mean over the parameter sets that were handed in: 3" in said
    assert "3 of 3 turn once" in said
    assert "3組中3組變號一次" in found.text("zh")


def test_the_grid_wins_over_what_a_set_says_of_its_conditions():
    found = border_of(lambda point, seed: point[HANDOVER], x=(HANDOVER, 1, 3), sets=THREE)

    assert found.means == pytest.approx(np.tile([1.0, 2.0, 3.0], (3, 1)))


# Sensitivity, attribution, comparison


def test_sensitivity_refuses_sets_and_says_why():
    for given in (THREE, "stored"):
        with pytest.raises(BadInput, match="a set moves several parameters at once"):
            Sensitivity.of("two_parks", sets=given)
    Sensitivity.of(
        "two_parks", method="tornado", paths=HANDOVER, sets="none", simulate=fake_runs.simulate, **QUICK
    )


def test_attribution_takes_the_stored_sets_by_name(stored):
    found = attribute(
        "two_parks", over="coarse", replicates=1, sets="stored", simulate=fake_runs.simulate, **QUICK
    )

    assert [dict(one) for one in found.sets] == [{}, *THREE]
    assert found.stability("operating_firms")["sets"].unique().tolist() == [3]


def compared(mode="one_plus_two", **options):
    """Return a comparison, and the leads and days of a hand-over of each run in its futures."""
    seen = []

    def simulate(scenario, mode, *, seed, years, overrides=None):
        seen.append((scenario.demand.leads, (overrides or {}).get(HANDOVER)))
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    found = Comparison.of("two_parks", [mode], replicates=2, simulate=simulate, **QUICK, **options)
    return found, seen[2 * 2 :]


def test_futures_take_the_stored_sets_by_themselves_and_the_page_says_so(stored):
    found, seen = compared(futures=6)

    assert Counter(seen) == {(one[LEADS], one[HANDOVER]): 6 // 3 * 2 * 4 for one in THREE}
    page = " ".join(found.answer().split())
    assert (
        "one of the parameter sets that the published facts of “Two parks, small” do not rule out: 3." in page
    )
    assert "已公布的事實未排除的參數組,共3組" in "".join(found.answer("zh").split())
    assert (found.manifest["futures"]["sets"], found.manifest["futures"]["stored_sets"]) == (3, True)
    assert compared()[0].futures is None


def test_they_can_be_told_not_to(stored):
    for none in (None, "none"):
        found, seen = compared(futures=6, sets=none)
        assert len(set(seen)) == 6
        assert "do not rule out" not in found.answer()


def test_what_is_set_by_hand_wins_over_a_set(stored):
    by_hand = {HANDOVER: "2.5 working days"}
    found, seen = compared(futures=6, overrides=by_hand)
    _, of_named = compared(futures=6, overrides=by_hand, sets="stored")

    assert {days for _, days in seen} == {"2.5 working days"}
    assert len({leads for leads, _ in seen}) == 6
    assert f"not taken, since what they name was set by hand: {HANDOVER}" in " ".join(found.answer().split())
    assert {days for _, days in of_named} == {"2.5 working days"}
    assert {leads for leads, _ in of_named} == {8.0, 12.0, 20.0}
    _, of_scenario = compared(futures=6, overrides={LEADS: "7 leads/year"}, sets=THREE)
    assert {leads for leads, _ in of_scenario} == {7.0}


def test_a_mode_keeps_what_it_sets_itself(stored):
    own = load_mode("one_plus_two").with_parameters({HANDOVER: "1.5 working days"})
    _, seen = compared(own, futures=3)

    assert {days for _, days in seen} == {None}
    assert {leads for leads, _ in seen} == {8.0, 12.0, 20.0}


# The commands


def test_the_commands_take_a_file_a_name_or_none(stored, tmp_path, monkeypatch, capsys):
    (tmp_path / "mine.csv").write_text(f"{HANDOVER}\n1\n3\n", encoding="utf-8")
    simulate = runs.planted(lambda point, seed: 1.0, "jobs")
    monkeypatch.setattr(cp, "robust", partial(Robust.of, simulate=simulate))
    monkeypatch.setattr(cp, "frontier", partial(Frontier.of, simulate=simulate))
    monkeypatch.setattr(cp, "compare", partial(Comparison.of, simulate=fake_runs.simulate))
    quick = ["--years", "1", "--jobs", "1", "--quiet"]

    def said(*command):
        assert main([*command, *quick]) == 0
        return " ".join(capsys.readouterr().out.split())

    of_robust = ["robust", "two_parks", "--indicators", "jobs", "--vary", "none", "--replicates", "1"]
    assert "that were handed in: 2." in said(*of_robust, "--sets", str(tmp_path / "mine.csv"))
    assert "do not rule out: 3." in said(*of_robust, "--sets", "stored")
    of_frontier = [
        "frontier",
        "two_parks",
        "--x",
        MEETINGS,
        "--y",
        AGENDA,
        "--indicator",
        "jobs",
        "--steps",
        "2",
    ]
    assert "do not rule out: 2; its interval" in said(*of_frontier, "--sets", "stored:2")
    of_answer = ["answer", "two_parks", "--replicates", "2", "--futures", "3"]
    assert "do not rule out: 3." in said(*of_answer)
    assert "published facts" not in said(*of_answer, "--sets", "none")


def test_the_command_that_takes_no_sets_says_so(capsys):
    assert main(["what-matters", "two_parks", "--sets", "stored"]) == 2
    assert "a set moves several parameters at once" in capsys.readouterr().err
