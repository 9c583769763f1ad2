"""A search among modes by NSGA-II: what may be chosen, what was tried, what each was worth.

References
----------
.. [1] Deb, Pratap, Agarwal and Meyarivan (2002), A fast and elitist multiobjective genetic algorithm:
   NSGA-II, in pymoo: Blank and Deb (2020). Variables are whole numbers, rounded after crossover and mutation.
"""

import fnmatch
import math
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import NOT_INSTALLED, BadInput, Text, pip, suggestion
from crosspark.governance.fields import FIELDS, Value
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario
from crosspark.model.indicators import INDICATORS
from crosspark.studies.design import Design, Knob, Settings, knobs, unit_sample
from crosspark.studies.entries import Entry
from crosspark.studies.futures import axis
from crosspark.studies.sweep import Estimate, SweepInterrupted, sweep
from crosspark.studies.tuning import FREE

Array = NDArray[np.float64]

#: A mode as the search sees it: the place of each choice among its levels.
Genome = tuple[int, ...]

WHERE = "<optimise>"

NAMES = list(INDICATORS)

#: Intensities that a mode may give a clause: few, so that a mode can be read.
INTENSITIES = (0.0, 0.25, 0.5, 0.75, 1.0)

#: Values of a number within its range.
STEPS = 11

#: A word of a mode that nobody can run: who decides sees what nobody knows.
_YARDSTICK = "planner_exchange"

#: Fields that are words: how far a body reaches, who decides, by which rule parks exchange.
SCOPES = {
    path: tuple(word for word in about.words if word != _YARDSTICK)
    for path, about in FIELDS.items()
    if about.words
}


@dataclass(frozen=True)
class Choice:
    """One thing that the search decides.

    Attributes
    ----------
    path : str
        ``clauses.S1``, or a field.
    levels : tuple
        What it may be, in canonical units; None leaves a field as it is in the start.
    now : int
        The place of the start among the levels.
    """

    path: str
    levels: tuple[Value | None, ...]
    now: int


def choices_of(
    case: Scenario,
    start: Mode,
    baseline: Mode,
    clauses: Sequence[str] | None,
    vary: Sequence[str] | str,
    scopes: bool,
) -> tuple[Choice, ...]:
    """Return what is searched, each path once."""
    found: dict[str, Choice] = {}
    known = knobs(case)
    for id_ in CLAUSES if clauses is None else [clauses] if isinstance(clauses, str) else clauses:
        if id_ not in CLAUSES:
            hint = suggestion(str(id_), CLAUSES, "clause", "條款")
            if ":" in str(id_):
                hint = Text(
                    "name clauses alone, as in S1,S2: their intensities are what is searched",
                    "只寫條款,如 S1,S2:強度正是所搜索的",
                )
            raise BadInput(WHERE, None, "clauses", id_, hint)
        now = start.clauses.get(id_, 0.0)
        levels = sorted({*INTENSITIES, now, baseline.clauses.get(id_, 0.0)})
        found[f"clauses.{id_}"] = Choice(f"clauses.{id_}", tuple(levels), levels.index(now))
    for written in [vary] if isinstance(vary, str) else vary:
        path, ends = axis(WHERE, "vary", written)
        named = fnmatch.filter(FREE, path)
        if not named or (ends is not None and path not in FREE):
            hint = Text(
                f"whoever runs a mode is free to choose {', '.join(FREE)}; all else is an assumption",
                f"管理者可自行選擇的只有{'、'.join(FREE)};其餘均為假設",
            )
            raise BadInput(WHERE, None, "vary", written, hint)
        for one in named:
            found[one] = _number(start, known[one], ends, written)
    for path, words in SCOPES.items() if scopes else ():
        others = tuple(word for word in words if word != start.parameters.get(path))
        found[path] = Choice(path, (None, *others), 0)
    if not found:
        raise BadInput(
            WHERE,
            None,
            "clauses",
            Text("none", "無"),
            Text("name clauses, or something to vary", "請寫條款,或可變的參數"),
        )
    return tuple(found.values())


