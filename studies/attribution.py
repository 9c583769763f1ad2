"""Which clauses do the work? The effect of a mode, shared out over its clauses on common random numbers.

The players of the game are groups of clauses: the ten families, four coarse groups, or single clauses. A
coalition is the mode with the clauses of its players as they are and those of the others as the baseline has
them; its worth is the difference from the baseline in an indicator. The Shapley value [1]_ of a player is the
mean of what it adds over all orders in which the players could come; the values of all players, and what the
mode sets besides (U1, and parameters of the mode itself), which comes first, add up to the whole effect.

References
----------
.. [1] The maths, with its sources, is in `crosspark.studies.shapley`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import MUST_DIFFER, ONE_MODE, BadInput, Text, suggestion
from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import INDICATORS
from crosspark.studies.assumptions import own_paths
from crosspark.studies.complete import chosen_indicators, complete
from crosspark.studies.design import Design, Settings
from crosspark.studies.entries import PRESENT, Entry, ModeLike, entries_of
from crosspark.studies.folders import check_folder
from crosspark.studies.jobs import Simulate
from crosspark.studies.runner import simulate_model
from crosspark.studies.sets import Sets, read_sets
from crosspark.studies.shapley import bootstrap, interactions, orders, shapley
from crosspark.studies.sweep import Estimate, Sweep, sweep

Array = NDArray[np.float64]

FAMILY_TITLES: dict[str, tuple[str, str]] = {
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

#: Groups of families by id: their letters, and their titles.
COARSE: dict[str, tuple[str, str, str]] = {
    "approvals": ("SM", "Approvals and project mechanisms (S, M)", "審批與項目機制(S、M)"),
    "bodies": ("HPC", "The bodies of “1+2” (H, P, C)", "“1+2”三機構(H、P、C)"),
    "people": ("RDAO", "Powers, assessment and people (R, D, A, O)", "權責、考核與人員(R、D、A、O)"),
    "between": ("F", "Between the parks (F)", "園區之間(F)"),
}

#: How the players of a game may be cut.
CUTS = ("families", "coarse", "clauses")

#: The rows of a table that are no player: what the mode sets besides, and the sum of all.
REST, WHOLE = "rest", "whole"

_REST = ("Set besides (U, parameters)", "其他設定(U、參數)")
_WHOLE = ("Whole effect", "總效應")

#: Under which the baseline stands among the coalitions.
_BEFORE = -1

#: Up to so many players every coalition is run: 1,024 of them.
_MOST_EXACT = 10

_WHERE = "<attribute>"


@dataclass(frozen=True)
class Player:
    """Clauses that come together."""

    id: str
    title_en: str
    title_zh: str
    clauses: tuple[str, ...]

    def title(self, lang: str) -> str:
        """Return the title in a language."""
        return self.title_zh if lang == "zh" else self.title_en


def players_of(over: str, mode: Mode, baseline: Mode) -> tuple[Player, ...]:
    """Return the players of a cut: of the clauses in which two modes differ, U left out.

    Raises
    ------
    BadInput
        If there is no such cut, or nothing differs.
    """
    if over not in CUTS:
        raise BadInput(_WHERE, None, "over", over, suggestion(over, CUTS, "cut", "拆分方式"))
    apart = [id_ for id_ in _apart(mode, baseline) if id_[0] != "U"]
    if not apart:
        hint = Text(
            f"it has the same clauses as {baseline.id}, so there is nothing to share out",
            f"其條款與 {baseline.id} 相同,無可分攤",
        )
        raise BadInput(_WHERE, None, "mode", mode.id, hint)
    if over == "clauses":
        return tuple(Player(id_, CLAUSES[id_].title_en, CLAUSES[id_].title_zh, (id_,)) for id_ in apart)
    cut = COARSE if over == "coarse" else {name: (name, *titles) for name, titles in FAMILY_TITLES.items()}
    found = (
        Player(name, english, chinese, tuple(id_ for id_ in apart if id_[0] in letters))
        for name, (letters, english, chinese) in cut.items()
    )
    return tuple(player for player in found if player.clauses)


def _apart(mode: Mode, baseline: Mode) -> list[str]:
    return [id_ for id_ in CLAUSES if mode.clauses.get(id_, 0.0) != baseline.clauses.get(id_, 0.0)]


@dataclass(frozen=True, repr=False)
class Attribution:
    """The effect of a mode shared out over its players.

    Attributes
    ----------
    scenario : Scenario
    mode, baseline : Entry
    players : tuple of Player
    rest : tuple of str
        The clauses in which the modes differ and that are no player's: U.
    indicators : tuple of str
        Those that were asked for; every other one can be asked for too.
    over : str
        How the players are cut.
    orders : tuple of tuple of int, or None
        The orders that were sampled, each followed by its reverse; None where every coalition was run.
    sets : tuple of mapping
        The parameter sets; the first, which is empty, is the scenario as it stands.
    worth : dict of int to ndarray, shape (n_sets, n_replicates, n_indicators)
        All indicators of each coalition, by its mask.
    before : ndarray, shape (n_sets, n_replicates, n_indicators)
        Those of the baseline.
    replicates, seed, years : int
    """

    scenario: Scenario
    mode: Entry
    baseline: Entry
    players: tuple[Player, ...]
    rest: tuple[str, ...]
    indicators: tuple[str, ...]
    over: str
    orders: tuple[tuple[int, ...], ...] | None
    sets: tuple[Settings, ...]
    worth: Mapping[int, Array]
    before: Array
    replicates: int
    seed: int
    years: int

    @classmethod
    def of(
        cls,
        scenario: str | Path | Scenario = "wenjiang",
        mode: ModeLike = "one_plus_two",
        *,
        baseline: ModeLike = PRESENT,
        over: str = "families",
        indicators: Sequence[str] | str | None = None,
        replicates: int = 4,
        sampled: int = 8,
        sets: Sets | None = None,
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
        """Share out the effect of a mode over its clauses.

        Parameters
        ----------
        scenario : name, file or Scenario
        mode, baseline : name, file or Mode
        over : {"families", "coarse", "clauses"}
            The players. Up to ten of them play every coalition; more come in sampled orders.
        indicators : sequence of str, optional
            What text and figures show: the headlines unless given.
        replicates : int
            Of every coalition, on common random numbers.
        sampled : int
            Orders where not every coalition is run: even, for each comes with its reverse.
        sets : list, file or ``"stored"``, optional
            Further parameter sets (`crosspark.studies.sets`) under which the game is played again, for
            `stability`.
        seed : int
        years : int, optional
            After adoption; the scenario's horizon unless given.
        out : path, optional
            A folder in which runs are kept as they finish; the same call goes on from there.
        retry, jobs, executor, quiet, simulate, announce
            As in `crosspark.studies.sweep.sweep`.

        Raises
        ------
        BadInput
            If something given cannot be used.
        RunsFailedError
            If a run failed; it names the first.
        SweepInterrupted
            On Ctrl-C; what was finished is kept in `out`.

        Examples
        --------
        >>> found = Attribution.of("two_parks", over="coarse", replicates=8)  # doctest: +SKIP
        >>> found.table("days_to_start")  # doctest: +SKIP
        """
        case = resolve(scenario)
        shown = chosen_indicators(_WHERE, indicators)
        old, new, before, after = _modes(case, mode, baseline)
        players = players_of(over, new, old)
        n = len(players)
        drawn = None if n <= _MOST_EXACT else orders(n, _even(sampled), seed)
        masks = list(range(1 << n)) if drawn is None else sorted(_masks(n, drawn))
        how = {"scenario": case, "replicates": replicates, "seed": seed, "years": years}
        further = read_sets(_WHERE, case, sets, own=own_paths((old, new))).points
        given = Design.of({**how, "modes": [old], "points": [{}, *further]})
        points = [_coalition(players, mask, new, old) for mask in masks]
        design = replace(
            given,
            entries={after.label: after},
            points=tuple({**extra, **point} for extra in given.points for point in points),
        )
        run = partial(sweep, retry=retry, jobs=jobs, executor=executor, quiet=quiet, simulate=simulate)
        if out is not None:
            check_folder(out, ("coalitions",))
        runs = run(design, out=_within(out, "coalitions"), announce=announce)
        base = run(given, out=_within(out, "baseline"))
        worth = _values(runs, ["+".join(_members(players, mask)) or "no player" for mask in masks])
        worth = worth.reshape(len(given.points), len(masks), replicates, -1)
        return cls(
            scenario=case,
            mode=after,
            baseline=before,
            players=players,
            rest=tuple(id_ for id_ in _apart(new, old) if id_[0] == "U"),
            indicators=shown,
            over=over,
            orders=drawn,
            sets=given.points,
            worth={mask: worth[:, place] for place, mask in enumerate(masks)},
            before=_values(base, [before.label]).reshape(len(given.points), replicates, -1),
            replicates=replicates,
            seed=seed,
            years=design.years_of(case.id),
        )

    def __repr__(self) -> str:
        return (
            f"<Attribution of {self.mode.label} against {self.baseline.label} on {self.scenario.id} "
            f"over {len(self.players)} {self.over}>"
        )

    def values(self, indicator: str, of_set: int = 0) -> Array:
        """Return what each player adds, by order and replicate.

        Returns
        -------
        ndarray of float64, shape (n_orders, n_replicates, n_players)
            One order where every coalition was run, which is the mean over all; else one for each sampled
            order together with its reverse. A replicate in which any coalition has no value is left out.
        """
        worth = self._worth(indicator, of_set)
        n = len(self.players)
        if self.orders is None:
            return shapley(np.array([worth[mask] for mask in range(1 << n)])).T[np.newaxis]
        found = np.empty((len(self.orders), len(worth[0]), n))
        for place, order in enumerate(self.orders):
            mask = 0
            for player in order:
                found[place, :, player] = worth[mask | (1 << player)] - worth[mask]
                mask |= 1 << player
        # An order and its reverse are no two draws: their mean is one.
        return (found[::2] + found[1::2]) / 2

    def table(self, indicator: str) -> pd.DataFrame:
        """Return a row for each player, one for what the mode sets besides, and one for the whole.

        Returns
        -------
        DataFrame
            player, title_en, title_zh, clauses, wired (those of its clauses that move the indicator by
            definition), value (its Shapley value) with low and high, alone (what it brings alone), missing
            (what the mode loses without it), stacked (what it adds in the order of the source), replicates
            (those in which all coalitions have a value). The values add up to the whole, to rounding; so does
            stacked.
        """
        worth = self._worth(indicator)
        full = (1 << len(self.players)) - 1
        bits = [1 << i for i in range(len(self.players))]
        added = [worth[0] - worth[_BEFORE], worth[full] - worth[_BEFORE]]
        parts = [self.values(indicator), *(part[np.newaxis, :, np.newaxis] for part in added)]
        value, low, high = np.concatenate([_with_interval(part) for part in parts], axis=1)
        shown = [*self.players, Player(REST, *_REST, self.rest), Player(WHOLE, *_WHOLE, ())]
        about = INDICATORS[indicator]
        return pd.DataFrame(
            {
                "player": [player.id for player in shown],
                "title_en": [player.title_en for player in shown],
                "title_zh": [player.title_zh for player in shown],
                "clauses": [" ".join(player.clauses) for player in shown],
                "wired": [" ".join(about.wired_among(player.clauses)) for player in shown],
                "value": value,
                "low": low,
                "high": high,
                "alone": [*(_mean(worth[bit] - worth[0]) for bit in bits), math.nan, math.nan],
                "missing": [*(_mean(worth[full] - worth[full - bit]) for bit in bits), math.nan, math.nan],
                # The lower bits are those who come before in the order of the source.
                "stacked": [*(_mean(worth[2 * bit - 1] - worth[bit - 1]) for bit in bits), *value[-2:]],
                "replicates": len(worth[full]),
            }
        )

    def rows(self, indicator: str) -> list[dict[str, Any]]:
        """Return the rows of `table`, each as a mapping; the last is the whole."""
        found = self.table(indicator).to_dict("records")
        return [{str(key): value for key, value in row.items()} for row in found]

    def level(self, indicator: str) -> float:
        """Return the mean of an indicator under the baseline."""
        return _mean(self._worth(indicator)[_BEFORE])

    def gap(self, indicator: str, player: str, other: str) -> tuple[float, float, float]:
        """Return how far the value of one player lies above another's, and the interval of that."""
        ids = [each.id for each in self.players]
        for given in (player, other):
            if given not in ids:
                raise BadInput(_WHERE, None, "player", given, suggestion(given, ids, "player", "部分"))
        values = self.values(indicator)
        mean, low, high = _with_interval(values[..., ids.index(player)] - values[..., ids.index(other)])
        return float(mean), float(low), float(high)

    def pairs(self, indicator: str) -> pd.DataFrame:
        """Return the interaction of each pair, the largest first.

        Returns
        -------
        DataFrame
            player, other, value with low and high: what both bring beyond what each brings; kind:
            ``complements`` do better together, ``substitutes`` take from each other, and it is empty where
            the interval holds zero.

        Raises
        ------
        BadInput
            If orders were sampled, which leave most pairs unseen.
        """
        worth = self._worth(indicator)
        if self.orders is not None:
            hint = Text(
                "pairs need every coalition; share out over families or coarse groups",
                "成對作用須有全部組合;請按 families 或 coarse 拆分",
            )
            raise BadInput(_WHERE, None, "pairs", Text(f"over {self.over}", f"按 {self.over} 拆分"), hint)
        whole = interactions(np.array([worth[mask] for mask in range(1 << len(self.players))]))
        mean, low, high = _with_interval(np.moveaxis(whole, -1, 0)[np.newaxis])
        # Where neither way is better, the words speak of more.
        better = INDICATORS[indicator].direction or 1
        rows = []
        for i, one in enumerate(self.players):
            for j, other in enumerate(self.players[:i]):
                sure = low[i, j] > 0 or high[i, j] < 0
                kind = ("complements" if mean[i, j] * better > 0 else "substitutes") if sure else ""
                rows.append((other.id, one.id, mean[i, j], low[i, j], high[i, j], kind))
        rows.sort(key=lambda row: -abs(row[2]))
        return pd.DataFrame(rows, columns=["player", "other", "value", "low", "high", "kind"])

    def stability(self, indicator: str) -> pd.DataFrame:
        """Return in how many of the further parameter sets the ranking is what it is in the scenario itself.

        Returns
        -------
        DataFrame
            A row for each player. rank: its place in the scenario as it stands; rank 1 has most of what the
            whole effect consists of there, be that a rise or a fall. first, same_rank, same_sign: sets in
            which it is first, has the same rank, the same sign; lowest, highest: its value over the sets;
            ranking_kept, whole_kept: sets in which no player's rank differs, and in which the whole effect
            has the same sign; sets: how many there are. A set without a value counts in none; without any,
            or where the scenario itself has no value, there is no row.

        Raises
        ------
        BadInput
            If there are no further sets.
        """
        self._known(indicator)
        if len(self.sets) < 2:
            hint = Text(
                "give sets= to attribute, each a mapping of path to quantity",
                "請給 attribute 的 sets=,每組為「路徑: 數量」",
            )
            raise BadInput(_WHERE, None, "sets", None, hint)
        full = (1 << len(self.players)) - 1
        found = []
        for of_set in range(len(self.sets)):
            worth = self._worth(indicator, of_set)
            if worth[full].size:
                means = self.values(indicator, of_set).mean(axis=(0, 1))
                found.append([*means, _mean(worth[full] - worth[_BEFORE])])
            elif of_set == 0:
                return pd.DataFrame()
        if len(found) < 2:
            return pd.DataFrame()
        signs = np.sign(found)
        means = np.array(found)[:, :-1]
        ranks = rankdata(-means * signs[0, -1], axis=1, method="min")
        same = ranks[1:] == ranks[0]
        return pd.DataFrame(
            {
                "player": [player.id for player in self.players],
                "title_en": [player.title_en for player in self.players],
                "title_zh": [player.title_zh for player in self.players],
                "rank": ranks[0].astype(int),
                "first": (ranks[1:] == 1).sum(axis=0),
                "same_rank": same.sum(axis=0),
                "same_sign": (signs[1:, :-1] == signs[0, :-1]).sum(axis=0),
                "lowest": means[1:].min(axis=0),
                "highest": means[1:].max(axis=0),
                "ranking_kept": int(same.all(axis=1).sum()),
                "whole_kept": int((signs[1:, -1] == signs[0, -1]).sum()),
                "sets": len(self.sets) - 1,
            }
        )

    def _known(self, indicator: str) -> int:
        if indicator not in INDICATORS:
            raise BadInput(
                _WHERE, None, "indicator", indicator, suggestion(indicator, INDICATORS, "indicator", "指標")
            )
        return list(INDICATORS).index(indicator)

    def _worth(self, indicator: str, of_set: int = 0) -> dict[int, Array]:
        """Return the indicator of each coalition and of the baseline, by replicate.

        A replicate in which one of them has no value is left out of all: else the parts would not add up.
        """
        place = self._known(indicator)
        found = {mask: values[of_set, :, place] for mask, values in self.worth.items()}
        found[_BEFORE] = self.before[of_set, :, place]
        finite = np.all([np.isfinite(values) for values in found.values()], axis=0)
        return {mask: values[finite] for mask, values in found.items()}


