"""A sensitivity that shows itself: the parameters that matter most, a figure, and the answer in words."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crosspark.governance import units
from crosspark.model.indicators import INDICATORS
from crosspark.model.provenance import git_commit, versions
from crosspark.studies import sensitivity as numbers
from crosspark.studies.sensitivity import BY
from crosspark.views import words
from crosspark.views.answer import sized
from crosspark.views.comparison import checked_language
from crosspark.views.folder import write_folder
from crosspark.views.lists import GRADE_MARKS
from crosspark.views.plain import plain, records
from crosspark.views.tables import title
from crosspark.views.text import MISSING, Paragraphs, interval, number, shorten_title, table, wrap
from crosspark.views.words import say

#: Parameters of an indicator that are printed, and that are named in words.
MOST = 10
_MOST_NAMED = 3

_TITLE_WIDTH = 52


class Sensitivity(numbers.Sensitivity):
    """How far each parameter moves an indicator, with what people see of it."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return everything that the command prints, in ``en`` or ``zh``."""
        parts = [self._header(checked_language(lang))]
        parts += [self._indicator(indicator, lang) for indicator in self.indicators]
        parts.append(self._reading(lang))
        said = [wrap(line) for line in self.answer(lang).splitlines()]
        return "\n\n".join([*parts, "\n".join([say("answer", lang), *said])])

    def answer(self, lang: str = "en") -> str:
        """Return on which assumptions each indicator hangs, and whether one could turn its sign."""
        checked_language(lang)
        said = [self._hangs(indicator, lang) for indicator in self.indicators]
        return Paragraphs("\n".join([*said, say("sensitivity_caveat", lang)]))

    def plot(self, indicator: str) -> Any:
        """Return the figure of an indicator: a tornado, Morris's plane, or Sobol's shares."""
        # Matplotlib takes a second to load, which a table need not wait for.
        from crosspark.views.sensitivity_figures import drawn

        return drawn(self, indicator)

    def to_data(self) -> dict[str, Any]:
        """Return everything that was asked for as plain data, as ``--json`` prints it; unknown is null."""
        entries = [self.mode] if self.baseline is None else [self.baseline, self.mode]
        found = {name: self.table(name) for name in self.indicators if self.answers(name)}
        return {
            "scenario": self.scenario.id,
            "mode": self.mode.label,
            "baseline": None if self.baseline is None else self.baseline.label,
            "method": self.method,
            "points": len(self.points),
            "replicates": self.replicates,
            "seed": self.seed,
            "years": self.years,
            "indicators": {
                name: {
                    "stands": dict(zip(("mean", "low", "high"), map(plain, self.stands(name)), strict=True)),
                    "points_of_other_sign": self.opposite(name),
                    "points_without_value": self.lost(name),
                    "parameters": records(table),
                }
                for name, table in found.items()
            }
            | {
                name: {"points_without_value": self.lost(name)}
                for name in self.indicators
                if name not in found
            },
            "answer": {lang: str(self.answer(lang)) for lang in words.LANGUAGES},
            "manifest": {
                "study": "sensitivity",
                "versions": versions(),
                "git": git_commit(),
                "scenario": self.scenario.digest,
                "modes": {
                    entry.label: {park: mode.digest for park, mode in entry.by_park.items()}
                    for entry in entries
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
        (folder / "sensitivity.json").write_text(data + "\n", encoding="utf-8")
        for lang in words.LANGUAGES:
            (folder / f"sensitivity_{lang}.txt").write_text(self.text(lang) + "\n", encoding="utf-8")
        for name in self.indicators:
            if self.answers(name):
                made = self.table(name)
                made.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
                (folder / f"{name}.png").write_bytes(self.plot(name).png())

    # The blocks of the text

    def _header(self, lang: str) -> str:
        named = self.scenario.title_zh if lang == "zh" else self.scenario.title_en
        if self.baseline is None:
            head = say("sensitivity_level", lang, scenario=named, mode=self.mode.name(lang))
        else:
            texts = {"mode": self.mode.name(lang), "baseline": self.baseline.name(lang)}
            head = say("sensitivity", lang, scenario=named, **texts)
        how = say(
            "sensitivity_design",
            lang,
            method=say(self.method, lang),
            parameters=len(self.assumptions),
            points=f"{len(self.points):,}",
            replicates=self.replicates,
            years=self.years,
            seed=self.seed,
        )
        return head + "\n" + wrap(how)

    def _indicator(self, indicator: str, lang: str) -> str:
        about = INDICATORS[indicator]
        if not self.answers(indicator):
            return f"{title(about, lang)} △\n" + wrap(self._no_value(indicator, lang))
        rows = self.rows(indicator)
        shown = [row for row in rows[:MOST] if row[BY[self.method]] > 0]
        columns = [say(key, lang) if key else "95 %" for key in self._columns()]
        cells = [["", "", say("assumption", lang), say("range", lang), *columns]]
        for place, row in enumerate(shown, start=1):
            named = shorten_title(_named(row, lang), _TITLE_WIDTH)
            mark = GRADE_MARKS.get(row["grade"], "")
            cells.append([str(place), mark, named, _range(row, lang), *self._cells(indicator, row, lang)])
        head = say("as_all_stands", lang, value=self._stands(indicator, lang))
        lines = [f"{title(about, lang)} △ · {head}"]
        if shown:
            comma = say("list_comma", lang)
            paths = comma.join(f"{place} {row['path']}" for place, row in enumerate(shown, start=1))
            lines += [table(cells, left=4), wrap(paths)]
        if self.lost(indicator):
            lines.append(wrap(self._no_value(indicator, lang)))
        # Where none moves it, the answer says so.
        if shown and len(rows) > len(shown):
            lines.append(wrap(say("more_parameters", lang, count=len(rows) - len(shown))))
        return "\n".join(lines)

    def _columns(self) -> list[str]:
        """Return the keys of the heads of an indicator's numbers; empty for an interval."""
        if self.method == "sobol":
            return ["first_order", "", "total_order", ""]
        if self.method == "morris":
            return ["moves_by", "", *(["of_difference"] if self.baseline else []), "with_sign", "unevenness"]
        return ["at_low", "at_high", "moves_by", "", *(["turns_at"] if self.baseline else [])]

    def _cells(self, indicator: str, row: Mapping[str, Any], lang: str) -> list[str]:
        scale = INDICATORS[indicator].scale
        if self.method == "sobol":
            return [
                cell
                for name in ("first", "total")
                for cell in (_percent(row[name]), _percents(row[f"{name}_low"], row[f"{name}_high"]))
            ]
        moves = number(row["moves"] / scale)
        if self.method == "morris":
            stands = abs(self.stands(indicator)[0])
            share = [_percent(row["moves"] / stands) if stands else MISSING] if self.baseline else []
            ends = f"[{number(row['moves_low'] / scale)}, {number(row['moves_high'] / scale)}]"
            return [
                moves,
                ends,
                *share,
                number(row["mean"] / scale, signed=True),
                number(row["spread"] / scale),
            ]
        turn = row["turns_at"]
        turns = MISSING if math.isnan(turn) else units.show(turn, row["unit"], lang)
        ends = interval(row["moves_low"] / scale, row["moves_high"] / scale)
        return [*self._at_ends(indicator, row), moves, ends, *([turns] if self.baseline else [])]

    def _at_ends(self, indicator: str, row: Mapping[str, Any]) -> list[str]:
        """Return what the indicator is at the ends of a parameter's range."""
        scale, signed = INDICATORS[indicator].scale, self.baseline is not None
        return [number(row[name] / scale, signed=signed) for name in ("at_low", "at_high")]

    def _reading(self, lang: str) -> str:
        lines = [wrap(say(f"{self.method}_reading", lang)), wrap(say("grade_marks", lang))]
        if self.replicates == 1:
            lines.append(wrap(say("sensitivity_luck", lang)))
        return "\n".join(lines)

    # The closing words

    def _hangs(self, indicator: str, lang: str) -> str:
        named = INDICATORS[indicator].title(lang)
        if not self.answers(indicator):
            return f"{named}{_colon(lang)}{self._no_value(indicator, lang)}"
        rows = [row for row in self.rows(indicator) if row[BY[self.method]] > 0]
        texts = {"indicator": named, "stands": self._stands(indicator, lang)}
        if not rows:
            return say("hangs_on_nothing", lang, count=len(self.assumptions), **texts)
        mean, low, high = self.stands(indicator)
        if self.baseline is not None and mean == 0 and not (low < 0 or high > 0):
            return say("hangs_on_no_difference", lang, **texts)
        items = say("semicolon", lang).join(self._item(indicator, row, lang) for row in rows[:_MOST_NAMED])
        if self.baseline is None:
            return say("hangs", lang, items=items, **texts)
        said = [say("hangs_difference", lang, items=items, **texts), self._turns(indicator, rows, lang)]
        return _gap(lang).join(said).rstrip()

    def _item(self, indicator: str, row: Mapping[str, Any], lang: str) -> str:
        named = {"title": _named(row, lang)}
        if self.method == "sobol":
            first, total = (
                f"{_percent(row[name])} {_percents(row[f'{name}_low'], row[f'{name}_high'])}"
                for name in ("first", "total")
            )
            return say("sobol_item", lang, first=first, total=total, **named)
        scale = INDICATORS[indicator].scale
        named["value"] = f"{number(row['moves'] / scale)} {_unit(indicator, lang)}"
        if not math.isnan(row["moves_low"]):
            named["value"] += f" [{number(row['moves_low'] / scale)}, {number(row['moves_high'] / scale)}]"
        if self.method == "morris":
            return say("morris_item", lang, **named)
        low, high = (units.show(row[end], row["unit"], lang) for end in ("low", "high"))
        at_low, at_high = self._at_ends(indicator, row)
        return say("tornado_item", lang, low=low, high=high, at_low=at_low, at_high=at_high, **named)

    def _turns(self, indicator: str, rows: list[dict[str, Any]], lang: str) -> str:
        """Return whether some parameter could turn the sign of the difference within its range."""
        stands, opposite = self.stands(indicator)[0], self.opposite(indicator)
        known = stands and not math.isnan(stands)
        sign = say("other_sign", lang, count=opposite, points=f"{len(self.points):,}") if known else ""
        if self.method == "sobol" or not known:
            return sign
        comma = say("list_comma", lang)
        if self.method == "morris":
            large = [row for row in rows if row["moves"] >= abs(stands)]
            share = _percent(rows[0]["moves"] / abs(stands))
            if large:
                items = comma.join(
                    say("quoted", lang, title=_named(row, lang)) for row in large[:_MOST_NAMED]
                )
                more = len(large) - _MOST_NAMED
                items += say("and_more", lang, count=more) if more > 0 else ""
                said = say("morris_may_turn", lang, items=items, share=share)
            else:
                said = say("morris_keeps", lang, count=len(self.assumptions), share=share)
            return said + _gap(lang) + sign
        turning = [row for row in rows if not math.isnan(row["turns_at"])]
        if not turning:
            return say("tornado_keeps", lang, count=len(self.assumptions))
        items = comma.join(self._turning(row, stands, lang) for row in turning[:_MOST_NAMED])
        more = len(turning) - _MOST_NAMED
        items += say("and_more", lang, count=more) if more > 0 else ""
        return say("tornado_turns", lang, items=items)

    def _turning(self, row: Mapping[str, Any], stands: float, lang: str) -> str:
        """Return where a parameter turns the sign, and whether its end does so beyond chance."""
        where = units.show(row["turns_at"], row["unit"], lang)
        ends = [(row[f"{name}_low"], row[f"{name}_high"]) for name in ("at_low", "at_high")]
        sure = any(low > 0 if stands < 0 else high < 0 for low, high in ends)
        return say("turns_surely" if sure else "turns_perhaps", lang, title=_named(row, lang), where=where)

    def _no_value(self, indicator: str, lang: str) -> str:
        left_out = say("they_are_left_out", lang) if self.answers(indicator) else ""
        counts = {"count": self.lost(indicator), "points": 1 + len(self.points)}
        return say("points_without_value", lang, left_out=left_out, **counts)

    def _stands(self, indicator: str, lang: str) -> str:
        mean, low, high = self.stands(indicator)
        scale = INDICATORS[indicator].scale
        if self.baseline is not None:
            ends = interval(low / scale, high / scale)
            return sized(indicator, mean, lang) + ("" if ends == MISSING else f" {ends}")
        ends = "" if math.isnan(low) else f" [{number(low / scale)}, {number(high / scale)}]"
        return f"{number(mean / scale)} {INDICATORS[indicator].shown_unit(lang)}{ends}"


def _named(row: Mapping[str, Any], lang: str) -> str:
    return str(row["title_zh" if lang == "zh" else "title_en"])


def _range(row: Mapping[str, Any], lang: str) -> str:
    return f"[{units.show(row['low'], row['unit'], lang)}, {units.show(row['high'], row['unit'], lang)}]"


def _unit(indicator: str, lang: str) -> str:
    """Return the unit of an effect: that of a share is in points."""
    return sized(indicator, 0.0, lang).partition(" ")[2]


def _percent(share: float) -> str:
    return MISSING if math.isnan(share) else f"{number(100 * share)} %"


def _percents(low: float, high: float) -> str:
    return MISSING if math.isnan(low) else f"[{number(100 * low)}, {number(100 * high)}]"


def _gap(lang: str) -> str:
    return "" if lang == "zh" else " "


def _colon(lang: str) -> str:
    return ":" if lang == "zh" else ": "


sensitivity = Sensitivity.of
