"""The lines of schedules that carry work, as earned value needs them."""

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, func, or_, select

from data import schema
from data.frames import frame, holds, identified, objects
from data.records import Assignment, Task
from data.schema import FACTS

COLUMNS = (
    "kind", "active", "start", "finish", "actual_finish", "baseline_start", "baseline_finish", "baseline_cost",
    "baseline_work", "baseline_cost_spread", "baseline_spread", "percent_complete", "physical_percent", "percent_kind",
    "actual_cost", "actual_work", "remaining_cost", "remaining_work", "calendar",
)  # fmt: skip
SPREADS = ("baseline_spread", "baseline_cost_spread")
LEAVES = ("task", "milestone", "level_of_effort")


def leaf_tasks(
    connection: Connection, revision: int, projects: Sequence[str] | None = None, *, then: int | None = None
) -> pd.DataFrame:
    """Give what carries work in the schedules of projects: project (public key), feed, source_key and `COLUMNS`.

    `calendar` is `feed:key`, as working calendars are named; plan_cost and plan_work are those of the plan as it
    stands. A task without a time-phased baseline of its own has that of its assignments. `then` asks for the schedules
    as an earlier revision held them, of the projects as they are known now.
    """
    table, identity = FACTS[Task], schema.identity
    columns = [table.c[name] for name in COLUMNS if name != "calendar"]
    query = (
        select(
            identity.c.key.label("project"),
            table.c.feed,
            table.c.key.label("source_key"),
            *columns,
            table.c.calendar,
            func.coalesce(table.c.planned_cost, table.c.cost).label("plan_cost"),
            func.coalesce(table.c.planned_work, table.c.work).label("plan_work"),
        )
        .join(identity, identified(identity, "project", table.c.feed, table.c.project, revision))
        .where(holds(table, then or revision), table.c.kind.in_(LEAVES))
        .order_by(identity.c.key, table.c.key)
    )
    if projects is not None:
        query = query.where(identity.c.key.in_(projects))
    rows = frame(connection, query)
    named = rows["feed"].astype(str) + ":" + rows["calendar"].astype(str)
    rows["calendar"] = named.where(rows["calendar"].notna(), None)
    return rows if then else _with_assigned(rows, _assigned(connection, revision, projects))


def _assigned(connection: Connection, revision: int, projects: Sequence[str] | None) -> pd.DataFrame:
    """Give the time-phased baselines of assignments: feed, task (source key) and `SPREADS`."""
    table, identity = FACTS[Assignment], schema.identity
    query = (
        select(table.c.feed, table.c.task, *(table.c[name] for name in SPREADS))
        .join(identity, identified(identity, "project", table.c.feed, table.c.project, revision))
        .where(holds(table, revision), table.c.task.is_not(None))
        .where(or_(*(table.c[name].is_not(None) for name in SPREADS)))
        .order_by(table.c.feed, table.c.key)
    )
    return frame(connection, query if projects is None else query.where(identity.c.key.in_(projects)))


def _with_assigned(rows: pd.DataFrame, assigned: pd.DataFrame) -> pd.DataFrame:
    """Give tasks that have no time-phased baseline the segments of all their assignments, which add up."""
    for name in SPREADS if len(assigned) else ():
        segments: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for feed, task, text in zip(assigned["feed"], assigned["task"], assigned[name], strict=True):
            if text and (inner := text[1:-1]):
                segments[feed, task].append(inner)
        joined = {at: f"[{','.join(parts)}]" for at, parts in segments.items()}
        theirs = map(joined.get, zip(rows["feed"], rows["source_key"], strict=True))
        rows[name] = rows[name].where(rows[name].notna(), objects(theirs, rows.index))
    return rows
