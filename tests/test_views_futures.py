"""Conditions, borders and modes over many futures: words, tables, figures, JSON, folders and commands."""

import json
import math
import re
from functools import cache, partial

import condition_runs as runs
import fake_runs
import matplotlib as mpl
import pytest
from scipy.stats import binomtest
from test_studies_frontier import line
from test_studies_robust import BOLD
from test_studies_robust import of as table_of

import crosspark as cp
from crosspark.cli import main
from crosspark.studies.discovery import Limit
from crosspark.views import fonts, words
from crosspark.views.discovery import Discovery, _condition, _span
from crosspark.views.figures import BLUE, VERMILLION
from crosspark.views.frontier import Frontier
from crosspark.views.robust import Robust

AGENDA = "headquarters.agenda"
GRID = {"x": f"{runs.MEETINGS}:5:25", "y": (AGENDA, 4, 28), "steps": 3, "indicator": "jobs"}
QUICK = {"years": 1, "jobs": 1, "quiet": True}


@cache
def discovery(kind="defeat", size=128):
    how = {"vary": runs.VARIED, "size": size, "replicates": 1, **QUICK}
    difference = {
        "defeat": runs.defeat_in_corner,
        "often": runs.defeat_more_often_in_corner,
        "none": runs.by_lot,
        "even": lambda point, seed: 20.0 if runs.lot(point) < 0.48 else -20.0,
        "always": lambda point, seed: -20.0,
    }
    return Discovery.of("two_parks", simulate=runs.planted(difference[kind]), **how)


@cache
def frontier():
    grid = {**GRID, "x": (runs.MEETINGS, 5, 25)}
    return Frontier.of("two_parks", simulate=runs.planted(line, "jobs"), **grid, **QUICK)


@cache
def robust():
    values = {"jobs": BOLD, "days_to_start": [[100, 90, 80]] * 3, "fiscal_npv": [[5e8, 4e8, 3e8]] * 3}
    floors = {"days_to_start": 95.0}
    return table_of(values, floors=floors, price=("days_to_start", "fiscal_npv"), kind=Robust)


STUDIES = {"discovery": discovery, "frontier": frontier, "robust": robust}


def flat(text):
    return " ".join(text.split())


def test_the_answer_says_how_often_it_beats_and_where_not():
    answer = discovery().answer()
    (box,) = discovery().boxes

    assert "One plus two beats Present on Days from signing to start in" in answer
    assert "It does not where time between two meetings of the headquarters is above 2" in answer
    assert "and mean wait between two steps of a project that lie in different hands is below" in answer
    assert f"that box holds {100 * box.coverage:.3g} % of its defeats" in answer
    assert "A share of futures is no probability" in answer
    chinese = discovery().answer("zh")
    assert "未勝之處:指揮部會議間隔高於2" in chinese
    assert "且環節交接平均等待低於" in chinese


def test_where_no_box_stands_up_that_is_said():
    assert (
        "No box of conditions stands up in which 80 % of the futures are defeats"
        in discovery("none").answer()
    )
    assert "經得起檢驗" in discovery("none").answer("zh")
    half, high = discovery("none").halves()
    assert (
        f"lies in its upper or in its lower half, at most {100 * half:.3g} % of the futures are defeats (at "
        f"most {100 * high:.3g} %, allowing for luck)" in discovery("none").answer()
    )
    assert (
        discovery("always")
        .answer()
        .startswith("One plus two beats Present on Days from signing to start in 100 %")
    )
    assert "No future within these ranges turns it." in discovery("always").answer()


@pytest.mark.parametrize(("kind", "below"), [("none", True), ("even", False)])
def test_that_no_parameter_turns_it_is_said_where_every_half_surely_has_more_victories(kind, below):
    found = discovery(kind)

    assert (found.halves()[1] < 0.5) is below
    assert ("most futures stay victories" in found.answer()) is below
    assert ("多數未來仍為勝過" in found.answer("zh")) is below
    data = found.to_data()
    assert (data["half"], data["half_high"]) == found.halves()


