"""Modes over many futures: the same points and the same luck for every mode.

A future is one point of a design: a value for each parameter and condition that is not known. What asks which
mode does better where, and which one holds over all of them, rests on these.
"""

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, suggestion
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import DAYS, HOURS, INDICATORS
from crosspark.studies.design import Design, Factor, knobs
from crosspark.studies.entries import ModeLike, entries_of
from crosspark.studies.sensitivity import carried, varying
from crosspark.studies.sweep import Sweep, sweep

Array = NDArray[np.float64]

#: What varies: paths, patterns, ``PATH:LOW:HIGH``, or a mapping as a design writes it.
Vary = Sequence[str] | str | Mapping[str, object] | None

#: The smallest difference that matters, as a share of what it is set against: for days and hours two per
#: cent, which is a week in a year; for all else one per cent, which a year of slow growth brings.
SMALLEST: dict[str, float] = {
    name: 0.02 if about.measure in (DAYS, HOURS) else 0.01 for name, about in INDICATORS.items()
}

#: Within the folder of a study.
RUNS, REPORT = "runs", "report"

DIFFER = "name modes that differ"


@dataclass(frozen=True)
class Named:
    """A scenario or a mode by its id, with its titles."""

    id: str
    title_en: str
    title_zh: str

    def title(self, lang: str) -> str:
        """Return the title in a language."""
        return self.title_zh if lang == "zh" else self.title_en


