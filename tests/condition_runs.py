"""Runs for tests of conditions: indicators that depend on the point in a way that is planted."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

import fake_runs

#: Two paths that decide, and others that do not.
MEETINGS, HANDOVER = "headquarters.meeting_interval", "handover.days"
VARIED = [MEETINGS, HANDOVER, "consent.days", "headquarters.agend*"]

#: What the modes come to where nothing is planted.
LEVEL = 200.0


def planted(difference: Callable[[dict[str, Any], int], float], indicator: str = "days_to_start", **_: Any):
    """Return a model in which a mode differs from the present by what a function of point and seed says."""
    return partial(_run, difference, indicator)


def _run(difference, indicator, scenario, mode, *, seed, years, overrides):
    run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
    apart = difference(overrides, seed) if mode.id == "one_plus_two" else 0.0
    run.values[indicator] = LEVEL + 10 * fake_runs.luck(seed) + apart
    return run


def in_corner(point: dict[str, Any]) -> bool:
    """Whether meetings are rare and hand-overs quick: the planted box."""
    return point[MEETINGS] > 24 and point[HANDOVER] < 3


def defeat_in_corner(point, seed):
    return 20.0 if in_corner(point) else -20.0


def victory_in_corner(point, seed):
    return -20.0 if in_corner(point) else 20.0


def by_lot(point, seed):
    """A quarter of all points are defeats, whatever their figures."""
    return 20.0 if lot(point) < 0.25 else -20.0


def defeat_more_often_in_corner(point, seed):
    """Of the points of a wide corner three in five are defeats, of the others one in ten."""
    return 20.0 if lot(point) < (0.6 if in_wide_corner(point) else 0.1) else -20.0


def in_wide_corner(point):
    return point[MEETINGS] > 17 and point[HANDOVER] < 3.6


def lot(point: dict[str, Any]) -> float:
    """Return a number in [0, 1) that has nothing to do with what the figures of a point mean."""
    digest = hashlib.blake2b(repr(sorted(point.items())).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "little") / 2**32
