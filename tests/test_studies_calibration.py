"""Calibration: implausibility by hand, known parameters given back, wrong ones ruled out, what is refused."""

import json
import math
from functools import partial
from itertools import product

import fake_runs
import numpy as np
import pandas as pd
import pytest
import sweep_runs
from scipy.stats import norm, t

import crosspark as cp
from crosspark.governance.errors import BadInput
from crosspark.governance.settings import SETTINGS
from crosspark.studies.calibration import Calibration, calibrate
from crosspark.studies.design import Factor
from crosspark.studies.history_matching import Wave, implausibility, usual_variance
from crosspark.studies.projectlist import COLUMNS, Projects
from crosspark.studies.sets import stored_sets, write_sets
from crosspark.studies.sweep import sweep
from crosspark.studies.targets import Reading, Target, Targets

CASE = cp.load_scenario("two_parks")
VARY = ("handover.days", "headquarters.meeting_interval")


def target(value=0.0, tolerance=0.0, discrepancy=0.0, measure="jobs"):
    return Target(measure, Reading(measure), "present", value, tolerance, discrepancy, "a test")


def asked(**values):
    """Return targets: an indicator with value, tolerance and discrepancy for each name."""
    keys = ("value", "tolerance", "discrepancy")
    return {
        "years": 1,
        "targets": {
            name: {"measure": name, "source": "a test", **dict(zip(keys, given, strict=True))}
            for name, given in values.items()
        },
    }


def model(scenario, mode, *, seed, years, overrides, sd=10.0, log=None):
    """Return a run in which jobs are 100 × the hand-over and normal luck, and leads are a sum of two."""
    if log is not None:
        sweep_runs.logged(log, "run", scenario, mode, seed=seed, years=years, overrides=overrides)
    run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
    handover, meeting = (overrides.get(path, own) for path, own in zip(VARY, (2.2, 10.0), strict=True))
    run.values["jobs"] = 100 * handover + sd * norm.ppf((seed % 9973 + 0.5) / 9973)
    run.values["leads"] = 10 * handover + meeting
    return run


def found(targets, simulate=model, **options):
    how = {"vary": VARY, "size": 64, "replicates": 3, "jobs": 1, "quiet": True, **options}
    return Calibration.of("two_parks", targets, simulate=simulate, **how)


# Implausibility


def test_implausibility_by_hand():
    # Runs 10 and 14: mean 12, variance 8, luck 8 · (1 + 1/2) = 12. Tolerance 3 and discrepancy 2 add 13.
    values = np.array([[[10.0], [14.0]]])

    found = implausibility(values, [target(22, 3, 2)], np.zeros(1))

    assert found == pytest.approx(np.array([[10 / 5]]))


def test_luck_is_at_least_what_it_is_at_the_middle_point():
    # Variances 2, 8 and 18. The middle one of variances of two draws lies below the true one by the median
    # of chi-squared with one degree of freedom, 0.4549.
    values = np.array([[[0.0], [2.0]], [[0.0], [4.0]], [[0.0], [6.0]]])

    assert usual_variance(values) == pytest.approx(8 / 0.4549364)
    found = implausibility(values, [target(10)])
    assert found[0, 0] == pytest.approx(9 / math.sqrt(1.5 * 8 / 0.4549364))
    assert found[2, 0] == pytest.approx(7 / math.sqrt(1.5 * 18))


def test_runs_that_share_their_luck_tell_less_of_it():
    # With one degree of freedom Student's 0.99865 quantile, where the normal one is 3, is 235.8.
    values = np.array([[[0.0], [2.0]]])

    apart = implausibility(values, [target(10)], np.zeros(1))
    shared = implausibility(values, [target(10)], np.zeros(1), shared=True)

    assert apart / shared == pytest.approx(235.784 / 3, rel=1e-4)
    # Cauchy's distribution: where the normal one is 2, tan(π/2 · 0.9545) = 13.968.
    less = implausibility(values, [target(10)], np.zeros(1), shared=True, cutoff=2.0)
    assert apart / less == pytest.approx(13.968 / 2, rel=1e-3)


def test_without_any_doubt_a_point_is_right_or_it_is_not():
    same = np.full((1, 2, 1), 5.0)

    assert implausibility(same, [target(5)])[0, 0] == 0
    assert implausibility(same, [target(5.1)])[0, 0] == math.inf


