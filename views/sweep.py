"""A sweep that shows itself: what it will take, which mode does best over the points, what failed."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from crosspark.governance.errors import Text, in_language
from crosspark.model.indicators import INDICATORS, Indicator
from crosspark.studies import sweep as numbers
from crosspark.studies.futures import SMALLEST
from crosspark.views.comparison import checked_language
from crosspark.views.discovery import write_texts
from crosspark.views.folder import write_folder
from crosspark.views.plain import plain, records
from crosspark.views.tables import title
from crosspark.views.text import MISSING, Paragraphs, interval, number, table, wrap
from crosspark.views.words import LANGUAGES, say

#: Messages of failed runs that are shown; the folder has the others.
_MOST_MESSAGES = 3

#: Of two modes, who comes next need not be named.
_A_PAIR = 2


class Sweep(numbers.Sweep):
    """What came of a sweep, with what people see of it."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return everything that the command prints, in ``en`` or ``zh``."""
        best = self._best
        parts = [self._header(checked_language(lang)), self._headlines(best, lang), self._failed(lang)]
        parts.append("\n".join([say("answer", lang), wrap(self._answer(best, lang))]))
        return "\n\n".join(part for part in parts if part)

    def answer(self, lang: str = "en") -> str:
        """Return which mode does best on which headlines, at how many points, with its spread."""
        return Paragraphs(self._answer(self._best, checked_language(lang)))

    @cached_property
    def _best(self) -> pd.DataFrame:
        """The headlines, which take seconds to read from a large study."""
        return self.best()

    def plot(self, indicator: str | None = None) -> Any:
        """Return the figure of an indicator, or of every headline: each mode's mean and span over the points.

        Raises
        ------
        BadInput
            If there is no such indicator.
        """
        # Matplotlib takes a second to load, which a table need not wait for.
        from crosspark.views.sweep_figure import drawn

        return drawn(self, self._best if indicator is None else self.best([indicator]))

    def save(self, folder: str | Path) -> Path:
        """Write text in both languages, headlines (CSV), the figure (PNG) and all as JSON; return the folder.

        There is either the whole of it or nothing. The single runs are not repeated; `to_csv` writes them.

        Raises
        ------
        BadInput
            If the folder holds something already.
        """
        return write_folder(folder, self._write)

    def _write(self, folder: Path) -> None:
        write_texts(folder, "sweep", self.to_data(), {lang: self.text(lang) for lang in LANGUAGES})
        self._best.to_csv(folder / "headlines.csv", index=False, encoding="utf-8", lineterminator="\n")
        (folder / "headlines.png").write_bytes(self.plot().png())

    def to_data(self) -> dict[str, Any]:
        """Return everything but the single runs as plain data, as ``--json`` prints it."""
        return {
            "design": self.design,
            "folder": None if self.folder is None else str(self.folder),
            "finished": self.finished,
            "best": records(self._best),
            "failures": records(self.failures),
            "answer": {lang: self.answer(lang) for lang in LANGUAGES},
        }

    def _header(self, lang: str) -> str:
        design = self.design
        named = [_title(one, lang) for one in design["scenarios"].values()]
        what = {key: f"{design[key]:,}" for key in ("points", "replicates", "runs")}
        what |= {"finished": f"{self.finished:,}", "seed": design["seed"]}
        lines = [
            say("sweep", lang, scenario=say("list_comma", lang).join(named)),
            wrap(say("sweep_design", lang, modes=len(design["modes"]), **what)),
        ]
        if self.paths:
            varied = say("list_comma", lang).join(self._varied(lang))
            lines.append(wrap(say("sweep_varies", lang, paths=varied)))
        rows = [[label, _title(about, lang)] for label, about in design["modes"].items()]
        return "\n".join([*lines, table(rows, left=2)])

    def _varied(self, lang: str) -> Iterator[str]:
        """Yield what varies by its title and its path; a study of an earlier version kept the path alone."""
        titles = self.design.get("titles", {})
        for path in self.paths:
            if path in titles:
                yield say("titled_path", lang, title=titles[path][lang == "zh"], path=path)
            else:
                yield path

    def _headlines(self, best: pd.DataFrame, lang: str) -> str:
        head = ["", say("mean", lang) + " △", say("sweep_spread", lang)]
        rows = [[*head, say("sweep_best_points", lang), say("sweep_best_runs", lang)]]
        for indicator, of_modes in best.groupby("indicator", sort=False):
            about = INDICATORS[str(indicator)]
            rows.append([title(about, lang), "", "", "", ""])
            for row in of_modes.to_dict("records"):
                low, high = (number(row[end] / about.scale) for end in ("low", "high"))
                rows.append(
                    [
                        f"    {row['mode']}",
                        number(row["mean"] / about.scale),
                        f"{low} … {high}",
                        say("of", lang, count=f"{row['best_points']:,}", total=f"{row['points']:,}"),
                        say("of", lang, count=f"{row['best_runs']:,}", total=f"{row['runs']:,}"),
                    ]
                )
        return "\n".join([say("sweep_headlines", lang), table(rows)])

    def _failed(self, lang: str) -> str:
        messages = self.failures["message"].value_counts()
        if not len(messages):
            return ""
        lines = [say("failed", lang, count=int(messages.sum()))]
        for message, count in messages.head(_MOST_MESSAGES).items():
            lines.append(f"  {count} × {in_language(Text.of_line(str(message)), lang)}")
        if len(messages) > _MOST_MESSAGES:
            lines.append("  …")
        return "\n".join(lines)

    def _answer(self, best: pd.DataFrame, lang: str) -> str:
        if not best["runs"].any():
            return say("nothing_finished", lang)
        comma, titles = say("list_comma", lang), self.design["modes"]
        alone = len(titles) == 1
        won: dict[str, list[str]] = {}
        tied: dict[str, list[str]] = {}
        alike: list[str] = []
        close: dict[str, list[str]] = {}
        for indicator, of_modes in best.groupby("indicator", sort=False):
            about = INDICATORS[str(indicator)]
            named = about.title(lang)
            means = of_modes["mean"] * about.direction
            ahead = of_modes[means == means.max()]
            if not alone and len(ahead) != 1:
                if len(ahead) == len(of_modes):
                    alike.append(named)
                else:
                    modes = comma.join(_title(titles[name], lang) for name in ahead["mode"])
                    tied.setdefault(modes, []).append(named)
                continue
            row = ahead.iloc[0]
            mean, low, high = (number(row[key] / about.scale) for key in ("mean", "low", "high"))
            unit = about.shown_unit(lang)
            figures = {"mean": mean, "low": low, "high": high, "unit": unit, "title": named}
            if alone:
                won.setdefault(row["mode"], []).append(say("sweep_item_alone", lang, **figures))
                continue
            figures |= {"count": f"{row['best_points']:,}", "total": f"{row['points']:,}"}
            figures["lead"] = _lead(row, about)
            figures |= {key: _title(titles[row[key]], lang) for key in ("mode", "rival")}
            behind = of_modes.set_index("mode")["mean"][row["rival"]]
            small = abs(row["lead"]) < SMALLEST[str(indicator)] * abs(behind)
            # Of one point there is no interval, and no more is sure.
            sure = row["lead_low"] > 0 or row["lead_high"] < 0
            if small or not sure:
                item = say("sweep_item_close", lang, other=number(behind / about.scale), **figures)
                close.setdefault("sweep_close" if small else "sweep_unsure", []).append(item)
            else:
                key = "sweep_item" if len(titles) == _A_PAIR else "sweep_item_of_many"
                won.setdefault(row["mode"], []).append(say(key, lang, **figures))
        parts = []
        for name, items in sorted(won.items(), key=lambda pair: -len(pair[1])):
            listed, mode = comma.join(items), _title(titles[name], lang)
            won_by = say("sweep_wins", lang, mode=mode, count=len(items), items=listed)
            parts.append(listed if alone else won_by)
        for modes, items in tied.items():
            parts.append(say("sweep_tied", lang, modes=modes, items=comma.join(items)))
        parts += [say(key, lang, items=comma.join(items)) for key, items in close.items()]
        if alike:
            parts.append(say("sweep_alike", lang, items=comma.join(alike)))
        key = "sweep_answer_alone" if alone else "sweep_answer"
        total = best["indicator"].nunique()
        joined = say("semicolon", lang).join(parts)
        said = [say(key, lang, points=f"{best['points'].max():,}", total=total, parts=joined)]
        if lost := len(self.failures):
            said.append(say("sweep_lost", lang, count=f"{lost:,}"))
        return ("" if lang == "zh" else " ").join([*said, say("sweep_caveat", lang)])


