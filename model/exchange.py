"""The quarterly exchange between parks: one interface, five rules (clause F3).

A park values each unit of one resource (m² of land quota, yuan of fund, places for talent): its waiting
projects or vacancies first, by what they bring, then its own expected use, then a floor. It keeps what its
stock can serve best; the cheapest of that is what it would give, the needs left over are what it would
take. As both lists are monotone no park gives and takes at once, and at one transaction cost per unit
the largest gain follows from merging all asks, cheapest first, with all bids, dearest first.

The needs are divisible: what a lumpy project makes of a part of its need is the caller's matter. The floor
and the expected use hold back stock of one's own; nobody takes in another's stock to hoard it.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from crosspark.model.randomness import normal, uniform

#: Anything an agenda may be set to when the headquarters may move as much as it likes.
NO_LIMIT = 2**62


class Block(NamedTuple):
    """Units of one resource that a park values alike: a waiting project, or vacancies of one kind."""

    amount: int
    value: float  # per unit, in yuan


class Position(NamedTuple):
    """What one park brings to the exchange of one resource in one quarter.

    `blocks` are present needs: only they are bid for. `expected` are later uses of its own that the park
    keeps stock for; every further unit it holds is worth `reserve_value` to it.
    """

    stock: int
    blocks: tuple[Block, ...]
    reserve_value: float
    expected: tuple[Block, ...] = ()


class Terms(NamedTuple):
    """The fields of the institution that the rules read.

    `share` of a stock may leave its park in a quarter; `transaction_cost` is in yuan per unit and is lost,
    half on each side; `noise` is the standard deviation of the logarithm of reported values; `agenda` the
    most transfers that the headquarters decide; `tax_share` what the giver gets of the later tax.
    """

    share: float
    transaction_cost: float
    noise: float
    agenda: int
    tax_share: float


class Transfer(NamedTuple):
    """One movement between two parks (their indices).

    `gain` is by true values, net of the transaction cost; `price` is in yuan per unit, before each side bears
    its half of that cost.
    """

    giver: int
    receiver: int
    amount: int
    price: float
    gain: float
    tax_share: float = 0.0


class _Meeting(NamedTuple):
    """Units that pass between one ask and one bid."""

    giver: int
    receiver: int
    amount: int
    ask: float
    bid: float


class _Offer(NamedTuple):
    """Units that a park asks `value` for, or bids `value` for; `order` sorts, ties by the park's key."""

    order: float
    key: int
    park: int
    amount: int
    value: float


def exchange(
    rule: str,
    positions: Sequence[Position],
    keys: Sequence[int],
    terms: Terms,
    stream: int,
    quarter: int,
) -> list[Transfer]:
    """Return the transfers of one resource that `rule` makes in a quarter.

    Parameters
    ----------
    rule : {"none", "bilateral", "headquarters", "market", "planner_exchange"}
        The institution's `exchange.rule`.
    positions : sequence of Position, length n_parks
        Amounts in units of the resource, values in yuan per unit.
    keys : sequence of int, length n_parks
        The parks' 64-bit keys, all different: draws and ties go by them, never by the index.
    terms : Terms
        Limits and frictions.
    stream : int
        The stream of draws of this resource's exchange.
    quarter : int
        Occurrence of the draws.

    Returns
    -------
    list of Transfer
        At most one per ordered pair of parks; no park is both giver and receiver.

    Notes
    -----
    `planner_exchange` sees true values. `market` clears at one price, midway between the marginal ask and
    bid; as bids are true here it gains as much as the planner at the same transaction cost. `bilateral`
    lets parks meet in random pairs, once a quarter, and split the surplus evenly (Nash): the price is the
    mean midpoint of the two values. `headquarters` solve the planner's problem on reported values, one
    factor exp(noise × normal draw) per park and quarter, and keep the transfers that gain most on paper.

    References
    ----------
    .. [1] Clause F3, 「有效引導產業要素在三大園區間流通」.
    .. [2] Nash (1950), The bargaining problem, Econometrica 18.

    Examples
    --------
    >>> poor, rich = Position(0, (Block(6, 9.0),), 1.0), Position(10, (), 3.0)
    >>> terms = Terms(share=0.5, transaction_cost=0.0, noise=0.0, agenda=6, tax_share=0.4)
    >>> exchange("market", [poor, rich], [11, 12], terms, stream=1, quarter=0)
    [Transfer(giver=1, receiver=0, amount=5, price=6.0, gain=30.0, tax_share=0.0)]
    """
    found = RULES.get(rule)
    if found is None:
        raise ValueError(f"exchange.rule is {rule}; it must be one of {', '.join(RULES)}")
    transfers = found(positions, [int(key) for key in keys], terms, stream, quarter)
    gains = _gains(positions, transfers, terms.transaction_cost)
    return [transfer._replace(gain=gain) for transfer, gain in zip(transfers, gains, strict=True)]


