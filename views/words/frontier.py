"""What a frontier says: its map, its figure and its closing words."""

WORDS: dict[str, tuple[str, str]] = {
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
}
