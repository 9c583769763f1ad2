"""A planner's list of projects: read strictly, and measured as a run is."""

import datetime
import math
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import crosspark as cp
from crosspark.governance.errors import BadInput
from crosspark.model import records
from crosspark.model.measures import PROJECT
from crosspark.studies.projectlist import COLUMNS, MEASURES, Projects, read_projects
from crosspark.studies.targets import Targets

CASE = cp.load_scenario("two_parks")
HEAD = ",".join(COLUMNS)
SEGMENT = next(iter(CASE.segments))


def write(tmp_path, *lines, head=HEAD):
    file = tmp_path / "projects.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return file


def line(id_, signed, start="", operation="", park="north", permits=""):
    return f"{id_},{park},{SEGMENT},{signed},{permits},{start},{operation}"


def read(tmp_path, *lines, **options):
    return read_projects(write(tmp_path, *lines), CASE, **options)


def measured(projects, name):
    return MEASURES[name].of(projects)


def test_a_list_is_measured_by_hand(tmp_path):
    # A year of 365.25 days has 252 working days: 1461 days are four years, 1008 working days.
    found = read(
        tmp_path,
        "# what was signed",
        line("a", "2016-01-01", "2016-12-31", "2018-01-01"),
        line("b", "2016-01-01", "2017-12-31"),
        "",
        line("c", "2018-01-01", park="south"),
        line("d", "2020-01-01", park="south"),
        until="2020-01-01",
    )

    assert found.ends == pytest.approx(1461 * 252 / 365.25)
    assert measured(found, "signed_per_year") == 4 / 4
    assert measured(found, "started_per_year") == 2 / 4
    assert measured(found, "share_started") == 2 / 4
    assert measured(found, "building") == 1
    assert measured(found, "share_operating") == 1 / 2
    assert measured(found.only(park="south"), "signed_per_year") == 2 / 4
    assert math.isnan(measured(found.only(park="south"), "share_operating"))


def test_who_has_not_started_is_at_risk_until_the_list_ends(tmp_path):
    # Kaplan and Meier by hand, in calendar days: a starts after 100, b is lost from sight after 200, c starts
    # after 300. The curve is 1, 2/3 from 100 and 0 from 300: the median is 300, the area 100 + 200 · 2/3.
    found = read(
        tmp_path,
        line("a", "2018-01-01", "2018-04-11"),
        line("b", "2018-06-15"),
        line("c", "2018-01-01", "2018-10-28"),
        until="2019-01-01",
    )

    assert measured(found, "median_days") == pytest.approx(300 * 252 / 365.25)
    assert measured(found, "mean_days") == pytest.approx((100 + 200 * 2 / 3) * 252 / 365.25)


def test_what_comes_after_the_last_day_is_not_known_yet(tmp_path):
    lines = [line("a", "2018-01-01", "2018-06-01", "2019-06-01"), line("b", "2019-02-01")]

    early = read(tmp_path, *lines, since="2017-01-01", until="2018-03-01")
    late = read(tmp_path, *lines, since="2018-02-01")

    assert measured(early, "share_started") == 0
    assert len(early) == 1
    assert early.signed[0] == pytest.approx(365 * 252 / 365.25)
    assert late.park.tolist() == ["north"]
    assert math.isnan(late.started[0])


def test_a_run_is_measured_as_its_list_is(tmp_path):
    run = cp.simulate("two_parks", "present", seed=3, years=3)
    projects = run.projects
    first = datetime.date(2018, 1, 1)

    def date(day):
        # Days of a year of 252 fall on dates of a year of 365.25: a date is at most half a day off.
        return "" if day < 0 else str(first + datetime.timedelta(days=round(day * 365.25 / 252)))

    begins = run.since * 21
    lines = [
        f"{row.project},{row.park},{row.segment},{date(row.signed_day - begins)},,"
        f"{date(row.started_day - begins if row.started_day >= 0 else -1)},"
        for row in projects.itertuples()
    ]
    listed = read(tmp_path, *lines, since=str(first), until="2020-12-31")
    kept = Projects.of_run(run)

    assert len(listed) == len(kept) == len(projects) > 5
    assert (listed.park == kept.park).all()
    assert (listed.segment == kept.segment).all()
    for name in ("share_started", "signed_per_year", "started_per_year", "median_days", "mean_days"):
        assert measured(listed, name) == pytest.approx(measured(kept, name), rel=0.01)


