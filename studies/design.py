"""The design of a study: which figures vary over what, in which modes and scenarios, how often.

A design is written in YAML or as a mapping in Python, with the same keys::

    scenario: wenjiang                  # or a list of them
    modes: [present, one_plus_two]
    vary:
      headquarters.meeting_interval: [4 working days, 20 working days]      # a range
      economy.self_interest: {values: [0.5, 0.7, 0.9]}                      # values
      clauses.S1: [0, 1]                                                    # a clause's intensity
    sample: {method: sobol, size: 64, seed: 1}   # grid, list, latin_hypercube, sobol, halton
    replicates: 4
    seed: 1
    years: 10

A list names its points itself: ``points: [{headquarters.meeting_interval: 5 working days}, ...]``. Quantities
carry their unit, as in every file; from Python a number is one in the unit of `crosspark.parameters`.
"""

import hashlib
import itertools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import crosspark.scenarios  # noqa: F401 - it knows how to find a scenario by its name
from crosspark.governance import settings, units
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import NAME_ONE, BadInput, Text, one_of, suggestion, whole
from crosspark.governance.fields import Value
from crosspark.governance.yamlfile import Document, load
from crosspark.model.case import MOST_YEARS, Scenario, resolve
from crosspark.studies.entries import DEFAULT_MODES, Entry, entries_of

# A design is checked without what only runs need.
if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

METHODS = ("grid", "latin_hypercube", "sobol", "halton")

#: What a run is named by besides its input: raise it when the same input gives other numbers, or the same run
#: another name, so that no folder mixes them.
RESULTS_VERSION = 3

#: What a design may say.
KEYS = ("scenario", "modes", "vary", "points", "sample", "replicates", "seed", "years")
_SAMPLE_KEYS = ("method", "size", "seed")
_WHERE = "<design>"

#: What one point sets, by path: intensities and parameters of clauses, fields, figures of a scenario.
Settings = Mapping[str, Value]


@dataclass(frozen=True)
class Knob:
    """What may be varied: a path with its unit and the range that it must stay in.

    Attributes
    ----------
    words : tuple of str
        The words that it may be; empty for a number.
    whole : bool
        Whether it is a whole number.
    """

    path: str
    unit: str
    low: float
    high: float
    words: tuple[str, ...] = ()
    whole: bool = False
    title_en: str = ""
    title_zh: str = ""

    def title(self, lang: str) -> str:
        """Return what it is called in a language; by its path where nobody knows."""
        return (self.title_zh if lang == "zh" else self.title_en) or self.path

    def read(self, written: object, *, from_file: bool = False) -> Value:
        """Return a quantity as people write it, or outside of files a number in `unit`, as a value.

        Raises
        ------
        ValueError
            If it has the wrong unit or lies outside the range.
        """
        if self.words:
            if written not in self.words:
                raise ValueError(one_of(self.words))
            return str(written)
        if self.low > self.high:
            raise ValueError(
                Text(
                    "the scenarios of this study share no range of it; make each a study of its own",
                    "本研究各情景對它沒有共同範圍;請各作一項研究",
                )
            )
        number = isinstance(written, int | float) and not isinstance(written, bool) and math.isfinite(written)
        if isinstance(written, str) or (number and from_file):
            value = units.parse(written, self.unit)  # type: ignore[arg-type]  # a string or a number
        elif number:
            value = float(written)  # type: ignore[arg-type]
        else:
            raise ValueError(self._in_range("write a quantity, in", "請寫一個數量,範圍"))
        if not self.low <= value <= self.high:
            raise ValueError(self._in_range("it must lie in", "須在範圍之內:"))
        return float(round(value)) if self.whole else value

    def range_text(self, lang: str = "en") -> str:
        """Return the range as people read it."""
        ends = (units.show(end, self.unit, lang, exact=True) for end in (self.low, self.high))
        return f"[{', '.join(ends)}]"

    def _in_range(self, en: str, zh: str) -> Text:
        return Text(f"{en} {self.range_text()}", f"{zh} {self.range_text('zh')}")