def gain_of(positions: Sequence[Position], transfers: Sequence[Transfer], transaction_cost: float) -> float:
    """Return what `transfers` gain all parks together by true values, net of the cost, in yuan."""
    return sum(_gains(positions, transfers, transaction_cost))


def worth(position: Position, received: int) -> float:
    """Return what receiving (if negative, giving) so many units changes for a park, in yuan, at no price."""
    kept, unmet = _uses(position)
    steps, sign = (unmet, 1.0) if received > 0 else (kept[::-1], -1.0)
    left, total = abs(received), 0.0
    for amount, value in steps:
        part = min(left, amount)
        total += part * value
        left -= part
        if left == 0:
            break
    return sign * total


def _uses(position: Position) -> tuple[list[Block], list[Block]]:
    """Return what the stock serves, best first, and the present needs that it cannot serve, best first."""
    stock, blocks, reserve_value, expected = position
    # At equal values a present need goes before a later one, and both before the floor.
    uses = [(-value, 0, amount) for amount, value in blocks]
    uses += [(-value, 1, amount) for amount, value in expected]
    uses.append((-reserve_value, 2, stock))
    uses.sort()
    kept: list[Block] = []
    unmet: list[Block] = []
    left = stock
    for negative, kind, amount in uses:
        part = min(left, amount)
        left -= part
        if part > 0:
            kept.append(Block(part, -negative))
        if kind == 0 and amount > part:
            unmet.append(Block(amount - part, -negative))
    return kept, unmet


def _offers(park: int, key: int, position: Position, share: float) -> tuple[list[_Offer], list[_Offer]]:
    """Return the asks of a park, cheapest first, and its bids, dearest first."""
    kept, unmet = _uses(position)
    bids = [_Offer(-value, key, park, amount, value) for amount, value in unmet]
    asks: list[_Offer] = []
    left = math.floor(share * position.stock)
    for amount, value in reversed(kept):
        part = min(left, amount)
        if part == 0:
            break
        asks.append(_Offer(value, key, park, part, value))
        left -= part
    return asks, bids


def _merge(asks: list[_Offer], bids: list[_Offer], cost: float) -> Iterator[_Meeting]:
    """Yield the units that pass while the bid exceeds the ask by more than the cost per unit."""
    a = b = 0
    ask_left = asks[0].amount if asks else 0
    bid_left = bids[0].amount if bids else 0
    while a < len(asks) and b < len(bids) and bids[b].value - asks[a].value > cost:
        part = min(ask_left, bid_left)
        if part > 0:
            yield _Meeting(asks[a].park, bids[b].park, part, asks[a].value, bids[b].value)
        ask_left -= part
        bid_left -= part
        if ask_left == 0:
            a += 1
            ask_left = asks[a].amount if a < len(asks) else 0
        if bid_left == 0:
            b += 1
            bid_left = bids[b].amount if b < len(bids) else 0


def _clear(positions: Sequence[Position], keys: Sequence[int], share: float, cost: float) -> list[_Meeting]:
    """Return the surplus-maximising plan over all parks: the merged asks and bids."""
    asks: list[_Offer] = []
    bids: list[_Offer] = []
    for park, (key, position) in enumerate(zip(keys, positions, strict=True)):
        own_asks, own_bids = _offers(park, key, position, share)
        asks += own_asks
        bids += own_bids
    asks.sort()
    bids.sort()
    return list(_merge(asks, bids, cost))


def _by_pair(meetings: Sequence[_Meeting]) -> dict[tuple[int, int], list[_Meeting]]:
    """Group the meetings by (giver, receiver), in the order in which pairs first met."""
    pairs: dict[tuple[int, int], list[_Meeting]] = {}
    for meeting in meetings:
        pairs.setdefault((meeting.giver, meeting.receiver), []).append(meeting)
    return pairs


