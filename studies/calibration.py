"""Which parameters does what was observed leave standing? History matching, and rejection ABC.

Points over the ranges of parameters are run, and those ruled out whose results lie too far from some target
(`crosspark.studies.history_matching`). What is left is no distribution: sets that are not ruled out, which
say nothing of which is likelier. `crosspark.studies.sets` carries them into other studies.

References
----------
Rejection: Pritchard et al. (1999); distances by the median absolute deviation: Csilléry et al. (2012).
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from crosspark.governance.errors import NOT_INSTALLED, BadInput, Text, pip, suggestion, whole
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import INDICATORS
from crosspark.studies.assumptions import assumptions_of, own_paths
from crosspark.studies.design import METHODS, Design, Factor, Settings, knobs, unit_sample
from crosspark.studies.entries import PRESENT, Entry, ModeLike, entries_of
from crosspark.studies.folders import REPORT, check_folder
from crosspark.studies.futures import Vary, load_runs, ranges
from crosspark.studies.history_matching import (
    CHANCE,
    CUTOFF,
    Wave,
    implausibility,
    mean_of_runs,
    missed,
    usual_variance,
)
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.sweep import Estimate, Sweep, sweep
from crosspark.studies.targets import DISCREPANCY, Read, Target, Targets

Array = NDArray[np.float64]

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

#: Points that the search asks for at a time; they run side by side.
_ROUND = 8

#: What a folder of this study holds.
_OWN = ("wave_1", REPORT)

_WHERE = "<calibrate>"


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
        retry: bool = False,
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
            Paths, patterns, ``PATH:LOW:HIGH``, or a mapping as a design writes it; `USUAL` unless given,
            but for what the mode of a target sets itself.
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
        out, retry, jobs, executor, quiet, simulate, announce
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
                hint = whole(at_least)
                raise BadInput(_WHERE, None, name, given, hint)
        if isinstance(cutoff, bool) or not isinstance(cutoff, int | float) or not cutoff > 0:
            raise BadInput(
                _WHERE, None, "cutoff", cutoff, Text("a number above zero, such as 3", "大於零的數,如 3")
            )
        if sample not in METHODS[1:]:
            raise BadInput(
                _WHERE, None, "sample", sample, suggestion(str(sample), METHODS[1:], "method", "方法")
            )
        entries = _entries(case, asked.targets)
        if out is not None:
            check_folder(out, _OWN)
        if study is not None:
            if waves > 1 or trials:
                hint = Text(
                    "a stored study has the runs that it has; leave study out for more",
                    "已存的研究只有已有的模擬;要更多請不用 study",
                )
                more = ("waves", waves) if waves > 1 else ("trials", trials)
                raise BadInput(_WHERE, None, *more, hint)
            return cls._of_study(case, asked, entries, load_runs(study), float(cutoff))
        rules = [mode for entry in entries for mode in entry.by_park.values()]
        if vary is None:
            vary = [path for path in USUAL if path not in own_paths(rules)]
        design = Design.of(
            {
                "scenario": case,
                "modes": [target.mode for target in asked.targets],
                "vary": ranges(_WHERE, case, rules, vary),
                "sample": {"method": sample, "size": size, "seed": seed},
                "replicates": replicates,
                "seed": seed,
                "years": asked.years,
            }
        )
        for factor in design.factors:
            if factor.values:
                hint = Text(
                    "give it a range: what is left of it is to be a range as well", "請給範圍:留下的也是範圍"
                )
                raise BadInput(_WHERE, None, "vary", factor.path, hint)
        readings = tuple(dict.fromkeys(target.reading for target in asked.targets))
        measures = tuple(one.column for one in readings if one.column not in INDICATORS)
        base = replace(design, measures=measures, own_luck=True)
        failures: list[int] = []

        def run(points: Iterable[Settings], name: str, then: Sequence[str] = ()) -> Array:
            """Return what targets read, shape (n_points, n_replicates, n_targets).

            Where what came `then` is kept, it rests on what came here.
            """
            kept = None if out is None else Path(out)
            found = sweep(
                replace(base, points=tuple(points)),
                out=None if kept is None else kept / name,
                retry=None if kept is not None and any((kept / one).exists() for one in then) else retry,
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
            values = run(_settings(factors, points), f"wave_{number + 1}", (f"wave_{number + 2}", "search_1"))
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
            stands_at=mean_of_runs(own)[0],
            search=None,
            seed=seed,
            years=design.years_of(case.id),
            failed=sum(failures),
        )
        if not trials:
            return found

        def judged(points: Array, number: int) -> tuple[Array, Array]:
            values = run(_settings(factors, points.tolist()), f"search_{number}", [f"search_{number + 1}"])
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
            names = ", ".join(found.design["scenarios"])
            hint = Text(
                f"the study has {names}, or another {case.id} than today's",
                f"該研究的情景為 {names},或其 {case.id} 與現在的不同",
            )
            raise BadInput(_WHERE, None, "scenario", case.id, hint)
        ran = found.design["years"] or case.years
        if asked.years not in (None, ran):
            hint = Text(
                f"it is {ran} in the runs of the study; let calibrate run others",
                f"該研究的模擬為{ran}年;請讓 calibrate 另行模擬",
            )
            raise BadInput(_WHERE, None, "years", asked.years, hint)
        if found.design["replicates"] < 2:
            hint = Text(
                "one run of a point does not show what luck does; two are the least",
                "每點一次模擬看不出運氣的作用;至少兩次",
            )
            raise BadInput(_WHERE, None, "replicates", found.design["replicates"], hint)
        held = {*INDICATORS, *found.design.get("measures", ())}
        for target in targets:
            if target.reading.column not in held:
                hint = Text(
                    "the stored runs do not hold it; let calibrate run them",
                    "已存的模擬沒有它;請讓 calibrate 另行模擬",
                )
                raise BadInput(_WHERE, None, f"targets.{target.id}", target.reading.column, hint)
        labels = [entry.label for entry in entries]
        for label in labels:
            if label not in found.modes:
                raise BadInput(
                    _WHERE,
                    None,
                    "modes",
                    label,
                    suggestion(label, found.modes, "mode of the study", "研究中的模式"),
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
            hint = Text(
                "let it run, over numbers that are set at all its points", "請先讓它運行,且各點都設定了數值"
            )
            raise BadInput(_WHERE, None, "study", str(found.folder), hint)
        prior = {one["path"]: (one["low"], one["high"]) for one in found.design["factors"]}
        known_as = knobs(case)
        factors = []
        for path in varied:
            low, high = prior.get(path, (float(points[path].min()), float(points[path].max())))
            factors.append(Factor.of(known_as[path], low, high))
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

        Usable as ``sets=`` of every study that takes some, and as ``points`` of a design.
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
        misses = missed(implausible)
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
            modes differ), left_low, left_high (nan where no set is left), shrunk (the share of the range that
            is gone), identified (whether chance would leave a range as narrow in fewer than one of a hundred
            cases).
        """
        prior, left = self.waves[0].factors, self.waves[-1].narrowed()
        rules = [mode for entry in self.entries for mode in entry.by_park.values()]
        none_left = not self.sets
        rows = []
        known = assumptions_of(self.scenario, rules, prior)
        for one, before, after in zip(known, prior, left, strict=True):
            rows.append(
                {
                    "path": one.path,
                    "title_en": one.title_en,
                    "title_zh": one.title_zh,
                    "unit": one.unit,
                    "grade": one.grade,
                    "low": before.low,
                    "high": before.high,
                    "stands": one.stands,
                    "left_low": math.nan if none_left else after.low,
                    "left_high": math.nan if none_left else after.high,
                    "shrunk": 1.0 if none_left else 1 - (after.high - after.low) / (before.high - before.low),
                    "identified": after != before and not none_left,
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
                if found.pvalue < CHANCE / len(pairs):
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
        means, luck = mean_of_runs(first.values), np.sqrt(usual_variance(first.values))
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
            raise BadInput(_WHERE, None, "quantile", quantile, Text("a share such as 0.1", "份額,如 0.1"))
        first = self.waves[0]
        flat = first.values.reshape(-1, len(self.targets))
        whole = np.isfinite(flat).all(axis=1)
        if not whole.any():
            raise BadInput(
                _WHERE,
                None,
                "runs",
                0,
                Text("no run has a value of every target", "沒有任何模擬具備全部目標的值"),
            )
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
        raise BadInput(
            _WHERE,
            None,
            "targets",
            None,
            Text("give targets, or a list of projects, or both", "請給 targets 或項目清單 projects,或兩者"),
        )
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


def _settings(factors: Sequence[Factor], points: Sequence[Sequence[Any]]) -> list[Settings]:
    paths = [factor.path for factor in factors]
    return [dict(zip(paths, row, strict=True)) for row in points]


def _search(
    factors: Sequence[Factor],
    first: Mapping[str, float],
    judged: Callable[[Array, int], tuple[Array, Array]],
    trials: int,
    seed: int,
) -> tuple[Array, Array, Array]:
    """Look for the point that misses least; return points, values and implausibilities of what was tried."""
    try:
        import optuna
    except ImportError as error:
        hint = pip("explore")
        raise BadInput(_WHERE, None, "optuna", NOT_INSTALLED, hint) from error
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
        values, implausible = judged(points, begun // _ROUND + 1)
        for trial, apart in zip(asked, missed(implausible).tolist(), strict=True):
            failed = optuna.trial.TrialState.FAIL if math.isnan(apart) else None
            study.tell(trial, None if failed else apart, state=failed)
        found.append((points, values, implausible))
    points, values, implausible = (np.concatenate(part) for part in zip(*found, strict=True))
    return points, values, implausible
