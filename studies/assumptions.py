"""What is assumed: the numbers of a scenario and its modes that may vary, with what is known of them."""

import fnmatch
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.governance.fields import FIELDS
from crosspark.governance.mode import Mode
from crosspark.governance.settings import SETTINGS
from crosspark.model.case import Scenario
from crosspark.studies.catalogue import parameter_rows
from crosspark.studies.design import Knob, knobs

#: Fields that stand at zero until a clause sets them.
_UNTIL_SET = {path for clause in CLAUSES.values() for path in clause.changes if FIELDS[path].value == 0}


@dataclass(frozen=True)
class Assumption(Knob):
    """A number that varies, with its range.

    Attributes
    ----------
    stands : float
        Its value where nothing varies; nan where the modes differ in it, or none has it.
    grade : str
        How well it is known; empty for the intensity of a clause, which is chosen.
    """

    stands: float = math.nan
    grade: str = ""


def assumptions_of(case: Scenario, modes: Sequence[Mode], varied: Iterable[Knob]) -> Iterator[Assumption]:
    """Yield what varies, with what is known of it."""
    listed = [{row["path"]: row for row in parameter_rows(case, mode)} for mode in modes]
    for one in varied:
        clause = one.path.removeprefix("clauses.")
        if clause in CLAUSES:
            values, grade = {mode.clauses.get(clause, 0.0) for mode in modes}, ""
        else:
            rows = [of_mode[one.path] for of_mode in listed if one.path in of_mode]
            values = {float(row["value"]) for row in rows}
            # A stored study may have varied it for another mode than those that are asked about.
            grade = rows[0]["grade"] if rows else SETTINGS[one.path].grade
        stands = values.pop() if len(values) == 1 else math.nan
        shared = {name: getattr(one, name) for name in ("path", "unit", "whole", "title_en", "title_zh")}
        yield Assumption(low=float(one.low), high=float(one.high), stands=stands, grade=grade, **shared)


def varying(
    case: Scenario,
    modes: Sequence[Mode],
    paths: Sequence[str] | str | None = None,
    *,
    where: str = "<sensitivity>",
    field: str = "paths",
) -> tuple[Knob, ...]:
    """Return the numbers that patterns name and that some mode carries; those of no width are left out.

    Parameters
    ----------
    paths : sequence of str, optional
        Paths or patterns; unless given sizes of the clauses that are on, fields of the institution, economy
        and demand, but for the fields that stand at zero until a clause sets them, and for `own_paths`.
    where, field : str
        Who asks, and by which name, for messages.

    Raises
    ------
    BadInput
        If a pattern names nothing.
    """
    known = {
        path: knob
        for path, knob in knobs(case).items()
        if not knob.words and knob.low < knob.high and carried(modes, path)
    }
    if paths is None:
        own = own_paths(modes)
        return tuple(knob for path, knob in known.items() if _by_default(path) and path not in own)
    found: dict[str, Knob] = {}
    for pattern in [paths] if isinstance(paths, str) else paths:
        named = fnmatch.filter(known, pattern)
        if not named:
            hint = suggestion(pattern, known, "parameter to vary", "可變動的參數")
            raise BadInput(where, None, field, pattern, hint)
        found |= {path: known[path] for path in named}
    if not found:
        hint = Text("name at least one parameter", "請至少寫出一個參數")
        raise BadInput(where, None, field, None, hint)
    return tuple(found.values())


def own_paths(modes: Iterable[Mode]) -> Collection[str]:
    """Return the paths that some mode sets itself.

    They make it what it is. What is drawn is the same for all modes, so that a default leaves these paths
    alone; who names one draws it.
    """
    return {path for mode in modes for path in mode.parameters}


def carried(modes: Sequence[Mode], path: str) -> bool:
    """Whether some mode has the clause whose size stands at `path`; an intensity needs none."""
    parts = path.split(".")
    return parts[0] != "clauses" or len(parts) == 2 or any(parts[1] in mode.clauses for mode in modes)


def _by_default(path: str) -> bool:
    if path in FIELDS:
        return path not in _UNTIL_SET
    group, *rest = path.split(".")
    return group in ("economy", "demand") or (group == "clauses" and len(rest) == 2)
