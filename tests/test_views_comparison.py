"""What a comparison prints, returns as data and writes."""

import json
import math

import pandas as pd
import pytest
from fake_runs import compared

from crosspark.governance.errors import BadInput
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.views.text import width


@pytest.fixture(scope="module")
def comparison():
    return compared({"present": {"jobs": [10.0, 20.0, 30.0]}, "one_plus_two": {"jobs": [11.0, 22.0, 33.0]}})


def test_the_text_shows_every_indicator_and_mode_in_either_language(comparison):
    for lang in ("en", "zh"):
        text = comparison.text(lang)
        assert all(indicator.title(lang) in text for indicator in INDICATORS.values())
        assert all(label in text for label in comparison.entries)
        assert "{" not in text
    assert str(comparison) == comparison.text("en")


def test_where_signed_and_started_stand_together_it_says_why_more_may_start(comparison):
    for lang, why in (("en", "signed before adoption"), ("zh", "含改革前簽約的項目")):
        titles = [INDICATORS[name].title(lang) for name in ("signed", "started")]
        assert all(title in comparison.text(lang) for title in titles)
        assert why in comparison.text(lang)


def test_a_headline_has_mean_difference_both_intervals_and_the_replicates_to_halve(comparison):
    lines = comparison.text().splitlines()
    place = next(place for place, line in enumerate(lines) if line.strip().startswith("Jobs 就業"))

    assert lines[place].split()[-1] == "20.0"
    assert lines[place + 2].split() == [
        *("one_plus_two", "22.0", "+2.00", "[−0.484,", "+4.48]", "[−2.97,", "+6.97]"),
        *("3", "of", "3", "5", "emergent"),
    ]


def test_wired_indicators_are_told_from_emergent_ones(comparison):
    lines = comparison.text().splitlines()
    place = next(place for place, line in enumerate(lines) if "Leaders' hours" in line)

    assert lines[place + 1].endswith("emergent")
    assert lines[place + 2].endswith("wired: H1")
    for lang, wired, emergent in (("en", "Wired: ", "Emergent: "), ("zh", "直接關聯:", "湧現:")):
        below = "".join(comparison.text(lang, part="headlines").splitlines()[-4:])
        assert wired in below
        assert emergent in below


def test_the_last_line_names_the_command_that_writes_one_page(comparison, tmp_path):
    for lang, said in (("en", "on one page: "), ("zh", "一頁看全:")):
        assert (
            f"{said}crosspark answer two_parks --mode one_plus_two" in comparison.text(lang).splitlines()[-1]
        )

    own = tmp_path / "own.yaml"
    own.write_text("extends: market\ntitle: {en: Ours, zh: 甲}\n", encoding="utf-8")
    last = compared({}, modes=[own]).text().splitlines()[-1]
    assert last.endswith("crosspark answer SCENARIO --mode MODE")


def test_inputs_are_counted_by_what_they_rest_on(comparison):
    inputs = comparison.to_data()["inputs_by_grade"]

    flat = " ".join(comparison.text().split())
    assert f"{inputs.get('statistic', 0)} measured ●, {inputs['study']} from a study ○" in flat
    assert f"{inputs['assumption']} assumed △" in flat


def test_the_text_fits_a_wide_terminal(comparison):
    for lang in ("en", "zh"):
        assert max(width(line) for line in comparison.text(lang).splitlines()) <= 145


def test_a_table_says_of_an_indicator_what_the_text_says(comparison):
    table = comparison.table(["jobs", "leaders_hours"])

    jobs, hours = (title for title in table.index.unique("indicator"))
    assert (jobs, hours) == ("Jobs 就業 (persons) △", "Leaders' hours 領導工時 (hours) △")
    assert table.loc[(jobs, "present")].tolist() == ["20.0", *[""] * 6]
    assert table.loc[(jobs, "one_plus_two")].to_dict() == {
        "mean": "22.0",
        "difference": "+2.00",
        "chance 95 %": "[−0.484, +4.48]",
        "one 1-year span 95 %": "[−2.97, +6.97]",
        "better": "3 of 3",
        "to halve": "5",
        "how": "emergent",
    }
    assert table.loc[(hours, "one_plus_two"), "how"] == "wired: H1"


def test_a_table_holds_the_headlines_of_every_mode_in_either_language(comparison):
    for lang in ("en", "zh"):
        table = comparison.table(lang=lang)
        assert len(table) == len(HEADLINES) * len(comparison.entries)
        assert all(
            INDICATORS[indicator].title(lang) in title
            for indicator, title in zip(HEADLINES, table.index.unique(0), strict=True)
        )


def test_an_unknown_indicator_of_a_table_is_refused(comparison):
    with pytest.raises(BadInput, match=r'indicator is "job"; .*"jobs"'):
        comparison.table(["job"])


