"""What is kept of a run as it goes: series by month, hours of posts, what stood at adoption.

A month keeps what exists anyway; sums over parks, months and duties are taken when a run is read.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.facts import TALENT_CLASSES
from crosspark.model.duties import DEPARTMENT_CLOCK, PARK_CLOCK, SUBDISTRICT_CLOCK
from crosspark.model.founding import DAYS

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel

Array = NDArray[Any]

#: Land by state, in the order of its accounts in the ledger.
LAND = ("collective", "acquired", "serviced", "reserved", "leased", "idle")
#: Counts of a month that are kept of the district alone, zero where nothing was counted.
COUNTED = (
    "leads", "wrong_in", "wrong_out", "by_centre", "admin_cost", "moved", "exchange_gain", "exchanged_value",
    "exchanged_quota", "exchanged_capital", "exchanged_places",
)  # fmt: skip
#: Counts of a month that are kept by park.
COUNTED_BY_PARK = ("signed", "started", "conceded", "invested", "works", "talent_left")
#: Whole numbers of production that are kept by park.
PRODUCED = (
    "output", "purchases", "inputs_paid", "wages", "tax", "opened", "expanded", "closed", "closed_defects",
    "staff", "vacant",
)  # fmt: skip


class Recorder:
    """Keeps the series of a run by month, of the whole run, and what stood at adoption.

    Parameters
    ----------
    model : DistrictModel

    Attributes
    ----------
    series : dict of str to list of float
        What is the district's alone, a number a month.
    parks, subdistricts, departments : dict of str to list
        What is kept by park, sub-district or department, an array or a list a month.
    """

    def __init__(self, model: "DistrictModel") -> None:
        self.model = model
        self.series: dict[str, list[float]] = defaultdict(list)
        self.parks: dict[str, list[Any]] = defaultdict(list)
        self.subdistricts: dict[str, list[list[Any]]] = defaultdict(list)
        self.departments: dict[str, list[list[Any]]] = defaultdict(list)
        self.busy: list[Array] = []
        self.funds_at_first = self._funds()
        self.adopt()

    def adopt(self) -> None:
        """Remember what counters stand at: results count from here."""
        model = self.model
        self.servers_then = model.servers.copy()
        self.rules_then = model.rules.copy()
        self.leased_then = model.ledger.of("land", "leased").copy()
        self.started_from = model.month
        model.value_spread.clear()

    def _funds(self) -> float:
        ledger = self.model.ledger
        return float(ledger.of("capital", "fund").sum() + ledger.at("capital", "treasury"))

    def record(self) -> None:
        """Keep this month."""
        model, parks, series = self.model, self.parks, self.series
        totals, ledger = model.totals, model.ledger
        for name in PRODUCED:
            parks[name].append(totals[name])
        nobody = np.zeros(model.n_parks, np.int64)
        for name in COUNTED_BY_PARK:
            parks[name].append(model.park_counts.get(name, nobody))
        for name in COUNTED:
            series[name].append(model.counts.get(name, 0.0))
        parks["land"].append(ledger.balances["land"].copy())
        parks["operating_firms"].append(model.firms)
        parks["seeking"].append([ledger.of(name, "seeking").copy() for name in TALENT_CLASSES])
        parks["bought_here"].append(model.bought_here)
        parks["fund"].append(ledger.of("capital", "fund").copy())
        parks["quota"].append(ledger.of("quota", "quota").copy())
        parks["chain"].append((model.chain * model.segment_firms).sum(axis=1))
        parks["park_hours"].append([park.worked for park in model.parks])
        parks["social_hours"].append([park.hours["social"] for park in model.parks])
        parks["clock"].append([park.clock for park in model.parks])
        self.subdistricts["service_level"].append([sub.service_level for sub in model.subdistricts])
        self.subdistricts["clock"].append([sub.clock for sub in model.subdistricts])
        self.departments["other_backlog"].append([d.other_backlog for d in model.departments])
        self.departments["clock"].append([d.clock for d in model.departments])
        self.busy.append(model.servers["busy_days"].copy())
        series["public_funds"].append(self._funds())
        series["leaders_hours"].append(model.leaders_hours)

    def of_parks(self) -> dict[str, Array]:
        """Return the series of the parks since adoption, by name, shape (n_months, n_parks)."""
        found = {name: np.array(v)[self.started_from :] for name, v in self.parks.items() if name != "clock"}
        land = found.pop("land").reshape(-1, len(LAND), self.model.n_parks)
        found.update((f"land_{name}", land[:, k]) for k, name in enumerate(LAND))
        for name, of_class in (("staff", "talent_{}"), ("vacant", "")):
            by_class = found.pop(name)
            found["jobs" if name == "staff" else name] = by_class.sum(axis=2)
            if of_class:
                found.update((of_class.format(c), by_class[:, :, k]) for k, c in enumerate(TALENT_CLASSES))
        found["seeking"] = found["seeking"].sum(axis=1)
        return found

    def of_district(self, of_parks: dict[str, Array]) -> dict[str, Array]:
        """Return the series of the district since adoption: what is its own, and sums over the parks."""
        since = self.started_from
        found = {name: np.array(v, np.float64)[since:] for name, v in self.series.items()}
        found.update((name, v.sum(axis=1).astype(np.float64)) for name, v in of_parks.items())
        for kind in (self.subdistricts, self.departments):
            for name, v in kind.items():
                if name != "clock":
                    found[name] = np.array(v)[since:].mean(axis=1)
        return found

    def of_parts(self, kind: dict[str, list[list[Any]]]) -> dict[str, Array]:
        """Return the series of sub-districts or departments since adoption, shape (n_months, n)."""
        return {name: np.array(v)[self.started_from :] for name, v in kind.items() if name != "clock"}

    def hours(self) -> dict[tuple[str, str, str], float]:
        """Return hours of posts since adoption, by the clock, by organisation, kind and duty."""
        model, since = self.model, self.started_from
        found: dict[tuple[str, str, str], float] = defaultdict(float)

        def spent(kind: dict[str, list[Any]], n: int, duties: int) -> Array:
            return np.array(kind["clock"]).reshape(-1, n, duties)[since:]

        bodies = {"committee": model.committee_of, "promotion_centre": model.centre_of}
        sums = spent(self.parks, model.n_parks, len(PARK_CLOCK)).sum(axis=0).tolist()
        for j, (park, row) in enumerate(zip(model.park_ids, sums, strict=True)):
            for (kind, duty), amount in zip(PARK_CLOCK, row, strict=True):
                shared = kind != "park" and (len(bodies[kind][j].parks) > 1 or model.n_parks == 1)
                if kind == "park" or amount:
                    found[kind if shared else park, kind, duty] += amount
        sums = spent(self.subdistricts, len(model.subdistricts), len(SUBDISTRICT_CLOCK)).sum(axis=0).tolist()
        for sub, row in zip(model.subdistricts, sums, strict=True):
            for duty, amount in zip(SUBDISTRICT_CLOCK, row, strict=True):
                found[sub.id, "subdistrict", duty] = amount
        table = spent(self.departments, len(model.departments), len(DEPARTMENT_CLOCK))
        places = [department.index for department in model.departments]
        free = (table[:, :, -1] * (1.0 - self._at_work()[since:, places])).sum(axis=0).tolist()
        sums = table.sum(axis=0).tolist()
        for department, row, idle in zip(model.departments, sums, free, strict=True):
            for duty, amount in zip(DEPARTMENT_CLOCK, row, strict=True):
                found[department.id, "department", duty] = amount
            found[department.id, "department", "park_cases"] -= idle
            found[department.id, "department", "idle_for_parks"] = idle
        leaders = sum(self.series["leaders_hours"][since:])
        if leaders:
            found["headquarters", "headquarters", "leaders"] = leaders
        return dict(found)

    def _at_work(self) -> Array:
        """Return the share of each month that servers were at work, shape (n_months, n_servers).

        A case is counted on the day on which it is taken up: what exceeds the month belongs to the next.
        """
        room = self.model.servers["workers"] * float(DAYS)
        booked = np.diff(np.array(self.busy), axis=0, prepend=np.zeros((1, len(room))))
        done, ahead = np.empty_like(booked), np.zeros(len(room))
        for month, days in enumerate(booked):
            done[month] = np.minimum(ahead + days, room)
            ahead = ahead + days - done[month]
        return done / room

    @property
    def elapsed_days(self) -> int:
        """Working days since adoption."""
        return (self.model.month - self.started_from) * DAYS
