"""Run the study of the clauses, store it in the package, and write docs/clauses.md from it.

Run as ``python docs/make_clauses.py``. After an explanation was added to docs/expectations.yaml,
``python docs/make_clauses.py --page`` writes the page again without a run.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import crosspark as cp
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.mode import load_mode
from crosspark.model.indicators import HEADLINES, INDICATORS
from crosspark.studies import expectations, stored
from crosspark.studies.clause_study import ACTING, GROUPS, SETTINGS, Plan, digests, whole_plan
from crosspark.studies.expectations import VERDICTS, Expectation, Expectations, Sizes
from crosspark.studies.stored import Size
from crosspark.views.text import interval, number

HERE = Path(__file__).parent
HOME = "wenjiang"
REPLICATES = 64

INTRO = """# What each clause does 每條條款的作用

**摘要。** 本頁逐條列出每條條款做什麼、由誰付出代價,出自已存的研究
(`wenjiang`,{years}年,{replicates}次重複,共用隨機數)。只看一條,運行 `crosspark explain S1 --lang zh`。
「單獨」是在現狀之上只加這一條所改變的量;「缺失」是「1+2」去掉這一條就會失去的量。**粗體**表示超出抽樣誤差;
直接關聯(†)表示條款按定義改變該數,它變了不證明什麼。「預期」是運行之前寫下的方向,命中與落空全部列出。
所有大小都出自假設 △:原文沒有數字,區間不含這一層不確定,所以本頁不能說明真實的區裡效應有多大。

Made by `{command}` from the stored study ({replicates} replicates on common random numbers,
{years} years in `wenjiang`); the tests hold that the study belongs to the modes of today.
`crosspark explain S1` shows a clause by itself.

- **Alone 單獨**: the clause at full intensity on top of `present`, less `present`.
- **Missing 缺失**: `one_plus_two` less `one_plus_two` without the clause, so what the reform would lose.
- The interval is chance at 95 %: more replicates narrow it. A size in **bold** lies beyond chance.
- **wired 直接關聯**: the clause moves this number by definition. That it moved proves nothing.
- **pays 付出**: this number shows the side that pays.
- **expected 預期**: the sign written down before any of these runs ([expectations.yaml](expectations.yaml)).
  `+` and `−` are a difference of at least {matters:.0%} of the value without the clause, `0` a smaller one.
  A *hit* is what was expected, a *miss* another of the three; *undecided* means that chance leaves more than
  one, *silent* that theory foretold nothing.
- △ Every size rests on assumptions: the source states no number. No interval here contains that doubt.

