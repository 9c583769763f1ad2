"""Preparation of projects, by the working day: from signing to the start of works.

A project walks through the procedures of its district. Each procedure is a *step*: a hand-over, then a
factor (fund, quota), consents, the community, reviews at servers, the enterprise's own and statutory
time, the closing of its pair, and perhaps rework. The kernel is event-driven: a calendar of timers by
day and, for each server, a heap of tasks; nothing is polled.

Day convention: what begins on day t and takes d days ends on day t + d, and what follows begins on that
same day. A duration of zero is possible; it then ends on the day on which it began.

Every day between signing and start lies on one critical path, found at the start by walking back through
the predecessor (or the pair) that finished last, ties to the lowest procedure; each day has one cause.

References
----------
.. [1] Clauses S1 to S5, M1 to M6, R2, R3, H1, H2, C1, D1, D2, O2 act on the numbers read here.
.. [2] Smith & Eppinger (1997), Identifying controlling features of engineering design iteration.
.. [3] Sleator & Tarjan (1986), Self-adjusting heaps.
"""

import math
from typing import Any

from numpy.typing import NDArray

from crosspark.model.kernel import kernel
from crosspark.model.randomness import exponential, round_by, uniform
from crosspark.model.records import (
    ACTIVE,
    AT_AGENDA,
    AT_COMMUNITY,
    AT_CONSENT,
    AT_FACTOR,
    CLOSING,
    COMMUNITY,
    CONSENT,
    D_COMMUNITY,
    D_DETECT,
    D_FILE,
    D_HAND,
    D_KEY,
    D_LOCAL,
    D_MEETING,
    D_OVERDUE,
    D_OWN,
    D_PARTY,
    D_RAISE,
    D_REWORK,
    D_ROUND,
    D_ROUTE,
    D_SEARCH,
    D_TRIGGER,
    D_VETO,
    D_WORK,
    DONE,
    FACTOR,
    HANDING,
    HANDOVER,
    IDLE,
    IN_REVIEW,
    MAX_REVIEWS,
    NEW,
    ON_OWN,
    OWN,
    PARK_DESK,
    QUEUE,
    RESETTLEMENT,
    REWORK,
    RING,
    STARTED,
    WORK,
)

Table = NDArray[Any]


@kernel
def occurrence(p: int, attempt: int, kind: int) -> int:
    """Return the occurrence of a draw: which procedure, which attempt, what kind."""
    return (int(p) << 16) | (int(attempt) << 8) | kind  # plain NumPy would shift within a byte


@kernel
def merge(nodes: Table, a: int, b: int) -> int:
    """Merge two skew heaps by their roots (-1: empty) and return the root: smallest key first."""
    if a < 0:
        return b
    if b < 0:
        return a
    if nodes[b]["key"] < nodes[a]["key"]:
        a, b = b, a
    root = a
    while True:
        node = nodes[a]
        rest = node["right"]
        node["right"] = node["left"]
        if rest < 0:
            node["left"] = b
            return root
        if nodes[b]["key"] < nodes[rest]["key"]:
            rest, b = b, rest
        node["left"] = rest
        a = rest


@kernel
def push(slots: Table, nodes: Table, root: int, s: int, place: int, key: float) -> int:
    """Add place `place` of slot `s` to a heap; return the new root.

    A place that still lies in the heap, since its task was served from the other lane, is live again.
    """
    node = nodes[place]
    if node["key"] > 0.0:
        return root
    slots[s]["refs"] += 1
    node["key"] = key
    node["left"] = -1
    node["right"] = -1
    return merge(nodes, root, place)


@kernel
def pop(slots: Table, nodes: Table, root: int, s: int) -> int:
    """Take the root, which belongs to slot `s`, off a heap; return the new root."""
    slots[s]["refs"] -= 1
    nodes[root]["key"] = 0.0
    return merge(nodes, nodes[root]["left"], nodes[root]["right"])


