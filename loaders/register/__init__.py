"""The register: the workbook, or folder of CSVs, in which a PMO keeps what schedules do not hold."""

from collections.abc import Sequence
from pathlib import Path

from loaders.base import Export, Refused
from loaders.register import grids, recognise
from loaders.register.nearest import why_no_register
from loaders.sheets.make import sheet_of, to_cells
from loaders.sheets.reading import Reader
from loaders.tables.xls import OLE

__all__ = ["LOADER", "Register", "sheet_of", "to_cells", "why_no_register"]


class Register:
    """Reads the sheets of the register from .xlsx, .xlsm and .ods, from a folder of CSVs, or from a single CSV."""

    name = "register"
    version = 3
    formats: Sequence[str] = ("Throughline register (Excel, OpenDocument or CSV)",)
    suffixes: Sequence[str] = (".xlsx", ".xlsm", ".ods", ".csv", ".tsv")

    def identify(self, path: Path, head: bytes) -> bool:
        """Say whether at least one sheet of the register is there by its name and headings."""
        if path.is_dir():
            return recognise.is_register_folder(path)
        if head.startswith(OLE):
            return recognise.is_old_register(path)
        if head.startswith(b"PK"):
            return recognise.is_register_workbook(path, head)
        return grids.sheet_of(path, head) is not None

    def read(self, path: Path, feed: str) -> Export:
        """Read all sheets; raises `Refused` when nothing can be read, naming what was found and what to do."""
        if path.is_file() and recognise.is_old(path):
            raise Refused(
                "this is a workbook in the old .xls format, or one with a password. The old format does not say which "
                "cells are percentages or failed formulas: save it as .xlsx without a password, and load that"
            )
        book = grids.opened(path)
        try:
            return Reader(feed).read(book.grids, book.saved)
        finally:
            book.close()


LOADER = Register()
