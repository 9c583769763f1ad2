"""Demand: a cycle of whole periods beside the noise, which leads and output both feel."""

import math

import numpy as np
import pytest
from district_bench import district

AMPLITUDE, PERIOD = 0.4, 24


def overrides(amplitude=AMPLITUDE, **more):
    cycle = {"demand.cycle_amplitude": amplitude, "demand.cycle_period": f"{PERIOD} months"}
    return cycle | {f"demand.{name}": value for name, value in more.items()}


def closed_form(months):
    return np.array([1 + AMPLITUDE * math.sin(2 * math.pi * t / PERIOD) for t in range(months)])


def test_a_cycle_without_noise_is_its_closed_form_in_every_segment_and_its_mean_is_one():
    model = district(mode="present", years=4, adopt=0, overrides=overrides(volatility=0))

    for path in model.demand.T:
        assert path[: 2 * PERIOD] == pytest.approx(closed_form(2 * PERIOD), rel=1e-12)
        assert path[PERIOD : 2 * PERIOD].mean() == pytest.approx(1, rel=1e-12)


def test_a_cycle_multiplies_the_noise_and_leaves_it_as_it_was():
    plain, swung = (
        district(mode="present", years=4, adopt=0, overrides=overrides(amplitude)).demand
        for amplitude in (0, AMPLITUDE)
    )

    assert plain.std() > 0
    assert swung / plain == pytest.approx(closed_form(len(plain))[:, None] * np.ones_like(plain), rel=1e-12)


def test_leads_come_at_the_rate_of_demand():
    leads = 24_000  # a year
    more = overrides(volatility=0, leads=f"{leads} leads/year")
    model = district(mode="present", years=4, adopt=0, overrides=more)

    counts = np.array([len(rows) for rows in model.arrivals])
    expected = leads / 12 * closed_form(len(counts))
    # Poisson: the squared errors by their variance are a chi-square; its s.d. is √(2n).
    errors = ((counts - expected) ** 2 / expected).sum()
    assert abs(errors - len(counts)) < 5 * math.sqrt(2 * len(counts))


def test_output_follows_demand_month_by_month():
    plain, swung = (
        district(mode="present", years=1, adopt=0, overrides=overrides(amplitude, leads="0 leads/year"))
        for amplitude in (0, AMPLITUDE)
    )

    for level in closed_form(6):  # nobody else can have opened or closed
        plain.step()
        swung.step()
        assert swung.firms.tolist() == plain.firms.tolist()
        # Whole yuan for each enterprise.
        assert swung.output == pytest.approx(plain.output * level, abs=swung.operating_firms * (1 + level))
