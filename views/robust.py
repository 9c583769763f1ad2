"""Modes over many futures, shown: a table for each indicator, dominance, floors, prices, acceptability."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from crosspark.governance import units
from crosspark.model.indicators import INDICATORS
from crosspark.model.provenance import git_commit, versions
from crosspark.studies import robust as numbers
from crosspark.studies.robust import RESAMPLES, WEIGHTINGS
from crosspark.studies.statistics import wilson
from crosspark.views import words
from crosspark.views.carried import lost_said, sets_said
from crosspark.views.comparison import checked_language
from crosspark.views.discovery import about_futures, futures_how, percent, write_texts
from crosspark.views.folder import write_folder
from crosspark.views.plain import records
from crosspark.views.tables import title
from crosspark.views.text import MISSING, Paragraphs, number, shorten, table, wrap
from crosspark.views.words import say

_TITLE_WIDTH = 36

#: Of all futures: dominance in fewer is told in one sentence, whoever it is; the table has every pair.
_OFTEN = 0.1


class Robust(numbers.Robust):
    """Modes over futures, with what people see of it."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return everything that the command prints, in ``en`` or ``zh``."""
        parts = [self._header(checked_language(lang)), self._indicators(lang), self._dominance(lang)]
        parts += [self._floors(lang)] if self.floors else []
        parts += [self._prices(lang)] if self.price else []
        parts += [self._acceptability(lang), wrap(say("robust_reading", lang, resamples=RESAMPLES))]
        said = [wrap(line) for line in self.answer(lang).splitlines()]
        return "\n\n".join([*parts, "\n".join([say("answer", lang), *said])])

    def answer(self, lang: str = "en") -> str:
        """Return who dominates, has the least regret, and at which price."""
        checked_language(lang)
        if not self.dominance()["futures"].max():
            return Paragraphs(say("nothing_finished", lang))
        said = [*self._dominates(lang), *self._chosen(lang), *self._accepted(lang)]
        said += self._kept(lang) if self.floors else []
        said += self._worth(lang) if self.price else []
        return Paragraphs("\n".join([*said, say("futures_caveat", lang)]))

    def plot(self) -> Any:
        """Return the figure: the largest regret of each mode by indicator, and its share of each rank."""
        # Matplotlib takes a second to load, which a table need not wait for.
        from crosspark.views.futures_figures import regrets_and_ranks

        return regrets_and_ranks(self)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table by name."""
        by_indicator = {name: self.table(name) for name in self.indicators}
        found = {
            "modes": pd.concat(by_indicator, names=["indicator", None]).reset_index(level=0),
            "dominance": self.dominance(),
            "undominated": self.undominated(),
            "acceptability": self.acceptability,
        }
        found |= {"floors": self.satisfied()} if self.floors else {}
        return found | ({"break_even": self.break_even()} if self.price else {})

    def to_data(self) -> dict[str, Any]:
        """Return everything as plain data, as ``--json`` prints it; unknown is null."""
        return {
            **about_futures(self.futures),
            "modes_compared": self.ids,
            "indicators": list(self.indicators),
            "floors_given": self.floors,
            "price": self.price,
            **{name: records(frame) for name, frame in self.tables().items()},
            "answer": {lang: str(self.answer(lang)) for lang in words.LANGUAGES},
            "manifest": {"study": "robust", "versions": versions(), "git": git_commit(),
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
        write_texts(folder, "robust", self.to_data(), {lang: self.text(lang) for lang in words.LANGUAGES})
        for name, frame in self.tables().items():
            frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
        (folder / "robust.png").write_bytes(self.plot().png())

    # The blocks of the text

    def _header(self, lang: str) -> str:
        futures = self.futures
        lines = [say("robust", lang, scenario=futures.scenario.title(lang)), wrap(futures_how(futures, lang))]
        lines.append(table([[mode.id, mode.title(lang)] for mode in self.modes], left=2))
        said = [sets_said(futures.sets, futures.scenario.title(lang), lang)]
        said += lost_said(self.left_out, len(futures.points), futures.failed, futures.message, lang)
        lines += [wrap(sentence) for sentence in said if sentence]
        return "\n".join(lines)

    def _indicators(self, lang: str) -> str:
        heads = ("mean", "worst_case", "best_in", "last_in", "largest_regret")
        rows = [["", *(say(key, lang) for key in heads), ""]]
        for indicator in self.indicators:
            about = INDICATORS[indicator]
            rows.append([title(about, lang) + " △", "", "", "", "", "", ""])
            for row in self.table(indicator).to_dict("records"):
                if not row["futures"]:
                    rows.append([f"    {row['mode']}", *[MISSING] * 5, say("no_future", lang)])
                    continue
                marks = [say(key, lang) for key in ("maximin", "savage", "steady") if row[key]]
                rows.append(
                    [
                        f"    {row['mode']}",
                        *(number(row[key] / about.scale) for key in ("mean", "worst")),
                        *(f"{row[key]}/{row['futures']}" for key in ("best_in", "last_in")),
                        number(row["regret"] / about.scale),
                        say("list_comma", lang).join(marks),
                    ]
                )
        return table(rows, remark=True)

    def _dominance(self, lang: str) -> str:
        found = self.dominance().set_index(["mode", "over"])["dominates_in"]
        rows = [["", *self.ids, say("undominated", lang)]]
        for mode, free in zip(self.ids, self.undominated().to_dict("records"), strict=True):
            cells = (MISSING if mode == other else str(found[mode, other]) for other in self.ids)
            rows.append([mode, *cells, f"{free['undominated_in']}/{free['futures']}"])
        return say("dominance_head", lang, count=len(self.indicators)) + "\n" + table(rows)

    def _floors(self, lang: str) -> str:
        rows = [["", *(self._floor(name, lang) for name in self.floors), say("all_floors", lang)]]
        rows += [
            [row["mode"], *(percent(row[name]) for name in [*self.floors, "all"])]
            for row in self.satisfied().to_dict("records")
        ]
        return say("floors_head", lang) + "\n" + table(rows)

    def _floor(self, indicator: str, lang: str) -> str:
        about = INDICATORS[indicator]
        value = f"{number(self.floors[indicator] / about.scale)} {about.shown_unit(lang)}"
        key = "floor_at_least" if about.direction > 0 else "floor_at_most"
        return say(key, lang, title=about.title(lang), value=value)

    def _prices(self, lang: str) -> str:
        priced, by = (INDICATORS[name] for name in self.price or ())
        rows = [["", "", "", say("percentiles", lang), say("traded_in", lang)]]
        for row in self.break_even().to_dict("records"):
            named = say("preferred", lang, mode=row["mode"], other=row["other"])
            low, high = (self._worth_of(row[end], lang) for end in ("low", "high"))
            counts = f"{row['trade_in']}/{row['futures']}"
            if math.isnan(row["price"]):
                cells = [say("no_price", lang), ""]
            elif not row["price"]:
                cells = [say("any_price", lang), ""]
            else:
                cells = [say("above_price", lang), self._worth_of(row["price"], lang)]
            rows.append([named, *cells, f"{low} … {high}", counts])
        texts = {"unit": priced.shown_unit(lang), "priced": priced.title(lang), "by": by.title(lang)}
        return wrap(say("break_even_head", lang, **texts), indent=0) + "\n" + table(rows, left=2)

    def _worth_of(self, price: float, lang: str) -> str:
        """Return a price in the unit that people read: of `by`, for one shown unit of what is priced."""
        priced, by = (INDICATORS[name] for name in self.price or ())
        if math.isnan(price):
            return MISSING
        if by.unit == "yuan":
            return units.show(price * priced.scale, "yuan", lang)
        return f"{number(price * priced.scale / by.scale)} {by.shown_unit(lang)}"

    def _acceptability(self, lang: str) -> str:
        found = self.acceptability.to_dict("records")
        places = range(1, len(self.ids) + 1)
        rows = [["", *(say("rank_of", lang, rank=place) for place in places)]]
        rows += [[row["mode"], *(percent(row[f"rank_{place}"]) for place in places)] for row in found]
        weights = [["", *self.ids]]
        for name in self.indicators:
            cells = (percent(row[f"weight_{name}"]) for row in found)
            weights.append([shorten(INDICATORS[name].title(lang), _TITLE_WIDTH), *cells])
        head = say("acceptability_head", lang, count=f"{WEIGHTINGS:,}")
        return "\n".join([head, table(rows), say("central_head", lang), table(weights)])

    # The closing words

    def _title(self, id_: object, lang: str) -> str:
        return next(mode.title(lang) for mode in self.modes if mode.id == id_)

    def _dominates(self, lang: str) -> list[str]:
        found = self.dominance().sort_values("dominates_in", ascending=False, kind="stable")
        rows = found.to_dict("records")
        texts = {"count": len(self.indicators), **_share(rows[0]["dominates_in"], rows[0]["futures"])}
        if not rows[0]["dominates_in"]:
            return [say("robust_no_dominance", lang, **texts)]
        if rows[0]["dominates_in"] < _OFTEN * rows[0]["futures"]:
            return [say("robust_seldom", lang, **texts)]
        said = [
            say(
                "robust_dominates",
                lang,
                mode=self._title(row["mode"], lang),
                other=self._title(row["over"], lang),
                **_share(row["dominates_in"], row["futures"]),
            )
            for row in rows
            if row["dominates_in"] >= _OFTEN * row["futures"]
        ]
        return [_gap(lang).join(said)]

    def _chosen(self, lang: str) -> list[str]:
        """Return who has the least regret on what, and who has it though rarely best."""
        least: dict[tuple[str, ...], list[str]] = {}
        steady = []
        for indicator in self.indicators:
            rows = self.table(indicator).to_dict("records")
            named = INDICATORS[indicator].title(lang)
            chosen = [row for row in rows if row.get("savage")]
            if chosen:
                counts = {"count": round(sum(row["savage_in"] for row in chosen)), "resamples": RESAMPLES}
                item = say("regret_item", lang, indicator=named, **counts)
                least.setdefault(tuple(row["mode"] for row in chosen), []).append(item)
            for row in chosen:
                if row["steady"]:
                    other = max(rows, key=lambda one: int(one["top_in"]))
                    most = _share(other["top_in"], other["futures"])
                    steady.append(
                        say(
                            "steady_item",
                            lang,
                            indicator=named,
                            mode=self._title(row["mode"], lang),
                            other=self._title(other["mode"], lang),
                            most=most["share"],
                            most_interval=most["interval"],
                            **_share(row["top_in"], row["futures"]),
                        )
                    )
        comma, joined = say("list_comma", lang), say("semicolon", lang)
        parts = [
            say(
                "robust_regret" if len(modes) == 1 else "robust_regret_tied",
                lang,
                mode=say("tied_modes", lang).join(self._title(mode, lang) for mode in modes),
                items=comma.join(items),
            )
            for modes, items in sorted(least.items(), key=lambda pair: -len(pair[1]))
        ]
        said = [joined.join(parts) + {"en": ".", "zh": "。"}[lang]] if parts else []
        return said + ([say("robust_steady", lang, items=joined.join(steady))] if steady else [])

    def _accepted(self, lang: str) -> list[str]:
        return [self._shares("robust_accepted", self.acceptability, "rank_1", lang)]

    def _kept(self, lang: str) -> list[str]:
        return [self._shares("robust_floors", self.satisfied(), "all", lang)]

    def _shares(self, key: str, found: pd.DataFrame, column: str, lang: str) -> str:
        """Return the share of each mode with its interval, the largest first."""
        items = [
            say(
                "accepted_item",
                lang,
                mode=self._title(row["mode"], lang),
                share=percent(row[column]),
                interval=_interval(row["low"], row["high"]),
            )
            for row in found.sort_values(column, ascending=False, kind="stable").to_dict("records")
        ]
        return say(key, lang, items=say("list_comma", lang).join(items), total=found["futures"].max())

    def _worth(self, lang: str) -> list[str]:
        priced, by = (INDICATORS[name] for name in self.price or ())
        said = [
            say(
                "robust_price",
                lang,
                mode=self._title(row["mode"], lang),
                other=self._title(row["other"], lang),
                unit=priced.shown_unit(lang),
                priced=priced.title(lang),
                by=by.title(lang),
                trade_in=row["trade_in"],
                futures=row["futures"],
                **{end: self._worth_of(row[end], lang) for end in ("price", "low", "high")},
            )
            for row in self.break_even().to_dict("records")
            if row["price"] > 0
        ]
        return [_gap(lang).join(said)] if said else []


robust = Robust.of


def _gap(lang: str) -> str:
    return "" if lang == "zh" else " "


def _share(count: int, total: int) -> dict[str, object]:
    """Return a share of futures with Wilson's interval, in per cent, and of how many."""
    share = count / total
    (low,), (high,) = wilson(np.array([share]), np.array([total]))
    return {"share": percent(share), "total": total, "interval": _interval(low, high)}


def _interval(low: float, high: float) -> str:
    """Return an interval of shares, in per cent."""
    if math.isnan(low):
        return f"[{MISSING}, {MISSING}]"
    return f"[{100 * low:.3g}, {100 * high:.3g}]"
