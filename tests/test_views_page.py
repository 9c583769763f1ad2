"""The one page: every sentence is computed, and it says where a mode is not better."""

import math

import fake_runs
import pytest
from fake_runs import compared

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput
from crosspark.governance.fields import FIELDS
from crosspark.governance.mode import load_mode
from crosspark.model.indicators import INDICATORS
from crosspark.scenarios.loader import load_scenario
from crosspark.scenarios.variations import variations
from crosspark.studies import stored
from crosspark.studies.stored import Size
from crosspark.views.comparison import Comparison
from crosspark.views.page import SEVEN
from crosspark.views.text import width

#: Three replicates that are alike, so that all that differs is sure.
BASE = {
    "operating_firms": [100.0] * 3,
    "value_added": [50e8] * 3,
    "fiscal_npv": [10e8] * 3,
    "jobs": [2000.0] * 3,
    "days_to_start": [200.0] * 3,
    "started": [60.0] * 3,
    "service_level": [0.9] * 3,
    "other_backlog": [0.05] * 3,
}
SEVEN_HEAD = "Seven indicators, and started projects △"
HEADS = (
    *("Question", "Conclusion △", "What approvals alone would bring △", SEVEN_HEAD),
    *("Cost, and who loses △", "When it does not hold △", "What rests on assumption"),
)


def of(reform, approvals=None, **options):
    """Return a comparison in which the modes differ from BASE as given."""
    values = {"present": BASE, "approval_only": {**BASE, **(approvals or {})}}
    return compared({**values, "one_plus_two": {**BASE, **reform}}, **options)


def section(page, head):
    """Return a part of a page as one line."""
    part = page.split(head + "\n")[1].split("\n\n")[0]
    return " ".join(part.split())


def test_the_page_has_its_parts_in_order():
    page = of({}).answer()

    heads = [line for line in page.splitlines() if line and not line.startswith(" ")]
    assert tuple(heads) == HEADS
    assert section(page, "Question") == (
        "Two parks, small: would “One plus two” do better than “Present” over 1 year, with the same posts, "
        "money, land quota and leads?"
    )


def test_the_conclusion_tells_better_from_worse_in_per_cent_and_points():
    page = of({"jobs": [2100.0] * 3, "days_to_start": [150.0] * 3, "service_level": [0.85] * 3}).answer()

    # 100 of 2000, −50 of 200, 0.85 less 0.9.
    assert section(page, "Conclusion △").startswith(
        "In part. Better beyond chance: Jobs +5.0 % [+5.0, +5.0], Days from signing to start −25.0 % [−25.0, "
        "−25.0]. Worse beyond chance: Service level of sub-districts −5.00 points [−5.00, −5.00]. Neither "
        "better nor worse beyond chance and half a per cent: the other 4."
    )


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Jobs +5.0 % [+4.8, +5.2]"), ("zh", "就業 +5.0 % [+4.8, +5.2]")]
)
def test_the_conclusion_carries_how_sure_it_is(lang, said):
    # 98, 100, 102 more than 2,000: 100 ± 4.302653·2/√3 = 4.97, of which a two-thousandth is 5 ± 0.248 %.
    page = of({"jobs": [2098.0, 2100.0, 2102.0]}).answer(lang)

    assert said in section(page, {"en": "Conclusion △", "zh": "結論 △"}[lang])


def test_what_may_be_of_either_sign_or_lies_near_zero_has_no_per_cent():
    near = {"operating_firms": [1.0, 100.0, 200.0]}
    values = {"present": {**BASE, **near}, "approval_only": BASE}
    more = {"fiscal_npv": [-1.5e8] * 3, "operating_firms": [51.0, 150.0, 250.0], "jobs": [2100.0] * 3}
    said = section(compared({**values, "one_plus_two": {**BASE, **more}}).answer(), "Conclusion △")

    # −1.5e8 less 10e8; 100.3 firms with an error of 99.5/√3 = 57.
    assert "Fiscal net present value −11.5 亿元 [−11.5, −11.5]" in said
    assert "Operating firms +50.0 firms [+50.0, +50.0]" in said
    assert "Jobs +5.0 %" in said


def test_a_mode_that_is_only_better_is_told_so_and_one_that_is_only_worse():
    better, worse = of({"jobs": [2100.0] * 3}), of({"jobs": [1900.0] * 3})

    assert "Yes, on these assumptions. Better beyond chance: Jobs +5.0 % [+5.0, +5.0]." in section(
        better.answer(), "Conclusion △"
    )
    said = section(worse.answer(), "Conclusion △")
    assert "No. Worse beyond chance: Jobs −5.0 % [−5.0, −5.0]. Surely better: none of the seven." in said
    assert "Nothing is surely better here that could turn." in section(
        of({"jobs": [1900.0] * 3}, besides=["two_parks"]).answer(), "When it does not hold △"
    )


