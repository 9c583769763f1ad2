"""An attribution in words, tables, a figure, JSON, a folder, and as a command."""

import json
import re
from functools import partial
from pathlib import Path

import fake_runs
import matplotlib as mpl
import numpy as np
import pytest

import crosspark as cp
from crosspark.cli import main
from crosspark.governance.mode import load_mode
from crosspark.studies.jobs import seed_of
from crosspark.views import fonts, words
from crosspark.views.attribution import Attribution
from crosspark.views.figures import BLUE, SKY

PRESENT = load_mode("present")
MODE = PRESENT.with_clauses("S1", "H1", "F1")
LUCK = dict(zip((seed_of(1, replicate) for replicate in range(4)), (-3.0, -1.0, 1.0, 3.0), strict=True))


def of(effects, mode=MODE, **options):
    """Return an attribution in which a clause changes indicators by so much, and S1 by luck besides.

    `effects` says by indicator what each clause brings; luck is -3, -1, 1, 3 over the replicates.
    """

    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        for indicator, brings in effects.items():
            luck = LUCK[seed] * ("S1" in mode.clauses)
            run.values[indicator] = 100 + luck + sum(brings.get(id_, 0.0) for id_ in mode.clauses)
        return run

    how = {"over": "coarse", "indicators": list(effects), "replicates": 4, "years": 1, "jobs": 1, **options}
    return Attribution.of("two_parks", mode, quiet=True, simulate=simulate, **how)


JOBS = {"jobs": {"S1": 50.0, "H1": 20.0, "F1": -5.0}}

# Luck has mean 0 and deviation 2.58: Student's reach with 3 degrees of freedom is 3.18 · 2.58 / 2 = 4.1.


def test_who_does_most_is_named_with_the_next_and_how_sure_that_is():
    answer = of(JOBS).answer().splitlines()[0]

    assert answer.startswith(
        "Jobs: the largest part comes through Approvals and project mechanisms (S, M), +50.0"
    )
    assert "of +65.0 persons [+" in answer
    assert "surely more than through The bodies of “1+2” (H, P, C), +20.0 persons." in answer
    assert answer.endswith("Against it works Between the parks (F), −5.00 persons.")


def test_a_lead_smaller_than_luck_is_not_sure():
    answer = of({"jobs": {"S1": 20.5, "H1": 20.0}}).answer()

    assert (
        "whether that is more than through The bodies of “1+2” (H, P, C), +20.0 persons, is not sure."
        in answer
    )


def test_a_whole_effect_that_luck_explains_leads_nowhere():
    assert "does not surely differ from zero; the largest part is" in of({"jobs": {"S1": 0.5}}).answer()


def test_where_less_comes_out_who_lowers_most_leads():
    answer = of({"days_to_start": {"S1": -50.0, "H1": -60.0, "F1": 3.0}}).answer("zh").splitlines()[0]

    assert answer.startswith(
        "簽約到開工天數:最大的一份來自「“1+2”三機構(H、P、C)」,−60.0 工作日(總效應−107 工作日 ["
    )
    assert "確定大於「審批與項目機制(S、M)」(−50.0 工作日 [" in answer
    assert answer.endswith("起反作用的是「園區之間(F)」,+3.00 工作日。")


def test_one_replicate_claims_nothing():
    found = of(JOBS, replicates=1)

    assert "in one replicate the largest part comes through Approvals" in found.answer()
    assert "One replicate has no spread" in found.text()
    assert "surely" not in found.answer()


def test_a_largest_part_that_luck_explains_is_not_said_to_do_the_work():
    # Both parts have luck of their own that cancels in the whole: it is sure, and neither of them is.
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        luck = 10 * LUCK[seed] * (("S1" in mode.clauses) - ("H1" in mode.clauses))
        each = 5.0 * (("S1" in mode.clauses) + ("H1" in mode.clauses))
        run.values["other_backlog"] = 100 + each + luck
        return run

    found = Attribution.of(
        "two_parks", MODE, over="coarse", indicators=["other_backlog"], replicates=4, years=1, jobs=1,
        quiet=True, simulate=simulate,
    )  # fmt: skip
    led, costs = (found.answer().splitlines()[place] for place in (0, -2))

    assert "it is not sure that this part does anything" in led
    assert "most of the work" not in led
    assert "; the largest part is " in costs
    assert "mostly" not in costs
    assert "尚不確定(抽樣區間含零)" in found.answer("zh")


