"""Workbooks in the old format of Excel (.xls), read with calamine."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from struct import Struct
from typing import Any

from python_calamine import CalamineWorkbook

from loaders.base import Refused
from loaders.tables.cells import Cell, finite, seen
from loaders.tables.compound import streams

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how compound files begin: .xls, .mpp, and whatever has a password
_DAMAGED = (
    "the workbook cannot be read ({}): it is damaged, has a password, or is no workbook. Open it in a spreadsheet "
    "program, save it as .xlsx without a password, and load that"
)
_BOOKS = ("Workbook", "Book")
_ROWS, _COLUMNS = 65_536, 256
_RECORD = Struct("<HHHH")  # kind and length; and of a cell its row and column
# Formulas, numbers, texts, truth values and errors, several of them, and blanks, each with its place.
_CELLS = frozenset([0x06, 0x0206, 0x0406, 0xBD, 0xBE, 0xD6, 0xFD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x7E])
_EXTENT = 0x0200  # of a sheet: its first row, the one after its last, and the same of its columns
_EXTENTS = {10: Struct("<HHHH"), 14: Struct("<IIHH")}  # by length


class Xls:
    """One workbook: the names of its sheets and the rows of each. Raises `Refused` when it cannot be read."""

    saved = None  # calamine does not say when

    def __init__(self, path: Path) -> None:
        found = streams(path.read_bytes())
        if found is None:
            raise Refused(_DAMAGED.format("its sectors lead nowhere"))
        if not all(_is_narrow(content) for name, content in found.items() if name in _BOOKS):
            raise Refused(_DAMAGED.format("it says that it has more rows or columns than such a workbook can have"))
        self._book = _sheltered(lambda: CalamineWorkbook.from_path(path))
        self.names: list[str] = list(self._book.sheet_names)

    def close(self) -> None:
        """Give the file back."""
        self._book.close()

    def rows(self, name: str) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the row number, counted from 1, and the cells of each row."""
        found = _sheltered(lambda: self._book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for number, row in enumerate(found, 1):
            yield number, [_cell(value) for value in row]


def _is_narrow(book: bytes) -> bool:
    """Say whether all stands in rows and columns that the format has: for others calamine asks for any memory."""
    at = 0
    while at + 8 <= len(book):
        kind, length, _, column = _RECORD.unpack_from(book, at)
        if kind in _CELLS and column >= _COLUMNS:
            return False
        if kind == _EXTENT and length in _EXTENTS and at + 4 + length <= len(book):
            row, rows, column, columns = _EXTENTS[length].unpack_from(book, at + 4)
            if not (row <= rows <= _ROWS and column <= columns <= _COLUMNS):
                return False
        at += 4 + length
    return True


def _sheltered(read: Any) -> Any:
    """Turn whatever a damaged file makes calamine raise into `Refused`."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a fault inside calamine, which is not written in Python, derives from it
        raise Refused(_DAMAGED.format(str(error)[:200])) from None


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return finite(float(value), str(value))
    if isinstance(value, datetime):
        return value if value.hour or value.minute or value.second else value.date()
    if isinstance(value, timedelta | time):
        return str(value)
    return value if isinstance(value, date) else seen(value) or None
