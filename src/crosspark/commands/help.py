"""The help of the command, in the language that is asked for: ``crosspark compare --lang zh --help``."""

import inspect
import re
from collections.abc import Iterable, Sequence
from copy import copy
from functools import partial
from itertools import pairwise
from typing import Any

import click

from crosspark.governance.errors import Text
from crosspark.views.text import width

#: Begins the Chinese paragraphs of a command's docstring.
CHINESE = "\n\n中文:"

_ASKED = f"{__name__}.chinese"

#: What click itself says.
_OF_CLICK = {
    "Options": "選項",
    "Commands": "命令",
    "[OPTIONS]": "[選項]",
    "COMMAND [ARGS]...": "命令 [參數]...",
    "Show this message and exit.": "顯示本說明。",
    "[default: ": "[默認:",
    "[required]": "[必填]",
    "; required]": "; 必填]",
}

#: A line may end before a Chinese character or after a blank, but not before a closing mark.
_UNBROKEN = re.compile(r"\s+|\[[^\s\]]+\]?|[「“(\[]*(?:[!-~]+|.)[,。;:、」”)\]]*")


class Option(click.Option):
    """An option whose help is in both languages."""

    def __init__(self, names: Sequence[str], *, help: Text, **settings: Any) -> None:  # noqa: A002
        super().__init__(names, help=help, **settings)
        # click tidies a help and makes it a text of one language.
        self.help: Text = help


option = partial(click.option, cls=Option)


def chinese_asked(ctx: click.Context, args: Sequence[str] = ()) -> bool:
    """Return whether Chinese was asked for, by these arguments or else by those of the group before them."""
    words = [word for each in args for word in (each.split("=") if each.startswith("--lang=") else [each])]
    for before, word in pairwise(words):
        if before == "--lang":
            ctx.meta[_ASKED] = word == "zh"
    return bool(ctx.meta.get(_ASKED))


class Bilingual(click.Command):
    """A command whose docstring is English, then Chinese, and whose help is in one of the two."""

    def __init__(self, *, help: str, **settings: Any) -> None:  # noqa: A002
        en, zh = inspect.cleandoc(help).split(CHINESE)
        super().__init__(help=Text(en, zh), **settings)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language before any option speaks: --help answers at once, wherever --lang stands."""
        chinese_asked(ctx, args)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in the language that is asked for."""
        if not chinese_asked(ctx):
            return super().get_help(ctx)
        ctx.formatter_class = _ChineseFormatter
        return super(Bilingual, _in_chinese(self)).get_help(ctx)


def _in_chinese(command: click.Command) -> Any:
    """Return a copy of a command that knows no English."""
    chinese = copy(command)
    chinese.help = getattr(command.help, "zh", command.help)
    chinese.short_help = (chinese.help or "").partition("。")[0]
    chinese.params = [copy(each) for each in command.params]
    for each in chinese.params:
        if isinstance(each, click.Option):
            each.help = getattr(each.help, "zh", each.help)
    if isinstance(chinese, click.Group):
        chinese.commands = {name: _in_chinese(each) for name, each in chinese.commands.items()}
    return chinese


class _ChineseFormatter(click.HelpFormatter):
    """Headings in Chinese, and lines that end where a character of two columns still fits."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _translated(args), "用法:")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_translated(heading))

    def write_text(self, text: str) -> None:
        super().write_text(_broken(text, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max(width(name) for name, _ in rows), col_max) + col_spacing
        columns = self.width - first - self.current_indent
        broken = [(name, _broken(_translated(text), columns)) for name, text in rows]
        super().write_dl(broken, col_max, col_spacing)


def _translated(text: str) -> str:
    for english, chinese in _OF_CLICK.items():
        text = text.replace(english, chinese)
    return text


def _broken(text: str, columns: int) -> str:
    """Return a text in lines that fit; the mark at the beginning of a paragraph tells click to keep them."""
    return "\n\n".join("\n".join(["\b", *_lines(part, columns)]) for part in text.split("\n\n"))


def _lines(paragraph: str, columns: int) -> Sequence[str]:
    lines = [""]
    for part in _UNBROKEN.findall(paragraph.replace("\n", "")):
        if width(lines[-1] + part.rstrip()) > columns:
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines]
