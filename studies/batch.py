"""Runs the tasks of a design in chunks, on the cores of this machine or on any executor.

What comes back are rows, in whatever order they finish. A run that fails is a row with its message. A worker
that dies loses nothing but time: what it took along is run again, one run at a time, and only a run that
takes its worker down again, alone, becomes a row of failure.
"""

import math
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import Any, ClassVar, Protocol

import cloudpickle
from joblib import cpu_count
from joblib.externals.loky import ProcessPoolExecutor

from crosspark.governance import units
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput
from crosspark.studies.design import Design, Task
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import held_ctrl_c, prepare, settle_heap, simulate_model

#: How often a task may take its worker down, alone, before it counts as a failure.
_DEATHS = 2

#: A chunk is meant to last so long, in seconds: what is lost when somebody pulls the plug.
CHUNK_SECONDS = 1.5

_MOST_IN_CHUNK = 1_000

#: Chunks that a worker still gets from what is left: the last ones are short, so that all end together.
_CHUNKS_TO_COME = 4

#: How long the number of a cluster's workers is believed, in seconds; it may grow and shrink.
_COUNTED_ANEW = 5.0

#: One thread of numerical libraries in each process: the processes already fill the cores.
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}


@dataclass(frozen=True)
class Row:
    """What is kept of one task: its values, or the message of its failure."""

    task: Task
    values: dict[str, float]
    message: str = ""


Rows = Generator[list[Row], None, None]
Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Context:
    """What every task of a design shares. It travels with each chunk, packed before it is used."""

    scenarios: dict[str, Any]
    modes: dict[str, dict[str, Any]]
    mixed: frozenset[str]
    years: int | None
    simulate: Simulate

    @classmethod
    def of(cls, design: Design, simulate: Simulate) -> "Context":
        """Return the context of a design."""
        entries = design.entries
        return cls(
            scenarios=dict(design.scenarios),
            modes={label: dict(entry.by_park) for label, entry in entries.items()},
            mixed=frozenset(label for label, entry in entries.items() if entry.mixed),
            years=design.years,
            simulate=simulate,
        )

    def run(self, task: Task) -> Row:
        """Run one task. Whatever goes wrong becomes a row: one bad point must not end a night's work."""
        try:
            case, mode, fields = self._input(task.scenario, task.mode, task.settings)
            years = case.years if self.years is None else self.years
            run = self.simulate(case, mode, seed=task.seed, years=years, overrides=fields)
        except Exception as error:
            return Row(task, {}, " ".join(f"{type(error).__name__}: {error}".split()))
        return Row(task, {name: float(value) for name, value in run.values.items()})

    def _input(self, scenario: str, mode: str, settings: Pairs) -> tuple[Any, Any, dict[str, Any]]:
        """Return the scenario with its figures, the mode with its clauses, and what is overridden in both."""
        units_of = self._units(scenario)
        figures, clauses, fields = [], [], {}
        for path, value in settings:
            if path in units_of:
                figures.append((path, _written(value, units_of[path])))
            elif path.removeprefix("clauses.") in CLAUSES:
                clauses.append((path.removeprefix("clauses."), value))
            else:
                fields[path] = value
        return self._case(scenario, tuple(figures)), self._mode(mode, tuple(clauses)), fields

    # All modes and replicates of a point come one after the other, and what they share takes milliseconds.

    @cached_property
    def _units(self) -> Callable[[str], dict[str, str]]:
        return cache(lambda name: {fact.path: fact.unit for fact in self.scenarios[name].facts})

    @cached_property
    def _case(self) -> Callable[[str, Pairs], Any]:
        return lru_cache(8)(lambda name, figures: self.scenarios[name].with_overrides(dict(figures)))

    @cached_property
    def _mode(self) -> Callable[[str, Pairs], Any]:
        return lru_cache(32)(self._changed)

    def _changed(self, label: str, clauses: Pairs) -> Any:
        modes = {
            park: replace(mode, clauses={**mode.clauses, **dict(clauses)}) if clauses else mode
            for park, mode in self.modes[label].items()
        }
        return modes if label in self.mixed else next(iter(modes.values()))


def _written(value: float, unit: str) -> str | float:
    bare = unit in {"share", "number", *units.COUNTED}
    return value if bare else f"{value!r} {unit}"


