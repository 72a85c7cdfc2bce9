"""Who there is and what they are booked on, one frame each as of a revision."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, select

from data.feeds import REGISTER
from data.frames import frame, holds, objects, stated
from data.names import full_name, plain_key
from data.records import ListEntry, Resource
from data.schema import FACTS


def rows_of_people(connection: Connection, revision: int, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Give every source row of people, all or some, those of registers first: key (of the person), registered,
    feed_name, source_key, name, email, called (the name as it is compared), also (other names that a register's row
    declares, as compared), declared (a line `same person` names the row).
    """
    rows = stated(connection, Resource, "person", revision, keys, only=["key", "name", "email", "also_known_as"])
    named = _declared(connection, revision)
    texts = [[text for text in (also or "").split(";") if text.strip()] for also in rows["also_known_as"]]
    called = [full_name(name or "") for name in rows["name"]]
    own = [full_name(plain_key(feed, key)) for feed, key in zip(rows["feed_name"], rows["source_key"], strict=True)]
    return pd.DataFrame(
        {
            "key": rows["public"],
            "registered": rows["loader"] == REGISTER,
            "feed_name": rows["feed_name"],
            "source_key": rows["source_key"],
            "name": rows["name"],
            "email": rows["email"],
            "called": objects(called, rows.index),
            "also": objects(([full_name(text) for text in each] for each in texts), rows.index),
            "declared": [bool({name, key} & named) for name, key in zip(called, own, strict=True)],
        }
    )


def _declared(connection: Connection, revision: int) -> set[str]:
    """Give the names that lines `same person` give to somebody, as they are compared."""
    entry = FACTS[ListEntry]
    query = select(entry.c.name).where(entry.c.kind == "same person", entry.c.code.is_not(None), holds(entry, revision))
    return {full_name(name) for name in frame(connection, query)["name"] if name}
