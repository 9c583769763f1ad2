"""Sweeps: two processes against one, what a run costs beside its simulation, memory, and a million rows.

Efficiency is the time of one process by twice the time of two: the median of what passes give in which both
are timed in turn, and the least and the most. Beside them two bare processes run a half each, which is what
the machine has to give at that time: other work, and cores that share a cache, take from both alike. Runs
that wait do nothing for 20 milliseconds, so that nobody can take their cores: what they lose is ours.
Overhead is the time of a run that does nothing at all. Each measure of memory is a process of its own.
"""

import json
import multiprocessing
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import cloudpickle
import numpy as np
from timing import interleaved, medians, parser, ratio, ratios, resident, seconds, show

from crosspark.model.indicators import INDICATORS
from crosspark.studies.batch import Context, Row
from crosspark.studies.design import Design, Task
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import run_chunk, simulate_model
from crosspark.studies.store import Store
from crosspark.studies.sweep import Sweep

#: What measures itself in a process of its own.
_WITHIN = "within a process of its own"

LUCK = np.linspace(0.0, 1.0, 9973)


class Run:
    """What a run of nothing comes to: every indicator, in digits that do not compress."""

    def __init__(self, seed: int) -> None:
        self.values = {name: float(LUCK[(seed + k) % 9973]) for k, name in enumerate(INDICATORS)}


def nothing(scenario: Any, mode: Any, *, seed: int, years: int, overrides: Any) -> Any:
    return Run(seed)


def waiting(scenario: Any, mode: Any, *, seed: int, years: int, overrides: Any) -> Any:
    time.sleep(0.02)
    return Run(seed)


def working(scenario: Any, mode: Any, *, seed: int, years: int, overrides: Any) -> Any:
    ends = time.thread_time() + 0.02
    while time.thread_time() < ends:
        pass
    return Run(seed)


def design(replicates: int, **given: Any) -> Design:
    return Design.of({"modes": ["present", "one_plus_two"], "replicates": replicates, **given})


