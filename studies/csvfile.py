"""A table that a person wrote as CSV, row by row with its line, so that a mistake is told where it stands."""

import csv
from collections.abc import Iterator
from pathlib import Path

from crosspark.governance.errors import CONTENT, FILE, BadInput, Text, nearest

_LINE = Text("the line", "此行")


def rows_of(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line and stripped cells of each row, the head first; empty rows and remarks (#) are left out.

    Raises
    ------
    BadInput
        If the file cannot be read, is not CSV in UTF-8, or a row has more or fewer cells than the head.
    """
    name = str(file)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        near = nearest(file.name, [one.name for one in file.parent.glob("*")])
        hint = Text(
            f'no such file, did you mean "{near}"?' if near else "no such file, or none that can be read",
            f"沒有此文件,是否想寫「{near}」?" if near else "沒有此文件,或無法讀取",
        )
        raise BadInput(name, None, FILE, file.name, hint) from error
    except UnicodeDecodeError as error:
        hint = Text("save the file as CSV in UTF-8", "請以UTF-8編碼另存為CSV")
        raise BadInput(name, None, CONTENT, Text("not UTF-8", "不是UTF-8編碼"), hint) from error
    rows = csv.reader(text.splitlines(), strict=True)
    wide = 0
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            wide = wide or len(cells)
            if len(cells) != wide:
                given = Text(f"{len(cells)} cells", f"{len(cells)}格")
                raise BadInput(name, rows.line_num, _LINE, given, Text(f"it needs {wide}", f"應有{wide}格"))
            yield rows.line_num, cells
    except csv.Error as error:
        hint = Text(str(error), f"請檢查引號與逗號({error})")
        raise BadInput(name, rows.line_num, _LINE, Text("not CSV", "不是CSV"), hint) from error