def test_the_nearest_to_a_condition_is_told_with_its_interval_and_the_overall_share():
    found = discovery("often", 256)
    box, overall = found.nearest, found.wanted.mean()

    answer = found.answer()
    assert "No box of conditions stands up in which 80 % of the futures are defeats. The nearest" in answer
    assert "time between two meetings of the headquarters is above" in answer
    shares = f"{100 * box.unseen_density:.3g} % of the futures ([{100 * box.unseen_low:.3g}, "
    assert f", it does not beat it in {shares}{100 * box.unseen_high:.3g}] at 99 %)" in answer
    assert f"against {100 * overall:.3g} % overall" in answer
    assert f"{100 * box.coverage:.3g} % of its defeats lie there" in answer
    assert "最接近條件者:" in found.answer("zh")
    assert "指揮部會議間隔高於" in found.answer("zh")
    assert "Nearest to a condition △" in found.text()
    assert "Boxes of defeats" not in found.text()
    assert "dealt out by lot" in flat(found.text())
    assert {row["dense"] for row in found.to_data()["boxes"]} == {False}


def test_where_victories_are_rarer_the_nearest_to_a_condition_holds_them():
    def difference(point, seed):
        return -runs.defeat_more_often_in_corner(point, seed)

    how = {"vary": runs.VARIED, "size": 256, "replicates": 1, **QUICK}
    found = Discovery.of("two_parks", simulate=runs.planted(difference), **how)

    assert ", it beats it in" in found.answer()
    assert "of its victories lie there" in found.answer()


def test_limits_are_told_in_three_figures_with_a_true_minus():
    below = Limit("demand.admission", "number", -0.20024, math.nan, 0.01, math.nan)
    share = Limit("demand.hours", "share", math.nan, 0.79224, math.nan, 0.01)

    assert _condition(below, "threshold", "en") == "threshold is above −0.2"
    assert _condition(share, "份額", "zh") == "份額低於79.2 %"
    assert (_span(below, "en"), _span(share, "en")) == ("≥ −0.2", "≤ 79.2 %")


def test_the_text_of_a_discovery_lists_limits_and_figures():
    text = discovery().text()

    assert "Boxes of defeats △" in text
    assert "≥ 2" in text
    assert "≤ " in text
    assert "Beats: better by more than 2 % of the baseline's own value" in text


def test_the_answer_of_a_frontier_counts_cells_and_says_where_it_turns():
    answer = frontier().answer()

    # Sums of 5, 15, 25 and 4, 16, 28 less 30: -21, -9, 3; -11, 1, 13; -1, 11, 23. Luck reaches to 4.1.
    assert "does better than Present in 3 of 9 cells and worse in 3, beyond chance; 3 are not sure" in answer
    assert "at 5 working days it does better above 25 matters" in answer
    assert "at 15 working days it does better above 15 matters" in answer
    assert "at 25 working days it does better above 5 matters" in answer
    assert "5 個工作日時高於25" in frontier().answer("zh")


def test_the_map_has_a_cell_for_each_pair_with_the_largest_y_above():
    lines = frontier().text().splitlines()
    rows = [line.split() for line in lines if line.strip()[:2] in {"4 ", "16", "28"}]

    assert [row[0] for row in rows] == ["28", "16", "4"]


def test_what_never_turns_is_said_to_turn_nowhere():
    grid = {**GRID, "x": (runs.MEETINGS, 5, 25)}
    found = Frontier.of("two_parks", simulate=runs.planted(lambda point, seed: 5.0, "jobs"), **grid, **QUICK)

    assert "better than Present in 9 of 9 cells and worse in 0" in found.answer()
    assert "The mean turns nowhere in these ranges." in found.answer()


def interval(count, total):
    """Return Wilson's interval by scipy, in per cent."""
    ends = binomtest(count, total).proportion_ci(0.95, method="wilson")
    return f"[{100 * ends.low:.3g}, {100 * ends.high:.3g}]"


