"""Calibrate wenjiang to the published facts, store the sets that are left, and write docs/calibration.md.

Run as ``python docs/make_calibration.py``; with ``--out FOLDER`` it goes on where an earlier call was ended.
``python docs/make_calibration.py --page`` writes the page again without a run.
"""

from pathlib import Path
from typing import Any

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

DESIGN: dict[str, Any] = {"vary": VARY, "size": 64, "replicates": 2, "waves": 2, "seed": 1}
