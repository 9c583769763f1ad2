"""A sensitivity in words, tables, figures, JSON, a folder, and as a command."""

import json
import re
from functools import partial
from pathlib import Path

import fake_runs
import matplotlib as mpl
import pytest

import crosspark as cp
from crosspark.cli import main
from crosspark.governance.fields import FIELDS
from crosspark.governance.mode import load_mode
from crosspark.model.case import resolve
from crosspark.studies import sensitivity as numbers
from crosspark.studies.assumptions import varying
from crosspark.studies.jobs import seed_of
from crosspark.views import fonts, words
from crosspark.views.sensitivity import Sensitivity

DAYS, DEPTH = PATHS = ("handover.days", "review.depth")
SELFISH = "economy.self_interest"
LUCK = {seed_of(1, 0): -1.0, seed_of(1, 1): 1.0, seed_of(1, 2): 0.0}


def model(function, indicator="jobs"):
    """Return a model whose indicator is 1,000 under the present, and `function` more under another mode.

    The function takes the days of a hand-over, the depth of review, and the luck of the replicate.
    """

    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        days, depth = ((overrides or {}).get(path, FIELDS[path].value) for path in PATHS)
        run.values[indicator] = 1000.0 + (mode.id != "present") * function(days, depth, LUCK.get(seed, 0.0))
        return run

    return simulate


def of(function, method="tornado", indicator="jobs", **options):
    how = {"paths": PATHS, "indicators": [indicator], "years": 1, "jobs": 1, "quiet": True, **options}
    return Sensitivity.of("two_parks", method=method, simulate=model(function, indicator), **how)


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_indices_are_computed_once_whatever_is_shown_of_them(method, monkeypatch):
    computed = []
    known = numbers._INDICES[method]
    monkeypatch.setitem(numbers._INDICES, method, lambda *given: computed.append(1) or known(*given))
    size = {"morris": 10, "sobol": 64}[method]
    found = of(lambda days, depth, luck: days + depth, method, indicators=["jobs", "leads"], size=size)

    first = found.table("jobs")
    first.loc[:, "low"] = 0.0
    for show in (found.text, partial(found.text, "zh"), found.to_data):
        show()
    assert len(computed) == 2
    # What somebody does to a table is done to a copy.
    assert (found.table("jobs")["low"] > 0).all()


# Days go from 0.1 to 6 and stand at 2.2; depth goes from 0.5 to 1.5 and stands at 1.


def test_a_tornado_says_what_it_hangs_on_where_its_sign_turns_and_that_one_run_does_not_tell_how_surely():
    answer = of(lambda days, depth, luck: 4 * (days - 3) + depth).answer().splitlines()

    wait = "“Mean wait between two steps of a project that lie in different hands”"
    assert answer[0] == (
        f"Jobs: the difference, −2.20 persons as all stands, hangs most on {wait} (−10.6 at 0.1 working "
        f"days, +13.0 at 6 working days; moves it by 23.6 persons); “{FIELDS[DEPTH].title_en}” (−2.70 at "
        f"0.5, −1.70 at 1.5; moves it by 1.00 persons). Its sign turns at 2.75 working days of {wait} "
        "(not sure)."
    )
    assert answer[-1].startswith("How far a parameter moves something depends on how wide its range is")


def test_a_turn_is_beyond_chance_where_the_end_of_the_range_is():
    # At six days +12, and luck of ±1 over three replicates: Student's reach is 4.30 · 1 / √3 = 2.5.
    sure = of(lambda days, depth, luck: 4 * (days - 3) + luck, replicates=3)
    # The same with twenty times the luck.
    unsure = of(lambda days, depth, luck: 4 * (days - 3) + 20 * luck, replicates=3)

    assert "turns at 3 working days of “Mean wait" in sure.answer()
    assert "(beyond chance at the end of its range)" in sure.answer()
    assert "(not sure)" in unsure.answer()
    assert "變號處:「環節交接平均等待」3 個工作日(在範圍端點超出抽樣誤差)。" in sure.answer("zh")
    assert "−3.20 persons [−5.68, −0.716] as all stands" in sure.answer()


def test_where_nothing_turns_it_says_so():
    answer = of(lambda days, depth, luck: 100 + days).answer()

    assert "None of the 2 turns its sign within its range by itself." in answer


