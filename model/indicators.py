"""The registry of indicators: what is measured, in which unit, which way is better, and what is wired.

Values are computed in `crosspark.model.measures` under these ids, in canonical units (yuan, m², person,
working day, share); people read them divided by `scale` (亿元, %). A pair of clause and indicator is
*wired* where a field that the clause writes is itself what the indicator measures: the clause
moves it by definition, and that it moved proves nothing. Every other pair is *emergent*: something has
to queue, be chosen or be decided in between.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Direction = Literal[-1, 0, 1]

#: The causes of a day on the critical path, in the order in which tables and figures show them.
CAUSES = ("queue", "work", "own", "handover", "consent", "community", "factor", "rework")
#: The stages of approval, in their order.
STAGES = ("registration", "initiation", "planning", "construction_filing")


@dataclass(frozen=True)
class Measure:
    """A canonical unit, and the unit in which people read it: shown = value / scale."""

    unit: str
    shown_en: str
    shown_zh: str
    scale: float = 1.0


FIRMS = Measure("enterprise", "firms", "家")
PROJECTS = Measure("project", "projects", "個")
PERSONS = Measure("person", "persons", "人")
DAYS = Measure("working day", "working days", "工作日")
HOURS = Measure("hour", "hours", "小時")
SHARE = Measure("share", "%", "%", 0.01)
INDEX = Measure("index", "index", "指數")
COUNT = Measure("count", "times", "次")
YI = Measure("yuan", "亿元", "億元", 1e8)
WAN_PER_MU = Measure("yuan/mu", "万元/mu", "萬元/畝", 1e4)
MU = Measure("m2", "mu", "畝", 2000 / 3)


@dataclass(frozen=True)
class Indicator:
    """One indicator of a run.

    Attributes
    ----------
    id : str
        The key under which a run holds its value.
    title_en, title_zh : str
        What axis labels and tables call it.
    measure : Measure
        Its unit, and how people read it.
    direction : {-1, 0, 1}
        1 where more is better, -1 where less is better, 0 where neither is.
    group : str
        The block of the tables in which it stands; a key of `GROUPS`.
    formula, formula_zh : str
        How it is computed, in words.
    wired_by : tuple of str
        The clauses that move it by definition.
    source : str
        The standard or study that defines it; empty where the definition is ours.
    """

    id: str
    title_en: str
    title_zh: str
    measure: Measure
    direction: Direction
    group: str
    formula: str
    formula_zh: str
    wired_by: tuple[str, ...] = ()
    source: str = ""

    @property
    def unit(self) -> str:
        """The unit of the value in a run."""
        return self.measure.unit

    @property
    def shown_en(self) -> str:
        """The unit in which an English reader sees it."""
        return self.measure.shown_en

    @property
    def unit_zh(self) -> str:
        """The unit in which a Chinese reader sees it."""
        return self.measure.shown_zh

    @property
    def scale(self) -> float:
        """How much of `unit` makes one of the unit that people read."""
        return self.measure.scale

    def title(self, lang: str) -> str:
        """Return the title in a language."""
        return self.title_zh if lang == "zh" else self.title_en

    def shown_unit(self, lang: str) -> str:
        """Return the unit that people read, in a language."""
        return self.unit_zh if lang == "zh" else self.shown_en

    @property
    def by(self) -> tuple[str, ...]:
        """Of which parts it has a value: park, subdistrict, department, month; none where it has none."""
        return _BY.get(self.id, ())

    @property
    def accounts(self) -> tuple[str, ...]:
        """To which yuan account it belongs: treasury, resource; to neither where it is no line of one."""
        return _ACCOUNTS.get(self.id, ())

    def wired_among(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """Return which of the given clauses move this indicator by definition."""
        given = set(clauses)
        return tuple(clause for clause in self.wired_by if clause in given)


GROUPS: dict[str, tuple[str, str]] = {
    "growth": ("Enterprises, output and jobs", "企業、產出與就業"),
    "treasury": ("The treasury's account", "財政帳"),
    "resource": ("The resource account: transfers cancel", "資源帳:轉移支付相互抵消"),
    "projects": ("Projects from signing to start", "項目從簽約到開工"),
    "causes": ("Working days by cause, per started project", "每個開工項目的分項工作日"),
    "stages": ("Working days by stage, per started project", "每個開工項目的分階段工作日"),
    "land": ("Land", "土地"),
    "talent": ("Talent", "人才"),
    "chain": ("Chains and parks", "產業鏈與園區"),
    "exchange": ("Exchange between parks", "園區間要素流通"),
    "organisation": ("Organisation and decision", "組織與決策"),
    "zeros": ("The four zeros", "四個零"),
    "quality": ("Screening and review", "甄別與審查"),
}

_ROWS = (
    Indicator(
        "operating_firms", "Operating firms", "運營企業", FIRMS, 1, "growth",
        "enterprises that operate at the end of the last year",
        "末年年底仍在運營的企業數",
    ),
    Indicator(
        "value_added", "Value added", "增加值", YI, 1, "growth",
        "output less purchases and other inputs, summed over the years after adoption",
        "產出減去採購與其他投入,按改革後各年合計",
    ),
    Indicator(
        "output", "Output", "產值", YI, 1, "growth",
        "sales of all enterprises, summed over the years after adoption",
        "全部企業銷售額,按改革後各年合計",
    ),
    Indicator(
        "jobs", "Jobs", "就業", PERSONS, 1, "growth",
        "persons employed by operating enterprises at the end of the last year",
        "末年年底運營企業的在崗人數",
    ),
    Indicator(
        "wages", "Wages", "工資", YI, 1, "growth",
        "wages that enterprises paid to households, summed over the years after adoption; a transfer",
        "企業支付給居民的工資,按改革後各年合計;屬轉移支付",
    ),
    Indicator(
        "closures", "Closures", "企業關閉", FIRMS, -1, "growth",
        "enterprises that closed, summed over the years after adoption",
        "改革後各年關閉的企業數",
        ("C2", "S4"),
    ),
    Indicator(
        "expansions", "Expansions", "企業擴建", COUNT, 1, "growth",
        "times that an enterprise expanded, summed over the years after adoption",
        "改革後各年企業擴建的次數",
        ("C2",),
    ),
    Indicator(
        "fiscal_npv", "Fiscal net present value", "財政淨現值", YI, 1, "treasury",
        "what district and parks gain or lose in public funds, month by month, discounted to the month "
        "of adoption: land receipts and taxes less concessions, salaries, works and one-off costs",
        "區與園區公共資金逐月增減折現到改革當月:土地收入與稅收減去讓利、薪酬、工程與一次性成本",
    ),
    Indicator(
        "resource_npv", "Resource net present value", "資源淨現值", YI, 1, "resource",
        "value added less investment, the cost of running it and the loss that concessions bring as "
        "public money, discounted to the month of adoption; transfers cancel",
        "增加值減去投資、行政成本以及讓利作為公共資金的損失,折現到改革當月;轉移支付相互抵消",
    ),
    Indicator(
        "treasury_balance", "Treasury balance", "財政結餘", YI, 1, "treasury",
        "public funds of district and parks at the end of the last year, undiscounted",
        "末年年底區與園區持有的公共資金,不折現",
    ),
    Indicator(
        "concessions", "Concessions", "招商讓利", YI, -1, "treasury",
        "what parks and centre gave enterprises to come, summed over the years after adoption; a transfer",
        "園區與促進中心為招引企業給出的讓利,按改革後各年合計;屬轉移支付",
        ("P2", "D2"), "Slattery (2025)",
    ),
    Indicator(
        "concession_rate", "Concessions by investment", "讓利佔投資比", SHARE, -1, "treasury",
        "concessions as a share of the investment of the enterprises that started or expanded",
        "讓利佔開工與擴建企業投資的比例",
        ("P2", "D2"),
    ),
    Indicator(
        "admin_cost", "Cost of running it", "行政成本", YI, -1, "treasury",
        "salaries of posts, network, circulation, platforms and one-off costs, "
        "summed over the years after adoption",
        "崗位薪酬、招商網絡、流通、平台與一次性成本,按改革後各年合計",
        ("H1", "P1", "P2", "C1", "C2", "R3", "S2", "S3", "M3", "F1", "F2", "F4"),
    ),
    Indicator(
        "days_to_start", "Days from signing to start", "簽約到開工天數", DAYS, -1, "projects",
        "restricted mean time from signing to start, for projects signed after adoption, at a horizon "
        "of 504 working days: the area under the Kaplan–Meier curve, so that projects that never start "
        "count",
        "改革後簽約項目從簽約到開工的限制平均時間(上限504個工作"
        "日),即Kaplan–Meier曲線下面積,未開工項目也計入",
        (), "Kaplan & Meier (1958)",
    ),
    Indicator(
        "days_started", "Days of those that started", "已開工項目用時", DAYS, -1, "projects",
        "mean days from signing to start of the projects signed after adoption that started: survivors "
        "only",
        "改革後簽約且已開工項目從簽約到開工的平均工作日,只含開工者",
    ),
    Indicator(
        "signed", "Signed projects", "簽約項目", PROJECTS, 1, "projects",
        "projects signed over the years after adoption",
        "改革後各年簽約的項目數",
        ("M3",),
    ),
    Indicator(
        "started", "Started projects", "開工項目", PROJECTS, 1, "projects",
        "projects that started over the years after adoption, also those signed before it",
        "改革後各年開工的項目數,含改革前簽約者",
    ),
    Indicator(
        "unfinished", "Still in preparation", "仍在籌備", PROJECTS, -1, "projects",
        "signed projects that have neither started nor been given up at the end of the last year",
        "末年年底既未開工也未放棄的簽約項目數",
    ),
    Indicator(
        "never_started_rate", "Signed but never started", "簽而不開", SHARE, -1, "projects",
        "projects given up before the start, as a share of the projects signed after adoption",
        "開工前放棄的項目佔改革後簽約項目的比例",
    ),
    Indicator(
        "start_rate", "Signed projects that started", "簽約項目開工率", SHARE, 1, "projects",
        "projects started, as a share of the projects signed after adoption",
        "改革後簽約項目中已開工的比例",
    ),
    Indicator(
        "completion_rate", "Started projects that operate", "開工項目投產率", SHARE, 1, "projects",
        "projects that opened by the end of the last year, as a share of those signed after adoption that "
        "started",
        "末年年底前投產的項目佔改革後簽約且已開工項目的比例",
    ),
    Indicator(
        "returns", "Steps that came back", "退回次數", COUNT, -1, "projects",
        "times that a step came back, mean per started project",
        "每個開工項目被退回的平均次數",
        ("D1", "O2", "S1", "M1", "P2"),
    ),
    Indicator(
        "overdue_share", "Overdue", "超期比例", SHARE, -1, "projects",
        "pieces of work that waited in a queue longer than the limit of supervision, of all served",
        "排隊超過督查時限的事項佔全部辦結事項的比例",
        ("M6",),
    ),
    Indicator(
        "days_sd", "Spread of days", "天數離散度", DAYS, -1, "projects",
        "standard deviation of the days from signing to start among the projects that started",
        "已開工項目簽約到開工天數的標準差",
        ("M6",),
    ),
    Indicator(
        "days_small", "Days of small projects", "小項目用時", DAYS, -1, "projects",
        "mean days from signing to start of started projects that are not major",
        "非重大開工項目從簽約到開工的平均工作日",
    ),
    Indicator(
        "days_major", "Days of major projects", "重大項目用時", DAYS, -1, "projects",
        "mean days from signing to start of started projects that are major",
        "重大開工項目從簽約到開工的平均工作日",
    ),
    Indicator(
        "days_queue", "Days in queues", "排隊", DAYS, -1, "causes",
        "days on the critical path spent in a server's queue",
        "關鍵路徑上在經辦單位排隊的天數",
    ),
    Indicator(
        "days_work", "Days of work", "辦理", DAYS, -1, "causes",
        "days on the critical path on which a server works on the project",
        "關鍵路徑上經辦單位實際辦理的天數",
        ("O1", "O2", "S3", "M5"),
    ),
    Indicator(
        "days_own", "Own and statutory days", "企業自身與法定", DAYS, -1, "causes",
        "days on the critical path that are the enterprise's own or set by law",
        "關鍵路徑上屬企業自身或法定公示的天數",
    ),
    Indicator(
        "days_handover", "Days of hand-over", "交接", DAYS, -1, "causes",
        "days on the critical path between two hands, filing trips included",
        "關鍵路徑上在兩個經辦之間的天數,含跑件申報",
        ("R3", "S2", "S5", "C1"),
    ),
    Indicator(
        "days_consent", "Days of consent", "會商同意", DAYS, -1, "causes",
        "days on the critical path until several organisations consented, or the headquarters met",
        "關鍵路徑上等待多方同意或指揮部開會的天數",
        ("H1", "H2", "D2"),
    ),
    Indicator(
        "days_community", "Days of community consent", "社區同意", DAYS, -1, "causes",
        "days on the critical path until a community consented to acquisition",
        "關鍵路徑上等待社區同意徵地的天數",
        ("R2",),
    ),
    Indicator(
        "days_factor", "Days for want of a factor", "等要素", DAYS, -1, "causes",
        "days on the critical path for want of land, quota, capital or energy",
        "關鍵路徑上因缺土地、指標、資金或能源而等待的天數",
        ("M4",),
    ),
    Indicator(
        "days_rework", "Days of rework", "返工", DAYS, -1, "causes",
        "days on the critical path on which something is done a second time",
        "關鍵路徑上重做的天數",
        ("D1", "O2", "S1", "M1", "P2"),
    ),
    Indicator(
        "days_registration", "Days of registration", "注冊階段", DAYS, -1, "stages",
        "days on the critical path in the stage of registration",
        "關鍵路徑上處於注冊階段的天數",
    ),
    Indicator(
        "days_initiation", "Days of initiation", "立項階段", DAYS, -1, "stages",
        "days on the critical path in the stage of initiation",
        "關鍵路徑上處於立項階段的天數",
    ),
    Indicator(
        "days_planning", "Days of planning", "規劃階段", DAYS, -1, "stages",
        "days on the critical path in the stage of planning",
        "關鍵路徑上處於規劃階段的天數",
    ),
    Indicator(
        "days_construction_filing", "Days of construction filing", "報建階段", DAYS, -1, "stages",
        "days on the critical path in the stage of construction filing",
        "關鍵路徑上處於報建階段的天數",
    ),
    Indicator(
        "output_per_mu", "Output per mu", "畝均產值", WAN_PER_MU, 1, "land",
        "output of the last year by the land leased at its end",
        "末年產值除以年底已供地面積",
        (), "per-mu assessment (畝均論英雄)",
    ),
    Indicator(
        "investment_per_mu", "Investment per mu", "畝均投資", WAN_PER_MU, 1, "land",
        "capital of the operating enterprises by their land",
        "運營企業資本除以其用地面積",
        (), "per-mu assessment (畝均論英雄)",
    ),
    Indicator(
        "tax_per_mu", "Tax per mu", "畝均稅收", WAN_PER_MU, 1, "land",
        "taxes of the last year by the land leased at its end",
        "末年稅收除以年底已供地面積",
        (), "per-mu assessment (畝均論英雄)",
    ),
    Indicator(
        "idle_land_share", "Idle land", "閒置土地", SHARE, -1, "land",
        "idle land as a share of idle and leased land, at the end of the last year",
        "末年年底閒置土地佔閒置與在用土地的比例",
        ("C2",),
    ),
    Indicator(
        "land_leased", "Land leased", "供地面積", MU, 0, "land",
        "land leased at the end of the last year less that at adoption",
        "末年年底在用土地減去改革時在用土地",
    ),
    Indicator(
        "land_collective", "Collective land", "集體土地", MU, 0, "land",
        "land of communities, not acquired, at the end of the last year",
        "末年年底尚未徵收的集體土地",
    ),
    Indicator(
        "land_acquired", "Acquired land", "已徵土地", MU, 0, "land",
        "land acquired and not yet serviced, at the end of the last year",
        "末年年底已徵收而未整備的土地",
    ),
    Indicator(
        "land_serviced", "Serviced land", "已整備土地", MU, 0, "land",
        "land serviced and free for projects, at the end of the last year",
        "末年年底已整備、可供項目使用的土地",
    ),
    Indicator(
        "land_reserved", "Reserved land", "預留土地", MU, 0, "land",
        "land set aside for projects in preparation, at the end of the last year",
        "末年年底為籌備項目預留的土地",
    ),
    Indicator(
        "land_idle", "Idle area", "閒置面積", MU, -1, "land",
        "land of closed enterprises that has not come back, at the end of the last year",
        "末年年底關閉企業尚未收回的土地",
        ("C2",),
    ),
    Indicator(
        "vacancies_rate", "Vacancies", "崗位空缺率", SHARE, -1, "talent",
        "unfilled places as a share of the places that enterprises want filled, over the years after "
        "adoption",
        "未填補崗位佔企業所需崗位的比例,按改革後各年合計",
        ("F1",),
    ),
    Indicator(
        "talent_employed", "Talent employed", "在崗人才", PERSONS, 1, "talent",
        "research and medical staff employed at the end of the last year",
        "末年年底在崗的研發與醫療人才",
    ),
    Indicator(
        "talent_research", "Research staff", "在崗研發人才", PERSONS, 1, "talent",
        "research staff employed at the end of the last year",
        "末年年底在崗的研發人才",
    ),
    Indicator(
        "talent_medical", "Medical staff", "在崗醫療人才", PERSONS, 1, "talent",
        "medical staff employed at the end of the last year",
        "末年年底在崗的醫療人才",
    ),
    Indicator(
        "talent_technical", "Technical staff", "在崗技術人才", PERSONS, 1, "talent",
        "technical staff employed at the end of the last year",
        "末年年底在崗的技術人才",
    ),
    Indicator(
        "retention", "Retention of talent", "人才留存率", SHARE, 1, "talent",
        "one less the talent that leaves the district in a year as a share of the talent there",
        "一減每年離開本區的人才佔在區人才的比例",
    ),
    Indicator(
        "talent_moved", "Moved between parks", "跨園區流動", PERSONS, 0, "talent",
        "persons who took work in another park, summed over the years after adoption",
        "改革後各年到其他園區就業的人數",
        ("F1",),
    ),
    Indicator(
        "chain_completeness", "Chain completeness", "產業鏈完整度", SHARE, 1, "chain",
        "share of its chain that an enterprise finds in its park or, at friction, in others; mean over "
        "enterprises and months",
        "企業所需鏈條在本園區或(計摩擦)其他園區找到的比例,按企業與月份平均",
        ("F4",),
    ),
    Indicator(
        "local_sourcing", "Local sourcing", "本地配套率", SHARE, 1, "chain",
        "purchases from enterprises of the district as a share of all purchases, other inputs included",
        "向本區企業採購佔全部採購的比例",
        ("F4",),
    ),
    Indicator(
        "park_similarity", "Similarity of parks", "園區同質度", INDEX, -1, "chain",
        "one less half the Krugman index of segment shares, mean over pairs of parks: 1 is alike",
        "一減各園區產業份額Krugman指數的一半,按園區對平均;1為完全同質",
        (), "Krugman (1991)",
    ),
    Indicator(
        "park_theil", "Spread between parks", "園區差距", INDEX, -1, "chain",
        "Theil index of output per leased land between parks, in the last year",
        "末年園區間地均產值的Theil指數",
        (), "Theil (1967)",
    ),
    Indicator(
        "exchange_volume", "Volume exchanged", "流通規模", YI, 0, "exchange",
        "land quota, money and programme places that moved between parks, at the mean of the parks' "
        "values",
        "園區間流通的指標、資金與名額,按各園區估值均值計",
        ("F3",),
    ),
    Indicator(
        "exchange_gain", "Gain from exchange", "流通收益", YI, 1, "exchange",
        "the receivers' value of what moved less the givers' and the cost of moving it",
        "流通要素對接收方的價值減去對付出方的價值與交易成本",
        ("F3",),
    ),
    Indicator(
        "value_spread", "Spread of marginal values", "邊際價值差", SHARE, -1, "exchange",
        "coefficient of variation of the parks' marginal values, mean over factors and quarters",
        "各園區邊際價值的變異係數,按要素與季度平均",
    ),
    Indicator(
        "leaders_hours", "Leaders' hours", "領導工時", HOURS, -1, "organisation",
        "hours of the district leaders at the headquarters, a year; members' stand among their own hours",
        "區領導每年用於指揮部的工時;成員工時見分職責工時",
        ("H1",),
    ),
    Indicator(
        "agenda_load", "Load of the agenda", "議程負荷", SHARE, -1, "organisation",
        "matters that reach a meeting by what a meeting clears; above 100 % a backlog grows",
        "每次會議待議事項與可議事項之比;超過100%則積壓",
        ("H1", "D2"),
    ),
    Indicator(
        "agenda_backlog", "Backlog of the agenda", "議程積壓", COUNT, -1, "organisation",
        "matters that wait for a meeting of the headquarters at the end of the last year",
        "末年年底等待指揮部會議的事項數",
        ("H1", "D2"),
    ),
    Indicator(
        "decision_days", "Days to a decision", "決策時長", DAYS, -1, "organisation",
        "mean working days from raising a matter of consent to its decision",
        "會商事項從提出到決定的平均工作日",
        ("H1", "H2", "D2"),
    ),
    Indicator(
        "service_level", "Service level of sub-districts", "鎮街服務水平", SHARE, 1, "organisation",
        "hours of social work and services done by those needed, mean over sub-districts and months",
        "已完成與所需的社會管理與公共服務工時之比,按鎮街與月份平均",
        ("R1", "R2", "R3", "R4", "O4"),
    ),
    Indicator(
        "other_backlog", "Backlog of other duties", "其他職責積壓", SHARE, -1, "organisation",
        "hours of the departments' other duties that lapsed, as a share of those needed",
        "部門其他職責未完成工時佔所需工時的比例",
        ("A1", "R3", "H1"),
    ),
    Indicator(
        "case_backlog", "Cases in queues", "部門排隊案件", COUNT, -1, "organisation",
        "cases that wait in the departments' queues, mean over the days after adoption",
        "改革後各部門排隊案件數的日均值",
    ),
    Indicator(
        "resettlement_backlog", "Backlog of resettlement", "拆遷安置積壓", COUNT, -1, "organisation",
        "projects that wait for the sub-districts' crews, mean over the days after adoption",
        "改革後等待鎮街拆遷安置隊伍的項目數的日均值",
        ("M5",),
    ),
    Indicator(
        "core_hours_share", "Hours on the core mandate", "主責主業工時", SHARE, 1, "organisation",
        "hours of park staff, centre and committees on anything but social work, of all their hours",
        "園區、促進中心與管委會用於社會事務以外的工時佔比",
        ("R1", "R4", "O4"),
    ),
    Indicator(
        "zero_wait", "Waiting before land supply", "供地前等待", DAYS, -1, "zeros",
        "mean working days on the critical path, in registration and initiation, without work on the project",
        "關鍵路徑上注冊與立項階段無人辦理的平均工作日",
        (), "clause S6, 零等待",
    ),
    Indicator(
        "zero_distance", "Trips per project", "每項目跑動", COUNT, -1, "zeros",
        "hand-overs that nobody triggered and steps that came back, mean per started project",
        "每個開工項目中無人代為推動的交接與退回次數",
        ("C1", "O2"), "clause S6, 零距離",
    ),
    Indicator(
        "zero_obstacle", "Projects held up by a factor", "要素受阻項目", SHARE, -1, "zeros",
        "started projects that waited for land, quota, capital or energy, of all started",
        "因土地、指標、資金或能源等待過的開工項目比例",
        ("M4",), "clause S6, 零障礙",
    ),
    Indicator(
        "zero_idle", "Idle days of projects", "項目空閒", DAYS, -1, "zeros",
        "mean working days on the critical path spent waiting: queue, hand-over, consent, community, "
        "factor",
        "關鍵路徑上排隊、交接、會商、社區同意與等要素的平均工作日",
        ("C1",), "clause S6, 零空閑",
    ),
    Indicator(
        "defects_closed", "Closed or fined later", "事後關停處罰", PROJECTS, -1, "quality",
        "enterprises closed or fined after the start for a defect that review did not find",
        "因審查未發現的缺陷在開工後被關停或處罰的企業數",
        ("S3", "S4"),
    ),
    Indicator(
        "screening_errors", "Screening errors", "甄別失誤", SHARE, -1, "quality",
        "bad leads let in and good ones turned away, as a share of the leads that were heard of",
        "誤入與誤拒的線索佔所獲線索的比例",
        ("P1",), "Sah & Stiglitz (1986)",
    ),
    Indicator(
        "leads", "Leads", "線索", PROJECTS, 1, "quality",
        "leads that heard of the district, summed over the years after adoption",
        "改革後各年獲得的招商線索數",
        ("M3",),
    ),
    Indicator(
        "fit", "Fit of signed projects", "簽約項目適配度", SHARE, 1, "quality",
        "how well the segment of a signed project fits its park, mean over the projects signed after "
        "adoption",
        "改革後簽約項目的產業與所在園區的適配程度,按項目平均",
    ),
)  # fmt: skip

#: Of which parts an indicator has a value, by the same formula. Monthly values of projects are of those that
#: started in the month. Indicators that are not named have a value of the whole run alone: indices between
#: parks (similarity, Theil, spread of marginal values), and what is nobody's part (agenda, queues of shared
#: servers, the treasury's balance by park, leads and screening by park).
_PARTS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("park", "month"): (
        "operating_firms", "value_added", "output", "jobs", "wages", "closures", "expansions", "concessions",
        "concession_rate", "signed", "started", "output_per_mu", "tax_per_mu", "idle_land_share",
        "land_leased", "land_collective", "land_acquired", "land_serviced", "land_reserved", "land_idle",
        "vacancies_rate", "talent_employed", "talent_research", "talent_medical", "talent_technical",
        "retention", "chain_completeness", "local_sourcing", "core_hours_share", "defects_closed",
        "days_started", "days_sd", "days_small", "days_major", "returns", "zero_wait", "zero_distance",
        "zero_obstacle", "zero_idle",
        *(f"days_{cause}" for cause in CAUSES), *(f"days_{stage}" for stage in STAGES),
    ),
    ("park",): (
        "days_to_start", "start_rate", "never_started_rate", "unfinished", "completion_rate",
        "investment_per_mu", "fit",
    ),
    ("park", "subdistrict", "month"): ("service_level",),
    ("department", "month"): ("other_backlog",),
    ("month",): (
        "fiscal_npv", "resource_npv", "treasury_balance", "admin_cost", "talent_moved", "exchange_volume",
        "exchange_gain", "leaders_hours", "screening_errors", "leads",
    ),
}  # fmt: skip
_BY = {id_: parts for parts, ids in _PARTS.items() for id_ in ids}

#: To which of the two yuan accounts, which are never mixed, an indicator belongs. What a post or a platform
#: costs is money of the one and resources of the other. Wages are transfers: a line of neither.
_ACCOUNTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("fiscal_npv", "treasury_balance", "concessions", "concession_rate"), ("treasury",)),
    **dict.fromkeys(("resource_npv", "value_added", "output"), ("resource",)),
    "admin_cost": ("treasury", "resource"),
}

INDICATORS: dict[str, Indicator] = {row.id: row for row in _ROWS}

#: What a comparison opens with: outcomes that no single clause sets.
HEADLINES = (
    "operating_firms",
    "value_added",
    "fiscal_npv",
    "jobs",
    "days_to_start",
    "started",
    "service_level",
    "other_backlog",
)
