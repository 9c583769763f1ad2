"""What a person waits for, as whole processes: the command's help and lists, the first comparison, the next.

The first comparison runs with an empty cache folder, so its time includes compiling the kernels.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timing import parser, show

HELP, LIST = ["--help"], ["list", "modes"]
COMPARE = ["compare", "--replicates", "16", "--quiet"]
NEXT = tuple((f"the next comparison, {n} of 3", 8.0, 4.0) for n in (1, 2, 3))


def processor() -> float:
    """Return the processor seconds of the finished child processes: less moved by others than wall time."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
                "processor, s": "",
            }
            for name, values in times.items()
        ]
        if not given.no_compare:
            # Once with an empty cache; the later ones with what it left there.
            for name, mark, goal in (("first comparison, empty cache", 60.0, 25.0), *NEXT):
                before = processor()
                took = wall(COMPARE, folder)
                rows.append(
                    {
                        "command": name,
                        "seconds": took,
                        "mark": mark,
                        "goal": goal,
                        "processor, s": processor() - before,
                    }
                )
    show({"Whole processes": rows}, given.json)


if __name__ == "__main__":
    main()