def test_morris_sets_what_moves_against_the_difference_itself():
    # The difference stands at 22 and moves by 59; 100 more, and it moves by less than half of itself.
    may, keeps = (of(lambda d, *_, up=up: 10 * d + up, "morris") for up in (0, 100))

    assert "moves it by 59.0 persons [59.0, 59.0] on average" in may.answer()
    assert (
        "may turn its sign: over its range each moves it by as much as it is itself or more" in may.answer()
    )
    assert "(the first by 268 %)" in may.answer()
    assert "None of the 2 moves it by as much as it is itself; the first by 48.4 %." in keeps.answer()
    assert "Its sign is another at 0 of 30 points, where all vary at once." in keeps.answer()
    assert "平均移動59.0 人 [59.0, 59.0]" in may.answer("zh")


def test_sobol_says_how_the_variance_is_shared_out():
    answer = of(lambda days, depth, luck: days - 3, "sobol", size=64).answer()

    assert "of the variance by itself" in answer
    assert "Factor on the hours" not in answer
    points = 64 * (2 + 2)
    # Days are uniform over [0.1, 6]; it stands below 3, and (6 - 3) / 5.9 of them lie above.
    count = int(answer.split("another at ")[1].split()[0])
    assert f"of {points} points" in answer
    assert count / points == pytest.approx(3 / 5.9, abs=0.03)


def test_nothing_is_named_that_a_difference_of_nothing_hangs_on():
    # Zero at the 2.2 days at which the hand-over stands, and elsewhere not.
    found = of(lambda days, depth, luck: 4 * (days - FIELDS[DAYS].value))

    assert "Jobs: as all stands there is no difference that could hang on anything." in found.answer()
    assert "Mean wait" not in found.answer()
    assert "Mean wait" in found.text()


def test_a_level_has_no_sign_to_turn():
    found = of(lambda days, depth, luck: days, baseline=None)

    assert found.answer().startswith("Jobs, 1,002 persons as all stands, hangs most on “Mean wait")
    assert "sign" not in found.text().split("In words")[1]
    assert "sign turns at" not in found.text().split("One parameter moves")[0]
    assert "which assumptions the results of “One plus two” hang on" in found.text()


def test_what_moves_nothing_is_counted_and_not_listed():
    found = of(lambda days, depth, luck: days)

    assert "  and 1 more that move it less or not at all" in found.text()
    assert DEPTH not in found.text()
    assert "none of the 2 parameters moves it" in of(lambda *_: 5.0).answer()
    still = of(lambda *_: 5.0, "morris")
    assert "2個參數均不影響它" in still.answer("zh")
    assert "另有" not in still.text("zh")
    assert "none of the 2 parameters moves it" in of(lambda *_: 5.0, "sobol", size=64).answer()


def test_a_row_has_mark_title_range_numbers_and_path():
    text, chinese = (of(lambda days, depth, luck: 4 * (days - 3) + depth).text(lang) for lang in ("en", "zh"))

    row = next(line for line in text.splitlines() if line.strip().startswith("1  △"))
    assert "Mean wait between two steps" in row
    assert "[0.1 working days, 6 working days]" in row
    numbers = ["−10.6", "+13.0", "23.6", "–", "2.75", "working", "days"]
    assert row.split("]")[1].split() == numbers
    assert "1 handover.days, 2 review.depth" in text
    assert "[0.1 個工作日, 6 個工作日]" in chinese
    assert "環節交接平均等待" in chinese


def test_a_figure_goes_by_its_title_with_its_path_beneath_and_an_intensity_has_no_grade():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values["jobs"] = 100 * scenario.economy.self_interest + 10 * mode.clauses.get("S1", 0.0)
        return run

    found = Sensitivity.of(
        "two_parks", method="tornado", baseline=None, paths=[SELFISH, "clauses.S1"], indicators=["jobs"],
        years=1, jobs=1, quiet=True, simulate=simulate,
    )  # fmt: skip

    rows = {line.split("  ")[1]: line for line in found.text().splitlines() if line[:4] in ("  1 ", "  2 ")}
    assert "Weight of a park's own result against the zone's" in rows["1"]
    assert f"  1 {SELFISH}, 2 clauses.S1" in found.text()
    assert "△" in rows["1"]
    assert "△" not in rows["2"]


