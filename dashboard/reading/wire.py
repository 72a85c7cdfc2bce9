"""What goes through the pipes between a load and the children that read for it.

Frames of plain values (`marshal` reads and writes them several times faster than `pickle`), each behind its length. The
rows of an export go in pieces, so that one side takes a piece apart while the other makes the next; a piece goes by
columns, because most columns of most exports are empty.
"""

import marshal
import struct
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from data import records
from data.export import Export, Rejection, Skipped
from data.records import Record
from loaders.base import Loader, Scale
from loaders.registry import LOADERS
from loaders.trackers.tool import Tool

_LENGTH = struct.Struct("<Q")
BY = "mapping: "  # before the path of a mapping, which stands in place of the name of a loader
AS = " | percentages "  # before how a loader has to read them, behind its name
_PIECE = 5_000  # rows in a frame
_PLAIN = (str, bool, int, float)  # what a record may hold, besides nothing
_CLASSES: dict[str, Any] = {kind.__name__: kind for kind in records.KINDS}


def loader_called(name: str) -> Loader:
    """Give the loader of that name, reading as declared. Raises `Refused` for a mapping that has gone wrong since."""
    if name.startswith(BY):
        from loaders.mapped import bound  # not needed, and long to be there, where a loader knows the file

        return bound(Path(name.removeprefix(BY)))
    own, _, scale = name.partition(AS)
    loader = next(loader for loader in LOADERS if loader.name == own)
    return replace(loader, percentages=cast(Scale, scale)) if scale and isinstance(loader, Tool) else loader


def send(file: BinaryIO, *values: Any) -> None:
    """Write one frame."""
    data = marshal.dumps(values)
    file.write(_LENGTH.pack(len(data)))
    file.write(data)


def receive(file: BinaryIO) -> tuple[Any, ...] | None:
    """Read one frame, None where the other side has gone."""
    length = file.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    data = file.read(_LENGTH.unpack(length)[0])
    return marshal.loads(data) if len(data) == _LENGTH.unpack(length)[0] else None  # noqa: S302 (our own child wrote it)


def send_export(file: BinaryIO, export: Export) -> None:
    """Write an export, and let go of its rows on the way."""
    for kind, rows in export.records.items():
        send(file, "kind", kind.__name__)
        while rows:
            _send_rows(file, rows[:_PIECE])
            del rows[:_PIECE]
    send(
        file,
        "done",
        [(r.reason, r.sheet, r.row, r.field, r.value, r.kind and r.kind.__name__, r.key) for r in export.rejections],
        [(skipped.reason, skipped.count, skipped.inside) for skipped in export.skipped],
        export.notes,
        export.rows_in,
        export.status_date,
        export.status_date_from,
        export.totals,
        export.lasting,
        [kind.__name__ for kind in export.lines],
        None if export.guarded is None else [kind.__name__ for kind in export.guarded],
    )


def _send_rows(file: BinaryIO, rows: list[Record]) -> None:
    columns = [
        None if column[0] is None and column.count(None) == len(column) else column
        for column in zip(*rows, strict=True)
    ]
    try:
        send(file, "rows", len(rows), columns)
    except ValueError:  # a text of lxml, for instance, is more than a text
        send(file, "rows", len(rows), [column and [*map(_plain, column)] for column in columns])


def _plain(value: Any) -> Any:
    return next((kind(value) for kind in _PLAIN if isinstance(value, kind)), value)


def receive_export(frames: Iterator[tuple[Any, ...]]) -> Export:
    """Put an export together from its frames."""
    export = Export()
    rows: list[Any] = []
    kind: Any = None
    for tag, *values in frames:
        if tag == "kind":
            kind = _CLASSES[values[0]]
            rows = export.records.setdefault(kind, [])
        elif tag == "rows":
            count, columns = values
            nothing = [None] * count
            every = zip(*(nothing if column is None else column for column in columns), strict=True)
            rows += map(partial(tuple.__new__, kind), every)
        else:
            _finish(export, *values)
    return export


def _finish(export: Export, rejections: Any, skipped: Any, notes: Any, *rest: Any) -> None:
    for reason, sheet, row, field, value, kind, key in rejections:
        export.rejections.append(Rejection(reason, sheet, row, field, value, _CLASSES.get(kind or ""), key))
    export.skipped = [Skipped(*one) for one in skipped]
    export.notes = notes
    export.rows_in, export.status_date, export.status_date_from, export.totals, export.lasting, lines, guarded = rest
    export.lines = tuple(_CLASSES[name] for name in lines)
    export.guarded = None if guarded is None else frozenset(_CLASSES[name] for name in guarded)
