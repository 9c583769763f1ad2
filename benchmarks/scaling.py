"""How time and memory grow with the enterprises of a district, from Wenjiang's own 520 to a million.

An enterprise-month is a month of an enterprise in the district: one that signed, builds or operates. Founding
the district and its result are told apart from its months. Each size runs in a process of its own.
Columns: "ns a month" and the two of bytes are for each enterprise; "Mesa ×" is how many times as long an
agent-step of Mesa's Boltzmann example takes, timed in the same process; "leads drawn" is the share of the
leads that the scenario asks for (about 1, or the district is not the one that is meant).
"""

import gc
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from districts import INCUMBENTS, mode_for, scaled
from timing import AGENTS, STEPS, boltzmann, exponent, parser, resident, seconds, show

from crosspark.agents.enterprise import EXPANDING, SIGNED
from crosspark.model.district import DistrictModel, release

#: Enterprises at the start, and months: fewer where a month takes long.
SIZES = {1_000: 144, 10_000: 96, 100_000: 48, 1_000_000: 12}


def bytes_of(model: DistrictModel) -> dict[str, int]:
    """Return what the state of enterprises and projects takes, without the record of what happened."""
    room = model.room
    # Whatever arrays a room holds: a change of its tables must not escape this.
    tables = {name: table.nbytes for name, table in vars(room).items() if isinstance(table, np.ndarray)}
    return {
        "rows": model.enterprises.nbytes,
        "leads by month": sum(rows.nbytes for rows in model.arrivals),
        **{f"room: {name}": size for name, size in tables.items() if size > 1000},
    }


def measure(size: int, months: int, mode_name: str) -> dict[str, Any]:
    """Run one size and return its figures."""
    before = DistrictModel(scaled(1), mode_for(mode_name, 1), rng=0, years=1, adopt=0)
    before.run()  # machine code is loaded
    release(before)
    del before
    boltzmann()
    gc.collect()
    yardsticks = []
    k = size / INCUMBENTS
    case, mode = scaled(k), mode_for(mode_name, k)
    lowest = resident()
    begun = time.perf_counter()
    model = DistrictModel(case, mode, rng=0, years=months // 12, adopt=0)
    founding = time.perf_counter() - begun
    lived = 0
    spent = []
    for month in range(months):
        # The yardstick is taken in between, so that both meet the same noise.
        if month % (months // 6) == 0:
            yardsticks.append(seconds(boltzmann))
            gc.collect()  # or resident memory would count the yardstick's
        spent.append(seconds(model.step))
        stage = model.enterprises["stage"]
        lived += int(((stage >= SIGNED) & (stage <= EXPANDING)).sum())
    taken = resident() - lowest
    ending = seconds(model.result)
    alive = lived / months
    stage = model.enterprises["stage"]
    now = int(((stage >= SIGNED) & (stage <= EXPANDING)).sum())
    held = bytes_of(model)
    per_month = sum(spent) / lived
    yardstick = statistics.median(yardsticks) / (AGENTS * STEPS)
    return {
        "at the start": size,
        "mean": round(alive),
        "months": months,
        "leads drawn": sum(len(rows) for rows in model.arrivals) / (case.demand.leads / 12 * months),
        "founding, s": founding,
        "months, s": sum(spent),
        "result, s": ending,
        "ns a month": 1e9 * per_month,
        "Mesa ×": yardstick / per_month,
        "Mesa ×, whole run": yardstick / ((founding + sum(spent) + ending) / lived),
        "state, B": sum(held.values()) / now,
        "state a row, B": sum(held.values()) / len(model.enterprises),
        "resident, B": taken / now,
        "held": {name: size / now for name, size in held.items()},
        "in preparation": int((model.room.slots["state"] == 2).sum()),
    }


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--largest", type=int, default=1_000_000)
    options.add_argument("--mode", default="present")
    options.add_argument("--size", type=int, help="this size alone, in this process")
    given = options.parse_args()
    if given.size:
        print(json.dumps(measure(given.size, SIZES[given.size], given.mode)))
        return
    rows = []
    for size in SIZES:
        if size <= given.largest:
            command = [sys.executable, str(Path(__file__)), "--size", str(size), "--mode", given.mode]
            rows.append(
                json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            )
    sizes = [row["mean"] for row in rows]
    a_month = [row["ns a month"] * row["mean"] for row in rows]
    all_in = [(row["founding, s"] + row["months, s"] + row["result, s"]) / row["months"] for row in rows]
    memory = [{"at the start": row["at the start"], **row.pop("held")} for row in rows]
    growth = []
    if len(rows) > 1:
        growth = [
            {"cost": "months", "exponent, all sizes": exponent(sizes, a_month),
             "exponent, two largest": exponent(sizes[-2:], a_month[-2:])},
            {"cost": "whole run, per month", "exponent, all sizes": exponent(sizes, all_in),
             "exponent, two largest": exponent(sizes[-2:], all_in[-2:])},
        ]  # fmt: skip
    names = {name for row in memory for name in row}
    memory = [{name: row.get(name, 0.0) for name in sorted(names)} for row in memory]
    show(
        {
            f"Districts of wenjiang times k under {given.mode}": rows,
            "Growth (1: linear)": growth,
            "State, bytes per enterprise": memory,
        },
        given.json,
    )


if __name__ == "__main__":
    main()
