"""Runs many jobs on the cores of one machine; a failed run is a row, an interrupted study keeps its rows."""

import contextlib
import gc
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed, parallel_config
from tqdm import tqdm

from crosspark.governance.errors import BadInput
from crosspark.studies.jobs import Failure, Job, Outcome, Run, Simulate

_FIRST_USE = (
    "First use of this version here: the kernels are compiled once, which takes up to a minute.\n"
    "首次使用此版本:編譯計算內核一次,至多約一分鐘。"
)

_ELSEWHERE = (
    "Nothing can be written to {wanted}: the kernels are kept in {folder}.\n"
    "無法寫入 {wanted}:計算內核改存於 {folder}。"
)


@dataclass(frozen=True)
class Finished:
    """The runs of a study, sorted by job, so that any number of workers gives the same rows."""

    outcomes: tuple[Outcome, ...]
    failures: tuple[Failure, ...]

    def joined(self, other: "Finished") -> "Finished":
        """Return the runs of both."""
        return _sorted([*self.outcomes, *self.failures, *other.outcomes, *other.failures])


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a study. What was finished by then is kept.

    Attributes
    ----------
    finished : Finished
        The runs that were done.
    planned : int
        The runs that were to be done.
    comparison : object or None
        The comparison of the replicates that are complete, where there are any.
    """

    def __init__(self, finished: Finished, planned: int) -> None:
        super().__init__(f"{len(finished.outcomes)} of {planned} runs were finished")
        self.finished = finished
        self.planned = planned
        self.comparison: Any = None


def simulate_model(
    scenario: Any,
    mode: Any,
    *,
    seed: int,
    years: int,
    overrides: Mapping[str, object] | None,
    agents: Mapping[str, type[Any]] | None = None,
) -> Run:
    """Run the real model once. It is imported here, so that only who runs it pays for numba."""
    from crosspark.model.district import simulate

    run: Run = simulate(scenario, mode, seed=seed, years=years, overrides=overrides, agents=agents)
    return run


def prepare(simulate: Simulate, *, quiet: bool = False) -> None:
    """Compile the kernels once, here, before several processes would each compile them."""
    if getattr(simulate, "func", simulate) is simulate_model:
        compile_kernels(quiet=quiet)


def compile_kernels(*, quiet: bool = False) -> Path:
    """Compile the kernels of the model where that has not been done, and return where they are kept."""
    from crosspark.model import kernel, warming

    if not quiet and kernel.CACHE_FOLDER != kernel.WANTED_FOLDER:
        notice = _ELSEWHERE.format(wanted=kernel.WANTED_FOLDER, folder=kernel.CACHE_FOLDER)
        print(notice, file=sys.stderr)  # noqa: T201 - a remark belongs on stderr
    if not quiet and not warming.is_warm():
        print(_FIRST_USE, file=sys.stderr)  # noqa: T201 - progress belongs on stderr
    kernel.warm(progress=not quiet and sys.stderr.isatty())
    return kernel.CACHE_FOLDER


@cache
def settle_heap() -> None:
    """Take what is loaded out of the garbage collector's rounds, once a process.

    A full round over numba, pandas and Mesa takes a tenth of a second, half as long as a run.
    """
    gc.collect()
    gc.freeze()


def run_one(
    job: Job,
    scenario: Any,
    mode: Any,
    years: int,
    overrides: Mapping[str, object] | None,
    simulate: Simulate = simulate_model,
) -> Outcome | Failure:
    """Run one job. Whatever goes wrong inside becomes a row; wrong input is everybody's and is raised."""
    settle_heap()
    try:
        run = simulate(scenario, mode, seed=job.seed, years=years, overrides=overrides)
        return Outcome.of(job, run)
    except BadInput:
        raise
    except Exception as error:
        return Failure(job, " ".join(f"{type(error).__name__}: {error}".split()))


def run_jobs(
    jobs: Sequence[Job],
    scenario: Any,
    modes: Mapping[str, Any],
    *,
    years: int,
    overrides: Mapping[str, object] | None = None,
    workers: int = -1,
    simulate: Simulate = simulate_model,
    quiet: bool = False,
) -> Finished:
    """Run every job and return what came of each.

    Parameters
    ----------
    jobs : sequence of Job
    scenario : Scenario
    modes : mapping of str to Mode, or to a mapping of park to Mode
        By the label that jobs use.
    workers : int
        Processes; 1 runs here, -1 takes every core.
    simulate : callable
        What runs the model.
    quiet : bool
        No progress bar; without a terminal there is none anyway.

    Raises
    ------
    Interrupted
        On Ctrl-C, with what was finished.
    BadInput
        If the model refuses the input.
    """
    prepare(simulate, quiet=quiet)
    # All modes of a replicate before the next one: what is finished when somebody stops can be compared.
    in_turn = sorted(jobs, key=lambda job: (job.replicate, job.place))
    calls = [(job, scenario, modes[job.mode], years, overrides, simulate) for job in in_turn]
    done: list[Outcome | Failure] = []
    bar = tqdm(total=len(calls), unit="run", file=sys.stderr, disable=quiet or not sys.stderr.isatty())
    try:
        with bar:
            for result in _here(calls) if workers == 1 or len(calls) < 2 else _in_processes(calls, workers):
                done.append(result)
                bar.update()
    except KeyboardInterrupt:
        raise Interrupted(_sorted(done), len(calls)) from None
    return _sorted(done)


Call = tuple[Job, Any, Any, int, Mapping[str, object] | None, Simulate]


def _here(calls: Iterable[Call]) -> Iterator[Outcome | Failure]:
    for call in calls:
        yield run_one(*call)


def _in_processes(calls: Sequence[Call], workers: int) -> Iterator[Outcome | Failure]:
    # One thread inside each process: the processes already fill the cores.
    with parallel_config(backend="loky", inner_max_num_threads=1):
        parallel = Parallel(n_jobs=workers, return_as="generator_unordered")
        with held_ctrl_c():
            results: Iterator[Outcome | Failure] = parallel(delayed(_run_in_worker)(*call) for call in calls)
        with contextlib.closing(results):  # type: ignore[type-var]
            yield from results


@contextlib.contextmanager
def held_ctrl_c() -> Iterator[None]:
    """Hold Ctrl-C back while processes begin: they inherit that, and keep it.

    A terminal sends Ctrl-C to the whole group; the parent alone answers it, and stops the others.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _run_in_worker(*call: Any) -> Outcome | Failure:
    # Where a mask of signals is not inherited, on Windows, this is what keeps Ctrl-C from a worker.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return run_one(*call)


def _sorted(done: Iterable[Outcome | Failure]) -> Finished:
    rows = sorted(done, key=lambda row: row.job)
    return Finished(
        outcomes=tuple(row for row in rows if isinstance(row, Outcome)),
        failures=tuple(row for row in rows if isinstance(row, Failure)),
    )
