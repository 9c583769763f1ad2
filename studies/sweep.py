"""Sweep a design: many runs, kept as they finish, and the table that comes of them."""

import math
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from crosspark.governance.errors import (
    FOLDER,
    NOT_INSTALLED,
    BadInput,
    Text,
    no_folder,
    one_of,
    pip,
    suggestion,
)
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies import store as stored
from crosspark.studies.batch import Context, Row
from crosspark.studies.design import Design, Task
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import Runner, simulate_model
from crosspark.studies.statistics import best_alone, paired_difference
from crosspark.studies.store import Store

#: Bytes that a finished run takes in a folder, about: its indicators and its name compress little.
BYTES_OF_A_RUN = 560

#: Bytes that any file of runs takes besides: it names its columns.
BYTES_OF_A_FILE = 36_000

#: The first finished runs are written at once. After that they wait in memory for so long, in seconds: not
#: every chunk of a large cluster shall be waited for by the disk.
KEEP_SECONDS = 1.0

#: And no more of them than this, so that memory stays flat however short a run is.
_MOST_WAITING = 5_000

#: Scenarios with modes that a trial runs at the most, for the time that all will take.
_MOST_TRIED = 24

#: What the spread over points leaves out at either end.
_TAIL = 0.1


class SweepInterrupted(KeyboardInterrupt):
    """Ctrl-C during a sweep.

    Attributes
    ----------
    finished, planned : int
        Runs.
    folder : Path or None
        Where the finished ones are kept; the same command goes on from there.
    """

    def __init__(self, finished: int, planned: int, folder: Path | None) -> None:
        super().__init__(f"{finished} of {planned} runs were finished")
        self.finished, self.planned, self.folder = finished, planned, folder


@dataclass(frozen=True)
class Estimate:
    """What a sweep will take: runs, seconds on this machine, bytes in a folder while it puts all together."""

    runs: int
    seconds: float
    size: int


