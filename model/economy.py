"""A month of what stands: production along the chain, wages and taxes, people who come, move and leave."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.facts import TALENT_CLASSES
from crosspark.model.duties import operating_service
from crosspark.model.ledger import share_out
from crosspark.model.production import HIRING, park_totals, produce
from crosspark.model.randomness import fill_uniform

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel

Table = NDArray[np.float64]

#: The entity of draws that belong to the district and to no park.
NOBODY_KEY = np.zeros(1, np.uint64)


def chain_completeness(
    firms: NDArray[np.int64], buys: Table, reach: NDArray[np.float64], scale: float
) -> Table:
    """Return how much of what each segment buys is to be had, by park and segment, in [0, 1].

    A supplier segment with n enterprises near serves ``1 − exp(−n / scale)`` of a buyer; enterprises of
    sister parks count less (F4).

    Parameters
    ----------
    firms : ndarray of int64, shape (n_parks, n_segments)
    buys : ndarray of float64, shape (n_segments, n_segments)
        Row: the buyer; column: the supplier; shares of output.
    reach : ndarray of float64, shape (n_parks,)
        What an enterprise of a sister park counts for, in [0, 1].
    scale : float
        Enterprises.
    """
    return found_near(firms, reach, scale) @ chain_weights(buys).T


def found_near(firms: NDArray[np.int64], reach: NDArray[np.float64], scale: float) -> Table:
    """Return the part of what is sought of each segment that is found, by park; see `chain_completeness`."""
    near = firms + reach[:, None] * (firms.sum(axis=0) - firms)
    found: Table = 1.0 - np.exp(-near / scale)
    return found


def chain_weights(buys: Table) -> Table:
    """Return the shares of what each segment buys, row by row; zero where it buys nothing."""
    total = buys.sum(axis=1)
    weights: Table = np.divide(buys, total[:, None], out=np.zeros_like(buys), where=total[:, None] > 0)
    return weights


def reach_of_goods(model: "DistrictModel") -> NDArray[np.float64]:
    """Return what an enterprise of a sister park counts for in each park's chains, in [0, 1] (F4)."""
    friction = model.rulebook.numbers("circulation.goods_friction")
    result: NDArray[np.float64] = (1.0 - friction) * model.closeness
    return result


def yields(model: "DistrictModel") -> Table:
    """Return output in yuan per m² and month of an enterprise of mean quality, by park and segment."""
    case, numbers = model.case, model.rulebook.numbers
    economy = case.economy
    base = np.array([s.output for s in case.segments.values()]) / 12.0
    visits = numbers("inspection.visits") * numbers("inspection.enterprise_hours")
    inspected = np.maximum(1.0 - visits / economy.management_hours, 0.0)
    # One rule book suits parks unlike the mean less well (U1).
    misfit = 1.0 - numbers("rules.misfit") * model.unlikeness
    shared = model.rulebook.number("platforms.shared")
    others = shared * (1.0 - 1.0 / model.n_parks)
    # Without sharing a park has a part of the platforms; sharing adds the rest, less queues and distance.
    alone = economy.platform_alone
    platform = alone + (1.0 - alone) * others - model.rulebook.number("platforms.queue_loss") * others
    place = inspected * misfit * (1.0 + economy.platform_gain * platform) * model.plan_factor
    result: Table = base * model.fit * (1.0 + economy.eta_chain * model.chain) * place[:, None]
    return result * model.demand_level()


def produce_month(model: "DistrictModel") -> None:
    """Let enterprises hire, produce, pay, expand and close; book the other side of all they pay and get."""
    economy, rb, ledger = model.case.economy, model.rulebook, model.ledger
    service = operating_service(model)
    effect = rb.numbers("operation.effect") * service
    cells = model.cell_norms.copy()
    cells["yield_"] = yields(model)
    cells["exit"] = (economy.exit_hazard * (1.0 - effect))[:, None]
    cells["found"] = (rb.numbers("inspection.visits") / 12.0 * rb.numbers("inspection.detection"))[:, None]
    cells["expand"] = (economy.expansion_hazard * (1.0 + effect))[:, None]
    hiring = np.zeros(model.n_parks, HIRING)
    hiring["found"] = model.found
    hiring["vacant"] = model.vacant
    hiring["room"] = ledger.of("land", "serviced")
    produce(
        model.enterprises,
        cells,
        hiring,
        model.production_stream,
        model.month,
        model.production_terms,
    )
    model.cells = cells
    totals, model.whole = park_totals(cells)
    model.totals = totals
    model.service = service
    for c, name in enumerate(TALENT_CLASSES):
        ledger.move(name, "seeking", "employed", totals["hired"][:, c], "hired")
        ledger.move(name, "employed", "seeking", totals["quits"][:, c], "left the job")
    model.firms = totals["firms"]
    model.segment_firms = cells["firms"]
    model.vacant = totals["vacant"]
    model.near = found_near(cells["firms"], reach_of_goods(model), economy.chain_scale)
    book_payments(model)
    ledger.move("land", "serviced", "leased", totals["grown"], "expansion")
    receive_for_land(model, np.floor(totals["grown"] * model.land_price).astype(np.int64))
    model.count_parks("invested", model.totals["invested"])
    freed = totals["freed"]
    ledger.move("land", "leased", "idle", freed, "closed")
    recover_land(model, freed)
    model.chain = model.near @ model.chain_weights.T


