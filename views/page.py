"""The one page that a head of planning wants: a question, what came of it, and what it rests on.

`sections` has what it says; `page` is that as text, `crosspark.views.sheet` as HTML.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput, suggestion
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies import stored
from crosspark.studies.catalogue import grades
from crosspark.studies.statistics import PairedDifference, paired_difference
from crosspark.views import answer, words
from crosspark.views.carried import lost_said, sets_said
from crosspark.views.text import MISSING, number, table, wrap
from crosspark.views.words import say

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison
    from crosspark.studies.layers import Layer

COLUMNS = 80

#: The headlines but for started projects, which stand below the days that are counted among them.
SEVEN = tuple(indicator for indicator in HEADLINES if indicator != "started")

#: For which of them the clause that does most is looked up.
_GOALS = ("days_to_start", "value_added")

#: Costs of a clause that a line names, and readings that the page does.
_MOST_COSTS, _MOST_READINGS = 3, 3

#: Indicators that are named rather than counted.
_FEW = 3

#: A reading is told where so much larger a share of the futures with the others is better, of enough of them.
_GAP, _HANDFUL = 0.5, 3

#: A number stays with its unit, and an interval in one piece.
_NO_BREAK = "\N{NO-BREAK SPACE}"

#: What may be of either sign has no per cent: of a base near zero they would be of any size.
_EITHER_SIGN = frozenset({"fiscal_npv"})

#: Nor has what lies less than so many standard errors of its mean from zero.
_ERRORS_FROM_ZERO = 4

#: A paragraph, or the rows of a table, the first of them its head.
Block = str | list[list[str]]


def page(comparison: "Comparison", lang: str, mode: str | None = None) -> str:
    """Return the page about one of the modes that are set against the baseline, as text.

    Raises
    ------
    BadInput
        If there is no such mode.
    """
    found = sections(comparison, lang, mode)
    if not found:
        return say("nothing_finished", lang)
    return "\n\n".join("\n".join([head, *map(_as_text, blocks)]) for head, blocks in found)


def sections(comparison: "Comparison", lang: str, mode: str | None = None) -> list[tuple[str, list[Block]]]:
    """Return what the page says: each head with its paragraphs and tables; nothing where no run finished.

    Raises
    ------
    BadInput
        If there is no such mode.
    """
    about = chosen(comparison, mode)
    if not comparison.outcomes or about is None:
        return []
    written = [(say(head, lang), write(comparison, about, lang)) for head, write in _SECTIONS.items()]
    return [(head, blocks) for head, blocks in written if blocks]


def chosen(comparison: "Comparison", mode: str | None = None) -> str | None:
    """Return the mode that was asked for, or else the last one that is more than approvals alone."""
    if mode is None:
        more = [label for label in comparison.others if label != answer.APPROVALS] or comparison.others
        return more[-1] if more else None
    if mode not in comparison.others:
        hint = suggestion(mode, comparison.others, "mode besides the baseline", "基準以外的模式")
        raise BadInput("<answer>", None, "mode", mode, hint)
    return mode


def _as_text(block: Block) -> str:
    return wrap(block, COLUMNS) if isinstance(block, str) else table(block)


def _said(*sentences: str) -> list[Block]:
    """Return the sentences that there are, each a paragraph."""
    return [sentence for sentence in sentences if sentence]


def _question(comparison: "Comparison", mode: str, lang: str) -> list[Block]:
    scenario = comparison.scenario
    asked = {
        "scenario": scenario.title_zh if lang == "zh" else scenario.title_en,
        "mode": comparison.entries[mode].name(lang),
        "baseline": comparison.entries[comparison.baseline].name(lang),
        "years": comparison.years,
        "means": say(f"means.{comparison.fair}", lang),
    }
    return _said(say("page_ask", lang, **asked))


class _Verdict:
    """Which of the seven are better, worse, or neither, beyond chance and by enough to matter."""

    def __init__(self, found: Callable[[str], PairedDifference], level: Callable[[str], float]) -> None:
        self.better: list[str] = []
        self.worse: list[str] = []
        self.neither: list[str] = []
        for indicator in SEVEN:
            one = found(indicator)
            matters = abs(one.mean) >= answer.LEAST_SHARE * abs(level(indicator))
            if not (one.surely_differs and matters):
                self.neither.append(indicator)
            elif one.mean * INDICATORS[indicator].direction > 0:
                self.better.append(indicator)
            else:
                self.worse.append(indicator)


def _verdict(comparison: "Comparison", mode: str) -> _Verdict:
    return _Verdict(
        lambda indicator: comparison.difference(mode, indicator),
        lambda indicator: comparison.mean(comparison.baseline, indicator),
    )


def _conclusion(comparison: "Comparison", mode: str, lang: str) -> list[Block]:
    if comparison.replicates < 2:
        return _said(say("page_one", lang))
    found, comma = _verdict(comparison, mode), say("list_comma", lang)
    better, worse = (
        comma.join(_relative(comparison, mode, one, lang) for one in listed)
        for listed in (found.better, found.worse)
    )
    if better and worse:
        verdict = say("page_mixed", lang, better=better, worse=worse)
    elif better or worse:
        verdict = say("page_yes" if better else "page_no", lang, better=better, worse=worse)
    else:
        verdict = say("page_alike", lang)
    rest = say("page_rest", lang, items=_others(found.neither, lang)) if found.neither else ""
    return _said(verdict, rest if better or worse else "", _stays(comparison, mode, found.better, lang))


def _stays(comparison: "Comparison", mode: str, better: Sequence[str], lang: str) -> str:
    """Return in how many futures what is better here stays so."""
    if comparison.futures is None or not better or not (total := _finished(comparison.futures, mode)):
        return ""
    counts = {one: comparison.futures.over(mode, one).better() or 0 for one in better}
    least = min(counts, key=lambda one: counts[one])
    texts = {
        "low": counts[least],
        "high": max(counts.values()),
        "total": total,
    }
    key = "page_stays_all" if texts["low"] == texts["high"] else "page_stays"
    return say(key, lang, title=INDICATORS[least].title(lang), **texts)


def _finished(layer: "Layer", mode: str) -> int:
    """Return in how many futures a mode has a value of anything."""
    return max(layer.over(mode, indicator).futures for indicator in SEVEN)


def _approvals(comparison: "Comparison", mode: str, lang: str) -> list[Block]:
    if mode == answer.APPROVALS:
        return _said(say("page_is_approvals", lang))
    if answer.APPROVALS not in comparison.others:
        return _said(say("page_no_approvals", lang, mode=answer.APPROVALS))
    alone = answer.APPROVALS
    found = _Verdict(
        lambda one: paired_difference(comparison.values(mode, one), comparison.values(alone, one)),
        lambda one: comparison.mean(alone, one),
    )
    lists = (
        ("page_better_in", found.better),
        ("page_worse_in", found.worse),
        ("page_unsure_in", found.neither),
    )
    items = [
        say(key, lang, items=(_others if key == "page_unsure_in" else _titles)(listed, lang))
        for key, listed in lists
        if listed
    ]
    named = comparison.entries[mode].name(lang)
    against = say("page_against", lang, mode=named, items=say("semicolon", lang).join(items))
    return _said(answer.approvals(comparison, mode, lang), against if comparison.replicates > 1 else "")


def _seven(comparison: "Comparison", mode: str, lang: str) -> list[Block]:
    with_approvals = answer.APPROVALS in comparison.others and mode != answer.APPROVALS
    layer, base = comparison.futures, comparison.baseline
    head = ["", say("baseline", lang)]
    head += [say("page_approvals_column", lang)] if with_approvals else []
    head += [say(key, lang) for key in ("page_change", "page_chance", "page_luck")]
    rows = [head + ([say("page_futures", lang)] if layer is not None else [])]
    for indicator in (*SEVEN[:5], "started", *SEVEN[5:]):
        about, found = INDICATORS[indicator], comparison.difference(mode, indicator)
        scale = about.scale
        row = [_short(indicator, lang), number(comparison.mean(base, indicator) / scale)]
        if with_approvals:
            alone = comparison.difference(answer.APPROVALS, indicator).mean
            row.append(number(alone / scale, signed=True))
        row += [
            number(found.mean / scale, signed=True),
            _give_or_take((found.chance_high - found.chance_low) / 2 / scale),
            _give_or_take((found.decade_high - found.decade_low) / 2 / scale),
        ]
        if layer is not None:
            over = layer.over(mode, indicator)
            row.append(f"{over.better()}/{over.futures}" if over.futures else MISSING)
        rows.append(row)
    texts = {
        "mode": comparison.entries[mode].name(lang),
        "baseline": comparison.entries[base].name(lang),
        "replicates": comparison.replicates,
    }
    note = say("page_table", lang, span=words.span(comparison.years, lang), **texts)
    if layer is not None:
        scenario = comparison.scenario.title_zh if lang == "zh" else comparison.scenario.title_en
        finished = len(layer) - layer.lost
        fewer = any(layer.over(mode, one).futures < finished for one in HEADLINES)
        said = [note, say("page_table_futures", lang)]
        said += [say("page_table_fewer", lang, total=finished)] if fewer else []
        said.append(sets_said(layer.plan.sets, scenario, lang))
        note = ("" if lang == "zh" else " ").join(said).rstrip()
    return [rows, *_said(note)]


def _costs(comparison: "Comparison", mode: str, lang: str) -> list[Block]:
    # What is among the seven has its row above.
    paid = [indicator for indicator in answer.PAYERS if indicator not in SEVEN]
    return _said(answer.pays(comparison, mode, lang, paid), answer.loses(comparison, mode, lang))


def _fails(comparison: "Comparison", mode: str, lang: str) -> list[Block]:
    if comparison.replicates < 2:
        return []
    better = _verdict(comparison, mode).better
    if comparison.futures is None and not comparison.besides:
        return _said(say("page_no_futures", lang))
    if not better:
        return _said(say("page_nothing_better", lang))
    return _said(*_in_futures(comparison, mode, better, lang), *_besides(comparison, mode, better, lang))


def _in_futures(comparison: "Comparison", mode: str, better: Sequence[str], lang: str) -> Iterator[str]:
    """Yield in which futures something stops being better: how many, by which reading, with what."""
    layer = comparison.futures
    if layer is None:
        return
    comma, turned = say("list_comma", lang), []
    for indicator in better:
        over = layer.over(mode, indicator)
        count = over.futures - (over.better() or 0)
        if count:
            texts = {"title": INDICATORS[indicator].title(lang), "count": count}
            turned.append(say("page_turn", lang, surely=over.worse(surely=True), **texts))
    if total := _finished(layer, mode):
        yield say("page_turns" if turned else "page_holds", lang, items=comma.join(turned), total=total)
    yield from lost_said(layer.lost, len(layer), layer.failed, layer.message, lang)
    by_reading: dict[tuple[str, str], list[str]] = {}
    for indicator in better:
        over = layer.over(mode, indicator)
        for question, word, count, total in layer.by_reading(mode, indicator):
            count_else, total_else = (over.better() or 0) - count, over.futures - total
            # Of a handful of futures some fare worse by themselves.
            if total >= _HANDFUL and total_else and count_else / total_else - count / total >= _GAP:
                counts = {"count": count, "total": total, "count_else": count_else, "total_else": total_else}
                item = say("page_only", lang, title=INDICATORS[indicator].title(lang), **counts)
                by_reading.setdefault((question, word), []).append(item)
    for (question, word), items in list(by_reading.items())[:_MOST_READINGS]:
        texts = {"reading": say(f"reading.{word}", lang), "question": say(f"reading.{question}", lang)}
        yield say("page_turns_reading", lang, items=comma.join(items), **texts)
    for indicator in better:
        goes = layer.goes_with(mode, indicator)
        if goes is not None:
            factor, size = goes
            way = say("page_way_up" if size > 0 else "page_way_down", lang)
            named = factor.title(lang)
            texts = {"title": INDICATORS[indicator].title(lang), "parameter": named, "way": way}
            yield say("page_goes_with", lang, size=f"{size:+.2f}".replace("-", "−"), **texts)


def _besides(comparison: "Comparison", mode: str, better: Sequence[str], lang: str) -> Iterator[str]:
    """Yield the other scenarios in which something stops being better."""
    items, alike = [], []
    for other in comparison.besides:
        title = other.scenario.title_zh if lang == "zh" else other.scenario.title_en
        if mode not in other.others:
            continue
        there = _verdict(other, mode)
        turned = [indicator for indicator in better if indicator in there.worse]
        unsure = [indicator for indicator in better if indicator in there.neither]
        for key, listed in (("page_turned", turned), ("page_unsure", unsure)):
            if listed:
                items.append(say(key, lang, scenario=title, items=_titles(listed, lang)))
        if not turned and not unsure:
            alike.append(title)
    if alike:
        items.append(say("page_as_here", lang, items=say("list_comma", lang).join(alike)))
    if items:
        replicates = comparison.besides[0].replicates
        yield say("page_besides", lang, replicates=replicates, items=say("semicolon", lang).join(items))


def _first(comparison: "Comparison", mode: str, lang: str) -> list[Block]:
    """Return the clause that does most by itself, where the stored study is of this very comparison."""
    if not _is_stored(comparison, mode):
        return []
    titles = {label: comparison.entries[label].name(lang) for label in (mode, comparison.baseline)}
    clauses = comparison.entries[mode].clauses_apart(comparison.entries[comparison.baseline])
    best: dict[str, list[str]] = {}
    for goal in _GOALS:
        about = INDICATORS[goal]
        alone = [
            size
            for clause in clauses
            for size in stored.sizes(clause)
            if (size.setting, size.indicator) == ("alone", goal)
            and size.beyond_chance
            and size.mean * about.direction > 0
        ]
        if alone:
            most = max(alone, key=lambda size: abs(size.mean))
            whole = answer.sized(goal, comparison.difference(mode, goal).mean, lang)
            texts = {"title": about.title(lang), "whole": whole}
            item = say("page_start_item", lang, size=answer.sized(goal, most.mean, lang), **texts)
            best.setdefault(most.subject, []).append(item)
    said = []
    for clause, items in best.items():
        about_it = CLAUSES[clause]
        texts = {
            "clause": clause,
            "name": about_it.title_zh if lang == "zh" else about_it.title_en,
            "baseline": titles[comparison.baseline],
            "items": say("list_comma", lang).join(items),
        }
        said.append(say("page_start", lang, cost=_cost(clause, lang), **texts))
    if said:
        source = {"replicates": stored.manifest()["replicates"], "clause": next(iter(best))}
        said[-1] += ("" if lang == "zh" else " ") + say("page_start_source", lang, **source)
    return _said(*said)


def _is_stored(comparison: "Comparison", mode: str) -> bool:
    """Whether the stored study is of this scenario, for as long, and of these two modes."""
    if not stored.sizes(mode) and not stored.sizes():
        return False
    about = stored.manifest()
    known = about["scenarios"].get(comparison.scenario.id, {})
    digests = set(known.get("modes", {}).values())
    asked = [
        one for label in (comparison.baseline, mode) for one in comparison.entries[label].by_park.values()
    ]
    return (
        known.get("sha256") == comparison.scenario.digest
        and about["years"] == comparison.years
        and all(one.digest in digests for one in asked)
    )


def _cost(clause: str, lang: str) -> str:
    """Return what a clause by itself costs, beyond chance, of what it is paid in."""
    items = [
        f"{INDICATORS[size.indicator].title(lang)} {answer.sized(size.indicator, size.mean, lang)}"
        for size in answer.costs_alone(clause)
    ]
    said = say("list_comma", lang).join(items[:_MOST_COSTS])
    said += say("and_more", lang, count=len(items) - _MOST_COSTS) if len(items) > _MOST_COSTS else ""
    return say("page_start_cost", lang, items=said) if items else ""


def _assumed(comparison: "Comparison", mode: str, lang: str) -> list[Block]:
    modes = [
        one for label in (comparison.baseline, mode) for one in comparison.entries[label].by_park.values()
    ]
    count = grades(comparison.scenario, modes)
    counts = {
        "measured": count["statistic"],
        "study": count["study"],
        "text": count["clause"],
        "assumed": count["assumption"],
    }
    varied = say("page_caveat_none" if comparison.futures is None else "page_caveat_futures", lang)
    caveat = say("page_caveat", lang, futures=varied)
    return _said(say("page_grades", lang, **counts), caveat)


def _relative(comparison: "Comparison", mode: str, indicator: str, lang: str) -> str:
    """Return an indicator with its change and its chance interval, in per cent of the baseline.

    In units where the baseline is not surely apart from zero; a share's change is in points.
    """
    about, found = INDICATORS[indicator], comparison.difference(mode, indicator)
    levels = np.asarray(comparison.values(comparison.baseline, indicator), dtype=float)
    levels = levels[np.isfinite(levels)]
    base, error = float(levels.mean()), float(levels.std(ddof=1)) / math.sqrt(len(levels))
    if about.unit == "share" or indicator in _EITHER_SIGN or abs(base) <= _ERRORS_FROM_ZERO * error:
        return answer.item(comparison, mode, indicator, lang)
    size, low, high = (
        f"{100 * one / abs(base):+,.1f}".replace("-", "−")
        for one in (found.mean, found.chance_low, found.chance_high)
    )
    return f"{about.title(lang)} {size}{_NO_BREAK}% [{low},{_NO_BREAK}{high}]"


def _titles(indicators: Sequence[str], lang: str) -> str:
    return say("list_comma", lang).join(INDICATORS[one].title(lang) for one in indicators)


def _others(neither: Sequence[str], lang: str) -> str:
    """Return what is left of the seven, by name where they are few."""
    few = len(neither) <= _FEW
    return _titles(neither, lang) if few else say("page_others", lang, count=len(neither))


def _short(indicator: str, lang: str) -> str:
    """Return a title and unit that fit a narrow column."""
    key, about = f"short.{indicator}", INDICATORS[indicator]
    bare = f"{about.title(lang)} ({about.shown_unit(lang)})"
    return say(key, lang) if key in words.WORDS else bare


def _give_or_take(half: float) -> str:
    """Return half an interval in two figures, which is all that it is good for."""
    if not math.isfinite(half):
        return MISSING
    rounded = float(f"{half:.1e}")
    return f"±{rounded:,.0f}" if rounded >= 10 else f"±{rounded:g}"


#: The parts of the page by their heads, in the order in which they are read.
_SECTIONS: dict[str, Callable[["Comparison", str, str], list[Block]]] = {
    "page_question": _question,
    "page_conclusion": _conclusion,
    "page_approvals": _approvals,
    "page_seven": _seven,
    "page_costs": _costs,
    "page_fails": _fails,
    "page_first": _first,
    "page_assumed": _assumed,
}
