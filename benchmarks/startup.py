"""What a person waits for, as whole processes: the command's help and lists, the first comparison, the next.

The first comparison runs with an empty cache folder, so its time includes compiling the kernels.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timing import parser, show

HELP, LIST = ["--help"], ["list", "modes"]
COMPARE = ["compare", "--replicates", "16", "--quiet"]


def wall(arguments: list[str], folder: str) -> float:
    """Run the command and return its wall time."""
    command = Path(sys.executable).with_name("crosspark")
    begun = time.perf_counter()
    subprocess.run(
        [str(command), *arguments], check=True, capture_output=True,
        env={**os.environ, "CROSSPARK_CACHE_DIR": folder},
    )  # fmt: skip
    return time.perf_counter() - begun


def bare() -> float:
    """Return the wall time of a Python that does nothing."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - begun


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--repeats", type=int, default=7)
    options.add_argument("--no-compare", action="store_true", help="leave the comparisons out")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times: dict[str, list[float]] = {"python -c ''": [], "--help": [], "list modes": []}
        for _ in range(given.repeats):
            times["python -c ''"].append(bare())
            times["--help"].append(wall(HELP, folder))
            times["list modes"].append(wall(LIST, folder))
        rows = [
            {
                "command": name,
                "seconds": statistics.median(values),
                "mark": "" if "python" in name else 0.5,
                "goal": "" if "python" in name else 0.3,
            }
            for name, values in times.items()
        ]
        if not given.no_compare:
            rows.append({"command": "first comparison, empty cache", "seconds": wall(COMPARE, folder),
                         "mark": 60.0, "goal": 25.0})  # fmt: skip
            later = [wall(COMPARE, folder) for _ in range(3)]
            rows.append({"command": "the next comparison", "seconds": statistics.median(later),
                         "mark": 8.0, "goal": 4.0})  # fmt: skip
    show({"Whole processes": rows}, given.json)


if __name__ == "__main__":
    main()
