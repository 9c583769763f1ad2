"""Find, merge, check and load the file of a scenario."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crosspark.governance import modefile, yamlfile
from crosspark.governance.errors import FILE, BadInput, Text, in_language, suggestion
from crosspark.governance.yamlfile import Document
from crosspark.model.case import Place, Scenario, Step
from crosspark.scenarios.checks import check

LIBRARY = Path(__file__).parent / "library"

#: What a scenario says of itself; its parent's would be wrong for it.
_OWN = ("id", "title_en", "title_zh", "description_en", "description_zh", "extends")

#: More parks of one kind are a slip of the pen.
MOST_COPIES = 100
#: Titles that a copy's number is added to, and what stands between.
_TITLES = (("title_en", " "), ("title_zh", ""))


def scenario_names() -> list[str]:
    """Return the names of the library's scenarios."""
    return sorted(path.stem for path in LIBRARY.glob("*.yaml"))


def load_scenario(name: str | Path) -> Scenario:
    """Return the scenario of a name in the library, or of a file.

    Raises
    ------
    BadInput
        If there is none, or the file says what cannot be.
    """
    chain = list(_chain(_document(str(name), None), []))
    data: dict[str, Any] = {}
    for document in reversed(chain):
        parent = {key: value for key, value in data.items() if key not in _OWN}
        data = merge(parent, document.data)
    data.pop("extends", None)
    place = _Places(chain)
    try:
        data = with_copies(data, place)
        scenario = Scenario.build(data, place)
        check(scenario, place)
    except BadInput as error:
        raise _told_to_the_heir(error, chain) from None
    return scenario


def _told_to_the_heir(error: BadInput, chain: list[Document]) -> BadInput:
    """Return the error at the planner's own file where it lies in a file of the library it extends.

    What the library says is right by itself: something in the planner's file does not fit it.
    """
    own = [document for document in chain if Path(document.file).parent != LIBRARY]
    if not own or error.file in [document.file for document in own]:
        return error
    path = tuple(error.field.split("."))
    # The file that writes the nearest to it; where none writes anything near, the one that inherits.
    near = max(own, key=lambda document: (_depth(document, path), own.index(document)))
    line = near.line(path[: _depth(near, path)] or ("extends",))
    source = f"{Path(error.file).name}:{error.line}"
    hint = Text(
        f"{error.hint} (inherited from {source})", f"{in_language(error.hint, 'zh')}(沿用自 {source})"
    )
    return BadInput(near.file, line, error.field, error.value, hint)


def _depth(document: Document, path: tuple[str, ...]) -> int:
    return max(depth for depth in range(len(path) + 1) if path[:depth] in document.lines)


