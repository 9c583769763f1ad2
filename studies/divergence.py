"""Where do two runs part? Step both until they differ, and say at which agent, field and day, and why.

Both are stepped process by process, so that a difference is found where it arises. Why is found by trial:
each thing in which the inputs differ is changed alone in the first run, and those that make it differ by the
same process are named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, Text, whole
from crosspark.governance.mode import Mode
from crosspark.governance.settings import SETTINGS
from crosspark.model.case import resolve
from crosspark.model.district import DistrictModel, Inputs, release
from crosspark.model.founding import DAYS
from crosspark.model.result import Run
from crosspark.model.schedule import Process
from crosspark.studies.entries import load_mode_of

_KEYS = ("scenario", "mode", "seed", "years", "overrides")

#: Fields of a step or a project that hold a day.
_DAY_FIELDS = frozenset({"since", "ready", "began", "own_done", "confirm", "finish", "signed", "ended"})

#: What the model keeps of the inputs, which differ because they were given so, and what it numbers agents by.
_INPUTS = frozenset(
    {"case", "modes", "settings", "seed", "years", "adopt", "months", "agents_numbered"}
    | {"rulebook", "present_rules", "target_rules", "rules", "world"}
)


@dataclass(frozen=True)
class Side(Inputs):
    """What goes into one of the two runs."""

    @classmethod
    def of(cls, given: "Mapping[str, Any] | Run | Side") -> Self:
        """Return what a run was made of, or what a mapping says: scenario, mode, seed, years, overrides.

        Raises
        ------
        BadInput
            If a key or a value cannot be used, or the run had classes of its own.
        """
        if isinstance(given, cls):
            return given
        if isinstance(given, Run):
            if given.inputs.own:
                hint = Text(
                    "only what the model's own classes ran can be stepped again",
                    "只有由模型自身的類別運行的模擬才能重新逐步運行",
                )
                said = ", ".join(given.inputs.own)
                own = Text(f"of other classes ({said})", f"使用了其他類別({said})")
                raise BadInput("<diverge>", None, "run", own, hint)
            return cls(**vars(given.inputs))
        if not isinstance(given, Mapping) or set(given) - set(_KEYS):
            hint = Text(
                f"it must be a Run, or a mapping with some of {', '.join(_KEYS)}",
                f"須為 Run,或鍵取自{'、'.join(_KEYS)}的映射",
            )
            raise BadInput("<diverge>", None, "run", given, hint)
        for name, least in (("seed", 0), ("years", 1)):
            number = given.get(name)
            counts = isinstance(number, int | np.integer) and not isinstance(number, bool)
            if number is not None and (not counts or number < least):
                raise BadInput("<diverge>", None, name, number, whole(least))
        case = resolve(given.get("scenario", "wenjiang"))
        mode = given.get("mode", case.present)
        model = DistrictModel(
            case,
            {park: load_mode_of(case, one) for park, one in mode.items()}
            if isinstance(mode, Mapping)
            else load_mode_of(case, mode),
            rng=given.get("seed", 1),
            years=given.get("years"),
            overrides=given.get("overrides"),
        )
        inputs = model.inputs()
        release(model)
        return cls(**vars(inputs))

    def model(self) -> DistrictModel:
        """Return the run, not begun."""
        return DistrictModel(
            self.case,
            self.modes,
            rng=self.seed,
            years=self.years,
            adopt=self.adopt,
            overrides=self.settings,
        )


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
        What makes the difference by itself; empty where no input alone does.
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

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return it as a sentence."""
        causes = [f"{cause.path} ({_shown(cause.first)} → {_shown(cause.second)})" for cause in self.causes]
        values = f"{_shown(self.first)} → {_shown(self.second)}"
        if lang == "zh":
            day = "" if self.day is None else f"第 {self.day} 個工作日,"
            why = f"由 {'、'.join(causes)} 造成" if causes else "任何一項輸入單獨改變都不會如此"
            return (
                f"第 {self.month} 個月,{day}“{self.process.title_zh}”之後首次不同:"
                f"{self.agent} 的 {self.field}:{values};另有 {self.others} 項不同;{why}。"
            )
        day = "" if self.day is None else f", working day {self.day}"
        why = f"made by {', '.join(causes)}" if causes else "made by no input alone"
        return (
            f"The runs part in month {self.month}{day}, after “{self.process.title_en}”: "
            f"{self.agent}, {self.field}: {values}; {self.others} more differ by then; {why}."
        )


