"""What a sweep says of itself, and the command that runs it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import fake_runs
import numpy as np
import pytest
import sweep_runs
from sweep_runs import DESIGN

import crosspark as cp
from crosspark.cli import main
from crosspark.governance.errors import BadInput, Text, in_language
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies.complete import RunsFailedError, complete
from crosspark.studies.futures import Futures
from crosspark.studies.sweep import Estimate, SweepInterrupted
from crosspark.views.carried import lost_said
from crosspark.views.sweep import Sweep, estimate_text

QUICK = """\
scenario: two_parks
modes: [present, one_plus_two]
vary:
  handover.days: {values: [1 working day, 3 working days]}
replicates: 2
years: 1
"""


def swept(simulate=fake_runs.simulate, **given):
    return Sweep.of({**DESIGN, **given}, simulate=simulate, jobs=1, quiet=True)


def table_model(values):
    """Return a model whose runs have the given values: by mode, point's intensity of S1, and indicator."""

    def simulate(scenario, mode, *, seed, years, overrides):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values.update(values(mode, seed))
        return run

    return simulate


def test_best_counts_points_and_replicates_in_which_a_mode_alone_is_best():
    seeds = [task.seed for task in _design().tasks()][: 2 * 4 : 2]

    def values(mode, seed):
        s1, full = mode.clauses.get("S1", 0.0), mode.id == "one_plus_two"
        # Present is ahead at S1 = 0 in every replicate; elsewhere the other is, but for the first replicate.
        ahead = full if s1 > 0 and seed != seeds[0] else not full
        # Fewer days are better: nobody is best where both have the same.
        return {"operating_firms": 10.0 + ahead, "days_to_start": 5.0, "jobs": 100 * s1 + full}

    found = swept(table_model(values)).best().set_index(["indicator", "mode"])

    firms = found.loc["operating_firms"]
    # Means over the replicates: 0 of 4 at the first point, 3 of 4 at the two others.
    assert firms["best_points"].to_dict() == {"present": 1, "one_plus_two": 2}
    assert firms["best_runs"].to_dict() == {"present": 4 + 1 + 1, "one_plus_two": 3 + 3}
    assert (firms["points"].tolist(), firms["runs"].tolist()) == ([3, 3], [12, 12])
    assert found.loc["days_to_start", "best_points"].tolist() == [0, 0]
    jobs = found.loc[("jobs", "present")]
    # Points at 0, 50 and 100: the tenth percentile lies a fifth of the way to the second.
    assert jobs[["mean", "low", "high"]].tolist() == pytest.approx([50, 10, 90])


def _design():
    from crosspark.studies.design import Design

    return Design.of(DESIGN)


def test_differences_pair_runs_of_one_point_and_replicate():
    study = swept()
    found = study.differences("present", ["operating_firms"])

    assert len(found) == 12
    # The model of these tests adds a firm for each unit of clauses, and luck, which the two modes share.
    strength = fake_runs.strength(cp.load_mode("one_plus_two").without("S1"))
    strength -= fake_runs.strength(cp.load_mode("present").without("S1"))
    assert found["operating_firms"].to_numpy() == pytest.approx(np.full(12, strength))
    with pytest.raises(BadInput, match="it must be one of present, one_plus_two"):
        study.differences("market")


def test_points_are_means_over_replicates():
    study = swept()
    points = study.points(["operating_firms"])

    assert len(points) == 6
    by_hand = study.runs.groupby(["mode", "point"])["operating_firms"].mean()
    for _, row in points.iterrows():
        assert row["operating_firms"] == by_hand[row["mode"], row["point"]]
    with pytest.raises(BadInput, match='did you mean "operating_firms"'):
        study.points(["operating_firm"])


