"""What loads computed."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data import schema
from data.derived import STANDING
from data.frames import frame, holds
from data.queries.rekeyed import earlier_keys


def findings(
    connection: Connection,
    revision: int,
    kind: str,
    subjects: Sequence[str] | None = None,
    measures: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Give computed figures: subject, measure, value, text, unit, status, rule, inputs, on_date, fresh_until, since."""
    table = schema.finding
    query = select(table).where(table.c.subject_kind == kind, holds(table, revision))
    if subjects is not None:
        query = query.where(table.c.subject.in_(subjects))
    if measures is not None:
        query = query.where(table.c.measure.in_(measures))
    return frame(connection, query.order_by(table.c.subject, table.c.measure))


def figures(
    connection: Connection,
    revision: int,
    kind: str,
    measures: Sequence[str],
    subjects: Sequence[str] | None = None,
    more: Sequence[str] = (),
) -> dict[str, dict[str, Any]]:
    """Give computed figures by measure and subject, each a row of value, text, status, on_date, fresh_until and `more`
    columns.
    """
    table = schema.finding
    names = ("measure", "subject", "value", "text", "status", "on_date", "fresh_until", *more)
    columns = [table.c[name] for name in names]
    query = select(*columns).where(table.c.subject_kind == kind, table.c.measure.in_(measures), holds(table, revision))
    if subjects is not None:
        query = query.where(table.c.subject.in_(subjects))
    found: dict[str, dict[str, Any]] = {measure: {} for measure in measures}
    for row in connection.execute(query).all():
        found[row.measure][row.subject] = row
    return found


PAST = ("subject", "measure", "value", "unit", "status", "inputs", "on_date", "since", "until")


def past(
    connection: Connection,
    revision: int,
    kind: str,
    subjects: Sequence[str],
    measures: Sequence[str],
    *,
    after: int = 0,
) -> pd.DataFrame:
    """Give what was found of subjects in the loads up to a revision, of what held beyond `after`, the oldest first:
    subject, measure, value, unit, status, inputs, on_date, since, until; also while they had other keys.
    """
    table, other = schema.finding, earlier_keys(connection, revision, kind, subjects, after)
    query = select(*(table.c[name] for name in PAST)).where(
        table.c.subject_kind == kind,
        table.c.subject.in_([*subjects, *other["was"]]),
        table.c.measure.in_(measures),
        table.c.since <= revision,
        table.c.until > after,
    )
    rows = frame(connection, query.order_by(table.c.since, table.c.id))
    if other.empty:
        return rows
    lent = rows.merge(other.add_prefix("other_"), left_on="subject", right_on="other_was")
    lent = lent[(lent["since"] < lent["other_until"]) & (lent["until"] > lent["other_since"])]
    lent = lent.assign(
        subject=lent["other_key"],
        since=lent[["since", "other_since"]].max(axis=1),
        until=lent[["until", "other_until"]].min(axis=1),
    )
    own = rows[rows["subject"].isin(subjects)]
    return pd.concat([own, lent[[*PAST]]]).sort_values("since", kind="stable", ignore_index=True)


def standings(
    connection: Connection, revision: int, keys: Sequence[str] | None = None, only: Sequence[str] = STANDING[1:]
) -> pd.DataFrame:
    """Give the standings of projects, all or some, indexed by key, in the columns of `schema.standing` or some of them:
    their figures side by side, whom they serve and what they still bring.
    """
    table = schema.standing
    query = select(table.c.project, *(table.c[name] for name in only)).where(holds(table, revision))
    if keys is not None:
        query = query.where(table.c.project.in_(keys))
    return frame(connection, query.order_by(table.c.project)).set_index("project")
