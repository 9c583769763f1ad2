"""Rules of decision over futures, on tables small enough to work out by hand."""

import math
from functools import partial

import condition_runs as runs
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binomtest

from crosspark.governance.errors import BadInput
from crosspark.studies.design import Factor
from crosspark.studies.futures import Futures, Named
from crosspark.studies.robust import RESAMPLES, WEIGHTINGS, Robust
from crosspark.studies.statistics import wilson
from crosspark.studies.sweep import sweep

MODES = ("present", "approval_only", "one_plus_two", "market", "merged")


def of(values, floors=None, price=None, kind=Robust):
    """Return the study whose modes have the given values: by indicator, a row for each future."""
    tables = {name: np.array(rows, dtype=float) for name, rows in values.items()}
    futures, modes = next(iter(tables.values())).shape
    found = Futures(
        scenario=Named("two_parks", "Two parks", "兩園"),
        modes=tuple(Named(id_, id_.replace("_", " "), f"{id_}式") for id_ in MODES[:modes]),
        factors=(Factor("handover.days", "working day", 0.1, 6.0),),
        points=pd.DataFrame({"handover.days": np.linspace(0.1, 6, futures)}),
        values={name: table[:, :, np.newaxis] for name, table in tables.items()},
        failed=0,
        method="latin_hypercube",
        seed=1,
        years=10,
        digest="",
    )
    return kind(found, tuple(values), floors or {}, price)


#: Two modes that win or lose all, and a third that is never best and least far behind at its worst.
BOLD = [[10, 0, 8], [0, 10, 8], [10, 0, 8]]


def test_savage_wald_and_who_is_rarely_best_but_least_far_behind():
    found = of({"jobs": BOLD}).table("jobs").set_index("mode")

    assert found["mean"].tolist() == pytest.approx([20 / 3, 10 / 3, 8])
    assert found["worst"].tolist() == [0, 0, 8]
    assert found["best_in"].tolist() == [2, 1, 0]
    assert found["last_in"].tolist() == [1, 2, 0]
    assert found["regret"].tolist() == [10, 10, 2]
    assert found.index[found["maximin"]].tolist() == ["one_plus_two"]
    assert found.index[found["savage"]].tolist() == ["one_plus_two"]
    assert found.index[found["steady"]].tolist() == ["one_plus_two"]


def test_where_less_is_better_everything_turns_round():
    found = of({"days_to_start": [[100 - value for value in row] for row in BOLD]}).table("days_to_start")

    assert found["worst"].tolist() == [100, 100, 92]
    assert found["best_in"].tolist() == [2, 1, 0]
    assert found["regret"].tolist() == [10, 10, 2]
    assert found["steady"].tolist() == [False, False, True]


def test_a_mode_that_is_best_everywhere_has_no_regret_and_is_not_called_steady():
    found = of({"jobs": [[1, 2], [3, 5]]}).table("jobs")

    assert found["regret"].tolist() == [2, 0]
    assert found["savage"].tolist() == [False, True]
    assert not found["steady"].any()


def test_least_regret_is_told_with_how_many_resamples_of_the_futures_have_it_too():
    # Regrets of 10 and 0 in the one future, of 0 and 5 in the other. Of the resamples a quarter is the second
    # future alone, where the first mode has none.
    found = of({"jobs": [[0, 10], [5, 0]]}).table("jobs")

    assert found["savage"].tolist() == [False, True]
    assert found["savage_in"].sum() == RESAMPLES
    assert found["savage_in"][0] / RESAMPLES == pytest.approx(1 / 4, abs=0.06)
    assert of({"jobs": [[1, 2], [3, 5]]}).table("jobs")["savage_in"].tolist() == [0, RESAMPLES]


