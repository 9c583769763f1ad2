"""Commands that look at many futures: discover (when), frontier, robust."""

from functools import partial
from typing import Any

import click

from crosspark.commands import options
from crosspark.commands.failures import FAILED, Command
from crosspark.commands.help import option
from crosspark.commands.output import Kept, keeps
from crosspark.governance.errors import Text

_indicator = option(
    "--indicator", default="days_to_start", show_default=True, help=Text("On what.", "看哪項指標。")
)


@click.command(cls=Command)
@options.scenario_unless_stored
@options.mode()
@options.baseline(Text("What it is to beat.", "要勝過的基準。"))
@_indicator
@options.unknown
@options.sets
@options.drawn_by
@options.futures_drawn(256)
@option(
    "--least",
    callback=options.read_by(options.share),
    metavar="SHARE",
    help=Text(
        "The smallest difference that matters, of the baseline.  [default: 2 % of days and hours, else 1 %]",
        "有意義的最小差別,按基準值的比例。  [默認:天數與工時 2 %,其餘 1 %]",
    ),
)
@option(
    "--density",
    callback=options.read_by(options.share),
    metavar="SHARE",
    default="80 %",
    show_default=True,
    help=Text("Share of a box's futures of the rarer kind.", "條件框內,較少見的一類未來須佔的份額。"),
)
@options.stored
@options.replicates(2, options.OF_EACH_FUTURE)
@options.years
@options.seed
@keeps
def discover(kept: Kept, scenario: str | None, **asked: Any) -> None:
    """Find the conditions under which a mode beats another in SCENARIO (wenjiang unless given), or fails to.

    The command goes by two names, discover and when. With --out what is finished is kept, and the same
    command goes on after any end.

    中文:找出在什麼條件下,一種模式在 SCENARIO(不寫則為 wenjiang)勝過另一種,或未能勝過。

    此命令有兩個名稱,discover 與 when。用 --out 則完成的都留下,無論因何中斷,同一命令可續跑。
    """
    import crosspark as cp

    found = kept.answer(partial(cp.discover, scenario, **asked))
    if found.futures.failed:
        raise click.exceptions.Exit(FAILED)


@click.command(cls=Command)
@options.scenario
@option("--x", required=True, metavar="PATH[:LOW:HIGH]", help=Text("One condition.", "一個條件。"))
@option("--y", required=True, metavar="PATH[:LOW:HIGH]", help=Text("The other.", "另一個條件。"))
@options.mode()
@options.baseline(Text("What it is set against.", "與之比較的基準。"))
@_indicator
@options.carried
@option(
    "--steps",
    type=int,
    default=7,
    show_default=True,
    help=Text("Values of each condition.", "每個條件取多少個值。"),
)
@options.replicates(4, Text("Of each cell.", "每格的重複次數。"))
@options.years
@options.seed
@keeps
def frontier(kept: Kept, scenario: str, **asked: Any) -> None:
    """Map where over two conditions a mode does better than another, and where it turns.

    中文:就兩個條件畫出一種模式在何處優於另一種,在何處反轉。
    """
    import crosspark as cp

    if kept.answer(partial(cp.frontier, scenario, **asked)).failed:
        raise click.exceptions.Exit(FAILED)


@click.command(cls=Command)
@options.scenario_unless_stored
@options.modes
@options.indicators(Text("On what.  [default: the headlines]", "看哪些指標。  [默認:主要指標]"))
@options.floors
@option(
    "--price",
    callback=options.read_by(partial(options.names, "--price days_to_start,fiscal_npv")),
    metavar="A,B",
    help=Text(
        "What is priced, and in which indicator.  [default: days_to_start,fiscal_npv]",
        "為哪項指標計價,以哪項指標計。  [默認:days_to_start,fiscal_npv]",
    ),
)
@options.unknown
@options.sets
@options.drawn_by
@options.futures_drawn(64)
@options.stored
@options.replicates(2, options.OF_EACH_FUTURE)
@options.years
@options.seed
@keeps
def robust(kept: Kept, scenario: str | None, price: list[str] | None, **asked: Any) -> None:
    """Say which mode holds over many futures of SCENARIO (wenjiang unless given), without weighing them.

    中文:說明哪種模式經得起 SCENARIO(不寫則為 wenjiang)的各種未來,不給各種未來加權。
    """
    import crosspark as cp

    asked["price"] = None if price is None else tuple(price)
    found = kept.answer(partial(cp.robust, scenario, **asked))
    if found.futures.failed:
        raise click.exceptions.Exit(FAILED)