def knobs(scenario: Scenario) -> dict[str, Knob]:
    """Return all that can be varied in a scenario and in any mode, by path, with what each is called."""
    found = {}
    for id_, clause in CLAUSES.items():
        titles = (clause.title_en, clause.title_zh)
        found[f"clauses.{id_}"] = Knob(f"clauses.{id_}", "share", 0.0, 1.0, (), False, *titles)
    for fact in scenario.facts:
        whole, titles = isinstance(fact.value, int), scenario.called(fact.path)
        found[fact.path] = Knob(fact.path, fact.unit, fact.low, fact.high, (), whole, *titles)
    for path, about in settings.SETTINGS.items():
        low, high = (0.0, 0.0) if about.low is None or about.high is None else (about.low, about.high)
        titles = (about.title_en, about.title_zh)
        found[path] = Knob(path, about.unit, low, high, about.words, False, *titles)
    return found


def _common(scenarios: Iterable[Scenario]) -> dict[str, Knob]:
    """Return what can be varied in every one of some scenarios, over the range that they share."""
    first, *others = map(knobs, scenarios)
    for other in others:
        first = {
            path: replace(knob, low=max(knob.low, other[path].low), high=min(knob.high, other[path].high))
            for path, knob in first.items()
            if path in other
        }
    return first


