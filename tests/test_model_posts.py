"""Posts of parks: what a dearer post, an open competition and one rule book do to hours, by hand."""

import numpy as np
import pytest

from crosspark.governance.mode import load_mode
from crosspark.model.district import DistrictModel
from crosspark.model.duties import park_posts
from crosspark.scenarios import load_scenario


def model_of(parameters):
    mode = load_mode("fragmented").with_parameters(parameters)
    return DistrictModel(load_scenario("two_parks"), mode, rng=1, adopt=1, years=2)


def test_within_one_wage_bill_a_dearer_post_means_fewer_posts():
    model = model_of({"posts.wage": 1.25})
    for _ in range(3):
        model.step()

    assert park_posts(model) == pytest.approx([park.facts.posts / 1.25 for park in model.parks])


def test_dearer_posts_on_top_are_all_there():
    model = model_of({"posts.wage": 1.25, "adoption.extra_posts": 1})
    for _ in range(3):
        model.step()

    assert park_posts(model) == pytest.approx([park.facts.posts for park in model.parks])


@pytest.mark.parametrize(("extra", "factor"), [(0, 0.0), (1, 0.25)])
def test_the_wage_bill_grows_only_where_dearer_posts_come_on_top(extra, factor):
    def paid(wage):
        model = model_of({"posts.wage": wage, "adoption.extra_posts": extra})
        run = model.run()
        flows = run.flows
        # The last of the yearly payments: all of it under the compared mode.
        return model, int(flows[flows["reason"] == "wages of posts"]["amount"].iloc[-1])

    model, usual = paid(1)
    _, dearer = paid(1.25)
    parks = sum(park.facts.posts for park in model.parks) * model.case.budgets.wage_per_post

    assert dearer - usual == pytest.approx(factor * parks, abs=1.0)


@pytest.mark.parametrize(("candidates", "new"), [(1, 0.0), (2, 0.5), (4, 0.75)])
def test_a_post_filled_anew_has_a_new_holder_unless_the_old_one_wins(candidates, new):
    model = model_of({"posts.candidates": candidates})
    for _ in range(2):
        model.step()
    dip = model.case.economy.learning_dip

    assert model.learning == pytest.approx(np.full(model.n_parks, 1 - dip * new))


def test_one_rule_book_leaves_out_that_part_of_learning_which_is_of_rules():
    model = model_of({"posts.candidates": 2, "rules.unified": 1})
    for _ in range(2):
        model.step()
    economy = model.case.economy

    assert model.learning == pytest.approx(
        np.full(model.n_parks, 1 - economy.learning_dip * 0.5 * (1 - economy.rules_in_learning))
    )
