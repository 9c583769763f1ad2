"""The books: every m², yuan, person and place is in exactly one account, and only transfers move it.

Accounts are integers; the outside world (other districts, banks, customers, the national labour market,
the province that issues quota) is an account too. So the sum over the accounts of a resource never
changes, to the unit.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

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

    `giver_parks` and `receiver_parks` name the parks, one for each amount; None where amount j is park j's.
    """

    month: int
    resource: str
    giver: str
    receiver: str
    amounts: Amounts
    reason: str
    price: float = 0.0
    giver_parks: NDArray[np.intp] | None = None
    receiver_parks: NDArray[np.intp] | None = None


class Overdrawn(RuntimeError):
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
        for resource, (_, accounts) in RESOURCES.items():
            sizes = [len(parks) if by_park else 1 for by_park in accounts.values()]
            self.balances[resource] = np.zeros(sum(sizes), np.int64)
            start = 0
            for account, size in zip(accounts, sizes, strict=True):
                self._views[resource, account] = self.balances[resource][start : start + size]
                self._names[account] = [f"{account}:{park}" for park in parks]
                start += size

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
        Overdrawn
            If an account of the district would fall below zero.
        """
        moved = np.array(amounts, dtype=np.int64, ndmin=1)
        if not moved.any():
            return
        if moved.min() < 0:
            raise Overdrawn(f"{reason}: {moved.min()} of {resource} from {giver} to {receiver} is negative")
        given = self._book(resource, giver, -moved, giver_parks)
        self._book(resource, receiver, moved, receiver_parks)
        if giver not in MAY_OWE and given.min() < 0:
            at = int(np.argmin(given))
            raise Overdrawn(f"{reason}: {giver} {at} of {resource} would be {given[at]}")
        self.transfers.append(
            Transfer(
                self.month, resource, giver, receiver, moved, reason, price, giver_parks, receiver_parks
            )
        )

    def _book(self, resource: str, account: str, amounts: Amounts, parks: Any) -> Amounts:
        """Add amounts to an account and return its balances."""
        balances = self._views[resource, account]
        if len(balances) == 1:
            balances[0] += amounts.sum()
        elif parks is None:
            balances += amounts
        else:
            np.add.at(balances, parks, amounts)
        return balances

    def flows(self, since: int = 0) -> Iterator[tuple[Transfer, str, str, int]]:
        """Yield every amount moved since a month: its transfer, giver account, receiver account, amount."""
        for transfer in self.transfers:
            if transfer.month < since:
                continue
            count = len(transfer.amounts)
            givers = self._account_names(transfer.giver, transfer.resource, transfer.giver_parks, count)
            receivers = self._account_names(
                transfer.receiver, transfer.resource, transfer.receiver_parks, count
            )
            for giver, receiver, amount in zip(givers, receivers, transfer.amounts.tolist(), strict=True):
                if amount:
                    yield transfer, giver, receiver, amount

    def _account_names(self, account: str, resource: str, parks: Any, count: int) -> list[str]:
        if not RESOURCES[resource][1][account]:
            return [account] * count
        named = self._names[account]
        return named if parks is None else [named[j] for j in np.asarray(parks).tolist()]

    def totals(self) -> dict[str, int]:
        """Return the sum over all accounts of each resource; it never changes."""
        return {resource: int(balances.sum()) for resource, balances in self.balances.items()}


def share_out(total: int, weights: NDArray[np.float64]) -> Amounts:
    """Share an integer out by weights, by the largest remainder; ties go to the first.

    Parameters
    ----------
    total : int
    weights : ndarray of float64, shape (n,)
        Not negative; all zero shares nothing out.

    Returns
    -------
    ndarray of int64, shape (n,)
        Adds up to `total`, or to zero where all weights are zero.

    Examples
    --------
    >>> share_out(10, np.array([1.0, 1.0, 1.0]))
    array([4, 3, 3])
    """
    whole = weights.sum()
    if total <= 0 or whole <= 0.0:
        return np.zeros(len(weights), np.int64)
    exact = weights * (total / whole)
    parts: Amounts = np.floor(exact).astype(np.int64)
    rest = total - int(parts.sum())
    if rest:
        # In floats the floors may add up to more or less than they should by a unit.
        order = np.argsort(-(exact - parts), kind="stable")
        parts[order[:rest] if rest > 0 else order[rest:]] += 1 if rest > 0 else -1
    return parts
