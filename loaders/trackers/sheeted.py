"""Trackers' workbooks: the sheet that holds a tool's headings, and what it writes above them and on other sheets."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import NamedTuple

from loaders.base import Refused
from loaders.tables.book import Book, Page, workbook
from loaders.tables.cells import Cell, blank, words
from loaders.tables.table import Table, table_of
from loaders.tables.xls import OLE
from loaders.trackers.headed import ABOVE, Headed
from loaders.trackers.items import Items
from loaders.trackers.values import shown

_ZIP = b"PK\3\4"
_FIRST_ROWS = 30  # in which the headings are looked for
_HEAD = 65_536
_GIVEN = re.compile(  # the name of a sheet that spreadsheet programs give, also to its copy
    r"(?:sheet|tabelle|feuil|feuille|hoja|foglio|blad|planilha|folha|arkusz|list|munka|ark|taul|sayfa|лист|工作表|シート)"
    r" ?\d{0,2}(?: \(\d+\))?",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """A table in a workbook: its page and headings, and what is written beside them as label and value."""

    page: Page
    table: Table
    said: dict[str, Cell]  # labels as `words` gives them
    labelled: int  # how many rows above the headings hold just a label and a value


@dataclass(frozen=True)
class Sheeted:
    """A table on a sheet of a workbook, of which the first that holds the headings is read.

    `begins` gives the number of the row of the headings, `table` reads what stands below; `finish` adds what a tool
    alone knows, and takes the rows above the headings that it reads off those that are left out. `old` says whether the
    tool writes .xls too.
    """

    headed: Headed
    begins: Callable[[Headed, Page], int | None] | None = None
    table: Callable[[Page, int], Table | None] = table_of
    finish: Callable[[Items, Found], None] | None = None
    old: bool = False
    text: bool = False

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether a sheet holds the headings."""
        try:
            with closing(self._book(path, head)) as book:
                return self._page(book) is not None
        except Refused:
            return False

    def read(self, path: Path) -> Items:
        """Read the sheet. Raises `Refused` for a workbook that is damaged."""
        with path.open("rb") as file:
            head = file.read(_HEAD)
        with closing(self._book(path, head)) as book:
            page, row = self._page(book) or (None, 0)
            table = self.table(page, row) if page else None
            if page is None or table is None:
                raise Refused("the workbook has no sheet with the headings of the export: export it again")
            items = self.headed.items(table)
            items.exported = book.saved
            others = [one for one in book.pages if one is not page]
            above = list(_said(page, row))
            items.left_out[ABOVE] += _filled_above(page, row)
            said = dict(above)
            for one in others:
                beside = dict(_said(one, None))
                said = beside | said
                if rows := sum(not all(map(blank, cells)) for _, cells in one.rows()) - len(beside):
                    items.left_out[f"rows of the sheet '{one.label}', {self._why(one)}"] += rows
            if self.finish:
                self.finish(items, Found(page, table, said, len(above)))
            return items

    def _book(self, path: Path, head: bytes) -> Book:
        """Open a file that may hold the headings; one that cannot has no pages."""
        if head.startswith((_ZIP, OLE) if self.old else _ZIP):
            return workbook(path, head)
        page = self.headed.page(path, head) if self.text else None
        return Book([page] if page else [])

    def _why(self, page: Page) -> str:
        """Say why a further sheet is not read, and of one that is as the first what to do."""
        if (self.begins or first_heads)(self.headed, page) is None:
            return "which is not read"
        return "which is not read: one sheet is, so save this one as a workbook of its own, and load that too"

    def _page(self, book: Book) -> tuple[Page, int] | None:
        begins = self.begins or first_heads
        for page in book.pages:
            if (row := begins(self.headed, page)) is not None:
                return page, row
        return None


def first_heads(headed: Headed, page: Page) -> int | None:
    """Give the number of the first row that holds the headings, if it is one of the first rows of the page."""
    return next((number for number, row in islice(page.beginning(), _FIRST_ROWS) if headed.heads(row)), None)


def own_name(page: Page) -> str | None:
    """Give what a sheet is called; None for a name that spreadsheet programs give, which tells nothing apart."""
    return None if _GIVEN.fullmatch(page.label.strip()) else page.label


def _filled_above(page: Page, head: int) -> int:
    """Count the rows above the headings that are not blank."""
    return sum(not all(map(blank, row)) for _, row in takewhile(lambda line: line[0] < head, page.rows()))


def _said(page: Page, until: int | None) -> Iterator[tuple[str, Cell]]:
    """Yield the labels and values of the rows that hold just these: those above the headings, or of a small sheet."""
    rows = [(number, [cell for cell in row if not blank(cell)]) for number, row in islice(page.rows(), _FIRST_ROWS)]
    if until is None and any(len(row) > 2 for _, row in rows):
        return
    for number, row in rows:
        if (until is None or number < until) and len(row) == 2 and isinstance(row[0], str):
            yield words(row[0].strip().rstrip(":")), row[1]


def text_of(said: dict[str, Cell], *labels: str) -> str | None:
    """Give the first text that stands beside one of the labels."""
    found = (said.get(words(label)) for label in labels)
    return next((shown(cell).strip() or None for cell in found if not blank(cell)), None)
