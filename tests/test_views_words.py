"""Each fixed word lies in one file, and something says it."""

import ast
import re
from pathlib import Path

import pytest

from crosspark.views import words

ROOT = Path(__file__).parents[1]


def test_a_word_that_two_files_define_is_refused():
    with pytest.raises(ValueError, match=r"two files of views/words define: mean$"):
        words.merged([{"mean": ("mean", "均值")}, {"mode": ("mode", "模式"), "mean": ("average", "平均")}])


def named(sources):
    """Return the texts that sources name, and patterns of those that they put together."""
    texts, patterns = set(), set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                made = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values
                ]
                # A word of its own must be in it, or it would fit any key.
                if re.search("[a-z]", "".join(part for part in made if part != ".+")):
                    patterns.add("".join(made))
    return texts, patterns


def unsaid(keys, sources):
    texts, patterns = named(sources)
    return [key for key in keys if key not in texts and not any(re.fullmatch(one, key) for one in patterns)]


def test_every_fixed_word_is_said_somewhere():
    # A key may be a name that a study gives, such as a method: views hand it on.
    files = [
        path
        for room in ("studies", "views", "src/crosspark")
        for path in (ROOT / room).rglob("*.py")
        if path.parent.name != "words" or path.name == "__init__.py"
    ]

    assert unsaid(words.WORDS, [path.read_text(encoding="utf-8") for path in files]) == []


def test_a_word_that_nothing_says_is_found():
    source = 'say("mean", lang) + say(f"short.{one}", lang) + f"{one}_{other}"'

    assert unsaid(["mean", "short.days", "no_effect", "days"], [source]) == ["no_effect", "days"]
