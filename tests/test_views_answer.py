"""The closing words: honest about what is sure, what approvals alone bring, and who pays."""

from fake_runs import compared

DAYS = "days_to_start"
SAVED = "bring 10.0 [+10.0, +10.0] of the 40.0 [+40.0, +40.0] working days that One plus two saves, 25 %."


def answers(values, **options):
    return compared(values, **options).closing().splitlines()


def test_a_sure_difference_is_told_with_both_intervals_and_how_often():
    # Differences −20, −21, −22: mean −21, s.d. 1; 21 ± 4.302653/√3 = 2.484, ± 4.302653·√(4/3) = 4.968.
    said = answers(
        {"present": {DAYS: [100.0, 101.0, 102.0]}, "market": {DAYS: [80.0, 80.0, 80.0]}}, modes=["market"]
    )[0]

    assert said.startswith(
        "Open market between parks takes 21.0 working days less from signing to start than Present (80.0 "
        "instead of 101; chance [−23.5, −18.5], one 1-year span [−26.0, −16.0]; less in 3 of 3 replicates)."
    )


def test_more_days_are_told_as_more_days():
    said = answers(
        {"present": {DAYS: [80.0, 80.0, 80.0]}, "market": {DAYS: [100.0, 101.0, 102.0]}}, modes=["market"]
    )[0]

    assert "takes 21.0 working days more" in said


def test_a_difference_whose_interval_holds_zero_is_called_not_sure():
    said = answers(
        {"present": {DAYS: [80.0, 80.0, 80.0]}, "market": {DAYS: [70.0, 80.0, 95.0]}}, modes=["market"]
    )[0]

    assert "do not surely differ in working days" in said
    assert "zero lies within" in said


def test_one_replicate_claims_nothing():
    said = answers({"market": {DAYS: [70.0]}}, modes=["market"], replicates=1)[0]

    assert "nothing says how sure that is" in said
    assert "beyond chance" not in said


def test_what_did_not_change_is_neither_sure_nor_unsure():
    said = answers({}, modes=["market"])[0]

    assert "Unchanged: Fiscal net present value, Jobs," in said


def test_causes_are_told_largest_first_and_small_ones_not_at_all():
    causes = {"market": {"queue": 4.0, "work": 20.0, "own": 12.2}}
    said = answers({}, modes=["market"], causes=causes)[0]

    # The fake run has queue 10, work 11, own 12 … 17, 108 in all; own changes by .2.
    why = "Among projects that started, days rise from 108 to 111; by cause: Work +9.00, Queue −6.00."
    assert why in said


def test_days_of_started_projects_that_fall_are_told_as_falling():
    found = compared({}, modes=["market"], causes={"market": {"queue": 4.0}})

    assert "Among projects that started, days fall from 108 to 102; by cause: Queue −6.00." in found.closing()
    assert "僅看已開工項目,工作日由108降至102;按原因:排隊 −6.00。" in found.closing("zh")


def test_the_share_of_approvals_is_told_where_both_save_days():
    values = {
        "present": {DAYS: [100.0, 100.0, 100.0]},
        "approval_only": {DAYS: [90.0, 90.0, 90.0]},
        "one_plus_two": {DAYS: [60.0, 60.0, 60.0]},
    }
    approvals, reform, _ = answers(values)

    assert SAVED in reform.replace("\N{NO-BREAK SPACE}", " ")
    assert "Approvals alone" not in approvals


def test_no_share_is_told_where_approvals_alone_save_more_than_the_whole():
    values = {
        "present": {DAYS: [100.0, 100.0, 100.0]},
        "approval_only": {DAYS: [50.0, 50.0, 50.0]},
        "one_plus_two": {DAYS: [60.0, 60.0, 60.0]},
    }

    said = answers(values)[1].replace("\N{NO-BREAK SPACE}", " ")
    assert "change the working days by −50.0 [−50.0, −50.0], One plus two by −40.0 [−40.0, −40.0]." in said


def test_no_share_is_told_of_a_saving_that_is_not_sure():
    values = {
        "present": {DAYS: [100.0, 100.0, 100.0]},
        "approval_only": {DAYS: [90.0, 90.0, 90.0]},
        "one_plus_two": {DAYS: [10.0, 60.0, 200.0]},
    }

    # −90, −40 and +100: s.d. 98.5, so −10 ± 4.302653·98.5/√3 = 245.
    said = answers(values)[1].replace("\N{NO-BREAK SPACE}", " ")
    assert "change the working days by −10.0 [−10.0, −10.0], One plus two by −10.0 [−255, +235]." in said


def test_who_pays_is_told_with_a_question_mark_where_it_is_not_sure():
    values = {
        "present": {"leaders_hours": [0.0, 0.0, 0.0], "service_level": [0.9, 0.9, 0.9]},
        "market": {"leaders_hours": [5.0, 6.0, 7.0], "service_level": [0.95, 0.9, 0.7]},
    }
    said = answers(values, modes=["market"])[0]

    # 6 ± 4.302653/√3 = 2.48. Service level: +.05, 0, −.2, mean −.05, s.d. .132; ± 2.48·.132 = .329.
    costs = (
        "Leaders' hours +6.00 hours [+3.52, +8.48], Service level of sub-districts −5.00 points "
        "[−37.9, +27.9] (?). (?) is not"
    )
    assert costs in said.replace("\N{NO-BREAK SPACE}", " ")


def test_a_cost_that_falls_is_nobodys_burden():
    values = {"present": {"concessions": [2e8] * 3}, "market": {"concessions": [1e8] * 3}}

    assert "None of the costs shown here rises" in answers(values, modes=["market"])[0]


def test_the_last_line_says_that_all_of_it_rests_on_assumptions():
    assert answers({})[-1].startswith("All of this follows from assumptions △")


def test_it_is_said_in_chinese_too():
    values = {"present": {DAYS: [100.0, 101.0, 102.0]}, "market": {DAYS: [80.0, 80.0, 80.0]}}
    said = compared(values, modes=["market"]).closing("zh")

    assert said.startswith("「園區間開放市場」從簽約到開工比「現狀」少21.0個工作日")


def test_a_comparison_without_a_finished_run_says_so():
    from crosspark.views.comparison import Comparison

    def fail(*args, **options):
        raise ValueError("no")

    found = Comparison.of("two_parks", replicates=1, jobs=1, quiet=True, simulate=fail)

    assert found.closing() == "No run was finished."
    assert "3 runs failed" in found.text()
