"""Commands that run modes and show what comes of it: compare, answer, run."""

import math
from collections.abc import Callable
from typing import Any

import click

from crosspark.commands import options
from crosspark.commands.failures import FAILED, INTERRUPTED, Command
from crosspark.commands.help import option
from crosspark.commands.output import Output, shown, told
from crosspark.governance.errors import BadInput, Text


@click.command(cls=Command)
@options.scenario
@options.modes
@options.baseline(Text("What the others are set against.", "其餘模式與之比較的基準。"))
@option(
    "--replicates",
    type=click.IntRange(min=1),
    help=Text("Runs of each mode.  [default: 16]", "每種模式的重複次數。  [默認:16]"),
)
@option(
    "--fair",
    default="equal_means",
    show_default=True,
    help=Text(
        "equal_means: bodies are staffed out of the same posts; as_written: by posts of their own; "
        "at_its_best: each mode tuned first.",
        "equal_means:各機構的人員出自同一批崗位;as_written:按原文另設崗位;at_its_best:各模式先行調優。",
    ),
)
@option(
    "--objective",
    metavar="INDICATOR",
    help=Text(
        "What at_its_best tunes for.  [default: resource_npv]",
        "at_its_best 按哪項指標調優。  [默認:resource_npv]",
    ),
)
@option(
    "--precision",
    multiple=True,
    callback=options.pairs_by(options.wish),
    metavar="INDICATOR[=SIZE]",
    help=Text(
        'Add replicates until chance is ± that narrow, as in days_to_start="5 working days" or '
        'value_added="1 %" of the baseline; may be repeated.  [SIZE: the smallest difference that matters]',
        '增加重複次數,直到抽樣誤差在 ± 此數之內,如 days_to_start="5 工作日",或基準值的 '
        'value_added="1 %";可重複使用。  [SIZE:不寫則為有意義的最小差別]',
    ),
)
@option(
    "--most-replicates",
    type=click.IntRange(min=1),
    help=Text(
        "Where --precision ends in any case.  [default: 256]",
        "--precision 至多增加到多少次重複。  [默認:256]",
    ),
)
@option(
    "--futures",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help=Text(
        "Compare over so many futures too: parameters within their ranges, readings of the text.",
        "另在這麼多種未來中比較:參數在其範圍內取值,原文另取讀法。",
    ),
)
@options.sets
@options.years
@options.seed
@options.jobs
@options.dask
@options.overrides
@options.out(
    Text(
        "Write tables, figures and manifest to a folder, and keep runs there, to go on from.",
        "把表、圖與清單寫入文件夾,各次模擬亦存於其中,再次運行時由此繼續。",
    )
)
@shown
def compare(
    output: Output,
    scenario: str,
    precision: dict[str, str | None],
    most_replicates: int | None,
    futures: int,
    **asked: Any,
) -> None:
    """Compare modes on SCENARIO (a name or a file; wenjiang unless given).

    中文:在 SCENARIO(名稱或文件,不寫則為 wenjiang)上比較各種模式。
    """
    _check(output)
    if most_replicates is not None:
        if not precision:
            hint = Text(
                "give it with --precision, which alone adds replicates",
                "請與 --precision 一起給出,只有它會增加重複",
            )
            raise BadInput("<command line>", None, "--most-replicates", most_replicates, hint)
        asked["most_replicates"] = most_replicates
    _compared(output, output.show, scenario, precision=precision or None, futures=futures or None, **asked)


