"""An attribution that shows itself: a table for each indicator, pairs, a figure, and the answer in words."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from crosspark.model.indicators import INDICATORS
from crosspark.model.provenance import git_commit, versions
from crosspark.studies import attribution as numbers
from crosspark.studies.attribution import REST, WHOLE
from crosspark.studies.catalogue import grades
from crosspark.views import words
from crosspark.views.answer import LEAST_SHARE, PAYERS, sized
from crosspark.views.comparison import checked_language
from crosspark.views.folder import write_folder
from crosspark.views.lists import rests_on
from crosspark.views.plain import records
from crosspark.views.tables import title
from crosspark.views.text import MISSING, Paragraphs, interval, number, shorten, table, wrap
from crosspark.views.words import say

#: What the closing words speak of, where it was asked for.
_MAIN = ("days_to_start", "value_added")

#: Pairs of each kind that are printed.
_MOST_PAIRS = 3

_TITLE_WIDTH = 44


class Attribution(numbers.Attribution):
    """The effect of a mode shared out over its players, with what people see of it."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return everything that the command prints, in ``en`` or ``zh``."""
        parts = [self._header(checked_language(lang))]
        for indicator in self.indicators:
            parts.append(self._indicator(indicator, lang))
            if len(self.sets) > 1:
                parts.append(self._stability(indicator, lang))
        said = [wrap(line) for line in self.answer(lang).splitlines()]
        modes = [mode for entry in (self.baseline, self.mode) for mode in entry.by_park.values()]
        closing = [say("answer", lang), *said, wrap(rests_on(grades(self.scenario, modes), lang))]
        return "\n\n".join([*parts, self._reading(lang), "\n".join(closing)])

    def answer(self, lang: str = "en") -> str:
        """Return which part does most of the work, on what, how surely, and what costs."""
        checked_language(lang)
        asked = [indicator for indicator in _MAIN if indicator in self.indicators] or self.indicators
        said = [self._led(indicator, lang) for indicator in asked]
        if len(self.sets) > 1:
            said += [self._stable(indicator, lang) for indicator in asked]
        return Paragraphs("\n".join([*said, self._costs(lang), say("caveat", lang)]))

    def plot(self, indicator: str) -> Any:
        """Return the figure of an indicator: what each part brings, alone, and is missed for."""
        # Matplotlib takes a second to load, which a table need not wait for.
        from crosspark.views.figures import contributions

        return contributions(self, indicator)

    def to_data(self) -> dict[str, Any]:
        """Return everything that was asked for as plain data, as ``--json`` prints it; unknown is null."""
        exact, several = self.orders is None, len(self.sets) > 1
        return {
            "scenario": self.scenario.id,
            "mode": self.mode.label,
            "baseline": self.baseline.label,
            "over": self.over,
            "exact": exact,
            "orders": self.orders,
            "replicates": self.replicates,
            "seed": self.seed,
            "years": self.years,
            "sets": [dict(one) for one in self.sets],
            "contributions": {name: records(self.table(name)) for name in self.indicators},
            "pairs": {name: records(self.pairs(name)) for name in self.indicators} if exact else {},
            "stability": {name: records(self.stability(name)) for name in self.indicators} if several else {},
            "answer": {lang: str(self.answer(lang)) for lang in words.LANGUAGES},
            "manifest": {
                "study": "attribute",
                "versions": versions(),
                "git": git_commit(),
                "scenario": self.scenario.digest,
                "modes": {
                    entry.label: next(iter(entry.by_park.values())).digest
                    for entry in (self.baseline, self.mode)
                },
            },
        }

    def save(self, folder: str | Path) -> Path:
        """Write text in both languages, tables (CSV), figures (PNG) and all as JSON; return the folder.

        There is either the whole of it or nothing.

        Raises
        ------
        BadInput
            If the folder holds something already.
        """
        return write_folder(folder, self._write)

    def _write(self, folder: Path) -> None:
        data = json.dumps(self.to_data(), ensure_ascii=False, indent=2, allow_nan=False)
        (folder / "attribution.json").write_text(data + "\n", encoding="utf-8")
        for lang in words.LANGUAGES:
            (folder / f"attribution_{lang}.txt").write_text(self.text(lang) + "\n", encoding="utf-8")
        tables = {"contributions": self.table} | ({"pairs": self.pairs} if self.orders is None else {})
        for name, made in tables.items():
            frame = pd.concat({one: made(one) for one in self.indicators}, names=["indicator", None])
            frame.droplevel(1).to_csv(folder / f"{name}.csv", encoding="utf-8", lineterminator="\n")
        for indicator in self.indicators:
            (folder / f"{indicator}.png").write_bytes(self.plot(indicator).png())

    # The blocks of the text

    def _header(self, lang: str) -> str:
        named = self.scenario.title_zh if lang == "zh" else self.scenario.title_en
        modes = {"mode": self.mode.name(lang), "baseline": self.baseline.name(lang)}
        how = say(
            "attribution_exact" if self.orders is None else "attribution_sampled",
            lang,
            players=len(self.players),
            coalitions=f"{len(self.worth):,}",
            orders=0 if self.orders is None else len(self.orders),
            replicates=self.replicates,
            years=self.years,
            seed=self.seed,
        )
        return say("attribution", lang, scenario=named, **modes) + "\n" + wrap(how)

    def _indicator(self, indicator: str, lang: str) -> str:
        about, found = INDICATORS[indicator], self.rows(indicator)
        columns = ("brings", None, "alone_short", "missing_short", "stacked")
        rows = [["", "", *("95 %" if key is None else say(key, lang) for key in columns), ""]]
        for row in found:
            own = "" if row["player"] in (REST, WHOLE) else row["player"]
            marks = (number(row[key] / about.scale, signed=True) for key in ("alone", "missing", "stacked"))
            wired = say("wired", lang, clauses=row["wired"]) if row["wired"] else ""
            shown = shorten(row["title_zh" if lang == "zh" else "title_en"], _TITLE_WIDTH)
            value = number(row["value"] / about.scale, signed=True)
            rows.append([own, shown, value, _ends(row, about.scale), *marks, wired])
        lines = [f"{title(about, lang)} △", table(rows, left=2, remark=True)]
        count = found[0]["replicates"]
        if count < self.replicates:
            lines.append(wrap(say("some_replicates", lang, count=count, total=self.replicates)))
        if self.orders is None and len(self.players) > 1:
            lines += self._pairs(indicator, lang)
        return "\n".join(lines)

    def _pairs(self, indicator: str, lang: str) -> list[str]:
        found, scale = self.pairs(indicator), INDICATORS[indicator].scale
        comma, lines = say("list_comma", lang), []
        better = INDICATORS[indicator].direction
        for kind, higher in (("complements", better >= 0), ("substitutes", better < 0)):
            items = [
                _with_ends(
                    f"{row['player']} + {row['other']} {number(row['value'] / scale, True)}", row, scale
                )
                for row in found[found["kind"] == kind].head(_MOST_PAIRS).to_dict("records")
            ]
            if items:
                colon = ":" if lang == "zh" else ": "
                # The words speak of the number: of days fewer together are the better.
                remark = say(kind, lang) if better else ""
                head = say("pairs_higher" if higher else "pairs_lower", lang, remark=remark)
                lines.append(wrap(f"{head}{colon}{comma.join(items)}"))
        return lines or [wrap(say("no_pairs", lang))]

    def _stability(self, indicator: str, lang: str) -> str:
        found, about, sets = self.stability(indicator), INDICATORS[indicator], len(self.sets) - 1
        counted = ("first", "same_rank", "same_sign")
        heads = ("rank", "first_in", "same_rank", "same_sign", "lowest", "highest")
        rows = [["", "", *(say(key, lang) for key in heads)]]
        for row in found.to_dict("records"):
            counts = (say("of", lang, count=row[key], total=sets) for key in counted)
            ends = (number(row[key] / about.scale, signed=True) for key in ("lowest", "highest"))
            shown = shorten(row["title_zh" if lang == "zh" else "title_en"], _TITLE_WIDTH)
            rows.append([row["player"], shown, str(row["rank"]), *counts, *ends])
        head = f"{about.title(lang)}: {say('stability', lang, sets=sets)}"
        return head + "\n" + table(rows, left=2)

    def _reading(self, lang: str) -> str:
        lines = [wrap(say("attribution_reading", lang))]
        if self.orders is None and len(self.players) > 1:
            lines.append(wrap(say("pairs_reading", lang)))
        if self.replicates == 1:
            lines.append(wrap(say("one_replicate", lang)))
        return "\n".join(lines)

    # The closing words

    def _led(self, indicator: str, lang: str) -> str:
        """Return who does most of what the whole effect consists of, and whether that is sure."""
        *rows, _, whole = self.rows(indicator)
        named = INDICATORS[indicator].title(lang)
        if not whole["replicates"]:
            return say("led_unknown", lang, indicator=named)
        toward = 1 if whole["value"] >= 0 else -1
        first, *others = sorted(rows, key=lambda row: -row["value"] * toward)
        texts = {
            "indicator": named,
            "whole": self._sized(indicator, whole, lang),
            "first": self._named(first, lang),
            "value": self._sized(indicator, first, lang),
        }
        if not math.isfinite(whole["low"]):
            return say("led_one", lang, **texts)
        if not any(row["value"] for row in rows):
            return say("led_nothing", lang, **texts)
        if whole["low"] <= 0 <= whole["high"]:
            return say("led_unsure", lang, **texts)
        if not others:
            return say("led_alone", lang, **texts)
        if first["low"] <= 0 <= first["high"]:
            return say("led_no_part", lang, **texts)
        second, last = others[0], others[-1]
        texts |= {"second": self._named(second, lang), "next": self._sized(indicator, second, lang)}
        _, low, high = self.gap(indicator, first["player"], second["player"])
        said = say("led_surely" if low > 0 or high < 0 else "led", lang, **texts)
        if max(last["low"] * toward, last["high"] * toward) < 0:
            against = {"part": self._named(last, lang), "value": self._sized(indicator, last, lang)}
            said += ("" if lang == "zh" else " ") + say("works_against", lang, **against)
        return said

    def _costs(self, lang: str) -> str:
        items = []
        for indicator in PAYERS:
            *rows, whole = self.rows(indicator)
            worse = -INDICATORS[indicator].direction
            sure = min(whole["low"] * worse, whole["high"] * worse) > 0
            if not sure or abs(whole["value"]) < LEAST_SHARE * abs(self.level(indicator)):
                continue
            part = max(rows, key=lambda row: row["value"] * worse)
            texts = {
                "indicator": INDICATORS[indicator].title(lang),
                "whole": self._sized(indicator, whole, lang),
                "part": self._named(part, lang),
                "value": self._sized(indicator, part, lang),
            }
            sure_of_part = min(part["low"] * worse, part["high"] * worse) > 0
            items.append(say("part_costs" if sure_of_part else "part_costs_unsure", lang, **texts))
        if not items:
            return say("attribution_no_costs", lang)
        return say("attribution_costs", lang, items={"en": "; ", "zh": ";"}[lang].join(items))

    def _stable(self, indicator: str, lang: str) -> str:
        found = self.stability(indicator)
        if found.empty:
            return say("led_unknown", lang, indicator=INDICATORS[indicator].title(lang))
        first = min(found.to_dict("records"), key=lambda row: int(row["rank"]))
        counts = {"count": first["first"], "sets": first["sets"], "kept": first["ranking_kept"]}
        counts["whole"] = first["whole_kept"]
        named = first["title_zh" if lang == "zh" else "title_en"]
        return say("stable", lang, indicator=INDICATORS[indicator].title(lang), first=named, **counts)

    def _named(self, row: Mapping[str, Any], lang: str) -> str:
        named = str(row["title_zh" if lang == "zh" else "title_en"])
        # The titles of coarse groups hold their letters already.
        marks = [row["player"]] if self.over != "coarse" and row["player"] != REST else []
        marks += [f"{say('by_definition', lang)} {row['wired']}"] if row["wired"] else []
        if not marks:
            return named
        return f"{named}({','.join(marks)})" if lang == "zh" else f"{named} ({', '.join(marks)})"

    def _sized(self, indicator: str, row: Mapping[str, Any], lang: str) -> str:
        scale = INDICATORS[indicator].scale
        return _with_ends(sized(indicator, row["value"], lang), row, scale)


def _ends(row: Mapping[Any, Any], scale: float) -> str:
    """Return an interval, or a dash where it is unknown or nothing varies."""
    low, high = row["low"] / scale, row["high"] / scale
    return interval(low, high) if low != high else MISSING


def _with_ends(said: str, row: Mapping[Any, Any], scale: float) -> str:
    ends = _ends(row, scale)
    return said if ends == MISSING else f"{said} {ends}"


attribute = Attribution.of
