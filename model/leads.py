"""Leads: who hears of the district, who is seen to be good, who comes, and where to.

One mechanism for all modes. A lead is screened by whoever attracts; parks that let it pass raise their
offers against each other; under a centre one offer is made for all of its parks. Where the centre handles
a share of the leads, or some of the parks, both go together: its one offer stands beside the offers of
parks that attract for themselves.

References
----------
.. [1] Sah & Stiglitz (1986), The architecture of economic systems.
.. [2] Clauses P1 and P2 (centre), D2 (offers reopened), A2 (what attracters are assessed on), M3 (network).
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.enterprise import LOST, SIGNED
from crosspark.model.attraction import centre_offer, choose_place
from crosspark.model.kernel import kernel
from crosspark.model.randomness import bits, exponential, normal, uniform
from crosspark.model.screening import screen

Table = NDArray[Any]

#: How one park attracts this month.
ATTRACTION = np.dtype(
    [
        ("key", "u8"),
        ("hours", "f8"),  # of research for each lead, the park's own
        ("worked", "f8"),  # chance that it gets to a lead at all
        ("centre_hours", "f8"),
        ("centre_worked", "f8"),
        ("centre", "f8"),  # share of the leads that the centre handles for it
        ("reopened", "f8"),  # share of those for which it may bid all the same
        ("outcome", "f8"),  # weight of outcomes in what attracters are assessed on
        ("room", "i8"),  # m² that a project could have here
    ],
    align=True,
)
#: What came of the leads of a month, district-wide.
TALLY = np.dtype(
    [("leads", "i8"), ("signed", "i8"), ("by_centre", "i8"), ("wrong_in", "i8"), ("wrong_out", "i8")]
)
# Kinds of draws of a lead, by occurrence; those that differ by park are keyed by lead and park.
L_WORK, L_CENTRE, L_REOPEN, L_LOOSE, L_NOISE, L_SEEN = range(6)


@kernel
def passes(
    row: Any,
    threshold: float,
    loose_share: float,
    hours: float,
    h0: float,
    quality_sd: float,
    outcome: float,
    stream: Any,
    entity: Any,
) -> bool:
    """Return whether a screener lets a lead pass: good enough as far as it sees, and seen as earnest."""
    noise = normal(stream, entity, L_NOISE)
    if not screen(row["quality"] / quality_sd, hours, h0, threshold, noise):
        return False
    if row["earnest"] >= loose_share:
        return True
    seen = outcome * hours / (hours + h0)
    return uniform(stream, entity, L_LOOSE) >= seen


@kernel
def attract(
    rows: Table, leads: Table, parks: Table, tables: Table, terms: Table, streams: Table, tally: Table
) -> None:
    """Screen the month's leads, make offers, and let each lead choose.

    Parameters
    ----------
    rows : ndarray of ENTERPRISE
    leads : ndarray of int64, shape (n_leads,)
        Rows of the leads that hear of the district this month.
    parks : ndarray of ATTRACTION, shape (n_parks,)
        `room` shrinks as leads sign.
    tables : ndarray of float64, shape (3, n_parks, n_segments)
        Utility in units of taste; the park's ceiling and the centre's value, yuan per m².
    terms : ndarray of float64, shape (10,)
        outside, taste scale (share of the investment), nest, shading, local noise, h0, s.d. of quality,
        admission threshold, share of loose leads, how far the threshold falls where only signings count.
    streams : ndarray of uint64, shape (3,)
        Of leads, of tastes, of the centre's errors.
    tally : ndarray of TALLY, shape (1,)
    """
    n = parks.shape[0]
    stream, tastes, errors = streams[0], streams[1], streams[2]
    outside, scale, nest, shading, local_noise = terms[0], terms[1], terms[2], terms[3], terms[4]
    h0, quality_sd, admission, loose, slope = terms[5], terms[6], terms[7], terms[8], terms[9]
    utility = np.empty(n)
    ceiling = np.empty(n)
    pooled = np.empty(n)
    value = np.empty(n)
    keys = parks["key"].copy()
    for i in range(leads.shape[0]):
        row = rows[leads[i]]
        key = row["key"]
        s = row["segment"]
        unit = row["area"] / (row["invest"] * scale)
        u_centre = uniform(stream, key, L_CENTRE)
        u_reopen = uniform(stream, key, L_REOPEN)
        u_work = uniform(stream, key, L_WORK)
        let_in = False
        gathered = False
        for j in range(n):
            park = parks[j]
            by_centre = u_centre < park["centre"]
            bids = not by_centre or u_reopen < park["reopened"]
            utility[j] = -math.inf
            pooled[j] = -math.inf
            ceiling[j] = 0.0
            value[j] = 0.0
            if row["area"] > park["room"]:
                continue
            # Those assessed on signings alone turn down only what nobody would take.
            threshold = admission - slope * (1.0 - park["outcome"])
            own = bits(stream, key, np.uint64(park["key"]) ^ np.uint64(L_SEEN))
            weight = park["outcome"]
            if (
                bids
                and uniform(stream, own, L_WORK) < park["worked"]
                and passes(row, threshold, loose, park["hours"], h0, quality_sd, weight, stream, own)
            ):
                utility[j] = tables[0, j, s]
                ceiling[j] = tables[1, j, s] * unit
                let_in = True
            hours = park["centre_hours"]
            if (
                by_centre
                and u_work < park["centre_worked"]
                and passes(row, threshold, loose, hours, h0, quality_sd, weight, stream, key)
            ):
                pooled[j] = tables[0, j, s]
                value[j] = tables[2, j, s] * unit
                let_in = True
                gathered = True
        good = row["quality"] / quality_sd >= admission
        tally[0]["leads"] += 1
        tally[0]["wrong_in"] += let_in and not good
        tally[0]["wrong_out"] += good and not let_in
        chosen = -1
        offer = 0.0
        if gathered:
            chosen, offer = centre_offer(pooled, value, value, keys, outside, local_noise, errors, key)
            if chosen >= 0 and pooled[chosen] + offer > utility[chosen] + ceiling[chosen]:
                # A fixed offer: what it pays is part of the utility and cannot be raised.
                utility[chosen] = pooled[chosen] + offer
                ceiling[chosen] = 0.0
            else:
                chosen = -1
        row["stage"] = LOST
        if not let_in:
            continue
        winner, conceded = choose_place(utility, ceiling, keys, outside, tastes, key, shading, nest)
        if winner < 0:
            continue
        if winner == chosen:
            conceded = offer
            row["by_centre"] = 1
            tally[0]["by_centre"] += 1
        row["stage"] = SIGNED
        row["park"] = winner
        row["concession"] = int(conceded * row["invest"] * scale)
        parks[winner]["room"] -= row["area"]
        tally[0]["signed"] += 1


#: What signing means in one park this month.
SIGNING = np.dtype(
    [
        ("linked", "f8"),  # shares of projects: linked threads (S1), joint rooms (S3), one officer (M1),
        ("joint", "f8"),
        ("whole", "f8"),
        ("reserve", "f8"),  # quota set aside (M4)
        ("broken", "f8"),  # chance that a promise of the centre is broken
        ("unit", "f8"),  # yuan per m² of land that must be acquired and serviced
        ("stock", "i8"),  # serviced land free, m²
        ("quota", "i8"),  # quota free, m²
        ("desk", "i4"),  # server of the park's desk
        ("crews", "i4"),  # where the servers of its sub-districts' crews begin in the list, and how many
        ("crew_count", "i4"),
    ],
    align=True,
)
# Occurrences of the draws of a signing.
S_DAY, S_LINKED, S_JOINT, S_WHOLE, S_BROKEN, S_RESERVE, S_CREW, S_PATIENCE = range(8)


@kernel
def sign_projects(
    rows: Table,
    signed: Table,
    slots: Table,
    chosen: Table,
    parks: Table,
    crews: Table,
    terms: Table,
    stream: Any,
) -> None:
    """Fill in the slots of the projects that signed this month.

    Parameters
    ----------
    rows : ndarray of ENTERPRISE
    signed, chosen : ndarray of int64, shape (n_projects,)
        Rows of the projects, and the slots that they get.
    slots : ndarray of SLOT
    parks : ndarray of SIGNING, shape (n_parks,)
        `stock` and `quota` shrink by what is set aside.
    crews : ndarray of int32
        Servers of the resettlement crews, park after park.
    terms : ndarray of float64, shape (6,)
        First working day of the month, its working days, mean area (m²), share of loose leads, hazard a
        month that a project gives up, factor on it for a loose lead.
    stream : uint64
    """
    for i in range(signed.shape[0]):
        row = rows[signed[i]]
        slot = slots[chosen[i]]
        park = parks[row["park"]]
        key = row["key"]
        slot["key"] = key
        slot["row"] = signed[i]
        slot["park"] = row["park"]
        slot["major"] = row["major"]
        slot["invest"] = row["invest"]
        slot["defect"] = row["defect"]
        slot["desk"] = park["desk"]
        slot["resettlement"] = 0
        if park["crew_count"] > 0:
            d = int(uniform(stream, key, S_CREW) * park["crew_count"])
            slot["resettlement"] = crews[park["crews"] + d]
        slot["size"] = math.sqrt(row["area"] / terms[2])
        slot["stock"] = min(park["stock"], row["area"])
        park["stock"] -= slot["stock"]
        need = row["area"] - slot["stock"]
        slot["land"] = need / row["area"]
        slot["need"][0] = int(need * park["unit"])
        slot["need"][1] = need
        slot["linked"] = uniform(stream, key, S_LINKED) < park["linked"]
        slot["joint"] = uniform(stream, key, S_JOINT) < park["joint"]
        slot["broken"] = row["by_centre"] == 1 and uniform(stream, key, S_BROKEN) < park["broken"]
        slot["whole"] = row["major"] == 1 and uniform(stream, key, S_WHOLE) < park["whole"]
        slot["reserved"] = 0
        wants = row["major"] == 1 and uniform(stream, key, S_RESERVE) < park["reserve"]
        if wants and need > 0 and need <= park["quota"]:
            slot["reserved"] = 1
            park["quota"] -= need
        # The least earnest give up sooner.
        hazard = terms[4] * (terms[5] if row["earnest"] < terms[3] else 1.0)
        days = exponential(stream, key, S_PATIENCE) * terms[1] / max(hazard, 1e-9)
        slot["patience"] = int(min(days, 1e6)) + 1
        row["signed"] = int(terms[0]) + int(terms[1] * uniform(stream, key, S_DAY))


@kernel
def poisson(mean: float, u: float) -> int:
    """Return the Poisson draw of mean `mean` that the uniform `u` gives by inversion.

    The sum begins at zero, or at the mode where the chance of zero would vanish.
    """
    k = int(mean) if mean > 700.0 else 0
    p = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1.0)) if k > 0 else math.exp(-mean)
    total = p
    below = p
    for i in range(k, max(k - int(12.0 * math.sqrt(mean)), 0), -1):
        below *= i / mean
        total += below
    while k > 0 and u <= total - p:
        total -= p
        p *= k / mean
        k -= 1
    while u > total and p > 1e-300:
        k += 1
        p *= mean / k
        total += p
    return k


@kernel
def draw_rows(rows: Table, segments: Table, terms: Table, stream: Any) -> None:
    """Fill in what belongs to each enterprise for good, from its key and segment.

    Parameters
    ----------
    rows : ndarray of ENTERPRISE
        With `key`, `segment` and `arrival`.
    segments : ndarray of float64, shape (n_segments, 3)
        Capital (yuan per m²), its log s.d., share with a hidden defect.
    terms : ndarray of float64, shape (6,)
        Smallest and largest area (m²), tail exponent, s.d. of quality, investment of a major project
        (yuan), size of what stands at the start against a lead.
    stream : uint64
    """
    for e in range(rows.shape[0]):
        row = rows[e]
        key = row["key"]
        tail = terms[2]
        u = uniform(stream, key, 0)
        area = terms[0] * (1.0 - u * (1.0 - (terms[0] / terms[1]) ** tail)) ** (-1.0 / tail)
        z = normal(stream, key, 1)
        sd = segments[row["segment"], 1]
        if row["arrival"] < 0:
            area *= terms[5]
        row["area"] = int(area)
        row["invest"] = int(row["area"] * segments[row["segment"], 0] * math.exp(sd * z - 0.5 * sd * sd))
        quality = normal(stream, key, 2)
        row["quality"] = terms[3] * quality
        # Hidden defects are commoner among the poor: 2 Φ(−z) has mean one.
        bad = segments[row["segment"], 2] * math.erfc(quality / math.sqrt(2.0))
        row["defect"] = uniform(stream, key, 3) < bad
        row["earnest"] = uniform(stream, key, 4)
        row["thinning"] = uniform(stream, key, 5)
        row["major"] = row["invest"] >= terms[4]
        row["park"] = -1
        row["signed"] = -1
        row["started"] = -1
        row["opened"] = -1
        row["closed"] = -1
