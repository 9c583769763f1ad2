"""Find a font for Chinese on this machine. Without one figures are titled in English: never empty boxes."""

import sys
from functools import cache
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from crosspark.views.words import LANGUAGES, say

#: Characters that the titles need; a font that lacks one of them is passed over.
SAMPLE = "園區企業開工億畝從簽約廳鎮街處"

_FAMILIES = (
    "Noto Sans CJK", "Noto Sans TC", "Noto Sans SC", "Noto Sans HK", "Source Han Sans", "Sarasa",
    "WenQuanYi", "Microsoft JhengHei", "Microsoft YaHei", "PingFang", "Hiragino Sans GB", "Heiti",
    "STHeiti", "SimHei", "Songti", "Noto Serif CJK", "Source Han Serif", "AR PL", "LXGW",
    "Droid Sans Fallback", "Arial Unicode MS",
)  # fmt: skip

_FILES = (
    *(family.replace(" ", "").lower() for family in _FAMILIES),
    *("msyh", "msjh", "wqy", "uming", "ukai"),
)

LATIN = "DejaVu Sans"


@cache
def chinese_font() -> str | None:
    """Return the family of an installed font that has the characters of our titles, or None."""
    for family in _FAMILIES:
        for entry in font_manager.fontManager.ttflist:
            if entry.name.startswith(family) and _covers(entry.fname):
                return str(entry.name)
    # Matplotlib keeps a list of fonts that a font installed later is not on.
    for path in sorted(font_manager.findSystemFonts()):
        if Path(path).name.lower().replace("-", "").startswith(_FILES) and _covers(path):
            font_manager.fontManager.addfont(path)
            return font_manager.FontProperties(fname=path).get_name()
    return None


@cache
def warn_without_font() -> None:
    """Say once, on stderr, that figures have no Chinese titles."""
    for lang in LANGUAGES:
        print(say("no_font", lang), file=sys.stderr)  # noqa: T201 - stderr is where notes of a command go


def families() -> list[str]:
    """Return the families of our figures; characters that the first lacks come from the next."""
    found = chinese_font()
    return [LATIN, found] if found else [LATIN]


@cache
def _covers(path: str) -> bool:
    try:
        characters = FT2Font(path).get_charmap()
    except (OSError, RuntimeError):
        return False
    return all(ord(character) in characters for character in SAMPLE)
