# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # When does "1+2" pay, and when does another mode overtake it? 「1+2」何時划算,何時被別的模式超過?
#
# What does better under the usual figures is a statement about those figures. Here we look for conditions
# under which the "1+2" operating model is overtaken, ask through which mechanism, and switch that mechanism
# off to see whether the explanation holds. No district was made for this page, and no figure leaves its
# range: the conditions are the library's districts, and single numbers that a planner can imagine.
#
# 在慣用數值下何者更優,只是關於這些數值的結論。本頁尋找「1+2」運行模式被超過的條件,追問經由何種機制,
# 再關掉該機制,看解釋是否成立。沒有為本頁另造轄區,也沒有數值超出取值範圍:條件取自文庫中的轄區,
# 或規劃者可以想像的單個數字。
#
# **△ marks what rests on assumptions, and all results do: a reading of how such rules work, no forecast.**
# Every sentence under *Answer* is made from the numbers above or below it. **△ 表示依賴假設;所有結果皆然:
# 這是對機制的解讀,不是預測。**「答」後的每句話都由數字生成。

# %% [markdown]
# ## 1. The settings: change here, run again 設定:在此更改,再執行一次

# %%
REPLICATES = 8  # how often each mode is run, each time with other luck 每種模式的重複次數
YEARS = 10  # years after the change 改革後的年數
DISTRICTS = None  # a list of districts for section 3; None takes the library's 第3節的轄區;None 為全部
MAP = (5, 4)  # columns and rows of the map of section 9 第9節地圖的列數與行數
MAP_REPLICATES = 4  # how often each of its cells is run 地圖每格的重複次數

# %%
from dataclasses import replace
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter

import crosspark as cp
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies.statistics import paired_difference, ratio_of_means
from crosspark.views.figures import BLACK, BLUE, LIGHT_GREY, VERMILLION, Chart, pick, style

RIVAL, REFORM = "approval_only", cp.load_mode("one_plus_two")
# What a clause of "1+2" moves by definition proves nothing, so it is no finding. 條款按定義改變的不算發現。
MOVED = cp.load_mode(RIVAL).clauses | REFORM.clauses
FOUND = [name for name in HEADLINES if not INDICATORS[name].wired_among(MOVED)]

# %% [markdown]
# ## 2. What all sections share; no need to read 各節共用的程式,不必細讀
#
# *Beyond chance* means that the 95 % interval of the paired difference leaves out zero.
#
# 「超出抽樣」指成對差值的95%區間不含零。

# %%
COLOURS = {1: BLUE, 0: LIGHT_GREY, -1: VERMILLION}


def title(indicator, lang):
    about = INDICATORS[indicator]
    return about.title_zh if lang == "zh" else about.title_en


def verdict(found, indicator):
    """Return 1 where the difference is surely better, -1 where it is surely worse, 0 where chance decides."""
    if not found.surely_differs:
        return 0
    return 1 if found.mean * INDICATORS[indicator].direction > 0 else -1


def percent(number):
    return f"{100 * number:+.1f} %".replace("-", "−") if isfinite(number) else "–"


def relative(compared, mode, indicator):
    """Return mean, low and high of a difference as shares of the baseline's mean."""
    found, base = compared.difference(mode, indicator), abs(compared.mean(compared.baseline, indicator))
    return [number / base if base else np.nan for number in (found.mean, found.chance_low, found.chance_high)]


def named(compared, mode, indicators, wanted, lang):
    """Return the indicators in which a mode is better (1), worse (-1) or not sure (0), with the size."""
    found = [i for i in indicators if verdict(compared.difference(mode, i), i) == wanted]
    comma, space = ("、", "") if lang == "zh" else (", ", " ")
    shown = [f"{title(i, lang)}{space}({percent(relative(compared, mode, i)[0])})" for i in found]
    return comma.join(shown) or ("無" if lang == "zh" else "none")


def answer(compared, mode="one_plus_two", indicators=FOUND):
    """Print on which headlines the baseline overtakes a mode, and on which it does not."""
    ours, theirs = compared.entries[mode], compared.entries[compared.baseline]
    worse, better, unsure = (
        {lang: named(compared, mode, indicators, sign, lang) for lang in ("en", "zh")} for sign in (-1, 1, 0)
    )
    print(f"Answer. {ours.title_en} against {theirs.title_en}, beyond chance. It loses on: {worse['en']}.")
    print(f"  It wins on: {better['en']}. Not sure: {unsure['en']}.")
    print(f"答。{ours.title_zh}與{theirs.title_zh}相比,超出抽樣:遜於{worse['zh']};")
    print(f"  優於{better['zh']};不能斷定:{unsure['zh']}。")


