"""Files to start from: what they say is right, and they change no more than they explain."""

import re

import pytest
import yaml

from crosspark.governance import units
from crosspark.governance.mode import load_mode
from crosspark.scenarios import load_scenario
from crosspark.scenarios.template import write_template
from crosspark.studies.design import Design

LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])


@LANGUAGES
def test_a_new_mode_changes_the_one_clause_that_it_shows(lang, tmp_path):
    mode = load_mode(write_template("mode", tmp_path / "mine.yaml", lang))

    assert mode.clauses == load_mode("present").with_clauses("S1").clauses
    assert mode.parameters == load_mode("present").parameters


@LANGUAGES
def test_the_lines_of_a_new_mode_that_are_comments_are_right_too(lang, tmp_path):
    path = write_template("mode", tmp_path / "mine.yaml", lang)
    text = path.read_text(encoding="utf-8").replace("  # M1", "  M1").replace("# parameters:", "parameters:")
    path.write_text(text.replace("#   headq", "  headq"), encoding="utf-8")

    mode = load_mode(path)
    assert mode.clauses["M1"] == 0.5
    assert mode.parameters["headquarters.meeting_interval"] == 10


@LANGUAGES
def test_the_flow_chart_of_a_new_scenario_is_right_without_its_comment_signs(lang, tmp_path):
    path = write_template("scenario", tmp_path / "mine.yaml", lang)
    before, sign, chart = path.read_text(encoding="utf-8").partition("# servers:\n")
    assert load_scenario(path).id == "mine"

    lines = [line.removeprefix("# ") for line in (sign + chart).splitlines()]
    path.write_text(before + "\n".join(lines) + "\n", encoding="utf-8")

    scenario = load_scenario(path)
    assert [procedure.id for procedure in scenario.procedures] == ["registration", "land", "assessment"]
    assert scenario.servers["assessors"].posts == 3


@LANGUAGES
def test_the_cycle_and_the_copies_of_a_new_scenario_are_right_without_their_comment_signs(lang, tmp_path):
    path = write_template("scenario", tmp_path / "mine.yaml", lang)
    text = path.read_text(encoding="utf-8").replace("# cycle", "cycle").replace("# copies", "copies")
    path.write_text(text, encoding="utf-8")

    scenario = load_scenario(path)
    assert scenario.demand.cycle_amplitude == 0.3
    assert len(scenario.parks) == 6
    assert scenario.parks["medical_city_4"].posts == 90


def test_a_new_design_runs_every_mode_at_every_point(tmp_path):
    design = Design.of(write_template("design", tmp_path / "mine.yaml"))

    assert (len(design.points), list(design.entries)) == (16, ["present", "approval_only", "one_plus_two"])
    assert len(design) == 16 * 3 * 2
    assert {point["demand.leads"] for point in design.points} == {60, 90}


@LANGUAGES
def test_the_points_of_a_new_design_are_right_without_their_comment_signs(lang, tmp_path):
    path = write_template("design", tmp_path / "mine.yaml", lang)
    lines = path.read_text(encoding="utf-8").splitlines()
    first, last = lines.index("vary:"), lines.index("# points:")
    named = [line.removeprefix("# ") for line in lines[last : last + 3]]
    path.write_text("\n".join([*lines[:first], *named, *lines[last + 3 :]]) + "\n", encoding="utf-8")

    assert Design.of(path).points == (
        {"headquarters.meeting_interval": 5, "clauses.S1": 1},
        {"headquarters.meeting_interval": 20},
    )


@pytest.mark.parametrize("kind", ["scenario", "mode", "design"])
def test_a_chinese_file_has_chinese_comments_and_the_same_content(kind, tmp_path):
    files = {}
    for lang in ("en", "zh"):
        (tmp_path / lang).mkdir()
        files[lang] = write_template(kind, tmp_path / lang / "mine.yaml", lang).read_text(encoding="utf-8")

    english, chinese = (in_base_units(yaml.safe_load(files[lang])) for lang in ("en", "zh"))
    assert english == chinese
    assert not re.search(r"\d [a-z亿万]", files["zh"])
    assert "檢查:" in files["zh"].splitlines()[0]
    assert "Check it with" not in files["zh"]


def in_base_units(data):
    """Return the data of a file with every quantity as a number, in whatever language its unit is."""
    if isinstance(data, dict):
        return {key: in_base_units(value) for key, value in data.items()}
    if isinstance(data, list):
        return [in_base_units(value) for value in data]
    for unit in ("working day", "lead/year", "project/year", "yuan"):
        if isinstance(data, str) and data[0].isdigit():
            try:
                return units.parse(data, unit), unit
            except ValueError:
                continue
    return data
