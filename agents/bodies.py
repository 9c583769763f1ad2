"""The bodies of the "1+2": headquarters, industry promotion centre, management committee.

They exist where a mode founds them; else their duties fall to the parks. Their posts come out of the
district's total.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.agents.base import DistrictAgent


class Headquarters(DistrictAgent):
    """The park headquarters (園區指揮部), the "1": it wants the zone's result, and has few hours.

    Parameters
    ----------
    model : mesa.Model
    parks : tuple of int
        Indices of the parks that it decides for.

    References
    ----------
    .. [1] Clause H1, 「統籌協調重大決策」; clause H2, who sits in it.
    """

    def __init__(self, model: Any, parks: tuple[int, ...]) -> None:
        super().__init__(model)
        self.parks = parks
        self.hours = 0.0

    def delegate(self, backlog: int, agenda: float, willing: float) -> float:
        """Return the share of what exceeds its agenda that it lets others decide at the next meetings.

        Parameters
        ----------
        backlog : int
            Matters that wait.
        agenda : float
            Matters that a meeting clears.
        willing : float
            The institution's `headquarters.delegation`.
        """
        return willing if backlog > agenda else 0.0


class PromotionCentre(DistrictAgent):
    """The industry promotion centre (產業促進中心): it wants what it is assessed on, signings or starts.

    Parameters
    ----------
    model : mesa.Model
    parks : tuple of int
        Indices of the parks that it attracts for.

    References
    ----------
    .. [1] Clause P1, 「負責生態圈研究」; clause P2, 「項目招引聚集化」.
    """

    def __init__(self, model: Any, parks: tuple[int, ...]) -> None:
        super().__init__(model)
        self.parks = parks
        self.hours = {"research": 0.0, "attraction": 0.0}

    def value_of_lead(
        self, tax: NDArray[np.float64], credit: NDArray[np.float64], outcome_weight: float
    ) -> NDArray[np.float64]:
        """Return what a m² signed is worth to it, yuan, by park and segment: the zone's, not one park's."""
        return outcome_weight * tax + (1.0 - outcome_weight) * credit


class Committee(DistrictAgent):
    """The management committee (管委會), which builds and operates: it wants starts and operation.

    Parameters
    ----------
    model : mesa.Model
    parks : tuple of int
        Indices of the parks that it works for.

    References
    ----------
    .. [1] Clause C1, 「負責項目促建」; clause C2, 「後期運營」.
    """

    def __init__(self, model: Any, parks: tuple[int, ...]) -> None:
        super().__init__(model)
        self.parks = parks
        self.hours = {"service": 0.0, "operation": 0.0}

    def triggered_share(self, trigger: float, officers: float, case_load: float, projects: float) -> float:
        """Return the share of steps that an officer triggers at once: officers with too many cases do not.

        Parameters
        ----------
        trigger : float
            The share with free capacity.
        officers, case_load : float
            Case officers, and projects that one can follow.
        projects : float
            Projects under preparation, those that keep one officer counted for more.
        """
        return trigger * min(1.0, officers * case_load / projects) if projects > 0 else trigger
