"""Comparisons to a wished precision: when they end, and that they are what replicates alone would give."""

import math
import re

import fake_runs
import pandas as pd
import pytest
from scipy import stats

import crosspark.scenarios  # noqa: F401
from crosspark.governance.errors import BadInput
from crosspark.model.indicators import INDICATORS
from crosspark.studies.futures import SMALLEST
from crosspark.studies.jobs import seed_of
from crosspark.studies.precision import Precision
from crosspark.studies.statistics import paired_difference
from crosspark.views.comparison import Comparison

PLACE = {seed_of(1, replicate): replicate for replicate in range(600)}


def simulate(scenario, mode, *, seed, years, overrides=None):
    """Run a mode that is 10 jobs above the present, and one more or less in turn; the others vary alike."""
    run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
    luck = -1.0 if PLACE[seed] % 2 else 1.0
    run.values["jobs"] = 1000.0 if mode.id == "present" else 1010.0 + luck
    return run


def of(**options):
    settings = {"years": 1, "jobs": 1, "quiet": True, "simulate": simulate, "modes": ["one_plus_two"]}
    return Comparison.of("two_parks", **{**settings, **options})


def half_width(n):
    """Return half the chance interval of n differences that are 11 and 9 in turn."""
    more = math.ceil(n / 2)
    mean = more / n
    variance = (more * (1 - mean) ** 2 + (n - more) * mean**2) * 4 / (n - 1)
    return stats.t.ppf(0.975, n - 1) * math.sqrt(variance / n)


def test_it_ends_at_the_replicates_that_the_formula_gives():
    found = of(precision={"jobs": 0.4})

    # 16 replicates have a spread of √(16/15); with it t(n-1)·s/√n falls below 0.4 first at n = 29.
    spread = math.sqrt(16 / 15)
    needed = next(n for n in range(17, 99) if stats.t.ppf(0.975, n - 1) * spread / math.sqrt(n) <= 0.4)
    assert found.replicates == needed == 29
    (width,) = found.precision.widths(found)
    assert width.half == pytest.approx(half_width(29))
    assert width.reached


def test_it_is_what_as_many_replicates_give():
    found, plain = of(precision={"jobs": 0.4}), of(replicates=29)

    pd.testing.assert_frame_equal(found.runs, plain.runs)
    pd.testing.assert_frame_equal(found.differences(), plain.differences())
    assert found.manifest["seeds"] == plain.manifest["seeds"]


def test_at_most_twice_as_many_are_taken_at_a_time():
    seen = []

    def counted(scenario, mode, *, seed, years, overrides=None):
        seen.append(PLACE[seed])
        return simulate(scenario, mode, seed=seed, years=years)

    found = of(precision={"jobs": 0.2}, simulate=counted)

    # 103 are needed by the spread of 16, and by that of 32.
    assert [max(seen[: 2 * n]) for n in (16, 32, 64)] == [15, 31, 63]
    assert found.replicates > 64
    assert half_width(found.replicates) <= 0.2


def test_it_is_enough_at_once_where_the_least_replicates_are():
    assert of(precision={"jobs": 0.6}, replicates=16).replicates == 16
    # Half of the interval of 16 is 0.55.
    assert half_width(16) < 0.6


def test_it_ends_at_the_most_that_is_allowed_and_says_so():
    found = of(precision={"jobs": 0.1}, most_replicates=40)

    assert found.replicates == 40
    (row,) = found.manifest["precision"]
    assert not row["reached"]
    assert row["half_width"] == pytest.approx(half_width(40))
    text = " ".join(found.text(part="header").split())
    assert "Precision NOT reached at the most that was allowed, 40 replicates" in text
    assert "under one_plus_two, 0.1 persons was wished" in text
    assert "精度未達到" in found.text("zh", part="header")


def test_what_was_reached_is_told():
    text = " ".join(of(precision={"jobs": 0.4}).text(part="header").split())

    assert "half the chance interval of Jobs is 0.387 persons under one_plus_two, 0.4 persons or less" in text


def test_every_mode_and_every_indicator_must_be_narrow():
    found = of(modes=["market", "one_plus_two"], precision={"jobs": 0.4, "operating_firms": "5 %"})

    widths = list(found.precision.widths(found))
    pairs = [(one, mode) for one in ("jobs", "operating_firms") for mode in ("market", "one_plus_two")]
    assert [(width.indicator, width.mode) for width in widths] == pairs
    assert all(width.reached for width in widths)


@pytest.mark.parametrize(
    ("wished", "indicator", "size", "relative"),
    [
        ("days_to_start=5 working days", "days_to_start", 5.0, False),
        ({"days_to_start": "1 month"}, "days_to_start", 21.0, False),
        ({"days_to_start": 5}, "days_to_start", 5.0, False),
        ({"value_added": "1 %"}, "value_added", 0.01, True),
        ({"value_added": "2 亿元"}, "value_added", 2e8, False),
        ({"jobs": "300 persons"}, "jobs", 300.0, False),
        ({"operating_firms": "5 firms"}, "operating_firms", 5.0, False),
        ({"service_level": "0.5 points"}, "service_level", 0.005, False),
        ({"service_level": "1個百分點"}, "service_level", 0.01, False),
        ({"service_level": "1 %"}, "service_level", 0.01, True),
        ("days_to_start", "days_to_start", SMALLEST["days_to_start"], True),
    ],
)
def test_sizes_are_read_as_people_write_them(wished, indicator, size, relative):
    (target,) = Precision.of(wished, 16, 256).targets

    assert (target.indicator, target.relative) == (indicator, relative)
    assert target.size == pytest.approx(size)


