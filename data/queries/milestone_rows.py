"""Milestones, as schedules and registers state them."""

import json
from collections.abc import Collection, Iterable, Sequence

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from data import schema
from data.frames import SCHEDULED, Keys, frame, holds, identified, objects, stacked, stated
from data.precedence import together
from data.records import (
    Milestone,
    Task,
)
from data.remembered import once
from data.schema import FACTS


def milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    only: Collection[str] | None = None,
    *,
    all_kinds: bool = False,
) -> pd.DataFrame:
    """Give milestones, all or those of some projects or keys, indexed by key: project, name, kind, baseline, forecast,
    actual (ISO days), state, of, note, calendar, source row (feed, file, sheet, row); or of these `only` some. With
    `all_kinds` deliverables, gates and reviews too.
    """
    return _milestones(connection, revision, projects, keys, only, all_kinds=all_kinds)


def _milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None,
    keys: Keys,
    only: Collection[str] | None = None,
    *,
    all_kinds: bool = False,
) -> pd.DataFrame:
    """Put milestones together from the rows of registers and of schedules, with `only` some of their columns."""
    rows = statements_of_milestones(connection, revision, projects, keys, only)
    # What a schedule counts as a milestone stays one, and the row that gave the dates is its source.
    place = ("kind", "feed", "feed_name", "loader", "source_key", "file", "sheet", "row")
    things = together(connection, revision, "milestone", rows, (*SCHEDULED, *place))
    return things if all_kinds else things[things["kind"].isin(["milestone"]) | things["kind"].isna()]


def statements_of_milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None = None,
    keys: Keys = None,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give every source row of milestones, all or those of some projects or keys, those of registers first."""
    asked = connection, revision, projects, keys, only
    return stacked([read(*asked) for read in (_stated_milestones, _scheduled_milestones)])


def _scheduled_milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None,
    keys: Keys,
    only: Collection[str] | None,
) -> pd.DataFrame:
    table, own, project = FACTS[Task], schema.identity.alias("own"), schema.identity.alias("of")
    query = (
        select(
            own.c.key.label("public"),
            schema.feed.c.loader,
            schema.feed.c.name.label("feed_name"),
            project.c.key.label("project"),
            table.c.key.label("source_key"),
            *(table.c[name] for name in ("feed", "file", "since", "uid", "code", "name", "kind", "calendar")),
            func.coalesce(table.c.baseline_finish, table.c.baseline_start).label("baseline"),
            func.coalesce(table.c.finish, table.c.start).label("forecast"),
            func.coalesce(table.c.actual_finish, table.c.actual_start).label("actual"),
            table.c.percent_complete,
            table.c.sheet,
            table.c.row,
        )
        .join_from(table, own, identified(own, "task", table.c.feed, table.c.key, revision))
        .join(project, identified(project, "project", table.c.feed, table.c.project, revision))
        .join(schema.feed, schema.feed.c.id == table.c.feed)
        .where(table.c.kind == "milestone", holds(table, revision))
        .order_by(schema.feed.c.name, table.c.position.nulls_last(), table.c.key)
    )
    if projects is not None:
        query = query.where(project.c.key.in_(projects))
    if keys is not None:
        query = query.where(own.c.kind == "milestone", own.c.key.in_(keys))
    if only is not None:
        kept = {"public", "loader", "feed_name", *only}
        query = query.with_only_columns(*(column for column in query.selected_columns if column.key in kept))
    rows = frame(connection, query)
    for name in (one for one in _DATES if one in rows):
        rows[name] = rows[name].str[:10] if len(rows) else rows[name]
    return rows


_DATES = ("baseline", "forecast", "actual")


def _stated_milestones(
    connection: Connection,
    revision: int,
    projects: Sequence[str] | None,
    keys: Keys,
    only: Collection[str] | None,
) -> pd.DataFrame:
    fields = None if only is None else ["key" if name == "source_key" else name for name in (*only, "emptied")]
    if only is not None and "project" not in only:
        return stated(connection, Milestone, "milestone", revision, keys, only=fields)
    among = None if projects is None else {"project": list(projects)}
    rows = stated(connection, Milestone, "milestone", revision, keys, {"project": "project"}, among, fields)
    rows["project"] = rows["project_key"]
    return rows


@once
def dated_milestones(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give baseline (the adopted one where it has none), forecast and actual of some milestones, or of all that
    contributions name.
    """
    reference, table = schema.reference, schema.finding
    wanted = reference.c.wants == "milestone", reference.c.key.is_not(None), holds(reference, revision)
    named = select(reference.c.key).where(*wanted) if keys is None else keys
    if not (connection.execute(named.limit(1)).first() if isinstance(named, Select) else named):
        return pd.DataFrame(columns=[*_DATES], index=pd.Index([], name="public", dtype=object), dtype=object)
    rows = _milestones(connection, revision, None, named, only=("kind", *_DATES))[[*_DATES]].copy()
    query = select(table.c.subject, table.c.inputs).where(
        table.c.subject_kind == "milestone",
        table.c.subject.in_(named),
        table.c.measure == "slip_days",
        table.c.rule.startswith("slip against the plan"),
        holds(table, revision),
    )
    adopted = {key: json.loads(inputs)["baseline"] for key, inputs in connection.execute(query)}
    rows["baseline"] = objects((adopted.get(key, own) for key, own in rows["baseline"].items()), rows.index)
    return rows


def keys_of_milestones(connection: Connection, revision: int) -> list[str]:
    """Give the keys of all milestones in the order of `milestones`."""
    return list(_milestones(connection, revision, None, None, only=["kind"]).index)


def planned_milestones(connection: Connection, revision: int, feeds: Iterable[int]) -> dict[tuple[int, str], str]:
    """Give the day that some feeds planned for each milestone, by (feed, source key), as of a revision."""
    task, milestone = FACTS[Task], FACTS[Milestone]
    planned = func.coalesce(task.c.finish, task.c.start)
    among = [int(feed) for feed in feeds]
    scheduled = select(task.c.feed, task.c.key, planned).where(task.c.kind == "milestone", holds(task, revision))
    stated = select(milestone.c.feed, milestone.c.key, milestone.c.forecast).where(holds(milestone, revision))
    rows = [
        *connection.execute(scheduled.where(task.c.feed.in_(among))),
        *connection.execute(stated.where(milestone.c.feed.in_(among))),
    ]
    return {(feed, key): day[:10] for feed, key, day in rows if day}
