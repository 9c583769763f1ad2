"""Indicators of a run, computed from its record; the registry says in words what each is.

What is a sum or a share of monthly series is one `Formula`. It reads series by name, of the district or by
park alike, so that a park's value follows the district's formula.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.enterprise import BUILDING, CLOSED, EXPANDING, OPERATING
from crosspark.model import records
from crosspark.model.founding import DAYS, MU

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel

HORIZON = 504  # working days: two years
NAN = float("nan")

Array = NDArray[Any]
#: Series by name, shape (n_months,) of the district or (n_months, n_parts).
Series = Mapping[str, Array]


def restricted_mean(days: NDArray[Any], event: NDArray[np.bool_], horizon: float) -> float:
    """Return the mean of ``min(time, horizon)``: the area under the Kaplan–Meier curve up to the horizon.

    Parameters
    ----------
    days : ndarray, shape (n,)
        Time to the event, or to where it was last seen without one.
    event : ndarray of bool, shape (n,)
        Whether the event was seen.
    horizon : float
        In the unit of `days`.

    Returns
    -------
    float
        nan for no observations.

    References
    ----------
    .. [1] Kaplan & Meier (1958); Royston & Parmar (2013), restricted mean survival time.

    Examples
    --------
    >>> restricted_mean(np.array([10.0, 20.0, 30.0]), np.array([True, True, True]), 100.0)
    20.0
    """
    n = len(days)
    if not n:
        return NAN
    times, place, count = np.unique(np.asarray(days, np.float64), return_inverse=True, return_counts=True)
    seen = np.bincount(place, np.asarray(event), len(times))
    at_risk = n - np.cumsum(count) + count
    within = times < horizon
    alive = np.concatenate([[1.0], np.cumprod(1.0 - seen[within] / at_risk[within])])
    marks = np.concatenate([[0.0], times[within], [horizon]])
    return float((alive * np.diff(marks)).sum())


def theil(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return the Theil index of values with weights: 0 where all are alike."""
    total = weights.sum()
    mean = (values * weights).sum() / total if total > 0 else 0.0
    if mean <= 0:
        return NAN
    ratio = values / mean
    logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    return float((weights / total * ratio * logs).sum())


def krugman_similarity(firms: NDArray[Any]) -> float:
    """Return one less half the Krugman index of segment shares, the mean over pairs of parks.

    Parameters
    ----------
    firms : ndarray, shape (n_parks, n_segments)
    """
    held = firms[firms.sum(axis=1) > 0]
    if len(held) < 2:
        return NAN
    shares = held / held.sum(axis=1, keepdims=True)
    n = len(shares)
    # The sum of |a − b| over all pairs, segment by segment from the sorted shares, without a loop over pairs.
    ordered = np.sort(shares, axis=0)
    ranks = 2 * np.arange(n) - (n - 1)
    distance = (ordered * ranks[:, None]).sum()
    return float(1.0 - 0.5 * distance / (n * (n - 1) / 2))


class Formula(NamedTuple):
    """How series of the months become one number: `top`, or `top` by `bottom`.

    `over` says how the months are taken together: summed, at the last month's end, over the last twelve
    months by what stands at their end, or as the mean of the months.
    """

    top: str | Callable[[Series], Array]
    bottom: str | Callable[[Series], Array] | None = None
    over: Literal["sum", "end", "year", "mean"] = "sum"

    def whole(self, series: Series) -> Array:
        """Return the value over all months, by part; shape () of the district."""
        top, bottom = _read(self.top, series), _read(self.bottom, series)
        if self.over == "mean":
            # Months in which there is nothing to divide by do not count.
            each = _divided(top, bottom)
            known = np.isfinite(each)
            return _divided(np.where(known, each, 0.0).sum(axis=0), known.sum(axis=0).astype(float))
        if self.over in {"end", "year"} and not len(top):
            return np.full(top.shape[1:], NAN)
        if self.over == "end":
            return _divided(top[-1], None if bottom is None else bottom[-1])
        if self.over == "year":
            return _divided(top[-12:].sum(axis=0), None if bottom is None else bottom[-1])
        return _divided(top.sum(axis=0), None if bottom is None else bottom.sum(axis=0))

    def monthly(self, series: Series) -> Array:
        """Return the value of each month, shape (n_months, ...); nan before twelve months are full."""
        top, bottom = _read(self.top, series), _read(self.bottom, series)
        if self.over == "year":
            so_far = np.cumsum(top, axis=0)
            top = np.full(top.shape, NAN)
            top[11:] = so_far[11:]
            top[12:] -= so_far[:-12]
        return _divided(top, bottom)


