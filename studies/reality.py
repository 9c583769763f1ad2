"""Reality, out of sample: the published total of an approval reform, against what the model says of it.

The published observable is the number of working days from filing (立項) to acceptance that approvals,
reviews, intermediaries and utilities take; neither land nor building. A project of the model walks through
land and building besides, so its days are counted again here from its steps, with what is not published
taking no time.

References
----------
.. [1] docs/data/approval_time_before_after.csv, rows A4 and A5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.model import records
from crosspark.model.case import Scenario
from crosspark.model.district import DistrictModel
from crosspark.model.records import CAUSES, REWORK

#: What the suffix of a procedure says: the works of the procedure of that name, apart from its approvals.
WORKS = "_works"


@dataclass(frozen=True)
class Reading:
    """Which days of a project the published number counts.

    Attributes
    ----------
    id : str
    procedures : tuple of str
        Those whose days count; the others are there, and take no time.
    causes : tuple of str
        Of the days of these procedures, those that count.
    """

    id: str
    procedures: tuple[str, ...]
    causes: tuple[str, ...]


#: From the filing of the feasibility study (E2) to the last approval before the works (E5). Left out:
#: registration (E1, before the filing), demolition and land supply (G1, G2, with the wait for quota, fund
#: and community), the works of the infrastructure (G4_works), and enterprise service (G5, no approval).
#: The model ends at the start of works: acceptance, the last stage of the published number, is not in it.
COUNTED = ("E2", "G3", "E3", "G4", "E4", "E5")

#: As time passes for whoever files: with the enterprise's own time (design, tender) and the notices.
ELAPSED = Reading("elapsed", COUNTED, ("queue", "work", "own", "handover", "consent", "rework"))
#: With the clock stopped while the enterprise itself is at work, and during notices.
STOPPED = Reading("stopped", COUNTED, ("queue", "work", "handover", "consent", "rework"))
READINGS = (ELAPSED, STOPPED)


def published_days(
    steps: NDArray[Any], plan: NDArray[Any], linked: bool, procedures: Sequence[bool], causes: Sequence[bool]
) -> NDArray[np.int64]:
    """Return the working days of finished projects that a published number counts.

    The measured days of each step are put one after another again by the precedences that the project
    had: what does not count takes no time, so a wait for land neither adds days nor hides them.

    Parameters
    ----------
    steps : ndarray of STEP, shape (n_projects, n_procedures)
        Of projects that started.
    plan : ndarray of PROCEDURE, shape (n_procedures,)
    linked : bool
        Whether these projects ran as linked threads; else as the chain.
    procedures : sequence of bool, length n_procedures
        Whether the days of a procedure count.
    causes : sequence of bool, length 8
        Whether the days of a cause count, in the order of `CAUSES`.

    Returns
    -------
    ndarray of int64, shape (n_projects,)
        From the first counted step's beginning to the last one's end.

    Notes
    -----
    With everything counted it is the time from signing to start, to the day.
    """
    n = len(plan)
    counted = np.asarray(procedures, bool)
    days = steps["days"].astype(np.int64) * np.asarray(causes, bool) * counted[:, None]
    again = days[:, :, REWORK]
    once = days.sum(axis=2) - again
    masks = plan["after" if linked else "chain"]
    before = {p: [q for q in range(n) if int(masks[p]) >> q & 1] for p in range(n)}
    pair = {p: int(plan["closes"][p]) for p in range(n) if linked and plan["closes"][p] >= 0}
    start = np.zeros((len(steps), n), np.int64)
    finish = np.zeros((len(steps), n), np.int64)
    graph = {p: [*before[p], *([pair[p]] if p in pair else [])] for p in range(n)}
    for p in TopologicalSorter(graph).static_order():
        for q in before[p]:
            start[:, p] = np.maximum(start[:, p], finish[:, q])
        finish[:, p] = start[:, p] + once[:, p]
        if p in pair:
            finish[:, p] = np.maximum(finish[:, p], finish[:, pair[p]])
        finish[:, p] += again[:, p]
    if not counted.any():
        return np.zeros(len(steps), np.int64)
    last: NDArray[np.int64] = finish[:, counted].max(axis=1)
    return last - start[:, counted].min(axis=1)


def flags(case: Scenario, reading: Reading) -> tuple[list[bool], list[bool]]:
    """Return which procedures of a scenario, and which causes, a reading counts."""
    return (
        [facts.id in reading.procedures for facts in case.procedures],
        [cause in reading.causes for cause in CAUSES],
    )


def with_works_apart(case: Scenario, builders: str = "builders") -> Scenario:
    """Return the scenario with the reviews of `builders` in procedures of their own.

    A procedure that is approved by a department and then built has both among its reviews, but only the
    approval is in the published number. What waited for the whole waits for the works. The work of every
    server stays as it was; each of the works is handed over once more.
    """
    data = case.to_data()
    procedures: list[dict[str, Any]] = []
    renamed: dict[str, str] = {}
    for procedure in data["procedures"]:
        works = [review for review in procedure["reviews"] if review["server"] == builders]
        rest = [review for review in procedure["reviews"] if review["server"] != builders]
        procedures.append({**procedure, "reviews": rest} if works and rest else procedure)
        if works and rest:
            renamed[procedure["id"]] = procedure["id"] + WORKS
            titles = {name: procedure[name] for name in ("title_en", "title_zh", "stage")}
            none = "0 working days"
            apart = {"own_days": none, "statutory_days": none, "after": [procedure["id"]], "reviews": works}
            procedures.append({"id": renamed[procedure["id"]], **titles, **apart})
    for procedure in procedures:
        if procedure["id"] in renamed.values():
            continue
        for name in ("after", "assumes"):
            procedure[name] = [renamed.get(other, other) for other in procedure.get(name, ())]
        pair = procedure.get("closes_after")
        procedure["closes_after"] = renamed.get(pair, pair) if pair else None
    return Scenario.build({**data, "procedures": procedures}, lambda _: ("<works apart>", None))


class Observed(DistrictModel):
    """A district that counts the days of each project again, as the readings of a published number do.

    Attributes
    ----------
    readings : tuple of Reading
    observed : list of ndarray of int64, shape (n_projects, 2 + n_readings)
        Day of signing, working days to the start, and the days of each reading, of those that started.
    """

    readings = READINGS

    def __init__(self, *args: Any, **named: Any) -> None:
        self.observed: list[NDArray[np.int64]] = []
        super().__init__(*args, **named)
        self._flags = [flags(self.case, reading) for reading in self.readings]

    def record_projects(self, ended: NDArray[np.intp]) -> None:
        """Keep what became of projects, and count the days of those that started."""
        super().record_projects(ended)
        slots, steps, plan = self.room.slots, self.room.steps, self.room.plan
        for linked in (False, True):
            mine = ended[(slots["state"][ended] == records.STARTED) & (slots["linked"][ended] == linked)]
            days = [published_days(steps[mine], plan, linked, *counted) for counted in self._flags]
            signed = slots["signed"][mine].astype(np.int64)
            self.observed.append(np.stack([signed, slots["ended"][mine] - signed, *days], axis=1))
