"""R: division of functions between park, sub-district and community."""

from crosspark.governance.clauses.registry import clause, scaled
from crosspark.governance.institution import Effects


@clause(
    "R1",
    quote="園區管委會主要精力應放到經濟發展上,重點承擔規劃、建設、招商、監管、協調職能,"
    "鎮街更多承擔社會管理與公共服務職能,兩者既互補又不交叉",
    quote_en="Management committees should put their main energy into economic development, with planning, "
    "construction, attraction, supervision and coordination as their main duties; sub-districts take on more "
    "of social management and public services; the two complement each other and do not overlap",
    title_en="Parks for the economy, sub-districts for society",
    title_zh="園區主責經濟,鎮街主責社會",
    changes=("duties.social_share", "duties.switching_loss"),
    cost=("duties.social_share",),
    indicators=("core_hours_share", "service_level"),
    paid_in=("service_level", "days_community"),
    parameters=("social_factor", "switching_factor"),
    mechanism_en="Parks hand part of their social work to the sub-districts and switch less between duties; "
    "the work is not less, and the sub-districts' hours pay for it.",
    mechanism_zh="園區把部分社會事務交給鎮街,減少職能切換;事務總量不變,由鎮街工時承擔。",
)
def economy_first(intensity: float, social_factor: float, switching_factor: float) -> Effects:
    """Shift a weight of social work from parks to sub-districts: a weight, not a wall."""
    return {
        "duties.social_share": scaled(intensity, social_factor),
        "duties.switching_loss": scaled(intensity, switching_factor),
    }


@clause(
    "R2",
    quote="剝離社區居委會行政職能,主要負責村民自治和集體經濟發展",
    quote_en="Residents' committees are relieved of administrative functions and mainly see to villagers' "
    "self-government and the development of the collective economy",
    title_en="Communities relieved of administrative chores",
    title_zh="剝離社區行政職能",
    changes=("duties.community_chores",),
    cost=("duties.community_chores",),
    indicators=("days_community", "service_level"),
    paid_in=("service_level", "days_queue"),
    parameters=("chores_factor",),
    mechanism_en="Communities turn from administrative chores to their land business, so their members "
    "consent to acquisition sooner; the chores land on the sub-districts.",
    mechanism_zh="社區由行政事務轉向自治與集體經濟,徵地更快取得同意;行政事務轉由鎮街承擔。",
)
def relieved_communities(intensity: float, chores_factor: float) -> Effects:
    """Take administrative chores off the residents' committees."""
    return {"duties.community_chores": scaled(intensity, chores_factor)}


@clause(
    "R3",
    quote="園區管委會依托屬地街道發揮主戰場作用,同時集中區、鎮街兩級優勢力量聯合辦公",
    quote_en="Management committees rely on the local sub-districts, which are to act as the main "
    "battlefield, and the strongest people of district and sub-districts are brought together in one office",
    title_en="Joint office of district and sub-districts",
    title_zh="區、鎮街聯合辦公",
    changes=("handover.days", "joint_office.posts_share", "adoption.one_off_cost"),
    cost=("joint_office.posts_share", "adoption.one_off_cost"),
    indicators=("days_handover", "other_backlog", "service_level"),
    paid_in=("service_level", "other_backlog", "days_queue"),
    parameters=("handover_factor", "seconded_posts", "one_off_cost"),
    mechanism_en="People of both tiers sit in one office, so a project passes from hand to hand sooner; "
    "departments and sub-districts lose their best people to it.",
    mechanism_zh="兩級人員同處辦公,項目交接更快;部門與鎮街因此失去最得力的人手。",
)
def joint_office(
    intensity: float, handover_factor: float, seconded_posts: float, one_off_cost: float
) -> Effects:
    """Put the best people of both tiers into one office."""
    return {
        "handover.days": scaled(intensity, handover_factor),
        "joint_office.posts_share": intensity * seconded_posts,
        "adoption.one_off_cost": intensity * one_off_cost,
    }


@clause(
    "R4",
    quote="轉移服務監管職權重心。涉及優化外部環境、增強便民利民功能、提升基層治理能力、提高公共服務管理水平等"
    "管理事項向鎮街轉移,減輕園區負擔",
    quote_en="The weight of service and supervision powers is shifted. Matters of improving the external "
    "environment, making life easier for the people, raising the capacity of grassroots governance and the "
    "level of public-service management pass to sub-districts, to lighten the parks' burden",
    title_en="Service and supervision shifted to sub-districts",
    title_zh="服務監管重心轉移鎮街",
    changes=("duties.social_share",),
    cost=("duties.social_share",),
    indicators=("core_hours_share", "service_level"),
    paid_in=("service_level", "days_community"),
    parameters=("social_factor",),
    mechanism_en="Four groups of matters move from parks to sub-districts, which frees park hours; "
    "sub-district service falls unless posts move too.",
    mechanism_zh="四類事項由園區移交鎮街,園區騰出工時;若崗位不隨之轉移,鎮街服務水平下降。",
)
def shifted_services(intensity: float, social_factor: float) -> Effects:
    """Move four groups of matters, and the work that they are, to the sub-districts."""
    return {"duties.social_share": scaled(intensity, social_factor)}
