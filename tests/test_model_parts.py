"""What a run says of its parts: parks, sub-districts and months make the whole; accounts, hours and books."""

import re
from pathlib import Path

import numpy as np
import pytest
from district_bench import MODES, district
from preparation_bench import Bench, procedure

from crosspark.governance.clauses import CLAUSES
from crosspark.governance.errors import BadInput
from crosspark.governance.fields import FIELDS
from crosspark.governance.mode import load_mode
from crosspark.model import records
from crosspark.model.exchange import RULES
from crosspark.model.indicators import INDICATORS
from crosspark.model.ledger import RESOURCES
from crosspark.model.measures import FORMULAS, RESOURCE, derived
from crosspark.model.reasons import ACCOUNTS, LINES, REASONS, readable

MODEL = Path(__file__).parents[1] / "model"
MONTHS = 24


@pytest.fixture(scope="module", params=["present", "one_plus_two", "market"])
def told(request):
    """A run of two years after a year of the present, and the balances at the end of each month."""
    model = district("wenjiang", request.param, seed=6, years=2, adopt=12)
    while model.month < model.adopt:
        model.step()
    ends = []
    while model.month < model.months:
        model.step()
        ends.append({key: view.copy() for key, view in model.ledger._views.items()})
    return model, model.result(), ends


def by_park(run, indicator):
    return [run.groups["park", park, indicator] for park in run.park_ids]


# Parts make the whole

SUMS = (
    "operating_firms", "value_added", "output", "jobs", "wages", "closures", "expansions", "concessions",
    "signed", "started", "land_leased", "land_collective", "land_acquired", "land_serviced",
    "land_reserved", "land_idle", "talent_employed", "talent_research", "talent_medical",
    "talent_technical", "defects_closed", "unfinished",
)  # fmt: skip


def weights(run):
    """Return what the parks' value of an indicator is weighted by, by indicator."""
    month = run.parks.unstack("park")
    total = {name: month[name][list(run.park_ids)].sum().to_numpy() for name in run.parks}
    last = {name: month[name][list(run.park_ids)].iloc[-1].to_numpy() for name in run.parks}
    projects = run.projects.assign(one=1)
    started = projects[projects["status"] == "started"]

    def count(rows):
        return rows.groupby("park")["one"].sum().reindex(run.park_ids, fill_value=0).to_numpy()

    subs = list(run.subdistrict_parks.values())
    causes = [f"days_{name}" for name in (*records.CAUSES, *records.STAGES)]
    of_started = ("days_started", "completion_rate", "returns", "zero_wait", "zero_distance", "zero_obstacle",
                  "zero_idle", *causes)  # fmt: skip
    return {
        "concession_rate": total["invested"],
        "output_per_mu": last["land_leased"],
        "tax_per_mu": last["land_leased"],
        "idle_land_share": last["land_idle"] + last["land_leased"],
        "vacancies_rate": total["vacant"] + total["jobs"],
        "retention": total["jobs"] + total["seeking"],
        "local_sourcing": total["purchases"] + total["inputs_paid"],
        "core_hours_share": total["park_hours"],
        "service_level": np.array([subs.count(park) for park in run.park_ids]),
        "start_rate": count(projects),
        "never_started_rate": count(projects),
        "fit": count(projects),
        "days_small": count(started[~started["major"]]),
        "days_major": count(started[started["major"]]),
        **dict.fromkeys(of_started, count(started)),
    }


@pytest.mark.parametrize("indicator", SUMS)
def test_parks_add_up_to_the_district(told, indicator):
    _, run, _ = told
    assert sum(by_park(run, indicator)) == pytest.approx(run.values[indicator], rel=1e-12, abs=1e-9)


def test_shares_and_means_of_parks_average_to_the_district(told):
    _, run, _ = told
    for indicator, weight in weights(run).items():
        values = np.array(by_park(run, indicator))
        here = weight > 0
        average = (values[here] * weight[here]).sum() / weight[here].sum()
        assert average == pytest.approx(run.values[indicator], rel=1e-9, abs=1e-12), indicator


