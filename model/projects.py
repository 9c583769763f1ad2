"""From lead to start: offers and choice, signing, preparation, and the land and money that go with them."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.enterprise import BUILDING, SIGNED, WITHDRAWN
from crosspark.model import preparation as prep
from crosspark.model import records
from crosspark.model.economy import receive_for_land
from crosspark.model.founding import DAYS, mark_leads
from crosspark.model.leads import ATTRACTION, SIGNING, TALLY, attract, sign_projects
from crosspark.model.ledger import sum_by_park

if TYPE_CHECKING:
    from crosspark.model.case import Scenario
    from crosspark.model.district import DistrictModel


def utility_of_places(model: "DistrictModel") -> NDArray[np.float64]:
    """Return what each park is worth to a lead of each segment, in units of its taste.

    Profit by fit, chain and talent within reach, less the price of land and the cost of expected waiting.
    """
    case = model.case
    economy = case.economy
    price = model.land_price
    reach = model.talent_reach()
    gain = model.fit * (1.0 + economy.eta_chain * model.chain) * (0.5 + 0.5 * reach)
    gain = gain - price[:, None] / model.capital_per_m2[None, :]
    gain -= economy.waiting_cost * model.expected_days[:, None] / 252.0
    utility: NDArray[np.float64] = gain / case.demand.taste_scale
    return utility


def values_of_leads(model: "DistrictModel") -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the parks' ceilings and the centre's value, yuan per m², by park and segment.

    Both are what a concession may be at most before it costs more than it is worth to whoever concedes it.
    """
    case, numbers = model.case, model.rulebook.numbers
    budgets = case.budgets
    outcome = numbers("assessment.outcome_weight")
    tax = model.tax_of_places * years_of_tax(case)
    # A concession is paid when the project starts, as taxes are; a signing counts whether it starts or not.
    credit = case.demand.signing_credit * model.capital_per_m2 / model.start_rate
    credit = np.broadcast_to(credit, tax.shape)
    own = tax * budgets.park_tax_share
    # λ = 1 looks at its own tax alone, λ = 1/2 at the others' as at its own.
    own_weight = case.economy.self_interest
    regard = own + (1.0 - own_weight) / own_weight * (tax - own)
    ceilings = np.empty_like(tax)
    values = np.empty_like(tax)
    for j, park in enumerate(model.parks):
        ceilings[j] = park.offer_ceiling(regard[j], credit[j], float(outcome[j]))
        values[j] = model.centre_of[j].value_of_lead(tax[j], credit[j], float(outcome[j]))
    return ceilings, values


def years_of_tax(case: "Scenario") -> float:
    """Return how many of its years' taxes an enterprise is worth when its works start.

    Ten years are looked ahead, discounted for interest and for those that close, after the works.
    """
    interest, closing = case.budgets.interest, 12.0 * case.economy.exit_hazard
    rate = interest + closing
    annuity = (1.0 - (1.0 + rate) ** -10) / rate if rate > 0 else 10.0
    after_works: float = (1.0 + interest) ** (-case.economy.build_months / 12.0)
    return annuity * after_works


def _attraction(model: "DistrictModel", leads: int) -> NDArray[Any]:
    """Return how each park attracts this month, from the hours of the park and of its centre."""
    numbers = model.rulebook.numbers
    need = model.case.demand.hours_per_lead
    table = np.zeros(model.n_parks, ATTRACTION)
    table["key"] = model.park_keys
    table["centre"] = numbers("promotion_centre.attraction_share")
    table["reopened"] = numbers("attraction.reopened_share")
    table["outcome"] = numbers("assessment.outcome_weight")
    per = max(leads, 1)
    for j, park in enumerate(model.parks):
        centre = model.centre_of[j]
        # A centre's research serves every screener; what parks find out for themselves, each finds alone.
        shared = centre.hours["research"] / per
        table["hours"][j] = park.hours["research"] / per + shared
        table["centre_hours"][j] = table["hours"][j]
        own = 1.0 - table["centre"][j]
        table["worked"][j] = _worked(park.hours["attraction"], need * per * max(own, 1e-9))
        table["centre_worked"][j] = _worked(centre.hours["attraction"], need * per)
        if own < 1e-9:
            table["worked"][j] = table["centre_worked"][j]
    # What projects under preparation will still take of the collective land is spoken for.
    slots = model.room.slots
    active = np.flatnonzero((slots["state"] == records.ACTIVE) | (slots["state"] == records.NEW))
    park = slots["park"][active].astype(np.int64)
    spoken = sum_by_park(slots["need"][active, 1], park, model.n_parks)
    ledger = model.ledger
    table["room"] = np.maximum(ledger.of("land", "collective") - spoken, 0) + ledger.of("land", "serviced")
    return table