def _number(start: Mode, knob: Knob, ends: Sequence[Any] | None, written: str) -> Choice:
    try:
        low, high = (knob.low, knob.high) if ends is None else (float(knob.read(end)) for end in ends)
    except ValueError as error:
        raise BadInput(WHERE, None, "vary", written, Text.of(error)) from error
    if not low < high:
        raise BadInput(
            WHERE,
            None,
            "vary",
            written,
            Text("the low end comes first, and differs from the high one", "低端在前,且須與高端不同"),
        )
    # Two figures are enough, and can be read.
    steps = {min(max(float(f"{x:.2g}"), low), high) for x in np.linspace(low, high, STEPS).tolist()}
    given = start.parameters.get(knob.path)
    levels: list[Value | None] = [*sorted(steps - {given})]
    now = bisect(sorted(steps - {given}), float(FIELDS[knob.path].value if given is None else given))
    levels.insert(now, None)
    return Choice(knob.path, tuple(levels), now)


@dataclass
class Bench:
    """Runs modes, a sweep at a time, and tells once what all of them will take."""

    given: Design
    case: Scenario
    out: Path | None
    how: Mapping[str, Any]
    retry: bool
    announce: Callable[[Estimate], None] | None
    left: int
    finished: int = 0
    failed: int = 0

    def design(
        self, entries: Sequence[Entry], replicates: int, seed: int, points: tuple[Settings, ...] = ({},)
    ) -> Design:
        """Return what is to be run; of several points each meets luck of its own, the same for all modes."""
        by_label = {entry.label: entry for entry in entries}
        own_luck = len(points) > 1
        return replace(
            self.given, entries=by_label, replicates=replicates, seed=seed, points=points, own_luck=own_luck
        )

    def run(self, name: str, design: Design, step: float = math.inf) -> dict[str, Array]:
        """Return all indicators of each mode, shape (n_points, n_replicates, n_indicators).

        Later steps that are kept rest on what came of this one, which then stays as it is.
        """
        folder = None if self.out is None else self.out / name
        kept = [] if self.out is None else self.out.glob("[!.]*_*")  # but for a system's hidden files
        retry = None if any(int(one.name.rpartition("_")[2]) > step for one in kept) else self.retry
        announce = None if self.announce is None else self._tell
        try:
            runs = sweep(design, out=folder, retry=retry, announce=announce, **self.how).runs
        except SweepInterrupted as interrupted:
            done = self.finished + interrupted.finished
            raise SweepInterrupted(done, self.finished + self.left, folder) from None
        self.left -= len(design)
        self.finished += len(design)
        self.failed += int((runs["message"] != "").sum())
        # All modes of a replicate of a point stand together, in the order of the design.
        shape = (len(design.points), design.replicates, len(design.entries), len(NAMES))
        values = runs[NAMES].to_numpy(dtype=float).reshape(shape)
        return {label: values[:, :, place] for place, label in enumerate(design.entries)}

    def _tell(self, estimate: Estimate) -> None:
        """Tell what is left of the whole, from what one sweep would take."""
        told, self.announce = self.announce, None
        if told is not None and estimate.runs:
            times = self.left / estimate.runs
            told(Estimate(self.left, estimate.seconds * times, round(estimate.size * times)))


