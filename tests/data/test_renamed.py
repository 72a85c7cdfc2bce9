"""What is called by another name or key, but by the same identifier, is the same thing still, and that is told."""

from typing import Any

from sqlalchemy import select

from data import queries
from data.derived import resolve
from data.export import Delivery
from data.records import Assignment, Contribution, Dependency, FieldValue, Kpi, Project, Task
from data.schema import FACTS
from data.store import Store
from tests.data.loads import content, delivery, put

GUID = "guid-of-line"


def _plan(short: str, *, guid: str | None = GUID, name: str = "New line", milestone: str = "Ready", **more: Any):
    own = f"{short}.17"
    return delivery(
        "plan",
        Project(short, name=name, short_name=short, guid=guid),
        Task(own, short, uid="17", name=milestone, kind="milestone", parent=f"{short}.wbs1", finish="2027-01-15"),
        Task(f"{short}.wbs1", short, uid="w1", name="All", kind="summary"),
        Dependency(f"{short}.1", from_project=short, from_task=own, to_project="B", to_task="B.17"),
        Assignment(f"{short}.9", short, own, resource="VEL"),
        FieldValue(f"{short}.f", "project", short, "Dept", short),
        *more.get("beside", (Project("B", name="Other", guid="guid-of-other"),)),
        loader="primavera",
        status_date="2026-10-31",
    )


def _load(store: Store, *deliveries: Delivery) -> int:
    done = put(store, *deliveries)
    revision = done.revision.number if done.revision else 0
    with store.writing() as connection:
        resolve(connection, revision)
    return revision


def test_a_project_whose_key_changed_goes_on_with_all_that_hangs_on_it(store: Store) -> None:
    link = Contribution("c", project="plan.VEL", serves="K1")
    _load(store, _plan("VEL"), delivery("register", Kpi("K1"), link))
    later = _plan("VEL-27")
    revision = _load(store, later)
    assert later.export.notes == [
        "renamed: project VEL is now VEL-27 (GUID guid-of-line); it goes on as VEL",
    ]
    held = {(table, key) for feed, table, key in content(store, revision) if feed == "plan"}
    assert held == {
        ("project", "VEL"), ("project", "B"), ("task", "VEL.17"), ("task", "VEL.wbs1"), ("dependency", "VEL.1"),
        ("assignment", "VEL.9"), ("field_value", "VEL.f"),
    }  # fmt: skip
    assert content(store, revision)["plan", "field_value", "VEL.f"][-1] == "VEL-27"  # a text of the source stays
    with store.reading() as connection:
        assert list(queries.projects(connection, revision).index) == ["plan.B", "plan.VEL"]
        assert queries.contributions(connection, revision)["project"].tolist() == ["plan.VEL"]
        tasks = FACTS[Task].c
        closed = connection.execute(select(tasks.key).where(tasks.until == revision)).all()
    assert closed == []  # the tasks are what they were: no new version of any
    again = _plan("VEL-27", milestone="Ready to go")
    _load(store, again)
    assert again.export.notes == ["renamed: task Ready is now Ready to go (UID 17)"]


def test_it_is_not_guessed_which_of_two_goes_on(store: Store) -> None:
    _load(store, _plan("VEL"))
    copies = _plan("V1", beside=(Project("V2", guid=GUID), Project("B", name="Other")))
    put(store, copies, accept_shrink=True)
    assert copies.export.notes == []
    assert {key for _, table, key in content(store, 2) if table == "project"} == {"V1", "V2", "B"}
    put(store, _plan("W", guid="third", beside=()), accept_shrink=True)
    dotted = _plan("X", guid="third", beside=(Project("X.2"),))  # of which of them is X.2.17?
    put(store, dotted, accept_shrink=True)
    assert dotted.export.notes == []
