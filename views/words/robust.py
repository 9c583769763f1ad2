"""What a study of many futures says: its tables, its figure and its closing words."""

WORDS: dict[str, tuple[str, str]] = {
    "robust": ("{scenario}: which mode holds over many futures", "{scenario}:哪種模式經得起各種未來"),
    "worst_case": ("worst", "最差"),
    "best_in": ("best in", "最優次數"),
    "last_in": ("last in", "最劣次數"),
    "largest_regret": ("regret", "最大遺憾"),
    "maximin": ("best worst case", "最差情形最優"),
    "savage": ("least regret", "遺憾最小"),
    "steady": ("rarely best, least far behind at its worst", "少居首位,但最差時落後最少"),
    "no_future": ("no future has a value of every mode", "沒有一種未來使各模式均有取值"),
    "dominance_head": (
        "Dominance on all {count} indicators at once: futures in which the mode of the row dominates △",
        "就全部{count}項指標的支配關係:該行模式支配該列模式的未來數 △",
    ),
    "undominated": ("dominated by none in", "不被支配"),
    "floors_head": ("Floors: share of the futures in which they are kept △", "底線:守住底線的未來份額 △"),
    "all_floors": ("all", "全部"),
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
        "futures, and where two say nearly the same they weigh twice. Modes that are alike in a future share "
        "their ranks there. No index is made of all. In words: shares of futures with their 95 % intervals "
        "(Wilson's), and in how many of {resamples:,} resamples of the futures the same mode has the least "
        "regret; modes that tie share a resample, and are named together.",
        "最差:在最差的未來。最優、最劣次數:單獨居首、居末的未來數。最大遺憾:與同一未來中最優模式的最大差距。"
        "支配:各項均不差且至少一項更優。權重均勻抽取;每項指標按其在全部模式與未來中由最差到最優折算,"
        "含義相近的指標會被重複計權。在某一未來中相同的模式平分其名次。不合成單一指數。結論中:未來的份額附95%區間"
        "(Wilson);遺憾最小者附{resamples:,}次重抽未來中仍屬該模式的次數,並列者平分並一同列出。",
    ),
    "robust_dominates": (
        "{mode} dominates {other} in {share} of {total} futures {interval}.",
        "{total}種未來中,「{mode}」支配「{other}」的佔{share}{interval}。",
    ),
    "robust_no_dominance": (
        "On {count} indicators at once no mode dominates another in any of {total} futures: {share} "
        "{interval}.",
        "就{count}項指標合看,{total}種未來中沒有一種模式支配另一種:{share}{interval}。",
    ),
    "robust_seldom": (
        "On {count} indicators at once hardly any mode dominates another: in at most {share} of {total} "
        "futures {interval}.",
        "就{count}項指標合看,幾乎沒有模式支配另一種:在{total}種未來中最多佔{share}{interval}。",
    ),
    "robust_regret": (
        "{mode} has the least regret on {items}",
        "「{mode}」遺憾最小的有:{items}",
    ),
    "robust_regret_tied": (
        "{mode} have the least regret alike on {items}",
        "「{mode}」並列遺憾最小的有:{items}",
    ),
    "tied_modes": (" and ", "」與「"),
    "regret_item": (
        "{indicator} ({count:,} of {resamples:,} resamples)",
        "{indicator}({resamples:,}次重抽中{count:,}次)",
    ),
    "robust_steady": (
        "Rarely best, but least far behind at its worst: {items}.",
        "少居首位,但最差時落後最少:{items}。",
    ),
    "steady_item": (
        "{mode} on {indicator} (best, ties included, in {share} of {total} futures {interval}; {other} in "
        "{most} {most_interval}, whose regret is larger)",
        "「{mode}」之於「{indicator}」({total}種未來中{share}{interval}最優(含並列);「{other}」{most}{most_interval},"
        "但遺憾更大)",
    ),
    "robust_accepted": (
        "Over all weightings and {total} futures {items} come first.",
        "遍及全部權重與{total}種未來,居首的份額:{items}。",
    ),
    "accepted_item": ("{mode} in {share} {interval}", "「{mode}」{share}{interval}"),
    "robust_floors": (
        "All floors are kept by {items} of {total} futures.",
        "守住全部底線者佔{total}種未來的份額:{items}。",
    ),
    "robust_price": (
        "{mode} is worth it against {other} where one unit ({unit}) of {priced} is worth more than {price} "
        "of {by} (by the means; 10–90 % over the {trade_in} of {futures} futures that trade the one for the "
        "other: [{low}, {high}]).",
        "若{priced}每一單位({unit})的價值高於{price}的{by},「{mode}」優於「{other}」(按均值;在{futures}種未來中兩者"
        "有取捨的{trade_in}種裏,10–90%為[{low}, {high}])。",
    ),
    "figure_robust": ("Over many futures", "在各種未來之中"),
    "regret_of_range": ("largest regret, as a share of the range", "最大遺憾佔取值範圍的份額"),
    "share_of_ranks": ("share of weightings and futures", "權重與未來的份額"),
}
