"""What was expected before the runs, and how it compares with what was seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosspark.governance import yamlfile
from crosspark.governance.errors import Text, one_of, suggestion
from crosspark.model.indicators import INDICATORS
from crosspark.studies.stored import Size

SIGNS = ("+", "-", "0", "?")

#: What can come of an expectation. Undecided: chance leaves more than one sign. Silent: theory was.
VERDICTS = ("hit", "miss", "undecided", "silent")

Sizes = Mapping[tuple[str, str, str], Size]


@dataclass(frozen=True)
class Expectation:
    """A sign expected of one indicator.

    Attributes
    ----------
    subject, setting : str
        As in `Size`.
    indicator : str
    sign : {"+", "-", "0", "?"}
        Of the difference; of a lead "0", which says that it is lost.
    why : str
    pays : bool
        Whether this is the side that pays.
    """

    subject: str
    setting: str
    indicator: str
    sign: str
    why: str
    pays: bool

    @property
    def key(self) -> str:
        """The name under which a miss is explained."""
        middle = "" if self.setting in ("mode", "lead") else f".{self.setting}"
        return f"{self.subject}{middle}.{self.indicator}"


@dataclass(frozen=True)
class Together:
    """Clauses of which each is expected to do more alone than it is missed, or the reverse."""

    kind: str
    clauses: tuple[str, ...]
    indicator: str
    why: str

    def key(self, clause: str) -> str:
        """Return the name under which a miss is explained."""
        return f"{clause}.together.{self.indicator}"


@dataclass(frozen=True)
class Expectations:
    """All that was expected.

    Attributes
    ----------
    matters : float
        The share of the baseline's value from which a difference matters.
    single : tuple of Expectation
    together : tuple of Together
    explained : dict of str to str
        Why an expectation missed, by its key.
    unseen : dict of str to str
        Where the cost of a clause is that none of its named indicators shows.
    """

    matters: float
    single: tuple[Expectation, ...]
    together: tuple[Together, ...]
    explained: dict[str, str]
    unseen: dict[str, str]

    def of(self, subject: str) -> list[Expectation]:
        """Return what was expected of one subject."""
        return [one for one in self.single if one.subject == subject]


def read(path: str | Path) -> Expectations:
    """Read a file of expectations.

    Raises
    ------
    BadInput
        If a sign or an indicator is unknown, or a miss is explained twice.
    """
    document = yamlfile.load(path)
    data = document.data
    single: list[Expectation] = []

    def take(where: tuple[str | int, ...], subject: str, setting: str) -> None:
        rows: Any = data
        for step in where:
            rows = rows[step]
        for place, row in enumerate(rows):
            sign = "0" if setting == "lead" else row["sign"]
            if sign not in SIGNS:
                raise document.bad((*where, place, "sign"), sign, one_of(SIGNS))
            for indicator in row["of"]:
                if indicator not in INDICATORS:
                    raise document.bad(
                        (*where, place, "of"),
                        indicator,
                        suggestion(indicator, INDICATORS, "indicator", "指標"),
                    )
                pays = bool(row.get("cost")) and setting != "lead"
                single.append(Expectation(subject, setting, indicator, sign, row["why"], pays))

    for clause, settings in data["clauses"].items():
        for setting in settings:
            take(("clauses", clause, setting), clause, setting)
    for group in data["groups"]:
        take(("groups", group, "alone"), group, "alone")
    for mode in data["modes"]:
        take(("modes", mode), mode, "mode")
    for scenario in data["scenarios"]:
        take(("scenarios", scenario), scenario, "lead")
    together = tuple(
        Together(row["kind"], tuple(row["clauses"]), row["indicator"], row["why"]) for row in data["together"]
    )
    explained: dict[str, str] = {}
    for place, row in enumerate(data["explained"]):
        for key in row["of"]:
            if key in explained:
                raise document.bad(
                    ("explained", place, "of"), key, Text("it is explained already", "已有解釋")
                )
            explained[key] = row["why"]
    return Expectations(float(data["matters"]), tuple(single), together, explained, dict(data["unseen"]))


def seen(size: Size, matters: float) -> str:
    """Return the sign that was seen: "+", "-", "0", or "?" where chance leaves more than one.

    Examples
    --------
    >>> seen(Size("S1", "alone", "jobs", 30, 20, 40, 16, 1000, "person"), matters=0.01)
    '+'
    >>> seen(Size("S1", "alone", "jobs", 3, 1, 5, 16, 1000, "person"), matters=0.01)
    '0'
    """
    band = matters * abs(size.baseline)
    if size.low > 0 and size.mean >= band:
        return "+"
    if size.high < 0 and size.mean <= -band:
        return "-"
    if -band <= size.low <= size.high <= band:
        return "0"
    return "?"


def verdict(expected: Expectation, sizes: Sizes, matters: float, home: str = "wenjiang") -> str:
    """Return what came of an expectation: hit, miss, undecided or silent.

    A lead is lost where the difference is no longer beyond chance in the better direction; where there
    was none at `home`, there was none to lose, and nothing is decided.
    """
    size = sizes[expected.subject, expected.setting, expected.indicator]
    if expected.setting == "lead":
        if not leads(sizes[home, "lead", expected.indicator]):
            return "undecided"
        return "miss" if leads(size) else "hit"
    if expected.sign == "?":
        return "silent"
    came = seen(size, matters)
    if came == "?":
        return "undecided"
    return "hit" if came == expected.sign else "miss"


def leads(size: Size) -> bool:
    """Whether the difference lies beyond chance in the better direction of its indicator."""
    return size.high < 0 if INDICATORS[size.indicator].direction < 0 else size.low > 0


def worse(size: Size) -> bool:
    """Whether the difference lies beyond chance in the worse direction of its indicator."""
    direction = INDICATORS[size.indicator].direction
    return size.high < 0 if direction > 0 else size.low > 0 and direction < 0


def relation(alone: Size, missing: Size, apart: Size) -> str:
    """Return how a clause goes with the others: substitutes, complements, or alike.

    Substitutes: it does more alone than it is missed, beyond chance. Complements: the reverse.
    """
    if not apart.beyond_chance:
        return "alike"
    return "substitutes" if abs(alone.mean) > abs(missing.mean) else "complements"


def verdict_together(expected: Together, clause: str, sizes: Sizes) -> str:
    """Return what came of the expectation for one of the clauses."""
    found = relation(
        *(sizes[clause, setting, expected.indicator] for setting in ("alone", "missing", "apart"))
    )
    if found == "alike":
        return "undecided"
    return "hit" if found == expected.kind else "miss"


def by_key(sizes: Iterable[Size]) -> dict[tuple[str, str, str], Size]:
    """Return sizes by subject, setting and indicator."""
    return {(size.subject, size.setting, size.indicator): size for size in sizes}
