"""The command ``crosspark``. Whatever takes time to load is loaded by the command that needs it."""

import io
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from crosspark import failures
from crosspark.governance.errors import BadInput, Text, in_language
from crosspark.help import Option, option

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130

_language = option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help=Text("Language of output and help. 中文說明:--lang zh --help", "輸出與說明的語言。"),
)
_as_json = option(
    "--json", "as_json", is_flag=True, help=Text("Print JSON instead of text.", "輸出 JSON,不輸出文字。")
)
_quiet = option("--quiet", "-q", is_flag=True, help=Text("No progress on stderr.", "不在 stderr 顯示進度。"))
_years = option(
    "--years",
    type=click.IntRange(min=1),
    help=Text("Years after adoption.  [default: the scenario's]", "實行之後的年數。  [默認:情景所定]"),
)
_seed = option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help=Text("Seed of all draws.", "一切隨機抽取的種子。"),
)
_jobs = option(
    "--jobs",
    type=int,
    default=-1,
    show_default=True,
    help=Text("Processes; -1: every core, -2: all but one.", "進程數;-1:全部核心,-2:留下一個核心。"),
)
_retry = option(
    "--retry",
    is_flag=True,
    help=Text(
        "With --out: try runs again that the model failed, not only the machine.",
        "與 --out 同用:不但重跑因機器中斷的,也重跑模型未能完成的。",
    ),
)
_set = option(
    "--set",
    "overrides",
    multiple=True,
    metavar="PATH=QUANTITY",
    help=Text(
        'Another figure, such as headquarters.meeting_interval="10 working days"; may be repeated.',
        '改一個數字,如 headquarters.meeting_interval="10 工作日";可重複使用。',
    ),
)
_futures = option(
    "--futures",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help=Text(
        "Compare over so many futures too: parameters within their ranges, readings of the text.",
        "另在這麼多種未來中比較:參數在其範圍內取值,原文另取讀法。",
    ),
)
_NAMED_SETS = Text(
    "a file (CSV or design, such as crosspark calibrate writes); stored: those that SCENARIO's published "
    "facts do not rule out, stored:16 so many of them",
    "文件(CSV 或設計,如 crosspark calibrate 所寫);stored:SCENARIO 已公布的事實未排除的,"
    "stored:16 為其中十六組",
)
_sets = option(
    "--sets",
    metavar="SETS",
    default="auto",
    show_default=True,
    help=Text(
        f"Parameter sets for the futures: {_NAMED_SETS}; auto: those if SCENARIO has some and is as it "
        "ships; none.",
        f"各種未來所用的參數組:{_NAMED_SETS.zh};auto:SCENARIO 若有且未經改動,則用之;none:不用。",
    ),
)
_carried = option(
    "--sets",
    metavar="SETS",
    help=Text(f"Parameter sets to carry: {_NAMED_SETS}.", f"帶入的參數組:{_NAMED_SETS.zh}。"),
)


@click.group(cls=failures.Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    None, "--version", package_name="crosspark", cls=Option, help=Text("Show the version.", "顯示版本。")
)
@_language
@click.pass_context
def cli(context: click.Context, lang: str) -> None:
    """Compare ways to manage the parks of a district. 多園區管理模式比較.

    Exit codes: 0 done; 1 a run failed; 2 bad input; 130 interrupted.

    中文:比較管理一個區各園區的各種模式。

    退出碼:0 完成;1 有模擬未能完成;2 輸入有誤;130 中斷。
    """
    context.default_map = {name: {"lang": lang} for name in cli.commands}


