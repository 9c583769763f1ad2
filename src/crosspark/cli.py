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

FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130

_language = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the output."
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
_quiet = click.option("--quiet", "-q", is_flag=True, help="No progress on stderr.")
_years = click.option(
    "--years", type=click.IntRange(min=1), help="Years after adoption.  [default: the scenario's]"
)
_seed = click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of all draws."
)
_jobs = click.option(
    "--jobs", type=int, default=-1, show_default=True, help="Processes; -1: every core, -2: all but one."
)
_retry = click.option(
    "--retry", is_flag=True, help="With --out: try runs again that the model failed, not only the machine."
)
_set = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="PATH=QUANTITY",
    help='Another figure, such as headquarters.meeting_interval="10 working days"; may be repeated.',
)
_futures = click.option(
    "--futures",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Compare over so many futures too: parameters within their ranges, readings of the text.",
)
_NAMED_SETS = (
    "a file (CSV or design, such as crosspark calibrate writes); stored: those that SCENARIO's published "
    "facts do not rule out, stored:16 so many of them"
)
_sets = click.option(
    "--sets",
    metavar="SETS",
    default="auto",
    show_default=True,
    help=f"Parameter sets for the futures: {_NAMED_SETS}; auto: those if SCENARIO has some and is as it "
    "ships; none.",
)
_carried = click.option("--sets", metavar="SETS", help=f"Parameter sets to carry: {_NAMED_SETS}.")


