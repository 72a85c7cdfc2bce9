"""Feeds, and the rows of theirs that now hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from data import schema
from data.names import fold
from data.records import ListEntry, Task
from data.schema import FACTS, OPEN

# The loaders whose keys are the organisation's own and whose rows people wrote; all others read schedules and plans.
REGISTERS = ("register", "mapped", "portfolio")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed by its number, name and loader."""

    id: int
    name: str
    loader: str


def feeds(connection: Connection) -> dict[int, Feed]:
    """Give all feeds by number."""
    feed = schema.feed.c
    return {row.id: Feed(*row) for row in connection.execute(select(feed.id, feed.name, feed.loader))}


def delivered(revision: int | ColumnElement[int]) -> Select[Any]:
    """Select the feeds (numbers) that a revision delivered: the facts of others are as they were."""
    return select(schema.file.c.feed).where(schema.file.c.revision == revision)


def driver_rows(connection: Connection, query: Select) -> list[tuple[Any, ...]]:
    """Give the rows of a query as the driver has them: to wrap many takes as long as to read them."""
    result = connection.execute(query)
    found = list(result.cursor.fetchall()) if result.cursor else []
    result.close()
    return found


def open_rows(connection: Connection, kind: type, *columns: str) -> Sequence[Row[Any]]:
    """Give what now holds of a kind: feed_name, loader, feed, key and some columns; by name of the feed and key, so
    that the order of loading does not matter.
    """
    return connection.execute(in_order(kind, *columns)).all()


def in_order(kind: type, *columns: str) -> Select[Any]:
    """Select the same as `select_open`, by name of the feed and key."""
    return select_open(kind, *columns).order_by(schema.feed.c.name, FACTS[kind].c.key)


def select_open(kind: type, *columns: str) -> Select[Any]:
    """Select feed_name, loader, feed, key and some columns of what now holds of a kind; of tasks, the milestones."""
    table, feed = FACTS[kind].c, schema.feed.c
    query = select(feed.name.label("feed_name"), feed.loader, table.feed, table.key, *(table[c] for c in columns))
    query = query.join(schema.feed, feed.id == table.feed).where(table.until == OPEN)
    return query.where(table.kind == "milestone") if kind is Task else query


def aliases(connection: Connection, kind: str) -> dict[str, str]:
    """Give declared other names (folded) and the key that each stands for (folded)."""
    rows = open_rows(connection, ListEntry, "kind", "code", "name")
    return {fold(row.name): fold(row.code) for row in rows if row.kind == kind and row.name and row.code}
