"""The quarterly exchange of land quota, capital and talent places between parks (F3)."""

from typing import TYPE_CHECKING

import numpy as np

from crosspark.agents.facts import TALENT_CLASSES
from crosspark.model import records
from crosspark.model.exchange import NO_LIMIT, Block, Position, Terms, Transfer, exchange
from crosspark.model.founding import MU

if TYPE_CHECKING:
    from crosspark.model.district import DistrictModel

#: What is exchanged: resource, the account of its free stock, and the column of needs in preparation.
EXCHANGED = (("quota", "quota", 1), ("capital", "fund", 0), ("places", "free", -1))


def positions_of(model: "DistrictModel", resource: str, account: str, column: int) -> list[Position]:
    """Return what each park has and needs of one resource, valued by what its own projects would bring.

    Needs of quota and fund are those of its projects that wait for them in line; a place for talent is
    needed for each vacancy that no seeker near can fill.
    """
    free = model.ledger.of(resource, account)
    slots, steps = model.room.slots, model.room.steps
    needs: list[list[Block]] = [[] for _ in model.parks]
    tax = model.tax_of_places
    # A year of the zone's tax from a m², per unit of what lets the m² be built.
    if column == 0:
        cost = max(model.case.economy.acquisition_cost + model.case.economy.servicing_cost, 1e-9)
        values = [worth / cost for worth in model.worth_of_places]
    elif column > 0:
        values = model.worth_of_places
    else:
        values = [worth * MU for worth in model.worth_of_places]
    if column >= 0:
        factor = np.flatnonzero(model.room.plan["factor"] == column + 1)
        waits = (steps["state"][:, factor] == records.AT_FACTOR).any(axis=1) & (
            slots["state"] == records.ACTIVE
        )
        rows = model.enterprises
        for s in np.flatnonzero(waits).tolist():
            j = int(slots["park"][s])
            amount = int(slots["need"][s, column])
            segment = int(rows["segment"][slots["row"][s]])
            area = max(int(slots["need"][s, 1]), 1)
            value = float(tax[j, segment]) * area / amount
            needs[j].append(Block(amount, value))
    else:
        seeking = sum(model.ledger.of(name, "seeking") for name in TALENT_CLASSES)
        for j, short in enumerate((model.vacant.sum(axis=1) - seeking).tolist()):
            if short > 0:
                needs[j].append(Block(short, values[j]))
    positions = []
    for j, park in enumerate(model.parks):
        blocks = tuple(sorted(needs[j], key=lambda block: -block.value))
        # What its own line needs stays; a quarter of the usual use is kept for projects to come.
        usual = Block(int(model.usual_use[resource][j] / 4), park.reserve_value(values[j]))
        positions.append(Position(int(free[j]), blocks, 0.1 * values[j], (usual,) if usual.amount else ()))
    return positions


def exchange_quarter(model: "DistrictModel") -> None:
    """Let the rule in force move free stocks between parks, and book what moved, at its price."""
    rb = model.rulebook
    rule = rb.word("exchange.rule")
    agenda = int(rb.number("exchange.agenda"))
    for resource, account, column in EXCHANGED:
        positions = positions_of(model, resource, account, column)
        values = [block.value for position in positions for block in position.blocks[:1]]
        if len(values) > 1:
            model.value_spread.append(float(np.std(values)) / max(float(np.mean(values)), 1e-12))
        if rule == "none" or model.n_parks == 1 or not values:
            continue
        typical = float(np.mean(values))
        terms = Terms(
            share=rb.number("exchange.share") if rule != "planner_exchange" else 1.0,
            transaction_cost=rb.number("exchange.transaction_cost") * typical,
            noise=rb.number("exchange.noise"),
            agenda=max(agenda, 0) if rule == "headquarters" else NO_LIMIT,
            tax_share=rb.number("exchange.tax_share"),
        )
        quarter = model.month // 3
        transfers = exchange(
            rule, positions, model.key_list, terms, model.exchange_streams[resource], quarter
        )
        agenda -= len(transfers)
        book_transfers(model, resource, account, rule, transfers, typical, terms.transaction_cost)


def book_transfers(
    model: "DistrictModel",
    resource: str,
    account: str,
    rule: str,
    transfers: list[Transfer],
    typical: float,
    cost: float,
) -> None:
    """Book transfers one by one; pay for them in money, in a share of the later tax, or by paying back.

    Parameters
    ----------
    typical, cost : float
        Mean value of a unit, and what moving one costs the receiver, yuan.
    """
    ledger, rb = model.ledger, model.rulebook
    repay = rb.number("exchange.repayment")
    for transfer in transfers:
        amount = min(transfer.amount, ledger.at(resource, account, transfer.giver))
        pays = rule in {"bilateral", "market"} and resource != "capital"
        if pays and transfer.price > 0:
            # A park without money cannot buy.
            purse = ledger.at("capital", "fund", transfer.receiver)
            amount = min(amount, int(purse / transfer.price))
        if amount <= 0:
            continue
        where = {
            "giver_parks": np.array([transfer.giver]),
            "receiver_parks": np.array([transfer.receiver]),
        }
        ledger.move(resource, account, account, amount, f"exchange, {rule}", price=transfer.price, **where)
        model.count(f"exchanged_{resource}", amount)
        model.count("exchanged_value", amount * typical)
        model.count("exchange_gain", transfer.gain * amount / transfer.amount)
        if pays:
            ledger.move(
                "capital",
                "fund",
                "fund",
                int(amount * transfer.price),
                f"payment for {resource}",
                giver_parks=where["receiver_parks"],
                receiver_parks=where["giver_parks"],
            )
        elif resource == "capital":
            # A loan between funds is paid back in time; what is not to be repaid makes the budget soft.
            until = model.month + round(model.case.economy.loan_months)
            model.debts.append((transfer.receiver, transfer.giver, int(amount * repay), until))
        elif resource == "quota":
            model.tax_claims.append((transfer.giver, transfer.receiver, amount * transfer.tax_share))
        # Places are assigned, not carried over: their cost is hours, in the gain alone.
        cost_here = cost if resource != "places" else 0.0
        lost = min(int(amount * cost_here), ledger.at("capital", "fund", transfer.receiver))
        ledger.move(
            "capital", "fund", "outside", lost, "cost of the exchange", giver_parks=where["receiver_parks"],
            receiver_parks=where["receiver_parks"],
        )  # fmt: skip


def repay_debts(model: "DistrictModel") -> None:
    """Pay back by the quarter, in equal parts, what was lent between funds, as far as the borrower has it."""
    left = []
    for borrower, lender, owed, until in model.debts:
        quarters = max((until - model.month) // 3, 1)
        amount = min(-(-owed // quarters), owed, model.ledger.at("capital", "fund", borrower) // 2)
        if amount > 0:
            model.ledger.move(
                "capital",
                "fund",
                "fund",
                amount,
                "loan between parks paid back",
                giver_parks=np.array([borrower]),
                receiver_parks=np.array([lender]),
            )
            owed -= amount  # noqa: PLW2901
        if owed > 0:
            left.append((borrower, lender, owed, until))
    model.debts = left