@click.group(cls=failures.Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crosspark")
def cli() -> None:
    """Compare ways to manage the parks of a district. 多園區管理模式比較.

    Exit codes: 0 done; 1 a run failed; 2 bad input; 130 interrupted.
    """


@cli.command()
@click.argument("scenario", default="wenjiang")
@click.option("--modes", metavar="A,B", help="Modes or files.  [default: present,approval_only,one_plus_two]")
@click.option("--baseline", default="present", show_default=True, help="What the others are set against.")
@click.option("--replicates", type=click.IntRange(min=1), help="Runs of each mode.  [default: 16]")
@click.option(
    "--fair",
    default="equal_means",
    show_default=True,
    help="equal_means: bodies are staffed out of the same posts; as_written: by posts of their own; "
    "at_its_best: each mode tuned first.",
)
@click.option("--objective", metavar="INDICATOR", help="What at_its_best tunes for.  [default: resource_npv]")
@click.option(
    "--precision",
    multiple=True,
    metavar="INDICATOR[=SIZE]",
    help='Add replicates until chance is ± that narrow, as in days_to_start="5 working days" or '
    'value_added="1 %" of the baseline; may be repeated.  [SIZE: the smallest difference that matters]',
)
@click.option(
    "--most-replicates",
    type=click.IntRange(min=1),
    help="Where --precision ends in any case.  [default: 256]",
)
@_futures
@_sets
@_years
@_seed
@_jobs
@_set
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write tables, figures and manifest to a folder."
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
    """Compare modes on SCENARIO (a name or a file; wenjiang unless given)."""
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
@click.option("--mode", default="one_plus_two", show_default=True, help="Whom it is about: a mode or a file.")
@click.option("--baseline", default="present", show_default=True, help="What it is set against.")
@click.option("--replicates", type=click.IntRange(min=1), help="Runs of each mode.  [default: 16]")
@click.option(
    "--futures",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="Sets of parameters and readings that it is run over.",
)
@_sets
@_years
@_seed
@_jobs
@_set
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the page, tables, figures and manifest to a folder."
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
@click.option("--mode", default="present", show_default=True, help="A mode or a file.")
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
    """Run SCENARIO once under one mode and print its indicators."""
    import crosspark.scenarios  # noqa: F401 - it knows how to find a scenario by its name
    from crosspark.views.single import Single

    found = Single.of_run(
        scenario, mode, seed=seed, years=years, overrides=_overrides(overrides), quiet=quiet
    )
    click.echo(_json(found.to_data()) if as_json else found.text(lang))


@cli.command("list")
@click.argument("kind", type=click.Choice(["scenarios", "modes", "clauses", "indicators", "parameters"]))
@click.option("--scenario", default="wenjiang", show_default=True, help="Whose parameters.")
@click.option("--mode", default="one_plus_two", show_default=True, help="Whose parameters.")
@_language
@_as_json
def list_(kind: str, scenario: str, mode: str, lang: str, as_json: bool) -> None:
    """List what there is to choose from."""
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
@click.option("--out", type=click.Path(path_type=Path), help="Keep runs in a folder, and go on from there.")
@click.option("--csv", type=click.Path(path_type=Path), help="Write a row for each run to a file.")
@_retry
@_jobs
@click.option("--dask", metavar="ADDRESS", help="Run on the cluster whose Dask scheduler answers there.")
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
@click.option("--mode", default="one_plus_two", show_default=True, help="Whose effect: a mode or a file.")
@click.option("--baseline", default="present", show_default=True, help="What it is set against.")
@click.option(
    "--over",
    default="families",
    show_default=True,
    help="The parts: families (ten), coarse (four groups), or clauses (by sampled orders).",
)
@click.option("--indicators", metavar="A,B", help="What to print.  [default: the headlines]")
@click.option(
    "--orders",
    type=click.IntRange(min=4),
    default=8,
    show_default=True,
    help="With clauses: sampled orders, an even number.",
)
@click.option("--replicates", type=click.IntRange(min=1), default=4, show_default=True, help="Of each run.")
@click.option(
    "--sets", metavar="SETS", help=f"Further parameter sets, which the ranking may survive: {_NAMED_SETS}."
)
@_years
@_seed
@click.option("--out", type=click.Path(path_type=Path), help="Keep runs in a folder, and go on from there.")
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
@click.option("--mode", default="one_plus_two", show_default=True, help="A mode or a file.")
@click.option(
    "--baseline",
    default="present",
    show_default=True,
    help="The difference from it is explained; none: the mode's own indicators.",
)
@click.option(
    "--method",
    default="morris",
    show_default=True,
    help="morris: screens many parameters; sobol: shares out the variance; tornado: one at a time.",
)
@click.option(
    "--paths",
    metavar="A,B",
    help="Parameters, or patterns such as headquarters.*.  [default: sizes of clauses, institution, economy, "
    "demand]",
)
@_carried
@click.option(
    "--size",
    type=int,
    help="Trajectories of morris, base points of sobol, values of each parameter of tornado.  [default: 10, "
    "256, 2]",
)
@click.option("--indicators", metavar="A,B", help="What to explain.  [default: the headlines]")
@click.option("--replicates", type=click.IntRange(min=1), default=1, show_default=True, help="Of each point.")
@_years
@_seed
@click.option("--out", type=click.Path(path_type=Path), help="Keep runs in a folder, and go on from there.")
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


_vary = click.option(
    "--vary",
    multiple=True,
    metavar="PATH[:LOW:HIGH]",
    help="What is not known: a path with its range, or a pattern such as headquarters.*; may be repeated.  "
    "[default: sizes of clauses, institution, economy, demand; none: nothing but the set of --sets]",
)
_method = click.option(
    "--method",
    default="latin_hypercube",
    show_default=True,
    help="How futures are drawn: latin_hypercube, sobol, halton.",
)
_stored = click.option(
    "--study", type=click.Path(path_type=Path), help="Look at the runs of a sweep's folder; run nothing."
)
_kept_out = click.option(
    "--out", type=click.Path(path_type=Path), help="Keep runs and report in a folder, and go on from there."
)


@cli.command()
@click.argument("scenario", required=False)
@click.option("--mode", default="one_plus_two", show_default=True, help="A mode or a file.")
@click.option("--baseline", default="present", show_default=True, help="What it is to beat.")
@click.option("--indicator", default="days_to_start", show_default=True, help="On what.")
@_vary
@_sets
@_method
@click.option("--size", type=int, help="Futures.  [default: 256; one for each set where nothing else varies]")
@click.option(
    "--least",
    metavar="SHARE",
    help="The smallest difference that matters, of the baseline.  [default: 2 % of days and hours, else 1 %]",
)
@click.option(
    "--density", default="80 %", show_default=True, help="Share of a box's futures of the rarer kind."
)
@_stored
@click.option(
    "--replicates", type=click.IntRange(min=1), default=2, show_default=True, help="Of each future."
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
@click.option("--x", required=True, metavar="PATH[:LOW:HIGH]", help="One condition.")
@click.option("--y", required=True, metavar="PATH[:LOW:HIGH]", help="The other.")
@click.option("--mode", default="one_plus_two", show_default=True, help="A mode or a file.")
@click.option("--baseline", default="present", show_default=True, help="What it is set against.")
@click.option("--indicator", default="days_to_start", show_default=True, help="On what.")
@_carried
@click.option("--steps", type=int, default=7, show_default=True, help="Values of each condition.")
@click.option("--replicates", type=click.IntRange(min=1), default=4, show_default=True, help="Of each cell.")
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
    """Map where over two conditions a mode does better than another, and where it turns."""
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
@click.option("--modes", metavar="A,B", help="Modes or files.  [default: present,approval_only,one_plus_two]")
@click.option("--indicators", metavar="A,B", help="On what.  [default: the headlines]")
@click.option(
    "--floor",
    "floors",
    multiple=True,
    metavar="INDICATOR=QUANTITY",
    help='What must be kept, such as days_to_start="200 working days"; may be repeated.',
)
@click.option(
    "--price",
    metavar="A,B",
    help="What is priced, and in which indicator.  [default: days_to_start,fiscal_npv]",
)
@_vary
@_sets
@_method
@click.option("--size", type=int, help="Futures.  [default: 64; one for each set where nothing else varies]")
@_stored
@click.option(
    "--replicates", type=click.IntRange(min=1), default=2, show_default=True, help="Of each future."
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
    """Say which mode holds over many futures of SCENARIO (wenjiang unless given), without weighing them."""
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
@click.option("--objectives", metavar="A,B", help="Indicators to do better on: two or more, no default.")
@click.option("--start", default="one_plus_two", show_default=True, help="What is to be beaten.")
@click.option("--baseline", default="present", show_default=True, help="What is shown besides.")
@click.option(
    "--floor",
    "floors",
    multiple=True,
    metavar="INDICATOR=QUANTITY",
    help='What must be kept, such as service_level="90 %"; may be repeated.',
)
@click.option(
    "--clauses", default="all", show_default=True, metavar="S1,S2", help="Whose intensities are searched."
)
@click.option(
    "--vary",
    multiple=True,
    metavar="PATH[:LOW:HIGH]",
    help="What whoever runs a mode can choose besides, or a pattern such as headquarters.*; may be repeated.",
)
@click.option("--scopes", is_flag=True, help="Search words too: how far a body reaches, who decides.")
@click.option("--generations", type=int, default=20, show_default=True, help="Of the search.")
@click.option("--population", type=int, default=24, show_default=True, help="Modes in a generation.")
@click.option("--replicates", type=int, default=4, show_default=True, help="Of each mode in the search.")
@click.option("--fresh", type=int, default=16, show_default=True, help="Of the front, on seeds of their own.")
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
@click.option(
    "--targets", type=click.Path(path_type=Path), help="A file of observed numbers with their tolerances."
)
@click.option(
    "--projects",
    type=click.Path(path_type=Path),
    help="A list of projects: id,park,segment,signed,permits,start,operation.",
)
@click.option("--mode", default="present", show_default=True, help="Under which the listed ones were signed.")
@click.option("--since", metavar="DATE", help="First day of the list.  [default: the first signing]")
@click.option("--until", metavar="DATE", help="Last day of the list.  [default: its last date]")
@click.option(
    "--vary",
    metavar="A,B",
    help="Parameters, patterns, or PATH:LOW:HIGH.  [default: demand, waits and hazards]",
)
@click.option("--size", type=int, default=64, show_default=True, help="Points of a wave: a power of two.")
@click.option("--replicates", type=click.IntRange(min=2), default=4, show_default=True, help="Of each point.")
@click.option("--waves", type=click.IntRange(min=1), default=1, show_default=True, help="Each narrows.")
@click.option("--cutoff", type=float, default=3.0, show_default=True, help="Implausibility that rules out.")
@click.option("--trials", type=click.IntRange(min=0), default=0, help="Search a best set, by so many trials.")
@click.option(
    "--study", type=click.Path(path_type=Path), help="Take the runs of a sweep that is stored there."
)
@_years
@_seed
@click.option("--out", type=click.Path(path_type=Path), help="Keep runs in a folder, and go on from there.")
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
    """Explain CLAUSE: its sentence, what it changes, what it costs, what it moves."""
    from crosspark.views.lists import explained

    click.echo(explained(clause, lang))


@cli.command()
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--cases", is_flag=True, help="Run rule cases: FILEs or folders, or those of the program.")
@_jobs
@_language
@_quiet
def check(files: tuple[str, ...], cases: bool, jobs: int, lang: str, quiet: bool) -> None:
    """Check files of scenarios, modes and designs, folders of studies, or rule cases.

    Each that is wrong gets one line.
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
    """Write a commented scenario, mode or design to start from."""
    from crosspark.scenarios.template import write_template
    from crosspark.views.words import say

    named = say("design_file" if kind == "design" else kind, lang)
    click.echo(say("created", lang, file=write_template(kind, file, lang), kind=named))


@cli.command()
@_language
@_quiet
def warm(lang: str, quiet: bool) -> None:
    """Compile the kernels ahead of the first run."""
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
