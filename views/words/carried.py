"""What is said of parameter sets that a study carries along, and of runs and futures that it lost."""

WORDS: dict[str, tuple[str, str]] = {
    "sets_stored": (
        "parameter sets that the published facts of “{scenario}” do not rule out: {count}",
        "「{scenario}」已公布的事實未排除的參數組,共{count}組",
    ),
    "sets_given": ("parameter sets that were handed in: {count}", "所給的參數組,共{count}組"),
    "sets_withheld": (
        "The parameter sets that the published facts of “{scenario}” do not rule out are not taken, since "
        "what they name was set by hand: {items}.",
        "因其中參數已另行設定({items}),未採用「{scenario}」已公布的事實未排除的參數組。",
    ),
    "each_future_takes": ("Each future takes one of the {sets}.", "每種未來取其一:{sets}。"),
    "lost_future": (
        "{count} of {total} futures is left out: there runs failed, or what is compared has no value (such "
        "as days where no project was signed).",
        "{total}種未來中{count}種不計在內:其模擬失敗,或所比較的指標並不存在(如無項目簽約即無天數)。",
    ),
    "lost_futures": (
        "{count} of {total} futures are left out: there runs failed, or what is compared has no value (such "
        "as days where no project was signed).",
        "{total}種未來中{count}種不計在內:其模擬失敗,或所比較的指標並不存在(如無項目簽約即無天數)。",
    ),
    "lost_runs": (
        "{count} runs failed on values that the study itself took (drawn, of a grid, or of a set); the "
        "first: {message}",
        "{count}次模擬失敗,所用數值由研究自行取得(抽樣、格點或參數組);首個:{message}",
    ),
}
