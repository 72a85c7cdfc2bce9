"""From return sheets to projects, their further fields, and risks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType

from data.records import FieldValue, Project, Record, Risk
from loaders.base import Export, Refused, Rejection, Skipped
from loaders.tables.book import Page
from loaders.tables.cells import Cell, Failed, blank, precise, shown, words
from loaders.tables.table import Table, table_of
from loaders.tables.written_numbers import numbers

# Fields of a return that are fields of a project; the first that is filled counts.
_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "programme": ("dft group", "group", "programme"),
    "sponsor": ("senior responsible owner (sro)", "sro", "sro full name", "senior responsible owner"),
    "manager": ("project director (pd)", "pd", "pd full name", "project director"),
    "reported": ("departmental dca", "ipa dca", "delivery confidence assessment", "dca", "sro dca", "overall rag"),
    "comment": ("departmental dca narrative", "dca narrative", "sro comments"),
})  # fmt: skip
_BUDGET = ("total bl", "total budget/bl", "total baseline")
_MILLION = 1_000_000
_LEVELS: Mapping[str, str] = MappingProxyType({  # of confidence, in five or in three
    "green": "green", "ambergreen": "amber/green", "amber": "amber", "amberred": "amber/red", "red": "red",
    "g": "green", "ag": "amber/green", "a": "amber", "ar": "amber/red", "r": "red",
    "high": "green", "medium": "amber", "low": "red", "feasible": "amber", "likely": "green", "probable": "amber/green",
    "indoubt": "amber/red", "unachievable": "red",
})  # fmt: skip
_RISK = re.compile(r"brief risk des?cription (\d+)")
_OF_RISK = re.compile(r"brd (\d+) (.+)")
_QUARTER = re.compile(r"(?<!\d)([1-4])_(20\d\d)(?!\d)")
_QUARTER_ENDS = {"1": "-06-30", "2": "-09-30", "3": "-12-31", "4": "-03-31"}
_NAMED_IN_A_NOTE = 5


def read_returns(pages: Sequence[tuple[Page, int]], path: Path, saved: str | None) -> Export:
    """Give the records of return sheets, each with the row that names its projects. A quarter in the name (`1_2020`, of
    the financial year) is the status date.
    """
    found = Export(records={})
    quarter = _QUARTER.search(path.stem)
    if quarter:
        year = int(quarter[2]) + (1 if quarter[1] == "4" else 0)
        found.status_date, found.status_date_from = f"{year}{_QUARTER_ENDS[quarter[1]]}", "status_date"
    elif saved:
        found.status_date, found.status_date_from = saved, "saved"
    for page, head in pages:
        if above := _rows_above(page, head):
            found.skipped.append(Skipped(f"{page.label}: rows above the names of the projects", above))
            found.rows_in += above
        table = table_of(page, head)
        if table is None or len(table.headings) < 2:
            raise Refused(f"{page.label} names no project in row {head}: put their names there, one a column")
        _Sheet(table, found).read()
    found.totals = {"projects": len(found.records.get(Project, ()))}
    return found


def _rows_above(page: Page, head: int) -> int:
    """Count the rows above the one with number `head` that say anything."""
    above = takewhile(lambda numbered: numbered[0] < head, page.rows())
    return sum(1 for _, row in above if not all(map(blank, row)))


class _Sheet:
    """One return sheet: each row of it is a field, each column a project."""

    def __init__(self, table: Table, export: Export) -> None:
        self.table = table
        self.export = export
        self.names = [" ".join(shown(row[0]).split()) for row in table.rows]
        self.is_of_risks = any(_RISK.fullmatch(name.casefold()) for name in self.names)
        self.strange: dict[str, None] = {}

    def read(self) -> None:
        kinds = (Risk,) if self.is_of_risks else (Project, FieldValue)
        for kind in kinds:
            self.export.records.setdefault(kind, [])
        seen: dict[str, int] = {}
        blanks = 0
        for place, name in enumerate(self.table.headings[1:], 1):
            cells = [row[place] for row in self.table.rows]
            if not name:
                blanks += 1 if not all(map(blank, cells)) else 0
                continue
            first = seen.setdefault(name.casefold(), place)
            if first != place:
                self._reject(f"the project '{name}' has two columns, {_letters(first)} and {_letters(place)}: keep one",
                             name, place)  # fmt: skip
                continue
            for record in self._risks(name, cells) if self.is_of_risks else self._project(name, place, cells):
                self.export.records[type(record)].append(record)
                self.export.rows_in += 1
        if blanks:
            self.export.skipped.append(Skipped(f"{self.table.label}: columns without the name of a project", blanks))
            self.export.rows_in += blanks
        if self.strange:
            some = ", ".join(list(self.strange)[:_NAMED_IN_A_NOTE])
            self.export.notes.append(
                f"{self.table.label}: words that are no level of confidence, kept as fields: {some}"
            )

    def _reject(self, reason: str, value: str, place: int) -> None:
        self.export.rows_in += 1
        kind = Risk if self.is_of_risks else Project
        self.export.rejections.append(
            Rejection(reason, self.table.label, self.table.head, _letters(place), value, kind)
        )

    def _project(self, name: str, place: int, cells: Sequence[Cell]) -> Iterator[Record]:
        stated: dict[str, Cell] = {}
        for field, cell in zip(self.names, cells, strict=True):
            if field and not blank(cell) and not isinstance(cell, Failed):
                stated.setdefault(field.casefold(), cell)
        found = {field: self._first(stated, called) for field, called in _FIELDS.items()}
        level = _LEVELS.get(words(found["reported"])) if found["reported"] else None
        if found["reported"] and level is None:
            self.strange[found["reported"]] = None
        budget = _amount(next((stated[one] for one in _BUDGET if one in stated), None))
        yield Project(
            name, name, programme=found["programme"], sponsor=found["sponsor"], manager=found["manager"],
            reported=level, comment=found["comment"], reported_on=self.export.status_date if level else None,
            budget=budget, currency="GBP" if budget is not None else None,
            sheet=self.table.label, row=self.table.head,
        )  # fmt: skip
        seen: dict[str, int] = {}
        for number, field, cell in zip(self.table.numbers, self.names, cells, strict=True):
            if field and not blank(cell):
                seen[field] = seen.get(field, 0) + 1
                called = field if seen[field] == 1 else f"{field} ({seen[field]})"
                yield FieldValue(
                    f"{name}.{called}", "project", name, called, shown(cell), sheet=self.table.label, row=number
                )

    def _first(self, stated: Mapping[str, Cell], called: Sequence[str]) -> str | None:
        return next((shown(stated[one]).strip() for one in called if one in stated), None)

    def _risks(self, name: str, cells: Sequence[Cell]) -> Iterator[Risk]:
        parts: dict[str, dict[str, str]] = {}
        titles: dict[str, tuple[str, int]] = {}
        for number, field, cell in zip(self.table.numbers, self.names, cells, strict=True):
            if blank(cell) or isinstance(cell, Failed):
                continue
            if match := _RISK.fullmatch(field.casefold()):
                titles[match[1]] = (shown(cell).strip(), number)
            elif match := _OF_RISK.fullmatch(field.casefold()):
                parts.setdefault(match[1], {})[match[2]] = shown(cell).strip()
        for number, (title, row) in titles.items():
            said = parts.get(number, {})
            happened = next((text for part, text in said.items() if "turned into an issue" in part), "")
            response = [text for part, text in said.items() if "mitigation" in part or part == "internal control"]
            yield Risk(
                f"{name} {number}", name, "issue" if happened.casefold() == "yes" else "threat", title,
                response="; ".join(response) or None, state="happened" if happened.casefold() == "yes" else None,
                sheet=self.table.label, row=row,
            )  # fmt: skip


def _amount(cell: Cell) -> float | None:
    """Give the pounds of an amount in millions; None where it is no number."""
    found = numbers([cell], "point").values[0]
    return None if found is None else precise(found * _MILLION)


def _letters(place: int) -> str:
    above, letter = divmod(place, 26)
    return (_letters(above - 1) if above else "") + chr(65 + letter)
