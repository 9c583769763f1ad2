"""Runs the tasks of a design in chunks, on the cores of this machine or on any executor.

What comes back are rows, in whatever order they finish. A run that fails is a row with its message. A worker
that dies loses nothing but time: its chunk is run again, run by run, and only a run that takes its worker
down twice becomes a row of failure.
"""

import pickle
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from joblib import cpu_count
from joblib.externals.loky import get_reusable_executor

from crosspark.governance.errors import BadInput
from crosspark.studies.design import Design, Settings, Task, applied
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import held_ctrl_c, prepare, settle_heap, simulate_model

#: How often a task may take its worker down, alone, before it counts as a failure.
_DEATHS = 2

#: A chunk is meant to last so long, in seconds: what is lost when somebody pulls the plug.
CHUNK_SECONDS = 1.5

_MOST_IN_CHUNK = 1_000


@dataclass(frozen=True)
class Row:
    """What is kept of one task: its values, or the message of its failure."""

    task: Task
    values: dict[str, float]
    message: str = ""


@dataclass(frozen=True)
class Context:
    """What every task of a design shares. It travels once with each chunk, packed."""

    scenarios: dict[str, Any]
    modes: dict[str, dict[str, Any]]
    mixed: frozenset[str]
    years: dict[str, int]
    simulate: Simulate

    @classmethod
    def of(cls, design: Design, simulate: Simulate) -> "Context":
        """Return the context of a design."""
        entries = design.entries
        return cls(
            scenarios=dict(design.scenarios),
            modes={label: dict(entry.by_park) for label, entry in entries.items()},
            mixed=frozenset(label for label, entry in entries.items() if entry.mixed),
            years={name: design.years_of(name) for name in design.scenarios},
            simulate=simulate,
        )

    def run(self, task: Task) -> Row:
        """Run one task. Whatever goes wrong becomes a row: one bad point must not end a night's work."""
        try:
            scenario, mode = self._input(task.scenario, task.mode, task.settings)
            run = self.simulate(
                scenario, mode, seed=task.seed, years=self.years[task.scenario], overrides=None
            )
        except Exception as error:
            return Row(task, {}, " ".join(f"{type(error).__name__}: {error}".split()))
        return Row(task, {name: float(value) for name, value in run.values.items()})

    def _input(self, scenario: str, mode: str, settings: tuple[tuple[str, Any], ...]) -> tuple[Any, Any]:
        point: Settings = dict(settings)
        case = self.scenarios[scenario]
        changed = {park: applied(case, one, point) for park, one in self.modes[mode].items()}
        case = next(iter(changed.values()))[0]
        modes = {park: one for park, (_, one) in changed.items()}
        return case, modes if mode in self.mixed else next(iter(modes.values()))


@dataclass(frozen=True)
class Runner:
    """Who runs the tasks of a study.

    Attributes
    ----------
    jobs : int
        Processes on this machine; 1 runs here, -1 takes every core.
    executor : concurrent.futures.Executor or None
        Who runs the chunks instead: a cluster's client, a pool of threads.
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

    def run(self, design: Design, tasks: Iterable[Task]) -> Iterator[list[Row]]:
        """Yield the rows of the tasks, chunk by chunk as they finish.

        Tasks are read as workers ask for more: a million of them need no memory.
        """
        context = Context.of(design, self.simulate)
        if self.executor is not None:
            yield from _spread(context, tasks, _once(self.executor), self.workers)
            return
        prepare(self.simulate, quiet=self.quiet)
        if self.workers == 1:
            yield from _here(context, tasks)
        else:
            yield from _spread(context, tasks, lambda: _local(self.workers), self.workers)


def _here(context: Context, tasks: Iterable[Task]) -> Iterator[list[Row]]:
    settle_heap()
    rows: list[Row] = []
    since = time.monotonic()
    for task in tasks:
        rows.append(context.run(task))
        if time.monotonic() - since > CHUNK_SECONDS or len(rows) >= _MOST_IN_CHUNK:
            yield rows
            rows, since = [], time.monotonic()
    if rows:
        yield rows


def _local(workers: int) -> Executor:
    with held_ctrl_c():
        executor: Executor = get_reusable_executor(max_workers=workers, timeout=300)
        # A reusable executor begins its processes with the first task.
        executor.submit(int).result()
    return executor


def _once(executor: Executor) -> Callable[[], Executor]:
    """Return what hands out an executor of somebody else once: a broken one is not ours to mend."""
    given = iter([executor])

    def begin() -> Executor:
        try:
            return next(given)
        except StopIteration:
            raise RuntimeError("the executor broke; what was finished is kept, hand in a new one") from None

    return begin


@dataclass
class _Chunk:
    tasks: list[Task]
    deaths: int = 0


def _spread(
    context: Context, tasks: Iterable[Task], begin: Callable[[], Executor], workers: int
) -> Iterator[list[Row]]:
    """Keep every worker busy with chunks; what a dying worker took along runs again, one task at a time.

    Alone, so that nobody is blamed for a neighbour's death.
    """
    packed = pickle.dumps(context)
    executor = begin()
    rest = iter(tasks)
    suspects: deque[_Chunk] = deque()
    under_way: dict[Future[Any], _Chunk] = {}
    size = 1
    try:
        while True:
            while len(under_way) < (1 if suspects else 2 * workers):
                chunk = suspects.popleft() if suspects else _Chunk(list(islice(rest, size)))
                if not chunk.tasks:
                    break
                under_way[executor.submit(run_chunk, packed, chunk.tasks)] = chunk
            if not under_way:
                return
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            alone = len(under_way) == 1
            for future in done:
                chunk = under_way.pop(future)
                try:
                    rows, seconds = future.result()
                except (Exception, CancelledError) as error:
                    if isinstance(error, BrokenExecutor):
                        executor = begin()
                    deaths = chunk.deaths + alone
                    if alone and len(chunk.tasks) == 1 and deaths > _DEATHS:
                        yield [Row(chunk.tasks[0], {}, f"WorkerDied: {type(error).__name__}: {error}")]
                    else:
                        suspects.extend(_Chunk([task], deaths) for task in chunk.tasks)
                    continue
                size = max(1, min(_MOST_IN_CHUNK, int(CHUNK_SECONDS * len(rows) / max(seconds, 1e-6))))
                yield rows
    finally:
        for future in under_way:
            future.cancel()


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
