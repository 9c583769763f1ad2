"""Modes over many futures: which one holds, when nobody knows which of them will come.

Rules of decision without probabilities, each indicator in its own unit, and what every weighting of several
indicators together would say. There is no index of all: who wants one has to say what it is worth.

* *Dominance*: a mode dominates another in a future if it is no worse on any indicator and better on one.
* *Floors*: the share of futures in which a mode keeps every floor that was given; satisficing [1]_, the
  domain criterion [2]_.
* *Break-even price*: what a unit of one indicator must be worth in units of another for two modes to tie.
* *Regret*: how much better the best mode of a future would have been; the mode whose largest regret is
  smallest is Savage's choice [3]_.
* *Maximin*: the mode whose worst future is best, Wald's choice [4]_.
* *Acceptability*: over futures, and over weights drawn evenly from all there are, how often a mode takes each
  rank, and the mean of the weights that put it first, its central weights: SMAA [5]_, SMAA-2 [6]_. Modes that
  are alike in a future share their ranks equally.

References
----------
.. [1] Simon (1956), Rational choice and the structure of the environment.
.. [2] Schneller and Sphicas (1983), Decision making under uncertainty: Starr's domain criterion.
.. [3] Savage (1951), The theory of statistical decision.
.. [4] Wald (1950), Statistical decision functions.
.. [5] Lahdelma, Hokkanen and Salminen (1998), SMAA: stochastic multiobjective acceptability analysis.
.. [6] Lahdelma and Salminen (2001), SMAA-2: stochastic multicriteria acceptability analysis for group
   decision making.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import dirichlet, randint

from crosspark.governance import units
from crosspark.governance.errors import BadInput, Text
from crosspark.model.case import Scenario
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies.entries import ModeLike
from crosspark.studies.futures import Futures, Named, Vary, directed
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.sets import AUTO, Sets
from crosspark.studies.statistics import best_alone, wilson
from crosspark.studies.sweep import Estimate, Sweep

Array = NDArray[np.float64]

#: What is compared unless given.
MODES = ("present", "approval_only", "one_plus_two")

#: What is priced unless given, where both are asked for: a working day in public money.
PRICE = ("days_to_start", "fiscal_npv")

#: Futures unless given.
FUTURES = 64

#: Weightings that are drawn.
WEIGHTINGS = 10_000

#: Resamples of the futures: as many, with replacement.
RESAMPLES = 1_000

_WHERE = "<robust>"
_TWO = Text(f"name two indicators, such as {' and '.join(PRICE)}", f"請寫兩個指標,如 {'、'.join(PRICE)}")


@dataclass(frozen=True, repr=False)
class Robust:
    """Modes over futures; made by `Robust.of`.

    Attributes
    ----------
    futures : Futures
    indicators : tuple of str
    floors : dict of str to float
        By indicator, in its own unit: what must be reached, or not exceeded where less is better.
    price : tuple of str or None
        The indicator that is priced, and the one in which its price is stated.
    """

    futures: Futures
    indicators: tuple[str, ...]
    floors: dict[str, float]
    price: tuple[str, str] | None

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario | None = None,
        modes: Sequence[ModeLike] | None = None,
        *,
        indicators: Sequence[str] | str | None = None,
        floors: Mapping[str, str | float] | None = None,
        price: tuple[str, str] | None = None,
        vary: Vary = None,
        sets: Sets | None = AUTO,
        method: str = "latin_hypercube",
        size: int | None = None,
        study: str | Path | Sweep | None = None,
        replicates: int = 2,
        seed: int = 1,
        years: int | None = None,
        out: str | Path | None = None,
        retry: bool = False,
        jobs: int = -1,
        executor: Executor | None = None,
        quiet: bool = False,
        simulate: Simulate = simulate_model,
        announce: Callable[[Estimate], None] | None = None,
    ) -> Self:
        """Run every mode in the same futures.

        Parameters
        ----------
        scenario : name, file or Scenario, optional
            ``wenjiang`` unless given; of a stored study its id.
        modes : sequence of name, file or Mode, optional
            At least two; ``present``, ``approval_only`` and ``one_plus_two`` unless given. Of a stored study
            labels, and all of them unless given.
        indicators : sequence of str, optional
            The headlines unless given.
        floors : mapping of indicator to quantity, optional
            Such as ``{"days_to_start": "200 working days"}``: to be reached, or where less is better not
            exceeded. A number is one in the indicator's own unit.
        price : pair of indicators, optional
            What is priced, and in which. Unless given, a working day in public money, where both are asked
            for.
        vary, sets, method, size, study
            The futures, as in `crosspark.studies.discovery.Discovery.of`; 64 unless given.
        replicates : int
            Of every mode in every future, on common random numbers.
        seed, years, out, retry, jobs, executor, quiet, simulate, announce
            As in `crosspark.studies.discovery.Discovery.of`.

        Raises
        ------
        BadInput
            If something given cannot be used.

        Examples
        --------
        >>> found = Robust.of("two_parks", floors={"days_to_start": "200 working days"})  # doctest: +SKIP
        >>> found.table("days_to_start")  # doctest: +SKIP
        """
        chosen = (indicators,) if isinstance(indicators, str) else tuple(indicators or HEADLINES)
        for name in chosen:
            directed(_WHERE, "indicators", name)
        kept = {name: floor_of(_WHERE, name, written) for name, written in (floors or {}).items()}
        priced = _price(price, chosen)
        listed = MODES if modes is None and study is None else modes
        futures = Futures.of(
            scenario,
            listed,
            list(dict.fromkeys([*chosen, *kept, *(priced or ())])),
            where=_WHERE,
            vary=vary,
            sets=sets,
            study=study,
            out=out,
            drawn={
                "method": method,
                "size": size,
                "usual": FUTURES,
                "replicates": replicates,
                "seed": seed,
                "years": years,
            },
            running={
                "retry": retry,
                "jobs": jobs,
                "executor": executor,
                "quiet": quiet,
                "simulate": simulate,
                "announce": announce,
            },
        )
        return cls(futures, chosen, kept, priced)

    def __repr__(self) -> str:
        return (
            f"<Robust: {len(self.modes)} modes in {len(self.futures.points)} futures on "
            f"{len(self.indicators)} indicators>"
        )

    @property
    def modes(self) -> tuple[Named, ...]:
        """What is compared."""
        return self.futures.modes

    @property
    def ids(self) -> list[str]:
        """The modes by id."""
        return [mode.id for mode in self.modes]

    def values(self, indicator: str) -> Array:
        """Return the mean of each mode in each future in which all have one, shape (n_futures, n_modes)."""
        means = self.futures.means(indicator)
        return means[np.isfinite(means).all(axis=1)]

    def regrets(self, indicator: str) -> Array:
        """Return how much better the best mode of each future is, not negative; shape of `values`."""
        signed = self.values(indicator) * INDICATORS[indicator].direction
        regrets: Array = signed.max(axis=1, keepdims=True) - signed if signed.size else signed
        return regrets

    def table(self, indicator: str) -> pd.DataFrame:
        """Return a row for each mode.

        Returns
        -------
        DataFrame
            mode, mean over the futures, worst (its value in its worst future), best_in and last_in (futures
            in which it alone is best, or worst, of futures), top_in (in which none is better), regret (its
            largest), maximin and savage (whether Wald and Savage would choose it; of modes that tie each,
            unless all do), savage_in (in how many of `RESAMPLES` resamples of the futures Savage would;
            modes that tie share one equally), steady (Savage would choose it although another, whose
            regret is larger, is best more often). Values in the indicator's own unit.
        """
        signed = self.values(indicator) * INDICATORS[indicator].direction
        regrets = self.regrets(indicator)
        futures = len(signed)
        if not futures:
            return pd.DataFrame({"mode": self.ids, "futures": 0})
        direction = INDICATORS[indicator].direction
        worst, regret = signed.min(axis=0), regrets.max(axis=0)
        best_in, last_in = best_alone(signed), best_alone(-signed)
        top_in = (signed == signed.max(axis=1, keepdims=True)).sum(axis=0)
        savage = _chosen(-regret)
        return pd.DataFrame(
            {
                "mode": self.ids,
                "mean": signed.mean(axis=0) * direction,
                "worst": worst * direction,
                "best_in": best_in,
                "last_in": last_in,
                "top_in": top_in,
                "futures": futures,
                "regret": regret,
                "maximin": _chosen(worst),
                "savage": savage,
                "savage_in": self._resampled(regrets),
                "steady": savage & (top_in < top_in.max(initial=0, where=~savage)),
            }
        )

    def dominance(self) -> pd.DataFrame:
        """Return a row for each ordered pair of modes: in how many futures the one dominates the other.

        Returns
        -------
        DataFrame
            mode, over, dominates_in, futures (in which all modes have all indicators), low and high
            (Wilson's interval of the share).
        """
        signed = self.signed
        rows = [
            (self.ids[i], self.ids[j], int(_dominates(signed[:, i], signed[:, j]).sum()), len(signed))
            for i, j in permutations(range(len(self.modes)), 2)
        ]
        found = pd.DataFrame(rows, columns=["mode", "over", "dominates_in", "futures"])
        return _with_interval(found, found["dominates_in"] / len(signed) if len(signed) else math.nan)

    def undominated(self) -> pd.DataFrame:
        """Return in how many futures no other mode dominates a mode: mode, undominated_in, futures."""
        signed = self.signed
        rows = []
        for i, id_ in enumerate(self.ids):
            free = np.ones(len(signed), bool)
            for j in range(len(self.ids)):
                free &= ~_dominates(signed[:, j], signed[:, i])
            rows.append((id_, int(free.sum()), len(signed)))
        return pd.DataFrame(rows, columns=["mode", "undominated_in", "futures"])

    def satisfied(self, floors: Mapping[str, str | float] | None = None) -> pd.DataFrame:
        """Return in what share of the futures each mode keeps each floor, and all of them.

        Parameters
        ----------
        floors : mapping of indicator to quantity, optional
            Those of the study unless given.

        Returns
        -------
        DataFrame
            A row for each mode, a column for each floor, ``all``, the futures that have all values, low and
            high (Wilson's interval of ``all``); nan where no future has a value.
        """
        given = self.floors if floors is None else floors
        kept = {name: floor_of(_WHERE, name, written) for name, written in given.items()}
        if not kept:
            raise BadInput(
                _WHERE,
                None,
                "floors",
                None,
                Text('give them, as in {"days_to_start": 200}', "請給出,如 {days_to_start: 200}"),
            )
        signs = np.array([INDICATORS[name].direction for name in kept])
        values = np.stack([self._means(name) for name in kept], axis=-1)
        values = values[np.isfinite(values).all(axis=(1, 2))]
        keeps = values * signs >= np.array(list(kept.values())) * signs
        futures = len(keeps)
        shares: dict[str, Any] = dict.fromkeys([*kept, "all"], math.nan)
        if futures:
            shares = dict(zip(kept, keeps.mean(axis=0).T, strict=True))
            shares["all"] = keeps.all(axis=2).mean(axis=0)
        found = pd.DataFrame({"mode": self.ids, **shares, "futures": futures})
        return _with_interval(found, found["all"])

    def break_even(self, priced: str | None = None, by: str | None = None) -> pd.DataFrame:
        """Return at which price of one indicator, in units of another, two modes tie.

        Parameters
        ----------
        priced, by : str, optional
            What is priced, and in which; those of the study unless given.

        Returns
        -------
        DataFrame
            A row for each pair of modes. mode: the one that is better on what is priced, and therefore
            preferred above the price; other; price: of the mean differences over the futures, in units of
            `by` for each unit of `priced`, 0 where `mode` is better on both, nan where they are alike in
            what is priced; low and high: 10th and 90th percentile of the price over the futures in which
            the modes trade the one for the other; trade_in of futures.
        """
        pair = self.price if priced is None or by is None else _price((priced, by), (priced, by))
        if pair is None:
            raise BadInput(_WHERE, None, "price", None, _TWO)
        gains = [self._means(name) * INDICATORS[name].direction for name in pair]
        whole = np.isfinite(np.stack(gains)).all(axis=(0, 2))
        rows = []
        for i, j in combinations(range(len(self.modes)), 2):
            more, money = (gain[whole, i] - gain[whole, j] for gain in gains)
            first, second = (i, j) if not len(more) or more.mean() >= 0 else (j, i)
            if first == j:
                more, money = -more, -money
            trades = more * money < 0
            prices = -money[trades] / more[trades]
            low, high = np.percentile(prices, [10, 90]) if trades.any() else (math.nan, math.nan)
            price = _tie(more, money)
            counts = (int(trades.sum()), len(more))
            rows.append((self.ids[first], self.ids[second], price, float(low), float(high), *counts))
        return pd.DataFrame(rows, columns=["mode", "other", "price", "low", "high", "trade_in", "futures"])

    @cached_property
    def acceptability(self) -> pd.DataFrame:
        """Rank acceptability and central weights of each mode, over futures and weightings.

        Returns
        -------
        DataFrame
            A row for each mode: rank_1, rank_2, … (shares; of all modes each rank's add up to 1, and of all
            ranks each mode's), futures, low and high (Wilson's interval of rank_1), and for each indicator
            weight_… (its central weights; nan where no weighting puts the mode first).

        Notes
        -----
        An indicator is made comparable by its range over all modes and futures: 0 is the worst value that
        came in any, 1 the best. Where indicators say nearly the same, they weigh twice.

        Modes that tie share the ranks that they take together equally, and count for their central weights
        by that share. SMAA-2 gives the rank as one more than the number of those that are better, which
        would give each of them the better rank in full; with continuous values ties have no part in it.
        Here they do: two modes are alike in a future in which what tells them apart finds nothing to do. To
        share is ours.

        The shares of all weightings in one future are one draw. As such a share varies no more than a yes or
        no of the same mean, Wilson's interval for the number of futures is wide enough.
        """
        scaled = self._scaled
        futures, places, count = scaled.shape
        weights = dirichlet(np.ones(count)).rvs(WEIGHTINGS, random_state=self.futures.seed)
        ranks, central = np.zeros((places, places)), np.zeros((places, count))
        place = np.arange(places)[:, np.newaxis, np.newaxis]
        for of_modes in scaled:
            # Alike must stay alike: a product of matrices may round equal rows differently.
            rows, which = np.unique(of_modes, axis=0, return_inverse=True)
            worth = (rows @ weights.T)[which.ravel()]
            better = (worth[np.newaxis] > worth[:, np.newaxis]).sum(axis=1)
            alike = (worth[np.newaxis] == worth[:, np.newaxis]).sum(axis=1)
            taken = ((better <= place) & (place < better + alike)) / alike
            ranks += taken.sum(axis=2).T
            central += taken[0] @ weights
        first = ranks[:, :1]
        shares = ranks / (futures * WEIGHTINGS) if futures else np.full(ranks.shape, np.nan)
        central = np.divide(central, first, out=np.full(central.shape, np.nan), where=first > 0)
        found = pd.DataFrame({f"rank_{rank + 1}": shares[:, rank] for rank in range(places)})
        found.insert(0, "mode", self.ids)
        found = _with_interval(found.assign(futures=futures), found["rank_1"])
        return found.assign(**{f"weight_{name}": central[:, k] for k, name in enumerate(self.indicators)})

    @property
    def left_out(self) -> int:
        """How many futures count in nothing that takes all indicators together."""
        return len(self.futures.points) - len(self.signed)

    @property
    def signed(self) -> Array:
        """Indicators, more being better, of the futures that have all: shape (n, n_modes, n_indicators)."""
        values = np.stack(
            [self._means(name) * INDICATORS[name].direction for name in self.indicators], axis=-1
        )
        return values[np.isfinite(values).all(axis=(1, 2))]

    @property
    def _scaled(self) -> Array:
        signed = self.signed
        if not len(signed):
            return signed
        low, high = signed.min(axis=(0, 1)), signed.max(axis=(0, 1))
        scaled: Array = np.divide(signed - low, high - low, out=np.zeros(signed.shape), where=high > low)
        return scaled

    def _resampled(self, regrets: Array) -> Array:
        """Return in how many resamples of the futures Savage would choose each mode, ties shared equally."""
        futures = len(regrets)
        drawn = randint(0, futures).rvs((RESAMPLES, futures), random_state=self.futures.seed)
        largest = np.array([regrets[rows].max(axis=0) for rows in drawn])
        least = largest == largest.min(axis=1, keepdims=True)
        return np.asarray((least / least.sum(axis=1, keepdims=True)).sum(axis=0))

    def _means(self, indicator: str) -> Array:
        if indicator not in self.futures.values:
            hint = Text(
                f"this study has {', '.join(self.futures.values)}",
                f"本研究有{'、'.join(self.futures.values)}",
            )
            raise BadInput(_WHERE, None, "indicator", indicator, hint)
        return self.futures.means(indicator)


robust = Robust.of


def _dominates(one: Array, other: Array) -> NDArray[np.bool_]:
    """Return in which futures one is no worse on all indicators and better on some; shape (n_futures,)."""
    return np.asarray((one >= other).all(axis=1) & (one > other).any(axis=1))


def _with_interval(found: pd.DataFrame, share: pd.Series | float) -> pd.DataFrame:
    """Add Wilson's interval of a share of futures: low and high."""
    low, high = wilson(np.asarray(share, dtype=float), found["futures"].to_numpy())
    return found.assign(low=low, high=high)


def _chosen(values: Array) -> NDArray[np.bool_]:
    """Return which are highest; none where all are alike."""
    top = values == values.max()
    return np.asarray(top & ~top.all())


def _tie(more: Array, money: Array) -> float:
    """Return the price at which the mean differences cancel: 0 where both are gains."""
    if not len(more) or not more.mean():
        return math.nan
    return max(0.0, -float(money.mean()) / float(more.mean()))


def floor_of(where: str, indicator: str, written: str | float) -> float:
    """Return what must be reached, or not exceeded where less is better, in the indicator's own unit."""
    directed(where, "floors", indicator)
    unit = INDICATORS[indicator].unit
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise BadInput(
            where,
            None,
            f"floors.{indicator}",
            written,
            Text(f"write a quantity in {unit}", f"請寫以 {unit} 為單位的數量"),
        )
    if isinstance(written, int | float):
        return float(written)
    try:
        return units.parse(written, "number" if unit in ("index", "count") else unit)
    except ValueError as error:
        raise BadInput(where, None, f"floors.{indicator}", written, Text.of(error)) from error


def _price(given: tuple[str, str] | None, chosen: Sequence[str]) -> tuple[str, str] | None:
    if given is None:
        return PRICE if set(PRICE) <= set(chosen) else None
    if len(given) != 2 or given[0] == given[1]:
        raise BadInput(_WHERE, None, "price", ", ".join(given), _TWO)
    for name in given:
        directed(_WHERE, "price", name)
    return given[0], given[1]
