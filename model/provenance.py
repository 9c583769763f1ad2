"""Where a result comes from: versions of what shaped it, and the commit of the source that ran."""

import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("crosspark", "numpy", "numba", "mesa", "scipy", "pandas")


@cache
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
