"""What several views say."""

WORDS: dict[str, tuple[str, str]] = {
    "baseline": ("baseline", "基準"),
    "span_decade": ("decade", "十年"),
    "span_years": ("{years}-year span", "{years}年"),
    "better": ("better", "更優"),
    "mean": ("mean", "均值"),
    "mode": ("mode", "模式"),
    "of": ("{count} of {total}", "{total}次中{count}次"),
    "emergent": ("emergent", "湧現"),
    "wired": ("wired: {clauses}", "直接關聯:{clauses}"),
    "one_replicate": (
        "One replicate has no spread: no interval can be given; take two or more.",
        "僅一次重複無從估計離散:無法給出區間,請至少取兩次。",
    ),
    "answer": ("In words", "結論"),
    "failed": ("{count} runs failed:", "{count}次模擬失敗:"),
    "scenario": ("scenario", "情景"),
    "no_font": (
        "No Chinese font was found: figures are titled in English only (install Noto Sans CJK).",
        "未找到中文字體:圖表僅用英文標題(可安裝 Noto Sans CJK)。",
    ),
    "caveat": (
        "All of this follows from assumptions △ at their middle values: a reading of the mechanisms, no "
        "forecast; how far it hangs on those values is not in these intervals.",
        "以上均由取中值的假設 △ 推出,是對機制的解讀而非預測;其對假設取值的依賴不在上述區間之內。",
    ),
    "nothing_finished": ("No run was finished.", "沒有完成的模擬。"),
    "list_comma": (", ", "、"),
    "value": ("value", "取值"),
    "range": ("range", "範圍"),
    "by_definition": ("by definition", "按定義"),
    "semicolon": ("; ", ";"),
    "and_more": (" and {count} more", "及另外{count}個"),
    "futures_caveat": (
        "A share of futures is no probability: they are drawn evenly from ranges, and nearly all ranges are "
        "assumptions △.",
        "未來的份額不是概率:各未來均勻取自範圍,而範圍幾乎全為假設 △。",
    ),
    "floor_at_least": ("{title} at least {value}", "{title}不低於{value}"),
    "floor_at_most": ("{title} at most {value}", "{title}不高於{value}"),
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
}
