"""The kernels alone, on a district of ten thousand enterprises, against the bandwidth of memory.

The floor is the time in which a plain copy would move the bytes that the kernel must read and write.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
from districts import INCUMBENTS, mode_for, scaled
from timing import copy_bandwidth, parser, seconds, show

from crosspark.agents.enterprise import EXPANDING, OPERATING
from crosspark.model import economy, projects, records
from crosspark.model import preparation as prep
from crosspark.model.district import DistrictModel, release


def watch(
    owner: Any, name: str, sizes: Callable[..., dict[str, float]], found: list[dict[str, float]]
) -> None:
    """Note for every call of a kernel how long it took and how much it had before it."""
    kernel = getattr(owner, name)

    def call(*args: Any) -> Any:
        noted = sizes(*args)
        result: list[Any] = []
        noted["seconds"] = seconds(lambda: result.append(kernel(*args)))
        found.append(noted)
        return result[0]

    setattr(owner, name, call)


def of_produce(rows: Any, *_: Any) -> dict[str, float]:
    at_work = (rows["stage"] == OPERATING) | (rows["stage"] == EXPANDING)
    return {"units": float(at_work.sum()), "bytes": 2.0 * rows.nbytes}


def of_prepare(slots: Any, steps: Any, *rest: Any) -> dict[str, float]:
    active = float((slots["state"] == records.ACTIVE).sum())
    record = slots.dtype.itemsize + steps.dtype.itemsize * steps.shape[1]
    return {"units": active * rest[-1], "bytes": 2.0 * active * record}


def of_attract(rows: Any, leads: Any, *_: Any) -> dict[str, float]:
    return {"units": float(len(leads)), "bytes": 2.0 * len(leads) * rows.dtype.itemsize}


KERNELS = {
    "produce": (economy, "produce", of_produce, "enterprise-month"),
    "prepare_days": (prep, "prepare_days", of_prepare, "project-day"),
    "attract": (projects, "attract", of_attract, "lead"),
}


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--size", type=int, default=10_000, help="enterprises at the start")
    options.add_argument("--months", type=int, default=48)
    given = options.parse_args()
    bandwidth = copy_bandwidth()
    rows = []
    for mode_name in ("present", "one_plus_two"):
        warm = DistrictModel(scaled(1), mode_for(mode_name, 1), rng=0, years=1, adopt=0)
        warm.run()
        release(warm)
        found: dict[str, list[dict[str, float]]] = defaultdict(list)
        kept = [(owner, name, getattr(owner, name)) for owner, name, _, _ in KERNELS.values()]
        for title, (owner, name, sizes, _) in KERNELS.items():
            watch(owner, name, sizes, found[title])
        k = given.size / INCUMBENTS
        model = DistrictModel(scaled(k), mode_for(mode_name, k), rng=0, years=given.months // 12, adopt=0)
        while model.month < model.months:
            model.step()
        for owner, name, kernel in kept:
            setattr(owner, name, kernel)
        release(model)
        for title, (_, _, _, unit) in KERNELS.items():
            calls = [c for c in found[title][given.months // 4 :] if c["units"] > 0]
            each = statistics.median(c["seconds"] / c["units"] for c in calls)
            floor = statistics.median(c["bytes"] / bandwidth / c["units"] for c in calls)
            rows.append(
                {
                    "mode": mode_name,
                    "kernel": title,
                    "per": unit,
                    "mean number": float(np.mean([c["units"] for c in calls])),
                    "ns each": 1e9 * each,
                    "floor, ns": 1e9 * floor,
                    "times the floor": each / floor,
                }
            )
    title = f"Kernels at {given.size:,} enterprises; memory copies {bandwidth / 1e9:.1f} GB/s"
    show({title: rows}, given.json)


if __name__ == "__main__":
    main()
