"""A town or sub-district (鎮街): serves its people, and has the land its communities hold acquired."""

import math
from typing import Any

from crosspark.agents.base import DistrictAgent
from crosspark.agents.facts import SubdistrictFacts


class SubDistrict(DistrictAgent):
    """A sub-district wants a high service level and stability, and its assessed share of park matters.

    Parameters
    ----------
    model : mesa.Model
    index : int
    name : str
        Its id.
    facts : SubdistrictFacts
    park : int
        Index of the park in whose hinterland it lies.
    """

    def __init__(self, model: Any, index: int, name: str, facts: SubdistrictFacts, park: int) -> None:
        super().__init__(model)
        self.index = index
        self.id = name
        self.facts = facts
        self.park = park
        self.service_level = 1.0
        self.service_hours = 0.0
        self.park_hours = 0.0
        self.clock: tuple[float, ...] = ()  # hours of its posts, by SUBDISTRICT_CLOCK of model/duties.py

    def split_hours(
        self, hours: float, service_load: float, park_load: float, park_weight: float
    ) -> tuple[float, float]:
        """Return the hours for service and for park matters (acquisition, communities, resettlement).

        It minimises ``s²/L_s + w · p²/L_p`` over the shortfalls s and p of the two loads, so a shortfall is
        split as ``L_s : L_p / w``. One budget of hours: what park matters get, service loses.

        Parameters
        ----------
        hours : float
            Hours of its posts this month.
        service_load, park_load : float
            Hours that the two ask for.
        park_weight : float
            Weight w of park matters in its assessment.
        """
        missing = service_load + park_load - hours
        if missing <= 0.0:
            return service_load, park_load
        lean = park_load / park_weight
        cut = missing * lean / (service_load + lean) if service_load + lean > 0.0 else 0.0
        park = min(max(park_load - cut, 0.0), hours)
        return max(hours - park, 0.0), park

    def consent_hazard(self, free_hazard: float, chores: float) -> float:
        """Return the chance a working day that a community consents to acquisition.

        Parameters
        ----------
        free_hazard : float
            The hazard of a community whose attention is free of administrative chores.
        chores : float
            Share of its attention that chores take (R2).
        """
        return -math.log1p(-min(free_hazard * (1.0 - chores), 0.999))
