"""Kernels: where they stand, how much they are, and that compiling ahead compiles all of them."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from crosspark.model.kernel import JIT, KERNEL_MODULES

ROOMS = Path(__file__).resolve().parents[1]

WARM = """
from crosspark.model.kernel import CACHE_FOLDER, warm

if __name__ == "__main__":
    warm()
    ahead = sorted(path.name for path in CACHE_FOLDER.rglob("*.nbc"))
    import crosspark.scenarios
    from crosspark.model.district import simulate

    for mode in ("present", "one_plus_two"):
        simulate("two_parks", mode, seed=1, years=2)
    after = sorted(path.name for path in CACHE_FOLDER.rglob("*.nbc"))
    assert ahead, "nothing was compiled ahead"
    assert ahead == after, sorted(set(after) - set(ahead))
"""


def test_no_kernel_stands_where_the_cache_does_not_look():
    holders = {
        path.relative_to(ROOMS).with_suffix("").as_posix().replace("/", ".")
        for room in ("agents", "model", "studies", "governance", "scenarios", "views")
        for path in (ROOMS / room).rglob("*.py")
        if re.search(r"^\s*@kernel\b|numba\.(njit|jit)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert {f"crosspark.{name}" for name in holders} <= set(KERNEL_MODULES)
    assert all(find_spec(name) is not None for name in KERNEL_MODULES)


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_what_is_compiled_ahead_is_all_that_a_run_needs(tmp_path):
    script = tmp_path / "warm.py"
    script.write_text(WARM, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "CROSSPARK_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
