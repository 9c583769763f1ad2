"""docs/sweeps.md writes, runs and reads a sweep; what its blocks print must be what it shows.

Run as a program this file writes the printed numbers anew, where a change of the model was meant.
"""

from pages import DOCS, assert_true, write_anew

PAGE = DOCS / "sweeps.md"


def test_every_block_of_the_page_prints_what_the_page_shows():
    assert_true(PAGE)


if __name__ == "__main__":
    write_anew(PAGE)
