"""The third layer of uncertainty: parameters, and readings of the text.

In how many futures is a mode better?
A future is one set of values that nobody knows: a parameter each from within its range, drawn by a Latin
hypercube, or a parameter set that is carried, and a reading of each ambiguous clause. Every mode meets the
same futures, and in each of them the same luck as in every other; the difference in a future is a mean over
that luck. So the layers stay apart: chance is the error of such a mean, and what differs between futures is
not luck.
"""

import math
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit
from scipy.stats import rankdata
from tqdm import tqdm

from crosspark.governance.errors import BadInput, whole
from crosspark.model.case import Scenario
from crosspark.model.indicators import INDICATORS
from crosspark.studies.assumptions import own_paths, varying
from crosspark.studies.batch import Context, Row
from crosspark.studies.design import Design, Factor, Knob, Settings, Task, knobs, unit_sample
from crosspark.studies.entries import Entry
from crosspark.studies.jobs import seed_of
from crosspark.studies.kept import Form, KeptRuns
from crosspark.studies.means import EXTRA_POSTS
from crosspark.studies.runner import Runner
from crosspark.studies.sets import NO_SETS, ParameterSets, Sets, read_sets
from crosspark.studies.statistics import TAIL, paired_difference

Array = NDArray[np.float64]

#: Replicates of each future, on the seeds of the comparison's first ones.
REPLICATES = 4

#: Where the text can be read in several ways: of each question the answers, and what each one sets. The first
#: is how `one_plus_two` reads it.
READINGS: dict[str, dict[str, dict[str, str]]] = {
    "bodies": {
        "zone_and_parks": {
            "headquarters.scope": "zone",
            "promotion_centre.scope": "zone",
            "committee.scope": "park",
        },
        "one_of_each": {
            "headquarters.scope": "zone",
            "promotion_centre.scope": "zone",
            "committee.scope": "zone",
        },
        "three_in_each_park": {
            "headquarters.scope": "park",
            "promotion_centre.scope": "park",
            "committee.scope": "park",
        },
        "headquarters_in_each_park": {
            "headquarters.scope": "park",
            "promotion_centre.scope": "zone",
            "committee.scope": "park",
        },
    },
    "powers": {
        "park": {"decision.power_holder": "park"},
        "headquarters": {"decision.power_holder": "headquarters"},
        "shared": {"decision.power_holder": "shared"},
    },
}

#: The clauses whose reading a field is. A mode without any of them is not read in several ways: the present
#: has committees too, which are no reading of the text.
_READ_BY = {
    "headquarters.scope": ("H1",),
    "promotion_centre.scope": ("P1", "P2"),
    "committee.scope": ("C1", "C2"),
    "decision.power_holder": ("D2",),
}

_WHERE = "<compare>"


@dataclass(frozen=True)
class Over:
    """How a mode differs from the baseline over futures.

    Attributes
    ----------
    means : ndarray of float64, shape (n_futures,)
        Mean difference in each future; nan where no replicate has a value under both modes.
    sure : ndarray of bool, shape (n_futures,)
        Where zero lies beyond chance.
    direction : int
        Which way is better.
    """

    means: Array
    sure: NDArray[np.bool_]
    direction: int

    @property
    def futures(self) -> int:
        """Those in which there is a difference to be told."""
        return int(np.isfinite(self.means).sum())

    @property
    def mean(self) -> float:
        """Return the mean over futures."""
        return float(np.nanmean(self.means)) if self.futures else math.nan

    @property
    def range(self) -> tuple[float, float]:
        """Return the 10th and the 90th percentile over futures."""
        if not self.futures:
            return math.nan, math.nan
        low, high = np.nanquantile(self.means, [TAIL, 1 - TAIL])
        return float(low), float(high)

    def better(self, surely: bool = False) -> int | None:
        """Return in how many futures the mode is better; None where neither way is."""
        return self._count(1, surely)

    def worse(self, surely: bool = False) -> int | None:
        """Return in how many futures it is worse; None where neither way is."""
        return self._count(-1, surely)

    def is_better(self) -> NDArray[np.bool_]:
        """Return where it is better."""
        found: NDArray[np.bool_] = self.means * self.direction > 0
        return found

    def _count(self, way: int, surely: bool) -> int | None:
        if not self.direction:
            return None
        there = self.means * self.direction * way > 0
        return int((there & self.sure).sum() if surely else there.sum())


