"""A planner's own list of projects, and what is measured of it: the same of a list and of a run.

A list is a CSV file with the columns ``id, park, segment, signed, permits, start, operation``: the parks and
segments of the scenario, dates as 2018-03-31, and an empty cell for what has not happened yet. Lines that
begin with ``#`` are remarks. A list knows who has not started, not who has given up; so in a run, too, a
project that gave up counts as one that has not started yet.
"""

import datetime
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.model import records
from crosspark.model.case import Scenario
from crosspark.model.founding import DAYS
from crosspark.model.measures import HORIZON, restricted_mean
from crosspark.studies.csvfile import rows_of

Array = NDArray[np.float64]

DATES = ("signed", "permits", "start", "operation")
COLUMNS = ("id", "park", "segment", *DATES)

#: Working days in a year, and calendar days.
WORKING_DAYS, CALENDAR_DAYS = 252.0, 365.25

_FORM = Text("write a date as 2018-03-31", "請按 2018-03-31 的格式寫日期")
_FORM_OF_CELL = Text(f"{_FORM}, or nothing for what has not happened yet", f"{_FORM.zh};尚未發生者留空")
_LIST, _EMPTY = Text("the list", "清單"), Text("empty", "空的")
_COLUMN = Text("column", "欄")
_KINDS = {"park": "園區", "segment": "產業"}


@dataclass(frozen=True)
class Projects:
    """Projects by their days.

    Attributes
    ----------
    park, segment : ndarray of str, shape (n_projects,)
    signed, started : ndarray of float64, shape (n_projects,)
        Working days since the list begins; nan where it has not started.
    operates : ndarray of bool, shape (n_projects,)
        Whether it operates, or did, when the list ends.
    major : ndarray of bool, shape (n_projects,)
    ends : float
        The list's last day: what had not happened by then is not known to have happened.
    begins : date or None
        The list's first day; None of a run.
    """

    park: NDArray[Any]
    segment: NDArray[Any]
    signed: Array
    started: Array
    operates: NDArray[np.bool_]
    major: NDArray[np.bool_]
    ends: float
    begins: datetime.date | None = None

    @classmethod
    def of_run(cls, run: Any) -> Self:
        """Return the list that a planner would keep of a run: what was signed after adoption."""
        r, begins = run.records, run.since * DAYS
        started = r["state"] == records.STARTED
        return cls(
            park=np.array(run.park_ids)[r["park"]],
            segment=np.array(run.segment_ids)[r["segment"]],
            signed=(r["signed"] - begins).astype(float),
            started=np.where(started, r["ended"] - begins, np.nan),
            operates=np.asarray(r["opened"], bool),
            major=np.asarray(r["major"] == 1),
            ends=float(run.months * DAYS),
        )

    @property
    def years(self) -> float:
        """How long the list runs."""
        return self.ends / WORKING_DAYS

    @property
    def ends_on(self) -> datetime.date | None:
        """The list's last day; None of a run."""
        if self.begins is None:
            return None
        return self.begins + datetime.timedelta(days=round(self.ends * CALENDAR_DAYS / WORKING_DAYS))

    def __len__(self) -> int:
        return len(self.signed)

    def only(self, *, park: str | None = None, major: bool = False) -> "Projects":
        """Return the projects of a park, or only the major ones."""
        chosen = np.ones(len(self), bool)
        if park is not None:
            chosen &= self.park == park
        if major:
            chosen &= self.major
        names = ("park", "segment", "signed", "started", "operates", "major")
        return replace(self, **{name: getattr(self, name)[chosen] for name in names})

    def waited(self) -> tuple[Array, NDArray[np.bool_]]:
        """Return days from signing to the start or to the list's end, and which of them are to the start."""
        seen = np.isfinite(self.started)
        return np.where(seen, self.started, self.ends) - self.signed, seen


def _median(projects: Projects) -> float:
    """Return the median by Kaplan and Meier; nan where fewer than half are known to start."""
    from scipy.stats import CensoredData, ecdf

    days, seen = projects.waited()
    if not seen.any():
        return math.nan
    curve = ecdf(CensoredData.right_censored(days, ~seen)).sf
    below = curve.quantiles[curve.probabilities <= 0.5]
    return float(below[0]) if below.size else math.nan


def _mean(projects: Projects) -> float:
    days, seen = projects.waited()
    return restricted_mean(days, seen & (days < HORIZON), HORIZON)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _started(projects: Projects) -> int:
    return int(np.isfinite(projects.started).sum())


@dataclass(frozen=True)
class Measure:
    """A number that is read of a list of projects."""

    unit: str
    title_en: str
    title_zh: str
    of: Callable[[Projects], float]

    def title(self, lang: str) -> str:
        """Return the title in a language."""
        return self.title_zh if lang == "zh" else self.title_en


MEASURES: dict[str, Measure] = {
    "signed_per_year": Measure(
        "project/year", "Projects signed a year", "年簽約項目數", lambda p: len(p) / p.years
    ),
    "started_per_year": Measure(
        "project/year", "Projects started a year", "年開工項目數", lambda p: _started(p) / p.years
    ),
    "share_started": Measure(
        "share", "Share of signed projects that have started", "簽約項目開工率",
        lambda p: _share(_started(p), len(p)),
    ),
    "median_days": Measure(
        "working day", "Days to start, median", "簽約到開工天數中位數", _median
    ),
    "mean_days": Measure(
        "working day", "Days to start, mean within two years", "簽約到開工天數(兩年內平均)", _mean
    ),
    "building": Measure(
        "project", "Projects being built at the list's end", "期末在建項目數",
        lambda p: float(_started(p) - int(p.operates.sum())),
    ),
    "share_operating": Measure(
        "share", "Share of started projects that operate", "開工項目投產率",
        lambda p: _share(int(p.operates.sum()), _started(p)),
    ),
}  # fmt: skip


