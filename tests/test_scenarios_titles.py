"""What the figures of a district are called, in both languages."""

import re
from collections import Counter

import fake_runs
import pytest

import crosspark as cp
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.settings import SETTINGS
from crosspark.scenarios.loader import load_scenario, scenario_names
from crosspark.studies.design import Design, knobs
from crosspark.studies.discovery import Discovery
from crosspark.studies.sweep import sweep
from crosspark.views import words
from crosspark.views.text import shorten_title, width

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", scenario_names())
def test_every_figure_of_a_scenario_has_a_title_of_its_own_in_both_languages(name):
    case = load_scenario(name)
    english, chinese = zip(*(case.called(fact.path) for fact in case.facts), strict=True)

    assert all(title[:1].isalpha() and not CHINESE.search(title) for title in english)
    assert all(CHINESE.search(title) for title in chinese)
    for titles in (english, chinese):
        assert [title for title, count in Counter(titles).items() if count > 1] == []


@pytest.mark.parametrize(
    ("path", "english", "chinese"),
    [
        ("demand.leads", "Possible leads a year", "每年可能的項目線索"),
        ("subdistricts.yongning.posts", "Yongning: posts", "永寧街道:崗位"),
        (
            "parks.medical_city.talent.research",
            "Chengdu Medical City: people who seek work (research)",
            "成都醫學城:求職人才(研究)",
        ),
        (
            "parks.medical_city.enterprises.pharma",
            "Chengdu Medical City: enterprises at the start (Pharmaceuticals)",
            "成都醫學城:期初企業數(醫藥)",
        ),
        (
            "segments.pharma.buys.devices",
            "Pharmaceuticals: share of output spent on purchases (Medical devices)",
            "醫藥:採購佔產出的比例(醫療器械)",
        ),
        (
            "procedures.E3.reviews.intermediaries.hours",
            "Construction design: hours of work (Intermediary agencies)",
            "施工設計:辦理工時(中介服務機構)",
        ),
    ],
)
def test_a_title_says_whose_a_figure_is_in_the_words_of_the_file(path, english, chinese):
    assert load_scenario("wenjiang").called(path) == (english, chinese)


def test_a_copy_of_a_park_has_its_own_name_in_the_titles_of_its_figures():
    case = load_scenario("ten_parks")

    assert case.called("parks.medical_city_2.posts") == ("Chengdu Medical City 2: posts", "成都醫學城2:崗位")


def test_all_that_can_be_varied_is_called_the_same_everywhere():
    rows = cp.parameters("wenjiang").set_index("path")
    known = knobs(load_scenario("wenjiang"))

    assert set(known) == set(rows.index) | set(SETTINGS) | {f"clauses.{id_}" for id_ in CLAUSES}
    for path, row in rows.iterrows():
        for lang in words.LANGUAGES:
            assert known[path].title(lang) == row[f"title_{lang}"] != path
    assert known["clauses.S1"].title("en") == CLAUSES["S1"].title_en


@pytest.mark.parametrize("vary", [{"parks.north.posts": None}, {"parks.north.posts": {"values": [10, 20]}}])
def test_what_a_design_varies_keeps_its_title(vary):
    sample = {} if vary["parks.north.posts"] else {"sample": {"method": "halton", "size": 1}}
    (factor,) = Design.of({"scenario": "two_parks", "vary": vary, **sample}).factors

    assert (factor.title("en"), factor.title("zh")) == ("North Park: posts", "北園:崗位")


def test_a_stored_study_knows_what_it_varies_without_its_scenario(tmp_path):
    points = [{"parks.north.posts": 10 + place / 2, "handover.days": 1 + place / 32} for place in range(40)]
    study = sweep(
        {"scenario": "two_parks", "points": points, "years": 1},
        out=tmp_path / "study", jobs=1, quiet=True, simulate=fake_runs.simulate,
    )  # fmt: skip
    factors = Discovery.of(study=tmp_path / "study").futures.factors

    assert {one.path: one.title("zh") for one in factors} == {
        "parks.north.posts": "北園:崗位",
        "handover.days": SETTINGS["handover.days"].title_zh,
    }
    assert study.design["titles"]["parks.north.posts"] == ["North Park: posts", "北園:崗位"]


def test_within_a_sentence_a_title_begins_small_but_a_name_does_not():
    assert words.within("Mean wait (0: none)", "en") == "mean wait (0: none)"
    assert words.within("Yongning: posts", "en") == "Yongning: posts"
    assert words.within("永寧街道:崗位", "zh") == "永寧街道:崗位"


def test_a_long_title_loses_the_name_before_what_tells_figures_apart():
    long = "Chengdu Urban Modern Agriculture High-tech Park: enterprises at the start (Wellness)"

    assert shorten_title(long, 100) == long
    assert shorten_title(long, 50).endswith("…: enterprises at the start (Wellness)")
    assert all(width(shorten_title(long, columns)) <= columns for columns in range(10, 90))
