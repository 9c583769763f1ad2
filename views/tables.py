"""A comparison as plain text for the terminal."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from crosspark.governance import units
from crosspark.governance.errors import BadInput, in_language, suggestion
from crosspark.governance.fields import FIELDS
from crosspark.governance.mode import Mode, load_mode, mode_names
from crosspark.model.indicators import CAUSES, GROUPS, HEADLINES, INDICATORS, Indicator
from crosspark.model.ledger import RESOURCES
from crosspark.scenarios.loader import scenario_names
from crosspark.studies import tuning
from crosspark.studies.catalogue import grades
from crosspark.studies.statistics import PairedDifference
from crosspark.views import words
from crosspark.views.answer import PAYERS, closing_words, sized
from crosspark.views.carried import lost_said, sets_said
from crosspark.views.page import chosen
from crosspark.views.text import MISSING, interval, number, shorten, table, width, wrap
from crosspark.views.words import say

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison

#: Paths between parks beyond these are left to the files.
_MOST_PATHS = 2

#: Clauses that a tag names; it counts the others.
_MOST_CLAUSES = 3

_TITLE_WIDTH = 44
_MODE_WIDTH = 24


def comparison_text(comparison: "Comparison", lang: str = "en", part: str | None = None) -> str:
    """Return everything that a comparison prints, or the part of that name."""
    if part is not None:
        if part not in _PARTS:
            raise BadInput("<text>", None, "part", part, suggestion(part, _PARTS, "part", "部分"))
        return _PARTS[part](comparison, lang)
    shown = _PARTS.values() if comparison.outcomes else (header, failures)
    parts = [write(comparison, lang) for write in shown]
    return "\n\n".join(part for part in parts if part)


def header(comparison: "Comparison", lang: str) -> str:
    """Return the title, the modes and the design."""
    scenario = comparison.scenario
    named = scenario.title_zh if lang == "zh" else scenario.title_en
    design = say(
        "design",
        lang,
        replicates=comparison.replicates,
        years=comparison.years,
        burn_in=scenario.burn_in_months,
        present=mode_title(load_mode(scenario.present), lang),
        seed=comparison.seed,
    )
    rows = [
        [
            label,
            shorten(entry.title(lang), 2 * _TITLE_WIDTH),
            f"({say('baseline', lang)})" if label == comparison.baseline else "",
        ]
        for label, entry in comparison.entries.items()
    ]
    lines = [say("comparison", lang, scenario=named), wrap(design), table(rows, left=3)]
    if not comparison.others:
        lines.append(wrap(say("nothing_to_compare", lang, mode=_mode(comparison, comparison.baseline, lang))))
    return "\n".join([*lines, *_precision(comparison, lang)])


def _precision(comparison: "Comparison", lang: str) -> Iterator[str]:
    """Yield, for each interval that was to be narrow, how wide it came."""
    if comparison.precision is None:
        return
    for one in comparison.precision.widths(comparison):
        about = INDICATORS[one.indicator]
        half, wished = (sized(one.indicator, size, lang).removeprefix("+") for size in (one.half, one.wished))
        texts = {"title": about.title(lang), "mode": _mode(comparison, one.mode, lang), "half": half}
        missed = "precision_missed" if one.wished else "precision_of_nothing"
        key = "precision_reached" if one.reached else missed
        yield wrap(say(key, lang, wished=wished, replicates=comparison.replicates, **texts))


def held_equal(comparison: "Comparison", lang: str) -> str:
    """Return what is held equal between the modes and what is not."""
    frame = comparison.held_equal()
    named = "title_zh" if lang == "zh" else "title_en"
    equal, unequal = frame[frame["equal"]], frame[~frame["equal"]]
    first = comparison.baseline
    given = [
        f"{row[named]} {units.show(row[first], row['unit'], lang)}"
        for item, row in equal.iterrows()
        if "." not in str(item)
    ]
    lines = [say("held_equal", lang), wrap(" · ".join(given))]
    if comparison.fair == "as_written":
        lines.append(wrap(say("as_written", lang)))
    if comparison.objective is not None:
        lines += _tuned(comparison, comparison.objective, lang)
    if len(unequal):
        rows = [[say("not_equal", lang), *_modes(comparison, lang)]]
        rows += [
            [
                shorten(row[named], _TITLE_WIDTH + 14),
                *(units.show(row[mode], row["unit"], lang) for mode in comparison.entries),
            ]
            for _, row in unequal.iterrows()
        ]
        lines.append(table(rows))
    return "\n".join(lines)


def _tuned(comparison: "Comparison", objective: str, lang: str) -> list[str]:
    """Return what was chosen for each mode at its best; a headquarters that is not there chooses nothing."""
    budget = tuning.ROUNDS * tuning.TRIALS
    said = say("at_its_best", lang, objective=INDICATORS[objective].title(lang), budget=budget)
    rows = [[say("tuned", lang), *_modes(comparison, lang)]]
    for path in tuning.FREE:
        about = FIELDS[path]
        cells = [
            units.show(comparison.tuned[label][path], about.unit, lang)
            if entry.field("headquarters.route_share") or not path.startswith("headquarters.")
            else MISSING
            for label, entry in comparison.entries.items()
        ]
        rows.append([shorten(about.title_zh if lang == "zh" else about.title_en, _TITLE_WIDTH + 14), *cells])
    return [wrap(said), table(rows)]


def headlines(comparison: "Comparison", lang: str) -> str:
    """Return the headline indicators with both intervals."""
    members = [indicator for indicator in HEADLINES if indicator in comparison.indicators]
    rows = [_head(comparison, lang)]
    for indicator in members:
        rows += _rows(comparison, indicator, lang, interval)
    lines = [
        say("headlines", lang, baseline=_mode(comparison, comparison.baseline, lang)),
        table(rows, remark=True),
    ]
    lines.append(wrap(say("reading", lang, span=words.span(comparison.years, lang))))
    if comparison.replicates == 1:
        lines.append(wrap(say("one_replicate", lang)))
    return "\n".join(lines)


def futures(comparison: "Comparison", lang: str) -> str:
    """Return the headlines over futures: range, in how many better and worse, and by reading of the text."""
    layer = comparison.futures
    if layer is None:
        return ""
    base = _mode(comparison, comparison.baseline, lang)
    key = "layer_title" if layer.plan.factors else "layer_title_sets"
    heads = [say(name, lang) for name in ("mean", "over_range", "better", "better_surely", "worse_surely")]
    rows = [["", *heads]]
    for indicator in (one for one in HEADLINES if one in comparison.indicators):
        about = INDICATORS[indicator]
        rows.append([title(about, lang), *[""] * len(heads)])
        for mode in comparison.others:
            over = layer.over(mode, indicator)
            low, high = over.range
            rows.append(
                [
                    f"    {_mode(comparison, mode, lang)}",
                    number(over.mean / about.scale, signed=True),
                    interval(low / about.scale, high / about.scale),
                    say("of_futures", lang, count=over.better(), total=over.futures),
                    str(over.better(surely=True)),
                    str(over.worse(surely=True)),
                ]
            )
    lines = [
        say(key, lang, count=len(layer), replicates=layer.replicates, baseline=base),
        table(rows),
        wrap(say("futures_reading", lang)),
    ]
    scenario = comparison.scenario.title_zh if lang == "zh" else comparison.scenario.title_en
    said = [sets_said(layer.plan.sets, scenario, lang)]
    said += lost_said(layer.lost, len(layer), layer.failed, layer.message, lang)
    lines += [wrap(sentence) for sentence in said if sentence]
    return "\n".join([*lines, *_by_reading(comparison, lang)])


def _by_reading(comparison: "Comparison", lang: str) -> Iterator[str]:
    """Yield a table for each mode that the text can be read to mean differently."""
    layer = comparison.futures
    if layer is None or not layer.plan.read[0]:
        return
    shown = [one for one in HEADLINES if one in comparison.indicators]
    for mode in comparison.others:
        if not layer.is_read(comparison.entries[mode]):
            continue
        counted: dict[tuple[str, str], dict[str, str]] = {}
        for indicator in shown:
            for question, answer, better, there in layer.by_reading(mode, indicator):
                counted.setdefault((question, answer), {})[indicator] = f"{better}/{there}"
        heads = [shorten(INDICATORS[one].title(lang), 14) for one in shown]
        rows = [["", *heads]]
        for (question, answer), cells in counted.items():
            name = f"{say(f'reading.{question}', lang)}: {say(f'reading.{answer}', lang)}"
            rows.append([shorten(name, _TITLE_WIDTH), *(cells.get(one, MISSING) for one in shown)])
        yield say("by_reading", lang, mode=_mode(comparison, mode, lang)) + "\n" + table(rows)


def reading_table(comparison: "Comparison", indicators: Sequence[str], lang: str) -> pd.DataFrame:
    """Return indicators as a data frame of what the printed table says of them."""
    rows = []
    for indicator in indicators:
        if indicator not in INDICATORS:
            hint = suggestion(indicator, INDICATORS, "indicator", "指標")
            raise BadInput("<table>", None, "indicator", indicator, hint)
        named = title(INDICATORS[indicator], lang, columns=120) + " △"
        found = _rows(comparison, indicator, lang, interval)
        modes = [comparison.baseline, *comparison.others]
        rows += [[named, mode, *row[1:]] for mode, row in zip(modes, found, strict=True)]
    keys = [say("indicator", lang), say("mode", lang)]
    columns = [say("mean", lang), *_head(comparison, lang)[2:-1], say("how", lang)]
    return pd.DataFrame(rows, columns=[*keys, *columns]).set_index(keys)


def all_indicators(comparison: "Comparison", lang: str) -> str:
    """Return every indicator that is no headline, in groups."""
    rows = [_head(comparison, lang, "± ")]
    for group, titles in GROUPS.items():
        members = [
            indicator
            for indicator in comparison.indicators
            if INDICATORS[indicator].group == group and indicator not in HEADLINES
        ]
        if members:
            rows.append([f"— {titles[1] if lang == 'zh' else titles[0]} —", *[""] * 7])
        for indicator in members:
            rows += _rows(comparison, indicator, lang, _half_width)
    lines = [say("rest", lang), table(rows, remark=True)]
    return "\n".join([*lines, *signed_before(comparison.indicators, lang)])


def signed_before(indicators: Sequence[str], lang: str) -> list[str]:
    """Return why more projects may start than are signed, where both are shown."""
    return [wrap(say("signed_before", lang))] if {"signed", "started"} <= set(indicators) else []


def _head(comparison: "Comparison", lang: str, sign: str = "") -> list[str]:
    span = words.span(comparison.years, lang)
    intervals = [sign + say("chance", lang), sign + say("decade", lang, span=span)]
    counts = [say("better", lang), say("to_halve", lang), ""]
    return ["", say("mean", lang) + " △", say("difference", lang), *intervals, *counts]


def _rows(
    comparison: "Comparison", indicator: str, lang: str, shown: Callable[[float, float], str]
) -> list[list[str]]:
    """Return a row for the baseline under the title, and one for each other mode."""
    about, base = INDICATORS[indicator], comparison.baseline
    mean = comparison.mean(base, indicator)
    rows = [[title(about, lang), number(mean / about.scale), *[""] * 6]]
    for mode in comparison.others:
        found = comparison.difference(mode, indicator)
        rows.append(
            [
                f"    {_mode(comparison, mode, lang)}",
                number(comparison.mean(mode, indicator) / about.scale),
                number(found.mean / about.scale, signed=True),
                shown(found.chance_low / about.scale, found.chance_high / about.scale),
                shown(found.decade_low / about.scale, found.decade_high / about.scale),
                _better(found, about, lang),
                str(found.halving or MISSING),
                _tag(comparison, mode, indicator, lang),
            ]
        )
    return rows


def _half_width(low: float, high: float) -> str:
    return number((high - low) / 2)


def causes(comparison: "Comparison", lang: str) -> str:
    """Return mean working days by cause and mode, with their total."""
    frame = comparison.causes()
    rows = [["", *_modes(comparison, lang)]]
    rows += [
        [words.cause(cause, lang), *(f"{days:.1f}" for days in of_cause)]
        for cause, of_cause in zip(CAUSES, frame.to_numpy(dtype=float), strict=True)
    ]
    rows.append([say("total", lang), *(f"{frame[mode].sum():.1f}" for mode in comparison.entries)])
    return say("days_by_cause", lang) + "\n" + table(rows)


def who_waits(comparison: "Comparison", lang: str) -> str:
    """Return days from signing to start by group of projects: each mode's mean and paired difference."""
    frame = comparison.who_waits()
    if not len(frame):
        return ""
    base = _mode(comparison, comparison.baseline, lang)
    others = [text for mode in comparison.others for text in (_mode(comparison, mode, lang), "", "")]
    rows = [["", base, *others]]
    for (_, group), found in frame.groupby(["by", "group"], sort=False):
        cells: list[str] = []
        for _, row in found.iterrows():
            difference = number(row["difference"], signed=True)
            cells += [number(row["mean"]), difference, interval(row["low"], row["high"])]
        name = words.group(comparison.scenario, str(group), lang)
        rows.append([shorten(name, _TITLE_WIDTH), number(found["baseline"].iloc[0]), *cells])
    return say("who_waits", lang) + "\n" + table(rows)


