"""A calibration that shows itself: what each target rules out, what is left of each range, and the answer."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from crosspark.governance import units
from crosspark.model.provenance import git_commit, versions
from crosspark.studies import calibration as numbers
from crosspark.views import fonts, words
from crosspark.views.comparison import checked_language
from crosspark.views.figures import BLACK, LIGHT_GREY, SKY, VERMILLION, Chart, both, pick, stacked, style
from crosspark.views.folder import write_folder
from crosspark.views.plain import plain, records
from crosspark.views.text import MISSING, Paragraphs, number, shorten, shorten_title, table, wrap
from crosspark.views.words import say

_TITLE_WIDTH = 46

#: Pairs and targets that a sentence names.
_MOST = 3


class Calibration(numbers.Calibration):
    """What was observed leaves standing, with what people see of it."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return everything that the command prints, in ``en`` or ``zh``."""
        parts = [self._header(checked_language(lang)), self._targets(lang), self._ranges(lang)]
        said = [wrap(line) for line in self.answer(lang).splitlines()]
        closing = "\n".join([say("answer", lang), *said])
        return "\n\n".join([*parts, wrap(say("calibration_reading", lang)), closing])

    def answer(self, lang: str = "en") -> str:
        """Return what is ruled out and by what, where the scenario lies, and what is not identified."""
        checked_language(lang)
        said = [self._left(lang), self._stands(lang), self._ruled_out(lang), *self._identified(lang)]
        pairs = self.ridges().head(_MOST).to_dict("records")
        if pairs:
            titles = {row["path"]: self._title(row, lang) for row in self.parameters().to_dict("records")}
            items = [
                say(
                    "calibration_pair",
                    lang,
                    one=words.within(titles[row["path"]], lang),
                    other=words.within(titles[row["other"]], lang),
                    correlation=number(row["correlation"], signed=True),
                )
                for row in pairs
            ]
            said.append(say("calibration_ridges", lang, items=self._joined(items, lang)))
        if self.search is not None:
            _, _, worst = self.best()
            said.append(say("calibration_best", lang, tried=len(self.search.points), worst=number(worst)))
        if self.failed or self.unjudged:
            said.append(say("calibration_lost", lang, failed=self.failed, unjudged=self.unjudged))
        if self.sets:
            said.append(say("calibration_caveat", lang))
        return Paragraphs("\n".join(filter(None, said)))

    def plot(self) -> Any:
        """Return the figure: of each range what is left, the sets, and where the scenario stands."""
        if fonts.chinese_font() is None:
            fonts.warn_without_font()
        rows = self.parameters().to_dict("records")
        with style():
            figure = Chart(figsize=(9.6, 1.8 + 0.45 * max(len(rows), 3)), layout="constrained")
            axis = figure.subplots()
            for place, row in enumerate(rows):
                low, whole = row["low"], row["high"] - row["low"]
                left = [(row[end] - low) / whole if self.sets else 0.0 for end in ("left_low", "left_high")]
                axis.barh(
                    place, 1, height=0.5, color=LIGHT_GREY, label=both("whole_range") if not place else None
                )
                axis.barh(
                    place, left[1] - left[0], left=left[0], height=0.5, color=SKY,
                    label=both("left_range") if not place else None,
                )  # fmt: skip
                sets = np.array([(one[row["path"]] - low) / whole for one in self.sets])
                axis.plot(
                    sets, np.full(len(sets), place), "|", color=BLACK, markersize=6,
                    label=both("one_set") if not place else None,
                )  # fmt: skip
                axis.plot(
                    (row["stands"] - low) / whole, place, "D", color=VERMILLION, markersize=5,
                    label=both("stands_here") if not place else None,
                )  # fmt: skip
            axis.set_yticks(range(len(rows)), [_named(row) for row in rows])
            axis.invert_yaxis()
            axis.grid(visible=False, axis="y")
            axis.set_xticks([0, 1], [both("low_end"), both("high_end")])
            axis.set_xlim(-0.02, 1.02)
            figure.legend(loc="outside lower center", ncols=4)
            named = pick(self.scenario.title_en, self.scenario.title_zh)
            figure.suptitle(f"{named}: {both('figure_calibration')} △", x=0.01, ha="left", fontsize=12)
        return figure

    def to_data(self) -> dict[str, Any]:
        """Return everything as plain data, as ``--json`` prints it; unknown is null."""
        best, misses, worst = self.best()
        return {
            "scenario": self.scenario.id,
            "targets": records(self.table()),
            "parameters": records(self.parameters()),
            "ridges": records(self.ridges()),
            "waves": [
                {"points": len(wave.points), "not_ruled_out": int(wave.kept.sum())} for wave in self.waves
            ],
            "sets": self.sets,
            "stands_implausible": plain(float(self.stands.max())),
            "best": {"point": best, "misses": plain(misses), "implausible": plain(worst)},
            "tried": 0 if self.search is None else len(self.search.points),
            "cutoff": self.cutoff,
            "replicates": self.replicates,
            "seed": self.seed,
            "years": self.years,
            "failed": self.failed,
            "unjudged": self.unjudged,
            "answer": {lang: str(self.answer(lang)) for lang in words.LANGUAGES},
            "manifest": {
                "study": "calibrate",
                "versions": versions(),
                "git": git_commit(),
                "scenario": self.scenario.digest,
                "modes": {
                    entry.label: {park: mode.digest for park, mode in entry.by_park.items()}
                    for entry in self.entries
                },
            },
        }

    def save(self, folder: str | Path) -> Path:
        """Write text, tables (CSV), a figure (PNG), the sets as a design (YAML) and all as JSON.

        There is either the whole of it or nothing.

        Raises
        ------
        BadInput
            If the folder holds something already.
        """
        return write_folder(folder, self._write)

    def _write(self, folder: Path) -> None:
        data = json.dumps(self.to_data(), ensure_ascii=False, indent=2, allow_nan=False)
        (folder / "calibration.json").write_text(data + "\n", encoding="utf-8")
        for lang in words.LANGUAGES:
            (folder / f"calibration_{lang}.txt").write_text(self.text(lang) + "\n", encoding="utf-8")
        frames = {"targets": self.table(), "parameters": self.parameters(), "points": self.points()}
        for name, frame in frames.items():
            frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
        (folder / "calibration.png").write_bytes(self.plot().png())
        if self.sets:
            unit_of = {factor.path: factor.unit for factor in self.waves[0].factors}
            points = [
                {path: f"{value!r} {_written(unit_of[path])}".strip() for path, value in one.items()}
                for one in self.sets
            ]
            design = {"scenario": self.scenario.id, "points": points}
            text = yaml.safe_dump(design, allow_unicode=True, sort_keys=False)
            (folder / "sets.yaml").write_text(text, encoding="utf-8")

    # The blocks of the text

    def _header(self, lang: str) -> str:
        named = self.scenario.title_zh if lang == "zh" else self.scenario.title_en
        how = say(
            "calibration_design",
            lang,
            targets=len(self.targets),
            parameters=len(self.waves[0].factors),
            points=" + ".join(str(len(wave.points)) for wave in self.waves),
            replicates=self.replicates,
            years=self.scenario.years if self.years is None else self.years,
            cutoff=number(self.cutoff),
            seed=self.seed,
        )
        return say("calibration", lang, scenario=named) + "\n" + wrap(how)

    def _targets(self, lang: str) -> str:
        keys = ("observed", "points_give", "stands_here", "implausible", "rules_out")
        rows = [["", say("mode", lang), *(say(key, lang) for key in keys)]]
        for row in self.table().to_dict("records"):
            unit = str(row["unit"])
            value = f"{units.show(row['observed'], unit, lang)} ± {_bare(row['apart'], unit, lang)}"
            given = f"{_bare(row['low'], unit, lang)} … {_bare(row['high'], unit, lang)}"
            rows.append(
                [
                    shorten(self._title(row, lang), _TITLE_WIDTH),
                    row["mode"],
                    value,
                    given,
                    _bare(row["stands"], unit, lang),
                    number(row["stands_implausible"]),
                    say("calibration_count", lang, count=row["rules_out"], total=len(self.waves[0].points)),
                ]
            )
        return say("calibration_targets", lang) + " △\n" + table(rows, left=2)

    def _ranges(self, lang: str) -> str:
        keys = ("whole_range", "stands_here", "left_range", "shrunk")
        rows = [["", "", *(say(key, lang) for key in keys)]]
        for row in self.parameters().to_dict("records"):
            unit = str(row["unit"])
            left = f"{_bare(row['left_low'], unit, lang)} … {_bare(row['left_high'], unit, lang)}"
            if not row["identified"]:
                left = say("all_of_it" if self.sets else "none_of_it", lang)
            rows.append(
                [
                    row["path"],
                    shorten_title(self._title(row, lang), _TITLE_WIDTH),
                    f"{_bare(row['low'], unit, lang)} … {units.show(row['high'], unit, lang)}",
                    _bare(row["stands"], unit, lang),
                    left,
                    f"{100 * row['shrunk']:.0f} %" if row["identified"] or not self.sets else MISSING,
                ]
            )
        return say("calibration_ranges", lang) + "\n" + table(rows, left=2)

    # The sentences of the answer

    def _left(self, lang: str) -> str:
        first = self.waves[0]
        out = int((first.worst > self.cutoff).sum())
        if self.sets:
            counts = {"out": out, "points": len(first.points), "sets": len(self.sets)}
            return say("calibration_left", lang, **counts)
        _, _, worst = self.best()
        return say("calibration_none", lang, points=len(first.points), worst=number(worst))

    def _stands(self, lang: str) -> str:
        if not np.isfinite(self.stands).all():
            return ""
        worst = int(np.argmax(self.stands))
        inside = float(self.stands[worst]) <= self.cutoff
        missed = [
            self._title(row, lang)
            for row in self.table().to_dict("records")
            if row["stands_implausible"] > self.cutoff
        ]
        return say(
            "calibration_inside" if inside else "calibration_outside",
            lang,
            title=self._title(self.table().to_dict("records")[worst], lang),
            implausible=number(float(self.stands[worst])),
            cutoff=number(self.cutoff),
            titles=self._joined(missed, lang),
        )

    def _ruled_out(self, lang: str) -> str:
        rows = sorted(self.table().to_dict("records"), key=lambda row: -row["rules_out"])
        most = [
            say("calibration_by", lang, title=self._title(row, lang), count=count, alone=row["alone"])
            for row in rows
            if (count := row["rules_out"])
        ]
        nothing = [self._title(row, lang) for row in rows if not row["rules_out"]]
        said = []
        if most:
            said.append(say("calibration_most", lang, items=self._joined(most[:_MOST], lang)))
        if nothing:
            said.append(say("calibration_nothing", lang, items=self._joined(nothing, lang)))
        return ("" if lang == "zh" else " ").join(said)

    def _identified(self, lang: str) -> list[str]:
        known, unknown = [], []
        for row in self.parameters().to_dict("records"):
            name, unit = self._title(row, lang), str(row["unit"])
            if row["identified"]:
                keys = ("low", "high", "left_low", "left_high")
                ends = {key: units.show(row[key], unit, lang) for key in keys}
                gone = f"{100 * row['shrunk']:.0f} %"
                known.append(say("calibration_narrowed_one", lang, title=name, gone=gone, **ends))
            else:
                unknown.append(name)
        said = []
        if known:
            said.append(say("calibration_narrowed", lang, items=self._joined(known, lang)))
        if unknown and self.sets:
            said.append(say("calibration_unknown", lang, items=self._joined(unknown, lang)))
        return said

    def _title(self, row: dict[Any, Any], lang: str) -> str:
        return str(row["title_zh" if lang == "zh" else "title_en"])

    def _joined(self, items: Sequence[str], lang: str) -> str:
        return say("list_comma", lang).join(items)


def _bare(value: float, unit: str, lang: str) -> str:
    """Return a quantity, or a dash where there is none."""
    return units.show(value, unit, lang) if math.isfinite(value) else MISSING


def _written(unit: str) -> str:
    return "" if unit in {"share", "number", *units.COUNTED} else unit


def _named(row: dict[Any, Any]) -> str:
    return stacked(*(shorten_title(row[key], _TITLE_WIDTH) for key in ("title_en", "title_zh")))


calibrate = Calibration.of