def _read(what: str | Callable[[Series], Array] | None, series: Series) -> Any:
    if what is None:
        return None
    return np.asarray(series[what] if isinstance(what, str) else what(series), np.float64)


def _divided(top: Array, bottom: Array | None) -> Array:
    if bottom is None:
        return top
    share: Array = np.divide(top, bottom, out=np.full(np.shape(top), NAN), where=bottom != 0)
    return share


#: What follows from monthly series. A park has a value wherever the registry says so (`by`).
FORMULAS: dict[str, Formula] = {
    "operating_firms": Formula("operating_firms", over="end"),
    "value_added": Formula("value_added"),
    "output": Formula("output"),
    "jobs": Formula("jobs", over="end"),
    "wages": Formula("wages"),
    "closures": Formula("closed"),
    "expansions": Formula("expanded"),
    "fiscal_npv": Formula(lambda s: s["public_funds_change"] * s["discount"]),
    "resource_npv": Formula(lambda s: sum(line(s) for line in RESOURCE.values()) * s["discount"]),
    "treasury_balance": Formula("public_funds", over="end"),
    "concessions": Formula("conceded"),
    "concession_rate": Formula("conceded", "invested"),
    "admin_cost": Formula("admin_cost"),
    "signed": Formula("signed"),
    "started": Formula("started"),
    "output_per_mu": Formula("output", lambda s: s["land_leased"] / MU, "year"),
    "tax_per_mu": Formula("tax", lambda s: s["land_leased"] / MU, "year"),
    "idle_land_share": Formula("land_idle", lambda s: s["land_idle"] + s["land_leased"], "end"),
    "land_leased": Formula("land_leased_change"),
    **{
        f"land_{state}": Formula(f"land_{state}", over="end")
        for state in ("collective", "acquired", "serviced", "reserved", "idle")
    },
    "vacancies_rate": Formula("vacant", lambda s: s["jobs"] + s["vacant"]),
    "talent_employed": Formula(lambda s: s["talent_research"] + s["talent_medical"], over="end"),
    **{
        f"talent_{name}": Formula(f"talent_{name}", over="end")
        for name in ("research", "medical", "technical")
    },
    "retention": Formula(
        lambda s: s["jobs"] + s["seeking"] - 12.0 * s["talent_left"], lambda s: s["jobs"] + s["seeking"]
    ),
    "talent_moved": Formula("moved"),
    "chain_completeness": Formula("chain", "operating_firms", "mean"),
    "local_sourcing": Formula("bought_here", lambda s: s["purchases"] + s["inputs_paid"]),
    "exchange_volume": Formula("exchanged_value"),
    "exchange_gain": Formula("exchange_gain"),
    "leaders_hours": Formula("leaders_hours", lambda s: np.full(len(s["leaders_hours"]), 1.0 / 12.0)),
    "service_level": Formula("service_level", over="mean"),
    "other_backlog": Formula("other_backlog", over="mean"),
    "core_hours_share": Formula(lambda s: s["park_hours"] - s["social_hours"], "park_hours"),
    "defects_closed": Formula("closed_defects"),
    "screening_errors": Formula(lambda s: s["wrong_in"] + s["wrong_out"], "leads"),
    "leads": Formula("leads"),
}

#: The lines of the resource account, yuan a month: what is made less what making it uses up. Taxes, land
#: receipts, concessions, wages and compensation pass from one hand to another and are no lines of it.
RESOURCE: dict[str, Callable[[Series], Array]] = {
    "value_added": lambda s: s["value_added"],
    "investment": lambda s: -s["invested"],
    "works": lambda s: -s["works"],
    "admin_cost": lambda s: -s["admin_cost"],
    "public_funds_loss": lambda s: -s["loss_by_concessions"],
}


def derived(series: Series, then: Series, discount: Array, public_cost: float) -> dict[str, Array]:
    """Return recorded series with those that follow from them, by the names that formulas read.

    Parameters
    ----------
    series : mapping of str to ndarray, shape (n_months,) or (n_months, n_parks)
    then : mapping of str to ndarray, shape (1,) or (1, n_parks)
        What some of them stood at before the first month: their changes are wanted.
    discount : ndarray, shape (n_months,)
        What a yuan at the end of a month is worth at adoption; it is added to the district's series.
    public_cost : float
        Loss by a yuan of concessions as public money.
    """
    found = dict(series)
    found["value_added"] = found["output"] - (found["purchases"] + found["inputs_paid"])
    if found["output"].ndim == 1:
        found["discount"] = discount
    found["loss_by_concessions"] = public_cost * found["conceded"]
    for name, before in then.items():
        found[f"{name}_change"] = np.diff(found[name], axis=0, prepend=before)
    return found


