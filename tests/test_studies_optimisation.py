"""A search for a better mode: a front that is known, floors, other seeds, what is refused."""

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import fake_runs
import numpy as np
import pandas as pd
import pytest
from optimisation_runs import (
    QUICK,
    SEARCHED,
    SETS,
    START,
    dearer,
    fresh_replicate,
    planted,
    planted_in_sets,
    searched,
    uncertain,
)
from scipy.stats import ttest_1samp, ttest_rel

from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode, mode_names
from crosspark.governance.settings import SETTINGS
from crosspark.studies import sets as sets_module
from crosspark.studies.compare import Comparison
from crosspark.studies.jobs import seed_of
from crosspark.studies.means import OWN_MEANS, held_equal
from crosspark.studies.optimisation import WATCHED, optimise
from crosspark.studies.search import NAMES, SCOPES
from crosspark.studies.sweep import SweepInterrupted


@pytest.fixture(scope="module")
def found():
    return searched()


def levels(found, label):
    return tuple(found.found[label].clauses.get(id_, 0.0) for id_ in SEARCHED)


def test_the_planted_front_is_found_whole_and_nothing_else(found):
    front = found.front()

    assert [levels(found, label) for label in front["mode"]] == [(1, 1, h) for h in (1, 0.75, 0.5, 0.25, 0)]
    # The best first objective, days, comes first; the same luck in every mode leaves differences without any.
    assert front["days_to_start_difference"].tolist() == pytest.approx([-15, -10, -5, 0, 5])
    assert front["jobs_difference"].tolist() == pytest.approx([0, 5, 10, 15, 20])
    assert front["jobs_from_baseline"].tolist() == pytest.approx([-10, -5, 0, 5, 10])
    assert front["changes"][1] == "H1 0.75; S1 1; S2 1"


def test_what_is_better_than_the_start_in_everything_is_told_from_trade_offs(found):
    better = found.better()

    # By hand: ½ gains 5 of 190 days and 10 of 990 jobs, ¾ gains 10 and 5; the smaller gain of ½ is larger.
    assert [levels(found, label)[2] for label in better["mode"]] == [0.5, 0.75]
    assert set(better["kind"]) == {"better"}
    assert set(better["gains"]) == {("days_to_start", "jobs")}
    # The service level falls by a quarter; 0.1 % more cost is sure too, but does not matter.
    assert set(better["gives_up"]) == {("service_level",)}


def test_without_a_better_mode_the_nearest_trade_offs_come_with_what_they_give_up():
    # From H1 at 1 and S1, S2 on every other h has more jobs and more days.
    best = START.with_clauses("S1", "S2", "H1")
    better = searched(start=best).better()

    assert set(better["kind"]) == {"trade_off"}
    assert better["gains"].tolist() == [("jobs",)] * 4
    assert better["losses"].tolist() == [("days_to_start",)] * 4
    assert len(better) == 4
    found = searched(start=best)
    assert [levels(found, label)[2] for label in better["mode"]] == [0.75, 0.5, 0.25, 0]


def test_of_modes_that_do_alike_the_one_with_the_fewest_changes_stands(found):
    # M1 changes neither objective: whoever changes it does like another that does not.
    free = searched(clauses=[*SEARCHED, "M1"], generations=16)

    assert all("M1" not in free.changes(label) for label in free.front()["mode"])
    assert len(free.front()) == 5
    assert len(found.front()) == 5


def test_floors_hold_on_the_front_and_cost_what_they_must():
    # A service level of 80 % leaves S2 at ¾ at most, which takes 3.75 days off instead of 5.
    found = searched(floors={"service_level": "80 %"})

    assert {levels(found, label)[:2] for label in found.front()["mode"]} == {(1, 0.75)}
    assert all(found.mean(label, "service_level") == 0.8125 for label in found.found)
    assert found.tried["keeps"].sum() < len(found.tried)


def test_a_floor_for_what_should_be_small_is_a_ceiling():
    found = searched(floors={"days_to_start": 190})  # luck lies between 0 and 10

    assert len(found.front())
    assert (found.front()["days_to_start"] <= 190).all()
    assert all(levels(found, label)[2] >= 0.25 for label in found.front()["mode"])


