"""Calibrate wenjiang to the published facts, store the sets that are left, and write docs/calibration.md.

Run as ``python docs/make_calibration.py``; with ``--out FOLDER`` it goes on where an earlier call was ended.
``python docs/make_calibration.py --page`` writes the page again without a run.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crosspark.governance import units
from crosspark.studies.sets import COMMAND, write_sets
from crosspark.studies.stored import FOLDER
from crosspark.views.calibration import Calibration
from crosspark.views.plain import records
from crosspark.views.text import number

HERE = Path(__file__).parent
SCENARIO = "wenjiang"
TARGETS = HERE / "data" / "wenjiang_targets.yaml"

#: What the facts may speak of; chosen, with their bundled ranges, before the first run.
VARY = (
    "demand.leads",
    "demand.outside_value",
    "demand.admission",
    "demand.loose_share",
    "economy.consent_hazard",
    "economy.withdrawal_hazard",
    "economy.build_months",
    "economy.exit_hazard",
    "handover.days",
    "procedures.E3.own_days",
    "segments.pharma.output",
    "budgets.quota_per_year",
)

#: Ruled-out sets that the page shows.
_MOST = 12

DESIGN: dict[str, Any] = {"vary": VARY, "size": 64, "replicates": 2, "waves": 2, "seed": 1}


def main() -> None:
    """Run the calibration unless only the page is wanted, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="keep runs in a folder, and go on from there")
    parser.add_argument("--jobs", type=int, default=-1)
    parser.add_argument("--page", action="store_true", help="write the page from what is stored")
    given = parser.parse_args()
    if not given.page:
        found = Calibration.of(SCENARIO, TARGETS, **DESIGN, out=given.out, jobs=given.jobs)
        data = found.to_data()
        sets, points = data.pop("sets"), found.points()
        data["ruled_out"] = records(points[points["ruled_out"]].drop(columns="ruled_out"))
        write_sets(SCENARIO, sets, {"command": COMMAND, "targets_sha256": digest(), **data})
    made = json.loads((FOLDER / f"{SCENARIO}_sets.json").read_text(encoding="utf-8"))
    (HERE / "calibration.md").write_text(written(made), encoding="utf-8")


def digest() -> str:
    """Return the SHA-256 of the targets."""
    return hashlib.sha256(TARGETS.read_bytes()).hexdigest()


def written(made: Mapping[str, Any]) -> str:
    """Return the page: how to calibrate, and what came of wenjiang."""
    text = (HERE / "calibration.in.md").read_text(encoding="utf-8")
    waves, stands = made["waves"], made["stands_implausible"]
    missed = max(made["targets"], key=lambda row: row["stands_implausible"])
    unknown = [row for row in made["parameters"] if not row["identified"]]
    sides = [row for row in made["targets"] if not row["low"] <= row["observed"] <= row["high"]]
    return text.format(
        command=made["command"],
        points=sum(wave["points"] for wave in waves),
        kept=sum(wave["not_ruled_out"] for wave in waves),
        out=sum(wave["points"] - wave["not_ruled_out"] for wave in waves),
        replicates=made["replicates"],
        years=made["years"],
        parameters=len(made["parameters"]),
        unknown=len(unknown),
        narrowed=len(made["parameters"]) - len(unknown),
        targets=len(made["targets"]),
        rule=sum(row["rules_out"] > 0 for row in made["targets"]),
        beside=len(sides),
        beside_titles="; ".join(row["title_en"] for row in sides),
        beside_titles_zh="、".join(row["title_zh"] for row in sides),
        stands=number(stands),
        inside="not ruled out" if stands <= made["cutoff"] else "ruled out",
        inside_zh="未被排除" if stands <= made["cutoff"] else "被排除",
        missed=missed["title_en"],
        missed_zh=missed["title_zh"],
        table_of_targets=_targets(made),
        table_of_ruled_out=_ruled_out(made),
        table_of_parameters=_parameters(made),
        answer="\n".join(f"> {line}" for line in made["answer"]["en"].splitlines()),
        answer_zh="\n".join(f"> {line}" for line in made["answer"]["zh"].splitlines()),
    )


def _targets(made: Mapping[str, Any]) -> str:
    lines = [
        "| target 目標 | mode | observed | points give, 5–95 % | as it stands | implausibility | rules out |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in made["targets"]:
        shown = {
            key: units.show(row[key], row["unit"]) for key in ("observed", "apart", "low", "high", "stands")
        }
        cells = [
            f"{row['title_en']} {row['title_zh']}",
            row["mode"],
            f"{shown['observed']} ± {shown['apart']}",
            f"{shown['low']} … {shown['high']}",
            shown["stands"],
            number(row["stands_implausible"]),
            f"{row['rules_out']} of {made['waves'][0]['points']}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _ruled_out(made: Mapping[str, Any]) -> str:
    """Return the sets that are ruled out, by the figures that say how many projects and enterprises come."""
    shown = ("demand.leads", "demand.outside_value", "demand.admission", "economy.exit_hazard")
    unit = {row["path"]: row["unit"] for row in made["parameters"]}
    lines = [
        f"| {' | '.join(f'`{path}`' for path in shown)} | misses most | implausibility |",
        "|---" * 6 + "|",
    ]
    for row in sorted(made["ruled_out"], key=lambda row: -row["implausible"])[:_MOST]:
        cells = [*(units.show(row[path], unit[path]) for path in shown), row["target"]]
        lines.append(f"| {' | '.join(cells)} | {number(row['implausible'])} |")
    return "\n".join(lines)


def _parameters(made: Mapping[str, Any]) -> str:
    lines = ["| parameter | title | range | as it stands | left | identified |", "|---" * 6 + "|"]
    for row in made["parameters"]:
        shown = {
            key: units.show(row[key], row["unit"])
            for key in ("low", "high", "stands", "left_low", "left_high")
        }
        left = f"{shown['left_low']} … {shown['left_high']}" if row["identified"] else "all of it"
        lines.append(
            f"| `{row['path']}` | {row['title_en']} {row['title_zh']} | {shown['low']} … {shown['high']} | "
            f"{shown['stands']} | {left} | {'yes' if row['identified'] else 'no'} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