def read_projects(
    file: str | Path, case: Scenario, *, since: str | None = None, until: str | None = None
) -> Projects:
    """Return a planner's list of projects.

    Parameters
    ----------
    file : path
        A CSV file, in UTF-8.
    case : Scenario
        Whose parks and segments it names.
    since : str, optional
        The list's first day, such as "2016-01-01": projects signed earlier are left out. Unless given, the
        day of the first signing.
    until : str, optional
        Its last day: what happened later counts as not yet known. Unless given, the last date in it.

    Raises
    ------
    BadInput
        If a column, date, park or segment cannot be used; it names the line.
    """
    name = str(file)
    rows = [_row(name, line, cells, case) for line, cells in _lines(Path(file))]
    known: dict[str, int] = {}
    for line, id_, *_ in rows:
        if id_ in known:
            hint = Text(
                f"line {known[id_]} has it already; give each project an id of its own",
                f"第{known[id_]}行已用此編號;請為每個項目另取編號",
            )
            raise BadInput(name, line, "id", id_, hint)
        known[id_] = line
    if not rows:
        raise BadInput(name, None, _LIST, _EMPTY, Text("write a line for each project", "請每個項目寫一行"))
    dates = [date for row in rows for date in row[4] if date is not None]
    first = _date(name, None, "since", since, _FORM) or min(row[4][0] for row in rows)
    last = _date(name, None, "until", until, _FORM) or max(dates)
    if last <= first:
        raise BadInput(
            name,
            None,
            "until",
            str(last),
            Text(f"the list must end after it begins, on {first}", f"清單須在其起始日 {first} 之後結束"),
        )
    kept = [row for row in rows if first <= row[4][0] <= last]
    if not kept:
        raise BadInput(
            name,
            None,
            _LIST,
            _EMPTY,
            Text(f"no project was signed from {first} to {last}", f"{first} 至 {last} 沒有簽約項目"),
        )

    def day(date: datetime.date | None) -> float:
        if date is None or date > last:
            return math.nan
        return (date - first).days * WORKING_DAYS / CALENDAR_DAYS

    return Projects(
        park=np.array([row[2] for row in kept]),
        segment=np.array([row[3] for row in kept]),
        signed=np.array([day(row[4][0]) for row in kept]),
        started=np.array([day(row[4][2]) for row in kept]),
        operates=np.isfinite([day(row[4][3]) for row in kept]),
        major=np.zeros(len(kept), bool),
        ends=day(last),
        begins=first,
    )


_Dates = tuple[datetime.date, datetime.date | None, datetime.date | None, datetime.date | None]


def _lines(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line with its cells by column, all checked."""
    name = str(file)
    head: list[str] | None = None
    for line, cells in rows_of(file):
        if head is None:
            head = cells
            _check_head(name, line, head)
        else:
            yield line, dict(zip(head, cells, strict=True))
    if head is None:
        raise BadInput(
            name,
            1,
            Text("the first line", "首行"),
            None,
            Text(f"write {','.join(COLUMNS)}", f"請寫 {','.join(COLUMNS)}"),
        )


def _check_head(name: str, line: int, head: list[str]) -> None:
    for column in head:
        if column not in COLUMNS:
            raise BadInput(name, line, _COLUMN, column, suggestion(column, COLUMNS, "column", "欄"))
        if head.count(column) > 1:
            raise BadInput(name, line, _COLUMN, column, Text("it stands twice", "此欄重複"))
    for column in COLUMNS:
        if column not in head:
            raise BadInput(
                name,
                line,
                _COLUMN,
                None,
                Text(
                    f'add "{column}"; a list has {",".join(COLUMNS)}',
                    f"請加上「{column}」;清單須有 {','.join(COLUMNS)}",
                ),
            )


def _row(name: str, line: int, cells: dict[str, str], case: Scenario) -> tuple[int, str, str, str, _Dates]:
    if not cells["id"]:
        raise BadInput(
            name, line, "id", None, Text("give each project an id of its own", "請為每個項目寫編號")
        )
    for field, known in (("park", case.parks), ("segment", case.segments)):
        if cells[field] not in known:
            raise BadInput(
                name, line, field, cells[field], suggestion(cells[field], known, field, _KINDS[field])
            )
    dates = [_date(name, line, field, cells[field]) for field in DATES]
    if dates[0] is None:
        raise BadInput(
            name,
            line,
            "signed",
            None,
            Text("every project of the list was signed", "清單中的項目都須有簽約日期"),
        )
    before, since = dates[0], DATES[0]
    for field, date in zip(DATES[1:], dates[1:], strict=True):
        if date is None:
            continue
        if date < before:
            raise BadInput(
                name,
                line,
                field,
                str(date),
                Text(f"it cannot come before {since}, {before}", f"不能早於 {since}({before})"),
            )
        before, since = date, field
    if dates[3] is not None and dates[2] is None:
        raise BadInput(
            name,
            line,
            "start",
            None,
            Text("what operates has started; write when", "已運營者必已開工;請寫開工日期"),
        )
    return line, cells["id"], cells["park"], cells["segment"], (dates[0], dates[1], dates[2], dates[3])


def _date(
    name: str, line: int | None, field: str, written: str | None, form: Text = _FORM_OF_CELL
) -> datetime.date | None:
    if not written:
        return None
    try:
        # Python reads 20180331 and 2018-W13-6 too; a list has one form.
        return datetime.datetime.strptime(written, "%Y-%m-%d").date()
    except ValueError:
        raise BadInput(name, line, field, written, form) from None
