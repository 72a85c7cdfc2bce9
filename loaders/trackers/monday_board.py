"""A page of monday.com as one table: groups one below the other, the headings of each and of subitems repeated."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from loaders.tables.book import Page
from loaders.tables.cells import Cell, blank, shown, words
from loaders.tables.table import Table, too_long

GROUP, LEVEL = "Group of the board", "Level on the board"  # columns that the table has beside those of the page
_SUBITEMS = "subitems"
_FROM_TO = re.compile(r"\s*(.*\S)\s+(?:-|–|to)\s+(\S.*)")
_STAMP = re.compile(
    r"(?:.*?\s)??([^\W\d]{3,9} \d{1,2}, \d{4}(?:,? \d{1,2}:\d{2}(?::\d{2})? ?[AP]M)?|\d{4}-\d{2}-\d{2}.*)"
)


class _Line(NamedTuple):
    """A row: the headings above it, its group, and 0 for an item, 1 for a subitem, None for the sums of a group."""

    number: int
    headings: Sequence[str]
    cells: Sequence[Cell]
    group: str
    level: int | None


def board(page: Page, head: int) -> Table:
    """Give a page as one table: a column for each heading of items or subitems, with group and level of each row."""
    lines = list(_lines(page, head))
    places: dict[tuple[str, int], int] = {}
    found = Table(page.label, head, [GROUP, LEVEL])
    where: dict[tuple[str, ...], list[int]] = {}
    if page.delimited:
        lines = list(_fitting(found, lines))
    for line in lines:
        headings = _over(line)
        if headings not in where:
            where[headings] = [_place(found, places, key) for key in _numbered(_one_timeline(headings))]
    for line in lines:
        row: list[Cell] = [None] * len(found.headings)
        row[0], row[1] = line.group or None, None if line.level is None else str(line.level)
        for place, cell in zip(where[_over(line)], line.cells, strict=False):
            row[place] = cell
        found.numbers.append(line.number)
        found.rows.append(row)
    _part(found)
    return found


def _over(line: _Line) -> tuple[str, ...]:
    """Give the headings above a row, blank ones for cells that stand beside them."""
    return (*line.headings, *[""] * (len(texts(line.cells)) - len(line.headings)))


def _fitting(found: Table, lines: Sequence[_Line]) -> Iterator[_Line]:
    """Yield the rows that fit below their headings; note those of a text that have more cells."""
    for line in lines:
        width = len(line.headings)
        if len(texts(line.cells)) > width:
            found.broken.append((line.number, too_long(width), shown(line.cells[width])))
        else:
            yield line


def _place(found: Table, places: dict[tuple[str, int], int], key: tuple[str, int]) -> int:
    heading, nth = key
    known = (words(heading), nth)
    if known not in places:
        places[known] = len(found.headings)
        found.headings.append(heading)
    return places[known]


def _numbered(headings: Sequence[str]) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for heading in headings:
        yield heading, seen[words(heading)]
        seen[words(heading)] += 1


def _one_timeline(headings: Sequence[str]) -> list[str]:
    """Give headings in which the only timeline is called so, whatever it is called on the board."""
    starts = [heading for heading in headings if heading.casefold().endswith(" - start")]
    if len(starts) != 1:
        return list(headings)
    called = starts[0][: -len(" - start")].casefold()
    new = {f"{called} - start": "Timeline - Start", f"{called} - end": "Timeline - End"}
    return [new.get(heading.casefold(), heading) for heading in headings]


def _lines(page: Page, head: int) -> Iterator[_Line]:
    """Yield the rows of items, subitems and sums, without titles and headings."""
    rows = [(number, row, texts(row)) for number, row in page.rows() if number >= head and any(texts(row))]
    heads = rows[0][2] if rows else []
    titles = [texts(row)[0] for _, row in before(page, head)]
    group = titles[0] if len(titles) > 1 else ""  # a single one may be the board's
    subitems: Sequence[str] | None = None
    for at, (number, row, said) in enumerate(rows):
        if said == heads:
            subitems = None
        elif words(said[0]) == _SUBITEMS and len(said) > 1:
            subitems = said
        elif said[0] and not any(said[1:]) and at + 1 < len(rows) and rows[at + 1][2] == heads:
            group, subitems = said[0], None
        elif said[0]:
            subitems = None
            yield _Line(number, heads, row, group, 0)
        elif subitems and len(said) > 1 and said[1]:
            yield _Line(number, subitems, row, group, 1)
        else:
            yield _Line(number, subitems or heads, row, group, None)


def before(page: Page, head: int) -> list[tuple[int, list[Cell]]]:
    """Give the rows above the headings, the nearest first."""
    found = [(number, row) for number, row in islice(page.rows(), head) if number < head and any(texts(row))]
    return found[::-1]


def texts(row: Sequence[Cell]) -> list[str]:
    """Give what the cells of a row show, in one line each, without the blank ones at its end."""
    said = ["" if blank(cell) else " ".join(shown(cell).split()) for cell in row]
    while said and not said[-1]:
        said.pop()
    return said


def _part(found: Table) -> None:
    """Part timelines such as `2026-10-05 - 2026-11-13` into two columns, and take the moment from who changed when."""
    for place in found.places("Last updated"):
        for row in found.rows:
            if isinstance(cell := row[place], str):
                match = _STAMP.fullmatch(cell)
                row[place] = match[1] if match else cell
    for place in found.places("Timeline"):
        found.headings[place] = "Timeline - Start"
        found.headings.append("Timeline - End")
        for row in found.rows:
            match = _FROM_TO.fullmatch(cell) if isinstance(cell := row[place], str) else None
            row.append(match[2] if match else cell)
            if match:
                row[place] = match[1]
