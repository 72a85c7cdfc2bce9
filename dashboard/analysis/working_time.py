"""Working minutes of calendars, day by day: the ordinary week, exceptions to it, and what a calendar is derived from.

A calendar that names no week at all, and work without a calendar, count Monday to Friday, 8 to 12 and 13 to 17.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Minutes = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Times = tuple[tuple[int, int], ...]  # from minute, to minute of the day

DAY, YEAR = 1440, 52  # minutes of a day, whole weeks of a year
ORDINARY: Times = ((480, 720), (780, 1020))
_FAR = 4_000_000  # days; more than ordinals have
STANDARD: dict[int, Times] = {day: ORDINARY if day <= 5 else () for day in range(1, 8)}


class Span(NamedTuple):
    """Days one after the other: the ordinal of the first, and how many."""

    first: int
    days: int

    @classmethod
    def of(cls, first: str, last: str) -> "Span":
        """Give the span from a day to another, both included (ISO); empty where the second is earlier."""
        start, end = ordinal(first), ordinal(last)
        return cls(start, max(end - start + 1, 0))

    @property
    def last(self) -> int:
        """Give the ordinal of the last day."""
        return self.first + self.days - 1

    def iso(self, place: int) -> str:
        """Give the day at a place (ISO)."""
        return date.fromordinal(self.first + place).isoformat()


def ordinal(day: str) -> int:
    """Give the ordinal of a day or moment (ISO)."""
    return date.fromisoformat(day[:10]).toordinal()


def weeks_from(day: str, weeks: int = YEAR) -> Span:
    """Give whole weeks from the Monday of a day on."""
    first = ordinal(day)
    return Span(first - (first - 1) % 7, weeks * 7)


def minute(moment: str, *, end: bool = False) -> int:
    """Give the minute of the day of a moment (ISO); a day without a time begins at 0, as an `end` it ends at 1440."""
    if len(moment) < 16:
        return DAY if end else 0
    at = int(moment[11:13]) * 60 + int(moment[14:16])
    return DAY if end and moment[11:19] == "23:59:59" else at


class _Pattern(NamedTuple):
    """What a calendar comes down to: equal patterns are one calendar."""

    week: tuple[Times, ...]  # Monday first
    exceptions: tuple[tuple[int, int, Times], ...]  # first day, last day, times; what is named first holds


class WorkingTime:
    """The working minutes of calendars over a span of days."""

    def __init__(self, rows: Iterable[Mapping[Any, Any]], span: Span) -> None:
        """Take rows of feed, key, base, week and exceptions (JSON); a calendar is named `feed:key`."""
        self.span = span
        self._rows = {f"{row['feed']}:{row['key']}": row for row in rows}
        self._codes: dict[str | None, int] = {}
        self._patterns: list[_Pattern] = []
        self._known: dict[_Pattern, int] = {}
        self._said: dict[int, str] = {}
        self._minutes: dict[int, Minutes] = {}
        self._cuts: dict[int, Minutes] = {}
        self._sums: dict[int, Minutes] = {}

    def over(self, span: Span) -> "WorkingTime":
        """Give the same calendars over another span; what has been read of them is not read again."""
        other = WorkingTime((), span)
        other._rows, other._codes, other._patterns, other._known = self._rows, self._codes, self._patterns, self._known
        return other

    def code(self, name: str | None) -> int:
        """Give a number to a calendar, equal for those that come down to the same; an unknown one is the standard."""
        code = self._codes.get(name)
        if code is None:
            code = self._codes[name] = self._number(self._read(name))
        return code

    def said(self, code: int) -> str | None:
        """Give what the calendar of a number comes down to, as JSON; None for -1, which is none."""
        if code < 0:
            return None
        if code not in self._said:
            self._said[code] = json.dumps(self._patterns[code])
        return self._said[code]

    def learnt(self, said: str | None) -> int:
        """Give the number of a calendar by what it comes down to (`said`)."""
        if said is None:
            return -1
        week, exceptions = json.loads(said)
        pattern = _Pattern(
            tuple(map(_pairs, week)), tuple((first, last, _pairs(times)) for first, last, times in exceptions)
        )
        return self._number(pattern)

    def _number(self, pattern: _Pattern) -> int:
        code = self._known.setdefault(pattern, len(self._patterns))
        if code == len(self._patterns):
            self._patterns.append(pattern)
        return code

    def codes(self, names: pd.Series) -> Codes:
        """Give the numbers of calendars."""
        place, known = pd.factorize(names)  # of many few are different
        return np.array([*map(self.code, known.tolist()), self.code(None)], dtype=np.int64)[place]

    def minutes(self, name: str | None) -> Minutes:
        """Give the working minutes of each day of the span."""
        return self.minutes_of(self.code(name))

    def minutes_of(self, code: int) -> Minutes:
        """Give those of the calendar of a number."""
        if code not in self._minutes:
            self._minutes[code] = self._laid(self._patterns[code])
        return self._minutes[code]

    def cuts(self, name: str | None) -> Minutes:
        """Give, for each day on which an exception takes working time away, what is left; infinity for the others."""
        code = self.code(name)
        if code not in self._cuts:
            usual = _ordinary(self._patterns[code], self.span)
            mine = self.minutes(name)
            self._cuts[code] = np.where(mine < usual, mine, np.inf)
        return self._cuts[code]

    def week(self, name: str | None) -> float:
        """Give the working minutes of an ordinary week."""
        return float(sum(map(_length, self._patterns[self.code(name)].week)))

    def between(self, codes: Codes, first: Codes, last: Codes) -> Minutes:
        """Give the working minutes of calendars (`codes`) from a day to another each (ordinals, both included), as far
        as the span reaches.
        """
        span = self.span
        start, end = (np.clip(day - span.first, 0, span.days) for day in (first, last + 1))
        found = np.zeros(len(codes))
        for code in np.unique(codes).tolist():
            if code not in self._sums:
                self._sums[code] = np.concatenate(([0.0], np.cumsum(self.minutes_of(code))))
            mine, sums = codes == code, self._sums[code]
            found[mine] = np.where(end[mine] > start[mine], sums[end[mine]] - sums[start[mine]], 0.0)
        return found

    def before(self, codes: Codes, day: Codes, until: Codes) -> Minutes:
        """Give the working minutes of calendars (`codes`) on a day each (ordinal) before a minute of it."""
        asked, place = np.unique((codes * _FAR + day) * (DAY + 1) + until, return_inverse=True)
        found = []
        for one in asked.tolist():  # of many few are different
            at, minute = divmod(one, DAY + 1)
            found.append(self._before(self._patterns[at // _FAR], at % _FAR, minute))
        return np.array(found, dtype=np.float64)[place]

    def _before(self, pattern: _Pattern, day: int, until: int) -> int:
        times = pattern.week[(day - 1) % 7]
        for first, last, other in pattern.exceptions:
            if first <= day <= last:
                times = other
                break
        return sum(max(0, min(end, until) - start) for start, end in times)

    def _laid(self, pattern: _Pattern) -> Minutes:
        laid = _ordinary(pattern, self.span)
        for first, last, times in reversed(pattern.exceptions):
            start, end = max(first - self.span.first, 0), min(last - self.span.first + 1, self.span.days)
            if start < end:
                laid[start:end] = _length(times)
        return laid

    def _read(self, name: str | None) -> _Pattern:
        week: dict[int, Times] = {}
        exceptions: list[tuple[int, int, Times]] = []
        seen: set[str] = set()
        while name is not None and name in self._rows and name not in seen:
            seen.add(name)
            row = self._rows[name]
            for day, times in _week(row["week"] or "{}").items():
                week.setdefault(day, times)
            exceptions += _exceptions(row["exceptions"] or "[]")
            name = f"{row['feed']}:{row['base']}" if row["base"] else None
        whole = {**(STANDARD if not week else {}), **week}
        return _Pattern(tuple(whole.get(day, ()) for day in range(1, 8)), tuple(exceptions))


def _ordinary(pattern: _Pattern, span: Span) -> Minutes:
    """Give the minutes of each day of a span without exceptions."""
    week = np.array([_length(times) for times in pattern.week], dtype=np.float64)
    return week[(np.arange(span.first, span.first + span.days) - 1) % 7]


def _length(times: Times) -> int:
    return sum(end - start for start, end in times)


# Every file brings its own calendars, and most say the same.
@lru_cache(maxsize=1_000)
def _week(text: str) -> dict[int, Times]:
    return {int(day): _times(times) for day, times in json.loads(text).items()}


@lru_cache(maxsize=1_000)
def _exceptions(text: str) -> list[tuple[int, int, Times]]:
    return [(ordinal(first), ordinal(last), _times(times)) for first, last, times in json.loads(text)]


def _pairs(times: Iterable[Iterable[int]]) -> Times:
    return tuple((start, end) for start, end in times)


def _times(pairs: Iterable[Iterable[str]]) -> Times:
    """Read times of a day; one that ends at 00:00 ends with the day, one that ends before it begins has no length."""
    read = [tuple(int(text[:2]) * 60 + int(text[3:5]) for text in pair) for pair in pairs]
    return tuple((start, max(start, end or DAY)) for start, end in read)
