"""U: unification of the parks of a district."""

from crosspark.governance.clauses.registry import clause
from crosspark.governance.institution import Effects


@clause(
    "U1",
    quote="統一全域所有園區管理模式",
    quote_en="One management mode for all parks of the whole district",
    title_en="Unified district-wide park management",
    title_zh="統一園區管理模式",
    changes=("rules.unified", "rules.misfit"),
    cost=("rules.misfit",),
    indicators=("value_added", "output_per_mu", "park_theil"),
    paid_in=("output_per_mu",),
    parameters=("share", "misfit"),
    mechanism_en="All parks follow one rule book, so staff can be lent without relearning and scores can be "
    "compared; parks unlike the others pay with rules that fit them less.",
    mechanism_zh="各園區遵循同一套規則,人員可互借而無須重新學習,成績可比;與眾不同的園區要承受規則的不適配。",
)
def one_rule_book(intensity: float, share: float, misfit: float) -> Effects:
    """Give all parks the same rules.

    Without it each park may have a mode of its own, so that pilots are possible. U is no player of the
    attribution game.
    """
    return {"rules.unified": intensity * share, "rules.misfit": intensity * misfit}
