"""What is not there, per thing, department and manager."""

from pathlib import Path

from dashboard import demonstration
from dashboard.selection import Selection
from dashboard.view import View
from data.records import Kpi, Objective, Project, Reading
from data.store import Store
from tests.dashboard.stores import empty_store, load_records


def of(store: Store, address: str = "/missing") -> View:
    return View(store, Selection.parse(address), demonstration.settings().moment())


def test_the_story_lacks_a_link_and_the_graduates_are_late(demo_store: Store) -> None:
    rows = of(demo_store).missing()
    assert [tuple(row) for row in rows.itertuples(index=False)] == [
        ("project", "P18", "Graduate engineers", "PPL", "Sef Amundi", ("late",), "2026-07-31"),
        ("project", "P19", "Showroom and brand centre", "SAL", "Gil Marchetti-Roe", ("link",), None),
        ("kpi", "K38", "Turnover of engineers", "PPL", "Sef Amundi", ("late",), "2026-07-31"),
        ("kpi", "K39", "Engineering posts open over 90 days", "PPL", "Sef Amundi", ("late",), "2026-07-31"),
    ]


def test_counts_stand_per_department_and_manager_those_with_most_first(demo_store: Store) -> None:
    view = of(demo_store)
    counts = view.missing_counted(view.missing())
    lines = counts[["department", "manager", "things", "link", "late"]].itertuples(index=False)
    assert [tuple(line) for line in lines] == [
        ("PPL", "Sef Amundi", 3, 0, 3),
        ("SAL", "Gil Marchetti-Roe", 1, 1, 0),
    ]


def test_a_department_and_a_manager_can_be_asked_for(demo_store: Store) -> None:
    view = of(demo_store, "/missing?department=PPL&owner=Sef+Amundi")
    assert list(view.missing_chosen(view.missing())["key"]) == ["P18", "K38", "K39"]


def test_a_kpi_of_several_series_has_data(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    records = [
        Objective("O1", "Grow"), Kpi("K1", "Funding", "O1", "$"), Kpi("K2", "Sales", "O1", "$"),
        *(Reading(f"K1|{name}", "K1", "2015-09-30", series=name, actual=1.0) for name in ("Budget", "Total")),
    ]  # fmt: skip
    load_records(store, records, title="plan.xml")
    found = of(store).missing()
    assert list(found.loc[found["kind"] == "kpi", "missing"]) == [
        ("manager or owner", "target"), ("manager or owner", "target", "late"),
    ]  # fmt: skip
    store.close()


def test_projects_that_nobody_manages_are_counted_and_found_beside_those_that_somebody_does(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    load_records(store, [Project("P1", "Depot", manager="Ada Byron"), Project("P2", "Pier")], title="register.xlsx")
    view = of(store, "/missing?owner=-")
    counts = view.missing_counted(view.missing())[["manager", "things", "manager or owner"]]
    assert [tuple(line) for line in counts.itertuples(index=False)] == [("", 1, 1), ("Ada Byron", 1, 0)]
    assert list(view.missing_chosen(view.missing())["key"]) == ["P2"]
    store.close()