def accounts(comparison: "Comparison", lang: str) -> str:
    """Return the two yuan accounts, apart, with their lines and sums."""
    frame = comparison.accounts()
    if not len(frame):
        return ""
    modes = list(comparison.entries)
    rows = [["", *_modes(comparison, lang)]]
    for account in ("treasury", "resource"):
        lines = frame[frame["account"] == account]
        order = lines[modes].abs().max(axis=1).sort_values(ascending=False, kind="stable").index
        rows.append([f"— {say(f'account.{account}', lang)} —", *[""] * len(modes)])
        for _, row in lines.loc[order].iterrows():
            amounts = [number(row[mode] / 1e8, signed=True) for mode in modes]
            rows.append([words.line(row["line"], lang), *amounts])
        rows.append([say("total", lang), *(number(lines[mode].sum() / 1e8, signed=True) for mode in modes)])
    return say("accounts", lang) + "\n" + table(rows)


def hours(comparison: "Comparison", lang: str) -> str:
    """Return hours a year: by kind of organisation and duty, then by organisation."""
    frame = comparison.hours()
    modes = list(comparison.entries)
    kinds = words.in_order(frame["kind"])
    head = ["", *_modes(comparison, lang)]
    by_duty, by_organisation = [head], [head]
    for kind in kinds:
        of_kind = frame[frame["kind"] == kind]
        by_duty.append([words.name(kind, lang), *_hours(of_kind, modes)])
        by_organisation.append([words.name(kind, lang), *[""] * len(modes)])
        for duty, found in of_kind.groupby("duty", sort=False):
            by_duty.append(["  " + words.duty(kind, str(duty), lang), *_hours(found, modes)])
        for organisation, found in of_kind.groupby("organisation", sort=False):
            name = shorten(title_of(comparison, str(organisation), lang), _TITLE_WIDTH)
            by_organisation.append(["  " + name, *_hours(found, modes)])
    notes = say("hours_note", lang)
    if "committee" in kinds:
        present = mode_title(load_mode(comparison.scenario.present), lang)
        notes += ("" if lang == "zh" else " ") + say("committees_note", lang, present=present)
    parts = [say("hours", lang), table(by_duty), wrap(notes)]
    parts += ["", say("by_organisation", lang), table(by_organisation)]
    return "\n".join(parts)


