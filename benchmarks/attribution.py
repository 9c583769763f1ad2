"""Exact attribution over the ten families: runs per second, and how long all 16,384 of its runs would take.

The study runs every one of 1,024 coalitions 16 times, each for 10 years of Wenjiang. Here an even part of its
coalitions is run once, in this process and on all cores, after workers and kernels are warm; the rest follows
by proportion. What is computed from the runs (values, pairs, intervals of one indicator) is timed in full.
"""

import os
import time
from dataclasses import replace

import numpy as np
from timing import parser, seconds, show

from crosspark.governance.mode import load_mode
from crosspark.scenarios import load_scenario
from crosspark.studies.attribution import players_of
from crosspark.studies.design import Design
from crosspark.studies.entries import entries_of
from crosspark.studies.shapley import bootstrap, interactions, shapley
from crosspark.studies.sweep import sweep

COALITIONS, REPLICATES = 1_024, 16


def part_of(count: int, years: int) -> Design:
    """Return the design of `count` coalitions, evenly spaced from none of the families to all."""
    case, old, new = load_scenario("wenjiang"), load_mode("present"), load_mode("one_plus_two")
    players = players_of("families", new, old)
    masks = np.linspace(0, COALITIONS - 1, count).astype(int).tolist()
    points = tuple(
        {
            f"clauses.{clause}": (new if mask >> place & 1 else old).clauses.get(clause, 0.0)
            for place, player in enumerate(players)
            for clause in player.clauses
        }
        for mask in masks
    )
    design = Design.of({"scenario": case, "modes": [new], "points": [{}], "years": years})
    return replace(design, entries=entries_of(case, [], new), points=points)


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--runs", type=int, default=64, help="coalitions that are run")
    options.add_argument("--years", type=int, default=10)
    given = options.parse_args()
    design = part_of(given.runs, given.years)
    all_runs, cores = COALITIONS * REPLICATES, os.cpu_count() or 1
    rows = []
    for name, jobs in (("this process", 1), (f"{cores} cores", -1)):
        sweep(replace(design, points=design.points[:8]), jobs=jobs, quiet=True)
        processor = time.process_time()
        took = seconds(lambda jobs=jobs: sweep(design, jobs=jobs, quiet=True))
        processor = time.process_time() - processor
        rows.append(
            {"where": name, "runs/s": len(design) / took, "all, min": took / 60 * all_runs / len(design)}
        )
        if jobs == 1:
            # What other work on the machine takes is left out of the processor's time.
            rate = cores * len(design) / processor
            idle = {
                "where": f"{cores} cores with no other work",
                "runs/s": rate,
                "all, min": all_runs / rate / 60,
            }
    # Any numbers do: what is timed does not depend on them.
    worth = np.sin(np.arange(float(COALITIONS * REPLICATES))).reshape(COALITIONS, REPLICATES)
    works = {
        "values with intervals": lambda: bootstrap(shapley(worth).T[np.newaxis]),
        "pairs with intervals": lambda: bootstrap(np.moveaxis(interactions(worth), -1, 0)[np.newaxis]),
    }
    computed = [{"of one indicator": name, "seconds": seconds(work)} for name, work in works.items()]
    title = f"{given.runs} of {all_runs:,} runs of {given.years} years"
    show({title: [*rows, idle], "What follows them": computed}, given.json)


if __name__ == "__main__":
    main()
