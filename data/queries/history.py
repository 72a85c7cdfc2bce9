"""Loads, their files, and where rows come from."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, func, select

from data import schema
from data.frames import frame, holds

COUNTS = ("rows_in", "stored", "unchanged", "closed", "rejected", "skipped")  # of the rows of a file


def loads(connection: Connection, revision: int) -> pd.DataFrame:
    """Give revision, recorded_at, title, cause, status_date, the number of `files` and the sums of their counts of the
    loads up to a revision, the newest first.
    """
    load, file = schema.load, schema.file
    sums = (func.coalesce(func.sum(file.c[name]), 0).label(name) for name in COUNTS)
    query = (
        select(load, func.count(file.c.id).label("files"), *sums)
        .outerjoin(file, file.c.revision == load.c.revision)
        .where(load.c.revision <= revision)
        .group_by(load.c.revision)
        .order_by(load.c.revision.desc())
    )
    return frame(connection, query)


def files(connection: Connection, revision: int) -> pd.DataFrame:
    """Give the files of a load: feed_name, path, sha256, counts, status date, notes."""
    file, feed = schema.file, schema.feed
    query = select(file, feed.c.name.label("feed_name")).join(feed, feed.c.id == file.c.feed)
    return frame(connection, query.where(file.c.revision == revision).order_by(file.c.id))


def rejections(
    connection: Connection, revision: int, *, limit: int | None = None, offset: int | None = None
) -> pd.DataFrame:
    """Give the rows that a load rejected, or a page of them: path, feed_name, sheet, row, field, value, reason, kind,
    key.
    """
    rejection, file, feed = schema.rejection, schema.file, schema.feed
    query = (
        select(file.c.path, feed.c.name.label("feed_name"), rejection)
        .join_from(rejection, file, file.c.id == rejection.c.file)
        .join(feed, feed.c.id == file.c.feed)
        .where(file.c.revision == revision)
        .order_by(rejection.c.id)
    )
    return frame(connection, query.limit(limit).offset(offset))


def count_rejections(connection: Connection, revision: int) -> int:
    """Count the faults of rows that a load rejected."""
    rejection, file = schema.rejection, schema.file
    query = select(func.count()).join_from(rejection, file, file.c.id == rejection.c.file)
    return connection.execute(query.where(file.c.revision == revision)).scalar_one()


def omissions(connection: Connection, revision: int) -> pd.DataFrame:
    """Give what a load left out on purpose: path, reason, count."""
    file = schema.file
    query = (
        select(file.c.path, schema.skipped.c.reason, schema.skipped.c.count)
        .join_from(schema.skipped, file, file.c.id == schema.skipped.c.file)
        .where(file.c.revision == revision)
        .order_by(schema.skipped.c.id)
    )
    return frame(connection, query)


def feed_states(connection: Connection, revision: int) -> pd.DataFrame:
    """Give every feed with its newest file up to a revision: feed_name, loader, path, revision, recorded_at,
    status_date, rejected.
    """
    file, feed, load = schema.file, schema.feed, schema.load
    newest = select(func.max(file.c.id)).where(file.c.revision <= revision).group_by(file.c.feed)
    query = (
        select(
            feed.c.name.label("feed_name"), feed.c.loader, file.c.path, file.c.revision, load.c.recorded_at,
            file.c.status_date, file.c.rejected, file.c.sha256,
        )
        .join_from(file, feed, feed.c.id == file.c.feed)
        .join(load, load.c.revision == file.c.revision)
        .where(file.c.id.in_(newest))
        .order_by(feed.c.name)
    )  # fmt: skip
    return frame(connection, query)


def unresolved(connection: Connection, revision: int) -> pd.DataFrame:
    """Give what points at something that is not there yet, or could be several: feed_name, wants, text, state."""
    reference, feed = schema.reference, schema.feed
    query = (
        select(
            feed.c.name.label("feed_name"), reference.c.wants, reference.c.scope, reference.c.text, reference.c.state
        )
        .join_from(reference, feed, feed.c.id == reference.c.feed)
        .where(holds(reference, revision), reference.c.state != "resolved")
        .order_by(feed.c.name, reference.c.wants, reference.c.text, reference.c.scope)
    )
    return frame(connection, query)


def sources(connection: Connection, files: Sequence[int]) -> dict[int, tuple[str, int, str]]:
    """Give path, revision and the ISO day on which it was recorded of files by their number."""
    file, load = schema.file, schema.load
    query = select(file.c.id, file.c.path, file.c.revision, load.c.recorded_at)
    query = query.join(load, load.c.revision == file.c.revision).where(file.c.id.in_(list(files)))
    return {number: (path, revision, at[:10]) for number, path, revision, at in connection.execute(query)}


def counts(connection: Connection, revision: int) -> dict[str, int]:
    """Give how many things of each kind (project, milestone, kpi ...) people see, however many feeds state them."""
    identity = schema.identity
    query = select(identity.c.kind, func.count(identity.c.key.distinct())).where(holds(identity, revision))
    return {row[0]: row[1] for row in connection.execute(query.group_by(identity.c.kind))}
