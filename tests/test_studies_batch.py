"""Who runs the tasks: any executor gives the same rows, workers may die, and none outlives its parent."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import fake_runs
import pandas as pd
import pytest
import sweep_runs
from sweep_runs import DESIGN

from crosspark.governance.errors import BadInput
from crosspark.studies.design import Design
from crosspark.studies.sweep import Sweep

TESTS = str(Path(__file__).parent)
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no process groups")


def swept(simulate=fake_runs.simulate, design=DESIGN, **options):
    return Sweep.of(design, simulate=simulate, **{"quiet": True, "jobs": 1, **options})


@pytest.fixture(scope="module")
def expected():
    return swept().runs


def test_runs_stand_in_the_order_of_the_design(expected):
    tasks = list(Design.of(DESIGN).tasks())

    assert len(expected) == 24
    columns = ["scenario", "mode", "point", "replicate", "seed"]
    assert expected[columns].values.tolist() == [[getattr(task, name) for name in columns] for task in tasks]
    # A clause at intensity x brings x firms in the model of these tests, and luck is common to the modes.
    present = expected[expected["mode"] == "present"]
    firms = present.pivot(index="replicate", columns="clauses.S1", values="operating_firms")
    assert (firms[1.0] - firms[0.0]).tolist() == pytest.approx([1, 1, 1, 1])


def test_processes_and_threads_of_anybody_give_the_same_rows(expected):
    pd.testing.assert_frame_equal(swept(jobs=2).runs, expected)
    with ThreadPoolExecutor(3) as threads:
        pd.testing.assert_frame_equal(swept(executor=threads).runs, expected)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        pd.testing.assert_frame_equal(swept(executor=processes).runs, expected)


def test_the_real_model_gives_the_same_numbers_in_threads():
    design = {**DESIGN, "vary": {"handover.days": {"values": ["1 working day", "3 working days"]}}}
    with ThreadPoolExecutor(4) as threads:
        found = Sweep.of(design, executor=threads, quiet=True)

    pd.testing.assert_frame_equal(found.runs, Sweep.of(design, jobs=1, quiet=True).runs)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failed_run_is_a_row_with_its_message_and_the_others_go_on(jobs, expected):
    found = swept(sweep_runs.failing, jobs=jobs)

    assert set(found.failures["message"]) == {"ZeroDivisionError: no land left"}
    assert found.failures["replicate"].tolist() == [1] * 6
    others = found.runs["replicate"] != 1
    pd.testing.assert_frame_equal(found.runs[others], expected[others])
    # No mode is compared in a replicate that another one lacks.
    assert set(found.best()["runs"]) == {9}


def test_a_point_that_the_scenario_refuses_is_a_row_of_failure():
    # Each figure lies in its own range, and together they use more than is made.
    inputs = {"buys.pharma": 0.36, "other_inputs": 0.65}
    points = [{}, {f"segments.medical_services.{name}": share for name, share in inputs.items()}]
    found = swept(design={**{key: DESIGN[key] for key in ("scenario", "modes")}, "points": points})

    assert set(found.failures["point"]) == {1}


@UNIX
def test_a_worker_that_dies_costs_nothing_but_time(tmp_path, expected):
    found = swept(partial(sweep_runs.dying, tmp_path / "down", 2), jobs=2)

    assert sweep_runs.lines(tmp_path / "down") == ["down"] * 2
    pd.testing.assert_frame_equal(found.runs, expected)


@UNIX
def test_a_run_that_always_takes_its_worker_down_becomes_a_row_and_nobody_else_does(tmp_path, expected):
    found = swept(partial(sweep_runs.dying, tmp_path / "down", 1_000), jobs=2)

    lost = found.failures
    assert (lost["mode"].tolist(), lost["point"].tolist(), lost["replicate"].tolist()) == (
        ["present"],
        [0],
        [1],
    )
    assert lost["message"].iloc[0].startswith("WorkerDied")
    others = found.runs["message"] == ""
    pd.testing.assert_frame_equal(found.runs[others], expected[others])


def test_workers_that_cannot_run_a_study_end_it_with_what_they_say():
    class Refusing(ThreadPoolExecutor):
        def submit(self, function, /, *arguments):
            return super().submit(missing)

    with Refusing(1) as executor, pytest.raises(RuntimeError, match="No module named 'crosspark'"):
        swept(executor=executor)


def missing():
    raise ModuleNotFoundError("No module named 'crosspark'")


@UNIX
def test_somebody_elses_executor_that_broke_ends_the_study_and_what_is_finished_is_kept(tmp_path):
    context = multiprocessing.get_context("spawn")
    simulate = partial(sweep_runs.dying, tmp_path / "down", 1_000)
    broke = pytest.raises(RuntimeError, match="the executor broke")
    with ProcessPoolExecutor(1, mp_context=context) as processes, broke:
        swept(simulate, out=tmp_path / "study", executor=processes)

    found = swept(simulate, out=tmp_path / "study", jobs=2)
    assert len(found.runs) == 24


@pytest.mark.parametrize("jobs", [0, True, 1.5])
def test_a_number_of_processes_that_is_none_is_refused(jobs):
    with pytest.raises(BadInput, match="it must be a number of processes"):
        swept(jobs=jobs)


SLOW = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import sweep_runs
from crosspark.studies.sweep import Sweep, SweepInterrupted
if __name__ == "__main__":
    try:
        Sweep.of({{**sweep_runs.DESIGN, "replicates": 2000}}, out={folder!r}, jobs=2, quiet=True,
                 simulate=sweep_runs.logging(Path({log!r}), seconds=0.02))
    except SweepInterrupted as interrupted:
        print("kept", interrupted.finished)
        sys.exit(130)
"""


