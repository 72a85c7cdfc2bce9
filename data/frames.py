"""From rows to frames, and from several sources of a thing to the one thing that people see."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Executable, FromClause, Select, Table, func, select

from data import schema
from data.feeds import REGISTER
from data.schema import FACTS, table_name

# Schedules own dates, progress and work; the register owns everything else (register.md, "Who wins").
SCHEDULED = (
    "start", "finish", "percent_complete", "status_date", "status_date_from", "baseline_start", "baseline_finish",
    "calendar", "minutes_per_day", "minutes_per_week", "baseline", "forecast", "actual",
)  # fmt: skip


def holds(table: FromClause, revision: int) -> ColumnElement[bool]:
    """Give the one condition of reading as of a revision."""
    return (table.c.since <= revision) & (table.c.until > revision)


def frame(connection: Connection, query: Executable) -> pd.DataFrame:
    """Run a query and give its rows, one column each, missing values as None."""
    result = connection.execute(query)
    columns = list(result.keys())
    return pd.DataFrame(result.fetchall(), columns=columns, dtype=object)


def in_order_of_feeds(table: Table, revision: int, *then: ColumnElement[Any]) -> Select[Any]:
    """Select what a table held, rows of registers first, then by name of the feed, other columns and source key."""
    feed = schema.feed
    query = select(table).join(feed, feed.c.id == table.c.feed).where(holds(table, revision))
    return query.order_by(feed.c.loader != REGISTER, feed.c.name, *then, table.c.key)


def stated(
    connection: Connection, record: type, kind: str, revision: int, keys: Sequence[str] | None = None
) -> pd.DataFrame:
    """Give every source row of the things of a kind: the row's columns, and `public` (key), `feed_name`, `loader`.

    Rows of registers come first, then those of the file with the later status date, then by the name of the feed: an
    order that does not depend on which was loaded first.
    """
    table, identity, feed, file = FACTS[record], schema.identity, schema.feed, schema.file
    query = (
        select(identity.c.key.label("public"), feed.c.name.label("feed_name"), feed.c.loader, *_columns(table))
        .join_from(
            table,
            identity,
            (identity.c.record == table_name(record))
            & (identity.c.feed == table.c.feed)
            & (identity.c.source == table.c.key),
        )
        .join(feed, feed.c.id == table.c.feed)
        .join(file, file.c.id == table.c.file)
        .where(holds(table, revision), holds(identity, revision), identity.c.kind == kind)
        .order_by(feed.c.loader != REGISTER, func.coalesce(file.c.status_date, "").desc(), feed.c.name, table.c.key)
    )
    if keys is not None:
        query = query.where(identity.c.key.in_(keys))
    return frame(connection, query)


def _columns(table: Table) -> list[ColumnElement[Any]]:
    """Give the columns of a table, its `key` as source_key: in frames the public key is the key."""
    return [column.label("source_key") if column.name == "key" else column for column in table.c]


def merged(rows: pd.DataFrame, scheduled: Sequence[str] = SCHEDULED) -> pd.DataFrame:
    """Put the things together from their source rows, field by field, indexed by public key.

    `rows` as `stated`: the first that has a field counts, but a schedule's where schedules own it (`scheduled`); where
    only one has it, it counts. A written `-` in a register leaves the field empty, unless a register before it has a
    value.
    """
    if not rows["public"].duplicated().any():
        return missing_as_none(rows.set_index("public"))
    result = rows.groupby("public", sort=False).first()
    owned = [name for name in scheduled if name in rows.columns]
    if owned:
        later = rows.assign(register=rows["loader"] == REGISTER).sort_values("register", kind="stable")
        result[owned] = later.groupby("public", sort=False)[owned].first()
    if "emptied" in rows.columns:
        _empty(result, rows[rows["loader"] == REGISTER])
    return missing_as_none(result)


def _empty(result: pd.DataFrame, registered: pd.DataFrame) -> None:
    """Leave empty what a register empties by a written `-`."""
    for key in registered.loc[registered["emptied"].notna(), "public"].unique():
        stated: set[str] = set()
        for row in registered[registered["public"] == key].to_dict("records"):
            emptied = [name for name in (row["emptied"] or "").split() if name in result.columns]
            result.loc[key, [name for name in emptied if name not in stated]] = None
            stated |= {str(name) for name, value in row.items() if value is not None}


def missing_as_none(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows with None, never NaN, for what is missing."""
    return rows.astype(object).where(rows.notna(), None)


def objects(values: Iterable[Any], index: pd.Index) -> pd.Series:
    """Give a column of Python objects, with None for what is missing."""
    return pd.Series([None if value is None or value != value else value for value in values], index, dtype=object)
