"""The cells of a table, as the fields want them: dates and numbers settled by whole columns, words translated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.base import Refused
from loaders.mapped.model import KINDS, Column, Plan
from loaders.mapped.model import Table as Wanted
from loaders.sheets.sheet import KINDS as FORMS
from loaders.sheets.sheet import Column as Field
from loaders.tables import durations, written_dates, written_numbers
from loaders.tables.cells import DASHES, Cell, Faulty, Percent, blank, precise, shown, words
from loaders.tables.settled import Settled, Unsettled
from loaders.tables.table import Table

_DATES = ("date", "month")
_NUMBERS = ("number", "money", "percent")


@dataclass(slots=True)
class Typed:
    """The columns of a table as fields: for each field its cells, a row for each row of the table."""

    columns: dict[str, list[Cell]] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)  # field -> headings that fill it
    forms: list[str] = field(default_factory=list)  # what was found out about columns, for people


def typed(table: Table, wanted: Wanted, plan: Plan) -> Typed:
    """Give the cells of a table as the fields of what its rows become. Raises `Refused` where a column is unsettled."""
    sheet = KINDS[wanted.becomes]
    found = Typed()
    parts = {name: _parts(table, column, plan) for name, column in wanted.columns.items()}
    common = _Common(plan, [(sheet.by_name[name], part) for name, part in parts.items()])
    for name, column in wanted.columns.items():
        about = sheet.by_name[name]
        if not column.from_:
            found.columns[name] = [column.always] * len(table.rows)
            continue
        found.headings[name] = ", ".join(column.from_)
        cells = _joined(parts[name], column.between)
        try:
            settled = _settled(cells, about, column, common)
        except Unsettled as unsettled:
            raise Refused(
                f"{table.label}, column '{found.headings[name]}': {unsettled} in the mapping, for the column or for all"
            ) from None
        values = settled.values
        for place, reason in settled.faults:
            values[place] = Faulty(shown(cells[place]), reason)
        if settled.form:
            found.forms.append(f"{found.headings[name]}: {settled.form}")
        found.columns[name] = values if column.always is None else [_or(value, column.always) for value in values]
    return found


def _or(cell: Cell, otherwise: str) -> Cell:
    return otherwise if blank(cell) else cell


@dataclass(frozen=True, slots=True)
class _Common:
    """What columns of a table tell together, for those that do not tell alone: one tool wrote them all."""

    plan: Plan
    columns: Sequence[tuple[Field, Sequence[Sequence[Cell]]]]

    def dates(self) -> str | None:
        told = self._told(_DATES, written_dates.told_by) or self._told(_DATES, written_dates.told_by_weekdays)
        return self.plan.dates or told

    def decimals(self) -> str | None:
        return self.plan.decimals or self._told(_NUMBERS, written_numbers.told_by)

    def _told(self, looks: Sequence[str], told_by: Callable[[Sequence[Cell]], frozenset[str]]) -> str | None:
        told = {one for about, parts in self.columns if FORMS[about.kind].look in looks for part in parts
                for one in told_by(part)}  # fmt: skip
        return next(iter(told)) if len(told) == 1 else None


def _settled(cells: list[Cell], about: Field, column: Column, common: _Common) -> Settled:
    if column.words:
        cells = _translated(cells, column.words)
    look = FORMS[about.kind].look
    if look in _DATES:
        return _dates(cells, column, about, common)
    if look in _NUMBERS:
        return _numbers(cells, column, about, common)
    if about.kind == "yes_no":
        return written_numbers.booleans(cells)
    return Settled(cells)


def _dates(cells: list[Cell], column: Column, about: Field, common: _Common) -> Settled:
    months = about.kind == "month"
    if column.dates:
        return written_dates.dates(cells, column.dates, months)
    try:
        return written_dates.dates(cells, None, months)
    except Unsettled:
        if (form := common.dates()) is None:
            raise
        return written_dates.dates(cells, form, months)


_MINUTES = {"working days": durations.DAY_MINUTES, "hours": 60.0}


def _counted(cell: Cell, unit: float) -> Cell:
    """Give an amount of time that is written with its unit, such as `20 days?` of Microsoft Project, as a number."""
    if not isinstance(cell, str) or durations.THOUSANDS.search(cell):
        return cell
    found = durations.minutes(cell.strip().removesuffix("?"))
    return cell if found is None else precise(found / unit)


def _numbers(cells: list[Cell], column: Column, about: Field, common: _Common) -> Settled:
    if about.kind in _MINUTES and column.times is None:
        cells = [_counted(cell, _MINUTES[about.kind]) for cell in cells]
    answers: dict[int, Cell] = {}
    if about.kind == "figure":  # a KPI may be answered by yes or no
        answers = {at: cell for at, cell in enumerate(cells) if isinstance(cell, bool) or _is_answer(cell)}
        cells = [None if at in answers else cell for at, cell in enumerate(cells)]
    if column.decimals:
        found = written_numbers.numbers(cells, column.decimals)
    else:
        try:
            found = written_numbers.numbers(cells)
        except Unsettled:
            if (form := common.decimals()) is None:
                raise
            found = written_numbers.numbers(cells, form)
    if column.times is not None:
        found.values = [_multiplied(value, column.times) for value in found.values]
    for at, cell in answers.items():
        found.values[at] = cell
    return found


def _is_answer(cell: Cell) -> bool:
    return isinstance(cell, str) and words(cell) in ("yes", "no", "true", "false")


def _multiplied(value: Any, times: float) -> Any:
    if value is None:
        return None
    return precise(float(value) * times) if not isinstance(value, Percent) else Percent(precise(float(value) * times))


def _parts(table: Table, column: Column, plan: Plan) -> list[list[Cell]]:
    """Give the cells of each column that fills a field, blank where the mapping says that they state nothing."""
    nothing = frozenset(text.strip().casefold() for text in plan.blank) | DASHES
    return [_without(table.column(place), nothing) for text in column.from_ for place in _places(table, text)]


def _places(table: Table, heading: str) -> list[int]:
    found = table.places(heading)
    if not found:
        there = ", ".join(f"'{text}'" for text in table.headings[:20] if text)
        raise Refused(f"{table.label} has no heading '{heading}': it has {there}. Correct the mapping")
    return found


def _without(cells: list[Cell], nothing: frozenset[str]) -> list[Cell]:
    return [None if isinstance(cell, str) and cell.strip().casefold() in nothing else cell for cell in cells]


def _joined(parts: list[list[Cell]], between: str) -> list[Cell]:
    """Give a cell for each row: the only one that states something as it is, else their texts."""
    if len(parts) == 1:
        return parts[0]
    found: list[Cell] = []
    for row in zip(*parts, strict=True):
        stated = [cell for cell in row if not blank(cell)]
        found.append(between.join(map(shown, stated)) if len(stated) > 1 else stated[0] if stated else None)
    return found


def _translated(cells: list[Cell], meanings: dict[str, str]) -> list[Cell]:
    known = {words(text) or text: meant for text, meant in meanings.items()}
    others = meanings.get("*")
    found: list[Cell] = []
    for cell in cells:
        if blank(cell):
            found.append(None)
            continue
        text = shown(cell).strip()
        found.append(known.get(words(text) or text, cell if others is None else others) or None)
    return found
