"""The table that a mapping speaks of, out of a text, a workbook, JSON or a database."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from loaders.base import Refused
from loaders.mapped.model import Plan
from loaders.mapped.model import Table as Wanted
from loaders.tables.book import Book, opened
from loaders.tables.cells import Cell, shown
from loaders.tables.delimited import decoded
from loaders.tables.table import Table, table_of

_DEEPEST = 50
_JSON = (b"{", b"[")
_WRAPPED = 5  # objects around a list of rows


@dataclass(slots=True)
class Source:
    """What a mapping reads: a book of tables, or the content of JSON. `saved` is the day that the file names."""

    path: Path
    book: Book | None = None
    content: Any = None
    notes: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Give the file back."""
        if self.book:
            self.book.close()

    @property
    def delimited(self) -> bool:
        """Say whether it is a text of cells."""
        return bool(self.book and self.book.pages and self.book.pages[0].delimited)

    def table(self, wanted: Wanted) -> Table:
        """Give the table that a mapping wants. Raises `Refused` where it is not there."""
        if self.book is None:
            return of_objects(_listed(self.content, wanted.sheet), wanted.sheet or self.path.stem)
        page = self._page(wanted)
        found = table_of(page, wanted.headings)
        if found is None:
            at = f"row {wanted.headings}" if wanted.headings else "any row"
            raise Refused(f"{page.label}: there are no headings in {at}: correct 'headings' in the mapping")
        return transposed(found) if wanted.transposed else found

    def _page(self, wanted: Wanted) -> Any:
        pages = self.book.pages if self.book else ()
        if not pages:
            raise Refused("the workbook has no sheet: save it again")
        if wanted.sheet is None or self.delimited:
            return pages[0]
        hit = next((page for page in pages if page.label.casefold() == wanted.sheet.casefold()), None)
        if hit is None:
            names = ", ".join(f"'{page.label}'" for page in pages[:10])
            raise Refused(f"there is no sheet '{wanted.sheet}': there are {names}. Correct 'sheet' in the mapping")
        return hit


def source_of(path: Path, plan: Plan) -> Source:
    """Open a file as a mapping says. Raises `Refused`."""
    with path.open("rb") as file:
        head = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if path.suffix.casefold() in (".json", ".jsonl", ".ndjson") or (head.startswith(_JSON) and not plan.delimiter):
        return Source(path, content=_json(path, plan))
    book = opened(path, plan.encoding, plan.delimiter)
    return Source(path, book, notes=list(book.notes))


def transposed(table: Table) -> Table:
    """Turn a table whose headings stand in its first column; the number of a row is that of its column."""
    width = len(table.headings)
    found = Table(
        table.label, table.head, [table.headings[0], *(" ".join(shown(row[0]).split()) for row in table.rows)]
    )
    for place in range(1, width):
        row: list[Cell] = [table.headings[place], *(line[place] for line in table.rows)]
        if any(cell not in (None, "") for cell in row):
            found.numbers.append(place + 1)
            found.rows.append(row)
    return found


def of_objects(items: Sequence[Any], label: str) -> Table:
    """Give objects as a table: a heading for each path to a value, such as `owner.name`; rows count from 1."""
    flat: list[dict[str, Cell]] = []
    broken: list[tuple[int, str, str]] = []
    for number, item in enumerate(items, 1):
        flat.append(_flat(item) if isinstance(item, dict) else {})
        if not isinstance(item, dict):
            broken.append((number, "is no object with fields: export it again, or take it out", shown(plain(item))))
    headings = list(dict.fromkeys(chain.from_iterable(flat)))
    found = Table(label, 0, [" ".join(name.split()) for name in headings], broken=broken)
    for number, values in enumerate(flat, 1):
        if values:
            found.numbers.append(number)
            found.rows.append([values.get(name) for name in headings])
    return found


def of_rows(headings: Iterable[str], rows: Iterable[Sequence[Any]], label: str) -> Table:
    """Give the rows of a database as a table; rows count from 1."""
    found = Table(label, 0, [" ".join(name.split()) for name in headings])
    for number, row in enumerate(rows, 1):
        found.numbers.append(number)
        found.rows.append([plain(value) for value in row])
    return found


def plain(value: Any) -> Cell:
    """Give a value of JSON or a database as a cell."""
    if value is None or isinstance(value, bool | str | float):
        return value
    if isinstance(value, int):
        return float(value) if abs(value) < 1 << 53 else str(value)
    if isinstance(value, list):
        return "; ".join(shown(plain(one)) for one in value if one is not None)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if hasattr(value, "isoformat") and hasattr(value, "year"):
        return value
    if hasattr(value, "as_tuple"):  # a decimal of a database
        return float(value)
    return str(value)


def _flat(item: dict[str, Any], above: str = "", depth: int = 0) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for name, value in item.items():
        if isinstance(value, dict) and value and depth < _DEEPEST:
            found.update(_flat(value, f"{above}{name}.", depth + 1))
        else:
            found[f"{above}{name}"] = plain(value)
    return found


def _listed(content: Any, path: str | None) -> list[Any]:
    """Follow a path of names to the list of rows; without one, take the list, or the only one of an object, also where
    objects that hold nothing else are wrapped around it.
    """
    found = content
    for step in path.split(".") if path else ():
        found = found.get(step) if isinstance(found, dict) else None
    if isinstance(found, list):
        return found
    inside: dict[str, Any] = found if isinstance(found, dict) else {}
    lists = [name for name, value in inside.items() if isinstance(value, list)]
    if not path and len(lists) == 1:
        return inside[lists[0]]
    if inside and not lists:
        within = None if path else _only(inside)
        return [inside] if within is None else within
    there = ", ".join(lists) or "none"
    raise Refused(f"there is no list of rows at '{path or ''}': lists here: {there}. Say 'sheet: PATH' in the mapping")


def _only(found: dict[str, Any], deepest: int = _WRAPPED) -> list[Any] | None:
    """Give the list of objects that stands in an object alone, down to so many objects within each other."""
    inside = next(iter(found.values())) if len(found) == 1 else None
    if isinstance(inside, dict) and deepest:
        return _only(inside, deepest - 1)
    return inside if isinstance(inside, list) and all(isinstance(one, dict) for one in inside) else None


def _json(path: Path, plan: Plan) -> Any:
    text = decoded(path.read_bytes(), encoding=plan.encoding).removeprefix("\ufeff")
    try:
        return _loaded(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            if len(lines) > 1:
                return [_loaded(line) for line in lines]
        except ValueError:
            pass
        raise Refused(f"no JSON: {error.msg} in line {error.lineno}, column {error.colno}: export it again") from None
    except (RecursionError, ValueError) as error:
        raise Refused(f"no JSON that can be read: {str(error)[:200]}") from None


def _loaded(text: str) -> Any:
    return json.loads(text, parse_constant=_no_number)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number of JSON: export it again with null instead")
