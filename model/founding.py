"""How a district begins: its rows, servers, procedures and books, from the scenario's facts."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.enterprise import ENTERPRISE, LEAD, OPERATING, UNBORN
from crosspark.agents.facts import TALENT_CLASSES
from crosspark.governance.errors import BadInput, Text
from crosspark.model import records
from crosspark.model.case import Scenario
from crosspark.model.leads import draw_rows, poisson
from crosspark.model.ledger import Ledger
from crosspark.model.production import CELL
from crosspark.model.randomness import key_of, plain_mix64, uniform
from crosspark.model.streams import stream_for

MU = 2000 / 3
DAYS = 21  # working days in a month
HOURS = 8.0  # of a post in a working day


@dataclass(frozen=True)
class Layout:
    """Where each server stands in the servers' table.

    Attributes
    ----------
    index : dict of str to int
        Departments and servers of the whole district.
    desk, resettlement : int
        Index of the first park's desk and of the first sub-district's crews; −1 if there is none.
    count : int
    """

    index: dict[str, int]
    desk: int
    resettlement: int
    count: int

    @classmethod
    def of(cls, case: Scenario) -> "Layout":
        """Lay the servers out: departments, servers of the district, of parks, of sub-districts."""
        index = {name: k for k, name in enumerate(case.departments)}
        for name, facts in case.servers.items():
            if facts.per == "district":
                index[name] = len(index)
        count = len(index)
        desk = resettlement = -1
        if any(facts.per == "park" for facts in case.servers.values()):
            desk, count = count, count + len(case.parks)
        if any(facts.per == "subdistrict" for facts in case.servers.values()):
            resettlement, count = count, count + len(case.subdistricts)
        return cls(index, desk, resettlement, count)


def procedures_of(case: Scenario, layout: Layout) -> NDArray[Any]:
    """Return the plan of PROCEDURE records that the day loop reads, in the order of the base chain."""
    number = {facts.id: p for p, facts in enumerate(case.procedures)}
    plan = np.zeros(len(number), records.PROCEDURE)
    planning = [p for p, facts in enumerate(case.procedures) if facts.stage == "planning"]
    for p, facts in enumerate(case.procedures):
        record = plan[p]
        record["chain"] = 1 << (p - 1) if p else 0
        record["after"] = sum(1 << number[q] for q in facts.after)
        record["assumes"] = sum(1 << number[q] for q in facts.assumes)
        record["closes"] = number[facts.closes_after] if facts.closes_after else -1
        record["stage"] = records.STAGES.index(facts.stage)
        record["reviews"] = len(facts.reviews)
        for r, review in enumerate(facts.reviews):
            per = case.servers[review.server].per if review.server in case.servers else "department"
            record["server"][r] = {"park": records.PARK_DESK, "subdistrict": records.RESETTLEMENT}.get(
                per, layout.index.get(review.server, 0)
            )
            record["hours"][r] = review.hours
            record["sized"][r] = review.server == "builders" or per == "subdistrict"
            record["public"][r] = per == "department"
            record["search"] |= review.server == "intermediaries"
        record["apart"] = not record["public"][: len(facts.reviews)].all()
        record["own"] = facts.own_days
        record["statutory"] = facts.statutory_days
        record["factor"] = 1 if facts.community else 2 if facts.quota else 0
        record["consent"] = facts.consent
        record["community"] = facts.community
        record["plans"] = p == planning[0] if planning else False
    return plan


def demand_on_servers(case: Scenario, plan: NDArray[Any], layout: Layout) -> NDArray[np.float64]:
    """Return the hours a month that park cases ask of each server under the present mode.

    It follows from the projects signed a year, which a planner knows, and the hours of the reviews.
    """
    hours = np.zeros(layout.count)
    a_month = case.demand.signed_per_year / 12
    weights = np.array([s.lead_weight for s in case.segments.values()])
    appeal = np.array(
        [
            sum(w * park.fit.get(name, 0.0) for w, name in zip(weights, case.segments, strict=True))
            for park in case.parks.values()
        ]
    )
    by_park = a_month * appeal / appeal.sum()
    _, size = mean_size(case)
    for record in plan:
        for r in range(record["reviews"]):
            k = record["server"][r]
            if k == records.PARK_DESK:
                hours[layout.desk : layout.desk + len(case.parks)] += by_park * record["hours"][r]
            elif k == records.RESETTLEMENT:
                for d, name in enumerate(case.subdistricts):
                    j = park_of_subdistrict(case)[name]
                    share = by_park[j] / len(list(case.parks.values())[j].subdistricts)
                    share *= case.demand.new_land_share * size
                    hours[layout.resettlement + d] += share * record["hours"][r]
            else:
                hours[k] += a_month * record["hours"][r] * (size if record["sized"][r] else 1.0)
    return hours


def mean_size(case: Scenario) -> tuple[float, float]:
    """Return the mean area of a lead, m², and the mean of the root of area by mean area.

    Works grow with the root of a project's area; both means are of the distribution, not of a draw.
    """
    demand = case.demand
    u = (np.arange(1000) + 0.5) / 1000
    ends = (demand.size_min / demand.size_max) ** demand.size_tail
    areas = demand.size_min * (1.0 - u * (1.0 - ends)) ** (-1.0 / demand.size_tail)
    mean = float(areas.mean())
    return mean, float(np.sqrt(areas / mean).mean())


def park_of_subdistrict(case: Scenario) -> dict[str, int]:
    """Return the index of the park in whose hinterland each sub-district lies."""
    return {name: j for j, park in enumerate(case.parks.values()) for name in park.subdistricts}


def servers_of(case: Scenario, layout: Layout, demand: NDArray[np.float64]) -> NDArray[Any]:
    """Return the servers, as fast as makes them as busy under the present mode as the scenario says.

    Raises
    ------
    BadInput
        If a department's officers could not do the cases in their hours, whatever else they left.
    """
    servers = np.zeros(layout.count, records.SERVER)
    servers["root"] = servers["urgent"] = -1
    facts: list[tuple[str, float, float, bool]] = [
        (f"departments.{name}", d.posts, d.target_utilisation, True) for name, d in case.departments.items()
    ]
    for per, copies in (("district", 1), ("park", len(case.parks)), ("subdistrict", len(case.subdistricts))):
        for name, s in case.servers.items():
            if s.per == per:
                facts += [(f"servers.{name}", s.posts, s.target_utilisation, False)] * copies
    for k, (path, posts, target, public) in enumerate(facts):
        workers = max(round(posts), 1)
        servers["workers"][k] = workers
        speed = demand[k] / (DAYS * workers * target) if demand[k] > 0 else HOURS / 2
        if public and speed > 0.95 * HOURS:
            needed = demand[k] / (DAYS * target * 0.95 * HOURS)
            # Officers are whole: what is less than the next whole number would be refused again.
            hint = Text(
                f"its cases take {demand[k]:.0f} hours a month, so it must be at least {math.ceil(needed)} "
                "posts or a higher target_utilisation",
                f"其案件每月需{demand[k]:.0f}小時,故至少須有{math.ceil(needed)}個崗位,"
                "或提高 target_utilisation",
            )
            raise BadInput(f"scenario {case.id}", None, f"{path}.posts", posts, hint)
        servers["speed"][k] = speed
    return servers


def rows_of(case: Scenario, seed: int, demand_levels: NDArray[np.float64]) -> NDArray[Any]:
    """Return a row for every enterprise that can ever appear: incumbents, then the superset of leads.

    Leads are drawn at the highest rate that any mode could reach, were all of them to hear of the district,
    and thinned later, so that a mode that attracts more sees a superset. Each is keyed by segment, month
    and number.

    Parameters
    ----------
    case : Scenario
    seed : int
    demand_levels : ndarray of float64, shape (n_months, n_segments)
        Demand by month, of mean about one; leads come at a rate in proportion.
    """
    segments = list(case.segments.values())
    weights = np.array([s.lead_weight for s in segments])
    rates = case.demand.leads / 12 * weights / weights.sum()
    keys: list[int] = []
    segment: list[int] = []
    arrival: list[int] = []
    park: list[int] = []
    for j, (park_id, facts) in enumerate(case.parks.items()):
        for s, name in enumerate(case.segments):
            base = key_of(f"incumbent {park_id} {name}")
            count = facts.enterprises.get(name, 0)
            keys += [plain_mix64(base ^ i) for i in range(count)]
            segment += [s] * count
            arrival += [-1] * count
            park += [j] * count
    incumbents = len(keys)
    counts = stream_for(seed, "leads")
    bases = [key_of(f"lead {name}") for name in case.segments]
    based = [np.uint64(base) for base in bases]
    for month, levels in enumerate(demand_levels):
        for s in range(len(segments)):
            for i in range(poisson(rates[s] * levels[s], uniform(counts, based[s], month))):
                keys.append(plain_mix64(bases[s] ^ (month << 20) ^ i))
                segment.append(s)
                arrival.append(month)
    rows = np.zeros(len(keys), ENTERPRISE)
    rows["key"] = np.array(keys, np.uint64)
    rows["segment"] = segment
    rows["arrival"] = arrival
    demand = case.demand
    draw_rows(
        rows,
        np.array([(s.capital, s.sd_log_capital, s.bad_share) for s in segments], np.float64),
        np.array(
            [
                demand.size_min,
                demand.size_max,
                demand.size_tail,
                demand.quality_sd,
                case.economy.major_investment,
                demand.incumbent_size,
            ],
            np.float64,
        ),
        stream_for(seed, "enterprise"),
    )
    rows["stage"] = UNBORN
    _settle_incumbents(case, rows[:incumbents], np.array(park, np.int16), seed)
    return rows


def _settle_incumbents(case: Scenario, rows: NDArray[Any], park: NDArray[Any], seed: int) -> None:
    """Let the enterprises of the start operate, aged up to twenty years, with most of their people."""
    rows["stage"] = OPERATING
    rows["park"] = park
    stream = stream_for(seed, "incumbent")
    per_m2 = np.array([[getattr(s.staff, c) / MU for c in TALENT_CLASSES] for s in case.segments.values()])
    need = np.rint(rows["area"][:, None] * per_m2[rows["segment"]]).astype(np.int32)
    rows["need"] = need
    rows["staff"] = np.floor(need * 0.95 + 0.5).astype(np.int32)
    rows["opened"] = [-1 - int(240 * uniform(stream, key, 0)) for key in rows["key"]]
    yields = np.array([s.output / 12 for s in case.segments.values()])
    rows["output"] = (rows["area"] * yields[rows["segment"]]).astype(np.int64)
    rows["cash"] = rows["output"]


def books_of(case: Scenario, rows: NDArray[Any]) -> Ledger:
    """Open the books with the endowments of the scenario and of the enterprises of the start."""
    ledger = Ledger(tuple(case.parks))
    parks = list(case.parks.values())
    at_work = rows["stage"] == OPERATING
    in_park = rows["park"]

    def by_park(name: str) -> list[int]:
        return [getattr(park, name) for park in parks]

    def of_rows(amounts: NDArray[Any]) -> list[int]:
        return [int(amounts[at_work & (in_park == j)].sum()) for j in range(len(parks))]

    for state in ("collective", "acquired", "serviced", "idle"):
        ledger.endow("land", state, by_park(state))
    leased = of_rows(rows["area"])
    ledger.endow("land", "leased", leased)
    ledger.endow("quota", "quota", by_park("quota"))
    ledger.endow("quota", "quota_used", leased)
    ledger.endow("capital", "fund", by_park("fund"))
    ledger.endow("capital", "enterprises", of_rows(rows["cash"]))
    for c, name in enumerate(TALENT_CLASSES):
        ledger.endow(name, "seeking", [getattr(park.talent, name) for park in parks])
        ledger.endow(name, "employed", of_rows(rows["staff"][:, c]))
    ledger.endow("places", "free", by_park("places"))
    return ledger


def cell_norms(case: Scenario) -> NDArray[Any]:
    """Return the cells of production with what does not change from month to month."""
    segments = list(case.segments.values())
    cells = np.zeros((len(case.parks), len(segments)), CELL)
    cells["buys"] = [sum(s.buys.values()) for s in segments]
    cells["inputs"] = [s.other_inputs for s in segments]
    cells["capital"] = [s.capital for s in segments]
    cells["defect"] = case.economy.defect_hazard
    cells["quit"] = case.economy.quit_rate
    cells["wage"] = [[getattr(s.wage, c) / 12.0 for c in TALENT_CLASSES] for s in segments]
    cells["per_m2"] = [[getattr(s.staff, c) / MU for c in TALENT_CLASSES] for s in segments]
    return cells


def first_recoveries(case: Scenario) -> dict[int, NDArray[np.int64]]:
    """Return when the land that is idle at the start comes back: evenly over the legal delay."""
    months = max(round(case.economy.recovery_months), 1)
    idle = np.array([park.idle for park in case.parks.values()], np.int64)
    ends = np.arange(months + 1)[:, None] * idle // months
    return {month: ends[month] - ends[month - 1] for month in range(1, months + 1)}


def lead_rows(rows: NDArray[Any], months: int) -> list[NDArray[np.int64]]:
    """Return the rows of the superset of leads that arrive in each month."""
    order = np.flatnonzero(rows["arrival"] >= 0)
    ends = np.searchsorted(rows["arrival"][order], np.arange(months + 1))
    return [order[ends[m] : ends[m + 1]].astype(np.int64) for m in range(months)]


def mark_leads(rows: NDArray[Any], leads: NDArray[np.int64]) -> None:
    """Let rows become leads."""
    rows["stage"][leads] = LEAD
