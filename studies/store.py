"""A study's folder: what was asked, where it comes from, and one row of Parquet for each finished run.

The folder holds ``design.json`` (what identifies the study), ``manifest.json`` (versions and hashes),
``parts/`` while runs are coming in, and ``results.parquet`` once all are there. Every file appears by a
rename, whole or not at all, so whatever ends the process, what had been written stays and reads. Parts differ
from one machine to another; the finished file does not. A failed run that is to be tried again is taken out
first, and is then missing like any other; a finished file is taken apart for that. While it is there it
counts, and parts beside it do not. A small part grows instead of getting small neighbours. The manifest lists
who worked on it: one entry for each set of versions.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.errors import FILE, FOLDER, BadInput, Text, suggestion, unwritable
from crosspark.model.indicators import INDICATORS
from crosspark.model.provenance import git_commit, versions
from crosspark.studies.batch import Row
from crosspark.studies.design import RESULTS_VERSION, Design
from crosspark.studies.differing import differences
from crosspark.studies.runner import of_the_machine

DESIGN, MANIFEST, RESULTS, PARTS, LOCK = "design.json", "manifest.json", "results.parquet", "parts", ".lock"

#: How the name of a file begins while it is being written.
NEW = ".new-"

#: Rows of one group of the finished file, which is what is held in memory at a time.
GROUP = 20_000

#: A part grows to so many rows: what names its columns, thirty kilobytes in each file, is little beside them.
PART = 1_000

#: Studies of a folder that are named where one of them must be given.
_MOST_NAMED = 6

_Read = TypeVar("_Read")

NEEDED = Text(
    "it needs pyarrow and filelock: pip install 'crosspark[sweep]'",
    "需要 pyarrow 與 filelock:pip install 'crosspark[sweep]'",
)


def pyarrow() -> Any:
    """Return pyarrow with what computes on columns and with Parquet.

    Raises
    ------
    BadInput
        If it is not installed.
    """
    try:
        import filelock  # noqa: F401 - both come with the same extra
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet
    except ImportError as error:
        raise BadInput(
            "<store>",
            None,
            Text("a study's folder", "研究文件夾"),
            Text("not possible here", "此處無法使用"),
            NEEDED,
        ) from error
    return pyarrow


_DAMAGED = Text("damaged", "已損壞")
_COPY = Text("copy it again, or name another folder", "請重新複製,或另選文件夾")
_AGAIN = Text("copy it again, or delete it: it is written anew", "請重新複製;或刪除它,會重新寫出")
_TO_WRITE = Text("give an empty folder, or one that a study made", "請給空文件夾,或由研究建立的文件夾")
TO_READ = Text("give the folder of a study", "請給研究的文件夾")


class Store:
    """The folder of one study, opened for writing by one process at a time.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    design : Design
        What the folder must hold, if it holds anything.

    Raises
    ------
    BadInput
        If the folder holds another study, another version's, or something else; nothing is written then.
    """

    def __init__(self, folder: str | Path, design: Design) -> None:
        self.folder = Path(folder)
        self.design = design
        self._arrow = pyarrow()
        self._lock: Any = None
        self._check()

    def _check(self) -> bool:
        """Return whether the folder holds this study already."""
        known = check(self.folder, to_write=True)
        if known is not None and known["digest"] != self.design.digest:
            how = differences(known, self.design.to_data())
            hint = Text(
                f"it holds another study: {how}; give another folder, or take that design",
                f"其中是另一項研究:{how.zh};請給另一文件夾,或沿用該設計",
            )
            raise BadInput(str(self.folder), None, Text("the design", "設計"), Text("another", "不同"), hint)
        return known is not None

    def __enter__(self) -> "Store":
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / LOCK, timeout=0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            hint = Text(
                "another process writes to it; wait for it, or give another folder",
                "另一進程正在寫入;請等待,或給另一文件夾",
            )
            raise BadInput(str(self.folder), None, FOLDER, Text("in use", "使用中"), hint) from None
        except OSError as error:
            hint = unwritable(error, self.folder)
            raise BadInput(str(self.folder), None, FOLDER, self.folder.name, hint) from error
        self._lock = lock
        try:
            self._begin()
        except BaseException:
            lock.release()
            raise
        return self

    def _begin(self) -> None:
        """Say what the folder is for; under the lock, since another process may have begun it just now."""
        if not self._check():
            _write_json(self.folder / DESIGN, self.design.to_data())
        parts = self.folder / PARTS
        if (self.folder / RESULTS).exists() and parts.exists():
            # A process ended while it put the parts together, or took the whole apart.
            shutil.rmtree(parts)
        parts.mkdir(exist_ok=True)
        numbers = (int(part.stem) for part in files(self.folder) if part.name != RESULTS)
        self._numbers = count(1 + max(numbers, default=-1))
        self._growing = self._new_part(), self.schema.empty_table()
        for left in self.folder.rglob(f"{NEW}*"):
            left.unlink()
        manifest = self.folder / MANIFEST
        earlier = _read_json(manifest, _AGAIN) if manifest.exists() else []
        made_by = {"versions": versions(), "git": git_commit(), "results_version": RESULTS_VERSION}
        if earlier[-1:] != [made_by]:
            _write_json(manifest, [*earlier, made_by])

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    @cached_property
    def schema(self) -> Any:
        """The columns of a row: what was run, what came, and why where nothing came."""
        pa = self._arrow
        names = ["run", "scenario", "mode"]
        fields = [("index", pa.int64()), *((name, pa.string()) for name in names)]
        fields += [("point", pa.int64()), ("replicate", pa.int64()), ("seed", pa.int64())]
        for path in self.design.paths:
            word = any(isinstance(point.get(path), str) for point in self.design.points)
            fields.append((path, pa.string() if word else pa.float64()))
        fields.append(("message", pa.string()))
        numbers = (*INDICATORS, *self.design.measures)
        return pa.schema([*fields, *((name, pa.float64()) for name in numbers)])

    def done(self) -> NDArray[np.bool_]:
        """Return which runs are finished, shape (runs,)."""
        found = np.zeros(len(self.design), bool)
        for file in files(self.folder):
            found[table_of(file, ["index"])["index"].to_numpy()] = True
        return found

    def take_out_failures(self, every: bool) -> None:
        """Take out the runs that the machine failed, or every run that failed: they are to be tried again.

        Whatever ends this, each run that went well is still there.
        """
        parquet = self._arrow.parquet
        for file in files(self.folder):
            messages = table_of(file, ["message"])["message"].unique().to_pylist()
            out = [message for message in messages if message and (every or of_the_machine(message))]
            if not out:
                continue
            if file.name != RESULTS:
                self._keep(file, self._without(out, table_of(file)))
                continue
            with intact(file), parquet.ParquetFile(file) as whole:
                for group in range(whole.num_row_groups):
                    self._keep(self._new_part(), self._without(out, whole.read_row_group(group)))
            file.unlink()

    def add(self, rows: list[Row]) -> None:
        """Write the rows of finished runs: they are kept from now on."""
        part, held = self._growing
        grown = self._arrow.concat_tables([held, self._table(rows)])
        self._write(part, [grown])
        if grown.num_rows >= PART:
            part, grown = self._new_part(), self.schema.empty_table()
        self._growing = part, grown

    def finish(self) -> Path:
        """Put the parts, which hold every run, into one file in the order of the design; return its path."""
        whole = self.folder / RESULTS
        if not whole.exists():
            self._write(whole, self._ordered(files(self.folder)))
        shutil.rmtree(self.folder / PARTS)
        return whole

    def _new_part(self) -> Path:
        return self.folder / PARTS / f"{next(self._numbers):012d}.parquet"

    def _without(self, messages: list[str], table: Any) -> Any:
        pa = self._arrow
        return table.filter(pa.compute.invert(pa.compute.is_in(table["message"], pa.array(messages))))

    def _keep(self, part: Path, table: Any) -> None:
        if table.num_rows:
            self._write(part, [table])
        else:
            part.unlink(missing_ok=True)

    def _table(self, rows: list[Row]) -> Any:
        pa, schema = self._arrow, self.schema
        columns: dict[str, list[Any]] = {name: [] for name in schema.names}
        for row in sorted(rows, key=lambda row: row.task.index):
            task, point = row.task, dict(row.task.settings)
            columns["run"].append(self.design.name(task))
            for name in ("index", "scenario", "mode", "point", "replicate", "seed"):
                columns[name].append(getattr(task, name))
            for path in self.design.paths:
                columns[path].append(point.get(path))
            columns["message"].append(row.why)
            for name in (*INDICATORS, *self.design.measures):
                columns[name].append(row.values.get(name))
        return pa.table(columns, schema=schema)

    def _write(self, path: Path, tables: Any) -> None:
        new = path.with_name(NEW + path.name)
        try:
            with self._arrow.parquet.ParquetWriter(new, self.schema, compression="zstd") as writer:
                for table in tables:
                    writer.write_table(table, row_group_size=GROUP)
            _settled(new)
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise

    def _ordered(self, parts: list[Path]) -> Iterator[Any]:
        """Yield the rows of all parts in groups of one size, by index."""
        pa = self._arrow
        place = np.full(len(self.design), -1, np.int64)
        for number, part in enumerate(parts):
            place[table_of(part, ["index"])["index"].to_numpy()] = number
        open_: dict[int, Any] = {}
        for first in range(0, len(self.design), GROUP):
            wanted = np.unique(place[first : first + GROUP])
            open_ = {
                number: open_.get(number) or table_of(parts[number], schema=self.schema)
                for number in wanted.tolist()
            }
            table = pa.concat_tables(open_.values())
            # Ctrl-C at the moment of writing may have rows written twice.
            index, rows = np.unique(table["index"].to_numpy(), return_index=True)
            yield table.take(rows[(index >= first) & (index < first + GROUP)]).combine_chunks()


def files(folder: Path) -> list[Path]:
    """Return the files that hold a study's finished runs: one where all are there, else the parts."""
    whole = folder / RESULTS
    if not whole.exists():
        parts = sorted((folder / PARTS).glob("[!.]*.parquet"))
        # While they were listed, their writer may have put them together and begun to remove them.
        if not whole.exists():
            return parts
    return [whole]


