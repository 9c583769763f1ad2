"""Modes over many futures: the same points and the same luck for every mode.

A future is one point of a design: a value for each parameter and condition that is not known. What asks which
mode does better where, and which one holds over all of them, rests on these.
"""

import fnmatch
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, Text, suggestion, whole
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import DAYS, HOURS, INDICATORS
from crosspark.studies.assumptions import carried, own_paths, varying
from crosspark.studies.design import Design, Factor, Settings, knobs
from crosspark.studies.entries import ModeLike, entries_of
from crosspark.studies.folders import RUNS, check_folder
from crosspark.studies.sets import AUTO, NO_SETS, ParameterSets, Sets, is_asked, read_sets
from crosspark.studies.sweep import Sweep, sweep

Array = NDArray[np.float64]

#: What varies: paths, patterns, ``PATH:LOW:HIGH``, or a mapping as a design writes it.
Vary = Sequence[str] | str | Mapping[str, object] | None

#: The smallest difference that matters, as a share of what it is set against: for days and hours two per
#: cent, which is a week in a year; for all else one per cent, which a year of slow growth brings.
SMALLEST: dict[str, float] = {
    name: 0.02 if about.measure in (DAYS, HOURS) else 0.01 for name, about in INDICATORS.items()
}

DIFFER = Text("name modes that differ", "請寫彼此不同的模式")


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
    message : str
        What the first run that failed said.
    sets : ParameterSets
        Of which each future takes one; none where a stored study was looked at.
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
    message: str = ""
    sets: ParameterSets = NO_SETS

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario | None,
        modes: Sequence[ModeLike] | None,
        indicators: Sequence[str],
        *,
        where: str,
        vary: Vary,
        sets: Sets | None,
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
        vary, sets, study, out
            As `crosspark.studies.discovery.Discovery.of` takes them.
        drawn : mapping
            Method, size, replicates, seed and years of the design; usual: the size unless given.
        running : mapping
            What `crosspark.studies.sweep.sweep` takes besides.

        Raises
        ------
        BadInput
            If something given cannot be used.
        """
        if study is not None:
            if is_asked(sets):
                hint = Text(
                    "a stored study has the runs that it has; leave study out to run over sets",
                    "已存研究只含已有的模擬;若要按參數組模擬,請去掉 study",
                )
                raise BadInput(where, None, "sets", Text("given beside study", "與 study 並用"), hint)
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
        by_hand = set(_one_by_one(vary)) if sets == AUTO else set()
        taken = read_sets(where, case, sets, by_hand=by_hand, own=own_paths(rules))
        varied = ranges(where, case, rules, vary, taken.paths)
        years = case.years if drawn["years"] is None else drawn["years"]
        how = {"scenario": case, "modes": listed, "years": years}
        how |= {name: drawn[name] for name in ("replicates", "seed")}
        size = drawn["size"]
        if varied or not taken:
            size = drawn["usual"] if size is None else size
            sample = {"method": drawn["method"], "size": size, "seed": drawn["seed"]}
            design = Design.of({**how, "vary": varied, "sample": sample})
            dealt = taken.dealt(len(design.points), drawn["seed"])
            points = zip(design.points, dealt, strict=True)
            design = replace(design, points=tuple({**point, **one} for point, one in points))
        else:
            design = Design.of({**how, "points": _alone(where, taken, size, drawn["seed"])})
        found = cls.of_sweep(run_study(design, out, running), indicators, where=where)
        return replace(found, sets=taken)

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
                hint = suggestion(label, design["modes"], "mode of the study", "研究中的模式")
                raise BadInput(where, None, "modes", label, hint)
        if len(set(labels)) < max(2, len(labels)):
            raise BadInput(where, None, "modes", ", ".join(labels), DIFFER)
        name = _scenario(where, design["scenarios"], scenario)
        columns = ["scenario", "mode", "point", "replicate", *found.paths, "message", *indicators]
        runs = found.read(columns)
        runs = runs[(runs["scenario"] == name) & runs["mode"].isin(labels)]
        if runs.empty:
            raise BadInput(
                where,
                None,
                "runs",
                Text("none finished", "無一完成"),
                Text("let the study run first", "請先讓該研究運行"),
            )
        points = runs.drop_duplicates("point").set_index("point")[found.paths].sort_index()
        # Studies of earlier versions kept the units of what was sampled alone.
        units = {one["path"]: one["unit"] for one in design["factors"]} | design.get("units", {})
        factors = tuple(_factors(where, points, units, design.get("titles", {}), paths))
        shape = (len(points), len(labels), design["replicates"])
        places = (
            points.index.get_indexer(pd.Index(runs["point"])),
            pd.Index(labels).get_indexer(pd.Index(runs["mode"])),
            runs["replicate"].to_numpy(),
        )
        lost = runs.loc[runs["message"] != "", "message"]
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
            failed=len(lost),
            message=Text.of_line(lost.iloc[0]) if len(lost) else "",
            method=design["method"],
            seed=design["seed"],
            years=design["years"],
            digest=design["digest"],
        )

    def factor(self, path: str) -> Factor:
        """Return what varies at a path."""
        return next(factor for factor in self.factors if factor.path == path)

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


def run_study(design: Design, out: str | Path | None, running: Mapping[str, Any]) -> Sweep:
    """Run the design of a study, whose folder holds its runs and, later, its report.

    Raises
    ------
    BadInput
        If the folder holds something else.
    """
    folder = None
    if out is not None:
        check_folder(out, (RUNS,))
        folder = Path(out) / RUNS
    return sweep(design, out=folder, **running)


def load_runs(study: str | Path | Sweep) -> Sweep:
    """Return a sweep, or the one that a folder holds."""
    return study if isinstance(study, Sweep) else Sweep.load(study)


def _alone(where: str, taken: ParameterSets, size: int | None, seed: int) -> Sequence[Settings]:
    """Return the futures where nothing varies but which set it is: each once, or as many as were asked."""
    if size is None or size == len(taken):
        return taken.points
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise BadInput(where, None, "size", size, whole(1))
    if size > len(taken):
        hint = Text(
            f"there are {len(taken)} sets and nothing else varies, so that more futures would repeat them",
            f"只有{len(taken)}組參數,別無變動,再多的未來只是重複",
        )
        raise BadInput(where, None, "size", size, hint)
    return taken.dealt(size, seed)


def ranges(
    where: str, case: Scenario, modes: Sequence[Mode], vary: Vary, of_sets: Collection[str] = ()
) -> dict[str, object]:
    """Return what varies in the form that a design takes.

    Parameters
    ----------
    of_sets : collection of str
        Paths whose values come with parameter sets. A pattern leaves them out.

    Raises
    ------
    BadInput
        If a pattern names nothing, a range is cut short, no mode has the clause whose size a path is, or a
        path of the sets is given a range.
    """
    found = dict(vary) if isinstance(vary, Mapping) else _ranges(where, case, modes, vary)
    for path in _one_by_one(vary):
        if path in of_sets:
            hint = Text(
                "its values come with the parameter sets; leave it out, or take no sets",
                "其取值隨參數組而定;請去掉它,或不用參數組",
            )
            raise BadInput(where, None, "vary", path, hint)
    found = {path: given for path, given in found.items() if path not in of_sets}
    known = knobs(case)
    for path in found:
        if path in known and not carried(modes, path):
            clause = path.split(".")[1]
            hint = Text(
                f"no mode has the clause {clause}, so it would change nothing; leave it out",
                f"沒有模式含條款 {clause},改它毫無作用;請去掉",
            )
            raise BadInput(where, None, "vary", path, hint)
    return found


def _one_by_one(vary: Vary) -> Iterator[str]:
    """Yield what was named one by one, by its path."""
    for one in [vary] if isinstance(vary, str) else vary or ():
        yield one.partition(":")[0].strip()


def _ranges(
    where: str, case: Scenario, modes: Sequence[Mode], vary: Sequence[str] | str | None
) -> dict[str, object]:
    listed = [vary] if isinstance(vary, str) else vary
    named = None if listed is None else [one for one in listed if ":" not in one]
    found: dict[str, object] = {}
    if named is None or named:
        listed_knobs = varying(case, modes, named, where=where, field="vary")
        found = {knob.path: [knob.low, knob.high] for knob in listed_knobs}
    for one in listed or ():
        if ":" in one:
            path, given = axis(where, "vary", one)
            found[path] = given
    return found


def axis(where: str, field: str, written: str | tuple[str, Any, Any]) -> tuple[str, list[Any] | None]:
    """Return path and range of ``PATH[:LOW:HIGH]`` or (path, low, high); None for its whole range."""
    parts = written.split(":") if isinstance(written, str) else list(written)
    if len(parts) not in (1, 3) or not all(str(part).strip() for part in parts):
        hint = Text(
            "write PATH, or PATH:LOW:HIGH as in headquarters.meeting_interval:4 working days:20 working days",
            "請寫 路徑 或 路徑:低:高,如 headquarters.meeting_interval:4個工作日:20個工作日",
        )
        raise BadInput(where, None, field, str(written), hint)
    path, *ends = (part.strip() if isinstance(part, str) else part for part in parts)
    return path, ends or None


def smallest(where: str, indicator: str, given: float | None) -> float:
    """Return the smallest difference that matters, as a share."""
    if given is None:
        return SMALLEST[indicator]
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given < 1:
        raise BadInput(
            where, None, "least", given, Text("a share of the baseline, such as 0.02", "佔基準的份額,如 0.02")
        )
    return float(given)


def directed(where: str, field: str, indicator: str) -> str:
    """Return the indicator if more or less of it is better.

    Raises
    ------
    BadInput
        If it is unknown, or neither way is better.
    """
    if indicator not in INDICATORS:
        raise BadInput(
            where, None, field, indicator, suggestion(str(indicator), INDICATORS, "indicator", "指標")
        )
    if not INDICATORS[indicator].direction:
        hint = Text(
            "neither more nor less of it is better; choose another indicator", "它的增減無所謂好壞;請另選指標"
        )
        raise BadInput(where, None, field, indicator, hint)
    return indicator


def _scenario(where: str, known: Mapping[str, Any], given: str | None) -> str:
    if given is None and len(known) == 1:
        return next(iter(known))
    if given is None or given not in known:
        hint = Text(
            f"the study has {', '.join(known)}; name one of them", f"該研究有{'、'.join(known)};請寫其中一個"
        )
        raise BadInput(where, None, "scenario", given, hint)
    return given


def _named(id_: str, known: Mapping[str, Any]) -> Named:
    return Named(id_, known[id_]["title_en"], known[id_]["title_zh"])


def _factors(
    where: str,
    points: pd.DataFrame,
    units: Mapping[str, str],
    titles: Mapping[str, Sequence[str]],
    paths: Sequence[str] | None,
) -> list[Factor]:
    """Return what of the paths can be looked at: numbers that are set at every point, and differ."""
    asked: list[str] = list(points.columns)
    if paths is not None:
        asked = []
        for pattern in paths:
            named = fnmatch.filter(points.columns, pattern)
            if not named:
                hint = suggestion(pattern, points.columns, "path of the study", "研究中的參數路徑")
                raise BadInput(where, None, "vary", pattern, hint)
            asked += [path for path in named if path not in asked]
    found = []
    for path in asked:
        column = points[path]
        usable = pd.api.types.is_numeric_dtype(column) and column.notna().all() and column.nunique() > 1
        if usable:
            if path not in units:
                hint = Text(
                    "the study does not say its unit; sweep the design into a new folder",
                    "該研究未記其單位;請將設計另跑到新文件夾",
                )
                raise BadInput(where, None, "vary", path, hint)
            english, chinese = titles.get(path, ("", ""))
            ends = (float(column.min()), float(column.max()))
            found.append(Factor(path, units[path], *ends, title_en=english, title_zh=chinese))
        elif paths is not None:
            hint = Text(
                "it must be a number that is set at every point, and not always the same",
                "須為每點都設定而又有變化的數",
            )
            raise BadInput(where, None, "vary", path, hint)
    return found


def _label(where: str, given: ModeLike) -> str:
    label = getattr(given, "id", given)
    if not isinstance(label, str):
        raise BadInput(
            where,
            None,
            "modes",
            str(given),
            Text("of a stored study give the labels of modes", "已存的研究請給模式的標識"),
        )
    return label