def test_a_share_is_one_of_the_baselines_mean():
    found = of(precision={"jobs": "1 %"})

    (width,) = found.precision.widths(found)
    assert width.wished == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"precision": 5}, 'precision is 5; name an indicator, as in "days_to_start"'),
        ({"precision": {}}, "name an indicator"),
        ({"precision": "job"}, 'precision is "job"; .*"jobs"'),
        ({"precision": {"jobs": 0}}, "precision of jobs is 0; it must be more than zero"),
        ({"precision": {"jobs": "-1 %"}}, "it must be more than zero"),
        ({"precision": {"days_to_start": "5 mu"}}, 'write a size such as "5 working days"'),
        ({"precision": {"days_to_start": "5"}}, 'write a size such as "5 working days"'),
        ({"precision": {"service_level": "0.01"}}, 'write a size such as "5 points"'),
        ({"precision": {"days_to_start": math.nan}}, "it must be more than zero"),
        ({"precision": "jobs", "replicates": 4}, "replicates is 4; with a precision at least 8"),
        ({"precision": "jobs", "most_replicates": 15}, "most_replicates is 15; .* at least the 16"),
    ],
)
def test_nonsense_is_refused_before_anything_runs(options, message):
    def nothing_runs(*args, **kwargs):
        raise AssertionError

    with pytest.raises(BadInput, match=message):
        of(simulate=nothing_runs, **options)


def test_a_share_of_nothing_ends_it_and_keeps_what_ran():
    def nothing(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values["jobs"] = 0.0 if mode.id == "present" else float(PLACE[seed])
        return run

    found = of(precision={"jobs": "1 %"}, simulate=nothing)

    assert found.replicates == 16
    # The mean of 0, 1, …, 15.
    assert found.difference("one_plus_two", "jobs").mean == 7.5
    (row,) = found.manifest["precision"]
    assert (row["wished"], row["reached"]) == (0.0, False)
    text = " ".join(found.text(part="header").split())
    assert "Precision NOT judged: a share of the baseline's Jobs was wished, whose mean is zero" in text
    assert "精度無從判斷" in found.text("zh", part="header")


def test_an_indicator_without_values_ends_it_at_once():
    found = of(precision={"days_started": "5 working days"})

    assert found.replicates == 16
    (row,) = found.manifest["precision"]
    assert (row["half_width"], row["reached"]) == (None, False)


def test_ctrl_c_in_a_later_batch_keeps_the_earlier_ones():
    from crosspark.studies.runner import Interrupted

    def simulate_until(scenario, mode, *, seed, years, overrides=None):
        if PLACE[seed] == 20:
            raise KeyboardInterrupt
        return simulate(scenario, mode, seed=seed, years=years)

    with pytest.raises(Interrupted) as caught:
        of(precision={"jobs": 0.4}, simulate=simulate_until)

    assert caught.value.comparison.replicates == 20
    assert (len(caught.value.finished.outcomes), caught.value.planned) == (40, 58)


class OneDifference:
    """A comparison of which nothing is known but one difference, normal with mean 0 and s.d. 1."""

    baseline, others = "present", ("other",)

    def __init__(self, draws, replicates):
        self.draws, self.replicates = draws, replicates

    def mean(self, mode, indicator):
        return 1.0

    def difference(self, mode, indicator):
        return paired_difference(self.draws[: self.replicates], [0.0] * self.replicates)


def covered(precision, least, trials, seed):
    """Return in which share of comparisons the interval at which they were stopped holds the mean, 0."""
    held = 0
    for draws in stats.norm.rvs(size=(trials, 256), random_state=seed):
        replicates = least
        while (more := precision.next(OneDifference(draws, replicates))) > replicates:
            replicates = more
        found = OneDifference(draws, replicates).difference("other", "jobs")
        held += found.chance_low <= 0 <= found.chance_high
    return held / trials


@pytest.mark.parametrize(("least", "lowest"), [(8, 0.93), (16, 0.94)])
def test_intervals_that_were_stopped_cover_nearly_as_often_as_they_say(least, lowest):
    # From stopping at 8 or 16 at once to some 180 replicates.
    sizes = (1.2, 0.6, 0.5, 0.4, 0.25, 0.15)
    shares = [
        covered(Precision.of({"jobs": size}, least, 256), least, 1500, seed)
        for seed, size in enumerate(sizes)
    ]

    # docs/answers.md says what stopping early costs: from 8 replicates 93 to 95 % are left of 95 %, from 16
    # it is 94 to 95 %. The standard deviation of a share is 0.006, of their mean 0.0026.
    assert all(lowest - 0.018 <= share <= 0.95 + 0.018 for share in shares), shares
    assert lowest <= sum(shares) / len(shares) <= 0.953, shares


@pytest.mark.parametrize("id_", INDICATORS)
def test_the_example_of_a_hint_reads_in_both_languages_as_the_same_size(id_):
    def target(size):
        return Precision.of({id_: size}, 8, 16).targets[0]

    with pytest.raises(BadInput) as caught:
        target("five")
    english = re.search('such as "(.*?)"', str(caught.value))[1]
    chinese = re.search("如「(.*?)」", caught.value.text("zh"))[1]
    assert target(english) == target(chinese)
    assert not re.search("[A-Za-z]", chinese)
