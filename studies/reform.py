"""The pilot reform of approvals in the model: sampled figures, four ways, and the runs of each.

What the reform is in clauses and fields, and over which ranges figures are sampled, stands in a file
(docs/data/pilot_reform.yaml) that is read here; nothing in it rests on the published state after.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from crosspark.agents.enterprise import EXPANDING, OPERATING
from crosspark.governance.errors import BadInput
from crosspark.governance.fields import FIELDS
from crosspark.governance.mode import Mode, load_mode
from crosspark.governance.settings import SETTINGS
from crosspark.model.case import Fact, Scenario
from crosspark.model.district import DistrictModel, release
from crosspark.model.founding import DAYS
from crosspark.model.rulebook import Rulebook
from crosspark.studies.reality import COUNTED, ELAPSED, Observed, critical_path_ratio

#: What is reformed: nothing; the number of items; how they are dealt with; both.
WAYS = ("neither", "items", "structure", "both")
ITEMS_LEFT = 66

Point = dict[str, float]


@dataclass(frozen=True)
class Figure:
    """One sampled figure.

    Attributes
    ----------
    name : str
    paths : tuple of str
        Figures of the scenario (``*`` stands for any part) or of the institution that it sets or multiplies.
    low, high : float
    factor : bool
        Whether it multiplies the values at its paths, and is uniform in its logarithm.
    """

    name: str
    paths: tuple[str, ...]
    low: float
    high: float
    factor: bool
    usual: float

    def at(self, share: float) -> float:
        """Return the value below which that share of the range lies."""
        if self.factor:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)


def read_figures(written: Mapping[str, Mapping[str, Any]], case: Scenario) -> tuple[Figure, ...]:
    """Return the figures that a file describes; without a range of its own, that of its only path."""
    facts = {fact.path: fact for fact in case.facts}
    figures = []
    for name, about in written.items():
        paths = tuple(about.get("paths", ()))
        first: Any = SETTINGS.get(paths[0]) or _first(facts, paths[0]) if paths else None
        low, high = about.get("factor") or about.get("value") or (first.low, first.high)
        factor = "factor" in about
        usual = 1.0 if factor else first.value if first else 0.5 * (low + high)
        figures.append(Figure(name, paths, float(low), float(high), factor, float(usual)))
    return tuple(figures)


def _first(facts: Mapping[str, Fact], pattern: str) -> Fact:
    return next(fact for path, fact in facts.items() if fnmatchcase(path, pattern))


def draw(figures: Sequence[Figure], sets: int, seed: int) -> list[Point]:
    """Return `sets` points over the ranges of the figures, a scrambled Sobol sequence.

    Parameters
    ----------
    sets : int
        A power of two.
    """
    shares = qmc.Sobol(len(figures), scramble=True, rng=seed).random(sets)
    return [{f.name: f.at(float(u)) for f, u in zip(figures, row, strict=True)} for row in shares]


def overrides_of(figures: Sequence[Figure], point: Point, case: Scenario) -> dict[str, object]:
    """Return what a point sets, by full path, as one would write it."""
    facts = {fact.path: fact for fact in case.facts}
    found: dict[str, object] = {}
    for figure in figures:
        value = point[figure.name]
        for pattern in figure.paths:
            if pattern in SETTINGS:
                base = float(SETTINGS[pattern].value)
                found[pattern] = base * value if figure.factor else value
            for path in (path for path in facts if fnmatchcase(path, pattern)):
                fact = facts[path]
                number = fact.value * value if figure.factor else value
                bare = fact.unit in {"share", "number"}
                found[path] = number if bare else f"{number!r} {fact.unit}"
    return found


class Reformed(Observed):
    """A district whose projects need fewer items, and smaller ones, from adoption on.

    Parameters
    ----------
    hours : mapping of (str, str) to float
        Factor on the hours of a review, by procedure and server; ``*`` stands for every server.
    other : float
        Factor on own and statutory days of counted procedures.
    fields : mapping of str to float
        Factors on fields of the institution, after its clauses have acted.
    """

    def __init__(
        self,
        *args: Any,
        hours: Mapping[tuple[str, str], float],
        other: float,
        fields: Mapping[str, float],
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self._hours_factors, self._other = hours, other
        changed = []
        for institution in self.target_rules.institutions:
            changes = {}
            for path, factor in fields.items():
                field = FIELDS[path]
                least = field.low if field.low is not None else 0.0
                changes[path] = max(float(institution.get(path)) * factor, least)
            changed.append(institution.replace(changes))
        self.target_rules = Rulebook(changed, self.target_rules.present)

    def step(self) -> None:
        """Let one month pass; at adoption the procedures shrink."""
        if self.month == self.adopt:
            for p, facts in enumerate(self.case.procedures):
                plan = self.room.plan[p : p + 1]
                if facts.id in COUNTED:
                    plan["own"] *= self._other
                    plan["statutory"] *= self._other
                for r, review in enumerate(facts.reviews):
                    for name in ("*", review.server):
                        plan["hours"][0, r] *= self._hours_factors.get((facts.id, name), 1.0)
        super().step()


@dataclass(frozen=True)
class Row:
    """What is kept of one run.

    Attributes
    ----------
    set, way, seed : int, str, int
    accepted : int
        Projects signed in the window that started.
    signed : int
        Projects signed in the window.
    elapsed, stopped : float
        Mean working days of the accepted, by reading; nan without any.
    to_start : float
        Mean working days from signing to start, land and works with it.
    output : float
        Yuan, over the years after adoption.
    critical : float
        The ratio of elapsed days after and before that the critical path alone foretells at this set.
    """

    set: int
    way: str
    seed: int
    accepted: int
    signed: int
    elapsed: float
    stopped: float
    to_start: float
    output: float
    critical: float


def run_ways(
    index: int,
    case: Scenario,
    point: Point,
    before: Sequence[Figure],
    reform: Sequence[Figure],
    ways: Sequence[str],
    *,
    seeds: Sequence[int],
    years: int,
    signed_within: int,
) -> list[Row]:
    """Run some of the four ways at one point and return a row for each way and seed.

    Parameters
    ----------
    case : Scenario
        With works apart, before any figure is set.
    before, reform : sequence of Figure
        Those of the state before, and those that say what the reform is worth.
    signed_within : int
        Months after adoption within which projects must have been signed to be counted.

    Returns
    -------
    list of Row
        With -1 accepted and no days where no district can be founded with these figures, since a department
        could not do its cases in its hours.
    """
    try:
        return list(_run(index, case, point, before, reform, ways, seeds, years, signed_within))
    except BadInput:
        empty = [float("nan")] * 5
        return [Row(index, way, seed, -1, 0, *empty) for way in ways for seed in seeds]


def _run(
    index: int,
    case: Scenario,
    point: Point,
    before: Sequence[Figure],
    reform: Sequence[Figure],
    ways: Sequence[str],
    seeds: Sequence[int],
    years: int,
    signed_within: int,
) -> Iterator[Row]:
    everything = overrides_of(before, point, case)
    of_mode: dict[str, Any] = {path: value for path, value in everything.items() if path in SETTINGS}
    case = case.with_overrides({path: v for path, v in everything.items() if path not in of_mode})
    present = load_mode(case.present)
    rules = present.with_parameters(of_mode).institution
    threads, joint = point["coverage_threads"], point["coverage_joint"]
    critical = critical_path_ratio(case, rules, ELAPSED, threads, joint)
    for way in ways:
        mode = present
        if way in {"structure", "both"}:
            mode = structured(mode, reform, point)
        kept = ITEMS_LEFT / point["items_before"] if way in {"items", "both"} else 1.0
        other = 1.0 - point["items_other"] * (1.0 - kept)
        hours = {(name, "*"): kept for name in COUNTED}
        depth = 1.0
        if way in {"structure", "both"}:
            hours["E2", "environment"] = point["assessment_left"]
            depth = point["commitment_depth"]
        for seed in seeds:
            model = Reformed(
                case,
                mode,
                rng=seed,
                years=years,
                overrides=of_mode,
                hours=hours,
                other=other,
                fields={"filing.days": other, "review.depth": depth},
            )
            run = model.run()
            start = model.adopt * DAYS
            seen = np.concatenate(model.observed)
            seen = seen[(seen[:, 0] >= start) & (seen[:, 0] < start + signed_within * DAYS)]
            to_start, elapsed, stopped = seen[:, 1:].mean(axis=0).tolist() if len(seen) else [np.nan] * 3
            signed = int(run.monthly_values["signed"][:signed_within].sum())
            output = float(run.values["output"])
            release(model)
            yield Row(index, way, seed, len(seen), signed, elapsed, stopped, to_start, output, critical)


def structured(present: Mode, reform: Sequence[Figure], point: Point) -> Mode:
    """Return the present mode with the clauses of the reform's structure, as large as the point says."""
    mode = present.with_clauses("S1", "S2", "S3", "S5")
    sizes: dict[str, str | float] = {path: point[f.name] for f in reform for path in f.paths}
    return mode.with_parameters(sizes)


def growth_by_origin(case: Scenario, mode: str, seed: int, years: int) -> dict[str, float]:
    """Return where the growth of yearly output from adoption to the end comes from, yuan.

    Returns
    -------
    dict of str to float
        ``before``: output of the month before adoption, times 12. ``entered``: what enterprises that opened
        since make at the end. ``stayed``: what those that operated at adoption and still do make more.
        ``left``: what those that closed had made, below 0.
    """
    model = DistrictModel(case, mode, rng=seed, years=years)
    while model.month < model.adopt:
        model.step()
    then = model.enterprises["output"].astype(np.float64) * 12
    stood = _at_work(model)
    while model.month < model.months:
        model.step()
    now = model.enterprises["output"].astype(np.float64) * 12
    stands = _at_work(model)
    found = {
        "before": float(then[stood].sum()),
        "entered": float(now[stands & ~stood].sum()),
        "stayed": float((now - then)[stands & stood].sum()),
        "left": -float(then[stood & ~stands].sum()),
    }
    release(model)
    return found


def _at_work(model: DistrictModel) -> NDArray[np.bool_]:
    stage = model.enterprises["stage"]
    working: NDArray[np.bool_] = (stage == OPERATING) | (stage == EXPANDING)
    return working