attribute = Attribution.of


def _mean(values: Array) -> float:
    return float(values.mean()) if values.size else math.nan


def _with_interval(values: Array) -> tuple[Array, Array, Array]:
    """Return the mean over orders and replicates with the ends of its interval; nan where there is none."""
    if 0 in values.shape[:2]:
        unknown = np.full(values.shape[2:], np.nan)
        return unknown, unknown, unknown
    return np.asarray(values.mean(axis=(0, 1))), *bootstrap(values)


def _modes(case: Scenario, mode: ModeLike, baseline: ModeLike) -> tuple[Mode, Mode, Entry, Entry]:
    """Return the mode of the baseline, the one that is shared out, and their entries."""
    for field, given in (("mode", mode), ("baseline", baseline)):
        if isinstance(given, Mapping):
            hint = ONE_MODE
            raise BadInput(_WHERE, None, field, Text("a mixture", "混合模式"), hint)
    entries = entries_of(case, [mode], baseline)
    if len(entries) < 2:
        raise BadInput(_WHERE, None, "mode", next(iter(entries)), MUST_DIFFER)
    before, after = entries.values()
    old, new = next(iter(before.by_park.values())), next(iter(after.by_park.values()))
    return old, new, before, after


def _even(sampled: int) -> int:
    if isinstance(sampled, bool) or not isinstance(sampled, int) or sampled < 4 or sampled % 2:
        hint = Text(
            "it must be an even number, at least 4: each order comes with its reverse",
            "須為偶數,至少4:每個順序與其逆序成對",
        )
        raise BadInput(_WHERE, None, "sampled", sampled, hint)
    return sampled


