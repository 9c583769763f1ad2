"""docs/odd.md and docs/reference/ say what the code reads, leave nothing out, and name what exists."""

import ast
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import crosspark as cp
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.fields import FIELDS
from crosspark.model import district, founding
from crosspark.model.district import DistrictModel
from crosspark.model.schedule import PROCESSES
from crosspark.model.streams import PURPOSES, stream_for
from crosspark.scenarios.loader import scenario_names

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
spec = spec_from_file_location("make_odd", DOCS / "make_odd.py")
assert spec is not None
assert spec.loader is not None
make_odd = module_from_spec(spec)
spec.loader.exec_module(make_odd)

ODD = make_odd.ODD.read_text(encoding="utf-8")
SECTIONS = make_odd.sections(ODD)
SUBMODELS = [number for number in SECTIONS if number.startswith("7.")]
PAGES = [DOCS / "odd.md", DOCS / "odd.zh.md", DOCS / "README.md", *sorted((DOCS / "reference").glob("*.md"))]
ELEMENTS = (
    "Purpose and patterns", "Entities, state variables, and scales", "Process overview and scheduling",
    "Design concepts", "Initialization", "Input data", "Submodels",
)  # fmt: skip
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
    "Interaction", "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


# What is generated


def test_every_generated_page_and_table_is_up_to_date():
    made = make_odd.made()

    old = [path.name for path, text in made.items() if path.read_text(encoding="utf-8") != text]
    assert not old, f"run python docs/make_odd.py: {', '.join(old)}"
    assert set((DOCS / "reference").iterdir()) == set(made) - {make_odd.ODD}


def test_every_state_variable_has_a_meaning():
    empty = re.findall(r"^\| `(\w+)` \| (?:whole|number)[^|]*\|  \|$", ODD, re.MULTILINE)

    assert ODD.count("| `key` |") > 0
    assert not empty


@pytest.mark.parametrize("group", make_odd.SCHEMA)
def test_every_figure_of_a_district_has_a_meaning(group):
    record = make_odd.SCHEMA[group]

    assert set(record.model_fields) - {"id", "title_en", "title_zh"} == set(make_odd.attributes(record))


# The form of 2020


def test_the_seven_elements_of_the_form_stand_in_their_order():
    titles = [found["title"].strip() for number, found in SECTIONS.items() if number in "1234567"]

    assert tuple(titles) == ELEMENTS


def test_the_eleven_design_concepts_stand_in_their_order():
    assert tuple(re.findall(r"^\*\*([\w ]+)\.\*\*", SECTIONS["4"]["body"], re.MULTILINE)) == CONCEPTS


# Nothing is left out


def test_the_month_runs_the_processes_of_the_table_in_their_order_and_months(monkeypatch):
    ran = []
    monkeypatch.setattr(
        district,
        "PROCESSES",
        tuple(p._replace(run=lambda _, title=p.title_en: ran.append(title)) for p in PROCESSES),
    )
    model = DistrictModel("two_parks", "present", rng=1, years=1)

    for month in range(24):
        ran.clear()
        model.step()

        yearly, quarterly = month in (0, 12), month % 3 == 2
        due = {1: True, 12: yearly, 3: quarterly}
        assert ran == [p.title_en for p in PROCESSES if due[p.every]]


def test_every_process_has_its_sections():
    for process in PROCESSES:
        assert process.sections
        assert set(process.sections) <= set(SECTIONS), process.title_en


def test_every_submodel_belongs_to_a_process_but_the_one_that_says_what_is_measured():
    assert {n for p in PROCESSES for n in p.sections} - {"4"} == set(SUBMODELS) - {"7.20"}


def test_a_model_draws_for_the_purposes_that_are_declared_and_for_all_of_them(monkeypatch):
    asked = set()

    def noted(seed, purpose):
        asked.add(purpose)
        return stream_for(seed, purpose)

    monkeypatch.setattr(district, "stream_for", noted)
    monkeypatch.setattr(founding, "stream_for", noted)
    DistrictModel("two_parks", "present", rng=1, years=1)

    assert asked == set(PURPOSES)


def test_a_purpose_that_nobody_declared_is_refused():
    with pytest.raises(KeyError, match="luck"):
        stream_for(1, "luck")


def test_some_section_says_that_it_reads_each_field_and_figure_and_none_that_is_not_there():
    figures = {
        f"{group}.{name}"
        for group, record in make_odd.SCHEMA.items()
        for name in record.model_fields
        if name not in ("id", "title_en", "title_zh")
    }

    assert set(make_odd.reads(ODD)) == set(FIELDS) | figures


@pytest.mark.parametrize("number", SUBMODELS)
def test_every_submodel_says_its_source_its_code_and_what_checks_it(number):
    body = SECTIONS[number]["body"]
    last = body.strip().splitlines()[-1]

    assert last.startswith("Source: ")
    assert re.search(r"Code: .*\.py|Code: \w+/", last)
    assert re.search(r"Checked by .*tests/test_\w+\.py", last)


# What is named exists


def test_every_file_that_the_page_names_exists():
    named = set(
        re.findall(r"\b(?:tests|model|agents|governance|studies|scenarios|views|docs)/[\w/]+\.\w+", ODD)
    )

    assert len(named) > 30
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_function_that_the_page_places_in_a_file_is_defined_there():
    placed = re.findall(r"((?:`\w+`(?:, | and )?)+) in ((?:model|agents|governance)/\w+\.py)", ODD)

    assert len(placed) > 20
    for names, file in placed:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assert set(re.findall(r"\w+", names)) - {"and"} <= defined, (names, file)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")

    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {make_odd.slug(heading) for heading in headings}, target


def _sources():
    for name in scenario_names():
        for fact in cp.load_scenario(name).facts:
            yield f"{name}: {fact.path}", fact.grade, fact.source
    for field in FIELDS.values():
        yield field.path, field.grade, field.source
    for clause in CLAUSES.values():
        for parameter in clause.parameters.values():
            yield parameter.path, parameter.grade, parameter.source


def test_what_is_graded_statistic_or_study_names_a_source_that_can_be_found():
    """A row of a file of docs/data, or a work that the page lists under References."""
    works = ODD.partition("## References")[2].split(" · ")
    graded = [(path, source) for path, grade, source in _sources() if grade in ("statistic", "study")]

    assert graded
    for path, source in graded:
        row = re.search(r"(docs/data/\w+\.csv), (\w+)", source)
        if row:
            text = (ROOT / row[1]).read_text(encoding="utf-8")
            assert re.search(rf"^{row[2]},", text, re.MULTILINE), f"{path}: {source}"
        else:
            work = re.match(r"(\w+).*?(\d{4})", source)
            assert work, f"{path}: {source}"
            assert any(work[1] in listed and work[2] in listed for listed in works), f"{path}: {source}"
