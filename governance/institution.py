"""The institution: one frozen record of every structural fact that the mechanisms read."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from crosspark.governance import groups
from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.governance.fields import FIELDS, Field, Value

__all__ = ["BASE", "FIELDS", "Effects", "Field", "Institution", "Value", "combine"]

#: What a clause returns: an amount for each field path, combined by the rule of the field.
Effects = Mapping[str, Value]


@dataclass(frozen=True)
class Institution:
    """The rules under which a district is run, group by group.

    Examples
    --------
    >>> BASE.handover.days
    2.2
    >>> BASE.replace({"handover.days": 1.0}).diff(BASE)
    {'handover.days': (1.0, 2.2)}
    """

    duties: groups.Duties
    joint_office: groups.JointOffice
    handover: groups.Handover
    headquarters: groups.Headquarters
    consent: groups.Consent
    decision: groups.Decision
    promotion_centre: groups.PromotionCentre
    committee: groups.Committee
    research: groups.Research
    attraction: groups.Attraction
    service: groups.Service
    operation: groups.Operation
    planning: groups.Planning
    assessment: groups.Assessment
    organisation: groups.Organisation
    knowledge: groups.Knowledge
    posts: groups.Posts
    rules: groups.Rules
    preparation: groups.Preparation
    filing: groups.Filing
    review: groups.Review
    inspection: groups.Inspection
    intermediaries: groups.Intermediaries
    projects: groups.Projects
    factors: groups.Factors
    resettlement: groups.Resettlement
    queue: groups.Queue
    circulation: groups.Circulation
    platforms: groups.Platforms
    exchange: groups.Exchange
    adoption: groups.Adoption

    def get(self, path: str) -> Value:
        """Return the value of the field at `path`, such as ``handover.days``."""
        group, _, name = _known(path).path.partition(".")
        value: Value = getattr(getattr(self, group), name)
        return value

    def values(self) -> dict[str, Value]:
        """Return every field's value, by path."""
        return {path: self.get(path) for path in FIELDS}

    def replace(self, changes: Mapping[str, object]) -> "Institution":
        """Return the institution with other values, numbers in the unit of the field or words.

        Raises
        ------
        BadInput
            If a path is unknown or a value is outside its range.
        """
        by_group: dict[str, dict[str, Value]] = {}
        for path, value in changes.items():
            field = _known(path)
            try:
                checked = field.check(value)
            except ValueError as error:
                raise BadInput("<overrides>", None, path, value, Text.of(error)) from error
            group, _, name = path.partition(".")
            by_group.setdefault(group, {})[name] = checked
        # The paths are known only here; the fields above hold the types for everyone who reads.
        renewed: dict[str, Any] = {
            group: replace(getattr(self, group), **members) for group, members in by_group.items()
        }
        return replace(self, **renewed)

    def diff(self, other: "Institution") -> dict[str, tuple[Value, Value]]:
        """Return where the two differ: this value and the other's, by path."""
        pairs = {path: (self.get(path), other.get(path)) for path in FIELDS}
        return {path: pair for path, pair in pairs.items() if pair[0] != pair[1]}


def combine(base: Institution, effects: Iterable[Effects]) -> Institution:
    """Return `base` as the effects of several clauses change it, whatever their order.

    A field multiplies its base by all factors, adds all amounts or takes the largest, and is kept in
    its range; a field that is set has one writer.

    Raises
    ------
    ValueError
        If a field is unknown, is not for clauses to write, or is set twice.
    """
    amounts: dict[str, list[Value]] = {}
    for effect in effects:
        for path, amount in effect.items():
            amounts.setdefault(path, []).append(amount)
    changes = {path: _combined(_known(path), base.get(path), given) for path, given in amounts.items()}
    return base.replace(changes)


def _combined(field: Field, base: Value, amounts: list[Value]) -> Value:
    if field.rule == "set":
        if len(amounts) > 1:
            raise ValueError(f"{field.path} is set by {len(amounts)} clauses; it can have one writer")
        return amounts[0]
    if field.rule == "none":
        raise ValueError(f"{field.path} is written by a clause; only a mode may set it")
    # Sorted, because the last digit of a float sum or product depends on the order of its terms.
    numbers = sorted(float(amount) for amount in amounts)
    if field.rule == "multiply":
        return field.clip(float(base) * math.prod(numbers))
    if field.rule == "add":
        return field.clip(float(base) + math.fsum(numbers))
    return field.clip(max(float(base), *numbers))


def _known(path: str) -> Field:
    if path not in FIELDS:
        hint = suggestion(path, FIELDS, "field", "制度欄目")
        raise BadInput("<overrides>", None, path, Text("no field", "未知欄目"), hint)
    return FIELDS[path]


def _base() -> Institution:
    by_group: dict[str, dict[str, Value]] = {}
    for path, field in FIELDS.items():
        group, _, name = path.partition(".")
        by_group.setdefault(group, {})[name] = field.value
    made: dict[str, Any] = {
        group: getattr(groups, group.title().replace("_", ""))(**members)
        for group, members in by_group.items()
    }
    return Institution(**made)


#: The institution with no clause on and no parameter set.
BASE = _base()
