"""How work and strategy fit, read from a store."""

from dashboard import demonstration
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.alignment import alignment_of
from data.records import Contribution, Objective, Project
from data.store import Store
from tests.dashboard.stores import load_records


def test_work_that_was_approved_before_there_was_a_strategy_is_no_weight_cut(store: Store) -> None:
    """P1 is loaded before the first objective, P2 after it; then the weight of O1 falls from a half to a quarter."""
    load_records(store, [Project("P1", "Depot")], title="early.xlsx", feed="early")
    load_records(store, [Objective("O1", "Grow", weight=50.0), Objective("O2", "Save", weight=50.0)], title="s.xlsx")
    work = [Project("P2", "Pier"), *(Contribution(f"C{n}", f"P{n}", serves="O1") for n in (1, 2))]
    load_records(store, work, title="late.xlsx", feed="late")
    load_records(store, [Objective("O1", "Grow", weight=25.0), Objective("O2", "Save", weight=75.0)], title="s.xlsx")
    found = alignment_of(View(store, Selection.parse("/alignment"), demonstration.settings().moment())).warnings
    cuts = found[found["warning"] == "weight_cut"]
    assert list(cuts["project"]) == ["P2"]


def test_nobody_is_asked_to_link_what_was_stopped_or_has_not_begun(store: Store) -> None:
    stages = {"P1": "stopped", "P2": "proposed", "P3": "closed", "P4": None}
    works = [Project(key, f"Work {key}", stage=stage) for key, stage in stages.items()]
    links = Contribution("C1", "P1", serves="O1")
    load_records(store, [Objective("O1", "Grow"), *works, links], title="register.csv")
    faults = alignment_of(View(store, Selection.parse("/alignment"), demonstration.settings().moment())).faults
    assert list(faults["subject"][faults["rule"] == "project_without_objective"]) == ["P4"]
