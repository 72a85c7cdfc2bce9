"""Working days, Monday to Friday without declared holidays, as a numbered axis."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

YEAR_END = frozenset({date(2026, 12, 25), date(2026, 12, 26)})
FIRST, LAST = date(2025, 12, 1), date(2028, 12, 31)


@cache
def axis(holidays: Collection[date] = frozenset()) -> list[date]:
    """Give all working days of the years of the story, in order."""
    days = (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in holidays]


class Workdays:
    """Turns dates into numbers of working days and back."""

    def __init__(self, holidays: frozenset[date] = frozenset()) -> None:
        self.days = axis(holidays)

    def on_or_after(self, day: date) -> int:
        """Give the number of the first working day on or after a date."""
        return bisect_left(self.days, day)

    def after(self, day: date) -> int:
        """Give the number of the first working day after a date."""
        return bisect_right(self.days, day)

    def count(self, first: date, last: date) -> int:
        """Give how many working days lie from the first to the last date, both included."""
        return self.after(last) - self.on_or_after(first)


def month_end(day: date) -> date:
    """Give the last day of a date's month."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(1)


def month_ends(first: date, last: date) -> list[date]:
    """Give the last day of every month from that of the first date to that of the last."""
    ends = [month_end(first)]
    while ends[-1] < last:
        ends.append(month_end(ends[-1] + timedelta(1)))
    return ends