def holds(compared, variant, indicators, mode="one_plus_two"):
    """Print whether switching a mechanism off closes the gap to the baseline."""
    switched = compared.entries[variant]
    for indicator in indicators:
        before, after = (verdict(compared.difference(m, indicator), indicator) for m in (mode, variant))
        gap, left = (relative(compared, m, indicator)[0] for m in (mode, variant))
        change = paired_difference(compared.values(variant, indicator), compared.values(mode, indicator))
        moved = verdict(change, indicator)
        if before >= 0:
            said = "there is no gap to explain", "沒有需要解釋的差距"
        elif after > 0:
            said = "the gap turns into a lead: the explanation holds", "差距轉為領先:解釋成立"
        elif moved > 0 and after == 0:
            said = "the gap is no longer beyond chance: the explanation holds", "差距不再超出抽樣:解釋成立"
        elif moved > 0:
            closed = f"{1 - left / gap:.0%}"
            said = f"{closed} of the gap closes: it explains a part", f"差距縮小{closed}:只解釋一部分"
        elif moved < 0:
            said = "the gap widens: the explanation fails", "差距擴大:解釋不成立"
        else:
            said = "the gap does not close beyond chance: not shown", "差距未明顯縮小:未能證實"
        sizes = f"{percent(gap)} → {percent(left)}"
        print(f"{title(indicator, 'en')}, {switched.title_en}: {sizes}; {said[0]}.")
        print(f"  {title(indicator, 'zh')},{switched.title_zh}:{sizes};{said[1]}。")


def switched(name_en, name_zh, *without, **parameters):
    """Return "1+2" without some clauses or with other values, under a name of its own."""
    mode = REFORM.without(*without).with_parameters(
        {path.replace("__", "."): value for path, value in parameters.items()}
    )
    return replace(mode, id=name_en.replace(" ", "_"), title_en=name_en, title_zh=name_zh)


def put_side_by_side(compared, indicators):
    """Return means, an indicator a row and a mode a column, in the units that people read."""
    rows = {}
    for indicator in indicators:
        about = INDICATORS[indicator]
        unit = pick(about.shown_en, about.unit_zh)
        rows[f"{about.title_en} {about.title_zh} ({unit})"] = [
            f"{compared.mean(mode, indicator) / about.scale:,.4g}" for mode in compared.entries
        ]
    return pd.DataFrame.from_dict(
        rows, orient="index", columns=[f"{e.title_en} {e.title_zh} △" for e in compared.entries.values()]
    )


def on_lines(english, chinese):
    """Return a label in both languages on lines of their own."""
    return pick(fill(english, 19), f"\n{chinese}").replace(" \n", "\n")


def gaps(compared, indicators, heading, modes=None):
    """Draw each mode's difference from the baseline, in per cent, with its interval."""
    modes, base = modes or compared.others, compared.entries[compared.baseline]
    with style():
        figure = Chart(figsize=(9.6, 1.9 + 0.5 * len(modes)), layout="constrained")
        axes = figure.subplots(1, len(indicators), sharey=True, squeeze=False)[0]
        for axis, indicator in zip(axes, indicators, strict=True):
            for place, mode in enumerate(modes):
                mean, low, high = (100 * number for number in relative(compared, mode, indicator))
                colour = COLOURS[verdict(compared.difference(mode, indicator), indicator)]
                axis.plot([low, high], [place, place], color=colour, linewidth=5, alpha=0.55)
                axis.plot(mean, place, "o", color=BLACK, markersize=4)
            axis.axvline(0, color=BLACK, linewidth=0.8)
            more = INDICATORS[indicator].direction > 0
            which = pick("more is better", "越多越好") if more else pick("less is better", "越少越好")
            axis.set_title(on_lines(title(indicator, "en"), title(indicator, "zh")), fontsize=9)
            axis.set_xlabel(f"%, {which}", fontsize=8.5)
            axis.locator_params(axis="x", nbins=4)
            axis.margins(x=0.12)
        titles = [compared.entries[mode] for mode in modes]
        axes[0].set_yticks(range(len(modes)), [on_lines(e.title_en, e.title_zh) for e in titles])
        axes[0].invert_yaxis()
        axes[0].set_ylim(len(modes) - 0.5, -0.5)
        against = pick(f"less {base.title_en}", f"減去{base.title_zh}")
        figure.suptitle(f"{heading} △, {against}", x=0.01, ha="left", fontsize=11)
        figure.supxlabel(
            pick(
                "blue: better, orange: worse, grey: not beyond chance; dot: mean",
                "藍:更優,橙:更差,灰:未超出抽樣;點:均值",
            ),
            fontsize=8.5,
        )
    return figure