def test_what_neither_adds_up_nor_averages_lies_between_its_parks(told):
    _, run, _ = told
    others = {name for name, about in INDICATORS.items() if "park" in about.by}
    others -= {*SUMS, *weights(run)}

    # A spread within the parks and one between them; capital by land of other weights; means over months.
    assert others == {"days_sd", "days_to_start", "chain_completeness", "investment_per_mu"}
    for indicator in others - {"days_sd"}:
        assert min(by_park(run, indicator)) <= run.values[indicator] <= max(by_park(run, indicator))


def test_chain_completeness_of_a_month_is_that_of_the_parks_by_their_enterprises(told):
    _, run, _ = told
    tidy = run.tidy()
    found = tidy[(tidy["indicator"] == "chain_completeness") & tidy["month"].notna()]
    found = found.pivot_table(index="month", columns="park", values="value")
    firms = run.parks["operating_firms"].unstack("park")
    average = (found[list(run.park_ids)] * firms).sum(axis=1) / firms.sum(axis=1)

    np.testing.assert_allclose(average, found["all"])
    assert run.values["chain_completeness"] == pytest.approx(found["all"].mean())


def test_sub_districts_and_departments_average_to_the_district(told):
    model, run, _ = told
    levels = [run.groups["subdistrict", sub.id, "service_level"] for sub in model.subdistricts]
    assert np.mean(levels) == pytest.approx(run.values["service_level"])
    backlogs = [run.groups["department", d.id, "other_backlog"] for d in model.departments]
    assert np.mean(backlogs) == pytest.approx(run.values["other_backlog"])


