"""From rows to frames, and from several sources of a thing to the one thing that people see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    CursorResult,
    FromClause,
    Select,
    Table,
    and_,
    func,
    select,
)

from data import schema
from data.feeds import REGISTERS
from data.schema import FACTS, table_name

# Schedules own dates, progress and work; the register owns everything else (register.md, "Who wins").
SCHEDULED = (
    "start", "finish", "percent_complete", "status_date", "status_date_from", "baseline_start", "baseline_finish",
    "calendar", "minutes_per_day", "minutes_per_week", "baseline", "forecast", "actual",
)  # fmt: skip

_FEW = 1_000  # rows

Keys = Sequence[str] | Select | None  # public keys, or what selects them; None are all


def holds(table: FromClause, revision: int) -> ColumnElement[bool]:
    """Give the one condition of reading as of a revision."""
    return (table.c.since <= revision) & (table.c.until > revision)


def frame(connection: Connection, query: Select) -> pd.DataFrame:
    """Run a query and give its rows, one column each, missing values as None."""
    result = connection.execute(query)
    names = list(result.keys())
    first = [tuple(row) for row in result.fetchmany(_FEW)]  # because of a `Row` pandas asks what else it may be
    if len(first) == _FEW:
        return _of_many(first, result, query, names)
    # Of few rows pandas looks at each column longer than it takes to read them.
    return pd.DataFrame(np.array(first, dtype=object).reshape(len(first), len(names)), columns=names, dtype=object)


def _of_many(first: list[tuple[Any, ...]], result: CursorResult[Any], query: Select, names: list[str]) -> pd.DataFrame:
    """Read the other rows as the driver has them: to wrap many takes as long as to read them."""
    rows = [*first, *(result.cursor.fetchall() if result.cursor else [])]
    result.close()
    found = pd.DataFrame(rows, columns=names, dtype=object)
    for place, column in enumerate(query.selected_columns):
        if isinstance(column.type, Boolean):  # which SQLite has not
            flags = [None if value is None else bool(value) for value in found.iloc[:, place]]
            found.isetitem(place, np.array(flags, dtype=object))
    return found


def in_order_of_feeds(table: Table, revision: int, *then: ColumnElement[Any]) -> Select[Any]:
    """Select what a table held, rows of registers first, then by name of the feed, other columns and source key."""
    feed = schema.feed
    query = select(table).join(feed, feed.c.id == table.c.feed).where(holds(table, revision))
    return query.order_by(feed.c.loader.not_in(REGISTERS), feed.c.name, *then, table.c.key)


def stated(
    connection: Connection,
    record: type,
    kind: str,
    revision: int,
    keys: Keys = None,
    pointers: Mapping[str, str] | None = None,
    among: Mapping[str, Sequence[str]] | None = None,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give every source row of the things of a kind: the row's columns, and `public` (key), `feed_name`, `loader`.

    Rows of registers come first, then those of the file with the later status date, then by the name of the feed: an
    order that does not depend on which was loaded first. `pointers` says what a column points at ({"owner": "person"});
    each adds a column `owner_key` with the public key that is meant, None where it is not found. `among` keeps the rows
    that point at some of these keys, `only` the columns that are asked for.
    """
    table, identity, feed, file = FACTS[record], schema.identity, schema.feed, schema.file
    targets = {column: schema.reference.alias(f"{column}_target") for column in pointers or {}}
    columns = [*_columns(table, only), *(target.c.key.label(f"{column}_key") for column, target in targets.items())]
    query = (
        select(identity.c.key.label("public"), feed.c.name.label("feed_name"), feed.c.loader, *columns)
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
        .order_by(
            feed.c.loader.not_in(REGISTERS), func.coalesce(file.c.status_date, "").desc(), feed.c.name, table.c.key
        )
    )
    for column, target in targets.items():
        query = query.outerjoin(target, _points(target, table, column, (pointers or {})[column], revision))
    for column, wanted in (among or {}).items():
        query = query.where(targets[column].c.key.in_(wanted))
    if keys is not None:
        query = query.where(identity.c.key.in_(keys))
    return frame(connection, query)


def _points(target: FromClause, table: Table, column: str, wants: str, revision: int) -> ColumnElement[bool]:
    """Give the condition that joins a text column of a table to what its text means."""
    return and_(
        target.c.wants == wants,
        target.c.feed == table.c.feed,
        target.c.text == table.c[column],
        holds(target, revision),
    )


def _columns(table: Table, only: Collection[str] | None) -> list[ColumnElement[Any]]:
    """Give the columns of a table, its `key` as source_key: in frames the public key is the key."""
    columns = [column for column in table.c if only is None or column.name in only]
    return [column.label("source_key") if column.name == "key" else column for column in columns]


def merged(rows: pd.DataFrame, scheduled: Collection[str] = SCHEDULED) -> pd.DataFrame:
    """Put the things together from their source rows, field by field, indexed by public key.

    `rows` as `stated`: the first that has a field counts, but a schedule's where schedules own it (`scheduled`); where
    only one has it, it counts. A written `-` in a register leaves the field empty, unless a register before it has a
    value.
    """
    names = [str(name) for name in rows.columns if name != "public"]
    groups: dict[str, list[tuple[Any, ...]]] = {}
    for key, values in zip(rows["public"], zip(*(rows[name] for name in names), strict=True), strict=True):
        groups.setdefault(key, []).append(values)
    together = [_together(group, names, scheduled) if len(group) > 1 else group[0] for group in groups.values()]
    index = pd.Index(list(groups), dtype=object, name="public")
    return pd.DataFrame(together, index=index, columns=names, dtype=object)


def _together(group: Sequence[tuple[Any, ...]], names: Sequence[str], scheduled: Collection[str]) -> list[Any]:
    """Give the fields of one thing from its source rows."""
    loader = names.index("loader")
    stated = _first(group)
    of_schedules = _first(sorted(group, key=lambda row: row[loader] in REGISTERS))
    registers = [dict(zip(names, row, strict=True)) for row in group if row[loader] in REGISTERS]
    emptied = _emptied(registers) if any(row.get("emptied") for row in registers) else ()
    fields = zip(names, stated, of_schedules, strict=True)
    return [None if name in emptied else theirs if name in scheduled else ours for name, ours, theirs in fields]


def _first(group: Sequence[tuple[Any, ...]]) -> Sequence[Any]:
    """Give, for every field, the value of the first row that has one."""
    found: Sequence[Any] = group[0]
    for row in group[1:]:
        found = [value if mine is None else mine for mine, value in zip(found, row, strict=True)]
    return found


def _emptied(registers: Iterable[Mapping[str, Any]]) -> set[str]:
    """Give the fields that a register empties before any register states them."""
    emptied: set[str] = set()
    stated: set[str] = set()
    for row in registers:
        emptied |= set((row.get("emptied") or "").split()) - stated
        stated |= {name for name, value in row.items() if value is not None}
    return emptied


def missing_as_none(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows with None, never NaN, for what is missing."""
    return rows.astype(object).where(rows.notna(), None)


def objects(values: Iterable[Any], index: pd.Index) -> pd.Series:
    """Give a column of Python objects, with None for what is missing."""
    return pd.Series([None if value is None or value != value else value for value in values], index, dtype=object)
