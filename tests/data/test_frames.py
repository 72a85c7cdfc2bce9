"""Several sources of a thing make one thing: who wins, field by field, and what a dash empties."""

from collections.abc import Sequence
from typing import Any

import pytest

from data import queries
from data.derived import resolve
from data.export import Delivery
from data.records import Milestone, Project, Record, Task
from data.store import Store
from tests.data.loads import delivery, put


def _derive(store: Store, *deliveries: Delivery) -> int:
    done = put(store, *deliveries)
    revision = done.revision.number if done.revision else 0
    with store.writing() as connection:
        resolve(connection, revision)
    return revision


def _project(store: Store, *deliveries: Delivery) -> dict[Any, Any]:
    revision = _derive(store, *deliveries)
    with store.reading() as connection:
        frame = queries.projects(connection, revision)
    assert list(frame.index) == ["P1"]
    return frame.to_dict("records")[0]


def _register(*records: Record, feed: str = "register", day: str = "2026-10-31") -> Delivery:
    return delivery(feed, *records, status_date=day)


def _schedule(*records: Record, feed: str = "plan") -> Delivery:
    return delivery(feed, *records, loader="ms_project", covers=[Task], status_date="2026-10-31")


SCHEDULE: dict[str, Any] = {
    "name": "Vellin",
    "manager": "Somebody",
    "start": "2026-01-05T08:00:00",
    "finish": "2027-03-26T17:00:00",
    "percent_complete": 40.0,
    "currency": "EUR",
}


def test_schedules_own_dates_and_progress_and_the_register_owns_the_rest(store: Store) -> None:
    register = Project(
        "P1", name="New line", manager="d.haske@t.example", start="2026-02-01", percent_complete=90.0, stage="active"
    )
    found = _project(store, _register(register), _schedule(Project("P1", **SCHEDULE)))
    assert {name: found[name] for name in (*SCHEDULE, "stage", "sources")} == {
        "name": "New line",
        "manager": "d.haske@t.example",
        "start": "2026-01-05T08:00:00",
        "finish": "2027-03-26T17:00:00",
        "percent_complete": 40.0,
        "currency": "EUR",
        "stage": "active",
        "sources": "register; plan",
    }


def test_where_only_one_source_has_a_field_it_counts(store: Store) -> None:
    found = _project(store, _register(Project("P1", start="2026-02-01")), _schedule(Project("P1", name="Vellin")))
    assert (found["name"], found["start"], found["finish"]) == ("Vellin", "2026-02-01", None)


def test_a_dash_of_the_register_empties_what_a_schedule_says(store: Store) -> None:
    register = Project("P1", emptied="manager finish")
    found = _project(store, _register(register), _schedule(Project("P1", **SCHEDULE)))
    assert (found["manager"], found["finish"], found["start"]) == (None, None, "2026-01-05T08:00:00")


def test_of_two_registers_the_one_with_the_later_date_counts_whichever_came_first(store: Store) -> None:
    late = _register(Project("P1", name="Late", stage="active"), feed="late", day="2026-10-31")
    early = _register(Project("P1", name="Early", manager="A", stage="closed"), feed="early", day="2026-09-30")
    _derive(store, late)
    found = _project(store, early)
    assert (found["name"], found["manager"], found["stage"]) == ("Late", "A", "active")


@pytest.mark.parametrize(("day", "manager"), [("2026-11-30", None), ("2026-08-31", "A")])
def test_a_dash_counts_like_a_value_among_registers(store: Store, day: str, manager: str | None) -> None:
    stated = _register(Project("P1", manager="A"), feed="one", day="2026-09-30")
    emptied = _register(Project("P1", emptied="manager"), feed="two", day=day)
    assert _project(store, stated, emptied)["manager"] == manager


def test_what_is_missing_is_none_in_every_frame(store: Store) -> None:
    found = _project(store, _register(Project("P1")))
    assert [name for name, value in found.items() if value is not None and value != value] == []


def _milestones(store: Store, register: Sequence[Record], schedule: Sequence[Record]) -> dict[Any, dict[Any, Any]]:
    revision = _derive(store, _register(Project("P1"), *register), _schedule(Project("P1"), *schedule))
    with store.reading() as connection:
        frame = queries.milestones(connection, revision, all_kinds=True)
    names = ["project", "name", "kind", "baseline", "forecast", "actual", "note", "sheet", "row"]
    return frame[names].to_dict("index")


def test_a_milestone_has_its_dates_and_place_from_the_schedule_and_its_words_from_the_register(store: Store) -> None:
    task = Task(
        "P1.7", project="P1", uid="7", name="Line up", kind="milestone", sheet="Task", row=70,
        baseline_finish="2026-12-11T17:00:00", finish="2026-12-18T17:00:00",
    )  # fmt: skip
    line = Milestone(
        "M1", project="P1", name="LINE UP", kind="gate", baseline="2026-12-01", note="with the board",
        sheet="Milestones", row=5,
    )  # fmt: skip
    assert _milestones(store, [line], [task]) == {
        "M1": {
            "project": "P1",
            "name": "LINE UP",
            "kind": "milestone",
            "baseline": "2026-12-11",
            "forecast": "2026-12-18",
            "actual": None,
            "note": "with the board",
            "sheet": "Task",
            "row": 70,
        }
    }


def test_a_baseline_that_only_the_register_has_counts(store: Store) -> None:
    task = Task(
        "P1.7", project="P1", uid="7", kind="milestone", start="2026-12-18T08:00:00", actual_start="2026-12-17T08:00:00"
    )
    found = _milestones(store, [Milestone("7", project="P1", baseline="2026-12-01")], [task])["7"]
    assert (found["baseline"], found["forecast"], found["actual"]) == ("2026-12-01", "2026-12-18", "2026-12-17")