def test_where_no_part_changes_anything_none_is_named():
    answer = of({"leaders_hours": {}}, PRESENT.with_clauses("H1", "F1")).answer()

    assert answer.startswith("Leaders' hours: no part changes it.")


def test_families_and_clauses_are_named_with_their_letters():
    found = of({"leaders_hours": {"H1": 50.0}}, over="families")

    assert "the largest part comes through Headquarters (H, by definition H1), +50.0 hours" in found.answer()
    assert "最大的一份來自「指揮部(H,按定義 H1)」" in found.answer("zh")
    labels = [label.get_text() for label in found.plot("leaders_hours").axes[0].get_yticklabels()]
    assert labels[0].startswith("H  Headquarters")


def test_one_part_alone_does_everything():
    assert "all of it is done by Approvals" in of(JOBS, PRESENT.with_clauses("S1")).answer()


def test_an_indicator_without_values_is_said_to_have_none():
    found = of({"jobs": {"H1": float("nan")}})

    assert "Jobs: no replicate has a value in every combination." in found.answer()
    assert "0 of 4 replicates" in found.text()


def test_costs_are_those_that_rise_beyond_chance_with_who_brings_them_and_by_which_definition():
    costs = {"leaders_hours": {"H1": 40.0}, "service_level": {"F1": 40.0}, "concessions": {"S1": 0.1}}

    line = of(costs).answer().splitlines()[-2]

    assert line.startswith("What it costs, beyond chance: Leaders' hours +40.0 hours [")
    assert "mostly through The bodies of “1+2” (H, P, C) (by definition H1), +40.0 hours" in line
    # A better service is no cost, and concessions rise by less than luck.
    assert "Service" not in line
    assert "Concessions" not in line


def test_where_nothing_rises_there_is_no_cost():
    assert "None of the costs that are looked at rises beyond chance." in of(JOBS).answer()


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_the_text_has_a_line_for_each_part_that_adds_up_to_the_whole(lang):
    lines = of(JOBS).text(lang).splitlines()

    found = [line.split() for line in lines if line[:4] == "    " or line[2:5] in {"app", "bod", "bet"}]
    brings = [next(cell for cell in line if cell[0] in "+−0" and cell[-1].isdigit()) for line in found[1:]]
    numbers = [float(cell.replace("−", "-")) for cell in brings]
    assert numbers[:5] == [50, 20, -5, 0, 65]


def test_pairs_that_stand_out_are_printed_by_kind():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values["days_to_start"] = 100.0 - 30 * ({"S1", "H1"} <= mode.clauses.keys())
        return run

    found = Attribution.of(
        "two_parks", MODE, over="coarse", indicators=["days_to_start"], replicates=2, years=1, jobs=1,
        quiet=True, simulate=simulate,
    )  # fmt: skip

    # Of days fewer are better: the words are about the number, and then say for what.
    lower = "Lower together than the sum of both (for the better: complements): approvals + bodies −30.0\n"
    assert lower in found.text()
    assert "合計低於兩者之和(更優,互補):approvals + bodies −30.0\n" in found.text("zh")
    assert "Higher together" not in found.text()


def test_a_pair_that_adds_to_a_backlog_is_higher_and_for_the_worse():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values["other_backlog"] = 1.0 + 0.3 * ({"S1", "H1"} <= mode.clauses.keys())
        return run

    found = Attribution.of(
        "two_parks", MODE, over="coarse", indicators=["other_backlog"], replicates=2, years=1, jobs=1,
        quiet=True, simulate=simulate,
    )  # fmt: skip

    assert "合計高於兩者之和(更差,替代):approvals + bodies +30.0" in found.text("zh")
    assert "No pair stands out from chance." in of({"jobs": {"S1": 1.0}}).text()


