"""D: decision and steering powers of the park."""

from crosspark.governance.clauses.registry import clause, scaled
from crosspark.governance.institution import Effects


@clause(
    "D1",
    quote="由園區負責編制總體規劃,統籌產業發展規劃、城鎮建設規劃、土地利用總體規劃、環境保護規劃、"
    "基礎設施和公共服務配套規劃",
    quote_en="The park is responsible for drawing up the master plan, which brings together the plans for "
    "industrial development, urban construction, overall land use, environmental protection, and "
    "infrastructure with public services",
    title_en="One master plan by the park",
    title_zh="園區編制總體規劃",
    changes=("planning.conflict", "planning.cross_park_conflict"),
    cost=("planning.cross_park_conflict",),
    indicators=("days_rework", "park_similarity"),
    paid_in=("days_rework", "park_similarity"),
    parameters=("conflict_factor", "cross_park"),
    mechanism_en="The park reconciles five plans before the review meets them, so fewer of its projects come "
    "back; parks that plan apart collide more with each other, and the neighbours' projects pay.",
    mechanism_zh="園區先行協調五項規劃,項目返審減少;各園區分別規劃,相互衝突增多,鄰園項目承擔代價。",
)
def master_plan(intensity: float, conflict_factor: float, cross_park: float) -> Effects:
    """Let the park draw up one plan over five."""
    return {
        "planning.conflict": scaled(intensity, conflict_factor),
        "planning.cross_park_conflict": intensity * cross_park,
    }


@clause(
    "D2",
    quote="把主導產業發展及投資促進的重大政策、重大制度、重大事項決策權賦予園區,加大園區話語權",
    quote_en="The right to decide on major policies, major rules and major matters of the leading industry's "
    "development and of investment promotion is given to the park, so that it has a stronger voice",
    title_en="Powers of decision to the park",
    title_zh="重大事項決策權賦予園區",
    changes=("decision.park_share", "attraction.reopened_share", "planning.cross_park_conflict"),
    cost=("attraction.reopened_share", "planning.cross_park_conflict"),
    indicators=("decision_days", "days_consent", "concessions", "days_rework"),
    paid_in=("concessions", "zero_distance"),
    parameters=("park_share", "reopened", "cross_park"),
    mechanism_en="More matters end at the park, which knows local conditions and answers sooner; what no "
    "other has seen collides with the neighbours' plans more often, and parks that set their own terms "
    "outbid each other again, for which the treasury pays.",
    mechanism_zh="更多事項由熟悉當地的園區自行決定,答覆更快;他人未曾過目的決定更常與鄰園規劃衝突,園區自定條件又使競相讓利重現,"
    "由財政承擔。",
)
def powers_to_the_park(intensity: float, park_share: float, reopened: float, cross_park: float) -> Effects:
    """Give the park the right to decide.

    The mode's field ``decision.power_holder`` says which reading of 園區 holds the powers.
    """
    return {
        "decision.park_share": intensity * park_share,
        "attraction.reopened_share": intensity * reopened,
        "planning.cross_park_conflict": intensity * cross_park,
    }
