"""Studies whose figures need every run: shares that add up to a whole, indices over a design."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, Text, in_language, suggestion
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies.sweep import Sweep


class RunsFailedError(RuntimeError):
    """Runs failed without which there is no figure."""


def chosen_indicators(where: str, given: Sequence[str] | str | None) -> tuple[str, ...]:
    """Return the indicators that were asked for; the headlines where none were.

    Raises
    ------
    BadInput
        If one is unknown, or the list is empty.
    """
    if given is None:
        return HEADLINES
    chosen = (given,) if isinstance(given, str) else tuple(given)
    if not chosen:
        hint = Text("name at least one", "請至少寫出一項")
        raise BadInput(where, None, "indicators", None, hint)
    for name in chosen:
        if name not in INDICATORS:
            hint = suggestion(name, INDICATORS, "indicator", "指標")
            raise BadInput(where, None, "indicators", name, hint)
    return chosen


def complete(
    found: Sweep, indicators: Sequence[str], named: Callable[[Any], str], so: Text
) -> NDArray[np.float64]:
    """Return indicators of every run in the order of the design, shape (n_runs, n_indicators).

    Parameters
    ----------
    named : callable
        Returns what a message calls a run, of its row.
    so : Text
        What is not to be had without a run that failed.

    Raises
    ------
    RunsFailedError
        If a run failed.
    """
    runs = found.runs
    lost = runs[runs["message"] != ""]
    if len(lost):
        first = lost.iloc[0]
        said = Text.of_line(first["message"])
        one = f"({named(first)}, seed {first['seed']})"
        raise RunsFailedError(
            Text(
                f"{len(lost)} of {len(runs)} runs failed, so {so}; the first {one} says: {said}",
                f"{len(runs)}次模擬中{len(lost)}次失敗,{so.zh};首次{one}的提示:{in_language(said, 'zh')}",
            )
        )
    values: NDArray[np.float64] = runs[list(indicators)].to_numpy(dtype=float)
    return values