def test_a_point_with_one_value_cannot_be_judged():
    values = np.array([[[1.0, 1.0], [math.nan, 3.0]]])

    assert np.isnan(implausibility(values, [target(), target()])[0]).tolist() == [True, False]


def test_the_true_point_is_seldom_ruled_out():
    # 4,000 observations, each one draw of luck, and as many points at the truth: beyond three standard
    # deviations lie 0.27 % of normal draws, and a few more where three runs show their spread badly.
    draws = norm.rvs(size=(4000, 4), random_state=5)

    out = [
        float(implausibility(row[np.newaxis, :3, np.newaxis], [target(row[3])], np.ones(1))[0, 0]) > 3
        for row in draws
    ]

    assert np.mean(out) < 0.005
    assert usual_variance(draws[:, :3, np.newaxis])[0] == pytest.approx(1, rel=0.1)


# Ranges


def wave(kept, low=0.0, high=10.0, size=64):
    """Return a wave over one parameter whose points within `kept` are not ruled out."""
    points = low + (high - low) * (np.arange(size) + 0.5) / size
    inside = (points >= kept[0]) & (points <= kept[1])
    implausible = np.where(inside, 1.0, 5.0)[:, np.newaxis]
    values = np.zeros((size, 2, 1))
    return Wave((Factor("x", "number", low, high),), points[:, np.newaxis], values, implausible, 3.0)


def test_a_narrowed_range_holds_what_is_left_and_a_gap_more():
    (left,) = wave((2.0, 4.0)).narrowed()

    # Thirteen points from 2.11 to 3.98, 0.156 apart.
    assert left.low == pytest.approx(2.109375 - 0.15625)
    assert left.high == pytest.approx(3.984375 + 0.15625)


def test_a_range_stays_where_chance_could_have_left_as_much():
    assert wave((0.0, 9.9)).narrowed()[0].high == 10
    assert wave((0.0, 10.0)).narrowed()[0].low == 0
    # Two points a tenth of the range apart are no rare thing: 19 in a hundred pairs lie as near.
    assert wave((2.0, 2.2)).narrowed()[0] == Factor("x", "number", 0.0, 10.0)


def test_a_known_parameter_is_given_back_and_another_is_said_not_to_be_identified():
    # Jobs are 100 a day of hand-over, luck 10: 350 is 3.5 days, and ±3 deviations are some 0.4 days.
    calibration = found(asked(jobs=(350.0, 1.0, 1.0)))
    table = calibration.parameters().set_index("path")

    known = table.loc["handover.days"]
    assert known["identified"]
    assert known["left_low"] < 3.5 < known["left_high"]
    assert known["shrunk"] > 0.7
    assert not table.loc["headquarters.meeting_interval", "identified"]
    assert table.loc["headquarters.meeting_interval", "shrunk"] == 0
    for one in calibration.sets:
        assert abs(one["handover.days"] - 3.5) < 0.6
    # The scenario's own 2.2 days give 220.
    assert calibration.stands[0] > 3


def test_data_of_another_value_rule_the_first_one_out():
    calibration = found(asked(jobs=(120.0, 1.0, 1.0)))

    known = calibration.parameters().set_index("path").loc["handover.days"]
    assert known["left_low"] < 1.2 < known["left_high"] < 3.5


def test_a_second_wave_looks_only_where_the_first_left_something():
    once, twice = (found(asked(jobs=(350.0, 1.0, 1.0)), waves=waves) for waves in (1, 2))

    second = twice.waves[1]
    known = once.parameters().set_index("path").loc["handover.days"]
    assert second.points[:, 0].min() >= known["left_low"]
    assert second.points[:, 0].max() <= known["left_high"]
    assert second.kept.mean() > once.waves[0].kept.mean()
    assert len(twice.sets) == once.waves[0].kept.sum() + second.kept.sum()


def test_what_only_a_sum_tells_is_a_ridge():
    # Leads are 10 × hand-over + interval, without luck: 50 fixes the sum alone.
    calibration = found(asked(leads=(50.0, 1.0, 1.0)))

    ridge = calibration.ridges().iloc[0]
    assert {ridge["path"], ridge["other"]} == set(VARY)
    assert ridge["correlation"] < -0.8


