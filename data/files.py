"""What the store keeps of feeds and files: who delivered what, when, with which counts, and what was rejected."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, func, insert, select

from data import schema
from data.export import Delivery, Rejection
from data.records import Project, Task
from data.refusal import Refusal
from data.schema import FACTS, OPEN, table_name

Mark = tuple[str, int, str, str, str]


def feed_id(connection: Connection, name: str, deliveries: Sequence[Delivery]) -> int:
    """Give the number of a feed, a new one for a new feed. Raises `Refusal` when it holds another loader's exports."""
    row = connection.execute(select(schema.feed.c.id, schema.feed.c.loader).where(schema.feed.c.name == name)).first()
    loader = row.loader if row else deliveries[0].loader
    faults = {
        delivery.path: f"feed {name!r} holds {loader} exports, this file is {delivery.loader}; name another feed with "
        "--feed"
        for delivery in deliveries
        if delivery.loader != loader
    }
    if faults:
        raise Refusal.of_all(faults)
    if row:
        return int(row.id)
    added = connection.execute(insert(schema.feed).values(name=name, loader=loader))
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def refuse_older(connection: Connection, feed: int, deliveries: Sequence[Delivery]) -> None:
    """Raise `Refusal` for schedules, returns of a portfolio and strategic plans whose status date is older than what
    their feed holds: each says how things stand on a day, and of an earlier one would take the place of what is known.
    """
    of_a_day = [d for d in deliveries if Task in d.export.records or d.loader in ("portfolio", "stratml")]
    schedules = [d for d in of_a_day if d.export.status_date]
    newest = max((d.export.status_date or "" for d in schedules), default="")
    file, project = schema.file.c, FACTS[Project].c
    held = select(func.max(file.status_date)).where(_of_newest_load(feed))
    of_feed = connection.execute(held).scalar() or ""
    dated = select(project.key, project.status_date).where(project.feed == feed, project.until == OPEN)
    of_projects = {row.key: row.status_date or "" for row in connection.execute(dated)}
    faults: dict[str, str] = {}
    for delivery in schedules:
        stated = {p.key: p.status_date for p in delivery.export.records.get(Project, []) if isinstance(p, Project)}
        later = {key: of_projects.get(key, "") for key, day in stated.items() if day and day < of_projects.get(key, "")}
        if newest < of_feed or later:
            day = max([*later.values(), *([of_feed] if newest < of_feed else [])])
            faults[delivery.path] = (
                f"its status date {delivery.export.status_date} is older than {day}, which feed {delivery.feed!r} "
                "already holds; load the newer export, or say --as-of if history is to be filled in"
            )
    if faults:
        raise Refusal.of_all(faults)


def is_news(connection: Connection, feed: int, deliveries: Sequence[Delivery]) -> bool:
    """Say whether other files than before tell a feed of a later day: that all stands as it did is news too, for which
    a feed is not late. A register is written here and there, and says it only by what it changes.
    """
    file = schema.file.c
    query = select(file.sha256, file.status_date).where(_of_newest_load(feed))
    held = connection.execute(query).all()
    known = {row.sha256 for row in held}
    other = [d.export.status_date or "" for d in deliveries if d.sha256 not in known and d.loader != "register"]
    return bool(held and other) and max(other) > max(row.status_date or "" for row in held)


def _of_newest_load(feed: int) -> ColumnElement[bool]:
    """Give the condition of the files by which a feed was last delivered."""
    file = schema.file.c
    return (file.feed == feed) & (
        file.revision == select(func.max(file.revision)).where(file.feed == feed).scalar_subquery()
    )


def add_file(connection: Connection, revision: int, feed: int, delivery: Delivery) -> int:
    """Note a file of a load, its counts still open, and give its number."""
    export = delivery.export
    counts = dict.fromkeys(("stored", "unchanged", "closed", "rejected"), 0)
    added = connection.execute(
        insert(schema.file).values(
            revision=revision,
            feed=feed,
            path=delivery.path,
            sha256=delivery.sha256,
            bytes=delivery.size,
            loader=delivery.loader,
            loader_version=delivery.loader_version,
            options=delivery.options,
            status_date=export.status_date,
            status_date_from=export.status_date_from,
            rows_in=export.rows_in,
            skipped=export.left_out,
            totals=json.dumps(export.totals),
            notes="[]",
            **counts,
        )
    )
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def is_first(connection: Connection, feed: int) -> bool:
    """Say whether a feed was never delivered before."""
    file = schema.file.c
    return connection.execute(select(file.id).where(file.feed == feed).limit(1)).first() is None


def forget_files(connection: Connection, files: Iterable[int]) -> None:
    """Take out files of a load that say nothing new: by them a feed was not delivered."""
    connection.execute(schema.file.delete().where(schema.file.c.id.in_(list(files))))


def finish_file(
    connection: Connection, file: int, delivery: Delivery, rejections: Sequence[Rejection], counts: dict[str, int]
) -> None:
    """Write the counts, notes, rejections and omissions of a file."""
    export = delivery.export
    row = schema.file.update().where(schema.file.c.id == file)
    connection.execute(row.values(notes=json.dumps(export.notes), **counts))
    rejected = [
        {
            "file": file,
            "sheet": r.sheet,
            "row": r.row,
            "field": r.field,
            "value": r.value,
            "reason": r.reason,
            "kind": table_name(r.kind) if r.kind else None,
            "key": r.key,
        }
        for r in rejections
    ]
    if rejected:
        connection.execute(insert(schema.rejection), rejected)
    omitted = [{"file": file, "reason": s.told, "count": s.count} for s in export.skipped]
    if omitted:
        connection.execute(insert(schema.skipped), omitted)


def rejected_before(connection: Connection, feed: int) -> list[Mark]:
    """Give what the newest load of a feed rejected, in order."""
    file, rejection = schema.file.c, schema.rejection.c
    query = (
        select(rejection.sheet, rejection.row, rejection.field, rejection.value, rejection.reason)
        .join(schema.file, file.id == rejection.file)
        .where(_of_newest_load(feed))
    )
    return sorted(_mark(*row) for row in connection.execute(query))


def mark(rejection: Rejection) -> Mark:
    """Give what tells a rejection from another."""
    return _mark(rejection.sheet, rejection.row, rejection.field, rejection.value, rejection.reason)


def _mark(sheet: str | None, row: int | None, field: str | None, value: str | None, reason: str) -> Mark:
    return sheet or "", row or 0, field or "", value or "", reason
