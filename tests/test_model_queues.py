"""Oracle 3 and the tables beneath it: queues lose nobody, heaps keep order, slots are not reused too soon."""

import math

import numpy as np
import pytest
from district_bench import (
    MODES,
    assert_projects_add_up,
    assert_slots_are_pointed_to_as_they_say,
    district,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from preparation_bench import Bench, procedure

from crosspark.model import preparation as prep
from crosspark.model import records
from crosspark.model.kernel import JIT
from crosspark.model.randomness import key_of, stream_of, uniform

# Little's law, as an identity of one path


@settings(max_examples=60)
@given(
    signed=st.lists(st.integers(0, 60), min_size=1, max_size=25),
    workers=st.lists(st.integers(1, 3), min_size=3, max_size=3),
    hours=st.lists(st.floats(0.0, 60.0), min_size=5, max_size=5),
    joint=st.booleans(),
    returns=st.sampled_from((0.0, 0.5, 1.0)),
    overdue=st.sampled_from((0.0, 0.5, 1.0)),
    seed=st.integers(0, 10**6),
)
def test_the_area_under_every_queue_is_the_sum_of_the_waits_from_empty_to_empty(
    signed, workers, hours, joint, returns, overdue, seed
):
    plan = [
        procedure(server=[0, 1], hours=hours[:2], own=3),
        procedure([0], server=[1, 2, 0], hours=hours[2:], own=2),
    ]
    bench = Bench(plan, workers=workers, loss=returns, stuck=overdue, seed=seed)
    bench.world["overdue"], bench.world["overdue_days"], bench.world["stuck_days"] = overdue, 9, 4
    bench.sign(signed, joint=joint, major=[i % 3 == 0 for i in range(len(signed))])
    # Counted a second time, at the end of each day: who is in line now waits at least until tomorrow.
    lengths = np.zeros(3)

    for _ in range(6000):
        bench.run(1)
        lengths += bench.servers["queued"]
        if (bench.room.slots["state"][: len(signed)] == records.STARTED).all():
            break

    servers = bench.servers
    assert (bench.room.slots["state"][: len(signed)] == records.STARTED).all()
    assert (servers["queued"] == 0).all()
    assert (servers["busy"] == 0).all()
    assert (servers["arrived"] == servers["served"]).all()
    assert servers["area"].tolist() == servers["waited"].tolist() == lengths.tolist()


def test_the_waits_that_servers_count_are_the_waits_that_projects_count():
    plan = [procedure(server=[0], hours=[30.0]), procedure([0], server=[1], hours=[20.0])]
    bench = Bench(plan, workers=[1, 1])
    bench.sign(np.arange(30) * 2)

    bench.run(400)

    projects = bench.room.slots[:30]
    assert projects["waits"][:, records.QUEUE].sum() == bench.servers["waited"].sum()


def test_projects_that_give_up_while_they_wait_do_not_break_the_identity():
    bench = Bench([procedure(server=[0], hours=[24.0])], workers=[1])
    projects = bench.sign(np.arange(20))
    bench.run(15)
    bench.room.slots["state"][projects[::3]] = records.WITHDRAWN

    bench.run(200)

    assert bench.servers["queued"][0] == 0
    assert bench.servers["area"][0] == bench.servers["waited"][0]


def test_one_officer_with_random_arrivals_keeps_people_waiting_as_lindley_says():
    # Own recursion: the next waits until the last is done. The order of service does not change the sum.
    count, work = (3000 if JIT else 300), 4
    stream = stream_of(5, "arrivals")
    gaps = [-5.0 * math.log(uniform(stream, np.uint64(key_of("gap")), i)) for i in range(count)]
    signed = np.floor(np.cumsum(gaps)).astype(int)
    bench = Bench([procedure(server=[0], hours=[8.0 * work])], workers=[1])

    for month in range(int(signed.max()) // 21 + 40):
        due = signed[signed // 21 == month]
        if len(due):
            bench.sign(due)
        bench.run(21)

    free, waited = 0, 0
    for day in signed:
        start = max(free, day)
        waited += start - day
        free = start + work
    assert bench.servers["waited"][0] == waited
    # Poisson arrivals and fixed work: ρ = 4/5, and Pollaczek and Khinchine say ρ·4 / 2(1 − ρ) = 8 days; the
    # days of the calendar cost up to half a day.
    assert waited / count == pytest.approx(8.0, abs=3.0)


# The heap


def heap_of(places):
    nodes = np.zeros(places, records.NODE)
    slots = np.zeros(1, records.SLOT)
    return slots, nodes


@given(keys=st.lists(st.floats(0.001, 1), min_size=1, max_size=200))
def test_the_heap_gives_its_places_back_in_the_order_of_their_keys(keys):
    slots, nodes = heap_of(len(keys))
    root = -1
    for place, key in enumerate(keys):
        root = prep.push(slots, nodes, root, 0, place, key)
    assert slots[0]["refs"] == len(keys)

    found = []
    while root >= 0:
        found.append(root)
        root = prep.pop(slots, nodes, root, 0)

    assert [keys[place] for place in found] == sorted(keys)
    assert sorted(found) == list(range(len(keys)))
    assert slots[0]["refs"] == 0


@given(
    moves=st.lists(
        st.one_of(st.tuples(st.integers(0, 11), st.floats(0.001, 1)), st.none()), min_size=1, max_size=150
    )
)
def test_places_pushed_again_and_popped_between_keep_the_order_of_a_sorted_list(moves):
    slots, nodes = heap_of(12)
    root, inside = -1, {}
    for move in moves:
        if move is None:
            if not inside:
                assert root == -1
                continue
            assert inside[root] == min(inside.values())
            del inside[root]
            root = prep.pop(slots, nodes, root, 0)
        else:
            place, key = move
            root = prep.push(slots, nodes, root, 0, place, key)
            # A place that is still inside, since its task was served from the other lane, keeps its key.
            inside.setdefault(place, key)
        assert slots[0]["refs"] == len(inside)
        assert (root == -1) == (not inside)


@given(ones=st.lists(st.floats(0, 1), max_size=40), others=st.lists(st.floats(0, 1), max_size=40))
def test_two_heaps_merge_into_one(ones, others):
    keys = [*ones, *others]
    slots, nodes = heap_of(max(len(keys), 1))
    roots = [-1, -1]
    for place, key in enumerate(keys):
        which = int(place >= len(ones))
        roots[which] = prep.push(slots, nodes, roots[which], 0, place, key)

    root = prep.merge(nodes, *roots)

    found = []
    while root >= 0:
        found.append(keys[root])
        root = prep.pop(slots, nodes, root, 0)
    assert found == sorted(keys)


# Slots


@pytest.mark.parametrize("mode", ["present", "one_plus_two", "one_plus_two_local_hq"])
@pytest.mark.parametrize("impatient", [False, True])
def test_no_project_is_lost_and_no_slot_is_free_while_something_points_to_it(mode, impatient):
    overrides = {"economy.withdrawal_hazard": "10 %/month"} if impatient else {}
    model = district("wenjiang", mode, seed=3, years=3, overrides=overrides)

    while model.month < model.months:
        model.step()
        assert_projects_add_up(model)
        if model.month % 6 == 0:
            assert_slots_are_pointed_to_as_they_say(model)

    ended = np.concatenate(model.records)
    assert (ended["state"] == records.WITHDRAWN).any() or not impatient
    assert len(model.room.slots) < len(ended), "slots are reused"


def in_line(model, k):
    """Return how many tasks wait at a server: each once, though a raised one lies in both of its lanes."""
    room, steps = model.room, model.room.steps
    found = set()
    places = [int(model.servers[lane][k]) for lane in ("root", "urgent")]
    while places:
        place = places.pop()
        if place < 0:
            continue
        places += [int(room.nodes[place]["left"]), int(room.nodes[place]["right"])]
        s, p, r = place // (7 * room.n), (place // 7) % room.n, (place % 7) // 2
        if steps[s, p]["joined"][r] >= 0 and steps[s, p]["started"][r] == -1:
            found.add((s, p, r))
    return len(found)


@pytest.mark.parametrize("mode", MODES)
def test_in_every_mode_the_queues_of_the_servers_hold_whom_they_say(mode):
    model = district("wenjiang", mode, years=1)
    model.run()

    servers = model.servers
    assert servers["queued"].tolist() == [in_line(model, k) for k in range(len(servers))]
    assert servers["queued"].sum() > 0
    assert (servers["arrived"] >= servers["served"] + servers["queued"]).all()
    assert (servers["busy"] <= servers["workers"]).all()
    assert (servers["queued"][servers["busy"] < servers["workers"]] == 0).all(), "nobody waits at a free desk"


# The causes of every day of real runs


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("mode", MODES)
def test_every_day_from_signing_to_start_has_one_cause_and_one_stage(mode, seed):
    model = district("wenjiang", mode, seed=seed, years=3)
    run = model.run()

    ended = np.concatenate(model.records)
    started = ended[ended["state"] == records.STARTED]
    days = started["ended"] - started["signed"]
    assert len(started) > 50
    assert (days >= 0).all()
    assert (started["waits"] >= 0).all()
    assert (started["waits"].sum(axis=1) == days).all()
    assert (started["stages"].sum(axis=1) == days).all()
    assert (model.enterprises["signed"][started["row"]] == started["signed"]).all()
    assert (model.enterprises["started"][started["row"]] == started["ended"]).all()
    frame = run.projects[run.projects["status"] == "started"]
    assert (frame[list(records.CAUSES)].sum(axis=1) == frame["days"]).all()
    assert (frame["started_day"] - frame["signed_day"] == frame["days"]).all()
    assert sum(run.causes.values()) == pytest.approx(frame["days"].mean())