def _hours(frame: pd.DataFrame, modes: Sequence[str]) -> list[str]:
    return [number(round(float(frame[mode].sum()))) for mode in modes]


def flows(comparison: "Comparison", lang: str) -> str:
    """Return what passed between parks: for each resource and reason its total and its largest paths."""
    frame = comparison.flows_between_parks()
    if not len(frame):
        return say("flows", lang) + "\n  " + say("no_flows", lang)
    modes = list(comparison.entries)
    rows = [["", *_modes(comparison, lang)]]
    for (resource, reason), found in frame.groupby(["resource", "reason"], sort=True):
        unit = RESOURCES[str(resource)][0]
        rows.append([f"{words.name(str(resource), lang)}: {words.reason(str(reason), lang)}",
                     *_amounts(found[modes].sum(), unit, lang)])  # fmt: skip
        order = found[modes].max(axis=1).sort_values(ascending=False, kind="stable").index
        for _, row in found.loc[order].head(_MOST_PATHS).iterrows():
            parks = (shorten(title_of(comparison, row[side], lang), 30) for side in ("giver", "receiver"))
            rows.append(["    " + " → ".join(parks), *_amounts(row[modes], unit, lang)])
        if len(found) > _MOST_PATHS:
            more = say("more_rows", lang, count=len(found) - _MOST_PATHS)
            rows.append(["    " + more, *[""] * len(modes)])
    return say("flows", lang) + "\n" + table(rows)