def measure(model: "DistrictModel", series: Series, projects: NDArray[Any]) -> dict[str, float]:
    """Return every indicator of the registry, in canonical units.

    Parameters
    ----------
    model : DistrictModel
    series : mapping of str to ndarray, shape (n_months,)
        Of the district, as `derived` returns it.
    projects : ndarray of PROJECT
        Projects signed after adoption.
    """
    by_name = {name: float(formula.whole(series)) for name, formula in FORMULAS.items()}
    return {**by_name, **measure_projects(projects), **_parks(model), **_organisation(model)}


#: What is read of a project once it has ended, or at the end of the run.
PROJECT = np.dtype(
    [
        *((name, records.SLOT[name]) for name in (
            "row", "park", "state", "major", "signed", "ended", "invest", "waits", "stages", "returns",
            "trips", "early", "path", "closing",
        )),
        ("segment", "i4"),
        ("area", "i8"),  # m²
        ("fit", "f8"),  # of its segment at its park
        ("small", "?"),  # no larger than the mean lead
        ("opened", "?"),  # operates, or did
        ("seen", "i4"),  # working days from signing to the start, or to where it was last seen
    ],
    align=True,
)  # fmt: skip


def projects_of(model: "DistrictModel", slots: NDArray[Any]) -> NDArray[Any]:
    """Return what is read of the projects in slots, shape (n_projects,)."""
    rows = model.enterprises[slots["row"]]
    found = np.zeros(len(slots), PROJECT)
    for name in PROJECT.names or ():
        if name in (records.SLOT.names or ()):
            found[name] = slots[name]
    found["segment"], found["area"] = rows["segment"], rows["area"]
    found["fit"] = model.fit[slots["park"], rows["segment"]]
    found["small"] = rows["area"] <= model.mean_area
    found["opened"] = rows["stage"] >= OPERATING
    started = slots["state"] == records.STARTED
    found["opened"] &= started
    seen = np.where(started, slots["ended"], model.day) - slots["signed"]
    # Who gave up never starts: not lost from sight, but at risk up to the horizon.
    found["seen"] = np.where(slots["state"] == records.WITHDRAWN, HORIZON, np.minimum(seen, HORIZON))
    return found


def measure_waiting(projects: NDArray[Any]) -> dict[str, float]:
    """Return how long a group of projects waits and how many of them start: what groups are told apart by."""
    started = projects[projects["state"] == records.STARTED]
    event = (projects["state"] == records.STARTED) & (projects["ended"] - projects["signed"] < HORIZON)
    given_up = projects["state"] == records.WITHDRAWN
    days = started["ended"] - started["signed"]
    return {
        "days_to_start": restricted_mean(projects["seen"], event, HORIZON),
        "days_started": _mean(days),
        "start_rate": _share(float(len(started)), float(len(projects))),
        "never_started_rate": _share(float(given_up.sum()), float(len(projects))),
    }


def measure_projects(projects: NDArray[Any]) -> dict[str, float]:
    """Return the indicators of a group of projects.

    Parameters
    ----------
    projects : ndarray of PROJECT, shape (n_projects,)
    """
    state = projects["state"]
    started = projects[state == records.STARTED]
    days = (started["ended"] - started["signed"]).astype(np.float64)
    waits, stages = started["waits"], started["stages"]
    idle = waits[
        :, [records.QUEUE, records.HANDOVER, records.CONSENT, records.COMMUNITY, records.FACTOR]
    ].sum(axis=1)
    major = started["major"] == 1
    return {
        **measure_waiting(projects),
        "days_sd": float(days.std()) if len(days) else NAN,
        "unfinished": float(((state == records.ACTIVE) | (state == records.NEW)).sum()),
        "completion_rate": _share(float(started["opened"].sum()), float(len(started))),
        "days_small": _mean(days[~major]),
        "days_major": _mean(days[major]),
        "returns": _mean(started["returns"]),
        "fit": _mean(projects["fit"]),
        "zero_wait": _mean(started["early"]),
        "zero_distance": _mean(started["trips"] + started["returns"]),
        "zero_obstacle": _mean(waits[:, records.FACTOR] > 0),
        "zero_idle": _mean(idle),
        **{f"days_{cause}": _mean(waits[:, c]) for c, cause in enumerate(records.CAUSES)},
        **{f"days_{stage}": _mean(stages[:, c]) for c, stage in enumerate(records.STAGES)},
    }


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else NAN


