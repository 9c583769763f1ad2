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
# # Which clause does the work? 哪項條款在起作用?
#
# The "1+2" operating model is 35 clauses at once. When it does better than the present mode: is that the
# headquarters, the approval reform, the powers and people, or what flows between the parks? We switch groups
# of clauses on and off in every combination, each time with the same luck, and share out the whole effect.
#
# 「1+2」運行模式一次包含35項條款。若它優於現狀,是指揮部、審批改革、權責與人員,還是園區間流通的功勞?
# 我們以各種組合開關條款組,每次運氣相同,再把總效應分攤給各組。
#
# | part 部分 | clauses 條款 |
# |---|---|
# | `approvals` | service, approvals and project mechanisms 服務審批與項目機制(S、M) |
# | `bodies` | headquarters, promotion centre, committees 指揮部、產業促進中心、管委會(H、P、C) |
# | `people` | division of functions, powers, assessment, organisation 職能、權責、考核、組織(R、D、A、O) |
# | `between` | circulation between the parks 園區間流通(F) |
#
# One rule book for all parks (U1), and numbers that a mode sets besides its clauses, come first and are
# shown apart. 統一管理模式(U1)與模式另行設定的數值先行計入,單獨列出。
#
# **△ All results rest on assumptions: this is a reading of the rules, no forecast. 所有結果均依賴假設,
# 是對規則的解讀,不是預測。**

# %% [markdown]
# ## 1. The settings: change here, run again 設定:在此更改,再執行一次

# %%
REPLICATES = 4  # how often each combination is run, each time with other luck 每種組合的重複次數
YEARS = 10  # years after the change 改革後的年數
SETS = 4  # other assumptions under which section 7 asks again 第7節另取的參數組數

# %%
import crosspark as cp

# %% [markdown]
# ## 2. Share out the effect 分攤效應
#
# Four parts have 16 combinations. This takes some seconds, and a minute more on a new machine.
#
# 四個部分有16種組合。需數秒;新機器首次執行另需約一分鐘。

# %%
found = cp.attribute("wenjiang", over="coarse", replicates=REPLICATES, years=YEARS)
found.answer()

# %%
found.answer("zh")

# %% [markdown]
# ## 3. Three ways to ask 三種問法
#
# Suppose that two keys open a door, and only both together. What is one key worth?
#
# - **Alone**: nothing. It opens no door by itself. 單獨:一把鑰匙打不開門,值零。
# - **Added last**, the others being there: everything. Without it the door stays shut.
#   最後加入:少了它門就不開,值全部。
# - **Brings**: half. Let the keys come in either order: the first brings nothing, the second everything. The
#   mean over all orders is the *Shapley value*. 貢獻:一半。先來的一把不起作用,後來的一把全起作用;
#   對所有先後順序取平均,即沙普利值。
#
# All three are right. Only the third adds up to the whole. 設想兩把鑰匙合用才能開門,一把值多少?三種答案都對,
# 但只有第三種各部分之和恰為總效應。
#
# Where the three agree, a part works by itself;
# where *alone* is small and *added last* (column `missing`) is large, it needs the others; where it is the
# other way round, others do the same work. `stacked` is one single order, that of the source: the last to
# come gets what others have prepared, so it is not a fair share.
#
# 三者相近:該部分獨立起作用。單獨小而最後加入(`missing` 欄)大:須與其他部分配合。
# 單獨大而最後加入小:別的部分能做同樣的事。
# `stacked` 只是原文的一種順序,後來者坐享前者之成,故不宜作為公平的份額。

# %%
columns = ["player", "title_zh", "value", "low", "high", "alone", "missing", "stacked"]
days = found.table("days_to_start")[columns].set_index("player")
days.round(1)

# %% [markdown]
# Working days from signing to start; below zero is faster. `low` and `high` hold what luck alone can do, at
# 95 %. The parts and the rest add up to the whole:
#
# 簽約到開工的工作日,負數為更快。`low`、`high` 為95%抽樣區間。各部分與其他設定之和等於總效應:

# %%
print(f"{days['value'].drop('whole').sum():.1f} = {days.loc['whole', 'value']:.1f}")

