"""Hours: whatever an organisation does costs hours of somebody with posts; hours not there are a queue.

Each month every park, sub-district, department and body splits its hours over its duties, and the speed
of every server follows.
"""

import math
from typing import TYPE_CHECKING

import numpy as np

from crosspark.model.founding import DAYS, HOURS
from crosspark.model.records import ACTIVE

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel

MONTH_HOURS = DAYS * HOURS  # of one post
LEADERS = 3  # commander, first and second deputy commander (H1)
#: What an organisation's `clock` counts: the kind of body that the hours are worked in, and the duty.
PARK_CLOCK = (
    *(("park", duty) for duty in ("research", "attraction", "planning", "social")),
    *(("park", duty) for duty in ("meetings", "switching", "learning", "micro_centre")),
    *(("committee", duty) for duty in ("service", "operation")),
    *(("promotion_centre", duty) for duty in ("research", "attraction")),
)
SUBDISTRICT_CLOCK = ("service", "park_matters", "joint_office", "meetings", "spare")
DEPARTMENT_CLOCK = (
    "joint_office", "meetings", "consents", "learning", "other_duties", "score", "park_cases",
)  # fmt: skip
#: Mean of the largest of n standard normals: Harter (1961).
BEST_OF = ((1, 2, 3, 4, 5, 6), (0.0, 0.5642, 0.8463, 1.0294, 1.1630, 1.2672))


def competence_gain(candidates: float, spread: float) -> float:
    """Return how much faster the best of so many candidates works than the mean one (O3)."""
    return 1.0 + spread * float(np.interp(candidates, *BEST_OF))


def park_posts(model: "DistrictModel") -> list[float]:
    """Return the posts of each park: fewer where they are dearer, unless the dearer ones come on top."""
    rb = model.rulebook
    held = 1.0 - rb.number("adoption.extra_posts")
    return [
        park.facts.posts * (1.0 - held * (1.0 - 1.0 / wage))
        for park, wage in zip(model.parks, rb.floats("posts.wage"), strict=True)
    ]


def split_park_hours(model: "DistrictModel") -> None:
    """Let parks, centre and committees split the hours of the parks' posts over duties."""
    rb, economy = model.rulebook, model.case.economy
    numbers = rb.floats
    extra = rb.number("adoption.extra_posts")
    at_desk = numbers("filing.posts")
    desk = [posts * (1.0 - extra) for posts in at_desk]
    staffed = park_posts(model)
    learning, social = model.learning.tolist(), model.social_hours.tolist()
    research_there = numbers("promotion_centre.research_share")
    attraction_there = numbers("promotion_centre.attraction_share")
    for body in (*model.centres, *model.committees):
        body.hours = dict.fromkeys(body.hours, 0.0)
    for j, park in enumerate(model.parks):
        shares = {
            duty: numbers(f"{duty}.posts_share")[j]
            for duty in ("research", "attraction", "service", "operation")
        }
        # Every further kind of duty costs switching; what the centre does, the park need not switch to.
        kinds = 2 + (research_there[j] < 0.99) + (attraction_there[j] < 0.99) + 1
        kinds += social[j] > 0.05 * park.facts.posts * MONTH_HOURS
        held = max(staffed[j] - desk[j], 0.1) * MONTH_HOURS
        hours = held * park.facts.competence
        hours *= competence_gain(numbers("posts.candidates")[j], economy.competence_sd)
        hours *= numbers("organisation.specialisation")[j] * (1.0 - numbers("organisation.pooling_loss")[j])
        pace = hours / held or 1.0  # what an hour of the clock is worth
        kept = 1.0 - numbers("duties.switching_loss")[j] * (kinds - 1)
        hours *= kept * learning[j]
        seated = min(model.headquarters_of[j].hours, hours)
        hours = max(hours - model.headquarters_of[j].hours, 0.0)
        park.hours = park.split_hours(hours, social[j], shares)
        park.worked = sum(park.hours.values())
        centre, committee = model.centre_of[j], model.committee_of[j]
        moved = []
        for duty, away in (("research", research_there[j]), ("attraction", attraction_there[j])):
            moved.append(park.hours[duty] * away)
            park.hours[duty] -= moved[-1]
            centre.hours[duty] += moved[-1]
        for duty in ("service", "operation"):
            committee.hours[duty] += park.hours[duty]
        mine, hour = park.hours, 1.0 / pace
        park.clock = (
            mine["research"] * hour,
            mine["attraction"] * hour,
            mine["planning"] * hour,
            mine["social"] * hour,
            seated * hour,
            held * (1.0 - kept),
            held * kept * (1.0 - learning[j]),
            at_desk[j] * MONTH_HOURS,
            mine["service"] * hour,
            mine["operation"] * hour,
            moved[0] * hour,
            moved[1] * hour,
        )


