"""Which clauses do the work? The effect of a mode, shared out over its clauses on common random numbers.

The players of the game are groups of clauses: the ten families, four coarse groups, or single clauses. A
coalition is the baseline with the clauses of its players as the mode has them; its worth is the difference
from the baseline in an indicator. The Shapley value [1]_ of a player is the mean of what it adds over all
orders in which the players could come; the values of all players add up to the whole effect, exactly.

What a mode sets besides (U1, and parameters of the mode itself) comes first and is reported apart.

References
----------
.. [1] Shapley (1953), A value for n-person games. Interactions: Grabisch and Roubens (1999). Sampled orders:
   Castro, Gómez and Tejada (2009), with each order and its reverse (Mitchell et al. 2022). Intervals over
   orders and replicates: the pigeonhole bootstrap, Owen (2007).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import multinomial

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput, suggestion
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies.design import Design, Settings, unit_sample
from crosspark.studies.entries import PRESENT, Entry, ModeLike, entries_of
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.sweep import Estimate, Sweep, sweep

Array = NDArray[np.float64]

FAMILIES: dict[str, tuple[str, str]] = {
    "R": ("Division of functions", "職能劃分"),
    "H": ("Headquarters", "指揮部"),
    "P": ("Promotion centre", "產業促進中心"),
    "C": ("Management committee", "管委會"),
    "D": ("Powers of decision", "決策調控權"),
    "A": ("Assessment", "考核"),
    "O": ("Organisation and people", "組織與人員"),
    "S": ("Service and approval", "服務與審批"),
    "M": ("Project mechanisms", "項目機制"),
    "F": ("Circulation between parks", "園區間流通"),
}

COARSE: dict[str, tuple[str, str, str]] = {
    "approvals": ("SM", "Approvals and project mechanisms (S, M)", "審批與項目機制(S、M)"),
    "bodies": ("HPC", "The bodies of “1+2” (H, P, C)", "“1+2”三機構(H、P、C)"),
    "people": ("RDAO", "Powers, assessment and people (R, D, A, O)", "權責、考核與人員(R、D、A、O)"),
    "between": ("F", "Between the parks (F)", "園區之間(F)"),
}

#: How the players of a game may be cut.
CUTS = ("families", "coarse", "clauses")

#: Resamples of the bootstrap, and what its intervals cover.
RESAMPLES, LEVEL = 2_000, 0.95

#: Beyond this many players not every coalition can be run.
_MOST_EXACT = 12


@dataclass(frozen=True)
class Player:
    """Clauses that come together."""

    id: str
    title_en: str
    title_zh: str
    clauses: tuple[str, ...]


def players_of(over: str, mode: Mode, baseline: Mode) -> tuple[Player, ...]:
    """Return the players of a cut: of the clauses in which two modes differ, U left out.

    Raises
    ------
    BadInput
        If there is no such cut, or nothing differs.
    """
    if over not in CUTS:
        raise BadInput("<attribute>", None, "over", over, suggestion(over, CUTS, "cut"))
    apart = [
        id_
        for id_ in CLAUSES
        if id_[0] != "U" and mode.clauses.get(id_, 0.0) != baseline.clauses.get(id_, 0.0)
    ]
    if over == "clauses":
        found = [Player(id_, CLAUSES[id_].title_en, CLAUSES[id_].title_zh, (id_,)) for id_ in apart]
    elif over == "coarse":
        found = [
            Player(name, english, chinese, tuple(id_ for id_ in apart if id_[0] in letters))
            for name, (letters, english, chinese) in COARSE.items()
        ]
    else:
        found = [
            Player(letter, english, chinese, tuple(id_ for id_ in apart if id_[0] == letter))
            for letter, (english, chinese) in FAMILIES.items()
        ]
    players = tuple(player for player in found if player.clauses)
    if not players:
        hint = f"it has the same clauses as {baseline.id}, so there is nothing to share out"
        raise BadInput("<attribute>", None, "mode", mode.id, hint)
    return players


def shapley(worth: Array) -> Array:
    """Return the Shapley value of each player.

    Parameters
    ----------
    worth : ndarray of float64, shape (2**n, ...)
        Worth of every coalition; bit i of the place says whether player i is in.

    Returns
    -------
    ndarray of float64, shape (n, ...)

    Examples
    --------
    >>> shapley(np.array([0.0, 0.0, 0.0, 1.0])).tolist()  # both are needed
    [0.5, 0.5]
    """
    n = int(worth.shape[0]).bit_length() - 1
    masks = np.arange(1 << n)
    size = np.array([int(mask).bit_count() for mask in masks])
    weights = np.array([1.0 / (n * math.comb(n - 1, s)) for s in range(n)])
    values = []
    for i in range(n):
        without = masks[(masks >> i) & 1 == 0]
        gain = worth[without | (1 << i)] - worth[without]
        values.append(np.tensordot(weights[size[without]], gain, axes=(0, 0)))
    return np.array(values)


def interactions(worth: Array) -> Array:
    """Return the Shapley interaction index of each pair, shape (n, n, ...): above 0 they need each other.

    Parameters
    ----------
    worth : ndarray of float64, shape (2**n, ...)
    """
    n = int(worth.shape[0]).bit_length() - 1
    masks = np.arange(1 << n)
    size = np.array([int(mask).bit_count() for mask in masks])
    found = np.zeros((n, n, *worth.shape[1:]))
    for i in range(n):
        for j in range(i):
            a, b = 1 << i, 1 << j
            without = masks[(masks & (a | b)) == 0]
            gain = worth[without | a | b] - worth[without | a] - worth[without | b] + worth[without]
            weights = np.array([1.0 / ((n - 1) * math.comb(n - 2, s)) for s in size[without]])
            found[i, j] = found[j, i] = np.tensordot(weights, gain, axes=(0, 0))
    return found


def orders(n: int, count: int, seed: int) -> list[tuple[int, ...]]:
    """Return orders in which players come: each drawn one is followed by its reverse."""
    keys = unit_sample("halton", n, (count + 1) // 2, seed)
    drawn = [tuple(int(i) for i in row) for row in np.argsort(keys, axis=1)]
    return [order for one in drawn for order in (one, one[::-1])][:count]


def bootstrap(values: Array, seed: int = 0) -> tuple[Array, Array]:
    """Return the ends of the interval of a mean over orders and replicates.

    Parameters
    ----------
    values : ndarray of float64, shape (n_orders, n_replicates, ...)

    Returns
    -------
    tuple of ndarray
        Low and high, of the trailing shape; nan where there is one order and one replicate alone.
    """
    counts = values.shape[:2]
    if max(counts) < 2:
        unknown = np.full(values.shape[2:], np.nan)
        return unknown, unknown
    weights = [
        multinomial(count, np.full(count, 1 / count)).rvs(RESAMPLES, random_state=seed + place) / count
        for place, count in enumerate(counts)
    ]
    means = np.einsum("kb,kr,br...->k...", *weights, values, optimize=True)
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(means, [tail, 100 - tail], axis=0)
    return low, high


@dataclass(frozen=True, repr=False)
class Attribution:
    """The effect of a mode shared out over its players.

    Attributes
    ----------
    scenario : Scenario
    mode, baseline : Entry
    players : tuple of Player
    indicators : tuple of str
    over : str
        How the players are cut.
    orders : tuple of tuple of int, or None
        The orders that were sampled; None where every coalition was run.
    sets : tuple of mapping
        The parameter sets; the first is the scenario as it stands.
    worth : dict of int to ndarray, shape (n_sets, n_replicates, n_indicators)
        The indicators of each coalition, by its mask.
    before : ndarray, shape (n_sets, n_replicates, n_indicators)
        The indicators of the baseline.
    replicates, seed, years : int
    """

    scenario: Scenario
    mode: Entry
    baseline: Entry
    players: tuple[Player, ...]
    indicators: tuple[str, ...]
    over: str
    orders: tuple[tuple[int, ...], ...] | None
    sets: tuple[Settings, ...]
    worth: Mapping[int, Array]
    before: Array
    replicates: int
    seed: int
    years: int

    def __repr__(self) -> str:
        return (
            f"<Attribution of {self.mode.label} against {self.baseline.label} on {self.scenario.id} "
            f"over {len(self.players)} {self.over}>"
        )

    @property
    def exact(self) -> bool:
        """Whether every coalition was run."""
        return self.orders is None

    def values(self, indicator: str, of_set: int = 0) -> Array:
        """Return what each player adds, shape (n_orders, n_replicates, n_players); one order where exact.

        Replicates in which a coalition has no value are left out.
        """
        worth = self._worth(indicator, of_set)
        n = len(self.players)
        if self.orders is None:
            whole = np.array([worth[mask] for mask in range(1 << n)])
            return shapley(whole).T[np.newaxis]
        found = np.empty((len(self.orders), len(worth[0]), n))
        for place, order in enumerate(self.orders):
            mask = 0
            for player in order:
                found[place, :, player] = worth[mask | (1 << player)] - worth[mask]
                mask |= 1 << player
        return found

    def table(self, indicator: str) -> pd.DataFrame:
        """Return a row for each player, what the mode sets besides, and the whole.

        Returns
        -------
        DataFrame
            player, title_en, title_zh, clauses, value (its Shapley value) with low and high, alone (it alone
            on the baseline), missing (what the mode loses without it), stacked (what it adds in the order of
            the source). The values add up to the whole; so does stacked.
        """
        values = self.values(indicator)
        low, high = bootstrap(values)
        mean = values.mean(axis=(0, 1))
        worth = self._worth(indicator)
        full = (1 << len(self.players)) - 1
        rows = []
        mask = 0
        for i, player in enumerate(self.players):
            bit = 1 << i
            rows.append(
                {
                    "player": player.id,
                    "title_en": player.title_en,
                    "title_zh": player.title_zh,
                    "clauses": " ".join(player.clauses),
                    "value": mean[i],
                    "low": low[i],
                    "high": high[i],
                    "alone": (worth[bit] - worth[0]).mean(),
                    "missing": (worth[full] - worth[full & ~bit]).mean(),
                    "stacked": (worth[mask | bit] - worth[mask]).mean(),
                }
            )
            mask |= bit
        for name, titles, parts in (
            ("rest", ("Set besides (U, parameters)", "其他設定(U、參數)"), worth[0] - worth[-1]),
            ("whole", ("Whole effect", "總效應"), worth[full] - worth[-1]),
        ):
            ends = bootstrap(parts[np.newaxis])
            mean_part = parts.mean() if len(parts) else math.nan
            rows.append(
                {
                    "player": name, "title_en": titles[0], "title_zh": titles[1], "clauses": "",
                    "value": mean_part, "low": float(ends[0]), "high": float(ends[1]), "stacked": mean_part,
                }
            )  # fmt: skip
        return pd.DataFrame(rows)

    def pairs(self, indicator: str) -> pd.DataFrame:
        """Return the interaction of each pair: above 0 they need each other, below 0 they do the same work.

        Raises
        ------
        BadInput
            If orders were sampled, which leave most pairs unseen.
        """
        if self.orders is not None:
            hint = "pairs need every coalition; share out over families or coarse groups"
            raise BadInput("<attribute>", None, "pairs", f"over {self.over}", hint)
        worth = self._worth(indicator)
        whole = interactions(np.array([worth[mask] for mask in range(1 << len(self.players))]))
        low, high = bootstrap(np.moveaxis(whole, -1, 0)[np.newaxis])
        mean = whole.mean(axis=-1)
        rows = [
            (a.id, b.id, mean[i, j], low[i, j], high[i, j])
            for i, a in enumerate(self.players)
            for j, b in enumerate(self.players)
            if i < j
        ]
        frame = pd.DataFrame(rows, columns=["player", "other", "value", "low", "high"])
        return frame.sort_values("value", key=abs, ascending=False, ignore_index=True)

    def stability(self, indicator: str) -> pd.DataFrame:
        """Return over the parameter sets: how often each player does most, keeps its sign, and its range."""
        self._known(indicator)
        means = np.array([self.values(indicator, k).mean(axis=(0, 1)) for k in range(len(self.sets))])
        whole = means.sum(axis=1, keepdims=True)
        helped = np.sign(means) == np.sign(whole)
        first = np.argmax(means * np.sign(whole), axis=1)
        return pd.DataFrame(
            {
                "player": [player.id for player in self.players],
                "most_work": [(first == i).mean() for i in range(len(self.players))],
                "same_way": helped.mean(axis=0),
                "lowest": means.min(axis=0),
                "highest": means.max(axis=0),
                "sets": len(self.sets),
            }
        )

    def _known(self, indicator: str) -> int:
        if indicator not in self.indicators:
            hint = suggestion(indicator, self.indicators, "indicator of this study")
            raise BadInput("<attribute>", None, "indicator", indicator, hint)
        return self.indicators.index(indicator)

    def _worth(self, indicator: str, of_set: int = 0) -> dict[int, Array]:
        """Return the indicator of each coalition, and of the baseline under -1, by replicate.

        A replicate in which one of them has no value is left out of all: else the parts would not add up.
        """
        place = self._known(indicator)
        found = {mask: values[of_set, :, place] for mask, values in self.worth.items()}
        found[-1] = self.before[of_set, :, place]
        finite = np.all([np.isfinite(values) for values in found.values()], axis=0)
        return {mask: values[finite] for mask, values in found.items()}


def attribute(
    scenario: str | Path | Scenario = "wenjiang",
    mode: ModeLike = "one_plus_two",
    *,
    baseline: ModeLike = PRESENT,
    over: str = "families",
    indicators: Sequence[str] | None = None,
    replicates: int = 4,
    orders_sampled: int = 8,
    sets: Sequence[Mapping[str, object]] = (),
    seed: int = 1,
    years: int | None = None,
    out: str | Path | None = None,
    jobs: int = -1,
    executor: Executor | None = None,
    quiet: bool = False,
    simulate: Simulate = simulate_model,
    announce: Callable[[Estimate], None] | None = None,
) -> Attribution:
    """Share out the effect of a mode over its clauses.

    Parameters
    ----------
    scenario : name, file or Scenario
    mode, baseline : name, file or Mode
    over : {"families", "coarse", "clauses"}
        The players: ten families and four groups exactly, by every coalition; clauses by sampled orders.
    indicators : sequence of str, optional
        The headlines unless given.
    replicates : int
        Of every coalition, on common random numbers.
    orders_sampled : int
        Orders where not every coalition is run; an even number takes each with its reverse.
    sets : sequence of mapping of path to quantity
        Further parameter sets under which the game is played again, for `Attribution.stability`.
    out : path, optional
        A folder in which runs are kept as they finish; the same call goes on from there.

    Returns
    -------
    Attribution
    """
    case = resolve(scenario)
    chosen = HEADLINES if indicators is None else tuple(indicators)
    for name in chosen:
        if name not in INDICATORS:
            raise BadInput("<attribute>", None, "indicators", name, suggestion(name, INDICATORS, "indicator"))
    entries = entries_of(case, [_one(case, mode)], _one(case, baseline))
    if len(entries) < 2:
        raise BadInput("<attribute>", None, "mode", str(mode), "it must differ from the baseline")
    before, after = entries.values()
    old, new = next(iter(before.by_park.values())), next(iter(after.by_park.values()))
    players = players_of(over, new, old)
    n = len(players)
    drawn = None if n <= _MOST_EXACT and over != "clauses" else tuple(orders(n, orders_sampled, seed))
    masks = sorted(range(1 << n) if drawn is None else _masks(n, drawn))
    points = [_coalition(players, mask, new, old) for mask in masks]
    how = {"scenario": case, "replicates": replicates, "seed": seed, "years": years}
    given = Design.of({**how, "modes": [old], "points": [{}, *map(dict, sets)]})
    design = replace(
        given,
        entries={after.label: after},
        points=tuple({**extra, **point} for extra in given.points for point in points),
    )
    run = partial(sweep, jobs=jobs, executor=executor, quiet=quiet, simulate=simulate)
    runs = run(design, out=_within(out, "coalitions"), announce=announce)
    same = old.digest == replace(new, clauses={**new.clauses, **_clauses_of(points[0])}).digest
    base = runs if same else run(given, out=_within(out, "baseline"))
    shape = (len(given.points), -1, replicates, len(chosen))
    worth = _values(runs, chosen).reshape(shape)
    return Attribution(
        scenario=case,
        mode=after,
        baseline=before,
        players=players,
        indicators=chosen,
        over=over,
        orders=drawn,
        sets=given.points,
        worth={mask: worth[:, place] for place, mask in enumerate(masks)},
        before=worth[:, 0] if same else _values(base, chosen).reshape(shape)[:, 0],
        replicates=replicates,
        seed=seed,
        years=design.years_of(case.id),
    )


def _one(case: Scenario, given: ModeLike) -> ModeLike:
    if isinstance(given, Mapping):
        hint = "a mode for each park has no clauses of its own; give one mode"
        raise BadInput("<attribute>", None, "mode", "a mixture", hint)
    return given


def _masks(n: int, drawn: Sequence[tuple[int, ...]]) -> set[int]:
    full = (1 << n) - 1
    found = {0, full, *(1 << i for i in range(n)), *(full & ~(1 << i) for i in range(n))}
    for order in (*drawn, tuple(range(n))):
        mask = 0
        for player in order:
            mask |= 1 << player
            found.add(mask)
    return found


def _coalition(players: Sequence[Player], mask: int, new: Mode, old: Mode) -> Settings:
    """Return the intensities under which the players of a coalition are as in the mode, others as before."""
    return {
        f"clauses.{id_}": (new if mask >> i & 1 else old).clauses.get(id_, 0.0)
        for i, player in enumerate(players)
        for id_ in player.clauses
    }


def _clauses_of(point: Settings) -> dict[str, float]:
    return {path.removeprefix("clauses."): float(value) for path, value in point.items()}


def _within(out: str | Path | None, name: str) -> Path | None:
    return None if out is None else Path(out) / name


def _values(found: Sweep, indicators: Sequence[str]) -> Array:
    runs = found.runs
    lost = runs[runs["message"] != ""]
    if len(lost):
        hint = f"{len(lost)} runs failed, so the parts cannot add up"
        raise RuntimeError(f"{hint}; the first says: {lost['message'].iloc[0]}")
    values: Array = runs[list(indicators)].to_numpy(dtype=float)
    return values
