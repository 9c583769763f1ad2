"""A study's folder that is damaged, or is another's, says which file is wrong and what differs."""

import re
from pathlib import Path

import fake_runs
import pyarrow.parquet as pq
import pytest
from sweep_runs import DESIGN

from crosspark.cli import main
from crosspark.governance.errors import BadInput
from crosspark.studies import store as stored
from crosspark.studies.design import Design
from crosspark.studies.store import Store
from crosspark.studies.sweep import Sweep


def swept(folder: Path | None, **changed) -> Sweep:
    return Sweep.of({**DESIGN, **changed}, out=folder, simulate=fake_runs.simulate, jobs=1, quiet=True)


def refused(call) -> BadInput:
    with pytest.raises(BadInput) as caught:
        call()
    assert "\n" not in str(caught.value)
    return caught.value


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwritten_within(file: Path) -> None:
    """Damage what the footer, which stays whole, tells where to find."""
    content = bytearray(file.read_bytes())
    content[4:2000] = b"\xff" * 1996
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [cut_in_half, overwritten_within, lambda file: file.write_bytes(b"")])
def test_damaged_results_are_told_by_every_reader_and_run_again_once_they_are_deleted(damage, tmp_path):
    study = swept(tmp_path)
    before = study.runs
    damage(study.folder / "results.parquet")

    for call in (lambda: Sweep.load(tmp_path).runs, lambda: swept(tmp_path), lambda: study.points(["jobs"])):
        error = refused(call)
        assert Path(error.file) == tmp_path / "results.parquet"
        assert "damaged" in str(error)
        assert "copy it again, or delete it" in str(error)
        assert "已損壞" in error.text("zh")
    (tmp_path / "results.parquet").unlink()
    assert Sweep.load(tmp_path).finished == 0
    assert swept(tmp_path).runs.equals(before)


def test_a_damaged_part_is_told_and_its_runs_alone_are_missing_once_it_is_deleted(tmp_path):
    whole = pq.read_table(swept(tmp_path).folder / "results.parquet")
    parts = tmp_path / stored.PARTS
    parts.mkdir()
    for number, part in enumerate((whole.slice(0, 10), whole.slice(10))):
        pq.write_table(part, parts / f"{number:012d}.parquet")
    (tmp_path / "results.parquet").unlink()
    cut_in_half(parts / "000000000000.parquet")

    error = refused(lambda: Sweep.load(tmp_path).finished)
    assert Path(error.file) == parts / "000000000000.parquet"
    (parts / "000000000000.parquet").unlink()
    with Store(tmp_path, Design.of(DESIGN)) as store:
        assert store.done().tolist() == [False] * 10 + [True] * 14


