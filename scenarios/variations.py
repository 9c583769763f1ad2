"""The variations of a scenario: what the library makes of it under other conditions."""

from crosspark.governance import yamlfile
from crosspark.model.case import Scenario
from crosspark.scenarios.loader import LIBRARY, load_scenario, scenario_names


def variations(scenario: Scenario) -> list[Scenario]:
    """Return the scenarios of the library that extend this one and have the same parks."""
    known = scenario_names()
    if scenario.id not in known or load_scenario(scenario.id).digest != scenario.digest:
        return []
    heirs = [
        load_scenario(name)
        for name in known
        if yamlfile.load(LIBRARY / f"{name}.yaml").data.get("extends") == scenario.id
    ]
    return [heir for heir in heirs if list(heir.parks) == list(scenario.parks)]
