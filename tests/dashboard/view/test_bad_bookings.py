"""What exports say wrongly of bookings: a stated rule for each; nothing counts twice or is lost without its name."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dashboard.analysis.load import counted
from dashboard.analysis.working_time import Span
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.workload import workload_of
from data.records import Assignment, Project, Record, Resource, Task
from tests.dashboard.stores import empty_store, load_records

SPAN = Span.of("2026-11-09", "2026-11-22")  # two weeks from a Monday
START, FINISH = "2026-11-09T08:00:00", "2026-11-13T17:00:00"
TEN = Assignment("", project="A", task="A.1", remaining_work=600.0)  # hours
PLAN: tuple[Record, ...] = (
    Project("A", name="Line", status_date="2026-10-31"),
    Task("A.1", project="A", name="Weld", start=START, finish=FINISH),
    Resource("outside", name="Ada Ost", kind="person"),
    Resource("twice", name="Bo Tveit", kind="person"),
    Resource("endless", name="Cy Ende", kind="person"),
    Resource("accents", name="Zoë Ångström", kind="person"),
    TEN._replace(key="1", resource="outside", start="2026-11-16T08:00:00", finish="2026-11-20T17:00:00"),
    TEN._replace(key="2", resource="not there"),
    TEN._replace(key="3"),
    TEN._replace(key="4", resource="twice"),
    TEN._replace(key="5", resource="twice", remaining_work=300.0),
    TEN._replace(key="6", resource="endless", start="2026-11-12T08:00:00"),
    TEN._replace(key="7", resource="endless", start="2026-11-20T08:00:00", task="A.2"),
    TEN._replace(key="8", resource="accents"),
)
OTHER: tuple[Record, ...] = (
    Project("B", name="Pump"),
    Resource("1", name="ANGSTROM, Zoe", kind="person"),
    Assignment("1", project="B", resource="1", remaining_work=300.0, start=START, finish=FINISH),
)

Hours = dict[str | None, list[float]]


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hours]:
    """The hours of the two weeks by person, None for work without a name; the same plan is loaded twice."""
    store = empty_store(tmp_path_factory.mktemp("bookings"))
    for title in ("plan.xml", "plan again.xml"):
        load_records(store, PLAN, title=title, feed="plan", loader="ms_project")
    load_records(store, OTHER, title="pump.xml", feed="pump", loader="ms_project")
    found = workload_of(View(store, Selection(), datetime(2026, 11, 4, 9, tzinfo=UTC)), SPAN).by_unit
    minutes = counted(found.demand)
    yield {
        key: [float(row[:7].sum()) / 60, float(row[7:].sum()) / 60]
        for key, row in zip(found.keys, minutes, strict=True)
    }
    store.close()


def test_an_assignment_outside_its_task_lies_on_its_own_days(hours: Hours) -> None:
    assert hours["plan.outside"] == pytest.approx([0, 10])


def test_work_for_somebody_who_is_not_there_is_demand_without_a_name(hours: Hours) -> None:
    assert hours[None] == pytest.approx([20, 0])


def test_two_assignments_of_one_person_to_one_task_are_both_worked_and_counted_once(hours: Hours) -> None:
    assert hours["plan.twice"] == pytest.approx([15, 0])


def test_work_without_an_end_takes_that_of_its_task_else_all_of_it_lies_on_its_day(hours: Hours) -> None:
    assert hours["plan.endless"] == pytest.approx([10, 10])


def test_a_name_in_another_order_case_or_without_accents_is_the_same_person(hours: Hours) -> None:
    assert hours["plan.accents"] == pytest.approx([15, 0]) and len(hours) == 5
