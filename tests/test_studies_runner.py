"""Jobs, seeds, workers, failures and Ctrl-C, on a model of a few lines."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import fake_runs
import joblib
import pytest

from crosspark.governance.errors import BadInput
from crosspark.studies.jobs import plan, seed_of
from crosspark.studies.runner import Interrupted, Runner, run_jobs

MODES = {"a": "a", "much": "much"}


def run(simulate=fake_runs.simulate, modes=MODES, **options):
    jobs = plan(list(modes), options.pop("replicates", 3), seed=1)
    runner = Runner(options.pop("workers", -1), quiet=True, simulate=simulate)
    return run_jobs(jobs, None, modes, years=1, runner=runner, **options)


def test_every_mode_meets_the_same_seeds_and_no_two_replicates_share_one():
    jobs = plan(["present", "market"], 50, seed=1)

    seeds = {mode: [job.seed for job in jobs if job.mode == mode] for mode in ("present", "market")}
    assert seeds["present"] == seeds["market"]
    assert len(set(seeds["present"])) == 50
    assert not set(seeds["present"]) & {seed_of(2, replicate) for replicate in range(50)}


def test_a_seed_is_an_integer_that_json_readers_keep_exactly():
    assert all(0 <= seed_of(1, replicate) < 2**53 for replicate in range(1000))


def test_runs_stand_by_mode_and_replicate_whatever_the_number_of_workers():
    one, two = run(workers=1), run(workers=2)

    order = [(row.job.mode, row.job.replicate) for row in one.outcomes]
    assert order == [(mode, replicate) for mode in ("a", "much") for replicate in range(3)]
    assert [row.job for row in two.outcomes] == [row.job for row in one.outcomes]
    # nan is no equal of itself; repr compares every digit of the others.
    assert [repr(row.values) for row in two.outcomes] == [repr(row.values) for row in one.outcomes]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failed_run_is_a_row_with_its_message_and_the_others_go_on(workers):
    finished = run(fake_runs.failing_in_the_second_replicate, workers=workers)

    assert [(row.job.mode, row.job.replicate) for row in finished.failures] == [("a", 1), ("much", 1)]
    assert finished.failures[0].message == "ZeroDivisionError: no land left"
    assert len(finished.outcomes) == 4


@pytest.mark.parametrize("workers", [1, 2])
def test_wrong_input_found_by_the_model_ends_the_study(workers):
    with pytest.raises(BadInput, match="no such field"):
        run(refuse, workers=workers)


UNIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def falling(marker, times, scenario, mode, *, seed, years, overrides=None, after=0.0):
    """Take the process down in the second replicate of a mode, so many times, after so many seconds."""
    before = len(marker.read_text()) if marker.exists() else 0
    if mode == "much" and seed == seed_of(1, 1) and before < times:
        time.sleep(after)
        with marker.open("a") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
    return fake_runs.simulate(scenario, mode, seed=seed, years=years, overrides=overrides)


@UNIX
@pytest.mark.parametrize("after", [0.0, 1.0], ids=["beside others", "when the others are through"])
def test_a_worker_that_dies_costs_a_comparison_nothing_but_time(tmp_path, after):
    finished = run(partial(falling, tmp_path / "down", 2, after=after), workers=2)

    assert (tmp_path / "down").read_text() == "xx"
    assert not finished.failures
    assert [repr(row.values) for row in finished.outcomes] == [repr(row.values) for row in run().outcomes]


@UNIX
def test_a_run_that_always_takes_its_worker_down_is_a_row_and_the_others_go_on(tmp_path):
    finished = run(partial(falling, tmp_path / "down", 1_000), workers=2)

    assert [(row.job.mode, row.job.replicate) for row in finished.failures] == [("much", 1)]
    assert finished.failures[0].message.startswith("WorkerDied")
    assert len(finished.outcomes) == 5


def whose(scenario, mode, *, seed, years, overrides=None):
    found = fake_runs.simulate(scenario, mode, seed=seed, years=years, overrides=overrides)
    found.values["jobs"] = os.getpid()
    time.sleep(0.01)
    return found


def test_the_next_comparison_finds_its_processes_warm_whoever_else_uses_joblib_meanwhile():
    def processes():
        return {row.values["jobs"] for row in run(whose, replicates=10, workers=2).outcomes}

    first = processes()
    assert joblib.Parallel(n_jobs=2)(joblib.delayed(abs)(number) for number in (-1, -2)) == [1, 2]
    assert len(first | processes()) <= 2
    assert os.getpid() not in first


@pytest.mark.parametrize("jobs", [1, 3, -1, -2, -3, -1000])
def test_negative_numbers_of_processes_mean_what_they_mean_to_joblib(jobs):
    assert Runner(jobs).workers == joblib.effective_n_jobs(jobs)


def test_what_one_more_run_takes_leaves_out_the_first_which_loads_the_model(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def slow_at_first(scenario, mode, *, seed, years, overrides=None):
        clock[0] += 2.0 if clock[0] else 100.0
        return fake_runs.simulate(scenario, mode, seed=seed, years=years, overrides=overrides)

    assert run(slow_at_first, workers=1).seconds == 2.0
    clock[0] = 0.0
    # Where there is but one run, it is all that is known.
    assert run(slow_at_first, modes={"a": "a"}, replicates=1, workers=1).seconds == 100.0


def refuse(scenario, mode, *, seed, years, overrides=None):
    raise BadInput("<overrides>", None, "handover.dais", 1, "no such field")


def test_ctrl_c_keeps_what_is_finished():
    with pytest.raises(Interrupted) as caught:
        run(fake_runs.interrupted_in_the_last_mode, modes={"a": "a", "i": "interrupt"}, workers=1)

    # All modes of a replicate come before the next one; Ctrl-C comes in the second replicate of "i".
    kept = [(row.job.mode, row.job.replicate) for row in caught.value.finished.outcomes]
    assert kept == [("a", 0), ("a", 1), ("i", 0)]
    assert caught.value.planned == 6


SLOW = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
import fake_runs
from crosspark.studies.jobs import plan
from crosspark.studies.runner import Interrupted, Runner, run_jobs

def slow(scenario, mode, *, seed, years, overrides=None):
    time.sleep(.1)
    Path({folder!r}, str(seed)).touch()
    return fake_runs.simulate(scenario, mode, seed=seed, years=years, overrides=overrides)

if __name__ == "__main__":
    try:
        runner = Runner(2, quiet=True, simulate=slow)
        run_jobs(plan(["a"], 1000, 1), None, {{"a": "a"}}, years=1, runner=runner)
    except Interrupted as interrupted:
        print("kept", len(interrupted.finished.outcomes))
        sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to send Ctrl-C to")
def test_ctrl_c_at_the_terminal_stops_the_workers_and_leaves_no_traceback(tmp_path):
    finished = tmp_path / "finished"
    finished.mkdir()
    script = tmp_path / "slow.py"
    script.write_text(SLOW.format(tests=str(Path(__file__).parent), folder=str(finished)))
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while len(list(finished.iterdir())) < 12 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out.startswith("kept ")
    assert 0 < int(out.split()[1]) < 1000
    assert "Traceback" not in err
