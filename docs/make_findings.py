"""Ask of Wenjiang what the studies can be asked, and write docs/findings.md from what the commands print.

Run as ``python docs/make_findings.py --out FOLDER``: each command keeps its runs in a folder of its own
there, so that the same call goes on where an earlier one was ended, and an hour of two cores is spent once.
``--only NAME`` asks one question alone and writes no page.
"""

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parent / "findings.md"

#: All that the commands print, a file for each and language.
TEXTS = Path(__file__).parent / "findings"

#: The heading of the sentences with which every study ends, by language.
_SENTENCES = {"en": "In words", "zh": "結論"}

_HEAD = """# What the studies say of Wenjiang 各項研究對溫江的回答

Made by `python docs/make_findings.py --out FOLDER` from what the commands below print; each can be repeated
as it stands. Times are of two cores that also did other work. All of it rests on assumptions △: no forecasts.
A share of futures is no probability. *Wired* and *by definition* mark what a clause sets itself, which proves
nothing.

本頁由 `python docs/make_findings.py --out FOLDER` 以下列命令所印文字生成,每條命令均可照樣重做;時間為兩核
(同時另有他事)所需。全部結果均依賴假設 △,是對機制的解讀而非預測;未來的比例不是概率。
「按定義」者由條款直接設定,不能作為證據。
"""


@dataclass(frozen=True)
class Question:
    """One question, and the command that answers it."""

    name: str
    english: str
    chinese: str
    command: str
    figure: str = ""
    """Which figure of its report stands on the page."""


QUESTIONS = (
    Question(
        "clauses",
        "Which clauses do the work?",
        "哪些條款在起作用?",
        "crosspark why wenjiang --over clauses --orders 16 --replicates 8",
    ),
    Question(
        "ranking",
        "Does the ranking survive other figures?",
        "換一組數字,排名是否仍成立?",
        "crosspark why wenjiang --over coarse --replicates 4 --sets stored:16",
    ),
    Question(
        "assumptions",
        "On which assumptions does the answer hang?",
        "答案取決於哪些假設?",
        "crosspark what-matters wenjiang --size 10",
    ),
    Question(
        "present",
        "Under which conditions is value added higher than under the present mode?",
        "在哪些條件下增加值高於現行模式?",
        "crosspark when wenjiang --indicator value_added",
    ),
    Question(
        "approvals",
        "Under which conditions does it start more projects than approvals alone?",
        "在哪些條件下開工項目多於只改審批?",
        "crosspark when wenjiang --indicator started --baseline approval_only",
    ),
    Question(
        "conditions",
        "And if only the ten vary on which its lead in starts hangs most, by the screening above?",
        "若只變動上述篩選中最影響開工的十項呢?",
        "crosspark when wenjiang --indicator started --baseline approval_only --size 320 "
        "--vary assessment.outcome_weight --vary demand.outside_value --vary demand.admission "
        "--vary demand.hours_per_lead --vary attraction.lead_share --vary clauses.A2.outcome_weight "
        "--vary assessment.park_weight --vary economy.exit_hazard --vary posts.wage "
        "--vary organisation.specialisation",
    ),
    Question(
        "border",
        "Where does it turn?",
        "在哪裏翻轉?",
        "crosspark frontier wenjiang --x demand.outside_value --y assessment.outcome_weight "
        "--indicator started --baseline approval_only --sets stored:4",
        "frontier.png",
    ),
    Question(
        "robust",
        "Which mode holds over many futures?",
        "哪種模式經得起多種未來?",
        "crosspark robust wenjiang --modes present,approval_only,one_plus_two,planner_exchange,market "
        "--size 128",
    ),
    Question(
        "better",
        "What would be better?",
        "怎樣會更好?",
        "crosspark optimise wenjiang --objectives days_to_start,value_added,service_level "
        "--generations 20 --population 24",
    ),
    Question(
        "families",
        "Which of the ten families do the work, exactly?",
        "十類條款各起多少作用(精確計算)?",
        "crosspark why wenjiang --over families --replicates 16",
        "days_to_start.png",
    ),
)


def main() -> None:
    """Ask every question, or one, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where the runs of all questions are kept")
    parser.add_argument("--only", metavar="NAME", help="ask one question alone")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for question in QUESTIONS:
        if given.only in (None, question.name):
            ask(question, given.out)
    if given.only is None:
        for question in QUESTIONS:
            for lang in _SENTENCES:
                shutil.copy(given.out / f"{question.name}.{lang}.txt", TEXTS)
            if question.figure:
                shutil.copy(given.out / question.name / "report" / question.figure, picture(question))
        PAGE.write_text(page(given.out), encoding="utf-8")


def ask(question: Question, out: Path) -> None:
    """Run the command once for the runs, and once more from its folder in the other language."""
    for lang in ("en", "zh"):
        kept = out / f"{question.name}.{lang}.txt"
        begun = time.monotonic()
        words = [*shlex.split(question.command), "--lang", lang, "--quiet", "--out", str(out / question.name)]
        done = subprocess.run(
            [sys.executable, "-m", *words], capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode and not (done.returncode == 1 and done.stdout):  # 1: some runs failed, as it says
            raise SystemExit(f"{question.command}\n{done.stdout}{done.stderr}")
        kept.write_text(done.stdout, encoding="utf-8")
        if lang == "en":
            took = out / f"{question.name}.seconds"
            if not took.exists():  # a call that finds its runs in the folder says nothing of their time
                took.write_text(json.dumps(round(time.monotonic() - begun)))
        print(f"{question.name} ({lang}): {time.monotonic() - begun:.0f} s", flush=True)  # noqa: T201


def picture(question: Question) -> Path:
    """Return where the figure of a question is kept."""
    return PAGE.parent / "images" / f"findings_{question.name}.png"


def page(out: Path) -> str:
    """Return the page: each question, its command, the sentences in both languages, all that was printed."""
    parts = [_HEAD]
    for question in QUESTIONS:
        minutes = json.loads((out / f"{question.name}.seconds").read_text()) / 60
        parts.append(f"## {question.english} {question.chinese}\n")
        parts.append(f"`{question.command}`: {minutes:.0f} min.\n")
        if question.figure:
            parts.append(f"![{question.english}](images/{picture(question).name})\n")
        for lang, heading in _SENTENCES.items():
            text = (out / f"{question.name}.{lang}.txt").read_text(encoding="utf-8")
            parts.append(f"```text\n{sentences(text, heading)}\n```\n")
        printed = [f"[{lang}](findings/{question.name}.{lang}.txt)" for lang in _SENTENCES]
        parts.append(f"All that it prints 命令所印全文: {', '.join(printed)}\n")
    return "\n".join(parts)


def sentences(text: str, heading: str) -> str:
    """Return the sentences of a printed study."""
    found = re.search(rf"^{heading}$\n(.*?)(?=^\S|\Z)", text, re.DOTALL | re.MULTILINE)
    if found is None:
        raise SystemExit(f"what was printed has no part called {heading}:\n{text}")
    return found.group(1).rstrip()


if __name__ == "__main__":
    main()
