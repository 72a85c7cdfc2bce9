"""One table of a mapping with its typed columns: the rows that are read, and what becomes of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.base import Export, Refused, Rejection, Skipped
from loaders.mapped.cells import Typed
from loaders.mapped.model import KINDS
from loaders.mapped.model import Table as Wanted
from loaders.sheets.grid import Grid
from loaders.tables.cells import Cell, blank, shown
from loaders.tables.table import Table

_MOST_NAMED = 8


@dataclass(slots=True)
class Piece:
    """One table with its typed columns, and what becomes of rows that are not read."""

    wanted: Wanted
    table: Table
    typed: Typed
    left_out: int = 0
    empty: int = 0

    def grid(self, delimited: bool) -> Grid:
        """Give the rows as a sheet of the register would hold them."""
        names = list(self.typed.columns)
        kept = self._kept()
        columns = [self.typed.columns[name] for name in names]
        numbers = self.table.numbers

        def rows():
            headings: list[Cell] = [*names]
            yield self.table.head, headings
            for place, row in enumerate(zip(*columns, strict=True)):
                if kept[place]:
                    yield numbers[place], list(row)

        return Grid(self.table.label, KINDS[self.wanted.becomes], rows, delimited, remarks=False)

    def _kept(self) -> list[bool]:
        kept = [True] * len(self.table.rows)
        for heading, texts in self.wanted.where.items():
            places = self.table.places(heading)
            if not places:
                raise Refused(
                    f"{self.table.label} has no heading '{heading}', which 'where' names: correct the mapping"
                )
            wanted = {text.strip().casefold() for text in texts}
            for at, cell in enumerate(self.table.column(places[0])):
                kept[at] = kept[at] and shown(cell).strip().casefold() in wanted
        self.left_out = kept.count(False)
        filled = [self.typed.columns[name] for name in self.typed.headings]
        for at, row in enumerate(zip(*filled, strict=True)) if filled else ():
            if kept[at] and all(map(blank, row)):
                kept[at] = False
                self.empty += 1
        return kept

    def account(self, export: Export) -> None:
        """Count the rows that were not read, and say which columns were not."""
        label = self.table.label
        told = "; ".join(f"{heading} is not {' or '.join(texts)}" for heading, texts in self.wanted.where.items())
        for count, reason in (
            (self.left_out, f"{label}: left out by the mapping: {told}"),
            (self.empty, f"{label}: nothing in the columns that the mapping reads"),
        ):
            if count:
                export.skipped.append(Skipped(reason, count))
                export.rows_in += count
        for number, reason, value in self.table.broken:
            kind = next(iter(KINDS[self.wanted.becomes].records))
            export.rejections.append(Rejection(reason, label, number, None, value[:200], kind))
            export.rows_in += 1
        if self.typed.forms:
            export.notes.append(f"{label}: settled by the whole column: {', '.join(self.typed.forms)}")
        read_ = {text.casefold() for column in self.wanted.columns.values() for text in column.from_}
        unread = [text for text in dict.fromkeys(self.table.headings) if text and text.casefold() not in read_]
        if unread:
            more = f" and {len(unread) - _MOST_NAMED} more" if len(unread) > _MOST_NAMED else ""
            export.notes.append(
                f"{label}: columns that the mapping does not read: {', '.join(unread[:_MOST_NAMED])}{more}"
            )


def named(rejection: Rejection, pieces: Sequence[Piece]) -> Rejection:
    """Give a rejection with the heading of the file for the field of the register."""
    for piece in pieces:
        sheet = KINDS[piece.wanted.becomes]
        if piece.table.label == rejection.sheet and (rejection.kind is None or rejection.kind in sheet.records):
            heading = piece.typed.headings.get(rejection.field or "")
            return replace(rejection, field=heading) if heading else rejection
    return rejection
