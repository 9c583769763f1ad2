"""The district: a Mesa model whose step is one month."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mesa
import numpy as np
from mesa.datacollection import DataCollector
from numpy.typing import NDArray

from crosspark.agents.bodies import Committee, Headquarters, PromotionCentre
from crosspark.agents.department import Department
from crosspark.agents.enterprise import EXPANDING, OPERATING, SIGNED, Enterprise
from crosspark.agents.park import Park
from crosspark.agents.subdistrict import SubDistrict
from crosspark.governance.errors import BadInput, Text, counted, suggestion
from crosspark.governance.fields import Value
from crosspark.governance.mode import Mode, load_mode
from crosspark.governance.settings import SETTINGS
from crosspark.model import duties, economy, founding, records, room
from crosspark.model.burnin import BurnIns
from crosspark.model.case import MOST_YEARS, Scenario, resolve
from crosspark.model.founding import DAYS
from crosspark.model.production import CELL, demand_path, park_totals
from crosspark.model.randomness import key_of
from crosspark.model.recorder import Recorder
from crosspark.model.result import Run
from crosspark.model.rulebook import Rulebook
from crosspark.model.schedule import PROCESSES, Process
from crosspark.model.streams import stream_for

#: The agents that a caller may replace by subclasses of their own.
AGENTS: dict[str, type[mesa.Agent]] = {
    "park": Park,
    "subdistrict": SubDistrict,
    "department": Department,
    "headquarters": Headquarters,
    "promotion_centre": PromotionCentre,
    "committee": Committee,
}

ModeLike = str | Path | Mode

_BURN_INS = BurnIns()


@dataclass(frozen=True)
class Inputs:
    """What a run was made of, so that it can be made again.

    Attributes
    ----------
    case : Scenario
    modes : dict of str to Mode
        The mode of each park, overrides included.
    settings : dict of str to float or str
        Overrides of fields and clause parameters, which the present mode took as well.
    seed, years, adopt : int
    own : tuple of str
        Kinds of agents, and the model, that were of a class of the caller's.
    """

    case: Scenario
    modes: dict[str, Mode]
    settings: dict[str, Value]
    seed: int
    years: int
    adopt: int
    own: tuple[str, ...] = ()


def split_overrides(
    case: Scenario, overrides: Mapping[str, object] | None
) -> tuple[dict[str, object], dict[str, Any]]:
    """Return the overrides of the scenario and those of the mode.

    Raises
    ------
    BadInput
        If they are no mapping, or a path belongs to neither; the message names the nearest.
    """
    if overrides is not None and not isinstance(overrides, Mapping):
        hint = Text(
            'give a mapping of paths to quantities, as in {"handover.days": "2 working days"}',
            '請給路徑與數量的映射,如 {"handover.days": "2 個工作日"}',
        )
        raise BadInput("<overrides>", None, "overrides", overrides, hint)
    facts = {fact.path for fact in case.facts}
    of_case: dict[str, object] = {}
    of_mode: dict[str, Any] = {}
    for path, value in (overrides or {}).items():
        if path in facts:
            of_case[path] = value
        elif path in SETTINGS:
            of_mode[path] = value
        else:
            hint = suggestion(path, sorted(facts | set(SETTINGS)), "parameter", "參數")
            raise BadInput("<overrides>", None, path, value, hint)
    return of_case, of_mode


class DistrictModel(mesa.Model):  # type: ignore[misc]
    """A district of parks that exchange land, capital and talent under a management model.

    Parameters
    ----------
    case : str, Path or Scenario
        The district (Mesa owns the word scenario on its classes).
    mode : str, Path, Mode or mapping of park id to one of these
        The management model that is adopted after the burn-in under the present one. Parks that a mapping
        leaves out keep the present mode.
    rng : int, optional
        The seed; 0 if None.
    years : int, optional
        Years after adoption; the scenario's horizon, ten in the bundled ones, if None.
    adopt : int, optional
        Month of adoption; the scenario's burn-in if None.
    overrides : mapping of str to quantity, optional
        By dotted path, of the scenario or of the mode.
    agents : mapping of str to type, optional
        Subclasses to use for some kinds of agents, by the names in `AGENTS`.

    Raises
    ------
    BadInput
        If the scenario, a mode or an override is wrong.
    """

    def __init__(
        self,
        case: str | Path | Scenario = "wenjiang",
        mode: ModeLike | Mapping[str, ModeLike] = "one_plus_two",
        *,
        rng: int | None = None,
        years: int | None = None,
        adopt: int | None = None,
        overrides: Mapping[str, object] | None = None,
        agents: Mapping[str, type[mesa.Agent]] | None = None,
    ) -> None:
        self.seed = 0 if rng is None else counted("<simulate>", "seed", rng, 0)
        super().__init__(rng=self.seed % 2**32)
        unknown = [name for name in agents or {} if name not in AGENTS]
        if unknown:
            hint = suggestion(unknown[0], AGENTS, "kind of agent", "主體種類")
            raise BadInput("agents", None, unknown[0], Text("no kind", "未知種類"), hint)
        self.agent_classes: dict[str, Any] = {**AGENTS, **(agents or {})}
        case = resolve(case)
        of_case, of_mode = split_overrides(case, overrides)
        self.case = case.with_overrides(of_case)
        self.years = (
            self.case.years if years is None else counted("<simulate>", "years", years, 1, MOST_YEARS)
        )
        self.adopt = self.case.burn_in_months if adopt is None else adopt
        self.months = self.adopt + 12 * self.years
        self.month = 0
        self.set_modes(mode, of_mode)
        self._found()
        self._settle_agents()
        self.recorder = Recorder(self)
        self.datacollector = DataCollector(
            model_reporters={
                name: name for name in ("month", "operating_firms", "output", "jobs", "started", "signed")
            },
        )

    # -- founding ------------------------------------------------------------------------------------

    def set_modes(self, mode: ModeLike | Mapping[str, ModeLike], overrides: dict[str, Any]) -> None:
        """Set the mode to come, and the present one; before adoption, or nothing that happened agrees."""
        parks = tuple(self.case.parks)
        present = load_mode(self.case.present)
        if isinstance(mode, Mapping):
            unknown = [park for park in mode if park not in parks]
            if unknown:
                hint = suggestion(unknown[0], parks, "park in this scenario", "園區(本情景中)")
                raise BadInput("mode", None, unknown[0], str(mode[unknown[0]]), hint)
            chosen = {park: mode.get(park, present) for park in parks}
        else:
            chosen = dict.fromkeys(parks, mode)
        self.modes: dict[str, Mode] = {}
        for park, given in chosen.items():
            loaded = given if isinstance(given, Mode) else load_mode(given)
            self.modes[park] = loaded.with_parameters(overrides) if overrides else loaded
        first = next(iter(self.modes.values()))
        self.settings = {path: first.parameters[path] for path in overrides}
        if overrides:
            present = present.with_parameters(
                {path: value for path, value in overrides.items() if _applies(present, path)}
            )
        now = present.institution
        self.present_rules = Rulebook([now] * len(parks), now)
        self.target_rules = Rulebook([m.institution for m in self.modes.values()], now)
        self.rulebook = self.present_rules

    def _found(self) -> None:
        case, seed = self.case, self.seed
        self.park_ids, self.segment_ids = tuple(case.parks), tuple(case.segments)
        self.n_parks, self.n_segments = len(self.park_ids), len(self.segment_ids)
        self.key_list = [key_of(f"park {park}") for park in self.park_ids]
        self.park_keys = np.array(self.key_list, np.uint64)
        self._draw_streams()
        self.enterprises = founding.rows_of(case, seed, self.demand[: self.months])
        self.arrivals = founding.lead_rows(self.enterprises, self.months)
        self.ledger = founding.books_of(case, self.enterprises)
        self.layout = founding.Layout.of(case)
        plan = founding.procedures_of(case, self.layout)
        demand = founding.demand_on_servers(case, plan, self.layout)
        self.servers = founding.servers_of(case, self.layout, demand)
        self.base_speed = self.servers["speed"].copy()
        self.room = room.Slots(plan)
        self.rules = np.zeros(self.n_parks, records.RULES)
        self.rules["line"] = self.rules["agenda_root"] = -1
        self.world = np.zeros(1, records.WORLD)
        self.world["stream"] = stream_for(seed, "preparation")
        self.world["overdue_days"] = round(case.economy.overdue_days)
        self.world["stuck_days"] = round(case.economy.stuck_days)
        spread = 3.0**0.5 * case.economy.own_time_sd  # of a uniform logarithm with this s.d.
        self.world["own_spread"] = spread
        self.world["own_scale"] = spread / np.sinh(spread) if spread > 0 else 1.0
        self.world["again"] = case.economy.rework_share
        self.fit = np.array([[p.fit.get(s, 0.0) for s in self.segment_ids] for p in case.parks.values()])
        self.buys = np.array(
            [[s.buys.get(q, 0.0) for q in self.segment_ids] for s in case.segments.values()], np.float64
        ).reshape(self.n_segments, self.n_segments)
        away = np.abs(self.fit - self.fit.mean(axis=0)).mean(axis=1)
        self.unlikeness = away / away.max() if away.max() > 1e-9 else np.zeros(self.n_parks)
        output = np.array([s.output for s in case.segments.values()])
        inputs = np.array([s.other_inputs for s in case.segments.values()])
        tax_per_m2 = output * (1.0 - self.buys.sum(axis=1) - inputs) * case.budgets.tax_rate
        self.tax_of_places = self.fit * tax_per_m2
        weights = np.array([s.lead_weight for s in case.segments.values()])
        self.worth_of_places = [float(row @ weights / weights.sum()) for row in self.tax_of_places]
        operating = self.enterprises["stage"] == OPERATING
        counted = np.zeros((self.n_parks, self.n_segments), np.int64)
        np.add.at(counted, (self.enterprises["park"][operating], self.enterprises["segment"][operating]), 1)
        self.segment_firms = counted
        self.firms = counted.sum(axis=1)
        self.key_order = np.argsort(self.park_keys).tolist()
        self.amenity = np.array([park.amenity for park in case.parks.values()])
        self.land_price = np.array([park.land_price for park in case.parks.values()])
        place = np.array([(park.x_km, park.y_km) for park in case.parks.values()])
        away = np.sqrt(((place - place.mean(axis=0)) ** 2).sum(axis=1))
        self.closeness = np.exp(-away / case.economy.distance_scale)
        self.chain_weights = economy.chain_weights(self.buys)
        self.chain = economy.chain_completeness(
            counted, self.buys, economy.reach_of_goods(self), case.economy.chain_scale
        )
        self.cell_norms = founding.cell_norms(case)
        self.capital_per_m2 = self.cell_norms["capital"][0].copy()
        wanted = self.cell_norms["per_m2"][0]
        self.wants = wanted / np.maximum(wanted.sum(axis=1, keepdims=True), 1e-30)
        self.production_terms = np.array(
            [
                case.economy.sigma_land,
                case.budgets.tax_rate,
                case.demand.quality_sd,
                case.economy.expansion_size,
                case.economy.broke_exit,
                case.economy.cash_months,
            ]
        )
        self.mean_area = founding.mean_size(case)[0]
        self._begin_counts()

    def _draw_streams(self) -> None:
        seed = self.seed
        self.lead_streams = np.array(
            [stream_for(seed, name) for name in ("screening", "taste", "local knowledge")], np.uint64
        )
        self.signing_stream = stream_for(seed, "signing")
        self.production_stream = stream_for(seed, "production")
        self.people_stream = stream_for(seed, "people")
        self.plan_stream = stream_for(seed, "plan")
        self.exchange_streams = {
            name: int(stream_for(seed, f"exchange {name}")) for name in ("quota", "capital", "places")
        }
        demand = self.case.demand
        terms = np.array(
            [demand.reversion, demand.volatility, demand.cycle_amplitude, demand.cycle_period], np.float64
        )
        stream = stream_for(seed, "demand")
        self.demand = np.ones((self.months + 1, self.n_segments))
        for s, name in enumerate(self.segment_ids):
            path = np.empty(self.months + 1)
            demand_path(stream, np.uint64(key_of(name)), self.months + 1, terms, path)
            self.demand[:, s] = path

    def _begin_counts(self) -> None:
        n = self.n_parks
        self.counts: dict[str, float] = defaultdict(float)
        self.park_counts: dict[str, NDArray[Any]] = {}
        self.records: list[NDArray[Any]] = []
        self.steps_of_records: list[NDArray[Any]] = []
        self.vacant = np.zeros((n, 3), np.int64)
        self.found = np.zeros((n, 3), np.int64)
        self.cells = np.zeros((n, self.n_segments), CELL)
        self.totals, self.whole = park_totals(self.cells)
        operating = self.enterprises["stage"] == OPERATING
        np.add.at(
            self.totals["staff"], self.enterprises["park"][operating], self.enterprises["staff"][operating]
        )
        self.service = np.zeros(n)
        self.plan_factor = np.ones(n)
        self.expected_days = np.full(n, 150.0)
        self.start_rate = 0.6
        self.recoveries = founding.first_recoveries(self.case)
        self.tax_claims: list[tuple[int, int, float]] = []
        self.debts: list[tuple[int, int, int, int]] = []
        self.value_spread: list[float] = []
        self.bought_here = np.zeros(n, np.int64)
        self.last_year = {"signed_area": np.zeros(n)}
        self.year_counts = {"signed_area": np.zeros(n)}
        budgets = self.case.budgets
        self.usual_use = {
            "quota": np.full(n, float(budgets.quota_per_year)),
            "capital": np.full(n, float(budgets.fund_per_year)),
            "places": np.array([p.places * 0.1 for p in self.case.parks.values()]),
        }
        self.learning = np.ones(n)
        self.moved_share = np.zeros(n)
        self.meetings_before = self.rules["meetings"].copy()
        self.matters_before = self.rules["matters"].copy()
        self.delegated_before = self.rules["delegated"].copy()
        self.rounds_before = 0.0
        self.consents_asked = self.seat_hours = self.leaders_hours = 0.0
        self.crew_busy = np.zeros(len(self.case.subdistricts))
        self.busy_before = np.zeros(len(self.servers))
        self.served_before = np.zeros(len(self.servers), np.int64)
        self.newcomers = np.zeros(len(self.servers))
        self.newcomer_months = np.zeros(len(self.servers))
        self.social_hours = np.zeros(n)
        self.turned_away = np.zeros(n)

    def _settle_agents(self) -> None:
        case, classes = self.case, self.agent_classes
        make = classes["park"]
        self.parks = [make(self, j, name, facts) for j, (name, facts) in enumerate(case.parks.items())]
        of_park = founding.park_of_subdistrict(case)
        make = classes["subdistrict"]
        self.subdistricts = [
            make(self, d, name, facts, of_park[name])
            for d, (name, facts) in enumerate(case.subdistricts.items())
        ]
        first = self.layout.resettlement
        self.crews_of = [
            sorted(
                (first + s.index for s in self.subdistricts if s.park == j and first >= 0),
                key=lambda k: key_of(f"subdistrict {self.subdistricts[k - first].id}"),
            )
            for j in range(self.n_parks)
        ]
        self.crews = np.array([k for crew in self.crews_of for k in crew], np.int32)
        make = classes["department"]
        effort = np.clip(self.base_speed / founding.HOURS, 0.02, 0.95)
        self.present_effort = effort
        self.departments = [
            make(self, k, name, facts, float(effort[k]))
            for k, (name, facts) in enumerate(case.departments.items())
        ]
        self.posts = np.zeros(len(self.servers))
        for department in self.departments:
            self.posts[department.index] = department.facts.posts
        self.total_posts = (
            sum(p.facts.posts for p in self.parks)
            + sum(s.facts.posts for s in self.subdistricts)
            + sum(d.facts.posts for d in self.departments)
        )
        self.bodies: list[Any] = []
        self.park_social = np.array([p.facts.social_hours for p in self.parks])
        people = [s.facts.population for s in self.subdistricts]
        self.residents = np.bincount([s.park for s in self.subdistricts], people, self.n_parks)
        self.residents = np.maximum(self.residents, 1.0)
        self._found_bodies()
        self._views: tuple[tuple[int, int], list[Enterprise]] = ((-1, -1), [])
        self.desk_norm = np.zeros(self.n_parks)
        self.planning_norm = np.zeros(self.n_parks)
        self._apply_rules()
        self.assign_hours()
        self.desk_norm = np.array([park.hours["service"] for park in self.parks])
        self.planning_norm = np.array([park.hours["planning"] for park in self.parks])

    def _found_bodies(self) -> None:
        """Found the bodies that the rules in force call for: one for the zone, or one for each park."""
        for body in self.bodies:
            body.remove()
        every = tuple(range(self.n_parks))
        groups: dict[str, list[tuple[int, ...]]] = {"zone": [every], "park": [(j,) for j in every]}
        rb, classes = self.rulebook, self.agent_classes
        self.headquarters = [
            classes["headquarters"](self, parks) for parks in groups[rb.word("headquarters.scope")]
        ]
        self.centres = [
            classes["promotion_centre"](self, parks) for parks in groups[rb.word("promotion_centre.scope")]
        ]
        self.committees = [classes["committee"](self, parks) for parks in groups[rb.word("committee.scope")]]

        def of(bodies: list[Any]) -> list[Any]:
            return [next(b for b in bodies if j in b.parks) for j in every]

        self.headquarters_of, self.centre_of = of(self.headquarters), of(self.centres)
        self.committee_of = of(self.committees)
        self.bodies = [*self.headquarters, *self.centres, *self.committees]

    # -- what mechanisms ask -------------------------------------------------------------------------

    @property
    def day(self) -> int:
        """The first working day of this month, counted from the beginning."""
        return self.month * DAYS

    def count(self, name: str, amount: float) -> None:
        """Add to a count of this month."""
        self.counts[name] += amount

    def count_parks(self, name: str, amounts: NDArray[Any]) -> None:
        """Add to a count of this month, by park."""
        self.park_counts[name] = self.park_counts.get(name, 0) + amounts
        if name in self.year_counts:
            self.year_counts[name] = self.year_counts[name] + amounts

    def demand_level(self) -> NDArray[np.float64]:
        """Return demand by segment this month; its mean is about one."""
        level: NDArray[np.float64] = self.demand[min(self.month, self.months)]
        return level

    def talent_reach(self) -> NDArray[np.float64]:
        """Return how far each segment's wants of talent are met at each park, in [0, 1]."""
        staff = self.totals["staff"]
        wanted = staff + self.vacant
        met = np.where(wanted > 0, staff / np.maximum(wanted, 1), 1.0)  # nobody lacks whom nobody wants
        reach: NDArray[np.float64] = np.where(self.wants.any(axis=1), met @ self.wants.T, 1.0)
        return reach

    def record_projects(self, ended: NDArray[np.intp]) -> None:
        """Keep what became of projects that started or gave up."""
        record = self.room.slots[ended]
        self.records.append(record)
        self.steps_of_records.append(self.kept_steps(ended))
        # What enterprises expect of waiting, and parks of starts, follows what was seen lately.
        started = record[record["state"] == records.STARTED]
        self.start_rate += 0.02 * (len(started) / len(record) - self.start_rate)
        count = np.bincount(started["park"], minlength=self.n_parks)
        days = np.bincount(started["park"], started["ended"] - started["signed"], self.n_parks)
        seen = count > 0
        self.expected_days[seen] += 0.1 * (days[seen] / count[seen] - self.expected_days[seen])

    def kept_steps(self, slots: NDArray[np.intp]) -> NDArray[Any]:
        """Return what is kept of the steps of slots, shape (n_projects, n_procedures)."""
        steps = self.room.steps[slots]
        kept = np.empty(steps.shape, records.KEPT)
        for name in records.KEPT.names or ():
            kept[name] = steps[name]
        return kept

    # -- views ---------------------------------------------------------------------------------------

    @property
    def operating_firms(self) -> int:
        """Enterprises that operate."""
        return int(self.firms.sum())

    @property
    def output(self) -> int:
        """Output of all enterprises this month, yuan."""
        return self.whole["output"]

    @property
    def jobs(self) -> int:
        """Persons employed by enterprises."""
        return self.whole["staff"]

    @property
    def signed(self) -> int:
        """Projects signed this month."""
        return int(self.counts["signed"])

    @property
    def started(self) -> int:
        """Projects started this month."""
        return int(np.sum(self.park_counts.get("started", 0)))

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], Any]:
        """Agents by type; enterprises are handed out as views on their rows, built when asked for."""
        by_type = dict(super().agents_by_type)
        by_type.pop(Enterprise, None)
        views = self.enterprise_agents()
        by_type[Enterprise] = mesa.agent.AgentSet(views, random=self.random)
        return by_type

    def enterprise_agents(self) -> list[Enterprise]:
        """Return views on the enterprises that are in the district; kept until membership changes."""
        stage = self.enterprises["stage"]
        members = np.flatnonzero((stage >= SIGNED) & (stage <= EXPANDING))
        state = (len(members), hash(members.tobytes()))
        if self._views[0] != state:
            known = {view.row: view for view in self._views[1]}
            kept = set(members.tolist())
            for row, view in known.items():
                if row not in kept:
                    view.remove()
            self._views = (state, [known.get(row) or Enterprise(self, row) for row in members.tolist()])
        return self._views[1]

    # -- the month -----------------------------------------------------------------------------------

    def step(self) -> None:
        """Let one month pass: the processes of `PROCESSES`, in their order."""
        for _ in self.processes():
            pass

    def processes(self) -> Iterator[Process]:
        """Let one month pass, and stop after each process."""
        self.ledger.month = self.month
        self.counts.clear()
        self.park_counts.clear()
        for process in PROCESSES:
            if self.month % process.every == process.month:
                process.run(self)
                yield process
        self.month += 1
        if self.month >= self.months:
            self.running = False

    def run(self) -> Run:
        """Step until the horizon and return the run."""
        while self.month < self.months:
            self.step()
        return self.result()

    def result(self) -> Run:
        """Return what can be asked of the run so far."""
        return Run.of(self)

    def inputs(self) -> Inputs:
        """Return what this run is made of."""
        own = [name for name, kind in AGENTS.items() if self.agent_classes[name] is not kind]
        if type(self) is not DistrictModel:
            own.append(type(self).__name__)
        return Inputs(self.case, self.modes, self.settings, self.seed, self.years, self.adopt, own=tuple(own))

    def adopt_if_due(self) -> None:
        """Bring the compared mode into force, at once or in equal parts over the phase."""
        since = self.month - self.adopt
        phase = round(self.target_rules.number("adoption.phase_months"))
        if since < 0 or since > max(phase, 0) or self.target_rules is self.present_rules:
            return
        if since == 0:
            # What stands already is not founded again.
            path = "adoption.one_off_cost"
            cost = int(max(self.target_rules.number(path) - self.present_rules.number(path), 0.0))
            self.ledger.move("capital", "treasury", "outside", cost, "one-off cost of the change")
            self.count("admin_cost", cost)
            self.recorder.adopt()
        share = 1.0 if phase == 0 else min((since + 1) / (phase + 1), 1.0)
        before = self.rulebook
        self.rulebook = (
            self.target_rules if share == 1.0 else self.present_rules.between(self.target_rules, share)
        )
        if since == 0:
            self.moved_share = moved_share(before, self.target_rules)
            self._found_bodies()
            self.learn(0)
        self._apply_rules()

    def learn(self, since: int) -> None:
        """Let staff that was moved learn; with one rule book for all there is less to learn (U1)."""
        months = self.rulebook.numbers("adoption.learning_months")
        economy = self.case.economy
        dip = economy.learning_dip * self.moved_share
        dip = dip * (1.0 - economy.rules_in_learning * self.rulebook.numbers("rules.unified"))
        learning = (since >= 0) & (since < months)
        self.learning = np.where(learning, 1.0 - dip, 1.0)

    def _apply_rules(self) -> None:
        """Write the numbers of the institution that the day loop reads into its records."""
        rb, rules, economy_ = self.rulebook, self.rules, self.case.economy
        numbers = rb.numbers
        others = self.n_parks - 1
        for name, path in (
            ("handover", "handover.days"),
            ("filing", "filing.days"),
            ("loss", "knowledge.loss"),
            ("record", "knowledge.record_hours"),
            ("consent", "consent.days"),
            ("veto", "consent.veto"),
            ("local", "decision.park_share"),
            ("local_days", "decision.park_days"),
            ("route", "headquarters.route_share"),
            ("overlap", "preparation.overlap_rework"),
            ("session", "review.session_hours"),
            ("depth", "review.depth"),
            ("stuck", "projects.linked_share"),
            ("homes", "resettlement.homes_ahead"),
            ("threshold", "headquarters.threshold"),
            ("hq_veto", "headquarters.veto"),
            ("seated", "headquarters.seated_share"),
        ):
            rules[name] = numbers(path)
        rules["parties"] = numbers("consent.parties") + others * numbers("consent.park_parties")
        rules["detect"] = numbers("review.detection") * numbers("review.depth")
        words = ("park", "headquarters", "shared")
        rules["holder"] = [words.index(str(i.get("decision.power_holder"))) for i in rb.institutions]
        rules["interval"] = max(round(rb.number("headquarters.meeting_interval")), 1)
        rules["agenda"] = rb.number("headquarters.agenda")
        zone = rb.word("headquarters.scope") == "zone"
        rules["hq"] = 0 if zone else np.arange(self.n_parks)
        rules["key"] = 0 if zone else self.park_keys
        rules["sits"] = 0
        rules["sits"][rules["hq"][rules["route"] > 0.0]] = 1
        served = self.n_parks if zone else 1
        per_meeting = rb.number("headquarters.meeting_interval") / DAYS
        rules["other"] = economy_.other_matters * served * per_meeting * rb.number("headquarters.route_share")
        self.world["overdue"] = rb.number("queue.overdue_priority")
        self.world["search"] = rb.number("intermediaries.search_days")
        # A directory that is closed limits entry, one that is open widens it (S5).
        capacity = rb.number("intermediaries.capacity") / self.present_rules.number("intermediaries.capacity")
        if "intermediaries" in self.layout.index:
            k = self.layout.index["intermediaries"]
            self.servers["speed"][k] = self.base_speed[k] * capacity
        social = self.park_social * numbers("duties.social_share")
        self.turned_away = social * numbers("duties.turned_away")
        self.social_hours = social - self.turned_away

    def assign_hours(self) -> None:
        """Let headquarters delegate, and every organisation split its hours."""
        rules = self.rules
        for hq in self.headquarters:
            first = hq.parks[0]
            willing = self.rulebook.number("headquarters.delegation")
            rules["delegation"][first] = hq.delegate(
                int(rules["agenda_length"][first]), float(rules["agenda"][first]), willing
            )
        duties.split_park_hours(self)
        duties.set_park_speeds(self)
        duties.split_subdistrict_hours(self)
        duties.split_department_hours(self)


