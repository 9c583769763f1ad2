"""What all benchmarks share: interleaved medians, a table, the yardstick of Mesa, measured copying.

Times on a shared machine drift by tens of per cent within a minute, so what is compared is timed in turn,
in one process, and only the ratio of the medians is reported.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

AGENTS, STEPS = 1000, 120  # of Mesa's own Boltzmann wealth example


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def interleaved(works: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Time every piece of work once in each round, after one round that does not count."""
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            times[name].append(seconds(work))
    return times


def medians(times: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(values) for name, values in times.items()}


def ratio(times: dict[str, list[float]], over: str, under: str) -> float:
    """Return how many times `over` takes what `under` takes: the median of the ratios round by round."""
    return statistics.median(a / b for a, b in zip(times[over], times[under], strict=True))


def boltzmann(seed: int = 1) -> None:
    """Run Mesa's own example as it ships."""
    from mesa.examples.basic.boltzmann_wealth_model.model import BoltzmannWealth

    model = BoltzmannWealth(n=AGENTS, seed=seed)
    for _ in range(STEPS):
        model.step()
    forget(model)


def forget(model: Any) -> None:
    """Let go of a Mesa model: Mesa 3.3.1 keeps every model that ever was, and slows down by it."""
    import mesa

    kept = getattr(mesa.Agent, "_ids", None)
    if kept is not None:
        kept.pop(model, None)


def copy_bandwidth(megabytes: int = 256, repeats: int = 7) -> float:
    """Return bytes read and written per second by a plain copy of what no cache holds."""
    source = np.ones(megabytes << 17)
    target = np.empty_like(source)
    copy = lambda: np.copyto(target, source)  # noqa: E731
    copy()
    return 2 * source.nbytes / min(seconds(copy) for _ in range(repeats))


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the slope of a line through the logarithms: 1 is linear growth."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def resident() -> int:
    """Return the bytes of this process that lie in memory now."""
    import psutil

    return int(psutil.Process().memory_info().rss)


def parser(text: str | None) -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(description=(text or "").split("\n")[0])
    found.add_argument("--json", action="store_true", help="print JSON instead of tables")
    return found


def table(title: str, rows: Sequence[dict[str, Any]]) -> str:
    """Return rows as aligned text, columns by the keys of the first."""
    if not rows:
        return title
    names = list(rows[0])
    cells = [names, *([_text(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[k]) for line in cells) for k in range(len(names))]
    lines = [
        "  ".join(
            cell.ljust(w) if k == 0 else cell.rjust(w)
            for k, (cell, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    ]
    return "\n".join([title, *lines, ""])


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def show(tables: dict[str, list[dict[str, Any]]], as_json: bool) -> None:
    """Print tables by title, or all of them as JSON."""
    if as_json:
        json.dump(tables, sys.stdout, indent=2, default=float)
        print()
        return
    for title, rows in tables.items():
        print(table(title, rows))
