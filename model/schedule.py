"""The month in its order: the processes that `DistrictModel.step` runs and docs/odd.md lists."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from crosspark.model import duties, economy, projects, quarter, yearly

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel


class Process(NamedTuple):
    """One process of the schedule.

    Attributes
    ----------
    run : callable
        What happens, to the whole district.
    sections : tuple of str
        Where docs/odd.md describes it.
    every, month : int
        It runs in the months t with t mod `every` = `month`, counted from the beginning of the run.
    """

    title_en: str
    title_zh: str
    run: Callable[["DistrictModel"], None]
    sections: tuple[str, ...]
    every: int = 1
    month: int = 0


def adopt(model: "DistrictModel") -> None:
    """Bring the compared mode into force where it is due."""
    model.adopt_if_due()


def close_year(model: "DistrictModel") -> None:
    """Keep the counts of the year that ended, and begin new ones."""
    model.last_year = {name: totals.copy() for name, totals in model.year_counts.items()}
    for totals in model.year_counts.values():
        totals[:] = 0


def split_hours(model: "DistrictModel") -> None:
    """Let every organisation split its hours; the speed of every server follows."""
    model.assign_hours()


def learn(model: "DistrictModel") -> None:
    """Let staff that was moved learn, in parks since adoption and in departments since its move."""
    model.learn(model.month + 1 - model.adopt)
    model.newcomer_months = np.maximum(model.newcomer_months - 1, 0)
    model.newcomers[model.newcomer_months == 0] = 0.0


def record(model: "DistrictModel") -> None:
    """Keep the month's numbers."""
    model.recorder.record()
    model.datacollector.collect(model)


#: What happens in a month, first to last.
PROCESSES = (
    Process("Adoption of the compared mode", "採用所比較的模式", adopt, ("7.18", "7.19")),
    Process("Meetings of last month counted", "計入上月會議", duties.hold_meetings, ("7.7",)),
    Process("The year's counts begin anew", "年度計數重新開始", close_year, ("7.16",), 12),
    Process("Budgets, quota, standing costs", "預算、指標與常年費用", yearly.pay_budgets, ("7.16",), 12),
    Process("The yearly plan", "年度規劃", yearly.plan_segments, ("7.15",), 12),
    Process("Assessment; posts move", "考核與崗位調動", yearly.assess, ("7.17",), 12),
    Process("Land serviced ahead", "土地預先整備", yearly.develop_land, ("7.16",), 12),
    Process("Hours split, speeds set", "分配工時、定辦理速度", split_hours, ("7.5", "7.6")),
    Process("Attraction and signing", "招商與簽約", projects.attract_month, ("7.1", "7.2", "7.3", "7.9")),
    Process(
        "Preparation, 21 working days",
        "項目前期(21 個工作日)",
        projects.prepare_month,
        ("7.4", "7.5", "7.7", "7.8", "7.9", "7.10"),
    ),
    Process("Production", "生產", economy.produce_month, ("7.11", "7.12")),
    Process("People come, match, move, leave", "人才來去與匹配", economy.move_people, ("7.13",)),
    Process("Loans between parks paid back", "園區間借款償還", quarter.repay_debts, ("7.14",), 3, 2),
    Process("Exchange between parks", "園區間要素流通", quarter.exchange_quarter, ("7.14",), 3, 2),
    Process("Learning", "學習適應", learn, ("7.17", "7.18")),
    Process("Recording", "記錄", record, ("4",)),
)
