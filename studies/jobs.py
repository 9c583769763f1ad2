"""What a study asks for, run by run, and what comes back: small records that travel between processes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Series = NDArray[Any]
HourKey = tuple[str, str, str]
FlowKey = tuple[str, str, str, str]
GroupKey = tuple[str, str, str]
AccountKey = tuple[str, str]


class Run(Protocol):
    """What a study reads of a run of the model (`crosspark.model.result.Run`)."""

    @property
    def values(self) -> Mapping[str, float]:
        """Indicators by id."""

    @property
    def monthly_values(self) -> Mapping[str, Series]:
        """Series by month after adoption."""

    @property
    def causes(self) -> Mapping[str, float]:
        """Mean working days of started projects, by cause."""

    @property
    def hours_by(self) -> Mapping[HourKey, float]:
        """Hours by organisation, kind and duty."""

    @property
    def flow_totals(self) -> Mapping[FlowKey, int]:
        """Amounts by giver, receiver, resource and reason."""

    @property
    def groups(self) -> Mapping[GroupKey, float]:
        """Indicators of groups: by what, which group, which indicator."""

    @property
    def account_values(self) -> Mapping[AccountKey, float]:
        """Net present value of the lines of the treasury's and the resource account."""


class Simulate(Protocol):
    """What runs the model once."""

    def __call__(
        self, scenario: Any, mode: Any, *, seed: int, years: int, overrides: Mapping[str, object] | None
    ) -> Run:
        """Return the run of a scenario under a mode."""


@dataclass(frozen=True, order=True)
class Job:
    """One run to be done: the mode by its place and label, the replicate, and the seed that they share."""

    place: int
    replicate: int
    mode: str
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What is kept of a finished run."""

    job: Job
    values: dict[str, float]
    monthly_values: dict[str, Series] = field(repr=False)
    causes: dict[str, float] = field(repr=False)
    hours_by: dict[HourKey, float] = field(repr=False)
    flow_totals: dict[FlowKey, int] = field(repr=False)
    groups: dict[GroupKey, float] = field(repr=False)
    account_values: dict[AccountKey, float] = field(repr=False)

    @classmethod
    def of(cls, job: Job, run: Run) -> "Outcome":
        """Return what a study keeps of `run`."""
        return cls(
            job=job,
            values={key: float(value) for key, value in run.values.items()},
            monthly_values={key: np.asarray(series) for key, series in run.monthly_values.items()},
            causes={key: float(value) for key, value in run.causes.items()},
            hours_by=dict(run.hours_by),
            flow_totals=dict(run.flow_totals),
            groups=dict(run.groups),
            account_values=dict(run.account_values),
        )

    def to_data(self) -> dict[str, Any]:
        """Return what is kept as plain data: numbers, lists and texts."""
        return {
            "values": self.values,
            "monthly_values": {key: series.tolist() for key, series in self.monthly_values.items()},
            "causes": self.causes,
            **{name: [[*key, value] for key, value in getattr(self, name).items()] for name in _BY_SEVERAL},
        }

    @classmethod
    def of_data(cls, job: Job, data: Mapping[str, Any]) -> "Outcome":
        """Return what was kept as such data, for a job."""
        return cls(
            job=job,
            values=data["values"],
            monthly_values={key: np.asarray(series) for key, series in data["monthly_values"].items()},
            causes=data["causes"],
            **{name: {tuple(key): value for *key, value in data[name]} for name in _BY_SEVERAL},
        )


#: What an outcome holds by keys of several words, which JSON has not.
_BY_SEVERAL = ("hours_by", "flow_totals", "groups", "account_values")


@dataclass(frozen=True)
class Failure:
    """A run that did not finish, and what it said."""

    job: Job
    message: str


def seed_of(seed: int, replicate: int) -> int:
    """Return the seed of a replicate: the same for every mode, so that modes meet the same luck.

    A hash, because with ``seed + replicate`` the second replicate of seed 1 would be the first of
    seed 2. It stays below 2⁵³, so that JSON readers keep it exactly.

    Examples
    --------
    >>> seed_of(1, 0) != seed_of(0, 1)
    True
    """
    digest = hashlib.blake2b(f"{seed}:{replicate}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 11


def plan(modes: Sequence[str], replicates: int, seed: int) -> list[Job]:
    """Return the jobs of a comparison, in the order in which results stand.

    Examples
    --------
    >>> [(job.mode, job.replicate) for job in plan(["present", "market"], 2, seed=1)]
    [('present', 0), ('present', 1), ('market', 0), ('market', 1)]
    """
    return [
        Job(place, replicate, mode, seed_of(seed, replicate))
        for place, mode in enumerate(modes)
        for replicate in range(replicates)
    ]
