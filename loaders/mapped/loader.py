"""The loader of tables that a mapping speaks of."""

import hashlib
import json
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from data.records import Task
from loaders.base import Export
from loaders.mapped.cells import typed
from loaders.mapped.model import Plan, faults
from loaders.mapped.model import Table as Wanted
from loaders.mapped.pieces import Piece, named
from loaders.mapped.schedule import as_schedule
from loaders.mapped.tables import source_of
from loaders.sheets.every import SHEETS
from loaders.sheets.of_tasks import TASKS
from loaders.sheets.reading import Reader
from loaders.tables.table import Table
from loaders.yaml import Written, read

_SUFFIXES = (".yaml", ".yml")
_TABLES = re.compile(rb"^tables\s*:", re.MULTILINE)


def is_mapping(path: Path) -> bool:
    """Say whether a file is a mapping."""
    if path.suffix.casefold() not in _SUFFIXES:
        return False
    with path.open("rb") as file:
        return bool(_TABLES.search(file.read(1 << 16)))


def bound(path: Path) -> "Mapped":
    """Give the loader that a mapping makes. Raises `Refused` with a line for each fault of the mapping."""
    return Mapped(read(path).checked(Plan, faults), path)


def of_text(text: str, path: Path) -> "Mapped":
    """Give the loader that the text of a mapping makes. Raises `Refused` with a line for each fault."""
    return Mapped(Written(text, "the proposed mapping").checked(Plan, faults), path)


class Mapped:
    """Reads any file as one mapping says.

    `name` tells the store whether the keys are the organisation's own: a plan of tasks is a schedule, anything else is
    kept like a register.
    """

    version = 3
    formats: Sequence[str] = ("any table, by a mapping",)
    suffixes: Sequence[str] = ()

    def __init__(self, plan: Plan, path: Path) -> None:
        self.plan = plan
        self.path = path
        self.name = "mapped_schedule" if any(table.becomes == "tasks" for table in plan.tables) else "mapped"

    @property
    def digest(self) -> str:
        """Give what tells this mapping from any other."""
        said = json.dumps(self.plan.model_dump(mode="json", exclude={"data"}), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @cached_property
    def _rows(self) -> Table | None:
        query = self.plan.query
        if query is None:
            return None
        from loaders.mapped.query import fetched  # what speaks to databases takes long to be there, and few need it

        return fetched(query, self.path.stem, self.path.parent)

    @cached_property
    def fingerprint(self) -> str | None:
        """Give what tells the rows of a query from others; None for a mapping that reads a file. Raises `Refused`."""
        if self._rows is None:
            return None
        whole = hashlib.sha256(repr(self._rows.headings).encode())
        for row in self._rows.rows:
            whole.update(repr(row).encode())
        return whole.hexdigest()

    def identify(self, path: Path, head: bytes) -> bool:
        """Say that whatever is given to it is meant."""
        return True

    def read(self, path: Path, feed: str) -> Export:
        """Read a file. Raises `Refused` where it is not as the mapping says."""
        if self._rows is not None:
            return self.export(feed, [(wanted, self._rows) for wanted in self.plan.tables])
        source = source_of(path, self.plan)
        try:
            tables = [(wanted, source.table(wanted)) for wanted in self.plan.tables]
            saved = source.book.saved if source.book else None
            found = self.export(feed, tables, source.delimited, saved)
            found.notes[:0] = source.notes
            return found
        finally:
            source.close()

    def export(
        self, feed: str, tables: Sequence[tuple[Wanted, Table]], delimited: bool = False, saved: str | None = None
    ) -> Export:
        """Give the records of tables as the mapping says."""
        pieces = [Piece(wanted, table, typed(table, wanted, self.plan)) for wanted, table in tables]
        reader = Reader(feed, sheets=(*SHEETS, TASKS), whole=False)
        found = reader.read([piece.grid(delimited) for piece in pieces], saved)
        for piece in pieces:
            piece.account(found)
        found.rejections = [named(rejection, pieces) for rejection in found.rejections]
        if Task in found.records:
            as_schedule(found)
        refused = {
            (one.sheet, one.row) for one in found.rejections
        }  # a row that becomes two kinds, and neither, is one
        found.rows_in = sum(map(len, found.records.values())) + len(refused) + sum(one.count for one in found.skipped)
        if self.plan.status_date:
            found.status_date, found.status_date_from = self.plan.status_date, "status_date"
        return found
