"""Commands that say what an answer is made of: attribute (why), sensitivity (what-matters)."""

from functools import partial
from typing import Any

import click

from crosspark.commands import options
from crosspark.commands.failures import Command
from crosspark.commands.help import option
from crosspark.commands.output import Kept, keeps
from crosspark.governance.errors import Text


@click.command(cls=Command)
@options.scenario
@options.mode(Text("Whose effect: a mode or a file.", "分攤誰的效應:模式名稱或文件。"))
@options.baseline(Text("What it is set against.", "與之比較的基準。"))
@option(
    "--over",
    default="families",
    show_default=True,
    help=Text(
        "The parts: families (ten), coarse (four groups), or clauses (by sampled orders).",
        "分攤給什麼:families(十個條款組),coarse(四大組),或 clauses(逐條,按抽取的次序)。",
    ),
)
@options.indicators(Text("What to print.  [default: the headlines]", "輸出哪些指標。  [默認:主要指標]"))
@option(
    "--orders",
    "sampled",
    type=click.IntRange(min=4),
    default=8,
    show_default=True,
    help=Text("With clauses: sampled orders, an even number.", "用於 clauses:抽取多少個次序,須為偶數。"),
)
@options.replicates(4, Text("Of each run.", "每個組合的重複次數。"))
@options.further
@options.years
@options.seed
@keeps
def attribute(kept: Kept, scenario: str, mode: str, **asked: Any) -> None:
    """Share out the effect of a mode over its clauses.

    The command goes by two names, attribute and why. With --out what is finished is kept, and the same
    command goes on after any end.

    中文:把一種模式的效應分攤到各條款。

    此命令有兩個名稱,attribute 與 why。用 --out 則完成的都留下,無論因何中斷,同一命令可續跑。
    """
    import crosspark as cp

    kept.answer(partial(cp.attribute, scenario, mode, **asked))


@click.command(cls=Command)
@options.scenario
@options.mode()
@options.baseline(
    Text(
        "The difference from it is explained; none: the mode's own indicators.",
        "解釋與它之差;none:解釋該模式自身的指標。",
    )
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
    callback=options.read_by(partial(options.names, "--paths handover.days,headquarters.*")),
    metavar="A,B",
    help=Text(
        "Parameters, or patterns such as headquarters.*.  [default: sizes of clauses, institution, economy, "
        "demand]",
        "參數,或通配寫法如 headquarters.*。  [默認:條款力度、制度、經濟、需求]",
    ),
)
@options.carried
@option(
    "--size",
    type=int,
    help=Text(
        "Trajectories of morris, base points of sobol, values of each parameter of tornado.  [default: 10, "
        "256, 2]",
        "morris 的軌跡數、sobol 的基點數、tornado 每個參數的取值數。  [默認:10、256、2]",
    ),
)
@options.indicators(Text("What to explain.  [default: the headlines]", "解釋哪些指標。  [默認:主要指標]"))
@options.replicates(1, options.OF_EACH_POINT)
@options.years
@options.seed
@keeps
def sensitivity(kept: Kept, scenario: str, mode: str, baseline: str, **asked: Any) -> None:
    """Say on which assumptions the answer hangs.

    The command goes by two names, sensitivity and what-matters. With --out what is finished is kept, and the
    same command goes on after any end.

    中文:說明答案取決於哪些假設。

    此命令有兩個名稱,sensitivity 與 what-matters。用 --out 則完成的都留下,無論因何中斷,同一命令可續跑。
    """
    import crosspark as cp

    asked["baseline"] = None if baseline == "none" else baseline
    kept.answer(partial(cp.sensitivity, scenario, mode, **asked))
