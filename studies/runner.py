"""Runs the tasks of a study in chunks, on the cores of this machine or on any executor.

What comes back are rows, in whatever order they finish. A run that fails is a row with its message. A worker
that dies loses nothing but time: what it took along is run again, one run at a time, and only a run that
takes its worker down again, alone, becomes a row of failure. Whatever is wrong input is everybody's, and is
raised.
"""

import builtins
import contextlib
import gc
import math
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import cloudpickle
from joblib import cpu_count
from joblib.externals.loky import ProcessPoolExecutor
from tqdm import tqdm

from crosspark.governance.errors import PROCESSES, BadInput, Text, notice
from crosspark.studies.jobs import Failure, Job, Outcome, Run, Simulate

_FIRST_USE = Text(
    "First use of this version here: the kernels are compiled once, which takes up to a minute.",
    "首次使用此版本:編譯計算內核一次,至多約一分鐘。",
)

#: How often a task may take its worker down, alone, before it counts as a failure.
_DEATHS = 2

#: A chunk is meant to last so long, in seconds: what is lost when somebody pulls the plug.
CHUNK_SECONDS = 1.5

_MOST_IN_CHUNK = 1_000

#: Chunks that a worker still gets from what is left: the last ones are short, so that all end together.
_CHUNKS_TO_COME = 4

#: Whoever takes the rows hears so often, in seconds, that none came: what came before may wait there.
_SILENCE = 1.0

#: How long the number of a cluster's workers is believed, in seconds; it may grow and shrink.
_COUNTED_ANEW = 5.0

#: More processes than any machine has a use for.
_MOST_PROCESSES = 1_000

#: One thread of numerical libraries in each process: the processes already fill the cores.
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}

_DIED = "WorkerDied"

#: How the message of a run begins that might have gone well elsewhere, or later.
_OF_THE_MACHINE = {_DIED} | {
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, (MemoryError, OSError))
}

_Task = TypeVar("_Task")
_Came = TypeVar("_Came")
_Task_contra = TypeVar("_Task_contra", contravariant=True)
_Came_co = TypeVar("_Came_co", covariant=True)


class Work(Protocol[_Task_contra, _Came_co]):
    """What all runs of a study share. It travels with each chunk, packed before it is used."""

    def run(self, task: _Task_contra) -> _Came_co:
        """Return what came of a task, also where the run failed."""

    def failed(self, task: _Task_contra, message: str) -> _Came_co:
        """Return what stands for a task that nobody could run."""


def message_of(error: Exception) -> str:
    """Return what is kept of an error that ended a run, on one line; in both languages if it has them."""
    # NumPy has a kind of its own, whose name says less.
    kind = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
    said = " ".join(f"{kind}: {error}".split())
    return Text(said, " ".join(error.text("zh").split())) if isinstance(error, BadInput) else said


def of_the_machine(message: str) -> bool:
    """Whether a run failed for want of memory, by an error of the system, or by the end of its process.

    Such a run may go well when it is tried again; one that the model ended ends the same way each time.
    """
    return message.partition(":")[0] in _OF_THE_MACHINE


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
        wanted, folder = kernel.WANTED_FOLDER, kernel.CACHE_FOLDER
        elsewhere = Text(
            f"Nothing can be written to {wanted}: the kernels are kept in {folder}.",
            f"無法寫入 {wanted}:計算內核改存於 {folder}。",
        )
        print(notice(elsewhere), file=sys.stderr)  # noqa: T201 - a remark belongs on stderr
    if not quiet and not warming.is_warm():
        print(notice(_FIRST_USE), file=sys.stderr)  # noqa: T201 - progress belongs on stderr
    kernel.warm(progress=not quiet and sys.stderr.isatty())
    return kernel.CACHE_FOLDER


@cache
def settle_heap() -> None:
    """Take what is loaded out of the garbage collector's rounds, once in a process that only runs a study.

    A full round over numba, pandas and Mesa takes a tenth of a second, half as long as a run.
    """
    gc.collect()
    gc.freeze()


