"""What `crosspark list` and `crosspark explain` say."""

WORDS: dict[str, tuple[str, str]] = {
    "unit": ("unit", "單位"),
    "rests_on": (
        "its figures: measured ● {measured}, study ○ {study}, set by the text § {text}, assumed △ {assumed}",
        "所依據的數值:實測 ● {measured},研究 ○ {study},原文所定 § {text},假設 △ {assumed}",
    ),
    "title": ("title", "名稱"),
    "kind": ("kind", "類別"),
    "clauses": ("clauses", "條款"),
    "better_sign": ("better", "優向"),
    "wired_by": ("wired by", "直接關聯條款"),
    "formula": ("formula", "算法"),
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
    "how_sure": ("How surely", "把握程度"),
    "clause_sure": (
        "{replicates} replicates on common random numbers. The intervals hold chance alone, at 95 %. All "
        "sizes rest on assumptions △, and no interval contains that doubt. All indicators: docs/clauses.md.",
        "{replicates}次重複,共用隨機數。區間僅含95%抽樣誤差。所有大小均出自假設 △,區間不含此不確定性。"
        "全部指標見 docs/clauses.md。",
    ),
    "nothing": ("nothing", "無"),
}
