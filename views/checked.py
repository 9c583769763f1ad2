"""What `crosspark check` says of a file or folder in which nothing is wrong."""

from typing import TYPE_CHECKING

from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario
from crosspark.studies.check import grades_of
from crosspark.views.lists import rests_on
from crosspark.views.words import say

if TYPE_CHECKING:
    from crosspark.studies.design import Design
    from crosspark.studies.sweep import Sweep


def checked(file: str, kind: str, found: "Scenario | Mode | Design | Sweep", lang: str) -> str:
    """Return what it describes, and what that rests on."""
    if not isinstance(found, Scenario | Mode):
        return _study(file, found, lang)
    title = found.title_zh if lang == "zh" else found.title_en
    said = say("checked", lang, file=file, kind=say(kind, lang), id=found.id, title=title)
    return f"{said}\n  {rests_on(grades_of(found), lang)}"


def _study(file: str, found: "Design | Sweep", lang: str) -> str:
    # What studies need takes time to load, and a scenario or a mode need not wait for it.
    from crosspark.studies.design import Design
    from crosspark.views.sweep import study_line

    if not isinstance(found, Design):
        return study_line(found, lang)
    sizes = {"points": len(found.points), "modes": len(found.entries), "replicates": found.replicates}
    return say("design_checked", lang, file=file, runs=len(found), **sizes)
