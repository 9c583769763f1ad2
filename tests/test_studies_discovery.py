"""A planted box is found, a planted nothing is not, and what is compared is what it says."""

import json
import math
import sys
from functools import cache

import condition_runs as runs
import fake_runs
import numpy as np
import pytest

from crosspark.governance.errors import BadInput
from crosspark.studies.discovery import Discovery, lifted
from crosspark.studies.futures import SMALLEST
from crosspark.studies.sweep import sweep

QUICK = {"vary": runs.VARIED, "size": 128, "replicates": 1, "years": 1, "jobs": 1, "quiet": True}


def of(difference, indicator="days_to_start", **options):
    simulate = runs.planted(difference, indicator)
    return Discovery.of("two_parks", indicator=indicator, simulate=simulate, **{**QUICK, **options})


@cache
def corner():
    return of(runs.defeat_in_corner, size=256)


def limits_of(box):
    return {limit.path: (limit.low, limit.high) for limit in box.limits}


def test_a_planted_box_is_found_with_its_limits_and_nothing_else():
    (box,) = corner().boxes

    found = limits_of(box)
    assert set(found) == {runs.MEETINGS, runs.HANDOVER}
    # A peel takes off a twentieth of the futures that are left: the limit is as near as that.
    assert found[runs.MEETINGS][0] == pytest.approx(24, abs=1.5)
    assert math.isnan(found[runs.MEETINGS][1])
    assert found[runs.HANDOVER][1] == pytest.approx(3, abs=0.25)
    assert math.isnan(found[runs.HANDOVER][0])
    assert min(box.coverage, box.density, box.unseen_density) > 0.9
    assert box.p < 1e-6


def test_coverage_and_density_are_those_of_the_futures_counted_one_by_one():
    cases, (box,) = corner().cases(), corner().boxes
    low, high = limits_of(box)[runs.MEETINGS][0], limits_of(box)[runs.HANDOVER][1]
    inside = (cases[runs.MEETINGS] >= low) & (cases[runs.HANDOVER] <= high)
    defeats = (cases[runs.MEETINGS] > 24) & (cases[runs.HANDOVER] < 3)

    assert (cases["beats"] == ~defeats).all()
    assert box.points == inside.sum()
    assert box.coverage == pytest.approx((inside & defeats).sum() / defeats.sum())
    assert box.density == pytest.approx((inside & defeats).sum() / inside.sum())
    assert ((cases["box"] == 1) == inside).all()


def test_the_share_comes_with_wilsons_interval():
    share, low, high = corner().share()
    n, z = 256, 1.959964
    p = (~corner().cases().eval(f"`{runs.MEETINGS}` > 24 and `{runs.HANDOVER}` < 3")).mean()

    assert share == p
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert (low, high) == pytest.approx(
        ((middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n))
    )


def test_where_victories_are_rarer_they_are_what_is_looked_for():
    found = of(runs.victory_in_corner, size=256)

    assert found.seeks == "victories"
    assert set(limits_of(found.boxes[0])) == {runs.MEETINGS, runs.HANDOVER}
    assert found.boxes[0].density > 0.9


def test_a_slice_in_the_middle_has_two_limits():
    found = of(lambda point, seed: 20.0 if 15 < point[runs.MEETINGS] < 25 else -20.0, size=256)

    assert limits_of(found.boxes[0])[runs.MEETINGS] == pytest.approx((15, 25), abs=1.5)


def test_two_planted_boxes_are_both_found():
    def difference(point, seed):
        return 20.0 if point[runs.MEETINGS] > 34 or point[runs.HANDOVER] < 1 else -20.0

    found = [limits_of(box) for box in of(difference, size=256).boxes]

    paths = [path for limits in found for path in limits]
    assert set(paths) == {runs.MEETINGS, runs.HANDOVER}
    assert len(found) == 2


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_planted_nothing_yields_no_box(seed):
    found = of(runs.by_lot, seed=seed)

    assert 0.6 < found.share()[0] < 0.9
    assert found.boxes == ()
    assert found.nearest is None
    assert found.table().empty


def test_where_no_box_is_dense_enough_the_nearest_to_a_condition_is_found():
    found = of(runs.defeat_more_often_in_corner, size=256)
    box = found.nearest

    assert found.boxes == ()
    assert not box.dense
    limits = limits_of(box)
    assert set(limits) == {runs.MEETINGS, runs.HANDOVER}
    # Limits lie at tenths of the futures that are left.
    assert limits[runs.MEETINGS][0] == pytest.approx(17, abs=4.5)
    assert limits[runs.HANDOVER][1] == pytest.approx(3.6, abs=0.7)
    assert math.isnan(limits[runs.MEETINGS][1])
    assert math.isnan(limits[runs.HANDOVER][0])
    assert box.unseen_low < 0.6 < box.unseen_high
    assert box.unseen_low > found.wanted.mean()