def test_a_least_regret_is_told_with_how_many_resamples_have_it_too():
    # Three resamples of four have the future in which the first mode regrets 10.
    found = table_of({"jobs": [[0, 10], [5, 0]]}, kind=Robust)
    (count,) = re.findall(
        r"approval only has the least regret on Jobs \((\d+) of 1,000 resamples\)", flat(found.answer())
    )

    assert int(count) == pytest.approx(750, abs=60)
    assert f"1,000次重抽中{count}次" in flat(found.answer("zh"))


def test_modes_that_tie_for_the_least_regret_are_named_together():
    found = table_of({"jobs": [[9, 9, 4], [9, 9, 4]]}, kind=Robust)

    tied = "present and approval only have the least regret alike on Jobs (1,000 of 1,000 resamples)"
    assert tied in flat(found.answer())
    assert "「present式」與「approval_only式」並列遺憾最小的有" in flat(found.answer("zh"))


def test_who_is_rarely_best_but_least_far_behind_stands_out_in_table_and_answer():
    row = next(line for line in robust().text().splitlines() if "rarely best" in line)

    assert row.split()[0] == "one_plus_two"
    none, two = (interval(count, 3) for count in (0, 2))
    assert (
        "Rarely best, but least far behind at its worst: one plus two on Jobs (best, ties included, in 0 % "
        f"of 3 futures {none}; present in 66.7 % {two}, whose regret is larger)." in flat(robust().answer())
    )
    assert "少居首位,但最差時落後最少" in robust().text("zh")


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (0, "no mode dominates another in any of 20 futures: 0 %"),
        (1, "at most 5 % of 20 futures"),
        (2, "approval only dominates present in 10 % of 20 futures"),
    ],
)
def test_who_dominates_in_few_futures_is_not_named_pair_by_pair(times, said):
    # In the futures of a trade-off the one has more jobs and the other fewer days.
    rows = [([1, 2], [9, 8])] * times + [([1, 2], [8, 9])] * (20 - times)
    values = {"jobs": [jobs for jobs, _ in rows], "days_to_start": [days for _, days in rows]}
    found = table_of(values, kind=Robust)

    answer = flat(found.answer())
    assert f"{said} {interval(times, 20)}." in answer
    assert ("approval only dominates present" in answer) is (times == 2)
    assert "支配" in found.answer("zh")
    assert interval(times, 20) in flat(found.answer("zh"))


def test_floors_prices_and_ranks_are_told_in_the_units_that_people_read():
    answer = flat(robust().answer())

    # 20 days less for 2 亿元 less, and 10 for 1, in every future.
    assert "one plus two is worth it against present where one unit (working days)" in answer
    assert (
        "is worth more than 1,000 万元 of Fiscal net present value (by the means; 10–90 % over the 3 of 3 "
        "futures that trade the one for the other: [1,000 万元, 1,000 万元])." in answer
    )
    none, all_ = (interval(count, 3) for count in (0, 3))
    assert (
        f"All floors are kept by approval only in 100 % {all_}, one plus two in 100 % {all_}, present in 0 % "
        f"{none} of 3 futures." in answer
    )
    assert "Days from signing to start at most 95.0 working days" in robust().text()
    assert "No index is made of all." in flat(robust().text())


def test_shares_of_first_places_are_told_with_their_intervals_and_add_up_where_modes_are_alike():
    found = table_of({"jobs": [[1, 1], [3, 3]], "output": [[2, 2], [4, 4]]}, kind=Robust)

    half = f"50 % {interval(1, 2)}"
    assert f"2 futures present in {half}, approval only in {half} come first." in flat(found.answer())
    assert f"50 %{interval(1, 2)}" in flat(found.answer("zh"))


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_every_study_has_a_text_in_both_languages(name, lang):
    study = STUDIES[name]()

    assert ("結論" if lang == "zh" else "In words") in study.text(lang)
    assert "{" not in study.text(lang)
    assert str(study) == study.text()


@pytest.mark.parametrize("name", STUDIES)
def test_an_unknown_language_is_refused(name):
    with pytest.raises(cp.BadInput, match="it must be one of en, zh"):
        STUDIES[name]().text("de")


