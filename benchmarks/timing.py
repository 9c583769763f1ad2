"""What all benchmarks share: interleaved medians, a table, the yardstick of Mesa, measured copying.

Times on a shared machine drift by tens of per cent within a minute, so what is compared is timed in turn,
there and back, in one process, and only the median of the ratios is reported.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

AGENTS, STEPS = 1000, 120  # of Mesa's own Boltzmann wealth example


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def interleaved(works: dict[str, Callable[[], object]], repeats: int) -> dict[str, list[float]]:
    """Time every piece of work once in each round, every other one backwards, after one for nothing."""
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for round_ in range(repeats):
        for name in list(works)[:: -1 if round_ % 2 else 1]:
            times[name].append(seconds(works[name]))
    return times


def medians(times: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(values) for name, values in times.items()}


def ratios(times: dict[str, list[float]], over: str, under: str) -> list[float]:
    """Return how many times `over` takes what `under` takes, round by round, the least first."""
    return sorted(a / b for a, b in zip(times[over], times[under], strict=True))


def ratio(times: dict[str, list[float]], over: str, under: str) -> float:
    """Return how many times `over` takes what `under` takes: the median of the ratios round by round."""
    return statistics.median(ratios(times, over, under))


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


#: The first column is as wide as what is measured usually is called: nobody knows the rows that are to come.
_WIDE = 44


def lines(title: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield rows as aligned text as they come, columns by the keys of the first."""
    yield title
    widths: dict[str, int] = {}
    for row in rows:
        if not widths:
            widths = {name: max(len(name), 8) for name in row}
            widths[next(iter(row))] = _WIDE
            yield _line(dict(zip(row, row, strict=True)), widths)
        yield _line(row, widths)
    yield ""


def _line(row: dict[str, Any], widths: dict[str, int]) -> str:
    first, *others = widths
    cells = (_text(row[name]).rjust(widths[name]) for name in others)
    return "  ".join([_text(row[first]).ljust(widths[first]), *cells])


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def show(tables: Mapping[str, Iterable[dict[str, Any]]], as_json: bool) -> None:
    """Print tables by title, each row as it comes, or all of them as JSON."""
    if as_json:
        json.dump({title: list(rows) for title, rows in tables.items()}, sys.stdout, indent=2, default=float)
        print()
        return
    for title, rows in tables.items():
        for line in lines(title, rows):
            print(line, flush=True)
