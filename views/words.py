"""Every fixed word that people read, in English and Chinese, in one place."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from crosspark.model import reasons
from crosspark.model.reasons import REASONS, RESOURCE_NAMES, readable

if TYPE_CHECKING:
    from crosspark.model.case import Scenario

LANGUAGES = ("en", "zh")

CAUSES = reasons.CAUSES

#: Organisations and resources, as runs name them.
NAMES: dict[str, tuple[str, str]] = {
    "headquarters": ("Headquarters", "指揮部"),
    "promotion_centre": ("Promotion centre", "產業促進中心"),
    "committee": ("Management committees", "管委會"),
    "park": ("Parks", "園區"),
    "subdistrict": ("Sub-districts", "鎮街"),
    "department": ("Departments", "部門"),
    "segment": ("Segments", "產業"),
    "size": ("Projects by size", "按規模分的項目"),
    "rank": ("Projects by rank", "按重要程度分的項目"),
    "enterprises": ("Enterprises by age", "按新舊分的企業"),
    **RESOURCE_NAMES,
}

#: What hours go to, as runs name it.
DUTIES: dict[str, tuple[str, str]] = {
    "research": ("research", "研究"),
    "attraction": ("attraction", "招商"),
    "service": ("landing service", "落地服務"),
    "subdistrict.service": ("social work and public service", "社會管理與公共服務"),
    "operation": ("operation", "運營"),
    "planning": ("planning and coordination", "規劃與協調"),
    "social": ("social work", "社會事務"),
    "park_matters": ("park matters", "園區事項"),
    "park_cases": ("park cases", "園區案件"),
    "other_duties": ("other duties", "其他職責"),
    "idle_for_parks": ("kept free for park cases", "待辦園區案件"),
    "consents": ("rounds of consent", "逐家會商"),
    "meetings": ("meetings of the headquarters", "指揮部會議"),
    "joint_office": ("joint office", "聯合辦公"),
    "micro_centre": ("micro service centre", "政務服務微中心"),
    "score": ("the score itself", "應付考核"),
    "learning": ("learning", "學習適應"),
    "switching": ("switching between duties", "職責切換"),
    "spare": ("spare", "富餘"),
    "leaders": ("leaders", "領導"),
}

WORDS: dict[str, tuple[str, str]] = {
    "comparison": ("Management models of {scenario}, compared", "{scenario}:管理模式比較"),
    "design": (
        "{replicates} replicates of each mode on common random numbers · {years} years after a burn-in of "
        "{burn_in} months under {present} · seed {seed}",
        "每種模式{replicates}次重複,共用隨機數 · 在「{present}」下預熱{burn_in}個月後模擬{years}年 · "
        "種子{seed}",
    ),
    "baseline": ("baseline", "基準"),
    "held_equal": ("Held equal in every mode", "各模式下保持相同"),
    "not_equal": ("Not held equal", "未保持相同"),
    "at_its_best": (
        "Each mode, the baseline too, at its best: what its managers may choose was searched on other seeds, "
        "{budget} trials a mode, for {objective}.",
        "各模式(含基準)均取最佳:管理者可自行選擇者在另外的隨機數上搜尋,每個模式 {budget} 次,"
        "目標為{objective}。",
    ),
    "tuned": ("Chosen for each mode", "為各模式所選"),
    "as_written": (
        "As written: the bodies that a mode founds are staffed by posts of their own.",
        "按原文:模式新設機構另增崗位。",
    ),
    "headlines": (
        "Headlines (mean, difference from {baseline})",
        "主要結果(均值,與「{baseline}」之差)",
    ),
    "chance": ("chance 95 %", "抽樣95%"),
    "decade": ("one {span} 95 %", "單個{span}95%"),
    "span_decade": ("decade", "十年"),
    "span_years": ("{years}-year span", "{years}年"),
    "better": ("better", "更優"),
    "higher": ("higher", "更高"),
    "equal": ("equal", "相同"),
    "to_halve": ("to halve", "減半需"),
    "mean": ("mean", "均值"),
    "difference": ("difference", "差值"),
    "mode": ("mode", "模式"),
    "of": ("{count} of {total}", "{total}次中{count}次"),
    "indicator": ("indicator", "指標"),
    "how": ("how", "如何得出"),
    "emergent": ("emergent", "湧現"),
    "wired": ("wired: {clauses}", "直接關聯:{clauses}"),
    "reading": (
        "Chance: the error of the mean over replicates; more replicates narrow it. One {span}: where the "
        "difference of one further {span} falls; nothing narrows it. Better: replicates in which the mode is "
        "better. To halve: replicates that would halve chance. Wired: a clause moves it by definition.",
        "抽樣:重複次數帶來的均值誤差,可增加重複次數縮小。單個{span}:再來一個{span}時差值所在範圍,無法縮小。"
        "更優:該模式更優的重複次數。減半需:使抽樣區間減半的重複次數。直接關聯:條款按定義直接改變該指標。",
    ),
    "grades": (
        "△ assumed: every outcome rests on assumptions. Inputs: {measured} measured ●, {study} from a "
        "study ○, {text} from the source's text, {assumed} assumed △.",
        "△ 假設:所有結果均依賴假設。輸入:實測 ● {measured},研究 ○ {study},原文 {text},假設 △ {assumed}。",
    ),
    "one_replicate": (
        "One replicate has no spread: no interval can be given; take two or more.",
        "僅一次重複無從估計離散:無法給出區間,請至少取兩次。",
    ),
    "rest": ("All indicators (± half the width of the interval)", "全部指標(±為區間半寬)"),
    "days_by_cause": (
        "Working days from signing to start of started projects, by cause, mean △",
        "已開工項目從簽約到開工的工作日,按原因分解,均值 △",
    ),
    "total": ("Total", "合計"),
    "hours": ("Hours a year by organisation and duty △", "各類機構每年工時,按職責 △"),
    "hours_note": (
        "Hours by the clock: those of an organisation add up to the hours of its posts; centre and "
        "committees are staffed out of the parks.",
        "工時按鐘點計:每個機構的工時合計等於其崗位工時;促進中心與管委會的人員出自園區。",
    ),
    "committees_note": (
        "Management committees under {present} are the parks' own staff for service and operation.",
        "「{present}」下的管委會即園區自身負責服務與運營的人員。",
    ),
    "by_organisation": ("Hours a year by organisation △", "各機構每年工時 △"),
    "flows": ("What moved between the parks, mean of a run △", "園區間流通,每次模擬均值 △"),
    "no_flows": ("Nothing moved between the parks.", "園區間無流通。"),
    "more_rows": (
        "and {count} smaller ones; --out and --json have all",
        "另有{count}項較小;--out與--json含全部",
    ),
    "who_pays": ("Who pays", "誰承擔代價"),
    "answer": ("In words", "結論"),
    "failed": ("{count} runs failed:", "{count}次模擬失敗:"),
    "interrupted": (
        "Interrupted: {finished} of {planned} runs were finished; replicates complete in "
        "every mode: {whole}.",
        "已中斷:{planned}次中完成{finished}次;{whole}次重複在所有模式下完整。",
    ),
    "written": ("Written to {folder}", "已寫入 {folder}"),
    "unit": ("unit", "單位"),
    "run_of": (
        "{scenario} under {mode}, {years} years, seed {seed}",
        "{scenario},{mode},{years}年,種子{seed}",
    ),
    "compiled": ("The kernels are compiled: {folder}", "計算內核已編譯:{folder}"),
    "checked": ("{file}: {kind} {id}, {title}: nothing wrong", "{file}:{kind} {id},{title}:無誤"),
    "rests_on": (
        "its figures: measured ● {measured}, study ○ {study}, set by the text § {text}, assumed △ {assumed}",
        "所依據的數值:實測 ● {measured},研究 ○ {study},原文所定 § {text},假設 △ {assumed}",
    ),
    "case_ok": ("ok   ", "符合"),
    "case_wrong": ("wrong", "不符"),
    "case_finding": (
        "at {intensity} {path} expected {expected}, came {came}",
        "強度{intensity}時 {path} 預期{expected},實得{came}",
    ),
    "case_count": ("cases: {count}, wrong: {wrong}", "案例:{count},不符:{wrong}"),
    "rises": ("rises", "上升"),
    "falls": ("falls", "下降"),
    "stays": ("stays", "不變"),
    "scenario": ("scenario", "情景"),
    "created": (
        "{file}: a {kind} to edit; crosspark check {file} tells what is wrong",
        "{file}:可編輯的{kind};用 crosspark check {file} 檢查",
    ),
    "no_font": (
        "No Chinese font was found: figures are titled in English only (install Noto Sans CJK).",
        "未找到中文字體:圖表僅用英文標題(可安裝 Noto Sans CJK)。",
    ),
    "trajectories": ("Trajectories: median and 10–90 % of replicates", "軌跡:中位數與10–90%重複區間"),
    "figure_causes": (
        "Working days from signing to start of started projects, by cause",
        "已開工項目從簽約到開工的工作日,按原因",
    ),
    "figure_hours": ("Hours a year, by organisation and duty", "每年工時,按機構與職責"),
    "working_days": ("working days", "工作日"),
    "hours_a_year": ("thousand hours a year", "千小時/年"),
    "years_after": ("years after adoption", "改革後年數"),
    "days_less": (
        "{mode} takes {size} working days less from signing to start than {baseline} ({mean} instead of "
        "{base}; {intervals}; less in {count} of {total} replicates).",
        "「{mode}」從簽約到開工比「{baseline}」少{size}個工作日({mean}對{base};{intervals};"
        "{total}次重複中{count}次更少)。",
    ),
    "days_more": (
        "{mode} takes {size} working days more from signing to start than {baseline} ({mean} instead of "
        "{base}; {intervals}; more in {count} of {total} replicates).",
        "「{mode}」從簽約到開工比「{baseline}」多{size}個工作日({mean}對{base};{intervals};"
        "{total}次重複中{count}次更多)。",
    ),
    "days_unsure": (
        "{mode} and {baseline} do not surely differ in working days from signing to start ({mean} and "
        "{base}; {intervals}: zero lies within).",
        "「{mode}」與「{baseline}」從簽約到開工的工作日無確定差別({mean}對{base};{intervals},含零)。",
    ),
    "days_one": (
        "In one replicate {mode} has {mean} working days from signing to start, {baseline} {base}: nothing "
        "says how sure that is.",
        "僅一次重複中,「{mode}」簽約到開工{mean}個工作日,「{baseline}」{base}個:無法判斷其確定程度。",
    ),
    "intervals": ("chance {chance}, one {span} {decade}", "抽樣區間{chance},單個{span}{decade}"),
    "why_less": (
        "Among projects that started, days fall from {base} to {mean}; by cause: {causes}.",
        "僅看已開工項目,工作日由{base}降至{mean};按原因:{causes}。",
    ),
    "why_more": (
        "Among projects that started, days rise from {base} to {mean}; by cause: {causes}.",
        "僅看已開工項目,工作日由{base}升至{mean};按原因:{causes}。",
    ),
    "unchanged": ("Unchanged: {items}.", "無變化:{items}。"),
    "surely_better": ("Better, beyond chance: {items}.", "更優(超出偶然):{items}。"),
    "surely_worse": ("Worse, beyond chance: {items}.", "更差(超出偶然):{items}。"),
    "too_small": (
        "Differs by less than half a per cent: {items}.",
        "差異不足千分之五:{items}。",
    ),
    "not_sure": (
        "Not sure, zero lies within chance: {items}.",
        "不確定(抽樣區間含零):{items}。",
    ),
    "decade_stands": (
        "In one real {span} {items} would stand out from luck; the other headlines need not show it.",
        "在單個真實的{span}中,{items}可從運氣中顯現,其餘主要結果未必可見。",
    ),
    "decade_none": (
        "In one real {span} no headline would surely stand out from luck.",
        "在單個真實的{span}中,沒有一項主要結果可確定地從運氣中顯現。",
    ),
    "approvals_part": (
        "Approvals alone ({approval}) bring {days} of the {whole} working days that {mode} saves, {share} %.",
        "僅改審批(「{approval}」)可帶來「{mode}」所省{whole}個工作日中的{days}個,即{share}%。",
    ),
    "approvals_other": (
        "Approvals alone ({approval}) change the working days by {days}, {mode} by {whole}.",
        "僅改審批(「{approval}」)使工作日變化{days},「{mode}」變化{whole}。",
    ),
    "doubted": (" (?) is not beyond chance.", "(?)未超出抽樣誤差。"),
    "pays": ("Who pays under {mode}: {items}.", "「{mode}」下的代價:{items}。"),
    "loses": ("Worse off beyond chance under {mode}: {items}.", "「{mode}」下境況變差(超出偶然):{items}。"),
    "loses_some": (
        "{title} of {count} of {total} {kind}, most of {group} ({size})",
        "{total}個{kind}中{count}個的{title},以{group}為甚({size})",
    ),
    "loses_one": ("{title} of {group} ({size})", "{group}的{title}({size})"),
    "nobody_loses": (
        "Nobody listed here is surely worse off under {mode}.",
        "「{mode}」下所列各方均無確定的損失。",
    ),
    "who_waits": (
        "Who waits longer: working days from signing to start (restricted mean), by group, with the "
        "difference △",
        "誰等得更久:各類項目從簽約到開工的工作日(限制平均)及差值 △",
    ),
    "accounts": (
        "Two accounts that are never mixed, mean net present value (100 million yuan) △",
        "兩本帳分列,淨現值均值(億元)△",
    ),
    "account.treasury": (
        "The treasury: what public funds gained and lost",
        "財政帳:公共資金的增減",
    ),
    "account.resource": (
        "Resources: what was made less what it used up; transfers cancel",
        "資源帳:所產出減去所耗用,轉移支付相互抵消",
    ),
    "nobody_pays": (
        "None of the costs shown here rises under {mode}.",
        "「{mode}」下所列各項代價均未上升。",
    ),
    "caveat": (
        "All of this follows from assumptions △ at their middle values: a reading of the mechanisms, no "
        "forecast; how far it hangs on those values is not in these intervals.",
        "以上均由取中值的假設 △ 推出,是對機制的解讀而非預測;其對假設取值的依賴不在上述區間之內。",
    ),
    "nothing_finished": ("No run was finished.", "沒有完成的模擬。"),
    "list_comma": (", ", "、"),
    "title": ("title", "名稱"),
    "kind": ("kind", "類別"),
    "clauses": ("clauses", "條款"),
    "better_sign": ("better", "優向"),
    "wired_by": ("wired by", "直接關聯條款"),
    "formula": ("formula", "算法"),
    "value": ("value", "取值"),
    "in_force": ("in force", "生效值"),
    "quote": ("Source", "原文"),
    "quote_en": ("In English (ours)", "英譯(自譯)"),
    "changes": ("Changes", "改變"),
    "cost": ("Is paid with", "代價"),
    "mechanism": ("Mechanism", "機制"),
    "indicators": ("Shows in", "反映於"),
    "parameters": ("Parameters", "參數"),
    "in_modes": ("In modes", "所在模式"),
    "at_full": ("at full intensity", "全強度時"),
    "range": ("range", "範圍"),
    "no_effect": ("no effect at", "無效應值"),
    "wired_indicators": ("Moves by definition", "按定義直接改變"),
    "moves": ("Moves, and who pays", "作用大小與代價承擔"),
    "moves_in": (
        "{scenario}, {years} years; what it moves beyond chance and not by definition: headlines, and three "
        "others most against their size; then who pays",
        "{scenario},{years}年;超出抽樣誤差且非按定義變動者:主要指標,及相對變化最大的其他三項;其後為付出代價者",
    ),
    "alone": ("alone, on present", "單獨(現狀之上)"),
    "missing": ("brought within one_plus_two", "在「1+2」之中由它帶來"),
    "is_paid": ("pays", "付出"),
    "by_definition": ("by definition", "按定義"),
    "how_sure": ("How surely", "把握程度"),
    "clause_sure": (
        "{replicates} replicates on common random numbers. The intervals hold chance alone, at 95 %. All "
        "sizes rest on assumptions △, and no interval contains that doubt. All indicators: docs/clauses.md.",
        "{replicates}次重複,共用隨機數。區間僅含95%抽樣誤差。所有大小均出自假設 △,區間不含此不確定性。"
        "全部指標見 docs/clauses.md。",
    ),
    "nothing": ("nothing", "無"),
    "attribution": (
        "{scenario}: which part of “{mode}” does the work, against “{baseline}”",
        "{scenario}:「{mode}」的哪部分在起作用(對照「{baseline}」)",
    ),
    "attribution_exact": (
        "{players} parts · every one of their {coalitions} combinations run {replicates} times on common "
        "random numbers · {years} years · seed {seed}",
        "{players}個部分 · 其{coalitions}種組合各模擬{replicates}次,共用隨機數 · {years}年 · 種子{seed}",
    ),
    "attribution_sampled": (
        "{players} parts · {orders} sampled orders in which they come, {coalitions} combinations run "
        "{replicates} times on common random numbers · {years} years · seed {seed}",
        "{players}個部分 · 抽取{orders}種加入順序,{coalitions}種組合各模擬{replicates}次,共用隨機數 · "
        "{years}年 · 種子{seed}",
    ),
    "set_besides": ("set besides (U, parameters)", "其他設定(U、參數)"),
    "whole_effect": ("Whole effect", "總效應"),
    "brings": ("brings", "貢獻"),
    "alone_short": ("alone", "單獨"),
    "missing_short": ("added last", "最後加入"),
    "stacked": ("in order", "依序"),
    "pairs_higher": ("Higher together than the sum of both{remark}", "合計高於兩者之和{remark}"),
    "pairs_lower": ("Lower together than the sum of both{remark}", "合計低於兩者之和{remark}"),
    "complements": (" (for the better: complements)", "(更優,互補)"),
    "substitutes": (" (for the worse: substitutes)", "(更差,替代)"),
    "no_pairs": ("No pair stands out from chance.", "沒有超出抽樣誤差的成對作用。"),
    "some_replicates": (
        "{count} of {total} replicates: in the others some combination has no value.",
        "{total}次重複中的{count}次:其餘重複中有組合無取值。",
    ),
    "attribution_reading": (
        "Brings: the Shapley value, what a part adds on average over all orders in which the parts could "
        "come; the parts and what is set besides add up to the whole. 95 %: chance alone. Alone: the part "
        "with no other. Added last: what it brings on top of all others. In order: what it adds in the order "
        "of the source, which is one order of many. Wired: a clause of it moves the indicator by definition. "
        "△ all of it rests on assumptions.",
        "貢獻:沙普利值,即各部分以所有可能順序加入時平均增加的量;各部分與其他設定之和等於總效應。95%:"
        "僅含抽樣誤差。單獨:只有該部分時。最後加入:在其餘各部分之上由它帶來的量。依序:按原文順序加入時增加的量,"
        "只是眾多順序之一。直接關聯:其中條款按定義直接改變該指標。△ 均依賴假設。",
    ),
    "pairs_reading": (
        "Pairs: what two parts bring together beyond what each brings by itself. Those are shown whose 95 % "
        "interval by chance leaves out zero; of pairs that bring nothing, one in twenty does so too.",
        "成對:兩部分合在一起所得,超出各自所得之和的部分。僅列95%抽樣區間不含零者;本無作用的成對,"
        "亦有二十分之一會如此。",
    ),
    "led_surely": (
        "{indicator}: the largest part comes through {first}, {value} of {whole}; surely more than through "
        "{second}, {next}.",
        "{indicator}:最大的一份來自「{first}」,{value}(總效應{whole});確定大於「{second}」({next})。",
    ),
    "led": (
        "{indicator}: the largest part comes through {first}, {value} of {whole}; whether that is more than "
        "through {second}, {next}, is not sure.",
        "{indicator}:最大的一份來自「{first}」,{value}(總效應{whole});是否大於「{second}」({next})尚不確定。",
    ),
    "led_no_part": (
        "{indicator}: the largest part of the whole effect, {whole}, is {first}, {value}; it is not sure "
        "that this part does anything, zero lies within chance.",
        "{indicator}:總效應{whole},最大的部分為「{first}」,{value};該部分是否起作用尚不確定(抽樣區間含零)。",
    ),
    "led_alone": (
        "{indicator}: all of it is done by {first}, {value} of {whole}.",
        "{indicator}:全部由「{first}」帶來,{value}(總效應{whole})。",
    ),
    "led_unsure": (
        "{indicator}: the whole effect, {whole}, does not surely differ from zero; the largest part is "
        "{first}, {value}.",
        "{indicator}:總效應{whole},與零無確定差別;最大的部分為「{first}」,{value}。",
    ),
    "led_nothing": ("{indicator}: no part changes it.", "{indicator}:各部分均不改變它。"),
    "led_unknown": (
        "{indicator}: no replicate has a value in every combination.",
        "{indicator}:沒有一次重複在所有組合下都有取值。",
    ),
    "led_one": (
        "{indicator}: in one replicate the largest part comes through {first}, {value} of {whole}: nothing "
        "says how sure that is.",
        "{indicator}:僅一次重複中,最大的一份來自「{first}」,{value}(總效應{whole}):無法判斷其確定程度。",
    ),
    "works_against": ("Against it works {part}, {value}.", "起反作用的是「{part}」,{value}。"),
    "part_costs": (
        "{indicator} {whole}, mostly through {part}, {value}",
        "{indicator}{whole},主要由於{part},{value}",
    ),
    "part_costs_unsure": (
        "{indicator} {whole}; the largest part is {part}, {value}, which is not sure",
        "{indicator}{whole},最大的部分為{part},{value},尚不確定",
    ),
    "attribution_costs": ("What it costs, beyond chance: {items}.", "代價(超出抽樣誤差):{items}。"),
    "attribution_no_costs": (
        "None of the costs that are looked at rises beyond chance.",
        "所察看的各項代價均未超出抽樣誤差地上升。",
    ),
    "stability": (
        "Over {sets} further parameter sets △",
        "在另外{sets}組參數下 △",
    ),
    "rank": ("rank", "名次"),
    "first_in": ("first in", "居首"),
    "same_rank": ("same rank in", "名次不變"),
    "same_sign": ("same sign in", "方向不變"),
    "lowest": ("lowest", "最低"),
    "highest": ("highest", "最高"),
    "stable": (
        "{indicator}: {first} is first in {count} of {sets} further parameter sets; all ranks are as here in "
        "{kept}, the whole effect has the same sign in {whole}.",
        "{indicator}:在另外{sets}組參數中,「{first}」有{count}組居首;全部名次不變的有{kept}組,"
        "總效應方向不變的有{whole}組。",
    ),
    "figure_attribution": ("what each part brings", "各部分的貢獻"),
    "sweep": ("Sweep of {scenario}", "{scenario}:參數掃描"),
    "sweep_design": (
        "{points} points × {modes} modes × {replicates} replicates, each replicate under the same luck · "
        "{finished} of {runs} runs finished · seed {seed}",
        "{points}個取值點 × {modes}種模式 × {replicates}次重複,同一次重複共用隨機數 · "
        "{runs}次模擬中完成{finished}次 · 種子{seed}",
    ),
    "signed_before": (
        "Started projects include those signed before adoption, so they may outnumber the signed ones.",
        "開工項目含改革前簽約的項目,故可多於簽約項目。",
    ),
    "titled_path": ("{title} ({path})", "{title}({path})"),
    "sweep_varies": ("Varied: {paths}", "變動的參數:{paths}"),
    "sweep_headlines": (
        "Headlines over the points, and where a mode does better than all others",
        "各取值點上的主要結果,及某模式優於其餘各模式之處",
    ),
    "sweep_spread": ("10–90 % of points", "取值點的10–90%"),
    "sweep_best_points": ("best at points", "最優的取值點"),
    "sweep_best_runs": ("best in replicates", "最優的重複"),
    "sweep_item": (
        "{title} (at {count} of {total} points; {mean} {unit}, {low} to {high})",
        "{title}({total}個取值點中{count}個;{mean}{unit},{low}至{high})",
    ),
    "sweep_item_alone": (
        "{title} {mean} {unit} ({low} to {high})",
        "{title}{mean}{unit}({low}至{high})",
    ),
    "sweep_wins": ("{mode} does best in {count}: {items}", "「{mode}」最優{count}項:{items}"),
    "sweep_tied": ("{modes} share the best place in {items}", "{items}:{modes}並列最優"),
    "sweep_alike": ("all modes are alike in {items}", "各模式相同:{items}"),
    "sweep_answer": (
        "Of {total} headlines △, in the mean over {points} points (in brackets: where it does best, the "
        "mean, 10–90 % of points): {parts}.",
        "{total}項主要結果 △,按{points}個取值點的均值(括號內為最優的取值點數、均值、10–90%取值點):{parts}。",
    ),
    "sweep_answer_alone": (
        "Mean over {points} points of {total} headlines △ (in brackets: 10–90 % of points): {parts}.",
        "{total}項主要結果 △ 在{points}個取值點上的均值(括號內為10–90%取值點):{parts}。",
    ),
    "sweep_lost": (
        " Left out: {count} failed runs, and the runs of other modes that share their luck.",
        "未計入:{count}次失敗的模擬,及與其共用隨機數者。",
    ),
    "sweep_takes": (
        "{runs} runs to do: about {time}, {size} on disk",
        "待模擬{runs}次:約{time},佔磁盤{size}",
    ),
    "sweep_takes_memory": (
        "{runs} runs to do: about {time}; --out FOLDER would keep them",
        "待模擬{runs}次:約{time};--out 文件夾 可保存結果",
    ),
    "sweep_kept": (
        "Interrupted: {finished} of {runs} runs are kept in {folder}; the same command goes on from there.",
        "已中斷:{runs}次模擬中{finished}次存於 {folder};同一命令可接續。",
    ),
    "sweep_not_kept": (
        "Interrupted: {finished} of {runs} runs were finished, and none is kept without --out.",
        "已中斷:{runs}次模擬中完成{finished}次;未用 --out,均未保存。",
    ),
    "sweep_stopped": (
        "Stopped: {finished} of {runs} runs are kept in {folder}; the same command goes on from there.",
        "已停止:{runs}次模擬中{finished}次存於 {folder};同一命令可接續。",
    ),
    "study_holds": (
        "{folder}: a study of {runs} runs ({points} points; {modes}): {finished} finished, {failed} failed",
        "{folder}:共{runs}次模擬的研究({points}個取值點;{modes}):完成{finished}次,失敗{failed}次",
    ),
    "design_checked": (
        "{file}: design of {runs} runs: {points} points × {modes} modes × {replicates} replicates: nothing "
        "wrong",
        "{file}:共{runs}次模擬的設計:{points}個取值點 × {modes}種模式 × {replicates}次重複:無誤",
    ),
    "design_file": ("design", "研究設計"),
    "sensitivity": (
        "{scenario}: which assumptions the difference of “{mode}” from “{baseline}” hangs on",
        "{scenario}:「{mode}」與「{baseline}」之差取決於哪些假設",
    ),
    "sensitivity_level": (
        "{scenario}: which assumptions the results of “{mode}” hang on",
        "{scenario}:「{mode}」的結果取決於哪些假設",
    ),
    "sensitivity_design": (
        "{method} · {parameters} parameters over their whole ranges · {points} points × {replicates} "
        "replicates on common random numbers · {years} years · seed {seed}",
        "{method} · {parameters}個參數,各在其全範圍內變動 · {points}個取值點 × {replicates}次重複,"
        "共用隨機數 · {years}年 · 種子{seed}",
    ),
    "morris": ("Screening by Morris", "莫里斯篩選法"),
    "sobol": ("Shares of the variance by Sobol", "索博爾方差分解"),
    "tornado": ("One parameter at a time", "逐一變動單個參數"),
    "assumption": ("assumption", "假設"),
    "as_all_stands": ("as all stands: {value}", "現值下:{value}"),
    "moves_by": ("moves it by", "移動量"),
    "of_difference": ("of it", "佔比"),
    "with_sign": ("with sign", "帶符號"),
    "unevenness": ("spread", "離散"),
    "first_order": ("by itself", "單獨"),
    "total_order": ("in all", "合計"),
    "at_low": ("at its low end", "取下限時"),
    "at_high": ("at its high end", "取上限時"),
    "turns_at": ("sign turns at", "變號處"),
    "more_parameters": (
        "and {count} more that move it less or not at all; --json has all",
        "另有{count}個參數移動更少或毫無影響;--json含全部",
    ),
    "morris_reading": (
        "Moves it by: what the whole range of a parameter does on average, in absolute size, over places in "
        "the ranges of all others; 95 %: by bootstrap over those places. Of it: the share of what stands. "
        "With sign: the same with its sign. Spread: large beside it where the parameter acts unevenly or "
        "together with others.",
        "移動量:參數走完全範圍時的平均絕對變化,對其他參數的各種取值平均;95%:對這些取值自助抽樣。"
        "佔比:佔現值的比例。帶符號:含方向。離散:相對移動量較大時,表示作用不均或與其他參數相互作用。",
    ),
    "sobol_reading": (
        "By itself: the share of the variance over all ranges that a parameter makes alone (first order). In "
        "all: with everything that it does together with others (total order), luck included. 95 %: by "
        "bootstrap over the design.",
        "單獨:在全部範圍內,該參數獨自造成的方差份額(一階)。合計:加上與其他參數的共同作用(總階),含運氣。"
        "95%:對設計自助抽樣。",
    ),
    "tornado_reading": (
        "One parameter moves while all others stay as they stand. Moves it by: from its lowest to its "
        "highest value; 95 %: chance. Sign turns at: read off a straight line between the values that were "
        "run.",
        "每次只變動一個參數,其餘取現值。移動量:最低值與最高值之差;95%:抽樣區間。變號處:"
        "按相鄰取值間的直線估計。",
    ),
    "grade_marks": (
        "● measured, ○ from a study, § set by the source's text, △ assumed; no mark: a clause's intensity.",
        "● 實測,○ 研究,§ 原文所定,△ 假設;無標記者為條款強度。",
    ),
    "sensitivity_luck": (
        "One replicate: the luck of one run is in every effect. Take more for what matters most.",
        "僅一次重複:每項移動都含單次運氣。對最重要的參數請增加重複次數。",
    ),
    "quoted": ("“{title}”", "「{title}」"),
    "hangs": (
        "{indicator}, {stands} as all stands, hangs most on {items}.",
        "{indicator}(現值下{stands})最取決於:{items}。",
    ),
    "hangs_difference": (
        "{indicator}: the difference, {stands} as all stands, hangs most on {items}.",
        "{indicator}:差值(現值下{stands})最取決於:{items}。",
    ),
    "hangs_on_no_difference": (
        "{indicator}: as all stands there is no difference that could hang on anything.",
        "{indicator}:現值下並無差值,故無所取決。",
    ),
    "hangs_on_nothing": (
        "{indicator}, {stands} as all stands: none of the {count} parameters moves it.",
        "{indicator}(現值下{stands}):{count}個參數均不影響它。",
    ),
    "semicolon": ("; ", ";"),
    "morris_item": (
        "“{title}” (moves it by {value} on average)",
        "「{title}」(平均移動{value})",
    ),
    "sobol_item": (
        "“{title}” ({first} of the variance by itself, {total} in all)",
        "「{title}」(單獨佔方差{first},合計{total})",
    ),
    "tornado_item": (
        "“{title}” ({at_low} at {low}, {at_high} at {high}; moves it by {value})",
        "「{title}」({low}時{at_low},{high}時{at_high};移動{value})",
    ),
    "other_sign": (
        "Its sign is another at {count} of {points} points, where all vary at once.",
        "各參數同時變動的{points}個取值點中,{count}個方向相反。",
    ),
    "morris_may_turn": (
        "{items} may turn its sign: over its range each moves it by as much as it is itself or more (the "
        "first by {share}); --method tornado says where.",
        "{items}可能使其變號:走完範圍的移動量不小於其本身(首項為{share});--method tornado 給出變號處。",
    ),
    "morris_keeps": (
        "None of the {count} moves it by as much as it is itself; the first by {share}.",
        "{count}個參數中沒有一個的移動量達到其本身大小;首項為其{share}。",
    ),
    "tornado_turns": ("Its sign turns at {items}.", "變號處:{items}。"),
    "tornado_keeps": (
        "None of the {count} turns its sign within its range by itself.",
        "{count}個參數中沒有一個能在其範圍內單獨使其變號。",
    ),
    "turns_surely": (
        "{where} of “{title}” (beyond chance at the end of its range)",
        "「{title}」{where}(在範圍端點超出抽樣誤差)",
    ),
    "turns_perhaps": ("{where} of “{title}” (not sure)", "「{title}」{where}(不確定)"),
    "and_more": (" and {count} more", "及另外{count}個"),
    "points_without_value": (
        "At {count} of {points} points some run has no value of it{left_out}.",
        "{points}個取值點中{count}個有模擬無此指標{left_out}。",
    ),
    "they_are_left_out": ("; they are left out", ",不計入"),
    "sensitivity_caveat": (
        "How far a parameter moves something depends on how wide its range is, and nearly all ranges are "
        "assumptions △.",
        "移動大小取決於範圍的寬窄,而範圍幾乎全為假設 △。",
    ),
    "nothing_moves": ("nothing that varied moves it", "變動的參數均不影響它"),
    "figure_sensitivity": ("what it hangs on", "取決於什麼"),
    "discovery": (
        "{scenario}: under which conditions “{mode}” beats “{baseline}” on {indicator}",
        "{scenario}:「{mode}」在哪些條件下於「{indicator}」勝過「{baseline}」",
    ),
    "futures_how": (
        "{points} futures ({method} over {factors} parameters) · {replicates} replicates of each on common "
        "random numbers · {span} · seed {seed}",
        "{points}種未來({factors}個參數,{method}) · 每種{replicates}次重複,共用隨機數 · {span} · 種子{seed}",
    ),
    "futures_years": ("{years} years", "{years}年"),
    "futures_horizon": ("the scenario's own horizon", "情景自身的年限"),
    "drawn_latin_hypercube": ("Latin hypercube", "拉丁超立方抽樣"),
    "drawn_sobol": ("Sobol sequence", "索博爾序列"),
    "drawn_halton": ("Halton sequence", "哈爾頓序列"),
    "drawn_grid": ("grid", "網格"),
    "drawn_list": ("list", "列表"),
    "beats_how": (
        "Beats: better by more than {least} of the baseline's own value, in the mean over replicates. Every "
        "other future is a defeat.",
        "勝過:按重複均值,優於基準值{least}以上;其餘均記為未勝。",
    ),
    "beats_share": (
        "{mode} beats {baseline} on {indicator} in {share} of {points} futures [{low}, {high}].",
        "{points}種未來中,「{mode}」於「{indicator}」勝過「{baseline}」的佔{share}[{low}, {high}]。",
    ),
    "defeats_where": (
        "It does not where {conditions}: that box holds {coverage} of its defeats, and in {density} of it it "
        "loses ({unseen} of the {count} futures there that were not used to find it).",
        "未勝之處:{conditions}。此框含其全部未勝的{coverage},框內{density}未勝"
        "(未用於尋找的{count}種未來中為{unseen})。",
    ),
    "victories_where": (
        "It does where {conditions}: that box holds {coverage} of its victories, and in {density} of it it "
        "wins ({unseen} of the {count} futures there that were not used to find it).",
        "勝過之處:{conditions}。此框含其全部勝過的{coverage},框內{density}勝過"
        "(未用於尋找的{count}種未來中為{unseen})。",
    ),
    "limit_above": ("{title} is above {low}", "{title}高於{low}"),
    "limit_below": ("{title} is below {high}", "{title}低於{high}"),
    "limit_between": ("{title} is between {low} and {high}", "{title}介於{low}與{high}之間"),
    "and_also": (" and ", ",且"),
    "no_box": (
        "No box of conditions stands up in which {density} of the futures are {kind}: what they hang on does "
        "not show among {points} futures and {factors} parameters. Vary fewer, or take more futures.",
        "沒有一個條件框能使其中{density}的未來為{kind}且經得起檢驗:在{points}種未來、{factors}個參數中看不出取決於什麼。"
        "可減少參數或增加未來。",
    ),
    "defeats": ("defeats", "未勝"),
    "victories": ("victories", "勝過"),
    "all_victories": (
        "No future within these ranges turns it.",
        "在這些範圍內,沒有一種未來使其改變。",
    ),
    "few_wanted": (
        "Only {count} of these futures are {kind}: too few to look for conditions.",
        "其中僅{count}種為{kind}:太少,無從尋找條件。",
    ),
    "futures_caveat": (
        "A share of futures is no probability: they are drawn evenly from ranges, and nearly all ranges are "
        "assumptions △.",
        "未來的份額不是概率:各未來均勻取自範圍,而範圍幾乎全為假設 △。",
    ),
    "box": ("box", "框"),
    "limits": ("limits", "界限"),
    "quasi_p": ("quasi-p", "準p值"),
    "coverage": ("coverage", "涵蓋"),
    "dense": ("density", "密度"),
    "in_it": ("futures", "未來"),
    "unseen": ("unseen", "未見"),
    "boxes_of_defeats": ("Boxes of defeats △", "未勝的條件框 △"),
    "boxes_of_victories": ("Boxes of victories △", "勝過的條件框 △"),
    "boxes_reading": (
        "Coverage: share of all {kind} that lie in the box. Density: share of its futures that are {kind}. "
        "Unseen: the density among the third of the futures that the search did not see. Quasi-p: how likely "
        "the box would be as dense by chance without that limit; limits that are not significant, at 5 % "
        "over all limits that could be drawn, are lifted.",
        "涵蓋:全部{kind}中位於框內的份額。密度:框內未來中{kind}的份額。未見:搜索未使用的三分之一未來中的密度。"
        "準p值:去掉該界限後,偶然達到同等密度的概率;不顯著的界限(對全部可能界限合計5%)已去除。",
    ),
    "beats": ("beats", "勝過"),
    "does_not": ("does not", "未勝"),
    "share_of_range": ("place in its range", "在其範圍中的位置"),
    "count_of_futures": ("futures", "未來數"),
    "frontier": (
        "{scenario}: where “{mode}” does better than “{baseline}” on {indicator}",
        "{scenario}:「{mode}」在何處於「{indicator}」優於「{baseline}」",
    ),
    "frontier_how": (
        "{columns} × {rows} cells · {replicates} replicates of each on common random numbers · {years} years "
        "· seed {seed}",
        "{columns} × {rows}格 · 每格{replicates}次重複,共用隨機數 · {years}年 · 種子{seed}",
    ),
    "across": ("across: {title} ({path})", "橫向:{title}({path})"),
    "down": ("down: {title} ({path})", "縱向:{title}({path})"),
    "frontier_reading": (
        "In each cell {mode} less {baseline}, {unit}; {sign} is better; ?: zero lies within chance at 95 %.",
        "格內為「{mode}」減「{baseline}」,{unit};{sign}為優;?:95%抽樣區間含零。",
    ),
    "less": ("less", "少"),
    "more": ("more", "多"),
    "frontier_counts": (
        "On {indicator} {mode} does better than {baseline} in {better} of {cells} cells and worse in "
        "{worse}, beyond chance; {unsure} are not sure.",
        "就「{indicator}」,在{cells}格中,「{mode}」確定優於「{baseline}」的有{better}格,確定劣於的有{worse}格,"
        "不確定的有{unsure}格。",
    ),
    "frontier_border": (
        "By the mean, along {y} for values of {x}: {items}.",
        "按均值,就{x}的各取值,沿{y}:{items}。",
    ),
    "frontier_no_border": ("The mean turns nowhere in these ranges.", "在這些範圍內均值不變號。"),
    "turn_above": ("at {value} it does better above {turn}", "{value}時高於{turn}更優"),
    "turn_below": ("at {value} it does better below {turn}", "{value}時低於{turn}更優"),
    "turn_many": ("at {value} it turns at {turn}", "{value}時於{turn}變號"),
    "turn_in_sets": (
        " (10–90 % of the sets: {low} to {high}; {count} of {sets} turn once)",
        "(10–90%的參數組:{low}至{high};{sets}組中{count}組變號一次)",
    ),
    "turn_always": ("at {value} it does better throughout", "{value}時始終更優"),
    "turn_nowhere": ("at {value} it does better nowhere", "{value}時從不更優"),
    "which_better": ("which does better", "何者更優"),
    "not_sure_cells": ("not sure", "不確定"),
    "border": ("border", "分界"),
    "border_of_sets": ("border in each set", "各參數組的分界"),
    "robust": ("{scenario}: which mode holds over many futures", "{scenario}:哪種模式經得起各種未來"),
    "worst_case": ("worst", "最差"),
    "best_in": ("best in", "最優次數"),
    "last_in": ("last in", "最劣次數"),
    "largest_regret": ("regret", "最大遺憾"),
    "maximin": ("best worst case", "最差情形最優"),
    "savage": ("least regret", "遺憾最小"),
    "steady": ("rarely best, never far from it", "少居首位,卻從不落後太多"),
    "no_future": ("no future has a value of every mode", "沒有一種未來使各模式均有取值"),
    "dominance_head": (
        "Dominance on all {count} indicators at once: futures in which the mode of the row dominates △",
        "就全部{count}項指標的支配關係:該行模式支配該列模式的未來數 △",
    ),
    "undominated": ("dominated by none in", "不被支配"),
    "floors_head": ("Floors: share of the futures in which they are kept △", "底線:守住底線的未來份額 △"),
    "all_floors": ("all", "全部"),
    "floor_at_least": ("{title} at least {value}", "{title}不低於{value}"),
    "floor_at_most": ("{title} at most {value}", "{title}不高於{value}"),
    "break_even_head": (
        "Break-even: what one unit ({unit}) of {priced} must be worth in {by} for two modes to tie △",
        "盈虧平衡:{priced}每一單位({unit})折合多少{by}時兩種模式持平 △",
    ),
    "preferred": ("{mode} over {other}", "「{mode}」勝於「{other}」"),
    "above_price": ("above a price of", "當價格高於"),
    "any_price": ("any price", "任何價格"),
    "no_price": ("alike", "相同"),
    "traded_in": ("a trade in", "有取捨的未來"),
    "percentiles": ("10–90 % of futures", "未來的10–90%"),
    "acceptability_head": (
        "Whatever the weights: how often each mode takes each rank, over futures and {count} weightings △",
        "不論權重如何:各模式取得各名次的份額,遍及各未來與{count}組權重 △",
    ),
    "rank_of": ("rank {rank}", "第{rank}"),
    "central_head": (
        "Central weights: on average the weights that put a mode first",
        "中心權重:使該模式居首的權重均值",
    ),
    "robust_reading": (
        "Worst: in its worst future. Best in, last in: futures in which it alone is. Regret: how much better "
        "the best mode of a future is, at most. Dominates: no worse on any indicator and better on one. "
        "Weights are drawn evenly; an indicator counts from its worst to its best value over all modes and "
        "futures, and where two say nearly the same they weigh twice. No index is made of all.",
        "最差:在最差的未來。最優、最劣次數:單獨居首、居末的未來數。最大遺憾:與同一未來中最優模式的最大差距。"
        "支配:各項均不差且至少一項更優。權重均勻抽取;每項指標按其在全部模式與未來中由最差到最優折算,"
        "含義相近的指標會被重複計權。不合成單一指數。",
    ),
    "robust_dominates": (
        "{mode} dominates {other} in {count} of {total} futures.",
        "「{mode}」在{total}種未來中有{count}種支配「{other}」。",
    ),
    "robust_no_dominance": (
        "On {count} indicators at once no mode dominates another in any of {total} futures.",
        "就{count}項指標合看,{total}種未來中沒有一種模式支配另一種。",
    ),
    "robust_seldom": (
        "On {count} indicators at once hardly any mode dominates another: in at most {most} of {total} "
        "futures.",
        "就{count}項指標合看,幾乎沒有模式支配另一種:最多在{total}種未來中有{most}種。",
    ),
    "robust_regret": (
        "{mode} has the least regret on {items}",
        "「{mode}」遺憾最小的有:{items}",
    ),
    "robust_steady": (
        "Rarely best, never far from it: {items}.",
        "少居首位,卻從不落後太多:{items}。",
    ),
    "steady_item": (
        "{mode} on {indicator} (best in {count} of {total} futures; {other} in {most}, whose regret is "
        "larger)",
        "「{mode}」之於「{indicator}」({total}種未來中{count}種最優;「{other}」{most}種,但遺憾更大)",
    ),
    "robust_accepted": (
        "Over all weightings and futures {items} come first.",
        "遍及全部權重與未來,居首的份額:{items}。",
    ),
    "accepted_item": ("{mode} in {share}", "「{mode}」{share}"),
    "robust_floors": (
        "All floors are kept by {items} of the futures.",
        "守住全部底線的未來份額:{items}。",
    ),
    "robust_price": (
        "{mode} is worth it against {other} where one unit ({unit}) of {priced} is worth more than {price} "
        "of {by}.",
        "若{priced}每一單位({unit})的價值高於{price}的{by},「{mode}」優於「{other}」。",
    ),
    "figure_robust": ("Over many futures", "在各種未來之中"),
    "regret_of_range": ("largest regret, as a share of the range", "最大遺憾佔取值範圍的份額"),
    "share_of_ranks": ("share of weightings and futures", "權重與未來的份額"),
    "optimisation": (
        "{scenario}: is there a better mode than {start}?",
        "{scenario}:有沒有優於「{start}」的模式?",
    ),
    "optimise_how": (
        "Searched for {objectives}, by NSGA-II: {choices} choices, {generations} generations of "
        "{population}, {tried} modes tried on {replicates} replicates each. What was found was run again on "
        "{fresh} fresh replicates, of which all numbers below are · {years} years · seed {seed}",
        "目標:{objectives};以NSGA-II搜尋{choices}項選擇,{generations}代,每代{population}個,"
        "共試{tried}個模式,每個{replicates}次重複。所得模式在{fresh}次全新重複上重新模擬,"
        "下列數值均出自後者 · {years}年 · 種子{seed}",
    ),
    "optimise_means": (
        "Posts, wage bill, land quota and money of the parks are the same in every mode; what a clause costs "
        "besides is booked.",
        "各模式的崗位、薪酬總額、用地指標與園區資金相同;條款的其他代價均已入帳。",
    ),
    "optimise_floors": ("Must be kept: {floors}.", "須守住的底線:{floors}。"),
    "optimise_failed": (
        "{count} runs failed; a mode with a failed run counts as unfit.",
        "{count}次模擬失敗;有失敗的模式視為不合格。",
    ),
    "from_start": ("from start", "與起點之差"),
    "from_baseline": ("from baseline", "與基準之差"),
    "chance_all": ("95 % of all", "總體95%"),
    "in_search": ("in the search", "搜尋時"),
    "optimise_changes": ("What each does otherwise than {start} △", "各模式與「{start}」的不同 △"),
    "optimise_reading": (
        "Each interval holds at 95 % for all modes found together. In the search: the difference from "
        "{start} in the runs that chose the mode, which flatter it. Better: fresh replicates in which it is. "
        "Not every change need do something: crosspark why --mode FILE says which do.",
        "每個區間對所得全部模式同時成立(95%)。搜尋時:選中該模式的模擬中與「{start}」之差,偏於樂觀。"
        "更優:該模式更優的全新重複次數。並非每項不同都起作用:crosspark why --mode 文件 可逐項查明。",
    ),
    "optimise_better": (
        "Yes: on a front of {modes}, better than {start} in all {objectives} objectives beyond chance: "
        "{count}. The clearest is {mode}: {gains}.",
        "有:前沿上{modes}個模式中,有{count}個在全部{objectives}個目標上優於「{start}」,超出抽樣誤差。"
        "最明顯的是{mode}:{gains}。",
    ),
    "optimise_none": (
        "No: on a front of {modes}, no mode is better than {start} in all {objectives} objectives beyond "
        "chance.",
        "沒有:前沿上{modes}個模式中,沒有一個在全部{objectives}個目標上優於「{start}」並超出抽樣誤差。",
    ),
    "optimise_trade": ("A trade-off is {mode}: it gains {gains}.", "一種取捨是{mode}:所得為{gains}。"),
    "optimise_unsure": ("Not sure: {items}.", "不確定:{items}。"),
    "optimise_gives_up": ("It gives up, beyond chance: {items}.", "所失(超出抽樣誤差):{items}。"),
    "optimise_gives_nothing": (
        "It gives up nothing that is watched, beyond chance.",
        "所關注的其他指標無超出抽樣誤差的損失。",
    ),
    "optimise_empty": (
        "No: the search found no other mode that keeps what must be kept and that {start} is not ahead of.",
        "沒有:未找到守住底線且不落後於「{start}」的其他模式。",
    ),
    "optimise_surely": (
        "How surely: the intervals are 95 % for all {found} modes found together, on {fresh} replicates that "
        "the search had not seen. {tried} modes were tried; a better one may have been missed.",
        "把握程度:區間對所得{found}個模式同時成立(95%),出自搜尋未見過的{fresh}次重複。共試{tried}個模式,"
        "可能仍有更優者未被找到。",
    ),
    "figure_optimise": ("Differences from {start}", "與{start}之差"),
    "points_tried": ("tried (in the search)", "所試(搜尋時)"),
    "points_front": ("front (fresh seeds, 95 %)", "前沿(全新種子,95%)"),
    "better_in_both": ("better in both", "兩者皆優"),
    "span_days": ("{count} days", "{count}天"),
    "span_hours": ("{count} hours", "{count}小時"),
    "span_minutes": ("{count} minutes", "{count}分鐘"),
    "span_seconds": ("{count} s", "{count}秒"),
    "precision_reached": (
        "Precision: half the chance interval of {title} is {half} under {mode}, {wished} or less as wished.",
        "精度:「{mode}」下{title}的抽樣區間半寬為{half},符合要求(不超過{wished})。",
    ),
    "precision_missed": (
        "Precision NOT reached at the most that was allowed, {replicates} replicates: half the chance "
        "interval of {title} is {half} under {mode}, {wished} was wished.",
        "精度未達到:已到上限{replicates}次重複,「{mode}」下{title}的抽樣區間半寬為{half},要求{wished}。",
    ),
    "precision_of_nothing": (
        "Precision NOT judged: a share of the baseline's {title} was wished, whose mean is zero; half the "
        "chance interval is {half} under {mode} after {replicates} replicates. Write a size in its unit.",
        "精度無從判斷:要求的是基準{title}的比例,而其均值為零;{replicates}次重複後「{mode}」下的抽樣區間半寬為{half}。"
        "請以其單位寫出大小。",
    ),
    "layer_title": (
        "Over {count} futures: parameters within their ranges, readings of the text; each on {replicates} "
        "replicates, difference from {baseline} △",
        "{count}種未來:參數在其範圍內取值、原文各種讀法;每種{replicates}次重複,與「{baseline}」之差 △",
    ),
    "layer_title_sets": (
        "Over {count} futures: parameter sets, readings of the text; each on {replicates} replicates, "
        "difference from {baseline} △",
        "{count}種未來:參數組、原文各種讀法;每種{replicates}次重複,與「{baseline}」之差 △",
    ),
    "sets_stored": (
        "parameter sets that the published facts of “{scenario}” do not rule out: {count}",
        "「{scenario}」已公布的事實未排除的參數組,共{count}組",
    ),
    "sets_given": ("parameter sets that were handed in: {count}", "所給的參數組,共{count}組"),
    "sets_withheld": (
        "The parameter sets that the published facts of “{scenario}” do not rule out are not taken, since "
        "what they name was set by hand: {items}.",
        "因其中參數已另行設定({items}),未採用「{scenario}」已公布的事實未排除的參數組。",
    ),
    "each_future_takes": ("Each future takes one of the {sets}.", "每種未來取其一:{sets}。"),
    "each_cell_holds": (
        "Each cell is a mean over the {sets}; its interval holds chance and the middle eight tenths of them.",
        "每格為以下參數組的均值:{sets};其區間含抽樣誤差與其中間八成。",
    ),
    "caveat_sets": (
        "All results rest on assumptions △: what the sets do not name stays at its middle value, and that a "
        "set is not ruled out does not confirm it. A reading of the mechanisms, no forecast.",
        "所有結果均以假設為依據 △:參數組未列出者取中值,而未被排除並不等於得到證實。"
        "這是對機制的解讀,不是預測。",
    ),
    "lost_futures": (
        "{count} of {total} futures are left out: there runs failed, or what is compared has no value (such "
        "as days where no project was signed).",
        "{total}種未來中{count}種不計在內:其模擬失敗,或所比較的指標並不存在(如無項目簽約即無天數)。",
    ),
    "lost_runs": (
        "{count} runs failed on values that the study itself took (drawn, of a grid, or of a set); the "
        "first: {message}",
        "{count}次模擬失敗,所用數值由研究自行取得(抽樣、格點或參數組);首個:{message}",
    ),
    "of_futures": ("{count} of {total}", "{total}種中{count}種"),
    "over_range": ("10–90 % of futures", "10–90%的未來"),
    "better_surely": ("surely", "確定更優"),
    "worse_surely": ("surely worse", "確定更差"),
    "futures_reading": (
        "Better: futures in which the mean difference is for the better; surely (worse): of these (of the "
        "others) beyond chance. The range is of parameters and readings; luck is in neither of its ends.",
        "更優:平均差值更優的未來數;確定更優/更差:其中超出抽樣誤差者。範圍出自參數與讀法,不含運氣。",
    ),
    "futures_take": (
        "Futures and other scenarios: {runs} more runs, about {time}.",
        "各種未來與其他情景:另需{runs}次模擬,約{time}。",
    ),
    "by_reading": (
        "By reading of the text (better, of the futures with it), {mode}",
        "按原文讀法(該讀法的未來中更優者),「{mode}」",
    ),
    "reading.bodies": ("how many bodies", "機構數量"),
    "reading.powers": ("who holds the powers", "權力歸屬"),
    "reading.zone_and_parks": (
        "one headquarters and one centre, a committee in each park",
        "全區一個指揮部、一個促進中心,各園設管委會",
    ),
    "reading.one_of_each": ("one of each for the zone", "全區各設一個"),
    "reading.three_in_each_park": ("all three in each park", "各園各設三個"),
    "reading.headquarters_in_each_park": (
        "a headquarters and a committee in each park, one centre",
        "各園設指揮部與管委會,全區一個促進中心",
    ),
    "reading.park": ("the park", "園區"),
    "reading.headquarters": ("the headquarters", "指揮部"),
    "reading.shared": ("the park below a threshold", "限額以下歸園區"),
    "page_question": ("Question", "問題"),
    "page_conclusion": ("Conclusion △", "結論 △"),
    "page_approvals": ("What approvals alone would bring △", "僅改審批能帶來什麼 △"),
    "page_seven": ("Seven indicators, and started projects △", "七項指標與開工項目 △"),
    "page_costs": ("Cost, and who loses △", "代價與受損者 △"),
    "page_fails": ("When it does not hold △", "何時不成立 △"),
    "page_first": ("What to do first △", "先做什麼 △"),
    "page_assumed": ("What rests on assumption", "哪些依賴假設"),
    "page_ask": (
        "{scenario}: would “{mode}” do better than “{baseline}” over {years} years, with {means}?",
        "{scenario}:在{means}的條件下,「{mode}」{years}年內是否優於「{baseline}」?",
    ),
    "means.equal_means": (
        "the same posts, money, land quota and leads",
        "崗位、資金、用地指標與線索相同",
    ),
    "means.as_written": (
        "the posts of its new bodies on top of the same means",
        "資源相同而新設機構另增崗位",
    ),
    "means.at_its_best": ("the same means, each used at its best", "資源相同且各自用到最佳"),
    "page_mixed": (
        "In part. Better beyond chance: {better}. Worse beyond chance: {worse}.",
        "部分是。更優(超出偶然):{better}。更差(超出偶然):{worse}。",
    ),
    "page_yes": (
        "Yes, on these assumptions. Better beyond chance: {better}. Surely worse: none of the seven.",
        "在這些假設下是。更優(超出偶然):{better}。七項中無一確定更差。",
    ),
    "page_no": (
        "No. Worse beyond chance: {worse}. Surely better: none of the seven.",
        "否。更差(超出偶然):{worse}。七項中無一確定更優。",
    ),
    "page_alike": (
        "Neither: none of the seven differs beyond chance and by half a per cent or more.",
        "無從區分:七項均無超出偶然且達千分之五的差異。",
    ),
    "page_one": (
        "One replicate says nothing of how sure anything is: take --replicates 16.",
        "僅一次重複,無從判斷確定程度:請用 --replicates 16。",
    ),
    "page_rest": (
        "Neither better nor worse beyond chance and half a per cent: {items}.",
        "未見超出偶然且達千分之五的優劣:{items}。",
    ),
    "page_others": ("the other {count}", "其餘{count}項"),
    "page_stays": (
        "Where parameters and readings are not known, the better ones stay better in {low} to {high} of "
        "{total} futures, least often {title}.",
        "參數與讀法未知時,上述更優項在{total}種未來中的{low}至{high}種仍更優,最少者為{title}。",
    ),
    "page_stays_all": (
        "Where parameters and readings are not known, the better ones stay better in {low} of {total} "
        "futures.",
        "參數與讀法未知時,上述更優項在{total}種未來中的{low}種仍更優。",
    ),
    "page_no_approvals": (
        "Approvals alone ({mode}) are not among the modes of this comparison.",
        "本次比較不含僅改審批的模式({mode})。",
    ),
    "page_is_approvals": ("This is approvals alone.", "此即僅改審批。"),
    "page_against": ("Against approvals alone, “{mode}” is {items}.", "與僅改審批相比,「{mode}」{items}。"),
    "page_better_in": ("surely better in {items}", "確定更優:{items}"),
    "page_worse_in": ("surely worse in {items}", "確定更差:{items}"),
    "page_unsure_in": ("not surely different in {items}", "無確定差別:{items}"),
    "page_approvals_column": ("approvals", "僅審批"),
    "page_change": ("change", "變化"),
    "page_chance": ("chance", "抽樣"),
    "page_luck": ("luck", "運氣"),
    "page_futures": ("futures", "未來"),
    "page_table": (
        "Change, approvals: less “{baseline}”. Chance: ± 95 % of the mean of {replicates} replicates. Luck: "
        "± 95 % of one real {span}, which nothing narrows.",
        "變化、僅審批:減「{baseline}」。抽樣:{replicates}次重複均值的95%誤差(±)。運氣:單個真實{span}的"
        "95%範圍(±),無法縮小。",
    ),
    "page_table_futures": (
        "Futures: better in so many, of parameters and readings drawn anew.",
        "未來:參數與讀法另取的各種未來中更優者。",
    ),
    "page_table_fewer": (
        "Of fewer than {total} where the number does not exist in the others, as no project was signed.",
        "分母小於{total}者:其餘未來中無項目簽約,該指標不存在。",
    ),
    "page_no_futures": (
        "No futures and no other scenarios were run, so nothing is known here; give --futures 20.",
        "未模擬其他未來與情景,此處無從得知;請用 --futures 20。",
    ),
    "page_holds": (
        "In all {total} futures what is better here stays better.",
        "{total}種未來中,此處更優各項均仍更優。",
    ),
    "page_nothing_better": ("Nothing is surely better here that could turn.", "本無確定更優者,無從反轉。"),
    "page_turns": (
        "Of {total} futures it is not better (in brackets: surely worse) in: {items}.",
        "{total}種未來中未更優者(括號內為確定更差):{items}。",
    ),
    "page_turn": ("{title} {count} ({surely})", "{title}{count}({surely})"),
    "page_turns_reading": (
        "Where the text is read as “{reading}” ({question}): {items}.",
        "原文讀作「{reading}」({question})時:{items}。",
    ),
    "page_only": (
        "{title} better in {count} of {total} futures (in the others {count_else} of {total_else})",
        "{title}{total}種未來中{count}種更優(其餘{total_else}種中{count_else}種)",
    ),
    "page_goes_with": (
        "{title}: the higher “{parameter}”, the {way} the change (rank correlation {size} over futures).",
        "{title}:「{parameter}」越高,變化越{way}(未來間等級相關{size})。",
    ),
    "page_way_up": ("higher", "大"),
    "page_way_down": ("lower", "小"),
    "page_besides": (
        "Other scenarios ({replicates} replicates): {items}.",
        "其他情景(各{replicates}次重複):{items}。",
    ),
    "page_turned": ("“{scenario}”: {items} surely worse", "「{scenario}」:{items}確定更差"),
    "page_unsure": ("“{scenario}”: {items} no longer surely better", "「{scenario}」:{items}不再確定更優"),
    "page_as_here": ("as here: {items}", "與此處一致:{items}"),
    "page_start": (
        "{clause} “{name}” does most by itself, on top of {baseline}, for {items}{cost}.",
        "{clause}「{name}」單獨加於「{baseline}」時作用最大:{items}{cost}。",
    ),
    "page_start_item": (
        "{title} ({size}; all of “{mode}” {whole})",
        "{title}({size};「{mode}」全部為{whole})",
    ),
    "page_start_cost": ("; it is paid with {items}", ";代價為{items}"),
    "page_start_source": (
        "(Stored study, {replicates} replicates; crosspark explain {clause}.)",
        "(隨附的逐條研究,{replicates}次重複;crosspark explain {clause}。)",
    ),
    "page_grades": (
        "Of {total} inputs {measured} measured ●, {study} from a study ○, {text} set by the text §, "
        "{assumed} assumed △: so all results are △.",
        "{total}項輸入中:實測 ● {measured},研究 ○ {study},原文所定 § {text},假設 △ {assumed};"
        "故所有結果均為 △。",
    ),
    "page_caveat": (
        "Chance and luck hold parameters at their middle values and the text at one reading; {futures}. This "
        "is a reading of mechanisms, no forecast.",
        "抽樣與運氣兩欄均取參數中值與一種讀法;{futures}。這是對機制的解讀,不是預測。",
    ),
    "page_caveat_futures": (
        "only the futures vary them, within ranges that are assumed too",
        "只有未來一欄使其變動,而範圍本身亦為假設",
    ),
    "page_caveat_none": ("nothing here varies them", "此處均未使其變動"),
    "short.fiscal_npv": ("Fiscal NPV (亿元)", "財政淨現值(億元)"),
    "short.days_to_start": ("Signing to start (days)", "簽約到開工(工作日)"),
    "short.service_level": ("Sub-district service (%)", "鎮街服務水平(%)"),
    "short.other_backlog": ("Other-duty backlog (%)", "其他職責積壓(%)"),
    "short.started": ("  started (projects)", "  開工(個)"),
    "calibration": (
        "{scenario}: which parameters does what was observed leave standing",
        "{scenario}:觀測結果排除不了哪些參數",
    ),
    "calibration_design": (
        "{targets} targets · {parameters} parameters over their ranges · {points} points × {replicates} "
        "replicates · {years} years · ruled out beyond an implausibility of {cutoff} · seed {seed}",
        "{targets}項目標 · {parameters}個參數,各在其範圍內變動 · {points}個取值點 × {replicates}次重複 · "
        "{years}年 · 不合理度超過{cutoff}即排除 · 種子{seed}",
    ),
    "calibration_targets": ("What was observed, and what it rules out", "觀測值及其排除的取值點"),
    "calibration_ranges": ("Ranges, and what is left of them", "參數範圍及其餘下部分"),
    "observed": ("observed", "觀測值"),
    "points_give": ("points give (5–95 %)", "各取值點結果(5–95%)"),
    "stands_here": ("as it stands", "情景本身"),
    "implausible": ("implausibility", "不合理度"),
    "rules_out": ("rules out", "排除"),
    "whole_range": ("whole range", "全範圍"),
    "left_range": ("left", "餘下"),
    "one_set": ("a set not ruled out", "未排除的參數組"),
    "low_end": ("low end", "下限"),
    "high_end": ("high end", "上限"),
    "figure_calibration": ("what is not ruled out", "未被排除的取值"),
    "shrunk": ("gone", "已排除"),
    "all_of_it": ("all of it", "全部"),
    "calibration_reading": (
        "±: tolerance and discrepancy together, one standard deviation. Implausibility: how many standard "
        "deviations (those, and luck) lie between the observation and the mean of the runs. A range "
        "counts as narrowed only where chance would hardly leave one as narrow.",
        "±:容差與模型偏差合計,一個標準差。不合理度:觀測值與各次運行均值之間相隔多少個標準差(含運氣)。"
        "僅當偶然難以留下如此窄的範圍時,才算收窄。",
    ),
    "calibration_left": (
        "{out} of the first {points} parameter sets are ruled out; {sets} sets of all that were run are not.",
        "首輪{points}組參數中,{out}組被排除;全部運行中有{sets}組未被排除。",
    ),
    "calibration_none": (
        "No set is left: nothing in these ranges gives all targets at once. The nearest of the first "
        "{points} still has an implausibility of {worst}. The model, a range, a tolerance or a target is "
        "wrong.",
        "無一組留下:這些範圍內沒有取值能同時符合所有目標。首輪{points}組中最接近者,不合理度仍為{worst}。"
        "模型、範圍、容差或目標必有一誤。",
    ),
    "calibration_inside": (
        "The scenario's own figures are not ruled out: they miss {title} most, by an implausibility of "
        "{implausible} (the cut-off is {cutoff}).",
        "情景本身的取值未被排除:偏離最大的是「{title}」,不合理度{implausible}(界限{cutoff})。",
    ),
    "calibration_outside": (
        "The scenario's own figures are ruled out, by: {titles}; the implausibility is up to "
        "{implausible} (the cut-off is {cutoff}).",
        "情景本身的取值被排除,依據:{titles};不合理度最高{implausible}(界限{cutoff})。",
    ),
    "calibration_by": (
        "{title} ({count}, {alone} of them alone)",
        "{title}({count}組,其中單獨排除{alone}組)",
    ),
    "calibration_count": ("{count} of {total}", "{total}組中{count}組"),
    "calibration_most": ("Most is ruled out by: {items}.", "排除最多的是:{items}。"),
    "calibration_nothing": ("These rule out nothing: {items}.", "以下目標什麼也沒有排除:{items}。"),
    "calibration_narrowed": ("Narrowed: {items}.", "範圍收窄的有:{items}。"),
    "calibration_narrowed_one": (
        "{title} from {low} … {high} to {left_low} … {left_high} ({gone} gone)",
        "{title}由{low} … {high}收窄至{left_low} … {left_high}(排除{gone})",
    ),
    "calibration_unknown": (
        "Not identified, nothing of the range is ruled out by itself: {items}.",
        "無法辨識、範圍未見收窄的有:{items}。",
    ),
    "calibration_pair": (
        "{one} and {other} (rank correlation {correlation})",
        "{one}與{other}(秩相關{correlation})",
    ),
    "calibration_ridges": (
        "Known only together, where one makes up for the other: {items}.",
        "只能合併辨識、彼此可以抵償的有:{items}。",
    ),
    "calibration_best": (
        "Of {tried} further sets that were tried for the best fit, and all before, the best misses no "
        "target by more than an implausibility of {worst}.",
        "另為最佳擬合試取{tried}組;連同先前各組,最佳者對任一目標的不合理度不超過{worst}。",
    ),
    "calibration_lost": (
        "{failed} runs failed; {unjudged} sets could not be judged by some target, and are not among "
        "those left.",
        "{failed}次運行失敗;{unjudged}組無法依某項目標判斷,不列入餘下者。",
    ),
    "calibration_caveat": (
        "Not ruled out is not confirmed: these sets are equally possible as far as the targets go, and "
        "results should be shown over all of them.",
        "未被排除不等於得到證實:就這些目標而言,各組同樣可能,結果應在所有各組上呈現。",
    ),
}


#: One of what English counts in the singular.
_ONE = re.compile(r"(?<![\d.,])1 (replicate|year|month|run)s\b")


def say(key: str, lang: str, **parts: object) -> str:
    """Return a fixed phrase in a language, with its parts filled in."""
    english, chinese = WORDS[key]
    if lang == "zh":
        return chinese.format(**parts)
    return _ONE.sub(r"1 \1", english.format(**parts))


def name(key: str, lang: str) -> str:
    """Return the word for an organisation or a resource; an unknown one as it stands."""
    return _pick(NAMES, key, lang)


def in_order(kinds: Iterable[str]) -> list[str]:
    """Return kinds of organisation, each once, in the order of `NAMES`; unknown ones last."""
    known = list(NAMES)
    found = dict.fromkeys(kinds)
    return sorted(found, key=lambda kind: known.index(kind) if kind in NAMES else len(known))


def duty(kind: str, key: str, lang: str) -> str:
    """Return the word for a duty of a kind of organisation; an unknown one as it stands."""
    own = f"{kind}.{key}"
    return _pick(DUTIES, own if own in DUTIES else key, lang)


def reason(text: str, lang: str) -> str:
    """Return why something moved; the ledger's own English is what an unknown reason keeps."""
    return REASONS[text].zh if lang == "zh" and text in REASONS else text


