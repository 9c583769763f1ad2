"""Parameter sets that a study carries, such as those that a calibration does not rule out.

All studies read ``sets`` alike:

* a list of mappings of path to quantity, or a design that has them as its ``points`` (or draws them);
* a CSV file with a column for each path and a row for each set, a number being one in the unit of
  `crosspark.parameters`, or a design's YAML file;
* ``"stored"``: the sets that the scenario's published facts do not rule out, as they ship with the package;
  ``"stored:16"``: sixteen of them, evenly spaced;
* ``"auto"``: the stored ones if the scenario has them and is as it ships, else none;
* ``None`` or ``"none"``: none. An empty list is refused: a calibration may leave nothing.

Sets that are not ruled out are no sample of a distribution: none is likelier than another, and they say
nothing of what they do not name.
"""

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import CONTENT, FILE, BadInput, Text, suggestion
from crosspark.governance.fields import Value
from crosspark.model.case import Scenario
from crosspark.studies.csvfile import rows_of
from crosspark.studies.design import Design, Knob, Settings, knobs, unit_sample
from crosspark.studies.jobs import seed_of
from crosspark.studies.stored import FOLDER

Sets = Sequence[Mapping[str, object]] | Mapping[str, Any] | str | Path

#: Words that name sets; a file of such a name is given with its folder.
NONE, STORED, AUTO = "none", "stored", "auto"

#: What makes the stored sets anew.
COMMAND = "python docs/make_calibration.py"

#: Seeds that deal sets, which no run, sample or search takes.
_ORDER, _TURNS = -5001, -5002


