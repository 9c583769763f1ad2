"""How a quantity of a scenario is written, read, titled and found again.

A quantity is written with its unit ("1200 mu", "5 亿元", 60 posts) or as a mapping
``{value, range, grade, source}``; here it becomes a plain number in the canonical unit that its type
names: integers for land (m²), money (yuan) and persons, floats for hours, days and shares.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from crosspark.governance import units
from crosspark.governance.errors import Text, one_of

GRADES = ("clause", "statistic", "study", "assumption")

#: The least that a quantity may be which must be more than nothing.
JUST_ABOVE_0 = 1e-6

#: Nothing in a district is larger, in whatever unit: a figure beyond it is a slip of the pen.
_LARGEST = 1e15
FACT_KEYS = frozenset({"value", "range", "grade", "source"})


@dataclass(frozen=True)
class Quantity:
    """Reader of one written quantity; it stands in a field's type and names its unit and bounds.

    `low` and `high` are what it can mean, `most` is beyond anything that a district has. What is `chosen`,
    rather than found in a district, may be all that it can mean.
    """

    unit: str
    whole: bool = False
    low: float = 0.0
    high: float = math.inf
    most: float = _LARGEST
    chosen: bool = False

    def __call__(self, written: object) -> int | float:
        """Return the quantity in canonical units; a mapping gives its value and must be well formed."""
        if not isinstance(written, Mapping):
            return self.read(written)
        unknown = sorted(str(key) for key in written if key not in FACT_KEYS)
        if unknown:
            raise ValueError(
                Text(
                    f"a quantity has no key {unknown[0]}; it has value, range, grade and source",
                    f"數量沒有鍵 {unknown[0]};可用的有 value、range、grade、source",
                )
            )
        if "value" not in written:
            raise ValueError(
                Text("a quantity written as a mapping needs the key value", "以花括號書寫的數量須有鍵 value")
            )
        value = self.read(written["value"])
        low, high = self.range_of(written, value)
        if not low <= value <= high:
            raise ValueError(
                Text(
                    f"its range [{low:.10g}, {high:.10g}] must contain it, in {self.unit}",
                    f"其範圍 [{self._zh(low)}, {self._zh(high)}] 須包含該值",
                )
            )
        grade = written.get("grade", "assumption")
        if grade not in GRADES:
            known = one_of(GRADES)
            raise ValueError(Text(f"grade is {grade}; {known}", f"grade 是 {grade};{known.zh}"))
        if grade in {"statistic", "study"} and not str(written.get("source") or "").strip():
            raise ValueError(Text(f"grade {grade} needs a source", f"等級 {grade} 須寫出處(source)"))
        return value

    def read(self, written: object) -> int | float:
        """Return a bare quantity in canonical units, within the bounds of this kind."""
        value = units.parse(written, self.unit)  # type: ignore[arg-type]  # it refuses what is no quantity
        if not self.low <= value <= self.high:
            raise ValueError(self._bounds())
        if abs(value) > self.most:
            side, side_zh = ("most", "多") if value > 0 else ("least", "少")
            most = math.copysign(self.most, value)
            raise ValueError(
                Text(f"it must be at {side} {most:g}{self._unit()}", f"須至{side_zh} {self._zh(most)}")
            )
        return round(value) if self.whole else value

    def _unit(self) -> str:
        return "" if self.unit in {"number", "share"} else f" {self.unit}"

    def _zh(self, value: float) -> str:
        return units.show(value, self.unit, "zh", exact=True)

    def _bounds(self) -> Text:
        unit = self._unit()
        if self.high < math.inf:
            ends = self._zh(self.low), self._zh(self.high)
            return Text(
                f"it must be in [{self.low:g}, {self.high:g}]{unit}", f"須在 [{', '.join(ends)}] 之內"
            )
        if self.low == JUST_ABOVE_0:
            return Text("it must be more than 0", "須大於 0")
        return Text(f"it must be at least {self.low:g}{unit}", f"須至少 {self._zh(self.low)}")

    def range_of(self, written: object, value: float) -> tuple[float, float]:
        """Return the range of a written quantity: its own, or half to double within the bounds."""
        given = written.get("range") if isinstance(written, Mapping) else None
        if given is None and self.chosen:
            return self.low, self.high
        if given is None:
            low, high = sorted((value / 2, value * 2))
            low, high = max(low, self.low), min(high, self.high, self.most)
            return (math.floor(low), math.ceil(high)) if self.whole else (low, high)
        if not isinstance(given, list | tuple) or len(given) != 2:
            raise ValueError(
                Text("range must be a list of two quantities, [low, high]", "range 須為兩個數量:[低, 高]")
            )
        return self.read(given[0]), self.read(given[1])


Land = Annotated[int, BeforeValidator(Quantity("m2", whole=True, most=1e12))]
Money = Annotated[int, BeforeValidator(Quantity("yuan", whole=True))]
Persons = Annotated[int, BeforeValidator(Quantity("person", whole=True, most=1e9))]
Enterprises = Annotated[int, BeforeValidator(Quantity("enterprise", whole=True, most=1e9))]
Posts = Annotated[float, BeforeValidator(Quantity("post", most=1e5))]
Share = Annotated[float, BeforeValidator(Quantity("share", high=1.0))]
Number = Annotated[float, BeforeValidator(Quantity("number"))]
SignedNumber = Annotated[float, BeforeValidator(Quantity("number", low=-math.inf))]
Kilometres = Annotated[float, BeforeValidator(Quantity("km", low=-math.inf))]
Hours = Annotated[float, BeforeValidator(Quantity("hour"))]
HoursPerMonth = Annotated[float, BeforeValidator(Quantity("hour/month"))]
WorkingDays = Annotated[float, BeforeValidator(Quantity("working day"))]
PerMu = Annotated[float, BeforeValidator(Quantity("person/mu"))]
YuanPerM2Year = Annotated[float, BeforeValidator(Quantity("yuan/m2/year"))]
YuanPerM2 = Annotated[float, BeforeValidator(Quantity("yuan/m2"))]
YuanPerYear = Annotated[float, BeforeValidator(Quantity("yuan/year"))]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Title = Annotated[str, StringConstraints(min_length=1)]


def titled(english: str, chinese: str) -> Any:
    """Return what a field is called, to stand at its declaration; it gives no default.

    A figure of a park, a department or a segment is called so after the name of the one that it is of.
    """
    return Field(title=english, json_schema_extra={"title_zh": chinese})


class Record(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def titles(cls, name: str) -> tuple[str, str] | None:
        """Return what a field is called, in English and in Chinese; None for one that holds no figures."""
        about = cls.model_fields[name]
        if about.title is None:
            return None
        return about.title, cast(dict[str, str], about.json_schema_extra)["title_zh"]


def name_in_path(item: Record) -> str:
    """Return the name by which a path speaks of an element of a list: its `id`, or its `server`."""
    return str(item.id if hasattr(item, "id") else item.server)  # type: ignore[attr-defined]


def quantities(
    record: BaseModel, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Quantity, float]]:
    """Yield path, kind and value of every quantity in a record, in the order of its fields.

    An element of a list goes by its name.
    """
    for name, field in type(record).model_fields.items():
        kinds = [item.func for item in field.metadata if isinstance(item, BeforeValidator)]
        yield from _walk(getattr(record, name), field.annotation, kinds, (*path, name))


def _walk(
    value: Any, annotation: Any, kinds: list[Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Quantity, float]]:
    if isinstance(value, BaseModel):
        yield from quantities(value, path)
    elif isinstance(value, dict):
        entry = get_args(annotation)[1]
        inner = [
            item.func for item in getattr(entry, "__metadata__", ()) if isinstance(item, BeforeValidator)
        ]
        for key, item in value.items():
            yield from _walk(item, entry, inner, (*path, str(key)))
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, Record):
                yield from quantities(item, (*path, name_in_path(item)))
    elif kinds and isinstance(kinds[0], Quantity):
        yield path, kinds[0], value