@contextlib.contextmanager
def _settled_heap() -> Iterator[None]:
    """Do the same for a while in a process that is somebody else's: what he drops is to be freed later."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@dataclass(frozen=True)
class Runner:
    """Who runs the tasks of a study.

    Attributes
    ----------
    jobs : int
        Processes on this machine; 1 runs here, -1 takes every core, -2 all but one.
    executor : concurrent.futures.Executor or None
        Who runs the chunks instead: a cluster's client, a pool of processes or threads.
    quiet : bool
        No progress bar.
    simulate : callable
        What runs the model; another one for tests.
    """

    jobs: int = -1
    executor: Executor | None = None
    quiet: bool = False
    simulate: Simulate = simulate_model

    def __post_init__(self) -> None:
        number = self.jobs if isinstance(self.jobs, int) and not isinstance(self.jobs, bool) else 0
        if number == 0 or abs(number) > _MOST_PROCESSES:
            raise BadInput("<study>", None, "jobs", self.jobs, PROCESSES)

    @property
    def workers(self) -> int:
        """How many runs go on at a time, as far as an executor says so."""
        if self.executor is None:
            return max(int(cpu_count()) + 1 + self.jobs, 1) if self.jobs < 0 else self.jobs
        count = getattr(self.executor, "_max_workers", None)
        if count is None:
            client = getattr(self.executor, "_client", None)
            count = sum(client.ncores().values()) if client is not None else cpu_count()
        return max(int(count), 1)

    def run(
        self, work: Work[_Task, _Came], tasks: Iterable[_Task], count: int
    ) -> Generator[list[_Came], None, None]:
        """Prepare, and return what yields what comes of the `count` tasks, chunk by chunk as they finish.

        Processes yield nothing once a second too, where nothing came.
        Tasks are read as workers ask for more: a million of them need no memory.

        Raises
        ------
        BadInput
            If a run raised it.
        RuntimeError
            If an executor that was handed in broke, or its workers cannot run a study.
        """
        if self.executor is None:
            prepare(self.simulate, quiet=self.quiet)
            # A single task goes to a process too, if there are any: it may be one that ends its process.
            if self.workers < 2:
                return _here(work, tasks)
        pool = _Cores(self.workers) if self.executor is None else _Given(self.executor)
        return _spread(work, tasks, count, pool, self)


def _here(work: Work[_Task, _Came], tasks: Iterable[_Task]) -> Generator[list[_Came], None, None]:
    with _settled_heap():
        for task in tasks:
            yield [work.run(task)]


class _Pool(Protocol):
    def begin(self) -> Executor:
        """Return an executor that works: at first, and after one broke."""

    def stop(self) -> None:
        """End what nobody waits for any more."""


class _Cores:
    """Processes of this machine, kept warm for the next study, and begun anew where one of them died.

    They are not loky's reusable ones, of which a process has one set: joblib, where somebody uses it beside
    us, would take ours for its own, and fail.
    """

    _kept: ClassVar[dict[int, Any]] = {}

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def begin(self) -> Executor:
        with _held_ctrl_c():
            if not self._works():
                self.stop()
                self._kept[self._workers] = ProcessPoolExecutor(
                    self._workers,
                    timeout=300,
                    initializer=_live_with,
                    initargs=(os.getpid(),),
                    env=_ONE_THREAD,
                )
                # Its processes begin with the first task.
                self._kept[self._workers].submit(int).result()
        executor: Executor = self._kept[self._workers]
        return executor

    def _works(self) -> bool:
        try:
            return self._workers in self._kept and self._kept[self._workers].submit(int).result() == 0
        except (BrokenExecutor, RuntimeError):
            return False

    def stop(self) -> None:
        if self._workers in self._kept:
            self._kept.pop(self._workers).shutdown(wait=True, kill_workers=True)


class _Given:
    """Somebody else's executor: a broken one is not ours to mend, nor to end."""

    def __init__(self, executor: Executor) -> None:
        self._left = [executor]

    def begin(self) -> Executor:
        if not self._left:
            raise RuntimeError(
                Text(
                    'the executor broke; hand in a new one, in a script below if __name__ == "__main__":',
                    '執行器已損壞;請另給一個;在腳本中須寫於 if __name__ == "__main__": 之下',
                )
            ) from None
        return self._left.pop()

    def stop(self) -> None:
        pass


