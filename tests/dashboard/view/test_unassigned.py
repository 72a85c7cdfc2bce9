"""What a project asks for that nobody is assigned to. 9 November 2026 is a Monday."""

from datetime import UTC, datetime

from dashboard.panels.neighbours import unassigned
from dashboard.selection import Selection
from dashboard.view import View
from dashboard.view.neighbours import neighbours_of
from data.records import Assignment, Project, Record, Resource
from data.store import Store
from tests.dashboard.stores import load_records

FIRST, LAST = "2026-11-09", "2026-11-13"


def said(store: Store, project: Project, *more: Record) -> str:
    rows = [project, Resource("A", name="Ada", kind="person"), *more]
    load_records(store, rows, title="register.xlsx", feed="register")
    return unassigned(neighbours_of(View(store, Selection(), datetime(2026, 11, 9, tzinfo=UTC)), project.key))


def test_work_that_is_not_done_without_anybody_is_told(store: Store) -> None:
    assert said(store, Project("P")).startswith("Nobody is assigned to it in the next 26 weeks")


def test_what_is_only_proposed_or_begins_later_lacks_nobody_yet(store: Store) -> None:
    assert said(store, Project("P", stage="proposed")) == ""
    assert said(store, Project("P", start="2028-01-03")) == ""


def test_hours_without_a_name_say_what_is_asked_for(store: Store) -> None:
    def asked(role: str | None = None, resource: str | None = None) -> str:
        work = Assignment("1", "P", task="T", work=2400.0, start=FIRST, finish=LAST, role=role, resource=resource)
        return said(store, Project("P", start="2026-11-09"), work)

    assert "Nobody is named for 40 hours that it asks for: welder." in asked(role="welder")
    assert "Nobody is named for 40 hours that it asks for: no skill or role is stated." in asked()
    assert "40 hours that it asks for: “Bo Berg”, who is not known." in asked(resource="Bo Berg")


def test_done_hours_and_less_than_half_of_one_are_not_asked_for(store: Store) -> None:
    done = Assignment("1", "P", task="T", role="welder", start=FIRST, finish=LAST, work=960.0, actual_work=960.0,
                      remaining_work=0.0)  # fmt: skip
    little = Assignment("2", "P", task="U", role="welder", start=FIRST, finish=LAST, work=12.0)
    told = said(store, Project("P", start="2026-11-09", percent_complete=100.0), done, little)
    assert told == ""
