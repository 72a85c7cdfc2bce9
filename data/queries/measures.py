"""KPIs, their readings, and what contributes to them."""

from collections.abc import Collection, Sequence

import pandas as pd
from sqlalchemy import Connection, and_, func, select

from data import schema
from data.contributed import contributed
from data.feeds import REGISTERS
from data.frames import frame, holds, merged, stated
from data.queries.meaning import reference_to
from data.queries.order import in_order, some
from data.records import (
    Contribution,
    Kpi,
    Reading,
)
from data.remembered import once
from data.schema import FACTS


def kpis(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give KPIs, all or some, indexed by key; `objective` and `owner_key` are keys (None while the objective is not
    known).
    """
    return some(_kpis(connection, revision), keys)


@once
def _kpis(connection: Connection, revision: int) -> pd.DataFrame:
    rows = stated(connection, Kpi, "kpi", revision, None, {"objective": "objective", "owner": "person"})
    rows["objective"] = rows["objective_key"]
    return in_order(merged(rows))


@once
def readings(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give one row per measurement of the sources, by KPI and date: kpi (key), date, start, series, actual, target,
    forecast, expected, actual_text, target_text, state, note, and where it stands: feed, file, sheet, row.
    """
    table, feed = FACTS[Reading], schema.feed
    reference, condition = reference_to("kpi", table, "kpi", revision, "meant")
    columns = [column for column in table.c if column.name != "kpi"]
    query = (
        select(reference.c.key.label("kpi"), *columns)
        .join_from(table, reference, condition)
        .join(feed, feed.c.id == table.c.feed)
        .where(holds(table, revision), reference.c.key.is_not(None))
        # Of several sources that measured the same day a register is the last: what it says counts.
        .order_by(
            reference.c.key,
            table.c.date.nulls_first(),
            func.coalesce(table.c.series, ""),
            feed.c.loader.in_(REGISTERS),
            feed.c.name,
            table.c.key,
        )
    )
    if keys is not None:
        query = query.where(reference.c.key.in_(keys))
    return frame(connection, query)


@once
def further_targets(connection: Connection, revision: int) -> pd.DataFrame:
    """Give the dated targets among the readings: kpi (key), date, target, and where it stands: file, sheet, row."""
    table = FACTS[Reading]
    reference, condition = reference_to("kpi", table, "kpi", revision, "meant")
    query = (
        select(reference.c.key.label("kpi"), *(table.c[name] for name in ("date", "target", "file", "sheet", "row")))
        .join_from(table, reference, condition)
        .where(holds(table, revision), reference.c.key.is_not(None), table.c.target.is_not(None))
        .order_by(reference.c.key, table.c.date, table.c.key)
    )
    return frame(connection, query)


def contributions(
    connection: Connection,
    revision: int,
    *,
    projects: Sequence[str] | None = None,
    served: Sequence[str] | None = None,
    milestones: Sequence[str] | None = None,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give what projects and milestones contribute: project, milestone (keys or None), serves_kind, serves, amount,
    lag_days, confidence, money_share, agreed_by, reviewed, note, and the texts as written (project_text, ...). Where
    all are asked for, `only` keeps of the columns beside the ends some.
    """
    if projects is None and served is None and milestones is None:
        return contributed(connection, revision, only)
    table = FACTS[Contribution]
    project, on_project = reference_to("project", table, "project", revision, "p")
    serves, on_serves = reference_to("served", table, "serves", revision, "s")
    milestone = schema.reference.alias("m")
    on_milestone = and_(
        milestone.c.wants == "milestone",
        milestone.c.feed == table.c.feed,
        milestone.c.text == table.c.milestone,
        milestone.c.scope == func.coalesce(project.c.key, ""),
        holds(milestone, revision),
    )
    texts = {"project": "project_text", "milestone": "milestone_text", "serves": "serves_text"}
    query = (
        select(
            project.c.key.label("project"),
            milestone.c.key.label("milestone"),
            serves.c.kind.label("serves_kind"),
            serves.c.key.label("serves"),
            *(column.label(texts.get(column.name, column.name)) for column in table.c),
        )
        .select_from(table)
        .join(schema.feed, schema.feed.c.id == table.c.feed)
        .join(project, on_project, isouter=projects is None)  # an inner join starts from the few that are asked for
        .join(serves, on_serves, isouter=served is None)
        .join(milestone, on_milestone, isouter=milestones is None)
        .where(holds(table, revision))
        .order_by(schema.feed.c.name, table.c.key)
    )
    if projects is not None:
        query = query.where(project.c.key.in_(projects))
    if served is not None:
        query = query.where(serves.c.key.in_(served))
    if milestones is not None:
        query = query.where(milestone.c.key.in_(milestones))
    return frame(connection, query)


def kpis_of(connection: Connection, revision: int, objectives: Sequence[str]) -> list[str]:
    """Give the keys of KPIs of which some source says that they are of one of these objectives."""
    table, identity = FACTS[Kpi], schema.identity
    reference, condition = reference_to("objective", table, "objective", revision, "o")
    query = (
        select(identity.c.key)
        .join(table, and_(identity.c.feed == table.c.feed, identity.c.source == table.c.key))
        .join(reference, condition)
        .where(identity.c.record == "kpi", holds(identity, revision), holds(table, revision))
        .where(reference.c.key.in_(objectives))
    )
    return sorted(set(connection.scalars(query)))


def count_contributions(connection: Connection, revision: int) -> int:
    """Count the contributions that hold."""
    table = FACTS[Contribution]
    return connection.execute(select(func.count()).select_from(table).where(holds(table, revision))).scalar_one()
