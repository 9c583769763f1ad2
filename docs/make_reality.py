"""Write docs/reality.md: an approval reform that was published, against what the model says of it.

Run as ``python docs/make_reality.py``. The runs lie in docs/data/reality_runs.csv and
reality_signs.csv. A command that was stopped goes on where it was (reality_runs.unfinished); once the model
or the questions have changed, all is run anew. ``--page`` writes the page from what is stored, without runs.
"""

import contextlib
import csv
import hashlib
import itertools
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr
from tqdm import tqdm

import crosspark as cp
from crosspark.governance import yamlfile
from crosspark.governance.mode import load_mode
from crosspark.studies import reality, reform
from crosspark.studies.compare import Comparison
from crosspark.studies.jobs import seed_of
from crosspark.studies.reform import ITEMS_LEFT, WAYS, Row
from crosspark.studies.runner import Runner
from crosspark.studies.statistics import PairedDifference, paired_difference

DOCS = Path(__file__).parent
ROOT = DOCS.parent
QUESTIONS = DOCS / "data" / "pilot_reform.yaml"
RUNS = DOCS / "data" / "reality_runs.csv"
UNFINISHED = RUNS.with_suffix(".unfinished")
SIGNS = DOCS / "data" / "reality_signs.csv"
TEMPLATE = DOCS / "reality.in.md"
PAGE = DOCS / "reality.md"
OURS = "**the model, both**"
WORDS = {"items": "items only", "structure": "structure only", "both": "both"}
JOBS = 2
Call = Callable[[], list[Row]]
USUAL = -1  # the set of figures as they stand in the project's files


@dataclass(frozen=True)
class Sign:
    """One number of a run that a sign is judged by."""

    mode: str
    measure: str
    replicate: int
    value: float


class Study:
    """The questions of the file, and the runs that answer them."""

    def __init__(self) -> None:
        self.asked = yamlfile.load(QUESTIONS).data
        self.design = self.asked["design"]
        self.case = reality.with_works_apart(cp.load_scenario(self.design["scenario"]))
        self.before = reform.read_figures(self.asked["before"], self.case)
        self.reform = reform.read_figures(self.asked["reform"], self.case)
        sets, seed = self.design["sets"], self.design["sobol_seed"]
        self.points = reform.draw([*self.before, *self.reform], sets, seed)
        self.rule = reality.Rule(**self.asked["rule"])

    def point(self, index: int) -> reform.Point:
        """Return the figures of a set."""
        if index == USUAL:
            return {figure.name: figure.usual for figure in (*self.before, *self.reform)}
        return self.points[index]

    def call(self, index: int, ways: tuple[str, ...]) -> Call:
        """Return the call that runs ways at a set, for another process."""
        named = {name: self.design[name] for name in ("years", "signed_within")}
        seeds = range(1, 9) if index == USUAL else self.design["seeds"]
        figures = self.before, self.reform
        point = self.point(index)
        return partial(reform.run_ways, index, self.case, point, *figures, ways, seeds=seeds, **named)


class Calls:
    """What the runner takes: each task is a call by itself, and without one of them there is no page."""

    def run(self, call: Call) -> list[Row]:
        """Call."""
        return call()

    def failed(self, call: Call, message: str) -> list[Row]:
        """Refuse to go on."""
        raise RuntimeError(message)


def digest() -> str:
    """Return a hash of all that the numbers depend on: model, rules, scenario, questions, this study."""
    rooms = ("governance", "agents", "model", "scenarios")
    files = [path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".yaml"}]
    scenario = f"{yamlfile.load(QUESTIONS).data['design']['scenario']}.yaml"
    files = [path for path in files if path.parent.name != "library" or path.name == scenario]
    files += [QUESTIONS, ROOT / "studies" / "reality.py", ROOT / "studies" / "reform.py"]
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def stored(path: Path, kind: type[Any], current: str | None) -> list[Any]:
    """Return the rows of a file of results; none if they are not of the current model."""
    if not path.is_file():
        return []
    if current is not None and stamp(path) != current:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        file.readline()
        types = {field.name: field.type for field in fields(kind)}
        return [kind(**{k: types[k](v) for k, v in row.items()}) for row in csv.DictReader(file)]