def _worked(hours: float, needed: float) -> float:
    return 1.0 - float(np.exp(-hours / needed)) if needed > 0 else 0.0


def attract_month(model: "DistrictModel") -> None:
    """Let the month's leads hear, be screened, get offers and choose; sign those that come."""
    rows, demand = model.enterprises, model.case.demand
    arriving = model.arrivals[model.month] if model.month < len(model.arrivals) else np.zeros(0, np.int64)
    share = model.rulebook.number("attraction.lead_share")
    heard = arriving[rows["thinning"][arriving] < share]
    if not len(heard):
        return
    mark_leads(rows, heard)
    parks = _attraction(model, len(heard))
    terms = np.array(
        [
            demand.outside_value,
            demand.taste_scale,
            demand.nest,
            model.rulebook.number("attraction.shading"),
            model.rulebook.number("promotion_centre.local_noise"),
            demand.screening_hours,
            demand.quality_sd,
            demand.admission,
            demand.loose_share,
            demand.admission_slope,
        ]
    )
    tally = np.zeros(1, TALLY)
    tables = np.empty((3, model.n_parks, model.n_segments))
    tables[0] = utility_of_places(model)
    tables[1], tables[2] = values_of_leads(model)
    attract(rows, heard, parks, tables, terms, model.lead_streams, tally)
    for name in ("leads", "signed", "by_centre", "wrong_in", "wrong_out"):
        model.count(name, int(tally[name][0]))
    sign(model, heard[rows["stage"][heard] == SIGNED])


def sign(model: "DistrictModel", signed: NDArray[np.int64]) -> None:
    """Open preparation for the projects that signed: land, factors to wait for, threads, officer."""
    if not len(signed):
        return
    rows, rb, economy = model.enterprises, model.rulebook, model.case.economy
    park = rows["park"][signed].astype(np.int64)
    by_park = np.bincount(park, minlength=model.n_parks)
    model.count_parks("signed", by_park)
    model.count_parks("signed_area", np.bincount(park, rows["area"][signed], model.n_parks))
    table = np.zeros(model.n_parks, SIGNING)
    for name, path in (
        ("linked", "preparation.linked_share"),
        ("joint", "review.joint_share"),
        ("whole", "projects.whole_life_share"),
        ("reserve", "factors.reserve_share"),
        ("broken", "attraction.signing_loss"),
    ):
        table[name] = rb.numbers(path)
    # Homes built ahead bind money (M5).
    homes = rb.numbers("resettlement.homes_ahead") * rb.numbers("resettlement.cost")
    table["unit"] = economy.acquisition_cost + economy.servicing_cost + homes
    stock, quota = model.ledger.of("land", "serviced"), model.ledger.of("quota", "quota")
    table["stock"], table["quota"] = stock, quota
    table["desk"] = max(model.layout.desk, 0) + np.arange(model.n_parks) * (model.layout.desk >= 0)
    table["crew_count"] = [len(crew) for crew in model.crews_of]
    table["crews"] = np.cumsum(table["crew_count"]) - table["crew_count"]
    terms = np.array(
        [
            model.day,
            DAYS,
            model.mean_area,
            model.case.demand.loose_share,
            economy.withdrawal_hazard,
            model.case.demand.loose_haste,
        ]
    )
    chosen = model.room.free(len(signed))
    slots = model.room.slots
    sign_projects(rows, signed, slots, chosen, table, model.crews, terms, model.signing_stream)
    model.ledger.move("land", "serviced", "reserved", stock - table["stock"], "signing")
    model.ledger.move("quota", "quota", "quota_reserved", quota - table["quota"], "reserved at signing")
    model.room.open(chosen, rows["signed"][signed])


def move_by_project(
    model: "DistrictModel",
    resource: str,
    giver: str,
    receiver: str,
    amounts: NDArray[np.int64],
    park: NDArray[np.intp],
    reason: str,
    price: float = 0.0,
) -> None:
    """Book one transfer for each park, the sum over its projects."""
    by_park = sum_by_park(amounts, park, model.n_parks)
    model.ledger.move(resource, giver, receiver, by_park, reason, price=price)


