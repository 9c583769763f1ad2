"""The tables of preparation: a record per project, step, place in a heap, procedure, server and park.

Unit and meaning of each field stand beside it; the kernels of `crosspark.model.preparation` move them.
"""

import numpy as np

CAUSES = ("queue", "work", "own", "handover", "consent", "community", "factor", "rework")
QUEUE, WORK, OWN, HANDOVER, CONSENT, COMMUNITY, FACTOR, REWORK = range(8)
STAGES = ("registration", "initiation", "planning", "construction_filing")

# States of a slot.
FREE, NEW, ACTIVE, STARTED, WITHDRAWN, HARVESTED = range(6)
# States of a step; the order is the order of its phases.
(IDLE, HANDING, AT_FACTOR, AT_CONSENT, AT_AGENDA, AT_COMMUNITY, IN_REVIEW, ON_OWN, CLOSING, DONE) = range(10)
# Kinds of draws: the low byte of an occurrence.
(
    D_HAND, D_FILE, D_SEARCH, D_ROUND, D_TRIGGER, D_LOCAL, D_ROUTE, D_PARTY, D_VETO, D_COMMUNITY,
    D_KEY, D_WORK, D_OWN, D_REWORK, D_DETECT, D_RAISE, D_OVERDUE, D_MEETING,
) = range(18)  # fmt: skip

MAX_REVIEWS = 3
RING = 512  # days that the calendar looks ahead; longer waits are cut to RING - 1
PARK_DESK, RESETTLEMENT = -1, -2  # servers that depend on the project's place

