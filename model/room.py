"""Room for the projects under preparation: tables that grow and are reused, and what is signed into them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.model.preparation import open_projects
from crosspark.model.records import FREE, HARVESTED, NODE, RING, SLOT, STEP


class Slots:
    """The state of the projects under preparation: room for active projects only, reused when they end.

    Parameters
    ----------
    plan : ndarray of PROCEDURE
    capacity : int
        Projects at first; room grows by half when it is full.
    """

    def __init__(self, plan: NDArray[Any], capacity: int = 64) -> None:
        self.plan = plan
        self.n = len(plan)
        self.slots = np.zeros(0, SLOT)
        self.steps = np.zeros((0, self.n), STEP)
        self.nodes = np.zeros(0, NODE)
        self.calendar = np.full(RING, -1, np.int32)
        self._grow(capacity)
        self._open = np.array(
            [[bin(int(m)).count("1") for m in plan[name]] for name in ("chain", "after")], dtype=np.int8
        )

    def _grow(self, capacity: int) -> None:
        """Make room for `capacity` projects; slots keep their numbers."""

        def wider(a: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
            b = np.zeros(shape, a.dtype)
            b[: len(a)] = a
            return b

        self.slots = wider(self.slots, (capacity,))
        self.steps = wider(self.steps, (capacity, self.n))
        self.nodes = wider(self.nodes, (capacity * self.n * 7,))
        self.calendar = wider(self.calendar, (RING + capacity * (1 + 7 * self.n),))

    def free(self, count: int) -> NDArray[np.int64]:
        """Return `count` free slots, growing if need be. Ended slots are freed once nothing points there."""
        slots = self.slots
        done = (slots["state"] == HARVESTED) & (slots["refs"] == 0)
        slots["state"][done] = FREE
        free = np.flatnonzero(slots["state"] == FREE)
        if len(free) < count:
            self._grow(max(3 * len(slots) // 2, len(slots) + count))
            free = np.flatnonzero(self.slots["state"] == FREE)
        return free[:count]

    def open(self, chosen: NDArray[np.int64], days: NDArray[np.integer[Any]]) -> None:
        """Let the projects in slots `chosen` (their records filled in) be signed on `days`."""
        open_projects(self.slots, self.steps, self.calendar, chosen, days.astype(np.int64), self._open)
