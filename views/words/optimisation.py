"""What a search for a better mode says: its tables, its figure and its closing words."""

WORDS: dict[str, tuple[str, str]] = {
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
        "By construction posts, wage bill, land quota and money of the parks are the same in every mode; "
        "means that a mode brings of its own are not, and are booked where they cost money.",
        "按構造,各模式的崗位、薪酬總額、用地指標與園區資金相同;模式自帶的手段不在其內,凡需費用者均已入帳。",
    ),
    "optimise_sets": (
        "The search stays at middle values of all parameters. Its front, start and baseline were run again "
        "over the {sets}.",
        "搜尋本身用各參數的中值;前沿、起點與基準另在以下參數組上重新模擬:{sets}。",
    ),
    "optimise_floors": (
        "Must be kept, by the mean: {floors}.",
        "須守住的底線(按均值):{floors}。",
    ),
    "optimise_failed": (
        "{count} runs failed; a mode with a failed run counts as unfit, a set with one as not better.",
        "{count}次模擬失敗;有失敗的模式視為不合格,有失敗的參數組不算更優。",
    ),
    "from_start": ("from start", "與起點之差"),
    "from_baseline": ("from baseline", "與基準之差"),
    "chance_all": ("95 % of all", "總體95%"),
    "in_search": ("in the search", "搜尋時"),
    "optimise_changes": ("What each does otherwise than {start} △", "各模式與「{start}」的不同 △"),
    "optimise_equal": (
        "Equal in every mode by construction: the search has no constraint for it",
        "按構造各模式相同(搜尋不另設約束)",
    ),
    "optimise_own": (
        "Means of their own, which are not held equal; of each mode those that differ from {start} △",
        "自帶的手段,未保持相同;各模式只列與「{start}」不同者 △",
    ),
    "optimise_as_start": ("as there", "均相同"),
    "optimise_no_own": (
        "Nor does any mode bring other means of its own.",
        "各模式自帶的手段也無不同。",
    ),
    "optimise_own_reading": (
        "What costs money among them is in the cost of running a mode, which --floor admin_cost=QUANTITY "
        "bounds.",
        "其中需費用者計入行政成本,可用 --floor admin_cost=數量 設上限。",
    ),
    "optimise_over_sets": (
        "Better than {start} by the mean: in how many of {sets} further parameter sets △",
        "均值優於「{start}」:在另外{sets}組參數中有幾組 △",
    ),
    "in_all_objectives": ("in all at once", "全部同時"),
    "optimise_sets_reading": (
        "{replicates} replicates of each mode in each set, on decades of its own. None of the sets is "
        "likelier than another: a count is no probability.",
        "每組中每個模式{replicates}次重複,各組的運氣各自抽取。各組並無可能性大小之分,組數不是概率。",
    ),
    "optimise_reading": (
        "Each interval holds at 95 % for all modes found together; losses below are judged at 95 % each, "
        "which shows them sooner. In the search: the difference from {start} in the runs that chose the "
        "mode, which flatter it. Better: fresh replicates in which it is. Not every change need do "
        "something: crosspark why --mode FILE says which do.",
        "每個區間對所得全部模式同時成立(95%);下文的損失各按95%判斷,更易顯出。搜尋時:選中該模式的模擬中"
        "與「{start}」之差,偏於樂觀。更優:該模式更優的全新重複次數。並非每項不同都起作用:"
        "crosspark why --mode 文件 可逐項查明。",
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
    "optimise_better_in": (
        "It is better in all objectives in {count} of {sets} further parameter sets.",
        "在另外{sets}組參數中,有{count}組在全部目標上都更優。",
    ),
    "optimise_gains_in": (
        "It gains all of that in {gains} of {sets} further parameter sets, and all objectives in {count}.",
        "在另外{sets}組參數中,有{gains}組上述所得全部仍在,有{count}組在全部目標上都更優。",
    ),
    "optimise_most_in": (
        "Over {sets} further parameter sets {mode} is better in all objectives most often: in {count}.",
        "在另外{sets}組參數中,最常在全部目標上更優的是{mode}:{count}組。",
    ),
    "optimise_never_in": (
        "Over {sets} further parameter sets no mode is better in all objectives in any.",
        "在另外{sets}組參數中,沒有一個模式在任何一組上於全部目標都更優。",
    ),
    "optimise_unsure": ("Not sure: {items}.", "不確定:{items}。"),
    "optimise_gives_up": (
        "It gives up, beyond chance (95 % each): {items}.",
        "所失(各按95%超出抽樣誤差):{items}。",
    ),
    "optimise_may_lose": (
        "Of what is watched no loss that matters is beyond chance (95 % each); the largest that is still "
        "open is {item}.",
        "所關注的其他指標無超出抽樣誤差(各按95%)且值得計較的損失;尚不能排除的最大損失是{item}。",
    ),
    "optimise_loss_unknown": (
        "Of what is watched no loss that matters is beyond chance (95 % each), but some have too few values "
        "to say (for one, {item}).",
        "所關注的其他指標無超出抽樣誤差(各按95%)且值得計較的損失,但有的指標已知值太少,無從判斷(例如{item})。",
    ),
    "optimise_loses_nothing": (
        "Of what is watched nothing is lost, and the intervals (95 % each) leave no loss open.",
        "所關注的其他指標均無損失,其區間(各按95%)亦不含損失。",
    ),
    "optimise_share": (" ({share} of its level under {start})", "(佔「{start}」該項水平的{share})"),
    "optimise_from_zero": (" ({start}: 0)", "(「{start}」為0)"),
    "optimise_from_floors": ("From its floors: {items}.", "與底線之差:{items}。"),
    "optimise_from_floor": (
        "{title} {margin} {interval}, kept in {count} of {total} fresh replicates",
        "{title} {margin} {interval},{total}次全新重複中{count}次守住",
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
}
