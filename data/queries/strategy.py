"""Organisation, perspectives, themes, objectives and their links."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection

from data.frames import frame, in_order_of_feeds, merged, stated
from data.queries.meaning import listed, meaning, pointed
from data.queries.order import in_order, live, some
from data.records import (
    Link,
    Objective,
    Organisation,
    Perspective,
    Statement,
    Theme,
)
from data.remembered import once
from data.schema import FACTS


def organisations(connection: Connection, revision: int) -> pd.DataFrame:
    """Give key, name, acronym, description, valid_from, valid_until, feed of every organisation, registers first."""
    return frame(connection, in_order_of_feeds(FACTS[Organisation], revision))


def statements(connection: Connection, revision: int) -> pd.DataFrame:
    """Give kind (vision, mission, value), name, description, position, feed of every statement in order."""
    table = FACTS[Statement]
    rows = frame(connection, in_order_of_feeds(table, revision, table.c.kind, table.c.position.nulls_last()))
    return rows.drop_duplicates(["kind", "name", "description"])


@once
def perspectives(connection: Connection, revision: int) -> pd.DataFrame:
    """Give name, position, description of live perspectives, top band first, indexed by key."""
    return _ordered(connection, Perspective, "perspective", revision)


@once
def themes(connection: Connection, revision: int) -> pd.DataFrame:
    """Give name, owner, position, description of live themes, indexed by key."""
    return _ordered(connection, Theme, "theme", revision)


def objectives(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give live objectives in order, all or some, indexed by key; `perspective`, `theme`, `department` and `owner_key`
    are keys.
    """
    return some(_objectives(connection, revision), keys)


@once
def _objectives(connection: Connection, revision: int) -> pd.DataFrame:
    pointers = {"perspective": "perspective", "theme": "theme", "department": "department", "owner": "person"}
    rows = stated(connection, Objective, "objective", revision, None, pointers)
    rows["perspective"], rows["theme"] = rows["perspective_key"], rows["theme_key"]
    rows["department"] = listed(rows, "department")
    return in_order(live(merged(rows)))


@once
def links(connection: Connection, revision: int) -> pd.DataFrame:
    """Give cause-and-effect links between known objectives: source, target, sign, strength, lag_months, note."""
    rows = frame(connection, in_order_of_feeds(FACTS[Link], revision))
    meant = meaning(connection, "objective", revision)
    rows["source"] = pointed(rows, "from_objective", meant)
    rows["target"] = pointed(rows, "to_objective", meant)
    known = rows[rows["source"].notna() & rows["target"].notna()]
    return known.drop_duplicates(["source", "target"]).reset_index(drop=True)


def _ordered(connection: Connection, record: type, kind: str, revision: int) -> pd.DataFrame:
    return in_order(live(merged(stated(connection, record, kind, revision))))
