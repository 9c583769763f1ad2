"""The page on reality says what the stored runs say; a stored run of another model is not used."""

from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
spec = spec_from_file_location("make_reality", DOCS / "make_reality.py")
make_reality = module_from_spec(spec)
spec.loader.exec_module(make_reality)
Row = make_reality.Row


@pytest.fixture(scope="module")
def study():
    return make_reality.Study()


def rows_of(set_, way, days, output=100.0):
    """Return the two runs of a set under one way, with these elapsed days."""
    return [Row(set_, way, seed, 8, 10, d, d, 2 * d, output, 0.5) for seed, d in enumerate(days, 1)]


def test_the_page_is_what_the_stored_runs_give(study):
    runs, signs = make_reality.RUNS, make_reality.SIGNS
    rows = make_reality.stored(runs, Row, None)
    said = make_reality.stored(signs, make_reality.Sign, None)

    page = make_reality.page(study, rows, said, make_reality.stamp(runs))

    assert make_reality.stamp(runs) == make_reality.stamp(signs)
    assert page == make_reality.PAGE.read_text(encoding="utf-8"), "run python docs/make_reality.py --page"


def test_rows_come_back_as_they_were_kept_and_those_of_another_model_do_not(tmp_path):
    path = tmp_path / "rows.csv"
    rows = [*rows_of(1, "neither", [150.0, 160.5]), *rows_of(0, "both", [80.0, 81.0])]

    make_reality.keep(path, Row, rows, "this")

    assert make_reality.stored(path, Row, "this") == sorted(rows, key=lambda row: (row.set, row.seed))
    assert make_reality.stored(path, Row, "another") == []
    assert make_reality.stored(tmp_path / "none.csv", Row, "this") == []


def test_ratios_are_of_means_over_seeds_and_leave_out_what_is_ruled_out(study):
    rows = [
        *rows_of(make_reality.USUAL, "neither", [100.0, 100.0]),
        *rows_of(0, "neither", [190.0, 210.0]),
        *rows_of(0, "both", [90.0, 130.0]),
        *rows_of(1, "neither", [60.0, 60.0]),
    ]

    # 60 days are 90 short of the floor of 150, six deviations of 15.
    assert make_reality.left_after(study, rows) == [0]
    # (90 + 130) / (190 + 210)
    assert make_reality.ratios(rows, "both", "elapsed", [0]) == pytest.approx([0.55])


def test_a_set_in_which_no_district_can_be_founded_is_ruled_out(study):
    none = float("nan")
    refused = [
        replace(row, accepted=-1, elapsed=none, stopped=none) for row in rows_of(0, "neither", [1.0, 1.0])
    ]

    assert make_reality.left_after(study, refused) == []


def test_a_study_that_was_stopped_goes_on_where_it_was(study, tmp_path, monkeypatch):
    asked = []

    def call(self, index, ways):
        def runs():
            asked.append((index, ways))
            days = {0: 200.0, 1: 60.0}.get(index, 110.0)
            return [row for way in ways for row in rows_of(index, way, [days, days])]

        return runs

    monkeypatch.setattr(make_reality, "JOBS", 1)
    monkeypatch.setattr(make_reality, "RUNS", tmp_path / "runs.csv")
    monkeypatch.setattr(make_reality, "UNFINISHED", tmp_path / "runs.unfinished")
    monkeypatch.setattr(make_reality.Study, "call", call)
    monkeypatch.setattr(study, "points", study.points[:2])
    usual, others = make_reality.USUAL, ("items", "structure", "both")
    make_reality.keep(make_reality.UNFINISHED, Row, rows_of(0, "neither", [200.0, 200.0]), "this")

    rows = make_reality.run_sets(study, "this")

    # Set 0 was stored; set 1, with 60 days, is ruled out, so the other ways leave it out.
    assert asked == [(usual, ("neither",)), (1, ("neither",)), (usual, others), (0, others)]
    assert len(make_reality.stored(make_reality.RUNS, Row, "this")) == len(rows) == 2 * (3 + 6)
    assert not make_reality.UNFINISHED.exists()
    asked.clear()
    make_reality.run_sets(study, "this")
    assert asked == []
