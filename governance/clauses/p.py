"""P: the first of the "2", an industry promotion centre."""

from crosspark.governance.clauses.registry import clause
from crosspark.governance.institution import Effects


@clause(
    "P1",
    quote=("產業促進中心作為區級政府直屬事業單位,負責生態圈研究", "增強產業發展的集成化研究屬性"),
    quote_en=(
        "The industry promotion centre, an institution directly under the district government, is "
        "responsible for research on the ecosystem",
        "to strengthen the integrated research side of industrial development",
    ),
    title_en="Promotion centre: ecosystem research",
    title_zh="產業促進中心:生態圈研究",
    changes=(
        "promotion_centre.research_share",
        "research.posts_share",
        "attraction.posts_share",
        "adoption.one_off_cost",
    ),
    cost=("attraction.posts_share", "adoption.one_off_cost"),
    indicators=("screening_errors", "chain_completeness"),
    paid_in=("signed",),
    parameters=("share", "posts", "one_off_cost"),
    mechanism_en="Pooled research shows a lead's quality and its fit to each park more precisely; the hours "
    "are missing in attraction.",
    mechanism_zh="集中研究使線索質量與各園區適配看得更準;所用工時取自招商。",
)
def pooled_research(intensity: float, share: float, posts: float, one_off_cost: float) -> Effects:
    """Pool research in a district institution, with posts taken from attraction.

    It needs no other clause: its share founds the centre where P2 has not.
    """
    return {
        "promotion_centre.research_share": intensity * share,
        "research.posts_share": intensity * posts,
        "attraction.posts_share": -intensity * posts,
        "adoption.one_off_cost": intensity * one_off_cost,
    }


@clause(
    "P2",
    quote=("負責生態圈研究、項目招引", "項目招引聚集化"),
    quote_en=(
        "Responsible for research on the ecosystem and for attracting projects",
        "attraction of projects gathered in one place",
    ),
    title_en="Promotion centre: attraction for the whole district",
    title_zh="產業促進中心:項目統一招引",
    changes=("promotion_centre.attraction_share", "adoption.one_off_cost"),
    cost=("promotion_centre.local_noise", "attraction.signing_loss", "adoption.one_off_cost"),
    indicators=("concessions", "screening_errors", "never_started_rate"),
    paid_in=("signed", "zero_distance"),
    parameters=("share", "one_off_cost"),
    mechanism_en="The centre makes one offer for the whole district, so parks stop outbidding each other and "
    "what is conceded hangs on what the centre is assessed on; it knows each park less well, and who builds "
    "must keep another's promises.",
    mechanism_zh="中心代表全區提出一個報價,園區停止競相讓利,讓利多少取決於對中心的考核;中心對各園區了解較少,建設方須兌現他人的承諾。",
)
def gathered_attraction(intensity: float, share: float, one_off_cost: float) -> Effects:
    """Gather attraction in the centre.

    It needs no other clause: its share founds the centre where P1 has not, and the centre then screens
    with the research that the parks do.
    """
    return {
        "promotion_centre.attraction_share": intensity * share,
        "adoption.one_off_cost": intensity * one_off_cost,
    }
