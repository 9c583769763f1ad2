"""What there is to choose from, as plain rows: light enough for a command that answers at once."""

from collections import Counter
from typing import Any

from crosspark.governance import catalogue
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario
from crosspark.model.indicators import GROUPS, HEADLINES, INDICATORS
from crosspark.scenarios import listing

Row = dict[str, Any]


def scenario_rows() -> list[Row]:
    """Return one row for each scenario of the library."""
    return [dict(row) for row in listing.scenario_rows()]


def mode_rows() -> list[Row]:
    """Return one row for each mode of the library."""
    return [dict(row) for row in catalogue.mode_rows()]


def clause_rows() -> list[Row]:
    """Return one row for each clause, in the order of the source."""
    return [dict(row) for row in catalogue.clause_rows()]


def indicator_rows() -> list[Row]:
    """Return one row for each indicator, in the order of the registry."""
    return [
        {
            "id": indicator.id,
            "title_en": indicator.title_en,
            "title_zh": indicator.title_zh,
            "group": indicator.group,
            "group_en": GROUPS[indicator.group][0],
            "group_zh": GROUPS[indicator.group][1],
            "headline": indicator.id in HEADLINES,
            "unit": indicator.unit,
            "shown_en": indicator.shown_en,
            "shown_zh": indicator.unit_zh,
            "scale": indicator.scale,
            "direction": indicator.direction,
            "formula": indicator.formula,
            "formula_zh": indicator.formula_zh,
            "wired_by": ", ".join(indicator.wired_by),
            "by": ", ".join(indicator.by),
            "accounts": ", ".join(indicator.accounts),
            "source": indicator.source,
        }
        for indicator in INDICATORS.values()
    ]


def parameter_rows(scenario: Scenario, mode: Mode) -> list[Row]:
    """Return one row for all that can be overridden: figures of the scenario, settings of the mode."""
    facts: list[Row] = [
        {**row, "in_force": row["value"], "words": ""} for row in listing.parameter_rows(scenario)
    ]
    return facts + [dict(row) for row in catalogue.parameter_rows(mode)]


#: The lists that need no scenario and no mode.
ROWS = {
    "scenarios": scenario_rows,
    "modes": mode_rows,
    "clauses": clause_rows,
    "indicators": indicator_rows,
}


def grades(scenario: Scenario, modes: list[Mode]) -> Counter[str]:
    """Return how many inputs of a study have each grade: clause, statistic, study, assumption."""
    graded = {row["path"]: row["grade"] for mode in modes for row in parameter_rows(scenario, mode)}
    return Counter(graded.values())
