"""Who checks the checks? Each broken district of the zoo is caught by its own check, and by no other.

A check takes a class of district and raises an AssertionError that says what is wrong. The clean model
passes all:

| fault              | luck | clauses | order | seeds | books | draws | processes |
|--------------------|------|---------|-------|-------|-------|-------|-----------|
| none (the model)   |      |         |       |       |       |       |           |
| LuckOfTheMode      |  x   |         |       |       |       |       |           |
| TasteOfTheMode     |  x   |         |       |       |       |       |           |
| IgnoredClause      |      |    x    |       |       |       |       |           |
| PlaceForKey        |      |         |   x   |       |       |       |           |
| FixedSeed          |      |         |       |   x   |       |       |           |
| LeakingYuan        |      |         |       |       |   x   |       |           |
| SharedCounter      |      |         |       |       |       |   x   |           |
| LuckOfTheProcess   |      |         |       |       |       |       |     x     |
"""

import re
from dataclasses import dataclass, replace
from functools import partial

import district_bench
import numpy as np
import pytest
import test_model_ledger
import test_model_luck
import test_model_symmetry
import zoo
from district_bench import assert_books_balance, assert_same_numbers, digest_of, numbers_of

from crosspark.model.district import DistrictModel, release
from crosspark.model.ledger import RESOURCES
from crosspark.scenarios import load_scenario
from crosspark.studies.casefile import case_files, read_cases
from crosspark.studies.cases import check_cases
from crosspark.studies.divergence import Side, diverge
from crosspark.studies.jobs import Job
from crosspark.studies.runner import Runner, run_jobs
from crosspark.views.cases import case_line

TWO_PARKS = load_scenario("two_parks")
CASES = [case for file in case_files() for case in read_cases(file) if case.setup is not None]


def run_of(scenario, mode, *, seed, years, overrides=None, kind=DistrictModel):
    """Run a district of some class once, as studies do; its mode is adopted after a quarter."""
    model = kind(scenario, mode, rng=seed, years=years, adopt=3, overrides=overrides)
    run = model.run()
    release(model)
    return run


def small(kind, mode="one_plus_two", *, case=TWO_PARKS, seed=1, years=1):
    return kind(case, mode, rng=seed, years=years, adopt=3)


def check_luck(kind):
    """Two modes under one seed meet the same leads and draw from the same streams."""
    one, other = (small(kind, mode) for mode in ("present", "one_plus_two"))
    one.run()
    other.run()
    assert len(one.enterprises) == len(other.enterprises), "another number of leads under another mode"
    for name in test_model_luck.PERSONAL:
        assert (one.enterprises[name] == other.enterprises[name]).all(), f"leads differ by mode: {name}"
    for name, stream in vars(one).items():
        if name.endswith(("stream", "streams")):
            assert np.all(stream == getattr(other, name)), f"luck differs by mode: {name}"
    assert one.world["stream"] == other.world["stream"], "luck differs by mode: preparation"


def check_clauses(kind, clauses=("C1", "F1", "H1", "S1")):
    """In a small district the wiring case of each of these clauses comes as its text says."""
    chosen = {case.clause: case for case in reversed(CASES) if case.clause in clauses}
    cases = [
        replace(case, seeds=2, setup=replace(case.setup, scenario=TWO_PARKS, years=2))
        for case in chosen.values()
    ]
    done = check_cases(cases, workers=1, quiet=True, simulate=partial(run_of, kind=kind))
    wrong = [case_line(each, "en") for each in done if not each.ok]
    assert len(done) == len(clauses)
    assert not wrong, "\n".join(wrong)


def check_order(kind):
    """Parks in another order live through the same months."""
    one, other = small(kind), small(kind, case=test_model_symmetry.REVERSED["two_parks"])
    place = [other.park_ids.index(park) for park in one.park_ids]
    assert place == [1, 0]
    for month in range(one.months):
        one.step()
        other.step()
        for resource, (_, accounts) in RESOURCES.items():
            for account, by_park in accounts.items():
                here, there = (model.ledger.of(resource, account) for model in (one, other))
                same = np.array_equal(here, there[place] if by_park else there)
                assert same, f"the order of parks matters: {account} of {resource} in month {month}"


def check_seeds(kind):
    """Another seed gives another run."""
    one, other = (small(kind, seed=seed) for seed in (1, 2))
    one.run()
    other.run()
    assert digest_of(one) != digest_of(other), "the seed is ignored: 1 and 2 give the same run"


def check_books(kind):
    """Nothing is made or lost in any month."""
    model = small(kind)
    totals = model.ledger.totals()
    while model.month < model.months:
        model.step()
        for resource, before in totals.items():
            gone = before - model.ledger.totals()[resource]
            assert gone == 0, f"the books leak: {gone} of {resource} gone after month {model.month - 1}"
        assert_books_balance(model, totals)


def check_draws(kind):
    """One more enterprise that never comes moves no draw of anybody else."""
    one, other = small(kind, years=2), small(kind, years=2)
    extra = other.enterprises[-1:].copy()
    extra["key"], extra["thinning"], extra["arrival"] = 12345, 2.0, 5
    other.enterprises = np.concatenate([other.enterprises, extra])
    other.arrivals[5] = np.append(other.arrivals[5], len(other.enterprises) - 1)
    one, other = one.run(), other.run()
    pairs = zip(numbers_of(one.values), numbers_of(other.values), strict=True)
    moved = [mine[0] for mine, theirs in pairs if mine != theirs]
    assert not moved, f"a draw more in one mechanism moves others: {', '.join(moved)}"
    assert_same_numbers(one, other)