[All at one look](#all-at-one-look-一覽) · [What each clause costs](#what-each-clause-costs-各條款的代價) ·
[Clause by clause](#clause-by-clause-逐條) ·
[Families, substitutes, complements](#families-substitutes-complements-條款組替代與互補) ·
[Modes](#modes-模式) · [Scenarios](#scenarios-情景) · [Hits and misses](#hits-and-misses-命中與落空)
"""

#: So many indicators that got worse stand beside the named cost.
ALSO_WORSE = 3

OPEN = "*Open: no explanation yet.*"

_SIGN = {"+": "+", "-": "−", "0": "0", "?": "?"}


def main() -> None:
    """Run the study unless only the page is wanted, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=REPLICATES, help="runs of each mode")
    parser.add_argument("--scenarios", help="a,b instead of those that the expectations name")
    parser.add_argument("--years", type=int, help="years after adoption instead of the scenarios' own")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=-1)
    parser.add_argument("--folder", type=Path, help="write study and page there, as a trial")
    parser.add_argument("--page", action="store_true", help="write the page from the stored study")
    given = parser.parse_args()
    expected = expectations.read(HERE / "expectations.yaml")
    folder = given.folder or stored.FOLDER
    if not given.page:
        run(given, expected, folder)
    page = (given.folder or HERE) / "clauses.md"
    page.write_text(written(stored.sizes(folder=folder), stored.manifest(folder), expected), encoding="utf-8")


def run(given: argparse.Namespace, expected: Expectations, folder: Path) -> None:
    """Run the study and store it."""
    modes = list(dict.fromkeys(one.subject for one in expected.single if one.setting == "mode"))
    named = list(dict.fromkeys(one.subject for one in expected.single if one.setting == "lead"))
    if given.scenarios is not None:
        named = [name for name in given.scenarios.split(",") if name]
    plans = [whole_plan(cp.load_scenario(HOME), modes)]
    for name in named:
        plans.append(Plan(cp.load_scenario(name)))
        plans[-1].add_lead()
    # As many replicates everywhere: with fewer, a lead would seem lost for want of them.
    sizes = [
        size
        for plan in plans
        for size in plan.measure(
            replicates=given.replicates, seed=given.seed, years=given.years, jobs=given.jobs
        )
    ]
    manifest = {
        "study": "clauses",
        "made_by": stored.COMMAND,
        "scenario": HOME,
        "years": given.years or plans[0].case.years,
        "seed": given.seed,
        "replicates": given.replicates,
        "settings": SETTINGS,
        "scenarios": digests(plans),
    }
    stored.write(sizes, manifest, folder)


def written(sizes: Sequence[Size], manifest: dict[str, object], expected: Expectations) -> str:
    """Return the page."""
    known = expectations.by_key(sizes)
    intro = INTRO.format(
        command=stored.COMMAND,
        replicates=manifest["replicates"],
        years=manifest["years"],
        matters=expected.matters,
    )
    judged = {
        one.key: expectations.verdict(one, known, expected.matters, HOME)
        for one in expected.single
        if (one.subject, one.setting, one.indicator) in known
    }
    blocks = [
        intro,
        overview(known),
        costs(known, expected),
        *clause_sections(known, expected, judged),
        *group_sections(known, expected, judged),
        together(known, expected),
        *mode_sections(known, expected, judged),
        scenario_section(known, expected, judged),
        counts(known, expected, judged),
    ]
    return "\n".join(blocks)


def overview(known: Sizes) -> str:
    """Return the table of clauses by headline indicators."""
    heads = [
        f"{INDICATORS[name].title('en')} {INDICATORS[name].title('zh')} ({_unit(name)})" for name in HEADLINES
    ]
    rows = []
    for clause in ACTING:
        cells = []
        for name in HEADLINES:
            pair = [_short(known[clause, setting, name]) for setting in ("alone", "missing")]
            mark = " †" if clause in INDICATORS[name].wired_by else ""
            cells.append(" / ".join(pair) + mark)
        rows.append(
            [f"[{clause}](#{clause.lower()}) {CLAUSES[clause].title_en} {CLAUSES[clause].title_zh}", *cells]
        )
    return (
        "## All at one look 一覽\n\nAlone / missing; † moved by definition; **bold** beyond chance.\n\n"
        + _table(["clause", *heads], rows)
    )


def costs(known: Sizes, expected: Expectations) -> str:
    """Return the table of who pays for each clause, and the clauses whose cost no indicator shows."""
    rows = []
    unseen = []
    for clause in ACTING:
        named = dict.fromkeys(
            [*CLAUSES[clause].paid_in, *(one.indicator for one in expected.of(clause) if one.pays)]
        )
        paid = [name for name in named if _is_worse(clause, name, known)]
        against = {
            name: max(_against(known[clause, setting, name]) for setting in ("alone", "missing"))
            for name in INDICATORS
            if name not in named and _is_worse(clause, name, known)
        }
        also = [name for name in against if against[name] >= expected.matters]
        also = sorted(also, key=lambda name: -against[name])[:ALSO_WORSE]
        if not paid:
            unseen.append(clause)
        rows.append(
            [
                f"[{clause}](#{clause.lower()}) {CLAUSES[clause].title_en} {CLAUSES[clause].title_zh}",
                "; ".join(_cost(clause, name, known) for name in paid) or "**not seen 未見**",
                "; ".join(_cost(clause, name, known) for name in also),
            ]
        )
    return (
        "## What each clause costs 各條款的代價\n\nAlone / missing, **bold** beyond chance, † moved by "
        "definition. *Named cost*: the indicators in which the clause was said to be paid, as far as they "
        "got worse beyond chance in one of the two. *Also worse*: of all other indicators the "
        f"{ALSO_WORSE} that got worse beyond chance by most of their value without the clause, by at least "
        f"{expected.matters:.0%} of it; a part of this comes with more projects, such as longer queues.\n\n"
        + _table(["clause", "named cost 所述代價", "also worse 其他變差"], rows)
        + f"\nNamed cost not seen 所述代價未見: {', '.join(unseen) or 'none 無'}.\n\n"
        + "".join(f"- {clause}: {expected.unseen.get(clause, OPEN)}\n" for clause in unseen)
    )


def clause_sections(known: Sizes, expected: Expectations, judged: dict[str, str]) -> Iterable[str]:
    """Return a section for each clause."""
    yield "## Clause by clause 逐條\n"
    for id_ in ACTING:
        clause = CLAUSES[id_]
        title = f"**{clause.title_en} {clause.title_zh}.**"
        yield f"### {id_}\n\n{title} {clause.mechanism_en} {clause.mechanism_zh}\n"
        yield _both_settings(id_, known, expected, judged, clause.paid_in)


def group_sections(known: Sizes, expected: Expectations, judged: dict[str, str]) -> Iterable[str]:
    """Return a section for each group of clauses."""
    yield "## Families, substitutes, complements 條款組、替代與互補\n"
    for group, clauses in GROUPS.items():
        yield f"### {group}\n\n{', '.join(clauses)} together, at full intensity 同時採用。\n"
        yield _both_settings(group, known, expected, judged, ())


def together(known: Sizes, expected: Expectations) -> str:
    """Return the table of expected substitutes and complements, and what the headlines say of all."""
    rows = []
    for one in expected.together:
        for clause in one.clauses:
            came = expectations.verdict_together(one, clause, known)
            cells = [
                _size(known[clause, setting, one.indicator]) for setting in ("alone", "missing", "apart")
            ]
            why = _explained(one.key(clause), expected) if came == "miss" else ""
            rows.append([clause, one.kind, _title(one.indicator), *cells, came, one.why, why])
    heads = [
        "clause",
        "expected",
        "indicator",
        "alone",
        "missing",
        "alone less missing",
        "came out",
        "why",
        "explained",
    ]
    return (
        "### Substitutes and complements 替代與互補\n\nSubstitutes 替代: it does more alone than it is "
        "missed. Complements 互補: it is missed more. Undecided where alone less missing is not beyond "
        "chance.\n\n" + _table(heads, rows)
    )


def mode_sections(known: Sizes, expected: Expectations, judged: dict[str, str]) -> Iterable[str]:
    """Return a table for each mode against the present one."""
    yield "## Modes 模式\n\nAgainst `present` in `wenjiang`. What a clause moves by definition is marked.\n"
    for name in dict.fromkeys(subject for subject, setting, _ in known if setting == "mode"):
        mode = load_mode(name)
        single = {one.indicator: one for one in expected.of(name)}
        rows = []
        for indicator in _ordered({*HEADLINES, *single}):
            size = known[name, "mode", indicator]
            wired = " ".join(INDICATORS[indicator].wired_among(mode.clauses))
            marks = [f"wired: {wired}" if wired else "", "pays" if _pays(single, indicator) else ""]
            rows.append(
                [
                    _title(indicator),
                    _size(size),
                    _expected(single.get(indicator), judged),
                    ", ".join(filter(None, marks)),
                ]
            )
        yield f"### {name}\n\n**{mode.title_en} {mode.title_zh}.**\n"
        yield _table(["indicator", "difference", "expected", ""], rows)
        yield _misses(expected.of(name), known, expected, judged)


def scenario_section(known: Sizes, expected: Expectations, judged: dict[str, str]) -> str:
    """Return the table of the leads that were expected to be lost."""
    rows = []
    for one in expected.single:
        if one.key not in judged or one.setting != "lead":
            continue
        came = judged[one.key]
        cells = [_size(known[subject, "lead", one.indicator]) for subject in (HOME, one.subject)]
        why = _explained(one.key, expected) if came == "miss" else ""
        rows.append([one.subject, _title(one.indicator), *cells, came, one.why, why])
    heads = ["scenario", "indicator", "lead in wenjiang", "lead there", "lost?", "why", "explained"]
    return (
        "## Scenarios 情景\n\nWhere `one_plus_two` was expected to lose its lead over `approval_only`. "
        "A hit: the lead is gone. Undecided: there is none in `wenjiang` to lose.\n\n" + _table(heads, rows)
    )


def counts(known: Sizes, expected: Expectations, judged: dict[str, str]) -> str:
    """Return how many expectations hit and missed, and the misses that nobody has explained."""
    by_setting: dict[str, Counter[str]] = {}
    open_ones = []
    for one in expected.single:
        if one.key in judged:
            by_setting.setdefault(one.setting, Counter())[judged[one.key]] += 1
            if judged[one.key] == "miss" and one.key not in expected.explained:
                open_ones.append(one.key)
    for pair in expected.together:
        for clause in pair.clauses:
            came = expectations.verdict_together(pair, clause, known)
            by_setting.setdefault("together", Counter())[came] += 1
            if came == "miss" and pair.key(clause) not in expected.explained:
                open_ones.append(pair.key(clause))
    rows = [[setting, *(str(found[came]) for came in VERDICTS)] for setting, found in by_setting.items()]
    total: Counter[str] = sum(by_setting.values(), Counter())
    rows.append(["**all**", *(str(total[came]) for came in VERDICTS)])
    listed = "".join(f"- `{key}`\n" for key in open_ones) or "- none 無\n"
    return (
        "## Hits and misses 命中與落空\n\nA miss is kept and explained by mechanism; nothing was tuned. "
        "An explanation that says *Run* was tested by runs of its own; every other is inferred from the "
        "other indicators of this study.\n\n"
        + _table(["setting", "hit 命中", "miss 落空", "undecided 未定", "silent 未預期"], rows)
        + f"\nMisses without an explanation so far 尚待說明:\n\n{listed}"
    )


def _both_settings(
    subject: str, known: Sizes, expected: Expectations, judged: dict[str, str], paid_in: Sequence[str]
) -> str:
    single = {(one.setting, one.indicator): one for one in expected.of(subject)}
    rows = []
    for indicator in _ordered({*HEADLINES, *paid_in, *(name for _, name in single)}):
        wired = subject in INDICATORS[indicator].wired_by
        found = [known[subject, setting, indicator] for setting in ("alone", "missing", "apart")]
        pays = indicator in paid_in or any(single[key].pays for key in single if key[1] == indicator)
        rows.append(
            [
                _title(indicator),
                _size(found[0]),
                _expected(single.get(("alone", indicator)), judged),
                _size(found[1]),
                _expected(single.get(("missing", indicator)), judged),
                {"alike": "", "substitutes": "alone > missing", "complements": "alone < missing"}[
                    expectations.relation(*found)
                ],
                ", ".join(word for word, holds in (("wired", wired), ("pays", pays)) if holds),
            ]
        )
    table = _table(["indicator", "alone", "expected", "missing", "expected", "apart beyond chance", ""], rows)
    return table + _misses(expected.of(subject), known, expected, judged)


def _misses(
    single: Iterable[Expectation], known: Sizes, expected: Expectations, judged: dict[str, str]
) -> str:
    lines = []
    for one in single:
        if judged.get(one.key) == "miss":
            came = expectations.seen(known[one.subject, one.setting, one.indicator], expected.matters)
            lines.append(
                f"- Miss, {one.setting}, {INDICATORS[one.indicator].title_en}: expected {_SIGN[one.sign]} "
                f"({one.why}), seen {_SIGN[came]}. {_explained(one.key, expected)}\n"
            )
    return "\n" + "".join(lines) if lines else ""


def _explained(key: str, expected: Expectations) -> str:
    return expected.explained.get(key, OPEN)


def _expected(one: Expectation | None, judged: dict[str, str]) -> str:
    if one is None:
        return ""
    came = judged[one.key]
    return f"{_SIGN[one.sign]} {f'**{came}**' if came == 'miss' else came}"


def _is_worse(clause: str, indicator: str, known: Sizes) -> bool:
    return any(expectations.worse(known[clause, setting, indicator]) for setting in ("alone", "missing"))


def _against(size: Size) -> float:
    """Return how much worse the value is, as a share of the value without the clause."""
    return abs(size.mean / size.baseline) if expectations.worse(size) and size.baseline else 0.0


def _cost(clause: str, indicator: str, known: Sizes) -> str:
    pair = " / ".join(_short(known[clause, setting, indicator]) for setting in ("alone", "missing"))
    mark = " †" if clause in INDICATORS[indicator].wired_by else ""
    return f"{_title(indicator)} {pair}{mark}"


def _pays(single: dict[str, Expectation], indicator: str) -> bool:
    return indicator in single and single[indicator].pays


def _ordered(names: Iterable[str]) -> list[str]:
    """Return headlines first, then the others in the order of the registry."""
    wanted = set(names)
    return [
        name
        for name in (*HEADLINES, *(name for name in INDICATORS if name not in HEADLINES))
        if name in wanted
    ]


def _title(indicator: str) -> str:
    about = INDICATORS[indicator]
    return f"{about.title_en} {about.title_zh} ({_unit(indicator)})"


def _unit(indicator: str) -> str:
    return INDICATORS[indicator].shown_en


def _short(size: Size) -> str:
    """Return the mean as people read it, in bold where it lies beyond chance."""
    text = number(size.mean / INDICATORS[size.indicator].scale, signed=True)
    return f"**{text}**" if size.beyond_chance else text


def _size(size: Size) -> str:
    scale = INDICATORS[size.indicator].scale
    return f"{_short(size)} {interval(size.low / scale, size.high / scale)}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    main()
