"""One load, one transaction: facts, what is derived from them, rejections and counts; all of it or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import PurePath

from sqlalchemy import Connection, func, insert, select

from data import schema
from data.derived import derived_anything
from data.export import PLACE_OF, Delivery, Place, Rejection
from data.files import (
    add_file,
    feed_id,
    finish_file,
    forget_files,
    is_first,
    is_news,
    mark,
    refuse_older,
    rejected_before,
)
from data.records import Record
from data.refusal import Refusal
from data.renamed import keep_keys, renamed
from data.schema import FACTS, OPEN, table_name
from data.store import Revision, Store, find_revision
from data.versions import Difference, compare, write

__all__ = ["Committed", "Counted", "Load", "Refusal", "commit"]


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
    touched: set[Place] = field(default_factory=set)  # rows of which something was stored, where rows are counted
    whole: list[type] = field(default_factory=list)  # kinds of which every record was stored

    def count_rows(self) -> None:
        """Count rows of the file where each became several records: one counts as stored when anything of it is."""
        export = self.delivery.export
        if not export.lines:
            return
        rows = stored = export.places - {(r.sheet, r.row) for r in self.rejections}
        if self.unchanged:
            for kind in self.whole:
                self.touched.update(map(PLACE_OF, export.records[kind]))
            stored = rows & self.touched
        self.stored, self.unchanged = len(stored), len(rows) - len(stored)

    @property
    def rejected(self) -> int:
        """Count the rejected rows; several faults of one row count once."""
        placed = {(r.sheet, r.row) for r in self.rejections if r.row is not None}
        return len(placed) + sum(r.row is None for r in self.rejections)

    @property
    def counts(self) -> dict[str, int]:
        """Give the counts by name."""
        return {name: getattr(self, name) for name in ("stored", "unchanged", "closed", "rejected")}


@dataclass(frozen=True, slots=True)
class Committed:
    """The newest revision after a load, whether the load made it, and what became of its files."""

    revision: Revision | None
    changed: bool
    files: list[Counted]


Derive = Callable[[Connection, int], None]


def commit(store: Store, load: Load, derive: Derive) -> Committed:
    """Store a load. `derive` writes, in the same transaction, what follows from the facts.

    Raises `Refusal` when a list would lose over half its rows, when a feed changes its loader, when a schedule is older
    than what its feed holds, or when the load is dated before the newest one; `StoreBusy` when another load holds the
    store. In each case nothing is stored.
    """
    with store.writing() as connection:
        newest = find_revision(connection)
        revision = Revision((newest.number if newest else 0) + 1, _recorded_at(load.as_of, newest), load.title)
        _begin(connection, revision, load)
        writing = _Writing(connection, revision.number, load)
        files = writing.feeds()
        if load.cause == "exports" and not writing.changed:
            connection.rollback()
            return Committed(newest, changed=False, files=files)
        derive(connection, revision.number)
        if load.cause != "exports" and not derived_anything(connection, revision.number):
            connection.rollback()
            return Committed(newest, changed=False, files=files)
    return Committed(revision, changed=True, files=files)


def _begin(connection: Connection, revision: Revision, load: Load) -> None:
    values = {"revision": revision.number, "recorded_at": revision.recorded_at, "title": load.title}
    connection.execute(insert(schema.load).values(cause=load.cause, status_date=load.status_date, **values))


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


class _Writing:
    """Writes the facts of one load, feed by feed."""

    def __init__(self, connection: Connection, revision: int, load: Load) -> None:
        self._connection = connection
        self._revision = revision
        self._load = load
        self.changed = False

    def feeds(self) -> list[Counted]:
        """Store all feeds. What is wrong with each is said in one `Refusal`."""
        files: list[Counted] = []
        faults: dict[str, str] = {}
        by_feed = sorted(self._load.deliveries, key=lambda delivery: delivery.feed)
        for name, deliveries in groupby(by_feed, key=lambda delivery: delivery.feed):
            try:
                files += self._feed(name, list(deliveries))
            except Refusal as refusal:
                faults |= refusal.faults
        if faults:
            raise Refusal.of_all(faults)
        return files

    def _feed(self, name: str, deliveries: list[Delivery]) -> list[Counted]:
        """Store all files of one feed: together they are one snapshot."""
        feed = feed_id(self._connection, name, deliveries)
        keep_keys(self._connection, feed, deliveries)
        if self._load.as_of is None:
            refuse_older(self._connection, feed, deliveries)
        before = rejected_before(self._connection, feed)
        others, self.changed = self.changed, is_news(self._connection, feed, deliveries)
        first = is_first(self._connection, feed)
        files = {
            add_file(self._connection, self._revision, feed, d): Counted(d, rejections=list(d.export.rejections))
            for d in deliveries
        }
        for kind in sorted({k for d in deliveries for k in d.export.records}, key=lambda kind: kind.__name__):
            self._kind(kind, feed, files, complete=name not in self._load.incomplete)
        for counted in files.values():
            counted.count_rows()
        found = list(files.values())
        rejected = sorted(mark(rejection) for file in found for rejection in file.rejections)
        self.changed |= rejected != before
        if not (self.changed or first):
            forget_files(self._connection, files)
            files = {}
        for file, counted in files.items():
            finish_file(self._connection, file, counted.delivery, counted.rejections, counted.counts)
        self.changed |= others
        return found

    def _kind(self, kind: type, feed: int, files: dict[int, Counted], *, complete: bool) -> None:
        rows = _once(kind, files)
        rejections = [r for f in files.values() for r in f.rejections]
        keep = {r.key for r in rejections if r.kind is kind and r.key is not None}
        difference = compare(self._connection, kind, feed, self._revision, rows, keep)
        if not complete:
            difference.gone = []
        elif difference.gone and any(r.key is None and r.kind in (kind, None) for r in rejections):
            _keep_absent(kind, files, difference)
        if not self._load.accept_shrink:
            _refuse_shrinking(self._connection, kind, feed, difference, files)
        notes = _covering(kind, files).delivery.export.notes
        notes += renamed(self._connection, kind, feed, difference)
        write(self._connection, kind, feed, self._revision, difference)
        self.changed |= bool(difference.added or difference.gone)
        _count(kind, files, difference)


def _keep_absent(kind: type, files: dict[int, Counted], difference: Difference) -> None:
    """Close nothing while a rejected row may be one of those that seem to be gone."""
    next(iter(files.values())).delivery.export.notes.append(
        f"{len(difference.gone)} rows of {table_name(kind)} that are no longer there were kept, because a rejected row "
        "without a key may be one of them; mend that row and load again"
    )
    difference.gone = []


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
                f"{table_name(kind)} {record.key!r} is already stated by {PurePath(stated[record.key]).name} in this "
                "load of the same feed; give each file a feed of its own with --feed, or take one of the two out",
                sheet=record.sheet, row=record.row, field="key", value=record.key, kind=kind, key=record.key,
            )
            for record in records
            if stated[record.key] != counted.delivery.path
        ]  # fmt: skip
        rows.append((file, first))
    return rows


def _refuse_shrinking(
    connection: Connection, kind: type, feed: int, difference: Difference, files: dict[int, Counted]
) -> None:
    """Refuse a list that would lose over half its rows: more often a wrong file than a decision."""
    delivery = _covering(kind, files).delivery
    guarded = delivery.export.guarded
    if not difference.gone or (guarded is not None and kind not in guarded):
        return
    table = FACTS[kind].c
    held = connection.execute(
        select(func.count()).select_from(FACTS[kind]).where(table.feed == feed, table.until == OPEN)
    ).scalar_one()
    if 2 * len(difference.gone) > held:
        raise Refusal.of(
            delivery.path,
            f"{len(difference.gone)} of the {held} rows of {table_name(kind)} that feed {delivery.feed!r} holds are no "
            "longer there. If that is meant, load again with --accept-shrink; if the file is another one, give it a "
            "feed of its own with --feed",
        )


def _count(kind: type, files: dict[int, Counted], difference: Difference) -> None:
    for file, stored in difference.stored.items():
        files[file].stored += stored
        files[file].unchanged += difference.unchanged[file]
        if not difference.unchanged[file]:
            files[file].whole.append(kind)
        elif files[file].delivery.export.lines:
            added = (record for of, _, record in difference.added if of == file)
            files[file].touched.update(map(PLACE_OF, added))
    covering = _covering(kind, files)
    lines = covering.delivery.export.lines
    if not lines or kind in lines:
        covering.closed += len(difference.gone)


def _covering(kind: type, files: dict[int, Counted]) -> Counted:
    """Give the first file that speaks about a kind."""
    return next(file for file in files.values() if kind in file.delivery.export.records)