@given(st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_interval_of_a_share_is_that_of_scipy(counts):
    share, total = np.array([counts[0] / counts[1]]), np.array([counts[1]])
    ends = binomtest(*counts).proportion_ci(0.95, method="wilson")

    assert wilson(share, total) == (pytest.approx([ends.low]), pytest.approx([ends.high]))


def test_near_twins_share_the_least_regret_as_they_share_the_resamples():
    # Alike in all futures but the last, where the second has one less; the third is 5 behind in all.
    found = of({"jobs": [[9, 9, 4]] * 7 + [[9, 8, 4]]}).table("jobs")

    # The last is in 1 − (7/8)^8 of the resamples: there the first alone, else each has half.
    apart = 1 - (7 / 8) ** 8
    assert found["savage_in"].sum() == RESAMPLES
    assert found["savage_in"][0] / RESAMPLES == pytest.approx(apart + (1 - apart) / 2, abs=0.04)
    assert found["savage_in"][2] == 0
    assert found["top_in"].tolist() == [8, 7, 0]


def test_modes_that_tie_on_regret_are_both_chosen_and_not_called_rarely_best_of_each_other():
    found = of({"jobs": [[9, 9, 4], [9, 9, 4], [9, 8, 9.5], [8, 9, 9.5]]}).table("jobs")

    # Regrets of at most 1.5, 1.5 and 5. In two futures the first two are best, in two the third.
    assert found["regret"].tolist() == [1.5, 1.5, 5]
    assert found["savage"].tolist() == [True, True, False]
    assert found["top_in"].tolist() == [2, 2, 2]
    assert not found["steady"].any()


def test_where_all_tie_nobody_is_chosen():
    found = of({"jobs": [[1, 1], [2, 2]]}).table("jobs")

    assert found["best_in"].tolist() == [0, 0]
    assert not found[["maximin", "savage", "steady"]].to_numpy().any()


def test_futures_without_a_value_of_every_mode_are_left_out():
    found = of({"jobs": [[1, 5], [math.nan, 9], [2, 3]]})

    assert found.table("jobs")["mean"].tolist() == [1.5, 4]
    assert set(found.dominance()["futures"]) == {2}
    nothing = of({"jobs": [[math.nan, 9]]})
    assert set(nothing.table("jobs")["futures"]) == {0}
    assert nothing.acceptability["rank_1"].isna().all()


def test_dominance_is_no_worse_on_all_and_better_on_one():
    # Less is better of days. Future 1: the second dominates; 2: a trade; 3: alike; 4: better on one alone.
    values = {"jobs": [[1, 2], [1, 2], [1, 1], [1, 2]], "days_to_start": [[9, 8], [8, 9], [5, 5], [9, 9]]}
    found = of(values)

    dominates = found.dominance().set_index(["mode", "over"])["dominates_in"]
    assert dominates["approval_only", "present"] == 2
    assert dominates["present", "approval_only"] == 0
    ends = found.dominance()[["low", "high"]].to_numpy()
    assert ends[1] == pytest.approx(binomtest(2, 4).proportion_ci(0.95, method="wilson"))
    assert found.undominated()["undominated_in"].tolist() == [2, 4]


TABLES = arrays(float, (4, 3, 2), elements=st.integers(0, 3).map(float))


@given(TABLES)
def test_dominance_is_what_each_pair_of_rows_says(values):
    found = of({"jobs": values[:, :, 0], "output": values[:, :, 1]})
    counts = found.dominance().set_index(["mode", "over"])["dominates_in"]

    for i, one in enumerate(found.ids):
        for j, other in enumerate(found.ids):
            if i != j:
                by_hand = sum(
                    all(a >= b for a, b in zip(row[i], row[j], strict=True))
                    and row[i].tolist() != row[j].tolist()
                    for row in values
                )
                assert counts[one, other] == by_hand
    # In every future somebody is dominated by none.
    assert found.undominated()["undominated_in"].sum() >= len(values)


def ranks_of(found):
    return found.acceptability[[f"rank_{place + 1}" for place in range(len(found.ids))]].to_numpy()


@given(TABLES)
def test_each_mode_takes_some_rank_and_each_rank_is_taken_once_under_every_weighting(values):
    ranks = ranks_of(of({"jobs": values[:, :, 0], "output": values[:, :, 1]}))

    assert ranks.sum(axis=1) == pytest.approx(1)
    assert ranks.sum(axis=0) == pytest.approx(1)


@given(arrays(float, (3, 2, 3), elements=st.integers(0, 9).map(lambda whole: whole / 10)))
def test_the_twin_of_a_mode_takes_half_of_what_it_had_and_nothing_of_the_others(values):
    assume((values[:, 0] != values[:, 1]).any(axis=1).all())  # where all three are alike, each has a third
    names = ("jobs", "output", "started")
    alone = of({name: values[:, :, k] for k, name in enumerate(names)}).acceptability
    twins = of({name: values[:, [0, 1, 0], k] for k, name in enumerate(names)}).acceptability

    assert twins["rank_1"].tolist() == pytest.approx(
        [alone["rank_1"][0] / 2, alone["rank_1"][1], alone["rank_1"][0] / 2]
    )
    for name in names:
        weights = [alone[f"weight_{name}"][place] for place in (0, 1, 0)]
        assert twins[f"weight_{name}"].tolist() == pytest.approx(weights, nan_ok=True)


def test_floors_are_kept_or_not_future_by_future():
    values = {"jobs": [[10, 20], [30, 20]], "days_to_start": [[100, 120], [100, 90]]}
    found = of(values, floors={"jobs": 20.0, "days_to_start": 100.0}).satisfied().set_index("mode")

    shares = found[["jobs", "days_to_start", "all"]]
    assert shares.loc["present"].tolist() == [0.5, 1.0, 0.5]
    assert shares.loc["approval_only"].tolist() == [1.0, 0.5, 0.5]
    ends = binomtest(1, 2).proportion_ci(0.95, method="wilson")
    assert found.loc["present", ["futures", "low", "high"]].tolist() == pytest.approx([2, *ends])


def test_floors_are_quantities_as_people_write_them():
    found = of({"value_added": [[5e8, 2e8]], "idle_land_share": [[0.2, 0.4]], "returns": [[3, 5]]})
    kept = found.satisfied({"value_added": "3 亿元", "idle_land_share": "30 %", "returns": "4"})

    assert kept["all"].tolist() == [1, 0]
    with pytest.raises(BadInput, match="value_added"):
        found.satisfied({"value_added": "3 mu"})
    with pytest.raises(BadInput, match="give them"):
        found.satisfied()


def test_at_the_break_even_price_two_modes_tie():
    # The second takes 4 days less in the mean, and costs 20 more.
    values = {"days_to_start": [[100, 98], [100, 94]], "fiscal_npv": [[50, 40], [50, 20]]}
    (row,) = of(values, price=("days_to_start", "fiscal_npv")).break_even().to_dict("records")

    assert (row["mode"], row["other"], row["trade_in"], row["futures"]) == ("approval_only", "present", 2, 2)
    assert row["price"] == pytest.approx(5)
    # 10 for 2 days in the one future, 30 for 6 in the other.
    assert (row["low"], row["high"]) == pytest.approx((5, 5))


def test_what_is_better_on_both_is_preferred_at_any_price_and_what_is_alike_has_none():
    values = {"jobs": [[10, 12, 12]], "output": [[5, 6, 8]]}
    rows = of(values).break_even("jobs", "output").set_index(["mode", "other"])

    assert rows.loc[("approval_only", "present"), "price"] == 0
    assert rows.loc[("one_plus_two", "present"), "price"] == 0
    assert math.isnan(rows.loc[("approval_only", "one_plus_two"), "price"])
    assert rows["trade_in"].tolist() == [0, 0, 0]


def test_acceptability_of_two_modes_and_two_criteria_is_that_of_the_integral():
    # Scaled by the range over modes and futures: (1, 0) against (0, 1), then (1, 0) against (0, ½).
    # The first is first where w > 1 − w, and where w > (1 − w)/2: in ½ and in ⅔ of all weights.
    found = of({"jobs": [[1, 0], [1, 0]], "output": [[0, 10], [0, 5]]}).acceptability

    assert found["rank_1"].tolist() == pytest.approx([7 / 12, 5 / 12], abs=0.01)
    # The weightings of a future are one draw: two draws, whatever the number of weightings.
    assert found["low"].tolist() == pytest.approx(wilson(found["rank_1"].to_numpy(), np.array([2, 2]))[0])
    assert found["rank_2"].tolist() == pytest.approx([5 / 12, 7 / 12], abs=0.01)
    # ∫w from ½ and from ⅓ to 1, over 7/6; and what is left of ∫w = ½ each, over 5/6.
    first = (3 / 8 + 4 / 9) / (7 / 6)
    second = (1 - 3 / 8 - 4 / 9) / (5 / 6)
    assert found["weight_jobs"].tolist() == pytest.approx([first, second], abs=0.01)
    assert found["weight_output"].tolist() == pytest.approx([1 - first, 1 - second], abs=0.01)


def test_a_compromise_is_first_where_no_criterion_weighs_much_more():
    # (1, 0), (0, 1), (.6, .6): the third is first where w and 1 − w are below .6: in a fifth of all.
    found = of({"jobs": [[10, 0, 6]], "days_to_start": [[100, 0, 40]]}).acceptability.set_index("mode")

    assert found["rank_1"].tolist() == pytest.approx([0.4, 0.4, 0.2], abs=0.015)
    assert found.loc["present", "weight_jobs"] == pytest.approx(0.8, abs=0.01)
    assert found.loc["one_plus_two", "weight_jobs"] == pytest.approx(0.5, abs=0.01)
    # By w, from 1 down to 0: 132 above .6, 312 above .5, 321 above .4, then 231.
    ranks = found[["rank_1", "rank_2", "rank_3"]].to_numpy()
    by_hand = np.array([[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]])
    assert ranks == pytest.approx(by_hand, abs=0.015)
    # Weights of three criteria are even on the simplex: each is a third on average, and above ½ in a quarter.
    third = of({"jobs": [[1, 0]], "output": [[1, 0]], "started": [[0, 1]]}).acceptability
    assert third["rank_1"].tolist() == pytest.approx([0.75, 0.25], abs=0.02)
    assert WEIGHTINGS >= 10_000


def test_two_modes_that_are_alike_share_every_rank():
    found = of({"jobs": [[1, 1], [3, 3]], "output": [[0.1, 0.1], [0.7, 0.7]]})

    assert ranks_of(found).tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert found.acceptability["weight_jobs"].tolist() == pytest.approx([0.5, 0.5], abs=0.01)


def test_a_tie_is_split_in_the_future_in_which_it_is_one():
    # (1, 0), (0, 1), (1, 0): the alike take the first two ranks above ½, and the last two below.
    found = of({"jobs": [[10, 0, 10]], "output": [[0, 10, 0]]})
    assert ranks_of(found) == pytest.approx(
        np.array([[1 / 4, 1 / 2, 1 / 4], [1 / 2, 0, 1 / 2], [1 / 4, 1 / 2, 1 / 4]]), abs=0.015
    )
    assert found.acceptability["weight_jobs"].tolist() == pytest.approx([3 / 4, 1 / 4, 3 / 4], abs=0.01)

    # In a second future the third is (.6, .6), and first from .4 to .6.
    found = of({"jobs": [[10, 0, 10], [10, 0, 6]], "output": [[0, 10, 0], [0, 10, 6]]}).acceptability
    assert found["rank_1"].tolist() == pytest.approx([0.65 / 2, 0.9 / 2, 0.45 / 2], abs=0.01)
    # ∫w: half of that from ½ to 1, which is ⅜, and that from .4 to .6.
    assert found["weight_jobs"][2] == pytest.approx((3 / 16 + 0.1) / 0.45, abs=0.01)


def test_a_mode_that_no_weighting_puts_first_has_no_central_weights():
    found = of({"jobs": [[1, 2]], "output": [[1, 2]]}).acceptability.set_index("mode")

    assert found.loc["present", "rank_1"] == 0
    assert math.isnan(found.loc["present", "weight_jobs"])


def test_an_indicator_that_never_differs_weighs_nothing():
    assert of({"jobs": [[1, 2]], "output": [[3, 3]]}).acceptability["rank_1"].tolist() == [0, 1]


QUICK = {"vary": ["handover.days"], "size": 8, "replicates": 2, "years": 1, "jobs": 1, "quiet": True}


def test_every_mode_meets_the_same_futures_and_luck():
    def difference(point, seed):
        return 10 * point["handover.days"]

    found = Robust.of("two_parks", indicators="jobs", simulate=runs.planted(difference, "jobs"), **QUICK)
    jobs = found.values("jobs")
    handover = found.futures.points["handover.days"].to_numpy()

    assert found.ids == ["present", "approval_only", "one_plus_two"]
    assert jobs[:, 2] - jobs[:, 0] == pytest.approx(10 * handover)
    assert jobs[:, 1].tolist() == jobs[:, 0].tolist()


def test_a_stored_sweep_is_looked_at_with_all_of_its_modes(tmp_path):
    design = {
        "scenario": "two_parks",
        "modes": ["present", "market", "merged"],
        "vary": {"handover.days": {"values": [1, 2, 3]}},
        "years": 1,
    }
    sweep(design, out=tmp_path / "study", jobs=1, quiet=True, simulate=runs.planted(lambda point, seed: 0.0))

    assert Robust.of(study=tmp_path / "study").ids == ["present", "market", "merged"]
    assert Robust.of(study=tmp_path / "study", modes=["market", "present"]).ids == ["market", "present"]
    with pytest.raises(BadInput, match="one_plus_two"):
        Robust.of(study=tmp_path / "study", modes=["present", "one_plus_two"])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"modes": ["present"]}, "name modes that differ"),
        ({"modes": []}, "name modes that differ"),
        ({"modes": ["present", "presnt"]}, "presnt"),
        ({"indicators": ["job"]}, 'did you mean "jobs"'),
        ({"indicators": ["land_leased"]}, "neither more nor less of it is better"),
        ({"floors": {"job": 3}}, 'floors is "job"'),
        ({"floors": {"jobs": "many"}}, "floors.jobs"),
        ({"floors": {"days_to_start": "200 mu"}}, "floors.days_to_start"),
        ({"price": ("jobs",)}, "name two indicators"),
        ({"price": ("jobs", "jobs")}, "name two indicators"),
        ({"price": ("jobs", "outputs")}, 'did you mean "output"'),
        ({"size": 0}, "sample.size"),
        ({"vary": "handover"}, "vary is"),
    ],
)
def test_wrong_input_is_refused_before_anything_runs(wrong, message):
    def refuse(*_, **__):
        raise AssertionError("nothing should run")

    with pytest.raises(BadInput, match=message):
        partial(Robust.of, "two_parks", simulate=refuse)(**{**QUICK, **wrong})
