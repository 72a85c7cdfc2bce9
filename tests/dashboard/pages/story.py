"""A store with one story on every page: a red KPI, a late milestone, money in two currencies, 1,200 tasks.

The names try to be markup, which they must never become.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from dashboard.assess import assess
from data.commit import Load, commit
from data.export import Delivery, Export, Rejection, Skipped
from data.records import (
    Contribution,
    Dependency,
    Kpi,
    Link,
    Milestone,
    Money,
    Objective,
    Perspective,
    Project,
    Reading,
    Record,
    Resource,
    Risk,
    Task,
    Theme,
)
from data.store import Store
from tests.dashboard.stores import empty_store

EVIL = "<b onmouseover=alert(1)>x</b>"
TASKS = 1200
FAULTS = 250

REGISTER: tuple[Record, ...] = (
    Perspective(key="C", name="Customer", position=1, sheet="Perspectives", row=2),
    Theme(key="T1", name="Reliable service", sheet="Themes", row=2),
    Objective(
        key="O1", name="Deliver when promised", perspective="C", theme="T1", owner="ada@x.example", weight=7.0,
        due="2026-12-31", description=EVIL, sheet="Strategy", row=4,
    ),
    Objective(key="O2", name="Secure supply", perspective="C", sheet="Strategy", row=5),
    Link(key="l1", from_objective="O2", to_objective="O1", sign="+", strength="strong", lag_months=2.0),
    Kpi(
        key="K1", name="Order-to-delivery time", objective="O1", unit="d", better="lower", every="month",
        baseline=47.0, baseline_date="2025-12-31", target=38.0, target_date="2026-12-31", red_flag=42.0,
        definition=EVIL, sheet="KPIs", row=2,
    ),
    Kpi(key="K2", name="Orders confirmed", objective="O1", unit="%", better="higher", sheet="KPIs", row=3),
    Kpi(key="K3", name="Cover", objective="O2", unit="weeks", better="range", every="month", low=4.0, high=6.0,
        lowest=3.0, highest=9.0, sheet="KPIs", row=4),
    Reading(key="r1", kpi="K1", date="2026-09-30", actual=44.8, sheet="Readings", row=2),
    Reading(key="r2", kpi="K1", date="2026-10-31", actual=44.9, note=EVIL, sheet="Readings", row=3),
    Reading(key="r3", kpi="K3", date="2026-07-31", actual=5.0, sheet="Readings", row=4),
    Contribution(key="c1", project="P1", milestone="Line ready", serves="K1", amount=-5.0, lag_days=14.0,
                 confidence=0.7, agreed_by="ada@x.example", sheet="Contributions", row=2),
    Contribution(key="c2", project="P1", serves="O1", sheet="Contributions", row=3),
    Contribution(key="c3", project="P9", serves="K1", amount=1.0, sheet="Contributions", row=4),
    Project(key="P1", name="New line", schedule_id="LINE", manager="Ada Byron", stage="active", reported="green",
            reported_on="2026-10-31", budget=6_400_000.0, currency="EUR", critical=True, finish="2027-06-01T17:00:00",
            comment=EVIL, sheet="Projects", row=2),
    Project(key="P2", name="Quality gates", sheet="Projects", row=3),
    Milestone(key="m1", project="P1", name="Line ready", kind="milestone", baseline="2026-11-02",
              forecast="2026-12-07", sheet="Milestones", row=2),
    Milestone(key="m2", project="P1", name="Start", kind="milestone", baseline="2026-01-05", forecast="2026-01-05",
              actual="2026-01-05", sheet="Milestones", row=3),
    Milestone(key="d1", project="P1", name="Safety acceptance", kind="deliverable", of="Line ready",
              baseline="2026-10-09", state="rejected", accepted_by="ada@x.example", sheet="Milestones", row=4),
    Dependency(key="x1", from_project="P1", from_task="Line ready", to_project="P2", type="FS", lag=480.0,
               hands_over="parts plan", agreed=True, sheet="Dependencies", row=2),
    Money(key="a", project="P1", month="2026-09-01", kind="cost", plan=400.0, actual=380.0, currency="EUR", row=2),
    Money(key="b", project="P1", month="2026-10-01", kind="cost", plan=450.0, actual=500.0, currency="EUR", row=3),
    Money(key="c", project="P1", month="2026-12-01", kind="cost", plan=150.0, forecast=200.0, currency="EUR", row=4),
    Money(key="d", project="P1", month="2026-10-01", kind="cost", plan=70.0, actual=60.0, currency="GBP", row=5),
    Money(key="e", project="P1", month="2027-01-01", kind="revenue", plan=900.0, currency="EUR", row=6),
    Resource(key="ada@x.example", name="Ada Byron", kind="person", email="ada@x.example", sheet="People", row=2),
    Risk(key="R1", about="P1", kind="threat", title=EVIL, probability=0.4, money=1000.0, currency="EUR",
         owner="ada@x.example", state="open", sheet="Risks", row=2),
)  # fmt: skip

SCHEDULE: tuple[Record, ...] = (
    Project(key="LINE", name="New line", short_name="LINE", finish="2027-04-02T17:00:00", status_date="2026-10-31",
            status_date_from="data_date", sheet="PROJECT", row=9),
    *(
        Task(key=f"LINE.{n}", project="LINE", uid=str(n), code=f"A{n:04}", position=n, name=f"Task {n}", kind="task",
             start="2026-01-05T08:00:00", finish=f"2026-{n % 12 + 1:02}-05T17:00:00", work=480.0,
             percent_complete=float(n % 101), sheet="TASK", row=100 + n)
        for n in range(TASKS)
    ),
)  # fmt: skip


def story_store(folder: Path) -> Store:
    """Give a store that holds the story: load 1 the schedule, recorded on 30 Sep 2026, load 2 the register, 31 Oct."""
    store = empty_store(folder)
    _load(store, SCHEDULE, "line.xer", "primavera", "2026-09-30")
    _load(store, REGISTER, "register.xlsx", "register", "2026-10-31", faults=FAULTS)
    return store


def _load(store: Store, records: Sequence[Record], name: str, loader: str, as_of: str, faults: int = 0) -> None:
    by_class = {cls: list(rows) for cls, rows in groupby(records, key=type)}
    rejected = [
        Rejection(f"fault {n}: not a number; write one", "Readings", 10 + n, "actual", EVIL) for n in range(faults)
    ]
    skipped = [Skipped("headings, not rows", 3)]
    rows_in = len(records) + faults + 3
    export = Export(records=by_class, rows_in=rows_in, rejections=rejected, skipped=skipped, notes=["a remark"])
    export.totals = {"tasks": 2, "people": 1}
    delivery = Delivery(name.split(".")[0], name, f"/somewhere/{name}", 1, loader, 1, "{}", export)
    commit(store, Load([delivery], name, as_of=as_of), assess)
