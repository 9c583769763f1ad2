"""What all agents of the district have in common: a number that does not keep their model alive."""

from collections.abc import Iterator
from typing import Any

import mesa


class Numbers:
    """Numbers by model, from one. The model carries the last one, so that a copy of it goes on from there."""

    def __getitem__(self, model: Any) -> Iterator[int]:
        model.agents_numbered = getattr(model, "agents_numbered", 0) + 1
        return iter((model.agents_numbered,))


class DistrictAgent(mesa.Agent):  # type: ignore[misc]
    """A Mesa agent of a district.

    Mesa 3.3 counts agents in a dictionary of the class that keeps every model that ever was; later
    versions count in the model and do not look here.
    """

    _ids = Numbers()
