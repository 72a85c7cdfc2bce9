"""Writes sheets of rows as an Excel workbook with headings, dates as date cells and shares as percentages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

Cell = str | float | int | date | None
Row = Mapping[str, Cell]
PERCENT = frozenset({"confidence", "money_share", "own_time", "probability", "share"})


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Row]], saved: date, author: str) -> Path:
    """Write a workbook as saved on a day and give its path.

    A sheet's headings are the keys of its first row; a sheet without rows is left out.
    """
    moment = datetime.combine(saved, time(17))
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"author": author, "created": moment, "title": path.stem})
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "share": book.add_format({"num_format": "0%"}),
        }
        for name, rows in sheets.items():
            if not rows:
                continue
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            headings = list(rows[0])
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
                sheet.set_column(column, column, _width(heading, rows))
            for number, row in enumerate(rows, 1):
                for column, heading in enumerate(headings):
                    _write(sheet, number, column, heading, row[heading], formats)
    return path


def _write(sheet, row: int, column: int, heading: str, value: Cell, formats) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, formats["share"] if heading in PERCENT else None)
    elif value:
        sheet.write_string(row, column, value)


def _width(heading: str, rows: Sequence[Row]) -> int:
    longest = max((len(str(row[heading])) for row in rows if row[heading] is not None), default=0)
    return min(max(len(heading), longest) + 2, 50)
