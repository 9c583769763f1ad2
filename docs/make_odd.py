"""Fill the tables of docs/odd.md and write docs/reference/: what the code reads, listed for readers.

Run as ``python docs/make_odd.py``. A test compares what stands there with what this program would write.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import crosspark as cp
from crosspark.agents import enterprise, facts
from crosspark.governance.clauses import CLAUSES, Clause
from crosspark.governance.fields import FIELDS, Quantity
from crosspark.governance.mode import load_mode, mode_names
from crosspark.governance.units import show
from crosspark.model import records
from crosspark.model.case import Fact, Scenario
from crosspark.model.district import DistrictModel
from crosspark.model.indicators import GROUPS, HEADLINES, INDICATORS
from crosspark.model.ledger import MAY_OWE, RESOURCES
from crosspark.model.reasons import ACCOUNTS, REASONS
from crosspark.model.schedule import PROCESSES, Process
from crosspark.model.streams import PURPOSES
from crosspark.scenarios.loader import scenario_names

DOCS = Path(__file__).parent
ODD = DOCS / "odd.md"
BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
SECTION = re.compile(
    r"^#{2,3} (?P<number>\d+(?:\.\d+)?) (?P<title>.*)\n(?P<body>(?:(?!#{1,3} ).*\n?)*)", re.MULTILINE
)
#: The groups of a scenario's figures, and the records that describe them.
SCHEMA: dict[str, type[facts.Record]] = {
    "demand": facts.DemandFacts,
    "budgets": facts.BudgetFacts,
    "economy": facts.EconomyFacts,
    "parks": facts.ParkFacts,
    "subdistricts": facts.SubdistrictFacts,
    "departments": facts.DepartmentFacts,
    "servers": facts.ServerFacts,
    "segments": facts.SegmentFacts,
    "procedures": facts.ProcedureFacts,
}
#: Groups of which a district has one; of the others it has as many as it likes.
SINGLE = ("demand", "budgets", "economy")
DIRECTIONS = {1: "more is better", -1: "less is better", 0: "neither"}
#: What each page of docs/reference begins with.
INTRO = {
    "parameters": """# Every field of the institution 制度參數

Made by `python docs/make_odd.py` from governance/parameters/institution.yaml and the clauses; do not edit.

The value is that of parks managed as before the reform and with no clause on. *Combined* says how the amounts
of several clauses act on it; *none* means that only a mode sets it. **¤** marks what a clause is paid with.
Grades: *clause* (the source says it), *statistic*, *study*, *assumption* (ours). What a clause does to it is
in [clauses.md](clauses.md), how a mode differs in [modes.md](modes.md). `crosspark list parameters` shows the
values under a mode.
""",
    "clauses": """# Every clause 條款

Made by `python docs/make_odd.py` from governance/clauses/ and parameters/clauses.yaml; do not edit.

A clause changes the fields that it names and nothing else. At intensity *i* between 0 and 1 a factor f acts
as 1 − i(1 − f), an amount as i times itself. The range of each parameter contains the value at which it has
no effect. The quotations are from the article in [source/](../source/); their English is ours, and the
Chinese is the authority.
""",
    "modes": """# Every mode 管理模式

Made by `python docs/make_odd.py` from governance/modes/; do not edit.

Kinds: *real* (run somewhere), *variant* (of a real one), *yardstick* (to measure with). Tables show the
fields whose value differs from that under `present`; `cp.load_mode(a).diff(b)` shows it for any two.
""",
    "indicators": """# Every indicator 指標

Made by `python docs/make_odd.py` from model/indicators.py; do not edit.

