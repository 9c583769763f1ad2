"""What is held equal between the modes of a comparison, and what is not."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from crosspark.governance.fields import FIELDS
from crosspark.model.case import Scenario
from crosspark.studies.entries import Entry

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison


@dataclass(frozen=True)
class Means:
    """One thing that every mode is given alike."""

    id: str
    title_en: str
    title_zh: str
    unit: str
    amount: Callable[[Scenario, Entry], float]


def _posts(scenario: Scenario, entry: Entry, at_wage: bool = False) -> float:
    """Return the posts of public bodies, those on top of the total included.

    `at_wage` counts a dearer post by its wage against the usual one.
    """
    on_top = parks = 0.0
    for name, mode in entry.by_park.items():
        extra, wage = float(mode.institution.get(EXTRA_POSTS)), float(mode.institution.posts.wage)
        on_top += float(mode.institution.filing.posts) * extra
        posts = scenario.parks[name].posts * (1.0 - (1.0 - extra) * (1.0 - 1.0 / wage))
        parks += posts * wage if at_wage else posts
    subdistricts = sum(subdistrict.posts for subdistrict in scenario.subdistricts.values())
    departments = sum(department.posts for department in scenario.departments.values())
    return parks + subdistricts + departments + on_top


_MEANS = (
    Means(
        "posts", "Posts of parks, sub-districts and departments", "園區、鎮街與部門崗位", "post",
        _posts,
    ),
    Means(
        "wage_bill", "Wage bill", "薪酬總額", "yuan/year",
        lambda scenario, entry: _posts(scenario, entry, at_wage=True) * scenario.budgets.wage_per_post,
    ),
    Means(
        "quota_per_year", "Land quota", "年度用地指標", "m2/year",
        lambda scenario, _: float(scenario.budgets.quota_per_year * len(scenario.parks)),
    ),
    Means(
        "quota", "Land quota at the start", "起始用地指標", "m2",
        lambda scenario, _: float(sum(park.quota for park in scenario.parks.values())),
    ),
    Means(
        "fund_per_year", "Money for the parks", "園區年度資金", "yuan/year",
        lambda scenario, _: float(scenario.budgets.fund_per_year * len(scenario.parks)),
    ),
    Means(
        "capital", "Money of the parks at the start", "園區起始資金", "yuan",
        lambda scenario, _: float(sum(park.fund for park in scenario.parks.values())),
    ),
    Means(
        "leads", "Leads from which all modes draw", "線索總量", "lead/year",
        lambda scenario, _: scenario.demand.leads,
    ),
    Means(
        "firms", "Enterprises at the start", "起始企業數", "enterprise",
        lambda scenario, _: float(sum(sum(park.enterprises.values()) for park in scenario.parks.values())),
    ),
)  # fmt: skip

#: The field that says which part of a mode's new posts comes on top of the district's total.
EXTRA_POSTS = "adoption.extra_posts"

#: How means are shared out between modes, and what that sets in each of them.
FAIR: dict[str, dict[str, float]] = {"equal_means": {}, "as_written": {EXTRA_POSTS: 1.0}, "at_its_best": {}}

#: Fields of the institution that bring a mode means of its own; each is booked where it costs money.
OWN_MEANS = (
    "attraction.lead_share",
    "attraction.network_cost",
    "circulation.cost",
    "adoption.one_off_cost",
    "intermediaries.capacity",
    "posts.candidates",
)


def held_equal(comparison: "Comparison") -> pd.DataFrame:
    """Return the means of the modes of a comparison."""
    return means_of(comparison.scenario, comparison.entries)


def means_of(scenario: Scenario, entries: Mapping[str, Entry]) -> pd.DataFrame:
    """Return a row per item with title_en, title_zh, unit, equal, and the amount in each mode."""
    rows = [_given(item, scenario, entries) for item in _MEANS]
    rows += [_own(path, entries) for path in OWN_MEANS]
    return pd.DataFrame(rows).set_index("item")


def _given(item: Means, scenario: Scenario, entries: Mapping[str, Entry]) -> dict[str, object]:
    amounts = {label: item.amount(scenario, entry) for label, entry in entries.items()}
    first = next(iter(amounts.values()))
    return {
        "item": item.id,
        "title_en": item.title_en,
        "title_zh": item.title_zh,
        "unit": item.unit,
        # A dearer post times fewer posts may differ in the last bit.
        "equal": all(math.isclose(amount, first) for amount in amounts.values()),
        **amounts,
    }


def _own(path: str, entries: Mapping[str, Entry]) -> dict[str, object]:
    field = FIELDS[path]
    amounts = {label: entry.field(path) for label, entry in entries.items()}
    return {
        "item": path,
        "title_en": field.title_en,
        "title_zh": field.title_zh,
        "unit": field.unit,
        "equal": len(set(amounts.values())) == 1,
        **amounts,
    }
