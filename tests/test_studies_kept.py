"""A comparison that was cut off goes on from its folder: nothing finished is run again, nothing is lost."""

import json
import subprocess
import sys
import time
from pathlib import Path

import fake_runs
import pytest

from crosspark.cli import main
from crosspark.governance.errors import BadInput
from crosspark.studies.folders import FINISHED
from crosspark.views.comparison import Comparison

MODES = ["present", "one_plus_two"]


class Counting:
    """The fake model, which counts its runs and stops after so many."""

    def __init__(self, most=10**9):
        self.most, self.runs = most, 0

    def __call__(self, scenario, mode, *, seed, years, overrides=None):
        if self.runs == self.most:
            raise KeyboardInterrupt
        self.runs += 1
        return fake_runs.simulate(scenario, mode, seed=seed, years=years, overrides=overrides)


def compare(simulate, out=None, **options):
    given = {"replicates": 3, "years": 1, "jobs": 1, "quiet": True, "futures": 4, "sets": None}
    return Comparison.of("two_parks", MODES, out=out, simulate=simulate, **(given | options))


def same(one, other):
    assert json.dumps(one.to_data()["summary"]) == json.dumps(other.to_data()["summary"])
    assert json.dumps(one.to_data()["flows"]) == json.dumps(other.to_data()["flows"])
    assert one.runs.equals(other.runs)
    assert one.text("en") == other.text("en")
    assert [repr(row) for row in one.outcomes] == [repr(row) for row in other.outcomes]


#: Two modes, three replicates; then four futures on as many seeds as a layer takes.
WHOLE = compare(Counting())
RUNS = Counting()
compare(RUNS)


@pytest.mark.parametrize("most", [1, 4, 6, 9])
def test_what_was_finished_before_ctrl_c_is_not_run_again(most, tmp_path):
    before, after = Counting(most), Counting()
    with pytest.raises(KeyboardInterrupt):
        compare(before, tmp_path)

    found = compare(after, tmp_path)
    assert before.runs + after.runs == RUNS.runs
    same(found, WHOLE)


def test_more_replicates_and_futures_go_on_from_there(tmp_path):
    few, more = Counting(), Counting()
    compare(few, tmp_path, replicates=2, futures=None)
    found = compare(more, tmp_path)

    assert few.runs == 2 * len(MODES)
    assert few.runs + more.runs == RUNS.runs
    same(found, WHOLE)


def test_a_line_that_was_cut_off_is_run_again(tmp_path):
    compare(Counting(), tmp_path)
    kept = tmp_path / FINISHED
    text = kept.read_bytes().rstrip(b"\n")
    kept.write_bytes(text[:-10])

    again = Counting()
    same(compare(again, tmp_path), WHOLE)
    assert again.runs == 1
    # And what was written after the cut is read.
    last = Counting()
    compare(last, tmp_path)
    assert last.runs == 0


@pytest.mark.parametrize("left", ["", "\n", '\n{"compar'], ids=repr)
def test_a_first_write_that_was_cut_off_leaves_a_folder_that_can_be_used(left, tmp_path):
    kept = tmp_path / FINISHED
    kept.parent.mkdir()
    kept.write_text(left)
    compare(Counting(), tmp_path, futures=None)

    again = Counting()
    compare(again, tmp_path, futures=None)
    assert again.runs == 0


def test_a_head_that_two_processes_wrote_counts_once(tmp_path):
    compare(Counting(), tmp_path, futures=None)
    kept = tmp_path / FINISHED
    head = next(line for line in kept.read_text().splitlines() if line)
    kept.write_text(f"{kept.read_text()}\n{head}\n")

    again = Counting()
    compare(again, tmp_path, futures=None)
    assert again.runs == 0


def test_the_folder_of_another_study_and_a_file_are_refused(tmp_path):
    (tmp_path / "study" / "runs").mkdir(parents=True)
    (tmp_path / "study" / "runs" / "design.json").write_text("{}")
    (tmp_path / "file").write_text("mine")

    for name in ("study", "file"):
        with pytest.raises(BadInput):
            compare(Counting(), tmp_path / name, futures=None)
    assert (tmp_path / "file").read_text() == "mine"
    assert [each.name for each in (tmp_path / "study" / "runs").iterdir()] == ["design.json"]


