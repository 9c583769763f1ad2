"""One run of one mode, shown with the tables of a comparison."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from crosspark.governance.mode import Mode
from crosspark.model.case import Scenario, resolve
from crosspark.model.indicators import GROUPS, INDICATORS
from crosspark.studies.entries import entries_of
from crosspark.studies.jobs import Job, Outcome, Simulate
from crosspark.studies.runner import prepare, simulate_model
from crosspark.views import tables
from crosspark.views.comparison import Comparison
from crosspark.views.plain import plain, records
from crosspark.views.text import number, table
from crosspark.views.words import say


class Single(Comparison):
    """A comparison of one mode with nothing: its values, and where they come from."""

    @classmethod
    def of_run(
        cls,
        scenario: str | Path | Scenario,
        mode: str | Path | Mode,
        *,
        seed: int,
        years: int | None = None,
        overrides: Mapping[str, object] | None = None,
        quiet: bool = False,
        simulate: Simulate = simulate_model,
    ) -> Self:
        """Run the model once, under exactly this seed."""
        case = resolve(scenario)
        years = case.years if years is None else years
        entries = entries_of(case, [], mode)
        label = next(iter(entries))
        given = dict(overrides or {})
        prepare(simulate, quiet=quiet)
        run = simulate(case, entries[label].mode, seed=seed, years=years, overrides=given)
        return cls(
            scenario=case,
            entries=entries,
            baseline=label,
            fair="equal_means",
            replicates=1,
            seed=seed,
            years=years,
            overrides=given,
            outcomes=(Outcome.of(Job(0, 0, label, seed), run),),
            failed=(),
        )

    def text(self, lang: str = "en", part: str | None = None) -> str:
        """Return indicators by group, days by cause, hours and flows, or one part such as ``flows``."""
        if part is not None:
            return super().text(lang, part)
        scenario, entry = self.scenario, self.entries[self.baseline]
        head = say(
            "run_of",
            lang,
            scenario=scenario.title_zh if lang == "zh" else scenario.title_en,
            mode=entry.title(lang),
            years=self.years,
            seed=self.seed,
        )
        parts = [head, self._indicators(lang), tables.causes(self, lang), tables.hours(self, lang)]
        parts += [tables.accounts(self, lang), tables.flows(self, lang), tables.rests_on(self, lang)]
        return "\n\n".join(parts)

    def to_data(self) -> dict[str, Any]:
        """Return the run as plain data."""
        return {
            "scenario": self.scenario.id,
            "mode": self.baseline,
            "seed": self.seed,
            "years": self.years,
            "indicators": {
                key: {"value": plain(value), "unit": INDICATORS[key].unit}
                for key, value in self.outcomes[0].values.items()
            },
            "days_by_cause": records(self.causes().reset_index()),
            "hours_a_year": records(self.hours()),
            "accounts": records(self.accounts()),
            "flows": records(self.flows()),
        }

    def _indicators(self, lang: str) -> str:
        rows = [["", say("value", lang) + " △"]]
        for group, titles in GROUPS.items():
            rows.append([f"— {titles[1] if lang == 'zh' else titles[0]} —", ""])
            for about in (INDICATORS[indicator] for indicator in self.indicators):
                if about.group == group:
                    value = self.mean(self.baseline, about.id) / about.scale
                    rows.append([tables.title(about, lang), number(value)])
        return "\n".join([table(rows), *tables.signed_before(self.indicators, lang)])
