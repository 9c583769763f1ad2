"""The page as HTML: it says what the text says, and needs nothing but itself."""

from base64 import b64decode, b64encode
from html.parser import HTMLParser

import pytest
from fake_runs import compared

from crosspark.views import words
from crosspark.views.comparison import Comparison
from crosspark.views.sheet import sheet

VOID = {"meta", "img"}


class Reader(HTMLParser):
    """Keeps what is read, and whether every tag is closed where it should be."""

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.sources, self.lang = [], [], [], None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.lang = given.get("lang", self.lang)
        self.sources += [value for name, value in attributes if name in {"src", "href"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in {"h2", "p", "th", "td"}:
            self.texts.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def found():
    return compared({"one_plus_two": {"jobs": [2098.0, 2100.0, 2102.0]}}, futures=2)


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_it_says_what_the_text_says_in_the_same_order(found, lang):
    reader = read(sheet(found, lang, b""))

    assert "".join("".join(reader.texts).split()) == "".join(found.answer(lang).split())
    assert reader.lang == {"en": "en", "zh": "zh-Hant"}[lang]


def test_it_holds_its_figure_and_asks_for_no_other_file(found):
    (source,) = read(sheet(found, "en", b"a figure")).sources

    assert source == "data:image/png;base64," + b64encode(b"a figure").decode()
    assert "url(" not in sheet(found, "en", b"")


def test_the_folder_has_it_in_both_languages_with_the_figure_that_stands_beside_it(found, tmp_path):
    folder = found.save(tmp_path / "out")

    picture = (folder / "days_by_cause.png").read_bytes()
    for lang in words.LANGUAGES:
        page = (folder / f"answer_{lang}.html").read_text(encoding="utf-8")
        assert page == sheet(found, lang, picture)
        assert b64decode(read(page).sources[0].partition(",")[2]) == picture


def test_titles_are_shown_as_they_are_written(found, tmp_path):
    mode = tmp_path / "own.yaml"
    mode.write_text('extends: market\ntitle: {en: "A <b> & C", zh: "甲 <b> & 丙"}\n', encoding="utf-8")
    own = compared({}, modes=[mode])

    assert "“A <b> & C”" in "".join(read(sheet(own, "en", b"")).texts)


def test_where_no_run_was_finished_it_says_so():
    def fail(*args, **options):
        raise ValueError("no")

    nothing = Comparison.of("two_parks", replicates=1, jobs=1, quiet=True, simulate=fail)

    assert read(sheet(nothing, "en", b"")).texts == ["No run was finished."]
