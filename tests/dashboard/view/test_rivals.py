"""Who has to give way in a conflict over people. 9 November 2026 is a Monday."""

from datetime import UTC, datetime

import pytest

from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.rivals import against
from data.records import Assignment, Contribution, Kpi, Objective, Perspective, Project, Reading, Record, Resource
from data.store import Store
from tests.dashboard.stores import load_records


@pytest.fixture
def view(store: Store) -> View:
    """Ada has 40 hours and is booked for 60: on P, which brings 0.5 of 10, and on Q, which brings 6."""
    rows: list[Record] = [
        Perspective("F", name="Financial"),
        Objective("O", name="Grow", perspective="F", weight=100.0),
        Kpi("K", name="Revenue", objective="O", better="higher", unit="m", baseline=0.0, baseline_date="2025-12-31",
            target=10.0, target_date="2026-12-31"),
        Reading("1", kpi="K", date="2026-10-31", actual=0.0),
        *(Project(key, name=key, finish="2026-12-01") for key in "PQ"),
        Contribution("1", project="P", serves="K", amount=0.5),
        Contribution("2", project="Q", serves="K", amount=6.0),
        Resource("A", name="Ada", kind="person", hours_per_week=40.0),
        *(Assignment(key, project=key, task=key, resource="A", start="2026-11-09", finish="2026-11-13", work=30 * 60.0)
          for key in "PQ"),
    ]  # fmt: skip
    load_records(store, rows, title="register.xlsx", feed="register")
    return View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))


def test_a_project_is_weighed_against_what_competes_with_it_for_people(view: View) -> None:
    with view.store.reading() as connection:
        found = against(connection, view.number, view.today, ["P"])
        assert against(connection, view.number, view.today, []).empty
        assert against(connection, view.number, "2026-11-16", ["P"]).isna().all(axis=None)  # the week is over
    assert found.to_numpy().tolist() == [pytest.approx([5.0, 60.0])]
