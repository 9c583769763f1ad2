"""Notebooks run from top to bottom, also with other settings, and are stored without what a run leaves."""

import ast
import json
import re
from pathlib import Path
from types import SimpleNamespace

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from crosspark.governance import yamlfile
from crosspark.studies.statistics import paired_difference

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
COMPARE = FOLDER / "01_compare_modes.ipynb"
PAYS = FOLDER / "02_when_does_it_pay.ipynb"
BETTER = FOLDER / "05_better_than_one_plus_two.ipynb"
ATTRIBUTE = FOLDER / "03_which_clause_does_the_work.ipynb"
SENSITIVITY = FOLDER / "04_sweep_and_sensitivity.ipynb"

#: Run for minutes with their own settings, so what came of them is stored for readers.
STORED_WITH_OUTPUTS = {PAYS.name, ATTRIBUTE.name, SENSITIVITY.name, BETTER.name}

#: Enough for every cell to have something to show, and little enough for a test.
SMALL = {"REPLICATES": "2", "YEARS": "3"}
SMALLER = {**SMALL, "DISTRICTS": '["one_park", "two_parks"]', "MAP": "(2, 2)", "MAP_REPLICATES": "2"}


def with_settings(path, settings):
    """Return the notebook with other values in its first cell of code, as a reader would write them."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    for name, value in settings.items():
        setting = re.compile(rf"^{name} = .+?(?=  #|$)", re.MULTILINE)
        cell.source, count = setting.subn(f"{name} = {value}", cell.source)
        assert count == 1, f"{path.name} sets {name} {count} times in its first cell of code"
    return notebook


def execute(notebook, folder):
    """Run a notebook in an empty folder; a cell that fails raises."""
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    with pytest.MonkeyPatch.context() as patch:
        # CI draws without a screen; a notebook shows its figures by itself, as it does for a planner.
        patch.delenv("MPLBACKEND", raising=False)
        return client.execute()


def shown(notebook):
    """Return what each cell of code printed or showed, as plain text."""
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    return [
        "".join(out.get("text") or out.data["text/plain"] for out in cell if _is_result(out))
        for cell in outputs
    ]


def _is_result(output):
    return output.output_type in ("execute_result", "display_data") or output.get("name") == "stdout"


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook")
    notebook = execute(with_settings(COMPARE, SMALL), folder)
    return notebook, folder


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_and_its_text_hold_the_same_cells(path):
    notebook, text = jupytext.read(path), jupytext.read(path.with_suffix(".py"))

    assert [(c.cell_type, c.source) for c in notebook.cells] == [(c.cell_type, c.source) for c in text.cells]
    for one in (notebook, text):
        assert one.metadata["jupytext"]["formats"] == "ipynb,py:percent"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_stored_without_what_a_run_leaves(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    outputs = [out for cell in code for out in cell["outputs"]]

    if path.name in STORED_WITH_OUTPUTS:
        assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
        assert all(_is_result(nbformat.from_dict(out)) for out in outputs)
    else:
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    # How many empty lines the text has between two cells is no mark of a run.
    assert all(set(cell["metadata"]) <= {"lines_to_next_cell"} for cell in notebook["cells"])
    assert set(notebook["metadata"]) <= {"jupytext", "kernelspec", "language_info"}
    for out in outputs:
        out.get("data", {}).pop("image/png", None)  # where any letters may stand in a row
    assert not re.search(r"/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\", json.dumps(notebook))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_every_heading_stands_in_both_languages(path):
    cells = jupytext.read(path).cells
    headings = [
        line for c in cells if c.cell_type == "markdown" for line in c.source.splitlines() if line[:1] == "#"
    ]

    assert headings
    assert all(re.search("[a-z]", line) and re.search("[\u4e00-\u9fff]", line) for line in headings)


def test_the_comparison_runs_from_top_to_bottom_and_writes_nothing(compared):
    notebook, folder = compared
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert all(cell.execution_count for cell in code)
    assert sum("image/png" in out.get("data", {}) for cell in code for out in cell.outputs) == 3
    assert list(folder.iterdir()) == []


def test_changing_the_one_number_changes_what_is_printed_and_nothing_above(compared, tmp_path):
    notebook = with_settings(COMPARE, {**SMALL, "MEETING_INTERVAL": '"40 working days"'})
    used = [place for place, cell in enumerate(notebook.cells) if "changed" in cell.source]
    notebook.cells = notebook.cells[: max(used) + 1]
    first = next(cell for cell in notebook.cells if "changed = cp.compare" in cell.source)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    before, after = shown(compared[0]), shown(execute(notebook, tmp_path))

    place = code.index(first)
    assert after[:place] == before[:place]
    assert after[place] != before[place]
    assert "every 40 working days" in after[-1]
    # The days and not only the words differ.
    assert re.findall(r"[+-]\d+\.\d", after[-1]) != re.findall(r"[+-]\d+\.\d", before[len(after) - 1])


def test_the_attribution_runs_from_top_to_bottom_and_its_parts_add_up(tmp_path):
    notebook = execute(with_settings(ATTRIBUTE, {"REPLICATES": "2", "YEARS": "1", "SETS": "1"}), tmp_path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert all(cell.execution_count for cell in code)
    assert sum("image/png" in out.get("data", {}) for cell in code for out in cell.outputs) == 2
    printed = shown(notebook)
    parts, whole = next(text for text in printed if " = " in text).split(" = ")
    assert float(parts) == pytest.approx(float(whole), abs=0.5)  # five parts, each rounded to a tenth
    assert "of 1 further parameter sets" in printed[-1]
    assert "在另外1組參數中" in printed[-1]
    assert list(tmp_path.iterdir()) == []


def test_the_sweep_and_the_sensitivity_run_from_top_to_bottom(tmp_path):
    small = {"SCENARIO": '"two_parks"', "REPLICATES": "2", "YEARS": "1", "POINTS": "2"}
    notebook = execute(with_settings(SENSITIVITY, small), tmp_path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert all(cell.execution_count for cell in code)
    assert sum("image/png" in out.get("data", {}) for cell in code for out in cell.outputs) == 3
    printed = shown(notebook)
    # The tornado moves the five that Morris found to move most, each alone and under the same seeds.
    assert any("Screening by Morris · 13 parameters" in text for text in printed)
    assert any("hangs most on" in text and "moves it by" in text for text in printed)
    assert any("最取決於" in text for text in printed)
    assert list(tmp_path.iterdir()) == []


def test_the_search_for_a_better_mode_runs_from_top_to_bottom_and_writes_nothing(tmp_path):
    small = {"SCENARIO": '"two_parks"', "GENERATIONS": "2", "POPULATION": "6", "REPLICATES": "1"}
    small |= {"FRESH": "2", "SETS": '[{"handover.days": "3 working days"}]', "YEARS": "1"}
    notebook = execute(with_settings(BETTER, small), tmp_path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert all(cell.execution_count for cell in code)
    assert sum("image/png" in out.get("data", {}) for cell in code for out in cell.outputs) == 2
    printed = shown(notebook)
    assert re.search("(Yes|No): .+ modes? were tried", "".join(printed), re.DOTALL)
    assert re.search("(有|沒有):.+共試", "".join(printed), re.DOTALL)
    assert list(tmp_path.iterdir()) == []


def test_a_class_of_a_notebook_decides_in_other_processes(tmp_path):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(source)
        for source in (
            "import os\n\nimport crosspark as cp\n\nHERE = os.getpid()",
            """