def set_park_speeds(model: "DistrictModel") -> None:
    """Let the hours of the parks' officers and desks set how fast parks serve and trigger steps."""
    numbers = model.rulebook.floats
    slots = model.room.slots
    active = slots["state"] == ACTIVE
    weights = np.where(slots["whole"][active] == 1, model.case.economy.whole_life_load, 1.0)
    load = np.bincount(slots["park"][active], weights, model.n_parks).tolist()
    desk_norm, planning_norm = model.desk_norm.tolist(), model.planning_norm.tolist()
    elasticity = model.case.economy.planning_elasticity
    trigger, conflicts, ratios = [], [], []
    for j, park in enumerate(model.parks):
        body = model.committee_of[j]
        officers = body.hours["service"] / MONTH_HOURS
        share, case_load = numbers("service.trigger_share")[j], numbers("service.case_load")[j]
        followed = sum(load[k] for k in body.parks)
        trigger.append(body.triggered_share(share, officers, case_load, followed))
        # Who plans with fewer hours leaves more pairs of plans unreconciled.
        spare = planning_norm[j] / max(park.hours["planning"], 1e-9) if planning_norm[j] else 1.0
        conflict = numbers("planning.conflict")[j] * spare**elasticity
        apart = (1.0 - numbers("planning.cross_park_conflict")[j]) ** (model.n_parks - 1)
        conflicts.append(1.0 - (1.0 - min(conflict, 1.0)) * apart)
        ratios.append(max(park.hours["service"] / desk_norm[j], 0.05) if desk_norm[j] else 1.0)
    model.rules["trigger"], model.rules["conflict"] = trigger, conflicts
    if model.layout.desk >= 0:
        desks = slice(model.layout.desk, model.layout.desk + model.n_parks)
        model.servers["speed"][desks] = model.base_speed[desks] * ratios


def operating_service(model: "DistrictModel") -> np.ndarray:
    """Return the share of full operating service that each park's enterprises get, in [0, 1] (C2)."""
    wanted = (np.maximum(model.firms, 1) * model.case.economy.operation_hours).tolist()
    level = np.empty(model.n_parks)
    for body in model.committees:
        mine = list(body.parks)
        level[mine] = 1.0 - math.exp(-body.hours["operation"] / sum(wanted[j] for j in mine))
    return level


def crew_load(model: "DistrictModel") -> np.ndarray:
    """Return the share of its hours that each sub-district's crew is asked for this month, in [0, 1].

    All of them while projects wait in its queue; else as many as it was busy for last month.
    """
    first = model.layout.resettlement
    if first < 0:
        return np.zeros(len(model.subdistricts))
    crews = model.servers[first : first + len(model.subdistricts)]
    busy = crews["busy_days"] - model.crew_busy
    model.crew_busy = crews["busy_days"].copy()
    share = np.minimum(busy / (crews["workers"] * DAYS), 1.0)
    return np.where(crews["queued"] > 0, 1.0, np.maximum(share, 0.1))


