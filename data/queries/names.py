"""People, listed names and settings."""

from collections.abc import Collection, Sequence

import pandas as pd
from sqlalchemy import Connection, func, select

from data import schema
from data.frames import frame, holds, merged, stated
from data.queries.meaning import feeds_of, listed
from data.records import (
    ListEntry,
    Resource,
    Setting,
)
from data.remembered import once
from data.schema import FACTS


def people(
    connection: Connection,
    revision: int,
    keys: Sequence[str] | None = None,
    *,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give people put together from all their sources, indexed by key; `department` is a key where listed. `only` keeps
    some of the columns that are stated, the department among them.
    """
    columns = None if only is None else {*only, "emptied"}
    rows = stated(connection, Resource, "person", revision, keys, {"department": "department"}, None, columns)
    rows["department"] = listed(rows, "department")
    things = merged(rows)
    if only is not None:
        return things[[*only]].sort_index()
    things["sources"] = feeds_of(rows, things.index)
    return things.sort_index()


def names_of_people(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> dict[str, str]:
    """Give the name of every person, or of some, by key."""
    names = _names_of_people(connection, revision)
    return names if keys is None else {key: names[key] for key in keys if key in names}


@once
def _names_of_people(connection: Connection, revision: int) -> dict[str, str]:
    table, identity = FACTS[Resource], schema.identity
    of_person = (identity.c.record == "resource") & (identity.c.feed == table.c.feed)
    query = select(identity.c.key, table.c.name).distinct()
    query = query.join_from(table, identity, of_person & (identity.c.source == table.c.key)).where(
        identity.c.kind == "person", table.c.name != "", holds(table, revision), holds(identity, revision)
    )
    said = connection.execute(query).all()
    names = {row[0]: row[1] for row in said}
    if unlike := sorted({key for key, name in said if names[key] != name}):  # of these the order of sources decides
        rows = stated(connection, Resource, "person", revision, unlike, only=["name"]).iloc[::-1]
        names |= {key: name for key, name in zip(rows["public"], rows["name"], strict=True) if name}
    return names


def names_by_address(connection: Connection, revision: int, addresses: Collection[str]) -> dict[str, str]:
    """Give the names of people by the e-mail address (casefolded) that a source gives them."""
    table, wanted = FACTS[Resource], sorted({address.casefold() for address in addresses})
    query = select(func.lower(table.c.email), table.c.name).where(
        func.lower(table.c.email).in_(wanted), table.c.name.is_not(None), holds(table, revision)
    )
    return {row[0]: row[1] for row in connection.execute(query.order_by(table.c.feed.desc(), table.c.key))}


@once
def lists(connection: Connection, revision: int, kind: str) -> pd.DataFrame:
    """Give the entries of a list (department, programme, role, skill, place), indexed by key."""
    return merged(stated(connection, ListEntry, kind, revision))


def names_of_listed(connection: Connection, revision: int, kind: str) -> dict[str, str]:
    """Give the names, or the keys of what has none, of the entries of a list by key."""
    return {str(key): name or str(key) for key, name in lists(connection, revision, kind)["name"].items()}


@once
def settings(connection: Connection, revision: int) -> pd.DataFrame:
    """Give name, applies_to, value, valid_from, reason of all settings."""
    table, feed = FACTS[Setting], schema.feed
    query = select(table).join(feed, feed.c.id == table.c.feed).where(holds(table, revision))
    return frame(connection, query.order_by(table.c.name, table.c.valid_from.nulls_first(), feed.c.name, table.c.key))
