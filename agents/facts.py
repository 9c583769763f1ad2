"""What a scenario says about each kind of agent: frozen, validated records."""

import math
from typing import Annotated, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator

from crosspark.agents.quantity import (
    JUST_ABOVE_0,
    Enterprises,
    Hours,
    HoursPerMonth,
    Identifier,
    Kilometres,
    Land,
    Money,
    Number,
    PerMu,
    Persons,
    Posts,
    Quantity,
    Record,
    Share,
    SignedNumber,
    Title,
    WorkingDays,
    YuanPerM2,
    YuanPerM2Year,
    YuanPerYear,
    titled,
)
from crosspark.governance.errors import Text

TALENT_CLASSES = ("research", "medical", "technical")


class Talent(Record):
    """A number for each class of talent; what it counts is said where it is used."""

    research: Persons = titled("research", "研究")
    medical: Persons = titled("medical", "醫護")
    technical: Persons = titled("technical", "技術")


class TalentPerMu(Record):
    """Persons of each class that a mu of working land employs at full production."""

    research: PerMu = titled("research", "研究")
    medical: PerMu = titled("medical", "醫護")
    technical: PerMu = titled("technical", "技術")


class TalentWage(Record):
    """Wage of each class, yuan a year."""

    research: YuanPerYear = titled("research", "研究")
    medical: YuanPerYear = titled("medical", "醫護")
    technical: YuanPerYear = titled("technical", "技術")


class ParkFacts(Record):
    """A park (園區) at the start: place, land by state, money, posts, people and enterprises.

    Attributes
    ----------
    subdistricts : tuple of str
        Sub-districts of its hinterland; each belongs to one park.
    collective : int
        Land of communities that may become construction land, m².
    acquired : int
        Land acquired and not yet serviced, m².
    serviced : int
        Serviced land without a tenant, m².
    idle : int
        Land that former tenants left and that has not come back yet, m².
    quota : int
        Stock of annual land quota, m².
    fund : int
        Money at hand, yuan.
    posts : float
        Posts of the park's staff.
    competence : float
        Speed of its staff (1: the norm).
    social_hours : float
        Hours a month of social work in its hinterland that somebody must do.
    fit : dict of str to float
        How well each segment fits the place, 0 to 1.
    amenity : float
        Attractiveness to live in (1: the district's mean).
    land_price : float
        Yuan per m² of leased land.
    talent : Talent
        Persons who live in its hinterland and seek work.
    places : int
        Places of talent housing, persons.
    enterprises : dict of str to int
        Enterprises operating at the start, by segment; the land that they lease comes besides.
    x_km, y_km : float
        Position, km.
    """

    title_en: Title
    title_zh: Title
    subdistricts: tuple[Identifier, ...]
    collective: Land = titled("Land of communities", "社區集體土地")
    acquired: Land = titled("Acquired land that is not yet serviced", "已徵收未整理土地")
    serviced: Land = titled("Serviced land without a tenant", "已整理待供土地")
    idle: Land = titled("Idle land", "閒置土地")
    quota: Land = titled("Land quota at the start", "期初用地指標")
    fund: Money = titled("Fund at the start", "期初園區資金")
    posts: Posts = titled("Posts", "崗位")
    competence: Number = titled("Speed of its staff", "人員辦事速度")
    social_hours: HoursPerMonth = titled("Social work of its hinterland", "腹地社會事務工時")
    fit: dict[Identifier, Share] = titled("Fit", "產業適宜度")
    amenity: Number = titled("Amenity", "宜居程度")
    land_price: YuanPerM2 = titled("Price of land", "土地價格")
    talent: Talent = titled("People who seek work", "求職人才")
    places: Persons = titled("Places of talent housing", "人才住房名額")
    enterprises: dict[Identifier, Enterprises] = titled("Enterprises at the start", "期初企業數")
    x_km: Kilometres = titled("Position from west to east", "位置(東西向)")
    y_km: Kilometres = titled("Position from south to north", "位置(南北向)")


