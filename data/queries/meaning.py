"""What a text of a row points at, and which rows are one thing."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, and_, select

from data import schema
from data.frames import holds, objects


def reference_to(wants: str, table: Any, column: str, revision: int, name: str):
    """Give an alias of `reference` and the condition that joins it to a text column of a table."""
    alias = schema.reference.alias(name)
    condition = and_(
        alias.c.wants == wants, alias.c.feed == table.c.feed, alias.c.text == table.c[column], holds(alias, revision)
    )
    return alias, condition


_FEW = 2_000  # names of things in one question; drivers allow some more


def meaning(
    connection: Connection, wants: str, revision: int, *, keys: Sequence[str] | None = None
) -> dict[tuple[int, str], str]:
    """Give, for every (feed, text) that points at something and was found, the public key that it means; `keys` keeps
    those that mean some things.
    """
    query = _meaning(wants, revision)
    if keys is not None and len(keys) <= _FEW:
        query = query.where(schema.reference.c.key.in_(keys))
    kept = None if keys is None else {*keys}
    found = connection.execute(query).all()
    return {(feed, text): key for feed, text, key in found if kept is None or key in kept}


def meant_by(connection: Connection, wants: str, revision: int, texts: Iterable[Any]) -> dict[tuple[int, str], str]:
    """Give the same for some texts only."""
    some, query = sorted({text for text in texts if text is not None}), _meaning(wants, revision)
    if len(some) <= _FEW:
        query = query.where(schema.reference.c.text.in_(some))
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def _meaning(wants: str, revision: int) -> Select:
    reference = schema.reference.c
    query = select(reference.feed, reference.text, reference.key)
    return query.where(reference.wants == wants, reference.key.is_not(None), holds(schema.reference, revision))


def pointed(rows: pd.DataFrame, column: str, meant: dict[tuple[int, str], str]) -> pd.Series:
    """Give the public key that each row's text in a column means, None where it is not found."""
    found = [meant.get((feed, text)) for feed, text in zip(rows["feed"], rows[column], strict=True)]
    return objects(found, rows.index)


def listed(rows: pd.DataFrame, column: str) -> pd.Series:
    """Give the keys of listed things, and the text as written where it is not listed."""
    return objects((k or t for k, t in zip(rows[f"{column}_key"], rows[column], strict=True)), rows.index)


def feeds_of(rows: pd.DataFrame, keys: pd.Index) -> pd.Series:
    """Give, by public key, the names of the feeds that state a thing, in the order of its rows."""
    feeds: dict[str, dict[str, None]] = {}
    for key, name in zip(rows["public"], rows["feed_name"], strict=True):
        feeds.setdefault(key, {})[name] = None
    return pd.Series(["; ".join(feeds[key]) for key in keys], keys, dtype=object)


def public_keys(connection: Connection, revision: int, kind: str) -> dict[tuple[int, str], str]:
    """Give the public key of every source row of a kind, by (feed, source key)."""
    identity = schema.identity
    query = select(identity.c.feed, identity.c.source, identity.c.key)
    query = query.where(identity.c.kind == kind, holds(identity, revision))
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}
