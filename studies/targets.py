"""What a scenario is calibrated to: observed numbers, how exact they are, and what the model leaves out.

Targets are written in YAML or as a mapping in Python, with the same keys::

    mode: present                     # the management under which it was observed, unless a target says so
    years: 5 years                    # how long the runs last
    targets:
      signed_medical_city:
        measure: signed_per_year      # an indicator, or a measure of projects or of a run
        park: medical_city            # unless the whole district
        major: true                   # only major projects
        mode: one_plus_two
        value: 44 projects/year
        tolerance: 7 projects/year    # one standard deviation of the observation
        discrepancy: 9 projects/year  # one standard deviation of what the model leaves out
        source: the park's report of 2018
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

from crosspark.governance import units
from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.governance.yamlfile import Document, load
from crosspark.model.case import MOST_YEARS, Scenario
from crosspark.model.indicators import INDICATORS
from crosspark.studies.entries import PRESENT, ModeLike
from crosspark.studies.jobs import Simulate
from crosspark.studies.projectlist import MEASURES, Projects, read_projects

_WHERE = "<targets>"
_KEYS = ("mode", "years", "targets")
_TARGET_KEYS = (
    "measure", "park", "major", "mode", "value", "tolerance", "discrepancy", "source", "title_en", "title_zh"
)  # fmt: skip
_NEEDED = ("measure", "value", "tolerance", "discrepancy", "source")

#: Numbers of a whole run that no indicator holds: unit, titles.
OF_RUN: dict[str, tuple[str, str, str]] = {
    "firms_growth": ("share", "Growth of operating enterprises a year", "運營企業年增長率"),
    "own_share": (
        "share",
        "Enterprises' own share of the time of approvals",
        "企業自身用時佔審批用時的比例",
    ),
}

#: What the time of approvals consists of: not the wait for land, consent of others, or clearance.
_APPROVAL = ("own", "work", "queue", "handover", "rework")

#: What is measured of a planner's list: of the district, and of each park with at least so many projects.
_OF_LIST = ("signed_per_year", "started_per_year", "share_started", "median_days", "mean_days")
_OF_PARK = ("signed_per_year", "mean_days")
_LEAST_OF_PARK = 10

#: How far a list may be from whole years, in years: a week.
_YEARS_APART = 7 / 365.25

#: What the model leaves out of a planner's list, as a share of each number, unless said otherwise.
DISCREPANCY = 0.1


@dataclass(frozen=True)
class Reading:
    """What is read of a run for a target.

    Attributes
    ----------
    measure : str
        An indicator, or a measure of projects or of a run.
    park : str or None
        None for the whole district.
    major : bool
        Whether only major projects count.
    """

    measure: str
    park: str | None = None
    major: bool = False

    @property
    def column(self) -> str:
        """Its name in a table of runs."""
        return ":".join(filter(None, [self.measure, self.park, "major" if self.major else None]))

    @property
    def unit(self) -> str:
        """The unit in which it is held."""
        if self.measure in INDICATORS:
            return INDICATORS[self.measure].unit
        return MEASURES[self.measure].unit if self.measure in MEASURES else OF_RUN[self.measure][0]

    def title(self, lang: str) -> str:
        """Return the title of the measure, without the park."""
        if self.measure in OF_RUN:
            return OF_RUN[self.measure][2 if lang == "zh" else 1]
        return (INDICATORS | MEASURES)[self.measure].title(lang)

    def of(self, run: Any) -> float:
        """Return what a run says."""
        if self.measure in MEASURES:
            projects = Projects.of_run(run).only(park=self.park, major=self.major)
            return MEASURES[self.measure].of(projects)
        if self.measure == "own_share":
            days = sum(run.causes[cause] for cause in _APPROVAL)
            return run.causes["own"] / days if days else float("nan")
        if self.measure == "firms_growth":
            firms = run.monthly_values["operating_firms"]
            return float((firms[-1] / firms[0]) ** (12 / (len(firms) - 1)) - 1)
        if self.park is not None:
            return float(run.groups["park", self.park, self.measure])
        return float(run.values[self.measure])


@dataclass(frozen=True)
class Target:
    """An observed number that runs are set against.

    Attributes
    ----------
    id : str
    reading : Reading
    mode : name, file or Mode
        Under which it was observed.
    value, tolerance, discrepancy : float
        In canonical units; the last two are standard deviations.
    source : str
    """

    id: str
    reading: Reading
    mode: ModeLike
    value: float
    tolerance: float
    discrepancy: float
    source: str
    title_en: str = ""
    title_zh: str = ""
    park_en: str = field(default="", repr=False)
    park_zh: str = field(default="", repr=False)

    def title(self, lang: str) -> str:
        """Return the title: its own, or that of the measure with the park."""
        own, park = (self.title_zh, self.park_zh) if lang == "zh" else (self.title_en, self.park_en)
        if own:
            return own
        named = self.reading.title(lang)
        if self.reading.major:
            named += "(重大項目)" if lang == "zh" else " (major projects)"
        return f"{park}:{named}" if lang == "zh" and park else f"{park}: {named}" if park else named


@dataclass(frozen=True)
class Targets:
    """The targets of a calibration, and how long its runs last.

    Attributes
    ----------
    targets : tuple of Target
    years : int or None
        None for the scenario's horizon.
    """

    targets: tuple[Target, ...]
    years: int | None = None

    @classmethod
    def of(cls, given: "str | Path | Mapping[str, Any] | Targets", case: Scenario) -> Self:
        """Return the targets that a file or a mapping describes.

        Raises
        ------
        BadInput
            If a key, measure, park or quantity cannot be used; it names the line of a file.
        """
        if isinstance(given, cls):
            return given
        if isinstance(given, Mapping):
            document = Document(_WHERE, dict(given), {})
        elif isinstance(given, str | Path):
            document = load(given)
        else:
            raise BadInput(_WHERE, None, "targets", given, Text("give a file or a mapping", "請給文件或映射"))
        for key, value in document.data.items():
            if key not in _KEYS:
                raise document.bad((key,), value, suggestion(str(key), _KEYS, "key", "鍵"))
        listed = document.data.get("targets")
        if not isinstance(listed, Mapping) or not listed:
            raise document.bad(
                ("targets",), listed, Text("write a mapping of names to targets", "請寫「名稱: 目標」的映射")
            )
        mode = document.data.get("mode", PRESENT)
        years = document.data.get("years")
        if years is not None:
            years = _quantity(document, ("years",), years, "year")
            if years != int(years) or not 1 <= years <= MOST_YEARS:
                hint = Text(f"it must be whole years, from 1 to {MOST_YEARS}", f"須為整年,1至{MOST_YEARS}年")
                raise document.bad(("years",), years, hint)
        return cls(
            tuple(_target(document, str(id_), case, mode) for id_ in listed),
            None if years is None else int(years),
        )

    @classmethod
    def of_projects(
        cls,
        file: str | Path,
        case: Scenario,
        *,
        mode: ModeLike = PRESENT,
        since: str | None = None,
        until: str | None = None,
        discrepancy: float = DISCREPANCY,
    ) -> Self:
        """Return what a planner's own list says: the targets that it gives.

        Dates are exact, so the tolerance is zero: what luck does to a list, it does to a run, whose spread
        counts by itself. Runs last as many years as the list does: what has not happened by the end counts as
        not yet known in both.

        Parameters
        ----------
        file, since, until
            See `crosspark.studies.projectlist.read_projects`.
        mode : name, file or Mode
            The management under which the projects were signed.
        discrepancy : float
            What the model leaves out, one standard deviation, as a share of each number.

        Raises
        ------
        BadInput
            If the list cannot be used, says nothing, or is not whole years long, a week more or less.
        """
        if isinstance(discrepancy, bool) or not isinstance(discrepancy, int | float) or discrepancy < 0:
            raise BadInput(
                _WHERE,
                None,
                "discrepancy",
                discrepancy,
                Text("a share such as 0.1, not below zero", "份額,如 0.1,不小於零"),
            )
        projects = read_projects(file, case, since=since, until=until)
        years = round(projects.years)
        if years < 1 or abs(projects.years - years) > _YEARS_APART:
            hint = _whole_years(projects, keeps_end=until is not None and since is None)
            raise BadInput(
                str(file),
                None,
                Text("the list's length", "清單的時長"),
                Text(f"{projects.years:.2f} years", f"{projects.years:.2f}年"),
                hint,
            )
        readings = [Reading(name) for name in _OF_LIST]
        for park in case.parks:
            if len(projects.only(park=park)) >= _LEAST_OF_PARK:
                readings += [Reading(name, park) for name in _OF_PARK]
        found = []
        for reading in readings:
            value = MEASURES[reading.measure].of(projects.only(park=reading.park))
            # The median of a list most of which has not started is not known.
            if not math.isnan(value):
                titles = _park_titles(case, reading.park)
                found.append(
                    Target(
                        f"list:{reading.column}", reading, mode, value, 0.0, discrepancy * abs(value),
                        Path(file).name, **titles,
                    )
                )  # fmt: skip
        return cls(tuple(found), years)

    def __add__(self, other: "Targets") -> "Targets":
        """Return both together.

        Raises
        ------
        BadInput
            If they are of runs that last differently: what is measured depends on when it ends.
        """
        if None not in (self.years, other.years) and self.years != other.years:
            hint = Text(
                f"it is {self.years} in the list or the other targets; say the same, or nothing",
                f"清單或其他目標中為{self.years};請寫相同的,或不寫",
            )
            raise BadInput(_WHERE, None, "years", other.years, hint)
        years = self.years if other.years is None else other.years
        return Targets(self.targets + other.targets, years)


def _whole_years(projects: Projects, keeps_end: bool) -> Text:
    """Return the hint for a list that is not whole years long: days between which it is."""
    first, last, years = projects.begins, projects.ends_on, math.floor(projects.years)
    if not years or first is None or last is None:
        return Text("a run lasts whole years, and a list of at least one", "模擬以整年計,清單至少須有一年")
    if keeps_end:
        first = _years_after(last, -years)
    else:
        last = _years_after(first, years)
    return Text(
        f"a run lasts whole years: give since and until such that the list does too, "
        f"such as {first} and {last}",
        f"模擬以整年計:請給 since 與 until,使清單也為整年,如 {first} 與 {last}",
    )


def _years_after(date: datetime.date, years: int) -> datetime.date:
    try:
        return date.replace(year=date.year + years)
    except ValueError:  # the 29th of February
        return date.replace(year=date.year + years, day=28)


def _park_titles(case: Scenario, park: str | None) -> dict[str, str]:
    if park is None:
        return {}
    return {"park_en": case.parks[park].title_en, "park_zh": case.parks[park].title_zh}


def _quantity(document: Document, where: Sequence[str], written: object, unit: str) -> float:
    """Return a quantity as people write it; outside of files a number may stand in the measure's own unit."""
    try:
        if not document.lines and isinstance(written, int | float) and not isinstance(written, bool):
            return float(written)
        return units.parse(written, unit)  # type: ignore[arg-type]  # it says what it cannot read
    except ValueError as error:
        raise document.bad(tuple(where), written, Text.of(error)) from error


