"""What loads keep of people: who they are, what they have and are asked for by day, their weeks over capacity."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Row, Table, select

from data import schema
from data.frames import frame, holds
from data.records import Assignment, Resource
from data.remembered import once
from data.schema import FACTS

STAFF = (
    "person", "name", "department", "role", "place", "pool", "skills", "line_manager", "cost_per_hour", "currency",
)  # fmt: skip
WORKLOAD = ("unit", "person", "project", "role", "skill", "block", *schema.MINUTES)
OVERLOAD = ("person", "week", "capacity", "demand", "first", "last", "projects")

SPREAD = ("person", "project", "projects", "calendars", "pieces")


def kept(connection: Connection, revision: int) -> bool:
    """Say whether what held as of a revision was worked out by the load that made it, or there is nobody of whom it
    could be: an older version did not.
    """
    return _any(connection, schema.staff, revision) or not _any(connection, FACTS[Resource], revision)


@once
def staff(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give people, all or some, by key, in the order of keys: the columns of `schema.staff`."""
    table = schema.staff
    query = select(*(table.c[name] for name in STAFF)).where(holds(table, revision))
    if keys is not None:
        query = query.where(table.c.person.in_(keys))
    return frame(connection, query.order_by(table.c.person)).set_index("person")


def minutes(
    connection: Connection,
    revision: int,
    unit: str,
    blocks: range,
    keys: Sequence[str] | None = None,
    of: str = "person",
) -> Sequence[Row[Any]]:
    """Give the packed minutes of units of a kind in some blocks, of all or of some people or projects: the columns of
    `schema.workload`.
    """
    table = schema.workload
    query = select(*(table.c[name] for name in WORKLOAD)).where(holds(table, revision), table.c.unit == unit)
    query = query.where(table.c.block >= blocks.start, table.c.block < blocks.stop)
    if keys is not None:
        query = query.where(table.c[of].in_(keys))
    return connection.execute(query).all()


def overloads(
    connection: Connection,
    revision: int,
    weeks: tuple[str, str] | None = None,
    over: float = 0.0,
    people: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Give the weeks in which people are over capacity by so many minutes at least, from a week to another (Mondays,
    both included): the columns of `schema.overload`, by person and week.
    """
    table = schema.overload
    asked: list[ColumnElement[bool]] = [holds(table, revision), table.c.demand - table.c.capacity >= over]
    if weeks is not None:
        asked += [table.c.week >= weeks[0], table.c.week <= weeks[1]]
    if people is not None:
        asked.append(table.c.person.in_(people))
    query = select(*(table.c[name] for name in OVERLOAD)).where(*asked)
    return frame(connection, query.order_by(table.c.person, table.c.week))


def kept_spreads(connection: Connection, revision: int) -> bool:
    """Say whether assignments laid over days were kept by the load that made a revision, or there are none."""
    return _any(connection, schema.spread, revision) or not _any(connection, FACTS[Assignment], revision)


def _any(connection: Connection, table: Table, revision: int) -> bool:
    return connection.execute(select(table.c.id).where(holds(table, revision)).limit(1)).first() is not None


def spreads(connection: Connection, revision: int, people: Sequence[str] | None = None) -> Sequence[Row[Any]]:
    """Give assignments laid over days, of everybody or of some people, and all those without a name: the columns of
    `schema.spread`.
    """
    table = schema.spread
    query = select(*(table.c[name] for name in SPREAD)).where(holds(table, revision))
    if people is not None:
        query = query.where(table.c.person.in_([*people, ""]))
    return connection.execute(query.order_by(table.c.person, table.c.project)).all()