def test_where_nothing_fits_no_set_is_left_and_the_nearest_is_named():
    calibration = found(asked(jobs=(-500.0, 1.0, 1.0)), partial(model, sd=0), waves=2)

    assert calibration.sets == []
    assert len(calibration.waves) == 1
    point, misses, worst = calibration.best()
    assert point["handover.days"] == calibration.waves[0].points[:, 0].min()
    assert misses == worst > 3


def test_a_target_of_another_mode_is_set_against_runs_of_that_mode():
    # In the fake model a unit of clauses brings one firm: 100 and luck of at most 10 in the present.
    present, other = (sum(cp.load_mode(mode).clauses.values()) for mode in ("present", "one_plus_two"))
    both = asked(operating_firms=(100 + other, 5.0, 0.0), days_to_start=(200 - present, 5.0, 0.0))
    both["targets"]["operating_firms"]["mode"] = "one_plus_two"

    calibration = found(both)

    assert calibration.waves[0].kept.all()
    assert calibration.table()["mode"].tolist() == ["one_plus_two", "present"]
    both["targets"]["operating_firms"]["mode"] = "present"
    assert not found(both).waves[0].kept.any()


def test_points_with_failed_runs_are_not_judged():
    def fails_above(limit, scenario, mode, *, seed, years, overrides):
        if overrides.get("handover.days", 0) > limit:
            raise ZeroDivisionError("no land left")
        return model(scenario, mode, seed=seed, years=years, overrides=overrides)

    calibration = found(asked(jobs=(350.0, 1.0, 1.0)), partial(fails_above, 3.0), replicates=2)

    above = int((calibration.waves[0].points[:, 0] > 3).sum())
    assert calibration.unjudged == above > 0
    assert calibration.failed == 2 * above
    assert all(one["handover.days"] <= 3 for one in calibration.sets)


# The search, ABC, stored sweeps


def test_the_search_comes_nearer_than_the_design():
    options = {"size": 8, "trials": 24}
    plain = found(asked(jobs=(350.0, 5.0, 5.0), leads=(50.0, 0.1, 0.0)), size=8)
    searched = found(asked(jobs=(350.0, 5.0, 5.0), leads=(50.0, 0.1, 0.0)), **options)

    assert len(searched.search.points) == 24
    assert searched.best()[1] < plain.best()[1]
    # What was looked for is no sample of what is possible.
    assert searched.sets == plain.sets


def test_the_nearest_runs_are_accepted():
    calibration = found(asked(jobs=(350.0, 1.0, 1.0)))

    accepted = calibration.accepted(0.05)
    everything = calibration.accepted(1.0)

    assert len(everything) == 64 * 3
    assert len(accepted) == math.ceil(0.05 * 64 * 3)
    assert accepted["distance"].is_monotonic_increasing
    pd.testing.assert_frame_equal(accepted, everything.head(len(accepted)))
    assert (accepted["handover.days"] - 3.5).abs().max() < 0.7
    assert (everything["handover.days"] - 3.5).abs().max() > 2
    # In units of the median absolute deviation, by hand for the nearest.
    jobs = calibration.waves[0].values[..., 0].ravel()
    scale = np.median(np.abs(jobs - np.median(jobs)))
    assert accepted["distance"].iloc[0] == pytest.approx(np.abs(jobs - 350).min() / scale)


