"""The register workbook to fill in: headings explained, drop-down lists, an example, and on wish all that is stored."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from loaders.sheets.every import README, SHEETS
from loaders.sheets.lines import AS_WRITTEN, MARK, SOURCE, fingerprint, line_of
from loaders.sheets.sheet import KINDS, Column, Sheet
from loaders.tables.cells import Cell, Percent, precise

Row = Mapping[str, Cell]  # column -> cell, as `to_cells` gives them, with `source` (the feed) and on wish `mark`

_LOOKS = {
    "date": {"num_format": "yyyy-mm-dd"},
    "month": {"num_format": "yyyy-mm"},
    "percent": {"num_format": "0 %"},
    "money": {"num_format": "#,##0"},
}
_ROWS_WITH_LISTS = 5_000
_FIRST_YEAR = 1904  # from here on both calendars of Excel agree with everybody else's
_LONGEST_TEXT = 32_767  # that a cell of Excel can hold
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")  # XML has no way to write these
_FIRST_COLOURS = {"required": "#C9D7E8", "other": "#E7ECF2", "mark": "#FFF3CD"}


def write_template(
    path: Path | str, rows: Mapping[str, Sequence[Row]] | None = None, sheets: Sequence[Sheet] = SHEETS
) -> None:
    """Write the register workbook.

    `rows` maps sheet names to their rows; marked ones (`mark`: what is missing about it) come first and are coloured.
    With rows, each sheet also gets the columns `mark`, `source` and, hidden, `as_written`: by the last two, loading the
    workbook back tells what was edited. `sheets` may be fewer, and have fewer columns.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        writer = _Writer(book, rows is not None)
        writer.read_me()
        for sheet in sheets:
            writer.sheet(sheet, (rows or {}).get(sheet.name, ()))


class _Writer:
    """One workbook while it is written."""

    def __init__(self, book: xlsxwriter.Workbook, filled: bool) -> None:
        self.book = book
        self.filled = filled
        self.formats: dict[tuple[str, bool], Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.explained = book.add_format({"italic": True, "font_color": "#555555", "text_wrap": True, "valign": "top"})
        self.required = book.add_format({"bold": True, "bg_color": _FIRST_COLOURS["required"], "bottom": 1})
        self.other = book.add_format({"bg_color": _FIRST_COLOURS["other"], "bottom": 1})

    def sheet(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        """Write one sheet: headings, what they mean, an example, then the rows."""
        page = self.book.add_worksheet(sheet.name)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, _width(column), self._format(column))
            page.write_string(0, place, column.name, self.required if column.required else self.other)
            page.write_string(1, place, _remark(place, explained(column)), self.explained)
            self._example(page, place, column)
            self._offer(page, place, column)
        page.set_row(1, 75)
        page.freeze_panes(1, 1)
        if self.filled:
            self._rows(page, sheet, rows)

    def read_me(self) -> None:
        """Write the first sheet, which says how to fill the others."""
        page = self.book.add_worksheet(README)
        page.hide_gridlines(2)
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 34)
        page.set_column(2, 2, 90, self.wrapped)
        page.write_string(0, 0, "The register", self.title)
        place = 2
        for line in HOW_TO_FILL:
            page.write_string(place, 0, line)
            place += 1
        for cell, heading in enumerate(("sheet", "kept by", "what it holds")):
            page.write_string(place + 1, cell, heading, self.bold)
        for sheet in SHEETS:
            place += 1
            for cell, text in enumerate((sheet.name, sheet.kept_by, sheet.holds)):
                page.write_string(place + 1, cell, text)

    def _example(self, page: Worksheet, place: int, column: Column) -> None:
        """Write the example row; its first cell begins with #, so that loading passes over it."""
        example = column.example
        if place == 0:
            page.write_string(2, 0, _remark(0, str(example)), self.explained)
        elif example is not None:
            self._write(page, 2, place, column, example, False)

    def _offer(self, page: Worksheet, place: int, column: Column) -> None:
        if column.offered:
            page.data_validation(3, place, _ROWS_WITH_LISTS, place, {
                "validate": "list",
                "source": list(column.offered),
                "error_type": "warning",
                "error_title": column.name,
                "error_message": f"One of: {', '.join(column.offered)}; or - to empty what is stored"[:255],
            })  # fmt: skip

    def _rows(self, page: Worksheet, sheet: Sheet, rows: Sequence[Row]) -> None:
        """Write the rows, marked ones first, each with its feed and the fingerprint of its content."""
        first = len(sheet.columns)
        for offset, name in enumerate((MARK, SOURCE, AS_WRITTEN)):
            page.write_string(0, first + offset, name, self.other)
        page.set_column(first, first + 1, 24)
        page.set_column(first + 2, first + 2, 18, None, {"hidden": True})
        for place, row in enumerate(sorted(rows, key=lambda row: not row.get(MARK)), 3):
            cells = {column.name: _storable(column, row.get(column.name)) for column in sheet.columns}
            mark, source = str(row.get(MARK) or ""), str(row.get(SOURCE) or "")
            for cell, column in enumerate(sheet.columns):
                self._write(page, place, cell, column, cells[column.name], bool(mark))
            page.write_string(place, first, _sound(mark))
            page.write_string(place, first + 1, _sound(source))
            page.write_string(place, first + 2, fingerprint(sheet, line_of(sheet, cells)))

    def _write(self, page: Worksheet, row: int, place: int, column: Column, cell: Cell, marked: bool) -> None:
        """Write one cell: text always as text, so that nothing that is stored can become a formula."""
        look = self._format(column, marked)
        if cell is None:
            page.write_blank(row, place, None, look)
        elif isinstance(cell, date):
            _write_date(page, row, place, cell, look)
        elif isinstance(cell, bool):
            page.write_string(row, place, "yes" if cell else "no", look)
        elif isinstance(cell, float | int):
            page.write_number(row, place, float(cell), look)
        else:
            page.write_string(row, place, cell, look)

    def _format(self, column: Column, marked: bool = False) -> Format:
        look = KINDS[column.kind].look
        if (look, marked) not in self.formats:
            colour = {"bg_color": _FIRST_COLOURS["mark"]} if marked else {}
            self.formats[look, marked] = self.book.add_format({**_LOOKS.get(look, {}), **colour})
        return self.formats[look, marked]


