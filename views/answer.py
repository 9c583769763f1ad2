"""The closing words of a comparison: what differs, how surely, why, what approvals alone bring, who pays."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crosspark.governance.clauses import CLAUSES
from crosspark.model.indicators import CAUSES, HEADLINES, INDICATORS
from crosspark.studies import stored
from crosspark.views import words
from crosspark.views.text import interval, number
from crosspark.views.words import say

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison
    from crosspark.studies.statistics import PairedDifference

APPROVALS = "approval_only"

#: What stands behind a difference whose chance interval includes zero.
_DOUBT = " (?)"

#: Where the cost of a mode shows: public money, leaders, other duties, sub-districts, small projects.
PAYERS = (
    "admin_cost",
    "concessions",
    "leaders_hours",
    "other_backlog",
    "service_level",
    "days_small",
    "defects_closed",
)

#: Causes that change by less than half a day are not worth a word.
_LEAST_DAYS = 0.5

#: Differences of less than this share of the baseline do not matter, however sure they are.
LEAST_SHARE = 0.005


def closing_words(comparison: "Comparison", lang: str = "en") -> str:
    """Return what a comparison says, in a few sentences for each mode and one for all."""
    if not comparison.outcomes:
        return say("nothing_finished", lang)
    gap = "" if lang == "zh" else " "
    sentences = [gap.join(_about(comparison, mode, lang)) for mode in comparison.others]
    return "\n".join([*sentences, say("caveat", lang)])


def _about(comparison: "Comparison", mode: str, lang: str) -> list[str]:
    parts = [
        _days(comparison, mode, lang),
        _why(comparison, mode, lang),
        *_headlines(comparison, mode, lang),
        approvals(comparison, mode, lang),
        pays(comparison, mode, lang),
        loses(comparison, mode, lang),
    ]
    return [part for part in parts if part]


def _days(comparison: "Comparison", mode: str, lang: str) -> str:
    found = comparison.difference(mode, "days_to_start")
    texts = {
        "mode": comparison.entries[mode].name(lang),
        "baseline": comparison.entries[comparison.baseline].name(lang),
        "mean": number(comparison.mean(mode, "days_to_start")),
        "base": number(comparison.mean(comparison.baseline, "days_to_start")),
    }
    if found.pairs == 0:
        return ""
    if found.pairs == 1:
        return say("days_one", lang, **texts)
    texts["intervals"] = say(
        "intervals",
        lang,
        span=words.span(comparison.years, lang),
        chance=interval(found.chance_low, found.chance_high),
        decade=interval(found.decade_low, found.decade_high),
    )
    if not found.surely_differs:
        return say("days_unsure", lang, **texts)
    less = found.mean < 0
    return say(
        "days_less" if less else "days_more",
        lang,
        size=number(abs(found.mean)),
        count=found.lower if less else found.higher,
        total=found.pairs,
        **texts,
    )


def _why(comparison: "Comparison", mode: str, lang: str) -> str:
    table = comparison.causes()
    change = dict(zip(CAUSES, table[mode] - table[comparison.baseline], strict=True))
    told = sorted(
        (cause for cause in CAUSES if abs(change[cause]) >= _LEAST_DAYS), key=lambda c: -abs(change[c])
    )
    if not told:
        return ""
    comma = say("list_comma", lang)
    items = comma.join(f"{words.cause(cause, lang)} {number(change[cause], signed=True)}" for cause in told)
    base, mean = (float(table[label].sum()) for label in (comparison.baseline, mode))
    key = "why_less" if mean <= base else "why_more"
    return say(key, lang, base=number(base), mean=number(mean), causes=items)


def _headlines(comparison: "Comparison", mode: str, lang: str) -> list[str]:
    better: list[str] = []
    worse: list[str] = []
    unsure: list[str] = []
    unchanged: list[str] = []
    small: list[str] = []
    stands: list[str] = []
    for indicator in HEADLINES:
        if indicator not in comparison.indicators:
            continue
        found, about = comparison.difference(mode, indicator), INDICATORS[indicator]
        title = about.title(lang)
        if found.surely_differs and _is_small(comparison, mode, indicator):
            small.append(title)
            continue
        if found.decade_low > 0 or found.decade_high < 0:
            stands.append(title)
        if found.pairs and not found.higher and not found.lower:
            unchanged.append(title)
        elif not found.surely_differs:
            unsure.append(title)
        elif indicator != "days_to_start":
            (better if found.mean * about.direction > 0 else worse).append(
                item(comparison, mode, indicator, lang)
            )
    comma, span = say("list_comma", lang), words.span(comparison.years, lang)
    lists = {
        "surely_better": better,
        "surely_worse": worse,
        "not_sure": unsure,
        "too_small": small,
        "unchanged": unchanged,
    }
    said = [say(key, lang, items=comma.join(items)) for key, items in lists.items() if items]
    if comparison.difference(mode, "days_to_start").pairs < 2:
        return []
    return [
        *said,
        say("decade_stands", lang, span=span, items=comma.join(stands))
        if stands
        else say("decade_none", lang, span=span),
    ]


def approvals(comparison: "Comparison", mode: str, lang: str) -> str:
    """Return which part of the days that a mode saves approvals alone would bring."""
    if APPROVALS not in comparison.others or mode == APPROVALS:
        return ""
    saved = comparison.difference(mode, "days_to_start")
    alone = comparison.difference(APPROVALS, "days_to_start")
    whole, part = saved.mean, alone.mean
    if not (math.isfinite(whole) and math.isfinite(part)):
        return ""
    texts = {
        "approval": comparison.entries[APPROVALS].name(lang),
        "mode": comparison.entries[mode].name(lang),
    }
    # A share makes sense where the saving is sure, both save, and the part is no more than the whole.
    if saved.surely_differs and whole <= part < 0:
        share = f"{100 * part / whole:.0f}"
        days, total = (number(-one.mean) + _chance(one, 1, -1) for one in (alone, saved))
        return say("approvals_part", lang, days=days, whole=total, share=share, **texts)
    days, total = (number(one.mean, signed=True) + _chance(one, 1) for one in (alone, saved))
    return say("approvals_other", lang, days=days, whole=total, **texts)


def pays(comparison: "Comparison", mode: str, lang: str, payers: Sequence[str] = PAYERS) -> str:
    """Return the costs that rise under a mode, with a question mark where chance includes zero."""
    mode_title = comparison.entries[mode].name(lang)
    items = []
    for indicator in payers:
        if indicator in comparison.indicators:
            worse = comparison.difference(mode, indicator).mean * -INDICATORS[indicator].direction
            if worse > 0 and not _is_small(comparison, mode, indicator):
                items.append(item(comparison, mode, indicator, lang))
    if not items:
        return say("nobody_pays", lang, mode=mode_title)
    said = say("pays", lang, mode=mode_title, items=say("list_comma", lang).join(items))
    return said + say("doubted", lang) if any(one.endswith(_DOUBT) for one in items) else said


def loses(comparison: "Comparison", mode: str, lang: str) -> str:
    """Return which groups are worse off beyond chance: by kind and indicator, with the worst of each."""
    named = comparison.entries[mode].name(lang)
    lost = comparison.who_loses(mode)
    lost = lost[lost["relative"].abs() >= LEAST_SHARE]
    if comparison.difference(mode, "days_to_start").pairs < 2:
        return ""
    asked = {key for outcome in comparison.outcomes for key in outcome.groups}
    items = []
    for (by, indicator), found in lost.groupby(["by", "indicator"], sort=False):
        worst = found.iloc[int(found["difference"].abs().to_numpy().argmax())]
        texts = {
            "title": INDICATORS[str(indicator)].title(lang),
            "group": words.group(comparison.scenario, str(worst["group"]), lang),
            "size": sized(str(indicator), float(worst["difference"]), lang),
        }
        total = len({group for kind, group, name in asked if (kind, name) == (by, indicator)})
        if by == "district" and indicator in PAYERS:
            # The cost of a mode is told before.
            continue
        if by == "district":
            items.append(f"{texts['title']} {texts['size']}")
        elif len(found) > 1:
            kind = words.name(str(by), lang)
            kind = kind if lang == "zh" else kind.lower()
            items.append(say("loses_some", lang, count=len(found), total=total, kind=kind, **texts))
        else:
            items.append(say("loses_one", lang, **texts))
    if not items:
        return say("nobody_loses", lang, mode=named)
    return say("loses", lang, mode=named, items={"en": "; ", "zh": ";"}[lang].join(items))


def costs_alone(clause: str) -> list[stored.Size]:
    """Return what a clause by itself costs in the stored study, beyond chance and enough to matter."""
    return [
        size
        for size in stored.sizes(clause)
        if size.setting == "alone"
        and size.indicator in {*CLAUSES[clause].paid_in, *PAYERS}
        and size.beyond_chance
        and abs(size.mean) >= LEAST_SHARE * abs(size.baseline)
        and size.mean * INDICATORS[size.indicator].direction < 0
    ]


def _is_small(comparison: "Comparison", mode: str, indicator: str) -> bool:
    """Return whether a difference is too small against the baseline to matter."""
    size = abs(comparison.difference(mode, indicator).mean)
    return size < LEAST_SHARE * abs(comparison.mean(comparison.baseline, indicator))


def item(comparison: "Comparison", mode: str, indicator: str, lang: str) -> str:
    """Return the indicator with its difference and chance interval; a question mark where that holds zero."""
    found, about = comparison.difference(mode, indicator), INDICATORS[indicator]
    doubt = "" if found.surely_differs else _DOUBT
    size = sized(indicator, found.mean, lang)
    return f"{about.title(lang)} {size}{_chance(found, about.scale)}{doubt}"


def _chance(found: "PairedDifference", scale: float, sign: int = 1) -> str:
    """Return the chance interval of a difference, or of what is saved (−1); nothing where it is not known."""
    if found.pairs < 2:
        return ""
    low, high = sorted((sign * found.chance_low, sign * found.chance_high))
    return " " + interval(low / scale, high / scale).replace(" ", "\N{NO-BREAK SPACE}")


def sized(indicator: str, difference: float, lang: str) -> str:
    """Return a difference with the unit that people read."""
    about = INDICATORS[indicator]
    unit = about.shown_unit(lang)
    # A difference of two shares is in points: "+2 %" would read as a rate of growth.
    unit = {"en": "points", "zh": "個百分點"}[lang] if unit == "%" else unit
    return f"{number(difference / about.scale, signed=True)} {unit}"
