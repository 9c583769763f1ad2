"""Attribution: games with a known solution, parts that add up, intervals that cover, what is refused."""

import itertools
import math
from dataclasses import replace

import fake_runs
import numpy as np
import pytest
from scipy.stats import chisquare, norm, randint

import crosspark.scenarios  # noqa: F401 - it knows how to find a scenario by its name
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.model.indicators import INDICATORS
from crosspark.studies.attribution import COARSE, FAMILY_TITLES, attribute
from crosspark.studies.compare import Comparison
from crosspark.studies.complete import RunsFailedError
from crosspark.studies.jobs import seed_of
from crosspark.studies.shapley import bootstrap, interactions, orders, shapley

PRESENT = load_mode("present")


def game(n, worth):
    """Return the worth of every coalition of a game, from a function of the set of its players."""
    return np.array([float(worth({i for i in range(n) if mask >> i & 1})) for mask in range(1 << n)])


def model(effect):
    """Return a model in which jobs are 1,000 and luck, and what `effect` says of the clauses that are on."""

    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values["jobs"] = 1000 + 100 * fake_runs.luck(seed) + effect(mode.clauses, seed)
        return run

    return simulate


def shared(effect, mode, **options):
    """Return the attribution of a mode to its single clauses where jobs are as `effect` says."""
    how = {"over": "clauses", "replicates": 3, "years": 1, "jobs": 1, "quiet": True, **options}
    return attribute("two_parks", mode, simulate=model(effect), **how)


# Games with a known solution


def test_in_the_glove_game_who_has_the_scarce_glove_gets_two_thirds():
    # Players 0 and 1 have a left glove, 2 the right one; a pair is worth 1. Shapley: 1/6, 1/6, 2/3.
    gloves = game(3, lambda s: 2 in s and len(s) > 1)

    assert shapley(gloves) == pytest.approx([1 / 6, 1 / 6, 2 / 3], abs=1e-15)


def test_in_a_majority_of_five_every_vote_is_worth_a_fifth():
    assert shapley(game(5, lambda s: len(s) >= 3)) == pytest.approx([0.2] * 5, abs=1e-15)


def test_who_lands_a_small_plane_pays_for_a_part_of_the_short_runway_alone():
    # Airport game, Littlechild and Owen (1973): runways of 1, 3, 6 cost 1/3, 1/3 + 2/2, 1/3 + 2/2 + 3.
    cost = [1.0, 3.0, 6.0]

    found = shapley(game(3, lambda s: max((cost[i] for i in s), default=0)))

    assert found == pytest.approx([1 / 3, 4 / 3, 13 / 3], abs=1e-14)


def test_pairs_of_a_product_interact_by_hand():
    # v = 6·[0 and 1] + 10·[0, 1 and 2]: a term of two gives its pair all, one of three each pair a half.
    found = interactions(game(4, lambda s: 6 * ({0, 1} <= s) + 10 * ({0, 1, 2} <= s) + 3 * (3 in s)))

    assert found[0, 1] == pytest.approx(11, abs=1e-13)
    assert found[0, 2] == found[1, 2] == pytest.approx(5, abs=1e-13)
    assert np.abs(found[3]).max() < 1e-13
    assert (found == found.T).all()


def test_a_random_game_has_the_values_and_interactions_that_shapiq_finds():
    from shapiq import ExactComputer

    n = 7
    # Any numbers do; these are 0 for the empty coalition and follow no rule that a player could know.
    worth = np.array([math.sin(12.9898 * mask) * 43.7 * (1 + mask % 5) for mask in range(1 << n)])
    bits = 1 << np.arange(n)
    exact = ExactComputer(lambda coalitions: worth[(coalitions * bits).sum(axis=1)], n_players=n)
    values, pairs = exact("SV"), exact("SII", order=2)

    found = interactions(worth)

    assert shapley(worth) == pytest.approx([values[(i,)] for i in range(n)], abs=1e-10)
    for i, j in itertools.combinations(range(n), 2):
        assert found[i, j] == pytest.approx(pairs[(i, j)], abs=1e-10)