class SubdistrictFacts(Record):
    """A town or sub-district (鎮街): people, posts, its own social work and its communities.

    Attributes
    ----------
    population : int
        Residents; social work of the park's hinterland falls on its sub-districts by them.
    posts : float
        Posts of its staff.
    social_hours : float
        Hours a month of its own social management and public service.
    communities : int
        Communities that hold land and consent to acquisition.
    """

    title_en: Title
    title_zh: Title
    population: Persons = titled("Residents", "常住人口")
    posts: Posts = titled("Posts", "崗位")
    social_hours: HoursPerMonth = titled("Own social management and service", "自身社會管理與公共服務工時")
    communities: Annotated[int, BeforeValidator(Quantity("community", whole=True, low=1))] = titled(
        "Communities", "社區數"
    )


class DepartmentFacts(Record):
    """A department of the district: posts that handle cases, how busy they are, what it guards.

    Attributes
    ----------
    posts : float
        Posts of officers who handle cases or other duties.
    target_utilisation : float
        Share of its hours for park cases that is used under the present mode.
    other_hours : float
        Hours a month of its other duties.
    guards : str
        The factor that it guards, or none.
    """

    title_en: Title
    title_zh: Title
    posts: Annotated[float, BeforeValidator(Quantity("post", low=0.1, most=1e5))] = titled("Posts", "崗位")
    target_utilisation: Annotated[float, BeforeValidator(Quantity("share", low=0.05, high=0.95))] = titled(
        "Utilisation under the present mode", "現行模式下的工時利用率"
    )
    other_hours: HoursPerMonth = titled("Other duties", "其他職責工時")
    guards: Literal["land", "capital", "talent", "energy", "none"]


class ServerFacts(Record):
    """Whoever else works on projects: builders, intermediaries, park desks, resettlement crews.

    Attributes
    ----------
    per : str
        Whether there is one in the district, one at each park or one in each sub-district.
    posts : float
        Posts of each one.
    target_utilisation : float
        Share of its hours that is used under the present mode.
    """

    title_en: Title
    title_zh: Title
    per: Literal["district", "park", "subdistrict"]
    posts: Annotated[float, BeforeValidator(Quantity("post", low=0.1, most=1e5))] = titled("Posts", "崗位")
    target_utilisation: Annotated[float, BeforeValidator(Quantity("share", low=0.05, high=0.95))] = titled(
        "Utilisation under the present mode", "現行模式下的工時利用率"
    )


class SegmentFacts(Record):
    """A segment of industry: how often it comes, what a mu of it needs, makes and buys.

    Attributes
    ----------
    lead_weight : float
        Weight among leads, more than 0.
    capital : float
        Yuan per m² of land, invested once.
    output : float
        Yuan per m² of land, made in a year at fit 1.
    sd_log_capital : float
        Spread of the capital per m² among projects, s.d. of its logarithm.
    staff : TalentPerMu
        Persons per mu of working land, by class of talent.
    wage : TalentWage
        Yuan a year, by class of talent.
    buys : dict of str to float
        Purchases from each segment, as shares of output; together less than 1.
    other_inputs : float
        Inputs from outside any chain of the district, as a share of output.
    bad_share : float
        Share of leads with a hidden defect.
    """

    title_en: Title
    title_zh: Title
    lead_weight: Annotated[float, BeforeValidator(Quantity("number", low=JUST_ABOVE_0))] = titled(
        "Weight among leads", "在項目線索中的權重"
    )
    capital: YuanPerM2 = titled("Investment per area of land", "單位土地投資")
    output: YuanPerM2Year = titled("Output per area of land", "單位土地產出")
    sd_log_capital: Number = titled("Spread of the investment among projects", "項目間投資強度的差異")
    staff: TalentPerMu = titled("Staff per area of land", "單位土地用工")
    wage: TalentWage = titled("Wage", "工資")
    buys: dict[Identifier, Share] = titled("Share of output spent on purchases", "採購佔產出的比例")
    other_inputs: Share = titled(
        "Share of output spent on inputs from outside the district", "區外投入佔產出的比例"
    )
    bad_share: Share = titled("Share of leads with a hidden defect", "有隱患的線索比例")

    @field_validator("buys")
    @classmethod
    def _buys_less_than_it_makes(cls, buys: dict[str, float]) -> dict[str, float]:
        total = math.fsum(buys.values())
        if total > 1:
            raise ValueError(
                Text(
                    f"the shares add up to {total:.10g}; together they must not pass 1",
                    f"各份額之和為 {total:.10g};合計不得超過 1",
                )
            )
        return buys

    @field_validator("other_inputs")
    @classmethod
    def _makes_more_than_it_uses(cls, other_inputs: float, info: ValidationInfo) -> float:
        total = other_inputs + math.fsum(info.data.get("buys", {}).values())
        if total >= 1:
            raise ValueError(
                Text(
                    f"with what it buys it is {total:.10g} of output; together it must be below 1",
                    f"連同所購為產出的 {total:.10g};合計須小於 1",
                )
            )
        return other_inputs


