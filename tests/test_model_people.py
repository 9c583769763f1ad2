"""Talent by hand: who comes, is matched within and across parks, and leaves. Amounts are whole, so no draw
rounds them: floor(x + u) of a whole x is x."""

import numpy as np
import pytest

from crosspark.governance.mode import load_mode
from crosspark.model.district import DistrictModel
from crosspark.model.economy import move_people
from crosspark.scenarios import load_scenario

RATES = {"economy.matching": 0.5, "economy.talent_inflow": "0 %/month", "economy.talent_outflow": "0 %/month"}


def model_of(seeking, vacant, *, free=(0, 0), **rates):
    """Return two parks with seekers and vacancies of the first class alone."""
    case = load_scenario("two_parks").with_overrides(
        {
            **RATES,
            "parks.north.amenity": 1,
            "parks.south.amenity": 1,
            **{f"economy.{name}": value for name, value in rates.items()},
        }
    )
    mode = load_mode("fragmented").with_parameters({"circulation.talent_friction": 0.2})
    model = DistrictModel(case, mode, rng=1, adopt=0, years=1)
    model.rulebook = model.target_rules
    model.vacant = np.zeros((2, 3), np.int64)
    model.vacant[:, 0] = vacant
    for name in ("research", "medical", "technical"):
        model.ledger.endow(name, "seeking", seeking if name == "research" else [0, 0])
    model.ledger.endow("places", "free", free)
    return model


def test_half_of_the_shorter_side_is_matched_near_and_then_less_friction_across():
    model = model_of(seeking=[40, 10], vacant=[30, 60])

    move_people(model)

    # Near: half of min(40, 30) and of min(10, 60): 15 and 5. Left are 25 and 5 seekers, 15 and 55 vacancies.
    # Across: 0.5 × (1 − 0.2) × (1 − 1/2) × min(30, 70) = 6, by vacancies 1 and 5, by seekers 5 and 1.
    assert model.found[:, 0].tolist() == [15 + 1, 5 + 5]
    assert model.ledger.of("research", "seeking").tolist() == [40 - 4, 10 + 4]
    assert model.counts["moved"] == 4


def test_a_share_of_those_who_find_nothing_leaves():
    model = model_of(seeking=[40, 10], vacant=[30, 60], talent_outflow="25 %/month")

    move_people(model)

    # Left after near and across: 25 − 5 and 5 − 1; a quarter of each goes.
    assert model.ledger.at("research", "outside") == 5 + 1


@pytest.mark.parametrize(("free", "come"), [([10, 10], [3, 6]), ([2, 10], [2, 6]), ([0, 0], [0, 0])])
def test_a_share_of_the_vacancies_draws_people_as_far_as_places_are_free(free, come):
    model = model_of(seeking=[0, 0], vacant=[30, 60], free=free, talent_inflow="10 %/month", matching=0)

    move_people(model)

    assert model.ledger.of("research", "seeking").tolist() == come
    assert model.ledger.of("places", "taken").tolist() == come
