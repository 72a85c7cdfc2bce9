"""A table: headings, and below them rows that know where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from loaders.tables.book import Page
from loaders.tables.cells import Cell, blank, shown

_FIRST_ROWS = 30  # in which the headings are looked for


@dataclass(slots=True)
class Table:
    """One table. Headings are as written, in one line each; repeated ones are kept in order, blank ones are empty.

    `rows` are as long as the headings, `numbers` say in which row of the file each stands. Blank rows are passed over.
    `broken` are rows of a text that have more cells than there are headings: row number, reason, the first such cell.
    `short` says of rows of a text that have fewer how many these have.
    """

    label: str
    head: int  # number of the row of the headings
    headings: list[str]
    numbers: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    short: dict[int, int] = field(default_factory=dict)

    def column(self, place: int) -> list[Cell]:
        """Give the cells below a heading."""
        return [row[place] for row in self.rows]

    def places(self, heading: str) -> list[int]:
        """Give the places at which a heading stands, compared without case and repeated blanks."""
        wanted = " ".join(heading.split()).casefold()
        return [place for place, text in enumerate(self.headings) if text.casefold() == wanted]


def table_of(page: Page, head: int | None = None) -> Table | None:
    """Read a page whose headings stand in the row with number `head`, else in the first that is not blank.

    None where the page has no such row. Raises `Refused` where the file is broken.
    """
    rows = page.rows()
    above: Sequence[Cell] = ()
    for number, row in rows:
        if not _is_blank(row) and (head is None or number >= head):
            break
        above = row
    else:
        return None
    if head is not None and number != head:
        return None
    headings = [" ".join(shown(cell).split()) for cell in row]
    if stacked(above, row):
        headings = _stacked(above, headings)
    found = Table(page.label, number, headings)
    width = len(headings)
    for number, row in rows:
        if len(row) != width:
            row = _fitted(found, number, row, page.delimited)
        if row is not None and ((type(row[0]) is str and row[0].strip()) or not _is_blank(row)):
            found.numbers.append(number)
            found.rows.append(row)
    if len(headings) > width:
        for row in found.rows:
            row.extend([None] * (len(headings) - len(row)))
    return found


def stacked(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Say whether two rows are one heading, of which the first cell, and perhaps others, are merged down, and some
    across: only texts, with a blank below the first, and several below one of the others.
    """
    if not all(cell is None or isinstance(cell, str) for cell in (*above, *row)):
        return False
    upper, lower = ([not blank(cell) for cell in (*cells, *[None] * len(row))] for cells in (above, row))
    pairs = list(zip(upper, lower, strict=False))
    return pairs[:1] == [(True, False)] and (True, True) in pairs and (False, True) in pairs


def _stacked(above: Sequence[Cell], headings: list[str]) -> list[str]:
    """Give headings of two rows: what is blank takes the cell above it, what stands twice that of its group too."""
    group, found = "", []
    upper = [" ".join(shown(cell).split()) for cell in (*above, *[None] * len(headings))]
    for text, over in zip([*headings, *[""] * (len(above) - len(headings))], upper, strict=False):
        group = over or group
        found.append(over if not text else f"{group} {text}".strip() if headings.count(text) > 1 else text)
    return found


def likely_head(page: Page) -> int | None:
    """Give the number of the row in which the headings seem to stand: the first of those with the most texts, or the
    one below it where both are one heading.
    """
    first = [(number, row) for number, row in islice(page.rows(), _FIRST_ROWS) if not _is_blank(row)]
    if not first:
        return None
    counts = [sum(1 for cell in row if isinstance(cell, str) and cell.strip()) for _, row in first]
    most = max(counts)
    at = next(at for at, count in enumerate(counts) if count * 5 >= most * 4)
    if at + 1 < len(first) and first[at + 1][0] == first[at][0] + 1 and stacked(first[at][1], first[at + 1][1]):
        at += 1
    return first[at][0]


def _fitted(found: Table, number: int, row: Sequence[Cell], delimited: bool) -> list[Cell] | None:
    """Give a row of the width of the headings; note one of a text that has more cells, and give None for it."""
    width = len(found.headings)
    if delimited and len(row) < width and not _is_blank(row):
        found.short[number] = len(row)
    row = list(row)
    while len(row) > width and blank(row[-1]):
        row.pop()
    if len(row) > width:
        if delimited:
            found.broken.append((number, too_long(width), shown(row[width])))
            return None
        found.headings.extend([""] * (len(row) - width))
    return row + [None] * (len(found.headings) - len(row))


def too_long(width: int) -> str:
    """Say what is wrong with a row of a text that has more cells than there are headings."""
    return f"the row has more cells than the {width} headings: a cell that holds the delimiter needs quotes"


def _is_blank(row: Sequence[Cell]) -> bool:
    return not row or (blank(row[0]) and all(map(blank, row)))
