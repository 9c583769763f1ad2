"""What `crosspark check --cases` prints: a line for each case, and a count."""

from collections.abc import Sequence

from crosspark.governance import units
from crosspark.governance.fields import FIELDS, Value
from crosspark.model.indicators import INDICATORS
from crosspark.studies.casefile import DIRECTIONS
from crosspark.studies.cases import Checked, Finding
from crosspark.views.words import say


def case_line(checked: Checked, lang: str) -> str:
    """Return one line on a case: its clause and name, and what came otherwise than expected."""
    case = checked.case
    line = f"{say('case_ok' if checked.ok else 'case_wrong', lang)}  {case.clause}  "
    line += case.name_zh if lang == "zh" else case.name_en
    if checked.ok:
        return line
    wrong = "; ".join(_wrong(finding, lang) for finding in checked.findings if not finding.ok)
    return f"{line} ({case.file}:{case.line}): {wrong}"


def case_count(checked: Sequence[Checked], lang: str) -> str:
    """Return how many cases there are, and how many came otherwise than expected."""
    return say("case_count", lang, count=len(checked), wrong=sum(not each.ok for each in checked))


def _wrong(finding: Finding, lang: str) -> str:
    expected, came = (_shown(finding.path, value, lang) for value in (finding.expected, finding.came))
    if expected == came:
        # They differ in a digit that is not shown.
        expected, came = repr(finding.expected), repr(finding.came)
    return say(
        "case_finding",
        lang,
        intensity=units.show(finding.intensity, "share", lang),
        path=finding.path,
        expected=expected,
        came=came + _means(finding, lang),
    )


def _shown(path: str, value: Value, lang: str) -> str:
    if isinstance(value, str):
        return say(value, lang) if value in DIRECTIONS else value
    return units.show(value, FIELDS[path].unit, lang)


def _means(finding: Finding, lang: str) -> str:
    if finding.means is None:
        return ""
    indicator = INDICATORS[finding.path]
    before, after = (f"{mean / indicator.scale:.6g}" for mean in finding.means)
    return f" ({before} → {after} {indicator.shown_unit(lang)})"
