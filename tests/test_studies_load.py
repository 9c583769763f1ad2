"""A study loads from the folder that its command was given, whatever else the command writes there."""

import fake_runs
import pandas as pd
import pytest
import sweep_runs

from crosspark.cli import main
from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.studies.attribution import attribute
from crosspark.studies.robust import Robust
from crosspark.studies.sweep import Sweep, load_study

QUICK = {"years": 1, "jobs": 1, "quiet": True, "simulate": fake_runs.simulate}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def swept(folder):
    return Sweep.of(sweep_runs.DESIGN, out=folder, jobs=1, quiet=True, simulate=fake_runs.simulate)


def refused(folder):
    with pytest.raises(BadInput) as raised:
        load_study(folder)
    return raised.value


def test_the_runs_of_a_study_are_found_within_its_folder_and_may_be_asked_again(here, capsys):
    vary = {"handover.days": {"values": [1, 2, 3]}}
    Robust.of("two_parks", ["present", "one_plus_two"], vary=vary, sets=None, size=4, out="sure", **QUICK)
    found = load_study("sure")

    # Two modes at each point, two replicates.
    assert found.finished == 2 * 2 * found.design["points"]
    pd.testing.assert_frame_equal(found.runs, load_study("sure/runs").runs)
    assert Robust.of(study="sure").ids == ["present", "one_plus_two"]

    assert main(["check", "sure"]) == 0
    assert capsys.readouterr().out.startswith(f"sure/runs: a study of {found.finished} runs")


def test_of_a_folder_with_several_studies_each_is_named(here, capsys):
    attribute("two_parks", load_mode("present").with_clauses("S1", "S2"), over="clauses", replicates=2,
              out="shares", **QUICK)  # fmt: skip

    line = "it holds several: give one of shares/baseline, shares/coalitions"
    assert str(refused("shares")) == f'shares: the folder is "not one study"; {line}'
    assert "其中有數項研究,請給其中之一:shares/baseline、shares/coalitions" in refused("shares").text("zh")
    assert load_study("shares/coalitions").finished > load_study("shares/baseline").finished

    assert main(["check", "shares"]) == 2
    assert line in capsys.readouterr().err


def test_many_studies_are_named_by_number_and_the_rest_counted(here):
    for number in (10, 9, 8, 3, 2, 1, 11):
        swept(here / f"runs/wave_{number}")

    named = ", ".join(f"{here}/runs/wave_{number}" for number in (1, 2, 3, 8, 9, 10))
    assert str(refused(here)).endswith(f"give one of {named} or 1 more")
    assert refused(here).text("zh").endswith("等另外 1 個")


def test_a_study_counts_before_what_lies_below_it_and_only_a_study_counts(here):
    swept("study")
    swept("study/earlier")
    (here / "other/notes").mkdir(parents=True)
    (here / "other/notes/design.yaml").write_text("vary: {}\n", encoding="utf-8")

    assert load_study("study").folder.name == "study"
    assert "it holds no design.json of a study" in str(refused("other"))
