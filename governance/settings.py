"""What a mode may set: intensities of clauses, fields of the institution, parameters of clauses."""

from collections.abc import Mapping

from crosspark.governance import units
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import suggestion
from crosspark.governance.fields import FIELDS, Quantity, Value

#: Run somewhere; a variant of a real one; something to measure with.
KINDS = ("real", "variant", "yardstick")

#: Every quantity that a mode or an override may set, by its path.
SETTINGS: dict[str, Quantity] = {
    **FIELDS,
    **{parameter.path: parameter for each in CLAUSES.values() for parameter in each.parameters.values()},
}


def known_clause(id_: str) -> str:
    """Return the id if there is such a clause.

    Raises
    ------
    ValueError
        If there is none; the message names the nearest.
    """
    if id_ not in CLAUSES:
        raise ValueError(suggestion(id_, CLAUSES, "clause"))
    return id_


def intensity(written: object) -> float:
    """Return the intensity that somebody wrote.

    Raises
    ------
    ValueError
        If it is no share in [0, 1].
    """
    hint = "an intensity lies in [0, 1]"
    if not isinstance(written, str | int | float):
        raise ValueError(hint)
    try:
        value = units.parse(written, "share")
    except ValueError as error:
        raise ValueError(hint) from error
    if not 0 <= value <= 1:
        raise ValueError(hint)
    return value


def setting(path: str) -> Quantity:
    """Return what is known about the field or parameter at `path`.

    Raises
    ------
    ValueError
        If there is none; the message names the nearest.
    """
    if path not in SETTINGS:
        raise ValueError(suggestion(path, SETTINGS, "field or clause parameter"))
    return SETTINGS[path]


def acts_last(path: str) -> bool:
    """Whether a mode's value at `path` stands after the clauses: words, and fields with one writer."""
    return path in FIELDS and (bool(FIELDS[path].words) or FIELDS[path].rule == "set")


def clause_overrides(id_: str, parameters: Mapping[str, Value]) -> dict[str, float]:
    """Return the parameters of one clause among those of a mode, by the name that its function uses."""
    prefix = f"clauses.{id_}."
    return {
        path.removeprefix(prefix): float(value)
        for path, value in parameters.items()
        if path.startswith(prefix)
    }
