"""Indicators of a run, computed from its record; the registry says in words what each is."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.enterprise import EXPANDING, OPERATING
from crosspark.model import records
from crosspark.model.founding import MU

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel

HORIZON = 504  # working days: two years
NAN = float("nan")


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
    if not len(days):
        return NAN
    order = np.argsort(days, kind="stable")
    times, happened = np.asarray(days, np.float64)[order], np.asarray(event)[order]
    alive, area, last = 1.0, 0.0, 0.0
    n = len(times)
    i = 0
    while i < n and times[i] < horizon:
        t = times[i]
        j = i
        while j < n and times[j] == t:
            j += 1
        area += alive * (t - last)
        last = t
        alive *= 1.0 - happened[i:j].sum() / (n - i)
        i = j
    return float(area + alive * (horizon - last))


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


def measure(model: "DistrictModel", projects: NDArray[Any]) -> dict[str, float]:
    """Return every indicator of the registry, in canonical units.

    Parameters
    ----------
    model : DistrictModel
    projects : ndarray of SLOT
        Projects signed after adoption.
    """
    return {
        **_growth(model),
        **_projects(model, projects),
        **_land(model),
        **_organisation(model),
    }


def _last_year(series: NDArray[np.float64]) -> float:
    return float(series[-12:].sum())


def _end(series: NDArray[np.float64]) -> float:
    return float(series[-1]) if len(series) else NAN


def _share(part: float, whole: float) -> float:
    return part / whole if whole else NAN


def _growth(model: "DistrictModel") -> dict[str, float]:
    after = model.recorder.after
    budgets = model.case.budgets
    months = len(after("output"))
    discount = (1.0 + budgets.interest) ** (-(np.arange(months) + 1) / 12.0)
    series = model.recorder.series["public_funds"]
    start = model.recorder.started_from
    before = series[start - 1] if start else model.recorder.funds_at_first
    funds = np.diff(np.array([before, *series[start:]]))
    produced = after("value_added")
    used = (
        after("invested")
        + after("works")
        + after("admin_cost")
        + budgets.cost_of_public_funds * after("conceded")
    )
    left = after("talent_left").sum() / max(months / 12.0, 1e-9)
    talent = after("jobs") + after("seeking")
    wanted = after("jobs") + after("vacant")
    return {
        "operating_firms": _end(after("operating_firms")),
        "value_added": float(produced.sum()),
        "output": float(after("output").sum()),
        "jobs": _end(after("jobs")),
        "fiscal_npv": float((funds * discount).sum()),
        "resource_npv": float(((produced - used) * discount).sum()),
        "treasury_balance": _end(after("public_funds")),
        "concessions": float(after("conceded").sum()),
        "admin_cost": float(after("admin_cost").sum()),
        "vacancies_rate": _share(float(after("vacant").sum()), float(wanted.sum())),
        "talent_employed": _end(after("talent")),
        "retention": 1.0 - _share(float(left), float(talent.mean())) if months else NAN,
        "chain_completeness": float(after("chain_completeness").mean()) if months else NAN,
        "local_sourcing": _share(float(after("bought_here").sum()), float(after("purchases").sum())),
        "park_similarity": krugman_similarity(model.segment_firms),
        "exchange_volume": float(model.exchanged_value),
        "exchange_gain": float(after("exchange_gain").sum()),
        "value_spread": float(np.mean(model.value_spread)) if model.value_spread else NAN,
        "defects_closed": float(after("closed_defects").sum()),
        "screening_errors": _share(
            float(after("wrong_in").sum() + after("wrong_out").sum()), float(after("leads").sum())
        ),
    }


def _projects(model: "DistrictModel", projects: NDArray[Any]) -> dict[str, float]:
    after = model.recorder.after
    state = projects["state"]
    started = projects[state == records.STARTED]
    given_up = state == records.WITHDRAWN
    seen = np.where(state == records.STARTED, projects["ended"], model.day) - projects["signed"]
    # Who gave up never starts: not lost from sight, but at risk up to the horizon.
    seen = np.where(given_up, HORIZON, np.minimum(seen, HORIZON))
    event = (state == records.STARTED) & (projects["ended"] - projects["signed"] < HORIZON)
    days = (started["ended"] - started["signed"]).astype(np.float64)
    waits = started["waits"]
    some = len(started) > 0
    idle = waits[
        :, [records.QUEUE, records.HANDOVER, records.CONSENT, records.COMMUNITY, records.FACTOR]
    ].sum(axis=1)
    major = started["major"] == 1
    values = {
        "days_to_start": restricted_mean(seen, event, HORIZON),
        "days_started": float(days.mean()) if some else NAN,
        "days_sd": float(days.std()) if some else NAN,
        "signed": float(after("signed").sum()),
        "started": float(after("started").sum()),
        "unfinished": float(((state == records.ACTIVE) | (state == records.NEW)).sum()),
        "never_started_rate": _share(float(given_up.sum()), float(len(projects))),
        "days_small": float(days[~major].mean()) if (~major).any() else NAN,
        "days_major": float(days[major].mean()) if major.any() else NAN,
        "zero_wait": float(started["early"].mean()) if some else NAN,
        "zero_distance": float((started["trips"] + started["returns"]).mean()) if some else NAN,
        "zero_obstacle": float((waits[:, records.FACTOR] > 0).mean()) if some else NAN,
        "zero_idle": float(idle.mean()) if some else NAN,
    }
    for c, cause in enumerate(records.CAUSES):
        values[f"days_{cause}"] = float(waits[:, c].mean()) if some else NAN
    then, now = model.recorder.servers_then, model.servers
    values["overdue_share"] = _share(
        float((now["late"] - then["late"]).sum()), float((now["served"] - then["served"]).sum())
    )
    return values


def _land(model: "DistrictModel") -> dict[str, float]:
    after, ledger, rows = model.recorder.after, model.ledger, model.enterprises
    leased = ledger.of("land", "leased").astype(np.float64)
    idle = float(ledger.at("land", "idle"))
    operating = (rows["stage"] == OPERATING) | (rows["stage"] == EXPANDING)
    output = np.array(model.recorder.parks["output"][-12:]).sum(axis=0).astype(np.float64)
    mu = float(leased.sum()) / MU
    return {
        "output_per_mu": _share(_last_year(after("output")), mu),
        "tax_per_mu": _share(_last_year(after("tax")), mu),
        "investment_per_mu": _share(
            float(rows["invest"][operating].sum()), float(rows["area"][operating].sum()) / MU
        ),
        "idle_land_share": _share(idle, idle + float(leased.sum())),
        "land_leased": float(leased.sum()) - model.recorder.leased_then,
        "park_theil": theil(output / np.maximum(leased, 1.0), leased),
    }


def _organisation(model: "DistrictModel") -> dict[str, float]:
    after = model.recorder.after
    then, now = model.recorder.rules_then, model.rules
    years = max(len(after("output")) / 12.0, 1e-9)
    meetings = float((now["meetings"] - then["meetings"]).sum())
    matters = float((now["matters"] - then["matters"]).sum() + now["agenda_length"].sum())
    room = np.maximum(now["agenda"] - now["other"], 1.0).mean()
    hours = model.recorder.hours
    at_parks = {k: v for k, v in hours.items() if k[1] in {"park", "promotion_centre", "committee"}}
    core = sum(v for k, v in at_parks.items() if k[2] != "social")
    return {
        "leaders_hours": float(after("leaders_hours").sum()) / years,
        "agenda_load": _share(matters, meetings * float(room)) if meetings else 0.0,
        "decision_days": _share(
            float((now["decided_days"] - then["decided_days"]).sum()),
            float((now["decided"] - then["decided"]).sum()),
        ),
        "service_level": float(after("service_level").mean()) if len(after("output")) else NAN,
        "other_backlog": float(after("other_backlog").mean()) if len(after("output")) else NAN,
        "core_hours_share": _share(core, sum(at_parks.values())),
    }


__all__ = ["HORIZON", "krugman_similarity", "measure", "restricted_mean", "theil"]
