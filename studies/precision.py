"""How precise a comparison is wished to be: replicates are added until its intervals are that narrow.

What is narrowed is the chance interval of a paired difference. Student's interval covers as it says for a
number of replicates that was fixed beforehand. Stopping when it happens to be narrow stops rather where the
spread happened to be small, and covers a little less, the more so the earlier it may stop [1]_. So there is a
least number of replicates, and few looks: each one takes as many more as the spread so far asks for. What is
95 % of normal luck then becomes 94 to 95 % from 16 replicates on, and 93 to 95 % from 8.

References
----------
.. [1] Chow and Robbins (1965), On the asymptotic theory of fixed-width sequential confidence intervals for
   the mean, Annals of Mathematical Statistics 36.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from crosspark.governance import units
from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.model.indicators import INDICATORS, Indicator
from crosspark.studies.statistics import replicates_to_narrow

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison

#: What is wished: an indicator, or sizes by indicator; None stands for the smallest difference that matters.
Wished = str | Mapping[str, str | int | float | None]

#: Before so many replicates a spread that happens to be small would end it.
LEAST = 8

#: Replicates at which it ends unless told otherwise, narrow enough or not.
MOST = 256

_POINTS, _POINTS_ZH = ("points", "point"), ("個百分點", "百分點")
_WHERE = "<compare>"


@dataclass(frozen=True)
class Target:
    """Half the width that the chance interval of an indicator may have, in every mode.

    Attributes
    ----------
    size : float
        In the indicator's unit, or where it is `relative`, as a share of the baseline's mean.
    """

    indicator: str
    size: float
    relative: bool

    def half_width(self, baseline: float) -> float:
        """Return it in the indicator's unit, given the baseline's mean."""
        return self.size * abs(baseline) if self.relative else self.size


@dataclass(frozen=True)
class Width:
    """Half the width of a chance interval as it came, and as it was wished.

    Attributes
    ----------
    half : float
        nan where fewer than two replicates have a value.
    wished : float
        0 where it is a share and the baseline's mean is zero.
    needed : int or None
        Replicates that it takes, judged by the spread so far; None where nothing can be said.
    """

    indicator: str
    mode: str
    half: float
    wished: float
    needed: int | None

    @property
    def reached(self) -> bool:
        """Whether it is narrow enough; an unknown one is not."""
        return self.half <= self.wished


@dataclass(frozen=True)
class Precision:
    """What is wished of a comparison, and the replicates at which it ends in any case."""

    targets: tuple[Target, ...]
    most: int

    @classmethod
    def of(cls, wished: Wished, least: int, most: int) -> Self:
        """Return what somebody wished, checked.

        Raises
        ------
        BadInput
            If an indicator is unknown, a size is none, or the numbers of replicates do not fit.
        """
        if least < LEAST:
            hint = Text(
                f"with a precision at least {LEAST}: fewer would stop where the spread is small by luck",
                f"設定精度時至少{LEAST}:更少則可能因運氣而過早停止",
            )
            raise BadInput(_WHERE, None, "replicates", least, hint)
        if isinstance(most, bool) or not isinstance(most, int) or most < least:
            hint = Text(
                f"it must be a whole number, at least the {least} replicates that are run first",
                f"須為整數,至少為先行模擬的{least}次重複",
            )
            raise BadInput(_WHERE, None, "most_replicates", most, hint)
        if isinstance(wished, str):
            name, sign, size = (part.strip() for part in wished.partition("="))
            wished = {name: size if sign else None}
        if not isinstance(wished, Mapping) or not wished:
            hint = Text(
                'name an indicator, as in "days_to_start" or {"days_to_start": "5 working days"}',
                "請寫指標,如 days_to_start 或 days_to_start=5個工作日",
            )
            raise BadInput(_WHERE, None, "precision", wished, hint)
        return cls(tuple(_target(name, size) for name, size in wished.items()), most)

    def widths(self, comparison: "Comparison") -> Iterator[Width]:
        """Yield every interval that is meant, as it is and as it was wished."""
        for target in self.targets:
            wished = target.half_width(comparison.mean(comparison.baseline, target.indicator))
            for mode in comparison.others:
                found = comparison.difference(mode, target.indicator)
                half = (found.chance_high - found.chance_low) / 2
                needed = None
                # A share of a mean of zero is nothing, which no number of replicates reaches.
                if math.isfinite(half) and math.isfinite(wished) and wished > 0:
                    pairs = replicates_to_narrow(found.pairs, wished / half) if half > wished else found.pairs
                    # A replicate that failed under either mode is no pair, and others will fail as often.
                    needed = math.ceil(pairs * comparison.replicates / found.pairs)
                yield Width(target.indicator, mode, half, wished, needed)

    def next(self, comparison: "Comparison") -> int:
        """Return how many replicates to have next: as many as there are where it is enough, or all it may be.

        At most twice as many, because the spread of few replicates may be far off.
        """
        count = comparison.replicates
        needed = [width.needed for width in self.widths(comparison) if width.needed is not None]
        return min(max([count, *needed]), 2 * count, max(self.most, count))


def _target(name: str, size: str | int | float | None) -> Target:
    if name not in INDICATORS:
        raise BadInput(
            _WHERE, None, "precision", name, suggestion(str(name), INDICATORS, "indicator", "指標")
        )
    if size is None:
        from crosspark.studies.futures import SMALLEST

        return Target(name, SMALLEST[name], relative=True)
    about = INDICATORS[name]
    relative = isinstance(size, str) and size.strip().endswith(("%", "％"))
    try:
        value = units.parse(size, "share") if relative else _in_unit(size, about)
    except ValueError as error:
        raise BadInput(
            _WHERE, None, Text(f"precision of {name}", f"{name} 的精度"), size, Text.of(error)
        ) from error
    if not value > 0 or not math.isfinite(value):
        hint = Text('it must be more than zero, such as "1 %" of the baseline', "須大於零,如基準的「1 %」")
        raise BadInput(_WHERE, None, Text(f"precision of {name}", f"{name} 的精度"), size, hint)
    return Target(name, value, relative)


def _in_unit(written: str | int | float, about: Indicator) -> float:
    """Return a size in the unit of an indicator; a bare number from Python is one already.

    Raises
    ------
    ValueError
        If it is none; the message says how to write it.
    """
    if isinstance(written, int | float) and not isinstance(written, bool):
        return float(written)
    shares = about.unit == "share"
    shown, shown_zh = (_POINTS, _POINTS_ZH) if shares else ((about.shown_en,), (about.unit_zh,))
    for unit in (*shown, *shown_zh):
        if isinstance(written, str) and written.strip().endswith(unit):
            return units.parse(written.strip().removesuffix(unit), "number") * about.scale
    wanted = Text(
        f'write a size such as "5 {shown[0]}", or "1 %" of the baseline',
        f"請寫大小,如「5 {shown_zh[0]}」,或基準的「1 %」",
    )
    if about.unit in ("share", "index", "count"):
        raise ValueError(wanted)
    try:
        return units.parse(written, about.unit)
    except ValueError as error:
        raise ValueError(wanted) from error


def rows(comparison: "Comparison") -> list[dict[str, Any]]:
    """Return what was wished and what came, as plain data; nothing where nothing was wished."""
    if comparison.precision is None:
        return []
    return [
        {
            "indicator": width.indicator,
            "mode": width.mode,
            "half_width": width.half if math.isfinite(width.half) else None,
            "wished": width.wished if math.isfinite(width.wished) else None,
            "unit": INDICATORS[width.indicator].unit,
            "reached": width.reached,
        }
        for width in comparison.precision.widths(comparison)
    ]
