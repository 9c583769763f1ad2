"""Compare ways to manage the parks of a district.

Everything here is loaded when it is first asked for, so that a command that needs little waits little.

Examples
--------
>>> import crosspark as cp
>>> cp.modes().loc["one_plus_two", "kind"]
'real'
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from crosspark.agents.department import Department
    from crosspark.agents.enterprise import Enterprise
    from crosspark.agents.park import Park
    from crosspark.agents.subdistrict import SubDistrict
    from crosspark.governance.errors import BadInput
    from crosspark.model.district import DistrictModel, simulate
    from crosspark.scenarios.loader import load_scenario
    from crosspark.studies.divergence import diverge
    from crosspark.studies.frames import clauses, indicators, load_mode, modes, parameters, scenarios
    from crosspark.studies.sets import stored_sets
    from crosspark.views.attribution import attribute
    from crosspark.views.calibration import calibrate
    from crosspark.views.comparison import compare
    from crosspark.views.discovery import discover
    from crosspark.views.frontier import frontier
    from crosspark.views.optimisation import optimise
    from crosspark.views.robust import robust
    from crosspark.views.sensitivity import sensitivity
    from crosspark.views.sweep import load_study, sweep

    __version__: str

__all__ = [
    "BadInput",
    "Department",
    "DistrictModel",
    "Enterprise",
    "Park",
    "SubDistrict",
    "__version__",
    "attribute",
    "calibrate",
    "clauses",
    "compare",
    "discover",
    "diverge",
    "frontier",
    "indicators",
    "load_mode",
    "load_scenario",
    "load_study",
    "modes",
    "optimise",
    "parameters",
    "robust",
    "scenarios",
    "sensitivity",
    "simulate",
    "stored_sets",
    "sweep",
]

_HOMES = {
    "BadInput": "crosspark.governance.errors",
    "Department": "crosspark.agents.department",
    "DistrictModel": "crosspark.model.district",
    "Enterprise": "crosspark.agents.enterprise",
    "Park": "crosspark.agents.park",
    "SubDistrict": "crosspark.agents.subdistrict",
    "attribute": "crosspark.views.attribution",
    "calibrate": "crosspark.views.calibration",
    "clauses": "crosspark.studies.frames",
    "compare": "crosspark.views.comparison",
    "discover": "crosspark.views.discovery",
    "diverge": "crosspark.studies.divergence",
    "frontier": "crosspark.views.frontier",
    "indicators": "crosspark.studies.frames",
    "load_mode": "crosspark.studies.frames",
    "load_scenario": "crosspark.scenarios.loader",
    "load_study": "crosspark.views.sweep",
    "modes": "crosspark.studies.frames",
    "optimise": "crosspark.views.optimisation",
    "parameters": "crosspark.studies.frames",
    "robust": "crosspark.views.robust",
    "sensitivity": "crosspark.views.sensitivity",
    "simulate": "crosspark.model.district",
    "stored_sets": "crosspark.studies.sets",
    "sweep": "crosspark.views.sweep",
}

# These take a scenario by its name, and the room `scenarios` knows how to find one.
_ASK_FOR_SCENARIOS = {"diverge", "DistrictModel", "compare", "parameters", "simulate"}


def __getattr__(name: str) -> Any:
    if name == "scenarios":
        return import_module("crosspark.scenarios")
    if name == "__version__":
        from importlib.metadata import version

        found: Any = version("crosspark")
    elif name in _HOMES:
        if name in _ASK_FOR_SCENARIOS:
            import_module("crosspark.scenarios")
        found = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _ScenarioRoom(ModuleType):
    """The subpackage `crosspark.scenarios`, which is also the function of that name in the contract."""

    def __call__(self) -> "pd.DataFrame":
        """Return the scenarios of the library, indexed by id."""
        from crosspark.studies.frames import scenarios

        return scenarios()


class _Face(ModuleType):
    """The package, on which importing a subpackage sets an attribute, whatever stood there before."""

    def __setattr__(self, name: str, value: object) -> None:
        if name == "scenarios" and isinstance(value, ModuleType):
            value.__class__ = _ScenarioRoom
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
