"""Return sheets of a portfolio: fields down, projects across, one workbook for a quarter, as the GMPP masters are."""

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from loaders.base import Export, Refused
from loaders.portfolio.returns import read_returns
from loaders.tables.book import Page, opened
from loaders.tables.cells import shown

_CORNER = re.compile(r"project\s*/\s*programme name", re.IGNORECASE)
_CORNER_IN_TEXT = re.compile(rb"project\s*/\s*programme name", re.IGNORECASE)
_FIRST_ROWS = 10  # in which the names of the projects may stand, below a title


class PortfolioLoader:
    """Reads masters of quarterly returns and of their risks."""

    name = "portfolio"
    version = 3
    formats: Sequence[str] = ("Portfolio return sheet (fields down, projects across; Excel, CSV)",)
    suffixes: Sequence[str] = (".xlsx", ".xlsm", ".csv")

    def identify(self, path: Path, head: bytes) -> bool:
        """Say whether one of the first cells of a sheet is the corner of a return sheet."""
        if not head.startswith(b"PK") and not _CORNER_IN_TEXT.search(head):
            return False
        try:
            book = opened(path)
        except Refused:
            return False
        try:
            return any(_corner(page) is not None for page in book.pages)
        except Refused:
            return False
        finally:
            book.close()

    def read(self, path: Path, feed: str) -> Export:
        """Read every return sheet of the workbook. Raises `Refused` where it is damaged."""
        book = opened(path)
        try:
            found = [(page, head) for page in book.pages if (head := _corner(page)) is not None]
            return read_returns(found, path, book.saved)
        finally:
            book.close()


LOADER = PortfolioLoader()


def _corner(page: Page) -> int | None:
    """Give the number of the row that names the projects."""
    for number, row in islice(page.beginning(), _FIRST_ROWS):
        if row and _CORNER.fullmatch(shown(row[0]).strip()):
            return number
    return None