def test_floors_that_nobody_keeps_leave_an_empty_front():
    found = searched(floors={"jobs": 5000})

    assert found.front().empty
    assert found.better().empty
    assert set(found.values) == {"present", START.id}
    with pytest.raises(BadInput, match="the front is empty"):
        found.mode()


def test_what_kept_a_floor_by_luck_in_the_search_alone_is_not_on_the_front():
    def lucky(scenario, mode, *, seed, years, overrides=None):
        run = planted(scenario, mode, seed=seed, years=years)
        fresh = seed in [seed_of(1, replicate) for replicate in range(4)]
        run.values["service_level"] = 0.5 if fresh and mode.clauses.get("S2") else 1.0
        return run

    found = searched(lucky, floors={"service_level": "80 %"})

    assert found.found
    assert all(levels(found, label)[1] == 0 for label in found.front()["mode"])


def test_how_surely_a_floor_is_kept_is_told_beside_the_mean_that_keeps_it():
    found = searched(uncertain, floors={"service_level": "80 %"})
    values = [0.85, 0.75, 0.85, 0.85]

    expected = ttest_1samp(values, 0.8).confidence_interval(0.95)
    assert len(found.front()) == 5
    for row in found.front().to_dict("records"):
        assert row["service_level_margin"] == pytest.approx(0.025)
        ends = (row["service_level_margin_low"], row["service_level_margin_high"])
        assert ends == pytest.approx((expected.low - 0.8, expected.high - 0.8))
        assert row["service_level_kept"] == 3
    # A ceiling is kept below it.
    found = searched(floors={"days_to_start": 190})
    days = [found.values[label][:, NAMES.index("days_to_start")] for label in found.front()["mode"]]
    assert found.front()["days_to_start_kept"].tolist() == [(of_mode <= 190).sum() for of_mode in days]


# What is lost


def test_a_loss_is_judged_at_95_per_cent_and_a_gain_at_the_level_of_all_modes():
    # Differences of 2, 4, 2, 4: t is 3/0.577 = 5.20, beyond 3.18 of 95 % and not 5.84 of 99 % (five modes).
    pattern = [2.0, 4.0, 2.0, 4.0]

    def moved(scenario, mode, *, seed, years, overrides=None):
        run = planted(scenario, mode, seed=seed, years=years)
        run.values.update(service_level=1.0, concessions=100.0, jobs=990.0, fiscal_npv=100.0)
        replicate = fresh_replicate(seed)
        on = mode.clauses.get("S1", 0.0) * (1.0 if replicate is None else pattern[replicate] / 3)
        run.values["concessions"] += 3 * on
        run.values["jobs"] += 3 * on
        run.values["fiscal_npv"] -= 3 * on
        return run

    objectives = ["days_to_start", "jobs", "fiscal_npv"]
    found = searched(moved, objectives=objectives)
    label = next(label for label in found.front()["mode"] if levels(found, label) == (1, 1, 1))
    row = found.better().set_index("mode").loc[label]

    assert len(found.found) >= 5
    plain, shared = (ttest_rel(pattern, [0] * 4).confidence_interval(level) for level in (0.95, found.level))
    assert plain.low > 0 > shared.low
    assert row["gains"] == ("days_to_start",)  # jobs rise by as much as is lost below
    assert row["losses"] == ("fiscal_npv",)
    assert row["gives_up"] == ("concessions",)


def test_the_largest_loss_that_is_still_open_is_a_share_of_the_start():
    found = searched(uncertain)

    # Hours differ by ±0.1 from 1 hour: the mean is 0, the upper end 3.182 · 0.1155/√4 = 0.184.
    end = ttest_1samp([0.1, -0.1, 0.1, -0.1], 0).confidence_interval(0.95).high
    assert len(found.better()) == 2
    for row in found.better().to_dict("records"):
        assert row["gives_up"] == ()
        assert row["may_lose"] == "leaders_hours"
        assert (row["may_lose_by"], row["may_lose_share"]) == pytest.approx((end, end))
    assert end == pytest.approx(0.184, abs=5e-4)


