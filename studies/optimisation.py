"""Is there a better mode? A search over clauses and choices for the front between several indicators.

NSGA-II looks for modes of which none is better than another in every objective (`crosspark.studies.search`).
All of them meet the same luck while it searches. What it keeps is run again on other seeds: the best of many
looks better than it is in the runs that chose it, the winner's curse. The search stays at middle values of
all parameters; what it keeps is run again over parameter sets that are not ruled out, too.

Posts, wage bill, land quota and money are the same in every mode by construction, not by a constraint. A
constraint is a floor alone, and a floor on a cost bounds what a mode may bring of its own.
"""

import itertools
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from crosspark.governance import units
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import (
    MUST_DIFFER,
    ONE_MODE,
    BadInput,
    Text,
    whole,
)
from crosspark.governance.fields import Value
from crosspark.governance.mode import Mode
from crosspark.governance.settings import SETTINGS
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies.assumptions import own_paths
from crosspark.studies.design import Design
from crosspark.studies.entries import PRESENT, Entry, ModeLike, entries_of
from crosspark.studies.folders import RUNS, check_folder
from crosspark.studies.futures import SMALLEST, directed
from crosspark.studies.jobs import Simulate, seed_of
from crosspark.studies.means import EXTRA_POSTS, means_of
from crosspark.studies.robust import floor_of
from crosspark.studies.runner import prepare, simulate_model
from crosspark.studies.search import (
    NAMES,
    WHERE,
    Array,
    Bench,
    Choice,
    Search,
    by_direction,
    choices_of,
    entry_of,
    nsga2,
)
from crosspark.studies.sets import AUTO, ParameterSets, Sets, read_sets
from crosspark.studies.statistics import LEVEL, PairedDifference, paired_difference
from crosspark.studies.sweep import Estimate

#: Where what a mode gives up would show, besides its objectives.
WATCHED = tuple(
    dict.fromkeys((*HEADLINES, "admin_cost", "concessions", "leaders_hours", "days_small", "defects_closed"))
)

#: Of the stored sets, over which the front is run again unless others are asked for.
USUAL_SETS = 16


