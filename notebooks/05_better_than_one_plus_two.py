# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Is there a better mode than "1+2"? 有沒有比「1+2」更好的模式?
#
# The "1+2" operating model is one choice out of many: 35 clauses, each fully, partly or not at all. Here a
# program searches among them for modes that do better in **several indicators at once**. We say which; the
# program does not, for what a district wants is its own choice.
#
# 「1+2」運行模式只是眾多選擇之一:35項條款,每項可全推、部分推或不推。此處由程序搜尋在**幾個指標上同時**更優
# 的模式。看重哪些指標由我們決定,程序不代為決定。
#
# **△ All results rest on assumptions: this is a reading of the rules, no forecast. 所有結果均依賴假設,
# 是對規則的解讀,不是預測。**

# %% [markdown]
# ## 1. The settings: change here, run again 設定:在此更改,再執行一次

# %%
SCENARIO = "wenjiang"
OBJECTIVES = ["days_to_start", "value_added", "service_level"]  # what counts 看重的指標
GENERATIONS = 12  # rounds of the search 搜尋的代數
POPULATION = 16  # modes in a round 每代的模式數
REPLICATES = 2  # runs of each mode in the search 搜尋時每個模式的重複次數
FRESH = 12  # runs of what was found, with other luck 對所得模式另以全新運氣重複的次數
SETS = "stored:8"  # further figures that are not ruled out; None: none 另用多少組未被排除的數值,None為不用
YEARS = 10  # years after the change 改革後的年數
FOLDER = None  # a folder in which runs are kept, to go on from there 存放結果的文件夾,可接續

# %%
import pandas as pd

import crosspark as cp

registry = cp.indicators()
registry.loc[OBJECTIVES, ["title_en", "title_zh", "unit", "direction"]]

# %% [markdown]
# ## 2. Search 搜尋
#
# The first round holds "1+2" itself and modes ever further from it. Each round mixes and changes the best.
# All modes have the same posts, wage bill, land quota and money, and meet the same luck. This takes minutes.
#
# 第一代含「1+2」本身與離它越來越遠的模式;之後每代把較優者混合、變動。各模式的崗位、薪酬總額、用地指標與資金
# 相同,運氣也相同。需數分鐘。

# %%
found = cp.optimise(
    SCENARIO,
    objectives=OBJECTIVES,
    generations=GENERATIONS,
    population=POPULATION,
    replicates=REPLICATES,
    fresh=FRESH,
    sets=SETS,
    years=YEARS,
    out=FOLDER,
    quiet=True,
)
found.answer()

# %%
found.answer("zh")

# %% [markdown]
# ## 3. The front 前沿
#
# A mode is on the *front* if no other one is at least as good in every objective and better in one. The
# diamond is "1+2": what lies up and to the right of it is better in both. Lines are intervals that hold at
# 95 % for all modes found together. Grey dots are what was tried, as it looked in the search.
#
# 若沒有別的模式在所有目標上都不差、且有一項更優,該模式就在前沿上。菱形為「1+2」,其右上方兩者皆優。
# 線段為對全部所得模式同時成立的95%區間。灰點為搜尋中試過的模式,按當時所見。

# %%
found.plot()

# %%
found.plot(OBJECTIVES[0], OBJECTIVES[-1])

# %% [markdown]
# The same as a table, in the units in which people read them: differences from "1+2". `better_in` counts the
# further sets of figures (`SETS`) in which a mode is better in all objectives by the mean.
# 同樣內容的表格,單位為常用單位:與「1+2」之差。`better_in`為另換數值(`SETS`)的各組中,按均值
# 在全部目標上更優的組數。

# %%
front = found.front().set_index("mode")
scale = {name: cp.indicators().loc[name, "scale"] for name in OBJECTIVES}
apart = {registry.loc[name, "title_zh"]: front[f"{name}_difference"] / scale[name] for name in OBJECTIVES}
changes = front["changes"].str.count(";") + 1
pd.DataFrame(apart).astype(float).round(2).assign(changes=changes, better_in=front.get("better_in"))

# %% [markdown]
# ## 4. Better, or a trade-off? 更優,還是取捨?
#
# *better*: beyond chance in every objective, for all modes found together. Where there is none, *trade_off*:
# better in some. `losses` are objectives that get worse beyond chance (95 % for each by itself, so that a
# loss is not overlooked), `gives_up` other indicators that do, by more than one or two per cent; `may_lose`
# is the indicator with the largest loss that the intervals leave open.
#
# better:在每個目標上都更優,且超出抽樣誤差(對所得全部模式同時成立)。若無,則列出trade_off:在某些目標上更優。
# `losses`為變差的目標(各按95%判斷,以免漏看損失),`gives_up`為變差(超過百分之一二)的其他指標;`may_lose`為
# 區間仍容許最大損失的指標。

# %%
found.better().set_index("mode")

# %% [markdown]
# ## 5. Why what was found must be run again 為何所得模式必須重新模擬
#
# Of many modes tried on the same few decades, the one that looks best was also lucky there: the *winner's
# curse*. So everything above comes from other luck. This is how much better the winners looked while they
# won (as a difference from "1+2"), and what was left:
#
# 在同樣幾個十年裡試許多模式,看來最好的也沾了那幾個十年的運氣,即「贏家的詛咒」。因此以上數值都出自另外的運氣。
# 下表為獲選時看來與「1+2」之差,以及重新模擬後之差:

# %%
columns = {"in the search 搜尋時": "searched", "again 重新模擬": "difference"}
pd.DataFrame(
    {
        label: [(front[f"{name}_{column}"] / scale[name]).mean() for name in OBJECTIVES]
        for label, column in columns.items()
    },
    index=[f"{registry.loc[name, 'title_en']} {registry.loc[name, 'title_zh']}" for name in OBJECTIVES],
).astype(float).round(3)

# %% [markdown]
# ## 6. A mode that was found 所得的一個模式
#
# Any of them is a mode like others: to be compared, changed, or written to a file. Not every change in it
# need do something, for nobody asked it to change little. Which ones do the work is another question:
#
# 所得的每一個都與其他模式無異,可比較、可更改、可寫入文件。其中並非每項不同都起作用,因為搜尋並未要求少作改動;
# 哪些起作用須另問:
#
# ```
# crosspark optimise --objectives days_to_start,value_added,service_level --out better
# crosspark why --mode better/report/modes/found_1.yaml --baseline one_plus_two --over clauses
# ```

# %%
names = [*found.better()["mode"], *front.index]
print(found.mode(names[0]) if names else "the front is empty 前沿為空")

# %% [markdown]
# ## 7. What this cannot say 這些不能說明什麼
#
# - **That there is none better.** A search tries some hundred modes out of 5³⁵. 不能說明沒有更好的:
#   只試了數百個,而可能的組合有5³⁵個。
# - **What a clause is worth in Wenjiang.** Strengths and costs are ours △, and the search uses every one of
#   them: what looks cheap by our mistake, it finds. 不能說明條款在溫江的實際價值:強度與代價為我們所設;
#   若有設錯而顯得便宜的,搜尋必會用上。
# - **That half a clause can be had.** Intensities come in quarters because the model allows them.
#   不能說明條款真能只推一半:四分之一一檔只是模型所許。
# - **What is right.** Which objectives count, and how much of one for how much of another, stays with you.
#   不能說明何者正確:看重哪些目標、如何取捨,由您決定。
#
# More in `docs/optimise.md`. 詳見 `docs/optimise.md`。
