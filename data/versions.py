"""Writing versions of rows: what is new or changed is added, what changed or went is closed, the rest stays."""

import marshal
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, Table, select

from data.feeds import driver_rows
from data.records import JOURNALS, Record
from data.schema import FACTS, OPEN, column_name

_FORMAT = 2  # of marshal: it knows neither references nor interned texts, so equal content gives equal bytes
PLACE = 2  # the last fields of a record, sheet and row, are where it stands and not what it says
_MANY = 5_000  # rows
_TOGETHER = 1_000  # rows in one question


@dataclass(slots=True)
class Difference:
    """What a load does to the rows of one kind of one feed."""

    added: list[tuple[int, int, Record]] = field(default_factory=list)  # file, digest, record
    replaced: list[str] = field(default_factory=list)  # keys whose open version is closed by a newer one
    gone: list[str] = field(default_factory=list)  # keys that the feed no longer holds
    stored: dict[int, int] = field(default_factory=dict)  # by file
    unchanged: dict[int, int] = field(default_factory=dict)  # by file


def digests(records: Sequence[Record]) -> list[int]:
    """Give 64 bits of the content of each record, without where it stands in its file."""
    packed = [blake2b(marshal.dumps(record[:-PLACE], _FORMAT), digest_size=8).digest() for record in records]
    return list(struct.unpack(f">{len(packed)}q", b"".join(packed)))


def _earlier_digest(record: Record) -> int:
    """Give the digest of rows that were stored before `digest` became quicker: such rows count as unchanged by it."""
    content = repr(record[:-PLACE]).encode("utf-8", "replace")
    return int.from_bytes(blake2b(content, digest_size=8).digest(), signed=True)


def compare(
    connection: Connection,
    kind: type,
    feed: int,
    revision: int,
    rows: Iterable[tuple[int, Sequence[Record]]],
    keep: frozenset[str] | set[str] = frozenset(),
) -> Difference:
    """Compare (file, records) of one kind with what the feed holds. Keys in `keep` are not closed by their absence."""
    difference = Difference()
    current = _open_digests(connection, kind, feed)
    journal = kind in JOURNALS
    before = _open_rows(connection, kind, feed) if journal and current else {}
    seen: set[str] = set()
    for file, records in rows:
        stored = 0
        if before:
            records = [_corrected(before[one.key], one) if one.key in before else one for one in records]
        marks = digests(records)
        if not current:  # a first load: there is nothing to compare with
            difference.added += zip(repeat(file), marks, records, strict=False)
            difference.stored[file], difference.unchanged[file] = len(records), 0
            continue
        seen.update(record.key for record in records)
        for record, mark in zip(records, marks, strict=True):
            known = current.get(record.key)
            if known == mark or (known is not None and known == _earlier_digest(record)):
                continue
            stored += 1
            difference.added.append((file, mark, record))
            if known is not None:
                difference.replaced.append(record.key)
        difference.stored[file] = stored
        difference.unchanged[file] = len(records) - stored
    if not journal:
        difference.gone = [key for key in current if key not in seen and key not in keep]
    return difference


def write(connection: Connection, kind: type, feed: int, revision: int, difference: Difference) -> None:
    """Close and add the rows of a difference."""
    table = FACTS[kind]
    close(connection, table, revision, [(feed, key) for key in (*difference.replaced, *difference.gone)])
    names = ("file", "digest", *(column_name(name) for name in kind._fields))  # type: ignore[attr-defined]
    insert(connection, table, revision, names, difference.added, _columns_of_added, feed=feed)


Columns = Iterable[tuple[Any, ...]]


def _columns(rows: Sequence[tuple[Any, ...]]) -> Columns:
    return zip(*rows, strict=True)


def _columns_of_added(rows: Sequence[tuple[int, int, Record]]) -> Columns:
    files, marks, records = zip(*rows, strict=True)
    return files, marks, *zip(*records, strict=True)


def insert(
    connection: Connection,
    table: Table,
    revision: int,
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    columns_of: Callable[[Sequence[Any]], Columns] = _columns,
    **common: int,
) -> None:
    """Add many rows that hold from a revision on, at the speed of the driver; `common` columns are alike in all.

    What no row of a part says is not sent: most columns of most exports are empty, and to bind each costs as much as
    to store it.
    """
    if not rows:
        return
    common |= {"since": revision, "until": OPEN}
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    with _indexed_afterwards(connection, table, len(rows)):
        for start in range(0, len(rows), _TOGETHER):
            columns = zip(names, columns_of(rows[start : start + _TOGETHER]), strict=True)
            said = {name: of for name, of in columns if of[0] is not None or of.count(None) < len(of)}
            into = ", ".join(f'"{name}"' for name in (*common, *said))
            values = ", ".join([*map(str, common.values()), *[mark] * len(said)])
            statement = f'INSERT INTO "{table.name}" ({into}) VALUES ({values})'  # noqa: S608
            connection.exec_driver_sql(statement, list(zip(*said.values(), strict=True)))


@contextmanager
def _indexed_afterwards(connection: Connection, table: Table, rows: int) -> Iterator[None]:
    """Build the indexes of an empty table after its first rows, where these are many: to keep them row by row takes
    twice as long. Only in SQLite, whose readers go on as before meanwhile; PostgreSQL would let them wait.
    """
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    if rows < _MANY or connection.dialect.name != "sqlite" or connection.execute(select(table).limit(1)).first():
        indexes = []
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def close(connection: Connection, table: Table, revision: int, keys: Sequence[tuple[int, str]]) -> None:
    """End, with this revision, the open rows of (feed, key)."""
    if not keys:
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement = f'UPDATE "{table.name}" SET until = {mark} WHERE feed = {mark} AND key = {mark} AND until = {OPEN}'  # noqa: S608
    connection.exec_driver_sql(statement, [(revision, *key) for key in keys])


def _open_digests(connection: Connection, kind: type, feed: int) -> dict[str, int]:
    table = FACTS[kind].c
    return dict(driver_rows(connection, select(table.key, table.digest).where(table.feed == feed, table.until == OPEN)))


def _open_rows(connection: Connection, kind: type, feed: int) -> dict[str, Record]:
    """Give the open records of a journal by key."""
    table = FACTS[kind].c
    columns = [table[column_name(name)] for name in kind._fields]  # type: ignore[attr-defined]
    rows = connection.execute(select(*columns).where(table.feed == feed, table.until == OPEN))
    return {row[0]: kind(*row) for row in rows}


def _corrected(before: Record, after: Record) -> Record:
    """Let a later line of a journal correct an earlier one: blank leaves a value, a written `-` withdraws it."""
    withdrawn = set((after.emptied or "").split())  # type: ignore[union-attr]
    still = set((before.emptied or "").split())  # type: ignore[union-attr]
    fields = after._asdict()
    for name, value in fields.items():
        if value is None and name not in withdrawn and name not in ("emptied", "sheet", "row"):
            fields[name] = getattr(before, name)
    gone = sorted(withdrawn | {name for name in still if fields.get(name) is None})
    fields["emptied"] = " ".join(gone) or None
    return type(after)(**fields)  # type: ignore[return-value]
