"""All contributions at once, as `queries.contributions` gives them, looked up in one pass instead of joined."""

import pandas as pd
from sqlalchemy import Connection, select

from data import schema
from data.frames import frame, holds, in_order_of_feeds, objects
from data.records import Contribution
from data.schema import FACTS

_TEXTS = ("project", "milestone", "serves")


def contributed(connection: Connection, revision: int) -> pd.DataFrame:
    """Give every contribution with project, milestone, serves_kind and serves (keys or None), and the texts."""
    rows = frame(connection, in_order_of_feeds(FACTS[Contribution], revision))
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