def test_the_answer_names_who_does_best_where_with_its_spread_and_what_is_left_out():
    def values(mode, seed):
        full = mode.id == "one_plus_two"
        everything = dict.fromkeys(INDICATORS, 1.0)
        # Luck is the same for both; the lead in firms is 50 at S1 = 0, 51 at 0.5 and 52 at 1.
        firms = 700.0 + full * (50 + 2 * mode.clauses.get("S1", 0.0))
        return everything | {"operating_firms": firms, "jobs": 50_000.0 - full}

    study = swept(table_model(values))
    for lang, titles in (("en", ("One plus two", "Present")), ("zh", ("“1+2”運行模式", "現狀"))):
        said = study.answer(lang)
        for title, indicator, mean in zip(
            titles, ("operating_firms", "jobs"), ("751", "50,000"), strict=True
        ):
            about = INDICATORS[indicator].title(lang)
            assert title in said
            assert about in said
            assert mean in said
        assert "\n" not in said
    # 50, 51, 52: s.d. 1, so 51 ± 4.302653/√3 = 2.48. One of 50,000 jobs is nobody's lead.
    assert "at 3 of 3 points; 751 firms, 750 to 752; +51.0 [+48.5, +53.5])" in plain(study.answer())
    assert "3個取值點中3個;751家,750至752;+51.0 [+48.5, +53.5])" in plain(study.answer("zh"))
    close = "Jobs (Present 50,000, One plus two 49,999 persons; +1.00 [+1.00, +1.00]; the former is best at 3"
    assert f"apart by less than 1 % (days and hours 2 %): {close} of 3 points)" in plain(study.answer())
    assert "相差無幾" in study.answer("zh")
    for lang, caveat in (("en", "no probability"), ("zh", "不是概率")):
        assert caveat in study.answer(lang)
    assert "all modes are alike in Value added" in study.answer()
    assert "Left out" not in study.answer()

    failed = swept(sweep_runs.failing)
    assert "Left out: 6 failed runs" in failed.answer()
    assert "未計入:6次失敗" in failed.answer("zh")
    assert "6 × ZeroDivisionError: no land left" in failed.text()


def test_the_figure_shows_mean_and_span_of_each_mode_in_the_units_of_the_table():
    def values(mode, _):
        full = mode.id == "one_plus_two"
        return {"value_added": 1e10 * mode.clauses.get("S1", 0.0) + 1e8 * full, "days_to_start": 5.0}

    study = swept(table_model(values))
    # Points at 0, 50 and 100 亿元: the tenth percentile lies a fifth of the way to the second.
    (axis,) = study.plot("value_added").axes
    dots, spans = axis.get_lines()[::2], axis.get_lines()[1::2]
    assert [list(dot.get_xdata()) for dot in dots] == [pytest.approx([50.0]), pytest.approx([51.0])]
    assert [list(span.get_xdata()) for span in spans] == [pytest.approx([10, 90]), pytest.approx([11, 91])]
    assert "Value added" in axis.get_title("left")
    assert any(unit in axis.get_xlabel() for unit in ("亿元", "100m yuan"))
    assert [label.get_text().split(" ")[0] for label in axis.get_yticklabels()] == ["Present", "One"]
    assert "△" in study.plot().get_suptitle()

    every = study.plot()
    assert [axis.get_title("left").startswith(INDICATORS[name].title_en) for axis, name in zip(
        every.axes, HEADLINES, strict=True)] == [True] * len(HEADLINES)  # fmt: skip
    with pytest.raises(BadInput, match='did you mean "jobs"'):
        study.plot("job")


def test_without_a_finished_run_the_figure_says_so():
    def never(scenario, mode, *, seed, years, overrides):
        raise ValueError("never")

    (axis,) = swept(never).plot("jobs").axes
    assert "No run was finished." in axis.texts[0].get_text()


ENGLISH = "BadInput: file: field is 1; at least 2"
CHINESE = "file: field 是 1;至少為2"


def refusing(scenario, mode, *, seed, years, overrides=None):
    if overrides:
        raise BadInput("file", None, "field", 1, Text("at least 2", "至少為2"))
    return fake_runs.simulate(scenario, mode, seed=seed, years=years)


@pytest.mark.parametrize("stored", [False, True])
def test_why_a_run_failed_is_told_in_the_language_that_is_asked_for(stored, tmp_path):
    design = {
        **{"scenario": "two_parks", "modes": ["present", "one_plus_two"], "years": 1},
        "points": [{"handover.days": days} for days in (1.0, 2.0)],
    }
    study = Sweep.of(design, simulate=refusing, out=tmp_path / "study", jobs=1, quiet=True)
    found = Sweep.load(tmp_path / "study") if stored else study
    futures = Futures.of_sweep(found, ["jobs"], where="<test>")
    with pytest.raises(RunsFailedError) as failed:
        complete(found, ["jobs"], lambda run: run["mode"], Text("nothing", "沒有"))

    for lang, said, other in (("en", ENGLISH, CHINESE), ("zh", CHINESE, ENGLISH)):
        for shown in (
            found.text(lang),
            *lost_said(0, 2, futures.failed, futures.message, lang),
            in_language(Text.of(failed.value), lang),
        ):
            assert said in shown
            assert other not in shown


