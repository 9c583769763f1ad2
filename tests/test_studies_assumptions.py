"""What a mode says of itself is no assumption: no study draws it unless told to."""

import math

import fake_runs
import pytest

from crosspark.studies.calibration import Calibration
from crosspark.studies.compare import Comparison
from crosspark.studies.discovery import Discovery
from crosspark.studies.robust import Robust
from crosspark.studies.sensitivity import Sensitivity

PATH = "handover.days"
WEEKLY = """
title: {en: Weekly, zh: 每週}
description: {en: The present by the week., zh: 每週一次的現狀。}
extends: present
parameters:
  handover.days: 5 working days
"""


def target(mode):
    one = {"value": 1, "tolerance": 1, "discrepancy": 1, "source": "a test"}
    return {"targets": {"jobs": {"measure": "jobs", "mode": mode, **one}}}


STUDIES = {
    "compare": lambda mode, vary, **run: Comparison.of(
        "two_parks", [mode], futures=8, replicates=2, overrides=vary, **run
    ),
    "robust": lambda mode, vary, **run: Robust.of("two_parks", ["present", mode], size=8, vary=vary, **run),
    "discover": lambda mode, vary, **run: Discovery.of("two_parks", mode, size=32, vary=vary, **run),
    "morris": lambda mode, vary, **run: Sensitivity.of("two_parks", mode, paths=vary, **run),
    "calibrate": lambda mode, vary, **run: Calibration.of(
        "two_parks", target(mode), vary=vary, size=16, **run
    ),
}


@pytest.fixture
def weekly(tmp_path):
    file = tmp_path / "weekly.yaml"
    file.write_text(WEEKLY, encoding="utf-8")
    return str(file)


def values_of(study, mode, vary=None):
    """Return mode, hand-over and the paths that were overridden, of each run of a study."""
    seen = []

    def simulate(scenario, rules, *, seed, years, overrides=None):
        fields = dict(overrides or {})
        seen.append((rules.id, fields.get(PATH, rules.institution.get(PATH)), set(fields)))
        return fake_runs.simulate(scenario, rules, seed=seed, years=years)

    STUDIES[study](mode, vary, years=1, jobs=1, quiet=True, simulate=simulate)
    return seen


@pytest.mark.parametrize("study", STUDIES)
def test_what_a_compared_mode_sets_itself_is_not_drawn(study, weekly):
    seen = values_of(study, weekly)

    assert {value for id_, value, _ in seen if id_ == "weekly"} == {5.0}
    assert not any(PATH in fields for *_, fields in seen)
    # Of a mode that says nothing of it, it is drawn like the rest.
    assert len({value for _, value, _ in values_of(study, "approval_only")}) > 3


@pytest.mark.parametrize("study", [name for name in STUDIES if name != "compare"])
def test_who_names_it_draws_it(study, weekly):
    drawn = {value for id_, value, _ in values_of(study, weekly, [PATH]) if id_ == "weekly"}

    assert len(drawn) > 3
    assert all(math.isfinite(value) for value in drawn)


def test_who_sets_it_by_hand_sets_it_in_the_mode_too(weekly):
    seen = values_of("compare", weekly, {PATH: "2 working days"})

    assert {value for _, value, _ in seen} == {"2 working days"}