@dataclass(frozen=True)
class Together:
    """Two runs that do not part; it counts as false.

    Attributes
    ----------
    months : int
        For which both were stepped, burn-in included: the horizon, the shorter one where they differ.
    shorter : bool
        Whether one of the two goes on for longer.
    """

    months: int
    shorter: bool

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return it as a sentence."""
        if lang == "zh":
            horizon = "(較短者的期限)" if self.shorter else ""
            return f"兩次模擬在 {self.months} 個月內{horizon}沒有不同。"
        horizon = ", the horizon of the shorter one" if self.shorter else ""
        return f"The runs do not part within {self.months} months{horizon}."


Given = Mapping[str, Any] | Run | Side


def diverge(run_a: Given, run_b: Given) -> Divergence | Together:
    """Step two runs until they differ.

    Parameters
    ----------
    run_a, run_b : Run or mapping
        What `simulate` returned, or what it would be asked for:
        ``{"scenario": "wenjiang", "mode": "one_plus_two", "seed": 1, "years": 10, "overrides": {...}}``.

    Returns
    -------
    Divergence or Together
        A `Together`, which is false, where they do not differ within the horizon; another horizon is no
        difference, and the shorter one is what counts. ``text(lang)`` of either is a sentence.

    Raises
    ------
    BadInput
        If something given cannot be used, or a run had classes of the caller's own.

    Examples
    --------
    >>> print(diverge({"scenario": "two_parks", "seed": 1}, {"scenario": "two_parks", "seed": 1}))
    The runs do not part within 156 months.
    """
    a, b = Side.of(run_a), Side.of(run_b)
    one, two = a.model(), b.model()
    try:
        found = _first(one, two)
        if found is None:
            return Together(min(one.months, two.months), shorter=one.months != two.months)
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
    try:
        # A cause may bring adoption forward, and the horizon with it.
        other = replace(side, years=max(side.years, month // 12 + 1)).model()
    except BadInput:
        return False  # no district has this one thing of the other
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
    months = min(one.months, two.months)
    mine, theirs = _state(one, months), _state(two, months)
    found: list[Difference] = []
    nothing = np.zeros(())  # what has not been counted yet, or is of a park that the other has not
    for part, field in dict.fromkeys((*mine, *theirs)):
        first, second = mine.get((part, field), nothing), theirs.get((part, field), nothing)
        if first.shape != second.shape:
            found.append((None, part, field, first.shape, second.shape))
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


def _state(model: DistrictModel, months: int) -> dict[tuple[str, str], NDArray[Any]]:
    """Return all numbers that a model holds, but for those that are its inputs, by part and field.

    Demand and enterprises of months beyond `months`, which a longer run knows from the start, are left out.
    """
    tables = {name: value for name, value in vars(model).items() if name not in _INPUTS}
    rows = model.enterprises  # incumbents, then leads by the month in which they come
    tables["enterprises"] = rows[: np.searchsorted(rows["arrival"], months)]
    tables["demand"] = model.demand[: months + 1]
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
    if a.adopt != b.adopt and not (_as_the_scenario_says(a) and _as_the_scenario_says(b)):
        yield Cause("adopt", a.adopt, b.adopt), replace(a, adopt=b.adopt)
    yield from _rules_changed(a, b)
    facts = {fact.path: fact for fact in b.case.facts}
    for fact in a.case.facts:
        other = facts.get(fact.path)
        if other is None or other.value == fact.value:
            continue
        try:
            case = a.case.with_overrides({fact.path: f"{other.value!r} {other.unit}"})
        except BadInput:
            continue
        adopt = case.burn_in_months if _as_the_scenario_says(a) else a.adopt
        yield Cause(fact.path, fact.value, other.value), replace(a, case=case, adopt=adopt)


def _as_the_scenario_says(side: Side) -> bool:
    return side.adopt == side.case.burn_in_months


def _rules_changed(a: Side, b: Side) -> Iterator[tuple[Cause, Side]]:
    """Yield each clause and parameter in which the modes differ: of all parks where all have one mode."""
    (mine, *more), (theirs, *others) = dict.fromkeys(a.modes.values()), dict.fromkeys(b.modes.values())
    whole_district = not more and not others
    for park, mode in {"": mine}.items() if whole_district else a.modes.items():
        other = theirs if not others else b.modes.get(park, mode)
        parks, named = ((park,), f"{park}: ") if park else (tuple(a.modes), "")
        for cause, changed in _one_by_one(mode, other, {*a.settings, *b.settings}):
            yield (
                replace(cause, path=f"{named}{cause.path}"),
                replace(a, modes={**a.modes, **dict.fromkeys(parks, changed)}),
            )
    for path in dict.fromkeys((*a.settings, *b.settings)):
        before, after = (
            side.settings.get(
                path, next(iter(side.modes.values())).parameters.get(path, SETTINGS[path].value)
            )
            for side in (a, b)
        )
        if a.settings.get(path) != b.settings.get(path):
            yield Cause(path, before, after), _overridden(a, b, path)


def _one_by_one(mine: Mode, theirs: Mode, overridden: set[str]) -> Iterator[tuple[Cause, Mode]]:
    """Yield each clause and parameter in which two modes differ, and the first with it alone changed."""
    for id_ in dict.fromkeys((*mine.clauses, *theirs.clauses)):
        first, second = mine.clauses.get(id_, 0.0), theirs.clauses.get(id_, 0.0)
        if first != second:
            yield Cause(id_, first, second), replace(mine, clauses={**mine.clauses, id_: second})
    for path in dict.fromkeys((*mine.parameters, *theirs.parameters)):
        usual = SETTINGS[path].value
        before, after = mine.parameters.get(path, usual), theirs.parameters.get(path, usual)
        if before != after and path not in overridden:
            yield Cause(path, before, after), mine.with_parameters({path: after})


def _overridden(a: Side, b: Side, path: str) -> Side:
    """Return the first run's inputs with one override, which the burn-in took too, as the second has it."""
    settings = {key: value for key, value in a.settings.items() if key != path}
    if path in b.settings:
        return replace(a, settings={**settings, path: b.settings[path]})
    theirs = next(iter(b.modes.values()))
    modes = {}
    for park, mode in a.modes.items():
        own = {key: value for key, value in mode.parameters.items() if key != path}
        given = b.modes.get(park, theirs).parameters
        modes[park] = replace(mode, parameters=own | {key: given[key] for key in (path,) if key in given})
    return replace(a, settings=settings, modes=modes)


def _shown(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, int | float) else str(value)
