"""Read a YAML file that a person wrote, and remember the line of every key."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from crosspark.governance.errors import CONTENT, BadInput, Text, unreadable

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DEEPEST = 100
_TOO_DEEP = (Text("nested too deeply", "層級過深"), Text("a few levels are enough", "幾層即已足夠"))
_NOT_YAML = Text("not YAML", "不是 YAML")
_ALIAS = (
    Text("an alias", "YAML 別名"),
    Text("write the value, or use extends", "請直接寫出其值,或用 extends"),
)
_TOP = Text("the top level", "頂層")

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """The data of one file, and where each part of it stands.

    Attributes
    ----------
    file : str
        Path of the file as it was given.
    data : dict
        The top-level mapping.
    lines : dict
        Line of each key and list item, by its path from the top; empty where the data is no file's.
    """

    file: str
    data: dict[Any, Any]
    lines: dict[Where, int]

    def line(self, path: Where) -> int:
        """Return the line of `path`, or of its nearest ancestor that is written in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def bad(self, path: Where, value: object, hint: Text) -> BadInput:
        """Return the error for the value at `path`."""
        return BadInput(self.file, self.line(path) if self.lines else None, _dotted(path), value, hint)


def load(path: str | Path) -> Document:
    """Load one YAML file whose top level is a mapping.

    Raises
    ------
    BadInput
        If the file is missing, is not UTF-8 or not YAML, repeats a key, uses aliases, or holds no mapping.
    """
    file = str(path)
    text = _text(Path(path))
    if _too_deep(text):
        raise BadInput(file, 1, CONTENT, *_TOO_DEEP)
    loader = _Loader(text)
    lines: dict[Where, int] = {(): 1}
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            given: str | None = None if node is None else Text("a list", "列表")
            if node is not None and isinstance(node.value, str):
                given = node.value
            hint = Text("write a mapping of keys to values", "請逐行寫「鍵: 值」,用半角冒號,其後留空格")
            raise BadInput(file, 1, _TOP, given, hint)
        _walk(file, loader, node, (), lines, set())
        data = loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it does not parse"
        if "nesting depth" in problem:  # the parser's own limit, from PyYAML 6.0.4 on
            raise BadInput(file, 1, CONTENT, *_TOO_DEEP) from error
        line = 1 if mark is None else mark.line + 1
        if (wide := _full_width(text.splitlines(), line)) is not None:
            raise BadInput(file, wide[0], CONTENT, _NOT_YAML, wide[1]) from error
        raise BadInput(file, line, CONTENT, _NOT_YAML, _problem(str(problem))) from error
    except (ValueError, OverflowError) as error:
        # A date such as 2018-13-45 looks right to the scanner and fails when it is built.
        hint = Text(f"{error}; put it in quotes", f"{Text.of(error).zh};請加引號")
        raise BadInput(file, 1, Text("a value", "某個值"), _NOT_YAML, hint) from error
    except RecursionError as error:
        raise BadInput(file, 1, CONTENT, *_TOO_DEEP) from error
    finally:
        loader.dispose()
    return Document(file, data, lines)


#: What the parser says most often, in Chinese.
_PROBLEMS = {
    "mapping values are not allowed in this context": "此處不能出現冒號:請檢查縮進,或給該值加引號",
    "did not find expected key": "此處應為一個鍵:請檢查縮進、引號與括號",
    "could not find expected ':'": "此處缺少冒號",
    "did not find expected ',' or '}'": "缺少逗號或右花括號 }",
    "did not find expected ',' or ']'": "缺少逗號或右方括號 ]",
    "found character that cannot start any token": "此字符不能出現在開頭,制表符(Tab)亦不可用於縮進",
    "control characters are not allowed": "含有不允許的控制字符",
    "found unexpected end of stream": "引號未閉合",
}


def _full_width(lines: list[str], line: int) -> tuple[int, Text] | None:
    """Return the line and the hint if full-width marks are why the text is not YAML at `line`, or None.

    What lacks its colon reads on into the next line that says something, and fails only there.
    """
    before = [number for number in range(1, min(line, len(lines) + 1)) if _says_something(lines[number - 1])]
    for number in [*([line] if line <= len(lines) else []), *before[-1:]]:
        written = lines[number - 1]
        if re.match(r"\s*(?:- +)?[^\s:#'\"]+\s*\uff1a", written):
            return number, Text(
                "a full-width colon; write a half-width one with a blank after it",
                "用了全角冒號;請改用半角冒號,其後留空格",
            )
        if re.search(r"[\[{][^#]*[\uff0c\u3001]", written):
            return number, Text("a full-width comma; write a half-width one", "用了全角逗號;請改用半角逗號")
    return None


def _says_something(line: str) -> bool:
    return bool(line.split("#", maxsplit=1)[0].strip())


def _problem(said: str) -> Text:
    return Text(said, _PROBLEMS.get(said, f"請檢查縮進、冒號與引號(解析器提示:{said})"))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error, Text("name a YAML file", "請寫一個 YAML 文件")) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        given = Text(f"byte {raw[error.start]:#04x}", f"字節 {raw[error.start]:#04x}")
        hint = Text("save the file as UTF-8", "請將文件存為 UTF-8 編碼")
        raise BadInput(str(path), line, CONTENT, given, hint) from error


def _too_deep(text: str) -> bool:
    """Whether the nesting could exhaust the stack of the C parser, which would end the process."""
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1
        if depth > _DEEPEST:
            return True
    return re.search(rf"(?:[-?][ \t]+){{{_DEEPEST}}}", text) is not None


def _walk(
    file: str, loader: Any, node: yaml.Node, path: Where, lines: dict[Where, int], seen: set[int]
) -> None:
    line = node.start_mark.line + 1
    if id(node) in seen:
        # An alias hides where a value comes from, and a few of them can blow up to gigabytes.
        raise BadInput(file, line, _dotted(path), *_ALIAS)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[(*path, index)] = item.start_mark.line + 1
            _walk(file, loader, item, (*path, index), lines, seen)
    elif isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            here = (*path, _key(loader, key_node))
            if here in lines:
                hint = Text(
                    f"the same key stands in line {lines[here]} already", f"第{lines[here]}行已有同一個鍵"
                )
                given = Text("given twice", "重複的鍵")
                raise BadInput(file, key_node.start_mark.line + 1, _dotted(here), given, hint)
            lines[here] = key_node.start_mark.line + 1
            _walk(file, loader, value_node, here, lines, seen)


def _key(loader: Any, node: yaml.Node) -> str | int:
    key = loader.construct_object(node, deep=True)
    return key if isinstance(key, str | int) else str(key)


def _dotted(path: Where) -> str:
    return ".".join(str(part) for part in path) or _TOP
