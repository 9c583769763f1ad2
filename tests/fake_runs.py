"""A model of a few lines in place of the real one: numbers that a reader can follow, in no time at all."""

import math
import os
import signal
from dataclasses import dataclass
from typing import Any

import numpy as np

from crosspark.model.indicators import CAUSES, INDICATORS


@dataclass(frozen=True)
class FakeRun:
    values: dict[str, float]
    monthly_values: dict[str, Any]
    causes: dict[str, float]
    hours_by: dict[tuple[str, str, str], float]
    flow_totals: dict[tuple[str, str, str, str], int]
    groups: dict[tuple[str, str, str], float]
    account_values: dict[tuple[str, str], float]


def luck(seed: int) -> float:
    """Return a number in [0, 1) that all modes share under one seed."""
    return (seed * 0.6180339887) % 1.0


def strength(mode: Any) -> float:
    """Return how far a mode is from doing nothing: the sum of its intensities, or 0 for a bare name."""
    if isinstance(mode, dict):
        return sum(strength(one) for one in mode.values()) / len(mode)
    return float(sum(mode.clauses.values())) if hasattr(mode, "clauses") else float(len(mode))


def simulate(scenario, mode, *, seed, years, overrides=None) -> FakeRun:
    """Return a run in which a unit of clauses brings one firm, takes one day off, and luck adds up to ten."""
    effect, chance = strength(mode), 10 * luck(seed)
    months = np.arange(12 * years, dtype=float)
    values = dict.fromkeys(INDICATORS, 1.0)
    values |= {
        "operating_firms": 100 + effect + chance,
        "days_to_start": 200 - effect + chance,
        "value_added": 1e9 * (1 + effect) * (1 + chance),
        "days_started": math.nan,
    }
    causes = {cause: 10.0 + place for place, cause in enumerate(CAUSES)}
    return FakeRun(
        values=values,
        monthly_values={
            "operating_firms": 100 + (effect + chance) * months / months.size,
            "jobs": 1000 + effect * months,
            "started": np.full(months.size, 2.0),
            "signed": np.full(months.size, 3.0),
            "output": 1e8 + effect * 1e6 * months,
            "value_added": 5e7 + effect * 1e6 * months,
        },
        causes=causes,
        hours_by={
            ("north", "park", "attraction"): 1000.0 + effect,
            ("north", "park", "social"): 500.0,
            ("planning", "department", "cases"): 2000.0,
            ("town", "subdistrict", "social"): 3000.0,
        },
        flow_totals={("north", "south", "quota", "headquarters"): int(100 * effect)},
        groups={
            ("park", "north", "days_to_start"): 210 - effect + chance,
            ("park", "south", "days_to_start"): 190 + effect + chance,
            ("subdistrict", "town", "service_level"): 1.0 - 0.01 * effect - 0.001 * chance,
        },
        account_values={
            ("treasury", "wages of posts"): -1e8 * (1 + effect),
            ("resource", "value_added"): 1e9 * (1 + effect) * (1 + chance),
        },
    )


def failing_in_the_second_replicate(scenario, mode, *, seed, years, overrides=None):
    from crosspark.studies.jobs import seed_of

    if seed == seed_of(1, 1):
        raise ZeroDivisionError("no land\nleft")
    return simulate(scenario, mode, seed=seed, years=years, overrides=overrides)


def interrupted_in_the_last_mode(scenario, mode, *, seed, years, overrides=None):
    """Send Ctrl-C to this process when the run of "interrupt" comes."""
    from crosspark.studies.jobs import seed_of

    if strength(mode) >= len("interrupt") and seed != seed_of(1, 0):
        os.kill(os.getpid(), signal.SIGINT)
    return simulate(scenario, mode, seed=seed, years=years, overrides=overrides)


def compared(values, *, modes=("present", "approval_only", "one_plus_two"), replicates=3, **options):
    """Return a comparison on `two_parks` whose runs have the given values.

    Parameters
    ----------
    values : dict of str to dict of str to list of float
        By mode and indicator, the value of each replicate; what is not given is that of `simulate`.
    """
    import crosspark.scenarios  # noqa: F401
    from crosspark.studies.jobs import seed_of
    from crosspark.views.comparison import Comparison

    place = {seed_of(1, replicate): replicate for replicate in range(replicates)}
    causes = options.pop("causes", {})

    def from_table(scenario, mode, *, seed, years, overrides=None):
        run = simulate(scenario, mode, seed=seed, years=years, overrides=overrides)
        given = values.get(getattr(mode, "id", "mixed"), {})
        for indicator, by_replicate in given.items():
            run.values[indicator] = by_replicate[place[seed]]
        run.causes.update(causes.get(getattr(mode, "id", "mixed"), {}))
        return run

    return Comparison.of(
        "two_parks", modes, replicates=replicates, years=1, jobs=1, quiet=True, simulate=from_table, **options
    )
