"""The purposes for which the model draws: what each stream of draws decides, for whom, and when.

A draw is a function of (seed, purpose, entity, occurrence), see `crosspark.model.randomness`; all purposes
stand here, and docs/odd.md lists them from here.
"""

from typing import NamedTuple

import numpy as np

from crosspark.model.randomness import stream_of


class Purpose(NamedTuple):
    """What a stream decides, the entity that its draws are keyed by, and the occurrence."""

    decides: str
    entity: str
    occurrence: str


#: Every purpose of a draw, by the name that is hashed with the seed.
PURPOSES: dict[str, Purpose] = {
    "leads": Purpose("how many possible leads come", "segment", "month"),
    "enterprise": Purpose(
        "size, investment, quality, defect, earnestness, and whether it hears", "enterprise", "kind of draw"
    ),
    "incumbent": Purpose("age at the start", "enterprise", "once"),
    "demand": Purpose("shock of demand", "segment", "month"),
    "screening": Purpose(
        "who gets to a lead, may bid again, errs about its quality, sees that it is loose",
        "lead; lead and park where parks differ",
        "kind of draw",
    ),
    "taste": Purpose("a lead's taste for each park, for all parks, for elsewhere", "lead", "park"),
    "local knowledge": Purpose("the centre's error about a park's use to a lead", "lead", "park"),
    "signing": Purpose(
        "day, threads, joint rooms, one officer, broken promise, reserve, crew, patience",
        "enterprise",
        "kind of draw",
    ),
    "preparation": Purpose(
        "waits, order in queues, days of work, consents, returns, defects found; what a meeting clears",
        "enterprise; headquarters",
        "procedure, attempt, kind of draw; day",
    ),
    "production": Purpose(
        "exit, expansion, defect found, who quits, persons wanted",
        "enterprise",
        "months since it opened, kind",
    ),
    "people": Purpose(
        "rounding of who comes, is matched, leaves", "park; district", "month, class of talent"
    ),
    "plan": Purpose("what mix would suit the park", "park", "year"),
    "exchange quota": Purpose("who meets whom; error of a report", "park", "quarter"),
    "exchange capital": Purpose("who meets whom; error of a report", "park", "quarter"),
    "exchange places": Purpose("who meets whom; error of a report", "park", "quarter"),
}


def stream_for(seed: int, purpose: str) -> np.uint64:
    """Return the stream of draws for one of `PURPOSES` under one seed.

    Raises
    ------
    KeyError
        If nobody declared the purpose.
    """
    if purpose not in PURPOSES:
        raise KeyError(purpose)
    return stream_of(seed, purpose)
