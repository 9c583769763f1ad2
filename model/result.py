"""What can be asked of a run: indicators, series, projects with the causes of their days, flows, hours."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.errors import BadInput, Text
from crosspark.model import records
from crosspark.model.founding import DAYS, MU
from crosspark.model.indicators import INDICATORS
from crosspark.model.ledger import RESOURCES, Ledger
from crosspark.model.measures import (
    FORMULAS,
    RESOURCE,
    derived,
    measure,
    measure_enterprises,
    measure_projects,
    measure_waiting,
    projects_of,
)
from crosspark.model.provenance import git_commit, versions
from crosspark.model.reasons import REASONS, readable
from crosspark.model.why import Waited, told

if TYPE_CHECKING:
    import pandas as pd

    from crosspark.model.district import DistrictModel, Inputs

Array = NDArray[Any]
#: By what, which group, which indicator: ("subdistrict", "liucheng", "service_level").
GroupKey = tuple[str, str, str]

#: Who holds public money.
PUBLIC = ("fund", "treasury")
DISTRICT = "district"


@dataclass(frozen=True)
class Run:
    """One finished run; light values first, tables when asked for.

    Attributes
    ----------
    scenario, mode : str
        Ids; the mode of a mixed district names each park's.
    seed, years, months : int
        Months after adoption.
    values : dict of str to float
        Indicators by id, in canonical units.
    monthly_values : dict of str to ndarray
        Series of the district by month after adoption.
    park_values : dict of str to ndarray, shape (months, n_parks)
        The same by park; a name means the same.
    subdistrict_values, department_values : dict of str to ndarray, shape (months, n)
        The service level of sub-districts, the backlog of departments' other duties.
    causes : dict of str to float
        Mean working days by cause of the projects signed and started after adoption.
    hours_by : dict of (organisation, kind, duty) to float
        Hours after adoption, by the clock: those of an organisation add up to what its posts have.
    utilisation : dict of str to float
        Share of its workers' time that each server was at work after adoption.
    ledger : Ledger
        The books: `totals` are exact and never change, `month_ends` are the balances.
    titles : dict of str to (str, str)
        English and Chinese of parks, sub-districts, departments, segments and procedures.
    manifest : dict
        Versions, hashes and seed: what the numbers depend on.
    inputs : Inputs
        The same as objects, of which the run can be made again.
    """

    scenario: str
    mode: str
    seed: int
    years: int
    months: int
    values: dict[str, float]
    monthly_values: dict[str, Array] = field(repr=False)
    park_values: dict[str, Array] = field(repr=False)
    subdistrict_values: dict[str, Array] = field(repr=False)
    department_values: dict[str, Array] = field(repr=False)
    causes: dict[str, float] = field(repr=False)
    hours_by: dict[tuple[str, str, str], float] = field(repr=False)
    utilisation: dict[str, float] = field(repr=False)
    manifest: dict[str, Any] = field(repr=False)
    inputs: "Inputs" = field(repr=False)
    park_ids: tuple[str, ...] = field(repr=False)
    subdistrict_parks: dict[str, str] = field(repr=False)
    department_ids: tuple[str, ...] = field(repr=False)
    segment_ids: tuple[str, ...] = field(repr=False)
    procedure_ids: tuple[str, ...] = field(repr=False)
    titles: dict[str, tuple[str, str]] = field(repr=False)
    records: Array = field(repr=False)
    steps: Array = field(repr=False)
    enterprise_groups: dict[GroupKey, float] = field(repr=False)
    behind: dict[str, dict[str, str]] = field(repr=False)
    ledger: Ledger = field(repr=False)
    since: int = field(repr=False)

    @classmethod
    def of(cls, model: "DistrictModel") -> "Run":
        """Read a run off a model.

        Raises
        ------
        BadInput
            If no month has passed.
        """
        recorder, case = model.recorder, model.case
        if not recorder.busy:
            hint = Text("let at least one month pass first", "請先至少模擬一個月")
            raise BadInput("<result>", None, "month", model.month, hint)
        since = recorder.started_from
        months = model.month - since
        slots = model.room.slots
        under_way = np.flatnonzero((slots["state"] == records.ACTIVE) | (slots["state"] == records.NEW))
        everything = _joined([*model.records, slots[under_way]])
        steps = _joined([*model.steps_of_records, model.kept_steps(under_way)])
        mine = everything["signed"] >= since * DAYS
        projects = projects_of(model, everything[mine])
        started = projects[projects["state"] == records.STARTED]
        waits = started["waits"].mean(axis=0) if len(started) else np.full(8, np.nan)
        modes = {park: mode.id for park, mode in model.modes.items()}
        names = set(modes.values())
        label = names.pop() if len(names) == 1 else "+".join(f"{p}:{m}" for p, m in modes.items())
        behind = {
            mode.id: {
                reason: " ".join(mode.behind(about.fields))
                for reason, about in REASONS.items()
                if about.fields
            }
            for mode in {mode.id: mode for mode in model.modes.values()}.values()
        }
        budgets = case.budgets
        discount = (1.0 + budgets.interest) ** (-(np.arange(months) + 1) / 12.0)
        public_cost = budgets.cost_of_public_funds
        leased = recorder.leased_then
        # The one-off cost of the change is paid before anything counts, and is a cost of it all the same.
        funds = recorder.series["public_funds"][since - 1] if since else recorder.funds_at_first
        then = {"public_funds": np.array([funds]), "land_leased": leased.sum(keepdims=True)}
        of_parks = recorder.of_parks()
        series = derived(recorder.of_district(of_parks), then, discount, public_cost)
        by_park = derived(of_parks, {"land_leased": leased[None, :]}, discount, public_cost)
        return cls(
            scenario=case.id,
            mode=label,
            seed=model.seed,
            years=model.years,
            months=months,
            values=measure(model, series, projects),
            monthly_values=series,
            park_values=by_park,
            subdistrict_values=recorder.of_parts(recorder.subdistricts),
            department_values=recorder.of_parts(recorder.departments),
            causes=dict(zip(records.CAUSES, waits.tolist(), strict=True)),
            hours_by=recorder.hours(),
            utilisation=_utilisation(model),
            manifest=_manifest(model),
            inputs=model.inputs(),
            park_ids=model.park_ids,
            subdistrict_parks={sub.id: model.park_ids[sub.park] for sub in model.subdistricts},
            department_ids=tuple(department.id for department in model.departments),
            segment_ids=model.segment_ids,
            procedure_ids=tuple(procedure.id for procedure in case.procedures),
            titles={
                name: (facts.title_en, facts.title_zh)
                for facts_by_name in (
                    case.parks, case.subdistricts, case.departments, case.segments,
                    {procedure.id: procedure for procedure in case.procedures},
                )
                for name, facts in facts_by_name.items()
            },
            records=projects,
            steps=steps[mine],
            enterprise_groups=measure_enterprises(model),
            behind={park: behind[mode.id] for park, mode in model.modes.items()},
            ledger=model.ledger,
            since=since,
        )  # fmt: skip

    def _keys(self) -> dict[str, Any]:
        return {"run": f"{self.scenario}/{self.mode}/{self.seed}", "mode": self.mode, "seed": self.seed}

    # -- values ----------------------------------------------------------------------------------------

    @cached_property
    def indicators(self) -> "pd.DataFrame":
        """Indicators of the run: indexed by id, with value, unit and titles."""
        import pandas as pd

        frame = pd.DataFrame(
            {
                "value": self.values,
                "unit": {i: INDICATORS[i].unit for i in self.values},
                "title_en": {i: INDICATORS[i].title_en for i in self.values},
                "title_zh": {i: INDICATORS[i].title_zh for i in self.values},
            }
        )
        frame.index.name = "indicator"
        return frame

    @cached_property
    def monthly(self) -> "pd.DataFrame":
        """Series of the district: a row per month after adoption, a column per series."""
        import pandas as pd

        frame = pd.DataFrame(self.monthly_values)
        frame.index.name = "month"
        return frame

    @cached_property
    def parks(self) -> "pd.DataFrame":
        """Series of the parks: a row per month after adoption and park."""
        import pandas as pd

        index = pd.MultiIndex.from_product([range(self.months), self.park_ids], names=["month", "park"])
        whole = (self.months, len(self.park_ids))
        return pd.DataFrame(
            {name: v.reshape(-1) for name, v in self.park_values.items() if v.shape == whole}, index=index
        )

    @cached_property
    def groups(self) -> dict[GroupKey, float]:
        """Indicators of groups: of parks, sub-districts, departments, kinds of projects and enterprises.

        By what (park, subdistrict, department, segment, size, rank, enterprises), which group, which
        indicator. A group's value is the indicator's formula on what belongs to the group.
        """
        found = dict(self.enterprise_groups)
        for name, about in INDICATORS.items():
            if "park" in about.by and name in FORMULAS and name != "service_level":
                values = FORMULAS[name].whole(self.park_values).tolist()
                found.update({("park", p, name): v for p, v in zip(self.park_ids, values, strict=True)})
        levels = FORMULAS["service_level"].whole(self.subdistrict_values)
        for (sub, park), level in zip(self.subdistrict_parks.items(), levels.tolist(), strict=True):
            found["subdistrict", sub, "service_level"] = level
            peers = [k for k, p in enumerate(self.subdistrict_parks.values()) if p == park]
            found["park", park, "service_level"] = float(levels[peers].mean())
        backlogs = FORMULAS["other_backlog"].whole(self.department_values).tolist()
        for department, backlog in zip(self.department_ids, backlogs, strict=True):
            found["department", department, "other_backlog"] = backlog
        r = self.records
        for j, park in enumerate(self.park_ids):
            for name, value in measure_projects(r[r["park"] == j]).items():
                if "park" in INDICATORS[name].by:
                    found["park", park, name] = value
        kinds = {("segment", name): r["segment"] == k for k, name in enumerate(self.segment_ids)}
        kinds |= {("size", "small"): r["small"], ("size", "large"): ~r["small"]}
        kinds |= {("rank", "major"): r["major"] == 1, ("rank", "other"): r["major"] == 0}
        for key, chosen in kinds.items():
            for name, value in measure_waiting(r[chosen]).items():
                found[*key, name] = value
        return found

    def waiting(self) -> "pd.DataFrame":
        """Return who waits how long: a row per group of projects.

        Returns
        -------
        DataFrame
            by (park, segment, size, rank), group, days_to_start (restricted mean), days_started,
            start_rate, never_started_rate. Small is no larger than the mean lead of the scenario.
        """
        import pandas as pd

        found: dict[tuple[str, str], dict[str, float]] = {}
        for by, group, name in self.groups:
            if by in {"size", "rank", "park", "segment"} and name in _WAITING:
                found.setdefault((by, group), {})[name] = self.groups[by, group, name]
        rows = [(*key, *(values[name] for name in _WAITING)) for key, values in found.items()]
        return pd.DataFrame(rows, columns=["by", "group", *_WAITING]).sort_values("by", ignore_index=True)

    def tidy(self) -> "pd.DataFrame":
        """Return the indicators as a tidy table of the run and of its parts.

        Returns
        -------
        DataFrame
            run, mode, seed; park and subdistrict ("all", or an id); month (from 0 after adoption; missing
            for the whole run); indicator, value, unit. The registry says of which parts an indicator has
            a value (`Indicator.by`); months and parks in which nothing is to be measured have no row.
        """
        import pandas as pd

        whole: tuple[str, str, int | None] = ("all", "all", None)
        rows = [(*whole, i, v) for i, v in self.values.items()]
        for (by, group, i), v in self.groups.items():
            if by in {"park", "subdistrict"} and by in INDICATORS[i].by:
                park = self.subdistrict_parks[group] if by == "subdistrict" else group
                rows.append((park, group if by == "subdistrict" else "all", None, i, v))
        for i, formula in FORMULAS.items():
            if "month" not in INDICATORS[i].by:
                continue
            rows += [("all", "all", m, i, v) for m, v in enumerate(formula.monthly(self.monthly_values))]
            if i == "service_level":
                table = formula.monthly(self.subdistrict_values)
                for k, (sub, park) in enumerate(self.subdistrict_parks.items()):
                    rows += [(park, sub, m, i, v) for m, v in enumerate(table[:, k])]
            elif "park" in INDICATORS[i].by:
                table = formula.monthly(self.park_values)
                for j, park in enumerate(self.park_ids):
                    rows += [(park, "all", m, i, v) for m, v in enumerate(table[:, j])]
        rows += self._projects_by_month()
        frame = pd.DataFrame(rows, columns=["park", "subdistrict", "month", "indicator", "value"])
        frame["month"] = frame["month"].astype("Int64")
        frame = frame[frame["month"].isna() | frame["value"].notna()].reset_index(drop=True)
        for place, (name, value) in enumerate(self._keys().items()):
            frame.insert(place, name, value)
        frame["unit"] = [INDICATORS[i].unit for i in frame["indicator"]]
        return frame

    def _projects_by_month(self) -> list[tuple[str, str, int | None, str, float]]:
        """Return the indicators of the projects that started in each month, of the district and by park."""
        r = self.records[self.records["state"] == records.STARTED]
        month = r["ended"] // DAYS - self.since
        rows: list[tuple[str, str, int | None, str, float]] = []
        for m in np.unique(month).tolist():
            those = r[month == m]
            of_parks = {park: those[those["park"] == j] for j, park in enumerate(self.park_ids)}
            for park, chosen in {"all": those, **of_parks}.items():
                rows += [
                    (park, "all", m, i, v)
                    for i, v in measure_projects(chosen).items()
                    if "month" in INDICATORS[i].by
                ]
        return rows

    # -- accounts --------------------------------------------------------------------------------------

    @cached_property
    def _account_lines(self) -> dict[tuple[str, str], Array]:
        """Yuan by account, line, month and part: the parks, and last what is the district's alone."""
        n = len(self.park_ids)
        lines: dict[tuple[str, str], Array] = {}
        for (giver, receiver, resource, reason), moved in self.ledger.booked(self.since).items():
            if resource != "capital":
                continue
            for account, parks, sign in ((giver, moved.givers, -1), (receiver, moved.receivers, 1)):
                if account in PUBLIC:
                    table = lines.setdefault(("treasury", reason), np.zeros((self.months, n + 1)))
                    part = np.where(parks < 0, n, parks)
                    np.add.at(table, (moved.months - self.since, part), sign * moved.amounts)
        for name, line in RESOURCE.items():
            table = lines["resource", name] = np.zeros((self.months, n + 1))
            if name == "admin_cost":
                table[:, n] = line(self.monthly_values)
            else:
                table[:, :n] = line(self.park_values)
        return lines

    @cached_property
    def account_values(self) -> dict[tuple[str, str], float]:
        """Net present value of each line of the two accounts, yuan; what only passes within is left out."""
        discount = self.monthly_values["discount"]
        found = {key: float(table.sum(axis=1) @ discount) for key, table in self._account_lines.items()}
        return {key: value for key, value in found.items() if value != 0.0}

    @cached_property
    def accounts(self) -> "pd.DataFrame":
        """The two yuan accounts, which are never mixed: what each is made of, by line and part.

        Returns
        -------
        DataFrame
            account (treasury: what public funds gained and lost, by reason; resource: what was made less
            what making it used up, transfers cancel), line, part (a park, or "district" for what is no
            park's), amount and npv in yuan, clause behind it. The sums of npv are the indicators
            fiscal_npv and resource_npv.
        """
        import pandas as pd

        discount = self.monthly_values["discount"]
        rows = []
        for (account, name), table in self._account_lines.items():
            clause = self._clauses(name, self.park_ids) if account == "treasury" else ""
            amounts, values = table.sum(axis=0), table.T @ discount
            rows += [
                (account, name, part, amounts[k], values[k], clause)
                for k, part in enumerate((*self.park_ids, DISTRICT))
                if amounts[k] or values[k]
            ]
        return pd.DataFrame(rows, columns=["account", "line", "part", "amount", "npv", "clause"])

    # -- projects --------------------------------------------------------------------------------------

    @cached_property
    def projects(self) -> "pd.DataFrame":
        """Projects signed after adoption: days from signing to start, by cause on the critical path."""
        import pandas as pd

        r = self.records
        started = r["state"] == records.STARTED
        harvested = {records.STARTED: "started", records.WITHDRAWN: "withdrawn"}
        return pd.DataFrame(
            {
                "project": r["row"],
                "park": [self.park_ids[j] for j in r["park"]],
                "segment": [self.segment_ids[s] for s in r["segment"]],
                "area_mu": r["area"] / MU,
                "investment": r["invest"],
                "major": r["major"] == 1,
                "signed_day": r["signed"],
                "started_day": np.where(started, r["ended"], -1),
                "days": np.where(started, r["ended"] - r["signed"], -1),
                **{cause: r["waits"][:, c] for c, cause in enumerate(records.CAUSES)},
                **{f"stage_{stage}": r["stages"][:, c] for c, stage in enumerate(records.STAGES)},
                "returns": r["returns"],
                "status": [harvested.get(int(s), "preparing") for s in r["state"]],
            }
        )

    def path(self, project: int) -> "pd.DataFrame":
        """Return the working days of a project by procedure and cause.

        Parameters
        ----------
        project : int
            As `projects` names it.

        Returns
        -------
        DataFrame
            Indexed by procedure: days by cause, and whether they lie on the critical path. Those that do
            add up to the days from signing to start.
        """
        import pandas as pd

        waited = self._waited(project)
        frame = pd.DataFrame(waited.days, columns=list(records.CAUSES), index=list(self.procedure_ids))
        frame.index.name = "procedure"
        frame["on_path"] = waited.on_path
        return frame

    def why(self, project: int, lang: str = "en") -> str:
        """Return why a project waited: its days by cause and stage, and what it waited for longest.

        Parameters
        ----------
        project : int
            As `projects` names it.
        lang : {"en", "zh"}

        Raises
        ------
        BadInput
            If no such project was signed after adoption.
        """
        return told(self._waited(project), self.titles, lang)

    def _waited(self, project: int) -> Waited:
        found = np.flatnonzero(self.records["row"] == project)
        if not len(found):
            hint = Text(
                "it must be a number in the column `project` of Run.projects",
                "須為 Run.projects 的 project 列中的編號",
            )
            raise BadInput("<why>", None, "project", project, hint)
        k = int(found[0])
        r = self.records[k]
        return Waited.of(
            r, self.steps[k], self.procedure_ids, self.park_ids[r["park"]], self.segment_ids[r["segment"]],
            (self.since + self.months) * DAYS,
        )  # fmt: skip

    # -- books and hours -------------------------------------------------------------------------------

    @cached_property
    def flow_totals(self) -> dict[tuple[str, str, str, str], int]:
        """What moved after adoption, in units of the resource, by giver, receiver, resource and reason."""
        return self.ledger.sums(self.since)

    @cached_property
    def flows(self) -> "pd.DataFrame":
        """Every transfer after adoption.

        Returns
        -------
        DataFrame
            month, giver, receiver (accounts; a park's is `account:park`), resource, amount, price (yuan a
            unit), reason, clause (ids of the clauses behind it in the modes of the parks concerned).
        """
        import pandas as pd

        columns = ["month", "giver", "receiver", "resource", "amount", "price", "reason", "clause"]
        clauses: dict[tuple[str, str, str], str] = {}
        rows = []
        for t, giver, receiver, amount in self.ledger.flows(self.since):
            key = (t.reason, giver, receiver)
            if key not in clauses:
                parks = [p for side in (giver, receiver) if (p := side.partition(":")[2])]
                clauses[key] = self._clauses(t.reason, parks or self.park_ids)
            row = (t.month - self.since, giver, receiver, t.resource, amount, t.price, t.reason, clauses[key])
            rows.append(row)
        return pd.DataFrame(rows, columns=columns)

    def _clauses(self, reason: str, parks: Any) -> str:
        found = [clause for park in parks for clause in self.behind[park].get(reason, "").split()]
        return " ".join(dict.fromkeys(found))

    @cached_property
    def balances(self) -> "pd.DataFrame":
        """Every balance at the end of each month after adoption: month, resource, account, park, balance.

        An account of the district has the park "all". Balances of a resource add up to `ledger.totals`.
        """
        import pandas as pd

        frames = []
        for (resource, account), table in self.ledger.month_ends(self.since).items():
            parks = self.park_ids if RESOURCES[resource][1][account] else ("all",)
            index = pd.MultiIndex.from_product([range(self.months), parks], names=["month", "park"])
            frame = pd.DataFrame({"balance": table.reshape(-1)}, index=index).reset_index()
            frame.insert(1, "account", account)
            frame.insert(1, "resource", resource)
            frame["unit"] = RESOURCES[resource][0]
            frames.append(frame)
        columns = ["month", "resource", "account", "park", "balance", "unit"]
        return pd.concat(frames, ignore_index=True)[columns]

    @cached_property
    def hours(self) -> "pd.DataFrame":
        """Hours after adoption by organisation, kind and duty, by the clock.

        Those of a sub-district or department add up to the hours of its posts; those of the parks with
        centre and committees, which are staffed out of the parks, to the parks'.
        """
        import pandas as pd

        rows = [(*key, value) for key, value in self.hours_by.items()]
        return pd.DataFrame(rows, columns=["organisation", "kind", "duty", "hours"])

    def readable(self, frame: "pd.DataFrame", lang: str = "en") -> "pd.DataFrame":
        """Return a table of this run with accounts, parks, reasons and lines in words of a language."""
        found = frame.copy()
        for name in ("giver", "receiver", "account", "park", "part", "organisation", "reason", "line",
                     "resource", "segment", "group", "subdistrict"):  # fmt: skip
            if name in found:
                found[name] = [readable(str(value), self.titles, lang) for value in found[name]]
        return found