@dataclass(frozen=True, repr=False)
class Optimisation:
    """Modes on the front between several indicators; made by `Optimisation.of`.

    Attributes
    ----------
    scenario : Scenario
    start, baseline : Entry
    objectives : tuple of str
    floors : dict of str to float
        By indicator, in its own unit.
    choices : tuple of Choice
    found : dict of str to Mode
        What the search ended with, by name.
    tried : DataFrame
        Every mode that was tried, in that order: the objectives on the seeds of the search, and whether it
        keeps the floors there. The first is the start.
    values : dict of str to ndarray, shape (n_fresh, n_indicators)
        All indicators on fresh seeds, by the label of the mode.
    sets : ParameterSets
        Over which the front, start and baseline were run again.
    in_sets : dict of str to ndarray, shape (n_sets, n_replicates, n_indicators)
        All indicators there, by the label of the mode; empty without sets, or without a front.
    generations, population, replicates, fresh, seed, years, failed : int
    """

    scenario: Scenario
    start: Entry
    baseline: Entry
    objectives: tuple[str, ...]
    floors: dict[str, float]
    choices: tuple[Choice, ...]
    found: dict[str, Mode]
    tried: pd.DataFrame
    values: dict[str, Array]
    sets: ParameterSets
    in_sets: dict[str, Array]
    generations: int
    population: int
    replicates: int
    fresh: int
    seed: int
    years: int
    failed: int

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario = "wenjiang",
        *,
        objectives: Sequence[str] = (),
        start: ModeLike = "one_plus_two",
        baseline: ModeLike = PRESENT,
        floors: Mapping[str, str | float] | None = None,
        clauses: Sequence[str] | None = None,
        vary: Sequence[str] | str = (),
        scopes: bool = False,
        generations: int = 20,
        population: int = 24,
        replicates: int = 4,
        fresh: int = 16,
        sets: Sets | None = AUTO,
        seed: int = 1,
        years: int | None = None,
        out: str | Path | None = None,
        retry: bool = False,
        jobs: int = -1,
        executor: Executor | None = None,
        quiet: bool = False,
        simulate: Simulate = simulate_model,
        announce: Callable[[Estimate], None] | None = None,
    ) -> Self:
        """Search for modes that no other one beats in every objective.

        Parameters
        ----------
        scenario : name, file or Scenario
        objectives : sequence of str
            At least two indicators; the better way is the registry's. There is no default.
        start, baseline : name, file or Mode
            Where the search begins and what is to be beaten; what the front is set against besides.
        floors : mapping of indicator to quantity, optional
            Such as ``{"service_level": "90 %"}``: to be reached, or where less is better not exceeded.
        clauses : sequence of str, optional
            Whose intensities are searched, in steps of a quarter; all unless given, none if empty.
        vary : sequence of str
            What whoever runs a mode is free to choose (`crosspark.studies.tuning.FREE`), such as
            ``headquarters.meeting_interval``, a pattern, or ``PATH:LOW:HIGH``.
        scopes : bool
            Whether words are searched too: how far a body reaches, who decides, how parks exchange.
        generations, population : int
            The first generation is the start, the clauses of the baseline, and draws ever further away.
        replicates : int
            Of each mode in the search, and of each set, on common random numbers.
        fresh : int
            Of the front, start and baseline, on seeds that the search has not seen: those of a comparison.
        sets : list, file, ``"stored"`` or None
            Parameter sets (`crosspark.studies.sets`) over which the front, start and baseline are run again
            on seeds that neither search nor front has seen, of its own for each set. Unless given, sixteen of
            those that the scenario's published facts do not rule out, evenly spaced, if it has some and is as
            it ships. What is searched wins over what a set says of it.
        seed : int
        years : int, optional
            After adoption; the scenario's horizon unless given.
        out : path, optional
            A folder in which runs are kept as they finish; the same call goes on from there.
        retry, jobs, executor, quiet, simulate, announce
            As in `crosspark.studies.sweep.sweep`.

        Raises
        ------
        BadInput
            If something given cannot be used, or pymoo is not installed.
        SweepInterrupted
            On Ctrl-C; what was finished is kept in `out`.

        Examples
        --------
        >>> found = Optimisation.of("two_parks", objectives=["days_to_start", "jobs"])  # doctest: +SKIP
        >>> found.better()  # doctest: +SKIP
        """
        case = resolve(scenario)
        chosen = _objectives(objectives)
        kept = {name: floor_of(WHERE, name, written) for name, written in (floors or {}).items()}
        counts = {"generations": (generations, 1), "population": (population, 4)}
        counts |= {"replicates": (replicates, 1), "fresh": (fresh, 2)}
        for name, (given, least) in counts.items():
            if isinstance(given, bool) or not isinstance(given, int) or given < least:
                raise BadInput(WHERE, None, name, given, whole(least))
        new, old = _entries(case, start, baseline)
        choices = choices_of(case, _mode(new), _mode(old), clauses, vary, scopes)
        taken = _sets(case, sets, choices, [_mode(new), _mode(old)])
        algorithm = nsga2(choices, _mode(old), len(chosen), len(kept) + 1, generations, population, seed)
        if out is not None:
            check_folder(out, (RUNS,))
        bench = Bench(
            Design.of(
                {
                    **{"scenario": case, "modes": [_mode(old)], "seed": seed},
                    "years": case.years if years is None else years,
                }
            ),
            case,
            None if out is None else Path(out) / RUNS,
            {"jobs": jobs, "executor": executor, "simulate": simulate, "quiet": True},
            retry,
            announce,
            generations * population * replicates + (population + 2) * (fresh + len(taken) * replicates),
        )
        search = Search(bench, choices, _mode(new), chosen, kept, replicates, seed_of(seed, -1))
        prepare(simulate, quiet=quiet)
        silent = quiet or not sys.stderr.isatty()
        with tqdm(
            total=generations + 1 + bool(taken), unit="generation", file=sys.stderr, disable=silent
        ) as bar:
            for _ in search.evolve(algorithm):
                bar.update()
            ends = search.front({_mode(old).digest, _mode(new).digest})
            # The search may start from a mode that an earlier one found, and named.
            free = (name for n in itertools.count(1) if (name := f"found_{n}") not in {new.label, old.label})
            modes = {genome: search.mode_of(genome, name) for genome, name in zip(ends, free, strict=False)}
            entries = {mode.id: entry_of(case, mode) for mode in modes.values()}
            # Under a name of its own, so that a longer search, or more runs afresh, go on in the same folder.
            name = f"fresh_{fresh}_after_{search.generation}"
            values = bench.run(name, bench.design([new, old, *entries.values()], fresh, seed))
            bar.update()
            found = cls(
                scenario=case,
                start=new,
                baseline=old,
                objectives=chosen,
                floors=kept,
                choices=choices,
                found={mode.id: mode for mode in modes.values()},
                tried=search.table({genome: mode.id for genome, mode in modes.items()}),
                values={label: of_mode[0] for label, of_mode in values.items()},
                sets=taken,
                in_sets={},
                generations=generations,
                population=population,
                replicates=replicates,
                fresh=fresh,
                seed=seed,
                years=bench.given.years_of(case.id),
                failed=bench.failed,
            )
            if not (taken and found._front):
                return found
            again = [new, old, *(entries[label] for label in found._front)]
            # Not the fresh seeds: their luck helped to pick the front.
            design = bench.design(again, replicates, seed_of(seed, -2), taken.points)
            # Other sets, and a front that failed runs tried again have changed, are another study.
            in_sets = bench.run(f"sets_{design.digest[:8]}_after_{search.generation}", design)
            bar.update()
        return replace(found, in_sets=in_sets, failed=bench.failed)

    def __repr__(self) -> str:
        return (
            f"<Optimisation of {' and '.join(self.objectives)} on {self.scenario.id} "
            f"from {self.start.label}: {len(self._front)} modes on the front>"
        )

    @property
    def level(self) -> float:
        """Coverage of each interval, so that those of one indicator hold for all modes found together.

        Bonferroni: the chance of one of them being wrong is shared out over the modes.
        """
        return 1 - (1 - LEVEL) / max(len(self.found), 1)

    def mean(self, label: str, indicator: str) -> float:
        """Return the mean of an indicator on the fresh seeds; nan where a replicate has no value."""
        return float(self.values[label][:, NAMES.index(indicator)].mean())

    def difference(
        self, label: str, indicator: str, other: str | None = None, level: float | None = None
    ) -> PairedDifference:
        """Return how a mode differs from another, replicate by replicate.

        The other is the start, and the coverage `level`, unless given.
        """
        place = NAMES.index(indicator)
        against = self.values[self.start.label if other is None else other]
        mine, theirs = self.values[label][:, place].tolist(), against[:, place].tolist()
        return paired_difference(mine, theirs, self.level if level is None else level)

    def margin(self, label: str, indicator: str) -> PairedDifference:
        """Return how far a mode lies from a floor on fresh seeds, replicate by replicate, at 95 %."""
        values = self.values[label][:, NAMES.index(indicator)].tolist()
        return paired_difference(values, [self.floors[indicator]] * len(values))

    def kept(self, label: str, indicator: str) -> int:
        """Return in how many fresh replicates a mode keeps a floor."""
        from_floor = self.values[label][:, NAMES.index(indicator)] - self.floors[indicator]
        return int((from_floor * INDICATORS[indicator].direction >= 0).sum())

    def front(self) -> pd.DataFrame:
        """Return the modes found that keep the floors on fresh seeds, and that none is ahead of in the mean.

        Returns
        -------
        DataFrame
            A row for each mode, that with the best first objective first. mode; changes (from the start);
            clauses (those that are on); parameters; for each objective its mean on fresh seeds, with
            ``_difference``, ``_low``, ``_high`` (from the start), ``_from_baseline``,
            ``_from_baseline_low``, ``_from_baseline_high``, and ``_searched``, the difference from the start
            in the search. For each floor ``_margin``, from it to the mean, with ``_margin_low`` and
            ``_margin_high`` (95 %), and ``_kept``, in how many fresh replicates it is. With further sets:
            sets, how many; better_in, in how many of them the mode is better than the start in all
            objectives by the mean; and for each objective ``_better_in``.
        """
        rows = []
        for label in self._front:
            mode = self.found[label]
            row: dict[str, Any] = {
                "mode": label,
                "changes": "; ".join(f"{path} {shown(path, x)}" for path, x in self.changes(label).items()),
                "clauses": " ".join(id_ if x == 1 else f"{id_}={x:g}" for id_, x in mode.clauses.items()),
                "parameters": "; ".join(f"{path} {shown(path, x)}" for path, x in mode.parameters.items()),
            }
            for name in self.objectives:
                row[name] = self.mean(label, name)
                for column, other in (("", None), ("_from_baseline", self.baseline.label)):
                    found = self.difference(label, name, other)
                    row[name + (column or "_difference")] = found.mean
                    row[f"{name}{column}_low"], row[f"{name}{column}_high"] = (
                        found.chance_low,
                        found.chance_high,
                    )
                row[f"{name}_searched"] = self.searched(label, name)
            for name in self.floors:
                margin = self.margin(label, name)
                row[f"{name}_margin"] = margin.mean
                row[f"{name}_margin_low"], row[f"{name}_margin_high"] = margin.chance_low, margin.chance_high
                row[f"{name}_kept"] = self.kept(label, name)
            if self.in_sets:
                row |= {"sets": len(self.sets), "better_in": self.better_in(label)}
                row |= {f"{name}_better_in": self.better_in(label, [name]) for name in self.objectives}
            rows.append(row)
        columns = ["mode", "changes", "clauses", "parameters"]
        return pd.DataFrame(rows) if rows else pd.DataFrame(columns=[*columns, *self.objectives])

    def better(self) -> pd.DataFrame:
        """Return the modes of the front that beat the start in every objective; without any, the trade-offs.

        Returns
        -------
        DataFrame
            mode; kind (``better``: beyond chance in every objective; ``trade_off``: in some); gains
            (objectives that are better than at the start, at `level`); losses (objectives that are worse, at
            95 % each); gives_up (other indicators that are, by more than what matters); may_lose,
            may_lose_by, may_lose_share (see `open_loss`). The clearest first.
        """
        rows = []
        for label in self._front:
            gains = tuple(name for name in self.objectives if self._sure(label, name, self.level) > 0)
            losses = tuple(name for name in self.objectives if self._sure(label, name, LEVEL) < 0)
            if gains:
                kind = "better" if len(gains) == len(self.objectives) else "trade_off"
                rows.append((label, kind, gains, losses, self.gives_up(label), *self.open_loss(label)))
        rows = [row for row in rows if row[1] == "better"] or rows
        # Least is lost beyond chance first, then most is gained; then the worst of the means decides.
        worst = {row[0]: min(self._share(row[0], name) for name in self.objectives) for row in rows}
        rows.sort(key=lambda row: (len(row[3]), -len(row[2]), -worst[row[0]]))
        open_loss = ["may_lose", "may_lose_by", "may_lose_share"]
        return pd.DataFrame(rows, columns=["mode", "kind", "gains", "losses", "gives_up", *open_loss])

    def gives_up(self, label: str) -> tuple[str, ...]:
        """Return the indicators besides the objectives that are worse than at the start, at 95 % each.

        The level of all modes together would be for a claim: it makes losses harder to see.
        """
        return tuple(
            name
            for name in WATCHED
            if name not in self.objectives
            and self._sure(label, name, LEVEL) < 0
            and not abs(self._share(label, name)) < SMALLEST[name]
        )

    def open_loss(self, label: str) -> tuple[str | None, float, float]:
        """Return the largest loss that the 95 % intervals leave open, among what is watched and not given up.

        Returns
        -------
        tuple
            Indicator, the worse end of its interval as a difference from the start in its own unit, and that
            as a share of the start's level, by which it is the largest; one from nothing, a share of
            infinity, only without others. Without any, an indicator whose interval is unknown, with nan.
            None, 0 and 0 where all are known and none is open.
        """
        losses: list[tuple[str | None, float, float]] = []
        for name in WATCHED:
            if name in self.objectives or name in self.gives_up(label):
                continue
            found, direction = self.difference(label, name, level=LEVEL), INDICATORS[name].direction
            end = found.chance_low if direction > 0 else found.chance_high
            if not end * direction >= 0:
                losses.append((name, end, -self._share_of(name, end)))
        return max(
            losses,
            key=lambda loss: (math.isfinite(loss[2]), math.isfinite(loss[1]), loss[2]),
            default=(None, 0.0, 0.0),
        )

    def better_in(self, label: str, indicators: Sequence[str] | None = None) -> int:
        """Return in how many of the further sets a mode is better than the start in all objectives.

        By the mean in each set, in all indicators named if some are. A set without a value counts in none.
        """
        names = self.objectives if indicators is None else indicators
        mine, start = (
            by_direction(self.in_sets[one].mean(axis=1), names) for one in (label, self.start.label)
        )
        return int((mine > start).all(axis=1).sum())

    def over_sets(self) -> pd.DataFrame:
        """Return in how many of the further sets each mode is better than the start, by the mean there.

        Returns
        -------
        DataFrame
            A row for baseline and modes of the front: mode; each objective; all of them at once. Empty
            without further sets.
        """
        rows = [
            {
                "mode": label,
                **{name: self.better_in(label, [name]) for name in self.objectives},
                "all": self.better_in(label),
            }
            for label in self.in_sets
            if label != self.start.label
        ]
        return pd.DataFrame(rows, columns=["mode", *self.objectives, "all"])

    def held_equal(self) -> pd.DataFrame:
        """Return what is held equal between baseline, start and front, and what means of their own differ.

        The search has no constraint for it: with whatever clauses and choices, a mode is made of the same
        posts, wage bill, quota, money and leads. As `crosspark.studies.compare.Comparison.held_equal`.
        """
        found = {label: entry_of(self.scenario, self.found[label]) for label in self._front}
        return means_of(
            self.scenario, {self.baseline.label: self.baseline, self.start.label: self.start, **found}
        )

    def mode(self, which: int | str = 0) -> Mode:
        """Return a mode of the front, by its row in `front` or by its name.

        Raises
        ------
        BadInput
            If there is none.
        """
        names = list(self._front)
        if isinstance(which, str) and which in self.found:
            return self.found[which]
        if isinstance(which, int) and not isinstance(which, bool) and 0 <= which < len(names):
            return self.found[names[which]]
        hint = Text("the front is empty", "前沿為空")
        if names:
            hint = Text(f"name one of {', '.join(names)}, or its row", f"請寫{'、'.join(names)}之一,或其行號")
        raise BadInput(WHERE, None, "mode", which, hint)

    def changes(self, label: str) -> dict[str, Value]:
        """Return what a mode found does otherwise than the start: intensities by clause, fields by path."""
        mode, start = self.found[label], _mode(self.start)
        clauses: dict[str, Value] = {id_: mode.clauses.get(id_, 0.0) for id_ in CLAUSES}
        before = {id_: start.clauses.get(id_, 0.0) for id_ in CLAUSES} | start.parameters
        return {path: x for path, x in (clauses | mode.parameters).items() if before.get(path) != x}

    def searched(self, label: str, indicator: str) -> float:
        """Return the difference from the start that an objective of a mode found had in the search."""
        column = self.tried.set_index("mode")[indicator]
        return float(column[label] - column.iloc[0])

    @cached_property
    def _front(self) -> tuple[str, ...]:
        """The modes found that keep the floors on the fresh seeds and that none is ahead of."""
        ends = [label for label in self.values if self._keeps(label)]
        points = by_direction(
            np.array([self.values[label].mean(axis=0) for label in ends]).reshape(len(ends), len(NAMES)),
            self.objectives,
        )
        kept = [
            (-point[0], label)
            for label, point in zip(ends, points, strict=True)
            if label in self.found and not _ahead(points, point).any()
        ]
        return tuple(label for _, label in sorted(kept))

    def _keeps(self, label: str) -> bool:
        """Whether a mode has every value and keeps every floor in its mean; the start and others alike."""
        known = all(math.isfinite(self.mean(label, name)) for name in self.objectives)
        return known and all(
            (self.mean(label, name) - floor) * INDICATORS[name].direction >= 0
            for name, floor in self.floors.items()
        )

    def _sure(self, label: str, indicator: str, level: float) -> int:
        """Return 1 where a mode is better than the start beyond chance, -1 where it is worse, else 0."""
        found = self.difference(label, indicator, level=level)
        return int(np.sign(found.mean)) * INDICATORS[indicator].direction if found.surely_differs else 0

    def _share(self, label: str, indicator: str) -> float:
        """Return how far a mode is from the start, as a share of the start; better is above zero."""
        return self._share_of(indicator, self.difference(label, indicator).mean)

    def _share_of(self, indicator: str, difference: float) -> float:
        """Return a difference as a share of the start's level; better is above zero."""
        level, gain = (
            abs(self.mean(self.start.label, indicator)),
            difference * INDICATORS[indicator].direction,
        )
        if not gain:
            return 0.0
        return gain / level if level else math.copysign(math.inf, gain)