class Elsewhere(cp.Park):
    def offer_ceiling(self, tax, credit, outcome_weight):
        if os.getpid() == HERE:
            raise RuntimeError("this is the notebook's own process")
        return super().offer_ceiling(tax, credit, outcome_weight)


class Thrifty(cp.Park):
    def offer_ceiling(self, tax, credit, outcome_weight):
        return 0.5 * super().offer_ceiling(tax, credit, outcome_weight)


def compare(park, jobs):
    return cp.compare(
        "two_parks", ["one_plus_two"], replicates=2, years=2, jobs=jobs, agents={"park": park}
    )
""",
            "print(len(compare(Elsewhere, 2).failures), len(compare(Elsewhere, 1).failures))",
            "print(compare(Thrifty, 2).runs.equals(compare(Thrifty, 1).runs), "
            "compare(Thrifty, 2).runs.equals(compare(cp.Park, 2).runs))",
            "print(compare(Thrifty, -1).failures.empty)",
        )
    ]

    printed = shown(execute(notebook, tmp_path))[2:]

    assert printed == ["0 4\n", "True False\n", "True\n"]


@pytest.fixture(scope="module")
def paid(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pays")
    return execute(with_settings(PAYS, SMALLER), folder), folder


def test_when_it_pays_runs_from_top_to_bottom_and_writes_nothing(paid):
    notebook, folder = paid
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert all(cell.execution_count for cell in code)
    # The districts, the shares, six conditions, the years, the readings and three maps.
    assert sum("image/png" in out.get("data", {}) for cell in code for out in cell.outputs) == 13
    assert list(folder.iterdir()) == []


def test_every_answer_of_when_it_pays_stands_in_both_languages(paid):
    said = [text for text in shown(paid[0]) if "Answer" in text]

    assert len(said) > 9
    assert all("答" in text for text in said)


def test_what_was_expected_is_what_was_written_down_before_the_runs():
    written = yamlfile.load(FOLDER.parent / "docs" / "expectations.yaml").data["scenarios"]
    cell = next(cell for cell in nbformat.read(PAYS, 4).cells if cell.source.startswith("EXPECTED"))
    told = ast.literal_eval(re.match(r"EXPECTED = (\{.*?\n\})", cell.source, re.DOTALL)[1])

    assert told == {name: [each for row in rows for each in row["of"]] for name, rows in written.items()}


class Planted:
    """A comparison of two modes and a rival in one indicator, with values of our own."""

    baseline = "rival"

    def __init__(self, full, switched):
        self.entries = {
            name: SimpleNamespace(title_en=name, title_zh=name)
            for name in ("rival", "one_plus_two", "switched")
        }
        self.by_mode = {"rival": [100.0, 102.0, 98.0], "one_plus_two": full, "switched": switched}

    def values(self, mode, indicator):
        return self.by_mode[mode]

    def mean(self, mode, indicator):
        return sum(self.by_mode[mode]) / 3

    def difference(self, mode, indicator):
        return paired_difference(self.by_mode[mode], self.by_mode["rival"])


BEHIND = [90.0, 92.1, 87.9]  # ten less than the rival, and hardly any luck in it


@pytest.mark.parametrize(
    ("full", "switched", "said"),
    [
        (BEHIND, [105.0, 107.1, 102.9], "−10.0 % → +5.0 %; the gap turns into a lead: the explanation holds"),
        (BEHIND, [101.0, 101.0, 98.0], "−10.0 % → +0.0 %; the gap is no longer beyond chance"),
        (BEHIND, [95.0, 97.0, 93.0], "50% of the gap closes: it explains a part"),
        (BEHIND, [80.0, 82.0, 78.0], "the gap widens: the explanation fails"),
        (BEHIND, BEHIND, "the gap does not close beyond chance: not shown"),
        ([110.0, 112.0, 108.0], BEHIND, "there is no gap to explain"),
    ],
)
def test_the_words_on_a_mechanism_follow_from_the_numbers(full, switched, said, capsys):
    names = {}
    cells = [cell.source for cell in nbformat.read(PAYS, 4).cells if cell.cell_type == "code"]
    for source in cells[:3]:
        exec(source, names)

    names["holds"](Planted(full, switched), "switched", ["jobs"])
    names["answer"](Planted(full, switched), indicators=["jobs"])

    printed = capsys.readouterr().out
    assert said in printed
    assert ("It loses on: Jobs" in printed) == (full is BEHIND)
    assert ("遜於就業" in printed) == (full is BEHIND)