@pytest.mark.parametrize("name", STUDIES)
def test_as_data_it_is_json_and_names_what_it_comes_from(name):
    data = json.loads(json.dumps(STUDIES[name]().to_data(), allow_nan=False))

    assert data["scenario"] == "two_parks"
    assert set(data["answer"]) == {"en", "zh"}
    assert set(data["manifest"]) == {"study", "versions", "git", "design"}


@pytest.mark.parametrize("name", STUDIES)
def test_a_folder_holds_text_tables_figure_and_data(name, tmp_path):
    written = {path.name for path in STUDIES[name]().save(tmp_path / "report").iterdir()}

    assert {f"{name}_en.txt", f"{name}_zh.txt", f"{name}.json", f"{name}.png"} <= written
    assert any(file.endswith(".csv") for file in written)


@pytest.mark.parametrize("name", STUDIES)
def test_without_a_chinese_font_the_figure_is_english(name, monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    shown = [text.get_text() for text in STUDIES[name]().plot().findobj(mpl.text.Text)]

    # A name of the table's modes is made up, and so is theirs in Chinese.
    assert not [text for text in shown if any("一" <= character <= "鿿" for character in text)]


def test_the_map_colours_the_better_side_and_draws_the_border():
    axis = frontier().plot().axes[0]
    mesh, (border,) = axis.collections[0], axis.lines

    colours = mesh.cmap(mesh.norm([-100.0, 100.0]))
    assert [mpl.colors.to_hex(colour).upper() for colour in colours] == [VERMILLION, BLUE]
    assert border.get_xdata() + border.get_ydata() == pytest.approx(30)
    unsure = [patch for patch in axis.patches if patch.get_hatch()]
    assert len(unsure) == (frontier().table()["better"] == "").sum()


def test_of_days_fewer_is_the_better_side():
    grid = {**GRID, "x": (runs.MEETINGS, 5, 25), "indicator": "days_to_start"}
    axis = Frontier.of("two_parks", simulate=runs.planted(line), **grid, **QUICK).plot().axes[0]

    mesh = axis.collections[0]
    assert mpl.colors.to_hex(mesh.cmap(mesh.norm(-100.0))).upper() == BLUE


def test_the_figure_of_a_discovery_draws_every_future_and_the_box():
    axis = discovery().plot().axes[0]

    drawn = [len(points.get_offsets()) for points in axis.collections]
    assert drawn == [discovery().beats.sum(), 128 - discovery().beats.sum()]
    (box,) = [patch for patch in axis.patches if isinstance(patch, mpl.patches.Rectangle)]
    assert box.get_x() == pytest.approx(
        next(x.low for x in discovery().boxes[0].limits if x.path == runs.MEETINGS)
    )


def test_the_figure_draws_the_nearest_to_a_condition_with_a_broken_line():
    for found, line_ in ((discovery(), "-"), (discovery("often", 256), "--")):
        axis = found.plot().axes[0]
        (box,) = [patch for patch in axis.patches if isinstance(patch, mpl.patches.Rectangle)]
        assert box.get_linestyle() == line_


def test_the_figure_of_modes_shows_regrets_by_range_and_ranks():
    left, right = robust().plot().axes[:2]

    # Jobs range from 0 to 10: regrets of 10, 10, 2.
    of_jobs = [points.get_offsets()[0, 0] for points in left.collections[:3]]
    assert of_jobs == pytest.approx([1, 1, 0.2])
    firsts = [container.patches[0].get_width() for container in right.containers]
    assert firsts == pytest.approx(robust().acceptability["rank_1"].tolist())


@pytest.fixture
def fake_models(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cp, "discover", partial(Discovery.of, simulate=runs.planted(runs.defeat_in_corner)))
    monkeypatch.setattr(cp, "frontier", partial(Frontier.of, simulate=runs.planted(line, "jobs")))
    monkeypatch.setattr(cp, "robust", partial(Robust.of, simulate=runs.planted(lambda point, seed: -9.0)))


VARY = [item for path in (runs.MEETINGS, runs.HANDOVER, "consent.days", AGENDA) for item in ("--vary", path)]
COMMANDS = {
    "discover": ["--size", "32", "--replicates", "1", *VARY],
    "frontier": ["--x", f"{runs.MEETINGS}:5 working days:25 working days", "--y", AGENDA, "--steps", "2"],
    "robust": ["--size", "8", "--vary", runs.HANDOVER, "--floor", "days_to_start=195 working days"],
}
ENDS = ["--years", "1", "--jobs", "1"]


@pytest.mark.parametrize(
    ("command", "left"), [("discover", 64 - 3), ("when", 64 - 3), ("frontier", 32 - 3), ("robust", 48 - 4)]
)
def test_a_command_says_what_it_will_take_and_prints_the_text(command, left, fake_models, capsys, tmp_path):
    how = COMMANDS["discover" if command == "when" else command]
    assert main([command, "two_parks", *how, *ENDS]) == 0

    printed = capsys.readouterr()
    # All runs but those of the trial: the first, and then one of each mode.
    assert printed.err.startswith(f"{left} runs to do: about ")
    assert "In words" in printed.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["frontier", "robust"])