@cli.command()
@click.argument("scenario", default="wenjiang")
@option(
    "--modes",
    metavar="A,B",
    help=Text(
        "Modes or files.  [default: present,approval_only,one_plus_two]",
        "模式名稱或文件。  [默認:present,approval_only,one_plus_two]",
    ),
)
@option(
    "--baseline",
    default="present",
    show_default=True,
    help=Text("What the others are set against.", "其餘模式與之比較的基準。"),
)
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
@_futures
@_sets
@_years
@_seed
@_jobs
@_set
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text("Write tables, figures and manifest to a folder.", "把表、圖與清單寫入文件夾。"),
)
@_language
@_as_json
@_quiet
def compare(
    scenario: str,
    modes: str | None,
    baseline: str,
    replicates: int | None,
    fair: str,
    objective: str | None,
    precision: tuple[str, ...],
    most_replicates: int | None,
    futures: int,
    sets: str,
    years: int | None,
    seed: int,
    jobs: int,
    overrides: tuple[str, ...],
    out: Path | None,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Compare modes on SCENARIO (a name or a file; wenjiang unless given).

    中文:在 SCENARIO(名稱或文件,不寫則為 wenjiang)上比較各種模式。
    """
    names = _names(modes, "--modes", "present,one_plus_two")
    if out is not None:
        from crosspark.views.folder import check_folder

        # Before the runs: nobody should wait for a result that cannot be written.
        check_folder(out)
    if most_replicates is not None and not precision:
        hint = Text(
            "give it with --precision, which alone adds replicates",
            "請與 --precision 一起給出,只有它會增加重複",
        )
        raise BadInput("<command line>", None, "--most-replicates", most_replicates, hint)
    most = {} if most_replicates is None else {"most_replicates": most_replicates}

    def show(found: Any) -> None:
        _show(found, lang, as_json, out)

    _compared(
        show,
        scenario,
        names,
        baseline=baseline,
        fair=fair,
        objective=objective,
        replicates=replicates,
        precision=_wished(precision),
        **most,
        futures=futures or None,
        sets=sets,
        seed=seed,
        years=years,
        jobs=jobs,
        overrides=_overrides(overrides),
        quiet=quiet,
        announce=None if quiet else _announced(lang),
        lang=lang,
    )


@cli.command()
@click.argument("scenario", default="wenjiang")
@option(
    "--mode",
    default="one_plus_two",
    show_default=True,
    help=Text("Whom it is about: a mode or a file.", "所問的模式:名稱或文件。"),
)
@option(
    "--baseline",
    default="present",
    show_default=True,
    help=Text("What it is set against.", "與之比較的基準。"),
)
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
@_sets
@_years
@_seed
@_jobs
@_set
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text(
        "Write the page, tables, figures and manifest to a folder.", "把這一頁、表、圖與清單寫入文件夾。"
    ),
)
@_language
@_as_json
@_quiet
def answer(
    scenario: str,
    mode: str,
    baseline: str,
    replicates: int | None,
    futures: int,
    sets: str,
    years: int | None,
    seed: int,
    jobs: int,
    overrides: tuple[str, ...],
    out: Path | None,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the one page on whether a mode does better in SCENARIO.

    Conclusion, what approvals alone would bring, seven indicators, cost and who loses, when it does not hold,
    what to do first, what rests on assumption. Futures, and variations of SCENARIO in the library, are run
    too unless --futures is 0.

    中文:寫出一頁答案:某種模式在 SCENARIO 是否更好。

    內容:結論,僅審批改革可得多少,七項指標,代價與誰受損,何時不成立,先做什麼,哪些取決於假設。
    除非 --futures 為 0,也模擬各種未來,以及庫中 SCENARIO 的各種變化。
    """
    if out is not None:
        from crosspark.views.folder import check_folder

        check_folder(out)
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
        _show(found, lang, as_json, out, page_of=label)

    _compared(
        show,
        case,
        modes,
        baseline=baseline,
        replicates=replicates,
        futures=futures or None,
        sets=sets,
        besides=variations(case) if futures else (),
        seed=seed,
        years=years,
        jobs=jobs,
        overrides=_overrides(overrides),
        quiet=quiet,
        announce=None if quiet else _announced(lang),
        lang=lang,
    )


def _compared(show: Callable[[Any], None], *given: Any, lang: str, **options: Any) -> None:
    """Run a comparison and show it, or on Ctrl-C what of it is complete."""
    import crosspark as cp
    from crosspark.studies.runner import Interrupted

    try:
        found = cp.compare(*given, **options)
    except Interrupted as interrupted:
        _show_interrupted(interrupted, lang, show)
        raise click.exceptions.Exit(INTERRUPTED) from None
    show(found)
    if found.failed:
        raise click.exceptions.Exit(FAILED)


def _announced(lang: str) -> Callable[[Any], None]:
    """Return what tells on stderr how long futures and other scenarios will take."""

    def announce(estimate: Any) -> None:
        from crosspark.views.sweep import duration
        from crosspark.views.words import say

        time = duration(estimate.seconds, lang)
        click.echo(say("futures_take", lang, runs=f"{estimate.runs:,}", time=time), err=True)

    return announce


def _wished(given: Sequence[str]) -> dict[str, str | None] | None:
    """Return the precision that was wished, by indicator."""
    found: dict[str, str | None] = {}
    for text in given:
        name, sign, size = (part.strip() for part in text.partition("="))
        found[name] = size if sign else None
    return found or None


def _show(found: Any, lang: str, as_json: bool, out: Path | None, page_of: str | None = None) -> None:
    text = found.text(lang) if page_of is None else found.answer(lang, page_of)
    click.echo(_json(found.to_data()) if as_json else text)
    if out is not None:
        from crosspark.views.words import say

        click.echo(say("written", lang, folder=found.save(out)), err=True)


def _show_interrupted(interrupted: Any, lang: str, show: Callable[[Any], None]) -> None:
    from crosspark.views.words import say

    found = interrupted.comparison
    if found is not None:
        show(found)
    finished = len(interrupted.finished.outcomes)
    whole = found.replicates if found is not None else 0
    said = say("interrupted", lang, finished=finished, planned=interrupted.planned, whole=whole)
    click.echo(said, err=True)


@cli.command()
@click.argument("scenario", default="wenjiang")
@option("--mode", default="present", show_default=True, help=Text("A mode or a file.", "模式名稱或文件。"))
@_years
@_seed
@_set
@_language
@_as_json
@_quiet
def run(
    scenario: str,
    mode: str,
    years: int | None,
    seed: int,
    overrides: tuple[str, ...],
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run SCENARIO once under one mode and print its indicators.

    中文:在一種模式下模擬 SCENARIO 一次,輸出各項指標。
    """
    import crosspark.scenarios  # noqa: F401 - it knows how to find a scenario by its name
    from crosspark.views.single import Single

    found = Single.of_run(
        scenario, mode, seed=seed, years=years, overrides=_overrides(overrides), quiet=quiet
    )
    click.echo(_json(found.to_data()) if as_json else found.text(lang))


@cli.command("list")
@click.argument("kind", type=click.Choice(["scenarios", "modes", "clauses", "indicators", "parameters"]))
@option("--scenario", default="wenjiang", show_default=True, help=Text("Whose parameters.", "列出其參數。"))
@option("--mode", default="one_plus_two", show_default=True, help=Text("Whose parameters.", "列出其參數。"))
@_language
@_as_json
def list_(kind: str, scenario: str, mode: str, lang: str, as_json: bool) -> None:
    """List what there is to choose from.

    中文:列出可供選擇的情景、模式、條款、指標或參數。
    """
    from crosspark.studies import catalogue
    from crosspark.views.lists import listed

    if kind == "parameters":
        from crosspark.scenarios.loader import load_scenario
        from crosspark.studies.entries import load_mode_of

        case = load_scenario(scenario)
        rows = catalogue.parameter_rows(case, load_mode_of(case, mode))
    else:
        rows = catalogue.ROWS[kind]()
    click.echo(_json(rows) if as_json else listed(kind, rows, lang))


@cli.command()
@click.argument("design", type=click.Path(path_type=Path))
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text("Keep runs in a folder, and go on from there.", "把各次模擬存於文件夾,再次運行時由此繼續。"),
)
@option(
    "--csv",
    type=click.Path(path_type=Path),
    help=Text("Write a row for each run to a file.", "每次模擬一行,寫入文件。"),
)
@_retry
@_jobs
@option(
    "--dask",
    metavar="ADDRESS",
    help=Text(
        "Run on the cluster whose Dask scheduler answers there.", "在此地址的 Dask 調度器所管的集群上運行。"
    ),
)
@_language
@_as_json
@_quiet
def sweep(
    design: Path,
    out: Path | None,
    csv: Path | None,
    retry: bool,
    jobs: int,
    dask: str | None,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run every point of DESIGN (a file, see crosspark new design) under its modes.

    With --out what is finished is kept, and the same command goes on after any end.

    中文:把 DESIGN(文件,見 crosspark new design)的每個取值點在其各種模式下模擬。

    用 --out 則完成的都留下,無論因何中斷,同一命令可續跑。
    """
    import crosspark as cp
    from crosspark.studies.cluster import connected
    from crosspark.studies.sweep import Estimate, SweepInterrupted
    from crosspark.views.folder import check_file
    from crosspark.views.sweep import estimate_text
    from crosspark.views.words import say

    if csv is not None:
        check_file(csv)

    def announce(estimate: Estimate) -> None:
        click.echo(estimate_text(estimate, out is not None, lang), err=True)

    def kept(key: str, folder: Path) -> str:
        study = cp.load_study(folder)
        return say(key, lang, finished=study.finished, runs=study.design["runs"], folder=folder)

    try:
        with connected(dask) as executor:
            told = None if quiet else announce
            how: dict[str, Any] = {"retry": retry, "jobs": jobs, "executor": executor, "quiet": quiet}
            found = cp.sweep(design, out=out, announce=told, **how)
    except SweepInterrupted as interrupted:
        finished = {"finished": interrupted.finished, "runs": interrupted.planned}
        click.echo(kept("sweep_kept", out) if out else say("sweep_not_kept", lang, **finished), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    except (OSError, RuntimeError):
        if out is not None:
            click.echo(kept("sweep_stopped", out), err=True)
        raise
    click.echo(_json(found.to_data()) if as_json else found.text(lang))
    if csv is not None:
        click.echo(say("written", lang, folder=found.to_csv(csv)), err=True)
    if len(found.failures):
        raise click.exceptions.Exit(FAILED)


@cli.command()
@click.argument("scenario", default="wenjiang")
@option(
    "--mode",
    default="one_plus_two",
    show_default=True,
    help=Text("Whose effect: a mode or a file.", "分攤誰的效應:模式名稱或文件。"),
)
@option(
    "--baseline",
    default="present",
    show_default=True,
    help=Text("What it is set against.", "與之比較的基準。"),
)
@option(
    "--over",
    default="families",
    show_default=True,
    help=Text(
        "The parts: families (ten), coarse (four groups), or clauses (by sampled orders).",
        "分攤給什麼:families(十個條款組),coarse(四大組),或 clauses(逐條,按抽取的次序)。",
    ),
)
@option(
    "--indicators",
    metavar="A,B",
    help=Text("What to print.  [default: the headlines]", "輸出哪些指標。  [默認:主要指標]"),
)
@option(
    "--orders",
    type=click.IntRange(min=4),
    default=8,
    show_default=True,
    help=Text("With clauses: sampled orders, an even number.", "用於 clauses:抽取多少個次序,須為偶數。"),
)
@option(
    "--replicates",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help=Text("Of each run.", "每個組合的重複次數。"),
)
@option(
    "--sets",
    metavar="SETS",
    help=Text(
        f"Further parameter sets, which the ranking may survive: {_NAMED_SETS}.",
        f"另換參數組,看排名是否依舊:{_NAMED_SETS.zh}。",
    ),
)
@_years
@_seed
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text("Keep runs in a folder, and go on from there.", "把各次模擬存於文件夾,再次運行時由此繼續。"),
)
@_retry
@_jobs
@_language
@_as_json
@_quiet
def attribute(
    scenario: str,
    mode: str,
    baseline: str,
    over: str,
    indicators: str | None,
    orders: int,
    replicates: int,
    sets: str | None,
    years: int | None,
    seed: int,
    out: Path | None,
    retry: bool,
    jobs: int,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Share out the effect of a mode over its clauses.

    The command goes by two names, attribute and why. With --out what is finished is kept, and the same
    command goes on after any end.

    中文:把一種模式的效應分攤到各條款。

    此命令有兩個名稱,attribute 與 why。用 --out 則完成的都留下,無論因何中斷,同一命令可續跑。
    """
    from shutil import rmtree

    import crosspark as cp
    from crosspark.studies.complete import RunsFailedError
    from crosspark.studies.sweep import Estimate, SweepInterrupted
    from crosspark.views.sweep import estimate_text
    from crosspark.views.words import say

    def announce(estimate: Estimate) -> None:
        click.echo(estimate_text(estimate, out is not None, lang), err=True)

    try:
        found = cp.attribute(
            scenario,
            mode,
            baseline=baseline,
            over=over,
            indicators=_names(indicators, "--indicators", "days_to_start,value_added"),
            sampled=orders,
            replicates=replicates,
            sets=sets,
            seed=seed,
            years=years,
            out=out,
            retry=retry,
            jobs=jobs,
            quiet=quiet,
            announce=None if quiet else announce,
        )
    except SweepInterrupted as interrupted:
        key = "sweep_not_kept" if out is None else "sweep_kept"
        counts = {"finished": interrupted.finished, "runs": interrupted.planned}
        click.echo(say(key, lang, folder=out, **counts), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    except RunsFailedError as failed:
        _runs_failed(failed, lang)
    click.echo(_json(found.to_data()) if as_json else found.text(lang))
    if out is not None:
        # What an earlier call wrote of the same study gives way.
        rmtree(out / "report", ignore_errors=True)
        click.echo(say("written", lang, folder=found.save(out / "report")), err=True)


cli.add_command(attribute, "why")


@cli.command()
@click.argument("scenario", default="wenjiang")
@option(
    "--mode", default="one_plus_two", show_default=True, help=Text("A mode or a file.", "模式名稱或文件。")
)
@option(
    "--baseline",
    default="present",
    show_default=True,
    help=Text(
        "The difference from it is explained; none: the mode's own indicators.",
        "解釋與它之差;none:解釋該模式自身的指標。",
    ),
)
@option(
    "--method",
    default="morris",
    show_default=True,
    help=Text(
        "morris: screens many parameters; sobol: shares out the variance; tornado: one at a time.",
        "morris:從許多參數中篩選;sobol:分攤方差;tornado:一次只變一個。",
    ),
)
@option(
    "--paths",
    metavar="A,B",
    help=Text(
        "Parameters, or patterns such as headquarters.*.  [default: sizes of clauses, institution, economy, "
        "demand]",
        "參數,或通配寫法如 headquarters.*。  [默認:條款力度、制度、經濟、需求]",
    ),
)
@_carried
@option(
    "--size",
    type=int,
    help=Text(
        "Trajectories of morris, base points of sobol, values of each parameter of tornado.  [default: 10, "
        "256, 2]",
        "morris 的軌跡數、sobol 的基點數、tornado 每個參數的取值數。  [默認:10、256、2]",
    ),
)
@option(
    "--indicators",
    metavar="A,B",
    help=Text("What to explain.  [default: the headlines]", "解釋哪些指標。  [默認:主要指標]"),
)
@option(
    "--replicates",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help=Text("Of each point.", "每個取值點的重複次數。"),
)
@_years
@_seed
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text("Keep runs in a folder, and go on from there.", "把各次模擬存於文件夾,再次運行時由此繼續。"),
)
@_retry
@_jobs
@_language
@_as_json
@_quiet
def sensitivity(
    scenario: str,
    mode: str,
    baseline: str,
    method: str,
    paths: str | None,
    sets: str | None,
    size: int | None,
    indicators: str | None,
    replicates: int,
    years: int | None,
    seed: int,
    out: Path | None,
    retry: bool,
    jobs: int,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say on which assumptions the answer hangs.

    The command goes by two names, sensitivity and what-matters. With --out what is finished is kept, and the
    same command goes on after any end.

    中文:說明答案取決於哪些假設。

    此命令有兩個名稱,sensitivity 與 what-matters。用 --out 則完成的都留下,無論因何中斷,同一命令可續跑。
    """
    from shutil import rmtree

    import crosspark as cp
    from crosspark.studies.complete import RunsFailedError
    from crosspark.studies.sweep import Estimate, SweepInterrupted
    from crosspark.views.sweep import estimate_text
    from crosspark.views.words import say

    def announce(estimate: Estimate) -> None:
        click.echo(estimate_text(estimate, out is not None, lang), err=True)

    try:
        found = cp.sensitivity(
            scenario,
            mode,
            baseline=None if baseline == "none" else baseline,
            method=method,
            paths=_names(paths, "--paths", "handover.days,headquarters.*"),
            sets=sets,
            size=size,
            indicators=_names(indicators, "--indicators", "days_to_start,value_added"),
            replicates=replicates,
            seed=seed,
            years=years,
            out=out,
            retry=retry,
            jobs=jobs,
            quiet=quiet,
            announce=None if quiet else announce,
        )
    except SweepInterrupted as interrupted:
        key = "sweep_not_kept" if out is None else "sweep_kept"
        counts = {"finished": interrupted.finished, "runs": interrupted.planned}
        click.echo(say(key, lang, folder=out, **counts), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    except RunsFailedError as failed:
        _runs_failed(failed, lang)
    click.echo(_json(found.to_data()) if as_json else found.text(lang))
    if out is not None:
        # What an earlier call wrote of the same study gives way.
        rmtree(out / "report", ignore_errors=True)
        click.echo(say("written", lang, folder=found.save(out / "report")), err=True)


cli.add_command(sensitivity, "what-matters")


_vary = option(
    "--vary",
    multiple=True,
    metavar="PATH[:LOW:HIGH]",
    help=Text(
        "What is not known: a path with its range, or a pattern such as headquarters.*; may be repeated.  "
        "[default: sizes of clauses, institution, economy, demand; none: nothing but the set of --sets]",
        "哪些未知:路徑及其範圍,或通配寫法如 headquarters.*;可重複使用。  "
        "[默認:條款力度、制度、經濟、需求;none:除 --sets 的參數組外一概不變]",
    ),
)
_method = option(
    "--method",
    default="latin_hypercube",
    show_default=True,
    help=Text(
        "How futures are drawn: latin_hypercube, sobol, halton.",
        "各種未來的抽取方法:latin_hypercube、sobol、halton。",
    ),
)
_stored = option(
    "--study",
    type=click.Path(path_type=Path),
    help=Text(
        "Look at the runs of a sweep's folder; run nothing.", "只看批量運行的文件夾中已有的模擬,不再運行。"
    ),
)
_kept_out = option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text(
        "Keep runs and report in a folder, and go on from there.",
        "把各次模擬與報告存於文件夾,再次運行時由此繼續。",
    ),
)


@cli.command()
@click.argument("scenario", required=False)
@option(
    "--mode", default="one_plus_two", show_default=True, help=Text("A mode or a file.", "模式名稱或文件。")
)
@option(
    "--baseline", default="present", show_default=True, help=Text("What it is to beat.", "要勝過的基準。")
)
@option("--indicator", default="days_to_start", show_default=True, help=Text("On what.", "看哪項指標。"))
@_vary
@_sets
@_method
@option(
    "--size",
    type=int,
    help=Text(
        "Futures.  [default: 256; one for each set where nothing else varies]",
        "多少種未來。  [默認:256;只有參數組在變時每組一種]",
    ),
)
@option(
    "--least",
    metavar="SHARE",
    help=Text(
        "The smallest difference that matters, of the baseline.  [default: 2 % of days and hours, else 1 %]",
        "有意義的最小差別,按基準值的比例。  [默認:天數與工時 2 %,其餘 1 %]",
    ),
)
@option(
    "--density",
    default="80 %",
    show_default=True,
    help=Text("Share of a box's futures of the rarer kind.", "條件框內,較少見的一類未來須佔的份額。"),
)
@_stored
@option(
    "--replicates",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help=Text("Of each future.", "每種未來的重複次數。"),
)
@_years
@_seed
@_kept_out
@_retry
@_jobs
@_language
@_as_json
@_quiet
def discover(
    scenario: str | None,
    mode: str,
    baseline: str,
    indicator: str,
    vary: tuple[str, ...],
    sets: str | None,
    method: str,
    size: int | None,
    least: str | None,
    density: str,
    study: Path | None,
    replicates: int,
    years: int | None,
    seed: int,
    out: Path | None,
    retry: bool,
    jobs: int,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Find the conditions under which a mode beats another in SCENARIO (wenjiang unless given), or fails to.

    The command goes by two names, discover and when. With --out what is finished is kept, and the same
    command goes on after any end.

    中文:找出在什麼條件下,一種模式在 SCENARIO(不寫則為 wenjiang)勝過另一種,或未能勝過。

    此命令有兩個名稱,discover 與 when。用 --out 則完成的都留下,無論因何中斷,同一命令可續跑。
    """
    import crosspark as cp

    given: dict[str, Any] = {
        **{"mode": mode, "baseline": baseline, "indicator": indicator, "vary": _varied(vary)},
        **{"sets": sets, "method": method, "size": size, "study": study},
        **{"density": _share(density, "--density")},
        **{"least": None if least is None else _share(least, "--least")},
        **{"replicates": replicates, "years": years, "seed": seed, "retry": retry, "jobs": jobs},
    }
    found = _studied(partial(cp.discover, scenario, **given), out, lang, as_json, quiet)
    if found.futures.failed:
        raise click.exceptions.Exit(FAILED)


cli.add_command(discover, "when")


@cli.command()
@click.argument("scenario", default="wenjiang")
@option("--x", required=True, metavar="PATH[:LOW:HIGH]", help=Text("One condition.", "一個條件。"))
@option("--y", required=True, metavar="PATH[:LOW:HIGH]", help=Text("The other.", "另一個條件。"))
@option(
    "--mode", default="one_plus_two", show_default=True, help=Text("A mode or a file.", "模式名稱或文件。")
)
@option(
    "--baseline",
    default="present",
    show_default=True,
    help=Text("What it is set against.", "與之比較的基準。"),
)
@option("--indicator", default="days_to_start", show_default=True, help=Text("On what.", "看哪項指標。"))
@_carried
@option(
    "--steps",
    type=int,
    default=7,
    show_default=True,
    help=Text("Values of each condition.", "每個條件取多少個值。"),
)
@option(
    "--replicates",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help=Text("Of each cell.", "每格的重複次數。"),
)
@_years
@_seed
@_kept_out
@_retry
@_jobs
@_language
@_as_json
@_quiet
def frontier(
    scenario: str,
    x: str,
    y: str,
    mode: str,
    baseline: str,
    indicator: str,
    sets: str | None,
    steps: int,
    replicates: int,
    years: int | None,
    seed: int,
    out: Path | None,
    retry: bool,
    jobs: int,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Map where over two conditions a mode does better than another, and where it turns.

    中文:就兩個條件畫出一種模式在何處優於另一種,在何處反轉。
    """
    import crosspark as cp

    given: dict[str, Any] = {
        **{"mode": mode, "baseline": baseline, "indicator": indicator, "x": x, "y": y, "steps": steps},
        **{"sets": sets},
        **{"replicates": replicates, "years": years, "seed": seed, "retry": retry, "jobs": jobs},
    }
    found = _studied(partial(cp.frontier, scenario, **given), out, lang, as_json, quiet)
    if found.failed:
        raise click.exceptions.Exit(FAILED)


@cli.command()
@click.argument("scenario", required=False)
@option(
    "--modes",
    metavar="A,B",
    help=Text(
        "Modes or files.  [default: present,approval_only,one_plus_two]",
        "模式名稱或文件。  [默認:present,approval_only,one_plus_two]",
    ),
)
@option(
    "--indicators",
    metavar="A,B",
    help=Text("On what.  [default: the headlines]", "看哪些指標。  [默認:主要指標]"),
)
@option(
    "--floor",
    "floors",
    multiple=True,
    metavar="INDICATOR=QUANTITY",
    help=Text(
        'What must be kept, such as days_to_start="200 working days"; may be repeated.',
        '須守住的底線,如 days_to_start="200 工作日";可重複使用。',
    ),
)
@option(
    "--price",
    metavar="A,B",
    help=Text(
        "What is priced, and in which indicator.  [default: days_to_start,fiscal_npv]",
        "為哪項指標計價,以哪項指標計。  [默認:days_to_start,fiscal_npv]",
    ),
)
@_vary
@_sets
@_method
@option(
    "--size",
    type=int,
    help=Text(
        "Futures.  [default: 64; one for each set where nothing else varies]",
        "多少種未來。  [默認:64;只有參數組在變時每組一種]",
    ),
)
@_stored
@option(
    "--replicates",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help=Text("Of each future.", "每種未來的重複次數。"),
)
@_years
@_seed
@_kept_out
@_retry
@_jobs
@_language
@_as_json
@_quiet
def robust(
    scenario: str | None,
    modes: str | None,
    indicators: str | None,
    floors: tuple[str, ...],
    price: str | None,
    vary: tuple[str, ...],
    sets: str | None,
    method: str,
    size: int | None,
    study: Path | None,
    replicates: int,
    years: int | None,
    seed: int,
    out: Path | None,
    retry: bool,
    jobs: int,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say which mode holds over many futures of SCENARIO (wenjiang unless given), without weighing them.

    中文:說明哪種模式經得起 SCENARIO(不寫則為 wenjiang)的各種未來,不給各種未來加權。
    """
    import crosspark as cp

    priced = _names(price, "--price", "days_to_start,fiscal_npv")
    given: dict[str, Any] = {
        **{"modes": _names(modes, "--modes", "present,one_plus_two")},
        **{"indicators": _names(indicators, "--indicators", "days_to_start,value_added")},
        **{"floors": _overrides(floors, "--floor", 'days_to_start="200 working days"')},
        **{"price": None if priced is None else tuple(priced), "vary": _varied(vary), "method": method},
        **{
            "sets": sets,
            "size": size,
            "study": study,
            "replicates": replicates,
            "years": years,
            "seed": seed,
            "retry": retry,
            "jobs": jobs,
        },
    }
    found = _studied(partial(cp.robust, scenario, **given), out, lang, as_json, quiet)
    if found.futures.failed:
        raise click.exceptions.Exit(FAILED)


@cli.command()
@click.argument("scenario", default="wenjiang")
@option(
    "--objectives",
    metavar="A,B",
    help=Text("Indicators to do better on: two or more, no default.", "要做得更好的指標:兩項以上,無默認值。"),
)
@option(
    "--start", default="one_plus_two", show_default=True, help=Text("What is to be beaten.", "要勝過的模式。")
)
@option(
    "--baseline",
    default="present",
    show_default=True,
    help=Text("What is shown besides.", "一併列出以資比較的模式。"),
)
@option(
    "--floor",
    "floors",
    multiple=True,
    metavar="INDICATOR=QUANTITY",
    help=Text(
        'What must be kept, such as service_level="90 %"; may be repeated.',
        '須守住的底線,如 service_level="90 %";可重複使用。',
    ),
)
@option(
    "--clauses",
    default="all",
    show_default=True,
    metavar="S1,S2",
    help=Text("Whose intensities are searched.", "搜尋哪些條款的強度。"),
)
@option(
    "--vary",
    multiple=True,
    metavar="PATH[:LOW:HIGH]",
    help=Text(
        "What whoever runs a mode can choose besides, or a pattern such as headquarters.*; may be repeated.",
        "管理者還可以選擇的參數,或通配寫法如 headquarters.*;可重複使用。",
    ),
)
@option(
    "--scopes",
    is_flag=True,
    help=Text(
        "Search words too: how far a body reaches, who decides.",
        "也搜尋以詞表示的選擇:機構管到哪裏,由誰決定。",
    ),
)
@option("--generations", type=int, default=20, show_default=True, help=Text("Of the search.", "搜尋多少代。"))
@option(
    "--population",
    type=int,
    default=24,
    show_default=True,
    help=Text("Modes in a generation.", "每代多少個模式。"),
)
@option(
    "--replicates",
    type=int,
    default=4,
    show_default=True,
    help=Text("Of each mode in the search.", "搜尋中每個模式的重複次數。"),
)
@option(
    "--fresh",
    type=int,
    default=16,
    show_default=True,
    help=Text("Of the front, on seeds of their own.", "前沿上的模式另用全新種子的重複次數。"),
)
@_years
@_seed
@_kept_out
@_retry
@_jobs
@_language
@_as_json
@_quiet
def optimise(
    scenario: str,
    objectives: str | None,
    start: str,
    baseline: str,
    floors: tuple[str, ...],
    clauses: str,
    vary: tuple[str, ...],
    scopes: bool,
    generations: int,
    population: int,
    replicates: int,
    fresh: int,
    years: int | None,
    seed: int,
    out: Path | None,
    retry: bool,
    jobs: int,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Search for a mode that is better than another in several indicators at once, and say what it gives up.

    With --out what is finished is kept, the modes found are written to files, and the same command goes on
    after any end.

    中文:搜尋在幾項指標上同時優於某種模式的模式,並說明它放棄了什麼。

    用 --out 則完成的都留下,找到的模式寫成文件,無論因何中斷,同一命令可續跑。
    """
    import crosspark as cp

    some: dict[str, list[str] | None] = {"all": None, "none": []}
    given: dict[str, Any] = {
        **{"objectives": _names(objectives, "--objectives", "days_to_start,jobs") or ()},
        **{"start": start, "baseline": baseline, "vary": vary, "scopes": scopes},
        **{"floors": _overrides(floors, "--floor", 'service_level="90 %"')},
        **{"clauses": some[clauses] if clauses in some else _names(clauses, "--clauses", "S1,S2")},
        **{"generations": generations, "population": population, "replicates": replicates, "fresh": fresh},
        **{"years": years, "seed": seed, "retry": retry, "jobs": jobs},
    }
    found = _studied(partial(cp.optimise, scenario, **given), out, lang, as_json, quiet)
    if found.failed:
        raise click.exceptions.Exit(FAILED)


def _studied(study: Callable[..., Any], out: Path | None, lang: str, as_json: bool, quiet: bool) -> Any:
    """Run a study that keeps its runs in a folder, show it, and write its report beside them."""
    from shutil import rmtree

    from crosspark.studies.folders import REPORT
    from crosspark.studies.sweep import Estimate, SweepInterrupted
    from crosspark.views.sweep import estimate_text
    from crosspark.views.words import say

    def announce(estimate: Estimate) -> None:
        click.echo(estimate_text(estimate, out is not None, lang), err=True)

    try:
        found = study(out=out, quiet=quiet, announce=None if quiet else announce)
    except SweepInterrupted as interrupted:
        key = "sweep_not_kept" if out is None else "sweep_kept"
        counts = {"finished": interrupted.finished, "runs": interrupted.planned}
        click.echo(say(key, lang, folder=out, **counts), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    click.echo(_json(found.to_data()) if as_json else found.text(lang))
    if out is not None:
        # What an earlier call wrote of the same study gives way.
        rmtree(out / REPORT, ignore_errors=True)
        click.echo(say("written", lang, folder=found.save(out / REPORT)), err=True)
    return found


@cli.command()
@click.argument("scenario", default="wenjiang")
@option(
    "--targets",
    type=click.Path(path_type=Path),
    help=Text("A file of observed numbers with their tolerances.", "觀測值及其容差的文件。"),
)
@option(
    "--projects",
    type=click.Path(path_type=Path),
    help=Text(
        "A list of projects: id,park,segment,signed,permits,start,operation.",
        "項目清單:id,park,segment,signed,permits,start,operation。",
    ),
)
@option(
    "--mode",
    default="present",
    show_default=True,
    help=Text("Under which the listed ones were signed.", "清單上的項目在何種模式下簽約。"),
)
@option(
    "--since",
    metavar="DATE",
    help=Text("First day of the list.  [default: the first signing]", "清單的第一天。  [默認:首次簽約之日]"),
)
@option(
    "--until",
    metavar="DATE",
    help=Text("Last day of the list.  [default: its last date]", "清單的最後一天。  [默認:其中最晚的日期]"),
)
@option(
    "--vary",
    metavar="A,B",
    help=Text(
        "Parameters, patterns, or PATH:LOW:HIGH.  [default: demand, waits and hazards]",
        "參數、通配寫法,或 PATH:LOW:HIGH。  [默認:需求、等待、風險率]",
    ),
)
@option(
    "--size",
    type=int,
    default=64,
    show_default=True,
    help=Text("Points of a wave: a power of two.", "每輪多少個取值點:2的冪。"),
)
@option(
    "--replicates",
    type=click.IntRange(min=2),
    default=4,
    show_default=True,
    help=Text("Of each point.", "每個取值點的重複次數。"),
)
@option(
    "--waves",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help=Text("Each narrows.", "多少輪,逐輪收窄。"),
)
@option(
    "--cutoff",
    type=float,
    default=3.0,
    show_default=True,
    help=Text("Implausibility that rules out.", "不合理度超過多少即排除。"),
)
@option(
    "--trials",
    type=click.IntRange(min=0),
    default=0,
    help=Text("Search a best set, by so many trials.", "以多少次試算搜尋最佳參數組。"),
)
@option(
    "--study",
    type=click.Path(path_type=Path),
    help=Text("Take the runs of a sweep that is stored there.", "採用該文件夾中批量運行的模擬。"),
)
@_years
@_seed
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text("Keep runs in a folder, and go on from there.", "把各次模擬存於文件夾,再次運行時由此繼續。"),
)
@_retry
@_jobs
@_language
@_as_json
@_quiet
def calibrate(
    scenario: str,
    targets: Path | None,
    projects: Path | None,
    mode: str,
    since: str | None,
    until: str | None,
    vary: str | None,
    size: int,
    replicates: int,
    waves: int,
    cutoff: float,
    trials: int,
    study: Path | None,
    years: int | None,
    seed: int,
    out: Path | None,
    retry: bool,
    jobs: int,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Rule out the parameters of SCENARIO that what was observed contradicts.

    With --out what is finished is kept, the same command goes on after any end, and report/sets.yaml holds
    the sets that are left, for --sets of other studies.

    中文:排除 SCENARIO 中與觀測相矛盾的參數。

    用 --out 則完成的都留下,無論因何中斷,同一命令可續跑;
    report/sets.yaml 是未排除的參數組,供其他命令的 --sets 使用。
    """
    from shutil import rmtree

    import crosspark as cp
    from crosspark.studies.sweep import Estimate, SweepInterrupted
    from crosspark.views.sweep import estimate_text
    from crosspark.views.words import say

    def announce(estimate: Estimate) -> None:
        click.echo(estimate_text(estimate, out is not None, lang), err=True)

    try:
        found = cp.calibrate(
            scenario,
            targets,
            projects=projects,
            mode=mode,
            since=since,
            until=until,
            vary=_names(vary, "--vary", "handover.days,economy.consent_hazard"),
            size=size,
            replicates=replicates,
            waves=waves,
            cutoff=cutoff,
            trials=trials,
            study=study,
            seed=seed,
            years=years,
            out=out,
            retry=retry,
            jobs=jobs,
            quiet=quiet,
            announce=None if quiet else announce,
        )
    except SweepInterrupted as interrupted:
        key = "sweep_not_kept" if out is None else "sweep_kept"
        counts = {"finished": interrupted.finished, "runs": interrupted.planned}
        click.echo(say(key, lang, folder=out, **counts), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    click.echo(_json(found.to_data()) if as_json else found.text(lang))
    if out is not None:
        # What an earlier call wrote of the same study gives way.
        rmtree(out / "report", ignore_errors=True)
        click.echo(say("written", lang, folder=found.save(out / "report")), err=True)
    if found.failed:
        raise click.exceptions.Exit(FAILED)


@cli.command()
@click.argument("clause")
@_language
def explain(clause: str, lang: str) -> None:
    """Explain CLAUSE: its sentence, what it changes, what it costs, what it moves.

    中文:解釋條款 CLAUSE:原文哪一句,改變什麼,代價是什麼,影響什麼。
    """
    from crosspark.views.lists import explained

    click.echo(explained(clause, lang))


@cli.command()
@click.argument("files", nargs=-1, metavar="[FILE...]")
@option(
    "--cases",
    is_flag=True,
    help=Text(
        "Run rule cases: FILEs or folders, or those of the program.",
        "檢驗規則案例:FILE 為文件或文件夾,不寫則為程序自帶的。",
    ),
)
@_jobs
@_language
@_quiet
def check(files: tuple[str, ...], cases: bool, jobs: int, lang: str, quiet: bool) -> None:
    """Check files of scenarios, modes and designs, folders of studies, or rule cases.

    Each that is wrong gets one line.

    中文:檢查情景、模式、設計的文件,批量運行的文件夾,或規則案例。

    每個有誤的輸出一行。
    """
    if cases:
        _check_cases(files, jobs, lang, quiet)
        return
    if not files:
        raise click.UsageError(Text("Name a FILE, or write --cases.", "請寫一個文件,或用 --cases。"))
    from crosspark.studies.check import check_file
    from crosspark.views.checked import checked

    wrong = False
    for file in files:
        try:
            kind, found = check_file(file)
        except BadInput as error:
            wrong = True
            click.echo(error.text(lang), err=True)
        else:
            click.echo(checked(file, kind, found, lang))
    if wrong:
        raise click.exceptions.Exit(BAD_INPUT)


def _check_cases(paths: Sequence[str], jobs: int, lang: str, quiet: bool) -> None:
    from crosspark.studies.casefile import case_files, read_cases
    from crosspark.studies.cases import check_cases
    from crosspark.views.cases import case_count, case_line

    found, wrong = [], False
    for file in case_files(paths):
        try:
            found += read_cases(file)
        except BadInput as error:
            wrong = True
            click.echo(error.text(lang), err=True)
    if wrong:
        raise click.exceptions.Exit(BAD_INPUT)
    checked = check_cases(found, workers=jobs, quiet=quiet)
    for each in checked:
        click.echo(case_line(each, lang))
    click.echo(case_count(checked, lang))
    if not all(each.ok for each in checked):
        raise click.exceptions.Exit(FAILED)


@cli.command()
@click.argument("kind", type=click.Choice(["scenario", "mode", "design"]))
@click.argument("file", type=click.Path(path_type=Path))
@_language
def new(kind: str, file: Path, lang: str) -> None:
    """Write a commented scenario, mode or design to start from.

    中文:寫出一個帶註釋的情景、模式或設計文件,供修改。
    """
    from crosspark.scenarios.template import write_template
    from crosspark.views.words import say

    named = say("design_file" if kind == "design" else kind, lang)
    click.echo(say("created", lang, file=write_template(kind, file, lang), kind=named))


@cli.command()
@_language
@_quiet
def warm(lang: str, quiet: bool) -> None:
    """Compile the kernels ahead of the first run.

    中文:在首次模擬之前編譯好程序。
    """
    from crosspark.studies.runner import compile_kernels
    from crosspark.views.words import say

    click.echo(say("compiled", lang, folder=compile_kernels(quiet=quiet)))


def _runs_failed(failed: Exception, lang: str) -> NoReturn:
    """Say that runs failed without which a study has no answer, under the name that was typed."""
    click.echo(f"<{click.get_current_context().info_name}>: {in_language(Text.of(failed), lang)}", err=True)
    raise click.exceptions.Exit(FAILED) from None


def _names(given: str | None, option: str, such_as: str) -> list[str] | None:
    if given is None:
        return None
    names = [name.strip() for name in given.split(",") if name.strip()]
    if not names:
        hint = Text(f"name at least one, as in {option} {such_as}", f"請至少寫一個,如 {option} {such_as}")
        raise BadInput("<command line>", None, option, given, hint)
    return names


def _varied(given: tuple[str, ...]) -> list[str] | None:
    return [] if given == ("none",) else list(given) or None


def _share(text: str, option: str) -> float:
    from crosspark.governance import units

    try:
        return units.parse(text, "share")
    except ValueError as error:
        raise BadInput("<command line>", None, option, text, Text.of(error)) from error


def _overrides(
    given: Sequence[str], option: str = "--set", such_as: str = 'handover.days="2 working days"'
) -> dict[str, object]:
    found: dict[str, object] = {}
    for text in given:
        path, sign, quantity = text.partition("=")
        if not sign or not quantity.strip():
            hint = Text(f"write a path and a quantity, as in {such_as}", f"請寫路徑與數量,如 {such_as}")
            raise BadInput("<command line>", None, option, text, hint)
        found[path.strip()] = quantity.strip()
    return found


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False, default=str)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code. Wrong input is one line on stderr and no traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Chinese shows a question mark for it instead of ending in an error.
        if isinstance(stream, io.TextIOWrapper) and "utf" not in (stream.encoding or "").lower():
            stream.reconfigure(errors="replace")
    called: dict[str, Any] = {}
    try:
        code = cli.main(
            args=None if arguments is None else list(arguments),
            prog_name="crosspark",
            standalone_mode=False,
            obj=called,
        )
    except click.ClickException as error:
        failures.show_usage(error)
        return error.exit_code
    except BadInput as error:
        click.echo(failures.bad_input(error, called, cli.commands), err=True)
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted / 已中斷", err=True)
        return INTERRUPTED
    except OSError as error:
        failures.show_failure(failures.of_the_system(error, called.get("lang", "en")))
        return BAD_INPUT if isinstance(error, PermissionError) else FAILED
    except Exception as error:
        failures.show_failure(failures.unexpected(error, called.get("lang", "en")))
        return FAILED
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
