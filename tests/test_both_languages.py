"""What a planner did wrong is said in English and in Chinese: no hint in a source has one language alone."""

import ast
import copy
import errno
import pickle
import re
from pathlib import Path

import click
import pytest

from crosspark.cli import cli, main
from crosspark.governance.errors import BadInput, Text, unwritable
from crosspark.views.text import width

ROOT = Path(__file__).parents[1]
ROOMS = ("governance", "agents", "model", "scenarios", "studies", "views", "src/crosspark")

CHINESE = re.compile(r"[\u4e00-\u9fff]")

#: What raises or makes an error, and which of its arguments is the hint.
RAISERS = {"BadInput": -1, "bad": -1, "Problem": -1, "members": 0}


def name_of(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def words_in(node):
    """Return the literal words of an expression, without what is put into them."""
    placed = {
        id(inner)
        for value in ast.walk(node)
        if isinstance(value, ast.FormattedValue)
        for inner in ast.walk(value)
    }
    return "".join(
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in placed
    )


def in_one_language(source):
    """Return the lines of a source at which a message has one language alone."""
    tree, wrong = ast.parse(source), []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name, given = name_of(call), call.args
        if name == "Text" and isinstance(call.func, ast.Name):
            both = len(given) == 2 and CHINESE.search(ast.unparse(given[1]))
            # A Chinese text that is put together of others may hold no word of its own.
            made = len(given) == 2 and re.search(r"\bzh\b|_zh", ast.unparse(given[1]))
            if not (both or made) or re.search(r"^[\u4e00-\u9fff]", words_in(given[0])):
                wrong.append(call.lineno)
        elif name == "suggestion" and not (len(given) == 4 and (said_in_chinese(given[3]))):
            wrong.append(call.lineno)
        elif name in RAISERS and given:
            hint = given[RAISERS[name]]
            if isinstance(hint, ast.Constant | ast.JoinedStr) or is_text_of_one_language(hint):
                wrong.append(call.lineno)
    return wrong


def said_in_chinese(node):
    return not isinstance(node, ast.Constant) or CHINESE.search(str(node.value)) is not None


def is_text_of_one_language(node):
    return isinstance(node, ast.Call) and name_of(node) in {"str", "repr", "format", "join"}


def assigned_in_one_language(source):
    """Return the lines at which what is called a hint is a bare string."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "hint" for target in node.targets)
        and isinstance(node.value, ast.Constant | ast.JoinedStr)
    ]


FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_message_of_a_file_has_both_languages(path):
    source = path.read_text(encoding="utf-8")

    assert in_one_language(source) + assigned_in_one_language(source) == []


def test_there_are_messages_to_look_at():
    raised = [
        call
        for path in FILES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and name_of(call) in {"BadInput", "bad"}
    ]

    assert len(raised) > 150


@pytest.mark.parametrize(
    "source",
    [
        'raise BadInput("f", 1, "x", 2, "write a number")',
        'raise BadInput("f", 1, "x", 2, f"write {n}")',
        'raise BadInput("f", 1, "x", 2, str(error))',
        'raise document.bad(("x",), 2, "write a number")',
        'hint = "write a number"',
        'hint = Text("write a number", "write a number")',
        'hint = Text("write a number")',
        'hint = suggestion(name, names, "mode")',
        'hint = suggestion(name, names, "mode", "mode")',
    ],
)
def test_a_message_in_one_language_is_found(source):
    assert in_one_language(source) + assigned_in_one_language(source) == [1]


def test_the_types_forbid_a_hint_in_one_language():
    assert BadInput.__init__.__annotations__["hint"] is Text


def test_an_error_comes_back_from_a_worker_in_both_languages():
    error = BadInput("my.yaml", 7, Text("the file", "文件"), None, Text("name one", "請寫一個"))

    for back in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert str(back) == "my.yaml:7: the file is missing; name one"
        assert back.text("en") == str(back)
        assert back.text("zh") == "my.yaml:7: 缺少文件;請寫一個"


# Real files, as planners get them wrong.

HEAD = "title: {en: Mine, zh: 我的}\nextends: present\n"

WRONG_MODES = {
    "clauses: {S1: 2}": ("clauses.S1", "2", "強度須在[0, 1]之內"),
    "clauses: {S1:0.5}": ("clauses.S1:0.5", "缺少", "S1: 0.5"),
    "clauses: {S1: 0,5}": ("clauses.5", "缺少", "小數點"),
    "clauses:\n  S1: 0,5": ("clauses.S1", "0,5", "0.5"),
    "clauses:\n  S1:0.5": ("clauses", "S1:0.5", "空格"),
    "clauses:\n  S1：0.5": ("clauses", "S1：0.5", "半角冒號"),  # the colon of a Chinese keyboard
    "clauses: {S99: 1}": ("clauses.S99", "1", "沒有此條款"),
    "parameters: {headquarters.meeting_interval: 3}": (
        "headquarters.meeting_interval",
        "3",
        "缺少單位",
    ),
    "parameters: {headquarters.meeting_intervall: 3 working days}": (
        "headquarters.meeting_intervall",
        "3 working days",
        "是否想寫「headquarters.meeting_interval」",
    ),
    "parameters: {headquarters.meeting_interval: 9 years}": (
        "headquarters.meeting_interval",
        "9 years",
        "個工作日",
    ),
    "clauzes: {S1: 1}": ("clauzes", "S1", "是否想寫「clauses」"),
    "kind: real\nkind: real": ("kind", "重複的鍵", "第3行"),
    "description: [": ("文件內容", "不是 YAML", "請檢查縮進"),
}


@pytest.mark.parametrize(("written", "said"), WRONG_MODES.items(), ids=list(WRONG_MODES))
def test_a_wrong_mode_is_one_chinese_line(written, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(f"{HEAD}{written}\n", encoding="utf-8")

    assert main(["check", "mine.yaml", "--lang", "zh"]) == 2

    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert re.match(r"mine\.yaml:[3-5]: ", line), line
    for part in said:
        assert part in line
    assert_chinese(line)


def assert_chinese(line):
    """Assert that nothing in a line is an English word beside names, units and what was written."""
    assert CHINESE.search(line)
    for english in (" is ", "must", "write ", "did you mean", "missing", "no such"):
        assert english not in line, line


WRONG_SCENARIOS = {
    "parks: {medcial_city: {posts: 90}}": ("parks.medcial_city.", "缺少", "是否想寫「medical_city」"),
    "parks: {medical_city: {posts: many}}": ("parks.medical_city.posts", "many", "請寫"),
    "demand: {leads: -5 leads/year}": ("demand.leads", "-5 leads/year", "須至少 0"),
    "copies: {medical_city: 0}": ("copies.medical_city", "0", "1 至 100"),
    "present: presnt": ("present", "presnt", "是否想寫「present」"),
    "economy: 3": ("economy", "3", "須逐行寫"),
    "description_zh: [a]": ("description_zh", "a", "須為文字"),
}


@pytest.mark.parametrize(("written", "said"), WRONG_SCENARIOS.items(), ids=list(WRONG_SCENARIOS))
def test_a_wrong_scenario_is_one_chinese_line(written, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(
        f"id: mine\ntitle_en: Mine\ntitle_zh: 我的\nextends: wenjiang\n{written}\n", encoding="utf-8"
    )

    assert main(["run", "mine.yaml", "--lang", "zh"]) == 2

    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert line.startswith("mine.yaml:5: ")
    for part in said:
        assert part in line
    assert_chinese(line)


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (["compare", "--modes", "two_parks"], "this is a scenario, not a mode", "這是情景,不是模式"),
        (["compare", "present"], "this is a mode, not a scenario", "這是模式,不是情景"),
        (["compare", "--modes", "{S1:0.5}"], "clauses with intensities stand in the file", "寫在文件中"),
        (["compare", "--set", "handover.days=1,5 working days"], '"1.5 working days"', "小數點"),
        (["when", "--indicator", "staff_days"], "<when>: indicator", "<when>: indicator"),
        (["discover", "--indicator", "staff_days"], "<discover>: indicator", "<discover>: indicator"),
        (["what-matters", "--method", "moris"], "<what-matters>: ", "<what-matters>: "),
        (
            ["optimise", "--objectives", "jobs,value_added", "--clauses", "S1:0.5"],
            "name clauses alone",
            "只寫條款",
        ),
        (["answer", "two_parks", "--jobs", "0"], "<answer>: jobs is 0", "<answer>: jobs 是 0"),
        (["new", "mode", "no/folder/mine.yaml"], "there is no folder no/folder; make it", "沒有文件夾"),
    ],
)
def test_the_command_says_what_is_wrong_in_its_language(
    arguments, english, chinese, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for lang, wanted in (("en", english), ("zh", chinese)):
        assert main([*arguments, "--lang", lang]) == 2
        line = capsys.readouterr().err
        assert wanted in line
        assert line.count("\n") == 1
        if lang == "zh":
            assert_chinese(line)


@pytest.mark.parametrize(
    ("arguments", "chinese"),
    [
        (["compar"], "沒有命令「compar」,是否想寫「compare」?"),
        (["list", "colours"], "可用的有:scenarios、modes"),
        (["compare", "--replicates", "0"], "'--replicates' 的值不可用,須為整數,至少 1"),
        (["compare", "--replicate", "3"], "沒有選項 --replicate,是否想寫 --replicates、"),
        (["explain"], "缺少 'CLAUSE'"),
        (["frontier"], "缺少 '--x'"),
        (["check"], "請寫一個文件,或用 --cases。"),
        (["warm", "now"], "參數過多或不全"),
        (["compare", "--modes"], "--modes 的用法不對"),
    ],
)
def test_wrong_usage_is_told_in_english_and_then_in_chinese(arguments, chinese, capsys):
    assert main(arguments) == 2

    *english, last = capsys.readouterr().err.strip().splitlines()
    assert english[-1].startswith("Error: ")
    assert last.startswith("用法有誤:")
    assert chinese in last


def test_wrong_usage_is_told_in_chinese_alone_where_that_was_asked_for(capsys):
    assert main(["--lang", "zh", "comper"]) == 2
    assert main(["compare", "--lang", "zh", "--jobs", "x"]) == 2
    assert main(["--lang", "zh"]) == 2
    one, two, three = capsys.readouterr().err.splitlines()

    assert one == "用法有誤:沒有命令「comper」,是否想寫「compare」?"
    assert two == "用法有誤:'--jobs' 的值不可用,須為整數。"
    assert three.startswith("用法有誤:請寫一個命令,可用的有:answer、")


def test_a_call_without_a_command_shows_the_help_alone(capsys):
    main([])
    printed = capsys.readouterr()

    assert "Usage:" in printed.out + printed.err
    assert "用法有誤" not in printed.err


@pytest.mark.parametrize("name", [*cli.commands])
def test_every_command_has_a_language(name):
    assert any("--lang" in option.opts for option in cli.commands[name].params)


def spoken(name):
    """Return what the help of a command says: of itself and of each option of ours."""
    command = cli.commands[name] if name else cli
    return [command.help, *(each.help for each in command.params if isinstance(each, click.Option))]


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("name", ["", *cli.commands])
def test_every_command_and_option_is_explained_in_both_languages(name):
    for said in spoken(name):
        assert re.search("[A-Za-z]{2}", said), said
        assert CHINESE.search(said.zh), said


@pytest.mark.parametrize("name", ["", *cli.commands])
def test_help_is_in_the_language_that_is_asked_for_wherever_that_stands(name, capsys):
    def shown(*arguments):
        assert main([*arguments]) == 0
        return capsys.readouterr().out

    command = [name] if name else []
    english = shown(*command, "--help")
    chinese = shown(*command, "--lang", "zh", "--help")

    assert chinese == shown(*command, "--help", "--lang=zh")
    for said in spoken(name):
        assert squeezed(said) in squeezed(english)
        assert squeezed(said.zh) in squeezed(chinese)
    assert all(width(line) <= 80 for line in chinese.splitlines())
    # Of English only names are left, such as those of options: nothing that begins a sentence.
    assert not re.search("[A-Z][a-z]+ [a-z]+ ", chinese)


def test_each_page_to_which_the_chinese_readme_leads_opens_in_chinese():
    linked = {*re.findall(r"\]\((docs/[a-z_.]+\.md)\)", (ROOT / "README.zh.md").read_text(encoding="utf-8"))}
    assert len(linked) > 10
    for page in linked:
        _, *opening = (ROOT / page).read_text(encoding="utf-8").split("\n\n")[:3]
        assert CHINESE.search("".join(opening)), page


def test_a_language_before_the_command_is_that_of_the_command(capsys):
    assert main(["--lang", "zh", "explain", "S1"]) == 0
    before = capsys.readouterr().out
    assert main(["explain", "S1", "--lang", "zh"]) == 0

    assert before == capsys.readouterr().out


@pytest.mark.parametrize("name", ["when", "discover", "why", "attribute", "what-matters", "sensitivity"])
def test_help_does_not_call_a_command_its_own_alias(name, capsys):
    assert main([name, "--help"]) == 0

    text = " ".join(capsys.readouterr().out.split())
    assert f"Usage: crosspark {name} " in text
    assert "is the same command" not in text


def test_what_may_not_even_be_looked_at_is_bad_input(capsys, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", "/srv/mine")

    monkeypatch.setattr("crosspark.views.lists.explained", refuse)

    assert main(["explain", "S1", "--lang", "zh"]) == 2
    assert capsys.readouterr().err == "crosspark: /srv/mine: 沒有權限;請選自己的文件或文件夾\n"


def test_what_the_system_says_of_a_folder_names_it_and_what_to_do():
    denied = unwritable(PermissionError(errno.EACCES, "Permission denied"), Path("/srv/results"))

    assert str(denied) == "you may not write into /srv/results; name a folder of your own"
    assert denied.zh == "您無權寫入 /srv/results;請選一個自己的文件夾"


def test_a_range_never_reads_like_the_value_beyond_it():
    # 50 calendar days are 50·252·4/1461 = 34.4969… working days, which four digits would show as 34.5.
    from crosspark.governance.units import parse, show

    end = parse("50 calendar days", "working day")

    assert parse(show(end, "working day"), "working day") > end
    assert abs(parse(show(end, "working day", exact=True), "working day") - end) < 1e-8


def test_the_number_of_posts_that_is_named_is_enough_and_one_less_is_not(capsys):
    posts = "departments.land_planning.posts"
    asked = ["run", "wenjiang", "--years", "1", "--quiet", "--set"]

    assert main([*asked, f"{posts}=1"]) == 2
    needed = int(re.search(r"at least (\d+) posts", capsys.readouterr().err)[1])

    assert main([*asked, f"{posts}={needed - 1}"]) == 2
    assert main([*asked, f"{posts}={needed}"]) == 0


def test_a_csv_that_cannot_be_written_is_told_before_anything_runs(tmp_path, capsys, monkeypatch):
    import crosspark as cp

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cp, "sweep", None)
    main(["new", "design", "design.yaml"])
    capsys.readouterr()

    assert main(["sweep", "design.yaml", "--csv", "nowhere/rows.csv", "--lang", "zh"]) == 2
    assert capsys.readouterr().err == (
        "nowhere/rows.csv: 文件是「rows.csv」;沒有文件夾 nowhere;請先建立,或另選一個\n"
    )