def test_months_make_the_whole_run(told):
    model, run, _ = told
    tidy = run.tidy()
    whole = tidy[(tidy["park"] == "all") & (tidy["subdistrict"] == "all")]
    monthly = whole[whole["month"].notna()]
    sums = monthly.groupby("indicator")["value"].sum()
    last = monthly[monthly["month"] == MONTHS - 1].set_index("indicator")["value"]
    flows = ("value_added", "output", "wages", "closures", "expansions", "concessions", "signed", "started",
             "admin_cost", "fiscal_npv", "resource_npv", "exchange_gain", "exchange_volume", "talent_moved",
             "defects_closed", "land_leased", "leads")  # fmt: skip
    for indicator in flows:
        assert sums[indicator] == pytest.approx(run.values[indicator], rel=1e-9, abs=1e-6), indicator
    for indicator in (
        "operating_firms",
        "jobs",
        "treasury_balance",
        "land_idle",
        "output_per_mu",
        "tax_per_mu",
    ):
        assert last[indicator] == pytest.approx(run.values[indicator]), indicator
    mean = monthly.groupby("indicator")["value"].mean()
    for indicator in ("service_level", "other_backlog", "leaders_hours"):
        assert mean[indicator] == pytest.approx(run.values[indicator]), indicator
    started = monthly[monthly["indicator"] == "days_started"].set_index("month")["value"]
    projects = run.projects[run.projects["status"] == "started"]
    by_month = projects.groupby(projects["started_day"] // 21 - model.adopt)["days"].mean()
    assert started.to_dict() == pytest.approx(by_month.to_dict())


def test_parks_make_each_month(told):
    _, run, _ = told
    tidy = run.tidy()
    monthly = tidy[tidy["month"].notna() & (tidy["subdistrict"] == "all")]
    for indicator in set(SUMS) - {"unfinished"}:
        table = monthly[monthly["indicator"] == indicator].pivot(
            index="month", columns="park", values="value"
        )
        np.testing.assert_allclose(table[list(run.park_ids)].sum(axis=1), table["all"], err_msg=indicator)


def test_the_registry_says_of_which_parts_there_is_a_value(told):
    _, run, _ = told
    tidy = run.tidy()
    whole = tidy["month"].isna()
    found = {
        "park": set(tidy[whole & (tidy["park"] != "all") & (tidy["subdistrict"] == "all")]["indicator"]),
        "subdistrict": set(tidy[tidy["subdistrict"] != "all"]["indicator"]),
        "month": set(tidy[~whole & (tidy["park"] == "all")]["indicator"]),
        "department": {name for by, _, name in run.groups if by == "department"},
    }
    for part, indicators in found.items():
        said = {name for name, about in INDICATORS.items() if part in about.by}
        assert indicators == said, part
    assert not tidy.duplicated(["park", "subdistrict", "month", "indicator"]).any()
    assert set(FORMULAS) <= set(INDICATORS)


def test_groups_of_projects_average_to_all_projects(told):
    _, run, _ = told
    waiting = run.waiting().set_index(["by", "group"])
    started = run.projects[run.projects["status"] == "started"]
    for by, column in (("rank", started["major"].map({True: "major", False: "other"})),
                       ("segment", started["segment"]), ("park", started["park"])):  # fmt: skip
        mean = started.groupby(column)["days"].mean()
        assert waiting.loc[by]["days_started"].dropna().to_dict() == pytest.approx(mean.to_dict()), by


# Two accounts


def test_the_lines_of_each_account_add_up_to_its_indicator(told):
    _, run, _ = told
    sums = run.accounts.groupby("account")["npv"].sum()
    assert sums["treasury"] == pytest.approx(run.values["fiscal_npv"])
    assert sums["resource"] == pytest.approx(run.values["resource_npv"])
    light = {a: sum(v for (account, _), v in run.account_values.items() if account == a) for a in sums.index}
    assert light == pytest.approx(sums.to_dict())


def test_the_treasury_s_lines_are_what_the_flows_brought_and_took(told):
    model, run, _ = told
    rate = 1 + model.case.budgets.interest
    flows = run.flows[run.flows["resource"] == "capital"]
    worth = flows["amount"] / rate ** ((flows["month"] + 1) / 12)

    def public(side):
        return (flows[side] == "treasury") | flows[side].str.startswith("fund:")

    found = worth[public("receiver")].groupby(flows["reason"]).sum()
    found = found.sub(worth[public("giver")].groupby(flows["reason"]).sum(), fill_value=0.0)
    lines = run.accounts[run.accounts["account"] == "treasury"].groupby("line")["npv"].sum()
    assert lines.to_dict() == pytest.approx(found[found.index.isin(lines.index)].to_dict(), abs=1.0)
    assert found[~found.index.isin(lines.index)].abs().sum() == 0.0


def test_transfers_cancel_in_the_resource_account(told):
    _, run, _ = told
    recorded = {
        name: np.ones(12) for name in ("conceded", "invested", "works", "admin_cost", "output", "tax")
    }
    recorded |= {"purchases": np.zeros(12), "inputs_paid": np.zeros(12), "wages": np.ones(12)}

    def worth(public_cost, **changed):
        series = derived({**recorded, **changed}, {}, np.ones(12), public_cost)
        return float(FORMULAS["resource_npv"].whole(series))

    # A year of a yuan a month: made 12, invested 12, works 12, run 12.
    assert worth(0.0) == 12 - 12 - 12 - 12
    for transfer in ("conceded", "tax", "wages"):
        assert worth(0.0, **{transfer: np.full(12, 9.0)}) == worth(0.0)
    assert worth(0.25, conceded=np.full(12, 9.0)) == worth(0.0) - 0.25 * 12 * 9
    # What passes between treasury, funds, enterprises and households is a line of the other account alone.
    within = {"concessions", "annual budget", "wages", "taxes, the park's part", "taxes, the district's part"}
    resource = run.accounts[run.accounts["account"] == "resource"]["line"]
    assert set(resource) <= set(RESOURCE) == set(LINES)
    assert not within & set(resource)


def test_the_resource_account_is_what_the_books_and_the_projects_say(told):
    _, run, _ = told
    flows = run.flows.groupby("reason")["amount"].sum()
    lines = run.accounts[run.accounts["account"] == "resource"].groupby("line")["amount"].sum()
    assert lines["value_added"] == flows["sales"] - flows["purchases"]
    costs = ("wages of posts", "promotion network", "roads and shuttles between parks", "platforms",
             "one-off cost of the change")  # fmt: skip
    assert -lines["admin_cost"] == sum(flows.get(name, 0) for name in costs) == run.values["admin_cost"]


@pytest.mark.parametrize(
    "indicator", [i for i in INDICATORS.values() if i.unit == "yuan"], ids=lambda i: i.id
)
def test_money_belongs_to_an_account_or_is_a_transfer_or_a_valuation(indicator):
    neither = {"wages", "exchange_volume", "exchange_gain"}
    assert bool(indicator.accounts) != (indicator.id in neither)
    assert set(indicator.accounts) <= {"treasury", "resource"}


# Hours


@pytest.mark.parametrize("mode", ["present", "one_plus_two", "approval_only", "one_plus_two_per_park"])
def test_hours_of_an_organisation_add_up_to_those_of_its_posts(mode):
    model = district("wenjiang", mode, seed=4, years=1, adopt=12)
    run = model.run()
    hours = run.hours.groupby(["kind", "organisation"])["hours"].sum()
    month = 168 * run.months

    assert (run.hours["hours"] >= -1e-6).all()
    for sub in model.subdistricts:
        assert hours["subdistrict", sub.id] == pytest.approx(sub.facts.posts * month), sub.id
    # Posts move between departments (O3); together they have what they had.
    total = sum(department.facts.posts for department in model.departments)
    assert hours["department"].sum() == pytest.approx(total * month)
    if model.rulebook.number("posts.mobile_share") == 0:
        for department in model.departments:
            assert hours["department", department.id] == pytest.approx(department.facts.posts * month)
    # The bodies are staffed out of the parks.
    bodies = sum(hours[kind].sum() for kind in ("park", "promotion_centre", "committee") if kind in hours)
    wages = model.rulebook.floats("posts.wage")
    posts = sum(park.facts.posts / wage for park, wage in zip(model.parks, wages, strict=True))
    assert bodies == pytest.approx(posts * month)
    leaders = run.hours[run.hours["duty"] == "leaders"]["hours"].sum()
    assert leaders == pytest.approx(run.values["leaders_hours"] * run.years)


def test_a_department_s_hours_on_park_cases_are_the_days_that_its_officers_were_busy(told):
    _, run, _ = told
    hours = run.hours[run.hours["kind"] == "department"].pivot(
        index="organisation", columns="duty", values="hours"
    )
    share = hours["park_cases"] / (hours["park_cases"] + hours["idle_for_parks"])
    for department, busy in share.items():
        # Cases under way at either end are counted where they were taken up.
        assert busy == pytest.approx(run.utilisation[department], abs=0.1)


# Books


@pytest.mark.parametrize("scenario", ["two_parks", "wenjiang"])
def test_every_reason_that_occurs_is_declared(scenario):
    found = set()
    for mode in MODES:
        model = district(scenario, mode, seed=3, years=1)
        model.run()
        found |= {t.reason for t in model.ledger.transfers}
    assert found <= set(REASONS)


def test_every_reason_that_is_declared_is_written_somewhere():
    written = "\n".join(path.read_text() for path in MODEL.glob("*.py") if path.name != "reasons.py")
    made = {f"exchange, {rule}" for rule in RULES if rule != "none"} | {
        "payment for quota",
        "payment for places",
    }
    assert {reason for reason in REASONS if reason not in made and f'"{reason}"' not in written} == set()
    assert made <= set(REASONS)


def test_reasons_and_accounts_are_said_in_both_languages_and_name_fields():
    for reason, about in REASONS.items():
        assert reason.isascii()
        assert not about.zh.isascii()
        assert set(about.fields) <= set(FIELDS), reason
    assert {account for _, accounts in RESOURCES.values() for account in accounts} == set(ACCOUNTS)
    titles = {"north": ("North Park", "北園")}
    assert readable("fund:north", titles, "en") == "fund of the park, North Park"
    assert readable("fund:north", titles, "zh") == "北園:園區資金"
    assert readable("concessions", titles, "zh") == "招商讓利"


def test_the_clause_behind_a_flow_is_the_one_that_writes_its_field():
    run = district("wenjiang", "one_plus_two", seed=1, years=3, adopt=24).run()
    flows = run.flows
    said = flows.groupby("reason")["clause"].agg(lambda clauses: " ".join(sorted(set(clauses))))
    mode = load_mode("one_plus_two")
    one_off = [c for c in mode.clauses if "adoption.one_off_cost" in CLAUSES[c].changes]
    assert said["one-off cost of the change"].split() == one_off
    assert said["exchange, headquarters"] == "F3"
    assert said["promotion network"] == "M3"
    assert said["taxes, the park's part"] == ""


def test_a_park_that_does_not_adopt_has_no_clause_behind_its_flows():
    run = district("wenjiang", {"medical_city": "one_plus_two"}, seed=6, years=2).run()
    paid = run.flows[run.flows["reason"] == "concessions"].groupby("giver")["clause"].first()
    assert paid["fund:medical_city"] == "P2 D2"
    assert set(paid.drop(["fund:medical_city", "treasury"], errors="ignore")) == {""}


def test_balances_are_what_the_accounts_held_at_the_end_of_each_month(told):
    model, run, ends = told
    for key, table in run.ledger.month_ends(run.since).items():
        assert table.tolist() == [end[key].tolist() for end in ends], key
    sums = run.balances.groupby(["month", "resource"])["balance"].sum().unstack("month")
    for resource, total in model.ledger.totals().items():
        assert set(sums.loc[resource]) == {total}
    fund = run.balances[(run.balances["account"] == "fund") & (run.balances["park"] == "medical_city")]
    assert fund["balance"].tolist() == run.parks["fund"].xs("medical_city", level="park").tolist()


# Why a project waited


def test_the_days_on_the_path_are_the_days_of_the_project(told):
    _, run, _ = told
    started = run.projects[run.projects["status"] == "started"]
    for row in started.head(40).itertuples():
        table = run.path(row.project)
        on_path = table[table["on_path"]].drop(columns="on_path")
        assert on_path.to_numpy().sum() == row.days
        for cause in records.CAUSES:
            assert on_path[cause].sum() == getattr(row, cause)


def test_the_path_of_a_fork_runs_through_its_longer_branch():
    # 0 (2 days) forks into 1 (3 days) and 2 (7 days), and 3 (1 day) waits for both.
    steps = [
        procedure(own=2),
        procedure(own=3, after=[0], chain=[0]),
        procedure(own=7, after=[0], chain=[0]),
        procedure(own=1, after=[1, 2], chain=[1, 2]),
    ]
    bench = Bench(steps)
    slot = bench.sign(1)[0]
    bench.run(40)
    assert int(bench.room.slots[slot]["path"]) == 0b1101
    assert int(bench.room.slots[slot]["closing"]) == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_why_names_the_days_by_cause_stage_and_procedure(told, lang):
    _, run, _ = told
    row = run.projects[run.projects["status"] == "started"].sort_values("days").iloc[-1]
    said = run.why(int(row["project"]), lang)
    heads = {
        "en": ("By cause: ", "By stage: ", "On the critical path: "),
        "zh": ("按原因:", "按階段:", "關鍵路徑:"),
    }
    for head in heads[lang]:
        sentence = said.split(head)[1].split("." if lang == "en" else "。")[0]
        assert sum(map(int, re.findall(r"\d+", sentence))) == row["days"], head
    assert str(row["days"]) in said.split(heads[lang][0])[0]
    waits = {
        c: run.path(int(row["project"]))[c] for c in ("queue", "handover", "consent", "community", "factor")
    }
    path = run.path(int(row["project"]))["on_path"]
    longest = max(int(days[path].max()) for days in waits.values())
    assert re.search(rf"{longest} days|{longest}日", said)


def test_why_says_what_a_project_that_did_not_start_was_waiting_for(told):
    _, run, _ = told
    for status, words in (("withdrawn", "was given up"), ("preparing", "had not started")):
        for project in run.projects[run.projects["status"] == status]["project"].head(5):
            assert words in run.why(int(project))


def test_why_refuses_what_it_does_not_know(told):
    _, run, _ = told
    with pytest.raises(BadInput, match="project"):
        run.why(-5)
    with pytest.raises(BadInput, match="lang"):
        run.why(int(run.projects["project"].iloc[0]), "fr")