def test_a_stored_sweep_is_calibrated_without_a_run(tmp_path):
    design = {
        "scenario": "two_parks",
        "modes": ["present"],
        "vary": {"handover.days": [0.1, 6]},
        "sample": {"method": "sobol", "size": 64},
        "replicates": 8,
        "years": 1,
    }
    sweep(design, out=tmp_path / "runs", jobs=1, quiet=True, simulate=model)

    calibration = calibrate("two_parks", asked(jobs=(350.0, 1.0, 1.0)), study=tmp_path / "runs")

    known = calibration.parameters().iloc[0]
    assert (known["low"], known["high"]) == (0.1, 6)
    assert known["identified"]
    assert known["left_low"] < 3.5 < known["left_high"]
    assert len(calibration.accepted(0.1)) == math.ceil(0.1 * 64 * 8)
    # Luck is as much wider as Student's quantile with seven degrees is beyond the normal one at the cut-off.
    strict = calibrate("two_parks", asked(jobs=(350.0, 0.0, 0.0)), study=tmp_path / "runs", cutoff=2.0)
    usual = calibrate("two_parks", asked(jobs=(350.0, 0.0, 0.0)), study=tmp_path / "runs")
    wider = (t.ppf(norm.cdf(3), 7) / 3) / (t.ppf(norm.cdf(2), 7) / 2)
    assert strict.waves[0].implausible / usual.waves[0].implausible == pytest.approx(wider)
    for wrong, message in (
        ({"targets": asked(jobs=(1.0, 1.0, 1.0)) | {"mode": "market"}}, "mode of the study"),
        ({"targets": asked(mean_days=(1.0, 1.0, 1.0))}, "the stored runs do not hold it"),
        ({"waves": 2}, "waves is 2; a stored study has the runs that it has"),
        ({"trials": 7}, "trials is 7; a stored study has the runs that it has"),
        ({"targets": asked(jobs=(1.0, 1.0, 1.0)) | {"years": 5}}, "years is 5; it is 1 in the runs"),
        ({"scenario": "one_park"}, "the study has two_parks"),
    ):
        given = {"scenario": "two_parks", "targets": asked(jobs=(1.0, 1.0, 1.0)), **wrong}
        with pytest.raises(BadInput, match=message):
            calibrate(**given, study=tmp_path / "runs")


def test_a_stored_sweep_may_vary_what_the_mode_of_the_targets_has_not():
    design = {
        "scenario": "two_parks",
        "modes": ["present", "one_plus_two"],
        "vary": {"clauses.S1.share": [0.1, 0.9]},
        "sample": {"method": "sobol", "size": 8},
        "replicates": 2,
        "years": 1,
    }
    runs = sweep(design, jobs=1, quiet=True, simulate=fake_runs.simulate)

    (row,) = calibrate("two_parks", asked(jobs=(1.0, 1.0, 1.0)), study=runs).parameters().to_dict("records")

    assert (row["title_en"], math.isnan(row["stands"])) == (SETTINGS["clauses.S1.share"].title_en, True)


# What is kept, and goes on


def test_the_same_call_goes_on_and_repeats_nothing(tmp_path):
    log = tmp_path / "log"
    options = {"out": tmp_path / "study", "size": 8, "waves": 2, "trials": 8}

    first = found(asked(jobs=(350.0, 60.0, 60.0)), partial(model, log=log), **options)
    ran = len(sweep_runs.lines(log))
    again = found(asked(jobs=(350.0, 60.0, 60.0)), partial(model, log=log), **options)

    assert ran == 3 * (8 + 8 + 1 + 8)
    assert len(sweep_runs.lines(log)) == ran
    assert again.sets == first.sets
    assert again.best() == first.best()
    # Other tolerances need no other run.
    found(asked(jobs=(350.0, 60.0, 61.0)), partial(model, log=log), out=tmp_path / "study", size=8)
    assert len(sweep_runs.lines(log)) == ran


def test_every_point_has_luck_of_its_own_that_its_modes_share(tmp_path):
    both = asked(jobs=(350.0, 1.0, 1.0), leads=(50.0, 1.0, 1.0))
    both["targets"]["leads"]["mode"] = "market"
    found(both, out=tmp_path, size=8)

    runs = cp.load_study(tmp_path / "wave_1").runs
    assert runs["seed"].nunique() == 8 * 3
    assert (runs.groupby(["point", "replicate"])["seed"].nunique() == 1).all()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(BadInput, match="it is no study of this kind"):
        found(asked(jobs=(1.0, 1.0, 1.0)), out=tmp_path)

    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_sets_can_be_carried_into_a_design_and_an_attribution():
    from crosspark.studies.attribution import attribute

    sets = found(asked(jobs=(350.0, 1.0, 1.0))).sets[:2]
    carried = attribute(
        "two_parks", "one_plus_two", over="coarse", sets=sets, replicates=1, years=1, jobs=1, quiet=True,
        simulate=fake_runs.simulate,
    )  # fmt: skip

    assert [dict(one) for one in carried.sets] == [{}, *sets]