def _transfers(meetings: Sequence[_Meeting], price: float) -> list[Transfer]:
    """Return one transfer per pair at one price; `exchange` fills in the gains."""
    return [
        Transfer(giver, receiver, sum(m.amount for m in met), price, 0.0)
        for (giver, receiver), met in _by_pair(meetings).items()
    ]


def _none(
    positions: Sequence[Position], keys: Sequence[int], terms: Terms, stream: int, quarter: int
) -> list[Transfer]:
    return []


def _planner(
    positions: Sequence[Position], keys: Sequence[int], terms: Terms, stream: int, quarter: int
) -> list[Transfer]:
    return _transfers(_clear(positions, keys, terms.share, terms.transaction_cost), 0.0)


def _market(
    positions: Sequence[Position], keys: Sequence[int], terms: Terms, stream: int, quarter: int
) -> list[Transfer]:
    meetings = _clear(positions, keys, terms.share, terms.transaction_cost)
    if not meetings:
        return []
    price = (meetings[-1].ask + meetings[-1].bid) / 2.0
    return _transfers(meetings, price)


def _headquarters(
    positions: Sequence[Position], keys: Sequence[int], terms: Terms, stream: int, quarter: int
) -> list[Transfer]:
    reported = list(positions)
    if terms.noise > 0.0:
        reported = [
            _scaled(position, math.exp(terms.noise * _normal(stream, key, quarter)))
            for key, position in zip(keys, positions, strict=True)
        ]
    cost = terms.transaction_cost
    listed = [
        (
            -sum(m.amount * (m.bid - m.ask - cost) for m in met),
            keys[giver],
            keys[receiver],
            giver,
            receiver,
            met,
        )
        for (giver, receiver), met in _by_pair(_clear(reported, keys, terms.share, cost)).items()
    ]
    listed.sort()
    return [
        Transfer(giver, receiver, sum(m.amount for m in met), 0.0, 0.0, terms.tax_share)
        for _, _, _, giver, receiver, met in listed[: terms.agenda]
    ]


def _bilateral(
    positions: Sequence[Position], keys: Sequence[int], terms: Terms, stream: int, quarter: int
) -> list[Transfer]:
    queue = sorted(range(len(keys)), key=lambda park: (_uniform(stream, keys[park], quarter), keys[park]))
    transfers = []
    for one, other in zip(queue[0::2], queue[1::2], strict=False):
        asks_one, bids_one = _offers(one, keys[one], positions[one], terms.share)
        asks_other, bids_other = _offers(other, keys[other], positions[other], terms.share)
        # Only one direction can gain: a park asks no less than it bids.
        met = list(_merge(asks_one, bids_other, terms.transaction_cost))
        met = met or list(_merge(asks_other, bids_one, terms.transaction_cost))
        if met:
            amount = sum(m.amount for m in met)
            price = sum(m.amount * (m.ask + m.bid) for m in met) / (2.0 * amount)
            transfers.append(Transfer(met[0].giver, met[0].receiver, amount, price, 0.0))
    return transfers


Rule = Callable[[Sequence[Position], Sequence[int], Terms, int, int], list[Transfer]]

RULES: dict[str, Rule] = {
    "none": _none,
    "bilateral": _bilateral,
    "headquarters": _headquarters,
    "market": _market,
    "planner_exchange": _planner,
}


def _gains(positions: Sequence[Position], transfers: Sequence[Transfer], cost: float) -> list[float]:
    """Return what each transfer adds when they are made in the order of the list."""
    net: dict[int, int] = {}
    gains = []
    for transfer in transfers:
        gain = -cost * transfer.amount
        for park, amount in ((transfer.giver, -transfer.amount), (transfer.receiver, transfer.amount)):
            before = net.get(park, 0)
            net[park] = before + amount
            gain += worth(positions[park], before + amount) - worth(positions[park], before)
        gains.append(gain)
    return gains


def _scaled(position: Position, factor: float) -> Position:
    return Position(
        position.stock,
        tuple(Block(amount, value * factor) for amount, value in position.blocks),
        position.reserve_value * factor,
        tuple(Block(amount, value * factor) for amount, value in position.expected),
    )


def _normal(stream: int, key: int, quarter: int) -> float:
    return float(normal(np.uint64(stream), np.uint64(key), np.int64(quarter)))


def _uniform(stream: int, key: int, quarter: int) -> float:
    return float(uniform(np.uint64(stream), np.uint64(key), np.int64(quarter)))
