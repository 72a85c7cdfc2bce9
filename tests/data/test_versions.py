"""Every row is versioned: what was once stored can be read as it was, and journals are corrected, never overwritten."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from data import versions
from data.records import JOURNALS, Decision, Link, Objective, Project, Reading, Record, Task
from data.store import Store
from data.versions import digests
from tests.data.loads import Content, content, delivery, put, wipe

TEXTS = st.sampled_from(["", "a", "b", "Größe", "it's", "<b>", "100 %", 'say "no"'])
NUMBERS = st.sampled_from([None, 0.0, -0.5, 1e15, 0.1])
KEYS = st.sampled_from(["1", "2", "3", "A b"])


def _objective(key: str, name: str, weight: float | None) -> Objective:
    return Objective(key, name=name or None, weight=weight, sheet="Strategy", row=hash(name) % 50)


def _task(key: str, name: str, work: float | None) -> Task:
    return Task(key, project="P", name=name or None, work=work, active=work is None)


def _reading(key: str, note: str, actual: float | None) -> Reading:
    return Reading(key, kpi="K", date="2026-10-31", actual=actual, note=note or None)


ROWS = {Objective: _objective, Task: _task, Reading: _reading}


@st.composite
def snapshots(draw: st.DrawFn) -> dict[str, list[Record]]:
    """Draw what some feeds deliver in one load: for each kind that the file covers, any rows with keys of their own."""
    load: dict[str, list[Record]] = {}
    for feed in draw(st.sets(st.sampled_from(["plan", "register"]), min_size=1)):
        load[feed] = [
            ROWS[kind](key, draw(TEXTS), draw(NUMBERS))
            for kind in draw(st.sets(st.sampled_from(list(ROWS))))
            for key in draw(st.sets(KEYS))
        ]
    return load


def _apply(model: Content, load: dict[str, list[Record]]) -> Content:
    """Say, in plain words, what a store holds after a load."""
    after = dict(model)
    for feed, rows in load.items():
        for kind in {type(row) for row in rows} - JOURNALS:
            present = {row.key for row in rows if type(row) is kind}
            table = kind.__name__.lower()
            after = {k: v for k, v in after.items() if k[:2] != (feed, table) or k[2] in present}
        for row in rows:
            place = feed, type(row).__name__.lower(), row.key
            after[place] = _corrected(model.get(place), row) if type(row) in JOURNALS else tuple(row[:-2])
    return after


def _corrected(before: tuple[Any, ...] | None, row: Record) -> tuple[Any, ...]:
    """A line of a journal leaves what it does not state."""
    return tuple(new if new is not None or before is None else before[i] for i, new in enumerate(row[:-2]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(snapshots(), min_size=1, max_size=6))
def test_reading_as_of_any_revision_gives_what_held_then(store: Store, loads: list[dict[str, list[Record]]]) -> None:
    wipe(store)
    model: Content = {}
    then: dict[int, Content] = {0: {}}
    for load in loads:
        done = put(store, *(delivery(feed, *rows) for feed, rows in load.items()), accept_shrink=True)
        before, model = model, _apply(model, load)
        number = done.revision.number if done.revision else 0
        assert done.changed == (before != model)
        then[number] = model
    for number, held in then.items():
        assert content(store, number) == held


def test_loading_the_same_rows_again_makes_no_revision(store: Store) -> None:
    rows = delivery("register", Objective("I1", name="Shorten"), Objective("I2", name="Build"))
    assert put(store, rows).changed
    again = put(store, rows)
    assert (again.changed, again.revision.number if again.revision else None) == (False, 1)
    assert [(f.stored, f.unchanged, f.closed) for f in again.files] == [(0, 2, 0)]
    assert store.revision() == again.revision


def test_a_row_that_only_moved_in_its_file_is_unchanged(store: Store) -> None:
    put(store, delivery("register", Objective("I1", name="Shorten", sheet="Strategy", row=4)))
    assert not put(store, delivery("register", Objective("I1", name="Shorten", sheet="Strategy", row=9))).changed


def test_a_newer_export_changes_only_what_changed(store: Store) -> None:
    put(store, delivery("plan", *(Task(f"P.{n}", project="P", work=60.0) for n in range(100)), loader="ms_project"))
    newer = [Task(f"P.{n}", project="P", work=90.0 if n == 7 else 60.0) for n in range(99)]
    done = put(store, delivery("plan", *newer, Task("P.new", project="P"), loader="ms_project"))
    assert [(f.stored, f.unchanged, f.closed) for f in done.files] == [(2, 98, 1)]


def test_feeds_never_close_or_overwrite_each_others_rows(store: Store) -> None:
    put(store, delivery("register", Objective("I1", name="Shorten")), delivery("finance", Objective("I1", name="Cut")))
    put(store, delivery("finance", Objective("F1", name="Save")), accept_shrink=True)
    assert {place: row[1] for place, row in content(store, 2).items()} == {
        ("register", "objective", "I1"): "Shorten",
        ("finance", "objective", "F1"): "Save",
    }


def test_an_absent_sheet_touches_nothing_and_an_empty_one_closes_its_rows(store: Store) -> None:
    put(store, delivery("register", Objective("I1"), Link("I1|I2", from_objective="I1", to_objective="I2")))
    put(store, delivery("register", Objective("I1", name="Shorten")))
    assert {place[1] for place in content(store, 2)} == {"objective", "link"}
    put(store, delivery("register", Objective("I1", name="Shorten"), covers=[Link]), accept_shrink=True)
    assert {place[1] for place in content(store, 3)} == {"objective"}


def test_journals_are_never_closed_by_absence(store: Store) -> None:
    put(store, delivery("register", Reading("K|1", kpi="K", date="2026-09-30", actual=1.0), Decision("D01", text="Go")))
    done = put(store, delivery("register", Reading("K|2", kpi="K", date="2026-10-31", actual=2.0), covers=[Decision]))
    assert [(f.stored, f.closed) for f in done.files] == [(1, 0)]
    assert sorted(place[2] for place in content(store, 2)) == ["D01", "K|1", "K|2"]


def test_a_correction_keeps_the_older_value_readable_and_what_it_does_not_state(store: Store) -> None:
    put(store, delivery("register", Reading("K|1", kpi="K", date="2026-09-30", actual=1.0, note="two plants only")))
    put(store, delivery("register", Reading("K|1", kpi="K", date="2026-09-30", actual=1.5)))
    place = ("register", "reading", "K|1")
    read = {r: Reading._make([*content(store, r)[place], None, None]) for r in (1, 2)}
    assert [(read[r].actual, read[r].note) for r in (1, 2)] == [(1.0, "two plants only"), (1.5, "two plants only")]


def test_a_dash_withdraws_a_reading_until_another_value_is_given(store: Store) -> None:
    def read(row: Reading) -> tuple[bool, float | None, str | None]:
        done = put(store, delivery("register", row))
        revision = done.revision.number if done.revision else 0
        held = Reading._make([*content(store, revision)["register", "reading", "K|1"], None, None])
        return done.changed, held.actual, held.emptied

    stated = Reading("K|1", kpi="K", date="2026-09-30", actual=1.0)
    assert read(stated) == (True, 1.0, None)
    assert read(stated._replace(actual=None, emptied="actual")) == (True, None, "actual")
    assert read(stated._replace(actual=None, emptied="actual")) == (False, None, "actual")
    assert read(stated._replace(actual=None)) == (False, None, "actual")
    assert read(stated._replace(actual=2.0)) == (True, 2.0, None)


@pytest.mark.parametrize("other", [{"name": "B"}, {"budget": 2.0}, {"critical": None}, {"emptied": "name"}])
def test_a_digest_tells_any_other_content_apart(other: dict[str, Any]) -> None:
    project = Project("P", name="A", budget=1.0, critical=False, sheet="Projects", row=3)
    own, changed, moved = digests([project, project._replace(**other), project._replace(sheet="Tabelle1", row=7)])
    assert changed != own
    assert moved == own


def test_a_digest_is_the_same_with_every_python() -> None:
    assert digests([Project("P", name="Größe", budget=0.1, critical=True)]) == [1239786635421241483]


def test_what_an_earlier_version_stored_is_unchanged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Project("P", name="A", budget=1.0), Project("Q", name="B")]
    with monkeypatch.context() as earlier:
        earlier.setattr(versions, "digests", lambda records: [versions._earlier_digest(one) for one in records])
        put(store, delivery("register", *rows))
    assert not put(store, delivery("register", *rows)).changed
    done = put(store, delivery("register", rows[0]._replace(budget=2.0), rows[1]))
    assert [(file.stored, file.unchanged) for file in done.files] == [(1, 1)]


def test_an_index_is_there_also_after_the_first_rows_of_a_table_were_many(store: Store) -> None:
    def indexes() -> set[Any]:
        with store.reading() as connection:
            found = inspect(connection).get_indexes("link")
        return {(one["name"], *one["column_names"], one["unique"]) for one in found}

    before = indexes()
    put(store, delivery("a", *(Link(f"{number}", "O1", "O2") for number in range(versions._MANY))))
    assert indexes() == before
    put(store, delivery("b", *(Link(f"{number}", "O1", "O2") for number in range(versions._MANY))))
    assert len(content(store, 2)) == 2 * versions._MANY