def test_stored_sets_come_back(tmp_path):
    sets = [{"handover.days": 1.234567, "demand.leads": 12.0}, {"handover.days": 0.5, "demand.leads": 7.0}]
    write_sets("two_parks", sets, {"seed": 1}, tmp_path)

    back = stored_sets("two_parks", tmp_path)

    assert back[1] == sets[1]
    assert back[0]["handover.days"] == pytest.approx(1.234567, rel=1e-5)
    assert json.loads((tmp_path / "two_parks_sets.json").read_text(encoding="utf-8")) == {"seed": 1}
    with pytest.raises(BadInput, match='did you mean "two_parks"'):
        stored_sets("two_park", tmp_path)


# A small real one


def test_lists_made_by_known_parameters_give_them_back(tmp_path):
    # Leads range from 60 to 240 a year. Lists of three years as a planner would keep them, each of a run with
    # luck of its own, set against the same runs of 64 points.
    vary, dates = ["demand.leads"], {"since": "2018-01-01", "until": "2020-12-31"}
    how = {"vary": vary, "size": 64, "replicates": 2, "jobs": 1, "quiet": True, "out": tmp_path / "runs"}
    study, left = None, []
    for truth, seed in product((90, 150), range(1, 7)):
        leads = {"demand.leads": f"{truth} leads/year"}
        run = cp.simulate("wenjiang", "present", seed=seed, years=3, overrides=leads)
        file = write_list(Projects.of_run(run), tmp_path / f"{truth}_{seed}.csv")
        given = {"projects": file, "discrepancy": 0.05, **dates}
        if study is None:
            first = calibrate("wenjiang", **given, **how)
            study = cp.load_study(tmp_path / "runs" / "wave_1")
        found = calibrate("wenjiang", study=study, **given)
        points, (known,) = found.waves[0].points[:, 0], found.parameters().to_dict("records")
        nearest = np.abs(points - truth).argmin()
        stays = bool(found.waves[0].kept[nearest]) and known["left_low"] <= truth <= known["left_high"]
        left.append({"truth": truth, "stays": stays, "kept": points[found.waves[0].kept], **known})

    # Of eleven targets at three standard deviations each rules out the truth in 0.3 % of all lists: it stays
    # in 97 % of them or more, so in fewer than 11 of 12 once in 20 times at the most.
    assert sum(one["stays"] for one in left) >= 11
    assert sum(one["identified"] for one in left) >= 10
    # Few leads rule out what is many, and many what is few; counts scatter more where they are larger.
    few, many = ([one for one in left if one["truth"] == truth] for truth in (90, 150))
    assert max(one["kept"].max() for one in few) < 200
    assert min(one["kept"].min() for one in many) > 65
    shrunk = [np.median([one["shrunk"] for one in some]) for some in (few, many)]
    assert shrunk[0] > 0.3
    assert shrunk[1] > 0.15
    # The bundled 150 leads a year are ruled out by a list of 90.
    assert first.stands.max() > 3


def write_list(projects, file):
    days = 365.25 / 252
    first = pd.Timestamp("2018-01-01")

    def date(day):
        return "" if math.isnan(day) else str((first + pd.Timedelta(days=round(day * days))).date())

    columns = zip(projects.park, projects.segment, projects.signed, projects.started, strict=True)
    lines = [
        f"{k},{park},{segment},{date(signed)},,{date(started)},"
        for k, (park, segment, signed, started) in enumerate(columns)
    ]
    file.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return file


# Measures of a run that no indicator holds


def test_growth_and_own_share_by_hand():
    run = fake_runs.simulate(CASE, "x", seed=0, years=2)
    run.monthly_values["operating_firms"] = np.linspace(100, 121, 25)
    causes = {"own": 30, "work": 10, "queue": 10, "handover": 5, "rework": 5, "consent": 99, "factor": 99}
    run.causes.clear()
    run.causes.update(causes)

    assert Reading("firms_growth").of(run) == pytest.approx(0.1)
    assert Reading("own_share").of(run) == 0.5
    assert Reading("days_to_start", "north").of(run) == run.groups["park", "north", "days_to_start"]


