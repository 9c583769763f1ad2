"""The rule cases, each run as a test of its own, and what runs them.

A case of the rules holds values worked out by hand from the clause's parameters; a case of the district
holds the sign that the mechanism or the cost of the clause table states. Signs are wiring, not findings:
they hold that a clause is connected, the right way round.
"""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import fake_runs
import pytest

from crosspark.cli import main
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.model.district import simulate
from crosspark.scenarios import load_scenario
from crosspark.studies import cases as cases_module
from crosspark.studies.casefile import case_files, read_cases
from crosspark.studies.cases import check_cases
from crosspark.views.cases import case_line

ROOT = Path(__file__).parents[1]
CASES = [case for file in case_files() for case in read_cases(file)]
each_case = pytest.mark.parametrize(
    "place", range(len(CASES)), ids=[f"{Path(case.file).stem}.yaml:{case.line}" for case in CASES]
)


@cache
def checked():
    """Return what came of all cases: they share runs, so they are run together."""
    return check_cases(CASES, workers=2, quiet=True)


@each_case
def test_a_case_comes_as_expected(place):
    assert checked()[place].ok, case_line(checked()[place], "en")


@pytest.mark.parametrize("id_", CLAUSES)
def test_a_clause_has_a_case_of_its_rules_at_half_and_full_intensity_and_one_of_a_district(id_):
    of_rules = [case for case in CASES if case.clause == id_ and case.setup is None]
    alone = [case for case in of_rules if not case.mode.parameters and set(case.expected) == {0.5, 1.0}]

    # Every clause is asked for all that it changes; S6 changes nothing.
    assert any(set(case.expected[1.0]) == set(CLAUSES[id_].changes) for case in alone)
    assert any(case.clause == id_ and case.setup is not None for case in CASES)


def test_the_four_zeros_are_indicators_and_change_nothing():
    district, present = load_scenario("two_parks"), load_mode("present")
    without, under = (
        simulate(district, mode, seed=1, years=2).values for mode in (present, present.with_clauses("S6"))
    )

    assert {key: repr(value) for key, value in under.items()} == {k: repr(v) for k, v in without.items()}
    assert {"zero_wait", "zero_distance", "zero_obstacle", "zero_idle"} <= set(without)


def test_the_cases_ship_with_the_program():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]

    assert [path.name for path in case_files()] == sorted(
        path.name for path in ROOT.glob("tests/cases/*.yaml")
    )
    assert declared["package-dir"]["crosspark.cases"] == "tests/cases"
    assert declared["package-data"]["crosspark.cases"] == ["*.yaml"]
    # Each room that is linked under the name, and each folder of modules in one, is an installed package.
    home = ROOT / "src" / "crosspark"
    links = {path for path in home.iterdir() if path.is_symlink()}
    inner = {path.parent for room in home.iterdir() if room.is_dir() for path in room.rglob("__init__.py")}
    found = {".".join(["crosspark", *folder.relative_to(home).parts]) for folder in links | inner}
    assert found <= set(declared["packages"])
    assert {"crosspark.governance.clauses", "crosspark.views.words"} <= found


def test_the_cases_of_the_page_can_be_read_and_come_as_expected(tmp_path):
    block = re.search(
        "```yaml\n(.*?)```", (ROOT / "docs" / "cases.md").read_text(encoding="utf-8"), re.DOTALL
    )
    (tmp_path / "page.yaml").write_text(block[1], encoding="utf-8")

    of_rules, of_district = read_cases(tmp_path / "page.yaml")

    assert all(each.ok for each in check_cases([of_rules], workers=1, quiet=True))
    assert of_district.setup is not None


