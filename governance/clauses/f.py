"""F: circulation between the parks."""

from crosspark.governance.clauses.registry import clause, scaled
from crosspark.governance.institution import Effects


@clause(
    "F1",
    quote="暢通三大園區通道建設",
    quote_en="Open up the channels between the three parks",
    title_en="Corridors between the parks",
    title_zh="暢通園區通道",
    changes=("circulation.talent_friction", "circulation.cost"),
    cost=("circulation.cost",),
    indicators=("talent_employed", "vacancies_rate"),
    paid_in=("admin_cost", "park_theil"),
    parameters=("friction_factor", "cost"),
    mechanism_en="People reach work in other parks more easily; the treasury pays for roads and shuttles, "
    "and a park may lose people to its neighbours.",
    mechanism_zh="人員更易到其他園區工作;財政承擔道路與接駁費用,園區也可能流失人才給鄰園。",
)
def channels(intensity: float, friction_factor: float, cost: float) -> Effects:
    """Lower the friction of moving people between parks."""
    return {
        "circulation.talent_friction": scaled(intensity, friction_factor),
        "circulation.cost": intensity * cost,
    }


@clause(
    "F2",
    quote="強化基礎設施共建共享",
    quote_en="Strengthen the joint building and sharing of infrastructure",
    title_en="Infrastructure built and used in common",
    title_zh="基礎設施共建共享",
    changes=("platforms.shared",),
    cost=("platforms.queue_loss",),
    indicators=("admin_cost", "value_added"),
    paid_in=("output_per_mu",),
    parameters=("share",),
    mechanism_en="A platform with a fixed cost serves all parks instead of one, which saves its doubles; "
    "users pay with queues and distance.",
    mechanism_zh="有固定成本的平台服務所有園區,避免重複建設;使用者付出排隊與路程。",
)
def shared_platforms(intensity: float, share: float) -> Effects:
    """Share platforms between parks."""
    return {"platforms.shared": intensity * share}


@clause(
    "F3",
    quote=("集約集成土地、資金、人才資源", "有效引導產業要素在三大園區間流通"),
    quote_en=(
        "Pool and integrate land, capital and talent",
        "guide industrial factors effectively to flow among the three parks",
    ),
    title_en="Factors flow between the parks",
    title_zh="產業要素跨園區流通",
    changes=("exchange.rule", "exchange.share"),
    cost=("exchange.transaction_cost", "exchange.repayment"),
    indicators=("exchange_volume", "exchange_gain", "value_spread"),
    paid_in=("park_theil", "talent_medical"),
    parameters=("share",),
    mechanism_en="Quota, money and programme places move to the park that reports the highest value; "
    "transfers cost their making, and where nothing is repaid givers carry a park that wastes.",
    mechanism_zh="指標、資金與計劃名額依各園區上報的價值流向最需要者;調配有成本,若不償還,轉出方便為浪費者買單。",
)
def factors_flow(intensity: float, share: float) -> Effects:
    """Open the exchange between parks, settled by the headquarters.

    A mode may name another rule. Without H1 the district government holds the quarterly meeting itself,
    with the same agenda.
    """
    effects: dict[str, float | str] = {"exchange.share": intensity * share}
    if intensity * share > 0:
        effects["exchange.rule"] = "headquarters"
    return effects


@clause(
    "F4",
    quote="形成三大園區互補、跨界、共享的產業發展環境,實現三大園區產業鏈的整合與循環",
    quote_en="Form an environment of industrial development in which the three parks complement each other, "
    "work across borders and share, and bring about the integration and circulation of the three parks' "
    "industrial chains",
    title_en="Complementary parks, joined chains",
    title_zh="產業鏈整合與循環",
    changes=("circulation.goods_friction", "circulation.cost"),
    cost=("circulation.cost",),
    indicators=("chain_completeness", "local_sourcing", "park_similarity"),
    paid_in=("admin_cost", "treasury_balance"),
    parameters=("friction_factor", "cost"),
    mechanism_en="Enterprises find suppliers and customers in sister parks more easily; the treasury pays "
    "for bringing them together, and shocks travel along the chain.",
    mechanism_zh="企業更易在姊妹園區找到上下游;財政承擔撮合費用,衝擊也會沿鏈傳導。",
)
def joined_chains(intensity: float, friction_factor: float, cost: float) -> Effects:
    """Lower the friction of buying along the chain across parks."""
    return {
        "circulation.goods_friction": scaled(intensity, friction_factor),
        "circulation.cost": intensity * cost,
    }
