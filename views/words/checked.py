"""What `crosspark check` says of a file in which nothing is wrong."""

WORDS: dict[str, tuple[str, str]] = {
    "checked": ("{file}: {kind} {id}, {title}: nothing wrong", "{file}:{kind} {id},{title}:無誤"),
    "design_checked": (
        "{file}: design of {runs} runs: {points} points × {modes} modes × {replicates} replicates: nothing "
        "wrong",
        "{file}:共{runs}次模擬的設計:{points}個取值點 × {modes}種模式 × {replicates}次重複:無誤",
    ),
}