# Sampled orders


def test_every_order_comes_as_often_as_any_other_and_is_followed_by_its_reverse():
    found = [order for seed in range(1500) for order in orders(3, 4, seed)]

    assert all(found[place + 1] == found[place][::-1] for place in range(0, len(found), 2))
    drawn = found[::4]
    counts = [drawn.count(order) for order in itertools.permutations(range(3))]
    assert sum(counts) == 1500
    assert chisquare(counts).pvalue > 0.001


def test_the_mean_over_all_orders_is_the_exact_value():
    def effect(on, seed):
        return 50 * ({"S1", "S2"} <= on.keys()) + 20 * ("S1" in on or "S3" in on) - 7 * ("S4" in on)

    exact = shared(effect, PRESENT.with_clauses("S1", "S2", "S3", "S4"))
    # Each order stands beside its reverse, as sampled ones do.
    half = [order for order in itertools.permutations(range(4)) if order < order[::-1]]
    everyone = replace(exact, orders=tuple(one for order in half for one in (order, order[::-1])))

    assert len(everyone.orders) == 24
    sampled = everyone.values("jobs")
    assert sampled.shape == (12, 3, 4)
    assert sampled.mean(axis=0) == pytest.approx(exact.values("jobs")[0], abs=1e-10)
    # By hand: 50/2 each to S1 and S2, 20/2 each to S1 and S3.
    assert exact.values("jobs").mean(axis=(0, 1)) == pytest.approx([35, 25, 10, -7], abs=1e-10)


def test_more_than_ten_clauses_come_in_sampled_orders_that_add_up_in_every_replicate():
    on = {"S1", "S3", "M2", "F3"}

    def effect(clauses, seed):
        return 40 * (on <= clauses.keys()) + seed % 7 * len(clauses)

    found = shared(effect, "one_plus_two", sampled=4)
    table = found.table("jobs")

    assert len(found.orders) == 4
    assert len(found.players) == 35 - 1  # all acting and S6, without U1
    parts = found.values("jobs").sum(axis=2)
    after, before = load_mode("one_plus_two").clauses, PRESENT.clauses
    whole = [effect(after, seed) - effect(before, seed) for seed in SEEDS]
    rest = [seed % 7 for seed in SEEDS]  # U1
    # 34 sums of numbers up to 200, each rounded in the last of 53 binary digits.
    assert parts == pytest.approx(np.broadcast_to(np.subtract(whole, rest), parts.shape), rel=0, abs=1e-12)
    assert table["value"][:-1].sum() == pytest.approx(table["value"].iloc[-1], rel=0, abs=1e-12)
    with pytest.raises(BadInput, match="pairs need every coalition"):
        found.pairs("jobs")


SEEDS = [seed_of(1, replicate) for replicate in range(3)]

# Parts that add up, marks by hand


def test_two_that_need_each_other_and_two_that_replace_each_other_are_told_apart():
    def effect(on, seed):
        return 60 * ({"S1", "S3"} <= on.keys()) + 30 * ("F1" in on or "F2" in on)

    found = shared(effect, PRESENT.with_clauses("S1", "S3", "F1", "F2"))
    table = found.table("jobs").set_index("player")
    pairs = found.pairs("jobs").set_index(["player", "other"])

    assert table.loc[["S1", "S3", "F1", "F2"], "value"].tolist() == pytest.approx([30, 30, 15, 15])
    # Alone neither of the first two does anything; missing either loses all. With the others it is reversed.
    assert table.loc[["S1", "S3", "F1", "F2"], "alone"].tolist() == pytest.approx([0, 0, 30, 30])
    assert table.loc[["S1", "S3", "F1", "F2"], "missing"].tolist() == pytest.approx([60, 60, 0, 0])
    assert table.loc[["S1", "S3", "F1", "F2"], "stacked"].tolist() == pytest.approx([0, 60, 30, 0])
    assert table.loc[["rest", "whole"], "value"].tolist() == pytest.approx([0, 90])
    assert pairs.loc[("S1", "S3"), ["value", "kind"]].tolist() == [pytest.approx(60), "complements"]
    assert pairs.loc[("F1", "F2"), ["value", "kind"]].tolist() == [pytest.approx(-30), "substitutes"]
    assert pairs.loc[("S1", "F1"), ["value", "kind"]].tolist() == [pytest.approx(0, abs=1e-10), ""]


