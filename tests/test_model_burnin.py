"""A run that begins from a burn-in kept of another is the run that goes through its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from crosspark.governance.errors import BadInput
from crosspark.governance.mode import mode_names
from crosspark.model.burnin import BurnIns
from crosspark.model.district import DistrictModel, simulate
from crosspark.model.result import Run
from crosspark.scenarios import load_scenario

SEED, YEARS = 4, 2


def whole(case: object, mode: object, overrides: dict[str, object] | None = None) -> Run:
    """Return the run that goes through a burn-in of its own."""
    return DistrictModel(case, mode, rng=SEED, years=YEARS, overrides=overrides).run()  # type: ignore[arg-type]


def assert_same(one: Run, other: Run) -> None:
    assert repr(one.values) == repr(other.values)  # where a value is NaN too
    assert one.flows.equals(other.flows)
    assert one.projects.equals(other.projects)


@pytest.mark.parametrize("district", ["wenjiang", "two_parks", "ten_parks", "one_park"])
def test_runs_from_a_kept_burn_in_are_the_runs_through_their_own(district: str) -> None:
    case = load_scenario(district)
    for _ in range(3):
        simulate(case, "approval_only", seed=SEED, years=YEARS)
    for mode in mode_names() if district == "wenjiang" else ["present", "one_plus_two"]:
        assert_same(simulate(case, mode, seed=SEED, years=YEARS), whole(case, mode))


def test_a_burn_in_is_kept_for_its_own_figures_and_seed_alone() -> None:
    case = load_scenario("two_parks")
    # The present mode reads the first through its burn-in; the second is a figure of the district.
    for overrides in ({"handover.days": 6.0}, {"demand.volatility": 0.3}, {}):
        for mode in ("present", "merged", "one_plus_two", "approval_only"):
            found = simulate(case, mode, seed=SEED, years=YEARS, overrides=overrides)
            assert_same(found, whole(case, mode, overrides))


def test_parks_under_modes_of_their_own_begin_from_a_kept_burn_in_too() -> None:
    case = load_scenario("two_parks")
    pilot = {next(iter(case.parks)): "one_plus_two"}
    for _ in range(3):
        simulate(case, "present", seed=SEED, years=YEARS)
    assert_same(simulate(case, pilot, seed=SEED, years=YEARS), whole(case, pilot))


def test_a_wrong_mode_is_refused_where_the_burn_in_is_kept() -> None:
    case = load_scenario("two_parks")
    for _ in range(3):
        simulate(case, "present", seed=SEED, years=YEARS)
    with pytest.raises(BadInput, match="one_plus_two"):
        simulate(case, "one_plus_tow", seed=SEED, years=YEARS)


def test_each_run_sets_its_modes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    set_ = []
    known = DistrictModel.set_modes
    monkeypatch.setattr(DistrictModel, "set_modes", lambda *given: set_.append(1) or known(*given))
    case = load_scenario("two_parks")
    for runs in range(1, 5):
        simulate(case, "one_plus_two", seed=SEED, years=1)
        assert len(set_) == runs


def test_agents_have_numbers_of_their_own_after_a_kept_burn_in() -> None:
    case = load_scenario("two_parks")

    def burnt_in() -> DistrictModel:
        model = DistrictModel(case, "present", rng=SEED, years=1)
        while model.month < model.adopt:
            model.step()
        return model

    burn_ins = BurnIns()
    for take in range(5):
        model = burn_ins.take(case, "seed", burnt_in)
        known = {agent.unique_id for kind in model.agents_by_type.values() for agent in kind}
        model.set_modes("one_plus_two_per_park", {})
        model.step()
        numbers = [agent.unique_id for kind in model.agents_by_type.values() for agent in kind]
        assert len(set(numbers)) == len(numbers), take
        # A body that is founded at adoption takes no number that another one has had.
        assert not {body.unique_id for body in model.bodies} & known, take


def test_what_is_asked_for_often_is_kept_and_each_taker_gets_one_of_its_own() -> None:
    made = []

    def burn_in() -> list[int]:
        made.append(0)
        return [7]

    burn_ins = BurnIns()
    found = [burn_ins.take(None, "seed 1", burn_in) for _ in range(5)]
    assert found == [[7]] * 5
    assert len(made) == 3
    found[4].append(8)
    assert burn_ins.take(None, "seed 1", burn_in) == [7]


def test_no_more_is_kept_than_may_be() -> None:
    made: list[str] = []

    def of(name: str) -> bytes:
        made.append(name)
        return bytes(1_000)

    burn_ins = BurnIns(most_bytes=2_500)
    for name in "abc":
        for _ in range(3):
            burn_ins.take(None, name, lambda name=name: of(name))  # type: ignore[misc]
    made.clear()
    for name in "cba":  # the one that was asked for longest ago had to go
        burn_ins.take(None, name, lambda name=name: of(name))  # type: ignore[misc]
    assert made == ["a"]


def test_threads_share_what_is_kept() -> None:
    burn_ins = BurnIns()
    together = Barrier(4)

    def burn_in() -> list[int]:
        together.wait(timeout=60)  # all of them find nothing kept, each time
        return [7]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: burn_ins.take(None, "seed 1", burn_in), range(4))) == [[7]] * 4
    assert burn_ins.take(None, "seed 1", lambda: [8]) == [7]
