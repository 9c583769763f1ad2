"""Is every rule alive? Each field of the institution, moved from its low to its high value, must move something."""

import math
from dataclasses import dataclass
from pathlib import Path

from crosspark.governance.fields import FIELDS, Field, Value
from crosspark.governance.mode import Mode, load_mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.district import DistrictModel, release
from crosspark.model.indicators import INDICATORS
from crosspark.model.result import Run
from crosspark.model.rulebook import Rulebook


@dataclass(frozen=True)
class Liveness:
    """What moved when one field of the institution went from one end of its range to the other.

    Attributes
    ----------
    path : str
        The field.
    low, high : float or str
        The values compared; for a word its first and its last.
    moved : tuple of str
        Indicators that differ, the one that differs most against its size first.
    """

    path: str
    low: Value
    high: Value
    moved: tuple[str, ...]


def ends(field: Field) -> tuple[Value, Value]:
    """Return the two values of a field that are compared."""
    if field.low is None or field.high is None:
        return field.words[0], field.words[-1]
    return field.low, field.high


def run_with(
    case: Scenario, mode: Mode, changes: dict[str, Value], *, seed: int, years: int, adopt: int | None
) -> Run:
    """Run a mode whose institution differs after its clauses have acted.

    Parameters
    ----------
    changes : dict of str to value
        Fields of the institution and the values that they have in the end.
    """
    model = DistrictModel(case, mode, rng=seed, years=years, adopt=adopt)
    changed = [institution.replace(changes) for institution in model.target_rules.institutions]
    model.target_rules = Rulebook(changed, model.target_rules.present)
    run = model.run()
    release(model)
    return run


def liveness(
    scenario: str | Path | Scenario,
    mode: str | Path | Mode = "one_plus_two",
    *,
    others: dict[str, dict[str, Value]] | None = None,
    seed: int = 1,
    years: int = 3,
    adopt: int | None = 12,
) -> list[Liveness]:
    """Move each field of the institution over its range and list what moves.

    Parameters
    ----------
    others : dict of str to dict, optional
        What else must hold for a field to have a carrier, by its path: without a rule of exchange its
        terms bind nobody.

    Returns
    -------
    list of Liveness
        In the order of the fields.
    """
    case = resolve(scenario)
    base = mode if isinstance(mode, Mode) else load_mode(mode)
    found = []
    for path, field in FIELDS.items():
        with_it = (others or {}).get(path, {})
        values = [
            run_with(case, base, {**with_it, path: end}, seed=seed, years=years, adopt=adopt).values
            for end in ends(field)
        ]
        found.append(Liveness(path, *ends(field), _moved(*values)))
    return found


def _moved(low: dict[str, float], high: dict[str, float]) -> tuple[str, ...]:
    sizes = {}
    for name in INDICATORS:
        a, b = low[name], high[name]
        if a == b or (math.isnan(a) and math.isnan(b)):
            continue
        size = abs(a - b) / max(abs(a), abs(b), 1e-12)
        sizes[name] = math.inf if math.isnan(size) else size
    return tuple(sorted(sizes, key=lambda name: (-sizes[name], name)))