@kernel
def schedule(slots: Table, calendar: Table, width: int, s: int, event: int, day: int) -> None:
    """Set the timer `event` of slot `s` (0 slot, then steps, services, overdue checks) to `day`."""
    slots[s]["refs"] += 1
    i = s * width + event
    d = day & (RING - 1)
    calendar[RING + i] = calendar[d]
    calendar[d] = i


@kernel
def server_of(slot: Any, plan: Table, p: int, r: int) -> int:
    """Return the server of review `r` of procedure `p`, which may depend on the project's place."""
    k: int = plan[p]["server"][r]
    if k == PARK_DESK:
        k = slot["desk"]
    elif k == RESETTLEMENT:
        k = slot["resettlement"]
    return k


@kernel
def is_joint(slot: Any, procedure: Any) -> bool:
    """Return whether the reviews of a step sit together: departments only, and more than one (S3)."""
    return bool(slot["joint"] == 1 and procedure["reviews"] > 1 and procedure["apart"] == 0)


@kernel
def first_limit(slot: Any, world: Any) -> int:
    """Return the days in a queue after which a task may be raised at the earliest."""
    limit: int = world["overdue_days"]
    if slot["major"] == 1:
        limit = min(limit, world["stuck_days"])
    return limit


@kernel
def join(
    slots: Table,
    steps: Table,
    nodes: Table,
    calendar: Table,
    plan: Table,
    servers: Table,
    world: Any,
    s: int,
    p: int,
    r: int,
    t: int,
) -> None:
    """Let review `r` of a step join its server's queue in random order; time its overdue checks."""
    slot = slots[s]
    step = steps[s, p]
    n = plan.shape[0]
    k = server_of(slot, plan, p, r)
    server = servers[k]
    step["joined"][r] = t
    step["started"][r] = -1
    server["area"] += server["queued"] * (t - server["last"])
    server["last"] = t
    server["queued"] += 1
    server["arrived"] += 1
    key = uniform(world["stream"], slot["key"], occurrence(p * 4 + r, step["attempt"], D_KEY))
    server["root"] = push(slots, nodes, server["root"], s, (s * n + p) * 7 + 2 * r, key)
    if step["raised"][r] == 0:
        step["raised"][r] = 1
        schedule(slots, calendar, 1 + 7 * n, s, 1 + n * 4 + p * 3 + r, t + first_limit(slot, world))


@kernel
def send_to_review(
    slots: Table,
    steps: Table,
    nodes: Table,
    calendar: Table,
    plan: Table,
    servers: Table,
    world: Any,
    s: int,
    p: int,
    t: int,
) -> None:
    """Send a step to all reviewers of its joint room at once, or to the next one in sequence."""
    step = steps[s, p]
    if is_joint(slots[s], plan[p]):
        step["open"] = plan[p]["reviews"]
        step["review"] = plan[p]["reviews"]
        for r in range(plan[p]["reviews"]):
            join(slots, steps, nodes, calendar, plan, servers, world, s, p, r, t)
    else:
        join(slots, steps, nodes, calendar, plan, servers, world, s, p, step["review"], t)


@kernel
def consent_round(rule: Any, world: Any, key: Any, p: int, rounds: int, parties: float) -> tuple[int, float]:
    """Return the days that a round of `parties` consents takes, one after another."""
    whole = round_by(parties, uniform(world["stream"], key, occurrence(p, rounds, D_PARTY)))
    days = 0.0
    for i in range(whole):
        days += exponential(world["stream"], key, occurrence(p + 64 * (i + 1), rounds, D_PARTY))
    return whole, days * rule["consent"]


