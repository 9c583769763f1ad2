"""How commands show what they find, and keep it; what they say where they were cut off."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce, wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from crosspark.commands import options
from crosspark.commands.failures import FAILED, INTERRUPTED
from crosspark.governance.errors import Text, in_language


def json_of(data: Any) -> str:
    """Return data as people and programs read it."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False, default=str)


def told(key: str, lang: str, **parts: Any) -> None:
    """Say fixed words beside the result, on stderr."""
    from crosspark.views.words import say

    click.echo(say(key, lang, **parts), err=True)


@dataclass(frozen=True)
class Output:
    """How what a command finds is to be shown.

    Attributes
    ----------
    lang : {"en", "zh"}
    json : bool
    quiet : bool
        Whether nothing is said of progress.
    out : Path, optional
        The folder that it is written to.
    """

    lang: str
    json: bool
    quiet: bool
    out: Path | None = None

    def show(self, found: Any, text: Callable[[str], str] | None = None) -> None:
        """Print a result, in its own words unless others are given."""
        click.echo(json_of(found.to_data()) if self.json else (text or found.text)(self.lang))

    def write(self, found: Any, folder: Path) -> None:
        """Write a result to a folder, and say where."""
        told("written", self.lang, folder=found.save(folder))


@dataclass(frozen=True)
class Kept(Output):
    """How a study runs and is shown that keeps its runs in a folder, and goes on from there."""

    retry: bool = False
    jobs: int = -1
    dask: str | None = None

    def announce(self, estimate: Any) -> None:
        """Say what a study will take."""
        from crosspark.views.sweep import estimate_text

        click.echo(estimate_text(estimate, self.out is not None, self.lang), err=True)

    def run(self, study: Callable[..., Any]) -> Any:
        """Run a study as it was asked to run; it takes that besides its question."""
        from crosspark.studies.cluster import connected

        announce = None if self.quiet else self.announce
        how = {"retry": self.retry, "jobs": self.jobs, "quiet": self.quiet, "announce": announce}
        with connected(self.dask) as executor:
            return study(out=self.out, executor=executor, **how)

    def answer(self, study: Callable[..., Any]) -> Any:
        """Run a study, show what it finds, and write its report beside its runs.

        Parameters
        ----------
        study : callable
            Takes what `run` says, and returns the result.

        Raises
        ------
        click.exceptions.Exit
            With 130 where it was interrupted, with 1 where runs failed without which it has no answer.
        """
        from shutil import rmtree

        from crosspark.studies.complete import RunsFailedError
        from crosspark.studies.folders import REPORT
        from crosspark.studies.sweep import SweepInterrupted

        try:
            found = self.run(study)
        except SweepInterrupted as interrupted:
            self.interrupted(interrupted)
        except RunsFailedError as failed:
            typed = click.get_current_context().info_name
            click.echo(f"<{typed}>: {in_language(Text.of(failed), self.lang)}", err=True)
            raise click.exceptions.Exit(FAILED) from None
        self.show(found)
        if self.out is not None:
            # What an earlier call wrote of the same study gives way.
            rmtree(self.out / REPORT, ignore_errors=True)
            self.write(found, self.out / REPORT)
        return found

    def interrupted(self, interrupted: Any) -> NoReturn:
        """Say what is kept of a study that was cut off, and end."""
        key = "sweep_not_kept" if self.out is None else "sweep_kept"
        counts = {"finished": interrupted.finished, "runs": interrupted.planned}
        told(key, self.lang, folder=self.out, **counts)
        raise click.exceptions.Exit(INTERRUPTED) from None


def shown(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of showing; it takes an `Output` first."""

    @wraps(command)
    def takes_output(lang: str, as_json: bool, quiet: bool, out: Path | None = None, **asked: Any) -> None:
        command(Output(lang, as_json, quiet, out), **asked)

    return options.language(options.as_json(options.quiet(takes_output)))


def keeps(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a study that keeps its runs; it takes a `Kept` first."""

    @wraps(command)
    def takes_kept(
        lang: str,
        as_json: bool,
        quiet: bool,
        out: Path | None,
        retry: bool,
        jobs: int,
        dask: str | None,
        **asked: Any,
    ) -> None:
        command(Kept(lang, as_json, quiet, out, retry, jobs, dask), **asked)

    # The last one stands first in the help.
    backwards = (options.quiet, options.as_json, options.language, options.dask, options.jobs, options.retry)
    return reduce(lambda decorated, option: option(decorated), (*backwards, options.kept), takes_kept)
