"""What commands say where something is wrong, in the language that was asked for, and the exit codes."""

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from crosspark.commands.help import Bilingual, chinese_asked
from crosspark.governance.errors import SPOKEN, BadInput, Text, in_language, nearest

#: Exit codes: a run failed, the input was wrong, interrupted.
FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130

#: The variable that asks for the traceback of what went wrong unexpectedly.
TRACEBACK = "CROSSPARK_TRACEBACK"

_OURS = Text(
    f"this is a mistake of ours, please report it; {TRACEBACK}=1 shows where it happened",
    f"這是程序的錯誤,請回報;設 {TRACEBACK}=1 可顯示出處",
)

_YOUR_OWN = Text("name a file or folder of your own", "請選自己的文件或文件夾")

#: What systems say most often.
_SYSTEM_ZH = {
    errno.ENOSPC: "磁盤已滿",
    errno.EACCES: "沒有權限",
    errno.EPERM: "沒有權限",
    errno.EROFS: "只能讀取",
    errno.ENOENT: "沒有此文件或文件夾",
    errno.ENOTDIR: "不是文件夾",
    errno.EISDIR: "是文件夾",
}


class Command(Bilingual):
    """A command that leaves word, in its context's object, of how it was called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Leave word before anything is read that could be wrong."""
        ctx.ensure_object(dict).update(lang="zh" if chinese_asked(ctx, args) else "en", typed=ctx.info_name)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        asked = SPOKEN.set(ctx.params.get("lang"))
        try:
            return super().invoke(ctx)
        finally:
            SPOKEN.reset(asked)


class Commands(Bilingual, click.Group):
    """A group of such commands."""

    command_class = Command


def bad_input(error: BadInput, called: dict[str, Any], commands: Iterable[str]) -> str:
    """Return the line of an error; a study that a command asks goes by the name that was typed."""
    if error.file[1:-1] in {*commands, "study"} and "typed" in called:
        error = BadInput(f"<{called['typed']}>", *error.args[1:])
    return error.text(called.get("lang", "en"))


def of_the_system(error: OSError, lang: str) -> str:
    """Return the line for what the system refused."""
    file = error.filename or in_language(Text("the output", "輸出"), lang)
    why = error.strerror or str(error)
    if lang == "zh":
        why = _SYSTEM_ZH.get(error.errno or 0, why)
    if isinstance(error, PermissionError):
        why = _with(why, _YOUR_OWN, lang)
    return f"crosspark: {file}: {why}"


def unexpected(error: Exception, lang: str) -> str:
    """Return the line for what nobody expected."""
    what = " ".join(f"{type(error).__name__}: {in_language(Text.of(error), lang)}".split())
    return f"crosspark: {_with(what, _OURS, lang)}"


def _with(what: str, hint: Text, lang: str) -> str:
    return f"{what};{hint.zh}" if lang == "zh" else f"{what}; {hint}"


def show_usage(error: click.ClickException) -> None:
    """Show what is wrong with the options or arguments: in Chinese if that was asked for, else in both."""
    asked = getattr(error, "ctx", None)
    # Called without any argument, a group shows its help.
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        error.show()
        return
    if asked is None or not chinese_asked(asked):
        error.show()
    click.echo(f"用法有誤:{_usage_zh(error)}", err=True)


def _usage_zh(error: click.ClickException) -> str:
    message: str = error.message
    if isinstance(message, Text):
        return message.zh
    if isinstance(error, click.NoSuchOption):
        possible = "、".join(error.possibilities or ())
        return f"沒有選項 {error.option_name}" + (f",是否想寫 {possible}?" if possible else "。")
    if isinstance(error, click.BadOptionUsage):
        return f"選項 {error.option_name} 的用法不對,如其後須有一個值。"
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx) if error.ctx else error.param.human_readable_name
        if isinstance(error, click.MissingParameter):
            return f"缺少 {name}。"
        return f"{name} 的值不可用{_wanted_zh(error.param.type)}。"
    if isinstance(error, click.UsageError) and isinstance(getattr(error.ctx, "command", None), click.Group):
        return _no_command_zh(error)
    return "參數過多或不全,請看 --help。"


def _no_command_zh(error: click.UsageError) -> str:
    context = error.ctx
    if context is None or not isinstance(context.command, click.Group):
        return "請看 --help。"
    names = context.command.list_commands(context)
    given = next((part for part in error.message.split("'")[1:2]), "")
    if not given:
        return f"請寫一個命令,可用的有:{'、'.join(names)}。"
    near = nearest(given, names)
    return f"沒有命令「{given}」," + (f"是否想寫「{near}」?" if near else f"可用的有:{'、'.join(names)}。")


def _wanted_zh(kind: Any) -> str:
    if isinstance(kind, click.Choice):
        return f",可用的有:{'、'.join(str(choice) for choice in kind.choices)}"
    if isinstance(kind, click.IntRange) and kind.min is not None:
        return f",須為整數,至少 {kind.min}"
    return {"integer": ",須為整數", "float": ",須為數字"}.get(kind.name, "")


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """Let what asks a process to end (SIGTERM) interrupt it: what is finished is kept, and workers end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def show_failure(line: str) -> None:
    """Show the line of a failure, after its traceback if that was asked for."""
    if os.environ.get(TRACEBACK):
        import traceback

        click.echo(traceback.format_exc(), err=True, nl=False)
    click.echo(line, err=True)
    try:
        sys.stdout.flush()
    except OSError:
        # What could not be written would be tried again at exit, with a traceback of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
