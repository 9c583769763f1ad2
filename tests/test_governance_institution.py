"""The institution: its fields and their file agree, and effects combine by one rule a field."""

import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosspark.governance.errors import BadInput
from crosspark.governance.fields import GRADES, RULES, SCOPES, read_quantity
from crosspark.governance.institution import BASE, FIELDS, Institution, combine


def test_the_attributes_of_the_institution_are_the_fields_of_its_file():
    attributes = {
        f"{group.name}.{attribute.name}": attribute.type
        for group in dataclasses.fields(Institution)
        for attribute in dataclasses.fields(group.type)
    }

    assert list(attributes) == list(FIELDS)
    for path, type_ in attributes.items():
        assert type_ is (str if FIELDS[path].words else float), path
        assert isinstance(BASE.get(path), type_), path


@pytest.mark.parametrize("path", FIELDS)
def test_a_field_says_what_it_is_how_well_it_is_known_and_how_effects_combine(path):
    field = FIELDS[path]

    assert field.check(field.value) == field.value
    assert field.title_en
    assert field.title_zh
    assert field.source
    assert field.grade in GRADES
    assert field.rule in RULES
    assert field.scope in SCOPES
    assert not field.words or field.rule in ("set", "none")


def test_a_grade_of_statistic_or_study_needs_a_source():
    entry = {
        "title": {"en": "Days", "zh": "日"},
        "value": 2,
        "unit": "working day",
        "range": [0, 4],
        "grade": "statistic",
        "source": "",
    }

    with pytest.raises(ValueError, match="a source"):
        read_quantity("x.days", entry, frozenset())
    with pytest.raises(ValueError, match="a grade of"):
        read_quantity("x.days", {**entry, "grade": "guess", "source": "somebody"}, frozenset())
    with pytest.raises(ValueError, match="missing or unknown: colour"):
        read_quantity("x.days", {**entry, "source": "a census", "colour": "red"}, frozenset())
    assert read_quantity("x.days", {**entry, "source": "a census"}, frozenset())["value"] == 2


def test_what_people_write_is_held_in_the_unit_of_the_program():
    assert BASE.resettlement.cost == 600.0  # 40 万元/mu = 400,000 yuan · 3 / 2000 m²
    assert FIELDS["headquarters.threshold"].unit == "yuan"
    assert BASE.headquarters.threshold == 30_000_000.0  # 3000 万元
    assert FIELDS["attraction.network_cost"].high == 100_000_000.0  # 1 亿元 a year


def test_replacing_a_value_leaves_all_others():
    changed = BASE.replace({"handover.days": 1, "exchange.rule": "market"})

    assert changed.diff(BASE) == {"handover.days": (1.0, 2.2), "exchange.rule": ("market", "none")}
    assert changed.get("handover.days") == changed.handover.days == 1.0
    assert BASE.handover.days == 2.2


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("handover.days", 7, "it must lie in [0.1 working days, 6 working days]"),
        ("handover.days", "1", "write a number"),
        ("handover.days", True, "write a number"),
        ("handover.days", float("nan"), "it must lie in"),
        ("exchange.rule", "markt", 'did you mean "market"?'),
        ("exchange.rule", 1, "it must be one of none, bilateral"),
        ("handover.day", 1, 'no such field, did you mean "handover.days"?'),
    ],
)
def test_a_value_that_cannot_stand_is_refused_with_what_could(path, value, said):
    with pytest.raises(BadInput) as caught:
        BASE.replace({path: value})

    assert said in str(caught.value)
    assert caught.value.line is None


def test_factors_multiply_amounts_add_and_the_largest_share_stands():
    combined = combine(
        BASE,
        [
            {"duties.social_share": 0.5, "circulation.cost": 100.0, "preparation.linked_share": 0.25},
            {"duties.social_share": 0.4, "circulation.cost": 50.0, "preparation.linked_share": 0.75},
        ],
    )

    assert combined.duties.social_share == pytest.approx(0.07)  # 0.35 · 0.5 · 0.4
    assert combined.circulation.cost == 150.0
    assert combined.preparation.linked_share == 0.75


def test_a_combined_value_stays_in_its_range():
    effects = [{"handover.days": 0.001, "attraction.posts_share": -0.9}, {"service.posts_share": 0.9}]

    combined = combine(BASE, effects)

    assert combined.handover.days == 0.1
    assert combined.attraction.posts_share == 0.05
    assert combined.service.posts_share == 0.5


def test_a_field_that_is_set_has_one_writer_and_some_are_for_modes_alone():
    with pytest.raises(ValueError, match=r"exchange.rule is set by 2 clauses"):
        combine(BASE, [{"exchange.rule": "market"}, {"exchange.rule": "market"}])
    with pytest.raises(ValueError, match=r"consent.days is written by a clause"):
        combine(BASE, [{"consent.days": 0.5}])
    with pytest.raises(BadInput, match="no such field"):
        combine(BASE, [{"consent.daze": 0.5}])


amounts = st.floats(min_value=0, max_value=1.2)


@given(
    st.lists(st.tuples(amounts, amounts, amounts), max_size=7).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    )
)
def test_the_order_of_effects_changes_no_bit(both):
    def combined(rows):
        return combine(
            BASE,
            [{"handover.days": a, "circulation.cost": b, "platforms.shared": c} for a, b, c in rows],
        )

    assert combined(both[0]) == combined(both[1])


def test_an_institution_travels_between_processes():
    assert pickle.loads(pickle.dumps(BASE)) == BASE
    assert hash(BASE) == hash(BASE.replace({}))
