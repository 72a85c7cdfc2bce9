"""What a workbook or text that is no register holds, and which sheet of the register comes nearest."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from loaders.base import Refused
from loaders.register.grids import is_text, opened
from loaders.register.recognise import was_workbook
from loaders.sheets.every import SHEETS, named
from loaders.sheets.grid import Grid, counter, heads, missing
from loaders.sheets.sheet import Sheet
from loaders.tables.cells import blank, shown, words

_MOST_SHEETS, _MOST_HEADINGS, _LONGEST = 3, 6, 40
_FIRST_ROWS = 20  # in which headings are looked for
_LEAST = 2  # headings that make a sheet come near
_OF_PLANS = frozenset(
    map(words, ("Task Name", "Task Mode", "Duration", "Predecessors", "Outline Level", "Resource Names",
                "Vorgangsname", "Vorgangsmodus", "Dauer", "Vorgänger", "Gliederungsebene", "Ressourcennamen"))
)  # fmt: skip
_TEMPLATE = (
    "`throughline template FILE.xlsx` writes a workbook with all headings: rename yours as there, or copy your rows "
    "into it; `throughline map FILE` proposes a mapping by which yours is read as it is"
)


@dataclass(frozen=True, slots=True)
class _Found:
    label: str
    headings: list[str]
    sheet: Sheet | None  # of the register, the nearest
    known: int  # how many of the headings it has
    row: int | None = None  # in which all headings of the sheet stand, where it is not the first that is not blank

    def said(self) -> str:
        """Give the sheet and its first headings as a person would name them."""
        if not self.headings:
            return f"'{self.label}' (empty)"
        more = len(self.headings) - _MOST_HEADINGS
        rest = f" and {more} more" if more > 0 else ""
        return f"'{self.label}' with the headings {', '.join(map(_cut, self.headings[:_MOST_HEADINGS]))}{rest}"


def why_no_register(path: Path, head: bytes) -> str | None:
    """Say why a workbook, a text of cells or a folder of them is no register; None for anything else."""
    what = _what(path, head)
    if what is None:
        return None
    try:
        book = opened(path)
    except Refused as refused:
        return str(refused)
    try:
        found = [_look(grid) for grid in book.grids]
    except Refused as refused:
        return str(refused)
    finally:
        book.close()
    return f"{what} has no sheet of the register: found {_listed(found)}. {_nearest(found)}. {_TEMPLATE}"


def _what(path: Path, head: bytes) -> str | None:
    if path.is_dir():
        return "the folder" if any(map(is_text, path.iterdir())) else None
    if head.startswith(b"PK"):
        return "the workbook" if was_workbook(path, head) else None
    return "the file" if path.suffix.casefold() in (".csv", ".tsv") and b"\0\0\0" not in head else None


def _look(grid: Grid) -> _Found:
    rows = [(number, row) for number, row in islice(grid.rows(), _FIRST_ROWS) if not all(map(blank, row))]
    by_name = named(grid.label)
    below = next((number for number, row in rows[1:] if by_name and heads(by_name, row)), None)
    row = rows[0][1] if rows else []
    headings = [shown(cell).strip() for cell in row if not blank(cell)]
    sheet = max(SHEETS, key=lambda sheet: (counter(sheet)(row), sheet is by_name, -len(missing(sheet, row))))
    known = counter(sheet)(row)
    if below:
        return _Found(grid.label, headings, by_name, len(headings) + 1, below)
    # A few common words among many headings, as any tool's list has them, bring no sheet near.
    if known < _LEAST or (2 * known < len(headings) and sheet is not by_name):
        return _Found(grid.label, headings, by_name, 0 if by_name is None else known)
    return _Found(grid.label, headings, sheet, known)


def _listed(found: list[_Found]) -> str:
    more = len(found) - _MOST_SHEETS
    said = [one.said() for one in found[:_MOST_SHEETS]]
    return "; ".join([*said, *([f"{more} more"] if more > 0 else [])]) or "none at all"


def _nearest(found: list[_Found]) -> str:
    """Say which sheet of the register comes nearest and what makes it that, or which sheets there are."""
    near = max(found, key=lambda one: (one.known, one.sheet is not None), default=None)
    if near is None or near.sheet is None:
        return f"A register has sheets such as {', '.join(sheet.name for sheet in SHEETS[:5])}"
    if near.row:
        return f"'{near.label}' has the headings of {near.sheet.name} in row {near.row}: delete the rows above it"
    if named(near.label) is None and sum(words(text) in _OF_PLANS for text in near.headings) >= _LEAST:
        return f"'{near.label}' looks like a plan with a task a row, which no sheet of a register holds"
    lacks = missing(near.sheet, near.headings)
    steps = [] if named(near.label) is near.sheet else ["call it so"]
    steps += [f"add the headings {', '.join(lacks)}"] if lacks else []
    return f"'{near.label}' comes nearest to the sheet {near.sheet.name}: {' and '.join(steps) or 'see its headings'}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
