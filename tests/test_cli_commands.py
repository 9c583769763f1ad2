"""The command in this process: exit codes, one line for wrong input, JSON, nothing written unless asked."""

import json
import re
from functools import partial

import fake_runs
import pytest

import crosspark as cp
from crosspark.cli import main
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput, Text
from crosspark.governance.mode import mode_names
from crosspark.model.indicators import INDICATORS
from crosspark.scenarios.loader import scenario_names
from crosspark.views.answer import costs_alone
from crosspark.views.comparison import Comparison


@pytest.fixture
def fake_model(monkeypatch):
    compare = partial(Comparison.of, simulate=fake_runs.simulate)
    monkeypatch.setattr(cp, "compare", compare)
    return compare


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


QUICK = ("compare", "two_parks", "--replicates", "3", "--years", "1", "--jobs", "1", "--quiet")


def test_compare_prints_the_comparison_and_writes_nothing(fake_model, capsys, tmp_path):
    assert main(QUICK) == 0

    printed = capsys.readouterr()
    expected = fake_model("two_parks", replicates=3, years=1, jobs=1, quiet=True)
    assert printed.out == expected.text() + "\n"
    assert printed.err == ""
    assert list(tmp_path.iterdir()) == []


def test_compare_speaks_chinese(fake_model, capsys):
    assert main([*QUICK, "--lang", "zh"]) == 0

    assert capsys.readouterr().out.startswith("兩園小例:管理模式比較")