def split_subdistrict_hours(model: "DistrictModel") -> None:
    """Let sub-districts split one budget of hours over service and park matters (R2, R4, M5)."""
    case, numbers = model.case, model.rulebook.floats
    economy = case.economy
    crew = next((s.posts for s in case.servers.values() if s.per == "subdistrict"), 0.0) * MONTH_HOURS
    asked = crew_load(model).tolist()
    joint = numbers("joint_office.posts_share")
    chores = numbers("duties.community_chores")
    before = model.present_rules.floats("duties.community_chores")
    weight = model.rulebook.number("assessment.park_weight")
    seated = model.rulebook.number("headquarters.seated_share")
    # What parks do not do of the social work falls here, by population; what they turned away takes longer.
    fallen = model.park_social - model.social_hours + economy.turned_away_extra * model.turned_away
    fallen = (fallen / model.residents).tolist()
    for sub in model.subdistricts:
        j = sub.park
        full = sub.facts.posts * MONTH_HOURS
        lent = full * economy.joint_office_skill * joint[j]  # the best ones left
        seat = seated * model.headquarters_of[j].hours
        hours = max(full - lent - seat, 0.1 * full)
        load = sub.facts.social_hours + fallen[j] * sub.facts.population
        load += sub.facts.communities * economy.chores_hours * max(before[j] - chores[j], 0.0)
        wanted = crew * asked[sub.index]
        sub.service_hours, sub.park_hours = sub.split_hours(hours, load, wanted, weight)
        sub.service_level = sub.service_hours / load if load > 0 else 1.0
        sub.clock = (
            sub.service_hours,
            sub.park_hours,
            lent,
            full - lent - hours,
            max(hours - sub.service_hours - sub.park_hours, 0.0),
        )
        share = sub.park_hours / wanted if wanted else 1.0
        if model.layout.resettlement >= 0:
            k = model.layout.resettlement + sub.index
            model.servers["speed"][k] = model.base_speed[k] * max(share, 0.05)
            model.servers["hazard"][k] = sub.consent_hazard(economy.consent_hazard, chores[j]) * share


def usual_consents(model: "DistrictModel") -> float:
    """Return the consents asked a month under the present mode, from the projects signed a year."""
    rb = model.present_rules
    steps = sum(facts.consent for facts in model.case.procedures)
    parties = rb.number("consent.parties") + (model.n_parks - 1) * rb.number("consent.park_parties")
    elsewhere = rb.number("decision.park_share"), rb.number("headquarters.route_share")
    round_the_parties = (1.0 - elsewhere[0]) * (1.0 - elsewhere[1])
    again: float = (1.0 - rb.number("consent.veto")) ** -parties
    return model.case.demand.signed_per_year / 12.0 * steps * parties * round_the_parties * again


