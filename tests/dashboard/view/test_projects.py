"""What is known of a project beside its figures."""

from dashboard import demonstration
from dashboard.selection import Selection
from dashboard.view import View
from data.records import Contribution, Money, Objective, Project
from data.store import Store
from tests.dashboard.stores import load_records


def test_money_that_names_no_currency_is_in_that_of_its_project(store: Store) -> None:
    """P counts in pounds and Q in nothing; of P one sum is in euros, as its row says."""
    rows = [
        Money("1", "P", "2026-09-01", "cost", actual=10.0),
        Money("2", "P", "2026-10-01", "cost", actual=20.0, currency="EUR"),
        Money("3", "Q", "2026-10-01", "cost", actual=30.0),
    ]
    known = [Project("P", "Depot", currency="GBP"), Project("Q", "Quay"), Objective("O", "Grow")]
    links = [Contribution(key, key, serves="O") for key in "PQ"]
    load_records(store, [*known, *links, *rows], title="register.csv")
    view = View(store, Selection(), demonstration.settings().moment())
    said = {("P", 10.0): "GBP", ("P", 20.0): "EUR", ("Q", 30.0): None}
    project, objective = view.project("P"), view.objective("O")
    assert project is not None
    assert objective is not None
    for money in (view.money(), objective.money):
        assert dict(zip(zip(money["project"], money["actual"], strict=True), money["currency"], strict=True)) == said
    assert list(project.money["currency"]) == ["GBP", "EUR"]
