"""Columns of a table as values: how days and decimals are written is settled by all of them together."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loaders.tables import written_dates, written_numbers
from loaders.tables.settled import Exchanged, Settled, Unsettled
from loaders.trackers import items as of
from loaders.trackers import values

Read = tuple[list[Any], list[tuple[int, str]]]
_REMEDY = {
    "declare the dates as 'day first' or 'month first'": "export the file with dates such as 2026-10-31",
    "declare the decimals as 'point' or 'comma'": "export the file with a decimal point and nothing between thousands",
}


_PARTED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")  # a comma between thousands
_WITH_UNIT = re.compile(r"\s*(\d[\d.,\u00a0\u202f' ]*)\s?[^\W\d_]+\.?\s*")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Written:
    """How a table writes; None where nothing in it tells."""

    order: str | None = None
    decimal: str | None = None


def written(
    days: Sequence[Sequence[Any]], numbers: Iterable[Sequence[Any]], others: Iterable[Sequence[Any]] = ()
) -> Written:
    """Settle how a table writes by its columns of days and of numbers: an export writes all of them alike.

    Where the days that are read do not tell, `others` may: columns that nobody reads, such as when an item was made.
    Of these only years of four digits count, because 10.15.21 may be a version.
    """
    orders = _orders(days) or _orders(days, written_dates.told_by_weekdays)
    if not orders and any(written_dates.either_way(list(set(cells))) for cells in days):
        orders = _orders([cell for cell in cells if isinstance(cell, str) and _YEAR.search(cell)] for cells in others)
    marks = frozenset[str]().union(
        *(written_numbers.told_by(list(map(_without_unit, set(cells)))) for cells in numbers)
    )
    return Written(*(next(iter(told)) if len(told) == 1 else None for told in (orders, marks)))


def _without_unit(cell: Any) -> Any:
    """Give the number of `1.040,5 Std.`, which tells of decimals as one without a unit does."""
    match = _WITH_UNIT.fullmatch(cell) if type(cell) is str else None
    return match[1] if match else cell


def _orders(
    columns: Iterable[Sequence[Any]], told_by: Callable[[Sequence[Any]], frozenset[str]] = written_dates.told_by
) -> frozenset[str]:
    return frozenset[str]().union(*(told_by(list(set(cells))) for cells in columns))


def read_column(name: str, cells: Sequence[Any], how: Written, read: Callable[[Any], Any] | None) -> Read:
    """Read the cells of a field; give the values, and (place, reason) of what cannot be read."""
    if name not in of.DAYS | of.NUMBERS:
        return values.each(cells, read or of.READ.get(name, values.text))
    if set(map(type, cells)) <= {str, type(None)}:  # each different text once
        distinct: Sequence[Any] = list(dict.fromkeys(cells))
        found, bad = _read(name, distinct, how, read)
        known, why = dict(zip(distinct, found, strict=True)), {distinct[place]: reason for place, reason in bad}
        faults = [(place, why[cell]) for place, cell in enumerate(cells) if cell in why] if why else []
        return list(map(known.__getitem__, cells)), faults
    return _read(name, cells, how, read)


def _read(name: str, cells: Sequence[Any], how: Written, read: Callable[[Any], Any] | None) -> Read:
    if name in of.DAYS:
        return _days(cells, how.order, name in of.ENDS)
    return _numbers(cells, how.decimal, read or of.READ[name])


def _days(cells: Sequence[Any], order: str | None, ends: bool) -> Read:
    found = _settled(cells, lambda them: written_dates.dates(them, order), written_dates.either_way)
    iso = {day: _iso(day, ends) for day in set(found.values) if day is not None}
    return list(map(iso.get, found.values)), found.faults


def _iso(day: date, ends: bool) -> str:
    if isinstance(day, datetime):
        return day.replace(microsecond=0, tzinfo=None).isoformat()
    return f"{day.isoformat()}T{'23:59:59' if ends else '00:00:00'}"


def _numbers(cells: Sequence[Any], mark: str | None, read: Callable[[Any], Any]) -> Read:
    """Read numbers by their form, and what stands with its units, such as `2d 4h`, as a duration."""
    with_units = [type(cell) is str and any(c.isalpha() or c == ":" for c in cell) for cell in set(cells)]
    plain: Sequence[Any] = cells
    if any(with_units):
        plain = [None if type(cell) is str and any(c.isalpha() or c == ":" for c in cell) else cell for cell in cells]
    found = _settled(plain, lambda them: written_numbers.numbers(them, mark), _has_mark)
    numbers = found.values
    if any(with_units):
        numbers = [
            _pointed(cell, mark) if left is None and number is None else number
            for cell, left, number in zip(cells, plain, numbers, strict=True)
        ]
    result, faults = values.each(numbers, read)
    return result, sorted([*found.faults, *faults])


def _pointed(cell: Any, mark: str | None) -> Any:
    """Give a text with a decimal point and nothing between thousands, as far as the table tells what these are."""
    if type(cell) is not str or mark is None:
        return cell
    if mark == written_numbers.COMMA:
        return cell.replace(".", "").replace(",", ".")
    return _PARTED.sub("", cell)


def _has_mark(cells: Sequence[Any]) -> bool:
    return any(type(cell) is str and ("," in cell or "." in cell) for cell in cells)


def _settled(
    cells: Sequence[Any], read: Callable[[Sequence[Any]], Settled], unsure: Callable[[Sequence[Any]], bool]
) -> Settled:
    """Read a column. Where it cannot be settled, each of its cells that is `unsure` is at fault, as `2/3/2026` is; of
    one whose dates a spreadsheet program exchanged, each is.
    """
    try:
        return read(cells)
    except Unsettled as unsettled:
        reason = str(unsettled)
        for declared, remedy in _REMEDY.items():
            reason = reason.replace(declared, remedy)
        every = isinstance(unsettled, Exchanged)
    bad = {place for place, cell in enumerate(cells) if cell not in (None, "") and (every or unsure([cell]))}
    found = read([None if place in bad else cell for place, cell in enumerate(cells)])
    found.faults = sorted([*found.faults, *((place, f"cannot be read: {reason}") for place in bad)])
    return found