def moved_share(before: Rulebook, after: Rulebook) -> NDArray[np.float64]:
    """Return the share of each park's posts whose duty, body or holder changes between two rulebooks.

    Where every post is filled anew, who held it wins against `candidates` − 1 others as often as any of them.
    """
    moved = np.zeros(len(after.institutions))
    for duty in ("research", "attraction"):
        share = f"promotion_centre.{duty}_share"
        moved = moved + np.abs(after.numbers(share) - before.numbers(share)) * after.numbers(
            f"{duty}.posts_share"
        )
    for duty in ("research", "attraction", "service", "operation"):
        path = f"{duty}.posts_share"
        moved = moved + 0.5 * np.abs(after.numbers(path) - before.numbers(path))
    moved = moved + after.numbers("joint_office.posts_share") - before.numbers("joint_office.posts_share")
    candidates = "posts.candidates"
    new_holder = np.clip(1.0 - before.numbers(candidates) / after.numbers(candidates), 0.0, 1.0)
    result: NDArray[np.float64] = 1.0 - (1.0 - np.clip(moved, 0.0, 1.0)) * (1.0 - new_holder)
    return result


def _applies(mode: Mode, path: str) -> bool:
    """Return whether an override of the mode's parameters has a carrier in another mode."""
    parts = path.split(".")
    return parts[0] != "clauses" or (len(parts) > 1 and parts[1] in mode.clauses)