def estimate_text(estimate: numbers.Estimate, kept: bool, lang: str) -> str:
    """Return what a sweep will take, in words."""
    key = "sweep_takes" if kept else "sweep_takes_memory"
    size = f"{number(estimate.size / 1e6)} MB"
    return say(key, lang, runs=f"{estimate.runs:,}", time=duration(estimate.seconds, lang), size=size)


def study_line(study: numbers.Sweep, lang: str) -> str:
    """Return what a study's folder holds, in a line."""
    return say(
        "study_holds",
        lang,
        folder=study.folder,
        finished=f"{study.finished:,}",
        runs=f"{study.design['runs']:,}",
        failed=f"{len(study.failures):,}",
        points=f"{study.design['points']:,}",
        modes=say("list_comma", lang).join(study.modes),
    )


def duration(seconds: float, lang: str) -> str:
    """Return how long something takes, roughly."""
    for size, key in ((86_400, "span_days"), (3_600, "span_hours"), (60, "span_minutes")):
        if seconds >= 2 * size:
            return say(key, lang, count=round(seconds / size))
    return say("span_seconds", lang, count=max(1, round(seconds)))


def _lead(row: pd.Series, about: Indicator) -> str:
    """Return how far a mode is ahead of the next best, with the interval over points where there are two."""
    lead = number(row["lead"] / about.scale, signed=True)
    reach = interval(row["lead_low"] / about.scale, row["lead_high"] / about.scale)
    return lead if reach == MISSING else f"{lead} {reach}".replace(" ", "\N{NO-BREAK SPACE}")


def _title(about: Mapping[str, Any], lang: str) -> str:
    return str(plain(about["title_zh" if lang == "zh" else "title_en"]))


sweep = Sweep.of
load_study = Sweep.load
