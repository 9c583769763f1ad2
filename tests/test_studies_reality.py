"""Oracle 9: what the published number counts, by hand; what is ruled out; the rivals."""

import numpy as np
import pytest
from preparation_bench import Bench, procedure

import crosspark.scenarios  # noqa: F401 - it finds scenarios by their names
from crosspark.model import records
from crosspark.model.case import resolve
from crosspark.model.founding import Layout, demand_on_servers, procedures_of
from crosspark.studies import reality

# A flow with whole days: registration 3 d; land 10 d of work; filing 4 d of review and 2 d of the
# enterprise's own; the permit 5 d, which may not close before the land is there; works 7 d after the permit.
REGISTER, LAND, FILE, PERMIT, BUILD = range(5)
DAYS = [3, 10, 4, 5, 7]
COUNTED = [False, False, True, True, False]
ALL = [True] * 8
NOT_OWN = [cause != "own" for cause in records.CAUSES]


def flow(closes=-1):
    after = {FILE: [REGISTER], PERMIT: [FILE], BUILD: [PERMIT]}
    return [
        procedure(
            after.get(p, []),
            chain=[p - 1] if p else [],
            server=[p],
            hours=[8.0 * DAYS[p]],
            own=2.0 if p == FILE else 0.0,
            closes=closes if p == PERMIT else -1,
        )
        for p in range(5)
    ]


def walked(linked, closes=-1, **rules):
    bench = Bench(flow(closes), workers=[1] * 5, **rules)
    slots = bench.sign(1, linked=linked)
    bench.run(200)
    assert bench.room.slots[slots]["state"] == records.STARTED
    return bench, slots


def counted(bench, slots, linked, procedures=COUNTED, causes=ALL):
    return reality.published_days(bench.room.steps[slots], bench.plan, linked, procedures, causes).tolist()


@pytest.mark.parametrize("linked", [False, True])
def test_filing_to_permit_counts_neither_land_nor_works(linked):
    bench, slots = walked(linked)

    # 4 days of review, 2 of its own, 5 of the permit, in a chain and in threads alike.
    assert counted(bench, slots, linked) == [11]
    # With the clock stopped while the enterprise itself is at work.
    assert counted(bench, slots, linked, causes=NOT_OWN) == [9]


def test_a_permit_that_waited_for_the_land_counts_as_if_the_land_were_there():
    bench, slots = walked(True, closes=LAND)

    # Land takes 10 days from signing, the permit would be there after 3 + 6 + 5 = 14: no wait at all.
    assert bench.room.slots[slots]["ended"] - bench.room.slots[slots]["signed"] == [21]
    slow = Bench([*flow(LAND)[:1], procedure(server=[1], hours=[8.0 * 30]), *flow(LAND)[2:]], workers=[1] * 5)
    chosen = slow.sign(1, linked=1)
    slow.run(200)
    # With 30 days of land the permit closes on day 30 and the works end on 37; what is published stays 11.
    assert slow.room.slots[chosen]["ended"] - slow.room.slots[chosen]["signed"] == [37]
    assert counted(slow, chosen, True) == [11]


def test_hand_overs_of_what_is_counted_count_and_others_do_not():
    bench, slots = walked(0, handover=2.0)

    # Two days before each of five steps of a chain: 29 + 2 + 10; two of them are counted.
    assert bench.room.slots[slots]["ended"] - bench.room.slots[slots]["signed"] == [41]
    assert counted(bench, slots, False) == [15]


def test_parallel_steps_count_by_the_longer_one():
    plan = [
        procedure(chain=[], server=[0], hours=[8.0 * 6]),
        procedure(chain=[0], server=[1], hours=[8.0 * 9]),
    ]
    bench = Bench(plan, workers=[1, 1])
    chain, threads = bench.sign([0, 50], linked=[0, 1])
    bench.run(200)

    assert counted(bench, [chain], False, procedures=[True, True]) == [15]
    assert counted(bench, [threads], True, procedures=[True, True]) == [9]


def test_nothing_counted_takes_no_time():
    bench, slots = walked(0)

    assert counted(bench, slots, False, procedures=[False] * 5) == [0]


@pytest.mark.parametrize("mode", ["present", "approval_only", "one_plus_two"])
def test_with_everything_counted_it_is_the_time_from_signing_to_start_of_every_project(mode):
    class Everything(reality.Observed):
        readings = (
            reality.Reading("all", tuple(f.id for f in resolve("wenjiang").procedures), records.CAUSES),
        )

    model = Everything("wenjiang", mode, rng=3, years=2, adopt=6)
    model.run()
    seen = np.concatenate(model.observed)

    assert len(seen) > 50
    np.testing.assert_array_equal(seen[:, 2], seen[:, 1])


def test_works_apart_leave_the_work_of_every_server_as_it_was():
    case = resolve("wenjiang")
    apart = reality.with_works_apart(case)

    def asked(scenario):
        layout = Layout.of(scenario)
        return demand_on_servers(scenario, procedures_of(scenario, layout), layout)

    np.testing.assert_allclose(asked(apart), asked(case))
    by_id = {facts.id: facts for facts in apart.procedures}
    assert [review.server for review in by_id["G4"].reviews] == ["utilities"]
    assert [review.server for review in by_id["G4_works"].reviews] == ["builders"]
    assert by_id["G4_works"].after == ("G4",)
    # Tendering waited for the infrastructure, and waits for its works.
    assert by_id["E4"].closes_after == "G4_works"
    assert by_id["E4"].assumes == ("G4_works",)


def test_the_published_number_counts_procedures_that_the_district_has_and_no_land():
    case = reality.with_works_apart(resolve("wenjiang"))
    by_id = {facts.id: facts for facts in case.procedures}

    assert set(reality.COUNTED) <= set(by_id)
    assert not any(by_id[name].community or by_id[name].quota for name in reality.COUNTED)
    servers = {review.server for name in reality.COUNTED for review in by_id[name].reviews}
    assert not servers & {"builders", "resettlement", "park_desk"}
    assert servers >= {"intermediaries", "utilities"}
