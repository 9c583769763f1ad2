"""A scenario as the model meets it: the district, its conditions and horizon, and where figures come from.

The model takes a `Scenario` or a name. Whoever can find a scenario by its name registers as resolver;
so the model needs no loader.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self, get_args, get_origin

from pydantic import BeforeValidator, PrivateAttr, ValidationError

from crosspark.agents.facts import (
    BudgetFacts,
    DemandFacts,
    DepartmentFacts,
    EconomyFacts,
    Identifier,
    ParkFacts,
    ProcedureFacts,
    Quantity,
    Record,
    SegmentFacts,
    ServerFacts,
    SubdistrictFacts,
    Title,
    name_in_path,
    quantities,
    titled,
)
from crosspark.governance import units
from crosspark.governance.errors import BadInput, suggestion

Step = str | int
#: Finds the file and the line of a path in the data of a scenario.
Place = Callable[[tuple[Step, ...]], tuple[str, int | None]]


@dataclass(frozen=True)
class Fact:
    """One figure of a scenario: its value and range in `unit`, how well it is known, and from where."""

    path: str
    value: float
    unit: str
    low: float
    high: float
    grade: str
    source: str


class Scenario(Record):
    """A district, its conditions and a horizon.

    Attributes
    ----------
    present : str
        The mode that the district has now, and has through the burn-in.
    burn_in_months, years : int
        Months before adoption, and years after it.
    parks, subdistricts, departments, servers, segments : dict of str to record
        By id. Reviews may be served by a department or by a server.
    procedures : tuple of ProcedureFacts
        In the order of the chain that the base institution runs.
    """

    id: Identifier
    title_en: Title
    title_zh: Title
    description_en: str = ""
    description_zh: str = ""
    present: Identifier
    burn_in_months: Annotated[int, BeforeValidator(Quantity("month", whole=True))] = titled(
        "Months under the present mode before adoption", "改革前按現行模式運行的月數"
    )
    years: Annotated[int, BeforeValidator(Quantity("year", whole=True, low=1, high=100))] = titled(
        "Years that are compared", "比較的年數"
    )
    parks: dict[Identifier, ParkFacts]
    subdistricts: dict[Identifier, SubdistrictFacts]
    departments: dict[Identifier, DepartmentFacts]
    servers: dict[Identifier, ServerFacts]
    segments: dict[Identifier, SegmentFacts]
    procedures: tuple[ProcedureFacts, ...]
    demand: DemandFacts
    budgets: BudgetFacts
    economy: EconomyFacts

    _facts: tuple[Fact, ...] = PrivateAttr(default=())

    @classmethod
    def build(cls, data: Mapping[str, Any], place: Place) -> Self:
        """Return the scenario that `data` describes; `place` finds file and line of a path."""
        try:
            scenario = cls.model_validate(data)
        except ValidationError as error:
            raise _bad_input(error, data, place) from None
        scenario._facts = tuple(_facts(scenario, data))
        return scenario

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every figure with range, grade and source: all that can be overridden and swept."""
        return self._facts

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, the same in every process."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def called(self, path: str) -> tuple[str, str]:
        """Return what the figure at a path is called, in English and in Chinese: whose it is, and what.

        Examples
        --------
        >>> resolve("two_parks").called("parks.north.fit.pharma")  # doctest: +SKIP
        ('North Park: fit (Pharmaceuticals)', '北園:產業適宜度(醫藥)')
        """
        at: Any = self
        owner: tuple[str, str] | None = None
        titles: list[tuple[str, str]] = []
        for name in path.split("."):
            if isinstance(at, Record):
                own = type(at).titles(name)
                titles += [own] if own else []
                at = getattr(at, name)
                continue
            one: Any = at[name] if isinstance(at, dict) else next(x for x in at if name_in_path(x) == name)
            if hasattr(one, "title_en"):
                owner = (one.title_en, one.title_zh)  # type: ignore[attr-defined]
            else:
                about = {**self.departments, **self.servers} if isinstance(at, tuple) else self.segments
                titles.append((about[name].title_en, about[name].title_zh))
            at = one
        (english, chinese), *which = titles
        if owner is not None:
            english, chinese = f"{owner[0]}: {english[0].lower()}{english[1:]}", f"{owner[1]}:{chinese}"
        return (
            "".join([english, *(f" ({title})" for title, _ in which)]),
            "".join([chinese, *(f"({title})" for _, title in which)]),
        )

    def to_data(self) -> dict[str, Any]:
        """Return the content as a file would write it, each figure with its unit."""
        data: dict[str, Any] = self.model_dump(mode="json")
        for (path, kind, value), fact in zip(quantities(self), self._facts, strict=True):
            _find(data, path[:-1])[path[-1]] = _as_written(value, kind, fact)
        return data

    def to_yaml(self, path: str | Path) -> Path:
        """Write the scenario to a file that loads as the same scenario, and return its path."""
        import yaml

        text = yaml.safe_dump(
            self.to_data(), allow_unicode=True, sort_keys=False, width=110, default_flow_style=None
        )
        Path(path).write_text(text, encoding="utf-8")
        return Path(path)

    def with_overrides(self, overrides: Mapping[str, object]) -> "Scenario":
        """Return this scenario with other figures.

        Parameters
        ----------
        overrides : mapping of str to quantity
            By dotted path, each with its unit: ``{"demand.leads": "120 1/year"}``.

        Raises
        ------
        BadInput
            If a path is unknown, or a figure is not allowed there.
        """
        if not overrides:
            return self
        known = {fact.path: fact for fact in self._facts}
        data = self.to_data()
        for path, written in overrides.items():
            if path not in known:
                hint = suggestion(path, known, "figure in this scenario")
                raise BadInput("<overrides>", None, path, written, hint)
            *parents, leaf = path.split(".")
            _find(data, tuple(parents))[leaf] = written
        scenario = type(self).build(data, lambda _: ("<overrides>", None))
        scenario._facts = tuple(
            fact if fact.path not in overrides else _overridden(known[fact.path], fact)
            for fact in scenario._facts
        )
        return scenario


