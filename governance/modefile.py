"""The file of a mode: its own clauses and parameters upon those of the mode that it extends."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from crosspark.governance import settings, units
from crosspark.governance.errors import FILE, BadInput, Text, one_of, suggestion
from crosspark.governance.fields import Value
from crosspark.governance.yamlfile import Document, load

if TYPE_CHECKING:
    from crosspark.governance.mode import Mode

LIBRARY = Path(__file__).parent / "modes"

_KEYS = ("title", "description", "kind", "extends", "clauses", "parameters")

#: The keys at the top of a scenario's file (a test holds them equal to it), to know one given for a mode.
SCENARIO_KEYS = frozenset(
    {
        *("id", "title_en", "title_zh", "description_en", "description_zh", "present", "burn_in_months"),
        *("years", "parks", "subdistricts", "departments", "servers", "segments", "procedures"),
        *("demand", "budgets", "economy"),
    }
)
_LANGUAGES = ("en", "zh")


def names() -> list[str]:
    """Return the names of the library's modes, `present` first."""
    found = sorted(path.stem for path in LIBRARY.glob("*.yaml"))
    return sorted(found, key=lambda name: name != "present")


def titles() -> dict[str, tuple[str, str]]:
    """Return the titles of the library's modes by name, in English and Chinese."""
    found = {name: load(LIBRARY / f"{name}.yaml").data["title"] for name in names()}
    return {name: (title["en"], title["zh"]) for name, title in found.items()}


def find(name_or_path: str | Path, folder: Path | None = None) -> Path:
    """Return the file of a mode: of the library by its name, or a path from `folder`.

    Raises
    ------
    BadInput
        If a name is not in the library. Whether a path exists is seen when it is read.
    """
    text = str(name_or_path)
    if re.search("[\uff0c\u3001]", text) and not os.path.exists((folder or Path()) / text):
        raise BadInput("<modes>", None, "mode", text, _no_mode(text))
    is_path = isinstance(name_or_path, Path) or "/" in text or "\\" in text
    if is_path or text.endswith((".yaml", ".yml")):
        return (folder or Path()) / name_or_path
    if text not in names():
        raise BadInput("<modes>", None, "mode", text, _no_mode(text))
    return LIBRARY / f"{text}.yaml"


def _no_mode(text: str) -> Text:
    if re.search("[{:\uff1a]", text):
        return Text(
            "name a mode or its file; clauses with intensities stand in the file, as in clauses: {S1: 0.5}",
            "請寫模式名稱或其文件;條款與強度寫在文件中,如 clauses: {S1: 0.5}",
        )
    return suggestion(text, titles(), "mode", "模式")


def kind_of(document: Document) -> str:
    """Return whether a file looks like a ``mode`` or a ``scenario``: its most keys decide.

    One misspelt key among right ones must not turn a mode into a scenario.
    """
    keys = document.data.keys()
    ours, theirs = len(keys & set(_KEYS) - {"extends"}), len(keys & SCENARIO_KEYS)
    return "mode" if ours > theirs else "scenario" if theirs > ours else "either"


def read(path: Path, heirs: tuple[Path, ...] = ()) -> dict[str, Any]:
    """Return the arguments of a `Mode` as its file and the files that it extends say.

    Parameters
    ----------
    path : Path
        The file.
    heirs : tuple of Path
        The files that extend this one, to notice a circle.

    Raises
    ------
    BadInput
        If a file holds a mistake; it names file, line, field, value and what would be right.
    """
    document = load(path)
    if kind_of(document) == "scenario":
        hint = Text(
            f"give it where a scenario is wanted, as in crosspark compare {path}",
            f"請用在需要情景之處,如 crosspark compare {path}",
        )
        raise BadInput(document.file, None, FILE, Text("a scenario, not a mode", "情景,不是模式"), hint)
    for key, value in document.data.items():
        if key not in _KEYS:
            raise document.bad((key,), value, suggestion(str(key), _KEYS, "key", "鍵"))
    parent = _parent(document, path, heirs)
    title = _texts(document, "title", needed=True)
    description = _texts(document, "description", needed=False)
    kind = document.data.get("kind", "variant")
    if kind not in settings.KINDS:
        raise document.bad(("kind",), kind, one_of(settings.KINDS))
    return {
        "id": path.stem,
        "kind": kind,
        "title_en": title["en"],
        "title_zh": title["zh"],
        "description_en": description["en"],
        "description_zh": description["zh"],
        "clauses": {**parent.get("clauses", {}), **_clauses(document)},
        "parameters": {**parent.get("parameters", {}), **_parameters(document)},
        "extends": parent.get("id"),
    }


