"""The study of the clauses: differences by hand, verdicts on what was expected, and the file of it."""

import math
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from fake_runs import luck
from fake_runs import simulate as fake

import crosspark as cp
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies import expectations, stored
from crosspark.studies.clause_study import ACTING, GROUPS, Plan, clause_study
from crosspark.studies.expectations import Expectation, Together
from crosspark.studies.jobs import seed_of
from crosspark.studies.stored import Size

FILE = Path(__file__).parents[1] / "docs" / "expectations.yaml"
EXPECTED = expectations.read(FILE)


def by_key(sizes):
    return expectations.by_key(sizes)


def test_the_differences_are_those_of_the_runs_themselves():
    found = by_key(clause_study("two_parks", ["S1", "R4"], replicates=2, years=1, jobs=1, quiet=True))

    present, full = cp.load_mode("present"), cp.load_mode("one_plus_two")
    seeds = [seed_of(1, replicate) for replicate in range(2)]

    def runs(mode):
        return [cp.simulate("two_parks", mode, seed=seed, years=1).values for seed in seeds]

    base, whole = runs(present), runs(full)
    for clause in ("S1", "R4"):
        alone, without = runs(present.with_clauses(clause)), runs(full.without(clause))
        for indicator in INDICATORS:
            for setting, more, less in (("alone", alone, base), ("missing", whole, without)):
                pairs = [(a[indicator], b[indicator]) for a, b in zip(more, less, strict=True)]
                pairs = [(a, b) for a, b in pairs if math.isfinite(a - b)]
                size = found[clause, setting, indicator]
                assert size.pairs == len(pairs)
                assert size.unit == INDICATORS[indicator].unit
                if pairs:
                    assert size.mean == pytest.approx(sum(a - b for a, b in pairs) / len(pairs))
                    assert size.baseline == pytest.approx(sum(b for _, b in pairs) / len(pairs))
    assert found["S1", "alone", "days_to_start"].mean != 0


def test_a_clause_counts_from_where_it_stood_and_luck_cancels():
    # In the fake model an intensity of 1 brings one firm; M1 stands at .3 in present, O3 at .5 in the reform.
    found = by_key(
        clause_study("two_parks", ["S1", "M1", "O3"], replicates=3, jobs=1, quiet=True, simulate=fake)
    )

    means = {
        (clause, setting): found[clause, setting, "operating_firms"].mean
        for clause in ("S1", "M1", "O3")
        for setting in ("alone", "missing", "apart")
    }
    assert means == pytest.approx(
        {
            ("S1", "alone"): 1, ("S1", "missing"): 1, ("S1", "apart"): 0,
            ("M1", "alone"): 0.7, ("M1", "missing"): 1, ("M1", "apart"): -0.3,
            ("O3", "alone"): 1, ("O3", "missing"): 0.5, ("O3", "apart"): 0.5,
        },
        abs=1e-9,
    )  # fmt: skip
    strength = sum(cp.load_mode("one_plus_two").clauses.values())
    chance = sum(10 * luck(seed_of(1, replicate)) for replicate in range(3)) / 3
    assert found["S1", "missing", "operating_firms"].baseline == pytest.approx(99 + strength + chance)
    assert found["S1", "alone", "days_started"].pairs == 0  # nan in every run


def test_each_mode_runs_once_for_each_seed_whoever_asks_for_it():
    calls = Counter()

    def counted(scenario, mode, *, seed, years, overrides=None):
        calls[mode.id, seed] += 1
        return fake(scenario, mode, seed=seed, years=years)

    asked = Plan(cp.load_scenario("two_parks"))
    for clause in ("S1", "S2"):
        asked.add_clauses(clause, [clause])
    asked.add_clauses("M", GROUPS["M"])
    asked.add_mode("market")
    asked.add_lead()
    found = by_key(asked.measure(replicates=2, jobs=1, quiet=True, simulate=counted))

    # present, the whole reform, approval alone, market; two modes for each of three subjects.
    assert len(calls) == 2 * (4 + 2 * 3)
    assert set(calls.values()) == {1}
    assert found["M", "alone", "operating_firms"].mean == pytest.approx(6 * 0.7)
    mine, theirs = (sum(cp.load_mode(name).clauses.values()) for name in ("one_plus_two", "approval_only"))
    assert found["two_parks", "lead", "operating_firms"].mean == pytest.approx(mine - theirs)


def test_a_run_that_fails_ends_the_study():
    def broken(scenario, mode, *, seed, years, overrides=None):
        raise ValueError("no such luck")

    with pytest.raises(RuntimeError, match=r"6 of the runs failed, the first under present .* no such luck"):
        clause_study("two_parks", ["S1", "S2"], replicates=1, jobs=1, quiet=True, simulate=broken)


