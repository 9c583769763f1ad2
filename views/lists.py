"""What `crosspark list` and `crosspark explain` print; no pandas here, they answer at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from crosspark.governance import units
from crosspark.governance.clauses import CLAUSES, Clause
from crosspark.governance.errors import BadInput, Text, suggestion
from crosspark.governance.fields import FIELDS, Quantity, Value
from crosspark.governance.institution import BASE, combine
from crosspark.governance.mode import load_mode, mode_names
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies import stored
from crosspark.views.answer import costs_alone
from crosspark.views.text import interval, number, shorten, shorten_title, table, wrap
from crosspark.views.words import say

GRADE_MARKS = {"statistic": "●", "study": "○", "clause": "§", "assumption": "△"}

_MOST_COLUMNS = 60

#: Indicators that an explained clause shows beside the headlines.
_MOST_BESIDES = 3


def listed(kind: str, rows: Sequence[dict[str, Any]], lang: str) -> str:
    """Return the rows of a list as a table."""
    return table([_HEADS[kind](lang), *(_CELLS[kind](row, lang) for row in rows)], left=9, indent=0)


def _scenario(row: dict[str, Any], lang: str) -> list[str]:
    return [row["id"], *_titles(row, lang)]


def _mode(row: dict[str, Any], lang: str) -> list[str]:
    return [row["id"], row["kind"], *_titles(row, lang), shorten(row["clauses"], _MOST_COLUMNS)]


def _clause(row: dict[str, Any], lang: str) -> list[str]:
    return [row["id"], *_titles(row, lang), shorten(row["quote"], _MOST_COLUMNS)]


def _indicator(row: dict[str, Any], lang: str) -> list[str]:
    direction = {1: "+", -1: "−", 0: ""}[row["direction"]]
    formula = row["formula_zh"] if lang == "zh" else row["formula"]
    shown = row["shown_zh"] if lang == "zh" else row["shown_en"]
    return [
        row["id"],
        *_titles(row, lang),
        shown,
        direction,
        row["wired_by"],
        shorten(formula, _MOST_COLUMNS),
    ]


def _parameter(row: dict[str, Any], lang: str) -> list[str]:
    mark = GRADE_MARKS[row["grade"]]
    named = [row["path"], shorten_title(row["title_zh" if lang == "zh" else "title_en"], _MOST_COLUMNS)]
    if row["unit"] == "word":
        return [*named, str(row["value"]), str(row["in_force"]), row["words"], mark]
    low, high = (units.show(row[end], row["unit"], lang) for end in ("low", "high"))
    value, in_force = (units.show(row[key], row["unit"], lang) for key in ("value", "in_force"))
    return [*named, value, in_force, f"[{low}, {high}]", mark]


def _titles(row: dict[str, Any], lang: str) -> list[str]:
    """Return both titles, the reader's own first."""
    own, other = ("title_zh", "title_en") if lang == "zh" else ("title_en", "title_zh")
    return [row[own], row[other]]


_CELLS = {
    "scenarios": _scenario,
    "modes": _mode,
    "clauses": _clause,
    "indicators": _indicator,
    "parameters": _parameter,
}

_HEADS = {
    "scenarios": lambda lang: ["id", say("title", lang), ""],
    "modes": lambda lang: ["id", say("kind", lang), say("title", lang), "", say("clauses", lang)],
    "clauses": lambda lang: ["id", say("title", lang), "", say("quote", lang)],
    "indicators": lambda lang: [
        *("id", say("title", lang), "", say("unit", lang), say("better_sign", lang)),
        *(say("wired_by", lang), say("formula", lang)),
    ],
    "parameters": lambda lang: [
        *("path", say("title", lang), say("value", lang), say("in_force", lang), say("range", lang), ""),
    ],
}


def rests_on(count: Mapping[str, int], lang: str) -> str:
    """Return how many figures have each grade, in words."""
    return say(
        "rests_on",
        lang,
        measured=count.get("statistic", 0),
        study=count.get("study", 0),
        text=count.get("clause", 0),
        assumed=count.get("assumption", 0),
    )


