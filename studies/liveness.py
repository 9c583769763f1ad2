"""Is every rule alive? Each field of the institution, moved from end to end, must move something."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crosspark.governance.fields import FIELDS, Field, Value
from crosspark.governance.mode import Mode, load_mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.district import DistrictModel, release
from crosspark.model.indicators import INDICATORS
from crosspark.model.result import Run
from crosspark.model.rulebook import Rulebook

#: What must hold besides for a field to have a carrier, and the years that it takes to show.
CARRIERS: dict[str, tuple[dict[str, Value], int]] = {
    # A headquarters delegates only what exceeds its agenda.
    "headquarters.delegation": ({"headquarters.agenda": 3.0, "headquarters.threshold": 0.0}, 3),
    # Under the mode alone too few posts move for a difference of months to show.
    "posts.learning_months": ({"posts.mobile_share": 0.5}, 6),
    # Quota and funds are short only after the stock of serviced land is used up.
    "factors.reserve_share": ({}, 10),
    **{
        f"exchange.{name}": ({"exchange.rule": rule}, 10)
        for name, rule in (
            ("share", "headquarters"),
            ("noise", "headquarters"),
            ("transaction_cost", "market"),
            ("agenda", "headquarters"),
            ("tax_share", "headquarters"),
            ("repayment", "headquarters"),
        )
    },
    "exchange.rule": ({}, 10),
}


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
    paths: Sequence[str] | None = None,
    seed: int = 1,
) -> list[Liveness]:
    """Move each field of the institution over its range and list what moves.

    Parameters
    ----------
    paths : sequence of str, optional
        The fields to move; all if None. What must hold besides stands in `CARRIERS`.
    seed : int

    Returns
    -------
    list of Liveness
        In the order of the fields.
    """
    case = resolve(scenario)
    base = mode if isinstance(mode, Mode) else load_mode(mode)
    found = []
    for path in paths or FIELDS:
        field = FIELDS[path]
        with_it, years = CARRIERS.get(path, ({}, 3))
        values = [
            run_with(case, base, {**with_it, path: end}, seed=seed, years=years, adopt=12).values
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