def test_what_is_not_sure_or_too_small_is_neither():
    # Value added differs by 0.4 %, jobs by a mean that its own spread swamps.
    page = of({"value_added": [50.2e8] * 3, "jobs": [1900.0, 2000.0, 2150.0]}).answer()

    assert section(page, "Conclusion △").startswith("Neither: none of the seven differs beyond chance")


def test_one_replicate_concludes_nothing():
    page = compared({}, replicates=1).answer()

    assert "take --replicates 16" in section(page, "Conclusion △")
    assert "When it does not hold" not in page


def test_it_is_said_plainly_where_approvals_alone_do_better():
    page = of(
        {"days_to_start": [150.0] * 3, "jobs": [2100.0] * 3},
        approvals={"days_to_start": [140.0] * 3, "jobs": [2000.0] * 3},
    ).answer()

    said = section(page, "What approvals alone would bring △")
    # Alone they save 60 days of 200, the whole saves 50.
    assert "change the working days by −60.0 [−60.0, −60.0], One plus two by −50.0 [−50.0, −50.0]." in said
    assert (
        "“One plus two” is surely better in Jobs; surely worse in Days from signing to start; not surely"
        in said
    )


def test_a_page_without_approvals_says_so_and_one_about_them_too():
    alone = compared({}, modes=["present", "approval_only"]).answer()
    without = compared({}, modes=["present", "market"]).answer()

    assert "This is approvals alone." in alone
    assert "Approvals alone (approval_only) are not among the modes" in without


def test_the_table_holds_level_changes_and_both_intervals():
    # 98, 100, 102: mean 100 and s.d. 2. 4.302653·2/√3 = 4.97 by chance, 4.302653·2·√(4/3) = 9.94 a decade.
    page = of({"jobs": [2098.0, 2100.0, 2102.0]}, approvals={"jobs": [2050.0] * 3}).answer()

    row = next(line for line in page.splitlines() if line.strip().startswith("Jobs (persons)"))
    assert row.split()[2:] == ["2,000", "+50.0", "+100", "±5", "±9.9"]
    rows = section(page, SEVEN_HEAD)
    assert [rows.count(INDICATORS[indicator].title("en")) for indicator in ("operating_firms", "jobs")] == [
        1,
        1,
    ]
    # A row for each of the seven, and the started projects besides, as the head says.
    lines = page.splitlines()
    below = lines[lines.index(SEVEN_HEAD) + 2 :]
    shown = [line for line in below[: next(k for k, line in enumerate(below) if "Change" in line)] if line]
    assert (len(SEVEN), len(shown)) == (7, 8)
    assert [line.split()[0] for line in shown if line.startswith("    ")] == ["started"]


def test_days_stand_beside_the_projects_that_started():
    lines = of({}).answer().splitlines()

    place = next(place for place, line in enumerate(lines) if "Signing to start" in line)
    assert lines[place + 1].split()[:3] == ["started", "(projects)", "60.0"]


def with_futures(turn, **options):
    """Return a comparison whose mode brings 100 jobs, or what `turn` says in a future."""

    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values.update({name: values[0] for name, values in BASE.items()})
        if mode.id == "one_plus_two":
            run.values["jobs"] += turn(mode, overrides) if overrides else 100.0
        return run

    settings = {"replicates": 3, "years": 1, "jobs": 1, "quiet": True, "simulate": simulate}
    return Comparison.of("two_parks", ["approval_only", "one_plus_two"], **{**settings, **options})


def zone(mode, overrides):
    return 100.0 if mode.institution.get("headquarters.scope") == "zone" else -100.0


def test_futures_in_which_it_turns_are_counted_and_the_reading_that_turns_it_is_named():
    # Of four answers on how many bodies, each in 3 of 12 futures, two have a headquarters in each park.
    page = with_futures(zone, futures=12).answer()

    said = section(page, "When it does not hold △")
    assert "Of 12 futures it is not better (in brackets: surely worse) in: Jobs 6 (6)." in said
    assert (
        "Where the text is read as “all three in each park” (how many bodies): Jobs better in 0 of 3 futures "
        "(in the others 6 of 9)." in said
    )
    assert "stay better in 6 of 12 futures" in section(page, "Conclusion △")
    row = next(line for line in page.splitlines() if line.strip().startswith("Jobs (persons)"))
    assert row.split()[-1] == "6/12"
    assert "only the futures vary them" in section(page, "What rests on assumption")


