"""Which parameters does what was observed leave standing? History matching, and rejection ABC.

A parameter set is ruled out if what it gives lies too far from some target, measured by all that may keep the
two apart [1]_ [2]_ [3]_::

    I = |mean of its runs − observed| / sqrt(tolerance² + discrepancy² + luck² · (1 + 1/replicates))

Luck is the standard deviation of one run: what was observed is itself one course of luck, and the mean is
of a few runs. A few runs show their spread badly; so every point draws luck of its own, and luck is at least
what it is at the middle one of all points. The runs of a stored sweep may share their luck among points: then
it is as many standard deviations wider as Student's distribution is.
What is left is no distribution: sets that are not ruled out, which say nothing of which is likelier.

References
----------
.. [1] Craig, Goldstein, Seheult and Smith (1997), Pressure matching for hydrocarbon reservoirs.
.. [2] Vernon, Goldstein and Bower (2010), Galaxy formation: a Bayesian uncertainty analysis.
.. [3] Andrianakis et al. (2015), Bayesian history matching of complex infectious disease models: the luck of
   a run counts. Cut-off 3: Pukelsheim (1994), The three sigma rule.
.. [4] Rejection: Pritchard et al. (1999); distances by the median absolute deviation: Csilléry et al. (2012).
"""

import csv
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import beta, chi2, norm, spearmanr
from scipy.stats import t as student

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput, suggestion
from crosspark.governance.settings import SETTINGS
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import INDICATORS
from crosspark.studies.catalogue import parameter_rows
from crosspark.studies.design import METHODS, Design, Factor, Settings, knobs, unit_sample
from crosspark.studies.entries import PRESENT, Entry, ModeLike, entries_of
from crosspark.studies.futures import Vary, load_runs, ranges
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.stored import FOLDER
from crosspark.studies.sweep import Estimate, Sweep, sweep
from crosspark.studies.targets import DISCREPANCY, Read, Target, Targets

Array = NDArray[np.float64]

CUTOFF = 3.0

#: What published facts and a list of projects speak of: varied unless something else is named.
USUAL = (
    "demand.leads",
    "demand.outside_value",
    "demand.admission",
    "demand.loose_share",
    "economy.consent_hazard",
    "economy.withdrawal_hazard",
    "economy.build_months",
    "economy.exit_hazard",
    "handover.days",
)

#: A range counts as narrowed if chance would leave one as narrow less often than this.
_CHANCE = 0.01

#: Points that the search asks for at a time; they run side by side.
_ROUND = 8

#: What a folder of this study holds.
_OWN = ("wave_1", "report")

_WHERE = "<calibrate>"


def implausibility(
    values: Array,
    targets: Sequence[Target],
    typical: Array | None = None,
    *,
    shared: bool = False,
    cutoff: float = CUTOFF,
) -> Array:
    """Return how implausible each point is by each target.

    Parameters
    ----------
    values : ndarray of float64, shape (n_points, n_replicates, n_targets)
    targets : sequence of Target
    typical : ndarray of float64, shape (n_targets,), optional
        The least variance of a run that is believed; `usual_variance` of these points unless given.
    shared : bool
        Whether all points had the same luck, so that they tell no more of it than one of them.
    cutoff : float
        At which points with the same luck are ruled out: how much wider luck is depends on how rare that is.

    Returns
    -------
    ndarray of float64, shape (n_points, n_targets)
        nan where fewer than two runs have a value.
    """
    finite = np.isfinite(values)
    count = finite.sum(axis=1)
    known = count >= 2
    count = np.maximum(count, 1)
    mean = np.where(finite, values, 0.0).sum(axis=1) / count
    variance = _variance(values)
    typical = usual_variance(values) if typical is None else typical
    luck = np.fmax(variance, typical) * (1 + 1 / count)
    if shared:
        luck = luck * (student.isf(norm.sf(cutoff), np.maximum(count - 1, 1)) / cutoff) ** 2
    observed = np.array([one.value for one in targets])
    stated = np.array([one.tolerance**2 + one.discrepancy**2 for one in targets])
    apart, spread = np.abs(mean - observed), np.sqrt(stated + luck)
    # Where nothing may keep the two apart, they are equal or they are not.
    certain = np.where(apart == 0, 0.0, math.inf)
    return np.where(known, np.divide(apart, spread, out=certain, where=spread > 0), math.nan)


