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
# # On which assumptions does the answer hang? 答案取決於哪些假設?
#
# Nearly every number in this model is an assumption. So a comparison alone is worth little: would the answer
# be another if fewer enterprises came, if everybody looked more to themselves, if meetings were rarer? Here
# we change such numbers, many at a time, and look at what moves the answer, and at what could turn it round.
#
# 本模型的數值幾乎全為假設。因此單獨一次比較意義有限:若企業較少、各方更顧自己、會議更疏,答案會不會不同?
# 這裡我們同時改動多個數值,看哪些影響答案,哪些可能使其逆轉。
#
# | way 方法 | what it asks 問什麼 |
# |---|---|
# | sweep 掃描 | what happens at points that I choose? 在自選取值點上會怎樣? |
# | Morris 莫里斯 | which of many parameters matter at all? 眾多參數中哪些重要? |
# | tornado 龍捲風圖 | one at a time: how far, and where does the sign turn? 逐一變動:多遠?何處變號? |
#
# **△ All results rest on assumptions, and so do the ranges that we try here. 所有結果均依賴假設,
# 此處試的範圍亦然。**

# %% [markdown]
# ## 1. The settings: change here, run again 設定:在此更改,再執行一次

# %%
SCENARIO = "wenjiang"  # the district 情景
REPLICATES = 4  # how often each point is run, each time with other luck 每個取值點的重複次數
YEARS = 10  # years after the change 改革後的年數
POINTS = 16  # points of the sweep, a power of two 掃描的取值點數,須為2的冪
TRAJECTORIES = 10  # paths of Morris through the ranges, at least 10 莫里斯法的軌跡數,至少10
INDICATOR = (
    "days_to_start"  # what is asked about; cp.indicators() lists all 所問的指標,全部見 cp.indicators()
)

# %%
import crosspark as cp

# %% [markdown]
# ## 2. What can be varied 可變動的參數
#
# Each parameter has a path, a range in which it may lie, and a mark that says how well it is known. Sweeps
# stay within these ranges.
#
# 每個參數有路徑、可取範圍和依據等級;掃描不超出這些範圍。

# %%
parameters = cp.parameters(SCENARIO, "one_plus_two").set_index("path")
CHOSEN = ["headquarters.meeting_interval", "economy.self_interest", "demand.leads"]
parameters.loc[CHOSEN, ["value", "unit", "low", "high", "grade", "source"]]

# %% [markdown]
# ## 3. A sweep over three of them 對其中三個作掃描
#
# How often the headquarters meets, how selfish parks and departments are, how many enterprises come: a
# Sobol sequence spreads the points evenly over all three ranges at once. Every point is run under every mode,
# with the same luck.
#
# 指揮部多久開一次會,園區與部門多顧自己,來多少企業:索博爾序列把取值點均勻鋪在三個範圍上。
# 每個取值點在每種模式下各模擬一次,運氣相同。

# %%
design = {
    "scenario": SCENARIO,
    "modes": ["present", "approval_only", "one_plus_two"],
    "vary": dict.fromkeys(CHOSEN),  # nothing said: the whole range 未指定即全範圍
    "sample": {"method": "sobol", "size": POINTS, "seed": 1},
    "replicates": 1,
    "years": YEARS,
}
swept = cp.sweep(design)
swept.answer()

# %%
swept.answer("zh")

# %% [markdown]
# ## 4. Read the table 讀這張表
#
# A row for each point and mode: what was set, and what came. It is a data frame; sort and filter as you like.
#
# 每個取值點、每種模式一行:設定了什麼,結果如何。這是數據表,可任意排序、篩選。

# %%
points = swept.points([INDICATOR])
points.sort_values(INDICATOR).head(8)

# %% [markdown]
# The difference from the present, run by run under the same luck. At how many points is "1+2" lower, and at
# which is the difference smallest?
#
# 與現狀之差,同一運氣下逐次相減。「1+2」在多少取值點上更低?差別最小在何處?

# %%
gaps = swept.differences("present", [INDICATOR]).query("mode == 'one_plus_two'")
print(f"lower 更低: {(gaps[INDICATOR] < 0).sum()} / {len(gaps)}")
gaps.loc[gaps[INDICATOR].abs().sort_values().index].head(5)

