"""The state of conflicts in a store: what decisions about a person do to them. 9 November 2026 is a Monday."""

from datetime import UTC, datetime
from typing import Any

from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.conflicts import conflicts_of
from dashboard.view.decisions import decisions_of
from data import booked, schema
from data.records import Assignment, Decision, Project, Record, Resource
from data.store import Store
from tests.dashboard.stores import load_records


def load(store: Store, *decisions: Decision, hours: float = 50.0) -> None:
    """Load Ada with 40 hours a week, booked for `hours` in one, and Bo with 60."""
    rows: list[Record] = [
        Project("P", name="Line"),
        *(Resource(key, name=name, kind="person", hours_per_week=40.0) for key, name in (("A", "Ada"), ("B", "Bo"))),
        *(Assignment(key, project="P", task=key, resource=key, start="2026-11-09", finish="2026-11-13", work=work * 60)
          for key, work in (("A", hours), ("B", 60.0))),
        *decisions,
    ]  # fmt: skip
    load_records(store, rows, title="register.xlsx", feed="register")


def told(store: Store) -> list[list[Any]]:
    found = conflicts_of(View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))).found
    return found[["person", "over_hours", "state", "until", "decision"]].to_numpy().tolist()


def accepted(about: str = "Bo") -> Decision:
    return Decision("D1", date="2026-11-02", about=about, kind="accepted conflict", text="Let it be", state="done",
                    accepted_until="2026-11-30")  # fmt: skip


def test_an_accepted_conflict_comes_last_and_another_stays_open(store: Store) -> None:
    load(store)
    assert told(store) == [["B", 20.0, "open", None, None], ["A", 10.0, "open", None, None]]
    load(store, accepted())
    assert told(store) == [["A", 10.0, "open", None, None], ["B", 20.0, "accepted", "2026-11-30", "D1"]]


def test_of_a_revision_that_an_older_version_stored_the_weeks_are_worked_out(store: Store) -> None:
    load(store)
    known = conflicts_of(View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC)))
    with store.writing() as connection:
        for table in (schema.staff, schema.overload, schema.workload, schema.spread):
            connection.execute(table.delete())
    found = conflicts_of(View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC)))
    assert found.found.to_dict("records") == known.found.to_dict("records")
    assert found.sides.to_dict("records") == known.sides.to_dict("records")


def test_a_store_of_an_older_version_has_all_that_is_booked_with_the_next_load(store: Store) -> None:
    load(store)
    with store.writing() as connection:
        connection.execute(schema.spread.delete())
    load_records(store, [Project("Q", name="Other")], title="other.xlsx", feed="other")
    with store.reading() as connection:
        assert {row.person: row.projects for row in booked.spreads(connection, 2)} == {"A": '["P"]', "B": '["P"]'}


def test_an_acceptance_counts_until_the_conflict_grows_by_a_tenth(store: Store) -> None:
    load(store, accepted("A"))
    load(store, accepted("A"), hours=50.9)
    assert told(store)[1][2] == "accepted"
    load(store, accepted("A"), hours=51.1)
    assert told(store)[1][2:] == ["open", None, "D1"]


def test_an_open_decision_about_the_person_asks_and_is_named_among_the_decisions(store: Store) -> None:
    load(store, Decision("D2", date="2026-11-02", about="Ada", kind="decision", text="Who takes it", state="proposed"))
    assert told(store)[1] == ["A", 10.0, "asked", None, "D2"]
    rows = decisions_of(View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC)))
    assert rows[["about_key", "about_name", "urgency"]].to_numpy().tolist() == [["A", "Ada", "asked"]]


def test_what_a_decision_names_on_the_map_counts_before_a_person(store: Store) -> None:
    load(
        store, Decision("D3", date="2026-11-02", about="P", kind="accepted conflict", text="The project", state="done")
    )
    assert {row[2] for row in told(store)} == {"open"}
