"""The registry: every indicator has unit, direction, formula and titles, and its wiring holds."""

import pytest

from crosspark.governance.clauses import CLAUSES
from crosspark.model.indicators import CAUSES, GROUPS, HEADLINES, INDICATORS

#: Fields that are money spent on running the district: whoever writes one moves its cost by definition.
COST_FIELDS = {"adoption.one_off_cost", "attraction.network_cost", "circulation.cost", "platforms.shared"}


def test_there_are_at_least_twenty_five_indicators_and_ids_are_unique():
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


def test_wired_among_keeps_only_the_clauses_given():
    assert INDICATORS["concessions"].wired_among(["D2", "S1"]) == ("D2",)


def test_a_hundred_million_yuan_is_read_as_one():
    value_added = INDICATORS["value_added"]
    assert (3e8 / value_added.scale, value_added.shown_en, value_added.shown_unit("zh")) == (
        3.0,
        "亿元",
        "億元",
    )
