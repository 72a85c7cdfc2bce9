"""Whether a revision changed anything by which things are named, or pointed at."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, Table, and_, bindparam, exists, select

from data import schema
from data.feeds import delivered
from data.schema import FACTS, TEXT

# Days, spreads and places are the only texts of a row that neither name a thing nor point at one.
_DAYS = frozenset(
    {
        "start", "finish", "baseline_start", "baseline_finish", "actual_start", "actual_finish", "planned_start",
        "planned_finish", "deadline", "constraint_date", "date", "month", "baseline", "forecast", "actual",
        "status_date", "status_date_from", "spread", "actual_spread", "baseline_spread", "baseline_cost_spread",
        "actual_cost_spread", "sheet",
    }
)  # fmt: skip


def names_changed(connection: Connection, revision: int) -> bool:
    """Say whether identities and references may have changed: a row came or went, or a text of it that is no day.

    An assessment always counts: that is how a newer program looks at what an older one stored.
    """
    cause = connection.execute(select(schema.load.c.cause).where(schema.load.c.revision == revision)).scalar()
    if cause != "exports":
        return True
    looks = (look for table in FACTS.values() for look in _looks(table))
    return any(connection.execute(look, {"revision": revision}).first() for look in looks)


@cache
def _looks(table: Table) -> tuple[Select[Any], Select[Any]]:
    """Select what came and what went in a revision; made once, since every load asks each table."""
    revision = bindparam("revision", type_=Integer)
    after, before = table.alias("after"), table.alias("before")
    same_row = and_(before.c.feed == after.c.feed, before.c.key == after.c.key)
    replaced = and_(same_row, before.c.until == revision, after.c.since == revision)
    alike: list[ColumnElement[bool]] = [
        before.c[column.name].is_not_distinct_from(after.c[column.name])
        for column in table.c
        if column.type is TEXT and column.name not in _DAYS
    ]
    given = delivered(revision)
    came = select(after.c.id).where(after.c.since == revision, after.c.feed.in_(given))
    came = came.where(~exists().where(replaced, *alike).correlate(after))
    went = select(before.c.id).where(before.c.until == revision, before.c.feed.in_(given))
    went = went.where(~exists().where(replaced).correlate(before))
    return came.limit(1), went.limit(1)
