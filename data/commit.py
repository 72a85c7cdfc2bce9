"""One load, one transaction: facts, what is derived from them, rejections and counts; all of it or nothing."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import Connection, func, insert, select, update

from data import schema
from data.export import Delivery, Rejection
from data.records import JOURNALS, Record
from data.schema import FACTS, OPEN, table_name
from data.store import Revision, Store, find_revision
from data.versions import Difference, compare, write


class Refusal(Exception):
    """A load that the store refuses as a whole. `path` names the file at fault, where there is one."""

    def __init__(self, message: str, path: str | None = None) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Load:
    """What is to become one revision."""

    deliveries: Sequence[Delivery]
    title: str
    cause: str = "exports"  # exports, assessment
    as_of: str | None = None  # ISO day: the load counts as recorded at its end
    status_date: str | None = None
    accept_shrink: bool = False
    incomplete: frozenset[str] = frozenset()  # feeds of which a file is missing here: their rows are not closed


@dataclass(slots=True)
class Counted:
    """What became of the rows of one file."""

    delivery: Delivery
    stored: int = 0
    unchanged: int = 0
    closed: int = 0
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """Count the rejected rows; several faults of one row count once."""
        placed = {(r.sheet, r.row) for r in self.rejections if r.row is not None}
        return len(placed) + sum(r.row is None for r in self.rejections)


@dataclass(frozen=True, slots=True)
class Touched:
    """The source keys that a load changed, by record class and feed."""

    keys: dict[tuple[type, int], set[str]]

    def of(self, *kinds: type) -> set[tuple[int, str]]:
        """Give (feed, source key) of all changed rows of some kinds."""
        return {(feed, key) for (kind, feed), keys in self.keys.items() if kind in kinds for key in keys}


@dataclass(frozen=True, slots=True)
class Committed:
    """The newest revision after a load, whether the load made it, and what became of its files."""

    revision: Revision | None
    changed: bool
    files: list[Counted]


Derive = Callable[[Connection, int, Touched], None]


def commit(store: Store, load: Load, derive: Derive) -> Committed:
    """Store a load. `derive` writes, in the same transaction, what follows from the facts.

    Raises `Refusal` when a list would lose over half its rows, when a feed changes its loader, or when the load is
    dated before the newest one; `StoreBusy` when another load holds the store. In each case nothing is stored.
    """
    with store.writing() as connection:
        newest = find_revision(connection)
        revision = Revision((newest.number if newest else 0) + 1, _recorded_at(load.as_of, newest), load.title)
        connection.execute(
            insert(schema.load).values(
                revision=revision.number,
                recorded_at=revision.recorded_at,
                title=load.title,
                cause=load.cause,
                status_date=load.status_date,
            )
        )
        files: list[Counted] = []
        touched: dict[tuple[type, int], set[str]] = {}
        by_feed = sorted(load.deliveries, key=lambda delivery: delivery.feed)
        for name, deliveries in groupby(by_feed, key=lambda delivery: delivery.feed):
            files += _store_feed(connection, revision.number, name, list(deliveries), load, touched)
        if not _changes_anything(files, load):
            connection.rollback()
            return Committed(newest, changed=False, files=files)
        derive(connection, revision.number, Touched(touched))
    return Committed(revision, changed=True, files=files)


def _changes_anything(files: list[Counted], load: Load) -> bool:
    return load.cause != "exports" or any(f.stored or f.closed or f.rejections for f in files)


def _recorded_at(as_of: str | None, newest: Revision | None) -> str:
    """Give the moment that a load counts as recorded; it never decreases."""
    if as_of is None:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return max(now, newest.recorded_at) if newest else now
    moment = f"{as_of}T23:59:59Z"
    if newest and moment < newest.recorded_at:
        raise Refusal(
            f"--as-of {as_of} is earlier than the newest load (revision {newest.number}, recorded "
            f"{newest.recorded_at}); back-fill from the oldest month to the newest, into a store of its own if need be"
        )
    return moment


def _store_feed(
    connection: Connection,
    revision: int,
    name: str,
    deliveries: list[Delivery],
    load: Load,
    touched: dict[tuple[type, int], set[str]],
) -> list[Counted]:
    """Store all files of one feed: together they are one snapshot."""
    feed = _feed_id(connection, name, deliveries[0])
    files = {
        _add_file(connection, revision, feed, d): Counted(d, rejections=list(d.export.rejections)) for d in deliveries
    }
    kinds = {kind for counted in files.values() for kind in counted.delivery.export.records}
    for kind in sorted(kinds, key=lambda kind: kind.__name__):
        rows = _once(kind, files)
        keep = {r.key for f in files.values() for r in f.rejections if r.kind is kind and r.key is not None}
        difference = compare(connection, kind, feed, revision, rows, keep, close_absent=name not in load.incomplete)
        if not load.accept_shrink:
            _refuse_shrinking(connection, kind, feed, difference, deliveries)
        write(connection, kind, feed, revision, difference)
        _count(kind, files, difference)
        touched[kind, feed] = difference.touched()
    for file, counted in files.items():
        _finish_file(connection, file, counted)
    return list(files.values())


def _once(kind: type, files: dict[int, Counted]) -> list[tuple[int, list[Record]]]:
    """Give the records of a kind by file; one whose key an earlier file of the feed already states is rejected."""
    stated: dict[str, str] = {}
    rows: list[tuple[int, list[Record]]] = []
    for file, counted in files.items():
        records = counted.delivery.export.records.get(kind)
        if records is None:
            continue
        if len(files) == 1:
            return [(file, records)]
        first = [
            record
            for record in records
            if stated.setdefault(record.key, counted.delivery.path) == counted.delivery.path
        ]
        counted.rejections += [
            Rejection(
                f"{table_name(kind)} {record.key!r} is already stated by {stated[record.key]} in this load of the same "
                "feed; give each file a feed of its own with --feed, or take one of the two out",
                sheet=record.sheet, row=record.row, field="key", value=record.key, kind=kind, key=record.key,
            )
            for record in records
            if stated[record.key] != counted.delivery.path
        ]  # fmt: skip
        rows.append((file, first))
    return rows


def _feed_id(connection: Connection, name: str, delivery: Delivery) -> int:
    row = connection.execute(select(schema.feed.c.id, schema.feed.c.loader).where(schema.feed.c.name == name)).first()
    if row is None:
        added = connection.execute(insert(schema.feed).values(name=name, loader=delivery.loader))
        return int(added.inserted_primary_key[0])  # type: ignore[index]
    if row.loader != delivery.loader:
        raise Refusal(
            f"feed {name!r} has held {row.loader} exports until now, this file is {delivery.loader}; "
            "name another feed with --feed",
            delivery.path,
        )
    return int(row.id)


def _add_file(connection: Connection, revision: int, feed: int, delivery: Delivery) -> int:
    export = delivery.export
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
            stored=0,
            unchanged=0,
            closed=0,
            rejected=0,
            skipped=sum(s.count for s in export.skipped),
            totals=json.dumps(export.totals),
            notes=json.dumps(export.notes),
        )
    )
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def _refuse_shrinking(
    connection: Connection, kind: type, feed: int, difference: Difference, deliveries: list[Delivery]
) -> None:
    """Refuse a list that would lose over half its rows: more often a wrong file than a decision."""
    guarded = deliveries[0].export.guarded
    if not difference.gone or kind in JOURNALS or (guarded is not None and kind not in guarded):
        return
    table = FACTS[kind].c
    held = connection.execute(
        select(func.count()).select_from(FACTS[kind]).where(table.feed == feed, table.until == OPEN)
    ).scalar_one()
    if 2 * len(difference.gone) > held:
        raise Refusal(
            f"{deliveries[0].path}: {len(difference.gone)} of the {held} rows of {table_name(kind)} that feed "
            f"{deliveries[0].feed!r} holds are no longer there. If that is meant, load again with --accept-shrink; "
            "if the file is another one, give it a feed of its own with --feed",
            deliveries[0].path,
        )


def _count(kind: type, files: dict[int, Counted], difference: Difference) -> None:
    for file, stored in difference.stored.items():
        files[file].stored += stored
        files[file].unchanged += difference.unchanged[file]
    covering = next(f for f in files.values() if kind in f.delivery.export.records)
    covering.closed += len(difference.gone)


def _finish_file(connection: Connection, file: int, counted: Counted) -> None:
    """Write the counts, rejections and omissions of a file."""
    values = {"stored": counted.stored, "unchanged": counted.unchanged, "closed": counted.closed}
    connection.execute(update(schema.file).where(schema.file.c.id == file).values(rejected=counted.rejected, **values))
    rejections = [
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
        for r in counted.rejections
    ]
    if rejections:
        connection.execute(insert(schema.rejection), rejections)
    omissions = [{"file": file, "reason": s.reason, "count": s.count} for s in counted.delivery.export.skipped]
    if omissions:
        connection.execute(insert(schema.skipped), omissions)
