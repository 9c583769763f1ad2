"""What is kept of a run as it goes: series by month, hours by organisation and duty, snapshots."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.facts import TALENT_CLASSES
from crosspark.model.duties import MONTH_HOURS
from crosspark.model.founding import DAYS

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel

#: Land by state, as it is recorded by park.
LAND = ("collective", "acquired", "serviced", "reserved", "leased", "idle")
#: Counts of a month that are kept as series, zero where nothing was counted.
COUNTED = (
    "leads", "wrong_in", "wrong_out", "by_centre", "conceded", "invested", "works", "admin_cost", "moved",
    "talent_left", "exchange_gain", "exchanged_quota", "exchanged_capital", "exchanged_places",
)  # fmt: skip


class Recorder:
    """Keeps the series of a run by month, of the whole run, and what stood at adoption.

    Parameters
    ----------
    model : DistrictModel
    """

    def __init__(self, model: "DistrictModel") -> None:
        self.model = model
        self.series: dict[str, list[float]] = defaultdict(list)
        self.parks: dict[str, list[NDArray[Any]]] = defaultdict(list)
        self.hours: dict[tuple[str, str, str], float] = defaultdict(float)
        self.worked = model.servers["worked"].copy()
        ledger = model.ledger
        self.funds_at_first = float(ledger.of("capital", "fund").sum() + ledger.at("capital", "treasury"))
        self.adopt()

    def adopt(self) -> None:
        """Remember what counters stand at: results count from here."""
        model = self.model
        self.servers_then = model.servers.copy()
        self.rules_then = model.rules.copy()
        self.leased_then = model.ledger.at("land", "leased")
        self.started_from = model.month
        self.hours.clear()
        model.exchanged_value = 0.0
        model.value_spread.clear()

    def record(self) -> None:
        """Keep this month."""
        model = self.model
        totals, ledger = model.totals, model.ledger
        nobody = np.zeros(model.n_parks, np.int64)
        funds = int(ledger.of("capital", "fund").sum() + ledger.at("capital", "treasury"))
        whole = model.whole
        output, bought = whole["output"], whole["purchases"] + whole["inputs_paid"]
        vacant, staff = whole["vacant"], whole["staff"]
        values: dict[str, float] = {
            "operating_firms": model.operating_firms,
            "output": output,
            "value_added": output - bought,
            "purchases": bought,
            "bought_here": model.bought_here,
            "tax": whole["tax"],
            "jobs": staff,
            "talent": int(totals["staff"][:, :2].sum()),
            "vacant": vacant,
            "seeking": sum(ledger.at(name, "seeking") for name in TALENT_CLASSES),
            "signed": model.signed,
            "started": model.started,
            "public_funds": funds,
            "opened": whole["opened"],
            "expanded": whole["expanded"],
            "closed": whole["closed"],
            "closed_defects": whole["closed_defects"],
            "chain_completeness": _mean(model.chain, model.segment_firms),
            "service_level": _plain_mean([s.service_level for s in model.subdistricts]),
            "other_backlog": _plain_mean([d.other_backlog for d in model.departments]),
            "leaders_hours": model.leaders_hours,
            "idle": ledger.at("land", "idle"),
            "leased": ledger.at("land", "leased"),
        }
        values.update((name, model.counts.get(name, 0.0)) for name in COUNTED)
        for name, value in values.items():
            self.series[name].append(value)
        for name in LAND:
            self.parks[f"land_{name}"].append(ledger.of("land", name).copy())
        for name, array in (
            ("operating_firms", model.firms),
            ("output", totals["output"]),
            ("jobs", totals["staff"].sum(axis=1)),
            ("vacant", totals["vacant"].sum(axis=1)),
            ("fund", ledger.of("capital", "fund")),
            ("quota", ledger.of("quota", "quota")),
            ("signed", model.park_counts.get("signed", nobody)),
            ("started", model.park_counts.get("started", nobody)),
        ):
            self.parks[name].append(np.array(array))
        self._hours()

    def _hours(self) -> None:
        model, hours = self.model, self.hours
        for park in model.parks:
            for duty, spent in park.hours.items():
                if duty not in {"service", "operation"}:
                    hours[park.id, "park", duty] += spent
        for kind, bodies in (("promotion_centre", model.centres), ("committee", model.committees)):
            for body in bodies:
                name = kind if len(body.parks) > 1 or model.n_parks == 1 else model.park_ids[body.parks[0]]
                for duty, spent in body.hours.items():
                    if spent:
                        hours[name, kind, duty] += spent
        for sub in model.subdistricts:
            hours[sub.id, "subdistrict", "service"] += sub.service_hours
            hours[sub.id, "subdistrict", "park_matters"] += sub.park_hours
        worked = model.servers["worked"] - self.worked
        self.worked = model.servers["worked"].copy()
        for department in model.departments:
            k = department.index
            hours[department.id, "department", "park_cases"] += worked[k]
            full = model.posts[k] * MONTH_HOURS
            hours[department.id, "department", "other_duties"] += full * (1.0 - department.effort)
            hours[department.id, "department", "idle_for_parks"] += max(
                full * department.effort - worked[k], 0.0
            )
        if model.consents_asked:
            asked = model.consents_asked * model.case.economy.round_hours
            hours["departments", "department", "consents"] += asked
        for hq in model.headquarters:
            if hq.hours:
                hours["headquarters", "headquarters", "members_meetings"] += hq.hours * hq.members
        if model.leaders_hours:
            hours["headquarters", "headquarters", "leaders"] += model.leaders_hours

    def after(self, name: str) -> NDArray[np.float64]:
        """Return a series by month after adoption."""
        return np.array(self.series[name][self.started_from :], np.float64)

    @property
    def elapsed_days(self) -> int:
        """Working days since adoption."""
        return (self.model.month - self.started_from) * DAYS


def _mean(values: NDArray[np.float64], weights: NDArray[Any]) -> float:
    total = weights.sum()
    return float((values * weights).sum() / total) if total > 0 else 0.0


def _plain_mean(values: list[float]) -> float:
    return float(sum(values) / len(values)) if values else 0.0