def efficiency(passes: int) -> Iterator[dict[str, Any]]:
    """Yield how much of twice the speed of one process two have, without the time in which they begin."""
    works: dict[str, tuple[Design, Simulate]] = {
        "20 ms that wait, 300 runs": (design(150), waiting),
        "20 ms of processor, 300 runs": (design(150), working),
        "10-year wenjiang, 48 runs": (design(24), simulate_model),
    }
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as bare:
        for name, (what, simulate) in works.items():
            swept = partial(Sweep.of, what, quiet=True, simulate=simulate)
            packed, tasks = cloudpickle.dumps(Context.of(what, simulate)), list(what.tasks())
            halves = tasks[: len(tasks) // 2], tasks[len(tasks) // 2 :]
            times = interleaved(
                {
                    "one": partial(swept, jobs=1),
                    "two": partial(swept, jobs=2),
                    "bare": partial(_each, bare, packed, halves),
                },
                passes,
            )
            middle = medians(times)
            low, *_, high = ratios(times, "one", "two")
            yield {
                "runs": name,
                "one process, s": middle["one"],
                "two, s": middle["two"],
                "efficiency, %": 50 * ratio(times, "one", "two"),
                "least, %": 50 * low,
                "most, %": 50 * high,
                "bare halves, %": 50 * ratio(times, "one", "bare"),
                "of bare, %": 100 * ratio(times, "bare", "two"),
            }


def _each(pool: Executor, packed: bytes, halves: Sequence[Sequence[Task]]) -> None:
    for future in [pool.submit(run_chunk, packed, half) for half in halves]:
        future.result()


def overhead(runs: int, passes: int) -> Iterator[dict[str, Any]]:
    """Yield what a run costs beside its simulation, in milliseconds."""
    plain = design(runs // 2)
    points = {"vary": {"handover.days": None, "clauses.S1": None}}
    sampled = design(1, **points, sample={"method": "halton", "size": runs // 2})
    figures = {"vary": {"economy.self_interest": None, "demand.leads": None}}
    of_scenario = design(1, **figures, sample={"method": "halton", "size": runs // 20})
    for name, what in {
        "one point": plain,
        "each point its own clauses and fields": sampled,
        "each point its own figures of the scenario": of_scenario,
    }.items():

        def kept(what: Design = what) -> None:
            folder = tempfile.mkdtemp()
            Sweep.of(what, out=Path(folder) / "study", jobs=2, quiet=True, simulate=nothing)
            shutil.rmtree(folder)

        times = interleaved(
            {
                "here": lambda what=what: Sweep.of(what, jobs=1, quiet=True, simulate=nothing),
                "chunks": lambda what=what: Sweep.of(what, jobs=2, quiet=True, simulate=nothing),
                "folder": kept,
            },
            passes,
        )
        yield {
            "runs that do nothing": name,
            "number": len(what),
            **{f"{key}, ms": 1e3 * value / len(what) for key, value in medians(times).items()},
        }


def memory(runs: int) -> dict[str, Any]:
    """Return the memory of this process before and after a sweep into a folder."""
    folder = Path(tempfile.mkdtemp())
    Sweep.of(design(50), out=folder / "first", jobs=2, quiet=True, simulate=nothing)
    before = resident()
    took = seconds(
        lambda: Sweep.of(design(runs // 2), out=folder / "s", jobs=2, quiet=True, simulate=nothing)
    )
    after = resident()
    size = sum(path.stat().st_size for path in (folder / "s").rglob("*") if path.is_file())
    shutil.rmtree(folder)
    return {"runs": runs, "s": took, "before, MB": before / 1e6, "grown by, MB": (after - before) / 1e6,
            "peak, MB": _peak(), "folder, bytes a run": size / runs}  # fmt: skip


def million(runs: int) -> dict[str, Any]:
    """Return the times to write, open and summarise a store of rows that nobody simulated, and the peaks."""
    folder = Path(tempfile.mkdtemp()) / "study"
    what = design(1, vary={"handover.days": None}, sample={"method": "halton", "size": runs // 2})
    values = [Run(seed).values for seed in range(997)]
    begun = time.perf_counter()
    with Store(folder, what) as store:
        rows: list[Row] = []
        for task in what.tasks():
            rows.append(Row(task, values[task.index % 997]))
            if len(rows) == 2_000:
                store.add(rows)
                rows = []
        if rows:
            store.add(rows)
        written = time.perf_counter() - begun
        opened = seconds(store.done)
        joined = seconds(store.finish)
    writing = _peak()
    summarised = json.loads(
        subprocess.run(
            [sys.executable, __file__, "--summarise", str(folder)], check=True, capture_output=True, text=True
        ).stdout
    )
    shutil.rmtree(folder.parent)
    return {"rows": runs, "parts written, s": written, "what is done, s": opened, "one file, s": joined,
            "peak, MB": writing, **summarised}  # fmt: skip


def summarise(folder: str) -> dict[str, float]:
    study = Sweep.load(folder)
    opened = seconds(lambda: study.finished)
    table = seconds(study.best)
    query = "SELECT mode, avg(jobs), quantile_cont(jobs, [0.1, 0.9]) FROM runs GROUP BY mode"
    sql = seconds(lambda: study.duckdb().sql(query).fetchall())
    return {"opened, s": opened, "headlines, s": table, "DuckDB, s": sql, "reading peak, MB": _peak()}


def _peak() -> float:
    """Return the most megabytes that this process had in memory; getrusage would count its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1e3


def _alone(*arguments: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--passes", type=int, default=5, help="of efficiency; of overhead 3")
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--memory", type=int, help=_WITHIN)
    options.add_argument("--million", type=int, help=_WITHIN)
    options.add_argument("--summarise", help=_WITHIN)
    given = options.parse_args()
    for name, work in (("memory", memory), ("million", million), ("summarise", summarise)):
        value = getattr(given, name)
        if value is not None:
            print(json.dumps(work(value)))
            return
    show(
        {
            "Two processes against one": efficiency(given.passes),
            "Beside the simulation": overhead(4_000, 3),
            "Memory of a sweep into a folder": (_alone("--memory", str(runs)) for runs in (10_000, 100_000)),
            "A store": (_alone("--million", str(rows)) for rows in (given.rows,)),
        },
        given.json,
    )


if __name__ == "__main__":
    main()
