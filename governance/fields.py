"""What is known about each field of the institution: value, unit, range, how effects combine, source."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Any

from crosspark.governance import units, yamlfile
from crosspark.governance.errors import Text, nearest, one_of

Value = float | str

PARAMETERS = Path(__file__).parent / "parameters"
GRADES = ("clause", "statistic", "study", "assumption")
RULES = ("multiply", "add", "maximum", "set", "none")
SCOPES = ("park", "district")

_KEYS = {"title", "value", "unit", "range", "grade", "source"}


@dataclass(frozen=True)
class Quantity:
    """A number or a word with its unit, range and source.

    Attributes
    ----------
    path : str
        Dotted path, such as ``handover.days``.
    value : float or str
        In `unit`; a word where `words` is not empty.
    unit : str
        The unit in which the program holds it; ``word`` for a word.
    low, high : float or None
        Ends of the range, both allowed; None for a word.
    words : tuple of str
        The words allowed; empty for a number.
    grade : str
        How well it is known: clause, statistic, study or assumption.
    """

    path: str
    value: Value
    unit: str
    low: float | None
    high: float | None
    words: tuple[str, ...]
    title_en: str
    title_zh: str
    grade: str
    source: str

    def check(self, value: object) -> Value:
        """Return `value`, a number in the unit of the field or a word, if it is allowed.

        Raises
        ------
        ValueError
            If it is not; the message says what would be.
        """
        if self.low is None or self.high is None:
            if value in self.words:
                return str(value)
            near = nearest(str(value), self.words)
            hint = one_of(self.words)
            if near is not None:
                hint = Text(f'{hint}; did you mean "{near}"?', f"{hint.zh};是否想寫「{near}」?")
            raise ValueError(hint)
        if isinstance(value, bool) or not isinstance(value, Real):
            raise ValueError(self._in_range("write a number, in", "請寫一個數,範圍"))
        number = float(value)
        if not self.low <= number <= self.high:
            raise ValueError(self._in_range("it must lie in", "須在範圍之內:"))
        return number

    def read(self, written: object) -> Value:
        """Return what a person wrote, with its unit, as a value of the field.

        Raises
        ------
        ValueError
            If the unit, the word or the size is wrong; the message says what would be right.
        """
        if self.words:
            return self.check(written)
        if not isinstance(written, str | int | float):
            raise ValueError(self._in_range("write one quantity, in", "請寫一個數量,範圍"))
        return self.check(units.parse(written, self.unit))

    def clip(self, value: float) -> float:
        """Return `value`, or the nearer end of the range."""
        if self.low is None or self.high is None:
            raise ValueError(f"{self.path} is a word and has no range of numbers")
        return min(max(value, self.low), self.high)

    def range_text(self, lang: str = "en") -> str:
        """Return the range as people read it."""
        if self.low is None or self.high is None:
            return ", ".join(self.words)
        ends = (units.show(end, self.unit, lang, exact=True) for end in (self.low, self.high))
        return f"[{', '.join(ends)}]"

    def _in_range(self, en: str, zh: str) -> Text:
        return Text(f"{en} {self.range_text()}", f"{zh} {self.range_text('zh')}")


@dataclass(frozen=True)
class Field(Quantity):
    """A field of the institution.

    Attributes
    ----------
    rule : str
        How the effects of several clauses combine: multiply, add, maximum, set (one writer) or none (only
        a mode writes it).
    scope : str
        ``park`` where each park may have its own, else ``district``.
    cost : bool
        Whether a clause is paid with it.
    free : bool
        Whether it is for whoever runs a mode to choose, within what the mode's clauses leave.
    """

    rule: str
    scope: str
    cost: bool
    free: bool


def read_quantity(path: str, entry: Mapping[str, Any], further: frozenset[str]) -> dict[str, Any]:
    """Return the arguments of a `Quantity` from its entry in a parameter file.

    Raises
    ------
    ValueError
        If the entry is not well formed. Parameter files are ours: this is no message for planners.
    """
    if unknown := entry.keys() ^ (_KEYS | further) - ({"cost", "free"} - entry.keys()):
        raise ValueError(f"{path}: keys missing or unknown: {', '.join(sorted(unknown))}")
    if entry["grade"] not in GRADES or not entry["source"]:
        raise ValueError(f"{path}: a grade of {', '.join(GRADES)} and a source are needed")
    common = {
        "path": path,
        "title_en": entry["title"]["en"],
        "title_zh": entry["title"]["zh"],
        "grade": entry["grade"],
        "source": entry["source"],
    }
    if entry["unit"] == "word":
        words = tuple(entry["range"])
        return {**common, "value": entry["value"], "unit": "word", "low": None, "high": None, "words": words}
    unit, _ = units.canonical(entry["unit"])
    numbers = (entry["value"], *entry["range"])
    value, low, high = (units.parse(f"{number} {entry['unit']}", unit) for number in numbers)
    return {**common, "value": value, "unit": unit, "low": low, "high": high, "words": ()}


def _fields() -> dict[str, Field]:
    entries = yamlfile.load(PARAMETERS / "institution.yaml").data
    found: dict[str, Field] = {}
    for group, members in entries.items():
        for name, entry in members.items():
            path = f"{group}.{name}"
            quantity = read_quantity(path, entry, frozenset({"rule", "scope", "cost", "free"}))
            flags = {flag: entry.get(flag, False) for flag in ("cost", "free")}
            field = Field(**quantity, rule=entry["rule"], scope=entry["scope"], **flags)
            if field.rule not in RULES or field.scope not in SCOPES:
                raise ValueError(f"{path}: the rule or the scope is not known")
            field.check(field.value)
            found[path] = field
    return found


#: Every field of the institution, by its path.
FIELDS: dict[str, Field] = _fields()