@dataclass(frozen=True)
class ParameterSets:
    """What a study was told to carry.

    Attributes
    ----------
    points : tuple of mapping of path to value
        In canonical units; empty where there are none.
    stored : bool
        Whether they are those that ship with the scenario.
    withheld : tuple of str
        Calibrated paths that were set by hand, so that the stored sets were not taken by themselves.
    """

    points: tuple[Settings, ...] = ()
    stored: bool = False
    withheld: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.points)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that some set names."""
        return tuple(dict.fromkeys(path for point in self.points for path in point))

    def dealt(self, count: int, seed: int) -> list[Settings]:
        """Return a set for each of so many futures: each as often as any other, by one at the most.

        Which future gets which set has nothing to do with what else is drawn for it.
        """
        if not self.points:
            return [{}] * count
        order, turns = _shuffled(len(self), seed_of(seed, _ORDER)), _shuffled(count, seed_of(seed, _TURNS))
        return [self.points[order[turn % len(self)]] for turn in turns]


NO_SETS = ParameterSets()


def _shuffled(count: int, seed: int) -> list[int]:
    order: list[int] = np.argsort(unit_sample("latin_hypercube", 1, count, seed)[:, 0]).tolist()
    return order


def is_asked(given: Sets | None) -> bool:
    """Whether sets were asked for by name, file or list."""
    return given is not None and not (isinstance(given, str) and given in (NONE, AUTO))


def read_sets(
    where: str,
    case: Scenario,
    given: Sets | None,
    *,
    by_hand: Collection[str] = (),
    fixed: Collection[str] = (),
    own: Collection[str] = (),
) -> ParameterSets:
    """Return the sets that a study is to carry.

    Parameters
    ----------
    where : str
        Who asks, for messages.
    case : Scenario
        As it was given, before anything was set by hand.
    by_hand : collection of str
        Paths that the planner set, which win over a set.
    fixed : collection of str
        Paths that are decided otherwise, and win too.
    own : collection of str
        Paths that a compared mode sets itself. They make it what it is, so that stored sets, which are asked
        for as a whole, leave them to it; a list that names one means it.

    Raises
    ------
    BadInput
        If a set cannot be used, the scenario has none in store, or nothing is left of them.
    """
    if given is None or (isinstance(given, str) and given == NONE):
        return NO_SETS
    if not isinstance(given, str | Path | Mapping | Sequence):
        hint = Text("give a list of mappings, a design, a file or a name", "請給映射的列表、設計、文件或名稱")
        raise BadInput(where, None, "sets", given, hint)
    if not isinstance(given, str | Path) and not len(given):
        hint = Text(
            "there is no set in it; a calibration that leaves none says that its targets and ranges do not "
            "go together. None carries no sets",
            "其中沒有參數組;校準若無一留下,說明目標與範圍不相容。不用參數組請寫 None",
        )
        raise BadInput(where, None, "sets", given, hint)
    word, _, number = given.partition(":") if isinstance(given, str) else ("", "", "")
    stored = word in (STORED, AUTO)
    points: tuple[Settings, ...]
    if given == AUTO:
        points = tuple(_stored(case) or ())
        withheld = tuple(sorted({path for point in points for path in point} & set(by_hand)))
        if withheld or not points:
            return ParameterSets(withheld=withheld)
    elif word == STORED:
        points = _by_name(where, case, number)
    elif isinstance(given, str | Path) and Path(given).suffix.lower() == ".csv":
        points = tuple(_of_csv(case, Path(given)))
    else:
        points = _of_design(case, given)
    for path in dict.fromkeys(path for point in points for path in point):
        if path.removeprefix("clauses.") in CLAUSES:
            hint = Text(
                "which clauses are on is what is compared; a set holds parameters and figures",
                "各條款是否施行正是所比較的內容;參數組只含參數與數字",
            )
            raise BadInput(where, None, "sets", path, hint)
    won = {*by_hand, *fixed, *(own if stored else ())}
    left = tuple({path: value for path, value in point.items() if path not in won} for point in points)
    if not any(left) and any(points):
        hint = Text(
            "nothing is left of them: all that they name is set otherwise",
            "其中所列參數均已另行設定,參數組已無內容",
        )
        raise BadInput(where, None, "sets", str(given) if stored else len(points), hint)
    return ParameterSets(left, stored)


def _by_name(where: str, case: Scenario, number: str) -> tuple[Settings, ...]:
    """Return the stored sets of a scenario, or so many of them."""
    points = _stored(case)
    if points is None:
        known = [one.name.removesuffix("_sets.csv") for one in FOLDER.glob("*_sets.csv")]
        if case.id in known:
            hint = Text(
                f"they were made for {case.id} as it ships, and this one is another; to take them all the "
                f'same: sets=cp.stored_sets("{case.id}")',
                f'這些參數組出自隨附的{case.id},而此情景已不同;若仍要採用:sets=cp.stored_sets("{case.id}")',
            )
        else:
            hint = Text(
                f"{case.id} has none; calibrated are: {', '.join(known)}",
                f"{case.id}沒有;已校準的有:{'、'.join(known)}",
            )
        raise BadInput(where, None, "sets", STORED, hint)
    if not number:
        return tuple(points)
    count = int(number) if number.isdecimal() else 0
    if not 1 <= count <= len(points):
        hint = Text(
            f"write stored, or stored:16 for so many of the {len(points)}",
            f"請寫 stored,或以 stored:16 取{len(points)}組中的若干組",
        )
        raise BadInput(where, None, "sets", f"{STORED}:{number}", hint)
    return tuple(points[place * len(points) // count] for place in range(count))


def _stored(case: Scenario) -> list[dict[str, float]] | None:
    """Return the stored sets of a scenario that is as it was calibrated; None without any."""
    if not (FOLDER / f"{case.id}_sets.csv").exists():
        return None
    made = json.loads((FOLDER / f"{case.id}_sets.json").read_text(encoding="utf-8"))
    return stored_sets(case.id) if made["manifest"]["scenario"] == case.digest else None


def _of_design(case: Scenario, given: Sets) -> tuple[Settings, ...]:
    """Return the points of a list, of a design, or of the file of one."""
    if isinstance(given, str | Path):
        if Path(given).is_dir():
            hint = Text("name a file of sets, CSV or YAML", "請寫參數組的文件,CSV 或 YAML")
            raise BadInput(str(given), None, FILE, Text("a folder", "這是文件夾"), hint)
        design = Design.of(given)
        if case.id not in design.scenarios:
            hint = Text(
                f"its scenario must be {case.id}, whose parameters it sets",
                f"其情景須為{case.id},參數組即屬該情景",
            )
            raise BadInput(str(given), None, "scenario", ", ".join(design.scenarios), hint)
    elif isinstance(given, Mapping):
        design = Design.of({**given, "scenario": case})
    else:
        design = Design.of({"scenario": case, "points": list(given)})
    return design.points


def _of_csv(case: Scenario, file: Path) -> Iterator[Settings]:
    """Yield the set of each row."""
    name, known = str(file), knobs(case)
    head: list[Knob] | None = None
    count = 0
    for line, cells in rows_of(file):
        if head is None:
            head = [_knob(name, line, known, path) for path in cells]
            twice = next((path for path in cells if cells.count(path) > 1), None)
            if twice is not None:
                hint = Text("it stands there twice; keep one", "此欄出現兩次,請只留一欄")
                raise BadInput(name, line, Text("column", "欄"), twice, hint)
        else:
            count += 1
            yield {
                knob.path: _cell(name, line, knob, cell)
                for knob, cell in zip(head, cells, strict=True)
                if cell
            }
    if not count:
        hint = Text(
            "write the paths in a line, and a set in each line below", "首行寫參數路徑,其下每行一組取值"
        )
        raise BadInput(name, None, CONTENT, Text("no set", "沒有參數組"), hint)


def _knob(name: str, line: int, known: Mapping[str, Knob], path: str) -> Knob:
    if path not in known:
        raise BadInput(name, line, Text("column", "欄"), path, suggestion(path, known, "parameter", "參數"))
    return known[path]


def _cell(name: str, line: int, knob: Knob, written: str) -> Value:
    try:
        number: object = float(written)
    except ValueError:
        number = written
    try:
        return knob.read(number)
    except ValueError as error:
        raise BadInput(name, line, knob.path, written, Text.of(error)) from error


def write_sets(
    scenario: str,
    sets: Sequence[Mapping[str, float]],
    manifest: Mapping[str, Any],
    folder: Path | None = None,
) -> None:
    """Write sets in six figures, and what they come of. The same sets write the same bytes."""
    within = FOLDER if folder is None else folder
    with (within / f"{scenario}_sets.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(sets[0])
        out.writerows([f"{value:.6g}" for value in one.values()] for one in sets)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (within / f"{scenario}_sets.json").write_text(text, encoding="utf-8")


def stored_sets(scenario: str = "wenjiang", folder: Path | None = None) -> list[dict[str, float]]:
    """Return the parameter sets that published facts do not rule out, as they ship with the package.

    Parameters
    ----------
    scenario : str
        The id of a bundled scenario that was calibrated.
    folder : path, optional
        Another place than the package.

    Returns
    -------
    list of dict of path to number
        In canonical units: ``cp.robust(scenario, sets=cp.stored_sets(scenario))``.

    Raises
    ------
    BadInput
        If the scenario was not calibrated.
    """
    within = FOLDER if folder is None else folder
    file = within / f"{scenario}_sets.csv"
    if not file.exists():
        known = [one.name.removesuffix("_sets.csv") for one in within.glob("*_sets.csv")]
        hint = suggestion(scenario, known, "calibrated scenario", "已校準的情景")
        raise BadInput("<sets>", None, "scenario", scenario, hint)
    with file.open(encoding="utf-8", newline="") as text:
        return [{path: float(value) for path, value in row.items()} for row in csv.DictReader(text)]
