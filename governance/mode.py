"""A mode: clauses at intensities and parameters, from which the institution follows."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from crosspark.governance import modefile, settings
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput, Text, one_of
from crosspark.governance.fields import FIELDS, Value
from crosspark.governance.institution import BASE, Institution, combine

_FROM_PYTHON = "<overrides>"


@dataclass(frozen=True, repr=False)
class Mode:
    """One way to manage the parks of a district.

    Attributes
    ----------
    id : str
        Its name in tables and files.
    kind : str
        ``real`` (run somewhere), ``variant`` (of a real one) or ``yardstick`` (to measure with).
    clauses : dict of str to float
        Intensity in (0, 1] of each clause that is on.
    parameters : dict of str to float or str
        Values, in the unit of the field, by path. A number replaces the base value before the clauses
        act; a word stands whatever they do.
    extends : str or None
        The mode that it was made from.
    """

    id: str
    kind: str
    title_en: str
    title_zh: str
    description_en: str = ""
    description_zh: str = ""
    clauses: dict[str, float] = field(default_factory=dict)
    parameters: dict[str, Value] = field(default_factory=dict)
    extends: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in settings.KINDS:
            raise BadInput(_FROM_PYTHON, None, "kind", self.kind, one_of(settings.KINDS))
        checked = {id_: _intensity(id_, value) for id_, value in self.clauses.items()}
        # In the order of the source and without what is off, so that equal modes look equal.
        ordered = {id_: checked[id_] for id_ in CLAUSES if checked.get(id_, 0) > 0}
        object.__setattr__(self, "clauses", ordered)
        parameters = {path: _parameter(path, self.parameters[path]) for path in sorted(self.parameters)}
        object.__setattr__(self, "parameters", parameters)

    def __repr__(self) -> str:
        on = ", ".join(f"{id_} {value:g}" if value < 1 else id_ for id_, value in self.clauses.items())
        return f"<Mode {self.id}: {on or 'no clauses'}>"

    def __hash__(self) -> int:
        return hash((self.id, self.digest))

    @cached_property
    def institution(self) -> Institution:
        """The structural facts under this mode."""
        early = {path: value for path, value in self.parameters.items() if path in FIELDS}
        late = {path: early.pop(path) for path in list(early) if settings.acts_last(path)}
        effects = [
            CLAUSES[id_].effects(value, settings.clause_overrides(id_, self.parameters))
            for id_, value in self.clauses.items()
        ]
        return combine(BASE.replace(early), effects).replace(late)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the institution's values: the same for two modes that rule alike."""
        values = json.dumps(self.institution.values(), sort_keys=True)
        return hashlib.sha256(values.encode()).hexdigest()

    def behind(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Return the clauses that are on and write any of these fields, by path."""
        wanted = set(fields)
        return tuple(id_ for id_ in self.clauses if wanted & set(CLAUSES[id_].changes))

    def diff(self, other: "Mode") -> list[dict[str, Value]]:
        """Return the fields in which the two modes differ, one row for each."""
        return [
            {
                "path": path,
                "title_en": FIELDS[path].title_en,
                "title_zh": FIELDS[path].title_zh,
                "unit": FIELDS[path].unit,
                "value": mine,
                "other": theirs,
            }
            for path, (mine, theirs) in self.institution.diff(other.institution).items()
        ]

    def with_clauses(self, *full: str, **intensities: float) -> "Mode":
        """Return the mode with further clauses: at full intensity, or at the one given.

        Raises
        ------
        BadInput
            If a clause is unknown, or an intensity is outside [0, 1].

        Examples
        --------
        >>> load_mode("fragmented").with_clauses("S1", M1=0.5).clauses
        {'S1': 1.0, 'M1': 0.5}
        """
        added = {**dict.fromkeys(full, 1.0), **intensities}
        name = "".join(f"+{id_}" if value == 1 else f"+{id_}={value:g}" for id_, value in added.items())
        return self._derived(name, {**self.clauses, **added})

    def without(self, *ids: str) -> "Mode":
        """Return the mode with these clauses off.

        Raises
        ------
        BadInput
            If a clause is unknown. One that is off already may be named.
        """
        for id_ in ids:
            _intensity(id_, 0)
        left = {id_: value for id_, value in self.clauses.items() if id_ not in ids}
        return self._derived("".join(f"-{id_}" for id_ in ids), left)

    def with_parameters(self, parameters: dict[str, str | float]) -> "Mode":
        """Return the mode, under its own name, with other values.

        Parameters
        ----------
        parameters : dict
            By path of a field (``headquarters.meeting_interval``) or of a clause's parameter
            (``clauses.M5.homes_ahead``): a quantity as people write it (``"10 working days"``), a word,
            or a number in the unit of the field.

        Raises
        ------
        BadInput
            If a path is unknown, or a value has the wrong unit or lies outside its range.
        """
        return replace(self, parameters={**self.parameters, **parameters})

    def save(self, path: str | Path) -> Path:
        """Write the mode to a file from which `load_mode` reads one that rules alike, and return its path.

        Examples
        --------
        >>> mode = load_mode("one_plus_two").without("H1").save("without_headquarters.yaml")  # doctest: +SKIP
        """
        Path(path).write_text(modefile.written(self), encoding="utf-8")
        return Path(path)

    def _derived(self, suffix: str, clauses: dict[str, float]) -> "Mode":
        if not suffix:
            return self
        return replace(
            self,
            id=self.id + suffix,
            kind="variant",
            title_en=f"{self.title_en} ({suffix})",
            title_zh=f"{self.title_zh}({suffix})",
            clauses=clauses,
            extends=self.id,
        )


def _intensity(id_: str, value: object) -> float:
    try:
        settings.known_clause(id_)
        return settings.intensity(value)
    except ValueError as error:
        raise BadInput(_FROM_PYTHON, None, f"clauses.{id_}", value, Text.of(error)) from error


def _parameter(path: str, value: object) -> Value:
    try:
        known = settings.setting(path)
        return known.read(value) if isinstance(value, str) else known.check(value)
    except ValueError as error:
        raise BadInput(_FROM_PYTHON, None, path, value, Text.of(error)) from error


def load_mode(name_or_path: str | Path) -> Mode:
    """Return a mode of the library by its name, or the one that a file describes.

    Raises
    ------
    BadInput
        If there is no such mode, or if its file holds a mistake.
    """
    return Mode(**modefile.read(modefile.find(name_or_path)))


def mode_names() -> list[str]:
    """Return the names of the library's modes, `present` first."""
    return modefile.names()