def read(folder: Path, take: Callable[[list[Path]], _Read]) -> _Read:
    """Return what `take` reads of a study's files, also while their writer puts them together."""
    while True:
        found = files(folder)
        try:
            return take(found)
        except FileNotFoundError:
            if files(folder) == found:
                raise


def finished(folder: Path) -> int:
    """Return how many runs a study's folder holds."""

    def rows(file: Path) -> int:
        with intact(file):
            return int(pyarrow().parquet.read_metadata(file).num_rows)

    return read(folder, lambda found: sum(map(rows, found)))


def table_of(file: Path, columns: Sequence[str] | None = None, schema: Any = None) -> Any:
    """Return some columns of one of a study's files, or all.

    Raises
    ------
    BadInput
        If it has no such column, or is damaged.
    """
    parquet = pyarrow().parquet
    with intact(file):
        if columns is not None:
            check_columns(str(file), columns, parquet.read_schema(file).names)
        return parquet.read_table(file, columns=columns, schema=schema)


def check_columns(where: str, columns: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a column that the runs of a study do not have."""
    for name in columns:
        if name not in known:
            raise BadInput(
                where, None, Text("column", "欄"), name, suggestion(str(name), known, "column", "欄")
            )


@contextmanager
def intact(file: Path) -> Iterator[None]:
    """Say of a file of finished runs that does not read that it is damaged, such as by a copy cut short."""
    try:
        yield
    except (ValueError, OSError) as error:
        # What the system refuses has a number or a kind; what pyarrow makes no sense of has neither.
        if isinstance(error, OSError) and (error.errno is not None or type(error) is not OSError):
            raise
        hint = Text(
            "copy it again, or delete it: the command of the study then runs again what it held",
            "請重新複製;或刪除它,再運行該研究的命令即重跑其中的模擬",
        )
        raise BadInput(str(file), None, FILE, _DAMAGED, hint) from error


def check(folder: Path, *, to_write: bool = False) -> dict[str, Any] | None:
    """Return what a folder says of its study, or None where it holds nothing yet.

    Parameters
    ----------
    folder : Path
    to_write : bool
        Whether a study is to be written there, or else read, for the hint.

    Raises
    ------
    BadInput
        If it is no study's folder, or was written by another version.
    """
    if folder.is_file():
        raise BadInput(
            str(folder), None, FOLDER, Text("a file", "文件"), Text("give a folder", "請給一個文件夾")
        )
    # A process that ended before it had said what the folder is for leaves a lock and what it was writing.
    there = [entry.name for entry in folder.iterdir()] if folder.exists() else []
    # Hidden files are those of a system, such as .DS_Store, wherever somebody looked.
    if all(name.startswith(".") for name in there):
        return None
    try:
        known: dict[str, Any] = _read_json(folder / DESIGN, _COPY)
        version, _ = known["results_version"], known["digest"]
    except (FileNotFoundError, KeyError, TypeError) as error:
        right = _TO_WRITE if to_write else TO_READ
        hint = Text(f"it holds no {DESIGN} of a study; {right}", f"其中沒有研究的 {DESIGN};{right.zh}")
        raise BadInput(str(folder), None, FOLDER, Text("not a study", "不是研究"), hint) from error
    if version != RESULTS_VERSION:
        hint = Text(
            f"this is version {RESULTS_VERSION}; run the study again in another folder",
            f"當前版本為 {RESULTS_VERSION};請在另一文件夾重新運行該研究",
        )
        raise BadInput(str(folder), None, Text("results version", "結果版本"), version, hint)
    return known


def study_in(folder: Path) -> Path:
    """Return where the one study of a folder is: there, or below it, where others write a report beside it.

    Raises
    ------
    BadInput
        If it holds several.
    """
    if (folder / DESIGN).exists():
        return folder
    below = {design.parent for depth in ("*", "*/*") for design in folder.glob(f"{depth}/{DESIGN}")}
    found = sorted(map(str, below), key=lambda name: (len(name), name))  # wave_2 comes before wave_10
    if len(found) > 1:
        named, more = found[:_MOST_NAMED], len(found) - _MOST_NAMED
        hint = Text(
            f"it holds several: give one of {', '.join(named)}{f' or {more} more' if more > 0 else ''}",
            f"其中有數項研究,請給其中之一:{'、'.join(named)}{f'等另外 {more} 個' if more > 0 else ''}",
        )
        raise BadInput(str(folder), None, FOLDER, Text("not one study", "不是單一研究"), hint)
    return Path(found[0]) if found else folder


def _read_json(path: Path, right: Text) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(str(path), None, FILE, _DAMAGED, right) from error


def _write_json(path: Path, data: object) -> None:
    new = path.with_name(NEW + path.name)
    try:
        new.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _settled(new)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _settled(path: Path) -> None:
    """Wait until a file is on the disk: a rename must not come first when the power fails."""
    with path.open("r+b") as file:  # Windows refuses it for a file that is open for reading alone
        os.fsync(file.fileno())
