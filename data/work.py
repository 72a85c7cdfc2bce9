"""The lines of schedules that carry work, as earned value needs them."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, and_, func, select

from data import schema
from data.frames import frame, holds
from data.records import Task
from data.schema import FACTS

COLUMNS = (
    "kind", "active", "start", "finish", "actual_finish", "baseline_start", "baseline_finish", "baseline_cost",
    "baseline_work", "baseline_cost_spread", "baseline_spread", "percent_complete", "physical_percent", "percent_kind",
    "actual_cost", "actual_work", "remaining_cost", "calendar",
)  # fmt: skip
LEAVES = ("task", "milestone", "level_of_effort")


def leaf_tasks(connection: Connection, revision: int, projects: Sequence[str] | None = None) -> pd.DataFrame:
    """Give what carries work in the schedules of projects: project (public key), feed, source_key and `COLUMNS`.

    `calendar` is `feed:key`, as working calendars are named; planned_cost and cost, planned_work and work are those of
    the plan as it stands.
    """
    table, identity = FACTS[Task], schema.identity
    mine = and_(
        identity.c.record == "project",
        identity.c.feed == table.c.feed,
        identity.c.source == table.c.project,
        holds(identity, revision),
    )
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
        .join(identity, mine)
        .where(holds(table, revision), table.c.kind.in_(LEAVES))
        .order_by(identity.c.key, table.c.key)
    )
    if projects is not None:
        query = query.where(identity.c.key.in_(projects))
    rows = frame(connection, query)
    named = rows["feed"].astype(str) + ":" + rows["calendar"].astype(str)
    rows["calendar"] = named.where(rows["calendar"].notna(), None)
    return rows
