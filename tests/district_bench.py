"""Districts for the oracles: short runs, hashes of all that a run holds, and books kept a second time."""

import hashlib

import numpy as np

import crosspark.scenarios  # noqa: F401 - it finds scenarios by their names
from crosspark.agents.enterprise import BUILDING, EXPANDING
from crosspark.agents.facts import TALENT_CLASSES
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.mode import load_mode, mode_names
from crosspark.model import records
from crosspark.model.case import Scenario, resolve
from crosspark.model.district import DistrictModel

MODES = tuple(mode_names())
IDS = tuple(CLAUSES)


def mode_of(clauses):
    """Return the mode of exactly these clauses, by id and intensity."""
    return load_mode("fragmented").with_clauses(**clauses)


def district(case="two_parks", mode="one_plus_two", *, seed=1, years=1, adopt=3, **more):
    """Return a district that adopts its mode after a quarter, so that runs stay short."""
    return DistrictModel(case, mode, rng=seed, years=years, adopt=adopt, **more)


def rebuilt(case, change):
    """Return a scenario after `change` has edited its data in place."""
    data = resolve(case).to_data()
    change(data)
    return Scenario.build(data, lambda _: ("<test>", None))


def numbers_of(values):
    """Return indicators as a list of pairs that compare equal where both are nan."""
    return [(name, "nan" if value != value else value) for name, value in values.items()]


def assert_same_numbers(one, other):
    """Assert that two runs agree in every indicator, series, project and flow."""
    assert numbers_of(one.values) == numbers_of(other.values)
    assert one.monthly_values.keys() == other.monthly_values.keys()
    for name, series in one.monthly_values.items():
        np.testing.assert_array_equal(series, other.monthly_values[name], err_msg=name)
    for name, series in one.park_values.items():
        np.testing.assert_array_equal(series, other.park_values[name], err_msg=name)
    assert one.projects.equals(other.projects)
    assert one.flow_totals == other.flow_totals


def digest_of(model):
    """Return a hash of all that a district holds, field by field: padding between fields is no number."""
    digest = hashlib.sha256()
    for table in (
        model.enterprises,
        model.room.slots,
        model.room.steps,
        model.servers,
        model.rules,
        model.cells,
        *model.records,
    ):
        for name in table.dtype.names:
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(table[name]).tobytes())
    for balances in model.ledger.balances.values():
        digest.update(balances.tobytes())
    for name, series in model.recorder.series.items():
        digest.update(name.encode())
        digest.update(np.array(series, np.float64).tobytes())
    return digest.hexdigest()


def assert_books_balance(model, totals):
    """Assert that nothing was made or lost, and that rows and projects add up to the accounts."""
    ledger, rows, slots = model.ledger, model.enterprises, model.room.slots
    assert ledger.totals() == totals
    for (resource, account), balances in ledger._views.items():
        if account not in {"province", "outside", "treasury", "households"}:
            assert balances.min() >= 0, (resource, account, balances)
    here = rows["park"] >= 0

    def by_park(amounts, chosen):
        found = np.zeros(model.n_parks, np.int64)
        np.add.at(found, rows["park"][chosen], amounts[chosen])
        return found.tolist()

    assert by_park(rows["cash"], here) == ledger.of("capital", "enterprises").tolist()
    for c, name in enumerate(TALENT_CLASSES):
        assert by_park(rows["staff"][:, c], here) == ledger.of(name, "employed").tolist()
    holds_land = (rows["stage"] >= BUILDING) & (rows["stage"] <= EXPANDING)
    assert by_park(rows["area"], holds_land) == ledger.of("land", "leased").tolist()
    under_way = (slots["state"] == records.ACTIVE) | (slots["state"] == records.NEW)
    for account, amounts in (
        (("land", "reserved"), slots["stock"]),
        (("quota", "quota_reserved"), slots["need"][:, 1] * slots["reserved"]),
    ):
        found = np.zeros(model.n_parks, np.int64)
        np.add.at(found, slots["park"][under_way], amounts[under_way])
        assert found.tolist() == ledger.of(*account).tolist(), account


def assert_projects_add_up(model):
    """Assert that every project signed so far has started, given up or is under way, each of them once."""
    slots, rows = model.room.slots, model.enterprises
    ended = np.concatenate([np.zeros(0, records.SLOT), *model.records])
    under_way = slots[(slots["state"] == records.ACTIVE) | (slots["state"] == records.NEW)]
    signed = np.flatnonzero(rows["signed"] >= 0)
    found = np.concatenate([ended["row"], under_way["row"]])
    assert sorted(found.tolist()) == signed.tolist()
    assert set(ended["state"].tolist()) <= {records.STARTED, records.WITHDRAWN}


def references(model_or_bench):
    """Return how many timers and heap places point to each slot, counted by walking all of them."""
    room, servers, rules = model_or_bench.room, model_or_bench.servers, model_or_bench.rules
    n = room.n
    width = 1 + 7 * n
    found = np.zeros(len(room.slots), np.int64)
    for bucket in range(records.RING):
        i = int(room.calendar[bucket])
        while i >= 0:
            found[i // width] += 1
            i = int(room.calendar[records.RING + i])
    roots = [*servers["root"], *servers["urgent"], *rules["agenda_root"], *rules["line"].ravel()]
    places = [int(root) for root in roots if root >= 0]
    while places:
        place = places.pop()
        assert room.nodes[place]["key"] > 0.0
        found[place // (7 * n)] += 1
        places += [int(room.nodes[place][side]) for side in ("left", "right") if room.nodes[place][side] >= 0]
    return found


def assert_slots_are_pointed_to_as_they_say(model_or_bench):
    """Assert that no slot is free while something still points to it."""
    slots = model_or_bench.room.slots
    pointed = references(model_or_bench)
    assert pointed.tolist() == slots["refs"].tolist()
    assert not pointed[slots["state"] == records.FREE].any()
