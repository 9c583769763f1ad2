"""The same luck everywhere: two processes, two modes, compiled or not, and worlds that differ in nothing."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from district_bench import (
    MODES,
    assert_same_numbers,
    digest_of,
    district,
    mode_of,
    rebuilt,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from crosspark.governance.institution import FIELDS
from crosspark.governance.mode import load_mode
from crosspark.model.case import resolve
from crosspark.model.district import simulate
from crosspark.model.kernel import JIT

HERE = Path(__file__).parent

# Determinism


def test_the_same_seed_gives_the_same_run_twice():
    for mode in ("present", "one_plus_two"):
        one, other = (district("wenjiang", mode, seed=11, years=1) for _ in range(2))
        runs = [one.run(), other.run()]

        assert digest_of(one) == digest_of(other)
        assert_same_numbers(*runs)


def test_another_seed_gives_another_run():
    digests = set()
    for seed in (0, 1, 2, 2**63 + 1):
        model = district(seed=seed)
        model.run()
        digests.add(digest_of(model))

    assert len(digests) == 4


PRINT_DIGESTS = """
import hashlib
import sys
sys.path.insert(0, sys.argv[1])
from district_bench import digest_of, district
for scenario, mode, months in (("two_parks", "one_plus_two", 15), ("wenjiang", "market", int(sys.argv[2]))):
    model = district(scenario, mode, seed=7, years=1)
    for _ in range(months):
        model.step()
    run = model.result()
    told = [repr(sorted(run.values.items())), run.monthly.to_csv(), run.projects.to_csv(), run.flows.to_csv()]
    print(digest_of(model), hashlib.sha256("".join(told).encode()).hexdigest())
"""


def digests(months, **environment):
    """Return the hashes that a fresh process prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRINT_DIGESTS, str(HERE), str(months)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_processes_with_other_hash_seeds_and_other_threads_give_the_same_bytes():
    one = digests(15, PYTHONHASHSEED="0", NUMBA_NUM_THREADS="1", OMP_NUM_THREADS="1")
    other = digests(15, PYTHONHASHSEED="1", NUMBA_NUM_THREADS="2", OMP_NUM_THREADS="2")

    assert len(one) == 4
    assert one == other


@pytest.mark.skipif(not JIT, reason="compares with the compiled run")
def test_plain_python_gives_the_bits_of_the_compiled_run():
    assert digests(4, NUMBA_DISABLE_JIT="1") == digests(4)


# Common random numbers

PERSONAL = ("key", "segment", "arrival", "thinning", "quality", "earnest", "major")


def test_all_modes_meet_the_same_leads_under_one_seed():
    models = [district("wenjiang", mode, seed=5, years=2) for mode in MODES]
    born = models[0].enterprises
    for model in models:
        model.run()

    for model in models:
        rows = model.enterprises
        assert (rows["key"] == born["key"]).all()
        for name in PERSONAL:
            assert (rows[name] == born[name]).all(), name
        heard = (rows["stage"] > 0) & (rows["arrival"] >= 0)
        late = rows["arrival"] >= model.adopt
        share = model.target_rules.number("attraction.lead_share")
        assert (heard[late] == (rows["thinning"][late] < share)).all()


def test_a_mode_that_attracts_more_meets_a_superset_of_the_leads():
    before, more = (district("wenjiang", mode_of(c), seed=5, years=2) for c in ({}, {"M3": 1.0}))
    before.run()
    more.run()

    heard, also = (m.enterprises["stage"] > 0 for m in (before, more))
    assert (also | ~heard).all()
    assert also.sum() > heard.sum()


def test_two_signed_in_both_modes_have_the_same_size_and_the_same_patience():
    one, other = (district("wenjiang", mode, seed=5, years=2) for mode in ("fragmented", "approval_only"))
    one.run()
    other.run()
    records = [np.concatenate([*m.records, m.room.slots[m.room.slots["state"] == 2]]) for m in (one, other)]
    first, second = ({r["key"]: r for r in record} for record in records)

    both = first.keys() & second.keys()
    assert len(both) > 50
    for key in both:
        assert first[key]["patience"] == second[key]["patience"]
        assert first[key]["size"] == second[key]["size"]
        assert first[key]["signed"] == second[key]["signed"]


@pytest.mark.parametrize("mode", MODES)
def test_no_mode_asks_for_more_leads_than_the_superset_holds(mode):
    assert 0.0 <= load_mode(mode).institution.get("attraction.lead_share") <= 1.0


def test_the_field_of_heard_leads_cannot_exceed_the_superset_by_any_clauses():
    field = FIELDS["attraction.lead_share"]

    assert (field.low, field.high) == (0.0, 1.0)


def test_leads_come_in_proportion_to_the_demand_of_their_segment_at_the_rate_of_the_scenario():
    arrived, expected = np.zeros(5), np.zeros(5)
    weights = np.array([s.lead_weight for s in resolve("wenjiang").segments.values()])
    for seed in range(20):
        model = district("wenjiang", "present", seed=seed, years=5)
        rows = model.enterprises
        leads = rows[rows["arrival"] >= 0]
        arrived += np.bincount(leads["segment"], minlength=5)
        expected += 150 / 12 * weights / weights.sum() * model.demand[: model.months].sum(axis=0)
        assert abs(model.demand[:-1].mean() - 1.0) < 0.2

    # Poisson: the standard error is the root of the mean.
    assert (np.abs(arrived - expected) < 4 * np.sqrt(expected)).all()