optimise = Optimisation.of


def _ahead(points: Array, point: Array) -> NDArray[np.bool_]:
    """Return which points are no worse than one in anything, and better in something."""
    return np.asarray((points >= point).all(axis=1) & (points > point).any(axis=1))


def _objectives(given: Sequence[str] | str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys([given] if isinstance(given, str) else given))
    for name in chosen:
        directed(WHERE, "objectives", name)
    if len(chosen) < 2:
        hint = Text(
            "name at least two indicators, such as days_to_start and jobs; there is no default, for what a "
            "district wants, and what it would give up for that, is its own choice",
            "請至少寫兩個指標,如 days_to_start 與 jobs;沒有默認值,因為一個區想要什麼、"
            "願意為此放棄什麼,由它自己決定",
        )
        raise BadInput(WHERE, None, "objectives", ", ".join(chosen) or None, hint)
    return chosen


def _entries(case: Scenario, start: ModeLike, baseline: ModeLike) -> tuple[Entry, Entry]:
    for name, given in (("start", start), ("baseline", baseline)):
        if isinstance(given, Mapping):
            hint = ONE_MODE
            raise BadInput(WHERE, None, name, Text("a mixture", "混合模式"), hint)
    entries = entries_of(case, [start], baseline)
    if len(entries) < 2:
        raise BadInput(WHERE, None, "start", next(iter(entries)), MUST_DIFFER)
    old, new = entries.values()
    for name, entry in (("start", new), ("baseline", old)):
        if _mode(entry).institution.get(EXTRA_POSTS):
            hint = Text(
                f"it brings posts of its own ({EXTRA_POSTS}), so means would not be equal",
                f"它自帶崗位({EXTRA_POSTS}),資源便不相等",
            )
            raise BadInput(WHERE, None, name, entry.label, hint)
    return new, old


def _sets(
    case: Scenario, given: Sets | None, choices: Sequence[Choice], modes: Sequence[Mode]
) -> ParameterSets:
    """Return the sets over which the front is run again; in what is searched, modes win over a set."""
    taken = read_sets(WHERE, case, given, fixed=[one.path for one in choices], own=own_paths(modes))
    count = len(taken)
    if not (isinstance(given, str) and given == AUTO) or count <= USUAL_SETS:
        return taken
    spaced = tuple(taken.points[place * count // USUAL_SETS] for place in range(USUAL_SETS))
    return replace(taken, points=spaced)


def _mode(entry: Entry) -> Mode:
    return next(iter(entry.by_park.values()))


def shown(path: str, value: Value, lang: str = "en") -> str:
    """Return an intensity, a word or a quantity as people read it."""
    if isinstance(value, str):
        return value
    return f"{value:g}" if path in CLAUSES else units.show(value, SETTINGS[path].unit, lang)
