"""Sweep a design: many runs, kept as they finish, and the table that comes of them."""

import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from crosspark.governance.errors import BadInput
from crosspark.model.indicators import INDICATORS
from crosspark.studies import store as stored
from crosspark.studies.batch import Context, Row, Runner
from crosspark.studies.design import Design, Task
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import prepare, simulate_model
from crosspark.studies.store import Store

#: Bytes that a finished run takes in a folder, about: half a hundred numbers that compress little.
BYTES_OF_A_RUN = 520


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
    """What a sweep will take: runs, seconds on this machine, bytes in a folder."""

    runs: int
    seconds: float
    size: int


@dataclass(frozen=True, repr=False)
class Sweep:
    """What came of a sweep.

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

    def __repr__(self) -> str:
        where = "in memory" if self.folder is None else f"in {self.folder}"
        return f"<Sweep of {self.design['runs']} runs {where}>"

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row per run: run, scenario, mode, point, replicate, seed, what was set, message, indicators."""
        if self._runs is not None:
            return self._runs
        return self.read()

    def read(self, columns: list[str] | None = None) -> pd.DataFrame:
        """Return some columns of the runs, or all, without keeping them."""
        if self.folder is None:
            return self.runs if columns is None else self.runs[columns]
        pa = stored.pyarrow()
        files = stored.files(self.folder)
        tables = [pa.parquet.read_table(file, columns=columns) for file in files]
        frame = pa.concat_tables(tables).to_pandas() if tables else pd.DataFrame(columns=columns)
        if "index" in frame:
            frame = frame.sort_values("index").drop(columns="index").reset_index(drop=True)
        return frame

    @property
    def paths(self) -> list[str]:
        """The paths that vary."""
        return list(self.design["paths"])

    @property
    def failures(self) -> pd.DataFrame:
        """The runs that failed, with their message."""
        return self.runs[self.runs["message"] != ""]

    def points(self) -> pd.DataFrame:
        """Return the mean of each indicator over the replicates of a point, by scenario, mode and point."""
        keys = ["scenario", "mode", "point", *self.paths]
        found = self.runs[self.runs["message"] == ""]
        held = [name for name in INDICATORS if name in found]
        return found.groupby(keys, dropna=False, sort=False)[held].mean().reset_index()

    def differences(self, baseline: str = "present") -> pd.DataFrame:
        """Return each run less the baseline's run of the same scenario, point and replicate.

        Raises
        ------
        BadInput
            If the baseline is not among the modes.
        """
        modes = list(self.design["modes"])
        if baseline not in modes:
            hint = f"it must be one of {', '.join(modes)}"
            raise BadInput("<sweep>", None, "baseline", baseline, hint)
        keys = ["scenario", "point", "replicate"]
        held = [name for name in INDICATORS if name in self.runs]
        indexed = self.runs.set_index(keys)
        base = indexed[indexed["mode"] == baseline][held]
        others = indexed[indexed["mode"] != baseline]
        found = others[held] - base.reindex(others.index)
        return pd.concat([others[["mode", *self.paths]], found], axis=1).reset_index()

    def to_csv(self, path: str | Path) -> Path:
        """Write the runs as CSV and return its path."""
        self.runs.to_csv(path, index=False)
        return Path(path)

    def duckdb(self) -> Any:
        """Return a DuckDB connection in which ``runs`` is a view of the folder's Parquet files.

        Raises
        ------
        BadInput
            If the runs are in memory alone, or DuckDB is not installed.
        """
        if self.folder is None:
            raise BadInput("<sweep>", None, "duckdb", "runs in memory", "give out=FOLDER to the sweep")
        try:
            import duckdb
        except ImportError as error:
            hint = "pip install 'crosspark[sweep]'"
            raise BadInput("<sweep>", None, "duckdb", "not installed", hint) from error
        names = ", ".join("'" + str(file).replace("'", "''") + "'" for file in stored.files(self.folder))
        connection = duckdb.connect()
        connection.execute(f"CREATE VIEW runs AS SELECT * FROM read_parquet([{names}])")
        return connection


def sweep(
    design: str | Path | Mapping[str, Any] | Design,
    *,
    out: str | Path | None = None,
    jobs: int = -1,
    executor: Executor | None = None,
    quiet: bool = False,
    simulate: Simulate = simulate_model,
    announce: Callable[[Estimate], None] | None = None,
) -> Sweep:
    """Run every task of a design and return what came.

    Parameters
    ----------
    design : file, mapping or Design
        See `crosspark.studies.design`.
    out : path, optional
        The study's folder. Finished runs are kept there as they come; the same call goes on where an earlier
        one was ended, however that was, and repeats nothing that is there.
    jobs : int
        Processes on this machine; -1 takes every core.
    executor : concurrent.futures.Executor, optional
        Who runs the work instead, such as ``dask.distributed.Client(address).get_executor()``.
    quiet : bool
        No progress bar.
    announce : callable, optional
        Is told runs, time and disk before they are spent, after one trial run.

    Raises
    ------
    BadInput
        If the design or the folder cannot be used.
    SweepInterrupted
        On Ctrl-C; what was finished is kept.
    """
    what = Design.of(design)
    runner = Runner(jobs, executor, quiet, simulate)
    if out is None:
        rows: list[Row] = []
        _collect(what, np.zeros(len(what), bool), rows.extend, None, runner, announce)
        return Sweep(what.to_data(), None, _frame(what, rows))
    with Store(out, what) as store:
        done = store.done()
        if not done.all():
            _collect(what, done, store.add, store.folder, runner, announce)
        store.finish()
    return Sweep(what.to_data(), store.folder)


def load_study(folder: str | Path) -> Sweep:
    """Return the study that a folder holds, finished or not.

    Raises
    ------
    BadInput
        If the folder is not a study's, or another version wrote it.
    """
    known = stored.check(Path(folder))
    if known is None:
        raise BadInput(str(folder), None, "the folder", "empty", "give the folder of a study")
    return Sweep(known, Path(folder))


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
    left = (task for task in design.tasks() if not done[task.index])
    with tqdm(total=planned, initial=finished, unit="run", file=sys.stderr, disable=silent) as bar:
        try:
            first = _trial(design, left, planned - finished, runner, announce)
            for rows in chain(first, runner.run(design, left)):
                keep(rows)
                finished += len(rows)
                bar.update(len(rows))
        except KeyboardInterrupt:
            raise SweepInterrupted(finished, planned, folder) from None


def _trial(
    design: Design,
    left: Iterator[Task],
    runs: int,
    runner: Runner,
    announce: Callable[[Estimate], None] | None,
) -> Iterator[list[Row]]:
    """Run the first two tasks here and tell what the rest will take by the second.

    The first also loads the kernels, which the others need not do again.
    """
    if announce is None:
        return
    prepare(runner.simulate, quiet=runner.quiet)
    context = Context.of(design, runner.simulate)
    rows: list[Row] = []
    seconds = 0.0
    for task in islice(left, 2):
        begun = time.monotonic()
        rows.append(context.run(task))
        seconds = time.monotonic() - begun
    announce(Estimate(runs, seconds * (runs - len(rows)) / runner.workers, runs * BYTES_OF_A_RUN))
    yield rows


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
            "message": row.message,
            **{name: row.values.get(name, math.nan) for name in INDICATORS},
        }
        for row in sorted(rows, key=lambda row: row.task.index)
    ]
    return pd.DataFrame(data)
