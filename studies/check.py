"""Check a file that a person wrote, whatever it describes."""

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from crosspark.governance import catalogue, modefile, yamlfile
from crosspark.governance.mode import Mode, load_mode
from crosspark.model.case import Scenario
from crosspark.scenarios.loader import load_scenario

if TYPE_CHECKING:
    from crosspark.studies.design import Design
    from crosspark.studies.sweep import Sweep


def check_file(file: str | Path) -> "tuple[str, Scenario | Mode | Design | Sweep]":
    """Return what a file describes: a ``scenario``, a ``mode`` or a ``design``; a folder, a ``study``.

    Raises
    ------
    BadInput
        If something in it is wrong: file, line, field, value and what would be right.
    """
    if Path(file).is_dir():
        from crosspark.studies.sweep import Sweep

        return "study", Sweep.load(file)
    document = yamlfile.load(file)
    from crosspark.studies.design import KEYS, Design

    if 2 * len(document.data.keys() & set(KEYS)) > len(document.data):
        return "design", Design.of(file)
    if modefile.kind_of(document) == "mode":
        return "mode", load_mode(Path(file))
    # The loader takes a bare word as a name of the library; a file to check is a file.
    return "scenario", load_scenario(os.path.join(".", file))


def grades_of(found: Scenario | Mode) -> Counter[str]:
    """Return how many figures that a file sets, itself or by what it extends or names, have each grade.

    A scenario's are all its figures; a mode's are its own parameters and those of its clauses.
    """
    if isinstance(found, Scenario):
        return Counter(fact.grade for fact in found.facts)
    rows = catalogue.parameter_rows(found)
    return Counter(
        str(row["grade"])
        for row in rows
        if row["path"] in found.parameters or str(row["path"]).startswith("clauses.")
    )