def test_where_less_is_better_a_pair_that_lowers_more_together_is_of_complements():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values["days_to_start"] = 300 - 40.0 * ({"S1", "S3"} <= mode.clauses.keys())
        return run

    found = attribute(
        "two_parks", PRESENT.with_clauses("S1", "S3"), over="clauses", replicates=2, years=1, jobs=1,
        quiet=True, simulate=simulate,
    )  # fmt: skip

    assert found.pairs("days_to_start").loc[0, ["value", "kind"]].tolist() == [-40, "complements"]


def test_a_clause_that_the_baseline_has_in_part_plays_for_what_is_new():
    # M1 is on at 0.3 at present: off, the coalition has 0.3 and not 0.
    found = shared(lambda on, seed: 100 * on.get("M1", 0), PRESENT.with_clauses("M1", "S2"))

    assert found.table("jobs")["value"].tolist() == pytest.approx([0, 70, 0, 70], abs=1e-9)


def test_what_a_mode_sets_besides_its_clauses_comes_first_and_apart():
    mode = PRESENT.with_clauses("U1", "H1", "S1").with_parameters(
        {"headquarters.meeting_interval": "5 working days"}
    )

    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        meets = mode.institution.headquarters.meeting_interval == 5
        run.values["jobs"] = 10.0 * ("U1" in mode.clauses) + 3 * meets + 20 * ("S1" in mode.clauses)
        return run

    found = attribute("two_parks", mode, over="coarse", replicates=2, years=1, jobs=1, quiet=True,
                      simulate=simulate)  # fmt: skip
    table = found.table("jobs").set_index("player")

    assert [player.id for player in found.players] == ["approvals", "bodies"]
    assert table["value"].to_dict() == {"approvals": 20, "bodies": 0, "rest": 13, "whole": 33}
    assert table.loc["rest", "clauses"] == "U1"


@pytest.mark.parametrize("over", ["coarse", "families"])
def test_the_cuts_hold_every_clause_but_u_once(over):
    cut = COARSE.values() if over == "coarse" else [(letter,) for letter in FAMILY_TITLES]

    assert sorted("".join(letters for letters, *_ in cut)) == sorted({id_[0] for id_ in CLAUSES} - {"U"})


@pytest.fixture(scope="module")
def real():
    return attribute("two_parks", over="coarse", replicates=2, years=2, jobs=1, quiet=True)


def test_on_the_real_model_the_parts_are_the_whole_difference_that_a_comparison_finds(real):
    compared = Comparison.of("two_parks", ["one_plus_two"], replicates=2, years=2, jobs=1, quiet=True)

    tables = {name: real.table(name).set_index("player") for name in INDICATORS}
    known = {name: table for name, table in tables.items() if table["replicates"].all()}
    assert len(known) > 50
    for indicator, table in known.items():
        whole = table.loc["whole", "value"]
        # Five parts and the sum, each rounded at 1.1e-16 of it, and as often in the terms of a part.
        reach = 2e-15 * max(abs(table["value"]))
        assert whole == pytest.approx(compared.difference("one_plus_two", indicator).mean, rel=1e-12)
        assert table["value"].drop("whole").sum() == pytest.approx(whole, rel=0, abs=reach)
        assert table["stacked"].drop("whole").sum() == pytest.approx(whole, rel=0, abs=reach)


def test_on_the_real_model_alone_and_missing_are_runs_of_their_own(real):
    bodies = [id_ for id_ in CLAUSES if id_[0] in "HPC"]
    full, base = load_mode("one_plus_two"), load_mode("present").with_clauses("U1")
    compared = Comparison.of(
        "two_parks", [base.with_clauses(*bodies), full, full.without(*bodies)], baseline=base,
        replicates=2, years=2, jobs=1, quiet=True,
    )  # fmt: skip
    alone, whole, without = (compared.difference(mode, "jobs").mean for mode in compared.others)

    row = real.table("jobs").set_index("player").loc["bodies"]

    assert (row["alone"], row["missing"]) == pytest.approx((alone, whole - without))


