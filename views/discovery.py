"""A discovery that shows itself: the boxes of conditions, a figure, and the answer in words."""

import json
import math
from pathlib import Path
from typing import Any

from crosspark.governance import units
from crosspark.model.indicators import INDICATORS
from crosspark.model.provenance import git_commit, versions
from crosspark.studies import discovery as numbers
from crosspark.studies.discovery import Box, Limit
from crosspark.studies.futures import Futures
from crosspark.views import words
from crosspark.views.carried import lost_said, sets_data, sets_said
from crosspark.views.comparison import checked_language
from crosspark.views.folder import write_folder
from crosspark.views.plain import plain, records
from crosspark.views.text import MISSING, Paragraphs, number, shorten_title, table, wrap
from crosspark.views.words import say

_TITLE_WIDTH = 60


class Discovery(numbers.Discovery):
    """In which futures a mode beats another, with what people see of it."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return everything that the command prints, in ``en`` or ``zh``."""
        parts = [self._header(checked_language(lang))]
        if self.found:
            reading = "boxes_reading" if self.boxes else "nearest_reading"
            parts += [self._boxes(lang), wrap(say(reading, lang, kind=say(self.seeks, lang)))]
        said = [wrap(line) for line in self.answer(lang).splitlines()]
        return "\n\n".join([*parts, "\n".join([say("answer", lang), *said])])

    def answer(self, lang: str = "en") -> str:
        """Return in what share of the futures the mode beats the baseline, and where not, or only there."""
        checked_language(lang)
        share, low, high = self.share()
        if math.isnan(share):
            return Paragraphs(say("nothing_finished", lang))
        texts = self._titles(lang) | {"points": int(self.known.sum())}
        ends = {"low": f"{100 * low:.3g}", "high": f"{100 * high:.3g}"}
        said = [say("beats_share", lang, share=percent(share), **ends, **texts)]
        said += [self._where(box, lang) for box in self.boxes]
        if not self.boxes:
            said += self._no_box(lang)
        return Paragraphs("\n".join([(" " if lang == "en" else "").join(said), self._caveat(lang)]))

    def plot(self) -> Any:
        """Return the figure: the futures where the mode beats and where not, and the limits of the boxes."""
        # Matplotlib takes a second to load, which a table need not wait for.
        from crosspark.views.futures_figures import conditions

        return conditions(self)

    def to_data(self) -> dict[str, Any]:
        """Return everything but the single futures as plain data, as ``--json`` prints it."""
        share, low, high = map(plain, self.share())
        half, half_high = map(plain, self.halves())
        return {
            **about_futures(self.futures),
            "mode": self.mode.id,
            "baseline": self.baseline.id,
            "indicator": self.indicator,
            "least": self.least,
            "density": self.density,
            "share": share,
            "share_low": low,
            "share_high": high,
            "seeks": self.seeks,
            "half": half,
            "half_high": half_high,
            "boxes": records(self.table()),
            "answer": {lang: str(self.answer(lang)) for lang in words.LANGUAGES},
            "manifest": {"study": "discover", "versions": versions(), "git": git_commit(),
                         "design": self.futures.digest},
        }  # fmt: skip

    def save(self, folder: str | Path) -> Path:
        """Write text in both languages, tables (CSV), the figure (PNG) and all as JSON; return the folder.

        Raises
        ------
        BadInput
            If the folder holds something already.
        """
        return write_folder(folder, self._write)

    def _write(self, folder: Path) -> None:
        write_texts(folder, "discovery", self.to_data(), {lang: self.text(lang) for lang in words.LANGUAGES})
        for name, frame in {"boxes": self.table(), "futures": self.cases()}.items():
            frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
        (folder / "discovery.png").write_bytes(self.plot().png())

    def _titles(self, lang: str) -> dict[str, str]:
        return {
            "mode": self.mode.title(lang),
            "baseline": self.baseline.title(lang),
            "indicator": INDICATORS[self.indicator].title(lang),
        }

    def _header(self, lang: str) -> str:
        head = say("discovery", lang, scenario=self.futures.scenario.title(lang), **self._titles(lang))
        lines = [
            head,
            wrap(futures_how(self.futures, lang)),
            wrap(say("beats_how", lang, least=percent(self.least))),
        ]
        lost, futures = int((~self.known).sum()), self.futures
        said = [sets_said(futures.sets, futures.scenario.title(lang), lang)]
        said += lost_said(lost, len(futures.points), futures.failed, futures.message, lang)
        lines += [wrap(sentence) for sentence in said if sentence]
        return "\n".join(lines)

    def _boxes(self, lang: str) -> str:
        chance = "quasi_p" if self.boxes else "by_lot"
        rows = [[say("box", lang), "", "", *(say(key, lang) for key in ("limits", chance))]]
        for place, box in enumerate(self.found, start=1):
            for limit in box.limits:
                named = shorten_title(self.futures.factor(limit.path).title(lang), _TITLE_WIDTH)
                p = [_chance(value) for value in (limit.low_p, limit.high_p) if not math.isnan(value)]
                rows.append(
                    [str(place), limit.path, named, _span(limit, lang), say("list_comma", lang).join(p)]
                )
        figures = [[say("box", lang), *(say(key, lang) for key in ("coverage", "dense", "in_it", "unseen"))]]
        for place, box in enumerate(self.found, start=1):
            shares = (percent(box.coverage), percent(box.density))
            unseen = f"{percent(box.unseen_density)} / {box.unseen_points}"
            figures.append([str(place), *shares, str(box.points), unseen])
        head = say(f"boxes_of_{self.seeks}" if self.boxes else "nearest", lang)
        return "\n".join([head, table(rows, left=3), "", table(figures)])

    def _where(self, box: Box, lang: str) -> str:
        conditions = say("and_also", lang).join(
            _condition(limit, words.within(self.futures.factor(limit.path).title(lang), lang), lang)
            for limit in box.limits
        )
        return say(
            f"{self.seeks}_where" if box.dense else f"nearest_{self.seeks}",
            lang,
            conditions=conditions,
            overall=percent(float(self.wanted.mean())),
            coverage=percent(box.coverage),
            density=percent(box.density),
            unseen=percent(box.unseen_density),
            low=f"{100 * box.unseen_low:.3g}",
            high=f"{100 * box.unseen_high:.3g}",
            count=box.unseen_points,
        )

    def _no_box(self, lang: str) -> list[str]:
        wanted = int(self.wanted.sum())
        if not wanted:
            return [say("all_victories", lang)]
        kind = say(self.seeks, lang)
        if wanted < numbers.LEAST_WANTED:
            return [say("few_wanted", lang, count=wanted, kind=kind)]
        said = [say("no_box", lang, density=percent(self.density), kind=kind)]
        if self.nearest:
            return [*said, self._where(self.nearest, lang)]
        half, high = self.halves()
        shares = {"half": percent(half), "high": percent(high), "overall": percent(float(self.wanted.mean()))}
        other = say("defeats" if self.seeks == "victories" else "victories", lang)
        turns = say("none_turns", lang, other=other) if high < 0.5 else ""
        counts = {"factors": len(self.futures.factors), "points": len(self.wanted)}
        return [*said, say("no_condition", lang, kind=kind, turns=turns, **shares, **counts)]

    def _caveat(self, lang: str) -> str:
        return say("futures_caveat", lang)