def compare(scenario, modes, rival=RIVAL, years=YEARS, **options):
    return cp.compare(
        scenario, modes, baseline=rival, replicates=REPLICATES, years=years, quiet=True, **options
    )


# %% [markdown]
# ## 3. Where is it overtaken? The library's districts 在哪裡被超過?文庫中的各轄區
#
# **Question.** In which districts does the approval reform alone, without any new body, do as well as the
# whole "1+2", or better? **問:在哪些轄區,不設新機構、只改審批,就不遜於完整的「1+2」?**

# %%
districts = sorted(cp.scenarios().index, key="wenjiang".__ne__) if DISTRICTS is None else DISTRICTS
over = {name: compare(name, ["one_plus_two", "present"]) for name in districts}
home = over["wenjiang"] if "wenjiang" in over else compare("wenjiang", ["one_plus_two", "present"])


def heat_map(over, indicators, mode="one_plus_two"):
    """Draw who does better in which district and headline."""
    with style():
        figure = Chart(figsize=(9.6, 2.2 + 0.42 * len(over)), layout="constrained")
        axis = figure.subplots()
        for row, compared in enumerate(over.values()):
            for column, indicator in enumerate(indicators):
                sign = verdict(compared.difference(mode, indicator), indicator)
                axis.barh(row, 0.96, 0.92, column - 0.48, color=COLOURS[sign], alpha=0.75)
                size = percent(relative(compared, mode, indicator)[0]) + ("" if sign else " ?")
                axis.text(column, row, size, ha="center", va="center", fontsize=8.5)
        axis.set_yticks(
            range(len(over)), [pick(c.scenario.title_en, c.scenario.title_zh) for c in over.values()]
        )
        axis.set_xticks(
            range(len(indicators)),
            [on_lines(title(i, "en"), title(i, "zh")) for i in indicators],
            fontsize=8,
        )
        axis.xaxis.tick_top()
        axis.tick_params(length=0)
        axis.grid(visible=False)
        axis.set_xlim(-0.5, len(indicators) - 0.5)
        axis.set_ylim(len(over) - 0.5, -0.5)
        figure.suptitle(
            pick("One plus two less approval reform only △", "“1+2”減去僅審批改革"),
            x=0.01,
            ha="left",
            fontsize=11,
        )
        figure.supxlabel(
            pick(
                "blue: 1+2 better, orange: approval reform better, grey and ?: not beyond chance",
                "藍:「1+2」更優,橙:僅審批改革更優,灰與?:未超出抽樣",
            ),
            fontsize=8.5,
        )
    return figure


heat_map(over, FOUND)

# %%
for lang, says, even in (
    ("en", "{0}: {1}.", " Even the present does better on: {0}."),
    ("zh", "{0}:{1}。", "連現狀也更優:{0}。"),
):
    print({"en": "Answer. The approval reform alone does better:", "zh": "答。僅審批改革更優之處:"}[lang])
    for compared in over.values():
        place = compared.scenario.title_zh if lang == "zh" else compared.scenario.title_en
        lost = [i for i in FOUND if verdict(compared.difference("one_plus_two", i), i) < 0]
        pairs = {
            i: paired_difference(compared.values("one_plus_two", i), compared.values("present", i))
            for i in FOUND
        }
        behind = [title(i, lang) for i in FOUND if verdict(pairs[i], i) < 0]
        line = says.format(place, named(compared, "one_plus_two", lost, -1, lang))
        print("  " + line + (even.format(", ".join(behind)) if behind else ""))

# %% [markdown]
# Left out above, for rules of the "1+2" move them by definition: the service level of sub-districts and the
# backlog of other duties. They are a price that its rules set, no finding.
#
# 上面未列的兩項由「1+2」的規則按定義改變:鎮街服務水平與其他職責積壓。那是規則定下的代價,不是發現。

# %%
put_side_by_side(home, [name for name in HEADLINES if name not in FOUND])

# %% [markdown]
# ## 4. How much could be had without any new body? 不設新機構可得多少?
#
# **Question.** Of what "1+2" changes against the present, which share does the approval reform alone bring?
# The interval is Fieller's, of the ratio of two means on the same luck. Where "1+2" itself does not differ
# from the present beyond chance, there is nothing to share.
#
# **問:「1+2」相對現狀的變化中,僅審批改革能帶來幾成?** 區間為 Fieller 法。「1+2」與現狀無明顯差別者不計。