_resolvers: list[Callable[[str | Path], Scenario]] = []


def register_resolver(resolver: Callable[[str | Path], Scenario]) -> None:
    """Register who finds a scenario by name or file; the last one registered is asked."""
    _resolvers.append(resolver)


def resolve(case: str | Path | Scenario) -> Scenario:
    """Return the scenario itself, or the one that the registered resolver finds by name or file."""
    if isinstance(case, Scenario):
        return case
    if not _resolvers:
        raise RuntimeError("no resolver of scenario names is registered; import crosspark.scenarios first")
    return _resolvers[-1](case)


#: Units that people write, tried before the canonical one where they lose nothing.
_WRITTEN_UNITS = {
    "m2": (("mu", 2000 / 3),),
    "yuan": (("亿元", 1e8), ("万元", 1e4)),
    "yuan/m2": (("万元/mu", 15.0),),
    "yuan/m2/year": (("万元/mu/year", 15.0),),
    "yuan/year": (("万元/year", 1e4),),
}


def _text(value: float, unit: str) -> str | int | float:
    """Return a canonical value as people write it, with as few digits as read back as the same value."""
    bare = int(value) if value == int(value) else value
    if unit in {"share", "number", *units.COUNTED}:
        return bare
    for name, factor in _WRITTEN_UNITS.get(unit, ()):
        for digits in range(5 if value >= factor else 0):
            text = f"{round(value / factor, digits):.10g} {name}"
            read = units.parse(text, unit)
            if (round(read) if isinstance(value, int) else read) == value:
                return text
    return f"{bare!r} {unit}"


def _as_written(value: float, kind: Quantity, fact: Fact) -> object:
    low, high = kind.range_of(value, value)
    if (fact.grade, fact.source, fact.low, fact.high) == ("assumption", "", low, high):
        return _text(value, fact.unit)
    written: dict[str, object] = {"value": _text(value, fact.unit)}
    written["range"] = [_text(fact.low, fact.unit), _text(fact.high, fact.unit)]
    if fact.grade != "assumption":
        written["grade"] = fact.grade
    if fact.source:
        written["source"] = fact.source
    return written


def _overridden(before: Fact, after: Fact) -> Fact:
    """Return the fact with its new value; its range is the one before, widened where the value needs it."""
    low, high = min(before.low, after.value), max(before.high, after.value)
    return replace(after, low=low, high=high, grade="assumption", source="override")


def _facts(scenario: Scenario, data: Mapping[str, Any]) -> Iterator[Fact]:
    for path, kind, value in quantities(scenario):
        written = _find(data, path)
        low, high = kind.range_of(written, value)
        about = written if isinstance(written, Mapping) else {}
        grade, source = about.get("grade", "assumption"), str(about.get("source") or "")
        yield Fact(".".join(path), value, kind.unit, low, high, grade, source)


def _find(data: Any, path: tuple[str, ...]) -> Any:
    """Return what stands at a path, or None; an element of a list goes by its `id` or `server`."""
    for name in path:
        if isinstance(data, Mapping):
            data = data.get(name)
        elif isinstance(data, list | tuple):
            data = next((item for place, item in enumerate(data) if name == _name(item, place)), None)
        else:
            return None
    return data


def _bad_input(error: ValidationError, data: Mapping[str, Any], place: Place) -> BadInput:
    """Return the first thing wrong; a misspelt key before the key that is missing because of it."""
    details = sorted(error.errors(), key=lambda item: item["type"] != "extra_forbidden")[0]
    path = tuple(_names(data, details["loc"]))
    value = _find(data, path)
    kind = details["type"]
    if kind == "extra_forbidden":
        hint = suggestion(path[-1], _fields_at(details["loc"][:-1]), "key here")
    elif kind == "missing":
        value, hint = None, "it must be given"
    elif kind == "value_error":
        hint = str(details["ctx"]["error"])
    elif kind == "literal_error":
        hint = f"it must be {details['ctx']['expected']}".replace("'", "")
    elif kind == "string_pattern_mismatch":
        value = path[-1] if details["loc"][-1] == "[key]" else value
        hint = "an id starts with a letter and holds only letters, digits and _"
    else:
        hint = details["msg"][0].lower() + details["msg"][1:]
    if isinstance(value, Mapping) and "value" in value:
        value = value["value"]
    file, line = place(tuple(step for step in details["loc"] if step != "[key]"))
    return BadInput(file, line, ".".join(path), value, hint)


def _name(item: Any, place: int) -> str:
    """Return the name by which a path speaks of an element of a list."""
    return str(item.get("id", item.get("server", place)) if isinstance(item, Mapping) else place)


def _names(data: Any, location: tuple[Step, ...]) -> Iterator[str]:
    for step in location:
        if isinstance(step, int) and isinstance(data, list | tuple):
            data = data[step]
            yield _name(data, step)
        elif step != "[key]":
            data = data.get(step) if isinstance(data, Mapping) else None
            yield str(step)


def _fields_at(location: tuple[Step, ...]) -> list[str]:
    kind: Any = Scenario
    for step in location:
        if isinstance(kind, type) and issubclass(kind, Record):
            kind = kind.model_fields[str(step)].annotation
        else:
            kind = get_args(kind)[1 if get_origin(kind) is dict else 0]
    return list(kind.model_fields)
