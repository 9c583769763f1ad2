"""The command ``crosspark``: its commands under their names, and its exit codes."""

import io
import sys
from collections.abc import Sequence
from typing import Any

import click

from crosspark.commands import comparing, explaining, failures, futures, options, reading, searching, sweeping
from crosspark.commands.failures import BAD_INPUT, FAILED, INTERRUPTED
from crosspark.commands.help import Option
from crosspark.governance.errors import BadInput, Text


@click.group(cls=failures.Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    None, "--version", package_name="crosspark", cls=Option, help=Text("Show the version.", "顯示版本。")
)
@options.language
@click.pass_context
def cli(context: click.Context, lang: str) -> None:
    """Compare ways to manage the parks of a district. 多園區管理模式比較.

    Exit codes: 0 done; 1 a run failed; 2 bad input; 130 interrupted.

    中文:比較管理一個區各園區的各種模式。

    退出碼:0 完成;1 有模擬未能完成;2 輸入有誤;130 中斷。
    """
    context.default_map = {name: {"lang": lang} for name in cli.commands}


for _command in (
    *(comparing.compare, comparing.answer, comparing.run),
    *(sweeping.sweep, explaining.attribute, explaining.sensitivity),
    *(futures.discover, futures.frontier, futures.robust),
    *(searching.optimise, searching.calibrate),
    *(reading.list_, reading.explain, reading.check, reading.new, reading.warm),
):
    cli.add_command(_command)

#: Studies go by the question that they answer, too.
cli.add_command(explaining.attribute, "why")
cli.add_command(explaining.sensitivity, "what-matters")
cli.add_command(futures.discover, "when")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code. Wrong input is one line on stderr and no traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Chinese shows a question mark for it instead of ending in an error.
        if isinstance(stream, io.TextIOWrapper) and "utf" not in (stream.encoding or "").lower():
            stream.reconfigure(errors="replace")
    called: dict[str, Any] = {}
    try:
        with failures.ended_like_ctrl_c():
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
