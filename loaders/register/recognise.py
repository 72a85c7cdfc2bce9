"""Whether a file or folder is a register, told from its sheets and their headings."""

import zipfile
from contextlib import closing
from pathlib import Path

from loaders.base import Refused
from loaders.register.grids import is_text, sheet_of
from loaders.sheets.every import named
from loaders.sheets.grid import fits
from loaders.tables.book import Page, workbook
from loaders.tables.xls import OLE, Xls

_DOCUMENTS = frozenset({".md", ".pdf", ".docx", ".html"})  # may lie beside the sheets without being delivered


def is_register_folder(path: Path) -> bool:
    """Say whether a folder holds sheets of the register as CSVs and nothing else that could be an export.

    A file that is called like a sheet belongs to it even with other headings: reading then says what is wrong with it.
    """
    found = [one for one in path.iterdir() if not one.name.startswith((".", "~")) and one.suffix not in _DOCUMENTS]
    if not all(map(is_text, found)):
        return False
    sheets = [_is_sheet(one) for one in found]
    return any(sheets) and all(known or named(one.stem) for known, one in zip(sheets, found, strict=True))


def _is_sheet(path: Path) -> bool:
    with path.open("rb") as file:
        return sheet_of(path, file.read(65_536)) is not None


def is_register_workbook(path: Path, head: bytes) -> bool:
    """Say whether a zip holds a sheet of the register, or is a workbook too damaged to tell."""
    try:
        book = workbook(path, head)
    except Refused:
        return was_workbook(path, head)
    try:
        return any(map(_has_headings, book.pages))
    finally:
        book.close()


def was_workbook(path: Path, head: bytes) -> bool:
    """Say whether a zip is a workbook, though perhaps a damaged one; another zip may hold one."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return b"xl/workbook.xml" in head or b"opendocument.spreadsheet" in head[:200]
    return b"opendocument.spreadsheet" in head[:200] or any(name.startswith("xl/") for name in names)


def _has_headings(page: Page) -> bool:
    if (sheet := named(page.label)) is None:
        return False
    try:
        first = next(page.beginning(), None)
    except Refused:
        return True  # reading says what is broken
    return first is not None and fits(sheet, first[1])


def is_old(path: Path) -> bool:
    """Say whether a file begins as those of old Office programs and protected workbooks do."""
    with path.open("rb") as file:
        return file.read(len(OLE)) == OLE


def is_old_register(path: Path) -> bool:
    """Say whether an .xls workbook has sheets of the register, which reading then refuses with the remedy."""
    try:
        with closing(Xls(path)) as book:
            return sum(named(name) is not None for name in book.names) >= 2
    except Refused:
        return False
