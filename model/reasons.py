"""Why anything moves in the books: each reason with its Chinese and the rules behind it; accounts in words.

A transfer is booked with its reason in English. A reason that a field of the institution makes possible, or
whose terms it sets, names that field; whichever clause of the mode in force writes it stands behind the
transfer.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Reason(NamedTuple):
    """Chinese for a reason, and the fields of the institution behind it."""

    zh: str
    fields: tuple[str, ...] = ()


_EXCHANGE = ("exchange.rule", "exchange.share")

REASONS: dict[str, Reason] = {
    # Land and quota
    "annual land quota": Reason("年度用地指標"),
    "signing": Reason("簽約預留"),
    "reserved at signing": Reason("簽約時預留指標", ("factors.reserve_share",)),
    "reservation released": Reason("預留釋放", ("factors.reserve_share",)),
    "land supply": Reason("供地"),
    "land serviced ahead": Reason("土地預先整備"),
    "works begin": Reason("開工用地"),
    "land lease": Reason("土地出讓"),
    "project given up": Reason("項目放棄"),
    "expansion": Reason("企業擴建"),
    "closed": Reason("企業關閉"),
    "idle land recovered": Reason("收回閒置土地"),
    # Public money
    "annual budget": Reason("年度預算"),
    "wages of posts": Reason("崗位薪酬", ("posts.wage", "adoption.extra_posts")),
    "promotion network": Reason("招商網絡", ("attraction.network_cost",)),
    "roads and shuttles between parks": Reason("園區間道路與班車", ("circulation.cost",)),
    "platforms": Reason("平台", ("platforms.shared",)),
    "one-off cost of the change": Reason("改革一次性成本", ("adoption.one_off_cost",)),
    "land acquired and serviced": Reason("徵地與整備", ("resettlement.homes_ahead",)),
    "land receipts": Reason("土地收入"),
    "concessions": Reason("招商讓利", ("promotion_centre.attraction_share", "attraction.reopened_share")),
    "taxes, the park's part": Reason("稅收園區分成"),
    "taxes, the district's part": Reason("稅收區級分成"),
    # Enterprises
    "sales": Reason("銷售"),
    "purchases along the chain": Reason("鏈上採購", ("circulation.goods_friction",)),
    "purchases": Reason("其他採購"),
    "wages": Reason("工資"),
    "credit": Reason("借貸"),
    "dividends and estates": Reason("分紅與清算"),
    # People
    "hired": Reason("錄用"),
    "left the job": Reason("離職"),
    "came to the district": Reason("來到本區"),
    "left the district": Reason("離開本區"),
    "moved to another park": Reason("轉到其他園區", ("circulation.talent_friction",)),
    "place for talent taken": Reason("入住人才房"),
    "place for talent freed": Reason("騰出人才房"),
    # Exchange between parks
    "exchange, bilateral": Reason("雙邊調劑", _EXCHANGE),
    "exchange, headquarters": Reason("指揮部調劑", _EXCHANGE),
    "exchange, market": Reason("市場交易", _EXCHANGE),
    "exchange, planner_exchange": Reason("規劃者調配", _EXCHANGE),
    "payment for quota": Reason("指標價款", _EXCHANGE),
    "payment for places": Reason("名額價款", _EXCHANGE),
    "cost of the exchange": Reason("流通成本", (*_EXCHANGE, "exchange.transaction_cost")),
    "loan between parks paid back": Reason("園區間借款償還", (*_EXCHANGE, "exchange.repayment")),
    "tax shared with the giver of quota": Reason("與指標付出方分享稅收", (*_EXCHANGE, "exchange.tax_share")),
}

#: Accounts of the books, as people read them.
ACCOUNTS: dict[str, tuple[str, str]] = {
    "collective": ("collective land", "集體土地"),
    "acquired": ("acquired land", "已徵土地"),
    "serviced": ("serviced land", "已整備土地"),
    "reserved": ("land set aside for projects", "項目預留土地"),
    "leased": ("land leased to enterprises", "企業在用土地"),
    "idle": ("idle land", "閒置土地"),
    "quota": ("land quota", "用地指標"),
    "quota_reserved": ("land quota set aside", "預留用地指標"),
    "quota_used": ("land quota used", "已用用地指標"),
    "province": ("the province", "省級"),
    "fund": ("fund of the park", "園區資金"),
    "enterprises": ("enterprises", "企業"),
    "treasury": ("the district's treasury", "區財政"),
    "households": ("households", "居民"),
    "outside": ("outside the district", "區外"),
    "seeking": ("people who seek work", "求職者"),
    "employed": ("people employed", "在崗者"),
    "free": ("free places of talent housing", "空置人才房名額"),
    "taken": ("taken places of talent housing", "已用人才房名額"),
}

#: The lines of the resource account (`RESOURCE` of `crosspark.model.measures`).
LINES: dict[str, tuple[str, str]] = {
    "value_added": ("value added", "增加值"),
    "investment": ("investment", "投資"),
    "works": ("works on land", "土地工程"),
    "admin_cost": ("cost of running it", "行政成本"),
    "public_funds_loss": ("loss by concessions as public money", "讓利作為公共資金的損失"),
}


#: Resources, as people read them.
RESOURCE_NAMES: dict[str, tuple[str, str]] = {
    "land": ("Land", "土地"),
    "quota": ("Land quota", "用地指標"),
    "capital": ("Capital", "資金"),
    "research": ("Research talent", "研發人才"),
    "medical": ("Medical talent", "醫療人才"),
    "technical": ("Technical talent", "技術人才"),
    "places": ("Places of talent housing", "人才房名額"),
}
#: Why a project waits, and the stages of approval.
CAUSES: dict[str, tuple[str, str]] = {
    "queue": ("Queue", "排隊"),
    "work": ("Work", "辦理"),
    "own": ("Own and statutory", "企業自身與法定"),
    "handover": ("Hand-over", "交接"),
    "consent": ("Consent", "會商同意"),
    "community": ("Community consent", "社區同意"),
    "factor": ("Want of a factor", "等要素"),
    "rework": ("Rework", "返工"),
}
STAGES: dict[str, tuple[str, str]] = {
    "registration": ("registration", "注冊"),
    "initiation": ("initiation", "立項"),
    "planning": ("planning", "規劃"),
    "construction_filing": ("construction filing", "報建"),
}
#: Groups that are no organisation of the scenario.
GROUP_NAMES: dict[str, tuple[str, str]] = {
    "small": ("small projects", "小項目"),
    "large": ("large projects", "大項目"),
    "major": ("major projects", "重大項目"),
    "other": ("other projects", "非重大項目"),
    "incumbents": ("enterprises there from the start", "原有企業"),
    "newcomers": ("enterprises signed since", "新簽約企業"),
    "leaders": ("the district's leaders", "區領導"),
    "district": ("the district alone", "區本級"),
    "all": ("all", "全部"),
}


def readable(text: str, titles: Mapping[str, tuple[str, str]], lang: str) -> str:
    """Return an account, park, reason, line, resource or group in words; what is unknown as it stands.

    Parameters
    ----------
    text : str
        ``fund:medical`` is the account of a park.
    titles : mapping of str to (str, str)
        English and Chinese of the scenario's own names.
    lang : {"en", "zh"}
    """
    account, colon, park = text.partition(":")
    if colon:
        parts = readable(account, titles, lang), readable(park, titles, lang)
        return f"{parts[1]}:{parts[0]}" if lang == "zh" else f"{parts[0]}, {parts[1]}"
    if text in REASONS:
        return REASONS[text].zh if lang == "zh" else text
    for known in (titles, ACCOUNTS, LINES, RESOURCE_NAMES, GROUP_NAMES):
        if text in known:
            return known[text][1 if lang == "zh" else 0]
    return text