@dataclass(frozen=True, repr=False)
class Sweep:
    """What came of a sweep; made by `Sweep.of`, or by `Sweep.load` from its folder.

    Attributes
    ----------
    design : dict
        What identifies the study: scenarios, modes, factors, points, seeds.
    folder : Path or None
        Where the runs are kept; None where they are in memory.
    """

    design: dict[str, Any]
    folder: Path | None
    _runs: pd.DataFrame | None = None

    @classmethod
    def of(
        cls,
        design: str | Path | Mapping[str, Any] | Design,
        *,
        out: str | Path | None = None,
        retry: bool | None = False,
        jobs: int = -1,
        executor: Executor | None = None,
        quiet: bool = False,
        simulate: Simulate = simulate_model,
        announce: Callable[[Estimate], None] | None = None,
    ) -> Self:
        """Run every task of a design and return what came.

        Parameters
        ----------
        design : file, mapping or Design
            See `crosspark.studies.design`.
        out : path, optional
            The study's folder. Finished runs are kept there as they come; the same call goes on where an
            earlier one was ended, however that was, and repeats nothing that is there. Runs that the machine
            failed (memory, an error of the system, a worker that died) are tried again, once in each call.
        retry : bool or None
            Try those again, too, that the model failed; without it they stay as they are. None: try no run
            again, since others rest on what came.
        jobs : int
            Processes on this machine; -1 takes every core, -2 all but one. The results are the same.
        executor : concurrent.futures.Executor, optional
            Who runs the work instead, such as ``dask.distributed.Client(address).get_executor()``.
        quiet : bool
            No progress bar.
        simulate : callable
            What runs the model; another one for tests. The folder does not know it.
        announce : callable, optional
            Is told runs, time and disk before they are spent, after one trial run.

        Raises
        ------
        BadInput
            If the design or the folder cannot be used.
        SweepInterrupted
            On Ctrl-C; what was finished is kept.
        RuntimeError
            If an executor broke that was handed in; what was finished is kept.

        Examples
        --------
        >>> design = {"vary": {"handover.days": {"values": [1, 3]}}, "replicates": 4}
        >>> Sweep.of(design, out="handover").points()  # doctest: +SKIP
        """
        what = Design.of(design)
        runner = Runner(jobs, executor, quiet, simulate)
        if out is None:
            rows: list[Row] = []
            _collect(what, np.zeros(len(what), bool), rows.extend, None, runner, announce)
            return cls(what.to_data(), None, _frame(what, rows))
        with Store(out, what) as store:
            if retry is not None:
                store.take_out_failures(every=retry)
            done = store.done()
            if not done.all():
                _collect(what, done, store.add, store.folder, runner, announce)
            store.finish()
        return cls.load(store.folder)

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Return the study that a folder holds, finished or not.

        Parameters
        ----------
        folder : path
            Of a sweep, or of what keeps the runs of one beside its report, such as a discovery.

        Raises
        ------
        BadInput
            If the folder holds no study or several, or another version wrote it.
        """
        if not isinstance(folder, str | Path):
            raise BadInput("<load_study>", None, FOLDER, folder, stored.TO_READ)
        within = stored.study_in(Path(folder))
        known = stored.check(within)
        if known is None and not within.exists():
            raise no_folder(within)
        if known is None:
            raise BadInput(
                str(folder),
                None,
                FOLDER,
                Text("empty", "空的"),
                stored.TO_READ,
            )
        return cls(known, within)

    def __repr__(self) -> str:
        where = "in memory" if self.folder is None else f"in {self.folder}"
        return f"<Sweep of {self.design['runs']} runs {where}>"

    @property
    def finished(self) -> int:
        """How many of the runs are there."""
        return len(self.runs) if self.folder is None else stored.finished(self.folder)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row per run: run, scenario, mode, point, replicate, seed, what was set, message, indicators."""
        return self.read() if self._runs is None else self._runs

    def read(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return some columns of the runs, or all, without keeping them."""
        if self.folder is None:
            stored.check_columns("<sweep>", columns or (), list(self.runs.columns))
            return self.runs if columns is None else self.runs[list(columns)]
        wanted = None if columns is None else ["index", *columns]
        tables = stored.read(self.folder, lambda found: [stored.table_of(file, wanted) for file in found])
        if not tables:
            return pd.DataFrame(columns=["message"] if columns is None else list(columns))
        frame: pd.DataFrame = stored.pyarrow().concat_tables(tables).to_pandas()
        if not frame["index"].is_monotonic_increasing:
            frame = frame.sort_values("index", ignore_index=True)
        # Ctrl-C at the moment of writing may have rows written twice.
        frame = frame.drop_duplicates("index", ignore_index=True)
        found: pd.DataFrame = frame.drop(columns="index")
        return found

    @property
    def paths(self) -> list[str]:
        """The paths that vary."""
        return list(self.design["paths"])

    @property
    def modes(self) -> list[str]:
        """The modes by label."""
        return list(self.design["modes"])

    @property
    def failures(self) -> pd.DataFrame:
        """The runs that failed, with their message."""
        names = ["run", "scenario", "mode", "point", "replicate", "seed", *self.paths, "message"]
        runs = self.read(names)
        return runs[runs["message"] != ""]

    def points(self, indicators: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the mean of each indicator over the replicates of a point, by scenario, mode and point."""
        keys = ["scenario", "mode", "point", *self.paths]
        names = _known(indicators, INDICATORS)
        runs = self.read([*keys, "message", *names])
        done = runs[runs["message"] == ""]
        return done.groupby(keys, dropna=False, sort=False)[names].mean().reset_index()

    def differences(self, baseline: str = "present", indicators: Sequence[str] | None = None) -> pd.DataFrame:
        """Return each run less the baseline's run of the same scenario, point and replicate.

        Raises
        ------
        BadInput
            If the baseline is not among the modes.
        """
        if baseline not in self.modes:
            hint = one_of(self.modes)
            raise BadInput("<sweep>", None, "baseline", baseline, hint)
        keys = ["scenario", "point", "replicate"]
        names = _known(indicators, INDICATORS)
        runs = self.read([*keys, "mode", *self.paths, *names]).set_index(keys)
        base = runs[runs["mode"] == baseline][names]
        others = runs[runs["mode"] != baseline]
        found = others[names] - base.reindex(others.index)
        return pd.concat([others[["mode", *self.paths]], found], axis=1).reset_index()

    def best(self, indicators: Sequence[str] | None = None) -> pd.DataFrame:
        """Return how each mode does over the points, and how often it does better than all others.

        Only runs count that all modes have finished, point by point and replicate by replicate.

        Returns
        -------
        DataFrame
            indicator, mode, mean, low, high (10th and 90th percentile of the means of points), best_points of
            points, best_runs of runs (under the same luck), unit. Where neither way is better, or modes are
            alike, none is best. Then rival, the one of the other modes that does best in the mean, and lead,
            lead_low, lead_high: how far the mode lies from it, paired point by point, and the interval of
            that mean over points.
        """
        names = _known(indicators, HEADLINES)
        keys = ["scenario", "point", "replicate"]
        frame = self.read([*keys, "mode", "message", *names])
        frame = frame[frame["message"] == ""]
        rows = []
        for name in names:
            runs = frame.pivot(index=keys, columns="mode", values=name).reindex(columns=self.modes).dropna()
            points = runs.groupby(level=["scenario", "point"], sort=False).mean()
            direction = INDICATORS[name].direction
            best_points, best_runs = (
                dict(zip(self.modes, best_alone(direction * found.to_numpy(float)).tolist(), strict=True))
                for found in (points, runs)
            )
            means = points.mean()
            for mode in self.modes:
                low, high = map(float, points[mode].quantile([_TAIL, 1 - _TAIL]))
                others = [other for other in self.modes if other != mode]
                rival = max(others, key=lambda other: direction * means[other], default="")
                lead = paired_difference(points[mode].to_list(), points[rival].to_list()) if rival else None
                rows.append(
                    {
                        "indicator": name,
                        "mode": mode,
                        "mean": points[mode].mean(),
                        "low": low,
                        "high": high,
                        "best_points": best_points[mode],
                        "points": len(points),
                        "best_runs": best_runs[mode],
                        "runs": len(runs),
                        "unit": INDICATORS[name].unit,
                        "rival": rival,
                        "lead": math.nan if lead is None else lead.mean,
                        "lead_low": math.nan if lead is None else lead.chance_low,
                        "lead_high": math.nan if lead is None else lead.chance_high,
                    }
                )
        return pd.DataFrame(rows)

    def to_csv(self, path: str | Path) -> Path:
        """Write the runs as CSV and return its path."""
        self.runs.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
        return Path(path)

    def duckdb(self) -> Any:
        """Return a DuckDB connection in which ``runs`` is a view of the folder's Parquet files.

        Raises
        ------
        BadInput
            If no run is in a folder, or DuckDB is not installed.
        """
        # What is damaged is told here; DuckDB would say it in its own words.
        files = stored.files(self.folder) if self.folder is not None and self.finished else []
        if not files:
            raise BadInput(
                "<sweep>",
                None,
                "duckdb",
                Text("no run in a folder", "文件夾中沒有模擬"),
                Text("give out=FOLDER to the sweep", "請給 sweep 的 out=文件夾"),
            )
        try:
            import duckdb
        except ImportError as error:
            hint = pip("sweep")
            raise BadInput("<sweep>", None, "duckdb", NOT_INSTALLED, hint) from error
        names = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        connection = duckdb.connect()
        connection.execute(f"CREATE VIEW runs AS SELECT * FROM read_parquet([{names}])")
        return connection


sweep: Callable[..., Sweep] = Sweep.of
load_study: Callable[..., Sweep] = Sweep.load


def _known(indicators: Sequence[str] | None, default: Sequence[str] | Mapping[str, object]) -> list[str]:
    names = list(default if indicators is None else indicators)
    for name in names:
        if name not in INDICATORS:
            raise BadInput(
                "<sweep>", None, "indicator", name, suggestion(name, INDICATORS, "indicator", "指標")
            )
    return names


class _Waiting:
    """Finished runs on their way to where they are kept."""

    def __init__(self, keep: Callable[[list[Row]], None]) -> None:
        self._keep = keep
        self._rows: list[Row] = []
        self._since = -math.inf

    def take(self, rows: list[Row]) -> None:
        """Take what came, which is nothing where nothing came for a while."""
        self._rows += rows
        if time.monotonic() - self._since >= KEEP_SECONDS or len(self._rows) >= _MOST_WAITING:
            self.hand_on()

    def hand_on(self) -> None:
        """Have all that waits kept."""
        if self._rows:
            self._keep(self._rows)
            self._rows, self._since = [], time.monotonic()


def _collect(
    design: Design,
    done: NDArray[np.bool_],
    keep: Callable[[list[Row]], None],
    folder: Path | None,
    runner: Runner,
    announce: Callable[[Estimate], None] | None,
) -> None:
    """Run what is not done yet and hand the rows to `keep` as they come."""
    planned, finished = len(design), int(done.sum())
    silent = runner.quiet or not sys.stderr.isatty()
    waiting = _Waiting(keep)
    context = Context.of(design, runner.simulate)
    try:
        if announce is not None:
            tried = _tried(design, done, runner.workers)
            done = done | tried
            with closing(_trial(context, design, tried, done, runner, announce)) as trial:
                for rows in trial:
                    finished += len(rows)
                    waiting.take(rows)
            waiting.hand_on()
        left = (task for task in design.tasks() if not done[task.index])
        rest = runner.run(context, left, planned - finished)
        bar = tqdm(total=planned, initial=finished, unit="run", file=sys.stderr, disable=silent)
        with bar, closing(rest):
            for rows in rest:
                finished += len(rows)
                waiting.take(rows)
                bar.update(len(rows))
    except KeyboardInterrupt:
        raise SweepInterrupted(finished, planned, folder) from None
    finally:
        waiting.hand_on()


@dataclass(frozen=True)
class _Timed:
    """Runs tasks, and says how long each took, in seconds; not of the first in a process, which loads all."""

    context: Context
    begun: ClassVar[bool] = False

    def run(self, task: Task) -> tuple[Row, float]:
        first, _Timed.begun = not _Timed.begun, True
        begun = time.monotonic()
        row = self.context.run(task)
        return row, math.nan if first else time.monotonic() - begun

    def failed(self, task: Task, message: str) -> tuple[Row, float]:
        return self.context.failed(task, message), math.nan


def _tried(design: Design, done: NDArray[np.bool_], workers: int) -> NDArray[np.bool_]:
    """Return which runs a trial takes: one for each worker to begin with, then each mode of each scenario.

    No more than half of what is missing, or of a small design nothing would be left to tell.
    """
    missing, modes = np.flatnonzero(~done), len(design.entries)
    tried = np.zeros_like(done)
    if missing.size:
        number = max(workers, min(len(design.scenarios) * modes, _MOST_TRIED, missing.size // 2))
        spread = missing[(missing.size * (np.arange(number) + 0.5) / number).astype(int)]
        # All modes of a replicate stand together: each comes in its turn.
        tried[spread // modes * modes + np.arange(number) % modes] = True
        tried[missing[:workers]] = True
    return tried & ~done


def _trial(
    context: Context,
    design: Design,
    tried: NDArray[np.bool_],
    done: NDArray[np.bool_],
    runner: Runner,
    announce: Callable[[Estimate], None],
) -> Generator[list[Row], None, None]:
    """Run what is tried, and tell what is not done then will take, by the mean of each scenario."""
    tasks = [task for task in design.tasks() if tried[task.index]]
    took: dict[str, list[float]] = {name: [] for name in design.scenarios}
    with closing(runner.run(_Timed(context), tasks, len(tasks))) as came:
        for pairs in came:
            for row, seconds in pairs:
                if math.isfinite(seconds):
                    took[row.task.scenario].append(seconds)
            yield [row for row, _ in pairs]
    left = (~done).reshape(len(took), -1).sum(axis=1)
    timed = [seconds for each in took.values() for seconds in each]
    if timed and left.any():
        means = [np.mean(each or timed) for each in took.values()]
        announce(Estimate(int(left.sum()), float(left @ means) / runner.workers, _most_bytes(len(design))))


def _most_bytes(runs: int) -> int:
    """Return what a folder takes while the parts are there, and the whole that is made of them."""
    return 2 * runs * BYTES_OF_A_RUN + BYTES_OF_A_FILE * (2 + runs // stored.PART)


def _frame(design: Design, rows: list[Row]) -> pd.DataFrame:
    data = [
        {
            "run": design.name(row.task),
            "scenario": row.task.scenario,
            "mode": row.task.mode,
            "point": row.task.point,
            "replicate": row.task.replicate,
            "seed": row.task.seed,
            **{path: dict(row.task.settings).get(path) for path in design.paths},
            "message": row.why,
            **{name: row.values.get(name, math.nan) for name in (*INDICATORS, *design.measures)},
        }
        for row in sorted(rows, key=lambda row: row.task.index)
    ]
    return pd.DataFrame(data)