SLOT = np.dtype(
    [
        ("key", "u8"),  # of the enterprise: what its draws are keyed by
        ("row", "i4"),  # of the enterprise
        ("state", "i1"),  # free, new, active, started, withdrawn, harvested
        ("major", "i1"),  # 1: a major project
        ("linked", "i1"),  # runs as linked threads (S1)
        ("joint", "i1"),  # reviewed in joint rooms (S3)
        ("reserved", "i1"),  # its quota was set aside at signing (M4)
        ("whole", "i1"),  # keeps one officer (M1)
        ("broken", "i1"),  # a promise was broken at the hand-over from attracter to builder (P2)
        ("defect", "i1"),  # 0 none, 1 hidden, 2 found and cured
        ("park", "i4"),  # where it settles
        ("desk", "i4"),  # server index of its park's desk
        ("resettlement", "i4"),  # server index of its sub-district's crews
        ("signed", "i4"),  # day
        ("ended", "i4"),  # day of start or withdrawal
        ("left", "i4"),  # steps not done
        ("refs", "i4"),  # timers and heap places that still point here
        ("need", "i8", (2,)),  # fund (yuan) and quota (m²) that it waits for
        ("invest", "i8"),  # yuan
        ("size", "f8"),  # multiplier of the hours of crews and builders
        ("land", "f8"),  # share of its land that must be acquired, in [0, 1]
        ("waits", "i4", (8,)),  # days on the critical path by cause; their sum is ended - signed
        ("stages", "i4", (4,)),  # days on the critical path by stage
        ("stock", "i8"),  # m² of the park's serviced stock set aside for it
        ("patience", "i4"),  # working days after which it gives up
        ("returns", "i4"),  # times that a step came back
        ("trips", "i4"),  # hand-overs that nobody triggered at once
        ("early", "i4"),  # days on the path without work before the land is supplied
        ("path", "i8"),  # bit mask of the procedures on the critical path
        ("closing", "i8"),  # of those of which only what came after the closing of their pair is on it
    ],
    align=True,
)
#: What is kept of a step when its project ends.
KEPT = np.dtype([("days", "i2", (8,)), ("state", "i1"), ("since", "i4")], align=True)
STEP = np.dtype(
    [
        ("state", "i1"),  # idle, or the phase that it is in, or done
        ("redo", "i1"),  # being done again: all its days count as rework
        ("ok", "i1"),  # whether the consent that is under way will be given
        ("attempt", "i1"),  # times that it came back
        ("rounds", "i1"),  # rounds of consent begun
        ("review", "i1"),  # the review under way, in sequence
        ("open", "i1"),  # predecessors or joint reviews not finished
        ("since", "i4"),  # day on which the present phase began
        ("ready", "i4"),  # day on which its predecessors were finished
        ("began", "i4"),  # first day of work, -1 before
        ("own_done", "i4"),  # day on which all of its own was done
        ("confirm", "i4"),  # day on which its pair let it close
        ("finish", "i4"),  # day on which it was finished
        ("days", "i2", (8,)),  # by cause
        ("joined", "i4", (MAX_REVIEWS,)),  # by review: day of joining the queue
        ("started", "i4", (MAX_REVIEWS,)),  # day on which its work began; -1: not in service
        ("raised", "i1", (MAX_REVIEWS,)),  # an overdue timer is pending
    ],
    align=True,
)
#: A place in a heap; its key is 0 while it lies in none (every key in a heap is more).
NODE = np.dtype([("key", "f8"), ("left", "i4"), ("right", "i4")], align=True)
PROCEDURE = np.dtype(
    [
        ("chain", "i8"),  # bit mask of predecessors in the chain
        ("after", "i8"),  # bit mask of the technically true predecessors
        ("assumes", "i8"),  # bit mask of results taken on assumption when threads run ahead
        ("closes", "i4"),  # pair that must be done before this may close; -1 none
        ("stage", "i4"),
        ("reviews", "i4"),
        ("server", "i4", (MAX_REVIEWS,)),
        ("hours", "f8", (MAX_REVIEWS,)),
        ("sized", "i1", (MAX_REVIEWS,)),  # hours grow with the project
        ("public", "i1", (MAX_REVIEWS,)),  # a department: sits in joint rooms, detects defects
        ("own", "f8"),  # the enterprise's own working days (mean)
        ("statutory", "f8"),  # notice and limits, working days
        ("factor", "i1"),  # 1 waits for fund, 2 for quota, 0 for nothing
        ("consent", "i1"),
        ("community", "i1"),
        ("plans", "i1"),  # meets the conflicts between plans
        ("search", "i1"),  # an intermediary must be found first
        ("apart", "i1"),  # somebody who is no department works on it: no joint room (S3)
    ],
    align=True,
)
SERVER = np.dtype(
    [
        ("workers", "i4"),  # posts, each with one task at a time
        ("busy", "i4"),  # workers at work
        ("speed", "f8"),  # hours of park cases that one worker does in a day
        ("hazard", "f8"),  # a community's consent per day (crews of a sub-district only)
        ("root", "i4"),  # of the heap of its queue; -1: empty
        ("urgent", "i4"),  # of the heap of tasks raised to the front; -1: empty
        ("queued", "i4"),  # tasks that wait
        ("last", "i4"),  # day up to which `area` is summed
        ("area", "f8"),  # integral of the queue's length over days: Little's law
        ("waited", "f8"),  # days waited by those taken into service
        ("arrived", "i8"),  # tasks that joined the queue
        ("served", "i8"),  # tasks taken into service
        ("late", "i8"),  # of those served, how many had become overdue
        ("worked", "f8"),  # hours
        ("busy_days", "f8"),  # days of workers given to tasks
    ],
    align=True,
)
#: The few numbers of the institution that the day loop reads, a record per park.
RULES = np.dtype(
    [
        ("handover", "f8"), ("filing", "f8"), ("trigger", "f8"), ("loss", "f8"), ("record", "f8"),
        ("conflict", "f8"), ("parties", "f8"), ("consent", "f8"), ("veto", "f8"), ("local", "f8"),
        ("local_days", "f8"), ("holder", "i4"), ("route", "f8"), ("overlap", "f8"), ("session", "f8"),
        ("detect", "f8"), ("depth", "f8"), ("stuck", "f8"), ("homes", "f8"),
        ("hq", "i4"), ("sits", "i1"), ("interval", "i4"), ("agenda", "f8"), ("other", "f8"), ("seated", "f8"),
        ("threshold", "f8"), ("delegation", "f8"), ("hq_veto", "f8"),
        ("key", "u8"),  # of the headquarters: its park's, or 0 where it is the zone's
        # State of the headquarters that meets for this park (kept in the record of its first park).
        ("agenda_root", "i4"), ("agenda_length", "i4"), ("meetings", "i8"), ("matters", "i8"),
        ("delegated", "i8"), ("rounds", "i8"),
        ("decided", "i8"), ("decided_days", "f8"),
        # Factors: what is free, what was taken, and who waits in line (fund, quota).
        ("free", "i8", (2,)), ("taken", "i8", (2,)), ("line", "i4", (2,)),
    ],
    align=True,
)  # fmt: skip
WORLD = np.dtype(
    [
        ("stream", "u8"),
        ("day", "i4"),
        ("stuck_days", "i4"),
        ("overdue_days", "i4"),
        ("overdue", "f8"),  # chance that an overdue task is moved to the front (M6)
        ("search", "f8"),  # days to find an intermediary (mean)
        ("own_spread", "f8"),  # half the range of the logarithm of the enterprise's own time
        ("own_scale", "f8"),  # what keeps the mean of its exponential at one
        ("again", "f8"),  # part of the work that a step takes when it is done again
        ("exact", "i1"),  # 1: hand-overs and own time take their mean (for oracles)
    ],
    align=True,
)