@click.command(cls=Command)
@options.scenario
@options.mode(Text("Whom it is about: a mode or a file.", "所問的模式:名稱或文件。"))
@options.baseline(Text("What it is set against.", "與之比較的基準。"))
@option(
    "--replicates",
    type=click.IntRange(min=1),
    help=Text("Runs of each mode.  [default: 16]", "每種模式的重複次數。  [默認:16]"),
)
@option(
    "--futures",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help=Text(
        "Sets of parameters and readings that it is run over.", "另在多少種未來(參數與讀法的取值)中模擬。"
    ),
)
@options.sets
@options.years
@options.seed
@options.jobs
@options.dask
@options.overrides
@options.out(
    Text(
        "Write the page, tables, figures and manifest to a folder, and keep runs there, to go on from.",
        "把這一頁、表、圖與清單寫入文件夾,各次模擬亦存於其中,再次運行時由此繼續。",
    )
)
@shown
def answer(output: Output, scenario: str, mode: str, baseline: str, futures: int, **asked: Any) -> None:
    """Write the one page on whether a mode does better in SCENARIO.

    Conclusion, what approvals alone would bring, seven indicators, cost and who loses, when it does not hold,
    what to do first, what rests on assumption. Futures, and variations of SCENARIO in the library, are run
    too unless --futures is 0.

    中文:寫出一頁答案:某種模式在 SCENARIO 是否更好。

    內容:結論,僅審批改革可得多少,七項指標,代價與誰受損,何時不成立,先做什麼,哪些取決於假設。
    除非 --futures 為 0,也模擬各種未來,以及庫中 SCENARIO 的各種變化。
    """
    _check(output)
    from crosspark.scenarios.loader import load_scenario
    from crosspark.scenarios.variations import variations
    from crosspark.studies.entries import entries_of
    from crosspark.views.answer import APPROVALS

    case = load_scenario(scenario)
    if len(entries_of(case, mode, baseline)) < 2:
        hint = Text(
            f"it is the same as {baseline}, which it would be set against", f"它與所比較的 {baseline} 相同"
        )
        raise BadInput("<command line>", None, "--mode", mode, hint)
    modes = [mode, APPROVALS]
    label = list(entries_of(case, modes, baseline))[1]

    def show(found: Any) -> None:
        output.show(found, lambda lang: found.answer(lang, label))

    besides = variations(case) if futures else ()
    asked |= {"modes": modes, "baseline": baseline, "futures": futures or None, "besides": besides}
    _compared(output, show, case, **asked)


def _check(output: Output) -> None:
    """Refuse a folder that cannot be written to: nobody should wait for a result in vain."""
    if output.out is not None:
        from crosspark.studies.folders import FINISHED
        from crosspark.views.folder import check_folder

        check_folder(output.out, FINISHED)


def _compared(
    output: Output, show: Callable[[Any], None], scenario: Any, dask: str | None, **asked: Any
) -> None:
    """Run a comparison, show and write it, or on Ctrl-C what of it is complete."""
    import crosspark as cp
    from crosspark.studies.cluster import connected
    from crosspark.studies.runner import Interrupted

    def announce(estimate: Any) -> None:
        runs = f"{estimate.runs:,}"
        if math.isnan(estimate.seconds):
            told("comparison_takes", lang, runs=runs)
        else:
            from crosspark.views.sweep import duration

            told("futures_take", lang, runs=runs, time=duration(estimate.seconds, lang))

    interrupted = None
    lang = output.lang
    how: dict[str, Any] = {"out": output.out, "quiet": output.quiet}
    if not output.quiet:
        how["announce"] = announce
    try:
        with connected(dask) as executor:
            found = cp.compare(scenario, executor=executor, **how, **asked)
    except Interrupted as cut_off:
        interrupted, found = cut_off, cut_off.comparison
    if found is not None:
        show(found)
        if output.out is not None:
            output.write(found, output.out)
    if interrupted is not None:
        whole = 0 if found is None else found.replicates
        finished = len(interrupted.finished.outcomes)
        told("interrupted", lang, finished=finished, planned=interrupted.planned, whole=whole)
        if output.out is not None:
            told("goes_on", lang, folder=output.out)
        raise click.exceptions.Exit(INTERRUPTED)
    if found.failed:
        raise click.exceptions.Exit(FAILED)


@click.command(cls=Command)
@options.scenario
@option("--mode", default="present", show_default=True, help=options.A_MODE)
@options.years
@options.seed
@options.overrides
@shown
def run(output: Output, scenario: str, mode: str, **asked: Any) -> None:
    """Run SCENARIO once under one mode and print its indicators.

    中文:在一種模式下模擬 SCENARIO 一次,輸出各項指標。
    """
    import crosspark.scenarios  # noqa: F401 - it knows how to find a scenario by its name
    from crosspark.views.single import Single

    output.show(Single.of_run(scenario, mode, quiet=output.quiet, **asked))