def prepare_month(model: "DistrictModel") -> None:
    """Run preparation for the month's working days, then settle what was taken, started and given up."""
    room, rules, ledger = model.room, model.rules, model.ledger
    slots = room.slots
    # Impatience: who has waited longer than it is willing to gives up.
    weary = (slots["state"] == records.ACTIVE) & (model.day - slots["signed"] > slots["patience"])
    slots["state"][weary] = records.WITHDRAWN
    slots["ended"][weary] = model.day
    rules["free"][:, 0] = ledger.of("capital", "fund")
    rules["free"][:, 1] = ledger.of("quota", "quota")
    rules["taken"] = 0
    prep.prepare_days(
        room.slots,
        room.steps,
        room.nodes,
        room.calendar,
        room.plan,
        model.servers,
        rules,
        model.world[0],
        DAYS,
    )
    ledger.move("capital", "fund", "households", rules["taken"][:, 0], "land acquired and serviced")
    economy = model.case.economy
    rb = model.rulebook
    homes = rb.numbers("resettlement.homes_ahead") * rb.numbers("resettlement.cost")
    unit = economy.acquisition_cost + economy.servicing_cost + homes
    works = economy.servicing_cost / np.maximum(unit, 1e-9)
    model.count_parks("works", rules["taken"][:, 0] * works)
    ledger.move("quota", "quota", "quota_used", rules["taken"][:, 1], "land supply")
    ended = np.flatnonzero((slots["state"] == records.STARTED) | (slots["state"] == records.WITHDRAWN))
    if len(ended):
        settle(model, ended)


def settle(model: "DistrictModel", ended: NDArray[np.intp]) -> None:
    """Settle projects that started or gave up: land, quota, concession, payment, and the record."""
    slots, rows, ledger, case = model.room.slots, model.enterprises, model.ledger, model.case
    started = slots["state"][ended] == records.STARTED
    go, stop = ended[started], ended[~started]
    need = slots["need"]
    park = slots["park"].astype(np.int64)
    used = slots["stock"]
    # Land acquired for the project goes the whole way now, so that the state of land is whole each month.
    for state, after in (("collective", "acquired"), ("acquired", "serviced"), ("serviced", "reserved")):
        move_by_project(model, "land", state, after, need[go, 1], park[go], "works begin")
    area = need[go, 1] + used[go]
    move_by_project(model, "land", "reserved", "leased", area, park[go], "land lease")
    kept = slots["reserved"] == 1
    for chosen, account, reason in (
        (go, "quota_used", "land supply"),
        (stop, "quota", "reservation released"),
    ):
        mine = chosen[kept[chosen]]
        move_by_project(model, "quota", "quota_reserved", account, need[mine, 1], park[mine], reason)
    move_by_project(model, "land", "reserved", "serviced", used[stop], park[stop], "project given up")
    _give_back(model, stop)
    row = slots["row"][go]
    if len(go):
        paid = np.floor(rows["area"][row] * model.land_price[park[go]]).astype(np.int64)
        receive_for_land(model, sum_by_park(paid, park[go], model.n_parks))
        conceded = sum_by_park(rows["concession"][row], park[go], model.n_parks)
        from_fund = np.minimum(conceded, ledger.of("capital", "fund"))
        ledger.move("capital", "fund", "enterprises", from_fund, "concessions")
        ledger.move("capital", "treasury", "enterprises", conceded - from_fund, "concessions")
        rows["cash"][row] += rows["concession"][row]
        model.count_parks("conceded", conceded)
        model.count_parks("invested", sum_by_park(rows["invest"][row], park[go], model.n_parks))
        rows["stage"][row] = BUILDING
        rows["started"][row] = slots["ended"][go]
        months = case.economy.build_months * slots["size"][go] ** 0.6
        rows["opened"][row] = model.month + 1 + np.floor(months).astype(np.int64)
        rows["defect"][row] = slots["defect"][go]
    model.count_parks("started", np.bincount(park[go], minlength=model.n_parks))
    rows["stage"][slots["row"][stop]] = WITHDRAWN
    rows["closed"][slots["row"][stop]] = model.month
    model.record_projects(ended)
    slots["state"][ended] = records.HARVESTED


def _give_back(model: "DistrictModel", stop: NDArray[np.intp]) -> None:
    """Let land that was paid for a project that gave up stay in the park's stock, as far as it came.

    Past the fund it was acquired; past the quota it was supplied, and counts as serviced.
    """
    if not len(stop):
        return
    steps, plan, slots = model.room.steps, model.room.plan, model.room.slots
    past = np.zeros((3, len(stop)), bool)
    for factor in (1, 2):
        for p in np.flatnonzero(plan["factor"] == factor):
            past[factor] |= steps["state"][stop, p] > records.AT_FACTOR
    # A reserved quota was given back: what was reserved counts as not supplied.
    past[2] &= past[1] & (slots["reserved"][stop] == 0)
    for factor, state, after in ((1, "collective", "acquired"), (2, "acquired", "serviced")):
        mine = stop[past[factor]]
        park = slots["park"][mine].astype(np.int64)
        move_by_project(model, "land", state, after, slots["need"][mine, 1], park, "project given up")
