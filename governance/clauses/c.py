"""C: the second of the "2", a management committee that builds and operates."""

from crosspark.governance.clauses.registry import clause
from crosspark.governance.institution import Effects


@clause(
    "C1",
    quote=("管委會作為區政府派出機構,負責項目促建", "突出項目落地服務保障"),
    quote_en=(
        "The management committee, an agency of the district government, is responsible for pushing projects "
        "to completion",
        "with service and support for the landing of projects to the fore",
    ),
    title_en="Committee pushes signed projects to completion",
    title_zh="管委會促建",
    changes=("service.posts_share", "service.trigger_share", "adoption.one_off_cost"),
    cost=("service.posts_share", "service.case_load", "adoption.one_off_cost"),
    indicators=("zero_idle", "days_handover", "never_started_rate"),
    paid_in=("days_rework",),
    parameters=("officers", "trigger", "one_off_cost"),
    mechanism_en="Case officers start a project's next step as soon as the last is done; their posts are "
    "missing from the park's other work, and each can look after only so many projects.",
    mechanism_zh="專員在上一環節完成後立即推動下一環節;其崗位取自園區其他工作,每人可負責的項目有限。",
)
def case_officers(intensity: float, officers: float, trigger: float, one_off_cost: float) -> Effects:
    """Give signed projects case officers who trigger the next step.

    Where no committee stands, the park's own staff do it: the share of posts founds it.
    """
    return {
        "service.posts_share": intensity * officers,
        "service.trigger_share": intensity * trigger,
        "adoption.one_off_cost": intensity * one_off_cost,
    }


@clause(
    "C2",
    quote=("管委會作為區政府派出機構,負責項目促建、后期運營"),
    quote_en="The management committee, an agency of the district government, is responsible for pushing "
    "projects to completion and for later operation",
    title_en="Committee operates the park",
    title_zh="管委會後期運營",
    changes=("operation.posts_share", "adoption.one_off_cost"),
    cost=("operation.posts_share", "adoption.one_off_cost"),
    indicators=("operating_firms", "idle_land_share", "retention"),
    paid_in=("days_rework",),
    parameters=("posts", "one_off_cost"),
    mechanism_en="Operating staff keep enterprises in business and bring idle land back; the posts are "
    "missing before completion.",
    mechanism_zh="營運人員幫助企業存續並盤活閑置土地;其崗位取自項目建成之前的工作。",
)
def operated_parks(intensity: float, posts: float, one_off_cost: float) -> Effects:
    """Operate the park after completion; where no committee stands, the park's own staff do it."""
    return {
        "operation.posts_share": intensity * posts,
        "adoption.one_off_cost": intensity * one_off_cost,
    }