@dataclass(frozen=True)
class Factor(Knob):
    """One thing that varies: over a range, or over the values named.

    Attributes
    ----------
    values : tuple
        Empty where it varies over the whole of [low, high].
    """

    values: tuple[Value, ...] = ()

    @classmethod
    def of(cls, knob: Knob, low: float, high: float, values: tuple[Value, ...] = ()) -> Self:
        """Return a knob as what varies between two ends."""
        return cls(knob.path, knob.unit, low, high, (), knob.whole, knob.title_en, knob.title_zh, values)

    def at(self, share: float) -> Value:
        """Return the value that lies at `share`, in [0, 1), of the way."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        value = self.low + share * (self.high - self.low)
        return float(round(value)) if self.whole else value


@dataclass(frozen=True)
class Task:
    """One run of a study.

    Attributes
    ----------
    index : int
        Its place in the study.
    scenario, mode : str
        Ids; the mode by the label of its entry.
    point, replicate : int
    seed : int
        Of the replicate: the same for every mode and scenario, and unless points have their own luck for
        every point.
    settings : tuple of (path, value)
    """

    index: int
    scenario: str
    mode: str
    point: int
    replicate: int
    seed: int
    settings: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Design:
    """What a study runs: every point under every mode in every scenario, on the same seeds.

    Attributes
    ----------
    scenarios : dict of str to Scenario
    entries : dict of str to Entry
        The modes by label.
    factors : tuple of Factor
    points : tuple of dict
        What each point sets, in canonical units.
    replicates, seed : int
    years : int or None
        The scenario's own horizon where None.
    method : str
    measures : tuple of str
        What a study reads of each run besides the indicators, by column.
    own_luck : bool
        Whether each point draws its own luck, so that the spread of all points tells what luck does; else
        points share it, so that they differ by nothing else.
    """

    scenarios: dict[str, Scenario]
    entries: dict[str, Entry]
    points: tuple[Settings, ...]
    factors: tuple[Factor, ...] = ()
    replicates: int = 1
    seed: int = 1
    years: int | None = None
    method: str = "list"
    measures: tuple[str, ...] = ()
    own_luck: bool = False

    @classmethod
    def of(cls, given: "str | Path | Mapping[str, Any] | Design") -> Self:
        """Return the design that a file or a mapping describes.

        Raises
        ------
        BadInput
            If a key, path, range or size cannot be used; it names the line of a file.
        """
        if isinstance(given, cls):
            return given
        if isinstance(given, Mapping):
            return cls._read(Document(_WHERE, dict(given), {}))
        if not isinstance(given, str | Path):
            raise BadInput(
                _WHERE,
                None,
                "design",
                given,
                Text("give a file, a mapping or a Design", "請給文件、映射或 Design"),
            )
        return cls._read(load(given))

    @classmethod
    def _read(cls, document: Document) -> Self:
        data = document.data
        for key, value in data.items():
            if key not in KEYS:
                raise document.bad((key,), value, suggestion(str(key), KEYS, "key", "鍵"))
        numbers = {key: _whole(document, (key,), data.get(key, 1), least) for key, least in _LEAST.items()}
        years = data.get("years")
        years = None if years is None else _whole(document, ("years",), years, 1, MOST_YEARS)
        scenarios = _scenarios(document, data.get("scenario", "wenjiang"))
        factors, points, method = _points(document, _common(scenarios.values()))
        return cls(
            scenarios=scenarios,
            entries=_entries(document, scenarios),
            points=points,
            factors=factors,
            replicates=numbers["replicates"],
            seed=numbers["seed"],
            years=years,
            method=method,
        )

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every path that some point sets, in the order in which they come."""
        return tuple(dict.fromkeys(path for point in self.points for path in point))

    def __len__(self) -> int:
        return len(self.scenarios) * len(self.entries) * len(self.points) * self.replicates

    def tasks(self) -> Iterator[Task]:
        """Yield every run: all modes of a replicate of a point stand together."""
        from crosspark.studies.jobs import seed_of

        index = 0
        for scenario in self.scenarios:
            for place, point in enumerate(self.points):
                written = tuple(point.items())
                for replicate in range(self.replicates):
                    seed = seed_of(self.seed, replicate + place * self.replicates * self.own_luck)
                    for label in self.entries:
                        yield Task(index, scenario, label, place, replicate, seed, written)
                        index += 1

    def years_of(self, scenario: str) -> int:
        """Return the horizon of the runs of a scenario, where no point sets another."""
        return self.scenarios[scenario].years if self.years is None else self.years

    def name(self, task: Task) -> str:
        """Return the name of a run: a hash of all that shapes its numbers."""
        mode = self._modes[task.mode]
        shaped = [
            *(self.scenarios[task.scenario].digest, mode, sorted(task.settings)),
            *(task.seed, self._horizon(task), RESULTS_VERSION),
        ]
        return _hash(shaped)[:16]

    def _horizon(self, task: Task) -> int:
        own = self.years_of(task.scenario)
        return own if self.years is not None else int(dict(task.settings).get("years", own))

    @cached_property
    def _modes(self) -> dict[str, str]:
        return {label: _hash(_rules(entry)) for label, entry in self.entries.items()}

    @property
    def _horizons(self) -> object:
        """The horizon of each scenario; where points set one, what overrules them."""
        return self.years if "years" in self.paths else {name: self.years_of(name) for name in self.scenarios}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that shapes the numbers of the study."""
        shaped = [
            {name: scenario.digest for name, scenario in self.scenarios.items()},
            self._modes,
            [sorted(point.items()) for point in self.points],
            [self.replicates, self.seed, self._horizons, RESULTS_VERSION],
            *([self.measures, self.own_luck] if self.measures or self.own_luck else ()),
        ]
        return _hash(shaped)

    def to_data(self) -> dict[str, Any]:
        """Return what a manifest says about the design."""
        known = _common(self.scenarios.values())
        return {
            "scenarios": {
                name: {"sha256": one.digest, "title_en": one.title_en, "title_zh": one.title_zh}
                for name, one in self.scenarios.items()
            },
            "modes": {
                label: {
                    "sha256": self._modes[label],
                    "title_en": one.title_en,
                    "title_zh": one.title_zh,
                }
                for label, one in self.entries.items()
            },
            "method": self.method,
            "factors": [
                {"path": f.path, "unit": f.unit, "low": f.low, "high": f.high, "values": list(f.values)}
                for f in self.factors
            ],
            "paths": list(self.paths),
            "units": {path: known[path].unit for path in self.paths},
            "titles": {path: [known[path].title_en, known[path].title_zh] for path in self.paths},
            "points": len(self.points),
            "replicates": self.replicates,
            "seed": self.seed,
            "years": self.years,
            "runs": len(self),
            "digest": self.digest,
            "results_version": RESULTS_VERSION,
            "measures": list(self.measures),
            "own_luck": self.own_luck,
        }


def _rules(entry: Entry) -> object:
    """Return what a mode rules, and by which clauses and parameters, since a point may change one of them."""
    rules = {park: (mode.digest, mode.clauses, mode.parameters) for park, mode in entry.by_park.items()}
    return rules if entry.mixed else next(iter(rules.values()))


def _hash(shaped: object) -> str:
    return hashlib.sha256(json.dumps(shaped, ensure_ascii=False).encode()).hexdigest()


_LEAST = {"replicates": 1, "seed": 0}


def _whole(
    document: Document, where: tuple[str, ...], given: object, least: int, most: int | None = None
) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= (most or given):
        raise document.bad(where, given, whole(least, most))
    return given


def _scenarios(document: Document, given: object) -> dict[str, Scenario]:
    listed = given if isinstance(given, list | tuple) else [given]
    found: dict[str, Scenario] = {}
    for one in listed:
        if not isinstance(one, str | Path | Scenario):
            raise document.bad(
                ("scenario",),
                one,
                Text("name a scenario or a file, or a list of them", "請寫一個情景或文件,或其列表"),
            )
        try:
            scenario = resolve(one)
        except BadInput as error:
            if document.lines:
                raise document.bad(("scenario",), one, error.hint) from error
            raise
        known = found.setdefault(scenario.id, scenario)
        if known.digest != scenario.digest:
            hint = Text(
                f"another scenario of the list has the id {scenario.id}; give it an id of its own",
                f"列表中另一情景也用標識 {scenario.id};請另取標識",
            )
            raise document.bad(("scenario",), one, hint)
    if not found:
        raise document.bad(("scenario",), given, Text("name at least one scenario", "請至少寫一個情景"))
    return found


def _entries(document: Document, scenarios: Mapping[str, Scenario]) -> dict[str, Entry]:
    """Return the modes of a study, which must mean the same in each of its scenarios."""
    given = document.data.get("modes", list(DEFAULT_MODES))
    listed = given if isinstance(given, list | tuple) else [given]
    if not listed:
        raise document.bad(("modes",), given, Text("name at least one mode", "請至少寫一個模式"))
    first, *others = (_known_modes(document, scenario, listed) for scenario in scenarios.values())
    for scenario, other in zip(list(scenarios)[1:], others, strict=True):
        for label, entry in first.items():
            if label not in other or _rules(entry) != _rules(other[label]):
                hint = Text(
                    f"it is another mode in {scenario}; make that scenario a study of its own",
                    f"在 {scenario} 中它是另一個模式;請將該情景另作一項研究",
                )
                raise document.bad(("modes",), label, hint)
    return first


def _known_modes(document: Document, scenario: Scenario, listed: Sequence[Any]) -> dict[str, Entry]:
    try:
        return entries_of(scenario, listed[1:], listed[0])
    except BadInput as error:
        # What is wrong within a mode's own file is told with that file and line.
        if error.line is not None or not document.lines:
            raise
        raise document.bad(("modes",), error.value, error.hint) from error


def _points(
    document: Document, known: Mapping[str, Knob]
) -> tuple[tuple[Factor, ...], tuple[Settings, ...], str]:
    data = document.data
    if "points" in data:
        for other in ("vary", "sample"):
            if other in data:
                raise document.bad(
                    ("points",),
                    Text(f"given beside {other}", f"與 {other} 並列"),
                    Text(f"write {other} or points, not both", f"{other} 與 points 只能寫其一"),
                )
        return (), _listed(document, known), "list"
    factors = tuple(_factors(document, known))
    sample = data.get("sample") or {}
    if not isinstance(sample, Mapping):
        raise document.bad(
            ("sample",), sample, Text("write {method: sobol, size: 64}", "請寫 {method: sobol, size: 64}")
        )
    for key, value in sample.items():
        if key not in _SAMPLE_KEYS:
            raise document.bad(("sample", key), value, suggestion(str(key), _SAMPLE_KEYS, "key", "鍵"))
    method = sample.get("method", "grid")
    if method not in METHODS:
        hint = Text(
            "write the points of a list as points: [{path: quantity}]",
            "列表的各點請寫作 points: [{路徑: 數量}]",
        )
        hint = hint if method == "list" else suggestion(str(method), METHODS, "method", "方法")
        raise document.bad(("sample", "method"), method, hint)
    if method == "grid":
        for factor in factors:
            if not factor.values:
                hint = Text(
                    "a grid needs values, as in {values: [0.2, 0.4]}; a range needs another method",
                    "網格須有取值,如 {values: [0.2, 0.4]};範圍須用其他方法",
                )
                raise document.bad(("vary", factor.path), f"[{factor.low:g}, {factor.high:g}]", hint)
        grid = itertools.product(*(factor.values for factor in factors))
        paths = [factor.path for factor in factors]
        return factors, tuple(dict(zip(paths, values, strict=True)) for values in grid), method
    if not factors:
        raise document.bad(
            ("vary",), None, Text("a sample needs something that varies", "抽樣須有可變的參數")
        )
    size = _whole(document, ("sample", "size"), sample.get("size"), 1)
    seed = _whole(document, ("sample", "seed"), sample.get("seed", 1), 0)
    if method == "sobol" and size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        hint = Text(
            f"a Sobol sample is balanced only for a power of two, such as {below} or {2 * below}",
            f"Sobol 抽樣須為2的冪才均衡,如 {below} 或 {2 * below}",
        )
        raise document.bad(("sample", "size"), size, hint)
    unit = unit_sample(method, len(factors), size, seed)
    points = tuple(
        {f.path: f.at(share) for f, share in zip(factors, row, strict=True)} for row in unit.tolist()
    )
    return factors, points, method


def unit_sample(method: str, factors: int, size: int, seed: int) -> "NDArray[np.float64]":
    """Return points in the unit cube, shape (size, factors), by a scrambled sequence of SciPy."""
    from scipy.stats import qmc  # half a second to load, which a grid need not wait for

    kinds = {"latin_hypercube": qmc.LatinHypercube, "sobol": qmc.Sobol, "halton": qmc.Halton}
    sample: NDArray[np.float64] = kinds[method](factors, rng=seed).random(size)
    return sample


def _knob(document: Document, where: tuple[str | int, ...], known: Mapping[str, Knob]) -> Knob:
    path = str(where[-1])
    if path not in known:
        raise document.bad(where, path, suggestion(path, known, "parameter", "參數"))
    return known[path]


def _read(document: Document, where: tuple[str | int, ...], knob: Knob, written: object) -> Value:
    try:
        return knob.read(written, from_file=bool(document.lines))
    except ValueError as error:
        raise document.bad(where, written, Text.of(error)) from error


def _factors(document: Document, known: Mapping[str, Knob]) -> Iterator[Factor]:
    vary = document.data.get("vary") or {}
    if not isinstance(vary, Mapping):
        raise document.bad(
            ("vary",),
            vary,
            Text(
                "write paths with ranges, as in {handover.days: [1, 3]}",
                "請寫路徑與範圍,如 {handover.days: [1, 3]}",
            ),
        )
    for path, given in vary.items():
        knob = _knob(document, ("vary", path), known)
        where = ("vary", str(path))
        if (
            isinstance(given, Mapping)
            and set(given) == {"values"}
            and isinstance(given["values"], list | tuple)
        ):
            values = tuple(_read(document, where, knob, value) for value in given["values"])
            if not values:
                raise document.bad(where, Text("no value", "沒有值"), NAME_ONE)
            numbers = [value for value in values if not isinstance(value, str)]
            yield Factor.of(knob, min(numbers, default=0), max(numbers, default=0), values)
        elif isinstance(given, list | tuple) and len(given) == 2 and not knob.words:
            low, high = (float(_read(document, where, knob, end)) for end in given)
            if not low < high:
                raise document.bad(
                    where,
                    list(given),
                    Text("the low end comes first, and differs from the high one", "低端在前,且須與高端不同"),
                )
            yield Factor.of(knob, low, high)
        elif given is None and not knob.words:
            if not knob.low < knob.high:
                raise document.bad(
                    where,
                    knob.range_text(),
                    Text("its range is one point; write values for it", "其範圍只有一點;請寫出 values"),
                )
            yield Factor.of(knob, knob.low, knob.high)
        else:
            hint = Text(
                "write a range [low, high], {values: [...]}, or nothing for its whole range",
                "請寫範圍 [低, 高] 或 {values: [...]};不寫即取其整個範圍",
            )
            raise document.bad(
                where,
                given,
                hint if not knob.words else Text("write {values: [word, word]}", "請寫 {values: [詞, 詞]}"),
            )


def _listed(document: Document, known: Mapping[str, Knob]) -> tuple[Settings, ...]:
    given = document.data["points"]
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise document.bad(
            ("points",),
            given,
            Text("write a list of mappings of path to quantity", "請寫列表,每項為「路徑: 數量」"),
        )
    points = []
    for place, point in enumerate(given):
        if not isinstance(point, Mapping):
            raise document.bad(
                ("points", place), point, Text("write a mapping of path to quantity", "請寫「路徑: 數量」")
            )
        read = {}
        for path, value in point.items():
            where = ("points", place, str(path))
            read[str(path)] = _read(document, where, _knob(document, where, known), value)
        points.append(read)
    return tuple(points)
