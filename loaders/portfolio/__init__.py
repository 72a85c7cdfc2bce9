"""Return sheets of a portfolio: fields down, projects across, one workbook for a quarter, as the GMPP masters are."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from loaders.base import Export, Refused
from loaders.portfolio.returns import read_returns
from loaders.tables.book import Page, opened
from loaders.tables.cells import shown

_CORNER = re.compile(r"project\s*/\s*programme name", re.IGNORECASE)


class PortfolioLoader:
    """Reads masters of quarterly returns and of their risks."""

    name = "portfolio"
    version = 1
    formats: Sequence[str] = ("Portfolio return sheet (fields down, projects across; Excel)",)
    suffixes: Sequence[str] = (".xlsx", ".xlsm")

    def identify(self, path: Path, head: bytes) -> bool:
        """Say whether the first cell of a sheet is the corner of a return sheet."""
        if not head.startswith(b"PK") or not zipfile.is_zipfile(path):
            return False
        try:
            book = opened(path)
        except Refused:
            return False
        try:
            return any(_corner(page) for page in book.pages)
        except Refused:
            return False
        finally:
            book.close()

    def read(self, path: Path, feed: str) -> Export:
        """Read every return sheet of the workbook. Raises `Refused` where it is damaged."""
        book = opened(path)
        try:
            return read_returns([page for page in book.pages if _corner(page)], path, book.saved)
        finally:
            book.close()


LOADER = PortfolioLoader()


def _corner(page: Page) -> bool:
    first = next(iter(page.beginning()), None)
    return bool(first and first[1] and _CORNER.fullmatch(shown(first[1][0]).strip()))