@dataclass
class Search:
    """What was tried: each mode once, whatever the algorithm asks for again; its ends are the last front."""

    bench: Bench
    choices: tuple[Choice, ...]
    start: Mode
    objectives: tuple[str, ...]
    floors: Mapping[str, float]
    replicates: int
    seed: int
    means: dict[Genome, Array] = field(default_factory=dict)
    generation: int = 0
    ends: list[Genome] = field(default_factory=list)

    def evolve(self, algorithm: Any) -> Iterator[int]:
        """Run what the algorithm asks for, and yield the number of each generation that is through."""
        from pymoo.core.evaluator import Evaluator
        from pymoo.problems.static import StaticProblem

        while algorithm.has_next():
            asked = algorithm.ask()
            if asked is None or not len(asked):  # everything there is was tried
                return
            costs, missed = self.evaluate(_genomes(asked.get("X")))
            Evaluator().eval(StaticProblem(algorithm.problem, F=costs, G=missed), asked)
            algorithm.tell(infills=asked)
            self.ends = _genomes(algorithm.opt.get("X"))
            yield self.generation

    def evaluate(self, genomes: Sequence[Genome]) -> tuple[Array, Array]:
        """Return what is to be small, shape (n, n_objectives), and what must not exceed zero."""
        new = [genome for genome in dict.fromkeys(genomes) if genome not in self.means]
        if new:
            modes = [self.mode_of(genome, f"tried_{len(self.means) + n}") for n, genome in enumerate(new)]
            entries = [entry_of(self.bench.case, mode) for mode in modes]
            name = f"generation_{self.generation}"
            design = self.bench.design(entries, self.replicates, self.seed)
            values = self.bench.run(name, design, self.generation)
            self.means |= {
                genome: values[mode.id][0].mean(axis=0) for genome, mode in zip(new, modes, strict=True)
            }
        self.generation += 1
        return self.costs(genomes)

    def costs(self, genomes: Sequence[Genome]) -> tuple[Array, Array]:
        """Return the objectives of modes that were tried, each to be small, and how far floors are missed.

        The last constraint is kept by whoever has all values.
        """
        means = np.array([self.means[genome] for genome in genomes])
        objectives, missed = -by_direction(means, self.objectives), -by_direction(means, self.floors)
        for column, (name, floor) in enumerate(self.floors.items()):
            missed[:, column] += floor * INDICATORS[name].direction
            missed[:, column] /= abs(floor) or 1.0
        unknown = ~np.isfinite(np.hstack([objectives, missed])).all(axis=1)
        objectives[unknown], missed[unknown] = 0.0, 0.0
        # Who has no value is further from what is allowed than who misses a floor by any size met here.
        return objectives, np.column_stack([missed, np.where(unknown, 1e9, 0.0)])

    def front(self, known: set[str]) -> list[Genome]:
        """Return the ends that keep the floors, the best in the first objective first, without those known.

        Of all that were tried and do alike in the search the one with the fewest changes stands for them.
        """
        ends = {row for row, kept in self._outcomes(self.ends) if kept}
        tried = list(self.means)
        changes = [sum(a != b.now for a, b in zip(genome, self.choices, strict=True)) for genome in tried]
        by_end: dict[tuple[float, ...], Genome] = {}
        for (row, kept), _, genome in sorted(zip(self._outcomes(tried), changes, tried, strict=True)):
            if kept and row in ends:
                by_end.setdefault(row, genome)
        return [genome for genome in by_end.values() if self.mode_of(genome, "").digest not in known]

    def _outcomes(self, genomes: Sequence[Genome]) -> list[tuple[tuple[float, ...], bool]]:
        """Return the objectives of modes that were tried, each to be small, and whether floors are kept."""
        objectives, missed = self.costs(genomes)
        return [
            (tuple(row), bool((of_row <= 0).all()))
            for row, of_row in zip(objectives.tolist(), missed, strict=True)
        ]

    def table(self, names: Mapping[Genome, str]) -> pd.DataFrame:
        """Return every mode that was tried, in that order: name, objectives, whether it keeps the floors."""
        means = np.array(list(self.means.values()))
        return pd.DataFrame(
            {
                "mode": [names.get(genome, f"tried_{n}") for n, genome in enumerate(self.means)],
                **{name: means[:, NAMES.index(name)] for name in self.objectives},
                "keeps": [kept for _, kept in self._outcomes(list(self.means))],
            }
        )

    def mode_of(self, genome: Genome, id_: str) -> Mode:
        """Return the mode that a genome stands for."""
        start, (_, _, number) = self.start, id_.partition("_")
        clauses, parameters = dict(start.clauses), dict(start.parameters)
        for choice, level in zip(self.choices, genome, strict=True):
            value, clause = choice.levels[level], choice.path.removeprefix("clauses.")
            if clause in CLAUSES:
                clauses[clause] = float(value or 0.0)
            elif value is not None:
                parameters[choice.path] = value
        case = self.bench.case
        for_en, for_zh = (
            comma.join(INDICATORS[name].title(lang) for name in self.objectives)
            for lang, comma in (("en", ", "), ("zh", "、"))
        )
        return replace(
            start,
            id=id_,
            kind="variant",
            title_en=f"Found {number}, from {start.title_en}",
            title_zh=f"所得{number}(自{start.title_zh})",
            description_en=f"Found by crosspark optimise on {case.title_en} for {for_en}.",
            description_zh=f"由 crosspark optimise 在{case.title_zh}上為{for_zh}搜尋所得。",
            clauses=clauses,
            parameters=parameters,
            extends=start.id,
        )