**Bold** ones are the headlines. *Wired by* names the clauses that move it by definition: that it moved under
them proves nothing. All others are emergent. Equations that are more than a sum, a mean or a share are in
[odd.md, 7.20](../odd.md#720-what-is-measured).
""",
    "scenarios": """# Every figure of a district 情景數據

Made by `python docs/make_odd.py` from agents/facts.py and scenarios/library/; do not edit.

A district is a file. The library's are:

""",
    "books": """# Every booking 賬目

Made by `python docs/make_odd.py` from six years of `wenjiang` under five exchange rules; do not edit.

Nothing moves but by a transfer from one account to another, for a reason. Accounts are those of
[odd.md, 2](../odd.md#2-entities-state-variables-and-scales); talent stands for its three classes. A field of
the institution is named where it makes a reason possible or sets its terms. `Run.flows` has every amount.

""",
}


# -- pieces ------------------------------------------------------------------------------------------


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; a stroke within a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    cells = ([" ".join(str(cell).split()).replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def first_paragraph(thing: object) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def attributes(thing: object) -> dict[str, str]:
    """Return what a docstring in numpy form says of each attribute."""
    part = (inspect.getdoc(thing) or "").partition("Attributes\n----------\n")[2]
    found: dict[str, str] = {}
    for names, text in re.findall(r"^(\w+(?:, \w+)*)(?: : .*)?\n((?: {4}.*\n?)+)", part, re.MULTILINE):
        found.update(dict.fromkeys(names.split(", "), " ".join(text.split())))
    return found


def slug(heading: str) -> str:
    """Return the anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def sections(page: str) -> dict[str, re.Match[str]]:
    """Return the numbered sections of docs/odd.md by number; each has a title and a body."""
    return {found["number"]: found for found in SECTION.finditer(page)}


def reads(page: str) -> dict[str, list[str]]:
    """Return by path of a field or figure the sections that say they read it."""
    found: dict[str, list[str]] = {}
    for number, section in sections(page).items():
        for line in re.findall(r"^Reads: (.*)$", section["body"], re.MULTILINE):
            for path in re.findall(r"`([\w.]+)`", line):
                found.setdefault(path, []).append(number)
    return found


def links(numbers: Iterable[str], page: str, file: str = "../odd.md") -> str:
    """Return links to sections of docs/odd.md."""
    titles = {number: found["title"] for number, found in sections(page).items()}
    return ", ".join(f"[{n}]({file}#{slug(f'{n} {titles[n]}')})" for n in numbers)


def span(quantity: Quantity | Fact) -> str:
    """Return the range of a quantity as people read it."""
    if isinstance(quantity, Quantity) and quantity.words:
        return ", ".join(quantity.words)
    return f"{written(quantity.low, quantity.unit)} to {written(quantity.high, quantity.unit)}"


def origin(quantity: Quantity | Fact) -> str:
    """Return how well a quantity is known, and from where."""
    return f"{quantity.grade}: {quantity.source}" if quantity.source else quantity.grade


def written(value: float | str | None, unit: str) -> str:
    """Return a value as people read it; a word as it is."""
    return value if isinstance(value, str) else show(value or 0.0, unit, "en")


# -- blocks of odd.md --------------------------------------------------------------------------------


def state(module: ModuleType, name: str) -> str:
    """Return the fields of a record, each with the comment that stands beside it in the source."""
    source = inspect.getsource(module).partition(f"\n{name} = np.dtype(")[2]
    lines = []
    for field in getattr(module, name).names:
        found = re.search(rf'\("{field}", "(\w+)"(?:, \((\w+),\))?\),(?:  # (.*))?\n', source)
        kind, count, meaning = found.groups() if found else ("", "", "")
        count = str(getattr(module, count, count)) if count else ""
        number = ("number" if kind.startswith("f") else "whole") + (f" × {count}" if count else "")
        lines.append((f"`{field}`", number, meaning or ""))
    return table(("variable", "kind", "meaning"), lines)


def when(process: Process) -> str:
    """Return in which months a process runs."""
    if process.every == 1:
        return "every month"
    name = {3: "quarter", 12: "year"}[process.every]
    return f"month {process.month + 1} of a {name}"


def processes(page: str) -> str:
    """Return the schedule of a month."""
    rows = []
    for number, process in enumerate(PROCESSES, 1):
        file = process.run.__module__.removeprefix("crosspark.").replace(".", "/")
        rows.append(
            (
                number,
                f"**{process.title_en}** {process.title_zh}",
                when(process),
                first_paragraph(process.run),
                f"`{process.run.__name__}` in {file}.py",
                links(process.sections, page, ""),
            )
        )
    return table(("", "process", "when", "what happens", "code", "section"), rows)


def accounts(_: str) -> str:
    """Return the accounts of the ledger."""
    rows = []
    for resource, (unit, kinds) in RESOURCES.items():
        of_parks, of_district = (
            ", ".join(
                f"{name} {ACCOUNTS[name][1]}" for name, by_park in kinds.items() if bool(by_park) is whose
            )
            for whose in (True, False)
        )
        owing = ", ".join(name for name in kinds if name in MAY_OWE)
        rows.append((resource, unit, of_parks, of_district, owing))
    return table(("resource", "unit", "accounts of each park", "of the district", "of these may owe"), rows)


def draws(_: str) -> str:
    """Return the purposes of draws."""
    rows = [(f"`{name}`", p.decides, p.entity, p.occurrence) for name, p in PURPOSES.items()]
    return table(("purpose", "decides", "entity", "occurrence"), rows)


BLOCKS: dict[str, Callable[[str], str]] = {
    "enterprise": lambda _: state(enterprise, "ENTERPRISE"),
    "project": lambda _: state(records, "SLOT"),
    "step": lambda _: state(records, "STEP"),
    "server": lambda _: state(records, "SERVER"),
    "accounts": accounts,
    "processes": processes,
    "draws": draws,
}


# -- pages of docs/reference -------------------------------------------------------------------------


def parameters(page: str) -> str:
    """Return the page of the institution's fields."""
    read = reads(page)
    parts = [INTRO["parameters"]]
    groups = dict.fromkeys(path.partition(".")[0] for path in FIELDS)
    for group in groups:
        parts.append(f"\n## {group}\n\n")
        rows = []
        for path, field in FIELDS.items():
            if path.partition(".")[0] == group:
                writers = ", ".join(clause.id for clause in CLAUSES.values() if path in clause.changes)
                rows.append(
                    (
                        f"`{path}`{' ¤' if field.cost else ''}",
                        f"{field.title_en} {field.title_zh}",
                        written(field.value, field.unit),
                        span(field),
                        field.rule,
                        field.scope,
                        writers,
                        origin(field),
                        links(read.get(path, ()), page),
                    )
                )
        head = (
            "field",
            "meaning",
            "value",
            "range",
            "combined",
            "of",
            "written by",
            "grade: source",
            "read in",
        )
        parts.append(table(head, rows))
    return "".join(parts)


def clauses(page: str) -> str:
    """Return the page of the clauses."""
    return INTRO["clauses"] + "".join(_clause(item, page) for item in CLAUSES.values())


def _clause(item: Clause, page: str) -> str:
    read = reads(page)
    read_in = {number for path in (*item.changes, *item.cost) for number in read.get(path, ())}
    where = [number for number in sections(page) if number in read_in]
    users = [
        f"[{name}](modes.md#{name}) {mode.clauses[item.id]:g}"
        for name, mode in ((name, load_mode(name)) for name in mode_names())
        if item.id in mode.clauses
    ]
    shown, paid = (
        ", ".join(f"{INDICATORS[name].title_en} {INDICATORS[name].title_zh}" for name in names) or "none"
        for names in (item.indicators, item.paid_in)
    )
    lines = [
        f"\n## {item.id} {item.title_en} {item.title_zh}\n\n> {item.quote}\n>\n> {item.quote_en}\n\n",
        f"{first_paragraph(item.function)}\n\n{item.mechanism_en}\n\n{item.mechanism_zh}\n\n",
        f"- changes: {', '.join(f'`{path}`' for path in item.changes) or 'nothing'}\n",
        f"- is paid with: {', '.join(f'`{path}`' for path in item.cost) or 'nothing'}\n",
        f"- shows most directly in: {shown}\n",
        f"- its cost shows in: {paid}\n",
        f"- acts through: {links(where, page) or '–'}\n",
        f"- on in: {', '.join(users) or 'no mode of the library'}\n",
    ]
    if item.parameters:
        rows = [
            (
                f"`{p.path}`",
                f"{p.title_en} {p.title_zh}",
                written(p.value, p.unit),
                span(p),
                written(p.no_effect, p.unit),
                origin(p),
            )
            for p in item.parameters.values()
        ]
        lines += [
            "\n",
            table(("parameter", "meaning", "value", "range", "no effect at", "grade: source"), rows),
        ]
    return "".join(lines)


def modes(_: str) -> str:
    """Return the page of the modes."""
    present = load_mode("present")
    parts = [INTRO["modes"]]
    for name in mode_names():
        mode = load_mode(name)
        on = ", ".join(id_ if value == 1 else f"{id_} {value:g}" for id_, value in mode.clauses.items())
        parts.append(
            f"\n## {name}\n\n**{mode.title_en} {mode.title_zh}**, {mode.kind}"
            f"{f', made from `{mode.extends}`' if mode.extends else ''}.\n\n"
            f"{mode.description_en.strip()}\n\n{mode.description_zh.strip()}\n\nClauses: {on or 'none'}.\n"
        )
        rows = [
            (
                f"`{row['path']}`",
                f"{row['title_en']} {row['title_zh']}",
                written(row["other"], str(row["unit"])),
                written(row["value"], str(row["unit"])),
            )
            for row in mode.diff(present)
        ]
        if rows:
            parts += ["\n", table(("field", "meaning", "present", name), rows)]
    return "".join(parts)


def indicators(_: str) -> str:
    """Return the page of the indicators."""
    parts = [INTRO["indicators"]]
    for group, (english, chinese) in GROUPS.items():
        parts.append(f"\n## {english} {chinese}\n\n")
        rows = []
        for item in INDICATORS.values():
            if item.group == group:
                title = f"{item.title_en} {item.title_zh}"
                rows.append(
                    (
                        f"`{item.id}`",
                        f"**{title}**" if item.id in HEADLINES else title,
                        item.shown_en if item.shown_en == item.unit_zh else f"{item.shown_en} {item.unit_zh}",
                        DIRECTIONS[item.direction],
                        f"{item.formula} {item.formula_zh}",
                        ", ".join(item.by),
                        ", ".join(item.accounts),
                        ", ".join(item.wired_by),
                        item.source or "ours 自訂",
                    )
                )
        columns = (
            *("id", "indicator", "unit", "direction", "formula", "parts", "account", "wired by", "source"),
        )
        parts.append(table(columns, rows))
    return "".join(parts)


def figures(case: Scenario) -> Iterator[tuple[str, str, Fact]]:
    """Yield group, name and fact of every figure of a scenario."""
    for fact in case.facts:
        group, *rest = fact.path.split(".")
        if group in SCHEMA:
            yield group, rest[0] if group in SINGLE else rest[1], fact


def apart(case: Scenario, known: Scenario) -> str:
    """Return the figures of a district that differ from a known one's, where they are few."""
    before = {fact.path: fact.value for fact in known.facts}
    unlike = [fact for fact in case.facts if before.get(fact.path) != fact.value]
    if len(unlike) > 12 or len(case.facts) != len(before):
        return f"a district of its own, with {len(case.facts)} figures; parks: {len(case.parks)}"
    return "; ".join(f"`{fact.path}` {written(fact.value, fact.unit)}" for fact in unlike) or "–"


def scenarios(page: str) -> str:
    """Return the page of the scenarios: what each figure means, and its value in Wenjiang."""
    case, read = cp.load_scenario("wenjiang"), reads(page)
    known = list(figures(case))
    parts = [INTRO["scenarios"]]
    library = [cp.load_scenario(name) for name in scenario_names()]
    rows = [
        (f"`{c.id}`", f"{c.title_en} {c.title_zh}", f"{c.description_en} {c.description_zh}", apart(c, case))
        for c in library
    ]
    parts.append(table(("scenario", "title", "what it is", "figures unlike `wenjiang`"), rows))
    for group, record in SCHEMA.items():
        parts.append(f"\n## {group}\n\n{first_paragraph(record)}\n\n")
        meanings, lines = attributes(record), []
        for name in record.model_fields:
            if name in ("id", "title_en", "title_zh"):
                continue
            facts_here = [fact for g, n, fact in known if (g, n) == (group, name)]
            title, unit = " ".join(record.titles(name) or ()), facts_here[0].unit if facts_here else "–"
            line = [f"`{group}.{name}`", title, meanings.get(name, ""), unit]
            if group in SINGLE:
                fact = facts_here[0]
                line += [written(fact.value, fact.unit), span(fact), origin(fact)]
            lines.append([*line, links(read.get(f"{group}.{name}", ()), page)])
        values = ("in `wenjiang`", "range", "grade: source") if group in SINGLE else ()
        parts.append(table(("figure", "title", "meaning", "unit", *values, "read in"), lines))
    parts.append("\n## Figures of the parks, departments, segments and procedures of `wenjiang`\n\n")
    others = (
        (
            *(f"`{fact.path}`", " ".join(case.called(fact.path))),
            *(written(fact.value, fact.unit), span(fact), origin(fact)),
        )
        for group, _, fact in known
        if group not in SINGLE
    )
    parts.append(table(("figure", "title", "value", "range", "grade: source"), others))
    return "".join(parts)


def books(_: str) -> str:
    """Return the page of the bookings, as they occur in runs of Wenjiang under rules that differ most."""
    found: dict[tuple[str, str, str, str], None] = {}
    talent = facts.TALENT_CLASSES
    for mode, rule in (
        ("present", "none"),
        ("one_plus_two", "headquarters"),
        ("market", "market"),
        ("market", "bilateral"),
        ("planner_exchange", "planner_exchange"),
    ):
        model = DistrictModel("wenjiang", mode, rng=1, years=6, overrides={"exchange.rule": rule})
        while model.running:
            model.step()
        for t in model.ledger.transfers:
            resource = "talent" if t.resource in talent else t.resource
            found[resource, t.reason, t.giver, t.receiver] = None
    order = [*dict.fromkeys("talent" if name in talent else name for name in RESOURCES)]
    rows = []
    for resource, reason, giver, receiver in sorted(found, key=lambda row: (order.index(row[0]), row[1:])):
        hands = [f"{' '.join(ACCOUNTS[account])}" for account in (giver, receiver)]
        fields = ", ".join(f"`{path}`" for path in REASONS[reason].fields)
        rows.append((resource, f"{reason} {REASONS[reason].zh}", *hands, fields))
    unseen = [
        f"{reason} {known.zh}" for reason, known in REASONS.items() if reason not in {row[1] for row in found}
    ]
    rest = f"\nKnown to the model, but absent from these runs: {', '.join(unseen) or 'none'}.\n"
    return INTRO["books"] + table(("resource", "reason", "from", "to", "fields behind it"), rows) + rest


PAGES: dict[str, Callable[[str], str]] = {
    "parameters": parameters,
    "clauses": clauses,
    "modes": modes,
    "indicators": indicators,
    "scenarios": scenarios,
    "books": books,
}


def made() -> dict[Path, str]:
    """Return every file that this program writes, by its path, as it should be."""
    page = ODD.read_text(encoding="utf-8")
    filled = BLOCK.sub(lambda block: f"{block[1]}\n{BLOCKS[block[2]](page)}\n{block[3]}", page)
    return {
        ODD: filled,
        **{DOCS / "reference" / f"{name}.md": page_of(filled) for name, page_of in PAGES.items()},
    }


def main() -> None:
    """Write the pages."""
    for path, text in made().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
