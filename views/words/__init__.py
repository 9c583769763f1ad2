"""Every fixed word that people read, in English and Chinese: a file for each view, and how to say them.

The words of a view lie in the file of its name, those of its figures with them; what several views say lies
in `shared`, what a command says beside its result in `commands`.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from crosspark.model import reasons
from crosspark.model.reasons import REASONS, readable
from crosspark.views.words import (
    answer,
    attribution,
    calibration,
    carried,
    cases,
    checked,
    commands,
    comparison,
    discovery,
    frontier,
    lists,
    optimisation,
    page,
    robust,
    sensitivity,
    shared,
    single,
    sweep,
)
from crosspark.views.words.names import DUTIES, NAMES

if TYPE_CHECKING:
    from crosspark.model.case import Scenario

LANGUAGES = ("en", "zh")

CAUSES = reasons.CAUSES

_FILES = (
    shared, commands, comparison, answer, page, single, lists, checked, cases, carried, sweep, attribution,
    sensitivity, discovery, frontier, robust, optimisation, calibration,
)  # fmt: skip


def merged(tables: Iterable[dict[str, tuple[str, str]]]) -> dict[str, tuple[str, str]]:
    """Return one table of all; a key that two of them define would silence one, so it is an error.

    Raises
    ------
    ValueError
        If two tables have a key in common.
    """
    found: dict[str, tuple[str, str]] = {}
    for table in tables:
        if twice := found.keys() & table.keys():
            raise ValueError(f"words that two files of views/words define: {', '.join(sorted(twice))}")
        found |= table
    return found


WORDS = merged(file.WORDS for file in _FILES)


#: One of what English counts in the singular.
_ONE = re.compile(r"(?<![\d.,])1 ((?:failed )?run|replicate|year|month|point)s\b")


def say(key: str, lang: str, **parts: object) -> str:
    """Return a fixed phrase in a language, with its parts filled in."""
    english, chinese = WORDS[key]
    if lang == "zh":
        return chinese.format(**parts)
    return _ONE.sub(r"1 \1", english.format(**parts))


def name(key: str, lang: str) -> str:
    """Return the word for an organisation or a resource; an unknown one as it stands."""
    return _pick(NAMES, key, lang)


def in_order(kinds: Iterable[str]) -> list[str]:
    """Return kinds of organisation, each once, in the order of `NAMES`; unknown ones last."""
    known = list(NAMES)
    found = dict.fromkeys(kinds)
    return sorted(found, key=lambda kind: known.index(kind) if kind in NAMES else len(known))


def duty(kind: str, key: str, lang: str) -> str:
    """Return the word for a duty of a kind of organisation; an unknown one as it stands."""
    own = f"{kind}.{key}"
    return _pick(DUTIES, own if own in DUTIES else key, lang)


def reason(text: str, lang: str) -> str:
    """Return why something moved; the ledger's own English is what an unknown reason keeps."""
    return REASONS[text].zh if lang == "zh" and text in REASONS else text


def group(scenario: "Scenario", key: str, lang: str) -> str:
    """Return what a group of a comparison is called: a park, a sub-district, small projects."""
    titles = {
        name: (facts.title_en, facts.title_zh)
        for kinds in (scenario.parks, scenario.subdistricts, scenario.departments, scenario.segments)
        for name, facts in kinds.items()
    }
    return readable(key, titles, lang)


def line(key: str, lang: str) -> str:
    """Return a line of one of the two accounts."""
    return readable(key, {}, lang)


def within(title: str, lang: str) -> str:
    """Return a parameter's title as it stands within a sentence; a name at its head keeps its capital."""
    named = ":" in title.partition("(")[0]
    return title if lang == "zh" or named else f"{title[0].lower()}{title[1:]}"


def _pick(known: dict[str, tuple[str, str]], key: str, lang: str) -> str:
    if key not in known:
        return key.replace("_", " ")
    return known[key][1] if lang == "zh" else known[key][0]


def span(years: int, lang: str) -> str:
    """Return what to call the time that a run covers."""
    return say("span_decade", lang) if years == 10 else say("span_years", lang, years=years)


def cause(key: str, lang: str) -> str:
    """Return the word for a cause of waiting."""
    return CAUSES[key][1] if lang == "zh" else CAUSES[key][0]
