"""What was known by another key before: under which one it is known as of a revision, and which ones it had."""

from typing import Any

from data import queries
from data.commit import Load, commit
from data.derived import resolve
from data.export import Delivery
from data.records import Kpi, ListEntry, Milestone, Project, Record, Resource, Task
from data.store import Store
from tests.data.loads import delivery

PLAN: tuple[Record, ...] = (Project("7", name="Assembly"), Task("7.1", "7", uid="1", name="Ready", kind="milestone"))


def _put(store: Store, *deliveries: Delivery) -> None:
    commit(
        store,
        Load(deliveries, "a load", accept_shrink=True),
        lambda connection, revision, *_: resolve(connection, revision),
    )


def _plan(*records: Record, feed: str = "plan") -> Delivery:
    return delivery(feed, *records, loader="primavera", path=repr(records))  # other rows come in another file


def _register(*records: Record) -> Delivery:
    return delivery("register", *records, path=repr(records))


def _at(store: Store, revision: int, kind: str, *keys: str) -> list[str | None]:
    with store.reading() as connection:
        return [queries.key_at(connection, revision, kind, key) for key in keys]


def _earlier(store: Store, revision: int, kind: str, **asked: Any) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        rows = queries.earlier_keys(connection, revision, kind, **asked)
    return list(rows.itertuples(index=False, name=None))


def test_a_project_is_followed_from_the_key_that_its_tool_made_to_that_of_the_register_and_back(store: Store) -> None:
    _put(store, _plan(*PLAN))
    _put(store, _register(Project("LINE", schedule_id="7")))
    assert _at(store, 2, "project", "plan.7", "LINE", "NOPE") == ["LINE", "LINE", None]
    assert _at(store, 1, "project", "plan.7", "LINE", "NOPE") == ["plan.7", "plan.7", None]
    assert _earlier(store, 2, "project") == [("LINE", "plan.7", 1, 2)]
    assert _earlier(store, 1, "project") == []


def test_keys_are_followed_over_several_and_where_the_rows_that_had_them_are_gone(store: Store) -> None:
    _put(store, _plan(*PLAN))
    _put(store, _register(Project("A", schedule_id="7")))
    _put(store, _register(Project("B", schedule_id="7")))
    assert _at(store, 3, "project", "plan.7", "A") == ["B", "B"]
    assert _earlier(store, 3, "project", keys=["B"]) == [("B", "plan.7", 1, 2), ("B", "A", 2, 3)]
    assert _earlier(store, 3, "project", since=2) == [("B", "A", 2, 3)]
    assert _earlier(store, 3, "project", keys=["A"]) == []
    _put(store, _plan(Project("8", name="Other"), Task("8.1", "8", uid="1", name="Else")))
    assert _at(store, 4, "project", "plan.7", "A") == ["B", "B"]  # which the register alone holds now


def test_a_key_that_was_given_to_another_thing_since_means_that_one(store: Store) -> None:
    _put(store, _plan(*PLAN))
    _put(store, _register(Project("A", schedule_id="7")))
    _put(store, _register(Project("B", schedule_id="7")))
    _put(store, _register(Project("A", name="Another"), Project("B", schedule_id="7")))
    assert _at(store, 4, "project", "plan.7", "A", "B") == ["B", "A", "B"]
    assert _earlier(store, 4, "project") == [("B", "plan.7", 1, 2)]  # the past of A is that of A, by its register


def test_what_was_joined_with_another_leads_there_and_does_not_lend_it_its_past(store: Store) -> None:
    two = Project("8", name="Second half")
    _put(store, _plan(*PLAN), _plan(two, feed="second"))
    _put(store, _register(Project("LINE", schedule_id="7; 8")))
    assert _at(store, 2, "project", "plan.7", "second.8") == ["LINE", "LINE"]
    assert _at(store, 1, "project", "LINE") == [None]  # one of two: nothing is guessed
    assert _earlier(store, 2, "project") == []


def test_what_stood_beside_a_project_before_it_was_found_to_be_the_same_leads_there(store: Store) -> None:
    _put(store, _plan(*PLAN), _register(Project("LINE")))
    _put(store, _register(Project("LINE", schedule_id="7")))
    assert _at(store, 2, "project", "plan.7") == ["LINE"]
    assert _earlier(store, 2, "project") == []


def test_what_was_parted_goes_on_under_neither_of_its_keys(store: Store) -> None:
    two = Project("8", name="Second half")
    _put(store, _plan(*PLAN), _plan(two, feed="second"), _register(Project("LINE", schedule_id="7; 8")))
    _put(store, _register(Project("A", schedule_id="7"), Project("B", schedule_id="8")))
    assert _at(store, 2, "project", "LINE") == [None]
    assert _earlier(store, 2, "project") == []


def test_milestones_kpis_and_people_are_followed_alike(store: Store) -> None:
    _put(store, _plan(*PLAN, Kpi("_k"), Resource("12", kind="person", name="Ada Byron")))
    lines = [Project("LINE", schedule_id="7"), Milestone("M1", project="LINE", name="1"), Kpi("_k")]
    _put(store, _register(*lines, Resource("ada@x.example", kind="person", name="Ada Byron")))
    for kind, old, new in (
        ("milestone", "plan.7.1", "M1"),
        ("kpi", "plan._k", "_k"),
        ("person", "plan.12", "ada@x.example"),
    ):
        assert _at(store, 2, kind, old) == [new]
        assert _at(store, 1, kind, new) == [old]
        assert _earlier(store, 2, kind) == [(new, old, 1, 2)]


def test_a_key_is_followed_within_its_kind(store: Store) -> None:
    _put(store, _plan(*PLAN))
    entry = ListEntry("programme:plan.7", kind="programme", code="plan.7", name="Lines")
    _put(store, _register(Project("LINE", schedule_id="7"), entry))
    assert _at(store, 2, "programme", "plan.7") == ["plan.7"]
    assert _at(store, 2, "project", "plan.7") == ["LINE"]
