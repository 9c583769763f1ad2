"""The page of findings: every question stands on it, with a command that the program takes."""

import re
import shlex
import sys
from collections import Counter
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from pages import DOCS

from crosspark.cli import cli
from crosspark.views.words import WORDS

spec = spec_from_file_location("make_findings", DOCS / "make_findings.py")
assert spec is not None
assert spec.loader is not None
make_findings = module_from_spec(spec)
sys.modules["make_findings"] = make_findings  # where its dataclass looks for its types
spec.loader.exec_module(make_findings)

PAGE = make_findings.PAGE.read_text(encoding="utf-8")
QUESTIONS = make_findings.QUESTIONS

#: An interval, a count of how many, or that chance has been allowed for.
INTERVAL = re.compile(r"\[[^\[\]]*\d[^\[\]]*, [^\[\]]*\d[^\[\]]*\]")
UNCERTAINTY = re.compile(INTERVAL.pattern + r"|\b\d[\d,]* of \d|beyond chance")

#: What a study may say without, and why.
WITHOUT = {
    "caveat": "what all of it rests on",
    "caveat_sets": "what all of it rests on",
    "futures_caveat": "what all of it rests on",
    "sensitivity_caveat": "what all of it rests on",
    "rests_on": "what all of it rests on",
    "morris_may_turn": "compares the means that stand before it with their intervals",
    "morris_keeps": "compares the means that stand before it with their intervals",
    "no_box": "says that nothing was found",
    "no_condition": "says that nothing was found, and bounds what may be there",
    "all_victories": "stands beside the share that it has none against, with its interval",
    "few_wanted": "counts what is too few to look at, beside their share with its interval",
    "optimise_most_in": "counts parameter sets of those it names first",
    "optimise_never_in": "counts none of the parameter sets that it names",
    "optimise_loses_nothing": "says that no interval holds a loss",
    "optimise_empty": "says that nothing was found",
    "optimise_surely": "says how the intervals that stand before it came about",
}


def said(question, lang):
    """Return the sentences of a question on the page."""
    start = PAGE.index(f"## {question.english} {question.chinese}\n\n`{question.command}`: ")
    return re.findall(r"```text\n(.*?)```", PAGE[start:], re.DOTALL)[("en", "zh").index(lang)]


def without_uncertainty(text):
    """Return the English sentences that have none, and should."""
    text = " ".join(text.split())
    for key in WITHOUT:
        parts = map(re.escape, re.split(r"\{[^}]*\}", WORDS[key][0]))
        text = re.sub(r"(?:[^.]|\.(?! ))*".join(parts), "", text)
    sentences = (one.strip(" .") for one in re.split(r"(?<=\.) ", text))
    return [one for one in sentences if one and not UNCERTAINTY.search(one)]


def figures(text):
    """Return the numbers of each interval, with how often it stands there."""
    return Counter(tuple(re.findall(r"[−+]?\d[\d,.]*\d|[−+]?\d", one)) for one in INTERVAL.findall(text))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_a_question_has_its_command_and_sentences_in_both_languages(question):
    _, name, *options = shlex.split(question.command)
    command = cli.commands[name]
    assert command.make_context(name, [*options, "--lang", "zh", "--quiet", "--out", "somewhere"]).params

    for lang in ("en", "zh"):
        printed = (make_findings.TEXTS / f"{question.name}.{lang}.txt").read_text(encoding="utf-8")
        assert said(question, lang).strip() in printed
    assert not re.search("[\u4e00-\u9fff]{6}", said(question, "en"))  # but for units and names
    assert re.search("[\u4e00-\u9fff]{6}", said(question, "zh"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_every_sentence_has_its_uncertainty_and_the_same_in_both_languages(question):
    assert without_uncertainty(said(question, "en")) == []
    assert figures(" ".join(said(question, "en").split())) == figures(" ".join(said(question, "zh").split()))


def test_a_sentence_without_its_uncertainty_is_found():
    beats = "A beats B in 74.2 % of 256 futures [68.5,\n  79.2]. First in 13 of 16 sets. Better in 58 %."
    screened = "None of the 194 moves it by as much as it is itself; the first by 87.2 %. Jobs: +3 persons."

    assert without_uncertainty(beats) == ["Better in 58 %"]
    assert without_uncertainty(screened) == ["Jobs: +3 persons"]
    assert figures("+1,953 [−1.5, +2] [103.5 萬元, 5 億元]") == {("−1.5", "+2"): 1, ("103.5", "5"): 1}


def test_a_command_that_is_run_today_says_what_the_page_says(tmp_path, monkeypatch):
    # One parameter instead of 194, in seconds: the difference as all stands is the same, whatever is moved.
    asked = next(one for one in QUESTIONS if one.name == "assumptions")
    command = "crosspark what-matters wenjiang --method tornado --paths demand.outside_value"
    question = replace(asked, command=f"{command} --jobs 1")
    monkeypatch.setattr(make_findings, "QUESTIONS", (question,))
    make_findings.ask(question, tmp_path)
    page = make_findings.page(tmp_path)

    assert f"`{question.command}`: " in page
    differences = {"en": r"(\w[\w ]*): the difference, (.+?) as all", "zh": r"(\w+):差值\(現值下(.+?)\)"}
    for lang, heading in (("en", "In words"), ("zh", "結論")):
        printed = (tmp_path / f"{question.name}.{lang}.txt").read_text(encoding="utf-8")
        sentences = make_findings.sentences(printed, heading)
        assert f"```text\n{sentences}\n```" in page
        of_page, today = (
            re.findall(differences[lang], re.sub(r"\s+", " " if lang == "en" else "", text))
            for text in (said(asked, lang), sentences)
        )
        assert len(today) == 8
        assert today == of_page
