"""Modes: clauses and parameters become an institution, and mistakes in their files are named."""

import ast
import pickle
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crosspark.governance
from crosspark.governance.catalogue import clause_rows, mode_rows, parameter_rows
from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput
from crosspark.governance.institution import BASE, FIELDS
from crosspark.governance.mode import Mode, load_mode, mode_names
from crosspark.governance.modefile import LIBRARY

TITLE = "title: {en: Mine, zh: 我的}\n"


def _write(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_library_holds_the_modes_of_the_plan():
    kinds = {name: load_mode(name).kind for name in mode_names()}

    assert kinds == {
        "present": "real",
        "approval_only": "real",
        "one_plus_two": "real",
        "committee_led": "real",
        "company_led": "real",
        "merged": "real",
        "reverse_assessment": "real",
        "bureau_zone_merged": "real",
        "single_bureau": "real",
        "co_built": "real",
        "one_plus_two_literal": "variant",
        "one_plus_two_per_park": "variant",
        "one_plus_two_local_hq": "variant",
        "fragmented": "yardstick",
        "market": "yardstick",
        "planner_exchange": "yardstick",
    }
    assert mode_names()[0] == "present"


@pytest.mark.parametrize("name", mode_names())
def test_a_mode_of_the_library_says_what_it_is_and_cannot_do_in_both_languages(name):
    mode = load_mode(name)

    assert mode.id == name
    assert mode.title_en
    assert mode.title_zh
    assert "cannot" in mode.description_en or "nobody can" in mode.description_en
    assert any(word in mode.description_zh for word in ("不能", "無法", "未能"))


@pytest.mark.parametrize("name", mode_names())
def test_a_mode_of_the_library_is_a_page_at_most(name):
    assert len((LIBRARY / f"{name}.yaml").read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("name", mode_names())
def test_every_value_of_a_mode_of_the_library_departs_from_what_it_would_be_without(name):
    """A value equal to the base one may stand where it is what a source says: the 40 % of co_built."""
    mode = load_mode(name)
    without = {
        path: replace(mode, parameters={p: v for p, v in mode.parameters.items() if p != path})
        for path in mode.parameters
    }
    idle = {path for path, other in without.items() if other.institution == mode.institution}

    assert idle == ({"exchange.tax_share"} if name == "co_built" else set())


def test_any_two_modes_of_the_library_differ_in_their_institution():
    modes = [load_mode(name) for name in mode_names()]

    for one, other in combinations(modes, 2):
        assert one.institution.diff(other.institution), (one.id, other.id)
        assert one.digest != other.digest


def test_the_mode_built_by_two_jurisdictions_shares_revenue_six_to_four():
    institution = load_mode("co_built").institution

    assert institution.exchange.rule == "headquarters"  # the one rule under which quota is paid by later tax
    assert institution.exchange.tax_share == 0.4


def test_the_present_has_the_project_mechanisms_at_three_tenths_and_nothing_else():
    present = load_mode("present")

    assert present.clauses == dict.fromkeys(["M1", "M2", "M3", "M4", "M5", "M6"], 0.3)
    assert present.institution.attraction.lead_share == pytest.approx(0.745)  # .7 + .3 · .15
    assert present.institution.attraction.signing_loss == pytest.approx(0.255)  # .3 · (1 − .3 · .5)


def test_one_plus_two_has_every_clause_and_what_is_being_tried_at_half():
    assert load_mode("one_plus_two").clauses == {**dict.fromkeys(CLAUSES, 1.0), "O3": 0.5}


def test_approval_only_is_the_present_with_service_approval_and_project_mechanisms_in_full():
    mode = load_mode("approval_only")

    assert mode.extends == "present"
    assert set(mode.clauses) == {"S1", "S2", "S3", "S4", "S5", "M1", "M2", "M3", "M4", "M5", "M6"}
    assert set(mode.clauses.values()) == {1.0}


@pytest.mark.parametrize(
    ("name", "headquarters", "centre", "committee"),
    [
        ("one_plus_two", "zone", "zone", "park"),
        ("one_plus_two_literal", "zone", "zone", "zone"),
        ("one_plus_two_per_park", "park", "park", "park"),
        ("one_plus_two_local_hq", "park", "zone", "park"),
    ],
)
def test_the_readings_of_one_plus_two_differ_only_in_where_bodies_stand(
    name, headquarters, centre, committee
):
    institution = load_mode(name).institution

    assert institution.headquarters.scope == headquarters
    assert institution.promotion_centre.scope == centre
    assert institution.committee.scope == committee
    differing = institution.diff(load_mode("one_plus_two").institution)
    scopes = {"headquarters.scope", "promotion_centre.scope", "committee.scope"}
    assert set(differing) <= scopes
    assert bool(differing) == (name != "one_plus_two")


def test_the_market_has_neither_headquarters_nor_pooling_but_the_same_share_may_move():
    market, one_plus_two = load_mode("market"), load_mode("one_plus_two")

    assert set(one_plus_two.clauses) - set(market.clauses) == {"H1", "H2", "F3"}
    assert market.institution.exchange.rule == "market"
    assert market.institution.exchange.share == one_plus_two.institution.exchange.share == 0.5
    assert load_mode("planner_exchange").institution.exchange.rule == "planner_exchange"


def test_a_file_extends_another_and_overrides_clauses_and_parameters(tmp_path):
    _write(
        tmp_path,
        TITLE + "clauses: {S1: 50 %, M1: 1}\nparameters: {handover.days: 3 working days}\n",
        "parent",
    )
    path = _write(
        tmp_path,
        TITLE + "extends: parent.yaml\nkind: real\nclauses: {M1: 0, R3: 1}\n"
        "parameters:\n  headquarters.meeting_interval: 5 working days\n  clauses.R3.handover_factor: 0.5\n",
    )

    mode = load_mode(path)

    assert (mode.id, mode.extends, mode.kind) == ("mine", "parent", "real")
    assert mode.clauses == {"R3": 1.0, "S1": 0.5}
    assert mode.institution.handover.days == pytest.approx(1.5)  # 3 · .5: a number replaces the base
    assert mode.institution.headquarters.meeting_interval == 5.0
    assert load_mode(str(path)) == mode


def test_a_word_of_a_mode_stands_whatever_the_clauses_set():
    mode = load_mode("one_plus_two").with_parameters({"exchange.rule": "bilateral"})

    assert mode.institution.exchange.rule == "bilateral"


@pytest.mark.parametrize(
    ("text", "line", "field", "value", "said"),
    [
        (TITLE + "clauses:\n  S9: 1\n", 3, "clauses.S9", "1", "no such clause"),
        (TITLE + "clauses:\n  s1: 1\n", 3, "clauses.s1", "1", 'did you mean "S1"?'),
        (TITLE + "clauses:\n  H1: 1\n  S1: 2\n", 4, "clauses.S1", "2", "an intensity lies in [0, 1]"),
        (TITLE + "clauses:\n  S1: -0.1\n", 3, "clauses.S1", "-0.1", "an intensity lies in [0, 1]"),
        (TITLE + "clauses:\n  S1: full\n", 3, "clauses.S1", '"full"', "an intensity lies in [0, 1]"),
        (TITLE + "clauses:\n  S1: true\n", 3, "clauses.S1", "True", "an intensity lies in [0, 1]"),
        (TITLE + "clauses:\n  S1:\n", 3, "clauses.S1", "missing", "an intensity lies in [0, 1]"),
        (TITLE + "clauses: [S1]\n", 2, "clauses", "[S1]", "as in {S1: 1}"),
        (TITLE + "clauses:\n  S1: 1\n  S1: 0\n", 4, "clauses.S1", '"given twice"', "stands in line 3"),
        (TITLE + "clauess: {S1: 1}\n", 2, "clauess", "{S1: 1}", 'no such key, did you mean "clauses"?'),
        (TITLE + "extends: one_plus_tow\n", 2, "extends", '"one_plus_tow"', 'did you mean "one_plus_two"?'),
        (TITLE + "extends: other.yaml\n", 2, "extends", '"other.yaml"', "no such file"),
        (TITLE + "extends: [present]\n", 2, "extends", "[present]", "name one mode"),
        (TITLE + "extends: mine.yaml\n", 2, "extends", '"mine.yaml"', "cannot extend itself: mine → mine"),
        (TITLE + "kind: reel\n", 2, "kind", '"reel"', "real, variant, yardstick"),
        ("kind: real\n", 1, "title", "missing", "write {en: in English, zh: 中文}"),
        ("title: Mine\n", 1, "title", '"Mine"', "write {en: in English, zh: 中文}"),
        ("title:\n  en: Mine\n", 1, "title.zh", "missing", "write {en: in English, zh: 中文}"),
        ("title: {en: Mine, zh: 我, fr: Le}\n", 1, "title.fr", '"Le"', "no such language; known: en, zh"),
        (TITLE + "parameters:\n  handover.day: 2 working days\n", 3, "parameters.handover.day",
         '"2 working days"', 'did you mean "handover.days"?'),
        (TITLE + "parameters:\n  meeting_interval: 5 working days\n", 3, "parameters.meeting_interval",
         '"5 working days"', 'did you mean "headquarters.meeting_interval"?'),
        (TITLE + "parameters:\n  clauses.M5.homes: 0.5\n", 3, "parameters.clauses.M5.homes",
         "0.5", 'did you mean "clauses.M5.homes_ahead"?'),
        (TITLE + "parameters:\n  handover.days: 2 mu\n", 3, "parameters.handover.days",
         '"2 mu"', "write a number of working days"),
        (TITLE + "parameters:\n  handover.days: 2\n", 3, "parameters.handover.days",
         "2", "the unit is missing"),
        (TITLE + "parameters:\n  handover.days: 9 working days\n", 3, "parameters.handover.days",
         '"9 working days"', "it must lie in [0.1 working days, 6 working days]"),
        (TITLE + "parameters:\n  headquarters.scope: town\n", 3, "parameters.headquarters.scope",
         '"town"', "it must be one of zone, park"),
        (TITLE + "parameters:\n  handover: {days: 2 working days}\n", 3, "parameters.handover",
         "{days: 2 working days}", "no such field"),
        (TITLE + "parameters: 5\n", 2, "parameters", "5", "write paths with values"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_named_with_file_line_field_value_and_hint(
    tmp_path, text, line, field, value, said
):
    path = _write(tmp_path, text)

    with pytest.raises(BadInput) as caught:
        load_mode(path)

    assert str(caught.value).startswith(f"{path}:{line}: {field} is {value}; ")
    assert said in caught.value.hint


def test_modes_that_extend_each_other_in_a_circle_are_refused(tmp_path):
    _write(tmp_path, TITLE + "extends: b.yaml\n", "a")
    _write(tmp_path, TITLE + "extends: a.yaml\n", "b")

    with pytest.raises(BadInput, match=r"b\.yaml:2: extends .* a mode cannot extend itself: a → b → a"):
        load_mode(tmp_path / "a.yaml")


def test_a_mistake_in_the_mode_that_is_extended_is_named_where_it_stands(tmp_path):
    _write(tmp_path, TITLE + "clauses: {S1: 2}\n", "parent")

    with pytest.raises(BadInput, match=r"parent\.yaml:2: clauses\.S1 is 2"):
        load_mode(_write(tmp_path, TITLE + "extends: parent.yaml\n"))


def test_an_unknown_name_of_a_mode_names_the_nearest():
    with pytest.raises(
        BadInput, match='mode is "one_plus_tow"; no such mode, did you mean "one_plus_two"'
    ) as caught:
        load_mode("one_plus_tow")

    assert caught.value.line is None


def test_clauses_are_added_in_full_or_at_an_intensity_and_taken_away():
    mode = load_mode("fragmented").with_clauses("S1", M1=0.5)

    assert mode.clauses == {"S1": 1.0, "M1": 0.5}
    assert (mode.id, mode.extends, mode.kind) == ("fragmented+S1+M1=0.5", "fragmented", "variant")
    assert mode.without("S1", "H1").clauses == {"M1": 0.5}
    assert mode.without("S1", "M1").institution == load_mode("fragmented").institution
    assert load_mode("one_plus_two").without("H1").id == "one_plus_two-H1"
    assert mode.without() == mode


def test_a_mode_takes_parameters_from_python_as_people_write_them_or_as_numbers():
    mode = load_mode("one_plus_two").with_parameters(
        {"headquarters.meeting_interval": "1 month", "clauses.M5.homes_ahead": 0.25, "consent.veto": 0}
    )

    assert mode.id == "one_plus_two"
    assert mode.institution.headquarters.meeting_interval == 21.0
    assert mode.institution.resettlement.homes_ahead == 0.25
    assert mode.institution.consent.veto == 0.0
    assert load_mode("one_plus_two").institution.headquarters.meeting_interval == 10.0


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("headquarters.meeting_intervall", 5, 'did you mean "headquarters.meeting_interval"?'),
        ("headquarters.meeting_interval", "5 mu", "write a number of working days"),
        ("headquarters.meeting_interval", 500, "it must lie in [2 working days, 40 working days]"),
        ("clauses.M5.homes_ahead", 2, "it must lie in [0 %, 100 %]"),
        ("clauses.S9.share", 0.5, "no such field or clause parameter"),
        ("headquarters.scope", None, "it must be one of zone, park"),
    ],
)
def test_an_override_that_cannot_stand_has_no_line_and_says_what_could(path, value, said):
    with pytest.raises(BadInput) as caught:
        load_mode("one_plus_two").with_parameters({path: value})

    assert (caught.value.file, caught.value.line, caught.value.field) == ("<overrides>", None, path)
    assert said in caught.value.hint


def test_clauses_from_python_are_checked_like_those_of_a_file():
    mode = load_mode("present")

    with pytest.raises(BadInput, match=r"<overrides>: clauses.S7 is 1.0; no such clause"):
        mode.with_clauses("S7")
    with pytest.raises(BadInput, match=r"clauses.S1 is 2; an intensity lies in"):
        mode.with_clauses(S1=2)
    with pytest.raises(BadInput, match=r"clauses.Q1 is 0; no such clause"):
        mode.without("Q1")
    with pytest.raises(BadInput, match="kind is"):
        Mode("x", "odd", "X", "X")


@given(
    st.dictionaries(st.sampled_from(list(CLAUSES)), st.floats(min_value=0, max_value=1)).flatmap(
        lambda chosen: st.tuples(st.just(chosen), st.permutations(list(chosen.items())))
    )
)
def test_the_order_in_which_clauses_are_written_changes_no_bit(both):
    chosen, order = both
    one_way, another = (
        Mode("m", "real", "M", "M", clauses=chosen),
        Mode("m", "real", "M", "M", clauses=dict(order)),
    )

    assert one_way == another
    assert one_way.institution == another.institution
    assert one_way.digest == another.digest


def test_the_digest_is_that_of_the_rules_and_not_of_the_name():
    empty = Mode("a", "real", "A", "A")

    assert empty.institution == BASE
    assert empty.digest == Mode("b", "yardstick", "B", "B", clauses={"S6": 1.0}).digest
    assert empty.digest != empty.with_clauses(S1=0.5).digest
    assert len(empty.digest) == 64


def test_the_digest_is_the_same_in_another_process():
    code = "from crosspark.governance.mode import load_mode; print(load_mode('one_plus_two').digest)"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert other.stdout.strip() == load_mode("one_plus_two").digest


def test_a_mode_travels_between_processes_and_can_be_a_key():
    mode = load_mode("one_plus_two")
    assert mode.institution.exchange.rule == "headquarters"

    again = pickle.loads(pickle.dumps(mode))

    assert again == mode
    assert {mode: 1}[again] == 1


def test_two_modes_are_compared_field_by_field():
    rows = load_mode("one_plus_two_literal").diff(load_mode("one_plus_two"))

    assert [(row["path"], row["value"], row["other"]) for row in rows] == [
        ("committee.scope", "zone", "park")
    ]
    assert rows[0]["title_en"]
    assert rows[0]["title_zh"]
    assert rows[0]["unit"] == "word"


def test_the_lists_hold_every_mode_and_every_clause():
    assert {row["id"] for row in mode_rows()} == set(mode_names())
    assert [row["kind"] for row in mode_rows()] == ["real"] * 10 + ["variant"] * 3 + ["yardstick"] * 3
    assert [row["id"] for row in clause_rows()] == list(CLAUSES)
    assert clause_rows()[0]["quote"] == "統一全域所有園區管理模式"


def test_what_can_be_set_is_listed_with_what_an_override_replaces_and_what_is_in_force():
    mode = load_mode("one_plus_two").without("M5").with_parameters({"handover.days": 2.0})
    rows = {row["path"]: row for row in parameter_rows(mode)}

    assert set(FIELDS) <= set(rows)
    assert rows["handover.days"]["value"] == 2.0
    assert rows["handover.days"]["in_force"] == pytest.approx(1.3)  # 2 · .65 (R3)
    assert rows["exchange.rule"]["value"] == rows["exchange.rule"]["in_force"] == "headquarters"
    assert rows["clauses.R3.handover_factor"]["value"] == 0.65
    assert "clauses.M5.homes_ahead" not in rows
    for path, row in rows.items():
        again = mode.with_parameters({path: row["value"]})
        assert again.institution == mode.institution, path


def test_governance_imports_only_the_standard_library_yaml_and_pydantic():
    allowed = {"crosspark", "yaml", "pydantic", *sys.stdlib_module_names}

    for file in Path(crosspark.governance.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                named = [node.module]
                assert not node.module.startswith("crosspark") or node.module.startswith(
                    "crosspark.governance"
                )
            assert {name.partition(".")[0] for name in named} <= allowed, file