def test_a_parameter_that_makes_the_difference_is_named():
    page = with_futures(lambda mode, overrides: 50.0 - 30.0 * overrides["handover.days"], futures=16).answer()

    said = section(page, "When it does not hold △")
    assert f"Jobs: the higher “{FIELDS['handover.days'].title_en}”, the lower the change" in said
    assert "(rank correlation −1.00 over futures)" in said


def test_futures_that_turn_nothing_are_told():
    said = section(with_futures(lambda *_: 90.0, futures=4).answer(), "When it does not hold △")

    assert said == "In all 4 futures what is better here stays better."


def test_where_no_future_was_finished_nothing_is_said_to_stay():
    def turn(mode, overrides):
        raise ZeroDivisionError("no land left")

    page = with_futures(turn, futures=3).answer()

    said = section(page, "When it does not hold △")
    assert said.startswith("12 runs failed on values that the study itself took")
    assert "stay" not in section(page, "Conclusion △")


def test_where_a_number_does_not_exist_in_some_futures_the_smaller_count_is_explained():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values.update({name: values[0] for name, values in BASE.items()})
        if overrides and overrides["handover.days"] < 3:
            run.values["days_to_start"] = math.nan
        return run

    sets = [{"handover.days": days} for days in ("1 working day", "4 working days", "5 working days")]
    settings = {"replicates": 3, "years": 1, "jobs": 1, "quiet": True, "sets": sets, "simulate": simulate}
    found = Comparison.of("two_parks", ["one_plus_two"], **settings)

    for lang, said in (
        ("en", "Of fewer than 3: no project was signed in the others."),
        ("zh", "分母小於3者:其餘未來中無項目簽約。"),
    ):
        assert said.replace(" ", "") in "".join(found.answer(lang).split())
        whole = with_futures(lambda *_: 90.0, futures=3).answer(lang)
        assert said.replace(" ", "") not in "".join(whole.split())


def test_without_futures_nothing_is_claimed_about_them():
    page = with_futures(zone).answer()

    assert "No futures and no other scenarios were run" in section(page, "When it does not hold △")
    assert "nothing here varies them" in section(page, "What rests on assumption")


def test_other_scenarios_in_which_it_turns_are_named():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        run.values.update({name: values[0] for name, values in BASE.items()})
        if mode.id == "one_plus_two":
            run.values["jobs"] += {"land_scarce": -50.0, "capital_scarce": 0.0}.get(scenario.id, 50.0)
        return run

    besides = ["land_scarce", "capital_scarce", "talent_scarce"]
    found = Comparison.of(
        *("wenjiang", ["one_plus_two"]),
        **{"replicates": 2, "years": 1, "jobs": 1, "quiet": True, "simulate": simulate, "besides": besides},
    )

    assert section(found.answer(), "When it does not hold △") == (
        "Other scenarios (8 replicates): “Wenjiang, short of land”: Jobs surely worse; “Wenjiang, short of "
        "capital”: Jobs no longer surely better; as here: Wenjiang, short of talent."
    )


@pytest.fixture
def stored_study(monkeypatch):
    """A stored study of two clauses on two parks: S1 saves most days, M3 brings most value added."""
    case = load_scenario("two_parks")
    modes = {name: load_mode(name).digest for name in ("present", "one_plus_two")}
    manifest = {
        "years": 1,
        "replicates": 64,
        "scenarios": {"two_parks": {"sha256": case.digest, "modes": modes}},
    }

    def size(subject, indicator, mean, low, high, setting="alone"):
        return Size(subject, setting, indicator, mean, low, high, 64, 100.0, INDICATORS[indicator].unit)

    rows = [
        size("S1", "days_to_start", -40.0, -45.0, -35.0),
        size("S1", "defects_closed", 3.0, 2.0, 4.0),
        size("S3", "days_to_start", -20.0, -25.0, -15.0),
        size("M3", "days_to_start", 9.0, 7.0, 11.0),
        size("M3", "value_added", 3e8, 2e8, 4e8),
        # More, but within chance; and more, but missing from all the others.
        size("H1", "value_added", 5e8, -1e8, 11e8),
        size("F3", "value_added", 9e8, 8e8, 10e8, setting="missing"),
    ]
    monkeypatch.setattr(stored, "manifest", lambda: manifest)
    monkeypatch.setattr(
        stored, "sizes", lambda subject=None: [r for r in rows if subject in (None, r.subject)]
    )
    return manifest


