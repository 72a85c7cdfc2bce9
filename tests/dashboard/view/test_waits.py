"""Hand-overs are counted in the days that the projects work, by the thresholds of the register, wherever told."""

from pathlib import Path

import pytest

from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.handovers import handovers_of
from data.records import Calendar, Dependency, Project, Record, Setting, Task
from data.store import Store
from tests.dashboard.conftest import NOW
from tests.dashboard.stores import empty_store, load_records

# No Fridays: from Monday, 26 October, two weeks are 8 days, where Monday to Friday gives 10.
PLAN: tuple[Record, ...] = (
    Calendar("4", week='{"5": []}'),
    Project("G", name="Bench", calendar="4", status_date="2026-10-31"),
    Project("N", name="Pump", calendar="4", status_date="2026-10-31"),
    Task("G.1", "G", uid="1", kind="milestone", name="Handed over", finish="2026-11-09", baseline_finish="2026-10-26"),
    Task("N.1", "N", uid="1", kind="milestone", name="Approved", finish="2026-11-23", baseline_finish="2026-11-02"),
)
WAITS = Dependency(
    "G|N", from_project="Bench", from_task="Handed over", to_project="Pump", to_task="Approved", type="FS", lag=0.0,
    agreed=True,
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = empty_store(tmp_path)
    load_records(store, PLAN, title="plan.xml", as_of="2026-10-31", feed="plan", loader="ms_project")
    return store


def told(store: Store, *more: Record) -> tuple[object, ...]:
    load_records(store, (WAITS, *more), title="register.xlsx", as_of="2026-10-31")
    row = handovers_of(View(store, Selection(), NOW)).iloc[0]
    return row["late_days"], row["overrun"], row["slack"], row["state"]


def test_a_week_of_four_days_counts_four(store: Store) -> None:
    assert told(store) == (8.0, 4.0, 8.0, "late")


def test_it_is_late_beyond_what_the_register_lets_a_milestone_slip(store: Store) -> None:
    assert told(store, Setting("s", name="threshold.milestone_slip.on_track", value="8")) == (8.0, 4.0, 8.0, "on_time")
