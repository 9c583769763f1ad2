"""docs/two_parks.md works a small district through by hand; what its blocks print must be what it shows.

Run as a program this file writes the printed numbers anew, where a change of the model was meant.
"""

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "two_parks.md"
_BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<shown>.*?)```\n", re.DOTALL)


def _printed(page: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each block of the page with what it prints; the blocks share their names, as in one session."""
    names: dict[str, object] = {}
    for block in _BLOCK.finditer(page):
        said = io.StringIO()
        code = compile("\n" * page.count("\n", 0, block.start("code")) + block["code"], str(PAGE), "exec")
        with contextlib.redirect_stdout(said):
            exec(code, names)
        yield block, said.getvalue()


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_block_of_the_page_prints_what_the_page_shows(page):
    for block, said in _printed(page):
        line = page.count("\n", 0, block.start()) + 1
        assert said == block["shown"], f"the block at line {line} of {PAGE.name} prints something else"


def test_every_block_of_code_shows_what_it_prints(page):
    assert len(_BLOCK.findall(page)) == page.count("```python") > 0


def _write_anew() -> None:
    page = PAGE.read_text(encoding="utf-8")
    parts, end = [], 0
    for block, said in _printed(page):
        parts += [page[end : block.start("shown")], said]
        end = block.end("shown")
    PAGE.write_text("".join(parts) + page[end:], encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(parts) // 2} blocks written anew\n")


if __name__ == "__main__":
    _write_anew()
