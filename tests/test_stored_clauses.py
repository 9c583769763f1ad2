"""The stored study of the clauses is that of the modes of today, and all that shows it shows the same."""

import csv
import runpy
from pathlib import Path

import pytest

import crosspark as cp
from crosspark.cli import main
from crosspark.governance.clauses import CLAUSES
from crosspark.model.indicators import INDICATORS
from crosspark.studies import expectations, stored
from crosspark.studies.clause_study import ACTING, GROUPS, Plan, digests, whole_plan
from crosspark.views.text import number

DOCS = Path(__file__).parents[1] / "docs"
AGAIN = f"the stored study is stale or missing; make it anew with: {stored.COMMAND}"


@pytest.fixture(scope="module")
def rows():
    file = stored.FOLDER / "clauses.csv"
    assert file.exists(), AGAIN
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_it_was_made_of_the_scenarios_and_modes_of_today(rows):
    made = stored.manifest()
    modes = list(dict.fromkeys(row["subject"] for row in rows if row["setting"] == "mode"))
    plans = [whole_plan(cp.load_scenario(made["scenario"]), modes)]
    for name in made["scenarios"]:
        if name != made["scenario"]:
            plans.append(Plan(cp.load_scenario(name)))
            plans[-1].add_lead()

    assert made["scenarios"] == digests(plans), AGAIN


def test_it_holds_every_clause_in_both_settings_and_every_indicator(rows):
    found = {(row["subject"], row["setting"], row["indicator"]) for row in rows}
    wanted = {
        (subject, setting, indicator)
        for subject in (*ACTING, *GROUPS)
        for setting in ("alone", "missing", "apart")
        for indicator in INDICATORS
    }
    expected = expectations.read(DOCS / "expectations.yaml")
    wanted |= {(one.subject, one.setting, one.indicator) for one in expected.single}

    assert wanted <= found, AGAIN
    assert {indicator for _, _, indicator in found} == set(INDICATORS), AGAIN


def test_only_misses_are_explained(rows):
    expected = expectations.read(DOCS / "expectations.yaml")
    known = expectations.by_key(stored.sizes())
    missed = {
        one.key for one in expected.single if expectations.verdict(one, known, expected.matters) == "miss"
    } | {
        pair.key(clause)
        for pair in expected.together
        for clause in pair.clauses
        if expectations.verdict_together(pair, clause, known) == "miss"
    }

    assert set(expected.explained) <= missed


def test_the_page_is_the_stored_study(rows):
    page = runpy.run_path(str(DOCS / "make_clauses.py"))["written"](
        stored.sizes(), stored.manifest(), expectations.read(DOCS / "expectations.yaml")
    )

    assert (DOCS / "clauses.md").read_text(encoding="utf-8") == page, (
        f"{AGAIN} (--page writes the page alone)"
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("clause", ["R4", "S1", "M5"])
def test_explain_shows_who_pays_by_how_much_and_how_surely(clause, lang, rows, capsys):
    assert main(["explain", clause, "--lang", lang]) == 0
    text = capsys.readouterr().out

    assert CLAUSES[clause].quote_en.split()[-1] in text
    assert f"{stored.manifest()['replicates']}" in text
    for row in rows:
        if row["subject"] == clause and row["setting"] in ("alone", "missing"):
            about = INDICATORS[row["indicator"]]
            if about.id in CLAUSES[clause].paid_in:
                line = next(line for line in text.splitlines() if f"{about.title(lang)} (" in line)
                assert number(float(row["mean"]) / about.scale, signed=True) in line


def test_a_table_holds_the_sizes_of_the_clauses(rows):
    table = cp.clauses(sizes=True).set_index(["clause", "setting", "indicator"])

    assert len(table) == len(ACTING) * 2 * len(INDICATORS)
    for row in rows[:400]:
        if row["setting"] in ("alone", "missing"):
            assert table.loc[(row["subject"], row["setting"], row["indicator"]), "mean"] == pytest.approx(
                float(row["mean"]), nan_ok=True
            )
    assert not table.loc[("R4", "alone", "service_level"), "emergent"]
    assert table.loc[("R4", "alone", "service_level"), "pays"]
    assert set(cp.clauses().loc["S1", "moves"].split(", ")) <= set(INDICATORS)