def test_an_indicator_without_values_leaves_the_others_alone():
    found = of(lambda days, depth, luck: float("nan") if days > 5 else days, indicators=["jobs", "started"])

    assert "Jobs: At 1 of 5 points some run has no value of it." in found.answer()
    assert "5個取值點中1個有模擬無此指標。" in found.text("zh")
    screened = of(lambda days, *_: float("nan") if days > 5 else 10 * days, "morris", size=12)
    assert "points some run has no value of it; they are left out." in screened.text()
    assert "moves it by 59.0 persons" in screened.answer()
    data = found.to_data()
    assert data["indicators"]["jobs"] == {"points_without_value": 1}
    assert len(data["indicators"]["started"]["parameters"]) == 2


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("method", ["morris", "sobol", "tornado"])
def test_no_line_of_words_is_wider_than_a_page_and_none_lacks_a_word(method, lang):
    found = of(lambda days, depth, luck: days * depth + luck, method, replicates=2, size=64)

    text = found.text(lang)
    assert "{" not in text
    assert "nan" not in text
    assert str(found) == found.text()
    with pytest.raises(cp.BadInput, match="lang is"):
        found.text("fr")


# Figures


def drawn_texts(figure):
    return [text.get_text() for axis in figure.axes for text in axis.texts]


def test_the_tornado_has_a_bar_to_each_end_with_the_values_as_people_write_them():
    figure = of(lambda days, depth, luck: 4 * (days - 3) + depth).plot("jobs")

    bars = figure.axes[0].patches
    # From -2.2, where all stands, to -10.6 and -2.7 at the low ends and to 13 and -1.7 at the high ends.
    assert [bar.get_x() for bar in bars] == pytest.approx([-2.2] * 4)
    assert [bar.get_width() for bar in bars] == pytest.approx([-8.4, -0.5, 15.2, 0.5])
    assert {"0.1 working days", "6 working days", "0.5", "1.5"} <= set(drawn_texts(figure))


def test_where_both_ends_move_it_one_way_the_shorter_bar_lies_upon_the_longer():
    # Days stand at 2.2; both ends lie farther from 3 than that: +0.64 where it stands, 8.41 and 9.
    figure = of(lambda days, depth, luck: (days - 3) ** 2, paths=DAYS).plot("jobs")

    low, high = figure.axes[0].patches
    assert (low.get_width(), high.get_width()) == pytest.approx((8.41 - 0.64, 9 - 0.64))
    assert low.get_zorder() > high.get_zorder()


def test_the_plane_of_morris_and_the_shares_of_sobol_are_those_of_the_table():
    function = lambda days, depth, luck: 10 * days * depth  # noqa: E731
    plane, shares = of(function, "morris"), of(function, "sobol", size=64)

    points = plane.plot("jobs").axes[0].lines[0].get_xydata()
    assert points == pytest.approx(plane.table("jobs")[["moves", "spread"]].to_numpy())
    widths = [bar.get_width() for bar in shares.plot("jobs").axes[0].patches]
    table = shares.table("jobs")
    assert widths == pytest.approx([*(100 * table["first"]), *(100 * table["total"])])


@pytest.mark.parametrize("method", ["morris", "sobol", "tornado"])
@pytest.mark.parametrize("chinese", [True, False])
def test_a_figure_is_titled_in_both_languages_or_in_english_where_no_font_has_the_other(
    method, chinese, monkeypatch
):
    if not chinese:
        monkeypatch.setattr(fonts, "chinese_font", lambda: None)
        monkeypatch.setattr(fonts, "warn_without_font", lambda: None)
        monkeypatch.setattr(fonts, "families", lambda: ["DejaVu Sans"])
    figure = of(lambda days, depth, luck: days * depth, method, size=64).plot("jobs")

    assert ("取決於什麼" in figure.get_suptitle()) == (fonts.chinese_font() is not None)
    assert figure.png()[:4] == b"\x89PNG"
    assert mpl.rcParams["font.size"] == mpl.rcParamsDefault["font.size"]


def test_a_figure_of_nothing_that_moves_is_drawn_too():
    for method in ("morris", "sobol", "tornado"):
        assert of(lambda *_: 5.0, method, size=64).plot("jobs").png()[:4] == b"\x89PNG"


# The page


