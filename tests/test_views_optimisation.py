"""A search for a better mode in words, tables, a figure, JSON, a folder, and as a command."""

import json
import math
import re
from functools import partial
from pathlib import Path

import fake_runs
import pytest
from optimisation_runs import (
    SEARCHED,
    SETS,
    START,
    dearer,
    fresh_replicate,
    planted,
    planted_in_sets,
    searched,
    uncertain,
)

import crosspark as cp
from crosspark.cli import main
from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.views import words
from crosspark.views.optimisation import Optimisation

COMMAND = ["optimise", "two_parks", "--objectives", "days_to_start,jobs", "--clauses", ",".join(SEARCHED)]
SMALL = ["--generations", "4", "--population", "8", "--replicates", "1", "--fresh", "2", "--years", "1"]
QUICK = [*COMMAND, *SMALL, "--jobs", "1"]


@pytest.fixture(scope="module")
def found():
    return searched()


@pytest.fixture
def fake_model(monkeypatch, tmp_path):
    START.save(tmp_path / "start.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cp, "optimise", partial(Optimisation.of, simulate=planted))
    return [*QUICK, "--start", "start.yaml"]


def test_the_answer_says_that_there_is_one_by_how_much_and_what_it_gives_up(found):
    first, sure, caveat = found.answer().splitlines()

    assert first.startswith("Yes: on a front of 5, better than Present (+H1=0.5) in all 2 objectives beyond")
    assert "chance: 2. The clearest is found_" in first
    # h = ½: 5 days less, 10 jobs more, a quarter of the service level less; luck is the same in both modes.
    assert "(H1 0.5, " not in first
    assert "(S1 1, S2 1): Days from signing to start −5.00 working days; Jobs +10.0 persons." in first
    assert first.endswith(
        "It gives up, beyond chance (95 % each): Service level of sub-districts −25.0 points."
    )
    assert f"{len(found.tried)} modes were tried" in sure
    assert "on 4 replicates that the search had not seen" in sure
    assert "no forecast" in caveat


def test_the_answer_in_chinese_has_the_same_numbers(found):
    first = found.answer("zh").splitlines()[0]

    assert first.startswith("有:前沿上5個模式中,有2個在全部2個目標上優於")
    assert "就業 +10.0 人" in first
    assert "鎮街服務水平 −25.0 個百分點" in first


def test_where_none_is_better_the_trade_offs_are_told():
    best = START.with_clauses("S1", "S2", "H1")
    first, *trades = searched(start=best).answer().splitlines()[:4]

    assert first.startswith("No: on a front of 4, no mode is better than")
    assert len(trades) == 3
    assert all(line.startswith("A trade-off is found_") for line in trades)
    assert (
        "(H1 0.75): it gains Jobs +5.00 persons. It gives up, beyond chance (95 % each): Days from"
        in trades[0]
    )


def test_where_nothing_is_lost_beyond_chance_the_answer_names_the_largest_loss_that_is_open():
    # By hand in tests/test_studies_optimisation.py: hours of leaders 0 ± 0.184, of 1 hour at the start.
    found = searched(uncertain)

    said = "no loss that matters is beyond chance (95 % each); the largest that is still open is"
    assert (
        f"{said} Leaders' hours +0.184 hours (18.4 % of its level under Present (+H1=0.5))." in found.answer()
    )
    assert (
        "尚不能排除的最大損失是領導工時 +0.184 小時(佔「現狀(+H1=0.5)」該項水平的18.4 %)。"
        in found.answer("zh")
    )
    assert found.to_data()["better"][0]["may_lose"] == "leaders_hours"

    def even(scenario, mode, *, seed, years, overrides=None):
        run = planted(scenario, mode, seed=seed, years=years)
        run.values.update(service_level=1.0, admin_cost=1e8, value_added=1e9)
        return run

    assert "nothing is lost, and the intervals (95 % each) leave no loss open." in searched(even).answer()

    def elsewhere(scenario, mode, *, seed, years, overrides=None):
        run = even(scenario, mode, seed=seed, years=years)
        replicate = fresh_replicate(seed)
        run.values["leaders_hours"] = 1.0 + 0.1 * (mode.clauses.get("H1") == 0.75 and replicate in (0, 2))
        return run

    found = searched(elsewhere)  # the second mode alone may lose something
    assert found.better()["may_lose_share"].gt(0).tolist() == [False, True]
    assert "leave no loss open." in found.answer()

    def unknown(scenario, mode, *, seed, years, overrides=None):
        run = even(scenario, mode, seed=seed, years=years)
        run.values["leaders_hours"] = math.nan
        return run

    found = searched(unknown)
    assert (
        "beyond chance (95 % each), but some have too few values to say (for one, Leaders' hours)."
        in found.answer()
    )
    assert "但有的指標已知值太少,無從判斷(例如領導工時)。" in found.answer("zh")
    assert "leave no loss open" not in found.answer()


def test_the_answer_says_how_surely_floors_are_kept():
    # By hand in tests/test_studies_optimisation.py: 0.85, 0.75, 0.85, 0.85 against a floor of 80 %.
    found = searched(uncertain, floors={"service_level": "80 %"})

    said = "+2.50 points [−5.46, +10.5], kept in 3 of 4 fresh replicates."
    assert f"From its floors: Service level of sub-districts {said}" in found.answer()
    assert "與底線之差:鎮街服務水平 +2.50 個百分點 [−5.46, +10.5],4次全新重複中3次守住。" in found.answer(
        "zh"
    )


def test_the_text_tells_what_is_equal_by_construction_and_which_means_differ():
    found = searched(dearer, clauses=["M3"])
    whole = next(label for label in found.found if found.found[label].clauses.get("M3") == 1)
    same = next(label for label in found.found if "M3" not in found.found[label].clauses)

    english, chinese = (" ".join(found.text(lang).split()) for lang in ("en", "zh"))
    assert "By construction posts, wage bill, land quota and money of the parks are the same" in english
    assert "the search has no constraint for it Posts of parks, sub-districts and departments" in english
    network = "Yearly cost of the promotion network"
    assert (
        f"{whole}: Share of the possible leads that hear of the district 85 %, {network} 1,200 万元/year"
        in (english)
    )
    assert f"{same}: Share of the possible leads that hear of the district 70 %, {network} 0" in english
    assert f"{whole}:觸達的項目線索比例 85 %、招商網絡年費 1,200 萬元/年" in chinese
    data = next(row for row in found.to_data()["held_equal"] if row["item"] == "attraction.network_cost")
    assert (data["equal"], data[whole]) == (False, 12e6)
    assert (
        "Nor does any mode bring other means of its own."
        in searched(
            clauses=["H2"],
            baseline="market",
            start=load_mode("market").with_clauses("H2"),
            floors={"jobs": 1e9},
        ).text()
    )


def test_the_answer_says_in_how_many_further_sets_it_holds():
    # By hand in tests/test_studies_optimisation.py: h = ½ in two of the four sets.
    found = searched(planted_in_sets, sets=SETS)

    english, chinese = (found.answer(lang).splitlines()[0] for lang in ("en", "zh"))
    assert english.endswith("It is better in all objectives in 2 of 4 further parameter sets.")
    assert chinese.endswith("在另外4組參數中,有2組在全部目標上都更優。")
    text = found.text()
    assert "over the parameter sets that were handed in: 4." in text
    rows = [line.split() for line in text[text.index("in how many of 4 further") :].splitlines()[2:8]]
    assert [row[1:] for row in rows] == [
        ["0", "4", "0"], ["4", "0", "0"], ["4", "1", "1"], ["4", "2", "2"], ["0", "3", "0"], ["0", "4", "0"],
    ]  # fmt: skip


def test_where_none_is_better_at_middle_values_the_sets_say_whether_one_is_elsewhere():
    # With S1 and S2 no h is ahead of another, whatever the set.
    best = START.with_clauses("S1", "S2", "H1")
    none, trade, *_ = searched(planted_in_sets, sets=SETS, start=best).answer().splitlines()
    assert none.endswith("Over 4 further parameter sets no mode is better in all objectives in any.")
    assert trade.endswith("It gains all of that in 4 of 4 further parameter sets, and all objectives in 0.")

    # In the last three sets, and there alone, days fall as jobs rise: h = 0 is then the best in both.
    def turned(scenario, mode, *, seed, years, overrides=None):
        run = planted(scenario, mode, seed=seed, years=years)
        if (overrides or {}).get("handover.days", 1.0) > 1:
            run.values["days_to_start"] += 40 * mode.clauses.get("H1", 0.0)
        return run

    none, trade, *_ = searched(turned, sets=SETS, start=best).answer().splitlines()
    assert none.endswith("better in all objectives most often: in 3.")
    assert trade.endswith("It gains all of that in 4 of 4 further parameter sets, and all objectives in 3.")


def test_an_objective_that_luck_hides_is_called_not_sure():
    def hidden(scenario, mode, *, seed, years, overrides=None):
        run = planted(scenario, mode, seed=seed, years=years)
        run.values["jobs"] = 1000 + 100 * fake_runs.luck(seed) * mode.clauses.get("H1", 0.0) * (-1) ** (
            seed % 2
        )
        return run

    answers = searched(hidden).answer()

    assert "Not sure: Jobs " in answers
    assert searched(hidden).better()["kind"].eq("trade_off").all()


def test_an_empty_front_is_said():
    none = searched(floors={"jobs": 5000})

    assert none.answer().startswith("No: the search found no other mode that keeps what must be kept")
    assert "Must be kept, by the mean: Jobs at least 5,000 persons." in none.text()
    assert "須守住的底線(按均值):就業不低於5,000 人。" in none.text("zh")
    assert none.plot().png().startswith(b"\x89PNG")


def test_the_text_shows_every_mode_of_the_front_with_start_and_baseline(found):
    text = found.text()
    table = text[text.index("Days from signing to start (working days)") :].splitlines()

    assert table[2].split()[:2] == ["present", f"{found.mean('present', 'days_to_start'):.0f}"]
    assert [line.split()[0] for line in table[4:9]] == found.front()["mode"].tolist()
    assert table[4].split()[2:7] == ["−15.0", "[−15.0,", "−15.0]", "4", "of"]
    for lang in words.LANGUAGES:
        assert all(f"{label}" in found.text(lang) for label in found.front()["mode"])


def test_the_figure_marks_start_baseline_and_front_where_up_and_right_is_better(found):
    figure = found.plot()
    (axis,) = figure.axes
    front = [line for line in axis.lines if line.get_marker() == "o"]

    assert axis.xaxis_inverted()  # fewer days are better
    assert not axis.yaxis_inverted()
    assert sorted(float(line.get_xdata()[0]) for line in front) == pytest.approx([-15, -10, -5, 0, 5])
    assert [text.get_text() for text in axis.texts] == ["1", "2", "3", "4", "5"]
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert any("Present" in label for label in labels)
    assert len(labels) == 5
    assert figure.png() == found.plot().png()
    with pytest.raises(BadInput, match='did you mean "jobs"'):
        found.plot("job")


def test_plain_data_holds_everything_and_no_nan(found):
    data = json.loads(json.dumps(found.to_data(), allow_nan=False))

    assert [row["mode"] for row in data["front"]] == found.front()["mode"].tolist()
    assert data["better"][0]["gains"] == ["days_to_start", "jobs"]
    assert set(data["manifest"]["modes"]) == {"present", START.id, *found.found}
    assert data["manifest"]["versions"]["pymoo"]


def test_a_folder_holds_tables_figure_and_modes_that_can_be_run(found, tmp_path):
    folder = found.save(tmp_path / "report")

    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    front = found.front()["mode"]
    assert names == {
        *(
            "front.csv",
            "tried.csv",
            "held_equal.csv",
            "front.png",
            "optimise.json",
            "optimise_en.txt",
            "optimise_zh.txt",
        ),
        *(f"modes/{label}.yaml" for label in front),
    }
    assert cp.load_mode(folder / "modes" / f"{front[0]}.yaml").digest == found.mode(0).digest
    with pytest.raises(BadInput, match="not empty"):
        found.save(folder)


def test_counts_over_sets_are_in_plain_data_and_in_the_folder(tmp_path):
    found = searched(planted_in_sets, sets=SETS)

    data = json.loads(json.dumps(found.to_data(), allow_nan=False))
    assert (data["sets"], data["stored_sets"]) == (4, False)
    assert [row["better_in"] for row in data["front"]] == [0, 1, 2, 0, 0]
    assert [row["all"] for row in data["over_sets"]] == [0, 0, 1, 2, 0, 0]
    written = (found.save(tmp_path / "report") / "over_sets.csv").read_text(encoding="utf-8").splitlines()
    assert written[0] == "mode,days_to_start,jobs,all"
    assert written[1] == "present,0,4,0"


def test_the_code_of_the_page_runs(capsys):
    page = (Path(__file__).parents[1] / "docs" / "optimise.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    exec(code, {})
    assert re.search("共試[2-5]個模式", capsys.readouterr().out)  # H1 has five intensities


# The command


def test_the_command_tells_runs_and_time_and_ends_in_an_answer(fake_model, capsys):
    assert main(fake_model) == 0

    printed = capsys.readouterr()
    # 4 generations of 8, and at most 10 modes twice.
    assert printed.err.startswith("52 runs to do: about ")
    assert "In words\n  Yes: " in printed.out
    assert main([*fake_model, "--lang", "zh", "--quiet"]) == 0
    printed = capsys.readouterr()
    assert "結論\n  有:" in printed.out
    assert printed.err == ""


def test_the_command_prints_json_and_keeps_floors(fake_model, capsys):
    assert main([*fake_model, "--quiet", "--json", "--floor", "service_level=80 %"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert data["floors"] == {"service_level": 0.8}
    on = [row["clauses"].split() for row in data["front"]]
    assert on
    assert not any({"S2", "S2=1"} & set(of_mode) for of_mode in on)


def test_the_command_carries_sets_of_a_file(fake_model, capsys, tmp_path):
    (tmp_path / "sets.csv").write_text("handover.days\n1\n2\n", encoding="utf-8")

    assert main([*fake_model, "--sets", "sets.csv"]) == 0
    printed = capsys.readouterr()
    # 52 runs as without, and at most 10 modes once in 2 sets.
    assert printed.err.startswith("72 runs to do: about ")
    assert "of 2 further parameter sets." in " ".join(printed.out.split())


def test_out_keeps_runs_and_a_report_and_the_same_command_runs_nothing_again(fake_model, capsys, monkeypatch):
    command = [*fake_model, "--quiet", "--out", "study"]
    assert main(command) == 0
    first = capsys.readouterr().out

    def simulate(*_, **__):
        raise AssertionError("nothing should run")

    monkeypatch.setattr(cp, "optimise", partial(Optimisation.of, simulate=simulate))
    assert main(command) == 0
    printed = capsys.readouterr()
    assert printed.out == first
    assert "Written to study/report" in printed.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["optimise"], "objectives is missing; name at least two indicators"),
        (["optimise", "--objectives", "jobs"], "name at least two"),
        (["optimise", "--objectives", ","], '--objectives is ","; name at least one'),
        ([*QUICK, "--floor", "jobs"], "write a path and a quantity, as in days_to_start"),
        ([*QUICK, "--clauses", "none"], "name clauses, or something to vary"),
        ([*QUICK, "--vary", "handover.days"], "whoever runs a mode is free to choose"),
        ([*QUICK, "--population", "2"], "population is 2"),
        ([*QUICK, "--start", "present"], "it must differ from the baseline"),
        ([*QUICK, "--sets", "stored"], "two_parks has none; calibrated are:"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(arguments, message, capsys):
    assert main([*arguments, "--quiet"]) == 2

    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_failed_run_is_counted_and_exits_with_1(fake_model, monkeypatch, capsys):
    def failing(scenario, mode, *, seed, years, overrides=None):
        if mode.clauses.get("S1") == 1:
            raise ZeroDivisionError("no land")
        return planted(scenario, mode, seed=seed, years=years)

    monkeypatch.setattr(cp, "optimise", partial(Optimisation.of, simulate=failing))

    assert main([*fake_model, "--quiet"]) == 1
    assert "runs failed; a mode with a failed run counts as unfit" in capsys.readouterr().out


def test_ctrl_c_says_what_is_kept_and_exits_with_130(fake_model, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cp, "optimise", partial(Optimisation.of, simulate=interrupted))

    assert main([*fake_model, "--quiet", "--out", "study"]) == 130
    assert "0 of 52 runs are kept in study; the same command goes on" in capsys.readouterr().err
