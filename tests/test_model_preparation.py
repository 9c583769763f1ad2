"""Oracle 2: the days of preparation, on graphs that networkx judges and on cases worked out by hand."""

import csv
import math
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from district_bench import assert_slots_are_pointed_to_as_they_say
from hypothesis import given, settings
from hypothesis import strategies as st
from preparation_bench import Bench, procedure

from crosspark.model import records
from crosspark.model.kernel import JIT

MANY = 4000 if JIT else 200
QUEUE, WORK, OWN, HANDOVER, CONSENT, COMMUNITY, FACTOR, REWORK = range(8)
FLOW = Path(__file__).parents[1] / "docs" / "data" / "flow_of_major_projects.csv"


def days_of(bench, slots=slice(None)):
    """Return days from signing to start; all must have started."""
    chosen = bench.room.slots[slots]
    assert (chosen["state"] == records.STARTED).all()
    return (chosen["ended"] - chosen["signed"]).tolist()


def waits_of(bench, slot):
    """Return the days of one project by cause, without the causes that have none."""
    slot = bench.room.slots[slot]
    assert slot["state"] == records.STARTED
    assert slot["waits"].sum() == slot["ended"] - slot["signed"] == slot["stages"].sum()
    return {records.CAUSES[c]: int(d) for c, d in enumerate(slot["waits"]) if d}


def alone(procedures, days=400, project=None, **rules):
    """Return the days by cause of one project without contention, signed on day 1."""
    workers = [9] * (1 + max(max(p["server"]) for p in procedures))
    bench = Bench(procedures, workers=workers, **rules)
    slot = bench.sign(1, **(project or {}))[0]
    bench.run(days)
    return waits_of(bench, slot)


# Without contention: sums and longest paths


@st.composite
def graphs(draw):
    """Return procedures of whole days that wait for each other in any order of their numbers."""
    n = draw(st.integers(1, 12))
    order = draw(st.permutations(range(n)))
    steps = []
    for place in range(n):
        earlier = order[:place]
        after = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=4)) if earlier else []
        works = draw(st.lists(st.integers(0, 12), max_size=records.MAX_REVIEWS))
        own, statutory = draw(st.integers(0, 20)), draw(st.integers(0, 15))
        steps.append((order[place], after, works, own, statutory))
    return [(after, works, own, statutory) for _, after, works, own, statutory in sorted(steps)]


def plan_of(graph, servers=None):
    """Return the procedures; by default each review has a server of its own, else of the number given."""
    plan, count = [], 0
    for p, (after, works, own, statutory) in enumerate(graph):
        server = [(count + r) if servers is None else (count + r) % servers for r in range(len(works))]
        count += len(works)
        plan.append(
            procedure(
                after,
                chain=[p - 1] if p else [],
                server=server,
                hours=[8.0 * days for days in works],
                own=own,
                statutory=statutory,
                stage=p % 4,
            )
        )
    return plan, count


def lengths(graph, handover):
    return [handover + sum(works) + own + statutory for _, works, own, statutory in graph]


def longest_path(graph, handover=0):
    """Return the longest path of the precedences, as networkx finds it."""
    dag = nx.DiGraph()
    spent = lengths(graph, handover)
    for p, (after, *_) in enumerate(graph):
        dag.add_edge(p, "start of works", weight=spent[p])
        dag.add_edges_from((q, p, {"weight": spent[q]}) for q in after)
    return nx.dag_longest_path_length(dag)


@settings(max_examples=150)
@given(graph=graphs(), handover=st.integers(0, 3), filing=st.integers(0, 2))
def test_alone_a_chain_takes_the_sum_and_linked_threads_the_longest_path(graph, handover, filing):
    plan, count = plan_of(graph)
    bench = Bench(plan, workers=[2] * count, handover=handover, filing=filing)
    chain, linked = bench.sign([0, 3], linked=[0, 1])

    bench.run(800)

    assert days_of(bench, [chain]) == [sum(lengths(graph, handover + filing))]
    assert days_of(bench, [linked]) == [longest_path(graph, handover + filing)]
    for slot in (chain, linked):
        waits_of(bench, slot)


