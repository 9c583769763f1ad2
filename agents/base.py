"""What all agents of the district have in common: a number that does not keep their model alive."""

from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import mesa


class Numbers(WeakKeyDictionary[Any, Any]):
    """Counters by model, each from one; a model that nobody holds any more is let go with its counter."""

    def __getitem__(self, model: Any) -> Any:
        if model not in self:
            self[model] = count(1)
        return super().__getitem__(model)


class DistrictAgent(mesa.Agent):  # type: ignore[misc]
    """A Mesa agent of a district.

    Mesa 3.3 counts agents in a dictionary of the class that keeps every model that ever was; later
    versions count in the model and do not look here.
    """

    _ids = Numbers()