def _share(part: float, whole: float) -> float:
    return part / whole if whole else NAN


def _parks(model: "DistrictModel") -> dict[str, float]:
    leased = model.ledger.of("land", "leased").astype(np.float64)
    recorder = model.recorder
    output = np.array(recorder.parks["output"][recorder.started_from :][-12:]).sum(axis=0).astype(np.float64)
    return {
        "investment_per_mu": float(_investment_per_mu(model, 1)[0]),
        "park_theil": theil(output / np.maximum(leased, 1.0), leased),
        "park_similarity": krugman_similarity(model.segment_firms),
        "value_spread": float(np.mean(model.value_spread)) if model.value_spread else NAN,
    }


def _investment_per_mu(model: "DistrictModel", parts: int) -> Array:
    """Return capital by land of the operating enterprises, of the district (1 part) or by park."""
    rows = model.enterprises
    working = rows[(rows["stage"] == OPERATING) | (rows["stage"] == EXPANDING)]
    part = working["park"] if parts > 1 else np.zeros(len(working), np.int64)
    invest, area = (np.bincount(part, working[name], parts) for name in ("invest", "area"))
    return _divided(invest, area / MU)


def measure_enterprises(model: "DistrictModel") -> dict[tuple[str, str, str], float]:
    """Return what is read of the rows of enterprises by group: of parks, of incumbents, of newcomers."""
    rows = model.enterprises
    per_mu = _investment_per_mu(model, max(model.n_parks, 2))
    found = {("park", park, "investment_per_mu"): float(per_mu[j]) for j, park in enumerate(model.park_ids)}
    working = (rows["stage"] == OPERATING) | (rows["stage"] == EXPANDING)
    # An incumbent stood at the start of the run; a newcomer was signed after adoption.
    new = rows["signed"] >= model.recorder.started_from * DAYS
    closed_since = rows["closed"] >= model.recorder.started_from
    for group, chosen in (("incumbents", rows["arrival"] < 0), ("newcomers", new)):
        ever = chosen & (rows["stage"] >= BUILDING)
        key = "enterprises", group
        found[*key, "operating_firms"] = float((working & chosen).sum())
        found[*key, "jobs"] = float(rows["staff"][working & chosen].sum())
        found[*key, "closures"] = float((ever & closed_since & (rows["stage"] == CLOSED)).sum())
    return found


def _organisation(model: "DistrictModel") -> dict[str, float]:
    then, now = model.recorder.rules_then, model.rules
    meetings = float((now["meetings"] - then["meetings"]).sum())
    matters = float((now["matters"] - then["matters"]).sum() + now["agenda_length"].sum())
    room = np.maximum(now["agenda"] - now["other"], 1.0).mean()
    before, servers = model.recorder.servers_then, model.servers
    days = max(model.recorder.elapsed_days, 1)
    waiting = (servers["area"] - before["area"] + servers["queued"] * (model.day - servers["last"])
               - before["queued"] * (model.recorder.started_from * DAYS - before["last"])) / days  # fmt: skip
    first = model.layout.resettlement
    crews = waiting[first : first + len(model.subdistricts)] if first >= 0 else np.zeros(0)
    late, served = (float((servers[name] - before[name]).sum()) for name in ("late", "served"))
    return {
        "agenda_load": _share(matters, meetings * float(room)) if meetings else 0.0,
        "agenda_backlog": float(now["agenda_length"].sum()),
        "decision_days": _share(
            float((now["decided_days"] - then["decided_days"]).sum()),
            float((now["decided"] - then["decided"]).sum()),
        ),
        "overdue_share": _share(late, served),
        "case_backlog": float(waiting[[d.index for d in model.departments]].sum()),
        "resettlement_backlog": float(crews.sum()),
    }


__all__ = [
    "FORMULAS", "HORIZON", "RESOURCE", "derived", "krugman_similarity", "measure", "measure_enterprises",
    "measure_projects", "measure_waiting", "projects_of", "restricted_mean", "theil",
]  # fmt: skip