def test_the_ranking_over_parameter_sets_is_told():
    sets = [{"handover.days": 2}, {"handover.days": 3}]
    text = of(JOBS, sets=sets).text()

    assert (
        "Jobs: Approvals and project mechanisms (S, M) is first in 2 of 2 further parameter sets"
        in text.replace("\n  ", " ")
    )
    assert "Jobs: Over 2 further parameter sets △" in text
    assert "further parameter sets" not in of(JOBS).text()


def test_the_figure_shows_values_intervals_alone_and_missing():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        on = mode.clauses
        run.values["leaders_hours"] = (
            60.0 * ({"S1", "H1"} <= on.keys()) + 10 * ("F1" in on) + LUCK[seed] * len(on)
        )
        return run

    found = Attribution.of("two_parks", MODE, over="coarse", replicates=4, years=1, jobs=1, quiet=True,
                           simulate=simulate)  # fmt: skip
    axis = found.plot("leaders_hours").axes[0]

    bars = [bar for bar in axis.patches if bar.get_width()]
    assert [bar.get_width() for bar in bars] == pytest.approx([30, 30, 10])
    # H1 is what leaders spend by definition.
    colours = {mpl.colors.to_hex(bar.get_facecolor()).upper() for bar in bars}
    assert colours == {BLUE, SKY}
    alone, missing = (points.get_offsets()[:, 0] for points in axis.collections[-2:])
    assert sorted(np.round(alone, 9)) == [0, 0, 10]
    assert sorted(np.round(missing, 9)) == [10, 60, 60]
    assert found.plot("leaders_hours").png().startswith(b"\x89PNG")