def check_processes(kind):
    """One process and two give the same rows."""
    jobs = [Job(0, replicate, "one_plus_two", replicate + 1) for replicate in range(2)]
    rows = []
    for workers in (1, 2):
        done = run_jobs(
            jobs,
            TWO_PARKS,
            {"one_plus_two": "one_plus_two"},
            years=1,
            runner=Runner(workers, quiet=True, simulate=partial(run_of, kind=kind)),
        )
        assert not done.failures, done.failures
        rows.append([(row.job, numbers_of(row.values), row.flow_totals) for row in done.outcomes])
    assert rows[0] == rows[1], "results depend on the number of processes"


CHECKS = (check_luck, check_clauses, check_order, check_seeds, check_books, check_draws, check_processes)


def caught(kind):
    """Return what each check that finds something says."""
    found = {}
    for check in CHECKS:
        try:
            check(kind)
        except AssertionError as error:
            found[check] = str(error)
    return found


def test_the_clean_model_passes_every_check():
    assert caught(DistrictModel) == {}


@pytest.mark.parametrize(
    ("kind", "check", "says"),
    [
        (zoo.LuckOfTheMode, check_luck, "by mode|under another mode"),
        (zoo.TasteOfTheMode, check_luck, "luck differs by mode: lead_streams"),
        (zoo.IgnoredClause, check_clauses, "H1 .* expected rises, came stays"),
        (zoo.PlaceForKey, check_order, "the order of parks matters"),
        (zoo.FixedSeed, check_seeds, "the seed is ignored"),
        (zoo.LeakingYuan, check_books, "1 of capital gone after month 0"),
        (zoo.SharedCounter, check_draws, "a draw more in one mechanism moves others"),
        (zoo.LuckOfTheProcess, check_processes, "the number of processes"),
    ],
)
def test_a_planted_fault_is_caught_by_its_own_check_and_named(kind, check, says):
    found = caught(kind)

    assert list(found) == [check]
    assert re.search(says, found[check])


# A clause of each family whose case shows in two years of a small district. What the clauses on promotion
# (P) do takes more than its few projects to show.
@pytest.mark.parametrize("id_", ["A1", "C1", "D2", "F1", "H1", "M3", "O4", "R1", "S1", "U1"])
def test_a_clause_of_any_family_that_is_ignored_is_caught_by_its_case(id_):
    ignored = type("Ignored", (zoo.IgnoredClause,), {"clause": id_})

    check_clauses(DistrictModel, (id_,))
    with pytest.raises(AssertionError, match=f"{id_} .* came stays"):
        check_clauses(ignored, (id_,))


@pytest.mark.parametrize(
    ("kind", "test"),
    [
        (zoo.FixedSeed, test_model_luck.test_another_seed_gives_another_run),
        (zoo.SharedCounter, test_model_luck.test_one_more_enterprise_that_never_comes_changes_no_number),
        (
            zoo.PlaceForKey,
            partial(
                test_model_symmetry.test_parks_in_another_order_live_through_the_same_years,
                "two_parks",
                "one_plus_two",
            ),
        ),
        (
            zoo.LeakingYuan,
            partial(
                test_model_ledger.test_the_books_are_exact_after_every_month_of_every_mode_of_the_library,
                "one_plus_two",
            ),
        ),
        (zoo.LuckOfTheMode, test_model_luck.test_all_modes_meet_the_same_leads_under_one_seed),
    ],
)
def test_the_test_of_the_suite_fails_on_the_fault(kind, test, monkeypatch):
    monkeypatch.setattr(district_bench, "DistrictModel", kind)

    # Where another number of leads comes, the tables cannot even be compared.
    with pytest.raises((AssertionError, ValueError)):
        test()


@dataclass(frozen=True)
class Built(Side):
    """One of two runs that are stepped side by side, of a class of its own."""

    kind: type[DistrictModel] = DistrictModel

    def model(self):
        return self.kind(self.case, self.modes, rng=self.seed, years=self.years)


def test_stepping_beside_the_clean_model_says_where_the_leak_is():
    clean = Built.of({"scenario": TWO_PARKS, "mode": "one_plus_two", "years": 1})

    found = diverge(clean, replace(clean, kind=zoo.LeakingYuan))

    # The first money that leaves the parks: wages of posts, in the first month's budgets.
    assert (found.month, found.agent) == (0, "ledger capital")
    assert found.process.title_en == "Budgets, quota, standing costs"
    assert found.first - found.second == 1
    assert found.causes == ()


def test_stepping_two_seeds_side_by_side_says_that_the_seed_is_ignored():
    clean = Built.of({"scenario": TWO_PARKS, "mode": "one_plus_two", "years": 1})
    fixed = replace(clean, kind=zoo.FixedSeed)

    assert not diverge(fixed, replace(fixed, seed=2))
    assert diverge(clean, replace(clean, seed=2))
