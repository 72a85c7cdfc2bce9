"""The tables of an XER file, row by row, before anything is understood.

A file is lines of cells parted by tabs: `ERMHDR` once, then for each table `%T name`, `%F fields`, any number of
`%R cells`, and `%E` at the end. A line that starts with none of these continues the row above it.
"""

from dataclasses import dataclass, field

from loaders.base import Refused, Rejection

_AGAIN = "Export the project again from P6 (File > Export > XER)."


@dataclass(frozen=True, slots=True)
class Header:
    """What the ERMHDR line says about the export."""

    version: str = ""
    exported: str = ""
    login: str = ""
    user: str = ""
    currency: str = ""


@dataclass(slots=True)
class Section:
    """One `%T` block: the place of each field in a row, and the rows as written with the line each stands on."""

    columns: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Tables:
    """A file as it stands: the sections of each table in the order of the file, and what could not be a row."""

    header: Header
    sections: dict[str, list[Section]] = field(default_factory=dict)
    rows_in: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def split(text: str) -> Tables:
    """Take a whole file apart. Raises `Refused` for what is no XER file and for one that is cut off."""
    lines = text.split("\n")
    cells = lines[0].split("\t")
    if cells[0].strip() != "ERMHDR":
        raise Refused(f"the first line is not the ERMHDR line that opens every XER file. {_AGAIN}")
    tables = Tables(_header(cells))
    reader = _Reader(tables)
    for number, line in enumerate(lines[1:], start=2):
        if reader.take(number, line):
            _refuse_second(lines[number:])
            break
    else:
        last = len(lines) - (not lines[-1])
        raise Refused(
            f"the file is cut off after line {last} (table {reader.name or 'none'}): the line %E that ends every XER "
            f"file is missing, so rows may be missing too. {_AGAIN}"
        )
    if not tables.sections:
        raise Refused(f"the file has a header and an end, but no table between them. {_AGAIN}")
    reader.finish()
    return tables


def _refuse_second(lines: list[str]) -> None:
    """Refuse a file in which another export stands behind the first: its numbers mean other rows."""
    if any(line.startswith(("ERMHDR", "%T", "%R")) for line in lines):
        raise Refused(
            "several exports stand in the file, one behind the other, whose numbers mean different rows: load each "
            f"from a file of its own. {_AGAIN}"
        )


def _header(cells: list[str]) -> Header:
    said = [cell.strip() for cell in cells] + [""] * 9
    return Header(said[1], said[2][:10], said[4], said[5], said[8])


class _Reader:
    """Reads one line after the other into tables."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.name: str | None = None
        self.section = self.lost = Section()  # rows before any table
        self.in_row = False  # whether a line without a mark continues a row
        self.continued: list[int] = []
        self.stray: list[int] = []

    def take(self, number: int, line: str) -> bool:
        """Read a line; True for the last one."""
        mark = line[:3]
        if mark == "%R\t" or line == "%R":
            self.section.rows.append((number, line))
            self.in_row = True
        elif mark == "%F\t":
            self._new_section([name.strip().lower() for name in line.split("\t")[1:]])
        elif mark == "%T\t":
            self.name = line[3:].split("\t")[0].strip().upper()
            self._new_section([])
        elif line.rstrip() == "%E" or mark == "%E\t":
            return True
        else:
            self._continue(number, line)
        return False

    def _new_section(self, names: list[str]) -> None:
        # A name that stands twice keeps its first place; the second still takes a place of its own.
        places = {
            name if name not in names[:place] else f"{name}#{place}": place + 1 for place, name in enumerate(names)
        }
        self.section = Section(places)
        self.tables.sections.setdefault(self.name or "", []).append(self.section)
        self.in_row = False

    def _continue(self, number: int, line: str) -> None:
        if self.in_row:
            first, row = self.section.rows[-1]
            self.section.rows[-1] = (first, f"{row}\n{line}")
            if line.strip():
                self.continued.append(number)
        elif line.strip():
            self.stray.append(number)

    def finish(self) -> None:
        """Make every row as wide as its fields, and say what was odd."""
        if self.lost.rows:
            self.tables.sections[""] = [self.lost]
        short = 0
        for name, sections in self.tables.sections.items():
            for section in sections:
                short += self._fit(name, section)
        self._note(self.continued, "Lines without a mark at their start continue the row above")
        self._note(self.stray, "Lines that belong to no row were left out")
        if short:
            self.tables.notes.append(f"Rows with fewer cells than fields: what is missing counts as blank ({short}).")

    def _fit(self, name: str, section: Section) -> int:
        """Widen short rows, cut blank cells off long ones, reject long ones; give the number of short rows."""
        tabs = len(section.columns) if name else 0
        self.tables.rows_in += len(section.rows)
        if tabs and all(row.count("\t") == tabs for _, row in section.rows):
            return 0
        short = 0
        fitting = []
        for number, row in section.rows:
            cells = row.split("\t")
            if not tabs or any(map(str.strip, cells[tabs + 1 :])):
                self.tables.rejections.append(_too_long(name, number, len(cells) - 1, tabs))
                continue
            short += len(cells) <= tabs
            fitting.append((number, "\t".join(cells[: tabs + 1] + [""] * (tabs + 1 - len(cells)))))
        section.rows = fitting
        return short

    def _note(self, lines: list[int], what: str) -> None:
        if lines:
            shown = ", ".join(map(str, lines[:5])) + (", …" if len(lines) > 5 else "")
            self.tables.notes.append(f"{what} ({len(lines)}: {shown}).")


def _too_long(table: str, number: int, cells: int, fields: int) -> Rejection:
    missing = "no %F line names its fields" if table else "no %T line names its table"
    expected = f"the %F line names {fields} fields" if fields else missing
    return Rejection(
        f"the row has {cells} cells, but {expected}; a tab inside a text shifts every cell after it. {_AGAIN}",
        sheet=table or None,
        row=number,
    )
