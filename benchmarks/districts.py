"""Wenjiang made larger: the same district with k times of everything that a district has.

Parks, sub-districts, departments, segments and procedures stay as many as they are; what lies in them,
comes to them and works in them is multiplied. So shares, waits and queues stay about what they are in
Wenjiang, and what grows is the number of enterprises and projects.
"""

from typing import Any

from crosspark.governance.mode import Mode, load_mode
from crosspark.model.case import Scenario
from crosspark.scenarios import load_scenario

INCUMBENTS = 520  # of wenjiang
#: What a park, sub-district, … has more of when a district is larger.
GROWING = {
    "parks": (
        "collective", "acquired", "serviced", "idle", "quota", "fund", "posts", "social_hours", "places",
    ),
    "subdistricts": ("population", "posts", "social_hours", "communities"),
    "departments": ("posts", "other_hours"),
    "servers": ("posts",),
}  # fmt: skip


def _times(record: Any, names: tuple[str, ...], k: float) -> dict[str, Any]:
    grown = {}
    for name in names:
        value = getattr(record, name)
        grown[name] = round(value * k) if isinstance(value, int) else value * k
    return grown


def scaled(k: float, name: str = "wenjiang") -> Scenario:
    """Return the district with `k` times of everything."""
    case = load_scenario(name)
    new: dict[str, Any] = {"id": f"{case.id}_x{k:g}"}
    for group, names in GROWING.items():
        new[group] = {
            key: record.model_copy(update=_times(record, names, k))
            for key, record in getattr(case, group).items()
        }
    for key, park in new["parks"].items():
        talent = park.talent.model_copy(update=_times(park.talent, ("research", "medical", "technical"), k))
        counts = {segment: round(count * k) for segment, count in park.enterprises.items()}
        new["parks"][key] = park.model_copy(update={"talent": talent, "enterprises": counts})
    new["demand"] = case.demand.model_copy(update=_times(case.demand, ("leads", "signed_per_year"), k))
    budgets = ("quota_per_year", "fund_per_year")
    new["budgets"] = case.budgets.model_copy(update=_times(case.budgets, budgets, k))
    economy = ("chain_scale", "platform_cost", "other_matters")
    new["economy"] = case.economy.model_copy(update=_times(case.economy, economy, k))
    return case.model_copy(update=new)


def mode_for(name: str, k: float) -> Mode:
    """Return a mode that fits a district `k` times as large: a headquarters' agenda grows up to its bound.

    What exceeds the agenda is delegated, as the mode allows it.
    """
    mode = load_mode(name)
    if k <= 1 or mode.institution.get("headquarters.route_share") == 0:
        return mode
    agenda = min(float(mode.institution.get("headquarters.agenda")) * k, 60.0)
    return mode.with_parameters({"headquarters.agenda": agenda, "headquarters.delegation": 1.0})
