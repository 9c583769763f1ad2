"""One 10-year run of Wenjiang beside Mesa's own Boltzmann wealth example, and the phases of a run.

The runs are timed in turn in one process, scenario and modes loaded once, kernels compiled.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from timing import AGENTS, STEPS, boltzmann, interleaved, medians, parser, ratio, show

from crosspark.governance.mode import load_mode
from crosspark.model import district, economy
from crosspark.model import preparation as prep
from crosspark.model.district import DistrictModel, release
from crosspark.model.schedule import PROCESSES
from crosspark.scenarios import load_scenario

MODES = ("present", "one_plus_two")
#: Within processes: module, and the name of the kernel that takes most of their time.
KERNELS: dict[str, tuple[Any, str]] = {
    "of which the kernel of preparation": (prep, "prepare_days"),
    "of which the kernel of production": (economy, "produce"),
}


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Add up in `spent` the seconds within each process of the month while the context lasts."""

    def wrapped(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name] += time.perf_counter() - begun

        return call

    kernels = {name: getattr(owner, attribute) for name, (owner, attribute) in KERNELS.items()}
    district.PROCESSES = tuple(p._replace(run=wrapped(p.title_en, p.run)) for p in PROCESSES)
    for name, (owner, attribute) in KERNELS.items():
        setattr(owner, attribute, wrapped(name, kernels[name]))
    try:
        yield
    finally:
        district.PROCESSES = PROCESSES
        for name, (owner, attribute) in KERNELS.items():
            setattr(owner, attribute, kernels[name])


def phases(case: Any, mode: Any, repeats: int) -> dict[str, float]:
    """Return seconds of a run by phase, the means over `repeats` seeds."""
    spent: dict[str, float] = defaultdict(float)
    for seed in range(repeats):
        begun = time.perf_counter()
        model = DistrictModel(case, mode, rng=seed)
        spent["founding"] += time.perf_counter() - begun
        begun = time.perf_counter()
        with timed(spent):
            while model.month < model.months:
                model.step()
        spent["all months"] += time.perf_counter() - begun
        begun = time.perf_counter()
        model.result()
        spent["result"] += time.perf_counter() - begun
        release(model)
    return {name: value / repeats for name, value in spent.items()}


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--repeats", type=int, default=9)
    given = options.parse_args()
    case = load_scenario("wenjiang")
    modes = {name: load_mode(name) for name in MODES}
    works: dict[str, Callable[[], object]] = {"Mesa Boltzmann": boltzmann}
    for name, mode in modes.items():
        works[f"wenjiang, {name}"] = lambda mode=mode: district.simulate(case, mode, seed=1)
    times = interleaved(works, given.repeats)
    middle = medians(times)
    whole = [
        {
            "work": name,
            "seconds": middle[name],
            "fastest": min(times[name]),
            "Mesa takes … times as long": ratio(times, "Mesa Boltzmann", name),
        }
        for name in works
    ]
    by_mode = {name: phases(case, mode, 3) for name, mode in modes.items()}
    order = ["founding", *(p.title_en for p in PROCESSES), *KERNELS, "all months", "result"]
    parts = []
    for phase in order:
        row: dict[str, Any] = {"phase": phase}
        for name, spent in by_mode.items():
            all_in = spent["founding"] + spent["all months"] + spent["result"]
            row[f"{name}, ms"] = 1000 * spent.get(phase, 0.0)
            row[f"{name}, %"] = 100 * spent.get(phase, 0.0) / all_in
        parts.append(row)
    mark = f"One run of 10 years, and Mesa's Boltzmann wealth example ({AGENTS} agents, {STEPS} steps)"
    show({mark: whole, "Phases of a run": parts}, given.json)


if __name__ == "__main__":
    main()
