"""What got its key later, from a register, is one thing in its course, its history, on the map and in addresses."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.explain.history import history
from dashboard.view.portfolio import course
from data.records import (
    Assignment,
    Contribution,
    Kpi,
    Link,
    Milestone,
    Objective,
    Perspective,
    Project,
    Record,
    Resource,
    Task,
)
from data.store import Store
from tests.dashboard.stores import empty_store, load_records

NOW = datetime(2026, 11, 10, 8, tzinfo=UTC)
WEEKS = "2026-11-02T08:00:00", "2026-12-11T17:00:00"


def _plan(forecast: str, baseline: str, day: str) -> list[Record]:
    return [
        Project("7", name="New line", status_date=day),
        Task("7.1", "7", uid="1", name="Ready", kind="milestone", baseline_finish=baseline, finish=forecast),
        Task("7.2", "7", uid="2", name="Build", kind="task", start=WEEKS[0], finish=WEEKS[1]),
        Resource("5", kind="person", name="Ada Byron", max_units=100.0),
        Assignment("7.2.5", "7", task="7.2", resource="5", work=400 * 60.0, start=WEEKS[0], finish=WEEKS[1]),
    ]


STRATEGY: list[Record] = [
    Perspective("p", name="Customer"),
    Objective("a", name="Deliver on time", perspective="p"),
    Objective("b", name="Keep what works", perspective="p"),
    Kpi("k", name="Lead time", objective="a"),
    Link("1", "b", "a"),
]
REGISTER: list[Record] = [
    *STRATEGY,
    Project("LINE", schedule_id="7", name="New line"),
    Milestone("M1", project="LINE", name="1", kind="milestone"),
    Contribution("1", project="LINE", milestone="M1", serves="k"),
    Resource("ada@x.example", kind="person", name="Ada Byron"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A plan in August and September and a strategy from StratML; the register with its own keys in October."""
    store = empty_store(tmp_path_factory.mktemp("rekeyed"))
    load_records(store, STRATEGY, title="strategy.stratml", as_of="2026-08-31", feed="aims", loader="stratml")
    for day, forecast, baseline in (
        ("2026-08-31", "2026-10-01", "2026-10-01"),
        ("2026-09-30", "2026-12-01", "2026-11-02"),
    ):
        load_records(store, _plan(forecast, baseline, day), title=day, as_of=day, feed="plan", loader="primavera")
    load_records(store, REGISTER, title="register.xlsx", as_of="2026-10-31", feed="register")
    yield store
    store.close()


def of(store: Store, address: str) -> View:
    return View(store, Selection.parse(address), NOW)


def test_the_course_of_its_status_goes_on(store: Store) -> None:
    with store.reading() as connection:
        found = course(connection, 4, ["LINE"])
    assert [day for day, _ in found["LINE"]] == ["2026-08-31", "2026-09-30", "2026-10-31"]


def test_its_history_and_that_of_its_milestones_go_on(store: Store) -> None:
    with store.reading() as connection:
        status = history(connection, 4, "project", ["LINE"], ["status"])
        slips = history(connection, 4, "milestone", ["M1"], ["slip_days"])
    assert status[["subject", "on_date"]].values.tolist() == [["LINE", "2026-08-31"], ["LINE", "2026-09-30"]]
    assert slips[["subject", "on_date"]].values.tolist() == [["M1", "2026-08-31"], ["M1", "2026-09-30"]]
    found = of(store, "/").milestone("M1")
    assert found is not None
    assert (found["first_baseline"], found["moved_from"], found["moved_to"]) == (
        "2026-10-01",
        "2026-10-01",
        "2026-11-02",
    )