@pytest.fixture
def slow(tmp_path):
    """Start a sweep in a process of its own and wait until both of its workers have run something."""
    log = tmp_path / "log"
    script = tmp_path / "slow.py"
    script.write_text(
        SLOW.format(tests=TESTS, folder=str(tmp_path / "study"), log=str(log)), encoding="utf-8"
    )
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    workers = set()
    while len(workers) < 2 and process.poll() is None:
        time.sleep(0.05)
        workers = {int(line.split()[1]) for line in sweep_runs.lines(log)}
    yield process, workers
    process.kill()
    process.communicate()


def alive(pid):
    """Whether a process is there, and not only the entry of one that nobody asked about (Z)."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        os.kill(pid, 0)
        return not Path("/proc/self/stat").exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    assert true()


@UNIX
def test_workers_end_soon_after_a_parent_that_was_killed(slow, tmp_path):
    process, workers = slow
    process.kill()

    wait_until(lambda: not any(alive(pid) for pid in workers))
    # Nobody holds the folder any more.
    found = Sweep.load(tmp_path / "study")
    assert found.finished <= len(sweep_runs.lines(tmp_path / "log"))


@UNIX
def test_ctrl_c_at_the_terminal_keeps_what_is_finished_and_leaves_no_worker(slow, tmp_path):
    process, workers = slow
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out == f"kept {Sweep.load(tmp_path / 'study').finished}\n"
    assert "Traceback" not in err
    wait_until(lambda: not any(alive(pid) for pid in workers))


CLUSTER = """
import sys, threading, time
from pathlib import Path
sys.path.insert(0, {tests!r})
import sweep_runs
from crosspark.studies.cluster import connected
from crosspark.studies.sweep import Sweep

if __name__ == "__main__":
    import os, signal
    from distributed import LocalCluster

    log = Path({log!r})
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        def kill_one():
            while len(sweep_runs.lines(log)) < 60:
                time.sleep(0.01)
            pid = int(sweep_runs.lines(log)[-1].split()[1])
            os.kill(pid, signal.SIGKILL)
            print("killed", pid)

        threading.Thread(target=kill_one).start()
        simulate = sweep_runs.logging(log, seconds=0.01)
        with connected(cluster.scheduler_address) as executor:
            Sweep.of({{**sweep_runs.DESIGN, "replicates": 40}}, out={folder!r}, executor=executor, quiet=True,
                     simulate=simulate)
"""


@UNIX
def test_a_cluster_that_loses_a_worker_gives_the_rows_of_this_machine(tmp_path):
    log, folder = tmp_path / "log", tmp_path / "study"
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER.format(tests=TESTS, log=str(log), folder=str(folder)), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    # The one that was killed had run something, and the other one ran the rest.
    assert done.stdout.split()[1] in {line.split()[1] for line in sweep_runs.lines(log)}
    swept(design={**DESIGN, "replicates": 40}, out=tmp_path / "here")
    files = [each / "results.parquet" for each in (folder, tmp_path / "here")]
    assert files[0].read_bytes() == files[1].read_bytes()
