"""A planted border is where the map says it is."""

from itertools import pairwise

import condition_runs as runs
import numpy as np
import pytest

from crosspark.governance.errors import BadInput
from crosspark.studies.frontier import Frontier
from crosspark.studies.jobs import seed_of

AGENDA = "headquarters.agenda"
#: Luck of mean 0 and deviation 2.58 over four replicates: Student's reach is 3.18 · 2.58 / 2 = 4.11.
LUCK = dict(zip((seed_of(1, replicate) for replicate in range(4)), (-3.0, -1.0, 1.0, 3.0), strict=True))
REACH = 3.182446 * np.std([-3, -1, 1, 3], ddof=1) / 2
QUICK = {"x": f"{runs.MEETINGS}:5 working days:25 working days", "y": (AGENDA, 4, 28), "years": 1, "jobs": 1}


def of(difference, indicator="jobs", **options):
    simulate = runs.planted(difference, indicator)
    return Frontier.of(
        "two_parks", indicator=indicator, simulate=simulate, quiet=True, **{**QUICK, **options}
    )


def line(point, seed):
    """More meetings apart, and more matters on the agenda, than 30 together: more jobs."""
    return point[runs.MEETINGS] + point[AGENDA] - 30 + LUCK.get(seed, 0.0)


def test_the_sign_is_right_in_each_cell_and_cells_within_chance_are_marked():
    cells = of(line, steps=(5, 7)).table()
    planted = cells["x"] + cells["y"] - 30

    assert sorted(set(cells["x"])) == [5, 10, 15, 20, 25]
    assert sorted(set(cells["y"])) == [4, 8, 12, 16, 20, 24, 28]
    assert cells["mean"].to_numpy() == pytest.approx(planted.to_numpy())
    assert (cells["high"] - cells["mean"]).to_numpy() == pytest.approx(REACH, abs=1e-6)
    expected = np.where(planted > REACH, "one_plus_two", np.where(planted < -REACH, "present", ""))
    assert cells["better"].tolist() == expected.tolist()
    assert {"one_plus_two", "present", ""} == set(expected)


def test_the_border_runs_where_it_was_planted_between_the_right_cells():
    found = of(line, steps=(5, 7))

    (border,) = found.border()
    assert border.sum(axis=1) == pytest.approx(30)
    assert border[:, 0].min() == pytest.approx(5)
    assert border[:, 0].max() == pytest.approx(25)
    for column, x in enumerate(found.xs):
        (turn,) = found.turns(column)
        assert turn == pytest.approx(30 - x)
        below = max(y for y in found.ys if y <= turn)
        above = min(y for y in found.ys if y >= turn)
        means = dict(zip(found.ys, found.means[:, column], strict=True))
        assert means[below] <= 1e-9
        assert means[above] >= -1e-9


def test_where_less_is_better_the_other_mode_does_better():
    cells = of(line, "days_to_start", steps=5).table()

    assert set(cells.query("x + y > 36")["better"]) == {"present"}
    assert set(cells.query("x + y < 24")["better"]) == {"one_plus_two"}


def test_a_border_that_only_x_decides_turns_in_no_column():
    found = of(lambda point, seed: point[runs.MEETINGS] - 12, steps=3)

    assert [found.turns(column) for column in range(3)] == [[], [], []]
    (border,) = found.border()
    assert border[:, 0] == pytest.approx(12)


def test_there_is_no_border_where_nothing_turns():
    found = of(lambda point, seed: 5.0, steps=3)

    assert found.border() == []
    assert set(found.table()["better"]) == {"one_plus_two"}


def test_two_turns_in_a_column_are_both_told():
    found = of(lambda point, seed: abs(point[AGENDA] - 16) - 6, steps=(2, 7))

    # At 8 and 12 the difference is 2 and -2, at 20 and 24 -2 and 2.
    assert found.turns(0) == pytest.approx([10, 22])


def test_a_cell_of_zero_lies_on_the_border():
    found = of(lambda point, seed: point[AGENDA] - 16, steps=(2, 7))

    assert found.turns(0) == [16]


def test_one_replicate_leaves_every_cell_unsure():
    assert set(of(line, steps=3, replicates=1).table()["better"]) == {""}


def test_pairs_that_fail_are_left_out_of_their_cell():
    def difference(point, seed):
        if point[runs.MEETINGS] > 24 and seed == seed_of(1, 3):
            raise ZeroDivisionError("no land left")
        return line(point, seed)

    found = of(difference, steps=3)
    cells = found.table()

    assert found.failed == 3
    assert cells.query("x > 24")["pairs"].tolist() == [3, 3, 3]
    # Without the luck of 3 the mean of the others is -1.
    assert cells.query("x > 24")["mean"].tolist() == pytest.approx([-2, 10, 22])
    assert cells.query("x < 24")["pairs"].tolist() == [4] * 6


def test_ranges_are_those_of_the_parameter_unless_given_and_whole_numbers_stay_whole():
    found = of(lambda point, seed: 1.0, x="demand.size_min", y="handover.days", steps=(4, 2), replicates=1)

    assert all(value == round(value) for value in found.xs)
    assert (found.xs[0], found.xs[-1]) == (found.x.low, found.x.high)
    assert all(low < high for low, high in pairwise(found.xs))
    assert found.ys.tolist() == pytest.approx([0.1, 6])


def test_out_keeps_the_runs_and_the_same_call_runs_nothing(tmp_path):
    first = of(line, steps=3, out=tmp_path / "study")

    def refuse(*_, **__):
        raise AssertionError("nothing should run")

    again = Frontier.of(
        "two_parks", indicator="jobs", simulate=refuse, out=tmp_path / "study", steps=3, quiet=True, **QUICK
    )
    assert again.table().equals(first.table())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"x": "headquarters.meeting_intervall"}, "x is .* did you mean"),
        ({"x": "headquarters.scope"}, "write {values"),
        ({"x": AGENDA}, "another path than that of x"),
        ({"y": f"{AGENDA}:28:4"}, "y is .*the low end comes first"),
        ({"y": f"{AGENDA}:4"}, "y is .*write PATH, or PATH:LOW:HIGH"),
        ({"y": f"{AGENDA}:4:400"}, "it must lie in"),
        ({"x": f"{runs.MEETINGS}:5 mu:6 mu"}, "measures something else"),
        ({"steps": 1}, "steps is 1"),
        ({"steps": (3, 0)}, "steps is 0"),
        ({"mode": "present"}, "it must differ from the baseline"),
        ({"indicator": "land_leased"}, "neither more nor less of it is better"),
        ({"replicates": 0}, "replicates is 0"),
    ],
)
def test_wrong_input_is_refused_before_anything_runs(wrong, message):
    def refuse(*_, **__):
        raise AssertionError("nothing should run")

    with pytest.raises(BadInput, match=message):
        Frontier.of("two_parks", simulate=refuse, quiet=True, **{**QUICK, **wrong})


def test_a_folder_with_files_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(BadInput, match="it is no study of this kind"):
        of(line, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
