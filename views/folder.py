"""Write a folder of results: the whole of it, or nothing."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from crosspark.governance.errors import FILE, FOLDER, BadInput, Text, unwritable

#: Which files an earlier call wrote, beside the runs that it keeps.
_WRITTEN = "written.txt"


def check_folder(folder: str | Path, own: Path | None = None) -> Path:
    """Return the folder if results can be written there.

    Parameters
    ----------
    own : path, optional
        A file within it by which it is known as one of ours, whose results give way to what is written.

    Raises
    ------
    BadInput
        If it is a file, holds something already, or cannot be made.
    """
    target = Path(folder)
    hint = Text("name a folder that is new or empty", "請選一個新的或空的文件夾")
    try:
        if target.is_dir() and any(target.iterdir()) and not (own and (target / own).is_file()):
            raise BadInput(str(target), None, FOLDER, Text("not empty", "非空"), hint)
        if target.exists() and not target.is_dir():
            raise BadInput(str(target), None, FOLDER, Text("a file", "已有同名文件"), hint)
        # What is missing above it is made when it is written; nothing of the trial stays.
        above = next(folder for folder in target.absolute().parents if folder.exists())
        Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=above)).rmdir()
    except OSError as error:
        raise _not_writable(target, error) from None
    return target


def check_file(file: str | Path) -> Path:
    """Return the file if it can be written.

    Raises
    ------
    BadInput
        If it is a folder, or nothing can be written where it would be.
    """
    target = Path(file)
    try:
        if target.is_dir():
            hint = Text("name a file in it", "請寫其中的一個文件")
            raise BadInput(str(target), None, FILE, Text("a folder", "文件夾"), hint)
        Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent)).rmdir()
    except OSError as error:
        raise BadInput(str(target), None, FILE, target.name, unwritable(error, target.parent)) from None
    return target


def write_folder(folder: str | Path, write: Callable[[Path], None], own: Path | None = None) -> Path:
    """Let `write` fill a draft beside the folder, move it there at once, and return the folder.

    Parameters
    ----------
    own : path, optional
        A file within the folder by which it is known as one of ours. If it is there, what an earlier call
        wrote gives way, file by file, and everything else stays.

    Raises
    ------
    BadInput
        If the folder holds something already, or cannot be written.
    """
    target = check_folder(folder, own)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _not_writable(target, error) from None
    try:
        write(draft)
        if own and (target / own).is_file():
            _replace(target, draft, (target / own).with_name(_WRITTEN))
            return target
        # A temporary folder is for its owner alone; results are for whoever may read the rest.
        draft.chmod(0o777 & ~_umask())
        if target.exists():
            target.rmdir()
        draft.replace(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return target


def _replace(target: Path, draft: Path, written: Path) -> None:
    """Move files into a folder, take away those of an earlier call that did not come again, and note them."""
    names = sorted(each.name for each in draft.iterdir())
    before = written.read_text(encoding="utf-8").splitlines() if written.exists() else []
    # Noted first: whatever ends this, the next call knows all that is ours.
    written.write_text("\n".join({*names, *before}), encoding="utf-8")
    for name in names:
        (draft / name).replace(target / name)
    for name in {*before} - {*names}:
        (target / name).unlink(missing_ok=True)
    written.write_text("\n".join(names), encoding="utf-8")
    draft.rmdir()


def _not_writable(target: Path, error: OSError) -> BadInput:
    above = next((folder for folder in target.parents if os.path.exists(folder)), target.parent)
    return BadInput(str(target), None, FOLDER, target.name, unwritable(error, above))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
