"""The stored study of the clauses, which ships with the package; read by the standard library alone."""

import csv
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from crosspark.model.indicators import INDICATORS

FOLDER = Path(__file__).with_name("stored")

#: What makes the stored study anew.
COMMAND = "python docs/make_clauses.py"

_TABLE, _MANIFEST = "clauses.csv", "clauses.json"


@dataclass(frozen=True)
class Size:
    """How far something moves one indicator, over replicates that share their random numbers.

    Attributes
    ----------
    subject : str
        A clause, a group of clauses, a mode or a scenario.
    setting : str
        What is set against what: a key of `crosspark.studies.clause_study.SETTINGS`.
    indicator : str
    mean, low, high : float
        Mean difference and its 95 % interval of chance, in `unit`; nan where nothing could be paired.
    pairs : int
        Replicates in which both sides have a value.
    baseline : float
        Mean of what is set against, in `unit`.
    unit : str
    """

    subject: str
    setting: str
    indicator: str
    mean: float
    low: float
    high: float
    pairs: int
    baseline: float
    unit: str

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out zero; an unknown one does not."""
        return self.low > 0 or self.high < 0


_COLUMNS = [field.name for field in fields(Size)]


def write(sizes: Sequence[Size], manifest: dict[str, Any], folder: Path = FOLDER) -> None:
    """Write the sizes, in four figures, and the manifest. The same study writes the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _TABLE).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(_COLUMNS)
        for size in sizes:
            out.writerow([f"{cell:.4g}" if isinstance(cell, float) else cell for cell in astuple(size)])
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / _MANIFEST).write_text(text, encoding="utf-8")


def sizes(subject: str | None = None, folder: Path = FOLDER) -> list[Size]:
    """Return what is stored, of one subject or of all, in the order of the study; nothing before it ran."""
    if not (folder / _TABLE).exists():
        return []
    with (folder / _TABLE).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [_size(row) for row in rows if subject in (None, row["subject"])]


def _size(row: dict[str, str]) -> Size:
    return Size(
        subject=row["subject"],
        setting=row["setting"],
        indicator=row["indicator"],
        mean=float(row["mean"]),
        low=float(row["low"]),
        high=float(row["high"]),
        pairs=int(row["pairs"]),
        baseline=float(row["baseline"]),
        unit=row["unit"],
    )


def manifest(folder: Path = FOLDER) -> dict[str, Any]:
    """Return what the stored study was made of."""
    found: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    return found


def largest(found: Sequence[Size], count: int = 5) -> list[str]:
    """Return the indicators that a clause moves most against their size, emergent and beyond chance.

    Parameters
    ----------
    found : sequence of Size
        Of one clause.
    count : int
        At most that many.
    """
    by_indicator: dict[str, float] = {}
    for size in found:
        emergent = size.subject not in INDICATORS[size.indicator].wired_by
        if size.setting in ("alone", "missing") and emergent and size.beyond_chance and size.baseline:
            against = abs(size.mean / size.baseline)
            by_indicator[size.indicator] = max(against, by_indicator.get(size.indicator, 0.0))
    return sorted(by_indicator, key=lambda indicator: -by_indicator[indicator])[:count]
