"""The groups of an institution: names and types; their meaning stands in parameters/institution.yaml."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Duties:
    """How the work around a park is divided."""

    social_share: float
    switching_loss: float
    community_chores: float
    turned_away: float


@dataclass(frozen=True)
class JointOffice:
    """Staff of both tiers who work in one office."""

    posts_share: float


@dataclass(frozen=True)
class Handover:
    """What passing a project on costs."""

    days: float


@dataclass(frozen=True)
class Headquarters:
    """The body of district leaders that decides major matters."""

    route_share: float
    scope: str
    meeting_interval: float
    agenda: float
    hours_per_meeting: float
    hours_per_matter: float
    seated_share: float
    leniency: float
    delegation: float
    threshold: float
    veto: float


@dataclass(frozen=True)
class Consent:
    """What a matter meets when it goes round the parties."""

    days: float
    parties: float
    park_parties: float
    veto: float


@dataclass(frozen=True)
class Decision:
    """What a park may decide by itself, and who holds the powers."""

    park_share: float
    park_days: float
    power_holder: str


@dataclass(frozen=True)
class PromotionCentre:
    """The district institution for research and attraction."""

    research_share: float
    attraction_share: float
    scope: str
    local_noise: float


@dataclass(frozen=True)
class Committee:
    """The management committee that builds and operates."""

    scope: str


@dataclass(frozen=True)
class Research:
    """Staff who study the ecosystem."""

    posts_share: float


@dataclass(frozen=True)
class Attraction:
    """How leads are won, and what becomes of promises."""

    posts_share: float
    lead_share: float
    network_cost: float
    reopened_share: float
    signing_loss: float
    shading: float


@dataclass(frozen=True)
class Service:
    """Case officers who move projects on."""

    posts_share: float
    trigger_share: float
    case_load: float


@dataclass(frozen=True)
class Operation:
    """Service after completion."""

    posts_share: float
    effect: float


@dataclass(frozen=True)
class Planning:
    """How far the plans of a park and of the zone agree."""

    conflict: float
    cross_park_conflict: float
    coordination: float


@dataclass(frozen=True)
class Assessment:
    """Who is assessed on what."""

    park_weight: float
    gaming: float
    outcome_weight: float
    ratchet: float


@dataclass(frozen=True)
class Organisation:
    """How teams are cut."""

    specialisation: float
    pooling_loss: float


@dataclass(frozen=True)
class Knowledge:
    """What survives a hand-over."""

    loss: float
    record_hours: float


@dataclass(frozen=True)
class Posts:
    """How posts are filled and moved."""

    mobile_share: float
    candidates: float
    learning_months: float
    wage: float


@dataclass(frozen=True)
class Rules:
    """One rule book for all parks."""

    unified: float
    misfit: float


@dataclass(frozen=True)
class Preparation:
    """The order of the procedures."""

    linked_share: float
    overlap_rework: float


@dataclass(frozen=True)
class Filing:
    """The way of an application to the desk."""

    days: float
    posts: float


@dataclass(frozen=True)
class Review:
    """How reviews sit."""

    joint_share: float
    session_hours: float
    detection: float
    depth: float


@dataclass(frozen=True)
class Inspection:
    """Supervision of enterprises and sites."""

    visits: float
    detection: float
    enterprise_hours: float


@dataclass(frozen=True)
class Intermediaries:
    """The agencies that prepare documents."""

    search_days: float
    capacity: float


@dataclass(frozen=True)
class Projects:
    """Care for major projects."""

    whole_life_share: float
    linked_share: float


@dataclass(frozen=True)
class Factors:
    """Guarantee of land and capital."""

    reserve_share: float


@dataclass(frozen=True)
class Resettlement:
    """Homes for those who give way."""

    homes_ahead: float
    cost: float


@dataclass(frozen=True)
class Queue:
    """The order in which a queue is served."""

    overdue_priority: float


@dataclass(frozen=True)
class Circulation:
    """What hinders movement between parks."""

    talent_friction: float
    goods_friction: float
    cost: float


@dataclass(frozen=True)
class Platforms:
    """Infrastructure with a fixed cost."""

    shared: float
    queue_loss: float


@dataclass(frozen=True)
class Exchange:
    """The exchange of factors between parks."""

    rule: str
    share: float
    noise: float
    transaction_cost: float
    agenda: float
    tax_share: float
    repayment: float


@dataclass(frozen=True)
class Adoption:
    """What the change itself takes."""

    one_off_cost: float
    learning_months: float
    phase_months: float
    extra_posts: float
