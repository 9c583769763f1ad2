"""The command that runs a design of many points: sweep."""

from pathlib import Path
from typing import Any

import click

from crosspark.commands.failures import FAILED, Command
from crosspark.commands.help import option
from crosspark.commands.output import Kept, keeps, told
from crosspark.governance.errors import Text


@click.command(cls=Command)
@click.argument("design", type=click.Path(path_type=Path))
@option(
    "--csv",
    type=click.Path(path_type=Path),
    help=Text("Write a row for each run to a file.", "每次模擬一行,寫入文件。"),
)
@keeps
def sweep(kept: Kept, design: Path, csv: Path | None) -> None:
    """Run every point of DESIGN (a file, see crosspark new design) under its modes.

    With --out what is finished is kept, and the same command goes on after any end.

    中文:把 DESIGN(文件,見 crosspark new design)的每個取值點在其各種模式下模擬。

    用 --out 則完成的都留下,無論因何中斷,同一命令可續跑。
    """
    import crosspark as cp
    from crosspark.views.folder import check_file

    if csv is not None:
        check_file(csv)

    def run(**how: Any) -> Any:
        try:
            return cp.sweep(design, **how)
        except (OSError, RuntimeError):
            if kept.out is not None:
                study = cp.load_study(kept.out)
                counts = {"finished": study.finished, "runs": study.design["runs"]}
                told("sweep_stopped", kept.lang, folder=kept.out, **counts)
            raise

    found = kept.answer(run)
    if csv is not None:
        told("written", kept.lang, folder=found.to_csv(csv))
    if len(found.failures):
        raise click.exceptions.Exit(FAILED)
