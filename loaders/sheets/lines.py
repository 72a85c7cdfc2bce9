"""Rows of a sheet: headings matched to columns, cells read by their columns, what is wrong with each kept beside it."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import repeat
from typing import Any

from loaders.sheets.grid import Grid, heading, heads
from loaders.sheets.sheet import Column, Sheet
from loaders.tables import cells, separators
from loaders.tables.cells import DASHES, Cell, Failed, Unfit, shown

SOURCE, MARK, AS_WRITTEN = "source", "mark", "as_written"  # columns that only a filled workbook has
_SERVICE = {cells.words(name): name for name in (SOURCE, MARK, AS_WRITTEN)}
_Reader = Callable[[Cell], object]
_ODD = object()  # in place of a value: the cell is at fault, empties the value, or tells of commas and points
_LONGEST_VALUE = 200  # of a refused cell, in what is told about it


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, in which column and with which text there."""

    reason: str
    column: str | None = None
    value: str | None = None


@dataclass(slots=True)
class Line:
    """A row that is neither blank nor a remark. `values` has the columns that are filled and sound."""

    row: int
    values: dict[str, object] = field(default_factory=dict)
    emptied: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    source: str | None = None
    untouched: bool = False  # still as the filled workbook was written
    signs: list[tuple[Column, str, str]] | None = None  # what numbers written as text tell of commas and points
    texts: dict[str, str] | None = None  # what a KPI's figure was written as, where that was no number

    def text(self, column: str) -> str:
        """Give the text of a column, empty where it is blank."""
        value = self.values.get(column)
        return "" if value is None else str(value)

    def fault(self, reason: str, column: str | None = None) -> None:
        """Note that something is wrong with the row."""
        value = self.values.get(column) if column else None
        self.faults.append(Fault(reason, column, None if value is None else _cut(said(value))))


@dataclass(slots=True)
class Lines:
    """The rows of one sheet: to be stored or refused (`lines`), passed over (`remarks`), and what to tell about it."""

    label: str
    sheet: Sheet
    lines: list[Line] = field(default_factory=list)
    remarks: int = 0
    missing: list[str] = field(default_factory=list)  # required headings that are not there: no row can be read
    headed: int | None = None  # row in which the headings seem to stand, where it is not the first
    empty: bool = False  # not even headings
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Layout:
    columns: list[tuple[int, Column, _Reader]]
    service: dict[str, int]
    bare: list[int]  # places without a heading between others
    width: int


def said(value: object) -> str:
    """Give a value that was read as a person would write it."""
    return getattr(value, "text", None) or shown(value)  # type: ignore[arg-type]


def read_lines(grid: Grid, sheet: Sheet) -> Lines:
    """Read all rows of a sheet."""
    found = Lines(grid.label, sheet)
    rows = (
        (number, row) for number, row in grid.rows() if row and not (cells.blank(row[0]) and all(map(cells.blank, row)))
    )
    first = next(rows, None)
    if first is None:
        found.empty = True
        return found
    layout = _layout(found, first)
    kept: list[tuple[int, list[Cell]]] = []
    for number, row in rows:
        if grid.remarks and type(row[0]) is str and row[0].lstrip().startswith("#"):
            found.remarks += 1
            continue
        if found.missing and found.headed is None and heads(sheet, row):
            found.headed = number
        kept.append((number, row))
    found.lines = _lines(kept, layout, sheet)
    _note_unheaded(found, kept, layout, grid.delimited)
    _fault_points(found.lines)
    return found


def _note_unheaded(found: Lines, rows: Sequence[tuple[int, list[Cell]]], layout: _Layout, delimited: bool) -> None:
    """Say what stands under no heading; a row of a text that is longer than the headings is at fault."""
    if not layout.bare and max(map(len, (row for _, row in rows)), default=0) <= layout.width:
        return
    unheaded: Counter[int] = Counter()
    for line, (_, row) in zip(found.lines, rows, strict=True):
        for place in _beyond(row, layout):
            unheaded[place] += 1
            if delimited and place >= layout.width:
                line.faults.append(Fault(_too_long(layout.width), None, _cut(shown(row[place]))))
                break
    found.notes += [_without_heading(found.label, place, count) for place, count in sorted(unheaded.items())]


