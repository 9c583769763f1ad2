"""Commands that compare nothing: list, explain, check, new, warm."""

from collections.abc import Sequence
from pathlib import Path

import click

from crosspark.commands import options
from crosspark.commands.failures import BAD_INPUT, FAILED, Command
from crosspark.commands.help import option
from crosspark.commands.output import json_of
from crosspark.governance.errors import BadInput, Text

_WHOSE = Text("Whose parameters.", "列出其參數。")


@click.command("list", cls=Command)
@click.argument("kind", type=click.Choice(["scenarios", "modes", "clauses", "indicators", "parameters"]))
@option("--scenario", default="wenjiang", show_default=True, help=_WHOSE)
@options.mode(_WHOSE)
@options.language
@options.as_json
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
    click.echo(json_of(rows) if as_json else listed(kind, rows, lang))


@click.command(cls=Command)
@click.argument("clause")
@options.language
def explain(clause: str, lang: str) -> None:
    """Explain CLAUSE: its sentence, what it changes, what it costs, what it moves.

    中文:解釋條款 CLAUSE:原文哪一句,改變什麼,代價是什麼,影響什麼。
    """
    from crosspark.views.lists import explained

    click.echo(explained(clause, lang))


@click.command(cls=Command)
@click.argument("files", nargs=-1, metavar="[FILE...]")
@option(
    "--cases",
    is_flag=True,
    help=Text(
        "Run rule cases: FILEs or folders, or those of the program.",
        "檢驗規則案例:FILE 為文件或文件夾,不寫則為程序自帶的。",
    ),
)
@options.jobs
@options.language
@options.quiet
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


@click.command(cls=Command)
@click.argument("kind", type=click.Choice(["scenario", "mode", "design"]))
@click.argument("file", type=click.Path(path_type=Path))
@options.language
def new(kind: str, file: Path, lang: str) -> None:
    """Write a commented scenario, mode or design to start from.

    中文:寫出一個帶註釋的情景、模式或設計文件,供修改。
    """
    from crosspark.scenarios.template import write_template
    from crosspark.views.words import say

    named = say("design_file" if kind == "design" else kind, lang)
    click.echo(say("created", lang, file=write_template(kind, file, lang), kind=named))


@click.command(cls=Command)
@options.language
@options.quiet
def warm(lang: str, quiet: bool) -> None:
    """Compile the kernels ahead of the first run.

    中文:在首次模擬之前編譯好程序。
    """
    from crosspark.studies.runner import compile_kernels
    from crosspark.views.words import say

    click.echo(say("compiled", lang, folder=compile_kernels(quiet=quiet)))