def _write_date(page: Worksheet, row: int, place: int, cell: date, look: Format) -> None:
    """Write a date cell; as text where the calendar of Excel does not reach."""
    if cell.year < _FIRST_YEAR:
        page.write_string(row, place, cell.isoformat(), look)
        return
    moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
    page.write_datetime(row, place, moment, look)


HOW_TO_FILL = (
    "Fill the sheets you need; any of them alone is a valid workbook. Five make a map: Strategy, KPIs, Readings, "
    "Projects, Contributions.",
    "Row 1 of each sheet holds the headings; those of required columns are darker and bold. Keep them; their order and "
    "case do not matter.",
    "Rows whose first cell begins with # are passed over: row 2 explains, row 3 is an example. Begin in row 4.",
    "A blank cell means 'not stated', never zero. A - empties what an earlier load or another file gave.",
    "Dates: date cells, or text such as 2026-10-31. Numbers: bare numbers, without currency or unit.",
    "Point at something by its key, or by its exact name when only one has it.",
    "Rows of a list that are gone the next time are closed, their history kept. Readings, Money and Decisions are "
    "journals: each file may hold only what is new.",
)


def explained(column: Column) -> str:
    """Give what row 2 says of a column: meaning, what may stand there, whether it must, and its default."""
    parts = [column.meaning]
    if column.offered:
        parts.append(f"[{', '.join(column.offered)}]")
    if column.required:
        parts.append("(required)")
    elif column.need.startswith("R "):
        parts.append(f"(required {column.need[2:]})")
    elif column.default:
        parts.append(f"(blank: {column.default})")
    return " ".join(parts)


def _remark(place: int, text: str) -> str:
    return f"# {text}" if place == 0 else text


def _width(column: Column) -> int:
    wide = {"name": 34, "title": 34, "text": 44, "description": 44, "definition": 44, "note": 34, "comment": 34}
    return wide.get(column.name, {"date": 12, "month": 10, "percent": 12, "money": 14}.get(KINDS[column.kind].look, 18))


def _storable(column: Column, cell: Cell) -> Cell:
    """Give a cell as the workbook can hold it, so that reading it finds what the fingerprint was made of."""
    if isinstance(cell, str):
        return _sound(cell) or None
    if KINDS[column.kind].look == "percent" and isinstance(cell, float | int) and not isinstance(cell, bool | Percent):
        return Percent(precise(cell / 100 if cell > 1 else cell))
    if isinstance(cell, Percent):
        return Percent(precise(cell))
    return precise(cell) if isinstance(cell, float | int) and not isinstance(cell, bool) else cell


def _sound(text: str) -> str:
    sound = _NO_TEXT.sub("\ufffd", text)
    if len(sound) > _LONGEST_TEXT:
        sound = f"{sound[: _LONGEST_TEXT - 1]}…"
    return sound