# %%
def share(number):
    return f"{round(100 * number) + 0} %".replace("-", "−")


shares = {}
for name in HEADLINES:
    now = home.values("present", name)
    alone, whole = (
        [value - before for value, before in zip(home.values(mode, name), now, strict=True)]
        for mode in (RIVAL, "one_plus_two")
    )
    shares[name] = ratio_of_means(alone, whole)

known = {name: found for name, found in shares.items() if isfinite(found[1])}
with style():
    figure = Chart(figsize=(9.6, 1.4 + 0.42 * len(known)), layout="constrained")
    axis = figure.subplots()
    for place, (name, (mean, low, high)) in enumerate(known.items()):
        axis.barh(place, 100 * mean, 0.55, color=BLUE if name in FOUND else LIGHT_GREY)
        axis.plot([100 * low, 100 * high], [place, place], color=BLACK, linewidth=1.4)
        axis.text(100 * max(high, mean, 0) + 2, place, share(mean), va="center", fontweight="bold")
    for at in (0, 100):
        axis.axvline(at, color=BLACK, linewidth=0.8)
    axis.set_yticks(range(len(known)), [pick(title(name, "en"), title(name, "zh")) for name in known])
    axis.set_ylim(len(known) - 0.5, -0.5)
    axis.margins(x=0.08)
    axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g} %"))
    axis.grid(visible=False, axis="y")
    axis.set_xlabel(
        pick("100 %: as much as the whole 1+2. Grey: wired", "100%:與完整「1+2」相同;灰:按定義改變"),
        fontsize=8.5,
    )
    heading = pick(
        "Share of the effect of 1+2 had by approval reform alone △", "僅審批改革可得「1+2」效果之比"
    )
    figure.suptitle(heading, x=0.01, ha="left", fontsize=11)
figure

# %%
print("Answer. Approval reform alone brings, of the difference that the whole 1+2 makes:")
print("答。僅審批改革所帶來的,佔完整「1+2」所致變化之比:")
for name, (mean, low, high) in shares.items():
    size = f"{share(mean)} [{share(low)}, {share(high)}]" if isfinite(low) else "not sure 不能斷定"
    wired = "" if name in FOUND else " (wired 按定義)"
    print(f"  {title(name, 'en')} {title(name, 'zh')}: {size}{wired}")
most = [name for name, (_, low, _) in known.items() if name in FOUND and low > 0.5]
past = [name for name in most if known[name][1] > 1]
for lang, head, tail in (("en", "More than half of it", "and more than all"), ("zh", "過半", "且超過全部")):
    names = [", ".join(title(name, lang) for name in group) or "–" for group in (most, past)]
    print(
        f"{head}: {names[0]}; {tail}: {names[1]}."
        if lang == "en"
        else f"{head}:{names[0]};{tail}:{names[1]}。"
    )

# %% [markdown]
# ## 5. Wenjiang itself: the price of being choosy 溫江本身:挑選的代價
#
# **Question.** Does "1+2" lose a headline in Wenjiang itself, and to which clause? **What we suspect:** once
# outcomes are assessed (A2), screeners admit only what looks good, and see through those who sign and never
# start. Fewer sign. When little else is scarce, a project that was not signed is simply lost.
#
# **問:在溫江本身,「1+2」有無落後的指標,因哪條?** **推測:** 考核結果(A2)之後,審核者只收看好的項目,
# 並識破簽而不開者;簽約變少。若別無短缺,未簽的項目就是純粹的損失。

# %%
no_a2 = switched("Without A2", "不考核結果(無A2)", "A2")
choosy = compare("wenjiang", [REFORM, no_a2])
answer(choosy)

# %%
put_side_by_side(choosy, ["leads", "signed", "start_rate", "started", "screening_errors", "concessions"])

# %%
gaps(choosy, ["started", "operating_firms", "value_added", "fiscal_npv"], pick("Wenjiang", "溫江"))

# %%
holds(choosy, "Without_A2", ["started"])

# %% [markdown]
# ## 6. Four kinds of district 四類轄區
#
# ### 6.1 One park alone: nothing to pool 單園:無可統籌
#
# **Question.** What is left of "1+2" where there is one park? **What we suspect:** there is no race between
# parks to end, and no better park to place a lead in. What remains of gathered attraction (P2) is the
# centre's offer, made before tastes are known, and fewer who try to attract; what remains of A2 is
# choosiness (section 5), in a district with little queue or shortage. So fewer projects come, and public
# money goes to those who do.
#
# **問:只有一個園區時,「1+2」還剩什麼?** **推測:** 沒有園區競價可終止,也沒有更合適的園區可安排。
# 集中招商(P2)只剩下中心在不知偏好時的統一出價與較少的招商人手;A2 只剩下挑選(見第5節),而此地少有排隊與短缺。
# 於是來的項目少,公共資金卻流向來者。

