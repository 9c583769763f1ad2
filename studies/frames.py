"""The catalogue as DataFrames, for those who work in Python."""

from pathlib import Path
from typing import Any, cast

import pandas as pd

from crosspark.governance import mode as modes_of
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario, resolve
from crosspark.studies import catalogue
from crosspark.studies.entries import load_mode_of


def scenarios() -> pd.DataFrame:
    """Return the scenarios of the library, indexed by id."""
    return pd.DataFrame(catalogue.scenario_rows()).set_index("id")


def modes() -> pd.DataFrame:
    """Return the modes of the library, indexed by id; `kind` is real, variant or yardstick."""
    return pd.DataFrame(catalogue.mode_rows()).set_index("id")


def clauses() -> pd.DataFrame:
    """Return the clauses of the source, indexed by id; `quote` holds the source's own words."""
    return pd.DataFrame(catalogue.clause_rows()).set_index("id")


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
