"""On which assumptions does the answer hang? Morris and Sobol by SALib, and one at a time.

What is explained is an indicator under a mode, or the difference of two modes: on common random numbers
either is a function of the parameters alone. SALib draws the designs of Morris [1]_ and Sobol [2]_ and
computes the indices of Sobol, with its bootstrap over the design as their interval. A tornado moves one
parameter at a time. Its intervals are Student's over replicates, and those of Morris Student's over
trajectories, which are drawn each for itself. All are at 95 %.

References
----------
.. [1] Morris (1991), Factorial sampling plans; the mean of absolute effects: Campolongo, Cariboni and
   Saltelli (2007).
.. [2] Sobol (2001); estimators: Saltelli et al. (2010), Variance based sensitivity analysis of model output.
   SALib: Herman and Usher (2017), Iwanaga, Usher and Herman (2022).
"""

import itertools
import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crosspark.governance.errors import MUST_DIFFER, BadInput, Text, suggestion
from crosspark.model.case import Scenario, resolve
from crosspark.studies.assumptions import Assumption, assumptions_of, varying
from crosspark.studies.complete import chosen_indicators, complete
from crosspark.studies.design import Design, Knob, Settings
from crosspark.studies.entries import PRESENT, Entry, ModeLike, entries_of
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.sets import Sets, is_asked
from crosspark.studies.statistics import paired_difference
from crosspark.studies.sweep import Estimate, sweep

Array = NDArray[np.float64]

METHODS = ("morris", "sobol", "tornado")

#: Trajectories of Morris, base points of Sobol, values of each parameter of a tornado: unless given, and the
#: least whose intervals hold about as often as they say, or that show anything.
USUAL = {"morris": 10, "sobol": 256, "tornado": 2}
LEAST = {"morris": 10, "sobol": 64, "tornado": 2}

#: By which column of its table a method ranks the parameters.
BY = {"morris": "moves", "sobol": "total", "tornado": "moves"}

#: Levels of Morris's grid, and the share of its range by which a step moves a parameter.
_LEVELS = 4
_STEP = _LEVELS / (2 * (_LEVELS - 1))

#: Seed of SALib's bootstrap; with 0 its Sobol indices would take numbers that nobody can draw again.
_RESAMPLING = 1

_ROUNDING = 1e-12

_WHERE = "<sensitivity>"