def _fault_points(lines: Sequence[Line]) -> None:
    """Fault numbers whose point may part thousands: among decimal commas, and money where no point is for decimals."""
    told = {sign for line in lines for _, sign, _ in line.signs or ()}
    for line in lines if separators.EITHER in told else ():
        for column, sign, text in line.signs or ():
            unsure = separators.COMMA in told or (column.kind == "money" and separators.POINT not in told)
            if sign == separators.EITHER and unsure:
                line.faults.append(Fault(separators.why_either(text), column.name, _cut(text)))


def _layout(found: Lines, first: tuple[int, list[Cell]]) -> _Layout:
    """Match the headings, which stand in the first row that is not blank, to the columns of the sheet."""
    _, row = first
    written = [shown(cell).strip() for cell in row]
    filled = any(_SERVICE.get(heading(text)) == AS_WRITTEN for text in written)
    columns: list[tuple[int, Column, _Reader]] = []
    service: dict[str, int] = {}
    unknown: list[str] = []
    for place, text in enumerate(written):
        known = heading(text)
        if filled and known in _SERVICE:
            service[_SERVICE[known]] = place
        elif known in found.sheet.by_heading:
            column = found.sheet.by_heading[known]
            columns.append((place, column, column.reader))
        elif text:
            unknown.append(_unknown(found, text))
    if unknown:
        found.notes.append(
            f"{found.label}: headings that are not known, so that their columns were not read: {', '.join(unknown)}"
        )
    there = {column.name for _, column, _ in columns}
    found.missing = [column.name for column in found.sheet.required if column.name not in there]
    return _Layout(columns, service, [place for place, text in enumerate(written) if not text], len(row))


def _unknown(found: Lines, text: str) -> str:
    near = get_close_matches(heading(text), found.sheet.by_heading, 1, 0.75)
    hint = f" (did you mean {found.sheet.by_heading[near[0]].name}?)" if near else ""
    return f"'{_cut(text)}'{hint}"


def _without_heading(label: str, place: int, count: int) -> str:
    return (
        f"{label}: column {_letters(place)} has no heading of its own and was not read; rows with something in it: "
        f"{count}. A merged heading counts for its first column only"
    )


def _too_long(width: int) -> str:
    return f"the row has more cells than the {width} headings: a cell that holds the delimiter needs quotation marks"


def _letters(place: int) -> str:
    above, letter = divmod(place, 26)
    return (_letters(above - 1) if above else "") + chr(65 + letter)


def _beyond(row: Sequence[Cell], layout: _Layout) -> Iterator[int]:
    """Yield the places of cells that hold something and stand under no heading."""
    for place in range(layout.width, len(row)):
        if not cells.blank(row[place]):
            yield place
    for place in layout.bare:
        if place < len(row) and not cells.blank(row[place]):
            yield place


def _lines(rows: Sequence[tuple[int, list[Cell]]], layout: _Layout, sheet: Sheet) -> list[Line]:
    """Read the cells of rows column by column; a row of which more is to be told than its values is read by itself."""
    names = [column.name for _, column, _ in layout.columns]
    columns: list[Sequence[object]] = []
    odd: set[int] = set()
    for place, column, reader in layout.columns:
        cells = [row[place] if place < len(row) else None for _, row in rows]
        values, any_odd = _values(column, reader, cells)
        columns.append(values)
        if any_odd:
            odd.update(at for at, value in enumerate(values) if value is _ODD)
    apart = len(set(names)) < len(names)  # two columns that give the same must agree
    lines: list[Line] = []
    read = zip(*columns, strict=True) if columns else repeat(())
    for at, ((number, row), values) in enumerate(zip(rows, read, strict=False)):
        if apart or at in odd:
            line = Line(number)
            fill(line, ((column, reader, row[p]) for p, column, reader in layout.columns if p < len(row)))
        else:
            line = Line(number, {name: value for name, value in zip(names, values, strict=True) if value is not None})
        if layout.service:
            _serve(line, row, layout, sheet)
        lines.append(line)
    return lines


