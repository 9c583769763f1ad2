"""Check rule cases: what each expects of a clause, against what the program does with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isclose

from crosspark.governance.fields import Value
from crosspark.governance.mode import Mode
from crosspark.studies.casefile import Case, Setup
from crosspark.studies.jobs import Failure, Job, Outcome, Simulate
from crosspark.studies.runner import Runner, run_jobs, simulate_model


@dataclass(frozen=True)
class Finding:
    """One thing that a case expects, and what came.

    Attributes
    ----------
    path : str
        A field of the institution or an indicator.
    expected, came : float or str
        In the unit of the field, or a direction; `came` may say why a run failed.
    means : tuple of float or None
        An indicator's mean over the seeds without the clause and with it.
    """

    intensity: float
    path: str
    expected: Value
    came: Value
    ok: bool
    means: tuple[float, float] | None = None


@dataclass(frozen=True)
class Checked:
    """A case and what came of it."""

    case: Case
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether all came as expected, and nothing else changed."""
        return all(finding.ok for finding in self.findings)


def check_cases(
    cases: Sequence[Case], *, workers: int = -1, quiet: bool = False, simulate: Simulate = simulate_model
) -> list[Checked]:
    """Run every case and return what came of it, in the given order. What cases share is run once.

    Raises
    ------
    BadInput
        If the model refuses the input.
    Interrupted
        On Ctrl-C.
    """
    ran = _runs(cases, workers, quiet, simulate)
    return [
        Checked(case, tuple(_of_rules(case) if case.setup is None else _of_district(case, case.setup, ran)))
        for case in cases
    ]


_Key = tuple[Setup, Mode, int]


def _runs(
    cases: Iterable[Case], workers: int, quiet: bool, simulate: Simulate
) -> dict[_Key, Outcome | Failure]:
    wanted: dict[Setup, dict[Mode, int]] = {}
    for case in cases:
        if case.setup is not None:
            seeds = wanted.setdefault(case.setup, {})
            for mode in (case.mode, *map(case.under, case.expected)):
                seeds[mode] = max(case.seeds, seeds.get(mode, 0))
    ran: dict[_Key, Outcome | Failure] = {}
    for setup, seeds in wanted.items():
        modes = list(seeds)
        done = run_jobs(
            [Job(i, seed, str(i), seed) for i in range(len(modes)) for seed in range(1, seeds[modes[i]] + 1)],
            setup.scenario,
            {str(i): mode for i, mode in enumerate(modes)},
            years=setup.years,
            overrides=dict(setup.figures),
            runner=Runner(workers, None, quiet, simulate),
        )
        rows: list[Outcome | Failure] = [*done.outcomes, *done.failures]
        for row in rows:
            ran[setup, modes[row.job.place], row.job.seed] = row
    return ran


def _of_rules(case: Case) -> Iterator[Finding]:
    before = case.mode.institution
    for intensity, expected in case.expected.items():
        after = case.under(intensity).institution
        # Whatever else the clause changes should be as it is without it.
        for path in dict.fromkeys([*expected, *after.diff(before)]):
            wanted, came = expected.get(path, before.get(path)), after.get(path)
            yield Finding(intensity, path, wanted, came, _same(wanted, came))


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _of_district(case: Case, setup: Setup, ran: Mapping[_Key, Outcome | Failure]) -> Iterator[Finding]:
    for intensity, expected in case.expected.items():
        pair: list[list[Outcome]] = []
        failed: list[str] = []
        for mode in (case.mode, case.under(intensity)):
            rows = [ran[setup, mode, seed] for seed in range(1, case.seeds + 1)]
            pair.append([row for row in rows if isinstance(row, Outcome)])
            failed += [row.message for row in rows if isinstance(row, Failure)]
        for path, wanted in expected.items():
            if failed:
                yield Finding(intensity, path, wanted, failed[0], False)
                continue
            before, after = ([row.values[path] for row in rows] for rows in pair)
            means = (fsum(before) / case.seeds, fsum(after) / case.seeds)
            came = _direction(before, after, means)
            yield Finding(intensity, path, wanted, came, came == wanted, means)


def _direction(before: list[float], after: list[float], means: tuple[float, float]) -> str:
    # As text, because a missing value is no number and equals nothing, itself included.
    if [repr(value) for value in before] == [repr(value) for value in after]:
        return "stays"
    if means[0] == means[1]:
        return "no mean difference"
    return "rises" if means[1] > means[0] else "falls" if means[1] < means[0] else "no value"
