"""What a file's figures rest on, by grade: what it sets itself without a grade is an assumption."""

import pytest

from crosspark.cli import main
from crosspark.governance import catalogue
from crosspark.governance.mode import load_mode
from crosspark.scenarios import load_scenario
from crosspark.studies.check import grades_of


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """Return a function that writes mine.yaml."""
    monkeypatch.chdir(tmp_path)
    return lambda text: (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")


MODE = """\
title: {en: Mine, zh: 我的}
clauses: {S2: 1, H2: 0.5}
parameters: {clauses.S2.posts: 4 posts, handover.days: 2 working days, committee.scope: zone}
"""


def test_a_mode_rests_on_its_parameters_and_those_of_its_clauses(mine, capsys):
    # S2 has three parameters, one of them set here, and H2 two; two fields of its own: seven, all assumed.
    mine(MODE)

    assert main(["check", "mine.yaml"]) == 0
    assert capsys.readouterr().out == (
        "mine.yaml: mode mine, Mine: nothing wrong\n"
        "  its figures: measured ● 0, study ○ 0, set by the text § 0, assumed △ 7\n"
    )
    assert main(["check", "mine.yaml", "--lang", "zh"]) == 0
    assert capsys.readouterr().out.endswith("所依據的數值:實測 ● 0,研究 ○ 0,原文所定 § 0,假設 △ 7\n")


def test_what_a_mode_sets_is_an_assumption_though_the_text_sets_what_it_replaces(mine):
    mine(MODE)
    rows = {row["path"]: row for row in catalogue.parameter_rows(load_mode("./mine.yaml"))}

    assert rows["committee.scope"]["grade"] == "assumption"
    assert rows["headquarters.scope"]["grade"] == "clause"
    assert rows["clauses.S2.posts"]["source"] == "set by the mode"
    assert rows["clauses.S2.days_factor"]["source"] == "none in the text"


SCENARIO = """\
id: mine
title_en: Mine
title_zh: 我的
extends: wenjiang
demand:
  leads: {value: 140 leads/year, grade: statistic, source: the district's yearbook}
budgets:
  tax_rate: 15 %
"""


def test_a_scenario_counts_its_figures_and_a_bare_one_takes_the_grade_of_its_parent_away(mine):
    mine(SCENARIO)
    parent, own = grades_of(load_scenario("wenjiang")), grades_of(load_scenario("./mine.yaml"))

    # Leads: from assumed to measured. The tax rate, measured in wenjiang, is a bare number here.
    assert own["statistic"] == parent["statistic"]
    assert own["assumption"] == parent["assumption"]
    assert own.total() == parent.total()
    by_path = {fact.path: fact.grade for fact in load_scenario("./mine.yaml").facts}
    assert (by_path["demand.leads"], by_path["budgets.tax_rate"]) == ("statistic", "assumption")