def book_payments(model: "DistrictModel") -> None:
    """Book sales, purchases, wages, taxes and dividends of a month, between parks where they crossed."""
    totals, ledger, case = model.totals, model.ledger, model.case
    output, bought = totals["output"], totals["purchases"]
    bought_here = local_purchases(model)
    sold_here = bought_here.sum(axis=0)
    model.bought_here = bought_here.sum(axis=1)
    n = model.n_parks
    # Sales first, so that nobody pays with money that is still to come.
    ledger.move("capital", "outside", "enterprises", output - sold_here, "sales")
    givers, receivers = np.divmod(np.arange(n * n), n)
    ledger.move(
        "capital",
        "enterprises",
        "enterprises",
        bought_here.ravel(),
        "purchases along the chain",
        giver_parks=givers,
        receiver_parks=receivers,
    )
    ledger.move("capital", "outside", "enterprises", totals["credit"], "credit")
    elsewhere = bought - bought_here.sum(axis=1) + totals["inputs_paid"]
    ledger.move("capital", "enterprises", "outside", elsewhere, "purchases")
    ledger.move("capital", "enterprises", "households", totals["wages"], "wages")
    tax = totals["tax"]
    to_park = np.floor(tax * case.budgets.park_tax_share).astype(np.int64)
    shared = share_tax_with_givers(model, to_park)
    ledger.move("capital", "enterprises", "fund", to_park - shared, "taxes, the park's part")
    ledger.move("capital", "enterprises", "treasury", tax - to_park, "taxes, the district's part")
    gone = totals["dividends"] + totals["estate"]
    ledger.move("capital", "enterprises", "outside", gone, "dividends and estates")


