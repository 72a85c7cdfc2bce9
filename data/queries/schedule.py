"""Tasks, calendars and dependencies of schedules."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from data import schema
from data.feeds import REGISTERS
from data.frames import frame, holds, identified
from data.queries.meaning import meant_by, pointed, public_keys
from data.records import (
    Calendar,
    Dependency,
    Task,
)
from data.remembered import once
from data.schema import FACTS

# What decides when the work of a project takes effect.
COURSE = ("stage", "status_date", "baseline_finish", "finish", "percent_complete")


def calendars(connection: Connection, revision: int, feeds: Sequence[int] | None = None) -> pd.DataFrame:
    """Give feed, key, base, week (JSON), exceptions (JSON) of all calendars, or of those of some feeds."""
    table = FACTS[Calendar]
    columns = [table.c[name] for name in ("feed", "key", "base", "week", "exceptions")]
    query = select(*columns).where(holds(table, revision))
    return frame(connection, query if feeds is None else query.where(table.c.feed.in_(feeds)))


def dependencies(connection: Connection, revision: int, project: str | None = None) -> pd.DataFrame:
    """Give dependencies across projects that registers state: from_project, from_milestone, to_project, to_milestone
    (keys where known), the texts, type, lag (working minutes), hands_over, agreed.
    """
    rows = _dependencies(connection, revision)
    return rows if project is None else rows[(rows["from_key"] == project) | (rows["to_key"] == project)]


@once
def _dependencies(connection: Connection, revision: int) -> pd.DataFrame:
    table = FACTS[Dependency]
    # By feed, because all but a few dependencies are those within a schedule.
    registers = select(schema.feed.c.id).where(schema.feed.c.loader.in_(REGISTERS))
    query = (
        select(table, schema.feed.c.name.label("feed_name"))
        .join(schema.feed, schema.feed.c.id == table.c.feed)
        .where(holds(table, revision), table.c.feed.in_(registers))
        .order_by(schema.feed.c.name, table.c.key)
    )
    rows = frame(connection, query)
    meant = meant_by(connection, "project", revision, [*rows["from_project"], *rows["to_project"]])
    rows["from_key"], rows["to_key"] = pointed(rows, "from_project", meant), pointed(rows, "to_project", meant)
    return rows


def tasks(
    connection: Connection, revision: int, project: str, *, limit: int | None = None, **window: Any
) -> pd.DataFrame:
    """Give the tasks of one project (key) in the order of its schedule, all columns of the record.

    `limit` and `offset`, `order` (a column and whether it falls) and `named` (a part of the name or code) give a page.
    """
    table = FACTS[Task]
    column, falls = window.get("order") or ("position", False)
    order = table.c[column].desc() if falls else table.c[column].asc()
    query = _of_project(select(table), revision, project, window.get("named"))
    query = query.join(schema.feed, schema.feed.c.id == table.c.feed)
    first = [schema.feed.c.name] if column == "position" else []
    query = query.order_by(*first, order.nulls_last(), schema.feed.c.name, table.c.key)
    return frame(connection, query.limit(limit).offset(window.get("offset")))


def count_tasks(connection: Connection, revision: int, project: str, named: str | None = None) -> int:
    """Count the lines of the schedules of one project (key), or those with a text in their name or code."""
    query = _of_project(select(func.count()).select_from(FACTS[Task]), revision, project, named)
    return connection.execute(query).scalar_one()


def _of_project(query: Select, revision: int, project: str, named: str | None) -> Select:
    """Keep the tasks of one project, and of those the ones that are asked for."""
    table, identity = FACTS[Task], schema.identity
    own = identified(identity, "project", table.c.feed, table.c.project, revision)
    mine = query.join(identity, own).where(
        identity.c.kind == "project", identity.c.key == project, holds(table, revision)
    )
    if not named:
        return mine
    return mine.where(table.c.name.icontains(named, autoescape=True) | table.c.code.icontains(named, autoescape=True))


def task_counts(
    connection: Connection, revision: int, projects: Collection[str] | None = None
) -> dict[str, dict[str, int]]:
    """Give, by project (key), all or some, `tasks` (leaves, also milestones) and `milestones` of its schedules."""
    table = FACTS[Task]
    query = (
        select(table.c.feed, table.c.project, table.c.kind, func.count().label("rows"))
        .where(holds(table, revision), table.c.kind.in_(["task", "milestone", "level_of_effort"]))
        .group_by(table.c.feed, table.c.project, table.c.kind)
    )
    owners = public_keys(connection, revision, "project")
    if projects is not None:
        asked = {*projects}
        owners = {source: key for source, key in owners.items() if key in asked}
        query = query.where(table.c.project.in_(sorted({source for _, source in owners})))
    counts: dict[str, dict[str, int]] = {}
    for row in connection.execute(query):
        mine = counts.setdefault(owners.get((row.feed, row.project), ""), {"tasks": 0, "milestones": 0})
        mine["tasks"] += row.rows
        mine["milestones"] += row.rows if row.kind == "milestone" else 0
    return counts
