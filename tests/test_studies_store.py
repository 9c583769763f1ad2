"""A study's folder: it loses no finished run whatever ends the process, and is nobody else's."""

import errno
import hashlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import fake_runs
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import sweep_runs
from filelock import FileLock
from sweep_runs import DESIGN

from crosspark.governance.errors import BadInput
from crosspark.model.indicators import INDICATORS
from crosspark.studies import store as stored
from crosspark.studies import sweep as sweeping
from crosspark.studies.design import RESULTS_VERSION, Design
from crosspark.studies.jobs import seed_of
from crosspark.studies.store import GROUP, Store
from crosspark.studies.sweep import Sweep, SweepInterrupted

TESTS = str(Path(__file__).parent)
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def swept(folder, simulate=fake_runs.simulate, design=DESIGN, **options):
    return Sweep.of(design, out=folder, simulate=simulate, **{"quiet": True, "jobs": 1, **options})


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def content(folder):
    """Return the bytes of every file but the lock, which comes and goes."""
    files = [name for name in names(folder) if (folder / name).is_file() and name != ".lock"]
    return {name: (folder / name).read_bytes() for name in files}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A study that nothing interrupted."""
    return swept(tmp_path_factory.mktemp("whole")).folder


@pytest.fixture
def keeping_often(monkeypatch):
    """Keep each run as it comes, so that small studies have many parts."""
    monkeypatch.setattr(sweeping, "KEEP_SECONDS", 0.0)
    monkeypatch.setattr(stored, "PART", 1)
    monkeypatch.setattr("crosspark.studies.runner.CHUNK_SECONDS", 0.0)


# -- what is in it ----------------------------------------------------------------------------------------


def test_a_finished_folder_holds_design_manifest_and_results(whole):
    assert set(names(whole)) - {".lock"} == {"design.json", "manifest.json", "results.parquet"}

    design = json.loads((whole / "design.json").read_text(encoding="utf-8"))
    assert (design["runs"], design["points"], design["replicates"]) == (24, 3, 4)
    assert list(design["modes"]) == ["present", "one_plus_two"]
    assert design["modes"]["one_plus_two"]["title_zh"]
    (made_by,) = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))
    assert made_by["results_version"] == RESULTS_VERSION
    assert "numpy" in made_by["versions"]


def test_the_folder_and_memory_hold_the_same_rows(whole):
    in_memory = Sweep.of(DESIGN, simulate=fake_runs.simulate, jobs=1, quiet=True)

    pd.testing.assert_frame_equal(Sweep.load(whole).runs, in_memory.runs)


def test_csv_parquet_and_duckdb_say_the_same(whole, tmp_path):
    study = Sweep.load(whole)
    firms = study.runs["operating_firms"]

    assert pd.read_csv(study.to_csv(tmp_path / "runs.csv"))["operating_firms"].tolist() == firms.tolist()
    assert pq.read_table(whole / "results.parquet")["operating_firms"].to_pylist() == firms.tolist()
    with study.duckdb() as connection:
        ((total,),) = connection.sql(
            "SELECT sum(operating_firms) FROM runs WHERE mode = 'present'"
        ).fetchall()
    assert total == pytest.approx(firms[study.runs["mode"] == "present"].sum())


def test_words_are_words_and_numbers_numbers(tmp_path):
    words = next(path for path, knob in _knobs().items() if knob.words)
    vary = {words: {"values": list(_knobs()[words].words)}, "clauses.S1": {"values": [0, 1]}}
    runs = swept(tmp_path, design={**DESIGN, "vary": vary}).runs

    assert set(runs[words]) == set(_knobs()[words].words)
    assert set(runs["clauses.S1"]) == {0.0, 1.0}


def _knobs():
    from crosspark.studies.design import knobs

    return knobs(Design.of(DESIGN).scenarios["two_parks"])


# -- taken up again ---------------------------------------------------------------------------------------


def test_a_finished_study_runs_nothing_again(tmp_path):
    log = tmp_path / "log"
    swept(tmp_path / "study", sweep_runs.logging(log))
    before = content(tmp_path / "study")

    swept(tmp_path / "study", sweep_runs.logging(log))
    assert len(sweep_runs.lines(log)) == 24
    assert content(tmp_path / "study") == before


@pytest.mark.usefixtures("keeping_often")
def test_after_ctrl_c_the_rest_is_run_and_nothing_twice(tmp_path, whole):
    log, folder = tmp_path / "log", tmp_path / "study"
    with pytest.raises(SweepInterrupted) as caught:
        swept(folder, partial(sweep_runs.interrupting, log, 10))

    assert (caught.value.finished, caught.value.planned, caught.value.folder) == (10, 24, folder)
    half = Sweep.load(folder)
    assert (half.finished, len(half.runs)) == (10, 10)
    assert half.best()["runs"].max() == 5
    swept(folder, sweep_runs.logging(log))
    assert len(set(sweep_runs.lines(log))) == len(sweep_runs.lines(log)) == 24
    assert (folder / "results.parquet").read_bytes() == (whole / "results.parquet").read_bytes()


@pytest.mark.usefixtures("keeping_often")
def test_after_a_full_disk_the_rest_is_run_and_nothing_twice(tmp_path, whole, monkeypatch):
    log, folder = tmp_path / "log", tmp_path / "study"
    written = []
    write_table = pq.ParquetWriter.write_table

    def full(self, table, *arguments, **options):
        write_table(self, table, *arguments, **options)
        written.append(table.num_rows)
        if len(written) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pq.ParquetWriter, "write_table", full)
        with pytest.raises(OSError, match="No space left"):
            swept(folder, sweep_runs.logging(log))

    # What did not fit left nothing behind, and what was kept before is there.
    assert not [name for name in names(folder) if ".new" in name]
    kept = Sweep.load(folder).finished
    assert kept == sum(written[:3])
    before = len(sweep_runs.lines(log))
    swept(folder, sweep_runs.logging(log))
    assert len(sweep_runs.lines(log)) == before + 24 - kept
    assert (folder / "results.parquet").read_bytes() == (whole / "results.parquet").read_bytes()


def test_runs_that_the_model_failed_stay_until_somebody_wants_them_tried_again(tmp_path, whole):
    log, sign, folder = tmp_path / "log", tmp_path / "sign", tmp_path / "study"
    simulate = partial(sweep_runs.mended, log, sign, ZeroDivisionError("no land"))
    before = content(swept(folder, simulate).folder)
    sign.touch()

    assert len(swept(folder, simulate).failures) == 6
    assert content(folder) == before
    assert not len(swept(folder, simulate, retry=True).failures)
    assert len(sweep_runs.lines(log)) == 24 + 6
    assert (folder / "results.parquet").read_bytes() == (whole / "results.parquet").read_bytes()


def refused_by_numpy():
    """Return what NumPy raises where memory is not enough, a kind of its own."""
    with pytest.raises(MemoryError) as caught:
        np.empty(1 << 45)
    return caught.value


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    "error",
    [
        MemoryError("no more"),
        refused_by_numpy(),
        OSError(errno.ENOSPC, "No space left on device"),
        ConnectionResetError("gone"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_runs_that_the_machine_failed_are_tried_again_once_each_time(tmp_path, whole, jobs, error):
    log, sign, folder = tmp_path / "log", tmp_path / "sign", tmp_path / "study"
    simulate = partial(sweep_runs.mended, log, sign, error)
    for attempts in (24, 24 + 6, 24 + 12):
        assert len(swept(folder, simulate, jobs=jobs).failures) == 6
        assert len(sweep_runs.lines(log)) == attempts

    sign.touch()
    for _ in range(2):
        assert not len(swept(folder, simulate, jobs=jobs).failures)
        assert len(sweep_runs.lines(log)) == 24 + 18
    assert content(folder) == {**content(whole), "manifest.json": content(folder)["manifest.json"]}


@UNIX
def test_a_run_whose_worker_died_is_tried_again_and_alone(tmp_path, whole):
    folder, down = tmp_path / "study", tmp_path / "down"
    lost = swept(folder, partial(sweep_runs.dying, down, 1_000), jobs=2).failures
    assert [message.split(":")[0] for message in lost["message"]] == ["WorkerDied"]

    log = tmp_path / "log"
    assert not len(swept(folder, sweep_runs.logging(log), jobs=2).failures)
    assert len(sweep_runs.lines(log)) == 1
    assert (folder / "results.parquet").read_bytes() == (whole / "results.parquet").read_bytes()


@UNIX
@pytest.mark.parametrize("announce", [None, lambda estimate: None], ids=["quietly", "with an estimate"])
def test_a_run_that_ends_its_process_each_time_never_ends_ours(tmp_path, announce):
    folder, down = tmp_path / "study", tmp_path / "down"
    deadly = partial(sweep_runs.dying, down, 1_000)
    for tries in (1, 2, 3):  # from the second on it is the only run to do, and the first of the trial
        lost = swept(folder, deadly, jobs=2, announce=announce).failures
        assert [message.split(":")[0] for message in lost["message"]] == ["WorkerDied"]
        assert len(sweep_runs.lines(down)) >= 2 * tries


def test_rows_that_were_written_twice_are_read_once(tmp_path, whole):
    folder = tmp_path / "study"
    design = Design.of(DESIGN)
    swept(folder)
    rows = pq.read_table(folder / "results.parquet")
    (folder / "results.parquet").unlink()
    (folder / "parts").mkdir()
    pq.write_table(rows.slice(0, 5), folder / "parts" / "000000000000.parquet")
    pq.write_table(rows.slice(3, 9), folder / "parts" / "000000000001.parquet")

    found = Sweep.load(folder).runs
    assert found["run"].tolist() == [design.name(task) for task in list(design.tasks())[:12]]


def test_hidden_files_of_a_system_do_not_make_a_folder_somebody_elses(tmp_path, whole):
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / ".DS_Store").write_bytes(b"seen")

    swept(folder)
    assert (folder / "results.parquet").read_bytes() == (whole / "results.parquet").read_bytes()


@pytest.mark.usefixtures("keeping_often")
def test_failed_runs_of_an_unfinished_study_are_tried_again_with_the_rest(tmp_path, whole):
    log, sign, folder = tmp_path / "log", tmp_path / "sign", tmp_path / "study"

    def simulate(scenario, mode, **given):
        if len(sweep_runs.lines(log)) == 10:
            os.kill(os.getpid(), signal.SIGINT)
        return sweep_runs.mended(log, sign, MemoryError(), scenario, mode, **given)

    with pytest.raises(SweepInterrupted):
        swept(folder, simulate)
    half = Sweep.load(folder)
    failed = len(half.failures)
    assert (half.finished, failed) == (10, 2)
    assert all(file.parent.name == "parts" for file in stored.files(folder))

    sign.touch()
    before = len(sweep_runs.lines(log))
    swept(folder, sweep_runs.logging(log))
    assert len(sweep_runs.lines(log)) == before + 24 - 10 + failed
    assert (folder / "results.parquet").read_bytes() == (whole / "results.parquet").read_bytes()


class Between:
    """A reader that is overtaken: what it listed is put together before it comes to read it."""

    def __init__(self, monkeypatch, then):
        self.then, self.listed, files = then, [], stored.files

        def overtaken(folder):
            found = files(folder)
            self.listed.append(len(found))
            if self.then:
                self.then.pop()()
            return found

        monkeypatch.setattr(stored, "files", overtaken)


@pytest.mark.usefixtures("keeping_often")
def test_who_reads_a_study_while_it_is_put_together_reads_all_of_it(tmp_path, whole, monkeypatch):
    folder = tmp_path / "study"
    with monkeypatch.context() as patch:
        patch.setattr(Store, "finish", lambda store: None)
        swept(folder)
    expected = Sweep.load(whole).runs

    def finish():
        with Store(folder, Design.of(DESIGN)) as store:
            store.finish()

    between = Between(monkeypatch, [finish])
    pd.testing.assert_frame_equal(Sweep.load(folder).runs, expected)
    assert between.listed[0] > 1
    assert between.listed[-1] == 1


def test_a_file_that_is_gone_for_good_is_missed(tmp_path, whole):
    swept(tmp_path)
    study = Sweep.load(tmp_path)

    with pytest.raises(FileNotFoundError):
        stored.read(study.folder, lambda files: (tmp_path / "nowhere").read_bytes())


def test_the_manifest_names_everybody_who_worked_on_a_study(tmp_path, monkeypatch):
    with pytest.raises(SweepInterrupted):
        swept(tmp_path / "study", partial(sweep_runs.interrupting, tmp_path / "log", 3))
    monkeypatch.setattr(stored, "versions", lambda: {"numpy": "9.9"})
    swept(tmp_path / "study")

    manifest = json.loads((tmp_path / "study" / "manifest.json").read_text(encoding="utf-8"))
    assert [one["versions"]["numpy"] == "9.9" for one in manifest] == [False, True]


# -- what is kept when, and on how much disk ----------------------------------------------------------------


def test_the_first_run_is_kept_at_once_and_a_trial_as_a_whole(tmp_path):
    held = []

    def simulate(scenario, mode, **given):
        held.append(stored.finished(tmp_path / name))
        return fake_runs.simulate(scenario, mode, **given)

    name = "quietly"
    swept(tmp_path / name, simulate)
    assert held[:2] == [0, 1]

    held.clear()
    name = "with an estimate"
    swept(tmp_path / name, simulate, announce=lambda _: None)
    # The trial: one run to begin with, and one of each of two modes.
    assert held[3] == 3


def test_what_has_come_is_kept_while_a_long_run_goes_on(tmp_path):
    folder, long = tmp_path / "study", seed_of(1, 0)

    def simulate(scenario, mode, *, seed, **given):
        if seed == long:
            for _ in range(600):
                time.sleep(0.05)
                if stored.finished(folder) == 11:
                    break
            else:
                raise TimeoutError("the others wait in memory")
        return fake_runs.simulate(scenario, mode, seed=seed, **given)

    design = {**DESIGN, "modes": ["present"], "vary": {}, "replicates": 12}
    with ThreadPoolExecutor(2) as threads:
        found = swept(folder, simulate, design, executor=threads)
    assert found.failures["message"].tolist() == []


def test_parts_grow_to_a_size_and_the_disk_is_no_fuller_than_was_told(tmp_path, monkeypatch):
    told, held, sizes, made = [], [], [], itertools.count(1)

    def simulate(scenario, mode, **given):
        run = fake_runs.simulate(scenario, mode, **given)
        # Numbers without a pattern, every second one a count, as those of a district are about.
        number = next(made)
        found = {name: number * place * 0.6180339887 % 1 for place, name in enumerate(INDICATORS)}
        counts = list(INDICATORS)[::2]
        run.values.update(found | {name: round(1_000 * found[name]) for name in counts})
        return run

    def removed(folder):
        files = [path for path in folder.parent.rglob("*") if path.is_file()]
        sizes.append(sum(path.stat().st_size for path in files))
        held.extend(pq.read_metadata(path).num_rows for path in sorted(folder.glob("*.parquet")))
        remove(folder)

    remove = stored.shutil.rmtree
    monkeypatch.setattr(stored.shutil, "rmtree", removed)
    monkeypatch.setattr(sweeping, "KEEP_SECONDS", 0.0)
    monkeypatch.setattr(stored, "PART", 20)
    swept(tmp_path / "study", simulate, {**DESIGN, "replicates": 10}, announce=told.append)

    # Each run was written by itself.
    assert held == [20] * 3
    assert sizes[0] <= told[0].size < 3 * sizes[0]


def test_the_time_is_told_by_the_mean_of_each_scenario_and_mode(monkeypatch):
    class Clock:
        now = 0.0

        def monotonic(self):
            return self.now

    told, clock = [], Clock()
    monkeypatch.setattr(sweeping, "time", clock)
    monkeypatch.setattr(sweeping._Timed, "begun", False)
    began = []

    def simulate(scenario, mode, **given):
        # The first run of a process takes long, and a larger district three times as long as a small one.
        clock.now += 100.0 if not began else 3.0 if scenario.id == "wenjiang" else 1.0
        began.append(scenario.id)
        return fake_runs.simulate(scenario, mode, **given)

    design = {**DESIGN, "scenario": ["two_parks", "wenjiang"]}
    Sweep.of(design, simulate=simulate, jobs=1, quiet=True, announce=told.append)
    left = began[-told[0].runs :]
    assert told[0].seconds == pytest.approx(left.count("two_parks") + 3 * left.count("wenjiang"))
    assert len(left) == 48 - 1 - 4


ATTEMPTS = """
import errno, os, shutil, signal, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
sys.path.insert(0, {tests!r})
import sweep_runs
from crosspark.studies import runner, store, sweep
from crosspark.studies.design import Design

