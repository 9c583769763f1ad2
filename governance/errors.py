"""What people see when input is wrong: one line that says where, what, and what would be right."""

import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from numbers import Integral
from pathlib import Path
from typing import Any, Self

_LONGEST_VALUE = 60

#: The language that the command was asked for; None where nobody asked, and notices are in both.
SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


#: What parts the two languages of a text where it is kept on one line.
_PARTED = " ‖ "


class Text(str):
    """A text in both languages: anywhere it is the English one, and `zh` is the Chinese one.

    Examples
    --------
    >>> hint = Text("write a number", "請寫一個數")
    >>> print(hint, hint.zh)
    write a number 請寫一個數
    """

    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        """Return the text `en` that knows its Chinese."""
        text = super().__new__(cls, en)
        text.zh = zh
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.zh)

    @property
    def line(self) -> str:
        """Both languages on one line, as a table keeps them."""
        return f"{self}{_PARTED}{self.zh}"

    @staticmethod
    def of_line(line: str) -> str:
        """Return what a table keeps: as a text if it is in both languages, else as it is."""
        en, parted, zh = line.partition(_PARTED)
        return Text(en, zh) if parted else line

    @classmethod
    def of(cls, error: BaseException) -> "Text":
        """Return what an error says: in both languages if it was raised with such a text."""
        said = error.args[0] if error.args else None
        return said if isinstance(said, Text) else cls(str(error), f"原因(英文):{error}")


#: What a message is about where it is about no field.
FILE = Text("the file", "文件")
CONTENT = Text("the text", "文件內容")
FOLDER = Text("the folder", "文件夾")
NOT_INSTALLED = Text("not installed", "尚未安裝")


class BadInput(Exception):  # noqa: N818 - it names what was given, as the reader sees it
    """A value given by a person cannot be used.

    Parameters
    ----------
    file : str
        The file, or ``<overrides>`` and the like for what came from Python or the command line.
    line : int or None
        Line in the file, from 1; None where there is no file.
    field : str
        Dotted path of the field; a `Text` for what has none, such as the file itself.
    value : object
        What was given; None reads "missing". A `Text` is a description of it.
    hint : Text
        What would be right, and the nearest known name for a misspelt one.

    Examples
    --------
    >>> error = BadInput("my.yaml", 7, "clauses.S1", 2, Text("it lies in [0, 1]", "須在[0, 1]之內"))
    >>> print(error)
    my.yaml:7: clauses.S1 is 2; it lies in [0, 1]
    >>> print(error.text("zh"))
    my.yaml:7: clauses.S1 是 2;須在[0, 1]之內
    """

    def __init__(self, file: str, line: int | None, field: str, value: object, hint: Text) -> None:
        # All five go to `args`, so that the error survives the way back from a worker process.
        super().__init__(file, line, field, value, hint)
        self.file = file
        self.line = line
        self.field = field
        self.value = value
        self.hint = hint

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return the line in a language."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        field, hint = in_language(self.field, lang), in_language(self.hint, lang)
        if lang != "zh":
            return f"{where}: {field} is {_shown(self.value)}; {hint}"
        gap = "" if isinstance(self.field, Text) else " "
        if self.value is None:
            return f"{where}: 缺少{gap}{field};{hint}"
        if isinstance(self.value, Text):
            return f"{where}: {field}:{gap}{self.value.zh};{hint}"
        return f"{where}: {field}{gap}是{gap}{_shown(self.value, '「」')};{hint}"


def in_language(text: str, lang: str) -> str:
    """Return a text in a language; a text that has one language stays as it is."""
    return text.zh if lang == "zh" and isinstance(text, Text) else str(text)