@pytest.mark.parametrize("hours", ["uncertain", "even"])
def test_a_loss_from_nothing_is_named_only_where_no_other_is_open(hours):
    def from_nothing(scenario, mode, *, seed, years, overrides=None):
        run = uncertain(scenario, mode, seed=seed, years=years)
        replicate = fresh_replicate(seed)
        on = mode.clauses.get("S1", 0.0) if replicate in (0, 2) else 0.0
        run.values["concessions"] = 2.0 * on
        if hours == "even":
            run.values["leaders_hours"] = 1.0
        return run

    name, by, share = searched(from_nothing).open_loss("found_1")

    # Hours as above; concessions 2, 0, 2, 0: mean 1, upper end 1 + 3.182 · 1.155/√4.
    expected = ("leaders_hours", 0.184, 0.184) if hours == "uncertain" else ("concessions", 2.837, np.inf)
    assert (name, pytest.approx(by, abs=1e-3), pytest.approx(share, abs=1e-3)) == expected


@pytest.mark.parametrize("unknown", ["in all", "but in one", "in the start"])
def test_an_interval_that_is_unknown_does_not_pass_for_no_loss(unknown):
    def gaps(scenario, mode, *, seed, years, overrides=None):
        run = planted(scenario, mode, seed=seed, years=years)
        run.values.update(service_level=1.0, admin_cost=1e8, value_added=1e9)
        replicate = fresh_replicate(seed)
        missing = unknown == "in all" or replicate != 0
        if unknown == "in the start":
            missing = replicate == 0 and mode.id == START.id
        if missing:
            run.values["concessions"] = np.nan
        return run

    name, by, share = searched(gaps).open_loss("found_1")

    if unknown == "in the start":  # three pairs are left, and say that nothing changes
        assert (name, by, share) == (None, 0, 0)
    else:
        assert name == "concessions"
        assert np.isnan([by, share]).all()


# Seeds


def test_every_mode_of_the_search_meets_one_luck_and_the_front_another():
    met = {}

    def watched(scenario, mode, *, seed, years, overrides=None):
        met.setdefault(mode.id.split("_")[0], {}).setdefault(mode.id, []).append(seed)
        return planted(scenario, mode, seed=seed, years=years)

    searched(watched)
    tried = {tuple(seeds) for seeds in met["tried"].values()}
    fresh = {tuple(seeds) for name in ("found", "present") for seeds in met[name].values()}

    assert len(tried) == 1
    # The fresh ones are those of a comparison with that seed.
    assert fresh == {tuple(seed_of(1, replicate) for replicate in range(4))}
    assert not {*tried.pop()} & {*fresh.pop()}


def noise(scenario, mode, *, seed, years, overrides=None):
    """Return a run in which no clause does anything: each mode has luck of its own."""
    run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
    for name in ("jobs", "days_to_start"):
        digest = hashlib.blake2b(
            f"{name}{sorted(mode.clauses.items())}{seed}".encode(), digest_size=8
        ).digest()
        run.values[name] = 100 + int.from_bytes(digest, "little") / 2**64
    return run


@pytest.fixture(scope="module")
def lucky():
    return searched(noise, clauses=None, population=24)


def test_who_won_by_luck_alone_is_not_called_better(lucky):
    # Of so many means of two draws the winners are far ahead; of sixteen others they are not.
    hoped = [lucky.searched(label, "jobs") - lucky.searched(label, "days_to_start") for label in lucky.found]
    came = [
        lucky.difference(label, "jobs").mean - lucky.difference(label, "days_to_start").mean
        for label in lucky.found
    ]

    assert len(lucky.tried) > 100
    assert np.mean(hoped) > 0.5
    assert abs(np.mean(came)) < np.mean(hoped) / 2
    assert "better" not in set(lucky.better()["kind"])


def test_intervals_are_those_of_the_paired_t_test_shared_out_over_the_modes(lucky):
    label, *others = lucky.found
    seeds = [seed_of(1, replicate) for replicate in range(lucky.fresh)]
    mine, start = (
        [noise("", mode, seed=seed, years=1).values["jobs"] for seed in seeds]
        for mode in (lucky.found[label], START)
    )

    found = lucky.difference(label, "jobs")

    assert others
    expected = ttest_rel(mine, start).confidence_interval(1 - 0.05 / len(lucky.found))
    assert (found.chance_low, found.chance_high) == pytest.approx((expected.low, expected.high))


def test_the_same_seed_tries_and_finds_the_same_whoever_runs_it(found):
    with ThreadPoolExecutor(2) as pool:
        again = searched(executor=pool)

    pd.testing.assert_frame_equal(again.tried, found.tried)
    pd.testing.assert_frame_equal(again.front(), found.front())
    assert not searched(seed=2).tried.equals(found.tried)