def test_compare_prints_json_alone_on_stdout(fake_model, capsys):
    assert main([*QUICK, "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert [mode["id"] for mode in data["modes"]] == ["present", "approval_only", "one_plus_two"]
    assert data["replicates"] == 3


def test_options_reach_the_comparison(fake_model, capsys):
    options = [
        "--modes",
        "market, fragmented",
        "--baseline",
        "one_plus_two",
        "--seed",
        "7",
        "--fair",
        "as_written",
    ]
    assert main([*QUICK, *options, "--set", "demand.leads=7 leads/year", "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert [mode["id"] for mode in data["modes"]] == ["one_plus_two", "market", "fragmented"]
    assert (data["baseline"], data["seed"], data["fair"]) == ("one_plus_two", 7, "as_written")
    assert next(row for row in data["held_equal"] if row["item"] == "leads")["market"] == 7


def test_out_writes_a_folder_and_says_so_on_stderr(fake_model, capsys, tmp_path):
    assert main([*QUICK, "--out", "results"]) == 0

    assert (tmp_path / "results" / "manifest.json").is_file()
    assert capsys.readouterr().err == "Written to results\n"


def test_out_refuses_a_folder_with_files_before_anything_runs(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(cp, "compare", None)
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "mine.txt").write_text("mine")

    assert main([*QUICK, "--out", "results"]) == 2
    assert (
        capsys.readouterr().err == 'results: the folder is "not empty"; name a folder that is new or empty\n'
    )


def test_a_failed_run_is_told_and_the_exit_code_is_1(monkeypatch, capsys):
    failing = partial(Comparison.of, simulate=fake_runs.failing_in_the_second_replicate)
    monkeypatch.setattr(cp, "compare", failing)

    assert main(QUICK) == 1
    assert "ZeroDivisionError: no land left" in capsys.readouterr().out


def test_ctrl_c_reports_what_is_finished_and_exits_with_130(monkeypatch, capsys):
    from crosspark.studies.jobs import seed_of

    def simulate(scenario, mode, *, seed, years, overrides=None):
        if mode.id == "one_plus_two" and seed == seed_of(1, 2):
            raise KeyboardInterrupt
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    monkeypatch.setattr(cp, "compare", partial(Comparison.of, simulate=simulate))

    assert main(QUICK) == 130
    printed = capsys.readouterr()
    assert "2 replicates of each mode" in printed.out
    assert printed.err == ("Interrupted: 8 of 9 runs were finished; replicates complete in every mode: 2.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["compare", "wenjang"], 'did you mean "wenjiang"'),
        ([*QUICK, "--modes", "one_plus_tow"], 'did you mean "one_plus_two"'),
        ([*QUICK, "--baseline", "presnt"], 'did you mean "present"'),
        ([*QUICK, "--fair", "at_its_bast"], 'did you mean "at_its_best"'),
        ([*QUICK, "--set", "handover.days"], "write a path and a quantity"),
        ([*QUICK, "--set", "handover.days=3"], "the unit is missing"),
        ([*QUICK, "--set", "handover.dais=3 working days"], 'did you mean "handover.days"'),
        (["run", "two_parks", "--mode", "marked"], 'did you mean "market"'),
        (["explain", "S9"], "no such clause"),
        (["list", "parameters", "--scenario", "nowhere"], "no such scenario"),
        (["check", "nothere.yaml"], "nothere.yaml: "),
        (["new", "mode", "no/such/folder/mine.yaml"], "mine.yaml"),
    ],
)
def test_wrong_input_is_one_line_on_stderr_and_exit_code_2(arguments, message, capsys, tmp_path):
    assert main(arguments) == 2

    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.count("\n") == 1
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["compar"],
        ["list", "colours"],
        ["compare", "--replicates", "0"],
        ["explain"],
        ["compare", "--lang", "fr"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments, capsys):
    assert main(arguments) == 2
    assert "Usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        ("scenarios", scenario_names()),
        ("modes", mode_names()),
        ("clauses", list(CLAUSES)),
        ("indicators", list(INDICATORS)),
    ],
)
def test_list_names_everything_in_text_and_json(kind, ids, capsys):
    assert main(["list", kind]) == 0
    text = capsys.readouterr().out
    assert main(["list", kind, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)

    assert {row["id"] for row in data} == set(ids)
    assert all(id_ in text for id_ in ids)


def test_list_parameters_shows_every_path_with_unit_and_grade(capsys):
    assert main(["list", "parameters", "--scenario", "two_parks", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert main(["list", "parameters", "--scenario", "two_parks", "--lang", "zh"]) == 0
    text = capsys.readouterr().out

    assert all(row["path"] in text for row in data)
    assert "△" in text


@pytest.mark.parametrize("clause", list(CLAUSES))
def test_explain_quotes_the_source_and_names_fields_costs_and_indicators(clause, capsys):
    for lang in ("en", "zh"):
        assert main(["explain", clause, "--lang", lang]) == 0
        text = capsys.readouterr().out
        about = CLAUSES[clause]
        # A long quotation is broken into lines.
        assert about.quote in "".join(line.strip() for line in text.splitlines())
        assert all(path in text for path in (*about.changes, *about.cost))
        assert all(parameter.path in text for parameter in about.parameters.values())
        assert (about.title_zh if lang == "zh" else about.title_en) in text


def test_explain_marks_every_cost_that_the_one_page_names(capsys):
    named = 0
    for clause in CLAUSES:
        assert main(["explain", clause, "--lang", "zh"]) == 0
        paid = [
            line.split(" (")[0].strip() for line in capsys.readouterr().out.splitlines() if "付出" in line
        ]
        costs = {INDICATORS[size.indicator].title("zh") for size in costs_alone(clause)}
        assert costs <= set(paid)
        named += len(costs)
    assert named > len(CLAUSES)


def test_explain_says_of_what_a_clause_brings_that_it_brings_it(capsys):
    # "Missing: −21.4 days" reads as fewer days without the clause, which is the reverse.
    assert main(["explain", "A2", "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert main(["explain", "A2"]) == 0
    english = capsys.readouterr().out

    assert "在「1+2」之中由它帶來" in chinese
    assert "brought within one_plus_two" in english
    assert not re.search("缺失|miss", chinese + english.split("Moves, and")[1])


def test_explain_takes_small_letters(capsys):
    assert main(["explain", "h1"]) == 0
    assert "0 % → 100 %" in capsys.readouterr().out


def test_yardsticks_are_listed_by_their_kind_and_left_out_of_the_modes_that_a_clause_is_in(capsys):
    assert main(["list", "modes"]) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    kinds = {id_: kind for id_, kind, *_ in map(str.split, lines)}
    assert {id_ for id_, kind in kinds.items() if kind == "yardstick"} == {
        *("fragmented", "market", "planner_exchange"),
    }
    assert list(kinds.values()) == sorted(kinds.values(), key=("real", "variant", "yardstick").index)

    assert main(["explain", "R1"]) == 0
    shown = capsys.readouterr().out.partition("In modes")[2].split()
    assert "one_plus_two" in shown
    assert not {id_ for id_, kind in kinds.items() if kind == "yardstick"} & set(shown)


@pytest.mark.parametrize("kind", ["scenario", "mode"])
def test_a_new_file_passes_the_check_and_is_never_written_over(kind, capsys, tmp_path):
    assert main(["new", kind, "mine.yaml"]) == 0
    assert main(["check", "mine.yaml"]) == 0
    assert f"mine.yaml: {kind} mine," in capsys.readouterr().out

    before = (tmp_path / "mine.yaml").read_bytes()
    assert main(["new", kind, "mine.yaml"]) == 2
    assert (tmp_path / "mine.yaml").read_bytes() == before


def test_check_goes_on_after_a_wrong_file(capsys, tmp_path):
    (tmp_path / "bad.yaml").write_text(
        "title: {en: Bad, zh: 壞}\nextends: present\nclauses:\n  S1: 2\n", encoding="utf-8"
    )
    main(["new", "mode", "good.yaml"])
    capsys.readouterr()

    assert main(["check", "bad.yaml", "good.yaml"]) == 2
    printed = capsys.readouterr()
    assert printed.err == "bad.yaml:4: clauses.S1 is 2; an intensity lies in [0, 1]\n"
    assert printed.out.startswith("good.yaml: mode good,")


def test_a_mode_file_with_a_misspelt_key_is_still_a_mode(capsys, tmp_path):
    (tmp_path / "bad.yaml").write_text(
        "title: {en: Bad, zh: 壞}\nextends: present\nclauzes: {S1: 1}\n", encoding="utf-8"
    )

    assert main(["check", "bad.yaml"]) == 2
    assert 'did you mean "clauses"' in capsys.readouterr().err


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(
        f"  {name} " in text
        for name in ("compare", "run", "list", "explain", "check", "new", "warm", "attribute", "why")
    )


@pytest.mark.parametrize("asked", [False, True])
def test_what_nobody_expected_is_one_line_and_its_traceback_only_if_asked(asked, monkeypatch, capsys):
    def broken(*_, **__):
        raise ZeroDivisionError("no parks\nat all")

    monkeypatch.setattr(cp, "compare", broken)
    monkeypatch.setenv("CROSSPARK_TRACEBACK", "1" if asked else "")

    assert main(QUICK) == 1
    *before, line = capsys.readouterr().err.splitlines()
    assert line.startswith("crosspark: ZeroDivisionError: no parks at all; this is a mistake of ours")
    assert bool(before) == asked


def test_ctrl_c_before_the_first_run_says_so(monkeypatch, capsys):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cp, "compare", stopped)

    assert main(QUICK) == 130
    assert capsys.readouterr().err.strip() == "Interrupted / 已中斷"


def test_no_mode_at_all_is_refused(capsys, monkeypatch):
    monkeypatch.setattr(cp, "compare", None)

    assert main([*QUICK, "--modes", ","]) == 2
    assert capsys.readouterr().err.startswith(
        '<command line>: --modes is ","; name at least one, as in --modes'
    )


def test_out_is_tried_before_anything_runs(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(cp, "compare", None)
    (tmp_path / "file").write_text("mine")

    assert main([*QUICK, "--out", "file/results"]) == 2
    assert capsys.readouterr().err == 'file/results: the folder is "results"; file is a file; name a folder\n'


def test_a_run_that_fails_leaves_nothing_of_out(capsys, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise BadInput("<x>", None, "x", 1, Text("y", "y"))

    monkeypatch.setattr(cp, "compare", broken)

    assert main([*QUICK, "--out", "new/results"]) == 2
    assert list(tmp_path.iterdir()) == []
