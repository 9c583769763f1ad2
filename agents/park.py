"""A park (園區): attracts, plans, services land, helps projects and operates, with the hours of its posts."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.base import DistrictAgent
from crosspark.agents.facts import ParkFacts

#: What the hours of a park's posts go to.
DUTIES = ("research", "attraction", "service", "operation", "planning", "social")


class Park(DistrictAgent):
    """A park wants signed, started and operating investment and its own tax, as it is assessed, less effort.

    Its own result counts with weight λ (`economy.self_interest`), the others' with 1 − λ. Every decision is
    a method that a subclass may override; it reads and returns plain numbers and moves nothing itself.

    Parameters
    ----------
    model : mesa.Model
    index : int
        Its place in the tables of the model.
    name : str
        Its id.
    facts : ParkFacts
    """

    def __init__(self, model: Any, index: int, name: str, facts: ParkFacts) -> None:
        super().__init__(model)
        self.index = index
        self.id = name
        self.facts = facts
        self.hours: dict[str, float] = dict.fromkeys(DUTIES, 0.0)  # as they count, competence included
        self.clock: tuple[float, ...] = ()  # hours of its posts, by PARK_CLOCK of model/duties.py
        self.worked = 0.0  # all of `hours`, before the centre took its part

    @property
    def firms(self) -> int:
        """Enterprises that operate here."""
        return int(self.model.firms[self.index])

    @property
    def fund(self) -> int:
        """Money of its own, yuan."""
        return int(self.model.ledger.at("capital", "fund", self.index))

    @property
    def quota(self) -> int:
        """Land quota that it may still use, m²."""
        return int(self.model.ledger.at("quota", "quota", self.index))

    def split_hours(self, hours: float, social: float, shares: dict[str, float]) -> dict[str, float]:
        """Split a month's hours over the duties: social work first, for it cannot be put off.

        Parameters
        ----------
        hours : float
            Hours of its posts this month, after switching between duties has taken its part.
        social : float
            Hours of social work that fall on it.
        shares : dict of str to float
            Shares of the rest for research, attraction, service and operation; what is left goes to
            planning and coordination.

        References
        ----------
        .. [1] Clause R1, 「園區管委會主要精力應放到經濟發展上」.
        """
        chores = min(social, 0.6 * hours)
        rest = hours - chores
        scale = 1.0 / max(sum(shares.values()), 1.0)
        split = {duty: rest * share * scale for duty, share in shares.items()}
        split["planning"] = max(rest - sum(split.values()), 0.0)
        split["social"] = chores
        return split

    def offer_ceiling(
        self, tax: NDArray[np.float64], credit: NDArray[np.float64], outcome_weight: float
    ) -> NDArray[np.float64]:
        """Return the most that it would concede, yuan per m², by segment.

        Parameters
        ----------
        tax : ndarray of float64, shape (n_segments,)
            Present value of the tax from a m² of the segment, as far as projects start: its own, and the
            others' by the weight (1 − λ) / λ.
        credit : ndarray of float64, shape (n_segments,)
            What a m² signed is worth to it in its assessment, yuan.
        outcome_weight : float
            Weight of starts and operation against signings in that assessment (A2).
        """
        return outcome_weight * tax + (1.0 - outcome_weight) * credit

    def develop_land(self, acquired: int, serviced: int, wanted: float, affordable: int) -> int:
        """Return how much acquired land it services this year ahead of demand, m².

        Parameters
        ----------
        acquired, serviced : int
            Land by state, m².
        wanted : float
            Land that it expects projects to take in a year, m².
        affordable : int
            What a half of its fund would service, m².
        """
        return int(min(acquired, affordable, max(wanted - serviced, 0.0)))

    def reserve_value(self, expected: float) -> float:
        """Return what a unit of a free stock is worth to it, given what its next project would bring."""
        return 0.5 * expected
