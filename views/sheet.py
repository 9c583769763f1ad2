"""The page for a decision as one HTML file that needs nothing else: to hand over, to print on A4."""

from base64 import b64encode
from html import escape
from string import Template
from typing import TYPE_CHECKING

from crosspark.views.page import Block, sections
from crosspark.views.words import say

if TYPE_CHECKING:
    from crosspark.studies.compare import Comparison

_CHINESE = (
    '"Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei", '
    '"Heiti TC", sans-serif'
)
_LATIN = '"Noto Sans", "Segoe UI", "Helvetica Neue", Arial'

_SHEET = Template("""\
<!DOCTYPE html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
@page { size: A4; margin: 10mm 15mm; }
body { margin: 0 auto; max-width: 180mm; font: 8.5pt/1.28 $fonts; color: #111; }
h1 { margin: 0 0 1.5mm; font-size: 14pt; }
h2 { margin: 2.2mm 0 0.4mm; font-size: 10pt; color: #0072b2; break-after: avoid; }
p { margin: 0 0 0.6mm; }
table { margin: 0.6mm 0 1mm; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.15mm 0 0.15mm 5mm; border-bottom: 0.2mm solid #ddd; text-align: right; }
th:first-child { padding-left: 0; text-align: left; white-space: pre; }
th { font-weight: normal; color: #555; }
tbody th { color: inherit; }
figure { margin: 3mm 0 0; break-inside: avoid; }
img { width: 66%; }
@media screen { body { padding: 8mm; } }
</style>
</head>
<body>
<h1>$title</h1>
$body
<figure><img alt="$caption" src="data:image/png;base64,$picture"></figure>
</body>
</html>
""")


def sheet(comparison: "Comparison", lang: str, picture: bytes) -> str:
    """Return the page about the mode that it is about by itself, with the figure of days by cause.

    Parameters
    ----------
    lang : {"en", "zh"}
    picture : bytes
        The figure as PNG.
    """
    scenario = comparison.scenario
    parts = [
        f"<section>\n<h2>{escape(head)}</h2>\n" + "\n".join(map(_block, blocks)) + "\n</section>"
        for head, blocks in sections(comparison, lang)
    ]
    return _SHEET.substitute(
        lang={"en": "en", "zh": "zh-Hant"}[lang],
        title=escape(scenario.title_zh if lang == "zh" else scenario.title_en),
        fonts=_CHINESE if lang == "zh" else f"{_LATIN}, {_CHINESE}",
        body="\n".join(parts) or _block(say("nothing_finished", lang)),
        caption=escape(say("figure_causes", lang)),
        picture=b64encode(picture).decode("ascii"),
    )


def _block(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{escape(block)}</p>"
    head, *rows = block
    body = "\n".join(_row(row[0], row[1:], "td") for row in rows)
    return f"<table>\n<thead>\n{_row(head[0], head[1:], 'th')}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _row(first: str, others: list[str], tag: str) -> str:
    cells = "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in others)
    return f"<tr><th>{escape(first)}</th>{cells}</tr>"
