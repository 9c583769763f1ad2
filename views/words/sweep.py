"""What a sweep says: its text, how long it will take, and what a folder of it holds."""

WORDS: dict[str, tuple[str, str]] = {
    "sweep": ("Sweep of {scenario}", "{scenario}:參數掃描"),
    "sweep_design": (
        "{points} points × {modes} modes × {replicates} replicates, each replicate under the same luck · "
        "{finished} of {runs} runs finished · seed {seed}",
        "{points}個取值點 × {modes}種模式 × {replicates}次重複,同一次重複共用隨機數 · "
        "{runs}次模擬中完成{finished}次 · 種子{seed}",
    ),
    "titled_path": ("{title} ({path})", "{title}({path})"),
    "sweep_varies": ("Varied: {paths}", "變動的參數:{paths}"),
    "sweep_headlines": (
        "Headlines over the points, and where a mode does better than all others",
        "各取值點上的主要結果,及某模式優於其餘各模式之處",
    ),
    "figure_sweep": ("each mode over the points", "各模式在各取值點上的結果"),
    "mean_of_points": ("mean over points", "各取值點的均值"),
    "sweep_spread": ("10–90 % of points", "取值點的10–90%"),
    "sweep_best_points": ("best at points", "最優的取值點"),
    "sweep_best_runs": ("best in replicates", "最優的重複"),
    "sweep_item": (
        "{title} (at {count} of {total} points; {mean} {unit}, {low} to {high}; {lead})",
        "{title}({total}個取值點中{count}個;{mean}{unit},{low}至{high};{lead})",
    ),
    "sweep_item_of_many": (
        "{title} (at {count} of {total} points; {mean} {unit}, {low} to {high}; {lead} on {rival})",
        "{title}({total}個取值點中{count}個;{mean}{unit},{low}至{high};較「{rival}」{lead})",
    ),
    "sweep_item_close": (
        "{title} ({mode} {mean}, {rival} {other} {unit}; {lead}; the former is best at {count} of {total} "
        "points)",
        "{title}(「{mode}」{mean}、「{rival}」{other}{unit};{lead};前者在{total}個取值點中{count}個最優)",
    ),
    "sweep_close": (
        "nearly equal, apart by less than 1 % (days and hours 2 %): {items}",
        "相差無幾(不足1%,天數與工時不足2%):{items}",
    ),
    "sweep_unsure": (
        "not sure over the points (zero lies within the interval, or one point has none): {items}",
        "各取值點間不確定(區間含零,或僅一點而無區間):{items}",
    ),
    "sweep_item_alone": (
        "{title} {mean} {unit} ({low} to {high})",
        "{title}{mean}{unit}({low}至{high})",
    ),
    "sweep_wins": ("{mode} does best in {count}: {items}", "「{mode}」最優{count}項:{items}"),
    "sweep_tied": ("{modes} share the best place in {items}", "{items}:{modes}並列最優"),
    "sweep_alike": ("all modes are alike in {items}", "各模式相同:{items}"),
    "sweep_answer": (
        "Of {total} headlines △, in the mean over {points} points (in brackets: where it does best; the "
        "mean, 10–90 % of points; how far the next best is, with the 95 % interval of that mean over points, "
        "paired): {parts}.",
        "{total}項主要結果 △,按{points}個取值點的均值(括號內為最優的取值點數;均值、10–90%取值點;與次優之差及"
        "其在各取值點間配對的95%區間):{parts}。",
    ),
    "sweep_answer_alone": (
        "Mean over {points} points of {total} headlines △ (in brackets: 10–90 % of points): {parts}.",
        "{total}項主要結果 △ 在{points}個取值點上的均值(括號內為10–90%取值點):{parts}。",
    ),
    "sweep_lost": (
        "Left out: {count} failed runs, and the runs of other modes that share their luck.",
        "未計入:{count}次失敗的模擬,及與其共用隨機數者。",
    ),
    "sweep_caveat": (
        "How many points is no probability: the design chose them. What they set and what they leave "
        "are assumptions △: a reading of the mechanisms, no forecast.",
        "取值點的多少不是概率:它們由設計選定。其取值與未變動的各項均為假設 △;這是對機制的解讀,不是預測。",
    ),
    "sweep_takes": (
        "{runs} runs to do: about {time}, at most {size} on disk",
        "待模擬{runs}次:約{time},佔磁盤至多{size}",
    ),
    "sweep_takes_memory": (
        "{runs} runs to do: about {time}; --out FOLDER would keep them",
        "待模擬{runs}次:約{time};--out 文件夾 可保存結果",
    ),
    "study_holds": (
        "{folder}: a study of {runs} runs ({points} points; {modes}): {finished} finished, {failed} failed",
        "{folder}:共{runs}次模擬的研究({points}個取值點;{modes}):完成{finished}次,失敗{failed}次",
    ),
    "span_days": ("{count} days", "{count}天"),
    "span_hours": ("{count} hours", "{count}小時"),
    "span_minutes": ("{count} minutes", "{count}分鐘"),
    "span_seconds": ("{count} s", "{count}秒"),
}
