"""The institutions of all parks at one time, read by field: an array over parks, a number, or a word."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.governance.institution import FIELDS, Institution


class Rulebook:
    """What the mechanisms read; it knows no clause.

    Parameters
    ----------
    institutions : sequence of Institution
        One for each park, as without U1 each park may have its own.
    present : Institution
        The present mode's, which decides ties between words.
    """

    def __init__(self, institutions: Sequence[Institution], present: Institution) -> None:
        self.institutions = tuple(institutions)
        self.present = present
        self._numbers: dict[str, NDArray[np.float64]] = {}
        self._floats: dict[str, list[float]] = {}
        self._means: dict[str, float] = {}
        self._words: dict[str, str] = {}

    def numbers(self, path: str) -> NDArray[np.float64]:
        """Return the field of every park, shape (n_parks,)."""
        if path not in self._numbers:
            self._numbers[path] = np.array([float(i.get(path)) for i in self.institutions])
        return self._numbers[path]

    def floats(self, path: str) -> list[float]:
        """Return the field of every park as plain floats, for loops over parks."""
        if path not in self._floats:
            self._floats[path] = self.numbers(path).tolist()
        return self._floats[path]

    def number(self, path: str) -> float:
        """Return the district's value of a field: the mean over the parks."""
        if path not in self._means:
            values = self.numbers(path)
            alike = bool((values == values[0]).all())
            self._means[path] = float(values[0] if alike else values.mean())
        return self._means[path]

    def word(self, path: str) -> str:
        """Return the district's word: the most common among the parks, ties to the present mode's."""
        if path not in self._words:
            counts = Counter(str(i.get(path)) for i in self.institutions)
            most = max(counts.values())
            first = sorted(word for word, count in counts.items() if count == most)
            own = str(self.present.get(path))
            self._words[path] = own if own in first else first[0]
        return self._words[path]

    def between(self, other: "Rulebook", share: float) -> "Rulebook":
        """Return the rulebook part of the way to another: numbers between, words the other's."""
        mixed = []
        for here, there in zip(self.institutions, other.institutions, strict=True):
            changes: dict[str, Any] = {}
            for path in FIELDS:
                a, b = here.get(path), there.get(path)
                if isinstance(a, str) or isinstance(b, str):
                    changes[path] = b
                elif a != b:
                    changes[path] = a + share * (b - a)
            mixed.append(here.replace(changes))
        return Rulebook(mixed, self.present)
