"""O: organisation and people."""

from crosspark.governance.clauses.registry import clause, scaled
from crosspark.governance.institution import Effects


@clause(
    "O1",
    quote="統一設置營銷招商、規劃建設、營運服務等機構,以專業化機構設置聚集專業化隊伍",
    quote_en="Bodies for marketing and attracting investment, planning and construction, and operation "
    "services are set up uniformly; specialised bodies gather specialised teams",
    title_en="Uniform specialised bodies",
    title_zh="統一設置專業化機構",
    changes=("organisation.specialisation", "organisation.pooling_loss"),
    cost=("organisation.pooling_loss",),
    indicators=("days_work", "days_queue"),
    paid_in=("days_queue",),
    parameters=("speed_factor", "pooling_loss"),
    mechanism_en="Specialised teams need fewer hours for a task; small teams cannot help each other, so "
    "projects in a busy team's queue pay.",
    mechanism_zh="專業化隊伍辦事所需工時較少;小團隊無法互助,忙隊排隊的項目承擔代價。",
)
def specialised_bodies(intensity: float, speed_factor: float, pooling_loss: float) -> Effects:
    """Cut every park's staff into the same specialised bodies."""
    return {
        "organisation.specialisation": scaled(intensity, speed_factor),
        "organisation.pooling_loss": intensity * pooling_loss,
    }


@clause(
    "O2",
    quote="形成“政策研究+招商引資+項目促建+服務保障”全鏈條的專業化運營組織架構,實現了產業全生命周期各環節的有效銜接",
    quote_en="A specialised organisation for operation is formed over the full chain of “policy research + "
    "attracting investment + pushing projects to completion + service and support”, which joins all links of "
    "an industry's whole life cycle effectively",
    title_en="One chain over the whole life cycle",
    title_zh="全鏈條組織架構",
    changes=("knowledge.loss", "knowledge.record_hours"),
    cost=("knowledge.record_hours",),
    indicators=("days_rework", "days_work"),
    paid_in=("days_queue", "days_work"),
    parameters=("loss_factor", "record_hours"),
    mechanism_en="What is known of a project survives the hand-over, so fewer steps come back; every step "
    "costs its server hours for the record.",
    mechanism_zh="項目信息在交接中得以保留,返工減少;每一環節的承辦者都要花工時記錄。",
)
def joined_chain(intensity: float, loss_factor: float, record_hours: float) -> Effects:
    """Join the links of the chain by records."""
    return {
        "knowledge.loss": scaled(intensity, loss_factor),
        "knowledge.record_hours": intensity * record_hours,
    }


@clause(
    "O3",
    quote="員額總量控制、機構雙軌運行、崗位自主設置、全員競聘上崗",
    quote_en="Control of the total quota of posts, dual-track bodies, posts set by the park itself, every "
    "post filled by open competition",
    title_en="Post quota, own posts, open competition",
    title_zh="員額總控、自主設崗、全員競聘",
    changes=("posts.mobile_share", "posts.candidates"),
    cost=("posts.learning_months",),
    indicators=("days_queue", "other_backlog"),
    paid_in=("other_backlog",),
    parameters=("mobile_share", "candidates"),
    mechanism_en="Posts move to where queues are and go to the best of several candidates; whoever is new in "
    "a post learns it for months, and the places that people left pay.",
    mechanism_zh="崗位可調往排隊之處,並由多名競聘者中擇優;新任者須數月適應,原崗位承擔代價。",
)
def open_posts(intensity: float, mobile_share: float, candidates: float) -> Effects:
    """Let posts move under a cap, and fill each by competition."""
    return {"posts.mobile_share": intensity * mobile_share, "posts.candidates": intensity * candidates}


@clause(
    "O4",
    quote="建立園區事權管理制度,制定園區事務負面清單,堅守園區抓產業發展的職責底線",
    quote_en="Establish a system for managing the park's powers and affairs, draw up a negative list of park "
    "affairs, and hold to the bottom line that a park's duty is to develop industry",
    title_en="Register of powers and negative list",
    title_zh="事權管理與負面清單",
    changes=("duties.social_share", "duties.turned_away"),
    cost=("duties.turned_away",),
    indicators=("core_hours_share", "service_level"),
    paid_in=("service_level", "days_community"),
    parameters=("social_factor", "turned_away"),
    mechanism_en="Parks turn away what is not theirs and keep hours for industry; whoever asked must go "
    "elsewhere and waits longer.",
    mechanism_zh="園區不再承接清單所列事務,工時留給產業;求助者須另尋他處,等候更久。",
)
def negative_list(intensity: float, social_factor: float, turned_away: float) -> Effects:
    """Send requests outside the core mandate to whom they belong."""
    return {
        "duties.social_share": scaled(intensity, social_factor),
        "duties.turned_away": intensity * turned_away,
    }
