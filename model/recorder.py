"""What is kept of a run as it goes: series by month, hours by organisation and duty, snapshots."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.facts import TALENT_CLASSES
from crosspark.model.founding import DAYS

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel

#: Land by state, as it is recorded by park.
LAND = ("collective", "acquired", "serviced", "reserved", "leased", "idle")
#: Counts of a month that are kept as series of the district, zero where nothing was counted.
COUNTED = (
    "leads", "wrong_in", "wrong_out", "by_centre", "admin_cost", "moved", "exchange_gain", "exchanged_value",
    "exchanged_quota", "exchanged_capital", "exchanged_places",
)  # fmt: skip
#: Counts of a month that are kept by park too.
COUNTED_BY_PARK = ("signed", "started", "conceded", "invested", "works", "talent_left")
#: Whole numbers of production that are kept by park and, summed, of the district.
PRODUCED = (
    "output", "purchases", "inputs_paid", "wages", "tax", "opened", "expanded", "closed", "closed_defects",
)  # fmt: skip


class Recorder:
    """Keeps the series of a run by month, of the whole run, and what stood at adoption.

    Parameters
    ----------
    model : DistrictModel

    Attributes
    ----------
    series : dict of str to list of float
        Of the district, a number a month.
    parks, subdistricts, departments : dict of str to list of ndarray
        The same by park, sub-district or department; a name means the same in all of them.
    hours : dict of (organisation, kind, duty) to float
        Hours of posts since adoption, by the clock.
    """

    def __init__(self, model: "DistrictModel") -> None:
        self.model = model
        self.series: dict[str, list[float]] = defaultdict(list)
        self.parks: dict[str, list[NDArray[Any]]] = defaultdict(list)
        self.subdistricts: dict[str, list[list[float]]] = defaultdict(list)
        self.departments: dict[str, list[list[float]]] = defaultdict(list)
        self.hours: dict[tuple[str, str, str], float] = defaultdict(float)
        self.busy = model.servers["busy_days"].copy()
        self.ahead = np.zeros(len(model.servers))
        self.funds_at_first = self._funds()
        self.adopt()

    def adopt(self) -> None:
        """Remember what counters stand at: results count from here."""
        model = self.model
        self.servers_then = model.servers.copy()
        self.rules_then = model.rules.copy()
        self.leased_then = model.ledger.of("land", "leased").copy()
        self.started_from = model.month
        self.hours.clear()
        model.value_spread.clear()

    def _funds(self) -> float:
        ledger = self.model.ledger
        return float(ledger.of("capital", "fund").sum() + ledger.at("capital", "treasury"))

    def record(self) -> None:
        """Keep this month."""
        model = self.model
        totals, whole, ledger = model.totals, model.whole, model.ledger
        nobody = np.zeros(model.n_parks, np.int64)
        staff, parks, series = totals["staff"], self.parks, self.series
        seeking = np.sum([ledger.of(name, "seeking") for name in TALENT_CLASSES], axis=0)
        worked = np.array([park.worked for park in model.parks])
        social = np.array([park.hours["social"] for park in model.parks])
        service = [sub.service_level for sub in model.subdistricts]
        other = [department.other_backlog for department in model.departments]
        self.subdistricts["service_level"].append(service)
        self.departments["other_backlog"].append(other)
        chain = model.chain * model.segment_firms
        for name in PRODUCED:
            parks[name].append(totals[name])
            series[name].append(whole[name])
        for name in COUNTED_BY_PARK:
            counted = model.park_counts.get(name, nobody)
            parks[name].append(counted)
            series[name].append(float(counted.sum()))
        for name in COUNTED:
            series[name].append(model.counts.get(name, 0.0))
        for name in LAND:
            parks[f"land_{name}"].append(ledger.of("land", name).copy())
            series[f"land_{name}"].append(ledger.at("land", name))
        for name, array in (
            ("operating_firms", model.firms),
            ("staff", staff),
            ("vacant", totals["vacant"]),
            ("seeking", seeking),
            ("bought_here", model.bought_here),
            ("fund", ledger.of("capital", "fund").copy()),
            ("quota", ledger.of("quota", "quota").copy()),
            ("chain", chain.sum(axis=1)),
            ("park_hours", worked),
            ("social_hours", social),
        ):
            parks[name].append(array)
        by_class = staff.sum(axis=0).tolist()
        values: dict[str, float] = {
            "operating_firms": model.operating_firms,
            "jobs": whole["staff"],
            **{f"talent_{name}": by_class[c] for c, name in enumerate(TALENT_CLASSES)},
            "vacant": whole["vacant"],
            "seeking": float(seeking.sum()),
            "bought_here": int(model.bought_here.sum()),
            "public_funds": self._funds(),
            "chain": float(chain.sum()),
            "service_level": _mean(service),
            "other_backlog": _mean(other),
            "leaders_hours": model.leaders_hours,
            "park_hours": float(worked.sum()),
            "social_hours": float(social.sum()),
        }
        for name, value in values.items():
            series[name].append(value)
        self._hours()

    def _hours(self) -> None:
        model, hours = self.model, self.hours
        for kind, organisations in (("park", model.parks), ("subdistrict", model.subdistricts)):
            for organisation in organisations:
                for duty, spent in organisation.clock.items():
                    hours[organisation.id, kind, duty] += spent
        for kind, bodies in (("promotion_centre", model.centres), ("committee", model.committees)):
            for body in bodies:
                name = kind if len(body.parks) > 1 or model.n_parks == 1 else model.park_ids[body.parks[0]]
                for duty, spent in body.clock.items():
                    hours[name, kind, duty] += spent
        # A case is counted on the day on which it is taken up: what exceeds the month belongs to the next.
        servers = model.servers
        booked = self.ahead + servers["busy_days"] - self.busy
        room = servers["workers"] * float(DAYS)
        done = np.minimum(booked, room)
        self.ahead, self.busy = booked - done, servers["busy_days"].copy()
        for department in model.departments:
            share = float(done[department.index] / room[department.index])
            for duty, spent in department.clock.items():
                if duty == "park_cases":
                    hours[department.id, "department", duty] += spent * share
                    hours[department.id, "department", "idle_for_parks"] += spent * (1.0 - share)
                else:
                    hours[department.id, "department", duty] += spent
        if model.leaders_hours:
            hours["headquarters", "headquarters", "leaders"] += model.leaders_hours

    def after(self, name: str) -> NDArray[np.float64]:
        """Return a series of the district by month after adoption."""
        return np.array(self.series[name][self.started_from :], np.float64)

    @property
    def elapsed_days(self) -> int:
        """Working days since adoption."""
        return (self.model.month - self.started_from) * DAYS


def _mean(values: list[float]) -> float:
    return float(sum(values) / len(values)) if values else 0.0