@dataclass(frozen=True)
class Plan:
    """What futures there are to be run.

    Attributes
    ----------
    points : tuple of dict
        The parameters of each future, in canonical units.
    factors : tuple of Factor
        What is drawn, with unit and range; none where sets alone were asked for.
    read : tuple of dict of str to str
        The reading of each future: question to answer. Empty where no mode is read in several ways.
    sets : ParameterSets
        Of which each future takes one.
    numbers : tuple of Knob
        What is a number in every future, drawn or of the sets, and differs between them.
    """

    points: tuple[Settings, ...]
    factors: tuple[Factor, ...]
    read: tuple[dict[str, str], ...]
    sets: ParameterSets = NO_SETS
    numbers: tuple[Knob, ...] = ()

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        entries: Mapping[str, Entry],
        number: int | None,
        *,
        by_hand: Collection[str] = (),
        fixed: Collection[str] = (),
        sets: Sets | None = None,
        given: Scenario | None = None,
        seed: int = 1,
    ) -> Self:
        """Draw the futures, each with a parameter set where there are some, and with a reading.

        Parameters
        ----------
        number : int or None
            None takes each set once and draws readings alone; with a number, what the sets do not name is
            drawn too.
        by_hand : collection of str
            Paths that the planner set, which stay as they are.
        fixed : collection of str
            Paths that are chosen otherwise, and stay too.
        sets : see `crosspark.studies.sets`
        given : Scenario, optional
            The scenario before anything was set by hand; `scenario` unless given.

        Raises
        ------
        BadInput
            If a set cannot be used, or the number is none.
        """
        rules = [mode for entry in entries.values() for mode in entry.by_park.values()]
        case = scenario if given is None else given
        taken = read_sets(_WHERE, case, sets, by_hand=by_hand, fixed=fixed, own=own_paths(rules))
        count = len(taken) if number is None and taken else number
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise BadInput(_WHERE, None, "futures", count, whole(1))
        # Posts on top of the total would end the fair comparison.
        fixed = {*by_hand, *fixed, EXTRA_POSTS, *taken.paths}
        # A parameter is drawn for all modes alike, a reading reaches those that do not set it.
        factors: tuple[Factor, ...] = ()
        if number is not None:
            factors = tuple(
                Factor.of(knob, knob.low, knob.high)
                for knob in varying(scenario, rules)
                if knob.path not in fixed
            )
        asked = {
            question: list(answers)
            for question, answers in READINGS.items()
            if any(_is_read(entry, path, fixed) for entry in entries.values() for path in _paths(answers))
        }
        columns = len(factors) + len(asked)
        shares = unit_sample("latin_hypercube", columns, count, seed) if columns else np.zeros((count, 0))
        dealt = taken.points if number is None else taken.dealt(count, seed)
        points, read = [], []
        for one, row in zip(dealt, shares.tolist(), strict=True):
            drawn = {factor.path: factor.at(share) for factor, share in zip(factors, row, strict=False)}
            points.append({**drawn, **one})
            left = zip(asked.items(), row[len(factors) :], strict=True)
            read.append({question: answers[int(share * len(answers))] for (question, answers), share in left})
        known = knobs(scenario)
        of_sets = {path: [point.get(path) for point in points] for path in taken.paths}
        differing = (
            known[path]
            for path, column in of_sets.items()
            if all(isinstance(value, int | float) for value in column) and len(set(column)) > 1
        )
        return cls(tuple(points), factors, tuple(read), taken, (*factors, *differing))

    def __len__(self) -> int:
        return len(self.points)

    def runs(self, modes: int) -> int:
        """Return how many runs it takes."""
        return len(self) * modes * REPLICATES


