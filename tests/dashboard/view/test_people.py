"""Who is who in a small store: what was joined by name, and who may be one."""

from datetime import UTC, datetime
from pathlib import Path

from dashboard.selection import Selection
from dashboard.view import View, people
from data.records import ListEntry, Resource
from tests.dashboard.stores import empty_store, load_records


def test_what_was_joined_by_name_is_listed_until_it_is_undone_and_who_is_near_is_listed_too(tmp_path: Path):
    store = empty_store(tmp_path)
    ada = Resource("E1", name="Ada Byron", kind="person", email="ada@t.example")
    load_records(store, [ada], title="register.xlsx", feed="register")
    schedule = [Resource("7", name="Byron, Ada", kind="person"), Resource("8", name="A. Byron", kind="person")]
    load_records(store, schedule, title="plan.xml", feed="plan", loader="ms_project")
    view = View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))
    assert people.joined(view, "E1")[["feed", "name", "by"]].to_numpy().tolist() == [
        ["register", "Ada Byron", None],
        ["plan", "Byron, Ada", "name"],
    ]
    assert people.near_to(view, "E1").to_numpy().tolist() == [["plan.8", "A. Byron", "initials"]]
    apart = ListEntry("same person:x:plan.7", kind="same person", code="x", name="plan.7")
    load_records(store, [ada, apart], title="register.xlsx", feed="register")
    now = View(store, Selection(), datetime(2026, 11, 4, tzinfo=UTC))
    assert people.joined(now, "E1")["by"].to_list() == [None]
    assert set(people.near_to(now, "E1")["why"]) == {"the same name", "initials"}
    before = View(store, Selection(as_of=2), datetime(2026, 11, 4, tzinfo=UTC))
    assert people.joined(before, "E1")["by"].to_list() == [None, "name"]
    store.close()