_WAITING = ("days_to_start", "days_started", "start_rate", "never_started_rate")


def _joined(parts: list[Array]) -> Array:
    """Return arrays of one record type, joined; `numpy.concatenate` would compare their types by field."""
    joined = np.empty((sum(map(len, parts)), *parts[0].shape[1:]), parts[0].dtype)
    start = 0
    for part in parts:
        joined[start : start + len(part)] = part
        start += len(part)
    return joined


def _utilisation(model: "DistrictModel") -> dict[str, float]:
    then, now = model.recorder.servers_then, model.servers
    days = max(model.recorder.elapsed_days, 1)
    busy = (now["busy_days"] - then["busy_days"]) / (now["workers"] * days)
    named = {name: float(busy[k]) for name, k in model.layout.index.items()}
    desk, crews = model.layout.desk, model.layout.resettlement
    if desk >= 0:
        named.update({f"park_desk:{p}": float(busy[desk + j]) for j, p in enumerate(model.park_ids)})
    if crews >= 0:
        named.update({f"resettlement:{s.id}": float(busy[crews + s.index]) for s in model.subdistricts})
    return named


def _manifest(model: "DistrictModel") -> dict[str, Any]:
    return {
        "versions": versions(),
        "git": git_commit(),
        "scenario": model.case.id,
        "scenario_hash": model.case.digest,
        "mode_hash": {park: mode.digest for park, mode in model.modes.items()},
        "seed": model.seed,
        "years": model.years,
        "adopt": model.adopt,
    }