def _target(document: Document, id_: str, case: Scenario, mode: ModeLike) -> Target:
    given = document.data["targets"][id_]
    where = ("targets", id_)
    if not isinstance(given, Mapping):
        raise document.bad(where, given, Text(f"write {', '.join(_NEEDED)}", f"請寫{'、'.join(_NEEDED)}"))
    for key, value in given.items():
        if key not in _TARGET_KEYS:
            raise document.bad((*where, key), value, suggestion(str(key), _TARGET_KEYS, "key", "鍵"))
    for key in _NEEDED:
        if given.get(key) is None:
            raise document.bad((*where, key), None, _WANTED[key])
    measure = given["measure"]
    known = [*MEASURES, *OF_RUN, *INDICATORS]
    if measure not in known:
        raise document.bad((*where, "measure"), measure, suggestion(str(measure), known, "measure", "度量"))
    park, major = given.get("park"), given.get("major", False)
    if park is not None:
        if park not in case.parks:
            raise document.bad((*where, "park"), park, suggestion(str(park), case.parks, "park", "園區"))
        if measure in OF_RUN or (measure in INDICATORS and "park" not in INDICATORS[measure].by):
            raise document.bad(
                (*where, "park"), park, Text(f"{measure} is of the whole district", f"{measure} 屬於全區")
            )
    if not isinstance(major, bool) or (major and measure not in MEASURES):
        hint = Text(f"{measure} is not of projects", f"{measure} 不屬於項目")
        if not isinstance(major, bool):
            hint = Text("it must be true or false", "須為 true 或 false")
        raise document.bad((*where, "major"), major, hint)
    reading = Reading(measure, park, major)
    value, tolerance, discrepancy = (
        _quantity(document, (*where, key), given[key], reading.unit)
        for key in ("value", "tolerance", "discrepancy")
    )
    for key, size in (("tolerance", tolerance), ("discrepancy", discrepancy)):
        if not size >= 0:
            raise document.bad(
                (*where, key), given[key], Text("a standard deviation is not below zero", "標準差不能小於零")
            )
    return Target(
        id_,
        reading,
        given.get("mode", mode),
        value,
        tolerance,
        discrepancy,
        str(given["source"]),
        str(given.get("title_en", "")),
        str(given.get("title_zh", "")),
        **_park_titles(case, park),
    )


_WANTED = {
    "measure": Text("name an indicator, or a measure of projects", "請寫指標,或項目的度量"),
    "value": Text("what was observed", "請寫觀測值"),
    "tolerance": Text(
        "one standard deviation of the observation; 0 if it is exact", "請寫觀測的一個標準差;精確則為0"
    ),
    "discrepancy": Text(
        "one standard deviation of what the model leaves out; it is never nothing",
        "請寫模型所略去者的一個標準差;它不會是零",
    ),
    "source": Text("say where it comes from", "請寫出處"),
}


@dataclass(frozen=True)
class Read:
    """A model of which more is read than the indicators: what targets ask for, by column.

    Attributes
    ----------
    func : callable
        What runs the model.
    readings : tuple of Reading
    """

    func: Simulate
    readings: tuple[Reading, ...]

    def __call__(
        self, scenario: Any, mode: Any, *, seed: int, years: int, overrides: Mapping[str, object] | None
    ) -> Any:
        """Return the values of a run, with those that the readings ask for."""
        run = self.func(scenario, mode, seed=seed, years=years, overrides=overrides)
        read = {reading.column: reading.of(run) for reading in self.readings}
        return SimpleNamespace(values={**run.values, **read})