@dataclass(frozen=True, repr=False)
class Sensitivity:
    """How far each parameter moves an indicator; made by `Sensitivity.of`.

    Attributes
    ----------
    scenario : Scenario
    mode : Entry
    baseline : Entry or None
        Where there is one, what is explained is the difference of the mode from it.
    method : str
    assumptions : tuple of Assumption
        What varied.
    indicators : tuple of str
    points : ndarray of float64, shape (n_points, n_assumptions)
        The design, in canonical units; nan for what stays as it stands.
    values : ndarray of float64, shape (1 + n_points, n_replicates, n_indicators)
        What is explained: first where all stands as it does, then at each point.
    seed, years : int
    """

    scenario: Scenario
    mode: Entry
    baseline: Entry | None
    method: str
    assumptions: tuple[Assumption, ...]
    indicators: tuple[str, ...]
    points: Array
    values: Array
    seed: int
    years: int

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario = "wenjiang",
        mode: ModeLike = "one_plus_two",
        *,
        baseline: ModeLike | None = PRESENT,
        method: str = "morris",
        paths: Sequence[str] | str | None = None,
        sets: Sets | None = None,
        size: int | None = None,
        indicators: Sequence[str] | str | None = None,
        replicates: int = 1,
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
        """Vary parameters over their ranges and say which of them move the indicators.

        Parameters
        ----------
        scenario : name, file or Scenario
        mode : name, file or Mode
        baseline : name, file, Mode or None
            The difference from it is explained; None explains the mode's own indicators. What varies, varies
            in both.
        method : {"morris", "sobol", "tornado"}
            Morris screens many parameters, Sobol shares out the variance among few, a tornado moves one at a
            time.
        paths : sequence of str, optional
            Paths, or patterns such as ``headquarters.*``. Unless given: sizes of the clauses that are on,
            fields of the institution, economy and demand; but not the fields that stand at zero until a
            clause sets them, for they say what the clauses are, not how much they do, nor what a mode sets
            itself, which makes it what it is.
        sets : None
            Refused: a set moves several parameters at once, so that none of them could be told apart.
        size : int, optional
            Trajectories of Morris (10 unless given), base points of Sobol (256), or values of each parameter
            of a tornado (2: the ends of its range).
        indicators : sequence of str, optional
            The headlines unless given.
        replicates : int
            Of every point, on common random numbers.
        seed : int
            Of the runs, and of the design.
        years : int, optional
            After adoption; the scenario's horizon unless given.
        out : path, optional
            A folder in which runs are kept as they finish; the same call goes on from there.
        retry, jobs, executor, quiet, simulate, announce
            As in `crosspark.studies.sweep.sweep`.

        Raises
        ------
        BadInput
            If something is unknown, or the design is too small to mean anything; it says how many runs are
            needed.
        RunsFailedError
            If a run failed: without it there are no indices.

        Examples
        --------
        >>> found = Sensitivity.of(paths="headquarters.*", method="tornado", replicates=4)  # doctest: +SKIP
        >>> found.table("days_to_start")  # doctest: +SKIP
        """
        case = resolve(scenario)
        if is_asked(sets):
            hint = Text(
                "a set moves several parameters at once, and this study tells each apart; give sets to "
                "compare, attribute, discover, frontier or robust",
                "一組參數同時變動多項,而本研究要逐項區分;參數組請用於 compare、attribute、discover、"
                "frontier 或 robust",
            )
            shown = sets if isinstance(sets, str | Path) else Text("given", "已給")
            raise BadInput(_WHERE, None, "sets", shown, hint)
        if method not in METHODS:
            raise BadInput(_WHERE, None, "method", method, suggestion(str(method), METHODS, "method", "方法"))
        if method != "tornado":
            _salib(method)
        chosen = chosen_indicators(_WHERE, indicators)
        modes = [mode] if baseline is None else [baseline, mode]
        entries = entries_of(case, modes[1:], modes[0])
        if len(entries) < len(modes):
            raise BadInput(_WHERE, None, "mode", next(iter(entries)), MUST_DIFFER)
        rules = list(dict.fromkeys(mode for one in entries.values() for mode in one.by_park.values()))
        varied = varying(case, rules, paths)
        count = _size(method, size, len(varied), len(entries) * replicates)
        points = points_of(method, varied, count, seed)
        settings: list[Settings] = [
            {one.path: value for one, value in zip(varied, row, strict=True) if math.isfinite(value)}
            for row in points.tolist()
        ]
        design = Design.of(
            {
                "scenario": case,
                "modes": modes,
                "points": [{}, *settings],
                "replicates": replicates,
                "seed": seed,
                "years": years,
            }
        )
        found = sweep(
            design,
            out=out,
            retry=retry,
            jobs=jobs,
            executor=executor,
            quiet=quiet,
            simulate=simulate,
            announce=announce,
        )
        shape = (1 + len(points), replicates, len(entries), len(chosen))

        def named(run: Any) -> str:
            # Morris and Sobol move all at once, which no line could hold.
            moved = design.points[run["point"]]
            one = [f"{path} = {value:g}" for path, value in moved.items()] if len(moved) == 1 else []
            return ", ".join([f"point {run['point']}", *one, run["mode"]])

        so = Text("there are no indices", "因此沒有指數")
        values = complete(found, chosen, named, so).reshape(shape)
        labels = list(entries)
        return cls(
            scenario=case,
            mode=entries[labels[-1]],
            baseline=None if baseline is None else entries[labels[0]],
            method=method,
            assumptions=tuple(assumptions_of(case, rules, varied)),
            indicators=chosen,
            points=points,
            values=values[:, :, 0] if baseline is None else values[:, :, 1] - values[:, :, 0],
            seed=seed,
            years=design.years_of(case.id),
        )

    def __repr__(self) -> str:
        against = "" if self.baseline is None else f" against {self.baseline.label}"
        return (
            f"<Sensitivity of {self.mode.label}{against} on {self.scenario.id}: {self.method}, "
            f"{len(self.assumptions)} parameters, {len(self.points)} points>"
        )

    @property
    def replicates(self) -> int:
        """How often every point was run."""
        return int(self.values.shape[1])

    def stands(self, indicator: str) -> tuple[float, float, float]:
        """Return what is explained where nothing varies, with its interval; nan ends for one replicate."""
        return _with_interval(self._of(indicator)[0])

    def lost(self, indicator: str) -> int:
        """Return at how many points some run has no value of an indicator."""
        return int((~np.isfinite(self._of(indicator))).any(axis=1).sum())

    def answers(self, indicator: str) -> bool:
        """Whether there is a table: Morris and Sobol leave out what has no value, a tornado needs all."""
        return self.method != "tornado" or not self.lost(indicator)

    def opposite(self, indicator: str) -> int:
        """Return at how many points of the design the sign is another than where nothing varies."""
        means = self._of(indicator).mean(axis=1)
        return int((np.sign(means[1:]) == -np.sign(means[0])).sum()) if means[0] else 0

    def table(self, indicator: str) -> pd.DataFrame:
        """Return a row for each parameter, the one that moves most first.

        Returns
        -------
        DataFrame
            path, unit, low, high, stands, title_en, title_zh, grade, and by method:

            *morris*: moves, the mean absolute effect of its whole range, with moves_low and moves_high; mean,
            the same with its sign; spread, large beside moves where it acts unevenly or together with others.
            All are nan of fewer than two effects.

            *sobol*: first and total, the shares of the variance that it makes by itself and with all others,
            each with _low and _high; all nan where nothing varies.

            *tornado*: at_low and at_high, the indicator at the ends of its range, each with _low and _high;
            moves, from the lowest value to the highest, with the _low and _high of that; turns_at, where the
            sign turns, nearest to where the parameter stands and between values that were run, else nan.

        Raises
        ------
        BadInput
            If the indicator was not among those of the study, or some run of a tornado has no value of it.

        Notes
        -----
        Where a point has no value, Morris leaves out the effects that begin or end there, and Sobol the base
        point.
        """
        y = self._of(indicator)
        if not self.answers(indicator):
            lost = self.lost(indicator)
            hint = Text(
                f"runs at {lost} of {len(y)} points have no value of it; ask for one that all have",
                f"{len(y)}點中有{lost}點沒有它的值;請選各點都有值的指標",
            )
            raise BadInput(_WHERE, None, "indicator", indicator, hint)
        return self._tables[indicator].copy()

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        """The tables by indicator, built once: resampling takes longer than all else that is shown."""
        return {name: self._table(self._of(name)) for name in self.indicators if self.answers(name)}

    def _table(self, y: Array) -> pd.DataFrame:
        if self.method == "tornado":
            found = _tornado(self.assumptions, self.points, y)
        else:
            means = y[1:].mean(axis=1)
            found = _INDICES[self.method](_problem(self.assumptions), self.points, means)
        columns = ["path", "unit", "low", "high", "stands", "title_en", "title_zh", "grade"]
        whole = pd.DataFrame(map(asdict, self.assumptions))[columns].assign(**found)
        return whole.sort_values(BY[self.method], ascending=False, kind="stable", ignore_index=True)

    def rows(self, indicator: str) -> list[dict[str, Any]]:
        """Return the rows of `table`, each as a mapping."""
        found = self.table(indicator).to_dict("records")
        return [{str(key): value for key, value in row.items()} for row in found]

    def _of(self, indicator: str) -> Array:
        if indicator not in self.indicators:
            hint = suggestion(indicator, self.indicators, "indicator of this study", "本研究的指標")
            raise BadInput(_WHERE, None, "indicator", indicator, hint)
        return self.values[..., self.indicators.index(indicator)]


