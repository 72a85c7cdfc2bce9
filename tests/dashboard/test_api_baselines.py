"""The days of the baselines of projects at the API, and how they came."""

from dashboard.api.rows import Project as ProjectRow
from dashboard.app import create_app
from dashboard.assess import assess
from dashboard.demonstration import settings
from data.commit import Load, commit
from data.records import Project, Task
from data.store import Store
from tests.data.loads import delivery

NAMES = ("baseline_start", "baseline_finish", "baseline_start_from", "baseline_finish_from")


def load(store: Store, as_of: str, *tasks: Task) -> None:
    """Load a register of A, whose baseline's start it states, B, C, whose plan of May is adopted, and a plan of all."""
    register = [
        Project("A", name="A", baseline_start="2026-01-12"),
        Project("B", name="B"),
        Project("C", name="C", baseline_as_of="2026-05-31"),
    ]
    plans = [Project(key, name=key, status_date=as_of) for key in "ABC"]
    loads = [delivery("register", *register), delivery("plan", *plans, *tasks, loader="ms_project", status_date=as_of)]
    commit(store, Load(loads, as_of, as_of=as_of), assess)


def task(project: str, uid: str, start: str, finish: str, *, baseline: bool = True) -> Task:
    return Task(
        f"{project}.{uid}", project=project, uid=uid, name=uid, kind="task", start=start, finish=finish, work=4800.0,
        baseline_work=4800.0 if baseline else None, baseline_start=start if baseline else None,
        baseline_finish=finish if baseline else None,
    )  # fmt: skip


def test_the_days_of_a_baseline_that_only_tasks_have_are_theirs_and_say_so(store: Store) -> None:
    """B runs from its first start, 2 March, to its last finish, 30 June; A's start is stated; in May C was of June."""
    planned = [
        task("A", "1", "2026-01-05T08:00:00", "2026-03-31T17:00:00"),
        task("B", "1", "2026-03-02T08:00:00", "2026-04-30T17:00:00"),
        task("B", "2", "2026-04-01T08:00:00", "2026-06-30T17:00:00"),
    ]
    load(store, "2026-05-31", *planned, task("C", "1", "2026-06-01", "2026-06-26", baseline=False))
    load(store, "2026-06-30", *planned, task("C", "1", "2026-06-08", "2026-07-10", baseline=False))
    client = create_app(store, settings()).server.test_client()
    rows = {row["key"]: [row[name] for name in NAMES] for row in client.get("/api/v1/projects").get_json()}
    assert rows == {
        "A": ["2026-01-12", "2026-03-31", "stated", "tasks"],
        "B": ["2026-03-02", "2026-06-30", "tasks", "tasks"],
        "C": ["2026-06-01", "2026-06-26", "tasks, adopted at revision 1", "tasks, adopted at revision 1"],
    }
    assert [client.get("/api/v1/projects/B").get_json()[name] for name in NAMES] == rows["B"]


def test_the_description_names_every_way_in_which_a_day_came() -> None:
    for name in NAMES[2:]:
        said = ProjectRow.model_fields[name].description or ""
        assert [one for one in ("stated", "tasks", "tasks, adopted at revision N") if one not in said] == []