def test_without_a_chinese_font_the_figure_is_english(monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    figure = of(JOBS).plot("jobs")

    shown = [text.get_text() for text in figure.findobj(mpl.text.Text)]
    assert not [text for text in shown if any("一" <= character <= "鿿" for character in text)]


def test_as_data_it_is_json_and_names_what_it_comes_from():
    data = json.loads(json.dumps(of(JOBS).to_data(), allow_nan=False))

    assert (data["mode"], data["baseline"], data["over"], data["exact"]) == (
        MODE.id,
        "present",
        "coarse",
        True,
    )
    assert [row["value"] for row in data["contributions"]["jobs"]] == pytest.approx([50, 20, -5, 0, 65])
    assert data["contributions"]["jobs"][3]["alone"] is None
    assert len(data["pairs"]["jobs"]) == 3
    assert set(data["manifest"]["modes"]) == {"present", MODE.id}


def test_it_is_saved_as_a_whole(tmp_path):
    of(JOBS).save(tmp_path / "results")

    names = {path.name for path in (tmp_path / "results").iterdir()}
    assert names == {
        "attribution.json", "attribution_en.txt", "attribution_zh.txt",
        "contributions.csv", "pairs.csv", "jobs.png",
    }  # fmt: skip
    head, first, *_ = (tmp_path / "results" / "contributions.csv").read_text("utf-8").splitlines()
    assert head.startswith(
        "indicator,player,title_en,title_zh,clauses,wired,value,low,high,alone,missing,stacked"
    )
    assert first.startswith("jobs,approvals,")


def test_the_code_of_the_page_runs(capsys):
    page = (Path(__file__).parents[1] / "docs" / "attribution.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    exec(code, {})
    assert "兩園小例:「“1+2”運行模式」的哪部分在起作用" in capsys.readouterr().out


# The command

QUICK = ["two_parks", "--over", "coarse", "--replicates", "2", "--years", "1", "--jobs", "1"]


@pytest.fixture
def fake_model(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    attribute = partial(Attribution.of, simulate=fake_runs.simulate)
    monkeypatch.setattr(cp, "attribute", attribute)
    return attribute


@pytest.mark.parametrize("command", ["attribute", "why"])
def test_the_command_says_what_it_will_take_prints_the_text_and_writes_nothing(
    command, fake_model, capsys, tmp_path
):
    assert main([command, *QUICK, "--lang", "zh"]) == 0

    printed = capsys.readouterr()
    expected = fake_model("two_parks", over="coarse", replicates=2, years=1, jobs=1, quiet=True)
    assert printed.out == expected.text("zh") + "\n"
    # 16 coalitions of 2 replicates, less the two trial runs.
    assert printed.err.startswith("待模擬30次:約")
    assert list(tmp_path.iterdir()) == []


def test_the_command_prints_json_alone_and_nothing_else_if_quiet(fake_model, capsys):
    assert main(["attribute", *QUICK, "--quiet", "--json", "--indicators", "jobs, value_added"]) == 0

    printed = capsys.readouterr()
    assert list(json.loads(printed.out)["contributions"]) == ["jobs", "value_added"]
    assert printed.err == ""


def test_out_keeps_runs_and_a_report_and_the_same_command_runs_nothing_again(
    fake_model, capsys, monkeypatch, tmp_path
):
    command = ["attribute", *QUICK, "--quiet", "--out", "study", "--indicators", "jobs"]
    assert main(command) == 0
    first = (tmp_path / "study/report/attribution_en.txt").read_text("utf-8")

    def simulate(*_, **__):
        raise AssertionError("nothing should run")

    monkeypatch.setattr(cp, "attribute", partial(Attribution.of, simulate=simulate))
    assert main(command) == 0
    assert (tmp_path / "study/report/attribution_en.txt").read_text("utf-8") == first
    assert capsys.readouterr().err.count("Written to study/report") == 2


def test_out_refuses_a_folder_with_files_of_somebody_else(fake_model, capsys, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")

    assert main(["attribute", *QUICK, "--quiet", "--out", "mine"]) == 2
    assert capsys.readouterr().err.startswith('mine: the folder is "not empty"; it is no study of this kind')
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_sets_of_a_design_file_are_followed(fake_model, capsys, tmp_path):
    design = "scenario: two_parks\nvary: {handover.days: {values: [1 working days, 2 working days]}}\n"
    (tmp_path / "sets.yaml").write_text(design)

    assert main(["attribute", *QUICK, "--quiet", "--sets", "sets.yaml"]) == 0
    assert "Over 2 further parameter sets" in capsys.readouterr().out
    assert main(["attribute", "wenjiang", *QUICK[1:], "--quiet", "--sets", "sets.yaml"]) == 2
    assert "its scenario must be wenjiang" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--over", "famlies"], 'did you mean "families"'),
        (["--indicators", "job"], 'did you mean "jobs"'),
        (["--indicators", ","], '--indicators is ","; name at least one'),
        (["--mode", "present"], "it must differ from the baseline"),
        (["--sets", "nothere.yaml"], "nothere.yaml"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(arguments, message, fake_model, capsys):
    assert main(["attribute", *QUICK, "--quiet", *arguments]) == 2

    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_failed_run_is_one_line_and_exit_code_1(monkeypatch, capsys):
    failing = partial(Attribution.of, simulate=fake_runs.failing_in_the_second_replicate)
    monkeypatch.setattr(cp, "attribute", failing)

    assert main(["attribute", *QUICK, "--quiet"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(
        "<attribute>: 16 of 32 runs failed, so the parts cannot add up; the first (no player,"
    )
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("kept", [False, True])
def test_ctrl_c_says_what_is_kept_and_exits_with_130(kept, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def simulate(scenario, mode, *, seed, years, overrides=None):
        if {"S1", "H1", "F1"} <= mode.clauses.keys():
            raise KeyboardInterrupt
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    monkeypatch.setattr(cp, "attribute", partial(Attribution.of, simulate=simulate))

    assert main(["attribute", *QUICK, "--quiet", *(["--out", "study"] if kept else [])]) == 130
    said = capsys.readouterr().err
    assert ("are kept in study; the same command goes on" in said) == kept
    assert ("none is kept without --out" in said) != kept