def stamp(path: Path) -> str:
    """Return the hash of what the stored numbers came from."""
    with path.open(encoding="utf-8") as file:
        return file.readline().split()[-1]


def keep(path: Path, kind: type[Any], rows: list[Any], current: str) -> None:
    """Write rows, sorted, so that an order of finishing changes no file."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# docs/make_reality.py; model and questions {current}\n")
        writer = csv.DictWriter(file, [field.name for field in fields(kind)], lineterminator="\n")
        writer.writeheader()
        for row in sorted(rows, key=lambda row: tuple(asdict(row).values())[:3]):
            shown = {k: f"{v:.6g}" if isinstance(v, float) else v for k, v in asdict(row).items()}
            writer.writerow(shown)
    part.replace(path)


def days_before(rows: Sequence[Row], reading: str = "elapsed") -> tuple[float, float]:
    """Return the mean days of a set's runs under one way, and the standard error of that mean."""
    days = np.array([getattr(row, reading) for row in rows])
    return float(days.mean()), float(days.std(ddof=1) / np.sqrt(len(days)))


def by_set(rows: Sequence[Row], way: str) -> dict[int, list[Row]]:
    """Return the rows of one way by set."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        if row.way == way:
            found.setdefault(row.set, []).append(row)
    return found


def left_after(study: Study, rows: Sequence[Row]) -> list[int]:
    """Return the sets that the published state before does not rule out."""
    before = by_set(rows, "neither").items()
    return [i for i, mine in before if i != USUAL and not study.rule.rules_out(*days_before(mine))]


def run_sets(study: Study, current: str) -> list[Row]:
    """Run what is not stored yet: all sets as they are, then the three other ways of those left."""
    rows: list[Row] = stored(RUNS, Row, current) or stored(UNFINISHED, Row, current)
    for ways in (("neither",), ("items", "structure", "both")):
        sets = range(len(study.points)) if ways == ("neither",) else left_after(study, rows)
        done = by_set(rows, ways[-1])
        todo = [i for i in (USUAL, *sets) if i not in done]
        work = Runner(JOBS).run(Calls(), (study.call(i, ways) for i in todo), len(todo))
        with contextlib.closing(work), tqdm(total=len(todo), unit="set", file=sys.stderr) as shown:
            for found in work:
                rows += itertools.chain(*found)
                shown.update(len(found))
                keep(UNFINISHED, Row, rows, current)
    keep(RUNS, Row, rows, current)
    UNFINISHED.unlink(missing_ok=True)
    return rows


def run_signs(study: Study, current: str) -> list[Sign]:
    """Run what the signs ask for, unless it is stored."""
    signs: list[Sign] = stored(SIGNS, Sign, current)
    if signs:
        return signs
    asked = study.asked["signs"]
    case, present = cp.load_scenario(study.design["scenario"]), load_mode("present")
    modes = {"S": present.with_clauses("S1", "S2", "S3", "S4", "S5"), "P2": present.with_clauses("P2")}
    found = Comparison.of(
        case, list(modes.values()), replicates=asked["replicates"], years=asked["years"], seed=1, jobs=JOBS
    )
    names = {"present": "present", **{mode.id: name for name, mode in modes.items()}}
    half = 6 * asked["years"]
    for outcome in found.outcomes:
        values, monthly = outcome.values, outcome.monthly_values
        last_year = float(monthly["output"][-12:].sum())
        measures = {
            "invested_early": float(monthly["invested"][:half].sum()),
            "invested_late": float(monthly["invested"][half:].sum()),
            "output_per_firm": last_year / values["operating_firms"],
            "output_per_job": last_year / values["jobs"],
            **{name: values[name] for name in ("signed", "started", "output", "concessions", "resource_npv")},
        }
        mode = names[outcome.job.mode]
        signs += [Sign(mode, name, outcome.job.replicate, value) for name, value in measures.items()]
    seeds = [seed_of(1, replicate) for replicate in range(asked["replicates"])]
    for replicate, seed in enumerate(seeds):
        parts = reform.growth_by_origin(case, "present", seed, asked["years"])
        signs += [Sign("present", f"growth_{name}", replicate, value) for name, value in parts.items()]
    keep(SIGNS, Sign, signs, current)
    return signs


def interval(sample: Sequence[float]) -> tuple[float, float, float]:
    """Return the median of an ensemble and the ends between which nine tenths of it lie."""
    low, middle, high = np.quantile(np.asarray(sample, float), [0.05, 0.5, 0.95]).tolist()
    return middle, low, high


def ratios(rows: Sequence[Row], way: str, reading: str, sets: Sequence[int]) -> list[float]:
    """Return days after by days before of each set, means over its seeds."""
    before, after = by_set(rows, "neither"), by_set(rows, way)
    return [days_before(after[i], reading)[0] / days_before(before[i], reading)[0] for i in sets]


def shown(sample: Sequence[float], digits: int = 2) -> str:
    """Return the median of an ensemble, and the ends between which nine tenths lie."""
    middle, low, high = interval(sample)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def table(head: str, lines: Sequence[Sequence[str]]) -> str:
    """Return a table of Markdown; `head` holds its columns, apart by |."""
    text = [f"| {head.replace('|', ' | ')} |", "|" + "---|" * (head.count("|") + 1)]
    return "\n".join([*text, *("| " + " | ".join(line) + " |" for line in lines)])


def page(study: Study, rows: list[Row], signs: list[Sign], of: str) -> str:
    """Return the page: the words of the template with the numbers of the runs."""
    left = left_after(study, rows)
    design = study.design
    return TEMPLATE.read_text(encoding="utf-8").format(
        of=of,
        sets=len(study.points),
        ruled_out=len(study.points) - len(left),
        n_left=len(left),
        years=design["years"],
        signed_within=design["signed_within"],
        seeds=len(design["seeds"]),
        figures=len(study.before) + len(study.reform),
        procedures=procedures_table(study),
        measures=measures_table(study),
        **state_before(study, rows),
        **prediction(study, rows, left),
        **against_the_published(study, rows, left),
        drivers=drivers_table(study, rows, left),
        **known_signs(study, rows, signs, left),
    )


def procedures_table(study: Study) -> str:
    """Return what the published number counts in the model, and why the rest is left out."""
    reasons = {
        "E1": "before the filing",
        "G1": "land: demolition, community, wait for the fund",
        "G2": "land: supply, its notice, wait for quota",
        "G5": "a service, no approval",
    }
    lines = []
    for facts in study.case.procedures:
        works = facts.id.endswith(reality.WORKS)
        counted = facts.id in reality.COUNTED
        name = f"{facts.id} {facts.title_en}{' (works)' if works else ''} {facts.title_zh}"
        servers = ", ".join(review.server for review in facts.reviews)
        why = "" if counted else "building" if works else reasons[facts.id]
        lines.append((name, servers, "yes" if counted else "no", why))
    return table("procedure|reviews by|counted|why not", lines)


def measures_table(study: Study) -> str:
    """Return what the reform is in clauses and fields."""
    named = {figure.name: figure for figure in study.reform}
    lines = []
    for asked in study.asked["measures"]:
        sizes = "; ".join(f"{n} {named[n].low:g} to {named[n].high:g}" for n in asked["figures"])
        title = f"{asked['title']['en']} {asked['title']['zh']}"
        lines.append((title, asked["part"], asked["ours"], sizes or "–", asked["why"]))
    return table("measure|part|clauses and fields|sampled|why", lines)


def state_before(study: Study, rows: list[Row]) -> dict[str, str]:
    """Return how much of the prior range the state before leaves."""
    before = {i: mine for i, mine in by_set(rows, "neither").items() if i != USUAL}
    founded = [mine for mine in before.values() if mine[0].accepted >= 0]
    days = [days_before(mine)[0] for mine in founded]
    usual = by_set(rows, "neither")[USUAL]
    rule = study.rule
    return {
        "refused": str(len(before) - len(founded)),
        "before": shown(days, 0),
        "before_stopped": shown([days_before(mine, "stopped")[0] for mine in founded], 0),
        "at_least_150": f"{sum(d >= 150 for d in days) / len(before):.0%}",
        "at_least_200": f"{sum(d >= 200 for d in days) / len(before):.0%}",
        "usual_elapsed": f"{days_before(usual)[0]:.0f}",
        "usual_stopped": f"{days_before(usual, 'stopped')[0]:.0f}",
        "usual_seeds": str(len(usual)),
        "usual_implausibility": f"{rule.implausibility(*days_before(usual)):.1f}",
        "published_before": f"{rule.published_before:g}",
        "floor": f"{rule.floor:g}",
        "beyond": f"{rule.beyond:g}",
    }


def prediction(study: Study, rows: list[Row], left: list[int]) -> dict[str, str]:
    """Return the ratios of the four ways, and by stricter rules."""
    lines = []
    for reading in ("elapsed", "stopped"):
        in_time = started(rows, "neither", left)
        lines.append((reading, "neither", "1 by definition", "1", in_time, "–"))
        for way in WAYS[1:]:
            found = ratios(rows, way, reading, left)
            usual = ratios(rows, way, reading, [USUAL])[0]
            rises = sum(ratio > 1 for ratio in found) / len(found)
            cells = shown(found), f"{usual:.2f}", started(rows, way, left), f"{rises:.0%}"
            lines.append((reading, WORDS[way], *cells))
    before = {i: days_before(mine)[0] for i, mine in by_set(rows, "neither").items()}
    rules = {
        "the rule": left,
        "at least 150 days": [i for i in left if before[i] >= 150],
        "at least 200 days": [i for i in left if before[i] >= 200],
        "from 200 up to 300 days": [i for i in left if 200 <= before[i] < 300],
    }
    strict = [
        (words, str(len(mine)), *(shown(ratios(rows, way, "elapsed", mine)) for way in WAYS[1:]))
        for words, mine in rules.items()
    ]
    head = "reading|reform|ratio|figures of the files|started in time|days rise in"
    return {
        "prediction": table(head, lines),
        "stricter": table("sets with|number|items only|structure only|both", strict),
        **{f"zh_{way}": shown(ratios(rows, way, "elapsed", left)).replace(" to ", "至") for way in WAYS[1:]},
    }


def started(rows: list[Row], way: str, sets: Sequence[int]) -> str:
    """Return the median share of signed projects that started within the run."""
    found = by_set(rows, way)
    shares = [sum(r.accepted for r in found[i]) / sum(r.signed for r in found[i]) for i in sets]
    return f"{np.median(shares):.0%}"


def against_the_published(study: Study, rows: list[Row], left: list[int]) -> dict[str, str]:
    """Return the scores of the model and of its rivals against each published ratio."""
    both = by_set(rows, "both")
    forecasts = {
        OURS: ratios(rows, "both", "elapsed", left),
        "the model, both, stopped clock": ratios(rows, "both", "stopped", left),
        "the model, structure only": ratios(rows, "structure", "elapsed", left),
        "the model, items only": ratios(rows, "items", "elapsed", left),
        "rival: no change": [1.0],
        "rival: × 0.6": [0.6],
        "rival: × 66/100 (items)": [0.66],
        "rival: × 66/(100 to 130) (items)": [ITEMS_LEFT / study.point(i)["items_before"] for i in left],
        "rival: critical path alone": [both[i][0].critical for i in left],
    }
    published = {name: about["ratio"] for name, about in study.asked["published"].items()}
    scores = {
        name: {of: reality.crps(found, ratio) for of, ratio in published.items()}
        for name, found in forecasts.items()
    }
    head = "forecast|ratio" + "".join(f"|covers {of}|off {of}|CRPS {of}" for of in published)
    lines = []
    numbers: dict[str, str] = {}
    for name, found in forecasts.items():
        middle, low, high = interval(found)
        cells = [shown(found) if len(found) > 1 else f"{found[0]:.2f}"]
        for of, ratio in published.items():
            inside = low <= ratio <= high
            cells += ["yes" if inside else "no", f"{middle - ratio:+.2f}", f"{scores[name][of]:.3f}"]
            if name == OURS:
                numbers[f"zh_covers_{of}"] = "包含" if inside else "不包含"
        lines.append((name, *cells))
    verdict = []
    for of in published:
        better = [
            name.removeprefix("rival: ")
            for name in scores
            if name.startswith("rival") and scores[name][of] < scores[OURS][of]
        ]
        said = f"these rivals score better than the model: {', '.join(better)}" if better else "no rival does"
        verdict.append(f"On {of} {said}.")
    simple = scores["rival: × 66/100 (items)"]["A4"] < scores[OURS]["A4"]
    numbers["zh_verdict"] = (
        "單用事項比例0.66的簡單預測得分優於模型" if simple else "模型得分優於單用事項比例0.66的簡單預測"
    )
    titles = {of: about["what"]["en"] for of, about in study.asked["published"].items()}
    return {
        **numbers,
        "published": "; ".join(f"{of}: {ratio:.2f} ({titles[of]})" for of, ratio in published.items()),
        "scores": table(head, lines),
        "verdict": " ".join(verdict),
    }


def drivers_table(study: Study, rows: list[Row], left: list[int]) -> str:
    """Return which figures the predicted ratio hangs on most."""
    found = ratios(rows, "both", "elapsed", left)
    figures = {figure.name: figure for figure in (*study.before, *study.reform)}
    by_name = {name: [study.point(i)[name] for i in left] for name in figures}
    strength = {name: float(spearmanr(values, found).statistic) for name, values in by_name.items()}
    lines = []
    for name in sorted(strength, key=lambda name: -abs(strength[name]))[:6]:
        thirds = np.array_split(np.argsort(by_name[name]), 3)
        cells = [shown([found[k] for k in third]) for third in thirds]
        lines.append((name, ", ".join(figures[name].paths) or "–", f"{strength[name]:+.2f}", *cells))
    return table("figure|sets|rank correlation|lowest third|middle third|highest third", lines)


def change(signs: list[Sign], mode: str, measure: str) -> tuple[float, PairedDifference]:
    """Return the relative change of a measure under a mode, and its paired difference."""
    now, then = (
        [sign.value for sign in signs if (sign.mode, sign.measure) == (name, measure)]
        for name in (mode, "present")
    )
    found = paired_difference(now, then)
    return found.mean / float(np.mean(then)), found


def known_signs(study: Study, rows: list[Row], signs: list[Sign], left: list[int]) -> dict[str, str]:
    """Return the signs known from studies, each with what was found and hit or miss."""
    early, late = change(signs, "S", "invested_early"), change(signs, "S", "invested_late")
    new, opened = change(signs, "S", "signed"), change(signs, "S", "started")
    growth = [change(signs, "S", name)[0] for name in ("output", "output_per_firm", "output_per_job")]
    output = {way: by_set(rows, way) for way in ("neither", "both")}
    everywhere = [
        sum(r.output for r in output["both"][i]) / sum(r.output for r in output["neither"][i]) - 1
        for i in left
    ]
    money, worth = change(signs, "P2", "concessions"), change(signs, "P2", "resource_npv")
    fewer = change(signs, "P2", "signed")[0]
    parts = {
        name: float(np.mean([sign.value for sign in signs if sign.measure == f"growth_{name}"])) / 1e8
        for name in ("entered", "stayed", "left")
    }
    old = parts["stayed"] + parts["left"]
    refuted = "; **this refutes the model**"
    found = {
        "investment_lasts": (
            early[1].chance_low > 0 and late[1].chance_low > 0,
            f"{early[0]:+.1%} in years 1 to 5, {late[0]:+.1%} in years 6 to 10",
        ),
        "new_firms_unclear": (
            new[1].decade_low <= 0 <= new[1].decade_high,
            f"signed {new[0]:+.1%}: {new[1].mean:+.1f}, chance {new[1].chance_low:+.1f} to "
            f"{new[1].chance_high:+.1f}, one decade {new[1].decade_low:+.1f} to {new[1].decade_high:+.1f}",
        ),
        "growth_small": (
            all(abs(one) <= 0.10 for one in growth),
            f"output {growth[0]:+.1%}, per firm {growth[1]:+.1%}, per job {growth[2]:+.1%}"
            + (refuted if growth[0] >= 0.4 else ""),
        ),
        "growth_small_everywhere": (
            all(abs(one) <= 0.10 for one in everywhere),
            f"{min(everywhere):+.1%} to {max(everywhere):+.1%}, below 0 in "
            f"{sum(one < 0 for one in everywhere) / len(everywhere):.0%} of {len(left)} sets"
            + (refuted if max(everywhere) >= 0.4 else ""),
        ),
        "bidding_money": (
            abs(money[0]) >= 5 * abs(worth[0]) and abs(worth[0]) <= 0.05,
            f"concessions {money[0]:+.1%} ({money[1].mean / 1e8:+.1f} 亿元), resource value {worth[0]:+.2%} "
            f"({worth[1].mean / 1e8:+.1f} 亿元, chance {worth[1].chance_low / 1e8:+.0f} to "
            f"{worth[1].chance_high / 1e8:+.0f})",
        ),
        "bidding_saves": (
            money[1].chance_high < 0,
            f"concessions {money[0]:+.1%} in all, signed projects {fewer:+.1%}",
        ),
        "entry": (
            parts["entered"] >= 2 * old,
            f"of {parts['entered'] + old:+,.0f} 亿元 a year, entrants {parts['entered']:+,.0f}, those that "
            f"stayed {parts['stayed']:+,.0f}, those that closed {parts['left']:+,.0f}",
        ),
    }
    asked = study.asked["signs"]
    lines = [
        (words, "hit" if found[name][0] else "**miss**", found[name][1])
        for name, words in asked["expect"].items()
    ]
    clear = not opened[1].decade_low <= 0 <= opened[1].decade_high
    return {
        "signs": table("expected, written before the runs|verdict|found", lines),
        "n_signs": str(len(lines)),
        "n_hits": str(sum(found[name][0] for name in asked["expect"])),
        "zh_started": "不符" if clear else "亦符合",
        "sign_years": str(asked["years"]),
        "replicates": str(asked["replicates"]),
        "started_reading": f"Projects started: {opened[0]:+.1%}, one decade {opened[1].decade_low:+.1f} to "
        f"{opened[1].decade_high:+.1f}; read by those, the sign is {'a miss' if clear else 'a hit, too'}.",
    }


def main() -> None:
    """Run what is missing, and write the page."""
    study = Study()
    current = None
    if "--page" not in sys.argv[1:]:
        current = digest()
        run_sets(study, current)
        run_signs(study, current)
    rows, signs = stored(RUNS, Row, current), stored(SIGNS, Sign, current)
    PAGE.write_text(page(study, rows, signs, stamp(RUNS)), encoding="utf-8")


if __name__ == "__main__":
    main()
