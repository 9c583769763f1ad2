"""Studies for tests: models of a few lines that log their runs, fail, or take their process down."""

import os
import signal
import time
from functools import partial
from pathlib import Path

import fake_runs

from crosspark.studies.jobs import seed_of

#: Two modes at three points, four replicates: 24 runs.
DESIGN = {
    "scenario": "two_parks",
    "modes": ["present", "one_plus_two"],
    "vary": {"clauses.S1": {"values": [0, 0.5, 1]}},
    "replicates": 4,
    "years": 1,
}


def logged(log: Path, label: str, scenario, mode, *, seed, years, overrides, seconds=0.0):
    """Return a run, and write down which it was: one line, which the system appends as a whole."""
    time.sleep(seconds)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{label} {os.getpid()} {mode.id} {mode.clauses.get('S1', 0):g} {seed}\n")
    return fake_runs.simulate(scenario, mode, seed=seed, years=years)


def lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def logging(log: Path, label: str = "run", seconds: float = 0.0):
    return partial(logged, log, label, seconds=seconds)


def failing(scenario, mode, *, seed, years, overrides):
    if seed == seed_of(1, 1):
        raise ZeroDivisionError("no land\nleft")
    return fake_runs.simulate(scenario, mode, seed=seed, years=years)


def mended(log: Path, sign: Path, error: Exception, scenario, mode, *, seed, years, overrides):
    """Fail in the second replicate until there is a sign, and write down each attempt."""
    run = logged(log, "run", scenario, mode, seed=seed, years=years, overrides=overrides)
    if seed == seed_of(1, 1) and not sign.exists():
        raise error
    return run


def dying(marker: Path, times: int, scenario, mode, *, seed, years, overrides):
    """Take the process down in the second replicate of the present, so many times."""
    if seed == seed_of(1, 1) and mode.id == "present" and mode.clauses.get("S1", 0) == 0:
        before = len(lines(marker))
        if before < times:
            with marker.open("a", encoding="utf-8") as file:
                file.write("down\n")
            os.kill(os.getpid(), signal.SIGKILL)
    return fake_runs.simulate(scenario, mode, seed=seed, years=years)


def interrupting(log: Path, after: int, scenario, mode, *, seed, years, overrides):
    """Send Ctrl-C to this process when so many runs are done."""
    if len(lines(log)) == after:
        os.kill(os.getpid(), signal.SIGINT)
    return logged(log, "run", scenario, mode, seed=seed, years=years, overrides=overrides)