def test_clauses_that_move_an_indicator_by_definition_are_named(real):
    table = real.table("leaders_hours").set_index("player")

    assert table.loc["bodies", "wired"] == "H1"
    assert table.loc["approvals", "wired"] == ""


# Intervals


def coverage(interval, data):
    """Return in what share of data sets, which stand on the last axis, the interval holds their mean 0."""
    low, high = interval(data)
    return float(((low <= 0) & (high >= 0)).mean())


def normal(*shape, seed):
    return norm.rvs(size=shape, random_state=seed)


def percentiles(data):
    """The bootstrap as it comes: percentiles of resampled means, with nothing done for few values."""
    picked = randint.rvs(0, data.shape[1], size=(400, data.shape[1]), random_state=5)
    return np.percentile(data[0][picked].mean(axis=1), [2.5, 97.5], axis=0)


@pytest.mark.parametrize("replicates", [3, 4, 8, 16])
def test_intervals_of_normal_data_hold_their_mean_in_95_of_100_cases(replicates):
    data = normal(1, replicates, 3000, seed=replicates)

    assert 0.93 < coverage(bootstrap, data) < 0.97


def test_plain_percentiles_of_four_values_fail_that_check():
    # Their variance is 3/4 of what it should be, and 1.96 stands where Student has 3.18.
    assert coverage(percentiles, normal(1, 4, 3000, seed=4)) < 0.87


def test_intervals_over_orders_and_replicates_hold_their_mean_in_95_of_100_cases():
    orders_, replicates, sets = 8, 8, 1500
    data = (
        normal(orders_, 1, sets, seed=1)
        + 2 * normal(1, replicates, sets, seed=2)
        + normal(orders_, replicates, sets, seed=3)
    )

    # The pigeonhole bootstrap counts the noise of single cells more than once: it may be wider, not narrower.
    assert 0.93 < coverage(bootstrap, data) < 0.985
    # One layer alone would be far too sure: replicates averaged away, orders are all that is left.
    orders_alone = data.mean(axis=1, keepdims=True)
    assert coverage(bootstrap, orders_alone.swapaxes(0, 1)) < 0.85


@pytest.mark.parametrize("orders_", [1, 8])
def test_one_replicate_has_no_interval_however_many_orders_it_has(orders_):
    low, high = bootstrap(normal(orders_, 1, 2, seed=1))

    assert np.isnan([low, high]).all()


# What has no value, what failed, what is refused


def test_a_replicate_without_a_value_in_one_coalition_counts_in_none():
    def effect(on, seed):
        return math.nan if seed == seed_of(1, 1) and "S1" in on and "S2" not in on else 10.0 * len(on)

    table = shared(effect, PRESENT.with_clauses("S1", "S2")).table("jobs").set_index("player")

    assert (table["replicates"] == 2).all()
    assert table["value"].to_dict() == pytest.approx({"S1": 10, "S2": 10, "rest": 0, "whole": 20})


def test_where_no_replicate_has_a_value_the_table_says_so_without_a_warning():
    found = shared(lambda on, seed: math.nan, PRESENT.with_clauses("S1", "S2"))

    assert found.table("jobs")[["value", "low", "high", "alone", "missing", "stacked"]].isna().all(axis=None)
    assert (found.table("jobs")["replicates"] == 0).all()
    assert found.pairs("jobs")["value"].isna().all()
    assert len(found.table("days_to_start").dropna(subset="value")) == 4


def test_a_mode_of_one_player_gives_it_everything():
    found = shared(lambda on, seed: 5.0 * len(on), PRESENT.with_clauses("S1"))

    assert found.table("jobs").set_index("player").loc["S1", "value"] == pytest.approx(5)
    assert found.pairs("jobs").empty