discover = Discovery.of


def about_futures(futures: Futures) -> dict[str, Any]:
    """Return what was run, as plain data."""
    return {
        "scenario": futures.scenario.id,
        "futures": len(futures.points),
        "method": futures.method,
        "varied": [
            {"path": one.path, "unit": one.unit, "low": one.low, "high": one.high} for one in futures.factors
        ],
        "replicates": futures.replicates,
        "seed": futures.seed,
        "years": futures.years,
        "failed": futures.failed,
        **sets_data(futures.sets),
    }


def futures_how(futures: Futures, lang: str) -> str:
    """Return how futures were run, in a line."""
    key = "futures_horizon" if futures.years is None else "futures_years"
    return say(
        "futures_how",
        lang,
        points=len(futures.points),
        method=say(f"drawn_{futures.method}", lang),
        factors=len(futures.factors),
        replicates=futures.replicates,
        span=say(key, lang, years=futures.years),
        seed=futures.seed,
    )


def write_texts(folder: Path, name: str, data: dict[str, Any], texts: dict[str, str]) -> None:
    """Write a study's text in each language, and all of it as JSON."""
    written = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / f"{name}.json").write_text(written + "\n", encoding="utf-8")
    for lang, text in texts.items():
        (folder / f"{name}_{lang}.txt").write_text(text + "\n", encoding="utf-8")


def _condition(limit: Limit, title: str, lang: str) -> str:
    low, high = (_end(end, limit.unit, lang) for end in (limit.low, limit.high))
    if math.isnan(limit.low):
        return say("limit_below", lang, title=title, high=high)
    if math.isnan(limit.high):
        return say("limit_above", lang, title=title, low=low)
    return say("limit_between", lang, title=title, low=low, high=high)


def _end(value: float, unit: str, lang: str) -> str:
    """Return a limit in three figures: it lies between futures, and no more sharply than they do."""
    shown = units.show(float(f"{value:.3g}"), unit, lang)
    return shown.replace("-", "−", 1) if value < 0 else shown


def _span(limit: Limit, lang: str) -> str:
    low, high = (_end(end, limit.unit, lang) for end in (limit.low, limit.high))
    if math.isnan(limit.low):
        return f"≤ {high}"
    return f"≥ {low}" if math.isnan(limit.high) else f"{low} … {high}"


def _chance(p: float) -> str:
    return "< 0.0001" if p < 1e-4 else number(p)


def percent(share: float) -> str:
    """Return a share as people read it; a dash where there is none."""
    return MISSING if math.isnan(share) else f"{100 * share:.3g} %"
