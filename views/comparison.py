"""A comparison that shows itself: figures, closing words, text, JSON and a folder of files."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from crosspark.governance.errors import BadInput, one_of
from crosspark.model.indicators import HEADLINES
from crosspark.studies import compare as numbers
from crosspark.studies import precision
from crosspark.studies.catalogue import grades
from crosspark.studies.folders import FINISHED
from crosspark.views import words
from crosspark.views.answer import closing_words
from crosspark.views.folder import write_folder
from crosspark.views.page import page
from crosspark.views.plain import records
from crosspark.views.sheet import sheet
from crosspark.views.tables import comparison_text, reading_table
from crosspark.views.text import Page, Paragraphs


class Comparison(numbers.Comparison):
    """What came of a comparison, with what people see of it."""

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en", part: str | None = None) -> str:
        """Return everything that the command prints, in ``en`` or ``zh``, or one part such as ``flows``."""
        return comparison_text(self, checked_language(lang), part)

    def table(self, indicators: Sequence[str] | None = None, lang: str = "en") -> pd.DataFrame:
        """Return indicators as people read them: units of the field, intervals, better in how many.

        Parameters
        ----------
        indicators : sequence of str, optional
            Ids in `crosspark.indicators`; the headlines unless given.
        lang : {"en", "zh"}

        Returns
        -------
        DataFrame of text
            A row per indicator and mode, with the columns of the printed headlines. `differences` has the
            numbers.

        Raises
        ------
        BadInput
            If an indicator is unknown.
        """
        return reading_table(self, HEADLINES if indicators is None else indicators, checked_language(lang))

    def answer(self, lang: str = "en", mode: str | None = None) -> str:
        """Return the one page about a mode: conclusion, seven indicators, cost, conditions, assumptions.

        Parameters
        ----------
        lang : {"en", "zh"}
        mode : str, optional
            Its label; the last one that is neither the baseline nor approvals alone unless given.

        Raises
        ------
        BadInput
            If the comparison has no such mode besides the baseline.
        """
        return Page(page(self, checked_language(lang), mode))

    def closing(self, lang: str = "en") -> str:
        """Return what differs, how surely, why, and who pays, in a few sentences for each mode."""
        return Paragraphs(closing_words(self, checked_language(lang)))

    def plot(self) -> Any:
        """Return the figures by name: trajectories, days_by_cause, hours. A notebook shows them."""
        # Matplotlib takes a second to load, which a table need not wait for.
        from crosspark.views.figures import charts

        return charts(self)

    def to_data(self) -> dict[str, Any]:
        """Return everything as plain data, as ``--json`` prints it; what is unknown is null."""
        modes = [mode for entry in self.entries.values() for mode in entry.by_park.values()]
        return {
            "scenario": {
                "id": self.scenario.id,
                "title_en": self.scenario.title_en,
                "title_zh": self.scenario.title_zh,
            },
            "modes": [
                {
                    "id": label,
                    "title_en": entry.title_en,
                    "title_zh": entry.title_zh,
                    "by_park": {park: mode.id for park, mode in entry.by_park.items()},
                }
                for label, entry in self.entries.items()
            ],
            "baseline": self.baseline,
            "replicates": self.replicates,
            "years": self.years,
            "seed": self.seed,
            "fair": self.fair,
            "objective": self.objective,
            "tuned": self.tuned,
            "inputs_by_grade": dict(grades(self.scenario, modes)),
            "held_equal": records(self.held_equal().reset_index()),
            "summary": records(self.summary()),
            "differences": {layer: records(self.differences(layer)) for layer in self.layers},
            "precision": precision.rows(self),
            "futures": [] if self.futures is None else records(self.futures.table(self.indicators)),
            "besides": [
                {"scenario": other.scenario.id, "differences": records(other.differences())}
                for other in self.besides
            ],
            "days_by_cause": records(self.causes().reset_index()),
            "who_waits": records(self.who_waits()),
            "who_loses": {mode: records(self.who_loses(mode)) for mode in self.others},
            "accounts": records(self.accounts()),
            "hours_a_year": records(self.hours()),
            "flows": records(self.flows()),
            "failures": records(self.failures),
            "closing": {lang: self.closing(lang) for lang in words.LANGUAGES},
            "answer": {lang: self.answer(lang) for lang in words.LANGUAGES},
            "manifest": self.manifest,
        }

    def save(self, folder: str | Path) -> Path:
        """Write tables (CSV), figures (PNG), texts, the answer to print (HTML) and the manifest.

        Everything is written beside the folder first and then moved there at once: there is either the
        whole of it or nothing.

        Raises
        ------
        BadInput
            If the folder holds something already, but for the runs of this comparison and what an earlier
            call wrote of it, which gives way.
        """
        kept_here = self.folder is not None and Path(folder).resolve() == self.folder.resolve()
        return write_folder(folder, self._write, FINISHED if kept_here else None)

    def _write(self, folder: Path) -> None:
        tables: dict[str, pd.DataFrame] = {
            "runs": self.runs,
            "summary": self.summary(),
            "held_equal": self.held_equal().reset_index(),
            "days_by_cause": self.causes().reset_index(),
            "who_waits": self.who_waits(),
            "who_loses": pd.concat([self.who_waits().head(0), *map(self.who_loses, self.others)]),
            "accounts": self.accounts(),
            "hours_a_year": self.hours(),
            "flows": self.flows(),
            "monthly": self.monthly(),
            "failures": self.failures,
            **{f"differences_{layer}": self.differences(layer) for layer in self.layers},
            **{f"besides_{other.scenario.id}": other.differences() for other in self.besides},
        }
        if self.futures is not None:
            tables |= {
                "futures": self.futures.table(self.indicators),
                "futures_points": self.futures.points(),
            }
        for name, frame in tables.items():
            frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
        pictures = {name: figure.png() for name, figure in self.plot().items()}
        for name, picture in pictures.items():
            (folder / f"{name}.png").write_bytes(picture)
        for lang in words.LANGUAGES:
            (folder / f"comparison_{lang}.txt").write_text(self.text(lang) + "\n", encoding="utf-8")
            (folder / f"answer_{lang}.txt").write_text(self.answer(lang) + "\n", encoding="utf-8")
            printed = sheet(self, lang, pictures["days_by_cause"])
            (folder / f"answer_{lang}.html").write_text(printed, encoding="utf-8")
        manifest = json.dumps(self.manifest, indent=2, ensure_ascii=False)
        (folder / "manifest.json").write_text(manifest + "\n", encoding="utf-8")


def checked_language(lang: str) -> str:
    """Return the language if there are words in it."""
    if lang not in words.LANGUAGES:
        raise BadInput("<lang>", None, "lang", lang, one_of(words.LANGUAGES))
    return lang


compare = Comparison.of
