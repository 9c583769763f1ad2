"""Options that several commands take, and how what is typed is read."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from crosspark.commands.help import option
from crosspark.governance.errors import BadInput, Text

Callback = Callable[[click.Context, click.Parameter, Any], Any]


def read_by(read: Callable[[str], Any]) -> Callback:
    """Return the callback of an option whose text is read by a function.

    Parameters
    ----------
    read : callable
        Returns the value of a text; raises `ValueError` with what would be right as a `Text`.
    """

    def callback(_: click.Context, param: click.Parameter, typed: Any) -> Any:
        return None if typed is None else _read(read, param, typed)

    return callback


def pairs_by(read: Callable[[str], tuple[str, Any]]) -> Callback:
    """Return the callback of an option that may be repeated: a dictionary of what was read each time."""

    def callback(_: click.Context, param: click.Parameter, typed: Any) -> dict[str, Any]:
        return dict(_read(read, param, one) for one in typed)

    return callback


def _read(read: Callable[[str], Any], param: click.Parameter, text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise BadInput("<command line>", None, param.opts[0], text, Text.of(error)) from error


def names(such_as: str, text: str) -> list[str]:
    """Read names with commas between them."""
    found = [name.strip() for name in text.split(",") if name.strip()]
    if not found:
        raise ValueError(Text(f"name at least one, as in {such_as}", f"請至少寫一個,如 {such_as}"))
    return found


def quantity(such_as: Text, text: str) -> tuple[str, str]:
    """Read a path, ``=`` and a quantity."""
    path, sign, written = (part.strip() for part in text.partition("="))
    if not sign or not written:
        raise ValueError(
            Text(f"write a path and a quantity, as in {such_as}", f"請寫路徑與數量,如 {such_as.zh}")
        )
    return path, written


def share(text: str) -> float:
    """Read a share."""
    from crosspark.governance import units

    return units.parse(text, "share")


def wish(text: str) -> tuple[str, str | None]:
    """Read an indicator and, after ``=``, how narrow its interval is wished."""
    name, sign, size = (part.strip() for part in text.partition("="))
    return name, size if sign else None


scenario = click.argument("scenario", default="wenjiang")
scenario_unless_stored = click.argument("scenario", required=False)

language = option(
    "--lang",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help=Text("Language of output and help. 中文說明:--lang zh --help", "輸出與說明的語言。"),
)
as_json = option(
    "--json", "as_json", is_flag=True, help=Text("Print JSON instead of text.", "輸出 JSON,不輸出文字。")
)
quiet = option("--quiet", "-q", is_flag=True, help=Text("No progress on stderr.", "不在 stderr 顯示進度。"))
years = option(
    "--years",
    type=click.IntRange(min=1),
    help=Text(
        "Years after adoption, 1 to 50.  [default: the scenario's]", "實行之後的年數,1至50。  [默認:情景所定]"
    ),
)
seed = option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help=Text("Seed of all draws.", "一切隨機抽取的種子。"),
)
jobs = option(
    "--jobs",
    type=int,
    default=-1,
    show_default=True,
    help=Text("Processes; -1: every core, -2: all but one.", "進程數;-1:全部核心,-2:留下一個核心。"),
)
retry = option(
    "--retry",
    is_flag=True,
    help=Text(
        "With --out: try runs again that the model failed, not only the machine.",
        "與 --out 同用:不但重跑因機器中斷的,也重跑模型未能完成的。",
    ),
)
kept = option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text(
        "Keep runs, and what comes of them, in a folder, and go on from there.",
        "把各次模擬及其結果存於文件夾,再次運行時由此繼續。",
    ),
)
dask = option(
    "--dask",
    metavar="ADDRESS",
    help=Text(
        "Run on the cluster whose Dask scheduler answers there.", "在此地址的 Dask 調度器所管的集群上運行。"
    ),
)
overrides = option(
    "--set",
    "overrides",
    multiple=True,
    callback=pairs_by(partial(quantity, Text('handover.days="2 working days"', 'handover.days="2 工作日"'))),
    metavar="PATH=QUANTITY",
    help=Text(
        'Another figure, such as headquarters.meeting_interval="10 working days"; may be repeated.',
        '改一個數字,如 headquarters.meeting_interval="10 工作日";可重複使用。',
    ),
)


def out(help: Text) -> Callable[[Any], Any]:  # noqa: A002
    """Return the option that writes what is found to a folder."""
    return option("--out", type=click.Path(path_type=Path), help=help)


A_MODE = Text("A mode or a file.", "模式名稱或文件。")


def mode(help: Text = A_MODE) -> Callable[[Any], Any]:  # noqa: A002
    """Return the option that names the mode a question is about."""
    return option("--mode", default="one_plus_two", show_default=True, help=help)


def baseline(help: Text) -> Callable[[Any], Any]:  # noqa: A002
    """Return the option that names the mode another is set against."""
    return option("--baseline", default="present", show_default=True, help=help)


modes = option(
    "--modes",
    callback=read_by(partial(names, "--modes present,one_plus_two")),
    metavar="A,B",
    help=Text(
        "Modes or files.  [default: present,approval_only,one_plus_two]",
        "模式名稱或文件。  [默認:present,approval_only,one_plus_two]",
    ),
)


def indicators(help: Text) -> Callable[[Any], Any]:  # noqa: A002
    """Return the option that names the indicators a study is about."""
    such_as = "--indicators days_to_start,value_added"
    return option("--indicators", callback=read_by(partial(names, such_as)), metavar="A,B", help=help)


def replicates(default: int, help: Text, least: int = 1) -> Callable[[Any], Any]:  # noqa: A002
    """Return the option for how often each case is run."""
    return option(
        "--replicates", type=click.IntRange(min=least), default=default, show_default=True, help=help
    )


OF_EACH_FUTURE = Text("Of each future.", "每種未來的重複次數。")
OF_EACH_POINT = Text("Of each point.", "每個取值點的重複次數。")

_NAMED_SETS = Text(
    "a file (CSV or design, such as crosspark calibrate writes); stored: those that SCENARIO's published "
    "facts do not rule out, stored:16 so many of them",
    "文件(CSV 或設計,如 crosspark calibrate 所寫);stored:SCENARIO 已公布的事實未排除的,"
    "stored:16 為其中十六組",
)
sets = option(
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
carried = option(
    "--sets",
    metavar="SETS",
    help=Text(f"Parameter sets to carry: {_NAMED_SETS}.", f"帶入的參數組:{_NAMED_SETS.zh}。"),
)
further = option(
    "--sets",
    metavar="SETS",
    help=Text(
        f"Further parameter sets, which the ranking may survive: {_NAMED_SETS}.",
        f"另換參數組,看排名是否依舊:{_NAMED_SETS.zh}。",
    ),
)


def _varied(_: click.Context, __: click.Parameter, paths: tuple[str, ...]) -> list[str] | None:
    return [] if paths == ("none",) else list(paths) or None


unknown = option(
    "--vary",
    multiple=True,
    callback=_varied,
    metavar="PATH[:LOW:HIGH]",
    help=Text(
        "What is not known: a path with its range, or a pattern such as headquarters.*; may be repeated.  "
        "[default: sizes of clauses, institution, economy, demand; none: nothing but the set of --sets]",
        "哪些未知:路徑及其範圍,或通配寫法如 headquarters.*;可重複使用。  "
        "[默認:條款力度、制度、經濟、需求;none:除 --sets 的參數組外一概不變]",
    ),
)
drawn_by = option(
    "--method",
    default="latin_hypercube",
    show_default=True,
    help=Text(
        "How futures are drawn: latin_hypercube, sobol, halton.",
        "各種未來的抽取方法:latin_hypercube、sobol、halton。",
    ),
)
stored = option(
    "--study",
    type=click.Path(path_type=Path),
    help=Text(
        "Look at the runs of a sweep's folder; run nothing.", "只看批量運行的文件夾中已有的模擬,不再運行。"
    ),
)


def futures_drawn(default: int) -> Callable[[Any], Any]:
    """Return the option for how many futures are drawn."""
    return option(
        "--size",
        type=int,
        help=Text(
            f"Futures.  [default: {default}; one for each set where nothing else varies]",
            f"多少種未來。  [默認:{default};只有參數組在變時每組一種]",
        ),
    )


_FLOOR = Text('days_to_start="200 working days"', 'days_to_start="200 工作日"')
floors = option(
    "--floor",
    "floors",
    multiple=True,
    callback=pairs_by(partial(quantity, _FLOOR)),
    metavar="INDICATOR=QUANTITY",
    help=Text(
        f"What must be kept, such as {_FLOOR}; may be repeated.",
        f"須守住的底線,如 {_FLOOR.zh};可重複使用。",
    ),
)