def _shown(value: object, quotes: str = '""') -> str:
    if value is None:
        return "missing"
    text = " ".join((f"{quotes[0]}{value}{quotes[1]}" if isinstance(value, str) else _flow(value)).split())
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _flow(value: object) -> str:
    """Return a value as a file would say it in one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value)


def notice(text: Text) -> str:
    """Return what is told beside a result: in Chinese if that was asked for, else in both languages."""
    return text.zh if SPOKEN.get() == "zh" else f"{text}\n{text.zh}"


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the known name that `name` most likely stands for, or None.

    A last part alone finds its whole path, and a word the one name or title that has it. Of a mapping the
    values may have titles, in attributes or as texts, by which a name is found too.

    Examples
    --------
    >>> nearest("one_plus_tow", ["present", "one_plus_two"])
    'one_plus_two'
    >>> nearest("meeting_interval", ["handover.days", "headquarters.meeting_interval"])
    'headquarters.meeting_interval'
    >>> nearest("現狀", {"present": ("Present", "現狀")})
    'present'
    """
    from difflib import get_close_matches  # only a mistake pays for the import

    known = list(names)
    for candidate in known:
        if candidate.rpartition(".")[2] == name:
            return candidate
    wanted = name.lower().strip()
    titled = dict(reversed(list(_titled(names)))) if isinstance(names, Mapping) else {}
    if wanted in titled:
        return titled[wanted]
    lower = {candidate.lower(): candidate for candidate in reversed(known)}
    worded = [name for small, name in lower.items() if wanted in re.split("[._]", small)]
    if len(worded) == 1:
        return worded[0]
    # Titles are short in Chinese: of four characters two are another thing's too.
    for called, cutoff in ((lower, 0.6), (titled, 0.7)):
        close = get_close_matches(wanted, called, n=1, cutoff=cutoff)
        if close:
            return called[close[0]]
    holding = {titled[title] for title in titled if len(wanted) > 1 and wanted in title}
    return holding.pop() if len(holding) == 1 else None


