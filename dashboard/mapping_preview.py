"""What a mapping makes of a file before anything is stored: the first rows as they would stand, what is refused."""

from collections.abc import Iterator

from data.export import Export
from data.records import Record

_FIRST, _MOST_REJECTIONS = 5, 10
_PLACES = ("sheet", "row", "emptied")


def preview(export: Export) -> Iterator[str]:
    """Give the lines of a preview of what a mapping makes of a file."""
    for kind, records in export.records.items():
        yield f"{kind.__name__}: {len(records)} would be stored" + (", the first of them:" if records else "")
        yield from (f"  row {record.row}: {_said(record)}" for record in records[:_FIRST])
    yield from _left(export)


def _said(record: Record) -> str:
    stated = {name: value for name, value in record._asdict().items() if value is not None and name not in _PLACES}
    return ", ".join(f"{name} {value!r}" for name, value in stated.items())


def _left(export: Export) -> Iterator[str]:
    rows = {(one.sheet, one.row) for one in export.rejections}
    if rows:
        yield f"{len(rows)} would be rejected:"
    for one in export.rejections[:_MOST_REJECTIONS]:
        yield f"  row {one.row}, {one.field or 'row'}: {one.reason}"
    if len(export.rejections) > _MOST_REJECTIONS:
        yield f"  and {len(export.rejections) - _MOST_REJECTIONS} faults more"
    yield from (f"{one.count} would be skipped: {one.told}" for one in export.skipped)
    yield from export.notes
