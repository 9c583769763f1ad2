"""Read rule cases: what somebody expects of a clause, written in YAML as a planner would.

A case without a scenario speaks of the rules: the quantities of the institution that the clause leaves,
and that it changes no other. A case with one speaks of the district: an indicator rises, falls or stays
against the same mode without the clause, on the same seeds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from crosspark.governance import modefile, settings
from crosspark.governance.errors import FOLDER, BadInput, Text, suggestion, whole
from crosspark.governance.fields import FIELDS, Value
from crosspark.governance.mode import Mode, load_mode
from crosspark.governance.yamlfile import Document, Where, load
from crosspark.model.case import MOST_YEARS, Scenario
from crosspark.model.indicators import INDICATORS
from crosspark.scenarios.loader import load_scenario, scenario_names

#: What an indicator can be expected to do against the same without the clause.
DIRECTIONS = ("rises", "falls", "stays")

_KEYS = ("name", "clause", "why", "given", "expect")
_GIVEN = ("mode", "clauses", "set", "scenario", "years", "seeds")
_LANGUAGES = ("en", "zh")
_YEARS, _SEEDS = 6, 4

T = TypeVar("T")


@dataclass(frozen=True)
class Setup:
    """A district over some years, with some figures set: what the runs that are compared have in common."""

    scenario: Scenario = field(compare=False)
    digest: str
    years: int
    figures: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Case:
    """What somebody expects of one clause.

    Attributes
    ----------
    file, line : str, int
        Where it is written.
    why_en, why_zh : str
        The reason, empty where none is given.
    mode : Mode
        What stands beside the clause, itself off.
    setup : Setup or None
        Where and how long it runs; None for a case that speaks of the rules alone.
    seeds : int
        Runs on the seeds 1, 2, … up to it.
    expected : dict
        By intensity of the clause: the value of each field, in its unit, or the direction of each indicator.
    """

    file: str
    line: int
    name_en: str
    name_zh: str
    why_en: str
    why_zh: str
    clause: str
    mode: Mode
    setup: Setup | None
    seeds: int
    expected: dict[float, dict[str, Value]]

    def under(self, intensity: float) -> Mode:
        """Return the mode with the clause at an intensity."""
        return self.mode.with_clauses(**{self.clause: intensity})


def case_files(paths: Sequence[str | Path] = ()) -> list[Path]:
    """Return the files of cases at these paths, a folder standing for all in it; none: those of the program.

    Raises
    ------
    BadInput
        If a folder holds no case file.
    """
    found: list[Path] = []
    for path in [Path(path) for path in paths] or [Path(str(files("crosspark") / "cases"))]:
        inside = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not inside:
            raise BadInput(
                str(path),
                None,
                FOLDER,
                path.name,
                Text("it holds no file that ends in .yaml", "其中沒有 .yaml 文件"),
            )
        found += inside
    return found


def read_cases(path: str | Path) -> list[Case]:
    """Return the cases of one file.

    Raises
    ------
    BadInput
        If something in it is wrong: file, line, field, value and what would be right.
    """
    document = load(path)
    written = (
        _Part(document, (), document.data)
        .members(Text("write cases: with a list", "請寫 cases: 及列表"), ("cases",))
        .get("cases")
    )
    entries = written.value if written else None
    if written is None or not isinstance(entries, list) or not entries:
        raise document.bad(
            ("cases",),
            entries,
            Text(
                "write a list of cases, each with name, clause and expect",
                "請寫案例列表,每個有 name、clause、expect",
            ),
        )
    return [_case(written.part(place, entry)) for place, entry in enumerate(entries)]


@dataclass(frozen=True)
class _Part:
    """A part of the file: where it stands, and what is written there."""

    document: Document
    where: Where
    value: Any

    def bad(self, hint: Text) -> BadInput:
        return self.document.bad(self.where, self.value, hint)

    def part(self, key: str | int, value: Any) -> "_Part":
        return _Part(self.document, (*self.where, key), value)

    def members(self, hint: Text, keys: Sequence[str] = (), needed: Sequence[str] = ()) -> dict[str, "_Part"]:
        """Return the parts of a mapping by key; where `keys` are given, no other may stand there."""
        if not isinstance(self.value, dict):
            raise self.bad(hint)
        # Keys keep the form under which the document knows their lines.
        found = {
            str(key): self.part(key if isinstance(key, str | int) else str(key), value)
            for key, value in self.value.items()
        }
        for key, part in found.items():
            if keys and key not in keys:
                raise part.bad(suggestion(key, keys, "key", "鍵"))
        for key in needed:
            if key not in found:
                raise self.part(key, None).bad(hint)
        return found

    def read(self, reader: Callable[[Any], T]) -> T:
        """Return the value as `reader` takes it; the ValueError that it raises says what would be right."""
        try:
            return reader(self.value)
        except ValueError as error:
            raise self.bad(Text.of(error)) from error

    def named(self, load_it: Callable[[Any], T]) -> T:
        """Return what the value names; a mistake inside a file of its own is told there."""
        try:
            return load_it(self.value)
        except BadInput as error:
            raise (self.bad(error.hint) if error.line is None else error) from error

    @property
    def folder(self) -> Path:
        return Path(self.document.file).parent


def _case(entry: _Part) -> Case:
    parts = entry.members(
        Text("write name, clause and expect", "請寫 name、clause 與 expect"),
        _KEYS,
        needed=("name", "clause", "expect"),
    )
    name = _texts(parts["name"])
    why = _texts(parts["why"]) if "why" in parts else dict.fromkeys(_LANGUAGES, "")
    clause = parts["clause"].read(lambda written: settings.known_clause(str(written)))
    given = parts.get("given", entry.part("given", {})).members(
        Text("write {mode: …, scenario: …}", "請寫 {mode: …, scenario: …}"), _GIVEN
    )
    mode = _mode(given, clause)
    setup = _setup(given)
    if setup is None:
        mode = mode.with_parameters(
            {path: part.read(_setting(path)) for path, part in _figures(given).items()}
        )
    seeds = given["seeds"].read(_count) if "seeds" in given else _SEEDS
    expected: dict[float, dict[str, Value]] = {}
    for at, part in (
        parts["expect"]
        .members(Text("write what comes, as in 100 %: {…}", "請寫預期結果,如 100 %: {…}"))
        .items()
    ):
        intensity = replace(part, value=at).read(settings.intensity)
        if intensity in expected:
            raise part.bad(Text("this intensity is given twice", "此強度重複"))
        expected[intensity] = _rules(part) if setup is None else _directions(part)
    if not expected:
        raise parts["expect"].bad(Text("write what comes, as in 100 %: {…}", "請寫預期結果,如 100 %: {…}"))
    return Case(
        file=entry.document.file,
        line=entry.document.line(entry.where),
        name_en=name["en"],
        name_zh=name["zh"],
        why_en=why["en"],
        why_zh=why["zh"],
        clause=clause,
        mode=mode,
        setup=setup,
        seeds=seeds,
        expected=expected,
    )


def _mode(given: Mapping[str, _Part], clause: str) -> Mode:
    """Return the mode beside the clause: what the case names, with its further clauses, the clause off."""
    mode = load_mode("present")
    if "mode" in given:
        folder = given["mode"].folder
        mode = given["mode"].named(lambda name: load_mode(modefile.find(str(name), folder)))
    further: dict[str, float] = {}
    if "clauses" in given:
        for id_, part in (
            given["clauses"]
            .members(Text("write ids with intensities, as in {H1: 1}", "請寫條款編號與強度,如 {H1: 1}"))
            .items()
        ):
            if id_ == clause:
                raise part.bad(
                    Text(
                        "its intensity stands under expect, as in 100 %: {…}",
                        "其強度寫在 expect 之下,如 100 %: {…}",
                    )
                )
            further[id_] = part.read(_intensity_of(id_))
    mode = mode.with_clauses(**further)
    return mode.without(clause) if clause in mode.clauses else mode


def _setup(given: Mapping[str, _Part]) -> Setup | None:
    if "scenario" not in given:
        for key in ("years", "seeds"):
            if key in given:
                raise given[key].bad(
                    Text(
                        "without a scenario nothing runs; name one, as in scenario: wenjiang",
                        "沒有情景就不模擬;請寫一個,如 scenario: wenjiang",
                    )
                )
        return None
    folder = given["scenario"].folder
    scenario = given["scenario"].named(lambda name: _scenario(str(name), folder))
    facts = {fact.path for fact in scenario.facts}
    figures = _figures(given)
    for path, part in figures.items():
        if path in facts:
            part.named(_override(scenario, path))
        else:
            part.read(_setting(path, facts))
    return Setup(
        scenario=scenario,
        digest=scenario.digest,
        years=given["years"].read(_years) if "years" in given else _YEARS,
        figures=tuple((path, part.value) for path, part in figures.items()),
    )


def _intensity_of(id_: str) -> Callable[[Any], float]:
    def read(written: Any) -> float:
        settings.known_clause(id_)
        return settings.intensity(written)

    return read


def _override(scenario: Scenario, path: str) -> Callable[[Any], Scenario]:
    return lambda written: scenario.with_overrides({path: written})


def _scenario(name: str, folder: Path) -> Scenario:
    beside = folder / name
    return load_scenario(beside if name not in scenario_names() and beside.exists() else name)


def _figures(given: Mapping[str, _Part]) -> dict[str, _Part]:
    example = '{handover.days: "2 working days"}'
    hint = Text(f"write paths with quantities, as in {example}", f"請寫參數路徑與數量,如 {example}")
    return given["set"].members(hint) if "set" in given else {}


def _setting(path: str, facts: Iterable[str] = ()) -> Callable[[Any], Value]:
    """Return the reader of the setting at `path`; where there is none, it names the nearest, or fact."""

    def read(written: Any) -> Value:
        if path not in settings.SETTINGS:
            raise ValueError(suggestion(path, [*settings.SETTINGS, *facts], "figure", "數字"))
        return settings.SETTINGS[path].read(written)

    return read


def _rules(part: _Part) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for path, field_part in part.members(
        Text("write fields with quantities; {} where no rule changes", "請寫欄目及數量;規則不變時寫 {}")
    ).items():
        if path not in FIELDS:
            raise field_part.bad(suggestion(path, FIELDS, "field", "制度欄目"))
        found[path] = field_part.read(FIELDS[path].read)
    return found


def _directions(part: _Part) -> dict[str, Value]:
    hint = Text(
        f"write indicators, each of which {', '.join(DIRECTIONS[:-1])} or {DIRECTIONS[-1]}",
        f"請寫指標,每個為{'、'.join(DIRECTIONS)}之一",
    )
    found: dict[str, Value] = {}
    for path, indicator in part.members(hint).items():
        if path not in INDICATORS:
            raise indicator.bad(suggestion(path, INDICATORS, "indicator", "指標"))
        if indicator.value not in DIRECTIONS:
            raise indicator.bad(
                Text(
                    f"it {', '.join(DIRECTIONS[:-1])} or {DIRECTIONS[-1]}", f"須為{'、'.join(DIRECTIONS)}之一"
                )
            )
        found[path] = indicator.value
    if not found:
        raise part.bad(hint)
    return found


def _count(written: Any) -> int:
    if type(written) is not int or written < 1:
        raise ValueError(Text("write a whole number from 1", "請寫1以上的整數"))
    return written


def _years(written: Any) -> int:
    years = _count(written)
    if years > MOST_YEARS:
        raise ValueError(whole(1, MOST_YEARS))
    return years


def _texts(part: _Part) -> dict[str, str]:
    hint = Text("write {en: in English, zh: 中文}", "請寫 {en: 英文, zh: 中文}")
    texts = part.members(hint, _LANGUAGES, needed=_LANGUAGES)
    for text in texts.values():
        if not isinstance(text.value, str):
            raise text.bad(hint)
    return {language: text.value for language, text in texts.items()}
