"""What a reader can choose and change: the library's scenarios, and every figure of one."""

from dataclasses import asdict
from typing import Any

from crosspark.governance import yamlfile
from crosspark.model.case import Scenario
from crosspark.scenarios.loader import LIBRARY, scenario_names


def scenario_rows() -> list[dict[str, str]]:
    """Return id and titles of the library's scenarios; only what the list needs is read."""
    rows = []
    for name in scenario_names():
        data = yamlfile.load(LIBRARY / f"{name}.yaml").data
        rows.append({"id": name, "title_en": data["title_en"], "title_zh": data["title_zh"]})
    return rows


def parameter_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """Return path, value, unit, low, high, grade, source and titles of every figure, in canonical units."""
    rows = []
    for fact in scenario.facts:
        english, chinese = scenario.called(fact.path)
        rows.append({**asdict(fact), "title_en": english, "title_zh": chinese})
    return rows
