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
# # Which way to manage the parks does better? 哪種園區管理模式更好?
#
# A district has several industrial parks. Should it keep managing them as it does now, only repair its
# approvals, or take over the "1+2" operating model: one park headquarters, one industry promotion centre,
# and management committees? We let a simulated Wenjiang live through each of the three, with the same luck,
# and look at what differs, why, and who pays.
#
# 一個區有幾個產業園區。是維持現狀,只改審批,還是採用「1+2」運行模式(園區指揮部、產業促進中心、管委會)?
# 我們讓模擬的溫江在相同的運氣下分別經歷三種模式,再看差別何在、為何而來、由誰承擔代價。
#
# | mode 模式 | what it is 內容 |
# |---|---|
# | `present` | before the reform, each park on its own 改革之前,各園區自行招商、建設、運營 |
# | `approval_only` | the same, with the approval reform alone 僅加審批改革 |
# | `one_plus_two` | the whole "1+2" operating model 完整的「1+2」運行模式 |
#
# **△ marks what rests on assumptions, and all results do.** This is a reading of how such rules work, no
# forecast. **△ 表示依賴假設;所有結果皆然。這是對機制的解讀,不是預測。**
#
# **How to use this page.** Click a grey cell and press Shift+Enter to run it; the menu *Run → Run All
# Cells* runs all. You need not understand the code. **用法:** 點選灰色格,按 Shift+Enter 執行;選單 *Run →
# Run All Cells* 執行全部。不必看懂程式。

# %% [markdown]
# ## 1. The settings: change here, run again 設定:在此更改,再執行一次
#
# These are the only numbers that you need to touch. Section 7 uses the one on meetings.
#
# 只需改動這幾個數字。開會間隔用於第7節。

# %%
REPLICATES = 8  # how often each mode is run, each time with other luck 每種模式的重複次數
YEARS = 10  # years after the change 改革後的年數
MEETING_INTERVAL = "20 working days"  # how often the headquarters meets; usually 10 指揮部開會間隔,通常為10

# %% [markdown]
# ## 2. One line to begin 開始只需一行

# %%
import crosspark as cp

# %% [markdown]
# ## 3. Compare three modes 比較三種模式
#
# This takes some seconds; on a new machine about a minute more, once, while parts of the program are
# compiled. In every replicate all modes meet the same enterprises, the same demand and the same accidents.
#
# 需數秒;新機器首次執行另需約一分鐘編譯。每次重複中,各模式面對同樣的企業、同樣的需求、同樣的偶然。

# %%
cmp = cp.compare("wenjiang", ["present", "approval_only", "one_plus_two"], replicates=REPLICATES, years=YEARS)
cmp.table()

# %% [markdown]
# ## 4. How to read the table 如何讀這張表
#
# - **mean**: the average over the replicates. **difference**: against `present`, replicate by replicate.
#   均值:各次重複的平均。差值:逐次與現狀相比。
# - **chance**: the error of that average. If the interval contains 0, nobody knows whether the mode is
#   better. More replicates narrow it; *to halve* says how many halve it. 抽樣:均值的誤差。
#   區間含零即不能斷定優劣;增加重複可縮小,「to halve」為減半所需次數。
# - **one decade** (as many years as you set): where the difference of *one* real decade would fall. You
#   live only once, and no number of replicates narrows this. 單個十年:一個真實的十年裡差值會落在何處,
#   重複再多也不會縮小。
# - **better, 7 of 8**: the mode was better than `present` in seven of eight replicates. 更優 7 of 8:
#   八次重複中七次優於現狀。
# - **how**: *emergent* results came out of queues, choices and decisions. *Wired* ones are moved by a
#   clause by definition: that they moved proves nothing. 湧現:由排隊、選擇、決策而來;wired:
#   條款按定義直接改變,不能作為證據。
#
# In words 用文字說:

# %%
cmp.closing()

# %%
cmp.closing("zh")

# %% [markdown]
# What was held equal, so that no mode wins by having more means; and what could not be.
#
# 各模式下保持相同的資源(免得某模式只因資源多而勝出),以及無法保持相同的。

# %%
print(cmp.text(part="held_equal"))

# %% [markdown]
# ## 5. Three figures 三張圖
#
# How the district grows. The line is the middle replicate, the band holds 8 of 10.
#
# 全區如何成長。線為中位,色帶含八成重複。

# %%
figures = cmp.plot()
figures["trajectories"]

# %% [markdown]
# Where the days from signing to start go. This figure says *why* one mode is faster.
#
# 從簽約到開工的天數花在哪裡:這張圖說明為何更快。