def test_the_nearest_to_a_condition_is_counted_like_a_box():
    found = of(runs.defeat_more_often_in_corner, size=256)
    table, cases = found.table(), found.cases()
    defeats = ~cases["beats"]
    inside = (cases[runs.MEETINGS] >= limits_of(found.nearest)[runs.MEETINGS][0]) & (
        cases[runs.HANDOVER] <= limits_of(found.nearest)[runs.HANDOVER][1]
    )

    assert table["dense"].tolist() == [False, False]
    assert table["points"].tolist() == [inside.sum()] * 2
    assert table["density"].iloc[0] == pytest.approx(defeats[inside].mean())
    assert table["coverage"].iloc[0] == pytest.approx((inside & defeats).sum() / defeats.sum())
    assert ((cases["box"] == 1) == inside).all()


def test_where_a_box_stands_up_nothing_nearer_is_looked_for():
    assert corner().nearest is None
    assert corner().table()["dense"].all()


def test_where_it_always_beats_there_is_nothing_to_find():
    found = of(lambda point, seed: -20.0)

    assert found.share()[0] == 1
    assert found.boxes == ()
    assert found.nearest is None


def test_beating_takes_more_than_the_smallest_difference_that_matters():
    # 5 of 200 days and some luck are more than two per cent of it, 3 are fewer.
    assert of(lambda point, seed: -5.0).beats.all()
    assert not of(lambda point, seed: -3.0).beats.any()
    assert of(lambda point, seed: -3.0, least=0.01).beats.all()
    assert not of(lambda point, seed: 0.0, least=0).beats.any()


def test_more_jobs_beat_and_fewer_do_not():
    assert of(lambda point, seed: 20.0, "jobs").beats.all()
    assert not of(lambda point, seed: -20.0, "jobs").beats.any()


def test_the_smallest_difference_is_stated_for_every_indicator():
    assert SMALLEST["days_to_start"] == 0.02
    assert SMALLEST["leaders_hours"] == 0.02
    assert SMALLEST["jobs"] == 0.01


def test_what_is_compared_is_the_mean_over_replicates():
    from crosspark.studies.jobs import seed_of

    first = seed_of(1, 0)
    found = of(lambda point, seed: -60.0 if seed == first else 20.0, replicates=4)

    assert found.differences == pytest.approx(np.zeros(128))
    assert not found.beats.any()


def test_a_future_whose_runs_fail_is_left_out():
    def difference(point, seed):
        if point[runs.MEETINGS] < 10:
            raise ZeroDivisionError("no land left")
        return -20.0

    found = of(difference)
    failed = found.futures.points[runs.MEETINGS] < 10

    assert (found.known == ~failed).all()
    assert found.futures.failed == failed.sum()
    assert found.share()[0] == 1


def test_a_stored_sweep_is_looked_at_without_a_run(tmp_path):
    design = {
        "scenario": "two_parks",
        "modes": ["present", "approval_only", "one_plus_two"],
        "vary": {runs.MEETINGS: [2, 40], runs.HANDOVER: [0.1, 6], "headquarters.agenda": [3, 60]},
        "sample": {"method": "sobol", "size": 256},
        "years": 1,
    }
    sweep(design, out=tmp_path / "study", jobs=1, quiet=True, simulate=runs.planted(runs.defeat_in_corner))

    def refuse(*_, **__):
        raise AssertionError("nothing should run")

    found = Discovery.of(
        mode="one_plus_two", baseline="approval_only", study=tmp_path / "study", simulate=refuse
    )
    assert set(limits_of(found.boxes[0])) == {runs.MEETINGS, runs.HANDOVER}
    assert (found.futures.scenario.id, found.baseline.id) == ("two_parks", "approval_only")
    assert [factor.unit for factor in found.futures.factors] == ["working day", "working day", "matter"]

    one = Discovery.of(study=tmp_path / "study", vary="headquarters.meet*")
    assert [factor.path for factor in one.futures.factors] == [runs.MEETINGS]

    for wrong, field in (
        ({"mode": "one_plus_too"}, 'did you mean "one_plus_two"'),
        ({"mode": "present"}, "name modes that differ"),
        ({"scenario": "wenjiang"}, "the study has two_parks"),
        ({"vary": ["demand.*"]}, "demand"),
    ):
        with pytest.raises(BadInput, match=field):
            Discovery.of(study=tmp_path / "study", **wrong)


