"""The decorator of compiled functions, and where their machine code is kept.

Numba does not notice that a function called from another file has changed: it would run the old
machine code with plausible numbers. So the cache folder is keyed by a hash of every kernel source
and of the versions that shape machine code.
"""

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import config

Function = TypeVar("Function", bound=Callable[..., Any])

#: The modules that hold kernels. A test refuses a kernel elsewhere.
KERNEL_MODULES = (
    "crosspark.agents.enterprise",
    "crosspark.model.kernel",
    "crosspark.model.randomness",
    "crosspark.model.records",
    "crosspark.model.attraction",
    "crosspark.model.leads",
    "crosspark.model.ledger",
    "crosspark.model.preparation",
    "crosspark.model.production",
    "crosspark.model.screening",
)

JIT = not config.DISABLE_JIT


def cache_folder() -> Path:
    """Return the folder for machine code of exactly these sources on exactly this machine."""
    digest = hashlib.sha256()
    for module in KERNEL_MODULES:
        spec = find_spec(module)
        if spec is not None and spec.origin is not None:
            digest.update(Path(spec.origin).read_bytes())
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(version(package).encode())
    digest.update(sys.version.encode())
    digest.update(f"{platform.machine()} {config.CPU_NAME or ''}".encode())
    home = os.environ.get("CROSSPARK_CACHE_DIR")
    root = Path(home) if home else _user_cache() / "crosspark"
    return root / f"kernels-{digest.hexdigest()[:16]}"


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    # An empty variable counts as none, as the XDG specification says.
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def usable_folder(wanted: Path) -> Path:
    """Return the folder if files can be written there, or one among the temporary files."""
    for folder in (wanted, _temporary_root() / wanted.name):
        try:
            _probe(folder)
        except OSError:
            continue
        return folder
    # Processes that this one starts must find the same folder.
    os.environ["CROSSPARK_CACHE_DIR"] = root = tempfile.mkdtemp(prefix="crosspark-")
    return Path(root) / wanted.name


def _temporary_root() -> Path:
    return Path(tempfile.gettempdir()) / f"crosspark-{getattr(os, 'getuid', int)()}"


def _probe(folder: Path) -> None:
    if folder.parent == _temporary_root():
        # Machine code is run: a folder that somebody else put among the temporary files is not used.
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        if hasattr(os, "getuid") and folder.parent.lstat().st_uid != os.getuid():
            raise PermissionError(folder.parent)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass


#: Where machine code was to be kept, and where it is: elsewhere if nothing can be written there.
WANTED_FOLDER = cache_folder()
CACHE_FOLDER = usable_folder(WANTED_FOLDER) if JIT else WANTED_FOLDER


def kernel(function: Function) -> Function:
    """Compile `function` on first use and keep the machine code in our own cache folder.

    With ``NUMBA_DISABLE_JIT=1`` the function stays plain Python: to debug, and to measure coverage.
    """
    before = config.CACHE_DIR
    config.CACHE_DIR = str(CACHE_FOLDER)
    try:
        compiled: Function = numba.njit(cache=True, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = before
    return compiled


def warm(progress: bool = False) -> bool:
    """Compile all kernels that are not compiled yet; see `crosspark.model.warming.warm`."""
    # The groups import the kernels, which import this module.
    from crosspark.model import warming

    return warming.warm(progress)
