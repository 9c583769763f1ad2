"""What a scenario says about each kind of agent: frozen, validated records.

A quantity is written with its unit ("1200 mu", "5 亿元", 60 posts) or as a mapping
``{value, range, grade, source}``; here it becomes a plain number in the canonical unit that its type
names: integers for land (m²), money (yuan) and persons, floats for hours, days and shares.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from crosspark.governance import units

GRADES = ("clause", "statistic", "study", "assumption")
_JUST_ABOVE_0 = 1e-6
#: Nothing in a district is larger, in whatever unit: a figure beyond it is a slip of the pen.
_LARGEST = 1e15
FACT_KEYS = frozenset({"value", "range", "grade", "source"})


@dataclass(frozen=True)
class Quantity:
    """Reader of one written quantity; it stands in a field's type and names its unit and bounds.

    `low` and `high` are what it can mean, `most` is beyond anything that a district has.
    """

    unit: str
    whole: bool = False
    low: float = 0.0
    high: float = math.inf
    most: float = _LARGEST

    def __call__(self, written: object) -> int | float:
        """Return the quantity in canonical units; a mapping gives its value and must be well formed."""
        if not isinstance(written, Mapping):
            return self.read(written)
        unknown = sorted(str(key) for key in written if key not in FACT_KEYS)
        if unknown:
            raise ValueError(f"a quantity has no key {unknown[0]}; it has value, range, grade and source")
        if "value" not in written:
            raise ValueError("a quantity written as a mapping needs the key value")
        value = self.read(written["value"])
        low, high = self.range_of(written, value)
        if not low <= value <= high:
            raise ValueError(f"its range [{low:g}, {high:g}] must contain it, in {self.unit}")
        grade = written.get("grade", "assumption")
        if grade not in GRADES:
            raise ValueError(f"grade is {grade}; it must be one of {', '.join(GRADES)}")
        if grade in {"statistic", "study"} and not str(written.get("source") or "").strip():
            raise ValueError(f"grade {grade} needs a source")
        return value

    def read(self, written: object) -> int | float:
        """Return a bare quantity in canonical units, within the bounds of this kind."""
        value = units.parse(written, self.unit)  # type: ignore[arg-type]  # it refuses what is no quantity
        if not self.low <= value <= self.high:
            raise ValueError(f"it must be {self._bounds()}")
        if abs(value) > self.most:
            side = f"at most {self.most:g}" if value > 0 else f"at least {-self.most:g}"
            raise ValueError(f"it must be {side}{self._unit()}")
        return round(value) if self.whole else value

    def _unit(self) -> str:
        return "" if self.unit in {"number", "share"} else f" {self.unit}"

    def _bounds(self) -> str:
        unit = self._unit()
        if self.high < math.inf:
            return f"in [{self.low:g}, {self.high:g}]{unit}"
        return "more than 0" if self.low == _JUST_ABOVE_0 else f"at least {self.low:g}{unit}"

    def range_of(self, written: object, value: float) -> tuple[float, float]:
        """Return the range of a written quantity: its own, or half to double within the bounds."""
        given = written.get("range") if isinstance(written, Mapping) else None
        if given is None:
            low, high = sorted((value / 2, value * 2))
            low, high = max(low, self.low), min(high, self.high, self.most)
            return (math.floor(low), math.ceil(high)) if self.whole else (low, high)
        if not isinstance(given, list | tuple) or len(given) != 2:
            raise ValueError("range must be a list of two quantities, [low, high]")
        return self.read(given[0]), self.read(given[1])


Land = Annotated[int, BeforeValidator(Quantity("m2", whole=True, most=1e12))]
Money = Annotated[int, BeforeValidator(Quantity("yuan", whole=True))]
Persons = Annotated[int, BeforeValidator(Quantity("person", whole=True, most=1e9))]
Enterprises = Annotated[int, BeforeValidator(Quantity("enterprise", whole=True, most=1e9))]
Posts = Annotated[float, BeforeValidator(Quantity("post", most=1e5))]
Share = Annotated[float, BeforeValidator(Quantity("share", high=1.0))]
Number = Annotated[float, BeforeValidator(Quantity("number"))]
SignedNumber = Annotated[float, BeforeValidator(Quantity("number", low=-math.inf))]
Kilometres = Annotated[float, BeforeValidator(Quantity("km", low=-math.inf))]
Hours = Annotated[float, BeforeValidator(Quantity("hour"))]
HoursPerMonth = Annotated[float, BeforeValidator(Quantity("hour/month"))]
WorkingDays = Annotated[float, BeforeValidator(Quantity("working day"))]
PerMu = Annotated[float, BeforeValidator(Quantity("person/mu"))]
YuanPerM2Year = Annotated[float, BeforeValidator(Quantity("yuan/m2/year"))]
YuanPerM2 = Annotated[float, BeforeValidator(Quantity("yuan/m2"))]
YuanPerYear = Annotated[float, BeforeValidator(Quantity("yuan/year"))]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Title = Annotated[str, StringConstraints(min_length=1)]

TALENT_CLASSES = ("research", "medical", "technical")


class Record(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Talent(Record):
    """A number for each class of talent; what it counts is said where it is used."""

    research: Persons
    medical: Persons
    technical: Persons


class TalentPerMu(Record):
    """Persons of each class that a mu of working land employs at full production."""

    research: PerMu
    medical: PerMu
    technical: PerMu


class TalentWage(Record):
    """Wage of each class, yuan a year."""

    research: YuanPerYear
    medical: YuanPerYear
    technical: YuanPerYear


class ParkFacts(Record):
    """A park (園區) at the start: place, land by state, money, posts, people and enterprises.

    Attributes
    ----------
    subdistricts : tuple of str
        Sub-districts of its hinterland; each belongs to one park.
    collective : int
        Land of communities that may become construction land, m².
    acquired : int
        Land acquired and not yet serviced, m².
    serviced : int
        Serviced land without a tenant, m².
    idle : int
        Land that former tenants left and that has not come back yet, m².
    quota : int
        Stock of annual land quota, m².
    fund : int
        Money at hand, yuan.
    posts : float
        Posts of the park's staff.
    competence : float
        Speed of its staff (1: the norm).
    social_hours : float
        Hours a month of social work in its hinterland that somebody must do.
    fit : dict of str to float
        How well each segment fits the place, 0 to 1.
    amenity : float
        Attractiveness to live in (1: the district's mean).
    land_price : float
        Yuan per m² of leased land.
    talent : Talent
        Persons who live in its hinterland and seek work.
    places : int
        Places of talent housing, persons.
    enterprises : dict of str to int
        Enterprises operating at the start, by segment; the land that they lease comes besides.
    x_km, y_km : float
        Position, km.
    """

    title_en: Title
    title_zh: Title
    subdistricts: tuple[Identifier, ...]
    collective: Land
    acquired: Land
    serviced: Land
    idle: Land
    quota: Land
    fund: Money
    posts: Posts
    competence: Number
    social_hours: HoursPerMonth
    fit: dict[Identifier, Share]
    amenity: Number
    land_price: YuanPerM2
    talent: Talent
    places: Persons
    enterprises: dict[Identifier, Enterprises]
    x_km: Kilometres
    y_km: Kilometres


class SubdistrictFacts(Record):
    """A town or sub-district (鎮街): people, posts, its own social work and its communities.

    Attributes
    ----------
    population : int
        Residents; social work of the park's hinterland falls on its sub-districts by them.
    posts : float
        Posts of its staff.
    social_hours : float
        Hours a month of its own social management and public service.
    communities : int
        Communities that hold land and consent to acquisition.
    """

    title_en: Title
    title_zh: Title
    population: Persons
    posts: Posts
    social_hours: HoursPerMonth
    communities: Annotated[int, BeforeValidator(Quantity("community", whole=True, low=1))]


class DepartmentFacts(Record):
    """A department of the district: posts that handle cases, how busy they are, what it guards.

    Attributes
    ----------
    posts : float
        Posts of officers who handle cases or other duties.
    target_utilisation : float
        Share of its hours for park cases that is used under the present mode.
    other_hours : float
        Hours a month of its other duties.
    guards : str
        The factor that it guards, or none.
    """

    title_en: Title
    title_zh: Title
    posts: Annotated[float, BeforeValidator(Quantity("post", low=0.1, most=1e5))]
    target_utilisation: Annotated[float, BeforeValidator(Quantity("share", low=0.05, high=0.95))]
    other_hours: HoursPerMonth
    guards: Literal["land", "capital", "talent", "energy", "none"]


class ServerFacts(Record):
    """Whoever else works on projects: builders, intermediaries, park desks, resettlement crews.

    Attributes
    ----------
    per : str
        Whether there is one in the district, one at each park or one in each sub-district.
    posts : float
        Posts of each one.
    target_utilisation : float
        Share of its hours that is used under the present mode.
    """

    title_en: Title
    title_zh: Title
    per: Literal["district", "park", "subdistrict"]
    posts: Annotated[float, BeforeValidator(Quantity("post", low=0.1, most=1e5))]
    target_utilisation: Annotated[float, BeforeValidator(Quantity("share", low=0.05, high=0.95))]


class SegmentFacts(Record):
    """A segment of industry: how often it comes, what a mu of it needs, makes and buys.

    Attributes
    ----------
    lead_weight : float
        Weight among leads, more than 0.
    capital : float
        Yuan per m² of land, invested once.
    output : float
        Yuan per m² of land, made in a year at fit 1.
    sd_log_capital : float
        Spread of the capital per m² among projects, s.d. of its logarithm.
    staff : TalentPerMu
        Persons per mu of working land, by class of talent.
    wage : TalentWage
        Yuan a year, by class of talent.
    buys : dict of str to float
        Purchases from each segment, as shares of output; together less than 1.
    other_inputs : float
        Inputs from outside any chain of the district, as a share of output.
    bad_share : float
        Share of leads with a hidden defect.
    """

    title_en: Title
    title_zh: Title
    lead_weight: Annotated[float, BeforeValidator(Quantity("number", low=_JUST_ABOVE_0))]
    capital: YuanPerM2
    output: YuanPerM2Year
    sd_log_capital: Number
    staff: TalentPerMu
    wage: TalentWage
    buys: dict[Identifier, Share]
    other_inputs: Share
    bad_share: Share

    @field_validator("buys")
    @classmethod
    def _buys_less_than_it_makes(cls, buys: dict[str, float]) -> dict[str, float]:
        total = math.fsum(buys.values())
        if total > 1:
            raise ValueError(f"the shares add up to {total:.3g}; together they must not pass 1")
        return buys

    @field_validator("other_inputs")
    @classmethod
    def _makes_more_than_it_uses(cls, other_inputs: float, info: ValidationInfo) -> float:
        total = other_inputs + math.fsum(info.data.get("buys", {}).values())
        if total >= 1:
            raise ValueError(f"with what it buys it is {total:.3g} of output; together it must be below 1")
        return other_inputs


class ReviewFacts(Record):
    """One piece of work within a procedure: who does it, and the hours it takes."""

    server: Identifier
    hours: Hours


class ProcedureFacts(Record):
    """One of the procedures between signing and the start of works.

    Attributes
    ----------
    stage : str
        The stage of approval that it belongs to (S3: one joint approval room each).
    reviews : tuple of ReviewFacts
        Worked hours; in sequence unless a joint approval room sits.
    own_days : float
        The enterprise's own time, working days.
    statutory_days : float
        Limits and public notices fixed by law, working days.
    after : tuple of str
        Procedures that must be finished before this one can start, for technical reasons.
    assumes : tuple of str
        Procedures whose result it takes on assumption when threads run ahead of each other.
    closes_after : str or None
        Its pair, without which it cannot be finished.
    consent : bool
        Whether other parties must consent.
    quota : bool
        Whether it uses land quota.
    community : bool
        Whether communities must consent to giving up land.
    """

    id: Identifier
    title_en: Title
    title_zh: Title
    stage: Literal["registration", "initiation", "planning", "construction_filing"]
    reviews: tuple[ReviewFacts, ...]
    own_days: WorkingDays
    statutory_days: WorkingDays
    after: tuple[Identifier, ...] = ()
    assumes: tuple[Identifier, ...] = ()
    closes_after: Identifier | None = None
    consent: bool = False
    quota: bool = False
    community: bool = False


class DemandFacts(Record):
    """Leads: how many, how large, how good, and how they choose between places.

    Attributes
    ----------
    leads : float
        Leads a year at the highest rate any mode could reach.
    size_min : int
        Least land that a lead asks for, m².
    size_max : int
        Most land that a lead asks for, m².
    size_tail : float
        Pareto exponent of the share of leads above a size.
    reversion : float
        Part of its distance from the mean that the logarithm of a segment's demand loses in a month.
    volatility : float
        Shock to the logarithm of a segment's demand in a month, s.d.
    cycle_amplitude : float
        Swing of a cycle of demand that all segments share, as a share of the mean; 0: there is none.
    cycle_period : float
        Months from boom to boom; the cycle rises from the mean in the first month.
    outside_value : float
        Value of going elsewhere, in units of `taste_scale`.
    taste_scale : float
        Scale of tastes for places, as a share of a project's value.
    nest : float
        Dissimilarity within the district, 0 to 1 (1: plain logit).
    quality_sd : float
        Spread of true quality among leads, s.d. of log productivity.
    screening_hours : float
        Hours of research that halve the variance of what is not known of a lead.
    signed_per_year : float
        Projects signed a year under the present mode: what the posts of servers are sized by.
    new_land_share : float
        Share of the land of projects that must be acquired first under the present mode; the rest comes
        from the parks' stock.
    hours_per_lead : float
        Hours of attraction that a lead takes.
    loose_share : float
        Share of leads that sign easily and rarely start.
    signing_credit : float
        What a signing is worth to whoever is assessed on signings, as a share of the investment.
    admission : float
        Quality, in standard deviations, below which a lead is turned down where only outcomes count.
    admission_slope : float
        How far that threshold falls, in standard deviations, where only signings count.
    loose_haste : float
        How many times sooner a loose project gives up.
    incumbent_size : float
        Size of the enterprises that operate at the start, against a lead's.
    """

    leads: Annotated[float, BeforeValidator(Quantity("lead/year"))]
    size_min: Land
    size_max: Land
    size_tail: Annotated[float, BeforeValidator(Quantity("number", low=1.0))]
    reversion: Share
    volatility: Number
    cycle_amplitude: Share
    cycle_period: Annotated[float, BeforeValidator(Quantity("month", low=3.0))]
    outside_value: SignedNumber
    taste_scale: Annotated[float, BeforeValidator(Quantity("number", low=_JUST_ABOVE_0))]
    nest: Annotated[float, BeforeValidator(Quantity("share", low=0.05, high=1.0))]
    quality_sd: Number
    screening_hours: Annotated[float, BeforeValidator(Quantity("hour", low=0.1))]
    signed_per_year: Annotated[float, BeforeValidator(Quantity("project/year", low=0.1))]
    new_land_share: Share
    hours_per_lead: Annotated[float, BeforeValidator(Quantity("hour", low=0.1))]
    loose_share: Share
    signing_credit: Share
    admission: SignedNumber
    admission_slope: Number
    loose_haste: Number
    incumbent_size: Annotated[float, BeforeValidator(Quantity("number", low=0.01))]

    @field_validator("size_max")
    @classmethod
    def _largest_is_larger(cls, size_max: int, info: ValidationInfo) -> int:
        size_min = info.data.get("size_min", 0)
        if size_max <= size_min:
            raise ValueError(f"it must be more than size_min, {size_min} m2")
        return size_max


class BudgetFacts(Record):
    """What each year brings a park, what taxes take, and what public money and posts cost.

    Attributes
    ----------
    quota_per_year : int
        Land quota for an average park a year, m².
    fund_per_year : int
        Money for an average park a year, yuan.
    tax_rate : float
        Taxes as a share of value added.
    park_tax_share : float
        The park's part of the taxes; the district has the rest.
    land_receipts_park_share : float
        The park's part of what enterprises pay for land; the district has the rest.
    cost_of_public_funds : float
        Loss per yuan of public money conceded.
    wage_per_post : float
        Yuan a year.
    interest : float
        Discount rate a year.
    """

    quota_per_year: Land
    fund_per_year: Money
    tax_rate: Share
    park_tax_share: Share
    land_receipts_park_share: Share
    cost_of_public_funds: Share
    wage_per_post: YuanPerYear
    interest: Share


class EconomyFacts(Record):
    """Production, exit, people and land after a project has started.

    Attributes
    ----------
    sigma_land : float
        Elasticity of substitution between land and the rest.
    eta_chain : float
        Gain in productivity when the chain around a firm is complete.
    exit_hazard : float
        Chance a month that an enterprise closes.
    expansion_hazard : float
        Chance a month that an enterprise expands.
    withdrawal_hazard : float
        Chance a month that a signed project is given up.
    recovery_months : float
        Legal delay before idle land comes back.
    build_months : float
        Construction of a project of mean size.
    quit_rate : float
        Share of employed talent that leaves its job a month.
    talent_inflow : float
        Share of open vacancies that draw a person from outside in a month, where amenity is 1.
    talent_outflow : float
        Share of idle talent that leaves the district in a month.
    matching : float
        Part of the shorter side, seekers or vacancies, that finds the other within a month.
    consent_hazard : float
        A working day: that a community whose attention is free consents to acquisition.
    servicing_cost : float
        Yuan per m² for roads, water, power connection.
    major_investment : int
        Investment from which a project is a major one, yuan.
    self_interest : float
        Weight of a park's own result against the zone's in what it wants (0.5: the zone as its own).
    coordination_need : float
        Loss when parks' plans differ, against the loss when a plan does not fit its park.
    plan_gain : float
        Share of productivity that hangs on the yearly plan of the segment mix.
    planning_elasticity : float
        How much the conflicts between plans grow as a park's hours of planning shrink (0: not at all).
    chain_scale : float
        Enterprises of a segment at which a buyer finds 63 % of what it seeks.
    acquisition_cost : float
        Yuan per m² for compensation, demolition and resettlement.
    other_matters : float
        Matters besides projects that each park brings to a headquarters, a month.
    own_time_sd : float
        Spread of the enterprise's own time, s.d. of its logarithm.
    overdue_days : float
        Working days in a queue after which a task is overdue.
    stuck_days : float
        Working days in a queue after which a major project is stuck.
    defect_hazard : float
        A month: that a hidden defect closes an enterprise.
    operation_hours : float
        Hours a month of operating service that an enterprise can use.
    chores_hours : float
        Hours a month of administrative chores that a community would carry if it carried all.
    management_hours : float
        Hours a year that an enterprise has for everything; inspections take theirs from them.
    platform_gain : float
        Share of productivity that a full platform brings.
    platform_cost : float
        Yuan a year of one platform.
    waiting_cost : float
        Value that a project loses by waiting a year, as a share.
    rework_share : float
        Part of the work that a step takes when it is done again.
    competence_sd : float
        Spread of competence among candidates for a post, as a share of the mean.
    distance_scale : float
        Distance from the middle of the parks at which a sister park counts for 37 % of what it would near.
    joint_office_skill : float
        Hours that leave with a post seconded to the joint office, against a mean post's: the best ones go.
    turned_away_extra : float
        Further work, as a share, that a request takes when a park turned it away.
    learning_dip : float
        Share of its hours that a moved post loses while it learns.
    rules_in_learning : float
        Part of that learning which is of rules, and falls away where all parks have one rule book.
    whole_life_load : float
        Case load of a project that keeps one officer, against one that does not.
    expansion_size : float
        Share by which an enterprise that expands grows.
    broke_exit : float
        Factor on the exit hazard of an enterprise without cash.
    cash_months : float
        Months of output that an enterprise keeps as cash.
    platform_alone : float
        Part of the gain of platforms that a park has without sharing.
    loan_months : float
        Time in which a loan between parks is paid back.
    round_hours : float
        Hours that a department spends on one consent asked of it.
    """

    sigma_land: Number
    eta_chain: Number
    exit_hazard: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))]
    expansion_hazard: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))]
    withdrawal_hazard: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))]
    recovery_months: Annotated[float, BeforeValidator(Quantity("month"))]
    build_months: Annotated[float, BeforeValidator(Quantity("month"))]
    quit_rate: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))]
    talent_inflow: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))]
    talent_outflow: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))]
    matching: Share
    consent_hazard: Annotated[float, BeforeValidator(Quantity("1/working day", high=1.0))]
    servicing_cost: YuanPerM2
    major_investment: Money
    self_interest: Annotated[float, BeforeValidator(Quantity("share", low=0.5, high=1.0))]
    coordination_need: Number
    plan_gain: Share
    planning_elasticity: Number
    chain_scale: Annotated[float, BeforeValidator(Quantity("enterprise", low=0.1))]
    acquisition_cost: YuanPerM2
    other_matters: Annotated[float, BeforeValidator(Quantity("matter/month"))]
    own_time_sd: Number
    overdue_days: Annotated[float, BeforeValidator(Quantity("working day", low=1.0, high=400.0))]
    stuck_days: Annotated[float, BeforeValidator(Quantity("working day", low=1.0, high=400.0))]
    defect_hazard: Annotated[float, BeforeValidator(Quantity("1/month", high=1.0))]
    operation_hours: HoursPerMonth
    chores_hours: HoursPerMonth
    management_hours: Annotated[float, BeforeValidator(Quantity("hour/year", low=1.0))]
    platform_gain: Share
    platform_cost: YuanPerYear
    waiting_cost: Share
    rework_share: Share
    competence_sd: Share
    distance_scale: Annotated[float, BeforeValidator(Quantity("km", low=0.1))]
    joint_office_skill: Number
    turned_away_extra: Share
    learning_dip: Share
    rules_in_learning: Share
    whole_life_load: Number
    expansion_size: Share
    broke_exit: Number
    cash_months: Annotated[float, BeforeValidator(Quantity("month"))]
    platform_alone: Share
    loan_months: Annotated[float, BeforeValidator(Quantity("month", low=3.0))]
    round_hours: Hours


def quantities(
    record: BaseModel, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Quantity, float]]:
    """Yield path, kind and value of every quantity in a record, in the order of its fields.

    An element of a list goes by its `id`, or by its `server`.
    """
    for name, field in type(record).model_fields.items():
        kinds = [item.func for item in field.metadata if isinstance(item, BeforeValidator)]
        yield from _walk(getattr(record, name), field.annotation, kinds, (*path, name))


def _walk(
    value: Any, annotation: Any, kinds: list[Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Quantity, float]]:
    if isinstance(value, BaseModel):
        yield from quantities(value, path)
    elif isinstance(value, dict):
        entry = get_args(annotation)[1]
        inner = [
            item.func for item in getattr(entry, "__metadata__", ()) if isinstance(item, BeforeValidator)
        ]
        for key, item in value.items():
            yield from _walk(item, entry, inner, (*path, str(key)))
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, BaseModel):
                yield from quantities(item, (*path, item.id if hasattr(item, "id") else item.server))  # type: ignore[attr-defined]
    elif kinds and isinstance(kinds[0], Quantity):
        yield path, kinds[0], value