@kernel
def seek_consent(
    slots: Table,
    steps: Table,
    nodes: Table,
    calendar: Table,
    plan: Table,
    rules: Table,
    world: Any,
    s: int,
    p: int,
    t: int,
) -> None:
    """Begin a round of consent: at the park, at the headquarters' next meeting, or round the parties."""
    slot = slots[s]
    step = steps[s, p]
    rule = rules[slot["park"]]
    stream, key, n = world["stream"], slot["key"], plan.shape[0]
    step["rounds"] += 1
    rounds = step["rounds"]
    routed = uniform(stream, key, occurrence(p, 0, D_ROUTE)) < rule["route"]
    small = slot["invest"] < rule["threshold"]
    local = uniform(stream, key, occurrence(p, 0, D_LOCAL)) < rule["local"]
    if local and routed and (rule["holder"] == 1 or (rule["holder"] == 2 and not small)):
        local = False  # the powers that D2 gives lie with the headquarters, or with it above a threshold
    u = uniform(stream, key, occurrence(p, rounds, D_ROUND))
    step["state"] = AT_CONSENT
    step["ok"] = 1
    if local:
        days = exponential(stream, key, occurrence(p, rounds, D_LOCAL)) * rule["local_days"]
    elif routed and not small:
        step["state"] = AT_AGENDA
        hq = rules[rule["hq"]]
        hq["agenda_root"] = push(slots, nodes, hq["agenda_root"], s, (s * n + p) * 7 + 6, t + u)
        hq["agenda_length"] += 1
        return
    elif routed:
        days = rule["local_days"]
        step["ok"] = uniform(stream, key, occurrence(p, rounds, D_VETO)) >= rule["veto"]
    else:
        parties, days = consent_round(rule, world, key, p, rounds, rule["parties"])
        rule["rounds"] += parties
        refused = 1.0 - (1.0 - rule["veto"]) ** parties
        step["ok"] = uniform(stream, key, occurrence(p, rounds, D_VETO)) >= refused
    schedule(slots, calendar, 1 + 7 * n, s, 1 + p, t + min(round_by(days, u), RING - 1))