# %%
no_p2 = switched("Without P2", "不集中招商(無P2)", "P2")
neither = switched("Without A2 and P2", "無A2與P2", "A2", "P2")
alone = compare("one_park", [REFORM, no_a2, no_p2, neither])
answer(alone)

# %%
put_side_by_side(
    alone, ["signed", "start_rate", "started", "concessions", "days_queue", "days_factor", "fit"]
)

# %%
LOST = ["value_added", "fiscal_npv", "jobs", "started"]
gaps(alone, LOST, pick("One park", "單園"))

# %%
holds(alone, "Without_A2_and_P2", LOST)

# %% [markdown]
# ### 6.2 A district short of talent: offers for taxes that may not come 人才緊缺:為未必收到的稅出價
#
# **Question.** Does the treasury lose here, even against the present, and why? **What we suspect:** with
# outcomes assessed (A2), an offer may reach the whole tax that a project should pay. It is reckoned from
# the land and the segment, as if every post were filled. Here posts stay vacant, so output and tax fall
# short, while the concession is paid at the start.
#
# **問:財政是否受損,甚至不如現狀?為何?** **推測:** 考核結果(A2)之後,出價可達項目應繳的全部稅收,
# 而應繳稅收按土地與產業推算,視同崗位滿員。此地崗位空缺,產出與稅收不足,讓利卻在開工時付出。

# %%
talent = compare("talent_scarce", [REFORM, no_a2, "present"])
answer(talent)

# %%
put_side_by_side(talent, ["vacancies_rate", "concessions", "concession_rate", "tax_per_mu", "value_added"])

# %%
gaps(talent, ["fiscal_npv", "value_added", "jobs", "started"], pick("Short of talent", "人才緊缺"))

# %%
holds(talent, "Without_A2", ["fiscal_npv"])

# %% [markdown]
# ### 6.3 A crowded district: hours that departments do not have 項目擁擠:部門沒有的工時
#
# **Question.** What if 240 leads a year may come, the most of the range, instead of 150? **What we
# suspect:** departments work near their limit, where a few hours less make queues much longer. Under "1+2"
# they second people to the joint office (R3) and keep records at every hand-over (O2). And the concessions
# of A2 drain the parks' funds, so projects wait for land.
#
# **問:若每年線索由150增至240(取值上限)?** **推測:** 部門接近滿負荷,少一點工時隊伍就長許多。
# 「1+2」下部門要抽人聯合辦公(R3),每次交接要留記錄(O2);A2 帶來的讓利耗去園區資金,項目等地。

# %%
no_hours = switched("Without O2 and R3", "無O2與R3", "O2", "R3")
none_of_three = switched("Without O2, R3 and A2", "無O2、R3與A2", "O2", "R3", "A2")
crowded = compare(
    "wenjiang", [REFORM, no_a2, no_hours, none_of_three], overrides={"demand.leads": "240 leads/year"}
)
answer(crowded)

# %%
put_side_by_side(
    crowded, ["days_to_start", "days_queue", "days_factor", "days_rework", "concessions", "signed"]
)

# %% [markdown]
# The parks' funds at the end of each year, all parks together, 亿元, mean. 各年年底各園資金合計,億元,均值:

# %%
year_ends = {
    e.title_en: crowded.series(m, "fund")[:, 11::12].mean(axis=0) for m, e in crowded.entries.items()
}
funds = pd.DataFrame(year_ends).T / 1e8
funds.columns = [f"year 年 {year + 1}" for year in funds.columns]
funds.round(1)

# %%
gaps(crowded, ["days_to_start", "days_queue", "days_factor"], pick("240 leads a year", "每年240條線索"))

# %%
holds(crowded, "Without_O2_and_R3", ["days_queue"])
holds(crowded, "Without_A2", ["days_factor"])
holds(crowded, "Without_O2,_R3_and_A2", ["days_to_start"])

# %% [markdown]
# ### 6.4 A small district: costs that do not shrink with it 小轄區:不隨之縮小的成本
#
# **Question.** And where there are two small parks? **What we suspect:** roads and shuttles between parks
# (F1) cost a sum of their own, whatever flows over them, and the concessions of A2 come on top. What is
# gained in a few dozen projects does not pay for both.
#
# **問:只有兩個小園區呢?** **推測:** 園區間的道路與班車(F1)自有其價,不論流通多少;再加上 A2 的讓利。
# 幾十個項目的所得不足以抵償。

