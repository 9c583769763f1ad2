"""Tables as plain data that JSON can hold."""

import math
from typing import Any

import numpy as np
import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a row as a dict, for each row."""
    return [{str(key): plain(value) for key, value in row.items()} for row in frame.to_dict(orient="records")]


def plain(value: Any) -> Any:
    """Return a value that JSON can hold: None for what is missing, because there is no nan in JSON."""
    if value is pd.NA or value is None:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
