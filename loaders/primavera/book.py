"""What has been read of one file so far, and the rows still to read."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple, cast

from data.records import Project, Record, Task
from loaders.base import Export, Rejection, Skipped
from loaders.primavera.cells import FAULT, Moments, Numbers, tidy
from loaders.primavera.tables import Tables

_SHOWN = 200  # characters of a bad value that a message repeats


class Fault(NamedTuple):
    """Why a row cannot be kept."""

    reason: str
    field: str | None = None
    value: str | None = None


class Row:
    """A row of a table: reads cells by the name of their field and gathers what is wrong with them."""

    __slots__ = ("book", "cells", "columns", "faults", "line", "table")

    def __init__(self, book: "Book", table: str, columns: dict[str, int], line: int, row: str) -> None:
        self.book = book
        self.table = table
        self.columns = columns
        self.line = line
        self.cells = f"{row}\t".split("\t")  # a blank cell more, last, for fields that the table does not have
        self.faults: list[Fault] = []

    def cell(self, field: str) -> str:
        """Give a cell as written; blank when the table has no such field."""
        return self.cells[self.columns.get(field, -1)]

    def text(self, field: str) -> str | None:
        """Give a text, None for blank."""
        return tidy(cell) if (cell := self.cells[self.columns.get(field, -1)]) else None

    def number(self, field: str) -> float | None:
        """Give a number, None for blank; text in its place is a fault."""
        value = self.book.numbers[self.cells[self.columns.get(field, -1)]]
        if value is FAULT:
            sign = "comma" if self.book.numbers.point == "," else "point"
            self.fault(f"is no number (numbers of this file have a decimal {sign})", field)
            return None
        return cast("float | None", value)

    def percent(self, field: str) -> float | None:
        """Give a percentage; outside 0 to 100 is a fault."""
        value = self.number(field)
        if value is not None and not 0 <= value <= 100:
            self.fault("is no percentage from 0 to 100", field)
        return value

    def minutes(self, field: str) -> float | None:
        """Give a number of hours as minutes; P6 writes hours with six decimals."""
        value = self.number(field)
        return None if value is None else round(value * 60, 3)

    def moment(self, field: str) -> str | None:
        """Give an ISO moment, None for blank; anything else is a fault."""
        value = self.book.moments[self.cells[self.columns.get(field, -1)]]
        if value is FAULT:
            self.fault("is no date that exists; expected YYYY-MM-DD HH:MM", field)
            return None
        return cast("str | None", value)

    def day(self, field: str) -> str | None:
        """Give the day of a moment."""
        value = self.moment(field)
        return value[:10] if value else None

    def required(self, field: str) -> str:
        """Give a text that the row cannot be without; blank is a fault."""
        value = self.text(field)
        if value is None:
            self.fault("is blank, and the row means nothing without it", field)
        return value or ""

    def choice(self, field: str, meanings: Mapping[str, str]) -> str | None:
        """Give what a code of P6 means, None for blank; an unknown code is a fault."""
        code = self.text(field)
        if code is None or code in meanings:
            return meanings[code] if code else None
        self.fault(f"is no code that this loader knows; expected one of {', '.join(meanings)}", field)
        return None

    def reference(self, field: str, table: str, keys: Mapping[str, str]) -> str | None:
        """Give the key of the row of `table` that a cell names by its id, None for blank; a missing row is a fault."""
        number = self.text(field)
        if number is None or number in keys:
            return keys[number] if number else None
        self.fault(f"names a row of {table} that this file does not hold", field)
        return None

    def hint(self, field: str, table: str, keys: Mapping[str, str]) -> str | None:
        """Give a key as `reference` does, but for what a row can be without: a missing row is noted, no fault."""
        number = self.text(field)
        if number and number not in keys:
            self.book.missing[f"{self.table}: {field} names rows of {table} that this file does not hold"] += 1
        return keys.get(number or "")

    def calendar(self, keys: Mapping[str, str]) -> str | None:
        """Give the key of a calendar. P6 writes each that is used; other programs write none, which is no fault."""
        return (self.reference if keys else self.hint)("clndr_id", "CALENDAR", keys)

    def fault(self, reason: str, field: str | None = None) -> None:
        """Note why the row cannot be kept."""
        value = self.text(field) if field else None
        self.faults.append(Fault(reason, field, value[:_SHOWN] if value else None))


class Book:
    """Rows in, records and rejections out, with every row accounted for."""

    def __init__(self, tables: Tables, point: str) -> None:
        self.tables = tables
        self.numbers = Numbers(point)
        self.moments = Moments()
        self.read: set[str] = set()
        self.missing: Counter[str] = Counter()
        self.export = Export(
            rejections=list(tables.rejections),
            notes=list(tables.notes),
            rows_in=tables.rows_in,
            guarded=frozenset({Project, Task}),
        )
        self._folded: Counter[str] = Counter()
        self._lines: dict[tuple[type, str], tuple[str, int]] = {}

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table, of all its sections; the table counts as read."""
        self.read.add(table)
        yield from self.peek(table)

    def peek(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table for a look that does not account for them."""
        for section in self.tables.sections.get(table, ()):
            for line, row in section.rows:
                yield Row(self, table, section.columns, line, row)

    def column(self, table: str, *fields: str) -> Iterator[list[str]]:
        """Yield a few cells of every row of a table as texts, blank without such a field; accounts for none."""
        for section in self.tables.sections.get(table, ()):
            places = [section.columns.get(field) for field in fields]
            last = max((place for place in places if place), default=0)
            for _, row in section.rows:
                cells = row.split("\t", last + 1)
                yield [tidy(cells[place]) or "" if place else "" for place in places]

    def set_aside(self, table: str, projects: Container[str]) -> Iterator[Row]:
        """Take the rows of these projects out of a table, for good: whoever takes them accounts for them."""
        for section in self.tables.sections.get(table, ()):
            place = section.columns.get("proj_id")
            if place is None:
                continue
            kept = []
            for line, written in section.rows:
                if (tidy(written.split("\t", place + 1)[place]) or "") in projects:
                    yield Row(self, table, section.columns, line, written)
                else:
                    kept.append((line, written))
            section.rows = kept

    def keep(self, row: Row, record: Record) -> bool:
        """Take the record of a row into the export, unless the row has a fault or its key is already taken."""
        kind = type(record)
        if not row.faults:
            place = self._lines.setdefault((kind, record.key), (row.table, row.line))
            if place[1] == row.line:
                self.export.records.setdefault(kind, []).append(record)
                return True
            row.fault(f"the row has the same key as row {place[1]} of {place[0]}, which is kept")
        self.reject(row, kind, record.key)
        return False

    def fold(self, row: Row, how: str) -> bool:
        """Account for a row that is part of another record, unless it has a fault."""
        if row.faults:
            self.reject(row)
            return False
        self._folded[f"{row.table}: {how}"] += 1
        return True

    def reject(self, row: Row, kind: type | None = None, key: str | None = None) -> None:
        """Account for a row that cannot be kept: one rejection for each of its faults."""
        for fault in row.faults:
            self.export.rejections.append(
                Rejection(_sentence(fault), row.table, row.line, fault.field, fault.value, kind, key or None)
            )

    def leave_out(self, known: frozenset[str]) -> None:
        """Account for every table that nobody has read; one that P6 is not known to write is named in a note too."""
        for table in self.tables.sections.keys() - self.read - {""}:
            rows = sum(len(section.rows) for section in self.tables.sections[table])
            self._folded[f"{table[:60]}: not used by Throughline"] += rows
            if table not in known:
                self.export.notes.append(
                    f"{table[:60]} is no table that this loader knows; its rows were left out ({rows})."
                )

    def close(self) -> Export:
        """Give the export with all that was left out."""
        self.export.notes += [f"{what} ({count})." for what, count in sorted(self.missing.items())]
        self.export.skipped = [Skipped(reason, count) for reason, count in sorted(self._folded.items()) if count]
        return self.export


def _sentence(fault: Fault) -> str:
    if fault.field is None:
        return f"{fault.reason[0].upper()}{fault.reason[1:]}."
    shown = f" “{fault.value}”" if fault.value else ""
    return f"{fault.field}{shown} {fault.reason}. Correct it in P6 and export the project again."