def _size(method: str, size: int | None, varied: int, each: int) -> int:
    count, least = USUAL[method] if size is None else size, LEAST[method]

    def needed(count: int) -> Text:
        points = {"morris": varied + 1, "sobol": varied + 2, "tornado": varied}[method] * count
        runs = f"{(1 + points) * each:,}"
        return Text(
            f"{count}, which takes {runs} runs for {varied} parameters",
            f"{count},對{varied}個參數需{runs}次模擬",
        )

    if isinstance(count, bool) or not isinstance(count, int) or count < least:
        said = needed(least)
        hint = Text(f"it must be a whole number, at least {said}", f"須為整數,至少{said.zh}")
        raise BadInput(_WHERE, None, "size", count, hint)
    if method == "sobol" and count & (count - 1):
        said = needed(1 << count.bit_length())
        hint = Text(f"it must be a power of two, such as {said}", f"須為2的冪,如{said.zh}")
        raise BadInput(_WHERE, None, "size", count, hint)
    return count


def points_of(method: str, varied: Sequence[Knob], size: int, seed: int) -> Array:
    """Return the points, within the ranges and with whole numbers where there are only such."""
    low, high = np.array([(one.low, one.high) for one in varied], dtype=float).T
    if method == "tornado":
        points = np.full((size * len(varied), len(varied)), math.nan)
        for place in range(len(varied)):
            points[size * place : size * (place + 1), place] = np.linspace(low[place], high[place], size)
    else:
        points = _SAMPLES[method](_problem(varied), size, seed)
    # SALib's scaling may leave a range by the last bit.
    points = np.clip(points, low, high)
    whole: NDArray[np.bool_] = np.array([one.whole for one in varied])
    rounded: Array = np.where(whole, np.round(points), points)
    return rounded


def _problem(varied: Sequence[Knob | Assumption]) -> dict[str, Any]:
    return {
        "num_vars": len(varied),
        "names": [one.path for one in varied],
        "bounds": [[one.low, one.high] for one in varied],
    }


def _with_interval(values: Array) -> tuple[float, float, float]:
    """Return the mean over replicates or trajectories with Student's interval, which is nan for one."""
    found = paired_difference(values.tolist(), [0.0] * len(values))
    return found.mean, found.chance_low, found.chance_high


