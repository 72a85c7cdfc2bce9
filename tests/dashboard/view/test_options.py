"""What could be done about a conflict of a small store, worked by hand. 9 November 2026 is a Monday.

Ada (EUR 80) has 40 hours a week; a (30 hours) and b (20 hours) lie on 9 to 13 November: 10 hours over.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.able import hands_of
from dashboard.view.conflicts import conflicts_of
from dashboard.view.options import Options, options_of, tried
from data.records import Assignment, Project, Record, Resource, Setting
from data.store import Store
from tests.dashboard.stores import load_records

KEY = "A:2026-11-09"


def person(key: str, skills: str | None, rate: float | None = None, currency: str = "EUR", **more: Any) -> Resource:
    return Resource(key, name=f"{key}. Name", kind="person", hours_per_week=40.0, skills=skills, cost_per_hour=rate,
                    currency=currency if rate else None, **more)  # fmt: skip


def work(key: str, who: str, hours: float, **more: Any) -> Assignment:
    return Assignment(key, project="P", task=key, resource=who, start="2026-11-09", finish="2026-11-13",
                      work=hours * 60, **more)  # fmt: skip


ADA = person("A", json.dumps({"Welding": 4, "plc": 2}), 80.0)
TASKS = (work("a", "A", 30.0), work("b", "A", 20.0, skill="PLC", skill_level=3.0))


def seen(store: Store, *rows: Record, ada: Resource = ADA) -> Options:
    every: list[Record] = [Project("P", name="Line"), ada, *TASKS, *rows]
    order = (Project, Resource, Assignment, Setting)
    load_records(store, sorted(every, key=lambda row: order.index(type(row))), title="register.xlsx", feed="register")
    view = View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))
    found = options_of(view, KEY, hands_of(view), conflicts_of(view))
    assert found
    return found


def told(found: Options, kind: str, *names: str) -> list[tuple[Any, ...]]:
    rows = found.found[found.found["kind"] == kind]
    return list(rows[list(names)].itertuples(index=False, name=None))


def test_what_is_needed_is_stated_or_what_who_is_booked_knows_best(store: Store) -> None:
    found = seen(store)
    assert found.competing[["task_name", "needs", "needs_by"]].to_numpy().tolist() == [
        ["a", "welding", "what they know best"], ["b", "plc 3", "stated"],
    ]  # fmt: skip
    assert told(found, "hand over", "possible", "why") == [
        (False, "nobody else has welding"), (False, "nobody else has plc 3"),
    ]  # fmt: skip


def test_who_is_booked_without_any_skill_can_be_replaced_by_their_role(store: Store) -> None:
    found = seen(store, person("B", None, role="welder"), ada=person("A", None, 80.0, role="Welder"))
    assert found.competing[["task_name", "needs", "needs_by"]].to_numpy().tolist() == [
        ["a", "Welder", "their role"], ["b", "plc 3", "stated"],
    ]  # fmt: skip
    assert ("a", "B. Name", True) in told(found, "hand over", "task_name", "who_name", "possible")


def test_a_hand_over_says_its_cost_in_the_currency_of_the_reports(store: Store) -> None:
    """20 hours of b: GBP 60 at 1.2 are EUR 72, 8 less than Ada; without a rate for CHF nothing is known."""
    found = seen(
        store,
        person("B", json.dumps({"plc": 3}), 60.0, "GBP"),
        person("C", json.dumps({"plc": 5}), 60.0, "CHF"),
        person("D", json.dumps({"plc": 3})),
        person("E", json.dumps({"plc": 2}), 10.0),
        Setting("1", name="reporting_currency", value="EUR"),
        Setting("2", name="rate GBP", value="1.2"),
    )
    rows = told(found, "hand over", "who_name", "hours", "relieved_hours", "left_hours", "cost", "cost_why")[:3]
    assert rows == [
        ("B. Name", pytest.approx(20), pytest.approx(10), 0.0, pytest.approx(-160), None),
        ("C. Name", pytest.approx(20), pytest.approx(10), 0.0, None, "no rate for CHF; give it in the Settings sheet"),
        ("D. Name", pytest.approx(20), pytest.approx(10), 0.0, None,
         "no cost an hour of D. Name; give it in the People sheet"),
    ]  # fmt: skip


def test_trying_an_option_shows_both_loads_and_writes_nothing(store: Store) -> None:
    found = seen(store, person("B", json.dumps({"plc": 3}), 60.0), work("c", "B", 12.0))
    ident = found.found["id"].iloc[0]
    rows = tried(found, found.of(ident))
    week = rows[rows["period"] == "2026-11-09"].drop(columns="period")
    assert week.to_numpy().tolist() == [
        ["A", "A. Name", 40.0, pytest.approx(50), pytest.approx(30)],
        ["B", "B. Name", 40.0, pytest.approx(12), pytest.approx(32)],
    ]
    assert rows["before_hours"].sum() == pytest.approx(rows["after_hours"].sum())
    revision = store.revision()
    assert revision and revision.number == 1
    assert found.of("nothing") is None
    assert found.of(None) is None
    assert tried(found, None)["who"].unique().tolist() == ["A"]


def test_an_option_keeps_its_id_while_what_it_is_about_stays(store: Store) -> None:
    before = seen(store, person("B", json.dumps({"plc": 3}), 60.0))
    after = seen(store, person("B", json.dumps({"plc": 3}), 60.0), person("C", json.dumps({"plc": 4}), 70.0))
    assert set(before.found["id"]) <= set(after.found["id"])


def test_without_skill_or_role_nothing_says_what_work_needs(store: Store) -> None:
    ada = Resource("A", name="Ada", kind="person", hours_per_week=40.0)
    rows: list[Record] = [Project("P", name="Line"), ada, person("B", json.dumps({"plc": 3})), work("a", "A", 50.0)]
    load_records(store, rows, title="register.xlsx", feed="register")
    view = View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))
    found = options_of(view, KEY, hands_of(view), conflicts_of(view))
    assert found
    assert told(found, "hand over", "why") == [
        ("nothing says which skill it needs; give the skills of Ada in the People sheet",),
    ]
    assert told(found, "external", "why") == []
