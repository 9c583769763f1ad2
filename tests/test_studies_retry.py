"""A study with failed runs that is taken up again: each kind of study, and what later steps rest on."""

from functools import partial

import fake_runs
import pytest
import sweep_runs
from click.testing import CliRunner
from optimisation_runs import planted, searched

import crosspark as cp
from crosspark.cli import cli
from crosspark.governance.mode import load_mode
from crosspark.studies import runner
from crosspark.studies.attribution import attribute
from crosspark.studies.calibration import Calibration
from crosspark.studies.complete import RunsFailedError
from crosspark.studies.jobs import seed_of
from crosspark.studies.sensitivity import sensitivity
from crosspark.views.discovery import Discovery
from crosspark.views.frontier import Frontier
from crosspark.views.robust import Robust

HANDOVER, MEETING = "handover.days", "headquarters.meeting_interval"
FEW = {"replicates": 2, "years": 1, "jobs": 1, "quiet": True}


@pytest.fixture
def model(tmp_path):
    """Return a model that fails in the second replicate by an error, until `mend` is called."""
    sign = tmp_path / "sign"

    def failing(error):
        return partial(sweep_runs.mended, tmp_path / "log", sign, error)

    failing.mend = sign.touch
    failing.runs = lambda: len(sweep_runs.lines(tmp_path / "log"))
    return failing


def attributed(**options):
    mode = load_mode("present").with_clauses("S1", "S2")
    return attribute("two_parks", mode, over="clauses", **FEW, **options)


def swung(**options):
    return sensitivity("two_parks", method="tornado", paths=[HANDOVER], indicators=["jobs"], **FEW, **options)


@pytest.mark.parametrize("study", [attributed, swung])
def test_a_study_that_needs_every_run_is_not_lost_to_a_failure_of_the_machine(study, model, tmp_path):
    failing, folder = model(MemoryError("no more")), tmp_path / "study"
    for _ in range(2):
        with pytest.raises(RunsFailedError, match="MemoryError: no more"):
            study(out=folder, simulate=failing)
    model.mend()

    found = study(out=folder, simulate=failing)
    whole = study(simulate=fake_runs.simulate)
    assert found.table("jobs").equals(whole.table("jobs"))


@pytest.mark.parametrize("study", [attributed, swung])
def test_a_failure_of_the_model_is_tried_again_where_somebody_says_so(study, model, tmp_path):
    failing, folder = model(ZeroDivisionError("no land")), tmp_path / "study"
    with pytest.raises(RunsFailedError):
        study(out=folder, simulate=failing)
    model.mend()

    before = model.runs()
    with pytest.raises(RunsFailedError, match="ZeroDivisionError: no land"):
        study(out=folder, simulate=failing)
    assert model.runs() == before
    assert study(out=folder, simulate=failing, retry=True).table("jobs") is not None


@pytest.mark.parametrize(
    "study",
    [
        partial(Discovery.of, "two_parks", mode="one_plus_two", vary=[HANDOVER], size=32),
        partial(Robust.of, "two_parks", ["present", "one_plus_two"], vary=[HANDOVER], size=32),
        partial(Frontier.of, "two_parks", x=HANDOVER, y=MEETING, steps=2, indicator="jobs"),
    ],
)
def test_a_study_that_leaves_failed_runs_out_has_them_once_they_go_well(study, model, tmp_path):
    failing, folder = model(ZeroDivisionError("no land")), tmp_path / "study"

    def lost(**options):
        found = study(out=folder, simulate=failing, **FEW, **options)
        return getattr(found, "futures", found).failed

    first = lost()
    model.mend()
    assert 0 < first == lost()
    assert lost(retry=True) == 0


# What later steps rest on


def test_a_search_stays_with_the_failures_that_its_later_generations_rest_on(tmp_path):
    mended, runs = [], []

    def simulate(scenario, mode, *, seed, years, overrides=None):
        runs.append(seed)
        # One mode of the first generation; without it the search goes another way.
        if not mended and mode.clauses.get("S1", 0) == 1 and seed == seed_of(seed_of(1, -1), 0):
            raise MemoryError("no more")
        return planted(scenario, mode, seed=seed, years=years)

    first = searched(simulate, out=tmp_path / "study")
    assert first.failed > 0
    mended.append(True)
    before = len(runs)
    again = searched(simulate, out=tmp_path / "study", retry=True)

    assert len(runs) == before
    assert again.tried.equals(first.tried)
    assert again.failed == first.failed


def test_a_calibration_stays_with_the_failures_that_its_later_waves_rest_on(model, tmp_path):
    jobs = {"measure": "jobs", "source": "a test", "value": 1.0, "tolerance": 1e3, "discrepancy": 1.0}
    how = {"vary": [HANDOVER], "size": 4, "waves": 2, "replicates": 2, "jobs": 1, "quiet": True}
    study = partial(Calibration.of, "two_parks", {"years": 1, "targets": {"jobs": jobs}}, **how)
    calibrated = partial(study, out=tmp_path / "study", simulate=model(MemoryError("no more")))

    # The second run fails in both waves, and with the parameters as they stand.
    assert calibrated().failed == 3
    model.mend()
    before = model.runs()
    assert calibrated().failed == 1
    assert model.runs() == before + 2


# The command


def test_the_command_tries_failures_of_the_model_again_where_it_is_told_to(tmp_path, monkeypatch, model):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "design.yaml").write_text(
        "scenario: two_parks\nmodes: [present]\nreplicates: 2\nyears: 1\n", encoding="utf-8"
    )
    failing = model(ZeroDivisionError("no land"))
    monkeypatch.setattr(cp, "sweep", partial(cp.sweep, simulate=failing))
    sweep = ["sweep", "design.yaml", "--out", "study", "--jobs", "1", "--quiet"]

    assert CliRunner().invoke(cli, sweep).exit_code == 1
    model.mend()
    assert CliRunner().invoke(cli, sweep).exit_code == 1
    assert CliRunner().invoke(cli, [*sweep, "--retry"]).exit_code == 0


@pytest.mark.parametrize(
    ("error", "machine"),
    [
        (MemoryError(), True),
        (OSError(28, "No space left on device"), True),
        (TimeoutError("no answer"), True),
        (BrokenPipeError(), True),
        (ZeroDivisionError("by zero"), False),
        (ValueError("OSError: in a message of another"), False),
        (RuntimeError("MemoryError"), False),
    ],
)
def test_what_the_machine_did_is_told_from_what_the_model_did(error, machine):
    assert runner.of_the_machine(runner.message_of(error)) is machine