@settings(max_examples=80)
@given(
    graph=graphs(),
    signed=st.lists(st.integers(0, 30), min_size=2, max_size=8),
    linked=st.booleans(),
    joint=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_in_a_crowd_nobody_is_faster_than_its_path_and_no_server_than_its_hours(
    graph, signed, linked, joint, seed
):
    plan, count = plan_of(graph, servers=2)
    bench = Bench(plan, workers=[1, 2], seed=seed)
    bench.sign(signed, linked=linked, joint=joint)
    ideal = [(a, [max(w, default=0)] if joint else w, own, stat) for a, w, own, stat in graph]
    floor = longest_path(ideal) if linked else sum(lengths(ideal, 0))

    bench.run(2500)

    projects = bench.room.slots[: len(signed)]
    assert min(days_of(bench, slice(len(signed)))) >= floor
    assert (projects["waits"].sum(axis=1) == projects["ended"] - projects["signed"]).all()
    assert (projects["stages"].sum(axis=1) == projects["ended"] - projects["signed"]).all()
    span = projects["ended"].max() - projects["signed"].min()
    for server, workers in ((0, 1), (1, 2)):
        a_project = sum(
            days
            for p, (_, works, _, _) in enumerate(graph)
            for r, days in enumerate(works)
            if plan[p]["server"][r] == server
        )
        assert bench.servers["busy_days"][server] == a_project * len(signed)
        assert span >= a_project * len(signed) / workers
    assert count == sum(len(works) for _, works, _, _ in graph)
    assert_slots_are_pointed_to_as_they_say(bench)


def official_flow(phases):
    """Return the steps of the official flow up to a phase; phase 2 is one step after the approval."""
    with FLOW.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows = rows[: len(rows) - 2 + phases]
    first = [p for p, row in enumerate(rows) if row["parallel_group"] == "P1"]
    approval = len(first)
    plan = []
    for p, row in enumerate(rows):
        after = {"": [], "P1": first, "核准": [approval]}[row["after"]]
        limit = float(row["limit_working_days"])
        plan.append(procedure(after, chain=[p - 1] if p else [], statutory=limit))
    return plan


@pytest.mark.parametrize(
    ("phases", "parallel", "chain"),
    # The document itself states 40 and 60 days: the longest of the first group, 25, + 15 + 20.
    [(1, 40, 135), (2, 60, 155)],
)
def test_the_official_flow_takes_as_long_as_its_own_text_says(phases, parallel, chain):
    plan = official_flow(phases)

    assert alone(plan, project={"linked": 1}) == {"own": parallel}
    assert alone(plan, project={"linked": 0}) == {"own": chain}


# One cause at a time


def test_the_second_of_two_projects_waits_for_the_one_officer():
    bench = Bench([procedure(server=[0], hours=[40.0])], workers=[1])  # five days each
    first, second = bench.sign([0, 2])

    bench.run(20)

    assert waits_of(bench, first) == {"work": 5}
    assert waits_of(bench, second) == {"queue": 3, "work": 5}


def test_two_officers_serve_two_projects_at_once():
    bench = Bench([procedure(server=[0], hours=[40.0])], workers=[2])
    projects = bench.sign([0, 2])

    bench.run(20)

    assert [waits_of(bench, s) for s in projects] == [{"work": 5}, {"work": 5}]


def test_every_step_is_handed_over_and_filed_before_it_begins():
    plan = [procedure(own=1), procedure([0], own=1), procedure([1], own=1)]

    assert alone(plan, handover=2.0, filing=1.0) == {"own": 3, "handover": 9}


def test_an_officer_who_triggers_each_step_leaves_only_the_filing():
    plan = [procedure(own=1), procedure([0], own=1)]

    assert alone(plan, handover=2.0, filing=1.0, trigger=1.0) == {"own": 2, "handover": 2}


def test_quota_that_comes_later_is_waited_for_and_nobody_in_line_is_passed_over():
    bench = Bench([procedure(own=3, factor=2)])
    large, small = bench.sign([1, 2], need=[(0, 50), (0, 10)])
    bench.run(5)
    bench.rules["free"][0, 1] = 20  # enough for the small one, which came second
    bench.run(3)
    bench.rules["free"][0, 1] = 60
    bench.run(10)

    assert waits_of(bench, large) == {"factor": 7, "own": 3}
    assert waits_of(bench, small) == {"factor": 6, "own": 3}
    assert bench.rules["free"][0, 1] == 0
    assert bench.rules["taken"][0, 1] == 60


def test_who_has_its_quota_reserved_and_who_needs_none_does_not_stand_in_line():
    plan = [procedure(own=3, factor=2)]

    assert alone(plan, project={"need": [(0, 50)], "reserved": 1}) == {"own": 3}
    assert alone(plan, project={"need": [(0, 0)]}) == {"own": 3}


def test_a_project_waits_for_money_first_and_for_quota_after():
    bench = Bench([procedure(factor=1), procedure([0], factor=2)], parks=2)
    slot = bench.sign(0, need=[(100, 10)], park=1)[0]
    bench.rules["free"][0] = 1000  # another park's
    bench.run(4)
    bench.rules["free"][1] = (100, 0)
    bench.run(3)
    bench.rules["free"][1, 1] = 10
    bench.run(5)

    assert waits_of(bench, slot) == {"factor": 7}


def mean_wait(cause, procedures, projects=None, **rules):
    """Return the mean days of a cause over many projects, with its standard error."""
    hazard = rules.pop("hazard", 0.0)
    bench = Bench(procedures, **rules)
    bench.servers["hazard"] = hazard
    bench.sign(np.zeros(MANY, int), **(projects or {}))
    bench.run(3000)
    waits = bench.room.slots["waits"][:MANY]
    assert (bench.room.slots["state"][:MANY] == records.STARTED).all()
    return waits[:, cause].mean(), waits[:, cause].std() / math.sqrt(MANY)


def test_going_round_the_parties_takes_as_long_as_they_and_their_vetoes_make_it():
    wait, error = mean_wait(CONSENT, [procedure(consent=1)], parties=3.0, consent=2.6, veto=0.08)

    # Wald: rounds until all three agree are geometric with 0.92³, a round takes 3 × 2.6 days.
    assert abs(wait - 3 * 2.6 / 0.92**3) < 4 * error


def test_a_fraction_of_a_party_is_asked_in_that_share_of_the_rounds():
    wait, error = mean_wait(CONSENT, [procedure(consent=1)], parties=2.3, consent=2.0)

    assert abs(wait - 2.3 * 2.0) < 4 * error


def test_what_ends_at_the_park_takes_the_parks_days_and_meets_no_veto():
    wait, error = mean_wait(
        CONSENT, [procedure(consent=1)], local=1.0, local_days=2.0, parties=3.0, consent=9.0, veto=0.3
    )

    assert abs(wait - 2.0) < 4 * error


def test_communities_consent_at_their_hazard():
    wait, error = mean_wait(COMMUNITY, [procedure(community=1)], {"land": 1.0}, hazard=0.05)

    assert abs(wait - 1 / 0.05) < 4 * error


def test_where_no_land_is_acquired_no_community_is_asked():
    wait, _ = mean_wait(COMMUNITY, [procedure(community=1)], {"land": 0.0}, hazard=0.05)

    assert wait == 0


def headquarters(interval=10, **rules):
    """Return a bench whose every matter goes to a headquarters where all parties sit."""
    return Bench([procedure(consent=1)], route=1.0, seated=1.0, interval=interval, parties=3.0, **rules)


def test_a_matter_waits_for_the_next_meeting_of_the_headquarters():
    bench = headquarters()
    projects = bench.sign([1, 4, 9, 10, 23], invest=1)

    bench.run(60)

    # It meets in the morning of days 0, 10, 20 …: what arises on such a day waits for the next.
    assert [waits_of(bench, s) for s in projects] == [{"consent": d} for d in (9, 6, 1, 10, 7)]


def test_what_exceeds_the_agenda_waits_for_the_meeting_after():
    bench = headquarters(agenda=3.0, delegation=0.0)
    bench.sign([1] * 8, invest=1)

    bench.run(60)

    assert sorted(days_of(bench, slice(8))) == [9] * 3 + [19] * 3 + [29] * 2


def test_delegating_all_that_exceeds_the_agenda_leaves_nobody_waiting():
    bench = headquarters(agenda=3.0, delegation=1.0)
    bench.sign([1] * 8, invest=1)

    bench.run(60)

    assert days_of(bench, slice(8)) == [9] * 8
    assert bench.rules["delegated"][0] == 5


def test_matters_besides_projects_take_their_place_on_the_agenda():
    bench = headquarters(agenda=3.0, other=1.0, delegation=0.0)
    bench.sign([1] * 4, invest=1)

    bench.run(60)

    assert sorted(days_of(bench, slice(4))) == [9] * 2 + [19] * 2


def test_a_matter_of_a_project_that_gave_up_takes_no_time_of_the_meeting():
    bench = headquarters(agenda=3.0, delegation=0.0)
    projects = bench.sign([1] * 6, invest=1)
    bench.run(5)
    bench.room.slots["state"][projects[:3]] = records.WITHDRAWN

    bench.run(60)

    assert days_of(bench, projects[3:]) == [9] * 3


def test_a_veto_of_the_headquarters_costs_a_meeting():
    bench = headquarters(hq_veto=0.25, agenda=MANY + 1.0)
    bench.sign([1] * MANY, invest=1)

    bench.run(3000)

    waits = bench.room.slots["waits"][:MANY, CONSENT]
    # Nine days to the first meeting, ten to each further one: 9 + 10 × v / (1 − v) on average.
    assert abs(waits.mean() - (9 + 10 * 0.25 / 0.75)) < 4 * waits.std() / math.sqrt(MANY)


def test_who_is_not_at_the_table_is_asked_afterwards():
    wait, error = mean_wait(
        CONSENT,
        [procedure(consent=1)],
        {"invest": 1},
        route=1.0,
        seated=0.4,
        parties=3.0,
        consent=2.0,
        agenda=MANY + 1.0,
    )

    # Signed on day 0, after that day's meeting: ten days, then 3 × (1 − 0.4) parties of two days each.
    assert abs(wait - (10 + 1.8 * 2.0)) < 4 * error


def test_small_matters_are_delegated_at_once():
    wait, error = mean_wait(
        CONSENT, [procedure(consent=1)], {"invest": 1}, route=1.0, threshold=2.0, local_days=2.0
    )

    assert 2.0 <= wait <= 2.0 + 4 * error


def test_powers_that_the_headquarters_hold_do_not_end_at_the_park():
    bench = headquarters(local=1.0, local_days=1.0, holder=1)
    slot = bench.sign(1, invest=1)[0]

    bench.run(30)

    assert waits_of(bench, slot) == {"consent": 9}


def test_a_zones_headquarters_meets_for_the_parks_that_have_one_though_the_first_has_none():
    bench = Bench([procedure(consent=1)], parks=2, hq=0, route=[0.0, 1.0], seated=1.0)
    slot = bench.sign(1, invest=1, park=1)[0]

    bench.run(30)

    assert waits_of(bench, slot) == {"consent": 9}


def test_knowledge_that_is_always_lost_sends_a_step_back_three_times():
    plan = [procedure(server=[0], hours=[16.0], own=4)]

    # Two days of work; done again it takes half of that, and none of the enterprise's own time.
    assert alone(plan, loss=1.0) == {"work": 2, "own": 4, "rework": 3}
    assert alone(plan, loss=1.0, project={"whole": 1}) == {"work": 2, "own": 4}


def test_a_step_without_a_review_is_done_again_by_the_enterprise_itself():
    assert alone([procedure(own=4)], loss=1.0) == {"own": 4, "rework": 6}


def test_only_the_step_that_meets_other_plans_comes_back_for_them():
    plan = [procedure(server=[0], hours=[16.0]), procedure([0], server=[1], hours=[32.0], plans=1)]

    assert alone(plan, conflict=1.0) == {"work": 6, "rework": 6}


def test_a_broken_promise_sends_back_the_first_step_with_a_review_once():
    plan = [
        procedure(own=3),
        procedure([0], server=[0], hours=[16.0]),
        procedure([1], server=[0], hours=[16.0]),
    ]

    assert alone(plan, project={"broken": 1}) == {"own": 3, "work": 4, "rework": 1}


def test_a_defect_that_a_review_finds_is_cured_by_doing_the_step_again():
    plan = [procedure(server=[0], hours=[16.0], public=1), procedure([0], server=[0], hours=[16.0], public=1)]
    bench = Bench(plan, workers=[9], detect=1.0)
    sound, hidden = bench.sign([0, 0], defect=[0, 1])

    bench.run(30)

    assert waits_of(bench, sound) == {"work": 4}
    assert waits_of(bench, hidden) == {"work": 4, "rework": 1}
    assert bench.room.slots["defect"][[sound, hidden]].tolist() == [0, 2]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_step_that_closes_after_its_pair_leaves_the_path_to_the_pair(order):
    pair, step = order
    records = {
        pair: procedure(own=10),
        step: procedure(server=[0], hours=[16.0], closes=pair, chain=[pair]),
        2: procedure([step], own=5),
    }
    plan = [records[p] for p in range(3)]

    # The step is ready after 2 days and closes with its pair on day 10: its own work is off the path.
    assert alone(plan, project={"linked": 1}) == {"own": 15}


def test_only_what_a_step_does_after_the_closing_of_its_pair_is_on_the_path():
    plan = [
        procedure(own=10),
        procedure(server=[0], hours=[16.0], closes=0, plans=1),
        procedure([1], own=5),
    ]

    # Sent back three times for a day each, after the pair has closed on day 10.
    assert alone(plan, conflict=1.0, project={"linked": 1}) == {"own": 15, "rework": 3}


def test_a_step_later_than_its_pair_closes_by_itself():
    plan = [procedure(own=1), procedure(server=[0], hours=[16.0], closes=0), procedure([1], own=5)]

    assert alone(plan, project={"linked": 1}) == {"work": 2, "own": 5}


def test_in_a_chain_no_step_waits_for_the_closing_of_a_pair():
    plan = [procedure(own=2, closes=1), procedure([0], own=3)]

    assert alone(plan) == {"own": 5}


def test_reviews_in_sequence_add_up_and_in_a_joint_room_the_longest_counts_and_the_session():
    plan = [procedure(server=[0, 1, 2], hours=[16.0, 24.0, 32.0])]

    assert alone(plan, session=8.0) == {"work": 2 + 3 + 4}
    assert alone(plan, session=8.0, project={"joint": 1}) == {"work": 4 + 1}


def test_in_a_joint_room_the_busiest_sets_the_date():
    bench = Bench([procedure(server=[0, 1], hours=[16.0, 32.0])], workers=[9, 1])
    first, second = bench.sign([0, 1], joint=1)

    bench.run(30)

    assert waits_of(bench, first) == {"work": 4}
    assert waits_of(bench, second) == {"queue": 3, "work": 4}


def test_what_is_begun_on_an_assumption_is_redone_the_oftener_the_longer_both_overlap():
    plan = [procedure(own=30), procedure(server=[0], hours=[72.0], assumes=1)]
    bench = Bench(plan, workers=[MANY], overlap=0.5)
    bench.sign(np.zeros(MANY, int), linked=1)

    bench.run(60)

    returns = bench.room.slots["returns"][:MANY]
    # Nine days of work, all before the assumed result is known: 0.5 × 9 / (9 + 1).
    assert abs(returns.mean() - 0.45) < 4 * math.sqrt(0.45 * 0.55 / MANY)


def test_what_is_begun_when_the_result_is_known_is_not_redone_for_it():
    plan = [procedure(own=30), procedure([0], server=[0], hours=[72.0], assumes=1)]
    bench = Bench(plan, workers=[50], overlap=1.0)
    bench.sign(np.zeros(50, int), linked=1)

    bench.run(60)

    assert not bench.room.slots["returns"][:50].any()


# Priorities


def crowd(overdue=0.0, stuck=0.0, overdue_days=10, stuck_days=3, majors=1):
    """Return a bench of 20 projects at one officer, five days each; the last `majors` are major ones."""
    bench = Bench([procedure(server=[0], hours=[40.0])], workers=[1], stuck=stuck)
    bench.world["overdue"] = overdue
    bench.world["overdue_days"], bench.world["stuck_days"] = overdue_days, stuck_days
    bench.sign(np.arange(20) // 4, major=np.arange(20) >= 20 - majors)
    bench.run(120)
    return bench


@pytest.mark.parametrize("overdue_days", [10, 2])
def test_a_stuck_major_project_is_taken_next(overdue_days):
    bench = crowd(stuck=1.0, overdue_days=overdue_days)

    # Signed on day 4 and stuck from day 7: taken when the officer is free, on day 10 at the latest.
    assert waits_of(bench, 19).get("queue", 0) <= 6


@pytest.mark.parametrize(("majors", "stuck_days"), [(0, 3), (20, 60)])
def test_who_is_overdue_is_taken_in_the_order_of_coming(majors, stuck_days):
    bench = crowd(overdue=1.0, majors=majors, stuck_days=stuck_days)
    projects = bench.room.slots[:20]

    overdue = projects[projects["ended"] > 20]
    served = overdue[np.argsort(overdue["ended"])]["signed"]
    assert (np.diff(served) >= 0).all()


def test_priorities_share_the_waiting_out_anew_but_do_not_change_its_sum():
    # All tasks take five days: whatever the order, the officer ends at the same times.
    waits = [
        bench.room.slots["waits"][:20, QUEUE].sum()
        for bench in (crowd(), crowd(overdue=1.0), crowd(stuck=1.0, majors=5), crowd(1.0, 0.5, 12, 2, 9))
    ]

    # The k-th start is on day 5k; five batches of four came on days 0 to 4.
    assert waits == [sum(5 * k for k in range(20)) - 4 * (0 + 1 + 2 + 3 + 4)] * 4


def test_a_major_project_that_came_back_is_stuck_only_when_it_has_waited_long_again():
    # Twenty days a task; each comes back three times.
    bench = Bench([procedure(server=[0], hours=[160.0], plans=1)], workers=[1], stuck=1.0, conflict=1.0)
    bench.world["again"] = 1.0
    bench.world["overdue_days"], bench.world["stuck_days"] = 400, 30
    major = bench.sign(0, major=1)[0]
    bench.run(1)
    bench.sign(np.full(200, 1))

    bench.run(400)

    # It is back on day 20, among 200 others. The timer of its first stay goes off on day 30: too soon, for it
    # is stuck on day 50. So each of its three returns takes 30 days of waiting and 20 of work at least.
    assert waits_of(bench, major)["work"] == 20
    assert waits_of(bench, major)["rework"] >= 3 * (30 + 20)
    assert_slots_are_pointed_to_as_they_say(bench)


def test_a_major_project_that_came_back_is_stuck_in_time_though_it_was_not_raised_before():
    # One officer. The major one waits behind a long task without being raised; the others never come back.
    bench = Bench([procedure(server=[0], hours=[8.0], sized=[1])], workers=[1], loss=1.0)
    bench.world["again"] = 1.0
    bench.world["overdue_days"], bench.world["stuck_days"] = 60, 5
    bench.sign(0, size=20.0, whole=1)
    major = bench.sign(1, major=1)[0]
    bench.run(21)
    bench.rules["stuck"] = 1.0
    bench.sign(np.full(200, 21), whole=1)

    bench.run(300)

    # It is done on day 21 and back among 200 others. Stuck on day 26, it is taken when the officer is free:
    # on that day, for tasks take a day. So each return takes six days at most.
    assert waits_of(bench, major)["queue"] == 19
    assert waits_of(bench, major)["rework"] <= 3 * 6


# The same luck under every way to prepare


def test_the_third_review_of_a_project_draws_the_same_luck_on_whatever_day_it_happens():
    # 2.5 days of work at the third server, rounded up or down by the draw; nothing else takes time after.
    plan = [
        procedure(own=4),
        procedure(chain=[0], server=[0, 1, 2], hours=[8.0, 4.0, 20.0]),
    ]
    spent = []
    for linked, joint, handover in ((0, 0, 0.0), (1, 0, 0.0), (1, 1, 0.0), (0, 1, 3.0)):
        bench = Bench(plan, workers=[99, 99, 99], handover=handover)
        projects = bench.sign(np.arange(40), linked=linked, joint=joint)
        bench.run(100)
        steps = bench.room.steps[projects, 1]
        spent.append((steps["finish"] - steps["started"][:, 2]).tolist())

    assert set(spent[0]) == {2, 3}
    assert spent[1] == spent[0]
    assert spent[2] == spent[0]
    assert spent[3] == spent[0]


# Relabelling


def test_parks_in_another_order_prepare_the_same_projects_on_the_same_days():
    rules = {
        "handover": [1.0, 2.0, 3.0],
        "loss": [0.0, 0.2, 0.5],
        "parties": [1.0, 3.0, 2.0],
        "veto": [0.0, 0.1, 0.2],
        "route": [0.3, 0.6, 0.9],
        "local": [0.5, 0.1, 0.0],
        "conflict": [0.1, 0.4, 0.2],
        "stuck": [1.0, 0.0, 0.5],
    }
    plan = [
        procedure(factor=1, server=[0], hours=[12.0]),
        procedure([0], factor=2, consent=1, server=[records.PARK_DESK, 1], hours=[12.0, 6.0], plans=1),
        procedure([0], consent=1, server=[0, 1], hours=[9.0, 9.0], own=6.0),
    ]

    def prepared(order):
        place = np.argsort(order)
        bench = Bench(
            plan,
            workers=[2, 2, 1, 1, 1],
            parks=3,
            exact=0,
            consent=2.0,
            agenda=4.0,
            delegation=0.5,
            hq=0,
            seated=0.5,
            **{name: np.array(values)[order] for name, values in rules.items()},
        )
        bench.world["own_spread"], bench.world["own_scale"] = 0.6, 0.94
        bench.world["overdue_days"], bench.world["stuck_days"], bench.world["overdue"] = 15, 6, 0.5
        count = 60
        number = np.arange(count)
        park = number % 3
        bench.sign(
            number // 2,
            park=place[park],
            desk=2 + place[park],
            linked=number % 2,
            joint=number % 5 == 0,
            major=number % 4 == 0,
            need=np.stack([10 + number, 5 + number], axis=1),
            invest=1,
        )
        for month in range(40):
            bench.rules["free"][:, 0] += np.array([40, 50, 60])[order]
            bench.rules["free"][:, 1] += np.array([60, 40, 50])[order] * (month % 2)
            bench.run(21)
        return bench.room.slots[:count]

    one, other = prepared([0, 1, 2]), prepared([2, 0, 1])

    assert (one["state"] == records.STARTED).all()
    assert (one["waits"] == other["waits"]).all()
    assert (one["ended"] == other["ended"]).all()
    assert (one["returns"] == other["returns"]).all()
