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

from crosspark.governance.institution import Institution
from crosspark.model import records
from crosspark.model.case import Scenario
from crosspark.model.district import DistrictModel
from crosspark.model.founding import Layout, demand_on_servers, procedures_of, servers_of
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
    counted = np.asarray(procedures, bool)
    days = steps["days"].astype(np.float64) * np.asarray(causes, bool) * counted[:, None]
    again = days[:, :, REWORK]
    found: NDArray[np.int64] = path_length(days.sum(axis=2) - again, again, plan, linked, counted).astype(
        np.int64
    )
    return found


def path_length(
    once: NDArray[np.float64],
    again: NDArray[np.float64],
    plan: NDArray[Any],
    linked: bool,
    counted: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the days from the first counted step's beginning to the last one's end.

    Parameters
    ----------
    once, again : ndarray of float64, shape (n_projects, n_procedures)
        Working days of each step until it may close, and those of doing it again afterwards.
    plan : ndarray of PROCEDURE, shape (n_procedures,)
    linked : bool
        Linked threads, in which a step does not close before its pair; else the chain.
    counted : ndarray of bool, shape (n_procedures,)

    Returns
    -------
    ndarray of float64, shape (n_projects,)
    """
    n = len(plan)
    masks = plan["after" if linked else "chain"]
    before = {p: [q for q in range(n) if int(masks[p]) >> q & 1] for p in range(n)}
    pair = {p: int(plan["closes"][p]) for p in range(n) if linked and plan["closes"][p] >= 0}
    start, finish = np.zeros_like(once), np.zeros_like(once)
    graph = {p: [*before[p], *([pair[p]] if p in pair else [])] for p in range(n)}
    for p in TopologicalSorter(graph).static_order():
        for q in before[p]:
            start[:, p] = np.maximum(start[:, p], finish[:, q])
        finish[:, p] = start[:, p] + once[:, p]
        if p in pair:
            finish[:, p] = np.maximum(finish[:, p], finish[:, pair[p]])
        finish[:, p] += again[:, p]
    if not counted.any():
        return np.zeros(len(once))
    length: NDArray[np.float64] = finish[:, counted].max(axis=1) - start[:, counted].min(axis=1)
    return length


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


@dataclass(frozen=True)
class Rule:
    """When a set of figures is ruled out by the published state before.

    Attributes
    ----------
    published_before : float
        Working days, of which "more than" is published: a floor.
    part_of_stages : float
        Part of the published stages that the model contains.
    discrepancy : float
        What the model leaves out or has otherwise, s.d. as a share of the floor.
    beyond : float
        Standard deviations of shortfall at which a set is ruled out.
    """

    published_before: float
    part_of_stages: float
    discrepancy: float
    beyond: float

    @property
    def floor(self) -> float:
        """Working days that the model's part of the stages took at least."""
        return self.published_before * self.part_of_stages

    def implausibility(self, days: float, chance: float) -> float:
        """Return by how many standard deviations the present days fall short of the floor; 0 above it.

        Parameters
        ----------
        days, chance : float
            Mean working days under the present mode, and the standard error of that mean.
        """
        spread = float(np.hypot(self.discrepancy * self.floor, chance))
        return float(np.maximum(0.0, self.floor - days)) / spread  # unlike max, it keeps nan

    def rules_out(self, days: float, chance: float) -> bool:
        """Return whether a set with these days before is ruled out; so is one without any day."""
        return not self.implausibility(days, chance) <= self.beyond


def crps(sample: Sequence[float], observed: float) -> float:
    """Return the continuous ranked probability score of an ensemble: 0 is best, in the unit of the sample.

    References
    ----------
    .. [1] Gneiting & Raftery (2007), Strictly proper scoring rules, JASA 102: E|X − y| − ½ E|X − X′|.

    Examples
    --------
    >>> crps([0.6], 0.5)
    0.1
    """
    x = np.sort(np.asarray(sample, np.float64))
    n = len(x)
    between = 2.0 * float(((2 * np.arange(1, n + 1) - n - 1) * x).sum()) / n**2  # of all ordered pairs
    return round(float(np.abs(x - observed).mean()) - 0.5 * between, 12)


def critical_path_ratio(
    case: Scenario, present: Institution, reading: Reading, threads: float, joint: float
) -> float:
    """Return a rival's ratio: the longest path with threads and joint rooms against the chain, no queues.

    Parameters
    ----------
    case : Scenario
    present : Institution
        Its hand-overs, filings and consents take their means on both sides.
    reading : Reading
    threads, joint : float
        Share of projects that run as threads, and that are reviewed in joint rooms.
    """
    layout = Layout.of(case)
    plan = procedures_of(case, layout)
    speed = servers_of(case, layout, demand_on_servers(case, plan, layout))["speed"]
    procedures, causes = flags(case, reading)
    counted, n = np.asarray(procedures), len(plan)
    parties = present.consent.parties + (len(case.parks) - 1) * present.consent.park_parties
    rounds = 1.0 / (1.0 - present.consent.veto) ** parties
    asked = parties * present.consent.days * rounds
    alone = present.decision.park_share
    consent = alone * present.decision.park_days + (1.0 - alone) * asked

    def length(linked: bool, together: bool) -> float:
        once = np.zeros((1, n))
        for p in np.flatnonzero(counted):
            record = plan[p]
            r = slice(0, record["reviews"])
            # Desks and crews have no place here: nothing that they review is counted.
            work = record["hours"][r] / speed[record["server"][r]]
            room = together and record["reviews"] > 1 and not record["apart"]
            search = present.intermediaries.search_days * record["search"]
            spent = {
                "work": work.max(initial=0.0) if room else work.sum(),
                "own": record["own"] + record["statutory"],
                "handover": present.handover.days + present.filing.days + search,
                "consent": consent * record["consent"],
            }
            once[0, p] = sum(spent[cause] for cause in spent if causes[CAUSES.index(cause)])
        return float(path_length(once, np.zeros((1, n)), plan, linked, counted)[0])

    after = sum(
        (threads if linked else 1.0 - threads)
        * (joint if together else 1.0 - joint)
        * length(linked, together)
        for linked in (False, True)
        for together in (False, True)
    )
    return after / length(linked=False, together=False)
