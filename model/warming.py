"""Compiling the kernels ahead: each group in a process of its own, into the one cache folder.

Every group calls its kernels with empty tables of the types that a run uses. A test runs a model
afterwards and finds that nothing more was compiled.
"""

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from crosspark.agents.enterprise import ENTERPRISE
from crosspark.governance.errors import SPOKEN, Text
from crosspark.model import leads, ledger, preparation, production, randomness, records
from crosspark.model.kernel import CACHE_FOLDER, JIT
from crosspark.model.room import Slots

_COMPILING = Text("compiling the kernels once, about a quarter of a minute", "首次編譯計算內核,約十餘秒")

ROWS = np.zeros(0, ENTERPRISE)
STREAM = np.uint64(1)


def _preparation() -> None:
    plan = np.zeros(1, records.PROCEDURE)
    room = Slots(plan, capacity=1)
    preparation.prepare_days(
        room.slots,
        room.steps,
        room.nodes,
        room.calendar,
        plan,
        np.zeros(1, records.SERVER),
        np.zeros(1, records.RULES),
        np.zeros(1, records.WORLD)[0],
        0,
    )


def _attraction() -> None:
    leads.attract(
        ROWS,
        np.zeros(0, np.int64),
        np.zeros(1, leads.ATTRACTION),
        np.zeros((3, 1, 1)),
        np.ones(10),
        np.zeros(3, np.uint64),
        np.zeros(1, leads.TALLY),
    )


def _rest() -> None:
    leads.draw_rows(ROWS, np.zeros((1, 3)), np.ones(6), STREAM)
    leads.poisson(np.float64(1.0), 0.5)
    none = np.zeros(0, np.int64)
    signing = np.zeros(1, leads.SIGNING)
    slots = np.zeros(1, records.SLOT)
    leads.sign_projects(ROWS, none, slots, none, signing, np.zeros(0, np.int32), np.ones(6), STREAM)
    steps = np.zeros((1, 1), records.STEP)
    opens = np.zeros((2, 1), np.int8)
    preparation.open_projects(slots, steps, np.zeros(0, np.int32), none, none, opens)
    one = np.zeros(1, np.int64)
    ledger.book(one, one.copy(), one, ledger.NOBODY, ledger.NOBODY, True)
    ledger.sum_by_park(none, none, 1)
    randomness.uniform(STREAM, STREAM, 0)
    randomness.normal(STREAM, STREAM, 0)
    randomness.fill_uniform(STREAM, np.zeros(1, np.uint64), 0, np.zeros((1, 1)))
    production.demand_path(STREAM, STREAM, 1, np.ones(4), np.zeros(1))
    production.produce(
        ROWS,
        np.zeros((1, 1), production.CELL),
        np.zeros(1, production.HIRING),
        STREAM,
        0,
        np.ones(6),
    )


GROUPS: dict[str, Callable[[], None]] = {
    "preparation": _preparation,
    "attraction": _attraction,
    "production": _rest,
}


def _compile(name: str) -> str:
    GROUPS[name]()
    return name


def is_warm() -> bool:
    """Return whether the kernels of exactly these sources are compiled."""
    return not JIT or (CACHE_FOLDER / "complete").exists()


def warm(progress: bool = False) -> bool:
    """Compile what is not compiled yet, the groups beside each other.

    Parameters
    ----------
    progress : bool
        Whether to show a bar on stderr.

    Returns
    -------
    bool
        Whether anything had to be compiled.
    """
    if is_warm():
        return False
    from tqdm import tqdm

    # Ctrl-C is for this process alone: it lets go of the others without their tracebacks.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(2, get_context("spawn"), signal.signal, ignore) as pool:
        waiting = [pool.submit(_compile, name) for name in GROUPS]
        bar = tqdm(
            waiting,
            desc=_COMPILING.zh if SPOKEN.get() == "zh" else f"{_COMPILING} · 首次編譯",
            disable=not progress,
            leave=False,
        )
        try:
            for future in bar:
                future.result()
        except KeyboardInterrupt:
            for process in list((pool._processes or {}).values()):
                process.terminate()
            raise
    CACHE_FOLDER.mkdir(parents=True, exist_ok=True)
    (CACHE_FOLDER / "complete").touch()
    return True