def test_what_is_stored_is_read_again(tmp_path):
    sizes = [
        Size("S1", "alone", "jobs", -12.5, -20.0, -5.0, 16, 1000.0, "person"),
        Size("S2", "missing", "days_started", math.nan, math.nan, math.nan, 0, math.nan, "working day"),
    ]
    stored.write(sizes, {"replicates": 16}, tmp_path / "new")

    assert stored.sizes(folder=tmp_path / "new")[0] == sizes[0]
    assert math.isnan(stored.sizes("S2", tmp_path / "new")[0].mean)
    assert stored.manifest(tmp_path / "new") == {"replicates": 16}
    assert stored.sizes(folder=tmp_path) == []


def test_the_largest_are_emergent_beyond_chance_and_by_their_size():
    def size(indicator, mean, low, high, baseline, setting="alone"):
        return Size("S1", setting, indicator, mean, low, high, 9, baseline, "")

    found = [
        size("days_to_start", -50, -60, -40, 200),  # a quarter
        size("started", 10, 5, 15, 100),  # a tenth
        size("started", 30, 20, 40, 100, setting="missing"),  # three tenths
        size("jobs", 90, -10, 190, 100),  # within chance
        size("days_rework", 9, 8, 10, 1),  # S1 moves it by definition
        size("exchange_volume", 9, 8, 10, 0),  # no size to set it against
        size("signed", 50, 40, 60, 100, setting="apart"),  # no effect of its own
    ]
    assert stored.largest(found) == ["started", "days_to_start"]
    assert stored.largest(found, count=1) == ["started"]


def seen(mean, low, high, baseline=100.0, indicator="jobs"):
    return Size("S1", "alone", indicator, mean, low, high, 16, baseline, "person")


@pytest.mark.parametrize(
    ("size", "sign"),
    [
        (seen(2.0, 0.5, 3.5), "+"),
        (seen(1.0, 0.1, 1.9), "+"),
        (seen(-2.0, -3.5, -0.5), "-"),
        (seen(0.5, 0.1, 0.9), "0"),
        (seen(0.0, -1.0, 1.0), "0"),
        (seen(0.0, 0.0, 0.0, baseline=0.0), "0"),
        (seen(2.0, -0.5, 4.5), "?"),
        (seen(0.9, 0.1, 1.7), "?"),
        (seen(math.nan, math.nan, math.nan), "?"),
    ],
)
def test_a_sign_is_seen_where_it_matters_and_chance_leaves_no_other(size, sign):
    assert expectations.seen(size, matters=0.01) == sign


@pytest.mark.parametrize(
    ("sign", "size", "came"),
    [
        ("+", seen(2.0, 0.5, 3.5), "hit"),
        ("-", seen(2.0, 0.5, 3.5), "miss"),
        ("0", seen(2.0, 0.5, 3.5), "miss"),
        ("+", seen(0.0, -0.5, 0.5), "miss"),
        ("0", seen(0.0, -0.5, 0.5), "hit"),
        ("+", seen(2.0, -0.5, 4.5), "undecided"),
        ("?", seen(2.0, 0.5, 3.5), "silent"),
    ],
)
def test_an_expectation_hits_misses_or_stays_undecided(sign, size, came):
    expected = Expectation("S1", "alone", "jobs", sign, "a reason", pays=False)

    assert expectations.verdict(expected, by_key([size]), matters=0.01) == came


@pytest.mark.parametrize(
    ("indicator", "at_home", "there", "came"),
    [
        ("jobs", (5, 1, 9), (1, -3, 5), "hit"),
        ("jobs", (5, 1, 9), (5, 1, 9), "miss"),
        ("jobs", (1, -3, 5), (1, -3, 5), "undecided"),
        ("days_to_start", (-5, -9, -1), (5, 1, 9), "hit"),
        ("days_to_start", (-5, -9, -1), (-5, -9, -1), "miss"),
    ],
)
def test_a_lead_is_lost_where_it_is_no_longer_beyond_chance(indicator, at_home, there, came):
    sizes = [
        replace(seen(*numbers, indicator=indicator), subject=subject, setting="lead")
        for subject, numbers in (("wenjiang", at_home), ("ten_parks", there))
    ]
    expected = Expectation("ten_parks", "lead", indicator, "0", "a reason", pays=False)

    assert expectations.verdict(expected, by_key(sizes), matters=0.01) == came


@pytest.mark.parametrize(
    ("indicator", "low", "high", "worse"),
    [
        ("jobs", -9, -1, True),
        ("jobs", 1, 9, False),
        ("jobs", -9, 1, False),
        ("days_to_start", 1, 9, True),
        ("days_to_start", -9, -1, False),
        ("land_leased", 1, 9, False),
        ("land_leased", -9, -1, False),
    ],
)
def test_worse_is_against_the_better_direction_and_beyond_chance(indicator, low, high, worse):
    assert expectations.worse(seen((low + high) / 2, low, high, indicator=indicator)) is worse


