"""Commands that search: optimise for a better mode, calibrate for what is not ruled out."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from crosspark.commands import options
from crosspark.commands.failures import FAILED, Command
from crosspark.commands.help import option
from crosspark.commands.output import Kept, keeps
from crosspark.governance.errors import Text


def _clauses(text: str) -> list[str] | None:
    some: dict[str, list[str] | None] = {"all": None, "none": []}
    return some[text] if text in some else options.names("--clauses S1,S2", text)


@click.command(cls=Command)
@options.scenario
@option(
    "--objectives",
    callback=options.read_by(partial(options.names, "--objectives days_to_start,jobs")),
    metavar="A,B",
    help=Text("Indicators to do better on: two or more, no default.", "要做得更好的指標:兩項以上,無默認值。"),
)
@option(
    "--start", default="one_plus_two", show_default=True, help=Text("What is to be beaten.", "要勝過的模式。")
)
@options.baseline(Text("What is shown besides.", "一併列出以資比較的模式。"))
@options.floors
@option(
    "--clauses",
    callback=options.read_by(_clauses),
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
@option(
    "--sets",
    metavar="SETS",
    default="auto",
    show_default=True,
    help=Text(
        "Further parameter sets over which the front is run again, --replicates times each: a file, stored "
        "or stored:64, as for crosspark robust; auto: 16 of those stored, if SCENARIO has some and is as it "
        "ships; none.",
        "前沿另在哪些參數組上重新模擬(每組 --replicates 次):文件、stored 或 stored:64,同 crosspark robust;"
        "auto:SCENARIO 若有且未經改動,取隨附的16組;none:不用。",
    ),
)
@options.years
@options.seed
@keeps
def optimise(kept: Kept, scenario: str, objectives: list[str] | None, **asked: Any) -> None:
    """Search for a mode that is better than another in several indicators at once, and say what it gives up.

    With --out what is finished is kept, the modes found are written to files, and the same command goes on
    after any end.

    中文:搜尋在幾項指標上同時優於某種模式的模式,並說明它放棄了什麼。

    用 --out 則完成的都留下,找到的模式寫成文件,無論因何中斷,同一命令可續跑。
    """
    import crosspark as cp

    found = kept.answer(partial(cp.optimise, scenario, objectives=objectives or (), **asked))
    if found.failed:
        raise click.exceptions.Exit(FAILED)


@click.command(cls=Command)
@options.scenario
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
    callback=options.read_by(partial(options.names, "--vary handover.days,economy.consent_hazard")),
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
@options.replicates(4, options.OF_EACH_POINT, least=2)
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
@options.years
@options.seed
@keeps
def calibrate(kept: Kept, scenario: str, targets: Path | None, **asked: Any) -> None:
    """Rule out the parameters of SCENARIO that what was observed contradicts.

    With --out what is finished is kept, the same command goes on after any end, and report/sets.yaml holds
    the sets that are left, for --sets of other studies.

    中文:排除 SCENARIO 中與觀測相矛盾的參數。

    用 --out 則完成的都留下,無論因何中斷,同一命令可續跑;
    report/sets.yaml 是未排除的參數組,供其他命令的 --sets 使用。
    """
    import crosspark as cp

    if kept.answer(partial(cp.calibrate, scenario, targets, **asked)).failed:
        raise click.exceptions.Exit(FAILED)
