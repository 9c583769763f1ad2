"""The books: every m², yuan, person and place is in exactly one account, and only transfers move it.

Accounts are integers; the outside world (other districts, banks, customers, the national labour market,
the province that issues quota) is an account too. So the sum over the accounts of a resource never
changes, to the unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Transfer:
    """One booking: amounts from giver accounts to receiver accounts, at a price, for a reason."""

    month: int
    resource: str
    reason: str
    givers: NDArray[np.intp]
    receivers: NDArray[np.intp]
    amounts: Amounts
    price: float


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
        self._offsets: dict[str, dict[str, int]] = {}
        self.names: dict[str, list[str]] = {}
        self.balances: dict[str, Amounts] = {}
        for resource, (_, accounts) in RESOURCES.items():
            names: list[str] = []
            offsets = {}
            for account, by_park in accounts.items():
                offsets[account] = len(names)
                names += [f"{account}:{park}" for park in parks] if by_park else [account]
            self._offsets[resource] = offsets
            self.names[resource] = names
            self.balances[resource] = np.zeros(len(names), np.int64)
        self._every = np.arange(len(parks))

    def at(self, resource: str, account: str, park: int | None = None) -> int:
        """Return the balance of one account; of all parks together where `park` is None."""
        view = self.of(resource, account)
        return int(view.sum()) if park is None else int(view[park])

    def of(self, resource: str, account: str) -> Amounts:
        """Return the balances of an account by park (a view; length one where it is the district's)."""
        offset = self._offsets[resource][account]
        count = len(self.parks) if RESOURCES[resource][1][account] else 1
        return self.balances[resource][offset : offset + count]

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
        moved = np.atleast_1d(np.asarray(amounts, dtype=np.int64))
        if not moved.any():
            return
        if (moved < 0).any():
            raise Overdrawn(f"{reason}: {moved.min()} of {resource} from {giver} to {receiver} is negative")
        kinds = RESOURCES[resource][1]
        offsets = self._offsets[resource]
        every = self._every if len(moved) == len(self.parks) else np.zeros(len(moved), np.intp)
        out = offsets[giver] + (every if giver_parks is None else np.asarray(giver_parks)) * kinds[giver]
        into = offsets[receiver] + (
            (every if receiver_parks is None else np.asarray(receiver_parks)) * kinds[receiver]
        )
        balances = self.balances[resource]
        np.subtract.at(balances, out, moved)
        np.add.at(balances, into, moved)
        if giver not in MAY_OWE and (balances[out] < 0).any():
            at = out[int(np.argmin(balances[out]))]
            raise Overdrawn(f"{reason}: {self.names[resource][at]} of {resource} would be {balances[at]}")
        self.transfers.append(Transfer(self.month, resource, reason, out, into, moved, price))

    def flows(self, since: int = 0) -> Iterator[tuple[Transfer, str, str, int]]:
        """Yield every amount moved since a month: its transfer, giver account, receiver account, amount."""
        for transfer in self.transfers:
            if transfer.month >= since:
                names = self.names[transfer.resource]
                for giver, receiver, amount in zip(
                    transfer.givers.tolist(),
                    transfer.receivers.tolist(),
                    transfer.amounts.tolist(),
                    strict=True,
                ):
                    if amount:
                        yield transfer, names[giver], names[receiver], amount

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
