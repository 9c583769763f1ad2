"""S: service to enterprises and approval."""

from crosspark.governance.clauses.registry import clause, scaled
from crosspark.governance.institution import Effects


@clause(
    "S1",
    quote="大力開展政府“五同時”(包括用地拆遷、土地保障、規劃審查、基礎配套、對企服務五個關鍵工作程序)+企業“五同步”"
    "(涉及公司注冊、可研立項、施工設計、工程招標、開工準備五個對應工作流程)聯動機制,變“單流程”為“多線程”并行",
    quote_en="Carry out on a large scale the linkage of the government's “five at once” (five key "
    "procedures: demolition and clearance, land guarantee, planning review, basic infrastructure, enterprise "
    "service) + the enterprises' “five in step” (five matching processes: company registration, feasibility "
    "and initiation, construction design, tendering, preparation of works), so that a “single process” "
    "becomes “multiple threads” in parallel",
    title_en="Ten procedures as linked threads",
    title_zh="五同時、五同步聯動並行",
    changes=("preparation.linked_share",),
    cost=("preparation.overlap_rework",),
    indicators=("days_to_start", "days_rework", "zero_wait"),
    paid_in=("zero_distance", "days_rework"),
    parameters=("share",),
    mechanism_en="Government and enterprise procedures run side by side wherever no result is needed first, "
    "so projects start sooner; what began on assumptions is redone at the project's and the reviewers' cost.",
    mechanism_zh="凡無須前序結果之處,政府與企業程序並行,項目更早開工;憑假設先行者可能返工,由項目與審查者承擔。",
)
def linked_threads(intensity: float, share: float) -> Effects:
    """Prepare projects as linked threads instead of one chain.

    At half intensity half of the projects run so, drawn by the project: half a precedence is no graph.
    """
    return {"preparation.linked_share": intensity * share}


@clause(
    "S2",
    quote="設立園區政務服務微中心、24小時自助服務廳",
    quote_en="Set up micro centres for government services and 24-hour self-service halls in the parks",
    title_en="Micro service centre and self-service hall",
    title_zh="政務服務微中心、自助服務廳",
    changes=("filing.days", "filing.posts", "adoption.one_off_cost"),
    cost=("filing.posts", "adoption.one_off_cost"),
    indicators=("zero_distance", "days_handover"),
    paid_in=("days_rework", "admin_cost"),
    parameters=("days_factor", "posts", "one_off_cost"),
    mechanism_en="Enterprises file in the park and at any hour, so trips and waiting for the desk fall; each "
    "park pays with posts and a hall.",
    mechanism_zh="企業可在園區隨時報件,往返與等候減少;各園區付出崗位與場所。",
)
def micro_centre(intensity: float, days_factor: float, posts: float, one_off_cost: float) -> Effects:
    """Open a service centre and a self-service hall in each park."""
    return {
        "filing.days": scaled(intensity, days_factor),
        "filing.posts": intensity * posts,
        "adoption.one_off_cost": intensity * one_off_cost,
    }


@clause(
    "S3",
    quote="“4+4+1+X”審批制度改革(注冊、立項、規劃、報建4個行政審批階段,設立注冊、立項、規劃、報建4個聯合審批室",
    quote_en="The “4+4+1+X” reform of approvals (4 stages of administrative approval, namely registration, "
    "initiation, planning and construction filing, with 4 joint approval rooms for registration, initiation, "
    "planning and construction filing",
    title_en="Four stages, each with a joint approval room",
    title_zh="四個階段聯合審批室",
    changes=("review.joint_share", "review.depth", "adoption.one_off_cost"),
    cost=("review.session_hours", "review.depth", "adoption.one_off_cost"),
    indicators=("days_queue", "days_work", "defects_closed"),
    paid_in=("defects_closed", "idle_land_share"),
    parameters=("share", "depth_factor", "one_off_cost"),
    mechanism_en="The reviews of a stage sit together instead of following each other; the busiest reviewer "
    "sets the date, all pay with hours, and shorter review lets more bad projects pass.",
    mechanism_zh="同一階段的審查同室進行,不再逐一相接;最忙者決定日期,各方付出工時,審查變淺而放過更多問題項目。",
)
def joint_rooms(intensity: float, share: float, depth_factor: float, one_off_cost: float) -> Effects:
    """Let the reviewers of a stage sit in one room; at half intensity half of the projects go there."""
    return {
        "review.joint_share": intensity * share,
        "review.depth": scaled(intensity, depth_factor),
        "adoption.one_off_cost": intensity * one_off_cost,
    }


@clause(
    "S4",
    quote="賦予1個機構綜合監管權",
    quote_en="Give 1 body the power of comprehensive supervision",
    title_en="Single comprehensive supervisor",
    title_zh="一個機構綜合監管",
    changes=("inspection.visits",),
    cost=("inspection.detection",),
    indicators=("defects_closed", "value_added"),
    paid_in=("defects_closed", "idle_land_share"),
    parameters=("visits_factor",),
    mechanism_en="One body inspects instead of one per department, which gives enterprises hours back; each "
    "visit finds only so much, so defects live longer.",
    mechanism_zh="由一個機構代替各部門分別檢查,企業節省工時;每次檢查發現有限,隱患存留更久。",
)
def one_supervisor(intensity: float, visits_factor: float) -> Effects:
    """Inspect once instead of once per department."""
    return {"inspection.visits": scaled(intensity, visits_factor)}


@clause(
    "S5",
    quote="建立X個中介服務機構名錄",
    quote_en="Establish a roster of X intermediary agencies",
    title_en="Roster of intermediaries",
    title_zh="中介服務機構名錄",
    changes=("intermediaries.search_days", "intermediaries.capacity"),
    cost=("intermediaries.capacity",),
    indicators=("days_handover", "days_queue"),
    paid_in=("days_queue",),
    parameters=("search_factor", "entry"),
    mechanism_en="Enterprises find an agency sooner; a closed directory keeps others out, so whoever waits "
    "for a listed agency pays, while an open one may draw more in.",
    mechanism_zh="企業更快找到中介;名錄若封閉則限制准入,等候名錄內機構者承擔代價,若開放則可能吸引更多機構。",
)
def directory(intensity: float, search_factor: float, entry: float) -> Effects:
    """List the intermediaries; whether that limits entry or invites it is open, so `entry` has both signs."""
    return {
        "intermediaries.search_days": scaled(intensity, search_factor),
        "intermediaries.capacity": 1 + intensity * entry,
    }


@clause(
    "S6",
    quote="實現供地之前“零等待”、需求服務“零距離”、要素保障“零障礙”、項目推進“零空閑”",
    quote_en="Achieve “zero waiting” before land supply, “zero distance” to services on demand, “zero "
    "obstacles” to factors, and “zero idleness” in advancing projects",
    title_en="The four zeros",
    title_zh="四個零",
    indicators=("zero_wait", "zero_distance", "zero_obstacle", "zero_idle"),
    mechanism_en="No lever but the four service levels that the others are measured by: it changes nothing "
    "and costs nobody.",
    mechanism_zh="並非手段,而是衡量其他條款的四項服務水平;本身不改變任何事項,也無人承擔代價。",
)
def four_zeros(intensity: float) -> Effects:
    """Change nothing: a goal is an indicator and no mechanism."""
    del intensity
    return {}
