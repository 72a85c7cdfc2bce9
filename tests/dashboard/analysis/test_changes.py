"""What changed comes worst first, each with its cause: the six steps of the sample portfolio, and small stores."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.analysis.changes_words import money, reading, whole_days
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.changes import changes_of, moments
from data.records import (
    Absence,
    Assignment,
    Calendar,
    Contribution,
    Decision,
    Kpi,
    Link,
    Milestone,
    Objective,
    Project,
    Record,
    Resource,
    Task,
)
from data.store import Store
from tests.dashboard.stores import empty_store, load_records

NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
EVIL = "Line <img src=x onerror=alert(1)>"


def changes(store: Store, first: int, last: int) -> pd.DataFrame:
    view = View(store, Selection(), NOW)
    since, until = moments(view, first, last)
    assert until is not None
    return changes_of(view, since, until)


def told(rows: pd.DataFrame, count: int) -> list[tuple[str, str, str | None]]:
    return [(row["key"], row["what"], row["cause"]) for row in rows.head(count).to_dict("records")]


# --- the six steps of the story ---------------------------------------------------------------------------------------


def test_may_the_first_load_brings_the_strategy_the_projects_and_the_declared_baseline(demo_store: Store) -> None:
    assert [what for _, what, _ in told(changes(demo_store, 0, 1), 9)] == [
        "The strategy came in: 18 objectives and 41 KPIs.",
        "17 projects came in with a schedule: 17 on track or at risk.",
        "3 projects came in without one: 3 on track or at risk.",
        "The plan of 31 May 2026 was declared the baseline of 5 projects, whose files have none.",
    ]


def test_june_the_line_costs_more_while_it_is_reported_green(demo_store: Store) -> None:
    rows = changes(demo_store, 1, 2)
    assert told(rows, 1) == [
        (
            "P06",
            "New assembly line, Vellin plant: went from on track to at risk, forecast cost rose by EUR 313 k to "
            "EUR 6.82 m, where EUR 6.40 m is the budget, and it is still reported green.",
            "EUR 2.29 m spent for EUR 2.15 m of work, 94 cents for each euro.",
        )
    ]
    first = rows.iloc[0]
    assert first[["rank", "kind", "change", "before", "after", "unit"]].to_list() == [
        1, "status", "worse", "on track", "at risk", "EUR",
    ]  # fmt: skip
    assert first["size"] == pytest.approx(312_960, abs=1)


def test_july_an_objective_that_nothing_serves_turns_red_and_the_line_follows(demo_store: Store) -> None:
    assert told(changes(demo_store, 2, 3), 3) == [
        (
            "C5",
            "Help customers save energy went from at risk to off track.",
            "Through Energy used per cubic metre pumped: 0.461 kWh/m3 on 31 Jul 2026, where 0.443 kWh/m3 was expected. "
            "Nothing serves it: no project and no link leads to it.",
        ),
        (
            "P06",
            "New assembly line, Vellin plant: went from at risk to off track, forecast cost rose by EUR 377 k to "
            "EUR 7.19 m, where EUR 6.40 m is the budget, and it is still reported green.",
            "EUR 2.72 m spent for EUR 2.42 m of work, 89 cents for each euro.",
        ),
        (
            "P19",
            "Showroom and brand centre: budget raised by EUR 600 k to EUR 4.20 m without a recorded decision.",
            "It serves no objective.",
        ),
    ]


def test_august_the_type_approval_slips_because_the_bench_is_late(demo_store: Store) -> None:
    assert told(changes(demo_store, 3, 4), 1) == [
        (
            "engineering.PS7.300501",
            "Pump series 7, Type approval granted slipped by 15 working days to 16 Oct 2026; "
            "it is now 20 working days late.",
            "It waits for Bench handed over of Test bench 3, 48 working days late, now due on 16 Sep 2026.",
        )
    ]


def test_september_a_fall_a_rise_with_its_cause_and_a_baseline_that_moved_in_silence(demo_store: Store) -> None:
    assert told(changes(demo_store, 4, 5), 3) == [
        (
            "C1",
            "Be the first choice of key accounts went from on track to at risk.",
            "Through Net promoter score of key accounts: 36 points on 30 Sep 2026, where 37.7 points was expected. "
            "It waits for Pump series 7, +1.2 pp of the +4 pp to go. "
            "EUR 4.73 m spent for EUR 4.43 m of work, 94 cents for each euro.",
        ),
        (
            "C4",
            "Solve it at the first call went from at risk to on track.",
            "First-contact resolution went from 66.4 to 72.1 % after App live in all regions of Field app for "
            "technicians (17 Jul 2026): +5.1 pp of +6 pp expected, 85 %.",
        ),
        (
            "P09-M1",
            "Warehouse automation, Holm, High-bay store in use: baseline moved from 28 Aug 2026 to 30 Oct 2026, "
            "45 working days later, without a recorded decision.",
            "Against the new baseline it is not late, against the one before 45 working days late.",
        ),
    ]


def test_october_order_to_delivery_turns_red_the_effect_comes_too_late_and_the_engineers_are_gone(
    demo_store: Store,
) -> None:
    assert told(changes(demo_store, 5, 6), 3) == [
        (
            "I1",
            "Shorten order to delivery went from at risk to off track.",
            "Through Order-to-delivery time: 44.9 d on 31 Oct 2026, where 39.5 d was expected. It waits for New "
            "assembly line, Vellin plant, −5 d of the −9 d to go. "
            "EUR 3.90 m spent for EUR 3.04 m of work, 78 cents for each euro.",
        ),
        (
            "engineering.PS7.300501",
            "Pump series 7, Type approval granted slipped by 15 working days to 27 Nov 2026; it is now 50 working days "
            "late. Its effect on Share of key accounts' pump spend and Revenue from products under three years old "
            "comes on 26 Jan 2027, after the target's date, 31 Dec 2026.",
            "It waited for Bench handed over of Test bench 3, handed over on 16 Sep 2026, 48 working days late.",
        ),
        (
            "ENG",
            "11 of 12 controls engineers of Engineering got 13 new bookings on 5 projects, 2 Nov 2026 to 29 Jan 2027.",
            None,
        ),
    ]


def test_october_books_one_person_on_five_projects_and_says_through_which(demo_store: Store) -> None:
    """20 + 16 + 12 + 8 + 4 = 60 hours a week against 36, six weeks: 144 over; the same rows stand on the page."""
    row = changes(demo_store, 5, 6).iloc[3]
    assert row[["rank", "kind", "subject_kind", "key", "change", "size"]].to_list() == [
        4, "load", "person", "m.oyelund@tarnholm.example", "worse", 144.0,
    ]  # fmt: skip
    assert (row["what"], row["cause"]) == (
        "Marta Oyelund is now over capacity, by 144 hours in 6 weeks from 9 Nov 2026.",
        "Through new work on Pump series 7 (120 hours), new work on New assembly line, Vellin plant (96 hours), new "
        "work on Core data platform (72 hours) and 2 more changes.",
    )


def test_a_load_turns_through_work_that_moved_and_an_absence(tmp_path: Path) -> None:
    """Two tasks of 40 hours, one after the other; then the second lies beside the first, and Ann is away on Friday."""
    store = empty_store(tmp_path)
    first = Assignment("1", project="A", resource="7", start="2026-11-09T08:00", finish="2026-11-13T17:00", work=2400.0)
    stays = [
        Project("A", name="Line", status_date="2026-10-31"),
        Resource("7", name="Ann Zorn", kind="person"),
        first,
    ]
    second = first._replace(key="2", start="2026-11-16T08:00", finish="2026-11-20T17:00")
    load_records(store, [*stays, second], title="plan.xml", feed="plan", loader="ms_project", as_of="2026-10-30")
    moved = second._replace(start="2026-11-09T08:00", finish="2026-11-13T17:00")
    load_records(store, [*stays, moved], title="plan.xml", feed="plan", loader="ms_project", as_of="2026-10-31")
    away = Absence("1", who="Ann Zorn", first_day="2026-11-13")
    load_records(store, [away], title="away.xlsx", feed="away", as_of="2026-11-01")
    found = [changes(store, since, since + 1) for since in (1, 2)]
    store.close()
    rows = [each[each["kind"] == "load"] for each in found]
    assert [pair for each in rows for pair in zip(each["what"], each["cause"], strict=True)] == [
        (
            "Ann Zorn is now over capacity, by 40 hours in 1 week from 9 Nov 2026.",
            "Through work on Line that moved into these weeks (40 hours).",
        ),
        (
            "Ann Zorn is further over capacity, by 48 hours where it was 40; it grew in 1 week from 9 Nov 2026.",
            "Through 8 hours less of their own time (absences).",
        ),
    ]


def test_since_may_the_worst_of_all_months_stands_first(demo_store: Store) -> None:
    rows = changes(demo_store, 1, 6)
    assert rows["key"].head(3).to_list() == ["I1", "C5", "P06"]
    assert rows["rank"].to_list() == list(range(1, len(rows) + 1))


def test_no_number_that_is_none_goes_out(demo_store: Store) -> None:
    rows = changes(demo_store, 4, 6)
    assert not rows.drop(columns=["size", "unit"]).astype(str).isin(["nan", "inf", "NaT"]).any().any()


# --- which moments ----------------------------------------------------------------------------------------------------


def pair(store: Store, first: Any, last: Any, at: Selection | None = None) -> tuple[int | None, int | None]:
    since, until = moments(View(store, at or Selection(), NOW), first, last)
    return since.number if since else None, until.number if until else None


def test_moments_are_days_or_loads_and_without_any_the_two_newest(demo_store: Store) -> None:
    day = NOW.date().replace(month=10, day=1)
    assert pair(demo_store, None, None) == (5, 6)
    assert pair(demo_store, day, None) == (5, 6)
    assert pair(demo_store, 2, 4) == (2, 4)
    assert pair(demo_store, 4, 2) == (2, 4)
    assert pair(demo_store, None, 3) == (2, 3)
    assert pair(demo_store, 0, 1) == (None, 1)
    assert pair(demo_store, 99, 99) == (6, 6)
    assert pair(demo_store, day.replace(year=2020), day.replace(year=2020)) == (None, None)
    assert pair(demo_store, None, 6, Selection(as_of=4)) == (3, 4)


# --- small stores -----------------------------------------------------------------------------------------------------

STAYS: tuple[Record, ...] = (
    *(Objective(key=f"S{n}", name=f"Stays {n}", weight=1.0) for n in range(4)),
    *(Link(key=f"s{n}", from_objective=f"S{n}", to_objective="S3", sign="+") for n in range(3)),
    *(Project(key=f"S{n}", name=f"Stays {n}") for n in range(3)),
)
BEFORE: tuple[Record, ...] = (
    Objective(key="O1", name="Grow", weight=3.0),
    Objective(key="O2", name="Save", weight=1.0),
    Kpi(key="K1", name="Sales", objective="O2", unit="EUR"),
    Project(key="P1", name=EVIL, budget=1000.0, currency="EUR", baseline_finish="2026-12-18T17:00:00"),
    Project(key="P2", name="Old", budget=100.0, currency="EUR"),
    Contribution(key="1", project="P1", serves="K1", amount=5.0),
    Link(key="1", from_objective="O2", to_objective="O1", sign="+", strength="strong"),
    Milestone(key="M1", project="P1", name="Live", baseline="2026-10-02", forecast="2026-10-02"),
)
AFTER: tuple[Record, ...] = (
    Objective(key="O1", name="Grow", weight=3.0),
    Objective(key="O2", name="Save", weight=1.0),
    Objective(key="O3", name="Last", weight=1.0),
    Kpi(key="K1", name="Sales", objective="O2", unit="EUR"),
    Project(key="P1", name=EVIL, budget=1500.0, currency="EUR", baseline_finish="2027-01-15T17:00:00"),
    Contribution(key="1", project="P1", serves="K1", amount=7.0),
    Link(key="2", from_objective="O2", to_objective="O3", sign="+", strength="strong"),
    Milestone(key="M1", project="P1", name="Live", baseline="2026-10-16", forecast="2026-10-16"),
)
DECIDED = (
    Decision(key="D1", date="2026-10-10", about="P1", kind="budget change", text="More", state="done"),
    Decision(key="D2", date="2026-10-10", about="P1", kind="new baseline", text="Anew", state="done"),
)


def _by_kind(*records: Record) -> list[Record]:
    return sorted(records, key=lambda record: type(record).__name__)


def two_loads(folder: Path, *more: Record) -> pd.DataFrame:
    store = empty_store(folder)
    load_records(store, _by_kind(*BEFORE, *STAYS), title="a.xlsx", as_of="2026-09-30")
    load_records(store, _by_kind(*AFTER, *STAYS, *more), title="b.xlsx", as_of="2026-10-31")
    rows = changes(store, 1, 2)
    store.close()
    return rows


def test_links_and_things_that_came_and_went_are_told_last(tmp_path: Path) -> None:
    rows = two_loads(tmp_path)
    assert [row["what"] for row in rows.to_dict("records") if row["kind"] in ("added", "removed", "link")] == [
        "Project removed: Old.",
        "Link removed: Save → Grow.",
        "Link added: Save → Last.",
        "Objective added: Last.",
    ]
    changed = rows[rows["kind"] == "contribution"].iloc[0]
    assert changed[["key", "before", "after", "what"]].to_list() == [
        "P1", 5.0, 7.0, f"Link amount changed: {EVIL} → Sales.",
    ]  # fmt: skip


def test_another_name_is_told_as_such_and_the_thing_stays(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for name, day in (("Ready", "2026-09-30"), ("Ready to go", "2026-10-31")):
        plan = [
            Project("P", name=f"Line, {name}"),
            Task("P.17", "P", uid="17", name=name, kind="milestone", finish="2027-01-15T17:00:00"),
        ]
        load_records(store, plan, title="plan.xer", as_of=day, feed="plan", loader="primavera")
    rows = changes(store, 1, 2)
    store.close()
    assert rows[["kind", "key", "what", "before", "after"]].values.tolist() == [
        ["renamed", "plan.P.17", "Milestone renamed: Ready is now Ready to go.", "Ready", "Ready to go"],
        ["renamed", "plan.P", "Project renamed: Line, Ready is now Line, Ready to go.", "Line, Ready",
         "Line, Ready to go"],
    ]  # fmt: skip


def test_a_project_that_a_register_gives_its_key_goes_on(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    plan = [
        Project("P", name="Line", short_name="P"),
        Task("P.17", "P", uid="17", name="Ready", kind="milestone", finish="2027-01-15T17:00:00"),
    ]
    load_records(store, plan, title="plan.xer", as_of="2026-09-30", feed="plan", loader="primavera")
    named = [Project("LINE", name="Line", schedule_id="P", critical=True)]
    load_records(store, named, title="register.xlsx", as_of="2026-10-31", feed="register")
    rows, backwards = changes(store, 1, 2), changes(store, 2, 1)
    store.close()
    assert rows[["kind", "key", "what", "before", "after"]].values.tolist() == [
        ["renamed", "LINE", "Project goes on under another key: Line, plan.P before and LINE now.", "plan.P", "LINE"],
    ]  # fmt: skip
    assert len(backwards) == 1


def test_budgets_and_baselines_that_nobody_decided_come_before_those_that_were(tmp_path: Path) -> None:
    silent = two_loads(tmp_path)
    mine = silent[silent["kind"].isin(["budget", "baseline"])]
    assert mine["change"].to_list() == ["worse"] * 3
    assert mine["what"].str.contains("without a recorded decision").all()
    assert mine[mine["kind"] == "budget"].iloc[0][["before", "after", "size", "unit"]].to_list() == [
        "EUR 1 k", "EUR 1.5 k", 500.0, "EUR",
    ]  # fmt: skip


def test_slips_and_moved_baselines_count_the_days_that_the_project_works(tmp_path: Path) -> None:
    """Without the Friday, 2 to 16 October is 8 days and 18 December to 15 January 16, where others count 10 and 20."""
    schedule = (Calendar(key="4", week='{"5": []}'), Project(key="P1", name="Line", calendar="4"))
    store = empty_store(tmp_path)
    load_records(store, schedule, title="p.xer", feed="p", loader="primavera", as_of="2026-09-30")
    load_records(store, _by_kind(*BEFORE, *STAYS), title="a.xlsx", as_of="2026-09-30")
    load_records(store, _by_kind(*AFTER, *STAYS), title="b.xlsx", as_of="2026-10-31")
    rows = changes(store, 2, 3)
    store.close()
    found = rows[rows["kind"].isin(["baseline", "slip"]) & rows["key"].isin(["M1", "P1"])]
    assert sorted(zip(found["kind"], found["key"], found["size"], strict=True)) == [
        ("baseline", "M1", 8.0), ("baseline", "P1", 16.0), ("slip", "M1", 8.0),
    ]  # fmt: skip


def test_a_recorded_decision_is_the_cause_of_what_it_changed(tmp_path: Path) -> None:
    rows = two_loads(tmp_path, *DECIDED)
    mine = rows[rows["kind"].isin(["budget", "baseline"])]
    assert mine["change"].to_list() == ["same"] * 3
    assert set(mine["cause"]) == {"Decided on 10 Oct 2026: More.", "Decided on 10 Oct 2026: Anew."}


def test_nothing_has_changed_between_a_load_and_itself(demo_store: Store) -> None:
    assert changes(demo_store, 6, 6).empty


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (8_210_526.3, "EUR", "EUR 8.21 m"), (312_960.0, "EUR", "EUR 313 k"), (999_600.0, "EUR", "EUR 1.00 m"),
        (1500.0, "GBP", "GBP 1.5 k"), (12.0, "h", "12 h"), (None, "EUR", "not known"),
    ],
)  # fmt: skip
def test_money_is_said_in_digits_that_count(value: float | None, unit: str, said: str) -> None:
    assert money(value, unit) == said


def test_days_and_readings_are_said_in_words() -> None:
    assert (whole_days(1.0), whole_days(-15.0)) == ("1 working day", "15 working days")
    row = {"value_text": None, "on_date": None, "expected": None, "unit": "d"}
    assert reading(row) == "no reading"


def test_a_link_is_told_by_the_names_that_its_ends_have_now(tmp_path: Path) -> None:
    """P1 gets its name from a second load, P2 had one before, and nothing else of it changes."""
    store = empty_store(tmp_path)
    load_records(store, [Project("P1"), Project("P2", "Pier"), Objective("O1", "Grow")], title="a.xlsx", feed="a")
    claims = [Contribution(f"C{n}", f"P{n}", serves="O1") for n in (1, 2)]
    load_records(store, [Project("P1", "Depot"), *claims], title="b.xlsx", feed="b")
    rows = changes(store, 1, 2)
    assert list(rows.loc[rows["kind"] == "contribution", "name"]) == ["Depot → Grow", "Pier → Grow"]
    store.close()