def test_out_keeps_runs_and_a_report_and_the_same_command_goes_on(command, fake_models, capsys, tmp_path):
    line_ = [command, "two_parks", *COMMANDS[command], *ENDS, "--quiet", "--json", "--out", "study"]
    assert main(line_) == 0
    first = capsys.readouterr()
    assert json.loads(first.out)["scenario"] == "two_parks"
    assert first.err == "Written to study/report\n"
    assert (tmp_path / "study/runs/results.parquet").exists()

    assert main(line_) == 0
    assert capsys.readouterr().out == first.out
    assert main([command, "two_parks", *COMMANDS[command], "--years", "2", "--quiet", "--out", "study"]) == 2
    assert "it holds another study" in capsys.readouterr().err


def test_a_stored_study_is_looked_at_by_command(fake_models, capsys):
    assert main(["robust", "two_parks", *COMMANDS["robust"], *ENDS, "--quiet", "--out", "study"]) == 0
    capsys.readouterr()

    assert main(["robust", "--study", "study", "--modes", "present,one_plus_two", "--lang", "zh"]) == 0
    assert "哪種模式經得起各種未來" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["discover", "two_parks", "--density", "many"], '--density is "many"; write a share'),
        (["discover", "two_parks", "--least", "2 mu"], '--least is "2 mu"'),
        (["discover", "two_parks", "--vary", "handover.dais"], 'did you mean "handover.days"'),
        (["discover", "--study", "nothere"], "nothere"),
        (
            ["frontier", "two_parks", "--x", runs.HANDOVER, "--y", runs.HANDOVER],
            "another path than that of x",
        ),
        (["robust", "two_parks", "--floor", "jobs"], '--floor is "jobs"; write a path and a quantity'),
        (["robust", "two_parks", "--price", "jobs"], "name two indicators"),
        (["robust", "two_parks", "--modes", "present"], "name modes that differ"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(arguments, message, fake_models, capsys):
    assert main([*arguments, "--quiet"]) == 2

    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_failed_runs_are_told_and_exit_with_1(monkeypatch, capsys):
    failing = partial(Frontier.of, simulate=fake_runs.failing_in_the_second_replicate)
    monkeypatch.setattr(cp, "frontier", failing)

    assert main(["frontier", "two_parks", *COMMANDS["frontier"], *ENDS, "--quiet"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "8 runs failed on values that the study itself took" in said
    assert "the first: ZeroDivisionError: no land left" in said


@pytest.mark.parametrize("kept", [False, True])
def test_ctrl_c_says_what_is_kept_and_exits_with_130(kept, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def simulate(scenario, mode, *, seed, years, overrides=None):
        if overrides[runs.MEETINGS] > 20:
            raise KeyboardInterrupt
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    monkeypatch.setattr(cp, "frontier", partial(Frontier.of, simulate=simulate))
    out = ["--out", "study"] if kept else []

    assert main(["frontier", "two_parks", *COMMANDS["frontier"], *ENDS, "--quiet", *out]) == 130
    said = capsys.readouterr().err
    assert ("are kept in study; the same command goes on" in said) == kept
    assert ("none is kept without --out" in said) != kept