def test_who_leads_in_the_mean_alone_is_not_said_to_do_best():
    def values(mode, seed):
        # Behind by 80 at S1 = 0, ahead by 40 at 0.5 and by 160 at 1: 40 on average, s.d. 120.
        return {"jobs": 1000.0 + (mode.id == "one_plus_two") * (240 * mode.clauses.get("S1", 0.0) - 80)}

    study = swept(table_model(values))

    # ± 4.302653·120/√3 = 298.
    unsure = "Jobs (One plus two 1,040, Present 1,000 persons; +40.0 [−258, +338]"
    why = "(zero lies within the interval, or one point has none)"
    assert f"not sure over the points {why}: {unsure}" in plain(study.answer())
    assert "各取值點間不確定(區間含零,或僅一點而無區間):就業" in study.answer("zh")


def test_of_one_point_nobody_is_said_to_do_best():
    values = table_model(lambda mode, _: {"jobs": 1100.0 if mode.id == "one_plus_two" else 1000.0})
    said = plain(swept(values, vary={"handover.days": {"values": [2]}}).answer())

    assert "over 1 point " in said
    assert "One plus two does best in" not in said
    assert "not sure over the points" in said


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_modes_that_share_the_best_place_are_not_called_alike_with_the_one_that_does_worse():
    service = {"present": 1.0, "approval_only": 1.0, "one_plus_two": 0.94}
    modes = list(service)
    study = swept(table_model(lambda mode, _: {"service_level": service[mode.id]}), modes=modes)

    tied = "Present, Approval reform only share the best place in Service level of sub-districts"
    assert tied in study.answer()
    assert "鎮街服務水平:現狀、僅審批改革並列最優" in study.answer("zh")
    alike = study.answer().partition("alike in ")[2]
    assert "Service level" not in alike


def test_a_sweep_of_one_mode_says_no_best():
    said = swept(modes=["present"]).answer()

    assert "best" not in said
    assert "Operating firms" in said


def test_a_sweep_whose_runs_all_failed_says_so():
    def never(scenario, mode, *, seed, years, overrides):
        raise ValueError("never")

    study = swept(never)
    assert study.answer() == "No run was finished."
    assert "24 × ValueError: never" in study.text()


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [(0.2, "1 s", "1秒"), (90, "90 s", "90秒"), (600, "10 minutes", "10分鐘"), (9_000, "2 hours", "2小時")],
)
def test_the_estimate_is_told_in_words(seconds, english, chinese):
    estimate = Estimate(1_000, seconds, 2_000_000)

    assert f"1,000 runs to do: about {english}, at most 2.00 MB on disk" in estimate_text(
        estimate, True, "en"
    )
    assert chinese in estimate_text(estimate, True, "zh")
    assert "--out" in estimate_text(estimate, False, "en")


def test_the_estimate_comes_from_a_trial_before_the_others_run():
    told, log = [], []

    def simulate(scenario, mode, *, seed, years, overrides):
        log.append(len(told))
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    Sweep.of(DESIGN, simulate=simulate, jobs=1, quiet=True, announce=told.append)
    # One run to begin with, and one of each of the two modes.
    assert log == [0] * 3 + [1] * 21
    assert told[0].runs == 21
    assert told[0].seconds >= 0


# -- the command ------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "design.yaml").write_text(QUICK, encoding="utf-8")
    return tmp_path