def _salib(method: str) -> None:
    """Refuse a method of SALib where it is not installed."""
    try:
        import SALib  # noqa: F401 - its parts are imported where they are used
    except ImportError as error:
        hint = Text(
            "it needs SALib: pip install 'crosspark[sweep]'; tornado needs nothing",
            "需要 SALib:pip install 'crosspark[sweep]';tornado 無此需要",
        )
        raise BadInput(_WHERE, None, "method", method, hint) from error


def _morris_sample(problem: dict[str, Any], size: int, seed: int) -> Array:
    from SALib.sample import morris

    points: Array = morris.sample(problem, size, num_levels=_LEVELS, seed=seed)
    return points


def _sobol_sample(problem: dict[str, Any], size: int, seed: int) -> Array:
    from SALib.sample import sobol

    points: Array = sobol.sample(problem, size, calc_second_order=False, seed=seed)
    return points


def _morris(problem: dict[str, Any], points: Array, y: Array) -> dict[str, Array]:
    count = problem["num_vars"]
    walks, values = points.reshape(-1, count + 1, count), y.reshape(-1, count + 1)
    # Each trajectory has one effect of a parameter: the step in which that moves, whatever the rest lacks.
    ways = np.sign(np.diff(walks, axis=1))
    steps = np.diff(values, axis=1)[:, :, np.newaxis]
    effects = np.where(ways != 0, ways * steps, 0.0).sum(axis=1) / _STEP
    rows = np.full((count, 5), math.nan)
    for row, effect in zip(rows, effects.T, strict=True):
        known = effect[np.isfinite(effect)]
        if len(known) > 1:
            moves, low, high = _with_interval(np.abs(known))
            row[:] = moves, max(low, 0.0), high, known.mean(), known.std(ddof=1)
    return dict(zip(("moves", "moves_low", "moves_high", "mean", "spread"), rows.T, strict=True))


def _sobol(problem: dict[str, Any], points: Array, y: Array) -> dict[str, Array]:
    from SALib.analyze import sobol

    unknown = np.full(problem["num_vars"], math.nan)
    blocks = y.reshape(-1, problem["num_vars"] + 2)
    y = blocks[np.isfinite(blocks).all(axis=1)].ravel()
    shares = {"first": (unknown, unknown), "total": (unknown, unknown)}
    # The last bit of a difference is no variance that could be shared out.
    if len(y) and np.ptp(y) > _ROUNDING * np.abs(y).max():
        found = sobol.analyze(problem, y, calc_second_order=False, seed=_RESAMPLING)
        shares = {
            name: (np.asarray(found[key]), np.asarray(found[f"{key}_conf"]))
            for name, key in (("first", "S1"), ("total", "ST"))
        }
    columns: dict[str, Array] = {}
    for name, (share, reach) in shares.items():
        columns |= {name: share, f"{name}_low": share - reach, f"{name}_high": share + reach}
    return columns


def _tornado(varied: Sequence[Assumption], points: Array, y: Array) -> dict[str, Array]:
    rows: list[dict[str, float]] = []
    stands, size = y[0], len(points) // len(varied)
    for place, one in enumerate(varied):
        of_one = slice(size * place, size * (place + 1))
        xs, values = points[of_one, place], y[1:][of_one]
        runs = [stands, *values]
        means = [float(run.mean()) for run in runs]
        row = {"turns_at": _turn(one, xs, means)}
        moves = runs[int(np.argmax(means))] - runs[int(np.argmin(means))]
        row["moves"], row["moves_low"], row["moves_high"] = _with_interval(moves)
        for name, run in (("at_low", values[0]), ("at_high", values[-1])):
            row[name], row[f"{name}_low"], row[f"{name}_high"] = _with_interval(run)
        rows.append(row)
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _turn(one: Assumption, xs: Array, means: Sequence[float]) -> float:
    """Return where the sign turns, nearest to where the parameter stands, by straight lines."""
    known = dict(zip(xs.tolist(), means[1:], strict=True))
    if math.isfinite(one.stands):
        known[one.stands] = means[0]
    line = sorted(known.items())
    turns = [
        x + (other - x) * y / (y - at_other)
        for (x, y), (other, at_other) in itertools.pairwise(line)
        if y * at_other < 0
    ]
    return min(turns, key=lambda x: abs(x - one.stands), default=math.nan)


_SAMPLES: dict[str, Callable[[dict[str, Any], int, int], Array]] = {
    "morris": _morris_sample,
    "sobol": _sobol_sample,
}
_INDICES: dict[str, Callable[[dict[str, Any], Array, Array], dict[str, Array]]] = {
    "morris": _morris,
    "sobol": _sobol,
}

sensitivity = Sensitivity.of
