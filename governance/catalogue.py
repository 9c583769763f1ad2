"""What there is to choose from and to set, as plain rows."""

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.fields import FIELDS, Quantity, Value
from crosspark.governance.mode import Mode, load_mode, mode_names
from crosspark.governance.settings import KINDS, acts_last

Row = dict[str, str | float | None]


def mode_rows() -> list[Row]:
    """Return one row for each mode of the library: real ones, their variants, yardsticks."""
    modes = [load_mode(name) for name in mode_names()]
    return [
        {
            "id": mode.id,
            "kind": mode.kind,
            "title_en": mode.title_en,
            "title_zh": mode.title_zh,
            "description_en": mode.description_en,
            "description_zh": mode.description_zh,
            "extends": mode.extends,
            "clauses": ", ".join(
                id_ if value == 1 else f"{id_} {value:g}" for id_, value in mode.clauses.items()
            ),
        }
        for mode in sorted(modes, key=lambda mode: KINDS.index(mode.kind))
    ]


def clause_rows() -> list[Row]:
    """Return one row for each clause, in the order of the source."""
    return [
        {
            "id": clause.id,
            "family": clause.family,
            "title_en": clause.title_en,
            "title_zh": clause.title_zh,
            "quote": clause.quote,
            "quote_en": clause.quote_en,
            "changes": ", ".join(clause.changes),
            "cost": ", ".join(clause.cost),
            "mechanism_en": clause.mechanism_en,
            "mechanism_zh": clause.mechanism_zh,
            "indicators": ", ".join(clause.indicators),
            "paid_in": ", ".join(clause.paid_in),
        }
        for clause in CLAUSES.values()
    ]


def parameter_rows(mode: Mode) -> list[Row]:
    """Return one row for all that can be set under `mode`: every field, and the parameters of its clauses.

    `value` is what an override replaces; `in_force` is what the mechanisms read, after the clauses. What the
    mode sets itself is an assumption, whatever is known about the value that it replaces.
    """
    rows = []
    for path, field in FIELDS.items():
        in_force = mode.institution.get(path)
        value = in_force if acts_last(path) else mode.parameters.get(path, field.value)
        rows.append(_row(field, value, in_force))
    for id_ in mode.clauses:
        for parameter in CLAUSES[id_].parameters.values():
            value = mode.parameters.get(parameter.path, parameter.value)
            rows.append(_row(parameter, value, value))
    own = {"grade": "assumption", "source": "set by the mode"}
    return [{**row, **own} if row["path"] in mode.parameters else row for row in rows]


def _row(quantity: Quantity, value: Value, in_force: Value) -> Row:
    return {
        "path": quantity.path,
        "value": value,
        "in_force": in_force,
        "unit": quantity.unit,
        "low": quantity.low,
        "high": quantity.high,
        "words": ", ".join(quantity.words),
        "grade": quantity.grade,
        "source": quantity.source,
        "title_en": quantity.title_en,
        "title_zh": quantity.title_zh,
    }
