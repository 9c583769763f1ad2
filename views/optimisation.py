"""A search for a better mode that shows itself: tables, a figure, mode files, and the answer in words."""

import math
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from crosspark.governance import units
from crosspark.governance.errors import BadInput, suggestion
from crosspark.governance.settings import SETTINGS
from crosspark.model.indicators import INDICATORS
from crosspark.model.provenance import git_commit, versions
from crosspark.studies import optimisation as numbers
from crosspark.studies.means import OWN_MEANS
from crosspark.studies.optimisation import shown
from crosspark.studies.statistics import LEVEL
from crosspark.views import words
from crosspark.views.answer import sized
from crosspark.views.carried import sets_data, sets_said
from crosspark.views.comparison import checked_language
from crosspark.views.discovery import write_texts
from crosspark.views.folder import write_folder
from crosspark.views.plain import records
from crosspark.views.tables import title
from crosspark.views.text import MISSING, Paragraphs, interval, number, shorten_title, table, wrap
from crosspark.views.words import say

#: Changes that a sentence names, and trade-offs that the answer tells.
_MOST_CHANGES, _MOST_TRADES = 6, 3

#: Of the title of an objective above a column.
_HEAD_WIDTH = 24


class Optimisation(numbers.Optimisation):
    """Modes on the front between several indicators, with what people see of them."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return everything that the command prints, in ``en`` or ``zh``."""
        parts = [self._header(checked_language(lang)), *(self._table(name, lang) for name in self.objectives)]
        if self._front:
            parts += [self._changes(lang), wrap(say("optimise_reading", lang, start=self.start.title(lang)))]
        parts.append(self._held_equal(lang))
        if self.in_sets:
            parts.append(self._over_sets(lang))
        said = [wrap(line) for line in self.answer(lang).splitlines()]
        return "\n\n".join([*parts, "\n".join([say("answer", lang), *said])])

    def answer(self, lang: str = "en") -> str:
        """Return whether a mode is better in every objective, by how much, how surely, at what price."""
        checked_language(lang)
        found = self.better().to_dict("records")
        counts = {"modes": len(self._front), "objectives": len(self.objectives)}
        texts = {"start": self.start.title(lang), **counts}
        if not self._front:
            said = [say("optimise_empty", lang, **texts)]
        elif found and found[0]["kind"] == "better":
            first = found[0]
            parts = {"count": len(found), "mode": self._named(first["mode"], lang), **texts}
            gains = self._items(first["mode"], first["gains"], lang)
            said = [say("optimise_better", lang, gains=gains, **parts) + self._price(first, lang)]
        else:
            said = [say("optimise_none", lang, **texts) + self._most_often(lang)]
            for row in found[:_MOST_TRADES]:
                parts = {"mode": self._named(row["mode"], lang)}
                gains = self._items(row["mode"], row["gains"], lang)
                said.append(say("optimise_trade", lang, gains=gains, **parts) + self._price(row, lang))
        how = {"fresh": self.fresh, "tried": f"{len(self.tried):,}", "found": len(self.found)}
        return Paragraphs("\n".join([*said, say("optimise_surely", lang, **how), say("caveat", lang)]))

    def plot(self, x: str | None = None, y: str | None = None) -> Any:
        """Return the front over two objectives, the first two unless given, as differences from the start.

        Raises
        ------
        BadInput
            If one of them is no objective.
        """
        # Matplotlib takes a second to load, which a table need not wait for.
        from crosspark.views.optimisation_figure import front

        names = [self.objectives[0] if x is None else x, self.objectives[1] if y is None else y]
        for name in names:
            if name not in self.objectives:
                hint = suggestion(name, self.objectives, "objective", "目標")
                raise BadInput("<optimise>", None, "plot", name, hint)
        return front(self, *names)

    def to_data(self) -> dict[str, Any]:
        """Return everything as plain data, as ``--json`` prints it; unknown is null."""
        known = {entry.label: next(iter(entry.by_park.values())) for entry in (self.baseline, self.start)}
        return {
            "scenario": self.scenario.id,
            "start": self.start.label,
            "baseline": self.baseline.label,
            "objectives": list(self.objectives),
            "floors": self.floors,
            "choices": [{"path": one.path, "levels": list(one.levels)} for one in self.choices],
            "generations": self.generations,
            "population": self.population,
            "replicates": self.replicates,
            "fresh": self.fresh,
            "seed": self.seed,
            "years": self.years,
            "failed": self.failed,
            "level": self.level,
            "level_of_losses": LEVEL,
            **sets_data(self.sets),
            "over_sets": records(self.over_sets()),
            "held_equal": records(self.held_equal().reset_index()),
            "front": records(self.front()),
            "better": [
                {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
                for row in records(self.better())
            ],
            "tried": records(self.tried),
            "answer": {lang: str(self.answer(lang)) for lang in words.LANGUAGES},
            "manifest": {
                "study": "optimise",
                "versions": {**versions(), "pymoo": version("pymoo")},
                "git": git_commit(),
                "scenario": self.scenario.digest,
                "modes": {label: mode.digest for label, mode in (known | self.found).items()},
            },
        }

    def save(self, folder: str | Path) -> Path:
        """Write text in both languages, tables (CSV), a file for each mode, the figure (PNG), all as JSON.

        There is either the whole of it or nothing.

        Raises
        ------
        BadInput
            If the folder holds something already.
        """
        return write_folder(folder, self._write)

    def _write(self, folder: Path) -> None:
        write_texts(folder, "optimise", self.to_data(), {lang: self.text(lang) for lang in words.LANGUAGES})
        held = self.held_equal().reset_index()
        frames = {"front": self.front(), "tried": self.tried, "held_equal": held}
        if self.in_sets:
            frames["over_sets"] = self.over_sets()
        for name, frame in frames.items():
            frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
        (folder / "modes").mkdir()
        for label in self._front:
            self.found[label].save(folder / "modes" / f"{label}.yaml")
        (folder / "front.png").write_bytes(self.plot().png())

    # The blocks of the text

    def _header(self, lang: str) -> str:
        comma = say("list_comma", lang)
        named = self.scenario.title_zh if lang == "zh" else self.scenario.title_en
        head = say("optimisation", lang, scenario=named, start=self.start.title(lang))
        how = say(
            "optimise_how",
            lang,
            objectives=comma.join(INDICATORS[name].title(lang) for name in self.objectives),
            choices=len(self.choices),
            generations=self.generations,
            population=self.population,
            tried=f"{len(self.tried):,}",
            replicates=self.replicates,
            fresh=self.fresh,
            years=self.years,
            seed=self.seed,
        )
        lines = [head, wrap(how), wrap(say("optimise_means", lang))]
        if self.floors:
            floors = comma.join(self._floor(name, lang) for name in self.floors)
            lines.append(wrap(say("optimise_floors", lang, floors=floors)))
        if carried := sets_said(self.sets, named, lang, "optimise_sets"):
            lines.append(wrap(carried))
        if self.failed:
            lines.append(wrap(say("optimise_failed", lang, count=self.failed)))
        return "\n".join(lines)

    def _floor(self, indicator: str, lang: str) -> str:
        about = INDICATORS[indicator]
        value = f"{number(self.floors[indicator] / about.scale)} {about.shown_unit(lang)}"
        key = "floor_at_least" if about.direction > 0 else "floor_at_most"
        return say(key, lang, title=about.title(lang), value=value)

    def _table(self, indicator: str, lang: str) -> str:
        about = INDICATORS[indicator]
        heads = (say("mean", lang), say("from_start", lang), say("chance_all", lang), say("better", lang))
        rows = [["", *heads, say("in_search", lang), say("from_baseline", lang), say("chance_all", lang)]]
        for label in (self.baseline.label, self.start.label, *self._front):
            from_start = self._apart(label, indicator, self.start.label)
            searched, better = MISSING, MISSING
            if label in self.found:
                searched = number(self.searched(label, indicator) / about.scale, signed=True)
                found = self.difference(label, indicator)
                count = found.higher if about.direction > 0 else found.lower
                better = say("of", lang, count=count, total=found.pairs)
            mean = number(self.mean(label, indicator) / about.scale)
            from_baseline = self._apart(label, indicator, self.baseline.label)
            rows.append([label, mean, *from_start, better, searched, *from_baseline])
        return f"{title(about, lang)} △\n" + table(rows)

    def _apart(self, label: str, indicator: str, other: str) -> tuple[str, str]:
        """Return a difference and its interval; dashes for a mode against itself."""
        if label == other:
            return MISSING, MISSING
        found, scale = self.difference(label, indicator, other), INDICATORS[indicator].scale
        ends = (found.chance_low / scale, found.chance_high / scale)
        return number(found.mean / scale, signed=True), interval(*ends)

    def _held_equal(self, lang: str) -> str:
        """Return what is equal by construction, and which means of their own the modes bring."""
        frame = self.held_equal()
        frame["title"] = frame["title_zh" if lang == "zh" else "title_en"]
        equal = frame[frame["equal"] & ~frame.index.isin(OWN_MEANS)]
        start, colon = self.start.label, ":" if lang == "zh" else ": "
        lines = [say("optimise_equal", lang), wrap(" · ".join(_amounts(equal, start, lang)))]
        own = frame[~frame["equal"]]
        if own.empty:
            return "\n".join([*lines, wrap(say("optimise_no_own", lang))])
        lines.append(say("optimise_own", lang, start=self.start.title(lang)))
        for label in (self.baseline.label, start, *self._front):
            differing = own if label == start else own[own[label] != own[start]]
            items = say("list_comma", lang).join(_amounts(differing, label, lang))
            lines.append(wrap(f"{label}{colon}{items or say('optimise_as_start', lang)}"))
        return "\n".join([*lines, wrap(say("optimise_own_reading", lang))])

    def _over_sets(self, lang: str) -> str:
        titles = [shorten_title(INDICATORS[name].title(lang), _HEAD_WIDTH) for name in self.objectives]
        rows = [["", *titles, say("in_all_objectives", lang)]]
        rows += [[str(cell) for cell in row] for row in self.over_sets().to_numpy().tolist()]
        head = say("optimise_over_sets", lang, start=self.start.title(lang), sets=len(self.sets))
        reading = wrap(say("optimise_sets_reading", lang, replicates=self.replicates))
        return "\n".join([head, table(rows), reading])

    def _changes(self, lang: str) -> str:
        lines = [say("optimise_changes", lang, start=self.start.title(lang))]
        comma = say("list_comma", lang)
        for label in self._front:
            items = comma.join(_change(path, x, lang) for path, x in self.changes(label).items())
            lines.append(wrap(f"{label}{':' if lang == 'zh' else ': '}{items}"))
        return "\n".join(lines)

    # The closing words

    def _named(self, label: str, lang: str) -> str:
        """Return the name of a mode with what it does otherwise."""
        changes = list(self.changes(label).items())
        items = say("list_comma", lang).join(_change(path, x, lang) for path, x in changes[:_MOST_CHANGES])
        if len(changes) > _MOST_CHANGES:
            items += say("and_more", lang, count=len(changes) - _MOST_CHANGES)
        return f"{label}({items})" if lang == "zh" else f"{label} ({items})"

    def _items(self, label: str, indicators: Iterable[str], lang: str, level: float | None = None) -> str:
        return say("semicolon", lang).join(self._item(label, name, lang, level) for name in indicators)

    def _item(self, label: str, indicator: str, lang: str, level: float | None) -> str:
        found, scale = self.difference(label, indicator, level=level), INDICATORS[indicator].scale
        said = f"{INDICATORS[indicator].title(lang)} {sized(indicator, found.mean, lang)}"
        if found.chance_low < found.chance_high:
            said += f" {interval(found.chance_low / scale, found.chance_high / scale)}"
        return said

    def _price(self, row: dict[Any, Any], lang: str) -> str:
        """Return what a mode gives up, objectives first, and which objectives it may change either way."""
        lost = [*row["losses"], *row["gives_up"]]
        unsure = [name for name in self.objectives if name not in (*row["gains"], *row["losses"])]
        if lost:
            said = [say("optimise_gives_up", lang, items=self._items(row["mode"], lost, lang, LEVEL))]
        elif row["may_lose_share"] == 0:
            said = [say("optimise_loses_nothing", lang)]
        else:
            key = "optimise_loss_unknown" if math.isnan(row["may_lose_by"]) else "optimise_may_lose"
            said = [say(key, lang, item=self._open_loss(row, lang))]
        if unsure:
            said.append(say("optimise_unsure", lang, items=self._items(row["mode"], unsure, lang)))
        if self.floors:
            items = (self._from_floor(row["mode"], name, lang) for name in self.floors)
            said.append(say("optimise_from_floors", lang, items=say("semicolon", lang).join(items)))
        if self.in_sets:
            gains = self.better_in(row["mode"], row["gains"])
            counts = {"sets": len(self.sets), "count": self.better_in(row["mode"]), "gains": gains}
            key = "optimise_better_in" if row["kind"] == "better" else "optimise_gains_in"
            said.append(say(key, lang, **counts))
        return _joined(said, lang)

    def _open_loss(self, row: dict[Any, Any], lang: str) -> str:
        name, share = row["may_lose"], row["may_lose_share"]
        named = INDICATORS[name].title(lang)
        if math.isnan(row["may_lose_by"]):
            return named
        said = f"{named} {sized(name, row['may_lose_by'], lang)}"
        if math.isnan(share):
            return said
        key = "optimise_share" if math.isfinite(share) else "optimise_from_zero"
        return said + say(key, lang, share=f"{number(100 * share)} %", start=self.start.title(lang))

    def _from_floor(self, label: str, indicator: str, lang: str) -> str:
        """Return how far a mode lies from a floor, and in how many fresh replicates it keeps it."""
        found, scale = self.margin(label, indicator), INDICATORS[indicator].scale
        return say(
            "optimise_from_floor",
            lang,
            title=INDICATORS[indicator].title(lang),
            margin=sized(indicator, found.mean, lang),
            interval=interval(found.chance_low / scale, found.chance_high / scale),
            count=self.kept(label, indicator),
            total=self.fresh,
        )

    def _most_often(self, lang: str) -> str:
        """Return which mode of the front is better in every objective in the most sets; nothing without."""
        if not self.in_sets:
            return ""
        counts = {label: self.better_in(label) for label in self._front}
        label = max(counts, key=lambda one: counts[one])
        parts = {"sets": len(self.sets), "count": counts[label], "mode": label}
        key = "optimise_most_in" if counts[label] else "optimise_never_in"
        return _joined([say(key, lang, **parts)], lang)


def _amounts(means: pd.DataFrame, mode: str, lang: str) -> list[str]:
    return [f"{row['title']} {units.show(row[mode], row['unit'], lang)}" for _, row in means.iterrows()]


def _joined(said: Iterable[str], lang: str) -> str:
    """Return sentences that follow another one."""
    return "".join(one if lang == "zh" else f" {one}" for one in said)


def _change(path: str, value: Any, lang: str) -> str:
    about = SETTINGS.get(path)
    named = path if about is None else about.title_zh if lang == "zh" else about.title_en
    return f"{named} {shown(path, value, lang)}"


optimise = Optimisation.of
