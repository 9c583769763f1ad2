"""A calibration in words, tables, a figure, JSON and a folder, as a command, and as it ships."""

import json
import runpy
from functools import partial
from pathlib import Path

import fake_runs
import pytest
import yaml

import crosspark as cp
from crosspark.cli import main
from crosspark.scenarios.loader import load_scenario
from crosspark.studies.attribution import attribute
from crosspark.studies.design import Design
from crosspark.studies.entries import entries_of
from crosspark.studies.projectlist import read_projects
from crosspark.studies.sets import COMMAND
from crosspark.studies.stored import FOLDER
from crosspark.studies.targets import Targets
from crosspark.views import words
from crosspark.views.calibration import Calibration
from crosspark.views.figures import SKY, VERMILLION

DOCS = Path(__file__).parents[1] / "docs"
VARY = ("handover.days", "headquarters.meeting_interval")
AGAIN = f"the stored sets are stale or missing; make them anew with: {COMMAND}"


def model(scenario, mode, *, seed, years, overrides):
    """Return a run in which jobs are 100 × the hand-over, and leads a sum of it and the meeting interval."""
    run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
    handover, meeting = (overrides.get(path, own) for path, own in zip(VARY, (2.2, 10.0), strict=True))
    run.values["jobs"] = 100 * handover
    run.values["leads"] = 10 * handover + meeting
    return run


def targets(jobs=350.0, leads=None):
    doubt = {"tolerance": 10.0, "discrepancy": 10.0, "source": "a test"}
    found = {"jobs": {"measure": "jobs", "value": jobs, "title_en": "Posts", "title_zh": "崗位", **doubt}}
    if leads is not None:
        found["leads"] = {"measure": "leads", "value": leads, **doubt}
    return {"years": 1, "targets": found}


def of(given, simulate=model, **options):
    how = {"vary": VARY, "size": 64, "replicates": 2, "jobs": 1, "quiet": True, **options}
    return Calibration.of("two_parks", given, simulate=simulate, **how)


def test_the_answer_says_what_is_out_by_what_where_the_scenario_lies_and_what_is_not_known():
    # 350 ± 14.1 and three times that: hand-over from 3.08 to 3.92 of 0.1 to 6; the scenario's 2.2 give 220.
    found = of(targets())
    kept = len(found.sets)
    answer = found.answer().splitlines()

    assert 8 <= kept <= 10
    assert answer[0] == (
        f"{64 - kept} of the first 64 parameter sets are ruled out; {kept} sets of all that were run are not."
    )
    assert answer[1].startswith("The scenario's own figures are ruled out, by: Posts; the implausibility is")
    assert answer[2] == f"Most is ruled out by: Posts ({64 - kept}, {64 - kept} of them alone)."
    assert answer[3].startswith("Narrowed: Mean wait between two steps of a project")
    assert answer[4].startswith("Not identified, nothing of the range is ruled out by itself: ")
    assert "Not ruled out is not confirmed" in answer[-1]


def test_a_scenario_that_fits_is_said_to_fit_and_a_target_that_rules_out_nothing_is_named():
    found = of(targets(jobs=220.0, leads=40.0))

    assert "The scenario's own figures are not ruled out: they miss Leads most" in found.answer()
    wide = targets()
    wide["targets"]["jobs"]["discrepancy"] = 900.0
    assert "These rule out nothing: Posts." in of(wide).answer()
    assert "什麼也沒有排除:崗位" in of(wide).answer("zh")


def test_where_nothing_is_left_the_answer_says_that_something_is_wrong():
    answer = of(targets(jobs=-900.0)).answer()

    assert answer.startswith("No set is left: nothing in these ranges gives all targets at once.")
    assert "Not identified" not in answer
    assert "Not ruled out" not in answer


def test_where_nothing_is_left_no_range_is_shown_as_left():
    found = of(targets(jobs=-900.0))
    (axis,) = found.plot().axes

    known = found.parameters()
    assert known[["left_low", "left_high"]].isna().all(axis=None)
    assert (known["shrunk"] == 1).all()
    assert not known["identified"].any()
    for lang, none in (("en", "none"), ("zh", "無")):
        rows = [line for line in found.text(lang).splitlines() if line.lstrip().startswith(VARY)]
        assert [line.split()[-3:] for line in rows] == [[none, "100", "%"]] * len(VARY)
    left = [bar for bar in axis.patches if bar.get_facecolor()[:3] == pytest.approx(_rgb(SKY))]
    assert [bar.get_width() for bar in left] == [0.0] * len(VARY)
    assert found.to_data()["parameters"][0]["left_low"] is None


def test_failed_runs_are_counted():
    def failing(scenario, mode, *, seed, years, overrides):
        if overrides.get("handover.days", 0) > 5:
            raise ZeroDivisionError("no land left")
        return model(scenario, mode, seed=seed, years=years, overrides=overrides)

    found = of(targets(), failing)

    assert f"{found.failed} runs failed; {found.unjudged} sets could not be judged" in found.answer()
    assert found.failed == 2 * found.unjudged > 0


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_the_text_has_a_line_for_each_target_and_parameter(lang):
    text = of(targets(leads=50.0)).text(lang)

    named = ("崗位", "環節交接平均等待") if lang == "zh" else ("Posts", "Mean wait between two steps")
    assert all(any(line.lstrip().startswith((path, *named)) for line in text.splitlines()) for path in VARY)
    for name in named:
        assert name in text
    assert "{" not in text


