"""A frontier that shows itself: the map as a table and as a figure, and where it turns, in words."""

from pathlib import Path
from typing import Any

from crosspark.governance import units
from crosspark.model.indicators import INDICATORS
from crosspark.model.provenance import git_commit, versions
from crosspark.studies import frontier as numbers
from crosspark.views import words
from crosspark.views.answer import sized
from crosspark.views.carried import lost_said, sets_data, sets_said
from crosspark.views.comparison import checked_language
from crosspark.views.discovery import write_texts
from crosspark.views.folder import write_folder
from crosspark.views.plain import records
from crosspark.views.text import Paragraphs, number, table, wrap
from crosspark.views.words import say


class Frontier(numbers.Frontier):
    """The difference of two modes over a grid, with what people see of it."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return everything that the command prints, in ``en`` or ``zh``."""
        parts = [self._header(checked_language(lang)), self._map(lang)]
        said = [wrap(line) for line in self.answer(lang).splitlines()]
        return "\n\n".join([*parts, "\n".join([say("answer", lang), *said])])

    def answer(self, lang: str = "en") -> str:
        """Return in how many cells which mode does better, and where the border runs."""
        checked_language(lang)
        better = self.table()["better"]
        counts = {"better": (better == self.mode.id).sum(), "worse": (better == self.baseline.id).sum()}
        said = say(
            "frontier_counts",
            lang,
            **self._titles(lang),
            **counts,
            unsure=(better == "").sum(),
            cells=len(better),
        )
        if any(self.turns(column) for column in range(len(self.xs))) or self.border():
            columns = dict.fromkeys((0, (len(self.xs) - 1) // 2, len(self.xs) - 1))
            items = say("semicolon", lang).join(self._turn(column, lang) for column in columns)
            x, y = (words.within(one.title(lang), lang) for one in (self.x, self.y))
            said += _gap(lang) + say("frontier_border", lang, x=x, y=y, items=items)
        else:
            said += _gap(lang) + say("frontier_no_border", lang)
        caveat = say("caveat_sets" if self.sets else "caveat", lang)
        return Paragraphs("\n".join([said, caveat]))

    def plot(self) -> Any:
        """Return the map: colours by which mode does better, cells that are not sure hatched, the border."""
        # Matplotlib takes a second to load, which a table need not wait for.
        from crosspark.views.futures_figures import border_map

        return border_map(self)

    def to_data(self) -> dict[str, Any]:
        """Return everything as plain data, as ``--json`` prints it; unknown is null."""
        return {
            "scenario": self.scenario.id,
            "mode": self.mode.id,
            "baseline": self.baseline.id,
            "indicator": self.indicator,
            **{
                name: {"path": one.path, "unit": one.unit, "low": one.low, "high": one.high}
                for name, one in (("x", self.x), ("y", self.y))
            },
            "replicates": self.replicates,
            "seed": self.seed,
            "years": self.years,
            "failed": self.failed,
            **sets_data(self.sets),
            "cells": records(self.table()),
            "border": [line.tolist() for line in self.border()],
            "answer": {lang: str(self.answer(lang)) for lang in words.LANGUAGES},
            "manifest": {
                "study": "frontier",
                "versions": versions(),
                "git": git_commit(),
                "design": self.digest,
            },
        }

    def save(self, folder: str | Path) -> Path:
        """Write text in both languages, the table (CSV), the map (PNG) and all as JSON; return the folder.

        Raises
        ------
        BadInput
            If the folder holds something already.
        """
        return write_folder(folder, self._write)

    def _write(self, folder: Path) -> None:
        write_texts(folder, "frontier", self.to_data(), {lang: self.text(lang) for lang in words.LANGUAGES})
        self.table().to_csv(folder / "cells.csv", index=False, encoding="utf-8", lineterminator="\n")
        (folder / "frontier.png").write_bytes(self.plot().png())

    def _titles(self, lang: str) -> dict[str, str]:
        return {
            "mode": self.mode.title(lang),
            "baseline": self.baseline.title(lang),
            "indicator": INDICATORS[self.indicator].title(lang),
        }

    def _header(self, lang: str) -> str:
        head = say("frontier", lang, scenario=self.scenario.title(lang), **self._titles(lang))
        counts = {"columns": len(self.xs), "rows": len(self.ys)}
        runs = {"replicates": self.replicates, "years": self.years, "seed": self.seed}
        lines = [head, wrap(say("frontier_how", lang, **counts, **runs))]
        said = [sets_said(self.sets, self.scenario.title(lang), lang, "each_cell_holds")]
        said += lost_said(0, 0, self.failed, self.message, lang)
        lines += [wrap(sentence) for sentence in said if sentence]
        return "\n".join(lines)

    def _map(self, lang: str) -> str:
        about, cells = INDICATORS[self.indicator], self.table()
        rows = [["", *(units.show(x, self.x.unit, lang) for x in self.xs.tolist())]]
        for y, of_row in reversed(list(cells.groupby("y", sort=True))):
            marked = (
                number(mean / about.scale, signed=True) + ("" if better else " ?")
                for mean, better in zip(of_row["mean"], of_row["better"], strict=True)
            )
            rows.append([units.show(float(str(y)), self.y.unit, lang), *marked])
        unit = sized(self.indicator, 0.0, lang).partition(" ")[2]
        sign = say("more" if about.direction > 0 else "less", lang)
        lines = [
            wrap(say("across", lang, title=self.x.title(lang), path=self.x.path)),
            wrap(say("down", lang, title=self.y.title(lang), path=self.y.path)),
            table(rows),
            wrap(say("frontier_reading", lang, unit=unit, sign=sign, **self._titles(lang))),
        ]
        if self.replicates == 1:
            lines.append(wrap(say("one_replicate", lang)))
        return "\n".join(lines)

    def _turn(self, column: int, lang: str) -> str:
        """Return where it turns along a column of the grid."""
        turns = self.turns(column)
        ahead = self.means[:, column] * INDICATORS[self.indicator].direction
        shown = say("list_comma", lang).join(units.show(turn, self.y.unit, lang) for turn in turns)
        if not turns:
            key = "turn_always" if (ahead > 0).any() else "turn_nowhere"
        elif len(turns) > 1:
            key = "turn_many"
        else:
            key = "turn_above" if (ahead[self.ys > turns[0]] > 0).any() else "turn_below"
        value = units.show(float(self.xs[column]), self.x.unit, lang)
        said = say(key, lang, value=value, turn=shown)
        low, high, count = self.turns_once(column)
        if len(self.sets) < 2 or not count:
            return said
        ends = {"low": units.show(low, self.y.unit, lang), "high": units.show(high, self.y.unit, lang)}
        return said + say("turn_in_sets", lang, count=count, sets=len(self.sets), **ends)


frontier = Frontier.of


def _gap(lang: str) -> str:
    return "" if lang == "zh" else " "
