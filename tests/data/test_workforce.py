"""Assignments of schedules and registers, and absences, as of a revision, alike on both databases."""

from typing import Any

from data import workforce
from data.changes import Touched, touched
from data.commit import Load, commit
from data.derived import resolve
from data.export import Delivery
from data.records import Absence, Assignment, ListEntry, Project, Record, Resource, Task
from data.store import Store
from tests.data.loads import delivery

REGISTER: tuple[Record, ...] = (
    Resource("E1", name="Ada Byron", kind="person", email="ada@t.example", department="ENG", place="Vellin"),
    ListEntry("department:eng", kind="department", code="ENG", name="Engineering"),
    ListEntry("place:vellin", kind="place", code="Vellin"),
    Project("P1", name="Line", schedule_id="A"),
    Assignment("1", project="P1", resource="ada@T.example", start="2026-11-02", finish="2026-11-06", share=0.2),
    Assignment("2", project="P1", skill="controls", skill_level=3.0, people=4.0, firm=False, start="2026-11-02",
               finish="2026-11-06", share=0.5),
    Assignment("3", project="Nowhere", resource="E1", start="2026-11-02", finish="2026-11-06", share=1.0),
    Assignment("4", project="P1", resource="Nobody Known", start="2026-11-02", finish="2026-11-06", share=1.0),
    Absence("1", who="*", first_day="2026-12-25", last_day="2026-12-26"),
    Absence("2", who="Byron, Ada", first_day="2026-11-09", last_day="2026-11-10", hours_per_day=4.0),
    Absence("3", who="engineering", first_day="2026-11-11"),
    Absence("4", who="vellin", first_day="2026-11-12", last_day="2026-11-12"),
    Absence("5", who="Somebody", first_day="2026-11-12", last_day="2026-11-12"),
)  # fmt: skip
SCHEDULE: tuple[Record, ...] = (
    Project("A", name="Line", calendar="c", status_date="2026-10-31"),
    Task("A.1", project="A", name="Weld", start="2026-11-02T08:00:00", finish="2026-11-06T17:00:00", total_slack=960.0),
    Task("A.2", project="A", name="Off", active=False),
    Resource("7", name="A. B.", kind="person", email="ada@t.example", calendar="r"),
    Resource("8", name="Welder", kind="role"),
    Resource("9", name="Sand", kind="material"),
    Assignment("1", project="A", task="A.1", resource="7", remaining_work=480.0, start="2026-11-03T08:00:00"),
    Assignment("2", project="A", task="A.1", resource="8", remaining_work=60.0),
    Assignment("3", project="A", task="A.1", resource="9", cost=5.0),
    Assignment("4", project="A", task="A.2", resource="7", remaining_work=60.0),
    Assignment("5", project="A", task="A.1", remaining_work=30.0),
)


def _load(store: Store, *deliveries: Delivery) -> None:
    commit(store, Load(deliveries, "a load"), resolve)


def _rows(store: Store, revision: int, **options: Any) -> list[tuple[Any, ...]]:
    names = [
        "feed_name",
        "key",
        "person",
        "project",
        "task_name",
        "called",
        "start",
        "finish",
        "calendar",
        "status_date",
    ]
    with store.reading() as connection:
        found = workforce.assignments(connection, revision, **options)
    return [tuple(row) for row in found[names].itertuples(index=False)]


def test_assignments_have_the_dates_of_their_task_and_the_key_of_their_person(store: Store) -> None:
    plan = delivery("plan", *SCHEDULE, loader="ms_project", status_date="2026-10-30")
    _load(store, plan, delivery("register", *REGISTER))
    start, finish = "2026-11-02T08:00:00", "2026-11-06T17:00:00"
    scheduled = [
        ("plan", "1", "E1", "P1", "Weld", "A. B.", "2026-11-03T08:00:00", finish, "1:r", "2026-10-31"),
        ("plan", "2", None, "P1", "Weld", "Welder", start, finish, "1:c", "2026-10-31"),
        ("plan", "5", None, "P1", "Weld", None, start, finish, "1:c", "2026-10-31"),
    ]
    days = ("2026-11-02", "2026-11-06")
    registered = [
        ("register", "1", "E1", "P1", None, "ada@T.example", *days, None, None),
        ("register", "2", None, "P1", None, None, *days, None, None),
        ("register", "4", None, "P1", None, "Nobody Known", *days, None, None),
    ]
    assert _rows(store, 1) == scheduled + registered
    assert _rows(store, 1, people=["E1"]) == [scheduled[0], registered[0]]
    assert _rows(store, 1, projects=["P2"]) == []
    assert _rows(store, 0) == []


def test_a_project_that_two_feeds_hold_counts_once_as_the_later_has_it(store: Store) -> None:
    later = [row._replace(status_date="2026-11-07") if isinstance(row, Project) else row for row in SCHEDULE]
    plan, copy = delivery("plan", *SCHEDULE, loader="ms_project"), delivery("copy", *later, loader="ms_project")
    _load(store, plan, copy, delivery("register", *REGISTER))
    assert {row[0] for row in _rows(store, 1)} == {"copy", "register"}


