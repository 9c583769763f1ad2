"""crosspark answer, and what compare takes besides: precision and futures."""

import json
from functools import partial

import fake_runs
import pytest

import crosspark as cp
from crosspark.cli import main
from crosspark.views.comparison import Comparison


@pytest.fixture
def fake_model(monkeypatch):
    compare = partial(Comparison.of, simulate=fake_runs.simulate)
    monkeypatch.setattr(cp, "compare", compare)
    return compare


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


QUICK = ("--replicates", "3", "--years", "1", "--jobs", "1")
ANSWER = ("answer", "two_parks", *QUICK)


def test_answer_prints_the_page_and_announces_what_futures_take(fake_model, capsys, tmp_path):
    assert main([*ANSWER, "--futures", "4"]) == 0

    printed = capsys.readouterr()
    modes = ["one_plus_two", "approval_only"]
    expected = fake_model("two_parks", modes, replicates=3, years=1, jobs=1, quiet=True, futures=4)
    assert printed.out == expected.answer(mode="one_plus_two") + "\n"
    # Four futures of three modes, each on four replicates; two_parks has no variations.
    first, then, *_ = printed.err.splitlines()
    # Three modes, three replicates.
    assert first == "9 runs to do."
    assert then.startswith("Futures and other scenarios: 48 more runs, about ")
    assert list(tmp_path.iterdir()) == []


def test_answer_runs_the_variations_of_the_scenario(fake_model, capsys):
    assert (
        main(["answer", "--replicates", "2", "--years", "1", "--jobs", "1", "--futures", "1", "--quiet"]) == 0
    )

    printed = capsys.readouterr()
    assert "Wenjiang, short of land" in printed.out
    assert printed.err == ""


def test_answer_without_futures_runs_the_modes_alone(fake_model, capsys):
    assert main([*ANSWER, "--futures", "0", "--mode", "market"]) == 0

    printed = capsys.readouterr()
    assert "would “Open market between parks” do better" in printed.out
    assert "No futures and no other scenarios were run" in printed.out
    assert printed.err == "9 runs to do.\n"


@pytest.mark.parametrize("mode", ["approval_only", "one_plus_two"])
def test_answer_is_about_the_mode_that_was_asked_for(fake_model, capsys, mode):
    assert main([*ANSWER, "--futures", "0", "--mode", mode]) == 0

    title = {"approval_only": "Approval reform only", "one_plus_two": "One plus two"}[mode]
    assert f"would “{title}” do better" in " ".join(capsys.readouterr().out.split())


def test_answer_speaks_chinese_and_json(fake_model, capsys):
    assert main([*ANSWER, "--futures", "2", "--lang", "zh", "--quiet"]) == 0
    assert capsys.readouterr().out.startswith("問題\n  兩園小例")

    assert main([*ANSWER, "--futures", "2", "--json", "--quiet"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["answer"]["en"].startswith("Question")
    assert data["manifest"]["futures"]["number"] == 2


def test_answer_writes_a_folder(fake_model, capsys, tmp_path):
    assert main([*ANSWER, "--futures", "0", "--quiet", "--out", "found"]) == 0

    assert (tmp_path / "found" / "answer_zh.txt").read_text(encoding="utf-8").startswith("問題")


def test_a_mode_against_itself_is_refused_before_anything_runs(monkeypatch, capsys):
    monkeypatch.setattr(cp, "compare", None)

    assert main([*ANSWER, "--mode", "present"]) == 2
    assert '--mode is "present"; it is the same as present' in capsys.readouterr().err


def test_compare_runs_to_a_precision(fake_model, capsys):
    given = ["--precision", "jobs", "--precision", "days_to_start=5 working days", "--most-replicates", "20"]
    assert main(["compare", "two_parks", "--years", "1", "--jobs", "1", "--json", *given]) == 0

    data = json.loads(capsys.readouterr().out)
    found = {(row["indicator"], row["mode"]): row for row in data["precision"]}
    assert set(found) == {
        (one, mode) for one in ("jobs", "days_to_start") for mode in ("approval_only", "one_plus_two")
    }
    # The fake model's luck is the same under every mode: nothing is left to narrow.
    assert data["replicates"] == 16
    assert found["days_to_start", "one_plus_two"]["wished"] == 5.0


def test_compare_shows_futures(fake_model, capsys):
    assert main(["compare", "two_parks", *QUICK, "--futures", "4", "--quiet"]) == 0

    out = capsys.readouterr().out
    assert "Over 4 futures: parameters within their ranges, readings of the text; each on 4 replicates" in out
    assert "4 of 4" in out


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--precision", "job"], 'did you mean "jobs"'),
        (["--precision", "jobs=many"], "write a size such as"),
        (["--most-replicates", "20"], "give it with --precision"),
    ],
)
def test_nonsense_ends_with_one_line(fake_model, capsys, given, message):
    assert main(["compare", "two_parks", "--years", "1", "--jobs", "1", *given]) == 2

    err = capsys.readouterr().err
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_wider_interval_than_wished_is_told_but_is_no_failure(fake_model, capsys):
    given = ["--precision", "value_added=0.001 %", "--most-replicates", "16", "--quiet"]
    assert main(["compare", "two_parks", "--years", "1", "--jobs", "1", *given]) == 0

    assert "Precision NOT reached" in capsys.readouterr().out
