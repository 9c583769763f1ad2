"""The modes of a study: names, files, objects and mixtures of them, each under a label of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.governance.mode import Mode, load_mode, mode_names
from crosspark.model.case import Scenario
from crosspark.scenarios.loader import scenario_names

DEFAULT_MODES = ("present", "approval_only", "one_plus_two")

#: The name by which every district's own mode of today goes.
PRESENT = "present"

ModeLike = str | Path | Mode | Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """One mode of a study.

    Attributes
    ----------
    label : str
        The key under which its results stand.
    by_park : dict of str to Mode
        The mode of each park.
    mixed : bool
        Whether parks were given modes one by one.
    """

    label: str
    title_en: str
    title_zh: str
    by_park: dict[str, Mode]
    mixed: bool

    @property
    def mode(self) -> Mode | dict[str, Mode]:
        """What the model takes: one mode, or a mode for each park."""
        return self.by_park if self.mixed else next(iter(self.by_park.values()))

    def with_parameters(self, parameters: Mapping[str, Any]) -> "Entry":
        """Return the entry with other values in the modes of all parks."""
        if not parameters:
            return self
        by_park = {park: mode.with_parameters(dict(parameters)) for park, mode in self.by_park.items()}
        return replace(self, by_park=by_park)

    def title(self, lang: str) -> str:
        """Return the title in a language."""
        return self.title_zh if lang == "zh" else self.title_en

    def name(self, lang: str) -> str:
        """Return what a sentence calls it: its title, or the label of a mixture, whose title is a list."""
        return self.label if self.mixed else self.title(lang)

    def is_like(self, other: "Entry") -> bool:
        """Whether two entries are the same modes in the same parks."""
        mine, theirs = (
            {park: (mode.id, mode.digest) for park, mode in entry.by_park.items()} for entry in (self, other)
        )
        return mine == theirs

    def intensities(self) -> dict[str, tuple[float, ...]]:
        """Return the intensity of each clause that is on anywhere, park by park."""
        clauses = {clause for mode in self.by_park.values() for clause in mode.clauses}
        return {
            clause: tuple(mode.clauses.get(clause, 0.0) for mode in self.by_park.values())
            for clause in sorted(clauses)
        }

    def clauses_apart(self, other: "Entry") -> tuple[str, ...]:
        """Return the clauses whose intensity differs between two entries in some park."""
        mine, theirs = self.intensities(), other.intensities()
        none = (0.0,) * len(self.by_park)
        return tuple(
            clause for clause in sorted(mine | theirs) if mine.get(clause, none) != theirs.get(clause, none)
        )

    def field(self, path: str) -> float | str:
        """Return a field of the institution: the mean over parks of a number, all words of a word."""
        found = [mode.institution.get(path) for mode in self.by_park.values()]
        numbers = [value for value in found if not isinstance(value, str)]
        if len(numbers) == len(found):
            return sum(numbers) / len(numbers)
        return ", ".join(dict.fromkeys(str(value) for value in found))


def entries_of(
    scenario: Scenario, modes: Sequence[ModeLike] | ModeLike | None, baseline: ModeLike
) -> dict[str, Entry]:
    """Return the modes of a study by label, the baseline first.

    Parameters
    ----------
    scenario : Scenario
        ``present`` stands for its own present mode.
    modes : sequence of name, file, Mode or mapping of park to one of these; or one of them; or None
        None takes the default ones.
    baseline : name, file, Mode or mapping
        Added where it is not among the modes.

    Raises
    ------
    BadInput
        If a name or a file is not a mode, or a mapping leaves a park out or names an unknown one.
    """
    listed = DEFAULT_MODES if modes is None else modes
    if isinstance(listed, str | Path | Mode | Mapping):
        listed = [listed]
    found: dict[str, Entry] = {}
    for given in (baseline, *listed):
        entry = _entry(scenario, given)
        if not any(entry.is_like(known) for known in found.values()):
            label = _free(entry.label, found)
            found[label] = entry if label == entry.label else _relabelled(entry, label)
    return found


def load_mode_of(scenario: Scenario, given: object) -> Mode:
    """Return the mode that a name, a file or an object stands for in a scenario."""
    if isinstance(given, Mode):
        return given
    if not isinstance(given, str | Path):
        hint = Text(
            "give a mode's name, a file, a Mode, or a mapping of park to one of these",
            "請給模式名稱、文件、Mode,或「園區: 模式」的映射",
        )
        raise BadInput("<modes>", None, "mode", repr(given), hint)
    if isinstance(given, str) and given in scenario_names() and given not in mode_names():
        hint = Text(
            "this is a scenario, not a mode; give it where a scenario is wanted, as in crosspark compare "
            f"{given}",
            f"這是情景,不是模式;請用在需要情景之處,如 crosspark compare {given}",
        )
        raise BadInput("<modes>", None, "mode", given, hint)
    return load_mode(scenario.present if given == PRESENT else given)


def _entry(scenario: Scenario, given: ModeLike) -> Entry:
    parks = scenario.parks
    if not isinstance(given, Mapping):
        mode = load_mode_of(scenario, given)
        # A district's own mode goes by the name that everyone asks for it with.
        label = PRESENT if given == PRESENT else mode.id
        return Entry(label, mode.title_en, mode.title_zh, dict.fromkeys(parks, mode), mixed=False)
    for park in given:
        if park not in parks:
            raise BadInput(
                "<modes>",
                None,
                str(park),
                Text("unknown", "未知園區"),
                suggestion(str(park), parks, "park", "園區"),
            )
    for park in parks:
        if park not in given:
            raise BadInput(
                "<modes>",
                None,
                park,
                None,
                Text("a mixed mode names a mode for every park", "混合模式須為每個園區寫一個模式"),
            )
    by_park = {park: load_mode_of(scenario, given[park]) for park in parks}
    return Entry(
        label="+".join(dict.fromkeys(mode.id for mode in by_park.values())),
        title_en="; ".join(f"{parks[park].title_en}: {mode.title_en}" for park, mode in by_park.items()),
        title_zh=";".join(f"{parks[park].title_zh}:{mode.title_zh}" for park, mode in by_park.items()),
        by_park=by_park,
        mixed=True,
    )


def _free(label: str, taken: Mapping[str, object]) -> str:
    """Return the label, numbered where another mode has it already."""
    if label not in taken:
        return label
    return next(name for number in range(2, 1000) if (name := f"{label}_{number}") not in taken)


def _relabelled(entry: Entry, label: str) -> Entry:
    number = label.rpartition("_")[2]
    english, chinese = f"{entry.title_en} ({number})", f"{entry.title_zh}({number})"
    return replace(entry, label=label, title_en=english, title_zh=chinese)
