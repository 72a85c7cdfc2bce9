"""A setting declares whose word counts for a field; without one, or where its source is silent, the rule counts."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data import queries
from data.derived import resolve
from data.export import Delivery
from data.frames import merged
from data.precedence import fault, preferred
from data.records import Milestone, Project, Resource, Setting, Task
from data.store import Store
from tests.data.loads import delivery, put
from tests.data.test_frames import _register, _schedule

REGISTER = Project("P1", name="New line", manager="D. Haske", finish="2027-02-01T23:59:59", percent_complete=90.0)
PLAN = Project("P1", name="VEL-01", manager="Somebody", finish="2027-03-26T17:00:00", percent_complete=40.0)


def _declare(field: str, source: str, kind: str = "project") -> Setting:
    name = f"precedence.{kind}.{field}"
    return Setting(f"{name}|*|", name, value=source)


def _of(store: Store, *loads: Delivery) -> dict[Any, Any]:
    for each in loads:
        done = put(store, each)
        with store.writing() as connection:
            resolve(connection, done.revision.number if done.revision else 0)
    with store.reading() as connection:
        return queries.projects(connection, len(loads)).to_dict("index")["P1"]


ROWS = pd.DataFrame(
    [("P1", "PMO", "register", "2027-02-01", "D. Haske", "m1"), ("P1", "plan", "ms_project", "2027-03-26", "Q", None)],
    columns=["public", "feed_name", "loader", "finish", "manager", "manager_key"],
    dtype=object,
)


@pytest.mark.parametrize(
    ("source", "finish"),
    [
        ("register", "2027-02-01"),  # a family
        ("schedule", "2027-03-26"),
        ("ms_project", "2027-03-26"),  # a loader
        ("pmo", "2027-02-01"),  # a feed, folded
        ("nobody", "2027-03-26"),  # not loaded: the rule counts
    ],
)
def test_a_source_is_a_feed_a_loader_or_a_family(source: str, finish: str) -> None:
    found = preferred(merged(ROWS), ROWS, {"finish": source})
    assert found["finish"].to_dict() == {"P1": finish}


def test_whom_a_text_points_at_goes_with_the_text() -> None:
    found = preferred(merged(ROWS), ROWS, {"manager": "plan"})
    assert found[["manager", "manager_key"]].values.tolist() == [["Q", None]]


def test_it_is_the_same_in_whatever_order_is_loaded(empty_sqlite: Path, tmp_path: Path) -> None:
    loads = (
        _register(REGISTER, feed="pmo"),
        _schedule(PLAN),
        _register(_declare("finish", "register"), _declare("name", "plan"), feed="rules"),
        _register(_declare("name", "pmo"), feed="rules-too"),  # of two registers the first by name counts
    )
    found = []
    for at, places in enumerate(("0123", "3210", "2031")):
        order = [loads[int(place)] for place in places]
        store = Store.open(str(shutil.copy(empty_sqlite, tmp_path / f"{at}.db")))
        one = _of(store, *order)
        store.close()
        found.append(tuple(one[name] for name in ("name", "manager", "finish", "percent_complete", "sources")))
    assert set(found) == {("VEL-01", "D. Haske", "2027-02-01T23:59:59", 40.0, "pmo; plan")}


def test_a_silent_source_leaves_the_field_to_the_rule_and_a_milestone_follows_it_too(store: Store) -> None:
    line = Milestone("M1", "P1", name="Bench", forecast="2026-12-01")
    silent = Milestone("M2", "P1", name="Gate")
    settings = (_declare("forecast", "register", "milestone"), _declare("manager", "plan"))
    tasks = [
        Task(f"P1.{n}", "P1", uid=str(n), name=name, kind="milestone", finish="2027-01-15T17:00:00")
        for n, name in enumerate(("Bench", "Gate"))
    ]
    done = put(
        store,
        _register(REGISTER, line, silent, *settings),
        delivery("plan", Project("P1", name="VEL-01"), *tasks, loader="ms_project", status_date="2026-10-31"),
    )
    with store.writing() as connection:
        resolve(connection, 1)
    assert done.changed
    with store.reading() as connection:
        assert queries.milestones(connection, 1)["forecast"].to_dict() == {"M1": "2026-12-01", "M2": "2027-01-15"}
        assert queries.projects(connection, 1)["manager"].to_dict() == {"P1": "D. Haske"}


def test_what_is_declared_of_projects_says_nothing_of_people(store: Store) -> None:
    ann = Resource("1", name="Ann Zorn", kind="person", email="ann@t.example", department="Engineering")
    put(
        store,
        _register(ann, _declare("name", "plan"), _declare("department", "plan")),
        _schedule(ann._replace(name="Zorn, A.", department="Elsewhere")),
    )
    with store.writing() as connection:
        resolve(connection, 1)
    with store.reading() as connection:
        found = queries.people(connection, 1)
    assert found[["name", "department"]].values.tolist() == [["Ann Zorn", "Engineering"]]


@pytest.mark.parametrize(
    ("name", "applies_to", "since", "why"),
    [
        ("precedence.project.finish", "", None, None),
        ("precedence.milestone.forecast", "Everything", None, None),
        ("precedence.project.colour", "", None, "there is no precedence of this name: take precedence.project. and"),
        ("precedence.task.finish", "", None, "there is no precedence of this name: take precedence.project. and"),
        ("precedence.project.finish", "P1", None, "a precedence holds for everything, not for 'P1' alone: leave"),
        ("precedence.project.finish", "*", "2026-01-01", "a precedence holds from the load that brings it: leave from"),
    ],
)
def test_a_precedence_that_cannot_be_used_is_refused(name: str, applies_to: str, since: str | None, why: str | None):
    found = fault(name, applies_to, since)
    assert found is None if why is None else (found or "").startswith(why)
