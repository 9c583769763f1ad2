"""Text that lines up, and numbers as people read them."""

import math

import pytest

from crosspark.views import words
from crosspark.views.text import interval, number, pad, shorten, table, width, wrap


def test_a_chinese_character_takes_two_columns():
    assert width("mu 畝") == 5
    assert pad("畝", 4) == "畝  "
    assert pad("畝", 4, right=True) == "  畝"


def test_columns_line_up_whatever_the_language():
    lines = table([["", "n"], ["園區", "1"], ["park", "22"]], indent=0).splitlines()

    assert lines == ["       n", "園區   1", "park  22"]


def test_a_remark_at_the_end_is_aligned_as_words_are():
    assert table([["a", "1", "x"], ["b", "22", "long"]], indent=0, remark=True).splitlines() == [
        "a   1  x",
        "b  22  long",
    ]


def test_a_text_that_is_too_long_ends_in_an_ellipsis_and_fits():
    assert shorten("成都醫學城", 6) == "成都…"
    assert width(shorten("Chengdu Medical City", 10)) <= 10
    assert shorten("mu", 10) == "mu"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1234567.0, "1,234,567"),
        (99.96, "100.0"),
        (12.34, "12.3"),
        (1.0, "1.00"),
        (0.1234, "0.123"),
        (-0.5, "−0.5"),
        (1e-9, "0"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_numbers_have_three_figures(value, text):
    assert number(value) == text


def test_a_difference_carries_its_sign_and_a_true_minus():
    assert number(3.0, signed=True) == "+3.00"
    assert number(-3.0, signed=True) == "−3.00"
    assert interval(-3.0, 3.0) == "[−3.00, +3.00]"


def test_an_interval_that_is_unknown_is_a_dash():
    assert interval(math.nan, 1.0) == "–"


def test_a_paragraph_breaks_between_words_and_between_characters_but_not_before_a_comma():
    assert wrap("one two three", columns=10).splitlines() == ["  one two", "  three"]
    assert all(width(line) <= 14 for line in wrap("園區企業開工億畝從簽約廳", columns=12).splitlines())


@pytest.mark.parametrize("closing", [",", ";", "。", ")", "」", "」。", ");", "\uff0c", "\uff1b", "」\uff1b"])
@pytest.mark.parametrize("opening", ["(", "「", "“", "「“", "\uff08"])
def test_no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens(opening, closing):
    text = f"園區企業{opening}開工{closing}億畝S1{closing}從{opening}F2簽約{closing}廳"
    for columns in range(12, 30):
        lines = [line.strip() for line in wrap(text, columns=columns).splitlines()]

        assert "".join(lines) == text
        assert not any(line.startswith(tuple(closing)) for line in lines)
        assert not any(line.endswith(tuple(opening)) for line in lines)
        assert max(map(width, lines)) <= columns - 2


def test_no_line_begins_with_a_per_cent_sign():
    text = "defeats in 10.9 % of 128 futures, 園區59.4 %[50.7, 67.5],企業2.10 % of all"
    for columns in range(12, 60):
        lines = [line.strip() for line in wrap(text, columns=columns).splitlines()]

        assert not any(line.startswith("%") for line in lines), columns
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_every_fixed_word_is_there_in_both_languages_with_the_same_parts():
    from string import Formatter

    for english, chinese in words.WORDS.values():
        parts = [{part for _, part, _, _ in Formatter().parse(text) if part} for text in (english, chinese)]
        assert parts[0] == parts[1]
        assert english
        assert chinese


def test_a_name_that_has_no_word_stands_as_it_is():
    assert words.name("some_body", "zh") == "some body"
    assert words.duty("park", "some_duty", "en") == "some duty"
    assert words.reason("some reason", "zh") == "some reason"


def test_the_service_of_a_sub_district_is_not_that_of_a_committee():
    assert words.duty("subdistrict", "service", "en") == "social work and public service"
    assert words.duty("committee", "service", "en") == "landing service"


def test_kinds_of_organisation_have_an_order_and_unknown_ones_come_last():
    assert words.in_order(["department", "else", "headquarters", "department"]) == [
        "headquarters",
        "department",
        "else",
    ]