def split_department_hours(model: "DistrictModel") -> None:
    """Let departments choose their effort on park cases; their other duties get the rest (A1)."""
    rb = model.rulebook
    joint = rb.number("joint_office.posts_share")
    gaming = rb.number("assessment.gaming")
    before = model.present_rules.number("assessment.gaming")
    weight = rb.number("assessment.park_weight")
    # Those who score each other and sit together are lenient: part of the weight is lost.
    lenient = rb.number("headquarters.leniency") * rb.number("headquarters.route_share")
    weight = 1.0 + (weight - 1.0) * (1.0 - lenient)
    seat = model.seat_hours
    # Who guards a factor is a party to its matters.
    guards = [d for d in model.departments if d.facts.guards != "none"]
    asked = model.consents_asked * model.case.economy.round_hours / max(len(guards), 1)
    usual = usual_consents(model) * model.case.economy.round_hours / max(len(guards), 1)
    unified = rb.number("rules.unified")
    for department in model.departments:
        department.effort = department.choose_effort(weight * department.pressure)
        k = department.index
        posts = model.posts[k]
        at_home = posts * MONTH_HOURS * (1.0 - model.case.economy.joint_office_skill * joint)
        hours = at_home - seat
        if department in guards:
            hours -= asked
        hours = max(hours, 0.1 * posts * MONTH_HOURS)
        left = hours
        # Officers who were moved learn for a while, less where all parks have one rule book (U1).
        to_learn = 1.0 - model.case.economy.rules_in_learning * unified
        hours *= 1.0 - model.case.economy.learning_dip * model.newcomers[k] * to_learn
        # What the base speed was set by: its hours less the consents usual under the present mode.
        full = department.facts.posts * MONTH_HOURS
        if department in guards:
            full = max(full - usual, 0.1 * full)
        ratio = (
            (department.effort / model.present_effort[k]) * (hours / full) * (1.0 - gaming) / (1.0 - before)
        )
        model.servers["speed"][k] = model.base_speed[k] * ratio
        other = hours * (1.0 - department.effort)
        at_home = max(at_home, left)
        called = (at_home - left) / max(seat + asked * (department in guards), 1e-9)
        department.clock = (
            posts * MONTH_HOURS - at_home,
            seat * called,
            asked * called if department in guards else 0.0,
            left - hours,
            other,
            hours * department.effort * gaming,
            hours * department.effort * (1.0 - gaming),
        )
        wanted = department.facts.other_hours
        department.other_backlog = max(0.0, 1.0 - other / wanted) if wanted > 0 else 0.0


def hold_meetings(model: "DistrictModel") -> None:
    """Count the hours of last month's meetings: leaders' and members' (H1, H2)."""
    rules, rb = model.rules, model.rulebook
    seated = rb.number("headquarters.seated_share")
    length = rb.number("headquarters.hours_per_meeting")
    per_matter = rb.number("headquarters.hours_per_matter")
    model.leaders_hours = 0.0
    model.seat_hours = 0.0
    for hq in model.headquarters:
        first = hq.parks[0]
        meetings = int(rules["meetings"][first] - model.meetings_before[first])
        matters = int(rules["matters"][first] - model.matters_before[first])
        decided = matters - int(rules["delegated"][first] - model.delegated_before[first])
        leaders = meetings * length * LEADERS + decided * per_matter
        hq.hours = meetings * length
        model.leaders_hours += leaders
        model.seat_hours += meetings * length * seated
    model.meetings_before = rules["meetings"].copy()
    model.matters_before = rules["matters"].copy()
    model.delegated_before = rules["delegated"].copy()
    model.consents_asked = float(rules["rounds"].sum() - model.rounds_before)
    model.rounds_before = float(rules["rounds"].sum())


def move_posts(model: "DistrictModel", utilisation: np.ndarray) -> None:
    """Once a year move posts between departments, from the idlest to where queues are (O3).

    The idlest lends to the busiest, the next to the next, as much as makes both equally busy, but no more
    than the mobile share of its posts. Who comes learns for a while.

    Parameters
    ----------
    utilisation : ndarray of float64, shape (n_servers,)
        Share of the year that each server's workers were busy.
    """
    mobile = model.rulebook.number("posts.mobile_share")
    if mobile <= 0.0:
        return
    learning = model.rulebook.number("posts.learning_months")
    order = sorted((d.index for d in model.departments), key=lambda k: (utilisation[k], k))
    for giver, taker in zip(order[: len(order) // 2], reversed(order), strict=False):
        posts_g, posts_t = model.posts[giver], model.posts[taker]
        busy_g, busy_t = utilisation[giver] * posts_g, utilisation[taker] * posts_t
        even = (busy_t * posts_g - busy_g * posts_t) / max(busy_g + busy_t, 1e-9)
        moved = min(even, mobile * posts_g)
        if moved <= 0.0:
            continue
        model.posts[giver] -= moved
        model.posts[taker] += moved
        model.newcomers[taker] = min(1.0, model.newcomers[taker] + moved / model.posts[taker])
        model.newcomer_months[taker] = learning
