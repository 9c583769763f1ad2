"""Read a YAML file that a person wrote, and remember the line of every key."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from crosspark.governance.errors import BadInput, nearest

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DEEPEST = 100

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

    def bad(self, path: Where, value: object, hint: str) -> BadInput:
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
        raise BadInput(file, 1, "the text", "nested too deeply", "a few levels are enough")
    loader = _Loader(text)
    lines: dict[Where, int] = {(): 1}
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            given = None if node is None else node.value if isinstance(node.value, str) else "a list"
            raise BadInput(file, 1, "the top level", given, "write a mapping of keys to values")
        _walk(file, loader, node, (), lines, set())
        data = loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it does not parse"
        line = 1 if mark is None else mark.line + 1
        raise BadInput(file, line, "the text", "not YAML", str(problem)) from error
    except (ValueError, OverflowError) as error:
        # A date such as 2018-13-45 looks right to the scanner and fails when it is built.
        raise BadInput(file, 1, "a value", "not YAML", f"{error}; put it in quotes") from error
    except RecursionError as error:
        raise BadInput(file, 1, "the text", "nested too deeply", "a few levels are enough") from error
    finally:
        loader.dispose()
    return Document(file, data, lines)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        if path.is_dir():
            raise BadInput(str(path), None, "the file", "a folder", "name a YAML file") from error
        there = path.parent.iterdir() if path.parent.is_dir() else ()
        near = nearest(path.name, sorted(entry.name for entry in there))
        hint = "no such file" if near is None else f'no such file, did you mean "{path.parent / near}"?'
        if path.exists():
            hint = error.strerror or "it cannot be read"
        raise BadInput(str(path), None, "the file", path.name, hint) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        given = f"byte {raw[error.start]:#04x}"
        raise BadInput(str(path), line, "the text", given, "save the file as UTF-8") from error


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
        raise BadInput(file, line, _dotted(path), "an alias", "write the value, or use extends")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[(*path, index)] = item.start_mark.line + 1
            _walk(file, loader, item, (*path, index), lines, seen)
    elif isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            here = (*path, _key(loader, key_node))
            if here in lines:
                hint = f"the same key stands in line {lines[here]} already"
                raise BadInput(file, key_node.start_mark.line + 1, _dotted(here), "given twice", hint)
            lines[here] = key_node.start_mark.line + 1
            _walk(file, loader, value_node, here, lines, seen)


def _key(loader: Any, node: yaml.Node) -> str | int:
    key = loader.construct_object(node, deep=True)
    return key if isinstance(key, str | int) else str(key)


def _dotted(path: Where) -> str:
    return ".".join(str(part) for part in path) or "the top level"
