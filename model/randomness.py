"""Draws as a function of (seed, purpose, entity, occurrence); no generator has a state.

The third review of one project is the same draw under every mode, on whatever day it happens, in
whatever order and thread: modes under one seed meet the same leads, tastes and luck, and a draw added
in one mechanism moves no other. The hash is the finaliser of SplitMix64, applied once per word.

References
----------
.. [1] Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators, OOPSLA.
.. [2] Stafford (2011), Better bit mixing: the constants of "mix13".
"""

import hashlib
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosspark.model.kernel import JIT, kernel

Table = NDArray[Any]

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
SHIFT = np.uint64(11) if JIT else 11


def plain_mix64(x: int) -> int:
    """Return the SplitMix64 finaliser of `x`, in plain integers: the reference of `mix64`."""
    x = (x + GOLDEN) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def key_of(name: str) -> int:
    """Return the 64-bit key of a named entity, the same in every process and on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def stream_of(seed: int, purpose: str) -> np.uint64:
    """Return the stream of draws for one purpose under one seed."""
    return np.uint64(plain_mix64(plain_mix64(seed & MASK) ^ key_of(purpose)))


if JIT:

    @kernel
    def mix64(x: Any) -> Any:
        """Return the SplitMix64 finaliser of the uint64 `x`."""
        x = x + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))

    @kernel
    def bits(stream: Any, entity: Any, occurrence: Any) -> Any:
        """Return 64 random bits for an entity's occurrence (both any integer) in a stream."""
        return mix64(mix64(np.uint64(stream) ^ np.uint64(entity)) ^ np.uint64(occurrence))

else:

    def mix64(x: Any) -> Any:
        """Return the SplitMix64 finaliser of `x`; the plain twin of the kernel."""
        return plain_mix64(int(x))

    def bits(stream: Any, entity: Any, occurrence: Any) -> Any:
        """Return 64 random bits for an entity's occurrence; the plain twin of the kernel."""
        return plain_mix64(plain_mix64(int(stream) ^ int(entity)) ^ (int(occurrence) & MASK))


@kernel
def uniform(stream: Any, entity: Any, occurrence: Any) -> float:
    """Return a uniform draw in the open interval (0, 1)."""
    u: float = ((bits(stream, entity, occurrence) >> SHIFT) + 0.5) * 2.0**-53
    return u


@kernel
def exponential(stream: Any, entity: Any, occurrence: Any) -> float:
    """Return an exponential draw of mean one."""
    return -math.log(uniform(stream, entity, occurrence))


@kernel
def gumbel(stream: Any, entity: Any, occurrence: Any) -> float:
    """Return a standard Gumbel draw."""
    return -math.log(-math.log(uniform(stream, entity, occurrence)))


@kernel
def normal(stream: Any, entity: Any, occurrence: Any) -> float:
    """Return a standard normal draw (Box & Muller 1958)."""
    h = bits(stream, entity, occurrence)
    u = ((h >> SHIFT) + 0.5) * 2.0**-53
    v = ((mix64(h) >> SHIFT) + 0.5) * 2.0**-53
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


@kernel
def round_by(x: float, u: float) -> int:
    """Round `x` ≥ 0 down or up by the uniform draw `u`, so that the mean is kept."""
    return math.floor(x + u)


@kernel
def fill_uniform(stream: Any, entities: Table, occurrence: Any, table: Table) -> None:
    """Fill row i of `table` with uniform draws of entity i, at `occurrence` and the ones that follow."""
    for i in range(table.shape[0]):
        for k in range(table.shape[1]):
            table[i, k] = uniform(stream, entities[i], occurrence + k)
