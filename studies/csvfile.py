"""A table that a person wrote as CSV, row by row with its line, so that a mistake is told where it stands."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from crosspark.governance.errors import CONTENT, BadInput, Text, unreadable

_LINE = Text("the line", "此行")

#: What parts cells: spreadsheets write a semicolon where the comma is the mark of decimals.
_MARKS = ",;\t"


def rows_of(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line and stripped cells of each row, the head first; empty rows and remarks (#) are left out.

    The first of comma, semicolon and tab that the head has parts the cells.

    Raises
    ------
    BadInput
        If the file cannot be read, is not CSV in UTF-8, or a row has more or fewer cells than the head, or a
        decimal comma beside semicolons.
    """
    name = str(file)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise unreadable(file, error, Text("name a CSV file", "請寫一個 CSV 文件")) from error
    except UnicodeDecodeError as error:
        hint = Text("save the file as CSV in UTF-8", "請以UTF-8編碼另存為CSV")
        raise BadInput(name, None, CONTENT, Text("not UTF-8", "不是UTF-8編碼"), hint) from error
    lines = text.splitlines()
    first = next((line for line in lines if line.strip(_MARKS + " ") and not line.startswith("#")), "")
    mark = next((mark for mark in _MARKS if mark in first), ",")
    rows = csv.reader(lines, delimiter=mark, strict=True)
    head: list[str] = []
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            head = head or cells
            if len(cells) != len(head):
                given = Text(f"{len(cells)} cells", f"{len(cells)}格")
                needed = Text(f"it needs {len(head)}", f"應有{len(head)}格")
                raise BadInput(name, rows.line_num, _LINE, given, needed)
            for column, cell in zip(head, cells, strict=True):
                # Beside commas 1,250 reads as a thousand and more; who parts cells otherwise means 1.25.
                if mark != "," and re.match(r"[+-]?\d+,\d", cell):
                    point = cell.replace(",", ".", 1)
                    hint = Text(f'write a decimal point: "{point}"', f"小數請用小數點:「{point}」")
                    raise BadInput(name, rows.line_num, column, cell, hint)
            yield rows.line_num, cells
    except csv.Error as error:
        hint = Text(str(error), f"請檢查引號與逗號({error})")
        raise BadInput(name, rows.line_num, _LINE, Text("not CSV", "不是CSV"), hint) from error
