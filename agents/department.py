"""A department: serves the cases of parks with part of its hours, its other duties with the rest."""

from typing import Any

from crosspark.agents.base import DistrictAgent
from crosspark.agents.facts import DepartmentFacts


class Department(DistrictAgent):
    """A department wants ``a·√e + b·√(1 − e)``: park cases as assessed, its other duties as a profession.

    e is the share of its hours that goes to park cases, a the assessed weight, b the professional weight.
    b is calibrated once, so that under the present mode e is the share at which its officers are as busy
    as the scenario says.

    Parameters
    ----------
    model : mesa.Model
    index : int
        Its server's index.
    name : str
        Its id.
    facts : DepartmentFacts
    present_effort : float
        e under the present mode, where a is 1.

    References
    ----------
    .. [1] Holmström & Milgrom (1991), Multitask principal–agent analyses.
    .. [2] Clause A1, 「調整考核評價職責主體」.
    """

    def __init__(
        self, model: Any, index: int, name: str, facts: DepartmentFacts, present_effort: float
    ) -> None:
        super().__init__(model)
        self.index = index
        self.id = name
        self.facts = facts
        self.professional_weight: float = ((1.0 - present_effort) / present_effort) ** 0.5
        self.effort = present_effort
        self.pressure = 1.0
        self.target = 0.0
        self.other_backlog = 0.0
        self.clock: tuple[float, ...] = ()  # hours of its posts, by DEPARTMENT_CLOCK of model/duties.py

    def choose_effort(self, park_weight: float) -> float:
        """Return the share of hours for park cases that its objective asks for: ``a² / (a² + b²)``.

        Parameters
        ----------
        park_weight : float
            a, the weight of park cases as it is assessed on them.
        """
        a, b = park_weight, self.professional_weight
        return a * a / (a * a + b * b)