def test_of_a_run_only_what_was_seen_counts_and_major_ones_can_be_picked():
    table = np.zeros(4, PROJECT)
    table["park"] = [0, 0, 1, 1]
    table["signed"] = 504 + np.array([0, 21, 42, 63])
    table["state"] = [records.STARTED, records.STARTED, records.ACTIVE, records.WITHDRAWN]
    table["ended"] = [504 + 100, 504 + 121, 0, 504 + 90]
    table["opened"] = [True, False, False, False]
    table["major"] = [1, 0, 1, 0]
    run = SimpleNamespace(records=table, since=24, months=12, park_ids=("n", "s"), segment_ids=("x",))

    found = Projects.of_run(run)

    assert found.signed.tolist() == [0, 21, 42, 63]
    assert found.ends == 252
    assert measured(found, "building") == 1
    assert measured(found, "share_started") == 2 / 4
    # Both that started took 100 days; who gave up and who goes on are seen for 189 and 210.
    assert measured(found, "median_days") == 100
    assert measured(found.only(major=True), "started_per_year") == 1
    assert measured(found.only(park="s"), "signed_per_year") == 2


GOOD = line("a", "2018-01-31", "2018-06-01")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([GOOD, line("a", "2018-02-01")], ':3: id is "a"; line 2 has it already'),
        ([line("", "2018-02-01")], ":2: id is missing; give each project an id"),
        ([line("a", "31.1.2018")], ':2: signed is "31.1.2018"; write a date as 2018-03-31'),
        ([line("a", "20180131")], ':2: signed is "20180131"; write a date as 2018-03-31'),
        ([line("a", "2018-02-30")], ':2: signed is "2018-02-30"; write a date as'),
        ([line("a", "")], ":2: signed is missing; every project of the list was signed"),
        ([line("a", "2018-02-01", "2018-01-01")], ':2: start is "2018-01-01"; it cannot come before signed'),
        (
            [line("a", "2018-02-01", "2018-03-01", permits="2018-04-01")],
            ':2: start is "2018-03-01"; it cannot come before permits, 2018-04-01',
        ),
        ([line("a", "2018-02-01", "", "2019-01-01")], ":2: start is missing; what operates has started"),
        ([line("a", "2018-02-01", park="nort")], ':2: park is "nort"; no such park, did you mean "north"?'),
        (["a,north,steel,2018-02-01,,,"], ':2: segment is "steel"; no such segment'),
        (["a,north"], ':2: the line is "2 cells"; it needs 7'),
        ([], ': the list is "empty"; write a line for each project'),
        ([line("a", "2018-02-01")], ": until is "),
    ],
)
def test_each_mistake_is_one_line_that_says_where_and_what_would_be_right(tmp_path, lines, message):
    with pytest.raises(BadInput) as error:
        read(tmp_path, *lines)

    assert f"projects.csv{message}" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (HEAD.replace("park", "prak"), ':1: column is "prak"; no such column, did you mean "park"?'),
        (HEAD.replace(",operation", ""), ':1: column is missing; add "operation"'),
        (HEAD.replace("permits", "signed"), ':1: column is "signed"; it stands twice'),
    ],
)
def test_columns_are_those_of_a_list(tmp_path, head, message):
    with pytest.raises(BadInput) as error:
        read_projects(write(tmp_path, GOOD, head=head), CASE)

    assert message in str(error.value)


def test_files_that_are_none(tmp_path):
    write(tmp_path, GOOD)
    with pytest.raises(BadInput, match=r'did you mean ".*projects\.csv"'):
        read_projects(tmp_path / "project.csv", CASE)
    (tmp_path / "chinese.csv").write_bytes("甲,北".encode("gb18030"))
    with pytest.raises(BadInput, match="save the file as CSV in UTF-8"):
        read_projects(tmp_path / "chinese.csv", CASE)
    (tmp_path / "empty.csv").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(BadInput, match="the first line is missing; write id,park"):
        read_projects(tmp_path / "empty.csv", CASE)


def test_a_list_gives_targets_of_the_district_and_of_parks_with_ten_projects(tmp_path):
    lines = [line(f"n{k}", f"2018-01-{k + 1:02d}", "2019-01-01") for k in range(12)]
    lines += [line(f"s{k}", "2018-02-01", park="south") for k in range(3)]

    found = Targets.of_projects(write(tmp_path, *lines), CASE, until="2020-01-01", discrepancy=0.2)
    by_id = {target.id: target for target in found.targets}

    assert found.years == 2
    assert set(by_id) == {
        *("list:signed_per_year", "list:started_per_year", "list:share_started", "list:median_days"),
        *("list:mean_days", "list:signed_per_year:north", "list:mean_days:north"),
    }
    assert by_id["list:share_started"].value == 12 / 15
    assert by_id["list:share_started"].discrepancy == pytest.approx(0.2 * 12 / 15)
    assert by_id["list:share_started"].tolerance == 0
    assert by_id["list:mean_days:north"].title("en").startswith(CASE.parks["north"].title_en)


