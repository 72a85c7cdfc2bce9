"""What people have and what is asked of them, alike on both databases. 9 November 2026 is a Monday."""

import json
from datetime import UTC, datetime

import pytest

from dashboard.analysis.load import binned
from dashboard.analysis.working_time import Span
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.conflicts import conflicts_of
from dashboard.view.workload import Workload, workload_of
from data.records import Absence, Assignment, Calendar, ListEntry, Project, Record, Resource, Task
from data.store import Store
from tests.dashboard.analysis.planned import FULL
from tests.dashboard.stores import load_records

MAIL = "ada@t.example"
WEEK = Span.of("2026-11-09", "2026-11-15")


def plan(key: str, *rows: Record, off: str | None = None) -> list[Record]:
    """Give a schedule of one project in which Ada works 16 hours from Monday to Friday."""
    exceptions = json.dumps([[off, off, []]]) if off else None
    start, finish = "2026-11-09T08:00:00", "2026-11-13T17:00:00"
    return [
        Project(key, name=key, status_date="2026-10-31"),
        Task(f"{key}.1", project=key, name="Weld"),
        Resource("7", name="A. B.", kind="person", email=MAIL, calendar="c", max_units=1.0),
        Calendar("c", week=json.dumps(FULL), exceptions=exceptions),
        Assignment("1", project=key, task=f"{key}.1", resource="7", remaining_work=960.0, start=start, finish=finish),
        *rows,
    ]


def three_files(store: Store, *more: Record) -> None:
    """Load a register and three schedules in which Ada works, one of which has the Friday off."""
    ada = Resource("E1", name="Ada Byron", kind="person", email=MAIL, department="ENG", place="Vellin")
    register = sorted([ada, *more], key=lambda row: type(row).__name__)
    load_records(store, register, title="register.xlsx", feed="register", as_of="2026-11-01")
    for key, off in (("A", None), ("B", "2026-11-13"), ("C", None)):
        load_records(store, plan(key, off=off), title=f"{key}.xml", feed=key, loader="ms_project", as_of="2026-11-01")


def seen(store: Store, span: Span = WEEK, people: list[str] | None = None) -> Workload:
    return workload_of(View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC)), span, people)


def rows(found: Workload, group: str) -> list[tuple[object, ...]]:
    names = ["group", "capacity_hours", "demand_hours", "asked_hours"]
    frame = binned(found.grouped(group), found.span, "week")[names]
    return [tuple(row) for row in frame.round(6).itertuples(index=False)]


def test_the_same_person_in_three_files_has_one_capacity_and_all_the_demand(store: Store) -> None:
    """Four days of eight hours, as one file has the Friday off; 16 hours of each of the three."""
    three_files(store)
    assert rows(seen(store), "person") == [("E1", 32.0, 48.0, 0.0)]
    assert rows(seen(store, people=["E1"]), "person") == [("E1", 32.0, 48.0, 0.0)]
    assert seen(store, people=[]).people.empty
    over = conflicts_of(View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))).found
    assert over[["person", "first", "last", "over_hours"]].to_numpy().tolist() == [
        ["E1", "2026-11-09", "2026-11-13", pytest.approx(16.0)]
    ]


def test_absences_of_a_person_a_department_a_place_and_everyone_are_taken_once_each_day(store: Store) -> None:
    three_files(
        store,
        ListEntry("department:eng", kind="department", code="ENG", name="Engineering"),
        ListEntry("place:v", kind="place", code="V", name="Vellin"),
        Absence("1", who="*", first_day="2026-11-09", last_day="2026-11-09"),
        Absence("2", who="Engineering", first_day="2026-11-09", last_day="2026-11-10", hours_per_day=2.0),
        Absence("3", who="V", first_day="2026-11-11", last_day="2026-11-11", hours_per_day=3.0),
        Absence("4", who="Ada Byron", first_day="2026-11-11", last_day="2026-11-11", hours_per_day=4.0),
    )
    found = seen(store)
    assert (found.by_unit.capacity[0] / 60).tolist() == [0, 6, 1, 8, 0, 0, 0]


def test_demand_without_a_name_is_kept_by_role_skill_and_department_of_its_project(store: Store) -> None:
    """Half of Ada's time by the register lies on her first calendar, which does not have the Friday off: 20 hours."""
    three_files(
        store,
        ListEntry("department:eng", kind="department", code="ENG", name="Engineering"),
        Project("P1", name="Line", department="Engineering"),
        Assignment("2", project="P1", skill="controls", people=4.0, firm=False, start="2026-11-09",
                   finish="2026-11-13", hours_per_week=36.0),
        Assignment("3", project="P1", role="Welder", start="2026-11-09", finish="2026-11-13", share=0.5),
        Assignment("4", project="P1", resource="Ada Byron", start="2026-11-09", finish="2026-11-13", share=0.5),
    )  # fmt: skip
    found = seen(store)
    assert rows(found, "person") == [("E1", 32.0, 68.0, 0.0), (None, 0.0, 20.0, 144.0)]
    assert rows(found, "role") == [("Welder", 0.0, 20.0, 0.0), (None, 32.0, 68.0, 144.0)]
    assert rows(found, "skill") == [("controls", 0.0, 0.0, 144.0), (None, 32.0, 88.0, 0.0)]
    assert rows(found, "department") == [("ENG", 32.0, 88.0, 144.0)]
    assert [row[0::2] for row in rows(found, "project")] == [("A.A", 16.0), ("B.B", 16.0), ("C.C", 16.0), ("P1", 40.0)]


def test_a_window_cuts_demand_and_loses_none(store: Store) -> None:
    three_files(store)
    parts = [seen(store, Span(WEEK.first + place, 1)).by_unit.demand["firm"].sum() for place in range(7)]
    assert sum(parts) / 60 == pytest.approx(48)