HEAD = "cases:\n- name: {en: Filing, zh: 報件}\n  clause: S2\n"
S2_RIGHT = "{filing.days: 0.4 working days, filing.posts: 3 posts, adoption.one_off_cost: 300 万元}"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Return a function that writes a case file and reads it."""
    monkeypatch.chdir(tmp_path)

    def write(text):
        Path("mine.yaml").write_text(text, encoding="utf-8")
        return read_cases("mine.yaml")

    return write


def line_of(cases, lang="en", **options):
    (found,) = check_cases(cases, workers=1, quiet=True, **options)
    assert not found.ok
    return case_line(found, lang)


def test_a_right_case_of_the_rules_passes(written):
    assert all(each.ok for each in check_cases(written(HEAD + f"  expect:\n    100 %: {S2_RIGHT}\n")))


def test_a_wrong_value_says_what_was_expected_and_what_came(written):
    # 1 day × 0.4 at full intensity is 0.4 days; three posts stay three.
    cases = written(HEAD + f"  expect:\n    100 %: {S2_RIGHT.replace('0.4', '0.5')}\n")

    assert line_of(cases) == (
        "wrong  S2  Filing (mine.yaml:2): at 100 % filing.days expected 0.5 working days, "
        "came 0.4 working days"
    )
    assert line_of(cases, "zh") == (
        "不符  S2  報件 (mine.yaml:2): 強度100 %時 filing.days 預期0.5 個工作日,實得0.4 個工作日"
    )


def test_a_rule_that_the_case_does_not_name_must_not_change(written):
    # The clause's three posts a park are not named: they should be none, as without the clause.
    cases = written(HEAD + f"  expect:\n    100 %: {S2_RIGHT.replace(' filing.posts: 3 posts,', '')}\n")

    assert line_of(cases).endswith("at 100 % filing.posts expected 0 posts, came 3 posts")


def test_values_that_look_alike_are_told_apart(written):
    cases = written(HEAD + f"  expect:\n    100 %: {S2_RIGHT.replace('0.4', '0.400001')}\n")

    assert line_of(cases).endswith("filing.days expected 0.400001, came 0.4")


def of_district(expected, further=""):
    """Return a case file of two runs of a small district on each side, with further entries of `given`."""
    given = f"{{scenario: two_parks, years: 1, seeds: 2{further}}}"
    return HEAD + f"  given: {given}\n  expect:\n    100 %: {expected}\n"


def test_a_wrong_direction_says_what_came_with_both_means(written):
    # The six clauses of `present` at .3 bring 101.8 firms and S2 one more; a seed adds 10 times the part of
    # seed × .6180339887 below 1: 6.180… and 2.360…, 4.270 on average.
    cases = written(of_district("{operating_firms: falls, value_added: rises}"))

    assert line_of(cases, simulate=fake_runs.simulate).endswith(
        "at 100 % operating_firms expected falls, came rises (106.071 → 107.071 firms)"
    )


def test_what_no_run_can_tell_is_not_a_direction(written):
    # Of the fake model no project starts, so days_started is not a number, and the same with the clause.
    cases = written(of_district("{days_started: rises}"))

    assert "expected rises, came stays" in line_of(cases, simulate=fake_runs.simulate)


def test_a_run_that_fails_is_a_wrong_case_with_its_message(written):
    def failing(scenario, mode, *, seed, years, overrides=None):
        raise ZeroDivisionError("no land left")

    cases = written(of_district("{operating_firms: rises}"))

    assert line_of(cases, simulate=failing).endswith("expected rises, came ZeroDivisionError: no land left")


def test_runs_that_cases_share_are_done_once_and_figures_reach_the_model(written):
    ran = Counter()

    def counting(scenario, mode, *, seed, years, overrides=None):
        ran[tuple(mode.clauses.items()), seed, years, tuple(overrides.items())] += 1
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    one = of_district("{operating_firms: rises}")
    same = one.removeprefix("cases:\n").replace("S2", "S5").replace("seeds: 2", "seeds: 3")
    apart = of_district("{operating_firms: rises}", ", set: {demand.leads: 7 leads/year}")
    cases = written(one + same + apart.removeprefix("cases:\n"))

    assert all(each.ok for each in check_cases(cases, workers=1, quiet=True, simulate=counting))
    # present 3 seeds, S2 2, S5 3; and, with other leads, present and S2 2 each.
    assert len(ran) == 12
    assert set(ran.values()) == {1}
    assert sum(figures == (("demand.leads", "7 leads/year"),) for *_, figures in ran) == 4


def test_a_clause_that_the_mode_has_is_compared_with_the_mode_without_it(written):
    (case,) = written(HEAD.replace("S2", "M3") + "  expect:\n    0.5: {}\n")

    # The present mode has M3 at 30 %.
    assert load_mode("present").clauses["M3"] == 0.3
    assert "M3" not in case.mode.clauses
    assert case.under(0.5).clauses["M3"] == 0.5


def test_modes_and_scenarios_beside_the_file_can_be_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "mine"
    assert main(["new", "mode", "mode.yaml"]) == 0
    assert main(["new", "scenario", "town.yaml"]) == 0
    folder.mkdir()
    for name in ("mode.yaml", "town.yaml"):
        Path(name).rename(folder / name)
    given = "  given: {mode: mode.yaml, scenario: town.yaml}\n  expect:\n    100 %: {signed: rises}\n"
    (folder / "case.yaml").write_text(HEAD + given, encoding="utf-8")

    (case,) = read_cases("mine/case.yaml")

    assert case.mode.clauses["S1"] == 1  # what `new mode` begins with
    assert case.setup.scenario.id == load_scenario(str(folder / "town.yaml")).id


RULES = HEAD + "  expect:\n    100 %: {}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("case: []\n", '1: case is []; no such key, did you mean "cases"?'),
        ("cases: {}\n", "1: cases is {}; write a list of cases"),
        ("cases: []\n", "1: cases is []; write a list of cases"),
        ("cases: [S2]\n", '1: cases.0 is "S2"; write name, clause and expect'),
        (HEAD, "2: cases.0.expect is missing; write name, clause and expect"),
        (HEAD + "  expect: {}\n", "4: cases.0.expect is {}; write what comes, as in 100 %"),
        (HEAD + "  expects: {}\n", 'no such key, did you mean "expect"?'),
        (RULES.replace("S2", "S22"), '3: cases.0.clause is "S22"; no such clause, did you mean "S2"?'),
        (RULES.replace("S2", "[S2]"), "3: cases.0.clause is [S2]; no such clause"),
        (RULES.replace("zh:", "cn:"), '2: cases.0.name.cn is "報件"; no such key; known: en, zh'),
        (RULES.replace(", zh: 報件", ""), "2: cases.0.name.zh is missing; write {en: in English, zh: 中文}"),
        (RULES.replace("en: Filing", "en: 3"), "2: cases.0.name.en is 3; write {en: in English, zh: 中文}"),
        (RULES.replace("100 %", "120 %"), '5: cases.0.expect.120 % is "120 %"; an intensity lies in [0, 1]'),
        (RULES + "    1: {}\n", "6: cases.0.expect.1 is {}; this intensity is given twice"),
        (RULES.replace("{}", "7"), "5: cases.0.expect.100 % is 7; write fields with quantities"),
        (RULES.replace("{}", "{filing.day: 1 hour}"), '5: cases.0.expect.100 %.filing.day is "1 hour"'),
        (RULES.replace("{}", "{filing.days: 1}"), "the unit is missing, write a number of working days"),
        (RULES + "  given: {mod: present}\n", '6: cases.0.given.mod is "present"; no such key, did you mean'),
        (RULES + "  given: {mode: presnt}\n", 'no such mode, did you mean "present"?'),
        (RULES + "  given: {clauses: {S2: 1}}\n", "6: cases.0.given.clauses.S2 is 1; its intensity"),
        (RULES + "  given: {clauses: {H3: 1}}\n", "6: cases.0.given.clauses.H3 is 1; no such clause"),
        (RULES + "  given: {clauses: {H1: 2}}\n", "6: cases.0.given.clauses.H1 is 2; an intensity"),
        (RULES + "  given: {years: 3}\n", "6: cases.0.given.years is 3; without a scenario nothing runs"),
        (RULES + "  given: {set: {handover.dais: 1}}\n", 'no such figure, did you mean "handover.days"?'),
        (of_district("{}"), "6: cases.0.expect.100 % is {}; write indicators"),
        (of_district("{signd: rises}"), 'no such indicator, did you mean "signed"?'),
        (of_district("{signed: up}"), '6: cases.0.expect.100 %.signed is "up"; it rises,'),
        (of_district("{}", ", years: 2"), 'is "given twice"; the same key stands in line 4 already'),
        (of_district("{}").replace("seeds: 2", "seeds: 0"), "seeds is 0; write a whole"),
        (of_district("{}").replace("two_parks", "two_park"), 'did you mean "two_parks"?'),
        (of_district("{}", ", set: {demand.lead: 1}"), 'no such figure, did you mean "demand.leads"?'),
        (of_district("{}", ", set: {demand.leads: 1}"), '4: cases.0.given.set.demand.leads is 1; '),
    ],
)  # fmt: skip
def test_a_malformed_file_is_one_line_that_says_where_and_what_would_be_right(text, message, written):
    with pytest.raises(BadInput) as caught:
        written(text)

    assert str(caught.value).startswith("mine.yaml:")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_command_prints_a_line_for_each_case_and_a_count(written, capsys):
    written(RULES.replace("{}", S2_RIGHT))

    assert main(["check", "--cases", "mine.yaml"]) == 0
    assert capsys.readouterr().out == "ok     S2  Filing\ncases: 1, wrong: 0\n"
    assert main(["check", "--cases", "mine.yaml", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "符合  S2  報件\n案例:1,不符:0\n"


def test_a_wrong_case_is_exit_code_1(written, capsys):
    written(RULES)

    assert main(["check", "--cases", "."]) == 1
    assert capsys.readouterr().out.endswith("cases: 1, wrong: 1\n")


def test_a_malformed_file_is_exit_code_2_and_nothing_runs(written, capsys):
    written(RULES)
    Path("bad.yaml").write_text("cases: []\n", encoding="utf-8")

    assert main(["check", "--cases", "mine.yaml", "bad.yaml"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("bad.yaml:1: cases is []; ")
    assert printed.err.count("\n") == 1


def test_a_folder_without_cases_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(["check", "--cases", "."]) == 2
    assert "it holds no file that ends in .yaml" in capsys.readouterr().err


def test_without_a_path_the_command_runs_the_cases_of_the_program(monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(cases_module, "check_cases", lambda found, **_: asked.extend(found) or [])

    assert main(["check", "--cases"]) == 0
    assert [(case.file, case.line) for case in asked] == [(case.file, case.line) for case in CASES]
    assert capsys.readouterr().out == "cases: 0, wrong: 0\n"


def test_check_without_a_file_is_wrong_usage(capsys):
    assert main(["check"]) == 2
    assert "Name a FILE, or write --cases." in capsys.readouterr().err
