"""The page of findings: every question stands on it, with a command that the program takes."""

import re
import shlex
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from pages import DOCS

from crosspark.cli import cli

spec = spec_from_file_location("make_findings", DOCS / "make_findings.py")
assert spec is not None
assert spec.loader is not None
make_findings = module_from_spec(spec)
sys.modules["make_findings"] = make_findings  # where its dataclass looks for its types
spec.loader.exec_module(make_findings)

PAGE = make_findings.PAGE.read_text(encoding="utf-8")
QUESTIONS = make_findings.QUESTIONS


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_a_question_has_its_command_and_sentences_in_both_languages(question):
    _, name, *options = shlex.split(question.command)
    command = cli.commands[name]
    assert command.make_context(name, [*options, "--lang", "zh", "--quiet", "--out", "somewhere"]).params

    start = PAGE.index(f"## {question.english} {question.chinese}\n\n`{question.command}`: ")
    parts = re.findall(r"```text\n(.*?)```", PAGE[start:], re.DOTALL)
    english, chinese = parts[:2]
    for lang, said in (("en", english), ("zh", chinese)):
        assert said.strip() in (make_findings.TEXTS / f"{question.name}.{lang}.txt").read_text(
            encoding="utf-8"
        )
    assert not re.search("[\u4e00-\u9fff]{6}", english)  # but for units and names
    assert re.search("[\u4e00-\u9fff]{6}", chinese)
    # With its uncertainty: an interval, or a count of how many.
    assert re.search(r"\[[^\]]*, [^\]]*\]| of [\d,]+", english)


def test_what_a_command_prints_is_put_on_the_page_as_it_stands(tmp_path, monkeypatch):
    question = QUESTIONS[0]
    calls = []

    def run(words, **_):
        calls.append(words)
        lang = words[words.index("--lang") + 1]
        heading = {"en": "In words", "zh": "結論"}[lang]
        return subprocess.CompletedProcess(
            words, 0, f"Title\n\n{heading}\n  [1, 2] {lang}\nits figures\n", ""
        )

    monkeypatch.setattr(make_findings, "QUESTIONS", (question,))
    monkeypatch.setattr(make_findings.subprocess, "run", run)
    make_findings.ask(question, tmp_path)
    page = make_findings.page(tmp_path)

    assert [words[1:4] for words in calls] == [["-m", *shlex.split(question.command)[:2]]] * 2
    for lang in ("en", "zh"):
        assert f"```text\n  [1, 2] {lang}\n```" in page
        assert (tmp_path / f"{question.name}.{lang}.txt").read_text(encoding="utf-8").startswith("Title")