def test_the_command_tells_damaged_results_with_exit_code_2(tmp_path, capsys):
    swept(tmp_path)
    cut_in_half(tmp_path / "results.parquet")

    assert main(["check", str(tmp_path)]) == 2
    assert 'results.parquet: the file is "damaged"' in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{", "\xff"])
def test_a_damaged_design_is_not_said_to_be_missing(text, tmp_path):
    swept(tmp_path)
    (tmp_path / "design.json").write_bytes(text.encode("latin-1"))

    for call in (lambda: Sweep.load(tmp_path), lambda: swept(tmp_path)):
        error = refused(call)
        assert Path(error.file) == tmp_path / "design.json"
        assert "damaged" in str(error)


def test_a_damaged_manifest_is_written_anew_once_it_is_deleted(tmp_path):
    swept(tmp_path)
    written = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")

    assert "or delete it: it is written anew" in str(refused(lambda: swept(tmp_path)))
    (tmp_path / "manifest.json").unlink()
    swept(tmp_path)
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8") == written


def test_a_reader_is_told_to_give_a_study_and_a_writer_an_empty_folder(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    assert str(refused(lambda: Sweep.load(tmp_path))).endswith("; give the folder of a study")
    assert "give an empty folder, or one that a study made" in str(refused(lambda: swept(tmp_path)))


def test_a_folder_that_is_not_there_is_not_called_empty(tmp_path):
    (tmp_path / "runs_of_may").mkdir()
    (tmp_path / "runs_of_mai").write_text("a file", encoding="utf-8")

    assert "no such folder" in str(refused(lambda: Sweep.load(tmp_path / "elsewhere")))
    error = refused(lambda: Sweep.load(tmp_path / "runs_of_mao"))
    assert str(error).endswith(f'no such folder, did you mean "{tmp_path / "runs_of_may"}"?')
    assert "沒有此文件夾,是否想寫" in error.text("zh")
    assert "give the folder of a study" in str(refused(lambda: Sweep.load(tmp_path / "runs_of_may")))
    assert "give the folder of a study" in str(refused(lambda: Sweep.load(None)))


DIFFERENT = [
    ({"replicates": 3}, "replicates: 4 there, 3 here", "重複次數:原為4,現為3"),
    ({"seed": 2}, "seed: 1 there, 2 here", "種子:原為1,現為2"),
    ({"years": None}, "years: 1 there, the scenario's own here", "年數:原為1,現為情景所定"),
    (
        {"modes": ["present"]},
        "mode: present + one_plus_two there, present here",
        "模式:原為present、one_plus_two,現為present",
    ),
    (
        {"vary": {"clauses.S1": {"values": [0, 0.25, 1]}}},
        "clauses.S1: {0 %, 50 %, 100 %} there, {0 %, 25 %, 100 %} here",
        "clauses.S1:原為{0 %, 50 %, 100 %},現為{0 %, 25 %, 100 %}",
    ),
    (
        {
            "vary": {"handover.days": ["1 working day", "3 working days"]},
            "sample": {"method": "halton", "size": 3},
        },
        "method: grid there, halton here; clauses.S1: {0 %, 50 %, 100 %} there, as it stands here; "
        "handover.days: as it stands there, [1 working day, 3 working days] here",
        "handover.days:原為不變,現為[1 個工作日, 3 個工作日]",
    ),
]


@pytest.mark.parametrize(("changed", "en", "zh"), DIFFERENT)
def test_another_study_is_told_by_what_differs(changed, en, zh, tmp_path):
    swept(tmp_path)

    error = refused(lambda: swept(tmp_path, **changed))
    assert f"it holds another study: {en}; give another folder" in str(error)
    assert zh in error.text("zh")


def test_a_scenario_with_another_figure_and_points_with_other_values_are_told(tmp_path):
    base = {"scenario": "two_parks", "modes": ["present"], "replicates": 1, "years": 1}
    case = Design.of(base).scenarios["two_parks"].with_overrides({"demand.leads": "100 leads/year"})

    def run(folder, **changed):
        return Sweep.of({**base, **changed}, out=folder, simulate=fake_runs.simulate, jobs=1, quiet=True)

    run(tmp_path / "a")
    error = refused(lambda: run(tmp_path / "a", scenario=case))
    assert "another study: scenario two_parks has other figures there;" in str(error)
    run(tmp_path / "b", points=[{"handover.days": "1 working day"}])
    error = refused(lambda: run(tmp_path / "b", points=[{"handover.days": "2 working days"}]))
    assert "another study: its points set other values;" in str(error)


def test_no_more_than_three_differences_are_told(tmp_path):
    swept(tmp_path)

    changed = {"replicates": 3, "seed": 2, "years": 2, "modes": ["present"]}
    error = refused(lambda: swept(tmp_path, **changed))
    assert len(re.findall(" there, ", str(error))) == 3
    assert "; …; give another folder" in str(error)


@pytest.mark.parametrize("kept", [True, False])
def test_an_unknown_column_is_told_in_one_line_with_the_nearest(kept, tmp_path):
    study = swept(tmp_path if kept else None)

    error = refused(lambda: study.read(["jobz"]))
    assert 'column is "jobz"; no such column, did you mean "jobs"?' in str(error)