# %% [markdown]
# ## 4. Two figures 兩張圖
#
# A bar is what a part brings, its line the interval; the circle is the part alone, the diamond what is lost
# without it. A light bar is moved *by definition*: a clause of that part sets what the indicator measures,
# and that it moved proves nothing.
#
# 長條為貢獻,橫線為區間;圓點為單獨,菱形為最後加入。淺色表示按定義:該部分的條款直接設定該指標,不能作為證據。

# %%
found.plot("days_to_start")

# %%
found.plot("value_added")

# %% [markdown]
# ## 5. Which must go together 哪些須一起推行
#
# What two parts bring beyond the sum of what each brings by itself. *complements* are stronger together:
# introducing one without the other wastes it. *substitutes* take from each other: the second adds less once
# the first is there. Empty: luck explains it.
#
# 兩部分合在一起,超出各自之和的部分。complements:相互加強,只推一項會浪費。substitutes:相互抵消,
# 有了前者,後者增益較少。空白:可由抽樣誤差解釋。

# %%
found.pairs("days_to_start").round(1)

# %%
found.pairs("jobs").round(1)

# %% [markdown]
# ## 6. Who brings the costs 代價出自哪裡
#
# The same question of what gets worse: leaders' hours, and the service level of sub-districts (a share).
# 對變差的指標問同樣的問題:領導工時、鎮街服務水平(比例)。

# %%
found.table("leaders_hours")[[*columns, "wired"]].set_index("player").round(1)

# %%
found.table("service_level")[[*columns, "wired"]].set_index("player").round(3)

# %% [markdown]
# ## 7. Does the ranking survive other assumptions? 換一組假設,名次還在嗎?
#
# The intervals above know nothing of this: they hold luck alone. Here four assumed figures are drawn anew
# from their whole ranges, and everything is asked again. `first`: in how many sets a part is first;
# `same_rank`: in how many it keeps its rank; `ranking_kept`: in how many nobody's rank differs; `whole_kept`:
# in how many the whole effect has the same sign.
#
# 以上區間只含運氣,不含此項不確定。此處把四個假設值在其全部範圍內重新抽取,再問一遍。`first`:居首的組數;
# `same_rank`:名次不變的組數;`ranking_kept`:全部名次不變的組數;`whole_kept`:總效應方向不變的組數。

# %%
figures = ["handover.days", "consent.days", "headquarters.meeting_interval", "demand.leads"]
assumed = {"vary": dict.fromkeys(figures), "sample": {"method": "latin_hypercube", "size": SETS}}
cp.parameters("wenjiang").set_index("path").loc[figures, ["value", "unit", "low", "high"]]

# %%
again = cp.attribute(
    "wenjiang", over="coarse", replicates=REPLICATES, years=YEARS, sets=assumed, indicators=["days_to_start"]
)
again.stability("days_to_start").drop(columns=["title_en"]).set_index("player").round(1)

# %%
print(again.answer().splitlines()[1])
print(again.answer("zh").splitlines()[1])

# %% [markdown]
# Four sets are a taste; forty or more say something. 四組僅為示例,四十組以上才有說服力。

# %% [markdown]
# ## 8. Finer 更細
#
# By ten families, in every one of 1,024 combinations, or clause by clause in sampled orders. This takes
# minutes, so it is a command that keeps what is finished in a folder; the same command goes on after any end:
#
# 按十個條款族(1,024種組合)或逐條(抽樣順序)。需數分鐘,故用命令執行並存入文件夾;中斷後用同一命令接續:
#
# ```
# crosspark why wenjiang --over families --replicates 8 --out families
# crosspark why wenjiang --over clauses --out clauses --lang zh
# ```

# %% [markdown]
# ## 9. What this cannot say 這些不能說明什麼
#
# - **How large the effect is in Wenjiang.** Strengths and costs of clauses are ours △.
#   不能說明溫江的實際效果:條款強度與代價均為我們所設。
# - **In which order to introduce the parts.** Shares are means over all orders; `alone` and `missing` say
#   more of the first and the last step. 不能說明推行的先後:份額是對所有順序的平均;首步看單獨,末步看最後加入。
# - **Half a clause.** A part is on as the mode has it, or off. 不能說明只推一半:每部分非全即無。
# - **Parts of another cut.** Other groups of the same clauses share out differently.
#   換一種分組,分攤結果會變。
#
# More in `docs/attribution.md`. 詳見 `docs/attribution.md`。
