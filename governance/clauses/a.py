"""A: assessment, by whom and of what."""

from crosspark.governance.clauses.registry import clause
from crosspark.governance.institution import Effects


@clause(
    "A1",
    quote="調整考核評價職責主體。產業發展考核指標由園區制定,行業主管部門的扶持政策制定,要素保障部門的土地、能源、"
    "資金保障以及其他部門的政府服務、行政審批、人力資源等均作為產業發展考核指標",
    quote_en="Change who is responsible for assessment. The indicators for assessing industrial development "
    "are set by the park; the support policies made by the departments in charge of industries, the land, "
    "energy and capital provided by the departments that guarantee factors, and other departments' "
    "government services, administrative approvals, human resources and so on all count as indicators in "
    "assessing industrial development",
    title_en="Departments assessed by the parks' indicators",
    title_zh="園區制定考核指標",
    changes=("assessment.park_weight", "assessment.gaming"),
    cost=("assessment.gaming",),
    indicators=("other_backlog", "days_queue"),
    paid_in=("other_backlog", "service_level"),
    parameters=("weight", "gaming"),
    mechanism_en="Departments shift effort to what parks score, so park cases wait less; their other duties "
    "pay, and part of the effort goes into the score.",
    mechanism_zh="部門把精力轉向園區考核的事項,園區案件等候減少;部門其他職責付出代價,部分精力只用於分數。",
)
def assessed_by_parks(intensity: float, weight: float, gaming: float) -> Effects:
    """Let parks set the indicators on which departments are assessed."""
    return {"assessment.park_weight": intensity * weight, "assessment.gaming": intensity * gaming}


@clause(
    "A2",
    quote="強化結果考核,園區成為產業發展主陣地",
    quote_en="Strengthen the assessment of results, so that parks become the main ground of industrial "
    "development",
    title_en="Outcomes assessed, not activity",
    title_zh="強化結果考核",
    changes=("assessment.outcome_weight", "assessment.ratchet"),
    cost=("assessment.ratchet",),
    indicators=("never_started_rate", "signed", "started"),
    paid_in=("signed", "concessions"),
    parameters=("outcome_weight", "ratchet"),
    mechanism_en="Those who attract look for projects that will start; whoever does well gets a higher "
    "target next year, so next year's effort pays.",
    mechanism_zh="招商者更看重能開工的項目;做得好者次年指標更高,次年的努力承擔代價。",
)
def outcomes_assessed(intensity: float, outcome_weight: float, ratchet: float) -> Effects:
    """Score starts and operation instead of signings."""
    return {
        "assessment.outcome_weight": intensity * outcome_weight,
        "assessment.ratchet": intensity * ratchet,
    }