def explained(clause_id: str, lang: str) -> str:
    """Return everything that is known of a clause: its sentence, what it changes, costs and moves.

    Raises
    ------
    BadInput
        If there is no such clause.
    """
    clause = CLAUSES.get(clause_id.upper())
    if clause is None:
        hint = suggestion(clause_id.upper(), CLAUSES, "clause", "條款")
        if clause_id in mode_names():
            hint = Text(
                "this is a mode, not a clause; crosspark list modes shows its clauses",
                "這是模式,不是條款;crosspark list modes 列出其條款",
            )
        raise BadInput("<clause>", None, "clause", clause_id, hint)
    title, other = (clause.title_zh, clause.title_en) if lang == "zh" else (clause.title_en, clause.title_zh)
    mechanism = clause.mechanism_zh if lang == "zh" else clause.mechanism_en
    full = combine(BASE, [clause.effects(1.0)])
    changes = [
        [*_field(path, lang), f"{_shown(FIELDS[path], BASE.get(path), lang)} → "
         f"{_shown(FIELDS[path], full.get(path), lang)}"]
        for path in clause.changes
    ]  # fmt: skip
    costs = [[*_field(path, lang), _shown(FIELDS[path], full.get(path), lang)] for path in clause.cost]
    parameters = [
        [
            parameter.path,
            shorten(parameter.title_zh if lang == "zh" else parameter.title_en, _MOST_COLUMNS),
            _shown(parameter, parameter.value, lang),
            f"{say('range', lang)} {_range(parameter, lang)}",
            f"{say('no_effect', lang)} {_shown(parameter, parameter.no_effect, lang)}",
            GRADE_MARKS[parameter.grade],
        ]
        for parameter in clause.parameters.values()
    ]
    wired = [about for about in INDICATORS.values() if clause.id in about.wired_by]
    shows = [INDICATORS[indicator] for indicator in clause.indicators if indicator in INDICATORS]
    comma = say("list_comma", lang)
    # Yardsticks are nobody's way to manage a park: they are listed, and run by name, but not shown here.
    modes = [mode for mode in map(load_mode, mode_names()) if mode.kind != "yardstick"]
    intensities = {mode.id: mode.clauses.get(clause.id, 0.0) for mode in modes}
    in_modes = comma.join(f"{name} {value:g}" for name, value in intensities.items() if value > 0)
    blocks = [
        f"{clause.id}  {title}  {other}",
        _block("quote", lang, wrap(f"「{clause.quote}」", indent=4)),
        _block("quote_en", lang, wrap(f"“{clause.quote_en}”", indent=4)),
        _block("mechanism", lang, wrap(mechanism, indent=4)),
        _block("changes", lang, _rows(changes), say("at_full", lang)),
        _block("cost", lang, _rows(costs)),
        _block("parameters", lang, _rows(parameters)),
        _block("indicators", lang, wrap(comma.join(about.title(lang) for about in shows), indent=4)),
        _block("wired_indicators", lang, wrap(comma.join(about.title(lang) for about in wired), indent=4)),
        *_moves(clause, lang),
        _block("in_modes", lang, wrap(in_modes, indent=4)),
    ]
    return "\n".join(blocks)


def _moves(clause: Clause, lang: str) -> list[str]:
    """Return what the stored study says of a clause: what it moves by how much, who pays, how surely."""
    found = stored.sizes(clause.id)
    if not found:
        return []
    known = {(size.setting, size.indicator): size for size in found}
    moved = stored.largest(found, count=len(INDICATORS))
    others = [indicator for indicator in moved if indicator not in HEADLINES][:_MOST_BESIDES]
    costs = dict.fromkeys([*(size.indicator for size in costs_alone(clause.id)), *clause.paid_in])
    shown = list(dict.fromkeys([*(name for name in HEADLINES if name in moved), *others, *costs]))
    rows = [["", *(say(setting, lang) for setting in _SETTINGS), ""]]
    for indicator in shown:
        about = INDICATORS[indicator]
        remarks = [
            *(["is_paid"] if indicator in costs else []),
            *(["by_definition"] if clause.id in about.wired_by else []),
        ]
        rows.append(
            [
                f"{about.title(lang)} ({about.shown_unit(lang)})",
                *(_sized(known[setting, indicator], about.scale) for setting in _SETTINGS),
                say("list_comma", lang).join(say(remark, lang) for remark in remarks),
            ]
        )
    made = stored.manifest()
    scenario, years, replicates = made["scenario"], made["years"], made["replicates"]
    return [
        _block("moves", lang, _rows(rows), say("moves_in", lang, scenario=scenario, years=years)),
        _block("how_sure", lang, wrap(say("clause_sure", lang, replicates=replicates), indent=4)),
    ]


_SETTINGS = ("alone", "missing")


def _sized(size: stored.Size, scale: float) -> str:
    return f"{number(size.mean / scale, signed=True)} {interval(size.low / scale, size.high / scale)}"


def _block(key: str, lang: str, body: str, remark: str = "") -> str:
    head = say(key, lang) + (f" ({remark})" if remark else "")
    return f"  {head}\n{body if body.strip() else '    ' + say('nothing', lang)}"


def _rows(rows: Sequence[Sequence[str]]) -> str:
    return table(rows, left=9, indent=4) if rows else ""


def _field(path: str, lang: str) -> list[str]:
    field = FIELDS[path]
    return [path, shorten(field.title_zh if lang == "zh" else field.title_en, _MOST_COLUMNS)]


def _range(quantity: Quantity, lang: str) -> str:
    if quantity.low is None or quantity.high is None:
        return ", ".join(quantity.words)
    return f"[{_shown(quantity, quantity.low, lang)}, {_shown(quantity, quantity.high, lang)}]"


def _shown(quantity: Quantity, value: Value, lang: str) -> str:
    return value if isinstance(value, str) else units.show(value, quantity.unit, lang)
