"""What a command says beside its result: what was written, kept, made or will take time."""

WORDS: dict[str, tuple[str, str]] = {
    "interrupted": (
        "Interrupted: {finished} of {planned} runs were finished; replicates complete in "
        "every mode: {whole}.",
        "已中斷:{planned}次中完成{finished}次;{whole}次重複在所有模式下完整。",
    ),
    "goes_on": (
        "What is finished is kept in {folder}; the same command goes on from there.",
        "已完成的存於 {folder};同一命令可接續。",
    ),
    "written": ("Written to {folder}", "已寫入 {folder}"),
    "compiled": ("The kernels are compiled: {folder}", "計算內核已編譯:{folder}"),
    "created": (
        "{file}: a {kind} to edit; crosspark check {file} tells what is wrong",
        "{file}:可編輯的{kind};用 crosspark check {file} 檢查",
    ),
    "sweep_kept": (
        "Interrupted: {finished} of {runs} runs are kept in {folder}; the same command goes on from there.",
        "已中斷:{runs}次模擬中{finished}次存於 {folder};同一命令可接續。",
    ),
    "sweep_not_kept": (
        "Interrupted: {finished} of {runs} runs were finished, and none is kept without --out.",
        "已中斷:{runs}次模擬中完成{finished}次;未用 --out,均未保存。",
    ),
    "sweep_stopped": (
        "Stopped: {finished} of {runs} runs are kept in {folder}; the same command goes on from there.",
        "已停止:{runs}次模擬中{finished}次存於 {folder};同一命令可接續。",
    ),
    "design_file": ("design", "研究設計"),
    "comparison_takes": ("{runs} runs to do.", "共需{runs}次模擬。"),
    "futures_take": (
        "Futures and other scenarios: {runs} more runs, about {time}.",
        "各種未來與其他情景:另需{runs}次模擬,約{time}。",
    ),
}
