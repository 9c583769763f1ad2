"""The runs of a comparison, kept in its folder as they finish, so that the same one goes on from there.

A run is a line of ``runs/finished.jsonl``: its name, which is a hash of all that shapes it, and what is kept
of it. The first line says whose runs they are. Lines are written whole and at once; what the end of a process
or a full disk cut off is no line, and is run again. Failed runs are not kept: they are tried again. A sweep
has too many runs for that; `crosspark.studies.store` keeps them in Parquet.
"""

import hashlib
import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from crosspark.governance.errors import FOLDER, BadInput, Text, unwritable
from crosspark.studies.design import Design, Task
from crosspark.studies.folders import FINISHED, check_folder
from crosspark.studies.jobs import Failure, Job, Outcome
from crosspark.studies.runner import Keeping, Runner, Work

_Task = TypeVar("_Task")
_Came = TypeVar("_Came")


class KeptRuns:
    """The finished runs of one comparison.

    Parameters
    ----------
    folder : path
        Of the comparison; made where it is not there.
    asked : object
        What was asked, as plain data: the folder of another question is refused.

    Raises
    ------
    BadInput
        If the folder holds something else. Nothing is written before a run is finished.
    """

    def __init__(self, folder: str | Path, asked: object) -> None:
        self._file = Path(folder) / FINISHED
        digest = hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()
        self._head = {"comparison": digest}
        self._known: dict[str, Any] = {}
        self._begun = False
        if self._file.exists():
            self._read(str(folder))
        elif not _is_empty(self._file.parent):
            check_folder(folder, ())

    def __len__(self) -> int:
        return len(self._known)

    def _read(self, folder: str) -> None:
        heads = []
        with self._file.open(encoding="utf-8", errors="replace") as file:
            for text in file:
                try:
                    line = json.loads(text)
                    if "run" in line:
                        self._known[line["run"]] = line["kept"]
                    else:
                        heads.append(line)
                except ValueError:  # cut off while it was written
                    continue
        if any(head != self._head for head in heads) or (self._known and not heads):
            hint = Text(
                "it holds another comparison; give an empty folder, or ask as it was asked before "
                "(more replicates and futures go on from there)",
                "其中是另一項比較;請給空文件夾,或照原樣再問(重複次數與未來可以增加)",
            )
            raise BadInput(folder, None, FOLDER, Text("not empty", "非空"), hint)
        self._begun = bool(heads)

    def _write(self, lines: Sequence[Mapping[str, Any]]) -> None:
        if not self._begun:
            self._begin()
            lines = [self._head, *lines]
        # The line break comes first, and parts what follows from a line that was cut off.
        text = "".join(f"\n{json.dumps(line, ensure_ascii=False, default=_plain)}" for line in lines)
        with self._file.open("ab", buffering=0) as file:
            file.write(f"{text}\n".encode())
        self._begun = True

    def _begin(self) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch()
        except OSError as error:
            folder, hint = self._file.parents[1], unwritable(error, self._file.parents[1])
            raise BadInput(str(folder), None, FOLDER, folder.name, hint) from error

    def of_jobs(self, design: Design) -> Keeping:
        """Return who runs the jobs of the one point of a design and keeps them."""
        ((scenario,), (point,)) = design.scenarios, design.points
        settings = tuple(point.items())

        def name(job: Job) -> str:
            return design.name(Task(0, scenario, job.mode, 0, job.replicate, job.seed, settings))

        form: Form[Job, Outcome | Failure] = Form(name, lambda row: row.job, _kept_of, Outcome.of_data)
        return partial(self.run, form=form)

    def run(
        self, runner: Runner, work: Work[_Task, _Came], tasks: Sequence[_Task], form: "Form[_Task, _Came]"
    ) -> Generator[list[_Came], None, None]:
        """Yield what comes of tasks: what is kept of them, then what is run, which is kept as it comes."""
        names = {task: form.name(task) for task in tasks}
        yield [form.of_data(task, self._known[name]) for task, name in names.items() if name in self._known]
        rest = [task for task, name in names.items() if name not in self._known]
        for rows in runner.run(work, rest, len(rest)):
            kept = {names[form.task_of(row)]: form.to_data(row) for row in rows}
            lines = [{"run": name, "kept": data} for name, data in kept.items() if data is not None]
            if lines:
                self._write(lines)
            yield rows


@dataclass(frozen=True)
class Form(Generic[_Task, _Came]):
    """How runs of one kind are named and written.

    Attributes
    ----------
    name : callable
        Returns a hash of all that shapes the run of a task.
    task_of : callable
        Returns the task of what came.
    to_data : callable
        Returns what is kept of what came, as plain data; None where it failed.
    of_data : callable
        Returns what came of a task, from what was kept.
    """

    name: Callable[[_Task], str]
    task_of: Callable[[_Came], _Task]
    to_data: Callable[[_Came], Any]
    of_data: Callable[[_Task, Any], _Came]


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _kept_of(row: Outcome | Failure) -> dict[str, Any] | None:
    return row.to_data() if isinstance(row, Outcome) else None


def _plain(value: Any) -> Any:
    """Return a number or an array of NumPy as Python has it."""
    return value.tolist()