class ReviewFacts(Record):
    """One piece of work within a procedure: who does it, and the hours it takes."""

    server: Identifier
    hours: Hours


class ProcedureFacts(Record):
    """One of the procedures between signing and the start of works.

    Attributes
    ----------
    stage : str
        The stage of approval that it belongs to (S3: one joint approval room each).
    reviews : tuple of ReviewFacts
        Worked hours; in sequence unless a joint approval room sits.
    own_days : float
        The enterprise's own time, working days.
    statutory_days : float
        Limits and public notices fixed by law, working days.
    after : tuple of str
        Procedures that must be finished before this one can start, for technical reasons.
    assumes : tuple of str
        Procedures whose result it takes on assumption when threads run ahead of each other.
    closes_after : str or None
        Its pair, without which it cannot be finished.
    consent : bool
        Whether other parties must consent.
    quota : bool
        Whether it uses land quota.
    community : bool
        Whether communities must consent to giving up land.
    """

    id: Identifier
    title_en: Title
    title_zh: Title
    stage: Literal["registration", "initiation", "planning", "construction_filing"]
    reviews: tuple[ReviewFacts, ...] = titled("Hours of work", "辦理工時")
    own_days: WorkingDays = titled("Enterprise's own time", "企業自身時間")
    statutory_days: WorkingDays = titled("Statutory time", "法定時限")
    after: tuple[Identifier, ...] = ()
    assumes: tuple[Identifier, ...] = ()
    closes_after: Identifier | None = None
    consent: bool = False
    quota: bool = False
    community: bool = False


