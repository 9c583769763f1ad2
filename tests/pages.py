"""Pages of docs/ whose blocks of code are run: what a block prints must be what the page shows after it."""

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
_BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<shown>.*?)```\n", re.DOTALL)


def printed(page: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line, what is shown and what is printed of each block; they share names, as in one session."""
    text = page.read_text(encoding="utf-8")
    for block, said in _run(text, page):
        yield text.count("\n", 0, block.start()) + 1, block["shown"], said


def assert_true(page: Path) -> None:
    """Assert that every block of a page prints what the page shows, and that each shows what it prints."""
    text = page.read_text(encoding="utf-8")
    assert len(_BLOCK.findall(text)) == text.count("```python") > 0
    for line, shown, said in printed(page):
        assert said == shown, f"the block at line {line} of {page.name} prints something else"


def write_anew(page: Path) -> None:
    """Write what the blocks print into the page, where a change of the model was meant."""
    text = page.read_text(encoding="utf-8")
    parts, end = [], 0
    for block, said in _run(text, page):
        parts += [text[end : block.start("shown")], said]
        end = block.end("shown")
    page.write_text("".join(parts) + text[end:], encoding="utf-8")
    sys.stdout.write(f"{page.name}: {len(parts) // 2} blocks written anew\n")


def _run(text: str, page: Path) -> Iterator[tuple[re.Match[str], str]]:
    names: dict[str, object] = {}
    for block in _BLOCK.finditer(text):
        said = io.StringIO()
        code = compile("\n" * text.count("\n", 0, block.start("code")) + block["code"], str(page), "exec")
        with contextlib.redirect_stdout(said):
            exec(code, names)
        yield block, said.getvalue()
