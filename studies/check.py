"""Check a file that a person wrote, whatever it describes."""

import os
from pathlib import Path

from crosspark.governance import yamlfile
from crosspark.governance.mode import Mode, load_mode
from crosspark.model.case import Scenario
from crosspark.scenarios.loader import load_scenario

#: The keys at the top of a mode's file; those of a scenario's file are the scenario's fields.
_MODE_KEYS = frozenset({"title", "description", "kind", "clauses", "parameters"})


def check_file(file: str | Path) -> tuple[str, Scenario | Mode]:
    """Return whether a file describes a ``scenario`` or a ``mode``, and what it describes.

    Raises
    ------
    BadInput
        If something in it is wrong: file, line, field, value and what would be right.
    """
    keys = yamlfile.load(file).data.keys()
    # A misspelt key among right ones must not turn a mode into a scenario, so the most keys decide.
    if len(keys & _MODE_KEYS) > len(keys & Scenario.model_fields.keys()):
        return "mode", load_mode(Path(file))
    # The loader takes a bare word as a name of the library; a file to check is a file.
    return "scenario", load_scenario(os.path.join(".", file))