@dataclass(frozen=True, repr=False)
class Futures:
    """What modes came to in each future.

    Attributes
    ----------
    scenario : Named
    modes : tuple of Named
    factors : tuple of Factor
        What varies, with unit and range.
    points : DataFrame
        A row for each future, a column for each factor, in canonical units.
    values : dict of str to ndarray, shape (n_points, n_modes, n_replicates)
        By indicator; nan where a run failed or has no value.
    failed : int
        Runs that failed.
    method : str
        How the points were drawn.
    seed : int
    years : int or None
        None where the scenario's own horizon was run.
    digest : str
        Of the design.
    """

    scenario: Named
    modes: tuple[Named, ...]
    factors: tuple[Factor, ...]
    points: pd.DataFrame
    values: dict[str, Array]
    failed: int
    method: str
    seed: int
    years: int | None
    digest: str

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario | None,
        modes: Sequence[ModeLike] | None,
        indicators: Sequence[str],
        *,
        where: str,
        vary: Vary,
        study: str | Path | Sweep | None,
        out: str | Path | None,
        drawn: Mapping[str, Any],
        running: Mapping[str, Any],
    ) -> Self:
        """Return the futures of a stored study, or draw some and run the modes in them.

        Parameters
        ----------
        scenario, modes
            Of a stored study, its id and their labels.
        indicators : sequence of str
        where : str
            Who asks, for messages.
        vary, study, out
            As `crosspark.studies.discovery.Discovery.of` takes them.
        drawn : mapping
            Method, size, replicates, seed and years of the design.
        running : mapping
            What `crosspark.studies.sweep.sweep` takes besides.

        Raises
        ------
        BadInput
            If something given cannot be used.
        """
        if study is not None:
            labels = None if modes is None else [_label(where, mode) for mode in modes]
            paths = None if vary is None else [vary] if isinstance(vary, str) else list(vary)
            id_ = scenario.id if isinstance(scenario, Scenario) else scenario
            id_ = None if id_ is None else str(id_)
            return cls.of_sweep(
                load_runs(study), indicators, where=where, modes=labels, scenario=id_, paths=paths
            )
        case = resolve("wenjiang" if scenario is None else scenario)
        listed = list(modes or ())
        entries = entries_of(case, listed[1:], listed[0]) if listed else {}
        if len(entries) < 2:
            raise BadInput(where, None, "modes", ", ".join(entries), DIFFER)
        rules = [one for entry in entries.values() for one in entry.by_park.values()]
        design = {
            "scenario": case,
            "modes": listed,
            "vary": ranges(where, case, rules, vary),
            "sample": {"method": drawn["method"], "size": drawn["size"], "seed": drawn["seed"]},
            "replicates": drawn["replicates"],
            "seed": drawn["seed"],
            "years": case.years if drawn["years"] is None else drawn["years"],
        }
        return cls.of_sweep(run_study(design, out, running), indicators, where=where)

    @classmethod
    def of_sweep(
        cls,
        found: Sweep,
        indicators: Sequence[str],
        *,
        where: str,
        modes: Sequence[str] | None = None,
        scenario: str | None = None,
        paths: Sequence[str] | None = None,
    ) -> Self:
        """Return the futures that a sweep has run.

        Parameters
        ----------
        found : Sweep
        indicators : sequence of str
        where : str
        modes : sequence of str, optional
            Labels; all of them unless given.
        scenario : str, optional
            Its id; needed where the sweep has several.
        paths : sequence of str, optional
            Which of the paths that vary are looked at, or patterns of them; unless given, all that are
            numbers and set at every point.

        Raises
        ------
        BadInput
            If the sweep holds no such mode, scenario or path, or nothing is finished.
        """
        design = found.design
        labels = list(design["modes"] if modes is None else modes)
        for label in labels:
            if label not in design["modes"]:
                hint = suggestion(label, design["modes"], "mode of the study")
                raise BadInput(where, None, "modes", label, hint)
        if len(set(labels)) < max(2, len(labels)):
            raise BadInput(where, None, "modes", ", ".join(labels), DIFFER)
        name = _scenario(where, design["scenarios"], scenario)
        columns = ["scenario", "mode", "point", "replicate", *found.paths, "message", *indicators]
        runs = found.read(columns)
        runs = runs[(runs["scenario"] == name) & runs["mode"].isin(labels)]
        if runs.empty:
            raise BadInput(where, None, "runs", "none finished", "let the study run first")
        points = runs.drop_duplicates("point").set_index("point")[found.paths].sort_index()
        # Studies of earlier versions kept the units of what was sampled alone.
        units = {one["path"]: one["unit"] for one in design["factors"]} | design.get("units", {})
        factors = tuple(_factors(where, points, units, paths))
        shape = (len(points), len(labels), design["replicates"])
        places = (
            points.index.get_indexer(pd.Index(runs["point"])),
            pd.Index(labels).get_indexer(pd.Index(runs["mode"])),
            runs["replicate"].to_numpy(),
        )
        values = {}
        for indicator in indicators:
            values[indicator] = np.full(shape, np.nan)
            values[indicator][places] = runs[indicator].to_numpy(dtype=float)
        return cls(
            scenario=_named(name, design["scenarios"]),
            modes=tuple(_named(label, design["modes"]) for label in labels),
            factors=factors,
            points=points[[factor.path for factor in factors]].astype(float).reset_index(drop=True),
            values=values,
            failed=int((runs["message"] != "").sum()),
            method=design["method"],
            seed=design["seed"],
            years=design["years"],
            digest=design["digest"],
        )

    @property
    def replicates(self) -> int:
        """How often every mode was run in a future."""
        return int(next(iter(self.values.values())).shape[2])

    def means(self, indicator: str) -> Array:
        """Return the mean of each mode in each future, shape (n_points, n_modes).

        Only replicates count in which every mode has a value; nan where there is none.
        """
        values = self.values[indicator]
        whole = np.isfinite(values).all(axis=1, keepdims=True)
        count = whole.sum(axis=2)
        sums = np.where(whole, values, 0.0).sum(axis=2)
        return ratio(sums, count)


def ratio(sums: Array, count: NDArray[Any]) -> Array:
    """Return sums by counts; nan where nothing was counted."""
    found: Array = np.divide(sums, count, out=np.full(sums.shape, np.nan), where=count > 0)
    return found


def run_study(design: Mapping[str, Any], out: str | Path | None, running: Mapping[str, Any]) -> Sweep:
    """Run the design of a study, whose folder holds its runs and, later, its report.

    Raises
    ------
    BadInput
        If the design cannot be used, or the folder holds something else.
    """
    what, folder = Design.of(design), None
    if out is not None:
        given = Path(out)
        if given.is_dir() and any(given.iterdir()) and not (given / RUNS).is_dir():
            hint = "it is no study of this kind; give an empty folder, or one that it made"
            raise BadInput(str(given), None, "the folder", "not empty", hint)
        folder = given / RUNS
    return sweep(what, out=folder, **running)


def load_runs(study: str | Path | Sweep) -> Sweep:
    """Return a sweep, or the one that a folder holds: that of a sweep, or of a study with its runs in it."""
    if isinstance(study, Sweep):
        return study
    within = Path(study) / RUNS
    return Sweep.load(within if within.is_dir() else study)


