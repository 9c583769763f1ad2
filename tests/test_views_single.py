"""One run, shown with the tables of a comparison."""

import json

import fake_runs
import pytest

import crosspark.scenarios  # noqa: F401
from crosspark.model.indicators import INDICATORS
from crosspark.views.single import Single


@pytest.fixture(scope="module")
def single():
    return Single.of_run("two_parks", "market", seed=5, years=2, simulate=fake_runs.simulate)


def test_a_run_meets_exactly_the_seed_that_was_given(single):
    assert single.seed == 5
    assert single.mean("market", "operating_firms") == pytest.approx(
        fake_runs.simulate(None, single.entries["market"].mode, seed=5, years=2).values["operating_firms"]
    )


def test_it_prints_every_indicator_its_causes_and_its_hours(single):
    for lang in ("en", "zh"):
        text = single.text(lang)
        assert all(indicator.title(lang) in text for indicator in INDICATORS.values())
    assert "Started projects include those signed before adoption" in single.text()
    assert single.text().startswith("Two parks, small under Open market between parks, 2 years, seed 5")
    # The fake run has causes of 10 to 17 days, and 3,500 hours of parks and others in two years.
    assert "Total" in single.text()
    assert "108.0" in single.text()


def test_its_data_are_json_with_units(single):
    data = json.loads(json.dumps(single.to_data(), allow_nan=False))

    assert data["indicators"]["jobs"] == {"value": 1.0, "unit": "person"}
    assert data["indicators"]["days_started"]["value"] is None
    assert (data["mode"], data["seed"], data["years"]) == ("market", 5, 2)