DESIGN = Design.of({{**sweep_runs.DESIGN, "replicates": 30}})
store.git_commit = lambda: None
root = Path({root!r})
runner.CHUNK_SECONDS = sweep.KEEP_SECONDS = 0.02


def attempt(name, label, kill, failing=lambda simulate: simulate):
    "Run the sweep in a process of its own, which `kill` ends; return whether it came to its own end."
    child = os.fork()
    if not child:
        try:
            kill()
            with ThreadPoolExecutor(2) as threads:
                simulate = failing(sweep_runs.logging(root / (name + ".log"), label, seconds=0.004))
                sweep.Sweep.of(DESIGN, out=root / name, executor=threads, simulate=simulate, quiet=True)
        except BaseException:
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("an attempt failed")
    found = sweep.Sweep.load(root / name) if store.check(root / name) else None
    held = found.finished - len(found.failures) if found else 0
    print(name, label, held, "end" if os.WIFEXITED(status) else "killed", flush=True)
    return os.WIFEXITED(status)


"""

KILLED = """
def at(seconds):
    return lambda: signal.setitimer(signal.ITIMER_REAL, seconds)


def at_file(number, late, named=""):
    "End at the rename of that number, just before it or just after it; of files with that name alone."
    replace, count = Path.replace, iter(range(1_000_000))

    def dying(self, target):
        last = named in str(target) and next(count) == number
        if last and not late:
            os.kill(os.getpid(), signal.SIGKILL)
        replace(self, target)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)

    return lambda: setattr(Path, "replace", dying)


signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
attempt("whole", "0", lambda: None)
for k in range(20):
    # The golden ratio spreads moments evenly over a fifth of a second.
    attempt("moments", str(k), at(0.005 + 0.2 * (k * 0.6180339887 % 1)))
attempt("moments", "last", lambda: None)
for k in range(8):
    attempt("files", str(k), at_file(k // 2 % 4, k % 2))
for late in (0, 1):
    attempt("files", ("before", "after")[late], at_file(0, late, "results.parquet"))
attempt("files", "last", lambda: None)
"""


TRIED_AGAIN = """
store.GROUP = 50


def failing(simulate):
    def some(scenario, mode, *, seed, **given):
        run = simulate(scenario, mode, seed=seed, **given)
        if seed % 7 == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return run

    return some


def at_change(number):
    "End at the change of that number to the files: a rename, or a removal; it is not made any more."
    count = iter(range(1_000_000))

    def dying(change):
        def changed(*given, **options):
            if next(count) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*given, **options)

        return changed

    def kill():
        os.replace, os.unlink, os.rmdir = map(dying, (os.replace, os.unlink, os.rmdir))

    return kill


attempt("whole", "0", lambda: None)
attempt("failed", "0", lambda: None, failing)
for k in range(100):
    name = f"change{{k}}"
    shutil.copytree(root / "failed", root / name)
    ended = attempt(name, "killed", at_change(k))
    attempt(name, "last", lambda: None)
    if ended:
        break
"""


def attempted(root, body):
    """Run attempts in a process; return what it says of each: study, label, runs that went well, end."""
    script = root / "attempts.py"
    script.write_text((ATTEMPTS + body).format(tests=TESTS, root=str(root)), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


@UNIX
def test_killed_at_every_change_while_failed_runs_are_tried_again_it_loses_nothing_and_repeats_nothing(
    tmp_path,
):
    attempts = attempted(tmp_path, TRIED_AGAIN)
    held = {(name, label): int(well) for name, label, well, _ in attempts}
    how = {(name, label): end for name, label, _, end in attempts}
    well = held["failed", "0"]
    assert 0 < well < held["whole", "0"] == 180

    expected = (tmp_path / "whole" / "results.parquet").read_bytes()
    tried = [name for name, label in held if label == "last"]
    for name in tried:
        assert (tmp_path / name / "results.parquet").read_bytes() == expected
        assert well <= held[name, "killed"] <= held[name, "last"] == 180
        runs = [line.split()[0] for line in sweep_runs.lines(tmp_path / f"{name}.log")]
        assert runs.count("killed") <= 180 - well
        assert runs.count("last") == 180 - held[name, "killed"]
    # Four groups are taken apart, the whole goes, what is tried again comes, a new whole, and parts go.
    assert [how[name, "killed"] for name in tried] == ["killed"] * (len(tried) - 1) + ["end"]
    assert len(tried) > 4 + 1 + 1 + 1 + 5


@UNIX
def test_killed_at_twenty_moments_and_at_every_kind_of_file_the_study_ends_as_if_never_killed(tmp_path):
    attempts = attempted(tmp_path, KILLED)

    expected = (tmp_path / "whole" / "results.parquet").read_bytes()
    for study in ("moments", "files"):
        assert (tmp_path / study / "results.parquet").read_bytes() == expected
        mine = [(label, int(held), how) for name, label, held, how in attempts if name == study]
        assert mine[-1][1:] == (180, "end")
        # What was once kept stays.
        held = [held for _, held, _ in mine]
        assert held == sorted(held)
        # Nobody ran what an earlier one had kept: the runs of an attempt are no more than were missing.
        runs = [line.split()[0] for line in sweep_runs.lines(tmp_path / f"{study}.log")]
        for (_, before, _), (label, _, _) in itertools.pairwise(mine):
            assert runs.count(label) <= 180 - before
    ends = {study: [how for name, _, _, how in attempts if name == study] for study in ("moments", "files")}
    assert ends["files"] == ["killed"] * 10 + ["end"]
    # A quick machine is through before the later moments; the test below kills most of its twenty.
    assert ends["moments"].count("killed") >= 5


AS_IT_IS = """
import json, os, secrets, signal, sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
import sweep_runs
from crosspark.studies import store, sweep

store.git_commit = lambda: None
root = Path({root!r})
DESIGN = {{**sweep_runs.DESIGN, "replicates": 1_000}}


def begin(name, label, seconds=0.02):
    "Begin the sweep in a process of its own, with two processes for its runs."
    child = os.fork()
    if not child:
        try:
            simulate = sweep_runs.logging(root / (name + ".log"), label, seconds=seconds)
            sweep.Sweep.of(DESIGN, out=root / name, jobs=2, simulate=simulate, quiet=True)
        except BaseException:
            os._exit(3)
        os._exit(0)
    return child


def kill(child):
    "End it at once, and return whether it had come to its own end."
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("an attempt failed")
    return os.WIFEXITED(status)


def kept(name):
    return sweep.Sweep.load(root / name).finished if store.check(root / name) else 0


# How long it takes here until something is kept tells around what to choose the moments.
begun, first = time.monotonic(), begin("first", "0")
while not kept("first"):
    if os.waitpid(first, os.WNOHANG) != (0, 0):
        sys.exit("the first attempt ended and kept nothing")
    time.sleep(0.01)
usual = time.monotonic() - begun
kill(first)
for label in range(20):
    moment = usual * (0.6 + 2 * secrets.randbelow(10**6) / 10**6)
    child = begin("study", str(label))
    time.sleep(moment)
    ended = kill(child)
    print(json.dumps([label, round(moment, 3), kept("study"), ended]), flush=True)
os.waitpid(begin("study", "20", 0), 0)
print(json.dumps([20, 0, kept("study"), True]))
"""


@UNIX
def test_killed_at_twenty_random_moments_with_nothing_patched_it_ends_as_if_never_killed(tmp_path):
    script = tmp_path / "attempts.py"
    script.write_text(AS_IT_IS.format(tests=TESTS, root=str(tmp_path)), encoding="utf-8")
    command = [sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr

    told = f"label, moment of the kill, kept, came to its own end: {done.stdout}"
    attempts = [json.loads(line) for line in done.stdout.splitlines()]
    held = [0, *(kept for _, _, kept, _ in attempts)]
    assert [ended for *_, ended in attempts].count(False) > 10, told
    # What was once kept stays, several kills found more kept than the one before, and the last ran no more
    # than was left.
    assert held == sorted(held), told
    assert len(set(held[:-1])) > 4, told
    assert held[-1] == 6_000, told
    labels = [line.split()[0] for line in sweep_runs.lines(tmp_path / "study.log")]
    assert labels.count("20") <= 6_000 - held[-2], told
    whole = swept(tmp_path / "whole", design={**DESIGN, "replicates": 1_000}).folder
    assert content(tmp_path / "study")["results.parquet"] == content(whole)["results.parquet"], told


# -- nobody else's ----------------------------------------------------------------------------------------


def refused(folder, hint, **options):
    before = content(folder)
    with pytest.raises(BadInput) as caught:
        swept(folder, **options)
    assert hint in str(caught.value)
    assert "\n" not in str(caught.value)
    assert content(folder) == before


def test_another_study_is_refused_and_left_alone(tmp_path):
    swept(tmp_path)
    (tmp_path / ".lock").unlink(missing_ok=True)

    refused(tmp_path, "it holds another study", design={**DESIGN, "replicates": 5})
    refused(tmp_path, "it holds another study", design={**DESIGN, "modes": ["present"]})
    refused(tmp_path, "it holds another study", design={**DESIGN, "seed": 2})


def test_a_study_of_another_version_is_refused_and_left_alone(tmp_path, monkeypatch):
    swept(tmp_path)
    (tmp_path / ".lock").unlink(missing_ok=True)
    monkeypatch.setattr(stored, "RESULTS_VERSION", RESULTS_VERSION + 1)

    refused(tmp_path, "run the study again in another folder")
    with pytest.raises(BadInput, match="results version is"):
        Sweep.load(tmp_path)


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json", "parts/000.parquet", "results.parquet"])
def test_a_folder_that_is_no_study_is_refused_and_left_alone(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", encoding="utf-8")

    refused(tmp_path, "not a study")
    with pytest.raises(BadInput, match="not a study"):
        Sweep.load(tmp_path)


@pytest.mark.parametrize("text", ["[]", "{}", '{"results_version": 1}'])
def test_a_design_that_says_nothing_of_a_study_is_none(tmp_path, text):
    (tmp_path / "design.json").write_text(text, encoding="utf-8")

    refused(tmp_path, "not a study")


def test_a_file_is_no_folder(tmp_path):
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(BadInput, match="give a folder"):
        swept(file)
    with pytest.raises(BadInput, match="is a file; name a folder"):
        swept(file / "within")
    assert file.read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_no_study_yet(tmp_path):
    with pytest.raises(BadInput, match="give the folder of a study"):
        Sweep.load(tmp_path)


def test_a_folder_in_which_another_process_writes_is_refused(tmp_path):
    with pytest.raises(SweepInterrupted):
        swept(tmp_path / "study", partial(sweep_runs.interrupting, tmp_path / "log", 3))

    with FileLock(tmp_path / "study" / ".lock"):
        refused(tmp_path / "study", "another process writes to it")
    assert len(swept(tmp_path / "study").runs) == 24


def test_without_pyarrow_a_folder_is_refused_and_memory_is_not(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(BadInput, match=r"crosspark\[sweep\]"):
        swept(tmp_path)
    assert len(Sweep.of(DESIGN, simulate=fake_runs.simulate, jobs=1, quiet=True).runs) == 24


# -- large ones -------------------------------------------------------------------------------------------


def test_more_rows_than_a_group_come_out_in_order_whatever_the_parts_were(tmp_path):
    design = Design.of({**DESIGN, "vary": {}, "replicates": GROUP // 2 + 10})
    tasks = list(design.tasks())
    digests = set()
    for name, size in (("many", 997), ("few", 15_000)):
        with Store(tmp_path / name, design) as store:
            # Parts come in any order, and hold tasks from anywhere.
            parts = [tasks[first :: len(tasks) // size + 1] for first in range(len(tasks) // size + 1)]
            for part in reversed(parts):
                store.add([sweep_row(task) for task in part])
            assert store.done().all()
            whole = store.finish()
        digests.add(hashlib.sha256(whole.read_bytes()).hexdigest())
        runs = Sweep.load(tmp_path / name).read(["seed", "jobs"])
        assert runs["seed"].tolist() == [task.seed for task in tasks]
        assert runs["jobs"].tolist() == [float(task.index) for task in tasks]
    assert len(digests) == 1


def sweep_row(task):
    from crosspark.studies.batch import Row

    return Row(task, {"jobs": float(task.index)})


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BadInput, match="name a folder of your own"):
        swept(tmp_path / "study")
