"""Quantities as people write them. Expected numbers are worked out by hand."""

import re

import pytest

from crosspark.governance.errors import Text
from crosspark.governance.settings import SETTINGS
from crosspark.governance.units import canonical, parse, show
from crosspark.scenarios import load_scenario


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("3 mu", "m2", 2000.0),  # a mu is 2000/3 m², not 667
        ("1 mu", "m2", 2000 / 3),
        ("1,200 mu", "m2", 800_000.0),
        ("15 亩", "m2", 10_000.0),
        ("15畝", "m2", 10_000.0),
        ("2 ha", "m2", 20_000.0),
        ("277 km2", "m2", 277_000_000.0),
        ("3000 万元", "yuan", 30_000_000.0),
        ("3000 wan yuan", "yuan", 30_000_000.0),
        ("5 亿元", "yuan", 500_000_000.0),
        ("0.5 yi yuan", "yuan", 50_000_000.0),
        ("60", "post", 60.0),
        (60, "post", 60.0),
        ("14 people", "person", 14.0),
        ("10 working days", "working day", 10.0),
        ("1 month", "working day", 21.0),
        ("2 years", "month", 24.0),
        ("487 calendar days", "working day", 336.0),  # 252 working days to 365.25 calendar days
        ("35 %", "share", 0.35),
        (0.35, "share", 0.35),
        ("40 万元/mu", "yuan/m2", 600.0),  # 400,000 yuan · 3 / 2000 m²
        ("300 mu/year", "m2/year", 200_000.0),
        ("84 hours/month", "hour/month", 84.0),
        ("12 hour/year", "hour/month", 1.0),
        ("0.05/day", "1/day", 0.05),
        ("21/month", "1/day", 1.0),
        ("6 /year", "visit/year", 6.0),
        ("6 visits per year", "visit/year", 6.0),
        ("1.5 person per mu", "person/m2", 0.00225),
        ("-2 %", "share", -0.02),
        (".5", "share", 0.5),
        ("2e3 mu", "mu", 2000.0),
    ],
)
def test_a_quantity_is_read_in_the_unit_of_its_field(text, unit, expected):
    assert parse(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("10 hours", "working day", '"hours" measures something else'),
        ("10 mu", "yuan", '"mu" measures something else'),
        ("10 mu", "m2/year", '"mu" measures something else'),
        ("10", "working day", "the unit is missing"),
        (10, "yuan", "the unit is missing"),
        ("10 days", "working day", "a day may be a working or a calendar day"),
        ("10 lightyears", "m2", 'no such unit "lightyears"'),
        ("much", "share", 'write a share such as 0.35 or "35 %"'),
        ("much", "m2", 'write a number of mu, such as "12 mu"'),
        ("", "post", "write a number"),
        ("nan", "share", "write a share"),
        (float("inf"), "share", "write a share"),
        ("1e999 mu", "m2", "write a number of mu"),
        (True, "share", "write a share"),
        ("12,00 mu", "m2", 'write a decimal point: "12.00 mu"'),
        ("10 - 20 mu", "m2", "no such unit"),
        ("3 mu//year", "m2/year", "no such unit"),
    ],
)
def test_what_is_no_quantity_of_the_field_is_refused_with_what_would_be_right(text, unit, said):
    with pytest.raises(ValueError, match="write ") as caught:
        parse(text, unit)

    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (2000, "m2", "3 mu", "3 畝"),
        (100, "m2", "100 m2", "100 平方米"),
        (30_000_000, "yuan", "3,000 万元", "3,000 萬元"),
        (250_000_000, "yuan", "2.5 亿元", "2.5 億元"),
        (900, "yuan", "900 yuan", "900 元"),
        (600, "yuan/m2", "40 万元/mu", "40 萬元/畝"),
        (0.35, "share", "35 %", "35 %"),
        (1.2, "number", "1.2", "1.2"),
        (1, "working day", "1 working day", "1 個工作日"),
        (10, "working day", "10 working days", "10 個工作日"),
        (2, "person", "2 people", "2 人"),
        (0.05, "1/day", "0.05 /working day", "0.05 /工作日"),
    ],
)
def test_a_quantity_is_shown_as_people_read_it(value, unit, english, chinese):
    assert show(value, unit) == english
    assert show(value, unit, "zh") == chinese


@pytest.mark.parametrize(
    ("value", "unit", "languages"),
    [
        (2000, "m2", ("en", "zh")),
        (250_000_000, "yuan", ("en", "zh")),
        (600, "yuan/m2", ("en", "zh")),
        (0.35, "share", ("en", "zh")),
        (24, "month", ("en", "zh")),
        (0.05, "1/day", ("en", "zh")),
        (12_000_000, "yuan/year", ("en", "zh")),
        (6, "visit/year", ("en", "zh")),
        (3, "party", ("en", "zh")),
    ],
)
def test_what_is_shown_can_be_written_back(value, unit, languages):
    for lang in languages:
        assert parse(show(value, unit, lang), unit) == pytest.approx(value)


#: Characters of printed units that differ between the two ways to write Chinese.
SIMPLIFIED = str.maketrans("畝萬億個條線項戶時筆崗區業曆", "亩万亿个条线项户时笔岗区业历")

BUNDLED = [
    (figure.unit, value)
    for figure in (*SETTINGS.values(), *load_scenario("wenjiang").facts)
    if figure.unit != "word"
    for value in (figure.value, figure.low, figure.high)
]


@pytest.mark.parametrize("unit", sorted({unit for unit, _ in BUNDLED}))
def test_what_is_printed_in_chinese_of_a_bundled_figure_is_read_back(unit):
    for value in {value for of, value in BUNDLED if of == unit}:
        printed = show(value, unit, "zh", exact=True)
        for text in (printed, printed.replace(" ", ""), printed.translate(SIMPLIFIED)):
            assert parse(text, unit) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("unit", sorted({unit for unit, _ in BUNDLED} - {"share", "number"}))
def test_the_example_of_a_chinese_hint_is_chinese_and_is_read(unit):
    with pytest.raises(ValueError, match="write a number") as caught:
        parse("much", unit)
    example = Text.of(caught.value).zh.partition("「")[2].removesuffix("」")

    assert parse(example, unit) == pytest.approx(parse(ENGLISH.get(unit, f"12 {unit}"), unit))
    assert not re.search("[a-z]", example)


#: Land is asked for in mu.
ENGLISH = {"m2": "12 mu", "yuan/m2": "12 yuan/mu", "yuan/m2/year": "12 yuan/mu/year"}


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("100 条线索/年", "lead/year", 100),
        ("100條線索/年", "lead/year", 100),
        ("43 個/年", "project/year", 43),  # as the table of indicators counts projects
        ("43／年", "project/year", 43),
        ("3 家", "enterprise", 3),
        ("2 个小时", "hour", 2),
        ("2 个人", "candidate", 2),
        ("5 條線索", "project", None),
        ("5 個", "working day", None),
    ],
)
def test_a_chinese_measure_word_counts_what_it_is_for(text, unit, expected):
    if expected is None:
        with pytest.raises(ValueError, match="write a number"):
            parse(text, unit)
    else:
        assert parse(text, unit) == expected


def test_the_program_holds_one_unit_for_each_kind_of_quantity():
    assert canonical("万元/mu") == ("yuan/m2", 15)  # 10,000 · 3 / 2000
    assert canonical("亿元") == ("yuan", 100_000_000)
    assert canonical("%")[0] == "share"
    assert canonical("mu/year")[0] == "m2/year"
    assert canonical("month") == ("month", 1)
