"""Enterprises: a row each in one structured array, handed out as Mesa agents that are views on rows.

A row exists for every enterprise that can ever appear: those that operate at the start, and every lead
of the superset. Identity is the row; rows are never reused.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from crosspark.agents.base import DistrictAgent

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Stages of an enterprise, in the order in which it passes them.
STAGES = (
    "unborn", "lead", "lost", "signed", "building", "operating", "expanding", "closed", "withdrawn",
)  # fmt: skip
UNBORN, LEAD, LOST, SIGNED, BUILDING, OPERATING, EXPANDING, CLOSED, WITHDRAWN = range(9)

ENTERPRISE = np.dtype(
    [
        ("key", "u8"),  # what its draws are keyed by: segment, month and number of the lead
        ("segment", "i2"),  # its industry, for good
        ("park", "i2"),  # -1: in none
        ("stage", "i1"),  # an index of STAGES
        ("major", "i1"),  # 1: a major project
        ("defect", "i1"),  # 0 none, 1 hidden, 2 found and cured
        ("expansions", "i1"),  # how often it has expanded
        ("by_centre", "i1"),  # 1: the promotion centre attracted it, somebody else builds
        ("arrival", "i4"),  # month in which the lead comes; -1: operates at the start
        ("thinning", "f4"),  # it hears of the district if the lead share exceeds this, in (0, 1)
        ("quality", "f4"),  # log productivity, seen by nobody exactly
        ("earnest", "f4"),  # how earnest it is, in (0, 1): the least earnest sign and never start
        ("area", "i8"),  # m²
        ("invest", "i8"),  # yuan
        ("concession", "i8"),  # yuan
        ("cash", "i8"),  # yuan; its account of the ledger
        ("output", "i8"),  # yuan in the last month
        ("signed", "i4"),  # working day; -1 before
        ("started", "i4"),  # working day; -1 before
        ("opened", "i4"),  # month in which it starts to operate; -1 before
        ("closed", "i4"),  # month
        ("need", "i4", (3,)),  # persons wanted by class of talent: research, medical, technical
        ("staff", "i4", (3,)),  # persons employed; its account of the ledger
    ],
    align=True,
)


class Enterprise(DistrictAgent):
    """An enterprise (企業) as a Mesa agent: a view on its row; what is read or set is the row's.

    Parameters
    ----------
    model : mesa.Model
        The district's model, whose `enterprises` array holds the row.
    row : int
    """

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def record(self) -> "NDArray[Any]":
        """The row itself, a record of ENTERPRISE."""
        record: NDArray[Any] = self.model.enterprises[self.row]
        return record

    @property
    def stage(self) -> str:
        """The stage that it is in, by name."""
        return STAGES[int(self.record["stage"])]

    @property
    def park(self) -> Any:
        """The park that it is in, or None."""
        j = int(self.record["park"])
        return None if j < 0 else self.model.parks[j]

    @property
    def segment(self) -> str:
        """The id of its segment."""
        name: str = self.model.segment_ids[int(self.record["segment"])]
        return name

    @property
    def area(self) -> int:
        """Land, m²."""
        return int(self.record["area"])

    @property
    def cash(self) -> int:
        """Cash, yuan."""
        return int(self.record["cash"])

    @property
    def output(self) -> int:
        """Output of the last month, yuan."""
        return int(self.record["output"])

    @property
    def staff(self) -> dict[str, int]:
        """Persons employed, by class of talent."""
        return dict(zip(("research", "medical", "technical"), self.record["staff"].tolist(), strict=True))
