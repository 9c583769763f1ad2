"""The catalogue as DataFrames, for those who work in Python."""

from pathlib import Path
from typing import Any, cast

import pandas as pd

from crosspark.governance import mode as modes_of
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import INDICATORS
from crosspark.studies import catalogue, stored
from crosspark.studies.entries import load_mode_of


def scenarios() -> pd.DataFrame:
    """Return the scenarios of the library, indexed by id."""
    return pd.DataFrame(catalogue.scenario_rows()).set_index("id")


def modes() -> pd.DataFrame:
    """Return the modes of the library, indexed by id; `kind` is real, variant or yardstick."""
    return pd.DataFrame(catalogue.mode_rows()).set_index("id")


def clauses(sizes: bool = False) -> pd.DataFrame:
    """Return the clauses of the source, or what each of them moves by how much.

    Parameters
    ----------
    sizes : bool
        Whether the stored study is wanted instead of the list.

    Returns
    -------
    DataFrame
        The list, indexed by id: the source's own words in `quote` and ours in English in `quote_en`, the
        fields that a clause changes, its mechanism, its cost, the indicators in which that shows (`paid_in`)
        and the five emergent ones that it moves most beyond chance against their size (`moves`).
        Or the sizes: clause, setting (alone: on `present`; missing: one_plus_two less one_plus_two without
        it), indicator, mean, low, high (95 %, chance alone), pairs, baseline (mean without the clause), unit,
        emergent, pays, title_en, title_zh. All rest on assumptions; no interval contains that doubt.
    """
    found = [size for size in stored.sizes() if size.subject in CLAUSES]
    if not sizes:
        by_clause = {id_: [size for size in found if size.subject == id_] for id_ in CLAUSES}
        rows = [
            {**row, "moves": ", ".join(stored.largest(by_clause[row["id"]]))}
            for row in catalogue.clause_rows()
        ]
        return pd.DataFrame(rows).set_index("id")
    return pd.DataFrame(
        {
            "clause": size.subject,
            "setting": size.setting,
            "indicator": size.indicator,
            "mean": size.mean,
            "low": size.low,
            "high": size.high,
            "pairs": size.pairs,
            "baseline": size.baseline,
            "unit": size.unit,
            "emergent": size.subject not in INDICATORS[size.indicator].wired_by,
            "pays": size.indicator in CLAUSES[size.subject].paid_in,
            "title_en": INDICATORS[size.indicator].title_en,
            "title_zh": INDICATORS[size.indicator].title_zh,
        }
        for size in found
        if size.setting in ("alone", "missing")
    )


def indicators() -> pd.DataFrame:
    """Return the registry of indicators, indexed by id."""
    return pd.DataFrame(catalogue.indicator_rows()).set_index("id")


def parameters(
    scenario: str | Path | Scenario = "wenjiang", mode: str | Path | Mode = "one_plus_two"
) -> pd.DataFrame:
    """Return all that can be overridden and swept, a row per path.

    Parameters
    ----------
    scenario : name, file or Scenario
    mode : name, file or Mode
        ``present`` stands for the scenario's own present mode.

    Returns
    -------
    DataFrame
        path, value (what an override replaces), in_force (what the mechanisms read under this mode),
        unit, low, high, words, grade, source, title_en, title_zh.
    """
    case = resolve(scenario)
    return pd.DataFrame(catalogue.parameter_rows(case, load_mode_of(case, mode)))


class TableMode(Mode):
    """A mode whose differences come as a DataFrame."""

    def diff(self, other: Mode) -> pd.DataFrame:  # type: ignore[override]
        """Return the institution fields in which two modes differ, indexed by path."""
        columns = ["path", "title_en", "title_zh", "unit", "value", "other"]
        return pd.DataFrame(super().diff(other), columns=columns).set_index("path")


def load_mode(name: str | Path) -> TableMode:
    """Return a mode of the library by its name, or the one that a file describes.

    Raises
    ------
    BadInput
        If there is no such mode, or if its file holds a mistake.

    Examples
    --------
    >>> load_mode("one_plus_two").without("H1").diff(load_mode("one_plus_two")).index.tolist()[:1]
    ['headquarters.route_share']
    """
    found = modes_of.load_mode(name)
    return TableMode(**{field: cast(Any, getattr(found, field)) for field in found.__dataclass_fields__})
