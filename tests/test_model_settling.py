"""After preparation: how long works take, and what enterprises and parks expect from what they saw."""

import numpy as np
import pytest

from crosspark.model import records
from crosspark.model.district import DistrictModel
from crosspark.model.founding import DAYS
from crosspark.scenarios import load_scenario


def test_works_take_longer_for_larger_projects_by_the_power_of_the_page():
    model = DistrictModel(load_scenario("wenjiang"), "present", rng=1, years=3)
    while model.running:
        model.step()

    rows = model.enterprises
    begun = rows[(rows["started"] >= 0) & (rows["expansions"] == 0)]
    demand = model.case.demand
    # Mean of the bounded Pareto law on [a, b] of exponent k, in closed form.
    a, b, k = demand.size_min, demand.size_max, demand.size_tail
    mean = a**k / (1 - (a / b) ** k) * k / (k - 1) * (a ** (1 - k) - b ** (1 - k))
    months = model.case.economy.build_months * (begun["area"] / mean) ** 0.3
    took = begun["opened"] - begun["started"] // DAYS

    assert len(begun) > 50
    # The model's mean is a sum over a thousand quantiles: a month may tip over where the power is near whole.
    near_whole = np.abs(months - np.rint(months)) < 0.01 * months
    assert (took[~near_whole] == 1 + np.floor(months[~near_whole])).all()
    assert (np.abs(took - 1 - months) <= 1.2).all()


def test_expectations_move_by_a_tenth_of_the_days_and_a_fiftieth_of_the_share_seen():
    model = DistrictModel(load_scenario("two_parks"), "present", rng=1, years=1)
    model.expected_days[:] = 150.0
    model.start_rate = 0.6
    ended = np.arange(4)
    slots = model.room.slots
    slots["state"][ended] = [records.STARTED, records.STARTED, records.STARTED, records.WITHDRAWN]
    slots["park"][ended] = [0, 0, 1, 1]
    slots["signed"][ended] = 10
    slots["ended"][ended] = [110, 150, 100, 400]

    model.record_projects(ended)

    # Park 0 saw 100 and 140 days, park 1 saw 90; three of four started.
    assert model.expected_days == pytest.approx([150 - 0.1 * 30, 150 - 0.1 * 60])
    assert model.start_rate == pytest.approx(0.6 + 0.02 * 0.15)