def written(mode: "Mode") -> str:
    """Return the file of a mode, which extends no other one: what `read` makes of it rules alike."""
    data = {
        "kind": mode.kind,
        "title": {"en": mode.title_en, "zh": mode.title_zh},
        "description": {"en": mode.description_en, "zh": mode.description_zh},
        "clauses": mode.clauses,
        "parameters": {path: _quantity(path, value) for path, value in mode.parameters.items()},
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _quantity(path: str, value: Value) -> Value:
    """Return a value as people write it, or where that would round it, exactly."""
    if isinstance(value, str):
        return value
    about = settings.setting(path)
    shown = units.show(value, about.unit)
    if units.parse(shown, about.unit) == value:
        return shown
    return value if about.unit in {"share", "number", *units.COUNTED} else f"{value!r} {about.unit}"


def _parent(document: Document, path: Path, heirs: tuple[Path, ...]) -> dict[str, Any]:
    extends = document.data.get("extends")
    if extends is None:
        return {}
    if not isinstance(extends, str):
        raise document.bad(("extends",), extends, Text("name one mode", "請寫一個模式"))
    try:
        above = find(extends, path.parent)
    except BadInput as error:
        raise document.bad(("extends",), extends, error.hint) from error
    line_of_heirs = (*heirs, path)
    if above.resolve() in [heir.resolve() for heir in line_of_heirs]:
        circle = " → ".join(each.stem for each in (*line_of_heirs, above))
        hint = Text(f"a mode cannot extend itself: {circle}", f"模式不能沿用自身:{circle}")
        raise document.bad(("extends",), extends, hint)
    if not above.is_file():
        raise document.bad(("extends",), extends, Text(f"no such file: {above}", f"沒有此文件:{above}"))
    return read(above, line_of_heirs)


def _texts(document: Document, key: str, needed: bool) -> dict[str, str]:
    given = document.data.get(key)
    if given is None and not needed:
        return dict.fromkeys(_LANGUAGES, "")
    hint = Text("write {en: in English, zh: 中文}", "請寫 {en: 英文, zh: 中文}")
    if not isinstance(given, dict):
        raise document.bad((key,), given, hint)
    for language, text in given.items():
        if language not in _LANGUAGES:
            raise document.bad(
                (key, language), text, suggestion(str(language), _LANGUAGES, "language", "語言")
            )
    for language in _LANGUAGES:
        if not isinstance(given.get(language), str):
            raise document.bad((key, language), given.get(language), hint)
    return given


def _section(document: Document, key: str, hint: Text) -> dict[Any, Any]:
    given = document.data.get(key)
    if given is None:
        return {}
    if not isinstance(given, dict):
        if isinstance(given, str) and re.search("[:\uff1a]", given):
            hint = Text(f"{hint}, with a blank after each colon", f"{hint.zh},用半角冒號,其後留空格")
        raise document.bad((key,), given, hint)
    return given


def _clauses(document: Document) -> dict[str, float]:
    found: dict[str, float] = {}
    hint = Text("write ids with intensities, as in {S1: 1}", "請寫條款編號與強度,如 {S1: 1}")
    for id_, written in _section(document, "clauses", hint).items():
        try:
            clause = settings.known_clause(str(id_))
            found[clause] = settings.intensity(written)
        except ValueError as error:
            raise document.bad(("clauses", id_), written, Text.of(error)) from error
    return found


def _parameters(document: Document) -> dict[str, Value]:
    found: dict[str, Value] = {}
    example = '{headquarters.meeting_interval: "10 working days"}'
    hint = Text(f"write paths with values, as in {example}", f"請寫參數路徑與數值,如 {example}")
    for path, written in _section(document, "parameters", hint).items():
        try:
            found[str(path)] = settings.setting(str(path)).read(written)
        except ValueError as error:
            raise document.bad(("parameters", path), written, Text.of(error)) from error
    return found