# %%
no_f1 = switched("Without F1", "無園區通道(無F1)", "F1")
without_both = switched("Without A2 and F1", "無A2與F1", "A2", "F1")
small = compare("two_parks", [REFORM, no_a2, no_f1, without_both])
answer(small)

# %%
put_side_by_side(small, ["fiscal_npv", "concessions", "admin_cost", "started", "value_added"])

# %%
gaps(small, ["fiscal_npv", "value_added", "operating_firms"], pick("Two small parks", "兩個小園區"))

# %%
holds(small, "Without_A2", ["fiscal_npv"])
holds(small, "Without_F1", ["fiscal_npv"])
holds(small, "Without_A2_and_F1", ["fiscal_npv"])

# %% [markdown]
# ## 7. Two ways to run it 兩種運行方式
#
# ### 7.1 A headquarters that meets once a month and delegates nothing 每月一會、概不授權的指揮部
#
# **Question.** How good must the headquarters be? Here it meets every 20 working days instead of 10, and
# decides all that comes itself. **What we suspect:** more matters come than meetings clear, so they wait,
# and projects give up. The agenda is the bottleneck: if a meeting cleared 60 matters instead of 12, the gap
# should close.
#
# **問:指揮部要多好才行?** 這裡每20個工作日開會一次(原為10),且事事自決。**推測:** 議題來得比議得快,只能等待,
# 項目因而放棄。瓶頸在議程:若每次會議可議60項而非12項,差距應消失。

# %%
SLOW = {"headquarters.meeting_interval": "20 working days", "headquarters.delegation": 0}
wide = switched("60 matters a meeting", "每會60項", headquarters__agenda="60 matters")
slow = compare("wenjiang", [REFORM, wide], overrides=SLOW)
answer(slow)

# %%
put_side_by_side(
    slow, ["agenda_load", "agenda_backlog", "days_consent", "never_started_rate", "leaders_hours"]
)

# %%
SLOWED = ["days_to_start", "started", "operating_firms", "value_added"]
gaps(slow, SLOWED, pick("Monthly meetings, no delegation", "每月一會、概不授權"))

# %%
holds(slow, "60_matters_a_meeting", SLOWED)

# %% [markdown]
# ### 7.2 A short view: what is paid before taxes come 短期:先付後收
#
# **Question.** How long does it take until the treasury gains? **What we suspect:** projects that start
# sooner and in greater number need land sooner, and get their concessions at the start, while works take a
# year and more and taxes come after. Without the concessions of A2 the wait should be shorter.
#
# **問:財政要多久才受益?** **推測:** 項目開工更早更多,徵地更早,讓利於開工時支付;施工一年有餘,稅收在後。
# 若無A2的讓利,等待應縮短。

# %%
rivals = ["present", "approval_only", "committee_led"]
view = compare("wenjiang", [REFORM, no_a2, *rivals[1:]], rival="present")


def npv_so_far(compared, mode):
    """Return the treasury's net present value up to each month, shape (replicates, months)."""
    moved = compared.series(mode, "public_funds_change") * compared.series(mode, "discount")
    return np.cumsum(moved, axis=1)


def ahead(compared, mode, rival):
    """Return mean, low and high of the difference up to each month."""
    apart = npv_so_far(compared, mode) - npv_so_far(compared, rival)
    found = [paired_difference(column, np.zeros(len(column))) for column in apart.T]
    return np.array([(one.mean, one.chance_low, one.chance_high) for one in found]).T


with style():
    figure = Chart(figsize=(9.6, 3.6), layout="constrained")
    axes = figure.subplots(1, len(rivals), sharey=True)
    for axis, rival in zip(axes, rivals, strict=True):
        for mode, colour in (("one_plus_two", BLUE), ("Without_A2", VERMILLION)):
            mean, low, high = ahead(view, mode, rival) / INDICATORS["fiscal_npv"].scale
            years = np.arange(1, len(mean) + 1) / 12
            axis.fill_between(years, low, high, color=colour, alpha=0.2, linewidth=0)
            axis.plot(
                years, mean, color=colour, label=pick(*(view.entries[mode].title(x) for x in ("en", "zh")))
            )
        axis.axhline(0, color=BLACK, linewidth=0.8)
        entry = view.entries[rival]
        axis.set_title(on_lines(f"less {entry.title_en}", f"減去{entry.title_zh}"), fontsize=9.5)
    axes[0].set_ylabel(pick("100m yuan", "億元"))
    axes[1].set_xlabel(pick("years after adoption; band: 95 % by chance", "改革後年數;色帶:抽樣95%區間"))
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    heading = pick("The treasury's net present value, up to each year △", "截至各年的財政淨現值之差")
    figure.suptitle(heading, x=0.01, ha="left", fontsize=11)
