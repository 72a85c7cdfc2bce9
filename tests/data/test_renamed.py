"""What is called by another name or key, but by the same identifier, is the same thing still, and that is told."""

from typing import Any

from sqlalchemy import select

from data import queries
from data.derived import resolve
from data.export import Delivery, Rejection
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


def _issue(project: str, code: str, number: str, name: str = "Fit the drive", **more: Any) -> Task:
    return Task(f"{project}.{code}", project, uid=number, code=code, name=name, **more)


def _issues(*records: Any, lasting: bool = True) -> Delivery:
    found = delivery("board", *records, loader="jira", status_date="2026-10-31")
    found.export.lasting = lasting
    return found


def test_an_issue_that_was_moved_to_another_project_goes_on_with_all_that_hangs_on_it(store: Store) -> None:
    projects = Project("OPS"), Project("NET")
    other = _issue("NET", "NET-1", "20", "Lay the cable")
    epic = _issue("OPS", "OPS-12", "10", kind="milestone", parent="OPS.OPS-12.items")
    _load(store, _issues(
        *projects, other, epic, Task("OPS.OPS-12.items", "OPS", code="OPS-12", kind="summary"),
        _issue("OPS", "OPS-13", "11", "Test it", parent="OPS.OPS-12.items"),
        Dependency("OPS.OPS-12>NET.NET-1", "OPS", "OPS.OPS-12", "NET", "NET.NET-1"),
        Assignment("OPS.OPS-13.ann", "OPS", "OPS.OPS-13", "ann"),
        FieldValue("OPS.OPS-12.In the tracker", "task", "OPS.OPS-12", "In the tracker", "Type: Epic"),
    ))  # fmt: skip
    later = _issues(
        *projects, other, _issue("NET", "NET-4", "10", kind="milestone", parent="NET.NET-4.items"),
        Task("NET.NET-4.items", "NET", code="NET-4", kind="summary"),
        _issue("NET", "NET-5", "11", "Test it", parent="NET.NET-4.items"),
        Dependency("NET.NET-4>NET.NET-1", "NET", "NET.NET-4", "NET", "NET.NET-1"),
        Assignment("NET.NET-5.ann", "NET", "NET.NET-5", "ann"),
        FieldValue("NET.NET-4.In the tracker", "task", "NET.NET-4", "In the tracker", "Type: Epic"),
    )  # fmt: skip
    before = {key for _, _, key in content(store, 1)}
    revision = _load(store, later)
    assert later.export.notes == [
        "renamed: task OPS-12 of project OPS is now NET-4 of project NET (UID 10); it goes on as OPS.OPS-12; "
        "OPS-13 of project OPS is now NET-5 of project NET (UID 11); it goes on as OPS.OPS-13"
    ]
    held = content(store, revision)
    assert {key for _, _, key in held} == before
    rows = {key: Task(*held["board", "task", key]) for key in ("OPS.OPS-12", "OPS.OPS-13")}
    assert [(row.project, row.code, row.parent) for row in rows.values()] == [
        ("NET", "NET-4", "OPS.OPS-12.items"), ("NET", "NET-5", "OPS.OPS-12.items"),
    ]  # fmt: skip
    assert [record.key for record in later.export.records[Dependency]] == ["OPS.OPS-12>NET.NET-1"]
    assert later.export.records[Dependency][0].from_task == "OPS.OPS-12"  # type: ignore[union-attr]


def test_a_move_is_told_once_and_what_was_moved_stays_while_its_row_is_rejected(store: Store) -> None:
    projects, other = (Project("OPS"), Project("NET")), _issue("NET", "NET-1", "20", "Lay the cable")
    _load(store, _issues(*projects, other, _issue("OPS", "OPS-12", "10")))
    _load(store, _issues(*projects, other, _issue("NET", "NET-4", "10")))
    again = _issues(*projects, _issue("NET", "NET-1", "20", "Lay the cables"), _issue("NET", "NET-4", "10"))
    _load(store, again)
    assert again.export.notes == ["renamed: task Lay the cable is now Lay the cables (UID 20)"]
    refused = _issues(*projects, other)
    refused.export.rejections.append(Rejection("no date", "issues", 3, "due", "soon", Task, "NET.NET-4"))
    revision = _load(store, refused)
    assert {key for _, table, key in content(store, revision) if table == "task"} == {"OPS.OPS-12", "NET.NET-1"}


def test_the_issues_of_a_project_with_a_new_key_go_on_with_it(store: Store) -> None:
    guid = "https://jira.tarnholm.example/project/10100"
    link = "OPS.OPS-12>OPS.OPS-13", "OPS", "OPS.OPS-12", "OPS", "OPS.OPS-13"
    two = _issue("OPS", "OPS-12", "10"), _issue("OPS", "OPS-13", "11", "Test it")
    _load(store, _issues(Project("OPS", short_name="OPS", guid=guid), *two, Dependency(*link)))
    later = _issues(
        Project("NET", short_name="NET", guid=guid),
        _issue("NET", "NET-12", "10"),
        _issue("NET", "NET-13", "11", "Test it"),
        Dependency("NET.NET-12>NET.NET-13", "NET", "NET.NET-12", "NET", "NET.NET-13"),
    )
    before = {key for _, _, key in content(store, 1)}
    revision = _load(store, later)
    assert {key for _, _, key in content(store, revision)} == before
    assert later.export.records[Dependency] == [Dependency(*link)]
    assert later.export.notes == [
        f"renamed: project OPS is now NET (GUID {guid}); it goes on as OPS",
        "renamed: task OPS-12 is now NET-12 (UID 10); it goes on as OPS.OPS-12; "
        "OPS-13 is now NET-13 (UID 11); it goes on as OPS.OPS-13",
    ]


def test_a_number_that_is_no_lasting_one_joins_nothing(store: Store) -> None:
    put(store, _issues(Project("A"), Project("B"), _issue("A", "#3", "#3"), lasting=False))
    later = _issues(Project("A"), Project("B"), _issue("B", "#3", "#3", "Another"), lasting=False)
    put(store, later, accept_shrink=True)
    assert later.export.notes == []
    assert {key for _, table, key in content(store, 2) if table == "task"} == {"B.#3"}
    twice = _issues(Project("A"), Project("B"), _issue("A", "A-1", "#3"), _issue("B", "B-1", "#3"))
    put(store, twice, accept_shrink=True)
    assert twice.export.notes == []