def by_direction(means: Array, names: Iterable[str]) -> Array:
    """Return indicators by column so that more is better."""
    found: Array = np.empty((len(means), 0))
    for name in names:
        column = means[:, [NAMES.index(name)]] * INDICATORS[name].direction
        found = np.hstack([found, column])
    return found


def nsga2(
    choices: Sequence[Choice],
    baseline: Mode,
    objectives: int,
    constraints: int,
    generations: int,
    population: int,
    seed: int,
) -> Any:
    """Return the algorithm, ready to be asked."""
    try:
        from pymoo.algorithms.moo.nsga2 import NSGA2
        from pymoo.core.problem import Problem
        from pymoo.operators.crossover.sbx import SBX
        from pymoo.operators.mutation.pm import PM
        from pymoo.operators.repair.rounding import RoundingRepair
    except ImportError as error:
        hint = pip("explore")
        raise BadInput(WHERE, None, "pymoo", NOT_INSTALLED, hint) from error
    highest = np.array([len(choice.levels) - 1 for choice in choices])
    whole = {"vtype": float, "repair": RoundingRepair()}
    algorithm = NSGA2(
        pop_size=population,
        sampling=_first(choices, baseline, population, seed),
        # Few levels: a wide spread, or rounding would undo most steps.
        crossover=SBX(prob=0.9, eta=3, **whole),
        mutation=PM(eta=3, **whole),
        eliminate_duplicates=True,
    )
    problem = Problem(
        n_var=len(choices), n_obj=objectives, n_ieq_constr=constraints, xl=0, xu=highest, vtype=int
    )
    return algorithm.setup(problem, termination=("n_gen", generations), seed=seed, verbose=False)


def _genomes(rows: NDArray[Any]) -> list[Genome]:
    return [tuple(int(level) for level in row) for row in np.atleast_2d(rows)]


def _first(choices: Sequence[Choice], baseline: Mode, population: int, seed: int) -> NDArray[np.int64]:
    """Return the first generation: the start, the baseline's clauses, draws ever further from the start."""
    n = len(choices)
    rows = np.tile([choice.now for choice in choices], (population, 1))
    for place, choice in enumerate(choices):
        clause = choice.path.removeprefix("clauses.")
        if clause in CLAUSES:
            rows[1, place] = choice.levels.index(baseline.clauses.get(clause, 0.0))
    unit = unit_sample("latin_hypercube", 2 * n, population - 2, seed)
    # The square: most draws stay near the start, of which few changes are wanted.
    share = np.maximum(((np.arange(population - 2) + 1) / (population - 2)) ** 2, 1 / n)[:, np.newaxis]
    drawn = (unit[:, n:] * [len(choice.levels) for choice in choices]).astype(int)
    rows[2:] = np.where(unit[:, :n] < share, drawn, rows[2:])
    return rows


def entry_of(case: Scenario, mode: Mode) -> Entry:
    """Return a mode as the whole of a district has it."""
    return Entry(mode.id, mode.title_en, mode.title_zh, dict.fromkeys(case.parks, mode), mixed=False)
