"""What a concession may be at most: what the one who concedes it loses, and gains, where it is paid."""

import numpy as np
import pytest

from crosspark.governance.mode import load_mode
from crosspark.model.district import DistrictModel
from crosspark.model.projects import values_of_leads, years_of_tax
from crosspark.scenarios import load_scenario


def test_years_of_tax_are_those_of_enterprises_that_stay_after_the_works():
    case = load_scenario("two_parks").with_overrides(
        {
            "budgets.interest": "5 %",
            "economy.exit_hazard": "0.5 %/month",
            "economy.build_months": "12 months",
        }
    )
    # Year by year, paid at the end of each: 5 % interest and 6 % that close, after one year of works.
    by_hand = sum(1 / 1.11**year for year in range(1, 11)) / 1.05

    assert years_of_tax(case) == pytest.approx(by_hand)


@pytest.mark.parametrize("outcome", [0.0, 0.4, 1.0])
def test_an_offer_at_its_ceiling_breaks_even_over_all_that_sign(outcome):
    """Of 100 that sign, 60 start: only these pay tax and take the concession; all 100 count as signings."""
    mode = load_mode("fragmented").with_parameters({"assessment.outcome_weight": outcome})
    model = DistrictModel(load_scenario("two_parks"), mode, rng=1, adopt=1)
    model.step()
    model.step()
    model.start_rate = 0.6
    case = model.case
    ceilings, values = values_of_leads(model)

    tax = model.tax_of_places * years_of_tax(case)
    credit = case.demand.signing_credit * model.capital_per_m2
    signings = np.broadcast_to((1 - outcome) * credit * 100, tax.shape)
    # To the centre a yuan of tax counts in full; to a park λ of its share, and 1 − λ of what others get.
    share, own = case.budgets.park_tax_share, case.economy.self_interest
    regard = share * tax + (1 - own) / own * (1 - share) * tax
    assert values * 60 == pytest.approx(outcome * tax * 60 + signings)
    assert ceilings * 60 == pytest.approx(outcome * regard * 60 + signings)