def _titled(names: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield each title of what is named, in small letters, with its name."""
    for name, what in names.items():
        for place, attribute in enumerate(("title_en", "title_zh")):
            title = what[place] if isinstance(what, tuple) else getattr(what, attribute, None)
            if isinstance(title, str):
                yield title.lower(), name


#: The lists that the command prints of what has too many names for one line.
_LISTS = {
    "indicator": "indicators",
    "parameter": "parameters",
    "parameter to vary": "parameters",
    "field or clause parameter": "parameters",
    "figure in this scenario": "parameters",
}


#: What a district has few of, so that all are named beside the nearest.
_FEW = ("park", "segment")


def suggestion(name: str, names: Iterable[str], kind: str, kind_zh: str) -> Text:
    """Return the hint for an unknown name: the nearest known one, or the list of them if it is short.

    Examples
    --------
    >>> hint = suggestion("handover.day", ["handover.days", "queue.overdue"], "field", "欄目")
    >>> print(hint)
    no such field, did you mean "handover.days"?
    >>> print(hint.zh)
    沒有此欄目,是否想寫「handover.days」?
    """
    known = list(names)
    titled = dict(_titled(names)) if isinstance(names, Mapping) else {}
    if re.search("[\uff0c\u3001]", name) and name.lower() not in titled:
        right = ",".join(part.strip() for part in re.split("[,\uff0c\u3001]", name))
        return Text(
            f"no such {kind}; write half-width commas: {right}",
            f"沒有此{kind_zh};請用半角逗號:{right}",
        )
    near = nearest(name, names if isinstance(names, Mapping) else known)
    if near is not None:
        en, zh = f'no such {kind}, did you mean "{near}"?', f"沒有此{kind_zh},是否想寫「{near}」?"
        if kind in _FEW and 1 < len(known) <= 40:
            en, zh = f"{en} Known: {', '.join(known)}", f"{zh}可用的有:{'、'.join(known)}"
        return Text(en, zh)
    if len(known) <= 40:
        return Text(
            f"no such {kind}; known: {', '.join(known)}", f"沒有此{kind_zh};可用的有:{'、'.join(known)}"
        )
    if kind in _LISTS:
        shown = f"crosspark list {_LISTS[kind]}"
        return Text(f"no such {kind}; {shown} shows them", f"沒有此{kind_zh};{shown} 可列出全部")
    return Text(f"no such {kind}", f"沒有此{kind_zh}")


def unwritable(error: OSError, folder: Path) -> Text:
    """Return the hint for a file or folder that cannot be made in `folder`."""
    folder = folder if folder != Path() else folder.absolute()
    # Unlike those of Path, these are silent about what nobody may look at.
    above = next((path for path in (folder, *folder.parents) if os.path.exists(path)), folder)
    if os.path.isfile(above):
        return Text(f"{above} is a file; name a folder", f"{above} 是文件;請寫文件夾")
    if error.errno == errno.ENOENT and not os.path.exists(folder):
        return Text(
            f"there is no folder {folder}; make it first, or name another",
            f"沒有文件夾 {folder};請先建立,或另選一個",
        )
    if error.errno == errno.ENOSPC:
        return Text(
            f"the disk of {folder} is full; make room, or name another folder",
            f"{folder} 所在的磁盤已滿;請騰出空間,或另選文件夾",
        )
    # A system folder such as /proc is there, and says of a file in it that there is no such.
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT):
        return Text(
            f"you may not write into {folder}; name a folder of your own",
            f"您無權寫入 {folder};請選一個自己的文件夾",
        )
    return Text(
        f"it cannot be written into {folder} ({error.strerror}); name another folder",
        f"無法寫入 {folder}({error.strerror});請另選文件夾",
    )


def unreadable(path: Path, error: OSError, right: Text) -> BadInput:
    """Return the error for a file that cannot be read; `right` says what to name where it is a folder."""
    # Unlike those of Path, these are silent about what nobody may look at.
    if os.path.isdir(path):
        return BadInput(str(path), None, FILE, Text("a folder", "這是文件夾"), right)
    if isinstance(error, PermissionError):
        hint = Text("it cannot be read; give yourself the right to", "無法讀取;請為自己設定讀取權限")
    else:
        hint = _missing(path, "file", "文件")
    return BadInput(str(path), None, FILE, path.name, hint)


def no_folder(path: Path) -> BadInput:
    """Return the error for a folder that is not there."""
    return BadInput(str(path), None, FOLDER, path.name, _missing(path, "folder", "文件夾"))


def _missing(path: Path, kind: str, kind_zh: str) -> Text:
    """Return the hint for what is not there: the nearest of that kind that is, if one is near."""
    beside = sorted(os.listdir(path.parent)) if os.access(path.parent, os.R_OK | os.X_OK) else []
    folder = kind == "folder"
    near = nearest(path.name, [name for name in beside if os.path.isdir(path.parent / name) == folder])
    if near is None:
        return Text(f"no such {kind}", f"沒有此{kind_zh}")
    near = str(path.parent / near)
    return Text(f'no such {kind}, did you mean "{near}"?', f"沒有此{kind_zh},是否想寫「{near}」?")


def one_of(names: Iterable[str]) -> Text:
    """Return the hint that names all that may stand there."""
    known = list(names)
    return Text(f"it must be one of {', '.join(known)}", f"須為{'、'.join(known)}之一")


#: Hints that several studies give.
NAME_ONE = Text("name at least one", "請至少寫一個")
MUST_DIFFER = Text("it must differ from the baseline", "須與基準不同")
ONE_MODE = Text(
    "a mode for each park has no clauses of its own; give one mode",
    "各園區各有模式時,整體沒有自己的條款;請給一個模式",
)
PROCESSES = Text("it must be a number of processes, or -1 for every core", "須為進程數,或以 -1 使用所有核心")


def pip(extra: str) -> Text:
    """Return the hint that says how to install what is missing."""
    return Text(f"pip install 'crosspark[{extra}]'", f"請安裝:pip install 'crosspark[{extra}]'")


def whole(least: int, most: int | None = None) -> Text:
    """Return the hint for a number that counts something."""
    en, zh = f"it must be a whole number, at least {least}", f"須為整數,至少{least}"
    return Text(en, zh) if most is None else Text(f"{en} and at most {most}", f"{zh},至多{most}")


def counted(where: str, field: str, given: object, least: int, most: int | None = None) -> int:
    """Return a whole number that a call was given.

    Raises
    ------
    BadInput
        If it is none, or lies outside of what it may be.
    """
    # Those of NumPy are whole numbers too; true and false are none.
    if isinstance(given, bool) or not isinstance(given, Integral):
        raise BadInput(where, None, field, given, whole(least, most))
    number = int(given)
    if number < least or (most is not None and number > most):
        raise BadInput(where, None, field, number, whole(least, most))
    return number
