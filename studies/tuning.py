"""Each mode at its best: what its managers are free to choose, searched for every mode with one budget.

The search narrows: a space-filling design in a box around the mode as it is, then in smaller boxes around the
best so far. Every mode meets the same seeds, which are not those of the comparison that follows: a choice
that was only lucky in the search gains nothing there.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.governance.fields import FIELDS
from crosspark.model.case import Scenario
from crosspark.model.indicators import INDICATORS
from crosspark.studies.entries import Entry
from crosspark.studies.jobs import Job, seed_of
from crosspark.studies.runner import Keeping, Runner, run_jobs

#: What a mode is tuned for unless told otherwise: the account in which transfers cancel.
OBJECTIVE = "resource_npv"

#: The budget of every mode: so many rounds of so many trials on so many seeds.
ROUNDS, TRIALS, SEEDS = 3, 12, 4

#: The runs of each mode that this takes.
BUDGET = ROUNDS * TRIALS * SEEDS

#: What whoever runs a mode is free to choose, and what both gains and costs.
FREE = tuple(path for path, field in FIELDS.items() if field.free)

Chosen = dict[str, dict[str, float]]


def known_objective(name: str | None) -> str:
    """Return the indicator to tune for.

    Raises
    ------
    BadInput
        If there is no such indicator, or neither way of it is the better one.
    """
    if name is None:
        return OBJECTIVE
    wanted = [id_ for id_, about in INDICATORS.items() if about.direction]
    if name not in wanted:
        hint = suggestion(name, wanted, "indicator with a better way", "有優劣方向的指標")
        raise BadInput("<compare>", None, "objective", name, hint)
    return name


def tune(
    entries: Mapping[str, Entry],
    scenario: Scenario,
    *,
    objective: str,
    years: int,
    seed: int,
    overrides: Mapping[str, object],
    runner: Runner,
    kept: Callable[[Mapping[str, Entry]], Keeping | None],
) -> Chosen:
    """Return the values of the free fields at which each mode does best.

    Parameters
    ----------
    entries : mapping of str to Entry
        The modes by label.
    objective : str
        The indicator; its better way is the registry's.
    kept : callable
        Returns who keeps the runs of modes by label, if anybody does.

    Returns
    -------
    dict of str to dict of str to float
        By label and path, in the unit of the field. A mode that is best as it is keeps its values.

    Raises
    ------
    BadInput
        If parks have modes of their own, or something that is to be chosen is overridden.
    """
    for label, entry in entries.items():
        if entry.mixed:
            hint = Text(
                f"{label} has a mode for each park, and these cannot be tuned as one; take equal_means",
                f"{label} 中各園區各有模式,不能作為整體調校;請用 equal_means",
            )
            raise BadInput("<compare>", None, "fair", "at_its_best", hint)
    for path in FREE:
        if path in overrides:
            hint = Text(
                "at_its_best chooses it for every mode; leave it out, or take equal_means",
                "at_its_best 為每個模式選定它;請去掉,或用 equal_means",
            )
            raise BadInput("<compare>", None, path, overrides[path], hint)
    best = {label: np.array([_now(entry, path) for path in FREE]) for label, entry in entries.items()}
    for round_ in range(ROUNDS):
        unit = qmc.Halton(len(FREE), rng=seed_of(seed, -1 - round_)).random(TRIALS - 1)
        reach = 2.0 ** (0.5**round_)
        trials = {label: np.vstack([centre, _within(centre, reach, unit)]) for label, centre in best.items()}
        tried = {
            f"{label} {place}": entries[label].with_parameters(_chosen(point))
            for label, points in trials.items()
            for place, point in enumerate(points)
        }
        jobs = [
            Job(place, replicate, name, seed_of(seed, -1001 - replicate))
            for place, name in enumerate(tried)
            for replicate in range(SEEDS)
        ]
        finished = run_jobs(
            jobs,
            scenario,
            {name: entry.mode for name, entry in tried.items()},
            years=years,
            overrides=overrides,
            runner=runner,
            kept=kept(tried),
        )
        worth: dict[str, list[float]] = {name: [] for name in tried}
        for outcome in finished.outcomes:
            worth[outcome.job.mode].append(outcome.values[objective] * INDICATORS[objective].direction)
        for label, points in trials.items():
            means = [_mean(worth[f"{label} {place}"]) for place in range(len(points))]
            best[label] = points[int(np.argmax(means))]
    return {label: _chosen(point) for label, point in best.items()}


def _now(entry: Entry, path: str) -> float:
    mode = next(iter(entry.by_park.values()))
    return float(mode.parameters.get(path, FIELDS[path].value))


def _within(centre: NDArray[np.float64], reach: float, unit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points between centre / reach and centre × reach, kept in the ranges of the fields."""
    points: NDArray[np.float64] = centre * reach ** (2.0 * unit - 1.0)
    return np.array([[FIELDS[path].clip(x) for path, x in zip(FREE, point, strict=True)] for point in points])


def _chosen(point: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(FREE, point.tolist(), strict=True))


def _mean(values: list[float]) -> float:
    """Return the mean, or minus infinity where a run failed or has no value: no choice may win by that."""
    finite = len(values) == SEEDS and all(map(math.isfinite, values))
    return math.fsum(values) / SEEDS if finite else -math.inf
