"""What a sensitivity says: its tables, its figures and its closing words."""

WORDS: dict[str, tuple[str, str]] = {
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
        "the ranges of all others; 95 %: chance of which places were drawn. Of it: the share of what stands. "
        "With sign: the same with its sign. Spread: large beside it where the parameter acts unevenly or "
        "together with others.",
        "移動量:參數走完全範圍時的平均絕對變化,對其他參數的各種取值平均;95%:取值抽樣的區間。"
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
}