def test_runs_that_fail_are_one_error_that_names_the_first():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        if {"S1", "S2"} <= mode.clauses.keys() and seed == seed_of(1, 1):
            raise ZeroDivisionError("no land\nleft")
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    with pytest.raises(RunsFailedError) as told:
        attribute(
            "two_parks", PRESENT.with_clauses("S1", "S2"), over="clauses", replicates=2, years=1, jobs=1,
            quiet=True, simulate=simulate,
        )  # fmt: skip

    assert str(told.value) == (
        "1 of 8 runs failed, so the parts cannot add up; the first (S1+S2, replicate 1, seed "
        f"{seed_of(1, 1)}) says: ZeroDivisionError: no land left"
    )


MIXED = {"north": "present", "south": "one_plus_two"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"over": "familys"}, '<attribute>: over is "familys"; no such cut, did you mean "families"?'),
        (
            {"indicators": ["job"]},
            '<attribute>: indicators is "job"; no such indicator, did you mean "jobs"?',
        ),
        ({"indicators": []}, "<attribute>: indicators is missing; name at least one"),
        ({"mode": "present"}, '<attribute>: mode is "present"; it must differ from the baseline'),
        ({"mode": "one_plus_two", "baseline": "one_plus_two_literal"}, "nothing to share out"),
        ({"mode": MIXED}, '<attribute>: mode is "a mixture"; a mode for each park has no clauses of its own'),
        ({"baseline": MIXED}, '<attribute>: baseline is "a mixture"'),
        ({"mode": "one_plus_tow"}, 'did you mean "one_plus_two"'),
        ({"replicates": 0}, "replicates is 0; it must be a whole number, at least 1"),
        (
            {"over": "clauses", "sampled": 5},
            "<attribute>: sampled is 5; it must be an even number, at least 4",
        ),
        ({"sets": [{"clauses.S1": 0.5}]}, '<attribute>: sets is "clauses.S1"; which clauses are on'),
        ({"sets": [{"handover.day": 1}]}, 'did you mean "handover.days"'),
        ({"sets": [{"handover.days": 1e9}]}, "it must lie in"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_runs(options, message):
    def simulate(scenario, mode, *, seed, years, overrides=None):
        raise AssertionError("nothing should run")

    with pytest.raises(BadInput) as told:
        attribute("two_parks", **{"years": 1, "jobs": 1, "quiet": True, "simulate": simulate, **options})

    assert message in str(told.value)
    assert "\n" not in str(told.value)


def test_an_indicator_or_player_that_is_not_there_is_named(real):
    with pytest.raises(BadInput, match='did you mean "days_to_start"'):
        real.table("days_to_starts")
    with pytest.raises(BadInput, match='player is "bodys"; no such player, did you mean "bodies"'):
        real.gap("jobs", "approvals", "bodys")


# Taken up again


def test_a_study_that_was_cut_off_goes_on_from_its_folder_and_ends_the_same(tmp_path):
    runs = []

    def simulate(scenario, mode, *, seed, years, overrides=None):
        if len(runs) == 5:
            runs.append("cut")
            raise KeyboardInterrupt
        runs.append((tuple(mode.clauses.items()), seed))
        return fake_runs.simulate(scenario, mode, seed=seed, years=years)

    def once(out):
        return attribute("two_parks", PRESENT.with_clauses("S1", "S2", "M1"), over="clauses", replicates=2,
                         years=1, jobs=1, quiet=True, simulate=simulate, out=out)  # fmt: skip

    with pytest.raises(KeyboardInterrupt):
        once(tmp_path / "study")
    found = once(tmp_path / "study")
    done = [run for run in runs if run != "cut"]
    again = once(tmp_path / "study")

    assert len(done) - len(set(done)) <= 5 + 2  # those of the chunk that was cut, and the baseline's own
    assert len([run for run in runs if run != "cut"]) == len(done)  # nothing ran a third time
    whole = shared(lambda on, seed: 0.0, PRESENT.with_clauses("S1", "S2", "M1"), replicates=2)
    for other in (found, again):
        assert other.table("operating_firms").equals(whole.table("operating_firms"))


# Over parameter sets


def followed(effect, days):
    """Return the attribution of S1 to S3 where jobs hang on the days of a hand-over, 4 and then `days`."""

    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        on, now = mode.clauses, (overrides or {}).get("handover.days", mode.institution.handover.days)
        run.values["jobs"] = float(effect(on, now))
        return run

    present = PRESENT.with_parameters({"handover.days": "4 working days"})
    return attribute(
        "two_parks", present.with_clauses("S1", "S2", "S3"), baseline=present, over="clauses", replicates=2,
        years=1, jobs=1, quiet=True, simulate=simulate, sets=[{"handover.days": one} for one in days],
    )  # fmt: skip


def test_the_ranking_is_followed_over_parameter_sets():
    # S1 brings as many jobs as a hand-over has days, S2 always 3, S3 takes one away.
    found = followed(
        lambda on, days: days * ("S1" in on) + 3 * ("S2" in on) - ("S3" in on),
        ["5 working days", "2 working days", 3.5],
    )

    table = found.stability("jobs").set_index("player")

    assert found.table("jobs")["value"].tolist() == pytest.approx([4, 3, -1, 0, 6])
    assert table["rank"].to_dict() == {"S1": 1, "S2": 2, "S3": 3}
    assert table["first"].to_dict() == {"S1": 2, "S2": 1, "S3": 0}
    assert table["same_rank"].to_dict() == {"S1": 2, "S2": 2, "S3": 3}
    assert table["same_sign"].to_dict() == {"S1": 3, "S2": 3, "S3": 3}
    assert table[["lowest", "highest"]].to_numpy().tolist() == [[2, 5], [3, 3], [-1, -1]]
    assert [table[name].unique().tolist() for name in ("ranking_kept", "whole_kept", "sets")] == [
        [2],
        [3],
        [3],
    ]


def test_who_leads_a_turn_for_the_worse_is_not_first():
    # At 4 days S1 brings 2 of 3 jobs; at 2 days it takes away 6, and the whole effect is a loss.
    found = followed(lambda on, days: 4 * (days - 3.5) * ("S1" in on) + ("S2" in on), [2])

    table = found.stability("jobs").set_index("player")

    assert table["first"].to_dict() == {"S1": 0, "S2": 1, "S3": 0}
    assert table["same_sign"].to_dict() == {"S1": 0, "S2": 1, "S3": 1}
    assert (table["whole_kept"] == 0).all()


def test_a_set_without_values_counts_in_none_and_without_any_there_is_no_row():
    one = followed(lambda on, days: math.nan if days == 2 else len(on), [2, 3]).stability("jobs")
    none = followed(lambda on, days: math.nan if days == 2 else len(on), [2]).stability("jobs")
    own = followed(lambda on, days: math.nan if days == 4 else len(on), [2]).stability("jobs")

    assert (one["same_rank"].tolist(), one["sets"].unique().tolist()) == ([1, 1, 1], [2])
    assert none.empty
    assert own.empty


def test_where_the_whole_effect_is_a_fall_who_lowers_most_is_first():
    falls = {"S1": -2.0, "S2": -9.0}
    found = shared(
        lambda on, seed: sum(falls.get(id_, 0) for id_ in on), PRESENT.with_clauses("S1", "S2"),
        sets=[{"handover.days": 2}],
    )  # fmt: skip

    assert found.stability("jobs").set_index("player")["rank"].to_dict() == {"S1": 2, "S2": 1}


def test_sets_may_be_drawn_by_a_design():
    vary = {"vary": {"handover.days": [1, 3]}, "sample": {"method": "latin_hypercube", "size": 3}}
    found = shared(lambda on, seed: 1.0 * len(on), PRESENT.with_clauses("S1", "S2"), sets=vary)

    assert len(found.sets) == 4
    assert all(1 <= one["handover.days"] <= 3 for one in found.sets[1:])


def test_stability_without_further_sets_is_refused(real):
    with pytest.raises(BadInput, match="give sets= to attribute"):
        real.stability("jobs")


def test_any_indicator_can_be_asked_for_afterwards(real):
    assert len(real.table(next(reversed(INDICATORS)))) == 6