def test_the_command_runs_keeps_and_tells(here, capsys):
    assert main(["sweep", "design.yaml", "--out", "study", "--jobs", "1", "--csv", "runs.csv"]) == 0
    out, err = capsys.readouterr()

    assert "2 points × 2 modes × 2 replicates" in out
    assert "8 of 8 runs finished" in out
    assert "runs to do: about" in err
    study = cp.load_study("study")
    assert len(study.runs) == 8
    assert len((here / "runs.csv").read_text(encoding="utf-8").splitlines()) == 9
    run = cp.simulate("two_parks", "present", seed=study.runs["seed"][0], years=1,
                      overrides={"handover.days": "1 working day"})  # fmt: skip
    assert study.runs["value_added"][0] == run.values["value_added"]

    assert main(["check", "study", "design.yaml"]) == 0
    held, checked = capsys.readouterr().out.splitlines()
    assert held.startswith("study: a study of 8 runs (2 points; present, one_plus_two): 8 finished, 0 failed")
    assert checked.startswith("design.yaml: design of 8 runs: 2 points × 2 modes × 2 replicates")

    assert main(["sweep", "design.yaml", "--out", "study", "--json", "--quiet"]) == 0
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert (data["finished"], data["design"]["runs"]) == (8, 8)
    assert err.splitlines() == [f"Written to {Path('study/report')}"]
    assert set(data["answer"]) == {"en", "zh"}
    # What an earlier call wrote gave way, and the study is as it was.
    report = {path.name: path.read_text(encoding="utf-8") for path in Path("study/report").glob("*.[!p]*")}
    assert set(report) == {"sweep.json", "sweep_en.txt", "sweep_zh.txt", "headlines.csv"}
    assert json.loads(report["sweep.json"]) == data
    assert report["sweep_zh.txt"] == study.text("zh") + "\n"
    assert len(report["headlines.csv"].splitlines()) == 1 + 2 * len(HEADLINES)
    assert Path("study/report/headlines.png").read_bytes().startswith(b"\x89PNG")
    assert main(["check", "study"]) == 0


def test_failed_runs_give_exit_code_1(monkeypatch, capsys):
    monkeypatch.setattr(cp, "sweep", lambda *_, **__: swept(sweep_runs.failing))

    assert main(["sweep", "design.yaml"]) == 1
    assert "6 runs failed" in capsys.readouterr().out


def test_ctrl_c_says_how_much_is_kept_and_where(here, monkeypatch, capsys):
    log = here / "log"

    def interrupted(design, *, out, **_):
        def simulate(scenario, mode, *, seed, years, overrides):
            if len(sweep_runs.lines(log)) == 5:
                os.kill(os.getpid(), signal.SIGINT)
            return sweep_runs.logged(log, "run", scenario, mode, seed=seed, years=years, overrides=overrides)

        return Sweep.of(design, out=out, simulate=simulate, jobs=1, quiet=True)

    monkeypatch.setattr(cp, "sweep", interrupted)
    assert main(["sweep", "design.yaml", "--out", "study"]) == 130
    assert "5 of 8 runs are kept in study; the same command goes on" in capsys.readouterr().err
    assert cp.load_study("study").finished == 5


def test_ctrl_c_without_a_folder_says_that_nothing_is_kept(monkeypatch, capsys):
    def interrupted(*_, **__):
        raise SweepInterrupted(3, 8, None)

    monkeypatch.setattr(cp, "sweep", interrupted)
    assert main(["sweep", "design.yaml", "--lang", "zh"]) == 130
    assert "8次模擬中完成3次" in capsys.readouterr().err


def test_a_full_disk_says_how_much_is_kept(monkeypatch, capsys):
    def full(design, *, out, **_):
        Sweep.of(design, out=out, simulate=fake_runs.simulate, jobs=1, quiet=True)
        raise OSError(28, "No space left on device", "study/parts/1.parquet")

    monkeypatch.setattr(cp, "sweep", full)
    assert main(["sweep", "design.yaml", "--out", "study"]) == 1
    err = capsys.readouterr().err
    assert "8 of 8 runs are kept in study" in err
    assert "study/parts/1.parquet: No space left on device" in err


WRONG = [
    (["sweep", "nowhere.yaml"], "nowhere.yaml"),
    (["sweep", "design.yaml", "--out", "design.yaml"], "give a folder"),
    (["sweep", "design.yaml", "--out", "."], "not a study"),
    (["sweep", "design.yaml", "--jobs", "0"], "it must be a number of processes"),
    (["check", "."], "not a study"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_input_is_one_line_and_exit_code_2(arguments, said, here, capsys):
    before = sorted(here.iterdir())

    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert sorted(here.iterdir()) == before


def test_a_cluster_that_does_not_answer_is_one_line_and_exit_code_2():
    crosspark = Path(sys.executable).with_name("crosspark")
    command = [str(crosspark), "sweep", "design.yaml", "--dask", "tcp://127.0.0.1:9", "--out", "study"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")

    assert done.returncode == 2
    assert "no Dask scheduler answers there within" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path("study").exists()
