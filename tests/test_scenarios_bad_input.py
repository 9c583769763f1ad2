"""Every way in which a scenario can be wrong is told in one line that says where, what, and what is right."""

import re
from pathlib import Path

import pytest
import yaml

from crosspark.governance.errors import BadInput
from crosspark.governance.mode import load_mode
from crosspark.governance.modefile import SCENARIO_KEYS
from crosspark.model.case import Scenario
from crosspark.model.preparation import MAX_REVIEWS
from crosspark.scenarios import load_scenario
from crosspark.scenarios.checks import MOST_REVIEWS

HEAD = "id: mine\ntitle_en: Mine\ntitle_zh: 我的\nextends: two_parks\n"  # four lines; the next is line 5


def message_of(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        load_scenario(path)
    return str(caught.value).removeprefix(f"{path.parent}/")


BAD = {
    "a misspelt key": (
        "demand:\n  laeds: 12 leads/year\n",
        '6: demand.laeds is "12 leads/year"; no such key here, did you mean "leads"?',
    ),
    "a wrong unit": (
        "parks:\n  north:\n    serviced: 200 km\n",
        '7: parks.north.serviced is "200 km"; "km" measures something else, '
        'write a number of mu, such as "12 mu"',
    ),
    "a missing unit": (
        "parks:\n  north:\n    fund: 5\n",
        '7: parks.north.fund is 5; the unit is missing, write a number of yuan, such as "12 yuan"',
    ),
    "a negative area": (
        "parks:\n  north:\n    idle: -5 mu\n",
        '7: parks.north.idle is "-5 mu"; it must be at least 0 m2',
    ),
    "a share above one": (
        "parks:\n  north:\n    fit: {pharma: 1.2}\n",
        "7: parks.north.fit.pharma is 1.2; it must be in [0, 1]",
    ),
    "a key that stands twice": (
        "demand:\n  leads: 12 leads/year\n  leads: 15 leads/year\n",
        '7: demand.leads is "given twice"; the same key stands in line 6 already',
    ),
    "a key twice": (
        "demand:\n  leads: 12 leads/year\ndemand:\n  nest: 1\n",
        '7: demand is "given twice"; the same key stands in line 5 already',
    ),
    "a park without a sub-district": (
        "parks:\n  north:\n    subdistricts: []\n",
        "7: parks.north.subdistricts is []; every park needs a sub-district that serves it",
    ),
    "a park that an unknown sub-district serves": (
        "parks:\n  north:\n    subdistricts: [uper_town]\n",
        '7: parks.north.subdistricts.0 is "uper_town"; no such sub-district, did you mean "upper_town"?',
    ),
    "a sub-district that serves two parks": (
        "parks:\n  south:\n    subdistricts: [lower_town, upper_town]\n",
        '7: parks.south.subdistricts.1 is "upper_town"; '
        "it serves north already; a sub-district serves one park",
    ),
    "a sub-district that serves no park": (
        "subdistricts:\n  far_town: {title_en: Far, title_zh: 遠, population: 1, posts: 1,"
        " social_hours: 1 hour/month, communities: 1}\n",
        '6: subdistricts.far_town is "far_town"; it serves no park; name it under one park',
    ),
    "purchases above output": (
        "segments:\n  pharma:\n    buys: {pharma: 0.6, medical_services: 0.5}\n",
        "7: segments.pharma.buys is {pharma: 0.6, medical_services: 0.5}; "
        "the shares add up to 1.1; together they must not pass 1",
    ),
    "inputs above output": (
        "segments:\n  pharma:\n    buys: {pharma: 0.6, medical_services: 0}\n    other_inputs: 0.4\n",
        "8: segments.pharma.other_inputs is 0.4; "
        "with what it buys it is 1 of output; together it must be below 1",
    ),
    "purchases that leave no room for inherited inputs": (
        "segments:\n  pharma:\n    buys: {pharma: 0.9, medical_services: 0}\n",
        "6: segments.pharma.other_inputs is 0.45; with what it buys it is 1.35 of output; "
        "together it must be below 1 (inherited from wenjiang.yaml:{line})",
    ),
    "absurdly much land": (
        "parks:\n  north:\n    idle: 1e30 mu\n",
        '7: parks.north.idle is "1e30 mu"; it must be at most 1e+12 m2',
    ),
    "absurdly many posts": (
        "parks:\n  north:\n    posts: 100001\n",
        "7: parks.north.posts is 100001; it must be at most 100000 post",
    ),
    "absurdly many people": (
        "subdistricts:\n  upper_town:\n    population: 2000000000\n",
        "7: subdistricts.upper_town.population is 2000000000; it must be at most 1e+09 person",
    ),
    "absurdly much money": (
        "parks:\n  north:\n    fund: 1e16 yuan\n",
        '7: parks.north.fund is "1e16 yuan"; it must be at most 1e+15 yuan',
    ),
    "absurdly far away": (
        "parks:\n  north:\n    x_km: -1e16 km\n",
        '7: parks.north.x_km is "-1e16 km"; it must be at least -1e+15 km',
    ),
    "a segment that nobody brings": (
        "segments:\n  pharma:\n    lead_weight: 0\n",
        "7: segments.pharma.lead_weight is 0; it must be more than 0",
    ),
    "taxes shared above one": (
        "budgets:\n  park_tax_share: 130 %\n",
        '6: budgets.park_tax_share is "130 %"; it must be in [0, 1]',
    ),
    "a fit for an unknown segment": (
        "parks:\n  north:\n    fit: {farma: 0.5}\n",
        '7: parks.north.fit.farma is "farma"; no such segment, did you mean "pharma"? '
        "Known: pharma, medical_services",
    ),
    "purchases from an unknown segment": (
        "segments:\n  pharma:\n    buys: {devices: 0.1}\n",
        '7: segments.pharma.buys.devices is "devices"; no such segment; known: pharma, medical_services',
    ),
    "a segment without its fit": (
        "parks:\n  north:\n    fit: {pharma: }\n",
        "7: parks.north.fit.pharma is missing; every segment of the district needs a figure here",
    ),
    "an unknown present mode": (
        "present: presnet\n",
        '5: present is "presnet"; no such mode, did you mean "present"?',
    ),
    "a grade without source": (
        "demand:\n  leads: {value: 12 leads/year, grade: statistic}\n",
        '6: demand.leads is "12 leads/year"; grade statistic needs a source',
    ),
    "an unknown grade": (
        "demand:\n  leads: {value: 12 leads/year, grade: guess}\n",
        '6: demand.leads is "12 leads/year"; '
        "grade is guess; it must be one of clause, statistic, study, assumption",
    ),
    "a range without the value": (
        "demand:\n  nest: {value: 0.5, range: [0.6, 0.9]}\n",
        "6: demand.nest is 0.5; its range [0.6, 0.9] must contain it, in share",
    ),
    "a range of three": (
        "demand:\n  nest: {value: 0.5, range: [0.1, 0.5, 0.9]}\n",
        "6: demand.nest is 0.5; range must be a list of two quantities, [low, high]",
    ),
    "a misspelt part of a figure": (
        "demand:\n  nest: {value: 0.5, rnage: [0.1, 0.9]}\n",
        "6: demand.nest is 0.5; a quantity has no key rnage; it has value, range, grade and source",
    ),
    "bounds the wrong way round": (
        "demand:\n  size_max: 10 mu\n",
        '6: demand.size_max is "10 mu"; it must be more than size_min, 10000 m2',
    ),
    "an unknown choice": (
        "departments:\n  finance:\n    guards: money\n",
        '7: departments.finance.guards is "money"; it must be land, capital, talent, energy or none',
    ),
    "an id with a space": (
        "parks:\n  north park: 3\n",
        '6: parks.north park is "north park"; an id starts with a letter '
        'and holds only letters, digits and _; did you mean "north"?',
    ),
    "a name for a department and a server": (
        "servers:\n  finance: {title_en: F, title_zh: F, per: district, posts: 1, target_utilisation: 0.7}\n",
        '6: servers.finance is "finance"; a department has this name; who serves must be plain',
    ),
    "an unknown parent": (
        None,
        '1: extends is "wenjang"; no such scenario, did you mean "wenjiang"?',
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_told_with_its_line_and_what_would_be_right(case, tmp_path):
    text, expected = BAD[case]
    path = tmp_path / "mine.yaml"
    path.write_text("extends: wenjang\n" if text is None else HEAD + text, encoding="utf-8")

    told = re.sub(r"(wenjiang.yaml):\d+", r"\1:{line}", message_of(path))
    assert told == f"mine.yaml:{expected}"


def procedures(**changes: dict[str, object]) -> str:
    """Return three procedures, E1, G1 and G2, with changes; E1 stands in lines 6 to 12."""
    common = {
        "title_en": "T",
        "title_zh": "題",
        "stage": "initiation",
        "own_days": "1 wd",
        "statutory_days": "0 wd",
    }
    listed = [
        {"id": name, **common, "reviews": [{"server": "finance", "hours": "8 h"}], **changes.get(name, {})}
        for name in ("E1", "G1", "G2")
    ]
    return yaml.safe_dump(
        {"procedures": listed}, sort_keys=False, default_flow_style=None, allow_unicode=True
    )


BAD_PROCEDURES = {
    "a procedure that waits for itself": (
        {"G1": {"after": ["G1"]}},
        'procedures.G1.after is "G1"; it waits for itself: G1 waits for G1',
    ),
    "a ring of procedures": (
        {"E1": {"after": ["G2"]}, "G1": {"after": ["E1"]}, "G2": {"after": ["G1"]}},
        'procedures.E1.after is "G2"; it waits for itself: E1 waits for G2 waits for G1 waits for E1',
    ),
    "a ring through the pair": (
        {"E1": {"closes_after": "G1"}, "G1": {"after": ["E1"]}},
        'procedures.E1.closes_after is "G1"; it waits for itself: E1 waits for G1 waits for E1',
    ),
    "a procedure before what it waits for": (
        {"E1": {"after": ["G2"]}},
        'procedures.E1.after is "G2"; the chain runs in the order of this list, so G2 must stand before E1',
    ),
    "an unknown predecessor": (
        {"G2": {"after": ["G9"]}},
        'procedures.G2.after.0 is "G9"; no such procedure; known: E1, G1, G2',
    ),
    "an assumption of itself": (
        {"G2": {"assumes": ["G2"]}},
        'procedures.G2.assumes.0 is "G2"; a procedure cannot assume its own result',
    ),
    "an unknown assumption": (
        {"G2": {"assumes": ["X"]}},
        'procedures.G2.assumes.0 is "X"; no such procedure; known: E1, G1, G2',
    ),
    "an unknown pair": (
        {"G2": {"closes_after": "X"}},
        'procedures.G2.closes_after is "X"; no such procedure; known: E1, G1, G2',
    ),
    "an unknown server": (
        {"G1": {"reviews": [{"server": "finanec", "hours": "8 h"}]}},
        'procedures.G1.reviews.0.server is "finanec"; no such server, did you mean "finance"?',
    ),
    "a server twice": (
        {"G1": {"reviews": [{"server": "finance", "hours": "8 h"}, {"server": "finance", "hours": "1 h"}]}},
        'procedures.G1.reviews.0.server is "finance"; it reviews this procedure twice; add up its hours',
    ),
    "more reviews than there is room for": (
        {"G1": {"reviews": [{"server": name, "hours": "1 h"} for name in ("a", "b", "c", "d")]}},
        'procedures.G1.reviews is "4 reviews"; a procedure has at most 3; make two procedures of it',
    ),
    "community and quota at once": (
        {"G1": {"community": True, "quota": True}},
        "procedures.G1.quota is True; communities consent before quota is used; make two procedures of it",
    ),
    "an unknown stage": (
        {"G1": {"stage": "building"}},
        'procedures.G1.stage is "building"; '
        "it must be registration, initiation, planning or construction_filing",
    ),
    "an id twice": (
        {"G2": {"id": "E1"}},
        'procedures.E1.id is "E1"; another procedure has this id',
    ),
}


@pytest.mark.parametrize("case", BAD_PROCEDURES)
def test_what_is_wrong_with_procedures_is_told_in_their_own_names(case, tmp_path):
    changes, expected = BAD_PROCEDURES[case]
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + procedures(**changes), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()

    place, _, told = message_of(path).partition(": ")

    assert told == expected
    assert 6 <= int(place.removeprefix("mine.yaml:")) <= len(lines)


def test_the_room_for_reviews_is_the_day_loops():
    assert MOST_REVIEWS == MAX_REVIEWS


def test_the_line_of_a_bad_procedure_is_its_own(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + procedures(G2={"after": ["G9"]}), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()

    assert message_of(path).startswith(f"mine.yaml:{lines.index('  after: [G9]') + 1}: ")


def test_a_scenario_without_a_parent_must_say_everything(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("id: mine\ntitle_en: Mine\n", encoding="utf-8")

    assert message_of(path) == "mine.yaml:1: title_zh is missing; it must be given"


def test_a_mistake_in_the_parent_is_told_with_the_parents_file_and_line(tmp_path):
    (tmp_path / "parent.yaml").write_text(HEAD + "demand:\n  nest: 2\n", encoding="utf-8")
    path = tmp_path / "child.yaml"
    path.write_text(HEAD.replace("two_parks", "parent.yaml"), encoding="utf-8")

    assert message_of(path) == "parent.yaml:6: demand.nest is 2; it must be in [0.05, 1]"


def test_scenarios_that_extend_each_other_are_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n", encoding="utf-8")

    assert message_of(tmp_path / "a.yaml") == (
        'b.yaml:1: extends is "a.yaml"; a scenario must not extend itself, not even through others'
    )


def test_a_file_that_is_not_there_is_told_with_its_neighbour(tmp_path):
    (tmp_path / "mine.yaml").write_text(HEAD, encoding="utf-8")

    told = message_of(tmp_path / "mien.yaml")

    assert told.startswith('mien.yaml: the file is "mien.yaml"; no such file, did you mean')
    assert told.endswith('mine.yaml"?')


def test_a_file_that_is_not_yaml_is_told_with_its_line(tmp_path):
    (tmp_path / "mine.yaml").write_text("id: mine\ndemand: [1, 2\n", encoding="utf-8")

    assert message_of(tmp_path / "mine.yaml").startswith('mine.yaml:3: the text is "not YAML"; ')


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path):
    (tmp_path / "mine.yaml").write_bytes("id: mine\ntitle_zh: 溫江\n".encode("gbk"))

    assert message_of(tmp_path / "mine.yaml") == (
        'mine.yaml:2: the text is "byte 0x9c"; save the file as UTF-8'
    )


def test_an_unknown_name_is_told_with_the_nearest_one():
    with pytest.raises(BadInput) as caught:
        load_scenario("wenjang")

    assert str(caught.value) == ('<scenario>: name is "wenjang"; no such scenario, did you mean "wenjiang"?')


def test_a_mistake_against_the_library_is_told_where_the_planner_wrote(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + "segments:\n  pharma: \n", encoding="utf-8")

    told = message_of(path)

    assert told.startswith("mine.yaml:4: parks.north.fit.pharma")
    assert "(inherited from two_parks.yaml:" in told


def test_a_parent_that_is_not_there_is_told_where_it_is_asked_for(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD.replace("two_parks", "base.yaml"), encoding="utf-8")

    assert message_of(path) == f'mine.yaml:4: extends is "base.yaml"; no such file: {tmp_path / "base.yaml"}'


def test_a_mode_given_for_a_scenario_and_the_reverse_are_told_apart(tmp_path):
    mode, scenario = tmp_path / "mode.yaml", tmp_path / "mine.yaml"
    mode.write_text("kind: variant\ntitle: {en: M, zh: 模}\nextends: present\n", encoding="utf-8")
    scenario.write_text(HEAD, encoding="utf-8")
    heir = tmp_path / "heir.yaml"
    heir.write_text(HEAD.replace("two_parks", "mode.yaml"), encoding="utf-8")

    said = f'mode.yaml: the file is "a mode, not a scenario"; write --modes present,{mode} '
    said += f"(where a command takes one mode: --mode {mode})"
    assert message_of(mode) == said
    assert message_of(heir) == (
        'heir.yaml:4: extends is "mode.yaml"; this is a mode; a scenario extends a scenario'
    )
    with pytest.raises(BadInput, match='the file is "a scenario, not a mode"; give it where a scenario is'):
        load_mode(scenario)


def test_the_keys_that_tell_a_scenario_from_a_mode_are_the_scenarios():
    assert set(Scenario.model_fields) == SCENARIO_KEYS