def test_one_part_of_the_text_can_be_had_alone(comparison):
    part = comparison.text(part="who_pays")

    assert part.startswith("Who pays △")
    assert part in comparison.text()
    with pytest.raises(BadInput, match=r'part is "flow"; .*"flows"'):
        comparison.text(part="flow")


def test_a_notebook_shows_the_closing_words_as_paragraphs(comparison):
    words = comparison.closing()

    shown = words._repr_html_()
    assert shown.count("<p>") == len(words.splitlines())
    assert "<p>One plus two" in shown


def test_an_unknown_language_is_refused(comparison):
    with pytest.raises(BadInput, match="it must be one of en, zh"):
        comparison.text("fr")


def test_the_data_are_json_and_hold_no_nan(comparison):
    data = json.loads(json.dumps(comparison.to_data(), allow_nan=False))

    missing = [row for row in data["summary"] if row["indicator"] == "days_started"]
    assert [row["mean"] for row in missing] == [None, None, None]
    assert set(data["answer"]) == set(data["closing"]) == {"en", "zh"}
    assert {row["indicator"] for row in data["differences"]["decade"]} == set(INDICATORS)


def test_a_folder_holds_tables_figures_text_and_manifest(comparison, tmp_path):
    folder = comparison.save(tmp_path / "a" / "out")

    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [
            *("runs.csv", "summary.csv", "held_equal.csv", "days_by_cause.csv", "hours_a_year.csv"),
            *("who_waits.csv", "who_loses.csv", "accounts.csv"),
            *("flows.csv", "monthly.csv", "failures.csv", "differences_chance.csv"),
            *("differences_decade.csv", "trajectories.png", "days_by_cause.png", "hours.png"),
            *("comparison_en.txt", "comparison_zh.txt", "manifest.json"),
            *("answer_en.txt", "answer_zh.txt", "answer_en.html", "answer_zh.html"),
        ]
    )
    read = pd.read_csv(folder / "runs.csv")
    assert read["value"].tolist()[:5] == comparison.runs["value"].tolist()[:5]
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["baseline"] == "present"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["out"]


def test_the_same_comparison_writes_the_same_bytes(comparison, tmp_path):
    one, two = comparison.save(tmp_path / "one"), comparison.save(tmp_path / "two")

    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes(), path.name


def test_an_empty_folder_is_filled_and_one_with_files_is_left_alone(comparison, tmp_path):
    (tmp_path / "empty").mkdir()
    comparison.save(tmp_path / "empty")
    with pytest.raises(BadInput, match='"not empty"; name a folder that is new or empty'):
        comparison.save(tmp_path / "empty")

    (tmp_path / "file").write_text("mine")
    with pytest.raises(BadInput, match="a file"):
        comparison.save(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_cannot_be_finished_is_not_begun(comparison, tmp_path, monkeypatch):
    def broken():
        raise OSError("no space left")

    monkeypatch.setattr(type(comparison), "plot", lambda self: broken())

    with pytest.raises(OSError, match="no space left"):
        comparison.save(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_one_mode_against_itself_prints_without_differences():
    found = compared({}, modes=["present", "present"])

    assert found.others == ()
    assert "Only present was run: there is no other mode that it differs from" in found.text()
    assert "無從比較" in found.text("zh")
    assert "crosspark answer" not in found.text()
    assert "nothing is compared" not in compared({}).text()
    assert "Held equal" in found.text()
    assert math.isfinite(found.mean("present", HEADLINES[0]))


def test_a_comparison_of_one_replicate_says_that_it_has_no_interval():
    assert "One replicate has no spread" in compared({}, replicates=1).text()


def test_chinese_tables_call_the_modes_by_their_titles(comparison):
    text = comparison.text("zh")
    _, header, body = text.partition("各模式下保持相同")
    # The last line is a command, which takes ids.
    body, _, command = body.rpartition("\n")

    assert "crosspark answer" in command
    assert header
    assert "one_plus_two" not in body
    assert "與「現狀」之差" in body
    assert "3次中3次" in body
    assert "在「現狀」下預熱" in text


def test_one_of_something_is_told_in_the_singular():
    text = compared({}, replicates=1).text()

    assert "1 replicate of each mode" in text
    assert "· 1 year after" in text


def test_the_table_of_hours_says_what_its_hours_are(comparison):
    assert "Hours by the clock: those of an organisation add up" in comparison.text(part="hours")
    assert "Management committees under" not in comparison.text(part="hours")
    assert "of started projects" in comparison.text(part="causes").splitlines()[0]
    assert "已開工項目" in comparison.text("zh", part="causes").splitlines()[0]