def test_which_of_two_feeds_counts_does_not_hang_on_whose_work_and_which_days_are_asked_for(store: Store) -> None:
    """The later file has only Bo, in December; Ada, whom the earlier one still has, is booked no more."""
    register = delivery("r", *REGISTER)
    bo = Resource("8", name="Bo", kind="person", email="bo@t.example")
    work = Assignment("2", project="A", resource="8", remaining_work=60.0, start="2026-12-01", finish="2026-12-01")
    plan = delivery("a", *SCHEDULE, loader="ms_project")
    later = delivery("b", Project("A", name="Line", status_date="2026-11-01"), bo, work, loader="ms_project")
    _load(store, register, plan, later)
    week = ("2026-11-02", "2026-11-08")
    assert [row[:2] for row in _rows(store, 1, people=["E1"])] == [("r", "1")]
    assert [row[:2] for row in _rows(store, 1, people=["E1"], within=week)] == [("r", "1")]
    assert ("a", "1") not in [row[:2] for row in _rows(store, 1)]


def test_an_absence_names_everyone_a_person_a_department_or_a_place(store: Store) -> None:
    _load(store, delivery("register", *REGISTER))
    with store.reading() as connection:
        found = workforce.absences(connection, 1)
    assert [tuple(row) for row in found.itertuples(index=False)] == [
        ("everyone", None, "2026-12-25", "2026-12-26", None, None),
        ("person", "E1", "2026-11-09", "2026-11-10", 4.0, None),
        ("department", "ENG", "2026-11-11", "2026-11-11", None, None),
        ("place", "Vellin", "2026-11-12", "2026-11-12", None, None),
        (None, None, "2026-11-12", "2026-11-12", None, None),
    ]


def test_the_time_of_a_person_is_what_each_source_says(store: Store) -> None:
    _load(store, delivery("plan", *SCHEDULE, loader="ms_project"), delivery("register", *REGISTER))
    with store.reading() as connection:
        found = workforce.time_of_people(connection, 1, ["E1"])
    assert found.to_numpy().tolist() == [["E1", None, None, None], ["E1", "1:r", None, None]]


def test_what_may_lie_within_some_days_is_given_and_what_states_its_own_spread_always(store: Store) -> None:
    plan = (
        Project("A", name="Line"),
        *(
            Assignment(key, project="A", start=start, finish=finish, spread=spread, actual_finish=done, work=1.0)
            for key, start, finish, spread, done in (
                ("before", "2026-11-02T08:00:00", "2026-11-08T23:59:59", None, None),
                ("last", "2026-11-02T08:00:00", "2026-11-09T08:00:00", None, None),
                ("first", "2026-11-10T23:00:00", "2026-12-01", None, None),
                ("after", "2026-11-11", "2026-12-01", None, None),
                ("own", "2026-11-11", "2026-12-01", '[["2026-11-09","2026-11-09",1]]', None),
                ("open", None, None, None, None),
                ("late", "2026-11-02T08:00:00", "2026-11-03T17:00:00", None, "2026-11-09T17:00:00"),
            )
        ),
    )
    _load(store, delivery("plan", *plan, loader="ms_project"))
    with store.reading() as connection:
        found = workforce.assignments(connection, 1, within=("2026-11-09", "2026-11-10"))
    assert list(found["key"]) == ["first", "last", "late", "open", "own"]


def test_a_task_that_moves_concerns_those_whose_assignments_have_its_dates(store: Store) -> None:
    week = {"start": "2026-11-02T08:00:00", "finish": "2026-11-06T17:00:00"}
    later = week | {"finish": "2026-11-13T17:00:00", "name": "Weld again"}
    _load(store, _plan("A", week, week), _plan("B", {}, week))
    for moved in (
        _plan("A", week, later), _plan("B", {}, week | {"name": "Weld"}), _plan("B", {}, later),
        _plan("A", week, later | {"active": False}),
    ):  # fmt: skip
        _load(store, moved)
    with store.reading() as connection:
        found = [touched(connection, revision) for revision in (2, 3, 4, 5)]
    nobody = Touched(set(), set())
    assert found == [nobody, nobody, Touched({"B.a"}, {"B.B"}), Touched({"A.a"}, {"A.A"})]


def _plan(key: str, own: dict[str, Any], task: dict[str, Any]) -> Delivery:
    """Give a project with a task, and somebody's assignment on it, which has dates of its `own` or none."""
    return delivery(
        key, Project(key), Task(f"{key}.1", project=key, **task), Resource("a", name=f"Ada {key}", kind="person"),
        Assignment("1", project=key, task=f"{key}.1", resource="a", remaining_work=60.0, **own), loader="ms_project",
    )  # fmt: skip
