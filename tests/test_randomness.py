import itertools
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from crosspark.model.kernel import JIT
from crosspark.model.randomness import (
    GOLDEN,
    bits,
    exponential,
    gumbel,
    key_of,
    mix64,
    normal,
    plain_mix64,
    round_by,
    stream_of,
    uniform,
)

DRAWS = 100_000 if JIT else 20_000
STREAM = stream_of(7, "test")
EULER = 0.5772156649015329


def many(draw, *, stream=STREAM, entity=None, occurrence=None):
    """Return draws over consecutive entities, or over consecutive occurrences of one."""
    if entity is None:
        occurrence = 0 if occurrence is None else occurrence
        return np.array([draw(stream, np.uint64(e), occurrence) for e in range(DRAWS)])
    return np.array([draw(stream, np.uint64(entity), o) for o in range(DRAWS)])


def test_the_finaliser_gives_the_published_sequence_of_splitmix64():
    # Vigna's splitmix64.c, seed 1234567, first five outputs: state += golden, then the finaliser.
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]

    states = [(1234567 + k * GOLDEN) & (2**64 - 1) for k in range(5)]

    assert [plain_mix64(state) for state in states] == published
    assert [int(mix64(np.uint64(state))) for state in states] == published


def test_compiled_draws_equal_those_of_plain_python_to_the_bit():
    script = """
import numpy as np
from crosspark.model.randomness import *
for seed, entity, occurrence in [(0, 0, 0), (1, 2**63, 5), (2**64 - 1, 2**64 - 1, 2**40), (7, 12345, 1)]:
    stream = stream_of(seed, "twins")
    for step in range(50):
        key = np.uint64(plain_mix64(entity + step))
        print(int(bits(stream, key, occurrence)))
        print(*[float(f(stream, key, occurrence)).hex() for f in (uniform, exponential, gumbel, normal)])
        print(float(round_by(2.3, uniform(stream, key, occurrence))))
"""
    plain, compiled = (
        subprocess.run(
            [sys.executable, "-W", "error::RuntimeWarning", "-c", script],
            env={**os.environ, "NUMBA_DISABLE_JIT": flag},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for flag in ("1", "0")
    )

    assert len(plain.split()) == 4 * 50 * 6
    assert compiled == plain


def test_the_key_of_a_name_is_the_same_in_every_process():
    # printf wenjiang | b2sum -l 64, its bytes read as a little-endian integer
    assert key_of("wenjiang") == int.from_bytes(bytes.fromhex("86a5c3b922f47620"), "little")


def test_uniform_draws_are_uniform_over_entities_and_over_occurrences():
    for draws in (many(uniform), many(uniform, entity=3)):
        counts = np.histogram(draws, bins=256, range=(0.0, 1.0))[0]

        assert draws.min() > 0.0
        assert draws.max() < 1.0
        assert stats.chisquare(counts).pvalue > 1e-4
        assert stats.kstest(draws, "uniform").pvalue > 1e-4


@pytest.mark.parametrize(
    ("draw", "law"),
    [(exponential, stats.expon), (gumbel, stats.gumbel_r), (normal, stats.norm)],
    ids=["exponential", "gumbel", "normal"],
)
def test_a_shaped_draw_follows_its_law(draw, law):
    assert stats.kstest(many(draw), law.cdf).pvalue > 1e-4


@pytest.mark.parametrize(
    ("draw", "mean", "variance"),
    [(exponential, 1.0, 1.0), (gumbel, EULER, math.pi**2 / 6.0), (normal, 0.0, 1.0)],
    ids=["exponential", "gumbel", "normal"],
)
def test_a_shaped_draw_has_the_mean_and_variance_of_its_law(draw, mean, variance):
    draws = many(draw, occurrence=1)
    squares = (draws - mean) ** 2

    assert abs(draws.mean() - mean) < 4.0 * math.sqrt(variance / DRAWS)
    assert abs(squares.mean() - variance) < 4.0 * squares.std() / math.sqrt(DRAWS)


def neighbours():
    other = stream_of(7, "tess")
    return {
        "this": many(uniform),
        "next occurrence": many(uniform, occurrence=1),
        "far occurrence": many(uniform, occurrence=2**40),
        "next entity": np.array([uniform(STREAM, np.uint64(e + 1), 0) for e in range(DRAWS)]),
        "other purpose": many(uniform, stream=other),
        "other seed": many(uniform, stream=stream_of(8, "test")),
    }


def test_neighbouring_purposes_seeds_entities_and_occurrences_are_independent():
    # Fifteen pairs, each on a 16 × 16 table of counts; 1e-5 apiece keeps a false alarm below 1 in 5000.
    for (name, one), (other_name, other) in itertools.combinations(neighbours().items(), 2):
        table = np.histogram2d(one, other, bins=16, range=((0, 1), (0, 1)))[0]

        assert stats.chisquare(table.ravel()).pvalue > 1e-5, (name, other_name)
        assert abs(np.corrcoef(one, other)[0, 1]) < 4.5 / math.sqrt(DRAWS), (name, other_name)


def test_the_two_halves_of_a_normal_draw_leave_no_trace_in_the_next():
    one, other = many(normal), many(normal, occurrence=1)

    assert abs(np.corrcoef(one, other)[0, 1]) < 4.0 / math.sqrt(DRAWS)
    assert abs(np.corrcoef(one**2, other**2)[0, 1]) < 4.0 / math.sqrt(DRAWS)


def test_a_flipped_bit_of_any_word_flips_half_of_the_bits():
    words = (int(STREAM), 12345, 678)
    before = int(bits(np.uint64(words[0]), np.uint64(words[1]), np.uint64(words[2])))
    flips = []
    for place, bit in itertools.product(range(3), range(64)):
        changed = list(words)
        changed[place] ^= 1 << bit
        after = int(bits(*(np.uint64(word) for word in changed)))
        flips.append((before ^ after).bit_count())

    # Binomial(64, 1/2): standard deviation 4 for one flip, 4 / √192 for the mean of 192.
    assert abs(np.mean(flips) - 32.0) < 4.0 * 4.0 / math.sqrt(len(flips))
    assert min(flips) > 32 - 5 * 4
    assert max(flips) < 32 + 5 * 4


def test_rounding_by_a_draw_keeps_the_mean():
    rounded = np.array([round_by(2.3, u) for u in many(uniform)])

    assert set(rounded) == {2, 3}
    assert abs(rounded.mean() - 2.3) < 4.0 * math.sqrt(0.3 * 0.7 / DRAWS)
