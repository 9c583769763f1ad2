"""No mechanism tests whether a clause is on: a clause acts through the fields of the institution alone.

The import-linter contract "no mechanism knows a clause: only governance imports the clauses" holds the
imports; this reads every module of model/ and agents/ for what an import rule cannot see.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosspark.governance.clauses import CLAUSES

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for room in ("model", "agents") for path in (ROOT / room).rglob("*.py"))

#: The district loads a mode by its name. An override of a clause's parameter is given to the mode that has
#: the clause, and not to the present one that lacks it: that is reading input, before anything happens.
LOADING = {
    "district.py": [
        "imports crosspark.governance.mode",
        "_applies: clauses",
        "_applies: .clauses",
    ]
}

_KNOW = {"clauses", "mode", "modefile", "catalogue", "CLAUSES"}


def knowledge(source: str) -> list[str]:
    """Return where a module knows of clauses or modes: imports, ids as strings, clauses of something.

    The registry of indicators labels what each clause moves by definition; those labels do not count.
    """
    return list(_walk(ast.parse(source), ""))


def _walk(node: ast.AST, function: str) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        function = node.name
    if isinstance(node, ast.Import):
        yield from (f"imports {each.name}" for each in node.names if _KNOW & set(each.name.split(".")))
    if isinstance(node, ast.ImportFrom):
        named = set((node.module or "").split(".")) | {each.name for each in node.names}
        if _KNOW & named:
            yield f"imports {node.module}"
    if isinstance(node, ast.Attribute) and node.attr in ("clauses", "CLAUSES"):
        yield f"{function}: .{node.attr}"
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _names_a_clause(node.value):
        yield f"{function}: {node.value}"
    labels = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Indicator"
    for child in ast.iter_child_nodes(node):
        if not (labels and isinstance(child, ast.Tuple)):
            yield from _walk(child, function)


def _names_a_clause(text: str) -> bool:
    return text in CLAUSES or text == "clauses" or text.startswith("clauses.")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_of_the_mechanisms_knows_no_clause(path):
    assert knowledge(path.read_text(encoding="utf-8")) == LOADING.get(path.name, [])


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("def step(self):\n    if 'S1' in self.on:\n        pass", ["step: S1"]),
        ("def step(mode):\n    return mode.clauses.get('H1', 0)", ["step: .clauses", "step: H1"]),
        ("strength = getattr(mode, 'clauses')", [": clauses"]),
        ("factor = parameters['clauses.S2.days_factor']", [": clauses.S2.days_factor"]),
        ("from crosspark.governance.clauses import registry", ["imports crosspark.governance.clauses"]),
        ("from crosspark.governance.settings import CLAUSES", ["imports crosspark.governance.settings"]),
        ("from crosspark.governance import mode", ["imports crosspark.governance"]),
        ("import crosspark.governance.clauses.s", ["imports crosspark.governance.clauses.s"]),
        (
            "async def step():\n    from crosspark.governance import modefile",
            ["imports crosspark.governance"],
        ),
        ("Indicator('signed', len('S1'), ('S1', 'M3'))", [": S1"]),  # the tuple is a label, the rest is not
        ('"""What S1 does (clause S1)."""\nname = "S1 of the source"', []),
    ],
)
def test_the_check_finds_what_is_planted_and_lets_words_pass(planted, found):
    assert knowledge(planted) == found


def test_the_rooms_are_read():
    assert {"district.py", "preparation.py", "park.py"} <= {path.name for path in MODULES}
