"""What each source says, where they differ, which value counts and by which rule."""

import shutil
from pathlib import Path

from data.derived import resolve
from data.disagreements import of_milestones, of_projects
from data.records import Milestone, Project, Setting, Task
from data.store import Store
from tests.data.loads import delivery, put
from tests.data.test_frames import _register

SCHEDULES = "schedules own dates and progress"
REGISTERS = "registers own all but dates and progress"


def _told(store: Store, *records: Project | Milestone | Setting) -> list[list[list[object]]]:
    """Load two registers and a schedule, and give of projects and milestones what differs."""
    tasks = [
        Task("P1.7", "P1", uid="7", name="Bench ready", kind="milestone", finish="2027-01-15T17:00:00"),
        Task("P1.8", "P1", uid="8", name="Gate", kind="milestone", finish="2027-02-15T17:00:00"),
    ]
    put(
        store,
        _register(Project("P1", name="New  LINE", stage="on_hold", budget=5e5), feed="finance", day="2026-11-30"),
        _register(*records, Project("P1", name="New line", stage="active", budget=4e5, finish="2027-02-01T23:59:59")),
        delivery("plan", Project("P1", finish="2027-03-26T17:00:00", percent_complete=40.0), *tasks, loader="xer"),
    )
    with store.writing() as connection:
        resolve(connection, 1)
    with store.reading() as connection:
        found = [of_projects(connection, 1), of_milestones(connection, 1, ["P1"])]
    columns = ["key", "field", "value", "feed", "counts", "because"]
    return [rows[rows["differs"].astype(bool)][columns].values.tolist() for rows in found]


def test_every_value_is_told_with_its_source_what_counts_and_why(store: Store) -> None:
    later = "of several registers that with the later status date counts"
    projects, milestones = _told(store, Milestone("M1", "P1", name="Bench ready", forecast="2026-12-01"))
    assert projects == [  # the name differs in blanks and case only, and one source alone knows how far the work is
        ["P1", "stage", "on_hold", "finance", True, later],
        ["P1", "stage", "active", "register", False, later],
        ["P1", "budget", 5e5, "finance", True, later],
        ["P1", "budget", 4e5, "register", False, later],
        ["P1", "finish", "2027-02-01T23:59:59", "register", False, SCHEDULES],
        ["P1", "finish", "2027-03-26T17:00:00", "plan", True, SCHEDULES],
    ]
    assert milestones == [
        ["M1", "forecast", "2026-12-01", "register", False, SCHEDULES],
        ["M1", "forecast", "2027-01-15", "plan", True, SCHEDULES],
    ]


def test_a_declared_source_counts_and_the_setting_is_the_reason(empty_sqlite: Path, tmp_path: Path) -> None:
    store = Store.open(str(shutil.copy(empty_sqlite, tmp_path / "own.db")))
    names = ("precedence.project.stage", "precedence.project.finish")
    projects, _ = _told(store, *(Setting(f"{name}|*|", name, value="register") for name in names))
    store.close()
    said = {(field, feed): (counts, because) for _, field, _, feed, counts, because in projects}
    assert said["finish", "register"] == (True, "the setting precedence.project.finish names register")
    assert said["finish", "plan"][0] is False
    assert said["stage", "finance"][0] is True  # both are registers: of these the later counts, as without the setting
