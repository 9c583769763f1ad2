"""What a calibration says: its tables, its figure and its closing words."""

WORDS: dict[str, tuple[str, str]] = {
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
    "none_of_it": ("none", "無"),
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