def test_the_page_runs_and_names_the_runs_that_the_designs_take(capsys):
    page = (Path(__file__).parents[1] / "docs" / "sensitivity.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    exec(code, {})
    assert "兩園小例:「“1+2”運行模式」與「現狀」之差取決於哪些假設" in capsys.readouterr().out
    count = len(varying(resolve("wenjiang"), [load_mode("present"), load_mode("one_plus_two")]))
    # Two modes; ten trajectories, two ends, 256 base points of ten; and one point where all stands.
    morris, tornado, sobol = 2 * (1 + 10 * (count + 1)), 2 * (1 + 2 * count), 2 * (1 + 256 * 12)
    assert f"{count} parameters of `wenjiang` against `present`: {morris:,} runs of Morris" in page
    assert f"{tornado} of a tornado" in page
    assert f"ten parameters by Sobol: {sobol:,}" in page


# The command

QUICK = ["two_parks", "--method", "tornado", "--paths", "handover.*,review.depth", "--indicators", "jobs"]
QUICK += ["--years", "1", "--jobs", "1"]


@pytest.fixture
def fake_model(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    run = partial(Sensitivity.of, simulate=model(lambda days, depth, luck: 4 * (days - 3) + depth))
    monkeypatch.setattr(cp, "sensitivity", run)
    return run


@pytest.mark.parametrize("command", ["sensitivity", "what-matters"])
def test_the_command_says_what_it_will_take_prints_the_text_and_writes_nothing(
    command, fake_model, capsys, tmp_path
):
    assert main([command, *QUICK, "--lang", "zh"]) == 0

    printed = capsys.readouterr()
    expected = fake_model(
        "two_parks", method="tornado", paths=PATHS, indicators="jobs", years=1, jobs=1, quiet=True
    )
    assert printed.out == expected.text("zh") + "\n"
    # Five points under two modes, less three trial runs: one to begin with, then one of each mode.
    assert printed.err.startswith("待模擬7次:約")
    assert list(tmp_path.iterdir()) == []


def test_the_command_explains_a_level_and_prints_json_alone(fake_model, capsys):
    assert main(["sensitivity", *QUICK, "--baseline", "none", "--quiet", "--json"]) == 0

    printed = capsys.readouterr()
    data = json.loads(printed.out)
    assert printed.err == ""
    assert data["baseline"] is None
    rows = data["indicators"]["jobs"]["parameters"]
    assert [row["path"] for row in rows] == [DAYS, DEPTH]
    assert rows[0]["moves"] == pytest.approx(23.6)
    assert rows[0]["moves_low"] is None
    assert data["indicators"]["jobs"]["stands"]["mean"] == pytest.approx(997.8)


def test_out_keeps_runs_and_a_report_and_the_same_command_runs_nothing_again(
    fake_model, capsys, monkeypatch, tmp_path
):
    command = ["sensitivity", *QUICK, "--quiet", "--out", "study"]
    assert main(command) == 0
    report = tmp_path / "study/report"
    first = (report / "sensitivity_zh.txt").read_text("utf-8")

    def simulate(*_, **__):
        raise AssertionError("nothing should run")

    monkeypatch.setattr(cp, "sensitivity", partial(Sensitivity.of, simulate=simulate))
    assert main(command) == 0
    assert (report / "sensitivity_zh.txt").read_text("utf-8") == first
    names = {file.name for file in report.iterdir()}
    assert names == {"sensitivity.json", "sensitivity_en.txt", "sensitivity_zh.txt", "jobs.csv", "jobs.png"}
    assert cp.load_study("study").finished == 10
    assert capsys.readouterr().err.count("Written to study/report") == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--method", "moris"], 'method is "moris"; no such method, did you mean "morris"?'),
        (["--method", "morris", "--size", "9"], "at least 10, which takes 62 runs for 2 parameters"),
        (["--paths", "handover.day"], 'did you mean "handover.days"?'),
        (["--paths", ","], "name at least one, as in --paths handover.days,headquarters.*"),
        (["--indicators", "job"], 'did you mean "jobs"?'),
        (["--mode", "present"], 'mode is "present"; it must differ from the baseline'),
    ],
)
def test_what_cannot_be_asked_is_one_line_and_exit_2(options, said, fake_model, capsys):
    assert main(["sensitivity", *QUICK, *options]) == 2

    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def test_failed_runs_end_the_command_with_one_line_and_exit_1(monkeypatch, capsys):
    def simulate(*_, **__):
        raise ZeroDivisionError("no land left")

    monkeypatch.setattr(cp, "sensitivity", partial(Sensitivity.of, simulate=simulate))

    assert main(["sensitivity", *QUICK, "--quiet"]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith(
        "<sensitivity>: 10 of 10 runs failed, so there are no indices; the first (point 0, "
    )
    assert printed.count("\n") == 1