class DemandFacts(Record):
    """Leads: how many, how large, how good, and how they choose between places.

    Attributes
    ----------
    leads : float
        Leads a year at the highest rate any mode could reach.
    size_min : int
        Least land that a lead asks for, m².
    size_max : int
        Most land that a lead asks for, m².
    size_tail : float
        Pareto exponent of the share of leads above a size.
    reversion : float
        Part of its distance from the mean that the logarithm of a segment's demand loses in a month.
    volatility : float
        Shock to the logarithm of a segment's demand in a month, s.d.
    cycle_amplitude : float
        Swing of a cycle of demand that all segments share, as a share of the mean; 0: there is none.
    cycle_period : float
        Months from boom to boom; the cycle rises from the mean in the first month.
    outside_value : float
        Value of going elsewhere, in units of `taste_scale`.
    taste_scale : float
        Scale of tastes for places, as a share of a project's value.
    nest : float
        Dissimilarity within the district, 0 to 1 (1: plain logit).
    quality_sd : float
        Spread of true quality among leads, s.d. of log productivity.
    screening_hours : float
        Hours of research that halve the variance of what is not known of a lead.
    signed_per_year : float
        Projects signed a year under the present mode: what the posts of servers are sized by.
    new_land_share : float
        Share of the land of projects that must be acquired first under the present mode; the rest comes
        from the parks' stock.
    hours_per_lead : float
        Hours of attraction that a lead takes.
    loose_share : float
        Share of leads that sign easily and rarely start.
    signing_credit : float
        What a signing is worth to whoever is assessed on signings, as a share of the investment.
    admission : float
        Quality, in standard deviations, below which a lead is turned down where only outcomes count.
    admission_slope : float
        How far that threshold falls, in standard deviations, where only signings count.
    loose_haste : float
        How many times sooner a loose project gives up.
    incumbent_size : float
        Size of the enterprises that operate at the start, against a lead's.
    """

    leads: Annotated[float, BeforeValidator(Quantity("lead/year"))] = titled(
        "Possible leads a year", "每年可能的項目線索"
    )
    size_min: Land = titled("Least land that a lead asks for", "線索用地下限")
    size_max: Land = titled("Most land that a lead asks for", "線索用地上限")
    size_tail: Annotated[float, BeforeValidator(Quantity("number", low=1.0))] = titled(
        "How rare large leads are (Pareto exponent)", "大項目的稀少程度(帕累托指數)"
    )
    reversion: Share = titled("Part of a swing of demand that fades in a month", "需求波動每月消退的比例")
    volatility: Number = titled("Monthly shock to a segment's demand", "行業需求的每月波動")
    cycle_amplitude: Share = titled("Swing of the business cycle (0: there is none)", "景氣週期幅度(0為無)")
    cycle_period: Annotated[float, BeforeValidator(Quantity("month", low=3.0))] = titled(
        "Length of the business cycle", "景氣週期長度"
    )
    outside_value: SignedNumber = titled("Value of going to another district", "落戶區外的價值")
    taste_scale: Annotated[float, BeforeValidator(Quantity("number", low=JUST_ABOVE_0))] = titled(
        "How much investors' tastes for places differ", "投資者選址偏好的差異"
    )
    nest: Annotated[float, BeforeValidator(Quantity("share", low=0.05, high=1.0))] = titled(
        "How unlike the parks of the district are to investors", "投資者眼中各園區的差異程度"
    )
    quality_sd: Number = titled("Spread of the quality of leads", "線索質量的差異")
    screening_hours: Annotated[float, BeforeValidator(Quantity("hour", low=0.1))] = titled(
        "Research that halves what is unknown of a lead", "使線索未知減半的研究工時"
    )
    signed_per_year: Annotated[float, BeforeValidator(Quantity("project/year", low=0.1))] = titled(
        "Projects signed a year under the present mode (sizes the work)",
        "現行模式每年簽約項目(用以核定工作量)",
    )
    new_land_share: Share = titled(
        "Share of land for projects that must be acquired first", "項目用地中須先徵收的比例"
    )
    hours_per_lead: Annotated[float, BeforeValidator(Quantity("hour", low=0.1))] = titled(
        "Attraction hours that a lead takes", "每條線索的招商工時"
    )
    loose_share: Share = titled(
        "Share of leads that sign easily and rarely start", "輕易簽約而少有開工的線索比例"
    )
    signing_credit: Share = titled(
        "What a signing is worth to whoever is assessed on signings", "以簽約論績效時一次簽約的分量"
    )
    admission: SignedNumber = titled(
        "Quality threshold for leads where only outcomes are assessed", "線索准入質量線(只考核結果時)"
    )
    admission_slope: Number = titled(
        "Fall of the quality threshold where only signings are assessed", "只考核簽約時准入質量線的下降幅度"
    )
    loose_haste: Number = titled("How many times sooner a loose project gives up", "輕率項目放棄的快慢倍數")
    incumbent_size: Annotated[float, BeforeValidator(Quantity("number", low=0.01))] = titled(
        "Size of the enterprises at the start against a lead's", "期初企業規模(相對於線索)"
    )

    @field_validator("size_max")
    @classmethod
    def _largest_is_larger(cls, size_max: int, info: ValidationInfo) -> int:
        size_min = info.data.get("size_min", 0)
        if size_max <= size_min:
            raise ValueError(
                Text(f"it must be more than size_min, {size_min} m2", f"須大於 size_min,即 {size_min} m2")
            )
        return size_max