# %%
figures["days_by_cause"]

# %% [markdown]
# Whose hours it takes. Work does not vanish: what parks no longer do, somebody else does.
#
# 用了誰的工時。工作不會消失:園區不做的,由別人做。

# %%
figures["hours"]

# %% [markdown]
# ## 6. Why they differ 為何不同
#
# **Days by cause.** Mean working days of the projects that started. *Queue* is waiting for somebody who is
# busy, *consent* is waiting for others to agree, *factor* is waiting for land, quota or money.
#
# **按原因的天數。** 已開工項目的平均工作日。queue 排隊,work 辦理,own 企業自身與法定,handover 交接, consent
# 會商同意,community 社區同意,factor 等要素,rework 返工。

# %%
cmp.causes().round(1)

# %% [markdown]
# **What moved between the parks**: money, talent, places of talent housing and land quota, mean of a run.
# 667 m² are 1 mu 畝. What "exchange, headquarters" says moved because the headquarters decided so.
#
# **園區間的流通**:資金、人才、人才房名額、用地指標,每次模擬的均值。「exchange, headquarters」為指揮部調劑。

# %%
print(cmp.text(part="flows"))

# %% [markdown]
# **Who pays.** Money, the time of leaders, the departments' other duties, the service of sub-districts, and
# projects that had to be closed or fined later because their review was shorter.
#
# **誰承擔代價。** 資金、領導的時間、部門的其他職責、鎮街的服務,以及因審查較短而事後關停處罰的項目。

# %%
cmp.table(["admin_cost", "concessions", "leaders_hours", "other_backlog", "service_level", "defects_closed"])

# %% [markdown]
# **One project, two worlds.** The same luck means that the same enterprise comes in both. Here is the life
# of the largest project that started under both modes: when it signed and started (working days from the
# beginning of the run), and what the days between went to.
#
# **同一項目,兩個世界。** 運氣相同,故同一企業在兩種模式下都會出現。下面是在兩種模式下都開工的最大項目:
# 何時簽約、何時開工(自模擬開始的工作日),其間的天數花在哪裡。

# %%
before = cp.simulate("wenjiang", "present", seed=1, years=YEARS).projects.set_index("project")
after = cp.simulate("wenjiang", "one_plus_two", seed=1, years=YEARS).projects.set_index("project")
in_both = before.query("status == 'started'").index.intersection(after.query("status == 'started'").index)
largest = before.loc[in_both, "area_mu"].idxmax()
life = before.loc[largest].to_frame("present").assign(one_plus_two=after.loc[largest])
life

# %% [markdown]
# The eight causes, from `queue` to `rework`, add up to its days exactly; so they do for every project.
#
# 從 queue 到 rework 的八項原因之和恰為其天數(days);每個項目皆如此。

# %%
life.loc["queue":"rework"].sum().to_frame("sum of causes 原因之和")

# %% [markdown]
# ## 7. Change one number 改一個數字
#
# What if the headquarters meets at another interval? Here is the same comparison with the
# `MEETING_INTERVAL` of section 1, beside the usual one. `present` has no headquarters, so nothing changes
# there.
#
# 指揮部換一個開會間隔會怎樣?下面以第1節的 `MEETING_INTERVAL` 再比較一次,與原結果並列。現狀沒有指揮部,
# 所以不變。

# %%
changed = cp.compare(
    "wenjiang",
    ["present", "one_plus_two"],
    replicates=REPLICATES,
    years=YEARS,
    overrides={"headquarters.meeting_interval": MEETING_INTERVAL},
)
shown = ["days_to_start", "decision_days", "agenda_load", "leaders_hours", "started"]
beside = changed.table(shown)[["mean"]].rename(columns={"mean": f"every {MEETING_INTERVAL}"})
beside.insert(0, "as usual 通常", cmp.table(shown)["mean"])
beside

# %% [markdown]
# And how sure is the change? Again replicate by replicate, with the same luck. 變化有多確定?
# 仍在相同運氣下逐次相比。

# %%
usual_days = cmp.values("one_plus_two", "days_to_start")
changed_days = changed.values("one_plus_two", "days_to_start")
extra = [new - old for new, old in zip(changed_days, usual_days, strict=True)]
mean, longer = sum(extra) / len(extra), sum(days > 0 for days in extra)
print(f"With a meeting every {MEETING_INTERVAL}: {mean:+.1f} working days from signing to start,")
print(f"more in {longer} of {len(extra)} replicates.")
print(f"簽約到開工 {mean:+.1f} 個工作日,{len(extra)} 次重複中 {longer} 次更多。")