def test_words_and_what_is_not_set_everywhere_are_no_conditions(tmp_path):
    points = [
        {"headquarters.scope": "zone" if place % 2 else "park", "handover.days": 1 + place / 32}
        | ({} if place else {"headquarters.agenda": 10})
        for place in range(40)
    ]
    design = {"scenario": "two_parks", "points": points, "years": 1}
    found = sweep(design, jobs=1, quiet=True, simulate=fake_runs.simulate)

    assert [one.path for one in Discovery.of(study=found).futures.factors] == ["handover.days"]
    with pytest.raises(BadInput, match="must be a number that is set at every point"):
        Discovery.of(study=found, vary=["headquarters.scope"])


def test_the_points_of_a_list_keep_their_units(tmp_path):
    points = [
        {
            "demand.leads": f"{60 + place} leads/year",
            "handover.days": 1 + place / 32,
            "clauses.S1": place / 40,
        }
        for place in range(40)
    ]
    sweep(
        {"scenario": "wenjiang", "points": points, "years": 1},
        out=tmp_path, jobs=1, quiet=True, simulate=fake_runs.simulate,
    )  # fmt: skip

    factors = Discovery.of(study=tmp_path).futures.factors
    assert {one.path: one.unit for one in factors} == {
        "demand.leads": "lead/year", "handover.days": "working day", "clauses.S1": "share",
    }  # fmt: skip

    kept = json.loads((tmp_path / "design.json").read_text(encoding="utf-8"))
    del kept["units"]
    (tmp_path / "design.json").write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(BadInput, match=r'vary is "demand\.leads"; the study does not say its unit'):
        Discovery.of(study=tmp_path)


def test_out_keeps_the_runs_and_the_same_call_runs_nothing(tmp_path):
    first = of(runs.defeat_in_corner, out=tmp_path / "study", size=32)

    def refuse(*_, **__):
        raise AssertionError("nothing should run")

    again = Discovery.of("two_parks", simulate=refuse, out=tmp_path / "study", **{**QUICK, "size": 32})
    stored = Discovery.of(study=tmp_path / "study")
    for one in (again, stored):
        assert one.differences.tolist() == first.differences.tolist()
        assert one.futures.points.equals(first.futures.points)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"size": 16}, r"size is 16; at least 32 futures"),
        ({"method": "sobol", "size": 100}, "a power of two"),
        ({"method": "dice"}, "sample.method"),
        ({"density": 0.5}, "density is 0.5"),
        ({"least": -0.1}, "least is -0.1"),
        ({"indicator": "job"}, 'did you mean "jobs"'),
        ({"indicator": "land_leased"}, "neither more nor less of it is better"),
        ({"mode": "present"}, "name modes that differ"),
        ({"mode": {"north": "market", "south": "one_plus_two"}, "baseline": "unknown"}, "unknown"),
        ({"vary": "handover.dais"}, 'did you mean "handover.days"'),
        ({"vary": ["handover.days:1"]}, "write PATH, or PATH:LOW:HIGH"),
        ({"vary": ["handover.days:1 working days:2 mu"]}, "handover.days"),
        ({"vary": ["handover.days:5 working days:1 working days"]}, "the low end comes first"),
        ({"vary": {"headquarters.scope": None}}, r"write \{values"),
        ({"vary": []}, "needs something that varies"),
        ({"study": "no_such_folder"}, "no_such_folder"),
    ],
)
def test_wrong_input_is_refused_before_anything_runs(wrong, message):
    def refuse(*_, **__):
        raise AssertionError("nothing should run")

    with pytest.raises(BadInput, match=message):
        Discovery.of("two_parks", simulate=refuse, **{**QUICK, **wrong})


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis.prim", None)

    with pytest.raises(BadInput, match=r"pip install 'crosspark\[explore\]'"):
        of(runs.defeat_in_corner)


def test_limits_are_lifted_by_the_quasi_p_values_of_bryant_and_lempert():
    points = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0], [4.0, 5.0], [5.0, 1.0], [6.0, 5.0]])
    wanted = np.array([False, False, True, True, True, True])
    limits = np.array([[3.0, 2.0], [np.nan, np.nan]])

    kept, p = lifted(limits, points, wanted, alpha=1.0)

    # The box holds 3 points, all wanted. Without the first limit 3 of 5 are: the chance of 3 in 3 is .6³.
    # Without the second, 4 of 4 are: the chance is 1.
    assert p[0] == pytest.approx([0.216, 1.0])
    assert kept[0].tolist() == [3.0, 2.0]

    kept, p = lifted(limits, points, wanted, alpha=0.25)

    # The second is lifted first; then 4 of 6 are wanted without the first: (4/6)⁴ = .198.
    assert np.isnan(kept[0, 1])
    assert p[0, 0] == pytest.approx((4 / 6) ** 4)
    assert np.isnan(lifted(limits, points, wanted, alpha=0.1)[0]).all()