class BudgetFacts(Record):
    """What each year brings a park, what taxes take, and what public money and posts cost.

    Attributes
    ----------
    quota_per_year : int
        Land quota for an average park a year, m².
    fund_per_year : int
        Money for an average park a year, yuan.
    tax_rate : float
        Taxes as a share of value added.
    park_tax_share : float
        The park's part of the taxes; the district has the rest.
    land_receipts_park_share : float
        The park's part of what enterprises pay for land; the district has the rest.
    cost_of_public_funds : float
        Loss per yuan of public money conceded.
    wage_per_post : float
        Yuan a year.
    interest : float
        Discount rate a year.
    """

    quota_per_year: Land = titled("Land quota of an average park a year", "平均每園區年度用地指標")
    fund_per_year: Money = titled("Money for an average park a year", "平均每園區年度資金")
    tax_rate: Share = titled("Share of value added that goes in taxes", "稅收佔增加值的比例")
    park_tax_share: Share = titled("Park's part of the taxes", "稅收園區留成比例")
    land_receipts_park_share: Share = titled("Park's part of the receipts from land", "土地收入園區留成比例")
    cost_of_public_funds: Share = titled("Loss per yuan of public money conceded", "每讓利一元公共資金的損失")
    wage_per_post: YuanPerYear = titled("Wage of a public post", "公職崗位工資")
    interest: Share = titled("Yearly discount rate", "年貼現率")


