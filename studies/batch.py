"""One task of a design: its input from what all tasks share, and the row that is kept of it."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, lru_cache
from typing import Any

from crosspark.governance import units
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import Text
from crosspark.studies.design import Design, Task
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import message_of


@dataclass(frozen=True)
class Row:
    """What is kept of one task: its values, or the message of its failure."""

    task: Task
    values: dict[str, float]
    message: str = ""

    @property
    def why(self) -> str:
        """The message as it is kept, on one line: in both languages where it has them."""
        return self.message.line if isinstance(self.message, Text) else self.message


Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Context:
    """What every task of a design shares."""

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

    def __getstate__(self) -> dict[str, Any]:
        # What was looked up here stays here: functions of a cache cannot travel to another process.
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def run(self, task: Task) -> Row:
        """Run one task. Whatever goes wrong becomes a row: one bad point must not end a night's work."""
        try:
            case, mode, fields = self._input(task.scenario, task.mode, task.settings)
            years = case.years if self.years is None else self.years
            run = self.simulate(case, mode, seed=task.seed, years=years, overrides=fields)
        except Exception as error:
            return self.failed(task, message_of(error))
        return Row(task, {name: float(value) for name, value in run.values.items()})

    def failed(self, task: Task, message: str) -> Row:
        """Return the row of a task that has no values, and why."""
        return Row(task, {}, message)

    def _input(self, scenario: str, mode: str, settings: Pairs) -> tuple[Any, Any, dict[str, Any]]:
        """Return the scenario with its figures, the mode with its clauses, and what is overridden in both."""
        units_of = self._units(scenario)
        figures, clauses, of_mode = [], [], {}
        for path, value in settings:
            if path in units_of:
                figures.append((path, _written(value, units_of[path])))
            elif path.removeprefix("clauses.") in CLAUSES:
                clauses.append((path.removeprefix("clauses."), value))
            else:
                of_mode[path] = value
        return self._case(scenario, tuple(figures)), self._mode(mode, tuple(clauses)), of_mode

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
