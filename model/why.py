"""Why a project waited: its days by cause, stage and procedure, told in a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, one_of
from crosspark.model import records
from crosspark.model.founding import MU
from crosspark.model.reasons import CAUSES, STAGES

#: What a step was in the middle of when its project ended, by the state of the step.
_UNDER_WAY = {
    records.HANDING: "handover",
    records.AT_FACTOR: "factor",
    records.AT_CONSENT: "consent",
    records.AT_AGENDA: "consent",
    records.AT_COMMUNITY: "community",
    records.IN_REVIEW: "review",
    records.ON_OWN: "own",
}


class Waited(NamedTuple):
    """What is known of the days of one project.

    Attributes
    ----------
    days : ndarray of int, shape (n_procedures, 8)
        Working days by procedure and cause.
    on_path : ndarray of bool, shape (n_procedures,)
        Whether they lie on the critical path; of a project that did not start none do.
    open : tuple of (procedure, cause, days)
        What a project that did not start was waiting for, and since how long.
    """

    project: int
    park: str
    segment: str
    mu: float
    major: bool
    status: str
    signed: int
    ended: int
    waits: dict[str, int]
    stages: dict[str, int]
    returns: int
    procedures: tuple[str, ...]
    days: NDArray[Any]
    on_path: NDArray[np.bool_]
    open: tuple[tuple[str, str, int], ...]

    @classmethod
    def of(
        cls, record: Any, steps: NDArray[Any], procedures: Sequence[str], park: str, segment: str, now: int
    ) -> Self:
        """Read a project off its record, the kept steps and the last day of the run."""
        state = int(record["state"])
        whole, closing = int(record["path"]), int(record["closing"])
        days = steps["days"].astype(np.int64)
        on_path = np.zeros(len(steps), bool)
        for p in range(len(steps)):
            on_path[p] = (whole | closing) >> p & 1
            if closing >> p & 1:
                # Only what came after the closing of its pair is on the path: what was done again.
                days[p, : records.REWORK] = 0
        ended = int(record["ended"]) if state in {records.STARTED, records.WITHDRAWN} else now
        waiting = sorted(
            (
                (procedures[p], _UNDER_WAY[int(step["state"])], ended - int(step["since"]))
                for p, step in enumerate(steps)
                if state != records.STARTED and int(step["state"]) in _UNDER_WAY
            ),
            key=lambda part: -part[2],
        )
        return cls(
            project=int(record["row"]),
            park=park,
            segment=segment,
            mu=float(record["area"]) / MU,
            major=bool(record["major"]),
            status={records.STARTED: "started", records.WITHDRAWN: "withdrawn"}.get(state, "preparing"),
            signed=int(record["signed"]),
            ended=ended,
            waits=dict(zip(records.CAUSES, record["waits"].tolist(), strict=True)),
            stages=dict(zip(records.STAGES, record["stages"].tolist(), strict=True)),
            returns=int(record["returns"]),
            procedures=tuple(procedures),
            days=days,
            on_path=on_path,
            open=tuple(waiting),
        )


_WORDS: dict[str, tuple[str, str]] = {
    "head": (
        "Project {project} ({segment}, {mu:,.0f} mu{major}) at {park} was signed on day {signed} and ",
        "項目{project}({segment},{mu:,.0f}畝{major}),{park},第{signed}日簽約,",
    ),
    "major": (", major", ",重大"),
    "started": ("started on day {ended}, {days} working days later.", "第{ended}日開工,歷時{days}個工作日。"),
    "withdrawn": (
        "was given up on day {ended}, after {days} working days.",
        "第{ended}日放棄,歷時{days}個工作日。",
    ),
    "preparing": (
        "had not started by day {ended}, after {days} working days.",
        "至第{ended}日尚未開工,已歷時{days}個工作日。",
    ),
    "causes": ("By cause: {parts}.", "按原因:{parts}。"),
    "stages": ("By stage: {parts}.", "按階段:{parts}。"),
    "longest": (
        "It waited longest in {procedure}: {days} days, cause: {cause}.",
        "等待最久的是「{procedure}」:{days}日,原因為{cause}。",
    ),
    "path": ("On the critical path: {parts}.", "關鍵路徑:{parts}。"),
    "open": ("It was then waiting in: {parts}.", "當時正在等待:{parts}。"),
    "review": ("review or its queue", "審查或排隊"),
    "returns": ("Steps came back {count} times.", "被退回{count}次。"),
    "once": ("One step came back.", "被退回1次。"),
}
#: Causes in which nobody works on the project: what it waits for.
_WAITS = ("queue", "handover", "consent", "community", "factor")


def told(waited: Waited, titles: Mapping[str, tuple[str, str]], lang: str) -> str:
    """Return why a project waited, in a language; the parts add up to its days.

    Raises
    ------
    BadInput
        If there are no words in that language.
    """
    if lang not in {"en", "zh"}:
        raise BadInput("<why>", None, "lang", lang, one_of(("en", "zh")))
    zh = int(lang == "zh")
    comma, gap = (", ", "、")[zh], (" ", "")[zh]

    def title(key: str) -> str:
        return titles[key][zh] if key in titles else key

    def cause(key: str) -> str:
        if key == "review":
            return say("review")
        return CAUSES[key][1] if zh else CAUSES[key][0].lower()

    def say(key: str, **parts: object) -> str:
        return _WORDS[key][zh].format(**parts)

    def listed(parts: Sequence[tuple[str, int]]) -> str:
        return comma.join(f"{name}{gap}{days}" for name, days in parts)

    days = waited.ended - waited.signed
    head = say(
        "head", project=waited.project, segment=title(waited.segment), mu=waited.mu, park=title(waited.park),
        signed=waited.signed, major=say("major") if waited.major else "",
    )  # fmt: skip
    said = [head + say(waited.status, ended=waited.ended, days=days)]
    if waited.status == "started":
        causes = sorted(((cause(key), n) for key, n in waited.waits.items() if n), key=lambda part: -part[1])
        said.append(say("causes", parts=listed(causes)))
        said.append(say("stages", parts=listed([(STAGES[s][zh], n) for s, n in waited.stages.items() if n])))
        columns = [records.CAUSES.index(key) for key in _WAITS]
        idle = np.where(waited.on_path[:, None], waited.days[:, columns], 0)
        p, c = np.unravel_index(int(idle.argmax()), idle.shape)
        if idle[p, c]:
            longest = int(idle[p, c])
            said.append(
                say("longest", procedure=title(waited.procedures[p]), days=longest, cause=cause(_WAITS[c]))
            )
        sums = waited.days.sum(axis=1)
        parts = [
            (title(waited.procedures[p]), int(sums[p])) for p in np.flatnonzero(waited.on_path) if sums[p]
        ]
        said.append(say("path", parts=listed(parts)))
    elif waited.open:
        bracketed = ("{} ({})", "{}({})")[zh]
        parts = [(bracketed.format(title(name), cause(key)), n) for name, key, n in waited.open]
        said.append(say("open", parts=listed(parts)))
    if waited.returns:
        said.append(say("once") if waited.returns == 1 else say("returns", count=waited.returns))
    return gap.join(said)
