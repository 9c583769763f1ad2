"""A scenario as the model meets it: the district, its conditions and horizon, and where figures come from.

The model takes a `Scenario` or a name. Whoever can find a scenario by its name registers as resolver;
so the model needs no loader.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    ParkFacts,
    ProcedureFacts,
    SegmentFacts,
    ServerFacts,
    SubdistrictFacts,
)
from crosspark.agents.quantity import (
    Identifier,
    Quantity,
    Record,
    Title,
    name_in_path,
    quantities,
    titled,
)
from crosspark.governance import units
from crosspark.governance.errors import BadInput, Text, nearest, suggestion

#: The longest horizon: beyond it no figure of a present district is worth a run.
MOST_YEARS = 50

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
    present: str  # that it is a mode's name is checked where files are read
    burn_in_months: Annotated[int, BeforeValidator(Quantity("month", whole=True))] = titled(
        "Months under the present mode before adoption", "改革前按現行模式運行的月數"
    )
    years: Annotated[
        int, BeforeValidator(Quantity("year", whole=True, low=1, high=MOST_YEARS, chosen=True))
    ] = titled("Years that are compared", "比較的年數")
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
        scenario = cls._read(data, place)
        scenario._facts = tuple(_facts(scenario, data))
        return scenario

    @classmethod
    def _read(cls, data: Mapping[str, Any], place: Place) -> Self:
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise _bad_input(error, data, place) from None

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
                owner = (one.title_en, one.title_zh)
            else:
                known: dict[str, Any] = {**self.segments}
                if isinstance(at, tuple):
                    known = {**self.departments, **self.servers}
                titles.append((known[name].title_en, known[name].title_zh))
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
        return _written(self, (), {fact.path: fact for fact in self._facts})

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
        for path, written in overrides.items():
            if path not in known:
                hint = suggestion(path, known, "figure in this scenario", "情景數字")
                raise BadInput("<overrides>", None, path, written, hint)
        data = self._written_around(known, overrides)
        for path, written in overrides.items():
            *parents, leaf = path.split(".")
            _find(data, tuple(parents))[leaf] = written
        scenario = self._read(data, lambda _: ("<overrides>", None))
        scenario._facts = tuple(
            fact if fact.path not in overrides else _overridden(fact, scenario.figure(fact.path))
            for fact in self._facts
        )
        return scenario

    def figure(self, path: str) -> float:
        """Return the figure at a dotted path."""
        at: Any = self
        for name in path.split("."):
            if isinstance(at, dict):
                at = at[name]
            elif isinstance(at, tuple):
                at = next(one for one in at if name_in_path(one) == name)
            else:
                at = getattr(at, name)
        value: float = at
        return value

    def _written_around(self, known: Mapping[str, Fact], paths: Iterable[str]) -> dict[str, Any]:
        """Return the content with the records that hold some figures as a file would write them.

        The other records stay as they were read: to read them all again takes longer than a month of a run,
        and a sweep over figures does this at every point.
        """
        touched = {tuple(path.split(".")[:2]) for path in paths}
        fields = {field for field, *_ in touched}

        def written(record: Record, *place: str) -> Any:
            return _written(record, place, known) if place in touched else record

        data: dict[str, Any] = {}
        for field in type(self).model_fields:
            held = getattr(self, field)
            if field in known:
                data[field] = _text(held, known[field].unit)
            elif field not in fields:
                data[field] = held
            elif isinstance(held, dict):
                data[field] = {key: written(record, field, key) for key, record in held.items()}
            elif isinstance(held, tuple):
                data[field] = [written(record, field, name_in_path(record)) for record in held]
            else:
                data[field] = _written(held, (field,), known)
        return data


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


def _written(record: Record, place: tuple[str, ...], facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Return a record as a file would write it; `place` is its own path."""
    data: dict[str, Any] = record.model_dump(mode="json")
    for path, kind, value in quantities(record, place):
        inner = path[len(place) :]
        _find(data, inner[:-1])[inner[-1]] = _as_written(value, kind, facts[".".join(path)])
    return data


def _overridden(before: Fact, value: float) -> Fact:
    """Return the fact with its new value; its range is the one before, widened where the value needs it."""
    low, high = min(before.low, value), max(before.high, value)
    return replace(before, value=value, low=low, high=high, grade="assumption", source="override")


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


def _must_be_given(data: Mapping[str, Any], path: tuple[str, ...]) -> Text:
    """Return the hint for a missing key. A park that lacks one is most likely another, misspelt."""
    hint = Text("it must be given", "此項必須填寫")
    group = data.get(path[0])
    if len(path) != 3 or not isinstance(group, Mapping):
        return hint
    near = nearest(path[1], [name for name in group if name != path[1]])
    if near is None:
        return hint
    return Text(
        f'{hint}, or did you mean "{near}" by {path[1]}?', f"{hint.zh},或者 {path[1]} 是否想寫「{near}」?"
    )


#: What pydantic wants where the value is of another kind.
_KINDS_ZH = {
    "string_type": "須為文字",
    "string_too_short": "不能為空",
    "bool_type": "須為 true 或 false",
    "bool_parsing": "須為 true 或 false",
    "int_type": "須為整數",
    "dict_type": "須逐行寫「鍵: 值」",
    "model_type": "須逐行寫「鍵: 值」",
    "list_type": "須為列表,如 [a, b]",
    "tuple_type": "須為列表,如 [a, b]",
}


def _bad_input(error: ValidationError, data: Mapping[str, Any], place: Place) -> BadInput:
    """Return the first thing wrong; what is misspelt before the key that is missing because of it."""
    misspelt = ("string_pattern_mismatch", "extra_forbidden")
    details = min(
        error.errors(), key=lambda item: misspelt.index(item["type"]) if item["type"] in misspelt else 2
    )
    path = tuple(_names(data, details["loc"]))
    value = _find(data, path)
    kind = details["type"]
    if kind == "extra_forbidden":
        hint = suggestion(path[-1], _fields_at(details["loc"][:-1]), "key here", "鍵")
    elif kind == "missing":
        value, hint = None, _must_be_given(data, path)
    elif kind == "value_error":
        hint = Text.of(details["ctx"]["error"])
    elif kind == "literal_error":
        expected = details["ctx"]["expected"].replace("'", "")
        hint = Text(
            f"it must be {expected}", f"須為 {expected.replace(' or ', '、').replace(', ', '、')} 之一"
        )
    elif kind == "string_pattern_mismatch":
        value = path[-1] if details["loc"][-1] == "[key]" else value
        hint = Text(
            "an id starts with a letter and holds only letters, digits and _",
            "標識以英文字母開頭,只含英文字母、數字與 _",
        )
        near = nearest(str(value), _titles(data))
        if near is not None:
            hint = Text(f'{hint}; did you mean "{near}"?', f"{hint.zh};是否想寫「{near}」?")
    else:
        hint = Text(details["msg"][0].lower() + details["msg"][1:], _KINDS_ZH.get(kind, "格式不符"))
    if isinstance(value, Mapping) and "value" in value:
        value = value["value"]
    file, line = place(tuple(step for step in details["loc"] if step != "[key]"))
    return BadInput(file, line, ".".join(path), value, hint)


def _titles(data: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the titles of the parks, sub-districts, departments and so on that a file describes, by id."""
    return {
        str(id_): (str(entry["title_en"]), str(entry["title_zh"]))
        for group in data.values()
        if isinstance(group, Mapping)
        for id_, entry in group.items()
        if isinstance(entry, Mapping) and {"title_en", "title_zh"} <= entry.keys()
    }


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
