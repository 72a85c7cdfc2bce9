"""From rows to frames, and from several sources of a thing to the one thing that people see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Connection,
    CursorResult,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
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


def holds(table: FromClause, revision: int | BindParameter[int]) -> ColumnElement[bool]:
    """Give the one condition of reading as of a revision."""
    return (table.c.since <= revision) & (table.c.until > revision)


def identified(
    identity: FromClause, record: str, feed: Any, source: Any, revision: int | BindParameter[int]
) -> ColumnElement[bool]:
    """Give the condition that joins what is known of a thing to its row in a feed: the record and key that it has there
    (`identity`: the table of that name, or an alias).
    """
    at = identity.c
    return and_(at.record == record, at.feed == feed, at.source == source, holds(identity, revision))


def frame(connection: Connection, query: Select, given: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Run a query, with what is `given` to it, and give its rows, one column each, missing values as None."""
    result = connection.execute(query, given)
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
    given: dict[str, Any] = {"revision": revision} | {f"among_{name}": [*keys] for name, keys in (among or {}).items()}
    if keys is not None and not isinstance(keys, Select):
        given["keys"] = [*keys]
    points = tuple(sorted((pointers or {}).items()))
    query = _stated(record, kind, points, None if only is None else tuple(sorted(only)), tuple(sorted(given)))
    if isinstance(keys, Select):
        query = query.where(schema.identity.c.key.in_(keys))
    return frame(connection, query, given)


# To put such a question together takes longer than to answer it, and a page asks the same ones again and again.
@lru_cache(maxsize=128)
def _stated(
    record: type, kind: str, pointers: tuple[tuple[str, str], ...], only: tuple[str, ...] | None, given: tuple[str, ...]
) -> Select:
    """Give the question of `stated`, which asks for what is `given`: revision, keys, among_ and a column."""
    table, identity, feed, file = FACTS[record], schema.identity, schema.feed, schema.file
    revision = bindparam("revision", type_=Integer)
    targets = {column: schema.reference.alias(f"{column}_target") for column, _ in pointers}
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
    for column, wants in pointers:
        query = query.outerjoin(targets[column], _points(targets[column], table, column, wants, revision))
        if f"among_{column}" in given:
            query = query.where(targets[column].c.key.in_(bindparam(f"among_{column}", expanding=True)))
    return query.where(identity.c.key.in_(bindparam("keys", expanding=True))) if "keys" in given else query


def _points(
    target: FromClause, table: Table, column: str, wants: str, revision: BindParameter[int]
) -> ColumnElement[bool]:
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
    if rows["public"].is_unique:
        return rows[names].astype(object).set_index(pd.Index(rows["public"].to_list(), dtype=object, name="public"))
    lines = rows[names].to_numpy(dtype=object).tolist()
    groups: dict[str, list[list[Any]]] = {}
    for key, line in zip(rows["public"].to_list(), lines, strict=True):
        groups.setdefault(key, []).append(line)
    owned = [place for place, name in enumerate(names) if name in scheduled]
    together = [_together(group, names, owned) if len(group) > 1 else group[0] for group in groups.values()]
    index = pd.Index(list(groups), dtype=object, name="public")
    values = np.array(together, dtype=object).reshape(len(groups), len(names))
    return pd.DataFrame(values, index=index, columns=names, dtype=object)


def _together(group: Sequence[Sequence[Any]], names: Sequence[str], owned: Sequence[int]) -> list[Any]:
    """Give the fields of one thing from its source rows, at the places that schedules own those of schedules."""
    loader = names.index("loader")
    registers = [row for row in group if row[loader] in REGISTERS]
    found = _first(group)
    if 0 < len(registers) < len(group):
        schedules = [row for row in group if row[loader] not in REGISTERS]
        for place in owned:
            found[place] = next((row[place] for row in schedules if row[place] is not None), found[place])
    if "emptied" in names and any(row[names.index("emptied")] for row in registers):
        emptied = _emptied(dict(zip(names, row, strict=True)) for row in registers)
        return [None if name in emptied else value for name, value in zip(names, found, strict=True)]
    return found


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Give the rows of frames one after the other, None in the columns that one does not have."""
    names = list(dict.fromkeys(name for part in parts for name in part.columns))
    filled = [part for part in parts if len(part)]
    if len(filled) == 1:
        lacking = dict.fromkeys(name for name in names if name not in filled[0].columns)
        return filled[0].assign(**lacking).reset_index(drop=True)[names].astype(object)
    values = np.full((sum(map(len, parts)), len(names)), None, dtype=object)
    first = 0
    for part in parts:
        values[first : first + len(part), [names.index(name) for name in part.columns]] = part.to_numpy(dtype=object)
        first += len(part)
    return pd.DataFrame(values, columns=names, dtype=object)


def _first(group: Sequence[Sequence[Any]]) -> list[Any]:
    """Give, for every field, the value of the first row that has one."""
    found = list(group[0])
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


def rekeyed(rows: pd.DataFrame, columns: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Give the rows with other keys in some columns: of each column those that things have now, by those they had."""
    said = {name: [keys.get(key, key) for key in rows[name]] for name, keys in columns.items() if keys}
    return rows.assign(**{name: objects(values, rows.index) for name, values in said.items()}) if said else rows


def missing_as_none(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows with None, never NaN, for what is missing."""
    return rows.astype(object).where(rows.notna(), None)


def objects(values: Iterable[Any], index: pd.Index) -> pd.Series:
    """Give a column of Python objects, with None for what is missing."""
    return pd.Series([None if value is None or value != value else value for value in values], index, dtype=object)
