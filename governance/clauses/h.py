"""H: the "1", a headquarters of district leaders."""

from crosspark.governance.clauses.registry import clause
from crosspark.governance.institution import Effects


@clause(
    "H1",
    quote=("1個園區指揮部作為領導機構,由區級領導任指揮長和第一、第二副指揮長", "統籌協調重大決策"),
    quote_en=(
        "1 park headquarters as the leading body, with district leaders as commander and first and second "
        "deputy commanders",
        "coordinates major decisions",
    ),
    title_en="Headquarters of district leaders",
    title_zh="園區指揮部",
    changes=("headquarters.route_share", "planning.coordination", "adoption.one_off_cost"),
    cost=("headquarters.hours_per_meeting", "headquarters.hours_per_matter", "adoption.one_off_cost"),
    indicators=("decision_days", "agenda_load", "leaders_hours", "days_consent"),
    paid_in=("leaders_hours", "core_hours_share"),
    parameters=("share", "coordination", "one_off_cost"),
    mechanism_en="Matters that need several consents wait for the next meeting instead of going round, and "
    "parks plan with the zone in view; leaders and members pay with hours, and the agenda can overflow.",
    mechanism_zh="須多方同意的事項改為等候下次會議,不再逐家徵求,園區規劃兼顧全域;領導與成員付出工時,議程可能積壓。",
)
def headquarters(intensity: float, share: float, coordination: float, one_off_cost: float) -> Effects:
    """Decide major matters at a headquarters, and weigh the zone in the yearly plan."""
    return {
        "headquarters.route_share": intensity * share,
        "planning.coordination": intensity * coordination,
        "adoption.one_off_cost": intensity * one_off_cost,
    }


@clause(
    "H2",
    quote="園區及相關鎮街、重點部門主要負責人任副指揮長",
    quote_en="The heads of the parks, of the related sub-districts and of key departments serve as deputy "
    "commanders",
    title_en="Heads of parks, sub-districts and departments as deputies",
    title_zh="負責人任副指揮長",
    changes=("headquarters.seated_share", "headquarters.leniency"),
    cost=("headquarters.leniency",),
    indicators=("decision_days", "agenda_load"),
    paid_in=("days_queue",),
    parameters=("seated", "leniency"),
    mechanism_en="Who sits at the table needs no second round outside; those who score each other sit "
    "together, so the district pays with softer assessment.",
    mechanism_zh="列席者無須會外再徵求意見;互評者同桌,考核因此放鬆,代價由全區承擔。",
)
def deputies(intensity: float, seated: float, leniency: float) -> Effects:
    """Seat the heads of the parties at the headquarters.

    Without H1 no matter is decided there, so neither the seats nor the leniency find anything to act on.
    """
    return {
        "headquarters.seated_share": intensity * seated,
        "headquarters.leniency": intensity * leniency,
    }