@dataclass(frozen=True, repr=False)
class Layer:
    """What the modes of a comparison came to in each future.

    Attributes
    ----------
    plan : Plan
    modes : tuple of str
        Labels, the baseline first.
    values : dict of str to ndarray, shape (n_futures, n_modes, n_replicates)
        By indicator; nan where a run failed or has no value.
    failed : int
        Runs that failed: what is drawn may be a district that cannot be, such as one with too few posts.
    message : str
        What the first of them said.
    seed : int
        Of the comparison; what was drawn follows from it too.
    """

    plan: Plan
    modes: tuple[str, ...]
    values: dict[str, Array]
    failed: int
    message: str
    seed: int

    def __len__(self) -> int:
        return len(self.plan)

    @property
    def replicates(self) -> int:
        """How often every mode was run in a future."""
        return int(next(iter(self.values.values())).shape[2])

    @property
    def lost(self) -> int:
        """In how many futures no run was finished."""
        there = [np.isfinite(values).any(axis=(1, 2)) for values in self.values.values()]
        return int((~np.any(there, axis=0)).sum())

    def is_read(self, entry: Entry) -> bool:
        """Whether a mode was read in several ways."""
        asked = [path for question in self.plan.read[0] for path in _paths(READINGS[question])]
        return any(_is_read(entry, path, set()) for path in asked)

    def over(self, mode: str, indicator: str) -> Over:
        """Return how a mode differs from the baseline over the futures."""
        values = self.values[indicator]
        place = self.modes.index(mode)
        found = [paired_difference(list(row[place]), list(row[0])) for row in values]
        return Over(
            means=np.array([one.mean for one in found]),
            sure=np.array([one.surely_differs for one in found]),
            direction=INDICATORS[indicator].direction,
        )

    def by_reading(self, mode: str, indicator: str) -> Iterator[tuple[str, str, int, int]]:
        """Yield question, answer, and in how many of its futures a mode is better: better, futures."""
        over = self.over(mode, indicator)
        better, there = over.is_better(), np.isfinite(over.means)
        for question in self.plan.read[0]:
            for answer in READINGS[question]:
                here = np.array([read[question] == answer for read in self.plan.read]) & there
                if here.any():
                    yield question, answer, int((better & here).sum()), int(here.sum())

    def goes_with(self, mode: str, indicator: str) -> tuple[Knob, float] | None:
        """Return the parameter whose rank goes most with the difference, and the rank correlation.

        None unless it is stronger than what one of as many unrelated parameters would reach by luck one time
        in a hundred: of two hundred parameters some always go along with twenty futures.
        """
        means = self.over(mode, indicator).means
        there = np.isfinite(means)
        n, numbers = int(there.sum()), self.plan.numbers
        if n < 5 or not numbers:
            return None
        table = np.array([[point[one.path] for one in numbers] for point in self.plan.points], float)
        ranks, goal = rankdata(table[there], axis=0), rankdata(means[there])
        spread = ranks.std(axis=0) * goal.std()
        with np.errstate(invalid="ignore", divide="ignore"):
            found = ((ranks - ranks.mean(axis=0)) * (goal - goal.mean())[:, None]).mean(axis=0) / spread
        found = np.where(spread > 0, found, 0.0)
        best = int(np.abs(found).argmax())
        bound = float(stdtrit(n - 2, 1 - 0.005 / len(numbers)))
        if abs(found[best]) < bound / math.sqrt(n - 2 + bound**2):
            return None
        return numbers[best], float(found[best])

    def table(self, indicators: Sequence[str]) -> pd.DataFrame:
        """Return a row per future, mode and indicator: difference, sure, readings, and what was set."""
        rows = []
        for indicator in indicators:
            for mode in self.modes[1:]:
                over = self.over(mode, indicator)
                for place, (mean, sure) in enumerate(zip(over.means, over.sure, strict=True)):
                    rows.append(
                        {
                            "future": place,
                            "mode": mode,
                            "indicator": indicator,
                            "difference": float(mean),
                            "sure": bool(sure),
                            **self.plan.read[place],
                        }
                    )
        return pd.DataFrame(rows)

    def points(self) -> pd.DataFrame:
        """Return a row per future: its readings, and the parameters that it sets, in canonical units."""
        rows = [
            {"future": place, **read, **point}
            for place, (read, point) in enumerate(zip(self.plan.read, self.plan.points, strict=True))
        ]
        return pd.DataFrame(rows)


