"""Check a file that a person wrote, whatever it describes."""

import os
from pathlib import Path

from crosspark.governance import modefile, yamlfile
from crosspark.governance.mode import Mode, load_mode
from crosspark.model.case import Scenario
from crosspark.scenarios.loader import load_scenario


def check_file(file: str | Path) -> tuple[str, Scenario | Mode]:
    """Return whether a file describes a ``scenario`` or a ``mode``, and what it describes.

    Raises
    ------
    BadInput
        If something in it is wrong: file, line, field, value and what would be right.
    """
    if modefile.kind_of(yamlfile.load(file)) == "mode":
        return "mode", load_mode(Path(file))
    # The loader takes a bare word as a name of the library; a file to check is a file.
    return "scenario", load_scenario(os.path.join(".", file))
