"""The clauses: all of the source's, verbatim, each changing what it names and paid with something."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosspark.governance.clauses import CLAUSES, FAMILIES
from crosspark.governance.clauses.registry import clause
from crosspark.governance.institution import BASE, FIELDS, combine
from crosspark.model.indicators import INDICATORS

SOURCE = (Path(__file__).parents[1] / "docs" / "source" / "wenjiang-one-zone-many-parks.zh.txt").read_text(
    encoding="utf-8"
)

# The table of the reading of the source, counted by hand: a clause that gets lost is missed here.
COUNTS = {"U": 1, "R": 4, "H": 2, "P": 2, "C": 2, "D": 2, "A": 2, "O": 4, "S": 6, "M": 6, "F": 4}
IDS = [f"{family}{number}" for family, count in COUNTS.items() for number in range(1, count + 1)]

ids = pytest.mark.parametrize("id_", IDS)


def under(id_, intensity, **parameters):
    return combine(BASE, [CLAUSES[id_].effects(intensity, parameters)])


def test_every_clause_of_the_source_is_there_in_its_order():
    assert list(CLAUSES) == IDS
    assert len(CLAUSES) == 35  # 34 that act and S6, the four zeros, which are indicators
    assert "".join(dict.fromkeys(each.family for each in CLAUSES.values())) == FAMILIES


@ids
def test_a_clause_quotes_the_source_to_the_character(id_):
    assert CLAUSES[id_].pieces
    for piece in CLAUSES[id_].pieces:
        assert piece in SOURCE


@ids
def test_every_piece_of_a_quotation_has_its_english(id_):
    about = CLAUSES[id_]

    assert len(about.pieces_en) == len(about.pieces)
    assert all(piece.isascii() or "“" in piece for piece in about.pieces_en)
    assert not any("\u4e00" <= character <= "\u9fff" for character in about.quote_en)


@ids
def test_what_a_clause_is_paid_in_is_an_indicator(id_):
    assert set(CLAUSES[id_].paid_in) <= set(INDICATORS)
    # Whoever changes something is paid for somewhere; S6 changes nothing.
    assert bool(CLAUSES[id_].paid_in) == bool(CLAUSES[id_].changes)


@ids
def test_a_clause_says_what_it_does_in_both_languages(id_):
    about = CLAUSES[id_]

    assert about.title_en
    assert about.title_zh
    assert about.mechanism_en.endswith(".")
    assert about.mechanism_zh.endswith("。")
    assert about.mechanism_zh.count("。") == 1
    assert about.indicators
    assert about.function.__doc__


@ids
def test_a_clause_changes_the_fields_that_it_names_and_nothing_else(id_):
    assert set(under(id_, 1.0).diff(BASE)) == set(CLAUSES[id_].changes)


@ids
def test_a_clause_at_intensity_zero_changes_nothing(id_):
    assert under(id_, 0.0) == BASE


@ids
@given(intensity=st.floats(min_value=0.01, max_value=0.99))
def test_a_clause_at_an_intensity_between_lies_between(id_, intensity):
    full, part = under(id_, 1.0), under(id_, intensity)

    for path in CLAUSES[id_].changes:
        if FIELDS[path].words:
            assert part.get(path) == full.get(
                path
            )  # a rule of exchange stands or does not: its share grades it
        else:
            low, high = sorted((BASE.get(path), full.get(path)))
            assert low < part.get(path) < high, path


@ids
def test_a_clause_whose_parameters_have_no_effect_changes_nothing(id_):
    nothing = {name: parameter.no_effect for name, parameter in CLAUSES[id_].parameters.items()}

    assert under(id_, 1.0, **nothing) == BASE


@pytest.mark.parametrize(
    "parameter",
    [parameter for each in CLAUSES.values() for parameter in each.parameters.values()],
    ids=lambda p: p.path,
)
def test_the_range_of_a_aboutparameter_contains_its_value_and_no_effect(parameter):
    assert parameter.low <= parameter.value <= parameter.high
    assert parameter.low <= parameter.no_effect <= parameter.high
    assert parameter.value != parameter.no_effect
    assert parameter.title_en
    assert parameter.title_zh
    assert parameter.grade
    assert parameter.source


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_paid_with_a_cost_field(family):
    costs = {path for each in CLAUSES.values() if each.family == family for path in each.cost}

    assert costs
    assert all(FIELDS[path].cost for path in costs)


def test_every_aboutthat_acts_names_its_cost():
    assert [id_ for id_, each in CLAUSES.items() if not each.cost] == ["S6"]


def test_two_clauses_meet_in_one_field_only_where_it_says_how_they_combine():
    writers = {}
    for each in CLAUSES.values():
        for path in each.changes:
            writers.setdefault(path, []).append(each.id)

    for path, who in writers.items():
        assert FIELDS[path].rule != "none", path
        assert len(who) == 1 or FIELDS[path].rule in ("multiply", "add", "maximum"), path


intensities = st.dictionaries(st.sampled_from(IDS), st.floats(min_value=0, max_value=1))


@given(intensities.flatmap(lambda chosen: st.tuples(st.just(chosen), st.permutations(list(chosen)))))
def test_the_order_of_clauses_changes_no_bit(chosen_and_order):
    chosen, order = chosen_and_order

    one_way = combine(BASE, [CLAUSES[id_].effects(chosen[id_]) for id_ in chosen])
    another = combine(BASE, [CLAUSES[id_].effects(chosen[id_]) for id_ in order])

    assert one_way == another


@pytest.mark.parametrize(
    ("id_", "path", "half", "full"),
    [
        # base · (1 − i (1 − factor)), base + i · amount, or i · share, from base and strength by hand
        ("R1", "duties.social_share", 0.2975, 0.245),  # .35 · .85, .35 · .7
        ("R3", "handover.days", 1.815, 1.43),  # 2.2 · .825, 2.2 · .65
        ("H1", "headquarters.route_share", 0.5, 1),
        ("H2", "headquarters.seated_share", 0.65, 0.9),
        ("P1", "attraction.posts_share", 0.255, 0.23),
        ("C1", "service.trigger_share", 0.5, 0.8),
        ("D1", "planning.conflict", 0.1875, 0.125),  # .25 · .75, .25 · .5
        ("A1", "assessment.park_weight", 1.125, 1.25),
        ("O1", "organisation.specialisation", 1.06, 1.12),
        ("O3", "posts.candidates", 2, 3),
        ("S2", "filing.days", 0.7, 0.4),
        ("S5", "intermediaries.capacity", 0.975, 0.95),
        ("M3", "attraction.network_cost", 6_000_000, 12_000_000),  # 1200 万元 a year
        ("F1", "circulation.cost", 10_000_000, 20_000_000),  # 2000 万元 a year
        ("F3", "exchange.share", 0.25, 0.5),
    ],
)
def test_a_clause_acts_as_strongly_as_its_parameters_say(id_, path, half, full):
    assert under(id_, 0.5).get(path) == pytest.approx(half)
    assert under(id_, 1.0).get(path) == pytest.approx(full)


def test_three_clauses_take_social_work_off_the_parks_by_a_product():
    together = combine(BASE, [CLAUSES[id_].effects(1.0) for id_ in ("R1", "R4", "O4")])

    assert together.duties.social_share == pytest.approx(0.1029)  # .35 · .7 · .6 · .7


def test_a_clause_that_is_wrongly_declared_is_refused():
    texts = {
        "quote": "園區",
        "quote_en": "x",
        "title_en": "x",
        "title_zh": "x",
        "mechanism_en": "x.",
        "mechanism_zh": "x。",
    }

    with pytest.raises(ValueError, match="the id is taken"):
        clause("S1", **texts, parameters=("share",))
    with pytest.raises(ValueError, match="fields or parameters disagree"):
        clause("X1", **texts, changes=("handover.daze",))
    with pytest.raises(ValueError, match="fields or parameters disagree"):
        clause("X1", **texts, parameters=("unheard_of",))
    with pytest.raises(ValueError, match="its function takes"):
        clause("X1", **texts)(lambda intensity, share: {})
    assert "X1" not in CLAUSES
