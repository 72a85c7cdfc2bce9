"""Trackers' tables, CSV or Excel: what each heading means, from rows to items by whole columns."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from loaders.base import Refused
from loaders.tables import delimited, table
from loaders.tables.book import Page
from loaders.tables.cells import shown, words
from loaders.trackers import items as of
from loaders.trackers import values
from loaders.trackers.columns import Written, read_column, written
from loaders.trackers.items import Fault, Items, Person, no_place

WHO, WHO_ID, WHO_MAIL = "who", "who_id", "who_mail"  # become the people of an item
PASSED_OVER = ""  # a heading that is known and says nothing of its own
ABOVE = "rows above the headings"
_ZIP = b"PK\3\4"
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+")
_MOST_WHOLE = 1e15  # of longer numbers a spreadsheet program keeps the first 15 digits


class Meant(NamedTuple):
    """What a heading means: a field, how its cells are read, and what parts several texts in one cell.

    Of several characters of `split` the first that stands anywhere in the column parts its texts.
    """

    field: str
    read: Callable[[Any], Any] | None = None
    split: str | None = None


Meaning = Callable[[str], Meant | None]
Finish = Callable[[Items, table.Table, list[Sequence[Any]]], None]


@dataclass(frozen=True)
class Headed:
    """A table with its headings in the first row of a text, or below a title.

    `required` lists groups of headings, as `words` gives them: of each group one must be there for the table to be the
    tool's. `meaning` says what a heading means; `finish` adds what a tool alone knows; `even` says that the tool gives
    every row all its cells, so that a last one with fewer is cut off. `nothing` are texts that stand in place of a day
    or a number that there is not.
    """

    meaning: Meaning
    required: Sequence[frozenset[str]]
    without: frozenset[str] = frozenset()  # headings of other tools' tables
    finish: Finish | None = None
    even: bool = False
    nothing: frozenset[str] = frozenset()

    def fits(self, path: Path, head: bytes) -> bool:
        """Say whether the first row holds the headings."""
        return self._begins(head) is not None

    def _begins(self, head: bytes) -> tuple[str, int, int] | None:
        if head.startswith(_ZIP):
            return None
        try:
            text = delimited.decoded(head, whole=False)
        except Refused:
            return None
        return delimited.heading(text.removeprefix("\ufeff"), self.heads)

    def heads(self, row: Sequence[Any]) -> bool:
        """Say whether a row holds the headings."""
        found = {words(cell.strip()) for cell in row if isinstance(cell, str)}
        return all(group & found for group in self.required) and not self.without & found

    def page(self, path: Path, head: bytes) -> Page | None:
        """Give the rows of a text that holds the headings; None for any other file."""
        begins = self._begins(head)
        return Page(path.stem, partial(delimited.rows, path, delimiter=begins[0]), True) if begins else None

    def read(self, path: Path) -> Items:
        """Read the whole file. Raises `Refused` for text that is broken or in no known encoding."""
        with path.open("rb") as file:
            delimiter, head, above = self._begins(file.read(delimited.HEAD)) or (None, None, 0)
        found = table.table_of(Page(path.stem, partial(delimited.rows, path, delimiter=delimiter), True), head)
        items = self.items(found) if found else Items(path.stem, [])
        items.left_out[ABOVE] += above
        return items

    def items(self, found: table.Table) -> Items:
        """Give the items of a table."""
        repeated = _without_repeated(found)
        if self.even:
            _without_cut(found)
        items = Items(found.label, found.numbers)
        items.left_out["rows that repeat the headings"] += repeated
        items.broken = [Fault(row, "the row", value, reason) for row, reason, value in found.broken]
        columns: list[Sequence[Any]] = list(zip(*found.rows, strict=True)) if found.rows else [()] * len(found.headings)
        _fill(items, found.headings, _without(columns, found.headings, self), self.meaning)
        if self.finish:
            self.finish(items, found, columns)
        return items


def _without_repeated(found: table.Table) -> int:
    """Take out the rows that repeat the headings, as exports do that are put one behind the other; say how many."""
    first = found.headings[0]
    again = {
        place
        for place, row in enumerate(found.rows)
        if row[0] == first and [" ".join(shown(cell).split()) for cell in row] == found.headings
    }
    if again:
        found.numbers = [number for place, number in enumerate(found.numbers) if place not in again]
        found.rows = [row for place, row in enumerate(found.rows) if place not in again]
    return len(again)


def _without_cut(found: table.Table) -> None:
    """Take out a last row that alone has fewer cells than there are headings."""
    if len(found.rows) > 1 and list(found.short) == [found.numbers[-1]]:
        number = found.numbers.pop()
        found.rows.pop()
        reason = (
            f"the row has {found.short[number]} of the {len(found.headings)} cells that all others have: the file is "
            "cut off here, or this is no row of the table"
        )
        found.broken.append((number, reason, ""))


def _without(columns: list[Sequence[Any]], headings: list[str], headed: Headed) -> list[Sequence[Any]]:
    """Give the columns with blank cells where a tool writes that there is no such day or number."""
    if not headed.nothing:
        return columns
    counted = [(meant := headed.meaning(heading)) and meant.field in of.DAYS | of.NUMBERS for heading in headings]
    return [
        [None if type(cell) is str and cell.strip() in headed.nothing else cell for cell in cells] if one else cells
        for cells, one in zip(columns, counted, strict=True)
    ]


def _fill(items: Items, headings: list[str], columns: list[Sequence[Any]], meaning: Meaning) -> None:
    lists: dict[str, list[tuple[str, Sequence[Any], str | None]]] = {}
    means = [meaning(heading) for heading in headings]
    how = _how(columns, means)
    for heading, cells, meant in zip(headings, columns, means, strict=True):
        if meant is None:
            if filled := len(cells) - cells.count("") - cells.count(None):
                items.skipped[no_place(heading or "a column without a heading")] += filled
        elif meant.field in of.LISTS or meant.field in (WHO, WHO_ID, WHO_MAIL):
            lists.setdefault(meant.field, []).append((heading, cells, meant.split))
        elif meant.field != PASSED_OVER:
            if meant.field in (of.KEY, of.ID):
                _refuse_rounded(heading, cells)
            items.take(meant.field, heading, cells, *read_column(meant.field, cells, how, meant.read))
    for name, parts in lists.items():
        if name in of.LISTS:
            items.columns[name] = _gathered(items, parts)
    if not {WHO, WHO_ID, WHO_MAIL}.isdisjoint(lists):
        items.columns[of.PEOPLE] = _people(items, lists)


def _refuse_rounded(heading: str, cells: Sequence[Any]) -> None:
    """Refuse keys of which only the first digits are left: no row of such a table can be known again."""
    for cell in cells:
        if type(cell) is str and "+" not in cell:
            continue
        if _ROUNDED.fullmatch(cell) if isinstance(cell, str) else isinstance(cell, float | int) and cell >= _MOST_WHOLE:
            raise Refused(
                f"the numbers below '{heading}' were rounded by a spreadsheet program, such as {shown(cell)}, and no "
                "longer tell rows apart: load the file as it was exported, without opening and saving it in between"
            )


def _how(columns: list[Sequence[Any]], means: list[Meant | None]) -> Written:
    """Settle how the table writes days and decimals, by all its columns of them together."""
    pairs = list(zip(columns, means, strict=True))
    days, numbers = ([cells for cells, one in pairs if one and one.field in kind] for kind in (of.DAYS, of.NUMBERS))
    return written(days, numbers, (cells for cells, one in pairs if one is None or one.field == PASSED_OVER))


def _gathered(items: Items, parts: list[tuple[str, Sequence[Any], str | None]]) -> list[list[str] | None]:
    """Give the texts of a field that stands in several columns, or several in a cell."""
    found: list[list[str] | None] = []
    for heading, cells, split in parts:
        texts, faults = values.each(cells, values.text)
        items.faults += [Fault(place, heading, values.shown(cells[place]), reason) for place, reason in faults]
        distinct = {text for text in texts if text}
        if split and len(split) > 1:
            split = next((one for one in split if any(one in text for text in distinct)), None)
        apart = {text: _apart(text, split) for text in distinct}
        several = list(map(apart.get, texts))
        if found and apart:
            found = [_joined(a, b) if a and b else a or b for a, b in zip(found, several, strict=True)]
        found = found or several
    return found


def _apart(text: str, split: str | None) -> list[str]:
    return list(dict.fromkeys(part for one in text.split(split) if (part := one.strip()))) if split else [text]


def _joined(one: list[str], other: list[str]) -> list[str]:
    return [*one, *(text for text in other if text not in one)]


def _people(items: Items, lists: dict[str, list[tuple[str, Sequence[Any], str | None]]]) -> list[list[Person] | None]:
    """Give the people of each item, each cell read once: names, with their ids or addresses in columns beside."""
    nobody: list[list[str] | None] = [None] * len(items)
    found = {name: _gathered(items, lists[name]) if name in lists else nobody for name in (WHO, WHO_ID, WHO_MAIL)}
    known: dict[Any, list[Person]] = {}  # by which lists say it: equal cells gave the same
    people: list[list[Person] | None] = []
    for said in zip(found[WHO], found[WHO_ID], found[WHO_MAIL], strict=True):
        if not any(said):
            people.append(None)
            continue
        key = tuple(map(id, said))
        if key not in known:
            known[key] = list(_named(*(one or () for one in said)))
        people.append(known[key])
    return people


def _named(names: Sequence[str], ids: Sequence[str], mails: Sequence[str]) -> Iterator[Person]:
    """Yield people from names beside ids and addresses."""
    seen: set[str] = set()
    for name, number, mail in zip_longest(names or mails or ids, ids, mails):
        if name and (person := whom(name, number, mail)).key not in seen:
            seen.add(person.key)
            yield person


def whom(text: str, number: str | None = None, mail: str | None = None) -> Person:
    """Give whom a text names, which may hold an address: `Ines Holm <i.holm@tarnholm.example>`."""
    name, bracket, inside = text.partition("<")
    if bracket and inside.endswith(">") and "@" in inside:
        name, mail = name.strip(), mail or inside[:-1].strip()
    else:
        name = text
    mail = (mail or (name if "@" in name and " " not in name else None) or "").casefold() or None
    return Person(number or mail or name, name or mail, mail)


def by_heading(meant: Mapping[str, str | Meant]) -> Meaning:
    """Give a function that says what a heading means, without regard to case, blanks and strokes.

    Several headings that mean the same are written `Due date | End date`.
    """
    known: dict[str, Meant] = {}
    for headings, one in meant.items():
        for heading in headings.split("|"):
            known[words(heading.strip())] = Meant(one) if isinstance(one, str) else one
    return lambda heading: known.get(words(heading.strip()))


def groups(*several: str) -> tuple[frozenset[str], ...]:
    """Give groups of headings of which one must be there, each written `ID | Number`."""
    return tuple(frozenset(words(one.strip()) for one in group.split("|")) for group in several)