def _values(column: Column, reader: _Reader, column_cells: Sequence[Cell]) -> tuple[Sequence[object], bool]:
    """Read the cells of a column, each different one once: None for a blank one, `_ODD` where more is to be told; and
    say whether that is anywhere.
    """
    kinds = set(map(type, column_cells)) - {type(None)}
    if reader is cells.text and kinds == {str} and (plain := cells.plain_texts(column_cells)):
        dashed = not DASHES.isdisjoint(plain)
        return [_ODD if text in DASHES else text for text in plain] if dashed else plain, dashed
    # 1, 1.0, True and 100 % are equal and not the same.
    keys: Sequence[Any] = (
        column_cells if len(kinds) < 2 else list(zip(map(type, column_cells), column_cells, strict=True))
    )
    known = {key: _value(column, reader, cell) for key, cell in dict(zip(keys, column_cells, strict=True)).items()}
    return list(map(known.__getitem__, keys)), _ODD in known.values()


def _value(column: Column, reader: _Reader, cell: Cell) -> object:
    line = Line(0)
    fill(line, [(column, reader, cell)])
    return _ODD if line.faults or line.emptied or line.signs else line.values.get(column.name)


def _serve(line: Line, row: Sequence[Cell], layout: _Layout, sheet: Sheet) -> None:
    """Say of a row of a filled workbook whose it is, and whether anybody touched it."""
    written = {name: shown(row[place]).strip() for name, place in layout.service.items() if place < len(row)}
    line.source = written.get(SOURCE) or None
    line.untouched = bool(written.get(AS_WRITTEN)) and written[AS_WRITTEN] == fingerprint(sheet, line)


def fill(line: Line, row: Iterable[tuple[Column, _Reader, Cell]]) -> None:
    """Read the cells of a row into its line."""
    values = line.values
    for column, reader, cell in row:
        if cell is None or cell == "":
            continue
        if type(cell) is str:
            cell = cell.strip()
            if not cell:
                continue
            if cell in DASHES and "-" not in column.choices:
                line.emptied.append(column.name)
                continue
            if column.numeric and (told := separators.sign(cell)):
                line.signs = [*(line.signs or []), (column, told, cell)]
        try:
            value = reader(cell)
        except Unfit as unfit:
            line.faults.append(Fault(f"{_quoted(cell)} {unfit}", column.name, _cut(_raw(cell))))
            continue
        if values.setdefault(column.name, value) != value:
            line.faults.append(
                Fault("two columns give this and differ: keep one of them", column.name, _cut(_raw(cell)))
            )


def fingerprint(sheet: Sheet, line: Line) -> str:
    """Give what identifies the content of a row, however a spreadsheet program stores it."""
    parts = [f"{name}={value!r}" for name, value in line.values.items() if value is not None]
    parts += [f"{name}=-" for name in line.emptied]
    parts += [f"{fault.column}!{fault.value}" for fault in line.faults]
    return hashlib.blake2b("\n".join([sheet.name, *sorted(parts)]).encode(), digest_size=8).hexdigest()


def line_of(sheet: Sheet, row: Mapping[str, Cell]) -> Line:
    """Give the line that reading these cells (column -> cell) will give."""
    line = Line(0)
    columns = ((sheet.by_name[name], cell) for name, cell in row.items() if name in sheet.by_name)
    fill(line, ((column, column.reader, cell) for column, cell in columns))
    return line


def _quoted(cell: Cell) -> str:
    return f"'{_cut(_raw(cell))}'"


def _raw(cell: Cell) -> str:
    return str(cell) if isinstance(cell, Failed) else shown(cell)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
