"""Designs: their points, their names, and what is refused, with file and line."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc

import crosspark as cp
from crosspark.governance.errors import BadInput
from crosspark.studies.design import Design, knobs
from crosspark.studies.sweep import Sweep

MEETING, SELF = "headquarters.meeting_interval", "economy.self_interest"


def design(**given):
    return Design.of({"scenario": "two_parks", "modes": ["present"], "years": 1, **given})


# -- points -----------------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.floats(0.1, 0.9), min_size=1, max_size=4), min_size=1, max_size=3))
def test_a_grid_is_the_product_of_its_values(values):
    paths = ["clauses.S1", "clauses.M1", "clauses.R1"][: len(values)]

    found = design(vary={path: {"values": each} for path, each in zip(paths, values, strict=True)})

    assert [tuple(point.values()) for point in found.points] == list(itertools.product(*values))
    assert all(list(point) == paths for point in found.points)


def test_what_varies_nothing_is_one_point():
    assert design().points == ({},)


@pytest.mark.parametrize(
    ("method", "engine"),
    [("sobol", qmc.Sobol), ("halton", qmc.Halton), ("latin_hypercube", qmc.LatinHypercube)],
)
def test_sampled_points_are_those_of_scipy_laid_into_the_ranges(method, engine):
    found = design(
        vary={MEETING: ["5 working days", "20 working days"], SELF: [0.6, 0.9]},
        sample={"method": method, "size": 8, "seed": 3},
    )

    expected = qmc.scale(engine(2, rng=3).random(8), [5, 0.6], [20, 0.9])
    for point, row in zip(found.points, expected.tolist(), strict=True):
        assert list(point.values()) == pytest.approx(row)


def test_a_sample_takes_each_of_the_named_values_equally_often():
    found = design(
        vary={"clauses.S1": {"values": [0, 0.5, 1]}, SELF: None},
        sample={"method": "latin_hypercube", "size": 9},
    )

    assert sorted(point["clauses.S1"] for point in found.points) == [0] * 3 + [0.5] * 3 + [1] * 3


def test_nothing_for_a_range_means_the_whole_of_the_parameters_own():
    found = design(vary={SELF: None}, sample={"method": "sobol", "size": 64})
    knob = knobs(found.scenarios["two_parks"])[SELF]

    shares = sorted((point[SELF] - knob.low) / (knob.high - knob.low) for point in found.points)
    # Each of the 64 intervals of equal length holds one point of a Sobol sequence.
    assert [int(64 * share) for share in shares] == list(range(64))


def test_what_is_counted_in_whole_numbers_is_sampled_in_whole_numbers():
    found = design(vary={"subdistricts.upper_town.communities": None}, sample={"method": "sobol", "size": 16})

    assert {point["subdistricts.upper_town.communities"] for point in found.points} == {1, 2, 3, 4}


def test_every_path_and_range_of_the_parameters_table_can_be_varied():
    table = cp.parameters("two_parks", "one_plus_two")
    known = knobs(design().scenarios["two_parks"])

    assert set(table["path"]) <= set(known)
    numbers = table.dropna(subset=["low"])
    for path, low, high in zip(numbers["path"], numbers["low"], numbers["high"], strict=True):
        assert (known[path].low, known[path].high) == (low, high), path


def test_a_list_names_its_points_with_units():
    found = design(points=[{MEETING: "1 month"}, {MEETING: 5, "clauses.S1": "50 %"}])

    assert found.points == ({MEETING: 21}, {MEETING: 5, "clauses.S1": 0.5})


# -- runs -------------------------------------------------------------------------------------------------


def test_modes_points_and_scenarios_meet_the_same_seeds():
    found = Design.of(
        {
            "scenario": ["two_parks", "wenjiang"],
            "modes": ["present", "market"],
            "vary": {"clauses.S1": {"values": [0, 1]}},
            "replicates": 3,
        }
    )
    tasks = list(found.tasks())

    assert len(tasks) == len(found) == 2 * 2 * 2 * 3
    assert [task.index for task in tasks] == list(range(24))
    by_cell = {}
    for task in tasks:
        by_cell.setdefault((task.scenario, task.mode, task.point), []).append(task.seed)
    assert len(by_cell) == 8
    assert len({tuple(seeds) for seeds in by_cell.values()}) == 1
    assert len(set(by_cell["two_parks", "market", 1])) == 3


def name(found, place=-1):
    return found.name(list(found.tasks())[place])


BASE = {"points": [{"clauses.S1": 1, SELF: 0.5}], "replicates": 2, "seed": 7}


def test_a_runs_name_changes_with_each_of_its_inputs():
    from crosspark.studies import design as module

    names = [
        name(design(**BASE)),
        name(design(**BASE), 0),
        name(design(**{**BASE, "seed": 8})),
        name(design(**{**BASE, "years": 2})),
        name(design(**{**BASE, "modes": ["market"]})),
        name(design(**{**BASE, "scenario": "wenjiang"})),
        name(design(**{**BASE, "points": [{"clauses.S1": 0.5, SELF: 0.5}]})),
        name(design(**{**BASE, "points": [{"clauses.S1": 1, SELF: 0.6}]})),
        name(design(**{**BASE, "points": [{"clauses.S1": 1}]})),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "RESULTS_VERSION", module.RESULTS_VERSION + 1)
        names.append(name(design(**BASE)))

    assert len(set(names)) == len(names)


def test_a_runs_name_changes_with_nothing_else():
    usual = name(design(**BASE))

    assert name(design(**{**BASE, "points": [{SELF: 0.5, "clauses.S1": 1}]})) == usual
    assert name(design(**{**BASE, "points": [{}, {SELF: "50 %", "clauses.S1": 1}]})) == usual
    assert name(design(**{**BASE, "replicates": 3}), 1) == usual
    assert name(design(**{**BASE, "modes": ["market", "present"]})) == usual
    assert name(design(**{**BASE, "scenario": ["wenjiang", "two_parks"]})) == usual
    grid = {"vary": {SELF: {"values": [0.7, 0.5]}, "clauses.S1": {"values": [1]}}}
    assert name(design(**{**{k: v for k, v in BASE.items() if k != "points"}, **grid})) == usual


def test_a_run_is_named_by_its_horizon_whoever_sets_it():
    horizon = cp.load_scenario("two_parks").years
    unsaid = {**BASE, "years": None}
    assert name(design(**unsaid)) == name(design(**{**BASE, "years": horizon}))
    assert design(**unsaid).digest == design(**{**BASE, "years": horizon}).digest
    assert design(**unsaid).digest != design(**{**BASE, "years": horizon - 1}).digest

    # The design overrules its points.
    points = [{"years": "5 years"}]
    own, overruled = (design(points=points, years=years) for years in (None, horizon))
    assert name(own) != name(overruled)
    assert own.digest != overruled.digest
    assert name(overruled) != name(design(points=points, years=5)) == name(own)


def test_modes_that_rule_alike_by_other_clauses_have_other_names():
    # At intensity 0 both rule as the present does; a point that turns the clause on parts them.
    present = cp.load_mode("present")
    written = present.with_parameters({"clauses.S1.share": 0.5})
    assert written.digest == present.digest

    on = {"points": [{"clauses.S1": 1}]}
    assert name(design(modes=[present], **on)) != name(design(modes=[written], **on))


# -- what a factor does -----------------------------------------------------------------------------------


def values(**given):
    found = Sweep.of({"scenario": "two_parks", "years": 1, "seed": 5, **given}, jobs=1)
    assert not len(found.failures)
    return found


@pytest.mark.parametrize(
    ("point", "written"),
    [
        ({SELF: 0.7}, {SELF: 0.7}),
        ({"parks.north.fund": "3 亿元"}, {"parks.north.fund": "3 亿元"}),
        ({MEETING: "7 working days"}, {MEETING: "7 working days"}),
        ({"handover.days": 2.5}, {"handover.days": "2.5 working days"}),
        ({"clauses.S1.share": 0.4}, {"clauses.S1.share": 0.4}),
    ],
)
def test_a_factor_gives_the_numbers_of_simulate_with_that_override(point, written):
    found = values(modes=["present", "one_plus_two"], points=[point])

    for _, row in found.runs.iterrows():
        run = cp.simulate("two_parks", row["mode"], seed=row["seed"], years=1, overrides=written)
        for indicator, value in run.values.items():
            assert row[indicator] == value or value != value, indicator


def test_a_clause_as_a_factor_gives_the_numbers_of_with_clauses():
    found = values(modes=["present", "one_plus_two"], vary={"clauses.S1": {"values": [0, 0.5]}})

    for _, row in found.runs.iterrows():
        mode = cp.load_mode(row["mode"]).with_clauses(S1=row["clauses.S1"])
        run = cp.simulate("two_parks", mode, seed=row["seed"], years=1)
        for indicator, value in run.values.items():
            assert row[indicator] == value or value != value, indicator


def test_years_may_vary():
    points = [{"years": "5 years"}, {"years": "6 years"}]
    found = Sweep.of({"scenario": "two_parks", "modes": ["present"], "points": points}, jobs=1)

    for years, (_, row) in zip((5, 6), found.runs.iterrows(), strict=True):
        run = cp.simulate("two_parks", "present", seed=row["seed"], years=years)
        assert row["value_added"] == run.values["value_added"]


def test_a_mixture_of_modes_gives_the_numbers_of_simulate():
    mixed = {"north": "one_plus_two", "south": "present"}
    found = values(modes=[mixed], points=[{SELF: 0.7}])

    run = cp.simulate("two_parks", mixed, seed=found.runs["seed"][0], years=1, overrides={SELF: 0.7})
    assert found.runs["value_added"][0] == run.values["value_added"]


# -- what is refused --------------------------------------------------------------------------------------

WRONG = [
    ("vary:\n  headquarters.meeting_intervall: [1, 2]", 2, f'did you mean "{MEETING}"'),
    ("vary:\n  meeting_interval: [1, 2]", 2, f'did you mean "{MEETING}"'),
    (f"vary:\n  {SELF}: [0.6, 7]", 2, "it must lie in [50 %, 100 %]"),
    (f"vary:\n  {MEETING}: [5, 20]", 2, "working day"),
    (f"vary:\n  {SELF}: [0.9, 0.6]\nsample: {{method: sobol, size: 4}}", 2, "the low end comes first"),
    (f"vary:\n  {SELF}: [0.6, 0.9]", 2, "a grid needs values"),
    (f"vary:\n  {SELF}: {{values: []}}", 2, "name at least one"),
    (f"vary:\n  {SELF}: 0.5", 2, "write a range"),
    (f"vary:\n  {SELF}:\nsample:\n  method: sobol\n  size: 48", 5, "such as 32 or 64"),
    (f"vary:\n  {SELF}:\nsample:\n  method: sobol", 3, "size is missing; it must be a whole number"),
    (f"vary:\n  {SELF}:\nsample:\n  method: soboll\n  size: 4", 4, 'did you mean "sobol"'),
    (f"vary:\n  {SELF}:\nsample:\n  methode: sobol", 4, 'did you mean "method"'),
    (f"vary:\n  {SELF}:\nsample:\n  method: list", 4, "points:"),
    (f"points:\n- {{{SELF}: 0.5}}\nvary:\n  {SELF}:", 1, "write vary or points, not both"),
    (f"points:\n- {{{SELF}: 0.5}}\nsample: {{size: 2}}", 1, "write sample or points, not both"),
    (f"points:\n- {{{SELF}: 0.5}}\n- {{{SELF}: 5}}", 3, "it must lie in [50 %, 100 %]"),
    ("points: []", 1, "write a list"),
    ("sample: {method: halton, size: 4}", 1, "a sample needs something that varies"),
    ("seeds: 1", 1, 'did you mean "seed"'),
    ("seed: 1\nmodes: [present, one_plus_tow]", 2, 'did you mean "one_plus_two"'),
    ("modes: []", 1, "name at least one mode"),
    ("scenario: wenjang", 1, 'did you mean "wenjiang"'),
    ("scenario: []", 1, "name at least one scenario"),
    ("replicates: 0", 1, "a whole number, at least 1"),
    ("years: ten", 1, "a whole number, at least 1"),
    ("years: 51", 1, "at least 1 and at most 50"),
    ("vary:\n  years: {values: [10 years, 51 years]}", 2, "it must lie in [1 year, 50 years]"),
]


@pytest.mark.parametrize(("text", "line", "hint"), WRONG)
def test_what_is_wrong_in_a_design_is_told_with_file_line_and_what_would_be_right(text, line, hint, tmp_path):
    file = tmp_path / "design.yaml"
    file.write_text(text + "\n", encoding="utf-8")

    with pytest.raises(BadInput) as caught:
        Design.of(file)

    said = str(caught.value)
    assert said.startswith(f"{file}:{line}: "), said
    assert hint in said
    assert "\n" not in said


def test_a_value_must_lie_in_the_range_of_every_scenario():
    both = ["two_parks", "wenjiang"]
    small, large = (knobs(cp.load_scenario(name))["servers.builders.posts"] for name in both)
    assert small.low < large.low < small.high < large.high

    design(
        scenario=both, points=[{"servers.builders.posts": large.low}, {"servers.builders.posts": small.high}]
    )
    for only_one in (small.low, large.high):
        with pytest.raises(BadInput, match="it must lie in"):
            design(scenario=both, points=[{"servers.builders.posts": only_one}])


def test_a_figure_for_which_scenarios_share_no_range_cannot_vary():
    both = ["two_parks", "wenjiang"]
    small, large = (knobs(cp.load_scenario(name))["demand.leads"] for name in both)
    assert small.high < large.low

    with pytest.raises(BadInput, match="share no range"):
        design(scenario=both, points=[{"demand.leads": large.low}])


def test_a_park_that_one_scenario_has_not_cannot_vary():
    with pytest.raises(BadInput, match="no such parameter"):
        design(scenario=["two_parks", "wenjiang"], vary={"parks.north.posts": {"values": [20]}})


def test_two_scenarios_of_one_id_are_refused():
    other = cp.load_scenario("two_parks").with_overrides({SELF: 0.7})
    assert len(design(scenario=["two_parks", "two_parks"]).scenarios) == 1

    with pytest.raises(BadInput, match="give it an id of its own"):
        design(scenario=["two_parks", other])


def test_a_mode_that_is_another_one_in_another_scenario_is_refused():
    other = cp.load_scenario("two_parks").model_copy(update={"id": "other", "present": "market"})

    with pytest.raises(BadInput, match="another mode in other"):
        design(scenario=["two_parks", other])


def test_the_same_design_has_the_same_digest_and_another_one_another():
    usual = design(**BASE)

    assert design(**BASE).digest == usual.digest
    assert replace(usual, replicates=3).digest != usual.digest
    assert design(**{**BASE, "points": [{"clauses.S1": 1, SELF: 0.6}]}).digest != usual.digest