# Worlds that differ in nothing


def scrambled(model, chosen):
    """Give rows that never come other sizes, qualities and wishes."""
    rows = model.enterprises
    for name, value in (("area", 77), ("invest", 10**12), ("quality", 9.0), ("earnest", 0.0), ("major", 1)):
        rows[name][chosen] = value


def test_who_never_hears_of_the_district_changes_no_number():
    one, other = (district("wenjiang", "approval_only", seed=8, years=2) for _ in range(2))
    never = one.enterprises["thinning"] >= one.target_rules.number("attraction.lead_share")
    never &= one.enterprises["arrival"] >= 0
    scrambled(other, never)

    assert never.sum() > 20
    assert_same_numbers(one.run(), other.run())


def test_one_more_enterprise_that_never_comes_changes_no_number():
    one, other = (district("wenjiang", "one_plus_two", seed=8, years=2) for _ in range(2))
    extra = other.enterprises[-1:].copy()
    extra["key"], extra["thinning"], extra["arrival"] = 12345, 2.0, 5
    other.enterprises = np.concatenate([other.enterprises, extra])
    other.arrivals[5] = np.append(other.arrivals[5], len(other.enterprises) - 1)

    assert_same_numbers(one.run(), other.run())


def with_a_segment_that_never_comes(data):
    data["segments"]["shipyards"] = {
        **data["segments"]["pharma"],
        "title_en": "Shipyards",
        "title_zh": "造船",
        "lead_weight": 1e-6,
        "buys": {},
    }


WIDER = rebuilt("two_parks", with_a_segment_that_never_comes)
# A stock is worth to a park the mean over segments by weight, of which the new one has a millionth.
WEIGHED = {"value_spread", "exchange_volume", "exchange_gain"}


@pytest.mark.parametrize("mode", ["present", "approval_only", "one_plus_two"])
def test_a_segment_of_which_no_lead_comes_changes_no_number(mode):
    one, other = (simulate(case, mode, seed=8, years=3) for case in ("two_parks", WIDER))

    assert len(WIDER.segments) == 3
    for name, value in one.values.items():
        if name in WEIGHED:
            assert other.values[name] == pytest.approx(value, rel=1e-6, nan_ok=True), name
        else:
            assert other.values[name] == value or value != value, name
    assert one.flow_totals == other.flow_totals
    assert one.projects.equals(other.projects)


def without_intermediaries(data):
    """Nobody asks an intermediary: the design is the enterprise's own."""
    for step in data["procedures"]:
        step["reviews"] = [r for r in step["reviews"] if r["server"] != "intermediaries"]


SELF_DESIGNED = rebuilt("two_parks", without_intermediaries)


@pytest.mark.parametrize(
    ("case", "clauses", "idle"),
    [
        ("two_parks", {}, {"H2": 1.0}),  # nobody sits at a table that is not there
        ("wenjiang", {"A1": 1.0, "M6": 1.0}, {"H2": 1.0}),  # and nobody there is lenient
        (SELF_DESIGNED, {"S1": 1.0, "S3": 1.0}, {"S5": 1.0}),  # no intermediary is asked
        ("wenjiang", {"S1": 1.0}, {"S6": 1.0}),  # the four zeros are measures
    ],
)
def test_a_clause_that_cannot_bind_changes_no_number(case, clauses, idle):
    one, other = (simulate(case, mode_of(c), seed=8, years=2) for c in (clauses, {**clauses, **idle}))

    assert_same_numbers(one, other)


@pytest.mark.parametrize(
    ("clauses", "path", "value"),
    [
        ({}, "exchange.agenda", "40 transfers"),  # no rule, nothing to decide
        ({}, "exchange.noise", 0.9),
        ({"S1": 1.0}, "headquarters.meeting_interval", "30 working days"),
        ({"S1": 1.0}, "headquarters.agenda", "4 matters"),
        ({"P1": 1.0}, "promotion_centre.local_noise", 1.4),  # a centre that makes no offers
        ({"S3": 1.0}, "preparation.overlap_rework", 1.0),  # no thread runs ahead
        ({"S1": 1.0}, "review.session_hours", "12 hours"),  # no joint room sits
        ({"M3": 1.0}, "resettlement.cost", "80 万元/mu"),  # no homes ahead
        ({"F1": 1.0}, "platforms.queue_loss", 0.5),  # no platform is shared
    ],
)
def test_a_figure_of_what_a_mode_does_not_have_changes_no_number(clauses, path, value):
    mode = mode_of(clauses)
    unit = FIELDS[path].unit
    if isinstance(value, str):
        assert unit not in {"share", "number"}
    one, other = (
        simulate("wenjiang", m, seed=8, years=2) for m in (mode, mode.with_parameters({path: value}))
    )

    assert_same_numbers(one, other)


@settings(max_examples=10)
@given(order=st.permutations(sorted(load_mode("one_plus_two").clauses)))
def test_the_order_of_clauses_changes_no_number(order):
    full = load_mode("one_plus_two")
    shuffled = mode_of({id_: full.clauses[id_] for id_ in order})

    one, other = (district(mode=m, seed=8) for m in (mode_of(dict(full.clauses)), shuffled))
    one.run()
    other.run()

    assert digest_of(one) == digest_of(other)