def test_the_figure_shows_what_is_left_and_where_the_scenario_stands():
    found = of(targets())
    (axis,) = found.plot().axes
    known = found.parameters().iloc[0]

    left = [bar for bar in axis.patches if bar.get_facecolor()[:3] == pytest.approx(_rgb(SKY))]
    whole = known["high"] - known["low"]
    assert left[0].get_x() == pytest.approx((known["left_low"] - known["low"]) / whole)
    assert left[0].get_width() == pytest.approx((known["left_high"] - known["left_low"]) / whole)
    stands = [line for line in axis.lines if line.get_color() == VERMILLION]
    assert stands[0].get_xdata()[0] == pytest.approx((2.2 - 0.1) / 5.9)


def _rgb(colour):
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def test_the_folder_holds_tables_a_figure_and_sets_that_an_attribution_takes(tmp_path):
    found = of(targets())
    folder = found.save(tmp_path / "report")

    assert {one.name for one in folder.iterdir()} == {
        *("calibration.json", "calibration_en.txt", "calibration_zh.txt", "calibration.png"),
        *("targets.csv", "parameters.csv", "points.csv", "sets.yaml"),
    }
    assert json.loads((folder / "calibration.json").read_text(encoding="utf-8"))["sets"] == found.sets
    small = tmp_path / "sets.yaml"
    written = yaml.safe_load((folder / "sets.yaml").read_text(encoding="utf-8"))
    assert len(written["points"]) == len(found.sets)
    small.write_text(yaml.safe_dump({**written, "points": written["points"][:1]}), encoding="utf-8")
    carried = attribute(
        "two_parks", over="coarse", sets=small, replicates=1, years=1, jobs=1, quiet=True,
        simulate=fake_runs.simulate,
    )  # fmt: skip
    assert dict(carried.sets[1]) == pytest.approx(found.sets[0])


# The command


@pytest.fixture
def command(monkeypatch, tmp_path):
    monkeypatch.setattr(cp, "calibrate", partial(Calibration.of, simulate=model))
    file = tmp_path / "targets.yaml"
    given = targets()
    given["years"] = "1 year"
    given["targets"]["jobs"] |= {key: f"{given['targets']['jobs'][key]:g}" for key in ("value", "tolerance")}
    file.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    return ("calibrate", "two_parks", "--targets", str(file), "--vary", ",".join(VARY), "--jobs", "1", "-q")


def test_the_command_prints_the_calibration_and_writes_nothing(command, capsys, tmp_path):
    assert main([*command, "--replicates", "2"]) == 0

    assert capsys.readouterr().out == of(targets()).text() + "\n"
    assert [one.name for one in tmp_path.iterdir()] == ["targets.yaml"]


def test_the_command_prints_json_and_goes_on_in_its_folder(command, capsys, tmp_path):
    options = ["--replicates", "2", "--size", "8", "--out", str(tmp_path / "study"), "--json"]

    assert main([*command, *options]) == 0
    first = capsys.readouterr()
    assert main([*command, *options]) == 0

    assert json.loads(first.out)["waves"][0]["points"] == 8
    assert json.loads(capsys.readouterr().out) == json.loads(first.out)
    assert (tmp_path / "study" / "report" / "sets.yaml").exists() == bool(json.loads(first.out)["sets"])


def test_the_command_refuses_with_one_line(command, capsys):
    assert main([*command[:2], "--quiet"]) == 2
    assert "give targets, or a list of projects, or both" in capsys.readouterr().err
    assert main([*command, "--size", "12"]) == 2
    assert "power of two" in capsys.readouterr().err
    assert main(["calibrate", "two_parks", "--projects", "none.csv"]) == 2
    assert capsys.readouterr().err.startswith("none.csv: ")


# What ships


@pytest.fixture(scope="module")
def made():
    file = FOLDER / "wenjiang_sets.json"
    assert file.exists(), AGAIN
    return json.loads(file.read_text(encoding="utf-8"))


def test_the_stored_sets_are_of_the_scenario_modes_and_targets_of_today(made):
    case = load_scenario("wenjiang")
    script = runpy.run_path(str(DOCS / "make_calibration.py"))

    assert made["targets_sha256"] == script["digest"](), AGAIN
    assert made["manifest"]["scenario"] == case.digest, AGAIN
    for label, by_park in made["manifest"]["modes"].items():
        (entry,) = entries_of(case, [], label).values()
        assert by_park == {park: mode.digest for park, mode in entry.by_park.items()}, AGAIN


def test_the_stored_sets_are_those_that_were_left_and_lie_within_the_ranges(made):
    sets = cp.stored_sets("wenjiang")

    assert len(sets) == sum(wave["not_ruled_out"] for wave in made["waves"])
    # A design refuses what lies outside a range.
    assert len(Design.of({"scenario": "wenjiang", "points": sets}).points) == len(sets)


def test_the_page_is_the_stored_calibration(made):
    page = runpy.run_path(str(DOCS / "make_calibration.py"))["written"](made)

    assert (DOCS / "calibration.md").read_text(encoding="utf-8") == page, f"{AGAIN} (--page: the page alone)"


def test_what_the_page_says_of_the_sets_that_are_ruled_out_is_so(made):
    assert all(one["demand.outside_value"] > 5 for one in made["ruled_out"])
    for one in made["ruled_out"]:
        assert one["demand.leads"] < 80 or one["demand.admission"] > 0.5 or one["economy.exit_hazard"] > 0.008


def test_the_targets_of_wenjiang_and_the_example_list_are_read():
    case = load_scenario("wenjiang")

    assert len(Targets.of(DOCS / "data" / "wenjiang_targets.yaml", case).targets) == 8
    assert len(read_projects(DOCS / "data" / "projects_example.csv", case)) == 16
