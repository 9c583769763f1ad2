"""Cold compile of every kernel on one core, against the budget, and of all in processes as a user meets it.

Ends with exit code 1 above the budget.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from timing import parser, show

BUDGET = 45.0  # seconds on one core


def compile_all() -> dict[str, float]:
    """Compile every group of kernels in this process and return seconds by kernel."""
    from numba.core import event

    class Listener(event.Listener):  # type: ignore[misc]
        def __init__(self) -> None:
            self.own: dict[str, float] = defaultdict(float)
            self.open: list[list[Any]] = []

        def on_start(self, happened: Any) -> None:
            self.open.append([happened.data["dispatcher"], time.perf_counter(), 0.0])

        def on_end(self, happened: Any) -> None:
            dispatcher, begun, inner = self.open.pop()
            took = time.perf_counter() - begun
            # A kernel that calls others has them compiled on the way: their time is theirs.
            self.own[f"{dispatcher.py_func.__module__.split('.')[-1]}.{dispatcher.__name__}"] += took - inner
            if self.open:
                self.open[-1][2] += took

    from crosspark.model import warming

    listener = Listener()
    with event.install_listener("numba:compile", listener):
        for group in warming.GROUPS.values():
            group()
    return dict(listener.own)


def _apart(code: str, folder: str, **more: str) -> tuple[float, str]:
    """Run Python code in a process of its own with a cache folder; return its wall time and output."""
    surroundings = {**os.environ, "CROSSPARK_CACHE_DIR": folder, **more}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=surroundings,
        cwd=Path(__file__).parent,
    )  # fmt: skip
    return time.perf_counter() - begun, done.stdout


def main() -> int:
    options = parser(__doc__)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        code = "import json, compile; print(json.dumps(compile.compile_all()))"
        alone, text = _apart(code, folder)
        by_kernel: dict[str, float] = json.loads(text)
        again, text = _apart(code, folder)
        left = json.loads(text)
    with tempfile.TemporaryDirectory() as folder:
        together, _ = _apart("from crosspark.model.warming import warm; warm()", folder)
    total = sum(by_kernel.values())
    kernels = [
        {"kernel": name, "seconds": value, "%": 100 * value / total}
        for name, value in sorted(by_kernel.items(), key=lambda item: -item[1])
    ]
    verdict = "within" if total <= BUDGET else "ABOVE"
    whole = [
        {
            "what": f"compile, all kernels on one core ({verdict} the budget of {BUDGET:.0f} s)",
            "seconds": total,
        },
        {"what": "the process that did it, imports included", "seconds": alone},
        {"what": "the same process from the cache", "seconds": again},
        {"what": "warm(), in its processes", "seconds": together},
        {"what": "kernels still compiled from the cache (must be none)", "seconds": float(len(left))},
    ]
    show({"Cold compile": whole, "By kernel": kernels}, given.json)
    return 1 if total > BUDGET or left else 0


if __name__ == "__main__":
    sys.exit(main())
