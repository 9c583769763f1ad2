"""The books: every m², yuan, person and place is in exactly one account, and only transfers move it.

Accounts are integers; the outside world (other districts, banks, customers, the national labour market,
the province that issues quota) is an account too. So the sum over the accounts of a resource never
changes, to the unit.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosspark.model.kernel import kernel

Table = NDArray[Any]

Amounts = NDArray[np.int64]

#: Resources, their units, and the accounts of each: of every park (1) or of the district once (0).
RESOURCES: dict[str, tuple[str, dict[str, int]]] = {
    "land": (
        "m2",
        {"collective": 1, "acquired": 1, "serviced": 1, "reserved": 1, "leased": 1, "idle": 1},
    ),
    "quota": ("m2", {"quota": 1, "quota_reserved": 1, "quota_used": 1, "province": 0}),
    "capital": (
        "yuan",
        {"fund": 1, "enterprises": 1, "treasury": 0, "households": 0, "outside": 0},
    ),
    "research": ("person", {"seeking": 1, "employed": 1, "outside": 0}),
    "medical": ("person", {"seeking": 1, "employed": 1, "outside": 0}),
    "technical": ("person", {"seeking": 1, "employed": 1, "outside": 0}),
    "places": ("person", {"free": 1, "taken": 1}),
}
#: Accounts that may be in debt: the world outside, and a treasury that borrows.
MAY_OWE = frozenset({"province", "outside", "treasury", "households"})


class Transfer(NamedTuple):
    """One booking: amounts between accounts, park by park, at a price, for a reason.

    `giver_parks` and `receiver_parks` name the parks, one for each amount; empty where amount j is
    park j's.
    """

    month: int
    resource: str
    giver: str
    receiver: str
    amounts: Amounts
    reason: str
    price: float
    giver_parks: NDArray[np.int64]
    receiver_parks: NDArray[np.int64]


class Booked(NamedTuple):
    """Amounts of one kind of transfer, each with its month and the parks of both accounts (−1: none)."""

    months: NDArray[np.int64]
    amounts: Amounts
    givers: NDArray[np.int64]
    receivers: NDArray[np.int64]


#: Parks that are not named: amount j is park j's.
NOBODY: NDArray[np.int64] = np.zeros(0, np.int64)
NOTHING, BOOKED, NEGATIVE, DEBT, MISSHAPEN = range(5)


@kernel
def book(given: Table, received: Table, moved: Table, givers: Table, receivers: Table, may_owe: bool) -> int:
    """Move amounts from one account to another and say what came of it.

    Parameters
    ----------
    given, received : ndarray of int64, shape (n_parks,) or (1,)
        Balances by park, or of the district's one account.
    moved : ndarray of int64, shape (n,)
    givers, receivers : ndarray of int64, shape (n,) or (0,)
        Parks, where they are named.
    may_owe : bool
        Whether the giver may fall below zero.
    """
    count = moved.shape[0]
    for account, parks in ((given, givers), (received, receivers)):
        named = parks.shape[0] if parks.shape[0] > 0 else account.shape[0]
        if account.shape[0] > 1 and named != count:
            return MISSHAPEN
    some = False
    for i in range(moved.shape[0]):
        if moved[i] < 0:
            return NEGATIVE
        some = some or moved[i] > 0
    if not some:
        return NOTHING
    for i in range(moved.shape[0]):
        g = 0 if given.shape[0] == 1 else givers[i] if givers.shape[0] > 0 else i
        r = 0 if received.shape[0] == 1 else receivers[i] if receivers.shape[0] > 0 else i
        given[g] -= moved[i]
        received[r] += moved[i]
    if not may_owe:
        for g in range(given.shape[0]):
            if given[g] < 0:
                return DEBT
    return BOOKED


@kernel
def sum_by_park(amounts: Table, park: Table, parks: int) -> Table:
    """Return the sum of whole amounts by park, shape (parks,)."""
    sums = np.zeros(parks, np.int64)
    for i in range(amounts.shape[0]):
        sums[park[i]] += amounts[i]
    return sums


class OverdrawnError(RuntimeError):
    """An account would fall below zero: a mistake of the model, never of the input."""


class Ledger:
    """Balances by resource and account, and the record of transfers.

    Parameters
    ----------
    parks : sequence of str
        Ids of the parks; each has one account of every park-wise kind.
    """

    def __init__(self, parks: tuple[str, ...]) -> None:
        self.parks = parks
        self.month = 0
        self.transfers: list[Transfer] = []
        self.balances: dict[str, Amounts] = {}
        self._views: dict[tuple[str, str], Amounts] = {}
        self._names: dict[str, list[str]] = {}
        self._booked: tuple[tuple[int, int], dict[tuple[str, str, str, str], Booked]] = ((-1, -1), {})
        for resource, (_, accounts) in RESOURCES.items():
            sizes = [len(parks) if by_park else 1 for by_park in accounts.values()]
            self.balances[resource] = np.zeros(sum(sizes), np.int64)
            self._names |= {account: [f"{account}:{park}" for park in parks] for account in accounts}
        self._look()

    def _look(self) -> None:
        for resource, (_, accounts) in RESOURCES.items():
            start = 0
            for account, by_park in accounts.items():
                size = len(self.parks) if by_park else 1
                self._views[resource, account] = self.balances[resource][start : start + size]
                start += size

    def __setstate__(self, state: dict[str, Any]) -> None:
        # A view that is written down comes back as an array of its own.
        self.__dict__.update(state)
        self._look()

    def at(self, resource: str, account: str, park: int | None = None) -> int:
        """Return the balance of one account; of all parks together where `park` is None."""
        view = self.of(resource, account)
        return int(view.sum()) if park is None else int(view[park])

    def of(self, resource: str, account: str) -> Amounts:
        """Return the balances of an account by park (a view; length one where it is the district's)."""
        return self._views[resource, account]

    def endow(self, resource: str, account: str, amounts: Any) -> None:
        """Set the balances of an account before the first month."""
        self.of(resource, account)[:] = np.asarray(amounts)

    def move(
        self,
        resource: str,
        giver: str,
        receiver: str,
        amounts: Any,
        reason: str,
        *,
        price: float = 0.0,
        giver_parks: Any = None,
        receiver_parks: Any = None,
    ) -> None:
        """Book a transfer.

        Parameters
        ----------
        resource : str
        giver, receiver : str
            Accounts. Where both are park-wise, park j gives to park j unless parks are named.
        amounts : int or array of int, not negative
            One for each park in question.
        reason : str
        price : float
            Yuan per unit, where something was paid for it.
        giver_parks, receiver_parks : array of int, optional
            Parks that give and receive, one for each amount.

        Raises
        ------
        OverdrawnError
            If an account of the district would fall below zero.
        ValueError
            If there is not one amount for each park in question.
        """
        moved = np.array(amounts, dtype=np.int64, ndmin=1)
        given, received = self._views[resource, giver], self._views[resource, receiver]
        givers = NOBODY if giver_parks is None else np.asarray(giver_parks, np.int64)
        receivers = NOBODY if receiver_parks is None else np.asarray(receiver_parks, np.int64)
        done = book(given, received, moved, givers, receivers, giver in MAY_OWE)
        if done == NOTHING:
            return
        if done == NEGATIVE:
            raise OverdrawnError(
                f"{reason}: {moved.min()} of {resource} from {giver} to {receiver} is negative"
            )
        if done == MISSHAPEN:
            raise ValueError(f"{reason}: {len(moved)} amounts of {resource} from {giver} to {receiver}")
        if done == DEBT:
            at = int(np.argmin(given))
            raise OverdrawnError(f"{reason}: {giver} {at} of {resource} would be {given[at]}")
        self.transfers.append(
            Transfer(self.month, resource, giver, receiver, moved, reason, price, givers, receivers)
        )

    def booked(self, since: int = 0) -> dict[tuple[str, str, str, str], Booked]:
        """Return the amounts moved since a month by (giver, receiver, resource, reason), accounts by kind."""
        state = len(self.transfers), since
        if self._booked[0] == state:
            return self._booked[1]
        every = np.arange(len(self.parks))
        listed: dict[tuple[str, str, str, str], list[Transfer]] = {}
        for t in self.transfers:
            if t.month >= since:
                key = t.giver, t.receiver, t.resource, t.reason
                if key in listed:
                    listed[key].append(t)
                else:
                    listed[key] = [t]
        found = {}
        for key, transfers in listed.items():
            amounts = [t.amounts for t in transfers]
            sizes = np.fromiter(map(len, amounts), np.int64, len(amounts))
            months = np.repeat([t.month for t in transfers], sizes)
            parks = []
            for account, named in (
                (key[0], [t.giver_parks for t in transfers]),
                (key[1], [t.receiver_parks for t in transfers]),
            ):
                if not RESOURCES[key[2]][1][account]:
                    parks.append(np.full(len(months), -1))
                else:
                    parks.append(np.concatenate([chosen if chosen.size else every for chosen in named]))
            found[key] = Booked(months, np.concatenate(amounts), *parks)
        self._booked = state, found
        return found

    def sums(self, since: int = 0) -> dict[tuple[str, str, str, str], int]:
        """Return what moved since a month by (giver account, receiver account, resource, reason)."""
        found: dict[tuple[str, str, str, str], int] = {}
        n = len(self.parks)
        for (giver, receiver, resource, reason), moved in self.booked(since).items():
            # A pair of parks as one number; −1 stands for the district.
            pairs = (moved.givers + 1) * (n + 1) + moved.receivers + 1
            some = np.unique(pairs)
            sums = np.zeros(len(some), np.int64)
            np.add.at(sums, np.searchsorted(some, pairs), moved.amounts)
            for pair, amount in zip(some.tolist(), sums.tolist(), strict=True):
                if amount:
                    one, other = pair // (n + 1) - 1, pair % (n + 1) - 1
                    names = self._name(giver, one), self._name(receiver, other)
                    found[*names, resource, reason] = amount
        return found

    def _name(self, account: str, park: int) -> str:
        return account if park < 0 else self._names[account][park]

    def flows(self, since: int = 0) -> Iterator[tuple[Transfer, str, str, int]]:
        """Yield every amount moved since a month: its transfer, giver account, receiver account, amount."""
        for transfer in self.transfers:
            if transfer.month < since:
                continue
            yield from self._spread(transfer)

    def _spread(self, transfer: Transfer) -> Iterator[tuple[Transfer, str, str, int]]:
        count = len(transfer.amounts)
        givers = self._account_names(transfer.giver, transfer.resource, transfer.giver_parks, count)
        receivers = self._account_names(transfer.receiver, transfer.resource, transfer.receiver_parks, count)
        for giver, receiver, amount in zip(givers, receivers, transfer.amounts.tolist(), strict=True):
            if amount:
                yield transfer, giver, receiver, amount

    def _account_names(self, account: str, resource: str, parks: Any, count: int) -> list[str]:
        if not RESOURCES[resource][1][account]:
            return [account] * count
        named = self._names[account]
        return named if not len(parks) else [named[j] for j in np.asarray(parks).tolist()]

    def month_ends(self, since: int = 0) -> dict[tuple[str, str], Amounts]:
        """Return the balances at the end of each month since one, worked back from those of now.

        Returns
        -------
        dict of (resource, account) to ndarray of int64, shape (n_months, n_parks) or (n_months, 1)
        """
        months = self.month - since + 1
        moved = {key: np.zeros((months + 1, len(view)), np.int64) for key, view in self._views.items()}
        for (giver, receiver, resource, _), done in self.booked(since).items():
            for account, parks, sign in ((giver, done.givers, -1), (receiver, done.receivers, 1)):
                place = done.months - since, np.maximum(parks, 0)
                np.add.at(moved[resource, account], place, sign * done.amounts)
        return {key: self._views[key] - change[:0:-1].cumsum(axis=0)[::-1] for key, change in moved.items()}

    def totals(self) -> dict[str, int]:
        """Return the sum over all accounts of each resource; it never changes."""
        return {resource: int(balances.sum()) for resource, balances in self.balances.items()}


def share_out(total: int, weights: NDArray[np.float64], keys: Any = None) -> Amounts:
    """Share an integer out by weights, by the largest remainder; ties go to the smallest key.

    Parameters
    ----------
    total : int
    weights : ndarray of float64, shape (n,)
        Not negative; all zero shares nothing out.
    keys : ndarray, shape (n,), optional
        Of those who share, so that their order does not matter; their places if None.

    Returns
    -------
    ndarray of int64, shape (n,)
        Adds up to `total`, or to zero where all weights are zero.

    Examples
    --------
    >>> share_out(10, np.array([1.0, 1.0, 1.0]))
    array([4, 3, 3])
    """
    parts = weights.tolist()
    # The same sum in whatever order the weights stand.
    whole = math.fsum(parts)
    if total <= 0 or whole <= 0.0:
        return np.zeros(len(parts), np.int64)
    exact = [part * (total / whole) for part in parts]
    shares = [math.floor(part) for part in exact]
    rest = total - sum(shares)
    if rest:
        # In floats the floors may add up to more or less than they should by a unit.
        ranks = range(len(parts)) if keys is None else keys
        order = sorted(range(len(parts)), key=lambda j: (shares[j] - exact[j], ranks[j]))
        step = 1 if rest > 0 else -1
        for j in order[:rest] if rest > 0 else order[rest:]:
            shares[j] += step
    return np.array(shares, np.int64)