def group(scenario: "Scenario", key: str, lang: str) -> str:
    """Return what a group of a comparison is called: a park, a sub-district, small projects."""
    titles = {
        name: (facts.title_en, facts.title_zh)
        for kinds in (scenario.parks, scenario.subdistricts, scenario.departments, scenario.segments)
        for name, facts in kinds.items()
    }
    return readable(key, titles, lang)


def line(key: str, lang: str) -> str:
    """Return a line of one of the two accounts."""
    return readable(key, {}, lang)


def within(title: str, lang: str) -> str:
    """Return a parameter's title as it stands within a sentence; a name at its head keeps its capital."""
    named = ":" in title.partition("(")[0]
    return title if lang == "zh" or named else f"{title[0].lower()}{title[1:]}"


def _pick(known: dict[str, tuple[str, str]], key: str, lang: str) -> str:
    if key not in known:
        return key.replace("_", " ")
    return known[key][1] if lang == "zh" else known[key][0]


def span(years: int, lang: str) -> str:
    """Return what to call the time that a run covers."""
    return say("span_decade", lang) if years == 10 else say("span_years", lang, years=years)


def cause(key: str, lang: str) -> str:
    """Return the word for a cause of waiting."""
    return CAUSES[key][1] if lang == "zh" else CAUSES[key][0]
