"""The commands of the studies with the real model in two processes, as a planner runs them."""

import pytest

from crosspark.cli import main

QUICK = ["--years", "1", "--jobs", "2", "--seed", "3"]


@pytest.mark.parametrize(
    "command",
    [
        ["why", "two_parks", "--over", "coarse", "--replicates", "1"],
        ["what-matters", "two_parks", "--paths", "headquarters.*"],
        ["when", "two_parks", "--vary", "headquarters.*", "--size", "32", "--indicator", "jobs"],
        ["frontier", "two_parks", "--x", "demand.leads", "--y", "handover.days", "--steps", "2"],
        ["robust", "two_parks", "--vary", "demand.leads", "--size", "4", "--replicates", "1"],
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("said", [[], ["--quiet"]], ids=["with an estimate", "quietly"])
def test_a_study_ends_in_words(command, said, capsys):
    assert main([*command, *QUICK, *said]) == 0
    assert "In words" in capsys.readouterr().out
