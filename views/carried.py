"""What studies over futures say alike: which parameter sets they carry, and which runs were lost."""

from collections.abc import Iterator

from crosspark.governance.errors import in_language
from crosspark.studies.sets import ParameterSets
from crosspark.views.words import say


def sets_said(sets: ParameterSets, scenario: str, lang: str, key: str = "each_future_takes") -> str:
    """Return which parameter sets a study carries, or why it does not; nothing where none were in question.

    Parameters
    ----------
    scenario : str
        Its title.
    key : str
        Of the sentence that they are put into.
    """
    if sets.withheld:
        items = say("list_comma", lang).join(sets.withheld)
        return say("sets_withheld", lang, scenario=scenario, items=items)
    if not sets:
        return ""
    named = say("sets_stored" if sets.stored else "sets_given", lang, scenario=scenario, count=len(sets))
    return say(key, lang, sets=named)


def lost_said(count: int, total: int, failed: int, message: str, lang: str) -> Iterator[str]:
    """Yield how many futures are left out, and why runs failed.

    Parameters
    ----------
    count, total : int
        Futures that count in nothing, of all.
    failed : int
        Runs that failed.
    message : str
        What the first of them said.
    """
    if count:
        yield say("lost_future" if count == 1 else "lost_futures", lang, count=count, total=total)
    if failed:
        yield say("lost_runs", lang, count=failed, message=in_language(message, lang))


def sets_data(sets: ParameterSets) -> dict[str, object]:
    """Return how many sets a study carries, and whether they are those in store, as plain data."""
    return {"sets": len(sets), "stored_sets": sets.stored}