def merge(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parent with the child's changes.

    Mappings merge key by key; lists and figures replace; an empty value (null) takes the parent's away. A
    figure written as ``{value, …}`` replaces as a whole, or it would keep a source that is not its own.
    """
    merged = dict(parent)
    for key, value in child.items():
        before = merged.get(key)
        if value is None and key in merged:
            del merged[key]
        elif isinstance(value, Mapping) and isinstance(before, Mapping) and "value" not in value:
            merged[key] = merge(before if "value" not in before else {}, value)
        else:
            merged[key] = value
    return merged


def with_copies(data: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """Return the district in which each park stands as often as `copies` says.

    ``copies: {medical_city: 3}`` puts ``medical_city_2`` and ``medical_city_3`` beside the park, each with
    copies of its sub-districts (``yongning_2``, …). What stands under the name of a copy changes that copy
    alone; where it names sub-districts, none are copied for it.

    Parameters
    ----------
    data : mapping
        Of a scenario, merged with those that it extends.
    place : callable
        Finds the file and the line of a path.

    Raises
    ------
    BadInput
        If a park is unknown, or how often it stands is no whole number.
    """
    grown = {name: dict(part) if isinstance(part, Mapping) else part for name, part in data.items()}
    copies = grown.pop("copies", None)
    if copies is None:
        return grown
    parks, towns = grown.get("parks"), grown.get("subdistricts")
    if not isinstance(copies, Mapping) or not isinstance(parks, dict) or not isinstance(towns, dict):
        hint = Text("write parks and how often each stands", "請寫園區及其個數,如 {medical_city: 3}")
        raise BadInput(*place(("copies",)), "copies", copies, hint)
    for park, times in copies.items():
        where = (*place(("copies", park)), f"copies.{park}", times)
        if not isinstance(parks.get(park), Mapping):
            raise BadInput(*where, suggestion(str(park), parks, "park to copy", "可複製的園區"))
        if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MOST_COPIES:
            hint = Text(f"write a whole number from 1 to {MOST_COPIES}", f"請寫 1 至 {MOST_COPIES} 的整數")
            raise BadInput(*where, hint)
        served_by = parks[park].get("subdistricts")
        # A name that is none is for the check to refuse.
        names = [name for name in served_by if isinstance(name, str)] if isinstance(served_by, list) else []
        for number in range(2, times + 1):
            given = parks.get(f"{park}_{number}")
            _copy(parks, park, number)
            if not isinstance(given, Mapping) or "subdistricts" not in given:
                for name in names:
                    _copy(towns, name, number)
                parks[f"{park}_{number}"]["subdistricts"] = [f"{name}_{number}" for name in names]
    return grown


def _copy(group: dict[str, Any], name: str, number: int) -> None:
    """Put a copy beside one park or sub-district, with what the file says of that copy alone."""
    original = group.get(name)
    if not isinstance(original, Mapping):
        return  # the check says what is wrong with the original
    titles = {field: f"{original.get(field)}{gap}{number}" for field, gap in _TITLES}
    own = group.get(f"{name}_{number}")
    group[f"{name}_{number}"] = merge({**original, **titles}, own if isinstance(own, Mapping) else {})


class _Places:
    """Where a path of the merged data is written: in the file itself or in one that it extends."""

    def __init__(self, chain: list[Document]) -> None:
        self.chain = chain

    def __call__(self, path: tuple[Step, ...]) -> tuple[str, int | None]:
        for document in self.chain:
            written = path
            while written and written not in document.lines:
                written = written[:-1]
            # A list replaces its parent's, so what is missing in it is missing here.
            if written == path or any(isinstance(step, int) for step in written):
                return document.file, document.line(path)
        return self.chain[0].file, self.chain[0].line(path)


def _document(name: str, asked_by: Document | None) -> Document:
    """Return the file of a scenario; a path within a file is relative to that file."""
    if name in scenario_names():
        return yamlfile.load(LIBRARY / f"{name}.yaml")
    file = (Path(asked_by.file).parent if asked_by else Path()) / name
    if file.suffix or file.name != name or file.exists():
        if asked_by and not file.exists():
            raise asked_by.bad(("extends",), name, Text(f"no such file: {file}", f"沒有此文件:{file}"))
        document = yamlfile.load(file)
        if modefile.kind_of(document) == "mode":
            if asked_by:
                hint = Text("this is a mode; a scenario extends a scenario", "這是模式;情景只能沿用情景")
                raise asked_by.bad(("extends",), name, hint)
            hint = _with_modes(str(file))
            raise BadInput(document.file, None, FILE, Text("a mode, not a scenario", "模式,不是情景"), hint)
        return document
    hint = suggestion(name, _titles(), "scenario", "情景")
    if name in modefile.names():
        what = _with_modes(name)
        hint = Text(f"this is a mode, not a scenario; {what}", f"這是模式,不是情景;{what.zh}")
    if asked_by:
        raise asked_by.bad(("extends",), name, hint)
    raise BadInput("<scenario>", None, "name", name, hint)


def _titles() -> dict[str, tuple[str, str]]:
    """Return the titles of the library's scenarios by name, in English and Chinese."""
    found = {name: yamlfile.load(LIBRARY / f"{name}.yaml").data for name in scenario_names()}
    return {name: (data["title_en"], data["title_zh"]) for name, data in found.items()}


def _with_modes(name: str) -> Text:
    return Text(
        f"write --modes present,{name} (where a command takes one mode: --mode {name})",
        f"請寫 --modes present,{name}(只取一個模式的命令:--mode {name})",
    )


def _chain(document: Document, seen: list[Path]) -> Iterator[Document]:
    """Yield a document and all that it extends, itself first."""
    here = Path(document.file).resolve()
    yield document
    parent = document.data.get("extends")
    if parent is None:
        return
    if not isinstance(parent, str):
        raise document.bad(
            ("extends",), parent, Text("name one scenario or one file", "請寫一個情景或一個文件")
        )
    next_document = _document(parent, document)
    if Path(next_document.file).resolve() in [*seen, here]:
        hint = Text(
            "a scenario must not extend itself, not even through others", "情景不能直接或間接沿用自身"
        )
        raise document.bad(("extends",), parent, hint)
    yield from _chain(next_document, [*seen, here])
