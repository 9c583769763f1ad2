"""Figures: what they show, and that no character is an empty box."""

import numpy as np
import pytest
from fake_runs import compared

from crosspark.views import figures, fonts


@pytest.fixture(scope="module")
def comparison():
    return compared({})


@pytest.fixture
def no_chinese_font(monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    fonts.warn_without_font.cache_clear()


def texts(figure):
    from matplotlib.text import Text

    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def test_there_are_three_figures_and_each_is_a_png(comparison):
    found = comparison.plot()

    assert list(found) == ["trajectories", "days_by_cause", "hours"]
    assert all(chart.png().startswith(b"\x89PNG") for chart in found.values())
    assert found._repr_html_().count("<img") == 3
    assert found["hours"]._repr_png_() == found["hours"].png()


def test_bars_by_cause_add_up_to_the_total(comparison):
    figure = figures.days_by_cause(comparison)
    bars = figure.axes[0].patches

    # The fake run has causes of 10 to 17 days in each of three modes: 108 days.
    assert sum(bar.get_width() for bar in bars) == pytest.approx(3 * 108)
    assert texts(figure).count("108") == 3


def test_started_projects_are_summed_and_value_added_is_that_of_a_year(comparison):
    figure = figures.trajectories(comparison)
    started, value_added = figure.axes[2].lines[0], figure.axes[3].lines[0]

    # Two started a month; present has 5e7 + effect · 1e6 · month yuan a month, effect 1.8 (six at .3).
    assert started.get_ydata()[-1] == 24
    assert value_added.get_ydata()[0] == pytest.approx((12 * 5e7 + 1.8e6 * 66) / 1e8)


def test_every_mode_has_a_colour_of_its_own(comparison):
    lines = figures.trajectories(comparison).axes[0].lines

    assert len({line.get_color() for line in lines}) == 3


def test_no_panel_of_hours_has_a_colour_twice(comparison):
    for axis in figures.hours(comparison).axes:
        legend = axis.get_legend()
        colours = [patch.get_facecolor() for patch in legend.get_patches()]
        assert len(set(colours)) == len(colours)


def test_without_a_chinese_font_titles_are_english_and_it_is_said_once(comparison, no_chinese_font, capsys):
    found = comparison.plot()
    comparison.plot()

    assert all(character < "一" for chart in found.values() for text in texts(chart) for character in text)
    assert capsys.readouterr().err.count("No Chinese font was found") == 1


def test_with_a_chinese_font_no_character_is_missing(comparison, recwarn):
    if fonts.chinese_font() is None:
        pytest.skip("no Chinese font is installed here")
    found = comparison.plot()

    # Matplotlib warns of each glyph that no font has, and warnings are errors here.
    assert all(chart.png() for chart in found.values())
    assert any("企業" in text for text in texts(found["trajectories"]))


def test_a_font_that_lacks_our_characters_is_passed_over():
    from matplotlib import font_manager

    assert not fonts._covers(font_manager.findfont("DejaVu Sans"))
    assert not fonts._covers(__file__)


def test_a_sum_over_a_year_begins_after_twelve_months_and_a_shorter_series_stays_as_it_is():
    year = figures._curve(np.ones((1, 14)), "year")
    short = figures._curve(np.ones((1, 5)), "year")

    assert year.tolist() == [[12.0, 12.0, 12.0]]
    assert short.tolist() == [[1.0] * 5]
