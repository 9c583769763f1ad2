"""What a planner who writes Chinese gets wrong is told by the mark, the id or the option that is right."""

import re

import pytest

from crosspark.cli import main
from crosspark.governance.errors import SPOKEN, Text, notice
from crosspark.governance.mode import load_mode, mode_names
from crosspark.model.indicators import INDICATORS
from crosspark.scenarios import load_scenario

COLON, COMMA = "\uff1a", "\uff0c"
TITLE = "title: {en: a, zh: 一}\n"
SCENARIO = "id: x\ntitle_en: a\ntitle_zh: 甲\nextends: wenjiang\n"


def told(capsys, *arguments):
    """Return the one Chinese line that the command says of what is wrong."""
    assert main([*arguments, "--lang", "zh"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"kind{COLON}variant\n{TITLE}extends: present\n", 1),
        (f"title{COLON}{{en: a, zh: 一}}\nextends: present\n", 1),
        (f"{TITLE}extends{COLON}present\n# 條款\nclauses:\n  S1: 1\n", 2),
        (f"{TITLE}extends: present\nclauses{COLON}\n  S1: 1\n", 3),
        (f"{TITLE}extends: present\nclauses:\n  S1: 1\n  M1{COLON}1\n", 5),
    ],
)
def test_a_full_width_colon_is_named_at_its_own_line(text, line, tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")

    said = told(capsys, "check", str(file))
    assert said.startswith(f"{file}:{line}: ")
    assert "全角冒號" in said


def test_a_full_width_comma_is_named_in_a_file_and_between_names(tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    file.write_text(f"title: {{en: a{COMMA} zh: 一}}\nextends: present\n", encoding="utf-8")

    assert "全角逗號" in told(capsys, "check", str(file))
    given = f"present{COMMA}half.yaml"
    assert "請用半角逗號:present,half.yaml" in told(capsys, "compare", "two_parks", "--modes", given)
    given = f"jobs{COMMA}started"
    assert "請用半角逗號:jobs,started" in told(capsys, "why", "two_parks", "--indicators", given)


def test_other_mistakes_are_told_as_they_were(tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    # A full-width colon within a text is right.
    file.write_text(f'title: {{en: a, zh: "一{COLON}二"}}\nextends: present: x\n', encoding="utf-8")

    said = told(capsys, "check", str(file))
    assert said.startswith(f"{file}:2: ")
    assert "全角" not in said


def test_an_intensity_in_words_is_asked_for_as_a_number(tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    file.write_text(f"{TITLE}extends: present\nclauses:\n  S1: 一半\n", encoding="utf-8")

    assert "請寫數字,如 0.5" in told(capsys, "check", str(file))


def test_a_value_that_is_a_section_is_shown_as_the_file_has_it(tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    file.write_text(f"{TITLE}extends: present\nclause:\n  S1: 1\n", encoding="utf-8")

    assert "clause 是 {S1: 1};沒有此鍵,是否想寫「clauses」?" in told(capsys, "check", str(file))


@pytest.mark.parametrize("group", ["parks", "subdistricts", "departments", "segments"])
def test_the_title_of_a_part_offers_its_id(group, tmp_path, capsys):
    parts = getattr(load_scenario("wenjiang"), group)
    file = tmp_path / "mine.yaml"
    for id_, part in parts.items():
        for written in (f"{group}:\n  {part.title_zh}:\n    posts: 3\n",
                        f"parks:\n  medical_city:\n    subdistricts: [{part.title_zh}]\n"):  # fmt: skip
            file.write_text(SCENARIO + written, encoding="utf-8")
            offered = re.search("是否想寫「(.*?)」", told(capsys, "check", str(file)))
            assert offered is not None
            # A park and its segment may bear one title; what is offered bears it in any case.
            others = ("parks", "subdistricts", "departments", "segments")
            titled = {
                other
                for name in others
                for other, one in getattr(load_scenario("wenjiang"), name).items()
                if one.title_zh == part.title_zh
            }
            assert id_ in titled
            assert offered[1] in titled


def test_the_title_of_a_mode_or_a_scenario_or_an_indicator_or_a_clause_offers_its_name(tmp_path, capsys):
    for name in mode_names():
        written = load_mode(name).title_zh
        assert f"「{name}」?" in told(capsys, "compare", "two_parks", "--modes", written)
    assert "「wenjiang」?" in told(capsys, "compare", "溫江")
    assert "「jobs」?" in told(capsys, "why", "two_parks", "--indicators", INDICATORS["jobs"].title_zh)
    assert "「S1」?" in told(capsys, "explain", "五同時、五同步聯動並行")
    file = tmp_path / "mine.yaml"
    file.write_text(f"{SCENARIO}present: 現狀\n", encoding="utf-8")
    assert "「present」?" in told(capsys, "check", str(file))


def test_what_stands_in_the_wrong_place_is_told_by_what_it_is(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text("mine")

    assert "這是模式,不是條款" in told(capsys, "explain", "merged")
    assert "請寫 --modes present,one_plus_two" in told(capsys, "compare", "one_plus_two")
    assert "crosspark list indicators" in told(capsys, "when", "two_parks", "--indicator", "foo")
    assert "已有同名文件" in told(capsys, "compare", "two_parks", "--out", "README.md")
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_folder_that_is_there_and_takes_nothing_is_not_said_to_be_missing(tmp_path, monkeypatch, capsys):
    def refused(*_, **__):
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr("tempfile.mkdtemp", refused)

    said = told(capsys, "compare", "two_parks", "--out", str(tmp_path / "x"))
    assert "您無權寫入" in said
    assert "沒有文件夾" not in said


@pytest.mark.parametrize(("asked", "said"), [("zh", "中"), ("en", "a\n中"), (None, "a\n中")])
def test_a_notice_is_in_chinese_alone_where_that_was_asked_for(asked, said):
    token = SPOKEN.set(asked)
    try:
        assert notice(Text("a", "中")) == said
    finally:
        SPOKEN.reset(token)


def test_the_command_leaves_word_of_its_language_while_it_runs(monkeypatch, capsys):
    heard = []

    def compile_kernels(*, quiet):
        heard.append(SPOKEN.get())
        return "there"

    monkeypatch.setattr("crosspark.studies.runner.compile_kernels", compile_kernels)

    assert main(["warm", "--lang", "zh"]) == 0
    assert (heard, SPOKEN.get()) == (["zh"], None)
    assert "there" in capsys.readouterr().out


def test_the_bounds_of_a_figure_are_told_in_chinese_units(capsys):
    for given, right in (
        ("years=51 years", "須在 [1 年, 50 年] 之內"),
        ("demand.nest=0.01", "須在 [5 %, 100 %] 之內"),
        ("demand.leads=-1 leads/year", "須至少 0 條線索/年"),
    ):
        assert right in told(capsys, "compare", "two_parks", "--set", given)