def _amounts(amounts: pd.Series, unit: str, lang: str) -> list[str]:
    return [units.show(float(amount), unit, lang) for amount in amounts]


def who_pays(comparison: "Comparison", lang: str) -> str:
    """Return the indicators in which the cost of a mode shows, by mode."""
    rows = [["", *_modes(comparison, lang)]]
    for indicator in PAYERS:
        if indicator in comparison.indicators:
            about = INDICATORS[indicator]
            means = [number(comparison.mean(mode, indicator) / about.scale) for mode in comparison.entries]
            rows.append([title(about, lang, _TITLE_WIDTH + 14), *means])
    return say("who_pays", lang) + " △\n" + table(rows)


def failures(comparison: "Comparison", lang: str) -> str:
    """Return the runs that failed, or nothing."""
    if not comparison.failed:
        return ""
    lines = [say("failed", lang, count=len(comparison.failed))]
    lines += [
        f"  {failure.job.mode} #{failure.job.replicate} ({failure.job.seed}): "
        + in_language(failure.message, lang)
        for failure in comparison.failed
    ]
    return "\n".join(lines)


def closing(comparison: "Comparison", lang: str) -> str:
    """Return the closing words, and what the inputs rest on."""
    said = [wrap(line) for line in closing_words(comparison, lang).splitlines()]
    lines = [say("answer", lang), *said, rests_on(comparison, lang)]
    return "\n".join([*lines, *_one_page(comparison, lang)])