def _masks(n: int, drawn: Sequence[tuple[int, ...]]) -> set[int]:
    """Return the coalitions that sampled orders pass, and those of alone, missing and the source's order."""
    full = (1 << n) - 1
    found = {0, full, *(1 << i for i in range(n)), *(full & ~(1 << i) for i in range(n))}
    for order in (*drawn, tuple(range(n))):
        mask = 0
        for player in order:
            mask |= 1 << player
            found.add(mask)
    return found


def _members(players: Sequence[Player], mask: int) -> list[str]:
    return [player.id for i, player in enumerate(players) if mask >> i & 1]


def _coalition(players: Sequence[Player], mask: int, new: Mode, old: Mode) -> Settings:
    """Return the intensities under which the players of a coalition are as in the mode, others as before."""
    return {
        f"clauses.{id_}": (new if mask >> i & 1 else old).clauses.get(id_, 0.0)
        for i, player in enumerate(players)
        for id_ in player.clauses
    }


def _within(out: str | Path | None, name: str) -> Path | None:
    return None if out is None else Path(out) / name


def _values(found: Sweep, named: Sequence[str]) -> Array:
    """Return every indicator of every run, shape (n_runs, n_indicators).

    `named` is what a message calls the points, which go through it again for each parameter set.
    """
    return complete(
        found,
        list(INDICATORS),
        lambda run: f"{named[run['point'] % len(named)]}, replicate {run['replicate']}",
        Text("the parts cannot add up", "各部分無法相加"),
    )