@kernel
def meet(
    slots: Table,
    steps: Table,
    nodes: Table,
    calendar: Table,
    plan: Table,
    rules: Table,
    world: Any,
    h: int,
    t: int,
) -> None:
    """Hold the meeting of headquarters `h`: decide what the agenda allows, delegate part of the rest."""
    hq = rules[h]
    stream, n = world["stream"], plan.shape[0]
    hq["meetings"] += 1
    spare = max(hq["agenda"] - hq["other"], 1.0)
    room = round_by(spare, uniform(stream, hq["key"], occurrence(t, 0, D_MEETING)))
    excess = round_by(hq["delegation"] * max(hq["agenda_length"] - room, 0), 0.5)
    i = 0
    while i < room + excess:
        place = hq["agenda_root"]
        if place < 0:
            return
        s = place // (7 * n)
        p = (place // 7) % n
        slot = slots[s]
        step = steps[s, p]
        hq["agenda_root"] = pop(slots, nodes, place, s)
        hq["agenda_length"] -= 1
        if slot["state"] != ACTIVE:
            continue  # given up: it takes no time of the meeting
        rule = rules[slot["park"]]
        rounds = step["rounds"]
        hq["matters"] += 1
        # Those who do not sit at the table are asked afterwards; what is delegated goes round none.
        days = 0.0
        veto = rule["veto"]
        i += 1
        if i <= room:
            parties, days = consent_round(
                rule, world, slot["key"], p, rounds, rule["parties"] * (1.0 - rule["seated"])
            )
            rule["rounds"] += parties
            veto = rule["hq_veto"]
        else:
            hq["delegated"] += 1
        step["state"] = AT_CONSENT
        step["ok"] = uniform(stream, slot["key"], occurrence(p, rounds, D_VETO)) >= veto
        wait = round_by(days, uniform(stream, slot["key"], occurrence(p, rounds, D_ROUND)))
        schedule(slots, calendar, 1 + 7 * n, s, 1 + p, t + min(wait, RING - 1))


@kernel
def close_project(slots: Table, steps: Table, plan: Table, s: int, t: int) -> None:
    """Start the works: walk the critical path back and give each of its days one cause."""
    slot = slots[s]
    slot["state"] = STARTED
    slot["ended"] = t
    p = 0
    for q in range(plan.shape[0]):
        if steps[s, q]["finish"] > steps[s, p]["finish"]:
            p = q
    while True:
        step = steps[s, p]
        if step["confirm"] > step["own_done"]:
            # Its pair was the later one: only what came after the closing is on the path here.
            days = step["finish"] - step["confirm"]
            slot["waits"][REWORK] += days
            slot["stages"][plan[p]["stage"]] += days
            slot["closing"] |= 1 << p
            p = plan[p]["closes"]
            continue
        slot["path"] |= 1 << p
        for c in range(8):
            slot["waits"][c] += step["days"][c]
            if plan[p]["stage"] <= 1 and c not in (WORK, OWN, REWORK):
                slot["early"] += step["days"][c]
        slot["stages"][plan[p]["stage"]] += step["finish"] - step["ready"]
        before = plan[p]["after"] if slot["linked"] == 1 else plan[p]["chain"]
        if before == 0:
            return
        for q in range(plan.shape[0]):
            if (before >> q) & 1 and steps[s, q]["finish"] == step["ready"]:
                p = q
                break


@kernel
def comes_back(
    slots: Table, steps: Table, plan: Table, rules: Table, world: Any, s: int, p: int, t: int
) -> bool:
    """Return whether a finished step must be done again: lost knowledge, plans, assumptions, defects."""
    slot = slots[s]
    step = steps[s, p]
    rule = rules[slot["park"]]
    procedure = plan[p]
    if step["attempt"] >= 3:
        return False
    keep = 1.0 if slot["whole"] == 1 else 1.0 - rule["loss"]
    if procedure["plans"] == 1:
        keep *= 1.0 - rule["conflict"]
    if slot["linked"] == 1 and step["redo"] == 0 and procedure["assumes"] != 0 and step["began"] >= 0:
        overlap = 0.0
        for q in range(plan.shape[0]):
            if (procedure["assumes"] >> q) & 1:
                known = steps[s, q]["finish"] if steps[s, q]["state"] == DONE else t
                share = (min(known, step["own_done"]) - step["began"]) / (
                    step["own_done"] - step["began"] + 1.0
                )
                overlap = max(overlap, share)
        keep *= 1.0 - rule["overlap"] * max(overlap, 0.0)
    back = uniform(world["stream"], slot["key"], occurrence(p, step["attempt"], D_REWORK)) >= keep
    if slot["broken"] == 1 and procedure["reviews"] > 0:
        slot["broken"] = 0
        back = True
    if slot["defect"] == 1:
        for r in range(procedure["reviews"]):
            if procedure["public"][r] == 1 and slot["defect"] == 1:
                u = uniform(world["stream"], slot["key"], occurrence(p * 4 + r, step["attempt"], D_DETECT))
                if u < rule["detect"]:
                    slot["defect"] = 2
                    back = True
    return back


@kernel
def ready(
    slots: Table, steps: Table, calendar: Table, plan: Table, rules: Table, world: Any, s: int, p: int, t: int
) -> None:
    """Hand a step over to whoever is next: at once if an officer triggers it, else after a wait."""
    slot = slots[s]
    step = steps[s, p]
    rule = rules[slot["park"]]
    stream, key, n = world["stream"], slot["key"], plan.shape[0]
    step["state"] = HANDING
    step["ready"] = t
    step["since"] = t
    hand, file, search = rule["handover"], rule["filing"], 0.0
    if uniform(stream, key, occurrence(p, 0, D_TRIGGER)) < rule["trigger"]:
        hand = 0.0
    else:
        slot["trips"] += 1
    if plan[p]["search"] == 1:
        search = world["search"]
    u = 0.5
    if world["exact"] == 0:
        hand *= exponential(stream, key, occurrence(p, 0, D_HAND))
        file *= exponential(stream, key, occurrence(p, 0, D_FILE))
        search *= exponential(stream, key, occurrence(p, 0, D_SEARCH))
        u = uniform(stream, key, occurrence(p, 128, D_HAND))
    days = min(round_by(hand + file + search, u), RING - 1)
    schedule(slots, calendar, 1 + 7 * n, s, 1 + p, t + days)


@kernel
def advance(
    slots: Table,
    steps: Table,
    nodes: Table,
    calendar: Table,
    plan: Table,
    servers: Table,
    rules: Table,
    world: Any,
    s: int,
    p: int,
    phase: int,
    t: int,
) -> None:
    """Carry a step from `phase` onwards, until it must wait or is done."""
    slot = slots[s]
    step = steps[s, p]
    procedure = plan[p]
    rule = rules[slot["park"]]
    stream, key, n = world["stream"], slot["key"], plan.shape[0]
    width = 1 + 7 * n
    step["since"] = t
    if phase == AT_FACTOR:
        f = procedure["factor"] - 1
        if f >= 0 and not (f == 1 and slot["reserved"] == 1) and slot["need"][f] > 0:
            if rule["line"][f] >= 0 or rule["free"][f] < slot["need"][f]:
                step["state"] = AT_FACTOR
                u = uniform(stream, key, occurrence(p, 0, D_KEY))
                rule["line"][f] = push(slots, nodes, rule["line"][f], s, (s * n + p) * 7 + 6, t + u)
                return
            rule["free"][f] -= slot["need"][f]
            rule["taken"][f] += slot["need"][f]
        phase = AT_CONSENT
    if phase == AT_CONSENT:
        if procedure["consent"] == 1:
            seek_consent(slots, steps, nodes, calendar, plan, rules, world, s, p, t)
            return
        phase = AT_COMMUNITY
    if phase == AT_COMMUNITY:
        hazard = servers[slot["resettlement"]]["hazard"]
        if procedure["community"] == 1 and slot["land"] > 0.0:
            step["state"] = AT_COMMUNITY
            # Whom nobody sees does not consent: the longest wait, not none.
            days = exponential(stream, key, occurrence(p, 0, D_COMMUNITY)) / max(hazard, 1e-9)
            wait = min(round_by(days, uniform(stream, key, occurrence(p, 1, D_COMMUNITY))), RING - 1)
            schedule(slots, calendar, width, s, 1 + p, t + wait)
            return
        phase = IN_REVIEW
    if phase == IN_REVIEW:
        step["state"] = IN_REVIEW
        if step["review"] < procedure["reviews"]:
            send_to_review(slots, steps, nodes, calendar, plan, servers, world, s, p, t)
            return
        phase = ON_OWN
    if phase == ON_OWN:
        step["state"] = ON_OWN
        own = procedure["own"]
        if world["exact"] == 0 and own > 0.0:
            z = 2.0 * uniform(stream, key, occurrence(p, 0, D_OWN)) - 1.0
            own *= math.exp(world["own_spread"] * z) * world["own_scale"]
        days = 0
        if step["redo"] == 0:
            u = uniform(stream, key, occurrence(p, 1, D_OWN)) if world["exact"] == 0 else 0.5
            days = min(round_by(own + procedure["statutory"], u), RING - 1)
        schedule(slots, calendar, width, s, 1 + p, t + days)
        return
    if phase == CLOSING:
        if step["redo"] == 0:
            step["own_done"] = t
            step["confirm"] = t
            pair = procedure["closes"]
            if slot["linked"] == 1 and pair >= 0 and steps[s, pair]["state"] != DONE:
                step["state"] = CLOSING
                return
        phase = DONE
    if step["state"] == CLOSING:
        step["confirm"] = t
    if comes_back(slots, steps, plan, rules, world, s, p, t):
        slot["returns"] += 1
        step["attempt"] += 1
        step["redo"] = 1
        step["review"] = 0
        step["state"] = IN_REVIEW
        # A procedure without a review is redone by the enterprise itself.
        if procedure["reviews"] == 0:
            step["state"] = ON_OWN
            again = min(round_by(world["again"] * procedure["own"], 0.5), RING - 1)
            schedule(slots, calendar, width, s, 1 + p, t + again)
        else:
            send_to_review(slots, steps, nodes, calendar, plan, servers, world, s, p, t)
        return
    step["state"] = DONE
    step["finish"] = t
    slot["left"] -= 1
    if slot["left"] == 0:
        close_project(slots, steps, plan, s, t)
        return
    for q in range(n):
        other = steps[s, q]
        before = plan[q]["after"] if slot["linked"] == 1 else plan[q]["chain"]
        if (before >> p) & 1:
            other["open"] -= 1
            if other["open"] == 0:
                ready(slots, steps, calendar, plan, rules, world, s, q, t)
        if other["state"] == CLOSING and plan[q]["closes"] == p:
            schedule(slots, calendar, width, s, 1 + q, t)


@kernel
def serve(
    slots: Table,
    steps: Table,
    nodes: Table,
    calendar: Table,
    plan: Table,
    servers: Table,
    rules: Table,
    world: Any,
    k: int,
    t: int,
) -> None:
    """Let the free workers of server `k` take tasks: what was raised first, then in the queue's order."""
    server = servers[k]
    n = plan.shape[0]
    while server["busy"] < server["workers"]:
        urgent = server["urgent"] >= 0
        place = server["urgent"] if urgent else server["root"]
        if place < 0:
            return
        s = place // (7 * n)
        p = (place // 7) % n
        r = (place % 7) // 2
        rest = pop(slots, nodes, place, s)
        if urgent:
            server["urgent"] = rest
        else:
            server["root"] = rest
        slot = slots[s]
        step = steps[s, p]
        if step["started"][r] != -1 or step["joined"][r] < 0:
            continue  # it was served from the other lane
        server["area"] += server["queued"] * (t - server["last"])
        server["last"] = t
        server["queued"] -= 1
        server["waited"] += t - step["joined"][r]
        if slot["state"] != ACTIVE:
            step["joined"][r] = -1
            continue
        rule = rules[slot["park"]]
        procedure = plan[p]
        hours = procedure["hours"][r] * (rule["depth"] if procedure["public"][r] == 1 else 1.0)
        if procedure["sized"][r] == 1:
            hours *= slot["size"]
        if procedure["server"][r] == RESETTLEMENT:
            hours *= slot["land"] * (1.0 - rule["homes"])
        hours += rule["record"]
        if is_joint(slot, procedure):
            hours += rule["session"]
        if step["redo"] == 1:
            hours *= world["again"]
        occ = occurrence(p * 4 + r, step["attempt"], D_WORK)
        days = round_by(hours / server["speed"], uniform(world["stream"], slot["key"], occ))
        days = min(days, RING - 1)
        server["worked"] += hours
        server["busy_days"] += days
        server["served"] += 1
        server["late"] += t - step["joined"][r] >= world["overdue_days"]
        server["busy"] += 1
        step["started"][r] = t
        if step["began"] < 0:
            step["began"] = t
        schedule(slots, calendar, 1 + 7 * n, s, 1 + n + p * 3 + r, t + days)


@kernel
def happen(
    slots: Table,
    steps: Table,
    nodes: Table,
    calendar: Table,
    plan: Table,
    servers: Table,
    rules: Table,
    world: Any,
    i: int,
    t: int,
) -> None:
    """Let the timer `i` go off on day `t`."""
    n = plan.shape[0]
    width = 1 + 7 * n
    s = i // width
    event = i % width
    slot = slots[s]
    slot["refs"] -= 1
    if event == 0:
        if slot["state"] == NEW:
            slot["state"] = ACTIVE
            slot["signed"] = t
            for p in range(n):
                if steps[s, p]["open"] == 0:
                    ready(slots, steps, calendar, plan, rules, world, s, p, t)
        return
    if event <= n:
        p = event - 1
        step = steps[s, p]
        if slot["state"] != ACTIVE:
            return
        state = step["state"]
        spent = t - step["since"]
        if state == HANDING:
            step["days"][HANDOVER] += spent
            phase = AT_FACTOR
        elif state == AT_FACTOR:
            step["days"][FACTOR] += spent
            phase = AT_CONSENT
        elif state == AT_CONSENT:
            step["days"][CONSENT] += spent
            phase = AT_COMMUNITY if step["ok"] == 1 else AT_CONSENT
            rule = rules[slot["park"]]
            rule["decided_days"] += spent
            rule["decided"] += step["ok"]
        elif state == AT_COMMUNITY:
            step["days"][COMMUNITY] += spent
            phase = IN_REVIEW
        elif state == ON_OWN:
            step["days"][REWORK if step["redo"] == 1 else OWN] += spent
            phase = CLOSING
        else:  # CLOSING, or a step with nothing to do
            phase = DONE
        advance(slots, steps, nodes, calendar, plan, servers, rules, world, s, p, phase, t)
        return
    task = event - 1 - n
    if task < 3 * n:
        p = task // 3
        r = task % 3
        step = steps[s, p]
        k = server_of(slot, plan, p, r)
        servers[k]["busy"] -= 1
        if slot["state"] != ACTIVE:
            return
        joint = is_joint(slot, plan[p])
        if joint:
            step["open"] -= 1
            if step["open"] > 0:
                return  # the slowest and the busiest set the date
        else:
            step["review"] += 1
        if step["redo"] == 1:
            step["days"][REWORK] += t - step["since"]
        else:
            step["days"][QUEUE] += step["started"][r] - step["since"]
            step["days"][WORK] += t - step["started"][r]
        step["joined"][r] = -1
        advance(slots, steps, nodes, calendar, plan, servers, rules, world, s, p, IN_REVIEW, t)
        return
    task -= 3 * n
    p = task // 3
    r = task % 3
    step = steps[s, p]
    step["raised"][r] = 0
    if slot["state"] != ACTIVE or step["joined"][r] < 0 or step["started"][r] != -1:
        return
    k = server_of(slot, plan, p, r)
    raised = False
    waited = t - step["joined"][r]
    stuck = slot["major"] == 1 and waited >= world["stuck_days"]
    if stuck:
        u = uniform(world["stream"], slot["key"], occurrence(p * 4 + r, step["attempt"], D_RAISE))
        raised = u < rules[slot["park"]]["stuck"]
    overdue = waited >= world["overdue_days"]
    if overdue:
        u = uniform(world["stream"], slot["key"], occurrence(p * 4 + r, step["attempt"], D_OVERDUE))
        raised = raised or u < world["overdue"]
    due = RING if overdue else world["overdue_days"]
    if slot["major"] == 1 and not stuck:
        due = min(due, world["stuck_days"])
    if due < RING and not raised:
        # At the limit that comes next. A review has one timer: should the step come back before, the timer
        # must go off in time for the new stay; one that goes off too soon is set anew.
        step["raised"][r] = 1
        day = min(step["joined"][r] + due, t + first_limit(slot, world))
        schedule(slots, calendar, width, s, event, day)
    if raised:
        place = (s * n + p) * 7 + 2 * r + 1
        # By the day of coming; those of one day by their draw, in whatever order their timers go off.
        u = uniform(world["stream"], slot["key"], occurrence(p * 4 + r, step["attempt"], D_KEY))
        servers[k]["urgent"] = push(slots, nodes, servers[k]["urgent"], s, place, step["joined"][r] + u)


@kernel
def release_factors(
    slots: Table, steps: Table, nodes: Table, calendar: Table, plan: Table, rules: Table, j: int, t: int
) -> None:
    """Serve the lines for fund and quota of park `j`: first come, first served, nobody passed over."""
    n = plan.shape[0]
    rule = rules[j]
    for f in range(2):
        while rule["line"][f] >= 0:
            place = rule["line"][f]
            s = place // (7 * n)
            p = (place // 7) % n
            slot = slots[s]
            if slot["state"] == ACTIVE:
                if slot["need"][f] > rule["free"][f]:
                    break
                rule["free"][f] -= slot["need"][f]
                rule["taken"][f] += slot["need"][f]
                schedule(slots, calendar, 1 + 7 * n, s, 1 + p, t)
            rule["line"][f] = pop(slots, nodes, place, s)


@kernel
def prepare_days(
    slots: Table,
    steps: Table,
    nodes: Table,
    calendar: Table,
    plan: Table,
    servers: Table,
    rules: Table,
    world: Any,
    days: int,
) -> None:
    """Run the preparation of all projects for `days` working days from ``world["day"]``.

    Parameters
    ----------
    slots : ndarray of SLOT, shape (n_slots,)
    steps : ndarray of STEP, shape (n_slots, n_procedures)
    nodes : ndarray of NODE, shape (n_slots * n_procedures * 7,)
    calendar : ndarray of int32, shape (RING + n_slots * (1 + 7 * n_procedures),)
    plan : ndarray of PROCEDURE, shape (n_procedures,)
    servers : ndarray of SERVER, shape (n_servers,)
    rules : ndarray of RULES, shape (n_parks,)
    world : record of WORLD
    days : int
        Working days; 21 in a month.
    """
    for _ in range(days):
        t = world["day"]
        for j in range(rules.shape[0]):
            # A headquarters meets where any of its parks brings it matters, and as long as any wait.
            sits = rules[j]["sits"] == 1 or rules[j]["agenda_length"] > 0
            if sits and t % rules[j]["interval"] == 0:
                meet(slots, steps, nodes, calendar, plan, rules, world, j, t)
            release_factors(slots, steps, nodes, calendar, plan, rules, j, t)
        bucket = t & (RING - 1)
        while calendar[bucket] >= 0:
            while calendar[bucket] >= 0:
                i = calendar[bucket]
                calendar[bucket] = calendar[RING + i]
                happen(slots, steps, nodes, calendar, plan, servers, rules, world, i, t)
            for k in range(servers.shape[0]):
                serve(slots, steps, nodes, calendar, plan, servers, rules, world, k, t)
        world["day"] = t + 1


@kernel
def open_projects(
    slots: Table, steps: Table, calendar: Table, chosen: Table, days: Table, opens: Table
) -> None:
    """Let chosen slots wait for their signing day with all steps untouched.

    Parameters
    ----------
    slots, steps, calendar
        As of `prepare_days`.
    chosen, days : ndarray of int64, shape (n_projects,)
        Slots, and the working days of signing.
    opens : ndarray of int8, shape (2, n_procedures)
        Predecessors of each procedure in the chain and in linked threads.
    """
    n = steps.shape[1]
    for i in range(chosen.shape[0]):
        s = chosen[i]
        slot = slots[s]
        slot["state"] = NEW
        slot["left"] = n
        slot["refs"] = 1
        slot["signed"] = days[i]
        slot["ended"] = 0
        slot["returns"] = slot["trips"] = slot["early"] = 0
        slot["path"] = slot["closing"] = 0
        for c in range(8):
            slot["waits"][c] = 0
        for c in range(4):
            slot["stages"][c] = 0
        for p in range(n):
            step = steps[s, p]
            step["state"] = IDLE
            step["redo"] = step["attempt"] = step["rounds"] = step["review"] = 0
            step["open"] = opens[slot["linked"], p]
            step["began"] = -1
            step["own_done"] = step["confirm"] = step["finish"] = 0
            for c in range(8):
                step["days"][c] = 0
            for r in range(MAX_REVIEWS):
                step["joined"][r] = -1
                step["started"][r] = -1
                step["raised"][r] = 0
        bucket = days[i] & (RING - 1)
        event = RING + s * (1 + 7 * n)
        calendar[event] = calendar[bucket]
        calendar[bucket] = event - RING
