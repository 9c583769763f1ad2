"""Where do two runs part? Step both until they differ, and say at which agent, field and day, and why.

Both are stepped process by process, so that a difference is found where it arises. Why is found by trial:
each thing in which the inputs differ is changed alone in the first run, and those that make it differ by the
same process are named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, Text
from crosspark.governance.mode import Mode
from crosspark.governance.settings import SETTINGS
from crosspark.model.case import Scenario, resolve
from crosspark.model.district import DistrictModel, release, split_overrides
from crosspark.model.founding import DAYS
from crosspark.model.schedule import Process
from crosspark.studies.entries import load_mode_of

_KEYS = ("scenario", "mode", "seed", "years", "overrides")

#: Fields of a step or a project that hold a day.
_DAY_FIELDS = frozenset({"since", "ready", "began", "own_done", "confirm", "finish", "signed", "ended"})

#: What the model keeps of the inputs, which differ because they were given so.
_INPUTS = frozenset(
    {"case", "modes", "seed", "rulebook", "present_rules", "target_rules", "rules", "world", "years"}
)


@dataclass(frozen=True)
class Side:
    """What goes into one of the two runs."""

    scenario: Scenario
    mode: Mode
    seed: int
    years: int

    @classmethod
    def of(cls, given: "Mapping[str, Any] | Side") -> "Side":
        """Return what a mapping says: scenario, mode, seed, years, overrides.

        Raises
        ------
        BadInput
            If a key or a value cannot be used.
        """
        if isinstance(given, Side):
            return given
        if not isinstance(given, Mapping) or set(given) - set(_KEYS):
            hint = Text(
                f"it must be a mapping with some of {', '.join(_KEYS)}", f"須為映射,鍵取自{'、'.join(_KEYS)}"
            )
            raise BadInput("<diverge>", None, "run", given, hint)
        case = resolve(given.get("scenario", "wenjiang"))
        mode = load_mode_of(case, given.get("mode", case.present))
        of_case, of_mode = split_overrides(case, given.get("overrides"))
        case = case.with_overrides(of_case)
        years = given.get("years")
        return cls(
            scenario=case,
            mode=mode.with_parameters(of_mode) if of_mode else mode,
            seed=int(given.get("seed", 1)),
            years=case.years if years is None else int(years),
        )

    def model(self) -> DistrictModel:
        """Return the run, not begun."""
        return DistrictModel(self.scenario, self.mode, rng=self.seed, years=self.years)


@dataclass(frozen=True)
class Cause:
    """One thing in which the inputs differ, and which alone makes the first run differ as well."""

    path: str
    first: object
    second: object


@dataclass(frozen=True)
class Divergence:
    """The first difference between two runs.

    Attributes
    ----------
    month : int
        From the beginning of the run, burn-in included.
    day : int or None
        Working day from the beginning, where what differs is dated.
    process : Process
        Of the month: after it the two differ.
    agent, field : str
    first, second : object
        The two values.
    others : int
        Further fields that differ by then.
    causes : tuple of Cause
        What makes the difference by itself; empty where only several together do.
    """

    month: int
    day: int | None
    process: Process
    agent: str
    field: str
    first: object
    second: object
    others: int
    causes: tuple[Cause, ...]

    def text(self, lang: str = "en") -> str:
        """Return it as a sentence."""
        causes = [f"{cause.path} ({_shown(cause.first)} → {_shown(cause.second)})" for cause in self.causes]
        values = f"{_shown(self.first)} → {_shown(self.second)}"
        if lang == "zh":
            day = "" if self.day is None else f"第 {self.day} 個工作日,"
            why = f"由 {'、'.join(causes)} 造成" if causes else "須數項輸入共同改變才會如此"
            return (
                f"第 {self.month} 個月,{day}“{self.process.title_zh}”之後首次不同:"
                f"{self.agent} 的 {self.field}:{values};另有 {self.others} 項不同;{why}。"
            )
        day = "" if self.day is None else f", working day {self.day}"
        why = f"made by {', '.join(causes)}" if causes else "made only by several inputs together"
        return (
            f"The runs part in month {self.month}{day}, after “{self.process.title_en}”: "
            f"{self.agent}, {self.field}: {values}; {self.others} more differ by then; {why}."
        )


def diverge(run_a: Mapping[str, Any] | Side, run_b: Mapping[str, Any] | Side) -> Divergence | None:
    """Step two runs until they differ.

    Parameters
    ----------
    run_a, run_b : mapping
        ``{"scenario": "wenjiang", "mode": "one_plus_two", "seed": 1, "overrides": {...}}``.

    Returns
    -------
    Divergence or None
        None where they never differ.

    Raises
    ------
    BadInput
        If something given cannot be used.
    """
    a, b = Side.of(run_a), Side.of(run_b)
    one, two = a.model(), b.model()
    try:
        found = _first(one, two)
        if found is None:
            return None
        month, process, differing = found
        causes = [cause for cause, side in _changed_alone(a, b) if _parts(one, side, month, process)]
    finally:
        release(one)
        release(two)
    day, agent, field, first, second = differing[0]
    return Divergence(month, day, process, agent, field, first, second, len(differing) - 1, tuple(causes))


Difference = tuple[int | None, str, str, object, object]


def _first(one: DistrictModel, two: DistrictModel) -> tuple[int, Process, list[Difference]] | None:
    """Step both until they differ, and return month, process and differences."""
    for month in range(min(one.months, two.months)):
        for process, _ in zip(one.processes(), two.processes(), strict=True):
            if differing := _differences(one, two, month):
                return month, process, differing
    return None


def _parts(one: DistrictModel, side: Side, month: int, until: Process) -> bool:
    """Whether a run with these inputs differs from `one`, which stands after that process of that month."""
    other = side.model()
    try:
        for _ in range(month):
            other.step()
        for process in other.processes():
            if process is until:
                return bool(_differences(one, other, month))
        return False
    finally:
        release(other)


def _differences(one: DistrictModel, two: DistrictModel, month: int) -> list[Difference]:
    """Return what differs between two states: dated things first, by day."""
    mine, theirs = _state(one), _state(two)
    found: list[Difference] = []
    for (part, field), first in mine.items():
        second = theirs.get((part, field))
        if second is None or first.shape != second.shape:
            found.append((None, part, field, first.shape, None if second is None else second.shape))
            continue
        unlike = first != second
        if first.dtype.kind == "f":
            unlike &= ~(np.isnan(first) & np.isnan(second))
        if not unlike.any():
            continue
        place = tuple(int(i) for i in np.argwhere(unlike)[0])
        days = [int(x) for x in (first[place], second[place])] if field in _DAY_FIELDS else []
        later = [day for day in days if month * DAYS <= day < (month + 1) * DAYS]
        agent = _name(one, part, place)
        found.append((min(later, default=None), agent, field, first[place].item(), second[place].item()))
    return sorted(found, key=lambda row: (row[0] is None, row[0] or 0))


def _state(model: DistrictModel) -> dict[tuple[str, str], NDArray[Any]]:
    """Return all numbers that a model holds, but for those that are its inputs, by part and field."""
    tables = {name: value for name, value in vars(model).items() if name not in _INPUTS}
    tables |= {"slots": model.room.slots, "steps": model.room.steps}
    tables |= {f"ledger {resource}": balance for resource, balance in model.ledger.balances.items()}
    for agent in (*model.parks, *model.subdistricts, *model.departments):
        held = {name: value for name, value in vars(agent).items() if isinstance(value, int | float)}
        spent = {f"hours.{duty}": value for duty, value in getattr(agent, "hours", {}).items()}
        tables[f"{type(agent).__name__.lower()} {agent.id}"] = {**held, **spent}
    found: dict[tuple[str, str], NDArray[Any]] = {}
    for part, table in tables.items():
        if isinstance(table, dict):
            found |= {
                (part, str(field)): np.asarray(value)
                for field, value in table.items()
                if isinstance(value, int | float | np.ndarray)
            }
        elif isinstance(table, np.ndarray) and table.dtype.names:
            found |= {(part, name): table[name] for name in table.dtype.names}
        elif isinstance(table, np.ndarray | int | float):
            found[part, "value"] = np.asarray(table)
    return {key: value for key, value in found.items() if value.dtype.kind in "iufb"}


def _name(model: DistrictModel, part: str, place: tuple[int, ...]) -> str:
    """Return whom a place in a table belongs to."""
    if part == "enterprises":
        return f"enterprise {place[0]}"
    if part in ("slots", "steps"):
        project = f"project {model.room.slots['row'][place[0]]}"
        return project if part == "slots" else f"{project}, {model.case.procedures[place[1]].id}"
    if place and part == "servers":
        known = {index: name for name, index in model.layout.index.items()}
        return f"server {known.get(place[0], place[0])}"
    if place and not part.startswith("ledger"):
        return f"{part}, {model.park_ids[place[0]]}" if place[0] < model.n_parks else f"{part} {place[0]}"
    return part


def _changed_alone(a: Side, b: Side) -> Iterator[tuple[Cause, Side]]:
    """Yield each thing in which the inputs differ, and the first run's inputs with it alone changed."""
    if a.seed != b.seed:
        yield Cause("seed", a.seed, b.seed), replace(a, seed=b.seed)
    mine, theirs = a.mode, b.mode
    for id_ in dict.fromkeys((*mine.clauses, *theirs.clauses)):
        first, second = mine.clauses.get(id_, 0.0), theirs.clauses.get(id_, 0.0)
        if first != second:
            mode = replace(mine, clauses={**mine.clauses, id_: second})
            yield Cause(id_, first, second), replace(a, mode=mode)
    for path in dict.fromkeys((*mine.parameters, *theirs.parameters)):
        usual = SETTINGS[path].value
        before, after = mine.parameters.get(path, usual), theirs.parameters.get(path, usual)
        if before != after:
            yield Cause(path, before, after), replace(a, mode=mine.with_parameters({path: after}))
    facts = {fact.path: fact for fact in b.scenario.facts}
    for fact in a.scenario.facts:
        other = facts.get(fact.path)
        if other is not None and other.value != fact.value:
            case = a.scenario.with_overrides({fact.path: f"{other.value!r} {other.unit}"})
            yield Cause(fact.path, fact.value, other.value), replace(a, scenario=case)


def _shown(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, int | float) else str(value)
