"""What is said of the cases that are checked."""

WORDS: dict[str, tuple[str, str]] = {
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
}