figure

# %%
assert np.allclose(npv_so_far(view, "present")[:, -1], view.values("present", "fiscal_npv"))
for mode in ("one_plus_two", "Without_A2"):
    for rival in rivals:
        _, low, high = ahead(view, mode, rival)
        behind, gains = np.flatnonzero(high < 0), np.flatnonzero(low > 0)
        last = f"{(behind[-1] + 1) / 12:.1f}" if len(behind) else "–"
        lasting = next((month for month in gains if (low[month:] > 0).all()), None)
        first = f"{(lasting + 1) / 12:.1f}" if lasting is not None else "–"
        ours, theirs = view.entries[mode], view.entries[rival]
        print(f"Answer. {ours.title_en} less {theirs.title_en}: surely behind until year {last},", end=" ")
        print(f"surely and lastingly ahead from year {first}.")
        print(f"答。{ours.title_zh}減去{theirs.title_zh}:確定落後至第{last}年,自第{first}年起確定領先。")

# %% [markdown]
# What carries it: the lines of the treasury over three years, in 亿元, mean. 三年內財政帳各項,億元,均值:

# %%
early = compare("wenjiang", [REFORM, no_a2], rival="present", years=min(YEARS, 3))
lines = early.accounts().query("account == 'treasury'").set_index("line").drop(columns="account") / 1e8
holds(early, "Without_A2", ["fiscal_npv"])
lines.assign(less_present=lines["one_plus_two"] - lines["present"]).round(2).sort_values("less_present")

# %% [markdown]
# ## 8. The four readings of "1+2" 「1+2」的四種讀法
#
# **Question.** The text does not say how many headquarters, centres and committees there are. Does it
# matter? `one_plus_two`: one headquarters, one centre, a committee in each park. `literal`: one of each.
# `local_hq`: a headquarters in each park. `per_park`: all three in each park.
#
# **問:原文未說指揮部、中心、管委會各有幾個。有差別嗎?** 慣用讀法:一部一中心、各園管委會;各一;各園指揮部;
# 各園三者俱設。

# %%
READINGS = ["one_plus_two", "one_plus_two_literal", "one_plus_two_local_hq", "one_plus_two_per_park"]
against_present = compare("wenjiang", [*READINGS, RIVAL], rival="present")
readings = {base: replace(against_present, baseline=base) for base in ("present", RIVAL)}
rows = []
for base, compared in readings.items():
    for name in HEADLINES:
        signs = {mode: verdict(compared.difference(mode, name), name) for mode in READINGS}
        cells = [
            percent(relative(compared, mode, name)[0]) + ("" if sign else " ?")
            for mode, sign in signs.items()
        ]
        found = set(signs.values())
        depends = (
            "sign 正負" if {1, -1} <= found else "beyond chance or not 是否超出抽樣" if len(found) > 1 else ""
        )
        rows.append([base, f"{title(name, 'en')} {title(name, 'zh')}", *cells, depends])
columns = ["against 相比", "headline 主要指標 △", *READINGS, "what depends on the reading 隨讀法而變"]
by_reading = pd.DataFrame(rows, columns=columns)
by_reading

# %%
gaps(
    readings[RIVAL],
    ["operating_firms", "value_added", "days_to_start", "started"],
    pick("Four readings, Wenjiang", "四種讀法,溫江"),
    READINGS,
)

# %%
turning = by_reading[by_reading[columns[-1]].str.startswith("sign")]
softer = by_reading[by_reading[columns[-1]].str.startswith("beyond")]
for said_en, said_zh, frame in (
    ("The sign depends on the reading", "正負隨讀法而變", turning),
    ("Beyond chance under some readings only", "只在部分讀法下超出抽樣", softer),
):
    items = "; ".join(f"{name} ({base})" for base, name in frame.iloc[:, :2].to_numpy()) or "none 無"
    print(f"Answer 答. {said_en} {said_zh}: {items}.")

