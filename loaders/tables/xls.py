"""Workbooks in the old format of Excel (.xls), read with calamine."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from loaders.base import Refused
from loaders.tables.cells import Cell
from loaders.tables.compound import is_sound

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how compound files begin: .xls, .mpp, and whatever has a password
_DAMAGED = (
    "the workbook cannot be read ({}): it is damaged, has a password, or is no workbook. Open it in a spreadsheet "
    "program, save it as .xlsx without a password, and load that"
)


class Xls:
    """One workbook: the names of its sheets and the rows of each. Raises `Refused` when it cannot be read."""

    saved = None  # calamine does not say when

    def __init__(self, path: Path) -> None:
        if not is_sound(path.read_bytes()):
            raise Refused(_DAMAGED.format("its sectors lead nowhere"))
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
        return float(value)
    if isinstance(value, datetime):
        return value if value.hour or value.minute or value.second else value.date()
    if isinstance(value, timedelta | time):
        return str(value)
    return value if isinstance(value, date) else value or None