def usual_variance(values: Array) -> Array:
    """Return the variance of a run at the middle one of the points, by target; 0 where none is known.

    The middle one of variances of a few normal draws lies below the true one, by the median of chi-squared.
    """
    variance = _variance(values)
    known = [one[np.isfinite(one)] for one in variance.T]
    freedom = max(values.shape[1] - 1, 1)
    below = float(chi2.median(freedom)) / freedom
    return np.array([np.median(one) / below if one.size else 0.0 for one in known])


def _variance(values: Array) -> Array:
    finite = np.isfinite(values)
    count = finite.sum(axis=1)
    mean = np.where(finite, values, 0.0).sum(axis=1) / np.maximum(count, 1)
    squares = np.where(finite, values - mean[:, np.newaxis], 0.0) ** 2
    return np.where(count >= 2, squares.sum(axis=1) / np.maximum(count - 1, 1), math.nan)


@dataclass(frozen=True)
class Wave:
    """Points that were run, and how implausible they are.

    Attributes
    ----------
    factors : tuple of Factor
        Over what they lie.
    points : ndarray of float64, shape (n_points, n_factors)
    values : ndarray of float64, shape (n_points, n_replicates, n_targets)
    implausible : ndarray of float64, shape (n_points, n_targets)
    cutoff : float
    """

    factors: tuple[Factor, ...]
    points: Array
    values: Array
    implausible: Array
    cutoff: float

    @property
    def worst(self) -> Array:
        """The implausibility of each point by the target that it misses most; nan where one is not known."""
        return np.asarray(self.implausible.max(axis=1))

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which points are not ruled out. One that cannot be judged by some target is not among them."""
        return self.worst <= self.cutoff

    def narrowed(self) -> tuple[Factor, ...]:
        """Return the ranges that the points left standing leave, where chance would not leave one as narrow.

        The range of k uniform draws is Beta(k − 1, 2) of the whole; a narrowed one is widened at either
        end by one gap between draws, which makes up for what a sample leaves out.
        """
        found = []
        for factor, column in zip(self.factors, self.points.T, strict=True):
            left, whole = column[self.kept], factor.high - factor.low
            if len(left) >= 2 and len(left) < len(column) and whole > 0:
                span = float(np.ptp(left))
                if beta.cdf(span / whole, len(left) - 1, 2) < _CHANCE:
                    gap = max(span / (len(left) - 1), whole / len(column))
                    low, high = max(factor.low, float(left.min()) - gap), float(left.max()) + gap
                    found.append(replace(factor, low=low, high=min(factor.high, high)))
                    continue
            found.append(factor)
        return tuple(found)

    def sets(self) -> list[dict[str, float]]:
        """Return the points that are not ruled out, by path."""
        paths = [factor.path for factor in self.factors]
        return [dict(zip(paths, row, strict=True)) for row in self.points[self.kept].tolist()]


@dataclass(frozen=True, repr=False)
class Calibration:
    """What is not ruled out by what was observed; made by `Calibration.of`.

    Attributes
    ----------
    scenario : Scenario
    targets : tuple of Target
    entries : tuple of Entry
        The modes under which they were observed, a mode for each target.
    waves : tuple of Wave
        The first over the whole ranges, each further one over what the one before left.
    stands : ndarray of float64, shape (n_targets,)
        How implausible the scenario's own figures are; nan where that was not run.
    stands_at : ndarray of float64, shape (n_targets,)
        What they give.
    search : Wave or None
        Where a best point was looked for, what was tried.
    seed : int
    years : int or None
        None where runs of a stored study took the scenario's own horizon.
    failed : int
        Runs that failed.
    """

    scenario: Scenario
    targets: tuple[Target, ...]
    entries: tuple[Entry, ...]
    waves: tuple[Wave, ...]
    stands: Array
    stands_at: Array
    search: Wave | None
    seed: int
    years: int | None
    failed: int

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario = "wenjiang",
        targets: str | Path | Mapping[str, Any] | Targets | None = None,
        *,
        projects: str | Path | None = None,
        mode: ModeLike = PRESENT,
        since: str | None = None,
        until: str | None = None,
        discrepancy: float = DISCREPANCY,
        vary: Vary = None,
        sample: str = "sobol",
        size: int = 64,
        replicates: int = 4,
        waves: int = 1,
        cutoff: float = CUTOFF,
        trials: int = 0,
        study: str | Path | Sweep | None = None,
        seed: int = 1,
        years: int | None = None,
        out: str | Path | None = None,
        jobs: int = -1,
        executor: Executor | None = None,
        quiet: bool = False,
        simulate: Simulate = simulate_model,
        announce: Callable[[Estimate], None] | None = None,
    ) -> Self:
        """Run points over the ranges of parameters and rule out those that what was observed contradicts.

        Parameters
        ----------
        scenario : name, file or Scenario
        targets : file or mapping, optional
            See `crosspark.studies.targets`.
        projects : path, optional
            A planner's own list of projects (`crosspark.studies.projectlist`), for targets besides or alone.
        mode, since, until, discrepancy
            Of that list: see `Targets.of_projects`.
        vary : sequence of str or mapping, optional
            Paths, patterns, ``PATH:LOW:HIGH``, or a mapping as a design writes it; `USUAL` unless given.
        sample : {"sobol", "latin_hypercube", "halton"}
        size : int
            Points of a wave.
        replicates : int
            Of each point, at least two: their spread is what luck does.
        waves : int
            Each after the first takes the ranges that the one before left.
        cutoff : float
            What is more implausible by some target is ruled out.
        trials : int
            Further points that optuna tries, looking for the one that misses least.
        study : folder or Sweep, optional
            Runs of a stored sweep instead of new ones: its points, modes and replicates.
        seed : int
            Of the runs, of the sample and of the search.
        years : int, optional
            After adoption; those of the targets, or else the scenario's horizon, unless given. What says
            another number of years than the targets, the list or the stored runs is refused.
        out, jobs, executor, quiet, simulate, announce
            As in `crosspark.studies.sweep.sweep`; the same call with the same folder goes on from there.

        Raises
        ------
        BadInput
            If a target, list, parameter or number cannot be used.

        Examples
        --------
        >>> left = Calibration.of("wenjiang", "targets.yaml", size=128, out="calibration")  # doctest: +SKIP
        >>> left.sets  # doctest: +SKIP
        """
        case = resolve(scenario)
        asked = _asked(case, targets, projects, mode, since, until, discrepancy) + Targets((), years)
        least = {"replicates": (replicates, 2), "waves": (waves, 1), "trials": (trials, 0), "size": (size, 4)}
        for name, (given, at_least) in least.items():
            if isinstance(given, bool) or not isinstance(given, int) or given < at_least:
                hint = f"it must be a whole number, at least {at_least}"
                raise BadInput(_WHERE, None, name, given, hint)
        if isinstance(cutoff, bool) or not isinstance(cutoff, int | float) or not cutoff > 0:
            raise BadInput(_WHERE, None, "cutoff", cutoff, "a number above zero, such as 3")
        if sample not in METHODS[1:]:
            raise BadInput(_WHERE, None, "sample", sample, suggestion(str(sample), METHODS[1:], "method"))
        entries = _entries(case, asked.targets)
        if out is not None:
            _check_folder(Path(out))
        if study is not None:
            if waves > 1 or trials:
                hint = "a stored study has the runs that it has; leave study out for more"
                more = ("waves", waves) if waves > 1 else ("trials", trials)
                raise BadInput(_WHERE, None, *more, hint)
            return cls._of_study(case, asked, entries, load_runs(study), float(cutoff))
        modes = list({entry.label: entry for entry in entries}.values())
        design = Design.of(
            {
                "scenario": case,
                "modes": [target.mode for target in asked.targets],
                "vary": ranges(
                    _WHERE,
                    case,
                    [rules for entry in modes for rules in entry.by_park.values()],
                    USUAL if vary is None else vary,
                ),
                "sample": {"method": sample, "size": size, "seed": seed},
                "replicates": replicates,
                "seed": seed,
                "years": asked.years,
            }
        )
        for factor in design.factors:
            if factor.values:
                hint = "give it a range: what is left of it is to be a range as well"
                raise BadInput(_WHERE, None, "vary", factor.path, hint)
        readings = tuple(dict.fromkeys(target.reading for target in asked.targets))
        measures = tuple(one.column for one in readings if one.column not in INDICATORS)
        base = replace(design, measures=measures, own_luck=True)
        failures: list[int] = []

        def run(points: Iterable[Settings], name: str) -> Array:
            """Return what targets read, shape (n_points, n_replicates, n_targets)."""
            found = sweep(
                replace(base, points=tuple(points)),
                out=None if out is None else Path(out) / name,
                jobs=jobs,
                executor=executor,
                quiet=quiet,
                simulate=Read(simulate, readings),
                # What comes after the waves is little.
                announce=announce if name.startswith("wave") else None,
            )
            failures.append(len(found.failures))
            columns = [target.reading.column for target in asked.targets]
            runs: Array = found.runs[columns].to_numpy(dtype=float)
            by_mode = runs.reshape(-1, replicates, len(base.entries), len(columns))
            places = [list(base.entries).index(entry.label) for entry in entries]
            return by_mode[:, :, places, range(len(columns))]

        factors, done = design.factors, list[Wave]()
        typical = np.zeros(0)
        for number in range(waves):
            unit = unit_sample(sample, len(factors), size, seed + number)
            points = [[f.at(share) for f, share in zip(factors, row, strict=True)] for row in unit.tolist()]
            values = run(_settings(factors, points), f"wave_{number + 1}")
            typical = usual_variance(values) if number == 0 else typical
            implausible = implausibility(values, asked.targets, typical)
            done.append(Wave(factors, np.array(points, float), values, implausible, float(cutoff)))
            factors = done[-1].narrowed()
            if not done[-1].kept.any():
                break
        own = run([{}], "as_it_stands")
        found = cls(
            scenario=case,
            targets=asked.targets,
            entries=entries,
            waves=tuple(done),
            stands=implausibility(own, asked.targets, typical)[0],
            stands_at=_means(own)[0],
            search=None,
            seed=seed,
            years=design.years_of(case.id),
            failed=sum(failures),
        )
        if not trials:
            return found

        def judged(points: Array, name: str) -> tuple[Array, Array]:
            values = run(_settings(factors, points.tolist()), name)
            return values, implausibility(values, asked.targets, typical)

        tried = _search(factors, found.best()[0], judged, trials, seed)
        return replace(found, search=Wave(factors, *tried, float(cutoff)), failed=sum(failures))

    @classmethod
    def _of_study(
        cls,
        case: Scenario,
        asked: Targets,
        entries: tuple[Entry, ...],
        found: Sweep,
        cutoff: float,
    ) -> Self:
        targets = asked.targets
        known = found.design["scenarios"].get(case.id)
        if known is None or known["sha256"] != case.digest:
            hint = f"the study has {', '.join(found.design['scenarios'])}, or another {case.id} than today's"
            raise BadInput(_WHERE, None, "scenario", case.id, hint)
        ran = found.design["years"] or case.years
        if asked.years not in (None, ran):
            hint = f"it is {ran} in the runs of the study; let calibrate run others"
            raise BadInput(_WHERE, None, "years", asked.years, hint)
        if found.design["replicates"] < 2:
            hint = "one run of a point does not show what luck does; two are the least"
            raise BadInput(_WHERE, None, "replicates", found.design["replicates"], hint)
        held = {*INDICATORS, *found.design.get("measures", ())}
        for target in targets:
            if target.reading.column not in held:
                hint = "the stored runs do not hold it; let calibrate run them"
                raise BadInput(_WHERE, None, f"targets.{target.id}", target.reading.column, hint)
        labels = [entry.label for entry in entries]
        for label in labels:
            if label not in found.modes:
                raise BadInput(
                    _WHERE, None, "modes", label, suggestion(label, found.modes, "mode of the study")
                )
        columns = list(dict.fromkeys(target.reading.column for target in targets))
        keys = ["scenario", "mode", "point", "replicate", "message"]
        runs = found.read([*keys, *found.paths, *columns])
        runs = runs[runs["scenario"] == case.id]
        points = runs.drop_duplicates("point").set_index("point")[found.paths].sort_index()
        varied = [
            str(path)
            for path, column in points.items()
            if pd.api.types.is_numeric_dtype(column) and column.notna().all() and column.nunique() > 1
        ]
        if not varied:
            hint = "let it run, over numbers that are set at all its points"
            raise BadInput(_WHERE, None, "study", str(found.folder), hint)
        prior = {one["path"]: (one["low"], one["high"]) for one in found.design["factors"]}
        known_as = knobs(case)
        factors = []
        for path in varied:
            low, high = prior.get(path, (float(points[path].min()), float(points[path].max())))
            factors.append(Factor(path, known_as[path].unit, low, high))
        values = np.full((len(points), found.design["replicates"], len(targets)), math.nan)
        for k, (target, label) in enumerate(zip(targets, labels, strict=True)):
            those = runs[runs["mode"] == label]
            places = points.index.get_indexer(pd.Index(those["point"]))
            values[places, those["replicate"].to_numpy(), k] = those[target.reading.column].to_numpy(float)
        shared = not found.design.get("own_luck", False)
        implausible = implausibility(values, targets, shared=shared, cutoff=cutoff)
        unknown = np.full(len(targets), math.nan)
        return cls(
            scenario=case,
            targets=targets,
            entries=entries,
            waves=(Wave(tuple(factors), points[varied].to_numpy(float), values, implausible, cutoff),),
            stands=unknown,
            stands_at=unknown,
            search=None,
            seed=found.design["seed"],
            years=found.design["years"],
            failed=int((runs["message"] != "").sum()),
        )

    def __repr__(self) -> str:
        first = self.waves[0]
        return (
            f"<Calibration of {self.scenario.id} to {len(self.targets)} targets: {len(self.sets)} sets are "
            f"not ruled out; {int(first.kept.sum())} of {len(first.points)} in the first wave>"
        )

    @property
    def sets(self) -> list[dict[str, float]]:
        """The parameter sets that are not ruled out, each a mapping of path to a number in canonical units.

        Usable as ``sets=`` of an attribution, and as ``points`` of a design.
        """
        return [one for wave in self.waves for one in wave.sets()]

    @property
    def cutoff(self) -> float:
        """What is more implausible by some target is ruled out."""
        return self.waves[0].cutoff

    @property
    def replicates(self) -> int:
        """How often every point was run."""
        return int(self.waves[0].values.shape[1])

    @property
    def unjudged(self) -> int:
        """Points without two values of some target: neither ruled out nor left standing."""
        return sum(int(np.isnan(wave.worst).sum()) for wave in self.waves)

    def best(self) -> tuple[dict[str, float], float, float]:
        """Return the point that misses the targets least, by the root of the mean square of implausibilities.

        Returns
        -------
        point : dict of path to value
        misses : float
            That root; nan where no point could be judged.
        worst : float
            Its implausibility by the target that it misses most.
        """
        waves = [*self.waves, *([] if self.search is None else [self.search])]
        points = np.concatenate([wave.points for wave in waves])
        implausible = np.concatenate([wave.implausible for wave in waves])
        misses = _misses(implausible)
        place = int(np.argmin(np.where(np.isnan(misses), math.inf, misses)))
        paths = [factor.path for factor in self.waves[0].factors]
        point = dict(zip(paths, points[place].tolist(), strict=True))
        return point, float(misses[place]), float(implausible[place].max())

    def parameters(self) -> pd.DataFrame:
        """Return a row for each parameter: its range, and what of it is left.

        Returns
        -------
        DataFrame
            path, title_en, title_zh, unit, grade, low, high, stands (where the scenario has it; nan where the
            modes differ), left_low, left_high, shrunk (the share of the range that is gone), identified
            (whether chance would leave a range as narrow in fewer than one of a hundred cases).
        """
        prior, left = self.waves[0].factors, self.waves[-1].narrowed()
        rules = [mode for entry in self.entries for mode in entry.by_park.values()]
        listed = [{row["path"]: row for row in parameter_rows(self.scenario, mode)} for mode in rules]
        rows = []
        for before, after in zip(prior, left, strict=True):
            clause = CLAUSES.get(before.path.removeprefix("clauses."))
            if clause is None:
                known = [of_mode[before.path] for of_mode in listed if before.path in of_mode]
                if not known:
                    # A stored study varied it for another mode than those of the targets.
                    about = SETTINGS[before.path]
                    titles = {"title_en": about.title_en, "title_zh": about.title_zh, "grade": about.grade}
                    known = [{"value": math.nan, **titles}]
            else:
                titles = {"title_en": clause.title_en, "title_zh": clause.title_zh, "grade": ""}
                known = [{"value": mode.clauses.get(clause.id, 0.0), **titles} for mode in rules]
            values = {float(row["value"]) for row in known}
            shrunk = 1 - (after.high - after.low) / (before.high - before.low)
            rows.append(
                {
                    "path": before.path,
                    "title_en": known[0]["title_en"],
                    "title_zh": known[0]["title_zh"],
                    "unit": before.unit,
                    "grade": known[0]["grade"],
                    "low": before.low,
                    "high": before.high,
                    "stands": values.pop() if len(values) == 1 else math.nan,
                    "left_low": after.low,
                    "left_high": after.high,
                    "shrunk": shrunk,
                    "identified": after != before,
                }
            )
        return pd.DataFrame(rows)

    def ridges(self) -> pd.DataFrame:
        """Return pairs of parameters that the targets know only together: one makes up for the other.

        Returns
        -------
        DataFrame
            path, other, correlation: Spearman's over the sets that are not ruled out, where chance would make
            one as large among all pairs in fewer than one of a hundred cases; the largest first.
        """
        paths = [factor.path for factor in self.waves[0].factors]
        sets = np.array([list(one.values()) for one in self.sets])
        pairs = [(i, j) for j in range(len(paths)) for i in range(j)]
        rows = []
        for i, j in pairs if len(sets) > 3 else []:
            if np.ptp(sets[:, i]) > 0 and np.ptp(sets[:, j]) > 0:
                found = spearmanr(sets[:, i], sets[:, j])
                if found.pvalue < _CHANCE / len(pairs):
                    rows.append((paths[i], paths[j], float(found.statistic)))
        rows.sort(key=lambda row: -abs(row[2]))
        return pd.DataFrame(rows, columns=["path", "other", "correlation"])

    def table(self) -> pd.DataFrame:
        """Return a row for each target: what it asks, what points give, what it rules out.

        Returns
        -------
        DataFrame
            id, title_en, title_zh, mode, unit, observed, apart (one standard deviation of tolerance and
            discrepancy together), luck (of one run), low and high (5th and 95th percentile of the means of
            points), stands, stands_implausible (the scenario's own figures), rules_out (points of the first
            wave), alone (those that no other target rules out), source.
        """
        first = self.waves[0]
        out = first.implausible > self.cutoff
        means, luck = _means(first.values), np.sqrt(usual_variance(first.values))
        rows = []
        for k, target in enumerate(self.targets):
            known = means[np.isfinite(means[:, k]), k]
            low, high = np.percentile(known, [5, 95]) if known.size else (math.nan, math.nan)
            rows.append(
                {
                    "id": target.id,
                    "title_en": target.title("en"),
                    "title_zh": target.title("zh"),
                    "mode": self.entries[k].label,
                    "unit": target.reading.unit,
                    "observed": target.value,
                    "apart": math.hypot(target.tolerance, target.discrepancy),
                    "luck": float(luck[k]),
                    "low": float(low),
                    "high": float(high),
                    "stands": float(self.stands_at[k]),
                    "stands_implausible": float(self.stands[k]),
                    "rules_out": int(out[:, k].sum()),
                    "alone": int((out[:, k] & (out.sum(axis=1) == 1)).sum()),
                    "source": target.source,
                }
            )
        return pd.DataFrame(rows)

    def points(self) -> pd.DataFrame:
        """Return a row for each point that was run.

        Returns
        -------
        DataFrame
            wave (from 1), a column for each parameter, implausible (by the target that it misses most),
            target (which that is), ruled_out.
        """
        frames = []
        for number, wave in enumerate(self.waves, start=1):
            frame = pd.DataFrame(wave.points, columns=[factor.path for factor in wave.factors])
            frame.insert(0, "wave", number)
            known = np.isfinite(wave.worst)
            most = np.where(np.isnan(wave.implausible), -1.0, wave.implausible).argmax(axis=1)
            frame["implausible"] = wave.worst
            frame["target"] = [
                self.targets[place].id if sure else "" for place, sure in zip(most, known, strict=True)
            ]
            frame["ruled_out"] = wave.worst > self.cutoff
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    def accepted(self, quantile: float = 0.1) -> pd.DataFrame:
        """Return the runs of the first wave that come nearest to what was observed: rejection ABC.

        Each run is a draw of the parameters with its own luck. The distance is Euclid's over targets, each in
        units of the median absolute deviation of all runs; where runs do not differ, a target tells nothing.

        Parameters
        ----------
        quantile : float
            Which share of the runs is accepted.

        Returns
        -------
        DataFrame
            A row for each accepted run, the nearest first: a column for each parameter, replicate, distance.

        Raises
        ------
        BadInput
            If the share is not one, or no run has a value of every target.
        """
        if isinstance(quantile, bool) or not isinstance(quantile, int | float) or not 0 < quantile <= 1:
            raise BadInput(_WHERE, None, "quantile", quantile, "a share such as 0.1")
        first = self.waves[0]
        flat = first.values.reshape(-1, len(self.targets))
        whole = np.isfinite(flat).all(axis=1)
        if not whole.any():
            raise BadInput(_WHERE, None, "runs", 0, "no run has a value of every target")
        known = flat[whole]
        scale = np.median(np.abs(known - np.median(known, axis=0)), axis=0)
        observed = np.array([target.value for target in self.targets])
        steps = np.divide(known - observed, scale, out=np.zeros(known.shape), where=scale > 0)
        frame = pd.DataFrame(
            np.repeat(first.points, self.replicates, axis=0)[whole],
            columns=[factor.path for factor in first.factors],
        )
        frame["replicate"] = np.tile(np.arange(self.replicates), len(first.points))[whole]
        frame["distance"] = np.sqrt((steps**2).sum(axis=1))
        nearest = frame.sort_values("distance", kind="stable", ignore_index=True)
        return nearest.head(math.ceil(quantile * len(nearest)))


calibrate = Calibration.of


def _asked(
    case: Scenario,
    targets: str | Path | Mapping[str, Any] | Targets | None,
    projects: str | Path | None,
    mode: ModeLike,
    since: str | None,
    until: str | None,
    discrepancy: float,
) -> Targets:
    if targets is None and projects is None:
        raise BadInput(_WHERE, None, "targets", None, "give targets, or a list of projects, or both")
    found = Targets(())
    if projects is not None:
        found += Targets.of_projects(
            projects, case, mode=mode, since=since, until=until, discrepancy=discrepancy
        )
    return found if targets is None else found + Targets.of(targets, case)


def _entries(case: Scenario, targets: Sequence[Target]) -> tuple[Entry, ...]:
    """Return the mode of each target."""
    every = entries_of(case, [target.mode for target in targets[1:]], targets[0].mode)
    found = []
    for target in targets:
        (one,) = entries_of(case, [], target.mode).values()
        found.append(next(entry for entry in every.values() if entry.is_like(one)))
    return tuple(found)


def _check_folder(folder: Path) -> None:
    """Refuse a folder with files of somebody else: what comes is written among them."""
    if folder.is_dir() and any(folder.iterdir()) and not any((folder / one).is_dir() for one in _OWN):
        hint = "it is no study of this kind; give an empty folder, or one that it made"
        raise BadInput(str(folder), None, "the folder", "not empty", hint)


def _settings(factors: Sequence[Factor], points: Sequence[Sequence[Any]]) -> list[Settings]:
    paths = [factor.path for factor in factors]
    return [dict(zip(paths, row, strict=True)) for row in points]


def _means(values: Array) -> Array:
    finite = np.isfinite(values)
    count = finite.sum(axis=1)
    sums = np.where(finite, values, 0.0).sum(axis=1)
    means: Array = np.divide(sums, count, out=np.full(sums.shape, math.nan), where=count > 0)
    return means


def _misses(implausible: Array) -> Array:
    misses: Array = np.sqrt((implausible**2).mean(axis=1))
    return misses


def _search(
    factors: Sequence[Factor],
    first: Mapping[str, float],
    judged: Callable[[Array, str], tuple[Array, Array]],
    trials: int,
    seed: int,
) -> tuple[Array, Array, Array]:
    """Look for the point that misses least; return points, values and implausibilities of what was tried."""
    try:
        import optuna
    except ImportError as error:
        hint = "pip install 'crosspark[explore]'"
        raise BadInput(_WHERE, None, "optuna", "not installed", hint) from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.enqueue_trial({factor.path: first[factor.path] for factor in factors})
    within: dict[str, Any] = {
        factor.path: optuna.distributions.FloatDistribution(factor.low, factor.high) for factor in factors
    }
    found: list[tuple[Array, Array, Array]] = []
    for begun in range(0, trials, _ROUND):
        asked = [study.ask(within) for _ in range(min(_ROUND, trials - begun))]
        rows = [[trial.params[factor.path] for factor in factors] for trial in asked]
        whole = np.array([factor.whole for factor in factors])
        points = np.where(whole, np.round(rows), rows)
        values, implausible = judged(points, f"search_{begun // _ROUND + 1}")
        for trial, missed in zip(asked, _misses(implausible).tolist(), strict=True):
            failed = optuna.trial.TrialState.FAIL if math.isnan(missed) else None
            study.tell(trial, None if failed else missed, state=failed)
        found.append((points, values, implausible))
    points, values, implausible = (np.concatenate(part) for part in zip(*found, strict=True))
    return points, values, implausible


#: What makes the stored sets anew.
COMMAND = "python docs/make_calibration.py"


def write_sets(
    scenario: str, sets: Sequence[Mapping[str, float]], manifest: Mapping[str, Any], folder: Path = FOLDER
) -> None:
    """Write sets in six figures, and what they come of. The same sets write the same bytes."""
    with (folder / f"{scenario}_sets.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(sets[0])
        out.writerows([f"{value:.6g}" for value in one.values()] for one in sets)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{scenario}_sets.json").write_text(text, encoding="utf-8")


def stored_sets(scenario: str = "wenjiang", folder: Path = FOLDER) -> list[dict[str, float]]:
    """Return the parameter sets that published facts do not rule out, as they ship with the package.

    Parameters
    ----------
    scenario : str
        The id of a bundled scenario that was calibrated.
    folder : path
        Another place than the package.

    Returns
    -------
    list of dict of path to number
        In canonical units: ``cp.attribute(scenario, sets=cp.stored_sets(scenario))``.

    Raises
    ------
    BadInput
        If the scenario was not calibrated.
    """
    file = folder / f"{scenario}_sets.csv"
    if not file.exists():
        known = [one.name.removesuffix("_sets.csv") for one in folder.glob("*_sets.csv")]
        hint = suggestion(scenario, known, "calibrated scenario")
        raise BadInput(_WHERE, None, "scenario", scenario, hint)
    with file.open(encoding="utf-8", newline="") as text:
        return [{path: float(value) for path, value in row.items()} for row in csv.DictReader(text)]
