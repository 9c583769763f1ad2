"""Bridges to the tools of others: Mesa's batch_run, EMA workbench, SALib, and functions as pyABC takes them.

Each hands our model over in the form that the tool expects, with our paths as parameters and our indicators
as outcomes. Numbers are in canonical units (yuan, m², working day, share).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, Text, whole
from crosspark.model.case import Scenario, resolve
from crosspark.model.district import DistrictModel, ModeLike
from crosspark.model.indicators import HEADLINES
from crosspark.studies.assumptions import varying
from crosspark.studies.batch import Context
from crosspark.studies.design import Design, Knob
from crosspark.studies.entries import load_mode_of
from crosspark.studies.runner import simulate_model

_SEEDS = Text(
    'give a seed for each replicate, such as "draw": [1, 2, 3] in the parameters; iterations repeat one run',
    '請為每次重複給一個種子,如在參數中寫 "draw": [1, 2, 3];iterations 只會重複同一次模擬',
)


class BatchDistrict(DistrictModel):
    """The district in the form that ``mesa.batch_run`` can sweep.

    The row of the last month holds the indicators of the whole run. Replicates are seeds: a list of `draw`
    or, from Mesa 3.4 on, the `rng` of ``batch_run``, which sets it whatever the parameters say. `iterations`
    cannot have any: Mesa tells the model nothing of them, so that all would be one run.

    Parameters
    ----------
    case, mode, years
        As of `DistrictModel`.
    draw, rng : int
        The seed, by one of the two names.
    settings : mapping of str to quantity, optional
        Overrides. In the parameters of batch_run a list of mappings, one for each variant.

    Raises
    ------
    BadInput
        If no seed is given, or two; and as of `DistrictModel`.

    Examples
    --------
    >>> mesa.batch_run(
    ...     BatchDistrict, {"mode": ["present", "one_plus_two"], "draw": [1, 2], "years": 3}
    ... )  # doctest: +SKIP
    """

    def __init__(
        self,
        case: str | Path | Scenario = "wenjiang",
        mode: ModeLike = "one_plus_two",
        *,
        draw: int | None = None,
        rng: int | None = None,
        years: int | None = None,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        seeds = {name: seed for name, seed in (("draw", draw), ("rng", rng)) if seed is not None}
        if len(seeds) != 1:
            given = Text("given beside rng", "與 rng 並用") if seeds else None
            raise BadInput("<batch_run>", None, "draw", given, _SEEDS)
        ((name, seed),) = seeds.items()
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer):
            raise BadInput("<batch_run>", None, name, seed, whole(0))
        super().__init__(case, mode, rng=int(seed), years=years, overrides=settings)

    def step(self) -> None:
        """Let one month pass; after the last one add the indicators."""
        super().step()
        if not self.running:
            months = len(self.datacollector.model_vars["month"])
            for name, value in self.result().values.items():
                self.datacollector.model_vars[name] = [None] * (months - 1) + [value]


@dataclass(frozen=True)
class Function:
    """The model as a function of parameters: ``function({"handover.days": 2.0}) -> {"jobs": 26000.0, …}``.

    The same point has the same luck, at any time and place; pyABC and other samplers take it as it is.

    Parameters
    ----------
    scenario : name, file or Scenario
    mode : name, file or Mode
    paths : sequence of str
        Parameters, or patterns such as ``headquarters.*``.
    outcomes : tuple of str
        Indicators; each is the mean over the replicates.
    replicates, seed : int
    years : int, optional
    """

    scenario: str | Path | Scenario
    mode: ModeLike
    paths: Sequence[str]
    outcomes: tuple[str, ...] = HEADLINES
    replicates: int = 1
    seed: int = 1
    years: int | None = None

    @cached_property
    def knobs(self) -> tuple[Knob, ...]:
        """The parameters with their units and ranges."""
        case = resolve(self.scenario)
        return varying(case, [load_mode_of(case, self.mode)], self.paths)

    def __call__(self, parameters: Mapping[str, float] | None = None, /, **named: float) -> dict[str, float]:
        """Return the outcomes at one point, given as a mapping or by name."""
        point = {path: float(value) for path, value in {**(parameters or {}), **named}.items()}
        design = Design.of(
            {
                **{"scenario": self.scenario, "modes": [self.mode], "points": [point]},
                **{"replicates": self.replicates, "seed": self.seed, "years": self.years},
            }
        )
        context = Context.of(design, simulate_model)
        rows = [context.run(task) for task in design.tasks()]
        if lost := [row.message for row in rows if row.message]:
            raise RuntimeError(f"a run failed at {point}: {lost[0]}")
        return {name: float(np.mean([row.values[name] for row in rows])) for name in self.outcomes}

    def of_rows(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the outcomes of points in the order of `knobs`, shape (n_points, n_outcomes)."""
        names = [knob.path for knob in self.knobs]
        return np.array([list(self(dict(zip(names, row, strict=True))).values()) for row in points])


def ema_model(function: Function, name: str = "crosspark") -> Any:
    """Return an EMA workbench model: `Function.knobs` as uncertainties, its outcomes as scalar outcomes."""
    from ema_workbench import Model, RealParameter, ScalarOutcome

    model = Model(name, function=function)
    model.uncertainties = [RealParameter(knob.path, knob.low, knob.high) for knob in function.knobs]
    model.outcomes = [ScalarOutcome(outcome) for outcome in function.outcomes]
    return model


def salib_problem(function: Function) -> Any:
    """Return a SALib ProblemSpec; ``problem.sample_sobol(64).evaluate(function.of_rows)`` runs it."""
    from SALib import ProblemSpec

    return ProblemSpec(
        {
            "names": [knob.path for knob in function.knobs],
            "bounds": [[knob.low, knob.high] for knob in function.knobs],
            "outputs": list(function.outcomes),
        }
    )
