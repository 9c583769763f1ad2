"""What can be asked of a run: indicators, series, projects with the causes of their days, flows, hours."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crosspark.model import records
from crosspark.model.founding import DAYS, MU
from crosspark.model.indicators import INDICATORS
from crosspark.model.ledger import Ledger
from crosspark.model.measures import measure
from crosspark.model.provenance import git_commit, versions

if TYPE_CHECKING:
    import pandas as pd

    from crosspark.model.district import DistrictModel


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
    causes : dict of str to float
        Mean working days by cause of the projects signed and started after adoption.
    hours_by : dict of (organisation, kind, duty) to float
        Hours after adoption.
    utilisation : dict of str to float
        Share of its workers' time that each server was at work after adoption.
    manifest : dict
        Versions, hashes and seed: what the numbers depend on.
    """

    scenario: str
    mode: str
    seed: int
    years: int
    months: int
    values: dict[str, float]
    monthly_values: dict[str, NDArray[np.float64]] = field(repr=False)
    park_values: dict[str, NDArray[np.float64]] = field(repr=False)
    causes: dict[str, float] = field(repr=False)
    hours_by: dict[tuple[str, str, str], float] = field(repr=False)
    utilisation: dict[str, float] = field(repr=False)
    manifest: dict[str, Any] = field(repr=False)
    park_ids: tuple[str, ...] = field(repr=False)
    records: NDArray[Any] = field(repr=False)
    segments: tuple[str, ...] = field(repr=False)
    areas: NDArray[Any] = field(repr=False)
    ledger: Ledger = field(repr=False)
    since: int = field(repr=False)

    @classmethod
    def of(cls, model: "DistrictModel") -> "Run":
        """Read a run off a model."""
        recorder = model.recorder
        since = recorder.started_from
        ended = np.concatenate([np.zeros(0, records.SLOT), *model.records])
        slots = model.room.slots
        under_way = slots[(slots["state"] == records.ACTIVE) | (slots["state"] == records.NEW)]
        everything = np.concatenate([ended, under_way])
        mine = everything[everything["signed"] >= since * DAYS]
        rows = model.enterprises
        started = mine[mine["state"] == records.STARTED]
        waits = started["waits"].mean(axis=0) if len(started) else np.full(8, np.nan)
        modes = {park: mode.id for park, mode in model.modes.items()}
        names = set(modes.values())
        label = names.pop() if len(names) == 1 else "+".join(f"{p}:{m}" for p, m in modes.items())
        return cls(
            scenario=model.case.id,
            mode=label,
            seed=model.seed,
            years=model.years,
            months=model.month - since,
            values=measure(model, mine),
            monthly_values={name: recorder.after(name) for name in recorder.series},
            park_values={name: np.array(v[since:]) for name, v in recorder.parks.items()},
            causes=dict(zip(records.CAUSES, waits.tolist(), strict=True)),
            hours_by=dict(recorder.hours),
            utilisation=_utilisation(model),
            manifest=_manifest(model),
            park_ids=model.park_ids,
            records=mine,
            segments=tuple(model.segment_ids[s] for s in rows["segment"][mine["row"]]),
            areas=rows["area"][mine["row"]],
            ledger=model.ledger,
            since=since,
        )

    def _keys(self) -> dict[str, Any]:
        return {"run": f"{self.scenario}/{self.mode}/{self.seed}", "mode": self.mode, "seed": self.seed}

    @cached_property
    def flow_totals(self) -> dict[tuple[str, str, str, str], int]:
        """What moved after adoption, in units of the resource, by giver, receiver, resource and reason."""
        return self.ledger.sums(self.since)

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
        return pd.DataFrame({name: v.reshape(-1) for name, v in self.park_values.items()}, index=index)

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
                "segment": list(self.segments),
                "area_mu": self.areas / MU,
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

    @cached_property
    def flows(self) -> "pd.DataFrame":
        """Every transfer after adoption: month, giver, receiver, resource, amount, price, reason."""
        import pandas as pd

        columns = ["month", "giver", "receiver", "resource", "amount", "price", "reason"]
        rows = [
            (t.month - self.since, giver, receiver, t.resource, amount, t.price, t.reason)
            for t, giver, receiver, amount in self.ledger.flows(self.since)
        ]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def hours(self) -> "pd.DataFrame":
        """Hours after adoption by organisation, kind and duty."""
        import pandas as pd

        rows = [(*key, value) for key, value in self.hours_by.items()]
        return pd.DataFrame(rows, columns=["organisation", "kind", "duty", "hours"])

    def tidy(self) -> "pd.DataFrame":
        """Return the indicators as a tidy table: run, mode, seed, park, month, indicator, value, unit."""
        import pandas as pd

        rows = [
            {**self._keys(), "park": "all", "month": self.months, "indicator": i, "value": v,
             "unit": INDICATORS[i].unit}
            for i, v in self.values.items()
        ]  # fmt: skip
        return pd.DataFrame(rows)


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