def test_no_mode_is_run_twice_in_the_search(found):
    runs = []

    def counted(scenario, mode, *, seed, years, overrides=None):
        runs.append((tuple(mode.clauses.items()), seed))
        return planted(scenario, mode, seed=seed, years=years)

    again = searched(counted)
    assert len(runs) - len(again.values) * 4 == 2 * len(again.tried) == 2 * len(found.tried)
    assert len(set(runs)) == len(runs)


def test_a_space_that_is_exhausted_ends_the_search():
    found = searched(clauses=["H1"], generations=20)

    assert len(found.tried) == 5


# Further parameter sets


def test_it_is_counted_in_how_many_sets_a_mode_is_still_better_in_everything():
    # Jobs of the front are 1,015 − 5d − 20h in a set of d days, days 195 − 20h; the start has 990 and 190.
    # More jobs need h < (5 − d)/4, fewer days h > ¼: both hold for h = ¾ in the first set, ½ in two.
    found = searched(planted_in_sets, sets=SETS)
    front = found.front()

    assert [levels(found, label)[2] for label in front["mode"]] == [1, 0.75, 0.5, 0.25, 0]
    assert front["jobs_better_in"].tolist() == [0, 1, 2, 3, 4]
    assert front["days_to_start_better_in"].tolist() == [4, 4, 4, 0, 0]
    assert front["better_in"].tolist() == [0, 1, 2, 0, 0]
    assert front["sets"].tolist() == [4] * 5
    # The present mode has 1,000 jobs and 200 days in every set.
    assert found.over_sets().to_dict("records")[0] == {
        "mode": "present", "days_to_start": 0, "jobs": 4, "all": 0,
    }  # fmt: skip


def test_sets_leave_search_and_front_as_they_are_and_are_met_under_luck_of_their_own(found):
    met, others = {}, set()

    def watched(scenario, mode, *, seed, years, overrides=None):
        if overrides:
            met.setdefault(mode.id, []).append((overrides["handover.days"], seed))
        else:
            others.add(seed)
        return planted_in_sets(scenario, mode, seed=seed, years=years, overrides=overrides)

    several = searched(watched, sets=SETS)

    pd.testing.assert_frame_equal(several.tried, found.tried)
    pd.testing.assert_frame_equal(several.front()[found.front().columns], found.front())
    assert set(met) == {"present", START.id, *several.front()["mode"]}
    # Two replicates of each set, on decades that no other set has and that all modes share.
    first, *rest = (sorted(of_mode) for of_mode in met.values())
    assert all(of_mode == first for of_mode in rest)
    assert [days for days, _ in first] == sorted(2 * [days["handover.days"] for days in SETS])
    assert len({seed for _, seed in first}) == 8
    # Nor on those that picked the front: who is there by their luck must not profit from it again.
    assert not others & {seed for _, seed in first}


def test_a_set_in_which_a_run_fails_counts_in_none():
    def failing(scenario, mode, *, seed, years, overrides=None):
        if overrides and overrides["handover.days"] == 2.0 and mode.id == START.id:
            raise ZeroDivisionError("no land")
        return planted_in_sets(scenario, mode, seed=seed, years=years, overrides=overrides)

    found = searched(failing, sets=SETS)

    assert found.failed == 2
    assert found.front()["better_in"].tolist() == [0, 1, 1, 0, 0]
    assert found.front()["jobs_better_in"].tolist() == [0, 1, 1, 2, 3]