def share_tax_with_givers(model: "DistrictModel", to_park: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pay parks that gave quota through the headquarters their share of the later tax (飛地).

    Returns
    -------
    ndarray of int64, shape (n_parks,)
        What each park paid out of its part of the taxes.
    """
    paid = np.zeros(model.n_parks, np.int64)
    if not model.tax_claims:
        return paid
    leased = np.maximum(model.ledger.of("land", "leased"), 1)
    givers, receivers, amounts = [], [], []
    for giver, receiver, share in model.tax_claims:
        amount = int(to_park[receiver] * min(share / leased[receiver], 0.5))
        amount = min(amount, int(to_park[receiver] - paid[receiver]))
        paid[receiver] += amount
        givers.append(receiver)
        receivers.append(giver)
        amounts.append(amount)
    model.ledger.move(
        "capital",
        "enterprises",
        "fund",
        np.array(amounts, np.int64),
        "tax shared with the giver of quota",
        giver_parks=np.array(givers),
        receiver_parks=np.array(receivers),
    )
    return paid


def local_purchases(model: "DistrictModel") -> NDArray[np.int64]:
    """Return what enterprises of each park buy from each park's, yuan, shape (buyers, sellers).

    A buyer finds a share of a supplier segment near (`chain_completeness`); what it buys is spread over
    parks by their output of that segment, sister parks counting less by the friction.
    """
    cells, n = model.cells, model.n_parks
    output = cells["output"].astype(np.float64)
    spent = output @ model.buys
    reach = reach_of_goods(model)[:, None]
    found = spent * model.near
    # Each enterprise pays whole yuan, so that together they buy a little less than their shares say.
    most = model.totals["purchases"] / np.maximum(found.sum(axis=1), 1.0)
    found *= np.minimum(most, 1.0)[:, None]
    total = output.sum(axis=0)
    weight_own = np.divide(output, output + reach * (total - output), where=output > 0,
                           out=np.zeros_like(output))  # fmt: skip
    own = (found * weight_own).sum(axis=1)
    away = found.sum(axis=1) - own
    sales = output.sum(axis=1)
    elsewhere = np.maximum(sales.sum() - sales, 1.0)
    # Rounded down: what is lost by rounding is bought outside.
    bought: NDArray[np.int64] = np.floor(away[:, None] * sales[None, :] / elsewhere[:, None]).astype(np.int64)
    bought[np.arange(n), np.arange(n)] = own.astype(np.int64)
    # Nobody sells to neighbours more than it makes: all its buyers get less.
    sold = np.maximum(bought.sum(axis=0), 1)
    over = sold > model.totals["output"]
    bought[:, over] = np.floor(bought[:, over] * (model.totals["output"] / sold)[over]).astype(np.int64)
    return bought


def receive_for_land(model: "DistrictModel", paid: NDArray[np.int64]) -> None:
    """Book what enterprises paid for land, yuan by park: part to the fund, the rest to the treasury."""
    to_park = np.floor(paid * model.case.budgets.land_receipts_park_share).astype(np.int64)
    model.ledger.move("capital", "outside", "fund", to_park, "land receipts")
    model.ledger.move("capital", "outside", "treasury", paid - to_park, "land receipts")


def recover_land(model: "DistrictModel", freed: NDArray[np.int64]) -> None:
    """Bring idle land back into the stock after the legal delay; operating service shortens it (C2).

    It stays construction land: the next project on it needs no quota, so none is returned.
    """
    effect = model.rulebook.numbers("operation.effect") * model.service
    delay = model.case.economy.recovery_months * (1.0 - effect)
    due = model.month + np.maximum(np.rint(delay), 1).astype(np.int64)
    for j in np.flatnonzero(freed):
        model.recoveries.setdefault(int(due[j]), np.zeros(model.n_parks, np.int64))[j] += freed[j]
    back = model.recoveries.pop(model.month, None)
    if back is not None:
        model.ledger.move("land", "idle", "serviced", back, "idle land recovered")


def move_people(model: "DistrictModel") -> None:
    """Match seekers with vacancies within a park and, less friction, across; people come and leave."""
    economy, ledger = model.case.economy, model.ledger
    friction = model.rulebook.number("circulation.talent_friction")
    n, vacant, matching = model.n_parks, model.vacant, economy.matching
    luck = np.empty((n, 12))
    fill_uniform(model.people_stream, model.park_keys, model.month << 4, luck)
    zone = np.empty((1, 3))
    fill_uniform(model.people_stream, NOBODY_KEY, model.month << 4, zone)
    # From outside: a share of the open vacancies draws somebody, as far as places for talent are free.
    draws = np.floor(economy.talent_inflow * model.amenity[:, None] * vacant + luck[:, ::4]).astype(np.int64)
    free = ledger.of("places", "free")
    for j in np.flatnonzero(draws.sum(axis=1) > free):
        draws[j] = share_out(int(free[j]), draws[j].astype(np.float64))
    ledger.move("places", "free", "taken", draws.sum(axis=1), "place for talent taken")
    for c, name in enumerate(TALENT_CLASSES):
        ledger.move(name, "outside", "seeking", draws[:, c], "came to the district")
    seeking = np.empty((n, 3), np.int64)
    for c, name in enumerate(TALENT_CLASSES):
        seeking[:, c] = ledger.of(name, "seeking")
    # A match needs a seeker and a vacancy: a part of the shorter side finds the other within a month.
    shorter = np.minimum(seeking, vacant)
    found = np.minimum(np.floor(matching * shorter + luck[:, 1::4]).astype(np.int64), shorter)
    left, open_ = seeking - found, vacant - found
    for c, name in enumerate(TALENT_CLASSES):
        most = min(int(left[:, c].sum()), int(open_[:, c].sum()))
        pairs = (1.0 - friction) * (1.0 - 1.0 / n) * most
        across = min(int(matching * pairs + zone[0, c]), most)
        if across > 0 and n > 1:
            # By largest remainder of whole numbers, nobody gives or takes more than it has.
            takes = share_out(across, open_[:, c].astype(np.float64), model.key_list)
            gives = share_out(across, left[:, c].astype(np.float64), model.key_list)
            move_between(model, name, gives, takes)
            found[:, c] += takes
            left[:, c] -= gives
    going = np.minimum(np.floor(economy.talent_outflow * left + luck[:, 3::4]).astype(np.int64), left)
    for c, name in enumerate(TALENT_CLASSES):
        ledger.move(name, "seeking", "outside", going[:, c], "left the district")
    gone = going.sum(axis=1)
    freed = np.minimum(gone, ledger.of("places", "taken"))
    ledger.move("places", "taken", "free", freed, "place for talent freed")
    model.count_parks("talent_left", gone)
    model.found = found


def move_between(
    model: "DistrictModel", name: str, gives: NDArray[np.int64], takes: NDArray[np.int64]
) -> None:
    """Let people move between parks: givers and takers paired by their keys, net of those who stay."""
    order = model.key_order
    differences = (gives - takes).tolist()
    net = [differences[j] for j in order]
    givers = iter([(park, amount) for park, amount in zip(order, net, strict=True) if amount > 0])
    pairs: list[tuple[int, int, int]] = []
    giver, spare = 0, 0
    for taker, amount in zip(order, net, strict=True):
        wanted = -amount
        while wanted > 0:
            if spare == 0:
                giver, spare = next(givers)
            moved = min(spare, wanted)
            pairs.append((giver, taker, moved))
            spare -= moved
            wanted -= moved
    if pairs:
        table = np.array(pairs)
        model.ledger.move(
            name,
            "seeking",
            "seeking",
            table[:, 2],
            "moved to another park",
            giver_parks=table[:, 0],
            receiver_parks=table[:, 1],
        )
        model.count("moved", int(table[:, 2].sum()))