def _one_page(comparison: "Comparison", lang: str) -> list[str]:
    """Return the command that writes one page; who compares files of their own knows where they are."""
    mode, scenario = chosen(comparison), comparison.scenario.id
    if mode is None:
        return []
    ours = mode in mode_names() and scenario in scenario_names()
    named = {"scenario": scenario, "mode": mode} if ours else {"scenario": "SCENARIO", "mode": "MODE"}
    return [wrap(say("one_page", lang, **named))]


def rests_on(comparison: "Comparison", lang: str) -> str:
    """Return how many inputs are measured, from a study, from the text and assumed."""
    modes = [mode for entry in comparison.entries.values() for mode in entry.by_park.values()]
    count = grades(comparison.scenario, modes)
    return wrap(
        say(
            "grades",
            lang,
            measured=count["statistic"],
            study=count["study"],
            text=count["clause"],
            assumed=count["assumption"],
        )
    )


def _mode(comparison: "Comparison", label: str, lang: str) -> str:
    """Return what a table calls a mode: its id, which commands take, or its title in Chinese."""
    return shorten(comparison.entries[label].name(lang), _MODE_WIDTH) if lang == "zh" else label


def _modes(comparison: "Comparison", lang: str) -> list[str]:
    return [_mode(comparison, label, lang) for label in comparison.entries]


def mode_title(mode: Mode, lang: str) -> str:
    """Return the id of a mode, or its title in Chinese."""
    return mode.title_zh if lang == "zh" else mode.id


def title_of(comparison: "Comparison", organisation: str, lang: str) -> str:
    """Return the title of a park, sub-district, department or server, or the word for another body."""
    scenario = comparison.scenario
    for records in (scenario.parks, scenario.subdistricts, scenario.departments, scenario.servers):
        record = records.get(organisation)
        if record is not None:
            return str(record.title_zh if lang == "zh" else record.title_en)
    return words.name(organisation, lang)


def title(about: Indicator, lang: str, columns: int = _TITLE_WIDTH) -> str:
    """Return both titles and the unit, or one title where both are too long."""
    first, second = (about.title_zh, "") if lang == "zh" else (about.title_en, " " + about.title_zh)
    unit = f" ({about.shown_unit(lang)})"
    text = first + second + unit
    return text if width(text) <= columns else first + unit


def _tag(comparison: "Comparison", mode: str, indicator: str, lang: str) -> str:
    clauses = comparison.wired(mode, indicator)
    if not clauses:
        return say("emergent", lang)
    named = " ".join(clauses[:_MOST_CLAUSES])
    more = len(clauses) - _MOST_CLAUSES
    return say("wired", lang, clauses=f"{named} +{more}" if more > 0 else named)


def _better(found: PairedDifference, about: Indicator, lang: str) -> str:
    if not found.pairs:
        return MISSING
    if not found.higher and not found.lower:
        return say("equal", lang)
    better = found.better(about.direction)
    if better is None:
        return f"{say('higher', lang)} {say('of', lang, count=found.higher, total=found.pairs)}"
    return say("of", lang, count=better, total=found.pairs)


#: The parts of the text, in the order in which they are printed.
_PARTS: dict[str, Callable[["Comparison", str], str]] = {
    "header": header,
    "held_equal": held_equal,
    "headlines": headlines,
    "futures": futures,
    "all_indicators": all_indicators,
    "causes": causes,
    "who_waits": who_waits,
    "accounts": accounts,
    "hours": hours,
    "flows": flows,
    "who_pays": who_pays,
    "failures": failures,
    "closing": closing,
}