@pytest.mark.parametrize(("given", "expected"), [({}, 16), ({"sets": None}, 0), ({"sets": "stored:3"}, 3)])
def test_sixteen_stored_sets_evenly_spaced_are_taken_unless_others_are_named(given, expected, monkeypatch):
    ship = [{"handover.days": 1 + day / 10} for day in range(40)]
    monkeypatch.setattr(sets_module, "_stored", lambda _: ship)

    found = searched(**given, generations=1)

    assert len(found.sets) == expected
    assert list(found.sets.points) == [ship[place * 40 // expected] for place in range(expected)]
    assert set(found.in_sets) == ({"present", START.id, *found.front()["mode"]} if expected else set())


def test_what_is_searched_wins_over_what_a_set_says_of_it():
    path = "headquarters.meeting_interval"
    both = [{path: 4.0, "handover.days": 1.0}]

    assert searched(vary=path, sets=both, generations=1).sets.points == ({"handover.days": 1.0},)
    assert searched(sets=both, generations=1).sets.points == tuple(both)


def test_runs_over_sets_are_kept_and_other_sets_run_alone(tmp_path):
    runs = []

    def counted(scenario, mode, *, seed, years, overrides=None):
        runs.append(overrides)
        return planted_in_sets(scenario, mode, seed=seed, years=years, overrides=overrides)

    first = searched(counted, sets=SETS, out=tmp_path / "study")
    assert sum(map(bool, runs)) == 4 * 2 * (len(first.front()) + 2)

    runs.clear()
    again = searched(counted, sets=SETS, out=tmp_path / "study")
    assert runs == []
    pd.testing.assert_frame_equal(again.front(), first.front())

    searched(counted, sets=SETS[1:], out=tmp_path / "study")
    assert len(runs) == 3 * 2 * (len(first.front()) + 2)


def test_ctrl_c_among_the_sets_is_taken_up_again(tmp_path):
    def interrupted(scenario, mode, *, seed, years, overrides=None):
        if overrides and overrides["handover.days"] == 3.0:
            raise KeyboardInterrupt
        return planted_in_sets(scenario, mode, seed=seed, years=years, overrides=overrides)

    with pytest.raises(SweepInterrupted) as caught:
        searched(interrupted, sets=SETS, out=tmp_path / "study")
    found = searched(planted_in_sets, sets=SETS, out=tmp_path / "study")

    # What is kept: the search, the fresh runs, and two of the sets.
    kept = 2 * len(found.tried) + 4 * len(found.values) + 2 * 2 * (len(found.front()) + 2)
    assert caught.value.finished == kept
    assert found.front()["better_in"].tolist() == [0, 1, 2, 0, 0]


def test_the_runs_over_sets_are_told_with_all_others():
    told = []

    searched(planted_in_sets, sets=SETS, announce=told.append)

    # As without sets, and 18 modes at most in 2 replicates of 4 sets.
    assert [one.runs for one in told] == [8 * 16 * 2 + 18 * 4 + 18 * 4 * 2]


# What is searched


def test_a_number_is_found_within_the_range_given():
    def interval(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        off = abs(mode.institution.headquarters.meeting_interval - 12)
        assert off <= 8
        run.values.update(jobs=100 - off, days_to_start=100 + off)
        return run

    start = START.with_parameters({"headquarters.meeting_interval": "5 working days"})
    vary = "headquarters.meeting_interval:4 working days:20 working days"
    found = searched(interval, start=start, baseline=START.without("H1").with_parameters(start.parameters),
                     clauses=[], vary=vary)  # fmt: skip

    assert found.mode(0).parameters == {"headquarters.meeting_interval": 12.0}
    assert found.front()["changes"].tolist() == ["headquarters.meeting_interval 12 working days"]


def test_scopes_are_searched_but_for_the_yardstick_that_nobody_can_run():
    seen = set()

    def ruled(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        rule = mode.institution.exchange.rule
        seen.add(rule)
        run.values.update(jobs=100 + 10 * (rule == "market"), days_to_start=100 - 5 * (rule == "market"))
        return run

    found = searched(ruled, clauses=[], scopes=True)

    assert found.mode(0).parameters["exchange.rule"] == "market"
    assert set(SCOPES) == {path for path, about in SETTINGS.items() if about.words}
    assert seen == {"none", "bilateral", "headquarters", "market"}


def test_posts_wages_and_quota_are_the_same_in_every_mode_found():
    found = searched(noise, clauses=None, generations=2, start="one_plus_two")
    modes = ["one_plus_two", *found.found.values()]
    compared = Comparison.of(
        "two_parks", modes, replicates=1, years=1, jobs=1, quiet=True, simulate=fake_runs.simulate
    )
    held = held_equal(compared)

    assert len(modes) > 2
    assert held.loc[
        ["posts", "wage_bill", "quota", "quota_per_year", "fund_per_year", "capital"], "equal"
    ].all()


def test_means_of_their_own_are_told_of_every_mode_of_the_front():
    found = searched(dearer, clauses=["M3"])
    held = found.held_equal()

    # By parameters/clauses.yaml a full network reaches 15 % more of the leads, for 1,200 万元 a year.
    network = {label: mode.clauses.get("M3", 0.0) for label, mode in found.found.items()}
    assert sorted(network.values()) == [0.0, 0.25, 0.5, 0.75, 1.0]
    for label, intensity in network.items():
        assert held.loc["attraction.network_cost", label] == pytest.approx(12e6 * intensity)
        assert held.loc["attraction.lead_share", label] == pytest.approx(0.7 + 0.15 * intensity)
    assert not held.loc["attraction.network_cost", "equal"]
    assert list(held.columns[4:]) == ["present", START.id, *found.front()["mode"]]
    given = held[~held.index.isin(OWN_MEANS)]
    assert given["equal"].all()
    assert held.loc["posts", "found_1"] == held.loc["posts", "present"]


def test_a_floor_on_a_cost_bounds_what_modes_may_bring_of_their_own():
    # A network at ½ costs 6 million.
    found = searched(dearer, clauses=["M3"], floors={"admin_cost": "10.06 亿元"})

    assert sorted(mode.clauses.get("M3", 0.0) for mode in found.found.values()) == [0.0, 0.25, 0.5]


def test_a_mode_whose_run_fails_is_unfit_and_counted():
    def failing(scenario, mode, *, seed, years, overrides=None):
        if mode.clauses.get("S1") == 1:
            raise ZeroDivisionError("no land")
        return planted(scenario, mode, seed=seed, years=years)

    found = searched(failing)

    assert found.failed > 0
    assert {levels(found, label)[:2] for label in found.front()["mode"]} == {(0.75, 1)}


def test_a_search_may_start_from_a_mode_that_an_earlier_one_found(tmp_path):
    start = load_mode(replace(START, id="found_1").save(tmp_path / "found_1.yaml"))

    again = searched(start=start)

    assert again.start.label == "found_1"
    assert "found_1" not in again.found
    # Against the mode that it started from, and not against itself: each is ahead of it in jobs or in days.
    for label in again.found:
        assert any(again.difference(label, name).mean != 0.0 for name in ("jobs", "days_to_start"))


# Mode files


def test_a_mode_found_is_read_back_from_its_file_alike(found, tmp_path):
    for label, mode in found.found.items():
        again = load_mode(mode.save(tmp_path / f"{label}.yaml"))
        assert (again.digest, again.clauses, again.id) == (mode.digest, mode.clauses, label)
    assert found.mode(0) is found.mode(found.front()["mode"][0])


@pytest.mark.parametrize("name", mode_names())
def test_every_mode_of_the_library_is_read_back_from_its_file_alike(name, tmp_path):
    mode = load_mode(name)

    again = load_mode(mode.save(tmp_path / f"{name}.yaml"))

    assert again.digest == mode.digest
    assert (again.clauses, again.parameters) == (mode.clauses, mode.parameters)
    assert (again.title_zh, again.description_en) == (mode.title_zh, mode.description_en)


def test_values_that_no_short_number_says_are_read_back_to_the_last_bit(tmp_path):
    thirds = {path: q.low + (q.high - q.low) / 3 for path, q in SETTINGS.items() if not q.words}
    mode = START.with_parameters(thirds | {"exchange.rule": "none"})

    again = load_mode(mode.save(tmp_path / "thirds.yaml"))

    assert again.parameters == mode.parameters
    assert again.digest == mode.digest


# A folder


def test_a_folder_keeps_runs_and_the_same_call_runs_nothing_again(found, tmp_path):
    def never(*_, **__):
        raise AssertionError("nothing should run")

    first, again = searched(out=tmp_path / "study"), searched(never, out=tmp_path / "study")

    pd.testing.assert_frame_equal(first.front(), found.front())
    pd.testing.assert_frame_equal(again.front(), found.front())
    pd.testing.assert_frame_equal(again.tried, found.tried)


def test_a_longer_search_goes_on_from_a_shorter_one_in_the_same_folder(found, tmp_path):
    runs = []

    def counted(scenario, mode, *, seed, years, overrides=None):
        runs.append(mode.id)
        return planted(scenario, mode, seed=seed, years=years)

    short = searched(counted, out=tmp_path / "study", generations=4)
    before = len(runs)
    longer = searched(counted, out=tmp_path / "study")

    assert before == 2 * len(short.tried) + 4 * len(short.values)
    assert len(runs) - before == 2 * (len(longer.tried) - len(short.tried)) + 4 * len(longer.values)
    pd.testing.assert_frame_equal(longer.front(), found.front())

    before = len(runs)
    surer = searched(counted, out=tmp_path / "study", fresh=6)

    assert len(runs) - before == 6 * len(surer.values)  # nothing is searched again


def test_the_years_of_the_scenario_are_its_years_whether_said_or_not(tmp_path):
    how = {"out": tmp_path / "study", "generations": 1}
    said = searched(**how, years=10)

    assert searched(lambda *_, **__: 1 / 0, **how, years=None).tried.equals(said.tried)
    assert said.years == 10


def test_ctrl_c_says_how_many_runs_are_kept(tmp_path):
    count = []

    def interrupted(scenario, mode, *, seed, years, overrides=None):
        count.append(seed)
        if len(count) == 50:
            raise KeyboardInterrupt
        return planted(scenario, mode, seed=seed, years=years)

    with pytest.raises(SweepInterrupted) as caught:
        searched(interrupted, out=tmp_path / "study")
    assert caught.value.finished == 49
    assert len(searched(out=tmp_path / "study").front()) == 5


def test_the_whole_is_told_once_before_it_is_spent():
    told = []

    searched(announce=told.append)

    # 8 generations of 16 in 2 replicates, and 18 modes at most in 4.
    assert [one.runs for one in told] == [8 * 16 * 2 + 18 * 4]


# Bad input


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"objectives": ()},
            "objectives is missing; name at least two indicators.*there is no default, for what",
        ),
        ({"objectives": ["jobs"]}, 'objectives is "jobs"; name at least two'),
        ({"objectives": ["job", "output"]}, 'did you mean "jobs"'),
        ({"objectives": ["jobs", "land_leased"]}, "neither more nor less of it is better"),
        ({"floors": {"service_levl": "90 %"}}, 'did you mean "service_level"'),
        ({"floors": {"days_to_start": "9 hours"}}, "floors.days_to_start"),
        ({"clauses": ["S9"]}, 'clauses is "S9"; no such clause; known: U1, R1'),
        ({"clauses": []}, "name clauses, or something to vary"),
        (
            {"vary": ["clauses.S1.share"]},
            "free to choose headquarters.meeting_interval.*all else is an assump",
        ),
        ({"vary": "headquarters.meeting_interval:9 days:4"}, "vary is"),
        ({"vary": "headquarters.delegation:60 %:40 %"}, "the low end comes first"),
        ({"start": "present"}, "it must differ from the baseline"),
        ({"start": START.with_parameters({"adoption.extra_posts": 1.0})}, "it brings posts of its own"),
        ({"baseline": {"north": "present", "south": "market"}}, "a mode for each park has no clauses"),
        ({"population": 3}, "population is 3; it must be a whole number, at least 4"),
        ({"fresh": 1}, "fresh is 1; it must be a whole number, at least 2"),
        ({"generations": 0}, "generations is 0"),
        ({"replicates": True}, "replicates is"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(given, message):
    with pytest.raises(BadInput, match=message) as caught:
        searched(**given)
    assert "\n" not in str(caught.value)


def test_without_pymoo_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pymoo.algorithms.moo.nsga2", None)

    with pytest.raises(BadInput, match=r"pymoo is \"not installed\"; pip install 'crosspark\[explore\]'"):
        searched()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(BadInput, match="it is no study of this kind"):
        searched(out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_mode_that_is_not_there_is_named(found):
    with pytest.raises(BadInput, match="name one of found_"):
        found.mode("found_99")
    with pytest.raises(BadInput, match="or its row"):
        found.mode(9)


def test_the_real_model_is_searched_alike():
    how = {**QUICK, "generations": 2, "population": 4, "replicates": 1, "fresh": 2}

    found = optimise("two_parks", objectives=["days_to_start", "service_level"], clauses=["H1"], **how)

    assert found.tried["mode"][0] == "tried_0"
    assert np.isfinite(found.tried[["days_to_start", "service_level"]]).all(axis=None)
    assert found.failed == 0
    assert set(WATCHED) <= set(fake_runs.INDICATORS)