@dataclass(frozen=True)
class Runner:
    """Who runs the tasks of a study.

    Attributes
    ----------
    jobs : int
        Processes on this machine; 1 runs here, -1 takes every core.
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
        if isinstance(self.jobs, bool) or not isinstance(self.jobs, int) or self.jobs == 0:
            hint = "it must be a number of processes, or -1 for every core"
            raise BadInput("<study>", None, "jobs", self.jobs, hint)

    @property
    def workers(self) -> int:
        """How many runs go on at a time, as far as an executor says so."""
        if self.executor is None:
            return int(cpu_count()) if self.jobs == -1 else max(self.jobs, 1)
        count = getattr(self.executor, "_max_workers", None)
        if count is None:
            client = getattr(self.executor, "_client", None)
            count = sum(client.ncores().values()) if client is not None else cpu_count()
        return max(int(count), 1)

    def run(self, design: Design, tasks: Iterable[Task], count: int) -> Rows:
        """Yield the rows of the tasks, of which there are `count`, chunk by chunk as they finish.

        Tasks are read as workers ask for more: a million of them need no memory.

        Raises
        ------
        RuntimeError
            If an executor that was handed in broke, or its workers cannot run a study.
        """
        context = Context.of(design, self.simulate)
        if self.executor is None:
            prepare(self.simulate, quiet=self.quiet)
            if min(self.workers, count) < 2:
                yield from _here(context, tasks)
                return
        pool = _Cores(self.workers) if self.executor is None else _Given(self.executor)
        yield from _spread(context, tasks, count, pool, self)


def _here(context: Context, tasks: Iterable[Task]) -> Rows:
    settle_heap()
    for task in tasks:
        yield [context.run(task)]


class _Pool(Protocol):
    def begin(self) -> Executor:
        """Return an executor that works: at first, and after one broke."""

    def stop(self) -> None:
        """End what nobody waits for any more."""


class _Cores:
    """Processes of this machine, kept warm for the next study, and begun anew where one of them died.

    They are not joblib's reusable ones, which `compare` takes: joblib would find ours in their place, and
    fail.
    """

    _kept: ClassVar[dict[int, Any]] = {}

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def begin(self) -> Executor:
        with held_ctrl_c():
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
            raise RuntimeError("the executor broke; hand in a new one") from None
        return self._left.pop()

    def stop(self) -> None:
        pass


def _live_with(parent: int) -> None:
    """End this process soon after its parent, however that one ended: nobody would take its results."""
    # Where a mask of signals is not inherited, on Windows, this is what keeps Ctrl-C from a worker.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass
class _Chunk:
    tasks: list[Task]
    deaths: int = 0


def _spread(context: Context, tasks: Iterable[Task], count: int, pool: _Pool, runner: Runner) -> Rows:
    """Keep every worker busy with chunks; what a dying worker took along runs again, one task at a time.

    Alone, so that nobody is blamed for a neighbour's death.
    """
    packed = cloudpickle.dumps(context)
    executor = pool.begin()
    rest = iter(tasks)
    suspects: deque[_Chunk] = deque()
    under_way: dict[Future[Any], _Chunk] = {}
    size = 1
    workers, counted = runner.workers, time.monotonic()
    try:
        while True:
            while len(under_way) < (1 if suspects else 2 * workers):
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
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            alone = len(under_way) == 1
            for future in done:
                chunk = under_way.pop(future)
                try:
                    rows, seconds = future.result()
                except Exception as error:
                    if not _is_death(error):
                        raise RuntimeError(f"no run can be done: {type(error).__name__}: {error}") from error
                    if isinstance(error, BrokenExecutor):
                        executor = pool.begin()
                    deaths = chunk.deaths + alone
                    if len(chunk.tasks) == 1 and deaths >= _DEATHS:
                        yield [Row(chunk.tasks[0], {}, "WorkerDied: the run ended the process that ran it")]
                    else:
                        suspects.extend(_Chunk([task], deaths) for task in chunk.tasks)
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


def _is_death(error: Exception) -> bool:
    """Whether a worker died, here or on a cluster, whose own error is not imported for this."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def run_chunk(packed: bytes, tasks: Sequence[Task]) -> tuple[list[Row], float]:
    """Run the tasks of a chunk in a worker, and return the rows and the seconds that they took."""
    settle_heap()
    context = _unpacked(packed)
    begun = time.monotonic()
    rows = [context.run(task) for task in tasks]
    return rows, time.monotonic() - begun


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Context:
    context: Context = pickle.loads(packed)
    return context
