"""The sheets of the register in a workbook, a folder of CSVs or a single CSV, each as a stream of rows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.base import Refused
from loaders.sheets.every import SHEETS, named
from loaders.sheets.grid import Grid, counter, fits, missing
from loaders.sheets.sheet import Sheet
from loaders.tables import delimited
from loaders.tables.book import workbook

_TAIL = re.compile(r"[\s_.\-(]*(\d[\d\s_.\-]*|v\d+|copy|final)?\)*$", re.IGNORECASE)  # readings-2026-10, Money (2)


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of one delivery; `saved` is the ISO day that a workbook names, `close` gives the file back."""

    grids: Sequence[Grid]
    saved: str | None = None
    close: Callable[[], None] = lambda: None


def opened(path: Path) -> Book:
    """Open a workbook, a folder of CSVs or a CSV. Raises `Refused` when it is none of them."""
    if path.is_dir():
        return Book([_file(one, named(one.stem)) for one in sorted(path.iterdir()) if is_text(one)])
    with path.open("rb") as file:
        head = file.read(delimited.HEAD)
    if head.startswith(b"PK"):
        return _workbook(path, head)
    return Book([_file(path)])


def _workbook(path: Path, head: bytes) -> Book:
    book = workbook(path, head)
    return Book([Grid(page.label, named(page.label), page.rows) for page in book.pages], book.saved, book.close)


def is_text(path: Path) -> bool:
    """Say whether a path may be a sheet kept as text."""
    return path.is_file() and path.suffix.casefold() in delimited.SUFFIXES and not path.name.startswith((".", "~"))


def _file(path: Path, by_name: Sheet | None = None) -> Grid:
    """Give the sheet that a text file is by its headings, else, among others of a folder, by its name alone."""
    with path.open("rb") as file:
        head = file.read(delimited.HEAD)
    sheet = sheet_of(path, head) or by_name
    return Grid(path.stem, sheet, lambda: delimited.rows(path, counter(sheet)), True)


def sheet_of(path: Path, head: bytes) -> Sheet | None:
    """Give the sheet that a text file is: by its name where the headings agree, else by its headings alone."""
    try:
        text = delimited.decoded(head, whole=False)
    except Refused:
        return None
    rows = delimited.first_rows(text)
    by_name = named(path.stem) or named(_TAIL.sub("", path.stem))
    if by_name:
        return by_name if fits(by_name, rows[delimited.best(rows, counter(by_name))]) else None
    return _by_headings(rows)


def _by_headings(rows: dict[str, list[str]]) -> Sheet | None:
    """Give the one sheet whose required headings are all there and which knows nearly all that are."""
    hits = []
    for sheet in SHEETS:
        row = rows[delimited.best(rows, counter(sheet))]
        known = counter(sheet)(row)
        if known >= 3 and known * 5 >= len(row) * 4 and not missing(sheet, row):
            hits.append((known, sheet))
    hits.sort(key=lambda hit: -hit[0])
    return hits[0][1] if hits and (len(hits) == 1 or hits[0][0] > hits[1][0]) else None