@pytest.mark.parametrize(
    ("alone", "missing", "apart", "kind"),
    [
        (-9, -2, (-7, -9, -5), "substitutes"),
        (-2, -9, (7, 5, 9), "complements"),
        (-9, -2, (-7, -15, 1), "alike"),
    ],
)
def test_substitutes_do_more_alone_and_complements_are_missed_more(alone, missing, apart, kind):
    sizes = [
        replace(seen(*numbers), setting=setting)
        for setting, numbers in (("alone", (alone,) * 3), ("missing", (missing,) * 3), ("apart", apart))
    ]
    came = {"substitutes": "hit", "complements": "miss", "alike": "undecided"}[kind]
    expected = Together("substitutes", ("S1",), "jobs", "a reason")

    assert expectations.relation(*sizes) == kind
    assert expectations.verdict_together(expected, "S1", by_key(sizes)) == came


def test_every_acting_clause_has_an_expectation_of_each_emergent_headline_in_both_settings():
    assert set(ACTING) == set(CLAUSES) - {"S6"}
    for clause in ACTING:
        for setting in ("alone", "missing"):
            named = [one.indicator for one in EXPECTED.of(clause) if one.setting == setting]
            emergent = {name for name in HEADLINES if clause not in INDICATORS[name].wired_by}
            assert len(named) == len(set(named))
            assert emergent <= set(named)
            assert len(set(named) - set(HEADLINES)) <= 3
            assert any(one.pays for one in EXPECTED.of(clause) if one.setting == setting)


def test_no_expectation_of_a_clause_is_about_what_it_moves_by_definition():
    for one in EXPECTED.single:
        clauses = GROUPS.get(one.subject, (one.subject,))
        if len(clauses) == 1:
            assert not set(clauses) & set(INDICATORS[one.indicator].wired_by), one
    for pair in EXPECTED.together:
        assert not set(pair.clauses) & set(INDICATORS[pair.indicator].wired_by), pair


def test_theory_is_silent_in_a_third_of_the_expectations_at_most():
    signs = Counter(one.sign for one in EXPECTED.single if one.setting != "lead")

    assert signs["?"] <= sum(signs.values()) / 3


def test_each_expectation_and_each_explanation_says_why():
    keys = {one.key for one in EXPECTED.single}
    keys |= {pair.key(clause) for pair in EXPECTED.together for clause in pair.clauses}

    assert all(one.why for one in (*EXPECTED.single, *EXPECTED.together))
    assert set(EXPECTED.explained) <= keys
    assert all(EXPECTED.explained.values())


def test_misses_may_share_an_explanation_and_none_has_two(tmp_path):
    head = FILE.read_text(encoding="utf-8").split("explained:\n", 1)[0] + "unseen: {}\nexplained:\n"
    file = tmp_path / "shared.yaml"
    file.write_text(f"{head}  - {{of: [S1.alone.jobs, merged.jobs], why: few}}\n", encoding="utf-8")
    assert expectations.read(file).explained == {"S1.alone.jobs": "few", "merged.jobs": "few"}

    twice = "  - {of: [merged.jobs], why: few}\n  - {of: [merged.jobs], why: many}\n"
    file.write_text(head + twice, encoding="utf-8")
    with pytest.raises(BadInput, match=rf"shared\.yaml:{head.count(chr(10)) + 2}: .*merged\.jobs"):
        expectations.read(file)


def test_a_cost_that_is_not_seen_is_of_a_clause():
    assert set(EXPECTED.unseen) <= set(ACTING)


def test_groups_and_modes_have_an_expectation_of_each_headline():
    for subject in (*GROUPS, *{one.subject for one in EXPECTED.single if one.setting == "mode"}):
        assert set(HEADLINES) <= {one.indicator for one in EXPECTED.of(subject)}
        assert any(one.pays for one in EXPECTED.of(subject))


@pytest.mark.parametrize(("old", "new"), [('sign: "0"', "sign: maybe"), ("days_to_start", "days_to_stop")])
def test_a_slip_in_the_file_is_named_with_its_line(old, new, tmp_path):
    text = FILE.read_text(encoding="utf-8")
    head, tail = text.split("clauses:\n", 1)
    slipped = tmp_path / "slip.yaml"
    slipped.write_text(head + "clauses:\n" + tail.replace(old, new, 1), encoding="utf-8")
    line = 1 + (head + "clauses:\n" + tail.split(old, 1)[0]).count("\n")

    with pytest.raises(BadInput, match=rf"slip\.yaml:{line}: clauses\.U1\."):
        expectations.read(slipped)
