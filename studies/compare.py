"""Compare modes on one scenario: means, paired differences in three layers, and where they come from."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from crosspark.governance.errors import BadInput, Text, counted, suggestion
from crosspark.model.case import MOST_YEARS, Scenario, resolve
from crosspark.model.indicators import CAUSES, INDICATORS
from crosspark.model.ledger import RESOURCES
from crosspark.studies import groups
from crosspark.studies.entries import PRESENT, Entry, ModeLike, entries_of
from crosspark.studies.folders import RUNS
from crosspark.studies.jobs import Failure, Job, Outcome, Series, Simulate, plan
from crosspark.studies.manifest import manifest_of
from crosspark.studies.means import FAIR, held_equal
from crosspark.studies.precision import MOST, Precision, Wished
from crosspark.studies.runner import Finished, Interrupted, Keeping, Runner, run_jobs, simulate_model
from crosspark.studies.sets import AUTO, Sets, is_asked
from crosspark.studies.statistics import PairedDifference, paired_difference
from crosspark.studies.tuning import BUDGET, FREE, Chosen, known_objective, tune

# Only futures need what these load.
if TYPE_CHECKING:
    from crosspark.studies.kept import KeptRuns
    from crosspark.studies.layers import Layer, Plan
    from crosspark.studies.sweep import Estimate

DEFAULT_REPLICATES = 16

#: Replicates of a scenario in which the same modes are compared besides.
BESIDES = 8

#: The layers of luck, and the interval that each one shows. The third layer is that of parameters.
LAYERS = {"chance": ("chance_low", "chance_high"), "decade": ("decade_low", "decade_high")}
PARAMETERS = "parameters"

_WHERE = "<compare>"


@dataclass(frozen=True, repr=False)
class Comparison:
    """What came of a comparison; made by `Comparison.of`.

    Attributes
    ----------
    scenario : Scenario
        With the overrides in it.
    entries : dict of str to Entry
        The modes by label, the baseline first.
    baseline : str
        The label of the mode that the others are set against.
    fair : str
        How means are shared out: equal_means, as_written or at_its_best.
    replicates, seed, years : int
    overrides : dict of str to quantity
    outcomes : tuple of Outcome
        The finished runs, by mode and replicate.
    failed : tuple of Failure
        The runs that did not finish.
    objective : str or None
        The indicator for which each mode was tuned; None where none was.
    tuned : dict of str to dict of str to float
        What was chosen for each mode, by path.
    precision : Precision or None
        What was wished; the replicates are as many as that took.
    futures : Layer or None
        The modes over parameters and readings, where that was asked for.
    besides : tuple of Comparison
        The same modes in other scenarios.
    folder : Path or None
        Where the runs are kept, if they are.
    """

    scenario: Scenario
    entries: dict[str, Entry]
    baseline: str
    fair: str
    replicates: int
    seed: int
    years: int
    overrides: dict[str, object]
    outcomes: tuple[Outcome, ...]
    failed: tuple[Failure, ...]
    objective: str | None = None
    tuned: Chosen = field(default_factory=dict)
    precision: Precision | None = None
    futures: "Layer | None" = None
    besides: "tuple[Comparison, ...]" = ()
    folder: Path | None = None

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario,
        modes: Sequence[ModeLike] | ModeLike | None = None,
        *,
        baseline: ModeLike = PRESENT,
        fair: str = "equal_means",
        objective: str | None = None,
        replicates: int | None = None,
        precision: Wished | None = None,
        most_replicates: int = MOST,
        futures: int | None = None,
        sets: Sets | None = AUTO,
        besides: Sequence[str | Path | Scenario] = (),
        seed: int = 1,
        years: int | None = None,
        out: str | Path | None = None,
        jobs: int = -1,
        executor: Executor | None = None,
        overrides: Mapping[str, object] | None = None,
        agents: Mapping[str, type[Any]] | None = None,
        quiet: bool = False,
        simulate: Simulate = simulate_model,
        announce: "Callable[[Estimate], None] | None" = None,
    ) -> Self:
        """Run every mode on the same replicates and return what differs.

        Parameters
        ----------
        scenario : name, file or Scenario
        modes : sequence of name, file, Mode or mapping of park to one of these, optional
            ``present``, ``approval_only`` and ``one_plus_two`` unless given.
        baseline : name, file, Mode or mapping
            What the others are set against.
        fair : {"equal_means", "as_written", "at_its_best"}
            Whether the bodies that a mode founds are staffed out of the same total of posts, or by posts
            of their own; or each mode, the baseline too, with equal means and the best choice of what its
            managers are free to choose (`crosspark.studies.tuning`).
        objective : str, optional
            The indicator for which ``at_its_best`` chooses; ``resource_npv`` unless given.
        replicates : int, optional
            Runs of each mode, on common random numbers; 16 unless given.
        precision : str or mapping of str to quantity, optional
            Replicates are added until half the chance interval of an indicator is that narrow in every mode:
            ``{"days_to_start": "5 working days", "value_added": "1 %"}``, a per cent being one of the
            baseline's mean; an indicator by itself means the smallest difference that matters, 2 % for days
            and hours and 1 % for all else. `replicates` are run at the least.
        most_replicates : int
            Where that ends in any case.
        futures : int, optional
            Futures in which the modes are compared too, each a set of parameters and a reading of the text
            (`crosspark.studies.layers`); none unless given.
        sets : list, file, ``"stored"`` or None
            Parameter sets for the futures (`crosspark.studies.sets`), which alone are each a future; with a
            number of `futures` each takes one, and all else is drawn as without sets. Unless given, futures
            take the sets that the scenario's published facts do not rule out, if it has some and is as it
            ships; None takes none. What `overrides` say wins.
        besides : sequence of name, file or Scenario
            Scenarios in which the same modes are compared too, on eight replicates.
        seed : int
            Of the whole comparison; each replicate's seed follows from it.
        years : int, optional
            After adoption; the scenario's horizon unless given.
        out : path, optional
            The comparison's folder. Finished runs are kept there as they come; the same call goes on where an
            earlier one was ended, however that was, and so does one with more replicates or futures. Of
            `agents` the folder knows the names alone, and of `simulate` nothing.
        jobs : int
            Processes; 1 runs in this one, -1 takes every core. The results are the same.
        executor : concurrent.futures.Executor, optional
            Who runs the work instead, such as ``dask.distributed.Client(address).get_executor()``.
        overrides : mapping of str to quantity, optional
            Other figures by dotted path, ``{"headquarters.meeting_interval": "10 working days"}``.
        agents : mapping of str to type, optional
            Subclasses of agents for every mode, such as ``{"park": MyPark}``.
        quiet : bool
            No progress bar.
        simulate : callable
            What runs the model; another one for tests.
        announce : callable, optional
            Is told the runs before they are run, and of futures and other scenarios how long they will take;
            nan where that is not known.

        Raises
        ------
        BadInput
            If something given cannot be used.
        Interrupted
            On Ctrl-C; its `comparison` holds the replicates that all modes had finished.

        Examples
        --------
        >>> found = Comparison.of("two_parks", replicates=4)  # doctest: +SKIP
        >>> found.differences("decade")  # doctest: +SKIP
        """
        count = counted(_WHERE, "replicates", DEFAULT_REPLICATES if replicates is None else replicates, 1)
        seed = counted(_WHERE, "seed", seed, 0)
        given = resolve(scenario)
        case, of_modes = _overridden(given, overrides)
        years = counted(_WHERE, "years", case.years if years is None else years, 1, MOST_YEARS)
        _check(fair, objective)
        settings = {**of_modes, **FAIR[fair]}
        entries = {
            label: entry.with_parameters(settings)
            for label, entry in entries_of(case, modes, baseline).items()
        }
        base = next(iter(entries))
        wished = None if precision is None else Precision.of(precision, count, most_replicates)
        others = [resolve(one) for one in besides]
        for other in others:
            # A mode for each park, or a figure, may not fit there; nobody should wait to hear that.
            entries_of(other, modes, baseline)
            _overridden(other, overrides)
        planned = None
        if futures is not None or is_asked(sets):
            # Futures load what a comparison without them need not wait for.
            from crosspark.studies import layers

            planned = layers.Plan.of(
                case,
                entries,
                futures,
                by_hand=overrides or (),
                fixed=FREE if fair == "at_its_best" else (),
                sets=sets,
                given=given,
                seed=seed,
            )
        simulate = partial(simulate_model, agents=agents) if agents else simulate
        runner = Runner(jobs, executor, quiet, simulate)
        tuned = fair == "at_its_best"
        objective = known_objective(objective) if tuned else None
        deciders = {kind: f"{of.__module__}.{of.__qualname__}" for kind, of in (agents or {}).items()}
        asked = [fair, objective, sorted(deciders.items())]
        kept, keeping = _kept(out, case, entries, of_modes, years, seed, asked)
        runs = (count + BUDGET * tuned) * len(entries) - (0 if kept is None else len(kept))
        if announce is not None and runs > 0:
            from crosspark.studies.sweep import Estimate

            announce(Estimate(runs, math.nan, 0))
        chosen: Chosen = {}
        if objective is not None:
            chosen = tune(
                entries,
                case,
                objective=objective,
                years=years,
                seed=seed,
                overrides=of_modes,
                runner=runner,
                kept=keeping,
            )
            entries = {label: entry.with_parameters(chosen[label]) for label, entry in entries.items()}

        made_of = partial(
            cls,
            scenario=case,
            entries=entries,
            baseline=base,
            fair=fair,
            seed=seed,
            years=years,
            overrides=dict(overrides or {}),
            objective=objective,
            tuned=chosen,
            folder=None if out is None else Path(out),
        )
        labels = list(entries)
        finished, known = Finished((), ()), 0
        while True:
            try:
                more = run_jobs(
                    [job for job in plan(labels, count, seed) if job.replicate >= known],
                    case,
                    {label: entry.mode for label, entry in entries.items()},
                    years=years,
                    overrides=of_modes,
                    runner=runner,
                    kept=keeping(entries),
                )
            except Interrupted as interrupted:
                interrupted.finished = finished.joined(interrupted.finished)
                interrupted.planned = count * len(labels)
                complete, number = _complete(interrupted.finished, len(entries))
                if number:
                    interrupted.comparison = made_of(
                        replicates=number, outcomes=complete.outcomes, failed=complete.failures
                    )
                raise
            finished = finished.joined(more)
            made = made_of(
                replicates=count, outcomes=finished.outcomes, failed=finished.failures, precision=wished
            )
            if wished is None or (enough := wished.next(made)) == count:
                break
            known, count = count, enough
        within = None if out is None else Path(out) / RUNS
        there = partial(
            cls.of,
            modes=modes,
            baseline=baseline,
            fair=fair,
            objective=objective,
            replicates=BESIDES,
            seed=seed,
            years=years,
            jobs=jobs,
            executor=executor,
            overrides=overrides,
            quiet=quiet,
            simulate=simulate,
        )
        return made._and_beyond(
            planned,
            [partial(there, other, out=within and within / other.id) for other in others],
            of_modes,
            runner=runner,
            kept=kept,
            announce=announce,
            seconds=finished.seconds,
        )

    def _and_beyond(
        self,
        planned: "Plan | None",
        others: Sequence[Callable[[], Self]],
        overrides: Mapping[str, object],
        *,
        runner: Runner,
        kept: "KeptRuns | None",
        announce: "Callable[[Estimate], None] | None",
        seconds: float,
    ) -> Self:
        """Return this with the futures that were planned, and the comparisons in other scenarios."""
        runs = len(others) * len(self.entries) * BESIDES
        runs += 0 if planned is None else planned.runs(len(self.entries))
        if not runs:
            return self
        from crosspark.studies.layers import run_layer
        from crosspark.studies.sweep import Estimate

        if announce is not None:
            announce(Estimate(runs, seconds * runs, 0))
        made = self
        try:
            made = replace(made, besides=tuple(compare_there() for compare_there in others))
            if planned is not None:
                layer = run_layer(
                    planned,
                    self.scenario,
                    self.entries,
                    overrides=overrides,
                    seed=self.seed,
                    years=self.years,
                    runner=runner,
                    kept=kept,
                )
                made = replace(made, futures=layer)
        except KeyboardInterrupt:
            finished = Finished(self.outcomes, self.failed)
            interrupted = Interrupted(finished, self.replicates * len(self.entries) + runs)
            interrupted.comparison = made
            raise interrupted from None
        return made

    def __repr__(self) -> str:
        modes = ", ".join(self.entries)
        return f"<{type(self).__name__} of {modes} on {self.scenario.id}, {self.replicates} replicates>"

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Every finished run, tidy: run, mode, seed, replicate, indicator, value, unit."""
        rows = [
            (number, *_key(outcome.job), indicator, value, _unit(indicator))
            for number, outcome in enumerate(self.outcomes)
            for indicator, value in outcome.values.items()
        ]
        columns = ["run", "mode", "seed", "replicate", "indicator", "value", "unit"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def failures(self) -> pd.DataFrame:
        """Every run that failed: mode, seed, replicate, message."""
        rows = [(*_key(failure.job), failure.message) for failure in self.failed]
        return pd.DataFrame(rows, columns=["mode", "seed", "replicate", "message"])

    @property
    def manifest(self) -> dict[str, Any]:
        """Versions, hashes and the plan of seeds: what one needs to run this again."""
        return manifest_of(self)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that the runs hold, in the order of the registry."""
        held = {indicator for outcome in self.outcomes for indicator in outcome.values}
        return tuple(indicator for indicator in INDICATORS if indicator in held)

    def values(self, mode: str, indicator: str) -> list[float]:
        """Return the values of an indicator under a mode, by replicate; nan where a run failed."""
        return self._by_replicate(mode, indicator)

    def mean(self, mode: str, indicator: str) -> float:
        """Return the mean of an indicator over the replicates that have it; nan without one."""
        found = [value for value in self.values(mode, indicator) if math.isfinite(value)]
        return math.fsum(found) / len(found) if found else math.nan

    def difference(self, mode: str, indicator: str) -> PairedDifference:
        """Return how a mode differs from the baseline in an indicator."""
        return paired_difference(self.values(mode, indicator), self.values(self.baseline, indicator))

    def wired(self, mode: str, indicator: str) -> tuple[str, ...]:
        """Return the clauses that set a mode apart from the baseline and move an indicator by definition."""
        apart = self.entries[mode].clauses_apart(self.entries[self.baseline])
        return INDICATORS[indicator].wired_among(apart)

    def summary(self) -> pd.DataFrame:
        """Return each mode's mean of each indicator: indicator, mode, mean, replicates, unit, titles."""
        rows = []
        for indicator in self.indicators:
            about = INDICATORS[indicator]
            for mode in self.entries:
                count = sum(math.isfinite(value) for value in self.values(mode, indicator))
                mean = self.mean(mode, indicator)
                rows.append((indicator, mode, mean, count, about.unit, about.title_en, about.title_zh))
        columns = ["indicator", "mode", "mean", "replicates", "unit", "title_en", "title_zh"]
        return pd.DataFrame(rows, columns=columns)

    def differences(self, layer: str = "chance") -> pd.DataFrame:
        """Return each mode's paired difference from the baseline in each indicator.

        Parameters
        ----------
        layer : {"chance", "decade", "parameters"}
            ``low`` and ``high`` bound the mean difference (chance: more replicates narrow it), or the
            difference of one further decade (the luck that no replicates narrow), or they are the 10th and
            the 90th percentile of the differences over futures, and ``mean`` is their mean.

        Returns
        -------
        DataFrame
            indicator, mode, baseline, mean, low, high, pairs (replicates, or futures), better (in how many
            of them; missing where neither way is better), to_halve (replicates that would halve the chance
            interval), unit, wired_by (clauses that move it by definition; empty where it is emergent),
            title_en, title_zh.

        Raises
        ------
        BadInput
            If there is no such layer, or no futures were run.
        """
        if layer not in (*LAYERS, PARAMETERS):
            hint = suggestion(layer, (*LAYERS, PARAMETERS), "layer", "不確定性層次")
            raise BadInput("<differences>", None, "layer", layer, hint)
        if layer == PARAMETERS and self.futures is None:
            hint = Text(
                "no futures were run: give futures=20 to compare",
                "沒有模擬各種未來:請給 compare 的 futures=20",
            )
            raise BadInput("<differences>", None, "layer", layer, hint)
        rows = [
            {
                "indicator": indicator,
                "mode": mode,
                "baseline": self.baseline,
                **self._in_layer(layer, mode, indicator),
                "unit": INDICATORS[indicator].unit,
                "wired_by": " ".join(self.wired(mode, indicator)),
                "title_en": INDICATORS[indicator].title_en,
                "title_zh": INDICATORS[indicator].title_zh,
            }
            for indicator in self.indicators
            for mode in self.others
        ]
        frame = pd.DataFrame(rows, columns=_DIFFERENCE_COLUMNS)
        return frame.astype({"better": "Int64", "to_halve": "Int64"})

    def _in_layer(self, layer: str, mode: str, indicator: str) -> dict[str, Any]:
        """Return a difference with what bounds it in a layer."""
        if self.futures is not None and layer == PARAMETERS:
            over = self.futures.over(mode, indicator)
            low, high = over.range
            counts = {"pairs": over.futures, "better": over.better(), "to_halve": None}
            return {"mean": over.mean, "low": low, "high": high, **counts}
        found = self.difference(mode, indicator)
        low, high = (getattr(found, end) for end in LAYERS[layer])
        better = found.better(INDICATORS[indicator].direction)
        counts = {"pairs": found.pairs, "better": better, "to_halve": found.halving}
        return {"mean": found.mean, "low": low, "high": high, **counts}

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of uncertainty that `differences` can show."""
        return tuple(LAYERS) if self.futures is None else (*LAYERS, PARAMETERS)

    def held_equal(self) -> pd.DataFrame:
        """Return what is held equal between the modes and what is not: a row per item, a column per mode."""
        return held_equal(self)

    @property
    def others(self) -> tuple[str, ...]:
        """The labels of the modes that are not the baseline."""
        return tuple(label for label in self.entries if label != self.baseline)

    def causes(self) -> pd.DataFrame:
        """Return mean working days from signing to start by cause (rows) and mode (columns)."""
        by_mode = {mode: _mean_dict(row.causes for row in self._of(mode)) for mode in self.entries}
        return pd.DataFrame(by_mode, index=pd.Index(CAUSES, name="cause"), dtype=float)

    def who_waits(self) -> pd.DataFrame:
        """Return who waits longer, paired: by, group, indicator, mode and the columns of a difference.

        The groups are parks, segments, small and large projects (no larger than the mean lead, or larger),
        major and other ones; the days are the restricted mean from signing to start.
        """
        return groups.who_waits(self)

    def who_loses(self, mode: str) -> pd.DataFrame:
        """Return the groups that are worse off under a mode than under the baseline, beyond chance.

        Returns
        -------
        DataFrame
            by, group, indicator, mode, baseline (its mean), mean, difference, low, high (chance), relative
            (difference by the baseline's mean), worse (in how many replicates), pairs, unit; the largest
            relative loss first.
        """
        return groups.who_loses(self, mode)

    def accounts(self) -> pd.DataFrame:
        """Return the two yuan accounts: account, line, and a column per mode with the mean npv, yuan.

        The lines of `treasury` add up to fiscal_npv, those of `resource` to resource_npv.
        """
        return self._table("account_values", ["account", "line"], per=1)

    def hours(self) -> pd.DataFrame:
        """Return mean hours a year: organisation, kind, duty, and a column per mode."""
        return self._table("hours_by", ["organisation", "kind", "duty"], per=self.years)

    def flows(self) -> pd.DataFrame:
        """Return mean amounts moved in a run: giver, receiver, resource, reason, unit, a column per mode."""
        frame = self._table("flow_totals", ["giver", "receiver", "resource", "reason"], per=1)
        units = [RESOURCES[resource][0] if resource in RESOURCES else "" for resource in frame["resource"]]
        frame.insert(4, "unit", units)
        return frame

    def flows_between_parks(self) -> pd.DataFrame:
        """Return mean amounts that passed from park to park, with the columns of `flows`."""
        frame = self.flows()
        # An account of a park is named `account:park`, and one of the district has no park.
        for side in ("giver", "receiver"):
            frame[side] = [name.partition(":")[2] for name in frame[side]]
        apart = (frame["giver"] != "") & (frame["receiver"] != "") & (frame["giver"] != frame["receiver"])
        keys = ["giver", "receiver", "resource", "reason", "unit"]
        summed: pd.DataFrame = frame[apart].groupby(keys, as_index=False, sort=True).sum()
        return summed

    def monthly(self) -> pd.DataFrame:
        """Return the series of every run, tidy: mode, seed, replicate, month, series, value."""
        frames = [
            pd.DataFrame(
                {
                    "mode": outcome.job.mode,
                    "seed": outcome.job.seed,
                    "replicate": outcome.job.replicate,
                    "month": np.arange(1, len(series) + 1),
                    "series": name,
                    "value": series,
                }
            )
            for outcome in self.outcomes
            for name, series in outcome.monthly_values.items()
        ]
        return pd.concat(frames, ignore_index=True)

    def series(self, mode: str, name: str) -> Series:
        """Return one series of a mode, shape (finished replicates, months)."""
        found = [row.monthly_values[name] for row in self._of(mode) if name in row.monthly_values]
        return np.array(found, dtype=float)

    def _of(self, mode: str) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.job.mode == mode]

    def _by_replicate(self, mode: str, indicator: str) -> list[float]:
        known = {row.job.replicate: row.values.get(indicator, math.nan) for row in self._of(mode)}
        return [known.get(replicate, math.nan) for replicate in range(self.replicates)]

    def _table(self, attribute: str, keys: list[str], per: float) -> pd.DataFrame:
        by_mode = {
            mode: _mean_dict(getattr(row, attribute) for row in self._of(mode)) for mode in self.entries
        }
        found = sorted({key for means in by_mode.values() for key in means})
        data: dict[str, list[Any]] = {name: [key[place] for key in found] for place, name in enumerate(keys)}
        for mode, means in by_mode.items():
            data[mode] = [means.get(key, 0.0) / per for key in found]
        return pd.DataFrame(data)


_DIFFERENCE_COLUMNS = [
    "indicator", "mode", "baseline", "mean", "low", "high", "pairs", "better", "to_halve", "unit",
    "wired_by", "title_en", "title_zh",
]  # fmt: skip

compare: Callable[..., Comparison] = Comparison.of


def _check(fair: str, objective: str | None) -> None:
    if fair not in FAIR:
        raise BadInput(_WHERE, None, "fair", fair, suggestion(fair, FAIR, "comparison", "比較方式"))
    if objective is not None and fair != "at_its_best":
        hint = Text(
            'give it with fair="at_its_best", which alone tunes the modes',
            "請與 fair=at_its_best 一起給出,只有它會調校模式",
        )
        raise BadInput(_WHERE, None, "objective", objective, hint)


def _kept(
    out: str | Path | None,
    case: Scenario,
    entries: Mapping[str, Entry],
    overrides: Mapping[str, object],
    years: int,
    seed: int,
    besides: object,
) -> "tuple[KeptRuns | None, Callable[[Mapping[str, Entry]], Keeping | None]]":
    """Return what keeps the runs of a comparison in its folder, and who keeps those of modes by label."""
    if out is None:
        return None, lambda _: None
    from crosspark.studies.design import Design
    from crosspark.studies.kept import KeptRuns

    def design(entries: Mapping[str, Entry]) -> Design:
        point: dict[str, Any] = dict(overrides)
        return Design({case.id: case}, dict(entries), (point,), years=years, seed=seed)

    kept = KeptRuns(out, [design(entries).digest, besides])
    return kept, lambda entries: kept.of_jobs(design(entries))


def _overridden(
    scenario: Scenario, overrides: Mapping[str, object] | None
) -> tuple[Scenario, dict[str, object]]:
    """Return the scenario with those overrides that are its own, and the others, which are the modes'."""
    if not overrides:
        return scenario, {}
    from crosspark.model.district import split_overrides

    of_scenario, of_modes = split_overrides(scenario, overrides)
    return scenario.with_overrides(of_scenario), of_modes


def _complete(finished: Finished, modes: int) -> tuple[Finished, int]:
    """Return the replicates that every mode has behind it, counted anew from 0, and how many they are."""
    rows: dict[int, list[Outcome]] = {}
    for outcome in finished.outcomes:
        rows.setdefault(outcome.job.replicate, []).append(outcome)
    whole = sorted(replicate for replicate, found in rows.items() if len(found) == modes)
    new = {replicate: place for place, replicate in enumerate(whole)}
    kept = [
        Outcome(
            Job(row.job.place, new[row.job.replicate], row.job.mode, row.job.seed),
            *(
                getattr(row, name)
                for name in (
                    *("values", "monthly_values", "causes", "hours_by", "flow_totals"),
                    *("groups", "account_values"),
                )
            ),
        )
        for row in finished.outcomes
        if row.job.replicate in new
    ]
    return Finished(tuple(kept), finished.failures), len(whole)


def _key(job: Job) -> tuple[str, int, int]:
    return job.mode, job.seed, job.replicate


def _unit(indicator: str) -> str:
    return INDICATORS[indicator].unit if indicator in INDICATORS else ""


def _mean_dict(rows: Iterable[Mapping[Any, float]]) -> dict[Any, float]:
    """Return the mean of each key over the rows with a number there; a row without the key counts as 0."""
    listed = list(rows)
    means = {}
    for key in dict.fromkeys(key for row in listed for key in row):
        numbers = [number for row in listed if math.isfinite(number := float(row.get(key, 0)))]
        means[key] = math.fsum(numbers) / len(numbers) if numbers else math.nan
    return means