class _Worker:
    """Whether this process is one of `_Cores`, which nobody else has anything in."""

    is_ours: ClassVar[bool] = False


def _live_with(parent: int) -> None:
    """End this process soon after its parent, however that one ended: nobody would take its results."""
    _Worker.is_ours = True
    # Where a mask of signals is not inherited, on Windows, this is what keeps Ctrl-C from a worker.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass
class _Chunk(Generic[_Task]):
    tasks: list[_Task]
    deaths: int = 0
    suspect: bool = False


def _spread(
    work: Work[_Task, _Came], tasks: Iterable[_Task], count: int, pool: _Pool, runner: Runner
) -> Generator[list[_Came], None, None]:
    """Keep every worker busy with chunks; what a dying worker took along runs again, one task at a time.

    Alone, so that nobody is blamed for a neighbour's death.
    """
    packed = cloudpickle.dumps(work)
    executor = pool.begin()
    rest = iter(tasks)
    suspects: deque[_Chunk[_Task]] = deque()
    under_way: dict[Future[Any], _Chunk[_Task]] = {}
    size = 1
    workers, counted = runner.workers, time.monotonic()
    try:
        while True:
            while len(under_way) < (1 if suspects or _suspected(under_way) else 2 * workers):
                if suspects:
                    chunk = suspects.popleft()
                else:
                    # The last chunks are short, so that all workers end together.
                    shared = math.ceil(count / (_CHUNKS_TO_COME * workers))
                    chunk = _Chunk(list(islice(rest, min(size, shared))))
                    count -= len(chunk.tasks)
                if not chunk.tasks:
                    break
                try:
                    future = executor.submit(run_chunk, packed, chunk.tasks)
                except BrokenExecutor:  # a worker died while it had nothing to do
                    executor = pool.begin()
                    future = executor.submit(run_chunk, packed, chunk.tasks)
                under_way[future] = chunk
            if not under_way:
                return
            done, _ = wait(under_way, timeout=_SILENCE, return_when=FIRST_COMPLETED)
            if not done:
                yield []
            for future in done:
                chunk = under_way.pop(future)
                try:
                    rows, seconds = future.result()
                except BadInput:
                    raise
                except Exception as error:
                    if not _is_death(error):
                        why = f"{type(error).__name__}: {error}"
                        raise RuntimeError(
                            Text(f"no run can be done: {why}", f"無法進行任何模擬:{why}")
                        ) from error
                    if isinstance(error, BrokenExecutor):
                        executor = pool.begin()
                    # The first time it may have been a neighbour; a suspect runs alone.
                    deaths = chunk.deaths + chunk.suspect
                    if len(chunk.tasks) == 1 and deaths >= _DEATHS:
                        died = Text(
                            f"{_DIED}: the run ended the process that ran it",
                            f"{_DIED}: 該次模擬使所在進程終止",
                        )
                        yield [work.failed(chunk.tasks[0], died)]
                    else:
                        suspects.extend(_Chunk([task], deaths, suspect=True) for task in chunk.tasks)
                    continue
                size = max(1, min(_MOST_IN_CHUNK, int(CHUNK_SECONDS * len(rows) / max(seconds, 1e-6))))
                yield rows
            if time.monotonic() - counted > _COUNTED_ANEW:
                workers, counted = runner.workers, time.monotonic()
    finally:
        if under_way:
            for future in under_way:
                future.cancel()
            pool.stop()


def _suspected(under_way: Mapping[Future[Any], _Chunk[Any]]) -> bool:
    return any(chunk.suspect for chunk in under_way.values())


