"""The days of a calendar exception that comes again: daily, weekly, monthly, yearly.

The codes are those of the `Exception` element (Microsoft Project XML Data Interchange Schema, mspdi_pj12.xsd).
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import count, islice, takewhile
from typing import NamedTuple

MOST = 2_000  # days that one exception may name; more would only fill the memory

_ONCE = (None, 9)  # Type: without recurrence
_BY_DAY_OF_YEAR, _BY_PLACE_IN_YEAR, _BY_DAY_OF_MONTH, _BY_PLACE_IN_MONTH, _WEEKLY = 2, 3, 4, 5, 6
_DAILY = (1, 7)
_WEEKDAYS = 8

# MonthItem: which days of a month are counted, as ISO weekdays.
_ITEMS = ((1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5), (6, 7), (7,), (1,), (2,), (3,), (4,), (5,), (6,))
_LAST = 4  # MonthPosition: first to fourth are 0 to 3


class Recurrence(NamedTuple):
    """When an exception holds. Days are ordinals; months are 0-11, weekdays a sum of 1 = Sunday to 64 = Saturday."""

    first: int
    last: int
    kind: int | None = None
    period: int | None = None
    occurrences: int | None = None  # set when the number of times was entered, not the end
    weekdays: int | None = None
    month: int | None = None
    month_day: int | None = None
    month_item: int | None = None
    month_position: int | None = None


def spans(rule: Recurrence) -> list[tuple[int, int]]:
    """Give the days on which an exception holds as (first, last); at most `MOST`.

    Raises ValueError where the rule lacks what its kind needs.
    """
    every = rule.period or 1
    if every < 1:
        raise ValueError("has an exception with a Period below 1")
    if rule.kind in _ONCE or (rule.kind in _DAILY and every == 1):
        return [(rule.first, rule.last)]
    days = takewhile(lambda day: day <= rule.last, (day for day in _days(rule, every) if day >= rule.first))
    return [(day, day) for day in islice(days, min(MOST, rule.occurrences or MOST))]


def _days(rule: Recurrence, every: int) -> Iterator[int]:
    if rule.kind in _DAILY:
        return iter(range(rule.first, rule.last + 1, every))
    if rule.kind == _WEEKDAYS:
        return _weekdays(rule.first, every)
    if rule.kind == _WEEKLY:
        return _weekly(rule, every)
    if rule.kind in (_BY_DAY_OF_MONTH, _BY_DAY_OF_YEAR):
        return _by_day(rule, every)
    if rule.kind in (_BY_PLACE_IN_MONTH, _BY_PLACE_IN_YEAR):
        return _by_place(rule, every)
    raise ValueError(f"has an exception of Type {rule.kind}, expected 1 to 9")


def _weekdays(first: int, every: int) -> Iterator[int]:
    """Count Mondays to Fridays from a day on and take each `every`th; the caller stops."""
    monday = first - _weekday(first) + 1
    for place in count(min(_weekday(first) - 1, 5), every):
        yield monday + place // 5 * 7 + place % 5


def _weekly(rule: Recurrence, every: int) -> Iterator[int]:
    """Weeks begin on Sunday, and the first is that of the first day."""
    mask = rule.weekdays or 0
    if not 0 < mask < 128:
        raise ValueError("has an exception that comes again without DaysOfWeek from 1 to 127")
    sunday = rule.first - _weekday(rule.first) % 7
    for start in range(sunday, rule.last + 1, 7 * every):
        yield from (start + place for place in range(7) if mask >> place & 1)


def _by_day(rule: Recurrence, every: int) -> Iterator[int]:
    """A month that is too short has it on its last day."""
    if rule.month_day is None or not 1 <= rule.month_day <= 31:
        raise ValueError("has an exception that comes again without MonthDay from 1 to 31")
    for year, month in _months(rule, every):
        yield date(year, month, min(rule.month_day, monthrange(year, month)[1])).toordinal()


def _by_place(rule: Recurrence, every: int) -> Iterator[int]:
    item, position = rule.month_item, rule.month_position
    if item is None or not 0 <= item < len(_ITEMS) or position is None or not 0 <= position <= _LAST:
        raise ValueError(
            "has an exception that comes again without MonthItem from 0 to 9 and MonthPosition from 0 to 4"
        )
    for year, month in _months(rule, every):
        first = date(year, month, 1).toordinal()
        days = [day for day in range(first, first + monthrange(year, month)[1]) if _weekday(day) in _ITEMS[item]]
        yield days[-1] if position == _LAST else days[position]


def _months(rule: Recurrence, every: int) -> Iterator[tuple[int, int]]:
    """Give (year, month) from that of the first day on; past the last day the caller stops."""
    start, end = date.fromordinal(rule.first), date.fromordinal(rule.last)
    if rule.kind in (_BY_DAY_OF_MONTH, _BY_PLACE_IN_MONTH):
        at = start.year * 12 + start.month - 1
        if rule.kind == _BY_DAY_OF_MONTH and (rule.month_day or 0) < start.day:
            at += 1
        step = every
    elif rule.month is not None and 0 <= rule.month <= 11:
        at, step = start.year * 12 + rule.month, 12
    else:
        raise ValueError("has an exception that comes again without Month from 0 to 11")
    for month in takewhile(lambda month: month <= end.year * 12 + end.month - 1, count(at, step)):
        yield month // 12, month % 12 + 1


def _weekday(day: int) -> int:
    """Give the ISO weekday of an ordinal: Monday is 1."""
    return (day - 1) % 7 + 1
