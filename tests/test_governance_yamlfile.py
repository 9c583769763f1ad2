"""Files that people write: every mistake is one line that says where it is and what would be right."""

import pickle
import re
from pathlib import Path

import pytest

from crosspark.governance.errors import BadInput, Text, nearest, suggestion
from crosspark.governance.yamlfile import load

NO = Text("no", "不")


def _file(folder: Path, text: str | bytes) -> Path:
    path = folder / "given.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_remembers_the_line_of_each_key_and_item(tmp_path):
    document = load(_file(tmp_path, "# words\na:\n  b: 1\n  c:\n    - 5\n    - 6\n"))

    assert document.data == {"a": {"b": 1, "c": [5, 6]}}
    assert document.line(("a", "b")) == 3
    assert document.line(("a", "c", 1)) == 6
    assert document.line(("a", "missing")) == 2
    assert document.line(("missing",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 'a is "given twice"; the same key stands in line 1 already'),
        ("x:\n  a: 1\n  a: 3\n", 3, 'x.a is "given twice"'),
        ("a: [1, 2\nb: 3\n", 2, 'the text is "not YAML"'),
        ("a: 1\n b: 3\n", 2, 'the text is "not YAML"'),
        ("", 1, "the top level is missing; write a mapping"),
        ("- 1\n- 2\n", 1, 'the top level is "a list"; write a mapping'),
        ("just words\n", 1, 'the top level is "just words"'),
        ("a: &x 1\nb: *x\n", 1, 'b is "an alias"; write the value, or use extends'),
        (b"a: 1\nb: \xb3\xc9\n", 2, 'the text is "byte 0xb3"; save the file as UTF-8'),
        ("a: 2018-13-45\n", 1, "put it in quotes"),
        ("a: !!python/object:os.system x\n", 1, 'the text is "not YAML"'),
        ("? [1, 2]\n: 3\n? {a: 1}\n: 4\n", 1, 'the text is "not YAML"'),
        ("a: \x00\n", 1, 'the text is "not YAML"'),
        ("a: " + "[" * 1_000_000, 1, 'the text is "nested too deeply"'),
        ("a:\n  " + "- " * 1_000_000 + "b\n", 1, 'the text is "nested too deeply"'),
        ("".join(" " * n + "a:\n" for n in range(2000)), 1, 'the text is "nested too deeply"'),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_its_line(tmp_path, text, line, said):
    path = _file(tmp_path, text)

    with pytest.raises(BadInput) as caught:
        load(path)

    assert said in str(caught.value)
    assert caught.value.file == str(path)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_a_missing_file_names_its_nearest_neighbour(tmp_path):
    _file(tmp_path, "a: 1\n")

    with pytest.raises(BadInput, match=re.escape('no such file, did you mean "') + ".*given.yaml"):
        load(tmp_path / "givn.yaml")
    with pytest.raises(BadInput, match=r"no such file$"):
        load(tmp_path / "nowhere" / "at_all.yaml")
    with pytest.raises(BadInput, match="name a YAML file"):
        load(tmp_path)


def test_a_message_is_one_line_with_file_line_field_value_and_hint():
    error = BadInput("my.yaml", 7, "clauses.S1", 2, Text("an intensity lies in [0, 1]", "強度須在[0, 1]之內"))

    assert str(error) == "my.yaml:7: clauses.S1 is 2; an intensity lies in [0, 1]"
    assert str(BadInput("<overrides>", None, "x", "a\nb", NO)) == '<overrides>: x is "a b"; no'
    assert str(BadInput("f", 1, "x", "y" * 200, NO)) == 'f:1: x is "' + "y" * 59 + "…; no"


def test_an_error_survives_the_way_from_a_worker_process():
    error = pickle.loads(pickle.dumps(BadInput("f", 1, "x", 2, NO)))

    assert (error.file, error.line, error.field, error.value, error.hint) == ("f", 1, "x", 2, "no")


def test_the_nearest_name_is_found_by_spelling_case_or_last_part():
    names = ["present", "one_plus_two", "headquarters.meeting_interval", "S1"]

    assert nearest("one_plus_tow", names) == "one_plus_two"
    assert nearest("Present", names) == "present"
    assert nearest("s1", names) == "S1"
    assert nearest("meeting_interval", names) == "headquarters.meeting_interval"
    assert nearest("quite different", names) is None
    assert suggestion("quite different", ["a", "b"], "clause", "條款") == "no such clause; known: a, b"