def test_what_to_do_first_is_the_clause_that_does_most_by_itself(stored_study):
    said = section(of({"days_to_start": [100.0] * 3}).answer(), "What to do first △")

    linked, network = CLAUSES["S1"].title_en, CLAUSES["M3"].title_en
    assert said == (
        f"S1 “{linked}” does most by itself, on top of Present, for Days from signing to start (−40.0 "
        "working days; all of it −100 working days); cost: Closed or fined later +3.00 "
        f"projects. M3 “{network}” does most by itself, on top of Present, for Value added (+3.00 亿元; all "
        "of it 0 亿元). (Stored study, 64 replicates; crosspark explain S1.)"
    )


@pytest.mark.parametrize("changed", ["years", "scenario", "modes"])
def test_a_stored_study_of_something_else_is_left_out(stored_study, changed):
    known = stored_study["scenarios"]["two_parks"]
    stored_study["years"] += changed == "years"
    known["sha256"] += "0" * (changed == "scenario")
    known["modes"]["one_plus_two"] += "0" * (changed == "modes")

    assert "What to do first" not in of({}).answer()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_fits_a_page_in_either_language(stored_study, lang):
    found = with_futures(zone, futures=12, besides=["wenjiang"])

    lines = found.answer(lang).splitlines()
    assert max(width(line) for line in lines) <= 80
    assert len(lines) <= 66
    assert "{" not in found.answer(lang)


def test_it_is_said_in_chinese_too():
    page = of({"jobs": [2100.0] * 3, "service_level": [0.85] * 3}).answer("zh")

    said = "部分是。更優(超出偶然):就業 +5.0 % [+5.0, +5.0]。更差(超出偶然):鎮街服務水平 −5.00 個百分點"
    assert said.replace(" ", "") in "".join(page.split())


def test_a_mode_can_be_chosen_and_an_unknown_one_is_refused():
    found = compared({}, modes=["present", "market", "one_plus_two"])

    assert "would “Open market between parks” do better" in found.answer(mode="market")
    with pytest.raises(BadInput, match=r'mode is "markt"; .*"market"'):
        found.answer(mode="markt")


def test_a_notebook_shows_the_page_as_it_stands():
    assert compared({}).answer()._repr_html_().startswith("<pre>Question\n")


def test_the_folder_and_the_data_hold_page_futures_and_other_scenarios(tmp_path):
    found = with_futures(zone, futures=3, besides=["wenjiang"], precision=None)

    folder = found.save(tmp_path / "out")
    names = {path.name for path in folder.iterdir()}
    assert {"answer_en.txt", "answer_zh.txt", "answer_en.html", "answer_zh.html"} <= names
    assert {"futures.csv", "futures_points.csv"} <= names
    assert {"differences_parameters.csv", "besides_wenjiang.csv"} <= names
    assert (folder / "answer_en.txt").read_text(encoding="utf-8") == found.answer() + "\n"
    data = found.to_data()
    assert {row["future"] for row in data["futures"]} == {0, 1, 2}
    assert [other["scenario"] for other in data["besides"]] == ["wenjiang"]
    assert len(data["differences"]["parameters"]) == 2 * len(INDICATORS)


def test_variations_have_the_same_parks():
    found = [one.id for one in variations(load_scenario("wenjiang"))]

    assert {"land_scarce", "capital_scarce", "talent_scarce"} <= set(found)
    assert not {"ten_parks", "one_park", "two_parks", "wenjiang"} & set(found)
    assert variations(load_scenario("two_parks")) == []


def test_a_planners_own_scenario_has_no_variations():
    own = load_scenario("wenjiang").with_overrides({"demand.leads": "7 leads/year"})

    assert variations(own) == []


def test_a_reading_without_a_value_leaves_its_cell_blank_and_no_other():
    def simulate(scenario, mode, *, seed, years, overrides=None):
        run = fake_runs.simulate(scenario, mode, seed=seed, years=years)
        if overrides and mode.institution.get("headquarters.scope") == "park":
            run.values["jobs"] = math.nan
        return run

    found = Comparison.of(
        *("two_parks", ["one_plus_two"]),
        **{"replicates": 2, "years": 1, "jobs": 1, "quiet": True, "simulate": simulate, "futures": 12},
    )
    row = next(line for line in found.text(part="futures").splitlines() if "all three in each park" in line)

    # In the order of the headlines, jobs the fourth: the fake model brings firms, value and fewer days.
    assert row.split()[-8:] == ["3/3", "3/3", "0/3", "–", "3/3", "0/3", "0/3", "0/3"]
