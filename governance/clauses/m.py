"""M: the six project mechanisms, which existed before at a lower intensity."""

from crosspark.governance.clauses.registry import clause, scaled
from crosspark.governance.institution import Effects


@clause(
    "M1",
    quote="重大項目全生命周期管理機制",
    quote_en="Mechanism of whole-life-cycle management of major projects",
    title_en="Life-cycle management of major projects",
    title_zh="重大項目全生命周期管理",
    changes=("projects.whole_life_share", "attraction.signing_loss"),
    cost=("service.case_load",),
    indicators=("days_major", "days_rework", "never_started_rate"),
    paid_in=("days_handover",),
    parameters=("share", "promise_factor"),
    mechanism_en="A major project keeps its officer from lead to operation, so promises survive the seam "
    "between attracter and builder; the officer is bound for years, and small projects pay.",
    mechanism_zh="重大項目由同一專員從線索跟到運營,招引與建設之間的承諾得以兌現;專員被長期佔用,小項目承擔代價。",
)
def whole_life(intensity: float, share: float, promise_factor: float) -> Effects:
    """Keep one officer with a major project."""
    return {
        "projects.whole_life_share": intensity * share,
        "attraction.signing_loss": scaled(intensity, promise_factor),
    }


@clause(
    "M2",
    quote="重大項目聯動推進工作機制",
    quote_en="Working mechanism of linked advancement of major projects",
    title_en="Linked advancement of major projects",
    title_zh="重大項目聯動推進",
    changes=("projects.linked_share",),
    cost=("projects.linked_share",),
    indicators=("days_major", "days_small"),
    paid_in=("days_small",),
    parameters=("share",),
    mechanism_en="A stuck major project is raised to the front of the queue; priority is zero-sum, so the "
    "others in the queue wait longer.",
    mechanism_zh="受阻的重大項目提到隊首;優先權是零和的,隊中其他項目等候更久。",
)
def linked_advancement(intensity: float, share: float) -> Effects:
    """Raise stuck major projects."""
    return {"projects.linked_share": intensity * share}


@clause(
    "M3",
    quote="招商網絡體系工作機制",
    quote_en="Working mechanism of the investment promotion network",
    title_en="Promotion network",
    title_zh="招商網絡體系",
    changes=("attraction.lead_share", "attraction.network_cost"),
    cost=("attraction.network_cost",),
    indicators=("signed", "days_queue"),
    paid_in=("days_queue", "admin_cost"),
    parameters=("reach", "network_cost"),
    mechanism_en="Offices and partners elsewhere let more leads hear of the district; the treasury pays for "
    "them, and more projects make longer queues for all.",
    mechanism_zh="外地機構與夥伴使更多線索得知本區;財政承擔費用,項目增多使所有人排隊更久。",
)
def promotion_network(intensity: float, reach: float, network_cost: float) -> Effects:
    """Reach more of the leads; a shock to volume, so the family is reported with and without it."""
    return {"attraction.lead_share": intensity * reach, "attraction.network_cost": intensity * network_cost}


@clause(
    "M4",
    quote="項目要素保障工作機制",
    quote_en="Working mechanism of factor guarantee for projects",
    title_en="Factor guarantee",
    title_zh="項目要素保障",
    changes=("factors.reserve_share",),
    cost=("factors.reserve_share",),
    indicators=("days_factor", "zero_obstacle", "exchange_volume"),
    paid_in=("days_small",),
    parameters=("share",),
    mechanism_en="Land quota is reserved for major projects when they sign, so they do not wait for it; the "
    "reserve lies idle until used, and everybody else pays.",
    mechanism_zh="重大項目簽約時即預留用地指標,無須等候;預留在使用前閑置,由其他項目承擔代價。",
)
def factor_guarantee(intensity: float, share: float) -> Effects:
    """Reserve quota at signing."""
    return {"factors.reserve_share": intensity * share}


@clause(
    "M5",
    quote="項目拆遷安置工作機制",
    quote_en="Working mechanism of demolition and resettlement for projects",
    title_en="Demolition and resettlement",
    title_zh="項目拆遷安置",
    changes=("resettlement.homes_ahead",),
    cost=("resettlement.cost",),
    indicators=("days_work", "zero_wait", "fiscal_npv"),
    paid_in=("days_factor", "fiscal_npv"),
    parameters=("homes_ahead",),
    mechanism_en="Homes are built before people have to move, so clearance takes crews less time; the park "
    "pays for homes ahead with every mu that it acquires.",
    mechanism_zh="安置房先行建設,拆遷用時更少;園區每徵一畝地都要為提前建房付費。",
)
def homes_ahead(intensity: float, homes_ahead: float) -> Effects:
    """Build resettlement homes ahead of need."""
    return {"resettlement.homes_ahead": intensity * homes_ahead}


@clause(
    "M6",
    quote="重大項目推進工作督查考核機制",
    quote_en="Mechanism of supervision and assessment of the progress of major projects",
    title_en="Inspection and assessment of progress",
    title_zh="督查考核",
    changes=("queue.overdue_priority",),
    cost=("queue.overdue_priority",),
    indicators=("overdue_share", "days_sd"),
    paid_in=("overdue_share",),
    parameters=("priority",),
    mechanism_en="A case that is overdue goes to the front, so fewer are very late; the cases that it passes "
    "pay, more of them become overdue, and the mean stays.",
    mechanism_zh="逾期案件提到隊前,極晚者減少;被超越的案件承擔代價,逾期者因而增多,平均不變。",
)
def overdue_first(intensity: float, priority: float) -> Effects:
    """Serve overdue cases earlier; with a queue that is first-come-first-served already it does nothing."""
    return {"queue.overdue_priority": intensity * priority}
