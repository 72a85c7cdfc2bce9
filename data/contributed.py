"""All contributions at once: what their texts mean is looked up in one pass instead of joined.

A join for all of them pairs every milestone's name with that of every other project, and grows with both.
"""

from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection, select

from data import schema
from data.frames import frame, holds, objects
from data.records import Contribution
from data.remembered import once
from data.schema import FACTS

CLAIMED = ("amount", "lag_days", "confidence", "money_share", "agreed_by", "reviewed")  # what analysis asks of all
_TEXTS = ("project", "milestone", "serves")


@once
def contributed(connection: Connection, revision: int, only: Collection[str] | None = None) -> pd.DataFrame:
    """Give every contribution with project, milestone, serves_kind and serves (keys or None), and the texts; beside
    these all columns, or `only` some.
    """
    table, feed = FACTS[Contribution], schema.feed
    names = table.c.keys() if only is None else ("feed", *_TEXTS, *only)
    query = select(*(table.c[name] for name in names))
    query = query.join(feed, feed.c.id == table.c.feed).where(holds(table, revision))
    rows = frame(connection, query.order_by(feed.c.name, table.c.key))
    rows = rows.rename(columns={name: f"{name}_text" for name in _TEXTS})
    found = _meaning(connection, revision)
    feeds = rows["feed"].to_list()
    ends = {
        name: [found.get((wants, feed, "", text), (None, None)) for feed, text in zip(feeds, rows[column], strict=True)]
        for name, wants, column in (("project", "project", "project_text"), ("serves", "served", "serves_text"))
    }
    rows["project"] = objects((key for _, key in ends["project"]), rows.index)
    rows["serves_kind"] = objects((kind for kind, _ in ends["serves"]), rows.index)
    rows["serves"] = objects((key for _, key in ends["serves"]), rows.index)
    named = zip(feeds, rows["project"], rows["milestone_text"], strict=True)
    marks = (found.get(("milestone", feed, of or "", text), (None, None))[1] for feed, of, text in named)
    rows["milestone"] = objects(marks, rows.index)
    return rows


def _meaning(connection: Connection, revision: int) -> dict[tuple[str, int, str, str], tuple[str | None, str | None]]:
    """Give kind and key of what texts mean, by what they want, feed, scope (of milestones: the project) and text."""
    table = schema.reference.c
    wants = table.wants.in_(["project", "served", "milestone"])
    query = select(table.wants, table.feed, table.scope, table.text, table.kind, table.key)
    lines = connection.execute(query.where(wants, table.key.is_not(None), holds(schema.reference, revision))).all()
    return {
        (w, feed, scope if w == "milestone" else "", text): (kind, key) for w, feed, scope, text, kind, key in lines
    }