# %% [markdown]
# Where three centres differ from one, **what we suspect** is this: each looks at every lead of the district
# with a third of the people, so it gets to fewer of them and sees less surely. A headquarters in each park
# has an agenda of its own, never full, and departments must sit at every table.
#
# 三個中心與一個中心若有不同,**推測**如下:每個中心都要看全區的線索,人手卻只有三分之一,觸及的較少、
# 看得較不準。各園自設指揮部,議程各自獨立、從不擁擠,而部門每張桌子都要坐。

# %%
put_side_by_side(
    readings["present"], ["signed", "screening_errors", "concessions", "fit", "agenda_load", "decision_days"]
)

# %% [markdown]
# ## 9. A map: where the border lies 地圖:邊界在哪裡
#
# **Question.** How many leads may come, and how often must the headquarters meet, for "1+2" to beat the
# approval reform? Cells that are not sure are hatched. A district without a headquarters does not care how
# often one meets: along a column only "1+2" changes.
#
# **問:線索多少、開會多勤,「1+2」才勝過僅審批改革?** 不能斷定的格畫斜線。沒有指揮部的模式不受開會間隔影響,
# 同一列中只有「1+2」在變。

# %%
with TemporaryDirectory() as kept:
    maps = {
        indicator: cp.frontier(
            "wenjiang",
            "one_plus_two",
            baseline=RIVAL,
            x="demand.leads",
            y=("headquarters.meeting_interval", "5 working days", "40 working days"),
            indicator=indicator,
            steps=MAP,
            replicates=MAP_REPLICATES,
            years=YEARS,
            out=Path(kept) / "runs",
            quiet=True,
        )
        for indicator in ("days_to_start", "value_added", "operating_firms")
    }
maps["days_to_start"].plot()

# %%
maps["days_to_start"].answer()

# %%
maps["days_to_start"].answer("zh")

# %%
maps["value_added"].plot()

# %%
maps["value_added"].answer()

# %%
maps["operating_firms"].plot()

# %%
maps["operating_firms"].answer()

# %%
maps["operating_firms"].answer("zh")

# %% [markdown]
# ## 10. What was expected before any run 運行之前的預期
#
# Before these runs we wrote down where "1+2" should lose the lead over the approval reform that it has in
# Wenjiang (docs/expectations.yaml, `scenarios`). A *hit*: no longer ahead beyond chance. A *miss*: still
# ahead. *No lead to lose*: it was not ahead in Wenjiang either.
#
# 運行之前,我們寫下了「1+2」應在何處失去它在溫江對僅審批改革的領先。hit:不再超出抽樣地領先;miss:仍領先;
# no lead:在溫江本就不領先。

# %%
EXPECTED = {
    "ten_parks": ["days_to_start"],
    "thirty_parks": ["days_to_start", "started", "operating_firms"],
    "overloaded_headquarters": ["days_to_start"],
    "one_park": ["fiscal_npv", "value_added"],
    "land_scarce": ["started", "operating_firms"],
    "capital_scarce": ["fiscal_npv", "started"],
    "talent_scarce": ["value_added", "jobs"],
    "boom_and_slump": ["days_to_start"],
}
judged = []
for name, indicators in EXPECTED.items():
    for indicator in indicators if name in over else []:
        found = over[name].difference("one_plus_two", indicator)
        if verdict(home.difference("one_plus_two", indicator), indicator) < 1:
            came = "no lead to lose 本無領先"
        else:
            came = "miss 未中" if verdict(found, indicator) > 0 else "hit 命中"
        size = percent(relative(over[name], "one_plus_two", indicator)[0])
        judged.append([name, f"{title(indicator, 'en')} {title(indicator, 'zh')}", size, came])
judged = pd.DataFrame(
    judged, columns=["district 轄區", "headline 主要指標", "1+2 less approval △", "came 結果"]
)
judged

# %%
print(
    "Answer 答.", "; ".join(f"{came}: {count}" for came, count in judged["came 結果"].value_counts().items())
)

# %% [markdown]
# ## 11. What this cannot say 這些不能說明什麼
#
# - **That these are all the conditions.** We looked at the library's districts and at some single numbers.
#   Two at once were looked at in the map alone. 不能說條件只有這些:只看了文庫中的轄區與若干單個數字。
# - **That a district is like one of these.** Every size is assumed △; intervals show luck, not that doubt.
#   不能說某地即屬此類:所有數值均為假設,區間只含運氣。
# - **That a clause should go.** A clause that loses here can win there, and with others gone it does
#   something else. 不能據此刪去某條:此處有損者,彼處可能有益。
#
# Which clause does how much, with all the others on and off, is in `03_which_clause_does_the_work`.
#
# 各條款在其他條款開關之下各起多少作用,見 `03_which_clause_does_the_work`。
