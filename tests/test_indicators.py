"""The registry: every indicator has unit, direction, formula and titles, and its wiring holds."""

import pytest

from crosspark.governance.clauses import CLAUSES
from crosspark.model.indicators import CAUSES, GROUPS, HEADLINES, INDICATORS, STAGES

#: Fields that are money spent on running the district: whoever writes one moves its cost by definition.
COST_FIELDS = {"adoption.one_off_cost", "attraction.network_cost", "circulation.cost", "platforms.shared"}


def test_every_indicator_stands_under_its_own_id():
    assert len(INDICATORS) == 79
    assert all(key == indicator.id for key, indicator in INDICATORS.items())


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS.keys())
def test_an_indicator_is_titled_and_defined_in_both_languages(indicator):
    assert indicator.title_en.isascii() or "é" in indicator.title_en
    assert not indicator.title_zh.isascii()
    assert indicator.formula
    assert not indicator.formula_zh.isascii()
    assert indicator.direction in (-1, 0, 1)
    assert indicator.group in GROUPS
    assert indicator.scale > 0
    assert indicator.unit
    assert indicator.title("zh") == indicator.title_zh
    assert indicator.title("en") == indicator.title_en


def test_titles_are_unique_in_both_languages():
    for lang in ("en", "zh"):
        titles = [indicator.title(lang) for indicator in INDICATORS.values()]
        assert len(set(titles)) == len(titles)


def test_wiring_names_clauses_of_the_source():
    assert {clause for indicator in INDICATORS.values() for clause in indicator.wired_by} <= set(CLAUSES)


def test_the_headline_outcomes_that_no_single_clause_sets_are_emergent():
    # Service level and other duties' backlog are headlines in which the cost of some clauses is a term.
    wired = {indicator for indicator in HEADLINES if INDICATORS[indicator].wired_by}
    assert wired == {"service_level", "other_backlog"}


def test_every_clause_that_spends_on_running_the_district_moves_that_cost_by_definition():
    spenders = {id_ for id_, clause in CLAUSES.items() if COST_FIELDS & set(clause.changes)}

    assert set(INDICATORS["admin_cost"].wired_by) == spenders


def test_indicators_that_clauses_name_are_in_the_registry():
    assert {indicator for clause in CLAUSES.values() for indicator in clause.indicators} <= set(INDICATORS)


def test_there_is_an_indicator_for_every_cause():
    assert [f"days_{cause}" in INDICATORS for cause in CAUSES] == [True] * 8


#: What the design asks for "at the least", by the indicators that hold it.
AT_THE_LEAST = {
    "days by cause": tuple(f"days_{cause}" for cause in CAUSES),
    "days by stage": tuple(f"days_{stage}" for stage in STAGES),
    "start, completion and never-started rates": ("start_rate", "completion_rate", "never_started_rate"),
    "output, tax, investment per mu": ("output_per_mu", "tax_per_mu", "investment_per_mu"),
    "land by state, idle rate": (
        *(f"land_{state}" for state in ("collective", "acquired", "serviced", "reserved", "leased", "idle")),
        "idle_land_share",
    ),
    "talent by class, vacancies, retention": (
        *("talent_research", "talent_medical", "talent_technical", "vacancies_rate", "retention"),
    ),
    "chains and likeness": ("chain_completeness", "local_sourcing", "park_similarity", "park_theil"),
    "exchange": ("exchange_volume", "exchange_gain", "value_spread"),
    "concessions": ("concessions", "concession_rate"),
    "decisions": ("leaders_hours", "decision_days", "agenda_load"),
    "backlogs": ("other_backlog", "case_backlog", "resettlement_backlog", "agenda_backlog", "unfinished"),
    "the four zeros": ("zero_wait", "zero_distance", "zero_obstacle", "zero_idle"),
    "who waits longer": ("days_small", "days_major"),
    "accounts": ("fiscal_npv", "resource_npv"),
}


@pytest.mark.parametrize("asked", AT_THE_LEAST)
def test_what_the_design_asks_for_at_the_least_is_there(asked):
    assert set(AT_THE_LEAST[asked]) <= set(INDICATORS)


def test_parts_and_accounts_are_known_words():
    assert {part for i in INDICATORS.values() for part in i.by} == {
        "park",
        "subdistrict",
        "department",
        "month",
    }
    without = {i.id for i in INDICATORS.values() if not i.by}
    # Indices between parks, and what servers and headquarters do for all parks at once.
    assert without == {
        *("park_similarity", "park_theil", "value_spread", "agenda_load", "agenda_backlog", "decision_days"),
        *("overdue_share", "case_backlog", "resettlement_backlog"),
    }


def test_wired_among_keeps_only_the_clauses_given():
    assert INDICATORS["concessions"].wired_among(["D2", "S1"]) == ("D2",)


def test_a_hundred_million_yuan_is_read_as_one():
    value_added = INDICATORS["value_added"]
    assert (3e8 / value_added.scale, value_added.shown_en, value_added.shown_unit("zh")) == (
        3.0,
        "亿元",
        "億元",
    )
