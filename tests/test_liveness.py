"""No field of the institution is dead, and servers are as busy as the scenario says."""

import numpy as np
import pytest

from crosspark.governance.fields import FIELDS
from crosspark.scenarios import load_scenario
from crosspark.studies.liveness import liveness
from crosspark.studies.utilisation import utilisation_against_target

GROUPS = sorted({path.split(".")[0] for path in FIELDS})


@pytest.mark.parametrize("group", GROUPS)
def test_every_field_moved_over_its_range_moves_some_indicator(group):
    paths = [path for path in FIELDS if path.startswith(f"{group}.")]

    found = liveness("wenjiang", paths=paths)

    assert [row.path for row in found] == paths
    assert [row.path for row in found if not row.moved] == []


def test_each_server_is_about_as_busy_under_the_present_mode_as_its_target_says():
    case = load_scenario("wenjiang")

    runs = [utilisation_against_target(case, seed) for seed in (1, 2, 3, 4)]

    for name, (target, _) in runs[0].items():
        came = np.mean([run[name][1] for run in runs])
        assert abs(came - target) <= 0.1, (name, target, came)
