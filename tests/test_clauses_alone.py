"""Oracle 8, wiring: each clause alone moves its direct indicator the way its text and its cost say.

The signs are those of the mechanism and the cost that the clause table states. They are wiring, not
findings: they hold that a clause is connected, the right way round.
A run is Wenjiang under its present mode with one clause more, against the present mode, on common seeds.
"""

from functools import cache

import numpy as np
import pytest

from crosspark.governance.mode import load_mode
from crosspark.model.district import simulate
from crosspark.scenarios import load_scenario

SEEDS = (1, 2, 3, 4)

#: Clauses that are switched on (beside what a headquarters needs), indicator, sign of the difference, why.
EXPECTED = [
    ({"U1": 1}, "value_added", -1, "unlike parks get the same rules: the cost is fit"),
    ({"R1": 1}, "core_hours_share", 1, "committees give their main energy to the economy"),
    ({"R2": 1}, "days_community", -1, "a community free of chores consents sooner"),
    ({"R3": 1}, "days_handover", -1, "shorter hand-overs in one joint office"),
    ({"R3": 1}, "other_backlog", 1, "the home organisations lose the hours, and the best ones"),
    ({"R4": 1}, "service_level", -1, "sub-districts' service falls unless posts move too"),
    ({"H1": 1}, "leaders_hours", 1, "leaders' hours, the scarcest of the district"),
    ({"H1": 1}, "decision_days", -1, "matters wait for a meeting instead of going round"),
    ({"H1": 1, "H2": 1}, "decision_days", -1, "whoever sits at the table needs no second round"),
    ({"P1": 1}, "screening_errors", -1, "research hours raise the precision with which leads are seen"),
    ({"P2": 1}, "concessions", -1, "the race of concessions ends"),
    ({"C1": 1}, "zero_distance", -1, "officers trigger the next step"),
    ({"C2": 1}, "idle_land_share", -1, "operating hours raise survival and bring idle land back"),
    ({"D1": 1}, "days_rework", -1, "fewer unreconciled pairs of plans"),
    ({"D2": 1}, "decision_days", -1, "such matters end at the park"),
    ({"A1": 1}, "other_backlog", 1, "a department's other duties pay"),
    ({"A2": 1}, "never_started_rate", -1, "scores follow starts instead of signings"),
    ({"O2": 1}, "days_rework", -1, "knowledge survives the hand-over from one link to the next"),
    ({"O4": 1}, "core_hours_share", 1, "affairs outside the list go to whom they belong"),
    ({"S1": 1}, "days_to_start", -1, "only the technically true precedences are left"),
    ({"S2": 1}, "days_handover", -1, "no filing trips and office hours to wait for"),
    ({"S3": 1}, "days_work", -1, "reviews of a stage sit together"),
    ({"S3": 1}, "defects_closed", 1, "shorter review detects fewer bad projects"),
    ({"S4": 1}, "defects_closed", 1, "one inspection finds less than one per department"),
    ({"S5": 1}, "days_handover", -1, "a roster lowers search time"),
    ({"M3": 1}, "signed", 1, "leads grow with the network"),
    ({"M3": 1}, "admin_cost", 1, "offices cost"),
    ({"M5": 1}, "fiscal_npv", -1, "homes ahead cost money"),
    ({"F1": 1}, "admin_cost", 1, "roads and shuttles cost"),
    ({"F2": 1}, "admin_cost", -1, "platforms with fixed cost serve all parks"),
    ({"F3": 1}, "exchange_volume", 1, "factors flow between the parks"),
    ({"F4": 1}, "chain_completeness", 1, "chains are completed across parks"),
]  # fmt: skip


@cache
def mean_of(clauses: tuple[tuple[str, float], ...], indicator: str) -> float:
    return float(np.mean([run[indicator] for run in runs(clauses)]))


@cache
def runs(clauses: tuple[tuple[str, float], ...]) -> list[dict[str, float]]:
    mode = load_mode("present").with_clauses(**dict(clauses)) if clauses else load_mode("present")
    case = load_scenario("wenjiang")
    return [simulate(case, mode, seed=seed, years=6).values for seed in SEEDS]


@pytest.mark.parametrize(("clauses", "indicator", "sign", "why"), EXPECTED)
def test_a_clause_alone_moves_its_direct_indicator_as_its_text_says(clauses, indicator, sign, why):
    # H2 is measured against a headquarters without it; every other clause against the present mode.
    without = (("H1", 1),) if "H2" in clauses else ()
    difference = mean_of(tuple(clauses.items()), indicator) - mean_of(without, indicator)

    assert sign * difference > 0, (why, difference)


def test_the_four_zeros_are_indicators_and_change_nothing():
    present, with_s6 = runs(()), runs((("S6", 1),))

    assert [str(run) for run in with_s6] == [str(run) for run in present]
    assert {"zero_wait", "zero_distance", "zero_obstacle", "zero_idle"} <= set(present[0])
