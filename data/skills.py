"""Help that can be bought, and which skill the tasks of schedules are said to need."""

import re
from pathlib import PurePath

import pandas as pd
from sqlalchemy import Connection, select, tuple_

from data import queries, schema
from data.frames import frame, holds, in_order_of_feeds
from data.names import fold
from data.records import ExternalOption, FieldValue
from data.schema import FACTS

_FIELD = "schedule_field.skill"  # the setting that names the field of a schedule which says the skill
_QUOTED = re.compile(r'.*"(.+)"\s*')
NEEDED = ["feed", "task", "needed"]


def offers(connection: Connection, revision: int) -> pd.DataFrame:
    """Give what suppliers offer, in the order of feeds: key, supplier, skill, level (3 where none is stated),
    rate_per_hour, currency, lead_days, min_term_days, people (1), valid_from, valid_until, contract, file, sheet, row.
    """
    rows = frame(connection, in_order_of_feeds(FACTS[ExternalOption], revision))
    return rows.fillna({"level": 3.0, "people": 1.0, "lead_days": 0.0, "min_term_days": 0.0})


def needed(connection: Connection, revision: int) -> pd.DataFrame:
    """Give what the field of a schedule that a setting `schedule_field.skill` names says of its tasks: feed, task
    (source key), needed (as written).
    """
    fields = _fields(connection, revision)
    if not fields:
        return pd.DataFrame(columns=NEEDED, dtype=object)
    table, feed = FACTS[FieldValue], schema.feed
    there = select(table.c.feed, feed.c.name, table.c.field).distinct().join(feed, feed.c.id == table.c.feed)
    of_tasks = (table.c.subject_kind == "task", holds(table, revision))
    named = [
        (row.feed, row.field)
        for row in connection.execute(there.where(*of_tasks))
        if {(fold(row.name), fold(row.field)), ("*", fold(row.field))} & fields
    ]
    query = select(table.c.feed, table.c.subject.label("task"), table.c.value.label("needed"))
    query = query.where(*of_tasks, table.c.value.is_not(None), tuple_(table.c.feed, table.c.field).in_(named))
    return frame(connection, query.order_by(table.c.feed, table.c.key)).drop_duplicates(["feed", "task"])


def _fields(connection: Connection, revision: int) -> set[tuple[str, str]]:
    """Give (feed, field), both as they are compared, of what the settings name; * for every feed."""
    stated = queries.settings(connection, revision)
    mine = stated[stated["name"].map(fold).eq(_FIELD) & stated["value"].notna()]
    return {
        (feed, fold(found[1] if (found := _QUOTED.fullmatch(value)) else value))
        for applies, value in zip(mine["applies_to"].fillna("*"), mine["value"], strict=True)
        for feed in (fold(applies), fold(PurePath(applies).stem))  # a feed, or the file that it comes in
    }
