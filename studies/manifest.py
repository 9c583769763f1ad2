"""What one needs to run a study again: versions, hashes of what went in, and the plan of seeds."""

import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosspark.studies.jobs import seed_of

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison

_PACKAGES = ("crosspark", "numpy", "numba", "mesa", "scipy", "pandas")


def manifest_of(comparison: "Comparison") -> dict[str, Any]:
    """Return the manifest of a comparison. It holds no clock: the same study writes the same bytes."""
    replicates = comparison.replicates
    return {
        "study": "compare",
        "versions": versions(),
        "git": git_commit(),
        "scenario": {"id": comparison.scenario.id, "sha256": comparison.scenario.digest},
        "modes": {
            label: {park: {"id": mode.id, "sha256": mode.digest} for park, mode in entry.by_park.items()}
            for label, entry in comparison.entries.items()
        },
        "baseline": comparison.baseline,
        "fair": comparison.fair,
        "years": comparison.years,
        "overrides": {path: str(value) for path, value in comparison.overrides.items()},
        "seeds": {
            "seed": comparison.seed,
            "replicates": replicates,
            "rule": "upper 53 bits of blake2b('seed:replicate', 8 bytes, little endian); one for all modes",
            "by_replicate": [seed_of(comparison.seed, replicate) for replicate in range(replicates)],
        },
        "runs": {"finished": len(comparison.outcomes), "failed": len(comparison.failed)},
    }


def versions() -> dict[str, str]:
    """Return the versions that shape a result: Python and the packages beneath the model."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


@cache
def git_commit() -> str | None:
    """Return the commit of the source that runs, with ``+`` where it was changed; None outside a checkout."""
    here = Path(__file__).resolve()
    try:
        # An installed copy may lie inside some other project's checkout, whose commit says nothing.
        _git(here.parent, "ls-files", "--error-unmatch", here.name)
        commit = _git(here.parent, "rev-parse", "HEAD")
        changed = _git(here.parent, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return None
    return commit + ("+" if changed else "")


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
