"""Write docs/liveness.md: what each field of the institution moves, and how busy each server is.

Run as ``python docs/make_liveness.py``.
"""

from pathlib import Path

import numpy as np

import crosspark as cp
from crosspark.governance.fields import FIELDS
from crosspark.governance.units import show
from crosspark.model.indicators import INDICATORS
from crosspark.studies.liveness import CARRIERS, liveness
from crosspark.studies.utilisation import utilisation_against_target

INTRO = """# Is every rule alive? 每條規則都起作用嗎

Made by `python docs/make_liveness.py`; the tests hold that no line is empty.

Each field of the institution is moved from the low to the high end of its range, after all clauses of
`one_plus_two` have acted on `wenjiang` (seed 1, three years after adoption; longer where noted), with common
random numbers: what differs, differs for this field. *Moved* counts the indicators that differ at all; the
three that differ most against their size follow. It says that a mechanism reads the field, not that the field
matters much.

| field | from | to | moved | most | besides |
|---|---|---|---|---|---|
"""

SERVERS = """
## How busy is each server? 各經辦單位的忙碌程度

Share of its workers' time at work under `present` in `wenjiang`, mean over {n} seeds and ten years, and the
target that its speed follows from.

| server | target | came out |
|---|---|---|
"""


def main() -> None:
    """Write the page."""
    lines = [INTRO]
    case = cp.load_scenario("wenjiang")
    for row in liveness(case):
        field = FIELDS[row.path]
        ends = [
            str(end) if isinstance(end, str) else show(end, field.unit, "en") for end in (row.low, row.high)
        ]
        most = ", ".join(f"{INDICATORS[name].title_en} {INDICATORS[name].title_zh}" for name in row.moved[:3])
        besides, years = CARRIERS.get(row.path, ({}, 3))
        note = "; ".join(f"{path} = {value}" for path, value in besides.items())
        if years != 3:
            note += f"{'; ' if note else ''}{years} years"
        lines.append(f"| {row.path} | {ends[0]} | {ends[1]} | {len(row.moved)} | {most} | {note} |\n")
    seeds = range(1, 9)
    lines.append(SERVERS.format(n=len(seeds)))
    found = [utilisation_against_target(case, seed) for seed in seeds]
    for name, (target, _) in found[0].items():
        came = float(np.mean([row[name][1] for row in found]))
        lines.append(f"| {name} | {target:.2f} | {came:.2f} |\n")
    Path(__file__).with_name("liveness.md").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
