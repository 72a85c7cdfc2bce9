"""Who has to give way in a conflict over people. 9 November 2026 is a Monday."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from dashboard.analysis.recommendation import may_give_way, rules_of
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.site import Site
from dashboard.view import View
from dashboard.view.rivals import against
from data import schema
from data.records import (
    Assignment,
    Contribution,
    Decision,
    Kpi,
    Objective,
    Perspective,
    Project,
    Reading,
    Record,
    Resource,
)
from data.store import Store
from tests.dashboard.stores import load_records


def load(store: Store, *more: Record) -> View:
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
        *more,
    ]  # fmt: skip
    load_records(store, rows, title="register.xlsx", feed="register")
    return View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))


def test_a_project_is_weighed_against_what_competes_with_it_for_people(store: Store) -> None:
    view = load(store)
    with store.reading() as connection:
        found = against(connection, view.number, view.today, ["P"])
        assert against(connection, view.number, view.today, []).empty
        assert against(connection, view.number, "2026-11-16", ["P"]).isna().all(axis=None)  # the week is over
    assert found.to_numpy().tolist() == [pytest.approx([5.0, 60.0])]


def test_of_a_revision_of_an_older_version_it_is_worked_out(store: Store) -> None:
    view = load(store)
    with store.writing() as connection:
        for table in (schema.staff, schema.workload, schema.overload, schema.spread):
            connection.execute(table.delete())
        connection.execute(schema.standing.update().values(brings=None))
    with store.reading() as connection:
        found = against(connection, view.number, view.today, ["P"])
    assert found.to_numpy().tolist() == [pytest.approx([5.0, 60.0])]


def test_an_accepted_conflict_asks_nobody_to_give_way_until_its_day(store: Store) -> None:
    accepted = Decision("D1", date="2026-11-02", about="Ada", kind="accepted conflict", text="Let it be", state="done",
                        accepted_until="2026-11-10")  # fmt: skip
    view = load(store, accepted)
    site = Site(store, Settings())
    with store.reading() as connection:
        for day, quiet in (("2026-11-10", True), ("2026-11-11", False)):
            assert against(connection, view.number, day, ["P"]).isna().all(axis=None) == quiet
            seen = View(store, Selection(), datetime.fromisoformat(f"{day}T08:00:00+00:00"))
            assert site.conflicts(seen).found["state"].to_list() == ["accepted" if quiet else "open"]


def test_only_those_are_asked_about_of_whom_a_line_of_the_table_asks() -> None:
    projects = pd.DataFrame({"status": ["off_track", "off_track", "at_risk"], "percent_complete": [50.0, 95.0, None]})
    assert may_give_way(projects).tolist() == [True, False, False]
    for line, asked in (("pause: gives way", [True] * 3), ("pause: off track, gives way", [True, True, False])):
        settings = pd.DataFrame({"name": ["recommendation 40"], "value": [line]})
        assert may_give_way(projects, rules_of(settings)).tolist() == asked