def run_layer(
    plan: Plan,
    scenario: Scenario,
    entries: Mapping[str, Entry],
    *,
    overrides: Mapping[str, object],
    seed: int,
    years: int,
    runner: Runner,
    kept: KeptRuns | None = None,
) -> Layer:
    """Run every mode in every future, on the seeds of the comparison's first replicates.

    Parameters
    ----------
    overrides : mapping of str to quantity
        What the planner fixed in every mode.
    """
    labels = tuple(entries)
    read: dict[str, Entry] = {}
    tasks: list[Task] = []
    settings: list[dict[str, Any]] = [{**point, **overrides} for point in plan.points]
    for place, point in enumerate(settings):
        for replicate in range(REPLICATES):
            for label in labels:
                entry, name = _as_read(entries[label], plan.read[place], set(point))
                read[name] = entry
                seed_here = seed_of(seed, replicate)
                known = tuple(point.items())
                tasks.append(Task(len(tasks), scenario.id, name, place, replicate, seed_here, known))
    design = Design(
        scenarios={scenario.id: scenario}, entries=read, points=tuple(settings), years=years, seed=seed
    )
    values = {name: np.full((len(plan), len(labels), REPLICATES), np.nan) for name in INDICATORS}
    failed: list[tuple[int, str]] = []
    work = Context.of(design, runner.simulate)
    if kept is None:
        running = runner.run(work, tasks, len(tasks))
    else:
        form = Form(design.name, lambda row: row.task, lambda row: None if row.message else row.values, Row)
        running = kept.run(runner, work, tasks, form)
    bar = partial(tqdm, total=len(tasks), unit="run", file=sys.stderr)
    with bar(disable=runner.quiet or not sys.stderr.isatty()) as shown:
        for rows in running:
            shown.update(len(rows))
            for row in rows:
                if row.message:
                    failed.append((row.task.index, row.message))
                _keep(row, labels, values)
    # Runs finish in any order; the first of those that failed is the first that was asked for.
    _, message = min(failed, default=(0, ""))
    return Layer(plan=plan, modes=labels, values=values, failed=len(failed), message=message, seed=seed)


def _keep(row: Row, labels: Sequence[str], values: Mapping[str, Array]) -> None:
    task = row.task
    for name, value in row.values.items():
        if name in values:
            values[name][task.point, task.index % len(labels), task.replicate] = value


def _paths(answers: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield from dict.fromkeys(path for sets in answers.values() for path in sets)


def _is_read(entry: Entry, path: str, fixed: set[str]) -> bool:
    """Whether a mode has a clause that can be read in several ways, and nobody has said how."""
    rules = entry.by_park.values()
    clauses = {id_ for mode in rules for id_ in mode.clauses}
    return path not in {*fixed, *own_paths(rules)} and any(id_ in clauses for id_ in _READ_BY[path])


def _as_read(entry: Entry, reading: Mapping[str, str], fixed: set[str]) -> tuple[Entry, str]:
    """Return a mode with the clauses that it has read as a future does, and a name for it."""
    settings = {
        path: word
        for question, answer in reading.items()
        for path, word in READINGS[question][answer].items()
        if _is_read(entry, path, fixed)
    }
    name = "|".join([entry.label, *settings.values()])
    return entry.with_parameters(settings), name