def test_a_median_that_nobody_knows_is_no_target(tmp_path):
    lines = [line("a", "2018-01-01", "2018-06-01"), *(line(f"b{k}", "2018-01-01") for k in range(5))]

    found = Targets.of_projects(write(tmp_path, *lines), CASE, until="2019-01-01")

    assert "list:median_days" not in {target.id for target in found.targets}


def test_a_list_that_is_no_whole_years_long_is_refused(tmp_path):
    file = write(tmp_path, line("a", "2018-01-01", "2018-06-01"))

    # 2018 and 2019 are 730 days; a week more is 2 years still, and eight days more or half a year is not.
    assert Targets.of_projects(file, CASE, until="2020-01-07").years == 2
    for until, years in (("2020-01-09", "2.02 years"), ("2018-06-30", "0.49 years")):
        with pytest.raises(BadInput, match=f'length is "{years}"; a run lasts whole years'):
            Targets.of_projects(file, CASE, until=until)


def test_a_list_that_is_no_whole_years_long_is_told_days_between_which_it_is(tmp_path):
    file = write(tmp_path, line("a", "2016-02-29", "2017-06-01"), line("b", "2018-09-03"))

    # Two years and a half: from its first day, or to the last day that was given.
    with pytest.raises(BadInput, match="such as 2016-02-29 and 2018-02-28") as caught:
        Targets.of_projects(file, CASE)
    assert "如 2016-02-29 與 2018-02-28" in caught.value.text("zh")
    assert Targets.of_projects(file, CASE, since="2016-02-29", until="2018-02-28").years == 2
    with pytest.raises(BadInput, match="such as 2016-07-01 and 2018-07-01"):
        Targets.of_projects(file, CASE, until="2018-07-01")
    with pytest.raises(BadInput, match="a list of at least one"):
        Targets.of_projects(file, CASE, until="2016-07-01")


def test_the_example_that_ships_is_told_days_with_which_it_is_taken():
    file, case = (
        Path(__file__).parents[1] / "docs" / "data" / "projects_example.csv",
        cp.load_scenario("wenjiang"),
    )

    with pytest.raises(BadInput) as caught:
        Targets.of_projects(file, case)
    since, until = re.findall(r"\d{4}-\d{2}-\d{2}", str(caught.value))
    assert Targets.of_projects(file, case, since=since, until=until).years == 2


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_list_may_have_semicolons_or_tabs_where_its_head_has_no_comma(mark, tmp_path):
    lines = ["# remarks, with commas", HEAD, line("a", "2016-01-01", "2016-12-31"), line("b", "2016-02-01")]
    (tmp_path / "commas.csv").write_text("\n".join(lines), encoding="utf-8")
    other = [lines[0], *(text.replace(",", mark) for text in lines[1:])]
    (tmp_path / "other.csv").write_text("\n".join(other), encoding="utf-8")

    found, same = (read_projects(tmp_path / name, CASE) for name in ("other.csv", "commas.csv"))
    assert found.signed.tolist() == same.signed.tolist()
    assert found.park.tolist() == same.park.tolist()


def test_a_folder_is_no_list(tmp_path):
    with pytest.raises(BadInput, match='the file is "a folder"; name a CSV file') as caught:
        read_projects(tmp_path, CASE)
    assert "請寫一個 CSV 文件" in caught.value.text("zh")


def test_all_parks_and_segments_are_named_where_one_is_unknown(tmp_path):
    with pytest.raises(BadInput) as caught:
        read(tmp_path, line("a", "2016-01-01", park="nort"))
    assert str(caught.value).endswith('no such park, did you mean "north"? Known: north, south')
    assert caught.value.text("zh").endswith("沒有此園區,是否想寫「north」?可用的有:north、south")


def test_a_day_that_is_asked_for_has_no_cell_to_leave_empty(tmp_path):
    with pytest.raises(BadInput) as caught:
        read(tmp_path, line("a", "2016-01-01"), since="yesterday")
    assert str(caught.value).endswith('since is "yesterday"; write a date as 2018-03-31')
    with pytest.raises(BadInput, match="or nothing for what has not happened yet"):
        read(tmp_path, line("a", "2016-01-01", "yesterday"))


def test_targets_beside_a_list_must_be_of_runs_as_long_as_the_list(tmp_path):
    of_list = Targets.of_projects(
        write(tmp_path, line("a", "2018-01-01", "2018-06-01")), CASE, until="2020-12-31"
    )

    assert (of_list + Targets(())).years == (Targets(()) + of_list).years == 3
    assert (of_list + Targets((), 3)).years == 3
    with pytest.raises(BadInput, match="years is 10; it is 3 in the list or the other targets"):
        of_list + Targets((), 10)
