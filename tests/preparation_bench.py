"""A bench for the preparation kernel alone: procedures, servers and projects put together by hand."""

import numpy as np

from crosspark.model import preparation as prep
from crosspark.model import records, room
from crosspark.model.randomness import key_of, stream_of


def procedure(after=(), chain=None, server=(), hours=(), own=0.0, closes=-1, **fields):
    """Return one procedure record; `after` and `chain` are predecessor numbers."""
    record = np.zeros((), records.PROCEDURE)
    record["after"] = sum(1 << q for q in after)
    record["chain"] = sum(1 << q for q in (after if chain is None else chain))
    record["closes"] = closes
    record["reviews"] = len(server)
    record["server"][: len(server)] = server
    record["hours"][: len(hours)] = hours
    record["own"] = own
    for name, value in fields.items():
        record[name] = value
    return record


class Bench:
    """Parks without hand-overs, consents or rework unless `rules` says so; time advances by `run`."""

    def __init__(self, procedures, workers=(), speed=8.0, parks=1, seed=1, exact=1, **rules):
        self.plan = np.array(procedures, records.PROCEDURE)
        self.room = room.Slots(self.plan)
        self.servers = np.zeros(max(len(workers), 1), records.SERVER)
        self.servers["workers"][: len(workers)] = workers
        self.servers["speed"] = speed
        self.servers["root"] = self.servers["urgent"] = -1
        self.rules = np.zeros(parks, records.RULES)
        self.rules["line"] = -1
        self.rules["agenda_root"] = -1
        self.rules["interval"] = 10
        self.rules["agenda"] = 1000
        self.rules["depth"] = 1.0
        for name, value in rules.items():
            self.rules[name] = value
        self.rules["sits"][self.rules["hq"][self.rules["route"] > 0.0]] = 1
        self.world = np.zeros((), records.WORLD)[()]
        world = np.zeros(1, records.WORLD)
        world["stream"] = stream_of(seed, "preparation")
        world["exact"] = exact
        world["again"] = 0.5
        world["stuck_days"] = world["overdue_days"] = 400
        self.world = world[0]

    def sign(self, days, **fields):
        """Sign one project for each day given and return their slots."""
        days = np.atleast_1d(np.asarray(days, dtype=np.int64))
        chosen = self.room.free(len(days))
        slots = self.room.slots
        slots[chosen] = np.zeros((), records.SLOT)
        slots["key"][chosen] = [key_of(f"project {s}") for s in chosen]
        slots["size"][chosen] = 1.0
        for name, value in fields.items():
            slots[name][chosen] = value
        self.room.open(chosen, days)
        return chosen

    def run(self, days):
        """Let working days pass."""
        room = self.room
        prep.prepare_days(
            room.slots,
            room.steps,
            room.nodes,
            room.calendar,
            self.plan,
            self.servers,
            self.rules,
            self.world,
            days,
        )

    def flow(self, days, **fields):
        """Sign projects as their days come, until all have started; slots are used again.

        `fields` hold a value for each project, `key` among them. Return their days by cause and their
        returns, in the order of `days`.
        """
        started = np.zeros(len(days), [("waits", "i4", 8), ("returns", "i4")])
        order = np.argsort(days, kind="stable")
        owner = np.zeros(len(days), int)
        signed = done = 0
        while done < len(days):
            due = int(np.searchsorted(days, self.world["day"] + 400, sorter=order))
            if due > signed:
                new = order[signed:due]
                owner[self.sign(days[new], **{name: values[new] for name, values in fields.items()})] = new
                signed = due
            self.run(400)
            slots = self.room.slots
            ended = np.flatnonzero(slots["state"] == records.STARTED)
            for name in ("waits", "returns"):
                started[name][owner[ended]] = slots[name][ended]
            slots["state"][ended] = records.HARVESTED
            done += len(ended)
        return started
