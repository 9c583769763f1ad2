"""What a mode may set: intensities of clauses, fields of the institution, parameters of clauses."""

import re
from collections.abc import Mapping

from crosspark.governance import units
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import Text, suggestion
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
        raise ValueError(_written_together(id_) or suggestion(id_, CLAUSES, "clause", "條款"))
    return id_


def intensity(written: object) -> float:
    """Return the intensity that somebody wrote.

    Raises
    ------
    ValueError
        If it is no share in [0, 1].
    """
    hint = Text("an intensity lies in [0, 1]", "強度須在[0, 1]之內")
    example = Text(f"{hint}; write a number such as 0.5", f"{hint.zh};請寫數字,如 0.5")
    if not isinstance(written, str | int | float):
        raise ValueError(example)
    try:
        value = units.parse(written, "share")
    except ValueError as error:
        said = Text.of(error) if re.search(r"\d,\d", str(written)) else None
        raise ValueError(
            example if said is None else Text(f"{hint}; {said}", f"{hint.zh};{said.zh}")
        ) from error
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
        known = suggestion(path, SETTINGS, "field or clause parameter", "參數(制度或條款)")
        raise ValueError(_written_together(path) or known)
    return SETTINGS[path]


def _written_together(key: str) -> Text | None:
    """Return the hint for a key that YAML took together with its value, for want of a blank; or None."""
    name, value = [*re.split("[:\uff1a]", key, maxsplit=1), ""][:2]
    if value == "" and not re.fullmatch(r"\d+", key):
        return None
    if value == "":
        return Text(
            "this is a number, not a name; decimals take a point, as in 0.5",
            "這是數字而非名稱;小數請用小數點,如 0.5",
        )
    right = f"{name.strip()}: {value.strip()}"
    return Text(f'put a blank after the colon, as in "{right}"', f"請用半角冒號,其後留空格,如「{right}」")


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