def ranges(where: str, case: Scenario, modes: Sequence[Mode], vary: Vary) -> dict[str, object]:
    """Return what varies in the form that a design takes.

    Raises
    ------
    BadInput
        If a pattern names nothing, a range is cut short, or no mode has the clause whose size a path is.
    """
    found = dict(vary) if isinstance(vary, Mapping) else _ranges(where, case, modes, vary)
    known = knobs(case)
    for path in found:
        if path in known and not carried(modes, path):
            hint = f"no mode has the clause {path.split('.')[1]}, so it would change nothing; leave it out"
            raise BadInput(where, None, "vary", path, hint)
    return found


def _ranges(
    where: str, case: Scenario, modes: Sequence[Mode], vary: Sequence[str] | str | None
) -> dict[str, object]:
    listed = [vary] if isinstance(vary, str) else vary
    named = None if listed is None else [one for one in listed if ":" not in one]
    found: dict[str, object] = {}
    if named is None or named:
        try:
            found = {knob.path: [knob.low, knob.high] for knob in varying(case, modes, named)}
        except BadInput as error:
            raise BadInput(where, None, "vary", error.value, error.hint) from error
    for one in listed or ():
        if ":" in one:
            path, given = axis(where, "vary", one)
            found[path] = given
    return found


def axis(where: str, field: str, written: str | tuple[str, Any, Any]) -> tuple[str, list[Any] | None]:
    """Return path and range of ``PATH[:LOW:HIGH]`` or (path, low, high); None for its whole range."""
    parts = written.split(":") if isinstance(written, str) else list(written)
    if len(parts) not in (1, 3) or not all(str(part).strip() for part in parts):
        hint = (
            "write PATH, or PATH:LOW:HIGH as in headquarters.meeting_interval:4 working days:20 working days"
        )
        raise BadInput(where, None, field, str(written), hint)
    path, *ends = (part.strip() if isinstance(part, str) else part for part in parts)
    return path, ends or None


def smallest(where: str, indicator: str, given: float | None) -> float:
    """Return the smallest difference that matters, as a share."""
    if given is None:
        return SMALLEST[indicator]
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given < 1:
        raise BadInput(where, None, "least", given, "a share of the baseline, such as 0.02")
    return float(given)


def directed(where: str, field: str, indicator: str) -> str:
    """Return the indicator if more or less of it is better.

    Raises
    ------
    BadInput
        If it is unknown, or neither way is better.
    """
    if indicator not in INDICATORS:
        raise BadInput(where, None, field, indicator, suggestion(str(indicator), INDICATORS, "indicator"))
    if not INDICATORS[indicator].direction:
        hint = "neither more nor less of it is better; choose another indicator"
        raise BadInput(where, None, field, indicator, hint)
    return indicator


def _scenario(where: str, known: Mapping[str, Any], given: str | None) -> str:
    if given is None and len(known) == 1:
        return next(iter(known))
    if given is None or given not in known:
        hint = f"the study has {', '.join(known)}; name one of them"
        raise BadInput(where, None, "scenario", given, hint)
    return given


def _named(id_: str, known: Mapping[str, Any]) -> Named:
    return Named(id_, known[id_]["title_en"], known[id_]["title_zh"])


def _factors(
    where: str, points: pd.DataFrame, units: Mapping[str, str], paths: Sequence[str] | None
) -> list[Factor]:
    """Return what of the paths can be looked at: numbers that are set at every point, and differ."""
    asked: list[str] = list(points.columns)
    if paths is not None:
        asked = []
        for pattern in paths:
            named = fnmatch.filter(points.columns, pattern)
            if not named:
                hint = suggestion(pattern, points.columns, "path of the study")
                raise BadInput(where, None, "vary", pattern, hint)
            asked += [path for path in named if path not in asked]
    found = []
    for path in asked:
        column = points[path]
        usable = pd.api.types.is_numeric_dtype(column) and column.notna().all() and column.nunique() > 1
        if usable:
            if path not in units:
                hint = "the study does not say its unit; sweep the design into a new folder"
                raise BadInput(where, None, "vary", path, hint)
            found.append(Factor(path, units[path], float(column.min()), float(column.max())))
        elif paths is not None:
            hint = "it must be a number that is set at every point, and not always the same"
            raise BadInput(where, None, "vary", path, hint)
    return found


def _label(where: str, given: ModeLike) -> str:
    label = getattr(given, "id", given)
    if not isinstance(label, str):
        raise BadInput(where, None, "modes", str(given), "of a stored study give the labels of modes")
    return label
