"""Plain text that lines up: widths of Chinese characters, columns, numbers as people read them."""

import math
import unicodedata
from collections.abc import Sequence
from html import escape

MISSING = "–"


class Paragraphs(str):
    """A text that a notebook breaks between words: each of its lines is a paragraph."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(line)}</p>" for line in self.splitlines())


class Page(str):
    """A text whose columns line up: a notebook shows it as it stands."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self)}</pre>"


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a Chinese character.

    Examples
    --------
    >>> width("park 園區")
    9
    """
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(bool(unicodedata.combining(character)) for character in text)


def pad(text: str, columns: int, right: bool = False) -> str:
    """Return the text filled with blanks to a width, on its left where `right` aligns it."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def shorten(text: str, columns: int) -> str:
    """Return the text, or as much of it as fits with an ellipsis.

    Examples
    --------
    >>> shorten("成都醫學城", 7)
    '成都醫…'
    """
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def shorten_title(title: str, columns: int) -> str:
    """Return the title of a parameter, or what fits: whose it is goes first, what it is stays.

    Examples
    --------
    >>> shorten_title("Chengdu Medical City: posts", 20)
    'Chengdu Medi…: posts'
    """
    owner, colon, what = title.partition(":")
    left = columns - width(colon + what)
    # A colon within brackets parts no owner from what is theirs.
    if "(" in owner or not colon or width(title) <= columns or left < _LEAST_OF_OWNER:
        return shorten(title, columns)
    return shorten(owner, left) + colon + what


_LEAST_OF_OWNER = 6


def table(rows: Sequence[Sequence[str]], left: int = 1, indent: int = 2, remark: bool = False) -> str:
    """Return rows as lines with their columns aligned, the first row as head.

    Parameters
    ----------
    rows : sequence of rows of text, all of one length
    left : int
        How many of the first columns are words, aligned left; the others are numbers, aligned right.
    indent : int
        Blanks before each line.
    remark : bool
        Whether the last column holds words too.
    """
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    last = len(widths) - 1 if remark else len(widths)
    lines = []
    for row in rows:
        cells = [
            pad(cell, columns, right=left <= place < last)
            for place, (cell, columns) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((" " * indent + "  ".join(cells)).rstrip())
    return "\n".join(lines)


def wrap(text: str, columns: int = 100, indent: int = 2) -> str:
    """Return a paragraph in lines of at most `columns`.

    Chinese may break anywhere but before a mark that closes and after one that opens.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > columns - indent:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    lines.append(line.rstrip())
    return "\n".join(" " * indent + one for one in lines)


#: What neither begins nor ends a line.
_CLOSING = ",。;:、)]」』》”%!?\uff0c\uff1b\uff1a\uff09\uff05\uff01\uff1f"
_OPENING = "([「『《“\uff08"


def _pieces(text: str) -> list[str]:
    """Return words with the blanks after them, and Chinese characters with the marks that belong to each."""
    pieces: list[str] = []
    word = ""
    for character in text:
        wide = unicodedata.east_asian_width(character) in "WF"
        # A per cent sign stays with its number, though a blank stands between.
        if character in _CLOSING and pieces and not word and (character == "%" or pieces[-1][-1] != " "):
            pieces[-1] += character
        elif character == " " or (wide and character in _CLOSING):
            pieces.append(word + character)
            word = ""
        elif wide:
            bare = word.rstrip(_OPENING)
            pieces += [bare] if bare else []
            word = word[len(bare) :] + character
            if character not in _OPENING:
                pieces.append(word)
                word = ""
        else:
            word += character
    return [*pieces, word] if word else pieces


def number(value: float, signed: bool = False) -> str:
    """Return a number in three or more figures, with a true minus; a dash where there is none.

    Examples
    --------
    >>> number(1234.5), number(-0.01234), number(12.345, signed=True), number(float("nan"))
    ('1,234', '−0.0123', '+12.3', '–')
    """
    if not math.isfinite(value):
        return MISSING
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 100:
        text = f"{size:,.0f}"
    else:
        places = min(6, max(0, 2 - math.floor(math.log10(size))))
        text = f"{size:.{places}f}"
        text = text.rstrip("0").rstrip(".") if size < 1 and "." in text else text
    if float(text.replace(",", "")) == 0:
        return "0"
    sign = "−" if value < 0 else "+" if signed else ""
    return sign + text


def interval(low: float, high: float) -> str:
    """Return an interval as people read it, or a dash.

    Examples
    --------
    >>> interval(-1.5, 20.0)
    '[−1.50, +20.0]'
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return MISSING
    return f"[{number(low, signed=True)}, {number(high, signed=True)}]"