# %% [markdown]
# A picture says how the difference goes with one parameter. Dots that lie on a line: the parameter rules;
# a cloud: something else does.
#
# 看差別隨某個參數怎樣變化。點成一線:由它主導;成一團:另有主因。

# %%
import matplotlib.pyplot as plt

figure, axes = plt.subplots(1, len(CHOSEN), figsize=(10, 3), sharey=True, layout="constrained")
for axis, path in zip(axes, CHOSEN, strict=True):
    axis.scatter(gaps[path], gaps[INDICATOR])
    axis.axhline(0, color="black", linewidth=0.8)
    axis.set_xlabel(f"{path} ({parameters.loc[path, 'unit']})")
axes[0].set_ylabel(f"{INDICATOR}: 1+2 − present")
plt.show()

# %% [markdown]
# ## 5. Which of many matter? Morris screens whole groups 眾多參數中哪些重要?莫里斯法篩選整組
#
# A star stands for anything: `clauses.H*.*` names the sizes of the clauses on the headquarters, `consent.*`
# all numbers of the rounds of consent. Morris walks through all ranges, changing one at a time. *Moves it by*
# is what the whole range of a parameter does on average; a large *spread* beside it says that it acts
# unevenly or together with others.
#
# 星號代表任意:`clauses.H*.*` 為指揮部條款的強弱,`consent.*` 為逐家會商的全部數值。莫里斯法在所有範圍中行走,
# 每步只改一個。移動量:走完全範圍的平均效果;離散相對較大:作用不均或相互影響。

# %%
GROUPS = ["headquarters.meeting_interval", "headquarters.agenda", "clauses.H*.*", "consent.*", *CHOSEN[1:]]
screened = cp.sensitivity(
    SCENARIO, paths=GROUPS, size=TRAJECTORIES, indicators=[INDICATOR], years=YEARS, replicates=1
)
print(screened.text())

# %%
screened.answer("zh")

# %%
screened.plot(INDICATOR)

# %% [markdown]
# ## 6. A tornado for planners 給規劃人員的龍捲風圖
#
# Take the five that moved it most and move each alone from the low to the high end of its range, with more
# replicates, so that luck is smaller. The dashed line is where "1+2" and the present are alike: a bar that
# crosses it belongs to an assumption that turns the answer round by itself.
#
# 取影響最大的五個,各自從下限到上限單獨變動,增加重複次數以減小運氣的影響。虛線為「1+2」與現狀相同之處:
# 某一橫條越過虛線,即該假設單獨就能使答案逆轉。

# %%
most = list(screened.table(INDICATOR)["path"].head(5))
tornado = cp.sensitivity(
    SCENARIO, method="tornado", paths=most, indicators=[INDICATOR], years=YEARS, replicates=REPLICATES
)
tornado.plot(INDICATOR)

# %%
tornado.answer()

# %%
tornado.answer("zh")

# %% [markdown]
# The same as numbers, with the interval of what each moves (chance at 95 %), and where the sign turns.
#
# 同樣內容的數字:各參數移動量的區間(95%抽樣區間),及變號處。

# %%
tornado.table(INDICATOR)[
    ["path", "low", "high", "at_low", "at_high", "moves", "moves_low", "moves_high", "turns_at"]
]

# %% [markdown]
# ## 7. What this cannot say 這些不能說明什麼
#
# - **How likely a value is.** A range says what we hold possible, nothing more. 某個取值有多可能:
#   範圍只表示可能,不表示概率。
# - **What a wider range would do.** The width of a range is an assumption itself. 範圍更寬會怎樣:
#   範圍寬窄本身就是假設。
# - **What several do together**, where one is moved at a time: a tornado sees no interplay; Morris's spread
#   and `method="sobol"` do. 多個參數共同變動:龍捲風圖看不到相互作用;莫里斯法的離散與 `method="sobol"` 可以。
# - **What is left out of the model.** No parameter stands for it. 模型沒有的東西:沒有參數代表它。
#
# On the command line 命令行: `crosspark sensitivity --method tornado --paths "consent.*" --lang zh`.
# More 詳見: `docs/sensitivity.md`.
