"""The folder of a study that keeps its runs as they finish, so that the same call goes on from there."""

from collections.abc import Sequence
from pathlib import Path

from crosspark.governance.errors import FOLDER, BadInput, Text

#: Within such a folder, where one name does: the runs, and what was written of them.
RUNS, REPORT = "runs", "report"

#: The finished runs of a comparison, within its folder (`crosspark.studies.kept`).
FINISHED = Path(RUNS) / "finished.jsonl"


def check_folder(folder: str | Path, own: Sequence[str]) -> None:
    """Refuse a folder with files of somebody else: what comes is written among them.

    Parameters
    ----------
    folder : path
    own : sequence of str
        Subfolders of which a study of this kind has at least one.

    Raises
    ------
    BadInput
        If it holds something, and none of these.
    """
    given = Path(folder)
    # A system leaves hidden files of its own, such as .DS_Store, wherever somebody looked.
    holds = given.is_dir() and any(not one.name.startswith(".") for one in given.iterdir())
    if holds and not any((given / one).is_dir() for one in own):
        hint = Text(
            "it is no study of this kind; give an empty folder, or one that it made",
            "它不是這類研究的文件夾;請給空文件夾,或由同類研究建立的文件夾",
        )
        raise BadInput(str(given), None, FOLDER, Text("not empty", "非空"), hint)
