"""The pages on conditions and futures: their Python runs as it stands, on a model of a few lines."""

import re
from functools import partial

import fake_runs
import pytest
from pages import DOCS

import crosspark as cp
from crosspark.cli import cli
from crosspark.views.discovery import Discovery
from crosspark.views.frontier import Frontier
from crosspark.views.robust import Robust

PAGES = ["conditions.md", "robust.md"]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_writes_in_python_runs(page, monkeypatch, capsys):
    for name, kind in (("discover", Discovery), ("frontier", Frontier), ("robust", Robust)):
        monkeypatch.setattr(cp, name, partial(kind.of, simulate=fake_runs.simulate, quiet=True))
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)

    for block in blocks:
        exec(block, {})
    assert blocks
    assert "假設" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES)
def test_every_option_of_a_page_is_one_of_its_command(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    lines = re.findall(r"^crosspark (\S+)([^#\n]*)", text, re.MULTILINE)

    assert lines
    for command, rest in lines:
        known = {option for each in cli.commands[command].params for option in each.opts}
        assert set(re.findall(r"--[a-z]+", rest)) <= known
