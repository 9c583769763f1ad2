"""Scenarios: what the library says, what a file keeps, what can be overridden."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from crosspark.governance.errors import BadInput
from crosspark.model.case import Scenario, resolve
from crosspark.scenarios import load_scenario
from crosspark.scenarios.listing import parameter_rows, scenario_rows
from crosspark.scenarios.loader import LIBRARY, merge, scenario_names
from crosspark.scenarios.template import write_template

CENSUS = Path(__file__).parents[1] / "docs" / "data" / "chengdu_districts_census_2010_2020.csv"


@pytest.fixture(scope="module")
def wenjiang() -> Scenario:
    return load_scenario("wenjiang")


@pytest.fixture(scope="module")
def two_parks() -> Scenario:
    return load_scenario("two_parks")


def fact(scenario: Scenario, path: str):
    return next(fact for fact in scenario.facts if fact.path == path)


def test_wenjiangs_people_add_up_to_the_census(wenjiang):
    row = next(line for line in CENSUS.read_text(encoding="utf-8").splitlines() if "温江区" in line)

    assert sum(place.population for place in wenjiang.subdistricts.values()) == 967_868
    assert row.split(",")[2] == "967868"


def test_wenjiangs_enterprises_add_up_to_the_published_counts(wenjiang):
    counts = {name: sum(park.enterprises.values()) for name, park in wenjiang.parks.items()}

    assert counts["medical_city"] == 199  # 2018
    assert sum(counts.values()) == 520  # "520+" in 2022


def test_wenjiangs_mean_investment_per_mu_is_the_national_zones(wenjiang):
    total = sum(segment.lead_weight for segment in wenjiang.segments.values())
    mean = sum(segment.lead_weight * segment.capital for segment in wenjiang.segments.values()) / total

    assert total == pytest.approx(1)
    assert mean / 15 == pytest.approx(321)  # 万元/mu; 10,000 yuan on 2000/3 m² are 15 yuan/m²


def test_wenjiangs_procedures_are_the_ten_in_the_order_of_the_chain(wenjiang):
    ids = [procedure.id for procedure in wenjiang.procedures]

    assert ids == ["E1", "G1", "G2", "E2", "G3", "E3", "G4", "E4", "G5", "E5"]
    # G2 15, E1 1, E2 6, E3 16, E4 10, E5 3
    assert sum(p.own_days + p.statutory_days for p in wenjiang.procedures) == 51
    assert [p.id for p in wenjiang.procedures if p.consent] == ["G2", "E2", "G3"]
    assert {p.id: p.closes_after for p in wenjiang.procedures if p.closes_after} == {
        "E2": "G2",
        "E3": "G3",
        "E4": "G4",
        "E5": "G5",
    }


def test_quantities_become_canonical_numbers(wenjiang):
    park = wenjiang.parks["medical_city"]

    assert park.collective == 10_000_000  # 15000 mu of 2000/3 m²
    assert park.fund == 400_000_000  # 4 亿元
    assert park.land_price == 600  # 40 万元/mu
    assert isinstance(park.collective, int)
    assert isinstance(park.fund, int)
    assert wenjiang.economy.exit_hazard == 0.004  # 0.4 %/month


def test_the_small_district_inherits_procedures_and_leaves_parks_behind(wenjiang, two_parks):
    assert list(two_parks.parks) == ["north", "south"]
    assert list(two_parks.subdistricts) == ["upper_town", "lower_town"]
    assert two_parks.procedures == wenjiang.procedures
    assert two_parks.segments["pharma"].buys == {"pharma": 0.12, "medical_services": 0.05}
    assert two_parks.demand.leads == 12


@pytest.mark.parametrize("name", scenario_names())
def test_a_written_scenario_loads_as_the_same(name, tmp_path):
    scenario = load_scenario(name)
    again = load_scenario(scenario.to_yaml(tmp_path / "again.yaml"))

    assert again == scenario
    assert again.facts == scenario.facts
    assert again.digest == scenario.digest


def test_the_digest_is_the_same_in_another_process_and_another_for_other_figures(two_parks):
    code = "from crosspark.scenarios import load_scenario; print(load_scenario('two_parks').digest, end='')"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert other == two_parks.digest
    assert two_parks.with_overrides({"demand.nest": 0.5}).digest != two_parks.digest


def test_the_order_of_parks_in_a_file_does_not_matter(two_parks, tmp_path):
    data = two_parks.to_data()
    data["parks"] = dict(reversed(data["parks"].items()))
    path = tmp_path / "turned.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")

    assert load_scenario(path).digest == two_parks.digest


def test_an_override_changes_one_figure_and_says_so(two_parks):
    changed = two_parks.with_overrides({"procedures.G1.reviews.resettlement.hours": "3 hours"})
    paths = {a.path for a, b in zip(changed.facts, two_parks.facts, strict=True) if a.value != b.value}
    told = fact(changed, "procedures.G1.reviews.resettlement.hours")

    assert paths == {"procedures.G1.reviews.resettlement.hours"}
    # The range was 25 to 100 hours, half to double of 50; it is widened to hold the value.
    assert (told.value, told.low, told.high, told.grade, told.source) == (3, 3, 100, "assumption", "override")
    assert two_parks.with_overrides({}) is two_parks


def test_overridden_figures_survive_the_file(two_parks, tmp_path):
    changed = two_parks.with_overrides({"parks.north.fund": "3 亿元", "economy.sigma_land": 0.3})

    assert load_scenario(changed.to_yaml(tmp_path / "changed.yaml")) == changed


def read(scenario: Callable[[], Scenario]) -> dict[str, object] | str:
    """Return what was read, or why it was refused."""
    try:
        return scenario().model_dump()
    except BadInput as refused:
        return str(refused)


def test_an_override_is_the_file_with_that_figure_in_it(two_parks):
    """Of every figure, for values that are right and values that are not."""
    for known in two_parks.facts:
        for value in (1.3 * known.value, -1.0):
            written = value if known.unit in {"share", "number"} else f"{value!r} {known.unit}"
            data = two_parks.to_data()
            *parents, leaf = known.path.split(".")
            at = data
            for name in parents:
                by_name = at
                if isinstance(at, list):
                    by_name = {one.get("id", one.get("server")): one for one in at}
                at = by_name[name]
            at[leaf] = written
            assert read(lambda w={known.path: written}: two_parks.with_overrides(w)) == read(
                lambda data=data: Scenario.build(data, lambda _: ("<overrides>", None))
            ), known.path


def test_figures_that_bound_each_other_change_together(wenjiang):
    # Either alone would be refused: the most, 400 mu, must lie above the least.
    changed = wenjiang.with_overrides({"demand.size_min": "450 mu", "demand.size_max": "600 mu"})

    assert changed.figure("demand.size_min") == 450 * 2000 / 3
    assert changed.figure("demand.size_max") == 600 * 2000 / 3


def test_an_unknown_override_is_told_with_the_nearest_path(two_parks):
    with pytest.raises(BadInput) as caught:
        two_parks.with_overrides({"parks.north.fnud": "3 亿元"})

    assert str(caught.value) == (
        '<overrides>: parks.north.fnud is "3 亿元"; '
        'no such figure in this scenario, did you mean "parks.north.fund"?'
    )


def test_an_override_with_a_wrong_unit_is_refused(two_parks):
    with pytest.raises(BadInput) as caught:
        two_parks.with_overrides({"parks.north.fund": "3 mu"})

    assert str(caught.value) == (
        '<overrides>: parks.north.fund is "3 mu"; "mu" measures something else, '
        'write a number of yuan, such as "12 yuan"'
    )


def test_every_parameter_has_unit_range_and_grade(wenjiang):
    rows = parameter_rows(wenjiang)

    columns = ["path", "value", "unit", "low", "high", "grade", "source", "title_en", "title_zh"]
    assert list(rows[0]) == columns
    assert len({row["path"] for row in rows}) == len(rows)
    for row in rows:
        assert row["low"] <= row["value"] <= row["high"], row
        assert row["unit"], row
        assert row["grade"] == "assumption" or row["source"], row


def test_a_bare_figure_is_an_assumption_from_half_to_double_within_its_bounds(two_parks):
    fund, fit = fact(two_parks, "parks.north.fund"), fact(two_parks, "parks.south.fit.medical_services")

    assert (fund.low, fund.high, fund.grade) == (100_000_000, 400_000_000, "assumption")  # of 2 亿元
    assert (fit.low, fit.high) == (0.5, 1)  # of 1; a share ends at 1


def test_what_rests_on_a_study_names_it(wenjiang):
    tail = fact(wenjiang, "demand.size_tail")

    assert (tail.value, tail.low, tail.high, tail.grade) == (1.3, 1.0, 1.5, "study")
    assert "Heinrich" in tail.source


def test_merging_keeps_replaces_and_takes_away():
    parent = {"a": {"x": 1, "y": 2}, "b": {"value": 3, "source": "s"}, "c": [1, 2], "d": {"z": 1}}
    child = {"a": {"y": 5}, "b": {"value": 4}, "c": [3], "d": None}

    assert merge(parent, child) == {"a": {"x": 1, "y": 5}, "b": {"value": 4}, "c": [3]}
    assert parent["a"] == {"x": 1, "y": 2}


def test_the_model_finds_a_scenario_by_name_or_takes_it_as_it_is(two_parks):
    assert resolve("two_parks") == two_parks
    assert resolve(two_parks) is two_parks


def test_the_library_is_listed_with_titles():
    rows = {row["id"]: row for row in scenario_rows()}

    assert rows["wenjiang"] == {"id": "wenjiang", "title_en": "Wenjiang, three parks", "title_zh": "溫江三園"}
    assert list(rows) == sorted(path.stem for path in LIBRARY.glob("*.yaml"))


def test_the_library_files_are_called_as_their_ids():
    assert [load_scenario(name).id for name in scenario_names()] == scenario_names()


def test_listing_loads_no_heavy_library():
    code = (
        "import sys, crosspark.scenarios.listing as l; l.scenario_rows();"
        "print([m for m in ('numpy', 'pandas', 'mesa', 'networkx', 'numba') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "[]"


def test_a_new_scenario_passes_its_check_and_is_never_overwritten(tmp_path):
    path = write_template("scenario", tmp_path / "My district.yaml")
    text = path.read_text(encoding="utf-8")

    assert load_scenario(path).id == "my_district"
    with pytest.raises(BadInput, match="choose another name"):
        write_template("scenario", path)
    assert path.read_text(encoding="utf-8") == text


def test_a_new_mode_passes_its_check(tmp_path):
    from crosspark.governance.mode import load_mode

    path = write_template("mode", tmp_path / "mine.yaml")

    assert load_mode(path).id == "mine"


def test_a_template_of_an_unknown_kind_is_refused(tmp_path):
    with pytest.raises(BadInput, match='did you mean "mode"'):
        write_template("modes", tmp_path / "x.yaml")
