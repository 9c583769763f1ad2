"""What a comparison says: its text, its tables and its figures."""

WORDS: dict[str, tuple[str, str]] = {
    "comparison": ("Management models of {scenario}, compared", "{scenario}:管理模式比較"),
    "design": (
        "{replicates} replicates of each mode on common random numbers · {years} years after a burn-in of "
        "{burn_in} months under {present} · seed {seed}",
        "每種模式{replicates}次重複,共用隨機數 · 在「{present}」下預熱{burn_in}個月後模擬{years}年 · "
        "種子{seed}",
    ),
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
    "higher": ("higher", "更高"),
    "equal": ("equal", "相同"),
    "to_halve": ("to halve", "減半需"),
    "difference": ("difference", "差值"),
    "indicator": ("indicator", "指標"),
    "how": ("how", "如何得出"),
    "reading": (
        "Chance: the error of the mean over replicates; more replicates narrow it. One {span}: where the "
        "difference of one further {span} falls; nothing narrows it. Better: replicates in which the mode is "
        "better. To halve: replicates that would halve chance. Wired: a clause moves it by definition. "
        "Emergent: it comes of queues, choices and decisions.",
        "抽樣:重複次數帶來的均值誤差,可增加重複次數縮小。單個{span}:再來一個{span}時差值所在範圍,無法縮小。"
        "更優:該模式更優的重複次數。減半需:使抽樣區間減半的重複次數。直接關聯:條款按定義直接改變該指標。"
        "湧現:由排隊、選擇與決定而來。",
    ),
    "one_page": (
        "The whole on one page: crosspark answer {scenario} --mode {mode}",
        "一頁看全:crosspark answer {scenario} --mode {mode} --lang zh",
    ),
    "nothing_to_compare": (
        "Only {mode} was run: there is no other mode that it differs from, so nothing is compared.",
        "只模擬了「{mode}」:沒有與之不同的其他模式,無從比較。",
    ),
    "grades": (
        "△ assumed: every outcome rests on assumptions. Inputs: {measured} measured ●, {study} from a "
        "study ○, {text} from the source's text, {assumed} assumed △.",
        "△ 假設:所有結果均依賴假設。輸入:實測 ● {measured},研究 ○ {study},原文 {text},假設 △ {assumed}。",
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
    "trajectories": ("Trajectories: median and 10–90 % of replicates", "軌跡:中位數與10–90%重複區間"),
    "figure_causes": (
        "Working days from signing to start of started projects, by cause",
        "已開工項目從簽約到開工的工作日,按原因",
    ),
    "figure_hours": ("Hours a year, by organisation and duty", "每年工時,按機構與職責"),
    "working_days": ("working days", "工作日"),
    "hours_a_year": ("thousand hours a year", "千小時/年"),
    "years_after": ("years after adoption", "改革後年數"),
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
    "signed_before": (
        "Started projects include those signed before adoption, so they may outnumber the signed ones.",
        "開工項目含改革前簽約的項目,故可多於簽約項目。",
    ),
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
    "of_futures": ("{count} of {total}", "{total}種中{count}種"),
    "over_range": ("10–90 % of futures", "10–90%的未來"),
    "better_surely": ("surely", "確定更優"),
    "worse_surely": ("surely worse", "確定更差"),
    "futures_reading": (
        "Better: futures in which the mean difference is for the better; surely (worse): of these (of the "
        "others) beyond chance. The range is of parameters and readings; luck is in neither of its ends.",
        "更優:平均差值更優的未來數;確定更優/更差:其中超出抽樣誤差者。範圍出自參數與讀法,不含運氣。",
    ),
    "by_reading": (
        "By reading of the text (better, of the futures with it), {mode}",
        "按原文讀法(該讀法的未來中更優者),「{mode}」",
    ),
}