def test_other_deciders_are_another_comparison(tmp_path):
    import crosspark as cp

    class Mine(cp.Park):
        pass

    given = {"replicates": 1, "years": 1, "jobs": 1, "quiet": True, "out": tmp_path}
    Comparison.of("two_parks", MODES, **given)
    with pytest.raises(BadInput, match="another comparison"):
        Comparison.of("two_parks", MODES, agents={"park": Mine}, **given)


def test_a_failed_run_is_not_kept(tmp_path):
    failing = compare(fake_runs.failing_in_the_second_replicate, tmp_path, futures=None)
    assert len(failing.failed) == len(MODES)

    mended = Counting()
    compare(mended, tmp_path, futures=None)
    assert mended.runs == len(MODES)


@pytest.mark.parametrize(
    "other",
    [{"seed": 2}, {"years": 2}, {"overrides": {"handover.days": "3 working days"}}, {"fair": "as_written"}],
    ids=str,
)
def test_a_folder_of_another_comparison_is_refused_and_stays(other, tmp_path):
    compare(Counting(), tmp_path)
    before = (tmp_path / FINISHED).read_bytes()

    with pytest.raises(BadInput, match="another comparison"):
        compare(Counting(), tmp_path, **other)
    assert (tmp_path / FINISHED).read_bytes() == before


def test_an_edited_mode_is_another_comparison(tmp_path):
    mode = tmp_path / "mine.yaml"
    mode.write_text("extends: present\ntitle: {en: Mine, zh: 我}\nclauses: {S1: 1}\n")
    given = {"replicates": 2, "years": 1, "jobs": 1, "quiet": True, "simulate": fake_runs.simulate}
    Comparison.of("two_parks", [mode], out=tmp_path / "out", **given)
    mode.write_text(mode.read_text().replace("S1: 1", "S1: 0.5"))

    with pytest.raises(BadInput, match="another comparison"):
        Comparison.of("two_parks", [mode], out=tmp_path / "out", **given)


def test_somebody_elses_folder_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        compare(Counting(), tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine.txt"]


def test_other_scenarios_and_the_search_for_the_best_are_kept_too(tmp_path):
    whole, before, after = Counting(), Counting(70), Counting()
    options = {"fair": "at_its_best", "besides": ["one_park"], "replicates": 2}
    wanted = compare(whole, **options)
    with pytest.raises(KeyboardInterrupt):
        compare(before, tmp_path, **options)

    same(compare(after, tmp_path, **options), wanted)
    # A round of the search begins with the best of the one before, which is kept, too.
    assert whole.runs - 24 <= before.runs + after.runs <= whole.runs
    last = Counting()
    same(compare(last, tmp_path, **options), wanted)
    assert last.runs == 0


def test_results_of_an_earlier_call_give_way_and_all_else_stays(tmp_path):
    out = tmp_path / "out"
    compare(Counting(), out).save(out)
    assert (out / "futures.csv").exists()
    (out / "memo.txt").write_text("mine")
    (out / "mine").mkdir()
    later = Counting()
    found = compare(later, out, futures=None)
    found.save(out)

    assert later.runs == 0
    assert (out / "memo.txt").read_text() == "mine"
    assert (out / "mine").is_dir()
    assert not (out / "futures.csv").exists()
    assert (out / "runs.csv").read_text().count("operating_firms") == 3 * len(MODES)
    assert (out / FINISHED).exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out"]
    # Who did not keep runs there writes nothing over.
    with pytest.raises(BadInput, match="not empty"):
        compare(Counting()).save(out)


QUICK = ("compare", "two_parks", "--replicates", "3", "--years", "1", "--quiet")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_command_goes_on_with_the_real_model(tmp_path):
    crosspark = Path(sys.executable).with_name("crosspark")
    out = tmp_path / "out"
    command = [str(crosspark), *QUICK, "--jobs", "2", "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kept = ""
    while process.poll() is None and '"run"' not in kept:
        time.sleep(0.01)
        kept = (out / FINISHED).read_text() if (out / FINISHED).exists() else ""
    assert '"run"' in kept
    process.kill()
    process.wait()

    assert main([*QUICK, "--jobs", "1", "--out", str(out)]) == 0
    assert main([*QUICK, "--jobs", "1", "--out", str(tmp_path / "whole")]) == 0
    for name in ("runs.csv", "summary.csv", "flows.csv", "monthly.csv"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