# %% [markdown]
# Go back to section 1, write `"5 working days"`, and run all cells again. Watch the load of the agenda:
# above 100 % more matters come in than meetings clear, and a backlog grows. Watch the leaders' hours too:
# they are the price. All that can be changed is in `cp.parameters()`.
#
# 回到第1節,改為 `"5 working days"`,再執行全部。請看議程負荷:超過100%即議不完而積壓;再看領導工時,
# 那就是代價。可改的數字都在 `cp.parameters()`。

# %% [markdown]
# ## 8. One clause alone 單獨一項條款
#
# A mode is a set of clauses of the source text, each at full intensity or in part. Clause S1 says:
#
# 模式由原文條款組成,每項可全強度或部分施行。條款 S1 的原文:

# %%
print(cp.clauses().loc["S1", "title_en"])
print(cp.clauses().loc["S1", "quote"])

# %% [markdown]
# Take the present mode, add S1 alone, at half and at full intensity. `diff` tells what the clause changes
# in the rules (`other` is the present mode, `value` the one with S1); nothing else changes.
#
# 在現狀上只加 S1,分別為半強度與全強度。`diff` 列出該條款改變的規則(other 為現狀,value 為加 S1 之後),
# 其餘不變。

# %%
present = cp.load_mode("present")
half, full = present.with_clauses(S1=0.5), present.with_clauses("S1")
full.diff(present)[["title_zh", "unit", "other", "value"]]

# %%
clause = cp.compare("wenjiang", [half, full], replicates=REPLICATES, years=YEARS)
clause.table(["days_to_start", "days_queue", "days_factor", "days_rework", "started"])

# %% [markdown]
# Did half the clause bring half the effect? Did something else get worse, because projects now arrive at
# the next queue earlier? This is why a clause is tried alone before it is praised.
#
# 半個條款是否帶來一半效果?項目更早到達下一環節,是否有別的變差?所以條款應先單獨試,再下評語。

# %% [markdown]
# ## 9. For those who program: one decision of your own 給會程式的人:改寫一個決策
#
# Parks, departments and the others are classes with decisions as methods. Override one, and run the
# comparison with it. These parks concede at most half of what a project is worth to them. Where the
# promotion centre makes the offer, as for most projects under `one_plus_two`, a park has less to say.
#
# 園區、部門等都是類,決策即方法。改寫一個,再用它比較。以下園區至多讓出項目價值的一半;由促進中心出價的項目,
# 園區說了不算。


# %%
class ThriftyPark(cp.Park):
    def offer_ceiling(self, tax, credit, outcome_weight):
        return 0.5 * super().offer_ceiling(tax, credit, outcome_weight)


thrifty = cp.compare(
    "wenjiang",
    ["present", "one_plus_two"],
    replicates=REPLICATES,
    years=YEARS,
    agents={"park": ThriftyPark},
)
shown = ["concessions", "signed", "started", "fiscal_npv"]
beside = thrifty.table(shown)[["mean"]].rename(columns={"mean": "thrifty parks 節儉園區"})
beside.insert(0, "usual parks 原園區", cmp.table(shown)["mean"])
beside

# %% [markdown]
# ## 10. What this cannot say 這些不能說明什麼
#
# - **What will happen in Wenjiang.** No number from before and after the reform is published; the source
#   states no size. Nearly every input is assumed △. 不能預測溫江:改革前後的數字未公布,原文亦無數值,
#   輸入幾乎全為假設。
# - **How large the effect of "1+2" is.** The strength of each clause is ours, and so is its cost. If the
#   usual figures favour a mode, that is a statement about the usual figures. 「1+2」的效果有多大:
#   條款強度與代價均為我們所設。
# - **How far results hang on those figures.** Neither interval contains that doubt: only your own changes
#   show it. 結果多依賴這些數值:兩種區間都不含此項不確定,只有改動數字才能看到。
# - **Levels.** They hang on assumed figures in every mode alike; read differences, in proportion.
#   絕對水平:各模式同樣依賴假設,請只看差別與比例。
# - **Anything outside the model**: homes, traffic, environment, politics, other districts. 模型以外的事:
#   住房、交通、環境、政治、其他區。
#
# The whole model is in `docs/odd.md`; a small district computed by hand in `docs/two_parks.md`.
# `cmp.save("a_folder")` keeps all tables and figures.
#
# 模型全文見 `docs/odd.md`,手算的小例見 `docs/two_parks.md`;`cmp.save("a_folder")` 保存全部表與圖。
