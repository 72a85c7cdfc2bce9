"""A file of tables, whatever its form: the sheets of a workbook, or one text, each as a stream of rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from loaders.base import Refused
from loaders.tables import delimited
from loaders.tables.cells import Cell
from loaders.tables.ods import Ods
from loaders.tables.xls import OLE, Xls
from loaders.tables.xlsx import Xlsx

_ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet or file: its name, and its rows with their numbers, counted from 1 as a spreadsheet shows them."""

    label: str
    rows: Callable[[], Iterator[tuple[int, list[Cell]]]]
    delimited: bool = False  # text, where a row longer than the headings is broken
    levels: Callable[[], dict[int, int]] = dict  # how deep rows lie, by their numbers, where the file says so
    first_rows: Callable[[], Iterator[tuple[int, list[Cell]]]] | None = None  # quicker, of a workbook of Excel

    def beginning(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows like `rows`, where only the first of them are looked at."""
        return (self.first_rows or self.rows)()


@dataclass(frozen=True, slots=True)
class Book:
    """All pages of a file; `saved` is the ISO day that a workbook names, `close` gives the file back."""

    pages: Sequence[Page]
    saved: str | None = None
    close: Callable[[], None] = lambda: None
    notes: Sequence[str] = ()


def opened(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Book:
    """Open a workbook or a text of cells. Raises `Refused` when it is neither.

    `encoding` and `delimiter` of a text are found out where they are not declared.
    """
    with path.open("rb") as file:
        head = file.read(delimited.HEAD)
    if head.startswith((_ZIP, OLE)):
        return workbook(path, head)
    if _is_no_text(head) and not encoding:
        raise Refused("the file is neither a workbook nor a text of cells: export it as .xlsx or .csv")
    return Book([Page(path.stem, partial(delimited.rows, path, None, encoding, delimiter), True)])


def workbook(path: Path, head: bytes) -> Book:
    """Open a workbook of Excel (.xlsx, .xlsm, .xls) or LibreOffice (.ods)."""
    if head.startswith(OLE):
        book = Xls(path)
        notes = [
            "a workbook in the old .xls format: percentages come as fractions and failed formulas as blank cells; "
            "save it as .xlsx where this matters"
        ]
    else:
        book, notes = Ods(path) if b"opendocument" in head[:200] else Xlsx(path), []
    return Book([_page(book, name) for name in book.names], book.saved, book.close, notes)


def _page(book: Xls | Ods | Xlsx, name: str) -> Page:
    rows = partial(book.rows, name)
    if not isinstance(book, Xlsx):
        return Page(name, rows)
    return Page(name, rows, levels=partial(book.levels, name), first_rows=partial(book.first_rows, name))


def _is_no_text(head: bytes) -> bool:
    return b"\0\0\0" in head or head.startswith((b"%PDF", b"\x89PNG", b"\x1f\x8b"))
