"""Runs of one district and seed share their burn-in, which passes under the present mode in each of them."""

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from crosspark.model.case import Scenario

T = TypeVar("T")

#: Bytes that one process keeps of burnt-in models: forty seeds of a district like Wenjiang.
_MOST_BYTES = 40_000_000

#: Burn-ins whose requests are counted.
_MOST_COUNTED = 1_000


class BurnIns:
    """Models as they stood at adoption, by what their burn-in depends on.

    A burn-in is a seventh of a run, and an attribution needs each a thousand times. Writing one down costs
    half of what it saves, and many studies ask for each twice, once for either mode: so only one that is
    asked for a third time is kept. Threads may share one of these.

    Examples
    --------
    >>> burn_ins = BurnIns()
    >>> burn_ins.take(None, "seed 1", lambda: [0]) is not burn_ins.take(None, "seed 1", lambda: [0])
    True
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._asked: OrderedDict[Hashable, int] = OrderedDict()
        self._kept: OrderedDict[Hashable, _Written] = OrderedDict()
        self._lock = Lock()

    def take(
        self,
        case: Scenario | None,
        key: Hashable,
        burn_in: Callable[[], T],
        turn: Callable[[T], object] = lambda _: None,
    ) -> T:
        """Return a model of its own as it is after the burn-in, from what is kept or by burning it in.

        Parameters
        ----------
        case : Scenario or None
            The district. It is told from others by identity, and held for as long as its models are.
        key : hashable
            What else the burn-in depends on.
        burn_in : callable
            Returns the model. But for what `turn` sets, it must be equal whenever case and key are.
        turn : callable, optional
            Makes another's burnt-in model the asker's own.
        """
        whole = (id(case), key)
        with self._lock:
            written = self._kept.get(whole)
            if written is not None:
                self._kept.move_to_end(whole)
            else:
                asked = self._asked.pop(whole, 0) + 1
                self._asked[whole] = asked
                if len(self._asked) > _MOST_COUNTED:
                    self._asked.popitem(last=False)
        if written is not None:
            found: T = written.read()
            turn(found)
            return found
        model = burn_in()
        if asked > 2:
            self._keep(whole, _Written(model, case))
        return model

    def _keep(self, whole: Hashable, written: "_Written") -> None:
        with self._lock:
            if whole in self._kept:  # another thread was faster
                return
            self._kept[whole] = written
            self._bytes += len(written)
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._kept.popitem(last=False)[1])


class _Written:
    """A model written down, but for what never changes: its district, and the types of its records.

    Numba takes a type of records that it has not met, though equal to a known one, for new at every call.
    """

    def __init__(self, model: Any, case: Scenario | None) -> None:
        self._fixed: list[Any] = [case]
        places = {id(case): 0}

        class Writer(pickle.Pickler):
            def persistent_id(_, one: Any) -> int | None:  # noqa: N805 - `self` is the enclosing one
                if id(one) in places:
                    return places[id(one)]
                if not isinstance(one, np.dtype):
                    return None
                self._fixed.append(one)
                return places.setdefault(id(one), len(self._fixed) - 1)

        file = io.BytesIO()
        Writer(file, pickle.HIGHEST_PROTOCOL).dump(model)
        self._text = file.getvalue()

    def __len__(self) -> int:
        return len(self._text)

    def read(self) -> Any:
        """Return a model of its own, equal to the one that was written."""

        class Reader(pickle.Unpickler):
            def persistent_load(_, place: int) -> Any:  # noqa: N805
                return self._fixed[place]

        return Reader(io.BytesIO(self._text)).load()