class EconomyFacts(Record):
    """Production, exit, people and land after a project has started.

    Attributes
    ----------
    sigma_land : float
        Elasticity of substitution between land and the rest.
    eta_chain : float
        Gain in productivity when the chain around a firm is complete.
    exit_hazard : float
        Chance a month that an enterprise closes.
    expansion_hazard : float
        Chance a month that an enterprise expands.
    withdrawal_hazard : float
        Chance a month that a signed project is given up.
    recovery_months : float
        Legal delay before idle land comes back.
    build_months : float
        Construction of a project of mean size.
    quit_rate : float
        Share of employed talent that leaves its job a month.
    talent_inflow : float
        Share of open vacancies that draw a person from outside in a month, where amenity is 1.
    talent_outflow : float
        Share of idle talent that leaves the district in a month.
    matching : float
        Part of the shorter side, seekers or vacancies, that finds the other within a month.
    consent_hazard : float
        A working day: that a community whose attention is free consents to acquisition.
    servicing_cost : float
        Yuan per m² for roads, water, power connection.
    major_investment : int
        Investment from which a project is a major one, yuan.
    self_interest : float
        Weight of a park's own result against the zone's in what it wants (0.5: the zone as its own).
    coordination_need : float
        Loss when parks' plans differ, against the loss when a plan does not fit its park.
    plan_gain : float
        Share of productivity that hangs on the yearly plan of the segment mix.
    planning_elasticity : float
        How much the conflicts between plans grow as a park's hours of planning shrink (0: not at all).
    chain_scale : float
        Enterprises of a segment at which a buyer finds 63 % of what it seeks.
    acquisition_cost : float
        Yuan per m² for compensation, demolition and resettlement.
    other_matters : float
        Matters besides projects that each park brings to a headquarters, a month.
    own_time_sd : float
        Spread of the enterprise's own time, s.d. of its logarithm.
    overdue_days : float
        Working days in a queue after which a task is overdue.
    stuck_days : float
        Working days in a queue after which a major project is stuck.
    defect_hazard : float
        A month: that a hidden defect closes an enterprise.
    operation_hours : float
        Hours a month of operating service that an enterprise can use.
    chores_hours : float
        Hours a month of administrative chores that a community would carry if it carried all.
    management_hours : float
        Hours a year that an enterprise has for everything; inspections take theirs from them.
    platform_gain : float
        Share of productivity that a full platform brings.
    platform_cost : float
        Yuan a year of one platform.
    waiting_cost : float
        Value that a project loses by waiting a year, as a share.
    rework_share : float
        Part of the work that a step takes when it is done again.
    competence_sd : float
        Spread of competence among candidates for a post, as a share of the mean.
    distance_scale : float
        Distance from the middle of the parks at which a sister park counts for 37 % of what it would near.
    joint_office_skill : float
        Hours that leave with a post seconded to the joint office, against a mean post's: the best ones go.
    turned_away_extra : float
        Further work, as a share, that a request takes when a park turned it away.
    learning_dip : float
        Share of its hours that a moved post loses while it learns.
    rules_in_learning : float
        Part of that learning which is of rules, and falls away where all parks have one rule book.
    whole_life_load : float
        Case load of a project that keeps one officer, against one that does not.
    expansion_size : float
        Share by which an enterprise that expands grows.
    broke_exit : float
        Factor on the exit hazard of an enterprise without cash.
    cash_months : float
        Months of output that an enterprise keeps as cash.
    platform_alone : float
        Part of the gain of platforms that a park has without sharing.
    loan_months : float
        Time in which a loan between parks is paid back.
    round_hours : float
        Hours that a department spends on one consent asked of it.
    """

    sigma_land: Number = titled(
        "How well other inputs replace land (elasticity of substitution)", "土地與其他投入的替代彈性"
    )
    eta_chain: Number = titled("Gain in productivity from a complete chain", "產業鏈完整的生產率增益")
    exit_hazard: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))] = titled(
        "Monthly chance that an enterprise closes", "企業每月關閉概率"
    )
    expansion_hazard: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))] = titled(
        "Monthly chance that an enterprise expands", "企業每月擴張概率"
    )
    withdrawal_hazard: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))] = titled(
        "Monthly chance that a signed project is given up", "簽約項目每月放棄概率"
    )
    recovery_months: Annotated[float, BeforeValidator(Quantity("month"))] = titled(
        "Delay before idle land comes back", "閒置土地收回期"
    )
    build_months: Annotated[float, BeforeValidator(Quantity("month"))] = titled(
        "Construction of a project of mean size", "平均規模項目的建設工期"
    )
    quit_rate: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))] = titled(
        "Monthly share of employed talent that leaves its job", "在崗人才每月離職率"
    )
    talent_inflow: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))] = titled(
        "Monthly share of vacancies that draw someone from outside", "空缺每月引入區外人才的比例"
    )
    talent_outflow: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))] = titled(
        "Monthly share of idle talent that leaves the district", "待業人才每月流出率"
    )
    matching: Share = titled("Monthly share of seekers or vacancies that are matched", "人才與崗位每月匹配率")
    consent_hazard: Annotated[float, BeforeValidator(Quantity("1/working day", high=1.0))] = titled(
        "Daily chance that a community consents to acquisition", "社區每個工作日同意徵地的概率"
    )
    servicing_cost: YuanPerM2 = titled("Cost of servicing land", "土地整理成本")
    major_investment: Money = titled("Investment from which a project is a major one", "重大項目投資門檻")
    self_interest: Annotated[float, BeforeValidator(Quantity("share", low=0.5, high=1.0))] = titled(
        "Weight of a park's own result against the zone's", "園區本位權重(相對全域)"
    )
    coordination_need: Number = titled("Need of the parks' plans to agree", "園區規劃協同的必要性")
    plan_gain: Share = titled(
        "Share of productivity that hangs on the yearly plan", "取決於年度規劃的生產率比例"
    )
    planning_elasticity: Number = titled(
        "How conflicts between plans grow as planning hours shrink", "規劃工時減少時衝突增加的程度"
    )
    chain_scale: Annotated[float, BeforeValidator(Quantity("enterprise", low=0.1))] = titled(
        "Enterprises of a segment that give a buyer most of what it seeks",
        "滿足大部分本地採購所需的同業企業數",
    )
    acquisition_cost: YuanPerM2 = titled("Cost of acquiring land", "徵地拆遷安置成本")
    other_matters: Annotated[float, BeforeValidator(Quantity("matter/month"))] = titled(
        "Matters besides projects that a park brings to a headquarters", "各園區提交指揮部的非項目事項"
    )
    own_time_sd: Number = titled("Spread of the enterprise's own time", "企業自身時間的差異")
    overdue_days: Annotated[float, BeforeValidator(Quantity("working day", low=1.0, high=400.0))] = titled(
        "Wait after which a task is overdue", "環節逾期的等待天數"
    )
    stuck_days: Annotated[float, BeforeValidator(Quantity("working day", low=1.0, high=400.0))] = titled(
        "Wait after which a major project is stuck", "重大項目受阻的等待天數"
    )
    defect_hazard: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))] = titled(
        "Monthly chance that a hidden defect closes an enterprise", "隱患每月致企業關閉的概率"
    )
    operation_hours: HoursPerMonth = titled(
        "Operating service that an enterprise can use", "每企業可用的營運服務工時"
    )
    chores_hours: HoursPerMonth = titled(
        "Administrative chores of a community (if it carried all)", "社區全數承擔時的行政事務工時"
    )
    management_hours: Annotated[float, BeforeValidator(Quantity("hour/year", low=1.0))] = titled(
        "Hours that an enterprise has for everything", "企業全年管理工時"
    )
    platform_gain: Share = titled("Gain in productivity from a full platform", "完整平台的生產率增益")
    platform_cost: YuanPerYear = titled("Yearly cost of a platform", "平台年費")
    waiting_cost: Share = titled("Value that a project loses by waiting a year", "項目等待一年的價值損失")
    rework_share: Share = titled("Part of the work of a step that rework takes", "返工佔環節工作的比例")
    competence_sd: Share = titled("Spread of competence among candidates", "應聘者能力的差異")
    distance_scale: Annotated[float, BeforeValidator(Quantity("km", low=0.1))] = titled(
        "Distance over which a sister park helps", "姊妹園區發揮作用的距離"
    )
    joint_office_skill: Number = titled(
        "Skill of those seconded to the joint office against the mean", "借調聯合辦公人員的能力(相對平均)"
    )
    turned_away_extra: Share = titled(
        "Further work of a request that a park turned away", "園區不予承接的請求所增工作"
    )
    learning_dip: Share = titled(
        "Share of its hours that a moved post loses while it learns", "調崗適應期損失的工時比例"
    )
    rules_in_learning: Share = titled(
        "Part of learning a new post that is of rules", "調崗適應中學習規則的部分"
    )
    whole_life_load: Number = titled(
        "Case load of a project that keeps one officer", "全程專員項目的工作量倍數"
    )
    expansion_size: Share = titled("Growth of an enterprise that expands", "企業擴張的幅度")
    broke_exit: Number = titled("Factor on the chance of closing without cash", "無現金企業關閉概率的倍數")
    cash_months: Annotated[float, BeforeValidator(Quantity("month"))] = titled(
        "Cash of an enterprise (months of output)", "企業現金儲備(以產出月數計)"
    )
    platform_alone: Share = titled(
        "Part of a platform's gain that a park has without sharing", "不共享時園區享有的平台增益比例"
    )
    loan_months: Annotated[float, BeforeValidator(Quantity("month", low=3.0))] = titled(
        "Time in which a loan between parks is paid back", "園區間借款歸還期"
    )
    round_hours: Hours = titled("Hours that a department spends on one consent", "部門每次會商答覆工時")
