"""What people see when input is wrong: one line that says where, what, and what would be right."""

from collections.abc import Iterable

_LONGEST_VALUE = 60


class BadInput(Exception):  # noqa: N818 - it names what was given, as the reader sees it
    """A value given by a person cannot be used.

    Parameters
    ----------
    file : str
        The file, or ``<overrides>`` and the like for what came from Python or the command line.
    line : int or None
        Line in the file, from 1; None where there is no file.
    field : str
        Dotted path of the field.
    value : object
        What was given; None reads "missing".
    hint : str
        What would be right, and the nearest known name for a misspelt one.

    Examples
    --------
    >>> print(BadInput("my.yaml", 7, "clauses.S1", 2, "an intensity lies in [0, 1]"))
    my.yaml:7: clauses.S1 is 2; an intensity lies in [0, 1]
    """

    def __init__(self, file: str, line: int | None, field: str, value: object, hint: str) -> None:
        # All five go to `args`, so that the error survives the way back from a worker process.
        super().__init__(file, line, field, value, hint)
        self.file = file
        self.line = line
        self.field = field
        self.value = value
        self.hint = hint

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.field} is {_shown(self.value)}; {self.hint}"


def _shown(value: object) -> str:
    if value is None:
        return "missing"
    text = " ".join((f'"{value}"' if isinstance(value, str) else str(value)).split())
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the known name that `name` most likely stands for, or None.

    A last part alone finds its whole path.

    Examples
    --------
    >>> nearest("one_plus_tow", ["present", "one_plus_two"])
    'one_plus_two'
    >>> nearest("meeting_interval", ["handover.days", "headquarters.meeting_interval"])
    'headquarters.meeting_interval'
    """
    from difflib import get_close_matches  # only a mistake pays for the import

    known = list(names)
    for candidate in known:
        if candidate.rpartition(".")[2] == name:
            return candidate
    lower = {candidate.lower(): candidate for candidate in reversed(known)}
    close = get_close_matches(name.lower(), lower, n=1, cutoff=0.6)
    return lower[close[0]] if close else None


def suggestion(name: str, names: Iterable[str], kind: str) -> str:
    """Return the hint for an unknown name: the nearest known one, or the list of them if it is short.

    Examples
    --------
    >>> suggestion("handover.day", ["handover.days", "queue.overdue"], "field")
    'no such field, did you mean "handover.days"?'
    """
    known = list(names)
    near = nearest(name, known)
    if near is not None:
        return f'no such {kind}, did you mean "{near}"?'
    if len(known) <= 40:
        return f"no such {kind}; known: {', '.join(known)}"
    return f"no such {kind}"
