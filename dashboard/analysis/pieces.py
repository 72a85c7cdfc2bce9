"""One assignment as pieces: runs of days with equal work, so that nothing has to be kept by day.

An assignment is spread by the export's own time-phased data where it has them, else evenly over the working time
between its start and its finish: work done up to the status date at most, work left of what has begun from the status
date on. Hours a week and shares of a register fall on the working days of the calendar. What lies before the status
date and is left to do is overdue: it stays on its days and in every sum.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from dashboard.analysis.working_time import WorkingTime, minute, ordinal

DONE, FIRM, ASKED, OVERDUE = "done", "firm", "asked", "overdue"
KINDS = (DONE, FIRM, ASKED, OVERDUE)
LONGEST = 3_660  # days; no task lasts longer
_ROUNDING = 0.01  # exports round each piece of a spread; what differs from the stated work by no more is stretched

NO_DATES = "no start or finish, nor has its task"
BACKWARDS = "it ends before it begins"
NO_TIME = "its calendar has no working time"
TOO_LONG = f"it lasts longer than {LONGEST} days"


class Piece(NamedTuple):
    """Work on a run of days: minutes a day, or, with a calendar, minutes for each working minute of the day."""

    line: int  # place of the assignment
    kind: str
    first: int
    last: int
    amount: float
    calendar: str | None
    even: bool  # `amount` is for each working minute of the calendar


def pieces_of(place: int, line: Mapping[Any, Any], times: WorkingTime) -> Iterator[Piece]:
    """Give the pieces of one assignment. Raises ValueError, saying why, where its work can lie on no day."""
    status = ordinal(line["status_date"]) if line["status_date"] else None
    done = line["actual_work"] or 0.0
    if line["actual_spread"]:
        yield from _as_exported(place, DONE, line["actual_spread"], done)
    elif done > 0:
        yield from _evenly(place, DONE, done, *_when_done(line, status), line["calendar"], times)
    kind = ASKED if line["firm"] is not None and not line["firm"] else FIRM
    for piece in _to_do(place, kind, line, status, times):
        if status is None or piece.first >= status:
            yield piece
        elif piece.last < status:
            yield piece._replace(kind=OVERDUE)
        else:
            yield piece._replace(kind=OVERDUE, last=status - 1)
            yield piece._replace(first=status)


def _to_do(place: int, kind: str, line: Mapping[Any, Any], status: int | None, times: WorkingTime) -> Iterator[Piece]:
    left = line["remaining_work"]
    if left is None and line["work"] is not None:
        left = max(line["work"] - (line["actual_work"] or 0.0), 0.0)
    if line["spread"]:
        yield from _as_exported(place, kind, line["spread"], left)
    elif left is not None:
        if left > 0:
            yield from _evenly(place, kind, left, *_when_to_do(line, status), line["calendar"], times)
    elif line["hours_per_week"] is not None or line["share"] is not None:
        yield _by_rate(place, kind, line, times)


def _as_exported(place: int, kind: str, text: str, stated: float | None) -> Iterator[Piece]:
    """Give the runs of days of an export's own spread, stretched to the stated work where only rounding differs."""
    runs = [(ordinal(first), ordinal(last), float(amount)) for first, last, amount in json.loads(text)]
    total = sum((last - first + 1) * amount for first, last, amount in runs)
    close = bool(stated and total) and abs(total - (stated or 0.0)) <= _ROUNDING * (stated or 0.0)
    scale = (stated or 0.0) / total if close else 1.0
    for first, last, amount in runs:
        yield Piece(place, kind, first, last, amount * scale, None, even=False)


def _when_done(line: Mapping[Any, Any], status: int | None) -> tuple[str, str]:
    """Give from when to when work was done: of what still runs up to the day before the status date."""
    start, finish = _dates(line, "actual_start", "actual_finish")
    if line["actual_finish"] or status is None or ordinal(finish) < status:
        return start, finish
    return start, max(_iso(status - 1), start[:10])


def _when_to_do(line: Mapping[Any, Any], status: int | None) -> tuple[str, str]:
    """Give from when to when work is left: of what has begun from the status date on."""
    start, finish = _dates(line)
    begun = line["actual_start"] or (line["actual_work"] or 0.0) > 0
    if not begun or status is None or ordinal(start) >= status or ordinal(finish) < status:
        return start, finish
    return _iso(status), finish


def _dates(line: Mapping[Any, Any], *first: str) -> tuple[str, str]:
    begun, ended = (line[name] for name in first) if first else (None, None)
    start, finish = begun or line["start"] or line["finish"], ended or line["finish"] or line["start"]
    if not start or not finish:
        raise ValueError(NO_DATES)
    return start, finish


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _evenly(
    place: int, kind: str, work: float, start: str, finish: str, calendar: str | None, times: WorkingTime
) -> Iterator[Piece]:
    """Lay work evenly over the working time from a moment to another; without any evenly over the days."""
    first, last = ordinal(start), ordinal(finish)
    if last < first:
        raise ValueError(BACKWARDS)
    if last - first > LONGEST:
        raise ValueError(TOO_LONG)
    if first == last:
        yield Piece(place, kind, first, first, work, None, even=False)
        return
    from_minute, to_minute = minute(start), minute(finish, end=True)
    head = times.between(calendar, first, first) - times.before(calendar, first, from_minute)
    tail = times.before(calendar, last, to_minute)
    inner = times.between(calendar, first + 1, last - 1)
    whole = head + inner + tail
    if whole <= 0:
        days = last - first + (to_minute > 0)
        yield Piece(place, kind, first, first + days - 1, work / days, None, even=False)
        return
    rate = work / whole
    for day, worked in ((first, head), (last, tail)):
        if worked:
            yield Piece(place, kind, day, day, rate * worked, None, even=False)
    if inner:
        yield Piece(place, kind, first + 1, last - 1, rate, calendar, even=True)


def _by_rate(place: int, kind: str, line: Mapping[Any, Any], times: WorkingTime) -> Piece:
    """Lay hours a week, or a share of full time, on the working days between two days, for each of the people asked."""
    start, finish = _dates(line)
    first, last = ordinal(start), ordinal(finish)
    if last < first:
        raise ValueError(BACKWARDS)
    if last - first > LONGEST:
        raise ValueError(TOO_LONG)
    rate = line["share"]
    if line["hours_per_week"] is not None:
        week = times.week(line["calendar"])
        if not week:
            raise ValueError(NO_TIME)
        rate = line["hours_per_week"] * 60 / week
    people = 1.0 if line["people"] is None else line["people"]
    return Piece(place, kind, first, last, rate * people, line["calendar"], even=True)


def stated_minutes(line: Mapping[Any, Any]) -> float:
    """Give the minutes that an assignment states in all."""
    if line["work"] is not None:
        return line["work"]
    return (line["actual_work"] or 0.0) + (line["remaining_work"] or 0.0)
