"""What a discovery says: its boxes, its figure and its closing words."""

WORDS: dict[str, tuple[str, str]] = {
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
        "does not beat it ({unseen} [{low}, {high}] of the {count} futures there that were not used to find "
        "it).",
        "未勝之處:{conditions}。此框含其全部未勝的{coverage},框內{density}未勝"
        "(未用於尋找的{count}種未來中為{unseen}[{low}, {high}])。",
    ),
    "victories_where": (
        "It does where {conditions}: that box holds {coverage} of its victories, and in {density} of it it "
        "wins ({unseen} [{low}, {high}] of the {count} futures there that were not used to find it).",
        "勝過之處:{conditions}。此框含其全部勝過的{coverage},框內{density}勝過"
        "(未用於尋找的{count}種未來中為{unseen}[{low}, {high}])。",
    ),
    "limit_above": ("{title} is above {low}", "{title}高於{low}"),
    "limit_below": ("{title} is below {high}", "{title}低於{high}"),
    "limit_between": ("{title} is between {low} and {high}", "{title}介於{low}與{high}之間"),
    "and_also": (" and ", ",且"),
    "no_box": (
        "No box of conditions stands up in which {density} of the futures are {kind}.",
        "沒有一個條件框能使其中{density}的未來為{kind}且經得起檢驗。",
    ),
    "nearest_defeats": (
        "The nearest to a condition: where {conditions}, it does not beat it in {unseen} of the "
        "futures ([{low}, {high}] at 99 %), against {overall} overall; {coverage} of its defeats lie there.",
        "最接近條件者:{conditions}時,{unseen}的未來未勝(99%區間[{low}, {high}]),總體為{overall};"
        "全部未勝的{coverage}在此。",
    ),
    "nearest_victories": (
        "The nearest to a condition: where {conditions}, it beats it in {unseen} of the futures "
        "([{low}, {high}] at 99 %), against {overall} overall; {coverage} of its victories lie there.",
        "最接近條件者:{conditions}時,{unseen}的未來勝過(99%區間[{low}, {high}]),總體為{overall};"
        "全部勝過的{coverage}在此。",
    ),
    "no_condition": (
        "Nor does any condition stand up that makes them more frequent. Whichever of the {factors} "
        "parameters lies in its upper or in its lower half, at most {half} of the futures are {kind} (at "
        "most {high}, allowing for luck), against {overall} overall{turns}. What they hang on does not show "
        "among {points} futures: vary fewer, or take more futures.",
        "也沒有一個條件使其更多而經得起檢驗。{factors}個參數中無論哪一個處於其上半或下半,{kind}至多佔{half}"
        "(計入抽樣誤差至多{high}),總體為{overall}{turns}。"
        "在{points}種未來中看不出取決於什麼:可減少參數或增加未來。",
    ),
    "none_turns": (
        ": with any one of them high or low, most futures stay {other}",
        ":無論哪一個參數偏高或偏低,多數未來仍為{other}",
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
    "box": ("box", "框"),
    "limits": ("limits", "界限"),
    "quasi_p": ("quasi-p", "準p值"),
    "coverage": ("coverage", "涵蓋"),
    "dense": ("density", "密度"),
    "in_it": ("futures", "未來"),
    "unseen": ("unseen", "未見"),
    "by_lot": ("p", "p值"),
    "nearest": ("Nearest to a condition △", "最接近條件者 △"),
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
    "nearest_reading": (
        "No box is as dense as was asked for; these are the one or two limits that stand out most from luck. "
        "Coverage: share of all {kind} that lie within. Density: share of the futures there that are {kind}. "
        "Unseen: the density among futures that did not draw them: each tenth is counted in the box that the "
        "other nine draw. p: how often the best of all limits looks as good with the {kind} dealt out by "
        "lot.",
        "沒有條件框達到所求密度;此為最不似偶然的一或兩個界限。涵蓋:全部{kind}中位於其內的份額。"
        "密度:其內未來中{kind}的份額。未見:未參與劃定的未來中的密度,每十分之一由其餘十分之九所劃的框計數。"
        "p值:{kind}隨機分派時,所有界限中最佳者達到同等程度的頻率。",
    ),
    "beats": ("beats", "勝過"),
    "does_not": ("does not", "未勝"),
    "share_of_range": ("place in its range", "在其範圍中的位置"),
    "count_of_futures": ("futures", "未來數"),
}