# Bad input


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"targets": None}, "targets is missing; give targets, or a list of projects, or both"),
        ({"targets": {}}, "targets is missing; write a mapping of names to targets"),
        ({"targets": {"target": {}}}, 'no such key, did you mean "targets"'),
        ({"replicates": 1}, "replicates is 1; it must be a whole number, at least 2"),
        ({"waves": 0}, "waves is 0; it must be a whole number, at least 1"),
        ({"years": 10}, "years is 10; it is 1 in the list or the other targets"),
        ({"size": 24}, "a Sobol sample is balanced only for a power of two, such as 16 or 32"),
        ({"sample": "grid"}, "sample is"),
        ({"cutoff": 0}, "cutoff is 0; a number above zero"),
        ({"vary": ["handover.day"]}, 'no such parameter to vary, did you mean "handover.days"'),
        ({"vary": {"handover.days": {"values": [1, 2]}}}, "handover.days"),
        ({"vary": ["handover.days:1 working day:99 working days"]}, "it must lie in"),
        ({"vary": {"clauses.S1.share": [0.1, 0.9]}}, 'vary is "clauses.S1.share"; no mode has the clause S1'),
        ({"vary": ["clauses.S1.share:0.1:0.9"]}, 'vary is "clauses.S1.share"; no mode has the clause S1'),
    ],
)
def test_what_cannot_be_used_is_refused(options, message):
    given = {"targets": asked(jobs=(1.0, 1.0, 1.0)), **options}

    with pytest.raises(BadInput) as error:
        found(**given)

    assert message in str(error.value)


TARGETS = """targets:
  signed:
    measure: signed_per_year
    park: north
    value: 4 projects/year
    tolerance: 1 project/year
    discrepancy: 1 project/year
    source: a test
"""


def test_targets_are_read_in_the_units_that_people_write(tmp_path):
    file = tmp_path / "targets.yaml"
    file.write_text(
        TARGETS + "  output:\n    {measure: output_per_mu, value: 838 万元/mu, tolerance: 0 yuan/mu, "
        "discrepancy: 15 万元/mu, source: a zone, mode: market}\n",
        encoding="utf-8",
    )

    signed, output = Targets.of(file, CASE).targets

    assert (signed.value, signed.mode, signed.reading.column) == (4, "present", "signed_per_year:north")
    assert (output.value, output.tolerance, output.discrepancy) == (8_380_000, 0, 150_000)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("signed_per_year", "signed_a_year", ':3: targets.signed.measure is "signed_a_year"; no such'),
        ("park: north", "park: nort", ':4: targets.signed.park is "nort"; no such park, did you mean'),
        ("signed_per_year", "firms_growth", ":4: targets.signed.park"),
        ("value: 4 projects/year", "value: 4", ":5: targets.signed.value is 4; the unit is missing"),
        ("value: 4 projects/year", "value: 4 mu", ':5: targets.signed.value is "4 mu"; "mu" measures'),
        ("tolerance: 1", "tolerance: -1", ":6: targets.signed.tolerance"),
        ("    discrepancy: 1 project/year\n", "", ":2: targets.signed.discrepancy is missing; one standard"),
        ("source", "sauce", ':8: targets.signed.sauce is "a test"; no such key, did you mean "source"'),
        ("measure: signed", "major: 3\n    measure: signed", ":3: targets.signed.major is 3; it must be"),
        ("targets:", "years: 2.5 years\ntargets:", ":1: years is 2.5; it must be whole years"),
    ],
)
def test_a_wrong_target_is_one_line(tmp_path, old, new, message):
    file = tmp_path / "targets.yaml"
    file.write_text(TARGETS.replace(old, new), encoding="utf-8")

    with pytest.raises(BadInput) as error:
        Targets.of(file, CASE)

    assert f"targets.yaml{message}" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_major_project_of_an_indicator_is_refused():
    given = asked(jobs=(1.0, 1.0, 1.0))
    given["targets"]["jobs"]["major"] = True

    with pytest.raises(BadInput, match=r"targets\.jobs\.major is True; jobs is not of projects"):
        Targets.of(given, CASE)


def test_abc_takes_a_share_of_the_runs():
    with pytest.raises(BadInput, match="quantile is 0; a share such as"):
        found(asked(jobs=(1.0, 1.0, 1.0)), size=8).accepted(0)