def _is_death(error: Exception) -> bool:
    """Whether a worker died, here or on a cluster, whose own error is not imported for this."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def run_chunk(packed: bytes, tasks: Sequence[Any]) -> tuple[list[Any], float]:
    """Run the tasks of a chunk in a worker, and return what came and the seconds that it took."""
    if _Worker.is_ours:
        settle_heap()
    work = _unpacked(packed)
    begun = time.monotonic()
    rows = [work.run(task) for task in tasks]
    return rows, time.monotonic() - begun


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Work[Any, Any]:
    work: Work[Any, Any] = pickle.loads(packed)
    return work


@contextlib.contextmanager
def _held_ctrl_c() -> Iterator[None]:
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


@dataclass(frozen=True)
class Finished:
    """The runs of a study, sorted by job, so that any number of workers gives the same rows.

    Attributes
    ----------
    outcomes : tuple of Outcome
    failures : tuple of Failure
    seconds : float
        What one more run takes, all workers together; nan where nothing was run.
    """

    outcomes: tuple[Outcome, ...]
    failures: tuple[Failure, ...]
    seconds: float = math.nan

    def joined(self, later: "Finished") -> "Finished":
        """Return the runs of both."""
        rows: list[Outcome | Failure] = [*self.outcomes, *self.failures]
        return _sorted([*rows, *later.outcomes, *later.failures], later.seconds)


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


@dataclass(frozen=True)
class _Jobs:
    """What the jobs of a comparison share."""

    scenario: Any
    modes: Mapping[str, Any]
    years: int
    overrides: Mapping[str, object] | None
    simulate: Simulate

    def run(self, job: Job) -> Outcome | Failure:
        """Run one job. Whatever goes wrong becomes a row, but wrong input, which is everybody's."""
        mode = self.modes[job.mode]
        try:
            run = self.simulate(
                self.scenario, mode, seed=job.seed, years=self.years, overrides=self.overrides
            )
            return Outcome.of(job, run)
        except BadInput:
            raise
        except Exception as error:
            return Failure(job, message_of(error))

    def failed(self, job: Job, message: str) -> Failure:
        return Failure(job, message)


#: Yields what comes of jobs in place of a runner: who keeps some of them (`crosspark.studies.kept`).
Keeping = Callable[
    [Runner, Work[Job, Outcome | Failure], Sequence[Job]], Generator[list[Outcome | Failure], None, None]
]


def run_jobs(
    jobs: Sequence[Job],
    scenario: Any,
    modes: Mapping[str, Any],
    *,
    years: int,
    runner: Runner,
    overrides: Mapping[str, object] | None = None,
    kept: Keeping | None = None,
) -> Finished:
    """Run every job and return what came of each.

    Parameters
    ----------
    jobs : sequence of Job
    scenario : Scenario
    modes : mapping of str to Mode, or to a mapping of park to Mode
        By the label that jobs use.
    runner : Runner
        Who runs them.
    kept : callable, optional
        Who keeps them: it is asked instead, and asks the runner for those that it has not.

    Raises
    ------
    Interrupted
        On Ctrl-C, with what was finished.
    BadInput
        If the model refuses the input.
    """
    # All modes of a replicate before the next one: what is finished when somebody stops can be compared.
    in_turn = sorted(jobs, key=lambda job: (job.replicate, job.place))
    work = _Jobs(scenario, modes, years, overrides, runner.simulate)
    running = runner.run(work, in_turn, len(in_turn)) if kept is None else kept(runner, work, in_turn)
    done: list[Outcome | Failure] = []
    silent = runner.quiet or not sys.stderr.isatty()
    bar = tqdm(total=len(in_turn), unit="run", file=sys.stderr, disable=silent)
    try:
        with bar, contextlib.closing(running):
            if kept is not None:
                done += next(running)
                bar.update(len(done))
            ends = [time.monotonic()]
            for rows in running:
                done += rows
                ends += [time.monotonic()] * len(rows)
                bar.update(len(rows))
    except KeyboardInterrupt:
        raise Interrupted(_sorted(done), len(in_turn)) from None
    # The first run of each worker also loads the model, which one more run need not do again.
    count = len(ends) - 1
    first = min(runner.workers, count // 2)
    return _sorted(done, (ends[-1] - ends[first]) / (count - first) if count else math.nan)


def _sorted(done: Iterable[Outcome | Failure], seconds: float = math.nan) -> Finished:
    rows = sorted(done, key=lambda row: row.job)
    return Finished(
        outcomes=tuple(row for row in rows if isinstance(row, Outcome)),
        failures=tuple(row for row in rows if isinstance(row, Failure)),
        seconds=seconds,
    )
