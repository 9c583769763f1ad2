"""Write into both READMEs what the default comparison prints, and its picture.

Run as ``python docs/make_readme.py``. The words around the blocks are written by hand: read them again.
"""

import re
import tempfile
from pathlib import Path

import crosspark as cp

ROOT = Path(__file__).parent.parent
PICTURE = "days_by_cause.png"

#: The parts that are shown.
PARTS = ("headlines", "causes")

#: What a row of their tables holds: two columns of figures, or a tag.
_ROW = re.compile(r"\d(\s|$).*\s{2,}\S")


def table_of(text: str) -> str:
    """Return the lines of a part up to the last row of its table, without the remarks below."""
    lines = text.splitlines()
    last = max(place for place, line in enumerate(lines) if _ROW.search(line))
    return "\n".join(lines[: last + 1])


def main() -> None:
    """Run the default comparison and replace the blocks."""
    found = cp.compare("wenjiang")
    for name, lang in (("README.md", "en"), ("README.zh.md", "zh")):
        page = ROOT / name
        blocks = iter([found.text(lang, part=part) for part in PARTS])
        text = re.sub(
            r"```text\n.*?```",
            lambda _, blocks=blocks: f"```text\n{table_of(next(blocks))}\n```",
            page.read_text(encoding="utf-8"),
            count=len(PARTS),
            flags=re.DOTALL,
        )
        page.write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        found.save(Path(folder) / "out")
        picture = next((Path(folder) / "out").rglob(PICTURE))
        (ROOT / "docs" / "images" / PICTURE).write_bytes(picture.read_bytes())


if __name__ == "__main__":
    main()
