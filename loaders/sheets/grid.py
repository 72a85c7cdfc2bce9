"""A sheet of a delivery as a stream of rows, and how its headings are told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from loaders.sheets.sheet import Sheet
from loaders.tables.cells import Cell, words


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet or file: its name, what it is in the register, and its rows with their numbers."""

    label: str
    sheet: Sheet | None
    rows: Callable[[], Iterator[tuple[int, list[Cell]]]]
    delimited: bool = False  # text, where a row longer than the headings is broken
    remarks: bool = True  # a row whose first cell begins with # is one


def counter(sheet: Sheet | None) -> Callable[[Sequence[Cell]], int]:
    """Give a function that counts how many cells of a row are headings of the sheet."""
    known = sheet.by_heading if sheet else {}
    return lambda row: sum(1 for cell in row if isinstance(cell, str) and heading(cell) in known)


def heading(text: str) -> str:
    """Give a heading as it is compared, without the mark of a required one."""
    return words(text.strip().rstrip("*"))


def missing(sheet: Sheet, row: Sequence[Cell]) -> list[str]:
    """Name the required headings that a row of headings lacks."""
    there = {sheet.by_heading[words].name for cell in row if (words := heading(str(cell or ""))) in sheet.by_heading}
    return [column.name for column in sheet.required if column.name not in there]


def heads(sheet: Sheet, row: Sequence[Cell]) -> bool:
    """Say whether a row holds all required headings of the sheet and no single one by chance."""
    return counter(sheet)(row) >= 2 and not missing(sheet, row)


def fits(sheet: Sheet, row: Sequence[Cell]) -> bool:
    """Say whether a first row looks like the headings of the sheet, even if some are missing or unknown."""
    known = counter(sheet)(row)
    return known >= 2 and (known * 2 >= sum(1 for cell in row if cell not in (None, "")) or not missing(sheet, row))
