"""What each clause does alone, and what it is missed for: paired differences on common random numbers."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import crosspark.scenarios  # noqa: F401 - it knows how to find a scenario by its name
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.mode import Mode, load_mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import INDICATORS
from crosspark.studies.entries import PRESENT, load_mode_of
from crosspark.studies.jobs import Outcome, Simulate, plan
from crosspark.studies.runner import Runner, run_jobs, simulate_model
from crosspark.studies.statistics import paired_difference
from crosspark.studies.stored import Size

#: Settings of a study, and what the difference is between.
SETTINGS = {
    "alone": "present with the clause at full intensity, less present",
    "missing": "one_plus_two, less one_plus_two without the clause",
    "apart": "alone less missing, in the same replicate",
    "mode": "the mode, less present",
    "lead": "in the scenario, one_plus_two less approval_only",
}

#: The clauses that do something. S6 names goals.
ACTING = tuple(id_ for id_, clause in CLAUSES.items() if clause.changes)

#: Clauses taken together. M3 is a shock to volume, so its family is shown with and without it.
GROUPS = {
    "M": tuple(id_ for id_ in ACTING if id_[0] == "M"),
    "M_without_M3": tuple(id_ for id_ in ACTING if id_[0] == "M" and id_ != "M3"),
}

FULL, RIVAL = "one_plus_two", "approval_only"


@dataclass(frozen=True)
class Contrast:
    """A difference to be measured: the sum of some runs of a replicate less the sum of others."""

    subject: str
    setting: str
    more: tuple[str, ...]
    less: tuple[str, ...]


@dataclass
class Plan:
    """The modes that a study runs, each once per seed, and the differences that it takes between them."""

    case: Scenario
    modes: dict[str, Mode] = field(default_factory=dict)
    contrasts: list[Contrast] = field(default_factory=list)

    def add_clauses(self, subject: str, clauses: Sequence[str]) -> None:
        """Ask what some clauses do alone, what they are missed for, and how far the two differ."""
        base, full = load_mode_of(self.case, PRESENT), load_mode(FULL)
        bare, alone = self._label(base), self._label(base.with_clauses(*clauses))
        whole, without = self._label(full), self._label(full.without(*clauses))
        self.contrasts += [
            Contrast(subject, "alone", (alone,), (bare,)),
            Contrast(subject, "missing", (whole,), (without,)),
            Contrast(subject, "apart", (alone, without), (bare, whole)),
        ]

    def add_mode(self, name: str) -> None:
        """Ask what a mode does against the present one."""
        bare, other = self._label(load_mode_of(self.case, PRESENT)), self._label(load_mode(name))
        self.contrasts.append(Contrast(name, "mode", (other,), (bare,)))

    def add_lead(self) -> None:
        """Ask how far the whole reform is ahead of the approval reform alone."""
        full, rival = self._label(load_mode(FULL)), self._label(load_mode(RIVAL))
        self.contrasts.append(Contrast(self.case.id, "lead", (full,), (rival,)))

    def _label(self, mode: Mode) -> str:
        self.modes[mode.id] = mode
        return mode.id

    def measure(
        self,
        *,
        replicates: int,
        seed: int = 1,
        years: int | None = None,
        jobs: int = -1,
        quiet: bool = False,
        simulate: Simulate = simulate_model,
    ) -> list[Size]:
        """Run every mode on the same replicates and return each difference in each indicator.

        Raises
        ------
        RuntimeError
            If a run failed: differences of what is left would mislead.
        """
        finished = run_jobs(
            plan(list(self.modes), replicates, seed),
            self.case,
            self.modes,
            years=self.case.years if years is None else years,
            runner=Runner(jobs, None, quiet, simulate),
        )
        if finished.failures:
            first = finished.failures[0]
            raise RuntimeError(
                f"{len(finished.failures)} of the runs failed, the first under {first.job.mode} with seed "
                f"{first.job.seed}: {first.message}"
            )
        values = _values(finished.outcomes, replicates)
        return [
            _size(contrast, indicator, {mode: by[indicator] for mode, by in values.items()})
            for contrast in self.contrasts
            for indicator in INDICATORS
        ]


def clause_study(
    scenario: str | Path | Scenario = "wenjiang",
    clauses: Iterable[str] = ACTING,
    *,
    replicates: int,
    seed: int = 1,
    years: int | None = None,
    jobs: int = -1,
    quiet: bool = False,
    simulate: Simulate = simulate_model,
) -> list[Size]:
    """Measure what each clause does alone on `present`, and what `one_plus_two` misses without it.

    Parameters
    ----------
    scenario : name, file or Scenario
    clauses : iterable of str
        Ids; all that act unless given.
    replicates : int
        Runs of each mode, on common random numbers.
    seed : int
    years : int, optional
        After adoption; the scenario's horizon unless given.
    jobs : int
        Processes; 1 runs in this one, -1 takes every core.
    quiet : bool
        No progress bar.
    simulate : callable
        What runs the model.

    Returns
    -------
    list of Size
        By clause, setting (alone, missing, apart) and indicator, in canonical units.
    """
    asked = Plan(resolve(scenario))
    for clause in clauses:
        asked.add_clauses(clause, [clause])
    return asked.measure(
        replicates=replicates, seed=seed, years=years, jobs=jobs, quiet=quiet, simulate=simulate
    )


def whole_plan(case: Scenario, modes: Iterable[str] = ()) -> Plan:
    """Return the plan of the stored study: every clause, the groups, modes and the lead."""
    asked = Plan(case)
    for subject, clauses in {**{id_: (id_,) for id_ in ACTING}, **GROUPS}.items():
        asked.add_clauses(subject, clauses)
    for name in modes:
        asked.add_mode(name)
    asked.add_lead()
    return asked


def digests(plans: Iterable[Plan]) -> dict[str, Any]:
    """Return what a study rests on: the digest of each scenario, and of each mode that runs in it."""
    return {
        asked.case.id: {
            "sha256": asked.case.digest,
            "modes": {label: mode.digest for label, mode in asked.modes.items()},
        }
        for asked in plans
    }


_Values = dict[str, dict[str, np.ndarray[Any, np.dtype[np.float64]]]]


def _values(outcomes: Iterable[Outcome], replicates: int) -> _Values:
    """Return each mode's indicators by replicate; what a run does not hold is nan."""
    values: _Values = {}
    for outcome in outcomes:
        blank = {indicator: np.full(replicates, math.nan) for indicator in INDICATORS}
        by_indicator = values.setdefault(outcome.job.mode, blank)
        for indicator, row in by_indicator.items():
            row[outcome.job.replicate] = outcome.values.get(indicator, math.nan)
    return values


def _size(
    contrast: Contrast, indicator: str, values: Mapping[str, np.ndarray[Any, np.dtype[np.float64]]]
) -> Size:
    more = np.sum([values[mode] for mode in contrast.more], axis=0)
    less = np.sum([values[mode] for mode in contrast.less], axis=0)
    found = paired_difference(list(more), list(less))
    # The level of the very pairs that the difference is taken over.
    level = values[contrast.less[0]][np.isfinite(more - less)]
    return Size(
        subject=contrast.subject,
        setting=contrast.setting,
        indicator=indicator,
        mean=found.mean,
        low=found.chance_low,
        high=found.chance_high,
        pairs=found.pairs,
        baseline=float(level.mean()) if level.size else math.nan,
        unit=INDICATORS[indicator].unit,
    )