def simulate(
    scenario: str | Path | Scenario,
    mode: ModeLike | Mapping[str, ModeLike],
    *,
    seed: int,
    years: int | None = None,
    overrides: Mapping[str, object] | None = None,
    agents: Mapping[str, type[mesa.Agent]] | None = None,
) -> Run:
    """Run one district under one mode and return what can be asked of it.

    Parameters
    ----------
    scenario, mode, years, overrides, agents
        As of `DistrictModel`.
    seed : int

    Returns
    -------
    Run
    """
    seed = counted("<simulate>", "seed", seed, 0)
    case = resolve(scenario)
    of_case, of_mode = split_overrides(case, overrides)
    case = case.with_overrides(of_case)

    def burnt_in() -> DistrictModel:
        model = DistrictModel(case, mode, rng=seed, years=years, overrides=of_mode, agents=agents)
        while model.month < min(model.adopt, model.months):
            model.step()
        return model

    if agents:  # of which nobody knows whether they can be written down
        model = burnt_in()
    else:
        key = (seed, years, repr(sorted(of_mode.items())))
        model = _BURN_INS.take(case, key, burnt_in, lambda model: model.set_modes(mode, of_mode))
    run = model.run()
    release(model)
    return run


def release(model: DistrictModel) -> None:
    """Let go of a model that is no longer needed, at once.

    A model and its agents refer to each other, and would wait for the garbage collector's full round.
    """
    model.__dict__.clear()


__all__ = ["AGENTS", "DistrictModel", "release", "simulate"]
